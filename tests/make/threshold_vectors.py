"""Expected values for `fairness.thresholds`: people are picked one by one, and every table is enumerated.

The division in halves is SplitMix64's top bit of each row's number; whatever else it could be, the halves must be these.
"""

import random
from fractions import Fraction

import corpus
from fairness_oracle import holm, tests_for

LINE = Fraction(4, 5)
MASK = 2**64 - 1


def held_out(seed, row):
    state = (seed + (row + 1) * 0x9E3779B97F4A7C15) & MASK
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & MASK
    return (state ^ (state >> 31)) >> 63 == 1


def compared(people, names, passes, reference):
    """Each group against its reference: the fields of a comparison, with the ratio as a fraction beside."""
    counts = {}
    for name in names:
        known = [fact for group, fact in people if group == name and fact is not None]
        counts[name] = len(known), sum(passes(fact) for fact in known)
    if not names:
        return []
    if reference == "highest_rate":
        # Of equal rates the one with the most people, then the first by name.
        best = max(
            sorted(names),
            key=lambda name: (Fraction(counts[name][1], counts[name][0] or 1), counts[name][0]),
        )
        pairs = [(name, best, counts[best]) for name in names if name != best]
    elif reference == "complement":
        everyone = [sum(counts[name][i] for name in names) for i in (0, 1)]
        pairs = [(name, None, tuple(everyone[i] - counts[name][i] for i in (0, 1))) for name in names]
    else:
        pairs = [
            (name, reference["group"], counts[reference["group"]])
            for name in names
            if name != reference["group"]
        ]
    answers = []
    for name, against, (n2, x2) in pairs:
        n1, x1 = counts[name]
        there = n1 and n2 and x1 + x2
        ratio = Fraction(x1 * n2, x2 * n1) if there and x2 else None
        mid_p = float(tests_for(n1, n2, x1 + x2)[x1][1]) if there else None
        answers.append(
            (
                ratio,
                {
                    "group": name,
                    "considered": n1,
                    "eligible": x1,
                    "reference": against,
                    "reference_considered": n2,
                    "reference_eligible": x2,
                    "impact_ratio": None if ratio is None else float(ratio),
                    "below_threshold": None if ratio is None else ratio < LINE,
                    "mid_p": mid_p,
                    "adjusted_p": None,
                },
            )
        )
    return answers


def search(people, options, standard):
    reference, minimum = standard.get("reference", "highest_rate"), standard.get("minimum_cell", 0)
    everybody = sorted({group for group, _ in people if group is not None})

    def known(name):
        return sum(group == name and fact is not None for group, fact in people)

    names = [name for name in everybody if known(name) >= minimum]
    seed = options["inference"]["split"]["seed"] if "inference" in options else None
    searched = [person for row, person in enumerate(people) if seed is None or not held_out(seed, row)]
    held = [person for row, person in enumerate(people) if seed is not None and held_out(seed, row)]
    points = []
    for threshold in sorted(options["thresholds"]):
        at_most = options.get("side") == "at_most"

        def passes(fact, threshold=threshold, at_most=at_most):
            return fact <= threshold if at_most else fact >= threshold

        answers = compared(searched, names, passes, reference)
        ratios = [(ratio, answer["group"]) for ratio, answer in answers if ratio is not None]
        lowest = min(ratios, default=None)
        eligible = sum(
            fact is not None and passes(fact) for group, fact in searched if group is None or group in names
        )
        points.append(
            {
                "threshold": float(threshold),
                "eligible": eligible,
                "lowest_ratio": float(lowest[0]) if lowest else None,
                "lowest_group": lowest[1] if lowest else None,
                "below_threshold": lowest[0] < LINE if lowest else None,
                "comparisons": [answer for _, answer in answers],
                "exact": lowest[0] if lowest else None,
                "passes": passes,
            }
        )
    for point in points:
        point["on_front"] = point["exact"] is not None and not any(
            other["exact"] is not None
            and other["eligible"] >= point["eligible"]
            and other["exact"] >= point["exact"]
            and (other["eligible"], other["exact"]) != (point["eligible"], point["exact"])
            for other in points
        )
    for point in points:
        if seed is not None:
            answers = compared(held, names, point["passes"], reference) if point["on_front"] else []
            point["comparisons"] = [answer for _, answer in answers]
    tests = [answer for point in points for answer in point["comparisons"] if answer["mid_p"] is not None]
    for answer, adjusted in zip(tests, holm([answer["mid_p"] for answer in tests]), strict=True):
        answer["adjusted_p"] = adjusted
    for point in points:
        del point["exact"], point["passes"]
    return {
        "rows": len(people),
        "groups": [
            {
                "group": name,
                "considered": known(name),
                "unknown": sum(group == name and fact is None for group, fact in people),
            }
            for name in names
        ],
        "withheld": [name for name in everybody if name not in names],
        "unknown_group": sum(group is None for group, _ in people),
        "points": points,
        "comparisons": len(tests),
    }


