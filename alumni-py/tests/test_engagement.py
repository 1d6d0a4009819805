from datetime import UTC, date, datetime, timedelta
from typing import Any

import alumni as al
import pytest
from alumni.calendar import Span
from alumni.engagement import Interaction, interactions_from_csv, pulse, traffic
from hypothesis import given
from hypothesis import strategies as st

AS_OF = date(2026, 4, 1)
MODEL = al.ScoreModel.preset("alumni")


def did(id: str, kind: str, actor: str, *, days_ago: int, **options: Any) -> Interaction:
    at = datetime(2026, 4, 1, tzinfo=UTC) - timedelta(days=days_ago)
    return Interaction(id, at, kind, actor, "alumnus", **options)


EVENTS = [
    did("e-1", "event_attend", "w-1042", days_ago=180),
    did("e-2", "post_help_request", "w-1042", days_ago=30, target_type="network"),
    did("e-3", "reply", "w-2", days_ago=29, thread="e-2"),
]


def test_a_score_is_the_sum_of_its_parts_and_says_why() -> None:
    scores = MODEL.score(EVENTS, as_of=AS_OF)
    for score in scores.people:
        assert score.score == sum(part.contribution for part in score.parts)
    # The preset halves in 180 days, and attending an event counts 5.
    [attended] = [part for part in scores.people[0].parts if part.kind == "event_attend"]
    assert attended.contribution == 2.5
    assert "event_attend +2.5" in scores.why("w-1042")
    assert [score.recency_days for score in scores.people] == [30, 29]
    assert scores.why("nobody")
    assert [reason.code for reason in scores.reasons_for("nobody")] == ["score-no-events"]


def test_whoever_may_not_be_scored_is_listed_and_leaves_no_trace() -> None:
    scores = MODEL.score(EVENTS, as_of=AS_OF, permitted=["w-1042"])
    assert [score.person for score in scores.people] == ["w-1042"]
    assert [one.person for one in scores.not_scored] == ["w-2"]
    assert scores.people[0].recency_days is None
    assert scores.tally.not_permitted == 1


@given(st.permutations([*EVENTS, EVENTS[0]]))
def test_order_and_repetition_do_not_matter(events: list[Interaction]) -> None:
    scores = MODEL.score(events, as_of=AS_OF)
    assert scores.people == MODEL.score(EVENTS, as_of=AS_OF).people
    assert scores.tally.duplicates == 1


def test_events_come_in_every_usual_form() -> None:
    expected = MODEL.score(EVENTS, as_of=AS_OF)
    rows = [event.to_dict() for event in EVENTS]
    assert MODEL.score(rows, as_of=AS_OF) == expected
    assert MODEL.score((event for event in EVENTS), as_of=AS_OF) == expected
    polars = pytest.importorskip("polars")
    assert MODEL.score(polars.DataFrame(rows), as_of=AS_OF) == expected
    pandas = pytest.importorskip("pandas")
    assert MODEL.score(pandas.DataFrame(rows), as_of=AS_OF) == expected


@pytest.mark.parametrize(
    ("field", "value", "kind", "path"),
    [
        ("at", datetime(2026, 1, 1), "wrong_type", "events[0].at"),
        ("actor_type", "robot", "unknown_name", "events[0].actor_type"),
        ("value", float("nan"), "out_of_range", "events[0].value"),
        ("value", True, "wrong_type", "events[0].value"),
        ("stars", 5, "wrong_type", "events[0].stars"),
    ],
)
def test_a_wrong_event_names_its_place(field: str, value: Any, kind: str, path: str) -> None:
    with pytest.raises(al.AlumniError) as caught:
        MODEL.score([{**EVENTS[0].to_dict(), field: value}], as_of=AS_OF)
    assert (caught.value.kind, caught.value.path) == (kind, path)


def test_one_id_for_two_events_is_an_error() -> None:
    with pytest.raises(al.DuplicateError) as caught:
        MODEL.score([EVENTS[0], did("e-1", "reply", "w-9", days_ago=3)], as_of=AS_OF)
    assert caught.value.path == "events[1].id"


@pytest.mark.parametrize("as_of", [None, datetime(2026, 4, 1, tzinfo=UTC), "2026-04-01"], ids=repr)
def test_a_score_needs_a_day(as_of: Any) -> None:
    with pytest.raises(al.WrongTypeError) as caught:
        MODEL.score(EVENTS, as_of=as_of)
    assert caught.value.path == "as_of"


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"target": "e-1"}, "target_type"),
        ({"target_type": "person"}, "target"),
        ({"value": float("inf")}, "value"),
        ({"value": True}, "value"),
        ({"thread": ""}, "thread"),
        ({"target_type": "planet"}, "target_type"),
    ],
)
def test_an_interaction_that_exists_is_valid(options: dict[str, Any], path: str) -> None:
    with pytest.raises(al.AlumniError) as caught:
        did("e", "reply", "w", days_ago=1, **options)
    assert caught.value.path == path


def test_a_model_is_a_document() -> None:
    assert al.ScoreModel.parse(MODEL.to_json()) == MODEL
    assert "alumni" in al.ScoreModel.presets()
    assert MODEL.title("ja") != MODEL.title("en")
    with pytest.raises(al.OutOfRangeError) as caught:
        al.ScoreModel.from_dict({**MODEL.to_dict(), "half_life_days": 0})
    assert caught.value.path == "half_life_days"
    with pytest.raises(al.UnknownNameError) as unknown:
        al.ScoreModel.preset("alumnus")
    assert "orbit-2020" in unknown.value.message


def test_traffic_and_pulse_count_who_speaks() -> None:
    window = Span(date(2025, 4, 1), AS_OF)
    asked = Interaction("c-1", datetime(2026, 2, 1, tzinfo=UTC), "company_push", "office", "office")
    found = traffic([*EVENTS, asked], window=window)
    assert (found.n, found.alumni_to_alumni.count, found.company_to_alumni.count) == (3, 2, 1)
    alive = pulse(EVENTS, ["w-1042", "w-2", "w-3"], window=window)
    assert (alive.members, alive.acted.count) == (3, 2)
    assert alive.last_request is not None
    assert (alive.last_request.replies.count, alive.last_request.replies.of) == (1, 2)
    assert all(reason.text("ja") for reason in alive.reasons)
    with pytest.raises(al.WrongTypeError) as caught:
        traffic(EVENTS, window=(date(2025, 4, 1), AS_OF))  # type: ignore[arg-type]
    assert caught.value.path == "window"


def test_interactions_come_from_csv() -> None:
    csv = "id,at,kind,actor,actor_type\ne-1,2024-01-10T09:30:00+09:00,reply,w-1,alumnus\n"
    [event] = interactions_from_csv(csv)
    assert event.at == datetime(2024, 1, 10, 0, 30, tzinfo=UTC)
    with pytest.raises(al.AlumniError) as caught:
        interactions_from_csv(csv.replace("alumnus", "robot"))
    assert caught.value.path == "interactions.csv: line 2, column 5 (actor_type)"


def test_html_of_scores_is_escaped() -> None:
    scores = MODEL.score([did("e", "reply", "<b>w</b>", days_ago=3)], as_of=AS_OF)
    assert "<b>w" not in scores._repr_html_()
    assert "&lt;b&gt;w" in scores._repr_html_()
