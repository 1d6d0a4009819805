"""Expected answers for logs of activity as bytes, written from `docs/formats/activity-bytes.md`."""

import struct
from datetime import timedelta

import corpus
from engagement_oracle import instant, start_of
from engagement_vectors import by_chance, event, to
from scoring_vectors import corpus_refused

SOURCE = "tests/make/activity_vectors.py: the bytes as docs/formats/activity-bytes.md has them"
ACTORS = ["alumnus", "staff", "office", "company", "group_company", "system"]
TARGETS = ["person", "network", "content", "event", "perk", "opportunity"]


def number(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def signed(value):
    return number(value * 2 if value >= 0 else -value * 2 - 1)


def encoded(events, accounts):
    events = sorted(events, key=lambda one: (instant(one), one["id"].encode()))
    named = ("id", "kind", "actor", "target", "thread", "prompted_by")
    texts = {one[name] for one in events for name in named if name in one}
    texts = sorted(texts | set(accounts) | set(accounts.values()), key=str.encode)
    place = {text: index for index, text in enumerate(texts)}
    out = b"alumni activity 1\n" + number(len(texts))
    for text in texts:
        out += number(len(text.encode())) + text.encode()
    out += number(len(accounts))
    for account in sorted(accounts, key=str.encode):
        out += number(place[account]) + number(place[accounts[account]])
    out += number(len(events))
    last = 0
    for one in events:
        at = instant(one)
        second = (at - start_of("1970-01-01")) // timedelta(seconds=1)
        out += signed(second - last) + number(at.microsecond * 1000)
        last = second
        out += number(place[one["id"]]) + number(place[one["kind"]]) + number(place[one["actor"]])
        out += bytes([ACTORS.index(one["actor_type"])])
        optional = [name in one for name in ("target", "thread", "prompted_by", "value", "target_type")]
        out += bytes([sum(1 << bit for bit, there in enumerate(optional) if there)])
        if "target_type" in one:
            out += bytes([TARGETS.index(one["target_type"])])
        for name in ("target", "thread", "prompted_by"):
            if name in one:
                out += number(place[one[name]])
        if "value" in one:
            out += struct.pack("<d", one["value"])
    return out.hex()


def state(steps):
    """The events by id and whose account each account was said to be, after the steps."""
    events, accounts = {}, {}

    def person(id):
        while id in accounts:
            id = accounts[id]
        return id

    def owned(one):
        one = one | {"actor": person(one["actor"])}
        if one.get("target_type") == "person":
            one |= {"target": person(one["target"])}
        return one

    for step in steps:
        ((verb, what),) = step.items()
        if verb == "add":
            events |= {one["id"]: one for one in what}
        elif verb == "merge":
            others, theirs = state(what)
            events |= others
            accounts |= theirs
        elif verb == "remove":
            events.pop(what, None)
        elif verb == "same_person":
            account, owner = what
            accounts[account] = owner
        elif verb == "erase":
            erased = person(what)
            accounts = {account: owner for account, owner in accounts.items() if person(account) != erased}
            kept = [
                one
                for one in events.values()
                if one["actor"] != erased
                and not (one.get("target") == erased and one.get("target_type") == "person")
            ]
            events = {one["id"]: one for one in kept}
        events = {id: owned(one) for id, one in events.items()}
    return events, accounts


def logs():
    record = by_chance(7, 30)
    late = [
        event("z-1", "2024-02-29T23:59:59.000250Z", "karaoke", "p-9", value=-0.5),
        event("é-2", "1969-12-31T23:59:59Z", "visit", "p-1", "staff", **to("p-9")),
        event("a-3", "2024-02-29T12:00:00+09:00", "reply", "p-9", target_type="network"),
    ]
    cases = {
        "nothing": [],
        "an event": [{"add": late[:1]}],
        "instants before 1970, with fractions and at an offset, ids that are not ASCII": [{"add": late}],
        "a record by chance": [{"add": record}],
        "the same record in two shards that overlap, backwards": [
            {"add": record[20::-1]},
            {"merge": [{"add": record[:9:-1]}]},
        ],
        "an event taken out and put in with another value": [
            {"add": late},
            {"remove": "z-1"},
            {"add": [late[0] | {"value": 4.0}]},
            {"remove": "never there"},
        ],
        "two accounts, said before and after": [
            {"same_person": ["p-9", "p-8"]},
            {"add": late},
            {"same_person": ["p-8", "p-1"]},
        ],
        "an account of an account, said in two shards": [
            {"add": late},
            {"same_person": ["p-9", "p-8"]},
            {"merge": [{"same_person": ["p-8", "p-1"]}]},
        ],
        "somebody with an account of an account erased": [
            {"add": record},
            {"same_person": ["p-2", "p-1"]},
            {"same_person": ["p-1", "p-0"]},
            {"erase": "p-2"},
        ],
        "somebody erased": [{"add": record}, {"same_person": ["p-1", "p-0"]}, {"erase": "p-1"}],
    }
    for name, steps in cases.items():
        events, accounts = state(steps)
        yield {
            "name": name,
            "given": {"steps": steps},
            "expect": {"bytes": encoded(events.values(), accounts)},
        }
    conflict = [{"add": late[:1]}, {"add": [late[0] | {"value": 1.0}]}]
    yield corpus_refused("one id with two contents", {"steps": conflict}, "duplicate", "events[0].id")
    shards = [{"add": late[:1]}, {"merge": [{"add": [late[0] | {"value": 1.0}]}]}]
    yield corpus_refused("shards with one id and two contents", {"steps": shards}, "duplicate", "other")
    taken = [{"same_person": ["a", "b"]}, {"same_person": ["a", "c"]}]
    yield corpus_refused("an account of two people", {"steps": taken}, "inconsistent", "account")
    for order in (["c", "b"], ["a", "b"], ["a", "c"]), (["a", "c"], ["a", "b"], ["c", "b"]):
        steps = [{"same_person": list(pair)} for pair in order]
        name = f"an account of two, who are one person as well, {order[0][0]} first"
        yield corpus_refused(name, {"steps": steps}, "inconsistent", "account")
    for first, second in (("a", "b"), ("b", "a")):
        mutual = [{"same_person": [first, second]}, {"merge": [{"same_person": [second, first]}]}]
        name = f"each an account of the other, {first} first"
        yield corpus_refused(name, {"steps": mutual}, "inconsistent", "other.person")


if __name__ == "__main__":
    log = {"call": "engagement.activity_log", "source": SOURCE, "tolerance": 0.0, "cases": list(logs())}
    corpus.main({"engagement/activity_log.json": log})
