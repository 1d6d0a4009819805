/*
 * Consent for a whole network: events from a CSV file and from another ledger, questions for everybody as one table, who may be
 * reached, one person's time line, the record for the officer and the receipt for the person.
 *
 *   cc -std=c11 consent.c $(pkg-config --cflags --libs alumni) && ./a.out
 */
#include <alumni.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char LEDGER[] =
    "{\"purposes\": [{\"id\": \"job_contact\", \"title\": \"Jobs\", \"legal_basis\": \"consent\"}],"
    " \"notices\": [{\"id\": \"alumni\", \"version\": 1, \"purposes\": [\"job_contact\"],"
    "   \"text\": {\"en\": \"We may write to you about open positions.\"}}]}";

/* What the forms' system exported: bytes as they came from the disk, without a NUL at the end. */
static const char FORMS[] =
    "source,id,subject,purpose,kind,occurred_at,received_at,notice_id,notice_version\r\n"
    "form,ce_11,w-0470,job_contact,given,2025-03-29T09:00:00+09:00,2025-03-29T00:00:01Z,alumni,1\r\n"
    "form,ce_12,w-0471,job_contact,given,2025-03-29T09:00:00+09:00,2025-03-29T00:00:01Z,alumni,1\r\n"
    "mail,ce_88,w-0471,job_contact,withdrawn,2025-07-01T18:00:00+09:00,2025-07-02T00:00:00Z,,\r\n";

static const char CONTROLLER[] =
    "{\"id\": \"https://example.com/acme\", \"name\": \"Acme\", \"address\": \"Tokyo\", \"contact\": \"Office\","
    " \"email\": \"dpo@example.com\", \"phone\": \"+81-3-0000-0000\", \"policy_url\": \"https://example.com/privacy\","
    " \"language\": \"ja\", \"jurisdiction\": [\"loc:JP\"], \"withdrawal\": \"https://example.com/stop\","
    " \"processing\": {\"job_contact\": {\"personal_data\": [{\"category\": \"pd:EmailAddress\"}],"
    "   \"storage_locations\": [\"loc:JP\"], \"retention\": {\"kind\": \"temporal\", \"length\": \"P2Y\"},"
    "   \"service\": \"Alumni\", \"collection_method\": \"form\"}}}";

/* Says what went wrong and ends the program: a real one would hand the error on. */
static void check(alumni_status status, alumni_error *error) {
    if (status == ALUMNI_STATUS_OK) return;
    fprintf(stderr, "%s\n", alumni_error_text(error));
    alumni_error_free(error);
    exit(EXIT_FAILURE);
}

static void expect(int holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "expected %s\n", what);
    exit(EXIT_FAILURE);
}

/* A table of one column of texts, `subject`, as a stream of one batch. It borrows the texts until it is released. */
typedef struct {
    const char *const *texts;
    int count, given;
} subjects;

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++) {
        schema->children[i]->release(schema->children[i]);
        free(schema->children[i]);
    }
    free(schema->children);
    schema->release = NULL;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    (void)stream;
    memset(out, 0, sizeof *out);
    out->format = "+s";
    out->name = "";
    out->n_children = 1;
    out->children = malloc(sizeof *out->children);
    out->children[0] = calloc(1, sizeof **out->children);
    out->children[0]->format = "u";
    out->children[0]->name = "subject";
    out->children[0]->release = release_schema;
    out->release = release_schema;
    return 0;
}

static void release_array(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_buffers; i++) free((void *)array->buffers[i]);
    free(array->buffers);
    for (int64_t i = 0; i < array->n_children; i++) {
        /* A child that was moved out has no release any more. */
        if (array->children[i]->release) array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    free(array->children);
    array->release = NULL;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    subjects *from = stream->private_data;
    memset(out, 0, sizeof *out);
    if (from->given) return 0;
    from->given = 1;
    size_t bytes = 0;
    for (int i = 0; i < from->count; i++) bytes += strlen(from->texts[i]);
    int32_t *offsets = malloc(((size_t)from->count + 1) * sizeof *offsets);
    char *text = malloc(bytes + 1);
    offsets[0] = 0;
    for (int i = 0; i < from->count; i++) {
        size_t length = strlen(from->texts[i]);
        memcpy(text + offsets[i], from->texts[i], length);
        offsets[i + 1] = offsets[i] + (int32_t)length;
    }
    struct ArrowArray *column = calloc(1, sizeof *column);
    column->length = from->count;
    column->n_buffers = 3;
    column->buffers = calloc(3, sizeof *column->buffers);
    column->buffers[1] = offsets;
    column->buffers[2] = text;
    column->release = release_array;
    out->length = from->count;
    out->n_buffers = 1;
    out->buffers = calloc(1, sizeof *out->buffers);
    out->n_children = 1;
    out->children = malloc(sizeof *out->children);
    out->children[0] = column;
    out->release = release_array;
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return NULL;
}

