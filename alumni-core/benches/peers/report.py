"""Tables in Markdown of the measurements in a file of lines of JSON, as `run` collects them.

    python report.py RESULTS

Each figure is the median of all rounds, with the least and the largest beside it; a ratio is the median of the rounds'
ratios to the engine `alumni` in the same group and round.
"""

import json
import statistics
import sys
from collections import defaultdict

TITLES = {
    "columns": "A million people in columns, ns a person",
    "one row": "One record at a time, in the engine's own form, ns a person",
    "JSON text": "One record at a time, from JSON text, ns a person",
    "load": "Reading a policy",
    "questions": "Questions about a million people",
    "rows": "More rows, ns a row",
    "criteria": "More criteria, ns a row and criterion",
    "memory": "Peak memory of the process that made up and decided about so many rows",
    "machine": "The machine",
}
OURS = "alumni"


def shown(value, unit):
    """A value of nanoseconds in the unit that people read."""
    if unit != "ns":
        return f"{value:.3g} {unit}"
    for size, name in ((1e9, "s"), (1e6, "ms"), (1e3, "µs")):
        if value >= size:
            return f"{value / size:.3g} {name}"
    return f"{value:.3g} ns"


def table(rows):
    """Rows of equal length, the first of them the head."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    return [lines[0], "| " + " | ".join("-" * width for width in widths) + " |", *lines[1:]]


def group_rows(measured):
    """One row for each engine, with a median, its spread and its ratio for each mode."""
    engines = list(dict.fromkeys(engine for engine, _ in measured))
    if len(engines) == 1 or all(len(rounds) == 1 for rounds in measured.values()):
        return plain_rows(measured)
    modes = list(dict.fromkeys(mode for _, mode in measured))
    # What we say is always the explained answer.
    ours = measured.get((OURS, "explain")) or next(
        (rounds for (engine, _), rounds in measured.items() if engine == OURS), None
    )
    head = ["engine"]
    for mode in modes:
        head += [mode, "least to largest"] + (["to ours"] if ours else [])
    rows = [head]
    for engine in engines:
        row = [engine]
        for mode in modes:
            rounds = measured.get((engine, mode))
            if not rounds:
                row += [""] * (3 if ours else 2)
                continue
            unit = next(iter(rounds.values()))[1]
            values = [value for value, _ in rounds.values()]
            row += [
                shown(statistics.median(values), unit),
                f"{shown(min(values), unit)} to {shown(max(values), unit)}",
            ]
            if ours:
                both = [rounds[at][0] / ours[at][0] for at in rounds if at in ours]
                row.append(f"{statistics.median(both):.3g}" if both else "")
        rows.append(row)
    return rows


def plain_rows(measured):
    """One row for each figure of a group that compares nothing."""
    rows = [["what", "median", "least to largest"]]
    for (_, mode), rounds in measured.items():
        unit = next(iter(rounds.values()))[1]
        values = [value for value, _ in rounds.values()]
        spread = f"{shown(min(values), unit)} to {shown(max(values), unit)}" if len(values) > 1 else ""
        rows.append([mode, shown(statistics.median(values), unit), spread])
    return rows


def main():
    groups = defaultdict(lambda: defaultdict(dict))
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            rounds = groups[line["group"]][line["engine"], line["mode"]]
            rounds[line["round"]] = (line["value"], line["unit"])
    for group in [*TITLES, *(group for group in groups if group not in TITLES)]:
        if group in groups:
            print(f"### {TITLES.get(group, group)}\n")
            print("\n".join(table(group_rows(groups[group]))) + "\n")


if __name__ == "__main__":
    main()
