"""`engagement.*` of what is made of scores, through C."""

import ctypes
import json
from datetime import datetime

import library
import pyarrow

from .measures import interactions
from .returning import stream
from .through import C, Handle, date, done, read, text, texts


def model(given):
    made = "preset" if isinstance(given["model"], str) else "parse"
    return Handle("alumni_score_model", f"alumni_score_model_{made}", text(given["model"]))


def permission(given):
    listed = given.get("permitted")
    if listed is None:
        return Handle("alumni_permitted", "alumni_permitted_everyone")
    return Handle("alumni_permitted", "alumni_permitted_only", texts(listed), len(listed))


def grown(steps):
    """The log after the steps; the caller frees it."""
    log = Handle("alumni_activity_log", "alumni_activity_log_new")
    try:
        for step in steps:
            ((verb, what),) = step.items()
            call = f"alumni_activity_log_{verb}"
            if verb == "add":
                with interactions({"events": what}) as record:
                    done(call, log.pointer, record.pointer, None, None)
            elif verb == "merge":
                with grown(what) as other:
                    done(call, log.pointer, other.pointer, None, None)
            elif verb == "same_person":
                done(call, log.pointer, *map(str.encode, what))
            else:
                done(call, log.pointer, what.encode(), None)
    except BaseException:
        log.__exit__()
        raise
    return log


def activity_log(given):
    """engagement.activity_log: the bytes, which are read back"""
    with grown(given["steps"]) as log:
        length = ctypes.c_size_t()
        start = log("bytes", ctypes.byref(length))
        written = ctypes.string_at(start, length.value)
        given_back = (ctypes.c_uint8 * len(written)).from_buffer_copy(written)
        with Handle(
            "alumni_activity_log", "alumni_activity_log_from_bytes", given_back, len(written)
        ) as again:
            assert again("count") == log("count")
            assert again.json() == log.json()
        return {"bytes": written.hex()}


def score_change(given):
    """engagement.score_change"""
    days = date(given["from"]), date(given["until"])
    with (
        model(given) as rules,
        interactions(given) as record,
        permission(given) as permitted,
        Handle(
            "alumni_score_report",
            "alumni_score_model_why_between",
            *(rules.pointer, record.pointer, text(given["person"]), *days, permitted.pointer),
        ) as found,
    ):
        return found.json()


def ranks(given):
    """engagement.ranks"""
    with (
        model(given) as rules,
        interactions(given) as record,
        permission(given) as permitted,
        Handle(
            "alumni_scores",
            "alumni_score_model_score",
            *(rules.pointer, record.pointer, date(given["as_of"]), permitted.pointer),
        ) as scores,
        Handle(
            "alumni_score_report",
            "alumni_scores_ranks",
            *(scores.pointer, text(given["segments"]), text(given["options"])),
        ) as found,
    ):
        answer = found.json()
    # A table of scores does not say by which model and as of which day they are.
    told = {name: answer[name] for name in ("people", "segments", "reasons")}
    assert ranks_stream(answer["people"], given["options"]) == told
    return answer


def ranks_stream(people, options):
    """The same from a table of scores."""
    columns = {
        "person": pyarrow.array([row["person"] for row in people], pyarrow.string()),
        "segment": pyarrow.array([row["segment"] for row in people], pyarrow.string()),
        "score": pyarrow.array([row["score"] for row in people], pyarrow.float64()),
    }
    table, out, report = stream(columns), library.ArrowArrayStream(), ctypes.c_void_p()
    done(
        "alumni_engagement_ranks_stream",
        *(ctypes.addressof(table), text(options), ctypes.addressof(out), ctypes.byref(report)),
    )
    try:
        answer = json.loads(C.alumni_score_report_json(report))
    finally:
        C.alumni_score_report_free(report)
    return answer | {"people": read(out)}


