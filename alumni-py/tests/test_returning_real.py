"""Returns on public data: members of Congress who left and came back, and people who sent mail again."""

import csv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import alumni as al
import numpy as np
import pandas as pd  # type: ignore[import-untyped, unused-ignore]
import polars as pl
import pytest
from scipy import optimize, stats  # type: ignore[import-untyped, unused-ignore]

REAL = Path(__file__).parents[3] / "shared" / "reference" / "real"


def rows(name: str) -> list[dict[str, str]]:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"../shared/reference/real/{name} is not here")
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def away() -> pl.DataFrame:
    """One row for each time that somebody was not in the next Congress: the years away, and whether they came back."""
    served: dict[str, dict[int, float]] = defaultdict(dict)
    for row in rows("congress_terms.csv"):
        served[row["bioguide"]][int(row["congress"])] = float(row["age"])
    last = max(max(terms) for terms in served.values())
    found = []
    for terms in served.values():
        congresses = sorted(terms)
        for place, (congress, following) in enumerate(
            zip(congresses, [*congresses[1:], None], strict=True), start=1
        ):
            back = following is not None
            until = following - 1 if following is not None else last
            if until > congress:
                found.append((2.0 * (until - congress), back, terms[congress], place))
    return pl.DataFrame(found, schema=["years", "back", "age", "terms"], orient="row")


def test_how_many_left_and_came_back(away: pl.DataFrame) -> None:
    # As counted by pandas for the table of returns in this project's sources: 3.1 % within 2 years, 4.4 % within 6, 5.0 % within 10.
    assert (len(away), away["back"].sum()) == (2801, 152)
    curve = al.engagement.durations(away, duration="years", event="back").kaplan_meier().curves[0]
    shares = []
    for year in (2, 6, 10):
        point = curve.at(year)
        assert point is not None
        shares.append(round(100 * (1 - point["survival"]), 1))
    assert shares == [3.1, 4.4, 5.0]


def test_the_curve_is_that_of_scipy(away: pl.DataFrame) -> None:
    years, back = away["years"].to_numpy(), away["back"].to_numpy()
    theirs = stats.ecdf(stats.CensoredData(uncensored=years[back], right=years[~back])).sf
    curve = al.engagement.durations(away, duration="years", event="back").kaplan_meier().curves[0]
    for point in curve.points:
        assert point["survival"] == pytest.approx(float(theirs.evaluate(point["time"])), abs=1e-14)


def test_the_shape_is_the_best_one(away: pl.DataFrame) -> None:
    years, back = away["years"].to_numpy(), away["back"].to_numpy()

    def loss(logs: np.ndarray) -> float:
        scale, shape = np.exp(logs)
        hazard = np.log(shape / scale) + (shape - 1) * np.log(years / scale)
        return float((years / scale) ** shape @ np.ones(len(years)) - hazard @ back)

    best = optimize.minimize(
        loss, np.log([100.0, 1.0]), method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-10}
    )
    fit = al.engagement.durations(away, duration="years", event="back").weibull().to_dict()["fits"][0]
    assert fit["log_likelihood"] == pytest.approx(-best.fun, abs=1e-7)
    assert fit["shape"]["value"] == pytest.approx(np.exp(best.x[1]), rel=1e-5)
    assert round(fit["shape"]["value"], 2) == 0.44


def test_one_way_of_coming_back_is_what_the_curve_leaves(away: pl.DataFrame) -> None:
    """With a single way to end, the share of Aalen and Johansen is one less the curve of Kaplan and Meier."""
    durations = al.engagement.durations(away, duration="years", event="back")
    curve = durations.kaplan_meier().curves[0]
    (way,) = durations.aalen_johansen().to_dict()["incidences"]
    assert way["ended"] == 152
    for point in way["points"]:
        at = curve.at(point["time"])
        assert at is not None and point["share"] == pytest.approx(1 - at["survival"], abs=1e-14)


def test_what_hastens_a_return_is_what_lifelines_finds(away: pl.DataFrame) -> None:
    lifelines = pytest.importorskip("lifelines")
    fit = al.engagement.cox(away, duration="years", event="back", covariates=["age", "terms"])
    theirs = lifelines.CoxPHFitter().fit(away.to_pandas(), "years", "back")
    for found, name in zip(fit.coefficients, ("age", "terms"), strict=True):
        assert found["coefficient"] == pytest.approx(theirs.params_[name], abs=1e-5)
        assert found["standard_error"] == pytest.approx(theirs.standard_errors_[name], rel=1e-4)
    assert [round(found["hazard_ratio"], 2) for found in fit.coefficients] == [0.95, 0.80]


