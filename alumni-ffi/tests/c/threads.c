/* Many threads ask one const handle for texts that are made when first asked for. */
#include <pthread.h>

#include "check.h"

enum { THREADS = 8 };

static alumni_worker *worker;
static alumni_facts *facts;

static void *ask(void *answers) {
    const char **found = answers;
    found[0] = alumni_worker_json(worker);
    found[1] = alumni_facts_json(facts);
    found[2] = alumni_facts_get(facts, "tenure");
    found[3] = alumni_worker_id(worker);
    return NULL;
}

int main(void) {
    pthread_t threads[THREADS];
    const char *found[THREADS][4];
    WORKS(alumni_worker_from_json("{\"id\": \"w\", \"spells\": [{\"start\": \"2016-04-01\"}]}", &worker, &error));
    WORKS(alumni_worker_facts(worker, alumni_date_ymd(2022, 4, 1), &facts, &error));
    for (int i = 0; i < THREADS; i++) CHECK(pthread_create(&threads[i], NULL, ask, found[i]) == 0);
    for (int i = 0; i < THREADS; i++) CHECK(pthread_join(threads[i], NULL) == 0);
    for (int i = 0; i < THREADS; i++)
        for (int text = 0; text < 4; text++) CHECK(found[i][text] && found[i][text] == found[0][text]);
    alumni_facts_free(facts);
    alumni_worker_free(worker);
    puts("one handle, eight threads: ok");
    return 0;
}
