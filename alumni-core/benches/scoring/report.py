"""Lines of measurements into a table: medians over the rounds, and how many times the library's each is."""

import json
import math
import statistics
import sys
from collections import defaultdict
from pathlib import Path

OURS = "alumni"
TOTALS = "alumni, one sum for each person"


def main() -> None:
    values = defaultdict(list)
    for text in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        values[line["group"], line["engine"], line["unit"]].append(line["value"])
    totals = {key[1]: found for key, found in values.items() if key[0] == "sum of all scores"}
    first = totals[OURS][0]
    if any(total != first for total in totals[OURS]):
        sys.exit("the library's own sums differ between orders or rounds")
    for engine, found in totals.items():
        if not all(math.isclose(total, first, rel_tol=1e-9) for total in found):
            sys.exit(f"{engine} has another sum of all scores: {found} for {first}")
    middle = {key: statistics.median(found) for key, found in values.items() if key[2] == "ns"}
    print("| order | engine | median | least to largest | times alumni | times alumni's one sum |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for (group, engine, unit), value in middle.items():
        parts, one = (
            "" if engine in (OURS, TOTALS) else f"{value / middle[group, ours, unit]:.1f}"
            for ours in (OURS, TOTALS)
        )
        every = values[group, engine, unit]
        print(
            f"| {group} | {engine} | {value:.2f} ns | {min(every):.2f} to {max(every):.2f} | {parts} | {one} |"
        )
    print(f"\nmedian of {max(len(found) for key, found in values.items() if key[2] == 'ns')} rounds")


main()
