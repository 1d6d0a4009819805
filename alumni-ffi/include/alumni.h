/* alumni: eligibility, consent, fairness and engagement for corporate-alumni programmes.
 *
 * Generated from alumni-ffi/src; do not edit.
 *
 * Handles    Every struct but alumni_date, alumni_instant, alumni_money, alumni_ruling and those of
 *            Arrow is opaque. A handle is made by a function with an out argument, belongs to the caller, and is given back to
 *            alumni_<type>_free. Freeing NULL does nothing; freeing twice is undefined. A handle that a
 *            function returns directly is lent: it belongs to the one it came from, and is gone with it.
 * Results    A function that can fail returns an alumni_status: ALUMNI_STATUS_OK (0) or what went wrong.
 *            A `no`, a `not yet` or a `cannot tell` is an answer, not a failure. On failure an out
 *            argument for a handle is set to NULL; any other out argument is left untouched.
 * Errors     The last argument, `error`, may be NULL. Otherwise, on failure only, *error becomes a new
 *            alumni_error, which belongs to the caller.
 * Accessors  A function that returns text, a number or a count directly cannot fail. For a NULL handle,
 *            an index out of range or an unknown language it returns NULL, NAN, 0, ALUMNI_NONE or an
 *            invalid date, as its type has it; so it does where there is nothing to return. Where
 *            another value says so, the function's comment names it.
 * Strings    In: UTF-8, NUL-terminated, read during the call only. Out: the same, owned by the handle
 *            they came from, valid until it is changed or freed. A NUL inside a text that came in
 *            through JSON goes out as U+FFFD.
 * Enums      uint32_t with named numbers (ALUMNI_LANG_JA). Later versions may add numbers, and never
 *            reuse one.
 * Threads    A handle passed as `const` may be used by many threads at once; any other use needs the
 *            handle to itself. There is no global state, and no `last error`.
 * Panics     A fault inside the library ends the call with ALUMNI_STATUS_PANIC (an accessor returns as
 *            for a NULL handle) and prints a line to standard error; the process lives on.
 * Versions   Compare ALUMNI_ABI_VERSION with alumni_abi_version() at start-up: it changes when a
 *            program built with another header would break. */

#ifndef ALUMNI_H
#define ALUMNI_H

#include <stdbool.h>
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

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

#ifdef __cplusplus
extern "C" {
#endif
struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};
struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
#ifdef __cplusplus
}
#endif
#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

#ifdef __cplusplus
extern "C" {
#endif
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};
#ifdef __cplusplus
}
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
 * A name (fact, purpose, column, code) or word that is not known here.
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
 * A fault inside the library. A handle that the call was to change must only be freed.
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
 * What an accessor for a member of an enum returns where there is none, as for a NULL handle.
 */
#define ALUMNI_NONE UINT32_MAX

/**
 * Every requirement is met and nothing bars or asks for a person.
 */
#define ALUMNI_OUTCOME_ELIGIBLE 0

/**
 * Every requirement is met and nothing bars, but a review criterion asks for a person.
 */
#define ALUMNI_OUTCOME_CONDITIONAL 1

/**
 * A fact that would settle it is not known.
 */
#define ALUMNI_OUTCOME_UNDETERMINED 2

/**
 * A requirement is not met, or something bars.
 */
#define ALUMNI_OUTCOME_INELIGIBLE 3

/**
 * The criterion does not stand in the way.
 */
#define ALUMNI_CRITERION_MET 0

/**
 * The criterion makes the worker ineligible.
 */
#define ALUMNI_CRITERION_UNMET 1

/**
 * The criterion asks for a person.
 */
#define ALUMNI_CRITERION_REVIEW 2

/**
 * The criterion cannot be told.
 */
#define ALUMNI_CRITERION_UNKNOWN 3

/**
 * A fact becomes another.
 */
#define ALUMNI_CHANGE_CHANGE 0

/**
 * A fact that is not known turns out so.
 */
#define ALUMNI_CHANGE_LEARN 1

/**
 * Time passes.
 */
#define ALUMNI_CHANGE_WAIT 2

/**
 * The policy cannot be meant so: nobody passes.
 */
#define ALUMNI_SEVERITY_ERROR 0

/**
 * Something in it has no effect.
 */
#define ALUMNI_SEVERITY_WARNING 1

/**
 * With what stands beside it, a part has no effect.
 */
#define ALUMNI_SEVERITY_NOTE 2

/**
 * Both policies take the same workers.
 */
#define ALUMNI_RELATION_EQUIVALENT 0

/**
 * The policy takes some of those that the other takes, and no others.
 */
#define ALUMNI_RELATION_STRICTER 1

/**
 * The policy takes all that the other takes, and others.
 */
#define ALUMNI_RELATION_LOOSER 2

/**
 * Each takes some that the other does not.
 */
#define ALUMNI_RELATION_INCOMPARABLE 3

/**
 * Answering would have taken too many steps.
 */
#define ALUMNI_RELATION_NOT_DECIDED 4

/**
 * As many words of 64 bits as the 1,000 criteria need that a policy may have.
 */
#define ALUMNI_RULING_WORDS 16

/**
 * The first day on which each row becomes eligible is not looked for.
 */
#define ALUMNI_TABLE_NO_ELIGIBLE_ON 1

/**
 * A fact of the policy without a column is unknown for everybody, not a failure.
 */
#define ALUMNI_TABLE_MISSING_IS_UNKNOWN 2

/**
 * A value that its fact cannot have is unknown and counted, not a failure.
 */
#define ALUMNI_TABLE_FAULTS_ARE_UNKNOWN 4

/**
 * E-mail.
 */
#define ALUMNI_CHANNEL_EMAIL 0

/**
 * Short message to a mobile phone.
 */
#define ALUMNI_CHANNEL_SMS 1

/**
 * Telephone call.
 */
#define ALUMNI_CHANNEL_PHONE 2

/**
 * Letter.
 */
#define ALUMNI_CHANNEL_POSTAL 3

/**
 * A social network or messenger.
 */
#define ALUMNI_CHANNEL_SNS 4

/**
 * Inside the programme's own application.
 */
#define ALUMNI_CHANNEL_IN_APP 5

/**
 * Yes, with the obligations of the answer.
 */
#define ALUMNI_CONSENT_VERDICT_ALLOWED 0

/**
 * A person has to look at it first.
 */
#define ALUMNI_CONSENT_VERDICT_REVIEW 1

/**
 * No.
 */
#define ALUMNI_CONSENT_VERDICT_DENIED 2

/**
 * Offer a way to stop in the message itself.
 */
#define ALUMNI_OBLIGATION_UNSUBSCRIBE_LINK 0

/**
 * Say who is writing or calling.
 */
#define ALUMNI_OBLIGATION_SENDER_IDENTITY 1

/**
 * Keep a record of the use and of the answer that permitted it.
 */
#define ALUMNI_OBLIGATION_RECORD_TO_KEEP 2

/**
 * Give the sender's postal address.
 */
#define ALUMNI_OBLIGATION_POSTAL_ADDRESS 3

/**
 * Say where complaints and questions go.
 */
#define ALUMNI_OBLIGATION_CONTACT_DETAILS 4

/**
 * Tell the person, at first contact, where the data is from and what it is used for.
 */
#define ALUMNI_OBLIGATION_FIRST_CONTACT_NOTICE 5

/**
 * Record what was provided to whom.
 */
#define ALUMNI_OBLIGATION_PROVISION_RECORD 6

/**
 * Tell the person, before data goes abroad, where to and how it is protected there.
 */
#define ALUMNI_OBLIGATION_TRANSFER_INFORMATION 7

/**
 * See that the job information is accurate and current.
 */
#define ALUMNI_OBLIGATION_CURRENT_JOB_INFORMATION 8

/**
 * Not acknowledged, and the due instant has passed.
 */
#define ALUMNI_PROPAGATION_STATUS_OVERDUE 0

/**
 * Not acknowledged, and due soon.
 */
#define ALUMNI_PROPAGATION_STATUS_DUE_SOON 1

/**
 * Not acknowledged, and in time.
 */
#define ALUMNI_PROPAGATION_STATUS_OPEN 2

/**
 * Acknowledged, but after the due instant.
 */
#define ALUMNI_PROPAGATION_STATUS_ACKNOWLEDGED_LATE 3

/**
 * Acknowledged in time.
 */
#define ALUMNI_PROPAGATION_STATUS_ACKNOWLEDGED 4

/**
 * Nothing follows.
 */
#define ALUMNI_NOTICE_CONSEQUENCE_NONE 0

/**
 * People are told.
 */
#define ALUMNI_NOTICE_CONSEQUENCE_NOTIFY 1

/**
 * People are asked again.
 */
#define ALUMNI_NOTICE_CONSEQUENCE_ASK_AGAIN 2

/**
 * No ratio can be formed.
 */
#define ALUMNI_FAIRNESS_VERDICT_NOT_ESTIMABLE 0

/**
 * The data cannot tell.
 */
#define ALUMNI_FAIRNESS_VERDICT_INSUFFICIENT 1

/**
 * No difference is shown, and one that matters would probably have been.
 */
#define ALUMNI_FAIRNESS_VERDICT_NO_SIGNAL 2

/**
 * A difference in one sense but not in the other, or one that hangs on a single decision.
 */
#define ALUMNI_FAIRNESS_VERDICT_WATCH 3

/**
 * A difference in both senses: a person should look at how these decisions were made.
 */
#define ALUMNI_FAIRNESS_VERDICT_REVIEW 4

/**
 * The pooled figure and that within strata say the same.
 */
#define ALUMNI_FAIRNESS_AGREEMENT_AGREES 0

/**
 * A difference is seen, and the two ratios lie on opposite sides of 1.
 */
#define ALUMNI_FAIRNESS_AGREEMENT_REVERSES 1

/**
 * A difference is seen pooled, none within strata.
 */
#define ALUMNI_FAIRNESS_AGREEMENT_DISAPPEARS 2

/**
 * A difference is seen within strata, none pooled.
 */
#define ALUMNI_FAIRNESS_AGREEMENT_APPEARS 3

/**
 * One of the two cannot be formed.
 */
#define ALUMNI_FAIRNESS_AGREEMENT_NOT_COMPARABLE 4

/**
 * Everything about one subject.
 */
typedef struct alumni_access_export alumni_access_export;

/**
 * What people did, as a state that grows: the set of all events, each once. It answers for any day and with any model; it is the
 * same, and so are its bytes, in whatever order and shards the events came.
 */
typedef struct alumni_activity_log alumni_activity_log;

/**
 * p-values adjusted for how many of them there are.
 */
typedef struct alumni_adjusted_p alumni_adjusted_p;

/**
 * The answer to one question, with what is needed to check it.
 */
typedef struct alumni_answer alumni_answer;

/**
 * The answers to every row of a table of questions, in its order.
 */
typedef struct alumni_answers alumni_answers;

/**
 * The versions of one policy with their effective dates, and where their days begin.
 */
typedef struct alumni_book alumni_book;

/**
 * What a policy's cases say about it, and what they leave unsaid.
 */
typedef struct alumni_case_report alumni_case_report;

/**
 * Everything that was proved about a policy.
 */
typedef struct alumni_check alumni_check;

/**
 * How one policy is to another.
 */
typedef struct alumni_comparison alumni_comparison;

/**
 * A document that the consent engine wrote.
 */
typedef struct alumni_consent_document alumni_consent_document;

/**
 * A report as JSON, in the form that the documentation has of it.
 */
typedef struct alumni_consent_report alumni_consent_report;

/**
 * What was sent to whom, what is about to be, and who wants a pause.
 */
typedef struct alumni_contacts alumni_contacts;

/**
 * How many decisions of a policy would be others if one fact of each person were another.
 */
typedef struct alumni_counterfactuals alumni_counterfactuals;

/**
 * What a programme's tables hold.
 */
typedef struct alumni_data alumni_data;

/**
 * An outcome with everything it rests on.
 */
typedef struct alumni_decision alumni_decision;

/**
 * The answers for every row of a table, in its order. It holds no fact of anybody.
 */
typedef struct alumni_decisions alumni_decisions;

/**
 * How many people share each duration, whether it ended and how. There are no ids in it; a group or a time with one person in it
 * is still that person.
 */
typedef struct alumni_durations alumni_durations;

/**
 * An answer about a network: a document, and sentences about it.
 */
typedef struct alumni_engagement_answer alumni_engagement_answer;

/**
 * What could not be used, and where. Messages quote ids and policy text, never a person's facts.
 */
typedef struct alumni_error alumni_error;

/**
 * What taking events in did.
 */
typedef struct alumni_extended alumni_extended;

/**
 * What is known of a worker as of a day: every built-in fact that takes no parameter.
 */
typedef struct alumni_facts alumni_facts;

/**
 * Everything that was found, with its sentences, rules and fingerprints.
 */
typedef struct alumni_fairness_report alumni_fairness_report;

/**
 * Who is in touch with whom, in which direction and how much. It holds ids and is not for publishing.
 */
typedef struct alumni_graph alumni_graph;

/**
 * What a change of policy does to the groups of each column, as selections before and after.
 */
typedef struct alumni_group_changes alumni_group_changes;

/**
 * What an export gave: workers, warnings, the facts that it cannot supply, and rows that could not be used.
 */
typedef struct alumni_import alumni_import;

/**
 * What came of an import: a policy, if everything could be carried over, and a report.
 */
typedef struct alumni_imported alumni_imported;

/**
 * A fingerprint of a document.
 */
typedef struct alumni_input_hash alumni_input_hash;

/**
 * A record of what people did: who, what, when, to whom, in which thread, and what prompted it.
 */
typedef struct alumni_interactions alumni_interactions;

/**
 * A policy made ready to decide about one person at a time as of one day. It never changes: one serves all threads.
 */
typedef struct alumni_judge alumni_judge;

/**
 * Several policies about one person: the steps by which people come closer, or a set without an order.
 */
typedef struct alumni_ladder alumni_ladder;

/**
 * Everything that was proved about the policies of a ladder.
 */
typedef struct alumni_ladder_check alumni_ladder_check;

/**
 * Which steps of a ladder a person may take, and what stands before the next.
 */
typedef struct alumni_ladder_decision alumni_ladder_decision;

/**
 * The answers of a ladder for every row of a table, in its order. It holds no fact of anybody.
 */
typedef struct alumni_ladder_decisions alumni_ladder_decisions;

/**
 * Purposes, notices, and every event that is known: what was said, by whom, when, and when it became known.
 */
typedef struct alumni_ledger alumni_ledger;

/**
 * The policies that come with the library.
 */
typedef struct alumni_library alumni_library;

/**
 * The tables that New York City's Local Law 144 wants published of an automated tool.
 */
typedef struct alumni_local_law_144 alumni_local_law_144;

/**
 * How the export of an HR system is read: which file and column is which field, and what its values mean.
 */
typedef struct alumni_mapping alumni_mapping;

/**
 * What another version changes for recorded decisions.
 */
typedef struct alumni_migration alumni_migration;

/**
 * The ways to eligible for one worker, those of the fewest steps first.
 */
typedef struct alumni_nearest alumni_nearest;

/**
 * What a network says, as a document.
 */
typedef struct alumni_network_report alumni_network_report;

/**
 * A text that was shown, with version and hash.
 */
typedef struct alumni_notice alumni_notice;

/**
 * How two versions of a notice differ, and what follows from it in each regime.
 */
typedef struct alumni_notice_diff alumni_notice_diff;

/**
 * The people an offer is measured beside, with the agreed limits, made ready once for many questions.
 */
typedef struct alumni_offer_cohort alumni_offer_cohort;

/**
 * The rules of one body of law, as dated data. It says what was found and how well that was checked, and is no legal
 * advice.
 */
typedef struct alumni_pack alumni_pack;

/**
 * Several packs together.
 */
typedef struct alumni_packs alumni_packs;

/**
 * What was found about pay or an offer.
 */
typedef struct alumni_pay_report alumni_pay_report;

/**
 * Whether a message may be sent.
 */
typedef struct alumni_permit alumni_permit;

/**
 * Who may be scored: everyone, or those on a list. Scoring people needs a purpose of its own.
 */
typedef struct alumni_permitted alumni_permitted;

/**
 * A checked policy: criteria over a vocabulary of facts, with id, version and effective dates.
 */
typedef struct alumni_policy alumni_policy;

/**
 * What stands otherwise in another version.
 */
typedef struct alumni_policy_diff alumni_policy_diff;

/**
 * The gaps between groups' pass rates under a policy, divided among its criteria.
 */
typedef struct alumni_policy_gap alumni_policy_gap;

/**
 * A programme: its policies, purposes, notices, fairness standard, engagement model, and how its exports are read.
 */
typedef struct alumni_programme alumni_programme;

/**
 * Who received what of whom, and what came back about withdrawals: an append-only record beside the ledger.
 */
typedef struct alumni_propagation alumni_propagation;

/**
 * How far withdrawals have come, and what is wrong with uses.
 */
typedef struct alumni_propagation_report alumni_propagation_report;

/**
 * Selection rates from which nobody can find what is too small to be shown.
 */
typedef struct alumni_published_selection alumni_published_selection;

/**
 * How much life there is in the network, each figure with what it rests on.
 */
typedef struct alumni_pulse alumni_pulse;

/**
 * What was found about rates: figures, which have no verdict.
 */
typedef struct alumni_rate_report alumni_rate_report;

/**
 * Who is asked again, who is told, when, and what may be lost.
 */
typedef struct alumni_reconsent_plan alumni_reconsent_plan;

/**
 * A decision with what is needed to make it again.
 */
typedef struct alumni_record alumni_record;

/**
 * What taking records in did.
 */
typedef struct alumni_recorded alumni_recorded;

/**
 * Whether a decision comes out again, and what differs.
 */
typedef struct alumni_replay alumni_replay;

/**
 * What durations say, as a document.
 */
typedef struct alumni_return_report alumni_return_report;

/**
 * A whole programme as of a day.
 */
typedef struct alumni_review alumni_review;

/**
 * Which acts stand for recency, frequency and value, and into how many groups people are put.
 */
typedef struct alumni_rfm_model alumni_rfm_model;

/**
 * Room for the facts of one person, used again and again; each thread needs its own.
 */
typedef struct alumni_row alumni_row;

/**
 * Which kinds of events count for how much and how fast they fade.
 */
typedef struct alumni_score_model alumni_score_model;

/**
 * What was found out about scores, as a document.
 */
typedef struct alumni_score_report alumni_score_report;

/**
 * Everybody's score on one day.
 */
typedef struct alumni_scores alumni_scores;

/**
 * The groups' selection rates and what can be said about them.
 */
typedef struct alumni_selection_report alumni_selection_report;

/**
 * What came of settling a reservation.
 */
typedef struct alumni_settled alumni_settled;

/**
 * Who moves between two policies over one population, because of which criterion, and what it does to each group's rate.
 * It holds counts and no row of anybody.
 */
typedef struct alumni_simulation alumni_simulation;

/**
 * Where everybody stands at one instant: every subject's events folded once, for many questions about that instant.
 */
typedef struct alumni_snapshot alumni_snapshot;

/**
 * How selection rates are compared: threshold, reference, confidence, power, smallest group shown.
 */
typedef struct alumni_standard alumni_standard;

/**
 * What a snapshot says about a purpose and a channel, of one subject after the other. It outlives the snapshot.
 */
typedef struct alumni_stands alumni_stands;

/**
 * The groups' selection rates within strata, beside those of all strata together.
 */
typedef struct alumni_strata_report alumni_strata_report;

/**
 * How many may be reached for a purpose, and what blocks the rest.
 */
typedef struct alumni_summary alumni_summary;

/**
 * What a table of people says about their selection. It holds counts and no row of anybody.
 */
typedef struct alumni_table_report alumni_table_report;

/**
 * Named tables, such as the files of an export.
 */
typedef struct alumni_tables alumni_tables;

/**
 * Who would be eligible at each threshold, and how the groups compare there.
 */
typedef struct alumni_threshold_report alumni_threshold_report;

/**
 * Who speaks to whom: the messages of a stretch of days by side and audience.
 */
typedef struct alumni_traffic alumni_traffic;

/**
 * Names in data that no fact knows, each with what was probably meant.
 */
typedef struct alumni_unknown_facts alumni_unknown_facts;

/**
 * The facts that rules may ask for: the built-in HR facts and the customer's own.
 */
typedef struct alumni_vocabulary alumni_vocabulary;

/**
 * Points for what somebody did within a window of time, with caps, in the order of a sum or of a distance.
 */
typedef struct alumni_window_model alumni_window_model;

/**
 * What a person is handed who took something back.
 */
typedef struct alumni_withdrawal_receipt alumni_withdrawal_receipt;

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

/**
 * An amount of money in whole minor units (yen, euro cents) with its ISO 4217 code: `{5200000, "JPY"}`.
 */
typedef struct {
    /**
     * The amount in minor units.
     */
    int64_t minor;
    /**
     * Three upper-case letters and a NUL.
     */
    char currency[4];
} alumni_money;

/**
 * What a judge says about one person; the caller's own memory. The criterion at place p of the policy's order is
 * bit p % 64 of the word p / 64; those in none of the three are met.
 */
typedef struct {
    /**
     * One of `ALUMNI_OUTCOME_…`.
     */
    uint32_t outcome;
    /**
     * How many criteria the policy has.
     */
    uint32_t criteria;
    /**
     * The criteria that make the person ineligible.
     */
    uint64_t unmet[ALUMNI_RULING_WORDS];
    /**
     * The criteria that ask for a person.
     */
    uint64_t review[ALUMNI_RULING_WORDS];
    /**
     * The criteria that cannot be told.
     */
    uint64_t unknown[ALUMNI_RULING_WORDS];
} alumni_ruling;

/**
 * The impact ratio to expect from a cut-off on a score in which a group's mean differs from its reference's.
 */
typedef struct {
    /**
     * The group's rate over the reference's.
     */
    double impact_ratio;
    /**
     * The share of the group that is selected.
     */
    double rate;
    /**
     * The share of the reference that is selected.
     */
    double reference_rate;
    /**
     * The cut-off, in standard deviations above the reference's mean.
     */
    double cutoff;
} alumni_expected_impact;

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
 * Reads an amount like `5200000 JPY` or `1234.5 EUR`.
 */
ALUMNI_API
alumni_status alumni_money_parse(const char *text,
                                 alumni_money *money,
                                 alumni_error **error);

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

/* ---- Vocabularies: the facts that rules may ask for ---- */

/**
 * Gives the built-in HR facts.
 */
ALUMNI_API alumni_status alumni_vocabulary_hr(alumni_vocabulary **vocabulary, alumni_error **error);

/**
 * Reads the customer's facts in TOML, or in JSON when the document starts with a brace, and adds them to the built-in
 * ones. A mistake is named by its place: `facts[2].values[0].number`.
 */
ALUMNI_API
alumni_status alumni_vocabulary_parse(const char *document,
                                      alumni_vocabulary **vocabulary,
                                      alumni_error **error);

/**
 * Number of facts, built-in and own.
 */
ALUMNI_API size_t alumni_vocabulary_count(const alumni_vocabulary *vocabulary);

/**
 * The place of the fact `name`; `SIZE_MAX` when there is none.
 */
ALUMNI_API size_t alumni_vocabulary_find(const alumni_vocabulary *vocabulary, const char *name);

/**
 * The name of the fact at `index`; facts are in the order of their names.
 */
ALUMNI_API const char *alumni_vocabulary_name(const alumni_vocabulary *vocabulary, size_t index);

/**
 * What people call the fact at `index`.
 */
ALUMNI_API
const char *alumni_vocabulary_title(const alumni_vocabulary *vocabulary,
                                    size_t index,
                                    uint32_t lang);

/**
 * The whole definition of the fact at `index` as JSON: type, title, values, unit, bounds.
 */
ALUMNI_API
const char *alumni_vocabulary_fact_json(const alumni_vocabulary *vocabulary,
                                        size_t index);

/**
 * Every fact as a table in Markdown.
 */
ALUMNI_API
const char *alumni_vocabulary_markdown(const alumni_vocabulary *vocabulary,
                                       uint32_t lang);

/**
 * Every fact as a table, as one HTML document that needs nothing else.
 */
ALUMNI_API const char *alumni_vocabulary_html(const alumni_vocabulary *vocabulary, uint32_t lang);

/**
 * The customer's part as JSON, which `alumni_vocabulary_parse` reads back.
 */
ALUMNI_API const char *alumni_vocabulary_json(const alumni_vocabulary *vocabulary);

/**
 * Frees a vocabulary; NULL is fine. Policies built with it live on.
 */
ALUMNI_API void alumni_vocabulary_free(alumni_vocabulary *vocabulary);

/**
 * Those of `count` names (the columns of a table) that no fact knows, each once.
 */
ALUMNI_API
alumni_status alumni_vocabulary_unknown(const alumni_vocabulary *vocabulary,
                                        const char *const *names,
                                        size_t count,
                                        alumni_unknown_facts **unknown,
                                        alumni_error **error);

/**
 * The facts supplied with a worker that no fact of the vocabulary knows.
 */
ALUMNI_API
alumni_status alumni_vocabulary_unknown_of_worker(const alumni_vocabulary *vocabulary,
                                                  const alumni_worker *worker,
                                                  alumni_unknown_facts **unknown,
                                                  alumni_error **error);

/**
 * Number of unknown names.
 */
ALUMNI_API size_t alumni_unknown_facts_count(const alumni_unknown_facts *unknown);

/**
 * The unknown name at `index`, as the data has it.
 */
ALUMNI_API const char *alumni_unknown_facts_name(const alumni_unknown_facts *unknown, size_t index);

/**
 * The fact that was probably meant by the name at `index`; NULL when none is near.
 */
ALUMNI_API
const char *alumni_unknown_facts_nearest(const alumni_unknown_facts *unknown,
                                         size_t index);

/**
 * What is to be said about the name at `index`.
 */
ALUMNI_API
const char *alumni_unknown_facts_text(const alumni_unknown_facts *unknown,
                                      size_t index,
                                      uint32_t lang);

/**
 * All of them as a JSON array.
 */
ALUMNI_API const char *alumni_unknown_facts_json(const alumni_unknown_facts *unknown);

/**
 * Frees them; NULL is fine.
 */
ALUMNI_API void alumni_unknown_facts_free(alumni_unknown_facts *unknown);

/* ---- Exports of HR systems ---- */

/**
 * Makes a collection of tables, empty.
 */
ALUMNI_API alumni_status alumni_tables_new(alumni_tables **tables, alumni_error **error);

/**
 * Makes a collection from a JSON object of CSV texts by file name: `{"people.csv": "worker_id,…\n…"}`.
 */
ALUMNI_API
alumni_status alumni_tables_from_json(const char *json,
                                      alumni_tables **tables,
                                      alumni_error **error);

/**
 * Adds a file as CSV bytes in UTF-8, with or without a byte-order mark. `name` is the file's name, which errors repeat.
 * When the bytes cannot be used, nothing is added.
 */
ALUMNI_API
alumni_status alumni_tables_add_csv(alumni_tables *tables,
                                    const char *name,
                                    const uint8_t *bytes,
                                    size_t length,
                                    alumni_error **error);

/**
 * Number of tables.
 */
ALUMNI_API size_t alumni_tables_count(const alumni_tables *tables);

/**
 * The name of the table at `index`.
 */
ALUMNI_API const char *alumni_tables_name(const alumni_tables *tables, size_t index);

/**
 * Number of rows of the table at `index`, the header not counted.
 */
ALUMNI_API size_t alumni_tables_row_count(const alumni_tables *tables, size_t index);

/**
 * Frees tables; NULL is fine. What was read from them lives on.
 */
ALUMNI_API void alumni_tables_free(alumni_tables *tables);

/**
 * Reads a mapping in TOML.
 */
ALUMNI_API
alumni_status alumni_mapping_parse(const char *document,
                                   alumni_mapping **mapping,
                                   alumni_error **error);

/**
 * A mapping that comes with the library: `canonical`, `workday`, `successfactors`, `bamboohr`, `smarthr`.
 */
ALUMNI_API
alumni_status alumni_mapping_shipped(const char *id,
                                     alumni_mapping **mapping,
                                     alumni_error **error);

/**
 * The shipped mapping that an overlay names, with the overlay laid over it: a JSON document of the customer's grades,
 * reason codes, mail domains and own columns.
 */
ALUMNI_API
alumni_status alumni_mapping_with_overlay(const char *overlay_json,
                                          alumni_mapping **mapping,
                                          alumni_error **error);

/**
 * The mapping with an overlay laid over it, in place of any other that was. A new handle; the given one stays as it is.
 */
ALUMNI_API
alumni_status alumni_mapping_with(const alumni_mapping *mapping,
                                  const char *overlay_json,
                                  alumni_mapping **changed,
                                  alumni_error **error);

