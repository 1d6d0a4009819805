"""Expected values for `programme.policy_gap`: the Shapley value by its definition, over every set of criteria.

Each row is decided by a naive reading of the rules. For every set of hurdles (a criterion that is not met or asks for a person, a
criterion that cannot be told) the rows are decided again as if the others were met; a hurdle's part is how much the gap grows when
it joins, averaged over every order, in fractions.
"""

import datetime as dt
import random
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import comb

import corpus
import eligibility_simulation_vectors as simulation

simulation.RULES["asked"] = [
    ("service", "require", "tenure >= 58 months", lambda row, day: simulation.tenure(row, day, 58)),
    (
        "conduct",
        "bar",
        "separation_kind = involuntary_cause",
        lambda row, day: simulation.kind(row, "involuntary_cause"),
    ),
    ("senior", "review", "grade = 4", lambda row, day: None if row["grade"] is None else row["grade"] == 4),
    (
        "retired",
        "review",
        "separation_kind = retirement",
        lambda row, day: simulation.kind(row, "retirement"),
    ),
]


def passes(found, effects, conditional):
    """Whether somebody whose criteria stand so passes."""
    gates = [found[id] for id in found if effects[id] != "review"]
    if "unmet" in gates or "unknown" in gates:
        return False
    if "review" in found.values():
        return conditional
    return "unknown" not in found.values()


def divided(name, rows, as_of, group, reference, conditional):
    """The gap between two lists of rows and each criterion's part of it."""
    effects = {id: effect for id, effect, _, _ in simulation.RULES[name]}
    sides = [[simulation.decided(name, row, as_of)[0] for row in side] for side in (group, reference)]
    # What asks for a person is no hurdle where who is asked about passes.
    kinds = [
        (id, kind)
        for id, effect in effects.items()
        for kind in ("held", "unknown")
        if not (conditional and effect == "review" and kind == "held")
    ]

    def rate(side, present):
        def as_if(found):
            kind = {"unmet": "held", "review": "held", "unknown": "unknown"}
            absent = {id for id, status in found.items() if (id, kind.get(status)) in set(kinds) - present}
            return {id: "met" if id in absent else status for id, status in found.items()}

        return Fraction(sum(passes(as_if(found), effects, conditional) for found in side), len(side))

    @cache
    def gap(present):
        return rate(sides[1], present) - rate(sides[0], present)

    def part(player):
        others = [other for other in kinds if other != player]
        total = Fraction(0)
        for size in range(len(kinds)):
            weight = Fraction(1, len(kinds) * comb(len(others), size))
            for joined in combinations(others, size):
                total += weight * (gap(frozenset((*joined, player))) - gap(frozenset(joined)))
        return total

    everything, parts = frozenset(kinds), []
    for id in effects:
        held = part((id, "held")) if (id, "held") in kinds else Fraction(0)
        unknown = part((id, "unknown"))
        without = everything - {(id, "held"), (id, "unknown")}
        rates = [rate(side, without) for side in sides]
        parts.append(
            {
                "criterion": id,
                "part": float(held + unknown),
                "unmet": float(held),
                "unknown": float(unknown),
                "gap_without": float(rates[1] - rates[0]),
                "ratio_without": float(rates[0] / rates[1]) if rates[1] else None,
            }
        )
    assert sum(part(player) for player in kinds) == gap(everything)
    return float(gap(everything)), parts


def case(title, name, as_of, rows, attribute, against, *, conditional=False, **standard):
    """One table, every group against `against` (a name, or None for everyone else)."""
    known = sorted({row[attribute] for row in rows} - {None})
    of = {group: [row for row in rows if row[attribute] == group] for group in known}
    shown = [group for group in known if len(of[group]) >= standard.get("minimum_cell", 0)]
    expect = []
    for group in shown:
        if group == against:
            continue
        if against is None:
            reference = [row for other in shown if other != group for row in of[other]]
        else:
            reference = of[against]
        gap, parts = divided(name, rows, as_of, of[group], reference, conditional)
        expect.append({"group": group, "reference": against, "gap": gap, "parts": parts})
    given = {
        "policy": simulation.document(name, 1),
        "rows": [
            {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in row.items()}
            for row in rows
        ],
        "as_of": as_of.isoformat(),
        "attribute": attribute,
    }
    given |= {"conditional_passes": True} if conditional else {}
    given |= {"standard": standard} if standard else {}
    unknown = [row for row in rows if row[attribute] is None]
    report = {"attributions": expect, "selection": {"withheld": [g for g in known if g not in shown]}}
    if unknown:
        passed = [
            passes(
                simulation.decided(name, row, as_of)[0],
                {id: effect for id, effect, _, _ in simulation.RULES[name]},
                conditional,
            )
            for row in unknown
        ]
        report["selection"]["unknown"] = {"considered": len(unknown), "selected": sum(passed)}
    expect = {"rows": len(rows), "attribute": attribute, "report": report}
    return {"name": title, "given": given, "expect": expect}


def made_up(rng, as_of, count):
    """Rows with more cells that are missing."""
    rows = simulation.made_up(rng, as_of, count)
    for row in rows:
        for column in ("grade", "separation_kind"):
            if rng.random() < 0.2:
                row[column] = None
    return rows


def refused(name, kind, path, **other):
    """What cannot be used: three rows with one thing wrong."""
    rows = [{"grade": 1, "site": "Tokyo"}, {"grade": 2, "site": "Osaka"}, {"grade": 3, "site": None}]
    policy = {"id": "g", "version": 1, "criteria": [{"id": "g", "require": "grade >= 2"}]}
    given = {"policy": policy, "rows": rows, "as_of": "2026-04-01", "attribute": "site"} | other
    return {"name": name, "given": given, "expect": {"error": {"kind": kind, "path": path}}}


def main():
    """Writes or checks the file."""
    rng = random.Random(20261123)
    day = dt.date(2026, 8, 31)
    cases = [
        case(
            "two groups, against one that is named",
            "five years",
            day,
            made_up(rng, day, 90),
            "sex",
            "m",
            reference={"group": "m"},
        ),
        case(
            "each group against everyone else, a group too small to be shown",
            "five years",
            day,
            [row | {"site": "Kobe"} if i < 4 else row for i, row in enumerate(made_up(rng, day, 110))],
            "site",
            None,
            reference="complement",
            minimum_cell=5,
        ),
        case(
            "who is conditional passes",
            "five years",
            day,
            made_up(rng, day, 100),
            "sex",
            "m",
            conditional=True,
            reference={"group": "m"},
        ),
        case(
            "who is conditional passes, and it is not always known who is",
            "asked",
            day,
            made_up(rng, day, 150),
            "sex",
            "f",
            conditional=True,
            reference={"group": "f"},
        ),
        case(
            "what asks for a person holds back",
            "asked",
            day,
            made_up(rng, day, 150),
            "sex",
            "f",
            reference={"group": "f"},
        ),
        refused("a column of groups that is not there", "missing", "sit", attribute="sit"),
        refused(
            "a reference that is no group",
            "unknown_name",
            "reference",
            standard={"reference": {"group": "Kobe"}},
        ),
        refused(
            "a fact without a column",
            "missing",
            "rehire_flag",
            policy={"id": "g", "version": 2, "criteria": [{"id": "g", "require": "rehire_flag = yes"}]},
        ),
    ]
    corpus.main(
        {
            "programme/gaps.json": {
                "call": "programme.policy_gap",
                "source": "tests/make/programme_gap_vectors.py",
                "cases": cases,
            }
        }
    )


if __name__ == "__main__":
    main()
