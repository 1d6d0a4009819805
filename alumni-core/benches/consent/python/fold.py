"""The same events folded by DuckDB and polars: the last decision of each person, purpose and channel, and whether it permits.

Usage: fold.py FOLDER --round N
"""

import argparse
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

COLUMNS = {
    "person": "u4",
    "purpose": "u1",
    "channel": "u1",
    "kind": "u1",
    "occurred": "i8",
    "received": "i8",
    "id": "u4",
}
DAYS = 730 * 86_400_000_000
SHOWN, GIVEN, RENEWED = 0, 1, 2
INSTANTS = {"now": "2026-06-01", "then": "2020-01-01"}


def micros(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) * 1_000_000


def line(group: str, engine: str, mode: str, number: int, unit: str, value: float) -> None:
    measured = {"group": group, "engine": engine, "mode": mode, "round": number, "unit": unit, "value": value}
    print(json.dumps(measured))


def report(engine: str, mode: str, number: int, answer) -> None:
    start = time.process_time()
    (allowed,) = answer()
    line("fold", engine, mode, number, "s", time.process_time() - start)
    line("allowed", engine, mode, number, "", allowed)


def duck(frame: pl.DataFrame, number: int) -> None:
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    start = time.process_time()
    connection.execute("CREATE TABLE events AS SELECT * FROM frame")
    line("append", "DuckDB", "", number, "ns", (time.process_time() - start) * 1e9 / len(frame))
    for mode, day in INSTANTS.items():
        at = micros(day)
        told = f"kind <> {SHOWN} AND occurred <= {at}" + (f" AND received <= {at}" if mode == "then" else "")
        permits = f"count(*) FILTER (kind IN ({GIVEN}, {RENEWED}) AND occurred + {DAYS} > {at})"
        keys = "person, purpose, channel"
        ways = {
            "DuckDB, one number packed by hand": f"""
                WITH last AS (SELECT max(occurred * 4 + kind) AS said FROM events WHERE {told} GROUP BY {keys})
                SELECT {permits} FROM (SELECT said % 4 AS kind, said // 4 AS occurred FROM last)""",
            "DuckDB, arg_max": f"""
                SELECT {permits} FROM (
                    SELECT arg_max(kind, (occurred, kind, id)) AS kind, max(occurred) AS occurred
                    FROM events WHERE {told} GROUP BY {keys})""",
            "DuckDB, row_number": f"""
                SELECT {permits} FROM (
                    SELECT kind, occurred FROM events WHERE {told}
                    QUALIFY row_number() OVER (PARTITION BY {keys}
                                               ORDER BY occurred DESC, kind DESC, id DESC) = 1)""",
        }
        for engine, query in ways.items():
            report(engine, mode, number, lambda query=query: connection.execute(query).fetchone())


def polars(frame: pl.DataFrame, number: int) -> None:
    keys = ["person", "purpose", "channel"]
    for mode, day in INSTANTS.items():
        at = micros(day)
        told = (pl.col("kind") != SHOWN) & (pl.col("occurred") <= at)
        if mode == "then":
            told &= pl.col("received") <= at
        permits = pl.col("kind").is_in([GIVEN, RENEWED]) & (pl.col("occurred") + DAYS > at)
        said = (pl.col("occurred") * 4 + pl.col("kind").cast(pl.Int64)).max().alias("said")
        rows = frame.lazy().filter(told)
        packed = rows.group_by(keys).agg(said).select(kind=pl.col("said") % 4, occurred=pl.col("said") // 4)
        ways = {
            "polars, one number packed by hand": packed,
            "polars, sorted": rows.sort("occurred", "kind", "id").group_by(keys).last(),
        }
        for engine, states in ways.items():
            query = states.select(permits.sum())
            report(engine, mode, number, lambda query=query: query.collect().row(0))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--round", type=int, default=0)
    options = parser.parse_args()
    frame = pl.DataFrame(
        {
            name: np.fromfile(options.folder / f"{name}.{kind}", dtype=f"<{kind}")
            for name, kind in COLUMNS.items()
        }
    )
    duck(frame, options.round)
    polars(frame, options.round)


main()
