"""Expected answers for `engagement.*`: the cases, worked out by engagement_oracle.py."""

import tomllib
from datetime import UTC, datetime, timedelta

import corpus
from engagement_oracle import MAILINGS, PRESETS, SOURCE, pulse, score, traffic


def event(number, at, kind, actor, actor_type="alumnus", **more):
    return {"id": number, "at": at, "kind": kind, "actor": actor, "actor_type": actor_type, **more}


def to(person):
    return {"target": person, "target_type": "person"}


def model(kinds, half_life_days=90):
    return {
        "id": "x",
        "version": 1,
        "title": "x",
        "source": "x",
        "half_life_days": half_life_days,
        "kinds": kinds,
    }


class Chance:
    """A small generator of our own (Knuth's MMIX constants), the same on every version of Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def one_of(self, items):
        return items[self.below(len(items))]


MIXED = model(
    [
        {"kind": "post_question", "weight": 3},
        {"kind": "answer", "weight": 4.25, "half_life_days": 33.3},
        {"kind": "reply", "weight": 3.7, "cap": {"count": 2, "per": "week"}},
        {"kind": "reaction", "weight": 1, "cap": {"count": 2, "per": "30 days"}, "two_way": True},
        {"kind": "direct_message", "weight": 2, "cap": {"count": 1, "per": "month"}},
        {"kind": "visit", "weight": 0.1, "half_life_days": 7, "cap": {"count": 1, "per": "day"}},
        {"kind": "opt_out", "weight": 0},
    ],
    181.5,
)


def by_chance(seed, count):
    """A record of up to 6 people with threads, prompts and messages that refer to each other or to nothing."""
    chance = Chance(seed)
    kinds = [
        "post_question",
        "answer",
        "reply",
        "reaction",
        "direct_message",
        "visit",
        "karaoke",
        "company_push",
        "nominate",
    ]
    types = ["alumnus", "alumnus", "alumnus", "alumnus", "office", "system"]
    events = []
    for number in range(count):
        when = datetime(2024, 4, 3, tzinfo=UTC) - timedelta(seconds=chance.below(200 * 86400))
        offset = timedelta(hours=chance.one_of([0, 9, -5]))
        at = (when + offset).strftime("%Y-%m-%dT%H:%M:%S") + {0: "Z", 9: "+09:00", -5: "-05:00"}[
            offset // timedelta(hours=1)
        ]
        actor = chance.below(6)
        made = event(f"e-{number}", at, chance.one_of(kinds), f"p-{actor}", types[actor])
        target, thread = chance.below(5), chance.below(5)
        if target == 0:
            made |= to(f"p-{chance.below(6)}")
        elif target == 1:
            made |= {"target": f"e-{chance.below(count)}", "target_type": "content"}
        elif target == 2:
            made |= {"target_type": "network"}
        if thread == 0:
            made["thread"] = f"e-{chance.below(count)}"
        elif thread == 1:
            made["thread"] = f"t-{chance.below(3)}"
        if chance.below(5) == 0:
            made["prompted_by"] = f"e-{chance.below(count)}"
        events.append(made)
    return events


def at_one_instant():
    """A question and what may be its answer, written in the same second: with its content as the target the ids do not matter."""
    when = "2024-03-01T12:00:00Z"

    def pair(asked, answered, **rest):
        return [
            event(asked, when, "post_question", "w-1"),
            event(answered, when, "answer", "w-2", **rest),
        ]

    for asked, answered in (("m-9", "m-10"), ("m-10", "m-9"), ("q-1", "a-1"), ("a-1", "q-1")):
        about = f"{answered} names {asked} of the same instant as its content"
        yield about, pair(asked, answered, target=asked, target_type="content")
    for asked, answered in (("m-9", "m-10"), ("m-10", "m-9")):
        yield (
            f"{answered} is in the thread of {asked} of the same instant",
            pair(asked, answered, thread=asked),
        )
    one, other = pair("m-9", "m-10", target="m-9", target_type="content")
    yield (
        "two of one instant that name each other",
        [one | {"target": "m-10", "target_type": "content"}, other],
    )
    one, other = pair("q-1", "a-1", target="q-1", target_type="content", thread="t-1")
    yield "who is named by what is in the same thread has not answered it", [one | {"thread": "t-1"}, other]


def scored(name, events, as_of, of=None, permitted=None):
    of = of or MIXED
    given = {"model": of, "events": events, "as_of": as_of}
    if isinstance(of, str):
        of = tomllib.loads((PRESETS / f"{of}.toml").read_text(encoding="utf-8"))
    if permitted is not None:
        given["permitted"] = permitted
    return {"name": name, "given": given, "expect": score(of, events, as_of, permitted)}


def refused(name, given, **error):
    return {"name": name, "given": given, "expect": {"error": error}}


def clicks(*days):
    return [event(f"c-{number}", f"{day}T12:00:00Z", "reply", "w-1") for number, day in enumerate(days)]


def capped(per, count=1):
    return model([{"kind": "reply", "weight": 1, "cap": {"count": count, "per": per}}])


ATTENDED = [event("e-1", "2024-01-02T00:00:00Z", "event_attend", "w-1")]
ONE = model([{"kind": "reply", "weight": 1}])
NEWSLETTER = [
    event("n-1", "2024-01-08T00:00:00Z", "company_push", "office", "office"),
    event("r-1", "2024-01-10T22:00:00Z", "reply", "w-1", thread="n-1"),
    event("n-2", "2024-04-01T00:00:00Z", "company_push", "office", "office"),
    event("o-1", "2024-04-02T00:00:00Z", "open", "w-1", prompted_by="n-2"),
]


def contacts():
    """Whom messages without an answer bring no nearer."""
    for who, role in (("office", "office"), ("w-2", "alumnus")):
        first, last = (
            event(name, at, "direct_message", who, role, target="w-1", target_type="person")
            for name, at in (("m-1", "2021-10-23T09:00:00Z"), ("m-3", "2024-03-30T09:00:00Z"))
        )
        back = event("m-2", "2021-11-02T09:00:00Z", "direct_message", "w-1", target=who, target_type="person")
        now = back | {"id": "m-4", "at": "2024-03-30T12:00:00Z"}
        variants = {
            "a message that nobody answered renews no contact": [first, back, last],
            "nor does one that names what it answers, for the other": [
                first,
                back,
                last | {"prompted_by": "m-2"},
            ],
            "nor does one in the same thread": [first, back, last | {"thread": "m-2"}],
            "an answer to it does, as old as the older of the two": [
                first,
                back,
                last | {"at": "2024-03-26T09:00:00Z"},
                now,
            ],
            "an answer that names it does, on its own day": [
                first,
                back,
                last | {"at": "2024-03-26T09:00:00Z"},
                now | {"prompted_by": "m-3"},
            ],
        }
        for name, events in variants.items():
            yield scored(f"{name}: {role}", events, "2024-03-31", "alumni")


def scores():
    cases = [
        scored("half of a weight is left after one half-life", ATTENDED, "2024-06-30", "alumni"),
        scored("an empty record has no scores", [], "2024-04-01"),
        scored(
            "what happens at midnight belongs to the day, not to the score of the day",
            [
                event("e-1", "2024-03-31T23:59:59Z", "reply", "w-1"),
                event("e-2", "2024-04-01T00:00:00Z", "reply", "w-1"),
                event("e-3", "2024-04-01T08:59:59+09:00", "reply", "w-1"),
            ],
            "2024-04-01",
            ONE,
        ),
        scored(
            "an event ten years old at a half-life of 14 days leaves nothing",
            [event("e-1", "2014-04-01T00:00:00Z", "reply", "w-1")],
            "2024-04-01",
            model([{"kind": "reply", "weight": 1}], 14),
        ),
        scored(
            "fractions of a second make no difference",
            [
                event("e-1", "2024-03-31T12:00:00.250Z", "reply", "w-1"),
                event("e-2", "2024-03-31T12:00:00.750Z", "reply", "w-2"),
            ],
            "2024-04-01",
            ONE,
        ),
        scored(
            "a week begins on Monday",
            clicks("2024-03-24", "2024-03-25", "2024-03-31"),
            "2024-04-02",
            capped("week"),
        ),
        scored(
            "a month is a calendar month",
            clicks("2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01"),
            "2024-04-01",
            capped("month"),
        ),
        scored(
            "two years from January 1970",
            clicks("2021-12-31", "2022-01-01", "2023-12-31", "2024-01-01"),
            "2024-04-01",
            capped("2 years"),
        ),
        scored(
            "thirty days from 5 January 1970",
            clicks("2024-03-05", "2024-03-06", "2024-03-07", "2024-04-03", "2024-04-04"),
            "2024-05-01",
            capped("30 days"),
        ),
        scored(
            "within a window the earliest count",
            clicks("2024-03-27", "2024-03-26", "2024-03-25"),
            "2024-04-01",
            capped("week", 2),
        ),
        scored(
            "of one instant the lower id counts",
            [
                event("b", "2024-03-27T00:00:00Z", "reply", "w-1"),
                event("a", "2024-03-27T00:00:00Z", "reply", "w-1"),
            ],
            "2024-04-01",
            capped("day"),
        ),
        scored(
            "a hundred more events beyond a cap change no score",
            clicks("2024-03-25", *["2024-03-26"] * 100),
            "2024-04-01",
            capped("week"),
        ),
        scored("an event given twice counts once", [*ATTENDED, *ATTENDED], "2024-06-30", "alumni"),
        scored(
            "a kind that the model does not know is counted apart",
            [event("e-1", "2024-03-01T00:00:00Z", "karaoke", "w-1"), *clicks("2024-03-02")],
            "2024-04-01",
            ONE,
        ),
        scored(
            "a reply to a newsletter is two-way contact and the next newsletter is not",
            NEWSLETTER,
            "2024-04-10",
            "alumni",
        ),
        *contacts(),
        scored(
            "somebody who may not be scored is listed and not scored",
            by_chance(5, 30),
            "2024-04-01",
            permitted=["p-0", "p-1"],
        ),
        scored("nobody may be scored", by_chance(5, 20), "2024-04-01", permitted=[]),
        scored(
            "the Orbit model at an odd moment",
            [
                event("e-1", "2020-01-20T13:07:09Z", "answer", "Marie"),
                event("e-2", "2019-11-14T01:02:03Z", "event_attend", "Jennifer"),
            ],
            "2020-02-20",
            "orbit-2020",
        ),
        scored(
            "a mode counts once a year",
            clicks("2022-05-01", "2023-05-01", "2023-06-01", "2024-02-01"),
            "2024-04-01",
            "case-modes",
        ),
    ]
    cases += [
        scored(f"a record by chance, number {seed}", by_chance(seed, 30 + 5 * seed), "2024-04-01")
        for seed in range(1, 9)
    ]
    cases += [
        scored(
            f"a record by chance under the default model, number {seed}",
            by_chance(seed, 40),
            "2024-04-01",
            "alumni",
        )
        for seed in range(20, 24)
    ]
    cases += [scored(name, events, "2024-04-01", "alumni") for name, events in at_one_instant()]
    wrong = model([{"kind": "reply", "weight": 1}, {"kind": "answer", "weight": -1}])
    twice = [*clicks("2024-03-01"), event("c-0", "2024-03-02T12:00:00Z", "reply", "w-1")]
    naive = [event("e-1", "2024-03-01T12:00:00", "reply", "w-1")]
    given = {"model": ONE, "events": [], "as_of": "2024-04-01"}
    cases += [
        refused("a weight below zero", given | {"model": wrong}, kind="out_of_range", path="kinds[1].weight"),
        refused(
            "a half-life of nothing",
            given | {"model": ONE | {"half_life_days": 0}},
            kind="out_of_range",
            path="half_life_days",
        ),
        refused(
            "a kind twice", given | {"model": model(ONE["kinds"] * 2)}, kind="duplicate", path="kinds[1].kind"
        ),
        refused(
            "a cap without a length",
            given | {"model": capped("0 days")},
            kind="out_of_range",
            path="kinds[0].cap.per",
        ),
        refused("a preset that does not exist", given | {"model": "alumnus"}, kind="unknown_name"),
        refused("one id with two contents", given | {"events": twice}, kind="duplicate", path="events[1].id"),
        refused("an instant without an offset", given | {"events": naive}, kind="wrong_type"),
        refused(
            "a target without a type",
            given | {"events": [clicks("2024-03-01")[0] | {"target": "w-2"}]},
            kind="missing",
            path="events[0].target_type",
        ),
    ]
    return cases


YEAR = {"from": "2023-04-03", "until": "2024-04-03"}
WINTER = {"from": "2023-12-01", "until": "2024-03-01"}


def measured(name, measure, given):
    arguments = {{"from": "first"}.get(key, key): value for key, value in given.items()}
    return {"name": name, "given": given, "expect": measure(**arguments)}


def traffics():
    monthly = [
        event(f"n-{month}", f"2023-{month:02}-01T00:00:00Z", "company_push", "office", "office")
        for month in range(1, 13)
    ]
    posts = [
        event(
            f"p-{number}",
            (datetime(2023, 1, 2, tzinfo=UTC) + timedelta(days=14 * number)).isoformat(),
            "post_update",
            f"w-{number % 16}",
        )
        for number in range(26)
    ]
    cases = [
        measured("no messages, no shares", traffic, {"events": [], **YEAR}),
        measured(
            "26 posts and 12 newsletters: 68 % comes from alumni",
            traffic,
            {"events": monthly + posts, "from": "2023-01-01", "until": "2024-01-01"},
        ),
        measured(
            "a reply to a newsletter goes to the company",
            traffic,
            {"events": NEWSLETTER, "from": "2024-01-01", "until": "2025-01-01"},
        ),
        measured(
            "calls to come back and invitations are mailings",
            traffic,
            {
                "events": [
                    {**event, "kind": kind} for event, kind in zip(monthly, sorted(MAILINGS), strict=False)
                ],
                **YEAR,
            },
        ),
        measured(
            "a mailing recorded once for each recipient is one message, by thread or by day",
            traffic,
            {
                "events": [
                    event(
                        f"{kind}-{number}-{day}",
                        f"2024-02-{day}T0{number}:00:00Z",
                        kind,
                        "office",
                        "office",
                        target=f"w-{number}",
                        target_type="person",
                        **({"thread": "letter"} if kind == "company_push" else {}),
                    )
                    for kind in ("company_push", "event_invite", "direct_message")
                    for day in (12, 13)
                    for number in range(5)
                ],
                **YEAR,
            },
        ),
        measured(
            "a reply within the window to a post before it",
            traffic,
            {
                "events": [
                    event("q", "2023-01-01T00:00:00Z", "post_question", "office", "office"),
                    event("a", "2023-12-24T00:00:00Z", "answer", "w-1", thread="q"),
                ],
                **WINTER,
            },
        ),
    ]
    return (
        cases
        + [
            measured(f"a record by chance, number {seed}", traffic, {"events": by_chance(seed, 60), **YEAR})
            for seed in range(31, 35)
        ]
        + [
            measured(
                f"a quarter of a record by chance, number {seed}",
                traffic,
                {"events": by_chance(seed, 60), **WINTER},
            )
            for seed in range(35, 39)
        ]
    )


def pulses():
    asked = event("ask", "2023-11-01T00:00:00Z", "post_help_request", "office", "office")
    answers = [
        event(f"a-{number}", f"2023-11-01T{number:02}:30:00Z", "answer", f"w-{number}", thread="ask")
        for number in range(15)
    ]
    early = [
        event(f"p-{number}", f"2023-0{number + 4}-15T00:00:00Z", "post_update", f"w-{number}")
        for number in range(5)
    ]
    many = [
        event(
            f"m-{number}",
            f"2023-12-{1 + number // 60:02}T03:{number % 60:02}:00Z",
            "post_update",
            f"w-{number % 7}",
        )
        for number in range(200)
    ]
    roster = [f"w-{number}" for number in range(160)]
    mixed = [f"p-{number}" for number in range(3)] + ["p-9"]
    cases = [
        measured("nothing at all", pulse, {"events": [], "members": [], **YEAR}),
        measured(
            "15 of 160 answered the last request, 10 of them for the first time",
            pulse,
            {"events": [*early, asked, *answers], "members": roster, **YEAR},
        ),
        *(
            measured(
                f"{about} is no request to the network",
                pulse,
                {"events": [*early, asked, *answers, other], "members": roster, **YEAR},
            )
            for about, other in [
                (
                    "a question to one person",
                    event(
                        "q",
                        "2023-12-01T00:00:00Z",
                        "post_question",
                        "w-30",
                        target="w-31",
                        target_type="person",
                    ),
                ),
                (
                    "a question in the thread of another post",
                    event("q", "2023-12-01T00:00:00Z", "post_question", "w-30", thread="p-1"),
                ),
                (
                    "a question about an answer",
                    event(
                        "q",
                        "2023-12-01T00:00:00Z",
                        "post_question",
                        "w-30",
                        target="a-3",
                        target_type="content",
                    ),
                ),
            ]
        ),
        measured(
            "a question that begins a thread with a name of its own is one",
            pulse,
            {
                "events": [
                    *(one | {"thread": "t-1"} for one in [asked, *answers]),
                    event("q", "2023-12-01T00:00:00Z", "post_question", "w-30", thread="t-1"),
                ],
                "members": roster,
                **YEAR,
            },
        ),
        measured(
            "who had opted out was not asked",
            pulse,
            {
                "events": [
                    asked,
                    *answers,
                    *(
                        event(f"o-{number}", "2023-10-01T00:00:00Z", "opt_out", f"w-{number}")
                        for number in range(10, 60)
                    ),
                    event("o-later", "2023-11-02T00:00:00Z", "opt_out", "w-70"),
                ],
                "members": roster,
                **YEAR,
            },
        ),
        measured("everybody answered", pulse, {"events": [asked, *answers], "members": roster[:15], **YEAR}),
        measured(
            "an alumnus asked and is not asked",
            pulse,
            {
                "events": [asked | {"actor": "w-3", "actor_type": "alumnus"}, *answers],
                "members": roster[:20],
                **YEAR,
            },
        ),
        measured("no member, and five posts", pulse, {"events": early, "members": [], **YEAR}),
        measured(
            "200 posts in a month",
            pulse,
            {"events": many, "members": roster[:10], "from": "2023-12-01", "until": "2023-12-31"},
        ),
    ]
    cases += [
        measured(f"a request: {name}", pulse, {"events": events, "members": roster[:5], **YEAR})
        for name, events in at_one_instant()
    ]
    return cases + [
        measured(
            f"a record by chance, number {seed}",
            pulse,
            {"events": by_chance(seed, 60), "members": mixed, **(WINTER if seed % 2 else YEAR)},
        )
        for seed in range(41, 49)
    ]


HEAD = "id,at,kind,actor,actor_type,target,target_type,thread,prompted_by,value"


def tables():
    full = "e-1,2024-05-01T09:00:00+09:00,event_rate,w-1,alumnus,ev-1,event,t-1,e-0,4.5"
    read = {
        "id": "e-1",
        "at": "2024-05-01T00:00:00Z",
        "kind": "event_rate",
        "actor": "w-1",
        "actor_type": "alumnus",
        "target": "ev-1",
        "target_type": "event",
        "thread": "t-1",
        "prompted_by": "e-0",
        "value": 4.5,
    }
    few = {"actor_type": "group_company", "actor": "g", "kind": "broker_action", "id": "é,2"}
    good = [
        ("every column", f"{HEAD}\n{full}\n", [read]),
        (
            "few columns in another order, a byte order mark, CRLF and a quoted comma",
            '\ufeffactor_type,actor,kind,at,id\r\ngroup_company,g,broker_action,2024-05-01T00:00:00Z,"é,2"\r\n',
            [few | {"at": "2024-05-01T00:00:00Z"}],
        ),
        ("a header alone is an empty record", f"{HEAD}\n", []),
    ]
    bad = [
        ("a day instead of an instant", "2024-05-01T09:00:00+09:00", "2024-05-01", "syntax", 2, "at"),
        ("an actor type that does not exist", "alumnus", "alumna", "unknown_name", 5, "actor_type"),
        ("a kind in capitals", "event_rate", "Event rate", "syntax", 3, "kind"),
        ("no id", "e-1", "", "missing", 1, "id"),
        ("a target without its type", "ev-1,event", "ev-1,", "missing", 7, "target_type"),
        ("a type without its target", "ev-1,event", ",event", "missing", 6, "target"),
        ("a value that is no number", "4.5", "good", "syntax", 10, "value"),
    ]
    cases = [{"name": name, "given": {"csv": csv}, "expect": expect} for name, csv, expect in good]
    for name, old, new, kind, column, field in bad:
        path = f"interactions.csv: line 3, column {column} ({field})"
        csv = f"{HEAD}\n{full}\n{full.replace('e-1,', 'e-2,').replace(old if old != 'e-1' else 'e-2', new)}\n"
        cases.append(refused(name, {"csv": csv}, kind=kind, path=path))
    misspelt = {"csv": f"{HEAD.replace('thread', 'thred')}\n{full}\n"}
    return [
        *cases,
        refused("a column that is misspelt", misspelt, kind="unknown_name", path="interactions.csv: line 1"),
    ]


def document(call, cases, tolerance):
    return {"call": call, "source": SOURCE, "tolerance": tolerance, "cases": cases}


if __name__ == "__main__":
    corpus.main(
        {
            # A contribution may be rounded to the next unit of 2^-40, about 1e-12, when it lies half way.
            "engagement/score.json": document("engagement.score", scores(), 1e-11),
            "engagement/traffic.json": document("engagement.traffic", traffics(), 1e-12),
            "engagement/interactions.json": document("engagement.interactions", tables(), 0.0),
            "engagement/pulse.json": document("engagement.pulse", pulses(), 1e-11),
        }
    )
