"""The state beside the batch: the same events scored as a table, and taken into a state that is scored and written.

    python state.py FOLDER [ROUNDS]      a folder made by `alumni-synthetic`'s example `generate`

Once for all events with everything that is known of them, once for the first half million without targets, threads, prompts and values.
Prints a line of JSON for each step: seconds of processor time, the median of the rounds, and how often that of the batch.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import alumni as al
import polars


def main(folder, rounds):
    prepare = Path(__file__).with_name("notebook.py")
    subprocess.run([sys.executable, prepare, "--prepare", str(folder)], check=True)
    frame = polars.read_ipc(folder / "interactions.arrow")
    measure("all", frame, rounds)
    measure("plain", frame.head(500_000).select("id", "at", "kind", "actor", "actor_type"), rounds)


def measure(record, frame, rounds):
    as_of = frame["at"].max().date()
    model = al.ScoreModel.preset("alumni")
    taken = {}

    def step(name, ask):
        start = time.process_time()
        answer = ask()
        taken.setdefault(name, []).append(time.process_time() - start)
        return answer

    def in_batches():
        grown = al.engagement.ActivityLog()
        for first in range(0, len(frame), 10_000):
            grown.add(frame[first : first + 10_000])
        return grown

    # Every step has its turn in every round, so that what else the machine does meets all alike.
    for _ in range(rounds):
        step("score_table", lambda: model.score_table(frame, as_of=as_of))
        scores = step("score", lambda: model.score(frame, as_of=as_of))
        log = step("ActivityLog", lambda: al.engagement.ActivityLog(frame))
        grown = step("ActivityLog, 10,000 at a time", in_batches)
        again = step("ActivityLog.score", lambda: log.score(model, as_of=as_of))
        data = step("to_bytes", log.to_bytes)
        read = step("from_bytes", lambda: al.engagement.ActivityLog.from_bytes(data))
        if scores.to_json() != again.to_json() or grown.to_bytes() != data or read.to_bytes() != data:
            raise SystemExit("the state and the batch differ")
    batch = statistics.median(taken["score_table"])
    print(json.dumps({"record": record, "events": len(frame), "bytes": len(data)}))
    for name, times in taken.items():
        median = statistics.median(times)
        print(
            json.dumps(
                {
                    "record": record,
                    "step": name,
                    "cpu": median,
                    "least": min(times),
                    "most": max(times),
                    "to_batch": median / batch,
                }
            )
        )


if __name__ == "__main__":
    where, *given = sys.argv[1:]
    main(Path(where), int(given[0]) if given else 5)
