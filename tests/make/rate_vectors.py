"""Expected values for `fairness.compare_rates` and `fairness.power_of_rates`, from the definitions.

- Chi-squares are sums over the cells as textbooks print them; exact tests count tables in whole numbers.
- Score intervals find the likeliest rates by halving the slope of the likelihood, with nothing solved beforehand. The other intervals are
  the formulas of their papers.
- The people needed and the rates that are told apart are found by halving from the power, not from a formula of their own.

Where scipy and statsmodels are here, what they have is compared too.
"""

from fractions import Fraction
from itertools import combinations
from math import asinh, exp, fsum, log, sqrt
from statistics import NormalDist

import corpus
from fairness_figures import chi_square, conditional, ways_of
from fairness_planning_vectors import adjusted

NORMAL = NormalDist()


def z_of(confidence):
    return NORMAL.inv_cdf((1 + confidence) / 2)


def together(groups):
    """The chi-squares of groups of (considered, selected), and the smallest cell expected."""
    people, chosen = (sum(part) for part in zip(*groups, strict=True))
    pearson, yates, likelihood, expectations = [], [], [], []
    for considered, selected in groups:
        for seen, of in ((selected, chosen), (considered - selected, people - chosen)):
            expected = Fraction(considered * of, people)
            expectations.append(expected)
            if expected:
                gap = abs(seen - expected)
                pearson.append(gap**2 / expected)
                yates.append((gap - min(gap, Fraction(1, 2))) ** 2 / expected)
                likelihood.append(2 * seen * log(seen / expected) if seen else 0.0)
    statistics = {
        "pearson": float(sum(pearson)),
        "yates": float(sum(yates)),
        "likelihood_ratio": fsum(likelihood),
    }
    return {name: max(value, 0.0) for name, value in statistics.items()}, float(min(expectations))


def tail(statistic, freedom):
    return chi_square(statistic, freedom)["p"] if statistic else 1.0


def tests(first, second):
    """Statistic (or nothing) and p of every test."""
    (n1, x1), (n2, x2) = first, second
    found, smallest = together([first, second])
    found["pearson_n_minus_1"] = found["pearson"] * (n1 + n2 - 1) / (n1 + n2)
    answer = {name: (value, tail(value, 1)) for name, value in found.items()}
    if n1 + n2 < 10_000:
        ways = ways_of(x1, n1, x2, n2)
        every, half = sum(ways.values()), Fraction(ways[x1], 2)
        sums = {
            "": sum(way for way in ways.values() if way <= ways[x1]),
            "_less": sum(way for count, way in ways.items() if count <= x1),
            "_greater": sum(way for count, way in ways.items() if count >= x1),
        }
        for side, ways_so in sums.items():
            answer["fisher" + side] = (None, float(Fraction(ways_so, every)))
            answer["mid_p" + side] = (None, float((ways_so - half) / every))
    return answer, smallest


def wilson(considered, selected, z):
    rate = selected / considered
    middle = rate + z * z / (2 * considered)
    reach = z * sqrt(rate * (1 - rate) / considered + z * z / (4 * considered**2))
    under = 1 + z * z / considered
    lower, upper = (middle - reach) / under, (middle + reach) / under
    return (0.0 if selected == 0 else lower), (1.0 if selected == considered else upper)


def halve(inner, outer, inside):
    """The last value from `inner` on the way to `outer` that is `inside`."""
    for _ in range(2000):
        middle = (inner + outer) / 2
        if middle in (inner, outer):
            break
        inner, outer = (middle, outer) if inside(middle) else (inner, middle)
    return inner


def score_error(first, second, rate_of, low, high, weight, factor):
    """The standard error under a hypothesis that ties the first rate to the second: `rate_of` gives the first, `weight` its slope."""
    (n1, x1), (n2, x2) = first, second

    def rising(p2):
        p1 = rate_of(p2)
        parts = ((x1, p1, weight), (x1 - n1, 1 - p1, weight), (x2, p2, 1), (x2 - n2, 1 - p2, 1))
        return fsum(count * by / rate for count, rate, by in parts if count and rate > 0) > 0

    p2 = halve(low, high, rising)
    p1 = rate_of(p2)
    return sqrt(max(factor * (p1 * (1 - p1) / n1 + weight**2 * p2 * (1 - p2) / n2), 0.0))


