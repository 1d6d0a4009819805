"""Runs the corpus `tests/vectors/**/*.json` through the C library with ctypes; tables go in and out through pyarrow.

Usage: `python3 tests/vectors_c.py`, after `alumni-ffi/tests/run.sh` has built the library; `ALUMNI_LIBRARY` says where
another one is. A new call gets a function in CALLS.
"""

import contextlib
import ctypes
import datetime
import doctest
import hashlib
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "alumni-ffi/tests"))

import compare
import library
import pyarrow

C = library.load()
EPOCH = datetime.date(1970, 1, 1).toordinal()


def asked(name, *arguments, out=ctypes.c_void_p):
    """Calls a function whose last two arguments are an out argument and the error; returns what came out."""
    out, error = out(), ctypes.c_void_p()
    if getattr(C, name)(*arguments, ctypes.byref(out), ctypes.byref(error)) == 0:
        return out
    raise failure(error)


def failure(error):
    """The error as values; it is freed."""
    parts = (C.alumni_error_kind(error), C.alumni_error_path(error), C.alumni_error_message(error))
    C.alumni_error_free(error)
    return compare.CoreError(*(part.decode() for part in parts))


def done(name, *arguments):
    """Calls a function whose last argument is the error, and that returns nothing else."""
    error = ctypes.c_void_p()
    if getattr(C, name)(*arguments, ctypes.byref(error)) != 0:
        raise failure(error)


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


def microseconds(value):
    """An instant as C takes it."""
    at = datetime.datetime.fromisoformat(value)
    return (at - datetime.datetime.fromtimestamp(0, datetime.UTC)) // datetime.timedelta(microseconds=1)


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


def eligibility_decide(given):
    """eligibility.decide"""
    with (
        vocabulary(given) as facts,
        Handle("alumni_policy", "alumni_policy_parse_with", text(given["policy"]), facts.pointer) as policy,
        Handle(
            "alumni_decision",
            "alumni_policy_decide_json",
            policy.pointer,
            text(given["worker"]),
            date(given["as_of"]),
        ) as decision,
    ):
        return decision.json()


def eligibility_judge(given):
    """eligibility.judge"""
    json_text = text(given["row"])
    with (
        Handle("alumni_policy", "alumni_policy_parse", text(given["policy"])) as policy,
        Handle("alumni_judge", "alumni_policy_judge", policy.pointer, date(given["as_of"])) as judge,
        Handle("alumni_row", "alumni_judge_row", judge.pointer) as row,
    ):
        # The text ends with its length.
        arguments = judge.pointer, row.pointer, json_text + b"?", len(json_text)
        ruling = asked("alumni_judge_decide_json", *arguments, out=library.Ruling)
        names = ("met", "unmet", "review", "unknown")
        statuses = (C.alumni_ruling_status(ruling, index) for index in range(ruling.criteria))
        outcomes = ("eligible", "conditional", "undetermined", "ineligible")
        return {"outcome": outcomes[ruling.outcome], "statuses": [names[status] for status in statuses]}


def worker_of(given):
    """The worker of a case."""
    return Handle("alumni_worker", "alumni_worker_from_json", text(given["worker"]))


def eligibility_nearest(given):
    """eligibility.nearest"""
    with (
        Handle("alumni_policy", "alumni_policy_parse", text(given["policy"])) as policy,
        worker_of(given) as worker,
        Handle(
            "alumni_nearest",
            "alumni_policy_nearest",
            *(policy.pointer, worker.pointer, date(given["as_of"]), given["limit"]),
        ) as nearest,
    ):
        return nearest.json()


def eligibility_import(by, source):
    """eligibility.import_…; with facts, also what the policy says of them"""

    def run(given):
        with Handle(
            "alumni_imported", f"alumni_policy_from_{by}", text(given[source]), text(given["options"])
        ) as imported:
            answer = imported.json()
            assert imported("is_complete") == int(answer["policy"] is not None)
            if "facts" in given and imported("is_complete"):
                worker = text({"id": "w", "facts": given["facts"]})
                with (
                    Handle("alumni_policy", "alumni_imported_policy", imported.pointer) as policy,
                    Handle(
                        "alumni_decision",
                        "alumni_policy_decide_json",
                        *(policy.pointer, worker, date(given["as_of"])),
                    ) as decision,
                ):
                    answer["outcome"] = OUTCOMES[decision("outcome")]
            return answer

    return run


