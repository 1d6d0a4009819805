"""Expected values about pay, without the library: fractions for money, people divided along a line."""

import itertools
import math
import random
from fractions import Fraction
from statistics import median

import corpus


def money(minor, currency="JPY"):
    return {"minor": minor, "currency": currency}


def one_decimal(share):
    """A share in per cent with one decimal, halves away from zero."""
    tenths = abs(share) * 1000
    rounded = (2 * tenths.numerator + tenths.denominator) // (2 * tenths.denominator)
    return math.copysign(rounded / 10, share) if rounded else 0.0


def gap(reference, group):
    """The gap of two figures, or none."""
    if reference is None or group is None or reference <= 0:
        return None
    share = Fraction(reference - group) / Fraction(reference)
    return {"share": float(share), "percent": one_decimal(share)}


def mean(amounts):
    return Fraction(sum(amounts), len(amounts)) if amounts else None


def middle(amounts):
    return median(map(Fraction, amounts)) if amounts else None


def quartiles(focal, reference):
    """Quarters by laying everyone on a line, and dividing each rate's stretch among the quarters it lies in."""
    amounts = sorted([(a, 0) for a in focal] + [(a, 1) for a in reference])
    size, over = divmod(len(amounts), 4)
    sizes = [size + (over >= 1), size + (over == 3), size + (over >= 2), size]
    edges = [0, *itertools.accumulate(sizes)]
    bands = [[0, 0] for _ in range(4)]
    for rate in sorted({a for a, _ in amounts}):
        places = [i for i, (a, _) in enumerate(amounts) if a == rate]
        women = sum(1 for a, g in amounts if a == rate and g == 0)
        shares = [Fraction(sum(edges[b] <= i < edges[b + 1] for i in places), len(places)) for b in range(4)]
        given = [math.floor(women * s) for s in shares]
        rest = sorted(range(4), key=lambda b: (-(women * shares[b] - given[b]), b))
        for b in rest[: women - sum(given)]:
            given[b] += 1
        for b in range(4):
            bands[b][0] += given[b]
            bands[b][1] += int(shares[b] * len(places)) - given[b]
    names = ["lower", "lower_middle", "upper_middle", "upper"]
    return {
        name: {
            "focal": f,
            "reference": r,
            "focal_percent": one_decimal(Fraction(f, f + r)) if f + r else None,
        }
        for name, (f, r) in zip(names, bands, strict=True)
    }


def of(people, group, amount):
    return [a for p in people if p["group"] == group and (a := amount(p)) is not None]


def ordinary(p):
    return p["pay"]["minor"]


def variable(p):
    return (p.get("variable") or {}).get("minor") or None


def whole(p):
    return ordinary(p) + (variable(p) or 0)


def percent(some, every):
    return one_decimal(Fraction(len(some), len(every))) if every else None


def uk(people, focal="women", reference="men"):
    pay = [of(people, g, ordinary) for g in (focal, reference)]
    bonus = [of(people, g, variable) for g in (focal, reference)]
    return {
        "focal": len(pay[0]),
        "reference": len(pay[1]),
        "others": len(people) - len(pay[0]) - len(pay[1]),
        "mean_gap": gap(mean(pay[1]), mean(pay[0])),
        "median_gap": gap(middle(pay[1]), middle(pay[0])),
        "mean_bonus_gap": gap(mean(bonus[1]), mean(bonus[0])),
        "median_bonus_gap": gap(middle(bonus[1]), middle(bonus[0])),
        "focal_bonus_percent": percent(bonus[0], pay[0]),
        "reference_bonus_percent": percent(bonus[1], pay[1]),
        "quartiles": quartiles(*pay),
    }


def eu(people):
    figures = {
        name: [of(people, g, amount) for g in ("men", "women")]
        for name, amount in {
            "whole": whole,
            "variable": variable,
            "everyone": lambda p: variable(p) or 0,
        }.items()
    }
    categories = []
    for name in sorted(
        {p["category"] for p in people if p.get("category") and p["group"] in ("women", "men")}
    ):
        here = [p for p in people if p.get("category") == name]
        two = [mean(of(here, g, whole)) for g in ("men", "women")]
        found = gap(*two)
        categories.append(
            {
                "category": name,
                "focal": len(of(here, "women", whole)),
                "reference": len(of(here, "men", whole)),
                "mean_gap": found,
                "ordinary_gap": gap(*[mean(of(here, g, ordinary)) for g in ("men", "women")]),
                "variable_gap": gap(*[mean(of(here, g, variable)) for g in ("men", "women")]),
                "at_line": None if found is None else abs(two[0] - two[1]) * 20 >= two[0],
            }
        )
    lines = [c["at_line"] for c in categories]
    if True in lines:
        verdict = "review"
    elif False not in lines:
        verdict = "not_estimable"
    else:
        verdict = "watch" if None in lines else "no_signal"
    return {
        "verdict": verdict,
        "mean_gap": gap(*map(mean, figures["whole"])),
        "median_gap": gap(*map(middle, figures["whole"])),
        "variable_mean_gap": gap(*map(mean, figures["variable"])),
        "variable_mean_gap_everyone": gap(*map(mean, figures["everyone"])),
        "variable_median_gap": gap(*map(middle, figures["variable"])),
        "receiving": {
            "focal_percent": percent(figures["variable"][1], figures["whole"][1]),
            "reference_percent": percent(figures["variable"][0], figures["whole"][0]),
        },
        "quartiles": quartiles(figures["whole"][1], figures["whole"][0]),
        "categories": categories,
    }


