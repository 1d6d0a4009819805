"""Decided tables in other libraries' frames and in pictures; none of the libraries is needed to import this."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from alumni._alumni import Outcome
from alumni._exceptions import UnknownNameError, WrongTypeError

if TYPE_CHECKING:
    from alumni._alumni import (
        Answers,
        Decisions,
        EventTable,
        LadderDecisions,
        PolicyReference,
        Simulation,
    )

    _Exported = Answers | Decisions | EventTable | LadderDecisions

# One colour for each outcome, told apart in grey and by people who do not see red and green alike.
_COLOURS = {
    "eligible": "#0072b2",
    "conditional": "#56b4e9",
    "undetermined": "#999999",
    "ineligible": "#d55e00",
}


def needed(name: str, extra: str) -> Any:
    """A library, or an error that says how to get it."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        message = f"this needs {name.split('.')[0]}: pip install 'alumni[{extra}]'"
        raise ImportError(message) from error


def to_polars(decisions: _Exported) -> Any:
    """The answers as a polars data frame."""
    return needed("polars", "polars").DataFrame(decisions)


def to_arrow(decisions: _Exported) -> Any:
    """The answers as a pyarrow table."""
    return needed("pyarrow", "pandas").table(decisions)


def to_pandas(decisions: _Exported) -> Any:
    """The answers as a pandas data frame."""
    needed("pandas", "pandas")
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
    ax = axes(ax, kind, ("outcomes", "criteria"))
    draw = _waterfall if kind == "criteria" else _bars
    draw(decisions, ax)
    ax.set_title(f"{_named(decisions.policy)} as of {decisions.as_of}")
    ax.set_ylabel("rows")
    return ax


def plot_simulation(simulation: Simulation, ax: Any, kind: str | None) -> Any:
    """Two policies beside each other: bars for outcomes, waterfalls of the criteria, or each group's share."""
    ax = axes(ax, kind, ("outcomes", "criteria", "groups"))
    names = [_named(simulation.before), _named(simulation.after)]
    if names[0] == names[1]:
        names = [f"{name} ({when})" for name, when in zip(names, ("before", "after"), strict=True)]
    if kind == "criteria":
        _two_waterfalls(simulation, ax, names)
    elif kind == "groups":
        _shares(simulation, ax, names)
    else:
        outcomes = [outcome.value for outcome in Outcome]
        before = [sum(simulation.moves[name].values()) for name in outcomes]
        after = [sum(row[name] for row in simulation.moves.values()) for name in outcomes]
        _pairs(ax, names, outcomes, (before, after), colours=[_COLOURS[name] for name in outcomes])
    ax.set_title(f"{simulation.moved:,} of {simulation.rows:,} rows move as of {simulation.as_of}")
    ax.set_ylabel("share of eligible rows" if kind == "groups" else "rows")
    return ax


def plot_ladder(decisions: LadderDecisions, ax: Any) -> Any:
    """A bar for each step, of the rows that have it as their highest."""
    ax = axes(ax, None, ())
    counts = decisions.counts()
    names = ["none" if step is None else step for step in counts]
    colours = [_COLOURS["ineligible" if step is None else "eligible"] for step in counts]
    bars = ax.bar(range(len(names)), list(counts.values()), color=colours)
    ax.bar_label(bars, fmt="{:,.0f}")
    ax.set_xticks(range(len(names)), names)
    ax.set_title(f"{_named(decisions.ladder)} as of {decisions.as_of}")
    ax.set_ylabel("rows")
    return ax


def axes(ax: Any, kind: str | None, kinds: tuple[str, ...]) -> Any:
    """Where to draw, a new figure where nothing is given."""
    if kind is not None and kind not in kinds:
        told = ", ".join(f"`{name}`" for name in kinds[:-1])
        raise UnknownNameError(f"expected {told} or `{kinds[-1]}`, got `{kind}`", "kind")
    if ax is None:
        ax = needed("matplotlib.pyplot", "plot").subplots(layout="constrained")[1]
    if not hasattr(ax, "spines"):
        raise WrongTypeError(f"expected axes of matplotlib, got {type(ax).__name__}", "ax")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def _named(policy: PolicyReference) -> str:
    return f"{policy.id} v{policy.version}"


def _pairs(
    ax: Any,
    names: list[str],
    labels: list[str],
    heights: Sequence[Sequence[float]],
    *,
    feet: Sequence[Sequence[float]] = ((), ()),
    colours: list[str],
    form: str = "{:,.0f}",
) -> None:
    """Two bars side by side for each label: the first pale, for the policy before."""
    places = range(len(labels))
    for name, each, foot, offset, alpha in zip(names, heights, feet, (-0.2, 0.2), (0.45, 1.0), strict=True):
        at = [place + offset for place in places]
        bars = ax.bar(at, each, width=0.38, bottom=foot or 0, color=colours, alpha=alpha, label=name)
        ax.bar_label(bars, labels=[form.format(height) for height in each], fontsize="small")
    slanted = len(labels) > len(Outcome)
    ax.set_xticks(places, labels, rotation=30 if slanted else 0, ha="right" if slanted else "center")
    ax.legend(frameon=False)


def _two_waterfalls(simulation: Simulation, ax: Any, names: list[str]) -> None:
    """The criteria of both policies in their order; one that only one of them has removes nobody in the other."""
    both = (simulation.removed_before, simulation.removed_after)
    criteria = list(dict.fromkeys([*both[0], *both[1]]))
    heights: tuple[list[int], list[int]] = ([], [])
    feet: tuple[list[int], list[int]] = ([], [])
    for removed, height, foot in zip(both, heights, feet, strict=True):
        left = simulation.rows
        height.append(left)
        foot.append(0)
        for criterion in criteria:
            rows = removed.get(criterion, 0)
            left -= rows
            height.append(rows)
            foot.append(left)
        height.append(left)
        foot.append(0)
    colours = ["#999999", *[_COLOURS["ineligible"]] * len(criteria), _COLOURS["eligible"]]
    _pairs(ax, names, ["all", *criteria, "left"], heights, feet=feet, colours=colours)


def _shares(simulation: Simulation, ax: Any, names: list[str]) -> None:
    groups = simulation.groups
    labels = [
        f"{group['column']}: {group['group'] or 'not known'}\nn = {group['rows']:,}" for group in groups
    ]
    before = [group["eligible_before"] / group["rows"] for group in groups]
    after = [group["eligible_after"] / group["rows"] for group in groups]
    colours = [_COLOURS["eligible"]] * len(groups)
    _pairs(ax, names, labels, (before, after), colours=colours, form="{:.0%}")
    ax.set_ylim(0, 1.05)


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
