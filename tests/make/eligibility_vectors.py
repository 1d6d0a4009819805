"""Expected values for `eligibility.*`: a second, naive reading of the rules with Python's datetime.

`eligible_on` is found by walking day by day.
"""

import datetime as dt
import random

import corpus

DAY = dt.timedelta(days=1)


def add_months(date: dt.date, months: int) -> dt.date:
    """The same day of the target month, or its last day."""
    total = date.year * 12 + date.month - 1 + months
    year, month = divmod(total, 12)
    first_of_next = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - DAY).day
    return dt.date(year, month + 1, min(date.day, last))


def length(start, until, months, is_):
    """Whether the days from start up to but not including until compare so with months."""
    reached = add_months(start, months)
    return {">=": until >= reached, ">": until > reached, "<": until < reached, "<=": until <= reached}[is_]


def gates():
    """Tenure and cooling-off for one closed spell, on the awkward days of the calendar."""
    rng = random.Random(20261120)
    awkward = [
        dt.date(2020, 2, 29),
        dt.date(2019, 1, 31),
        dt.date(2018, 3, 31),
        dt.date(2019, 12, 31),
        dt.date(2016, 8, 30),
    ]
    cases = []
    for index in range(120):
        start = awkward[index % 5] if index < 60 else dt.date(2012, 1, 1) + DAY * rng.randrange(3000)
        years, months = rng.choice([1, 2, 3, 5]), rng.choice([1, 3, 6, 12, 18])
        end = add_months(start, 12 * years) + DAY * rng.choice([-2, -1, 0, 1, 400])
        after = end + DAY
        as_of = add_months(after, months) + DAY * rng.choice([-400, -31, -1, 0, 1, 31])
        as_of = max(as_of, after)
        tenure = length(start, after, 12 * years, ">=")

        def eligible(day):
            return tenure and length(after, day, months, ">=")

        expect = {"outcome": "eligible" if eligible(as_of) else "ineligible"}
        walk = [as_of + DAY * n for n in range(1, 1200)]
        found = next((day for day in walk if eligible(day)), None)
        if not eligible(as_of) and found:
            expect["eligible_on"] = found.isoformat()
        policy = {
            "id": "gates",
            "version": 1,
            "criteria": [
                {"id": "service", "require": f"tenure >= {years} years"},
                {"id": "cooling-off", "require": f"since_separation >= {months} months"},
            ],
        }
        worker = {"id": "w", "spells": [{"start": start.isoformat(), "end": end.isoformat()}]}
        name = f"{start} to {end}: {years} years and {months} months as of {as_of}"
        cases.append(
            {
                "name": name,
                "given": {"policy": policy, "worker": worker, "as_of": as_of.isoformat()},
                "expect": expect,
            }
        )
    return cases


RETURN_TRACK = {
    "id": "return-track",
    "version": 3,
    "criteria": [
        {"id": "service", "require": "tenure >= 5 years or grade >= 3"},
        {"id": "cooling-off", "require": "since_separation >= 6 months"},
        {"id": "conduct", "bar": "separation_kind = involuntary_cause"},
        {"id": "flag", "review": "rehire_flag in [upon_review, not_answered, absent]"},
    ],
}


def outcomes():
    """Every combination of what is known, through a truth table written out for this one policy."""
    cases = []
    spans = {
        "long": "2016-04-01",
        "short": "2018-04-01",
    }  # to 2021-09-30: five years and a half, three years and a half
    for length_name, start in spans.items():
        for grade in [None, 2, 3]:
            for kind in [None, "voluntary", "involuntary_cause"]:
                for flag in ["yes", "no", "absent"]:
                    for as_of in ["2022-03-31", "2022-04-01"]:
                        service = (
                            True if length_name == "long" or grade == 3 else (False if grade == 2 else None)
                        )
                        cooled = as_of == "2022-04-01"
                        barred = None if kind is None else kind == "involuntary_cause"
                        asks = flag == "absent"
                        if service is False or not cooled or barred:
                            outcome = "ineligible"
                        elif service is None or barred is None:
                            outcome = "undetermined"
                        else:
                            outcome = "conditional" if asks else "eligible"
                        missing = []
                        if outcome == "undetermined":
                            missing = [
                                fact
                                for fact, unknown in [
                                    ("grade", service is None),
                                    ("separation_kind", barred is None),
                                ]
                                if unknown
                            ]
                        spell = {"start": start, "end": "2021-09-30"}
                        if grade is not None:
                            spell["grade"] = grade
                        if kind is not None:
                            spell["separation"] = {"kind": kind}
                        worker = {"id": "w", "rehire_flag": flag, "spells": [spell]}
                        name = f"{length_name} tenure, grade {grade}, {kind}, flag {flag}, as of {as_of}"
                        given = {"policy": RETURN_TRACK, "worker": worker, "as_of": as_of}
                        status = {True: "met", False: "unmet", None: "unknown"}
                        criteria = [
                            {"id": "service", "status": status[service]},
                            {"id": "cooling-off", "status": status[cooled]},
                            {
                                "id": "conduct",
                                "status": {None: "unknown", True: "unmet", False: "met"}[barred],
                            },
                            {"id": "flag", "status": "review" if asks else "met"},
                        ]
                        cases.append(
                            {
                                "name": name,
                                "given": given,
                                "expect": {"outcome": outcome, "missing": missing, "criteria": criteria},
                            }
                        )
    return cases


def errors():
    """Where the fault stands was counted by hand in the text itself."""
    worker = {"id": "w", "spells": []}
    head = 'id = "p"\nversion = 1\n'
    one = head + '[[criteria]]\nid = "c"\nrequire = "{}"\n'
    rows = [
        ("an unknown fact", one.format("tenur >= 5 years"), "unknown_name", "criteria[0].require: 1:1"),
        (
            "an unknown value",
            one.format("separation_kind = volontary"),
            "unknown_name",
            "criteria[0].require: 1:19",
        ),
        (
            "a number where a period belongs",
            one.format("tenure >= 5"),
            "wrong_type",
            "criteria[0].require: 1:11",
        ),
        ("a missing bracket", one.format("(grade >= 3"), "syntax", "criteria[0].require: 1:12"),
        (
            "a date that does not exist",
            one.format("start_date >= 2024-02-30"),
            "out_of_range",
            "criteria[0].require: 1:15",
        ),
        (
            "a reversed range",
            one.format("grade between 5 and 3"),
            "inconsistent",
            "criteria[0].require: 1:15",
        ),
        ("a policy without criteria", head + "criteria = []", "missing", "criteria"),
        ("a criterion without a rule", head + '[[criteria]]\nid = "c"\n', "missing", "criteria[0]"),
        ("a document that is not TOML", 'id = "p\nversion = 1', "syntax", "1:8"),
    ]
    return [
        {
            "name": name,
            "given": {"policy": text, "worker": worker, "as_of": "2026-04-01"},
            "expect": {"error": {"kind": kind, "path": path}},
        }
        for name, text, kind, path in rows
    ]


def document(source, cases):
    return {
        "call": "eligibility.decide",
        "source": f"tests/make/eligibility_vectors.py: {source}",
        "cases": cases,
    }


if __name__ == "__main__":
    corpus.main(
        {
            "eligibility/gates.json": document("datetime arithmetic, and a walk day by day", gates()),
            "eligibility/outcomes.json": document("a truth table written out for the policy", outcomes()),
            "eligibility/errors.json": document("places counted by hand", errors()),
        }
    )
