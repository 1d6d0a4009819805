"""Survival curves and calibrations in pictures; matplotlib is not needed to import this."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alumni._consent import lettered
from alumni._table import axes

if TYPE_CHECKING:
    from alumni._alumni import Calibration, Lang, SurvivalCurves

_WORDS = {
    "en": {"time": "time", "survival": "share that has not ended"},
    "ja": {"time": "経過時間", "survival": "まだ生じていない割合"},
}
# Told apart in grey and by people who do not see red and green alike.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#999999")


def plot(curves: SurvivalCurves, ax: Any, lang: Lang) -> Any:
    """A step for each time, with a pale band round it, and a tick where somebody was last seen."""
    ax = axes(ax, None, ())
    words = _WORDS[lang.value]
    for place, curve in enumerate(curves.curves):
        colour = _COLOURS[place % len(_COLOURS)]
        points = [{"time": 0.0, "survival": 1.0, "lower": 1.0, "upper": 1.0, "open": 0}, *curve.points]
        times = [point["time"] for point in points]
        heights = [point["survival"] for point in points]
        label = None if curve.group is None else f"{curve.group} (n = {curve.people:,})"
        ax.step(times, heights, where="post", color=colour, label=label)
        banded = [point for point in points if point["lower"] is not None]
        ax.fill_between(
            [point["time"] for point in banded],
            [point["lower"] for point in banded],
            [point["upper"] for point in banded],
            step="post",
            color=colour,
            alpha=0.15,
            linewidth=0,
        )
        seen = [point for point in points if point["open"]]
        ax.plot(
            [point["time"] for point in seen],
            [point["survival"] for point in seen],
            linestyle="none",
            marker="|",
            color=colour,
        )
    ax.set_ylim(0, 1.02)
    ax.set_xlabel(words["time"])
    ax.set_ylabel(words["survival"])
    if any(curve.group is not None for curve in curves.curves):
        ax.legend(frameon=False)
    return lettered(ax, lang)


_CALIBRATION = {
    "en": {"predicted": "predicted", "happened": "happened"},
    "ja": {"predicted": "予測された確率", "happened": "実際の割合"},
}


def plot_calibration(found: Calibration, ax: Any, lang: Lang) -> Any:
    """A point with its interval for each group of people; right predictions lie on the diagonal."""
    ax = axes(ax, None, ())
    words = _CALIBRATION[lang.value]
    ax.plot([0, 1], [0, 1], color="#999999", linestyle="--", linewidth=1)
    groups = [group for group in found.bins if group["mean_predicted"] is not None]
    at = [group["mean_predicted"] for group in groups]
    shares = [group["happened"]["share"] for group in groups]
    below = [group["happened"]["share"] - group["happened"]["lower"] for group in groups]
    above = [group["happened"]["upper"] - group["happened"]["share"] for group in groups]
    ax.errorbar(at, shares, yerr=[below, above], color="#0072b2", marker="o", linestyle="none", capsize=3)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_xlabel(words["predicted"])
    ax.set_ylabel(words["happened"])
    return lettered(ax, lang)
