from collections.abc import Callable
from datetime import date
from typing import Any

import alumni as al
import pytest
from alumni.fairness import Standard, Verdict, compa_ratio, compa_ratios, range_penetration, selection
from alumni.workforce import Money
from hypothesis import given, settings
from hypothesis import strategies as st

COUNTS = {"women": (52, 24), "men": (80, 48)}


def test_a_report_says_what_the_data_cannot_tell() -> None:
    report = selection(COUNTS)
    assert report.verdict is Verdict.INSUFFICIENT
    assert "INSUFFICIENT: the data cannot tell" in str(report)
    assert "52" in report.text("ja")
    [finding] = report.findings
    assert (finding.group, finding.reference) == ("women", "men")
    assert finding.impact_ratio == pytest.approx((24 / 52) / (48 / 80))
    assert finding.interval is not None
    assert finding.interval.covers(1.0)
    assert [reason.code for reason in finding.reasons]


def test_groups_come_in_every_usual_form() -> None:
    rows = [{"group": name, "considered": n, "selected": x} for name, (n, x) in COUNTS.items()]
    tuples = [(name, n, x) for name, (n, x) in COUNTS.items()]
    assert selection(COUNTS) == selection(rows) == selection(tuples) == selection(iter(tuples))
    polars = pytest.importorskip("polars")
    assert selection(polars.DataFrame(rows)) == selection(COUNTS)


def test_groups_come_from_pandas_and_arrow() -> None:
    rows = [{"group": name, "considered": n, "selected": x} for name, (n, x) in COUNTS.items()]
    pandas = pytest.importorskip("pandas")
    assert selection(pandas.DataFrame(rows)) == selection(COUNTS)
    pyarrow = pytest.importorskip("pyarrow")
    assert selection(pyarrow.Table.from_pylist(rows)) == selection(COUNTS)


@settings(deadline=None)
@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_the_groups_does_not_matter(order: list[str]) -> None:
    counts = {"a": (25, 4), "b": (5, 1), "c": (400, 200), "d": (0, 0)}
    assert selection({name: counts[name] for name in order}) == selection(counts)


def test_options_replace_those_of_the_standard() -> None:
    standard = Standard("hr-12", 3, threshold="9/10", minimum_cell=10)
    report = selection(COUNTS, standard=standard, alpha=0.01, reference={"group": "women"})
    assert report.standard.id == "hr-12"
    assert report.standard.alpha == 0.01
    assert report.standard.reference == {"group": "women"}
    assert report.standard.minimum_cell == 10
    assert selection(COUNTS, standard=standard.to_dict()).standard == standard
    assert selection(COUNTS, reference="complement").findings[0].reference is None
    assert Standard.default() == selection(COUNTS).standard
    assert Standard.default().title("ja") != Standard.default().title()


@pytest.mark.parametrize(
    ("groups", "kind", "path"),
    [
        ({"a": (4, 25), "b": (5, 1)}, "inconsistent", "groups[0].selected"),
        ({"a": (4, 2)}, "missing", "groups"),
        ([("a", 4, 2), ("a", 4, 2)], "duplicate", "groups[1].group"),
        ({"a": (4, -1), "b": (5, 1)}, "out_of_range", "groups[0].selected"),
        ({"a": (4.0, 1), "b": (5, 1)}, "wrong_type", "groups[0].considered"),
        ({"a": (True, 1), "b": (5, 1)}, "wrong_type", "groups[0].considered"),
        ({"a": (4, 1, 1), "b": (5, 1)}, "wrong_type", "groups[0]"),
        ({"a": 4, "b": 5}, "wrong_type", "groups[0]"),
        ({1: (4, 1), 2: (5, 1)}, "wrong_type", "groups[0].group"),
        ([{"group": "a", "considered": 4}], "missing", "groups[0].selected"),
        ([5], "wrong_type", "groups[0]"),
        ("ab", "wrong_type", "groups"),
        (None, "wrong_type", "groups"),
        ({"a": (10**30, 1), "b": (5, 1)}, "out_of_range", "groups[0].considered"),
        ({"\ud800": (4, 1), "b": (5, 1)}, "syntax", "groups[0].group"),
    ],
)
def test_counts_that_cannot_be_are_refused_with_the_place(groups: Any, kind: str, path: str) -> None:
    with pytest.raises(al.AlumniError) as caught:
        selection(groups)
    assert (caught.value.kind, caught.value.path) == (kind, path)


