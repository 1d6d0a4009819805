"""Expected answers of books: which version is in force by a list of days, and decisions read off the facts."""

import datetime as dt
import random

import corpus

DAY = dt.timedelta(days=1)


def version(number, rule="grade >= 3", start=None, end=None, **more):
    document = {"id": "return", "version": number}
    if start:
        document["effective_from"] = start
    if end:
        document["effective_until"] = end
    return document | {"criteria": [{"id": "grade", "require": rule}]} | more


# 2024-04-01 as in a policy that begins with the Japanese business year.
TOKYO = {
    "utc_offset": "+09:00",
    "versions": [version(2, "grade >= 2", "2024-04-01"), version(1, start="2022-04-01")],
}


def in_force():
    rng = random.Random(3)
    cases = []
    for index in range(40):
        # Days are dealt to versions one by one; the document says where each begins and ends.
        first = dt.date(2020, 1, 1) + DAY * rng.randrange(400)
        owner, versions, day = {}, [], first
        count = rng.choice([1, 2, 3, 4])
        for number in range(1, count + 1):
            length, gap = rng.randrange(1, 60), rng.choice([0, 0, 1, 20])
            is_last, ends = number == count, rng.random() < 0.5 or gap > 0
            for away in range(length if not is_last or ends else 400):
                owner[day + DAY * away] = number
            end = day + DAY * (length - 1)
            versions.append(version(number, start=day.isoformat(), end=end.isoformat() if ends else None))
            day = end + DAY * (1 + gap)
        rng.shuffle(versions)
        for asked in [first - DAY, first, *(first + DAY * rng.randrange(200) for _ in range(3))]:
            cases.append(
                {
                    "name": f"{index}: {asked}, {len(cases)}",
                    "given": {"book": {"allow_gaps": True, "versions": versions}, "as_of": asked.isoformat()},
                    "expect": {"day": asked.isoformat(), "version": owner.get(asked)},
                }
            )
    overlapping = {
        "allow_overlaps": True,
        "versions": [version(1, start="2024-01-01", end="2024-12-31"), version(2, start="2024-04-01", end="2024-04-30")],
    }  # fmt: skip
    for day, number in [
        ("2024-03-31", 1),
        ("2024-04-01", 2),
        ("2024-04-30", 2),
        ("2024-05-01", 1),
        ("2025-01-01", None),
    ]:
        cases.append(
            {
                "name": f"of two versions the later one is in force on {day}",
                "given": {"book": overlapping, "as_of": day},
                "expect": {"version": number},
            }
        )
    for at, day, number in [
        ("2024-03-31T14:59:59Z", "2024-03-31", 1),
        ("2024-03-31T15:00:00Z", "2024-04-01", 2),
        ("2024-04-01T08:59:00+09:00", "2024-04-01", 2),
        ("2022-03-31T14:59:59.999Z", "2022-03-31", None),
    ]:
        cases.append(
            {
                "name": f"in Tokyo {at} is {day}",
                "given": {"book": TOKYO, "at": at},
                "expect": {"day": day, "version": number},
            }
        )
    two = [version(1, start="2024-01-01", end="2024-03-30"), version(2, start="2024-04-01")]
    over = [version(1, start="2024-01-01", end="2024-04-01"), version(2, start="2024-04-01")]
    for name, book, kind, path in [
        ("a gap of one day", {"versions": two}, "inconsistent", "versions[0].effective_until"),
        ("an overlap of one day", {"versions": over}, "inconsistent", "versions[0].effective_until"),
        ("a version twice", {"versions": [version(1), version(1, start="2024-04-01")]}, "duplicate", "versions[1].version"),
        ("two without a first day", {"versions": [version(1), version(2)]}, "missing", "versions[1].effective_from"),
        ("two from one day", {"versions": [version(1, start="2024-04-01"), version(2, start="2024-04-01")]},
         "duplicate", "versions[1].effective_from"),
        ("two policies", {"versions": [version(1), version(2, start="2024-04-01") | {"id": "perks"}]},
         "inconsistent", "versions[1].id"),
        ("no version", {"versions": []}, "missing", "versions"),
        ("a zone that is a name", {"utc_offset": "Asia/Tokyo", "versions": [version(1)]}, "syntax", "utc_offset"),
        ("a mistake in a rule", {"versions": [version(1, "grad >= 3")]}, "unknown_name",
         "versions[0].criteria[0].require: 1:1"),
    ]:  # fmt: skip
        given = {"book": book, "as_of": "2024-04-01"}
        cases.append({"name": name, "given": given, "expect": {"error": {"kind": kind, "path": path}}})
    return cases


