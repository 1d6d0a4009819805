"""The published cases of fairness as questions to a door, where they are here. Standard library only.

They lie beside the project and are no part of it. `questions()` reads them all; each is a call with what is given, as a vector has
it, and the figures of the answer that the case prints. What no door shows by itself (a one-sided p-value, Katz' interval) is
tested in Rust alone, or not computed by the library at all.
"""

import csv
import dataclasses
import json
import math
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
    return [Question(case, "fairness.selection", {"groups": groups}, figures)]


def flips():
    """S02"""
    case = "S02_ugesp_qa21_flipflop"
    found = read(case)["inputs"]
    return [
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
    """S04; the margins are equal, so that one side is half of both"""
    case = "S04_fisher_tea"
    figures = {
        "fisher_greater": lambda finding: finding["fisher"] / 2,
        "cond_or": lambda finding: finding["effects"]["odds_ratio"],
        "pearson": lambda finding: finding["tests"]["standard_deviations"] ** 2,
        "pearson_p": lambda finding: finding["tests"]["score"],
        "unconditional_p": lambda finding: finding["tests"]["barnard"],
        **ends("midp_or_ci", "effects", "odds_ratio_mid_p_interval"),
    }
    lower = {"or_lower_one_sided95": lambda finding: finding["effects"]["odds_ratio_interval"]["lower"]}
    return [pair(case, *rows(case), figures), pair(case, *rows(case), lower, confidence=0.9)]


def convictions():
    """S05"""
    case = "S05_fisher_convictions"
    figures = {
        "p_two": lambda finding: finding["fisher"],
        "cond_or": lambda finding: finding["effects"]["odds_ratio"],
        **ends("ci95", "effects", "odds_ratio_interval"),
    }
    wide = ends("ci99", "effects", "odds_ratio_interval")
    return [pair(case, *rows(case), figures), pair(case, *rows(case), wide, confidence=0.99)]


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
    return [pair(case, found["group1"], found["group2"], figures)]


def relative_risks():
    """S07"""
    case = "S07_scipy_relative_risk"
    found = read(case)["inputs"]
    return [
        pair(case, found[name][:2], found[name][2:], {f"{name}_rr": lambda finding: finding["impact_ratio"]})
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
        "exact_p_two": lambda finding: finding["exact"]["p"],
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
    return [Question(case, "fairness.selection", {"groups": groups}, figures)]


def discoveries():
    """S15"""
    case = "S15_bh1995"
    found = read(case)["inputs"]

    def count(name):
        return lambda adjusted: sum(p[name] <= found["level"] for p in adjusted)

    figures = {
        "bh_rejections": count("benjamini_hochberg"),
        "holm_rejections": count("holm"),
        "bh_adj_4": lambda adjusted: adjusted[3]["benjamini_hochberg"],
    }
    return [Question(case, "fairness.adjust_p_values", {"p": found["p"]}, figures)]


def needed():
    """S16: the number needed, which reports round up"""
    case = "S16_power_prop_test"
    exact = read(case)["verified_full_precision"]["n"]

    def figure(finding):
        # As far above as rounding takes it.
        return finding["needed_per_group"] - (math.ceil(exact) - exact)

    return [pair(case, (2, 4), (3, 4), {"n": figure}, threshold="2/3", power=0.9)]


def smokers():
    """S17: chi-square with Yates' correction, as R's `pairwise.prop.test`, adjusted by the door"""
    case = "S17_smokers_k_groups"
    found = read(case)["inputs"]
    pairs = [(a, b) for b in range(4) for a in range(b)]

    def chance(a, b):
        (x, y), (n, m) = ([found[name][place] for place in (a, b)] for name in ("x", "n"))
        pooled, each = (x + y) / (n + m), 1 / n + 1 / m
        gap = abs(x / n - y / m)
        gap -= min(0.5 * each, gap)
        return math.erfc(math.sqrt(0.5 * gap * gap / (pooled * (1 - pooled) * each)))

    def holm(place):
        return lambda adjusted: adjusted[place]["holm"]

    figures = {f"holm_{a + 1}v4": holm(place) for place, (a, b) in enumerate(pairs) if b == 3}
    return [Question(case, "fairness.adjust_p_values", {"p": [chance(a, b) for a, b in pairs]}, figures)]


def schools():
    """S18"""
    case = "S18_public_schools_hc"
    with (FOLDER / "public_schools.csv").open(encoding="utf-8", newline="") as file:
        states = [row for row in csv.DictReader(file) if row["state"] != "Wisconsin"]
    states = [row for row in states if row["Expenditure"].isdigit()]
    income = [int(row["Income"]) * 1e-4 for row in states]
    given = {
        "outcome": [float(row["Expenditure"]) for row in states],
        "columns": [
            {"name": "income", "values": income},
            {"name": "square", "values": [value * value for value in income]},
        ],
    }

    def each(case_name, name):
        def figure(place):
            return lambda fit: fit["coefficients"][place][name]

        return {(case_name, place): figure(place) for place in range(3)}

    errors = {"classical": "se_const", "hc0": "se_HC0", "hc4": "se_HC4"}
    found = [Question(case, "fairness.regress", given, each("coef", "estimate"))]
    found += [
        Question(
            case,
            "fairness.regress",
            given | {"options": {"errors": kind}},
            each(name, "standard_error"),
        )
        for kind, name in errors.items()
    ]
    return found


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
    return [Question(case, "fairness.japan_pay_ratios", {"totals": totals}, figures)]
