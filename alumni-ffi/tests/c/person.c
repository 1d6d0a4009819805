/* The person's side: everything about them, from the ledger, the register and the log of contacts; and days as their own clock shows them. */
#include "check.h"

static const char LEDGER[] =
    "{\"purposes\": [{\"id\": \"news\", \"title\": {\"en\": \"News\", \"ja\": \"お知らせ\"}, \"legal_basis\": \"consent\"}],"
    " \"notices\": [{\"id\": \"n\", \"version\": 1, \"purposes\": [\"news\"], \"text\": {\"ja\": \"お知らせを送ります。\"}}],"
    " \"events\": [{\"source\": \"form\", \"id\": \"1\", \"subject\": \"w-1\", \"purpose\": \"news\", \"kind\": \"given\","
    "   \"notice\": {\"id\": \"n\", \"version\": 1}, \"occurred_at\": \"2026-05-23T09:00:00+09:00\","
    "   \"received_at\": \"2026-05-23T09:00:00+09:00\"},"
    "  {\"source\": \"mail\", \"id\": \"2\", \"subject\": \"w-1\", \"purpose\": \"news\", \"kind\": \"withdrawn\","
    "   \"occurred_at\": \"2026-07-01T23:30:00Z\", \"received_at\": \"2026-07-01T23:30:00Z\"}]}";

/* Whom the person was shown to, from a morning in Japan until another. */
static const char SHOWN[] =
    "{\"purposes\": [{\"id\": \"work\", \"title\": {\"en\": \"Employer\", \"ja\": \"勤務先\"}, \"legal_basis\": \"consent\"}],"
    " \"notices\": [{\"id\": \"n\", \"version\": 1, \"purposes\": [\"work\"], \"text\": {\"ja\": \"名簿に掲載します。\"}}],"
    " \"events\": [{\"source\": \"form\", \"id\": \"1\", \"subject\": \"w-1\", \"purpose\": \"work\", \"kind\": \"given\","
    "   \"notice\": {\"id\": \"n\", \"version\": 1}, \"recipient\": \"all_alumni\","
    "   \"occurred_at\": \"2026-05-22T23:30:00Z\", \"received_at\": \"2026-05-22T23:30:00Z\"},"
    "  {\"source\": \"mail\", \"id\": \"2\", \"subject\": \"w-1\", \"purpose\": \"work\", \"kind\": \"withdrawn\","
    "   \"recipient\": \"all_alumni\","
    "   \"occurred_at\": \"2026-07-01T23:30:00Z\", \"received_at\": \"2026-07-01T23:30:00Z\"}]}";

static const char REGISTER[] =
    "{\"rules\": {\"id\": \"r\", \"version\": 1, \"house_deadline\": {\"days\": 30},"
    "  \"systems\": [{\"id\": \"tool\", \"title\": {\"en\": \"Mail service\", \"ja\": \"メール配信サービス\"}}]},"
    " \"uses\": [{\"source\": \"crm\", \"id\": \"u-1\", \"system\": \"tool\", \"subject\": \"w-1\", \"purpose\": \"news\","
    "   \"channel\": \"email\", \"at\": \"2026-06-22T09:00:00+09:00\", \"received_at\": \"2026-06-22T09:00:00+09:00\"}],"
    " \"acknowledgements\": [{\"source\": \"tool\", \"id\": \"a-1\", \"system\": \"tool\", \"subject\": \"w-1\","
    "   \"status\": \"sent\", \"at\": \"2026-07-01T23:45:00Z\", \"received_at\": \"2026-07-01T23:45:00Z\"}]}";

static const char REQUEST[] =
    "{\"question\": {\"subject\": \"w-1\", \"purpose\": \"news\", \"channel\": \"email\", \"at\": \"2026-06-22T09:00:00+09:00\"},"
    " \"sender\": \"alumni-office\", \"message\": \"june\"}";

/* Whether the page has each of these, and no id of a purpose where it has a title. */
static void has(const char *page, const char *const *wanted) {
    CHECK(page && !strstr(page, "`news`"));
    for (; *wanted; wanted++) {
        if (!strstr(page, *wanted)) {
            fprintf(stderr, "expected `%s` in\n%s\n", *wanted, page);
            exit(1);
        }
    }
}

