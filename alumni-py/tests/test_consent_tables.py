"""Events, questions and lists as tables: in from every library, out again, as rows say one by one; and the pictures."""

import itertools
import json
import pickle
import sys
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import alumni as al
import pandas as pd  # type: ignore[import-untyped, unused-ignore]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pytest
from alumni.consent import Answers, EventTable, Funnel, Timeline

TOKYO = timezone(timedelta(hours=9))
NOW = datetime(2026, 4, 1, tzinfo=TOKYO)
PURPOSES = [
    al.consent.Purpose("job_contact", {"en": "Jobs", "ja": "求人のご案内"}, "consent"),
    al.consent.Purpose("newsletter", {"en": "Newsletter", "ja": "会報"}, "legitimate_interest"),
]
NOTICES = [al.consent.Notice("alumni", 1, ["job_contact"], text={"en": "We may write to you about jobs."})]


def empty() -> al.Ledger:
    return al.Ledger(PURPOSES, NOTICES)


def at(year: int, month: int = 1) -> datetime:
    return datetime(year, month, 1, 9, tzinfo=TOKYO)


EVENTS: list[dict[str, Any]] = [
    {"id": "1", "subject": "w-1", "kind": "given", "occurred_at": at(2024), "notice_id": "alumni"},
    {"id": "2", "subject": "w-2", "kind": "given", "occurred_at": at(2024), "notice_id": "alumni"},
    {"id": "3", "subject": "w-2", "kind": "withdrawn", "occurred_at": at(2025)},
    {"id": "4", "subject": "w-3", "kind": "requested", "occurred_at": at(2025), "channel": "email"},
    {"id": "5", "subject": "w-4", "kind": "given", "occurred_at": at(2024), "bundled_with": ["severance"]},
]
FIELDS: dict[str, Any] = {
    "source": pl.String,
    "id": pl.String,
    "subject": pl.String,
    "purpose": pl.Categorical,
    "kind": pl.Categorical,
    "occurred_at": pl.Datetime("us", "Asia/Tokyo"),
    "received_at": pl.Datetime("ns", "UTC"),
    "channel": pl.Enum(["email", "sms"]),
    "notice_id": pl.String,
    "notice_version": pl.Int32,
    "bundled_with": pl.List(pl.String),
}
FRAME = pl.DataFrame(
    [
        {name: None for name in FIELDS}
        | {"source": "form", "purpose": "job_contact", "received_at": event["occurred_at"]}
        | {"notice_version": 1 if "notice_id" in event else None}
        | event
        for event in EVENTS
    ],
    schema=FIELDS,
)
LIBRARIES: list[Callable[[pl.DataFrame], Any]] = [
    lambda frame: frame,
    lambda frame: frame.lazy().collect(),
    lambda frame: frame.to_arrow(),
    lambda frame: pa.Table.from_batches(frame.to_arrow().to_batches(max_chunksize=2)),
    lambda frame: frame.to_pandas(),
    lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
    lambda frame: pa.RecordBatchReader.from_batches(frame.to_arrow().schema, frame.to_arrow().to_batches()),
]


def told() -> al.Ledger:
    ledger = empty()
    ledger.extend_table(FRAME)
    return ledger


LEDGER = told()
QUESTIONS = pl.DataFrame({"subject": ["w-1", "w-2", "w-3", "w-4", "nobody"]})
ANSWERS = LEDGER.may_table(QUESTIONS, purpose="job_contact", channel="email", at=NOW, id="subject")


@pytest.mark.parametrize("library", LIBRARIES)
def test_events_of_every_library_are_the_events_one_by_one(library: Callable[[pl.DataFrame], Any]) -> None:
    ledger, one_by_one = empty(), empty()
    extended = ledger.extend_table(library(FRAME))
    assert (extended.added, extended.duplicates) == (5, 0)
    for event in EVENTS:
        notice = ("alumni", 1) if "notice_id" in event else None
        rest = {name: event[name] for name in ("occurred_at", "channel", "bundled_with") if name in event}
        one_by_one.extend(
            [
                al.consent.Event(
                    "form", event["id"], event["subject"], "job_contact", event["kind"], notice=notice, **rest
                )
            ]
        )
    assert ledger.state_hash == one_by_one.state_hash


