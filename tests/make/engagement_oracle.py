"""Expected values for `engagement.*`, by brute force over the definitions in words.

Powers of two are computed to 50 digits, contributions are rounded to whole units of 2^-40 and added as integers, and what
answers what is found by looking through the whole record for every event. Intervals come from exact Poisson sums and from
Wilson's formula, in decimal arithmetic.
"""

import tomllib
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, getcontext
from pathlib import Path

import corpus

getcontext().prec = 50
UNIT = 2**40
POSTS = {"post_intro", "post_update", "post_question", "post_help_request", "post_promo"}
MESSAGES = {"nominate", "answer", "reply", "direct_message", "introduction", "application"}
TAKING_PART = {"reaction", "event_rsvp", "event_attend", "event_rate", "perk_use", "broker_action"}
OTHERS = {"profile_view", "directory_search", "visit", "job_view", "open", "click", "opt_out"}
KNOWN = POSTS | MESSAGES | TAKING_PART | OTHERS | {"company_push"}
SPOKEN = POSTS | MESSAGES
PRESETS = Path(__file__).resolve().parents[2] / "alumni-core/presets"
SOURCE = "tests/make/engagement_oracle.py: brute force over the written definitions, in exact arithmetic"


def instant(event):
    return datetime.fromisoformat(event["at"]).astimezone(UTC)


def moment(event):
    return instant(event), event["id"]


def start_of(day):
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)


def each_once(events):
    return list({event["id"]: event for event in events}.values())


def directed_at(event, kind):
    return event.get("target") if event.get("target_type") == kind else None


def thread_of(event):
    return event.get("thread") or directed_at(event, "content")


def latest(events):
    return max(events, key=moment, default=None)


def answered(event, parties):
    """The one earlier event that `event` answers, or None: content, thread, prompt, direct, in this order."""
    person = directed_at(event, "person")

    def fits(other):
        to = person is None or other["actor"] == person
        return other["actor"] != event["actor"] and moment(other) < moment(event) and to

    by_id = {other["id"]: other for other in parties}
    content = by_id.get(directed_at(event, "content"))
    if content and fits(content):
        return content
    if thread := thread_of(event):
        talk = [other for other in parties if thread_of(other) == thread]
        root = by_id.get(thread) or min(talk, key=moment)
        if root not in talk:
            talk.append(root)
        if person is None and root["actor"] != event["actor"]:
            talk = [root]
        if found := latest([other for other in talk if fits(other)]):
            return found
    prompt = by_id.get(event.get("prompted_by"))
    if prompt and fits(prompt):
        return prompt
    towards = [other for other in parties if directed_at(other, "person") == event["actor"]]
    return latest([other for other in towards if person and fits(other)])


def contribution(weight, half_life_days, seconds):
    exponent = -Decimal(seconds) / (Decimal(half_life_days) * 86400)
    exact = Decimal(weight) * Decimal(2) ** exponent * UNIT
    return int(exact.to_integral_value(ROUND_HALF_EVEN))


def window(per, when):
    """The number of the fixed window: from Monday 1970-01-05, or from January 1970."""
    count, unit = per.split() if " " in per else ("1", per)
    count, unit = int(count), unit.rstrip("s")
    if unit in ("month", "year"):
        return ((when.year - 1970) * 12 + when.month - 1) // (count * (12 if unit == "year" else 1))
    days = (when.date() - date(1970, 1, 5)).days
    return days // (count * (7 if unit == "week" else 1))


def recency(events, model, as_of):
    two_way = {kind: kind in SPOKEN for kind in KNOWN}
    two_way |= {kind["kind"]: kind["two_way"] for kind in model["kinds"] if "two_way" in kind}

    def is_party(event):
        kind, who = event["kind"], event["actor_type"]
        if who == "system":
            return False
        speaks = two_way.get(kind, False)
        return speaks or (who != "alumnus" and (kind not in KNOWN or kind == "company_push"))

    parties = [event for event in events if is_party(event)]
    days = {}
    for event in parties:
        earlier = answered(event, parties)
        if earlier is None or not two_way.get(event["kind"], False):
            continue
        for one in (event, earlier):
            if one["actor_type"] == "alumnus":
                day = instant(event).date()
                days[one["actor"]] = max(day, days.get(one["actor"], day))
    return {person: (date.fromisoformat(as_of) - day).days for person, day in days.items()}


