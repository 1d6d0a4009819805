/* Is an offer of 7,000,000 yen to somebody who left in 2020 fair to those who stayed, and what could be offered instead? */
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

static alumni_offer_cohort *cohort_of(const char *path) {
    char *document = text(path);
    alumni_offer_cohort *cohort = NULL;
    check(alumni_offer_cohort_parse(document, &cohort, &error));
    free(document);
    return cohort;
}

static alumni_pay_report *measured(const alumni_offer_cohort *cohort, const char *path) {
    char *offer = text(path);
    alumni_pay_report *report = NULL;
    check(alumni_offer_cohort_check_json(cohort, offer, &report, &error));
    free(offer);
    return report;
}

/* What everybody may read of an offer. */
static void say(alumni_pay_report *report, uint32_t lang) {
    puts(alumni_pay_report_text_without_amounts(report, lang));
    alumni_pay_report_free(report);
}

int main(void) {
    alumni_offer_cohort *cohort = cohort_of("offer/cohort.json"), *small = cohort_of("offer/small.json");

    puts("== before an offer: the room that the limits leave, and which limit binds");
    alumni_pay_report *room = NULL;
    check(alumni_offer_cohort_headroom_json(cohort, "{\"tenure_months\": 60, \"rating\": 3}", &room, &error));
    puts(alumni_pay_report_json(room));

    puts("\n== the offer, for those who may see pay");
    alumni_pay_report *report = measured(cohort, "offer/offer.json");
    puts(alumni_pay_report_text(report, ALUMNI_LANG_EN));
    puts(alumni_pay_report_json(report));
    puts("\n== for everybody else");
    puts(alumni_pay_report_text_without_amounts(report, ALUMNI_LANG_EN));
    say(report, ALUMNI_LANG_JA);

    puts("\n== what may be offered instead");
    say(measured(cohort, "offer/instead.json"), ALUMNI_LANG_EN);

    puts("\n== decided otherwise, and on record");
    say(measured(cohort, "offer/overridden.json"), ALUMNI_LANG_EN);

    puts("\n== four colleagues in the same job, so those beside it too");
    say(measured(small, "offer/offer.json"), ALUMNI_LANG_JA);

    alumni_pay_report_free(room); alumni_offer_cohort_free(small); alumni_offer_cohort_free(cohort);
}
