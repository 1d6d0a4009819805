"""Expected values for `eligibility.ladder_table`: every row under every step, by a naive reading with Python's datetime.

The days are found by walking one by one.
"""

import datetime as dt
import random

import corpus
from eligibility_simulation_vectors import RULES, decided, document
from eligibility_table_vectors import table
from eligibility_vectors import DAY, length

RULES["three months"] = [
    (
        "gone",
        "require",
        "since_separation >= 3 months",
        lambda row, day: row["separation_date"] and gone(row["separation_date"], day, 3),
    ),
]


def gone(end, day, months):
    return length(day if day <= end else end + DAY, day, months, ">=")


def case(rng, name, rules, as_of, count, *, ordered=True):
    """One table under a ladder of these rules."""
    rows = table(rng, as_of, count)
    steps = [f"step-{place}" for place in range(len(rules))]
    outcomes, days = [], []
    for row in rows:
        outcomes.append({step: decided(rule, row, as_of)[1] for step, rule in zip(steps, rules, strict=True)})
        found = {}
        for step, rule in zip(steps, rules, strict=True):
            # Waiting is asked about where it is not eligible now.
            walk = (as_of + DAY * n for n in range(1, 3000)) if outcomes[-1][step] != "eligible" else ()
            day = next((day for day in walk if decided(rule, row, day)[1] == "eligible"), None)
            found[step] = day and day.isoformat()
        days.append(found)
    highest = [
        next((step for step in reversed(steps) if ordered and row[step] == "eligible"), None)
        for row in outcomes
    ]
    after = [steps.index(step) + 1 if step else 0 for step in highest]
    written = [
        {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}
        for row in rows
    ]
    ladder = {
        "id": "ladder",
        "version": 1,
        "ordered": ordered,
        "steps": [{"id": step, "policy": document(rule, 1)} for step, rule in zip(steps, rules, strict=True)],
    }
    expect = {
        "highest": highest,
        "next": [steps[place] if ordered and place < len(steps) else None for place in after],
        "counts": [highest.count(step) for step in steps],
        "outcomes": outcomes,
        "eligible_on": days,
    }
    given = {"ladder": ladder, "rows": written, "as_of": as_of.isoformat()}
    return {"name": name, "given": given, "expect": expect}


def main():
    """Writes or checks the file."""
    rng = random.Random(20261123)
    all_three = ["three months", "three years", "five years"]
    cases = [
        case(rng, "no rows have no steps", all_three, dt.date(2026, 4, 1), 0),
        case(rng, "three steps", all_three, dt.date(2026, 8, 31), 70),
        case(rng, "a step that is harder below", ["five years", "three months"], dt.date(2024, 2, 29), 64),
        case(rng, "a set has no highest", all_three, dt.date(2025, 3, 31), 40, ordered=False),
    ]
    document = {
        "call": "eligibility.ladder_table",
        "source": "tests/make/eligibility_ladder_table_vectors.py",
        "cases": cases,
    }
    corpus.main({"eligibility/ladder_tables.json": document})


if __name__ == "__main__":
    main()
