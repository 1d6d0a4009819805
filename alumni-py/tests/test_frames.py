"""Frames as analysts have them: sorted, filtered, with empty columns, not yet read."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import alumni as al
import pandas as pd  # type: ignore[import-untyped, unused-ignore]
import polars as pl
import pytest

START = datetime(2026, 1, 1, tzinfo=UTC)
AS_OF = date(2026, 4, 1)
MODEL = al.ScoreModel.from_dict(
    {
        "id": "m",
        "version": 1,
        "title": "m",
        "source": "s",
        "half_life_days": 90,
        "kinds": [{"kind": "reply", "weight": 2}],
        "tenure": [{"from_years": 5, "factor": 3}],
    }
)
ROWS: list[dict[str, Any]] = [
    {
        "id": f"e-{day}",
        "at": START + timedelta(days=day),
        "kind": "reply",
        "actor": f"w-{day % 3}",
        "actor_type": "alumnus",
    }
    for day in range(9)
]


def test_a_sorted_or_filtered_frame_of_pandas_has_no_column_more() -> None:
    frame = pd.DataFrame(ROWS)
    every = MODEL.score(ROWS, as_of=AS_OF)
    mixed = frame.sort_values("at", ascending=False)
    assert MODEL.score(mixed, as_of=AS_OF).people == every.people
    assert MODEL.score_table(mixed, as_of=AS_OF) == MODEL.score_table(frame, as_of=AS_OF)
    some = MODEL.score(frame[frame["actor"] != "w-0"], as_of=AS_OF)
    assert [one.person for one in some.people] == ["w-1", "w-2"]
    with pytest.raises(al.UnknownNameError, match="level"):
        MODEL.score(frame.rename(columns={"id": "__index_level__"}), as_of=AS_OF)


@pytest.mark.parametrize("empty", [{"thread": None}, {"thread": None, "target": None, "target_type": None}])
def test_a_column_of_nothing_is_absent(empty: dict[str, None]) -> None:
    every = MODEL.score(ROWS, as_of=AS_OF)
    rows = [row | empty for row in ROWS]
    polars = pl.DataFrame(rows)
    # As pandas reads empty cells.
    pandas = pd.DataFrame(rows).astype({name: "float64" for name in empty})
    for frame in (polars, polars.lazy(), pandas):
        assert MODEL.score(frame, as_of=AS_OF) == every
        assert al.engagement.check_interactions(frame).unusable == 0
        assert len(al.engagement.ActivityLog(frame)) == len(ROWS)


def test_consent_tables_of_polars_may_have_columns_of_nothing() -> None:
    purpose = al.consent.Purpose("news", "News", "legitimate_interest")
    ledger = al.Ledger([purpose])
    answers = ledger.may_table(
        pl.DataFrame({"subject": ["w-1"], "channel": [None]}), purpose="news", at=START
    )
    assert answers.to_polars()["verdict"].to_list() == ["allowed"]
    nobody = ledger.may_table(pl.DataFrame({"subject": []}), purpose="news", at=START)
    assert len(nobody.to_polars()) == 0


def test_a_number_among_texts_is_still_refused() -> None:
    frame = pd.DataFrame([row | {"thread": 1.5} for row in ROWS])
    with pytest.raises(al.WrongTypeError) as caught:
        MODEL.score(frame, as_of=AS_OF)
    assert caught.value.path == "thread"


def test_a_table_is_scored_by_tenure_and_by_what_a_ledger_permits() -> None:
    purpose = al.consent.Purpose("scoring", "Scoring", "legitimate_interest")
    ledger = al.Ledger([purpose])
    shown = [
        al.consent.Event("s", f"e-{person}", person, "scoring", "notice_shown", occurred_at=START)
        for person in ("w-0", "w-1")
    ]
    ledger.extend(shown)
    years = {"w-1": 7, "w-2": 7}
    asked: dict[str, Any] = {"as_of": AS_OF, "tenure_years": years, "consent": ledger, "purpose": "scoring"}
    scores = MODEL.score(ROWS, **asked)
    table = MODEL.score_table(pd.DataFrame(ROWS), **asked)
    assert table.to_arrow()["person"].to_pylist() == [one.person for one in scores.people]
    assert table.to_arrow()["score"].to_pylist() == [one.score for one in scores.people]
    assert table.tenure_factors == [one.tenure_factor for one in scores.people]
    assert table.to_arrow()["tenure_factor"].to_pylist() == table.tenure_factors
    assert table.not_scored == scores.not_scored
    log = al.engagement.ActivityLog(ROWS)
    assert log.score(MODEL, **asked) == scores
    with pytest.raises(al.MissingError) as caught:
        MODEL.score_table(pd.DataFrame(ROWS), as_of=AS_OF, purpose="scoring")
    assert caught.value.path == "consent"


def test_a_name_that_stands_twice_in_a_document_is_told() -> None:
    text = '{"id": "n", "version": 1, "purposes": ["news"],\n "text": {"ja": "求人も", "ja": "近況だけ"}}'
    with pytest.raises(al.DuplicateError, match="expected each name once, got `ja` again") as caught:
        al.consent.Notice.from_json(text)
    assert caught.value.path is not None and caught.value.path.startswith("2:")
