"""Expected values for `engagement.weibull`, `engagement.cox` and what comes of its fits: likelihoods written person by person, and their
maxima; hazards summed over all at risk; pairs looked at one by one.

No sums are carried along: every person at risk is asked for again at every end. Where a likelihood has no maximum, that follows from
how the people were made up.
"""

import math
import random
from statistics import NormalDist

import corpus
from returning_vectors import LATE, TWO, given, made_up

Z = NormalDist().inv_cdf(0.975)


def solved(matrix, right):
    """Gauss with pivots."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(size):
        best = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        for row in range(size):
            if row != column:
                factor = rows[row][column] / rows[column][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [rows[place][-1] / rows[place][place] for place in range(size)]


def inverse(matrix):
    size = len(matrix)
    columns = [solved(matrix, [float(place == other) for other in range(size)]) for place in range(size)]
    return [[columns[column][row] for column in range(size)] for row in range(size)]


def top(local, at):
    """Newton's way up with halved steps; `local` gives value, slopes and second derivatives."""
    for _ in range(200):
        value, slopes, seconds = local(at)
        step = solved([[-cell for cell in row] for row in seconds], slopes)
        scale = 1.0
        while True:
            moved = [a + scale * b for a, b in zip(at, step, strict=True)]
            if local(moved)[0] >= value - 1e-12 * abs(value) or scale < 1e-9:
                break
            scale /= 2
        at = moved
        if max(abs(entry) for entry in step) < 1e-14 * max(1.0, *map(abs, at)):
            break
    value, _, seconds = local(at)
    return at, value, inverse([[-cell for cell in row] for row in seconds])


def weibull_local(people):
    """In scale and shape themselves."""

    def local(at):
        scale, shape = at
        value, slopes, seconds = 0.0, [0.0, 0.0], [[0.0, 0.0], [0.0, 0.0]]
        for time, end, entry, _ in people:
            for sign, moment in ((-1.0, time), (1.0, entry)):
                if not moment:
                    continue
                log = math.log(moment / scale)
                hazard = sign * math.exp(shape * log)
                value += hazard
                slopes[0] -= hazard * shape / scale
                slopes[1] += hazard * log
                seconds[0][0] += hazard * shape * (shape + 1) / scale**2
                seconds[1][1] += hazard * log * log
                cross = -hazard * (1 + shape * log) / scale
                seconds[0][1] += cross
                seconds[1][0] += cross
            if end is not None:
                log = math.log(time / scale)
                value += math.log(shape / scale) + (shape - 1) * log
                slopes[0] -= shape / scale
                slopes[1] += 1 / shape + log
                seconds[0][0] += shape / scale**2
                seconds[1][1] -= 1 / shape**2
                seconds[0][1] -= 1 / scale
                seconds[1][0] -= 1 / scale
        return value, slopes, seconds

    return local


def weibull(people):
    fits = []
    for group in sorted({person[3] for person in people}, key=lambda name: name or ""):
        own = [person for person in people if person[3] == group]
        ended = sum(person[1] is not None for person in own)
        mean = sum(person[0] - person[2] for person in own) / ended
        at, value, covariance = top(weibull_local(own), [mean, 1.0])

        def parameter(place, at=at, covariance=covariance):
            error = math.sqrt(covariance[place][place])
            reach = math.exp(Z * error / at[place])
            return {
                "value": at[place],
                "standard_error": error,
                "lower": at[place] / reach,
                "upper": at[place] * reach,
            }

        fits.append(
            {
                "group": group,
                "people": len(own),
                "ended": ended,
                "convergence": {"reached": True, "failure": None},
                "scale": parameter(0),
                "shape": parameter(1),
                "log_likelihood": value,
            }
        )
    return {"fits": fits}


def cox_local(people, columns, ties):
    size = len(columns)

    def local(at):
        value, slopes = 0.0, [0.0] * size
        seconds = [[0.0] * size for _ in range(size)]
        rows = [[column[number] for column in columns] for number in range(len(people))]
        weights = [math.exp(sum(x * b for x, b in zip(row, at, strict=True))) for row in rows]
        for time in sorted({person[0] for person in people if person[1] is not None}):
            risk = [n for n, p in enumerate(people) if p[0] >= time and (not p[2] or p[2] < time)]
            tied = [n for n, p in enumerate(people) if p[0] == time and p[1] is not None]
            for place, number in enumerate(tied):
                gone = place / len(tied) if ties == "efron" else 0.0
                share = {n: weights[n] * (1 - gone * (n in tied)) for n in risk}
                total = sum(share.values())
                value += math.log(weights[number]) - math.log(total)
                mean = [sum(share[n] * rows[n][i] for n in risk) / total for i in range(size)]
                for i in range(size):
                    slopes[i] += rows[number][i] - mean[i]
                    for j in range(size):
                        product = sum(share[n] * rows[n][i] * rows[n][j] for n in risk) / total
                        seconds[i][j] -= product - mean[i] * mean[j]
        return value, slopes, seconds

    return local


