"""The published cases of fairness as questions to a door, where they are here. Standard library only.

They lie beside the project and are no part of it. `questions()` reads them all; each is a call with what is given, as a vector has
it, and the figures of the answer that the case prints. `unasked()` names the printed figures that no question asks for and `LEFT_OUT`
gives no reason for: there are none.
"""

import csv
import dataclasses
import json
import math
import operator
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "shared/reference/fairness"
SKIPPED = "skipped: the reference cases of fairness are not here"


@dataclasses.dataclass(frozen=True)
class Question:
    """A call, and the figures of its answer by the name that the case has for them, with the place in a list."""

    case: str
    call: str
    given: dict[str, Any]
    figures: dict[str | tuple[str, int], Callable[[Any], Any]]

    def wrong(self, answer):
        """What is not as published or as recomputed at full precision, one line each."""
        document = read(self.case)
        lines = []
        for name, figure in self.figures.items():
            found, (key, *places) = figure(answer), name if isinstance(name, tuple) else (name,)
            tolerance = document["tolerance_abs"]
            if isinstance(tolerance, dict):
                tolerance = tolerance.get(key, tolerance["*"])
            for column, within in (
                ("expected", tolerance),
                ("verified_full_precision", min(tolerance, 1e-9)),
            ):
                expected = document[column][key]
                for place in places:
                    expected = expected[place]
                near = isinstance(expected, bool) or abs(found - expected) <= within * max(abs(expected), 1)
                if not near or (isinstance(expected, bool) and found is not expected):
                    lines.append(f"{self.case}: {name}: expected {expected} ({column}), got {found}")
        return lines


LEFT_OUT = {
    "S13_oaxaca_ccard_stata": "the library divides a gap in pay into no parts explained and unexplained",
}


def unasked(asked):
    """Each figure that a case prints and that neither a question of `asked` nor `LEFT_OUT` has, one line each."""
    names = {}
    for question in asked:
        names.setdefault(question.case, set()).update(question.figures)
    lines = []
    for path in sorted(FOLDER.glob("S*.json")):
        printed = set()
        for name, figure in read(path.stem)["expected"].items():
            places = [(name, place) for place in range(len(figure))] if isinstance(figure, list) else [name]
            printed.update(places)
        missing = set() if path.stem in LEFT_OUT else printed - names.get(path.stem, set())
        lines += [f"{path.stem}: {name}: no question asks for it" for name in sorted(missing, key=str)]
    return lines


def read(case):
    """The document of a case."""
    return json.loads((FOLDER / f"{case}.json").read_text(encoding="utf-8"))


def questions():
    """Every question, in the order of the cases; none where they are absent."""
    if not FOLDER.is_dir():
        return []
    makers = (
        *(rates, flips, standard_deviations, tea, convictions, ratio_intervals, relative_risks, wilson),
        *(berkeley, rabbits, stratified, migraine, user_guide, discoveries, needed, smokers, schools),
        *(expected, unknown, japan),
    )
    return [question for maker in makers for question in maker()]


def of(name):
    """The finding of a group."""
    return lambda report: next(found for found in report["findings"] if found["group"] == name)


def pair(case, first, second, figures, **standard):
    """Two groups as (selected, considered), the first against the second."""
    groups = [
        {"group": name, "considered": n, "selected": x} for name, (x, n) in (("a", first), ("b", second))
    ]
    given = {"groups": groups, "reference": {"group": "b"}} | standard

    def asked(figure):
        return lambda report: figure(of("a")(report))

    return Question(case, "fairness.selection", given, {name: asked(it) for name, it in figures.items()})


def compared(case, groups, figures, **options):
    """Groups by name as (selected, considered), by every named test and interval."""
    rows = [{"group": name, "considered": n, "selected": x} for name, (x, n) in groups.items()]
    return Question(case, "fairness.compare_rates", {"groups": rows} | options, figures)


def first_pair(*path):
    """A figure of the first pair of compared groups."""

    def found(answer):
        answer = answer["pairs"][0]
        for key in path:
            answer = answer[key]
        return answer

    return found


def limits(name, *path):
    """The two ends of such an interval, under the places of a case's."""
    return {(name, 0): first_pair(*path, "lower"), (name, 1): first_pair(*path, "upper")}


