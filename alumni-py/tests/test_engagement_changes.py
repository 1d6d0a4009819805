"""Why scores and bands changed, scores as sequences and tables, and words that are not known."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any

import alumni as al
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pytest
from alumni.text import Reason

E = al.engagement
MODEL = al.ScoreModel.preset("alumni")
DAY = date(2026, 4, 1)
START = datetime(2026, 1, 1, tzinfo=UTC)
WINDOW = al.calendar.Span(date(2026, 1, 1), DAY)


def did(id: str, day: float, kind: str = "reply", actor: str = "w-1", **more: Any) -> E.Interaction:
    return E.Interaction(id, START + timedelta(days=day), kind, actor, "alumnus", **more)


def test_a_change_names_the_events_that_faded() -> None:
    events = [did("e-1", 1, "event_attend"), did("e-2", 20), did("e-3", 70), did("x-1", 3, "karaoke")]
    change = MODEL.why_between(events, "w-1", since=date(2026, 2, 1), until=DAY)
    assert [one["event"] for one in change.faded_events] == ["e-1", "e-2"]
    assert change.faded_rest == {"events": 0, "before": 0.0, "after": 0.0}
    lost = sum(one["after"] - one["before"] for one in change.faded_events)
    assert lost == pytest.approx(change.faded, abs=1e-11)
    assert "e-1" in change._repr_html_() and "events that faded" in change._repr_html_()
    said = [reason.text("ja") for reason in change.reasons if reason.code == "score-change-faded-event"]
    assert said[0].startswith("2026年1月2日のイベント参加（e-1）") or "e-1" in said[0]
    frame = change.to_pandas()
    assert list(frame.columns) == ["event", "kind", "at", "change", "before", "after", "points"]
    assert list(frame["change"]) == ["entered", "faded", "faded"]
    assert change.before is not None and change.after is not None
    assert frame["points"].sum() == pytest.approx(change.after - change.before, abs=1e-11)


def test_a_long_change_sums_what_it_does_not_list() -> None:
    model = al.ScoreModel.from_dict(MODEL.to_dict() | {"kinds": [{"kind": "reply", "weight": 2}]})
    events = [did(f"e-{number}", number / 8) for number in range(250)]
    change = model.why_between(events, "w-1", since=date(2026, 3, 1), until=DAY)
    assert (len(change.faded_events), change.faded_rest["events"]) == (100, 150)
    losses = [one["before"] - one["after"] for one in change.faded_events]
    assert losses == sorted(losses, reverse=True)
    rest = change.faded_rest["after"] - change.faded_rest["before"]
    assert rest - sum(losses) == pytest.approx(change.faded, abs=1e-9)
    last = change.to_arrow().to_pylist()[-1]
    assert (last["event"], last["change"]) == (None, "faded")
    assert [reason.code for reason in change.reasons][-1] == "score-change-faded-more"


def standing(day: date, events: list[E.Interaction], **by: Any) -> E.Scores:
    return MODEL.score(events, as_of=day, **by)


OPTIONS = {"bands": [{"name": "low", "from": 0}, {"name": "high", "from": 0.5}], "minimum": 2}


def test_a_move_says_why() -> None:
    events = [did("e-1", 40, actor="w-1"), did("e-2", 10, actor="w-2"), did("e-3", 80, actor="w-2")]
    events += [did("e-4", 70, "event_attend", actor="w-3")]
    before, now = standing(date(2026, 3, 1), events), standing(DAY, events)
    moves = now.moves(before, options=OPTIONS)
    told = {one["person"]: (one["from"], one["to"]) for one in moves}
    assert told == {"w-1": ("high", "low"), "w-2": ("low", "high"), "w-3": (None, "high")}
    up = next(one for one in moves if one["person"] == "w-2")
    (part,) = up["parts"]
    assert part["kind"] == "reply" and part["after"] - part["before"] == pytest.approx(
        up["score"] - up["score_before"]
    )
    for lang in ("en", "ja"):
        said = [Reason.from_dict(reason).text(lang) for one in moves for reason in one["reasons"]]
        assert all(said) and not any("score-" in text for text in said)
    # Whoever is not permitted any more has no score.
    gone = standing(DAY, events, permitted=["w-1", "w-3"]).moves(before, options=OPTIONS)
    assert [one["reasons"][0]["code"] for one in gone if one["person"] == "w-2"] == ["score-move-gone"]
    ranks = [scores.ranks(options=OPTIONS) for scores in (before, now)]
    plain = ranks[1].moves(ranks[0])
    assert [one | {"parts": [], "reasons": []} for one in moves] == [
        one | {"parts": [], "reasons": []} for one in plain
    ]
    elsewhere = now.ranks({"w-1": "Tokyo", "w-2": "Tokyo"}, options=OPTIONS).moves(ranks[0])
    assert "score-move-segment" in [reason["code"] for one in elsewhere for reason in one["reasons"]]
    with pytest.raises(al.WrongTypeError, match="expected Scores, got list"):
        now.moves([])  # type: ignore[arg-type]
    with pytest.raises(al.InconsistentError, match="earlier day"):
        before.moves(now)


def test_scores_are_a_sequence_of_their_people() -> None:
    scores = standing(DAY, [did("e-1", 1), did("e-2", 2, actor="w-2")])
    assert [score.person for score in scores] == ["w-1", "w-2"]
    assert scores[0] == scores.people[0] and scores[-1].person == "w-2"
    with pytest.raises(IndexError, match="below 2, got 2"):
        scores[2]


def test_recency_frequency_and_value_are_a_table_and_equal_a_list() -> None:
    events = [did("e-1", 1, value=2.5), did("e-2", 2, actor="w-2")]
    found = E.rfm(events, window=WINDOW)
    assert found == [dict(row) for row in found] and found != [] and found == E.rfm(events, window=WINDOW)
    assert len(found) == 2 and found[-1]["person"] == "w-2" and found[:1] == [found[0]]
    with pytest.raises(IndexError):
        found[2]
    assert repr(found) == "<RfmTable of 2 people>" and "w-1" in found._repr_html_()
    assert found.to_arrow().to_pylist() == found.to_dict()
    assert list(found.to_pandas()["value"]) == [2.5, 0.0]
    again = pickle.loads(pickle.dumps(found))
    assert again == found and hash(again) == hash(found)


def test_a_table_of_scores_tells_recency_where_asked() -> None:
    events = [
        did("e-1", 1, "post_question"),
        did("e-2", 3, actor="w-2", thread="e-1"),
        did("e-3", 9, "visit", "w-3"),
    ]
    columns = ("id", "at", "kind", "actor", "actor_type", "thread")
    rows = [{name: getattr(event, name) for name in columns} for event in events]
    table = pa.Table.from_pylist([row | {"actor_type": str(row["actor_type"])} for row in rows])
    scores = MODEL.score(events, as_of=DAY)
    found = MODEL.score_table(table, as_of=DAY, recency=True)
    assert found.recency_days == [score.recency_days for score in scores] == [89, 87, None]
    assert found.to_pandas().columns[:3].tolist() == ["person", "score", "recency_days"]
    one, nobody, plain_one = (
        found.get("w-1"),
        found.get("w-3"),
        MODEL.score_table(table, as_of=DAY).get("w-1"),
    )
    assert one is not None and nobody is not None and plain_one is not None
    assert (one["recency_days"], nobody["recency_days"]) == (89, None) and "recency_days" not in plain_one
    plain = MODEL.score_table(table, as_of=DAY)
    assert plain.recency_days is None and "recency_days" not in plain.to_pandas()
    assert found.to_dict() | {"recency_days": []} == plain.to_dict() | {"recency_days": []}
    # The columns do not hang on whether anybody was scored.
    nobody_scored = MODEL.score_table(table, as_of=DAY, permitted=[], recency=True)
    assert nobody_scored.recency_days == []
    assert nobody_scored.to_pandas().columns.tolist() == found.to_pandas().columns.tolist()
    assert E.ScoreTable.from_json(found.to_json()) == found


def test_totals_are_the_scores_without_their_parts() -> None:
    events = [did("e-1", 1), did("e-2", 3, "visit"), did("e-3", 9, actor="w-2"), did("e-4", 9, actor="w-3")]
    columns = {
        name: [str(getattr(event, name)) for event in events] for name in ("actor", "kind", "actor_type")
    }
    table = pa.table(columns | {"at": [event.at for event in events]})
    told: list[int] = []
    allowed = ["w-1", "w-2"]
    found = MODEL.score_totals(table, as_of=DAY, permitted=allowed, progress=told.append)
    scores = MODEL.score(events, as_of=DAY, permitted=allowed)
    assert [row["score"] for row in found.to_arrow().to_pylist()] == [score.score for score in scores]
    assert found.get("w-1") == scores[0].score and found.get("w-3") is None
    assert found.not_scored == scores.not_scored and found.tally == scores.tally and told[-1] == 4
    assert found.ranks(options={"minimum": 2}) == scores.ranks(options={"minimum": 2})
    assert repr(found) == f"<ScoreTotals of 2 people as of {DAY}>" and "w-2" in found._repr_html_()
    assert found.to_pandas().columns.tolist() == ["person", "score"]
    assert E.ScoreTotals.from_json(found.to_json()) == found == pickle.loads(pickle.dumps(found))
    with pytest.raises(al.AlumniError) as refused:
        MODEL.score_totals(table.drop_columns(["at"]), as_of=DAY)
    assert refused.value.path == "at"


@pytest.mark.parametrize(
    ("ask", "path"),
    [
        (lambda: E.interaction_graph([], as_of=DAY, parties="all"), "parties"),
        (lambda: E.responsiveness([], window=WINDOW, asked_by="all"), "asked_by"),
        (lambda: E.inequality([1.0], silent_members="gone"), "silent_members"),
        (lambda: E.hold_back([], as_of=DAY, horizon_days=7, model="nbd"), "model"),
        (lambda: E.RepeatLaw("nbd", [1, 1, 1, 1]), "model"),
    ],
)
def test_a_word_that_is_not_known_is_told_with_those_that_are(ask: Any, path: str) -> None:
    with pytest.raises(al.UnknownNameError, match=r"expected one of \w+(, \w+)+, got `") as caught:
        ask()
    assert caught.value.path == path


def test_what_is_wrong_is_told_in_plain_words() -> None:
    with pytest.raises(al.WrongTypeError, match="expected a list of 4, got 3"):
        E.RepeatLaw("bg_nbd", [1.0, 1.0, 1.0])
    with pytest.raises(al.WrongTypeError, match="expected a number, got"):
        E.interaction_graph([], as_of=DAY, half_life_days="long")  # type: ignore[arg-type]
    expected = E.RepeatLaw("bg_nbd", [0.2, 4.0, 0.8, 2.4]).predict(1, 2.0, 3.0, horizon=0)["expected"]
    assert str(expected) == "0.0"
    nobody = pa.table(
        {"days": pa.array([], pa.int64()), "back": pa.array([], pa.int64()), "x": pa.array([], pa.float64())}
    )
    fit = E.cox(nobody, duration="days", event="back", covariates=["x"])
    assert "nothing_to_fit" in repr(fit)