def score_moves(given):
    """engagement.score_moves: from the scores, and with the same bands from their ranks"""
    with (
        model(given) as rules,
        interactions(given) as record,
        permission(given) as permitted,
        Handle(
            "alumni_scores",
            "alumni_score_model_score",
            *(rules.pointer, record.pointer, date(given["from"]), permitted.pointer),
        ) as before,
        Handle(
            "alumni_scores",
            "alumni_score_model_score",
            *(rules.pointer, record.pointer, date(given["until"]), permitted.pointer),
        ) as scores,
    ):
        asked = text(given["segments"]), text(given["options"])
        with Handle(
            "alumni_score_report", "alumni_scores_moves", scores.pointer, before.pointer, *asked
        ) as found:
            answer = found.json()
        with (
            Handle("alumni_score_report", "alumni_scores_ranks", scores.pointer, *asked) as ranks,
            Handle("alumni_score_report", "alumni_scores_ranks", before.pointer, *asked) as earlier,
            Handle(
                "alumni_score_report",
                "alumni_engagement_rank_moves",
                *(text(ranks.json()), text(earlier.json())),
            ) as plain,
        ):
            bands = [{name: row[name] for name in ("person", "from", "to", "score")} for row in answer]
            assert [{name: row[name] for name in bands[0]} for row in plain.json()] == bands
    return answer


def rfm(given):
    """engagement.rfm"""
    days = date(given["from"]), date(given["until"])
    if rules := given.get("model"):
        made = "preset" if isinstance(rules, str) else "parse"
        with (
            Handle("alumni_rfm_model", f"alumni_rfm_model_{made}", text(rules)) as rules,
            interactions(given) as record,
            permission(given) as permitted,
            Handle(
                "alumni_score_report",
                "alumni_rfm_model_measure",
                *(rules.pointer, record.pointer, *days, permitted.pointer),
            ) as found,
        ):
            return found.json()
    with (
        interactions(given) as record,
        permission(given) as permitted,
        Handle(
            "alumni_score_report", "alumni_engagement_rfm", record.pointer, *days, permitted.pointer
        ) as found,
    ):
        return found.json()


def modified(given):
    """The model for the purpose and the tenure asked for; the caller frees it."""
    made = model(given)
    for name, call, value in (
        ("purpose", "alumni_score_model_for_purpose", str.encode),
        ("years", "alumni_score_model_for_tenure", ctypes.c_uint32),
    ):
        if name in given:
            with made as before:
                made = Handle("alumni_score_model", call, before.pointer, value(given[name]))
    return made


def score_model(given):
    """engagement.score_model: the model as a document"""
    with modified(given) as rules:
        return rules.json()


def score(given):
    """engagement.score: `model` is a preset's name or a document"""
    with (
        model(given) as rules,
        interactions(given) as record,
        permission(given) as permitted,
        Handle(
            "alumni_scores",
            "alumni_score_model_score",
            *(rules.pointer, record.pointer, date(given["as_of"]), permitted.pointer),
        ) as scores,
    ):
        answer = scores.json()
        same_totals(given, answer, rules, permitted)
        return answer


def score_by_tenure(given):
    """engagement.score_by_tenure: from the events, and from a log of them"""
    with (
        modified(given) as rules,
        interactions(given) as record,
        grown([{"add": given["events"]}]) as log,
        permission(given) as permitted,
    ):
        asked = date(given["as_of"]), permitted.pointer, text(given["tenure_years"])
        plain = "alumni_score_model_score_by_tenure", rules.pointer, record.pointer
        kept = "alumni_activity_log_score_by_tenure", log.pointer, rules.pointer
        with (
            Handle("alumni_scores", *plain, *asked) as scores,
            Handle("alumni_scores", *kept, *asked) as again,
        ):
            answer = scores.json()
            assert again.json()["people"] == answer["people"]
        rows = recency_stream(given, rules, permitted)
        assert [row["person"] for row in rows] == [one["person"] for one in answer["people"]]
        assert [row["score"] for row in rows] == [one["score"] for one in answer["people"]]
        assert [row["recency_days"] for row in rows] == [one["recency_days"] for one in answer["people"]]
        same_totals(given, answer, rules, permitted)
        return answer


def same_totals(given, answer, rules, permitted):
    """That the scores of the same events without parts, each event once and in the order of time, are those of the answer."""
    events = {event["id"]: event for event in given["events"]}.values()
    told, rows = totals(sorted(events, key=at), given, rules, permitted)
    assert [(row["person"], row["score"]) for row in rows] == [
        (one["person"], one["score"]) for one in answer["people"]
    ]
    assert told["not_scored"] == answer["not_scored"]


