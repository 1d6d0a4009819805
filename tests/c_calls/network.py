"""`engagement.*` of networks and replies through C."""

import ctypes

from .returning import stream
from .through import Handle, date, text


class Made:
    """The graph of the ties in `given`, freed at the end of a `with` block."""

    def __init__(self, given):
        self.given, self.handles = given, []

    def __enter__(self):
        ties = self.given["ties"]
        columns = {"from": [tie[0] for tie in ties], "to": [tie[1] for tie in ties]}
        columns["weight"] = [float(tie[2]) for tie in ties]
        options = {"from": "from", "to": "to", "weight": "weight", "both_ways": self.given["both_ways"]}
        permitted = Handle("alumni_permitted", "alumni_permitted_everyone")
        self.handles.append(permitted)
        try:
            table = stream(columns)
            made = Handle(
                "alumni_graph",
                "alumni_graph_from_stream",
                *(ctypes.addressof(table), text(options), None, 0, permitted.pointer),
            )
        except BaseException:
            self.__exit__()
            raise
        self.handles.append(made)
        return made

    def __exit__(self, *_):
        for handle in self.handles:
            handle.__exit__()


def reported(name):
    """A call that asks a graph one thing, with options."""

    def call(given):
        options = text(given["options"]) if "options" in given else None
        with (
            Made(given) as made,
            Handle("alumni_network_report", f"alumni_graph_{name}", made.pointer, options) as report,
        ):
            return report.json()

    return call


def inequality(given):
    """engagement.inequality"""
    amounts = (ctypes.c_double * len(given["amounts"]))(*given["amounts"])
    silent = ("counted", "left_out").index(given["silent_members"])
    function = "alumni_engagement_inequality"
    with Handle("alumni_network_report", function, amounts, len(amounts), silent) as report:
        return report.json()


def spoken(function, with_options):
    """A call that asks a record one thing about a stretch of days."""

    def call(given):
        days = [date(given[name]) for name in ("from", "until")]
        options = ([text(given["options"]) if "options" in given else None]) if with_options else []
        events = text(given["events"])
        with (
            Handle("alumni_interactions", "alumni_interactions_from_json", events) as record,
            permitted(given) as allowed,
            Handle(
                "alumni_network_report", function, record.pointer, *days, allowed.pointer, *options
            ) as report,
        ):
            return report.json()

    return call


def permitted(given):
    """Who may be looked at."""
    if "permitted" not in given:
        return Handle("alumni_permitted", "alumni_permitted_everyone")
    ids = [one.encode() for one in given["permitted"]]
    return Handle("alumni_permitted", "alumni_permitted_only", (ctypes.c_char_p * len(ids))(*ids), len(ids))


CALLS = {
    "engagement.network_measures": reported("measures"),
    "engagement.network_summary": reported("summary"),
    "engagement.inequality": inequality,
    "engagement.responsiveness": spoken("alumni_engagement_responsiveness", with_options=True),
    "engagement.exchange": spoken("alumni_engagement_exchange", with_options=False),
}
