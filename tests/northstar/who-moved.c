/* Is the record sound, where does everybody stand, and why did somebody move? */
#include <alumni.h>

#include "text.h"

int main(void) {
    char *record = text("analyst/interactions.csv"), *segments = text("analyst/segments.json");
    alumni_engagement_answer *check = NULL; alumni_interactions *events = NULL; alumni_score_model *model = NULL;
    alumni_permitted *everyone = NULL; alumni_scores *scores = NULL; alumni_score_report *ranks = NULL, *change = NULL;
    alumni_error *error = NULL; alumni_date from = alumni_date_ymd(2026, 1, 1), until = alumni_date_ymd(2026, 4, 1);
    if (alumni_interactions_check_csv(record, 100, &check, &error) ||
        alumni_interactions_from_csv(record, &events, &error) ||
        alumni_score_model_preset("alumni", &model, &error) || alumni_permitted_everyone(&everyone, &error) ||
        alumni_score_model_score(model, events, until, everyone, &scores, &error) ||
        alumni_scores_ranks(scores, segments, NULL, &ranks, &error) ||
        alumni_score_model_why_between(model, events, "w-07", from, until, everyone, &change, &error))
        return fprintf(stderr, "%s\n", alumni_error_text(error)), 1;
    printf("%s\n", alumni_engagement_answer_reason_text(check, 0, ALUMNI_LANG_EN));
    printf("%s\n%s\n", alumni_score_report_text(ranks), alumni_score_report_text(change));
    alumni_score_report_free(change); alumni_score_report_free(ranks); alumni_scores_free(scores);
    alumni_permitted_free(everyone); alumni_score_model_free(model); alumni_interactions_free(events);
    alumni_engagement_answer_free(check); free(segments); free(record);
}