OUTCOMES = ["eligible", "conditional", "undetermined", "ineligible"]


def eligibility_check(given):
    """eligibility.check"""
    with (
        Handle("alumni_policy", "alumni_policy_parse", text(given["policy"])) as policy,
        Handle("alumni_check", "alumni_policy_check", policy.pointer) as check,
    ):
        return check.json()


def eligibility_compare(given):
    """eligibility.compare"""
    with (
        Handle("alumni_policy", "alumni_policy_parse", text(given["policy"])) as policy,
        Handle("alumni_policy", "alumni_policy_parse", text(given["other"])) as other,
        Handle("alumni_comparison", "alumni_policy_compare", policy.pointer, other.pointer) as comparison,
    ):
        return comparison.json()


def eligibility_check_ladder(given):
    """eligibility.check_ladder"""
    with contextlib.ExitStack() as stack:
        steps = [
            stack.enter_context(Handle("alumni_policy", "alumni_policy_parse", text(step)))
            for step in given["steps"]
        ]
        pointers = (ctypes.c_void_p * len(steps))(*(step.pointer.value for step in steps))
        check = Handle("alumni_ladder_check", "alumni_ladder_check_steps", pointers, len(steps))
        return stack.enter_context(check).json()


def eligibility_library(given):
    """eligibility.library"""
    with Handle("alumni_library", "alumni_library_open") as shipped:
        policies = [shipped("policy", index) for index in range(shipped("count"))]
        name = given["policy"].encode()
        versions = {C.alumni_policy_version(one): one for one in policies if C.alumni_policy_id(one) == name}
        found = versions[given.get("version", max(versions))]
        worker, as_of = text(given["worker"]), date(given["as_of"])
        with Handle("alumni_decision", "alumni_policy_decide_json", found, worker, as_of) as decision:
            return decision.json()


def eligibility_ladder(given):
    """eligibility.ladder"""
    make = "alumni_ladder_shipped" if isinstance(given["ladder"], str) else "alumni_ladder_parse"
    worker, as_of = text(given["worker"]), date(given["as_of"])
    with (
        Handle("alumni_ladder", make, text(given["ladder"])) as ladder,
        Handle(
            "alumni_ladder_decision", "alumni_ladder_decide_json", ladder.pointer, worker, as_of
        ) as decision,
    ):
        places = {name: decision(name) for name in ("highest", "next")}
        steps = {name: ladder("step_id", place) for name, place in places.items()}
        return decision.json() | {name: step and step.decode() for name, step in steps.items()}


def people(given):
    """The `rows` as a stream of batches, with the columns that any row has."""
    rows, day, word = given["rows"], pyarrow.date32(), pyarrow.string()
    kinds = {"start_date": day, "separation_date": day, "grade": pyarrow.int16(), "separation_kind": word}
    kinds |= {"rehire_flag": word, "site": word, "sex": word}
    names = [name for name in kinds if not rows or any(name in row for row in rows)]
    day_of = datetime.date.fromisoformat

    def array(name):
        cells = [row[name] for row in rows]
        return pyarrow.array(
            [cell and day_of(cell) for cell in cells] if kinds[name] == day else cells, kinds[name]
        )

    table = pyarrow.table([array(name) for name in names], names=names)
    made = library.ArrowArrayStream()
    reader = pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=50))
    reader._export_to_c(ctypes.addressof(made))
    return made


def read(made):
    """The rows of a stream."""
    return pyarrow.RecordBatchReader._import_from_c(ctypes.addressof(made)).read_all().to_pylist()


