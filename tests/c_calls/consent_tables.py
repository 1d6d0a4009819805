"""Calls about the ledger and whole tables."""

import ctypes
import json

import library
import pyarrow

from c_calls.consent import ledger
from c_calls.consent_snapshot import VERDICTS
from c_calls.through import Handle, done, instant, microseconds, read, request, text


def frame(rows):
    """Rows as a stream in which every name that occurs is a column."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = pyarrow.table({name: [row.get(name) for row in rows] for name in names})
    made = library.ArrowArrayStream()
    reader = pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=5))
    reader._export_to_c(ctypes.addressof(made))
    return made


def consent_may_table(given):
    """consent.may_table"""
    questions, options = frame(given["rows"]), text(given["options"])
    with (
        ledger(given) as book,
        Handle(
            "alumni_answers",
            "alumni_ledger_may_table",
            book.pointer,
            ctypes.addressof(questions),
            options,
            None,
        ) as answers,
    ):
        exported = library.ArrowArrayStream()
        done("alumni_answers_export", answers.pointer, ctypes.addressof(exported))
        rows = read(exported)
        for place, row in enumerate(rows):
            assert VERDICTS[answers("verdict", place)] == row["verdict"]
            codes = [answers("reason_code", place, n).decode() for n in range(answers("reason_count", place))]
            assert codes == row["reasons"]
            assert row.pop("reason") == codes[0]
            row["valid_until"] = row["valid_until"] and row["valid_until"].isoformat().replace("+00:00", "Z")
            found = answers("valid_until", place).microseconds
            wanted = row["valid_until"]
            assert found == (microseconds(wanted) if wanted else -(2**63))
        counts = json.loads(answers("counts_json"))
        assert counts["rows"] == answers("count") == len(rows)
        assert counts["denied"] == sum(row["verdict"] == "denied" for row in rows)
        unusable = sum(found["count"] for found in json.loads(answers("unusable_json")))
        assert unusable == sum(row["reasons"] == ["consent-question-unusable"] for row in rows)
        return rows


def consent_extend_table(given):
    """consent.extend_table"""
    events = frame(given["rows"])
    with (
        ledger(given) as book,
        Handle(
            "alumni_extended", "alumni_ledger_extend_table", book.pointer, ctypes.addressof(events)
        ) as extended,
        ledger(given) as copy,
    ):
        exported = library.ArrowArrayStream()
        done("alumni_ledger_export_events", book.pointer, ctypes.addressof(exported))
        done("alumni_ledger_extend_table", copy.pointer, ctypes.addressof(exported), None)
        assert copy("state_hash") == book("state_hash")
        return {"added": extended("added"), "state_hash": book("state_hash").decode()}


def consent_timeline(given):
    """consent.timeline"""
    asked = request(given, "subject", "until", "known_at")
    with (
        ledger(given) as book,
        Handle("alumni_consent_document", "alumni_ledger_timeline_json", book.pointer, asked) as found,
    ):
        return found.json()


def consent_funnel(given):
    """consent.funnel"""
    asked = request(given, "purpose", "channel", "at", "among")
    with (
        ledger(given) as book,
        Handle("alumni_consent_document", "alumni_ledger_funnel_json", book.pointer, None, asked) as found,
    ):
        return found.json()


def consent_visible(given):
    """consent.visible"""
    asked = request(given, "subject", "since", "until", "fields")
    countries = given.get("recipient_countries", {})
    with ledger({key: value for key, value in given.items() if key != "recipient_countries"}) as book:
        done("alumni_ledger_set_recipient_countries_json", book.pointer, text(countries))
        with Handle("alumni_consent_document", "alumni_ledger_visible_json", book.pointer, asked) as found:
            return found.json()


def consent_retention_due(given):
    """consent.retention_due"""
    arguments = (text(given["rules"]), instant(given["at"]))
    with (
        ledger(given) as book,
        Handle("alumni_consent_document", "alumni_ledger_retention_due", book.pointer, *arguments) as found,
    ):
        return found.json()


CALLS = {
    "consent.extend_table": consent_extend_table,
    "consent.funnel": consent_funnel,
    "consent.may_table": consent_may_table,
    "consent.retention_due": consent_retention_due,
    "consent.timeline": consent_timeline,
    "consent.visible": consent_visible,
}
