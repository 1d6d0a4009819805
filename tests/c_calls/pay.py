"""Calls about pay and offers, and reports of everything that was found."""

import ctypes
import json

import compare
import library
import pyarrow

from c_calls import eligibility_tables, measures
from c_calls.measures import money
from c_calls.through import Handle, asked, done, read, text, texts, with_table


def pay_report(function):
    """What a function makes of one JSON document."""

    def answer(given):
        asked_of = given.get("totals", given) if "japan" in function else given
        asked_of = given["people"] if "logib" in function else asked_of
        with Handle("alumni_pay_report", f"alumni_fairness_{function}_json", text(asked_of)) as report:
            return report.json()

    return answer


def fairness_compression(given):
    """fairness.compression: how many there are is the caller's knowledge"""
    sides = [[money(amount) for amount in given[name]] for name in ("newcomers", "incumbents")]
    arrays = [(library.Money * len(side))(*side) for side in sides]
    counts = [len(side) for side in sides]
    arguments = [part for pair in zip(arrays, counts, strict=True) for part in pair]
    index = asked("alumni_fairness_compression", *arguments, out=ctypes.c_double).value
    index = None if index != index else index
    return {"newcomers": counts[0], "incumbents": counts[1], "index": index}


def fairness_regress(given):
    """fairness.regress: one block of columns"""
    rows, columns = len(given["outcome"]), given["columns"]
    if any(len(column["values"]) != rows for column in columns):
        # There is no such block.
        place = next(i for i, column in enumerate(columns) if len(column["values"]) != rows)
        raise compare.CoreError("inconsistent", f"columns[{place}].values", "")
    values = [value for column in columns for value in column["values"]]
    arguments = (
        (ctypes.c_double * rows)(*given["outcome"]),
        rows,
        texts([column["name"] for column in columns]),
        (ctypes.c_double * len(values))(*values),
        len(columns),
        text(given.get("options", {})),
    )
    with Handle("alumni_pay_report", "alumni_fairness_regress", *arguments) as report:
        return report.json()


def stream(columns):
    """The columns as a stream of small batches, which whoever is called takes."""
    table = pyarrow.table(columns)
    people = library.ArrowArrayStream()
    reader = pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=7))
    reader._export_to_c(ctypes.addressof(people))
    return people


BY_CATEGORY = {
    "local_law_144": ("alumni_local_law_144", "alumni_local_law_144_from_stream"),
    "publish": ("alumni_published_selection", "alumni_fairness_publish_stream"),
}


def fairness_pay_table(given):
    """fairness.pay_table: the names of the columns and what else is asked in one object"""
    of, names, options = given["of"], given["names"], given["options"]
    asked_of = names | {"options": options} if of == "regress" else names | options
    people = stream(given["columns"])
    arguments = (ctypes.addressof(people), text(asked_of))
    if of == "headroom":
        with Handle("alumni_offer_cohort", "alumni_offer_cohort_from_stream", *arguments) as cohort:
            asked_of = (cohort.pointer, text(given["candidate"]))
            with Handle("alumni_pay_report", "alumni_offer_cohort_headroom_json", *asked_of) as report:
                return report.json()
    if of in BY_CATEGORY:
        handle, entry = BY_CATEGORY[of]
        with Handle(handle, entry, *arguments) as found:
            return with_table(of, found)
    with Handle("alumni_pay_report", f"alumni_fairness_{of}_stream", *arguments) as report:
        return report.json()


def fairness_selection_table(given):
    """fairness.selection_table: the default standard"""
    people = stream(given["columns"])
    with (
        Handle("alumni_standard", "alumni_standard_default") as standard,
        Handle(
            "alumni_table_report",
            "alumni_standard_selection_stream",
            *(standard.pointer, ctypes.addressof(people), text(given["options"])),
        ) as report,
    ):
        answer, out = report.json(), library.ArrowArrayStream()
        done("alumni_table_report_stream", report.pointer, ctypes.addressof(out))
        tables = (*answer["attributes"], *answer["intersections"])
        findings = [finding for one in tables if one["report"] for finding in one["report"]["findings"]]
        for row, finding in zip(read(out), findings, strict=True):
            del row["attributes"]
            ends = {end: (finding["interval"] or {}).get(end) for end in ("lower", "upper")}
            assert row == {name: (finding | ends).get(name) for name in row}
        return answer


