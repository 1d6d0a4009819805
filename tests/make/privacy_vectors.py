"""Expected values for `fairness.publish`: which rows are shown, decided here by hand and attacked by enumeration.

Every case says which rows stay hidden. This script then looks for every table of whole numbers that agrees with all that is
shown, and fails unless each hidden number could be `protection + 1` whole numbers in a row (bands aside, which the tests of
the library attack), or unless showing any one complementary row again would give something away.
"""

import itertools
import math

import corpus
import fairness_oracle as oracle

MASK = 2**64 - 1


def rows_of(question):
    """Every row of every table with its finest cells: {(set, categories): [cells]}; the empty set is the total."""
    attributes = question["attributes"]
    categories = [
        sorted(
            {cell["categories"][i] for cell in question["cells"]}, key=lambda name: (name is None, name or "")
        )
        for i in range(len(attributes))
    ]
    finest = list(itertools.product(*categories))
    sets = [
        s
        for size in range(len(attributes) + 1)
        for s in itertools.combinations(range(len(attributes)), size)
        if size <= 1 or question.get("intersections", True)
    ]
    rows = {}
    for s in sets:
        for names in itertools.product(*(categories[i] for i in s)):
            rows[s, names] = [
                k
                for k, key in enumerate(finest)
                if all(key[i] == name for i, name in zip(s, names, strict=True))
            ]
    counts = [[0, 0] for _ in finest]
    for cell in question["cells"]:
        place = finest.index(tuple(cell["categories"]))
        counts[place][0] += cell["considered"] - cell["selected"]
        counts[place][1] += cell["selected"]
    return rows, counts


def possible(known, cells, wanted):
    """Whether some whole numbers from 0 on add up to every known sum and to the wanted one."""
    equations = [*known, wanted]
    of = [[e for e, (parts, _) in enumerate(equations) if cell in parts] for cell in range(cells)]
    left = [total for _, total in equations]
    open_ = [len(parts) for parts, _ in equations]

    def go(cell):
        if cell == cells:
            return True
        most = min(left[e] for e in of[cell])
        forced = [left[e] for e in of[cell] if open_[e] == 1]
        for value in [forced[0]] if forced else range(most + 1):
            if value > most:
                continue
            for e in of[cell]:
                left[e] -= value
                open_[e] -= 1
            fits = all(open_[e] or not left[e] for e in of[cell])
            found = fits and go(cell + 1)
            for e in of[cell]:
                left[e] += value
                open_[e] += 1
            if found:
                return True
        return False

    return go(0)


def given_away(question, hidden):
    """The hidden rows with a number that could be too few whole numbers in a row."""
    rows, counts = rows_of(question)
    protection = question.get("privacy", {}).get("protection", 5)
    found = set()
    for outcome in (0, 1):
        truth = [count[outcome] for count in counts]
        known = [(parts, sum(truth[k] for k in parts)) for row, parts in rows.items() if row not in hidden]
        for row in hidden:
            total = sum(truth[k] for k in rows[row])
            values = 1
            for step in itertools.chain(range(1, protection + 1)):
                if not possible(known, len(truth), (rows[row], total + step)):
                    break
                values += 1
            for step in range(1, min(protection, total) + 1):
                if not possible(known, len(truth), (rows[row], total - step)):
                    break
                values += 1
            if values <= protection:
                found.add(row)
    return found


