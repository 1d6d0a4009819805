"""Calls of the corpus about what is counted of a record."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import alumni as al
import polars as pl

Given = dict[str, Any]


def check_interactions(given: Given) -> Any:
    if "csv" in given:
        return al.engagement.check_interactions_csv(given["csv"], most=given["most"]).to_dict()
    if "events" in given:
        return al.engagement.check_interactions(given["events"], most=given["most"]).to_dict()
    # A column without a value has no type of its own.
    events = pl.DataFrame(given["columns"], schema=dict.fromkeys(given["columns"], pl.String))
    return al.engagement.check_interactions(events, most=given["most"]).to_dict()


def window(given: Given) -> al.calendar.Span:
    return al.calendar.Span(date.fromisoformat(given["from"]), date.fromisoformat(given["until"]))


def dated(options: Given) -> Given:
    return {
        name: date.fromisoformat(value) if name in ("as_of", "since") else value
        for name, value in options.items()
    }


def ties(given: Given) -> al.engagement.InteractionGraph:
    names = ("from", "to", "weight")
    table = {name: [row[place] for row in given["ties"]] for place, name in enumerate(names)}
    return al.engagement.tie_graph(pl.DataFrame(table), weight="weight")


def tie_graph(given: Given) -> Any:
    columns = {name: [row[name] for row in given["rows"]] for name in ("from", "to", "weight")}
    at = [datetime.fromisoformat(row["at"]) for row in given["rows"]]
    options = dated({name: value for name, value in given["options"].items() if name not in ("from", "to")})
    return al.engagement.tie_graph(pl.DataFrame({**columns, "at": at}), **options).to_dict()


def interaction_graph(given: Given) -> Any:
    made = al.engagement.interaction_graph(
        given["events"], members=given.get("members"), **dated(given["options"])
    )
    return made.to_dict()


def repeat_acts(given: Given) -> Any:
    options, permitted = dated(given["options"]), given.get("permitted")
    return al.engagement.repeat_acts(given["events"], permitted=permitted, **options).to_dict()


CALLS: dict[str, Callable[[Given], Any]] = {
    "engagement.check_interactions": check_interactions,
    "engagement.participation": lambda given: al.engagement.participation(
        given["events"], given["segments"], window=window(given), minimum_cell=given["minimum_cell"]
    ).to_dict(),
    "engagement.activity_calendar": lambda given: al.engagement.activity_calendar(
        given["events"], window=window(given)
    ).to_dict(),
    "engagement.proportion": lambda given: al.engagement.Proportion(given["count"], given["of"]).to_dict(),
    "engagement.rate": lambda given: al.engagement.Rate(given["count"], given["days"]).to_dict(),
    "engagement.repeat_acts": repeat_acts,
    "engagement.hold_back": lambda given: al.engagement.hold_back(
        given["events"], **dated(given["options"])
    ).to_dict(),
    "engagement.interaction_graph": interaction_graph,
    "engagement.tie_graph": tie_graph,
    "engagement.strongest": lambda given: ties(given).strongest(given["most"]),
    "engagement.between": lambda given: (
        ties(given).between(given["segments"], minimum_cell=given["minimum_cell"]).to_dict()
    ),
}
