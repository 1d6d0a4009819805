"""The same policy over the same people, in columns, from Python.

    POLARS_MAX_THREADS=1 python columns.py DIR --round N

reads the people and the right answers that `alumni-peers dump DIR` wrote, and prints one line of JSON for each measurement.
Every engine says for each row whether all criteria hold (true, false or unknown), and, when it explains, which do not.
"""

import argparse
import json
import statistics
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl

AS_OF = 20_634
KINDS = ["voluntary", "mutual", "involuntary_no_cause", "end_of_term", "transfer_out"]
ENTITIES = ["jp-head", "jp-sales", "jp-works", "us-west", "us-east", "de", "fr", "sg"]
FAMILIES = [
    "sales",
    "engineering",
    "research",
    "production",
    "logistics",
    "quality",
    "finance",
    "marketing",
    "support",
    "design",
    "data",
]


class People:
    """The columns as numbers, and the right answers."""

    def __init__(self, folder):
        self.names = json.loads((folder / "names.json").read_text())
        self.rows = self.names["rows"]
        for name in ("start", "separation", "non_compete"):
            setattr(self, name, np.fromfile(folder / name, np.int32))
        for name in ("grade", "kind", "flag", "entity", "family"):
            setattr(self, name, np.fromfile(folder / name, np.uint8))
        for name in ("no_contact", "property_returned", "nda_signed", "legal_hold", "kind_valid"):
            bits = np.unpackbits(np.fromfile(folder / name, np.uint8), bitorder="little")
            setattr(self, name, bits[: self.rows].astype(bool))
        self.outcome = np.fromfile(folder / "outcome", np.uint8)
        self.failed = np.fromfile(folder / "failed", np.uint16)

    def frame(self):
        """A polars frame, words as Enum."""

        def words(name, valid=None):
            kind = pl.Enum(self.names[name])
            codes = pl.Series(getattr(self, name)).to_frame("code")
            named = pl.Series(self.names[name], dtype=kind)
            column = named.gather(codes["code"]).to_frame("column")
            valid = pl.lit(value=True) if valid is None else pl.Series(valid)
            return column.select(pl.when(valid).then(pl.col("column"))).to_series()

        return pl.DataFrame(
            {
                "start": self.start,
                "separation": self.separation,
                "non_compete": self.non_compete,
                "grade": self.grade,
                "kind": words("kind", self.kind_valid),
                "flag": words("flag"),
                "entity": words("entity"),
                "family": words("family"),
                "no_contact": self.no_contact,
                "property_returned": self.property_returned,
                "nda_signed": self.nda_signed,
                "legal_hold": self.legal_hold,
            }
        ).rechunk()

    def check(self, engine, outcome, failed=None):
        """Asserts that the answers are right on every row; `outcome` is 0 eligible, 1 unknown, 2 not."""
        assert np.array_equal(np.asarray(outcome), self.outcome), engine
        assert failed is None or np.array_equal(np.asarray(failed), self.failed), engine


def outcome_of(holds):
    """0 where true, 1 where unknown, 2 where false, of a polars series."""
    known = holds.fill_null(value=False).to_numpy()
    return np.select([known, holds.is_null().to_numpy()], [0, 1], 2).astype(np.uint8)


def polars_engines(people):
    frame = people.frame()
    criteria = polars_criteria(frame)
    holds = pl.all_horizontal(criteria).alias("holds")
    failed = [(~criterion).alias(f"c{at}") for at, criterion in enumerate(criteria)]

    def check_decide(answer):
        people.check("polars", outcome_of(answer["holds"]))

    def check_explain(answer):
        bits = sum(
            answer[f"c{at}"].fill_null(value=False).to_numpy().astype(np.uint16) << at for at in range(10)
        )
        people.check("polars", outcome_of(answer["holds"]), bits)

    name = f"polars {pl.__version__}, Enum, 1 thread"
    yield name, "decide", lambda: frame.select(holds), check_decide
    yield name, "explain", lambda: frame.select(holds, *failed), check_explain

    lazy = frame.lazy()
    packed = pl.sum_horizontal(
        (~criterion).fill_null(value=False).cast(pl.UInt16) * (1 << at)
        for at, criterion in enumerate(criteria)
    )
    packing = lazy.select(holds, packed.alias("failed"))

    def check_packed(answer):
        people.check("polars", outcome_of(answer["holds"]), answer["failed"].to_numpy())

    yield name + ", mask in one number", "explain", lambda: packing.collect(), check_packed


