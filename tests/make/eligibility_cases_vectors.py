"""Expected `eligibility.run_cases`: the cases by the naive reading, the changes of the rules made on its own trees."""

import random

import corpus
import eligibility_logic as logic
from eligibility_foresight_vectors import DEFINITIONS, DOMAINS, KINDS, tree

SWAPPED = {"=": "!=", "!=": "=", "<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def printed(node):
    """A rule as the library prints it: brackets only where the grammar needs them."""

    def part(inner, groups):
        return f"({printed(inner)})" if inner[0] in groups else printed(inner)

    if node[0] == "not":
        return "not " + part(node[1], ("and", "or"))
    if node[0] == "or":
        return " or ".join(part(inner, ("or",)) for inner in node[1:])
    if node[0] == "and":
        return " and ".join(part(inner, ("and", "or")) for inner in node[1:])
    return logic.text(node)


def inside(node):
    """The changes within a rule, as pairs of what was done and the changed rule."""
    if node[0] == "not":
        return [(done, ("not", changed)) for done, changed in inside(node[1])]
    if node[0] in ("and", "or"):
        made = []
        for place in range(1, len(node)):
            rest = node[1:place] + node[place + 1 :]
            made.append(("branch", rest[0] if len(rest) == 1 else (node[0], *rest)))
            for done, changed in inside(node[place]):
                made.append((done, (*node[:place], changed, *node[place + 1 :])))
        return made
    fact, is_, constant = node
    if is_ == "in":
        several = range(len(constant)) if len(constant) > 1 else []
        return [("value", (fact, "in", constant[:place] + constant[place + 1 :])) for place in several]
    made = [("comparison", (fact, SWAPPED[is_], constant))]
    if KINDS[fact] == "integer":
        made += [("threshold", (fact, is_, constant + by)) for by in (-1, 1)]
    return made


def mutants(node):
    """Every change of one rule; None leaves the criterion out."""
    made = [("dropped", None)]
    # An equality alone is turned round by its comparison.
    if node[0] in ("and", "or", "not") or node[1] not in ("=", "!="):
        made.append(("negated", node[1] if node[0] == "not" else ("not", node)))
    return made + inside(node)


def holds(case, criteria, facts):
    """Whether a case is as it expects."""
    found = logic.statuses(criteria, facts)
    told = {status: {f"c{i}" for i, one in enumerate(found) if one == status} for status in set(found)}
    same = logic.outcome(criteria, facts) == case["outcome"]
    return same and all(
        set(case[status]) == told.get(status, set())
        for status in ("unmet", "unknown", "review")
        if status in case
    )


def cases():
    rng = random.Random(1122)
    made = []
    for number in range(60):
        effects = rng.choices(["require", "bar", "review"], [3, 2, 1], k=rng.choice([1, 2, 3]))
        criteria = [(effect, tree(rng, 2)) for effect in effects]
        asked = []
        for index in range(rng.choice([0, 1, 3, 6])):
            facts = {name: rng.choice(values) for name, values in DOMAINS.items() if rng.random() < 0.85}
            found = logic.statuses(criteria, facts)
            case = {
                "name": f"case {index}",
                "as_of": "2026-04-01",
                "facts": facts,
                "outcome": logic.outcome(criteria, facts),
            }
            for status in ("unmet", "unknown", "review"):
                if rng.random() < 0.4:
                    case[status] = [f"c{i}" for i, one in enumerate(found) if one == status]
            if rng.random() < 0.2:
                case["outcome"] = "eligible" if case["outcome"] != "eligible" else "ineligible"
            asked.append(case)
        passing = [case for case in asked if holds(case, criteria, case["facts"])]
        unnoticed, tried = [], 0
        for place, (effect, node) in enumerate(criteria):
            for done, changed in mutants(node):
                tried += 1
                # A criterion that is left out is one that never stands in the way.
                never = ("nda", "known") if effect == "require" else ("not", ("nda", "known"))
                rule = (
                    ("or", never, ("not", never)) if effect == "require" else ("and", never, ("not", never))
                )
                other = [
                    *criteria[:place],
                    (effect, rule if changed is None else changed),
                    *criteria[place + 1 :],
                ]
                if all(holds(case, other, case["facts"]) for case in passing):
                    mutant = {"criterion": f"c{place}", "mutation": done}
                    unnoticed.append(mutant if changed is None else mutant | {"rule": printed(changed)})
        seen = [logic.statuses(criteria, case["facts"]) for case in asked]
        coverage = [
            {"criterion": f"c{i}"}
            | {
                status: sum(one[i] == status for one in seen)
                for status in ("met", "unmet", "review", "unknown")
            }
            for i in range(len(criteria))
        ]
        results = [
            {"name": case["name"], "outcome": logic.outcome(criteria, case["facts"])} for case in asked
        ]
        for case, result in zip(asked, results, strict=True):
            if holds(case, criteria, case["facts"]):
                result["differences"] = []
        rules = "; ".join(f"{effect} {logic.text(node)}" for effect, node in criteria)
        policy = logic.document(criteria, DEFINITIONS) | ({"cases": asked} if asked else {})
        expect = {
            "cases": results,
            "coverage": coverage,
            "mutants": tried,
            "complete": True,
            "unnoticed": unnoticed,
        }
        made.append(
            {"name": f"{number}: {rules}, {len(asked)} cases", "given": {"policy": policy}, "expect": expect}
        )
    return made + errors()


def errors():
    """Places read off the documents themselves."""
    head = 'id = "p"\nversion = 1\n[[criteria]]\nid = "grade"\nrequire = "grade >= 3"\n'
    case = '[[cases]]\nname = "{}"\nas_of = 2026-04-01\nfacts = {{ {} }}\noutcome = "eligible"\n'
    good = case.format("a", "grade = 3")
    rows = [
        (
            "a fact that is not known",
            good + case.format("b", "grad = 3"),
            "unknown_name",
            "cases[1].facts.grad",
        ),
        ("a fact of another type", case.format("a", "grade = true"), "wrong_type", "cases[0].facts.grade"),
        ("two cases of one name", good + good, "duplicate", "cases[1].name"),
        ("a criterion that is not there", good + 'unmet = ["grades"]\n', "unknown_name", "cases[0].unmet[0]"),
        ("a case without a name", case.format("", "grade = 3"), "missing", "cases[0].name"),
        ("a case about nobody", good.replace("facts = { grade = 3 }\n", ""), "missing", "cases[0]"),
    ]
    return [
        {
            "name": name,
            "given": {"policy": head + text},
            "expect": {"error": {"kind": kind, "path": path}},
        }
        for name, text, kind, path in rows
    ]


if __name__ == "__main__":
    corpus.main(
        {
            "eligibility/cases.json": {
                "call": "eligibility.run_cases",
                "source": "tests/make/eligibility_cases_vectors.py: a naive reading of rules, changed on its own trees",
                "cases": cases(),
            }
        }
    )
