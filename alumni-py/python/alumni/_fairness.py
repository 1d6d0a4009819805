"""Selections and offers in pictures; matplotlib is not needed to import this."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alumni._alumni import Money
from alumni._consent import lettered
from alumni._table import axes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alumni._alumni import Headroom, Lang, OfferCohort, SelectionReport, StrataReport, TableReport

_WORDS = {
    "en": {
        "ratio": "impact ratio",
        "equal": "equal rates",
        "line": "screening line",
        "rest": "everyone else",
        "none": "cannot be estimated",
        "pooled": "all together",
        "common": "within strata",
        "tenure": "months of service",
        "pay": "pay",
        "range": "pay range",
        "midpoint": "midpoint",
        "headroom": "headroom",
        "stayed": "incumbents",
        "returned": "returners",
        "offer": "offer",
        "not_estimable": "not estimable",
        "insufficient": "insufficient",
        "no_signal": "no signal",
        "watch": "watch",
        "review": "review",
    },
    "ja": {
        "ratio": "選考率の比",
        "equal": "率が等しい",
        "line": "点検の基準値",
        "rest": "その他全員",
        "none": "推定不能",
        "pooled": "全体",
        "common": "層内の共通の比",
        "tenure": "勤続月数",
        "pay": "賃金",
        "range": "賃金レンジ",
        "midpoint": "レンジの中央値",
        "headroom": "提示できる幅",
        "stayed": "在籍者",
        "returned": "再入社者",
        "offer": "提示額",
        "not_estimable": "推定不能",
        "insufficient": "データ不足",
        "no_signal": "兆候なし",
        "watch": "経過観察",
        "review": "要確認",
    },
}
_COLOURS = {
    "not_estimable": "#bbbbbb",
    "insufficient": "#999999",
    "no_signal": "#0072b2",
    "watch": "#e69f00",
    "review": "#d55e00",
}


def forest(report: SelectionReport, ax: Any, lang: Lang) -> Any:
    """Each group's impact ratio with its interval, on a scale on which a half and twice are as far from one."""
    rows = [(finding.to_dict(), "") for finding in report.findings]
    return _forest(rows, report.standard.threshold, axes(ax, None, ()), lang)


def table_forest(report: TableReport, ax: Any, lang: Lang) -> Any:
    """The same for each attribute and each combination, one below the other."""
    rows = [
        (finding, f"{' × '.join(one['attributes'])}: ")
        for one in (*report.to_dict()["attributes"], *report.to_dict()["intersections"])
        if one["report"]
        for finding in one["report"]["findings"]
    ]
    return _forest(rows, report.standard.threshold, axes(ax, None, ()), lang)


def strata_forest(report: StrataReport, ax: Any, lang: Lang) -> Any:
    """Of each group the ratio of all strata together, that of each stratum, and the common one within them."""
    words = _WORDS[lang.value]
    rows = []
    for finding in report.to_dict()["findings"]:
        rows.append((finding["pooled"], f"{words['pooled']}: "))
        alike = {"verdict": "not_estimable", "group": finding["group"], "reference": finding["reference"]}
        for stratum in finding["strata"]:
            rows.append(({**alike, **stratum, "interval": None}, f"{stratum['stratum']}: "))
        common = finding["rate_ratio"] or {"value": None, "interval": None}
        within = {
            "impact_ratio": common["value"],
            "interval": common["interval"],
            "verdict": finding["verdict"],
        }
        rows.append(({**alike, **within}, f"{words['common']}: "))
    return _forest(rows, report.standard.threshold, axes(ax, None, ()), lang)


