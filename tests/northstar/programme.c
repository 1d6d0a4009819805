/* A programme in one document. */
#include <string.h>

#include <alumni.h>

#include "text.h"

int main(void) {
    char *document = text("programme.toml"), *crews = text("exports/crews.csv");
    alumni_programme *plain = NULL, *programme = NULL; alumni_tables *tables = NULL;
    alumni_data *data = NULL; alumni_review *review = NULL; alumni_error *error = NULL;
    if (alumni_programme_parse(document, &plain, &error) ||
        alumni_programme_with_mapping(plain, "smarthr", &programme, &error) ||
        alumni_tables_new(&tables, &error) ||
        alumni_tables_add_csv(tables, "crews.csv", (const uint8_t *)crews, strlen(crews), &error) ||
        alumni_programme_read(programme, tables, &data, &error) ||
        alumni_programme_review(programme, data, alumni_date_ymd(2026, 4, 1), &review, &error))
        return fprintf(stderr, "%s\n", alumni_error_text(error)), 1;
    fputs(alumni_review_text(review, ALUMNI_LANG_JA), stdout);
    alumni_review_free(review); alumni_data_free(data); alumni_tables_free(tables);
    alumni_programme_free(programme); alumni_programme_free(plain);
    free(crews); free(document);
}
