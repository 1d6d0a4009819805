"""Expected values for the further figures of `fairness.selection`, and for `fairness.strata`, from the definitions.

- Boschloo's and Barnard's tests order every table by fractions of whole numbers, and look for the largest probability on a
  grid of rates, then round its highest points.
- Odds ratios with fixed margins solve their defining equations by bisection on sums of whole numbers of ways.
- Miettinen and Nurminen's limits are bisected on their statistic, whose likeliest rates are bisected on the likelihood.
- Mantel and Haenszel's estimates and their variances are sums of fractions; the exact test of strata multiplies the
  polynomials of their ways; Breslow and Day's expected cells are bisected; chi-square tails are integrals by Simpson's rule.
"""

from decimal import Decimal, getcontext
from fractions import Fraction
from itertools import combinations
from math import asin, comb, erfc, exp, fsum, gamma, inf, log, sqrt
from statistics import NormalDist, median

import corpus
from fairness_oracle import holm, score, tests_for

Z = NormalDist().inv_cdf(0.975)


def sup(n1, n2, extreme):
    """The largest probability of the tables that are `extreme` over all rates."""
    n = n1 + n2
    ways = [0] * (n + 1)
    for a in range(n1 + 1):
        for b in range(n2 + 1):
            if extreme(a, b):
                ways[a + b] += comb(n1, a) * comb(n2, b)

    def at(p):
        return fsum(w * p**m * (1 - p) ** (n - m) for m, w in enumerate(ways) if w)

    grid = [i / 1000 for i in range(1001)]
    found = sorted(grid, key=at, reverse=True)[:8]
    best = 0.0
    for start in found:
        low, high = max(0.0, start - 1 / 1000), min(1.0, start + 1 / 1000)
        for _ in range(60):
            a, b = low + (high - low) / 3, high - (high - low) / 3
            low, high = (a, high) if at(a) < at(b) else (low, b)
        best = max(best, at((low + high) / 2), at(start))
    return min(1.0, best)


def unconditional(x1, n1, x2, n2):
    def tail(a, b, side):
        m = a + b
        counts = range(max(0, m - n2), min(n1, m) + 1)
        return Fraction(sum(comb(n1, k) * comb(n2, m - k) for k in counts if side(k, a)), comb(n1 + n2, m))

    less = {(a, b): tail(a, b, lambda k, a: k <= a) for a in range(n1 + 1) for b in range(n2 + 1)}
    more = {(a, b): tail(a, b, lambda k, a: k >= a) for a in range(n1 + 1) for b in range(n2 + 1)}
    both = {(a, b): tests_for(n1, n2, a + b)[a][0] for a, b in less}

    def distance(a, b):
        m = a + b
        gap = (a * n2 - b * n1) ** 2
        return Fraction(gap, m * (n1 + n2 - m)) if gap else Fraction(0)

    below = sup(n1, n2, lambda a, b: less[a, b] <= less[x1, x2])
    above = sup(n1, n2, lambda a, b: more[a, b] <= more[x1, x2])
    return {
        "boschloo": sup(n1, n2, lambda a, b: both[a, b] <= both[x1, x2]),
        "boschloo_central": min(1.0, 2 * min(below, above)),
        "barnard": sup(n1, n2, lambda a, b: distance(a, b) >= distance(x1, x2)),
    }


def bisect(rising):
    """Where a function of the logarithm passes zero."""
    low, high = -60.0, 60.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return exp((low + high) / 2)


def conditional(ways, observed):
    """Estimate, exact and mid-p limits of the odds ratio; `ways` maps each possible count to its number of ways."""
    counts = sorted(ways)

    def law(t):
        top = max(log(ways[k]) + k * t for k in counts)
        weights = {k: exp(log(ways[k]) + k * t - top) for k in counts}
        total = fsum(weights.values())
        return {k: w / total for k, w in weights.items()}

    def limits(share):
        lower = upper = None
        if observed > counts[0]:
            lower = bisect(
                lambda t: (
                    fsum(p * (share if k == observed else 1) for k, p in law(t).items() if k >= observed)
                    - 0.025
                )
            )
        if observed < counts[-1]:
            upper = bisect(
                lambda t: (
                    0.025
                    - fsum(p * (share if k == observed else 1) for k, p in law(t).items() if k <= observed)
                )
            )
        return {"lower": lower or 0.0, "upper": upper, "confidence": 0.95}

    if observed == counts[-1]:
        estimate = None
    elif observed == counts[0]:
        estimate = 0.0
    else:
        estimate = bisect(lambda t: fsum(k * p for k, p in law(t).items()) - observed)
    return estimate, limits(1), limits(0.5)


