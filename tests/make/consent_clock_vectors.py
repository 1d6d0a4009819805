"""Clocks that may be off, and times that are not to be trusted: cases by hand, and random streams under random clocks."""

import random
from datetime import UTC, datetime, timedelta

import consent_acts as acts
import consent_cases as cases
import consent_oracle as oracle
import consent_records_vectors as records
import consent_validity_vectors as validity
import corpus
from consent_cases import LATER, NOTICES, PURPOSES, ask, ev

MINUTE = {"tolerance_seconds": 60}
NO = ev("e2", "withdrawn", "2024-06-01T10:00:00Z", source="mail")


def case(name, clocks, events, verdict, *codes, at=LATER):
    given = {
        "purposes": PURPOSES,
        "notices": NOTICES,
        "events": events,
        "question": ask(at),
        "clocks": clocks,
    }
    expect = oracle.World(given).answer(given["question"])
    found = (expect["verdict"], *(reason["code"] for reason in expect["reasons"]))
    assert found == (verdict, *(f"consent-{code}" for code in codes)), (name, found)
    return {"name": name, "given": given, "expect": expect}


def shown(seconds, **fields):
    return ev("e3", "notice_shown", f"2024-06-01T10:0{seconds // 60}:{seconds % 60:02}Z", **fields)


def yes(seconds, **fields):
    return ev("e4", "given", f"2024-06-01T10:0{seconds // 60}:{seconds % 60:02}Z", **fields)


def skew_cases():
    again = [NO, shown(121), yes(121)]
    yield case(
        "exact clocks: a second after the no is after it", {}, [NO, shown(1), yes(1)], "allowed", "given"
    )
    within = [NO, shown(120), yes(120)]
    both = ("withdrawn", "time-uncertain")
    yield case("two clocks a minute off: two minutes are not enough", MINUTE, within, "denied", *both)
    yield case("two clocks a minute off: a second more is", MINUTE, again, "allowed", "given")
    one = {"sources": {"mail": 120}}
    yield case("one clock is off", one, within, "denied", *both)
    yield case("one clock is off by less", {"sources": {"mail": 119}}, within, "allowed", "given")
    named = {"tolerance_seconds": 3600, "sources": {"mail": 0, "form": 0}}
    yield case(
        "a source that is named has its own tolerance", named, [NO, shown(1), yes(1)], "allowed", "given"
    )
    own = [NO | {"source": "form"}, shown(1), yes(1)]
    yield case("one clock orders its own events", MINUTE, own, "allowed", "given")
    early = [NO, shown(119), yes(200)]
    yield case(
        "a showing within the tolerance does not help", MINUTE, early, "denied", "withdrawn", "no-new-notice"
    )
    later = [NO, shown(200), yes(121)]
    yield case("a showing after the yes does not help", MINUTE, later, "denied", "withdrawn", "no-new-notice")
    before = [yes(0), NO | {"occurred_at": "2024-06-01T10:00:30Z"}]
    yield case("a no after the yes stands", MINUTE, before, "denied", "withdrawn")
    # Three instants, each within the tolerance of the next: what is compared is two events, never a chain.
    chain = [
        NO,
        shown(70),
        yes(70),
        ev("e5", "given", "2024-06-01T10:02:20Z"),
        ev("e6", "notice_shown", "2024-06-01T10:02:15Z"),
    ]
    yield case("a chain of near instants", MINUTE, chain, "allowed", "given")
    twice = [NO | {"id": "e1", "source": "crm"}, *again]
    slow = {**MINUTE, "sources": {"crm": 600}}
    yield case("each no is held against its own clock", slow, twice, "denied", "withdrawn", "time-uncertain")
    void = [
        yes(0),
        ev("e5", "invalidated", "2024-06-01T10:00:30Z", source="dpo"),
        shown(60),
        ev("e6", "given", "2024-06-01T10:01:10Z"),
    ]
    yield case(
        "an invalidation within the tolerance", MINUTE, void, "denied", "invalidated", "time-uncertain"
    )
    lift = [
        yes(0),
        ev("r", "restricted", "2024-06-01T11:00:00Z"),
        ev("u", "unrestricted", "2024-06-01T11:01:00Z", source="hr"),
    ]
    yield case("lifting a restriction within the tolerance", MINUTE, lift, "denied", "restricted")
    lift = [*lift[:2], lift[2] | {"occurred_at": "2024-06-01T11:02:01Z"}]
    yield case("lifting it later", MINUTE, lift, "allowed", "given")
    two = [*lift, ev("r2", "restricted", "2024-06-01T11:01:30Z", source="dpo")]
    yield case("of two restrictions one may be later", MINUTE, two, "denied", "restricted")
    use = [yes(60, valid_uses=1), ev("u", "used", "2024-06-01T10:00:00Z", source="mail")]
    yield case("a use within the tolerance before the yes counts", MINUTE, use, "denied", "used-up")
    yield case("a use before the yes does not", {}, use, "allowed", "given")
    end = [
        yes(60, valid_until_event="moved"),
        ev("h", "happened", "2024-06-01T10:00:00Z", source="hr", happening="moved"),
    ]
    yield case(
        "a happening within the tolerance before the yes counts", MINUTE, end, "denied", "event-happened"
    )
    yield case("a happening before the yes does not", {}, end, "allowed", "given")


