"""The made-up record of `tests/northstar/who-moved.*`, and what `who-moved.txt` has to say of it, by brute force.

Sixty synthetic people of two offices over fifteen months; the stream of draws is seeded, and nobody is real.
"""

import csv
import io
import json
import random
import sys
import tomllib
from datetime import timedelta
from pathlib import Path

from engagement_oracle import PRESETS, score, start_of

FOLDER = Path(__file__).resolve().parents[1] / "northstar"
KINDS = ["reply", "post_update", "event_attend", "visit", "click", "direct_message"]
# Where the bands of the library begin: the lower half, the next three tenths, the highest fifth.
BANDS = (0.0, 0.5, 0.8)


def record():
    draw, events = random.Random(2026), []
    for person in range(60):
        pace, begin = draw.gammavariate(1.2, 6.0), draw.randrange(300)
        end = begin + draw.randrange(60, 450)
        day = float(begin)
        while (day := day + draw.expovariate(pace / 365)) < min(end, 455):
            at = start_of("2025-01-01") + timedelta(days=int(day), hours=draw.randrange(24))
            events.append([at.strftime("%Y-%m-%dT%H:%M:%SZ"), draw.choice(KINDS), f"w-{person:02}"])
    events.sort()
    return [[f"a-{number}", at, kind, who, "alumnus"] for number, (at, kind, who) in enumerate(events)]


def segments():
    return {f"w-{person:02}": "Osaka" if person % 2 else "Tokyo" for person in range(60)}


def bands(events, as_of):
    """How many people of each segment stand in each of the bands."""
    model = tomllib.loads((PRESETS / "alumni.toml").read_text(encoding="utf-8"))
    scores = {one["person"]: one["score"] for one in score(model, events, as_of)["people"]}
    lines = []
    for segment in sorted(set(segments().values())):
        own = [scores[person] for person in scores if segments()[person] == segment]
        counts = [0] * len(BANDS)
        for mine in own:
            below, same = sum(other < mine for other in own), sum(other == mine for other in own)
            percentile = (below + (same - 1) / 2) / (len(own) - 1)
            counts[sum(percentile >= begin for begin in BANDS) - 1] += 1
        lines.append(f"{segment}: {len(own)} ({' / '.join(map(str, counts))})")
    return [f"{len(scores)} people in {len(lines)} segments", *lines]


def main():
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = ["id", "at", "kind", "actor", "actor_type"]
    writer.writerow(names)
    rows = record()
    writer.writerows(rows)
    made = {"interactions.csv": out.getvalue(), "segments.json": json.dumps(segments()) + "\n"}
    folder = FOLDER / "analyst"
    for name, text in made.items():
        if "--check" not in sys.argv:
            folder.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        elif (folder / name).read_text(encoding="utf-8") != text:
            sys.exit(f"not as {Path(sys.argv[0]).name} makes it: {name}")
    events = [dict(zip(names, row, strict=True)) for row in rows]
    printed = (FOLDER / "who-moved.txt").read_text(encoding="utf-8").splitlines()
    expected = [f"all {len(rows)} rows can be used", *bands(events, "2026-04-01")]
    if printed[: len(expected)] != expected:
        sys.exit(f"who-moved.txt: expected {expected}, got {printed[: len(expected)]}")
    print("who-moved.txt says what follows from its files")


if __name__ == "__main__":
    main()
