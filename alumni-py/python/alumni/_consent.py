"""Consent in pictures; matplotlib is not needed to import this."""

from __future__ import annotations

import importlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from alumni._alumni import Lang, Reason
from alumni._table import axes, needed

if TYPE_CHECKING:
    from alumni._alumni import Answers, Funnel, Timeline

# Told apart in grey and by people who do not see red and green alike.
_VERDICTS = {"allowed": "#0072b2", "review": "#999999", "denied": "#d55e00"}
_DECISIONS = {
    "given": "#0072b2",
    "renewed": "#56b4e9",
    "undecided": "#e5e5e5",
    "unknown": "#bbbbbb",
    "expired": "#999999",
    "refused": "#e69f00",
    "withdrawn": "#d55e00",
    "objected": "#cc79a7",
    "revoked": "#a64d00",
    "invalidated": "#000000",
}
_MARKS = {
    "notice_shown": "$i$",
    "requested": "$?$",
    "deferred": "_",
    "given": "^",
    "renewed": "^",
    "refused": "x",
    "withdrawn": "v",
    "revoked": "v",
    "invalidated": "X",
    "objected": "x",
    "restricted": "s",
    "unrestricted": "D",
    "used": ".",
    "happened": "*",
}
# Fonts that have Japanese letters, the best known first.
_JAPANESE = (
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "IPAexGothic",
    "IPAGothic",
    "Hiragino Sans",
    "Yu Gothic",
    "Meiryo",
    "MS Gothic",
    "TakaoGothic",
    "VL Gothic",
    "Noto Serif CJK JP",
    "Droid Sans Fallback",
)
_WORDS: dict[str, dict[str, str]] = {
    "en": {"people": "people", "rows": "rows", "until": "as of", "known": "as known on", "open": ": "},
    "ja": {"people": "人", "rows": "行", "until": "", "known": "把握時点：", "open": "："},
}


def plot_answers(answers: Answers, ax: Any, lang: Lang) -> Any:
    """A bar for each verdict and reason, the most frequent first."""
    ax = axes(ax, None, ())
    counts = answers.counts()
    reasons = sorted(counts["reasons"], key=lambda reason: -reason["count"])
    labels = [
        f"{_verdict(one['verdict'], lang)}{_word('open', lang)}{_label(one['code'], lang)}" for one in reasons
    ]
    bars = ax.barh(
        range(len(reasons)),
        [one["count"] for one in reasons],
        color=[_VERDICTS[one["verdict"]] for one in reasons],
    )
    ax.bar_label(bars, fmt="{:,.0f}", padding=2)
    ax.set_yticks(range(len(reasons)), labels)
    ax.invert_yaxis()
    ax.set_xlabel(_word("rows", lang))
    ax.set_title(answers.text(lang).splitlines()[0])
    return lettered(ax, lang)


def plot_funnel(funnel: Funnel, ax: Any, lang: Lang) -> Any:
    """A bar for each step; what each lost is written beside it."""
    ax = axes(ax, None, ())
    steps = funnel.steps
    labels = [_say(f"consent-funnel-{step['stage']}", lang) for step in steps]
    colours = ["#999999"] + [_VERDICTS["allowed"]] * (len(steps) - 1)
    bars = ax.barh(range(len(steps)), [step["people"] for step in steps], color=colours)
    ax.bar_label(bars, labels=[_count(step, lang) for step in steps], padding=3, fontsize="small")
    ax.set_yticks(range(len(steps)), labels)
    ax.invert_yaxis()
    ax.margins(x=0.35)
    ax.set_xlabel(_word("people", lang))
    ax.set_title(_titled(funnel.purpose, funnel.channel, funnel.at, funnel.known_at, lang))
    return lettered(ax, lang)


