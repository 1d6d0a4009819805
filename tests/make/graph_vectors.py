"""Expected answers for graphs of who is in touch with whom, by brute force over every event and every tie.

What answers what comes from `engagement_oracle.py`, the record from `record_vectors.py`; nothing of the library is used.
"""

import random
from collections import defaultdict
from datetime import timedelta

import corpus
from engagement_oracle import KNOWN, answered, directed_at, each_once, instant, moment, start_of
from record_vectors import NOTICED, SAID, made_up

SOURCE = "tests/make/graph_vectors.py: brute force over the written definitions"


def graph(people, ties, left_out):
    people = sorted(people)
    place = {person: number for number, person in enumerate(people)}
    rows = sorted((place[one], place[other], weight) for (one, other), weight in ties.items())
    return {"people": people, "ties": [list(row) for row in rows], "left_out": left_out}


def faded(seconds, half_life):
    return 1.0 if half_life is None else 2.0 ** (-seconds / (86_400 * half_life))


def interaction_graph(events, options, members=None):
    events = each_once(events)
    kinds, parties = options.get("kinds", {}), options.get("parties", "alumni")
    end, since = start_of(options["as_of"]), options.get("since")
    acting = {event["actor"]: event["actor_type"] for event in events}
    admits = lambda who: parties == "everyone" or acting.get(who, "alumnus") == "alumnus"  # noqa: E731
    said = [
        event
        for event in events
        if event["kind"] in SAID and instant(event) < end and directed_at(event, "person") != event["actor"]
    ]
    people, ties, unknown = set(), defaultdict(float), defaultdict(int)
    left = dict.fromkeys(
        ("future", "past", "outside_roster", "to_oneself", "weightless", "to_nobody", "other_parties"), 0
    )
    for event in events:
        if instant(event) >= end:
            left["future"] += 1
            continue
        if since and instant(event) < start_of(since):
            left["past"] += 1
            continue
        if admits(event["actor"]):
            people.add(event["actor"])
        kind = event["kind"]
        if kind not in kinds and kind not in KNOWN:
            unknown[kind] += 1
            continue
        weight = kinds.get(kind, 1.0 if kind in NOTICED else 0.0)
        to = directed_at(event, "person")
        if to is None and event in said and (found := answered(event, said)):
            to = found["actor"]
        if to is None and kind not in SAID:
            by_id = {other["id"]: other for other in events}
            content = by_id.get(directed_at(event, "content"))
            if content and moment(content) < moment(event):
                to = content["actor"]
        if weight <= 0:
            left["weightless"] += 1
        elif to is None and admits(event["actor"]) and goes_on_alone(event, events):
            left["to_oneself"] += 1
        elif to is None:
            left["to_nobody"] += 1
        elif not (admits(event["actor"]) and admits(to)):
            left["other_parties"] += 1
        else:
            people.add(to)
            if members is not None and not {event["actor"], to} <= set(members):
                left["outside_roster"] += 1
            elif event["actor"] == to:
                left["to_oneself"] += 1
            else:
                seconds = (end - instant(event)).total_seconds()
                share = faded(seconds, options.get("half_life_days"))
                ties[event["actor"], to] += weight * share
    people = set(members) if members is not None else people
    return graph(
        people, ties, {name: count for name, count in left.items()} | {"unknown_kinds": dict(unknown)}
    )


def goes_on_alone(event, events):
    """Whether a message goes on with something that its author said before: content, a prompt, or the opening of its thread."""
    if event["kind"] not in SAID:
        return False
    by_id = {other["id"]: other for other in events}
    thread = event.get("thread")
    within = [other for other in events if other.get("thread") == thread and other["kind"] in SAID]
    opened = by_id.get(thread) or (min(within, key=moment) if thread else None)
    named = [by_id.get(directed_at(event, "content")), by_id.get(event.get("prompted_by")), opened]
    return any(one and one["actor"] == event["actor"] and moment(one) < moment(event) for one in named)


def interaction_graphs():
    for name, seed, options, members in [
        ("alumni", 21, {"as_of": "2026-04-01"}, None),
        (
            "everyone, fading",
            22,
            {"as_of": "2026-03-15", "half_life_days": 30.0, "parties": "everyone"},
            None,
        ),
        (
            "with weights, since a day",
            23,
            {"as_of": "2026-04-01", "since": "2026-02-01", "kinds": {"reaction": 0.25, "our_own": 2.0}},
            None,
        ),
        ("of a roster", 24, {"as_of": "2026-04-01"}, [f"w-{number}" for number in (0, 1, 2, 3, 20)]),
    ]:
        events = made_up(seed, 150)
        given = {"events": events, "options": options}
        if members is not None:
            given["members"] = members
        yield {"name": name, "given": given, "expect": interaction_graph(events, options, members)}
    own = [
        {
            "id": id,
            "at": f"2026-03-0{day}T09:00:00Z",
            "kind": kind,
            "actor": "w-1",
            "actor_type": "alumnus",
            **more,
        }
        for id, day, kind, more in [
            ("p", 1, "post_question", {}),
            ("r", 2, "reply", {"thread": "p"}),
            ("s", 3, "reply", {"thread": "a thread of that name"}),
            ("t", 4, "reply", {"thread": "a thread of that name"}),
        ]
    ]
    expect = interaction_graph(own, {"as_of": "2026-04-01"}, None)
    assert (expect["left_out"]["to_oneself"], expect["left_out"]["to_nobody"]) == (2, 2)
    given = {"events": own, "options": {"as_of": "2026-04-01"}}
    yield {"name": "who goes on alone writes to themselves", "given": given, "expect": expect}
    for name, kinds, wrong in [
        ("a kind that is misspelt", {"repyl": 1.0}, True),
        ("a kind unused", {"nominate": 2.0}, False),
    ]:
        options = {"as_of": "2026-04-01", "kinds": kinds}
        refused = {"error": {"kind": "unknown_name", "path": "kinds"}}
        expect = refused if wrong else interaction_graph(own, options, None)
        yield {"name": name, "given": {"events": own, "options": options}, "expect": expect}


