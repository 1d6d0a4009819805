/* Tables through a policy: both doors, what they refuse, and who releases what. */
#include "check.h"

#include <errno.h>

/* A table of batches made here: `grade` int8 and `worker` utf8, a null in every batch's second row. */
typedef struct {
    int batches, rows, given, fails;
    int *released;
} source;

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release) schema->children[i]->release(schema->children[i]);
        free(schema->children[i]);
    }
    free(schema->children);
    schema->release = NULL;
}

static void field(struct ArrowSchema *schema, const char *format, const char *name, int64_t children) {
    memset(schema, 0, sizeof *schema);
    schema->format = format;
    schema->name = name;
    schema->flags = ARROW_FLAG_NULLABLE;
    schema->n_children = children;
    schema->children = children ? malloc((size_t)children * sizeof *schema->children) : NULL;
    for (int64_t i = 0; i < children; i++) schema->children[i] = malloc(sizeof **schema->children);
    schema->release = release_schema;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    (void)stream;
    field(out, "+s", "", 2);
    field(out->children[0], "c", "grade", 0);
    field(out->children[1], "u", "worker", 0);
    return 0;
}

static void release_array(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_buffers; i++) free((void *)array->buffers[i]);
    free(array->buffers);
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release) array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    free(array->children);
    array->release = NULL;
}

static void array(struct ArrowArray *out, int rows, int buffers, int children) {
    memset(out, 0, sizeof *out);
    out->length = rows;
    out->n_buffers = buffers;
    out->n_children = children;
    out->buffers = calloc((size_t)buffers, sizeof *out->buffers);
    out->children = children ? malloc((size_t)children * sizeof *out->children) : NULL;
    for (int i = 0; i < children; i++) out->children[i] = malloc(sizeof **out->children);
    out->release = release_array;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    source *from = stream->private_data;
    if (from->fails && from->given == from->fails) return EIO;
    if (from->given == from->batches) {
        memset(out, 0, sizeof *out);
        return 0;
    }
    from->given++;
    array(out, from->rows, 1, 2);
    struct ArrowArray *grade = out->children[0], *worker = out->children[1];
    array(grade, from->rows, 2, 0);
    array(worker, from->rows, 3, 0);
    uint8_t *valid = malloc((size_t)from->rows / 8 + 1);
    memset(valid, 0xff, (size_t)from->rows / 8 + 1);
    valid[0] = 0xfd;
    int8_t *grades = malloc((size_t)from->rows);
    int32_t *offsets = malloc(((size_t)from->rows + 1) * sizeof *offsets);
    char *texts = malloc((size_t)from->rows * 2);
    offsets[0] = 0;
    for (int i = 0; i < from->rows; i++) {
        grades[i] = (int8_t)(i % 5);
        texts[2 * i] = 'w';
        texts[2 * i + 1] = (char)('0' + i % 10);
        offsets[i + 1] = 2 * (i + 1);
    }
    grade->null_count = 1;
    grade->buffers[0] = valid;
    grade->buffers[1] = grades;
    worker->buffers[1] = offsets;
    worker->buffers[2] = texts;
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return "the disk is gone";
}

static void release_stream(struct ArrowArrayStream *stream) {
    source *from = stream->private_data;
    ++*from->released;
    free(from);
    stream->release = NULL;
}

static struct ArrowArrayStream table(int batches, int rows, int fails, int *released) {
    source *from = malloc(sizeof *from);
    *from = (source){.batches = batches, .rows = rows, .fails = fails, .released = released};
    return (struct ArrowArrayStream){get_schema, get_next, get_last_error, release_stream, from};
}

static alumni_policy *policy(const char *rule) {
    char document[256];
    alumni_policy *made = NULL;
    snprintf(document, sizeof document,
             "id = \"p\"\nversion = 1\n[[criteria]]\nid = \"c\"\nrequire = \"%s\"\n[[criteria]]\n"
             "id = \"r\"\nreview = \"grade = 4\"\n", rule);
    WORKS(alumni_policy_parse(document, &made, &error));
    return made;
}