def decide_at():
    """Which day an instant is in Tokyo decides which version answers, and how long somebody has been away."""
    away = {"id": "w", "facts": {"separation_date": "2023-09-30", "grade": 2}}
    book = {
        "utc_offset": "+09:00",
        "versions": [
            version(1, "grade >= 2", "2022-04-01", "2024-03-30", criteria=[
                {"id": "grade", "require": "grade >= 2"},
                {"id": "away", "require": "since_separation >= 6 months"},
            ]),
            version(2, start="2024-03-31", criteria=[{"id": "away", "require": "since_separation >= 6 months"}]),
        ],
    }  # fmt: skip
    rows = [
        ("the last instant of 30 March", "2024-03-30T14:59:59.999Z", "2024-03-30", 1, "ineligible"),
        ("midnight in Tokyo", "2024-03-30T15:00:00Z", "2024-03-31", 2, "ineligible"),
        ("six months to the day, an hour early", "2024-03-31T14:00:00Z", "2024-03-31", 2, "ineligible"),
        ("six months to the day", "2024-03-31T15:00:00Z", "2024-04-01", 2, "eligible"),
        ("the same instant with its own offset", "2024-03-31T10:00:00-05:00", "2024-04-01", 2, "eligible"),
    ]
    cases = [
        {
            "name": name,
            "given": {"book": book, "worker": away, "at": at},
            "expect": {"as_of": day, "outcome": outcome, "policy": {"version": number}},
        }
        for name, at, day, number, outcome in rows
    ]
    early = {"book": book, "worker": away, "at": "2022-03-31T14:59:59Z"}
    error = {"error": {"kind": "out_of_range", "path": "as_of"}}
    return [*cases, {"name": "before the first version", "given": early, "expect": error}]


def worker(grade, id_="w"):
    return {"id": id_, "facts": {"grade": grade}}


def replay():
    """What is said of a record made with one book and replayed with another."""
    changed = TOKYO | {"versions": [version(2, "grade >= 4", "2024-04-01"), version(1, start="2022-04-01")]}
    gone = TOKYO | {"versions": [version(1, start="2022-04-01")]}
    spaced = TOKYO | {"versions": [version(2, " grade>=2 ", "2024-04-01"), version(1, start="2022-04-01")]}
    spell = {
        "id": "w",
        "spells": [{"start": "2016-04-01", "end": "2021-09-30", "grade": 2}],
        "rehire_flag": "yes",
    }
    rows = [
        ("the same book", TOKYO, worker(2), {}, True, []),
        ("a worker with spells", TOKYO, spell, {}, True, []),
        ("the same book, spaced otherwise", spaced, worker(2), {}, True, []),
        ("the same worker, from elsewhere", TOKYO, worker(2), {"now": worker(2)}, True, []),
        ("another grade, still enough", TOKYO, worker(2), {"now": worker(3)}, False,
         ["replay-input-changed", "replay-facts-changed"]),
        ("another grade", TOKYO, worker(2), {"now": worker(1)}, False,
         ["replay-input-changed", "replay-facts-changed", "replay-outcome-changed"]),
        ("a version that says something else", changed, worker(2), {}, False,
         ["replay-content-changed", "replay-outcome-changed"]),
        ("a version that is gone", gone, worker(2), {}, False, ["replay-policy-unknown"]),
    ]  # fmt: skip
    return [
        {
            "name": name,
            "given": {"recorded": TOKYO, "book": book, "worker": who, "as_of": "2024-04-01"} | more,
            "expect": {"same": same, "reasons": [{"code": code} for code in codes]},
        }
        for name, book, who, more, same, codes in rows
    ]


