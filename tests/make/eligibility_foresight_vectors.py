"""Expected `eligible_until`, found by walking day by day, and the fewest missing facts, found by trying every set."""

import datetime as dt
import itertools
import random

import corpus
import eligibility_logic as logic
from eligibility_vectors import DAY, add_months

# Whole-number facts run from 0 to 3, so that trying every value is trying all there are.
DOMAINS = {
    "nda": [False, True],
    "sponsor": [False, True],
    "rank": [0, 1, 2, 3],
    "points": [0, 1, 2, 3],
    "kind": ["left", "retired", "dismissed"],
}
KINDS = {"nda": "boolean", "sponsor": "boolean", "rank": "integer", "points": "integer", "kind": "category"}
DEFINITIONS = [
    {"name": name, "type": kind, "title": name}
    | ({"minimum": 0, "maximum": 3} if kind == "integer" else {})
    | ({"values": [{"name": value} for value in DOMAINS[name]]} if kind == "category" else {})
    for name, kind in KINDS.items()
]


def leaf(rng, names=tuple(DOMAINS)):
    name = rng.choice(names)
    if KINDS[name] == "boolean":
        return (name, "=", rng.choice([True, False]))
    if KINDS[name] == "category":
        if rng.random() < 0.5:
            return (name, rng.choice(["=", "!="]), rng.choice(DOMAINS[name]))
        return (name, "in", rng.sample(DOMAINS[name], 2))
    return (name, rng.choice([">=", "<", "=", ">", "<="]), rng.choice([1, 2]))


def tree(rng, depth):
    if depth == 0 or rng.random() < 0.35:
        return leaf(rng)
    if rng.random() < 0.15:
        return ("not", tree(rng, depth - 1))
    return (rng.choice(["and", "or"]), *(tree(rng, depth - 1) for _ in range(rng.choice([2, 2, 3]))))


def policy(rng):
    effects = rng.choices(["require", "bar", "review"], [3, 2, 1], k=rng.choice([1, 2, 3]))
    return [(effect, tree(rng, 2)) for effect in effects]


def could_matter(node, facts):
    """The unknown facts of the parts of a tree that cannot be told."""
    if logic.truth(node, facts) is not None:
        return []
    if node[0] in ("and", "or"):
        return [fact for part in node[1:] for fact in could_matter(part, facts)]
    if node[0] == "not":
        return could_matter(node[1], facts)
    return [node[0]]


def fewest(criteria, facts):
    """The first of the smallest sets of facts that settle the outcome in every case, and the other facts that could matter."""
    order = list(dict.fromkeys(fact for _, node in criteria for fact in logic.facts_of(node)))
    matters = {fact for _, node in criteria for fact in could_matter(node, facts)}
    unknown = [fact for fact in order if fact in matters]
    for size in range(len(unknown) + 1):
        for chosen in itertools.combinations(unknown, size):
            if all(
                logic.outcome(criteria, facts | told) != "undetermined"
                for told in logic.assignments(chosen, DOMAINS)
            ):
                return list(chosen), [fact for fact in unknown if fact not in chosen]
    raise AssertionError("all facts together settle every outcome")


def missing():
    rng = random.Random(20261121)
    fixed = [
        # What separates them decides either way: the other fact is not needed.
        ([("require", ("or", ("kind", "!=", "retired"), ("nda", "=", True))), ("bar", ("kind", "=", "retired"))], {}),
        # Another review asks for a person already.
        ([("require", ("rank", ">=", 2)), ("review", ("nda", "=", True)), ("review", ("sponsor", "=", True))],
         {"nda": True}),
        # Either of two would do; the first is named.
        ([("require", ("or", ("nda", "=", True), ("nda", "=", False), ("sponsor", "=", True), ("sponsor", "=", False)))],
         {}),
    ]  # fmt: skip
    cases, apart = [], 0
    candidates = itertools.chain(fixed, ((policy(rng), None) for _ in itertools.count()))
    for criteria, facts in candidates:
        if facts is None:
            known = [name for name in DOMAINS if rng.random() < 0.3]
            facts = {name: rng.choice(DOMAINS[name]) for name in known}
        if logic.outcome(criteria, facts) != "undetermined":
            continue
        chosen, others = fewest(criteria, facts)
        if not others and len(cases) - apart >= 60:
            continue
        apart += bool(others)
        expect = {"outcome": "undetermined", "missing": chosen}
        if others:
            expect["also_unknown"] = others
        given = {
            "policy": logic.document(criteria, DEFINITIONS),
            "worker": {"id": "w", "facts": facts},
            "as_of": "2026-04-01",
        }
        rules = "; ".join(f"{effect} {logic.text(node)}" for effect, node in criteria)
        told = ", ".join(f"{name} {logic.word(value)}" for name, value in facts.items())
        cases.append({"name": f"{len(cases)}: {rules} | {told}", "given": given, "expect": expect})
        if len(cases) >= 120:
            return cases
    return cases


