"""Networks in pictures; matplotlib is not needed to import this."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from alumni._consent import lettered
from alumni._table import axes

if TYPE_CHECKING:
    from alumni._alumni import ActivityCalendar, Inequality, Lang, Responsiveness, SegmentMatrix

_WORDS = {
    "en": {
        "people": "share of people, the least active first",
        "amount": "share of what they have",
        "gini": "Gini",
        "from": "from",
        "to": "to",
        "weight": "weight of ties",
        "few": "too few",
        "hours": "hours",
        "answered": "share answered",
        "starts": "conversations",
        "turns": "direct messages",
        "acts": "what alumni did, a day",
    },
    "ja": {
        "people": "人数の割合（活動の少ない順）",
        "amount": "全体に占める割合",
        "gini": "ジニ係数",
        "from": "発信側",
        "to": "受信側",
        "weight": "つながりの強さ",
        "few": "少数",
        "hours": "経過時間（時間）",
        "answered": "返信があった割合",
        "starts": "話題の始まり",
        "turns": "個別メッセージ",
        "acts": "アルムナイの行動（1日あたり件数）",
    },
}
_DAYS = {"en": ("Mon", "Wed", "Fri"), "ja": ("月", "水", "金")}
_COLOURS = ("#0072b2", "#d55e00")


def plot_lorenz(found: Inequality, ax: Any, lang: Lang) -> Any:
    """The curve, and the diagonal on which all have the same."""
    ax = axes(ax, None, ())
    words = _WORDS[lang.value]
    ax.plot([0, 1], [0, 1], color="#999999", linestyle="--", linewidth=1)
    people = [point["people"] for point in found.lorenz]
    amounts = [point["amount"] for point in found.lorenz]
    ax.plot(people, amounts, color=_COLOURS[0])
    ax.fill_between(people, people, amounts, color=_COLOURS[0], alpha=0.15, linewidth=0)
    if found.gini is not None:
        ax.set_title(f"{words['gini']} {found.gini:.2f} (n = {found.people:,})")
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_xlabel(words["people"])
    ax.set_ylabel(words["amount"])
    return lettered(ax, lang)


def plot_matrix(found: SegmentMatrix, ax: Any, lang: Lang) -> Any:
    """A field for each pair of segments; those that too few people are behind stay white and say so."""
    ax = axes(ax, None, ())
    words = _WORDS[lang.value]
    told = [[None if cell is None else cell["weight"] for cell in row] for row in found.cells]
    heights = [[float("nan") if weight is None else weight for weight in row] for row in told]
    size = len(found.segments)
    if size:
        ax.imshow(heights, cmap="Blues", vmin=0)
    largest = max((weight for row in told for weight in row if weight is not None), default=0.0)
    for row, weights in enumerate(told):
        for column, weight in enumerate(weights):
            dark = weight is not None and weight > 0.6 * largest
            label = words["few"] if weight is None else f"{weight:,.0f}"
            ax.text(column, row, label, ha="center", va="center", color="white" if dark else "black")
    ax.set_xticks(range(size), found.segments)
    ax.set_yticks(range(size), found.segments)
    ax.set_xlabel(words["to"])
    ax.set_ylabel(words["from"])
    ax.set_title(words["weight"])
    return lettered(ax, lang)


def plot_replies(found: Responsiveness, ax: Any, lang: Lang) -> Any:
    """The share answered by hours for starts and for turns, each with its band, over a week."""
    ax = axes(ax, None, ())
    words = _WORDS[lang.value]
    drawn = [
        (name, times) for name, times in (("starts", found.starts), ("turns", found.turns)) if times["curve"]
    ]
    for colour, (name, times) in zip(_COLOURS, drawn, strict=False):
        start = {"time": 0.0, "survival": 1.0, "lower": 1.0, "upper": 1.0}
        points = [start, *times["curve"]["points"]]
        hours = [point["time"] for point in points]
        label = f"{words[name]} (n = {times['asked']:,})"
        ax.step(hours, [1 - point["survival"] for point in points], where="post", color=colour, label=label)
        banded = [point for point in points if point["lower"] is not None]
        ax.fill_between(
            [point["time"] for point in banded],
            [1 - point["upper"] for point in banded],
            [1 - point["lower"] for point in banded],
            step="post",
            color=colour,
            alpha=0.15,
            linewidth=0,
        )
    ax.set_xlim(0, 168)
    ax.set_ylim(0, 1)
    ax.set_xticks(range(0, 169, 24))
    ax.set_xlabel(words["hours"])
    ax.set_ylabel(words["answered"])
    if drawn:
        ax.legend(frameon=False)
    return lettered(ax, lang)


def plot_calendar(found: ActivityCalendar, ax: Any, lang: Lang) -> Any:
    """A field for each day: weeks from left to right, Monday on top; days outside the window stay white."""
    ax = axes(ax, None, ())
    words = _WORDS[lang.value]
    first, until = found.window.from_, found.window.until
    monday = first - timedelta(days=first.weekday())
    weeks = max((until - monday).days + 6, 0) // 7
    fields = [[float("nan")] * weeks for _ in range(7)]
    for day in range((until - first).days):
        place = (first - monday).days + day
        fields[place % 7][place // 7] = 0.0
    kinds = ("posts", "messages", "took_part", "looks", "other")
    for told in found.days:
        place = (date.fromisoformat(told["day"]) - monday).days
        fields[place % 7][place // 7] = float(sum(told[kind] for kind in kinds))
    if weeks:
        image = ax.imshow(fields, cmap="Greens", vmin=0, aspect="equal")
        ax.figure.colorbar(image, ax=ax, shrink=0.6, label=words["acts"])
    sundays = [(week, monday + timedelta(days=7 * week + 6)) for week in range(weeks)]
    months = [(week, sunday) for week, sunday in sundays if sunday.day <= 7 and sunday < until]
    ax.set_xticks(
        [week for week, _ in months], [sunday.strftime("%Y-%m") for _, sunday in months], rotation=90
    )
    ax.set_yticks([0, 2, 4], _DAYS[lang.value])
    return lettered(ax, lang)
