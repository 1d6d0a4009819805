/* Vocabularies: own facts, the policy that uses them, bounds, names that no fact knows. */
#include <stdint.h>

#include "check.h"

static const char OWN[] =
    "[[facts]]\nname = \"uses_this_year\"\ntype = \"integer\"\n"
    "title = { en = \"uses this year\", ja = \"今年の利用回数\" }\nminimum = 0\n"
    "[[facts]]\nname = \"grade\"\ntype = \"integer\"\ntitle = { en = \"grade\", ja = \"等級\" }\n"
    "values = [{ name = \"主任\", number = 3 }]\n";

static const char POLICY[] =
    "id = \"perk\"\nversion = 1\n[[criteria]]\nid = \"uses\"\nrequire = \"uses_this_year < 3 and grade >= 主任\"\n";

int main(void) {
    alumni_vocabulary *hr = NULL, *own = NULL, *again = NULL;
    alumni_policy *policy = NULL, *copy = NULL;
    alumni_decision *decision = NULL;
    alumni_worker *worker = NULL;
    alumni_unknown_facts *unknown = NULL;
    alumni_date day = alumni_date_ymd(2026, 4, 1);
    WORKS(alumni_vocabulary_hr(&hr, &error));
    WORKS(alumni_vocabulary_parse(OWN, &own, &error));
    CHECK(alumni_vocabulary_count(own) == alumni_vocabulary_count(hr) + 1);
    CHECK(alumni_vocabulary_find(hr, "uses_this_year") == SIZE_MAX);
    size_t at = alumni_vocabulary_find(own, "uses_this_year");
    CHECK(SAME(alumni_vocabulary_name(own, at), "uses_this_year"));
    CHECK(SAME(alumni_vocabulary_title(own, at, ALUMNI_LANG_JA), "今年の利用回数"));
    CHECK(alumni_vocabulary_title(own, at, 2) == NULL);
    CHECK(strstr(alumni_vocabulary_fact_json(own, at), "\"minimum\":0"));
    CHECK(alumni_vocabulary_name(own, alumni_vocabulary_count(own)) == NULL);
    CHECK(strstr(alumni_vocabulary_markdown(own, ALUMNI_LANG_JA), "| `uses_this_year` | 今年の利用回数 | 整数 | 0以上 |"));
    CHECK(strstr(alumni_vocabulary_html(own, ALUMNI_LANG_EN), "<code>uses_this_year</code>"));
    WORKS(alumni_vocabulary_parse(alumni_vocabulary_json(own), &again, &error));
    CHECK(SAME(alumni_vocabulary_json(again), alumni_vocabulary_json(own)));
    alumni_vocabulary_free(again);

    FAILED(alumni_policy_parse(POLICY, &policy, &error), ALUMNI_STATUS_UNKNOWN_NAME, "criteria[0].require: 1:1");
    WORKS(alumni_policy_parse_with(POLICY, own, &policy, &error));
    WORKS(alumni_policy_parse(alumni_policy_json(policy), &copy, &error));
    CHECK(SAME(alumni_policy_hash(copy), alumni_policy_hash(policy)));
    WORKS(alumni_policy_decide_json(policy, "{\"id\": \"w\", \"facts\": {\"uses_this_year\": 2, \"grade\": \"主任\"}}", day,
                                    &decision, &error));
    CHECK(alumni_decision_outcome(decision) == ALUMNI_OUTCOME_ELIGIBLE);
    alumni_decision_free(decision);
    FAILED(alumni_policy_decide_json(policy, "{\"id\": \"w\", \"facts\": {\"uses_this_year\": -1}}", day, &decision, &error),
           ALUMNI_STATUS_OUT_OF_RANGE, "facts.uses_this_year");
    alumni_policy_free(copy);
    alumni_policy_free(policy);

    const char *columns[] = {"tenure", "grad", "shoe_size"};
    WORKS(alumni_vocabulary_unknown(own, columns, 3, &unknown, &error));
    CHECK(alumni_unknown_facts_count(unknown) == 2);
    CHECK(SAME(alumni_unknown_facts_name(unknown, 0), "grad") && SAME(alumni_unknown_facts_nearest(unknown, 0), "grade"));
    CHECK(SAME(alumni_unknown_facts_name(unknown, 1), "shoe_size") && !alumni_unknown_facts_nearest(unknown, 1));
    CHECK(strstr(alumni_unknown_facts_text(unknown, 0, ALUMNI_LANG_EN), "did you mean `grade`?"));
    CHECK(strstr(alumni_unknown_facts_json(unknown), "\"shoe_size\""));
    alumni_unknown_facts_free(unknown);
    WORKS(alumni_worker_from_json("{\"id\": \"w\", \"facts\": {\"tenur\": 400, \"grade\": 3}}", &worker, &error));
    WORKS(alumni_vocabulary_unknown_of_worker(own, worker, &unknown, &error));
    CHECK(alumni_unknown_facts_count(unknown) == 1 && SAME(alumni_unknown_facts_nearest(unknown, 0), "tenure"));
    alumni_unknown_facts_free(unknown);
    alumni_worker_free(worker);
    FAILED(alumni_vocabulary_parse("[[facts]]\nname = \"x\"\ntitle = \"x\"\ntype = \"date\"\nminimum = 1\n", &again, &error),
           ALUMNI_STATUS_WRONG_TYPE, "facts[0].minimum");
    alumni_vocabulary_free(own);
    alumni_vocabulary_free(hr);
    puts("vocabularies: ok");
    return 0;
}