# A rule, and whether it holds for a spell that ended before `after`, on a day.
WINDOWS = [
    ("since_separation >= 6 months", lambda start, after, day: add_months(after, 6) <= day),
    ("since_separation < 2 years", lambda start, after, day: day < add_months(after, 24)),
    ("since_separation <= 1 year", lambda start, after, day: day <= add_months(after, 12)),
    ("since_separation between 3 months and 13 months",
     lambda start, after, day: add_months(after, 3) <= day <= add_months(after, 13)),
    ("as_of < start_date + 7 years", lambda start, after, day: day < add_months(start, 84)),
    ("as_of - 1 month <= separation_date + 400 days",
     lambda start, after, day: add_months(day, -1) <= after - DAY + DAY * 400),
    ("as_of between 2018-02-28 and 2020-02-29",
     lambda start, after, day: dt.date(2018, 2, 28) <= day <= dt.date(2020, 2, 29)),
    ("since_separation < 1 year or since_separation >= 18 months",
     lambda start, after, day: day < add_months(after, 12) or day >= add_months(after, 18)),
]  # fmt: skip


def until():
    rng = random.Random(7)
    cases = []
    for index in range(140):
        rules = rng.sample(WINDOWS, rng.choice([1, 1, 2]))
        start = dt.date(2012, 1, 1) + DAY * rng.randrange(1200)
        end = start + DAY * rng.randrange(30, 1500)
        if index % 4 == 0:
            end = dt.date(rng.choice([2015, 2016, 2017]), rng.choice([1, 3, 8, 10]), 31)
            end = dt.date(2016, 2, 29) if index % 8 == 0 else max(end, start)
        after = end + DAY
        as_of = after + DAY * rng.randrange(900)

        def eligible(day, rules=rules, start=start, after=after):
            return all(holds(start, after, day) for _, holds in rules)

        # Nothing of the rules reaches further than ten years.
        days = [as_of + DAY * n for n in range(3700)]
        first = next((day for day in days if eligible(day)), None)
        last = None
        if first:
            stop = next((day for day in days if day > first and not eligible(day)), None)
            last = stop and stop - DAY
        expect = {"outcome": "eligible" if eligible(as_of) else "ineligible"}
        if first and first != as_of:
            expect["eligible_on"] = first.isoformat()
        if last:
            expect["eligible_until"] = last.isoformat()
        document = {
            "id": "window",
            "version": 1,
            "criteria": [{"id": f"c{i}", "require": rule} for i, (rule, _) in enumerate(rules)],
        }
        worker = {"id": "w", "spells": [{"start": start.isoformat(), "end": end.isoformat()}]}
        if index % 3 == 0:
            worker = {
                "id": "w",
                "facts": {"start_date": start.isoformat(), "separation_date": end.isoformat()},
            }
        name = f"{index}: {' and '.join(rule for rule, _ in rules)}, {start} to {end}, as of {as_of}"
        given = {"policy": document, "worker": worker, "as_of": as_of.isoformat()}
        cases.append({"name": name, "given": given, "expect": expect})
    return cases


def document(source, cases):
    return {
        "call": "eligibility.decide",
        "source": f"tests/make/eligibility_foresight_vectors.py: {source}",
        "cases": cases,
    }


if __name__ == "__main__":
    corpus.main(
        {
            "eligibility/until.json": document("a walk day by day", until()),
            "eligibility/missing.json": document(
                "every set of facts, every way they can turn out", missing()
            ),
        }
    )