def given(people, options, standard):
    columns = {"sex": [group for group, _ in people], "tenure": [fact for _, fact in people]}
    return {"columns": columns, "options": {"fact": "tenure", "attribute": "sex", **options}, **standard}


def case(name, people, options, **standard):
    return {
        "name": name,
        "given": given(people, options, standard),
        "expect": search(people, options, standard),
    }


def refused(name, people, options, kind, path, **standard):
    expect = {"error": {"kind": kind, "path": path}}
    return {"name": name, "given": given(people, options, standard), "expect": expect}


def made_up(count, seed, groups=("women", "men"), unknown=0.0):
    draw = random.Random(seed)

    def fact(group):
        if draw.random() < unknown:
            return None
        return int(draw.gammavariate(2, 20 + 8 * groups.index(group)))

    def person():
        group = draw.choice(groups)
        return (None if draw.random() < unknown else group), fact(group)

    return [person() for _ in range(count)]


FEW = [("women", 1), ("women", 3), ("women", 4), ("women", 9), ("men", 3), ("men", 5), ("men", 6), ("men", 8)]
MONTHS = {"thresholds": [12, 24, 36, 48, 60, 120]}
CASES = [
    case("three years rather than five", FEW, {"thresholds": [5, 3]}),
    case("at most", FEW, {"thresholds": [3, 5, 8], "side": "at_most"}),
    case("a threshold that nobody reaches has no ratio and is on no front", FEW, {"thresholds": [3, 100]}),
    case("a threshold that everybody reaches", FEW, {"thresholds": [0, -5.5, 3.5]}),
    case("equal points stand on the front together", FEW, {"thresholds": [3, 2.5, 2]}),
    case("two hundred people, three groups", made_up(200, 1, ("a", "b", "c")), MONTHS),
    case("unknown facts and groups", made_up(150, 2, unknown=0.1), MONTHS),
    case("against everyone else", made_up(120, 3, ("a", "b", "c")), MONTHS, reference="complement"),
    case("against a named group", made_up(120, 4, ("a", "b", "c")), MONTHS, reference={"group": "b"}),
    case(
        "a small group is named and takes part in nothing",
        [*made_up(90, 5), ("x", 70), ("x", 2)],
        MONTHS,
        minimum_cell=5,
    ),
    case(
        "chosen on one half, tested on the other",
        made_up(300, 6),
        {**MONTHS, "inference": {"split": {"seed": 7}}},
    ),
    case(
        "another seed, another half", made_up(300, 6), {**MONTHS, "inference": {"split": {"seed": 2**63 + 5}}}
    ),
    refused("no threshold", FEW, {"thresholds": []}, "missing", "thresholds"),
    refused("a threshold twice", FEW, {"thresholds": [3, 5, 3.0]}, "duplicate", "thresholds[2]"),
    refused("too many", FEW, {"thresholds": list(range(1001))}, "too_large", "thresholds"),
    refused("the group itself", FEW, {"thresholds": [1], "fact": "sex"}, "inconsistent", "fact"),
    refused("no such column", FEW, {"thresholds": [1], "fact": "years"}, "missing", "years"),
    refused("a fact of texts", [("a", "x"), ("b", "y")], {"thresholds": [1]}, "wrong_type", "tenure"),
    case(
        "one group has nothing to be compared with", [("a", 1), ("a", 2), ("a", None)], {"thresholds": [1, 2]}
    ),
    case("no people", [], {"thresholds": [1]}),
    refused(
        "an unknown reference",
        FEW,
        {"thresholds": [3]},
        "unknown_name",
        "reference",
        reference={"group": "x"},
    ),
]

if __name__ == "__main__":
    corpus.main(
        {
            "fairness/thresholds.json": {
                "call": "fairness.thresholds",
                "source": "tests/make/threshold_vectors.py: people picked one by one, every table enumerated",
                "tolerance": 1e-11,
                "cases": CASES,
            }
        }
    )
