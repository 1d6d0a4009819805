/* The ledger: answers as of an instant and as known at another, duplicates, all or nothing. */
#include "check.h"

static const char LEDGER[] =
    "{\"purposes\": [{\"id\": \"job_contact\", \"title\": \"Jobs\", \"legal_basis\": \"consent\"},"
    "              {\"id\": \"scoring\", \"title\": \"Scores\", \"legal_basis\": \"consent\"}],"
    " \"notices\": [{\"id\": \"alumni\", \"version\": 1, \"purposes\": [\"job_contact\", \"scoring\"],"
    "              \"text\": {\"en\": \"We may write to you about open positions.\"}}]}";

static const char EVENTS[] =
    "[{\"source\": \"mail\", \"id\": \"ce_88\", \"subject\": \"w-0471\", \"purpose\": \"job_contact\","
    "  \"kind\": \"withdrawn\", \"occurred_at\": \"2025-07-01T18:00:00+09:00\","
    "  \"received_at\": \"2025-07-01T18:00:05+09:00\"},"
    " {\"source\": \"form\", \"id\": \"ce_12\", \"subject\": \"w-0471\", \"purpose\": \"job_contact\","
    "  \"kind\": \"given\", \"occurred_at\": \"2024-03-29T10:00:00+09:00\","
    "  \"received_at\": \"2024-03-29T10:00:00+09:00\", \"notice\": {\"id\": \"alumni\", \"version\": 1}}]";

static const char CSV[] =
    "source,id,subject,purpose,kind,occurred_at,received_at,notice_id,notice_version\n"
    "form,ce_13,w-0472,scoring,given,2024-03-29T10:00:00+09:00,2024-03-29T10:00:00+09:00,alumni,1\n"
    "form,ce_14,w-0473,scoring,given,2024-03-29T10:00:00+09:00,2024-03-29T10:00:00+09:00,other,1\n";

static alumni_instant instant(const char *text) {
    alumni_instant at;
    WORKS(alumni_instant_parse(text, &at, &error));
    return at;
}