def cox(people, columns, ties="efron", dropped=()):
    kept = [name for name in columns if name not in dropped]
    local = cox_local(people, [columns[name] for name in kept], ties)
    at, value, covariance = top(local, [0.0] * len(kept))
    coefficients = []
    for place, name in enumerate(kept):
        error = math.sqrt(covariance[place][place])
        coefficients.append(
            {
                "name": name,
                "coefficient": at[place],
                "standard_error": error,
                "hazard_ratio": math.exp(at[place]),
                "lower": math.exp(at[place] - Z * error),
                "upper": math.exp(at[place] + Z * error),
                "p": math.erfc(abs(at[place] / error) / math.sqrt(2)),
                "mean": sum(columns[name]) / len(people),
            }
        )
    return {
        "people": len(people),
        "ended": sum(person[1] is not None for person in people),
        "dropped": list(dropped),
        "convergence": {"reached": True, "failure": None},
        "separated_by": [],
        "coefficients": coefficients,
        "log_likelihood": value,
        "log_likelihood_null": local([0.0] * len(kept))[0],
        "baseline": baseline(people, [columns[name] for name in kept], at, ties),
        "watched_until": float(max(person[0] for person in people)),
    }


def baseline(people, columns, at, ties):
    """At the means. By Efron those who end at one time end one after another, and of each who does a share is no longer at risk."""
    means = [sum(column) / len(people) for column in columns]
    scores = [
        sum((column[n] - mean) * b for column, mean, b in zip(columns, means, at, strict=True))
        for n in range(len(people))
    ]
    points, hazard = [], 0.0
    for time in sorted({person[0] for person in people if person[1] is not None}):
        risk = [n for n, p in enumerate(people) if p[0] >= time and (not p[2] or p[2] < time)]
        tied = [n for n, p in enumerate(people) if p[0] == time and p[1] is not None]
        for place in range(len(tied)):
            left = 1 - place / len(tied) if ties == "efron" else 1.0
            hazard += 1 / sum(math.exp(scores[n]) * (left if n in tied else 1.0) for n in risk)
        points.append({"time": float(time), "hazard": hazard, "survival": math.exp(-hazard)})
    return points


def survival(fit, rows, times):
    """What a fit says of rows of columns by name."""

    def score(row):
        values = [(row[one["name"]], one) for one in fit["coefficients"]]
        if any(value is None for value, _ in values):
            return None
        return sum((value - one["mean"]) * one["coefficient"] for value, one in values)

    def left(score, time):
        if score is None or time > fit["watched_until"]:
            return None
        hazard = max((point["hazard"] for point in fit["baseline"] if point["time"] <= time), default=0.0)
        return math.exp(-hazard * math.exp(score))

    scores = [score(row) for row in rows]
    return {
        "times": [float(time) for time in times],
        "log_hazard": scores,
        "survival": [[left(score, time) for score in scores] for time in times],
    }


def concordance(people, scores):
    """Every pair of which it is known who ended first."""
    counts = {"concordant": 0, "discordant": 0, "tied": 0}
    for (time, end, _, _), score in zip(people, scores, strict=True):
        if end is None:
            continue
        for (other, its_end, since, _), its_score in zip(people, scores, strict=True):
            later = other > time or (other == time and its_end is None)
            if later and (not since or since < time):
                order = (score > its_score) - (score < its_score)
                counts[{1: "concordant", -1: "discordant", 0: "tied"}[order]] += 1
    pairs = sum(counts.values())
    index = (counts["concordant"] + counts["tied"] / 2) / pairs if pairs else None
    return {"people": len(people), **counts, "index": index}


def asked(people, columns, **options):
    found = given(people)
    table = found["columns"] | columns
    names = {"duration": "days", "event": "end", "covariates": list(columns)}
    if "entry" in found["columns_are"]:
        names["entry"] = "since"
    return {"columns": table, "options": names | options}


