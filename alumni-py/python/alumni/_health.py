"""The health sheet: figures with their intervals and thresholds, and what happened week by week; matplotlib is not needed to import this."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from alumni._consent import lettered
from alumni._exceptions import WrongTypeError
from alumni._table import needed

if TYPE_CHECKING:
    from alumni._alumni import Health, Lang

_WORDS = {
    "en": {
        "figures": "share, 95% interval; bar: threshold",
        "weeks": "week by week",
        "posts": "posts",
        "messages": "other messages",
        "took_part": "took part",
        "sent": "sent by the company",
        "one_way": "messages by alumni",
        "over_recruiting": "mailings about jobs",
        "no_member_benefit": "benefits per member-year",
        "tool_only": "lookers who speak",
        "group_only": "people off the roster",
        "one_hub": "exchanges or posts of one person",
        "silent_newcomers": "newcomers who act",
        "unanswered": "requests answered",
        "split": "second group",
        "office_driven": "posts of their own accord",
    },
    "ja": {
        "figures": "割合と95%信頼区間（縦線は基準値）",
        "weeks": "週ごとの活動",
        "posts": "投稿",
        "messages": "その他のメッセージ",
        "took_part": "参加・リアクション",
        "sent": "会社からの配信",
        "one_way": "アルムナイからのメッセージ",
        "over_recruiting": "求人に関する配信",
        "no_member_benefit": "1人あたり年間のメリット",
        "tool_only": "閲覧者のうち発言した方",
        "group_only": "名簿にない方",
        "one_hub": "特定の1人のやり取り・投稿",
        "silent_newcomers": "行動のあった新規登録者",
        "unanswered": "回答のあった依頼・質問",
        "split": "2番目の集団",
        "office_driven": "自発的な投稿",
    },
}
# Told apart in grey and by people who do not see red and green alike.
_COLOURS = {"sure": "#d55e00", "suspected": "#e69f00", "clear": "#0072b2", "cannot_tell": "#999999"}
_KINDS = {"posts": "#0072b2", "messages": "#56b4e9", "took_part": "#009e73", "sent": "#999999"}


def plot(found: Health, axes: Any, lang: Lang) -> tuple[Any, Any]:
    """Above the figures that were looked at, the worst on top; below what happened in each week."""
    words = _WORDS[lang.value]
    if axes is None:
        make = needed("matplotlib.pyplot", "plot").subplots
        axes = make(2, 1, layout="constrained", figsize=(7, 6.5), height_ratios=(3, 2))[1]
    try:
        figures, weeks = axes
    except (TypeError, ValueError):
        raise WrongTypeError("expected two axes of matplotlib", "axes") from None
    _figures(found, figures, words)
    _weeks(found, weeks, words)
    figures.set_title(found.headline.text(lang), fontsize="medium", wrap=True)
    for ax in (figures, weeks):
        ax.spines[["top", "right"]].set_visible(False)
        lettered(ax, lang)
    return figures, weeks


def _figures(found: Health, ax: Any, words: dict[str, str]) -> None:
    """A point with its interval for each figure, its threshold as a bar, in the colour of how sure it is."""
    shown = [cause for cause in [*found.causes, *found.others] if cause["figure"]["value"] is not None]
    for place, cause in enumerate(reversed(shown)):
        figure, colour = cause["figure"], _COLOURS[cause["certainty"]]
        upper = 1.0 if figure["upper"] is None else min(figure["upper"], 1.0)
        ax.plot([min(figure["lower"], 1.0), upper], [place, place], color=colour, linewidth=2)
        ax.plot([min(figure["value"], 1.0)], [place], marker="o", color=colour)
        ax.plot([cause["threshold"]] * 2, [place - 0.35, place + 0.35], color="#333333", linewidth=1)
    ax.set_yticks(range(len(shown)), [words[cause["cause"]] for cause in reversed(shown)])
    ax.set_xlim(0, 1.02)
    ax.set_xlabel(words["figures"])


def _weeks(found: Health, ax: Any, words: dict[str, str]) -> None:
    """Bars on each other for what alumni did, and ticks below for what the company sent."""
    weeks = found.weeks
    days = [
        week["from"] if isinstance(week["from"], date) else date.fromisoformat(week["from"]) for week in weeks
    ]
    feet = [0] * len(weeks)
    for kind in ("posts", "messages", "took_part"):
        heights = [week[kind] for week in weeks]
        ax.bar(days, heights, width=6, bottom=feet, color=_KINDS[kind], label=words[kind])
        feet = [foot + height for foot, height in zip(feet, heights, strict=True)]
    sent = [day for day, week in zip(days, weeks, strict=True) if week["sent"]]
    ax.plot(sent, [0] * len(sent), linestyle="none", marker="|", color=_KINDS["sent"], label=words["sent"])
    ax.set_ylabel(words["weeks"])
    ax.legend(frameon=False, fontsize="small", ncols=2)