@pytest.mark.parametrize(
    ("option", "value", "kind"),
    [
        ("alpha", float("nan"), "out_of_range"),
        ("alpha", "0.05", "wrong_type"),
        ("alpha", 0.9, "out_of_range"),
        ("confidence", True, "wrong_type"),
        ("power", 10**400, "out_of_range"),
        ("threshold", "5/4", "out_of_range"),
        ("threshold", 0.8, "wrong_type"),
        ("minimum_cell", -1, "out_of_range"),
        ("reference", "nobody", "wrong_type"),
        ("reference", {"group": "nobody"}, "unknown_name"),
    ],
)
def test_options_without_a_meaning_are_refused_by_name(option: str, value: Any, kind: str) -> None:
    with pytest.raises(al.AlumniError) as caught:
        selection(COUNTS, **{option: value})
    assert caught.value.kind == kind
    assert caught.value.path.startswith(option)


def test_verdicts_rise_in_attention() -> None:
    assert [verdict.value for verdict in Verdict] == [
        "not_estimable",
        "insufficient",
        "no_signal",
        "watch",
        "review",
    ]


def test_positions_in_pay_ranges() -> None:
    # 7.0 over 6.5, and 1.6 of 2.2 above the minimum.
    assert compa_ratio("7000000 JPY", Money(6_500_000, "JPY")) == 7 / 6.5
    assert range_penetration("7000000 JPY", "5400000 JPY", "7600000 JPY") == 1.6 / 2.2
    position = compa_ratios([("45 EUR", "50 EUR"), ("120 EUR", "100 EUR")])
    assert (position.people, position.mean_of_ratios, position.ratio_of_sums) == (2, 1.05, 1.1)
    assert compa_ratios([]).mean_of_ratios is None
    calls: list[tuple[Callable[[], object], str]] = [
        (lambda: compa_ratio("5 JPY", "5 EUR"), ""),
        (lambda: compa_ratio("5 JPY", "0 JPY"), "midpoint"),
        (lambda: compa_ratios([("1 JPY", "1 JPY"), ("1 JPY", "0 JPY")]), "people[1].midpoint"),
        (lambda: compa_ratio(5, "5 JPY"), "pay"),  # type: ignore[arg-type]
    ]
    for call, path in calls:
        with pytest.raises(al.AlumniError) as caught:
            call()
        assert caught.value.path == path


def test_html_of_a_report_is_escaped() -> None:
    html = selection({"<b>a</b>": (52, 24), "b": (80, 48)})._repr_html_()
    assert "<b>a" not in html
    assert "&lt;b&gt;a&lt;/b&gt;" in html


def test_people_of_unknown_group_widen_what_is_said() -> None:
    counts = {"women": (100, 40), "men": (110, 55)}
    report = selection(counts, unknown=(30, 12))
    assert report.unknown == (30, 12)
    range_ = report.findings[0].unknown
    assert range_ is not None
    # 40/118 over 67/122, and 52/112 over 55/128.
    assert range_.lowest == pytest.approx(40 / 118 / (67 / 122))
    assert range_.highest == pytest.approx(52 / 112 / (55 / 128))
    assert report == selection(counts, unknown={"considered": 30, "selected": 12})
    assert report == Standard.default().selection(counts, unknown=(30, 12))
    assert selection(counts).unknown is None
    with pytest.raises(al.AlumniError) as caught:
        selection(counts, unknown=(1, 2))
    assert (caught.value.kind, caught.value.path) == ("inconsistent", "unknown.selected")


def test_a_finding_has_its_further_figures() -> None:
    # Morris 2017: z -2.138963, p .03243865.
    finding = selection({"women": (10, 2), "men": (25, 15)}).findings[0]
    assert finding.tests is not None
    assert finding.effects is not None
    assert finding.shortfalls is not None
    assert finding.tests.standard_deviations == pytest.approx(-2.138963, abs=1e-6)
    assert finding.tests.score == pytest.approx(0.03243865, abs=1e-8)
    assert finding.effects.odds_ratio_interval.method == "conditional_exact"
    assert finding.shortfalls.to_reference_rate == 4
    assert finding.discovery_p == finding.mid_p
    assert finding.miettinen_nurminen is not None


CELLS = [
    ("sales", "women", 400, 84),
    ("sales", "men", 100, 20),
    ("works", "women", 100, 62),
    ("works", "men", 400, 240),
]


