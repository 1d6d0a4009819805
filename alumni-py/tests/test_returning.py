"""Returns and repeated acts against lifelines, lifetimes and the data that come with them; skipped where they are not installed."""

import json
from pathlib import Path
from typing import Any

import alumni as al
import polars as pl
import pytest

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "engagement"


def case(name: str) -> Any:
    path = REFERENCE / f"{name}.json"
    if not path.exists():
        pytest.skip(f"the reference case {name} is not here")
    return json.loads(path.read_text(encoding="utf-8"))


def data(name: str) -> pl.DataFrame:
    """A file that comes with lifetimes."""
    lifetimes = pytest.importorskip("lifetimes")
    return pl.read_csv(Path(lifetimes.__file__).parent / "datasets" / name)


@pytest.fixture(scope="module")
def cdnow() -> pl.DataFrame:
    return data("cdnow_customers_summary.csv").rename({"T": "age"})


def values(fit: Any) -> list[float]:
    return [parameter["value"] for parameter in fit.parameters]


@pytest.mark.parametrize(
    ("name", "model"), [("bgnbd", "bg_nbd"), ("mbgnbd", "mbg_nbd"), ("paretonbd", "pareto_nbd")]
)
def test_cdnow_has_the_published_fit(cdnow: pl.DataFrame, name: str, model: str) -> None:
    expected = case(f"{name}_cdnow")
    fit = al.engagement.fit_repeat(cdnow, model=model)
    assert fit.convergence["reached"] and fit.law is not None
    assert values(fit) == pytest.approx(expected["mle"], rel=1e-7)
    assert fit.log_likelihood == pytest.approx(expected["mle_ll"], rel=1e-12)
    told = fit.law.predict_table(cdnow, horizon=39)
    if "sum_alive_at_mle" in expected:
        assert sum(told.alive) == pytest.approx(expected["sum_alive_at_mle"], rel=1e-7)
    if "sum_next39_at_mle" in expected:
        assert sum(told.expected) == pytest.approx(expected["sum_next39_at_mle"], rel=1e-7)


def test_cdnow_is_told_as_lifetimes_tells_it(cdnow: pl.DataFrame) -> None:
    expected = case("lifetimes_outputs")
    fit = al.engagement.fit_repeat(cdnow, model="bg_nbd")
    assert fit.law is not None and fit.log_likelihood is not None
    next_week = fit.law.predict_table(cdnow, horizon=1).expected
    for row, value in expected["cdnow_next_1_week"].items():
        # The penalties of its fit move its parameters in the seventh digit.
        assert next_week[int(row) - 1] == pytest.approx(value, rel=1e-5) or next_week[
            int(row)
        ] == pytest.approx(value, rel=1e-5)
    assert fit.log_likelihood == pytest.approx(expected["paper_ll"], abs=0.05)


def test_donors_have_the_published_fit() -> None:
    expected = case("bgbb_donations_fit")
    donors = data("donations.csv")
    each = donors.select(pl.exclude("weights").repeat_by("weights").explode())
    assert len(each) == expected["n"]
    fit = al.engagement.fit_repeat(each, model="bg_bb", age="periods")
    assert values(fit) == pytest.approx(expected["mle"], rel=1e-6)
    assert fit.log_likelihood == pytest.approx(expected["mle_ll"], rel=1e-12)
    assert fit.law is not None
    # The paper's expectation for the next five years, by its own rounded parameters.
    law = al.engagement.RepeatLaw("bg_bb", expected["paper"])
    total = sum(law.predict_table(each, horizon=5, age="periods").expected)
    assert total == pytest.approx(12_884.2, abs=15)


def test_values_have_the_published_fit() -> None:
    expected = case("gammagamma_cdnow")
    buyers = data("cdnow_customers_summary_with_transactions.csv")
    fit = al.engagement.fit_value(buyers, frequency="x", value="zbar")
    assert fit.people == expected["n"]
    assert values(fit) == pytest.approx(expected["mle"], rel=1e-7)
    assert fit.log_likelihood == pytest.approx(expected["mle_ll"], rel=1e-12)
    outputs = case("lifetimes_outputs")
    assert fit.correlation == pytest.approx(outputs["gamma_gamma_corr_frequency_value"], rel=1e-9)
    first_six = [fit.mean(row["x"], row["zbar"]) for row in buyers.head(6).iter_rows(named=True)]
    assert first_six == pytest.approx(expected["paper_conditional_mean_first_six"], rel=1e-6)