/**
 * The mapping's id.
 */
ALUMNI_API const char *alumni_mapping_id(const alumni_mapping *mapping);

/**
 * The mapping's version.
 */
ALUMNI_API uint32_t alumni_mapping_version(const alumni_mapping *mapping);

/**
 * What people call the system.
 */
ALUMNI_API const char *alumni_mapping_title(const alumni_mapping *mapping, uint32_t lang);

/**
 * Number of files that the export may have.
 */
ALUMNI_API size_t alumni_mapping_file_count(const alumni_mapping *mapping);

/**
 * The name of the file at `index`.
 */
ALUMNI_API const char *alumni_mapping_file_name(const alumni_mapping *mapping, size_t index);

/**
 * Whether the file at `index` must be there: 1, or 0.
 */
ALUMNI_API uint32_t alumni_mapping_file_is_required(const alumni_mapping *mapping, size_t index);

/**
 * Reads an export in which every row must be usable. Tables are recognised by their names.
 */
ALUMNI_API
alumni_status alumni_mapping_import(const alumni_mapping *mapping,
                                    const alumni_tables *tables,
                                    alumni_import **import,
                                    alumni_error **error);

/**
 * Reads an export and keeps every worker whose rows are all usable; the other rows are listed as faults, and their
 * workers left out whole.
 */
ALUMNI_API
alumni_status alumni_mapping_import_lenient(const alumni_mapping *mapping,
                                            const alumni_tables *tables,
                                            alumni_import **import,
                                            alumni_error **error);

/**
 * Frees a mapping; NULL is fine.
 */
ALUMNI_API void alumni_mapping_free(alumni_mapping *mapping);

/**
 * Number of workers, by id.
 */
ALUMNI_API size_t alumni_import_worker_count(const alumni_import *import);

/**
 * The worker at `index`, who belongs to the import: not to be freed, and gone with it.
 */
ALUMNI_API const alumni_worker *alumni_import_worker(const alumni_import *import, size_t index);

/**
 * Number of things that look wrong without being unusable.
 */
ALUMNI_API size_t alumni_import_warning_count(const alumni_import *import);

/**
 * The stable code of such a thing.
 */
ALUMNI_API const char *alumni_import_warning_code(const alumni_import *import, size_t index);

/**
 * The sentence of such a thing.
 */
ALUMNI_API
const char *alumni_import_warning_text(const alumni_import *import,
                                       size_t index,
                                       uint32_t lang);

/**
 * Number of facts that this export does not tell of all workers.
 */
ALUMNI_API size_t alumni_import_cannot_supply_count(const alumni_import *import);

/**
 * The name of such a fact in rules.
 */
ALUMNI_API const char *alumni_import_cannot_supply(const alumni_import *import, size_t index);

/**
 * Why, and what would supply it.
 */
ALUMNI_API
const char *alumni_import_cannot_supply_text(const alumni_import *import,
                                             size_t index,
                                             uint32_t lang);

/**
 * Number of rows that could not be used.
 */
ALUMNI_API size_t alumni_import_fault_count(const alumni_import *import);

/**
 * What is wrong with such a row and where, like `spells.csv: line 12, column 5 (end_on): expected …`. English.
 */
ALUMNI_API
const char *alumni_import_fault_text(const alumni_import *import,
                                     size_t index);

/**
 * The whole import as JSON.
 */
ALUMNI_API const char *alumni_import_json(const alumni_import *import);

/**
 * Frees an import; NULL is fine.
 */
ALUMNI_API void alumni_import_free(alumni_import *import);

/* ---- Eligibility: may this worker join, be invited, come back? ---- */

/**
 * Reads a policy in TOML, or in JSON when it starts with a brace. A mistake in an expression is named by its
 * character: `criteria[3].require: 1:14`.
 */
ALUMNI_API
alumni_status alumni_policy_parse(const char *document,
                                  alumni_policy **policy,
                                  alumni_error **error);

/**
 * Reads a policy as `alumni_policy_parse` does, over the facts of a vocabulary. The policy carries the definitions that
 * it uses: its JSON reads back with `alumni_policy_parse`, and its hash covers them.
 */
ALUMNI_API
alumni_status alumni_policy_parse_with(const char *document,
                                       const alumni_vocabulary *vocabulary,
                                       alumni_policy **policy,
                                       alumni_error **error);

/**
 * The policy's id.
 */
ALUMNI_API const char *alumni_policy_id(const alumni_policy *policy);

/**
 * The policy's version.
 */
ALUMNI_API uint32_t alumni_policy_version(const alumni_policy *policy);

/**
 * SHA-256 of the policy's content in hexadecimal, the same whether it was read from TOML or JSON.
 */
ALUMNI_API const char *alumni_policy_hash(const alumni_policy *policy);

/**
 * The policy's title; NULL when it has none.
 */
ALUMNI_API const char *alumni_policy_title(const alumni_policy *policy, uint32_t lang);

/**
 * What the policy is for; NULL when it does not say.
 */
ALUMNI_API const char *alumni_policy_purpose(const alumni_policy *policy, uint32_t lang);

/**
 * Where the policy comes from; NULL when it does not say.
 */
ALUMNI_API const char *alumni_policy_source(const alumni_policy *policy);

/**
 * The policy as one page in Markdown: its criteria in words with their sources, what can come out, what is read and what is
 * not.
 */
ALUMNI_API
const char *alumni_policy_markdown(const alumni_policy *policy,
                                   uint32_t lang);

/**
 * The same page as one HTML document that needs nothing else.
 */
ALUMNI_API const char *alumni_policy_html(const alumni_policy *policy, uint32_t lang);

/**
 * The first day on which the policy applies; invalid when it is open.
 */
ALUMNI_API alumni_date alumni_policy_effective_from(const alumni_policy *policy);

/**
 * The last day on which the policy applies; invalid when it is open.
 */
ALUMNI_API alumni_date alumni_policy_effective_until(const alumni_policy *policy);

/**
 * Number of criteria.
 */
ALUMNI_API size_t alumni_policy_criterion_count(const alumni_policy *policy);

/**
 * The id of the criterion at `index`.
 */
ALUMNI_API const char *alumni_policy_criterion_id(const alumni_policy *policy, size_t index);

/**
 * Number of facts that the policy asks for.
 */
ALUMNI_API size_t alumni_policy_fact_count(const alumni_policy *policy);

/**
 * The fact at `index` that the policy asks for, as rules write it: what the HR system has to supply.
 */
ALUMNI_API
const char *alumni_policy_fact(const alumni_policy *policy,
                               size_t index);

/**
 * The policy as one line of JSON, which `alumni_policy_parse` reads back to an equal policy.
 */
ALUMNI_API const char *alumni_policy_json(const alumni_policy *policy);

/**
 * Frees a policy; NULL is fine. Decisions made with it live on.
 */
ALUMNI_API void alumni_policy_free(alumni_policy *policy);

/**
 * Decides whether a worker may, as of a day.
 */
ALUMNI_API
alumni_status alumni_policy_decide(const alumni_policy *policy,
                                   const alumni_worker *worker,
                                   alumni_date as_of,
                                   alumni_decision **decision,
                                   alumni_error **error);

/**
 * Decides about a worker given as JSON; the same as `alumni_worker_from_json` and `alumni_policy_decide`.
 */
ALUMNI_API
alumni_status alumni_policy_decide_json(const alumni_policy *policy,
                                        const char *worker_json,
                                        alumni_date as_of,
                                        alumni_decision **decision,
                                        alumni_error **error);

/**
 * What was decided: an `ALUMNI_OUTCOME_…`.
 */
ALUMNI_API uint32_t alumni_decision_outcome(const alumni_decision *decision);

/**
 * The decision in one line, like `Ineligible; eligible on 2022-04-01`.
 */
ALUMNI_API const char *alumni_decision_text(const alumni_decision *decision, uint32_t lang);

/**
 * The id of the worker it is about.
 */
ALUMNI_API const char *alumni_decision_worker(const alumni_decision *decision);

/**
 * The day the decision is for.
 */
ALUMNI_API alumni_date alumni_decision_as_of(const alumni_decision *decision);

/**
 * The first day after that one on which the outcome becomes eligible if no fact changes but by the passing of time;
 * invalid when it is eligible already or waiting does not help.
 */
ALUMNI_API
alumni_date alumni_decision_eligible_on(const alumni_decision *decision);

/**
 * The last day, itself included, of the eligible days that run now or begin on that one; invalid when there are none or
 * they have no end.
 */
ALUMNI_API
alumni_date alumni_decision_eligible_until(const alumni_decision *decision);

/**
 * Number of reasons that decided.
 */
ALUMNI_API size_t alumni_decision_reason_count(const alumni_decision *decision);

/**
 * The stable code of the reason at `index`: compare and store this.
 */
ALUMNI_API const char *alumni_decision_reason_code(const alumni_decision *decision, size_t index);

/**
 * The sentence of the reason at `index`: show people this.
 */
ALUMNI_API
const char *alumni_decision_reason_text(const alumni_decision *decision,
                                        size_t index,
                                        uint32_t lang);

/**
 * Number of criteria, whether they decided or not.
 */
ALUMNI_API size_t alumni_decision_criterion_count(const alumni_decision *decision);

/**
 * The id of the criterion at `index`, in the policy's order.
 */
ALUMNI_API const char *alumni_decision_criterion_id(const alumni_decision *decision, size_t index);

/**
 * How the criterion at `index` stands: an `ALUMNI_CRITERION_…`.
 */
ALUMNI_API uint32_t alumni_decision_criterion_status(const alumni_decision *decision, size_t index);

/**
 * For a criterion in the way, the first day it no longer is if no fact changes; else invalid.
 */
ALUMNI_API
alumni_date alumni_decision_criterion_met_on(const alumni_decision *decision,
                                             size_t index);

/**
 * How the criterion at `index` stands, in a sentence.
 */
ALUMNI_API
const char *alumni_decision_criterion_text(const alumni_decision *decision,
                                           size_t index,
                                           uint32_t lang);

/**
 * Number of facts in the smallest set that would settle the outcome; 0 unless undetermined.
 */
ALUMNI_API size_t alumni_decision_missing_count(const alumni_decision *decision);

/**
 * The fact at `index` of that set.
 */
ALUMNI_API const char *alumni_decision_missing(const alumni_decision *decision, size_t index);

/**
 * The whole decision as JSON, with every criterion, the facts used and the policy's hash.
 */
ALUMNI_API const char *alumni_decision_json(const alumni_decision *decision);

/**
 * Frees a decision; NULL is fine.
 */
ALUMNI_API void alumni_decision_free(alumni_decision *decision);

/* ---- Eligibility: the smallest changes that would make a worker eligible ---- */

/**
 * Finds the smallest sets of changes that would make the outcome eligible, at most `limit` of them, those of the fewest
 * steps first. Waiting counts as a step. Facts that cannot change are left out.
 */
ALUMNI_API
alumni_status alumni_policy_nearest(const alumni_policy *policy,
                                    const alumni_worker *worker,
                                    alumni_date as_of,
                                    size_t limit,
                                    alumni_nearest **nearest,
                                    alumni_error **error);

/**
 * The ways, one line each, or one line that says why there is none.
 */
ALUMNI_API const char *alumni_nearest_text(const alumni_nearest *nearest, uint32_t lang);

/**
 * Whether these are all the ways there are: 1 or 0.
 */
ALUMNI_API uint32_t alumni_nearest_is_complete(const alumni_nearest *nearest);

/**
 * Number of ways.
 */
ALUMNI_API size_t alumni_nearest_way_count(const alumni_nearest *nearest);

/**
 * The way at `index` in one line.
 */
ALUMNI_API
const char *alumni_nearest_way_text(const alumni_nearest *nearest,
                                    size_t index,
                                    uint32_t lang);

/**
 * Number of steps of the way at `index`.
 */
ALUMNI_API size_t alumni_nearest_way_change_count(const alumni_nearest *nearest, size_t index);

/**
 * What kind of step the one at `index` of the way `way` is: an `ALUMNI_CHANGE_…`.
 */
ALUMNI_API
uint32_t alumni_nearest_change_kind(const alumni_nearest *nearest,
                                    size_t way,
                                    size_t index);

/**
 * The fact that the step at `index` of the way `way` is about; NULL when time passes. Its values are in the JSON.
 */
ALUMNI_API
const char *alumni_nearest_change_fact(const alumni_nearest *nearest,
                                       size_t way,
                                       size_t index);

/**
 * The first day on which the outcome is eligible, for a step in which time passes; else invalid.
 */
ALUMNI_API
alumni_date alumni_nearest_change_until(const alumni_nearest *nearest,
                                        size_t way,
                                        size_t index);

/**
 * The ways as JSON, with the values of every fact.
 */
ALUMNI_API const char *alumni_nearest_json(const alumni_nearest *nearest);

/**
 * Frees the ways; NULL is fine.
 */
ALUMNI_API void alumni_nearest_free(alumni_nearest *nearest);

/* ---- Eligibility: rules of other engines ---- */

/**
 * Reads a JSON Logic rule as a policy: each member of an outermost `and` becomes a criterion. `options` is a JSON object,
 * `{"id": "return", "names": {"level": "grade", "years": {"fact": "tenure", "unit": "years"}}, "facts": []}`, of which
 * only `id` is needed. What cannot be carried over is in the report, not an error.
 */
ALUMNI_API
alumni_status alumni_policy_from_json_logic(const char *rule,
                                            const char *options,
                                            alumni_imported **imported,
                                            alumni_error **error);

/**
 * Reads a DMN decision table as a policy. `options` is as for JSON Logic, and has `outcomes`, which says what each output
 * value means (`{"Approved": "eligible", "Refer": "conditional", "Declined": "ineligible"}`), and where there are
 * several tables or output columns `decision` and `output`.
 */
ALUMNI_API
alumni_status alumni_policy_from_dmn(const char *xml,
                                     const char *options,
                                     alumni_imported **imported,
                                     alumni_error **error);

/**
 * 1 when everything could be carried over, so that there is a policy, else 0.
 */
ALUMNI_API uint32_t alumni_imported_is_complete(const alumni_imported *imported);

/**
 * Gives the policy, which lives on after the import is freed. Where something was lost there is none: an error of the
 * kind `ALUMNI_STATUS_MISSING`.
 */
ALUMNI_API
alumni_status alumni_imported_policy(const alumni_imported *imported,
                                     alumni_policy **policy,
                                     alumni_error **error);

/**
 * Number of remarks: what was lost, and notes on the meaning.
 */
ALUMNI_API size_t alumni_imported_remark_count(const alumni_imported *imported);

/**
 * The place that the remark at `index` is about: a JSON Pointer such as `/and/1`, or `rules[2].inputs[0]` of a table.
 */
ALUMNI_API
const char *alumni_imported_remark_at(const alumni_imported *imported,
                                      size_t index);

/**
 * 1 when the place of the remark at `index` could not be carried over; 0 when the remark is a note on its meaning.
 */
ALUMNI_API
uint32_t alumni_imported_remark_is_lost(const alumni_imported *imported,
                                        size_t index);

/**
 * The stable code of the remark at `index`.
 */
ALUMNI_API const char *alumni_imported_remark_code(const alumni_imported *imported, size_t index);

/**
 * The sentence of the remark at `index`.
 */
ALUMNI_API
const char *alumni_imported_remark_text(const alumni_imported *imported,
                                        size_t index,
                                        uint32_t lang);

/**
 * The whole import as JSON: `policy` (or null), `criteria` that could be carried over, `remarks`.
 */
ALUMNI_API const char *alumni_imported_json(const alumni_imported *imported);

/**
 * Frees an import; NULL is fine. A policy taken from it lives on.
 */
ALUMNI_API void alumni_imported_free(alumni_imported *imported);

/* ---- Eligibility: what is proved about policies ---- */

/**
 * Proves what can be said about a policy without any worker: criteria that can never be met or never fail, that others
 * imply, and what else has no effect.
 */
ALUMNI_API
alumni_status alumni_policy_check(const alumni_policy *policy,
                                  alumni_check **check,
                                  alumni_error **error);

/**
 * Whether nothing was found and nothing given up.
 */
ALUMNI_API bool alumni_check_is_clean(const alumni_check *check);

/**
 * One line for each finding, or one that says that there is none.
 */
ALUMNI_API const char *alumni_check_text(const alumni_check *check, uint32_t lang);

/**
 * The check as one line of JSON.
 */
ALUMNI_API const char *alumni_check_json(const alumni_check *check);

/**
 * Number of findings, the gravest first.
 */
ALUMNI_API size_t alumni_check_finding_count(const alumni_check *check);

/**
 * The stable code of the finding at `index`.
 */
ALUMNI_API const char *alumni_check_finding_code(const alumni_check *check, size_t index);

/**
 * How much the finding at `index` matters: an `ALUMNI_SEVERITY_…`.
 */
ALUMNI_API uint32_t alumni_check_finding_severity(const alumni_check *check, size_t index);

/**
 * The sentence of the finding at `index`, with its witness.
 */
ALUMNI_API
const char *alumni_check_finding_text(const alumni_check *check,
                                      size_t index,
                                      uint32_t lang);

/**
 * A made-up worker who shows the finding at `index`, as JSON for `alumni_policy_decide_json`; NULL where there is none.
 */
ALUMNI_API
const char *alumni_check_finding_witness(const alumni_check *check,
                                         size_t index);

/**
 * The day to decide about that worker for; invalid where there is none.
 */
ALUMNI_API alumni_date alumni_check_finding_witness_as_of(const alumni_check *check, size_t index);

/**
 * Number of questions that were given up; 0 for all but policies made to be hard.
 */
ALUMNI_API size_t alumni_check_undecided_count(const alumni_check *check);

/**
 * Frees a check; NULL is fine.
 */
ALUMNI_API void alumni_check_free(alumni_check *check);

/**
 * Compares a policy with another by the workers whom each takes.
 */
ALUMNI_API
alumni_status alumni_policy_compare(const alumni_policy *policy,
                                    const alumni_policy *other,
                                    alumni_comparison **comparison,
                                    alumni_error **error);

/**
 * By who is eligible, of workers whose facts are known: an `ALUMNI_RELATION_…`.
 */
ALUMNI_API uint32_t alumni_comparison_relation(const alumni_comparison *comparison);

/**
 * By who is not ineligible, of the same workers: an `ALUMNI_RELATION_…`.
 */
ALUMNI_API uint32_t alumni_comparison_admitted(const alumni_comparison *comparison);

/**
 * By who is eligible, whatever is known of them: an `ALUMNI_RELATION_…`.
 */
ALUMNI_API uint32_t alumni_comparison_incomplete(const alumni_comparison *comparison);

/**
 * The comparison in one line, like `Looser; witness: tenure 3 years, grade 1`.
 */
ALUMNI_API const char *alumni_comparison_text(const alumni_comparison *comparison, uint32_t lang);

/**
 * The comparison as one line of JSON.
 */
ALUMNI_API const char *alumni_comparison_json(const alumni_comparison *comparison);

/**
 * A made-up worker who is eligible under the policy and not under the other, as JSON; NULL where there is none.
 */
ALUMNI_API
const char *alumni_comparison_gained(const alumni_comparison *comparison);

/**
 * A made-up worker who is eligible under the other and not under the policy, as JSON; NULL where there is none.
 */
ALUMNI_API
const char *alumni_comparison_lost(const alumni_comparison *comparison);

/**
 * Frees a comparison; NULL is fine.
 */
ALUMNI_API void alumni_comparison_free(alumni_comparison *comparison);

/**
 * Proves how the policies of a ladder, from the lowest step to the highest, stand to each other.
 */
ALUMNI_API
alumni_status alumni_ladder_check_steps(const alumni_policy *const *steps,
                                        size_t count,
                                        alumni_ladder_check **check,
                                        alumni_error **error);

/**
 * Whether nothing was found and nothing given up.
 */
ALUMNI_API bool alumni_ladder_check_is_clean(const alumni_ladder_check *check);

/**
 * One line for each finding, or one that says that there is none.
 */
ALUMNI_API const char *alumni_ladder_check_text(const alumni_ladder_check *check, uint32_t lang);

/**
 * The check as one line of JSON.
 */
ALUMNI_API const char *alumni_ladder_check_json(const alumni_ladder_check *check);

/**
 * Frees the check of a ladder; NULL is fine.
 */
ALUMNI_API void alumni_ladder_check_free(alumni_ladder_check *check);

/* ---- Eligibility: one person at a time, many times a second ---- */

/**
 * Makes a policy ready to decide about one person at a time as of a day.
 */
ALUMNI_API
alumni_status alumni_policy_judge(const alumni_policy *policy,
                                  alumni_date as_of,
                                  alumni_judge **judge,
                                  alumni_error **error);

/**
 * Makes room for the facts of one person, for this judge.
 */
ALUMNI_API
alumni_status alumni_judge_row(const alumni_judge *judge,
                               alumni_row **row,
                               alumni_error **error);

/**
 * Reads the facts of one person from `length` bytes of JSON, which need no NUL at the end, and decides.
 *
 * The document is an object of facts, `{"grade": 3}`, or `{"id": "w-1", "facts": {"grade": 3}}`; a fact that is not there, or
 * null, is not known. `row` holds the facts afterwards. Nothing is allocated, but for an error and where a document has
 * longer texts than any that the row has read before.
 */
ALUMNI_API
alumni_status alumni_judge_decide_json(const alumni_judge *judge,
                                       alumni_row *row,
                                       const char *json,
                                       size_t length,
                                       alumni_ruling *ruling,
                                       alumni_error **error);

/**
 * Gives the whole decision about the facts that a row holds, with reasons in words; `worker` is the id it names.
 */
ALUMNI_API
alumni_status alumni_judge_explain(const alumni_judge *judge,
                                   const alumni_row *row,
                                   const char *worker,
                                   alumni_decision **decision,
                                   alumni_error **error);

/**
 * Number of criteria.
 */
ALUMNI_API size_t alumni_judge_criterion_count(const alumni_judge *judge);

/**
 * The id of the criterion at `index`, in the policy's order.
 */
ALUMNI_API const char *alumni_judge_criterion_id(const alumni_judge *judge, size_t index);

/**
 * How the criterion at `index` stands, one of `ALUMNI_CRITERION_…`; `ALUMNI_NONE` when there is none.
 */
ALUMNI_API
uint32_t alumni_ruling_status(const alumni_ruling *ruling,
                              size_t index);

/**
 * Frees a judge; rows of it may live longer.
 */
ALUMNI_API void alumni_judge_free(alumni_judge *judge);

/**
 * Frees a row.
 */
ALUMNI_API void alumni_row_free(alumni_row *row);

/* ---- Eligibility: ladders, and the policies that come with the library ---- */

/**
 * Reads a ladder in TOML, or in JSON when it starts with a brace. A mistake is named by its place:
 * `steps[1].policy.criteria[0].require: 1:14`.
 */
ALUMNI_API
alumni_status alumni_ladder_parse(const char *document,
                                  alumni_ladder **ladder,
                                  alumni_error **error);

/**
 * Reads a ladder as `alumni_ladder_parse` does, over the facts of a vocabulary.
 */
ALUMNI_API
alumni_status alumni_ladder_parse_with(const char *document,
                                       const alumni_vocabulary *vocabulary,
                                       alumni_ladder **ladder,
                                       alumni_error **error);

/**
 * Gives the ladder `id` that comes with the library, such as `re-engagement`.
 */
ALUMNI_API
alumni_status alumni_ladder_shipped(const char *id,
                                    alumni_ladder **ladder,
                                    alumni_error **error);

/**
 * The ladder's id.
 */
ALUMNI_API const char *alumni_ladder_id(const alumni_ladder *ladder);

/**
 * The ladder's version.
 */
ALUMNI_API uint32_t alumni_ladder_version(const alumni_ladder *ladder);

/**
 * The ladder's title; NULL when it has none.
 */
ALUMNI_API const char *alumni_ladder_title(const alumni_ladder *ladder, uint32_t lang);

/**
 * SHA-256 in hexadecimal of id, version and every step's id and policy.
 */
ALUMNI_API const char *alumni_ladder_hash(const alumni_ladder *ladder);

/**
 * 1 when the steps have an order, 0 for a set.
 */
ALUMNI_API uint32_t alumni_ladder_is_ordered(const alumni_ladder *ladder);

/**
 * Number of steps.
 */
ALUMNI_API size_t alumni_ladder_step_count(const alumni_ladder *ladder);

/**
 * The id of the step at `index`, from the lowest to the highest.
 */
ALUMNI_API const char *alumni_ladder_step_id(const alumni_ladder *ladder, size_t index);

/**
 * What people call the step at `index`.
 */
ALUMNI_API
const char *alumni_ladder_step_title(const alumni_ladder *ladder,
                                     size_t index,
                                     uint32_t lang);

/**
 * The policy of the step at `index`; it belongs to the ladder.
 */
ALUMNI_API
const alumni_policy *alumni_ladder_step_policy(const alumni_ladder *ladder,
                                               size_t index);

/**
 * The ladder as JSON with every policy written out, which `alumni_ladder_parse` reads back.
 */
ALUMNI_API const char *alumni_ladder_json(const alumni_ladder *ladder);

/**
 * Frees a ladder; NULL is fine. Decisions made with it live on.
 */
ALUMNI_API void alumni_ladder_free(alumni_ladder *ladder);

/**
 * Decides about a worker step by step, as of a day.
 */
ALUMNI_API
alumni_status alumni_ladder_decide(const alumni_ladder *ladder,
                                   const alumni_worker *worker,
                                   alumni_date as_of,
                                   alumni_ladder_decision **decision,
                                   alumni_error **error);

/**
 * Decides about a worker given as JSON; the same as `alumni_worker_from_json` and `alumni_ladder_decide`.
 */
ALUMNI_API
alumni_status alumni_ladder_decide_json(const alumni_ladder *ladder,
                                        const char *worker_json,
                                        alumni_date as_of,
                                        alumni_ladder_decision **decision,
                                        alumni_error **error);

/**
 * The place in the ladder of the highest step that the person may take; `SIZE_MAX` when there is none, and for a set.
 */
ALUMNI_API
size_t alumni_ladder_decision_highest(const alumni_ladder_decision *decision);

/**
 * The place in the ladder of the next step above, whose decision says what stands before it; `SIZE_MAX` at the top, and for
 * a set.
 */
ALUMNI_API
size_t alumni_ladder_decision_next(const alumni_ladder_decision *decision);

/**
 * 1 when no step above the highest is undetermined, else 0.
 */
ALUMNI_API uint32_t alumni_ladder_decision_is_settled(const alumni_ladder_decision *decision);

/**
 * Number of steps.
 */
ALUMNI_API size_t alumni_ladder_decision_step_count(const alumni_ladder_decision *decision);

/**
 * What the policy of the step at `index` says; it belongs to the ladder's decision.
 */
ALUMNI_API
const alumni_decision *alumni_ladder_decision_step(const alumni_ladder_decision *decision,
                                                   size_t index);

/**
 * The decision in one line: up to which step, and what stands before the next.
 */
ALUMNI_API
const char *alumni_ladder_decision_text(const alumni_ladder_decision *decision,
                                        uint32_t lang);

/**
 * The whole decision as JSON, every step with its reasons.
 */
ALUMNI_API const char *alumni_ladder_decision_json(const alumni_ladder_decision *decision);

/**
 * Frees a decision; NULL is fine.
 */
ALUMNI_API void alumni_ladder_decision_free(alumni_ladder_decision *decision);

/**
 * Gives the policies that come with the library.
 */
ALUMNI_API alumni_status alumni_library_open(alumni_library **library, alumni_error **error);

/**
 * Number of policies in the library, each version one.
 */
ALUMNI_API size_t alumni_library_count(const alumni_library *library);

/**
 * The policy at `index`; it belongs to the library.
 */
ALUMNI_API const alumni_policy *alumni_library_policy(const alumni_library *library, size_t index);

/**
 * Frees the library and its policies; NULL is fine.
 */
ALUMNI_API void alumni_library_free(alumni_library *library);

/**
 * Gives the newest version of the policy `id` that comes with the library, such as `three-years`.
 */
ALUMNI_API
alumni_status alumni_policy_shipped(const char *id,
                                    alumni_policy **policy,
                                    alumni_error **error);

/* ---- Eligibility: whole tables ---- */

