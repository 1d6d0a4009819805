"""Every edge of the lifecycle, found by walking it with the oracle; not read from the library's own table.

Histories grow by one act at a time, ten days apart, and time passes between them. Of the histories that agree in everything a
later act could tell apart, one is carried on.
"""

from datetime import UTC, datetime, timedelta

import consent_acts as acts
import consent_oracle as oracle
import corpus
from consent_acts import NOES, YESES

DECISIONS = "undecided unknown given renewed expired refused objected revoked withdrawn invalidated".split()
REQUESTS = ["not_asked", "notice_shown", "requested", "deferred", "answered"]
STATES = {"decision": DECISIONS, "request": REQUESTS, "restriction": ["no", "yes"]}
STEPS = """notice_shown requested deferred given renewed ineffective refused objected revoked withdrawn invalidated
    restricted unrestricted used happened time""".split()

START = datetime(2024, 1, 1, tzinfo=UTC)
PURPOSE = {"id": "p", "title": "P", "legal_basis": "consent"}
NOTICES = [
    {"id": "n", "version": 1, "purposes": ["p"], "text": {"en": "n"}},
    {"id": "old", "version": 1, "purposes": ["p"], "text": {"en": "old"}},
    {
        "id": "old",
        "version": 2,
        "purposes": ["p"],
        "text": {"en": "new"},
        "effective_from": "2023-01-01T00:00:00Z",
        "material": True,
    },
]
NEW, OLD = {"notice": {"id": "n", "version": 1}}, {"notice": {"id": "old", "version": 1}}
ENDS = [NEW, OLD, {**NEW, "valid_for": "P1D"}, {**NEW, "valid_uses": 1}, {**NEW, "valid_until_event": "left"}]
ACTS = [
    *(("notice_shown", fields) for fields in (NEW, OLD)),
    *((kind, fields) for kind in YESES for fields in ENDS),
    ("given", {}),
    ("given", {**NEW, "actor": "controller"}),
    ("given", {**NEW, "method": "silence"}),
    *((kind, {}) for kind in ("requested", "deferred", *NOES, "restricted", "unrestricted", "used")),
    ("withdrawn", {"actor": "controller"}),
    *(("happened", {"happening": name}) for name in ("left", "moved")),
]
QUESTION = {"subject": "w", "purpose": "p"}


def day(n):
    return START + timedelta(days=n)


def event(n, kind, fields):
    at = acts.written(day(10 * n))
    who = {"source": "s", "id": f"e{n}", "subject": "w", "purpose": "p"}
    return {**who, "kind": kind, "occurred_at": at, "received_at": at, **fields}


def world(events):
    return oracle.World({"purposes": [PURPOSE], "notices": NOTICES, "events": events})


def state(events, at):
    found = world(events).stands(QUESTION, at)["state"]
    return found["decision"], found["request"], "yes" if found["restricted"] else "no"


def history(events):
    told = world(events)
    seen = sorted((each for each in events if told.covers(each, QUESTION)), key=told.place)
    return oracle.History(told, QUESTION, seen, [each for each in seen if acts.act(each) == "invalidated"])


def step(events):
    """What the last event is: its act, or a yes that is not effective."""
    last = events[-1]
    if acts.act(last) in YESES and history(events).defect(len(history(events).seen) - 1):
        return "ineffective"
    return acts.act(last)


def told_apart(events, at):
    """What a later act could tell apart: the states, the notices shown since the last no, and how the yes ends."""
    found = history(events)
    n = len(found.seen)
    no, yes = found.last(found.is_no, n), found.last(found.is_effective, n)
    since = found.seen[0 if no is None else no + 1 :]
    shown = {each["notice"]["id"] for each in since if acts.act(each) == "notice_shown"}
    standing = found.seen[yes] if yes is not None else {}
    ends = tuple(sorted(set(standing) & {"valid_for", "valid_uses", "valid_until_event"}))
    return state(events, at), tuple(sorted(shown)), ends


def walk():
    edges = set()

    def note(before, on, after):
        edges.update((of, old, on, new) for of, old, new in zip(STATES, before, after, strict=True))

    frontier, known = [[]], set()
    while frontier:
        carried = []
        for events in frontier:
            n = len(events) + 1
            before = state(events, day(10 * n - 1))
            for kind, fields in ACTS:
                longer = [*events, event(n, kind, fields)]
                after, later = state(longer, day(10 * n)), state(longer, day(10 * n + 9))
                note(before, step(longer), after)
                note(after, "time", later)
                key = told_apart(longer, day(10 * n + 9))
                if key not in known:
                    known.add(key)
                    carried.append(longer)
        frontier = carried
    # Where nothing is recorded, time changes nothing.
    note(state([], START), "time", state([], day(9)))
    return edges, len(known)


def files():
    edges, states = walk()
    order = [
        {"of": of, "from": before, "on": on, "to": after}
        for of, names in STATES.items()
        for before in names
        for on in STEPS
        for after in names
        if (of, before, on, after) in edges
    ]
    assert len(order) == len(edges), edges
    print(f"{states} states told apart, {len(edges)} edges")
    return {
        "consent/transitions.json": {
            "call": "consent.transitions",
            "source": "docs/consent-lifecycle.md, walked by tests/make/consent_lifecycle_vectors.py",
            "cases": [{"name": "every edge", "given": {}, "expect": order}],
        }
    }


if __name__ == "__main__":
    corpus.main(files())
