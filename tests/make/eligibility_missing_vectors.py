"""Expected values for facts that are missing or mistyped, and Kleene's tables.

The policy and the worker are written so that each answer can be read off: every criterion stands on one fact of its own,
and the grade alone meets the first. Removing a fact must make its criteria unknown and nothing else; only the start date
is not needed, for the grade decides. The truth tables are those of the DMN Technology Compatibility Kit, models
0106-feel-ternary-logic and 0107-feel-ternary-logic-not (github.com/dmn-tck/tck, compliance level 2), whose `null` is our
*unknown*: nine cases of two inputs and three of one, written out below in the order of its test cases.
"""

import corpus

POLICY = {
    "id": "ten",
    "version": 1,
    "facts": [
        {"name": name, "type": "boolean", "title": {"en": name, "ja": name}}
        for name in ("rehire_eligible", "nda_signed", "legal_hold")
    ],
    "criteria": [
        {"id": "service", "require": "tenure >= 3 years or grade >= 5"},
        {"id": "cooling-off", "require": "since_separation >= 6 months"},
        {"id": "recent", "require": "since_separation <= 10 years"},
        {"id": "conduct", "bar": "separation_kind = involuntary_cause"},
        {"id": "reason", "require": "separation_reason not in [performance, misconduct]"},
        {"id": "employment", "require": "employment_type in [full_time, part_time]"},
        {"id": "entity", "require": "legal_entity in [JP01, JP02, JP03]"},
        {"id": "agreement", "require": "nda_signed"},
        {"id": "hold", "bar": "legal_hold"},
        {"id": "flag", "require": "rehire_eligible"},
    ],
}

# Two years and four months, so that only the grade meets the first criterion.
FACTS = {
    "start_date": "2021-06-01",
    "separation_date": "2023-09-30",
    "grade": 8,
    "separation_kind": "voluntary",
    "separation_reason": "relocation",
    "employment_type": "full_time",
    "legal_entity": "JP01",
    "nda_signed": True,
    "legal_hold": False,
    "rehire_eligible": True,
}
AS_OF = "2026-06-30"

# What each fact, removed, leaves unknown: the criteria, and the fact that the policy names. The end of employment is asked
# for as elapsed time; the tenure is unknown as well then, but the grade meets its criterion.
UNKNOWN = {
    "separation_date": (["cooling-off", "recent"], "since_separation"),
    "grade": (["service"], "grade"),
    "separation_kind": (["conduct"], "separation_kind"),
    "separation_reason": (["reason"], "separation_reason"),
    "employment_type": (["employment"], "employment_type"),
    "legal_entity": (["entity"], "legal_entity"),
    "nda_signed": (["agreement"], "nda_signed"),
    "legal_hold": (["hold"], "legal_hold"),
    "rehire_eligible": (["flag"], "rehire_eligible"),
}


def case(name, facts, expect, policy=POLICY):
    worker = {"id": "w", "facts": facts}
    return {"name": name, "given": {"policy": policy, "worker": worker, "as_of": AS_OF}, "expect": expect}


def statuses(unknown):
    return [
        {"id": criterion["id"], "status": "unknown" if criterion["id"] in unknown else "met"}
        for criterion in POLICY["criteria"]
    ]


def missing():
    cases = [case("every fact is there", FACTS, {"outcome": "eligible", "criteria": statuses([])})]
    for how in ("without", "null for"):
        for fact in FACTS:
            left = {name: value for name, value in FACTS.items() if name != fact}
            if how == "null for":
                left[fact] = None
            name = f"{how} {fact}"
            if fact == "start_date":
                expect = {"outcome": "eligible", "missing": [], "criteria": statuses([])}
                cases.append(case(name + ": the grade decides", left, expect))
                continue
            criteria, asked = UNKNOWN[fact]
            expect = {"outcome": "undetermined", "missing": [asked], "criteria": statuses(criteria)}
            cases.append(case(name, left, expect))
    everything = [criterion["id"] for criterion in POLICY["criteria"]]
    cases.append(case("no fact at all", {}, {"outcome": "undetermined", "criteria": statuses(everything)}))
    return cases


