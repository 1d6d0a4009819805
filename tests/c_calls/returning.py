"""`engagement.*` of durations and returns through C."""

import ctypes

import library
import pyarrow

from .through import Handle, text


def stream(columns):
    """A table as a C stream of several batches; pyarrow gives a column of nothing but nulls no type."""
    table = pyarrow.table(columns)
    made = library.ArrowArrayStream()
    reader = pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=50))
    reader._export_to_c(ctypes.addressof(made))
    return made


class Counted:
    """The durations that `given` has among its arguments, all handles freed at the end of a `with` block."""

    def __init__(self, given):
        self.given, self.handles = given, []

    def __enter__(self):
        table = stream(self.given["columns"])
        made = Handle(
            "alumni_durations",
            "alumni_durations_from_stream",
            *(ctypes.addressof(table), text(self.given["columns_are"])),
        )
        self.handles.append(made)
        if "only" in self.given:
            try:
                only = text(self.given["only"])
                made = Handle("alumni_durations", "alumni_durations_only", made.pointer, only)
            except BaseException:
                self.__exit__()
                raise
            self.handles.append(made)
        return made

    def __exit__(self, *_):
        for handle in self.handles:
            handle.__exit__()


def durations(given):
    """engagement.durations"""
    with Counted(given) as found:
        return found.json()


def reported(name):
    """A call that asks durations one thing, with options."""

    def call(given):
        options = text(given["options"]) if "options" in given else None
        with (
            Counted(given) as found,
            Handle("alumni_return_report", f"alumni_durations_{name}", found.pointer, options) as report,
        ):
            return report.json()

    return call


def log_rank(given):
    """engagement.log_rank"""
    with (
        Counted(given) as found,
        Handle("alumni_return_report", "alumni_durations_log_rank", found.pointer) as report,
    ):
        return report.json()


def cox(given):
    """engagement.cox"""
    table = stream(given["columns"])
    with Handle(
        "alumni_return_report",
        "alumni_engagement_cox",
        *(ctypes.addressof(table), text(given["options"])),
    ) as fit:
        return fit.json()


CALLS = {
    "engagement.durations": durations,
    "engagement.kaplan_meier": reported("kaplan_meier"),
    "engagement.nelson_aalen": reported("nelson_aalen"),
    "engagement.aalen_johansen": reported("aalen_johansen"),
    "engagement.log_rank": log_rank,
    "engagement.weibull": reported("weibull"),
    "engagement.cox": cox,
}
