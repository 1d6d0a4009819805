"""Expected values for `engagement.durations` and what is asked of them: person by person, in fractions, by definition.

Nothing is folded along the way as the library does it: who is at risk is asked of every person at every time, variances of
competing ends come from the exact gradient of a multilinear form, and normal quantiles from the standard library.
"""

import math
import random
from fractions import Fraction
from statistics import NormalDist

import corpus


def z_of(confidence):
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def counted(people, ends):
    """The document of durations: people are (time, end or None, entry, group or None)."""
    groups = []
    for group in sorted({person[3] for person in people}, key=lambda name: name or ""):
        own = [person for person in people if person[3] == group]
        times = sorted({person[0] for person in own})
        entries = sorted({person[2] for person in own if person[2]})
        groups.append(
            {
                "group": group,
                "exits": [
                    {
                        "time": float(time),
                        "open": sum(person[0] == time and person[1] is None for person in own),
                        "ended": [
                            sum(person[0] == time and person[1] == end for person in own) for end in ends
                        ],
                    }
                    for time in times
                ],
                "entries": [
                    {"time": float(time), "people": sum(person[2] == time for person in own)}
                    for time in entries
                ],
            }
        )
    return {"ends": ends, "groups": groups}


def at_risk(people, time):
    return [person for person in people if person[0] >= time and (not person[2] or person[2] < time)]


def survival(people, options):
    z = z_of(options.get("confidence", 0.95))
    points = []
    for time in sorted({person[0] for person in people}):
        curve, variance = Fraction(1), Fraction(0)
        alive = True
        for before in sorted({person[0] for person in people if person[0] <= time}):
            n = len(at_risk(people, before))
            d = sum(person[0] == before and person[1] is not None for person in people)
            if d == n:
                alive = False
            else:
                curve *= Fraction(n - d, n)
                variance += Fraction(d, n * (n - d))
        here = [person for person in people if person[0] == time]
        point = {
            "time": float(time),
            "at_risk": len(at_risk(people, time)),
            "ended": sum(person[1] is not None for person in here),
            "open": sum(person[1] is None for person in here),
            "survival": float(curve) if alive else 0.0,
            "standard_error": None,
            "lower": None,
            "upper": None,
        }
        if alive:
            error = math.sqrt(curve * curve * variance)
            point["standard_error"] = error
            if options.get("band") == "plain":
                point["lower"], point["upper"] = max(0.0, curve - z * error), min(1.0, curve + z * error)
            elif curve == 1:
                point["lower"] = point["upper"] = 1.0
            else:
                middle = math.log(-math.log(curve))
                reach = z * math.sqrt(variance) / abs(math.log(curve))
                point["lower"] = math.exp(-math.exp(middle + reach))
                point["upper"] = math.exp(-math.exp(middle - reach))
        points.append((curve if alive else Fraction(0), point))
    return points


def quantile(points, share):
    """The first time at which the exact curve, or an end of its band, is at or below the line."""
    line = 1 - Fraction(share)
    reached = [point["time"] for curve, point in points if curve <= line]
    lower = [point["time"] for _, point in points if point["lower"] is None or point["lower"] <= line]
    upper = [point["time"] for _, point in points if point["upper"] is not None and point["upper"] <= line]
    first = {"time": reached, "lower": lower, "upper": upper}
    return {"share": share, **{name: min(times, default=None) for name, times in first.items()}}


def mean_until(people, points, horizon, z):
    """The area under the curve, cell by cell; its variance from the area after each end."""
    if horizon > points[-1][1]["time"] and points[-1][0] > 0:
        return {"horizon": horizon, "mean": None, "standard_error": None, "lower": None, "upper": None}
    horizon = Fraction(horizon)
    steps = [(Fraction(0), Fraction(1))] + [(Fraction(point["time"]), curve) for curve, point in points]

    def area(start):
        total = Fraction(0)
        for (time, curve), (until, _) in zip(steps, [*steps[1:], (horizon, None)], strict=True):
            total += max(min(until, horizon) - max(time, start), 0) * curve
        return total

    variance = Fraction(0)
    for time in sorted(
        {Fraction(person[0]) for person in people if person[1] is not None and person[0] <= horizon}
    ):
        n = len(at_risk(people, time))
        d = sum(person[0] == time and person[1] is not None for person in people)
        if d < n:
            variance += area(time) ** 2 * Fraction(d, n * (n - d))
    mean, error = float(area(Fraction(0))), math.sqrt(variance)
    return {
        "horizon": float(horizon),
        "mean": mean,
        "standard_error": error,
        "lower": max(0.0, mean - z * error),
        "upper": min(float(horizon), mean + z * error),
    }