@pytest.mark.parametrize(
    "out", [lambda t: t, EventTable.to_polars, EventTable.to_pandas, EventTable.to_arrow]
)
def test_what_goes_out_comes_in_again(out: Callable[[EventTable], Any]) -> None:
    events = LEDGER.event_table()
    copy = empty()
    assert copy.extend_table(out(events)).added == 5
    assert copy.state_hash == LEDGER.state_hash
    assert LEDGER.extend_table(out(events)).duplicates == 5
    assert EventTable.read(out(events)) == events
    assert [event.id for event in events.events] == ["1", "2", "3", "4", "5"]


def test_a_table_of_events_is_a_value() -> None:
    events = LEDGER.event_table()
    assert len(events) == 5
    assert repr(events) == "<EventTable 5 events>"
    assert pickle.loads(pickle.dumps(events)) == events
    assert EventTable.from_json(events.to_json()) == events
    assert hash(events) == hash(LEDGER.event_table())
    nothing = empty().event_table()
    assert len(nothing) == 0
    assert empty().extend_table(nothing).added == 0
    assert nothing.to_polars().columns == events.to_polars().columns


@pytest.mark.parametrize(
    ("wrong", "kind", "said"),
    [
        (
            FRAME.with_columns(pl.col("occurred_at").dt.replace_time_zone(None)),
            al.WrongTypeError,
            "occurred_at: expected timestamps in a time zone, got some without; say which zone they are in",
        ),
        (
            FRAME.with_columns(kind=pl.Series(["given", "given", "widthdrawn", "requested", "given"])),
            al.UnknownNameError,
            "kind: row 2: expected a known kind of event, got `widthdrawn`; did you mean `withdrawn`?",
        ),
        (FRAME.with_columns(chanel=pl.lit("email")), al.UnknownNameError, "did you mean `channel`"),
        (FRAME.drop("subject"), al.MissingError, "subject: expected a column of this name"),
        (
            FRAME.with_columns(purpose=pl.lit("payroll")),
            al.UnknownNameError,
            "purpose: row 0: expected a known purpose",
        ),
        (FRAME.with_columns(id=pl.lit("1")), al.InconsistentError, "row 1: expected event"),
        (FRAME["subject"], al.WrongTypeError, "expected a table"),
        (EVENTS, al.WrongTypeError, "expected a table with an Arrow interface"),
    ],
)
def test_what_cannot_be_taken_in_is_told_and_nothing_is(
    wrong: Any, kind: type[al.AlumniError], said: str
) -> None:
    ledger = empty()
    with pytest.raises(kind) as raised:
        ledger.extend_table(wrong)
    assert said in str(raised.value)
    assert len(ledger) == 0


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_table_of_questions_is_answered_as_its_rows(library: Callable[[pl.DataFrame], Any]) -> None:
    frame = pl.DataFrame(
        {
            "subject": ["w-1", "w-2", "w-2", "w-3", "w-4", "nobody"],
            "purpose": pl.Series(["job_contact"] * 4 + ["newsletter", "newsletter"], dtype=pl.Categorical),
            "channel": ["email", "email", None, "sms", "postal", None],
            "at": [at(2024, 6), at(2024, 6), at(2026), at(2026), at(2026), at(2026)],
            "known_at": [None, None, at(2024, 6), None, None, None],
        },
        schema_overrides={"at": pl.Datetime("ms", "UTC"), "known_at": pl.Datetime("us", "Asia/Tokyo")},
    )
    answers = LEDGER.may_table(library(frame))
    assert len(answers) == 6
    for row, answer in zip(frame.to_dicts(), answers, strict=True):
        one = LEDGER.may(row.pop("subject"), row.pop("purpose"), **row)
        assert (answer.verdict, answer.is_allowed) == (one.verdict, one.is_allowed)
        assert answer.reasons == [reason.code for reason in one.reasons]
        assert answer.evidence == one.evidence
        assert answer.obligations == one.obligations
        assert answer.valid_until == one.valid_until