def ways_of(x1, n1, x2, n2):
    m = x1 + x2
    return {k: comb(n1, k) * comb(n2, m - k) for k in range(max(0, m - n2), min(n1, m) + 1)}


def miettinen_nurminen(x1, n1, x2, n2):
    getcontext().prec = 30
    n = n1 + n2
    limit = Decimal(Z) ** 2 * n / (n - 1)

    def edge(inside, factor):
        outside = inside * factor
        while score(x1, n1, x2, n2, outside) <= limit:
            inside, outside, factor = outside, outside * factor, factor**2
        while abs(outside / inside - 1) > Decimal("1e-15"):
            middle = (inside * outside).sqrt()
            within = score(x1, n1, x2, n2, middle) <= limit
            inside, outside = (middle, outside) if within else (inside, middle)
        return float(inside)

    estimate = Decimal(x1 * n2) / Decimal(x2 * n1) if x1 and x2 else None
    lower = edge(estimate or Decimal(10) ** 12, Decimal("0.5")) if x1 else 0.0
    upper = edge(estimate or Decimal(10) ** -12, Decimal(2)) if x2 else None
    getcontext().prec = 60
    return {"lower": lower, "upper": upper, "confidence": 0.95, "method": "miettinen_nurminen_score"}


def wilson(x, n):
    centre, half = x + Z * Z / 2, Z * sqrt(x * (n - x) / n + Z * Z / 4)
    return (centre - half) / (n + Z * Z), (centre + half) / (n + Z * Z)


def newcombe(x1, n1, x2, n2):
    r1, r2 = x1 / n1, x2 / n2
    (l1, u1), (l2, u2) = wilson(x1, n1), wilson(x2, n2)
    return {
        "lower": r1 - r2 - sqrt((r1 - l1) ** 2 + (u2 - r2) ** 2),
        "upper": r1 - r2 + sqrt((u1 - r1) ** 2 + (r2 - l2) ** 2),
        "method": "newcombe_score",
    }


