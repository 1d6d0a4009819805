"""The same scores by DuckDB, polars, pandas or numpy: one sum for each person.

Usage: peers.py FOLDER ENGINE --round N      one engine, so that no other holds memory beside it
"""

import argparse
import json
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl

END, HALF_LIFE = 1_775_001_600, 90 * 86_400
ENGINES = ["numpy", "pandas", "polars", "DuckDB"]
WEIGHTS = np.array([2.0, 4.0, 1.0, 5.0, 0.5, 0.25])


def line(group, engine, number, unit, value):
    measured = {"group": group, "engine": engine, "mode": "", "round": number, "unit": unit}
    print(json.dumps(measured | {"value": float(value)}), flush=True)


def timed(group, engine, number, rows, run):
    """Processor time of the process, with its one thread, and the sum of all scores."""
    start = time.process_time()
    total = run()
    line(group, engine, number, "ns", (time.process_time() - start) * 1e9 / rows)
    line("sum of all scores", engine, number, "", total)


def by_numpy(people, kinds, seconds):
    left = WEIGHTS[kinds] * np.exp2((seconds - END) / HALF_LIFE)
    return np.bincount(people, left).sum()


def by_pandas(frame):
    left = WEIGHTS[frame["kind"].to_numpy()] * np.exp2((frame["second"].to_numpy() - END) / HALF_LIFE)
    return pd.Series(left).groupby(frame["person"].to_numpy()).sum().sum()


def by_polars(frame, weights):
    left = pl.col("weight") * (2.0 ** ((pl.col("second") - END) / HALF_LIFE))
    joined = frame.lazy().with_columns(weight=pl.col("kind").replace_strict(weights, return_dtype=pl.Float64))
    scores = joined.group_by("person").agg(score=left.sum())
    return scores.collect(engine="streaming")["score"].sum()


def by_duckdb(connection):
    connection.execute(
        "create or replace table scores as select person, "
        f"sum(w[kind + 1] * pow(2.0, (second - {END}) / {HALF_LIFE}.0)) as score "
        f"from events, (select {WEIGHTS.tolist()} as w) group by person"
    )
    return connection.execute("select sum(score) from scores").fetchone()[0]


def measure(folder, group, engine, number):
    people = np.fromfile(folder / "people.u4", "<u4")
    kinds = np.fromfile(folder / "kinds.u2", "<u2")
    seconds = np.fromfile(folder / "seconds.i8", "<i8")
    rows = len(people)
    if engine == "numpy":
        timed(group, engine, number, rows, lambda: by_numpy(people, kinds, seconds))
    elif engine == "pandas":
        frame = pd.DataFrame({"person": people, "kind": kinds, "second": seconds}, copy=False)
        timed(group, engine, number, rows, lambda: by_pandas(frame))
    elif engine == "polars":
        table = pl.DataFrame({"person": people, "kind": kinds, "second": seconds})
        del people, kinds, seconds
        weights = dict(enumerate(WEIGHTS.tolist()))
        timed(group, engine, number, rows, lambda: by_polars(table, weights))
    else:
        with duckdb.connect() as connection:
            connection.execute("set threads = 1")
            arrow = pl.DataFrame({"person": people, "kind": kinds, "second": seconds}).to_arrow()
            del people, kinds, seconds
            connection.execute("create table events as select * from arrow")
            del arrow
            timed(group, engine, number, rows, lambda: by_duckdb(connection))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("--round", type=int, default=0)
    options = parser.parse_args()
    for order, group in (("person", "by person"), ("time", "in the order of time")):
        measure(options.folder / order, group, options.engine, options.round)


main()