def eligibility_ladder_table(given):
    """eligibility.ladder_table, through both doors: the one that keeps the answers and the stream"""
    day, answers, error = date(given["as_of"]), library.ArrowArrayStream(), ctypes.c_void_p()
    with Handle("alumni_ladder", "alumni_ladder_parse", text(given["ladder"])) as ladder:
        ids = [ladder("step_id", place).decode() for place in range(ladder("step_count"))]
        table = people(given)
        arguments = (ladder.pointer, ctypes.addressof(table), day, 0, None)
        status = C.alumni_ladder_decide_stream(*arguments, ctypes.addressof(answers), ctypes.byref(error))
        assert status == 0, C.alumni_error_text(error)
        streamed = read(answers)
        table = people(given)
        arguments = (ladder.pointer, ctypes.addressof(table), day, 0, None)
        with Handle("alumni_ladder_decisions", "alumni_ladder_decide_table", *arguments) as decisions:
            exported = library.ArrowArrayStream()
            assert C.alumni_ladder_decisions_export(decisions.pointer, ctypes.addressof(exported), None) == 0
            assert read(exported) == streamed
            rows = range(decisions("count"))
            steps = {id: decisions("step", place) for place, id in enumerate(ids)}
            names = ("eligible", "conditional", "undetermined", "ineligible")
            outcomes = [
                {id: names[C.alumni_decisions_outcome(step, row)] for id, step in steps.items()}
                for row in rows
            ]
            days = [
                {id: iso(C.alumni_decisions_eligible_on(step, row)) for id, step in steps.items()}
                for row in rows
            ]
            none = 2**64 - 1
            places = {which: [decisions(which, row) for row in rows] for which in ("highest", "next")}
            told = {
                which: [None if place == none else ids[place] for place in found]
                for which, found in places.items()
            }
            counts = [decisions("step_rows", place) for place in range(decisions("step_count"))]
    assert [row["outcome"] for row in streamed] == outcomes
    assert [row["highest"] for row in streamed] == told["highest"]
    written = [{id: day and day.isoformat() for id, day in row["eligible_on"].items()} for row in streamed]
    assert written == days
    return told | {"counts": counts, "outcomes": outcomes, "eligible_on": days}


@contextlib.contextmanager
def simulated(given):
    """The comparison of two policies over a table."""
    table, groups = people(given), texts(given["groups"])
    with (
        Handle("alumni_policy", "alumni_policy_parse", text(given["before"])) as before,
        Handle("alumni_policy", "alumni_policy_parse", text(given["after"])) as after,
        Handle(
            "alumni_simulation",
            "alumni_policy_simulate",
            *(before.pointer, after.pointer, ctypes.addressof(table), date(given["as_of"]), 0),
            *(groups, len(given["groups"])),
        ) as simulation,
    ):
        yield simulation


def eligibility_simulate(given):
    """eligibility.simulate"""
    with simulated(given) as simulation:
        found = simulation.json()
        outcomes = list(found["moves"])
        for i, was in enumerate(outcomes):
            for j, now in enumerate(outcomes):
                assert simulation("moves", i, j) == found["moves"][was][now]
        assert simulation("rows") == found["rows"]
        return found


def programme_group_changes(given):
    """programme.group_changes: the list, and the reports that belong to the handle"""
    with (
        simulated(given) as simulation,
        Handle("alumni_standard", "alumni_standard_default") as standard,
        Handle(
            "alumni_group_changes", "alumni_programme_group_changes", simulation.pointer, standard.pointer
        ) as changes,
    ):
        found = changes.json()
        for place, change in enumerate(found):
            assert changes("column", place).decode() == change["column"]
            assert changes("unknown", place) == change["unknown"]
            for when in ("before", "after"):
                report = json.loads(C.alumni_selection_report_json(changes(when, place)))
                assert report == change[when]
        assert changes("count") == len(found)
        return found


def eligibility_decide_table(given):
    """eligibility.decide_table, through both doors: the one that keeps the answers and the stream"""

    def stream():
        return people(given)

    day, answers = date(given["as_of"]), library.ArrowArrayStream()
    with Handle("alumni_policy", "alumni_policy_parse", text(given["policy"])) as policy:
        error = ctypes.c_void_p()
        table = stream()
        arguments = (policy.pointer, ctypes.addressof(table), day, 0, None)
        status = C.alumni_policy_decide_stream(*arguments, ctypes.addressof(answers), ctypes.byref(error))
        assert status == 0, C.alumni_error_text(error)
        streamed = read(answers)
        table = stream()
        arguments = (policy.pointer, ctypes.addressof(table), day, 0, None)
        with Handle("alumni_decisions", "alumni_policy_decide_table", *arguments) as decisions:
            exported = library.ArrowArrayStream()
            assert C.alumni_decisions_export(decisions.pointer, ctypes.addressof(exported), None) == 0
            assert read(exported) == streamed
            criteria = [decisions("criterion_id", n).decode() for n in range(decisions("criterion_count"))]
            words, rows = ("met", "unmet", "review", "unknown"), range(decisions("count"))
            statuses = [
                {name: words[decisions("criterion_status", row, n)] for n, name in enumerate(criteria)}
                for row in rows
            ]
            days = [iso(decisions("eligible_on", row)) for row in rows]
    for row, found in zip(streamed, statuses, strict=True):
        for word in ("unmet", "review", "unknown"):
            assert row[word] == {name: status == word for name, status in found.items()}
    assert [row["eligible_on"] and row["eligible_on"].isoformat() for row in streamed] == days
    return {"outcomes": [row["outcome"] for row in streamed], "eligible_on": days, "statuses": statuses}


