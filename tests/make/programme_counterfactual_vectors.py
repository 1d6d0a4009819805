"""Expected values for `programme.counterfactuals`: everybody decided about again with every value, by a naive reading of the rules.

Where the library tries values that stand for all, this tries all of them: every name that the vocabulary lists and one that it does
not, and every whole number from -20 to 20.
"""

import datetime as dt
import random
import tomllib
from pathlib import Path

import corpus
import eligibility_simulation_vectors as simulation

FACTS = [
    {"name": "site", "type": "category", "title": "place of work"},
    {
        "name": "sex",
        "type": "category",
        "title": "sex",
        "values": [{"name": "f"}, {"name": "m"}],
        "protected": True,
    },
]


def spans(row, as_of):
    """As for simulations, and who starts after a separation came back and is employed."""
    start, end = row["start_date"], row["separation_date"]
    employed = end is not None and (as_of <= end or (start is not None and start > end))
    return start, None if end is None else as_of if employed else end + simulation.DAY


simulation.spans = spans


def both(*parts):
    return False if False in parts else None if None in parts else True


def is_one(row, column, *names):
    return None if row[column] is None else row[column] in names


simulation.RULES["hanging"] = [
    (
        "service",
        "require",
        "grade >= 3 or site = Tokyo",
        lambda row, day: simulation.either(simulation.grade(row, 3), is_one(row, "site", "Tokyo")),
    ),
    (
        "conduct",
        "bar",
        "separation_kind = involuntary_cause",
        lambda row, day: simulation.kind(row, "involuntary_cause"),
    ),
    (
        "flag",
        "review",
        "rehire_flag in [upon_review, not_answered]",
        lambda row, day: simulation.flag(row, "upon_review", "not_answered"),
    ),
    (
        "asked",
        "review",
        "sex = f and grade >= 4",
        lambda row, day: both(is_one(row, "sex", "f"), simulation.grade(row, 4)),
    ),
]

HR = {
    fact["name"]: fact for fact in tomllib.loads(Path("alumni-core/vocabulary/hr.toml").read_text())["facts"]
}


def every(fact):
    """Every value of a fact, as far as anything can be told apart."""
    if fact == "sex":
        return ["f", "m"]
    if fact == "site":
        return ["Tokyo", "Osaka", "那覇", "anywhere else"]
    if fact == "grade":
        return list(range(-20, 21))
    return [value["name"] for value in HR[fact]["values"]]


def hangs(name, rows, as_of, fact, values, attribute=None, minimum=0):
    """What changes if the fact of each row is each of the values."""
    ids = [id for id, _, _, _ in simulation.RULES[name]]
    counts = dict.fromkeys(("known", "unknown", "changed", "better", "worse"), 0)
    criteria, groups = dict.fromkeys(ids, 0), {}
    for row in rows:
        if row[fact] is None:
            counts["unknown"] += 1
            continue
        found, now = simulation.decided(name, row, as_of)
        then = [simulation.decided(name, row | {fact: value}, as_of) for value in values]
        rank = simulation.OUTCOMES.index
        is_so = {
            "known": True,
            "changed": any(outcome != now for _, outcome in then),
            "better": any(rank(outcome) < rank(now) for _, outcome in then),
            "worse": any(rank(outcome) > rank(now) for _, outcome in then),
        }
        group = groups.setdefault(attribute and row[attribute], dict.fromkeys(is_so, 0))
        for count, holds in is_so.items():
            counts[count] += holds
            group[count] += holds
        for id in ids:
            criteria[id] += any(other[id] != found[id] and outcome != now for other, outcome in then)
    expect = {"fact": fact, "read": True} | counts
    expect["criteria"] = [
        {"criterion": id, "changed": criteria[id]}
        for id, _, text, _ in simulation.RULES[name]
        if asks(text, fact)
    ]
    assert all(not criteria[id] for id, _, text, _ in simulation.RULES[name] if not asks(text, fact))
    if attribute:
        known = sorted(group for group in groups if group is not None)
        shown = [group for group in [*known, None] if group in groups and groups[group]["known"] >= minimum]
        expect["groups"] = [{"group": group} | groups[group] for group in shown]
        expect["withheld"] = [group for group in known if group not in shown]
    return expect


def asks(rule, fact):
    """Whether a rule asks for a fact: by its name, or for what follows from the days."""
    follows = fact == "start_date" and ("tenure" in rule or "since_separation" in rule)
    return follows or fact in rule.split()


