"""Expected values for `fairness.pay_table` and `fairness.selection_table`: pay, offers and selections asked from tables.

Pay, offers and counts by category: the people or cells of the documents' own cases as columns, with the answers that those cases
expect, which other scripts of this folder compute without the library. Selections: counted here row by row, and reported by the oracle of
`fairness.selection`.
"""

import json
import random

import corpus
import fairness_oracle as oracle

AMOUNTS = {"JPY": 1, "EUR": 100, "GBP": 100, "CHF": 100, "USD": 100}


def cases_of(call, most=120):
    """The small cases of a call that have an answer, as `(name, given, expect)`."""
    file = json.loads((corpus.VECTORS / f"fairness/{call}.json").read_text(encoding="utf-8"))
    for case in file["cases"]:
        given = case["given"]
        lists = ("people", "totals", "outcome", "newcomers", "incumbents", "cells")
        size = max(len(given.get("cohort", given).get(name, [])) for name in lists)
        if "error" not in case["expect"] and 0 < size <= most:
            yield case["name"], given, case["expect"], case.get("tolerance", file.get("tolerance"))


def money(amounts):
    """The amounts of a column as whole minor units, and their one currency."""
    codes = {amount["currency"] for amount in amounts if amount}
    assert len(codes) == 1
    return [amount and amount["minor"] for amount in amounts], codes.pop()


def table(of, name, columns, names, options, expect, tolerance):
    given = {"of": of, "columns": columns, "names": names, "options": options}
    case = {"name": f"{of}: {name}", "given": given, "expect": expect}
    return case if tolerance is None else case | {"tolerance": tolerance}


def others(given, *left):
    return {name: value for name, value in given.items() if name not in left}


def gaps(of):
    for name, given, expect, tolerance in cases_of(of):
        people = given["people"]
        pay, code = money([one["pay"] for one in people])
        columns = {"sex": [one["group"] for one in people], "base": pay}
        names = {"group": "sex", "pay": "base", "currency": code, "minor_units": True}
        if any("variable" in one for one in people):
            columns["bonus"] = money([one.get("variable") for one in people])[0]
            names["variable"] = "bonus"
        if any("category" in one for one in people):
            columns["grade"] = [one.get("category") for one in people]
            names["category"] = "grade"
        yield table(of, name, columns, names, others(given, "people"), expect, tolerance)


def adjusted():
    for name, given, expect, tolerance in cases_of("adjusted_pay_gap"):
        people = given["people"]
        pay, code = money([one["pay"] for one in people])
        factors = sorted({factor for one in people for factor in one.get("factors", {})})
        columns = {"group": [one["group"] for one in people], "pay": pay}
        columns |= {factor: [one.get("factors", {}).get(factor) for one in people] for factor in factors}
        if any(
            len({type(value) for value in columns[factor]} & {str, float, int}) != 1 for factor in factors
        ):
            # No column holds both.
            continue
        for factor in factors:
            if any(isinstance(value, float) for value in columns[factor]):
                columns[factor] = [value if value is None else float(value) for value in columns[factor]]
        names = {"currency": code, "minor_units": True, "factors": factors}
        yield table("adjusted_pay_gap", name, columns, names, others(given, "people"), expect, tolerance)


def pairs():
    for name, given, expect, tolerance in cases_of("inversions"):
        people = given["people"]
        pay, code = money([one["pay"] for one in people])
        columns = {"pay": pay, "months": [one["tenure_months"] for one in people]}
        columns["back"] = [int(one.get("returner", False)) for one in people]
        names = {"currency": code, "minor_units": True, "tenure_months": "months", "returner": "back"}
        for field in ("cell", "rating"):
            if any(field in one for one in people):
                columns[field] = [one.get(field) for one in people]
                names[field] = field
        yield table("inversions", name, columns, names, others(given, "people"), expect, tolerance)


def sides():
    for name, given, expect, tolerance in cases_of("compression"):
        rows = [(1, amount) for amount in given["newcomers"]] + [
            (0, amount) for amount in given["incumbents"]
        ]
        # The order of rows does not matter.
        random.Random(name).shuffle(rows)
        pay, code = money([amount for _, amount in rows])
        columns = {"newcomer": [came for came, _ in rows], "pay": pay}
        yield table(
            "compression", name, columns, {"currency": code, "minor_units": True}, {}, expect, tolerance
        )


