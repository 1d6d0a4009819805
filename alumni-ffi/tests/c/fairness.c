/* Selection rates by verdict and figure, and places in pay ranges. */
#include "check.h"

static int near(double a, double b) { return fabs(a - b) < 1e-9; }

int main(void) {
    const char *groups[] = {"women", "men"};
    const uint64_t considered[] = {52, 80}, selected[] = {24, 48}, too_many[] = {53, 48};
    alumni_selection_report *report = NULL;
    alumni_standard *standard = NULL;

    WORKS(alumni_fairness_selection(groups, considered, selected, 2, &report, &error));
    CHECK(alumni_selection_report_verdict(report) == ALUMNI_FAIRNESS_VERDICT_INSUFFICIENT);
    CHECK(alumni_selection_report_finding_count(report) == 1);
    CHECK(SAME(alumni_selection_report_finding_group(report, 0), "women"));
    CHECK(SAME(alumni_selection_report_finding_reference(report, 0), "men"));
    CHECK(alumni_selection_report_finding_verdict(report, 0) == ALUMNI_FAIRNESS_VERDICT_INSUFFICIENT);
    CHECK(alumni_selection_report_finding_verdict(report, 1) == ALUMNI_NONE);
    /* 24/52 over 48/80 */
    CHECK(near(alumni_selection_report_finding_impact_ratio(report, 0), 10.0 / 13.0));
    CHECK(isnan(alumni_selection_report_finding_impact_ratio(report, 1)));
    CHECK(alumni_selection_report_finding_lower(report, 0) < 0.77);
    CHECK(alumni_selection_report_finding_upper(report, 0) > 1.0);
    CHECK(alumni_selection_report_finding_mid_p(report, 0) > 0.1);
    CHECK(strstr(alumni_selection_report_text(report, ALUMNI_LANG_EN), "the data cannot tell"));
    CHECK(alumni_selection_report_finding_text(report, 0, ALUMNI_LANG_JA));
    CHECK(alumni_selection_report_finding_reason_count(report, 0) > 0);
    CHECK(alumni_selection_report_finding_reason_code(report, 0, 0));
    CHECK(alumni_selection_report_finding_reason_text(report, 0, 0, ALUMNI_LANG_EN));
    CHECK(strstr(alumni_selection_report_json(report), "\"verdict\":\"insufficient\""));
    alumni_selection_report_free(report);

    WORKS(alumni_standard_parse("id = \"ours\"\nversion = 2\nminimum_cell = 60\n", &standard, &error));
    CHECK(SAME(alumni_standard_id(standard), "ours") && alumni_standard_version(standard) == 2);
    WORKS(alumni_standard_selection(standard, groups, considered, selected, 2, &report, &error));
    CHECK(alumni_selection_report_withheld_count(report) == 1);
    CHECK(SAME(alumni_selection_report_withheld(report, 0), "women"));
    CHECK(alumni_selection_report_reason_count(report) == 1);
    CHECK(alumni_selection_report_reason_code(report, 0) && alumni_selection_report_reason_text(report, 0, 0));
    alumni_selection_report_free(report);
    alumni_standard_free(standard);

    WORKS(alumni_standard_default(&standard, &error));
    WORKS(alumni_standard_selection_with_unknown(standard, groups, considered, selected, 2, 30, 12, &report, &error));
    CHECK(strstr(alumni_selection_report_json(report), "\"lowest_below_threshold\":true"));
    alumni_selection_report_free(report);
    FAILED(alumni_standard_selection_with_unknown(standard, groups, considered, selected, 2, 1, 2, &report, &error),
           ALUMNI_STATUS_INCONSISTENT, "unknown.selected");

    const char *strata[] = {"sales", "sales", "works", "works"}, *sexes[] = {"women", "men", "women", "men"};
    const uint64_t applied[] = {400, 100, 100, 400}, hired[] = {84, 20, 62, 240};
    alumni_strata_report *within = NULL;
    WORKS(alumni_standard_strata(standard, strata, sexes, applied, hired, 4, &within, &error));
    CHECK(alumni_strata_report_verdict(within) == ALUMNI_FAIRNESS_VERDICT_REVIEW);
    CHECK(alumni_strata_report_finding_count(within) == 1);
    CHECK(SAME(alumni_strata_report_finding_group(within, 0), "women"));
    CHECK(SAME(alumni_strata_report_finding_reference(within, 0), "men"));
    CHECK(alumni_strata_report_finding_agreement(within, 0) == ALUMNI_FAIRNESS_AGREEMENT_REVERSES);
    CHECK(alumni_strata_report_finding_agreement(within, 1) == ALUMNI_NONE);
    CHECK(alumni_strata_report_finding_verdict(within, 0) == ALUMNI_FAIRNESS_VERDICT_WATCH);
    /* 146/500 over 260/500; (84 x 100 + 62 x 400) / (20 x 400 + 240 x 100) */
    CHECK(near(alumni_strata_report_finding_pooled_ratio(within, 0), 146.0 / 260.0));
    CHECK(near(alumni_strata_report_finding_rate_ratio(within, 0), 33200.0 / 32000.0));
    CHECK(alumni_strata_report_finding_mid_p(within, 0) > 0.05);
    CHECK(strstr(alumni_strata_report_finding_text(within, 0, ALUMNI_LANG_EN), "contradict each other"));
    CHECK(SAME(alumni_strata_report_finding_reason_code(within, 0, 0), "strata-reversed"));
    CHECK(alumni_strata_report_finding_reason_count(within, 0) > 1);
    CHECK(alumni_strata_report_finding_reason_text(within, 0, 0, ALUMNI_LANG_JA));
    CHECK(alumni_strata_report_text(within, ALUMNI_LANG_JA) && alumni_strata_report_json(within));
    alumni_strata_report_free(within);
    FAILED(alumni_standard_strata(standard, strata, sexes, hired, applied, 4, &within, &error),
           ALUMNI_STATUS_INCONSISTENT, "cells[0].selected");
    alumni_standard_free(standard);

    alumni_local_law_144 *tables = NULL;
    WORKS(alumni_local_law_144_parse("{\"attributes\": [\"sex\"], \"cells\": ["
                                     "{\"categories\": [\"men\"], \"people\": 92, \"selected\": 50},"
                                     "{\"categories\": [\"women\"], \"people\": 76, \"selected\": 34}]}",
                                     &tables, &error));
    CHECK(strstr(alumni_local_law_144_markdown(tables, ALUMNI_LANG_EN), "| women | 76 | 34 | 44.7% | 0.823 |"));
    CHECK(strstr(alumni_local_law_144_json(tables), "\"kind\":\"selection\""));
    alumni_local_law_144_free(tables);
    FAILED(alumni_local_law_144_parse("{\"attributes\": [\"sex\"]}", &tables, &error), ALUMNI_STATUS_INCONSISTENT, "");

    FAILED(alumni_fairness_selection(groups, considered, too_many, 2, &report, &error),
           ALUMNI_STATUS_INCONSISTENT, "groups[0].selected");
    FAILED(alumni_fairness_selection(NULL, NULL, NULL, 0, &report, &error), ALUMNI_STATUS_MISSING, "groups");

    double ratio = 0, place = 0, mean = 0, sums = 0;
    alumni_money pay = {7000000, "JPY"}, midpoint = {6500000, "JPY"}, euro = {0, ""};
    WORKS(alumni_fairness_compa_ratio(pay, midpoint, &ratio, &error));
    WORKS(alumni_fairness_range_penetration(pay, (alumni_money){5400000, "JPY"}, (alumni_money){7600000, "JPY"},
                                            &place, &error));
    CHECK(near(ratio, 14.0 / 13.0) && near(place, 8.0 / 11.0));
    const alumni_money several[] = {{4500000, "JPY"}, {12000000, "JPY"}}, ranges[] = {{5000000, "JPY"}, {10000000, "JPY"}};
    WORKS(alumni_fairness_compa_ratios(several, ranges, 2, &mean, &sums, &error));
    CHECK(near(mean, 1.05) && near(sums, 1.1));
    WORKS(alumni_fairness_compa_ratios(NULL, NULL, 0, &mean, &sums, &error));
    CHECK(isnan(mean) && isnan(sums));
    WORKS(alumni_money_parse("1234.5 EUR", &euro, &error));
    CHECK(euro.minor == 123450 && SAME(euro.currency, "EUR"));
    FAILED(alumni_fairness_compa_ratio(pay, euro, &ratio, &error), ALUMNI_STATUS_INCONSISTENT, "");
    CHECK(near(ratio, 14.0 / 13.0)); /* untouched */
    puts("selection and pay: ok");
    return 0;
}