def ends(name, *path):
    """The two ends of an interval, under the places of a case's."""

    def end(which):
        def found(finding):
            for key in path:
                finding = finding[key]
            return finding[which]

        return found

    return {(name, 0): end("lower"), (name, 1): end("upper")}


def rates():
    """S01"""
    case = "S01_ugesp_qa_impact_ratio"
    groups = [
        {"group": group, "considered": 100, "selected": round(rate * 100)}
        for group, rate in read(case)["inputs"]["rates"].items()
    ]
    figures = {}
    for group in ("AmericanIndian", "Hispanic", "Black"):
        figures[group] = lambda report, group=group: of(group)(report)["impact_ratio"]
        figures[f"flag_{group}"] = lambda report, group=group: of(group)(report)["below_threshold"]
    highest = next(group for group in groups if group["group"] == "White")
    cells = [
        {"categories": [of["group"]], "people": of["considered"], "selected": of["selected"]} for of in groups
    ]

    def itself(tables):
        """What the group of the highest rate has in a table to publish."""
        (row,) = (row for row in tables["tables"][0]["rows"] if row["categories"] == [highest["group"]])
        return row["impact_ratio"]

    given = {"attributes": ["group"], "cells": cells}
    return [
        Question(case, "fairness.selection", {"groups": groups}, figures),
        Question(case, "fairness.local_law_144", given, {"White": itself}),
    ]


def flips():
    """S02"""
    case = "S02_ugesp_qa21_flipflop"
    found = read(case)["inputs"]
    asked = [
        pair(
            case,
            found[question][focal],
            found[question][reference],
            {
                f"{question}_ir": lambda finding: finding["impact_ratio"],
                f"{question}_flips": lambda finding: finding["flips"]["direction"] == 1,
            },
        )
        for question, focal, reference in (("Q21", "black", "white"), ("Q20", "female", "male"))
    ]
    (black, of_black), (white, of_white) = found["Q21"]["black"], found["Q21"]["white"]
    after = {
        "Q21_black_rate_after": lambda finding: finding["rate"],
        "Q21_white_rate_after": lambda finding: finding["reference_rate"],
    }
    return [*asked, pair(case, (black + 1, of_black), (white - 1, of_white), after)]


def standard_deviations():
    """S03"""
    case = "S03_morris2017_ztest"
    found = read(case)["inputs"]
    figures = {
        "z": lambda finding: finding["tests"]["standard_deviations"],
        "p_two": lambda finding: finding["tests"]["score"],
    }
    return [pair(case, found["minority"], found["majority"], figures)]


def rows(case):
    """A table of selected and not as (selected, considered)."""
    return [(selected, selected + rejected) for selected, rejected in read(case)["inputs"]["table"]]


def tea():
    """S04"""
    case = "S04_fisher_tea"
    figures = {
        "cond_or": lambda finding: finding["effects"]["odds_ratio"],
        "unconditional_p": lambda finding: finding["tests"]["barnard"],
        **ends("midp_or_ci", "effects", "odds_ratio_mid_p_interval"),
    }
    lower = {"or_lower_one_sided95": lambda finding: finding["effects"]["odds_ratio_interval"]["lower"]}
    tests = {"fisher_greater": first_pair("tests", "fisher_greater", "p")}
    for name, test in (("pearson", "pearson"), ("yates", "yates"), ("lr", "likelihood_ratio")):
        tests[name] = first_pair("tests", test, "statistic")
        tests[f"{name}_p"] = first_pair("tests", test, "p")
    return [
        pair(case, *rows(case), figures),
        pair(case, *rows(case), lower, confidence=0.9),
        compared(case, dict(zip("ab", rows(case), strict=True)), tests),
    ]


def convictions():
    """S05"""
    case = "S05_fisher_convictions"
    figures = {
        "p_two": lambda finding: finding["fisher"],
        "cond_or": lambda finding: finding["effects"]["odds_ratio"],
        **ends("ci95", "effects", "odds_ratio_interval"),
    }
    wide = ends("ci99", "effects", "odds_ratio_interval")
    less = {"p_less": first_pair("tests", "fisher_less", "p")}
    return [
        pair(case, *rows(case), figures),
        pair(case, *rows(case), wide, confidence=0.99),
        compared(case, dict(zip("ab", rows(case), strict=True)), less),
    ]


