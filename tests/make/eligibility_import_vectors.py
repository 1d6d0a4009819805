"""Expected values for `eligibility.import_*`: the other engines' own semantics, written out a second time.

`logic` evaluates JSON Logic as https://jsonlogic.com/operations.html tells it (its public tests are
github.com/jwadhams/json-logic-js, tests/tests.json), for facts that are all known; random rules are evaluated on random
rows. `winner` evaluates a decision table by the hit policies of DMN 1.5, chapter 8.2.10, with each cell a Python predicate
beside its text. Three tables say what those of the DMN Technology Compatibility Kit say (github.com/dmn-tck/tck,
compliance level 2: 0004-simpletable-U, 0006-simpletable-P1, 0111-first-hitpolicy-singleoutputcol), with its inputs and
expected results.
"""

import itertools
import random
from xml.sax.saxutils import escape

import corpus

AS_OF = "2026-04-01"
FAMILIES = ["sales", "engineering", "finance"]


def logic(rule, data):
    """A JSON Logic rule over data."""
    if not isinstance(rule, dict):
        return rule
    [(operator, arguments)] = rule.items()
    arguments = arguments if isinstance(arguments, list) else [arguments]
    if operator == "var":
        return data.get(arguments[0], arguments[1] if len(arguments) > 1 else None)
    if operator in ("if", "?:"):
        parts = list(arguments)
        while len(parts) > 1:
            if logic(parts[0], data):
                return logic(parts[1], data)
            parts = parts[2:]
        return logic(parts[0], data) if parts else None
    if operator in ("and", "or"):
        for argument in arguments:
            found = logic(argument, data)
            if bool(found) == (operator == "or"):
                return found
        return found
    values = [logic(argument, data) for argument in arguments]
    if operator == "missing":
        return [name for name in values if data.get(name) in (None, "")]
    if operator == "missing_some":
        need, names = values
        absent = [name for name in names if data.get(name) in (None, "")]
        return [] if len(names) - len(absent) >= need else absent
    pairs = list(itertools.pairwise(values))
    return {
        "<": lambda: all(a < b for a, b in pairs),
        "<=": lambda: all(a <= b for a, b in pairs),
        ">": lambda: values[0] > values[1],
        ">=": lambda: values[0] >= values[1],
        "==": lambda: values[0] == values[1],
        "===": lambda: values[0] == values[1],
        "!=": lambda: values[0] != values[1],
        "!==": lambda: values[0] != values[1],
        "!": lambda: not values[0],
        "!!": lambda: bool(values[0]),
        "in": lambda: values[0] in values[1],
        "+": lambda: sum(values),
        "*": lambda: values[0] * values[1],
        "-": lambda: -values[0] if len(values) == 1 else values[0] - values[1],
    }[operator]()


def rule(rng, depth):
    """A random rule over a few facts."""
    var = lambda name: {"var": name}  # noqa: E731
    if depth == 0:
        leaves = [
            lambda: {rng.choice(["<", "<=", ">", ">=", "==", "!="]): [var("grade"), rng.randrange(1, 8)]},
            lambda: {rng.choice(["<", ">="]): [rng.randrange(1, 8), var("grade")]},
            lambda: {
                rng.choice(["<", "<="]): [rng.randrange(1, 4), var("grade"), rng.randrange(4, 9)],
            },
            lambda: {">=": [var("grade"), {"+": [rng.randrange(3), {"*": [2, rng.randrange(3)]}]}]},
            lambda: var("handover_done"),
            lambda: {"===": [var("property_returned"), rng.random() < 0.5]},
            lambda: {rng.choice(["==", "!=="]): [var("job_family"), rng.choice(FAMILIES)]},
            lambda: {"in": [var("job_family"), rng.sample(FAMILIES, 2)]},
            lambda: {rng.choice(["<", ">="]): [var("start_date"), f"20{rng.randrange(10, 25)}-04-01"]},
            lambda: {"missing": rng.sample(["grade", "start_date"], 1)},
            lambda: {"missing_some": [1, ["grade", "job_family"]]},
            lambda: {">": [{"var": ["grade", 0]}, rng.randrange(8)]},
        ]
        return rng.choice(leaves)()
    inner = lambda: rule(rng, rng.randrange(depth))  # noqa: E731
    nodes = [
        lambda: {"and": [inner() for _ in range(rng.randrange(1, 4))]},
        lambda: {"or": [inner() for _ in range(rng.randrange(1, 4))]},
        lambda: {"!": rng.choice([inner(), [inner()]])},
        lambda: {"!!": [inner()]},
        lambda: {"if": [inner(), inner(), inner()]},
        lambda: {"if": [inner(), inner(), inner(), rng.random() < 0.5]},
        lambda: {"if": [inner(), inner()]},
    ]
    return rng.choice(nodes)()