def ceiling(value):
    return -(-value.numerator // value.denominator)


def figures(focal, reference, unknown=None):
    """What a finding has beside the figures of the other script."""
    group, n1, x1 = focal
    _, n2, x2 = reference
    n, m = n1 + n2, x1 + x2
    z = 0.0
    if m < n:
        p = m / n
        z = (x1 / n1 - x2 / n2) / sqrt(p * (1 - p) * (1 / n1 + 1 / n2))
    odds, exact, mid_p = conditional(ways_of(x1, n1, x2, n2), x1)
    rate = Fraction(x2, n2)
    found = {
        "group": group,
        "tests": {
            "standard_deviations": z,
            "score": erfc(abs(z) / sqrt(2)),
            "score_n_minus_1": erfc(abs(z) * sqrt((n - 1) / n) / sqrt(2)),
            **unconditional(x1, n1, x2, n2),
        },
        "miettinen_nurminen": miettinen_nurminen(x1, n1, x2, n2),
        "effects": {
            "rate_difference": float(Fraction(x1, n1) - rate),
            "rate_difference_interval": newcombe(x1, n1, x2, n2),
            "odds_ratio": odds,
            "odds_ratio_interval": {**exact, "method": "conditional_exact"},
            "odds_ratio_mid_p_interval": {**mid_p, "method": "conditional_mid_p"},
            "phi": z / sqrt(n),
            "cohens_h": 2 * asin(sqrt(x1 / n1)) - 2 * asin(sqrt(x2 / n2)),
        },
        "shortfalls": {
            "to_pooled_rate": float(Fraction(n1 * m, n) - x1),
            "to_reference_rate": max(0, ceiling(n1 * rate) - x1),
            "to_threshold": max(0, ceiling(Fraction(4, 5) * n1 * rate) - x1),
        },
    }
    if unknown:
        found["unknown"] = unknown_range(x1, n1, x2, n2, *unknown)
    return found


def unknown_range(x1, n1, x2, n2, u, s):
    """Every way in which the unknown can belong to the two groups."""
    ratios = []
    for k in range(s + 1):
        for j in range(u - s + 1):
            mine = Fraction(x1 + k, n1 + k + j)
            theirs = Fraction(x2 + s - k, n2 + u - k - j)
            ratios.append(mine / theirs if theirs else inf)
    lowest, highest = min(ratios), max(ratios)
    return {
        "lowest": float(lowest),
        "highest": None if highest == inf else float(highest),
        "lowest_below_threshold": lowest < Fraction(4, 5),
        "highest_below_threshold": None if highest == inf else highest < Fraction(4, 5),
    }


def pair(name, focal, reference, unknown=None, **more):
    focal, reference = ("a", *focal), ("b", *reference)
    given = {
        "groups": [{"group": g, "considered": n, "selected": x} for g, n, x in (focal, reference)],
        "reference": {"group": "b"},
    }
    expect = {"findings": [figures(focal, reference, unknown)]}
    if unknown:
        given["unknown"] = {"considered": unknown[0], "selected": unknown[1]}
        expect["unknown"] = given["unknown"]
    return {"name": name, **more, "given": given, "expect": expect}


def discovery(p):
    """Benjamini and Hochberg's values."""
    order = sorted(range(len(p)), key=lambda i: p[i])
    adjusted, smallest = [0.0] * len(p), 1.0
    for rank in range(len(p), 0, -1):
        i = order[rank - 1]
        smallest = min(smallest, len(p) / rank * p[i])
        adjusted[i] = smallest
    return adjusted


def several(name, groups):
    reference, *others = sorted(groups, key=lambda group: (-Fraction(group[2], group[1]), -group[1]))
    others.sort()
    p = [float(tests_for(n, reference[1], x + reference[2])[x][1]) for _, n, x in others]
    rows = zip(others, holm(p), discovery(p), strict=True)
    findings = [{"group": group[0], "adjusted_p": h, "discovery_p": b} for group, h, b in rows]
    given = {"groups": [{"group": g, "considered": n, "selected": x} for g, n, x in groups]}
    return {"name": name, "given": given, "expect": {"findings": findings, "comparisons": len(p)}}


FIGURES = [
    pair("2 of 10 against 15 of 25", (10, 2), (25, 15), source="Morris 2017: z -2.139, p .0324; this script"),
    pair("24 of 52 against 48 of 80 has three shortfalls: 4.36, 8 and 1", (52, 24), (80, 48)),
    pair("4 of 12 against 9 of 11, whose tied tables a comparison of floats loses", (12, 4), (11, 9)),
    pair("2 of 9 against 16 of 26, whose tied tables a comparison of floats loses", (9, 2), (26, 16)),
    pair("10 of 35 against 24 of 61 has two two-sided values by Boschloo", (35, 10), (61, 24)),
    pair("convictions of twins", (17, 2), (13, 10), source="Fisher 1934; this script"),
    pair("the lady tasting tea", (4, 3), (4, 1), source="Fisher 1935; this script"),
    pair(
        "7 of 34 against 1 of 34",
        (34, 7),
        (34, 1),
        source="Perondi 2004, in Fagerland et al. 2017; this script",
    ),
    pair("nobody of the group is selected", (10, 0), (12, 6)),
    pair("nobody of the reference is selected", (10, 6), (12, 0)),
    pair("everybody of the reference is selected", (12, 8), (10, 10)),
    pair("equal rates", (10, 5), (14, 7)),
    pair("one person in each group", (1, 1), (1, 0)),
    pair("12 of 30 people of unknown group", (100, 40), (110, 55), (30, 12)),
    pair("unknown people who could turn no ratio below the line", (30, 25), (33, 26), (2, 1)),
    several(
        "five comparisons with a family of their own",
        [("a", 40, 10), ("b", 60, 30), ("c", 50, 20), ("d", 30, 4), ("e", 45, 22), ("f", 70, 41)],
    ),
]


def chi_square_tail(statistic, freedom):
    """The integral of the density by Simpson's rule over the root of the variable, where it is smooth."""
    end, steps = sqrt(statistic), 4000
    scale = 2 / (2 ** (freedom / 2) * gamma(freedom / 2))
    values = [
        scale * (end * i / steps) ** (freedom - 1) * exp(-((end * i / steps) ** 2) / 2)
        for i in range(steps + 1)
    ]
    inside = values[0] + values[-1] + 4 * fsum(values[1:-1:2]) + 2 * fsum(values[2:-1:2])
    return 1 - inside * end / steps / 3


def chi_square(statistic, freedom):
    return {"statistic": statistic, "degrees_of_freedom": freedom, "p": chi_square_tail(statistic, freedom)}


def ratio(value, variance, method):
    error = sqrt(variance)
    limits = {
        "lower": value * exp(-Z * error),
        "upper": value * exp(Z * error),
        "confidence": 0.95,
        "method": method,
    }
    return {"value": float(value), "interval": limits}


def strata_figures(tables):
    """`tables` of selected and not in the group, then in the reference."""
    cells = [tuple(map(Fraction, (a, b, c, d))) for (a, b), (c, d) in tables if a + b and c + d]
    total = [sum(cell) for cell in cells]
    rows = list(zip(cells, total, strict=True))
    r = sum(a * d / n for (a, b, c, d), n in rows)
    s = sum(b * c / n for (a, b, c, d), n in rows)
    answer = {}
    if r and s:
        pr = sum((a + d) / n * a * d / n for (a, b, c, d), n in rows)
        mixed = sum((a + d) / n * b * c / n + (b + c) / n * a * d / n for (a, b, c, d), n in rows)
        qs = sum((b + c) / n * b * c / n for (a, b, c, d), n in rows)
        variance = pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s)
        answer["odds_ratio"] = ratio(r / s, variance, "robins_breslow_greenland")
    top = sum(a * (c + d) / n for (a, b, c, d), n in rows)
    bottom = sum(c * (a + b) / n for (a, b, c, d), n in rows)
    if top and bottom:
        spread = sum(((a + b) * (c + d) * (a + c) - a * c * n) / n**2 for (a, b, c, d), n in rows)
        answer["rate_ratio"] = ratio(top / bottom, spread / (top * bottom), "greenland_robins")
    weight = sum((a + b) * (c + d) / n for (a, b, c, d), n in rows)
    value = (top - bottom) / weight
    p = sum(
        ((a + b) ** 2 * c - (c + d) ** 2 * a + (a + b) * (c + d) * (c + d - a - b) / 2) / n**2
        for (a, b, c, d), n in rows
    )
    q = sum((a * d + c * b) / (2 * n) for (a, b, c, d), n in rows)
    error = sqrt((value * p + q) / weight**2)
    answer["rate_difference"] = {
        "value": float(value),
        "interval": {
            "lower": float(value) - Z * error,
            "upper": float(value) + Z * error,
            "method": "sato_greenland_robins",
        },
    }
    spoken = [row for row in rows if (row[0][0] + row[0][2]) and (row[0][1] + row[0][3])]
    answer["informative_strata"] = len(spoken)
    deviation = abs(sum(a - (a + b) * (a + c) / n for (a, b, c, d), n in spoken))
    variance = sum((a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1)) for (a, b, c, d), n in spoken)
    answer["cochran_mantel_haenszel"] = chi_square(float(deviation**2 / variance), 1)
    half = Fraction(1, 2) if deviation >= Fraction(1, 2) else 0
    answer["cochran_mantel_haenszel_corrected"] = chi_square(float((deviation - half) ** 2 / variance), 1)

    ways, observed = {0: 1}, 0
    for (a, b, c, d), _ in spoken:
        a, b, c, d = map(int, (a, b, c, d))
        stratum = ways_of(a, a + b, c, c + d)
        observed += a
        joint = {}
        for k, w in ways.items():
            for j, v in stratum.items():
                joint[k + j] = joint.get(k + j, 0) + w * v
        ways = joint
    everything = sum(ways.values())
    at_most = sum(w for w in ways.values() if w <= ways[observed])
    estimate, exact, mid_p = conditional(ways, observed)
    answer["exact"] = {
        "p": float(Fraction(at_most, everything)),
        "mid_p": float(Fraction(2 * at_most - ways[observed], 2 * everything)),
        "p_less": float(Fraction(sum(w for k, w in ways.items() if k <= observed), everything)),
        "p_greater": float(Fraction(sum(w for k, w in ways.items() if k >= observed), everything)),
        "odds_ratio": estimate,
        "interval": {**exact, "method": "conditional_exact"},
        "mid_p_interval": {**mid_p, "method": "conditional_mid_p"},
    }
    answer["mid_p"] = answer["exact"]["mid_p"]
    if r and s and len(spoken) > 1:
        answer |= homogeneity([tuple(map(float, row[0])) for row in spoken], float(r / s))
    return answer


