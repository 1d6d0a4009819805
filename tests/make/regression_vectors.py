"""Expected values of regressions about pay, without the library: refitted as a whole with dense matrices by numpy, scipy and
statsmodels.
"""

import itertools
import math
import random

import corpus
import numpy as np
import statsmodels.api as sm
from pay_vectors import money, ordinary
from scipy import stats

SCRIPT = "computed by tests/make/regression_vectors.py: "
OLS = (
    SCRIPT
    + "numpy 2.4, whole matrices, where well conditioned the same as statsmodels 0.15; scipy 1.17 Student's t"
)


def robust(x, y, kind, degrees, confidence):
    """Covariance, degrees of freedom and intervals from the whole matrices."""
    n, k = x.shape
    fit = sm.OLS(y, x).fit(method="qr")
    # The inverse of X'X would lose twice the digits that the columns lose.
    q, r = np.linalg.qr(x)
    pseudo = np.linalg.solve(r, q.T)
    hat = q @ q.T
    h, e = np.diag(hat), y - hat @ y
    if kind == "classical":
        cov = fit.ssr / (n - k) * pseudo @ pseudo.T
    else:
        w = {"hc0": 1, "hc1": n / (n - k), "hc2": 1 / (1 - h), "hc3": 1 / (1 - h) ** 2}
        w["hc4"] = (1 - h) ** -np.minimum(4, n * h / k)
        cov = (pseudo * (w[kind] * e**2)) @ pseudo.T
    if np.linalg.cond(x) < 1e4 and kind != "hc4":
        theirs = fit.cov_params() if kind == "classical" else getattr(fit, f"cov_{kind.upper()}")
        assert np.allclose(cov, theirs, rtol=1e-8), kind
    w = {
        "hc0": np.ones(n),
        "hc1": np.ones(n),
        "hc2": 1 / (1 - h),
        "hc3": 1 / (1 - h) ** 2,
        "hc4": (1 - h) ** -np.minimum(4, n * h / k),
    }.get(kind)
    found = []
    for j in range(k):
        df = float(n - k)
        if degrees == "satterthwaite" and kind != "classical":
            a = pseudo[j]
            residual = np.eye(n) - hat
            form = residual @ np.diag(w * a**2) @ residual
            df = np.trace(form) ** 2 / np.trace(form @ form)
        error = math.sqrt(cov[j, j])
        t = fit.params[j] / error
        half = stats.t.ppf(0.5 + confidence / 2, df) * error
        found.append(
            {
                "estimate": fit.params[j],
                "standard_error": error,
                "degrees": df,
                "t": t,
                "p": 2 * stats.t.sf(abs(t), df),
                "lower": fit.params[j] - half,
                "upper": fit.params[j] + half,
            }
        )
    return fit, h, found


def regression(outcome, columns, options):
    """`columns` by name; those that raise no rank are dropped."""
    y = np.array(outcome)
    kept, dropped, x = [], [], np.empty((len(y), 0))
    named = ([("intercept", [1.0] * len(y))] if options.get("intercept", True) else []) + columns
    for name, values in named:
        wider = np.column_stack([x, values])
        scaled = wider / np.linalg.norm(wider, axis=0).clip(1e-300)
        if np.linalg.matrix_rank(scaled, tol=1e-9) > x.shape[1]:
            kept, x = [*kept, name], wider
        else:
            dropped.append(name)
    kind, degrees = options.get("errors", "hc3"), options.get("degrees", "residual")
    fit, h, found = robust(x, y, kind, degrees, options.get("confidence", 0.95))
    return {
        "observations": len(y),
        "residual_degrees": len(y) - len(kept),
        "coefficients": [{"name": name, **figures} for name, figures in zip(kept, found, strict=True)],
        "dropped": dropped,
        "r_squared": 1 - fit.ssr / (((y - y.mean()) ** 2).sum() if "intercept" in kept else (y**2).sum()),
        "residual_variance": fit.ssr / (len(y) - len(kept)),
        "leverage": {
            "highest": h.max(),
            "row": int(h.argmax()),
            "mean": len(kept) / len(y),
            "above_twice_mean": int((h > 2 * len(kept) / len(y)).sum()),
        },
    }