def row(rng):
    return {
        "grade": rng.randrange(1, 9),
        "handover_done": rng.random() < 0.5,
        "property_returned": rng.random() < 0.5,
        "job_family": rng.choice(FAMILIES),
        "start_date": f"20{rng.randrange(10, 25)}-{rng.randrange(1, 13):02}-01",
    }


def json_logic():
    rng = random.Random(20261121)
    cases = []
    for number in range(150):
        made, facts = rule(rng, rng.randrange(1, 5)), row(rng)
        cases.append(
            {
                "name": f"random rule {number}",
                "given": {"rule": made, "options": {"id": "p"}, "facts": facts, "as_of": AS_OF},
                "expect": {"outcome": "eligible" if logic(made, facts) else "ineligible"},
            }
        )

    def told(name, given, expect, **options):
        cases.append(
            {"name": name, "given": {"rule": given, "options": {"id": "p", **options}}, "expect": expect}
        )

    def lost(name, given, at, code):
        remarks = [{"at": at, "lost": True, "reason": {"code": f"imported-{code}"}}]
        told(name, given, {"policy": None, "remarks": remarks})

    lost("truth of a number", {"or": [{"var": "grade"}]}, "/or/0", "truthiness")
    lost("a cast", {"==": [{"var": "grade"}, "3"]}, "", "types-differ")
    lost("arithmetic on a fact", {">": [{"+": [{"var": "grade"}, 1]}, 3]}, "", "arithmetic-on-facts")
    lost("a loop", {"and": [True, {"reduce": [[], 1, 2]}]}, "/and/1", "operator")
    lost("an unknown fact", {"!": {"==": [{"var": "gade"}, 3]}}, "/!", "unknown-fact")
    lost("a tenure without a unit", {">=": [{"var": "tenure"}, 3]}, "", "period-without-unit")
    years = {"years": {"fact": "tenure", "unit": "years"}}
    told(
        "completed years",
        {">": [{"var": "years"}, 4]},
        {
            "criteria": [{"id": "rule-1", "effect": "require", "expression": "tenure >= 5 years", "at": ""}],
            "remarks": [
                {"at": "", "lost": False, "reason": {"code": "imported-missing-is-unknown"}},
                {"at": "", "lost": False, "reason": {"code": "imported-completed-units"}},
            ],
        },
        names=years,
    )
    told("a text that is not JSON", '{"and": [true, ]}', {"error": {"kind": "syntax", "path": "1:16"}})
    told(
        "a fact declared twice",
        {"!": [False]},
        {"error": {"kind": "duplicate", "path": "facts[1].name"}},
        facts=[{"name": "a", "type": "boolean", "title": {"en": "a", "ja": "a"}}] * 2,
    )
    return cases


def table(policy, inputs, outputs, rows, default=None):
    """A decision table in DMN 1.3; `outputs` in their order of priority."""
    text = lambda found: f"<text>{escape(found)}</text>"  # noqa: E731
    head = "".join(f"<input><inputExpression>{text(name)}</inputExpression></input>" for name in inputs)
    values = ", ".join(f'"{value}"' for value in outputs)
    fallback = f"<defaultOutputEntry>{text(default)}</defaultOutputEntry>" if default else ""
    body = "".join(
        "<rule>"
        + "".join(f"<inputEntry>{text(cell)}</inputEntry>" for cell in cells)
        + f"<outputEntry>{text(chr(34) + output + chr(34))}</outputEntry></rule>"
        for cells, output in rows
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="t"><decision name="Decision">'
        f'<decisionTable hitPolicy="{policy}">{head}<output name="result"><outputValues>{text(values)}</outputValues>'
        f"{fallback}</output>{body}</decisionTable></decision></definitions>"
    )


