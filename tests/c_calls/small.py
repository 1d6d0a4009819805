"""What a small network can tell, through C: `engagement.shrink` and its neighbours."""

from .through import Handle, text


def asked(name):
    """A call whose question is what is given."""

    def call(given):
        with Handle("alumni_engagement_answer", f"alumni_engagement_{name}_json", text(given)) as answer:
            return answer.json()

    return call


CALLS = {f"engagement.{name}": asked(name) for name in ("shrink", "silence", "rate_power", "share_power")}
