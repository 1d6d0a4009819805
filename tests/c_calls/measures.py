"""Calls about fairness and engagement."""

import ctypes

import library
import pyarrow

from c_calls.through import Handle, asked, date, text, texts, with_table


def money(value):
    """An amount as C takes it."""
    return library.Money(value["minor"], value["currency"].encode())


def pay(of, *names):
    """The places of pay in a range."""

    def answer(given):
        amounts = [money(given[name]) for name in names]
        return asked(f"alumni_fairness_{of}", *amounts, out=ctypes.c_double).value

    return answer


def standard_of(given, *others):
    """The default standard with what `given` says otherwise."""
    with Handle("alumni_standard", "alumni_standard_default") as default:
        document = default.json() | {name: value for name, value in given.items() if name not in others}
    return Handle("alumni_standard", "alumni_standard_parse", text(document))


def fairness_selection(given):
    """fairness.selection: the default standard with what `given` says otherwise"""
    groups = given["groups"]
    numbers = ctypes.c_uint64 * len(groups)
    names = texts([group["group"] for group in groups])
    considered = numbers(*(group["considered"] for group in groups))
    selected = numbers(*(group["selected"] for group in groups))
    call, more = "alumni_standard_selection", ()
    if unknown := given.get("unknown"):
        call += "_with_unknown"
        more = (unknown["considered"], unknown["selected"])
    with (
        standard_of(given, "groups", "unknown") as standard,
        Handle(
            "alumni_selection_report",
            call,
            *(standard.pointer, names, considered, selected, len(groups), *more),
        ) as report,
    ):
        return report.json()


def fairness_expected_impact(given):
    """fairness.expected_impact"""
    numbers = (ctypes.c_double(given[name]) for name in ("difference", "selection_rate", "group_share"))
    found = asked("alumni_fairness_expected_impact", *numbers, out=library.ExpectedImpact)
    return {name: getattr(found, name) for name, _ in found._fields_}


def fairness_adjust_p_values(given):
    """fairness.adjust_p_values"""
    numbers = (ctypes.c_double * len(given["p"]))(*given["p"])
    arguments = "alumni_fairness_adjust_p_values", numbers, len(numbers)
    with Handle("alumni_adjusted_p", *arguments) as adjusted:
        names = ("holm", "benjamini_hochberg", "bonferroni")
        return [{name: adjusted(name, place) for name in names} for place in range(adjusted("count"))]


def about_rates(name):
    """A call whose question is what is given."""

    def call(given):
        with Handle("alumni_rate_report", f"alumni_fairness_{name}_json", text(given)) as report:
            return report.json()

    return call


def fairness_strata(given):
    """fairness.strata: the default standard with what `given` says otherwise"""
    cells = given["cells"]
    numbers = ctypes.c_uint64 * len(cells)
    names = (texts([cell[name] for cell in cells]) for name in ("stratum", "group"))
    counts = (numbers(*(cell[name] for cell in cells)) for name in ("considered", "selected"))
    with (
        standard_of(given, "cells") as standard,
        Handle(
            "alumni_strata_report",
            "alumni_standard_strata",
            *(standard.pointer, *names, *counts, len(cells)),
        ) as report,
    ):
        return with_table("strata", report)


def fairness_local_law_144(given):
    """fairness.local_law_144"""
    with Handle("alumni_local_law_144", "alumni_local_law_144_parse", text(given)) as tables:
        return with_table("local_law_144", tables)


def fairness_thresholds(given):
    """fairness.thresholds: the default standard with what `given` says otherwise"""
    table = pyarrow.table(given["columns"])
    people = library.ArrowArrayStream()
    reader = pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=50))
    reader._export_to_c(ctypes.addressof(people))
    with Handle("alumni_standard", "alumni_standard_default") as default:
        rest = {name: value for name, value in given.items() if name not in ("columns", "options")}
        document = default.json() | rest
    with (
        Handle("alumni_standard", "alumni_standard_parse", text(document)) as standard,
        Handle(
            "alumni_threshold_report",
            "alumni_standard_thresholds",
            *(standard.pointer, ctypes.addressof(people), text(given["options"])),
        ) as report,
    ):
        return with_table("thresholds", report)


def interactions(given):
    """The record that `given` has among its arguments."""
    return Handle("alumni_interactions", "alumni_interactions_from_json", text(given["events"]))


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


CALLS = {
    "engagement.interactions": engagement_interactions,
    "engagement.pulse": engagement_pulse,
    "engagement.traffic": engagement_traffic,
    "fairness.compa_ratio": pay("compa_ratio", "pay", "midpoint"),
    "fairness.range_penetration": pay("range_penetration", "pay", "minimum", "maximum"),
    "fairness.local_law_144": fairness_local_law_144,
    **{f"fairness.{name}": about_rates(name) for name in ("compare_rates", "power_of_rates")},
    "fairness.adjust_p_values": fairness_adjust_p_values,
    "fairness.expected_impact": fairness_expected_impact,
    "fairness.selection": fairness_selection,
    "fairness.strata": fairness_strata,
    "fairness.thresholds": fairness_thresholds,
}