/* The stream door: columns, rows, memory, and a policy that is gone before the stream. */
static void streams(alumni_date day) {
    int released = 0;
    alumni_policy *gate = policy("grade >= 3");
    struct ArrowArrayStream in = table(3, 10, 0, &released), out;
    WORKS(alumni_policy_decide_stream(gate, &in, day, 0, "worker", &out, &error));
    CHECK(in.release == NULL && released == 0);
    alumni_policy_free(gate);

    struct ArrowSchema schema;
    CHECK(out.get_schema(&out, &schema) == 0);
    const char *names[] = {"worker", "outcome", "eligible_on", "unmet", "unknown", "review"};
    CHECK(schema.n_children == 6 && SAME(schema.format, "+s"));
    for (int i = 0; i < 6; i++) CHECK(SAME(schema.children[i]->name, names[i]));
    CHECK(SAME(schema.children[0]->format, "u") && SAME(schema.children[2]->format, "tdD"));
    CHECK(SAME(schema.children[1]->format, "C") && SAME(schema.children[1]->dictionary->format, "u"));
    CHECK(schema.children[3]->n_children == 2 && SAME(schema.children[3]->children[0]->name, "c"));
    CHECK(SAME(schema.children[3]->children[1]->format, "b"));
    schema.release(&schema);

    size_t rows = 0;
    for (;;) {
        struct ArrowArray batch;
        CHECK(out.get_next(&out, &batch) == 0);
        if (!batch.release) break;
        CHECK(batch.length == 10);
        const uint8_t *outcome = batch.children[1]->buffers[1];
        const uint8_t *unmet = batch.children[3]->children[0]->buffers[1];
        const uint8_t *unknown = batch.children[4]->children[0]->buffers[1];
        for (int i = 0; i < 10; i++) {
            uint32_t wanted = i == 1     ? ALUMNI_OUTCOME_UNDETERMINED
                              : i % 5 < 3 ? ALUMNI_OUTCOME_INELIGIBLE
                              : i % 5 < 4 ? ALUMNI_OUTCOME_ELIGIBLE
                                          : ALUMNI_OUTCOME_CONDITIONAL;
            CHECK(outcome[i] == wanted);
            CHECK((unmet[i / 8] >> (i % 8) & 1) == (wanted == ALUMNI_OUTCOME_INELIGIBLE));
            CHECK((unknown[i / 8] >> (i % 8) & 1) == (i == 1));
        }
        rows += (size_t)batch.length;
        batch.release(&batch);
    }
    CHECK(rows == 30);
    out.release(&out);
    CHECK(out.release == NULL && released == 1);

    /* A stream that nobody reads releases its source. */
    gate = policy("grade >= 3");
    in = table(3, 10, 0, &released);
    WORKS(alumni_policy_decide_stream(gate, &in, day, ALUMNI_TABLE_NO_ELIGIBLE_ON, NULL, &out, &error));
    CHECK(out.get_schema(&out, &schema) == 0 && schema.n_children == 4);
    schema.release(&schema);
    out.release(&out);
    CHECK(released == 2);
    alumni_policy_free(gate);
}

/* What goes wrong while a stream is read comes out of it. */
static void failures_of_streams(alumni_date day) {
    int released = 0;
    alumni_policy *gate = policy("grade >= 3");
    struct ArrowArrayStream in = table(3, 10, 2, &released), out;
    struct ArrowArray batch;
    WORKS(alumni_policy_decide_stream(gate, &in, day, 0, NULL, &out, &error));
    for (int i = 0; i < 2; i++) {
        CHECK(out.get_next(&out, &batch) == 0 && batch.release);
        batch.release(&batch);
    }
    CHECK(out.get_next(&out, &batch) == EINVAL);
    CHECK(strstr(out.get_last_error(&out), "the disk is gone"));
    CHECK(out.get_next(&out, &batch) == 0 && !batch.release);
    out.release(&out);
    CHECK(released == 1);
    alumni_policy_free(gate);
}

