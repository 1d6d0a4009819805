/* alumni: eligibility, consent, fairness and engagement for corporate-alumni programmes.
 *
 * Generated from alumni-ffi/src; do not edit.
 *
 * Handles    Every struct but alumni_date and alumni_instant is opaque. A handle is made by a function
 *            with an out argument, belongs to the caller, and is given back to alumni_<type>_free.
 *            Freeing NULL does nothing; freeing twice is undefined.
 * Results    A function that can fail returns an alumni_status: ALUMNI_STATUS_OK (0) or what went wrong.
 *            A `no`, a `not yet` or a `cannot tell` is an answer, not a failure. On failure an out
 *            argument for a handle is set to NULL; any other out argument is left untouched.
 * Errors     The last argument, `error`, may be NULL. Otherwise, on failure only, *error becomes a new
 *            alumni_error, which belongs to the caller.
 * Accessors  A function that returns text, a number or a count directly cannot fail. For a NULL handle,
 *            an index out of range or an unknown language it returns NULL, NAN, 0 or an invalid date,
 *            as its type has it; so it does where there is nothing to return.
 * Strings    In: UTF-8, NUL-terminated, read during the call only. Out: the same, owned by the handle
 *            they came from, valid until it is changed or freed. A NUL inside a text that came in
 *            through JSON goes out as U+FFFD.
 * Enums      Numbers with names (ALUMNI_LANG_JA). Numbers of answers begin at 1: 0 is `no answer`.
 *            Later versions may add numbers, and never reuse one.
 * Threads    A handle passed as `const` may be used by many threads at once; any other use needs the
 *            handle to itself. There is no global state, and no `last error`.
 * Panics     A fault inside the library ends the call with ALUMNI_STATUS_PANIC (an accessor returns as
 *            for a NULL handle) and prints a line to standard error; the process lives on.
 * Versions   Compare ALUMNI_ABI_VERSION with alumni_abi_version() at start-up: it changes when a
 *            program built with another header would break. */

#ifndef ALUMNI_H
#define ALUMNI_H

#include <stddef.h>
#include <stdint.h>

#define ALUMNI_VERSION "0.1.0"
#define ALUMNI_VERSION_MAJOR 0
#define ALUMNI_VERSION_MINOR 1
#define ALUMNI_VERSION_PATCH 0

#ifndef ALUMNI_API
#if defined(_WIN32) && !defined(ALUMNI_STATIC)
#define ALUMNI_API __declspec(dllimport)
#else
#define ALUMNI_API
#endif
#endif

/**
 * Changes when a program built with an earlier header would break.
 */
#define ALUMNI_ABI_VERSION 1

/**
 * All went well.
 */
#define ALUMNI_STATUS_OK 0

/**
 * A text is not in the expected form.
 */
#define ALUMNI_STATUS_SYNTAX 1

/**
 * A name (fact, purpose, column, code) that is not known here.
 */
#define ALUMNI_STATUS_UNKNOWN_NAME 2

/**
 * A value of another type than expected.
 */
#define ALUMNI_STATUS_WRONG_TYPE 3

/**
 * A value outside the range that has a meaning; also a date or instant that does not exist.
 */
#define ALUMNI_STATUS_OUT_OF_RANGE 4

/**
 * Two parts of the input contradict each other.
 */
#define ALUMNI_STATUS_INCONSISTENT 5

/**
 * An id that occurs twice where it must be unique.
 */
#define ALUMNI_STATUS_DUPLICATE 6

/**
 * A required part is absent.
 */
#define ALUMNI_STATUS_MISSING 7

/**
 * The input exceeds a documented size or depth limit.
 */
#define ALUMNI_STATUS_TOO_LARGE 8

/**
 * A pointer is NULL that must not be; the error's path names the argument.
 */
#define ALUMNI_STATUS_NULL_ARGUMENT 100

/**
 * A text is not UTF-8; the error's path names the argument.
 */
#define ALUMNI_STATUS_INVALID_UTF8 101

/**
 * A fault inside the library; the call had no effect on what it was given.
 */
#define ALUMNI_STATUS_PANIC 102

/**
 * A number that the enum does not have; the error's path names the argument.
 */
#define ALUMNI_STATUS_BAD_ENUM 103

