"""Expected values for `fairness.*`, from the definitions: exact fractions, every table enumerated, no special functions.

- Fisher and mid-p add up whole numbers of ways; ties are ties of whole numbers. Where there are too many tables to add up
  as whole numbers, the first probability comes from Stirling's series in 60 digits and the others from their quotients.
- Koopman's interval comes from his chi-square form; the likeliest rates come from bisection on the likelihood's derivative,
  the limits from bisection on the statistic, in 30 digits.
- The smallest detectable ratio comes from the exact power over every table of both groups.
- Swaps are counted one by one.

Where scipy and statsmodels are installed, every p-value and interval is compared with theirs as well.
"""

from decimal import Decimal, getcontext
from fractions import Fraction
from functools import cache
from math import ceil, comb, fsum, inf
from statistics import NormalDist

import corpus

try:
    from scipy.stats import fisher_exact
    from statsmodels.stats.proportion import confint_proportions_2indep
except ImportError:
    fisher_exact = None
    print("skipped: the comparison with scipy and statsmodels, which are not installed")

getcontext().prec = 60
STANDARD = {"threshold": "4/5", "confidence": 0.95, "alpha": 0.05, "power": 0.8, "reference": "highest_rate"}
NORMAL = NormalDist()


@cache
def tests_for(n1, n2, selected):
    """For each possible count in the first group: Fisher's p and mid-p, exactly."""
    ways = {
        k: comb(n1, k) * comb(n2, selected - k) for k in range(max(0, selected - n2), min(n1, selected) + 1)
    }
    total = comb(n1 + n2, selected)
    alike = {}
    for k, like in ways.items():
        alike.setdefault(like, []).append(k)
    answers, below = {}, 0
    for like, same in sorted(alike.items()):
        below += like * len(same)
        for k in same:
            answers[k] = Fraction(below, total), Fraction(2 * below - like, 2 * total)
    return answers


def stirling(n):
    """ln n! for n > 1000."""
    n = Decimal(n)
    pi = Decimal("3.14159265358979323846264338327950288419716939937510582097494")
    series = 1 / (12 * n) - 1 / (360 * n**3) + 1 / (1260 * n**5) - 1 / (1680 * n**7) + 1 / (1188 * n**9)
    return n * n.ln() - n + (2 * pi * n).ln() / 2 + series


def tests_of_large(n1, n2, x1, x2):
    """Fisher's p and mid-p of counts too large to enumerate; all cells above 1000."""
    selected = x1 + x2
    logarithm = (
        stirling(n1) + stirling(n2) + stirling(selected) + stirling(n1 + n2 - selected) - stirling(n1 + n2)
    )
    logarithm -= stirling(x1) + stirling(n1 - x1) + stirling(x2) + stirling(n2 - x2)
    observed = float(logarithm.exp())
    step = 1 if x1 * n2 < x2 * n1 else -1

    def quotients(k, direction):
        """P of each further count over that of `k`, as long as anything is left."""
        like = 1.0
        while like > 1e-30:
            if direction > 0:
                like *= (n1 - k) * (selected - k) / ((k + 1) * (n2 - selected + k + 1))
            else:
                like *= k * (n2 - selected + k) / ((n1 - k + 1) * (selected - k + 1))
            k += direction
            yield like

    tail = [1.0, *quotients(x1, -step)]
    # On the other side of the mode only what is at most as likely counts.
    risen = [like for like in quotients(x1, step) if like <= 1 + 1e-9]
    return observed * fsum(tail + risen), observed * fsum([*tail, *risen, -0.5])


def score(x1, n1, x2, n2, ratio):
    """Koopman's chi-square of the hypothesis that the first rate is `ratio` times the second."""
    x1, n1, x2, n2 = map(Decimal, (x1, n1, x2, n2))

    def derivative(p2):
        p1 = ratio * p2
        parts = [x1 / p2, x2 / p2, -(n1 - x1) * ratio / (1 - p1), -(n2 - x2) / (1 - p2)]
        return sum(parts)

    low, high = Decimal(0), min(Decimal(1), 1 / ratio)
    for _ in range(70):
        middle = (low + high) / 2
        low, high = (middle, high) if derivative(middle) > 0 else (low, middle)
    p2 = (low + high) / 2
    p1 = ratio * p2
    return (x1 - n1 * p1) ** 2 / (n1 * p1 * (1 - p1)) + (x2 - n2 * p2) ** 2 / (n2 * p2 * (1 - p2))