def ahead_cases():
    def dated(received_at, **fields):
        return yes(0, received_at=received_at, **fields)

    a_day, more = "2024-05-31T10:00:00Z", "2024-05-31T09:59:59Z"
    yield case("a yes dated a day after it became known", {}, [dated(a_day)], "allowed", "given")
    yield case(
        "a yes dated more than a day after it became known", {}, [dated(more)], "denied", "dated-ahead"
    )
    yield case("which its clock explains", {"sources": {"form": 1}}, [dated(more)], "allowed", "given")
    other = {"tolerance_seconds": 1, "sources": {"form": 0}}
    yield case("which another clock does not explain", other, [dated(more)], "denied", "dated-ahead")
    never = ("never-asked",)
    asked = {"at": "2024-06-01T09:00:00Z"}
    yield case("nor is it one before its date", {}, [dated(more)], "denied", *never, **asked)
    beside = [yes(0), ev("e9", "renewed", "2025-06-01T10:00:00Z", received_at="2024-07-01T00:00:00Z")]
    late = {"at": "2025-07-01T00:00:00Z"}
    yield case("beside an earlier yes it adds nothing", {}, beside, "allowed", "given", "dated-ahead", **late)


def trust_cases():
    vague = {"time_untrusted": True}
    both = ("withdrawn", "time-uncertain")
    late = [NO, shown(1), yes(200, **vague)]
    yield case("a yes of an untrusted time permits", {}, [yes(0, **vague)], "allowed", "given")
    yield case("it never lifts a no", {}, late, "denied", *both)
    list_ = {"untrusted": ["form"]}
    trusted = [NO, shown(1), yes(200)]
    yield case("nor does one of an untrusted source", list_, trusted, "denied", *both)
    arrives = [NO | {"received_at": "2024-07-01T00:00:00Z"}, shown(1), yes(200, **vague)]
    yield case("nor where the no arrived after it", {}, arrives, "denied", *both)
    no = [NO | vague | {"received_at": "2024-06-01T10:05:00Z"}, shown(1), yes(200)]
    yield case("a no of an untrusted time may be as late as it arrived", {}, no, "denied", *both)
    after = [
        no[0],
        ev("e3", "notice_shown", "2024-06-01T10:05:01Z"),
        ev("e4", "given", "2024-06-01T10:05:02Z"),
    ]
    yield case("but no later", {}, after, "allowed", "given")
    unsure = [NO, shown(1, **vague), yes(200)]
    yield case(
        "a showing of an untrusted time does not help", {}, unsure, "denied", "withdrawn", "no-new-notice"
    )
    yield case(
        "a no of an untrusted time counts from its time",
        {},
        no,
        "denied",
        "withdrawn",
        at="2024-06-01T10:01:00Z",
    )
    restored = [NO, shown(1), yes(2), ev("e9", "given", "2024-06-01T12:00:00Z", **vague, valid_for="P1Y")]
    yield case(
        "beside a yes that lifts the no it adds nothing", {}, restored, "allowed", "given", "time-uncertain"
    )
    lift = [
        yes(0),
        ev("r", "restricted", "2024-06-01T11:00:00Z"),
        ev("u", "unrestricted", "2024-06-02T11:00:00Z", **vague),
    ]
    yield case("nothing of an untrusted time lifts a restriction", {}, lift, "denied", "restricted")
    use = [yes(0, valid_uses=1), ev("u", "used", "2024-01-01T00:00:00Z", "2024-07-01T00:00:00Z", **vague)]
    yield case("a use of an untrusted time may be as late as it arrived", {}, use, "denied", "used-up")


