"""Scores, ranks and the diagnosis of a whole network, as a notebook would ask for them: seconds, and memory beyond the frame.

    python notebook.py FOLDER      a folder made by `alumni-synthetic`'s example `generate`

Prints a line of JSON for each step. The clock starts when the frame is in memory.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import alumni as al
import polars


def peak():
    """The most memory this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def prepare(folder):
    """Writes the events in the order of time into one file that is mapped and not read."""
    frame = polars.read_csv(folder / "interactions.csv", infer_schema_length=None)
    texts = [name for name in frame.columns if name not in ("at", "value")]
    frame.with_columns(
        polars.col("at").str.to_datetime(time_unit="us", time_zone="UTC"),
        polars.col("value").cast(polars.Float64),
        *(polars.col(name).cast(polars.String) for name in texts),
    ).sort("at").write_ipc(folder / "interactions.arrow")


def main(folder):
    # Another process reads the text, so that what that takes does not hide what comes after.
    subprocess.run([sys.executable, __file__, "--prepare", str(folder)], check=True)
    frame = polars.read_ipc(folder / "interactions.arrow")
    members = polars.read_csv(folder / "people.csv", columns=["worker_id"])["worker_id"].to_list()
    as_of = frame["at"].max().date()
    model = al.ScoreModel.preset("alumni")
    before = peak()
    found = {}

    def step(name, ask):
        start, worked = time.perf_counter(), time.process_time()
        found[name] = ask()
        took = {"wall": time.perf_counter() - start, "cpu": time.process_time() - worked}
        print(json.dumps({"step": name, **took, "peak_beyond": peak() - before}), flush=True)

    print(json.dumps({"people": len(members), "events": len(frame), "frame": frame.estimated_size()}))
    start = time.perf_counter()
    step("score", lambda: model.score_table(frame, as_of=as_of))
    step("rank", lambda: found["score"].ranks())
    step("diagnose", lambda: al.engagement.health(frame, members, as_of=as_of))
    print(json.dumps({"step": "all", "wall": time.perf_counter() - start, "peak_beyond": peak() - before}))
    print(found["diagnose"])


if __name__ == "__main__":
    *asked, where = sys.argv[1:]
    (prepare if asked else main)(Path(where))
