"""The five kinds of validity: cases by hand, and random streams in which every kind of end meets every other."""

import random
from datetime import UTC, datetime, timedelta

import consent_acts as acts
import consent_cases as cases
import consent_oracle as oracle
import consent_records_vectors as records
import corpus
from consent_cases import LATER, NO, NOTICES, PURPOSES, YES, ask, case, ev

NEWS = {"purpose": "newsletter"}


def given(id_="e1", on="2024-04-01", **fields):
    return ev(id_, "given", on, **fields)


def used(id_, on, received=None, **fields):
    return ev(id_, "used", on, received, **fields)


def happened(id_, on, received=None, name="contract_ended", **fields):
    return ev(id_, "happened", on, received, happening=name, **fields)


def use_cases():
    thrice = given(valid_uses=3)
    uses = [used(f"u{n}", f"2024-05-0{n}") for n in (1, 2, 3)]
    yield case("uses: none yet", [thrice], ask(LATER), "allowed", "given")
    yield case("uses: one is left", [thrice, *uses[:2]], ask(LATER), "allowed", "given")
    yield case("uses: the last was made", [thrice, *uses], ask(LATER), "denied", "used-up")
    yield case("uses: before the last", [thrice, *uses], ask("2024-05-02"), "allowed", "given")
    yield case("uses: at the instant of the last", [thrice, *uses], ask("2024-05-03"), "denied", "used-up")
    yield case(
        "uses: delivered twice, made once", [thrice, *uses[:2], *uses[:2]], ask(LATER), "allowed", "given"
    )
    once = given(valid_uses=1)
    yield case(
        "uses: an earlier one does not count", [once, used("u", "2024-03-01")], ask(LATER), "allowed", "given"
    )
    same = [once, used("u", "2024-04-01")]
    yield case("uses: one at the instant of the yes counts", same, ask(LATER), "denied", "used-up")
    fast = [once, used("u", "2024-05-02", "2024-05-01")]
    yield case(
        "uses: one from a fast clock counts from its arrival", fast, ask("2024-05-01"), "denied", "used-up"
    )
    late = [once, used("u", "2024-05-01", "2024-06-01")]
    yield case("uses: as known before the use arrived", late, ask(LATER, "2024-05-15"), "allowed", "given")
    wide = given(valid_uses=2, purpose="directory")
    mixed = [wide, used("u1", "2024-05-01", purpose="directory", channel="email")]
    mixed += [used("u2", "2024-05-02", purpose="directory", channel="sms")]
    where = ask(LATER, purpose="directory", channel="phone")
    yield case("uses: a yes for all channels is used on each of them", mixed, where, "denied", "used-up")
    mail = given(valid_uses=1, purpose="directory", channel="email")
    where = ask(LATER, purpose="directory")
    yield case("uses: one on another channel", [mail, mixed[2]], where, "allowed", "given")
    silent = used("u", "2024-05-01", purpose="directory")
    yield case("uses: one that does not name its channel", [mail, silent], where, "denied", "used-up")
    share = given(valid_uses=1, purpose="directory", recipient="group:bbq")
    where = ask(LATER, purpose="directory", recipient="group:bbq")
    yield case("uses: own use is no disclosure", [share, silent], where, "allowed", "given")
    told = used("u", "2024-05-01", purpose="directory", recipient="group:bbq")
    yield case("uses: a disclosure", [share, told], where, "denied", "used-up")
    other = [once, used("u", "2024-05-01", **NEWS)]
    yield case("uses: one for another purpose", other, ask(LATER), "allowed", "given")
    again = [once, used("u1", "2024-05-01"), given("e2", "2024-05-02", valid_uses=1)]
    yield case("uses: a new yes is counted anew", again, ask(LATER), "allowed", "given")
    yield case("uses: a yes without a number", [YES, *uses], ask(LATER), "allowed", "given")
    yield case("uses: a use permits nothing", uses, ask(LATER), "denied", "never-asked")
    no = ev("e9", "refused", "2024-06-01")
    yield case(
        "uses: a refusal after the last is a refusal", [once, uses[0], no], ask(LATER), "denied", "refused"
    )
    yield case(
        "uses: a refusal before it is a withdrawal",
        [thrice, uses[0], no],
        ask(LATER),
        "denied",
        "refused-after-given",
    )