def numbers(seed):
    """SplitMix64, as its authors print it."""
    mask = 2**64 - 1
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & mask
        z = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9 & mask
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & mask
        yield z ^ (z >> 31)


def t_of(x, y):
    beta, *_ = np.linalg.lstsq(x, y, rcond=None)
    residual = y - x @ beta
    variance = residual @ residual / (len(y) - x.shape[1])
    return beta[-1] / math.sqrt(variance * np.linalg.inv(x.T @ x)[-1, -1])


def freedman_lane(x, y, orders, seed, levels=None):
    """The tested column is the last of `x`; every order is refitted. Within levels the residuals stay in theirs."""
    reduced = x[:, :-1]
    beta, *_ = np.linalg.lstsq(reduced, y, rcond=None)
    fitted, residual = reduced @ beta, y - reduced @ beta
    observed = abs(t_of(x, y)) * (1 - 1e-7)
    levels = levels or ["all"] * len(y)
    blocks = [[i for i, level in enumerate(levels) if level == one] for one in sorted(set(levels))]
    every = math.prod(math.factorial(len(block)) for block in blocks)

    def all_orders():
        for parts in itertools.product(*map(itertools.permutations, blocks)):
            order = residual.copy()
            for block, part in zip(blocks, parts, strict=True):
                order[block] = residual[list(part)]
            yield order

    if every <= orders + 1:
        found = sum(abs(t_of(x, fitted + order)) >= observed for order in all_orders())
        return {"p": found / every, "orders": every, "exhaustive": True}
    draw, found = numbers(seed), 1
    for _ in range(orders):
        order = residual.copy()
        for block in blocks:
            for last in range(len(block) - 1, 0, -1):
                one, other = block[last], block[next(draw) * (last + 1) >> 64]
                order[one], order[other] = order[other], order[one]
        found += abs(t_of(x, fitted + order)) >= observed
    return {"p": found / (orders + 1), "orders": orders + 1, "exhaustive": False}


def design(people):
    """Names of factors, and each person's row: numbers, then levels beside the most frequent."""
    names = sorted({n for p in people for n in p.get("factors", {})})
    parts, bases = [], {}
    for n in names:
        seen = [p["factors"][n] for p in people if n in p.get("factors", {})]
        if isinstance(seen[0], str):
            base = min(set(seen), key=lambda level: (-seen.count(level), level))
            bases[n] = base
            parts += [(n, level) for level in sorted(set(seen) - {base})]
        else:
            parts.append((n, None))

    def row(p):
        return [
            float(p["factors"][n] == level) if level is not None else float(p["factors"][n])
            for n, level in parts
        ]

    return names, bases, row


