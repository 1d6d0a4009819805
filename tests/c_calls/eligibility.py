"""Calls about policies, one person at a time, and about their versions."""

import contextlib
import ctypes

import library

from c_calls.through import C, Handle, asked, date, iso, text
from c_calls.workforce import vocabulary


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


CALLS = {
    "eligibility.check": eligibility_check,
    "eligibility.check_ladder": eligibility_check_ladder,
    "eligibility.compare": eligibility_compare,
    "eligibility.decide": eligibility_decide,
    "eligibility.decide_at": eligibility_decide_at,
    "eligibility.diff": eligibility_diff,
    "eligibility.import_dmn": eligibility_import("dmn", "xml"),
    "eligibility.import_json_logic": eligibility_import("json_logic", "rule"),
    "eligibility.in_force": eligibility_in_force,
    "eligibility.judge": eligibility_judge,
    "eligibility.ladder": eligibility_ladder,
    "eligibility.library": eligibility_library,
    "eligibility.migrate": eligibility_migrate,
    "eligibility.nearest": eligibility_nearest,
    "eligibility.replay": eligibility_replay,
    "eligibility.run_cases": eligibility_run_cases,
}
