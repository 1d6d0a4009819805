"""Lines of measurements into a table: medians over the rounds, and how many times the library's each is."""

import json
import statistics
import sys
from collections import defaultdict
from pathlib import Path

OURS = "alumni"
# What every engine must say alike.
SAME = ("allowed", "yes")


def main() -> None:
    values = defaultdict(list)
    for text in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        values[line["group"], line["mode"], line["engine"], line["unit"]].append(line["value"])
    middle = {key: statistics.median(found) for key, found in values.items()}
    for what, mode in {key[:2] for key in middle if key[0] in SAME}:
        found = {key[2]: value for key, value in middle.items() if key[:2] == (what, mode)}
        if len(set(found.values())) != 1:
            sys.exit(f"the engines disagree about {what} {mode}: {found}")
    print("| what | engine | median | times alumni |\n| --- | --- | ---: | ---: |")
    for (group, mode, engine, unit), value in middle.items():
        if group in (*SAME, "states", "events"):
            continue
        asked = "of a snapshot" if group == "question" else mode
        ours = middle.get((group, asked, OURS, unit))
        ratio = f"{value / ours:.1f}" if ours and engine != OURS else ""
        print(f"| {group} {mode} | {engine} | {value:,.2f} {unit} | {ratio} |")
    rounds = max(map(len, values.values()))
    print(f"\n{middle['events', '', 'all', '']:,.0f} events, median of {rounds}")


main()
