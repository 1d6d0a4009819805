/* Is the network alive, and what ails it? */
#include <alumni.h>

#include "text.h"

int main(void) {
    char *record = text("network/interactions.csv"), *members = text("network/members.json");
    alumni_interactions *events = NULL; alumni_engagement_answer *health = NULL; alumni_error *error = NULL;
    alumni_date none = { ALUMNI_DATE_INVALID };
    if (alumni_interactions_from_csv(record, &events, &error) ||
        alumni_engagement_health(events, members, alumni_date_ymd(2026, 4, 1), none, NULL, &health, &error))
        return fprintf(stderr, "%s\n", alumni_error_text(error)), 1;
    for (size_t i = 0; i < alumni_engagement_answer_reason_count(health); i++)
        printf("%s\n%s\n", alumni_engagement_answer_reason_text(health, i, ALUMNI_LANG_EN),
               alumni_engagement_answer_reason_text(health, i, ALUMNI_LANG_JA));
    alumni_engagement_answer_free(health); alumni_interactions_free(events);
    free(members); free(record);
}
