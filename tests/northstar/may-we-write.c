/* May we write to him, and how do we know? */
#include <alumni.h>

#include "text.h"

int main(void) {
    char *document = text("ledger.json"), *events = text("consent_events.csv");
    alumni_ledger *ledger = NULL; alumni_answer *job = NULL, *news = NULL;
    alumni_error *error = NULL; alumni_instant now, then;
    if (alumni_instant_parse("2026-04-01T00:00:00Z", &now, &error) ||
        alumni_instant_parse("2024-06-01T00:00:00Z", &then, &error) ||
        alumni_ledger_from_json(document, &ledger, &error) ||
        alumni_ledger_extend_csv(ledger, events, NULL, &error) ||
        alumni_ledger_may(ledger, "w-0471", "job_contact", ALUMNI_CHANNEL_EMAIL, NULL, now, NULL, &job, &error) ||
        alumni_ledger_may(ledger, "w-0471", "newsletter", ALUMNI_CHANNEL_EMAIL, NULL, then, &then, &news, &error))
        return fprintf(stderr, "%s\n", alumni_error_text(error)), 1;
    puts(alumni_answer_text(job, ALUMNI_LANG_EN));
    puts(alumni_answer_text(news, ALUMNI_LANG_EN));
    for (size_t i = 0; i < alumni_answer_evidence_count(news); i++)
        puts(alumni_answer_evidence_id(news, i));
    alumni_answer_free(news); alumni_answer_free(job); alumni_ledger_free(ledger); free(events); free(document);
}
