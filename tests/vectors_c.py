"""Runs the corpus `tests/vectors/**/*.json` through the C library with ctypes. Standard library only.

Usage: `python3 tests/vectors_c.py`, after `alumni-ffi/tests/run.sh` has built the library; `ALUMNI_LIBRARY` says where
another one is. A new call gets a function in CALLS.
"""

import ctypes
import datetime
import doctest
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "alumni-ffi/tests"))

import compare
import library

C = library.load()
EPOCH = datetime.date(1970, 1, 1).toordinal()


def asked(name, *arguments, out=ctypes.c_void_p):
    """Calls a function whose last two arguments are an out argument and the error; returns what came out."""
    out, error = out(), ctypes.c_void_p()
    if getattr(C, name)(*arguments, ctypes.byref(out), ctypes.byref(error)) == 0:
        return out
    parts = (C.alumni_error_kind(error), C.alumni_error_path(error), C.alumni_error_message(error))
    C.alumni_error_free(error)
    raise compare.CoreError(*(part.decode() for part in parts))


class Handle:
    """A handle that is freed at the end of a `with` block; calling it asks one of its accessors."""

    def __init__(self, kind, name, *arguments):
        self.kind, self.pointer = kind, asked(name, *arguments)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        getattr(C, f"{self.kind}_free")(self.pointer)

    def __call__(self, accessor, *arguments):
        return getattr(C, f"{self.kind}_{accessor}")(self.pointer, *arguments)

    def json(self):
        """The handle's JSON as values."""
        return json.loads(self("json"))


def text(value):
    """A text as C takes it: a string as it is, anything else as JSON."""
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()


def date(value):
    """A date as C takes it."""
    return library.Date(datetime.date.fromisoformat(value).toordinal() - EPOCH)


def iso(found):
    """A date as JSON has it; None when it is invalid."""
    if not C.alumni_date_is_valid(found):
        return None
    return f"{C.alumni_date_year(found):04}-{C.alumni_date_month(found):02}-{C.alumni_date_day(found):02}"


def calendar_moved(by):
    """calendar.add and calendar.subtract"""
    return lambda given: iso(asked(by, date(given["date"]), text(given["period"]), out=library.Date))


def calendar_counted(by, out):
    """The counts between two dates."""
    return lambda given: asked(by, date(given["from"]), date(given["until"]), out=out).value


def workforce_facts(given):
    """workforce.facts"""
    with (
        Handle("alumni_worker", "alumni_worker_from_json", text(given["worker"])) as worker,
        Handle("alumni_facts", "alumni_worker_facts", worker.pointer, date(given["as_of"])) as facts,
    ):
        return facts.json()


CALLS = {
    "calendar.add": calendar_moved("alumni_calendar_add"),
    "calendar.subtract": calendar_moved("alumni_calendar_subtract"),
    "calendar.completed_months": calendar_counted("alumni_calendar_completed_months", ctypes.c_uint32),
    "calendar.completed_years": calendar_counted("alumni_calendar_completed_years", ctypes.c_uint32),
    "calendar.days_between": calendar_counted("alumni_calendar_days_between", ctypes.c_int64),
    "calendar.parse_date": lambda given: iso(
        asked("alumni_date_parse", text(given["text"]), out=library.Date)
    ),
    "workforce.facts": workforce_facts,
}


def main():
    """Prints what is wrong, and how many cases ran."""
    start = time.monotonic()
    if doctest.testmod(compare).failed:
        return 1
    wrong, count, ran = [], 0, 0
    for name, file in compare.files():
        wrong += compare.failures(name, file, lambda call, given: CALLS[call](given))
        count += 1
        ran += len(file["cases"])
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{ran} cases in {count} files through C")
    print(f"{ran - len(wrong)} passed, {len(wrong)} failed in {time.monotonic() - start:.2f}s")
    return int(bool(wrong) or not ran)


if __name__ == "__main__":
    sys.exit(main())
