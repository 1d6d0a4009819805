"""Expected values for `workforce.import` and `workforce.facts`.

Five people are written down below as they were employed. Their facts follow from that with Python's `datetime` alone; the
exports in `tests/data/exports` tell the same, and must give the same facts or say which they cannot supply.
"""

import json
from datetime import date, timedelta
from pathlib import Path

import corpus

DATA = Path(__file__).resolve().parent.parent / "data" / "exports"
AS_OF = date(2022, 4, 1)
DAY = timedelta(days=1)


def day(text):
    return date.fromisoformat(text)


def spell(start, end=None, **rest):
    return {"start": day(start), "end": end and day(end), **rest}


# Kind, reason and flag are of the latest separation; pay is for a year.
PEOPLE = {
    "1001": {
        "spells": [spell("2016-04-01", "2021-09-30")],
        "kind": "voluntary",
        "reason": "better_offer",
        "notified": "2021-08-20",
        "regretted": True,
        "flag": "yes",
        "grade": 3,
        "highest": 3,
        "terms": "full_time",
        "title": "主任",
        "department": "営業部",
        "departments": ["営業部", "開発部"],
        "family": "Sales",
        "pay": 6240000,
        "contacts": ["email"],
        "codes": ["VOL_BETTER_OFFER", "TERVOL01", "Better offer", "4D"],
    },
    "1002": {
        "spells": [spell("2010-04-01", "2014-03-31"), spell("2016-10-01", "2021-09-30")],
        "kind": "involuntary_no_cause",
        "reason": "redundancy",
        "notified": "2021-07-30",
        "regretted": False,
        "flag": "yes",
        "grade": 3,
        "highest": 3,
        "terms": "full_time",
        "title": "係長",
        "department": "人事部",
        "departments": ["人事部"],
        "family": "HR",
        "pay": 5400000,
        "contacts": ["email"],
        "codes": ["INV_REDUNDANCY", "TERINV03", "Redundancy", "1A"],
    },
    "1003": {
        "spells": [spell("2018-04-01")],
        "grade": 1,
        "highest": 1,
        "flag": "absent",
        "terms": "full_time",
        "title": "担当",
        "department": "営業部",
        "departments": ["営業部"],
        "family": "Sales",
        "pay": 4200000,
        "contacts": [],
        "codes": [None] * 4,
    },
    "1004": {
        "spells": [spell("1985-04-01", "2021-03-31")],
        "kind": "retirement",
        "reason": "retirement_age",
        "notified": "2020-09-30",
        "regretted": False,
        "flag": "yes",
        "grade": 5,
        "highest": 5,
        "terms": "full_time",
        "title": "部長",
        "department": "開発部",
        "departments": ["開発部"],
        "family": "Engineering",
        "pay": 9000000,
        "contacts": ["email"],
        "codes": ["RET_AGE", "TERRET01", "Retirement", "2E"],
    },
    "1005": {
        "spells": [spell("2019-07-01", "2020-12-15")],
        "kind": "involuntary_cause",
        "reason": "misconduct",
        "notified": "2020-12-10",
        "regretted": False,
        "flag": "no",
        "grade": 1,
        "highest": 1,
        "terms": "part_time",
        "title": "担当",
        "department": "営業部",
        "departments": ["営業部"],
        "family": "Sales",
        "pay": 2400000,
        "contacts": [],
        "codes": ["INV_CONDUCT", "TERINV09", "Conduct", "50"],
    },
}

