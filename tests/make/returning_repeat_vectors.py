"""Expected values for models of repeated acts: the formulas of the papers, with hypergeometric functions and quadrature of scipy.

People are made up by the model's own story, act by act. A likelihood is climbed by its differences alone; the chance of any act is an
integral over the pace and the end by scipy's adaptive quadrature, and not the closed form.
"""

import math
import random
from collections import Counter
from itertools import pairwise
from math import exp, lgamma, log
from statistics import NormalDist

import corpus
from scipy import integrate, optimize, special

Z = NormalDist().inv_cdf(0.975)


def log_sum(*logs):
    most = max(logs)
    return most + log(sum(exp(value - most) for value in logs))


def beta_ratio(a, b, up, down):
    """ln B(a + up, b + down) / B(a, b)"""
    top = lgamma(a + up) + lgamma(b + down) - lgamma(a + b + up + down)
    return top - lgamma(a) - lgamma(b) + lgamma(a + b)


def bg_nbd(at, x, tx, T):
    """Fader, Hardie and Lee (2005), equation 6."""
    r, alpha, a, b = at
    pace = lgamma(r + x) - lgamma(r) + r * log(alpha)
    there = beta_ratio(a, b, 0, x) - (r + x) * log(alpha + T)
    if not x:
        return pace + there
    return pace + log_sum(there, beta_ratio(a, b, 1, x - 1) - (r + x) * log(alpha + tx))


def mbg_nbd(at, x, tx, T):
    """The same with one more chance to stop, with the first act."""
    r, alpha, a, b = at
    pace = lgamma(r + x) - lgamma(r) + r * log(alpha)
    there = beta_ratio(a, b, 0, x + 1) - (r + x) * log(alpha + T)
    return pace + log_sum(there, beta_ratio(a, b, 1, x) - (r + x) * log(alpha + tx))


def pareto_nbd(at, x, tx, T):
    """Fader and Hardie (2005): the difference of two hypergeometric functions."""
    r, alpha, s, beta = at
    total = r + s + x
    most, other = max(alpha, beta), s + 1 if alpha >= beta else r + x

    def part(y):
        return special.hyp2f1(total, other, total + 1, abs(alpha - beta) / (most + y)) / (most + y) ** total

    pace = lgamma(r + x) - lgamma(r) + r * log(alpha) + s * log(beta)
    there = -(r + x) * log(alpha + T) - s * log(beta + T)
    gone = s / total * (part(tx) - part(T))
    return pace + (log_sum(there, log(gone)) if gone > 0 else there)


def bg_bb(at, x, tx, n):
    """Fader, Hardie and Shang (2010), equation 6."""
    alpha, beta, gamma, delta = at
    terms = [beta_ratio(alpha, beta, x, n - x) + beta_ratio(gamma, delta, 0, n)]
    for i in range(int(n - tx)):
        terms.append(beta_ratio(alpha, beta, x, tx - x + i) + beta_ratio(gamma, delta, 1, tx + i))
    return log_sum(*terms)


def gamma_gamma(at, x, mean):
    """Fader and Hardie (2013), equation 1a."""
    p, q, v = at
    power = p * x
    return (
        lgamma(power + q)
        - lgamma(power)
        - lgamma(q)
        + q * log(v)
        + (power - 1) * log(mean)
        + power * log(x)
        - (power + q) * log(x * mean + v)
    )


LOGS = {"bg_nbd": bg_nbd, "mbg_nbd": mbg_nbd, "pareto_nbd": pareto_nbd, "bg_bb": bg_bb}
NAMES = {
    "bg_nbd": ("r", "alpha", "a", "b"),
    "mbg_nbd": ("r", "alpha", "a", "b"),
    "pareto_nbd": ("r", "alpha", "s", "beta"),
    "bg_bb": ("alpha", "beta", "gamma", "delta"),
}


def climbed(total, start):
    """The maximum in the logarithms of the parameters, by differences of the likelihood; and its second derivatives there."""
    found = optimize.minimize(lambda at: -total([exp(x) for x in at]), [log(x) for x in start], method="BFGS")
    at, size, step = list(found.x), len(start), 1e-3

    def value(*moves):
        moved = list(at)
        for place, sign in moves:
            moved[place] += sign * step
        return total([exp(x) for x in moved])

    for _ in range(6):
        slopes = [(value((i, 1)) - value((i, -1))) / (2 * step) for i in range(size)]
        # The next term of the difference, so that the step may be wide.
        slopes = [
            (4 * slope - (value((i, 2)) - value((i, -2))) / (4 * step)) / 3 for i, slope in enumerate(slopes)
        ]
        seconds = [
            [
                (
                    value((i, 1), (j, 1))
                    - value((i, 1), (j, -1))
                    - value((i, -1), (j, 1))
                    + value((i, -1), (j, -1))
                )
                / (4 * step * step)
                for j in range(size)
            ]
            for i in range(size)
        ]
        covariance = inverse([[-cell for cell in row] for row in seconds])
        at = [
            x + sum(c * g for c, g in zip(row, slopes, strict=True))
            for x, row in zip(at, covariance, strict=True)
        ]
    return at, total([exp(x) for x in at]), covariance