/**
 * Decides about a table batch by batch: `out` becomes a stream whose every batch is read from `table` and decided when
 * it is asked for, in memory that does not grow with the rows.
 *
 * Each row is a worker whose facts are all supplied, one column for each fact under the name that rules write; columns
 * that the policy does not ask for are not looked at. `options` is 0 or a sum of `ALUMNI_TABLE_...`. `id` names a column
 * of texts or whole numbers that goes with the answers; it may be NULL.
 *
 * `table` is taken whatever becomes of the call: its `release` is NULL afterwards. `out`, which must be another struct,
 * is overwritten without being released; it belongs to the caller, who calls its `release`, and outlives the policy.
 * After a failure its `release` is NULL.
 *
 * The columns of `out` are the ids under their own name, `outcome` (a dictionary of the four names), `eligible_on`
 * (date32, NULL where there is none; left out with `ALUMNI_TABLE_NO_ELIGIBLE_ON`), and `unmet`, `unknown` and `review`,
 * each a struct of one boolean for every criterion. What a row has wrong comes out of `get_next`, which returns EINVAL;
 * `get_last_error` then says where and what was expected, and the stream has ended.
 */
ALUMNI_API
alumni_status alumni_policy_decide_stream(const alumni_policy *policy,
                                          struct ArrowArrayStream *table,
                                          alumni_date as_of,
                                          uint32_t options,
                                          const char *id,
                                          struct ArrowArrayStream *out,
                                          alumni_error **error);

/**
 * Decides about a whole table as `alumni_policy_decide_stream` does, and keeps the answers: one byte, four for
 * `eligible_on`, and two bits for every criterion, a row. `table` is taken whatever becomes of the call.
 */
ALUMNI_API
alumni_status alumni_policy_decide_table(const alumni_policy *policy,
                                         struct ArrowArrayStream *table,
                                         alumni_date as_of,
                                         uint32_t options,
                                         const char *id,
                                         alumni_decisions **decisions,
                                         alumni_error **error);

/**
 * Number of rows.
 */
ALUMNI_API size_t alumni_decisions_count(const alumni_decisions *decisions);

/**
 * The outcome of a row, one of `ALUMNI_OUTCOME_...`.
 */
ALUMNI_API uint32_t alumni_decisions_outcome(const alumni_decisions *decisions, size_t row);

/**
 * The first day on which a row's outcome becomes eligible; invalid when there is none or it was not asked for.
 */
ALUMNI_API
alumni_date alumni_decisions_eligible_on(const alumni_decisions *decisions,
                                         size_t row);

/**
 * Number of criteria of the policy.
 */
ALUMNI_API size_t alumni_decisions_criterion_count(const alumni_decisions *decisions);

/**
 * The id of the criterion at `index`.
 */
ALUMNI_API
const char *alumni_decisions_criterion_id(const alumni_decisions *decisions,
                                          size_t index);

/**
 * How the criterion at `index` stands for a row, one of `ALUMNI_CRITERION_...`.
 */
ALUMNI_API
uint32_t alumni_decisions_criterion_status(const alumni_decisions *decisions,
                                           size_t row,
                                           size_t index);

/**
 * How many rows have each outcome, and how each criterion stands among them, in JSON.
 */
ALUMNI_API const char *alumni_decisions_counts_json(const alumni_decisions *decisions);

/**
 * What was not used or could not be, in JSON: `unknown_columns` (each with the fact that was probably meant),
 * `unused_columns`, `missing_columns`, and `unusable` (for each column how many values, the first rows, and what was
 * expected).
 */
ALUMNI_API
const char *alumni_decisions_report_json(const alumni_decisions *decisions);

/**
 * The counts in English, a line for the outcomes and one for each criterion.
 */
ALUMNI_API const char *alumni_decisions_text(const alumni_decisions *decisions);

/**
 * The answers as a stream with the columns of `alumni_policy_decide_stream`, as often as it is asked for. `out` belongs to
 * the caller and outlives `decisions`.
 */
ALUMNI_API
alumni_status alumni_decisions_export(const alumni_decisions *decisions,
                                      struct ArrowArrayStream *out,
                                      alumni_error **error);

/**
 * Frees decisions; NULL is fine.
 */
ALUMNI_API void alumni_decisions_free(alumni_decisions *decisions);

/* ---- Eligibility: ladders over whole tables ---- */

/**
 * Decides about a table under every step of a ladder, batch by batch, as `alumni_policy_decide_stream` does under one
 * policy: the same arguments, and the same rules for `table` and `out`.
 *
 * The columns of `out` are the ids under their own name, `highest` (a dictionary of the ids of the steps, NULL where no step
 * may be taken, and for a set), and `outcome` and `eligible_on`, each a struct with one column for every step; `eligible_on`
 * is left out with `ALUMNI_TABLE_NO_ELIGIBLE_ON`.
 */
ALUMNI_API
alumni_status alumni_ladder_decide_stream(const alumni_ladder *ladder,
                                          struct ArrowArrayStream *table,
                                          alumni_date as_of,
                                          uint32_t options,
                                          const char *id,
                                          struct ArrowArrayStream *out,
                                          alumni_error **error);

/**
 * Decides about a whole table under every step of a ladder, and keeps the answers. `table` is taken whatever becomes of
 * the call.
 */
ALUMNI_API
alumni_status alumni_ladder_decide_table(const alumni_ladder *ladder,
                                         struct ArrowArrayStream *table,
                                         alumni_date as_of,
                                         uint32_t options,
                                         const char *id,
                                         alumni_ladder_decisions **decisions,
                                         alumni_error **error);

/**
 * Number of rows.
 */
ALUMNI_API size_t alumni_ladder_decisions_count(const alumni_ladder_decisions *decisions);

/**
 * The place of the highest step that a row may take; `SIZE_MAX` when there is none, for a set, and beyond the last
 * row.
 */
ALUMNI_API
size_t alumni_ladder_decisions_highest(const alumni_ladder_decisions *decisions,
                                       size_t row);

/**
 * The place of the lowest step above it, whose answers say what stands before it; `SIZE_MAX` at the top, for a set,
 * and beyond the last row.
 */
ALUMNI_API
size_t alumni_ladder_decisions_next(const alumni_ladder_decisions *decisions,
                                    size_t row);

/**
 * Number of steps.
 */
ALUMNI_API size_t alumni_ladder_decisions_step_count(const alumni_ladder_decisions *decisions);

/**
 * How many rows have the step at `index` as their highest.
 */
ALUMNI_API
size_t alumni_ladder_decisions_step_rows(const alumni_ladder_decisions *decisions,
                                         size_t index);

/**
 * The answers of the step at `index`, from the lowest to the highest; they belong to `decisions`.
 */
ALUMNI_API
const alumni_decisions *alumni_ladder_decisions_step(const alumni_ladder_decisions *decisions,
                                                     size_t index);

/**
 * The answers as a stream with the columns of `alumni_ladder_decide_stream`, as often as it is asked for. `out` belongs to
 * the caller and outlives `decisions`.
 */
ALUMNI_API
alumni_status alumni_ladder_decisions_export(const alumni_ladder_decisions *decisions,
                                             struct ArrowArrayStream *out,
                                             alumni_error **error);

/**
 * Frees decisions, and with them those of the steps; NULL is fine.
 */
ALUMNI_API void alumni_ladder_decisions_free(alumni_ladder_decisions *decisions);

/* ---- Eligibility: two policies over one population ---- */

/**
 * Compares a policy with the policy `after` that would take its place, over the rows of a table.
 *
 * The table is read as `alumni_policy_decide_stream` reads it, batch by batch, in memory that does not grow with the rows;
 * it is taken whatever becomes of the call. `options` is 0 or a sum of `ALUMNI_TABLE_...`; `eligible_on` is never looked
 * for. `groups` names `group_count` columns of texts by whose values the rates are told apart; it may be NULL when there are
 * none. They are read for this call and kept nowhere.
 */
ALUMNI_API
alumni_status alumni_policy_simulate(const alumni_policy *policy,
                                     const alumni_policy *after,
                                     struct ArrowArrayStream *table,
                                     alumni_date as_of,
                                     uint32_t options,
                                     const char *const *groups,
                                     size_t group_count,
                                     alumni_simulation **simulation,
                                     alumni_error **error);

/**
 * Number of rows.
 */
ALUMNI_API size_t alumni_simulation_rows(const alumni_simulation *simulation);

/**
 * How many rows have another outcome after than before.
 */
ALUMNI_API size_t alumni_simulation_moved(const alumni_simulation *simulation);

/**
 * How many rows go from the outcome `before` to the outcome `after`, each one of `ALUMNI_OUTCOME_...`; 0 for any other
 * number.
 */
ALUMNI_API
size_t alumni_simulation_moves(const alumni_simulation *simulation,
                               uint32_t before,
                               uint32_t after);

/**
 * What comes out, line by line.
 */
ALUMNI_API const char *alumni_simulation_text(const alumni_simulation *simulation, uint32_t lang);

/**
 * All of it as JSON: the moves, which criterion opens or closes the way for whom, near misses, each group's counts before
 * and after, and what of the table was not used or could not be.
 */
ALUMNI_API
const char *alumni_simulation_json(const alumni_simulation *simulation);

/**
 * Frees a simulation; NULL is fine.
 */
ALUMNI_API void alumni_simulation_free(alumni_simulation *simulation);

/* ---- Eligibility: the versions of a policy, records and replay ---- */

/**
 * Reads a book in TOML, or in JSON when it starts with a brace. Gaps and overlaps between versions are errors that name
 * both, unless the document allows them.
 */
ALUMNI_API
alumni_status alumni_book_parse(const char *document,
                                alumni_book **book,
                                alumni_error **error);

/**
 * The id that the versions share.
 */
ALUMNI_API const char *alumni_book_id(const alumni_book *book);

/**
 * The day that an instant falls on where the book applies; invalid for an invalid instant.
 */
ALUMNI_API alumni_date alumni_book_day_of(const alumni_book *book, alumni_instant at);

/**
 * The number of the version in force on a day; 0 when there is none (`alumni_book_in_force` tells a version 0 from none).
 */
ALUMNI_API
uint32_t alumni_book_version_in_force(const alumni_book *book,
                                      alumni_date as_of);

/**
 * The version in force on a day, as a policy of its own; `ALUMNI_STATUS_OUT_OF_RANGE` when there is none.
 */
ALUMNI_API
alumni_status alumni_book_in_force(const alumni_book *book,
                                   alumni_date as_of,
                                   alumni_policy **policy,
                                   alumni_error **error);

/**
 * Decides whether a worker may, under the version in force on the day.
 */
ALUMNI_API
alumni_status alumni_book_decide(const alumni_book *book,
                                 const alumni_worker *worker,
                                 alumni_date as_of,
                                 alumni_decision **decision,
                                 alumni_error **error);

/**
 * Decides whether a worker may at an instant: as of the day that it falls on where the book applies.
 */
ALUMNI_API
alumni_status alumni_book_decide_at(const alumni_book *book,
                                    const alumni_worker *worker,
                                    alumni_instant at,
                                    alumni_decision **decision,
                                    alumni_error **error);

/**
 * Decides as `alumni_book_decide` does, and keeps what is needed to decide again.
 */
ALUMNI_API
alumni_status alumni_book_record(const alumni_book *book,
                                 const alumni_worker *worker,
                                 alumni_date as_of,
                                 alumni_record **record,
                                 alumni_error **error);

/**
 * The record as JSON: store this.
 */
ALUMNI_API const char *alumni_record_json(const alumni_record *record);

/**
 * Frees a record; NULL is fine.
 */
ALUMNI_API void alumni_record_free(alumni_record *record);

/**
 * Makes a recorded decision again from the JSON of its record. `worker_json` may be NULL: then the recorded worker is asked
 * about.
 */
ALUMNI_API
alumni_status alumni_book_replay_json(const alumni_book *book,
                                      const char *record_json,
                                      const char *worker_json,
                                      alumni_replay **replay,
                                      alumni_error **error);

/**
 * Whether the decision's JSON comes out again byte for byte: 1 or 0.
 */
ALUMNI_API uint32_t alumni_replay_is_same(const alumni_replay *replay);

/**
 * Whether it does and what differs, in one line.
 */
ALUMNI_API const char *alumni_replay_text(const alumni_replay *replay, uint32_t lang);

/**
 * The replay as JSON, with what comes out now.
 */
ALUMNI_API const char *alumni_replay_json(const alumni_replay *replay);

/**
 * Frees a replay; NULL is fine.
 */
ALUMNI_API void alumni_replay_free(alumni_replay *replay);

/**
 * What stands otherwise in the version `after` than in the version `before`.
 */
ALUMNI_API
alumni_status alumni_book_diff(const alumni_book *book,
                               uint32_t before,
                               uint32_t after,
                               alumni_policy_diff **diff,
                               alumni_error **error);

/**
 * One line for each criterion that differs, or one that says that none does.
 */
ALUMNI_API const char *alumni_policy_diff_text(const alumni_policy_diff *diff, uint32_t lang);

/**
 * The differences as JSON, with each criterion before and after.
 */
ALUMNI_API const char *alumni_policy_diff_json(const alumni_policy_diff *diff);

/**
 * Frees the differences; NULL is fine.
 */
ALUMNI_API void alumni_policy_diff_free(alumni_policy_diff *diff);

/**
 * Decides recorded decisions again under the version `version`, each as of its own day; `records_json` is a list of
 * records.
 */
ALUMNI_API
alumni_status alumni_book_migrate_json(const alumni_book *book,
                                       const char *records_json,
                                       uint32_t version,
                                       alumni_migration **migration,
                                       alumni_error **error);

/**
 * Number of decisions whose answer changes.
 */
ALUMNI_API size_t alumni_migration_moved_count(const alumni_migration *migration);

/**
 * How many answers change, in one line.
 */
ALUMNI_API const char *alumni_migration_text(const alumni_migration *migration, uint32_t lang);

/**
 * Whose answer changes, as JSON.
 */
ALUMNI_API const char *alumni_migration_json(const alumni_migration *migration);

/**
 * Frees a migration; NULL is fine.
 */
ALUMNI_API void alumni_migration_free(alumni_migration *migration);

/**
 * The book as one line of JSON, which `alumni_book_parse` reads back to an equal book.
 */
ALUMNI_API const char *alumni_book_json(const alumni_book *book);

/**
 * Frees a book; NULL is fine. What was made with it lives on.
 */
ALUMNI_API void alumni_book_free(alumni_book *book);

/* ---- Eligibility: cases inside a policy ---- */

/**
 * Runs the cases inside the policy's document: which pass, how they saw each criterion, and which changes of the rules
 * none of them would notice.
 */
ALUMNI_API
alumni_status alumni_policy_run_cases(const alumni_policy *policy,
                                      alumni_case_report **report,
                                      alumni_error **error);

/**
 * Whether every case passes: 1 or 0.
 */
ALUMNI_API uint32_t alumni_case_report_passes(const alumni_case_report *report);

/**
 * How many cases pass and how many changes go unnoticed, in one line.
 */
ALUMNI_API const char *alumni_case_report_text(const alumni_case_report *report, uint32_t lang);

/**
 * Number of cases.
 */
ALUMNI_API size_t alumni_case_report_count(const alumni_case_report *report);

/**
 * The name of the case at `index`, in the document's order.
 */
ALUMNI_API const char *alumni_case_report_name(const alumni_case_report *report, size_t index);

/**
 * Whether the case at `index` passes: 1 or 0.
 */
ALUMNI_API uint32_t alumni_case_report_case_passes(const alumni_case_report *report, size_t index);

/**
 * Number of changes of the rules that no case notices.
 */
ALUMNI_API size_t alumni_case_report_unnoticed_count(const alumni_case_report *report);

/**
 * The change at `index` that no case notices, in a sentence.
 */
ALUMNI_API
const char *alumni_case_report_unnoticed_text(const alumni_case_report *report,
                                              size_t index,
                                              uint32_t lang);

/**
 * The whole report as JSON, with the differences of each case and the coverage of each criterion.
 */
ALUMNI_API const char *alumni_case_report_json(const alumni_case_report *report);

/**
 * Frees a report; NULL is fine.
 */
ALUMNI_API void alumni_case_report_free(alumni_case_report *report);

/* ---- Consent: may we do this, to this person, now, and how do we know? ---- */

/**
 * Reads a notice from JSON: id, version, purposes and texts by language.
 */
ALUMNI_API
alumni_status alumni_notice_from_json(const char *json,
                                      alumni_notice **notice,
                                      alumni_error **error);

/**
 * SHA-256 of what the notice says, in hexadecimal: a changed notice has another.
 */
ALUMNI_API const char *alumni_notice_hash(const alumni_notice *notice);

/**
 * The notice as JSON.
 */
ALUMNI_API const char *alumni_notice_json(const alumni_notice *notice);

/**
 * Frees a notice; NULL is fine.
 */
ALUMNI_API void alumni_notice_free(alumni_notice *notice);

/**
 * Makes a ledger from `{"purposes": […], "notices": […], "events": […], "packs": […], "regimes": {…}, "clocks": {…},
 * "recipient_countries": {…}}`; all but the purposes may be left out. A pack is written out, or named by its id where it is a shipped one.
 */
ALUMNI_API
alumni_status alumni_ledger_from_json(const char *json,
                                      alumni_ledger **ledger,
                                      alumni_error **error);

/**
 * Takes in a JSON list of events: all of them, or none when one cannot be used. They may come in any order and as
 * often as they are delivered. `extended` may be NULL.
 */
ALUMNI_API
alumni_status alumni_ledger_extend_json(alumni_ledger *ledger,
                                        const char *events_json,
                                        alumni_extended **extended,
                                        alumni_error **error);

/**
 * Takes in a table of events as CSV, likewise. Errors name line and column.
 */
ALUMNI_API
alumni_status alumni_ledger_extend_csv(alumni_ledger *ledger,
                                       const char *events_csv,
                                       alumni_extended **extended,
                                       alumni_error **error);

/**
 * Says in which country (ISO 3166-1 alpha-2) recipients are, as `{"all_alumni": "JP"}`, instead of anything said before. Every
 * question with such a recipient and without a country is asked as if it named this one; a country that a question or a
 * directory names is preferred. A mistake is named by its place: `recipient_countries.all_alumni`.
 */
ALUMNI_API
alumni_status alumni_ledger_set_recipient_countries_json(alumni_ledger *ledger,
                                                         const char *countries_json,
                                                         alumni_error **error);

/**
 * SHA-256 over all events in hexadecimal: equal for equal sets of events.
 */
ALUMNI_API const char *alumni_ledger_state_hash(const alumni_ledger *ledger);

/**
 * All events as a JSON list, by source and id, each once.
 */
ALUMNI_API const char *alumni_ledger_events_json(const alumni_ledger *ledger);

/**
 * The whole ledger as one line of JSON, which `alumni_ledger_from_json` reads back: its purposes, notices, events, packs, regimes,
 * clocks, and where recipients are.
 */
ALUMNI_API
const char *alumni_ledger_json(const alumni_ledger *ledger);

/**
 * May we do this, to this person, at this instant, as known then? `channel` is an `ALUMNI_CHANNEL_…`, or `ALUMNI_NONE`
 * for the purpose as a whole. `recipient` may be NULL for one's own use, `known_at` for everything known.
 */
ALUMNI_API
alumni_status alumni_ledger_may(const alumni_ledger *ledger,
                                const char *subject,
                                const char *purpose,
                                uint32_t channel,
                                const char *recipient,
                                alumni_instant at,
                                const alumni_instant *known_at,
                                alumni_answer **answer,
                                alumni_error **error);

/**
 * The same with the question as JSON: `{"subject": …, "purpose": …, "channel": …, "recipient": …, "at": …,
 * "known_at": …}`.
 */
ALUMNI_API
alumni_status alumni_ledger_may_json(const alumni_ledger *ledger,
                                     const char *question_json,
                                     alumni_answer **answer,
                                     alumni_error **error);

/**
 * Counts verdicts and the reasons that decided over all subjects of the ledger, with everything known.
 */
ALUMNI_API
alumni_status alumni_ledger_summary(const alumni_ledger *ledger,
                                    const char *purpose,
                                    uint32_t channel,
                                    alumni_instant at,
                                    alumni_summary **summary,
                                    alumni_error **error);

/**
 * The subjects of the ledger for whom a purpose is allowed without any channel, such as computing a score.
 */
ALUMNI_API
alumni_status alumni_ledger_permitted(const alumni_ledger *ledger,
                                      const char *purpose,
                                      alumni_instant at,
                                      alumni_permitted **permitted,
                                      alumni_error **error);

/**
 * Frees a ledger; NULL is fine. Its answers live on.
 */
ALUMNI_API void alumni_ledger_free(alumni_ledger *ledger);

/**
 * Number of events that were new.
 */
ALUMNI_API size_t alumni_extended_added(const alumni_extended *extended);

/**
 * Number of events that were known before, or came twice.
 */
ALUMNI_API size_t alumni_extended_duplicates(const alumni_extended *extended);

/**
 * Number of new events whose notice the ledger does not have, or has with another text: they are kept and permit
 * nothing.
 */
ALUMNI_API
size_t alumni_extended_unproven_count(const alumni_extended *extended);

/**
 * The system that the unproven event at `index` comes from.
 */
ALUMNI_API
const char *alumni_extended_unproven_source(const alumni_extended *extended,
                                            size_t index);

/**
 * Its id in that system.
 */
ALUMNI_API const char *alumni_extended_unproven_id(const alumni_extended *extended, size_t index);

/**
 * All of it as JSON.
 */
ALUMNI_API const char *alumni_extended_json(const alumni_extended *extended);

/**
 * Frees it; NULL is fine.
 */
ALUMNI_API void alumni_extended_free(alumni_extended *extended);

/* ---- Consent: answers ---- */

/**
 * Whether it may be done: an `ALUMNI_CONSENT_VERDICT_…`.
 */
ALUMNI_API uint32_t alumni_answer_verdict(const alumni_answer *answer);

/**
 * Whether it may be done without another look: 1, or 0.
 */
ALUMNI_API uint32_t alumni_answer_is_allowed(const alumni_answer *answer);

/**
 * Verdict and reasons in one line, like `Denied: withdrawn on 2025-07-01 (event ce_88)`.
 */
ALUMNI_API const char *alumni_answer_text(const alumni_answer *answer, uint32_t lang);

/**
 * The next instant at which the answer changes if nothing new arrives; invalid when it never does.
 */
ALUMNI_API alumni_instant alumni_answer_valid_until(const alumni_answer *answer);

/**
 * Number of reasons, of which the first decided.
 */
ALUMNI_API size_t alumni_answer_reason_count(const alumni_answer *answer);

/**
 * The stable code of the reason at `index`.
 */
ALUMNI_API const char *alumni_answer_reason_code(const alumni_answer *answer, size_t index);

/**
 * The sentence of the reason at `index`.
 */
ALUMNI_API
const char *alumni_answer_reason_text(const alumni_answer *answer,
                                      size_t index,
                                      uint32_t lang);

/**
 * Number of events that the reasons rest on.
 */
ALUMNI_API size_t alumni_answer_evidence_count(const alumni_answer *answer);

/**
 * The system that the event at `index` comes from.
 */
ALUMNI_API const char *alumni_answer_evidence_source(const alumni_answer *answer, size_t index);

/**
 * Its id in that system.
 */
ALUMNI_API const char *alumni_answer_evidence_id(const alumni_answer *answer, size_t index);

/**
 * Number of things to do when making use of the permission.
 */
ALUMNI_API size_t alumni_answer_obligation_count(const alumni_answer *answer);

/**
 * The obligation at `index`: an `ALUMNI_OBLIGATION_…`.
 */
ALUMNI_API uint32_t alumni_answer_obligation(const alumni_answer *answer, size_t index);

/**
 * The obligation at `index` in a sentence.
 */
ALUMNI_API
const char *alumni_answer_obligation_text(const alumni_answer *answer,
                                          size_t index,
                                          uint32_t lang);

/**
 * The whole answer as JSON, with the question and where the subject stands.
 */
ALUMNI_API const char *alumni_answer_json(const alumni_answer *answer);

/**
 * Frees an answer; NULL is fine.
 */
ALUMNI_API void alumni_answer_free(alumni_answer *answer);

/**
 * Number of subjects asked about.
 */
ALUMNI_API size_t alumni_summary_subjects(const alumni_summary *summary);

/**
 * Number of subjects for whom it is allowed.
 */
ALUMNI_API size_t alumni_summary_allowed(const alumni_summary *summary);

/**
 * Number of subjects for whom a person has to look at it.
 */
ALUMNI_API size_t alumni_summary_review(const alumni_summary *summary);

/**
 * Number of subjects for whom it is denied.
 */
ALUMNI_API size_t alumni_summary_denied(const alumni_summary *summary);

/**
 * Number of different reasons, each with its verdict; by verdict, the most frequent first.
 */
ALUMNI_API size_t alumni_summary_reason_count(const alumni_summary *summary);

/**
 * The verdict that the reason at `index` led to: an `ALUMNI_CONSENT_VERDICT_…`.
 */
ALUMNI_API uint32_t alumni_summary_reason_verdict(const alumni_summary *summary, size_t index);

/**
 * The stable code of the reason at `index`.
 */
ALUMNI_API const char *alumni_summary_reason_code(const alumni_summary *summary, size_t index);

/**
 * The reason at `index` in a few words, for a line of a table.
 */
ALUMNI_API
const char *alumni_summary_reason_text(const alumni_summary *summary,
                                       size_t index,
                                       uint32_t lang);

/**
 * Number of subjects with the reason at `index`.
 */
ALUMNI_API size_t alumni_summary_reason_subjects(const alumni_summary *summary, size_t index);

/**
 * The whole summary as JSON.
 */
ALUMNI_API const char *alumni_summary_json(const alumni_summary *summary);

/**
 * Frees a summary; NULL is fine.
 */
ALUMNI_API void alumni_summary_free(alumni_summary *summary);

/* ---- Consent: legal packs, and what is special about alumni ---- */

/**
 * Reads a pack in TOML, or in JSON when the document starts with a brace. A mistake is named by its place:
 * `rules[2].effective_until`.
 */
ALUMNI_API
alumni_status alumni_pack_parse(const char *document,
                                alumni_pack **pack,
                                alumni_error **error);

/**
 * Gives the pack `id` of those that come with the library, such as `jp-appi`.
 */
ALUMNI_API
alumni_status alumni_pack_shipped(const char *id,
                                  alumni_pack **pack,
                                  alumni_error **error);

/**
 * The pack's id.
 */
ALUMNI_API const char *alumni_pack_id(const alumni_pack *pack);

/**
 * Number of its rules.
 */
ALUMNI_API size_t alumni_pack_rule_count(const alumni_pack *pack);

/**
 * The pack as JSON, with every rule: article, dates, source, and how it was checked.
 */
ALUMNI_API const char *alumni_pack_json(const alumni_pack *pack);

/**
 * Frees a pack; NULL is fine.
 */
ALUMNI_API void alumni_pack_free(alumni_pack *pack);

/**
 * Reads a JSON list of packs, each written out or named by its id where it is a shipped one.
 */
ALUMNI_API
alumni_status alumni_packs_from_json(const char *json,
                                     alumni_packs **packs,
                                     alumni_error **error);

/**
 * The rules that begin or cease to apply on the days from `from` to `until`, both included: a list.
 */
ALUMNI_API
alumni_status alumni_packs_changes_between(const alumni_packs *packs,
                                           alumni_date from,
                                           alumni_date until,
                                           alumni_consent_report **report,
                                           alumni_error **error);

/**
 * What a word like STOP, which came back over `channel` from somebody under these regimes, ends by itself: the scope
 * and the rule, or `null`. With no regimes (`regime_count` 0) all of them count; one that no pack knows
 * is an error.
 */
ALUMNI_API
alumni_status alumni_packs_revocation(const alumni_packs *packs,
                                      const char *said,
                                      uint32_t channel,
                                      const char *const *regimes,
                                      size_t regime_count,
                                      alumni_instant at,
                                      alumni_consent_report **report,
                                      alumni_error **error);

/**
 * Frees packs; NULL is fine.
 */
ALUMNI_API void alumni_packs_free(alumni_packs *packs);

/**
 * What changes for this ledger from `from` to `until`, both included: the rules, with the purposes and channels they
 * touch.
 */
ALUMNI_API
alumni_status alumni_ledger_changes_between(const alumni_ledger *ledger,
                                            alumni_date from,
                                            alumni_date until,
                                            alumni_consent_report **report,
                                            alumni_error **error);

/**
 * How much of the network rests on consent that was given while still employed, and how much on endless consent alone.
 */
ALUMNI_API
alumni_status alumni_ledger_at_exit(const alumni_ledger *ledger,
                                    alumni_instant at,
                                    alumni_consent_report **report,
                                    alumni_error **error);

/**
 * Who may see which field of `subject` at `at`: every field of the directory (a document in TOML or JSON) with every
 * audience, and what has to be recorded. `known_at` may be NULL for everything known.
 */
ALUMNI_API
alumni_status alumni_ledger_directory(const alumni_ledger *ledger,
                                      const char *directory,
                                      const char *subject,
                                      alumni_instant at,
                                      const alumni_instant *known_at,
                                      alumni_consent_report **report,
                                      alumni_error **error);