def adjusted(given):
    two = given.get("focal", "women"), given.get("reference", "men")
    both = [p for p in given["people"] if p["group"] in two]
    names, bases, _ = design(both)
    people = [p for p in both if set(names) == set(p.get("factors", {}))]
    people.sort(key=lambda p: (p["group"] == two[0], [p["factors"][n] for n in names], ordinary(p)))
    confidence = given.get("confidence", 0.95)

    def columns(without=()):
        # The base is chosen among all of the two groups, also of a factor that only some lack.
        kept = [
            {**p, "factors": {n: v for n, v in p.get("factors", {}).items() if n not in without}}
            for p in both
        ]
        _, _, narrowed = design(kept)
        rows = [narrowed(p) for p in people]
        return np.column_stack([np.ones(len(people)), *map(list, zip(*rows, strict=True)), focal])

    focal = np.array([float(p["group"] == two[0]) for p in people])
    y = np.log([ordinary(p) for p in people])
    x = columns()
    kind, degrees = given.get("errors", "hc3"), given.get("degrees", "satterthwaite")
    fit, h, found = robust(x, y, kind, degrees, confidence)
    last = found[-1]
    expected = {
        "focal": int(focal.sum()),
        "reference": int(len(people) - focal.sum()),
        "others": len(given["people"]) - len(both),
        "incomplete": len(both) - len(people),
        "factors": names,
        "base_levels": bases,
        "coefficient": last["estimate"],
        "standard_error": last["standard_error"],
        "degrees": last["degrees"],
        "p": last["p"],
        "difference": math.exp(last["estimate"] - last["standard_error"] ** 2 / 2) - 1,
        "lower": math.exp(last["lower"]) - 1,
        "upper": math.exp(last["upper"]) - 1,
        "r_squared": fit.rsquared,
        "leverage": {"highest": h.max()},
    }
    alone = robust(np.column_stack([np.ones(len(people)), focal]), y, kind, degrees, confidence)[2][-1]
    expected["unadjusted"] = math.exp(alone["estimate"] - alone["standard_error"] ** 2 / 2) - 1
    if given.get("tainted"):
        less = robust(columns(given["tainted"]), y, kind, degrees, confidence)[2][-1]
        expected["without_tainted"] = math.exp(less["estimate"] - less["standard_error"] ** 2 / 2) - 1
    p = last["p"]
    few = min(focal.sum(), len(people) - focal.sum())
    if few < given.get("permute_below", 20):
        options = given.get("permutation", {})
        levels = [p["factors"][given["within"]] for p in people] if "within" in given else None
        asked = options.get("orders", 9_999), options.get("seed", 0)
        expected["permutation"] = freedman_lane(x, y, *asked, levels)
        if levels:
            expected["permuted_within"] = given["within"]
        p = expected["permutation"]["p"]
    limit = given.get("limit_percent", 5) / 100
    practical, statistical = abs(expected["difference"]) >= limit, p < 1 - confidence
    wide = practical or expected["lower"] <= -limit or expected["upper"] >= limit
    if few < 5:
        expected["verdict"] = "insufficient"
    elif statistical:
        expected["verdict"] = "review" if practical else "watch"
    else:
        expected["verdict"] = "insufficient" if wide else "no_signal"
    return expected


def factored(seed, size, returners, **changes):
    draw = random.Random(seed)
    people = []
    for i in range(size):
        grade, years = draw.choice(["G4", "G5", "G6"]), draw.randrange(0, 240) / 12
        focal = i < returners
        log = (
            15.3
            + 0.12 * (grade == "G5")
            + 0.3 * (grade == "G6")
            + 0.01 * years
            + changes.get("effect", 0) * focal
        )
        pay = int(math.exp(log + draw.gauss(0, changes.get("noise", 0.06))))
        people.append(
            {
                "group": "returners" if focal else "incumbents",
                "pay": money(pay),
                "factors": {"grade": grade, "years": years},
            }
        )
    return people


def regressions():
    generator = np.random.default_rng(7)
    cases = []

    def add(name, outcome, columns, **options):
        given = {
            "outcome": list(map(float, outcome)),
            "columns": [{"name": n, "values": list(map(float, v))} for n, v in columns],
            "options": options,
        }
        cases.append({"name": name, "given": given, "expect": regression(outcome, columns, options)})

    n = 40
    a, b = generator.normal(size=n), generator.integers(0, 2, size=n)
    y = 1 + 0.5 * a - 0.2 * b + generator.normal(size=n) * (0.5 + np.abs(a))
    for kind in ["classical", "hc0", "hc1", "hc2", "hc3", "hc4"]:
        add(f"unequal variances, {kind}", y, [("a", a), ("b", b)], errors=kind)
    for kind in ["hc2", "hc3"]:
        add(
            f"degrees by Satterthwaite, {kind}", y, [("a", a), ("b", b)], errors=kind, degrees="satterthwaite"
        )
    add("no intercept, 99 %", y, [("a", a), ("b", b)], intercept=False, confidence=0.99)
    add(
        "columns that depend on others",
        y,
        [
            ("a", a),
            ("five", np.full(n, 5.0)),
            ("b", b),
            ("not b", 1 - b),
            ("sum", a + b),
            ("c", generator.normal(size=n)),
        ],
    )
    large = generator.normal(size=700)
    steep = 1e6 + large
    add(
        "more rows than a block, far from zero",
        3 + 2e-6 * steep + generator.normal(size=700),
        [("steep", steep), ("square", large**2)],
        errors="hc3",
    )
    for name, given, error in [
        ("no rows", {"outcome": [], "columns": []}, {"kind": "missing", "path": "outcome"}),
        (
            "lengths differ",
            {"outcome": [1.0, 2.0], "columns": [{"name": "a", "values": [1.0]}]},
            {"kind": "inconsistent", "path": "columns[0].values"},
        ),
        (
            "a name twice",
            {"outcome": [1.0], "columns": [{"name": "intercept", "values": [1.0]}]},
            {"kind": "duplicate", "path": "columns[0].name"},
        ),
        (
            "a number too large",
            {"outcome": [1.0, 1e200], "columns": []},
            {"kind": "out_of_range", "path": "outcome[1]"},
        ),
    ]:
        cases.append({"name": name, "given": given, "expect": {"error": error}})
    return {"call": "fairness.regress", "source": OLS, "tolerance": 1e-8, "cases": cases}