def tie_rows(seed, count):
    draw = random.Random(seed)
    return [
        {
            "from": f"p{draw.randrange(8)}",
            "to": f"p{draw.randrange(8)}",
            "at": (start_of("2025-06-01") + timedelta(seconds=draw.randrange(86_400 * 300))).strftime(
                "%Y-%m-%dT%H:%M:%SZ"
            ),
            "weight": draw.randrange(5) / 2,
        }
        for _ in range(count)
    ]


def tie_graph(rows, options):
    end, since = options.get("as_of"), options.get("since")
    people, ties = set(), defaultdict(float)
    left = dict.fromkeys(("future", "past", "to_oneself", "weightless"), 0)
    for row in rows:
        at = instant(row)
        if end and at >= start_of(end):
            left["future"] += 1
            continue
        if since and at < start_of(since):
            left["past"] += 1
            continue
        people |= {row["from"], row["to"]}
        seconds = (start_of(end) - at).total_seconds() if end else 0
        weight = row["weight"] * faded(seconds, options.get("half_life_days"))
        if row["from"] == row["to"]:
            left["to_oneself"] += 1
        elif weight <= 0:
            left["weightless"] += 1
        else:
            for pair in [(row["from"], row["to"]), (row["to"], row["from"])][
                : 1 + options.get("both_ways", 0)
            ]:
                ties[pair] += weight
    return graph(people, ties, left)


TIMED = {"from": "from", "to": "to", "weight": "weight", "at": "at"}


def tie_graphs():
    for name, options in [
        ("fading", {"as_of": "2026-01-01", "half_life_days": 45.5}),
        ("of some months, both ways", {"as_of": "2026-01-01", "since": "2025-09-01", "both_ways": True}),
        ("of a few days", {"as_of": "2025-06-04", "since": "2025-06-02"}),
    ]:
        rows = tie_rows(31, 60)
        yield {
            "name": name,
            "given": {"rows": rows, "options": TIMED | options},
            "expect": tie_graph(rows, options),
        }


def weights(rows):
    found = defaultdict(float)
    for one, other, weight in rows:
        if one != other and weight > 0:
            found[one, other] += weight
    return found


def strongest(rows, most):
    found = weights(rows)
    given = defaultdict(float)
    for (one, _), weight in found.items():
        given[one] += weight
    pairs = []
    for pair in {tuple(sorted(pair)) for pair in found}:
        forth, back = found.get(pair, 0.0), found.get(pair[::-1], 0.0)
        one, other = pair if forth >= back else pair[::-1]
        pairs.append((-(forth + back), one, other, max(forth, back), min(forth, back)))
    return [
        {"from": one, "to": other, "weight": weight, "back": back, "share": weight / given[one]}
        for _, one, other, weight, back in sorted(pairs)[:most]
    ]


def between(rows, segments, minimum):
    found, people = weights(rows), {person for one, other, _ in rows for person in (one, other)}
    names = sorted(set(segments.values()))
    sizes = {name: sum(segments.get(person) == name for person in people) for name in names}

    def cell(row, column):
        ties = [
            (pair, weight)
            for pair, weight in found.items()
            if segments.get(pair[0]) == row and segments.get(pair[1]) == column
        ]
        givers, receivers = (len({pair[end] for pair, _ in ties}) for end in (0, 1))
        if min(sizes[row], sizes[column]) < minimum or (ties and min(givers, receivers) < minimum):
            return None
        weight = sum(weight for _, weight in ties)
        return {"ties": len(ties), "weight": weight, "givers": givers, "receivers": receivers}

    return {
        "segments": names,
        "people": [sizes[name] if sizes[name] >= minimum else None for name in names],
        "cells": [[cell(row, column) for column in names] for row in names],
        "without_segment": sum(person not in segments for person in people),
    }


def quarter_ties(seed, people, count):
    draw = random.Random(seed)
    return [
        [f"p{draw.randrange(people)}", f"p{draw.randrange(people)}", draw.randrange(9) / 4]
        for _ in range(count)
    ]


def strongest_cases():
    for seed, people, count, most in [(41, 7, 40, 5), (42, 12, 60, 100), (43, 3, 6, 0)]:
        rows = quarter_ties(seed, people, count)
        yield {
            "name": f"{most} of {people} people",
            "given": {"ties": rows, "most": most},
            "expect": strongest(rows, most),
        }


def between_cases():
    for seed, people, minimum in [(51, 15, 1), (52, 15, 2), (53, 18, 4)]:
        rows = quarter_ties(seed, people, 80)
        segments = {f"p{number}": ("sales", "plant", "office")[number % 3] for number in range(people - 2)}
        yield {
            "name": f"{people} people, {minimum} at least",
            "given": {"ties": rows, "segments": segments, "minimum_cell": minimum},
            "expect": between(rows, segments, minimum),
        }


def document(call, cases):
    return {"call": f"engagement.{call}", "source": SOURCE, "tolerance": 1e-12, "cases": list(cases)}


if __name__ == "__main__":
    corpus.main(
        {
            f"engagement/{call}.json": document(call, cases)
            for call, cases in [
                ("interaction_graph", interaction_graphs()),
                ("tie_graph", tie_graphs()),
                ("strongest", strongest_cases()),
                ("between", between_cases()),
            ]
        }
    )