AS_OF, HORIZON = date(2002, 1, 1), 92
CUT = date(2001, 10, 1)


@pytest.fixture(scope="module")
def mail() -> pd.DataFrame:
    """Who sent mail on which day (UTC); dates before 1998 are those of broken clocks."""
    sent = pd.DataFrame(rows("enron_emails.csv"))
    at = pd.to_datetime(sent["unixts"].astype("int64"), unit="s", utc=True)
    return pd.DataFrame({"who": sent["source"], "at": at})[at >= "1998-01-01"].reset_index(drop=True)


@pytest.fixture(scope="module")
def events(mail: pd.DataFrame) -> list[al.engagement.Interaction]:
    return [
        al.engagement.Interaction(f"e-{place}", at.to_pydatetime(), "direct_message", who, "alumnus")
        for place, (who, at) in enumerate(zip(mail["who"], mail["at"], strict=True))
    ]


def histories(mail: pd.DataFrame, until: date) -> pd.DataFrame:
    """Frequency, recency and age in weeks, by pandas."""
    known = mail[mail["at"] < pd.Timestamp(until, tz="UTC")]
    days = known.assign(day=known["at"].dt.normalize()).groupby("who")["day"]
    first, last = days.min(), days.max()
    return pd.DataFrame(
        {
            "frequency": days.nunique() - 1.0,
            "recency": (last - first).dt.days / 7,
            "age": (pd.Timestamp(until, tz="UTC") - first).dt.days / 7,
        }
    )


def test_acts_are_those_that_pandas_counts(
    mail: pd.DataFrame, events: list[al.engagement.Interaction]
) -> None:
    found = al.engagement.repeat_acts(events, as_of=AS_OF)
    theirs = histories(mail, AS_OF).loc[found.person]
    assert len(found) == len(histories(mail, AS_OF)) > 100
    for name in ("frequency", "recency", "age"):
        assert getattr(found, name) == pytest.approx(theirs[name].tolist(), abs=1e-12)


def test_what_was_held_back_is_counted_right(
    mail: pd.DataFrame, events: list[al.engagement.Interaction]
) -> None:
    held = al.engagement.hold_back(events, as_of=AS_OF, horizon_days=HORIZON)
    known = histories(mail, CUT)
    later = mail[(mail["at"] >= pd.Timestamp(CUT, tz="UTC")) & (mail["at"] < pd.Timestamp(AS_OF, tz="UTC"))]
    acts = later.assign(day=later["at"].dt.normalize()).groupby("who")["day"].nunique()
    came = acts.reindex(known.index).fillna(0).to_numpy()
    assert (held.acts, held.fit.people) == (came.sum(), len(known))
    assert held.fit.law is not None and held.calibration is not None
    told = held.fit.law.predict_table(pl.from_pandas(known), horizon=HORIZON / 7)
    chance = np.array(told.any)
    assert held.expected == pytest.approx(sum(told.expected), rel=1e-12)
    assert held.calibration.brier == pytest.approx(np.mean((chance - (came > 0)) ** 2), rel=1e-12)
    earlier = histories(mail, CUT - timedelta(days=HORIZON))
    days = known.loc[earlier.index]
    again = (days["age"] - days["recency"]) * 7 <= HORIZON
    assert held.calibration.base_rate == pytest.approx(again.mean(), rel=1e-12)
    # Who wrote lately writes again: better than the same probability for all.
    assert held.calibration.brier_base is not None
    assert held.calibration.brier is not None and held.calibration.brier < held.calibration.brier_base


def test_the_fit_is_that_of_lifetimes(mail: pd.DataFrame, events: list[al.engagement.Interaction]) -> None:
    lifetimes = pytest.importorskip("lifetimes")
    known = histories(mail, CUT)
    theirs = lifetimes.ModifiedBetaGeoFitter().fit(known["frequency"], known["recency"], known["age"])
    fit = al.engagement.repeat_acts(events, as_of=CUT).fit()
    for found, value in zip(fit.parameters, theirs.params_, strict=True):
        # Its optimiser stops early.
        assert found["value"] == pytest.approx(value, rel=1e-2)
