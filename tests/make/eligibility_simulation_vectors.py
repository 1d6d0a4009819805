"""Expected values for `eligibility.simulate` and `programme.group_changes`.

Each row is decided under both policies by a naive reading of the rules with Python's datetime, and what comes out is counted.
"""

import collections
import datetime as dt
import random
from fractions import Fraction

import corpus
import eligibility_logic as logic
from eligibility_table_vectors import table
from eligibility_vectors import DAY, length

OUTCOMES = ("eligible", "conditional", "undetermined", "ineligible")


def spans(row, as_of):
    """Start, the day after the last day employed, and whether the end is known."""
    start, end = row["start_date"], row["separation_date"]
    until = None if end is None else as_of if as_of <= end else end + DAY
    return start, until


def tenure(row, as_of, months):
    start, until = spans(row, as_of)
    return None if None in (start, until) else length(start, max(until, start), months, ">=")


def since(row, as_of, months):
    _, until = spans(row, as_of)
    return None if until is None else length(until, as_of, months, ">=")


def grade(row, least):
    return None if row["grade"] is None else row["grade"] >= least


def either(*parts):
    return True if True in parts else None if None in parts else False


def kind(row, name):
    return None if row["separation_kind"] is None else row["separation_kind"] == name


def flag(row, *names):
    """A worker whose flag was never set has the flag `absent`."""
    return (row["rehire_flag"] or "absent") in names


# Of each policy its criteria: id, effect, the rule as people write it, and the rule as Python.
RULES = {
    "five years": [
        (
            "service",
            "require",
            "tenure >= 5 years or grade >= 3",
            lambda row, day: either(tenure(row, day, 60), grade(row, 3)),
        ),
        ("cooling-off", "require", "since_separation >= 6 months", lambda row, day: since(row, day, 6)),
        (
            "conduct",
            "bar",
            "separation_kind = involuntary_cause",
            lambda row, day: kind(row, "involuntary_cause"),
        ),
        (
            "flag",
            "review",
            "rehire_flag in [upon_review, not_answered]",
            lambda row, day: flag(row, "upon_review", "not_answered"),
        ),
    ],
    "three years": [
        (
            "service",
            "require",
            "tenure >= 58 months or grade >= 2",
            lambda row, day: either(tenure(row, day, 58), grade(row, 2)),
        ),
        (
            "conduct",
            "bar",
            "separation_kind = involuntary_cause",
            lambda row, day: kind(row, "involuntary_cause"),
        ),
        (
            "retired",
            "review",
            "separation_kind = retirement",
            lambda row, day: kind(row, "retirement"),
        ),
        ("answered", "bar", "rehire_flag = not_answered", lambda row, day: flag(row, "not_answered")),
    ],
}


def document(name, version):
    criteria = [{"id": id, effect: rule} for id, effect, rule, _ in RULES[name]]
    return {"id": "return-track", "version": version, "criteria": criteria}


def decided(name, row, as_of):
    """How each criterion stands, and the outcome, as the guide's table has it."""
    found = {id: logic.status(effect, rule(row, as_of)) for id, effect, _, rule in RULES[name]}
    gates = [found[id] for id, effect, _, _ in RULES[name] if effect != "review"]
    if "unmet" in gates:
        return found, "ineligible"
    if "unknown" in gates:
        return found, "undetermined"
    if "review" in found.values():
        return found, "conditional"
    return found, "undetermined" if "unknown" in found.values() else "eligible"


def because(name, moved):
    """For each criterion that stands in somebody's way: for how many, and for how many nothing else does."""
    counts = []
    for id, effect, _, _ in RULES[name]:
        held = [found for found in moved if found[id] != "met"]
        alone = [found for found in held if all(found[other] == "met" for other in found if other != id)]
        if held:
            counts.append({"id": id, "effect": effect, "rows": len(held), "alone": len(alone)})
    return counts


def near(name, all_found):
    """Rows whose only unmet gate is this one, and of whom nothing is unknown."""
    return [
        {
            "id": id,
            "rows": sum(
                found[id] == "unmet"
                and "unknown" not in found.values()
                and list(found.values()).count("unmet") == 1
                for found in all_found
            ),
        }
        for id, effect, _, _ in RULES[name]
        if effect != "review"
    ]


def removed(name, all_found):
    """The first unmet criterion of each row."""
    first = collections.Counter(
        next((id for id in found if found[id] == "unmet"), None) for found in all_found
    )
    return [{"id": id, "rows": first[id]} for id, _, _, _ in RULES[name]]


def groups(rows, columns, was, now):
    """Each group's rows and who of them is eligible: by name, those whose group is not known last."""
    counted = []
    for column in columns:
        names = sorted({row[column] for row in rows} - {None})
        for name in [*names, *([None] if any(row[column] is None for row in rows) else [])]:
            here = [place for place, row in enumerate(rows) if row[column] == name]
            counted.append(
                {
                    "column": column,
                    "group": name,
                    "rows": len(here),
                    "eligible_before": sum(was[place] == "eligible" for place in here),
                    "eligible_after": sum(now[place] == "eligible" for place in here),
                }
            )
    return counted