/**
 * Whom the takeover of a group elsewhere (a document in TOML or JSON) may ask, as events to be recorded once they were
 * sent, and who is left out. They are requests and permit nothing; the ledger is not changed.
 */
ALUMNI_API
alumni_status alumni_ledger_invitations(const alumni_ledger *ledger,
                                        const char *takeover,
                                        alumni_consent_report **report,
                                        alumni_error **error);

/**
 * The report.
 */
ALUMNI_API const char *alumni_consent_report_json(const alumni_consent_report *report);

/**
 * What the report of `alumni_ledger_directory` says, line by line; NULL for other reports, which are for programs.
 */
ALUMNI_API
const char *alumni_consent_report_text(const alumni_consent_report *report,
                                       uint32_t lang);

/**
 * Frees a report; NULL is fine.
 */
ALUMNI_API void alumni_consent_report_free(alumni_consent_report *report);

/* ---- Consent: the transitions of its lifecycle ---- */

/**
 * Every edge of the lifecycle of consent as JSON: a list of `{"of": …, "from": …, "on": …, "to": …}`, one for each
 * state, step and state that the step may lead to.
 */
ALUMNI_API
alumni_status alumni_consent_transitions(alumni_consent_report **report,
                                         alumni_error **error);

/* ---- Consent: records, lists, the bytes of an event, access requests ---- */

/**
 * The JSON of a document.
 */
ALUMNI_API const char *alumni_consent_document_json(const alumni_consent_document *document);

/**
 * What the document says, line by line: of what was agreed to, who could see what, what is due to be deleted, and the plan
 * for a list. NULL for other documents, which are for programs.
 */
ALUMNI_API
const char *alumni_consent_document_text(const alumni_consent_document *document,
                                         uint32_t lang);

/**
 * Frees a document; NULL is fine.
 */
ALUMNI_API void alumni_consent_document_free(alumni_consent_document *document);

/**
 * The consent record of a subject and a purpose, as ISO/IEC TS 27560 has it in JSON-LD. The request is
 * `{"subject": …, "purpose": …, "controller": {…}, "id": …, "known_at": …}`, the last may be left out.
 */
ALUMNI_API
alumni_status alumni_ledger_record_json(const alumni_ledger *ledger,
                                        const char *request_json,
                                        alumni_consent_document **document,
                                        alumni_error **error);

/**
 * The receipt that a subject is handed. The request is `{"subject": …, "purposes": […], "controller": {…}, "id": …,
 * "at": …}`.
 */
ALUMNI_API
alumni_status alumni_ledger_receipt_json(const alumni_ledger *ledger,
                                         const char *request_json,
                                         alumni_consent_document **document,
                                         alumni_error **error);

/**
 * The receipt in the form of Kantara v1.1, for the same request; every purpose must be allowed by consent.
 */
ALUMNI_API
alumni_status alumni_ledger_kantara_receipt_json(const alumni_ledger *ledger,
                                                 const char *request_json,
                                                 alumni_consent_document **document,
                                                 alumni_error **error);

/**
 * Reads a record that is to be relied on: complete, and without repeated names. The document is the record.
 */
ALUMNI_API
alumni_status alumni_consent_record_from_json(const char *record_json,
                                              alumni_consent_document **document,
                                              alumni_error **error);

/**
 * Reads a receipt with complete records. The document is the receipt.
 */
ALUMNI_API
alumni_status alumni_consent_receipt_from_json(const char *receipt_json,
                                               alumni_consent_document **document,
                                               alumni_error **error);

/**
 * Reads records, complete or not. The document tells the records, the names that stood more than once, and the mandatory
 * fields that are missing.
 */
ALUMNI_API
alumni_status alumni_consent_record_read(const char *records_json,
                                         alumni_consent_document **document,
                                         alumni_error **error);

/**
 * The events of a record that one's own ledger wrote, exactly as they were: a list that a ledger takes in.
 */
ALUMNI_API
alumni_status alumni_consent_record_restore(const char *record_json,
                                            alumni_consent_document **document,
                                            alumni_error **error);

/**
 * The events that another system's record amounts to here: a list of imports, which never lift a no. `import_json` is
 * `{"source": …, "received_at": …, "purposes": {theirs: ours}, "notices": {theirs: {"id": …, "version": …}}}`.
 */
ALUMNI_API
alumni_status alumni_consent_record_import(const char *record_json,
                                           const char *import_json,
                                           alumni_consent_document **document,
                                           alumni_error **error);

/**
 * Judges a list from before there was a ledger; changes nothing. `options_json` is `{"source": …, "received_at": …}`, with
 * `utc_offset`, `purpose`, `columns` and `words` where needed. The document is the report; its `events` may be taken in.
 */
ALUMNI_API
alumni_status alumni_ledger_import_list_csv(const alumni_ledger *ledger,
                                            const char *list_csv,
                                            const char *options_json,
                                            alumni_consent_document **document,
                                            alumni_error **error);

/**
 * An event as bytes under a salt: 32 bytes that nobody can guess, in 64 hexadecimal digits. The document is `{"header":
 * …, "payload": …, "salt": …}`; the SHA-256 of the header's bytes names the event in a log.
 */
ALUMNI_API
alumni_status alumni_event_encode_json(const char *event_json,
                                       const char *salt,
                                       alumni_consent_document **document,
                                       alumni_error **error);

/**
 * The event in an encoded one, after its payload is found to be the one that the header commits to.
 */
ALUMNI_API
alumni_status alumni_event_decode_json(const char *encoded_json,
                                       alumni_consent_document **document,
                                       alumni_error **error);

/**
 * What a subject had agreed to at an instant, over all purposes, and which texts they had been shown. The request is
 * `{"subject": …, "at": …, "known_at": …}`, the last may be left out.
 */
ALUMNI_API
alumni_status alumni_ledger_agreed_json(const alumni_ledger *ledger,
                                        const char *request_json,
                                        alumni_consent_document **document,
                                        alumni_error **error);

/**
 * Who could see which field of a subject, as far as the events say. The request is `{"subject": …, "since": …, "until": …}`,
 * with `fields` by purpose and `known_at` where needed.
 */
ALUMNI_API
alumni_status alumni_ledger_visible_json(const alumni_ledger *ledger,
                                         const char *request_json,
                                         alumni_consent_document **document,
                                         alumni_error **error);

/**
 * Whose data is due to be deleted at an instant. `rules_json` is a list of `{"purpose": …, "keep_for": …, "start":
 * "permission_ended"}`.
 */
ALUMNI_API
alumni_status alumni_ledger_retention_due(const alumni_ledger *ledger,
                                          const char *rules_json,
                                          alumni_instant at,
                                          alumni_consent_document **document,
                                          alumni_error **error);

/**
 * Everything the ledger knew about a subject, with what belongs to other people taken out. `options_json` is `{"at": …}`,
 * with `fields` by purpose and a list of texts to `redact` where needed.
 */
ALUMNI_API
alumni_status alumni_ledger_access(const alumni_ledger *ledger,
                                   const char *subject,
                                   const char *options_json,
                                   alumni_access_export **answer,
                                   alumni_error **error);

/**
 * As `alumni_ledger_access`, with who received what: the register's uses of the subject, each with what is wrong with it.
 */
ALUMNI_API
alumni_status alumni_ledger_access_with_uses(const alumni_ledger *ledger,
                                             const alumni_propagation *propagation,
                                             const char *subject,
                                             const char *options_json,
                                             alumni_access_export **answer,
                                             alumni_error **error);

/**
 * As `alumni_ledger_access`, from whatever else there is: the register's uses and what came back about withdrawals, and the log's
 * contacts and pauses. `propagation` and `contacts` may be NULL.
 */
ALUMNI_API
alumni_status alumni_ledger_access_with(const alumni_ledger *ledger,
                                        const alumni_propagation *propagation,
                                        const alumni_contacts *contacts,
                                        const char *subject,
                                        const char *options_json,
                                        alumni_access_export **answer,
                                        alumni_error **error);

/**
 * The export as JSON.
 */
ALUMNI_API const char *alumni_access_export_json(const alumni_access_export *of);

/**
 * The export for the person as one page in Markdown.
 */
ALUMNI_API const char *alumni_access_export_markdown(const alumni_access_export *of, uint32_t lang);

/**
 * The same page as one HTML document that needs nothing else.
 */
ALUMNI_API const char *alumni_access_export_html(const alumni_access_export *of, uint32_t lang);

/**
 * Frees an export; NULL is fine.
 */
ALUMNI_API void alumni_access_export_free(alumni_access_export *of);

/* ---- Consent: many questions about one instant ---- */

/**
 * Folds all events of a ledger for questions about `at`, as it was known at `known_at`, which may be NULL for everything known.
 * The snapshot keeps the ledger as it was and outlives it; while it lives, a ledger that takes events in holds its events twice.
 */
ALUMNI_API
alumni_status alumni_ledger_snapshot(const alumni_ledger *ledger,
                                     alumni_instant at,
                                     const alumni_instant *known_at,
                                     alumni_snapshot **snapshot,
                                     alumni_error **error);

/**
 * The instant it is about.
 */
ALUMNI_API alumni_instant alumni_snapshot_at(const alumni_snapshot *snapshot);

/**
 * The instant as of which it was known; invalid for everything known.
 */
ALUMNI_API alumni_instant alumni_snapshot_known_at(const alumni_snapshot *snapshot);

/**
 * How many states it holds: one for each subject, purpose and channel (or none) that an event names.
 */
ALUMNI_API
size_t alumni_snapshot_states(const alumni_snapshot *snapshot);

/**
 * The memory that it takes besides the events, in bytes.
 */
ALUMNI_API size_t alumni_snapshot_bytes(const alumni_snapshot *snapshot);

/**
 * The ledger as it was. It is the caller's to free; its events are not copied.
 */
ALUMNI_API
alumni_status alumni_snapshot_ledger(const alumni_snapshot *snapshot,
                                     alumni_ledger **ledger,
                                     alumni_error **error);

/**
 * May we do this to one subject? `alumni_ledger_may` at the instant of the snapshot, for one's own use and without an activity.
 * `channel` is an `ALUMNI_CHANNEL_…`, or `ALUMNI_NONE` for the purpose as a whole. The answer is at index 0.
 */
ALUMNI_API
alumni_status alumni_snapshot_may(const alumni_snapshot *snapshot,
                                  const char *subject,
                                  const char *purpose,
                                  uint32_t channel,
                                  alumni_stands **stands,
                                  alumni_error **error);

/**
 * The same for each of `subjects`, in their order, which is several times as fast as one by one.
 */
ALUMNI_API
alumni_status alumni_snapshot_may_all(const alumni_snapshot *snapshot,
                                      const char *const *subjects,
                                      size_t subject_count,
                                      const char *purpose,
                                      uint32_t channel,
                                      alumni_stands **stands,
                                      alumni_error **error);

/**
 * The same for everybody who has ever been an event's subject, as a table in the order in which the ledger first heard of them;
 * nobody is looked up for it. The columns are `subject`, `verdict`, `reason` (the code that decided), `evidence` (source and id of
 * the first event that it rests on; left out where `evidence` is 0, which saves most of the time) and `valid_until`. `out` is
 * overwritten without being released; it belongs to the caller, who calls its `release`, and outlives the snapshot. After a
 * failure its `release` is NULL.
 */
ALUMNI_API
alumni_status alumni_snapshot_everybody(const alumni_snapshot *snapshot,
                                        const char *purpose,
                                        uint32_t channel,
                                        uint32_t evidence,
                                        struct ArrowArrayStream *out,
                                        alumni_error **error);

/**
 * Frees a snapshot; NULL is fine. What was asked of it lives on.
 */
ALUMNI_API void alumni_snapshot_free(alumni_snapshot *snapshot);

/**
 * Number of subjects that were asked about.
 */
ALUMNI_API size_t alumni_stands_count(const alumni_stands *stands);

/**
 * Whether it may be done to the subject at `index`: an `ALUMNI_CONSENT_VERDICT_…`.
 */
ALUMNI_API uint32_t alumni_stands_verdict(const alumni_stands *stands, size_t index);

/**
 * The stable code of the reason that decided, such as `consent-withdrawn`.
 */
ALUMNI_API const char *alumni_stands_code(const alumni_stands *stands, size_t index);

/**
 * The system that the first event comes from which the answer rests on; NULL where it rests on none.
 */
ALUMNI_API
const char *alumni_stands_evidence_source(const alumni_stands *stands,
                                          size_t index);

/**
 * That event's id in that system; NULL where the answer rests on none.
 */
ALUMNI_API const char *alumni_stands_evidence_id(const alumni_stands *stands, size_t index);

/**
 * The next instant at which the answer changes if nothing new arrives; invalid when it never does.
 */
ALUMNI_API alumni_instant alumni_stands_valid_until(const alumni_stands *stands, size_t index);

/**
 * Where the decision of the subject at `index` stands, such as `withdrawn`.
 */
ALUMNI_API const char *alumni_stands_decision(const alumni_stands *stands, size_t index);

/**
 * Where asking that subject stands, such as `notice_shown`.
 */
ALUMNI_API const char *alumni_stands_request(const alumni_stands *stands, size_t index);

/**
 * Whether use of that subject's data is restricted, 1 or 0.
 */
ALUMNI_API uint32_t alumni_stands_is_restricted(const alumni_stands *stands, size_t index);

/**
 * Verdict and reasons in one line, as of the answer in full.
 */
ALUMNI_API const char *alumni_stands_text(const alumni_stands *stands, size_t index, uint32_t lang);

/**
 * The answer in full: every reason with its sentence, all evidence, obligations and duties.
 */
ALUMNI_API
alumni_status alumni_stands_answer(const alumni_stands *stands,
                                   size_t index,
                                   alumni_answer **answer,
                                   alumni_error **error);

/**
 * Frees what was asked; NULL is fine.
 */
ALUMNI_API void alumni_stands_free(alumni_stands *stands);

/* ---- Consent: how often people are contacted, when, and by whom ---- */

/**
 * Makes a log without contacts from rules in TOML or JSON.
 */
ALUMNI_API
alumni_status alumni_contacts_new(const char *rules,
                                  alumni_contacts **contacts,
                                  alumni_error **error);

/**
 * Reads a log that `alumni_contacts_json` wrote.
 */
ALUMNI_API
alumni_status alumni_contacts_from_json(const char *json,
                                        alumni_contacts **contacts,
                                        alumni_error **error);

/**
 * Takes in a contact that was made before, or elsewhere, as JSON in the form of those that `alumni_contacts_json` lists: it counts
 * from now on. One that is there already, under its token, is taken once; one that differs from it is an error.
 */
ALUMNI_API
alumni_status alumni_contacts_record_json(alumni_contacts *contacts,
                                          const char *contact_json,
                                          alumni_error **error);

/**
 * Keeps a person's wish to hear nothing for a while: `{"subject": …, "from": …, "until": …, "channels": […]}`, of which the
 * last two may be left out.
 */
ALUMNI_API
alumni_status alumni_contacts_pause_json(alumni_contacts *contacts,
                                         const char *pause_json,
                                         alumni_error **error);

/**
 * Ends the pauses of a person who wants to hear again: every one that holds at `at`, on whatever channel. `ended` is how many these
 * were, and may be NULL.
 */
ALUMNI_API
alumni_status alumni_contacts_resume(alumni_contacts *contacts,
                                     const char *subject,
                                     alumni_instant at,
                                     uint64_t *ended,
                                     alumni_error **error);

/**
 * Whether a message may be sent, without reserving: `{"question": {"subject": …, "purpose": …, "channel": …, "at": …},
 * "sender": …, "message": …, "utc_offset": …}`, of which the last may be left out, or be `time_zone` instead. The question may also say `recipient`,
 * `activity`, `country` and `regimes`; `alumni_ledger_commit` asks with them again.
 */
ALUMNI_API
alumni_status alumni_ledger_may_contact_json(const alumni_ledger *ledger,
                                             const alumni_contacts *contacts,
                                             const char *request_json,
                                             alumni_permit **permit,
                                             alumni_error **error);

/**
 * Reserves the sending of a message, the first of two steps: where it is allowed, the permit has a token. The request is that
 * of `alumni_ledger_may_contact_json`.
 */
ALUMNI_API
alumni_status alumni_ledger_reserve_json(const alumni_ledger *ledger,
                                         alumni_contacts *contacts,
                                         const char *request_json,
                                         alumni_permit **permit,
                                         alumni_error **error);

/**
 * Settles a reservation as sent, the second step: only the call that is done may send. Ledger and rules are asked again: a pause
 * or quiet hours that began in between stand against it, and so does a cap that was filled from outside.
 */
ALUMNI_API
alumni_status alumni_ledger_commit(const alumni_ledger *ledger,
                                   alumni_contacts *contacts,
                                   const char *token,
                                   alumni_instant at,
                                   alumni_settled **settled,
                                   alumni_error **error);

/**
 * Gives a reservation back: it no longer counts.
 */
ALUMNI_API
alumni_status alumni_contacts_cancel(alumni_contacts *contacts,
                                     const char *token,
                                     alumni_instant at,
                                     alumni_settled **settled,
                                     alumni_error **error);

/**
 * The log as one line of JSON.
 */
ALUMNI_API const char *alumni_contacts_json(const alumni_contacts *contacts);

/**
 * Frees a log; NULL is fine.
 */
ALUMNI_API void alumni_contacts_free(alumni_contacts *contacts);

/**
 * Whether it may be sent: an `ALUMNI_CONSENT_VERDICT_…`.
 */
ALUMNI_API uint32_t alumni_permit_verdict(const alumni_permit *permit);

/**
 * What settles the reservation; NULL when nothing was reserved.
 */
ALUMNI_API const char *alumni_permit_token(const alumni_permit *permit);

/**
 * Verdict and reasons in one line, like `Denied: 4 contacts within 1 month (cap monthly)`.
 */
ALUMNI_API const char *alumni_permit_text(const alumni_permit *permit, uint32_t lang);

/**
 * When the reservation ends; invalid when nothing was reserved.
 */
ALUMNI_API alumni_instant alumni_permit_expires_at(const alumni_permit *permit);

/**
 * Where it may not be sent now: the first instant at which it may, if nothing new arrives; invalid when there is none.
 */
ALUMNI_API
alumni_instant alumni_permit_not_before(const alumni_permit *permit);

/**
 * Number of reasons.
 */
ALUMNI_API size_t alumni_permit_reason_count(const alumni_permit *permit);

/**
 * The stable code of the reason at `index`.
 */
ALUMNI_API const char *alumni_permit_reason_code(const alumni_permit *permit, size_t index);

/**
 * The permit as one line of JSON.
 */
ALUMNI_API const char *alumni_permit_json(const alumni_permit *permit);

/**
 * Frees a permit; NULL is fine.
 */
ALUMNI_API void alumni_permit_free(alumni_permit *permit);

/**
 * Whether this call settled the reservation, 1 or 0: a message is to be sent only then.
 */
ALUMNI_API uint32_t alumni_settled_is_done(const alumni_settled *settled);

/**
 * Number of reasons why not; 0 when it did.
 */
ALUMNI_API size_t alumni_settled_reason_count(const alumni_settled *settled);

/**
 * The stable code of the reason at `index`.
 */
ALUMNI_API const char *alumni_settled_reason_code(const alumni_settled *settled, size_t index);

/**
 * What came of it as one line of JSON, with the contact as it stands now.
 */
ALUMNI_API const char *alumni_settled_json(const alumni_settled *settled);

/**
 * The use to record with `alumni_ledger_extend_json`, as a list of one event, where the yes it rests on is good for a number of
 * uses; NULL otherwise. Until it is on record, the gate counts the contact itself.
 */
ALUMNI_API
const char *alumni_settled_used_json(const alumni_settled *settled);

/**
 * Frees it; NULL is fine.
 */
ALUMNI_API void alumni_settled_free(alumni_settled *settled);

/* ---- Consent: who received what, and whether a withdrawal has reached them all ---- */

/**
 * Makes a register without records from rules in TOML or JSON: the systems, the house's deadline, holidays.
 */
ALUMNI_API
alumni_status alumni_propagation_new(const char *rules,
                                     alumni_propagation **propagation,
                                     alumni_error **error);

/**
 * Reads a register that `alumni_propagation_json` wrote: `{"rules": …, "uses": […], "acknowledgements": […]}`.
 */
ALUMNI_API
alumni_status alumni_propagation_from_json(const char *json,
                                           alumni_propagation **propagation,
                                           alumni_error **error);

/**
 * Takes in a JSON list of uses: all of them, or none when one cannot be used. They may come in any order and as often as they
 * are delivered. `recorded` may be NULL.
 */
ALUMNI_API
alumni_status alumni_propagation_record_uses_json(alumni_propagation *propagation,
                                                  const char *uses_json,
                                                  alumni_recorded **recorded,
                                                  alumni_error **error);

/**
 * Takes in a JSON list of acknowledgements, likewise.
 */
ALUMNI_API
alumni_status alumni_propagation_record_acknowledgements_json(alumni_propagation *propagation,
                                                              const char *acknowledgements_json,
                                                              alumni_recorded **recorded,
                                                              alumni_error **error);

/**
 * Takes every contact that was sent as a use, by the system whose id or sender it names. `recorded` may be NULL.
 */
ALUMNI_API
alumni_status alumni_propagation_take_contacts(alumni_propagation *propagation,
                                               const alumni_contacts *contacts,
                                               alumni_recorded **recorded,
                                               alumni_error **error);

/**
 * Takes every event of the kind `used` as a use, by the system whose id or sender its source is. `recorded` may be NULL.
 */
ALUMNI_API
alumni_status alumni_propagation_take_used(alumni_propagation *propagation,
                                           const alumni_ledger *ledger,
                                           alumni_recorded **recorded,
                                           alumni_error **error);

/**
 * Takes what a directory provides as uses: one for each purpose and each system whose recipient is the audience. The matrix is
 * the report of `alumni_ledger_directory`. `recorded` may be NULL.
 */
ALUMNI_API
alumni_status alumni_propagation_take_provisions_json(alumni_propagation *propagation,
                                                      const char *directory,
                                                      const char *matrix_json,
                                                      alumni_recorded **recorded,
                                                      alumni_error **error);

/**
 * Takes in everything that another register has; the rules stay those of the first. `recorded` may be NULL.
 */
ALUMNI_API
alumni_status alumni_propagation_merge(alumni_propagation *propagation,
                                       const alumni_propagation *other,
                                       alumni_recorded **recorded,
                                       alumni_error **error);

/**
 * The register as one line of JSON.
 */
ALUMNI_API const char *alumni_propagation_json(const alumni_propagation *propagation);

/**
 * SHA-256 over all records in hexadecimal: equal for equal sets of records.
 */
ALUMNI_API const char *alumni_propagation_state_hash(const alumni_propagation *propagation);

/**
 * Frees a register; NULL is fine. Its reports live on.
 */
ALUMNI_API void alumni_propagation_free(alumni_propagation *propagation);

/**
 * Number of records that were new.
 */
ALUMNI_API size_t alumni_recorded_added(const alumni_recorded *recorded);

/**
 * Number of records that were known before, or came twice.
 */
ALUMNI_API size_t alumni_recorded_duplicates(const alumni_recorded *recorded);

/**
 * Frees it; NULL is fine.
 */
ALUMNI_API void alumni_recorded_free(alumni_recorded *recorded);

/**
 * How far withdrawals have come at an instant, for everybody. `known_at` may be NULL for everything known.
 */
ALUMNI_API
alumni_status alumni_ledger_propagation(const alumni_ledger *ledger,
                                        const alumni_propagation *propagation,
                                        alumni_instant at,
                                        const alumni_instant *known_at,
                                        alumni_propagation_report **report,
                                        alumni_error **error);

/**
 * Number of events that ended a permission which some system relied on.
 */
ALUMNI_API size_t alumni_propagation_report_withdrawals(const alumni_propagation_report *report);

/**
 * Number of those that some system has not acknowledged.
 */
ALUMNI_API size_t alumni_propagation_report_unpropagated(const alumni_propagation_report *report);

/**
 * Since when the oldest of these runs; invalid when there is none.
 */
ALUMNI_API alumni_instant alumni_propagation_report_oldest(const alumni_propagation_report *report);

/**
 * Number of items: every withdrawal at every system that it concerns, what is overdue first.
 */
ALUMNI_API size_t alumni_propagation_report_item_count(const alumni_propagation_report *report);

/**
 * Where the item at `index` stands: an `ALUMNI_PROPAGATION_STATUS_…`.
 */
ALUMNI_API
uint32_t alumni_propagation_report_item_status(const alumni_propagation_report *report,
                                               size_t index);

/**
 * By when it has to have stopped.
 */
ALUMNI_API
alumni_instant alumni_propagation_report_item_due_at(const alumni_propagation_report *report,
                                                     size_t index);

/**
 * Whether it is to be sent to the system now, 1 or 0.
 */
ALUMNI_API
uint32_t alumni_propagation_report_item_is_to_send(const alumni_propagation_report *report,
                                                   size_t index);

/**
 * Where it stands in one line, with the article that gives the length, or that the house does.
 */
ALUMNI_API
const char *alumni_propagation_report_item_text(const alumni_propagation_report *report,
                                                size_t index,
                                                uint32_t lang);

/**
 * Number of findings about uses.
 */
ALUMNI_API size_t alumni_propagation_report_finding_count(const alumni_propagation_report *report);

/**
 * The stable code of the finding at `index`, such as `propagation-use-after-withdrawal`.
 */
ALUMNI_API
const char *alumni_propagation_report_finding_code(const alumni_propagation_report *report,
                                                   size_t index);

/**
 * The finding at `index` in one line.
 */
ALUMNI_API
const char *alumni_propagation_report_finding_text(const alumni_propagation_report *report,
                                                   size_t index,
                                                   uint32_t lang);

/**
 * The report as one line of JSON: every item with its deadlines, and the counts of each system.
 */
ALUMNI_API const char *alumni_propagation_report_json(const alumni_propagation_report *report);

/**
 * The report for the data-protection officer as one page in Markdown.
 */
ALUMNI_API
const char *alumni_propagation_report_markdown(const alumni_propagation_report *report,
                                               uint32_t lang);

/**
 * The same page as one HTML document that needs nothing else.
 */
ALUMNI_API
const char *alumni_propagation_report_html(const alumni_propagation_report *report,
                                           uint32_t lang);

/**
 * Frees a report; NULL is fine.
 */
ALUMNI_API void alumni_propagation_report_free(alumni_propagation_report *report);

/**
 * The receipt `id` that a subject is handed at an instant, with what was known then.
 */
ALUMNI_API
alumni_status alumni_ledger_withdrawal_receipt(const alumni_ledger *ledger,
                                               const alumni_propagation *propagation,
                                               const char *subject,
                                               const char *id,
                                               alumni_instant at,
                                               alumni_withdrawal_receipt **receipt,
                                               alumni_error **error);

/**
 * The same as a receipt of ISO/IEC TS 27560 in the Data Privacy Vocabulary's JSON-LD.
 */
ALUMNI_API
alumni_status alumni_withdrawal_receipt_to_receipt(const alumni_withdrawal_receipt *receipt,
                                                   const alumni_ledger *ledger,
                                                   const char *controller_json,
                                                   alumni_consent_document **document,
                                                   alumni_error **error);

/**
 * Whether every system that the withdrawal concerns has acknowledged it, 1 or 0.
 */
ALUMNI_API uint32_t alumni_withdrawal_receipt_is_complete(const alumni_withdrawal_receipt *receipt);

/**
 * The receipt as one line of JSON.
 */
ALUMNI_API const char *alumni_withdrawal_receipt_json(const alumni_withdrawal_receipt *receipt);

/**
 * The receipt for the person as one page in Markdown.
 */
ALUMNI_API
const char *alumni_withdrawal_receipt_markdown(const alumni_withdrawal_receipt *receipt,
                                               uint32_t lang);

/**
 * The same page as one HTML document that needs nothing else.
 */
ALUMNI_API
const char *alumni_withdrawal_receipt_html(const alumni_withdrawal_receipt *receipt,
                                           uint32_t lang);

/**
 * Frees a receipt; NULL is fine.
 */
ALUMNI_API void alumni_withdrawal_receipt_free(alumni_withdrawal_receipt *receipt);

/* ---- Consent: versions of a notice compared, and whom to ask again ---- */

/**
 * How the notice `newer_json` differs from `older_json`, and what follows from it in every regime that anybody in the ledger
 * can be under, by the rules in force at `at`; `at` may be NULL for the instant at which the newer one takes effect. Neither
 * has to be on file.
 */
