"""Expected values about offers, without the library: offers are tried and the cohort is measured after each, not by a formula."""

import math
import random
from fractions import Fraction

import corpus
import numpy as np
from pay_vectors import mean, middle, money, ordinary
from regression_vectors import design


def cohort_gap(cohort, candidate, pay):
    """The returners' coefficient after an offer, refitted as a whole."""
    everyone = [*cohort["people"], {**candidate, "returner": True, "pay": money(pay)}]
    _, _, row = design(cohort["people"])
    x = np.array([[1.0, *row(p), float(bool(p.get("returner")))] for p in everyone])
    beta, *_ = np.linalg.lstsq(x, np.log([float(ordinary(p)) for p in everyone]), rcond=None)
    return beta[-1]


def keeps(cohort, candidate, limit, pay):
    """Whether an offer keeps a limit, by looking at the cohort after it: (not too low, not too high)."""
    limits, people = cohort["limits"], cohort["people"]
    back = [ordinary(p) for p in people if p.get("returner")]
    there = [p for p in people if not p.get("returner")]
    if limit == "range":
        return pay >= cohort["range"]["minimum"]["minor"], pay <= cohort["range"]["maximum"]["minor"]
    if limit == "compa_ratio":
        span, ratio = limits["compa_ratio_percent"], Fraction(pay, cohort["range"]["midpoint"]["minor"])
        low, high = span.get("lowest"), span.get("highest")
        return low is None or ratio * 100 >= Fraction(str(low)), high is None or ratio * 100 <= Fraction(
            str(high)
        )
    if limit == "mean_gap":
        share, base = Fraction(str(limits["mean_gap_percent"])) / 100, mean([ordinary(p) for p in there])
        after = mean([*back, pay])
        return after >= (1 - share) * base, after <= (1 + share) * base
    if limit == "group_gap":
        share = Fraction(str(limits["group_gap_percent"])) / 100
        after = [*people, {**candidate, "pay": money(pay)}]
        women, men = (mean([ordinary(p) for p in after if p.get("group") == g]) for g in ("women", "men"))
        found = (men - women) / men
        low, high = found <= share, found >= -share
        return (low, high) if candidate["group"] == "women" else (high, low)
    if limit == "inversions":
        most, margin = limits["inversions"], limits.get("inversion_margin_months", 0)
        own, rating = candidate["tenure_months"], candidate.get("rating", 0)
        longer = [p for p in there if p["tenure_months"] >= own + margin and p.get("rating", 0) >= rating]
        shorter = [p for p in there if p["tenure_months"] + margin <= own and p.get("rating", 0) <= rating]
        return (
            sum(ordinary(p) > pay for p in shorter) <= most,
            sum(ordinary(p) < pay for p in longer) <= most,
        )
    share = limits["adjusted_gap_percent"] / 100
    found = cohort_gap(cohort, candidate, pay)
    return found >= math.log1p(-share), found <= math.log1p(share)


def headroom(cohort, candidate):
    """By bisection over whole offers up to a hundred times the highest pay."""
    most = 100 * max(ordinary(p) for p in cohort["people"])
    limits = cohort["limits"]
    wanted = [
        ("range", "range" in cohort),
        ("compa_ratio", "compa_ratio_percent" in limits),
        ("mean_gap", "mean_gap_percent" in limits),
        ("adjusted_gap", "adjusted_gap_percent" in limits),
        ("group_gap", "group_gap_percent" in limits),
        ("inversions", "inversions" in limits),
    ]
    bounds = []
    for limit in [name for name, there in wanted if there]:
        lowest = bisect(lambda pay: keeps(cohort, candidate, limit, pay)[0], 1, most)
        highest = bisect(lambda pay: not keeps(cohort, candidate, limit, pay)[1], 1, most)
        bounds.append(
            {
                "limit": limit,
                "lowest": money(lowest) if lowest and lowest > 1 else None,
                "highest": money(highest - 1) if highest else None,
            }
        )
    lows = [(b["lowest"]["minor"], b["limit"]) for b in bounds if b["lowest"]]
    highs = [(b["highest"]["minor"], b["limit"]) for b in bounds if b["highest"]]
    low = max(lows, key=lambda pair: pair[0]) if lows else None
    high = min(highs, key=lambda pair: pair[0]) if highs else None
    return {
        "lowest": money(low[0]) if low else None,
        "lowest_by": low[1] if low else None,
        "highest": money(high[0]) if high else None,
        "highest_by": high[1] if high else None,
        "feasible": not high or high[0] >= max(low[0] if low else 1, 1),
        "bounds": bounds,
    }