def score_intervals(first, second, z):
    """Koopman's and Miettinen and Nurminen's of the ratio, Mee's and Miettinen and Nurminen's of the difference."""
    (n1, x1), (n2, x2) = first, second
    r1, r2 = x1 / n1, x2 / n2
    answer = {}
    for ratio_name, difference_name, factor in (
        ("koopman", "mee", 1),
        ("miettinen_nurminen", "miettinen_nurminen", (n1 + n2) / (n1 + n2 - 1)),
    ):

        def apart(t, factor=factor):
            ratio = exp(t)
            error = score_error(
                first, second, lambda p2: min(ratio * p2, 1.0), 0.0, min(1.0, 1 / ratio), ratio, factor
            )
            return abs(r1 - ratio * r2) <= z * error

        def off(d, factor=factor):
            error = score_error(
                first, second, lambda p2: min(max(p2 + d, 0.0), 1.0), max(0.0, -d), min(1.0, 1 - d), 1, factor
            )
            return abs(r1 - r2 - d) <= z * error

        if x1 or x2:
            start = log(r1 / r2) if x1 and x2 else (-30 if x2 else 30)
            answer["ratio", ratio_name] = (
                exp(halve(start, start - 60, apart)) if x1 else 0.0,
                exp(halve(start, start + 60, apart)) if x2 else None,
            )
        answer["difference", difference_name] = (halve(r1 - r2, -1.0, off), halve(r1 - r2, 1.0, off))
    return answer


def ratio_intervals(first, second, z):
    """The closed forms."""
    (n1, x1), (n2, x2) = first, second
    answer = {"katz": None, "inverse_sinh": None}
    if x1 and x2:
        ratio, error = x1 / n1 / (x2 / n2), sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2)
        reach = 2 * asinh(z / 2 * error)
        answer["katz"] = ratio * exp(-z * error), ratio * exp(z * error)
        answer["inverse_sinh"] = ratio * exp(-reach), ratio * exp(reach)
    a, b, c, d = x1 + 0.5, n1 + 0.5, x2 + 0.5, n2 + 0.5
    ratio, error = a / b / (c / d), sqrt(1 / a - 1 / b + 1 / c - 1 / d)
    answer["adjusted_log"] = ratio * exp(-z * error), ratio * exp(z * error)
    (l1, u1), (l2, u2) = wilson(n1, x1, z), wilson(n2, x2, z)
    r1, r2 = x1 / n1, x2 / n2
    bottom, top = u2 * (2 * r2 - u2), l2 * (2 * r2 - l2)
    lower = (r1 * r2 - sqrt((r1 * r2) ** 2 - l1 * (2 * r1 - l1) * bottom)) / bottom
    upper = (r1 * r2 + sqrt((r1 * r2) ** 2 - u1 * (2 * r1 - u1) * top)) / top if x2 else None
    answer["mover_wilson"] = (lower if x1 else 0.0), upper
    return answer


def difference_intervals(first, second, z):
    (n1, x1), (n2, x2) = first, second
    gap = x1 / n1 - x2 / n2

    def wald(gap, *groups):
        error = sqrt(sum(x / n * (1 - x / n) / n for n, x in groups))
        return max(gap - z * error, -1.0), min(gap + z * error, 1.0)

    more = (n1 + 2, x1 + 1), (n2 + 2, x2 + 1)
    (l1, u1), (l2, u2) = wilson(n1, x1, z), wilson(n2, x2, z)
    r1, r2 = x1 / n1, x2 / n2
    return {
        "wald": wald(gap, first, second),
        "agresti_caffo": wald((x1 + 1) / (n1 + 2) - (x2 + 1) / (n2 + 2), *more),
        "newcombe": (
            max(gap - sqrt((r1 - l1) ** 2 + (u2 - r2) ** 2), -1.0),
            min(gap + sqrt((u1 - r1) ** 2 + (r2 - l2) ** 2), 1.0),
        ),
    }


METHODS = {
    "katz": "katz_log",
    "adjusted_log": "adjusted_log",
    "inverse_sinh": "inverse_sinh",
    "mover_wilson": "mover_wilson",
    "koopman": "koopman_score",
    "miettinen_nurminen": "miettinen_nurminen_score",
    "wald": "wald",
    "agresti_caffo": "agresti_caffo",
    "newcombe": "newcombe_score",
    "mee": "mee_score",
}