def eligibility_run_cases(given):
    """eligibility.run_cases"""
    with (
        Handle("alumni_policy", "alumni_policy_parse", text(given["policy"])) as policy,
        Handle("alumni_case_report", "alumni_policy_run_cases", policy.pointer) as report,
    ):
        return report.json()


def book(document):
    """A book from its document."""
    return Handle("alumni_book", "alumni_book_parse", text(document))


def eligibility_in_force(given):
    """eligibility.in_force"""
    with book(given["book"]) as found:
        if "at" in given:
            at = asked("alumni_instant_parse", text(given["at"]), out=library.Instant)
            day = found("day_of", at)
        else:
            day = date(given["as_of"])
        return {"day": iso(day), "version": found("version_in_force", day) or None}


def eligibility_decide_at(given):
    """eligibility.decide_at"""
    at = asked("alumni_instant_parse", text(given["at"]), out=library.Instant)
    with (
        book(given["book"]) as found,
        Handle("alumni_worker", "alumni_worker_from_json", text(given["worker"])) as worker,
        Handle("alumni_decision", "alumni_book_decide_at", found.pointer, worker.pointer, at) as decision,
    ):
        return decision.json()


def record(found, worker, day):
    """The JSON of the record of a decision."""
    with (
        Handle("alumni_worker", "alumni_worker_from_json", text(worker)) as worker,
        Handle("alumni_record", "alumni_book_record", found.pointer, worker.pointer, date(day)) as made,
    ):
        return made("json")


def eligibility_replay(given):
    """eligibility.replay"""
    with book(given["recorded"]) as then, book(given["book"]) as now:
        stored = record(then, given["worker"], given["as_of"])
        worker = text(given["now"]) if "now" in given else None
        with Handle("alumni_replay", "alumni_book_replay_json", now.pointer, stored, worker) as replay:
            return replay.json()


def eligibility_migrate(given):
    """eligibility.migrate"""
    with book(given["book"]) as found:
        records = [record(found, worker, given["as_of"]) for worker in given["workers"]]
        stored = b"[" + b",".join(records) + b"]"
        with Handle(
            "alumni_migration", "alumni_book_migrate_json", found.pointer, stored, given["version"]
        ) as migration:
            return migration.json()


def eligibility_diff(given):
    """eligibility.diff"""
    with (
        book(given["book"]) as found,
        Handle(
            "alumni_policy_diff", "alumni_book_diff", found.pointer, given["before"], given["after"]
        ) as diff,
    ):
        return diff.json()


def ledger(given):
    """The ledger that `given` has among its arguments."""
    document = {
        part: given[part]
        for part in ("purposes", "notices", "events", "packs", "regimes", "clocks")
        if part in given
    }
    return Handle("alumni_ledger", "alumni_ledger_from_json", text(document))


def consent_may(given):
    """consent.may"""
    with (
        ledger(given) as book,
        Handle("alumni_answer", "alumni_ledger_may_json", book.pointer, text(given["question"])) as answer,
    ):
        found = answer.json()
        agrees_with_a_snapshot(book, found)
        return found


