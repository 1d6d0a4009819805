/* Two versions of a notice: what differs, what follows, and who is asked again. */
#include "check.h"

static const char LEDGER[] =
    "{\"purposes\": [{\"id\": \"jobs\", \"title\": \"Jobs\", \"legal_basis\": \"consent\"},"
    " {\"id\": \"notices\", \"title\": \"Notices\", \"legal_basis\": \"legal_obligation\","
    " \"class\": \"administration\"}],"
    " \"notices\": [{\"id\": \"n\", \"version\": 1, \"purposes\": [\"jobs\"], \"text\": {\"ja\": \"求人をご案内します。\"},"
    " \"recipients\": []}],"
    " \"events\": [{\"source\": \"form\", \"id\": \"e\", \"subject\": \"w-1\", \"purpose\": \"jobs\", \"kind\": \"given\","
    " \"occurred_at\": \"2024-04-01T00:00:00Z\", \"received_at\": \"2024-04-01T00:00:00Z\","
    " \"notice\": {\"id\": \"n\", \"version\": 1}}],"
    " \"packs\": [\"jp-appi\"], \"regimes\": {\"everyone\": [\"jp\"]}}";

static const char OLD[] =
    "{\"id\": \"n\", \"version\": 1, \"purposes\": [\"jobs\"], \"text\": {\"ja\": \"求人をご案内します。\"},"
    " \"recipients\": []}";

#define NEW                                                                                                         \
    "{\"id\": \"n\", \"version\": 2, \"purposes\": [\"jobs\"], \"text\": {\"ja\": \"当社と紹介会社が求人をご案内します。\"}," \
    " \"effective_from\": \"2026-06-01T00:00:00+09:00\","                                                          \
    " \"recipients\": [{\"id\": \"agency\", \"role\": \"third_party\"}]}"

static const char REQUEST[] =
    "{\"notice\": " NEW ", \"asking\": \"notices\", \"activity\": \"procedure\", \"channels\": [\"email\"], \"sender\": \"office\","
    " \"message\": \"m\", \"at\": \"2026-05-01T00:00:00Z\"}";

int main(void) {
    alumni_ledger *ledger = NULL;
    alumni_notice *marked = NULL;
    alumni_notice_diff *diff = NULL;
    alumni_contacts *contacts = NULL;
    alumni_reconsent_plan *plan = NULL;
    alumni_consent_report *report = NULL;
    alumni_instant at;

    WORKS(alumni_ledger_from_json(LEDGER, &ledger, &error));
    WORKS(alumni_ledger_notice_diff_json(ledger, OLD, NEW, NULL, &diff, &error));
    CHECK(alumni_notice_diff_consequence(diff) == ALUMNI_NOTICE_CONSEQUENCE_ASK_AGAIN);
    CHECK(alumni_notice_diff_is_contradictory(diff) == 1);
    CHECK(strstr(alumni_notice_diff_text(diff, ALUMNI_LANG_JA), "再同意が必要") != NULL);
    CHECK(strstr(alumni_notice_diff_json(diff), "\"rule\":\"jp-appi-change-recipient\"") != NULL);
    WORKS(alumni_notice_diff_marked(diff, &marked, &error));
    CHECK(strstr(alumni_notice_json(marked), "\"material\":true") != NULL);
    alumni_notice_free(marked);
    alumni_notice_diff_free(diff);
    FAILED(alumni_ledger_notice_diff_json(ledger, NEW, OLD, NULL, &diff, &error), ALUMNI_STATUS_INCONSISTENT,
           "new.version");

    WORKS(alumni_contacts_new("{\"id\": \"contact\", \"version\": 1}", &contacts, &error));
    WORKS(alumni_ledger_plan_reconsent_json(ledger, contacts, REQUEST, &plan, &error));
    CHECK(alumni_reconsent_plan_ask(plan) == 1 && alumni_reconsent_plan_tell(plan) == 0);
    CHECK(strstr(alumni_reconsent_plan_json(plan), "\"planned\":{\"on\":\"2026-05-01\"") != NULL);
    CHECK(strstr(alumni_reconsent_plan_text(plan, ALUMNI_LANG_EN), "1 to be asked") != NULL);
    CHECK(strstr(alumni_reconsent_plan_text(plan, ALUMNI_LANG_JA), " UTCまでに"));
    WORKS(alumni_reconsent_plan_tell_at(plan, "+09:00", &error));
    CHECK(strstr(alumni_reconsent_plan_text(plan, ALUMNI_LANG_JA), "（+09:00）までに"));
    alumni_reconsent_plan_free(plan);
    alumni_contacts_free(contacts);

    WORKS(alumni_instant_parse("2026-05-01T00:00:00Z", &at, &error));
    WORKS(alumni_ledger_notice_contradictions(ledger, at, &report, &error));
    CHECK(SAME(alumni_consent_report_json(report), "[]"));
    alumni_consent_report_free(report);
    alumni_ledger_free(ledger);
    return 0;
}