static void release_stream(struct ArrowArrayStream *stream) {
    stream->release = NULL;
}

static struct ArrowArrayStream stream_of(subjects *from) {
    struct ArrowArrayStream stream = {get_schema, get_next, get_last_error, release_stream, from};
    return stream;
}

int main(void) {
    alumni_error *error = NULL;
    alumni_ledger *ledger = NULL, *copy = NULL;
    alumni_extended *extended = NULL;
    check(alumni_ledger_from_json(LEDGER, &ledger, &error), error);

    /* A file that is not UTF-8 is refused with the place and the encoding that it is likely to be. */
    static const uint8_t latin[] = {'s', 'o', 'u', 'r', 'c', 'e', '\n', 0xe9, '\n'};
    expect(alumni_ledger_extend_csv_bytes(ledger, "forms.csv", latin, sizeof latin, NULL, &error) ==
               ALUMNI_STATUS_SYNTAX,
           "bytes that are not UTF-8 to be refused");
    printf("%s\n", alumni_error_text(error));
    alumni_error_free(error);
    error = NULL;
    check(alumni_ledger_extend_csv_bytes(ledger, "forms.csv", (const uint8_t *)FORMS, sizeof FORMS - 1, &extended,
                                         &error),
          error);
    expect(alumni_extended_added(extended) == 3, "three events");
    alumni_extended_free(extended);

    /* The events go out as a table, and into a ledger elsewhere: the same set of events has the same hash. */
    struct ArrowArrayStream events;
    check(alumni_ledger_export_events(ledger, &events, &error), error);
    check(alumni_ledger_from_json(LEDGER, &copy, &error), error);
    check(alumni_ledger_extend_table(copy, &events, NULL, &error), error);
    expect(events.release == NULL, "the stream to be taken");
    expect(strcmp(alumni_ledger_state_hash(copy), alumni_ledger_state_hash(ledger)) == 0, "one hash");

    /* May we write to everybody of the list? One call, whatever its length. */
    static const char *const people[] = {"w-0470", "w-0471", "w-0472"};
    subjects from = {people, 3, 0};
    struct ArrowArrayStream questions = stream_of(&from), out;
    alumni_answers *answers = NULL;
    check(alumni_ledger_may_table(ledger, &questions,
                                  "{\"purpose\": \"job_contact\", \"channel\": \"email\","
                                  " \"at\": \"2026-04-01T09:00:00+09:00\"}",
                                  "subject", &answers, &error),
          error);
    printf("%s\n", alumni_answers_text(answers, ALUMNI_LANG_EN));
    for (size_t row = 0; row < alumni_answers_count(answers); row++)
        printf("%s: %s\n", people[row], alumni_answers_reason_code(answers, row, 0));
    expect(alumni_answers_verdict(answers, 0) == ALUMNI_CONSENT_VERDICT_ALLOWED, "a yes for the first");
    expect(alumni_answers_verdict(answers, 1) == ALUMNI_CONSENT_VERDICT_DENIED, "a no after the withdrawal");
    expect(alumni_answers_verdict(answers, 3) == ALUMNI_NONE, "nothing beyond the last row");

    /* The answers go out as a table with the ids beside them. */
    struct ArrowSchema schema;
    check(alumni_answers_export(answers, &out, &error), error);
    expect(out.get_schema(&out, &schema) == 0 && schema.n_children == 7, "seven columns");
    for (int64_t i = 0; i < schema.n_children; i++) printf("%s ", schema.children[i]->name);
    printf("\n");
    schema.release(&schema);
    out.release(&out);
    alumni_answers_free(answers);

    /* The same through a snapshot, which is far faster for many rows: the reason that decided, and no obligations. */
    alumni_instant now;
    alumni_snapshot *snapshot = NULL;
    check(alumni_instant_parse("2026-04-01T09:00:00+09:00", &now, &error), error);
    check(alumni_ledger_snapshot(ledger, now, NULL, &snapshot, &error), error);
    from.given = 0;
    questions = stream_of(&from);
    check(alumni_snapshot_may_table(snapshot, &questions, "{\"purpose\": \"job_contact\", \"channel\": \"email\"}",
                                    "subject", &answers, &error),
          error);
    alumni_snapshot_free(snapshot); /* what was asked lives on */
    expect(questions.release == NULL && alumni_answers_is_brief(answers) == 1, "brief answers");
    expect(alumni_answers_count(answers) == 3 && alumni_answers_reason_count(answers, 1) == 1, "a reason each");
    expect(strcmp(alumni_answers_reason_code(answers, 1, 0), "consent-withdrawn") == 0, "a no after the withdrawal");
    check(alumni_answers_export(answers, &out, &error), error);
    expect(out.get_schema(&out, &schema) == 0 && schema.n_children == 5, "five columns");
    schema.release(&schema);
    out.release(&out);
    alumni_answers_free(answers);

    /* A row that cannot be asked is an error that names it, and a stream is taken whatever becomes of the call. */
    from.given = 0;
    questions = stream_of(&from);
    expect(alumni_ledger_may_table(ledger, &questions, "{\"at\": \"2026-04-01T00:00:00Z\"}", NULL, &answers, &error) ==
                   ALUMNI_STATUS_MISSING &&
               answers == NULL && questions.release == NULL,
           "a question without a purpose to be refused");
    expect(strcmp(alumni_error_path(error), "purpose") == 0, "the part that is missing");
    alumni_error_free(error);
    error = NULL;

    /* How many are left, one person's time line, the officer's record, and the person's receipt: documents. */
    alumni_consent_document *document = NULL;
    check(alumni_ledger_funnel_json(ledger, NULL,
                                    "{\"purpose\": \"job_contact\", \"channel\": \"email\","
                                    " \"at\": \"2026-04-01T00:00:00Z\", \"among\": [\"w-0470\", \"w-0471\", \"w-0472\"]}",
                                    &document, &error),
          error);
    expect(strstr(alumni_consent_document_json(document), "\"stage\":\"standing\",\"people\":1") != NULL,
           "one whose yes stands");
    alumni_consent_document_free(document);
    check(alumni_ledger_timeline_json(ledger, "{\"subject\": \"w-0471\", \"until\": \"2026-04-01T00:00:00Z\"}", &document,
                                      &error),
          error);
    expect(strstr(alumni_consent_document_json(document), "\"decision\":\"withdrawn\"") != NULL, "the withdrawal");
    alumni_consent_document_free(document);

    char request[2048];
    snprintf(request, sizeof request,
             "{\"subject\": \"w-0470\", \"purpose\": \"job_contact\", \"id\": \"r-1\", \"controller\": %s}", CONTROLLER);
    check(alumni_ledger_record_json(ledger, request, &document, &error), error);
    expect(strstr(alumni_consent_document_json(document), "dpv:ConsentGiven") != NULL, "a record of the consent");
    alumni_consent_document_free(document);
    snprintf(request, sizeof request,
             "{\"subject\": \"w-0470\", \"purposes\": [\"job_contact\"], \"id\": \"r-2\", \"at\": \"2026-04-01T00:00:00Z\","
             " \"controller\": %s}",
             CONTROLLER);
    check(alumni_ledger_receipt_json(ledger, request, &document, &error), error);
    printf("receipt of %zu bytes\n", strlen(alumni_consent_document_json(document)));
    alumni_consent_document_free(document);

    /* A list from before there was a ledger, as the bytes of a file. */
    static const char list[] = "subject,answer\nw-0480,yes\nw-0481,no\n";
    check(alumni_ledger_import_list_csv_bytes(
              ledger, "list.csv", (const uint8_t *)list, sizeof list - 1,
              "{\"source\": \"list\", \"purpose\": \"job_contact\", \"received_at\": \"2026-04-01T00:00:00Z\"}", &document,
              &error),
          error);
    expect(strstr(alumni_consent_document_json(document), "\"remedy\":\"honour_no\"") != NULL, "the no of the list");
    alumni_consent_document_free(document);

    alumni_ledger_free(copy);
    alumni_ledger_free(ledger);
    return EXIT_SUCCESS;
}
