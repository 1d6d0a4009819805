/* Scores whose parts add up, who is not scored, traffic and pulse. */
#include "check.h"

static const char CSV[] =
    "id,at,kind,actor,actor_type,thread\n"
    "e-1,2025-10-03T10:00:00Z,event_attend,w-1042,alumnus,\n"
    "e-2,2026-03-01T09:00:00Z,post_help_request,w-1042,alumnus,\n"
    "e-3,2026-03-01T20:00:00Z,reply,w-7,alumnus,e-2\n"
    "e-4,2026-03-02T20:00:00Z,company_push,office,office,\n";

int main(void) {
    alumni_interactions *record = NULL;
    alumni_score_model *model = NULL;
    alumni_permitted *everyone = NULL, *one = NULL;
    alumni_scores *scores = NULL;
    alumni_traffic *traffic = NULL;
    alumni_pulse *pulse = NULL;
    alumni_date from = alumni_date_ymd(2025, 4, 1), as_of = alumni_date_ymd(2026, 4, 1);
    const char *members[] = {"w-1042", "w-7", "w-9"};

    WORKS(alumni_interactions_from_csv(CSV, &record, &error));
    CHECK(alumni_interactions_count(record) == 4 && strstr(alumni_interactions_json(record), "post_help_request"));
    WORKS(alumni_score_model_preset("alumni", &model, &error));
    CHECK(SAME(alumni_score_model_id(model), "alumni") && alumni_score_model_version(model) >= 1);
    CHECK(alumni_score_model_hash(model) && alumni_score_model_title(model, ALUMNI_LANG_JA));

    WORKS(alumni_permitted_everyone(&everyone, &error));
    WORKS(alumni_score_model_score(model, record, as_of, everyone, &scores, &error));
    CHECK(alumni_scores_count(scores) == 2 && alumni_scores_not_scored_count(scores) == 0);
    size_t person = alumni_scores_find(scores, "w-1042");
    CHECK(SAME(alumni_scores_person(scores, person), "w-1042"));
    CHECK(alumni_scores_find(scores, "w-9") == SIZE_MAX);
    double sum = 0;
    for (size_t part = 0; part < alumni_scores_person_part_count(scores, person); part++) {
        CHECK(alumni_scores_person_part_kind(scores, person, part));
        CHECK(alumni_scores_person_part_events(scores, person, part) == 1);
        sum += alumni_scores_person_part_contribution(scores, person, part);
    }
    CHECK(sum > 0 && sum == alumni_scores_person_score(scores, person));
    CHECK(alumni_scores_person_recency_days(scores, person) == 31); /* the reply of 1 March */
    CHECK(alumni_scores_person_recency_days(scores, 2) == -1);
    CHECK(strstr(alumni_scores_why(scores, "w-1042"), "event_attend +2.5"));
    CHECK(alumni_scores_why(scores, "w-9") && alumni_scores_why(scores, "w-9") == alumni_scores_why(scores, "w-8"));
    CHECK(alumni_scores_person_reason_count(scores, person) == 3);
    CHECK(alumni_scores_person_reason_code(scores, person, 0));
    CHECK(alumni_scores_person_reason_text(scores, person, 0, ALUMNI_LANG_JA));
    CHECK(strstr(alumni_scores_text(scores), "w-1042") && strstr(alumni_scores_json(scores), "\"people\""));
    alumni_scores_free(scores);

    WORKS(alumni_permitted_only(members, 1, &one, &error));
    WORKS(alumni_score_model_score(model, record, as_of, one, &scores, &error));
    CHECK(alumni_scores_count(scores) == 1 && alumni_scores_not_scored_count(scores) == 1);
    CHECK(SAME(alumni_scores_not_scored_person(scores, 0), "w-7"));
    CHECK(SAME(alumni_scores_not_scored_reason_code(scores, 0), "score-not-permitted"));
    CHECK(alumni_scores_not_scored_reason_text(scores, 0, ALUMNI_LANG_EN));
    CHECK(alumni_scores_reason_count(scores) == 1 && alumni_scores_reason_code(scores, 0));
    CHECK(alumni_scores_reason_text(scores, 0, ALUMNI_LANG_EN));
    alumni_scores_free(scores);
    /* Scoring without saying who may be scored is not possible. */
    FAILED(alumni_score_model_score(model, record, as_of, NULL, &scores, &error), ALUMNI_STATUS_NULL_ARGUMENT,
           "permitted");

    WORKS(alumni_engagement_traffic(record, from, as_of, &traffic, &error));
    CHECK(alumni_traffic_n(traffic) == 3 && alumni_traffic_alumni_to_alumni(traffic) == 2);
    CHECK(alumni_traffic_company_to_alumni(traffic) == 1 && alumni_traffic_alumni_to_company(traffic) == 0);
    CHECK(alumni_traffic_reason_count(traffic) == 1 && alumni_traffic_reason_text(traffic, 0, ALUMNI_LANG_EN));
    WORKS(alumni_engagement_pulse(record, members, 3, from, as_of, &pulse, &error));
    CHECK(alumni_pulse_members(pulse) == 3 && alumni_pulse_posts(pulse) == 1 && alumni_pulse_posted(pulse) == 1);
    CHECK(alumni_pulse_acted(pulse) == 2 && alumni_pulse_reason_count(pulse) > 0);
    CHECK(strstr(alumni_pulse_json(pulse), "\"last_request\""));
    alumni_pulse_free(pulse);
    FAILED(alumni_engagement_pulse(record, members, 3, as_of, from, &pulse, &error), ALUMNI_STATUS_INCONSISTENT, "");

    alumni_traffic_free(traffic);
    alumni_permitted_free(one);
    alumni_permitted_free(everyone);
    alumni_score_model_free(model);
    alumni_interactions_free(record);
    puts("scores, traffic and pulse: ok");
    return 0;
}
