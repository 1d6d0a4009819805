"""Expected answers for `consent.may`: cases written by hand, bad input, and random streams."""

import random
from datetime import UTC, datetime, timedelta

import corpus
from consent_acts import notice_hash, written
from consent_cases import (
    AGAIN,
    DIRECTORY,
    LATER,
    NO,
    NOTICES,
    PURPOSES,
    SHOWN,
    V1,
    V2,
    YES,
    ask,
    case,
    ev,
    imported,
    spread,
    stream,
)
from consent_oracle import World, state_hash


def written_cases():
    yield case("nothing is recorded", [], ask(LATER), "denied", "never-asked")
    yield case("a yes permits", [YES], ask(LATER), "allowed", "given")
    yield case("before the yes nothing is permitted", [YES], ask("2024-03-01"), "denied", "never-asked")
    yield case("a yes permits from its own instant on", [YES], ask("2024-04-01"), "allowed", "given")
    yield case("a withdrawal ends it", [YES, NO], ask(LATER), "denied", "withdrawn")
    yield case(
        "a withdrawal counts from its own instant", [YES, NO], ask("2024-06-01"), "denied", "withdrawn"
    )
    yield case("before the withdrawal it is permitted", [YES, NO], ask("2024-05-31"), "allowed", "given")
    yield case("order of delivery does not matter", [NO, YES], ask(LATER), "denied", "withdrawn")
    yield case("a second delivery changes nothing", [YES, NO, NO, YES], ask(LATER), "denied", "withdrawn")
    at_once = [ev("a", "withdrawn", "2024-04-01"), ev("b", "given", "2024-04-01")]
    yield case("at one instant the no stands", at_once, ask(LATER), "denied", "withdrawn")
    ends = [ev("a", "given", "2024-04-01"), ev("b", "given", "2024-04-01", valid_for="P1M")]
    yield case("of two yeses at one instant the shorter counts", ends, ask(LATER), "denied", "expired")

    asked = [YES, ev("e2", "requested", "2024-06-01"), ev("e3", "deferred", "2024-06-02")]
    yield case("1: asking again and being put off takes nothing away", asked, ask(LATER), "allowed", "given")
    refused = [YES, ev("e2", "refused", "2024-06-01")]
    yield case(
        "2: a refusal after a yes is a withdrawal", refused, ask(LATER), "denied", "refused-after-given"
    )
    lapsed = [ev("e1", "given", "2024-04-01", valid_for="P1M"), ev("e2", "refused", "2024-06-01")]
    yield case(
        "2: a refusal after a yes that has ended is a refusal", lapsed, ask(LATER), "denied", "refused"
    )
    yield case(
        "3: a yes after a no needs a notice shown",
        [YES, NO, AGAIN],
        ask(LATER),
        "denied",
        "withdrawn",
        "no-new-notice",
    )
    yield case(
        "3: a yes after a no and a notice shown permits",
        [YES, NO, SHOWN, AGAIN],
        ask(LATER),
        "allowed",
        "given",
    )
    early = [YES, ev("e0", "notice_shown", "2024-05-01"), NO, AGAIN]
    yield case(
        "3: a notice shown before the no does not help",
        early,
        ask(LATER),
        "denied",
        "withdrawn",
        "no-new-notice",
    )
    other = [YES, NO, ev("e3", "notice_shown", "2024-07-01", notice={"id": "events", "version": 7}), AGAIN]
    yield case("3: another notice does not help", other, ask(LATER), "denied", "withdrawn", "no-new-notice")
    replay = [YES, NO, SHOWN, ev("crm-9", "given", "2024-04-01", "2024-07-20", source="crm")]
    yield case("3: a replay of the older yes is the older yes", replay, ask(LATER), "denied", "withdrawn")
    list_ = [YES, NO, SHOWN, imported("l1", "2024-07-10", evidence_ref="scan 4")]
    yield case("3: an import never lifts a no", list_, ask(LATER), "denied", "withdrawn", "import-after-no")
    short = [ev("e1", "given", "2024-04-01", valid_for="P3M")]
    yield case("4: a yes has ended at its end", short, ask("2024-07-01"), "denied", "expired")
    yield case("4: a yes stands to its end", short, ask("2024-07-01T08:59:59+09:00"), "allowed", "given")
    after = [*short, ev("e2", "withdrawn", "2024-06-01")]
    yield case("4: an end does not overwrite a withdrawal", after, ask(LATER), "denied", "withdrawn")
    void = [YES, ev("e2", "invalidated", "2024-07-15", source="dpo")]
    yield case("5: an invalidation reaches back", void, ask("2024-05-01"), "denied", "invalidated")
    yield case(
        "5: as known before, it was permitted", void, ask("2024-05-01", "2024-05-01"), "allowed", "given"
    )
    yield case(
        "5: before the yes there is nothing to reach", void, ask("2024-03-01"), "denied", "never-asked"
    )
    anew = [*void, ev("e5", "notice_shown", "2024-07-16"), ev("e6", "given", "2024-07-17")]
    yield case("5: a yes after the invalidation permits", anew, ask(LATER), "allowed", "given")
    twice = [YES, ev("e7", "given", "2024-05-01"), ev("e2", "invalidated", "2024-07-15", source="dpo")]
    yield case(
        "5: of several yeses found invalid the first is named", twice, ask(LATER), "denied", "invalidated"
    )
    yield case(
        "6: a list without proof is unknown",
        [imported("l1", "2024-04-01")],
        ask(LATER),
        "denied",
        "import-unproven",
    )
    proven = [imported("l1", "2024-04-01", evidence_ref="scan 4")]
    yield case("6: an import with proof permits", proven, ask(LATER), "allowed", "given")
    renewed = [ev("e1", "renewed", "2024-04-01")]
    yield case(
        "7: renewed without a yes counts as given",
        renewed,
        ask(LATER),
        "allowed",
        "given",
        "renewed-without-given",
    )
    yield case(
        "7: renewed after a yes", [YES, ev("e2", "renewed", "2024-05-01")], ask(LATER), "allowed", "renewed"
    )
    clerk = [YES, ev("e2", "withdrawn", "2024-06-01", actor="controller")]
    yield case("8: a withdrawal by somebody else is a revocation", clerk, ask(LATER), "denied", "revoked")
    own = [YES, ev("e2", "revoked", "2024-06-01", actor="subject")]
    yield case("8: a revocation by the subject is a withdrawal", own, ask(LATER), "denied", "withdrawn")
    doubt = [YES, ev("e2", "invalidated", "2024-06-01", actor="controller")]
    yield case("8: only an authority reaches back", doubt, ask("2024-05-01"), "allowed", "given")
    by_hr = [ev("e1", "given", "2024-04-01", actor="controller")]
    yield case("8: a yes by somebody else is none", by_hr, ask(LATER), "denied", "not-by-subject")

    yield case(
        "a yes without notice",
        [ev("e1", "given", "2024-04-01", notice=None)],
        ask(LATER),
        "denied",
        "without-notice",
    )
    gone = [ev("e1", "given", "2024-04-01", notice={"id": "alumni", "version": 9})]
    yield case("a yes under a notice that is not on file", gone, ask(LATER), "denied", "notice-unknown")
    changed = [ev("e1", "given", "2024-04-01", notice={**V1, "hash": "00" * 32})]
    yield case("a yes under another text", changed, ask(LATER), "denied", "notice-changed")
    same = [ev("e1", "given", "2024-04-01", notice={**V1, "hash": notice_hash(NOTICES[0])})]
    yield case("a yes under the text on file", same, ask(LATER), "allowed", "given")
    narrow = [ev("e1", "given", "2024-04-01", notice={"id": "events", "version": 7})]
    yield case(
        "a yes under a notice about other purposes", narrow, ask(LATER), "denied", "notice-other-purpose"
    )
    ticked = [ev("e1", "given", "2024-04-01", method="pre_ticked")]
    yield case("a box ticked beforehand decides nothing", ticked, ask(LATER), "denied", "not-affirmative")
    worked = [ev("e1", "given", "2024-04-01", employment_state="notice_period")]
    yield case("given while employed", worked, ask(LATER), "allowed", "given", "given-while-employed")
    better = [YES, ev("e2", "given", "2024-06-01", notice=None)]
    yield case(
        "a defective yes does not harm the one that stands",
        better,
        ask(LATER),
        "allowed",
        "given",
        "without-notice",
    )
    yield case("asked", [ev("e1", "requested", "2024-04-01")], ask(LATER), "denied", "requested")
    yield case("shown", [SHOWN], ask(LATER), "denied", "notice-shown")
    put_off = [ev("e1", "requested", "2024-04-01"), ev("e2", "deferred", "2024-04-02")]
    yield case("put off", put_off, ask(LATER), "denied", "deferred")

    letter = [ev("e1", "given", "2024-04-01", purpose="directory", channel="postal")]
    where = {"purpose": "directory"}
    yield case("a yes for one channel", letter, ask(LATER, **where, channel="postal"), "allowed", "given")
    yield case("is none for another", letter, ask(LATER, **where), "denied", "given-elsewhere")
    yield case(
        "nor for the purpose as a whole",
        letter,
        ask(LATER, **where, channel=None),
        "denied",
        "given-elsewhere",
    )
    whole = [ev("e1", "given", "2024-04-01", **where)]
    yield case(
        "a yes for all channels is one for the whole",
        whole,
        ask(LATER, **where, channel=None),
        "allowed",
        "given",
    )
    one_no = [*whole, ev("e2", "withdrawn", "2024-06-01", **where, channel="sms")]
    yield case("a no on one channel leaves the others", one_no, ask(LATER, **where), "allowed", "given")
    yield case("but not the whole", one_no, ask(LATER, **where, channel=None), "denied", "withdrawn")
    to = {**where, "recipient": "group:bbq"}
    yield case("a yes to own use permits no disclosure", whole, ask(LATER, **to), "denied", "given-elsewhere")
    share = [ev("e1", "given", "2024-04-01", **to)]
    yield case("a yes to disclosure permits it", share, ask(LATER, **to), "allowed", "given")
    yield case("and no own use", share, ask(LATER, **where), "denied", "given-elsewhere")
    stop = [*share, ev("e2", "withdrawn", "2024-06-01", **where)]
    yield case("a withdrawal of all ends disclosure", stop, ask(LATER, **to), "denied", "withdrawn")
    yield case(
        "a channel the purpose does not have",
        [YES],
        ask(LATER, channel="sms"),
        "denied",
        "channel-not-allowed",
    )
    score = [ev("e1", "given", "2024-04-01", purpose="scoring", notice={"id": "events", "version": 7})]
    yield case(
        "a purpose without channels", score, ask(LATER, purpose="scoring", channel=None), "allowed", "given"
    )

    news = {"purpose": "newsletter"}
    jst = [ev("e1", "given", "2022-11-15T00:00:00+09:00", **news)]
    yield case(
        "24 months end at midnight of the place", jst, ask("2024-08-31T14:59:59Z", **news), "allowed", "given"
    )
    yield case(
        "a material new version ends a yes under the old one",
        jst,
        ask("2024-09-01T00:00:00Z", **news),
        "denied",
        "notice-superseded",
    )
    two = [ev("e1", "given", "2022-11-15T00:00:00+09:00", **news, notice={"id": "events", "version": 7})]
    yield case("one second before the end", two, ask("2024-11-14T14:59:59Z", **news), "allowed", "given")
    yield case("at the end", two, ask("2024-11-14T15:00:00Z", **news), "denied", "expired")
    leap = [ev("e1", "given", "2024-02-29", **news, notice=V2, valid_for="P1Y")]
    yield case(
        "a year from 29 February ends on 28 February",
        leap,
        ask("2025-02-28T00:00:00Z", **news),
        "denied",
        "expired",
    )
    old = [ev("e1", "given", "2024-10-01", **news)]
    yield case(
        "a yes under a version already replaced",
        old,
        ask("2024-11-01", **news),
        "denied",
        "notice-superseded",
    )
    dropped = ask("2024-10-01")
    yield case("a new version about other purposes replaces nothing", [YES], dropped, "allowed", "given")

    late = [YES, ev("e2", "withdrawn", "2024-06-01", "2024-07-15")]
    yield case(
        "a withdrawal that arrives late counts from its act", late, ask("2024-06-10"), "denied", "withdrawn"
    )
    yield case("as known before its arrival", late, ask("2024-06-10", "2024-06-10"), "allowed", "given")
    fast = [YES, ev("e2", "withdrawn", "2024-06-01T00:10:00Z", "2024-06-01T00:00:00Z")]
    yield case(
        "a no from a fast clock counts from its arrival",
        fast,
        ask("2024-06-01T00:05:00Z"),
        "denied",
        "withdrawn",
    )
    eager = [ev("e1", "given", "2024-06-01T00:10:00Z", "2024-06-01T00:00:00Z")]
    yield case(
        "a yes from a fast clock does not", eager, ask("2024-06-01T00:05:00Z"), "denied", "never-asked"
    )

    hold = [YES, ev("e2", "restricted", "2024-06-01")]
    yield case("a restriction denies", hold, ask(LATER), "denied", "restricted")
    lifted = [*hold, ev("e3", "unrestricted", "2024-06-10")]
    yield case("a lifted restriction does not", lifted, ask(LATER), "allowed", "given")
    robot = [*hold, ev("e3", "unrestricted", "2024-06-10", actor="engine")]
    yield case("a program lifts nothing", robot, ask(LATER), "denied", "restricted")
    both = [*hold, NO | {"id": "e5"}]
    yield case("a restriction and a no", both, ask(LATER), "denied", "restricted", "withdrawn")

    for purpose, basis in [
        ("research", "legitimate interest"),
        ("survey", "public task"),
        ("pension", "legal obligation"),
    ]:
        on = {"purpose": purpose}
        yield case(f"{basis}: nothing is recorded", [], ask(LATER, **on), "allowed", "basis-applies")
        objected = [ev("e1", "objected", "2024-04-01", **on)]
        if purpose == "pension":
            yield case(
                f"{basis}: objected", objected, ask(LATER, **on), "review", "objection-to-review", "objected"
            )
        else:
            yield case(f"{basis}: objected", objected, ask(LATER, **on), "denied", "objected")
        no = [ev("e1", "withdrawn", "2024-04-01", **on)]
        yield case(f"{basis}: a no to consent", no, ask(LATER, **on), "denied", "basis-switched", "withdrawn")
        hold = [ev("e1", "restricted", "2024-04-01", **on)]
        yield case(f"{basis}: restricted", hold, ask(LATER, **on), "denied", "restricted")
    objected = [YES, ev("e2", "objected", "2024-06-01")]
    yield case("consent: objected", objected, ask(LATER), "denied", "objected")
    order = [
        YES,
        ev("e2", "revoked", "2024-06-01"),
        ev("e3", "withdrawn", "2024-06-05"),
        ev("e4", "refused", "2024-06-07"),
    ]
    yield case("of several noes the strictest is named", order, ask(LATER), "denied", "withdrawn")