def adjustments():
    two = {"focal": "returners", "reference": "incumbents"}
    cases = []
    for name, given in [
        ("returners paid more", {**two, "people": factored(21, 120, 30, effect=0.08), "tainted": ["grade"]}),
        ("no difference in a large group", {**two, "people": factored(22, 600, 250, noise=0.03)}),
        (
            "classical, residual degrees",
            {
                **two,
                "people": factored(23, 80, 25),
                "errors": "classical",
                "degrees": "residual",
                "confidence": 0.9,
            },
        ),
        (
            "eight returners: by permutation",
            {**two, "people": factored(24, 40, 8, effect=0.2), "permutation": {"orders": 999, "seed": 5}},
        ),
        (
            "eight returners: by permutation within each grade",
            {
                **two,
                "people": factored(24, 40, 8, effect=0.2),
                "permutation": {"orders": 999, "seed": 5},
                "within": "grade",
            },
        ),
        (
            "nine people of three grades: every order within them",
            {
                **two,
                "people": [
                    {**p, "factors": {"grade": f"G{4 + i % 3}", "years": p["factors"]["years"]}}
                    for i, p in enumerate(factored(26, 9, 4, effect=0.1))
                ],
                "within": "grade",
            },
        ),
        (
            "seven people: every order",
            {
                **two,
                "people": [
                    {k: ({"years": v["years"]} if k == "factors" else v) for k, v in p.items()}
                    for p in factored(25, 7, 3, effect=0.1)
                ],
            },
        ),
    ]:
        cases.append({"name": name, "given": given, "expect": adjusted(given)})
    people = factored(26, 60, 25)
    del people[3]["factors"]["years"]
    people[5]["group"] = "unknown"
    given = {**two, "people": people}
    cases.append(
        {
            "name": "somebody lacks a factor and somebody is of no group",
            "given": given,
            "expect": adjusted(given),
        }
    )
    same = [
        {"group": p["group"], "pay": p["pay"], "factors": {"back": float(p["group"] == "returners")}}
        for p in people
    ]
    cases.append(
        {
            "name": "a factor that is the group",
            "given": {**two, "people": same},
            "expect": {
                "verdict": "not_estimable",
                "difference": None,
                "standard_error": None,
                "dropped": ["group"],
            },
        }
    )
    nan = [{"group": "women", "pay": money(0)}]
    cases.append(
        {
            "name": "no pay",
            "given": {"people": nan},
            "expect": {"error": {"kind": "out_of_range", "path": "people[0].pay"}},
        }
    )
    mixed = [
        {"group": "women", "pay": money(1), "factors": {"a": 1}},
        {"group": "men", "pay": money(1), "factors": {"a": "x"}},
    ]
    cases.append(
        {
            "name": "a factor in two forms",
            "given": {"people": mixed},
            "expect": {"error": {"kind": "wrong_type", "path": "people[1].factors.a"}},
        }
    )
    strangers = [{"group": "others", "pay": money(1), "factors": {"a": 1e200}}]
    levelled = [{"group": g, "pay": money(1), "factors": {"a": 1}} for g in ("women", "men")]
    for name, given, error in [
        (
            "a number too large though nobody is compared",
            {"people": strangers},
            ("out_of_range", "people[0].factors.a"),
        ),
        ("within a number", {"people": levelled, "within": "a"}, ("wrong_type", "within")),
        ("within what nobody has", {"people": levelled, "within": "b"}, ("unknown_name", "within")),
    ]:
        kind, path = error
        cases.append({"name": name, "given": given, "expect": {"error": {"kind": kind, "path": path}}})
    cases.append(
        {
            "name": "nobody",
            "given": {"people": []},
            "expect": {"verdict": "not_estimable", "difference": None},
        }
    )
    return {
        "call": "fairness.adjusted_pay_gap",
        "source": OLS + "; permutations refitted one by one",
        "tolerance": 1e-8,
        "cases": cases,
    }