def score(model, events, as_of, permitted=None):
    end = start_of(as_of)
    kinds = {kind["kind"]: kind for kind in model["kinds"]}
    unique = each_once(events)
    tally = dict.fromkeys(("after_as_of", "by_others", "not_permitted", "capped", "counted"), 0)
    tally |= {"received": len(events), "duplicates": len(events) - len(unique), "unknown_kinds": {}}
    own, refused, seen = {}, set(), []
    for event in unique:
        person, kind = event["actor"], event["kind"]
        if instant(event) >= end:
            tally["after_as_of"] += 1
        elif event["actor_type"] != "alumnus":
            tally["by_others"] += 1
            seen.append(event)
        elif permitted is not None and person not in permitted:
            tally["not_permitted"] += 1
            refused.add(person)
        else:
            seen.append(event)
            mine = own.setdefault(person, {})
            if kind in kinds:
                mine.setdefault(kind, []).append(event)
            else:
                tally["unknown_kinds"][kind] = tally["unknown_kinds"].get(kind, 0) + 1
    days = recency(seen, model, as_of)
    people = []
    for person, mine in sorted(own.items()):
        parts = []
        for kind, same in mine.items():
            rule, used, units = kinds[kind], {}, 0
            for event in sorted(same, key=moment):
                if cap := rule.get("cap"):
                    place = window(cap["per"], instant(event))
                    if used.get(place, 0) == cap["count"]:
                        tally["capped"] += 1
                        continue
                    used[place] = used.get(place, 0) + 1
                else:
                    used[None] = used.get(None, 0) + 1
                seconds = (end - instant(event)) // timedelta(seconds=1)
                half_life = rule.get("half_life_days", model["half_life_days"])
                units += contribution(rule["weight"], half_life, seconds)
            count = sum(used.values())
            tally["counted"] += count
            parts.append(
                (
                    -units,
                    kind,
                    {
                        "kind": kind,
                        "contribution": units / UNIT,
                        "events": count,
                        "capped": len(same) - count,
                    },
                )
            )
        parts.sort(key=lambda part: part[:2])
        people.append(
            {
                "person": person,
                "score": -sum(part[0] for part in parts) / UNIT,
                "parts": [part[2] for part in parts],
                "recency_days": days.get(person),
            }
        )
    return {
        "people": people,
        "not_scored": [{"person": person} for person in sorted(refused)],
        "tally": tally,
    }


def side(event):
    return "alumni" if event["actor_type"] == "alumnus" else "company"


def within(events, first, until):
    return [event for event in events if start_of(first) <= instant(event) < start_of(until)]


def unknown(events):
    found = {}
    for event in events:
        if event["kind"] not in KNOWN:
            found[event["kind"]] = found.get(event["kind"], 0) + 1
    return found


def traffic(events, first, until):
    events = each_once(events)
    messages = [event for event in events if event["kind"] in SPOKEN | {"company_push"}]
    alumni = {event["actor"] for event in events if side(event) == "alumni"}
    company = {event["actor"] for event in events} - alumni

    def audience(event):
        kind = event.get("target_type")
        if kind == "person":
            return "company" if event["target"] in company else "alumni"
        if kind in ("event", "perk", "opportunity"):
            return "company" if side(event) == "alumni" else "alumni"
        if kind == "network" or (kind is None and event["kind"] in POSTS):
            return "alumni"
        earlier = answered(event, messages)
        return side(earlier) if earlier else "alumni"

    flows = [(side(event), audience(event)) for event in within(messages, first, until)]
    n = len(flows) - flows.count(("company", "company"))

    def flow(*ends):
        return {"count": flows.count(ends), "share": flows.count(ends) / n if n else None}

    return {
        "n": n,
        "company_to_alumni": flow("company", "alumni"),
        "alumni_to_company": flow("alumni", "company"),
        "alumni_to_alumni": flow("alumni", "alumni"),
        "within_company": flows.count(("company", "company")),
        "unknown_kinds": unknown(within(events, first, until)),
    }


# The 0.975 quantile of the standard normal distribution, Abramowitz and Stegun table 26.2 and beyond.
Z = Decimal("1.95996398454005423552")