# A row of a list that does not know when it was written, imported on three days, and once handed on by another system.
UNDATED = [
    ev("row", "withdrawn", on, received, imported=True, time_untrusted=True)
    for on, received in (
        ("2024-06-01", "2024-06-01"),
        ("2024-02-01", "2024-02-20"),
        ("2024-02-10", "2024-02-10"),
    )
]


def undated_cases():
    shown, yes = ev("s", "notice_shown", "2024-03-01"), ev("y", "given", "2024-03-02")
    for name, rows in (("in order", UNDATED), ("backwards", UNDATED[::-1])):
        since = [*rows, shown, yes]
        name = f"a no without a day that is imported again is not a newer one, {name}"
        yield case(name, since, ask(LATER), "allowed", "given")
    before = [ev("s", "notice_shown", "2024-02-05"), ev("y", "given", "2024-02-06"), *UNDATED]
    name = "a yes between two times of a no without a day"
    yield case(name, before, ask(LATER), "denied", "withdrawn", "time-uncertain")
    dated = [
        {**event, "occurred_at": "2024-01-01T00:00:00Z", "time_untrusted": False} if place else event
        for place, event in enumerate(UNDATED[:2])
    ]
    given = {"purposes": PURPOSES, "notices": NOTICES, "events": dated, "question": ask(LATER)}
    error = {"error": {"kind": "inconsistent", "path": "events[1]"}}
    yield {"name": "a row that has a day once and none another time", "given": given, "expect": error}


