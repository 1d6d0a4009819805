/* A fault inside the library arrives as a status, and the process lives on. */
#include "../check.h"

alumni_status alumni_test_panic(alumni_error **error);

int main(void) {
    alumni_error *error = NULL;
    CHECK(alumni_test_panic(&error) == ALUMNI_STATUS_PANIC);
    CHECK(SAME(alumni_error_kind(error), "panic"));
    CHECK(strstr(alumni_error_message(error), "this entry fails on purpose") != NULL);
    alumni_error_free(error);
    CHECK(alumni_test_panic(NULL) == ALUMNI_STATUS_PANIC);
    CHECK(alumni_date_ymd(2020, 2, 29).days == 18321);
    puts("a panic becomes a status: ok");
    return 0;
}
