"""Expected answers for `engagement.shrink` and its neighbours, by definition: sums of probabilities, and roots of slopes.

scipy does the special functions and looks for the roots; nothing of the library is used.
"""

import math
from fractions import Fraction

import corpus
import numpy as np
from scipy import optimize, special, stats

SOURCE = "tests/make/small_vectors.py: the definitions, with special functions and roots by scipy"
EFRON_MORRIS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]


# Shrinkage.


def log_likelihood(law, groups, mean, size):
    """The marginal likelihood of all counts, without terms that no parameter moves."""
    a, b = mean * size, (1 - mean) * size
    total = 0.0
    for count, of in groups:
        if law == "share":
            total += special.betaln(a + count, b + of - count) - special.betaln(a, b)
        else:
            # The Poisson law under a gamma prior is negative binomial.
            total += special.gammaln(a + count) - special.gammaln(a)
            total += a * math.log(size / (size + of)) - count * math.log(size + of)
    return total


def slopes(law, groups, a, b):
    """Of the logarithm of the likelihood, in the two parameters of the beta law, or in shape and rate of the gamma law."""
    psi = special.digamma
    up = down = 0.0
    for count, of in groups:
        if law == "share":
            up += psi(a + count) - psi(a) - psi(a + b + of) + psi(a + b)
            down += psi(b + of - count) - psi(b) - psi(a + b + of) + psi(a + b)
        else:
            up += psi(a + count) - psi(a) + math.log(b / (b + of))
            down += a / b - (a + count) / (b + of)
    return up, down


def fitted(law, groups):
    """Mean and size where both slopes are 0."""
    pooled = sum(count for count, _ in groups) / sum(of for _, of in groups)
    typical = sum(of for _, of in groups) / len(groups)
    sizes = [typical * math.exp(step) for step in range(-8, 9)]
    size = max(sizes, key=lambda size: log_likelihood(law, groups, pooled, size))
    start = (pooled * size, (1 - pooled) * size) if law == "share" else (pooled * size, size)

    def at(logs):
        a, b = (math.exp(log) for log in logs)
        up, down = slopes(law, groups, a, b)
        return a * up, b * down

    found = optimize.root(at, [math.log(one) for one in start], method="hybr", options={"xtol": 1e-13})
    assert max(abs(slope) for slope in found.fun) < 1e-9, found
    a, b = (math.exp(log) for log in found.x)
    return (a / (a + b), a + b) if law == "share" else (a / b, b)


def posterior(law, mean, size, count, of, tail):
    up, total = mean * size + count, size + of
    own = stats.beta(up, total - up) if law == "share" else stats.gamma(up, scale=1 / total)
    return float(up / total), float(own.ppf(tail)), float(own.ppf(1 - tail))


def shrink(name, law, groups, spread, **question):
    """The expectation of a case whose prior has a size."""
    tail = (1 - question.get("confidence", 0.95)) / 2
    if "prior" in question:
        mean, size = question["prior"]["mean"], question["prior"]["size"]
    elif question.get("method") == "moments":
        mean, size = moments(law, groups)
    else:
        mean, size = fitted(law, groups)
    rows = []
    for count, of in groups:
        value, lower, upper = posterior(law, mean, size, count, of, tail)
        rows.append({"value": value, "lower": lower, "upper": upper, "weight": float(of / (size + of))})
    expect = {
        "spread": spread,
        "prior": {"mean": float(mean), "size": float(size)},
        "log_likelihood": float(log_likelihood(law, groups, mean, size)),
        "groups": rows,
    }
    given = [{"id": f"g-{at}", "count": count, "of": of} for at, (count, of) in enumerate(groups)]
    return {"name": name, "given": {"law": law, "groups": given, **question}, "expect": expect}


def moments(law, groups):
    """For groups of one size James and Stein's factor (k - 3) v / S, read as the size of a prior."""
    of = groups[0][1]
    assert all(group[1] == of for group in groups)
    rates = [Fraction(count, of) for count, _ in groups]
    mean = sum(rates) / len(rates)
    variance = (mean * (1 - mean) if law == "share" else mean) / of
    factor = (len(rates) - 3) * variance / sum((rate - mean) ** 2 for rate in rates)
    size = of * factor / (1 - factor)
    return float(mean), float(size)