int main(void) {
    alumni_ledger *ledger = NULL;
    alumni_extended *extended = NULL;
    alumni_answer *answer = NULL;
    alumni_summary *summary = NULL;
    alumni_permitted *permitted = NULL;
    alumni_instant now = instant("2026-04-01T00:00:00Z"), then = instant("2025-01-01T00:00:00Z");

    WORKS(alumni_ledger_from_json(LEDGER, &ledger, &error));
    char *empty = strdup(alumni_ledger_state_hash(ledger));
    WORKS(alumni_ledger_extend_json(ledger, EVENTS, &extended, &error));
    CHECK(alumni_extended_added(extended) == 2 && alumni_extended_duplicates(extended) == 0);
    CHECK(!SAME(alumni_ledger_state_hash(ledger), empty));
    free(empty);
    alumni_extended_free(extended);
    WORKS(alumni_ledger_extend_json(ledger, EVENTS, NULL, &error)); /* again, and nobody asks */
    WORKS(alumni_ledger_extend_csv(ledger, CSV, &extended, &error));
    CHECK(alumni_extended_added(extended) == 2 && alumni_extended_unproven_count(extended) == 1);
    CHECK(SAME(alumni_extended_unproven_source(extended, 0), "form"));
    CHECK(SAME(alumni_extended_unproven_id(extended, 0), "ce_14"));
    alumni_extended_free(extended);

    WORKS(alumni_ledger_may(ledger, "w-0471", "job_contact", ALUMNI_CHANNEL_EMAIL, NULL, now, NULL, &answer, &error));
    CHECK(alumni_answer_verdict(answer) == ALUMNI_CONSENT_VERDICT_DENIED && !alumni_answer_is_allowed(answer));
    CHECK(SAME(alumni_answer_text(answer, ALUMNI_LANG_EN), "Denied: withdrawn on 2025-07-01 (event ce_88)"));
    CHECK(alumni_answer_evidence_count(answer) == 1 && SAME(alumni_answer_evidence_id(answer, 0), "ce_88"));
    CHECK(SAME(alumni_answer_evidence_source(answer, 0), "mail"));
    CHECK(alumni_answer_obligation_count(answer) == 0 && alumni_answer_obligation(answer, 0) == ALUMNI_NONE);
    CHECK(alumni_answer_valid_until(answer).microseconds == ALUMNI_INSTANT_INVALID);
    WORKS(alumni_answer_tell_at(answer, "+16:00", &error));
    CHECK(SAME(alumni_answer_text(answer, ALUMNI_LANG_EN), "Denied: withdrawn on 2025-07-02 (event ce_88)"));
    CHECK(strstr(alumni_answer_reason_text(answer, 0, ALUMNI_LANG_JA), "2025年7月2日"));
    alumni_answer_free(answer);

    WORKS(alumni_ledger_may(ledger, "w-0471", "job_contact", ALUMNI_CHANNEL_EMAIL, NULL, then, &then, &answer, &error));
    CHECK(alumni_answer_verdict(answer) == ALUMNI_CONSENT_VERDICT_ALLOWED && alumni_answer_is_allowed(answer));
    CHECK(alumni_answer_obligation_count(answer) == 3);
    CHECK(alumni_answer_obligation(answer, 0) == ALUMNI_OBLIGATION_UNSUBSCRIBE_LINK);
    CHECK(alumni_answer_obligation_text(answer, 0, ALUMNI_LANG_JA));
    CHECK(alumni_answer_reason_count(answer) && alumni_answer_reason_code(answer, 0));
    CHECK(alumni_answer_reason_text(answer, 0, ALUMNI_LANG_EN) && strstr(alumni_answer_json(answer), "allowed"));
    alumni_answer_free(answer);

    WORKS(alumni_ledger_summary(ledger, "job_contact", ALUMNI_NONE, now, &summary, &error));
    CHECK(alumni_summary_subjects(summary) == 3 && alumni_summary_denied(summary) == 3);
    CHECK(alumni_summary_allowed(summary) + alumni_summary_review(summary) == 0);
    CHECK(alumni_summary_reason_count(summary) == 2 && alumni_summary_reason_subjects(summary, 0) == 2);
    CHECK(alumni_summary_reason_verdict(summary, 0) == ALUMNI_CONSENT_VERDICT_DENIED);
    CHECK(alumni_summary_reason_code(summary, 1) && alumni_summary_reason_text(summary, 1, ALUMNI_LANG_EN));
    alumni_summary_free(summary);

    WORKS(alumni_ledger_permitted(ledger, "scoring", now, &permitted, &error));
    CHECK(alumni_permitted_count(permitted) == 1 && SAME(alumni_permitted_id(permitted, 0), "w-0472"));
    alumni_permitted_free(permitted);

    alumni_snapshot *snapshot = NULL;
    alumni_ledger *was = NULL;
    alumni_stands *stands = NULL;
    const char *people[] = {"w-0471", "w-9"};
    WORKS(alumni_ledger_snapshot(ledger, now, NULL, &snapshot, &error));
    CHECK(alumni_snapshot_at(snapshot).microseconds == now.microseconds);
    CHECK(alumni_snapshot_known_at(snapshot).microseconds == ALUMNI_INSTANT_INVALID);
    CHECK(alumni_snapshot_states(snapshot) && alumni_snapshot_bytes(snapshot) >= 32 * alumni_snapshot_states(snapshot));
    WORKS(alumni_snapshot_ledger(snapshot, &was, &error));
    CHECK(SAME(alumni_ledger_state_hash(was), alumni_ledger_state_hash(ledger)));
    alumni_ledger_free(was);
    FAILED(alumni_snapshot_may(snapshot, "w-1", "job_contract", ALUMNI_NONE, &stands, &error),
           ALUMNI_STATUS_UNKNOWN_NAME, "purpose");
    WORKS(alumni_snapshot_may_all(snapshot, people, 2, "job_contact", ALUMNI_CHANNEL_EMAIL, &stands, &error));
    struct ArrowArrayStream everybody = {0};
    struct ArrowArray rows = {0};
    FAILED(alumni_snapshot_everybody(snapshot, "job_contract", ALUMNI_NONE, 1, &everybody, &error),
           ALUMNI_STATUS_UNKNOWN_NAME, "purpose");
    CHECK(everybody.release == NULL);
    WORKS(alumni_snapshot_everybody(snapshot, "job_contact", ALUMNI_CHANNEL_EMAIL, 0, &everybody, &error));
    CHECK(everybody.get_next(&everybody, &rows) == 0 && rows.length == 3 && rows.n_children == 4);
    rows.release(&rows);
    everybody.release(&everybody);
    alumni_snapshot_free(snapshot); /* what was asked lives on */
    CHECK(alumni_stands_count(stands) == 2 && alumni_stands_verdict(stands, 0) == ALUMNI_CONSENT_VERDICT_DENIED);
    CHECK(SAME(alumni_stands_code(stands, 0), "consent-withdrawn") && SAME(alumni_stands_decision(stands, 0), "withdrawn"));
    CHECK(SAME(alumni_stands_evidence_source(stands, 0), "mail") && SAME(alumni_stands_evidence_id(stands, 0), "ce_88"));
    CHECK(SAME(alumni_stands_text(stands, 0, ALUMNI_LANG_EN), "Denied: withdrawn on 2025-07-01 (event ce_88)"));
    CHECK(SAME(alumni_stands_code(stands, 1), "consent-never-asked") && !alumni_stands_evidence_id(stands, 1));
    CHECK(SAME(alumni_stands_request(stands, 1), "not_asked") && !alumni_stands_is_restricted(stands, 1));
    CHECK(alumni_stands_valid_until(stands, 1).microseconds == ALUMNI_INSTANT_INVALID);
    WORKS(alumni_stands_answer(stands, 0, &answer, &error));
    CHECK(SAME(alumni_answer_evidence_id(answer, 0), "ce_88"));
    alumni_answer_free(answer);
    FAILED(alumni_stands_answer(stands, 2, &answer, &error), ALUMNI_STATUS_OUT_OF_RANGE, "index");
    alumni_stands_free(stands);

    /* One event that cannot be used, and none is taken in. */
    char *before = strdup(alumni_ledger_events_json(ledger));
    FAILED(alumni_ledger_extend_csv(ledger, "source,id,subject,purpose,kind,occurred_at,received_at\n"
                                            "mail,ce_99,w-1,job_contact,withdrawn,today,\n", &extended, &error),
           ALUMNI_STATUS_SYNTAX, "consent_events.csv: line 2, column 6 (occurred_at)");
    CHECK(extended == NULL && SAME(alumni_ledger_events_json(ledger), before));
    free(before);
    FAILED(alumni_ledger_may(ledger, "w-1", "job_contract", ALUMNI_NONE, NULL, now, NULL, &answer, &error),
           ALUMNI_STATUS_UNKNOWN_NAME, "purpose");
    FAILED(alumni_ledger_may(ledger, "w-1", "scoring", 6, NULL, now, NULL, &answer, &error),
           ALUMNI_STATUS_BAD_ENUM, "channel");

    /* Where recipients are is a fact of the ledger: said anew, nothing of before is left. */
    WORKS(alumni_ledger_set_recipient_countries_json(ledger, "{\"partner\": \"US\"}", &error));
    WORKS(alumni_ledger_set_recipient_countries_json(ledger, "{\"all_alumni\": \"JP\"}", &error));
    FAILED(alumni_ledger_set_recipient_countries_json(ledger, "{\"all_alumni\": \"Japan\"}", &error),
           ALUMNI_STATUS_SYNTAX, "recipient_countries.all_alumni");
    CHECK(strstr(alumni_ledger_json(ledger), "\"recipient_countries\":{\"all_alumni\":\"JP\"}"));
    alumni_ledger_free(ledger);
    puts("the consent ledger: ok");
    return 0;
}