ALUMNI_API
alumni_status alumni_ledger_notice_diff_json(const alumni_ledger *ledger,
                                             const char *older_json,
                                             const char *newer_json,
                                             const alumni_instant *at,
                                             alumni_notice_diff **diff,
                                             alumni_error **error);

/**
 * The strictest that follows anywhere, an `ALUMNI_NOTICE_CONSEQUENCE_…`; `ALUMNI_NONE` for NULL.
 */
ALUMNI_API uint32_t alumni_notice_diff_consequence(const alumni_notice_diff *diff);

/**
 * Whether the newer version is marked as material without a difference that asks for it, or the other way round: 1 or 0.
 */
ALUMNI_API
uint32_t alumni_notice_diff_is_contradictory(const alumni_notice_diff *diff);

/**
 * The newer version as one under which earlier consent ends where the difference asks for it, and nowhere else. Its hash
 * stays.
 */
ALUMNI_API
alumni_status alumni_notice_diff_marked(const alumni_notice_diff *diff,
                                        alumni_notice **notice,
                                        alumni_error **error);

/**
 * The difference in `lang`: one line for each thing that differs, then what does not fit together.
 */
ALUMNI_API const char *alumni_notice_diff_text(const alumni_notice_diff *diff, uint32_t lang);

/**
 * The difference as one line of JSON.
 */
ALUMNI_API const char *alumni_notice_diff_json(const alumni_notice_diff *diff);

/**
 * Frees a difference; NULL is fine.
 */
ALUMNI_API void alumni_notice_diff_free(alumni_notice_diff *diff);

/**
 * The pairs of neighbouring versions on file whose difference contradicts what the later one says about itself: a list.
 * `at` is for versions that do not say when they take effect.
 */
ALUMNI_API
alumni_status alumni_ledger_notice_contradictions(const alumni_ledger *ledger,
                                                  alumni_instant at,
                                                  alumni_consent_report **report,
                                                  alumni_error **error);

/**
 * Who has to be asked or told about a new version of a notice, when and on which channel each can be, and how much consent
 * may be lost: `{"notice": …, "asking": …, "channels": […], "sender": …, "message": …, "at": …, "deadline": …, "rate": …}`,
 * of which all up to `at` must be there. Nothing is changed or reserved.
 */
ALUMNI_API
alumni_status alumni_ledger_plan_reconsent_json(const alumni_ledger *ledger,
                                                const alumni_contacts *contacts,
                                                const char *request_json,
                                                alumni_reconsent_plan **plan,
                                                alumni_error **error);

/**
 * Number of people to be asked.
 */
ALUMNI_API size_t alumni_reconsent_plan_ask(const alumni_reconsent_plan *plan);

/**
 * Number of people to be told, and not asked.
 */
ALUMNI_API size_t alumni_reconsent_plan_tell(const alumni_reconsent_plan *plan);

/**
 * The plan in `lang`: what is at stake, the days, and what has to be looked at. Nobody is named.
 */
ALUMNI_API const char *alumni_reconsent_plan_text(const alumni_reconsent_plan *plan, uint32_t lang);

/**
 * The plan as one line of JSON, with every person.
 */
ALUMNI_API const char *alumni_reconsent_plan_json(const alumni_reconsent_plan *plan);

/**
 * Frees a plan; NULL is fine.
 */
ALUMNI_API void alumni_reconsent_plan_free(alumni_reconsent_plan *plan);

/* ---- Consent: whole tables, one person over time, and how many may be reached ---- */

/**
 * Takes in a table of events: all of them, or none when one cannot be used. `extended` may be NULL.
 *
 * The columns are `source`, `id`, `subject`, `purpose`, `kind`, `occurred_at` and `received_at`, and, where the table has
 * them, `occurred_at_offset` (minutes ahead of UTC), `channel`, `recipient`, `valid_until`, `valid_for`,
 * `valid_until_event`, `valid_uses`, `endless`, `happening`, `time_untrusted`, `notice_id`, `notice_version`, `notice_hash`, `actor`, `method`, `employment_state`, `evidence_ref`, `imported` and `bundled_with`.
 * Instants are timestamps in a time zone, or texts with an offset. Errors name column and row (`occurred_at: row 12`).
 *
 * `events` is taken whatever becomes of the call: its `release` is NULL afterwards.
 */
ALUMNI_API
alumni_status alumni_ledger_extend_table(alumni_ledger *ledger,
                                         struct ArrowArrayStream *events,
                                         alumni_extended **extended,
                                         alumni_error **error);

/**
 * All events as a table with the columns of `alumni_ledger_extend_table`, by source and id, each once. `out` is
 * overwritten without being released; it belongs to the caller, who calls its `release`, and outlives the ledger. After a
 * failure its `release` is NULL.
 */
ALUMNI_API
alumni_status alumni_ledger_export_events(const alumni_ledger *ledger,
                                          struct ArrowArrayStream *out,
                                          alumni_error **error);

/**
 * Takes in a table of events as the bytes of a CSV file, which need not end with NUL; `name` is that of the file in errors. Bytes
 * that are not UTF-8 are told with line, character and the encoding that they are likely to be. `extended` may be NULL.
 */
ALUMNI_API
alumni_status alumni_ledger_extend_csv_bytes(alumni_ledger *ledger,
                                             const char *name,
                                             const uint8_t *bytes,
                                             size_t length,
                                             alumni_extended **extended,
                                             alumni_error **error);

/**
 * Judges a list as `alumni_ledger_import_list_csv` does, from the bytes of a CSV file, which need not end with NUL.
 */
ALUMNI_API
alumni_status alumni_ledger_import_list_csv_bytes(const alumni_ledger *ledger,
                                                  const char *name,
                                                  const uint8_t *bytes,
                                                  size_t length,
                                                  const char *options_json,
                                                  alumni_consent_document **document,
                                                  alumni_error **error);

/**
 * Judges a list as `alumni_ledger_import_list_csv` does, from a table; rows are counted as lines of a file, the header
 * being line 1. `list` is taken whatever becomes of the call.
 */
ALUMNI_API
alumni_status alumni_ledger_import_list_table(const alumni_ledger *ledger,
                                              struct ArrowArrayStream *list,
                                              const char *options_json,
                                              alumni_consent_document **document,
                                              alumni_error **error);

/**
 * Answers a table of questions: `alumni_ledger_may` for every row.
 *
 * The columns are `subject`, which must be there, and `purpose`, `at`, `channel`, `recipient`, `known_at`, `activity`,
 * `country`, `data_of` and `regimes`, each of which `options_json` may have for all rows instead: `{"purpose": …, "at": …}`.
 * It may be NULL. A row that cannot be asked is an error with column and row, or with `"unusable": "denied"` denied with the
 * reason `consent-question-unusable`. `"evidence": false` leaves out the events that the answers rest on.
 *
 * `id` names a column of texts or whole numbers that goes with the answers; it may be NULL. `questions` is taken whatever
 * becomes of the call: its `release` is NULL afterwards.
 */
ALUMNI_API
alumni_status alumni_ledger_may_table(const alumni_ledger *ledger,
                                      struct ArrowArrayStream *questions,
                                      const char *options_json,
                                      const char *id,
                                      alumni_answers **answers,
                                      alumni_error **error);

/**
 * Answers a table of questions through a snapshot: `alumni_snapshot_may` for every row, far faster than the ledger folds each.
 *
 * The columns are `subject`, which must be there, and `purpose` and `channel`, each of which `options_json` may have for all rows
 * instead: `{"purpose": …, "channel": …}`; another part of a question is an error there. It may be NULL. Otherwise as
 * `alumni_ledger_may_table`, but for the answers, which are brief: `alumni_answers_is_brief`.
 */
ALUMNI_API
alumni_status alumni_snapshot_may_table(const alumni_snapshot *snapshot,
                                        struct ArrowArrayStream *questions,
                                        const char *options_json,
                                        const char *id,
                                        alumni_answers **answers,
                                        alumni_error **error);

/**
 * Whether the answers are those of a snapshot: one reason each, the one that decided, at most one event, and no obligations, which
 * does not mean that there are none. 0 or 1.
 */
ALUMNI_API
uint32_t alumni_answers_is_brief(const alumni_answers *answers);

/**
 * Number of rows.
 */
ALUMNI_API size_t alumni_answers_count(const alumni_answers *answers);

/**
 * Whether it may be done: an `ALUMNI_CONSENT_VERDICT_…`; `ALUMNI_NONE` beyond the last row.
 */
ALUMNI_API uint32_t alumni_answers_verdict(const alumni_answers *answers, size_t row);

/**
 * Number of reasons of a row, of which the first decided.
 */
ALUMNI_API size_t alumni_answers_reason_count(const alumni_answers *answers, size_t row);

/**
 * The stable code of the reason at `index` of a row.
 */
ALUMNI_API
const char *alumni_answers_reason_code(const alumni_answers *answers,
                                       size_t row,
                                       size_t index);

/**
 * The next instant at which a row's answer changes if nothing new arrives; invalid when it never does.
 */
ALUMNI_API
alumni_instant alumni_answers_valid_until(const alumni_answers *answers,
                                          size_t row);

/**
 * How many rows have each verdict, and for which reason, as JSON.
 */
ALUMNI_API const char *alumni_answers_counts_json(const alumni_answers *answers);

/**
 * Rows that could not be asked, as a JSON list: for each column how many, the first rows, and what was expected.
 */
ALUMNI_API
const char *alumni_answers_unusable_json(const alumni_answers *answers);

/**
 * The counts as text: a line for the verdicts and one for each reason.
 */
ALUMNI_API const char *alumni_answers_text(const alumni_answers *answers, uint32_t lang);

/**
 * The answers as a table, as often as it is asked for: the ids under their own name, `verdict` and `reason` (dictionaries
 * of texts), `reasons` and `obligations` (lists of them), `evidence` (lists of `source` and `id`) and `valid_until`
 * (microseconds in UTC); brief answers have no `reasons` and no `obligations`, and no `evidence` where it was not asked for. `out`
 * belongs to the caller and outlives `answers`.
 */
ALUMNI_API
alumni_status alumni_answers_export(const alumni_answers *answers,
                                    struct ArrowArrayStream *out,
                                    alumni_error **error);

/**
 * Frees answers; NULL is fine.
 */
ALUMNI_API void alumni_answers_free(alumni_answers *answers);

/**
 * What one subject said and where that left every purpose. The request is `{"subject": …, "until": …, "known_at": …}`, the
 * last may be left out.
 */
ALUMNI_API
alumni_status alumni_ledger_timeline_json(const alumni_ledger *ledger,
                                          const char *request_json,
                                          alumni_consent_document **document,
                                          alumni_error **error);

/**
 * How many may be reached for a purpose, and at which step the others are lost. The request is `{"purpose": …, "channel": …,
 * "at": …, "known_at": …, "among": […]}`; all but the purpose and the instant may be left out, and everybody whom the ledger
 * knows is counted without `among`. `contacts` may be NULL; with it, caps, pauses and quiet hours are the last step.
 */
ALUMNI_API
alumni_status alumni_ledger_funnel_json(const alumni_ledger *ledger,
                                        const alumni_contacts *contacts,
                                        const char *request_json,
                                        alumni_consent_document **document,
                                        alumni_error **error);

/* ---- Consent: days and times by the clock of another place than UTC ---- */

/**
 * Has an answer say its days and times as a clock at `utc_offset` (such as `+09:00`, or the time zone `Asia/Tokyo`) shows them; they are in UTC before. Its texts
 * that were read before are freed.
 */
ALUMNI_API
alumni_status alumni_answer_tell_at(alumni_answer *answer,
                                    const char *utc_offset,
                                    alumni_error **error);

/**
 * Has a plan say its times as a clock at `utc_offset` (such as `+09:00`, or the time zone `Asia/Tokyo`) shows them; they are in UTC before. Its texts that were
 * read before are freed.
 */
ALUMNI_API
alumni_status alumni_reconsent_plan_tell_at(alumni_reconsent_plan *plan,
                                            const char *utc_offset,
                                            alumni_error **error);

/**
 * Has a receipt say its days and times as a clock at `utc_offset` (such as `+09:00`, or the time zone `Asia/Tokyo`) shows them; they are in UTC before. Its pages
 * that were read before are freed.
 */
ALUMNI_API
alumni_status alumni_withdrawal_receipt_tell_at(alumni_withdrawal_receipt *receipt,
                                                const char *utc_offset,
                                                alumni_error **error);

/**
 * Has a report say its days and times as a clock at `utc_offset` (such as `+09:00`, or the time zone `Asia/Tokyo`) shows them; they are in UTC before. Its pages
 * and texts that were read before are freed.
 */
ALUMNI_API
alumni_status alumni_propagation_report_tell_at(alumni_propagation_report *report,
                                                const char *utc_offset,
                                                alumni_error **error);

/**
 * Has a document of `alumni_ledger_visible_json` or `alumni_ledger_retention_due` say its days and times as a clock at `utc_offset`
 * (such as `+09:00`, or the time zone `Asia/Tokyo`) shows them; they are in UTC before. Its texts that were read before are freed. Another document has no times
 * to be told by a clock, which is a failure at `document`.
 */
ALUMNI_API
alumni_status alumni_consent_document_tell_at(alumni_consent_document *document,
                                              const char *utc_offset,
                                              alumni_error **error);

/**
 * Has a report of `alumni_ledger_directory` say its days and times as a clock at `utc_offset` (such as `+09:00`, or the time zone `Asia/Tokyo`) shows them; they
 * are in UTC before. Its texts that were read before are freed. Another report is for programs, which is a failure at `report`.
 */
ALUMNI_API
alumni_status alumni_consent_report_tell_at(alumni_consent_report *report,
                                            const char *utc_offset,
                                            alumni_error **error);

/* ---- Fairness: is bringing people back fair? ---- */

/**
 * Reads a standard in TOML, or in JSON when it starts with a brace. What it does not set is as in the default one:
 * four fifths of the highest rate.
 */
ALUMNI_API
alumni_status alumni_standard_parse(const char *document,
                                    alumni_standard **standard,
                                    alumni_error **error);

/**
 * The default standard: four fifths of the highest rate.
 */
ALUMNI_API alumni_status alumni_standard_default(alumni_standard **standard, alumni_error **error);

/**
 * The standard's id.
 */
ALUMNI_API const char *alumni_standard_id(const alumni_standard *standard);

/**
 * The standard's version.
 */
ALUMNI_API uint32_t alumni_standard_version(const alumni_standard *standard);

/**
 * The standard as JSON, which `alumni_standard_parse` reads back.
 */
ALUMNI_API const char *alumni_standard_json(const alumni_standard *standard);

/**
 * Frees a standard; NULL is fine.
 */
ALUMNI_API void alumni_standard_free(alumni_standard *standard);

/**
 * Compares the selection rates of `count` groups by the default standard: the names of the groups, how many of each
 * were considered, how many of those were selected. The order of the groups does not matter, and they are kept
 * nowhere but in the report.
 */
ALUMNI_API
alumni_status alumni_fairness_selection(const char *const *groups,
                                        const uint64_t *considered,
                                        const uint64_t *selected,
                                        size_t count,
                                        alumni_selection_report **report,
                                        alumni_error **error);

/**
 * Compares the selection rates of `count` groups by a standard.
 */
ALUMNI_API
alumni_status alumni_standard_selection(const alumni_standard *standard,
                                        const char *const *groups,
                                        const uint64_t *considered,
                                        const uint64_t *selected,
                                        size_t count,
                                        alumni_selection_report **report,
                                        alumni_error **error);

/**
 * The same with people of unknown group, of whom `unknown_considered` were considered and `unknown_selected` of those
 * selected: the findings in JSON say between which limits their ratios lie, whichever groups they belong to.
 */
ALUMNI_API
alumni_status alumni_standard_selection_with_unknown(const alumni_standard *standard,
                                                     const char *const *groups,
                                                     const uint64_t *considered,
                                                     const uint64_t *selected,
                                                     size_t count,
                                                     uint64_t unknown_considered,
                                                     uint64_t unknown_selected,
                                                     alumni_selection_report **report,
                                                     alumni_error **error);

/**
 * The report's highest verdict: an `ALUMNI_FAIRNESS_VERDICT_…`. Larger numbers ask for more attention.
 */
ALUMNI_API
uint32_t alumni_selection_report_verdict(const alumni_selection_report *report);

/**
 * The findings as a table, a row for each group that was compared: `group`, `considered`, `selected`, `rate`, `reference`,
 * `reference_considered`, `reference_selected`, `reference_rate`, `impact_ratio`, `lower` and `upper` (its interval), `fisher`, `mid_p`,
 * `adjusted_p`, `discovery_p` and `verdict`. What cannot be estimated is null.
 */
ALUMNI_API
alumni_status alumni_selection_report_stream(const alumni_selection_report *report,
                                             struct ArrowArrayStream *out,
                                             alumni_error **error);

/**
 * The findings in sentences, one line each, and what is to be known about them all.
 */
ALUMNI_API
const char *alumni_selection_report_text(const alumni_selection_report *report,
                                         uint32_t lang);

/**
 * Number of reasons that concern the report as a whole.
 */
ALUMNI_API size_t alumni_selection_report_reason_count(const alumni_selection_report *report);

/**
 * The stable code of the reason at `index`.
 */
ALUMNI_API
const char *alumni_selection_report_reason_code(const alumni_selection_report *report,
                                                size_t index);

/**
 * The sentence of the reason at `index`.
 */
ALUMNI_API
const char *alumni_selection_report_reason_text(const alumni_selection_report *report,
                                                size_t index,
                                                uint32_t lang);

/**
 * Number of groups that were too small to be shown by the standard.
 */
ALUMNI_API size_t alumni_selection_report_withheld_count(const alumni_selection_report *report);

/**
 * The name of the withheld group at `index`.
 */
ALUMNI_API
const char *alumni_selection_report_withheld(const alumni_selection_report *report,
                                             size_t index);

/**
 * Number of findings: one for each group that has a reference to be compared with, by name.
 */
ALUMNI_API size_t alumni_selection_report_finding_count(const alumni_selection_report *report);

/**
 * The group that the finding at `index` looks at.
 */
ALUMNI_API
const char *alumni_selection_report_finding_group(const alumni_selection_report *report,
                                                  size_t index);

/**
 * The group it is compared with; NULL when that is everyone else.
 */
ALUMNI_API
const char *alumni_selection_report_finding_reference(const alumni_selection_report *report,
                                                      size_t index);

/**
 * The finding's verdict: an `ALUMNI_FAIRNESS_VERDICT_…`.
 */
ALUMNI_API
uint32_t alumni_selection_report_finding_verdict(const alumni_selection_report *report,
                                                 size_t index);

/**
 * The group's rate over the reference rate; NAN when the reference rate is zero or there is none.
 */
ALUMNI_API
double alumni_selection_report_finding_impact_ratio(const alumni_selection_report *report,
                                                    size_t index);

/**
 * The smallest impact ratio that the counts do not speak against; NAN when there is no interval.
 */
ALUMNI_API
double alumni_selection_report_finding_lower(const alumni_selection_report *report,
                                             size_t index);

/**
 * The largest such ratio; NAN when there is no interval, INFINITY when it has no upper limit.
 */
ALUMNI_API
double alumni_selection_report_finding_upper(const alumni_selection_report *report,
                                             size_t index);

/**
 * The two-sided mid-p value that the verdict rests on, not adjusted for other comparisons; NAN when there is none.
 */
ALUMNI_API
double alumni_selection_report_finding_mid_p(const alumni_selection_report *report,
                                             size_t index);

/**
 * The finding in sentences, with its numbers and its verdict.
 */
ALUMNI_API
const char *alumni_selection_report_finding_text(const alumni_selection_report *report,
                                                 size_t index,
                                                 uint32_t lang);

/**
 * Number of reasons for the verdict of the finding at `index`.
 */
ALUMNI_API
size_t alumni_selection_report_finding_reason_count(const alumni_selection_report *report,
                                                    size_t index);

/**
 * The stable code of such a reason.
 */
ALUMNI_API
const char *alumni_selection_report_finding_reason_code(const alumni_selection_report *report,
                                                        size_t index,
                                                        size_t reason);

/**
 * The sentence of such a reason.
 */
ALUMNI_API
const char *alumni_selection_report_finding_reason_text(const alumni_selection_report *report,
                                                        size_t index,
                                                        size_t reason,
                                                        uint32_t lang);

/**
 * The whole report as JSON, with every figure of every finding.
 */
ALUMNI_API const char *alumni_selection_report_json(const alumni_selection_report *report);

/**
 * Frees a report; NULL is fine.
 */
ALUMNI_API void alumni_selection_report_free(alumni_selection_report *report);

/**
 * Pay over the midpoint of its range; 1.0 is at the midpoint. Both amounts are for the same period.
 */
ALUMNI_API
alumni_status alumni_fairness_compa_ratio(alumni_money pay,
                                          alumni_money midpoint,
                                          double *ratio,
                                          alumni_error **error);

/**
 * How far into its range pay lies: 0 at the minimum, 1 at the maximum, below or above outside the range.
 */
ALUMNI_API
alumni_status alumni_fairness_range_penetration(alumni_money pay,
                                                alumni_money minimum,
                                                alumni_money maximum,
                                                double *place,
                                                alumni_error **error);

/**
 * Where the pay of `count` people lies against their midpoints: the mean of their compa-ratios, in which every person
 * counts alike, and the sum of pay over the sum of midpoints. NAN for nobody. All in one currency.
 */
ALUMNI_API
alumni_status alumni_fairness_compa_ratios(const alumni_money *pay,
                                           const alumni_money *midpoint,
                                           size_t count,
                                           double *mean_of_ratios,
                                           double *ratio_of_sums,
                                           alumni_error **error);

/* ---- Fairness: selection rates within strata ---- */

/**
 * Compares selection rates within strata by a standard; each of the `count` cells is its stratum, its group, how many of
 * the group were considered there, and how many of those selected. A group may be absent from a stratum.
 */
ALUMNI_API
alumni_status alumni_standard_strata(const alumni_standard *standard,
                                     const char *const *strata,
                                     const char *const *groups,
                                     const uint64_t *considered,
                                     const uint64_t *selected,
                                     size_t count,
                                     alumni_strata_report **report,
                                     alumni_error **error);

/**
 * The highest verdict, within strata and pooled: an `ALUMNI_FAIRNESS_VERDICT_…`.
 */
ALUMNI_API uint32_t alumni_strata_report_verdict(const alumni_strata_report *report);

/**
 * The findings in sentences, one line each, and what is to be known about them all.
 */
ALUMNI_API const char *alumni_strata_report_text(const alumni_strata_report *report, uint32_t lang);

/**
 * Number of findings: one for each group that has a reference to be compared with, by name.
 */
ALUMNI_API size_t alumni_strata_report_finding_count(const alumni_strata_report *report);

/**
 * The group that the finding at `index` looks at.
 */
ALUMNI_API
const char *alumni_strata_report_finding_group(const alumni_strata_report *report,
                                               size_t index);

/**
 * The group it is compared with; NULL when that is everyone else.
 */
ALUMNI_API
const char *alumni_strata_report_finding_reference(const alumni_strata_report *report,
                                                   size_t index);

/**
 * The finding's verdict: an `ALUMNI_FAIRNESS_VERDICT_…`.
 */
ALUMNI_API
uint32_t alumni_strata_report_finding_verdict(const alumni_strata_report *report,
                                              size_t index);

/**
 * How the pooled figure stands to that within strata: an `ALUMNI_FAIRNESS_AGREEMENT_…`.
 */
ALUMNI_API
uint32_t alumni_strata_report_finding_agreement(const alumni_strata_report *report,
                                                size_t index);

/**
 * The ratio of rates over all strata together; NAN when there is none.
 */
ALUMNI_API
double alumni_strata_report_finding_pooled_ratio(const alumni_strata_report *report,
                                                 size_t index);

/**
 * Mantel and Haenszel's common ratio of rates within strata; NAN when there is none.
 */
ALUMNI_API
double alumni_strata_report_finding_rate_ratio(const alumni_strata_report *report,
                                               size_t index);

/**
 * The p-value that the verdict rests on, not adjusted for other comparisons; NAN when there is none.
 */
ALUMNI_API
double alumni_strata_report_finding_mid_p(const alumni_strata_report *report,
                                          size_t index);

/**
 * The finding in sentences: pooled, within strata, and how they stand to each other.
 */
ALUMNI_API
const char *alumni_strata_report_finding_text(const alumni_strata_report *report,
                                              size_t index,
                                              uint32_t lang);

/**
 * Number of reasons for the verdict of the finding at `index`.
 */
ALUMNI_API
size_t alumni_strata_report_finding_reason_count(const alumni_strata_report *report,
                                                 size_t index);

/**
 * The stable code of such a reason.
 */
ALUMNI_API
const char *alumni_strata_report_finding_reason_code(const alumni_strata_report *report,
                                                     size_t index,
                                                     size_t reason);

/**
 * The sentence of such a reason.
 */
ALUMNI_API
const char *alumni_strata_report_finding_reason_text(const alumni_strata_report *report,
                                                     size_t index,
                                                     size_t reason,
                                                     uint32_t lang);

/**
 * The findings as a table, a row for each: `group`, `reference`, `pooled_ratio`, `rate_ratio` and `odds_ratio` with their `_lower`
 * and `_upper`, `mid_p`, `adjusted_p`, `agreement` and `verdict`.
 */
ALUMNI_API
alumni_status alumni_strata_report_stream(const alumni_strata_report *report,
                                          struct ArrowArrayStream *out,
                                          alumni_error **error);

/**
 * The whole report as JSON, with every figure of every finding and stratum.
 */
ALUMNI_API const char *alumni_strata_report_json(const alumni_strata_report *report);

/**
 * Frees a report; NULL is fine.
 */
ALUMNI_API void alumni_strata_report_free(alumni_strata_report *report);

/* ---- Fairness: tables of people, and tables to publish ---- */

/**
 * Compares the selection rates of the people in a table, one row each, by a standard.
 *
 * The table is read batch by batch, in memory that does not grow with the rows, and is taken whatever becomes of the call.
 * `options` is a document in JSON or TOML: `outcome` (the column of booleans or of 0 and 1), `attributes` (the columns of
 * groups), and maybe `stratum` (a column), `intersections` (a boolean) and `references` (attribute to group).
 */
ALUMNI_API
alumni_status alumni_standard_selection_stream(const alumni_standard *standard,
                                               struct ArrowArrayStream *table,
                                               const char *options,
                                               alumni_table_report **report,
                                               alumni_error **error);

/**
 * The highest verdict of all comparisons: an `ALUMNI_FAIRNESS_VERDICT_…`.
 */
ALUMNI_API uint32_t alumni_table_report_verdict(const alumni_table_report *report);

/**
 * Number of rows of the table.
 */
ALUMNI_API uint64_t alumni_table_report_rows(const alumni_table_report *report);

/**
 * How many of them have no outcome, and take part in nothing.
 */
ALUMNI_API uint64_t alumni_table_report_undecided(const alumni_table_report *report);

/**
 * Every comparison in sentences, each under the names of its attributes, and what is to be known about them all.
 */
ALUMNI_API
const char *alumni_table_report_text(const alumni_table_report *report,
                                     uint32_t lang);

/**
 * The whole report as JSON: every attribute, every intersection, every attribute within strata.
 */
ALUMNI_API const char *alumni_table_report_json(const alumni_table_report *report);

/**
 * The findings of every attribute, then of every combination, as a table: `attributes` (`sex`, or `sex × age`), then the columns of
 * `alumni_selection_report_stream`.
 */
ALUMNI_API
alumni_status alumni_table_report_stream(const alumni_table_report *report,
                                         struct ArrowArrayStream *out,
                                         alumni_error **error);

/**
 * Frees a report; NULL is fine.
 */
ALUMNI_API void alumni_table_report_free(alumni_table_report *report);

/**
 * Makes the tables from a document in JSON or TOML: `attributes` (one to three names), and either `cells`, each with
 * `categories` (one for each attribute, null where unknown), `people` and `selected`, or `people`, each with `categories`
 * and `score`.
 */
ALUMNI_API
alumni_status alumni_local_law_144_parse(const char *document,
                                         alumni_local_law_144 **tables,
                                         alumni_error **error);

/**
 * Makes the tables from the rows of a table, which is taken whatever becomes of the call. `options_json` names the columns:
 * `attributes` (one to three), and `outcome` (a row is a person, selected or not), `score` (a row is a person with a score), or
 * `considered` together with `selected` (a row is a cell: so many people, of them so many selected).
 */
ALUMNI_API
alumni_status alumni_local_law_144_from_stream(struct ArrowArrayStream *people,
                                               const char *options_json,
                                               alumni_local_law_144 **tables,
                                               alumni_error **error);

/**
 * The rows of every table as one table: `attributes`, `category`, `people`, `selected`, `rate`, `impact_ratio`, `lower`, `upper`
 * and `left_out`; the last row of each is of those whose category is not known.
 */
