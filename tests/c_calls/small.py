"""How a network is, and what a small one can tell, through C: `engagement.health`, `engagement.shrink` and its neighbours."""

import library

from .through import Handle, date, text


def health(given):
    """engagement.health; an invalid day where the programme has none on which it opened"""
    opened = date(given["opened"]) if "opened" in given else library.Date(-(2**31))
    with (
        Handle("alumni_interactions", "alumni_interactions_from_json", text(given["events"])) as events,
        Handle(
            "alumni_engagement_answer",
            "alumni_engagement_health",
            *(events.pointer, text(given["members"]), date(given["as_of"]), opened, None),
        ) as answer,
    ):
        return answer.json()


def asked(name):
    """A call whose question is what is given."""

    def call(given):
        with Handle("alumni_engagement_answer", f"alumni_engagement_{name}_json", text(given)) as answer:
            return answer.json()

    return call


CALLS = {
    "engagement.health": health,
    **{f"engagement.{name}": asked(name) for name in ("shrink", "silence", "rate_power", "share_power")},
}
