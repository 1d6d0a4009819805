/* Was it fair, and where does an offer stand? */
#include <stdio.h>

#include <alumni.h>

int main(void) {
    const char *groups[] = {"women", "men"}, *japanese[] = {"女性", "男性"};
    const uint64_t considered[] = {52, 80}, selected[] = {24, 48};
    alumni_money pay = {7000000, "JPY"}, midpoint = {6500000, "JPY"};
    alumni_money minimum = {5400000, "JPY"}, maximum = {7600000, "JPY"};
    alumni_selection_report *report = NULL, *same = NULL; alumni_error *error = NULL;
    double ratio, place;
    if (alumni_fairness_selection(groups, considered, selected, 2, &report, &error) ||
        alumni_fairness_selection(japanese, considered, selected, 2, &same, &error) ||
        alumni_fairness_compa_ratio(pay, midpoint, &ratio, &error) ||
        alumni_fairness_range_penetration(pay, minimum, maximum, &place, &error))
        return fprintf(stderr, "%s\n", alumni_error_text(error)), 1;
    puts(alumni_selection_report_text(report, ALUMNI_LANG_EN));
    puts(alumni_selection_report_text(same, ALUMNI_LANG_JA));
    printf("compa-ratio %.3f\nrange penetration %.3f\n", ratio, place);
    alumni_selection_report_free(report); alumni_selection_report_free(same);
}
