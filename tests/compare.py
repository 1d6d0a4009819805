"""The vectors of `tests/vectors`, and whether an answer holds what a vector expects. Standard library only.

The doors that are tested from Python (Python itself, and C through ctypes) share this; `alumni-core/tests/vectors` says
the same in Rust, and `tests/README.md` in words.
"""

import json
import numbers
from pathlib import Path

VECTORS = Path(__file__).resolve().parent / "vectors"


class CoreError(Exception):
    """An error of the library, with the `kind` and `path` that a vector expects."""

    def __init__(self, kind, path, message):
        super().__init__(f"{path}: {message}" if path else message)
        self.kind, self.path, self.message = kind, path, message


def differences(expect, found, tolerance=1e-12, path="answer"):
    """Where `found` does not hold what `expect` asks for, one sentence each.

    >>> differences({"a": 1}, {"a": 1.0, "b": 2})
    []
    >>> differences({"a": [1, {"b": None}]}, {"a": [1, {"b": 0}]})
    ['answer.a[1].b: expected null, got 0']
    >>> differences({"a": True}, {"a": 1}), differences({"z": 1}, {"a": 1})
    (['answer.a: expected true, got 1'], ['answer.z: expected 1, got no such key (there are: a)'])
    >>> differences(5e6, 5000004.0, 1e-6), differences(7, 8, 10.0)
    ([], ['answer: expected 7, got 8'])
    """
    if isinstance(expect, dict) and isinstance(found, dict):
        wrong = []
        for key, value in expect.items():
            if key in found:
                wrong += differences(value, found[key], tolerance, f"{path}.{key}")
            else:
                keys = ", ".join(found)
                wrong.append(f"{path}.{key}: expected {_text(value)}, got no such key (there are: {keys})")
        return wrong
    if isinstance(expect, list) and isinstance(found, list):
        if len(expect) != len(found):
            return [f"{path}: expected {len(expect)} elements, got {len(found)}: {_text(found)}"]
        pairs = enumerate(zip(expect, found, strict=True))
        return [line for place, (a, b) in pairs for line in differences(a, b, tolerance, f"{path}[{place}]")]
    if _is_number(expect) and _is_number(found):
        # Whole numbers are equal or not: a tolerance is for measures.
        whole = isinstance(expect, int) and isinstance(found, int)
        near = not whole and abs(expect - found) <= tolerance * max(abs(expect), 1.0)
        equal = expect == found or near
    else:
        equal = type(expect) is type(found) and expect == found
    return [] if equal else [f"{path}: expected {_text(expect)}, got {_text(found)}"]


def long_text(members):
    """A text too long to write out, from its parts.

    >>> long_text({"$parts": ["not ", ["(", 3], "x"]}), long_text({"a": 1})
    ('not (((x', {'a': 1})
    """
    if set(members) != {"$parts"}:
        return members
    return "".join(part if isinstance(part, str) else part[0] * part[1] for part in members["$parts"])


def files(folder=VECTORS):
    """Every vector file below `folder` as (name, document), in the order of the names."""
    for path in sorted(folder.rglob("*.json")):
        text = path.read_text(encoding="utf-8")
        yield path.relative_to(folder).as_posix(), json.loads(text, object_hook=long_text)


def failures(name, file, answer):
    """What is wrong with the answers to the cases of `file`, one line each.

    `answer(call, given)` returns the answer as JSON values, raises `CoreError` for an error of the library, and
    `LookupError` for a call that the door does not know: a door never skips.
    """
    wrong = []
    for case in file["cases"]:
        place = f"{name}: {file['call']}: {case['name']}"
        expect = case["expect"]
        try:
            found = answer(file["call"], case["given"])
        except CoreError as error:
            # An expectation of few keys must not take an error for an answer.
            if not (isinstance(expect, dict) and "error" in expect):
                wrong.append(f"{place}: expected an answer, got the error `{error}`")
                continue
            found = {"error": {"kind": error.kind, "path": error.path, "message": error.message}}
        except LookupError as error:
            wrong.append(f"{place}: this door does not know the call ({error})")
            continue
        tolerance = case.get("tolerance", file.get("tolerance", 1e-12))
        wrong += [f"{place}\n    {line}" for line in differences(expect, found, tolerance)]
    return wrong


def _is_number(value):
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _text(value):
    return json.dumps(value, ensure_ascii=False)


TIMES = " × "


def rows_out(kind, answer):
    """The rows of the Arrow table of an answer about fairness, by what its JSON says."""
    return list(ROWS_OUT[kind](answer))


def with_ends(name, interval):
    return {f"{name}lower": (interval or {}).get("lower"), f"{name}upper": (interval or {}).get("upper")}


def threshold_rows(answer):
    same = ("threshold", "eligible", "lowest_ratio", "lowest_group", "below_threshold", "on_front")
    for point in answer["points"]:
        p = [one["adjusted_p"] for one in point["comparisons"] if one["adjusted_p"] is not None]
        yield {name: point[name] for name in same} | {"least_p": min(p, default=None)}


def strata_rows(answer):
    for found in answer["findings"]:
        row = {
            name: found[name]
            for name in ("group", "reference", "mid_p", "adjusted_p", "agreement", "verdict")
        }
        row["pooled_ratio"] = found["pooled"]["impact_ratio"]
        for name in ("rate_ratio", "odds_ratio"):
            ratio = found[name] or {}
            row |= {name: ratio.get("value")} | with_ends(f"{name}_", ratio.get("interval"))
        yield row


def impact_rows(answer):
    same = ("people", "selected", "rate", "impact_ratio", "left_out")
    for table in answer["tables"]:
        about = {"attributes": TIMES.join(table["attributes"])}
        for row in table["rows"]:
            yield (
                about
                | {name: row[name] for name in same}
                | with_ends("", row["interval"])
                | {"category": TIMES.join(row["categories"])}
            )
        unknown = {"people": table["unknown"], "selected": table["unknown_selected"], "left_out": False}
        yield about | dict.fromkeys(("category", "rate", "impact_ratio", "lower", "upper")) | unknown


def published_rows(answer):
    for table in answer["tables"]:
        for row in table["rows"]:
            names = row["categories"]
            out = {"attributes": TIMES.join(table["attributes"])}
            out["category"] = None if None in names else TIMES.join(names)
            out |= {name: row[name] for name in ("considered", "selected", "rate")}
            out["hidden"] = row["considered"] is None
            for name in ("ratio", "p"):
                band = row[f"{name}_band"] or {}
                out |= {f"{name}_{edge}": band.get(edge) for edge in ("from", "below")}
            yield out


ROWS_OUT = {
    "thresholds": threshold_rows,
    "strata": strata_rows,
    "local_law_144": impact_rows,
    "publish": published_rows,
}
