"""Lines of measurements into a table: medians over the rounds, and how many times the library's each is."""

import json
import math
import statistics
import sys
from collections import defaultdict
from pathlib import Path

OURS = "alumni"
# What every engine must say alike.
SAME = ("cells", "rates", "eligible", "lowest ratios", "boschloo", "estimate", "standard error")


def main() -> None:
    values = defaultdict(list)
    for text in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        values[line["group"], line["mode"], line["engine"], line["unit"]].append(line["value"])
    middle = {key: statistics.median(found) for key, found in values.items()}
    for what in SAME:
        found = {key[2]: value for key, value in middle.items() if key[0] == what}
        first = found[OURS]
        if not all(math.isclose(value, first, rel_tol=1e-6) for value in found.values()):
            sys.exit(f"the engines disagree about {what}: {found}")
    ours = {}
    for (group, mode, engine, unit), value in middle.items():
        if engine == OURS and group != "memory":
            ours.setdefault((group, unit), value)
        elif engine == OURS:
            ours[group, mode, unit] = value
    print("| what | engine | median | least to largest | times alumni |\n| --- | --- | ---: | ---: | ---: |")
    for (group, mode, engine, unit), value in sorted(middle.items(), key=lambda item: item[0][0]):
        if group in SAME:
            continue
        of_ours = ours.get((group, mode, unit) if group == "memory" else (group, unit))
        ratio = f"{value / of_ours:.1f}" if of_ours and engine != OURS else ""
        every = values[group, mode, engine, unit]
        spread = f"{min(every):,.2f} to {max(every):,.2f}"
        print(f"| {group}: {mode} | {engine} | {value:,.2f} {unit} | {spread} | {ratio} |")
    print(f"\nmedian of {max(map(len, values.values()))} rounds")


main()