def positions():
    """Two people: 0.9 and 1.2 of their midpoints, 16.5 of 15 million in all."""
    columns = {"pay": [4_500_000, 12_000_000], "midpoint": [5_000_000, 10_000_000]}
    expect = {"people": 2, "mean_of_ratios": (0.9 + 1.2) / 2, "ratio_of_sums": 16.5 / 15}
    yield table("compa_ratios", "yen in major units", columns, {"currency": "JPY"}, {}, expect, None)
    codes = {"pay": [4_500, 12_000], "midpoint": [5_000, 10_000], "code": ["EUR", "EUR"]}
    yield table(
        "compa_ratios", "a column of currencies", codes, {"currency_column": "code"}, {}, expect, None
    )


def swiss():
    for name, given, expect, tolerance in cases_of("logib"):
        people = given["people"]
        pay, code = money([one["pay"] for one in people])
        columns = {"base": pay}
        for field in ("sex", "skill_level", "professional_position"):
            columns[field] = [one[field] for one in people]
        for field in ("years_of_training", "years_of_service", "years_of_earning"):
            columns[field] = [float(one[field]) for one in people]
        names = {"pay": "base", "currency": code, "minor_units": True}
        yield table("logib", name, columns, names, {}, expect, tolerance)


def japanese():
    for name, given, expect, tolerance in cases_of("japan_pay_ratios"):
        rows = given["totals"]
        pay, code = money([row["total"] for row in rows])
        columns = {"pay": pay, "sex": [row["sex"] for row in rows]}
        columns["headcount"] = [float(row["headcount"]) for row in rows]
        if any("kind" in row for row in rows):
            columns["kind"] = [row.get("kind") for row in rows]
        yield table(
            "japan_pay_ratios", name, columns, {"currency": code, "minor_units": True}, {}, expect, tolerance
        )
    # A row without headcount is a person: means of 5 and 8 million.
    columns = {"sex": ["women", "men", "women"], "pay": [4_000_000, 8_000_000, 6_000_000]}
    expect = {"all_percent": 62.5, "women_average": {"minor": 5_000_000, "currency": "JPY"}}
    yield table("japan_pay_ratios", "people", columns, {"currency": "JPY"}, {}, expect, None)


def fits():
    for name, given, expect, tolerance in cases_of("regress", 60):
        columns = {
            column["name"]: [float(value) for value in column["values"]] for column in given["columns"]
        }
        if len(columns) < len(given["columns"]):
            continue
        columns["the outcome"] = [float(value) for value in given["outcome"]]
        names = {"outcome": "the outcome", "columns": [column["name"] for column in given["columns"]]}
        yield table("regress", name, columns, names, given.get("options", {}), expect, tolerance)


def categories(of, count):
    """Counts by category as a table whose rows are cells, and where they are few, as one whose rows are people."""
    for name, given, expect, tolerance in cases_of(of, 200):
        attributes, options = given["attributes"], others(given, "attributes", "cells", "people")
        if "people" in given:
            rows = [(row["categories"], {"points": float(row["score"])}) for row in given["people"]]
            yield by_category(
                of, f"{name}: scores", attributes, rows, {"score": "points"}, options, expect, tolerance
            )
            continue
        cells = [(cell["categories"], cell[count], cell["selected"]) for cell in given["cells"]]
        rows = [(names, {"n": n, "hired": hired}) for names, n, hired in cells]
        named = {"considered": "n", "selected": "hired"}
        yield by_category(of, f"{name}: cells", attributes, rows, named, options, expect, tolerance)
        if sum(n for _, n, _ in cells) <= 400:
            rows = [(names, {"hired": int(i < hired)}) for names, n, hired in cells for i in range(n)]
            random.Random(name).shuffle(rows)
            named = {"outcome": "hired"}
            yield by_category(of, f"{name}: people", attributes, rows, named, options, expect, tolerance)


def by_category(of, name, attributes, rows, named, options, expect, tolerance):
    columns = {attribute: [names[i] for names, _ in rows] for i, attribute in enumerate(attributes)}
    columns |= {field: [values[field] for _, values in rows] for field in rows[0][1]}
    return table(of, name, columns, {"attributes": attributes} | named, options, expect, tolerance)


def cohorts():
    for name, given, expect, tolerance in cases_of("headroom"):
        people = given["cohort"]["people"]
        pay, code = money([one["pay"] for one in people])
        columns = {"base": pay, "months": [one.get("tenure_months", 0) for one in people]}
        columns["returner"] = [one.get("returner", False) for one in people]
        for field in ("group", "rating"):
            columns[field] = [one.get(field) for one in people]
        factors = sorted({factor for one in people for factor in one.get("factors", {})})
        columns |= {factor: [one.get("factors", {}).get(factor) for one in people] for factor in factors}
        names = {"pay": "base", "tenure_months": "months", "currency": code, "minor_units": True}
        # The months of service are a factor too: one column for both.
        case = table(
            "headroom",
            name,
            columns,
            names | {"factors": factors},
            others(given["cohort"], "people"),
            expect,
            tolerance,
        )
        case["given"]["candidate"] = given["candidate"]
        yield case


