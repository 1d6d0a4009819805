"""The calls of the corpus on what is made of scores, through Python."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeAlias

import alumni as al
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]

Given: TypeAlias = dict[str, Any]


def model(given: Given) -> al.ScoreModel:
    found = given["model"]
    return al.ScoreModel.preset(found) if isinstance(found, str) else al.ScoreModel.from_dict(found)


def log(steps: list[dict[str, Any]]) -> al.engagement.ActivityLog:
    made = al.engagement.ActivityLog()
    for step in steps:
        ((verb, what),) = step.items()
        if verb == "merge":
            made.merge(log(what))
        elif verb == "same_person":
            made.same_person(*what)
        else:
            getattr(made, verb)(what)
    assert al.engagement.ActivityLog.from_bytes(made.to_bytes()) == made
    return made


def change(given: Given) -> Any:
    since, until = date.fromisoformat(given["from"]), date.fromisoformat(given["until"])
    found = model(given).why_between(
        given["events"], given["person"], since=since, until=until, permitted=given.get("permitted")
    )
    return found.to_dict()


def ranks(given: Given) -> Any:
    as_of, segments, options = date.fromisoformat(given["as_of"]), given["segments"], given.get("options")
    ranks = model(given).score(given["events"], as_of=as_of).ranks(segments, options=options)
    if given["events"]:
        scores = model(given).score_table(columns(given["events"]), as_of=as_of)
        assert scores.ranks(segments, options=options) == ranks
    return ranks.to_dict()


def moves(given: Given) -> Any:
    """Who moved between two days; tables of the same events say the same."""
    days = [date.fromisoformat(given[name]) for name in ("from", "until")]
    before, now = (model(given).score(given["events"], as_of=day) for day in days)
    options = given["options"]
    found = now.moves(before, given["segments"], options=options)
    if given["events"]:
        first, last = (model(given).score_table(columns(given["events"]), as_of=day) for day in days)
        assert last.moves(first, given["segments"], options=options) == found
    return found


def rfm(given: Given) -> Any:
    window = al.calendar.Span(date.fromisoformat(given["from"]), date.fromisoformat(given["until"]))
    found, models = given.get("model"), al.engagement.RfmModel
    if found is None:
        return al.engagement.rfm(given["events"], window=window).to_dict()
    rules = models.preset(found) if isinstance(found, str) else models.from_dict(found)
    return rules.measure(given["events"], window=window).to_dict()


def columns(events: list[Given]) -> pa.Table:
    """The events as a table, in batches of ten."""
    at = pa.array(
        [datetime.fromisoformat(event["at"]) for event in events], pa.timestamp("us", tz="Asia/Tokyo")
    )
    texts = {name: [event[name] for event in events] for name in ("id", "actor", "kind", "actor_type")}
    table = pa.table({name: pa.array(values, pa.string()) for name, values in texts.items()} | {"at": at})
    return pa.Table.from_batches(table.to_batches(max_chunksize=10), table.schema)


def score_table(given: Given) -> Any:
    as_of = date.fromisoformat(given["as_of"])
    asked = {"permitted": given.get("permitted"), "tenure_years": given.get("tenure_years")}
    scores = model(given).score_table(columns(given["events"]), as_of=as_of, **asked)
    assert scores.to_arrow()["score"].to_pylist() == scores.to_dict()["scores"]
    totals = model(given).score_totals(columns(given["events"]), as_of=as_of, **asked).to_dict()
    assert totals == {
        name: value for name, value in scores.to_dict().items() if name not in ("kinds", "parts")
    }
    return scores.to_dict()


def same_totals(scores: al.engagement.Scores, model: al.ScoreModel, given: Given) -> None:
    """The scores without parts of the same events, each once and in the order of time, are the same."""
    once = {event["id"]: event for event in given["events"]}.values()
    events = sorted(once, key=lambda event: datetime.fromisoformat(event["at"]))
    totals = model.score_totals(
        columns(events),
        as_of=scores.as_of,
        permitted=given.get("permitted"),
        tenure_years=given.get("tenure_years"),
    )
    rows = totals.to_arrow().to_pylist()
    assert [(row["person"], row["score"]) for row in rows] == [
        (one.person, one.score) for one in scores.people
    ]
    assert totals.not_scored == scores.not_scored


def score(given: Given) -> Any:
    as_of = date.fromisoformat(given["as_of"])
    scores = model(given).score(given["events"], as_of=as_of, permitted=given.get("permitted"))
    same_totals(scores, model(given), given)
    return scores.to_dict()


def modified(given: Given) -> al.ScoreModel:
    """The model for the purpose and the tenure asked for."""
    made = model(given)
    made = made.for_purpose(given["purpose"]) if "purpose" in given else made
    return made.for_tenure(given["years"]) if "years" in given else made


def by_tenure(given: Given) -> Any:
    asked: dict[str, Any] = {"as_of": date.fromisoformat(given["as_of"]), "permitted": given.get("permitted")}
    scores = modified(given).score(given["events"], tenure_years=given["tenure_years"], **asked)
    activity = al.engagement.ActivityLog(given["events"])
    again = activity.score(modified(given), tenure_years=given["tenure_years"], **asked)
    assert again.people == scores.people
    same_totals(scores, modified(given), given)
    return scores.to_dict()


def within(given: Given) -> Any:
    found = given["model"]
    models = al.engagement.WindowModel
    rules = models.preset(found) if isinstance(found, str) else models.from_dict(found)
    asked: dict[str, Any] = {"window": given["window"], "permitted": given.get("permitted")}
    scores = rules.measure(given["events"], as_of=date.fromisoformat(given["as_of"]), **asked)
    people = scores.to_dict()["people"]
    assert scores.to_arrow()["rank"].to_pylist() == [one["rank"] for one in people]
    return scores.to_dict()


def learned(given: Given) -> Any:
    as_of = date.fromisoformat(given["as_of"])
    return model(given).learn_half_life(given["events"], as_of=as_of, options=given["options"]).to_dict()


CALLS = {
    "engagement.activity_log": lambda given: {"bytes": log(given["steps"]).to_bytes().hex()},
    "engagement.score": score,
    "engagement.score_change": change,
    "engagement.ranks": ranks,
    "engagement.score_moves": moves,
    "engagement.rfm": rfm,
    "engagement.score_table": score_table,
    "engagement.score_model": lambda given: modified(given).to_dict(),
    "engagement.score_by_tenure": by_tenure,
    "engagement.window_scores": within,
    "engagement.learn_half_life": learned,
}