def koopman(x1, n1, x2, n2, confidence):
    getcontext().prec = 30
    limit = Decimal(NORMAL.inv_cdf((1 + confidence) / 2)) ** 2
    estimate = Decimal(x1 * n2) / Decimal(x2 * n1) if x1 and x2 else Decimal(0 if x2 else inf)

    def edge(start, factor):
        """Where the statistic passes the limit on the way from `start`."""
        inside, outside = start, start * factor
        while score(x1, n1, x2, n2, outside) <= limit:
            inside, outside, factor = outside, outside * factor, factor**2
        while abs(outside / inside - 1) > Decimal("1e-15"):
            middle = (inside * outside).sqrt()
            inside, outside = (
                (middle, outside) if score(x1, n1, x2, n2, middle) <= limit else (inside, middle)
            )
        return float(inside)

    # With a zero cell the statistic at ratios near 0 or beyond all bounds is within the limit.
    lower = 0.0 if x1 == 0 else edge(estimate if x2 else Decimal(10) ** 12, Decimal("0.5"))
    upper = None if x2 == 0 else edge(estimate if x1 else Decimal(10) ** -12, Decimal(2))
    getcontext().prec = 60
    return lower, upper


def binomial(n, p):
    return [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]


def smallest_detectable(n1, n2, rate, alpha, power):
    alpha = Fraction(str(alpha))
    low_tables = [
        (k, selected - k)
        for selected in range(n1 + n2 + 1)
        for k, (_, mid_p) in tests_for(n1, n2, selected).items()
        if mid_p < alpha and k * n2 < (selected - k) * n1
    ]
    reference = binomial(n2, rate)

    def power_at(ratio):
        focal = binomial(n1, ratio * rate)
        return fsum(focal[k] * reference[other] for k, other in low_tables)

    return bisect_power(power_at, power)


def smallest_detectable_by_normal(n1, n2, rate, alpha, power):
    def power_at(ratio):
        p1, p2 = ratio * rate, rate
        pooled = (n1 * p1 + n2 * p2) / (n1 + n2)
        line = NORMAL.inv_cdf(1 - alpha / 2) * (pooled * (1 - pooled) * (1 / n1 + 1 / n2)) ** 0.5
        return NORMAL.cdf((p2 - p1 - line) / (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) ** 0.5)

    return bisect_power(power_at, power)


def bisect_power(power_at, power):
    if power_at(0.0) < power:
        return None
    low, high = 0.0, 1.0
    for _ in range(44):
        middle = (low + high) / 2
        low, high = (middle, high) if power_at(middle) >= power else (low, middle)
    return low


def needed_per_group(rate, ratio, alpha, power):
    p1, p2 = ratio * rate, rate
    p = (p1 + p2) / 2
    spread = NORMAL.inv_cdf(1 - alpha / 2) * (2 * p * (1 - p)) ** 0.5
    spread += NORMAL.inv_cdf(power) * (p1 * (1 - p1) + p2 * (1 - p2)) ** 0.5
    return ceil((spread / (p2 - p1)) ** 2) if p2 else None