SHRINK = [
    shrink(
        "Efron and Morris's players, by moments",
        "share",
        [(hits, 45) for hits in EFRON_MORRIS],
        "not_told",
        method="moments",
    ),
    shrink(
        "Efron and Morris's players, by the likelihood",
        "share",
        [(hits, 45) for hits in EFRON_MORRIS],
        "not_told",
    ),
    shrink(
        "practices of a network that differ",
        "share",
        [(1, 20), (30, 60), (5, 55), (60, 90), (2, 33), (0, 4)],
        "told",
    ),
    shrink(
        "the same at 80 %",
        "share",
        [(1, 20), (30, 60), (5, 55), (60, 90), (2, 33), (0, 4)],
        "told",
        confidence=0.8,
    ),
    shrink(
        "posts of groups that differ", "rate", [(1, 400), (30, 900), (90, 1200), (0, 100), (7, 365.5)], "told"
    ),
    shrink(
        "posts of groups, by moments",
        "rate",
        [(1, 100), (30, 100), (9, 100), (0, 100), (7, 100)],
        "told",
        method="moments",
    ),
    shrink("a prior from elsewhere", "share", [(0, 5)], "given", prior={"mean": 0.25, "size": 12.5}),
    shrink("a prior for rates", "rate", [(0, 0), (3, 30)], "given", prior={"mean": 0.02, "size": 300}),
    {
        "name": "two groups have no prior",
        "given": {
            "law": "share",
            "groups": [{"id": "a", "count": 1, "of": 5}, {"id": "b", "count": 0, "of": 0}],
        },
        "expect": {
            "spread": "too_few",
            "prior": None,
            "log_likelihood": None,
            "groups": [{"value": 0.2, "weight": 1.0}, {"value": None, "lower": 0.0, "upper": 1.0}],
        },
    },
    {
        "name": "groups that are all alike get the mean of all",
        "given": {"law": "rate", "groups": [{"id": id, "count": 2, "of": 10} for id in "abcd"]},
        "expect": {
            "spread": "nothing",
            "prior": {"mean": 0.2},
            "p": 1.0,
            "groups": [{"value": 0.2, "weight": 0.0}] * 4,
        },
    },
    {
        "name": "more than there can be",
        "given": {"law": "share", "groups": [{"id": "a", "count": 6, "of": 5}]},
        "expect": {"error": {"kind": "out_of_range", "path": "groups[0].count"}},
    },
    {
        "name": "a group that stands twice",
        "given": {"law": "share", "groups": [{"id": "a", "count": 1, "of": 5}] * 2},
        "expect": {"error": {"kind": "duplicate", "path": "groups[1].id"}},
    },
]


# Silence.


def silent(count, days, silent_days, *, known=False, level=0.05):
    def p(silence):
        if known:
            return math.exp(-count * silence / days)
        return math.exp(count * math.log(days / (days + silence)))

    first = 0
    while p(first) >= level:
        first += 1
    p_now = p(silent_days)
    return {"p": float(p_now), "alarm_after_days": first, "verdict": "alarm" if p_now < level else "no_alarm"}


SILENCE = [
    {"name": name, "given": given, "expect": silent(**given)}
    for name, given in [
        (
            "a post a fortnight, silent for four weeks",
            {"count": 1, "days": 14, "silent_days": 28, "known": True},
        ),
        (
            "a post a fortnight, silent for six weeks",
            {"count": 1, "days": 14, "silent_days": 42, "known": True},
        ),
        ("the same pace, measured in a year", {"count": 26, "days": 364, "silent_days": 42}),
        ("the same at 10 %", {"count": 26, "days": 364, "silent_days": 42, "level": 0.1}),
        ("five posts in a year", {"count": 5, "days": 365, "silent_days": 200}),
        ("a pace of many a day", {"count": 5000, "days": 365, "silent_days": 1}),
    ]
] + [
    {
        "name": "no pace",
        "given": {"count": 0, "days": 365, "silent_days": 365},
        "expect": {"verdict": "cannot_tell", "p": None, "alarm_after_days": None},
    },
    {
        "name": "a level that is none",
        "given": {"count": 1, "days": 14, "silent_days": 42, "level": 1.0},
        "expect": {"error": {"kind": "out_of_range", "path": "level"}},
    },
]


# The power of an alarm on a rate.


def alarm(per_week, weeks, factor, level):
    """How many counts from 0 on raise an alarm, how often it is false, and how often it is raised after the fall."""
    mean = per_week * weeks
    below = stats.poisson.cdf(np.arange(int(mean) + 2), mean)
    counts = int((below <= level).sum())
    if counts == 0:
        return 0, 0.0, 0.0
    return counts, float(below[counts - 1]), float(stats.poisson.cdf(counts - 1, factor * mean))


def rate_power(per_week, weeks, factor=0.5, level=0.1, wanted=0.8):
    counts, false_alarms, power = alarm(per_week, weeks, factor, level)
    # Every week as far as the power is so high that no tooth falls back below.
    needed, week = None, 1
    while week <= 600:
        if alarm(per_week, week, factor, level)[2] < wanted:
            needed = None
        elif needed is None:
            needed = week
        week += 1
    return {
        "expected": per_week * weeks,
        "alarm_at_most": counts - 1 if counts else None,
        "false_alarms": false_alarms,
        "power": power,
        "can_tell": power >= wanted,
        "weeks_needed": needed,
    }


