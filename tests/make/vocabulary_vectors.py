"""Expected values for vocabularies of customers: bounds of literals and of supplied values, names of whole numbers, and the
names in data that no fact knows.

Bounds are compared as fractions; the nearest name is found by the textbook recursion for the edit distance (Wagner and
Fischer 1974), memoised, over the names of `alumni-core/vocabulary/hr.toml` and the customer's own.
"""

import functools
import random
import tomllib
from fractions import Fraction
from pathlib import Path

import corpus

ROOT = Path(__file__).resolve().parents[2]
HR = tomllib.loads((ROOT / "alumni-core/vocabulary/hr.toml").read_text(encoding="utf-8"))["facts"]

OWN = [
    {
        "name": "grade",
        "type": "integer",
        "title": {"en": "grade", "ja": "等級"},
        "values": [
            {"name": "一般", "number": 1},
            {"name": "主任", "number": 3},
            {"name": "係長", "number": 4},
        ],
        "minimum": 1,
        "maximum": 10,
    },
    {
        "name": "weekly_hours",
        "type": "decimal",
        "title": {"en": "weekly hours", "ja": "週所定労働時間"},
        "unit": {"en": "hours a week", "ja": "時間／週"},
        "minimum": 0,
        "maximum": 60,
    },
    {"name": "referrals", "type": "integer", "title": {"en": "referrals", "ja": "紹介件数"}, "minimum": 0},
]
RUNGS = {"一般": 1, "主任": 3, "係長": 4}


def outside(fact, number):
    """Whether the number is not one that the fact can be."""
    definition = next(one for one in OWN if one["name"] == fact)
    below = "minimum" in definition and Fraction(str(number)) < definition["minimum"]
    return below or ("maximum" in definition and Fraction(str(number)) > definition["maximum"])


def number_of(written):
    return Fraction(str(RUNGS.get(written, written)))


def bounds():
    rng = random.Random(20261121)
    cases = []
    literals = {
        "grade": [-1, 0, 1, 2, 3, "主任", "係長", 10, 11],
        "weekly_hours": [-1, 0, "0.5", 20, "59.999999999", 60, "60.000000001", 61],
        "referrals": [-1, 0, 1, 99],
    }
    supplied = {
        "grade": [0, 1, "一般", "主任", 5, 10, 11, -3],
        "weekly_hours": [-0.5, 0, 0.5, 20, 60, 60.5],
        "referrals": [-1, 0, 1, 99],
    }
    compared = {
        ">=": lambda a, b: a >= b,
        ">": lambda a, b: a > b,
        "<=": lambda a, b: a <= b,
        "<": lambda a, b: a < b,
        "=": lambda a, b: a == b,
        "!=": lambda a, b: a != b,
    }
    seen = set()
    while len(cases) < 150:
        fact = rng.choice(list(literals))
        sign, literal, value = (
            rng.choice(list(compared)),
            rng.choice(literals[fact]),
            rng.choice(supplied[fact]),
        )
        rule = f"{fact} {sign} {literal}"
        name = f"{rule}, {value} supplied"
        if name in seen:
            continue
        seen.add(name)
        if literal not in RUNGS and outside(fact, literal):
            place = len(f"{fact} {sign} ") + 1
            expect = {"error": {"kind": "out_of_range", "path": f"criteria[0].require: 1:{place}"}}
        elif value not in RUNGS and outside(fact, value):
            expect = {"error": {"kind": "out_of_range", "path": f"facts.{fact}"}}
        else:
            holds = compared[sign](number_of(value), number_of(literal))
            expect = {"outcome": "eligible" if holds else "ineligible"}
        cases.append(
            {
                "name": name,
                "given": {
                    "vocabulary": {"facts": OWN},
                    "policy": {"id": "p", "version": 1, "criteria": [{"id": "c", "require": rule}]},
                    "worker": {"id": "w", "facts": {fact: value}},
                    "as_of": "2026-04-01",
                },
                "expect": expect,
            }
        )
    return cases


@functools.cache
def distance(a, b):
    if not a or not b:
        return len(a) + len(b)
    return min(distance(a[1:], b) + 1, distance(a, b[1:]) + 1, distance(a[1:], b[1:]) + (a[0] != b[0]))


FACTS = {fact["name"]: fact for fact in HR} | {fact["name"]: fact for fact in OWN}


def unknown(names):
    """The names that no fact knows, and the nearest: a fact of this title, or the first by name within a third."""
    found = []
    for name in dict.fromkeys(names):
        bare, _, rest = name.partition("(")
        fact = FACTS.get(bare)
        takes = bool(fact and fact.get("parameter"))
        if fact and takes == bool(rest and rest != ")"):
            continue
        told = {"name": name}
        bare = bare.strip()
        titled = [
            n
            for n in sorted(FACTS)
            if bare.lower() == FACTS[n]["title"]["en"].lower() or bare == FACTS[n]["title"]["ja"]
        ]
        if titled:
            nearest = titled[0]
        else:
            word = "".join({" ": "_", "-": "_"}.get(c, c.lower() if c.isascii() else c) for c in bare)
            best = min(sorted(FACTS), key=lambda n: distance(n, word))
            nearest = best if distance(best, word) <= -(-len(word) // 3) else None
        if nearest:
            told["nearest"] = nearest + ("(…)" if FACTS[nearest].get("parameter") else "")
        found.append(told)
    return found


def names():
    lists = [
        ["tenure", "grade", "weekly_hours"],
        ["worker_id", "tenur", "Grade", "Tenure", "grad"],
        ["退職日", "等級", "週所定労働時間", "氏名"],
        ["time_in_job_family(sales)", "time_in_job_family", "time_in_job_famly(sales)", "tenure(sales)"],
        ["separation-date", "Separation Date", "last day employed", "SEPARATION_KIND"],
        ["", "x", "x", "(", ")", "rehire_flag ", "rehireflag"],
        ["refferals", "referral", "weekly_hour", "hours"],
    ]
    return [
        {
            "name": ", ".join(each) or "nothing",
            "given": {"vocabulary": {"facts": OWN}, "names": each},
            "expect": unknown(each),
        }
        for each in lists
    ]


SOURCE = "tests/make/vocabulary_vectors.py"
corpus.main(
    {
        "eligibility/vocabulary.json": {"call": "eligibility.decide", "source": SOURCE, "cases": bounds()},
        "workforce/unknown.json": {"call": "workforce.unknown", "source": SOURCE, "cases": names()},
    }
)
