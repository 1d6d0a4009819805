"""Tables of pandas, polars, pyarrow and DuckDB through a policy, row for row as `decide`, and out again."""

import copy
import gc
import json
import pickle
import random
import re
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import alumni as al
import duckdb
import pandas as pd  # type: ignore[import-untyped, unused-ignore]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pytest
from alumni.eligibility import DecidedRow, Decisions
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped, unused-ignore]

AS_OF = date(2026, 4, 1)
POLICY = al.Policy.parse("""
id = "return-track"
version = 3
[[criteria]]
id = "service"
require = "tenure >= 5 years or grade >= 3"
[[criteria]]
id = "cooling-off"
require = "since_separation >= 6 months"
[[criteria]]
id = "conduct"
bar = "separation_kind = involuntary_cause"
[[criteria]]
id = "flag"
review = "rehire_flag in [upon_review, not_answered]"
""")


def people(count: int = 400) -> list[dict[str, Any]]:
    """Made-up rows, of which some cells are missing."""
    draw = random.Random(7)
    rows = []
    for number in range(count):
        start = date(2005, 1, 31) + timedelta(days=draw.randrange(7000))
        row = {
            "worker_id": f"w-{number}",
            "start_date": start,
            "separation_date": start + timedelta(days=draw.randrange(4000)),
            "grade": draw.randrange(6),
            "separation_kind": draw.choice(["voluntary", "involuntary_cause", "retirement"]),
            "rehire_flag": draw.choice(["yes", "upon_review", "absent"]),
            "photo": b"\x00",
        }
        for name in ("start_date", "separation_date", "grade", "separation_kind"):
            if draw.random() < 0.05:
                row[name] = None
        rows.append(row)
    return rows


ROWS = people()
ARROW = pa.Table.from_pylist(ROWS)


def by_hand() -> list[tuple[str, date | None, dict[str, str]]]:
    """What `decide` says of each row as a worker whose facts are supplied."""
    told = []
    for row in ROWS:
        facts = {name: value for name, value in row.items() if name not in ("worker_id", "photo")}
        decision = POLICY.decide({"id": row["worker_id"], "facts": facts}, as_of=AS_OF)
        statuses = {found.id: found.status.value for found in decision.criteria}
        told.append((decision.outcome.value, decision.eligible_on, statuses))
    return told


EXPECTED = by_hand()


def dictionary() -> pa.Table:
    """The table with texts as dictionaries of 16-bit keys."""
    table = ARROW
    for name in ("separation_kind", "rehire_flag"):
        column = table[name].cast(pa.dictionary(pa.int16(), pa.large_string()))
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table


def relation() -> Any:
    """A relation of DuckDB."""
    connection = duckdb.connect()
    connection.register("people", ARROW)
    return connection.sql("select * from people")


def pandas_dates() -> pd.DataFrame:
    """A frame of pandas with its own types, dates as timestamps."""
    frame = pd.DataFrame(ROWS)
    for name in ("start_date", "separation_date"):
        frame[name] = pd.to_datetime(frame[name])
    frame["separation_kind"] = frame["separation_kind"].astype("category")
    frame["grade"] = frame["grade"].astype("Int8")
    return frame