def at(event):
    return datetime.fromisoformat(event["at"])


def totals(events, given, rules, permitted):
    """The report and the rows of scores without parts."""
    return scored("alumni_score_model_score_totals_stream", events, given, rules, permitted)


def scored(call, events, given, rules, permitted):
    columns = {
        name: pyarrow.array([event[name] for event in events], pyarrow.string())
        for name in ("actor", "kind", "actor_type")
    }
    columns["at"] = pyarrow.array([at(event) for event in events], pyarrow.timestamp("us", tz="UTC"))
    table, out, report = stream(columns), library.ArrowArrayStream(), ctypes.c_void_p()
    years = text(given["tenure_years"]) if "tenure_years" in given else None
    done(
        call,
        *(rules.pointer, ctypes.addressof(table), date(given["as_of"]), permitted.pointer),
        *(years, ctypes.addressof(out), ctypes.byref(report)),
    )
    try:
        answer = json.loads(C.alumni_score_report_json(report))
    finally:
        C.alumni_score_report_free(report)
    return answer, read(out)


def recency_stream(given, rules, permitted):
    """The same scores as a table with recency."""
    names = ("id", "actor", "kind", "actor_type", "target", "target_type", "thread", "prompted_by")
    columns = {
        name: pyarrow.array([event.get(name) for event in given["events"]], pyarrow.string())
        for name in names
    }
    columns["at"] = pyarrow.array([at(event) for event in given["events"]], pyarrow.timestamp("us", tz="UTC"))
    table, out = stream(columns), library.ArrowArrayStream()
    done(
        "alumni_score_model_score_recency_stream",
        *(rules.pointer, ctypes.addressof(table), date(given["as_of"]), permitted.pointer),
        *(text(given["tenure_years"]), ctypes.addressof(out), None),
    )
    return read(out)


def window_scores(given):
    """engagement.window_scores"""
    made = "preset" if isinstance(given["model"], str) else "parse"
    with (
        Handle("alumni_window_model", f"alumni_window_model_{made}", text(given["model"])) as rules,
        interactions(given) as record,
        permission(given) as permitted,
        Handle(
            "alumni_score_report",
            "alumni_window_model_measure",
            *(rules.pointer, record.pointer, date(given["as_of"]), text(given["window"]), permitted.pointer),
        ) as found,
    ):
        return found.json()


def score_table(given):
    """engagement.score_table: the people and their scores as a stream, the rest as a document"""
    with model(given) as rules, permission(given) as permitted:
        events = given["events"]
        answer, rows = scored("alumni_score_model_score_stream", events, given, rules, permitted)
        told, without = totals(events, given, rules, permitted)
    names = ("person", "score", "tenure_factor")
    assert told == answer
    assert without == [{name: row[name] for name in names if name in row} for row in rows]
    answer |= {"people": [row["person"] for row in rows], "scores": [row["score"] for row in rows]}
    if rows and "tenure_factor" in rows[0]:
        answer["tenure_factors"] = [row["tenure_factor"] for row in rows]
    return answer


def learn_half_life(given):
    """engagement.learn_half_life"""
    with (
        model(given) as rules,
        interactions(given) as record,
        permission(given) as permitted,
        Handle(
            "alumni_score_report",
            "alumni_score_model_learn_half_life",
            *(rules.pointer, record.pointer, date(given["as_of"]), text(given["options"]), permitted.pointer),
        ) as found,
    ):
        return found.json()


CALLS = {
    "engagement.activity_log": activity_log,
    "engagement.score": score,
    "engagement.score_change": score_change,
    "engagement.ranks": ranks,
    "engagement.score_moves": score_moves,
    "engagement.rfm": rfm,
    "engagement.score_table": score_table,
    "engagement.score_model": score_model,
    "engagement.score_by_tenure": score_by_tenure,
    "engagement.window_scores": window_scores,
    "engagement.learn_half_life": learn_half_life,
}