def inverse(matrix):
    size = len(matrix)
    rows = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    for column in range(size):
        best = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        rows[column] = [cell / rows[column][column] for cell in rows[column]]
        for row in range(size):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [row[size:] for row in rows]


def described(names, at, covariance):
    parameters = []
    for place, name in enumerate(names):
        value, error = exp(at[place]), math.sqrt(covariance[place][place])
        parameters.append(
            {
                "name": name,
                "value": round(value, 7),
                "standard_error": round(value * error, 5),
                "lower": round(value * exp(-Z * error), 4),
                "upper": round(value * exp(Z * error), 4),
            }
        )
    return parameters


def fit(model, people, start):
    # Yearly answers are few: those of one kind are counted once.
    same = Counter(people)
    at, value, covariance = climbed(
        lambda at: sum(count * LOGS[model](at, *person) for person, count in same.items()), start
    )
    return {
        "model": model,
        "people": len(people),
        "convergence": {"reached": True, "failure": None},
        "parameters": described(NAMES[model], at, covariance),
        "log_likelihood": round(value, 7),
    }


def fit_value(people, start):
    own = [person for person in people if person[0]]
    at, value, covariance = climbed(lambda at: sum(gamma_gamma(at, *person) for person in own), start)
    xs, means = zip(*own, strict=True)
    x, m = sum(xs) / len(xs), sum(means) / len(means)
    cross = sum((a - x) * (b - m) for a, b in own)
    spread = math.sqrt(sum((a - x) ** 2 for a in xs) * sum((b - m) ** 2 for b in means))
    return {
        "people": len(own),
        "correlation": cross / spread,
        "convergence": {"reached": True, "failure": None},
        "parameters": described(("p", "q", "v"), at, covariance),
        "log_likelihood": round(value, 7),
    }


def alive(model, at, x, tx, T):
    """One for who is there over both, from the two parts of the likelihood."""
    whole = LOGS[model](at, x, tx, T)
    if model == "bg_bb":
        alpha, beta, gamma, delta = at
        return exp(beta_ratio(alpha, beta, x, T - x) + beta_ratio(gamma, delta, 0, T) - whole)
    r, alpha = at[:2]
    there = lgamma(r + x) - lgamma(r) + r * log(alpha) - (r + x) * log(alpha + T)
    if model == "pareto_nbd":
        there += at[2] * log(at[3] / (at[3] + T))
    else:
        there += beta_ratio(at[2], at[3], 0, x + (model == "mbg_nbd"))
    return exp(there - whole)


def predict(model, at, x, tx, T, t):
    here = alive(model, at, x, tx, T)
    if model == "bg_bb":
        alpha, beta, gamma, delta = at
        # Of one who is there: stays for so many, takes this one, misses all before it.
        stays = [exp(beta_ratio(gamma, delta + T, 0, step)) for step in range(1, int(t) + 1)]
        takes = [exp(beta_ratio(alpha + x, beta + T - x, 1, step)) for step in range(int(t))]
        chance = (alpha + x) / (alpha + beta + T)
        return {
            "any": here * sum(a * b for a, b in zip(stays, takes, strict=True)),
            "expected": here * chance * sum(stays),
            "alive": here,
        }
    r, alpha = at[0] + x, at[1] + T
    density = lambda pace: exp(r * log(alpha) - lgamma(r) + (r - 1) * log(pace) - alpha * pace)  # noqa: E731
    if model == "pareto_nbd":
        s, beta = at[2], at[3] + T
        # The end comes before the horizon or not; the first act comes before both, or not.
        first = lambda u: r / (alpha + u) * (alpha / (alpha + u)) ** r * (beta / (beta + u)) ** s  # noqa: E731
        any_act = integrate.quad(first, 0, t, epsabs=1e-14, epsrel=1e-13, limit=500)[0]
        expected = r * beta / (alpha * (s - 1)) * (1 - (beta / (beta + t)) ** (s - 1))
        return {"any": here * any_act, "expected": here * expected, "alive": here}
    # One who is there cannot stop before the next act: its time is all that counts.
    peak = r / alpha
    pieces = [0, peak / 4, peak, 4 * peak, 16 * peak, 400 * peak + 400 / alpha]
    any_act = sum(
        integrate.quad(
            lambda pace: density(pace) * -math.expm1(-pace * t),
            low,
            high,
            epsabs=1e-15,
            epsrel=1e-12,
            limit=500,
        )[0]
        for low, high in pairwise(pieces)
    )
    a, b = at[2], at[3] + x + (model == "mbg_nbd")
    series = special.hyp2f1(r, b, a + b - 1, t / (alpha + t))
    expected = (a + b - 1) / (a - 1) * (1 - (alpha / (alpha + t)) ** r * series)
    return {"any": here * any_act, "expected": here * expected, "alive": here}


