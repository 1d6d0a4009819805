/* Many people, one at a time: one JSON document of facts a line, and who may come back.
 *
 *   cc judge.c $(pkg-config --cflags --libs alumni) -o judge
 *   ./judge                   the people below
 *   ./judge - <people.jsonl   your own
 */
#include <stdio.h>
#include <string.h>

#include <alumni.h>

static const char POLICY[] =
    "id = \"return-track\"\n"
    "version = 3\n"
    "[[criteria]]\n"
    "id = \"service\"\n"
    "require = \"tenure >= 5 years or grade >= 3\"\n"
    "[[criteria]]\n"
    "id = \"conduct\"\n"
    "bar = \"separation_kind = involuntary_cause\"\n";

static const char *const PEOPLE[] = {
    "{\"grade\": 4, \"separation_kind\": \"voluntary\"}",
    "{\"id\": \"w-2\", \"facts\": {\"grade\": 2, \"tenure\": 900}}",
    "{\"grade\": \"high\"}",
};

/* Decides about one person; nothing is allocated but for an error. */
static void decide(const alumni_judge *judge, alumni_row *row, const char *facts) {
    static const char *const OUTCOMES[] = {"eligible", "conditional", "undetermined", "ineligible"};
    static const char *const STATUSES[] = {"met", "unmet", "review", "unknown"};
    alumni_error *error = NULL;
    alumni_ruling ruling;
    if (alumni_judge_decide_json(judge, row, facts, strlen(facts), &ruling, &error)) {
        printf("%s\n", alumni_error_text(error));
        alumni_error_free(error);
        return;
    }
    fputs(ruling.outcome < 4 ? OUTCOMES[ruling.outcome] : "?", stdout);
    for (size_t i = 0; i < ruling.criteria; i++) {
        uint32_t status = alumni_ruling_status(&ruling, i);
        printf("  %s: %s", alumni_judge_criterion_id(judge, i), status < 4 ? STATUSES[status] : "?");
    }
    putchar('\n');
}

int main(int argc, char **argv) {
    static char line[1 << 16];
    (void)argv;
    alumni_error *error = NULL;
    alumni_policy *policy = NULL;
    alumni_judge *judge = NULL;
    alumni_row *row = NULL;
    alumni_status status;
    if ((status = alumni_policy_parse(POLICY, &policy, &error)) ||
        (status = alumni_policy_judge(policy, alumni_date_ymd(2026, 4, 1), &judge, &error)) ||
        (status = alumni_judge_row(judge, &row, &error)))
        fprintf(stderr, "%s\n", alumni_error_text(error));
    else if (argc == 1)
        for (size_t i = 0; i < sizeof PEOPLE / sizeof *PEOPLE; i++) decide(judge, row, PEOPLE[i]);
    else
        while (fgets(line, sizeof line, stdin)) decide(judge, row, line);
    alumni_row_free(row);
    alumni_judge_free(judge);
    alumni_policy_free(policy);
    alumni_error_free(error);
    return status != ALUMNI_STATUS_OK;
}
