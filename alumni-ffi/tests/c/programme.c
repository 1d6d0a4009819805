/* Exports and the review: tables in, broken rows named by file, line and column, borrowed workers and policies. */
#include "check.h"

static const char PEOPLE[] = "worker_id,rehire_flag\nw-1,yes\nw-2,no\n";
static const char SPELLS[] =
    "worker_id,start_on,end_on,separation_kind\n"
    "w-1,2016-04-01,2021-09-30,voluntary\nw-2,2018-04-01,2020-03-31,voluntary\n";
static const char BROKEN[] =
    "worker_id,start_on,end_on,separation_kind\n"
    "w-1,2016-04-01,2021-09-30,voluntary\nw-2,2018-04-01,soon,voluntary\n";

static alumni_tables *tables(const char *people, const char *spells) {
    alumni_tables *made = NULL;
    WORKS(alumni_tables_new(&made, &error));
    WORKS(alumni_tables_add_csv(made, "people.csv", (const uint8_t *)people, strlen(people), &error));
    WORKS(alumni_tables_add_csv(made, "spells.csv", (const uint8_t *)spells, strlen(spells), &error));
    return made;
}

static void imports(void) {
    alumni_tables *good = tables(PEOPLE, SPELLS), *bad = tables(PEOPLE, BROKEN);
    alumni_mapping *mapping = NULL, *other = NULL;
    alumni_import *import = NULL;
    alumni_facts *facts = NULL;
    CHECK(alumni_tables_count(good) == 2 && alumni_tables_row_count(good, 1) == 2);
    CHECK(SAME(alumni_tables_name(good, 0), "people.csv") && !alumni_tables_name(good, 2));
    FAILED(alumni_tables_add_csv(good, "x.csv", (const uint8_t *)"a,b\n1\n", 6, &error), ALUMNI_STATUS_SYNTAX,
           "x.csv: line 2");
    CHECK(alumni_tables_count(good) == 2); /* nothing was added */

    WORKS(alumni_mapping_shipped("canonical", &mapping, &error));
    CHECK(SAME(alumni_mapping_id(mapping), "canonical") && alumni_mapping_version(mapping) >= 1);
    CHECK(alumni_mapping_title(mapping, ALUMNI_LANG_JA) && alumni_mapping_file_count(mapping) >= 2);
    CHECK(SAME(alumni_mapping_file_name(mapping, 0), "people.csv") && alumni_mapping_file_is_required(mapping, 0) <= 1);
    WORKS(alumni_mapping_with_overlay("{\"mapping\": \"workday\"}", &other, &error));
    CHECK(SAME(alumni_mapping_id(other), "workday"));
    alumni_mapping_free(other);

    WORKS(alumni_mapping_import(mapping, good, &import, &error));
    CHECK(alumni_import_worker_count(import) == 2 && alumni_import_fault_count(import) == 0);
    const alumni_worker *worker = alumni_import_worker(import, 0);
    CHECK(SAME(alumni_worker_id(worker), "w-1") && worker == alumni_import_worker(import, 0));
    CHECK(alumni_import_worker(import, 2) == NULL);
    WORKS(alumni_worker_facts(worker, alumni_date_ymd(2026, 4, 1), &facts, &error));
    CHECK(SAME(alumni_facts_get(facts, "rehire_flag"), "{\"type\":\"category\",\"value\":\"yes\"}"));
    alumni_facts_free(facts);
    CHECK(alumni_import_cannot_supply_count(import) > 0 && alumni_import_cannot_supply(import, 0));
    CHECK(alumni_import_cannot_supply_text(import, 0, ALUMNI_LANG_JA) && strstr(alumni_import_json(import), "w-2"));
    alumni_import_free(import);

    FAILED(alumni_mapping_import(mapping, bad, &import, &error), ALUMNI_STATUS_SYNTAX,
           "spells.csv: line 3, column 3 (end_on)");
    WORKS(alumni_mapping_import_lenient(mapping, bad, &import, &error));
    CHECK(alumni_import_worker_count(import) == 1 && alumni_import_fault_count(import) == 1);
    CHECK(strstr(alumni_import_fault_text(import, 0), "spells.csv: line 3, column 3 (end_on): ") ==
          alumni_import_fault_text(import, 0));
    alumni_import_free(import);
    alumni_mapping_free(mapping);
    alumni_tables_free(bad);
    alumni_tables_free(good);
}

