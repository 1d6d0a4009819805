"""Expected values for `eligibility.decide_table`: row for row, a naive reading of the rules with Python's datetime."""

import datetime as dt
import random

import corpus
from eligibility_vectors import DAY, add_months, length

POLICY = {
    "id": "return-track",
    "version": 3,
    "criteria": [
        {"id": "service", "require": "tenure >= 5 years or grade >= 3"},
        {"id": "cooling-off", "require": "since_separation >= 6 months"},
        {"id": "conduct", "bar": "separation_kind = involuntary_cause"},
        {"id": "flag", "review": "rehire_flag in [upon_review, not_answered]"},
    ],
}


def statuses(row, as_of):
    """How each criterion stands, with None for unknown in Kleene's logic."""
    end, start = row["separation_date"], row["start_date"]
    employed = None if end is None else as_of <= end
    until = None if end is None else as_of if employed else end + DAY
    tenure = None if None in (start, until) else length(start, max(until, start), 60, ">=")
    grade = None if row["grade"] is None else row["grade"] >= 3
    # True or unknown is true, false or unknown is unknown.
    service = True if True in (tenure, grade) else None if None in (tenure, grade) else False
    gone = None if until is None else length(until, as_of, 6, ">=")
    cause = None if row["separation_kind"] is None else row["separation_kind"] == "involuntary_cause"
    # A worker whose flag was never set has the flag `absent`.
    asks = row["rehire_flag"] in ("upon_review", "not_answered")
    word = {None: "unknown", True: "met", False: "unmet"}
    barred = {None: "unknown", True: "unmet", False: "met"}
    return {
        "service": word[service],
        "cooling-off": word[gone],
        "conduct": barred[cause],
        "flag": "review" if asks else "met",
    }


def outcome(found):
    """What the criteria make together."""
    if "unmet" in found.values():
        return "ineligible"
    if "unknown" in found.values():
        return "undetermined"
    return "conditional" if "review" in found.values() else "eligible"


def table(rng, as_of, count):
    """Rows around the edges: five years and six months to the day, a day before and after, and cells that are missing."""
    rows = []
    for _ in range(count):
        start = dt.date(2010, 1, 29) + DAY * rng.randrange(3000)
        end = add_months(start, rng.choice([58, 60, 60, 90])) - DAY * rng.choice([0, 1, 2])
        if rng.random() < 0.4:
            end = add_months(as_of, -6) - DAY * rng.choice([0, 1, 2])
        row = {
            "start_date": start,
            "separation_date": end,
            "grade": rng.randrange(1, 5),
            "separation_kind": rng.choice(["voluntary", "voluntary", "retirement", "involuntary_cause"]),
            "rehire_flag": rng.choice(["yes", "absent", "upon_review", "not_answered"]),
        }
        rows.append({name: None if rng.random() < 0.06 else value for name, value in row.items()})
    return rows


def case(rng, name, as_of, count):
    """One table with what each row gets."""
    rows = table(rng, as_of, count)
    found = [statuses(row, as_of) for row in rows]
    outcomes = [outcome(row) for row in found]
    eligible_on = []
    for row, now in zip(rows, outcomes, strict=True):
        # Waiting is asked about where it is not eligible now.
        days = (as_of + DAY * n for n in range(1, 3000)) if now != "eligible" else ()
        day = next((day for day in days if outcome(statuses(row, day)) == "eligible"), None)
        eligible_on.append(day and day.isoformat())
    written = [
        {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}
        for row in rows
    ]
    given = {"policy": POLICY, "rows": written, "as_of": as_of.isoformat()}
    expect = {"outcomes": outcomes, "eligible_on": eligible_on, "statuses": found}
    return {"name": name, "given": given, "expect": expect}


def main():
    """Writes or checks the file."""
    rng = random.Random(20261121)
    cases = [
        case(rng, "no rows have no answers", dt.date(2026, 4, 1), 0),
        case(rng, "one row", dt.date(2024, 2, 29), 1),
        case(rng, "rows that end inside a word of the masks", dt.date(2026, 8, 31), 70),
        case(rng, "rows that fill a word of the masks", dt.date(2025, 3, 31), 64),
    ]
    document = {
        "call": "eligibility.decide_table",
        "source": "tests/make/eligibility_table_vectors.py",
        "cases": cases,
    }
    corpus.main({"eligibility/tables.json": document})


if __name__ == "__main__":
    main()