def polars_criteria(frame):
    column = pl.col

    def member(name, values):
        return column(name).is_in(pl.Series(values, dtype=frame[name].dtype).implode())

    return [
        (column("separation") + 1 - column("start") >= 1096) | (column("grade") >= 3),
        AS_OF - (column("separation") + 1) >= 180,
        member("kind", KINDS),
        column("flag") != "no",
        member("entity", ENTITIES),
        member("family", FAMILIES),
        column("non_compete") < AS_OF,
        ~column("no_contact"),
        column("property_returned"),
        column("nda_signed") & ~column("legal_hold"),
    ]


def quoted(values):
    return ", ".join(f"'{value}'" for value in values)


def duckdb_engines(people):
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.register("frame", people.frame().to_arrow())
    words = ("kind", "flag", "entity", "family")
    for name in words:
        connection.execute(f"CREATE TYPE {name}_enum AS ENUM ({quoted(people.names[name])})")
    cast = ", ".join(f"{name}::{name}_enum AS {name}" for name in words)
    connection.execute(f"CREATE TABLE people AS SELECT * REPLACE ({cast}) FROM frame")
    criteria = [
        "(separation + 1 - start >= 1096 OR grade >= 3)",
        f"{AS_OF} - (separation + 1) >= 180",
        f"kind IN ({quoted(KINDS)})",
        "flag <> 'no'",
        f"entity IN ({quoted(ENTITIES)})",
        f"family IN ({quoted(FAMILIES)})",
        f"non_compete < {AS_OF}",
        "NOT no_contact",
        "property_returned",
        "(nda_signed AND NOT legal_hold)",
    ]
    types = dict(connection.execute("SELECT column_name, column_type FROM (DESCRIBE people)").fetchall())
    assert types["kind"].startswith("ENUM"), types
    holds = " AND ".join(criteria)
    each = ", ".join(f"NOT ({criterion}) AS c{at}" for at, criterion in enumerate(criteria))

    def answers(answer):
        """As polars columns, which take Arrow's over as they are."""
        answer = pl.from_arrow(answer)
        return outcome_of(answer["holds"]), answer

    def check_decide(answer):
        people.check("duckdb", answers(answer)[0])

    def check_explain(answer):
        outcome, answer = answers(answer)
        bits = sum(
            answer[f"c{at}"].fill_null(value=False).to_numpy().astype(np.uint16) << at for at in range(10)
        )
        people.check("duckdb", outcome, bits)

    def check_packed(answer):
        outcome, answer = answers(answer)
        people.check("duckdb", outcome, answer["failed"].to_numpy())

    name = f"DuckDB {duckdb.__version__}, ENUM, 1 thread"

    def ask(query):
        return connection.sql(query).to_arrow_table()

    yield name, "decide", lambda: ask(f"SELECT {holds} AS holds FROM people"), check_decide
    yield name, "explain", lambda: ask(f"SELECT {holds} AS holds, {each} FROM people"), check_explain
    bits = " | ".join(
        f"CASE WHEN {criterion} IS FALSE THEN {1 << at} ELSE 0 END::USMALLINT"
        for at, criterion in enumerate(criteria)
    )
    packed = f"SELECT {holds} AS holds, ({bits})::USMALLINT AS failed FROM people"
    yield name + ", mask in one number", "explain", lambda: ask(packed), check_packed


