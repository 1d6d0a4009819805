/* Ladders, the policies that come with the library, and a policy's page. */
#include <stdint.h>

#include "check.h"

static const char WORKER[] =
    "{\"id\": \"w-1\", \"spells\": [{\"start\": \"2016-04-01\", \"end\": \"2020-03-31\", \"separation\": {\"kind\": \"voluntary\"}}]}";

static const char SET[] =
    "id = \"both\"\nversion = 2\nordered = false\n"
    "[[steps]]\nid = \"join\"\nlibrary = \"open-membership\"\n"
    "[[steps]]\nid = \"vip\"\n[steps.policy]\nid = \"vip\"\nversion = 1\n"
    "criteria = [{ id = \"vip\", require = \"vip\" }]\n";

int main(void) {
    alumni_ladder *ladder = NULL, *again = NULL;
    alumni_ladder_decision *decision = NULL;
    alumni_worker *worker = NULL;
    alumni_vocabulary *own = NULL;
    alumni_library *library = NULL;
    alumni_policy *policy = NULL;
    alumni_date day = alumni_date_ymd(2026, 4, 1);

    WORKS(alumni_ladder_shipped("re-engagement", &ladder, &error));
    CHECK(SAME(alumni_ladder_id(ladder), "re-engagement") && alumni_ladder_version(ladder) == 1);
    CHECK(SAME(alumni_ladder_title(ladder, ALUMNI_LANG_JA), "再び関わるまでの段階"));
    CHECK(alumni_ladder_is_ordered(ladder) == 1 && alumni_ladder_step_count(ladder) == 5);
    CHECK(SAME(alumni_ladder_step_id(ladder, 4), "rehire") && !alumni_ladder_step_id(ladder, 5));
    CHECK(SAME(alumni_ladder_step_title(ladder, 3, ALUMNI_LANG_JA), "副業"));
    CHECK(SAME(alumni_policy_id(alumni_ladder_step_policy(ladder, 0)), "open-membership"));
    CHECK(alumni_ladder_step_policy(ladder, 5) == NULL);
    WORKS(alumni_ladder_parse(alumni_ladder_json(ladder), &again, &error));
    CHECK(SAME(alumni_ladder_hash(again), alumni_ladder_hash(ladder)));
    alumni_ladder_free(again);

    WORKS(alumni_worker_from_json(WORKER, &worker, &error));
    WORKS(alumni_ladder_decide(ladder, worker, day, &decision, &error));
    alumni_worker_free(worker);
    alumni_ladder_free(ladder); /* a decision outlives its ladder */
    CHECK(alumni_ladder_decision_highest(decision) == 2 && alumni_ladder_decision_next(decision) == 3);
    CHECK(alumni_ladder_decision_is_settled(decision) == 0 && alumni_ladder_decision_step_count(decision) == 5);
    const alumni_decision *next = alumni_ladder_decision_step(decision, 3);
    CHECK(alumni_decision_outcome(next) == ALUMNI_OUTCOME_UNDETERMINED);
    CHECK(SAME(alumni_decision_missing(next, 0), "side_jobs_allowed"));
    CHECK(alumni_ladder_decision_step(decision, 5) == NULL);
    CHECK(strstr(alumni_ladder_decision_text(decision, ALUMNI_LANG_JA), "「業務委託」まで可。次の段階「副業」は判定保留"));
    CHECK(strstr(alumni_ladder_decision_json(decision), "\"rehire\""));
    alumni_ladder_decision_free(decision);

    FAILED(alumni_ladder_parse(SET, &ladder, &error), ALUMNI_STATUS_UNKNOWN_NAME, "steps[1].policy.criteria[0].require: 1:1");
    WORKS(alumni_vocabulary_parse("[[facts]]\nname = \"vip\"\ntype = \"boolean\"\ntitle = \"VIP\"\n", &own, &error));
    WORKS(alumni_ladder_parse_with(SET, own, &ladder, &error));
    alumni_vocabulary_free(own);
    CHECK(alumni_ladder_is_ordered(ladder) == 0 && alumni_ladder_title(ladder, ALUMNI_LANG_EN) == NULL);
    WORKS(alumni_ladder_decide_json(ladder, WORKER, day, &decision, &error));
    CHECK(alumni_ladder_decision_highest(decision) == SIZE_MAX && alumni_ladder_decision_next(decision) == SIZE_MAX);
    CHECK(SAME(alumni_ladder_decision_text(decision, ALUMNI_LANG_EN), "Eligible for: Open membership"));
    alumni_ladder_decision_free(decision);
    alumni_ladder_free(ladder);

    WORKS(alumni_library_open(&library, &error));
    CHECK(alumni_library_count(library) >= 20);
    for (size_t i = 0; i < alumni_library_count(library); i++) {
        const alumni_policy *one = alumni_library_policy(library, i);
        CHECK(alumni_policy_source(one) && alumni_policy_purpose(one, ALUMNI_LANG_JA));
        CHECK(strstr(alumni_policy_markdown(one, ALUMNI_LANG_EN), alumni_policy_hash(one)));
    }
    CHECK(alumni_library_policy(library, alumni_library_count(library)) == NULL);
    alumni_library_free(library);
    WORKS(alumni_policy_shipped("three-years", &policy, &error));
    CHECK(strstr(alumni_policy_html(policy, ALUMNI_LANG_JA), "勤続3年以上"));
    CHECK(alumni_policy_html(policy, 2) == NULL);
    alumni_policy_free(policy);
    FAILED(alumni_policy_shipped("three-year", &policy, &error), ALUMNI_STATUS_UNKNOWN_NAME, "");
    puts("ladders and the library: ok");
    return 0;
}
