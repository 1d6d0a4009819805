/* What had she agreed to on 14 March 2024, which text was she shown, who received what, and what of it has she taken back? */
#include <string.h>

#include <alumni.h>

#include "text.h"

static alumni_error *error;

/* Ends the program with what went wrong, if anything did. */
static void check(alumni_status status) {
    if (status == ALUMNI_STATUS_OK)
        return;
    fprintf(stderr, "%s\n", alumni_error_text(error));
    exit(1);
}

static alumni_instant instant(const char *written) {
    alumni_instant at;
    check(alumni_instant_parse(written, &at, &error));
    return at;
}

/* Prints the document in the languages asked for. */
static void say(alumni_consent_document *document, uint32_t last) {
    for (uint32_t lang = ALUMNI_LANG_EN; lang <= last; lang++)
        puts(alumni_consent_document_text(document, lang));
    alumni_consent_document_free(document);
}

/* Prints the page's headlines. */
static void headlines(const char *page) {
    for (const char *line = page, *end; *line; line = end) {
        end = line + strcspn(line, "\n");
        end += *end == '\n';
        if (*line == '#')
            fwrite(line, 1, (size_t)(end - line), stdout);
    }
}

int main(void) {
    const char *names[] = {"officer/ledger.json", "officer/offboarding.csv", "officer/mail.csv", "officer/register.json",
                           "officer/directory.json", "officer/companion.json", "officer/access.json",
                           "officer/retention.json", "officer/record.json"};
    char *files[9];
    for (size_t i = 0; i < 9; i++)
        files[i] = text(names[i]);
    const char *she = "w-0471";
    alumni_instant today = instant("2024-05-20T09:00:00+09:00");

    alumni_ledger *ledger = NULL; alumni_propagation *uses = NULL;
    check(alumni_ledger_from_json(files[0], &ledger, &error));
    check(alumni_ledger_extend_csv(ledger, files[1], NULL, &error));
    check(alumni_ledger_extend_csv(ledger, files[2], NULL, &error));
    check(alumni_propagation_from_json(files[3], &uses, &error));

    puts("== 2024-02-10: who may see which field, and the record of the provision");
    alumni_consent_report *shown = NULL;
    check(alumni_ledger_directory(ledger, files[4], she, instant("2024-02-10T00:00:00Z"), NULL, &shown, &error));
    puts(alumni_consent_report_text(shown, ALUMNI_LANG_EN));
    check(alumni_propagation_take_provisions_json(uses, files[4], alumni_consent_report_json(shown), NULL, &error));
    puts("\n== 2024-02-10: may her companion's address be used?");
    alumni_answer *companion = NULL;
    check(alumni_ledger_may_json(ledger, files[5], &companion, &error));
    puts(alumni_answer_text(companion, ALUMNI_LANG_EN));

    puts("\n== 2024-03-14 12:00: what she had agreed to, as known on 2024-03-20");
    alumni_consent_document *document = NULL;
    check(alumni_ledger_agreed_json(ledger,
        "{\"subject\": \"w-0471\", \"at\": \"2024-03-14T12:00:00+09:00\", \"known_at\": \"2024-03-20T00:00:00Z\"}",
        &document, &error));
    say(document, ALUMNI_LANG_EN);
    puts("\n== 2024-03-14 12:00: what she had agreed to, as known today");
    check(alumni_ledger_agreed_json(ledger, "{\"subject\": \"w-0471\", \"at\": \"2024-03-14T12:00:00+09:00\"}",
                                    &document, &error));
    say(document, ALUMNI_LANG_JA);

    puts("\n== 2024-05-20: everything about her");
    alumni_access_export *export = NULL;
    check(alumni_ledger_access_with_uses(ledger, uses, she, files[6], &export, &error));
    fputs(alumni_access_export_markdown(export, ALUMNI_LANG_EN), stdout);
    headlines(alumni_access_export_markdown(export, ALUMNI_LANG_JA));

    puts("\n== who could see what of hers since 2023");
    check(alumni_ledger_visible_json(ledger,
        "{\"subject\": \"w-0471\", \"since\": \"2023-01-01T00:00:00Z\", \"until\": \"2024-05-20T09:00:00+09:00\","
        " \"fields\": {\"directory\": [\"name\", \"employer\"], \"share_to_group\": [\"name\", \"mobile\"]}}",
        &document, &error));
    say(document, ALUMNI_LANG_EN);

    puts("\n== 2024-05-20: what is due to be deleted");
    check(alumni_ledger_retention_due(ledger, files[7], today, &document, &error));
    say(document, ALUMNI_LANG_EN);

    puts("\n== 2024-05-20: how far withdrawals have come, and what is wrong with uses");
    alumni_propagation_report *report = NULL;
    check(alumni_ledger_propagation(ledger, uses, today, NULL, &report, &error));
    for (size_t i = 0; i < alumni_propagation_report_item_count(report); i++)
        puts(alumni_propagation_report_item_text(report, i, ALUMNI_LANG_EN));
    fputs(alumni_propagation_report_markdown(report, ALUMNI_LANG_JA), stdout);

    puts("\n== 2024-05-20: what she is handed");
    alumni_withdrawal_receipt *receipt = NULL;
    check(alumni_ledger_withdrawal_receipt(ledger, uses, she, "r-0471", today, &receipt, &error));
    fputs(alumni_withdrawal_receipt_markdown(receipt, ALUMNI_LANG_JA), stdout);
    headlines(alumni_withdrawal_receipt_markdown(receipt, ALUMNI_LANG_EN));

    puts("\n== the record of ISO/IEC TS 27560");
    check(alumni_ledger_record_json(ledger, files[8], &document, &error));
    puts(alumni_consent_document_json(document));

    alumni_consent_document_free(document); alumni_withdrawal_receipt_free(receipt);
    alumni_propagation_report_free(report); alumni_access_export_free(export); alumni_answer_free(companion);
    alumni_consent_report_free(shown); alumni_propagation_free(uses); alumni_ledger_free(ledger);
    for (size_t i = 0; i < 9; i++)
        free(files[i]);
}