# No export here has these at all.
NOWHERE = ["non_compete_until", "no_contact_agreed", "property_returned", "handover_done"]
JOB_FAMILY = ["job_family", "job_families", "time_in_job_family"]
# What each system cannot tell of these people, in the order of the facts.
CANNOT = {
    "workday": [
        *NOWHERE,
        "highest_grade",
        "job_families",
        "departments",
        "time_in_job_family",
        "time_in_department",
    ],
    "successfactors": ["notice_given", *NOWHERE, *JOB_FAMILY],
    "bamboohr": [
        "notice_given",
        *NOWHERE,
        "grade",
        "grade_at_separation",
        "highest_grade",
        "legal_entity",
        *JOB_FAMILY,
    ],
    "smarthr": [
        "separation_regretted",
        "notice_given",
        *NOWHERE,
        "rehire_flag",
        "rehire_flag_origin",
        "highest_grade",
        "legal_entity",
        "job_families",
        "departments",
        "time_in_job_family",
        "time_in_department",
        "pay",
    ],
}
SYSTEMS = ["workday", "successfactors", "bamboohr", "smarthr"]
ORDER = """employed start_date first_start_date separation_date tenure total_tenure since_separation spell_count
return_count separation_kind separation_reason separation_code separation_regretted notice_given non_compete_until
no_contact_agreed property_returned handover_done rehire_flag rehire_flag_origin grade grade_at_separation highest_grade
worker_type employment_type legal_entity job_family department job_title job_families departments time_in_job_family
time_in_department pay personal_contacts""".split()


def typed(kind, value):
    return None if value is None else {"type": kind, "value": value}


def span(start, until):
    return typed("period", {"from": start.isoformat(), "until": until.isoformat()})


def facts(person, code):
    """What is known of a person as of the day, were nothing left out."""
    spells, last = person["spells"], person["spells"][-1]
    until = [min(one["end"] + DAY, AS_OF) if one["end"] else AS_OF for one in spells]
    days = sum((end - one["start"]).days for one, end in zip(spells, until, strict=True))
    left = last["end"] is not None and last["end"] < AS_OF
    date_of = lambda value: typed("date", value and value.isoformat())  # noqa: E731
    return {
        "employed": typed("boolean", not left),
        "start_date": date_of(last["start"]),
        "first_start_date": date_of(spells[0]["start"]),
        "separation_date": date_of(last["end"]),
        "tenure": span(last["start"], until[-1]),
        "total_tenure": span(until[-1] - days * DAY, until[-1]),
        "since_separation": span(until[-1], AS_OF),
        "spell_count": typed("integer", len(spells)),
        "return_count": typed("integer", len(spells) - 1),
        "separation_kind": typed("category", person.get("kind")),
        "separation_reason": typed("category", person.get("reason")),
        "separation_code": typed("category", code),
        "separation_regretted": typed("boolean", person.get("regretted")),
        "notice_given": span(day(person["notified"]), last["end"]) if left else None,
        "rehire_flag": typed("category", person["flag"]),
        "rehire_flag_origin": typed("category", "import"),
        "grade": typed("integer", person["grade"]),
        "grade_at_separation": typed("integer", person["grade"] if left else None),
        "highest_grade": typed("integer", person["highest"]),
        "worker_type": typed("category", "employee"),
        "employment_type": typed("category", person["terms"]),
        "legal_entity": typed("category", "Sample KK"),
        "job_family": typed("category", person["family"]),
        "department": typed("category", person["department"]),
        "job_title": typed("category", person["title"]),
        "departments": typed("categories", sorted(person["departments"])),
        "pay": typed("money", {"minor": person["pay"], "currency": "JPY"}),
        "personal_contacts": typed("categories", person["contacts"]),
        **dict.fromkeys(NOWHERE),
    }


def told(system, person):
    """What of that the system tells: nothing it cannot, and its own code for how the person left."""
    code = person["codes"][SYSTEMS.index(system)]
    scheme = "jp_rishoku_kubun" if system == "smarthr" else "tenant"
    known = facts(person, code and f"{scheme}:{code}")
    silent = {"rehire_flag": typed("category", "absent"), "rehire_flag_origin": typed("category", "import")}
    return {name: silent.get(name) if name in CANNOT[system] else value for name, value in known.items()}


def files(system):
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((DATA / system).glob("*.csv"))}


