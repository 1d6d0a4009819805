"""Two policies over one table: the counts are those of the two tables of answers, from every library and in any batches."""

import copy
import pickle
from datetime import date, timedelta
from typing import Any

import alumni as al
import pandas as pd  # type: ignore[import-untyped, unused-ignore]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pytest
from alumni.eligibility import Simulation
from alumni.programme import GroupChange
from hypothesis import given, settings
from hypothesis import strategies as st

AS_OF = date(2026, 4, 1)


def rule(version: int, *criteria: dict[str, str]) -> al.Policy:
    named = [{"id": f"c{place}"} | criterion for place, criterion in enumerate(criteria)]
    return al.Policy.from_dict({"id": "return", "version": version, "criteria": named})


BEFORE = rule(
    1,
    {"require": "tenure >= 5 years or grade >= 3"},
    {"require": "since_separation >= 6 months"},
    {"review": "rehire_flag in [upon_review, not_answered]"},
)
AFTER = rule(
    2,
    {"require": "tenure >= 3 years or grade >= 2"},
    {"bar": "rehire_flag = not_answered"},
)


def people(count: int, seed: int) -> pl.DataFrame:
    """Made-up rows, of which some cells are missing."""
    import random

    draw = random.Random(seed)

    def row() -> dict[str, Any]:
        start = date(2010, 1, 31) + timedelta(days=draw.randrange(4000))
        cells = {
            "start_date": start,
            "separation_date": start + timedelta(days=draw.randrange(3000)),
            "grade": draw.randrange(1, 5),
            "rehire_flag": draw.choice(["yes", "upon_review", "not_answered"]),
            "site": draw.choice(["Tokyo", "Osaka", "Nagoya"]),
        }
        return {name: None if draw.random() < 0.08 else cell for name, cell in cells.items()}

    schema = {"start_date": pl.Date, "separation_date": pl.Date, "grade": pl.Int16}
    schema |= {"rehire_flag": pl.String, "site": pl.String}
    return pl.DataFrame([row() for _ in range(count)], schema=schema)


PEOPLE = people(700, 3)
FOUND = BEFORE.simulate(AFTER, PEOPLE, as_of=AS_OF, groups=["site"])


def test_the_counts_are_those_of_two_tables_of_answers() -> None:
    was, now = (policy.decide_table(PEOPLE, as_of=AS_OF) for policy in (BEFORE, AFTER))
    outcomes = [(b.outcome, a.outcome) for b, a in zip(was, now, strict=True)]
    for before in al.Outcome:
        for after in al.Outcome:
            assert FOUND.moves[before.value][after.value] == outcomes.count((before, after))
    assert FOUND.moved == sum(before != after for before, after in outcomes)
    assert FOUND.rows == len(PEOPLE)
    assert (FOUND.removed_before, FOUND.removed_after) == (was.removed(), now.removed())
    eligible = al.Outcome.ELIGIBLE
    for group in FOUND.groups:
        here = [pair for pair, site in zip(outcomes, PEOPLE["site"], strict=True) if site == group["group"]]
        assert group["rows"] == len(here)
        assert group["eligible_before"] == sum(before == eligible for before, _ in here)
        assert group["eligible_after"] == sum(after == eligible for _, after in here)
    assert [group["group"] for group in FOUND.groups] == ["Nagoya", "Osaka", "Tokyo", None]
    three = FOUND.by_three()
    assert sum(map(sum, three)) == len(PEOPLE)
    passed = ("eligible", "conditional")
    assert three[0][2] == sum(FOUND.moves[before]["ineligible"] for before in passed)