def _forest(rows: list[tuple[dict[str, Any], str]], threshold: str, ax: Any, lang: Lang) -> Any:
    words = _WORDS[lang.value]
    findings = [finding for finding, _ in rows]
    drawn = [finding for finding in findings if finding["impact_ratio"] is not None]
    numerator, denominator = map(int, threshold.split("/"))
    line = numerator / denominator
    ends = [line, 1.0, *(value for finding in drawn for value in _ends(finding) if value)]
    low, high = min(ends) / 1.3, max(ends) * 1.3
    seen = set()
    for row, finding in enumerate(findings):
        verdict = finding["verdict"]
        colour = _COLOURS[verdict]
        if finding not in drawn:
            ax.annotate(words["none"], (low * 1.05, row), va="center", fontsize="small", color=colour)
            continue
        lower, upper, ratio = _ends(finding)
        if finding["interval"]:
            ax.plot([max(lower, low), min(upper or high, high)], [row, row], color=colour, linewidth=1.5)
            # An end without a bound, and a ratio of zero, leave the picture.
            for at, sign in ((low, "<"), (high, ">")):
                if (lower < low) if sign == "<" else upper is None:
                    ax.plot([at], [row], marker=sign, color=colour, clip_on=False)
        # A stratum has a ratio and no verdict of its own.
        label = None if verdict in seen or not finding["interval"] else words[verdict]
        seen.update([verdict] if label else [])
        ax.plot([ratio or None], [row], marker="s", color=colour, linestyle="", label=label)
    ax.axvline(1.0, color="#555555", linewidth=1, label=words["equal"])
    ax.axvline(line, color="#d55e00", linestyle="--", linewidth=1, label=words["line"])
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ticks = [tick for tick in (0.05, 0.1, 0.2, 0.5, line, 1, 2, 5, 10, 20) if low <= tick <= high]
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.set_xticks([], minor=True)
    ax.set_yticks(range(len(rows)), [of + _compared(finding, words["rest"]) for finding, of in rows])
    ax.set_ylim(len(findings) - 0.5, -0.5)
    ax.set_xlabel(words["ratio"])
    ax.legend(frameon=False, fontsize="small")
    return lettered(ax, lang)


def _ends(finding: Mapping[str, Any]) -> tuple[float, float | None, float]:
    interval = finding["interval"] or {"lower": finding["impact_ratio"], "upper": finding["impact_ratio"]}
    return interval["lower"], interval["upper"], finding["impact_ratio"]


def _compared(finding: Mapping[str, Any], rest: str) -> str:
    if "considered" not in finding:
        return f"{finding['group']}\n{finding['reference'] or rest}"
    counts = f"{finding['selected']}/{finding['considered']}"
    other = f"{finding['reference_selected']}/{finding['reference_considered']}"
    return f"{finding['group']} {counts}\n{finding['reference'] or rest} {other}"


def offers(
    cohort: OfferCohort, headroom: Headroom, tenure: int, offer: Money | None, ax: Any, lang: Lang
) -> Any:
    """Pay by service, with the pay range, the headroom and the offer drawn in."""
    ax = axes(ax, None, ())
    words = _WORDS[lang.value]
    document = cohort.to_dict()
    people = [peer for peer in document["people"] if peer.get("left_out") is None]
    for returned, marker, colour in ((False, "o", "#0072b2"), (True, "^", "#009e73")):
        points = [peer for peer in people if peer["returner"] is returned]
        if points:
            ax.scatter(
                [peer["tenure_months"] for peer in points],
                [_amount(peer["pay"]) for peer in points],
                marker=marker,
                color=colour,
                label=words["returned" if returned else "stayed"],
            )
    span = document.get("range")
    if span:
        edges = _amount(span["minimum"]), _amount(span["maximum"])
        ax.axhspan(*edges, color="#999999", alpha=0.15, label=words["range"])
        if span.get("midpoint"):
            middle = _amount(span["midpoint"])
            ax.axhline(middle, color="#777777", linestyle=":", linewidth=1, label=words["midpoint"])
    bottom, top = ax.get_ylim()
    low = bottom if headroom.lowest is None else _amount(headroom.lowest)
    high = top if headroom.highest is None else _amount(headroom.highest)
    if headroom.feasible:
        ax.plot(
            [tenure, tenure],
            [low, high],
            color="#e69f00",
            linewidth=6,
            alpha=0.6,
            solid_capstyle="butt",
            label=words["headroom"],
        )
    if offer is not None:
        at = _amount(offer.to_dict())
        ax.plot(
            [tenure], [at], marker="*", markersize=12, color="#d55e00", linestyle="", label=words["offer"]
        )
    currency = (span["minimum"] if span else document["people"][0]["pay"])["currency"]
    ax.set_xlabel(words["tenure"])
    ax.set_ylabel(f"{words['pay']} ({currency})")
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    ax.legend(frameon=False, fontsize="small")
    return lettered(ax, lang)


def _amount(money: Mapping[str, Any]) -> float:
    """In the currency's own unit, as it is written."""
    return float(str(Money(money["minor"], money["currency"])).split()[0])
