/* Policies and decisions: every accessor, and errors that point at the character. */
#include "check.h"

static const char POLICY[] =
    "id = \"return-track\"\nversion = 3\neffective_from = 2026-04-01\n"
    "title = { en = \"Return track\", ja = \"復職トラック\" }\n"
    "[[criteria]]\nid = \"service\"\nrequire = \"tenure >= 5 years or grade >= 3\"\n"
    "[[criteria]]\nid = \"cooling-off\"\nrequire = \"since_separation >= 6 months\"\n"
    "[[criteria]]\nid = \"conduct\"\nbar = \"separation_kind = involuntary_cause\"\n";

static const char WORKER[] =
    "{\"id\": \"w-1042\", \"rehire_flag\": \"yes\", \"spells\": [{\"start\": \"2016-04-01\", \"end\": \"2021-09-30\","
    " \"grade\": 2, \"separation\": {\"kind\": \"voluntary\"}}]}";

static void decided(const alumni_decision *decision) {
    CHECK(alumni_decision_outcome(decision) == ALUMNI_OUTCOME_INELIGIBLE);
    CHECK(SAME(alumni_decision_text(decision, ALUMNI_LANG_EN), "Ineligible; eligible on 2022-04-01"));
    CHECK(strstr(alumni_decision_text(decision, ALUMNI_LANG_JA), "2022年4月1日"));
    CHECK(alumni_decision_text(decision, 2) == NULL);
    CHECK(SAME(alumni_decision_worker(decision), "w-1042"));
    CHECK(alumni_decision_as_of(decision).days == alumni_date_ymd(2021, 12, 1).days);
    CHECK(alumni_decision_eligible_on(decision).days == alumni_date_ymd(2022, 4, 1).days);
    CHECK(alumni_decision_reason_count(decision) == 1);
    CHECK(alumni_decision_reason_code(decision, 0) && !alumni_decision_reason_code(decision, 1));
    CHECK(alumni_decision_reason_text(decision, 0, ALUMNI_LANG_JA));
    CHECK(alumni_decision_criterion_count(decision) == 3);
    CHECK(SAME(alumni_decision_criterion_id(decision, 1), "cooling-off"));
    CHECK(alumni_decision_criterion_status(decision, 0) == ALUMNI_CRITERION_MET);
    CHECK(alumni_decision_criterion_status(decision, 1) == ALUMNI_CRITERION_UNMET);
    CHECK(alumni_decision_criterion_status(decision, 3) == ALUMNI_NONE);
    CHECK(alumni_decision_criterion_met_on(decision, 1).days == alumni_date_ymd(2022, 4, 1).days);
    CHECK(alumni_decision_criterion_met_on(decision, 0).days == ALUMNI_DATE_INVALID);
    CHECK(alumni_decision_criterion_text(decision, 2, ALUMNI_LANG_EN));
    CHECK(alumni_decision_missing_count(decision) == 0 && !alumni_decision_missing(decision, 0));
    CHECK(strstr(alumni_decision_json(decision), "\"outcome\":\"ineligible\""));
}

int main(void) {
    alumni_policy *policy = NULL, *again = NULL;
    alumni_worker *worker = NULL;
    alumni_decision *decision = NULL;
    WORKS(alumni_policy_parse(POLICY, &policy, &error));
    CHECK(SAME(alumni_policy_id(policy), "return-track") && alumni_policy_version(policy) == 3);
    CHECK(SAME(alumni_policy_title(policy, ALUMNI_LANG_JA), "復職トラック"));
    CHECK(alumni_policy_effective_from(policy).days == alumni_date_ymd(2026, 4, 1).days);
    CHECK(alumni_policy_effective_until(policy).days == ALUMNI_DATE_INVALID);
    CHECK(alumni_policy_criterion_count(policy) == 3 && SAME(alumni_policy_criterion_id(policy, 2), "conduct"));
    CHECK(alumni_policy_fact_count(policy) == 4 && alumni_policy_fact(policy, 3) && !alumni_policy_fact(policy, 4));

    /* The JSON form is the same policy. */
    WORKS(alumni_policy_parse(alumni_policy_json(policy), &again, &error));
    CHECK(SAME(alumni_policy_hash(again), alumni_policy_hash(policy)));
    alumni_policy_free(again);

    WORKS(alumni_policy_decide_json(policy, WORKER, alumni_date_ymd(2021, 12, 1), &decision, &error));
    decided(decision);
    alumni_decision_free(decision);
    WORKS(alumni_worker_from_json(WORKER, &worker, &error));
    WORKS(alumni_policy_decide(policy, worker, alumni_date_ymd(2021, 12, 1), &decision, &error));
    alumni_worker_free(worker);
    alumni_policy_free(policy); /* a decision outlives its policy */
    decided(decision);
    alumni_decision_free(decision);

    policy = (alumni_policy *)&again;
    FAILED(alumni_policy_parse("id = \"p\"\nversion = 1\n[[criteria]]\nid = \"a\"\nrequire = \"tenur >= 5 years\"\n",
                               &policy, &error),
           ALUMNI_STATUS_UNKNOWN_NAME, "criteria[0].require: 1:1");
    CHECK(policy == NULL);
    FAILED(alumni_policy_parse("id = ", &policy, &error), ALUMNI_STATUS_SYNTAX, "1:6");
    puts("policies and decisions: ok");
    return 0;
}
