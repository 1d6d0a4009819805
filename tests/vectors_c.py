"""Runs the corpus `tests/vectors/**/*.json` through the C library with ctypes; tables go in and out through pyarrow.

Usage: `python3 tests/vectors_c.py`, after `alumni-ffi/tests/run.sh` has built the library; `ALUMNI_LIBRARY` says where
another one is. A new call gets a function in the module of `c_calls` that it belongs to, and a place in its CALLS.
"""

import doctest
import json
import sys
import time
from pathlib import Path

import compare
import reference_cases
from c_calls import (
    consent,
    consent_records,
    consent_tables,
    eligibility,
    eligibility_tables,
    measures,
    network,
    pay,
    records,
    returning,
    scoring,
    small,
    workforce,
)
from c_calls.eligibility import book
from c_calls.through import Handle, date, text


def golden():
    """What is wrong with the records that an earlier build wrote: each is replayed byte for byte."""
    folder = Path(__file__).resolve().parent / "data/golden"
    workers = json.loads((folder / "workers.json").read_text(encoding="utf-8"))
    lines = (folder / "records.jsonl").read_bytes().splitlines()
    wrong = [] if len(lines) == len(workers) else ["golden: one line for each worker"]
    with book((folder / "book.toml").read_text(encoding="utf-8")) as found:
        for line, expected in zip(lines, workers, strict=False):
            name = f"golden: {expected['worker']['id']}"
            with Handle("alumni_replay", "alumni_book_replay_json", found.pointer, line, None) as replay:
                if replay("is_same") != 1:
                    wrong.append(f"{name}: {replay('text', 0).decode()}")
            with (
                Handle("alumni_worker", "alumni_worker_from_json", text(expected["worker"])) as worker,
                Handle(
                    "alumni_decision",
                    "alumni_book_decide",
                    *(found.pointer, worker.pointer, date(expected["as_of"])),
                ) as decision,
            ):
                if not line.endswith(b'"decision":' + decision("json") + b"}"):
                    wrong.append(f"{name}: the decision is other bytes than the recorded one")
                if decision.json()["outcome"] != expected["outcome"]:
                    wrong.append(f"{name}: another outcome")
    return wrong


CALLS = {
    **workforce.CALLS,
    **eligibility.CALLS,
    **eligibility_tables.CALLS,
    **consent.CALLS,
    **consent_tables.CALLS,
    **consent_records.CALLS,
    **measures.CALLS,
    **pay.CALLS,
    **records.CALLS,
    **returning.CALLS,
    **network.CALLS,
    **scoring.CALLS,
    **small.CALLS,
}


def main():
    """Prints what is wrong, and how many cases ran."""
    start = time.monotonic()
    if doctest.testmod(compare).failed:
        return 1
    wrong, count, ran = golden(), 0, 0
    for name, file in compare.files():
        wrong += compare.failures(name, file, lambda call, given: CALLS[call](given))
        count += 1
        ran += len(file["cases"])
    published = reference_cases.questions()
    for question in published:
        wrong += question.wrong(CALLS[question.call](question.given))
    wrong += reference_cases.unasked(published)
    print(f"{len(published)} questions of published cases" if published else reference_cases.SKIPPED)
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{ran} cases in {count} files through C")
    print(f"{ran - len(wrong)} passed, {len(wrong)} failed in {time.monotonic() - start:.2f}s")
    return int(bool(wrong) or not ran)


if __name__ == "__main__":
    sys.exit(main())
