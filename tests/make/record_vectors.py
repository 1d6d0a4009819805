"""Expected answers for what is counted of a record: who takes part, what happened when, and repeated acts, by brute force.

What answers what comes from `engagement_oracle.py`, models of repeated acts from `returning_repeat_vectors.py`; nothing of the library
is used.
"""

import math
import random
from collections import defaultdict
from datetime import date, timedelta

import corpus
from engagement_oracle import (
    MAILINGS,
    MESSAGES,
    OTHERS,
    POSTS,
    TAKING_PART,
    each_once,
    instant,
    proportion,
    rate,
    start_of,
)
from returning_repeat_vectors import TRUTH, fit, predict

SOURCE = "tests/make/record_vectors.py: brute force over the written definitions"
NOTICED = POSTS | MESSAGES | TAKING_PART
SAID = POSTS | MESSAGES | MAILINGS
LOOKED = {"profile_view", "directory_search", "visit", "job_view", "open", "click"}
KINDS = [
    *("post_question", "reply", "direct_message", "reaction", "event_attend", "visit", "click", "opt_out"),
    *("company_push", "our_own"),
]


def made_up(seed, count, *, people=9, days=120):
    """Events of alumni and an office, directed at people, at events, or at nobody; in no order, some twice."""
    draw = random.Random(seed)
    events = []
    for number in range(count):
        actor = draw.choice([f"w-{draw.randrange(people)}", f"w-{draw.randrange(people)}", "office"])
        second = draw.randrange(86_400 * days)
        at = (start_of("2026-01-01") + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")
        by = "office" if actor == "office" else "alumnus"
        made = {
            "id": f"e-{number}",
            "at": at,
            "kind": draw.choice(KINDS),
            "actor": actor,
            "actor_type": by,
        }
        match draw.randrange(6):
            case 0 | 1:
                made |= {"target": f"w-{draw.randrange(people + 2)}", "target_type": "person"}
            case 2:
                made |= {"target": f"e-{draw.randrange(count)}", "target_type": "content"}
            case 3:
                made |= {"thread": f"e-{draw.randrange(count)}"}
        events.append(made)
    events += draw.sample(events, count // 10)
    draw.shuffle(events)
    return events


def alumni(events):
    return [event for event in events if event["actor_type"] == "alumnus"]


def within(events, first, until):
    return [event for event in events if start_of(first) <= instant(event) < start_of(until)]


# Who takes part.


def participation(events, segments, first, until, minimum):
    events = within(alumni(each_once(events)), first, until)
    acted = {event["actor"] for event in events if event["kind"] in NOTICED}
    cells = defaultdict(list)
    for person, segment in segments.items():
        cells[segment].append(person in acted)
    rest = cells.pop(None, [])
    for name in sorted(cells, key=lambda name: (len(cells[name]), name)):
        if len(cells[name]) < minimum or 0 < len(rest) < minimum:
            rest = rest + cells.pop(name)
    everybody = [flag for flags in cells.values() for flag in flags] + rest

    def told(flags):
        return proportion(sum(flags), len(flags)) if len(flags) >= minimum else None

    return {
        "whole": told(everybody),
        "segments": [{"segment": name, "acted": told(cells[name])} for name in sorted(cells)],
        "rest": told(rest),
    }


def participations():
    draw = random.Random(5)
    events = made_up(5, 160, people=40)
    window = {"from": "2026-01-15", "until": "2026-03-15"}
    sizes = {"sales": 14, "plant": 9, "office": 6, "research": 3, None: 2}
    names = [name for name, size in sizes.items() for _ in range(size)]
    segments = {f"w-{number}": name for number, name in enumerate(names)}
    for name, own, minimum in [
        ("all are told", segments, 1),
        ("a small one and who is in none are told together", segments, 5),
        ("the small one takes the next with it", {k: v for k, v in segments.items() if v is not None}, 5),
        ("all are too small", dict(list(segments.items())[:4]), 5),
        ("nobody", {}, 5),
    ]:
        own = dict(draw.sample(list(own.items()), len(own)))
        given = {"events": events, "segments": own, **window, "minimum_cell": minimum}
        expect = participation(events, own, *window.values(), minimum)
        yield {"name": name, "given": given, "expect": expect}
    given = {"events": [], "segments": {}, **window, "minimum_cell": 0}
    yield {
        "name": "a cell of nobody",
        "given": given,
        "expect": {"error": {"kind": "out_of_range", "path": "minimum_cell"}},
    }


# What happened when.


def calendar(events, first, until):
    days = defaultdict(
        lambda: {"posts": 0, "messages": 0, "took_part": 0, "looks": 0, "other": 0, "company": 0}
    )
    for event in within(each_once(events), first, until):
        kind, day = event["kind"], days[instant(event).date().isoformat()]
        if event["actor_type"] != "alumnus":
            day["company"] += 1
        elif kind in POSTS:
            day["posts"] += 1
        elif kind in MESSAGES:
            day["messages"] += 1
        elif kind in TAKING_PART:
            day["took_part"] += 1
        elif kind in LOOKED:
            day["looks"] += 1
        else:
            day["other"] += 1
    return {"days": [{"day": day, **days[day]} for day in sorted(days)]}


def calendars():
    events, window = made_up(6, 90), {"from": "2026-01-10", "until": "2026-02-10"}
    yield {
        "name": "a month",
        "given": {"events": events, **window},
        "expect": calendar(events, *window.values()),
    }
    yield {"name": "nothing", "given": {"events": [], **window}, "expect": {"days": []}}


# Shares and rates.


def shares():
    for count, of in [(0, 0), (0, 12), (15, 160), (100, 200), (160, 160)]:
        given = {"count": count, "of": of}
        yield {"name": f"{count} of {of}", "given": given, "expect": proportion(count, of)}
    expect = {"error": {"kind": "out_of_range", "path": "count"}}
    yield {"name": "more than there are", "given": {"count": 3, "of": 2}, "expect": expect}


def rates():
    for count, days in [(0, 365), (5, 365), (26, 364), (90, 51_100)]:
        given = {"count": count, "days": days}
        yield {"name": f"{count} in {days} days", "given": given, "expect": rate(count, days)}


# Repeated acts.


def act_days(events, until, kinds=(), permitted=None):
    days = defaultdict(set)
    for event in alumni(each_once(events)):
        counts = event["kind"] in (kinds or NOTICED) and (permitted is None or event["actor"] in permitted)
        if counts and instant(event) < start_of(until):
            days[event["actor"]].add(instant(event).date())
    return days


def histories(days, until, unit):
    end = date.fromisoformat(until)
    return {
        person: (
            float(len(own) - 1),
            (max(own) - min(own)).days / unit,
            (end - min(own)).days / unit,
        )
        for person, own in sorted(days.items())
    }


def opportunities(days, until, unit):
    """Units counted back from the day; in how many after that of the first act there was one, which of them was the last, and how many
    there were."""
    end = date.fromisoformat(until)
    found = {}
    for person, own in sorted(days.items()):
        acted, number = [], 0
        while end - timedelta(days=unit * number) > min(own):
            last, first = end - timedelta(days=unit * number), end - timedelta(days=unit * (number + 1))
            acted.append(any(first <= day < last for day in own))
            number += 1
        *later, _ = acted  # The unit of the first act is none.
        later.reverse()
        last = max((place for place, did in enumerate(later, 1) if did), default=0)
        found[person] = (float(sum(later)), float(last), float(len(later)))
    return found


def acts():
    events = made_up(7, 200)
    for name, options, permitted in [
        ("in weeks", {"as_of": "2026-04-01"}, None),
        (
            "in days, of two kinds",
            {"as_of": "2026-03-01", "unit_days": 1, "kinds": ["our_own", "visit"]},
            None,
        ),
        ("of some", {"as_of": "2026-04-01", "unit_days": 30}, ["w-1", "w-2", "w-5"]),
        ("before everything", {"as_of": "2025-01-01"}, None),
    ]:
        days = act_days(events, options["as_of"], options.get("kinds", ()), permitted)
        found = histories(days, options["as_of"], options.get("unit_days", 7))
        whole = list(opportunities(days, options["as_of"], options.get("unit_days", 7)).values())
        rows = list(found.values())
        expect = {
            "person": list(found),
            **{
                name: [row[place] for row in rows]
                for place, name in enumerate(("frequency", "recency", "age"))
            },
            **{
                name: [row[place] for row in whole]
                for place, name in enumerate(("taken", "last_taken", "opportunities"))
            },
        }
        given = {"events": events, "options": options}
        if permitted is not None:
            given["permitted"] = permitted
        yield {"name": name, "given": given, "expect": expect}
    for name, options, path in [
        ("no unit", {"as_of": "2026-04-01", "unit_days": 0}, "unit_days"),
        ("no kind", {"as_of": "2026-04-01", "kinds": ["A kind"]}, "kinds"),
    ]:
        kind = "syntax" if path == "kinds" else "out_of_range"
        expect = {"error": {"kind": kind, "path": path}}
        yield {"name": name, "given": {"events": [], "options": options}, "expect": expect}
    yield {
        "name": "a kind that is misspelt",
        "given": {"events": events, "options": {"as_of": "2026-04-01", "kinds": ["repyl"]}},
        "expect": {"error": {"kind": "unknown_name", "path": "kinds"}},
    }


def visitors(seed, people, days):
    """Acts of people who stop without telling, each after some act."""
    draw, events = random.Random(seed), []
    begin = start_of("2025-01-01")
    for person in range(people):
        day, pace, stop = draw.randrange(120), draw.gammavariate(1.1, 1 / 12.0), draw.betavariate(0.8, 2.5)
        while day < days:
            at = (begin + timedelta(days=int(day), hours=9)).strftime("%Y-%m-%dT%H:%M:%SZ")
            who = f"w-{person:03}"
            events.append(
                {
                    "id": f"e-{len(events)}",
                    "at": at,
                    "kind": "reply",
                    "actor": who,
                    "actor_type": "alumnus",
                }
            )
            if draw.random() < stop:
                break
            day += max(1.0, draw.expovariate(max(pace, 1e-3)))
    return events


def held_back(events, options, model="mbg_nbd", bins=10):
    end, unit = options["as_of"], options.get("unit_days", 7)
    cut = date.fromisoformat(end) - timedelta(days=options["horizon_days"])
    before = act_days(events, cut.isoformat())
    known = histories(before, cut.isoformat(), unit)
    after = act_days(events, end)
    came = [sum(day >= cut for day in after[person]) for person in known]
    horizon = options["horizon_days"] / unit
    if model == "bg_bb":
        known, horizon = opportunities(before, cut.isoformat(), unit), options["horizon_days"] // unit
        came = [len({(day - cut).days // unit for day in after[person] if day >= cut}) for person in known]
    found = fit(model, list(known.values()), TRUTH[model])
    at = [parameter["value"] for parameter in found["parameters"]]
    told = [predict(model, at, *row, horizon) for row in known.values()]
    any_act = [one["any"] for one in told]
    earlier = cut - timedelta(days=options["horizon_days"])
    there = [own for own in before.values() if min(own) < earlier]
    base = sum(max(own) >= earlier for own in there) / len(there)
    n = len(came)
    return {
        "since": cut.isoformat(),
        "fit": {"people": n, "log_likelihood": found["log_likelihood"]},
        "expected": sum(one["expected"] for one in told),
        "acts": sum(came),
        "calibration": {
            "happened": proportion(sum(acts > 0 for acts in came), n),
            "mean_predicted": sum(any_act) / n,
            "base_rate": base,
            "brier": sum((p - (acts > 0)) ** 2 for p, acts in zip(any_act, came, strict=True)) / n,
            "brier_base": sum((base - (acts > 0)) ** 2 for acts in came) / n,
            "log_score": -sum(math.log(p if acts else 1 - p) for p, acts in zip(any_act, came, strict=True))
            / n,
        },
    }


def held():
    events = visitors(11, 160, 420)
    for model, options in [
        ("mbg_nbd", {"as_of": "2026-02-25", "horizon_days": 90}),
        ("bg_nbd", {"as_of": "2026-02-25", "horizon_days": 60, "unit_days": 30}),
        ("bg_bb", {"as_of": "2026-02-25", "horizon_days": 60, "unit_days": 30}),
    ]:
        expect = held_back(events, options, model)
        given = {"events": events, "options": options | {"model": model}}
        yield {"name": f"{model}, {options['horizon_days']} days held back", "given": given, "expect": expect}
    yield {
        "name": "nobody",
        "given": {"events": [], "options": {"as_of": "2026-02-25", "horizon_days": 90}},
        "expect": {"acts": 0, "expected": None, "calibration": None},
    }
    yield {
        "name": "no whole opportunities",
        "given": {
            "events": [],
            "options": {"as_of": "2026-02-25", "horizon_days": 45, "unit_days": 30, "model": "bg_bb"},
        },
        "expect": {"error": {"kind": "out_of_range", "path": "horizon_days"}},
    }
    yield {
        "name": "nothing held back",
        "given": {"events": [], "options": {"as_of": "2026-02-25", "horizon_days": 0}},
        "expect": {"error": {"kind": "out_of_range", "path": "horizon_days"}},
    }


def document(call, cases, tolerance=1e-12):
    return {"call": f"engagement.{call}", "source": SOURCE, "tolerance": tolerance, "cases": list(cases)}


if __name__ == "__main__":
    assert OTHERS >= LOOKED
    corpus.main(
        {
            f"engagement/{call}.json": document(call, cases, *tolerance)
            for call, cases, *tolerance in [
                ("participation", participations()),
                ("activity_calendar", calendars()),
                ("proportion", shares()),
                ("rate", rates(), 1e-9),
                ("repeat_acts", acts()),
                # The fit of the oracle is good to seven digits.
                ("hold_back", held(), 1e-5),
            ]
        }
    )