def test_a_pooled_figure_that_its_strata_contradict_is_a_finding() -> None:
    report = al.fairness.strata(CELLS)
    [finding] = report.findings
    assert (finding.agreement, finding.verdict) == ("reverses", Verdict.WATCH)
    assert finding.pooled.verdict is Verdict.REVIEW
    assert finding.rate_ratio is not None
    assert finding.rate_ratio.value == pytest.approx((84 * 100 + 62 * 400) / (20 * 400 + 240 * 100))
    assert [stratum.stratum for stratum in finding.strata] == report.strata == ["sales", "works"]
    assert "contradict each other" in str(report)
    assert "食い違って" in report.text("ja")
    names = ("stratum", "group", "considered", "selected")
    assert al.fairness.strata([dict(zip(names, cell, strict=True)) for cell in reversed(CELLS)]) == report
    assert "reverses" in report._repr_html_()
    for bad, path in [
        ([*CELLS, CELLS[0]], "cells[4].group"),
        ([("s", "a", 1, 2)], "cells[0].selected"),
        ([], "cells"),
    ]:
        with pytest.raises(al.AlumniError) as caught:
            al.fairness.strata(bad)
        assert caught.value.path == path


def test_tables_of_people_come_from_every_library() -> None:
    rows = [
        {"sex": group, "requisition": stratum, "selected": i < x}
        for stratum, group, n, x in CELLS
        for i in range(n)
    ]
    rows += [
        {"sex": None, "requisition": "sales", "selected": True},
        {"sex": "men", "requisition": "works", "selected": None},
    ]
    polars = pytest.importorskip("polars")
    found = al.fairness.selection_table(
        polars.DataFrame(rows), outcome="selected", attributes=["sex"], stratum="requisition"
    )
    [attribute] = found.attributes
    assert (found.rows, found.undecided) == (1002, 1)
    assert attribute.report is not None
    assert attribute.report.unknown == (1, 1)
    assert attribute.strata == al.fairness.strata(CELLS)
    pyarrow = pytest.importorskip("pyarrow")
    options: dict[str, Any] = {"outcome": "selected", "attributes": ["sex"], "stratum": "requisition"}
    assert al.fairness.selection_table(pyarrow.Table.from_pylist(rows), **options) == found
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(rows).astype({"sex": "category", "selected": "boolean"})
    assert al.fairness.selection_table(frame, **options) == found
    both = al.fairness.selection_table(
        polars.DataFrame(rows),
        outcome="selected",
        attributes=["sex", "requisition"],
        intersections=True,
        references={"sex": "men"},
    )
    assert [part.attributes for part in both.intersections] == [["sex", "requisition"]]
    assert "Women × sales" in str(both)
    assert "<table" in both._repr_html_()
    for name, value, path in [
        ("outcome", "sex", "sex"),
        ("attributes", ["seks"], "seks"),
        ("attributes", [], "attributes"),
    ]:
        with pytest.raises(al.AlumniError) as caught:
            al.fairness.selection_table(polars.DataFrame(rows), **{**options, name: value})
        assert caught.value.path == path


def test_tables_to_publish() -> None:
    cells: list[Any] = [(["men"], 92, 50), (["women"], 76, 34), ([None], 5, 1)]
    tables = al.fairness.local_law_144(["sex"], cells=cells)
    assert "| women | 76 | 34 | 44.7% | 0.823 |" in tables.markdown()
    assert "選考通過率" in tables.markdown("ja")
    assert tables.tables[0].unknown == 5
    scores = al.fairness.local_law_144(["sex"], people=[(["men"], 3.0), (["women"], 1.0), ([None], 2.0)])
    assert scores.median == 2.0
    for bad, path in [(float("nan"), "people[0][1]"), (float("inf"), "people[0][1]")]:
        with pytest.raises(al.AlumniError) as caught:
            al.fairness.local_law_144(["sex"], people=[(["men"], bad)])
        assert caught.value.path == path
    with pytest.raises(al.AlumniError):
        al.fairness.local_law_144(["sex"])