def test_answers_are_a_sequence_and_a_table() -> None:
    assert [row.verdict.value for row in ANSWERS] == ["allowed", "denied", "denied", "denied", "denied"]
    assert repr(ANSWERS[0]) == "<AnswerRow 'w-1': allowed>"
    assert ANSWERS[-1].id == "nobody"
    with pytest.raises(IndexError):
        ANSWERS[5]
    frame = ANSWERS.to_polars()
    assert frame.columns == [
        "subject",
        "verdict",
        "reason",
        "reasons",
        "evidence",
        "obligations",
        "valid_until",
    ]
    assert frame["reason"].to_list() == [
        "consent-given",
        "consent-withdrawn",
        "consent-requested",
        "consent-without-notice",
        "consent-never-asked",
    ]
    assert frame["evidence"].to_list()[1] == [{"source": "form", "id": "3"}]
    assert ANSWERS.to_pandas()["verdict"].tolist() == frame["verdict"].to_list()
    assert ANSWERS.to_arrow().schema.metadata[b"alumni.options"].startswith(b'{"purpose":"job_contact"')
    assert [row["id"] for row in ANSWERS.to_dicts()] == QUESTIONS["subject"].to_list()
    assert ANSWERS.options["channel"] == "email"
    assert ANSWERS.counts()["denied"] == 4
    assert str(ANSWERS).splitlines()[0] == "5 rows: Allowed 1, Review 0, Denied 4"
    assert ANSWERS.text("ja").startswith("5行：")
    assert repr(ANSWERS) == "<Answers 5 rows: 1 allowed, 0 review, 4 denied>"
    assert "<td" in ANSWERS._repr_html_()


def test_answers_are_values() -> None:
    for value in (ANSWERS, ANSWERS[1]):
        assert pickle.loads(pickle.dumps(value)) == value
        assert type(value).from_dict(value.to_dict()) == value
        assert hash(value) == hash(type(value).from_json(value.to_json()))
    assert LEDGER.may_table(QUESTIONS, purpose="job_contact", at=NOW, id="subject") != ANSWERS
    bare = LEDGER.may_table(QUESTIONS, purpose="job_contact", at=NOW, evidence=False)
    assert bare[1].evidence == []
    assert "evidence" not in bare.to_polars().columns
    assert bare.id is None
    with pytest.raises(al.AlumniError):
        Answers.from_json(ANSWERS.to_json().replace('"verdicts":[0,', '"verdicts":[7,'))


def test_a_row_that_cannot_be_asked_is_a_fault_or_denied() -> None:
    frame = QUESTIONS.with_columns(
        purpose=pl.Series(["job_contact", "jobs", "newsletter", None, "newsletter"])
    )
    with pytest.raises(al.UnknownNameError) as raised:
        LEDGER.may_table(frame, at=NOW)
    assert raised.value.path == "purpose: row 1"
    answers = LEDGER.may_table(frame, at=NOW, faults="denied")
    assert answers[1].reasons == ["consent-question-unusable"]
    assert not answers[3].is_allowed
    assert [(found["column"], found["count"], found["rows"]) for found in answers.unusable] == [
        ("purpose", 2, [1, 3])
    ]


@pytest.mark.parametrize(
    ("arguments", "kind", "path"),
    [
        ({"purpose": "job_contact"}, al.MissingError, "at"),
        ({"at": NOW}, al.MissingError, "purpose"),
        ({"at": NOW, "purpose": "jobs"}, al.UnknownNameError, "purpose"),
        ({"at": NOW, "purpose": "job_contact", "id": "who"}, al.UnknownNameError, "id"),
        ({"at": NOW, "purpose": "job_contact", "faults": "review"}, al.UnknownNameError, "faults"),
        ({"at": datetime(2026, 4, 1), "purpose": "job_contact"}, al.WrongTypeError, "at"),
        ({"at": NOW, "purpose": "job_contact", "channel": "fax"}, al.UnknownNameError, "channel"),
        ({"at": NOW, "purpose": "job_contact", "progress": 3}, al.WrongTypeError, "progress"),
    ],
)
def test_arguments_that_cannot_be_used_are_named(
    arguments: Any, kind: type[al.AlumniError], path: str
) -> None:
    with pytest.raises(kind) as raised:
        LEDGER.may_table(QUESTIONS, **arguments)
    assert raised.value.path == path


