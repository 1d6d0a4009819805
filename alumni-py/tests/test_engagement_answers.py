"""What the functions about engagement take, and what they answer where nothing can be told."""

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import alumni as al
import pandas as pd  # type: ignore[import-untyped, unused-ignore]
import pytest

E = al.engagement
DAY = date(2026, 4, 1)
ROW = {
    "id": "e-1",
    "at": "2026-03-01T09:00:00Z",
    "kind": "reply",
    "actor": "w-1",
    "actor_type": "alumnus",
}
MODEL = al.ScoreModel.preset("alumni")


def did(
    id: str, day: float, kind: str = "reply", actor: str = "w-1", actor_type: str = "alumnus", **more: Any
) -> al.engagement.Interaction:
    return E.Interaction(
        id, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day), kind, actor, actor_type, **more
    )


def test_a_score_that_is_none_is_none() -> None:
    change = MODEL.why_between(
        [did("e-1", 1)], "w-1", since=date(2026, 2, 1), until=date(2026, 3, 1), permitted=["w-2"]
    )
    assert (change.before, change.after) == (None, None)
    assert str(change) == "w-1: not scored: scoring is not permitted for this person"
    assert "not scored" in change._repr_html_() and "not scored" in repr(change)
    assert E.ScoreChange.from_json(change.to_json()) == change
    pytest.importorskip("matplotlib")
    assert "scoring is not permitted" in change.plot().texts[0].get_text()


def test_days_that_run_backwards_are_named_as_they_were_given() -> None:
    with pytest.raises(al.OutOfRangeError, match="not before `since`") as caught:
        MODEL.why_between([], "w-1", since=date(2026, 3, 1), until=date(2026, 2, 1))
    assert caught.value.path == "until"


@pytest.mark.parametrize("years", [{"w-1": -1}, {"w-1": 1.5}, {"w-1": 10_000}])
def test_a_tenure_that_is_none_says_so(years: Any) -> None:
    with pytest.raises(al.OutOfRangeError, match="whole number of years") as caught:
        MODEL.score([did("e-1", 1)], as_of=DAY, tenure_years=years)
    assert caught.value.path == "tenure_years.w-1"


def test_tenures_of_a_table_are_read_and_those_of_no_use_are_told() -> None:
    document = MODEL.to_dict() | {"tenure": [{"from_years": 2, "factor": 2.0}]}
    banded = al.ScoreModel.from_dict(document)
    years = pd.DataFrame({"id": ["w-1", "w-2"], "years": [3.0, None]}).set_index("id")["years"].to_dict()
    scores = banded.score([did("e-1", 1), did("e-2", 1, actor="w-2")], as_of=DAY, tenure_years=years)
    plain = MODEL.score([did("e-1", 1)], as_of=DAY).get("w-1")
    first, second = scores.get("w-1"), scores.get("w-2")
    assert plain and first and second
    assert first.score == pytest.approx(2 * plain.score)
    assert second.score == pytest.approx(plain.score)
    told = MODEL.score([did("e-1", 1)], as_of=DAY, tenure_years={"w-1": 3}).reasons
    assert [reason.code for reason in told] == ["score-tenure-unused"]
    with pytest.raises(al.WrongTypeError, match="mapping of ids"):
        MODEL.score([], as_of=DAY, tenure_years=-1)  # type: ignore[arg-type]


def test_rows_that_cannot_be_used_are_faults_and_not_the_end() -> None:
    rows = [
        {**ROW, "value": math.nan},
        {**ROW, "id": ""},
        {**ROW, "id": "e-3", "at": datetime(2026, 3, 1)},
        {**ROW, "id": "e-4", "prompted_by": math.nan},
        None,
        {**ROW, "id": "e-5", "target": pd.NA, "target_type": None, "thread": pd.NaT},
    ]
    check = E.check_interactions(rows)
    assert [fault["path"] for fault in check.faults] == [
        "events[0].value",
        "events[1].id",
        "events[2].at",
        "events[4]",
    ]
    assert "naive" in check.faults[2]["message"]
    assert (check.rows, check.unusable) == (6, 4)
    assert all("struct" not in fault["message"] for fault in check.faults)


def test_rows_of_pandas_are_read_as_they_are() -> None:
    frame = pd.DataFrame([ROW, {**ROW, "id": "e-2", "thread": "t-1", "prompted_by": "e-1"}])
    rows = frame.to_dict("records")
    assert any(isinstance(cell, float) and math.isnan(cell) for cell in rows[0].values())
    expected = MODEL.score([ROW, {**ROW, "id": "e-2", "thread": "t-1", "prompted_by": "e-1"}], as_of=DAY)
    assert MODEL.score(rows, as_of=DAY) == expected
    with pytest.raises(al.AlumniError, match="an interaction with id"):
        MODEL.score([None], as_of=DAY)


