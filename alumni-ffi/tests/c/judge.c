/* One person at a time: rulings from JSON text, errors, the whole decision. */
#include "check.h"

static const char POLICY[] =
    "id = \"return\"\nversion = 1\n"
    "[[criteria]]\nid = \"service\"\nrequire = \"tenure >= 3 years or grade >= 3\"\n"
    "[[criteria]]\nid = \"conduct\"\nbar = \"separation_kind = involuntary_cause\"\n"
    "[[criteria]]\nid = \"pay\"\nreview = \"pay >= 5000000 JPY\"\n";

static alumni_status decide(const alumni_judge *judge, alumni_row *row, const char *json, alumni_ruling *ruling,
                            alumni_error **error) {
    return alumni_judge_decide_json(judge, row, json, strlen(json), ruling, error);
}

int main(void) {
    alumni_policy *policy = NULL;
    alumni_judge *judge = NULL, *other = NULL;
    alumni_row *row = NULL, *second = NULL;
    alumni_decision *decision = NULL;
    alumni_ruling ruling;
    alumni_date day = alumni_date_ymd(2026, 4, 1);

    WORKS(alumni_policy_parse(POLICY, &policy, &error));
    WORKS(alumni_policy_judge(policy, day, &judge, &error));
    WORKS(alumni_policy_judge(policy, day, &other, &error));
    alumni_policy_free(policy); /* a judge outlives its policy */
    CHECK(alumni_judge_criterion_count(judge) == 3 && SAME(alumni_judge_criterion_id(judge, 2), "pay"));
    CHECK(alumni_judge_criterion_id(judge, 3) == NULL);
    WORKS(alumni_judge_row(judge, &row, &error));
    WORKS(alumni_judge_row(judge, &second, &error));

    WORKS(decide(judge, row,
                 "{\"start_date\": \"2019-04-01\", \"separation_date\": \"2022-03-30\", \"grade\": 2,"
                 " \"separation_kind\": \"voluntary\", \"pay\": \"5200000 JPY\"}",
                 &ruling, &error));
    CHECK(ruling.outcome == ALUMNI_OUTCOME_INELIGIBLE && ruling.criteria == 3);
    CHECK(ruling.unmet[0] == 1 && ruling.review[0] == 4 && ruling.unknown[0] == 0);
    CHECK(alumni_ruling_status(&ruling, 1) == ALUMNI_CRITERION_MET);
    CHECK(alumni_ruling_status(&ruling, 2) == ALUMNI_CRITERION_REVIEW);
    CHECK(alumni_ruling_status(&ruling, 3) == ALUMNI_NONE);
    WORKS(alumni_judge_explain(judge, row, "w-1", &decision, &error));
    CHECK(alumni_decision_outcome(decision) == ALUMNI_OUTCOME_INELIGIBLE);
    CHECK(SAME(alumni_decision_worker(decision), "w-1"));
    alumni_decision_free(decision);

    /* The row is used again, and what it held is forgotten; the text needs no NUL at its end. */
    WORKS(alumni_judge_decide_json(judge, row, "{\"id\": \"w-2\", \"facts\": {\"grade\": 3}}and more", 36, &ruling, &error));
    CHECK(ruling.outcome == ALUMNI_OUTCOME_UNDETERMINED && ruling.unmet[0] == 0 && ruling.unknown[0] == 6);

    ruling.outcome = 77;
    FAILED(decide(judge, row, "{\"grade\": \"high\"}", &ruling, &error), ALUMNI_STATUS_WRONG_TYPE, "facts.grade: 1:11");
    FAILED(decide(judge, row, "{\"gradd\": 3}", &ruling, &error), ALUMNI_STATUS_UNKNOWN_NAME, "facts: 1:2");
    FAILED(decide(judge, row, "{\"pay\": \"5 EUR\"}", &ruling, &error), ALUMNI_STATUS_INCONSISTENT, "");
    FAILED(decide(judge, row, "", &ruling, &error), ALUMNI_STATUS_WRONG_TYPE, "1:1");
    FAILED(decide(other, second, "{}", &ruling, &error), ALUMNI_STATUS_INCONSISTENT, "");
    CHECK(ruling.outcome == 77); /* a failure leaves the caller's memory alone */

    alumni_judge_free(other);
    alumni_judge_free(judge);
    alumni_row_free(second);
    alumni_row_free(row);
    return 0;
}