def test_who_hears_of_progress_may_use_the_ledger_and_end_the_work() -> None:
    batches = pa.Table.from_batches(FRAME.to_arrow().to_batches(max_chunksize=2))
    ledger = empty()
    heard: list[int] = []
    ledger.extend_table(batches, progress=heard.append)
    assert heard == [2, 4, 5]
    questions = pa.concat_tables([QUESTIONS.to_arrow()] * 3)

    def grow(rows: int) -> None:
        ledger.extend(
            [al.consent.Event("x", str(rows), "w-9", "job_contact", "refused", occurred_at=at(2025))]
        )
        assert ledger.subjects[-1] == "w-9"

    answers = ledger.may_table(questions, purpose="job_contact", at=NOW, progress=grow)
    assert len(answers) == 15

    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    before = ledger.state_hash
    with pytest.raises(KeyboardInterrupt):
        ledger.extend_table(batches, progress=stop)
    with pytest.raises(KeyboardInterrupt):
        ledger.may_table(questions, purpose="job_contact", at=NOW, progress=stop)
    assert ledger.state_hash == before


def test_a_ledger_is_asked_and_grows_at_once() -> None:
    ledger = told()
    failed: list[Answers] = []

    def grow() -> None:
        for number in range(20):
            ledger.extend_table(FRAME.with_columns(source=pl.lit(f"s{number}")))

    def ask() -> None:
        for _ in range(20):
            found = ledger.may_table(QUESTIONS, purpose="job_contact", at=NOW)
            if [row.is_allowed for row in found][1:] != [False] * 4:
                failed.append(found)

    threads = [threading.Thread(target=work) for work in (grow, ask, ask)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(ledger) == 105


def test_a_list_may_be_a_table() -> None:
    frame = pl.DataFrame(
        {
            "subject": ["w-8", "w-9"],
            "answer": ["yes", "no"],
            "occurred_at": [date(2021, 5, 1), date(2021, 6, 1)],
            "notice_version": [1, None],
            "notice_id": ["alumni", None],
        }
    )
    options: Any = {"source": "list", "purpose": "job_contact", "received_at": NOW, "utc_offset": "+09:00"}
    wanted = LEDGER.import_list(frame.write_csv(), **options)
    for table in (frame, frame.to_pandas(), frame.to_arrow()):
        report = LEDGER.import_list(table, **options)
        assert report == wanted
    assert [row["remedy"] for row in wanted.rows] == ["honour_no", "complete_evidence"]
    zoned = frame.with_columns(occurred_at=pl.Series([at(2021), at(2021)]))
    assert LEDGER.import_list(zoned, **options).rows[1]["missing"] != wanted.rows[1]["missing"]
    with pytest.raises(al.WrongTypeError, match="line 2, column 2"):
        LEDGER.import_list(frame.with_columns(answer=pl.lit([["yes"]]).list.first()), **options)


# Pictures


def drawing() -> Any:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    return plt


TIMELINE = LEDGER.timeline("w-2", until=NOW)


def test_a_timeline_has_the_periods_of_each_lane() -> None:
    (lane,) = TIMELINE.lanes
    assert [(span["from"], span["state"]["decision"]) for span in lane["spans"]] == [
        ("2024-01-01T00:00:00Z", "given"),
        ("2025-01-01T00:00:00Z", "withdrawn"),
    ]
    assert (TIMELINE.subject, TIMELINE.begin, TIMELINE.until) == ("w-2", at(2024), NOW)
    assert repr(TIMELINE) == "<Timeline of 'w-2': 1 lanes>"
    assert pickle.loads(pickle.dumps(TIMELINE)) == TIMELINE
    assert Timeline.from_dict(TIMELINE.to_dict()) == TIMELINE
    assert "withdrawn" in TIMELINE._repr_html_()
    before = LEDGER.timeline("w-2", until=NOW, known_at=at(2024, 6))
    assert [span["state"]["decision"] for span in before.lanes[0]["spans"]] == ["given"]
    assert LEDGER.timeline("nobody", until=NOW).begin is None


@pytest.mark.parametrize(("lang", "words"), [("en", ["given", "withdrawn"]), ("ja", ["同意", "撤回"])])
def test_a_timeline_is_drawn_in_lanes(lang: str, words: list[str]) -> None:
    plt = drawing()
    axes = TIMELINE.plot(lang=lang)
    import matplotlib.dates

    date2num: Any = matplotlib.dates.date2num

    widths = [bar.get_width() for bar in axes.patches]
    ends = [at(2024), at(2025), NOW]
    assert widths == pytest.approx([date2num(b) - date2num(a) for a, b in itertools.pairwise(ends)])
    assert [line.get_xdata()[0] for line in axes.lines] == [date2num(at(2024)), date2num(at(2025))]
    labels = [text.get_text() for text in axes.get_legend().get_texts()]
    assert labels == [*words, *words]
    assert [text.get_text() for text in axes.get_yticklabels()] == [
        "Jobs" if lang == "en" else "求人のご案内"
    ]
    _, own = plt.subplots()
    assert LEDGER.timeline("nobody", until=NOW).plot(own) is own
    before = LEDGER.timeline("w-3", until=NOW, known_at=at(2025, 6)).plot(lang=lang)
    assert "2026-03-31 15:00 UTC" in before.get_title()
    assert "2025-06-01 00:00 UTC)" in before.get_title()
    plt.close("all")


def test_a_funnel_counts_and_is_drawn() -> None:
    plt = drawing()
    contacts = al.consent.Contacts({"id": "contact", "version": 1})
    contacts.pause("w-1", from_=at(2026))
    people = QUESTIONS["subject"].to_list()
    funnel = LEDGER.funnel("job_contact", channel="email", at=NOW, among=people, contacts=contacts)
    counts = [(step["stage"], step["people"]) for step in funnel.steps]
    assert counts == [
        ("people", 5),
        ("known", 4),
        ("asked", 4),
        ("agreed", 2),
        ("standing", 1),
        ("allowed", 1),
        ("reachable", 0),
    ]
    assert [stage for stage, _ in counts] == [stage.value for stage in al.consent.FunnelStage]
    assert (funnel.reachable, funnel.purpose, funnel.channel, funnel.at) == (0, "job_contact", "email", NOW)
    assert repr(funnel) == "<Funnel 'job_contact': 0 of 5>"
    assert pickle.loads(pickle.dumps(funnel)) == funnel
    assert Funnel.from_json(funnel.to_json()) == funnel
    assert "asked for a pause 1" in str(funnel)
    assert "対象者：5" in funnel.text("ja")
    assert "<td" in funnel._repr_html_()
    for lang, first in (("en", "people"), ("ja", "対象者")):
        axes = funnel.plot(lang=lang)
        assert [bar.get_width() for bar in axes.patches] == [people for _, people in counts]
        assert axes.get_yticklabels()[0].get_text() == first
    _, own = plt.subplots()
    assert funnel.plot(own) is own
    plt.close("all")
    for series in (QUESTIONS["subject"], QUESTIONS.to_pandas()["subject"], QUESTIONS.to_arrow()["subject"]):
        assert LEDGER.funnel("job_contact", channel="email", at=NOW, among=series).steps[0]["people"] == 5
    everyone = LEDGER.funnel("newsletter", at=NOW)
    assert [(step["stage"], step["people"]) for step in everyone.steps] == [("people", 4), ("allowed", 4)]
    with pytest.raises(al.MissingError):
        LEDGER.funnel("job_contact", at=NOW, contacts=contacts)
    with pytest.raises(al.UnknownNameError):
        LEDGER.funnel("jobs", at=NOW)


def test_answers_are_drawn_by_reason() -> None:
    plt = drawing()
    axes = ANSWERS.plot()
    assert sum(bar.get_width() for bar in axes.patches) == 5
    assert axes.get_title() == "5 rows: Allowed 1, Review 0, Denied 4"
    assert ANSWERS.plot(lang="ja").get_title().startswith("5行")
    _, own = plt.subplots()
    assert ANSWERS.plot(own) is own
    plt.close("all")


@pytest.mark.parametrize("value", [ANSWERS, TIMELINE, LEDGER.funnel("newsletter", at=NOW)])
def test_without_matplotlib_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch, value: Any) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(ImportError, match=r"pip install 'alumni\[plot\]'"):
        value.plot()


def test_json_of_answers_says_what_they_say() -> None:
    document = json.loads(ANSWERS.to_json())
    assert document["ids"] == QUESTIONS["subject"].to_list()
    assert document["answers"]["verdicts"] == [0, 2, 2, 2, 2]


def test_arrow_streams_are_given_as_often_as_they_are_asked_for() -> None:
    for value in (ANSWERS, LEDGER.event_table()):
        assert pa.table(value).equals(pa.table(value))
        assert pa.table(value).equals(value.to_arrow())


def test_pandas_keeps_what_is_missing_missing() -> None:
    frame = LEDGER.event_table().to_pandas()
    assert frame["notice_version"].isna().sum() == 3
    assert isinstance(frame["occurred_at"].dtype, pd.DatetimeTZDtype)
    assert frame["occurred_at"].iloc[0] == at(2024).astimezone(UTC)