def homogeneity(tables, common):
    total = deviation = spread = 0.0
    logs = []
    for a, b, c, d in tables:
        low, high = max(0.0, a - d), min(a + b, a + c)
        for _ in range(200):
            middle = (low + high) / 2
            over = middle * (d - a + middle) > common * (a + b - middle) * (a + c - middle)
            low, high = (low, middle) if over else (middle, high)
        variance = 1 / (1 / low + 1 / (a + b - low) + 1 / (a + c - low) + 1 / (d - a + low))
        total += (a - low) ** 2 / variance
        deviation += a - low
        spread += variance
        a, b, c, d = a + 0.5, b + 0.5, c + 0.5, d + 0.5
        logs.append((log(a * d / (b * c)), 1 / (1 / a + 1 / b + 1 / c + 1 / d)))
    mean = fsum(w * t for t, w in logs) / fsum(w for _, w in logs)
    freedom = len(tables) - 1
    return {
        "breslow_day": chi_square(total, freedom),
        "tarone": chi_square(total - deviation**2 / spread, freedom),
        "woolf": chi_square(fsum(w * (t - mean) ** 2 for t, w in logs), freedom),
    }


def strata(name, tables, agreement, verdict, **more):
    cells = []
    for number, ((a, b), (c, d)) in enumerate(tables, 1):
        for group, x, n in (("focal", a, a + b), ("reference", c, c + d)):
            cells.append({"stratum": f"s{number}", "group": group, "considered": n, "selected": x})
    finding = {"group": "focal", "agreement": agreement, "verdict": verdict, **strata_figures(tables)}
    given = {"cells": cells, "reference": {"group": "reference"}}
    return {"name": name, **more, "given": given, "expect": {"findings": [finding]}}