@given(seed=st.integers(0, 2**32), sizes=st.lists(st.integers(0, 90), max_size=6))
@settings(max_examples=40, deadline=None)
def test_batches_do_not_matter(seed: int, sizes: list[int]) -> None:
    whole = people(sum(sizes), seed).to_arrow()
    batches, place = [], 0
    for size in sizes:
        batches += whole.slice(place, size).combine_chunks().to_batches()
        place += size
    # Text columns of polars are views; one form for all batches.
    parts = pa.Table.from_batches(batches, whole.schema)
    one, several = (
        BEFORE.simulate(AFTER, table, as_of=AS_OF, groups=["site", "rehire_flag", "site"])
        for table in (whole, parts)
    )
    assert one == several


def test_every_library_gets_the_same_counts() -> None:
    arrow = PEOPLE.to_arrow()
    frames = [arrow, arrow.to_pandas(types_mapper=pd.ArrowDtype), PEOPLE.cast({"site": pl.Categorical})]
    for frame in frames:
        assert BEFORE.simulate(AFTER, frame, as_of=AS_OF, groups=["site"]) == FOUND


def test_a_simulation_is_a_value_and_prints_well() -> None:
    for other in (
        pickle.loads(pickle.dumps(FOUND)),
        copy.deepcopy(FOUND),
        Simulation.from_dict(FOUND.to_dict()),
    ):
        assert other == FOUND
        assert hash(other) == hash(FOUND)
    assert BEFORE.simulate(AFTER, PEOPLE, as_of=AS_OF) != FOUND
    moved = f"{FOUND.moved} of 700"
    assert repr(FOUND) == f"<Simulation of 'return' v1 and 'return' v2 as of 2026-04-01: {moved} rows move>"
    assert str(FOUND).startswith(f"{moved} have another outcome")
    assert FOUND.reasons[0].code == "simulation-moved"
    assert str(FOUND) == "\n".join(str(reason) for reason in FOUND.reasons)
    assert "2人" not in FOUND.text("en") and "判定が変わります" in FOUND.text("ja")
    html = FOUND._repr_html_()
    assert html.count("<table>") == 3 and "Nagoya" in html and "not known" in html
    odd = PEOPLE.with_columns(site=pl.lit("<b>"))
    assert "<b>" not in BEFORE.simulate(AFTER, odd, as_of=AS_OF, groups=["site"])._repr_html_()


def test_pictures_show_the_counts() -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    axes = FOUND.plot()
    heights = [bar.get_height() for bar in axes.patches]
    before = [policy.decide_table(PEOPLE, as_of=AS_OF).counts()["outcomes"] for policy in (BEFORE, AFTER)]
    assert heights == [*before[0].values(), *before[1].values()]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["return v1", "return v2"]
    _, own = plt.subplots()
    assert FOUND.plot(own, kind="criteria") is own
    heights = [bar.get_height() for bar in own.patches]
    was, now = FOUND.removed_before, FOUND.removed_after
    assert heights[:5] == [700, *was.values(), 700 - sum(was.values())]
    # The third criterion is the first policy's alone.
    assert heights[5:] == [700, *now.values(), 0, 700 - sum(now.values())]
    shares = [bar.get_height() for bar in FOUND.plot(kind="groups").patches]
    assert shares[0] == FOUND.groups[0]["eligible_before"] / FOUND.groups[0]["rows"]
    assert len(shares) == 2 * len(FOUND.groups)
    same = BEFORE.simulate(BEFORE, PEOPLE, as_of=AS_OF)
    assert [text.get_text() for text in same.plot().get_legend().get_texts()] == [
        "return v1 (before)",
        "return v1 (after)",
    ]
    empty = BEFORE.simulate(AFTER, PEOPLE.clear(), as_of=AS_OF, groups=["site"])
    for kind in ("outcomes", "criteria", "groups"):
        empty.plot(kind=kind)
    plt.close("all")
    with pytest.raises(
        al.UnknownNameError, match="kind: expected `outcomes`, `criteria` or `groups`, got `pie`"
    ):
        FOUND.plot(kind="pie")  # type: ignore[arg-type]