def error_cases():
    def wrong(name, kind, path, question=None, events=(), purposes=PURPOSES, notices=NOTICES):
        given = {
            "purposes": purposes,
            "notices": notices,
            "events": [*events],
            "question": question or ask(LATER),
        }
        return {"name": name, "given": given, "expect": {"error": {"kind": kind, "path": path}}}

    yield wrong(
        "an unknown purpose in a question", "unknown_name", "purpose", ask(LATER, purpose="job_contract")
    )
    yield wrong(
        "an unknown purpose in an event",
        "unknown_name",
        "events[1].purpose",
        events=[YES, NO | {"purpose": "jobs"}],
    )
    yield wrong("an event that changed", "inconsistent", "events[1]", events=[YES, YES | {"subject": "w-2"}])
    yield wrong(
        "a purpose twice", "duplicate", "purposes[1].id", purposes=[PURPOSES[0], PURPOSES[0]], notices=[]
    )
    changed = {**NOTICES[0], "text": {"en": "We will write to you."}}
    yield wrong("a notice that changed", "inconsistent", "notices[3]", notices=[*NOTICES, changed])
    astray = {**NOTICES[0], "version": 4, "purposes": ["newsletter", "perks"]}
    yield wrong(
        "a notice about an unknown purpose", "unknown_name", "notices[0].purposes[1]", notices=[astray]
    )
    until = YES | {"valid_until": "2024-03-01T00:00:00Z"}
    yield wrong("an end before the beginning", "inconsistent", "events[0].valid_until", events=[until])
    yield wrong("an event without id", "missing", "events[0].id", events=[YES | {"id": ""}])
    undated = {key: value for key, value in NOTICES[1].items() if key != "effective_from"}
    yield wrong(
        "a material notice that never takes effect", "missing", "notices[0].effective_from", notices=[undated]
    )
    endless = {**PURPOSES[4], "valid_for": "P1Y"}
    yield wrong(
        "a length without consent", "inconsistent", "purposes[0].valid_for", purposes=[endless], notices=[]
    )