/* What is refused at the door: a status, the place, an empty `out`, and a table that is taken all the same. */
static void refusals(alumni_date day) {
    int released = 0;
    alumni_policy *gate = policy("grade >= 3"), *other = policy("handover_done");
    struct ArrowArrayStream in = table(1, 10, 0, &released), out;
    alumni_decisions *decisions = NULL;
    FAILED(alumni_policy_decide_stream(other, &in, day, 0, NULL, &out, &error), ALUMNI_STATUS_MISSING,
           "handover_done");
    CHECK(in.release == NULL && out.release == NULL && released == 1);
    FAILED(alumni_policy_decide_stream(gate, &in, day, 0, NULL, &out, &error), ALUMNI_STATUS_INCONSISTENT,
           "table");
    in = table(1, 10, 0, &released);
    FAILED(alumni_policy_decide_stream(gate, &in, day, 0, "workers", &out, &error),
           ALUMNI_STATUS_UNKNOWN_NAME, "id");
    in = table(1, 10, 0, &released);
    FAILED(alumni_policy_decide_stream(gate, &in, day, 8, NULL, &out, &error), ALUMNI_STATUS_BAD_ENUM,
           "options");
    in = table(1, 10, 0, &released);
    FAILED(alumni_policy_decide_stream(NULL, &in, day, 0, NULL, &out, &error), ALUMNI_STATUS_NULL_ARGUMENT,
           "policy");
    in = table(1, 10, 0, &released);
    FAILED(alumni_policy_decide_stream(gate, &in, day, 0, NULL, NULL, &error), ALUMNI_STATUS_NULL_ARGUMENT,
           "out");
    FAILED(alumni_policy_decide_table(gate, NULL, day, 0, NULL, &decisions, &error),
           ALUMNI_STATUS_NULL_ARGUMENT, "table");
    in = table(3, 10, 1, &released);
    FAILED(alumni_policy_decide_table(gate, &in, day, 0, NULL, &decisions, &error),
           ALUMNI_STATUS_INCONSISTENT, "");
    CHECK(decisions == NULL && released == 6);

    in = table(1, 10, 0, &released);
    WORKS(alumni_policy_decide_table(other, &in, day, ALUMNI_TABLE_MISSING_IS_UNKNOWN, NULL, &decisions, &error));
    CHECK(strstr(alumni_decisions_report_json(decisions), "\"missing_columns\":[\"handover_done\"]"));
    CHECK(strstr(alumni_decisions_report_json(decisions), "{\"name\":\"worker\",\"nearest\":null}"));
    alumni_decisions_free(decisions);
    alumni_policy_free(other);
    alumni_policy_free(gate);
}

/* The door that keeps the answers, and gives them row by row. */
static void kept(alumni_date day) {
    int released = 0;
    alumni_policy *gate = policy("grade >= 3");
    alumni_decisions *decisions = NULL;
    struct ArrowArrayStream in = table(3, 70, 0, &released), out;
    WORKS(alumni_policy_decide_table(gate, &in, day, 0, "worker", &decisions, &error));
    CHECK(released == 1 && alumni_decisions_count(decisions) == 210);
    CHECK(alumni_decisions_criterion_count(decisions) == 2);
    CHECK(SAME(alumni_decisions_criterion_id(decisions, 1), "r"));
    for (size_t row = 0; row < 210; row++) {
        size_t i = row % 70;
        uint32_t wanted = i == 1      ? ALUMNI_CRITERION_UNKNOWN
                          : i % 5 < 3 ? ALUMNI_CRITERION_UNMET
                                      : ALUMNI_CRITERION_MET;
        CHECK(alumni_decisions_criterion_status(decisions, row, 0) == wanted);
        CHECK(!alumni_date_is_valid(alumni_decisions_eligible_on(decisions, row)));
    }
    CHECK(alumni_decisions_outcome(decisions, 3) == ALUMNI_OUTCOME_ELIGIBLE);
    CHECK(alumni_decisions_outcome(decisions, 210) == ALUMNI_NONE);
    CHECK(alumni_decisions_criterion_status(decisions, 210, 0) == ALUMNI_NONE);
    CHECK(alumni_decisions_criterion_status(decisions, 0, 2) == ALUMNI_NONE);
    CHECK(strstr(alumni_decisions_counts_json(decisions), "\"undetermined\":3"));
    CHECK(strstr(alumni_decisions_text(decisions), "210 rows: Eligible 42, Conditional 42"));
    WORKS(alumni_decisions_export(decisions, &out, &error));
    alumni_decisions_free(decisions);
    int64_t rows = 0;
    for (;;) {
        struct ArrowArray batch;
        CHECK(out.get_next(&out, &batch) == 0);
        if (!batch.release) break;
        rows += batch.length;
        batch.release(&batch);
    }
    CHECK(rows == 210);
    out.release(&out);
    alumni_policy_free(gate);
}

int main(void) {
    alumni_date day = alumni_date_ymd(2026, 4, 1);
    streams(day);
    failures_of_streams(day);
    refusals(day);
    kept(day);
    puts("table: tables go in and out, and everything is released once");
    return 0;
}
