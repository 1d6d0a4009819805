/* May she come back? Decides about one worker and says why, in English and Japanese.
 *
 *   cc decide.c $(pkg-config --cflags --libs alumni) -o decide
 *   ./decide                                      the policy and the worker below
 *   ./decide policy.toml worker.json 2021-12-01   your own
 */
#include <stdio.h>
#include <stdlib.h>

#include <alumni.h>

static const char POLICY[] =
    "id = \"return-track\"\n"
    "version = 3\n"
    "[[criteria]]\n"
    "id = \"service\"\n"
    "require = \"tenure >= 5 years or grade >= 3\"\n"
    "[[criteria]]\n"
    "id = \"cooling-off\"\n"
    "require = \"since_separation >= 6 months\"\n";

static const char WORKER[] =
    "{\"id\": \"w-1042\", \"rehire_flag\": \"yes\", \"spells\": [{\"start\": \"2016-04-01\","
    " \"end\": \"2021-09-30\", \"grade\": 2, \"separation\": {\"kind\": \"voluntary\"}}]}";

/* The text of a file, NUL-terminated; NULL when it cannot be read. */
static char *file(const char *path) {
    FILE *in = fopen(path, "rb");
    char *text = NULL;
    long size;
    if (in && !fseek(in, 0, SEEK_END) && (size = ftell(in)) >= 0 && (text = malloc((size_t)size + 1))) {
        rewind(in);
        text[fread(text, 1, (size_t)size, in)] = '\0';
    }
    if (in) fclose(in);
    if (!text) perror(path);
    return text;
}

/* Prints the decision; returns the status of the first call that failed. */
static alumni_status decide(const char *policy_text, const char *worker, const char *day) {
    alumni_error *error = NULL;
    alumni_policy *policy = NULL;
    alumni_decision *decision = NULL;
    alumni_date as_of;
    alumni_status status;
    /* Status 0 is success, so that calls chain: the first failure ends the chain and fills `error`. */
    if ((status = alumni_date_parse(day, &as_of, &error)) ||
        (status = alumni_policy_parse(policy_text, &policy, &error)) ||
        (status = alumni_policy_decide_json(policy, worker, as_of, &decision, &error))) {
        fprintf(stderr, "%s\n", alumni_error_text(error));
    } else {
        for (uint32_t lang = ALUMNI_LANG_EN; lang <= ALUMNI_LANG_JA; lang++) {
            puts(alumni_decision_text(decision, lang));
            for (size_t i = 0; i < alumni_decision_reason_count(decision); i++)
                printf("  %s\n", alumni_decision_reason_text(decision, i, lang));
        }
    }
    /* Freeing NULL does nothing, so one place frees all, whatever went wrong. */
    alumni_decision_free(decision);
    alumni_policy_free(policy);
    alumni_error_free(error);
    return status;
}

int main(int argc, char **argv) {
    if (alumni_abi_version() != ALUMNI_ABI_VERSION) return fputs("built for another libalumni\n", stderr), 2;
    if (argc == 1) return decide(POLICY, WORKER, "2021-12-01") != ALUMNI_STATUS_OK;
    if (argc != 4) return fputs("usage: decide [POLICY WORKER DAY]\n", stderr), 2;
    char *policy = file(argv[1]), *worker = file(argv[2]);
    int failed = !policy || !worker || decide(policy, worker, argv[3]) != ALUMNI_STATUS_OK;
    free(policy);
    free(worker);
    return failed;
}