def finding(focal, reference, options, *, large=False):
    """The whole finding; `focal` and `reference` are (name, considered, selected)."""
    group, n1, x1 = focal
    name, n2, x2 = reference
    answer = {
        "group": group,
        "considered": n1,
        "selected": x1,
        "rate": x1 / n1 if n1 else None,
        "reference": name,
        "reference_considered": n2,
        "reference_selected": x2,
        "reference_rate": x2 / n2 if n2 else None,
    }
    if not n1 or not n2 or not x1 + x2:
        absent = ["impact_ratio", "below_threshold", "interval", "fisher", "mid_p", "adjusted_p"]
        absent += ["smallest_detectable_ratio", "needed_per_group"]
        return {**answer, **dict.fromkeys(absent), "verdict": "not_estimable"}
    alpha, power = options["alpha"], options["power"]
    line = Fraction(options["threshold"])
    ratio = Fraction(x1 * n2, x2 * n1) if x2 else None
    below = ratio < line if x2 else None

    if large:
        fisher, mid_p = tests_of_large(n1, n2, x1, x2)
    else:
        fisher, mid_p = tests_for(n1, n2, x1 + x2)[x1]
        if fisher_exact:
            assert abs(fisher_exact([[x1, n1 - x1], [x2, n2 - x2]]).pvalue - fisher) < 1e-9, answer
    lower, upper = koopman(x1, n1, x2, n2, options["confidence"])
    # statsmodels gives complex numbers where everybody is selected.
    if fisher_exact and 0 < x1 < n1 and 0 < x2 < n2:
        theirs = confint_proportions_2indep(
            x1, n1, x2, n2, compare="ratio", method="score", correction=False, alpha=1 - options["confidence"]
        )
        assert max(abs(a / b - 1) for a, b in zip((lower, upper), theirs, strict=True)) < 1e-5, (
            answer,
            theirs,
        )

    def swapped(condition):
        """The fewest swaps after which `condition` no longer holds; None where it does not hold now."""
        step = 1 if x1 * n2 < x2 * n1 else -1
        swaps = 0
        while condition(x1 + step * swaps, x2 - step * swaps):
            swaps += 1
        return swaps or None

    flips = {"threshold": swapped(lambda a, b: b and Fraction(a * n2, b * n1) < line) if below else None}
    if not large:
        limit = Fraction(str(alpha))
        flips["significance"] = swapped(lambda a, b: tests_for(n1, n2, a + b)[a][1] < limit)
    behind = x1 * n2 < x2 * n1
    flips["direction"] = swapped(lambda a, b: a * n2 <= b * n1) if behind else None

    if x2 == 0:
        detectable = None
    elif large:
        detectable = smallest_detectable_by_normal(n1, n2, x2 / n2, alpha, power)
    else:
        detectable = smallest_detectable(n1, n2, x2 / n2, alpha, power)

    def covers(value):
        return lower <= value and (upper is None or value <= upper)

    statistical = mid_p < alpha
    if statistical:
        by_one = flips["threshold"] == 1 or flips.get("significance") == 1
        verdict = "review" if below and not by_one else "watch"
    elif (covers(1) and covers(float(line))) or detectable is None or detectable < line:
        verdict = "insufficient"
    else:
        verdict = "watch" if below else "no_signal"
    return {
        **answer,
        "impact_ratio": float(ratio) if x2 else None,
        "below_threshold": below,
        "interval": {
            "lower": lower,
            "upper": upper,
            "confidence": options["confidence"],
            "method": "koopman_score",
        },
        "fisher": float(fisher),
        "mid_p": float(mid_p),
        "smallest_detectable_ratio": detectable,
        "detection": "normal_approximation" if large else "enumeration",
        "needed_per_group": needed_per_group(x2 / n2, float(line), alpha, power),
        "flips": flips,
        "verdict": verdict,
    }


def holm(p):
    """Adjusted p-values: each stays below alpha exactly as long as Holm's procedure rejects it at alpha."""
    order = sorted(range(len(p)), key=lambda i: p[i])
    adjusted, largest = [0.0] * len(p), 0.0
    for rank, i in enumerate(order):
        largest = max(largest, min(1.0, (len(p) - rank) * p[i]))
        adjusted[i] = largest
    return adjusted


ORDER = ["not_estimable", "insufficient", "no_signal", "watch", "review"]


def report(groups, options, *, large=False):
    options = {**STANDARD, **options}
    shown = sorted(group for group in groups if group[1] >= options.get("minimum_cell", 0))
    withheld = sorted(group[0] for group in groups if group[1] < options.get("minimum_cell", 0))
    match options["reference"]:
        case "highest_rate":
            best = max(shown, key=lambda group: (Fraction(group[2], group[1] or 1), group[1]))
            pairs = [(group, best) for group in shown if group != best]
        case "complement":
            considered, selected = (sum(group[i] for group in shown) for i in (1, 2))
            pairs = [(group, (None, considered - group[1], selected - group[2])) for group in shown]
        case {"group": name}:
            named = next(group for group in shown if group[0] == name)
            pairs = [(group, named) for group in shown if group != named]
    findings = [finding(*pair, options, large=large) for pair in pairs]
    tested = [found for found in findings if found["mid_p"] is not None]
    for found, adjusted in zip(tested, holm([found["mid_p"] for found in tested]), strict=True):
        found["adjusted_p"] = adjusted
    return {
        "groups": [
            {"group": name, "considered": n, "selected": x, "rate": x / n if n else None}
            for name, n, x in shown
        ],
        "withheld": withheld,
        "findings": findings,
        "verdict": max((found["verdict"] for found in findings), key=ORDER.index, default="insufficient"),
        "comparisons": len(tested),
    }