def agrees_with_a_snapshot(book, answer):
    """What a snapshot can be asked as well: one's own use, without an activity."""
    question = answer["question"]
    if set(question) - {"subject", "purpose", "channel", "at", "known_at"}:
        return
    known_at = ctypes.byref(instant(question["known_at"])) if "known_at" in question else None
    subject, purpose = question["subject"].encode(), question["purpose"].encode()
    channel = CHANNELS.index(question["channel"]) if "channel" in question else NO_CHANNEL
    subjects = (ctypes.c_char_p * 2)(b"", subject)
    with Handle(
        "alumni_snapshot", "alumni_ledger_snapshot", book.pointer, instant(question["at"]), known_at
    ) as all_:
        asked = (("alumni_snapshot_may", (subject,), 0), ("alumni_snapshot_may_all", (subjects, 2), 1))
        for name, who, place in asked:
            with Handle("alumni_stands", name, all_.pointer, *who, purpose, channel) as stands:
                assert stands("count") == place + 1
                assert stood(stands, place) == expected_of(answer), (stood(stands, place), answer)
                with Handle("alumni_answer", "alumni_stands_answer", stands.pointer, place) as full:
                    assert full.json() == answer


def stood(stands, place):
    """What a snapshot says of the subject at a place."""
    source, id_ = (stands(f"evidence_{part}", place) for part in ("source", "id"))
    return {
        "verdict": VERDICTS[stands("verdict", place)],
        "code": stands("code", place).decode(),
        "evidence": source and {"source": source.decode(), "id": id_.decode()},
        "valid_until": stands("valid_until", place).microseconds,
        "decision": stands("decision", place).decode(),
        "request": stands("request", place).decode(),
        "restricted": bool(stands("is_restricted", place)),
    }


def expected_of(answer):
    """The same of an answer in full."""
    until = answer["valid_until"]
    return {
        "verdict": answer["verdict"],
        "code": answer["reasons"][0]["code"],
        "evidence": answer["evidence"][0] if answer["evidence"] else None,
        "valid_until": -(2**63) if until is None else microseconds(until),
        **answer["state"],
    }