def left_out():
    """Only those in the nearest circles count: pay 500 and 700 of six, so that a gap of means of 5 % allows 570 to 630."""
    columns = {
        "id": ["a", "b", "c", "d", "e", "f"],
        "pay": ["500 JPY", "700 JPY", "600 JPY", "600 JPY", "600 JPY", "9000 JPY"],
        "circle": [0, 0, 0, 0, 0, 0],
        "left_out": [None, None, None, None, None, "red-circled"],
    }
    options = {"limits": {"mean_gap_percent": 5}}
    expect = {"lowest": {"minor": 570, "currency": "JPY"}, "highest": {"minor": 630, "currency": "JPY"}}
    case = table("headroom", "somebody is left out", columns, {}, options, expect, None)
    case["given"]["candidate"] = {}
    yield case


def refusals():
    law = {"sex": ["women", "men"], "hired": [1, 0]}
    sexes, hired = {"attributes": ["sex"]}, {"outcome": "hired"}
    cells = {"considered": "n", "selected": "hired"}
    cohort = {"pay": ["500 JPY", "600 JPY"]}
    pay = {"group": ["women", "men"], "pay": [5, 6]}
    yen = {"currency": "JPY"}
    women = {"group": ["women", "men"]}
    refused = [
        ("no currency", "uk_pay_gaps", pay, {}, {}, "missing", "currency"),
        ("no such column", "uk_pay_gaps", pay, {"pay": "salary"} | yen, {}, "missing", "salary"),
        ("a row without pay", "uk_pay_gaps", women | {"pay": [5, None]}, yen, {}, "missing", "pay"),
        ("texts that are no amounts", "eu_pay_gaps", women | {"pay": ["5", "much"]}, yen, {}, "syntax", "pay.row 1"),
        ("one group twice", "uk_pay_gaps", pay, yen, {"focal": "men"}, "inconsistent", "reference"),
        ("a negative amount", "uk_pay_gaps", women | {"pay": [5, -6]}, yen, {}, "out_of_range", "people[1].pay"),
        ("a flag of 2", "compression", {"newcomer": [0, 2], "pay": [5, 6]}, yen, {}, "out_of_range", "newcomer.row 1"),
        ("a sex that is none", "japan_pay_ratios", {"sex": ["women", "mem"], "pay": [5, 6]}, yen, {}, "unknown_name", "sex.row 1"),
        ("a row without sex", "japan_pay_ratios", {"sex": ["women", None], "pay": [5, 6]}, yen, {}, "missing", "sex.row 1"),
        ("no column of years", "logib", {"sex": ["women"], "pay": [5]}, yen, {}, "missing", "years_of_training"),
        ("a fit with a gap", "regress", {"a": [1.0, None], "b": [1.0, 2.0]},
         {"outcome": "a", "columns": ["b"]}, {}, "missing", "a.row 1"),
    ]  # fmt: skip
    refused += [
        ("no kind of row", "local_law_144", law, sexes, {}, "inconsistent", ""),
        ("two kinds of row", "publish", law, sexes | hired | {"score": "hired"}, {}, "inconsistent", ""),
        ("no attribute", "local_law_144", law, {"attributes": []} | hired, {}, "out_of_range", "attributes"),
        ("no such attribute", "publish", law, {"attributes": ["race"]} | hired, {}, "missing", "race"),
        ("a person without an outcome", "local_law_144", law | {"hired": [1, None]}, sexes | hired, {}, "missing", "hired"),
        ("an outcome of 2", "publish", law | {"hired": [1, 2]}, sexes | hired, {}, "out_of_range", "hired"),
        ("a person without a score", "local_law_144", law | {"hired": [1.5, None]}, sexes | {"score": "hired"}, {}, "missing", "hired.row 1"),
        ("more selected than considered", "publish", law | {"n": [0, 5]}, sexes | cells, {}, "inconsistent", "hired.row 0"),
        ("half a person", "local_law_144", law | {"n": [1.0, 0.5]}, sexes | cells, {}, "out_of_range", "n.row 1"),
        ("pay of nobody's currency", "headroom", {"pay": [5, 6]}, {}, {}, "missing", "currency"),
        ("two currencies", "headroom", {"pay": ["5 JPY", "6.00 EUR"]}, {}, {}, "inconsistent", "people[1].pay"),
        ("inversions without service", "headroom", cohort, {}, {"limits": {"inversions": 0}}, "missing", "tenure_months"),
        ("a gap of groups without groups", "headroom", cohort, {}, {"limits": {"group_gap_percent": 5}}, "missing", "group"),
        ("one id twice", "headroom", cohort | {"id": ["a", "a"]}, {}, {}, "duplicate", "people[1].id"),
    ]  # fmt: skip
    for name, of, columns, names, options, kind, path in refused:
        expect = {"error": {"kind": kind, "path": path}}
        case = table(of, name, columns, names, options, expect, None)
        if of == "headroom":
            case["given"]["candidate"] = {}
        yield case