def refused(name, cells, kind, path):
    rows = [{"stratum": s, "group": g, "considered": n, "selected": x} for s, g, n, x in cells]
    return {"name": name, "given": {"cells": rows}, "expect": {"error": {"kind": kind, "path": path}}}


STRATA = [
    strata(
        "women apply where few are selected: the pooled figure is on the other side of 1",
        [((84, 316), (20, 80)), ((62, 38), (240, 160))],
        "reverses",
        "watch",
    ),
    strata(
        "the difference comes from who was considered where",
        [((80, 320), (20, 80)), ((60, 40), (240, 160))],
        "disappears",
        "watch",
    ),
    strata(
        "the pooled figure hides a difference",
        [((28, 172), (100, 400)), ((448, 352), (400, 100))],
        "appears",
        "review",
    ),
    strata(
        "a medicine for rabbits, with strata that say nothing",
        [((0, 6), (0, 5)), ((3, 3), (0, 6)), ((6, 0), (2, 4)), ((5, 1), (6, 0)), ((2, 0), (5, 0))],
        "appears",
        "watch",
        source="R, mantelhaen.test: OR 7, corrected 3.9286, exact p .03994; other figures by this script",
    ),
    strata(
        "two strata of an example that SAS prints",
        [((16, 11), (5, 20)), ((12, 16), (7, 19))],
        "agrees",
        "watch",
        source="SAS/STAT, PROC FREQ: CMH 8.3052, Breslow-Day 1.4929; other figures by this script",
    ),
    strata(
        "five small strata that no verdict can rest on",
        [((20, 14), (22, 12)), ((15, 12), (11, 7)), ((3, 2), (3, 2)), ((12, 3), (8, 4)), ((1, 0), (3, 2))],
        "agrees",
        "insufficient",
    ),
]
STRATA_REFUSED = [
    refused(
        "a cell that is named twice", [("s", "a", 5, 2), ("s", "a", 5, 2)], "duplicate", "cells[1].group"
    ),
    refused(
        "more selected than considered",
        [("s", "a", 5, 2), ("s", "b", 2, 5)],
        "inconsistent",
        "cells[1].selected",
    ),
    refused("a stratum without a name", [("s", "a", 5, 2), ("", "b", 5, 2)], "missing", "cells[1].stratum"),
    refused("one group alone", [("s", "a", 5, 2), ("t", "a", 5, 2)], "missing", "cells"),
    refused("no cell", [], "missing", "cells"),
]