def shopper(draw, model, at):
    """One person's story up to a day; days are whole."""
    pace = draw.gammavariate(at[0], 1 / at[1])
    T = draw.randint(100, 400)
    x, tx, now = 0, 0, 0.0
    if model == "pareto_nbd":
        end = draw.expovariate(max(draw.gammavariate(at[2], 1 / at[3]), 1e-9))
        stop = None
    else:
        end, stop = math.inf, draw.betavariate(at[2], at[3])
        if model == "mbg_nbd" and draw.random() < stop:
            return 0, 0, T
    while True:
        now += draw.expovariate(max(pace, 1e-9))
        if now > min(T, end) or math.ceil(now) > T:
            return x, tx, T
        x, tx = x + 1, math.ceil(now)
        if stop is not None and draw.random() < stop:
            return x, tx, T


def yearly(draw, at, n=6):
    taken, stop = draw.betavariate(at[0], at[1]), draw.betavariate(at[2], at[3])
    x, tx = 0, 0
    for year in range(1, n + 1):
        if draw.random() < stop:
            break
        if draw.random() < taken:
            x, tx = x + 1, year
    return x, tx, n


def made_up(model, at, count, seed):
    draw = random.Random(seed)
    if model == "bg_bb":
        return [yearly(draw, at) for _ in range(count)]
    return [shopper(draw, model, at) for _ in range(count)]


def giver(draw):
    x = draw.randint(0, 8)
    scale = draw.gammavariate(4, 1 / 15)
    mean = sum(draw.gammavariate(6, 1 / scale) for _ in range(x)) / x if x else 0.0
    return x, round(mean, 2)


TRUTH = {
    "bg_nbd": (0.8, 40.0, 0.7, 2.5),
    "mbg_nbd": (0.9, 40.0, 0.8, 2.2),
    "pareto_nbd": (0.8, 40.0, 1.5, 300.0),
    "bg_bb": (1.2, 0.8, 0.7, 2.8),
}
PEOPLE = {"bg_bb": 1500}
STORIES = {
    model: made_up(model, at, PEOPLE.get(model, 220), seed)
    for seed, (model, at) in enumerate(TRUTH.items(), 1)
}
GIVERS = [giver(random.Random(seed)) for seed in range(150)]


def columns(people):
    names = ("frequency", "recency", "age")
    return {name: [person[place] for person in people] for place, name in enumerate(names)}


def fit_case(model):
    people = STORIES[model]
    given = {"columns": columns(people), "model": model}
    return {
        "name": f"{model}, {len(people)} people",
        "given": given,
        "expect": fit(model, people, TRUTH[model]),
    }


def beside_a_ridge(seed, start):
    """A network whose likelihood has a maximum, and beside it a ridge up which a search from the usual place runs."""
    draw = random.Random(seed * 7 + 140)
    truth = [draw.uniform(*ends) for ends in ((0.4, 1.6), (40, 200), (0.5, 1.8), (0.8, 4))]
    people = made_up("mbg_nbd", truth, 140, seed)
    given = {"columns": columns(people), "model": "mbg_nbd"}
    found = fit("mbg_nbd", people, start)
    # No place of the ridges is as high: everybody at one pace, or with one chance to stop.
    for paces, stops in ((1e5, 1), (1, 1e5), (1e5, 1e5)):
        ridge = optimize.minimize(
            lambda at: (
                -sum(
                    mbg_nbd(
                        (paces * exp(at[0]), paces * exp(at[1]), stops * exp(at[2]), stops * exp(at[3])), *one
                    )
                    for one in people
                )
            ),
            [log(x) for x in truth],
            method="Nelder-Mead",
        )
        assert -ridge.fun < found["log_likelihood"], ridge
    return {"name": f"a maximum beside a ridge, {seed}", "given": given, "expect": found}


