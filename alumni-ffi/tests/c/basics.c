/* Versions, layouts, dates and instants, errors. */
#include <stdint.h>

#include "check.h"

/* What a program compiled today relies on. */
_Static_assert(sizeof(alumni_date) == 4 && offsetof(alumni_date, days) == 0, "alumni_date");
_Static_assert(sizeof(alumni_instant) == 8 && offsetof(alumni_instant, microseconds) == 0, "alumni_instant");
_Static_assert(sizeof(alumni_status) == 4 && (alumni_status)-1 > 0, "alumni_status is a uint32_t");

static void dates(void) {
    alumni_date epoch = alumni_date_ymd(1970, 1, 1), leap = alumni_date_ymd(2020, 2, 29), date = {7};
    CHECK(epoch.days == 0 && leap.days == 18321);
    CHECK(alumni_date_ymd(2021, 2, 29).days == ALUMNI_DATE_INVALID);
    CHECK(alumni_date_ymd(0, 12, 31).days == ALUMNI_DATE_INVALID);
    CHECK(alumni_date_ymd(10000, 1, 1).days == ALUMNI_DATE_INVALID);
    CHECK(alumni_date_ymd(2021, UINT32_MAX, UINT32_MAX).days == ALUMNI_DATE_INVALID);
    CHECK(alumni_date_is_valid(leap) && !alumni_date_is_valid(alumni_date_ymd(2021, 13, 1)));
    CHECK(alumni_date_year(leap) == 2020 && alumni_date_month(leap) == 2 && alumni_date_day(leap) == 29);
    CHECK(alumni_date_year((alumni_date){INT32_MAX}) == 0 && alumni_date_day((alumni_date){INT32_MIN}) == 0);

    WORKS(alumni_date_parse("平成27年4月1日", &date, &error));
    CHECK(date.days == alumni_date_ymd(2015, 4, 1).days);
    FAILED(alumni_date_parse("soon", &date, &error), ALUMNI_STATUS_SYNTAX, "");
    FAILED(alumni_date_parse("2015-02-30", &date, &error), ALUMNI_STATUS_OUT_OF_RANGE, "");
    FAILED(alumni_date_parse("\xff", &date, &error), ALUMNI_STATUS_INVALID_UTF8, "text");
    CHECK(date.days == alumni_date_ymd(2015, 4, 1).days); /* untouched by the failures */

    WORKS(alumni_calendar_add(leap, "1 year", &date, &error));
    CHECK(date.days == alumni_date_ymd(2021, 2, 28).days);
    WORKS(alumni_calendar_add(alumni_date_ymd(9999, 12, 31), "P1D", &date, &error));
    CHECK(date.days == ALUMNI_DATE_INVALID); /* an answer, not an error */
    FAILED(alumni_calendar_add(date, "P1D", &date, &error), ALUMNI_STATUS_OUT_OF_RANGE, "date");
    FAILED(alumni_calendar_add(leap, "P1Q", &date, &error), ALUMNI_STATUS_SYNTAX, "");
    WORKS(alumni_calendar_subtract(alumni_date_ymd(2021, 3, 31), "1 month", &date, &error));
    CHECK(date.days == alumni_date_ymd(2021, 2, 28).days);

    int64_t days = 0;
    uint32_t months = 0, years = 0;
    WORKS(alumni_calendar_days_between(leap, epoch, &days, &error));
    WORKS(alumni_calendar_completed_months(epoch, leap, &months, &error));
    WORKS(alumni_calendar_completed_years(epoch, leap, &years, &error));
    CHECK(days == -18321 && months == 601 && years == 50);
}

static void instants(void) {
    alumni_instant at = {7}, same = alumni_instant_unix(1751360400);
    WORKS(alumni_instant_parse("2025-07-01T18:00:00+09:00", &at, &error));
    CHECK(at.microseconds == INT64_C(1751360400000000) && at.microseconds == same.microseconds);
    CHECK(alumni_instant_unix(INT64_MAX).microseconds == ALUMNI_INSTANT_INVALID);
    CHECK(alumni_instant_unix(INT64_C(-62135596801)).microseconds == ALUMNI_INSTANT_INVALID); /* year 0 */
    FAILED(alumni_instant_parse("2025-07-01T18:00:00", &at, &error), ALUMNI_STATUS_SYNTAX, "");
    CHECK(at.microseconds == same.microseconds);
}

static void errors(void) {
    alumni_error *error = NULL;
    alumni_worker *worker = (alumni_worker *)&error;
    CHECK(alumni_worker_from_json("{\"id\": \"w\",\n \"spells\": 5}", &worker, &error) == ALUMNI_STATUS_WRONG_TYPE);
    CHECK(worker == NULL); /* so that freeing it is safe */
    CHECK(SAME(alumni_error_kind(error), "wrong_type"));
    CHECK(SAME(alumni_error_path(error), "2:12"));
    CHECK(strstr(alumni_error_text(error), "2:12: ") == alumni_error_text(error));
    CHECK(strstr(alumni_error_text(error), alumni_error_message(error)) != NULL);
    alumni_error_free(error);
    alumni_worker_free(worker);
    /* Nobody has to ask for the error. */
    CHECK(alumni_worker_from_json("{", &worker, NULL) == ALUMNI_STATUS_SYNTAX);
}

static void workers(void) {
    alumni_worker *worker = NULL;
    alumni_facts *facts = NULL;
    WORKS(alumni_worker_from_json("{\"id\": \"w-\\u0000-1\", \"rehire_flag\": \"yes\", \"spells\": [{\"start\": "
                                  "\"2016-04-01\", \"end\": \"2021-09-30\", \"grade\": 2}]}",
                                  &worker, &error));
    CHECK(SAME(alumni_worker_id(worker), "w-\xef\xbf\xbd-1")); /* U+FFFD */
    CHECK(strstr(alumni_worker_json(worker), "w-\\u0000-1") != NULL);
    CHECK(alumni_worker_spell_count(worker) == 1);
    WORKS(alumni_worker_facts(worker, alumni_date_ymd(2022, 4, 1), &facts, &error));
    CHECK(SAME(alumni_facts_get(facts, "grade"), "{\"type\":\"integer\",\"value\":2}"));
    CHECK(alumni_facts_get(facts, "separation_kind") == NULL); /* unknown */
    CHECK(alumni_facts_get(facts, NULL) == NULL && alumni_facts_get(facts, "\xff") == NULL);
    CHECK(alumni_facts_count(facts) > 5 && SAME(alumni_facts_name(facts, 0), "employed"));
    CHECK(alumni_facts_name(facts, alumni_facts_count(facts)) == NULL);
    alumni_facts_free(facts);
    facts = (alumni_facts *)&worker;
    FAILED(alumni_worker_facts(worker, (alumni_date){ALUMNI_DATE_INVALID}, &facts, &error),
           ALUMNI_STATUS_OUT_OF_RANGE, "as_of");
    CHECK(facts == NULL);
    alumni_worker_free(worker);
}

int main(void) {
    CHECK(alumni_abi_version() == ALUMNI_ABI_VERSION && SAME(alumni_version(), ALUMNI_VERSION));
    dates();
    instants();
    errors();
    workers();
    puts("versions, dates, instants, errors and workers: ok");
    return 0;
}
