"""Calls about dates, workers and programmes."""

import ctypes

import library

from c_calls.through import C, Handle, asked, date, iso, text, texts


def calendar_moved(by):
    """calendar.add and calendar.subtract"""
    return lambda given: iso(asked(by, date(given["date"]), text(given["period"]), out=library.Date))


def calendar_counted(by, out):
    """The counts between two dates."""
    return lambda given: asked(by, date(given["from"]), date(given["until"]), out=out).value


def workforce_facts(given):
    """workforce.facts"""
    with Handle("alumni_worker", "alumni_worker_from_json", text(given["worker"])) as worker:
        return facts_of(worker.pointer, date(given["as_of"]))


def facts_of(worker, day):
    """Every fact of a worker."""
    with Handle("alumni_facts", "alumni_worker_facts", worker, day) as facts:
        return facts.json()


def workforce_import(given):
    """workforce.import, with the facts of every worker where the case names a day"""
    read = "alumni_mapping_import" + ("_lenient" if given.get("lenient") else "")
    with (
        Handle("alumni_mapping", "alumni_mapping_shipped", text(given["mapping"])) as shipped,
        Handle(
            "alumni_mapping", "alumni_mapping_with", shipped.pointer, text(given.get("overlay", {}))
        ) as mapping,
        Handle("alumni_tables", "alumni_tables_from_json", text(given["files"])) as tables,
        Handle("alumni_import", read, mapping.pointer, tables.pointer) as found,
    ):
        answer = found.json()
        if "as_of" in given:
            workers = [found("worker", index) for index in range(found("worker_count"))]
            day = date(given["as_of"])
            answer["facts"] = {
                C.alumni_worker_id(worker).decode(): facts_of(worker, day) for worker in workers
            }
        return answer


def programme_review(given):
    """programme.review: `data` is the CSV text of each file"""
    with (
        Handle("alumni_programme", "alumni_programme_parse", text(given["programme"])) as programme,
        Handle(
            "alumni_review",
            "alumni_programme_review_json",
            *(programme.pointer, text(given["data"]), date(given["as_of"])),
        ) as review,
    ):
        return review.json()


def vocabulary(given):
    """The vocabulary that `given` has among its arguments; the built-in facts without one."""
    return Handle("alumni_vocabulary", "alumni_vocabulary_parse", text(given.get("vocabulary", {})))


def workforce_unknown(given):
    """workforce.unknown"""
    names = texts(given["names"]), len(given["names"])
    with (
        vocabulary(given) as facts,
        Handle("alumni_unknown_facts", "alumni_vocabulary_unknown", facts.pointer, *names) as unknown,
    ):
        return unknown.json()


CALLS = {
    "calendar.add": calendar_moved("alumni_calendar_add"),
    "calendar.completed_months": calendar_counted("alumni_calendar_completed_months", ctypes.c_uint32),
    "calendar.completed_years": calendar_counted("alumni_calendar_completed_years", ctypes.c_uint32),
    "calendar.days_between": calendar_counted("alumni_calendar_days_between", ctypes.c_int64),
    "calendar.parse_date": lambda given: iso(
        asked("alumni_date_parse", text(given["text"]), out=library.Date)
    ),
    "calendar.subtract": calendar_moved("alumni_calendar_subtract"),
    "programme.review": programme_review,
    "workforce.facts": workforce_facts,
    "workforce.import": workforce_import,
    "workforce.unknown": workforce_unknown,
}