def bisect(holds, low, high):
    """The first number from `low` to `high` from which it holds, or none."""
    if not holds(high):
        return None
    while low < high:
        middle_ = (low + high) // 2
        low, high = (low, middle_) if holds(middle_) else (middle_ + 1, high)
    return low


def cohort(seed, size, **limits):
    draw = random.Random(seed)
    people = []
    for i in range(size):
        years = draw.randrange(2, 200)
        grade = draw.choice(["G5", "G6"])
        people.append(
            {
                "pay": money(
                    int(math.exp(15.5 + 0.001 * years + 0.08 * (grade == "G6") + draw.gauss(0, 0.05)))
                ),
                "returner": i % 5 == 0,
                "group": draw.choice(["women", "men"]),
                "tenure_months": years,
                "rating": draw.randrange(2, 6),
                "factors": {"months": years, "grade": grade},
            }
        )
    low, high = min(map(ordinary, people)), max(map(ordinary, people))
    span = {
        "minimum": money(low - 200_000),
        "midpoint": money((low + high) // 2),
        "maximum": money(high + 100_000),
    }
    return {"range": span, "limits": limits, "people": people}


def rooms():
    every = {
        "compa_ratio_percent": {"lowest": 80, "highest": 120},
        "mean_gap_percent": 5.0,
        "adjusted_gap_percent": 4.9,
        "group_gap_percent": 4.99,
        "inversions": 2,
        "inversion_margin_months": 12,
    }
    cases = []
    for name, seed, size, limits, changes in [
        ("every limit, a man", 41, 60, every, {"group": "men"}),
        ("every limit, a woman", 42, 60, every, {"group": "women"}),
        ("the mean gap alone", 43, 30, {"mean_gap_percent": 3.33}, {}),
        ("no inversion at all", 44, 40, {"inversions": 0}, {"rating": 3}),
        ("the adjusted gap alone", 45, 120, {"adjusted_gap_percent": 5.0}, {"tenure_months": 100}),
    ]:
        who = {
            "group": "men",
            "tenure_months": 60,
            "rating": 4,
            "factors": {"months": 60, "grade": "G6"},
            **changes,
        }
        given = {"cohort": cohort(seed, size, **limits), "candidate": who}
        cases.append({"name": name, "given": given, "expect": headroom(given["cohort"], who)})
    first = cohort(46, 30, adjusted_gap_percent=5.0)
    first["people"] = [{**p, "returner": False} for p in first["people"]]
    who = {"tenure_months": 50, "rating": 3, "factors": {"months": 50, "grade": "G5"}}
    cases.append(
        {
            "name": "the first to return",
            "given": {"cohort": first, "candidate": who},
            "expect": headroom(first, who),
        }
    )
    why = cohort(47, 12, group_gap_percent=5, inversions=1, adjusted_gap_percent=5)
    cases.append(
        {
            "name": "a candidate of whom nothing is known",
            "given": {"cohort": why, "candidate": {}},
            "expect": {
                "bounds": [
                    {"limit": "range", "why_not": None},
                    {"limit": "adjusted_gap", "why_not": "factors-unknown"},
                    {"limit": "group_gap", "why_not": "no-group"},
                    {"limit": "inversions", "why_not": "not-rated"},
                ]
            },
        }
    )
    cases.append(
        {
            "name": "neither a range nor people",
            "given": {"cohort": {"people": []}, "candidate": {}},
            "expect": {"error": {"kind": "missing", "path": "people"}},
        }
    )
    return {
        "call": "fairness.headroom",
        "source": SCRIPT + "offers tried and the cohort measured after each",
        "cases": cases,
    }


def story():
    """The story of the compensation partner: an offer of 7,000,000 yen beside fourteen incumbents."""
    longer = [6_580_000, 6_600_000, 6_700_000, 6_800_000, 6_900_000, 7_200_000]
    shorter = [5_600_000, 5_700_000, 5_800_000, 5_900_000, 6_000_000, 6_100_000, 6_150_000, 6_250_000]
    pays = [(pay, 65 + 10 * place) for place, pay in enumerate(longer)]
    pays += [(pay, 12 + 5 * place) for place, pay in enumerate(shorter)]
    people = [
        {"id": f"e-{place:02}", "pay": money(pay), "tenure_months": tenure, "rating": 3}
        for place, (pay, tenure) in enumerate(sorted(pays))
    ]
    return {
        "range": {"minimum": money(5_400_000), "midpoint": money(6_500_000), "maximum": money(7_600_000)},
        "limits": {
            "inversions": 0,
            "compa_ratio_percent": {"lowest": 80, "highest": 110},
            "raise_within_days": 30,
        },
        "people": people,
    }


def offered():
    stayers = [
        6_100_000,
        6_200_000,
        6_300_000,
        6_350_000,
        6_400_000,
        6_450_000,
        6_500_000,
        6_700_000,
        7_000_000,
    ]
    return {
        "pay": money(7_000_000),
        "candidate": {"tenure_months": 60, "rating": 3},
        "on": "2024-04-10",
        "rule": {"id": "return-track 3", "on": "2024-03-15"},
        "last": {"pay": money(5_000_000), "index": 1.1},
        "stayers": [*map(money, stayers)],
        "terms": [
            {"kind": "grade_steps", "offered": 1, "standard": 0.5},
            {"kind": "probation_days", "offered": 0, "standard": 90, "rule": "HR-12 s.4"},
            {"kind": "leave_days", "offered": 10, "standard": 10},
        ],
    }


def circled():
    """Three of one's own, one beside them, and four in the grade band, of whom one is red-circled."""
    pays = [
        (6_000_000, 0),
        (6_200_000, 0),
        (6_400_000, 0),
        (6_300_000, 1),
        (5_900_000, 2),
        (6_100_000, 2),
        (6_500_000, 2),
        (7_500_000, 2),
    ]
    people = [
        {"id": f"c-{place}", "pay": money(pay), "tenure_months": 40, "circle": circle}
        for place, (pay, circle) in enumerate(pays)
    ]
    people[-1]["left_out"] = "red-circled"
    people.append({"pay": money(5_000_000), "left_out": "probation"})
    people.append({"pay": money(5_100_000), "left_out": "probation"})
    return {
        "circles": [
            {"en": "same family and grade", "ja": "同一職種・同一等級"},
            {"en": "adjacent families", "ja": "隣接職種"},
            {"en": "grade band", "ja": "等級帯"},
        ],
        "limits": {"mean_gap_percent": 5, "inversions": 0},
        "people": people,
    }


def offers():
    span, people = story()["range"], story()["people"]
    pays = sorted(ordinary(p) for p in people)
    offer, pay, who = offered(), 7_000_000, offered()["candidate"]
    stayers = [p["minor"] for p in offer["stayers"]]
    below = [p for p in people if p["tenure_months"] >= 60 and ordinary(p) < pay]
    expect = {
        "verdict": "review",
        "headroom": headroom(story(), who),
        "compa_ratio": 7.0 / 6.5,
        "range_penetration": (7.0 - 5.4) / (7.6 - 5.4),
        "incumbents": 14,
        "paid_less": 13,
        "inversions": 5,
        "inverted_ids": sorted(p["id"] for p in below),
        "raises_to_remove_inversions": money(1_420_000),
        "raise_by": "2024-05-10",
        "rule_days": 26,
        "over_incumbent_median": float(pay / middle(pays)) - 1,
        "over_stayer_median": float(pay / middle(stayers)) - 1,
        "over_indexed_last": 7.0 / 5.5 - 1,
        "stayers": 9,
        "circle": None,
        "left_out": {},
        "overridden": None,
        "terms": [{"comparison": "better"}, {"comparison": "better"}, {"comparison": "same"}],
    }
    assert middle(pays) == 6_200_000 and len(below) == 5
    assert sum(pay - ordinary(p) for p in below) == 1_420_000
    cases = [
        {
            "name": "the compensation partner's offer",
            "given": {"cohort": story(), "offer": offer},
            "expect": expect,
        }
    ]
    by = {"approver": "cpo", "reason": "retention of a scarce skill", "on": "2024-04-12"}
    cases.append(
        {
            "name": "an override is recorded and the verdict stays",
            "given": {"cohort": story(), "offer": {**offer, "overridden": by}},
            "expect": {"verdict": "review", "overridden": by},
        }
    )
    late = {"pay": money(6_000_000), "on": "2024-03-01", "rule": {"id": "return-track 3", "on": "2024-03-15"}}
    cases.append(
        {
            "name": "a rule published after the offer",
            "given": {"cohort": {"range": span, "people": people}, "offer": late},
            "expect": {"verdict": "watch", "rule_days": -14, "raise_by": None},
        }
    )
    wide = circled()
    for name, enough, circle, incumbents, who_below in [
        ("a cohort of four is widened to the grade band", 8, 2, 7, ["c-0", "c-1", "c-3", "c-4", "c-5"]),
        ("five of one's own are enough", 5, 0, 5, ["c-0", "c-1", "c-3", "c-4"]),
    ]:
        cohort_ = {**wide, "people": [dict(p) for p in wide["people"]]}
        if enough == 5:
            for p in cohort_["people"][3:5]:
                p["circle"] = 0
        there = [p for p in cohort_["people"] if p.get("circle", 0) <= circle and "left_out" not in p]
        asked = {"pay": money(6_350_000), "candidate": {"tenure_months": 40}}
        alone = {"limits": wide["limits"], "people": there}
        cases.append(
            {
                "name": name,
                "given": {"cohort": cohort_, "offer": asked},
                "expect": {
                    "verdict": "review",
                    "circle": wide["circles"][circle],
                    "incumbents": incumbents,
                    "paid_less": sum(ordinary(p) < 6_350_000 for p in there),
                    "inverted_ids": who_below,
                    "left_out": {"probation": 2, "red-circled": 1},
                    "headroom": headroom(alone, asked["candidate"]),
                },
            }
        )
    plain = {"range": span, "people": people}
    cases.append(
        {
            "name": "no pay history and no terms",
            "given": {"cohort": plain, "offer": {"pay": money(6_000_000)}},
            "expect": {
                "verdict": "no_signal",
                "over_indexed_last": None,
                "over_stayer_median": None,
                "adjusted_difference": None,
                "inversions": None,
            },
        }
    )
    cases.append(
        {
            "name": "few incumbents",
            "given": {"cohort": {"range": span, "people": people[:3]}, "offer": {"pay": money(6_000_000)}},
            "expect": {"verdict": "insufficient", "incumbents": 3},
        }
    )
    model = cohort(48, 80, adjusted_gap_percent=5.0, premium_percent=1.0)
    who = {"tenure_months": 100, "rating": 3, "factors": {"months": 100, "grade": "G6"}}
    middle_pay = int(middle([ordinary(p) for p in model["people"] if not p["returner"]])) + 1
    after = math.exp(cohort_gap(model, who, middle_pay)) - 1
    cases.append(
        {
            "name": "the adjusted difference after an offer",
            "tolerance": 1e-9,
            "given": {"cohort": model, "offer": {"pay": money(middle_pay), "candidate": who}},
            "expect": {"adjusted_difference": after},
        }
    )
    for name, bad, error in [
        (
            "an override without its reason",
            {"pay": money(6_000_000), "overridden": {**by, "reason": " "}},
            {"kind": "missing", "path": "overridden.reason"},
        ),
        (
            "a rule and no day of the offer",
            {"pay": money(6_000_000), "rule": offer["rule"]},
            {"kind": "missing", "path": "on"},
        ),
        ("another currency", {"pay": money(1, "EUR")}, {"kind": "inconsistent", "path": "pay"}),
        ("an offer of nothing", {"pay": money(0)}, {"kind": "out_of_range", "path": "pay"}),
        (
            "a term twice",
            {"pay": money(6_000_000), "terms": [offer["terms"][0]] * 2},
            {"kind": "duplicate", "path": "terms[1].kind"},
        ),
    ]:
        cases.append({"name": name, "given": {"cohort": plain, "offer": bad}, "expect": {"error": error}})
    first, rest = people[0], people[1:]
    for name, changed, error in [
        (
            "a circle that is not named",
            {**first, "circle": 1},
            {"kind": "out_of_range", "path": "people[0].circle"},
        ),
        (
            "left out without a why",
            {**first, "left_out": ""},
            {"kind": "missing", "path": "people[0].left_out"},
        ),
        ("an id twice", {**first, "id": rest[0]["id"]}, {"kind": "duplicate", "path": "people[1].id"}),
    ]:
        given = {"cohort": {**plain, "people": [changed, *rest]}, "offer": {"pay": money(6_000_000)}}
        cases.append({"name": name, "given": given, "expect": {"error": error}})
    return {
        "call": "fairness.check_offer",
        "source": SCRIPT + "the story of the compensation partner, counted by hand",
        "tolerance": 1e-12,
        "cases": cases,
    }


def told():
    """What is said of offers, by hand: no amount, no median of few and no exact premium where amounts are withheld."""
    back = [{"pay": money(1_000), "returner": True}] * 5
    apart = {"limits": {"mean_gap_percent": 5}, "people": [{"pay": money(100)}] * 3 + back}
    five = {
        "limits": {"premium_percent": 1},
        "people": [{"pay": money(96_000 + 2_000 * i)} for i in range(5)],
    }
    alone = {"pay": money(113_000), "stayers": [money(90_000)], "candidate": {"tenure_months": 0}}
    closing = {
        "en": "Screening statistic, not a legal finding.",
        "ja": "本値は点検のための統計であり、法的な判断ではありません。",
    }
    review = {
        "en": "REVIEW: a person should look at how this pay was decided. " + closing["en"],
        "ja": "【要確認】賃金がどのように決まったか、担当者による確認が必要です。" + closing["ja"],
    }
    nothing = {
        "en": "No limit could be applied. NOT ESTIMABLE: nothing can be compared. " + closing["en"],
        "ja": "適用できる限度がありませんでした。【算出不可】比較できません。" + closing["ja"],
    }
    none = {
        "en": "No offer keeps all of the limits. No offer keeps the limit on the mean gap. ",
        "ja": "すべての限度を守れる提示額はありません。平均賃金の差の限度を守れる提示額はありません。",
    }
    few = {
        "en": "Beside so few incumbents (3) an offer can hardly be measured. ",
        "ja": "在籍者が3人と少ないため、提示額を十分に比較できません。",
    }
    left = {
        "en": "What the offer is beside the incumbents' median is left out here: they are fewer than 5. ",
        "ja": "在籍者が5人に満たないため、在籍者の中央値との比較はここでは示しません。",
    }
    stayers = {
        "en": "What the offer is beside the median of similar colleagues who stayed is left out here: "
        "they are fewer than 5. ",
        "ja": "在籍を続けた同様の社員が5人に満たないため、その中央値との比較はここでは示しません。",
    }
    above = {
        "en": (
            "The offer is {} above the incumbents' median. This premium is above the agreed 1.0%. "
        ).format,
        "ja": "提示額は、在籍者の中央値より{}高い額です。この上乗せは、定めた限度1.0%を超えています。".format,
    }
    beside = {
        "en": "The offer is 25.6% above the median of similar colleagues who stayed. "
        "This premium is above the agreed 1.0%. ",
        "ja": "提示額は、在籍を続けた同様の社員の中央値より25.6%高い額です。この上乗せは、定めた限度1.0%を超えています。",
    }
    raises = {
        "en": "5 colleagues with at least as much service and no lower rating would be paid less; "
        "raising them to the offer would cost {}. ".format,
        "ja": "勤続が同じかそれより長く評価も劣らない社員5人が、提示額より低い賃金になります。"
        "提示額まで引き上げるには{}が必要です。".format,
    }
    held = {"en": "(amount withheld)", "ja": "(金額非表示)"}
    steps = {"en": "10% to 15%", "ja": "10〜15%"}
    zero = {
        "en": "The offer is 0.0% above the incumbents' median. ",
        "ja": "提示額は、在籍者の中央値より0.0%高い額です。",
    }
    # Five from 96,000 to 104,000: their median is 100,000, and 65,000 raises them all to the offer.
    cases = [
        (
            "no offer keeps the mean gap",
            {"cohort": apart, "offer": {"pay": money(100)}},
            lambda lang: none[lang] + zero[lang] + few[lang] + review[lang],
            lambda lang: none[lang] + left[lang] + few[lang] + review[lang],
        ),
        (
            "a median of five in a step, and of one not at all",
            {"cohort": five, "offer": alone},
            lambda lang: above[lang]("13.0%") + beside[lang] + raises[lang]("65000 JPY") + nothing[lang],
            lambda lang: above[lang](steps[lang]) + stayers[lang] + raises[lang](held[lang]) + nothing[lang],
        ),
    ]
    return {
        "call": "fairness.offer_text",
        "source": "the wording rules, applied by hand",
        "cases": [
            {
                "name": name,
                "given": given,
                "expect": {lang: whole(lang) for lang in ("en", "ja")}
                | {f"{lang}_without_amounts": without(lang) for lang in ("en", "ja")},
            }
            for name, given, whole, without in cases
        ],
    }


SCRIPT = "computed by tests/make/offer_vectors.py: "

if __name__ == "__main__":
    corpus.main(
        {
            "fairness/headroom.json": rooms(),
            "fairness/check_offer.json": offers(),
            "fairness/offer_text.json": told(),
        }
    )