def people(seed, rows):
    drawn = random.Random(seed)
    columns = {"sex": [], "age": [], "requisition": [], "selected": []}
    for _ in range(rows):
        columns["sex"].append(drawn.choices(["women", "men", None], [5, 6, 1])[0])
        columns["age"].append(drawn.choices([30, 40, None], [4, 4, 1])[0])
        columns["requisition"].append(drawn.choice(["R1", "R2"]))
        columns["selected"].append(drawn.choices([0, 1, None], [5, 4, 1])[0])
    return columns


FIGURES = ("group", "considered", "selected", "impact_ratio", "fisher", "mid_p", "adjusted_p")


def of_attribute(columns, attribute):
    """The oracle's report of the groups of one attribute, those of unknown group beside them."""
    counts = {}
    for name, selected in zip(columns[attribute], columns["selected"], strict=True):
        if selected is not None:
            considered, chosen = counts.get(name, (0, 0))
            counts[name] = (considered + 1, chosen + selected)
    unknown = counts.pop(None, (0, 0))
    groups = [(str(name), *pair) for name, pair in sorted(counts.items())]
    return groups, unknown


def selections():
    for seed, rows in (("a", 60), ("b", 140)):
        columns = people(seed, rows)
        expected, p = [], []
        for attribute in ("sex", "age"):
            groups, unknown = of_attribute(columns, attribute)
            found = oracle.report(groups, {})
            p += [finding["mid_p"] for finding in found["findings"]]
            expected.append((attribute, found, unknown))
        adjusted = iter(oracle.holm(p))
        attributes = []
        for attribute, found, unknown in expected:
            findings = [
                {key: finding[key] for key in FIGURES if key in finding} | {"adjusted_p": next(adjusted)}
                for finding in found["findings"]
            ]
            # With people of unknown group.
            report = {"findings": findings, "unknown": {"considered": unknown[0], "selected": unknown[1]}}
            attributes.append({"attributes": [attribute], "report": report})
        undecided = columns["selected"].count(None)
        yield {
            "name": f"{rows} people by two attributes, one family",
            "given": {"columns": columns, "options": {"outcome": "selected", "attributes": ["sex", "age"]}},
            "expect": {"rows": rows, "undecided": undecided, "attributes": attributes, "intersections": []},
        }
    small = {"sex": ["women", "men"], "selected": [0, 2]}
    yield {
        "name": "an outcome that is neither 0 nor 1",
        "given": {"columns": small, "options": {"outcome": "selected", "attributes": ["sex"]}},
        "expect": {"error": {"kind": "out_of_range", "path": "selected"}},
    }
    yield {
        "name": "no such column",
        "given": {"columns": small, "options": {"outcome": "hired", "attributes": ["sex"]}},
        "expect": {"error": {"kind": "missing", "path": "hired"}},
    }


corpus.main(
    {
        "fairness/pay_table.json": {
            "call": "fairness.pay_table",
            "source": "tests/make/pay_table_vectors.py: the documents' cases as columns",
            "cases": [
                *gaps("uk_pay_gaps"),
                *gaps("eu_pay_gaps"),
                *adjusted(),
                *pairs(),
                *sides(),
                *positions(),
                *swiss(),
                *japanese(),
                *fits(),
                *categories("local_law_144", "people"),
                *categories("publish", "considered"),
                *cohorts(),
                *left_out(),
                *refusals(),
            ],
        },
        "fairness/selection_table.json": {
            "call": "fairness.selection_table",
            "source": "tests/make/pay_table_vectors.py: rows counted one by one, the oracle of fairness.selection",
            "tolerance": 1e-9,
            "cases": list(selections()),
        },
    }
)