def inversions(people, margin):
    """Every pair, one by one."""
    rated = any("rating" in p for p in people)
    kept = [p for p in people if not rated or "rating" in p]
    back, there = ([p for p in kept if bool(p.get("returner")) is side] for side in (True, False))
    eligible = [
        (i, j)
        for i in back
        for j in there
        if i["cell"] == j["cell"]
        and j["tenure_months"] >= i["tenure_months"] + margin
        and j.get("rating", 0) >= i.get("rating", 0)
    ]
    wrong = [(i, j) for i, j in eligible if ordinary(i) > ordinary(j)]
    return {
        "returners": sum(bool(p.get("returner")) for p in people),
        "incumbents": sum(not p.get("returner") for p in people),
        "unrated": len(people) - len(kept),
        "eligible_pairs": len(eligible),
        "inverted_pairs": len(wrong),
        "rate": len(wrong) / len(eligible) if eligible else None,
        "incumbents_affected": len({id(j) for _, j in wrong}),
    }


def crowd(seed, size, variable_share=0.5):
    """A made-up workforce."""
    draw = random.Random(seed)
    people = []
    for _ in range(size):
        group = draw.choices(["women", "men", "unknown"], [5, 5, 1])[0]
        person = {
            "group": group,
            "pay": money(draw.choice([4_000_000, 4_500_000, draw.randrange(3_500_000, 9_000_000)])),
        }
        if draw.random() < variable_share:
            person["variable"] = money(draw.choice([0, draw.randrange(1, 2_000_000)]))
        if draw.random() < 0.9:
            person["category"] = draw.choice(["G3", "G4", "G5", "G6"])
        people.append(person)
    return people


def peers(seed, size, rated):
    draw = random.Random(seed)
    people = []
    for _ in range(size):
        person = {
            "cell": draw.choice(["sales", "engineering"]),
            "returner": draw.random() < 0.3,
            "tenure_months": draw.randrange(0, 60),
            "pay": money(draw.randrange(40, 60) * 100_000),
        }
        if rated and draw.random() < 0.9:
            person["rating"] = draw.randrange(1, 6)
        people.append(person)
    return people


SCRIPT = "computed by tests/make/pay_vectors.py: "


def gaps(call, expected, source):
    tied = [{"group": g, "pay": money(10)} for g in ["women"] * 5 + ["men"] * 9]
    cases = [
        ("a made-up workforce", crowd(1, 60)),
        ("a larger one without categories of one group", crowd(2, 400)),
        ("one rate for everyone", tied),
        ("women only", [p for p in crowd(3, 20) if p["group"] == "women"]),
        ("seven people", [p for p in crowd(4, 30) if p["group"] != "unknown"][:7]),
        ("nobody", []),
        (
            "no pay for the reference",
            [{"group": "men", "pay": money(0)}, {"group": "women", "pay": money(5)}],
        ),
        (
            "exactly the line of 5 %",
            [
                {"group": "women", "pay": money(95), "category": "G5"},
                {"group": "men", "pay": money(100), "category": "G5"},
            ],
        ),
        (
            "a line reached upwards",
            [
                {"group": "women", "pay": money(105), "category": "G5"},
                {"group": "men", "pay": money(100), "category": "G5"},
            ],
        ),
        (
            "just below the line",
            [
                {"group": "women", "pay": money(9501), "category": "G5"},
                {"group": "men", "pay": money(10000), "category": "G5"},
            ],
        ),
    ]
    broken = [
        (
            "two currencies",
            [{"group": "men", "pay": money(1)}, {"group": "women", "pay": money(1, "EUR")}],
            {"kind": "inconsistent", "path": "people[1]"},
        ),
        (
            "negative pay",
            [{"group": "men", "pay": money(-1)}],
            {"kind": "out_of_range", "path": "people[0].pay"},
        ),
    ]
    return {
        "call": call,
        "source": source,
        "cases": [{"name": n, "given": {"people": p}, "expect": expected(p)} for n, p in cases]
        + [{"name": n, "given": {"people": p}, "expect": {"error": e}} for n, p, e in broken],
    }