def mistyped():
    """A value that is not of the fact's type is an error, also a text that spells one."""
    rows = [
        ("grade", "high", "wrong_type"),
        ("grade", "2.5", "wrong_type"),
        ("grade", 2.5, "wrong_type"),
        ("grade", True, "wrong_type"),
        ("grade", ["8"], "wrong_type"),
        ("grade", "", "wrong_type"),
        ("grade", "2", "wrong_type"),
        ("grade", "8", "wrong_type"),
        ("nda_signed", "false", "wrong_type"),
        ("nda_signed", "true", "wrong_type"),
        ("legal_hold", "false", "wrong_type"),
        ("legal_hold", {"cell": "no"}, "wrong_type"),
        ("grade", {"cell": "2.5"}, "wrong_type"),
        ("grade", {"cell": ""}, "wrong_type"),
        ("employment_type", {"cell": "Full_Time"}, "unknown_name"),
        ("nda_signed", "yes", "wrong_type"),
        ("nda_signed", "False", "wrong_type"),
        ("nda_signed", 1, "wrong_type"),
        ("legal_hold", 0, "wrong_type"),
        ("legal_hold", "no", "wrong_type"),
        ("separation_date", 20634, "wrong_type"),
        ("separation_date", "2023-02-29", "wrong_type"),
        ("separation_date", "30.09.2023", "wrong_type"),
        ("separation_date", True, "wrong_type"),
        ("separation_kind", 3, "wrong_type"),
        ("separation_kind", "resigned", "unknown_name"),
        ("separation_kind", ["voluntary"], "wrong_type"),
        ("employment_type", "Full_Time", "unknown_name"),
        ("legal_entity", False, "wrong_type"),
    ]
    cases = [
        case(
            f"{fact}: {value!r}",
            {**FACTS, fact: value},
            {"error": {"kind": kind, "path": f"facts.{fact}"}},
        )
        for fact, value, kind in rows
    ]
    # A cell of a table that holds texts only is what it spells, never more than it.
    cases += [
        case(name, {**FACTS, fact: {"cell": text}}, {"outcome": outcome})
        for name, fact, text, outcome in [
            ("the cell 2 is grade 2, below 5", "grade", "2", "ineligible"),
            ("the cell 8 is grade 8", "grade", "8", "eligible"),
            ("the cell false is false", "nda_signed", "false", "ineligible"),
            ("no hold as a cell", "legal_hold", "false", "eligible"),
            ("a day as a cell", "separation_date", "2023-09-30", "eligible"),
            ("a kind as a cell", "separation_kind", "involuntary_cause", "ineligible"),
        ]
    ]
    return cases


# TCK 0106, test cases 001 to 009: A, B, DecisionAnd, DecisionOr; 0107, test cases 001 to 003: A, DecisionNot.
T, F, N = True, False, None
TCK_0106 = [
    (T, T, T, T),
    (F, T, F, T),
    (N, T, N, T),
    (T, F, F, T),
    (F, F, F, F),
    (N, F, F, N),
    (T, N, N, T),
    (F, N, F, N),
    (N, N, N, N),
]
TCK_0107 = [(T, F), (F, T), (N, N)]


def kleene():
    def facts(**values):
        return {name: value for name, value in values.items() if value is not None}

    def one(name, require, values, truth):
        policy = {
            "id": "k",
            "version": 1,
            "facts": [{"name": n, "type": "boolean", "title": {"en": n, "ja": n}} for n in ("a", "b")],
            "criteria": [{"id": "c", "require": require}],
        }
        status = {T: "met", F: "unmet", N: "unknown"}[truth]
        return case(name, facts(**values), {"criteria": [{"id": "c", "status": status}]}, policy)

    cases = []
    for number, (a, b, both, either) in enumerate(TCK_0106, 1):
        cases.append(one(f"0106 case {number:03}: A and B", "a and b", {"a": a, "b": b}, both))
        cases.append(one(f"0106 case {number:03}: A or B", "a or b", {"a": a, "b": b}, either))
    for number, (a, negated) in enumerate(TCK_0107, 1):
        cases.append(one(f"0107 case {number:03}: not(A)", "not a", {"a": a}, negated))
    return cases


def document(source, cases):
    return {"call": "eligibility.decide", "source": source, "cases": cases}


if __name__ == "__main__":
    script = "tests/make/eligibility_missing_vectors.py"
    corpus.main(
        {
            "eligibility/removed_facts.json": document(f"{script}: read off the policy", missing()),
            "eligibility/mistyped.json": document(f"{script}: read off the vocabulary", mistyped()),
            "eligibility/kleene.json": document(
                "DMN TCK, compliance level 2, 0106-feel-ternary-logic and 0107-feel-ternary-logic-not "
                f"(github.com/dmn-tck/tck), the inputs and results of their test cases, written out in {script}",
                kleene(),
            ),
        }
    )