def none(people, failure, separated=(), dropped=()):
    return {
        "people": len(people),
        "dropped": list(dropped),
        "convergence": {"reached": False, "failure": failure},
        "separated_by": list(separated),
        "coefficients": [],
        "log_likelihood": None,
        "log_likelihood_null": None,
        "baseline": [],
    }


def beside(people, seed):
    """Columns: years, grade, and whether somebody left in anger, drawn beside the people."""
    draw = random.Random(seed)
    return {
        "years": [round(draw.gammavariate(2, 3), 2) for _ in people],
        "grade": [draw.randint(1, 5) for _ in people],
        "angry": [draw.random() < 0.3 for _ in people],
    }


ONE = made_up(50, 11)
COLUMNS = beside(ONE, 12)
LATE_COLUMNS = beside(LATE, 13)
TWO_COLUMNS = beside(TWO, 14)
RETURNED = [(time, end if end == "returned" else None, entry, group) for time, end, entry, group in TWO]
TOLD = {"years": COLUMNS["years"], "told": [int(end is not None) for _, end, _, _ in ONE]}
# Whoever ends before the thirtieth day is told; the others never end.
EARLY = [(time, "x" if time < 30 else None, 0, None) for time in range(1, 60)]
EARLY_TOLD = {
    "years": [(7 * time) % 11 for time in range(1, 60)],
    "told": [int(time < 30) for time in range(1, 60)],
}
TWICE = COLUMNS | {
    "both": [a + 2 * b for a, b in zip(COLUMNS["years"], COLUMNS["grade"], strict=True)],
    "same": [3] * 50,
}

COX = [
    {"name": "Efron", "given": asked(ONE, COLUMNS), "expect": cox(ONE, COLUMNS)},
    {"name": "Breslow", "given": asked(ONE, COLUMNS, ties="breslow"), "expect": cox(ONE, COLUMNS, "breslow")},
    {"name": "late entries", "given": asked(LATE, LATE_COLUMNS), "expect": cox(LATE, LATE_COLUMNS)},
    {
        "name": "one end of two",
        "given": asked(TWO, TWO_COLUMNS, end="returned"),
        "expect": cox(RETURNED, TWO_COLUMNS),
    },
    {
        "name": "a column that others make up, and one that is the same for all",
        "given": asked(ONE, TWICE),
        "expect": cox(ONE, TWICE, dropped=["both", "same"]),
    },
    {
        "name": "a column that tells who ends",
        "given": asked(EARLY, EARLY_TOLD),
        "expect": none(EARLY, "monotone_likelihood", ["told"]),
    },
    {
        "name": "nobody ended",
        "given": asked([(5, None, 0, None), (6, None, 0, None)], {"years": [1, 2]}),
        "expect": none([1, 2], "nothing_to_fit"),
    },
    *(
        {"name": name, "given": asked(*of, **options), "expect": {"error": {"kind": kind, "path": path}}}
        for name, of, options, kind, path in [
            ("no columns", (ONE, {}), {}, "missing", "covariates"),
            ("an unknown value", ([(5, "x", 0, None)] * 2, {"years": [1, None]}), {}, "missing", "years"),
            (
                "a column of texts",
                ([(5, "x", 0, None)] * 2, {"years": ["a", "b"]}),
                {},
                "wrong_type",
                "years",
            ),
            ("an end that nobody has", (ONE, COLUMNS), {"end": "retired"}, "unknown_name", "end"),
            ("a confidence that is none", (ONE, COLUMNS), {"confidence": 0}, "out_of_range", "confidence"),
        ]
    ),
]


def scored(people, scores, **options):
    found = given(people)
    names = {"duration": "days", "event": "end", "score": "score"}
    if "entry" in found["columns_are"]:
        names["entry"] = "since"
    return {"columns": found["columns"] | {"score": scores}, "options": names | options}


def told(name, people, columns, rows, times, **options):
    """A fit, and what it says of other rows."""
    fit = cox(people, columns, **options)
    new = {column: [row[column] for row in rows] for column in columns}
    return {
        "name": name,
        "given": {**asked(people, columns, **options), "rows": new, "times": times},
        "expect": survival(fit, rows, times),
    }