def export(system):
    overlay = json.loads((DATA / system / "overlay.json").read_text(encoding="utf-8"))
    given = {"mapping": system, "overlay": overlay, "files": files(system), "as_of": AS_OF.isoformat()}
    cannot = [{"fact": name} for name in sorted(CANNOT[system], key=ORDER.index)]
    expect = {
        "facts": {id: told(system, person) for id, person in PEOPLE.items()},
        "cannot_supply": cannot,
        "faults": [],
    }
    return {"name": f"five people as {system} exports them", "given": given, "expect": expect}


def house(name, files, expect, **rest):
    return {"name": name, "given": {"mapping": "canonical", "files": files, **rest}, "expect": expect}


def refused(name, files, kind, path):
    return house(name, files, {"error": {"kind": kind, "path": path}})


SPELLS = "worker_id,spell_id,start_on,end_on,legal_entity,separation_kind,rescinded_on\n"


def spells(*rows):
    return {"people.csv": "worker_id\nw-1\n", "spells.csv": SPELLS + "".join(row + "\n" for row in rows)}


def pay(*rows):
    head = "worker_id,from,amount,currency,period\n"
    return {
        **spells("w-1,s-1,2016-04-01,,,,"),
        "compensation.csv": head + "".join(row + "\n" for row in rows),
    }


FAULTS = [
    refused(
        "an end before the start",
        spells("w-1,s-1,2016-04-01,2016-03-31,,,"),
        "inconsistent",
        "spells.csv: line 2, column 4 (end_on)",
    ),
    refused(
        "spells that overlap by a day",
        spells("w-1,s-1,2016-04-01,2018-03-31,,,", "w-1,s-2,2018-03-31,2020-03-31,,,"),
        "inconsistent",
        "spells.csv: line 3, column 3 (start_on)",
    ),
    refused(
        "a spell after one whose separation was rescinded",
        spells("w-1,s-1,2016-04-01,2018-03-31,,voluntary,2018-03-01", "w-1,s-2,2019-04-01,2020-03-31,,,"),
        "inconsistent",
        "spells.csv: line 3, column 3 (start_on)",
    ),
    refused(
        "a rescinded separation without the day it was for",
        spells("w-1,s-1,2016-04-01,,,voluntary,2018-03-01"),
        "missing",
        "spells.csv: line 2, column 4 (end_on)",
    ),
    refused(
        "two spells of one id",
        spells("w-1,s-1,2010-04-01,2012-03-31,,,", "w-1,s-1,2016-04-01,2018-03-31,,,"),
        "duplicate",
        "spells.csv: line 3, column 2 (spell_id)",
    ),
    refused(
        "a worker who stands twice",
        {**spells("w-1,s-1,2016-04-01,,,,"), "people.csv": "worker_id\nw-1\nw-2\nw-1\n"},
        "duplicate",
        "people.csv: line 4, column 1 (worker_id)",
    ),
    refused(
        "a spell of nobody",
        spells("w-1,s-1,2016-04-01,,,,", "w-2,s-2,2016-04-01,,,,"),
        "unknown_name",
        "spells.csv: line 3, column 1 (worker_id)",
    ),
    refused(
        "two currencies",
        pay("w-1,2016-04-01,300000,JPY,month", "w-1,2018-04-01,3000,EUR,month"),
        "inconsistent",
        "compensation.csv: line 3, column 3 (amount)",
    ),
    refused(
        "two amounts from one day",
        pay("w-1,2016-04-01,300000,JPY,month", "w-1,2016-04-01,310000,JPY,month"),
        "duplicate",
        "compensation.csv: line 3, column 2 (from)",
    ),
    refused(
        "an amount without a currency",
        pay("w-1,2016-04-01,300000,,month"),
        "missing",
        "compensation.csv: line 2, column 3 (amount)",
    ),
    refused(
        "a date that does not exist",
        spells("w-1,s-1,2016-02-30,,,,"),
        "out_of_range",
        "spells.csv: line 2, column 3 (start_on)",
    ),
    refused(
        "a kind that is none",
        spells("w-1,s-1,2016-04-01,2018-03-31,,resigned,"),
        "unknown_name",
        "spells.csv: line 2, column 6 (separation_kind)",
    ),
    refused(
        "a row that is too short",
        spells("w-1,s-1,2016-04-01,,,"),
        "syntax",
        "spells.csv: line 2",
    ),
    refused("a file that must be there", {"people.csv": "worker_id\nw-1\n"}, "missing", "spells.csv"),
    refused(
        "a column that must be there",
        {"people.csv": "worker_id\nw-1\n", "spells.csv": "worker_id,start_on\nw-1,2016-04-01\n"},
        "missing",
        "spells.csv: line 1",
    ),
]

