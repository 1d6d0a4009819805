/* Who is close? */
#include <alumni.h>

#include "text.h"

int main(void) {
    char *document = text("ledger.json"), *acts = text("consent_events.csv"), *record = text("interactions.csv");
    alumni_ledger *ledger = NULL; alumni_score_model *model = NULL; alumni_interactions *events = NULL;
    alumni_scores *scores = NULL; alumni_error *error = NULL; alumni_instant at;
    if (alumni_instant_parse("2026-04-01T00:00:00Z", &at, &error) ||
        alumni_ledger_from_json(document, &ledger, &error) ||
        alumni_ledger_extend_csv(ledger, acts, NULL, &error) ||
        alumni_score_model_preset("alumni", &model, &error) ||
        alumni_interactions_from_csv(record, &events, &error) ||
        alumni_programme_scores_with_consent(model, events, alumni_date_ymd(2026, 4, 1), ledger,
                                             "profiling_scoring", at, &scores, &error))
        return fprintf(stderr, "%s\n", alumni_error_text(error)), 1;
    printf("%s\n%s\n", alumni_scores_why(scores, "w-1042"), alumni_scores_why(scores, "w-0471"));
    alumni_scores_free(scores); alumni_interactions_free(events); alumni_score_model_free(model);
    alumni_ledger_free(ledger); free(record); free(acts); free(document);
}