def kaplan_meier(people, options):
    curves = []
    for group in sorted({person[3] for person in people}, key=lambda name: name or ""):
        own = [person for person in people if person[3] == group]
        points = survival(own, options)
        curve = {
            "group": group,
            "people": len(own),
            "ended": sum(person[1] is not None for person in own),
            "points": [point for _, point in points],
            "quantiles": [quantile(points, share) for share in options.get("quantiles", [0.5])],
            "restricted_mean": None,
        }
        if "horizon" in options:
            z = z_of(options.get("confidence", 0.95))
            curve["restricted_mean"] = mean_until(own, points, options["horizon"], z)
        curves.append(curve)
    return {"curves": curves}


def nelson_aalen(people, options):
    z = z_of(options.get("confidence", 0.95))
    hazards = []
    for group in sorted({person[3] for person in people}, key=lambda name: name or ""):
        own = [person for person in people if person[3] == group]
        points = []
        times = sorted({person[0] for person in own if person[1] is not None})
        for time in times:
            steps = [
                (sum(other[0] == before and other[1] is not None for other in own), len(at_risk(own, before)))
                for before in times
                if before <= time
            ]
            hazard = sum(Fraction(d, n) for d, n in steps)
            error = math.sqrt(sum(Fraction(d, n * n) for d, n in steps))
            points.append(
                {
                    "time": float(time),
                    "at_risk": steps[-1][1],
                    "ended": steps[-1][0],
                    "hazard": float(hazard),
                    "standard_error": error,
                    "lower": math.exp(math.log(hazard) - z * error / float(hazard)),
                    "upper": math.exp(math.log(hazard) + z * error / float(hazard)),
                }
            )
        hazards.append({"group": group, "points": points})
    return {"hazards": hazards}


def aalen_johansen(people, ends, options):
    """Shares are multilinear in the chances of each time: their gradient is exact, and each time a multinomial."""
    z = z_of(options.get("confidence", 0.95))
    incidences = []
    for group in sorted({person[3] for person in people}, key=lambda name: name or ""):
        own = [person for person in people if person[3] == group]
        times = sorted({person[0] for person in own if person[1] is not None})
        sizes = [len(at_risk(own, time)) for time in times]
        counts = [[sum(p[0] == time and p[1] == end for p in own) for end in ends] for time in times]
        chances = [[Fraction(d, n) for d in row] for row, n in zip(counts, sizes, strict=True)]

        def share(chances, end):
            left, total = Fraction(1), Fraction(0)
            for row in chances:
                total += left * row[end]
                left *= 1 - sum(row)
            return total

        for end, name in enumerate(ends):
            points = []
            for last in range(len(times)):
                now = chances[: last + 1]
                value, variance = share(now, end), Fraction(0)
                for place, row in enumerate(now):
                    gradient = []
                    for other in range(len(ends)):
                        moved = [list(chance) for chance in now]
                        moved[place][other] += 1
                        gradient.append(share(moved, end) - value)
                    for i, p_i in enumerate(row):
                        for j, p_j in enumerate(row):
                            covariance = ((p_i if i == j else 0) - p_i * p_j) / sizes[place]
                            variance += gradient[i] * gradient[j] * covariance
                error = math.sqrt(variance)
                point = {
                    "time": float(times[last]),
                    "at_risk": sizes[last],
                    "ended": counts[last][end],
                    "share": float(value),
                    "standard_error": error,
                }
                if 0 < value < 1:
                    log = math.log(1 - value)
                    reach = z * error / float(1 - value) / abs(log)
                    point["lower"] = 1 - math.exp(log * math.exp(-reach))
                    point["upper"] = 1 - math.exp(log * math.exp(reach))
                else:
                    point["lower"] = point["upper"] = float(value)
                points.append(point)
            ended = sum(person[1] == name for person in own)
            incidences.append(
                {"group": group, "end": name, "people": len(own), "ended": ended, "points": points}
            )
    return {"incidences": incidences}


