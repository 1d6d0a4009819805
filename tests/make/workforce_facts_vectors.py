"""Expected values for `workforce.facts`: every length is counted as a set of days, one by one.

A spell's days are written out from its first to its last, as far as they lie before the day asked for. Total tenure is the
size of the union of those sets, so days that overlap count once, and touching or parted spells need no rule.
"""

from datetime import date, timedelta

import corpus

DAY = timedelta(days=1)


def day(text):
    return date.fromisoformat(text)


def days(spell, as_of):
    """The days employed before `as_of`."""
    last = min(day(spell["end"]), as_of - DAY) if "end" in spell else as_of - DAY
    first = day(spell["start"])
    return {first + DAY * n for n in range((last - first).days + 1)}


def length(found, until):
    """So many days, laid before `until`."""
    return {"type": "period", "value": {"from": str(until - DAY * len(found)), "until": str(until)}}


def date_value(text):
    return {"type": "date", "value": text}


def whole(number):
    return {"type": "integer", "value": number}


def facts(worker, as_of):
    """The facts that follow from days alone, for a worker whose spells all have ends that are told."""
    as_of = day(as_of)
    seen = [spell for spell in worker["spells"] if day(spell["start"]) <= as_of]
    if not seen:
        unknown = ["employed", "start_date", "tenure", "total_tenure", "since_separation", "spell_count"]
        return dict.fromkeys(unknown)
    running = [spell for spell in seen if "end" not in spell or day(spell["end"]) >= as_of]
    last = max(running or seen, key=lambda spell: (spell.get("end", "9999"), spell["start"]))
    worked = days(last, as_of)
    every = set().union(*(days(spell, as_of) for spell in seen))
    # All spells laid end to end: up to the day asked for while one runs, else up to the last day worked.
    until = as_of if running else max(every) + DAY
    complete = worker.get("completeness") != "latest_only"
    since = [] if running else [until + DAY * n for n in range((as_of - until).days)]
    return {
        "employed": {"type": "boolean", "value": bool(running)},
        "start_date": date_value(last["start"]),
        "first_start_date": date_value(min(spell["start"] for spell in seen)) if complete else None,
        "tenure": length(worked, max(worked, default=as_of - DAY) + DAY),
        "total_tenure": length(every, until) if complete else None,
        "since_separation": length(since, as_of),
        "spell_count": whole(len(seen)) if complete else None,
        "return_count": whole(len(seen) - 1) if complete else None,
    }


def spell(start, end=None, **more):
    return {"start": start, **({"end": end} if end else {}), **more}


def worker(*spells, **more):
    return {"id": "w-1", "spells": list(spells), **more}


def case(name, who, as_of, **also):
    return {
        "name": name,
        "given": {"worker": who, "as_of": as_of},
        "expect": {**facts(who, as_of), **also},
    }


def refused(name, who, kind, path):
    given = {"worker": who, "as_of": "2022-04-01"}
    return {"name": name, "given": given, "expect": {"error": {"kind": kind, "path": path}}}


ONE = worker(spell("2016-04-01", "2019-03-31"))
TOUCH = worker(spell("2016-04-01", "2019-03-31"), spell("2019-04-01", "2021-09-30"))
PARTED = worker(spell("2010-04-01", "2014-03-31"), spell("2016-10-01", "2021-09-30"))
LEAP = worker(spell("2012-02-29", "2016-02-28"), spell("2016-02-29", "2020-02-29"))
YEAR_END = worker(spell("2019-12-31", "2020-12-31"))
ONE_DAY = worker(spell("2020-02-29", "2020-02-29"))
TWO_ENTITIES = worker(
    spell("2010-04-01", "2015-03-31", legal_entity="parent"),
    spell("2014-04-01", "2018-03-31", legal_entity="subsidiary"),
)
OPEN = worker(spell("2010-04-01", "2014-03-31"), spell("2016-10-01"))
LATEST = worker(spell("2016-10-01", "2021-09-30"), completeness="latest_only")
UNORDERED = worker(spell("2016-10-01", "2021-09-30"), spell("2010-04-01", "2014-03-31"))