static void reviews(void) {
    alumni_tables *given = tables(PEOPLE, SPELLS);
    alumni_programme *programme = NULL, *other = NULL;
    alumni_data *data = NULL;
    alumni_review *review = NULL;
    alumni_ledger *ledger = NULL;
    alumni_scores *scores = NULL;
    alumni_decision *decision = NULL;
    alumni_date as_of = alumni_date_ymd(2026, 4, 1);
    WORKS(alumni_programme_starter(&programme, &error));
    CHECK(alumni_programme_id(programme) && alumni_programme_version(programme) >= 1);
    CHECK(alumni_programme_title(programme, ALUMNI_LANG_EN) && alumni_programme_policy_count(programme) > 0);
    CHECK(alumni_programme_start_of(programme, as_of).microseconds != ALUMNI_INSTANT_INVALID);
    WORKS(alumni_programme_with_mapping(programme, "bamboohr", &other, &error));
    alumni_programme_free(other);
    FAILED(alumni_programme_with_mapping(programme, "abacus", &other, &error), ALUMNI_STATUS_UNKNOWN_NAME, "mapping");

    WORKS(alumni_programme_read(programme, given, &data, &error));
    alumni_tables_free(given); /* data outlives its tables */
    CHECK(alumni_data_worker_count(data) == 2 && SAME(alumni_worker_id(alumni_data_worker(data, 1)), "w-2"));
    WORKS(alumni_policy_decide(alumni_programme_policy(programme, 0), alumni_data_worker(data, 0), as_of, &decision,
                               &error));
    CHECK(alumni_decision_outcome(decision) != ALUMNI_NONE);
    alumni_decision_free(decision);
    WORKS(alumni_programme_ledger(programme, data, &ledger, &error));
    WORKS(alumni_programme_scores(programme, data, ledger, as_of, &scores, &error));
    CHECK(alumni_scores_count(scores) == 0);

    WORKS(alumni_programme_review(programme, data, as_of, &review, &error));
    CHECK(alumni_review_people(review) == 2 && alumni_review_former(review) == 2);
    CHECK(alumni_review_returned(review) == 0 && alumni_review_as_of(review).days == as_of.days);
    CHECK(strstr(alumni_review_text(review, ALUMNI_LANG_EN), "2026-04-01"));
    CHECK(strstr(alumni_review_text(review, ALUMNI_LANG_JA), "2026年4月1日"));
    CHECK(strstr(alumni_review_html(review, ALUMNI_LANG_JA), "<html"));
    CHECK(strstr(alumni_review_json(review), "\"former\":2"));
    CHECK(alumni_review_warning_count(review) > 0 && alumni_review_warning_code(review, 0));
    CHECK(alumni_review_warning_text(review, 0, ALUMNI_LANG_EN));
    alumni_review_free(review);

    WORKS(alumni_programme_review_json(programme, "{\"people.csv\": \"worker_id,rehire_flag\\nw-1,yes\\n\", "
                                                  "\"spells.csv\": \"worker_id,start_on,end_on\\nw-1,2016-04-01,\\n\"}",
                                       as_of, &review, &error));
    CHECK(alumni_review_people(review) == 1 && alumni_review_former(review) == 0);
    alumni_review_free(review);

    given = tables(PEOPLE, BROKEN);
    alumni_data *none = data;
    FAILED(alumni_programme_read(programme, given, &none, &error), ALUMNI_STATUS_SYNTAX,
           "spells.csv: line 3, column 3 (end_on)");
    CHECK(none == NULL);
    WORKS(alumni_programme_read_lenient(programme, given, &none, &error));
    CHECK(alumni_data_worker_count(none) == 1);
    alumni_data_free(none);
    alumni_tables_free(given);
    alumni_scores_free(scores);
    alumni_ledger_free(ledger);
    alumni_data_free(data);
    alumni_programme_free(programme);
}

int main(void) {
    imports();
    reviews();
    puts("exports and reviews: ok");
    return 0;
}