def ratio_intervals():
    """S06"""
    case = "S06_perondi_ratio_cis"
    found = read(case)["inputs"]
    figures = {
        "ratio": lambda finding: finding["impact_ratio"],
        **ends("koopman_score", "interval"),
        **ends("miettinen_nurminen", "miettinen_nurminen"),
        **ends("diff_newcombe", "effects", "rate_difference_interval"),
    }
    named = {"ratio": first_pair("ratio")}
    for name, interval in (
        ("katz_log", "katz"),
        ("adjusted_log", "adjusted_log"),
        ("inv_sinh", "inverse_sinh"),
        ("koopman_score", "koopman"),
        ("miettinen_nurminen", "miettinen_nurminen"),
        ("mover_r_wilson", "mover_wilson"),
    ):
        named |= limits(name, "ratio_intervals", interval)
    for name in ("wald", "agresti_caffo", "newcombe", "mee"):
        named |= limits(f"diff_{name}", "difference_intervals", name)
    return [
        pair(case, found["group1"], found["group2"], figures),
        compared(case, {"a": found["group1"], "b": found["group2"]}, named),
    ]


def relative_risks():
    """S07"""
    case = "S07_scipy_relative_risk"
    found = read(case)["inputs"]
    return [
        compared(
            case,
            {"a": found[name][:2], "b": found[name][2:]},
            {f"{name}_rr": first_pair("ratio"), **limits(f"{name}_ci", "ratio_intervals", "katz")},
        )
        for name in ("A", "B")
    ]


def wilson():
    """S08: Newcombe's interval of the difference to a rate known to be 1 is Wilson's, less 1"""
    case = "S08_wilson_newcombe1998"

    def end(which):
        return lambda finding: finding["effects"]["rate_difference_interval"][which] + 1

    found = []
    for key in read(case)["inputs"]["x_over_n"]:
        x, n = map(int, key.split("/"))
        figures = {(key, 0): end("lower"), (key, 1): end("upper")}
        found.append(pair(case, (x, n), (10**17, 10**17), figures))
    return found


def strata(case, tables, figures, reference="b"):
    """Tables of two rows (selected, not), the first row against the second unless told otherwise."""
    cells = [
        {"stratum": str(place), "group": group, "considered": selected + rejected, "selected": selected}
        for place, table in enumerate(read(case)["inputs"][tables])
        for group, (selected, rejected) in zip("ab", table, strict=True)
    ]
    given = {"cells": cells, "reference": {"group": reference}}
    focal = "a" if reference == "b" else "b"

    def asked(figure):
        return lambda report: figure(of(focal)(report))

    return Question(case, "fairness.strata", given, {name: asked(it) for name, it in figures.items()})


POOLED = {
    "mh_or": lambda finding: finding["odds_ratio"]["value"],
    ("mh_ci", 0): lambda finding: finding["odds_ratio"]["interval"]["lower"],
    ("mh_ci", 1): lambda finding: finding["odds_ratio"]["interval"]["upper"],
}
CORRECTED = {
    "cmh_cc": lambda finding: finding["cochran_mantel_haenszel_corrected"]["statistic"],
    "cmh_cc_p": lambda finding: finding["cochran_mantel_haenszel_corrected"]["p"],
}
HOMOGENEITY = {
    "bd": lambda finding: finding["breslow_day"]["statistic"],
    "bd_p": lambda finding: finding["breslow_day"]["p"],
}


def berkeley():
    """S09"""
    figures = POOLED | CORRECTED | HOMOGENEITY
    figures |= {
        "woolf_half_p": lambda finding: finding["woolf"]["p"],
        "tarone": lambda finding: finding["tarone"]["statistic"],
        "male_rate": lambda finding: finding["pooled"]["rate"],
        "female_rate": lambda finding: finding["pooled"]["reference_rate"],
    }
    return [strata("S09_ucb_admissions_mh", "tables_rows_male_female_cols_admit_reject", figures)]


def rabbits():
    """S10"""
    figures = POOLED | CORRECTED
    figures |= {
        "exact_S": lambda finding: finding["pooled"]["selected"],
        "exact_p_two": lambda finding: finding["exact"]["p"],
        "exact_p_greater": lambda finding: finding["exact"]["p_greater"],
        "cond_or": lambda finding: finding["exact"]["odds_ratio"],
        "cond_ci_lower": lambda finding: finding["exact"]["interval"]["lower"],
    }
    return [strata("S10_rabbits_mh_exact", "tables", figures)]