/**
 * `days` of an invalid date: what `alumni_date_ymd` makes of 30 February, and what a sum outside the calendar is.
 */
#define ALUMNI_DATE_INVALID INT32_MIN

/**
 * `microseconds` of an invalid instant, which is also `never` where an answer has an optional instant.
 */
#define ALUMNI_INSTANT_INVALID INT64_MIN

/**
 * English.
 */
#define ALUMNI_LANG_EN 0

/**
 * Japanese.
 */
#define ALUMNI_LANG_JA 1

/**
 * What could not be used, and where. Messages quote ids and policy text, never a person's facts.
 */
typedef struct alumni_error alumni_error;

/**
 * What is known of a worker as of a day: every built-in fact that takes no parameter.
 */
typedef struct alumni_facts alumni_facts;

/**
 * A person who works or worked here, with spells, separations, rehire flag, pay and contact points.
 */
typedef struct alumni_worker alumni_worker;

/**
 * How a call ended: `ALUMNI_STATUS_OK`, or what went wrong. Numbers are never reused; later versions may add some.
 */
typedef uint32_t alumni_status;

/**
 * A day of the Gregorian calendar, in days since 1970-01-01; the years 1 to 9999.
 *
 * Every function refuses an invalid date with `ALUMNI_STATUS_OUT_OF_RANGE`.
 */
typedef struct {
    /**
     * Days since 1970-01-01, or `ALUMNI_DATE_INVALID`.
     */
    int32_t days;
} alumni_date;

/**
 * An instant in UTC, in microseconds since 1970-01-01T00:00:00Z without leap seconds; the years 1 to 9999.
 *
 * Every function refuses an invalid instant with `ALUMNI_STATUS_OUT_OF_RANGE`.
 */
typedef struct {
    /**
     * Microseconds since 1970-01-01T00:00:00Z, or `ALUMNI_INSTANT_INVALID`.
     */
    int64_t microseconds;
} alumni_instant;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/* ---- Versions ---- */

/**
 * The ABI version of the library that runs; compare it with `ALUMNI_ABI_VERSION`, the header's.
 */
ALUMNI_API uint32_t alumni_abi_version(void);

/**
 * The version of the library that runs, like `0.1.0`. The text is valid for as long as the library is loaded.
 */
ALUMNI_API
const char *alumni_version(void);

/* ---- Errors ---- */

/**
 * The status that the failed call returned.
 */
ALUMNI_API alumni_status alumni_error_status(const alumni_error *error);

/**
 * The name of the status, like `unknown_name`: the same word in Python and in JSON.
 */
ALUMNI_API const char *alumni_error_kind(const alumni_error *error);

/**
 * Where in the input, like `criteria[3].require: 1:14`, or the argument's name; empty for a single value.
 */
ALUMNI_API
const char *alumni_error_path(const alumni_error *error);

/**
 * What was expected and what was found, without the path. English, lower case.
 */
ALUMNI_API const char *alumni_error_message(const alumni_error *error);

/**
 * Path and message in one line, for logs.
 */
ALUMNI_API const char *alumni_error_text(const alumni_error *error);

/**
 * Frees an error; NULL is fine.
 */
ALUMNI_API void alumni_error_free(alumni_error *error);

/* ---- Dates and instants ---- */

/**
 * The day with this year (1 to 9999), month (1 to 12) and day of the month; an invalid date if there is none.
 */
ALUMNI_API
alumni_date alumni_date_ymd(int32_t year,
                            uint32_t month,
                            uint32_t day);

/**
 * Reads a date as HR systems write it: `2015-04-01`, `2015/4/1`, `2015年4月1日`, `平成27年4月1日`, `H27.4.1`.
 */
ALUMNI_API
alumni_status alumni_date_parse(const char *text,
                                alumni_date *date,
                                alumni_error **error);

/**
 * Whether the date is a day of the years 1 to 9999: 1, or 0.
 */
ALUMNI_API uint32_t alumni_date_is_valid(alumni_date date);

/**
 * The year, or 0 for an invalid date.
 */
ALUMNI_API int32_t alumni_date_year(alumni_date date);

/**
 * The month from 1 to 12, or 0 for an invalid date.
 */
ALUMNI_API uint32_t alumni_date_month(alumni_date date);

/**
 * The day of the month from 1 to 31, or 0 for an invalid date.
 */