def test_lung_has_the_published_fit() -> None:
    """R's survival: coxph(Surv(time, status) ~ age + sex + ph.ecog), and the median 310."""
    lifelines = pytest.importorskip("lifelines")
    lung = pl.from_pandas(lifelines.datasets.load_lung())
    durations = al.engagement.durations(lung, duration="time", event="status")
    assert durations.kaplan_meier().curves[0].quantiles[0]["time"] == 310
    known = lung.drop_nulls(["age", "sex", "ph.ecog"])
    fit = al.engagement.cox(known, duration="time", event="status", covariates=["age", "sex", "ph.ecog"])
    found = [coefficient["coefficient"] for coefficient in fit.coefficients]
    assert found == pytest.approx([0.0110668, -0.5526124, 0.4637285], abs=5e-8)


def test_predictions_and_concordance_are_those_of_lifelines() -> None:
    """Its baseline is Breslow's whatever the ties of the fit, so these people end one at a time; between ends it draws slopes."""
    lifelines = pytest.importorskip("lifelines")
    rossi = lifelines.datasets.load_rossi()[["week", "arrest", "age", "prio", "fin"]]
    lung = lifelines.datasets.load_lung()[["time", "status", "age", "sex"]].drop_duplicates("time")
    people = pl.from_pandas(lung)
    fit = al.engagement.cox(people, duration="time", event="status", covariates=["age", "sex"])
    theirs = lifelines.CoxPHFitter().fit(lung, "time", "status")
    times = sorted(lung["time"][lung["status"] == 1])[5::20]
    told = fit.predict(people, times=times)
    assert told.log_hazard == pytest.approx(theirs.predict_log_partial_hazard(lung).tolist(), abs=1e-5)
    for survival, expected in zip(
        told.survival, theirs.predict_survival_function(lung, times).values, strict=True
    ):
        assert survival == pytest.approx(expected.tolist(), abs=1e-5)
    people = pl.from_pandas(rossi)
    fit = al.engagement.cox(people, duration="week", event="arrest", covariates=["age", "prio", "fin"])
    scored = people.with_columns(score=pl.Series(fit.predict(people).log_hazard))
    found = al.engagement.concordance(scored, duration="week", event="arrest", score="score")
    index = lifelines.utils.concordance_index(rossi["week"], -scored["score"].to_numpy(), rossi["arrest"])
    assert found.index == pytest.approx(index, abs=1e-12)


def test_a_million_people_are_paired_at_once() -> None:
    count = 1_000_000
    people = pl.DataFrame({"score": pl.arange(0, count, eager=True)}).with_columns(
        days=count - pl.col("score"), back=pl.col("score") % 3 > 0
    )
    found = al.engagement.concordance(people, duration="days", event="back", score="score")
    assert found.people == count and found.tied == 0 and found.index == 1.0


def test_curves_are_those_of_lifelines() -> None:
    lifelines = pytest.importorskip("lifelines")
    lung = lifelines.datasets.load_lung()
    curve = (
        al.engagement.durations(pl.from_pandas(lung), duration="time", event="status")
        .kaplan_meier()
        .curves[0]
    )
    fitter = lifelines.KaplanMeierFitter().fit(lung["time"], lung["status"])
    for time, survival in fitter.survival_function_["KM_estimate"].items():
        at = curve.at(time)
        assert at is not None and at["survival"] == pytest.approx(survival, abs=1e-12)
    band = fitter.confidence_interval_
    for time, (lower, upper) in zip(band.index, band.itertuples(index=False), strict=True):
        at = curve.at(time)
        if at is not None and at["lower"] is not None and time > 0:
            assert (at["lower"], at["upper"]) == pytest.approx((lower, upper), abs=1e-9)


def test_pictures_are_drawn() -> None:
    pytest.importorskip("matplotlib").use("Agg")
    away = pl.DataFrame({"days": [1, 2, 3, 4], "back": [1, 0, 1, 0], "track": ["a", "a", "b", "b"]})
    curves = al.engagement.durations(away, duration="days", event="back", group="track").kaplan_meier()
    ax = curves.plot(lang="ja")
    assert len(ax.lines) == 4 and ax.get_xlabel() == "経過時間"
    told = pl.DataFrame({"any": [0.1, 0.9, 0.8], "came": [0, 1, 1]})
    ax = al.engagement.calibration(told, predicted="any", happened="came").plot()
    assert ax.get_ylabel() == "happened"