class OnlyArray:
    """What hands over one array of structs, as batches do."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.batch = batch

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        pair: tuple[object, object] = self.batch.__arrow_c_array__(requested_schema)
        return pair


TABLES: dict[str, Callable[[], Any]] = {
    "pyarrow": lambda: ARROW,
    "pyarrow, many batches": lambda: pa.Table.from_batches(ARROW.to_batches(max_chunksize=7)),
    "pyarrow, a slice": lambda: pa.concat_tables([ARROW.slice(390), ARROW]).combine_chunks().slice(10),
    "pyarrow, dictionaries": dictionary,
    "pyarrow, a reader": lambda: pa.RecordBatchReader.from_batches(
        ARROW.schema, iter(ARROW.to_batches(max_chunksize=50))
    ),
    "pyarrow, a batch": lambda: ARROW.combine_chunks().to_batches()[0],
    "an array of structs": lambda: OnlyArray(ARROW.combine_chunks().to_batches()[0]),
    "polars": lambda: pl.DataFrame(ARROW),
    "polars, categories": lambda: pl.DataFrame(ARROW).cast(
        {"separation_kind": pl.Categorical, "rehire_flag": pl.Enum(["yes", "upon_review", "absent"])}
    ),
    "polars, datetimes": lambda: pl.DataFrame(ARROW).cast({"start_date": pl.Datetime("ns")}),
    "pandas": pandas_dates,
    "pandas over Arrow": lambda: ARROW.to_pandas(types_mapper=pd.ArrowDtype),
    "DuckDB": relation,
}


@pytest.mark.parametrize("name", TABLES)
def test_every_library_gets_the_answers_of_decide(name: str) -> None:
    decisions = POLICY.decide_table(TABLES[name](), as_of=AS_OF, id="worker_id")
    assert len(decisions) == len(ROWS)
    for row, source, (outcome, eligible_on, statuses) in zip(decisions, ROWS, EXPECTED, strict=True):
        assert row.id == source["worker_id"]
        assert (row.outcome, row.eligible_on) == (outcome, eligible_on)
        assert row.statuses == statuses
    assert {row.outcome.value for row in decisions} == {
        "eligible",
        "conditional",
        "undetermined",
        "ineligible",
    }


DECISIONS = POLICY.decide_table(ARROW, as_of=AS_OF, id="worker_id")
COLUMNS = ["worker_id", "outcome", "eligible_on", "unmet", "unknown", "review"]


def test_answers_go_out_to_every_library() -> None:
    outcomes = [outcome for outcome, _, _ in EXPECTED]
    days = [day for _, day, _ in EXPECTED]
    table = DECISIONS.to_arrow()
    assert table.column_names == COLUMNS
    assert table.equals(pa.table(DECISIONS))
    assert table["outcome"].to_pylist() == outcomes
    assert table["eligible_on"].to_pylist() == days
    for column, status in (("unmet", "unmet"), ("unknown", "unknown"), ("review", "review")):
        wanted = [{name: found == status for name, found in row.items()} for _, _, row in EXPECTED]
        assert table[column].to_pylist() == wanted
    metadata = table.schema.metadata
    assert metadata[b"alumni.policy_hash"].decode() == POLICY.hash
    assert metadata[b"alumni.as_of"] == b"2026-04-01"

    frame = DECISIONS.to_polars()
    assert frame.columns == COLUMNS
    assert frame["outcome"].to_list() == outcomes
    assert frame["eligible_on"].to_list() == days
    assert frame["unmet"].struct.field("service").sum() == DECISIONS.counts()["criteria"][0]["rows"]["unmet"]

    frame = DECISIONS.to_pandas()
    assert frame["outcome"].tolist() == outcomes
    counted = duckdb.connect().sql("select outcome, count(*) from frame group by 1").fetchall()
    assert dict(counted) == {name: count for name, count in DECISIONS.counts()["outcomes"].items() if count}
    assert DECISIONS.to_dicts()[0] == {
        "worker_id": "w-0",
        "outcome": EXPECTED[0][0],
        "eligible_on": EXPECTED[0][1],
        "statuses": EXPECTED[0][2],
    }


def test_counts_and_what_each_criterion_removes_are_those_of_the_rows() -> None:
    counts = DECISIONS.counts()
    for outcome in al.Outcome:
        assert counts["outcomes"][outcome.value] == sum(row[0] == outcome for row in EXPECTED)
    left = [statuses for _, _, statuses in EXPECTED]
    for place, (name, removed) in enumerate(DECISIONS.removed().items()):
        found = counts["criteria"][place]
        assert found["id"] == name
        for status in ("met", "unmet", "review", "unknown"):
            assert found["rows"][status] == sum(row[2][name] == status for row in EXPECTED)
        assert removed == sum(statuses[name] == "unmet" for statuses in left)
        left = [statuses for statuses in left if statuses[name] != "unmet"]
    assert len(EXPECTED) - len(left) == counts["outcomes"]["ineligible"]


def test_decisions_are_values() -> None:
    again = POLICY.decide_table(pl.DataFrame(ARROW), as_of=AS_OF, id="worker_id")
    for other in (again, pickle.loads(pickle.dumps(DECISIONS)), copy.deepcopy(DECISIONS)):
        assert other == DECISIONS
        assert hash(other) == hash(DECISIONS)
        assert other.to_arrow()["outcome"].equals(DECISIONS.to_arrow()["outcome"])
    assert Decisions.from_json(DECISIONS.to_json()) == DECISIONS
    assert POLICY.decide_table(ARROW, as_of=date(2020, 1, 1), id="worker_id") != DECISIONS
    assert POLICY.decide_table(ARROW, as_of=AS_OF) != DECISIONS
    row = DECISIONS[3]
    assert pickle.loads(pickle.dumps(row)) == row == DecidedRow.from_dict(row.to_dict())
    assert DECISIONS[-1].row == len(ROWS) - 1
    for beyond in (len(ROWS), -len(ROWS) - 1):
        with pytest.raises(IndexError):
            DECISIONS[beyond]
    broken = json.loads(DECISIONS.to_json())
    broken["outcomes"].pop()
    with pytest.raises(al.AlumniError):
        Decisions.from_dict(broken)


def test_decisions_print_well() -> None:
    assert repr(DECISIONS) == "<Decisions of 'return-track' v3 as of 2026-04-01: 400 rows>"
    assert str(DECISIONS).startswith("400 rows: Eligible ")
    assert len(str(DECISIONS).splitlines()) == 5
    html = DECISIONS._repr_html_()
    assert html.count("<tr>") == 5
    assert "cooling-off" in html
    assert repr(DECISIONS[0]) == f"<DecidedRow 'w-0': {EXPECTED[0][0]}>"


def test_ids_may_be_numbers_or_left_out() -> None:
    table = pa.table({"id": pa.array([7, None, 2**63], pa.uint64()), "grade": [1, 2, 3]})
    policy = al.Policy.parse('id = "g"\nversion = 1\n[[criteria]]\nid = "g"\nrequire = "grade >= 2"')
    decisions = policy.decide_table(table, as_of=AS_OF, id="id")
    assert [row.id for row in decisions] == [7, None, 2**63]
    kept = pickle.loads(pickle.dumps(decisions))
    assert kept == decisions
    assert kept.to_arrow()["id"].to_pylist() == [7, None, 2**63]
    plain = policy.decide_table(table, as_of=AS_OF, eligible_on=False)
    assert (plain.id, plain[0].id, repr(plain[0])) == (None, None, "<DecidedRow row 0: ineligible>")
    assert plain.to_arrow().column_names == ["outcome", "unmet", "unknown", "review"]


def test_a_table_without_rows_has_answers_without_rows() -> None:
    for table in (ARROW.slice(0, 0), pa.Table.from_batches([], ARROW.schema), pl.DataFrame(ARROW).clear()):
        decisions = POLICY.decide_table(table, as_of=AS_OF, id="worker_id")
        assert len(decisions) == 0
        assert decisions.to_arrow().column_names == COLUMNS
        assert decisions.to_polars().shape == (0, 6)


def test_what_is_no_table_is_refused_by_name() -> None:
    tables: list[Any] = [[], {}, "text", None, 5, ROWS]
    for wrong in tables:
        with pytest.raises(al.WrongTypeError, match="frame: expected a table with an Arrow interface"):
            POLICY.decide_table(wrong, as_of=AS_OF)
    with pytest.raises(al.WrongTypeError, match="expected a table, got a column of the type"):
        POLICY.decide_table(pa.chunked_array([[1, 2]]), as_of=AS_OF)


def test_columns_that_are_missing_or_hold_something_else_are_named() -> None:
    with pytest.raises(al.MissingError, match="rehire_flag: expected a column for the fact"):
        POLICY.decide_table(ARROW.drop_columns(["rehire_flag"]), as_of=AS_OF)
    lenient = POLICY.decide_table(ARROW.drop_columns(["grade"]), as_of=AS_OF, missing="unknown")
    assert lenient.missing_columns == ["grade"]
    assert lenient.unknown_columns == {"worker_id": None, "photo": None}

    bad = ARROW.set_column(3, "grade", pa.array([b"x"] * len(ROWS)))
    with pytest.raises(al.WrongTypeError, match=r"grade: expected texts, dictionaries .* got Binary"):
        POLICY.decide_table(bad, as_of=AS_OF)
    bad = ARROW.set_column(3, "grade", pa.array(["3"] * 399 + ["many"]))
    with pytest.raises(al.WrongTypeError) as caught:
        POLICY.decide_table(pa.Table.from_batches(bad.to_batches(max_chunksize=64)), as_of=AS_OF)
    assert caught.value.path == "grade: row 399"
    assert "many" not in str(caught.value)
    lenient = POLICY.decide_table(bad, as_of=AS_OF, faults="unknown")
    (found,) = lenient.unusable
    assert (found["column"], found["count"], found["rows"]) == ("grade", 1, [399])


def test_arguments_that_make_no_sense_are_refused_by_name() -> None:
    for name, wrong in [
        ("as_of", "2026-04-01"),
        ("eligible_on", 1),
        ("missing", "perhaps"),
        ("faults", 0),
        ("id", 5),
        ("progress", "yes"),
    ]:
        with pytest.raises(al.AlumniError) as caught:
            POLICY.decide_table(ARROW, **({"as_of": AS_OF} | {name: wrong}))  # type: ignore[arg-type]
        assert caught.value.path == name
    with pytest.raises(al.UnknownNameError, match="did you mean `worker_id`"):
        POLICY.decide_table(ARROW, as_of=AS_OF, id="workerid")
    with pytest.raises(al.WrongTypeError, match="id: expected texts or whole numbers, got Date32"):
        POLICY.decide_table(ARROW, as_of=AS_OF, id="start_date")


def test_a_producer_that_fails_is_quoted() -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield from ARROW.slice(0, 10).to_batches()
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(ARROW.schema, batches())
    with pytest.raises(al.InconsistentError, match="the disk is gone"):
        POLICY.decide_table(reader, as_of=AS_OF)


def test_progress_is_told_and_may_end_the_work() -> None:
    told: list[int] = []
    table = pa.Table.from_batches(ARROW.to_batches(max_chunksize=150))
    POLICY.decide_table(table, as_of=AS_OF, progress=told.append)
    assert told == [150, 300, 400]

    def stop(rows: int) -> None:
        raise KeyboardInterrupt(rows)

    with pytest.raises(KeyboardInterrupt):
        POLICY.decide_table(table, as_of=AS_OF, progress=stop)


def test_a_bar_is_shown_where_tqdm_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    POLICY.decide_table(ARROW, as_of=AS_OF, progress=True)
    assert "rows" in capsys.readouterr().err


def test_a_bar_is_no_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    assert len(POLICY.decide_table(ARROW, as_of=AS_OF, progress=True)) == 400


@pytest.mark.parametrize(
    ("module", "method", "extra"),
    [
        ("polars", "to_polars", "polars"),
        ("pyarrow", "to_pandas", "pandas"),
        ("pandas", "to_pandas", "pandas"),
        ("pyarrow", "to_arrow", "pandas"),
        ("matplotlib.pyplot", "plot", "plot"),
    ],
)
def test_what_is_not_installed_is_named_with_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, module: str, method: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(
        ImportError, match=rf"this needs {module.split('.')[0]}: pip install 'alumni\[{extra}\]'"
    ):
        getattr(DECISIONS, method)()


def test_a_frame_of_pandas_without_pyarrow_is_told_what_to_install() -> None:
    class Frame:
        def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
            raise ImportError("`Import pyarrow` failed.")

    with pytest.raises(ImportError, match=r"pip install 'alumni\[pandas\]'"):
        POLICY.decide_table(Frame(), as_of=AS_OF)


def test_pictures_show_the_counts() -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    counts = DECISIONS.counts()["outcomes"]
    axes = DECISIONS.plot()
    assert [bar.get_height() for bar in axes.patches] == list(counts.values())
    assert axes.get_title() == "return-track v3 as of 2026-04-01"
    _, own = plt.subplots()
    assert DECISIONS.plot(own, kind="criteria") is own
    heights = [bar.get_height() for bar in own.patches]
    assert heights == [400, *DECISIONS.removed().values(), 400 - counts["ineligible"]]
    feet = [bar.get_y() for bar in own.patches]
    assert feet[1] == 400 - heights[1]
    plt.close("all")
    with pytest.raises(al.UnknownNameError):
        DECISIONS.plot(kind="pie")  # type: ignore[arg-type]


def test_other_threads_run_meanwhile() -> None:
    table = pa.concat_tables([ARROW] * 250)
    turns, done = 0, threading.Event()

    def turn() -> None:
        nonlocal turns
        while not done.is_set():
            turns += 1

    other = threading.Thread(target=turn)
    other.start()
    try:
        while not turns:
            pass
        whole = table.combine_chunks()
        often = 0
        # A busy machine may give the other thread no turn during a call; where the interpreter is held it has none in any.
        for _ in range(100):
            before = turns
            decisions = POLICY.decide_table(whole, as_of=AS_OF)
            often += turns - before > 1_000
            if often == 3:
                break
    finally:
        done.set()
        other.join()
    assert len(decisions) == 100_000
    assert often == 3


def test_the_table_is_let_go() -> None:
    table = pa.Table.from_pylist(ROWS[:10])
    buffer = table["grade"].chunk(0).buffers()[1]
    gone = weakref.ref(table)
    decisions = POLICY.decide_table(table, as_of=AS_OF, id="grade")
    del table, buffer
    gc.collect()
    assert gone() is None
    # The ids stay, and what they stand in with them.
    assert [row.id for row in decisions] == [row["grade"] for row in ROWS[:10]]
    exported = decisions.to_arrow()
    del decisions
    gc.collect()
    assert exported["grade"].to_pylist() == [row["grade"] for row in ROWS[:10]]


def made_up(count: int) -> pl.DataFrame:
    """The people of the guide page, by its own code."""
    page = Path(__file__).parents[2] / "docs/guide/eligibility-tables.md"
    cells = re.findall(r"```\{code-cell\} python\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.S)
    (cell,) = (cell for cell in cells if "def made_up" in cell)
    names: dict[str, Any] = {"date": date, "pl": pl, "al": al}
    exec(cell.split("rules = [")[0], names)
    people: pl.DataFrame = names["made_up"](count, seed=11)
    return people


@pytest.mark.parametrize(
    ("service", "years", "grade"),
    [
        ("tenure >= 5 years", 5, None),
        ("tenure >= 3 years", 3, None),
        ("tenure >= 3 years or grade >= 3", 3, 3),
    ],
)
def test_what_if_agrees_with_calendar_arithmetic_of_dateutil(
    service: str, years: int, grade: int | None
) -> None:
    people = made_up(5_000)
    policy = al.Policy.from_dict(
        {
            "id": "r",
            "version": 1,
            "criteria": [
                {"id": "left", "require": "not employed"},
                {"id": "conduct", "bar": "separation_kind = involuntary_cause"},
                {"id": "service", "require": service},
            ],
        }
    )

    def wanted(row: dict[str, Any]) -> str:
        if row["separation_date"] >= AS_OF or row["separation_kind"] == "involuntary_cause":
            return "ineligible"
        if row["start_date"] + relativedelta(years=years) <= row["separation_date"] + timedelta(days=1):
            return "eligible"
        if grade is None or (row["grade"] is not None and row["grade"] < grade):
            return "ineligible"
        return "undetermined" if row["grade"] is None else "eligible"

    decisions = policy.decide_table(people, as_of=AS_OF)
    assert [row.outcome.value for row in decisions] == [wanted(row) for row in people.to_dicts()]