def winner(policy, outputs, rows, values):
    """The output of the row that wins, or None where no row matches."""
    matching = [
        output
        for cells, output in rows
        if all(test(value) for (_, test), value in zip(cells, values, strict=True))
    ]
    if not matching:
        return None
    if policy == "PRIORITY":
        return min(matching, key=outputs.index)
    if policy in ("UNIQUE", "ANY"):
        assert len(set(matching)) == 1
    return matching[0]


CELLS = {
    "grade": [
        ("-", lambda v: True),
        (">= 5", lambda v: v >= 5),
        ("< 3", lambda v: v < 3),
        ("[3..6]", lambda v: 3 <= v <= 6),
        ("(3..6)", lambda v: 3 < v < 6),
        ("]3..6[", lambda v: 3 < v < 6),
        ("1, 4, (6..8]", lambda v: v in (1, 4) or 6 < v <= 8),
        ("not(2, 3)", lambda v: v not in (2, 3)),
        ("= 4", lambda v: v == 4),
    ],
    "job_family": [
        ("-", lambda v: True),
        ('"sales"', lambda v: v == "sales"),
        ('"sales","finance"', lambda v: v != "engineering"),
        ('not("sales")', lambda v: v != "sales"),
    ],
    "handover_done": [("-", lambda v: True), ("true", lambda v: v), ("false", lambda v: not v)],
    "start_date": [
        ("-", lambda v: True),
        ('< date("2018-04-01")', lambda v: v < "2018-04-01"),
        ('[@"2015-01-01"..date("2020-12-31")]', lambda v: "2015-01-01" <= v <= "2020-12-31"),
    ],
}
OUTCOMES = {"yes": "eligible", "ask": "conditional", "no": "ineligible"}


def dmn():
    rng = random.Random(20261122)
    cases = []
    for number in range(120):
        policy = rng.choice(["FIRST", "PRIORITY"])
        inputs = rng.sample(list(CELLS), rng.randrange(1, 4))
        outputs = rng.sample(list(OUTCOMES), 3)
        rows = [
            ([rng.choice(CELLS[name]) for name in inputs], rng.choice(outputs))
            for _ in range(rng.randrange(1, 6))
        ]
        default = rng.choice([None, None, *OUTCOMES])
        facts = row(rng)
        found = winner(policy, outputs, rows, [facts[name] for name in inputs]) or default
        texts = [([text for text, _ in cells], output) for cells, output in rows]
        xml = table(policy, inputs, outputs, texts, default and f'"{default}"')
        cases.append(
            {
                "name": f"random table {number}",
                "given": {
                    "xml": xml,
                    "options": {"id": "p", "outcomes": OUTCOMES},
                    "facts": facts,
                    "as_of": AS_OF,
                },
                "expect": {"outcome": OUTCOMES.get(found, "ineligible")},
            }
        )
    return cases + tck()