def random_cases(count):
    rng = random.Random(27560)
    for number in range(count):
        events = stream(rng)
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(
            days=rng.choice([15, 60, 75, 120, 200, 210, 240, 400])
        )
        known_at = rng.choice([None, None, None, at, at + timedelta(days=30)])
        question = ask(
            written(at),
            known_at and written(known_at),
            purpose=rng.choice(["directory", "directory", "directory", "research"]),
            channel=rng.choice([None, "email", "email", "phone"]),
            recipient=rng.choice([None, None, None, None, None, "group:bbq"]),
        )
        given = {"purposes": PURPOSES[2:5:2], "notices": DIRECTORY, "events": events, "question": question}
        yield {"name": f"stream {number}", "given": given, "expect": World(given).answer(question)}


RULES = "docs/consent-lifecycle.md, worked out by tests/make/consent_oracle.py"


def files():
    rng = random.Random(9162)
    streams = [*random_cases(220)]
    assert len(spread(streams)) >= 24, spread(streams)
    hashes = []
    for number in range(12):
        given = {"purposes": PURPOSES[2:5:2], "notices": DIRECTORY, "events": stream(rng)}
        again = [dict(event, received_at="2030-01-01T00:00:00Z") for event in given["events"][:2]]
        fraction = ev("f1", "requested", "2024-01-01T00:00:00.500+09:00", purpose="research", source="日本")
        given["events"] = [fraction, *again, *given["events"]] if number % 2 else given["events"]
        hashes.append({"name": f"stream {number}", "given": given, "expect": state_hash(given)})
    for name, rows in (("in order", UNDATED), ("backwards", UNDATED[::-1])):
        given = {"purposes": PURPOSES, "notices": NOTICES, "events": rows}
        name = f"a row without a day that came three times, {name}"
        hashes.append({"name": name, "given": given, "expect": state_hash(given)})
    assert hashes[-1]["expect"] == hashes[-2]["expect"]
    nothing = {"purposes": PURPOSES, "notices": NOTICES, "events": []}
    hashes.append({"name": "no events", "given": nothing, "expect": state_hash(nothing)})
    quoted = {**NOTICES[0], "text": {"ja": '「可」\r\n\t"/\\\u0001\u007f😀', "en": "é é"}}
    twice = {**NOTICES[0], "purposes": ["job_contact", "directory", "newsletter", "directory"]}
    notices = [*zip(("version 1", "version 2", "Japanese alone"), NOTICES, strict=True)]
    notices += [("letters that need care", quoted), ("purposes in another order, one twice", twice)]
    terms = {
        **NOTICES[0],
        "controller": "Example K.K.",
        "contact": "privacy@example.com",
        "recipients": [
            {"id": "vendor", "role": "processor", "title": {"en": "Vendor", "ja": "委託先"}},
            {"id": "agency", "role": "third_party", "purposes": list(reversed(NOTICES[0]["purposes"]))},
        ],
        "transfers": [
            {
                "country": "US",
                "safeguard": "consent",
                "regime": {"en": "No general law.", "ja": "包括的な法律なし"},
            },
            {"unknown_because": {"en": "Not chosen yet.", "ja": "未定"}},
            {"country": "DE", "safeguard": "adequacy"},
        ],
        "data_items": [{"id": "employer"}, {"id": "email"}],
        "retention": {NOTICES[0]["purposes"][0]: {"kind": "temporal", "length": "P2Y"}},
    }
    notices += [
        ("in terms", terms),
        ("with nobody to receive anything", {**NOTICES[0], "recipients": [], "transfers": [], "data_items": []}),
        ("what nobody is shown", {**NOTICES[0], "effective_from": "2026-01-01T00:00:00Z", "material": True,
                                  "material_for": NOTICES[0]["purposes"][:1],
                                  "purpose_changes": {NOTICES[0]["purposes"][0]: "related"}}),
    ]  # fmt: skip
    return {
        "consent/rules.json": {
            "call": "consent.may",
            "source": RULES,
            "cases": [*written_cases(), *undated_cases()],
        },
        "consent/streams.json": {"call": "consent.may", "source": RULES, "cases": streams},
        "consent/errors.json": {"call": "consent.may", "source": RULES, "cases": [*error_cases()]},
        "consent/state_hash.json": {"call": "consent.state_hash", "source": RULES, "cases": hashes},
        "consent/notice_hash.json": {
            "call": "consent.notice_hash",
            "source": "Python's json and hashlib, in tests/make/consent_oracle.py",
            "cases": [
                {"name": name, "given": {"notice": notice}, "expect": notice_hash(notice)}
                for name, notice in notices
            ],
        },
    }


if __name__ == "__main__":
    corpus.main(files())