CASES = [
    case("before the first day nothing is known", ONE, "2016-03-31"),
    case("on the first day no day has been worked", ONE, "2016-04-01"),
    case("on the last day a worker is employed", ONE, "2019-03-31"),
    case("three years to the day, on the day after the last", ONE, "2019-04-01"),
    case("tenure no longer grows after the last day", ONE, "2024-02-29"),
    case("six months after the last day", ONE, "2019-10-01"),
    case("spells that touch are two, without a day between them", TOUCH, "2019-04-01"),
    case("spells that touch add up to every day", TOUCH, "2021-10-01"),
    case("between two spells the first one counts", PARTED, "2015-06-30"),
    case("on the day of the return the time away is nothing", PARTED, "2016-10-01"),
    case("total tenure leaves the gap out", PARTED, "2022-04-01"),
    case("the order of the spells does not matter", UNORDERED, "2022-04-01"),
    case("29 February as first and as last day", LEAP, "2020-03-01"),
    case("a spell over the end of a leap year", YEAR_END, "2021-01-01"),
    case("a spell of one day, 29 February", ONE_DAY, "2020-03-01"),
    case("days in two legal entities at once count once", TWO_ENTITIES, "2018-04-01"),
    case("an open spell runs on", OPEN, "2026-04-01"),
    case("with only the latest spell, sums over spells are unknown", LATEST, "2022-04-01"),
    case("no spells at all", worker(), "2022-04-01"),
    case(
        "the last day and the grade on it",
        worker(spell("2016-04-01", "2021-09-30", grade=2, separation={"kind": "voluntary"})),
        "2021-12-01",
        separation_date=date_value("2021-09-30"),
        separation_kind={"type": "category", "value": "voluntary"},
        separation_reason=None,
        grade=whole(2),
        grade_at_separation=whole(2),
        rehire_flag={"type": "category", "value": "absent"},
    ),
    case(
        "離職区分 5E fixes kind and reason",
        worker(
            spell(
                "2016-04-01",
                "2021-09-30",
                separation={"local_code": {"scheme": "jp_rishoku_kubun", "code": "5E"}},
            )
        ),
        "2021-12-01",
        separation_kind={"type": "category", "value": "involuntary_cause"},
        separation_reason={"type": "category", "value": "misconduct"},
        separation_code={"type": "category", "value": "jp_rishoku_kubun:5E"},
    ),
    refused(
        "spells of one employer that share a day",
        worker(spell("2016-04-01", "2019-03-31"), spell("2019-03-31", "2021-09-30")),
        "inconsistent",
        "spells[1].start",
    ),
    refused(
        "an end before its start", worker(spell("2019-03-31", "2019-03-30")), "inconsistent", "spells[0].end"
    ),
    refused(
        "two spells of one id",
        worker(spell("2016-04-01", "2017-03-31", id="s"), spell("2018-04-01", "2019-03-31", id="s")),
        "duplicate",
        "spells[1].id",
    ),
    refused(
        "pay in two currencies",
        worker(
            compensation=[
                {"from": "2019-04-01", "amount": {"minor": 5000000, "currency": "JPY"}, "period": "year"},
                {"from": "2020-04-01", "amount": {"minor": 5000000, "currency": "USD"}, "period": "year"},
            ]
        ),
        "inconsistent",
        "compensation[1].amount",
    ),
    refused("a worker without an id", {"id": "", "spells": []}, "missing", "id"),
]

corpus.main(
    {
        "workforce/facts.json": {
            "call": "workforce.facts",
            "source": "days counted one by one with Python's datetime, in tests/make/workforce_facts_vectors.py",
            "cases": CASES,
        }
    }
)
