/* May she come back? */
#include <alumni.h>

#include "text.h"

#define WORKER                                                                                              \
    "{\"id\": \"w-1042\", \"rehire_flag\": \"yes\", \"spells\": [{\"start\": \"2016-04-01\","               \
    " \"end\": \"2021-09-30\", \"grade\": 2, \"separation\": {\"kind\": \"voluntary\"}}]}"

int main(void) {
    char *document = text("return-track.toml");
    alumni_policy *policy = NULL; alumni_decision *decision = NULL; alumni_error *error = NULL;
    if (alumni_policy_parse(document, &policy, &error) ||
        alumni_policy_decide_json(policy, WORKER, alumni_date_ymd(2021, 12, 1), &decision, &error))
        return fprintf(stderr, "%s\n", alumni_error_text(error)), 1;
    puts(alumni_decision_text(decision, ALUMNI_LANG_EN));
    for (size_t i = 0; i < alumni_decision_reason_count(decision); i++)
        puts(alumni_decision_reason_text(decision, i, ALUMNI_LANG_JA));
    alumni_decision_free(decision); alumni_policy_free(policy);
    free(document);
}