RATE_POWER = [
    {"name": name, "given": given, "expect": rate_power(**given)}
    for name, given in [
        ("a halved post a fortnight after 12 weeks", {"per_week": 0.5, "weeks": 12}),
        ("after 26 weeks", {"per_week": 0.5, "weeks": 26}),
        ("after 52 weeks", {"per_week": 0.5, "weeks": 52}),
        ("a rate of which nothing is left", {"per_week": 0.2, "weeks": 3, "factor": 0.0}),
        ("a fifth less of two a week", {"per_week": 2.0, "weeks": 40, "factor": 0.8}),
        ("surely, with few false alarms", {"per_week": 1.0, "weeks": 20, "level": 0.01, "wanted": 0.95}),
    ]
] + [
    {
        "name": "no weeks at all",
        "given": {"per_week": 0.5, "weeks": 0},
        "expect": {"error": {"kind": "out_of_range", "path": "weeks"}},
    }
]


# Differences between two shares.


def share_power(people, share, compared_with=None, difference=None, confidence=0.95, power=0.8):
    z = float(stats.norm.ppf(0.5 + confidence / 2) + stats.norm.ppf(power))
    groups = [people, compared_with] if compared_with else [people // 2, people - people // 2]

    def smallest(start):
        def excess(rise):
            then = start + rise
            return rise - z * math.sqrt(start * (1 - start) / groups[0] + then * (1 - then) / groups[1])

        if excess(1 - start) < 0:
            return None
        return float(optimize.brentq(excess, 0, 1 - start, xtol=1e-16))

    def needed():
        """The first whole number of people in each half that notices it."""
        then, each = share + difference, 1
        while abs(difference) < z * math.sqrt((share * (1 - share) + then * (1 - then)) / each):
            each += 1
        return 2 * each

    def notices(first, second):
        then = share + difference
        return abs(difference) >= z * math.sqrt(share * (1 - share) / first + then * (1 - then) / second)

    def verdict():
        """Whether these groups notice it, and how many more of the smaller one would."""
        first, second = groups
        if notices(first, second):
            return {"code": "share-power-enough"}
        if not compared_with:
            return {"code": "share-power-cannot-tell-yet", "args": {"missing": whole(needed() - people)}}
        for more in range(1, 200_000):
            if notices(first + more * (first <= second), second + more * (first > second)):
                return {"code": "share-power-cannot-tell-yet-between", "args": {"missing": whole(more)}}
        return {"code": "share-power-cannot-tell-between"}

    def whole(value):
        return {"type": "integer", "value": value}

    expect = {
        "groups": groups,
        "rise": smallest(share),
        "fall": smallest(1 - share),
        "people_needed": None if difference is None else needed(),
    }
    if difference is not None:
        expect["reasons"] = [{}, verdict()]
    return expect


SHARE_POWER = [
    {"name": name, "given": given, "expect": share_power(**given)}
    for name, given in [
        ("140 people, 20 % of whom take part", {"people": 140, "share": 0.2}),
        ("160 people", {"people": 160, "share": 0.2}),
        ("200 people, and ten points more", {"people": 200, "share": 0.2, "difference": 0.1}),
        ("ten points fewer", {"people": 200, "share": 0.2, "difference": -0.1}),
        (
            "groups of unequal size",
            {"people": 30, "compared_with": 170, "share": 0.35, "power": 0.9, "confidence": 0.9},
        ),
        ("four people notice nothing", {"people": 4, "share": 0.5}),
        ("few compared with many", {"people": 20, "compared_with": 2_000, "share": 0.2, "difference": 0.15}),
        (
            "some compared with many",
            {"people": 140, "compared_with": 1_000, "share": 0.2, "difference": 0.1},
        ),
        (
            "a fall that they do not notice",
            {"people": 30, "compared_with": 5_000, "share": 0.2, "difference": -0.12},
        ),
        ("many compared with few", {"people": 900, "compared_with": 300, "share": 0.2, "difference": -0.1}),
        (
            "too few in the larger one, too",
            {"people": 30, "compared_with": 31, "share": 0.5, "difference": 0.1},
        ),
        ("enough in halves", {"people": 600, "share": 0.2, "difference": 0.1}),
    ]
] + [
    {
        "name": "a share that is none",
        "given": {"people": 140, "share": 1.2},
        "expect": {"error": {"kind": "out_of_range", "path": "share"}},
    }
]


def file(call, cases, tolerance):
    return {"call": f"engagement.{call}", "source": SOURCE, "tolerance": tolerance, "cases": cases}


corpus.main(
    {
        # A maximum is flat: its place has half the digits of its height.
        "engagement/shrink.json": file("shrink", SHRINK, 2e-6),
        "engagement/silence.json": file("silence", SILENCE, 1e-12),
        "engagement/rate_power.json": file("rate_power", RATE_POWER, 1e-11),
        "engagement/share_power.json": file("share_power", SHARE_POWER, 1e-11),
    }
)