ALUMNI_API
alumni_status alumni_local_law_144_stream(const alumni_local_law_144 *tables,
                                          struct ArrowArrayStream *out,
                                          alumni_error **error);

/**
 * The tables as Markdown, ready to be published.
 */
ALUMNI_API
const char *alumni_local_law_144_markdown(const alumni_local_law_144 *tables,
                                          uint32_t lang);

/**
 * The tables as JSON.
 */
ALUMNI_API const char *alumni_local_law_144_json(const alumni_local_law_144 *tables);

/**
 * Frees tables; NULL is fine.
 */
ALUMNI_API void alumni_local_law_144_free(alumni_local_law_144 *tables);

/* ---- Searches over thresholds ---- */

/**
 * Counts who would be eligible at each threshold, and compares the groups there. `people` has one row for each person, is read
 * once, and taken whatever becomes of the call. `options_json` is `{"fact": …, "attribute": …, "thresholds": […]}`, with `side`
 * (`at_least` or `at_most`) and `inference` (`holm` or `{"split": {"seed": …}}`) where needed.
 */
ALUMNI_API
alumni_status alumni_standard_thresholds(const alumni_standard *standard,
                                         struct ArrowArrayStream *people,
                                         const char *options_json,
                                         alumni_threshold_report **report,
                                         alumni_error **error);

/**
 * The thresholds as a table, rising: `threshold`, `eligible`, `lowest_ratio`, `lowest_group`, `below_threshold`, `least_p` and
 * `on_front`.
 */
ALUMNI_API
alumni_status alumni_threshold_report_stream(const alumni_threshold_report *report,
                                             struct ArrowArrayStream *out,
                                             alumni_error **error);

/**
 * The report as JSON.
 */
ALUMNI_API const char *alumni_threshold_report_json(const alumni_threshold_report *report);

/**
 * A line for each threshold, and what is to be known about them all; NULL for a language there is not.
 */
ALUMNI_API
const char *alumni_threshold_report_text(const alumni_threshold_report *report,
                                         uint32_t lang);

/**
 * Frees a report; NULL is fine.
 */
ALUMNI_API void alumni_threshold_report_free(alumni_threshold_report *report);

/* ---- Fairness: what to expect, and p-values of several reports ---- */

/**
 * The impact ratio to expect from a standardized difference of scores. `difference` is how many standard deviations the group's
 * mean lies below the reference's, from -5 to 5; `selection_rate` is the share of all people who will be selected, and
 * `group_share` the group's share of them, both from 0.000001 to 0.999999. Scores are taken as normal with the same spread.
 */
ALUMNI_API
alumni_status alumni_fairness_expected_impact(double difference,
                                              double selection_rate,
                                              double group_share,
                                              alumni_expected_impact *expected,
                                              alumni_error **error);

/**
 * Adjusts p-values for how many of them there are: for a family that spans several reports, which adjust their own findings.
 */
ALUMNI_API
alumni_status alumni_fairness_adjust_p_values(const double *p,
                                              size_t p_count,
                                              alumni_adjusted_p **adjusted,
                                              alumni_error **error);

/**
 * Number of p-values.
 */
ALUMNI_API size_t alumni_adjusted_p_count(const alumni_adjusted_p *adjusted);

/**
 * The p-value at `index` adjusted by Holm, for a family declared beforehand; NaN beyond the last.
 */
ALUMNI_API double alumni_adjusted_p_holm(const alumni_adjusted_p *adjusted, size_t index);

/**
 * The p-value at `index` adjusted by Benjamini and Hochberg, for exploration; NaN beyond the last.
 */
ALUMNI_API
double alumni_adjusted_p_benjamini_hochberg(const alumni_adjusted_p *adjusted,
                                            size_t index);

/**
 * The p-value at `index` times how many there are, and at most 1 (Bonferroni); NaN beyond the last.
 */
ALUMNI_API double alumni_adjusted_p_bonferroni(const alumni_adjusted_p *adjusted, size_t index);

/**
 * Frees them; NULL is fine.
 */
ALUMNI_API void alumni_adjusted_p_free(alumni_adjusted_p *adjusted);

/* ---- Fairness: rates by every named test, and how many people a difference takes ---- */

/**
 * Compares the rates of two to 64 groups by every test and interval that has a name. `question_json` is
 * `{"groups": [{"group": …, "considered": …, "selected": …}]}`, with `reference` (the group that each other one is compared with) and
 * `confidence` where needed.
 */
ALUMNI_API
alumni_status alumni_fairness_compare_rates_json(const char *question_json,
                                                 alumni_rate_report **report,
                                                 alumni_error **error);

/**
 * The power, the people needed or the nearest rates that are told apart, by the normal approximation: whichever is left out of
 * `question_json`, `{"first_rate": …}` with two of `second_rate`, `considered` and `power`, and with `compared_with`, `confidence` and
 * `one_sided` where needed.
 */
ALUMNI_API
alumni_status alumni_fairness_power_of_rates_json(const char *question_json,
                                                  alumni_rate_report **report,
                                                  alumni_error **error);

/**
 * The figures as JSON.
 */
ALUMNI_API const char *alumni_rate_report_json(const alumni_rate_report *report);

/**
 * A comparison in sentences; NULL for a plan of how many people are needed, and for a language there is not.
 */
ALUMNI_API
const char *alumni_rate_report_text(const alumni_rate_report *report,
                                    uint32_t lang);

/**
 * Frees figures; NULL is fine.
 */
ALUMNI_API void alumni_rate_report_free(alumni_rate_report *report);

/* ---- Fairness: gaps in pay, and what may be offered ---- */

/**
 * The United Kingdom's gender pay gap figures from a question with `people`, maybe `focal` and `reference`.
 */
ALUMNI_API
alumni_status alumni_fairness_uk_pay_gaps_json(const char *question_json,
                                               alumni_pay_report **report,
                                               alumni_error **error);

/**
 * The indicators of the European Union's pay transparency directive from such a question, and the categories that reach
 * its line of 5 %.
 */
ALUMNI_API
alumni_status alumni_fairness_eu_pay_gaps_json(const char *question_json,
                                               alumni_pay_report **report,
                                               alumni_error **error);

/**
 * Japan's ratio of women's average pay to men's from a list of totals.
 */
ALUMNI_API
alumni_status alumni_fairness_japan_pay_ratios_json(const char *totals_json,
                                                    alumni_pay_report **report,
                                                    alumni_error **error);

/**
 * The median pay of those who come in over that of those who are there; NAN when a side has nobody or the incumbents'
 * median is zero.
 */
ALUMNI_API
alumni_status alumni_fairness_compression(const alumni_money *newcomers,
                                          size_t newcomer_count,
                                          const alumni_money *incumbents,
                                          size_t incumbent_count,
                                          double *index,
                                          alumni_error **error);

/**
 * Counts pairs of a returner and a colleague of more service and no lower rating who is paid less.
 */
ALUMNI_API
alumni_status alumni_fairness_inversions_json(const char *question_json,
                                              alumni_pay_report **report,
                                              alumni_error **error);

/**
 * Fits `outcome` by least squares on `column_count` named columns of `rows` numbers each, one column after the other.
 * `options_json` may be NULL for an intercept, HC3 errors and 95 % intervals. The numbers are not copied.
 */
ALUMNI_API
alumni_status alumni_fairness_regress(const double *outcome,
                                      size_t rows,
                                      const char *const *names,
                                      const double *columns,
                                      size_t column_count,
                                      const char *options_json,
                                      alumni_pay_report **report,
                                      alumni_error **error);

/**
 * The difference in pay between two groups beside factors, from a question with `people` and options.
 */
ALUMNI_API
alumni_status alumni_fairness_adjusted_pay_gap_json(const char *question_json,
                                                    alumni_pay_report **report,
                                                    alumni_error **error);

/**
 * The Swiss standard analysis model over a list of people.
 */
ALUMNI_API
alumni_status alumni_fairness_logib_json(const char *people_json,
                                         alumni_pay_report **report,
                                         alumni_error **error);

/**
 * Reads a cohort in TOML, or in JSON when it starts with a brace, and fits what has to be fitted.
 */
ALUMNI_API
alumni_status alumni_offer_cohort_parse(const char *document,
                                        alumni_offer_cohort **cohort,
                                        alumni_error **error);

/**
 * A cohort of the people in a table, which is taken whatever becomes of the call. `options_json` has what a cohort has beside its
 * people, and names the columns: `pay`, and those of `group`, `returner`, `tenure_months`, `rating`, `factors`, `id`, `circle` and
 * `left_out` that there are; amounts are written as in the other tables of pay.
 */
ALUMNI_API
alumni_status alumni_offer_cohort_from_stream(struct ArrowArrayStream *people,
                                              const char *options_json,
                                              alumni_offer_cohort **cohort,
                                              alumni_error **error);

/**
 * The cohort as JSON, which `alumni_offer_cohort_parse` reads back.
 */
ALUMNI_API const char *alumni_offer_cohort_json(const alumni_offer_cohort *cohort);

/**
 * Between which amounts an offer to a candidate keeps every limit, each bound, and which ones bind. `candidate_json` may
 * be NULL for somebody of whom nothing is known.
 */
ALUMNI_API
alumni_status alumni_offer_cohort_headroom_json(const alumni_offer_cohort *cohort,
                                                const char *candidate_json,
                                                alumni_pay_report **report,
                                                alumni_error **error);

/**
 * Measures an offer: its place in the range, the bounds, the premiums and the terms beside pay.
 */
ALUMNI_API
alumni_status alumni_offer_cohort_check_json(const alumni_offer_cohort *cohort,
                                             const char *offer_json,
                                             alumni_pay_report **report,
                                             alumni_error **error);

/**
 * Frees a cohort; NULL is fine.
 */
ALUMNI_API void alumni_offer_cohort_free(alumni_offer_cohort *cohort);

/**
 * The report's verdict: an `ALUMNI_FAIRNESS_VERDICT_…`; `ALUMNI_NONE` for figures without one.
 */
ALUMNI_API uint32_t alumni_pay_report_verdict(const alumni_pay_report *report);

/**
 * The report, the room for an offer or the figures in sentences.
 */
ALUMNI_API const char *alumni_pay_report_text(const alumni_pay_report *report, uint32_t lang);

/**
 * An offer in sentences for readers who may not see amounts of pay: each is withheld. NULL for other reports.
 */
ALUMNI_API
const char *alumni_pay_report_text_without_amounts(const alumni_pay_report *report,
                                                   uint32_t lang);

/**
 * The report as one line of JSON, with every figure.
 */
ALUMNI_API const char *alumni_pay_report_json(const alumni_pay_report *report);

/**
 * Frees a report; NULL is fine.
 */
ALUMNI_API void alumni_pay_report_free(alumni_pay_report *report);

/* ---- Fairness: pay from tables of people ---- */

/**
 * `alumni_fairness_uk_pay_gaps_json` from a table of people: the columns `group` and `pay`, with `variable` where named.
 */
ALUMNI_API
alumni_status alumni_fairness_uk_pay_gaps_stream(struct ArrowArrayStream *people,
                                                 const char *options_json,
                                                 alumni_pay_report **report,
                                                 alumni_error **error);

/**
 * `alumni_fairness_eu_pay_gaps_json` from a table of people: the columns `group` and `pay`, with `variable` and `category`
 * where named.
 */
ALUMNI_API
alumni_status alumni_fairness_eu_pay_gaps_stream(struct ArrowArrayStream *people,
                                                 const char *options_json,
                                                 alumni_pay_report **report,
                                                 alumni_error **error);

/**
 * `alumni_fairness_adjusted_pay_gap_json` from a table of people: the columns `group` and `pay`, and those listed as `factors`.
 */
ALUMNI_API
alumni_status alumni_fairness_adjusted_pay_gap_stream(struct ArrowArrayStream *people,
                                                      const char *options_json,
                                                      alumni_pay_report **report,
                                                      alumni_error **error);

/**
 * `alumni_fairness_inversions_json` from a table of people: the columns `pay`, `returner` and `tenure_months`, with `cell` and
 * `rating` where named.
 */
ALUMNI_API
alumni_status alumni_fairness_inversions_stream(struct ArrowArrayStream *people,
                                                const char *options_json,
                                                alumni_pay_report **report,
                                                alumni_error **error);

/**
 * Where the pay of the people in a table lies against the midpoints of their ranges: the columns `pay` and `midpoint`.
 */
ALUMNI_API
alumni_status alumni_fairness_compa_ratios_stream(struct ArrowArrayStream *people,
                                                  const char *options_json,
                                                  alumni_pay_report **report,
                                                  alumni_error **error);

/**
 * The median pay of those who come in over that of those who are there: the columns `pay` and `newcomer`.
 */
ALUMNI_API
alumni_status alumni_fairness_compression_stream(struct ArrowArrayStream *people,
                                                 const char *options_json,
                                                 alumni_pay_report **report,
                                                 alumni_error **error);

/**
 * The Swiss standard analysis model of the people in a table: the columns `sex`, `pay`, `years_of_training`, `years_of_service`,
 * `years_of_earning`, `skill_level` and `professional_position`.
 */
ALUMNI_API
alumni_status alumni_fairness_logib_stream(struct ArrowArrayStream *people,
                                           const char *options_json,
                                           alumni_pay_report **report,
                                           alumni_error **error);

/**
 * Japan's 男女の賃金の差異 of the people in a table: the columns `sex` and `pay` (of the year), with `kind` and `headcount` where there
 * are such; a row is a person, or as many as its headcount says.
 */
ALUMNI_API
alumni_status alumni_fairness_japan_pay_ratios_stream(struct ArrowArrayStream *people,
                                                      const char *options_json,
                                                      alumni_pay_report **report,
                                                      alumni_error **error);

/**
 * Fits the rows of a table by least squares; `options_json` is `{"outcome": …, "columns": […]}`, names of columns, with
 * `options` where needed. Every row has to have a number in each of the columns.
 */
ALUMNI_API
alumni_status alumni_fairness_regress_stream(struct ArrowArrayStream *people,
                                             const char *options_json,
                                             alumni_pay_report **report,
                                             alumni_error **error);

/* ---- Fairness: selection rates that may be shown to everybody ---- */

/**
 * Hides small groups, and others with them, so that no sum and no difference of what is shown finds a hidden number.
 * `question_json` is `{"attributes": […], "cells": [{"categories": […], "considered": …, "selected": …}]}`, or instead of the cells `"people":
 * [{"categories": […], "score": …}]`, of whom those above the median of everybody count as selected; with `intersections`
 * (false for single attributes only), `standard` and `privacy` (`minimum_cell`, `minimum_outcome`, `protection`, `noise` with
 * `epsilon` and `seed`) where needed.
 */
ALUMNI_API
alumni_status alumni_fairness_publish_json(const char *question_json,
                                           alumni_published_selection **published,
                                           alumni_error **error);

/**
 * `alumni_fairness_publish_json` for the rows of a table, which is taken whatever becomes of the call. `options_json` names the
 * columns as those of `alumni_local_law_144_from_stream`, and has `intersections`, `standard` and `privacy` where needed.
 */
ALUMNI_API
alumni_status alumni_fairness_publish_stream(struct ArrowArrayStream *people,
                                             const char *options_json,
                                             alumni_published_selection **published,
                                             alumni_error **error);

/**
 * The rows of every table as one table: `attributes`, `category` (NULL where it is not known), `considered`, `selected` and `rate`
 * (NULL where `hidden`), and between what ratio and mid-p of a hidden row lie where that is shown: `ratio_from`, `ratio_below`,
 * `p_from`, `p_below`.
 */
ALUMNI_API
alumni_status alumni_published_selection_stream(const alumni_published_selection *published,
                                                struct ArrowArrayStream *out,
                                                alumni_error **error);

/**
 * The highest verdict of the comparisons that are shown: an `ALUMNI_FAIRNESS_VERDICT_…`.
 */
ALUMNI_API uint32_t alumni_published_selection_verdict(const alumni_published_selection *published);

/**
 * What is shown as one line of JSON, which holds no hidden number.
 */
ALUMNI_API const char *alumni_published_selection_json(const alumni_published_selection *published);

/**
 * What is shown in sentences, and what is not; NULL for a language there is not.
 */
ALUMNI_API
const char *alumni_published_selection_text(const alumni_published_selection *published,
                                            uint32_t lang);

/**
 * Frees a publication; NULL is fine.
 */
ALUMNI_API void alumni_published_selection_free(alumni_published_selection *published);

/* ---- Fairness: one document of everything that was found ---- */

/**
 * Puts findings together to one report. `question_json` is `{"as_of": …, "findings": [{"id": …, "finding": {kind: …}}]}`, with
 * `title` and `rules` where needed and with `title`, `family` and `input_hash` of a finding; a finding is the JSON of its handle
 * under the name of its kind: `selection`, `strata`, `table`, `thresholds`, `local_law_144`, `uk_pay_gaps`, `eu_pay_gaps`,
 * `japan_pay_ratios`, `compression`, `inversions`, `compa_ratios`, `rate_comparison`, `regression`, `adjusted_pay_gap`, `logib`, `headroom`, `offer`,
 * `published_selection`, `policy_gap` or `counterfactuals`. The report holds whatever its findings hold, small groups included.
 */
ALUMNI_API
alumni_status alumni_fairness_report_from_json(const char *question_json,
                                               alumni_fairness_report **report,
                                               alumni_error **error);

/**
 * The highest verdict of the findings: an `ALUMNI_FAIRNESS_VERDICT_…`; `ALUMNI_NONE` where none has one.
 */
ALUMNI_API
uint32_t alumni_fairness_report_verdict(const alumni_fairness_report *report);

/**
 * The whole report as one line of JSON.
 */
ALUMNI_API const char *alumni_fairness_report_json(const alumni_fairness_report *report);

/**
 * The report in Markdown, its tables aligned as a terminal shows them; NULL for a language there is not.
 */
ALUMNI_API
const char *alumni_fairness_report_markdown(const alumni_fairness_report *report,
                                            uint32_t lang);

/**
 * The report as one HTML document that needs nothing else; NULL for a language there is not.
 */
ALUMNI_API
const char *alumni_fairness_report_html(const alumni_fairness_report *report,
                                        uint32_t lang);

/**
 * Frees a report; NULL is fine.
 */
ALUMNI_API void alumni_fairness_report_free(alumni_fairness_report *report);

/**
 * A fingerprint of a JSON document, whatever the order of its keys. Without a key (`key_length` 0) it is SHA-256, and whoever
 * can guess the document can prove the guess; with one, best 32 random bytes kept apart from the report, it is HMAC-SHA-256.
 */
ALUMNI_API
alumni_status alumni_fairness_input_hash(const char *document_json,
                                         const uint8_t *key,
                                         size_t key_length,
                                         alumni_input_hash **hash,
                                         alumni_error **error);

/**
 * The fingerprint: 64 hexadecimal digits.
 */
ALUMNI_API const char *alumni_input_hash_text(const alumni_input_hash *hash);

/**
 * Frees a fingerprint; NULL is fine.
 */
ALUMNI_API void alumni_input_hash_free(alumni_input_hash *hash);

/* ---- Engagement: who is close, is the network alive? ---- */

/**
 * Reads a JSON list of interactions. Instants need their offset.
 */
ALUMNI_API
alumni_status alumni_interactions_from_json(const char *json,
                                            alumni_interactions **interactions,
                                            alumni_error **error);

/**
 * Reads interactions from CSV: columns `id`, `at`, `kind`, `actor`, `actor_type`, and if need be `target`,
 * `target_type`, `thread`, `prompted_by`, `value`. Errors name line and column.
 */
ALUMNI_API
alumni_status alumni_interactions_from_csv(const char *csv,
                                           alumni_interactions **interactions,
                                           alumni_error **error);

/**
 * Number of interactions, repetitions included.
 */
ALUMNI_API size_t alumni_interactions_count(const alumni_interactions *interactions);

/**
 * The interactions as a JSON list.
 */
ALUMNI_API const char *alumni_interactions_json(const alumni_interactions *interactions);

/**
 * Frees interactions; NULL is fine.
 */
ALUMNI_API void alumni_interactions_free(alumni_interactions *interactions);

/**
 * Reads a score model in TOML, or in JSON when it starts with a brace.
 */
ALUMNI_API
alumni_status alumni_score_model_parse(const char *document,
                                       alumni_score_model **model,
                                       alumni_error **error);

/**
 * One of the models that come with the library: `alumni`, `case-modes`, `orbit-2020`.
 */
ALUMNI_API
alumni_status alumni_score_model_preset(const char *name,
                                        alumni_score_model **model,
                                        alumni_error **error);

/**
 * The model's id.
 */
ALUMNI_API const char *alumni_score_model_id(const alumni_score_model *model);

/**
 * The model's version.
 */
ALUMNI_API uint32_t alumni_score_model_version(const alumni_score_model *model);

/**
 * SHA-256 of the model's content in hexadecimal.
 */
ALUMNI_API const char *alumni_score_model_hash(const alumni_score_model *model);

/**
 * The model's title.
 */
ALUMNI_API const char *alumni_score_model_title(const alumni_score_model *model, uint32_t lang);

/**
 * The model as JSON, which `alumni_score_model_parse` reads back.
 */
ALUMNI_API const char *alumni_score_model_json(const alumni_score_model *model);

/**
 * The model for one purpose that it has factors for: its weights multiplied, without purposes.
 */
ALUMNI_API
alumni_status alumni_score_model_for_purpose(const alumni_score_model *model,
                                             const char *purpose,
                                             alumni_score_model **made,
                                             alumni_error **error);

/**
 * The model for people with so many completed years of tenure: its weights multiplied, without bands and purposes. A purpose is asked
 * for first.
 */
ALUMNI_API
alumni_status alumni_score_model_for_tenure(const alumni_score_model *model,
                                            uint32_t years,
                                            alumni_score_model **made,
                                            alumni_error **error);

/**
 * Frees a model; NULL is fine. Scores made with it live on.
 */
ALUMNI_API void alumni_score_model_free(alumni_score_model *model);

/**
 * Everybody in the record may be scored.
 */
ALUMNI_API
alumni_status alumni_permitted_everyone(alumni_permitted **permitted,
                                        alumni_error **error);

/**
 * Only these `count` people may be scored; `alumni_ledger_permitted` makes the list from a ledger.
 */
ALUMNI_API
alumni_status alumni_permitted_only(const char *const *ids,
                                    size_t count,
                                    alumni_permitted **permitted,
                                    alumni_error **error);

/**
 * Number of people on the list; 0 when everybody may be scored.
 */
ALUMNI_API size_t alumni_permitted_count(const alumni_permitted *permitted);

/**
 * The id at `index`, in the order of the ids.
 */
ALUMNI_API const char *alumni_permitted_id(const alumni_permitted *permitted, size_t index);

/**
 * Frees it; NULL is fine.
 */
ALUMNI_API void alumni_permitted_free(alumni_permitted *permitted);

/**
 * Scores everybody who did something before the day `as_of` begins (00:00 UTC) and who may be scored.
 */
ALUMNI_API
alumni_status alumni_score_model_score(const alumni_score_model *model,
                                       const alumni_interactions *interactions,
                                       alumni_date as_of,
                                       const alumni_permitted *permitted,
                                       alumni_scores **scores,
                                       alumni_error **error);

/**
 * Scores everybody as `alumni_score_model_score` does, each with the factor of their band of tenure. `tenure_years_json` maps ids to
 * completed years; whoever is not in it is scored with factor 1.
 */
ALUMNI_API
alumni_status alumni_score_model_score_by_tenure(const alumni_score_model *model,
                                                 const alumni_interactions *interactions,
                                                 alumni_date as_of,
                                                 const alumni_permitted *permitted,
                                                 const char *tenure_years_json,
                                                 alumni_scores **scores,
                                                 alumni_error **error);

/**
 * Counts who spoke to whom from the day `from` up to but not including the day `until`, in UTC.
 */
ALUMNI_API
alumni_status alumni_engagement_traffic(const alumni_interactions *interactions,
                                        alumni_date from,
                                        alumni_date until,
                                        alumni_traffic **traffic,
                                        alumni_error **error);

/**
 * Number of messages from the company to alumni, from alumni to the company, and among alumni, together.
 */
ALUMNI_API
uint64_t alumni_traffic_n(const alumni_traffic *traffic);

/**
 * Number of messages from the company's side to alumni.
 */
ALUMNI_API uint64_t alumni_traffic_company_to_alumni(const alumni_traffic *traffic);

/**
 * Number of messages from alumni to the company's side.
 */
ALUMNI_API uint64_t alumni_traffic_alumni_to_company(const alumni_traffic *traffic);

/**
 * Number of messages among alumni.
 */
ALUMNI_API uint64_t alumni_traffic_alumni_to_alumni(const alumni_traffic *traffic);

/**
 * Number of sentences about the traffic.
 */
ALUMNI_API size_t alumni_traffic_reason_count(const alumni_traffic *traffic);

/**
 * The stable code of such a sentence.
 */
ALUMNI_API const char *alumni_traffic_reason_code(const alumni_traffic *traffic, size_t index);

/**
 * The sentence.
 */
ALUMNI_API
const char *alumni_traffic_reason_text(const alumni_traffic *traffic,
                                       size_t index,
                                       uint32_t lang);

/**
 * All of it as JSON, with shares.
 */
ALUMNI_API const char *alumni_traffic_json(const alumni_traffic *traffic);

/**
 * Frees it; NULL is fine.
 */
ALUMNI_API void alumni_traffic_free(alumni_traffic *traffic);

/**
 * Measures the network of `member_count` members (ids) from the day `from` up to but not including `until`, in UTC.
 */
ALUMNI_API
alumni_status alumni_engagement_pulse(const alumni_interactions *interactions,
                                      const char *const *members,
                                      size_t member_count,
                                      alumni_date from,
                                      alumni_date until,
                                      alumni_pulse **pulse,
                                      alumni_error **error);

/**
 * Number of members.
 */
ALUMNI_API uint64_t alumni_pulse_members(const alumni_pulse *pulse);

/**
 * Number of posts by alumni.
 */
ALUMNI_API uint64_t alumni_pulse_posts(const alumni_pulse *pulse);

/**
 * Number of members who posted at least once.
 */
ALUMNI_API uint64_t alumni_pulse_posted(const alumni_pulse *pulse);

/**
 * Number of members who did at least one thing that others can notice.
 */
ALUMNI_API uint64_t alumni_pulse_acted(const alumni_pulse *pulse);

/**
 * Number of sentences about the pulse.
 */
ALUMNI_API size_t alumni_pulse_reason_count(const alumni_pulse *pulse);

/**
 * The stable code of such a sentence.
 */
ALUMNI_API const char *alumni_pulse_reason_code(const alumni_pulse *pulse, size_t index);

/**
 * The sentence.
 */
ALUMNI_API
const char *alumni_pulse_reason_text(const alumni_pulse *pulse,
                                     size_t index,
                                     uint32_t lang);

/**
 * All of it as JSON, with rates, shares, intervals and the latest request.
 */
ALUMNI_API const char *alumni_pulse_json(const alumni_pulse *pulse);

/**
 * Frees it; NULL is fine.
 */
ALUMNI_API void alumni_pulse_free(alumni_pulse *pulse);

/**
 * Proves what can be said about a policy without any worker: criteria that can never be met or never fail, that others
 * imply, and what else has no effect.
 */
ALUMNI_API
alumni_status alumni_policy_check(const alumni_policy *policy,
                                  alumni_check **check,
                                  alumni_error **error);

/**
 * Whether nothing was found and nothing given up.
 */
ALUMNI_API bool alumni_check_is_clean(const alumni_check *check);

/**
 * One line for each finding, or one that says that there is none.
 */
ALUMNI_API const char *alumni_check_text(const alumni_check *check, uint32_t lang);

/**
 * The check as one line of JSON.
 */
ALUMNI_API const char *alumni_check_json(const alumni_check *check);

/**
 * Number of findings, the gravest first.
 */
ALUMNI_API size_t alumni_check_finding_count(const alumni_check *check);

/**
 * The stable code of the finding at `index`.
 */
ALUMNI_API const char *alumni_check_finding_code(const alumni_check *check, size_t index);

/**
 * How much the finding at `index` matters: an `ALUMNI_SEVERITY_…`.
 */
ALUMNI_API uint32_t alumni_check_finding_severity(const alumni_check *check, size_t index);

/**
 * The sentence of the finding at `index`, with its witness.
 */
ALUMNI_API
const char *alumni_check_finding_text(const alumni_check *check,
                                      size_t index,
                                      uint32_t lang);

/**
 * A made-up worker who shows the finding at `index`, as JSON for `alumni_policy_decide_json`; NULL where there is none.
 */
