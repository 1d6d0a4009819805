"""A STOP to one purpose that ends another, where the clocks of the two may be off."""

from datetime import datetime, timedelta

import consent_acts as acts
import consent_law as law
import consent_oracle as oracle
import corpus

PACK, RULE = "us-canspam-tcpa-ccpa", "us-tcpa-revoke-all"
MINUTE = {"tolerance_seconds": 60}
VAGUE = {"time_untrusted": True}
LATER = datetime.fromisoformat("2027-06-01T00:00:00+00:00")


class World(law.World):
    """As there, with events of several sources whose clocks may be off."""

    def __init__(self, clocks, **more):
        super().__init__(**more)
        self.clocks = clocks

    def given(self, at):
        return {**super().given(at), "clocks": self.clocks}

    def tolerance(self, event):
        every = self.clocks.get("tolerance_seconds", 0)
        return timedelta(seconds=self.clocks.get("sources", {}).get(event["source"], every))

    def may_be_judged(self, stop, starts, ends):
        """Whether the STOP may have happened while the rule was in force."""
        first = last = acts.occurred(stop)
        if not oracle.World(self.given(LATER)).trusts(stop):
            last = max(last, acts.received(stop))
        first, last = first - self.tolerance(stop), last + self.tolerance(stop)
        return starts <= last and not (ends and ends <= first)

    def unmet(self, pack, rule, starts, yes, no, at):
        effect = rule["effect"]
        if effect["kind"] != "revocation" or effect["scope"] != "all":
            return super().unmet(pack, rule, starts, yes, no, at)
        events = oracle.World(self.given(at))
        ends = rule.get("effective_until")
        ends = ends and law.begin(pack, ends)
        stops = [
            event
            for event in self.events
            if event["kind"] == "withdrawn"
            and event["purpose"] == "other"
            and event.get("channel") in rule["channels"]
            and acts.begins(event) <= at
            and self.may_be_judged(event, starts, ends)
            and not (yes and events.surely_before(event, yes[0]))
        ]
        return "revocation" if stops else None


def exact(world):
    """The verdict where every clock is taken at its word."""
    given = {
        key: value for key, value in vars(world).items() if key not in ("clocks", "at", "events", "notice")
    }
    events = [
        {key: value for key, value in event.items() if key != "time_untrusted"} for event in world.events
    ]
    plain = World({}, **{**given, "events": []})
    plain.events, plain.at = events, world.at
    return plain.expect(LATER)["verdict"]


def cases():
    start = law.begin(law.LOADED[PACK], law.DATES[RULE][0])
    noon = start + timedelta(days=60, hours=12)

    def case(name, verdict, clocks, seconds, *, stop_at=noon, stop=(), yes=()):
        """`seconds` from the STOP to the yes, whose notice is shown at once before it."""
        given = {"kind": "given", "at": stop_at + timedelta(seconds=seconds), **dict(yes)}
        shown = {"kind": "notice_shown", "at": given["at"], "notice": law.NOTICE_REF}
        no = {"kind": "withdrawn", "at": stop_at, "purpose": "other", "channel": "sms", "source": "mail"}
        events = sorted([{**no, **dict(stop)}, shown, given], key=lambda event: event["at"])
        world = World(
            clocks,
            purpose={"legal_basis": "consent"},
            events=events,
            question={"channel": "sms"},
            packs=[PACK],
            regimes=["us"],
        )
        expect = world.expect(LATER)
        found = [reason["code"] for reason in expect["reasons"]]
        assert expect["verdict"] == verdict, name
        assert ("consent-law-revocation" in found) == (verdict == "denied"), name
        return {"name": name, "given": world.given(LATER), "expect": expect}, exact(world)

    yield case("exact clocks: a yes a second after the STOP", "allowed", {}, 1)
    yield case("exact clocks: a yes at the instant of the STOP", "denied", {}, 0)
    yield case("exact clocks: a yes before the STOP", "denied", {}, -1)
    yield case("two clocks a minute off: two minutes are not enough", "denied", MINUTE, 120)
    yield case("two clocks a minute off: a second more is", "allowed", MINUTE, 121)
    one = {"sources": {"form": 120}}
    yield case("the clock of the yes alone is off", "denied", one, 120)
    yield case("it is off by less", "allowed", {"sources": {"form": 119}}, 120)
    yield case("one clock orders its own events", "allowed", MINUTE, 1, stop={"source": "form"})

    yield case("a yes of an untrusted time", "denied", {}, 3600, yes=VAGUE)
    yield case("a yes of an untrusted source", "denied", {"untrusted": ["form"]}, 3600)
    arrives = {**VAGUE, "received_at": law.written(noon + timedelta(hours=2))}
    yield case("a STOP of an untrusted time that arrives after the yes", "denied", {}, 3600, stop=arrives)
    yield case("and one that arrives before it", "allowed", {}, 7201, stop=arrives)
    late = {"received_at": law.written(noon + timedelta(hours=2))}
    yield case("a STOP of a trusted time may arrive when it likes", "allowed", {}, 3600, stop=late)

    # The day before the rule begins, a STOP is about its own purpose alone.
    eve = start - timedelta(seconds=30)
    yield case("exact clocks: a STOP before the rule began", "allowed", {}, -3600, stop_at=eve)
    yield case("a STOP that may have been after it began", "denied", MINUTE, -3600, stop_at=eve)
    off = {"tolerance_seconds": 29}
    yield case("a clock that is not off by that much", "allowed", off, -3600, stop_at=eve)
    arrives = {**VAGUE, "received_at": law.written(start + timedelta(hours=1))}
    yield case(
        "a STOP of an untrusted time that arrives after it began",
        "denied",
        {},
        -3600,
        stop_at=eve,
        stop=arrives,
    )
    arrives = {**VAGUE, "received_at": law.written(eve)}
    yield case("and one that arrives before", "allowed", {}, -3600, stop_at=eve, stop=arrives)


if __name__ == "__main__":
    found = [*cases()]
    assert sum(case["expect"]["verdict"] != plain for case, plain in found) >= 6
    cases = [case for case, _ in found]
    source = "docs/consent-lifecycle.md, worked out by tests/make/consent_law_clock_vectors.py"
    corpus.main({"consent/law_clocks.json": {"call": "consent.may", "source": source, "cases": cases}})