def no_fit(name, model, people, failure):
    expect = {
        "people": len(people),
        "convergence": {"reached": False, "failure": failure},
        "parameters": [],
        "log_likelihood": None,
        "law": None,
    }
    return {"name": name, "given": {"columns": columns(people), "model": model}, "expect": expect}


def refused(name, given, kind, path):
    return {"name": name, "given": given, "expect": {"error": {"kind": kind, "path": path}}}


def story(x, tx, T, model="mbg_nbd"):
    return {"columns": columns([(x, tx, T)]), "model": model}


FITS = [fit_case(model) for model in TRUTH] + [
    beside_a_ridge(7, (5.6, 675, 0.5, 0.66)),
    beside_a_ridge(23, (2.3, 347, 0.96, 0.62)),
    no_fit("nobody came again", "mbg_nbd", [(0, 0, 5), (0, 0, 9)], "nothing_to_fit"),
    refused("a frequency between", story(1.5, 2, 5), "out_of_range", "frequency"),
    refused("a last act after now", story(1, 6, 5), "out_of_range", "recency"),
    refused("an act and no time of it", story(1, 0, 5), "out_of_range", "recency"),
    refused("no act and a time of it", story(0, 1, 5), "out_of_range", "recency"),
    refused("a negative age", story(0, 0, -5), "out_of_range", "age"),
    refused("more acts than opportunities", story(3, 2, 5, "bg_bb"), "out_of_range", "recency"),
    refused(
        "an unknown age", {"columns": columns([(0, 0, None), (0, 0, 1)]), "model": "bg_nbd"}, "missing", "age"
    ),
    refused("no such column", story(1, 2, 5) | {"options": {"age": "T"}}, "missing", "T"),
]

CDNOW = {
    "bg_nbd": (0.243, 4.414, 0.793, 2.426),
    "mbg_nbd": (0.525, 6.183, 0.891, 1.614),
    "pareto_nbd": (0.553, 10.578, 0.606, 11.669),
}
HISTORIES = [
    (2, 30.43, 38.86),
    (0, 0, 39),
    (1, 10, 30),
    (7, 29.43, 38.86),
    (26, 38, 39),
    (26, 12, 39),
    (300, 38.5, 39),
]
PREDICTIONS = [
    {
        "name": f"{model}: {x} acts, the last at {tx} of {T}, within {horizon}",
        "given": {
            "law": {"model": model, "parameters": list(at)},
            **dict(zip(("frequency", "recency", "age", "horizon"), (x, tx, T, horizon), strict=True)),
        },
        "expect": predict(model, at, x, tx, T, horizon),
    }
    for model, at, histories, horizons in [
        *((model, at, HISTORIES, (4, 39)) for model, at in CDNOW.items()),
        ("bg_nbd", (0.7, 12.0, 1.6, 3.0), HISTORIES[:3], (0.5, 200)),
        ("pareto_nbd", (0.7, 12.0, 1.6, 3.0), HISTORIES[:3], (0.5, 200)),
        ("bg_bb", (1.204, 0.75, 0.657, 2.783), [(0, 0, 6), (3, 4, 6), (6, 6, 6)], (1, 5)),
    ]
    # The likelihood with three hundred acts is beyond what floats hold without logarithms.
    for x, tx, T in histories
    if not (model == "pareto_nbd" and x > 26)
    for horizon in horizons
]
LAW = {"model": "bg_nbd", "parameters": [0.243, 4.414, 0.793, 2.426]}
PREDICTIONS += [
    refused(
        name,
        {"law": LAW, "frequency": 2, "recency": 3, "age": 5, "horizon": 4} | change,
        "out_of_range",
        path,
    )
    for name, change, path in [
        ("a horizon that lies behind", {"horizon": -1}, "horizon"),
        ("a horizon out of sight", {"horizon": 1e9}, "horizon"),
        ("a recency beyond the age", {"recency": 6}, "recency"),
        ("a parameter of nothing", {"law": LAW | {"parameters": [0.2, 0, 1, 1]}}, "parameters[1]"),
        (
            "half an opportunity",
            {"law": LAW | {"model": "bg_bb"}, "horizon": 0.5},
            "horizon",
        ),
    ]
]

VALUES = [
    {
        "name": "a hundred and fifty people",
        "given": {"columns": {"frequency": [x for x, _ in GIVERS], "value": [m for _, m in GIVERS]}},
        "expect": fit_value(GIVERS, (6.0, 4.0, 15.0)),
    },
    {
        "name": "nobody gave",
        "given": {"columns": {"frequency": [0, 0], "value": [0.0, 0.0]}},
        "expect": {
            "people": 0,
            "correlation": None,
            "convergence": {"failure": "nothing_to_fit"},
            "parameters": [],
        },
    },
    refused("an act of no value", {"columns": {"frequency": [1], "value": [0.0]}}, "out_of_range", "value"),
    refused("half an act", {"columns": {"frequency": [0.5], "value": [1.0]}}, "out_of_range", "frequency"),
]