ALUMNI_API
const char *alumni_check_finding_witness(const alumni_check *check,
                                         size_t index);

/**
 * The day to decide about that worker for; invalid where there is none.
 */
ALUMNI_API alumni_date alumni_check_finding_witness_as_of(const alumni_check *check, size_t index);

/**
 * Number of questions that were given up; 0 for all but policies made to be hard.
 */
ALUMNI_API size_t alumni_check_undecided_count(const alumni_check *check);

/**
 * Frees a check; NULL is fine.
 */
ALUMNI_API void alumni_check_free(alumni_check *check);

/**
 * Compares a policy with another by the workers whom each takes.
 */
ALUMNI_API
alumni_status alumni_policy_compare(const alumni_policy *policy,
                                    const alumni_policy *other,
                                    alumni_comparison **comparison,
                                    alumni_error **error);

/**
 * By who is eligible, of workers whose facts are known: an `ALUMNI_RELATION_…`.
 */
ALUMNI_API uint32_t alumni_comparison_relation(const alumni_comparison *comparison);

/**
 * By who is not ineligible, of the same workers: an `ALUMNI_RELATION_…`.
 */
ALUMNI_API uint32_t alumni_comparison_admitted(const alumni_comparison *comparison);

/**
 * By who is eligible, whatever is known of them: an `ALUMNI_RELATION_…`.
 */
ALUMNI_API uint32_t alumni_comparison_incomplete(const alumni_comparison *comparison);

/**
 * The comparison in one line, like `Looser; witness: tenure 3 years, grade 1`.
 */
ALUMNI_API const char *alumni_comparison_text(const alumni_comparison *comparison, uint32_t lang);

/**
 * The comparison as one line of JSON.
 */
ALUMNI_API const char *alumni_comparison_json(const alumni_comparison *comparison);

/**
 * A made-up worker who is eligible under the policy and not under the other, as JSON; NULL where there is none.
 */
ALUMNI_API
const char *alumni_comparison_gained(const alumni_comparison *comparison);

/**
 * A made-up worker who is eligible under the other and not under the policy, as JSON; NULL where there is none.
 */
ALUMNI_API
const char *alumni_comparison_lost(const alumni_comparison *comparison);

/**
 * Frees a comparison; NULL is fine.
 */
ALUMNI_API void alumni_comparison_free(alumni_comparison *comparison);

/**
 * Proves how the policies of a ladder, from the lowest step to the highest, stand to each other.
 */
ALUMNI_API
alumni_status alumni_ladder_check_steps(const alumni_policy *const *steps,
                                        size_t count,
                                        alumni_ladder_check **check,
                                        alumni_error **error);

/**
 * Whether nothing was found and nothing given up.
 */
ALUMNI_API bool alumni_ladder_check_is_clean(const alumni_ladder_check *check);

/**
 * One line for each finding, or one that says that there is none.
 */
ALUMNI_API const char *alumni_ladder_check_text(const alumni_ladder_check *check, uint32_t lang);

/**
 * The check as one line of JSON.
 */
ALUMNI_API const char *alumni_ladder_check_json(const alumni_ladder_check *check);

/**
 * Frees the check of a ladder; NULL is fine.
 */
ALUMNI_API void alumni_ladder_check_free(alumni_ladder_check *check);

/* ---- Engagement: scores ---- */

/**
 * Number of people scored, in the order of their ids.
 */
ALUMNI_API size_t alumni_scores_count(const alumni_scores *scores);

/**
 * The place of a person among those scored; `SIZE_MAX` when they are not.
 */
ALUMNI_API size_t alumni_scores_find(const alumni_scores *scores, const char *person);

/**
 * The id of the person at `index`.
 */
ALUMNI_API const char *alumni_scores_person(const alumni_scores *scores, size_t index);

/**
 * The score of the person at `index`, in points: exactly the sum of the parts up to 8,192 points.
 */
ALUMNI_API double alumni_scores_person_score(const alumni_scores *scores, size_t index);

/**
 * Days since the person's last two-way contact; -1 when the record holds none.
 */
ALUMNI_API int64_t alumni_scores_person_recency_days(const alumni_scores *scores, size_t index);

/**
 * Number of kinds of events that the score is the sum of.
 */
ALUMNI_API size_t alumni_scores_person_part_count(const alumni_scores *scores, size_t index);

/**
 * The kind of such a part, strongest first.
 */
ALUMNI_API
const char *alumni_scores_person_part_kind(const alumni_scores *scores,
                                           size_t index,
                                           size_t part);

/**
 * What the part adds to the score, in points.
 */
ALUMNI_API
double alumni_scores_person_part_contribution(const alumni_scores *scores,
                                              size_t index,
                                              size_t part);

/**
 * How many events of that kind count.
 */
ALUMNI_API
uint64_t alumni_scores_person_part_events(const alumni_scores *scores,
                                          size_t index,
                                          size_t part);

/**
 * Number of reasons for the score of the person at `index`.
 */
ALUMNI_API size_t alumni_scores_person_reason_count(const alumni_scores *scores, size_t index);

/**
 * The stable code of such a reason.
 */
ALUMNI_API
const char *alumni_scores_person_reason_code(const alumni_scores *scores,
                                             size_t index,
                                             size_t reason);

/**
 * The sentence of such a reason.
 */
ALUMNI_API
const char *alumni_scores_person_reason_text(const alumni_scores *scores,
                                             size_t index,
                                             size_t reason,
                                             uint32_t lang);

/**
 * Why a person has their score, strongest part first, like `event_attend +3.1, post_help_request +2.4`; for a person
 * without one, why not.
 */
ALUMNI_API
const char *alumni_scores_why(const alumni_scores *scores,
                              const char *person);

/**
 * Number of people who acted and were not scored. That is no score of zero.
 */
ALUMNI_API size_t alumni_scores_not_scored_count(const alumni_scores *scores);

/**
 * The id of such a person.
 */
ALUMNI_API const char *alumni_scores_not_scored_person(const alumni_scores *scores, size_t index);

/**
 * The stable code of the reason why not.
 */
ALUMNI_API
const char *alumni_scores_not_scored_reason_code(const alumni_scores *scores,
                                                 size_t index);

/**
 * The sentence of that reason.
 */
ALUMNI_API
const char *alumni_scores_not_scored_reason_text(const alumni_scores *scores,
                                                 size_t index,
                                                 uint32_t lang);

/**
 * Number of things that a reader of the scores should know about the record.
 */
ALUMNI_API size_t alumni_scores_reason_count(const alumni_scores *scores);

/**
 * The stable code of such a thing.
 */
ALUMNI_API const char *alumni_scores_reason_code(const alumni_scores *scores, size_t index);

/**
 * The sentence of such a thing.
 */
ALUMNI_API
const char *alumni_scores_reason_text(const alumni_scores *scores,
                                      size_t index,
                                      uint32_t lang);

/**
 * The ten highest scores as a table, in English.
 */
ALUMNI_API const char *alumni_scores_text(const alumni_scores *scores);

/**
 * All scores as JSON.
 */
ALUMNI_API const char *alumni_scores_json(const alumni_scores *scores);

/**
 * Frees scores; NULL is fine.
 */
ALUMNI_API void alumni_scores_free(alumni_scores *scores);

/* ---- Engagement: the record of those who agreed ---- */

/**
 * The record as though those who are not permitted had never been there: without what they did as alumni, and without what was directed at
 * them. For questions about a network as a whole, which take no permission: `alumni_engagement_traffic`, `alumni_engagement_pulse`,
 * `alumni_engagement_health` and `alumni_engagement_activity_calendar`; give them the members who are permitted.
 */
ALUMNI_API
alumni_status alumni_interactions_permitted(const alumni_interactions *interactions,
                                            const alumni_permitted *permitted,
                                            alumni_interactions **seen,
                                            alumni_error **error);

/* ---- Engagement: who is in touch with whom, and how soon people answer ---- */

/**
 * The graph of a record. `options_json` is `{"as_of": …}`, with `since`, `half_life_days`, `parties` (`alumni`, `people` or
 * `everyone`) and `kinds` where needed. `members` may be NULL with the count 0: the nodes are then all who did anything or were
 * directed at; else those on the roster.
 */
ALUMNI_API
alumni_status alumni_graph_from_interactions(const alumni_interactions *interactions,
                                             const char *options_json,
                                             const char *const *members,
                                             size_t member_count,
                                             const alumni_permitted *permitted,
                                             alumni_graph **graph,
                                             alumni_error **error);

/**
 * The graph of a table of ties. `table` is read once, and taken whatever becomes of the call. `options_json` is `{"from": …, "to": …}`,
 * names of columns, with `weight`, `at`, `as_of`, `since`, `half_life_days` and `both_ways` where needed. `members` as in
 * `alumni_graph_from_interactions`.
 */
ALUMNI_API
alumni_status alumni_graph_from_stream(struct ArrowArrayStream *table,
                                       const char *options_json,
                                       const char *const *members,
                                       size_t member_count,
                                       const alumni_permitted *permitted,
                                       alumni_graph **graph,
                                       alumni_error **error);

/**
 * Reads what `alumni_graph_json` writes.
 */
ALUMNI_API
alumni_status alumni_graph_from_json(const char *json,
                                     alumni_graph **graph,
                                     alumni_error **error);

/**
 * How many people there are.
 */
ALUMNI_API size_t alumni_graph_people(const alumni_graph *graph);

/**
 * How many ties there are, each direction for itself.
 */
ALUMNI_API size_t alumni_graph_ties(const alumni_graph *graph);

/**
 * The graph as JSON.
 */
ALUMNI_API const char *alumni_graph_json(const alumni_graph *graph);

/**
 * Frees a graph; NULL is fine. Reports made from it live on.
 */
ALUMNI_API void alumni_graph_free(alumni_graph *graph);

/**
 * The network in figures, without ids. `options_json` may be NULL, or has `silent_members` (`counted` or `left_out`), `minimum_cell`
 * and `communities`.
 */
ALUMNI_API
alumni_status alumni_graph_summary(const alumni_graph *graph,
                                   const char *options_json,
                                   alumni_network_report **summary,
                                   alumni_error **error);

/**
 * The figures of each person, one row for each: `person`, `given`, `received`, `ties_out`, `ties_in`, `two_way`, `component`, `core`,
 * `community`, `page_rank`, `betweenness`, `betweenness_error`, `constraint`, `effective_size` and `clustering`. `options_json` may be
 * NULL, or has the options of `page_rank`, `betweenness` and `communities`.
 */
ALUMNI_API
alumni_status alumni_graph_measures_stream(const alumni_graph *graph,
                                           const char *options_json,
                                           struct ArrowArrayStream *out,
                                           alumni_error **error);

/**
 * The same as a document: one list for each figure.
 */
ALUMNI_API
alumni_status alumni_graph_measures(const alumni_graph *graph,
                                    const char *options_json,
                                    alumni_network_report **measures,
                                    alumni_error **error);

/**
 * Which people can reach each other: `of`, the component of each in the order of the ids, and `sizes`.
 */
ALUMNI_API
alumni_status alumni_graph_components(const alumni_graph *graph,
                                      alumni_network_report **components,
                                      alumni_error **error);

/**
 * How much attention each person gets. `options_json` may be NULL, or has `damping`, `tolerance` and `most_steps`.
 */
ALUMNI_API
alumni_status alumni_graph_page_rank(const alumni_graph *graph,
                                     const char *options_json,
                                     alumni_network_report **ranks,
                                     alumni_error **error);

/**
 * How often each person stands between others. `options_json` may be NULL, or has `pivots` and `seed`.
 */
ALUMNI_API
alumni_status alumni_graph_betweenness(const alumni_graph *graph,
                                       const char *options_json,
                                       alumni_network_report **betweenness,
                                       alumni_error **error);

/**
 * Groups of people who are more in touch with each other than with the rest. `options_json` may be NULL, or has `resolution`,
 * `attempts` and `seed`.
 */
ALUMNI_API
alumni_status alumni_graph_communities(const alumni_graph *graph,
                                       const char *options_json,
                                       alumni_network_report **communities,
                                       alumni_error **error);

/**
 * The pairs with most contact in both directions together: at most `most` of `from`, `to`, `weight`, `back` and `share`.
 */
ALUMNI_API
alumni_status alumni_graph_strongest(const alumni_graph *graph,
                                     size_t most,
                                     alumni_network_report **ties,
                                     alumni_error **error);

/**
 * Which segments talk to which. `segments_json` says by id to which segment people belong; a cell is told where `minimum_cell` people
 * or more are on either side.
 */
ALUMNI_API
alumni_status alumni_graph_between(const alumni_graph *graph,
                                   const char *segments_json,
                                   uint32_t minimum_cell,
                                   alumni_network_report **matrix,
                                   alumni_error **error);

/**
 * How soon messages from the day `from` up to but not including `until`, in UTC, were answered, those still waiting counted.
 * `options_json` may be NULL, or has `asked_by`, `answered_by`, `hours` and `confidence`.
 */
ALUMNI_API
alumni_status alumni_engagement_responsiveness(const alumni_interactions *interactions,
                                               alumni_date from,
                                               alumni_date until,
                                               const alumni_permitted *permitted,
                                               const char *options_json,
                                               alumni_network_report **replies,
                                               alumni_error **error);

/**
 * Who speaks, and who answers whom, from the day `from` up to but not including `until`, in UTC.
 */
ALUMNI_API
alumni_status alumni_engagement_exchange(const alumni_interactions *interactions,
                                         alumni_date from,
                                         alumni_date until,
                                         const alumni_permitted *permitted,
                                         alumni_network_report **exchange,
                                         alumni_error **error);

/**
 * Compares `count` amounts, one for each person. `silent_members` is 0 where those with 0 are among the people compared, and 1 where
 * they are left out.
 */
ALUMNI_API
alumni_status alumni_engagement_inequality(const double *amounts,
                                           size_t count,
                                           uint32_t silent_members,
                                           alumni_network_report **inequality,
                                           alumni_error **error);

/**
 * The report as JSON.
 */
ALUMNI_API const char *alumni_network_report_json(const alumni_network_report *report);

/**
 * Frees a report; NULL is fine.
 */
ALUMNI_API void alumni_network_report_free(alumni_network_report *report);

/* ---- Engagement: scores of tables ---- */

/**
 * Scores everybody in a table of any size: the scores of `alumni_score_model_score` to the last bit, without recency. The table has
 * `actor`, `kind`, `at` (in a time zone) and, where others than alumni are in it, `actor_type`; every row is an event. Where the model
 * caps a kind, the events of a person and capped kind come in the order of time. `tenure_years_json` maps ids to completed years, as
 * for `alumni_score_model_score_by_tenure`; NULL where nobody's are known. `table` is taken whatever becomes of the call; `out` gets
 * the columns `person`, `score`, the points of each kind of the model and, where a band of tenure counts for anybody,
 * `tenure_factor`. `report` may be NULL; it gets where every event went, and who was not scored.
 */
ALUMNI_API
alumni_status alumni_score_model_score_stream(const alumni_score_model *model,
                                              struct ArrowArrayStream *table,
                                              alumni_date as_of,
                                              const alumni_permitted *permitted,
                                              const char *tenure_years_json,
                                              struct ArrowArrayStream *out,
                                              alumni_score_report **report,
                                              alumni_error **error);

/**
 * Scores everybody in a table as `alumni_score_model_score_stream` does, without what each kind adds: the same scores to the last bit, and 8
 * bytes and the id for each person, however many kinds the model has. `out` gets the columns `person`, `score` and, where a band of tenure
 * counts for anybody, `tenure_factor`; it can be given to `alumni_engagement_ranks_stream`. `table` is taken whatever becomes of the call.
 * `tenure_years_json` and `report` are as there.
 */
ALUMNI_API
alumni_status alumni_score_model_score_totals_stream(const alumni_score_model *model,
                                                     struct ArrowArrayStream *table,
                                                     alumni_date as_of,
                                                     const alumni_permitted *permitted,
                                                     const char *tenure_years_json,
                                                     struct ArrowArrayStream *out,
                                                     alumni_score_report **report,
                                                     alumni_error **error);

/**
 * Scores everybody in a table as `alumni_score_model_score_stream` does, with the column `recency_days`: the days since the last two-way
 * contact, as in `alumni_scores`. That hangs on threads and targets: the table has the columns of `alumni_interactions_from_stream`, all
 * events are held in memory, and an event that stands twice counts once.
 */
ALUMNI_API
alumni_status alumni_score_model_score_recency_stream(const alumni_score_model *model,
                                                      struct ArrowArrayStream *table,
                                                      alumni_date as_of,
                                                      const alumni_permitted *permitted,
                                                      const char *tenure_years_json,
                                                      struct ArrowArrayStream *out,
                                                      alumni_score_report **report,
                                                      alumni_error **error);

/* ---- Engagement: ranks, changes and half-lives ---- */

/**
 * The report as JSON.
 */
ALUMNI_API const char *alumni_score_report_json(const alumni_score_report *report);

/**
 * The report as a few lines of English.
 */
ALUMNI_API const char *alumni_score_report_text(const alumni_score_report *report);

/**
 * Frees a report; NULL is fine.
 */
ALUMNI_API void alumni_score_report_free(alumni_score_report *report);

/**
 * Reads interactions from a table with the columns of `alumni_interactions_from_csv`; `at` holds timestamps in a time zone, or texts
 * with their offset. `table` is taken whatever becomes of the call. Errors name column and row, from 0.
 */
ALUMNI_API
alumni_status alumni_interactions_from_stream(struct ArrowArrayStream *table,
                                              alumni_interactions **interactions,
                                              alumni_error **error);

/**
 * Why the score of `person` at the start of the day `until` is another one than at the start of `from`: which `events` came in, which
 * `faded_events` lost how many points (the 100 that lost the most; `faded_rest` has the sum of all others), and what a cap kept out.
 * `before` and `after` of somebody who is not scored are null.
 */
ALUMNI_API
alumni_status alumni_score_model_why_between(const alumni_score_model *model,
                                             const alumni_interactions *interactions,
                                             const char *person,
                                             alumni_date from,
                                             alumni_date until,
                                             const alumni_permitted *permitted,
                                             alumni_score_report **change,
                                             alumni_error **error);

/**
 * Learns how fast a network's acts fade, from whether people acted again in periods that are over before `as_of`; the report has the
 * model with its half-lives and the gain over recency alone. `options_json` may be NULL, or has what differs from the default:
 * `horizon_days`, `cuts`, `grid`, `prior_days`, `prior_weight`, `minimum`, `by_kind` and `most_people`.
 */
ALUMNI_API
alumni_status alumni_score_model_learn_half_life(const alumni_score_model *model,
                                                 const alumni_interactions *interactions,
                                                 alumni_date as_of,
                                                 const char *options_json,
                                                 const alumni_permitted *permitted,
                                                 alumni_score_report **learned,
                                                 alumni_error **error);

/**
 * Where everybody stands within their segment: percentiles and bands. `segments_json` may be NULL, or maps ids to the names of
 * segments; `options_json` may be NULL, or has `bands` (`name` and `from`) and `minimum`.
 */
ALUMNI_API
alumni_status alumni_scores_ranks(const alumni_scores *scores,
                                  const char *segments_json,
                                  const char *options_json,
                                  alumni_score_report **ranks,
                                  alumni_error **error);

/**
 * Where everybody in a table of scores stands within their segment: `out` gets the columns `person`, `segment`, `score`, `percentile` and
 * `band`. The table has `person` and `score`, as `alumni_score_model_score_stream` gives them, and `segment` where there is one; other
 * columns are not read. `table` is taken whatever becomes of the call. `options_json` may be NULL, or has `bands` (`name` and `from`) and
 * `minimum`. `report` may be NULL; it gets the `segments` and `reasons`.
 */
ALUMNI_API
alumni_status alumni_engagement_ranks_stream(struct ArrowArrayStream *table,
                                             const char *options_json,
                                             struct ArrowArrayStream *out,
                                             alumni_score_report **report,
                                             alumni_error **error);

/**
 * Everybody who stands in another band of their segment by `scores` than by the scores `before` of an earlier day, and why, as a JSON list
 * in the order of ids: what `alumni_engagement_rank_moves` gives, with the kinds of events that moved the score in `parts`. Both days are
 * ranked with the same `segments_json` and `options_json`, as for `alumni_scores_ranks`. Scores by another model or of a later day are
 * refused.
 */
ALUMNI_API
alumni_status alumni_scores_moves(const alumni_scores *scores,
                                  const alumni_scores *before,
                                  const char *segments_json,
                                  const char *options_json,
                                  alumni_score_report **moves,
                                  alumni_error **error);

/**
 * Everybody who stands in another band of `ranks_json` than of the ranks `before_json`, as a JSON list in the order of ids: `person`,
 * the bands `from` and `to`, `score_before`, `score`, `percentile_before`, `percentile`, `parts` (empty: ranks hold none) and `reasons`.
 * Ranks by another model or of a later day are refused.
 */
ALUMNI_API
alumni_status alumni_engagement_rank_moves(const char *ranks_json,
                                           const char *before_json,
                                           alumni_score_report **moves,
                                           alumni_error **error);

/**
 * Recency, frequency and value of every alumnus who did something from the day `from` up to but not including `until`, each with its
 * fifth from 1 to 5, as a JSON list in the order of ids.
 */
ALUMNI_API
alumni_status alumni_engagement_rfm(const alumni_interactions *interactions,
                                    alumni_date from,
                                    alumni_date until,
                                    const alumni_permitted *permitted,
                                    alumni_score_report **found,
                                    alumni_error **error);

/* ---- Engagement: the record as a state ---- */

/**
 * A log without events.
 */
ALUMNI_API alumni_status alumni_activity_log_new(alumni_activity_log **log, alumni_error **error);

/**
 * Reads what `alumni_activity_log_json` writes.
 */
ALUMNI_API
alumni_status alumni_activity_log_from_json(const char *json,
                                            alumni_activity_log **log,
                                            alumni_error **error);

/**
 * Reads what `alumni_activity_log_bytes` gave: `length` bytes.
 */
ALUMNI_API
alumni_status alumni_activity_log_from_bytes(const uint8_t *bytes,
                                             size_t length,
                                             alumni_activity_log **log,
                                             alumni_error **error);

/**
 * Takes in events: all of them, or none when one cannot be used, such as an id that is there with another content. `added` and
 * `duplicates` may be NULL; they get how many are new and how many were there before.
 */
ALUMNI_API
alumni_status alumni_activity_log_add(alumni_activity_log *log,
                                      const alumni_interactions *interactions,
                                      uint64_t *added,
                                      uint64_t *duplicates,
                                      alumni_error **error);

/**
 * Takes in the events and accounts of another log, which is not the same handle: all, or none. `added` and `duplicates` may be NULL.
 */
ALUMNI_API
alumni_status alumni_activity_log_merge(alumni_activity_log *log,
                                        const alumni_activity_log *other,
                                        uint64_t *added,
                                        uint64_t *duplicates,
                                        alumni_error **error);

/**
 * Takes an event out, to be corrected or because it never happened. `removed` may be NULL; it gets whether it was there.
 */
ALUMNI_API
alumni_status alumni_activity_log_remove(alumni_activity_log *log,
                                         const char *id,
                                         bool *removed,
                                         alumni_error **error);

/**
 * Takes out what a person did under any account, and what was directed at the person. `removed` may be NULL; it gets how many
 * events that were. A shard that still has them brings them back.
 */
ALUMNI_API
alumni_status alumni_activity_log_erase(alumni_activity_log *log,
                                        const char *person,
                                        uint64_t *removed,
                                        alumni_error **error);

/**
 * Says that an account is a person: what it did and will do is what the person did. The person may be an account of somebody in its turn,
 * whenever that is said; an account that was said to be another's, and accounts of each other, are refused in any order.
 */
ALUMNI_API
alumni_status alumni_activity_log_same_person(alumni_activity_log *log,
                                              const char *account,
                                              const char *person,
                                              alumni_error **error);

/**
 * Number of events.
 */
ALUMNI_API size_t alumni_activity_log_count(const alumni_activity_log *log);

/**
 * The log as bytes, of which `length` gets the number: the same for the same events and accounts, on any platform. They are the
 * log's until it is changed or freed.
 */
ALUMNI_API
const uint8_t *alumni_activity_log_bytes(const alumni_activity_log *log,
                                         size_t *length);

/**
 * The log as JSON: `{"accounts": {…}, "events": […]}`, the events in the order of time.
 */
ALUMNI_API const char *alumni_activity_log_json(const alumni_activity_log *log);

/**
 * Scores everybody in the log, as `alumni_score_model_score` does with the events.
 */
ALUMNI_API
alumni_status alumni_activity_log_score(const alumni_activity_log *log,
                                        const alumni_score_model *model,
                                        alumni_date as_of,
                                        const alumni_permitted *permitted,
                                        alumni_scores **scores,
                                        alumni_error **error);

/**
 * Scores everybody in the log, as `alumni_score_model_score_by_tenure` does with the events.
 */
ALUMNI_API
alumni_status alumni_activity_log_score_by_tenure(const alumni_activity_log *log,
                                                  const alumni_score_model *model,
                                                  alumni_date as_of,
                                                  const alumni_permitted *permitted,
                                                  const char *tenure_years_json,
                                                  alumni_scores **scores,
                                                  alumni_error **error);

/**
 * Frees a log; NULL is fine. Scores made from it live on.
 */
ALUMNI_API void alumni_activity_log_free(alumni_activity_log *log);

/* ---- Engagement: what is wrong with a record ---- */

/**
 * What is wrong with a JSON list of interactions: the answer's document has `rows`, `unusable`, `repeated` and `faults`, each with
 * `kind`, `path` and `message`, the first `most` of them. Fails only where no row can be read.
 */
ALUMNI_API
alumni_status alumni_interactions_check_json(const char *json,
                                             size_t most,
                                             alumni_engagement_answer **check,
                                             alumni_error **error);

/**
 * The same for CSV, with the columns of `alumni_interactions_from_csv`; faults name line and column.
 */
ALUMNI_API
alumni_status alumni_interactions_check_csv(const char *csv,
                                            size_t most,
                                            alumni_engagement_answer **check,
                                            alumni_error **error);

/**
 * The same for a table, with the columns of `alumni_interactions_from_stream`; faults name column and row, from 0. `table` is taken
 * whatever becomes of the call.
 */
ALUMNI_API
alumni_status alumni_interactions_check_stream(struct ArrowArrayStream *table,
                                               size_t most,
                                               alumni_engagement_answer **check,
                                               alumni_error **error);

/* ---- Engagement: what is counted of a record ---- */

/**
 * So many of so many, with the interval that the share may honestly lie in (Wilson, 95 %): `count`, `of`, `share`, `lower`, `upper`.
 */
ALUMNI_API
alumni_status alumni_engagement_proportion(uint64_t count,
                                           uint64_t of,
                                           alumni_engagement_answer **proportion,
                                           alumni_error **error);

/**
 * So many in so many days, or person-days, as a rate per 365 of them with its interval (Garwood, 95 %): `count`, `days`, `per_year`,
 * `lower`, `upper`.
 */
ALUMNI_API
alumni_status alumni_engagement_rate(uint64_t count,
                                     uint64_t days,
                                     alumni_engagement_answer **rate,
                                     alumni_error **error);

/**
 * What share of each segment did something that others can notice, from the day `from` up to but not including `until`, in UTC.
 * `segments_json` says by id to which segment each member belongs, `null` to none; segments with fewer people than `minimum_cell` are
 * told only together.
 */
ALUMNI_API
alumni_status alumni_engagement_participation(const alumni_interactions *interactions,
                                              const char *segments_json,
                                              alumni_date from,
                                              alumni_date until,
                                              uint32_t minimum_cell,
                                              const alumni_permitted *permitted,
                                              alumni_engagement_answer **participation,
                                              alumni_error **error);

/**
 * What happened on each day (UTC) from `from` up to but not including `until`; it names nobody.
 */
ALUMNI_API
alumni_status alumni_engagement_activity_calendar(const alumni_interactions *interactions,
                                                  alumni_date from,
                                                  alumni_date until,
                                                  alumni_engagement_answer **calendar,
                                                  alumni_error **error);

/**
 * How often the people of a record acted, as the models of repeated acts want it: `out` gets a row for each, with the columns `person`,
 * `frequency`, `recency` and `age`, and for BG/BB `taken`, `last_taken` and `opportunities`. `options_json` is `{"as_of": …}`, with `unit_days` and `kinds` where needed.
 */
ALUMNI_API
alumni_status alumni_engagement_repeat_acts_stream(const alumni_interactions *interactions,
                                                   const char *options_json,
                                                   const alumni_permitted *permitted,
                                                   struct ArrowArrayStream *out,
                                                   alumni_error **error);