def swiss():
    cases = []
    for name, seed, effect in [
        ("women earn less", 31, -0.12),
        ("a small difference", 32, -0.035),
        ("below the target", 34, -0.015),
        ("no difference", 33, 0.0),
    ]:
        draw = random.Random(seed)
        people = []
        for i in range(90):
            training, service = draw.randrange(9, 18), draw.randrange(0, 30)
            earning = service + draw.randrange(0, 15)
            skill, position = draw.choice(["1", "2", "3", "4"]), draw.choice(["none", "lower", "middle"])
            woman = i % 2 == 0
            log = 8.2 + 0.04 * training + 0.005 * service + 0.01 * earning - 0.0001 * earning**2
            log += 0.1 * (position == "middle") + effect * woman + draw.gauss(0, 0.02)
            people.append(
                {
                    "sex": "women" if woman else "men",
                    "pay": money(int(100 * math.exp(log)), "CHF"),
                    "years_of_training": training,
                    "years_of_service": service,
                    "years_of_earning": earning,
                    "skill_level": skill,
                    "professional_position": position,
                }
            )
        skills, positions = (
            sorted({p["skill_level"] for p in people}),
            sorted({p["professional_position"] for p in people}),
        )
        x = np.array(
            [
                [
                    1.0,
                    p["years_of_training"],
                    p["years_of_service"],
                    p["years_of_earning"],
                    p["years_of_earning"] ** 2,
                    *[float(p["skill_level"] == s) for s in skills[1:]],
                    *[float(p["professional_position"] == s) for s in positions[1:]],
                    float(p["sex"] == "women"),
                ]
                for p in people
            ]
        )
        fit = sm.OLS(np.log([ordinary(p) for p in people]), x).fit()
        difference = math.exp(fit.params[-1]) / math.exp(fit.bse[-1] ** 2 / 2) - 1
        cut = math.floor(abs(difference) * 1000) / 1000
        if fit.pvalues[-1] > 0.05:
            rating = "not_significant"
        else:
            rating = "significant" if cut <= 0.025 else "above_target" if cut <= 0.05 else "above_limit"
        verdict = {"above_target": "watch", "above_limit": "review"}.get(rating, "no_signal")
        cases.append(
            {
                "name": name,
                "given": {"people": people},
                "expect": {
                    "rating": rating,
                    "verdict": verdict,
                    "difference": difference,
                    "women": 45,
                    "men": 45,
                    "coefficient": {
                        "estimate": fit.params[-1],
                        "standard_error": fit.bse[-1],
                        "p": fit.pvalues[-1],
                        "degrees": float(fit.df_resid),
                    },
                },
            }
        )
    cases.append(
        {
            "name": "too few",
            "given": {"people": cases[0]["given"]["people"][:49]},
            "expect": {"verdict": "insufficient", "rating": None},
        }
    )
    return {
        "call": "fairness.logib",
        "source": SCRIPT + "statsmodels 0.15 OLS and Kennedy's formula",
        "tolerance": 1e-8,
        "cases": cases,
    }


if __name__ == "__main__":
    corpus.main(
        {
            "fairness/regress.json": regressions(),
            "fairness/adjusted_pay_gap.json": adjustments(),
            "fairness/logib.json": swiss(),
        }
    )