def happening_cases():
    until = given(valid_until_event="contract_ended")
    end = happened("h1", "2024-06-01")
    yield case("until: nothing happened", [until], ask(LATER), "allowed", "given")
    yield case("until: it happened", [until, end], ask(LATER), "denied", "event-happened")
    yield case("until: before it happened", [until, end], ask("2024-05-31"), "allowed", "given")
    yield case("until: when it happened", [until, end], ask("2024-06-01"), "denied", "event-happened")
    moved = happened("h1", "2024-06-01", name="moved")
    yield case("until: something else happened", [until, moved], ask(LATER), "allowed", "given")
    before = happened("h0", "2024-03-31")
    yield case("until: it happened before the yes", [until, before], ask(LATER), "allowed", "given")
    same = happened("h0", "2024-04-01")
    yield case(
        "until: it happened at the instant of the yes", [until, same], ask(LATER), "denied", "event-happened"
    )
    elsewhere = happened("h1", "2024-06-01", **NEWS)
    yield case(
        "until: it is recorded under another purpose",
        [until, elsewhere],
        ask(LATER),
        "denied",
        "event-happened",
    )
    ahead = happened("h1", "2024-06-02", "2024-06-01")
    yield case("until: a fast clock", [until, ahead], ask("2024-06-01"), "denied", "event-happened")
    late = happened("h1", "2024-06-01", "2024-07-01")
    yield case(
        "until: as known before it was reported", [until, late], ask(LATER, "2024-06-15"), "allowed", "given"
    )
    twice = [until, happened("h2", "2024-07-01"), happened("h1", "2024-06-01", **NEWS)]
    yield case("until: the first of two counts", twice, ask(LATER), "denied", "event-happened")
    yield case("until: a yes that waits for nothing", [YES, end], ask(LATER), "allowed", "given")
    yield case("until: a happening permits nothing", [end], ask(LATER), "denied", "never-asked")
    yield case(
        "until: a withdrawal stands",
        [until, NO, happened("h1", "2024-07-01")],
        ask(LATER),
        "denied",
        "withdrawn",
    )
    anew = [until, end, given("e2", "2024-06-02", valid_until_event="contract_ended")]
    yield case("until: a new yes waits for the next", anew, ask(LATER), "allowed", "given")
    someone = happened("h1", "2024-06-01") | {"subject": "w-2"}
    yield case("until: it happened to somebody else", [until, someone], ask(LATER), "allowed", "given")


def endless_cases():
    forever = given(endless=True)
    yield case("endless: is noted", [forever], ask(LATER), "allowed", "given", "endless")
    yield case("endless: a yes that does not say so is not", [YES], ask(LATER), "allowed", "given")
    news = given(endless=True, **NEWS, notice={"id": "events", "version": 7})
    yield case("endless: the purpose's length counts", [news], ask(LATER, **NEWS), "allowed", "given")
    yield case("endless: and ends it", [news], ask("2026-04-01", **NEWS), "denied", "expired")
    yield case("endless: a withdrawal ends it", [forever, NO], ask(LATER), "denied", "withdrawn")


def meeting_cases():
    both = given(valid_uses=1, valid_for="P1M", valid_until_event="contract_ended")
    use, end = used("u", "2024-04-20"), happened("h", "2024-04-10")
    yield case(
        "of several ends the first counts: the happening",
        [both, use, end],
        ask(LATER),
        "denied",
        "event-happened",
    )
    yield case("of several ends the first counts: the use", [both, use], ask(LATER), "denied", "used-up")
    yield case(
        "of several ends the first counts: the length",
        [both, used("u", "2024-06-01")],
        ask(LATER),
        "denied",
        "expired",
    )
    at_once = [both, used("u", "2024-05-01"), happened("h", "2024-05-01")]
    yield case("at one instant the length is named", at_once, ask(LATER), "denied", "expired")
    at_once = [given(valid_uses=1, valid_until_event="contract_ended"), *at_once[1:]]
    yield case(
        "at one instant the happening is named before the use",
        at_once,
        ask(LATER),
        "denied",
        "event-happened",
    )


def error_cases():
    def wrong(name, kind, field, event):
        listed = {"purposes": PURPOSES, "notices": NOTICES, "events": [event], "question": ask(LATER)}
        return {
            "name": name,
            "given": listed,
            "expect": {"error": {"kind": kind, "path": f"events[0].{field}"}},
        }

    yield wrong("no uses", "out_of_range", "valid_uses", given(valid_uses=0))
    yield wrong("uses of a no", "inconsistent", "valid_uses", NO | {"valid_uses": 1})
    yield wrong("a no until something", "inconsistent", "valid_until_event", NO | {"valid_until_event": "x"})
    yield wrong("an endless no", "inconsistent", "endless", NO | {"endless": True})
    for field, value in [
        ("valid_for", "P1Y"),
        ("valid_until", "2030-01-01T00:00:00Z"),
        ("valid_until_event", "x"),
        ("valid_uses", 1),
    ]:
        yield wrong(f"endless with {field}", "inconsistent", "endless", given(endless=True, **{field: value}))
    yield wrong("a happening without a name", "missing", "happening", ev("h", "happened", "2024-04-01"))
    yield wrong(
        "a happening with an empty name", "missing", "happening", happened("h", "2024-04-01", name="")
    )
    yield wrong("a yes with a happening", "inconsistent", "happening", given(happening="x"))
    yield wrong(
        "a happening on a channel", "inconsistent", "channel", happened("h", "2024-04-01", channel="email")
    )
    yield wrong(
        "a happening at a recipient", "inconsistent", "recipient", happened("h", "2024-04-01", recipient="x")
    )
    yield wrong("an empty name to wait for", "missing", "valid_until_event", given(valid_until_event=""))


