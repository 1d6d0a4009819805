"""Scores in pictures; matplotlib is not needed to import this."""

from __future__ import annotations

from statistics import quantiles
from typing import TYPE_CHECKING, Any

from alumni._consent import lettered
from alumni._table import axes
from alumni.text import Reason

if TYPE_CHECKING:
    from alumni._alumni import Lang, Ranks, ScoreChange, Scores, ScoreTable

_WORDS = {
    "en": {"points": "points", "score": "score", "capped": "capped", "none": "no segment", "faded": "faded"},
    "ja": {"points": "点", "score": "スコア", "capped": "上限超過", "none": "区分なし", "faded": "減衰"},
}
_UP, _DOWN, _WHOLE = "#0072b2", "#d55e00", "#999999"


def _kind(kind: str, lang: Lang) -> str:
    return Reason.from_dict(
        {"code": "engagement-kind", "args": {"kind": {"type": "text", "value": kind}}}
    ).text(lang)


def _waterfall(ax: Any, bars: list[tuple[str, float, float, str]]) -> None:
    """Bars of (label, from, to, colour), the first on top."""
    for place, (_, low, high, colour) in enumerate(bars):
        ax.barh(place, high - low, left=low, color=colour)
        ax.annotate(
            f"{high - low:+.1f}" if colour != _WHOLE else f"{high:.1f}",
            (max(low, high), place),
            textcoords="offset points",
            xytext=(4, 0),
            va="center",
            fontsize="small",
        )
    ax.set_yticks(range(len(bars)), [label for label, *_ in bars])
    ax.invert_yaxis()
    ax.margins(x=0.15)


def draw_score(scores: Scores, person: str, ax: Any, lang: Lang) -> Any:
    """A bar for each part, one after the other, and the score that they add up to."""
    found = scores.get(person)
    parts = [(part.kind, part.contribution) for part in found.parts] if found else []
    missing = "" if found else scores.reasons_for(person)[0].text(lang)
    return _draw(person, found and found.score, parts, missing, ax, lang)


def draw_row(scores: ScoreTable, person: str, ax: Any, lang: Lang) -> Any:
    """The same from a table of scores."""
    found = scores.get(person) or {}
    parts = [(kind, points) for kind, points in found.items() if kind != "score" and points]
    parts.sort(key=lambda part: (-part[1], part[0]))
    refused = [one.reason.text(lang) for one in scores.not_scored if one.person == person]
    as_of = {"type": "date", "value": str(scores.as_of)}
    never = Reason.from_dict({"code": "score-no-events", "args": {"as_of": as_of}})
    missing = refused[0] if refused else never.text(lang)
    return _draw(person, found.get("score"), parts, missing, ax, lang)


def _draw(
    person: str, score: float | None, parts: list[tuple[str, float]], missing: str, ax: Any, lang: Lang
) -> Any:
    ax = axes(ax, None, ())
    words = _WORDS[lang.value]
    ax.set_xlabel(words["points"])
    ax.set_title(person)
    if score is None:
        ax.text(
            0.5,
            0.5,
            missing,
            ha="center",
            va="center",
            transform=ax.transAxes,
        )
        ax.set_yticks([])
        return lettered(ax, lang)
    bars = []
    so_far = 0.0
    for kind, points in parts:
        bars.append((_kind(kind, lang), so_far, so_far + points, _UP))
        so_far += points
    bars.append((words["score"], 0.0, score, _WHOLE))
    _waterfall(ax, bars)
    return lettered(ax, lang)


def draw_change(change: ScoreChange, ax: Any, lang: Lang) -> Any:
    """The score before, what came in and what faded by kind, the score after."""
    ax = axes(ax, None, ())
    words = _WORDS[lang.value]
    if change.before is None or change.after is None:
        ax.set_axis_off()
        ax.text(0.5, 0.5, change.reasons[0].text(lang), ha="center", va="center", wrap=True)
        ax.set_title(change.person)
        return lettered(ax, lang)
    bars = [(str(change.since), 0.0, change.before, _WHOLE)]
    so_far = change.before
    for part in change.parts:
        name = _kind(part["kind"], lang)
        for moved, label, colour in (
            (part["entered"], name, _UP),
            (part["faded"], f"{name} ({words['faded']})", _DOWN),
        ):
            if moved:
                bars.append((label, so_far, so_far + moved, colour))
                so_far += moved
    bars.append((str(change.until), 0.0, change.after, _WHOLE))
    _waterfall(ax, bars)
    ax.set_xlabel(words["points"])
    ax.set_title(change.person)
    return lettered(ax, lang)


def draw_ranks(ranks: Ranks, ax: Any, lang: Lang) -> Any:
    """The scores of each segment as points, and a box from the lower to the upper quartile with the median in it."""
    ax = axes(ax, None, ())
    words = _WORDS[lang.value]
    by_segment: dict[str | None, list[float]] = {row["segment"]: [] for row in ranks.segments}
    for rank in ranks.to_dict()["people"]:
        by_segment[rank["segment"]].append(rank["score"])
    for place, values in enumerate(by_segment.values()):
        # Spread by rank: the same picture every time.
        offsets = [(index % 7 - 3) / 15 for index in range(len(values))]
        ax.scatter(
            sorted(values), [place + offset for offset in offsets], s=8, color=_UP, alpha=0.5, linewidths=0
        )
    for place, values in enumerate(by_segment.values()):
        if len(values) > 1:
            low, middle, high = quantiles(values, n=4, method="inclusive")
            ax.barh(place, high - low, left=low, height=0.6, fill=False, edgecolor="#444444")
            ax.plot([middle, middle], [place - 0.3, place + 0.3], color="#444444")
    ax.set_yticks(range(len(by_segment)), [words["none"] if name is None else name for name in by_segment])
    ax.set_xlabel(words["score"])
    return lettered(ax, lang)