GOOD = [
    house(
        "spells that touch, in two legal entities at once, with customer's facts",
        {
            "people.csv": "worker_id,rehire_flag,rehire_flag_origin,completeness,fact.side_job\nw-1,upon_review,human,latest_only,true\n",
            "spells.csv": SPELLS
            + "w-1,s-1,2016-04-01,2018-03-31,a,voluntary,\nw-1,s-2,2018-04-01,,a,,\nw-1,s-3,2017-01-01,,b,,\n",
        },
        {
            "workers": [
                {
                    "id": "w-1",
                    "completeness": "latest_only",
                    "rehire_flag": "upon_review",
                    "rehire_flag_origin": "human",
                    "facts": {"side_job": {"cell": "true"}},
                    "spells": [
                        {
                            "id": "s-1",
                            "start": "2016-04-01",
                            "end": "2018-03-31",
                            "separation": {"kind": "voluntary"},
                        },
                        {"id": "s-3", "start": "2017-01-01", "legal_entity": "b"},
                        {"id": "s-2", "start": "2018-04-01", "legal_entity": "a"},
                    ],
                }
            ]
        },
    ),
    house(
        "good people are kept, bad rows listed, and their people left out whole",
        {
            "people.csv": "worker_id\nw-1\nw-2\nw-3\n",
            "spells.csv": SPELLS
            + "w-1,,2016-04-01,2018-03-31,,,\nw-2,,2016-04-01,2015-03-31,,,\nw-2,,2017-04-01,,,,\nw-3,,soon,,,,\n",
        },
        {
            "workers": [{"id": "w-1"}],
            "faults": [
                {
                    "file": "spells.csv",
                    "line": 3,
                    "column": "end_on",
                    "field": "spell.end",
                    "worker": "w-2",
                    "kind": "inconsistent",
                },
                {
                    "file": "spells.csv",
                    "line": 5,
                    "column": "start_on",
                    "field": "spell.start",
                    "worker": "w-3",
                    "kind": "syntax",
                },
            ],
        },
        lenient=True,
    ),
]

WORKDAY = files("workday")
MORE = [
    {
        "name": "the latest employment alone does not tell what adds up over spells",
        "given": {
            "mapping": "workday",
            "overlay": json.loads((DATA / "workday" / "overlay.json").read_text(encoding="utf-8")),
            "files": {"workers.csv": WORKDAY["workers.csv"]},
            "as_of": AS_OF.isoformat(),
        },
        "expect": {
            "facts": {
                "1001": {
                    "spell_count": typed("integer", 1),
                    "total_tenure": span(day("2016-04-01"), day("2021-10-01")),
                },
                "1002": {
                    "spell_count": None,
                    "total_tenure": None,
                    "first_start_date": None,
                    "tenure": span(day("2016-10-01"), day("2021-10-01")),
                },
                "1006": {"employed": None, "spell_count": None},
                "1007": {"rehire_flag": typed("category", "upon_review")},
            }
        },
    }
]

if __name__ == "__main__":
    corpus.main(
        {
            "workforce/import.json": {
                "call": "workforce.import",
                "source": "the people of tests/make/import_vectors.py, with Python's datetime; exports in tests/data/exports",
                "cases": [*map(export, SYSTEMS), *MORE, *GOOD, *FAULTS],
            },
        }
    )