def case(name, groups, options=None, source=None, *, large=False):
    """One case; `groups` maps a name to (considered, selected), as the documentation writes it."""
    options = options or {}
    rows = [(group, *counts) for group, counts in groups.items()]
    document = {"name": name, **({"source": source} if source else {})}
    given = {"groups": [{"group": g, "considered": n, "selected": x} for g, n, x in rows], **options}
    return {**document, "given": given, "expect": report(rows, options, large=large)}


def refused(name, groups, kind, path, **options):
    rows = [{"group": g, "considered": n, "selected": x} for g, n, x in groups]
    expect = {"error": {"kind": kind, "path": path}}
    return {"name": name, "given": {"groups": rows, **options}, "expect": expect}


UGESP = (
    "44 FR 11996 (1979), Questions and Answers on the Uniform Guidelines; figures beyond them by this script"
)
FAGERLAND = "Fagerland, Lydersen and Laake, Statistical Analysis of Contingency Tables (2017); other figures by this script"
MALE_FEMALE = {"reference": {"group": "men"}}

SELECTION = [
    case(
        "4 of 25 against 1 of 5 is exactly four fifths and not below",
        {"returning": (25, 4), "external": (5, 1)},
    ),
    case("24 of 52 women against 48 of 80 men cannot tell", {"women": (52, 24), "men": (80, 48)}),
    case("the order of the groups does not matter", {"men": (80, 48), "women": (52, 24)}),
    case(
        "four groups at 60, 45, 48 and 51 percent, of which only 45 is below four fifths",
        {"a": (100, 60), "b": (100, 45), "c": (100, 48), "d": (100, 51)},
        source=UGESP,
    ),
    case(
        "16 of 80 against 3 of 20 turns round with one different decision",
        {"a": (80, 16), "b": (20, 3)},
        source=UGESP,
    ),
    case(
        "3 of 20 against 1 of 10 turns round with one different decision",
        {"a": (20, 3), "b": (10, 1)},
        source=UGESP,
    ),
    case(
        "7 of 34 against 1 of 34 has the Koopman interval 1.2209 to 42.5757",
        {"a": (34, 7), "b": (34, 1)},
        {"reference": {"group": "b"}},
        FAGERLAND,
    ),
    case(
        "the lady tasting tea", {"tea first": (4, 3), "milk first": (4, 1)}, source="Fisher 1935; this script"
    ),
    case(
        "convictions of twins",
        {"dizygotic": (17, 2), "monozygotic": (13, 10)},
        source="Fisher 1934; this script",
    ),
    case("2 of 10 against 15 of 25", {"women": (10, 2), "men": (25, 15)}),
    case(
        "27 of 122 against 44 of 487",
        {"exposed": (122, 27), "other": (487, 44)},
        {"reference": {"group": "other"}},
    ),
    case("three small groups at 75, 50 and 50 percent", {"a": (4, 3), "b": (6, 3), "c": (8, 4)}),
    case("nobody of one group is selected", {"women": (10, 0), "men": (12, 6)}),
    case(
        "nobody of the reference is selected: there is no ratio and no upper limit",
        {"women": (10, 6), "men": (12, 0)},
        MALE_FEMALE,
    ),
    case("everybody of one group is selected", {"women": (12, 8), "men": (10, 10)}),
    case("nobody is selected at all", {"women": (10, 0), "men": (12, 0)}),
    case("nobody is considered in one group", {"women": (0, 0), "men": (12, 6), "other": (9, 6)}),
    case("nobody is considered at all", {"women": (0, 0), "men": (0, 0)}),
    case("one person in each group", {"a": (1, 1), "b": (1, 0)}),
    case(
        "a difference that is large, unlikely by chance and firm asks for review",
        {"a": (90, 27), "b": (110, 60)},
    ),
    case(
        "a difference that one decision takes out of significance is watched", {"a": (40, 15), "b": (45, 27)}
    ),
    case("a small difference that is unlikely by chance is watched", {"a": (200, 164), "b": (200, 184)}),
    case(
        "a rate significantly above the reference is watched",
        {"women": (80, 60), "men": (90, 40)},
        MALE_FEMALE,
    ),
    case("large equal groups show no signal", {"a": (200, 158), "b": (210, 168)}),
    case("12 percentage points between groups of ten", {"a": (10, 4), "b": (10, 5)}),
    case("10 returning against 60 others at sixty percent", {"returning": (10, 6), "others": (60, 36)}),
    case("20 returning against 60 others at sixty percent", {"returning": (20, 12), "others": (60, 36)}),
    case("40 returning against 120 others at sixty percent", {"returning": (40, 24), "others": (120, 72)}),
    case("a group of 7 against one of 150", {"returning": (7, 2), "others": (150, 90)}),
    case(
        "each group against everyone else",
        {"a": (40, 10), "b": (60, 30), "c": (50, 20)},
        {"reference": "complement"},
    ),
    case(
        "a stricter line, level, power and interval",
        {"a": (60, 40), "b": (60, 52)},
        {"threshold": "9/10", "confidence": 0.99, "alpha": 0.01, "power": 0.9},
    ),
    case("a small group is withheld", {"a": (9, 4), "b": (60, 30), "c": (50, 20)}, {"minimum_cell": 10}),
    case("withheld groups leave nothing to compare", {"a": (9, 4), "b": (60, 30)}, {"minimum_cell": 10}),
    case("グループ名は日本語でもよい", {"女性": (52, 24), "男性": (80, 48)}),
    case(
        "a billion people in each group",
        {"a": (1_000_000_000, 299_950_000), "b": (1_000_000_000, 300_000_000)},
        large=True,
    ),
    case(
        "a million against ten million", {"a": (1_000_000, 310_000), "b": (10_000_000, 3_109_000)}, large=True
    ),
]
for answer in SELECTION[-2:]:
    # Swaps of thousands are counted by steps elsewhere.
    for found in answer["expect"]["findings"]:
        del found["flips"]

