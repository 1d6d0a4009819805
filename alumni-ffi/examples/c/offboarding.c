/* An HR system embeds the rules: at the exit screen it says whether somebody can join the network and come back, and
 * every night it decides about all 40,000 who have left, through the Arrow stream interface.
 *
 *   cc offboarding.c $(pkg-config --cflags --libs alumni) -o offboarding && ./offboarding
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <alumni.h>

/* 主任 is what this customer calls grade 3. */
#define LADDER                                                                                    \
    "[[facts]]\nname = \"grade\"\ntype = \"integer\"\ntitle = { en = \"Grade\", ja = \"等級\" }\n"    \
    "values = [{ name = \"主任\", number = 3 }]\n"

static const char MEMBERSHIP[] =
    "id = \"membership\"\nversion = 1\n"
    "[[criteria]]\nid = \"left\"\nrequire = \"not employed\"\n"
    "[[criteria]]\nid = \"conduct\"\nbar = \"separation_kind = involuntary_cause\"\n";

static const char RETURN[] =
    "id = \"return-2024\"\nversion = 3\neffective_from = 2024-04-01\n" LADDER
    "[[criteria]]\nid = \"service\"\nrequire = \"tenure >= 5 years or grade >= 主任\"\nsource = \"HR-12 s.3\"\n"
    "[[criteria]]\nid = \"cooling-off\"\nrequire = \"since_separation >= 6 months\"\n"
    "[[criteria]]\nid = \"conduct\"\nbar = \"separation_kind = involuntary_cause\"\n";

/* Another tenant's ladder has no 主任, and nobody told the policy. */
static const char BROKEN[] =
    "id = \"return-2024\"\nversion = 3\n"
    "[[criteria]]\nid = \"service\"\nrequire = \"tenure >= 5 years or grade >= 主任\"\n";

/* Five years to the day, the last two of them as 主任. */
static const char LEAVING[] =
    "{\"id\": \"w-0471\", \"spells\": [{\"start\": \"2019-04-01\", \"end\": \"2024-03-31\", \"grade\": 3,"
    " \"separation\": {\"kind\": \"voluntary\", \"local_code\": {\"scheme\": \"jp_rishoku_kubun\", \"code\": \"4D\"}}}]}";

/* ---- the tenant starts: policies are read once, and a mistake says where it is ---- */

static alumni_policy *load(const char *document) {
    alumni_policy *policy = NULL;
    alumni_error *error = NULL;
    if (alumni_policy_parse(document, &policy, &error)) {
        printf("not loaded: %s\n  at: %s\n", alumni_error_message(error), alumni_error_path(error));
        alumni_error_free(error);
    }
    return policy;
}

/* ---- the exit screen ---- */

static int screen(const alumni_policy *policy, const char *worker, alumni_date day) {
    alumni_decision *decision = NULL;
    alumni_error *error = NULL;
    if (alumni_policy_decide_json(policy, worker, day, &decision, &error)) {
        fprintf(stderr, "%s\n", alumni_error_text(error));
        alumni_error_free(error);
        return 1;
    }
    printf("%s: %s\n", alumni_policy_id(policy), alumni_decision_text(decision, ALUMNI_LANG_EN));
    for (size_t i = 0; i < alumni_decision_reason_count(decision); i++)
        printf("  %s\n", alumni_decision_reason_text(decision, i, ALUMNI_LANG_JA));
    alumni_decision_free(decision);
    return 0;
}

/* ---- the night: everybody who has left, in batches of 10,000 ---- */

enum { PEOPLE = 40000, BATCH = 10000, COLUMNS = 4 };
static const char *const NAMES[COLUMNS] = {"start_date", "separation_date", "grade", "separation_kind"};
static const char *const FORMATS[COLUMNS] = {"tdD", "tdD", "c", "c"};

/* A person of the table, made up from a number: first and last day since 1970, grade, kind of separation. */
typedef struct { int32_t start, end; int8_t grade, kind; } person;

static person made_up(int number) {
    uint32_t draw = (uint32_t)number * 2654435761u;
    person p;
    p.start = 12000 + (int32_t)(draw >> 8) % 5000;
    p.end = p.start + (int32_t)(draw >> 4) % 3000;
    p.grade = (int8_t)((draw >> 16) % 6);
    p.kind = (int8_t)((draw >> 12) % 3);
    return p;
}

static const char KINDS[] = "voluntaryretirementinvoluntary_cause";
static const int32_t ENDS[] = {0, 9, 19, 36};

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release) schema->children[i]->release(schema->children[i]);
        free(schema->children[i]);
    }
    if (schema->dictionary) {
        if (schema->dictionary->release) schema->dictionary->release(schema->dictionary);
        free(schema->dictionary);
    }
    free(schema->children);
    schema->release = NULL;
}

static void make_schema(struct ArrowSchema *schema, const char *format, const char *name) {
    memset(schema, 0, sizeof *schema);
    schema->format = format;
    schema->name = name;
    schema->release = release_schema;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    (void)stream;
    make_schema(out, "+s", "");
    out->children = malloc(COLUMNS * sizeof *out->children);
    for (; out->n_children < COLUMNS; out->n_children++) {
        out->children[out->n_children] = malloc(sizeof **out->children);
        make_schema(out->children[out->n_children], FORMATS[out->n_children], NAMES[out->n_children]);
    }
    out->children[3]->dictionary = malloc(sizeof **out->children);
    make_schema(out->children[3]->dictionary, "u", "");
    return 0;
}

/* Every buffer of ours belongs to its array; the texts of the dictionary are static. */
static void release_array(struct ArrowArray *array) {
    if (array->private_data) free(array->private_data);
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release) array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    if (array->dictionary) {
        if (array->dictionary->release) array->dictionary->release(array->dictionary);
        free(array->dictionary);
    }
    free(array->children);
    free(array->buffers);
    array->release = NULL;
}

