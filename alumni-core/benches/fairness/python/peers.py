"""The same questions asked of Fairlearn, scipy, statsmodels, polars and numpy.

Usage: peers.py FOLDER --round N
"""

import argparse
import json
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import statsmodels.api as sm
from fairlearn.metrics import MetricFrame, count, selection_rate
from scipy import stats

SEX = ["women", "men", "other"]
AGE = ["under 30", "30s", "40s", "50 and over"]
ORIGIN = ["A", "B", "C", "D", "E"]
CHECKED = 40


def line(group: str, engine: str, mode: str, number: int, unit: str, value: float) -> None:
    measured = {
        "group": group,
        "engine": engine,
        "mode": mode,
        "round": number,
        "unit": unit,
        "value": float(value),
    }
    print(json.dumps(measured), flush=True)


def timed(run, times: int = 1):
    taken = []
    for _ in range(times):
        start = time.process_time()
        answer = run()
        taken.append(time.process_time() - start)
    return sorted(taken)[times // 2], answer


def read(folder: Path, name: str, kind: str):
    return np.fromfile(folder / f"{name}.{kind}", dtype=f"<{kind}")


def selections(folder: Path, number: int) -> None:
    codes = {name: read(folder, name, "u1") for name in ("sex", "age", "origin")}
    chosen = read(folder, "selected", "u1")
    names = {"sex": SEX, "age": AGE, "origin": ORIGIN}
    frame = pd.DataFrame({name: pd.Categorical.from_codes(codes[name], names[name]) for name in names})

    def fairlearn():
        metrics = {"rate": selection_rate, "count": count}
        return MetricFrame(metrics=metrics, y_true=chosen, y_pred=chosen, sensitive_features=frame).by_group

    taken, by_group = timed(fairlearn)
    line("selection", "Fairlearn", "rates alone", number, "ms", taken * 1e3)
    tracemalloc.start()
    fairlearn()
    line("memory", "Fairlearn", "selection", number, "MB", tracemalloc.get_traced_memory()[1] / 1e6)
    tracemalloc.stop()
    rates = {" × ".join(key): row["rate"] for key, row in by_group.iterrows()}
    line("cells", "Fairlearn", "", number, "", len(rates))
    line("rates", "Fairlearn", "", number, "", weighed(rates))

    table = pl.DataFrame(
        {name: pl.Series(np.array(names[name])[codes[name]], dtype=pl.Enum(names[name])) for name in names}
        | {"selected": chosen}
    )
    query = table.lazy().group_by(list(names)).agg(pl.col("selected").sum(), pl.len())
    taken, counts = timed(query.collect, 3)
    line("selection", "polars", "counts alone, Enum", number, "ms", taken * 1e3)
    rates = {" × ".join(row[:3]): row[3] / row[4] for row in counts.iter_rows()}
    line("rates", "polars", "", number, "", weighed(rates))


def weighed(rates: dict[str, float]) -> float:
    return sum(rates[name] * (place + 1) for place, name in enumerate(sorted(rates)))


def thresholds(folder: Path, number: int) -> None:
    table = pl.DataFrame(
        {"group": read(folder, "group", "u1"), "tenure": read(folder, "tenure_months", "i4")}
    )
    steps = [4 * step for step in range(1, 61)]
    passes = [(pl.col("tenure") >= step).sum().alias(str(step)) for step in steps]
    taken, each = timed(table.lazy().group_by("group").agg(pl.len(), *passes).collect, 3)
    line("thresholds", "polars", "counts alone, a sum for each", number, "ms", taken * 1e3)
    edges = pl.col("tenure").bin_intervals(steps, labels=False)
    binned = table.lazy().group_by("group", edges.alias("bin")).agg(pl.len())
    taken, _ = timed(binned.collect, 3)
    line("thresholds", "polars", "counts alone, binned", number, "ms", taken * 1e3)
    eligible = each.select(str(step) for step in steps).to_numpy()
    line("eligible", "polars", "", number, "", eligible.sum())
    rates = eligible / each["len"].to_numpy()[:, None]
    line("lowest ratios", "polars", "", number, "", (rates.min(axis=0) / rates.max(axis=0)).sum())


def small_tables(folder: Path, number: int) -> None:
    rows = np.loadtxt(folder / "tables.csv", delimiter=",", dtype=int)[:CHECKED]
    tables = [[[x1, x2], [n1 - x1, n2 - x2]] for n1, x1, n2, x2 in rows]
    # At most as much as either one-sided test, and the same sum as twice the smaller.
    taken, sums = timed(lambda: sum(central(table) for table in tables))
    line("1,000 small tables", "scipy", "Boschloo alone", number, "ms", taken * 1e3 * 1000 / len(tables))
    line("boschloo", "scipy", "", number, "", sums)
    taken, _ = timed(lambda: [stats.barnard_exact(table) for table in tables])
    line("1,000 small tables", "scipy", "Barnard alone", number, "ms", taken * 1e3 * 1000 / len(tables))
    taken, _ = timed(lambda: [stats.fisher_exact(table) for table in tables])
    line("1,000 small tables", "scipy", "Fisher alone", number, "ms", taken * 1e3 * 1000 / len(tables))


def central(table) -> float:
    return stats.boschloo_exact(table, alternative="two-sided").pvalue


def regression(folder: Path, number: int) -> None:
    outcome = read(folder, "outcome", "f8")
    columns = [read(folder, f"x{place:02}", "f8") for place in range(20)]
    design = np.column_stack([np.ones(len(outcome)), *columns])

    def fit():
        found = sm.OLS(outcome, design).fit(cov_type="HC3")
        return found.params[-1], found.bse[-1]

    taken, (estimate, error) = timed(fit)
    line("regression", "statsmodels", "HC3", number, "ms", taken * 1e3)
    line("estimate", "statsmodels", "", number, "", estimate)
    line("standard error", "statsmodels", "", number, "", error)

    def by_hand():
        inverse = np.linalg.inv(design.T @ design)
        beta = inverse @ (design.T @ outcome)
        leverage = np.einsum("ij,ij->i", design @ inverse, design)
        weight = ((outcome - design @ beta) / (1 - leverage)) ** 2
        return beta[-1], np.sqrt((inverse @ ((design.T * weight) @ design) @ inverse)[-1, -1])

    taken, (estimate, error) = timed(by_hand)
    line("regression", "numpy, normal equations by hand", "HC3", number, "ms", taken * 1e3)
    line("estimate", "numpy, normal equations by hand", "", number, "", estimate)
    line("standard error", "numpy, normal equations by hand", "", number, "", error)


def offer(number: int) -> None:
    draw = np.random.default_rng(3)
    years, back = draw.integers(0, 20, 201), np.arange(201) % 5 == 0
    pay = np.log(5e6 * (1 + 0.02 * years) * np.exp(0.05 * draw.normal(size=201)))
    design = np.column_stack([np.ones(201), years, back])
    asked = 200
    taken, _ = timed(lambda: [sm.OLS(pay, design).fit().params[-1] for _ in range(asked)])
    line("offer", "statsmodels", "one fit again, the adjusted gap alone", number, "µs", taken * 1e6 / asked)
    taken, _ = timed(lambda: [np.linalg.lstsq(design, pay, rcond=None)[0][-1] for _ in range(asked)])
    line("offer", "numpy", "one fit again, the adjusted gap alone", number, "µs", taken * 1e6 / asked)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--round", type=int, default=0)
    options = parser.parse_args()
    selections(options.folder, options.round)
    thresholds(options.folder, options.round)
    small_tables(options.folder, options.round)
    offer(options.round)
    regression(options.folder, options.round)


main()
