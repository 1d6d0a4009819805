"""Calls about policies and whole tables."""

import contextlib
import ctypes
import datetime
import json

import library
import pyarrow

from c_calls.through import C, Handle, date, iso, read, text, texts


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


def programme_policy_gap(given):
    """programme.policy_gap: the default standard with what `given` says otherwise"""
    table = people(given)
    options = {name: given[name] for name in ("attribute", "conditional_passes") if name in given}
    with Handle("alumni_standard", "alumni_standard_default") as default:
        document = default.json() | given.get("standard", {})
    with (
        Handle("alumni_standard", "alumni_standard_parse", text(document)) as standard,
        Handle("alumni_policy", "alumni_policy_parse", text(given["policy"])) as policy,
        Handle(
            "alumni_policy_gap",
            "alumni_programme_policy_gap",
            *(policy.pointer, ctypes.addressof(table), date(given["as_of"]), 0, text(options)),
            standard.pointer,
        ) as gap,
    ):
        return gap.json()


def programme_counterfactuals(given):
    """programme.counterfactuals"""
    table = people(given)
    options = {name: given[name] for name in ("facts", "attribute", "minimum_cell") if name in given}
    with (
        Handle("alumni_policy", "alumni_policy_parse", text(given["policy"])) as policy,
        Handle(
            "alumni_counterfactuals",
            "alumni_programme_counterfactuals",
            *(policy.pointer, ctypes.addressof(table), date(given["as_of"]), 0, text(options)),
        ) as found,
    ):
        return found.json()


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


CALLS = {
    "eligibility.decide_table": eligibility_decide_table,
    "eligibility.ladder_table": eligibility_ladder_table,
    "eligibility.simulate": eligibility_simulate,
    "programme.group_changes": programme_group_changes,
    "programme.policy_gap": programme_policy_gap,
    "programme.counterfactuals": programme_counterfactuals,
}