def case(name, attributes, cells, hidden, **more):
    """`hidden` are the hidden rows, as names of attributes to names of categories."""
    question = {
        "attributes": attributes,
        "cells": [
            {"categories": list(names), "considered": considered, "selected": selected}
            for *names, considered, selected in cells
        ],
        **more,
    }
    rows, counts = rows_of(question)
    hidden = {(tuple(attributes.index(a) for a in names), tuple(values)) for names, values in hidden}
    assert hidden <= set(rows), hidden
    assert not given_away(question, hidden), (name, given_away(question, hidden))
    privacy = {"minimum_cell": 10, "minimum_outcome": 3, **question.get("privacy", {})}
    for row in hidden:
        one, two = (sum(counts[k][o] for k in rows[row]) for o in (0, 1))
        small = one + two < privacy["minimum_cell"] or min(one, two) < privacy["minimum_outcome"]
        # Hidden with what it is divided into: nothing of a complementary row could have been shown.
        finer = {
            other
            for other in hidden
            if set(row[0]) <= set(other[0]) and set(zip(*row, strict=True)) <= set(zip(*other, strict=True))
        }
        assert small or given_away(question, hidden - finer), (name, row)
    tables = {}
    for (s, names), parts in rows.items():
        one, two = (sum(counts[k][o] for k in parts) for o in (0, 1))
        shown = (s, names) not in hidden
        if shown:
            assert one + two >= privacy["minimum_cell"] and min(one, two) >= privacy["minimum_outcome"], (
                name,
                names,
            )
        row = {"categories": list(names)}
        row |= {"considered": one + two, "selected": two} if shown else {"considered": None, "selected": None}
        row["rate"] = two / (one + two) if shown and one + two else None
        tables.setdefault(s, []).append(row)
    total = tables.pop(())[0]
    return {
        "name": name,
        "given": question,
        "expect": {
            "considered": total["considered"],
            "selected": total["selected"],
            "tables": [
                {"attributes": [attributes[i] for i in s], "rows": found} for s, found in tables.items()
            ],
        },
    }


def nothing(name, attributes, cells, **more):
    """Nothing at all can be shown."""
    question = {
        "attributes": attributes,
        "cells": [{"categories": names, "considered": n, "selected": x} for *names, n, x in cells],
        **more,
    }
    rows, _ = rows_of(question)
    tables = {}
    for s, names in rows:
        tables.setdefault(s, []).append({"categories": list(names), "considered": None, "ratio_band": None})
    tables.pop(())
    return {
        "name": name,
        "given": question,
        "expect": {
            "considered": None,
            "selected": None,
            "verdict": "insufficient",
            "tables": [{"rows": rows, "report": None} for rows in tables.values()],
        },
    }


def splitmix(seed):
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def noisy(name, groups, epsilon, seed):
    """Every count with the difference of two geometric numbers, nothing hidden."""
    numbers = splitmix(seed)

    def draw():
        return math.floor(-math.log(((next(numbers) >> 11) + 1) / 2**53) / epsilon)

    rows = []
    for group, considered, selected in sorted(groups):
        counts = []
        for count in (considered - selected, selected):
            more, less = draw(), draw()
            counts.append(max(0, count + more - less))
        rows.append({"categories": [group], "considered": sum(counts), "selected": counts[1]})
    question = {
        "attributes": ["sex"],
        "cells": [{"categories": [g], "considered": n, "selected": x} for g, n, x in groups],
        "privacy": {
            "minimum_cell": 0,
            "minimum_outcome": 0,
            "noise": {"epsilon": epsilon, "seed": seed},
        },
    }
    return {
        "name": name,
        "given": question,
        "expect": {
            "epsilon": epsilon,
            "considered": sum(row["considered"] for row in rows),
            "selected": sum(row["selected"] for row in rows),
            "tables": [{"rows": rows}],
            "reasons": [{"code": "privacy-noise"}],
        },
    }


def compared():
    """Shown groups are compared as `fairness.selection` compares them."""
    groups = [("women", 52, 24), ("men", 80, 48), ("x", 60, 30)]
    found = case("large groups are all shown, and compared", ["sex"], groups, [])
    report = oracle.report(groups, {})
    keys = ("group", "impact_ratio", "mid_p", "adjusted_p", "verdict")
    findings = [{key: finding[key] for key in keys} for finding in report["findings"]]
    found["expect"]["tables"][0]["report"] = {"findings": findings, "comparisons": 2}
    found["expect"]["reasons"] = []
    return found