def frame(rows):
    """Rows as a stream in which every name that occurs is a column."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = pyarrow.table({name: [row.get(name) for row in rows] for name in names})
    made = library.ArrowArrayStream()
    reader = pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=5))
    reader._export_to_c(ctypes.addressof(made))
    return made


VERDICTS = ["allowed", "review", "denied"]
NO_CHANNEL = 2**32 - 1


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


CHANNELS = ["email", "sms", "phone", "postal", "sns", "in_app"]


def instant(value):
    """An instant as C takes it."""
    return asked("alumni_instant_parse", value.encode(), out=library.Instant)


def consent_pack(given):
    """consent.pack"""
    name, argument = ("parse", given["text"]) if "text" in given else ("shipped", given["pack"])
    with Handle("alumni_pack", f"alumni_pack_{name}", argument.encode()) as pack:
        return pack.json()


def report(name, *arguments):
    """The JSON of a consent report."""
    with Handle("alumni_consent_report", name, *arguments) as found:
        return found.json()


def packs(given):
    """The packs that `given` has among its arguments."""
    return Handle("alumni_packs", "alumni_packs_from_json", text(given["packs"]))


def consent_revocation(given):
    """consent.revocation"""
    regimes = (ctypes.c_char_p * len(given["regimes"]))(*(regime.encode() for regime in given["regimes"]))
    arguments = (
        given["text"].encode(),
        CHANNELS.index(given["channel"]),
        regimes,
        len(regimes),
        instant(given["at"]),
    )
    with packs(given) as found:
        return report("alumni_packs_revocation", found.pointer, *arguments)


def consent_changes(given):
    """consent.changes"""
    kind, of = ("ledger", ledger(given)) if "purposes" in given else ("packs", packs(given))
    with of:
        return report(f"alumni_{kind}_changes_between", of.pointer, date(given["from"]), date(given["until"]))


def consent_at_exit(given):
    """consent.at_exit"""
    with ledger(given) as book:
        return report("alumni_ledger_at_exit", book.pointer, instant(given["at"]))


def consent_directory(given):
    """consent.directory"""
    known_at = ctypes.byref(instant(given["known_at"])) if "known_at" in given else None
    arguments = (text(given["directory"]), given["subject"].encode(), instant(given["at"]), known_at)
    with ledger(given) as book:
        return report("alumni_ledger_directory", book.pointer, *arguments)


def consent_invitations(given):
    """consent.invitations"""
    with ledger(given) as book:
        return report("alumni_ledger_invitations", book.pointer, text(given["takeover"]))


def consent_contact(given):
    """consent.contact"""
    answers, tokens = [], []
    with ledger(given) as book, Handle("alumni_contacts", "alumni_contacts_new", text(given["rules"])) as log:
        for pause in given.get("pauses", []):
            done("alumni_contacts_pause_json", log.pointer, text(pause))
        for step in given["steps"]:
            if "reserve" in step:
                ask = ("alumni_ledger_reserve_json", book.pointer, log.pointer, text(step["reserve"]))
                with Handle("alumni_permit", *ask) as permit:
                    found, token = permit.json(), permit("token")
                tokens.append(token)
                answers.append(
                    {
                        "verdict": found["verdict"],
                        "codes": contact_codes(found),
                        "not_before": found.get("not_before"),
                    }
                )
                continue
            if "learn" in step or "record" in step:
                events = step["learn"] if "learn" in step else [answers[step["record"]]["used"]]
                ask = ("alumni_ledger_extend_json", book.pointer, text(events))
                with Handle("alumni_extended", *ask) as extended:
                    answers.append({"added": extended("added")})
                continue
            at = library.Instant(microseconds(step["at"]))
            how = "commit" if "commit" in step else "cancel"
            token = tokens[step[how]]
            ask = ("alumni_contacts_cancel", log.pointer, token, at)
            if how == "commit":
                ask = ("alumni_ledger_commit", book.pointer, log.pointer, token, at)
            with Handle("alumni_settled", *ask) as settled:
                found, used = settled.json(), settled("used_json")
            used = json.loads(used)[0] if used else None
            answers.append({"done": found["done"], "codes": contact_codes(found), "used": used})
    return answers


def register(given):
    """The register of `given`."""
    return Handle("alumni_propagation", "alumni_propagation_from_json", text(given["register"]))


def consent_propagation(given):
    """consent.propagation"""
    known_at = ctypes.byref(instant(given["known_at"])) if "known_at" in given else None
    # The register's own errors come first in every door.
    with register(given) as log, ledger(given) as book:
        ask = ("alumni_ledger_propagation", book.pointer, log.pointer, instant(given["at"]), known_at)
        with Handle("alumni_propagation_report", *ask) as found:
            return found.json()


def consent_withdrawal_receipt(given):
    """consent.withdrawal_receipt"""
    with register(given) as log, ledger(given) as book:
        who = (given["subject"].encode(), given["id"].encode(), instant(given["at"]))
        ask = ("alumni_ledger_withdrawal_receipt", book.pointer, log.pointer, *who)
        with Handle("alumni_withdrawal_receipt", *ask) as found:
            return found.json()


def notice_diff(book, given):
    """The handle of a comparison."""
    at = ctypes.byref(instant(given["at"])) if "at" in given else None
    ask = ("alumni_ledger_notice_diff_json", book.pointer, text(given["old"]), text(given["new"]), at)
    return Handle("alumni_notice_diff", *ask)


def consent_notice_diff(given):
    """consent.notice_diff"""
    with ledger(given) as book, notice_diff(book, given) as diff:
        return diff.json()


def consent_notice_marked(given):
    """consent.notice_marked"""
    with (
        ledger(given) as book,
        notice_diff(book, given) as diff,
        Handle("alumni_notice", "alumni_notice_diff_marked", diff.pointer) as notice,
    ):
        return notice.json()


def consent_notice_contradictions(given):
    """consent.notice_contradictions"""
    with ledger(given) as book:
        return report("alumni_ledger_notice_contradictions", book.pointer, instant(given["at"]))


def consent_reconsent(given):
    """consent.reconsent"""
    with (
        ledger(given) as book,
        Handle("alumni_contacts", "alumni_contacts_from_json", text(given["contacts"])) as log,
        Handle(
            "alumni_reconsent_plan",
            "alumni_ledger_plan_reconsent_json",
            book.pointer,
            log.pointer,
            text(given["request"]),
        ) as plan,
    ):
        return plan.json()


def contact_codes(found):
    """What the rules of contact say."""
    return [reason["code"] for reason in found["reasons"] if reason["code"].startswith("contact-")]


def consent_state_hash(given):
    """consent.state_hash"""
    with ledger(given) as book:
        return book("state_hash").decode()


def request(given, *names):
    """The arguments of these names as JSON."""
    return text({name: given[name] for name in names if name in given})


def consent_encode(given):
    """consent.encode"""
    salt = given["salt"].encode()
    with Handle("alumni_consent_document", "alumni_event_encode_json", text(given["event"]), salt) as found:
        answer = found.json()
    return answer | {"hash": hashlib.sha256(answer["header"].encode()).hexdigest()}


def consent_read_record(given):
    """consent.read_record"""
    with Handle("alumni_consent_document", "alumni_consent_record_read", text(given["text"])) as found:
        return found.json()


def consent_record(given):
    """consent.record"""
    asked = request(given, "subject", "purpose", "controller", "id", "known_at")
    with (
        ledger(given) as book,
        Handle("alumni_consent_document", "alumni_ledger_record_json", book.pointer, asked) as found,
    ):
        return found.json()


def consent_import_list(given):
    """consent.import_list"""
    list_csv, options = text(given["csv"]), text(given["options"])
    with (
        ledger(given) as book,
        Handle(
            "alumni_consent_document", "alumni_ledger_import_list_csv", book.pointer, list_csv, options
        ) as found,
    ):
        return found.json()


def consent_transitions(given):
    """consent.transitions"""
    return report("alumni_consent_transitions")


def consent_agreed(given):
    """consent.agreed"""
    asked = request(given, "subject", "at", "known_at")
    with (
        ledger(given) as book,
        Handle("alumni_consent_document", "alumni_ledger_agreed_json", book.pointer, asked) as found,
    ):
        return found.json()


def consent_access(given):
    """consent.access"""
    asked = (given["subject"].encode(), text(given["options"]))
    with ledger(given) as book:
        if "register" not in given:
            with Handle("alumni_access_export", "alumni_ledger_access", book.pointer, *asked) as found:
                return found.json()
        with register(given) as log:
            ask = ("alumni_ledger_access_with_uses", book.pointer, log.pointer, *asked)
            with Handle("alumni_access_export", *ask) as found:
                return found.json()


def consent_notice_hash(given):
    """consent.notice_hash"""
    with Handle("alumni_notice", "alumni_notice_from_json", text(given["notice"])) as notice:
        return notice("hash").decode()


def money(value):
    """An amount as C takes it."""
    return library.Money(value["minor"], value["currency"].encode())


def pay(of, *names):
    """The places of pay in a range."""

    def answer(given):
        amounts = [money(given[name]) for name in names]
        return asked(f"alumni_fairness_{of}", *amounts, out=ctypes.c_double).value

    return answer


def texts(values):
    """A list of texts as C takes it."""
    return (ctypes.c_char_p * len(values))(*(value.encode() for value in values))


def fairness_selection(given):
    """fairness.selection: the default standard with what `given` says otherwise"""
    groups = given["groups"]
    numbers = ctypes.c_uint64 * len(groups)
    names = texts([group["group"] for group in groups])
    considered = numbers(*(group["considered"] for group in groups))
    selected = numbers(*(group["selected"] for group in groups))
    with Handle("alumni_standard", "alumni_standard_default") as default:
        document = default.json() | {name: value for name, value in given.items() if name != "groups"}
    with (
        Handle("alumni_standard", "alumni_standard_parse", text(document)) as standard,
        Handle(
            "alumni_selection_report",
            "alumni_standard_selection",
            *(standard.pointer, names, considered, selected, len(groups)),
        ) as report,
    ):
        return report.json()


def interactions(given):
    """The record that `given` has among its arguments."""
    return Handle("alumni_interactions", "alumni_interactions_from_json", text(given["events"]))


def engagement_score(given):
    """engagement.score: `model` is a preset's name or a document"""
    made = "preset" if isinstance(given["model"], str) else "parse"
    allowed = ["alumni_permitted_everyone"]
    if "permitted" in given:
        allowed = ["alumni_permitted_only", texts(given["permitted"]), len(given["permitted"])]
    with (
        Handle("alumni_score_model", f"alumni_score_model_{made}", text(given["model"])) as model,
        interactions(given) as record,
        Handle("alumni_permitted", *allowed) as permitted,
        Handle(
            "alumni_scores",
            "alumni_score_model_score",
            *(model.pointer, record.pointer, date(given["as_of"]), permitted.pointer),
        ) as scores,
    ):
        return scores.json()