def test_members_come_as_a_table_or_a_mapping() -> None:
    events = [did("e-1", 1)]
    frame = pd.DataFrame({"id": ["w-1", "w-2"], "joined": [pd.Timestamp("2025-10-01"), pd.NaT]})
    named = {"w-1": date(2025, 10, 1), "w-2": None}
    expected = E.health(events, named, as_of=DAY)
    assert E.health(events, frame, as_of=DAY) == expected
    assert E.health(events, dict(zip(frame.id, frame.joined, strict=True)), as_of=DAY) == expected
    window = al.calendar.Span(date(2026, 1, 1), DAY)
    for members in (frame, named, frame[["id"]]):
        assert E.pulse(events, members, window=window) == E.pulse(events, ["w-1", "w-2"], window=window)
    with pytest.raises(al.UnknownNameError, match="`segment`"):
        E.health(events, frame.assign(segment="x"), as_of=DAY)
    with pytest.raises(al.WrongTypeError) as caught:
        E.health(events, {"w-1": datetime(2025, 10, 1, 9)}, as_of=DAY)
    assert caught.value.path == "members.w-1"
    twice = E.health(events, [{"id": "w-1"}, {"id": "w-1"}], as_of=DAY)
    assert [note.code for note in twice.notes] == ["health-repeated-members"]


def test_a_log_stands_for_its_events() -> None:
    events = [did("e-1", 1, "post_question"), did("e-2", 2, actor="w-2-home", thread="e-1"), did("e-3", 9)]
    log = E.ActivityLog(events)
    log.same_person("w-2-home", "w-2")
    merged, window = log.interactions(), al.calendar.Span(date(2026, 1, 1), DAY)
    assert {event.actor for event in merged} == {"w-1", "w-2"}
    for ask in (
        lambda record: MODEL.score(record, as_of=DAY),
        lambda record: MODEL.why_between(record, "w-2", since=date(2026, 1, 2), until=DAY),
        lambda record: E.health(record, ["w-1", "w-2"], as_of=DAY),
        lambda record: E.pulse(record, ["w-1", "w-2"], window=window),
        lambda record: E.interaction_graph(record, as_of=DAY).people,
        lambda record: E.responsiveness(record, window=window),
        lambda record: E.repeat_acts(record, as_of=DAY),
    ):
        assert ask(log) == ask(merged)
    shown = log._repr_html_()
    assert "post_question" in shown and "2026-01-02" in shown and "1 account" in shown


def test_a_model_shows_all_it_holds() -> None:
    document = MODEL.to_dict()
    document |= {
        "purposes": [{"purpose": "referral", "kinds": {"introduction": 2.5}}],
        "tenure": [{"from_years": 5, "factor": 1.5}],
    }
    shown = al.ScoreModel.from_dict(document)._repr_html_()
    for text in ("at most", "two-way", "per ", "referral", "2.5", "from completed years", "1.5"):
        assert text in shown


def test_a_kind_that_is_misspelt_is_named_with_the_nearest() -> None:
    events = [did("e-1", 1)]
    for ask in (
        lambda: E.interaction_graph(events, as_of=DAY, kinds={"repyl": 1}),
        lambda: E.repeat_acts(events, as_of=DAY, kinds=["repyl"]),
        lambda: E.hold_back(events, as_of=DAY, horizon_days=30, kinds=["repyl"]),
    ):
        with pytest.raises(al.UnknownNameError, match="did you mean `reply`") as caught:
            ask()
        assert caught.value.path == "kinds"


@pytest.mark.parametrize("unit_days", [1, 7, 30, 365])
def test_yearly_yes_or_no_is_counted_in_whole_units(unit_days: Any) -> None:
    events = [did(f"e-{i}", i % 200 * 4, actor=f"w-{i % 40}") for i in range(900)]
    until = date(2028, 12, 1)
    acts = E.repeat_acts(events, as_of=until, unit_days=unit_days)
    for person, taken, last, count in zip(
        acts.person, acts.taken, acts.last_taken, acts.opportunities, strict=True
    ):
        days = {event.at.date() for event in events if event.actor == person}
        units = sorted({(until - day - timedelta(days=1)) // timedelta(days=unit_days) for day in days})
        assert (taken, count) == (len(units) - 1, units[-1])
        assert last == (units[-1] - units[0] if len(units) > 1 else 0)
    assert acts.fit("bg_bb").people == 40


def test_ranks_know_what_they_are_ranks_of() -> None:
    events = [did(f"e-{n}-{i}", 1, actor=f"w-{n:02}") for n in range(30) for i in range(n + 1)]
    now = MODEL.score(events, as_of=DAY).ranks()
    assert (now.to_dict()["model"], now.to_dict()["as_of"]) == ("alumni", "2026-04-01")
    before = MODEL.score(events, as_of=date(2026, 3, 1)).ranks()
    assert now.moves(before) == []
    with pytest.raises(al.InconsistentError, match="earlier day"):
        before.moves(now)
    other = al.ScoreModel.preset("case-modes").score(events, as_of=date(2026, 3, 1)).ranks()
    with pytest.raises(al.InconsistentError, match="case-modes"):
        now.moves(other)


def test_what_cannot_be_told_is_drawn_as_such() -> None:
    plt = pytest.importorskip("matplotlib.pyplot")
    sent = [
        did(f"c-{i}", -90 + 2 * i, "company_push", "office", "office", target_type="network")
        for i in range(9)
    ]
    found = E.health(
        [did("a", 0, "post_update"), *sent],
        [f"w-{number}" for number in range(160)],
        as_of=date(2026, 1, 20),
        opened=date(2022, 1, 1),
    )
    (one_way,) = [cause for cause in found.others if cause["cause"] == "one_way"]
    assert (one_way["certainty"], one_way["figure"]["count"], one_way["needed"]) == ("cannot_tell", 1, 2)
    figures, _ = found.plot()
    colours = {line.get_color() for line in figures.lines}
    assert "#999999" in colours
    plt.close("all")