def test_a_report_takes_every_kind_of_finding() -> None:
    euros = {"minor": 9500, "currency": "EUR"}
    people = [{"group": group, "pay": euros, "category": "G5"} for group in ("women", "men")]
    cohort = al.fairness.OfferCohort({"limits": {"mean_gap_percent": 5}, "people": [{"pay": euros}]})
    cells = [(["women"], 40, 20), (["men"], 60, 30)]
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table(
        {"sex": ["women", "men"] * 10, "years": [1, 2] * 10, "hired": [True, True, False, True] * 5}
    )
    policy = al.Policy.parse(
        "id = 'return'\nversion = 1\n[[criteria]]\nid = 'years'\nrequire = 'years >= 2'\n"
        "[[facts]]\nname = 'years'\ntype = 'integer'\ntitle = 'years'\nprotected = true"
    )
    found = {
        "selection": al.fairness.selection({"women": (40, 20), "men": (60, 30)}),
        "strata": al.fairness.strata([("s", "women", 40, 20), ("s", "men", 60, 30)]),
        "table": al.fairness.selection_table(table, outcome="hired", attributes=["sex"]),
        "thresholds": al.fairness.thresholds(table, fact="years", attribute="sex", thresholds=[2]),
        "local_law_144": al.fairness.local_law_144(["sex"], cells=cells),
        "uk_pay_gaps": al.fairness.uk_pay_gaps(people),
        "eu_pay_gaps": al.fairness.eu_pay_gaps(people),
        "japan_pay_ratios": al.fairness.japan_pay_ratios([]),
        "compression": al.fairness.compression(["3 EUR"], ["2 EUR"]),
        "inversions": al.fairness.inversions([]),
        "adjusted_pay_gap": al.fairness.adjusted_pay_gap([]),
        "logib": al.fairness.logib([]),
        "headroom": cohort.headroom(),
        "offer": cohort.check({"pay": euros}),
        "published_selection": al.fairness.publish(["sex"], cells),
        "compa_ratios": al.fairness.compa_ratios([("3 EUR", "2 EUR")]),
        "regression": al.fairness.regress([1, 2, 4], {"a": [0, 0, 1]}),
        "policy_gap": al.programme.policy_gap(policy, table, attribute="sex", as_of=date(2026, 3, 31)),
        "counterfactuals": al.programme.counterfactuals(policy, table, as_of=date(2026, 3, 31)),
    }
    report = al.fairness.report(found, as_of=date(2026, 3, 31), title="All")
    assert [section["id"] for section in report.sections] == list(found)
    assert [next(iter(section["finding"])) for section in report.sections] == list(found)
    for section, finding in zip(report.sections, found.values(), strict=True):
        # The report says more of a room, and of what decisions hang on.
        said = section["id"] not in ("headroom", "counterfactuals")
        if said and "standard" not in section["finding"] and hasattr(finding, "text"):
            assert section["text"]["en"] == finding.text("en")
            assert section["text"]["ja"] == finding.text("ja")
    for lang in ("en", "ja"):
        assert "report-" not in report.to_markdown(lang)
        assert report.to_html(lang).startswith("<!DOCTYPE html>")
    assert str(report) == report.to_markdown("en")
    assert report._repr_html_().startswith("<iframe")


def test_what_cannot_be_put_into_a_report_is_named() -> None:
    for findings, path in (
        ({"a": 3}, "findings[0].finding"),
        ([{"id": "a"}], "findings[0]"),
        ([{"id": "a", "finding": {"japan_pay_ratios": {}}, "more": 1}], "findings[0].more"),
        ({}, "findings"),
    ):
        with pytest.raises(al.AlumniError) as raised:
            al.fairness.report(findings, as_of=date(2026, 3, 31))
        assert raised.value.path == path


def test_what_is_published_holds_no_hidden_number() -> None:
    # The 4,321 are hidden for the sake of the 3.
    cells = [(["women"], 4321, 1987), (["men"], 98765, 56789), (["other"], 3, 1)]
    published = al.fairness.publish(["sex"], cells)
    report = al.fairness.report({"offers": published}, as_of=date(2026, 3, 31))
    shown = [
        *(
            published.to_json(),
            str(published),
            repr(published),
            published._repr_html_(),
            published.text("ja"),
        ),
        *(report.to_json(), str(report), repr(report), report.to_html("ja"), report.to_markdown("ja")),
        *(str(published.to_dict()), str(report.to_dict()), str(published.reports)),
    ]
    for text in shown:
        assert not any(
            number in text for number in ("4321", "4,321", "1987", "1,987", "2334", "46.0%", "0.4598")
        )
    assert (published.considered, published.selected) == (103089, 58777)
    noisy = al.fairness.publish(["sex"], cells, noise={"epsilon": 1.0, "seed": 987654321})
    assert "987654321" not in noisy.to_json() + str(noisy) + repr(noisy)
