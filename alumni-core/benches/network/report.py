"""Lines of measurements into a table: medians over the rounds, and how many times the library's each is."""

import json
import math
import statistics
import sys
from collections import defaultdict
from pathlib import Path

OURS = "alumni"
# How near the answers must be.
NEAR = {
    "ties": 1e-15,
    "largest rank": 1e-7,
    "squared ranks": 1e-7,
    "share returned": 1e-12,
    "sum of cores": 1e-15,
}


def main() -> None:
    values = defaultdict(list)
    for text in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        values[line["group"], line["engine"], line["unit"]].append(line["value"])
    middle = {key: statistics.median(found) for key, found in values.items()}
    for what, near in NEAR.items():
        found = {key[1]: value for key, value in middle.items() if key[0] == what}
        if not all(math.isclose(value, found[OURS], rel_tol=near) for value in found.values()):
            sys.exit(f"the engines disagree about {what}: {found}")
    print("| what | engine | median | least to largest | times alumni |\n| --- | --- | ---: | ---: | ---: |")
    for (group, engine, unit), value in sorted(middle.items(), key=lambda item: item[0][0]):
        if unit not in {"ms", "MB"}:
            continue
        ours = middle.get((group, OURS, unit))
        ratio = "" if engine == OURS or ours is None else f"{value / ours:.1f}"
        every = values[group, engine, unit]
        spread = f"{min(every):,.1f} to {max(every):,.1f}"
        print(f"| {group} | {engine} | {value:,.1f} {unit} | {spread} | {ratio} |")
    print(f"\nmedian of {max(map(len, values.values()))} rounds")


main()