def error_cases():
    for name, clocks, kind in [
        ("a source without a name", {"sources": {"": 1}}, "missing"),
        ("an untrusted source without a name", {"untrusted": [""]}, "missing"),
        ("a negative tolerance", {"tolerance_seconds": -1}, "wrong_type"),
        ("an unknown member", {"tolerance": 1}, "wrong_type"),
    ]:
        given = {
            "purposes": PURPOSES,
            "notices": NOTICES,
            "events": [],
            "question": ask(LATER),
            "clocks": clocks,
        }
        yield {"name": name, "given": given, "expect": {"error": {"kind": kind}}}


def random_clocks(rng):
    clocks = {"tolerance_seconds": rng.choice([0, 0, 10, 20]) * 86_400}
    if rng.random() < 0.5:
        clocks["sources"] = {"crm": rng.choice([0, 15, 29, 30, 31, 60]) * 86_400}
    if rng.random() < 0.15:
        clocks["untrusted"] = [rng.choice(["crm", "form"])]
    return clocks


def stream(rng):
    events = validity.stream(rng) if rng.random() < 0.4 else cases.stream(rng)
    number = 0
    for event in events:
        number += 1
        event["id"] = f"x{number}"
        if rng.random() < 0.08:
            event["time_untrusted"] = True
    # A no, a showing and a yes of different sources: what these clocks are about.
    start = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=30 * rng.randrange(4))
    kinds = [
        rng.choice(["withdrawn", "revoked", "refused", "invalidated", "restricted"]),
        "notice_shown",
        "given",
    ]
    for place, kind in enumerate(kinds):
        number += 1
        at = acts.written(start + timedelta(days=30 * place * rng.choice([1, 1, 1, 0])))
        source = rng.choice(["crm", "form"])
        events.append(ev(f"x{number}", kind, at, purpose="directory", source=source))
    return events


def stream_cases(count):
    rng = random.Random(1588)
    for number in range(count):
        events, clocks = stream(rng), random_clocks(rng)
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=rng.choice([75, 120, 200, 210, 240]))
        question = ask(acts.written(at), purpose="directory", channel=rng.choice([None, "email"]))
        given = {
            "purposes": PURPOSES[2:5:2],
            "notices": cases.DIRECTORY,
            "events": events,
            "question": question,
        }
        given["clocks"] = clocks
        yield {"name": f"stream {number}", "given": given, "expect": oracle.World(given).answer(question)}


def files():
    streams = [*stream_cases(240)]
    counts = cases.spread(streams)
    assert min(counts["consent-time-uncertain"], counts["consent-given"]) >= 25, counts
    exact = [
        oracle.World({**each["given"], "clocks": {}}).answer(each["given"]["question"]) for each in streams
    ]
    differing = sum(each["expect"] != other for each, other in zip(streams, exact, strict=True))
    assert differing >= 40, differing
    rules = "docs/consent-lifecycle.md, worked out by tests/make/consent_oracle.py"
    vague = ev("1", "given", "2024-04-01", time_untrusted=True)
    encoded = [{"name": "a time that is not to be trusted", "given": {"event": vague, "salt": "0f" * 32}}]
    encoded[0]["expect"] = records.encoded(vague, "0f" * 32)
    written = [*skew_cases(), *ahead_cases(), *trust_cases(), *error_cases()]
    return {
        "consent/clocks.json": {"call": "consent.may", "source": rules, "cases": written},
        "consent/clock_streams.json": {"call": "consent.may", "source": rules, "cases": streams},
        "consent/clock_bytes.json": {"call": "consent.encode", "source": records.RULES, "cases": encoded},
    }


if __name__ == "__main__":
    corpus.main(files())
