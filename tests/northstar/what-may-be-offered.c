/* What may be offered to somebody who comes back? */
#include <stdio.h>

#include <alumni.h>

static const char COHORT[] =
    "{\"limits\": {\"mean_gap_percent\": 5, \"adjusted_gap_percent\": 5, \"group_gap_percent\": 5},"
    " \"people\": [{\"pay\": {\"minor\": 6200000, \"currency\": \"JPY\"}},"
    "             {\"pay\": {\"minor\": 6400000, \"currency\": \"JPY\"}}]}";

int main(void) {
    alumni_offer_cohort *cohort = NULL; alumni_pay_report *room = NULL; alumni_error *error = NULL;
    if (alumni_offer_cohort_parse(COHORT, &cohort, &error) ||
        alumni_offer_cohort_headroom_json(cohort, "{\"tenure_months\": 40}", &room, &error))
        return fprintf(stderr, "%s\n", alumni_error_text(error)), 1;
    puts(alumni_pay_report_text(room, ALUMNI_LANG_EN));
    puts(alumni_pay_report_text(room, ALUMNI_LANG_JA));
    alumni_pay_report_free(room); alumni_offer_cohort_free(cohort);
}