def ends(rng):
    """One to three kinds of end, or the word that there is none."""
    fields = {}
    if rng.random() < 0.5:
        fields["valid_uses"] = rng.randint(1, 3)
    if rng.random() < 0.5:
        fields["valid_until_event"] = rng.choice(["left", "moved"])
    if rng.random() < 0.2:
        fields["valid_for"] = rng.choice(["P1M", "P90D"])
    return fields or {"endless": rng.random() < 0.7}


def stream(rng):
    """A few of the oracle's events, yeses with ends of every kind, and what ends them."""
    events = cases.stream(rng)[: rng.choice([0, 0, 1, 2, 4])]
    start = datetime(2024, 1, 1, tzinfo=UTC)
    where = {"purpose": "directory"}
    for number in range(rng.randint(1, 3)):
        at = acts.written(start + timedelta(days=30 * rng.randrange(5)))
        scope = {
            "channel": rng.choice([None, None, "email"]),
            "recipient": rng.choice([None] * 6 + ["group:bbq"]),
        }
        kind = rng.choice(["given", "given", "renewed"])
        events.append(ev(f"y{number}", kind, at, **ends(rng), **where, **scope))
    for number in range(rng.randint(1, 7)):
        at = start + timedelta(days=30 * rng.randrange(8))
        received = acts.written(at + timedelta(days=rng.choice([0, 0, 10, 45, -10])))
        at = acts.written(at)
        if rng.random() < 0.65:
            scope = {
                "channel": rng.choice([None, "email", "email", "sms"]),
                "recipient": rng.choice([None] * 6 + ["group:bbq"]),
            }
            purpose = rng.choice(["directory"] * 6 + ["research"])
            events.append(used(f"u{number}", at, received, purpose=purpose, **scope))
        else:
            purpose = rng.choice(["directory", "research"])
            name = rng.choice(["left", "moved"])
            events.append(happened(f"h{number}", at, received, name=name, purpose=purpose))
    return events


def stream_cases(count):
    rng = random.Random(27561)
    for number in range(count):
        events = stream(rng)
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=rng.choice([60, 75, 120, 200, 210, 240]))
        known_at = rng.choice([None, None, None, at, at + timedelta(days=30)])
        question = ask(
            acts.written(at),
            known_at and acts.written(known_at),
            purpose="directory",
            channel=rng.choice([None, "email", "email", "phone"]),
            recipient=rng.choice([None] * 6 + ["group:bbq"]),
        )
        listed = {
            "purposes": PURPOSES[2:5:2],
            "notices": cases.DIRECTORY,
            "events": events,
            "question": question,
        }
        yield {"name": f"stream {number}", "given": listed, "expect": oracle.World(listed).answer(question)}


def encoded_cases():
    events = [
        ("until a happening", given(valid_until_event="契約終了")),
        ("a number of uses", given(valid_uses=4_294_967_295)),
        ("endless", given(endless=True)),
        ("endless that is not", given(endless=False)),
        ("used", used("u1", "2024-05-01", channel="email")),
        ("happened", happened("h1", "2024-05-01", name="契約終了")),
    ]
    for name, event in events:
        salt = "0f" * 32
        expect = records.encoded(event, salt)
        digest = acts.sha256(expect["header"])
        yield {"name": name, "given": {"event": event, "salt": salt}, "expect": {**expect, "hash": digest}}


def files():
    streams = [*stream_cases(200)]
    counts = cases.spread(streams)
    for code in ("consent-used-up", "consent-event-happened", "consent-endless", "consent-given"):
        assert counts[code] >= 8, counts
    rng = random.Random(9163)
    hashes = []
    for number in range(6):
        listed = {"purposes": PURPOSES[2:5:2], "notices": cases.DIRECTORY, "events": stream(rng)}
        hashes.append({"name": f"stream {number}", "given": listed, "expect": oracle.state_hash(listed)})
    written = [*use_cases(), *happening_cases(), *endless_cases(), *meeting_cases(), *error_cases()]
    rules = "docs/consent-lifecycle.md, worked out by tests/make/consent_oracle.py"
    return {
        "consent/validity.json": {"call": "consent.may", "source": rules, "cases": written},
        "consent/validity_streams.json": {"call": "consent.may", "source": rules, "cases": streams},
        "consent/validity_hash.json": {"call": "consent.state_hash", "source": rules, "cases": hashes},
        "consent/validity_bytes.json": {
            "call": "consent.encode",
            "source": records.RULES,
            "cases": [*encoded_cases()],
        },
    }


if __name__ == "__main__":
    corpus.main(files())