def stratified():
    """S11"""
    figures = POOLED | CORRECTED | HOMOGENEITY
    figures |= {
        "tarone": lambda finding: finding["tarone"]["statistic"],
        "tarone_p": lambda finding: finding["tarone"]["p"],
    }
    return [strata("S11_statsmodels_stratified2", "tables", figures)]


def migraine():
    """S12"""
    figures = POOLED | HOMOGENEITY
    figures |= {
        "cmh": lambda finding: finding["cochran_mantel_haenszel"]["statistic"],
        "cmh_p": lambda finding: finding["cochran_mantel_haenszel"]["p"],
    }
    return [strata("S12_sas_migraine_cmh", "tables_female_male", figures)]


def user_guide():
    """S14, counted from its rows"""
    case = "S14_fairlearn_userguide"
    found = read(case)["inputs"]
    groups = []
    for group in sorted(set(found["group"])):
        chosen = [y for y, of in zip(found["y_pred"], found["group"], strict=True) if of == group]
        groups.append({"group": group, "considered": len(chosen), "selected": sum(chosen)})
    figures = {
        f"sel_{group['group']}": lambda report, place=place: report["groups"][place]["rate"]
        for place, group in enumerate(groups)
    }
    figures |= {
        "ratio": lambda report: min(finding["impact_ratio"] for finding in report["findings"]),
        "difference": lambda report: -report["findings"][0]["effects"]["rate_difference"],
    }

    def beside_all(answer):
        """Each rate with that of everybody."""
        return [(of["rate"], answer["all"]["rate"]) for of in answer["groups"]]

    overall = {
        "overall_sel": lambda answer: answer["all"]["rate"],
        "to_overall_ratio": lambda answer: min(min(a / b, b / a) for a, b in beside_all(answer)),
        "to_overall_difference": lambda answer: max(abs(a - b) for a, b in beside_all(answer)),
    }
    return [
        Question(case, "fairness.selection", {"groups": groups}, figures),
        Question(case, "fairness.compare_rates", {"groups": groups}, overall),
    ]


def discoveries():
    """S15"""
    case = "S15_bh1995"
    found = read(case)["inputs"]

    def count(name):
        return lambda adjusted: sum(p[name] <= found["level"] for p in adjusted)

    figures = {
        "bh_rejections": count("benjamini_hochberg"),
        "holm_rejections": count("holm"),
        "bonferroni_rejections": count("bonferroni"),
        "bh_adj_4": lambda adjusted: adjusted[3]["benjamini_hochberg"],
    }
    return [Question(case, "fairness.adjust_p_values", {"p": found["p"]}, figures)]


def needed():
    """S16"""
    case = "S16_power_prop_test"
    asked = (
        ("power", "power", {"considered": 50, "second_rate": 0.75}),
        ("n", "needed", {"second_rate": 0.75, "power": 0.9}),
        ("p2", "higher_rate", {"considered": 50, "power": 0.9}),
    )
    return [
        Question(
            case,
            "fairness.power_of_rates",
            {"first_rate": 0.5} | given,
            {name: lambda answer, field=field: answer[field]},
        )
        for name, field, given in asked
    ]


def smokers():
    """S17: pairs by chi-square with Yates' correction, as R's `pairwise.prop.test`"""
    case = "S17_smokers_k_groups"
    found = read(case)["inputs"]
    counts = zip(found["x"], found["n"], strict=True)
    groups = {str(place): of for place, of in enumerate(counts, 1)}

    def holm(first):
        def figure(answer):
            (pair,) = (of for of in answer["pairs"] if (of["first"], of["second"]) == (first, "4"))
            return pair["tests"]["yates"]["adjusted_p"]

        return figure

    figures = {f"holm_{first}v4": holm(first) for first in "123"}
    figures |= {
        "X2": lambda answer: answer["together"]["pearson"]["statistic"],
        "p": lambda answer: answer["together"]["pearson"]["p"],
    }
    return [compared(case, groups, figures)]