def scored():
    """People with a score of 1, fewer than half, and of 0: the median is 0, and who has 1 counts as selected."""
    found = case(
        "people with a score above the median count as selected",
        ["sex"],
        SCORED,
        [(["sex"], ["other"]), (["sex"], ["women"])],
    )
    question = {name: value for name, value in found["given"].items() if name != "cells"}
    question["people"] = [
        {"categories": cell["categories"], "score": float(i < cell["selected"])}
        for cell in found["given"]["cells"]
        for i in range(cell["considered"])
    ]
    return found | {"given": question}


def refused(name, question, kind, path):
    return {"name": name, "given": question, "expect": {"error": {"kind": kind, "path": path}}}


SEX = [("women", 52, 24), ("men", 80, 48), ("other", 4, 1)]
SCORED = [("women", 52, 24), ("men", 80, 38), ("other", 4, 1)]
PERSON = {"categories": ["women"], "score": 1.0}
BOTH = [
    ("women", "20s", 40, 20),
    ("women", "40s", 44, 20),
    ("men", "20s", 41, 20),
    ("men", "40s", 48, 20),
    ("other", "20s", 3, 1),
    ("other", "40s", 45, 20),
]
CELL = {"categories": ["women"], "considered": 3, "selected": 1}

corpus.main(
    {
        "fairness/publish.json": {
            "call": "fairness.publish",
            "source": "tests/make/privacy_vectors.py: by hand, every hidden number attacked by enumeration",
            "cases": [
                compared(),
                scored(),
                refused(
                    "counts and scores",
                    {"attributes": ["sex"], "cells": [CELL], "people": [PERSON]},
                    "inconsistent",
                    "people",
                ),
                refused(
                    "a score of a category too many",
                    {"attributes": ["sex"], "people": [{"categories": ["women", "30s"], "score": 1.0}]},
                    "inconsistent",
                    "people[0].categories",
                ),
                case(
                    "one small group takes the smallest other one with it",
                    ["sex"],
                    SEX,
                    [(["sex"], ["other"]), (["sex"], ["women"])],
                ),
                case(
                    "two small groups that are enough for each other",
                    ["sex"],
                    [("a", 9, 4), ("b", 8, 3), ("c", 60, 30), ("d", 90, 40)],
                    [(["sex"], ["a"]), (["sex"], ["b"])],
                ),
                case(
                    "people of unknown group are a group",
                    ["sex"],
                    [("women", 52, 24), ("men", 80, 48), (None, 4, 1)],
                    [(["sex"], [None]), (["sex"], ["women"])],
                ),
                case(
                    "a small combination takes a rectangle with it",
                    ["sex", "age"],
                    BOTH,
                    [(["sex", "age"], [s, a]) for s in ("other", "women") for a in ("20s", "40s")],
                ),
                case(
                    "without combinations there is nothing to hide",
                    ["sex", "age"],
                    BOTH,
                    [],
                    intersections=False,
                ),
                case(
                    "nobody selected is a small number too",
                    ["sex"],
                    [("a", 40, 0), ("b", 50, 20), ("c", 60, 30)],
                    [(["sex"], ["a"]), (["sex"], ["b"])],
                ),
                nothing("two small groups and nobody else", ["sex"], [("women", 4, 1), ("men", 5, 1)]),
                nothing("one group is the total", ["sex"], [("women", 9, 4)]),
                noisy("noise of epsilon 1", SEX, 1.0, 7),
                noisy("much noise, which stops at nobody", SEX, 0.05, 2**63 + 11),
                refused(
                    "more selected than considered",
                    {"attributes": ["sex"], "cells": [CELL | {"selected": 4}]},
                    "inconsistent",
                    "cells[0].selected",
                ),
                refused("no cell", {"attributes": ["sex"], "cells": []}, "missing", "cells"),
                refused(
                    "no protection",
                    {"attributes": ["sex"], "cells": [CELL], "privacy": {"protection": 0}},
                    "out_of_range",
                    "privacy.protection",
                ),
                refused(
                    "noise without a size",
                    {
                        "attributes": ["sex"],
                        "cells": [CELL],
                        "privacy": {"noise": {"epsilon": 0, "seed": 1}},
                    },
                    "out_of_range",
                    "privacy.noise.epsilon",
                ),
            ],
        },
    }
)