def tck():
    """Models of the DMN TCK, written anew, with the inputs and results of its test cases."""

    def fact(name, kind):
        return {"name": name, "type": kind, "title": {"en": name, "ja": name}}

    options = {
        "id": "approval",
        "names": {"Age": "age", "RiskCategory": "risk_category", "isAffordable": "is_affordable"},
        "facts": [
            fact("age", "integer"),
            fact("risk_category", "category"),
            fact("is_affordable", "boolean"),
        ],
        "outcomes": {"Approved": "eligible", "Declined": "ineligible"},
    }
    inputs, outputs = ["Age", "RiskCategory", "isAffordable"], ["Approved", "Declined"]
    good = ([">=18", '"Medium","Low"', "true"], "Approved")
    unique = [
        good,
        (["<18", '"Medium","Low"', "true"], "Declined"),
        (["-", '"High"', "true"], "Declined"),
        (["-", "-", "false"], "Declined"),
    ]
    priority = [
        good,
        (["<18", "-", "-"], "Declined"),
        (["-", '"High"', "-"], "Declined"),
        (["-", "-", "false"], "Declined"),
    ]
    cases = []
    for model, policy, rows in [("0004", "UNIQUE", unique), ("0006", "PRIORITY", priority)]:
        xml = table(policy, inputs, outputs, rows)
        for number, (age, risk, result) in enumerate(
            [(18, "Medium", "Approved"), (17, "Medium", "Declined"), (18, "High", "Declined")], 1
        ):
            facts = {"age": age, "risk_category": risk, "is_affordable": True}
            cases.append(
                {
                    "name": f"TCK {model} case {number:03}",
                    "source": "github.com/dmn-tck/tck, compliance level 2",
                    "given": {"xml": xml, "options": options, "facts": facts, "as_of": AS_OF},
                    "expect": {"outcome": options["outcomes"][result]},
                }
            )
    # 0111: >18 cars, >12 video games, >0 toys; the three results stand for three outcomes.
    xml = table(
        "FIRST",
        ["age"],
        ["Cars", "Videogames", "Toys"],
        [([">18"], "Cars"), ([">12"], "Videogames"), ([">0"], "Toys")],
    )
    meaning = {"Cars": "eligible", "Videogames": "conditional", "Toys": "ineligible"}
    options = {"id": "advertisement", "facts": [fact("age", "integer")], "outcomes": meaning}
    for number, (age, result) in enumerate([(19, "Cars"), (13, "Videogames"), (5, "Toys")], 1):
        cases.append(
            {
                "name": f"TCK 0111 case {number:03}",
                "source": "github.com/dmn-tck/tck, compliance level 2",
                "given": {"xml": xml, "options": options, "facts": {"age": age}, "as_of": AS_OF},
                "expect": {"outcome": meaning[result]},
            }
        )

    def lost(name, policy, cells, output, at, code):
        remarks = [{"lost": False}, {"at": at, "lost": True, "reason": {"code": f"imported-{code}"}}]
        given = {"xml": table(policy, ["grade"], ["yes"], [(cells, output)])}
        given["options"] = {"id": "p", "outcomes": OUTCOMES}
        if at.startswith("decisionTable"):
            remarks.reverse()
        remarks.append({"lost": False, "reason": {"code": "imported-no-match"}})
        cases.append({"name": name, "given": given, "expect": {"policy": None, "remarks": remarks}})

    lost("several results", "COLLECT", [">= 3"], "yes", "decisionTable", "hit-policy")
    lost("a cell that is an expression", "FIRST", ["? > 3"], "yes", "rules[0].inputs[0]", "unary-test")
    lost("an output without a meaning", "FIRST", [">= 3"], "maybe", "rules[0].outputs[0]", "outcome")
    entity = '<!DOCTYPE d [<!ENTITY a "x">]><d>&a;</d>'
    for name, xml, kind, path in [
        ("a document type", entity, "syntax", "1:1"),
        ("not XML", "<a>\n</b>", "syntax", "2:1"),
        ("no decision table", "<definitions/>", "missing", ""),
    ]:
        options = {"id": "p", "outcomes": {}}
        expect = {"error": {"kind": kind, "path": path}}
        cases.append({"name": name, "given": {"xml": xml, "options": options}, "expect": expect})
    return cases


if __name__ == "__main__":
    script = "tests/make/eligibility_import_vectors.py"
    corpus.main(
        {
            "eligibility/import_json_logic.json": {
                "call": "eligibility.import_json_logic",
                "source": f"{script}: jsonlogic.com's operations written out in Python",
                "cases": json_logic(),
            },
            "eligibility/import_dmn.json": {
                "call": "eligibility.import_dmn",
                "source": f"{script}: cells as Python predicates, hit policies by DMN 1.5, 8.2.10",
                "cases": dmn(),
            },
        }
    )