def asked_of(name, rows, as_of, **other):
    written = [
        {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in row.items()}
        for row in rows
    ]
    policy = simulation.document(name, 1) | {"facts": FACTS}
    return {"policy": policy, "rows": written, "as_of": as_of.isoformat()} | other


def refused(name, kind, path, **other):
    """What cannot be used: three rows with one thing wrong."""
    rows = [{"grade": 1, "site": "Tokyo"}, {"grade": 2, "site": "Osaka"}, {"grade": 3, "site": None}]
    policy = {"id": "g", "version": 1, "criteria": [{"id": "g", "require": "grade >= 2"}]}
    given = {"policy": policy, "rows": rows, "as_of": "2026-04-01", "facts": []} | other
    return {"name": name, "given": given, "expect": {"error": {"kind": kind, "path": path}}}


def main():
    """Writes or checks the file."""
    rng = random.Random(20261124)
    day = dt.date(2026, 8, 31)
    rows = simulation.made_up(rng, day, 160)
    sex = hangs("hanging", rows, day, "sex", every("sex")) | {"protected": True, "complete": True}
    tried = ["grade", "separation_kind", "rehire_flag", "site"]
    cases = [
        {
            "name": "what the vocabulary marks as protected",
            "given": asked_of("hanging", rows, day, facts=[]),
            "expect": {"rows": 160, "facts": [sex]},
        },
        {
            "name": "proxies by group, one of which is too small to be shown",
            "given": asked_of(
                "hanging",
                rows,
                day,
                facts=[{"fact": fact} for fact in tried],
                attribute="site",
                minimum_cell=50,
            ),
            "expect": {
                "facts": [hangs("hanging", rows, day, "sex", every("sex"), "site", 50)]
                + [
                    hangs("hanging", rows, day, fact, every(fact), "site", 50)
                    | {"protected": False, "complete": True}
                    for fact in tried
                ]
            },
        },
        {
            "name": "values of the caller's",
            "given": asked_of("hanging", rows, day, facts=[{"fact": "grade", "values": ["2", "3"]}]),
            "expect": {"facts": [sex, hangs("hanging", rows, day, "grade", [2, 3])]},
        },
        {
            "name": "a fact that no rule asks for",
            "given": asked_of("hanging", rows, day, facts=[{"fact": "start_date"}]),
            "expect": {
                "facts": [
                    sex,
                    {"fact": "start_date", "read": False, "changed": 0, "values": [], "criteria": []},
                ]
            },
        },
    ]
    rows = simulation.made_up(rng, day, 120)
    days = [dt.date(2009, 3, 31), dt.date(2016, 2, 29), dt.date(2021, 4, 1)]
    cases.append(
        {
            "name": "a day from which tenure follows, and a protected fact that no rule asks for",
            "given": asked_of(
                "five years",
                rows,
                day,
                facts=[{"fact": "start_date", "values": [day.isoformat() for day in days]}],
            ),
            "expect": {
                "facts": [
                    {"fact": "sex", "protected": True, "read": False, "changed": 0},
                    hangs("five years", rows, day, "start_date", days),
                ]
            },
        }
    )
    cases += [
        refused("a fact that nobody knows", "unknown_name", "facts[0].fact", facts=[{"fact": "grad"}]),
        refused(
            "a fact named twice",
            "duplicate",
            "facts[1].fact",
            facts=[{"fact": "grade"}, {"fact": "grade"}],
        ),
        refused(
            "a value that the fact cannot have",
            "wrong_type",
            "facts[0].values[1]",
            facts=[{"fact": "grade", "values": ["2", "high"]}],
        ),
        refused("a column of groups that is not there", "missing", "sit", attribute="sit"),
        refused(
            "a day that is read through tenure only, without values",
            "missing",
            "facts[0].values",
            policy={"id": "g", "version": 1, "criteria": [{"id": "g", "require": "tenure >= 2 years"}]},
            rows=[{"start_date": "2020-01-01", "separation_date": "2024-01-01"}],
            facts=[{"fact": "start_date"}],
        ),
    ]
    corpus.main(
        {
            "programme/counterfactuals.json": {
                "call": "programme.counterfactuals",
                "source": "tests/make/programme_counterfactual_vectors.py",
                "cases": cases,
            }
        }
    )


if __name__ == "__main__":
    main()