/**
 * Fits a model to what was known some days ago, and compares what it foresaw with what came. `options_json` is `{"as_of": …,
 * "horizon_days": …}`, with `model`, `unit_days`, `kinds` and `bins` where needed.
 */
ALUMNI_API
alumni_status alumni_engagement_hold_back(const alumni_interactions *interactions,
                                          const char *options_json,
                                          const alumni_permitted *permitted,
                                          alumni_engagement_answer **held_back,
                                          alumni_error **error);

/* ---- Engagement: when people come back ---- */

/**
 * Counts the rows of a table, one for each person. `table` is read once, and taken whatever becomes of the call. `options_json` is
 * `{"duration": …, "event": …}`, names of columns, with `entry` and `group` where needed. Who may not be scored has to be left out
 * before.
 */
ALUMNI_API
alumni_status alumni_durations_from_stream(struct ArrowArrayStream *table,
                                           const char *options_json,
                                           alumni_durations **durations,
                                           alumni_error **error);

/**
 * Reads what `alumni_durations_json` writes.
 */
ALUMNI_API
alumni_status alumni_durations_from_json(const char *json,
                                         alumni_durations **durations,
                                         alumni_error **error);

/**
 * The same people, of whom only those with this end have ended; the others are last seen where they ended otherwise.
 */
ALUMNI_API
alumni_status alumni_durations_only(const alumni_durations *durations,
                                    const char *end,
                                    alumni_durations **only,
                                    alumni_error **error);

/**
 * How many people there are.
 */
ALUMNI_API uint64_t alumni_durations_people(const alumni_durations *durations);

/**
 * Of how many it ended, whichever way.
 */
ALUMNI_API uint64_t alumni_durations_ended(const alumni_durations *durations);

/**
 * The durations as JSON.
 */
ALUMNI_API const char *alumni_durations_json(const alumni_durations *durations);

/**
 * Frees durations; NULL is fine. Reports made from them live on.
 */
ALUMNI_API void alumni_durations_free(alumni_durations *durations);

/**
 * The survival curve of each group. `options_json` may be NULL, or has what differs from the default: `confidence`, `band`
 * (`log_log` or `plain`), `quantiles` and `horizon`.
 */
ALUMNI_API
alumni_status alumni_durations_kaplan_meier(const alumni_durations *durations,
                                            const char *options_json,
                                            alumni_return_report **curves,
                                            alumni_error **error);

/**
 * The cumulative hazard of each group. `options_json` may be NULL, or has `confidence`.
 */
ALUMNI_API
alumni_status alumni_durations_nelson_aalen(const alumni_durations *durations,
                                            const char *options_json,
                                            alumni_return_report **hazards,
                                            alumni_error **error);

/**
 * How many of each group have ended each way, while they may end other ways. `options_json` may be NULL, or has `confidence`.
 */
ALUMNI_API
alumni_status alumni_durations_aalen_johansen(const alumni_durations *durations,
                                              const char *options_json,
                                              alumni_return_report **incidences,
                                              alumni_error **error);

/**
 * Whether the groups end at the same pace, by the log-rank test. At least two groups are needed.
 */
ALUMNI_API
alumni_status alumni_durations_log_rank(const alumni_durations *durations,
                                        alumni_return_report **test,
                                        alumni_error **error);

/**
 * Weibull's law fitted to each group. `options_json` may be NULL, or has `confidence`. A fit that does not reach its maximum has no
 * numbers, and says why.
 */
ALUMNI_API
alumni_status alumni_durations_weibull(const alumni_durations *durations,
                                       const char *options_json,
                                       alumni_return_report **fits,
                                       alumni_error **error);

/**
 * The report as JSON.
 */
ALUMNI_API const char *alumni_return_report_json(const alumni_return_report *report);

/**
 * Frees a report; NULL is fine.
 */
ALUMNI_API void alumni_return_report_free(alumni_return_report *report);

/* ---- Engagement: curves as tables ---- */

/**
 * The survival curves of all groups as a table: `out` gets a row for each point, with the columns `group`, `time`, `at_risk`,
 * `ended`, `open`, `survival`, `standard_error`, `lower` and `upper`.
 * `options_json` as in `alumni_durations_kaplan_meier`.
 */
ALUMNI_API
alumni_status alumni_durations_kaplan_meier_stream(const alumni_durations *durations,
                                                   const char *options_json,
                                                   struct ArrowArrayStream *out,
                                                   alumni_error **error);

/**
 * The cumulative hazards of all groups as a table: `out` gets a row for each point, with the columns `group`, `time`, `at_risk`,
 * `ended`, `hazard`, `standard_error`, `lower` and `upper`.
 * `options_json` as in `alumni_durations_nelson_aalen`.
 */
ALUMNI_API
alumni_status alumni_durations_nelson_aalen_stream(const alumni_durations *durations,
                                                   const char *options_json,
                                                   struct ArrowArrayStream *out,
                                                   alumni_error **error);

/**
 * How many have ended each way as a table: `out` gets a row for each point, with the columns `group`, `end`, `time`, `at_risk`,
 * `ended`, `share`, `standard_error`, `lower` and `upper`.
 * `options_json` as in `alumni_durations_aalen_johansen`.
 */
ALUMNI_API
alumni_status alumni_durations_aalen_johansen_stream(const alumni_durations *durations,
                                                     const char *options_json,
                                                     struct ArrowArrayStream *out,
                                                     alumni_error **error);

/**
 * The calibration as a table: `out` gets a row for each group of probabilities, with the columns `from`, `until`, `mean_predicted`,
 * `happened`, `of`, `share`, `lower` and `upper`. `options_json` as in `alumni_engagement_calibration`; `table` is taken whatever
 * becomes of the call.
 */
ALUMNI_API
alumni_status alumni_engagement_calibration_stream(struct ArrowArrayStream *table,
                                                   const char *options_json,
                                                   struct ArrowArrayStream *out,
                                                   alumni_error **error);

/* ---- Engagement: what hastens an end ---- */

/**
 * Cox's model fitted to the rows of a table, one for each person. `table` is read once, and taken whatever becomes of the call.
 * `options_json` is `{"duration": …, "event": …, "covariates": […]}`, with `entry`, `end`, `ties` (`efron` or `breslow`) and
 * `confidence` where needed. A fit that does not reach its maximum has no numbers, and says why.
 */
ALUMNI_API
alumni_status alumni_engagement_cox(struct ArrowArrayStream *table,
                                    const char *options_json,
                                    alumni_return_report **fit,
                                    alumni_error **error);

/**
 * Tells for the rows of a table how fast they end, and how many of such people have not ended by `time_count` times. `fit_json` is the
 * fit of `alumni_engagement_cox`; `out` gets the columns `log_hazard` (of the ratio to people for whom every column has its mean), and
 * `survival_365` and the like for each time. `table` is taken whatever becomes of the call.
 */
ALUMNI_API
alumni_status alumni_engagement_cox_predict_stream(const char *fit_json,
                                                   struct ArrowArrayStream *table,
                                                   const double *times,
                                                   size_t time_count,
                                                   struct ArrowArrayStream *out,
                                                   alumni_error **error);

/**
 * Counts how many pairs ended in the order of their scores: Harrell's index of concordance. `options_json` is
 * `{"duration": …, "event": …, "score": …}`, names of columns, with `entry` and `end` where needed; the higher the score, the sooner
 * somebody is thought to end. `table` is taken whatever becomes of the call.
 */
ALUMNI_API
alumni_status alumni_engagement_concordance(struct ArrowArrayStream *table,
                                            const char *options_json,
                                            alumni_return_report **concordance,
                                            alumni_error **error);

/* ---- Engagement: will they act again? ---- */

/**
 * Fits how people act again and stop. `table` has one row for each person, is read once, and taken whatever becomes of the call.
 * `model` is `mbg_nbd`, `bg_nbd`, `pareto_nbd` or, for yearly yes or no, `bg_bb`. `options_json` may be NULL, or names the columns:
 * `frequency` (acts beyond the first), `recency` (from the first act to the last) and `age` (from the first act to now). A fit that
 * does not reach its maximum has no numbers, and says why.
 */
ALUMNI_API
alumni_status alumni_engagement_fit_repeat(struct ArrowArrayStream *table,
                                           const char *model,
                                           const char *options_json,
                                           alumni_return_report **fit,
                                           alumni_error **error);

/**
 * What a person will do within `horizon` from now: the probability of `any` act, how many are `expected`, and the probability of
 * being `alive`. `law_json` is the `law` of a fit: `{"model": …, "parameters": […]}`.
 */
ALUMNI_API
alumni_status alumni_engagement_predict(const char *law_json,
                                        double frequency,
                                        double recency,
                                        double age,
                                        double horizon,
                                        alumni_return_report **prediction,
                                        alumni_error **error);

/**
 * The same for a table, row by row: `out` gets the columns `any`, `expected` and `alive`. `table` is taken whatever becomes of the
 * call; `options_json` as in `alumni_engagement_fit_repeat`.
 */
ALUMNI_API
alumni_status alumni_engagement_predict_stream(const char *law_json,
                                               struct ArrowArrayStream *table,
                                               const char *options_json,
                                               double horizon,
                                               struct ArrowArrayStream *out,
                                               alumni_error **error);

/**
 * Fits the value of acts. `options_json` may be NULL, or names the columns `frequency` and `value` (the mean of the acts).
 */
ALUMNI_API
alumni_status alumni_engagement_fit_value(struct ArrowArrayStream *table,
                                          const char *options_json,
                                          alumni_return_report **fit,
                                          alumni_error **error);

/**
 * The value expected of an act of a person whose `frequency` acts had the mean `value`; NaN where it has no bound. `law_json` is the
 * `law` of a fit: `{"parameters": […]}`.
 */
ALUMNI_API
alumni_status alumni_engagement_mean_value(const char *law_json,
                                           double frequency,
                                           double value,
                                           double *mean,
                                           alumni_error **error);

/**
 * Compares what was predicted with what happened in the time held back. `options_json` is `{"predicted": …, "happened": …}`, names of
 * columns, with `base_rate` and `bins` where needed.
 */
ALUMNI_API
alumni_status alumni_engagement_calibration(struct ArrowArrayStream *table,
                                            const char *options_json,
                                            alumni_return_report **calibration,
                                            alumni_error **error);

/* ---- Engagement: is the network alive, and what ails it? ---- */

/**
 * How the network is as of a day (00:00 UTC), what that rests on, and what ails it. `members_json` is a list of ids, or an object of ids
 * with the day each joined, from which on they count, or null; `opened` the day on which the programme opened, not after `as_of`, or an
 * invalid date where the first event of the record counts; `model` the thresholds in TOML or JSON, or NULL for those that come with the
 * library. The first sentence of the answer is the state.
 */
ALUMNI_API
alumni_status alumni_engagement_health(const alumni_interactions *interactions,
                                       const char *members_json,
                                       alumni_date as_of,
                                       alumni_date opened,
                                       const char *model,
                                       alumni_engagement_answer **health,
                                       alumni_error **error);

/* ---- Engagement: what a small network can tell ---- */

/**
 * The shares or rates of small groups, each pulled towards what they have in common as far as the counts say. `question_json` is
 * `{"law": "share" or "rate", "groups": [{"id": …, "count": …, "of": …}]}`, with `method` (`likelihood` or `moments`), `prior`
 * (`{"mean": …, "size": …}`) and `confidence` where needed.
 */
ALUMNI_API
alumni_status alumni_engagement_shrink_json(const char *question_json,
                                            alumni_engagement_answer **shrinkage,
                                            alumni_error **error);

/**
 * Whether a silence is longer than the network's own pace explains. `question_json` is `{"count": …, "days": …, "silent_days": …}`,
 * with `known` (whether that is the pace itself, not a measurement of it) and `level` where needed.
 */
ALUMNI_API
alumni_status alumni_engagement_silence_json(const char *question_json,
                                             alumni_engagement_answer **silence,
                                             alumni_error **error);

/**
 * How surely it is noticed that a rate fell, and how many weeks that takes. `question_json` is `{"per_week": …, "weeks": …}`, with
 * `factor` (what is left of the rate), `level` and `wanted` where needed.
 */
ALUMNI_API
alumni_status alumni_engagement_rate_power_json(const char *question_json,
                                                alumni_engagement_answer **power,
                                                alumni_error **error);

/**
 * How large a difference between two shares has to be to be noticed, and how many people a difference takes. `question_json` is
 * `{"people": …, "share": …}`, with `compared_with`, `difference`, `confidence` and `power` where needed.
 */
ALUMNI_API
alumni_status alumni_engagement_share_power_json(const char *question_json,
                                                 alumni_engagement_answer **power,
                                                 alumni_error **error);

/**
 * The answer as JSON.
 */
ALUMNI_API const char *alumni_engagement_answer_json(const alumni_engagement_answer *answer);

/**
 * Number of sentences about the answer.
 */
ALUMNI_API size_t alumni_engagement_answer_reason_count(const alumni_engagement_answer *answer);

/**
 * The stable code of such a sentence.
 */
ALUMNI_API
const char *alumni_engagement_answer_reason_code(const alumni_engagement_answer *answer,
                                                 size_t index);

/**
 * The sentence.
 */
ALUMNI_API
const char *alumni_engagement_answer_reason_text(const alumni_engagement_answer *answer,
                                                 size_t index,
                                                 uint32_t lang);

/**
 * Frees an answer; NULL is fine.
 */
ALUMNI_API void alumni_engagement_answer_free(alumni_engagement_answer *answer);

/* ---- Engagement: points within a window, to compare with ---- */

/**
 * Reads a window model in TOML, or in JSON when it starts with a brace.
 */
ALUMNI_API
alumni_status alumni_window_model_parse(const char *document,
                                        alumni_window_model **model,
                                        alumni_error **error);

/**
 * One of the models that come with the library: `belmont-2025`.
 */
ALUMNI_API
alumni_status alumni_window_model_preset(const char *name,
                                         alumni_window_model **model,
                                         alumni_error **error);

/**
 * The model's id.
 */
ALUMNI_API const char *alumni_window_model_id(const alumni_window_model *model);

/**
 * The model's version.
 */
ALUMNI_API uint32_t alumni_window_model_version(const alumni_window_model *model);

/**
 * SHA-256 of the model's content in hexadecimal.
 */
ALUMNI_API const char *alumni_window_model_hash(const alumni_window_model *model);

/**
 * The model's title.
 */
ALUMNI_API const char *alumni_window_model_title(const alumni_window_model *model, uint32_t lang);

/**
 * The model as JSON, which `alumni_window_model_parse` reads back.
 */
ALUMNI_API const char *alumni_window_model_json(const alumni_window_model *model);

/**
 * Frees a model; NULL is fine.
 */
ALUMNI_API void alumni_window_model_free(alumni_window_model *model);

/**
 * Measures everybody who did something within the window of the model called `window`, before the day `as_of` begins (00:00 UTC): the
 * report has the points, the counts, the distances and the ranks, and who may not be scored.
 */
ALUMNI_API
alumni_status alumni_window_model_measure(const alumni_window_model *model,
                                          const alumni_interactions *interactions,
                                          alumni_date as_of,
                                          const char *window,
                                          const alumni_permitted *permitted,
                                          alumni_score_report **measured,
                                          alumni_error **error);

/* ---- Engagement: recency, frequency and value by a model ---- */

/**
 * Reads an RFM model in TOML, or in JSON when it starts with a brace.
 */
ALUMNI_API
alumni_status alumni_rfm_model_parse(const char *document,
                                     alumni_rfm_model **model,
                                     alumni_error **error);

/**
 * One of the models that come with the library: `hughes-1994`.
 */
ALUMNI_API
alumni_status alumni_rfm_model_preset(const char *name,
                                      alumni_rfm_model **model,
                                      alumni_error **error);

/**
 * The model's id.
 */
ALUMNI_API const char *alumni_rfm_model_id(const alumni_rfm_model *model);

/**
 * The model's version.
 */
ALUMNI_API uint32_t alumni_rfm_model_version(const alumni_rfm_model *model);

/**
 * SHA-256 of the model's content in hexadecimal.
 */
ALUMNI_API const char *alumni_rfm_model_hash(const alumni_rfm_model *model);

/**
 * The model's title.
 */
ALUMNI_API const char *alumni_rfm_model_title(const alumni_rfm_model *model, uint32_t lang);

/**
 * The model as JSON, which `alumni_rfm_model_parse` reads back.
 */
ALUMNI_API const char *alumni_rfm_model_json(const alumni_rfm_model *model);

/**
 * Frees a model; NULL is fine.
 */
ALUMNI_API void alumni_rfm_model_free(alumni_rfm_model *model);

/**
 * Recency, frequency and value of every alumnus whose acts of the model's kinds fall within the days from `from` up to but not including
 * `until`, each with its group, as `alumni_engagement_rfm` gives them.
 */
ALUMNI_API
alumni_status alumni_rfm_model_measure(const alumni_rfm_model *model,
                                       const alumni_interactions *interactions,
                                       alumni_date from,
                                       alumni_date until,
                                       const alumni_permitted *permitted,
                                       alumni_score_report **found,
                                       alumni_error **error);

/* ---- Programme: all of these, from one document ---- */

/**
 * Reads a programme in TOML, or in JSON when it starts with a brace.
 */
ALUMNI_API
alumni_status alumni_programme_parse(const char *document,
                                     alumni_programme **programme,
                                     alumni_error **error);

/**
 * The programme that comes with the library, for a first look at data of one's own.
 */
ALUMNI_API
alumni_status alumni_programme_starter(alumni_programme **programme,
                                       alumni_error **error);

/**
 * The same programme, reading exports by a shipped mapping: `workday`, `successfactors`, `bamboohr`, `smarthr` or
 * `canonical`. A new handle; the given one stays as it is.
 */
ALUMNI_API
alumni_status alumni_programme_with_mapping(const alumni_programme *programme,
                                            const char *mapping,
                                            alumni_programme **changed,
                                            alumni_error **error);

/**
 * The programme's id.
 */
ALUMNI_API const char *alumni_programme_id(const alumni_programme *programme);

/**
 * The programme's version.
 */
ALUMNI_API uint32_t alumni_programme_version(const alumni_programme *programme);

/**
 * The programme's title.
 */
ALUMNI_API const char *alumni_programme_title(const alumni_programme *programme, uint32_t lang);

/**
 * How the programme's data was made up; NULL when it is not.
 */
ALUMNI_API const char *alumni_programme_synthetic(const alumni_programme *programme);

/**
 * Number of policies.
 */
ALUMNI_API size_t alumni_programme_policy_count(const alumni_programme *programme);

/**
 * The policy at `index`, which belongs to the programme: not to be freed, and gone with it.
 */
ALUMNI_API
const alumni_policy *alumni_programme_policy(const alumni_programme *programme,
                                             size_t index);

/**
 * The instant at which a day begins where the programme is.
 */
ALUMNI_API
alumni_instant alumni_programme_start_of(const alumni_programme *programme,
                                         alumni_date day);

/**
 * A ledger of the programme's purposes and notices that holds the data's consent events.
 */
ALUMNI_API
alumni_status alumni_programme_ledger(const alumni_programme *programme,
                                      const alumni_data *data,
                                      alumni_ledger **ledger,
                                      alumni_error **error);

/**
 * Reads a programme's tables: those of its mapping, and beside them `consent_events.csv`, `interactions.csv`,
 * `groups.csv` and `selections.csv`. The first row that cannot be used is an error, which names file, line and column.
 */
ALUMNI_API
alumni_status alumni_programme_read(const alumni_programme *programme,
                                    const alumni_tables *tables,
                                    alumni_data **data,
                                    alumni_error **error);

/**
 * Reads them and goes on after rows of the workforce that cannot be used: those people are left out whole, and the
 * review lists the rows.
 */
ALUMNI_API
alumni_status alumni_programme_read_lenient(const alumni_programme *programme,
                                            const alumni_tables *tables,
                                            alumni_data **data,
                                            alumni_error **error);

/**
 * Reviews the programme as of a day: who may join and return, who may be reached, whether it is fair, whether the network
 * is alive. Consent decides who is scored.
 */
ALUMNI_API
alumni_status alumni_programme_review(const alumni_programme *programme,
                                      const alumni_data *data,
                                      alumni_date as_of,
                                      alumni_review **review,
                                      alumni_error **error);

/**
 * Reviews tables given as a JSON object of CSV texts by file name; the same as `alumni_tables_from_json`,
 * `alumni_programme_read` and `alumni_programme_review`.
 */
ALUMNI_API
alumni_status alumni_programme_review_json(const alumni_programme *programme,
                                           const char *tables_json,
                                           alumni_date as_of,
                                           alumni_review **review,
                                           alumni_error **error);

/**
 * Everybody's score as of a day, of those whom the ledger permits to be scored for the programme's scoring purpose.
 */
ALUMNI_API
alumni_status alumni_programme_scores(const alumni_programme *programme,
                                      const alumni_data *data,
                                      const alumni_ledger *ledger,
                                      alumni_date as_of,
                                      alumni_scores **scores,
                                      alumni_error **error);

/**
 * Scores those whom a ledger permits to be scored for a purpose at an instant; the others are listed as not scored.
 */
ALUMNI_API
alumni_status alumni_programme_scores_with_consent(const alumni_score_model *model,
                                                   const alumni_interactions *interactions,
                                                   alumni_date as_of,
                                                   const alumni_ledger *ledger,
                                                   const char *purpose,
                                                   alumni_instant at,
                                                   alumni_scores **scores,
                                                   alumni_error **error);

/**
 * Frees a programme; NULL is fine. What was made with it lives on.
 */
ALUMNI_API void alumni_programme_free(alumni_programme *programme);

/**
 * Number of workers.
 */
ALUMNI_API size_t alumni_data_worker_count(const alumni_data *data);

/**
 * The worker at `index`, who belongs to the data: not to be freed, and gone with it.
 */
ALUMNI_API const alumni_worker *alumni_data_worker(const alumni_data *data, size_t index);

/**
 * Frees data; NULL is fine.
 */
ALUMNI_API void alumni_data_free(alumni_data *data);

/**
 * The review as a page of plain text.
 */
ALUMNI_API const char *alumni_review_text(const alumni_review *review, uint32_t lang);

/**
 * The review as one HTML page that needs nothing else.
 */
ALUMNI_API const char *alumni_review_html(const alumni_review *review, uint32_t lang);

/**
 * The whole review as JSON, with every decision, answer and finding that it shows.
 */
ALUMNI_API const char *alumni_review_json(const alumni_review *review);

/**
 * The day of the review.
 */
ALUMNI_API alumni_date alumni_review_as_of(const alumni_review *review);

/**
 * Number of people in the data.
 */
ALUMNI_API uint64_t alumni_review_people(const alumni_review *review);

/**
 * Number of people who left and are not employed on the day.
 */
ALUMNI_API uint64_t alumni_review_former(const alumni_review *review);

/**
 * Number of people who came back at least once.
 */
ALUMNI_API uint64_t alumni_review_returned(const alumni_review *review);

/**
 * Number of things that look wrong in the data without being unusable, or that were not given.
 */
ALUMNI_API size_t alumni_review_warning_count(const alumni_review *review);

/**
 * The stable code of such a thing.
 */
ALUMNI_API const char *alumni_review_warning_code(const alumni_review *review, size_t index);

/**
 * The sentence of such a thing.
 */
ALUMNI_API
const char *alumni_review_warning_text(const alumni_review *review,
                                       size_t index,
                                       uint32_t lang);

/**
 * Frees a review; NULL is fine.
 */
ALUMNI_API void alumni_review_free(alumni_review *review);

/* ---- Programme: what a change of policy does to groups ---- */

/**
 * Compares the groups' rates of eligibility before and after a simulated change of policy, by a standard.
 *
 * Everybody in the table counts as considered, and who is eligible as selected. There is one answer for each column of
 * groups, in the order of the simulation; a column with fewer than two known groups has nobody to compare and no answer.
 */
ALUMNI_API
alumni_status alumni_programme_group_changes(const alumni_simulation *simulation,
                                             const alumni_standard *standard,
                                             alumni_group_changes **changes,
                                             alumni_error **error);

/**
 * Number of columns with an answer.
 */
ALUMNI_API size_t alumni_group_changes_count(const alumni_group_changes *changes);

/**
 * The name of the column at `index`.
 */
ALUMNI_API
const char *alumni_group_changes_column(const alumni_group_changes *changes,
                                        size_t index);

/**
 * How many people's group is unknown; they are in neither report.
 */
ALUMNI_API uint64_t alumni_group_changes_unknown(const alumni_group_changes *changes, size_t index);

/**
 * Of each group, how many are eligible under the policy before; it belongs to `changes`.
 */
ALUMNI_API
const alumni_selection_report *alumni_group_changes_before(const alumni_group_changes *changes,
                                                           size_t index);

/**
 * The same under the policy after; it belongs to `changes`.
 */
ALUMNI_API
const alumni_selection_report *alumni_group_changes_after(const alumni_group_changes *changes,
                                                          size_t index);

/**
 * The answers as a list in JSON.
 */
ALUMNI_API const char *alumni_group_changes_json(const alumni_group_changes *changes);

/**
 * Frees the answers, and with them their reports; NULL is fine.
 */
ALUMNI_API void alumni_group_changes_free(alumni_group_changes *changes);

/* ---- Programme: what decisions hang on ---- */

/**
 * Changes one protected fact, or one declared proxy, of everybody in a table to each other value that it can have, and decides
 * again.
 *
 * The table is read as `alumni_policy_decide_stream` reads it, batch by batch, in memory that does not grow with the rows; it
 * is taken whatever becomes of the call. `options` is 0 or a sum of `ALUMNI_TABLE_...`; `eligible_on` is never looked for.
 * `facts_json` is `{}` for the facts that the policy's vocabulary marks as protected, and names others as
 * `{"facts": [{"fact": …, "values": […]}]}`, with `attribute` (a column of groups) and `minimum_cell` where needed. Without
 * `values`, texts as a column holds them, those are tried that stand for all. Of a fact that no rule asks for nothing is tried:
 * no decision can hang on it.
 */
ALUMNI_API
alumni_status alumni_programme_counterfactuals(const alumni_policy *policy,
                                               struct ArrowArrayStream *table,
                                               alumni_date as_of,
                                               uint32_t options,
                                               const char *facts_json,
                                               alumni_counterfactuals **counterfactuals,
                                               alumni_error **error);

/**
 * Number of rows.
 */
ALUMNI_API uint64_t alumni_counterfactuals_rows(const alumni_counterfactuals *counterfactuals);

/**
 * A line for each fact; NULL for a language there is not.
 */
ALUMNI_API
const char *alumni_counterfactuals_text(const alumni_counterfactuals *counterfactuals,
                                        uint32_t lang);

/**
 * All of it as JSON: of each fact how many decisions change, with which value, through which criterion, in which group.
 */
ALUMNI_API
const char *alumni_counterfactuals_json(const alumni_counterfactuals *counterfactuals);

/**
 * Frees it; NULL is fine.
 */
ALUMNI_API void alumni_counterfactuals_free(alumni_counterfactuals *counterfactuals);

/* ---- Programme: which criterion causes how much of a gap between groups ---- */

/**
 * Divides the gaps between groups' pass rates under a policy among its criteria, over the rows of a table.
 *
 * The table is read as `alumni_policy_decide_stream` reads it, batch by batch, in memory that does not grow with the rows; it
 * is taken whatever becomes of the call. `options` is 0 or a sum of `ALUMNI_TABLE_...`; `eligible_on` is never looked for.
 * `gap_json` is `{"attribute": …}`, the column of groups, with `"conditional_passes": true` where who is conditional passes,
 * beside who is eligible. Groups are read for this call and kept nowhere. The part of a criterion is its Shapley value, exact
 * for any number of criteria; the parts sum to the gap.
 */
ALUMNI_API
alumni_status alumni_programme_policy_gap(const alumni_policy *policy,
                                          struct ArrowArrayStream *table,
                                          alumni_date as_of,
                                          uint32_t options,
                                          const char *gap_json,
                                          const alumni_standard *standard,
                                          alumni_policy_gap **gap,
                                          alumni_error **error);

/**
 * Number of rows.
 */
ALUMNI_API uint64_t alumni_policy_gap_rows(const alumni_policy_gap *gap);

/**
 * The findings in sentences with what each criterion causes, one line each, and what is to be known about them all; NULL for a
 * language there is not.
 */
ALUMNI_API
const char *alumni_policy_gap_text(const alumni_policy_gap *gap,
                                   uint32_t lang);

/**
 * All of it as JSON: the rates compared, and for each group its gap and each criterion's part.
 */
ALUMNI_API const char *alumni_policy_gap_json(const alumni_policy_gap *gap);

/**
 * Frees it; NULL is fine.
 */
ALUMNI_API void alumni_policy_gap_free(alumni_policy_gap *gap);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* ALUMNI_H */
