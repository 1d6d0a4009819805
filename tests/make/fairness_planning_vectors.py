"""Expected values for `fairness.expected_impact` and `fairness.adjust_p_values`.

The cut-off is found by Newton's method on the normal distribution of Python's `statistics`. A p-value adjusted by a procedure is the
lowest level at which the procedure rejects; the levels tried are those at which anything can change.
"""

import random
from fractions import Fraction
from statistics import NormalDist

import corpus

NORMAL = NormalDist()


def expected(difference, selection_rate, group_share):
    """The rates at the cut-off that selects so many of all."""
    cutoff = -NORMAL.inv_cdf(selection_rate)
    for _ in range(200):
        rate, reference = NORMAL.cdf(-(cutoff + difference)), NORMAL.cdf(-cutoff)
        excess = group_share * rate + (1 - group_share) * reference - selection_rate
        slope = group_share * NORMAL.pdf(cutoff + difference) + (1 - group_share) * NORMAL.pdf(cutoff)
        cutoff += excess / slope
    return {"impact_ratio": rate / reference, "rate": rate, "reference_rate": reference, "cutoff": cutoff}


def holm_rejects(p, level):
    """By stepping down: the smallest first, each against its share of the level, until one is not below."""
    rejected = set()
    for step, place in enumerate(sorted(range(len(p)), key=p.__getitem__)):
        if p[place] > level / (len(p) - step):
            break
        rejected.add(place)
    return rejected


def discovered(p, level):
    """By stepping up: all up to the largest that is not above its share of the level."""
    order = sorted(range(len(p)), key=p.__getitem__)
    last = max((step for step, place in enumerate(order, 1) if p[place] <= level * step / len(p)), default=0)
    return set(order[:last])


def adjusted(p):
    """Of each p-value the lowest level at which it is rejected, and at most 1."""
    exact = [Fraction(value) for value in p]
    n = len(p)
    levels = {
        holm_rejects: sorted({value * k for value in exact for k in range(1, n + 1)} | {Fraction(1)}),
        discovered: sorted({value * n / k for value in exact for k in range(1, n + 1)} | {Fraction(1)}),
    }
    found = []
    for place in range(n):
        lowest = [
            min(
                [level for level in levels[rejects] if level <= 1 and place in rejects(exact, level)],
                default=1,
            )
            for rejects in (holm_rejects, discovered)
        ]
        bonferroni = min(n * exact[place], Fraction(1))
        names = ("holm", "benjamini_hochberg", "bonferroni")
        found.append(dict(zip(names, map(float, (*lowest, bonferroni)), strict=True)))
    return found


def refused(name, kind, path, **given):
    return {"name": name, "given": given, "expect": {"error": {"kind": kind, "path": path}}}


def main():
    """Writes or checks the files."""
    rng = random.Random(20261125)
    impact = []
    for d, rate, share in [
        (0.15, 0.25, 0.3),
        (0.4, 0.1, 0.15),
        (0.0, 0.5, 0.5),
        (-0.7, 0.02, 0.6),
        (1.2, 0.9, 0.01),
    ]:
        given = {"difference": d, "selection_rate": rate, "group_share": share}
        impact.append({"name": f"{d} at {rate} of {share}", "given": given, "expect": expected(**given)})
    for name, value in [("difference", 5.5), ("selection_rate", 0), ("group_share", 1)]:
        given = {"difference": 0.5, "selection_rate": 0.5, "group_share": 0.5} | {name: value}
        impact.append(refused(f"no such {name}", "out_of_range", name, **given))
    adjust = [{"name": "none", "given": {"p": []}, "expect": []}]
    for count in (1, 3, 8, 15):
        p = [round(rng.random() ** 3, 4) for _ in range(count)]
        adjust.append({"name": f"{count} of them", "given": {"p": p}, "expect": adjusted(p)})
    tied = [0.01, 0.02, 0.01, 1, 0, 0.02]
    adjust.append({"name": "some are equal", "given": {"p": tied}, "expect": adjusted(tied)})
    adjust.append(refused("no probability", "out_of_range", "p[1]", p=[0.5, 1.5]))
    source = "tests/make/fairness_planning_vectors.py"
    corpus.main(
        {
            "fairness/expected_impact.json": {
                "call": "fairness.expected_impact",
                "source": source,
                "tolerance": 1e-10,
                "cases": impact,
            },
            "fairness/adjust_p_values.json": {
                "call": "fairness.adjust_p_values",
                "source": source,
                "cases": adjust,
            },
        }
    )


if __name__ == "__main__":
    main()
