"""`engagement.*` of durations and returns through C."""

import ctypes

import library
import pyarrow

from .through import Handle, asked, done, read, text


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


def of_table(function, *names):
    """A call with a table whose report is the answer; `names` are arguments before the options."""

    def call(given):
        table = stream(given["columns"])
        options = text(given["options"]) if "options" in given else None
        arguments = [text(given[name]) for name in names]
        with Handle("alumni_return_report", function, ctypes.addressof(table), *arguments, options) as found:
            return found.json()

    return call


def predict(given):
    """engagement.predict: one person after the other, and the whole table"""
    numbers = [ctypes.c_double(given[name]) for name in ("frequency", "recency", "age", "horizon")]
    law = text(given["law"])
    with Handle("alumni_return_report", "alumni_engagement_predict", law, *numbers) as found:
        answer = found.json()
    names = ("frequency", "recency", "age")
    table = stream({name: [float(given[name])] for name in names})
    out = library.ArrowArrayStream()
    done(
        "alumni_engagement_predict_stream",
        *(law, ctypes.addressof(table), None, numbers[3], ctypes.addressof(out)),
    )
    assert read(out) == [answer]
    return answer


def mean_value(given):
    """engagement.mean_value"""
    numbers = [ctypes.c_double(given[name]) for name in ("frequency", "value")]
    mean = asked("alumni_engagement_mean_value", text(given["law"]), *numbers, out=ctypes.c_double).value
    return None if mean != mean else mean


CALLS = {
    "engagement.durations": durations,
    "engagement.kaplan_meier": reported("kaplan_meier"),
    "engagement.nelson_aalen": reported("nelson_aalen"),
    "engagement.aalen_johansen": reported("aalen_johansen"),
    "engagement.log_rank": log_rank,
    "engagement.weibull": reported("weibull"),
    "engagement.cox": of_table("alumni_engagement_cox"),
    "engagement.fit_repeat": of_table("alumni_engagement_fit_repeat", "model"),
    "engagement.fit_value": of_table("alumni_engagement_fit_value"),
    "engagement.calibration": of_table("alumni_engagement_calibration"),
    "engagement.predict": predict,
    "engagement.mean_value": mean_value,
}