def solved(matrix, right):
    """Gauss over fractions; a singular column is left out and its entry is 0. Returns the solution and the rank."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    pivots = []
    for column in range(size):
        row = next((r for r in range(len(pivots), size) if rows[r][column]), None)
        if row is None:
            continue
        rows[len(pivots)], rows[row] = rows[row], rows[len(pivots)]
        pivot = rows[len(pivots)]
        for other in range(size):
            if rows[other] is not pivot and rows[other][column]:
                factor = rows[other][column] / pivot[column]
                rows[other] = [a - factor * b for a, b in zip(rows[other], pivot, strict=True)]
        pivots.append(column)
    solution = [Fraction(0)] * size
    for row, column in enumerate(pivots):
        solution[column] = rows[row][-1] / rows[row][column]
    return solution, len(pivots)


def log_rank(people):
    from scipy import stats

    names = sorted({person[3] for person in people})
    k = len(names)
    expected = [Fraction(0)] * k
    variance = [[Fraction(0)] * k for _ in names]
    for time in sorted({person[0] for person in people if person[1] is not None}):
        risk = at_risk(people, time)
        n = len(risk)
        d = sum(person[0] == time and person[1] is not None for person in people)
        own = [sum(person[3] == name for person in risk) for name in names]
        for i in range(k):
            expected[i] += Fraction(d * own[i], n)
            for j in range(k):
                if n > 1:
                    same = n if i == j else 0
                    variance[i][j] += Fraction(own[i] * (same - own[j]) * d * (n - d), n * n * (n - 1))
    observed = [sum(person[3] == name and person[1] is not None for person in people) for name in names]
    excess = [o - e for o, e in zip(observed, expected, strict=True)]
    solution, rank = solved(variance, excess)
    chi_square = float(sum(x * y for x, y in zip(excess, solution, strict=True)))
    groups = [
        {
            "group": name,
            "people": sum(person[3] == name for person in people),
            "observed": o,
            "expected": float(e),
        }
        for name, o, e in zip(names, observed, expected, strict=True)
    ]
    p = float(stats.chi2.sf(chi_square, rank)) if rank else None
    return {"groups": groups, "chi_square": chi_square if rank else None, "degrees": rank, "p": p}


def given(people, *, flags=None, **more):
    """The columns of people as a table would have them."""
    columns = {
        "days": [person[0] for person in people],
        "end": [person[1] for person in people] if flags is None else [flags(person[1]) for person in people],
    }
    names = {"duration": "days", "event": "end"}
    if any(person[2] for person in people):
        columns["since"], names["entry"] = [person[2] for person in people], "since"
    if any(person[3] is not None for person in people):
        columns["track"], names["group"] = [person[3] for person in people], "track"
    return {"columns": columns, "columns_are": names, **more}


def made_up(count, seed, *, ends=("returned",), groups=(None,), late=0.0, fine=False):
    """People whose waits are short for some groups and long for others, a third of them last seen before it ended."""
    draw = random.Random(seed)
    people = []
    for _ in range(count):
        group = draw.choice(groups)
        time = draw.gammavariate(1.5, 40 * (1 + groups.index(group)))
        time = round(time, 3) if fine else int(time)
        entry = int(draw.random() * time * 0.9) if draw.random() < late else 0
        end = draw.choice(ends) if draw.random() < 0.65 else None
        people.append((time, end, entry if entry < time else 0, group))
    return people


# Miller, Survival Analysis (1981), p. 49: acute myelogenous leukemia, weeks in remission; the printed curves are those of R's
# survival (aml): maintained 0.909 0.818 0.716 0.614 0.491 0.368 0.184, standard errors 0.0867 ... 0.1535.
AML = [
    (time, "relapse" if seen else None, 0, group)
    for group, weeks in [
        ("maintained", [9, 13, -13, 18, 23, -28, 31, 34, -45, 48, -161]),
        ("none", [5, 5, 8, 8, 12, -16, 23, 27, 30, 33, 43, 45]),
    ]
    for time, seen in [(abs(week), week > 0) for week in weeks]
]
LATE = made_up(60, 2, late=0.5)
TWO = made_up(80, 3, ends=("opted out", "returned"), groups=("a", "b", "c"), late=0.2)
FINE = made_up(40, 4, fine=True)


def true(end):
    return end is not None


def ends_of(people):
    return sorted({person[1] for person in people} - {None})


def curve_case(name, people, **options):
    asked = {"options": options} if options else {}
    return {"name": name, "given": given(people, **asked), "expect": kaplan_meier(people, options)}


def refused(name, table, kind, path, **more):
    expect = {"error": {"kind": kind, "path": path}}
    return {"name": name, "given": {**table, **more}, "expect": expect}


def plain(days, end, **names):
    return {
        "columns": {"days": days, "end": end},
        "columns_are": {"duration": "days", "event": "end", **names},
    }


CURVES = [
    curve_case("leukemia", AML, quantiles=[0.25, 0.5, 0.75], horizon=50),
    curve_case("leukemia, plain bands at 90 %", AML, band="plain", confidence=0.9),
    curve_case("late entries", LATE, horizon=100, quantiles=[0.1, 0.9]),
    curve_case("two ends, three groups", TWO, horizon=60.5),
    curve_case("times between days", FINE, horizon=33.3),
    curve_case("all ended", [(day, "back", 0, None) for day in (1, 2, 2, 5)], horizon=9),
    curve_case("nobody ended", [(day, None, 0, None) for day in (1, 2, 2, 5)], horizon=5),
    curve_case(
        "on the first day", [(0, "back", 0, None), (0, None, 0, None), (3, "back", 0, None)], horizon=3
    ),
    refused("a horizon of nothing", given(AML), "out_of_range", "horizon", options={"horizon": 0}),
    refused("a share that is none", given(AML), "out_of_range", "quantiles[0]", options={"quantiles": [1]}),
    refused(
        "a confidence that is none", given(AML), "out_of_range", "confidence", options={"confidence": 95}
    ),
]
COUNTS = [
    {"name": "two ends, three groups", "given": given(TWO), "expect": counted(TWO, ends_of(TWO))},
    {"name": "times between days", "given": given(FINE), "expect": counted(FINE, ["returned"])},
    {
        "name": "booleans",
        "given": given(LATE, flags=true),
        "expect": counted([(t, "true" if e else None, s, g) for t, e, s, g in LATE], ["true"]),
    },
    {
        "name": "whole numbers",
        "given": given(LATE, flags=lambda end: 2 * true(end)),
        "expect": counted([(t, "2" if e else None, s, g) for t, e, s, g in LATE], ["2"]),
    },
    {
        "name": "one end of two",
        "given": given(TWO, only="returned"),
        "expect": counted([(t, e if e == "returned" else None, s, g) for t, e, s, g in TWO], ["returned"]),
    },
    refused("an end that nobody has", given(TWO), "unknown_name", "end", only="retired"),
    refused("no such column", plain([1], [1], group="track"), "missing", "track"),
    refused("a duration of texts", plain(["a"], [1]), "wrong_type", "days"),
    refused("an end of fractions", plain([1], [0.5]), "wrong_type", "end"),
    refused("a negative duration", plain([1, -1], [1, 0]), "out_of_range", "days"),
    refused("an unknown duration", plain([1, None], [1, 0]), "missing", "days"),
    refused("an unknown answer", plain([1, 2], [True, None]), "missing", "end"),
    refused(
        "watched when it was over",
        {
            "columns": {"days": [5, 5], "end": [1, 0], "since": [1, 5]},
            "columns_are": {"duration": "days", "event": "end", "entry": "since"},
        },
        "inconsistent",
        "since",
    ),
    refused(
        "an unknown group",
        {
            "columns": {"days": [5, 5], "end": [1, 0], "track": ["a", None]},
            "columns_are": {"duration": "days", "event": "end", "group": "track"},
        },
        "missing",
        "track",
    ),
]
HAZARDS = [
    {"name": name, "given": given(people, options=options), "expect": nelson_aalen(people, options)}
    for name, people, options in [
        ("leukemia", AML, {}),
        ("late entries", LATE, {"confidence": 0.8}),
        ("two ends count as one", TWO, {}),
    ]
]
ENDS = [
    {
        "name": name,
        "given": given(people, options=options),
        "expect": aalen_johansen(people, ends_of(people), options),
    }
    for name, people, options in [
        ("leukemia, with one end", AML, {}),
        ("two ends, three groups", TWO, {}),
        ("times between days, and all end", [(t, e or "opted out", 0, None) for t, e, _, _ in FINE[:15]], {}),
        ("at 80 %", TWO[:20], {"confidence": 0.8}),
    ]
]
TESTS = [
    {"name": name, "given": given(people), "expect": log_rank(people)}
    for name, people in [
        ("leukemia", AML),
        ("three groups, some watched late", TWO),
        ("nobody ended", [(1, None, 0, "a"), (2, None, 0, "b")]),
        (
            "a group that comes too late",
            [(1, "x", 0, "a"), (2, "x", 0, "b"), (3, None, 0, "b"), (9, None, 5, "c")],
        ),
    ]
] + [refused("one group", given(FINE), "missing", "group")]


def document(call, cases, tolerance=1e-11):
    source = "tests/make/returning_vectors.py: person by person, in fractions"
    return {"call": f"engagement.{call}", "source": source, "tolerance": tolerance, "cases": cases}


if __name__ == "__main__":
    corpus.main(
        {
            "engagement/durations.json": document("durations", COUNTS),
            "engagement/kaplan_meier.json": document("kaplan_meier", CURVES),
            "engagement/nelson_aalen.json": document("nelson_aalen", HAZARDS),
            "engagement/aalen_johansen.json": document("aalen_johansen", ENDS),
            "engagement/log_rank.json": document("log_rank", TESTS),
        }
    )
