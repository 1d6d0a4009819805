/* The text of a file beside the program, for the programs in C. */
#ifndef TEXT_H
#define TEXT_H

#include <stdio.h>
#include <stdlib.h>

/* The file's text, NUL-terminated and the caller's to free. */
static char *text(const char *path) {
    FILE *in = fopen(path, "rb");
    char *found = malloc(1 << 20);
    size_t size = in && found ? fread(found, 1, (1 << 20) - 1, in) : 0;
    if (!in || !found || ferror(in) || !feof(in)) {
        perror(path);
        exit(1);
    }
    fclose(in);
    found[size] = '\0';
    return found;
}

#endif
