"""Records that an earlier build wrote, replayed byte for byte."""

import json
from pathlib import Path

import alumni as al
import pytest
from alumni.eligibility import Record

GOLDEN = Path(__file__).parents[2] / "tests" / "data" / "golden"
BOOK = al.Book.parse((GOLDEN / "book.toml").read_text(encoding="utf-8"))
WORKERS = json.loads((GOLDEN / "workers.json").read_text(encoding="utf-8"))
LINES = (GOLDEN / "records.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("line", "expected"), list(zip(LINES, WORKERS, strict=True)))
def test_a_recorded_decision_comes_out_again(line: str, expected: dict[str, str]) -> None:
    record = Record.from_json(line)
    assert record.to_json() == line
    replay = BOOK.replay(record)
    assert replay.same, replay
    assert replay.decision is not None and record.worker is not None
    assert line.endswith(f'"decision":{replay.decision.to_json()}}}')
    again = BOOK.record(expected["worker"], as_of=record.decision.as_of)  # type: ignore[arg-type]
    assert line.endswith(f'"decision":{again.decision.to_json()}}}')
    assert again.input_hash == record.input_hash
    assert record.decision.outcome == expected["outcome"]
    found = record.decision.eligible_on
    assert (found and found.isoformat()) == expected.get("eligible_on")