def pandas_engines(people):
    codes = {
        name: pd.Categorical.from_codes(getattr(people, name), people.names[name])
        for name in ("flag", "entity", "family")
    }
    kind = np.where(people.kind_valid, people.kind.astype(np.int8), np.int8(-1))
    frame = pd.DataFrame(
        {
            "start": people.start,
            "separation": people.separation,
            "non_compete": people.non_compete,
            "grade": people.grade,
            "kind": pd.Categorical.from_codes(kind, people.names["kind"]),
            **codes,
            "no_contact": people.no_contact,
            "property_returned": people.property_returned,
            "nda_signed": people.nda_signed,
            "legal_hold": people.legal_hold,
        }
    )

    def criteria():
        return [
            (frame["separation"] + 1 - frame["start"] >= 1096) | (frame["grade"] >= 3),
            AS_OF - (frame["separation"] + 1) >= 180,
            # `isin` says False where nothing is known: the null test is explicit.
            frame["kind"].isin(KINDS) | frame["kind"].isna(),
            frame["flag"] != "no",
            frame["entity"].isin(ENTITIES),
            frame["family"].isin(FAMILIES),
            frame["non_compete"] < AS_OF,
            ~frame["no_contact"],
            frame["property_returned"],
            frame["nda_signed"] & ~frame["legal_hold"],
        ]

    def conjunction(criteria):
        holds = criteria[0]
        for criterion in criteria[1:]:
            holds = holds & criterion
        return holds

    def decide():
        holds = conjunction(criteria())
        return holds, holds & frame["kind"].isna()

    def explain():
        each = criteria()
        failed = (~each[0]).to_numpy().astype(np.uint16)
        for at, criterion in enumerate(each[1:], 1):
            failed |= (~criterion).to_numpy().astype(np.uint16) << np.uint16(at)
        holds = failed == 0
        return holds, holds & frame["kind"].isna(), failed

    def check(answer):
        holds, unknown = answer[0], answer[1]
        people.check("pandas", np.select([unknown, holds], [1, 0], 2).astype(np.uint8), *answer[2:])

    name = f"pandas {pd.__version__}, categoricals"
    yield name, "decide", decide, check
    yield name, "explain", explain, check


def numpy_engine(people):
    table = {
        name: np.array([value in allowed for value in people.names[name]])
        for name, allowed in (("kind", KINDS), ("entity", ENTITIES), ("family", FAMILIES))
    }
    no = people.names["flag"].index("no")

    def explain():
        met = [
            (people.separation + 1 - people.start >= 1096) | (people.grade >= 3),
            AS_OF - (people.separation + 1) >= 180,
            table["kind"][people.kind] | ~people.kind_valid,
            people.flag != no,
            table["entity"][people.entity],
            table["family"][people.family],
            people.non_compete < AS_OF,
            ~people.no_contact,
            people.property_returned,
            people.nda_signed & ~people.legal_hold,
        ]
        failed = (~met[0]).astype(np.uint16)
        for at, criterion in enumerate(met[1:], 1):
            failed |= (~criterion).astype(np.uint16) << np.uint16(at)
        holds = failed == 0
        return holds, holds & ~people.kind_valid, failed

    def check(answer):
        holds, unknown, failed = answer
        people.check("numpy", np.select([unknown, holds], [1, 0], 2).astype(np.uint8), failed)

    yield f"numpy {np.__version__}, codes, by hand", "explain", explain, check


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--round", type=int, default=0)
    parser.add_argument("--times", type=int, default=7)
    arguments = parser.parse_args()
    assert pl.thread_pool_size() == 1, "expected POLARS_MAX_THREADS=1"
    people = People(arguments.folder)
    for engines in (polars_engines, duckdb_engines, pandas_engines, numpy_engine):
        for engine, mode, run, check in engines(people):
            check(run())
            times = []
            for _ in range(arguments.times):
                # Processor time of the process: what runs on other threads counts too.
                start = time.process_time_ns()
                answer = run()
                times.append(time.process_time_ns() - start)
                del answer
            line = {"group": "columns", "engine": engine, "mode": mode, "round": arguments.round}
            line |= {"unit": "ns", "value": statistics.median(times) / people.rows}
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
