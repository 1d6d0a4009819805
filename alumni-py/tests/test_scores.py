"""Scores from tables of every library, half-lives on real data, and pictures."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import alumni as al
import numpy as np
import pandas as pd  # type: ignore[import-untyped, unused-ignore]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pytest

REAL = Path(__file__).parents[3] / "shared" / "reference" / "real"
AS_OF = date(2026, 4, 1)
MODEL = al.ScoreModel.preset("alumni")
KINDS = ["reply", "post_update", "event_attend", "answer", "karaoke"]


def events(count: int, *, seed: int = 0) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    seconds = np.sort(draw.integers(1_700_000_000, 1_780_000_000, count))
    return pl.DataFrame(
        {
            "id": [f"e-{number}" for number in range(count)],
            "at": pl.Series(seconds * 1_000_000 + draw.integers(0, 1_000_000, count))
            .cast(pl.Datetime("us"))
            .dt.replace_time_zone("UTC"),
            "kind": [KINDS[place] for place in draw.integers(0, len(KINDS), count)],
            "actor": [f"w-{place:03}" for place in draw.integers(0, 90, count)],
            "actor_type": ["staff" if place == 0 else "alumnus" for place in draw.integers(0, 9, count)],
        }
    )


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return events(3_000)


def test_a_table_of_every_library_gives_the_scores_of_its_events(frame: pl.DataFrame) -> None:
    scores = MODEL.score([al.engagement.Interaction.from_dict(row) for row in frame.to_dicts()], as_of=AS_OF)
    expected = {one.person: one.score for one in scores.people}
    chunked = pa.Table.from_batches(frame.to_arrow().to_batches(max_chunksize=77))
    coded = frame.with_columns(pl.col("actor", "kind", "actor_type").cast(pl.Categorical))
    texts = frame.with_columns(pl.col("at").dt.to_string("iso:strict"))
    for table in (frame, chunked, coded, texts, frame.to_pandas(), frame.to_arrow()):
        again = MODEL.score(table, as_of=AS_OF)
        assert again == scores
        columns = MODEL.score_table(table, as_of=AS_OF)
        found = columns.to_arrow().to_pydict()
        assert dict(zip(found["person"], found["score"], strict=True)) == expected
        assert columns.tally == scores.tally
    out = pl.DataFrame(scores)
    assert out.columns[:3] == ["person", "score", "recency_days"]
    assert out["score"].to_list() == list(expected.values())
    assert np.allclose(
        out["score"],
        out.select(pl.sum_horizontal(pl.exclude("person", "score", "recency_days")).alias("sum"))["sum"],
    )


def test_what_a_table_lacks_is_told_with_its_place(frame: pl.DataFrame) -> None:
    naive = frame.with_columns(pl.col("at").dt.replace_time_zone(None))
    for call in (MODEL.score, MODEL.score_table):
        with pytest.raises(al.AlumniError, match="time zone") as found:
            call(naive, as_of=AS_OF)
        assert found.value.path == "at"
        with pytest.raises(al.AlumniError) as found:
            call(frame.rename({"actor_type": "actor_typ"}), as_of=AS_OF)
        assert found.value.path in ("actor_typ", "actor_type")
        holes = frame.with_columns(
            pl.when(pl.arange(pl.len()) == 2_500).then(None).otherwise("actor").alias("actor")
        )
        with pytest.raises(al.AlumniError) as found:
            call(holes, as_of=AS_OF)
        assert found.value.path == "actor: row 2500"
    empty = MODEL.score_table(frame.head(0), as_of=AS_OF)
    assert len(empty) == 0
    assert empty.to_arrow().num_rows == 0


def test_a_log_grows_from_tables_and_scores_like_them(frame: pl.DataFrame) -> None:
    log = al.engagement.ActivityLog(frame.head(2_000))
    assert log.add(frame.tail(1_500)) == {"added": 1_000, "duplicates": 500}
    assert log.score(MODEL, as_of=AS_OF).people == MODEL.score(frame, as_of=AS_OF).people
    assert "e-7" in log
    assert log.latest == frame["at"].max()
    erased = log.erase("w-001")
    others = frame.filter(pl.col("actor") != "w-001")
    assert erased == len(frame) - len(others)
    assert log.to_bytes() == al.engagement.ActivityLog(others).to_bytes()
    with pytest.raises(TypeError):
        hash(log)
    for wrong in (b"", b"alumni activity 2\n", log.to_bytes()[:-1], log.to_bytes() + b"\0"):
        with pytest.raises(al.AlumniError) as found:
            al.engagement.ActivityLog.from_bytes(wrong)
        assert found.value.path.startswith("byte ")
    with pytest.raises(al.WrongTypeError):
        log.merge(frame)  # type: ignore[arg-type]


def right_pairs(values: "pd.Series[Any]", acted: set[str]) -> tuple[float, int]:
    """The Mann-Whitney count by ranks, and the number of pairs."""
    ranks = values.rank()
    positive = values.index.isin(acted)
    ones = int(positive.sum())
    right = float(ranks[positive].sum()) - ones * (ones + 1) / 2
    return right, ones * (len(values) - ones)


@pytest.mark.parametrize("cut", [500, 700])
def test_half_lives_on_real_mail_are_as_good_as_pandas_says(cut: int) -> None:
    path = REAL / "enron_emails.csv"
    if not path.exists():
        pytest.skip("the mail of Enron is not here")
    mail = pd.read_csv(path)
    mail = mail[mail.unixts >= 915_148_800]  # From 1999 on; few lie before.
    start = pd.Timestamp("1999-01-01", tz="UTC")
    day = start + pd.Timedelta(days=cut)
    at = pd.to_datetime(mail.unixts, unit="s", utc=True)
    table = pd.DataFrame(
        {
            "id": [f"m-{row}" for row in range(len(mail))],
            "at": at.array,
            "kind": "reply",
            "actor": mail.source.astype(str).to_numpy(),
            "actor_type": "alumnus",
        }
    )
    model = al.ScoreModel.from_dict(
        {
            "id": "mail",
            "version": 1,
            "title": "mail",
            "source": "a test",
            "half_life_days": 90,
            "kinds": [{"kind": "reply", "weight": 1}],
        }
    )
    grid = [7.0, 14.0, 30.0, 90.0, 180.0]
    options = {"grid": grid, "cuts": 1, "horizon_days": 28, "minimum": 1}
    until = day + pd.Timedelta(days=28)
    learned = model.learn_half_life(table, as_of=until.date(), options=options)
    before, within = at < day, (at >= day) & (at < until)
    acted = set(mail[within].source.astype(str))
    for tried, half_life in zip(learned.tried, grid, strict=True):
        age = (day - at[before]).dt.total_seconds() / 86_400
        left = pd.Series(np.exp2(-age / half_life)).groupby(mail[before].source.astype(str)).sum()
        # Sums that are equal but for rounding are equal.
        right, pairs = right_pairs(np.log2(left).round(9), acted)
        assert tried["share"] == pytest.approx(right / pairs, abs=1e-12)
    assert learned.acted == len(acted & set(mail[before].source.astype(str)))


def test_what_is_learned_of_mail_is_judged_on_periods_that_it_has_not_seen() -> None:
    """Each period is foretold with what was learned before it; that and recency alone are counted by pandas."""
    path = REAL / "enron_emails.csv"
    if not path.exists():
        pytest.skip("the mail of Enron is not here")
    mail = pd.read_csv(path)
    mail = mail[mail.unixts >= 915_148_800]
    at, who = pd.to_datetime(mail.unixts, unit="s", utc=True), mail.source.astype(str)
    table = pd.DataFrame(
        {
            "id": [f"m-{row}" for row in range(len(mail))],
            "at": at.array,
            "kind": "reply",
            "actor": who.to_numpy(),
            "actor_type": "alumnus",
        }
    )
    model = al.ScoreModel.from_dict(
        {
            "id": "mail",
            "version": 1,
            "title": "mail",
            "source": "a test",
            "half_life_days": 90,
            "kinds": [{"kind": "reply", "weight": 1}],
        }
    )
    grid, cuts, days = [7.0, 14.0, 30.0, 60.0, 120.0, 240.0], 6, 28
    end = pd.Timestamp("2001-07-01", tz="UTC")
    options = {"grid": grid, "cuts": cuts, "horizon_days": days, "minimum": 1}
    learned = model.learn_half_life(table, as_of=end.date(), options=options)
    right, of = {"learned": 0.0, "recency": 0.0}, {"learned": 0.0, "recency": 0.0}
    for back in range(cuts - 1, 0, -1):
        day = end - pd.Timedelta(days=days * back)
        before, within = at < day, (at >= day) & (at < day + pd.Timedelta(days=days))
        acted = set(who[within])
        age = (day - at[before]).dt.total_seconds() / 86_400
        known = options | {"cuts": cuts - back}
        before_it = model.learn_half_life(table, as_of=day.date(), options=known)
        # Of one period alone nothing is learned for use; what it says is judged on the next one all the same.
        best = max(
            before_it.tried, key=lambda tried: (tried["share"], -abs(np.log(tried["half_life_days"] / 90)))
        )
        drawn = before_it.acted * np.log(best["half_life_days"]) + 50 * np.log(90)
        half_life = float(np.exp(drawn / (before_it.acted + 50)))
        left = pd.Series(np.exp2(-age / half_life)).groupby(who[before]).sum()
        ways = {"learned": np.log2(left).round(9), "recency": -age.groupby(who[before]).min()}
        for name, values in ways.items():
            more, pairs = right_pairs(values, acted)
            right[name] += more
            of[name] += pairs
    held_back, recency = (right[name] / of[name] for name in ("learned", "recency"))
    assert learned.periods == cuts - 1
    assert learned.held_back == pytest.approx(held_back, abs=1e-12)
    assert learned.recency_alone == pytest.approx(recency, abs=1e-12)
    assert learned.gain == pytest.approx(held_back - recency, abs=1e-12)


def test_learned_half_lives_are_no_worse_than_recency_by_much() -> None:
    draw = np.random.default_rng(5)
    rows = []
    for person in range(200):
        day, rate, stops = draw.uniform(0, 300), draw.uniform(0.02, 0.3), draw.exponential(60)
        begin = day
        while day < min(400, begin + stops):
            rows.append((f"w-{person}", day))
            day += draw.exponential(1 / rate)
    made = [
        al.engagement.Interaction(
            f"e-{number}", datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=day), "reply", person, "alumnus"
        )
        for number, (person, day) in enumerate(rows)
    ]
    learned = MODEL.learn_half_life(made, as_of=date(2026, 2, 5))
    assert 1 <= learned.periods <= 5
    assert learned.held_back is not None
    assert learned.recency_alone is not None
    assert learned.gain is not None
    assert learned.gain == pytest.approx(learned.held_back - learned.recency_alone)
    codes = [reason.code for reason in learned.reasons]
    assert ("half-life-gain" in codes) == (learned.gain > 0)
    assert learned.model.half_life_days == learned.half_life_days


def test_scores_changes_and_ranks_are_drawn(frame: pl.DataFrame) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    scores = MODEL.score(frame, as_of=AS_OF)
    person = scores.people[0]
    axes = scores.plot(person.person)
    assert len(axes.patches) == len(person.parts) + 1
    assert axes.patches[-1].get_width() == pytest.approx(person.score)
    assert "not scored" in scores.plot("nobody").texts[0].get_text()
    change = MODEL.why_between(frame, person.person, since=date(2025, 1, 1), until=AS_OF)
    axes = change.plot(lang="ja")
    assert axes.patches[0].get_width() == pytest.approx(change.before)
    assert axes.patches[-1].get_width() == pytest.approx(change.after)
    ranks = scores.ranks({f"w-{number:03}": "Tokyo" for number in range(45)})
    _, own = plt.subplots()
    assert ranks.plot(own) is own
    assert ranks.moves(ranks) == []
    earlier = MODEL.score(frame, as_of=date(2025, 6, 1)).ranks()
    moved = ranks.moves(earlier)
    assert all(one["from"] != one["to"] for one in moved)
    standing = {rank["person"]: rank["band"] for rank in earlier.to_dict()["people"]}
    now = {rank["person"]: rank["band"] for rank in ranks.to_dict()["people"]}
    changed = {person for person in standing | now if standing.get(person) != now.get(person)}
    assert {one["person"] for one in moved} == changed
    assert [label.get_text() for label in own.get_yticklabels()] == ["no segment", "Tokyo"]
    plt.close("all")