def pair(names, first, second, confidence):
    """Everything about two groups but the adjusted p-values, and their p-values."""
    (n1, x1), (n2, x2) = first, second
    answer = dict(zip(("first", "second"), names, strict=True))
    fields = ("ratio", "difference", "odds_ratio", "tests", "ratio_intervals", "difference_intervals")
    if not (n1 and n2):
        return answer | dict.fromkeys((*fields, "odds_ratio_intervals")), {}
    z = z_of(confidence)
    found, smallest = tests(first, second)
    scores = score_intervals(first, second, z)

    def limits(of, name):
        if of is None:
            return None
        lower, upper = of
        return {"lower": lower, "upper": upper, "confidence": confidence, "method": METHODS[name]}

    def intervals(kind, closed):
        both = closed | {name: value for (which, name), value in scores.items() if which == kind}
        return {name: limits(value, name) for name, value in both.items()}

    answer |= {
        "ratio": x1 / n1 / (x2 / n2) if x2 else None,
        "difference": x1 / n1 - x2 / n2,
        "odds_ratio": x1 * (n2 - x2) / (x2 * (n1 - x1)) if x2 and n1 > x1 else None,
        "tests": {
            name: {"p": p} | ({} if statistic is None else {"statistic": statistic})
            for name, (statistic, p) in found.items()
        }
        | {"smallest_expected": smallest},
        "ratio_intervals": intervals("ratio", ratio_intervals(first, second, z)) if x1 or x2 else None,
        "difference_intervals": intervals("difference", difference_intervals(first, second, z)),
    }
    odds = {"logit": None}
    cells = x1, n1 - x1, x2, n2 - x2
    if all(cells):
        ratio, error = cells[0] * cells[3] / (cells[1] * cells[2]), sqrt(sum(1 / cell for cell in cells))
        odds["logit"] = {"lower": ratio * exp(-z * error), "upper": ratio * exp(z * error), "method": "logit"}
    if confidence == 0.95 and n1 + n2 < 10_000:
        estimate, exact, mid_p = conditional(ways_of(x1, n1, x2, n2), x1)
        odds |= {"conditional": estimate, "exact": exact, "mid_p": mid_p}
    answer["odds_ratio_intervals"] = odds
    return answer, {name: p for name, (_, p) in found.items()}


def estimate(considered, selected, confidence, group=None):
    answer = {} if group is None else {"group": group}
    answer |= {"considered": considered, "selected": selected}
    if not considered:
        return answer | {"rate": None, "interval": None}
    lower, upper = wilson(considered, selected, z_of(confidence))
    return answer | {
        "rate": selected / considered,
        "interval": {"lower": lower, "upper": upper, "confidence": confidence, "method": "wilson_score"},
    }


def compared(name, groups, reference=None, confidence=None):
    """A case: `groups` by name as (considered, selected)."""
    rows = [{"group": group, "considered": n, "selected": x} for group, (n, x) in groups.items()]
    given = {"groups": rows}
    given |= {} if reference is None else {"reference": reference}
    given |= {} if confidence is None else {"confidence": confidence}
    confidence = confidence or 0.95
    order = sorted(groups)
    names = [(group, reference) for group in order if group != reference]
    names = names if reference else list(combinations(order, 2))
    pairs, values = zip(
        *(pair(of, *(groups[group] for group in of), confidence) for of in names), strict=True
    )
    tested = [place for place, value in enumerate(values) if value]
    for test in values[tested[0]] if tested else ():
        for place, p in zip(tested, adjusted([values[at][test] for at in tested]), strict=True):
            pairs[place]["tests"][test] |= {
                "adjusted_p": p["holm"],
                "discovery_p": p["benjamini_hochberg"],
            }
    expect = {
        "groups": [estimate(*groups[group], confidence, group) for group in order],
        "all": estimate(*(sum(part) for part in zip(*groups.values(), strict=True)), confidence),
        "pairs": list(pairs),
        "comparisons": len(tested),
        "together": None,
    }
    there = [of for of in groups.values() if of[0]]
    if len(there) > 1:
        found, smallest = together(there)
        freedom = len(there) - 1
        expect["together"] = {
            test: {"statistic": found[test], "degrees_of_freedom": freedom, "p": tail(found[test], freedom)}
            for test in ("pearson", "likelihood_ratio")
        } | {"smallest_expected": smallest}
    peers(groups, expect)
    return {"name": name, "given": given, "expect": expect}