def impact_tables(kind, attributes, cells, median=None):
    """The tables of 6 RCNY 5-301 to 5-303; `cells` are (categories, people, selected)."""
    everybody = sum(people for _, people, _ in cells)
    sets = [
        set_ for size in range(1, len(attributes) + 1) for set_ in combinations(range(len(attributes)), size)
    ]
    tables = []
    for places in sets:
        sums, unknown = {}, 0
        for categories, people, selected in cells:
            key = tuple(categories[place] for place in places)
            if None in key:
                unknown += people
                continue
            n, x = sums.get(key, (0, 0))
            sums[key] = (n + people, x + selected)
        kept = {
            key: Fraction(x, n)
            for key, (n, x) in sums.items()
            if n and Fraction(n, everybody) >= Fraction(2, 100)
        }
        best = max(kept.values(), default=None)
        rows = [
            {
                "categories": list(key),
                "people": n,
                "selected": x,
                "rate": x / n if n else None,
                "impact_ratio": float(kept[key] / best) if key in kept and best else None,
                "left_out": Fraction(n, everybody) < Fraction(2, 100),
            }
            for key, (n, x) in sorted(sums.items())
        ]
        tables.append(
            {"attributes": [attributes[place] for place in places], "rows": rows, "unknown": unknown}
        )
    return {"kind": kind, "people": everybody, "median": median, "tables": tables}


def selected_tables(name, attributes, cells):
    rows = [{"categories": list(c), "people": n, "selected": x} for c, n, x in cells]
    expect = impact_tables("selection", attributes, cells)
    return {"name": name, "given": {"attributes": attributes, "cells": rows}, "expect": expect}


def scored_tables(name, attributes, people):
    rows = [{"categories": list(c), "score": score} for c, score in people]
    middle = median(score for _, score in people)
    cells = [(c, 1, int(score > middle)) for c, score in people]
    expect = impact_tables("scoring", attributes, cells, float(middle))
    return {"name": name, "given": {"attributes": attributes, "people": rows}, "expect": expect}


LOCAL_LAW = [
    selected_tables(
        "men, women and three races with unknown ones",
        ["sex", "race"],
        [
            (("men", "white"), 600, 330),
            (("men", "black"), 210, 96),
            (("women", "white"), 540, 250),
            (("women", "black"), 260, 118),
            (("women", "asian"), 31, 20),
            (("men", None), 14, 6),
            ((None, "asian"), 5, 1),
            ((None, None), 9, 3),
        ],
    ),
    selected_tables(
        "exactly 2 percent stays, and less does not",
        ["group"],
        [(("a",), 500, 100), (("b",), 461, 120), (("c",), 20, 20), (("d",), 19, 19)],
    ),
    selected_tables("nobody is selected", ["group"], [(("a",), 10, 0), (("b",), 12, 0)]),
    scored_tables(
        "the median is that of everybody, and a score at the median is not above it",
        ["sex"],
        [
            (("men",), 7.5),
            (("men",), 3),
            (("men",), 5),
            (("women",), 5),
            (("women",), 9),
            ((None,), 1),
            ((None,), 8),
        ],
    ),
    scored_tables(
        "an even number of scores has its median between the two in the middle",
        ["sex"],
        [(("men",), 1), (("men",), 4), (("women",), 2), (("women",), 3.5)],
    ),
    {
        "name": "more selected than people",
        "given": {"attributes": ["sex"], "cells": [{"categories": ["men"], "people": 2, "selected": 3}]},
        "expect": {"error": {"kind": "inconsistent", "path": "cells[0].selected"}},
    },
    {
        "name": "a category too many",
        "given": {"attributes": ["sex"], "cells": [{"categories": ["men", "x"], "people": 2, "selected": 1}]},
        "expect": {"error": {"kind": "inconsistent", "path": "cells[0].categories"}},
    },
    {
        "name": "no attribute",
        "given": {"attributes": [], "cells": []},
        "expect": {"error": {"kind": "out_of_range", "path": "attributes"}},
    },
]
SOURCE = "tests/make/fairness_figures.py"

if __name__ == "__main__":
    corpus.main(
        {
            "fairness/figures.json": {
                "call": "fairness.selection",
                "source": SOURCE,
                "tolerance": 1e-9,
                "cases": FIGURES,
            },
            "fairness/strata.json": {
                "call": "fairness.strata",
                "source": SOURCE,
                "tolerance": 1e-9,
                "cases": STRATA,
            },
            "fairness/strata_refused.json": {
                "call": "fairness.strata",
                "source": "the documented errors",
                "cases": STRATA_REFUSED,
            },
            "fairness/local_law_144.json": {
                "call": "fairness.local_law_144",
                "source": f"6 RCNY 5-300 to 5-304; {SOURCE}",
                "cases": LOCAL_LAW,
            },
        }
    )
