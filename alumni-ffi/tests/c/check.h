/* A check that says where it failed, for the C tests. */
#ifndef CHECK_H
#define CHECK_H

/* For strdup. */
#define _POSIX_C_SOURCE 200809L

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alumni.h"

#define CHECK(condition)                                                                   \
    do {                                                                                   \
        if (!(condition)) {                                                                \
            fprintf(stderr, "%s:%d: expected %s\n", __FILE__, __LINE__, #condition);       \
            exit(1);                                                                       \
        }                                                                                  \
    } while (0)

/* Whether two texts are equal; NULL equals nothing. */
#define SAME(a, b) ((a) != NULL && (b) != NULL && strcmp((a), (b)) == 0)

/* Checks that a failure has this status and path, and frees its error. */
#define FAILED(call, wanted, where)                                                        \
    do {                                                                                   \
        alumni_error *error = NULL;                                                        \
        alumni_status status = (call);                                                     \
        if (status != (wanted) || !SAME(alumni_error_path(error), where)) {                \
            fprintf(stderr, "%s:%d: %s: expected %s at `%s`, got %u: %s\n", __FILE__,      \
                    __LINE__, #call, #wanted, where, (unsigned)status,                     \
                    error ? alumni_error_text(error) : "no error");                        \
            exit(1);                                                                       \
        }                                                                                  \
        CHECK(alumni_error_status(error) == status);                                       \
        alumni_error_free(error);                                                          \
    } while (0)

/* Checks that a call goes well, and says why not. */
#define WORKS(call)                                                                        \
    do {                                                                                   \
        alumni_error *error = NULL;                                                        \
        if ((call) != ALUMNI_STATUS_OK) {                                                  \
            fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #call,                  \
                    alumni_error_text(error));                                             \
            exit(1);                                                                       \
        }                                                                                  \
        CHECK(error == NULL);                                                              \
    } while (0)

#endif