/* Who could see it, whose data is due to be deleted, and the directory: in UTC, and as the clock of Japan shows it. */
static void by_another_clock(void) {
    alumni_ledger *ledger = NULL;
    alumni_consent_document *document = NULL;
    alumni_consent_report *report = NULL;
    alumni_instant at, later;
    WORKS(alumni_ledger_from_json(SHOWN, &ledger, &error));
    WORKS(alumni_instant_parse("2026-07-02T00:00:00Z", &at, &error));
    WORKS(alumni_instant_parse("2026-08-02T00:00:00Z", &later, &error));

    WORKS(alumni_ledger_visible_json(ledger,
        "{\"subject\": \"w-1\", \"since\": \"2026-01-01T00:00:00Z\", \"until\": \"2026-08-01T00:00:00Z\"}", &document, &error));
    has(alumni_consent_document_text(document, ALUMNI_LANG_JA),
        (const char *const[]){"2026年5月22日 23:30 UTC", "2026年7月1日 23:30 UTC", NULL});
    WORKS(alumni_consent_document_tell_at(document, "+09:00", &error));
    has(alumni_consent_document_text(document, ALUMNI_LANG_JA),
        (const char *const[]){"2026年5月23日 08:30（+09:00）", "2026年7月2日 08:30（+09:00）", NULL});
    WORKS(alumni_consent_document_tell_at(document, "Europe/Berlin", &error));
    has(alumni_consent_document_text(document, ALUMNI_LANG_JA),
        (const char *const[]){"2026年5月23日 01:30（+02:00）", "2026年7月2日 01:30（+02:00）", NULL});
    FAILED(alumni_consent_document_tell_at(document, "JST", &error), ALUMNI_STATUS_SYNTAX, "utc_offset");
    alumni_consent_document_free(document);

    WORKS(alumni_ledger_retention_due(ledger, "[{\"purpose\": \"work\", \"keep_for\": \"1 month\", \"start\": \"permission_ended\"}]",
                                      later, &document, &error));
    CHECK(strstr(alumni_consent_document_text(document, ALUMNI_LANG_JA), "2026年8月1日 23:30 UTC"));
    WORKS(alumni_consent_document_tell_at(document, "+09:00", &error));
    CHECK(strstr(alumni_consent_document_text(document, ALUMNI_LANG_JA), "2026年8月2日 08:30（+09:00）"));
    CHECK(!strstr(alumni_consent_document_text(document, ALUMNI_LANG_EN), "UTC"));
    alumni_consent_document_free(document);
    /* What was agreed to is told by the clock of its question. */
    WORKS(alumni_ledger_agreed_json(ledger, "{\"subject\": \"w-1\", \"at\": \"2026-07-02T09:00:00+09:00\"}", &document, &error));
    FAILED(alumni_consent_document_tell_at(document, "+09:00", &error), ALUMNI_STATUS_INCONSISTENT, "document");
    alumni_consent_document_free(document);

    WORKS(alumni_ledger_directory(ledger,
        "{\"provided_by\": \"operator\", \"fields\": [{\"id\": \"employer\", \"title\": {\"en\": \"Employer\", \"ja\": \"勤務先\"},"
        " \"purpose\": \"work\"}]}", "w-1", at, NULL, &report, &error));
    CHECK(strstr(alumni_consent_report_text(report, ALUMNI_LANG_EN), "withdrawn on 2026-07-01"));
    WORKS(alumni_consent_report_tell_at(report, "+09:00", &error));
    CHECK(strstr(alumni_consent_report_text(report, ALUMNI_LANG_EN), "withdrawn on 2026-07-02"));
    alumni_consent_report_free(report);
    WORKS(alumni_ledger_at_exit(ledger, at, &report, &error));
    FAILED(alumni_consent_report_tell_at(report, "+09:00", &error), ALUMNI_STATUS_INCONSISTENT, "report");
    alumni_consent_report_free(report);
    alumni_ledger_free(ledger);
}