def migrate():
    rng = random.Random(5)
    cases = []
    for index in range(20):
        low, high = rng.sample(range(1, 8), 2)
        book = {
            "versions": [
                version(1, f"grade >= {low}", "2022-04-01"),
                version(2, f"grade >= {high}", "2024-04-01"),
            ]
        }
        grades = [rng.randrange(0, 9) for _ in range(rng.randrange(1, 7))]
        moved = [
            {
                "worker": f"w-{place}",
                "as_of": "2023-04-01",
                "version": 1,
                "from": "eligible" if grade >= low else "ineligible",
                "to": "eligible" if grade >= high else "ineligible",
                "criteria": ["grade"],
            }
            for place, grade in enumerate(grades)
            if (grade >= low) != (grade >= high)
        ]
        cases.append(
            {
                "name": f"{index}: from {low} to {high}",
                "given": {
                    "book": book,
                    "workers": [worker(grade, f"w-{place}") for place, grade in enumerate(grades)],
                    "as_of": "2023-04-01",
                    "version": 2,
                },
                "expect": {"records": len(grades), "moved": moved},
            }
        )
    return cases


def diff():
    """Read off the two versions."""
    before = [
        {"id": "service", "require": "tenure >= 5 years or grade >= 3"},
        {"id": "conduct", "bar": "separation_kind = involuntary_cause", "source": "HR-12 s.3"},
        {"id": "cooling-off", "require": "since_separation >= 6 months"},
        {"id": "flag", "review": "rehire_flag != yes"},
    ]
    after = [
        {"id": "flag", "review": "rehire_flag   !=   yes"},
        {"id": "service", "require": "tenure >= 3 years or grade >= 3"},
        {"id": "conduct", "review": "separation_kind = involuntary_cause", "source": "HR-12 s.3"},
        {"id": "nda", "require": "property_returned"},
    ]
    book = {
        "versions": [
            {"id": "r", "version": 1, "criteria": before},
            {"id": "r", "version": 2, "effective_from": "2024-04-01", "criteria": after},
        ]
    }
    criteria = [
        {"criterion": "service", "kind": "changed", "before": {"rule": "tenure >= 5 years or grade >= 3"},
         "after": {"rule": "tenure >= 3 years or grade >= 3"}},
        {"criterion": "conduct", "kind": "changed", "before": {"effect": "bar"}, "after": {"effect": "review"}},
        {"criterion": "nda", "kind": "added", "after": {"rule": "property_returned"}},
        {"criterion": "cooling-off", "kind": "removed", "before": {"rule": "since_separation >= 6 months"}},
    ]  # fmt: skip
    expect = {
        "criteria": criteria,
        "facts_added": ["property_returned"],
        "facts_removed": ["since_separation"],
    }
    none = {"criteria": [], "facts_added": [], "facts_removed": []}
    error = {"error": {"kind": "unknown_name", "path": "after"}}
    return [
        {"name": name, "given": {"book": book, "before": 1, "after": after}, "expect": expect}
        for name, after, expect in [
            ("two versions", 2, expect),
            ("one version", 1, none),
            ("no such version", 3, error),
        ]
    ]


def document(call, cases):
    source = "tests/make/eligibility_book_vectors.py: a list of days, facts against thresholds, documents read by eye"
    return {"call": f"eligibility.{call}", "source": source, "cases": cases}


if __name__ == "__main__":
    corpus.main(
        {
            "eligibility/in_force.json": document("in_force", in_force()),
            "eligibility/decide_at.json": document("decide_at", decide_at()),
            "eligibility/replay.json": document("replay", replay()),
            "eligibility/migrate.json": document("migrate", migrate()),
            "eligibility/diff.json": document("diff", diff()),
        }
    )
