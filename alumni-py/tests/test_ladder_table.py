"""Ladders over whole tables: row for row as `decide`, and out again."""

import json
import pickle
import random
from datetime import date, timedelta
from typing import Any

import alumni as al
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pytest
from alumni.eligibility import LadderDecisions

AS_OF = date(2026, 4, 1)
LADDER = al.Ladder.from_dict(
    {
        "id": "steps",
        "version": 2,
        "steps": [
            {
                "id": step,
                "policy": {"id": step, "version": 1, "criteria": [{"id": "c", "require": rule}]},
            }
            for step, rule in [
                ("guest", "since_separation >= 3 months"),
                ("contract", "grade >= 2"),
                ("rehire", "tenure >= 5 years and since_separation >= 6 months"),
            ]
        ],
    }
)


def people(count: int) -> list[dict[str, Any]]:
    """Made-up rows, of which some cells are missing."""
    draw = random.Random(5)
    rows = []
    for number in range(count):
        start = date(2015, 1, 31) + timedelta(days=draw.randrange(2000))
        row = {
            "start_date": start,
            "separation_date": start + timedelta(days=draw.randrange(3500)),
            "grade": draw.randrange(1, 4),
        }
        cells = {name: None if draw.random() < 0.1 else cell for name, cell in row.items()}
        rows.append({"worker_id": f"w-{number}"} | cells)
    return rows


ROWS = people(300)
TABLE = pa.Table.from_batches(pa.Table.from_pylist(ROWS).to_batches(max_chunksize=90))
FOUND = LADDER.decide_table(TABLE, as_of=AS_OF, id="worker_id")


def test_rows_are_decided_as_each_worker_is() -> None:
    for place, row in enumerate(ROWS):
        facts = {name: cell for name, cell in row.items() if cell is not None and name != "worker_id"}
        one = LADDER.decide({"id": row["worker_id"], "facts": facts}, as_of=AS_OF)
        assert FOUND.highest[place] == (one.highest and one.highest.id)
        assert FOUND.next[place] == (one.next and one.next.id)
        for step in one.steps:
            answer = FOUND.step(step.id)[place]
            assert answer.id == row["worker_id"]
            assert answer.outcome == step.decision.outcome
            assert answer.eligible_on == step.decision.eligible_on
            assert answer.statuses == {found.id: found.status for found in step.decision.criteria}
    assert set(FOUND.highest) == {None, "guest", "contract", "rehire"}


def test_steps_are_those_of_their_policies() -> None:
    assert FOUND.steps == LADDER.steps
    for step in FOUND.steps:
        assert FOUND.step(step) == LADDER.policy(step).decide_table(TABLE, as_of=AS_OF, id="worker_id")
    with pytest.raises(
        al.UnknownNameError, match="step: expected one of guest, contract, rehire, got `chair`"
    ):
        FOUND.step("chair")


def test_answers_go_out() -> None:
    frame = FOUND.to_polars()
    assert frame.columns == ["worker_id", "highest", "outcome", "eligible_on"]
    assert frame["highest"].to_list() == FOUND.highest
    assert frame["outcome"].struct.field("guest").to_list() == [row.outcome for row in FOUND.step("guest")]
    table = FOUND.to_arrow()
    assert table.schema.metadata[b"alumni.ladder_hash"].decode() == LADDER.hash
    assert FOUND.to_pandas()["highest"].isna().sum() == FOUND.counts()[None]
    quick = LADDER.decide_table(TABLE, as_of=AS_OF, eligible_on=False)
    assert quick.to_arrow().column_names == ["highest", "outcome"]
    empty = LADDER.decide_table(TABLE.slice(0, 0), as_of=AS_OF)
    assert (len(empty), empty.highest, empty.to_polars().height) == (0, [], 0)


def test_a_set_has_no_highest() -> None:
    document = LADDER.to_dict() | {"ordered": False}
    found = al.Ladder.from_dict(document).decide_table(TABLE, as_of=AS_OF)
    assert set(found.highest) == set(found.next) == {None}
    assert found.to_polars()["highest"].null_count() == len(ROWS)
    assert pickle.loads(pickle.dumps(found)) == found


def test_decisions_are_values_and_print_well() -> None:
    assert pickle.loads(pickle.dumps(FOUND)).highest == FOUND.highest
    counts = FOUND.counts()
    assert list(counts) == ["guest", "contract", "rehire", None]
    assert all(rows == FOUND.highest.count(step) for step, rows in counts.items())
    assert str(FOUND).startswith(f"300 rows: guest {counts['guest']}, contract ")
    assert repr(FOUND) == "<LadderDecisions of 'steps' v2: 300 rows>"
    assert (FOUND.as_of, FOUND.id, FOUND.ladder.hash) == (AS_OF, "worker_id", LADDER.hash)
    assert FOUND._repr_html_().count("<tr>") == 5
    broken = json.loads(FOUND.to_json())
    faults: list[dict[str, Any]] = [{"steps": []}, {"as_of": "2026-04-02"}, {"highest": []}]
    for fault in faults:
        with pytest.raises(al.AlumniError):
            LadderDecisions.from_dict(broken | fault)
    broken["steps"].append(json.loads(LADDER.decide_table(TABLE[:9], as_of=AS_OF).to_json())["steps"][0])
    with pytest.raises(al.AlumniError, match="answers for the same rows and day"):
        LadderDecisions.from_dict(broken)


def test_a_picture_shows_the_counts() -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    axes = FOUND.plot()
    assert [bar.get_height() for bar in axes.patches] == list(FOUND.counts().values())
    plt.close("all")


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(al.MissingError, match="grade: expected a column"):
        LADDER.decide_table(TABLE.drop_columns(["grade"]), as_of=AS_OF)
    with pytest.raises(
        al.DuplicateError, match="id: expected a column of ids with another name than `highest`"
    ):
        renamed = TABLE.rename_columns(["highest", *TABLE.column_names[1:]])
        LADDER.decide_table(renamed, as_of=AS_OF, id="highest")
    wrong = pl.DataFrame(TABLE).with_columns(grade=pl.lit("2"))
    wrong = wrong.with_columns(grade=pl.when(pl.int_range(300) == 250).then(pl.lit("x")).otherwise("grade"))
    parts = pa.Table.from_batches(wrong.to_arrow().to_batches(max_chunksize=90))
    with pytest.raises(al.WrongTypeError) as caught:
        LADDER.decide_table(parts, as_of=AS_OF)
    assert caught.value.path == "grade: row 250"
    told: list[int] = []
    LADDER.decide_table(TABLE, as_of=AS_OF, progress=told.append)
    assert told == [90, 180, 270, 300]