/* An array of so many rows; its values, if it has some, are `size` bytes each. */
static void *make_array(struct ArrowArray *array, int64_t rows, int64_t buffers, size_t size) {
    memset(array, 0, sizeof *array);
    array->length = rows;
    array->n_buffers = buffers;
    array->buffers = calloc((size_t)buffers, sizeof *array->buffers);
    array->private_data = size ? malloc((size_t)rows * size) : NULL;
    if (size) array->buffers[1] = array->private_data;
    array->release = release_array;
    return array->private_data;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    int *next = stream->private_data;
    memset(out, 0, sizeof *out);
    if (*next == PEOPLE) return 0;
    make_array(out, BATCH, 1, 0);
    out->children = malloc(COLUMNS * sizeof *out->children);
    for (; out->n_children < COLUMNS; out->n_children++)
        out->children[out->n_children] = malloc(sizeof **out->children);
    int32_t *starts = make_array(out->children[0], BATCH, 2, sizeof *starts);
    int32_t *ends = make_array(out->children[1], BATCH, 2, sizeof *ends);
    int8_t *grades = make_array(out->children[2], BATCH, 2, sizeof *grades);
    int8_t *kinds = make_array(out->children[3], BATCH, 2, sizeof *kinds);
    struct ArrowArray *names = out->children[3]->dictionary = malloc(sizeof *names);
    make_array(names, 3, 3, 0);
    names->buffers[1] = ENDS;
    names->buffers[2] = KINDS;
    for (int i = 0; i < BATCH; i++) {
        person p = made_up(*next + i);
        starts[i] = p.start, ends[i] = p.end, grades[i] = p.grade, kinds[i] = p.kind;
    }
    *next += BATCH;
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream) { return (void)stream, NULL; }

static void release_stream(struct ArrowArrayStream *stream) {
    free(stream->private_data);
    stream->release = NULL;
}

/* Whether the row door says the same of one person: a worker may also be a row of facts. */
static int same(const alumni_policy *policy, int number, alumni_date day, uint32_t outcome) {
    static const char *const kinds[] = {"voluntary", "retirement", "involuntary_cause"};
    person p = made_up(number);
    alumni_date start = {p.start}, end = {p.end};
    char worker[256];
    alumni_decision *decision = NULL;
    snprintf(worker, sizeof worker,
             "{\"id\": \"w-%d\", \"facts\": {\"start_date\": \"%04d-%02u-%02u\","
             " \"separation_date\": \"%04d-%02u-%02u\", \"grade\": %d, \"separation_kind\": \"%s\"}}",
             number, (int)alumni_date_year(start), (unsigned)alumni_date_month(start),
             (unsigned)alumni_date_day(start), (int)alumni_date_year(end), (unsigned)alumni_date_month(end),
             (unsigned)alumni_date_day(end), p.grade, kinds[p.kind]);
    int equal = !alumni_policy_decide_json(policy, worker, day, &decision, NULL) &&
                alumni_decision_outcome(decision) == outcome;
    alumni_decision_free(decision);
    return equal;
}

static int night(const alumni_policy *policy, alumni_date day) {
    struct ArrowArrayStream people = {get_schema, get_next, get_last_error, release_stream, calloc(1, sizeof(int))};
    struct ArrowArrayStream answers;
    alumni_error *error = NULL;
    if (alumni_policy_decide_stream(policy, &people, day, 0, NULL, &answers, &error)) {
        fprintf(stderr, "%s\n", alumni_error_text(error));
        alumni_error_free(error);
        return 1;
    }
    size_t counts[4] = {0}, later = 0;
    int row = 0, differ = 0, failed = 0;
    for (;;) {
        struct ArrowArray batch;
        if (answers.get_next(&answers, &batch)) {
            const char *said = answers.get_last_error(&answers);
            fprintf(stderr, "%s\n", said ? said : "no message");
            failed = 1;
            break;
        }
        if (!batch.release) break;
        /* outcome, eligible_on, unmet, unknown, review: see the header. */
        const uint8_t *outcomes = batch.children[0]->buffers[1];
        for (int64_t i = 0; i < batch.length; i++, row++) {
            counts[outcomes[i]]++;
            if (row % 97 == 0) differ += !same(policy, row, day, outcomes[i]);
        }
        later += (size_t)(batch.children[1]->length - batch.children[1]->null_count);
        batch.release(&batch);
    }
    answers.release(&answers);
    printf("%d people: %zu eligible, %zu conditional, %zu undetermined, %zu ineligible, %zu of them only for now\n", row,
           counts[ALUMNI_OUTCOME_ELIGIBLE], counts[ALUMNI_OUTCOME_CONDITIONAL],
           counts[ALUMNI_OUTCOME_UNDETERMINED], counts[ALUMNI_OUTCOME_INELIGIBLE], later);
    if (differ) fprintf(stderr, "%d rows differ from the exit screen\n", differ);
    return failed || differ || row != PEOPLE;
}

int main(void) {
    if (alumni_abi_version() != ALUMNI_ABI_VERSION) return fputs("built for another libalumni\n", stderr), 2;
    alumni_policy *broken = load(BROKEN), *membership = load(MEMBERSHIP), *come_back = load(RETURN);
    alumni_date day = alumni_date_ymd(2024, 4, 1);
    int failed = broken || !membership || !come_back || screen(membership, LEAVING, day) ||
                 screen(come_back, LEAVING, day) || night(come_back, day);
    alumni_policy_free(come_back);
    alumni_policy_free(membership);
    alumni_policy_free(broken);
    return failed;
}