NEW = [
    {"years": 0.5, "grade": 1, "angry": False},
    {"years": 7.25, "grade": 5, "angry": True},
    {"years": None, "grade": 3, "angry": False},
]
ENDS = max(person[0] for person in ONE)
PREDICT = [
    told("Efron, at and after the last time", ONE, COLUMNS, NEW, [0, 5, 10.5, ENDS, ENDS + 1]),
    told("Breslow", ONE, COLUMNS, NEW, [20], ties="breslow"),
    told("late entries", LATE, LATE_COLUMNS, NEW[:2], [3, 30]),
    told("no times", ONE, COLUMNS, NEW[:1], []),
    *(
        {
            "name": name,
            "given": {**asked(*of), "rows": rows, "times": times},
            "expect": {"error": {"kind": kind, "path": path}},
        }
        for name, of, rows, times, kind, path in [
            (
                "a time below 0",
                (ONE, {"years": COLUMNS["years"]}),
                {"years": [1.0]},
                [5, -1],
                "out_of_range",
                "times[1]",
            ),
            ("no such column", (ONE, {"years": COLUMNS["years"]}), {"year": [1.0]}, [5], "missing", "years"),
            (
                "a column of texts",
                (ONE, {"years": COLUMNS["years"]}),
                {"years": ["a"]},
                [5],
                "wrong_type",
                "years",
            ),
            (
                "a fit without numbers",
                (EARLY, EARLY_TOLD),
                {"years": [1], "told": [1]},
                [5],
                "missing",
                "fit",
            ),
        ]
    ),
]


def graded(people, seed):
    """Scores of few values, so that many are equal."""
    draw = random.Random(seed)
    return [round(draw.gauss(30 / (10 + person[0]), 0.5), 1) for person in people]


CONCORDANCE = [
    {"name": name, "given": scored(people, scores), "expect": concordance(people, scores)}
    for name, people, scores in [
        ("ties of time and score", ONE, graded(ONE, 21)),
        ("late entries", LATE, graded(LATE, 22)),
        ("times between days", made_up(40, 4, fine=True), graded(made_up(40, 4, fine=True), 23)),
        ("all scores alike", ONE, [2.0] * 50),
        ("nobody ended", [(5, None, 0, None), (6, None, 0, None)], [1, 2]),
        ("one seen last when another ends", [(5, "x", 0, None), (5, None, 0, None)], [2, 1]),
        ("two who end at one time", [(5, "x", 0, None), (5, "x", 0, None)], [2, 1]),
    ]
] + [
    {
        "name": "one end of two",
        "given": scored(TWO, graded(TWO, 24), end="returned"),
        "expect": concordance(RETURNED, graded(TWO, 24)),
    },
    *(
        {
            "name": name,
            "given": scored(ONE, scores, **options),
            "expect": {"error": {"kind": kind, "path": path}},
        }
        for name, scores, options, kind, path in [
            ("an unknown score", [None, *[1.0] * 49], {}, "missing", "score"),
            ("an end that nobody has", [1.0] * 50, {"end": "retired"}, "unknown_name", "end"),
        ]
    ),
]


def later(people):
    """The same people a day later: the law knows nobody who ends at once."""
    return [(time + 1, end, entry, group) for time, end, entry, group in people]


WEIBULL = [
    {"name": name, "given": given(people, options={}), "expect": weibull(people)}
    for name, people in [
        ("one group", later(ONE)),
        ("late entries", later(LATE)),
        ("three groups", later(TWO)),
        ("times between days", later(made_up(40, 4, fine=True))),
    ]
] + [
    {
        "name": "all at one time",
        "given": given([(5, "x", 0, None)] * 3, options={}),
        "expect": {
            "fits": [
                {
                    "convergence": {"reached": False, "failure": "no_maximum"},
                    "scale": None,
                    "shape": None,
                    "log_likelihood": None,
                }
            ]
        },
    },
    {
        "name": "somebody ended at once",
        "given": given([(0, "x", 0, None), (3, "x", 0, None)], options={}),
        "expect": {"error": {"kind": "out_of_range", "path": "duration"}},
    },
]

if __name__ == "__main__":
    source = "tests/make/returning_fit_vectors.py: likelihoods person by person"
    corpus.main(
        {
            f"engagement/{call}.json": {
                "call": f"engagement.{call}",
                "source": source,
                "tolerance": 1e-9,
                "cases": cases,
            }
            for call, cases in [
                ("cox", COX),
                ("cox_predict", PREDICT),
                ("concordance", CONCORDANCE),
                ("weibull", WEIBULL),
            ]
        }
    )
