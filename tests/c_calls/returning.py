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


def curves(name, lists):
    """The same, and the points as a table."""
    ask = reported(name)

    def call(given):
        answer = ask(given)
        options = text(given["options"]) if "options" in given else None
        out = library.ArrowArrayStream()
        with Counted(given) as found:
            done(f"alumni_durations_{name}_stream", found.pointer, options, ctypes.addressof(out))
        of = [{key: part[key] for key in ("group", "end") if key in part} for part in answer[lists]]
        points = [part["points"] for part in answer[lists]]
        assert read(out) == [
            {**names, **point} for names, each in zip(of, points, strict=True) for point in each
        ]
        return answer

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


def calibration(given):
    """engagement.calibration, and its groups as a table"""
    answer = of_table("alumni_engagement_calibration")(given)
    table, out = stream(given["columns"]), library.ArrowArrayStream()
    done(
        "alumni_engagement_calibration_stream",
        *(ctypes.addressof(table), text(given["options"]), ctypes.addressof(out)),
    )
    rows = [
        {key: part[key] for key in ("from", "until", "mean_predicted")}
        | {"happened": part["happened"]["count"]}
        | {key: part["happened"][key] for key in ("of", "share", "lower", "upper")}
        for part in answer["bins"]
    ]
    assert read(out) == rows
    return answer


def cox_predict(given):
    """engagement.cox_predict"""
    table, rows, out = stream(given["columns"]), stream(given["rows"]), library.ArrowArrayStream()
    times = given["times"]
    with Handle(
        "alumni_return_report",
        "alumni_engagement_cox",
        *(ctypes.addressof(table), text(given["options"])),
    ) as fit:
        done(
            "alumni_engagement_cox_predict_stream",
            *(text(fit.json()), ctypes.addressof(rows), (ctypes.c_double * len(times))(*times), len(times)),
            ctypes.addressof(out),
        )
    told = read(out)
    return {
        "times": [float(time) for time in times],
        "log_hazard": [row["log_hazard"] for row in told],
        "survival": [[row[f"survival_{time:g}"] for row in told] for time in times],
    }


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
    "engagement.kaplan_meier": curves("kaplan_meier", "curves"),
    "engagement.nelson_aalen": curves("nelson_aalen", "hazards"),
    "engagement.aalen_johansen": curves("aalen_johansen", "incidences"),
    "engagement.log_rank": log_rank,
    "engagement.weibull": reported("weibull"),
    "engagement.cox": of_table("alumni_engagement_cox"),
    "engagement.cox_predict": cox_predict,
    "engagement.concordance": of_table("alumni_engagement_concordance"),
    "engagement.fit_repeat": of_table("alumni_engagement_fit_repeat", "model"),
    "engagement.fit_value": of_table("alumni_engagement_fit_value"),
    "engagement.calibration": calibration,
    "engagement.predict": predict,
    "engagement.mean_value": mean_value,
}