ALUMNI_API uint32_t alumni_date_day(alumni_date date);

/**
 * The instant that many seconds after 1970-01-01T00:00:00Z, as `time()` counts; invalid outside the years 1 to 9999.
 */
ALUMNI_API
alumni_instant alumni_instant_unix(int64_t seconds);

/**
 * Reads an instant with its offset from UTC, like `2025-07-01T18:00:00+09:00`. A finer fraction than microseconds is cut.
 */
ALUMNI_API
alumni_status alumni_instant_parse(const char *text,
                                   alumni_instant *instant,
                                   alumni_error **error);

/**
 * Adds a period like `P1Y6M`, `6 months` or `30 days`: years and months first, with the last day of the month where
 * the sum has none of that number, then weeks and days. A sum after 9999-12-31 is an invalid date, not a failure.
 */
ALUMNI_API
alumni_status alumni_calendar_add(alumni_date date,
                                  const char *period,
                                  alumni_date *sum,
                                  alumni_error **error);

/**
 * Subtracts a period, likewise. This is not the inverse of adding: 31 March - 1 month + 1 month = 28 March.
 */
ALUMNI_API
alumni_status alumni_calendar_subtract(alumni_date date,
                                       const char *period,
                                       alumni_date *difference,
                                       alumni_error **error);

/**
 * Days from one date to another; negative when `until` is earlier.
 */
ALUMNI_API
alumni_status alumni_calendar_days_between(alumni_date from,
                                           alumni_date until,
                                           int64_t *days,
                                           alumni_error **error);

/**
 * Completed months: the largest n with `from` + n months <= `until`, or 0 when `until` is earlier.
 */
ALUMNI_API
alumni_status alumni_calendar_completed_months(alumni_date from,
                                               alumni_date until,
                                               uint32_t *months,
                                               alumni_error **error);

/**
 * Completed years: completed months divided by twelve, rounded down.
 */
ALUMNI_API
alumni_status alumni_calendar_completed_years(alumni_date from,
                                              alumni_date until,
                                              uint32_t *years,
                                              alumni_error **error);

/* ---- Workers and their facts ---- */

/**
 * Reads a worker from a JSON document, like
 * `{"id": "w-1042", "rehire_flag": "yes", "spells": [{"start": "2016-04-01", "end": "2021-09-30", "grade": 2,
 * "separation": {"kind": "voluntary"}}]}`. Spells may come in any order; they may not overlap.
 */
ALUMNI_API
alumni_status alumni_worker_from_json(const char *json,
                                      alumni_worker **worker,
                                      alumni_error **error);

/**
 * The worker's id.
 */
ALUMNI_API const char *alumni_worker_id(const alumni_worker *worker);

/**
 * Number of spells.
 */
ALUMNI_API size_t alumni_worker_spell_count(const alumni_worker *worker);

/**
 * The whole worker as JSON, as `alumni_worker_from_json` reads it.
 */
ALUMNI_API const char *alumni_worker_json(const alumni_worker *worker);

/**
 * The built-in facts of a worker as of a day. The day begins before anything happens on it: a spell whose last day is
 * the day before has ended.
 */
ALUMNI_API
alumni_status alumni_worker_facts(const alumni_worker *worker,
                                  alumni_date as_of,
                                  alumni_facts **facts,
                                  alumni_error **error);

/**
 * Frees a worker; NULL is fine.
 */
ALUMNI_API void alumni_worker_free(alumni_worker *worker);

/**
 * Number of facts, known or not.
 */
ALUMNI_API size_t alumni_facts_count(const alumni_facts *facts);

/**
 * The name of the fact at `index`.
 */
ALUMNI_API const char *alumni_facts_name(const alumni_facts *facts, size_t index);

/**
 * The typed value of a fact as JSON, like `{"type": "integer", "value": 2}`; NULL when it is unknown.
 */
ALUMNI_API
const char *alumni_facts_get(const alumni_facts *facts,
                             const char *name);

/**
 * All facts as one JSON object by name, null where unknown.
 */
ALUMNI_API const char *alumni_facts_json(const alumni_facts *facts);

/**
 * Frees facts; NULL is fine.
 */
ALUMNI_API void alumni_facts_free(alumni_facts *facts);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* ALUMNI_H */