int main(void) {
    alumni_ledger *ledger = NULL;
    alumni_propagation *uses = NULL;
    alumni_contacts *contacts = NULL;
    alumni_permit *permit = NULL;
    alumni_access_export *export = NULL;
    alumni_withdrawal_receipt *receipt = NULL;
    alumni_propagation_report *report = NULL;
    alumni_instant at;
    const char *asked = "{\"at\": \"2026-07-02T09:00:00+09:00\"}";

    WORKS(alumni_ledger_from_json(LEDGER, &ledger, &error));
    WORKS(alumni_propagation_from_json(REGISTER, &uses, &error));
    WORKS(alumni_contacts_new("{\"id\": \"c\", \"version\": 1}", &contacts, &error));
    WORKS(alumni_ledger_reserve_json(ledger, contacts, REQUEST, &permit, &error));
    alumni_permit_free(permit);
    WORKS(alumni_contacts_pause_json(contacts, "{\"subject\": \"w-1\", \"from\": \"2026-06-30T15:00:00Z\"}", &error));
    WORKS(alumni_instant_parse("2026-07-02T00:00:00Z", &at, &error));

    /* What was sent elsewhere counts too, once. */
    {
        const char *sent = "{\"token\": \"t-elsewhere\", \"subject\": \"w-1\", \"purpose\": \"news\", \"channel\": \"email\", "
                           "\"sender\": \"ats\", \"message\": \"m-9\", \"at\": \"2026-06-01T00:00:00Z\", "
                           "\"expires_at\": \"2026-06-01T00:05:00Z\", \"state\": \"sent\", \"settled_at\": \"2026-06-01T00:01:00Z\"}";
        char *once;
        WORKS(alumni_contacts_record_json(contacts, sent, &error));
        once = strdup(alumni_contacts_json(contacts));
        WORKS(alumni_contacts_record_json(contacts, sent, &error));
        CHECK(SAME(alumni_contacts_json(contacts), once) && strstr(once, "t-elsewhere"));
        free(once);
    }

    /* The whole ledger comes back as it was. */
    {
        alumni_ledger *again = NULL;
        WORKS(alumni_ledger_from_json(alumni_ledger_json(ledger), &again, &error));
        CHECK(SAME(alumni_ledger_state_hash(again), alumni_ledger_state_hash(ledger)));
        CHECK(SAME(alumni_ledger_json(again), alumni_ledger_json(ledger)));
        alumni_ledger_free(again);
    }

    /* From the ledger alone, and from all three. */
    WORKS(alumni_ledger_access_with(ledger, NULL, NULL, "w-1", asked, &export, &error));
    CHECK(!strstr(alumni_access_export_json(export), "alumni-office") && !strstr(alumni_access_export_json(export), "u-1"));
    alumni_access_export_free(export);
    WORKS(alumni_ledger_access_with(ledger, uses, contacts, "w-1", asked, &export, &error));
    has(alumni_access_export_json(export),
        (const char *const[]){"\"sender\":\"alumni-office\"", "\"pauses\":[{", "\"id\":\"u-1\"", "\"id\":\"a-1\"", NULL});
    /* Asked at +09:00, it says the days of Japan. */
    has(alumni_access_export_markdown(export, ALUMNI_LANG_JA),
        (const char *const[]){"2026年7月2日に撤回", "2026-07-01T00:00:00+09:00", "2026-07-02T08:45:00+09:00", "alumni-office",
                              "お知らせ", NULL});
    has(alumni_access_export_markdown(export, ALUMNI_LANG_EN), (const char *const[]){"withdrawn on 2026-07-02", NULL});
    alumni_access_export_free(export);
    WORKS(alumni_ledger_access_with(ledger, NULL, contacts, "w-1", asked, &export, &error));
    CHECK(strstr(alumni_access_export_json(export), "alumni-office") && !strstr(alumni_access_export_json(export), "u-1"));
    alumni_access_export_free(export);
    FAILED(alumni_ledger_access_with(ledger, uses, contacts, "w-1", "[\"2026-07-02T09:00:00+09:00\"]", &export, &error),
           ALUMNI_STATUS_WRONG_TYPE, "1:1");
    CHECK(export == NULL);

    /* A receipt is told in UTC, and by another clock where that is asked for. */
    WORKS(alumni_ledger_withdrawal_receipt(ledger, uses, "w-1", "r-1", at, &receipt, &error));
    has(alumni_withdrawal_receipt_markdown(receipt, ALUMNI_LANG_JA),
        (const char *const[]){"2026年7月1日に撤回", "2026-07-01T23:45:00Z", NULL});
    WORKS(alumni_withdrawal_receipt_tell_at(receipt, "+09:00", &error));
    has(alumni_withdrawal_receipt_markdown(receipt, ALUMNI_LANG_JA),
        (const char *const[]){"2026年7月2日に撤回", "2026-07-02T08:30:00+09:00", "2026-07-02T08:45:00+09:00", NULL});
    CHECK(!strstr(alumni_withdrawal_receipt_html(receipt, ALUMNI_LANG_JA), "2026年7月1日"));
    FAILED(alumni_withdrawal_receipt_tell_at(receipt, "JST", &error), ALUMNI_STATUS_SYNTAX, "utc_offset");
    alumni_withdrawal_receipt_free(receipt);
    WORKS(alumni_ledger_propagation(ledger, uses, at, NULL, &report, &error));
    CHECK(alumni_propagation_report_item_count(report) == 1);
    CHECK(strstr(alumni_propagation_report_item_text(report, 0, ALUMNI_LANG_JA), "8月1日 00:00 UTC"));
    WORKS(alumni_propagation_report_tell_at(report, "+09:00", &error));
    CHECK(strstr(alumni_propagation_report_item_text(report, 0, ALUMNI_LANG_JA), "8月1日 09:00（+09:00）"));
    CHECK(!strstr(alumni_propagation_report_markdown(report, ALUMNI_LANG_JA), "UTC"));
    alumni_propagation_report_free(report);

    by_another_clock();
    alumni_contacts_free(contacts);
    alumni_propagation_free(uses);
    alumni_ledger_free(ledger);
    puts("the person's side: ok");
    return 0;
}
