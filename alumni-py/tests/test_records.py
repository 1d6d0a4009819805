"""What is counted of a record, and how it looks in a notebook."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import alumni as al
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pytest

WINDOW = al.calendar.Span(date(2026, 1, 1), date(2026, 4, 1))
GOOD = {"id": "e-1", "at": "2026-03-01T09:00:00Z", "kind": "reply", "actor": "w-1", "actor_type": "alumnus"}


def replies(count: int) -> list[al.engagement.Interaction]:
    start = datetime(2026, 1, 2, tzinfo=UTC)
    return [
        al.engagement.Interaction(f"e-{n}", start + timedelta(days=n % 80), "reply", f"w-{n % 7}", "alumnus")
        for n in range(count)
    ]


def test_every_fault_is_counted_and_the_first_hundred_are_said() -> None:
    rows = [GOOD | {"id": f"e-{n}", "actor_type": "boss" if n % 2 else "alumnus"} for n in range(500)]
    check = al.engagement.check_interactions(rows)
    assert (check.rows, check.unusable, len(check.faults)) == (500, 250, 100)
    assert check.faults[0]["path"] == "events[1].actor_type"
    with pytest.raises(al.AlumniError) as raised:
        check.raise_on_error()
    assert raised.value.path == "events[1].actor_type"
    assert "250 of 500 rows cannot be used" in str(raised.value)
    al.engagement.check_interactions([GOOD]).raise_on_error()


def test_a_table_that_cannot_be_read_is_an_error_and_no_list_of_faults() -> None:
    with pytest.raises(al.AlumniError) as raised:
        al.engagement.check_interactions(pl.DataFrame({"id": ["e-1"]}))
    assert raised.value.path == "at"
    with pytest.raises(al.AlumniError):
        al.engagement.check_interactions_csv("id,att\n")


def test_who_hears_of_progress_may_end_the_work() -> None:
    events = pl.DataFrame(
        {
            "actor": ["w-1"] * 300,
            "kind": ["reply"] * 300,
            "at": [datetime(2026, 3, 1, tzinfo=UTC)] * 300,
        }
    )
    batches = pl.concat([events[start : start + 100] for start in range(0, 300, 100)], rechunk=False)
    model, heard = al.ScoreModel.preset("alumni"), list[int]()
    model.score_table(batches, as_of=date(2026, 4, 1), progress=heard.append)
    assert heard[-1] == 300 and heard == sorted(heard)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        model.score_table(batches, as_of=date(2026, 4, 1), progress=stop)


def test_shares_of_more_than_all_are_refused() -> None:
    with pytest.raises(al.OutOfRangeError) as raised:
        al.engagement.Proportion(3, 2)
    assert raised.value.path == "count"


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("count", [0, 30])
def test_a_calendar_is_drawn(lang: str, count: int) -> None:
    plt = pytest.importorskip("matplotlib.pyplot")
    plt.switch_backend("Agg")
    found = al.engagement.activity_calendar(replies(count), window=WINDOW)
    ax = found.plot(lang=lang)
    fields = ax.images[0].get_array()
    # Thirteen Thursdays to Wednesdays touch fourteen weeks.
    assert fields.shape == (7, 14)
    assert float(fields.sum()) == sum(day["messages"] for day in found.days) == count
    plt.close("all")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_score_of_a_table_is_drawn_like_any_other(lang: str) -> None:
    plt = pytest.importorskip("matplotlib.pyplot")
    plt.switch_backend("Agg")
    events = replies(40)
    table = pl.DataFrame(
        {name: [getattr(event, name) for event in events] for name in ("actor", "kind", "at")}
    )
    model, as_of = al.ScoreModel.preset("alumni"), date(2026, 4, 1)
    one, other = model.score(events, as_of=as_of), model.score_table(table, as_of=as_of)
    for person in ("w-1", "nobody"):
        axes = [scores.plot(person, lang=lang) for scores in (one, other)]
        widths = [[bar.get_width() for bar in ax.patches] for ax in axes]
        assert widths[0] == widths[1]
        assert len(axes[1].texts) >= 1
    refused = model.score_table(table, as_of=as_of, permitted=["w-1"])
    (said,) = refused.plot("w-2", lang=lang).texts
    assert said.get_text() == refused.not_scored[0].reason.text(lang)
    plt.close("all")


def shown() -> dict[str, Any]:
    events, graph = replies(40), al.engagement.interaction_graph([], as_of=date(2026, 4, 1), members=["a"])
    model, as_of = al.ScoreModel.preset("alumni"), date(2026, 4, 1)
    scores = model.score(events, as_of=as_of)
    table = pl.DataFrame({"days": [1.0, 2.0, 3.0], "back": [1, 0, 1], "years": [1.0, 2.0, 4.0]})
    durations = al.engagement.durations(table, duration="days", event="back")
    fit = al.engagement.repeat_acts(events, as_of=as_of)
    law = al.engagement.RepeatLaw("bg_nbd", [0.243, 4.414, 0.793, 2.426])
    columns = {"frequency": [2.0], "recency": [30.43], "age": [38.86]}
    return {
        "scores": scores,
        "score": scores.people[0],
        "ranks": scores.ranks(),
        "graph": graph,
        "measures": graph.measures(),
        "summary": graph.summary(),
        "inequality": al.engagement.inequality([1.0, 2.0], silent_members="counted"),
        "exchange": al.engagement.exchange(events, window=WINDOW),
        "durations": durations,
        "curve": durations.kaplan_meier().curves[0],
        "law": law,
        "predictions": law.predict_table(pl.DataFrame(columns), horizon=39),
        "log": al.engagement.ActivityLog(events),
        "silence": al.engagement.silence(1, 14, silent_days=42),
        "rate_power": al.engagement.rate_power(0.5, weeks=26),
        "share_power": al.engagement.share_power(200, share=0.2),
        "acts": fit,
        "held": al.engagement.hold_back(events, as_of=as_of, horizon_days=30),
        "participation": al.engagement.participation(events, {"w-1": "<b>"}, window=WINDOW, minimum_cell=1),
        "calendar": al.engagement.activity_calendar(events, window=WINDOW),
        "check": al.engagement.check_interactions([GOOD, GOOD | {"kind": "<i>"}]),
        "concordance": al.engagement.concordance(
            table.with_columns(score=pl.col("years")), duration="days", event="back", score="score"
        ),
        "score_table": model.score_table(
            pl.DataFrame({"actor": ["w-1"], "kind": ["reply"], "at": [datetime(2026, 3, 1, tzinfo=UTC)]}),
            as_of=as_of,
        ),
    }


@pytest.mark.parametrize("name", sorted(shown()))
def test_every_answer_shows_itself_in_a_notebook(name: str) -> None:
    html = shown()[name]._repr_html_()
    assert html.startswith('<div class="alumni">') and html.count("<table>") >= 1
    assert "<b>" not in html and "<i>" not in html


def test_who_hears_of_reading_and_diagnosing_may_end_the_work() -> None:
    count, block = 40_000, 512 * 64
    start = datetime(2025, 6, 1, tzinfo=UTC)
    events = pa.table(
        {
            "id": [f"e-{number}" for number in range(count)],
            "at": [start + timedelta(minutes=number) for number in range(count)],
            "kind": ["post_question", "reply"] * (count // 2),
            "actor": [f"w-{number % 900}" for number in range(count)],
            "actor_type": ["alumnus"] * count,
            "thread": [f"e-{number - number % 2}" for number in range(count)],
        }
    )
    members, as_of = [f"w-{number}" for number in range(900)], date(2026, 4, 1)
    window = al.calendar.Span(date(2025, 4, 1), as_of)
    heard: list[int] = []

    def stop(rows: int) -> None:
        heard.append(rows)
        if len(heard) == last:
            raise KeyboardInterrupt

    def diagnose() -> object:
        return al.engagement.health(events, members, as_of=as_of, progress=stop)

    def measure() -> object:
        return al.engagement.responsiveness(events, window=window, progress=stop)

    def connect() -> object:
        return al.engagement.interaction_graph(events, as_of=as_of, progress=stop)

    for ask in (diagnose, measure, connect):
        last = 0
        heard.clear()
        ask()
        steps = len(heard)
        # The blocks of rows, and then the steps of the work, each of which may end it.
        assert heard[:2] == [block, count]
        assert set(heard[2:]) == {count}
        assert steps > 4
        for last in (1, 2, steps):
            heard.clear()
            with pytest.raises(KeyboardInterrupt):
                ask()
            assert len(heard) == last
    with pytest.raises(al.WrongTypeError) as wrong:
        al.engagement.health(events, members, as_of=as_of, progress="yes")  # type: ignore[arg-type]
    assert wrong.value.path == "progress"