def compressions():
    draw = random.Random(5)
    cases = []
    for name, new, old in [
        ("a made-up grade", 5, 14),
        ("even numbers", 4, 8),
        ("nobody came in", 0, 3),
        ("nobody there", 2, 0),
    ]:
        newcomers, incumbents = ([draw.randrange(50, 80) * 100_000 for _ in range(n)] for n in (new, old))
        index = float(middle(newcomers) / middle(incumbents)) if new and old else None
        given = {"newcomers": [*map(money, newcomers)], "incumbents": [*map(money, incumbents)]}
        cases.append(
            {"name": name, "given": given, "expect": {"newcomers": new, "incumbents": old, "index": index}}
        )
    given = {"newcomers": [money(1)], "incumbents": [money(1), money(1, "EUR")]}
    cases.append(
        {
            "name": "two currencies",
            "given": given,
            "expect": {"error": {"kind": "inconsistent", "path": "incumbents[1]"}},
        }
    )
    return {"call": "fairness.compression", "source": SCRIPT + "medians of fractions", "cases": cases}


def pairs():
    cases = []
    for name, seed, size, rated, margin in [
        ("no ratings", 11, 40, False, 0),
        ("ratings, some missing", 12, 80, True, 0),
        ("twelve months more", 13, 120, True, 12),
        ("many people", 14, 400, True, 1),
        ("nobody", 15, 0, False, 0),
    ]:
        people = peers(seed, size, rated)
        cases.append(
            {
                "name": name,
                "given": {"margin_months": margin, "people": people},
                "expect": inversions(people, margin),
            }
        )
    return {"call": "fairness.inversions", "source": SCRIPT + "every pair looked at", "cases": cases}


def japan():
    nta = [("women", None, 21_510_135, 67_479_137_000_000), ("men", None, 29_266_000, 164_867_744_000_000)]
    kinds = [
        ("women", "regular", 40, 210_000_000),
        ("men", "regular", 61.5, 410_000_000),
        ("women", "non_regular", 33.25, 66_000_000),
        ("men", "non_regular", 9, 20_700_000),
    ]
    half = [("women", "regular", 1, 5_005), ("men", "regular", 1, 10_000)]
    cases = []
    for name, rows in [
        ("the tax agency's survey of 2022", nta),
        ("two kinds of employment", kinds),
        ("a half is rounded up", half),
        ("no men", [nta[0]]),
    ]:

        def ratio(kind, rows=rows):
            sums = {}
            for sex in ("women", "men"):
                chosen = [r for r in rows if r[0] == sex and kind in (None, r[1])]
                if not chosen:
                    return None
                sums[sex] = sum(r[3] for r in chosen) / sum(Fraction(str(r[2])) for r in chosen)
            return one_decimal(sums["women"] / sums["men"])

        def average(sexes, rows=rows):
            """Halves up, in whole minor units; nothing for nobody, which is left out."""
            chosen = [r for r in rows if r[0] in sexes]
            if not chosen:
                return None
            mean = sum(r[3] for r in chosen) / sum(Fraction(str(r[2])) for r in chosen)
            return money(int(mean + Fraction(1, 2)))

        averages = {"women": ("women",), "men": ("men",), "all": ("women", "men")}
        averages = {f"{name}_average": average(sexes) for name, sexes in averages.items()}
        totals = [
            {"sex": s, **({"kind": k} if k else {}), "headcount": h, "total": money(t)} for s, k, h, t in rows
        ]
        cases.append(
            {
                "name": name,
                "given": {"totals": totals},
                "expect": {
                    "all_percent": ratio(None),
                    "regular_percent": ratio("regular"),
                    "non_regular_percent": ratio("non_regular"),
                    **{name: found for name, found in averages.items() if found},
                },
            }
        )
    bad = [{"sex": "men", "headcount": 1.23456, "total": money(1)}]
    cases.append(
        {
            "name": "a headcount too fine",
            "given": {"totals": bad},
            "expect": {"error": {"kind": "out_of_range", "path": "totals[0].headcount"}},
        }
    )
    return {
        "call": "fairness.japan_pay_ratios",
        "source": SCRIPT + "fractions; the totals of 民間給与実態統計調査 令和4年 (国税庁)",
        "cases": cases,
    }


if __name__ == "__main__":
    fractions = SCRIPT + "fractions, people divided along a line"
    corpus.main(
        {
            "fairness/uk_pay_gaps.json": gaps("fairness.uk_pay_gaps", uk, fractions),
            "fairness/eu_pay_gaps.json": gaps("fairness.eu_pay_gaps", eu, fractions),
            "fairness/japan_pay_ratios.json": japan(),
            "fairness/compression.json": compressions(),
            "fairness/inversions.json": pairs(),
        }
    )