def made_up(rng, as_of, count):
    """Rows of which everybody belongs to a site and, but for a few, to a sex."""
    rows = table(rng, as_of, count)
    return [
        row
        | {"site": rng.choice(["Osaka", "Tokyo", "那覇"]), "sex": rng.choice(["f", "f", "m", "m", "m", None])}
        for row in rows
    ]


def compared(rng, names, as_of, count, columns):
    """What is given, both decisions of each row, and the groups' counts."""
    rows = made_up(rng, as_of, count)
    before, after = ([decided(name, row, as_of) for row in rows] for name in names)
    written = [
        {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}
        for row in rows
    ]
    given = {
        "before": document(names[0], 1),
        "after": document(names[1], 2),
        "rows": written,
        "as_of": as_of.isoformat(),
        "groups": columns,
    }
    counted = groups(rows, columns, [found[1] for found in before], [found[1] for found in after])
    return given, before, after, counted


def simulated(rng, name, names, as_of, count, columns=()):
    given, before, after, counted = compared(rng, names, as_of, count, list(columns))
    pairs = list(zip(before, after, strict=True))
    moves = {
        was: {now: sum((b[1], a[1]) == (was, now) for b, a in pairs) for now in OUTCOMES} for was in OUTCOMES
    }
    expect = {
        "rows": count,
        "moves": moves,
        "opened": because(names[0], [b[0] for b, a in pairs if a[1] == "eligible" != b[1]]),
        "closed": because(names[1], [a[0] for b, a in pairs if b[1] == "eligible" != a[1]]),
        "near_before": near(names[0], [found for found, _ in before]),
        "near_after": near(names[1], [found for found, _ in after]),
        "removed_before": removed(names[0], [found for found, _ in before]),
        "removed_after": removed(names[1], [found for found, _ in after]),
    }
    if columns:
        expect["groups"] = counted
    return {"name": name, "given": given, "expect": expect}


def selection(counted, when):
    """Of one column the groups as a selection: counts, and each rate over the highest."""
    known = [group for group in counted if group["group"] is not None]
    rate = {group["group"]: Fraction(group[f"eligible_{when}"], group["rows"]) for group in known}
    best = max(rate, key=rate.get)
    if list(rate.values()).count(rate[best]) > 1:
        raise SystemExit("which group is the reference must be told by its rate")
    return {
        "groups": [
            {"group": group["group"], "considered": group["rows"], "selected": group[f"eligible_{when}"]}
            for group in known
        ],
        "findings": [
            {"group": name, "impact_ratio": float(rate[name] / rate[best])} for name in rate if name != best
        ],
    }


def changed(rng, name, names, as_of, count, columns):
    given, _, _, counted = compared(rng, names, as_of, count, columns)
    expect = []
    for column in columns:
        of_column = [group for group in counted if group["column"] == column]
        expect.append(
            {
                "column": column,
                "unknown": sum(group["rows"] for group in of_column if group["group"] is None),
                "before": selection(of_column, "before"),
                "after": selection(of_column, "after"),
            }
        )
    return {"name": name, "given": given, "expect": expect}


def refused(name, kind, path, **other):
    """What cannot be used: three rows with one thing wrong."""
    rows = [{"grade": 1, "site": "Tokyo"}, {"grade": 2, "site": "Osaka"}, {"grade": 3, "site": None}]
    policy = {"id": "g", "version": 1, "criteria": [{"id": "g", "require": "grade >= 2"}]}
    given = {"before": policy, "after": policy, "rows": rows, "as_of": "2026-04-01", "groups": []} | other
    return {"name": name, "given": given, "expect": {"error": {"kind": kind, "path": path}}}


def main():
    """Writes or checks the files."""
    rng = random.Random(20261122)
    there, back = ("five years", "three years"), ("three years", "five years")
    cases = [
        simulated(rng, "nobody moves where there is nobody", there, dt.date(2026, 4, 1), 0),
        simulated(rng, "one row", there, dt.date(2024, 2, 29), 1, ["site"]),
        simulated(
            rng,
            "a policy that is looser here and stricter there",
            there,
            dt.date(2026, 8, 31),
            150,
            ["site", "sex"],
        ),
        simulated(rng, "the way back", back, dt.date(2026, 8, 31), 130, ["sex"]),
        simulated(rng, "a policy and itself", ("five years", "five years"), dt.date(2025, 3, 31), 64),
        refused("a column of groups that is not there", "missing", "sit", groups=["sit"]),
        refused("a column of groups that holds numbers", "wrong_type", "grade", groups=["grade"]),
        refused(
            "a fact without a column under the policy after",
            "missing",
            "rehire_flag",
            after={"id": "g", "version": 2, "criteria": [{"id": "g", "require": "rehire_flag = yes"}]},
        ),
    ]
    changes = [
        changed(rng, "two columns of groups", there, dt.date(2026, 8, 31), 150, ["site", "sex"]),
        changed(rng, "and back", back, dt.date(2025, 4, 1), 170, ["sex"]),
    ]
    source = "tests/make/eligibility_simulation_vectors.py"
    corpus.main(
        {
            "eligibility/simulations.json": {
                "call": "eligibility.simulate",
                "source": source,
                "cases": cases,
            },
            "programme/changes.json": {"call": "programme.group_changes", "source": source, "cases": changes},
        }
    )


if __name__ == "__main__":
    main()