def peers(groups, expect):
    """The same by scipy and statsmodels, where they are here and have it."""
    try:
        from scipy.stats import chi2_contingency, fisher_exact
        from scipy.stats.contingency import relative_risk
        from statsmodels.stats.proportion import confint_proportions_2indep
    except ImportError:
        return

    def near(a, b):
        assert abs(a - b) <= 1e-7 * max(1, abs(b)), (groups, a, b)

    for of in expect["pairs"]:
        (n1, x1), (n2, x2) = groups[of["first"]], groups[of["second"]]
        if not (0 < x1 < n1 and 0 < x2 < n2):
            continue
        table = [[x1, n1 - x1], [x2, n2 - x2]]
        for test, options in (
            ("pearson", {"correction": False}),
            ("yates", {"correction": True}),
            ("likelihood_ratio", {"correction": False, "lambda_": "log-likelihood"}),
        ):
            near(of["tests"][test]["p"], chi2_contingency(table, **options).pvalue)
        if n1 + n2 < 10_000:
            for side, test in (
                ("two-sided", "fisher"),
                ("less", "fisher_less"),
                ("greater", "fisher_greater"),
            ):
                near(of["tests"][test]["p"], fisher_exact(table, side).pvalue)
        confidence = of["ratio_intervals"]["katz"]["confidence"]
        katz = relative_risk(x1, n1, x2, n2).confidence_interval(confidence)
        near(of["ratio_intervals"]["katz"]["lower"], katz.low)
        near(of["ratio_intervals"]["katz"]["upper"], katz.high)
        for name, method in (("wald", "wald"), ("agresti_caffo", "agresti-caffo"), ("newcombe", "newcomb")):
            lower, _ = confint_proportions_2indep(x1, n1, x2, n2, method=method, alpha=1 - confidence)
            near(of["difference_intervals"][name]["lower"], max(lower, -1))


def power_at(groups, rates, z):
    """R's `power.prop.test` with `strict = FALSE`, for groups of two sizes."""
    (p1, n1), (p2, n2) = zip(rates, groups, strict=True)
    both = (n1 * p1 + n2 * p2) / (n1 + n2)
    null = sqrt(both * (1 - both) * (1 / n1 + 1 / n2))
    return NORMAL.cdf((abs(p1 - p2) - z * null) / sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2))