def fairness_report(given):
    """fairness.report: what the calls find, as their handles say it"""
    question = dict(given, findings=[])
    for entry in given["findings"]:
        row = dict(entry)
        if call := row.pop("call", None):
            engine, _, name = call.rpartition(".")
            kind = {
                "check_offer": "offer",
                "publish": "published_selection",
                "regress": "regression",
                "compare_rates": "rate_comparison",
            }
            calls = CALLS | measures.CALLS | eligibility_tables.CALLS
            row["finding"] = {kind.get(name, name): calls[f"{engine or 'fairness'}.{name}"](row.pop("given"))}
        question["findings"].append(row)
    with Handle("alumni_fairness_report", "alumni_fairness_report_from_json", text(question)) as report:
        found = report("json").decode()
        return {
            "report": json.loads(found),
            "sha256": fairness_input_hash({"document": found}),
            "markdown": {lang: report("markdown", place).decode() for place, lang in enumerate(("en", "ja"))},
            "html": {lang: report("html", place).decode() for place, lang in enumerate(("en", "ja"))},
        }


def fairness_publish(given):
    """fairness.publish"""
    with Handle("alumni_published_selection", "alumni_fairness_publish_json", text(given)) as found:
        return with_table("publish", found)


def fairness_input_hash(given):
    """fairness.input_hash: a key is bytes"""
    key = given.get("key", "").encode()
    array = (ctypes.c_uint8 * len(key))(*key)
    document = json.dumps(given["document"], ensure_ascii=False).encode()
    with Handle("alumni_input_hash", "alumni_fairness_input_hash", document, array, len(key)) as found:
        return found("text").decode()


def offer(function, name):
    """fairness.headroom and fairness.check_offer"""

    def answer(given):
        with (
            Handle("alumni_offer_cohort", "alumni_offer_cohort_parse", text(given["cohort"])) as cohort,
            Handle(
                "alumni_pay_report",
                f"alumni_offer_cohort_{function}_json",
                *(cohort.pointer, text(given[name])),
            ) as report,
        ):
            return report.json()

    return answer


def selection_text(given):
    """fairness.selection_text: by the default standard"""
    groups = given["groups"]
    numbers = ctypes.c_uint64 * len(groups)
    considered, selected = (
        numbers(*(group[name] for group in groups)) for name in ("considered", "selected")
    )
    arguments = texts([group["group"] for group in groups]), considered, selected, len(groups)
    with Handle("alumni_selection_report", "alumni_fairness_selection", *arguments) as report:
        return {lang: report("text", place).decode() for place, lang in enumerate(("en", "ja"))}


def offer_text(given):
    """fairness.offer_text: for those who may see amounts and for others"""
    with (
        Handle("alumni_offer_cohort", "alumni_offer_cohort_parse", text(given["cohort"])) as cohort,
        Handle(
            "alumni_pay_report",
            "alumni_offer_cohort_check_json",
            *(cohort.pointer, text(given["offer"])),
        ) as report,
    ):
        return {
            f"{lang}{kind}": report(f"text{kind}", place).decode()
            for kind in ("", "_without_amounts")
            for place, lang in enumerate(("en", "ja"))
        }


CALLS = {
    **{
        f"fairness.{name}": pay_report(name)
        for name in (
            "uk_pay_gaps",
            "eu_pay_gaps",
            "japan_pay_ratios",
            "inversions",
            "adjusted_pay_gap",
            "logib",
        )
    },
    "fairness.compression": fairness_compression,
    "fairness.regress": fairness_regress,
    "fairness.pay_table": fairness_pay_table,
    "fairness.selection_table": fairness_selection_table,
    "fairness.report": fairness_report,
    "fairness.publish": fairness_publish,
    "fairness.input_hash": fairness_input_hash,
    "fairness.headroom": offer("headroom", "candidate"),
    "fairness.check_offer": offer("check", "offer"),
    "fairness.offer_text": offer_text,
    "fairness.selection_text": selection_text,
    "fairness.fingerprint": lambda given: (CALLS | measures.CALLS)[given["call"]](given["given"])[
        "input_hash"
    ],
}