def schools():
    """S18"""
    case = "S18_public_schools_hc"
    with (FOLDER / "public_schools.csv").open(encoding="utf-8", newline="") as file:
        states = [row for row in csv.DictReader(file) if row["state"] != "Wisconsin"]
    states = [row for row in states if row["Expenditure"].isdigit()]

    def asked(states, columns, **options):
        """The regression of expenditure on two columns."""
        columns = [
            {"name": name, "values": values}
            for name, values in zip(("income", "square"), columns, strict=True)
        ]
        outcome = [float(row["Expenditure"]) for row in states]
        return {"outcome": outcome, "columns": columns} | ({"options": options} if options else {})

    def quadratic(states, **options):
        income = [int(row["Income"]) * 1e-4 for row in states]
        return asked(states, [income, [value * value for value in income]], **options)

    def each(case_name, name):
        def figure(place):
            return lambda fit: fit["coefficients"][place][name]

        return {(case_name, place): figure(place) for place in range(3)}

    errors = {"classical": "se_const", "hc0": "se_HC0", "hc4": "se_HC4"}
    found = [Question(case, "fairness.regress", quadratic(states), each("coef", "estimate"))]
    found += [
        Question(case, "fairness.regress", quadratic(states, errors=kind), each(name, "standard_error"))
        for kind, name in errors.items()
    ]
    others = [row for row in states if row["state"] != "Alaska"]

    def normal(fit):
        """The source takes the normal law for Student's."""
        square = fit["coefficients"][2]
        return math.erfc(abs(square["estimate"] / square["standard_error"]) / math.sqrt(2))

    p = {"HC4_p_quadratic_without_Alaska": normal}
    found.append(Question(case, "fairness.regress", quadratic(others, errors="hc4"), p))

    def variance(place):
        return lambda fit: fit["coefficients"][place]["standard_error"] ** 2 * 49 / 50

    name = "HC3_times_49_50_poly_diag"
    variances = {(name, place): variance(place) for place in range(3)}
    # R forms its columns before it drops Wisconsin, whose income is 7597 in the package's table.
    both = orthogonal([int(row["Income"]) * 1e-4 for row in states] + [7597e-4])
    both = [column[:-1] for column in both]
    found.append(Question(case, "fairness.regress", asked(states, both, errors="hc3"), variances))
    return found


def orthogonal(values):
    """First and second power, each of length 1 and at right angles to lower ones: R's `poly(values, 2)`."""
    columns = [[1.0] * len(values)]
    for power in (1, 2):
        column = [value**power for value in values]
        for other in columns * 2:
            along = math.fsum(map(operator.mul, column, other)) / math.fsum(x * x for x in other)
            column = [x - along * y for x, y in zip(column, other, strict=True)]
        length = math.hypot(*column)
        columns.append([x / length for x in column])
    return columns[1:]


def expected():
    """S19"""
    case = "S19_iopsych_aiEst"
    figures = {"ai": "impact_ratio", "sr_majority": "reference_rate", "sr_minority": "rate", "cut": "cutoff"}

    def figure(name):
        return lambda answer: answer[name]

    return [
        Question(
            case,
            "fairness.expected_impact",
            {"difference": of["d"], "selection_rate": of["sr"], "group_share": of["pct_minority"]},
            {f"{which}_{name}": figure(it) for name, it in figures.items()},
        )
        for which, of in read(case)["inputs"].items()
    ]


def unknown():
    """S20"""
    case = "S20_unknown_gender_sensitivity"
    found = read(case)["inputs"]
    complete = {
        "ir_complete": lambda finding: finding["impact_ratio"],
        "sd_complete": lambda finding: -finding["tests"]["standard_deviations"],
    }
    everybody = {"ir_all": lambda finding: finding["impact_ratio"]}
    return [
        pair(case, found[name]["female"], found[name]["male"], figures)
        for name, figures in (("complete_case", complete), ("with_unknown_race", everybody))
    ]


def japan():
    """S21"""
    case = "S21_japan_nta_pay_ratio"
    totals = [
        {
            "sex": sex,
            "headcount": found["headcount"],
            "total": {"minor": found["total_million_yen"] * 1_000_000, "currency": "JPY"},
        }
        for sex, found in (("women", read(case)["inputs"]["female"]), ("men", read(case)["inputs"]["male"]))
    ]
    figures = {"ratio_pct_1dp": lambda ratios: ratios["all_percent"]}
    for sex, name in (("women", "female"), ("men", "male"), ("all", "all")):
        figures[f"{name}_mean_thousand"] = lambda ratios, field=f"{sex}_average": round(
            ratios[field]["minor"] / 1000
        )
    return [Question(case, "fairness.japan_pay_ratios", {"totals": totals}, figures)]