def plot_timeline(timeline: Timeline, ax: Any, lang: Lang) -> Any:
    """A lane for each purpose with a bar for each period, and a mark for each event."""
    ax = axes(ax, None, ())
    # A mark on the first or last instant is not cut.
    ax.use_sticky_edges = False
    dates = needed("matplotlib.dates", "plot")
    lanes = timeline.lanes
    stood: dict[str, Any] = {}
    happened: dict[str, Any] = {}
    for place, lane in enumerate(lanes):
        for span in lane["spans"]:
            begin, end = (dates.date2num(_instant(span[name])) for name in ("from", "until"))
            state = span["state"]
            decision = "restricted" if state["restricted"] else state["decision"]
            bars = ax.barh(
                place,
                end - begin,
                left=begin,
                height=0.5,
                color=_DECISIONS[state["decision"]],
                hatch="///" if state["restricted"] else None,
                edgecolor="white",
            )
            stood.setdefault(decision, bars)
        for event in lane["events"]:
            mark = ax.plot(
                dates.date2num(_instant(event["at"])),
                place - 0.36,
                linestyle="",
                marker=_MARKS[event["kind"]],
                markersize=7,
                color="#333333",
            )
            happened.setdefault(event["kind"], mark[0])
    ax.set_yticks(range(len(lanes)), [_lane(lane, lang) for lane in lanes])
    ax.invert_yaxis()
    if lanes:
        ax.xaxis_date()
        ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(ax.xaxis.get_major_locator()))
        states = [_say(f"consent-decision-{state}", lang) for state in stood]
        kinds = [_say(f"consent-access-kind-{kind.replace('_', '-')}", lang) for kind in happened]
        handles = [*stood.values(), *happened.values()]
        ax.legend(handles, [*states, *kinds], frameon=False, fontsize="small", ncols=2, loc="best")
    ax.set_title(_titled(timeline.subject, None, timeline.until, timeline.known_at, lang))
    return lettered(ax, lang)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _say(code: str, lang: Lang) -> str:
    return Reason.from_dict({"code": code}).text(lang)


def _word(name: str, lang: Lang) -> str:
    return _WORDS[lang.value][name]


def _verdict(verdict: str, lang: Lang) -> str:
    return _say(f"consent-verdict-{verdict}", lang)


def _label(code: str, lang: Lang) -> str:
    return _say(f"{code}-label", lang)


def _count(step: dict[str, Any], lang: Lang) -> str:
    """The people of a step, and the most frequent reason of those it lost."""
    people = f"{step['people']:,}"
    if not step["lost"]:
        return people
    first, *others = step["lost"]
    more = "…" if others else ""
    return f"{people}  (−{first['count']:,} {_label(first['code'], lang)}{more})"


def _lane(lane: dict[str, Any], lang: Lang) -> str:
    title = lane["title"]
    name = str(title if isinstance(title, str) else title[lang.value])
    narrowed = [lane[part] for part in ("channel", "recipient") if part in lane]
    return f"{name}\n{' → '.join(narrowed)}" if narrowed else name


def _titled(what: str, channel: Any, at: datetime, known_at: datetime | None, lang: Lang) -> str:
    if channel is not None:
        what = f"{what}, {channel}"
    title = " ".join(part for part in (what, _word("until", lang), f"{at:%Y-%m-%d %H:%M} UTC") if part)
    if known_at is not None:
        space = " " if lang is Lang.EN else ""
        title = f"{title} ({_word('known', lang)}{space}{known_at:%Y-%m-%d %H:%M} UTC)"
    return title


def lettered(ax: Any, lang: Lang) -> Any:
    """The texts in a font that has their letters, where one is installed."""
    if lang is not Lang.JA:
        return ax
    manager = importlib.import_module("matplotlib.font_manager")
    installed = {font.name for font in manager.fontManager.ttflist}
    found = [name for name in _JAPANESE if name in installed]
    if found:
        texts = ax.findobj(importlib.import_module("matplotlib.text").Text)
        for text in texts:
            text.set_fontfamily([*found[:1], *text.get_fontfamily()])
    return ax