REFUSED = [
    refused(
        "more selected than considered", [("a", 5, 2), ("b", 4, 5)], "inconsistent", "groups[1].selected"
    ),
    refused("the same name twice", [("a", 5, 2), ("b", 5, 2), ("a", 5, 2)], "duplicate", "groups[2].group"),
    refused("a group without a name", [("a", 5, 2), (" ", 5, 2)], "missing", "groups[1].group"),
    refused("one group alone", [("a", 5, 2)], "missing", "groups"),
    refused("no group", [], "missing", "groups"),
    refused(
        "a reference that is not there",
        [("a", 5, 2), ("b", 5, 2)],
        "unknown_name",
        "reference",
        reference={"group": "c"},
    ),
    refused(
        "more people than there can be", [("a", 10**18, 2), ("b", 1, 1)], "too_large", "groups[1].considered"
    ),
    refused(
        "a threshold above one", [("a", 5, 2), ("b", 5, 2)], "out_of_range", "threshold", threshold="5/4"
    ),
    refused(
        "a threshold that is no fraction", [("a", 5, 2), ("b", 5, 2)], "syntax", "threshold", threshold="0.8"
    ),
    refused(
        "a confidence in percent", [("a", 5, 2), ("b", 5, 2)], "out_of_range", "confidence", confidence=95.0
    ),
    refused("an alpha of nothing", [("a", 5, 2), ("b", 5, 2)], "out_of_range", "alpha", alpha=0.0),
    refused("a power of one", [("a", 5, 2), ("b", 5, 2)], "out_of_range", "power", power=1.0),
]


def money(amount):
    number, currency = amount.split()
    return {"minor": int(Fraction(number) * {"JPY": 1, "EUR": 100}[currency]), "currency": currency}


def compa(name, pay, midpoint, error=None):
    given = {"pay": money(pay), "midpoint": money(midpoint)}
    expect = float(Fraction(given["pay"]["minor"], given["midpoint"]["minor"])) if error is None else error
    return {"name": name, "given": given, "expect": expect}


def penetration(name, pay, minimum, maximum, error=None):
    given = {"pay": money(pay), "minimum": money(minimum), "maximum": money(maximum)}
    pay, minimum, maximum = (given[key]["minor"] for key in ("pay", "minimum", "maximum"))
    expect = float(Fraction(pay - minimum, maximum - minimum)) if error is None else error
    return {"name": name, "given": given, "expect": expect}


