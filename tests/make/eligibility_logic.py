"""A second, naive reading of rules for the scripts here: trees of tuples, told by Kleene's tables, and written as text.

A leaf is `(fact, comparison, constant)`, or `(fact, "in", [constants])`, `(fact, "known")`; inner nodes are `("and", …)`,
`("or", …)` and `("not", node)`. A worker is a dict of facts; one that is absent is unknown.
"""

import itertools

ORDERS = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def truth(node, facts):
    """True, False, or None where it cannot be told."""
    if node[0] == "not":
        inner = truth(node[1], facts)
        return None if inner is None else not inner
    if node[0] in ("and", "or"):
        parts = [truth(part, facts) for part in node[1:]]
        wins = node[0] == "or"
        return wins if wins in parts else None if None in parts else not wins
    if node[1] == "known":
        return node[0] in facts
    if node[0] not in facts:
        return None
    value = facts[node[0]]
    if node[1] == "in":
        return value in node[2]
    return ORDERS[node[1]](value, node[2])


def text(node):
    """The rule as people write it."""
    if node[0] == "not":
        return f"not ({text(node[1])})"
    if node[0] in ("and", "or"):
        return f" {node[0]} ".join(f"({text(part)})" for part in node[1:])
    if node[1] == "known":
        return f"{node[0]} is known"
    if node[1] == "in":
        return f"{node[0]} in [{', '.join(map(word, node[2]))}]"
    return f"{node[0]} {node[1]} {word(node[2])}"


class Months(int):
    """A whole number of months, as a constant of a rule."""


def word(value):
    if isinstance(value, Months):
        return f"{int(value)} months"
    return str(value).lower() if isinstance(value, bool) else str(value)


def status(effect, holds):
    if holds is None:
        return "unknown"
    if effect == "review":
        return "review" if holds else "met"
    return "met" if holds == (effect == "require") else "unmet"


def statuses(criteria, facts):
    """`criteria` are pairs of effect and tree."""
    return [status(effect, truth(tree, facts)) for effect, tree in criteria]


def outcome(criteria, facts):
    """The four outcomes, as the guide's table has them."""
    found = statuses(criteria, facts)
    if "unmet" in found:
        return "ineligible"
    if any(s == "unknown" and effect != "review" for s, (effect, _) in zip(found, criteria, strict=True)):
        return "undetermined"
    if "review" in found:
        return "conditional"
    return "undetermined" if "unknown" in found else "eligible"


def facts_of(node):
    """The facts of a tree, in the order in which it names them."""
    if node[0] == "not":
        return facts_of(node[1])
    if node[0] in ("and", "or"):
        return list(dict.fromkeys(itertools.chain.from_iterable(facts_of(part) for part in node[1:])))
    return [node[0]]


def document(criteria, definitions):
    """The policy of these criteria over facts of the customer's own."""
    return {
        "id": "p",
        "version": 1,
        "facts": definitions,
        "criteria": [{"id": f"c{i}", effect: text(tree)} for i, (effect, tree) in enumerate(criteria)],
    }


def assignments(facts, domains):
    """Every way in which the facts can turn out."""
    return (
        dict(zip(facts, values, strict=True)) for values in itertools.product(*(domains[f] for f in facts))
    )
