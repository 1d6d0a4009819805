"""Writes vector files, or checks that they are as their script would write them.

A script in this folder computes expected values without the library and ends in `corpus.main(files)`. Run without
arguments it writes; run with `--check` it compares and fails on a difference.
"""

import json
import sys
from pathlib import Path

VECTORS = Path(__file__).resolve().parent.parent / "vectors"


def render(document):
    """One line for each case: a changed expectation is one changed line in a diff."""
    head = {key: value for key, value in document.items() if key != "cases"}
    lines = json.dumps(head, ensure_ascii=False, indent=2)[:-2] + ',\n  "cases": [\n'
    cases = (json.dumps(case, ensure_ascii=False) for case in document["cases"])
    return lines + ",\n".join("    " + case for case in cases) + "\n  ]\n}\n"


def main(files):
    """`files` maps a path below `tests/vectors` to its document."""
    stale = []
    for name, document in files.items():
        path, text = VECTORS / name, render(document)
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        sys.exit(f"not as {Path(sys.argv[0]).name} computes them: {', '.join(stale)}")
    print(f"{sum(len(document['cases']) for document in files.values())} cases in {len(files)} files")