def mean(law, x, m):
    p, q, v = law
    return p * (v + x * m) / (p * x + q - 1) if p * x + q > 1 else None


MEANS = [
    {
        "name": f"{x} acts of {m} by {law}",
        "given": {"law": {"parameters": list(law)}, "frequency": x, "value": m},
        "expect": mean(law, x, m),
    }
    for law in [(6.25, 3.74, 15.44), (0.5, 0.4, 2.0)]
    for x, m in [(0, 0.0), (1, 35.31), (2, 22.35), (7, 73.74)]
]


def calibration(predicted, happened, rate=None, bins=10):
    n = len(predicted)
    share = sum(happened) / n
    base = share if rate is None else rate

    def score(chances):
        if any((p == 0 and y) or (p == 1 and not y) for p, y in zip(chances, happened, strict=True)):
            return None
        return -sum(log(p if y else 1 - p) for p, y in zip(chances, happened, strict=True)) / n

    groups = []
    for place in range(bins):
        own = [
            (p, y) for p, y in zip(predicted, happened, strict=True) if min(int(p * bins), bins - 1) == place
        ]
        groups.append(
            {
                "from": place / bins,
                "until": (place + 1) / bins,
                "mean_predicted": sum(p for p, _ in own) / len(own) if own else None,
                "happened": {"count": sum(y for _, y in own), "of": len(own)},
            }
        )
    return {
        "happened": {"count": sum(happened), "of": n},
        "mean_predicted": sum(predicted) / n,
        "base_rate": base,
        "brier": sum((p - y) ** 2 for p, y in zip(predicted, happened, strict=True)) / n,
        "brier_base": sum((base - y) ** 2 for y in happened) / n,
        "log_score": score(predicted),
        "log_score_base": score([base] * n),
        "bins": groups,
    }


DRAW = random.Random(5)
CHANCES = [round(DRAW.betavariate(0.6, 1.4), 3) for _ in range(300)]
CAME = [int(DRAW.random() < chance) for chance in CHANCES]
TOLD = {"predicted": "any", "happened": "came"}


def calibrated(name, predicted, happened, *, flags=False, **options):
    given = {
        "columns": {"any": predicted, "came": [bool(y) for y in happened] if flags else happened},
        "options": TOLD | options,
    }
    expect = calibration(predicted, happened, options.get("base_rate"), options.get("bins", 10))
    return {"name": name, "given": given, "expect": expect}


def asked(predicted, happened, **options):
    return {"columns": {"any": predicted, "came": happened}, "options": TOLD | options}


CALIBRATIONS = [
    calibrated("three hundred people", CHANCES, CAME),
    calibrated("four groups, against a rate from before", CHANCES, CAME, bins=4, base_rate=0.4),
    calibrated("booleans", CHANCES[:40], CAME[:40], flags=True),
    calibrated("what was impossible happened", [0.0, 0.5, 1.0], [1, 0, 1]),
    calibrated("sure and right", [0.0, 1.0, 1.0], [0, 1, 1]),
    refused("more than certain", asked([1.5], [1]), "out_of_range", "any"),
    refused("an unknown answer", asked([0.5, 0.5], [1, None]), "missing", "came"),
    refused("an answer that is none", asked([0.5, 0.5], [1, 2]), "out_of_range", "came"),
    refused("no groups", asked([0.5], [1], bins=0), "out_of_range", "bins"),
    refused("a rate that is none", asked([0.5], [1], base_rate=2), "out_of_range", "base_rate"),
]


def document(call, cases, tolerance):
    source = "tests/make/returning_repeat_vectors.py: the papers' formulas, climbed by differences, with scipy's functions"
    return {"call": f"engagement.{call}", "source": source, "tolerance": tolerance, "cases": cases}


if __name__ == "__main__":
    corpus.main(
        {
            "engagement/fit_repeat.json": document("fit_repeat", FITS, 1e-4),
            "engagement/predict.json": document("predict", PREDICTIONS, 1e-9),
            "engagement/fit_value.json": document("fit_value", VALUES, 1e-4),
            "engagement/mean_value.json": document("mean_value", MEANS, 1e-12),
            "engagement/calibration.json": document("calibration", CALIBRATIONS, 1e-11),
        }
    )