def planned(name, **given):
    beyond = 1 - given.get("confidence", 0.95)
    z = NORMAL.inv_cdf(1 - (beyond if given.get("one_sided") else beyond / 2))
    first, second = given["first_rate"], given.get("second_rate")
    groups = [given.get("considered"), given.get("compared_with", given.get("considered"))]
    expect = dict.fromkeys(("power", "needed", "needed_per_group", "lower_rate", "higher_rate"))
    if "power" not in given:
        expect["power"] = power_at(groups, [first, second], z)
    elif "considered" not in given:
        few, enough = 1e-6, 1e12
        for _ in range(400):
            middle = (few + enough) / 2
            reached = power_at([middle, middle], [first, second], z) >= given["power"]
            few, enough = (few, middle) if reached else (middle, enough)
        expect |= {"needed": enough, "needed_per_group": int(-(-enough // 1))}
    else:
        for key, outermost in (("lower_rate", 0.0), ("higher_rate", 1.0)):

            def missed(rate):
                return power_at(groups, [first, rate], z) < given["power"]

            near_end = outermost + (1e-12 if outermost == 0.0 else -1e-12)
            if first != outermost and not missed(near_end):
                expect[key] = halve(first, outermost, missed)
    return {"name": name, "given": given, "expect": expect}


def refused(name, kind, path, **given):
    return {"name": name, "given": given, "expect": {"error": {"kind": kind, "path": path}}}


def main():
    """Writes or checks the files."""
    source = "tests/make/rate_vectors.py"
    hospitals = {"1": (86, 83), "2": (93, 90), "3": (136, 129), "4": (82, 70)}
    two = [{"group": "a", "considered": 4, "selected": 3}, {"group": "b", "considered": 4, "selected": 1}]
    many = [{"group": f"{place:02}", "considered": 4, "selected": 1} for place in range(65)]
    corpus.main(
        {
            "fairness/compare_rates.json": {
                "call": "fairness.compare_rates",
                "source": source,
                "tolerance": 1e-9,
                "cases": [
                    compared("Fisher's tea taster", {"guessed milk": (4, 3), "guessed tea": (4, 1)}),
                    compared("twins of convicts", {"like-sex": (17, 2), "unlike": (13, 10)}),
                    compared("7 of 34 against 1 of 34", {"high": (34, 7), "standard": (34, 1)}),
                    compared("the worked example", {"women": (52, 24), "men": (80, 48)}, confidence=0.9),
                    compared("smokers in four hospitals", hospitals),
                    compared("the same against the last", hospitals, reference="4", confidence=0.99),
                    compared("a cell is empty", {"a": (10, 0), "b": (12, 5)}),
                    compared("the other one is", {"a": (12, 5), "b": (10, 0)}),
                    compared("all of one group", {"a": (12, 12), "b": (10, 7)}),
                    compared("rates are equal", {"a": (10, 4), "b": (25, 10), "c": (5, 2)}),
                    compared("nobody was selected", {"a": (10, 0), "b": (12, 0)}),
                    compared("everybody was", {"a": (5, 5), "b": (7, 7)}),
                    compared("nobody was considered", {"a": (0, 0), "b": (7, 2), "c": (9, 8)}),
                    compared("in one of two", {"a": (0, 0), "b": (7, 2)}),
                    compared("a million each", {"a": (1_000_000, 400_000), "b": (1_000_000, 401_500)}),
                    refused("one group", "missing", "groups", groups=two[:1]),
                    refused("twice the same", "duplicate", "groups[1].group", groups=[two[0], two[0]]),
                    refused(
                        "more selected",
                        "inconsistent",
                        "groups[1].selected",
                        groups=[two[0], two[1] | {"selected": 5}],
                    ),
                    refused("too many", "too_large", "groups", groups=many),
                    refused("no such group", "unknown_name", "reference", groups=two, reference="c"),
                    refused("too sure", "out_of_range", "confidence", groups=two, confidence=1.0),
                ],
            },
            "fairness/power_of_rates.json": {
                "call": "fairness.power_of_rates",
                "source": source,
                "tolerance": 1e-8,
                "cases": [
                    planned("power of R's example", first_rate=0.5, second_rate=0.75, considered=50),
                    planned("people of R's example", first_rate=0.5, second_rate=0.75, power=0.9),
                    planned("rates of R's example", first_rate=0.5, considered=50, power=0.9),
                    planned("four fifths of 60 %", first_rate=0.6, second_rate=0.48, power=0.8),
                    planned("four fifths of 10 %", first_rate=0.1, second_rate=0.08, power=0.8),
                    planned("one-sided", first_rate=0.3, second_rate=0.2, considered=100, one_sided=True),
                    planned(
                        "as sure as can be", first_rate=0.3, second_rate=0.2, power=0.99, confidence=0.999
                    ),
                    planned(
                        "groups of two sizes",
                        first_rate=0.6,
                        second_rate=0.3,
                        considered=20,
                        compared_with=60,
                    ),
                    planned("their rates", first_rate=0.6, considered=60, compared_with=20, power=0.8),
                    planned("too few for any", first_rate=0.5, considered=5, power=0.9),
                    planned("for a lower one only", first_rate=0.9, considered=15, power=0.8),
                    planned("equal rates", first_rate=0.4, second_rate=0.4, considered=100),
                    refused(
                        "nothing left out",
                        "inconsistent",
                        "",
                        first_rate=0.5,
                        second_rate=0.6,
                        considered=9,
                        power=0.8,
                    ),
                    refused("two left out", "inconsistent", "", first_rate=0.5, power=0.8),
                    refused(
                        "half of the people",
                        "inconsistent",
                        "compared_with",
                        first_rate=0.5,
                        power=0.8,
                        compared_with=9,
                    ),
                    refused(
                        "no rate", "out_of_range", "first_rate", first_rate=1.5, second_rate=0.5, power=0.8
                    ),
                    refused(
                        "never", "out_of_range", "second_rate", first_rate=0.5, second_rate=0.5, power=0.8
                    ),
                    refused(
                        "nobody", "out_of_range", "considered", first_rate=0.5, second_rate=0.4, considered=0
                    ),
                    refused("always", "out_of_range", "power", first_rate=0.5, second_rate=0.4, power=1.0),
                ],
            },
        }
    )


if __name__ == "__main__":
    main()