def engagement_traffic(given):
    """engagement.traffic"""
    window = date(given["from"]), date(given["until"])
    with (
        interactions(given) as record,
        Handle("alumni_traffic", "alumni_engagement_traffic", record.pointer, *window) as traffic,
    ):
        return traffic.json()


def engagement_pulse(given):
    """engagement.pulse"""
    window = date(given["from"]), date(given["until"])
    members = texts(given["members"]), len(given["members"])
    with (
        interactions(given) as record,
        Handle("alumni_pulse", "alumni_engagement_pulse", record.pointer, *members, *window) as pulse,
    ):
        return pulse.json()


def engagement_interactions(given):
    """engagement.interactions"""
    with Handle("alumni_interactions", "alumni_interactions_from_csv", text(given["csv"])) as record:
        return record.json()


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
    "calendar.add": calendar_moved("alumni_calendar_add"),
    "calendar.subtract": calendar_moved("alumni_calendar_subtract"),
    "calendar.completed_months": calendar_counted("alumni_calendar_completed_months", ctypes.c_uint32),
    "calendar.completed_years": calendar_counted("alumni_calendar_completed_years", ctypes.c_uint32),
    "calendar.days_between": calendar_counted("alumni_calendar_days_between", ctypes.c_int64),
    "calendar.parse_date": lambda given: iso(
        asked("alumni_date_parse", text(given["text"]), out=library.Date)
    ),
    "consent.at_exit": consent_at_exit,
    "consent.changes": consent_changes,
    "consent.directory": consent_directory,
    "consent.invitations": consent_invitations,
    "consent.contact": consent_contact,
    "consent.propagation": consent_propagation,
    "consent.withdrawal_receipt": consent_withdrawal_receipt,
    "consent.notice_diff": consent_notice_diff,
    "consent.notice_marked": consent_notice_marked,
    "consent.notice_contradictions": consent_notice_contradictions,
    "consent.reconsent": consent_reconsent,
    "consent.may": consent_may,
    "consent.may_table": consent_may_table,
    "consent.extend_table": consent_extend_table,
    "consent.timeline": consent_timeline,
    "consent.funnel": consent_funnel,
    "consent.pack": consent_pack,
    "consent.revocation": consent_revocation,
    "consent.agreed": consent_agreed,
    "consent.access": consent_access,
    "consent.transitions": consent_transitions,
    "consent.encode": consent_encode,
    "consent.import_list": consent_import_list,
    "consent.read_record": consent_read_record,
    "consent.record": consent_record,
    "consent.notice_hash": consent_notice_hash,
    "consent.state_hash": consent_state_hash,
    "eligibility.check": eligibility_check,
    "eligibility.check_ladder": eligibility_check_ladder,
    "eligibility.compare": eligibility_compare,
    "eligibility.decide": eligibility_decide,
    "eligibility.import_dmn": eligibility_import("dmn", "xml"),
    "eligibility.import_json_logic": eligibility_import("json_logic", "rule"),
    "eligibility.nearest": eligibility_nearest,
    "eligibility.ladder": eligibility_ladder,
    "eligibility.judge": eligibility_judge,
    "eligibility.library": eligibility_library,
    "eligibility.decide_table": eligibility_decide_table,
    "eligibility.run_cases": eligibility_run_cases,
    "eligibility.ladder_table": eligibility_ladder_table,
    "eligibility.simulate": eligibility_simulate,
    "eligibility.in_force": eligibility_in_force,
    "eligibility.decide_at": eligibility_decide_at,
    "eligibility.replay": eligibility_replay,
    "eligibility.migrate": eligibility_migrate,
    "eligibility.diff": eligibility_diff,
    "engagement.interactions": engagement_interactions,
    "engagement.pulse": engagement_pulse,
    "engagement.score": engagement_score,
    "engagement.traffic": engagement_traffic,
    "fairness.compa_ratio": pay("compa_ratio", "pay", "midpoint"),
    "fairness.range_penetration": pay("range_penetration", "pay", "minimum", "maximum"),
    "fairness.selection": fairness_selection,
    "programme.group_changes": programme_group_changes,
    "programme.review": programme_review,
    "workforce.facts": workforce_facts,
    "workforce.import": workforce_import,
    "workforce.unknown": workforce_unknown,
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
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{ran} cases in {count} files through C")
    print(f"{ran - len(wrong)} passed, {len(wrong)} failed in {time.monotonic() - start:.2f}s")
    return int(bool(wrong) or not ran)


if __name__ == "__main__":
    sys.exit(main())
