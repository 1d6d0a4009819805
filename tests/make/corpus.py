"""Writes vector files, or checks that they are as their script would write them.

A script in this folder computes expected values without the library and ends in `corpus.main(files)`. Run without
arguments it writes; run with `--check` it compares and fails on a difference.
"""

import json
import math
import sys
from pathlib import Path

VECTORS = Path(__file__).resolve().parent.parent / "vectors"


def render(document):
    """One line for each case: a changed expectation is one changed line in a diff."""
    head = {key: value for key, value in document.items() if key != "cases"}
    lines = json.dumps(head, ensure_ascii=False, indent=2)[:-2] + ',\n  "cases": [\n'
    cases = (json.dumps(case, ensure_ascii=False) for case in document["cases"])
    return lines + ",\n".join("    " + case for case in cases) + "\n  ]\n}\n"


def as_computed(path, document, text):
    """Whether a file holds what was computed; libraries for linear algebra sum in another order on another processor, so that the last
    digits of a number that a tolerance is given for may differ."""
    if not path.exists():
        return False
    written = path.read_text(encoding="utf-8")
    return written == text or alike(json.loads(written), json.loads(text), document.get("tolerance") or 0)


def alike(one, other, tolerance):
    if isinstance(one, dict) and isinstance(other, dict):
        tolerance = max(tolerance, one.get("tolerance") or 0) if "expect" in one else tolerance
        return list(one) == list(other) and all(alike(one[key], other[key], tolerance) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(alike(*pair, tolerance) for pair in pairs)
    if type(one) is float and type(other) is float:
        # Half of what an answer may differ by.
        return math.isclose(one, other, rel_tol=tolerance / 2, abs_tol=tolerance / 2)
    return type(one) is type(other) and one == other


def main(files):
    """`files` maps a path below `tests/vectors` to its document."""
    stale = []
    for name, document in files.items():
        path, text = VECTORS / name, render(document)
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not as_computed(path, document, text):
            stale.append(name)
    if stale:
        sys.exit(f"not as {Path(sys.argv[0]).name} computes them: {', '.join(stale)}")
    print(f"{sum(len(document['cases']) for document in files.values())} cases in {len(files)} files")
