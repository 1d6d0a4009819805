/* Legal packs: a shipped one, one's own, what changes, and an answer under them. */
#include "check.h"

static const char LEDGER[] =
    "{\"purposes\": [{\"id\": \"news\", \"title\": \"News\", \"legal_basis\": \"legitimate_interest\"}],"
    " \"packs\": [\"jp-specified-email\"], \"regimes\": {\"everyone\": [\"jp\"]}}";

static const char BROKEN[] = "id = \"own\"\nversion = 1\ntitle = \"Own\"\noffset = \"Tokyo\"\nrules = []\n";

int main(void) {
    alumni_pack *pack = NULL;
    alumni_packs *packs = NULL;
    alumni_ledger *ledger = NULL;
    alumni_answer *answer = NULL;
    alumni_consent_report *report = NULL;
    alumni_date day = alumni_date_ymd(2027, 1, 31);
    alumni_instant at;

    WORKS(alumni_instant_parse("2026-04-01T00:00:00Z", &at, &error));
    WORKS(alumni_pack_shipped("jp-appi", &pack, &error));
    CHECK(SAME(alumni_pack_id(pack), "jp-appi") && alumni_pack_rule_count(pack) > 3);
    CHECK(strstr(alumni_pack_json(pack), "\"checked\":\"secondary\"") != NULL);
    alumni_pack_free(pack);
    FAILED(alumni_pack_parse(BROKEN, &pack, &error), ALUMNI_STATUS_SYNTAX, "offset");

    WORKS(alumni_packs_from_json("[\"us-canspam-tcpa-ccpa\"]", &packs, &error));
    WORKS(alumni_packs_changes_between(packs, day, day, &report, &error));
    CHECK(strstr(alumni_consent_report_json(report), "us-tcpa-revoke-all") != NULL);
    alumni_consent_report_free(report);
    WORKS(alumni_packs_revocation(packs, "Stop.", ALUMNI_CHANNEL_SMS, NULL, 0, at, &report, &error));
    CHECK(SAME(alumni_consent_report_json(report), "{\"scope\":\"topic\",\"rule\":\"us-tcpa-revoke-topic\"}"));
    alumni_consent_report_free(report);
    alumni_packs_free(packs);

    WORKS(alumni_ledger_from_json(LEDGER, &ledger, &error));
    WORKS(alumni_ledger_may_json(ledger,
                                 "{\"subject\": \"w-1\", \"purpose\": \"news\", \"channel\": \"email\","
                                 " \"activity\": \"advertising\", \"at\": \"2026-04-01T00:00:00Z\"}",
                                 &answer, &error));
    CHECK(alumni_answer_verdict(answer) == ALUMNI_CONSENT_VERDICT_DENIED);
    CHECK(SAME(alumni_answer_reason_code(answer, 0), "consent-law-requires-consent"));
    alumni_answer_free(answer);
    WORKS(alumni_ledger_at_exit(ledger, at, &report, &error));
    CHECK(strstr(alumni_consent_report_json(report), "\"people\":0") != NULL);
    alumni_consent_report_free(report);
    alumni_ledger_free(ledger);
    return 0;
}