def error(kind, path):
    return {"error": {"kind": kind, "path": path}}


COMPA_RATIO = [
    compa("7.0 million yen over a midpoint of 6.5", "7000000 JPY", "6500000 JPY"),
    compa("pay at the midpoint", "61000.50 EUR", "61000.50 EUR"),
    compa("pay of nothing", "0 JPY", "6500000 JPY"),
    compa("two currencies", "7000000 JPY", "65000 EUR", error("inconsistent", "")),
    compa("a midpoint of nothing", "7000000 JPY", "0 JPY", error("out_of_range", "midpoint")),
    compa("a negative midpoint", "7000000 JPY", "-1 JPY", error("out_of_range", "midpoint")),
    compa("negative pay", "-1 JPY", "6500000 JPY", error("out_of_range", "pay")),
]
RANGE_PENETRATION = [
    penetration("7.0 million yen in a range of 5.4 to 7.6", "7000000 JPY", "5400000 JPY", "7600000 JPY"),
    penetration("pay at the minimum", "5400000 JPY", "5400000 JPY", "7600000 JPY"),
    penetration("pay at the maximum", "7600000 JPY", "5400000 JPY", "7600000 JPY"),
    penetration("pay below the range", "5000000 JPY", "5400000 JPY", "7600000 JPY"),
    penetration("pay above the range", "50000.01 EUR", "0 EUR", "50000 EUR"),
    penetration("two currencies", "7000000 JPY", "54000 EUR", "76000 EUR", error("inconsistent", "")),
    penetration("a range without width", "7 JPY", "5 JPY", "5 JPY", error("inconsistent", "maximum")),
    penetration("a range upside down", "7 JPY", "7 JPY", "5 JPY", error("inconsistent", "maximum")),
    penetration("a negative minimum", "7 JPY", "-1 JPY", "5 JPY", error("out_of_range", "minimum")),
]

A0 = [
    {
        "name": f"24 of 52 {women} and 48 of 80 {men}",
        "given": {
            "groups": [
                {"group": women, "considered": 52, "selected": 24},
                {"group": men, "considered": 80, "selected": 48},
            ]
        },
        "expect": {
            "en": f"{women.capitalize()} were selected at 46% (24/52), {men} at 60% (48/80): ratio 0.77, "
            "95% interval 0.53-1.07 (score). A difference this large would appear about 13 times in 100 if the true rates "
            "were equal (mid-p 0.13). These numbers could reliably detect only ratios below about 0.59. "
            "INSUFFICIENT: the data cannot tell. Screening statistic, not a legal finding.",
            "ja": f"{women}の選考通過率は46%(24/52)、{men}は60%(48/80)で、比は0.77(95%区間0.53〜1.07、スコア法)です。"
            "真の通過率が等しい場合でも、この程度の差は100回に約13回生じます(mid-p=0.13)。"
            "この人数で確実に検出できるのは、比が約0.59未満の場合に限られます。"
            "【データ不足】このデータからは判断できません。本値は点検のための統計であり、法的な判断ではありません。",
        },
    }
    for women, men in (("women", "men"), ("女性", "男性"))
]

SOURCE = "tests/make/fairness_oracle.py: exact fractions, bisection in 30 digits, every table enumerated"
NAMES = "the definitions of compaRatio and rangePenetration in SAP SuccessFactors (times 100 there); exact fractions"
FILES = {
    "fairness/selection.json": {
        "call": "fairness.selection",
        "source": SOURCE,
        "tolerance": 1e-11,
        "cases": SELECTION,
    },
    "fairness/refused.json": {
        "call": "fairness.selection",
        "source": "the documented errors",
        "cases": REFUSED,
    },
    "fairness/selection_text.json": {
        "call": "fairness.selection_text",
        "source": "the wording rules, applied by hand",
        "cases": A0,
    },
    "fairness/compa_ratio.json": {"call": "fairness.compa_ratio", "source": NAMES, "cases": COMPA_RATIO},
    "fairness/range_penetration.json": {
        "call": "fairness.range_penetration",
        "source": NAMES,
        "cases": RANGE_PENETRATION,
    },
}

if __name__ == "__main__":
    corpus.main(FILES)
