"""Decided tables in other libraries' frames and in pictures; none of the libraries is needed to import this."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from alumni._alumni import Outcome
from alumni._exceptions import UnknownNameError, WrongTypeError

if TYPE_CHECKING:
    from alumni._alumni import Decisions

# One colour for each outcome, told apart in grey and by people who do not see red and green alike.
_COLOURS = {
    "eligible": "#0072b2",
    "conditional": "#56b4e9",
    "undetermined": "#999999",
    "ineligible": "#d55e00",
}


def _needed(name: str, extra: str) -> Any:
    """A library, or an error that says how to get it."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        message = f"this needs {name.split('.')[0]}: pip install 'alumni[{extra}]'"
        raise ImportError(message) from error


def to_polars(decisions: Decisions) -> Any:
    """The answers as a polars data frame."""
    return _needed("polars", "polars").DataFrame(decisions)


def to_arrow(decisions: Decisions) -> Any:
    """The answers as a pyarrow table."""
    return _needed("pyarrow", "pandas").table(decisions)


def to_pandas(decisions: Decisions) -> Any:
    """The answers as a pandas data frame."""
    _needed("pandas", "pandas")
    return to_arrow(decisions).to_pandas()


def to_dicts(decisions: Decisions) -> list[dict[str, Any]]:
    """The answers as a list of dictionaries."""
    rows = []
    for row in decisions:
        named: dict[str, Any] = {} if decisions.id is None else {decisions.id: row.id}
        statuses = {criterion: status.value for criterion, status in row.statuses.items()}
        rows.append(
            named | {"outcome": row.outcome.value, "eligible_on": row.eligible_on, "statuses": statuses}
        )
    return rows


def progress(wanted: Any) -> Callable[[int], object] | None:
    """What is told how many rows are done: the caller's own, a bar of tqdm where that is installed, or nothing."""
    if wanted is None or wanted is False:
        return None
    if wanted is not True:
        if not callable(wanted):
            expected = "expected True, False or something to call"
            raise WrongTypeError(f"{expected}, got {type(wanted).__name__}", "progress")
        told: Callable[[int], object] = wanted
        return told
    try:
        bar = importlib.import_module("tqdm.auto").tqdm(unit=" rows", unit_scale=True)
    except ImportError:
        return None
    return lambda rows: bar.update(rows - bar.n)


def plot(decisions: Decisions, ax: Any, kind: str | None) -> Any:
    """A bar for each outcome, or a waterfall of the criteria."""
    if kind not in (None, "outcomes", "criteria"):
        raise UnknownNameError(f"expected `outcomes` or `criteria`, got `{kind}`", "kind")
    if ax is None:
        ax = _needed("matplotlib.pyplot", "plot").subplots(layout="constrained")[1]
    draw = _waterfall if kind == "criteria" else _bars
    draw(decisions, ax)
    policy = decisions.policy
    ax.set_title(f"{policy.id} v{policy.version} as of {decisions.as_of}")
    ax.set_ylabel("rows")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def _bars(decisions: Decisions, ax: Any) -> None:
    counts = decisions.counts()["outcomes"]
    names = [outcome.value for outcome in Outcome]
    bars = ax.bar(names, [counts[name] for name in names], color=[_COLOURS[name] for name in names])
    ax.bar_label(bars, fmt="{:,.0f}")


def _waterfall(decisions: Decisions, ax: Any) -> None:
    """From all rows down to those that no criterion makes ineligible, in the policy's order."""
    left = len(decisions)
    removed = decisions.removed()
    labels, heights, feet, colours = ["all"], [left], [0], ["#999999"]
    for criterion, rows in removed.items():
        left -= rows
        labels.append(criterion)
        heights.append(rows)
        feet.append(left)
        colours.append(_COLOURS["ineligible"])
    labels.append("left")
    heights.append(left)
    feet.append(0)
    colours.append(_COLOURS["eligible"])
    bars = ax.bar(range(len(labels)), heights, bottom=feet, color=colours)
    ax.bar_label(bars, labels=[f"{height:,}" for height in heights])
    ax.set_xticks(range(len(labels)), labels, rotation=30, ha="right")
