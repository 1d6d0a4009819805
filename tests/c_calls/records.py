"""What is counted of a record, through C: `engagement.participation` and its neighbours."""

import ctypes
import datetime

import library
import pyarrow

from .measures import interactions
from .network import permitted
from .returning import stream
from .through import Handle, date, done, read, text, texts


def answer(name, *arguments):
    with Handle("alumni_engagement_answer", name, *arguments) as found:
        return found.json()


def check_interactions(given):
    """engagement.check_interactions: CSV, documents or a table"""
    most = given["most"]
    if "columns" in given:
        columns = {name: pyarrow.array(cells, pyarrow.string()) for name, cells in given["columns"].items()}
        table = stream(columns)
        return answer("alumni_interactions_check_stream", ctypes.addressof(table), most)
    if "csv" in given:
        return answer("alumni_interactions_check_csv", text(given["csv"]), most)
    return answer("alumni_interactions_check_json", text(given["events"]), most)


def participation(given):
    """engagement.participation"""
    days = date(given["from"]), date(given["until"])
    with interactions(given) as record, permitted(given) as allowed:
        return answer(
            "alumni_engagement_participation",
            *(record.pointer, text(given["segments"]), *days, given["minimum_cell"], allowed.pointer),
        )


def activity_calendar(given):
    """engagement.activity_calendar"""
    days = date(given["from"]), date(given["until"])
    with interactions(given) as record:
        return answer("alumni_engagement_activity_calendar", record.pointer, *days)


def repeat_acts(given):
    """engagement.repeat_acts: the columns of the stream"""
    out = library.ArrowArrayStream()
    with interactions(given) as record, permitted(given) as allowed:
        done(
            "alumni_engagement_repeat_acts_stream",
            *(record.pointer, text(given["options"]), allowed.pointer, ctypes.addressof(out)),
        )
    rows = read(out)
    columns = ("person", "frequency", "recency", "age", "taken", "last_taken", "opportunities")
    return {name: [row[name] for row in rows] for name in columns}


def hold_back(given):
    """engagement.hold_back"""
    with interactions(given) as record, permitted(given) as allowed:
        return answer("alumni_engagement_hold_back", record.pointer, text(given["options"]), allowed.pointer)


def interaction_graph(given):
    """engagement.interaction_graph"""
    members = given.get("members")
    listed = (None, 0) if members is None else (texts(members), len(members))
    with (
        interactions(given) as record,
        permitted(given) as allowed,
        Handle(
            "alumni_graph",
            "alumni_graph_from_interactions",
            *(record.pointer, text(given["options"]), *listed, allowed.pointer),
        ) as graph,
    ):
        return graph.json()


def tied(columns, options):
    """A graph of the rows of a table."""
    table = stream(columns)
    with Handle("alumni_permitted", "alumni_permitted_everyone") as everyone:
        return Handle(
            "alumni_graph",
            "alumni_graph_from_stream",
            *(ctypes.addressof(table), text(options), None, 0, everyone.pointer),
        )


def tie_graph(given):
    """engagement.tie_graph"""
    columns = {name: [row[name] for row in given["rows"]] for name in ("from", "to", "weight")}
    at = [datetime.datetime.fromisoformat(row["at"]) for row in given["rows"]]
    columns["at"] = pyarrow.array(at, pyarrow.timestamp("us", tz="UTC"))
    with tied(columns, given["options"]) as graph:
        return graph.json()


def reported(name, *arguments):
    """What a graph of `ties` answers."""

    def call(given):
        columns = {name: [tie[place] for tie in given["ties"]] for place, name in enumerate(("from", "to"))}
        columns["weight"] = [float(tie[2]) for tie in given["ties"]]
        options = {"from": "from", "to": "to", "weight": "weight"}
        asked = [text(given[name]) if name == "segments" else given[name] for name in arguments]
        with (
            tied(columns, options) as graph,
            Handle("alumni_network_report", f"alumni_graph_{name}", graph.pointer, *asked) as report,
        ):
            return report.json()

    return call


CALLS = {
    "engagement.check_interactions": check_interactions,
    "engagement.participation": participation,
    "engagement.activity_calendar": activity_calendar,
    "engagement.proportion": lambda given: answer(
        "alumni_engagement_proportion", given["count"], given["of"]
    ),
    "engagement.rate": lambda given: answer("alumni_engagement_rate", given["count"], given["days"]),
    "engagement.repeat_acts": repeat_acts,
    "engagement.hold_back": hold_back,
    "engagement.interaction_graph": interaction_graph,
    "engagement.tie_graph": tie_graph,
    "engagement.strongest": reported("strongest", "most"),
    "engagement.between": reported("between", "segments", "minimum_cell"),
}