def proportion(count, of):
    if of == 0:
        return {"count": 0, "of": 0, "share": None, "lower": 0.0, "upper": 1.0}
    n, p = Decimal(of), Decimal(count) / Decimal(of)
    middle, reach = p + Z * Z / (2 * n), Z * (p * (1 - p) / n + Z * Z / (4 * n * n)).sqrt()
    lower, upper = ((middle + sign * reach) / (1 + Z * Z / n) for sign in (-1, 1))
    return {"count": count, "of": of, "share": count / of, "lower": float(lower), "upper": float(upper)}


def poisson_at_most(count, mean):
    term = total = Decimal(1)
    for k in range(1, count + 1):
        term *= mean / k
        total += term
    return total * (-mean).exp()


def mean_where(count, probability):
    """The Poisson mean at which X <= count has this probability."""
    low, high = Decimal(0), Decimal(2 * count + 40)
    for _ in range(100):
        middle = (low + high) / 2
        if poisson_at_most(count, middle) > probability:
            low = middle
        else:
            high = middle
    return low


def rate(count, days):
    scale = Decimal(365) / days
    lower = mean_where(count - 1, Decimal("0.975")) if count else Decimal(0)
    upper = mean_where(count, Decimal("0.025"))
    figures = {"per_year": count * scale, "lower": lower * scale, "upper": upper * scale}
    return {"count": count, "days": days} | {name: float(value) for name, value in figures.items()}


def pulse(events, members, first, until):
    record = each_once(events)
    by_id = {event["id"]: event for event in record}
    by_alumni = [event for event in within(record, first, until) if event["actor_type"] == "alumnus"]
    posts = [event for event in by_alumni if event["kind"] in POSTS]

    def organic(post):
        if "prompted_by" not in post:
            return True
        prompt = by_id.get(post["prompted_by"])
        return prompt is not None and prompt["actor_type"] == "alumnus"

    def who(kinds):
        return {event["actor"] for event in by_alumni if event["kind"] in kinds}

    prompts = any("prompted_by" in event for event in record)
    asked = [
        event
        for event in within(record, first, until)
        if event["kind"] in ("post_help_request", "post_question")
    ]
    return {
        "members": len(members),
        "posts": rate(len(posts), (start_of(until) - start_of(first)).days),
        "posted": proportion(len(who(POSTS) & set(members)), len(members)),
        "acted": proportion(len(who(SPOKEN | TAKING_PART) & set(members)), len(members)),
        "last_request": replies(latest(asked), record, members, until) if asked else None,
        "organic": proportion(sum(map(organic, posts)), len(posts)) if prompts else None,
        "outside_roster": len({event["actor"] for event in by_alumni} - set(members)),
        "unknown_kinds": unknown(by_alumni),
    }


def replies(request, record, members, until):
    words = [
        event
        for event in record
        if event["actor_type"] == "alumnus"
        and event["kind"] in SPOKEN
        and event["actor"] in members
        and instant(event) < start_of(until)
    ]

    def replying(event):
        named = request["id"] in (
            event.get("thread"),
            directed_at(event, "content"),
            event.get("prompted_by"),
        )
        together = "thread" in event and event.get("thread") == request.get("thread")
        other = event["actor"] != request["actor"] and moment(event) > moment(request)
        return other and (named or together)

    repliers = {event["actor"] for event in words if replying(event)}

    def first(person):
        return replying(min((event for event in words if event["actor"] == person), key=moment))

    return {
        "event": request["id"],
        "asked_by": request["actor_type"],
        "days_open": (date.fromisoformat(until) - instant(request).date()).days,
        "replies": proportion(len(repliers), len(set(members) - {request["actor"]})),
        "first_timers": sum(map(first, repliers)),
    }


# The cases.


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


corpus.main(
    {
        # A contribution may be rounded to the next unit of 2^-40, about 1e-12, when it lies half way.
        "engagement/score.json": document("engagement.score", scores(), 1e-11),
        "engagement/traffic.json": document("engagement.traffic", traffics(), 1e-12),
        "engagement/interactions.json": document("engagement.interactions", tables(), 0.0),
        "engagement/pulse.json": document("engagement.pulse", pulses(), 1e-11),
    }
)
