"""Expected `eligibility.nearest`: every set of changes by size, every value of every fact, and a walk day by day."""

import datetime as dt
import functools
import itertools
import random

import corpus
import eligibility_logic as logic
from eligibility_foresight_vectors import DEFINITIONS, DOMAINS, KINDS, tree
from eligibility_vectors import DAY, add_months

FIXED, PROTECTED = {"kind"}, {"sponsor"}
WITH_LIMITS = [
    fact
    | {flag: True for flag, names in (("fixed", FIXED), ("protected", PROTECTED)) if fact["name"] in names}
    for fact in DEFINITIONS
]
AS_OF = dt.date(2026, 4, 1)


@functools.cache
def steps(end):
    """The days from the one asked on, over three years, on which a further month since `end` is complete."""
    after, months, found = end + DAY, 0, []
    for away in range(1200):
        day, before = AS_OF + DAY * away, months
        while add_months(after, months + 1) <= day:
            months += 1
        if away == 0 or months > before:
            found.append((day, logic.Months(months)))
    return found


def known(facts):
    """The facts on the day asked, with the completed months since the day after the last day employed."""
    return facts | {"since_separation": steps(facts["separation_date"])[0][1]}


def first_day(criteria, facts):
    """The first day after the one asked on which the outcome is eligible: nothing else moves between the steps."""
    for day, months in steps(facts["separation_date"])[1:]:
        if logic.outcome(criteria, facts | {"since_separation": months}) == "eligible":
            return day
    return None


def candidates(fact, facts):
    """The values that a fact may take instead, nearest first; those without an order in the order of the vocabulary."""
    if fact not in DOMAINS or fact in PROTECTED or (fact in FIXED and fact in facts):
        return []
    values = [True, False] if KINDS[fact] == "boolean" else DOMAINS[fact]
    if fact not in facts:
        return values
    others = [value for value in values if value != facts[fact]]
    if KINDS[fact] == "integer":
        others.sort(key=lambda value: (abs(value - facts[fact]), value))
    return others


def tagged(fact, value):
    return {"type": KINDS[fact], "value": value}


def change(fact, facts, to):
    if fact in facts:
        return {"kind": "change", "fact": fact, "from": tagged(fact, facts[fact]), "to": tagged(fact, to)}
    step = {"kind": "learn", "fact": fact}
    # Of a whole number that is not known, several values may do alike.
    return step if KINDS[fact] == "integer" else step | {"to": tagged(fact, to)}


def ways(criteria, facts):
    order = list(dict.fromkeys(fact for _, node in criteria for fact in logic.facts_of(node)))
    movable = [fact for fact in order if candidates(fact, facts)]
    found = []
    if logic.outcome(criteria, known(facts)) == "eligible":
        return []
    for size in range(1, len(movable) + 2):
        for count, waits in [(size, False), (size - 1, True)]:
            for chosen in itertools.combinations(movable, count):
                taken = {*chosen, *(["wait"] if waits else [])}
                if any(smaller <= taken for smaller, _ in found):
                    continue
                for values in itertools.product(*(candidates(fact, facts) for fact in chosen)):
                    changed = facts | dict(zip(chosen, values, strict=True))
                    told = logic.outcome(criteria, known(changed))
                    day = first_day(criteria, changed) if waits and told != "eligible" else None
                    if day if waits else told == "eligible":
                        changes = [change(fact, facts, to) for fact, to in zip(chosen, values, strict=True)]
                        if day:
                            changes.append({"kind": "wait", "until": day.isoformat()})
                        found.append((taken, {"changes": changes}))
                        break
    return [way for _, way in found]


def timed(rng):
    return (
        "since_separation",
        rng.choice([">=", ">=", ">=", "<"]),
        logic.Months(rng.choice([1, 3, 6, 12, 18])),
    )


def policy(rng):
    criteria = []
    for effect in rng.choices(["require", "bar", "review"], [3, 1, 1], k=rng.choice([1, 2, 3])):
        node = tree(rng, 2)
        if rng.random() < 0.4:
            node = (rng.choice(["or", "and"]), node, timed(rng))
        criteria.append((effect, node))
    if rng.random() < 0.4:
        criteria.append(("require", timed(rng)))
    return criteria


def cases():
    rng = random.Random(22)
    made, shapes = [], {}
    while len(made) < 140:
        criteria = policy(rng)
        facts = {name: rng.choice(values) for name, values in DOMAINS.items() if rng.random() < 0.8}
        facts["separation_date"] = AS_OF - DAY * rng.randrange(1, 700)
        outcome = logic.outcome(criteria, known(facts))
        found = ways(criteria, facts)
        # Not too many of a kind.
        shape = (outcome, len(found), max((len(way["changes"]) for way in found), default=0))
        if shapes.get(shape, 0) >= 14:
            continue
        shapes[shape] = shapes.get(shape, 0) + 1
        worker = {"id": "w", "facts": facts | {"separation_date": facts["separation_date"].isoformat()}}
        rules = "; ".join(f"{effect} {logic.text(node)}" for effect, node in criteria)
        told = ", ".join(f"{name} {logic.word(value)}" for name, value in facts.items())
        made.append(
            {
                "name": f"{len(made)}: {rules} | {told}",
                "given": {
                    "policy": logic.document(criteria, WITH_LIMITS),
                    "worker": worker,
                    "as_of": AS_OF.isoformat(),
                    "limit": 100,
                },
                "expect": {"outcome": outcome, "ways": found, "complete": True},
            }
        )
    return made


if __name__ == "__main__":
    corpus.main(
        {
            "eligibility/nearest.json": {
                "call": "eligibility.nearest",
                "source": "tests/make/eligibility_nearest_vectors.py: every set of changes, a walk day by day",
                "cases": cases(),
            }
        }
    )