def test_what_the_table_lacks_is_told_or_refused() -> None:
    with pytest.raises(al.MissingError, match="sit: expected a column of groups `sit`; did you mean `site`"):
        BEFORE.simulate(AFTER, PEOPLE, as_of=AS_OF, groups=["sit"])
    with pytest.raises(al.WrongTypeError, match="grade: expected a column of texts"):
        BEFORE.simulate(AFTER, PEOPLE, as_of=AS_OF, groups=["grade"])
    with pytest.raises(al.WrongTypeError, match="groups: expected a sequence"):
        BEFORE.simulate(AFTER, PEOPLE, as_of=AS_OF, groups="site")
    with pytest.raises(al.MissingError, match="grade: expected a column"):
        BEFORE.simulate(AFTER, PEOPLE.drop("grade"), as_of=AS_OF)
    with pytest.raises(TypeError):
        BEFORE.simulate("policy", PEOPLE, as_of=AS_OF)  # type: ignore[arg-type]
    wrong = PEOPLE.with_columns(grade=pl.col("grade").cast(pl.String)).with_columns(
        grade=pl.when(pl.int_range(700) % 300 == 299).then(pl.lit("many")).otherwise("grade")
    )

    def in_parts(frame: pl.DataFrame) -> pa.Table:
        return pa.Table.from_batches(frame.to_arrow().to_batches(max_chunksize=100))

    with pytest.raises(al.WrongTypeError) as caught:
        BEFORE.simulate(AFTER, in_parts(wrong), as_of=AS_OF)
    assert caught.value.path == "grade: row 299"
    lenient = BEFORE.simulate(
        AFTER,
        in_parts(wrong.drop("rehire_flag").with_columns(gradee=1)),
        as_of=AS_OF,
        missing="unknown",
        faults="unknown",
        groups=["site"],
    )
    assert lenient.missing_columns == ["rehire_flag"]
    assert lenient.unknown_columns == {"gradee": "grade"}
    (found,) = lenient.unusable
    assert (found["column"], found["count"], found["rows"]) == ("grade", 2, [299, 599])
    assert Simulation.from_json(lenient.to_json()) == lenient


def test_progress_is_told_and_may_end_the_work() -> None:
    told: list[int] = []
    parts = pa.Table.from_batches(PEOPLE.to_arrow().to_batches(max_chunksize=150))
    BEFORE.simulate(AFTER, parts, as_of=AS_OF, progress=told.append)
    assert told == [150, 300, 450, 600, 700]

    def stop(rows: int) -> None:
        raise KeyboardInterrupt(rows)

    with pytest.raises(KeyboardInterrupt):
        BEFORE.simulate(AFTER, parts, as_of=AS_OF, progress=stop)


def test_group_changes_are_selections_before_and_after() -> None:
    (change,) = al.programme.group_changes(FOUND)
    assert (change.column, change.unknown) == ("site", FOUND.groups[-1]["rows"])
    for report, when in ((change.before, "eligible_before"), (change.after, "eligible_after")):
        counts = {group["group"]: (group["rows"], group[when]) for group in FOUND.groups[:-1]}
        assert report == al.fairness.selection(counts)
    assert al.programme.group_changes(FOUND.to_dict()) == [change]
    strict = al.programme.group_changes(FOUND, standard={"id": "s", "version": 1, "minimum_cell": 10_000})
    assert strict[0].before.withheld == ["Nagoya", "Osaka", "Tokyo"]
    for other in (pickle.loads(pickle.dumps(change)), GroupChange.from_dict(change.to_dict())):
        assert other == change and hash(other) == hash(change)
    assert repr(change).startswith("<GroupChange 'site': ")
    assert "site, before: " in str(change) and "eligible after" in change._repr_html_()
    alone = BEFORE.simulate(AFTER, PEOPLE.with_columns(site=pl.lit("Tokyo")), as_of=AS_OF, groups=["site"])
    assert al.programme.group_changes(alone) == []
    with pytest.raises(al.AlumniError):
        al.programme.group_changes({"rows": 1})
