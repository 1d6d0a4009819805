"""Expected values for `eligibility.check`, `compare` and `check_ladder`: every worker of small vocabularies is decided about.

A rule is a tree; here it is evaluated in Kleene's logic by definition, for every combination of facts. Elapsed time is tried
from every day of sixteen years, round a century without its leap day.
"""

import datetime as dt
import itertools
import random

import corpus

SOURCE = "tests/make/eligibility_check_vectors.py: every worker decided about"
FACTS = [
    {"name": "n", "type": "integer", "title": "n", "minimum": 0, "maximum": 5},
    {"name": "m", "type": "integer", "title": "m", "minimum": 0, "maximum": 5},
    {"name": "a", "type": "boolean", "title": "a"},
    {"name": "k", "type": "category", "title": "k", "values": [{"name": "x"}, {"name": "y"}, {"name": "z"}]},
]
VALUES = {"n": range(6), "m": range(6), "a": [False, True], "k": ["x", "y", "z"]}
SIGNS = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def text(rule):
    """A rule as policies write it."""
    match rule:
        case ("and" | "or" as word, *parts):
            return "(" + f" {word} ".join(text(part) for part in parts) + ")"
        case ("not", part):
            return f"not {text(part)}"
        case ("compare", fact, sign, value):
            return f"{fact} {sign} {value}"
        case ("known", fact):
            return f"{fact} is known"
        case ("holds", fact):
            return fact


def holds(rule, worker):
    """True, False, or None when it cannot be told."""
    match rule:
        case ("and", *parts):
            found = [holds(part, worker) for part in parts]
            return False if False in found else None if None in found else True
        case ("or", *parts):
            found = [holds(part, worker) for part in parts]
            return True if True in found else None if None in found else False
        case ("not", part):
            found = holds(part, worker)
            return None if found is None else not found
        case ("compare", fact, sign, value):
            left, right = worker[fact], worker.get(value, value)
            return None if left is None or right is None else SIGNS[sign](left, right)
        case ("known", fact):
            return worker[fact] is not None
        case ("holds", fact):
            return worker[fact]


def facts_of(rule):
    """The facts of a rule, and those of which it asks whether they are known."""
    match rule:
        case ("and" | "or" | "not", *parts):
            pairs = [facts_of(part) for part in parts]
            return set().union(*(pair[0] for pair in pairs)), set().union(*(pair[1] for pair in pairs))
        case ("known", fact):
            return {fact}, {fact}
        case ("compare", fact, _, value):
            return {fact} | ({value} & set(VALUES) if isinstance(value, str) else set()), set()
        case ("holds", fact):
            return {fact}, set()


def workers(policies, *, everything=False):
    """Every worker whose facts are known, but for those asked `is known` of (or, with `everything`, any)."""
    asked, unknown = set(), set()
    for _, rule in itertools.chain(*policies):
        facts, known = facts_of(rule)
        asked |= facts
        unknown |= known
    names = sorted(asked)
    unknown = asked if everything else unknown
    columns = [[*VALUES[name], *([None] if name in unknown else [])] for name in names]
    return [dict(zip(names, row, strict=True)) for row in itertools.product(*columns)]


def status(effect, found):
    """How a criterion stands."""
    if found is None:
        return "unknown"
    if effect == "review":
        return "review" if found else "met"
    return "met" if found == (effect == "require") else "unmet"


def statuses(policy, worker):
    """How each criterion stands."""
    return [status(effect, holds(rule, worker)) for effect, rule in policy]


def document(policy, name="p"):
    """The policy as a document."""
    criteria = [{"id": f"c{index}", effect: text(rule)} for index, (effect, rule) in enumerate(policy)]
    return {"id": name, "version": 1, "facts": FACTS, "criteria": criteria}


def leaf(rng):
    """A rule without parts."""
    kind = rng.randrange(8)
    sign = rng.choice(list(SIGNS))
    if kind < 4:
        return ("compare", rng.choice("nm"), sign, rng.randrange(6))
    if kind == 4:
        return ("compare", "n", sign, "m")
    if kind == 5:
        return ("holds", "a")
    if kind == 6:
        return ("compare", "k", rng.choice(["=", "!="]), rng.choice("xyz"))
    return ("known", rng.choice("na"))


def rule(rng, depth=2):
    """A rule."""
    if depth == 0 or rng.random() < 0.4:
        return leaf(rng)
    word = rng.choice(["and", "or", "or", "not"])
    parts = 1 if word == "not" else rng.choice([2, 2, 3])
    return (word, *(rule(rng, depth - 1) for _ in range(parts)))


def policy(rng):
    """A policy."""
    effects = ["require", "require", "bar", "review"]
    return [(rng.choice(effects), rule(rng)) for _ in range(rng.choice([1, 2, 3]))]


def relation(gained, lost):
    """How two sets are to each other."""
    return {
        (False, False): "equivalent",
        (False, True): "stricter",
        (True, False): "looser",
        (True, True): "incomparable",
    }[gained, lost]


def related(new, old, takes, *, everything=False):
    """How the workers are whom each of two policies takes."""
    gained = lost = False
    for worker in workers([new, old], everything=everything):
        pair = takes(statuses(new, worker)), takes(statuses(old, worker))
        gained |= pair == (True, False)
        lost |= pair == (False, True)
    return relation(gained, lost)


def eligible(found):
    """Whether the outcome is eligible."""
    return all(each == "met" for each in found)


def compare():
    """Pairs of policies."""
    rng = random.Random(20261121)
    cases = []
    for index in range(120):
        new = policy(rng)
        # Half of the pairs differ in one criterion only.
        old = policy(rng) if index % 2 else [*new[:-1], (new[-1][0], rule(rng))]
        expect = {
            "relation": related(new, old, eligible),
            "admitted": related(new, old, lambda found: "unmet" not in found),
            "incomplete": related(new, old, eligible, everything=True),
        }
        given = {"policy": document(new), "other": document(old)}
        cases.append({"name": f"pair {index}", "given": given, "expect": expect})
    return cases


def single(made):
    """What is found about single criteria and all together, where that is all there is to find."""
    table = [statuses(made, worker) for worker in workers([made])]
    findings = []
    for index, (effect, _) in enumerate(made):
        column = {row[index] for row in table}
        review = effect == "review"
        if "met" not in column:
            findings.append(
                (2 if review else 1, "review-always-asks" if review else "criterion-never-met", index)
            )
        elif ("review" if review else "unmet") not in column:
            findings.append((2, "review-never-asks" if review else "criterion-never-fails", index))
    return findings, table


def check():
    """Policies of criteria without parts: what is found does not depend on how it is looked for."""
    rng = random.Random(20261122)
    cases = []
    while len(cases) < 150:
        made = [
            (rng.choice(["require", "require", "bar", "review"]), leaf(rng))
            for _ in range(rng.choice([1, 2, 3, 4]))
        ]
        findings, table = single(made)
        gates = [index for index, (effect, _) in enumerate(made) if effect != "review"]
        never = {index for _, _, index in findings}
        expected = [
            (rank, {"criteria": [f"c{index}"], "reason": {"code": code}}) for rank, code, index in findings
        ]

        def passes(row, of):
            return all(row[index] == "met" for index in of)

        def cores(bad, of):
            """The smallest sets of criteria that leave nobody of whom `bad` holds; more than one is no case for us."""
            closed = [
                set(some)
                for size in range(len(of) + 1)
                for some in itertools.combinations(of, size)
                if not any(bad(row) and passes(row, some) for row in table)
            ]
            return [some for some in closed if not any(other < some for other in closed)]

        everyone = lambda row: True  # noqa: E731
        unclear = False
        hopeless = not any(passes(row, gates) for row in table)
        whole = [("policy-admits-nobody", gates, 1)] if hopeless else []
        if not hopeless and not any(eligible(row) for row in table):
            whole = [("policy-nobody-eligible", range(len(made)), 2)]
        for code, of, rank in whole:
            found = cores(everyone, list(of))
            unclear |= len(found) != 1
            expected.append(
                (rank, {"criteria": [f"c{index}" for index in sorted(found[0])], "reason": {"code": code}})
            )
        kept = list(gates)
        if not hopeless:
            for index in [index for index in reversed(gates) if index not in never]:
                others = [other for other in kept if other != index]
                bad = lambda row, index=index: row[index] != "met"  # noqa: E731
                found = cores(bad, others)
                if found:
                    unclear |= len(found) != 1
                    kept.remove(index)
                    by = [f"c{other}" for other in sorted(found[0])]
                    expected.append(
                        (2, {"criteria": [f"c{index}", *by], "reason": {"code": "criterion-implied"}})
                    )
            reviews = [index for index, (effect, _) in enumerate(made) if effect == "review"]
            left = list(reviews)
            for index in [index for index in reversed(reviews) if index not in never]:
                found = cores(lambda row, index=index: row[index] == "review", kept)
                code, rank = "review-unreachable", 2
                # Where nobody is eligible at all, each review would say nothing beside the others.
                if not found and not whole:
                    others = [*kept, *(other for other in left if other != index)]
                    found = cores(lambda row, index=index: row[index] != "met", others)
                    code, rank = "review-implied", 3
                if found:
                    unclear |= len(found) != 1
                    left.remove(index)
                    by = sorted(found[0], key=lambda other: (other in reviews, other))
                    by = [f"c{other}" for other in by]
                    expected.append((rank, {"criteria": [f"c{index}", *by], "reason": {"code": code}}))
        if unclear:
            continue
        expected.sort(key=lambda pair: pair[0])
        severity = {1: "error", 2: "warning", 3: "note"}
        findings = [{"severity": severity[rank], **finding} for rank, finding in expected]
        expect = {"findings": findings, "undecided": []}
        cases.append({"name": f"policy {len(cases)}", "given": {"policy": document(made)}, "expect": expect})
    return cases


def add_months(date, months):
    """The same day of the target month, or its last day."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    first = dt.date(year, month + 1, 1)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(1)).day
    return first.replace(day=min(date.day, last))


def periods():
    """Two lengths of time against each other, laid from every day of sixteen years."""
    rng = random.Random(20261123)
    units = {"day": (0, 1), "week": (0, 7), "month": (1, 0), "year": (12, 0)}
    days = [dt.date(1896, 1, 1) + dt.timedelta(day) for day in range(16 * 365 + 3)]
    pairs = [
        ("1 year", "12 months"),
        ("1 month", "30 days"),
        ("1 month", "28 days"),
        ("6 months", "180 days"),
    ]
    pairs += [
        ("1 year", "365 days"),
        ("1 year", "366 days"),
        ("3 years", "1095 days"),
        ("4 years", "1461 days"),
    ]
    pairs += [
        ("1 month", "27 days"),
        ("1 month", "31 days"),
        ("2 months", "59 days"),
        ("2 months", "62 days"),
    ]
    while len(pairs) < 40:
        months = rng.choice([1, 2, 3, 6, 9, 12, 18])
        pair = (f"{months} months", f"{months * 30 + rng.randrange(-6, 9)} days")
        pairs += [pair] if pair not in pairs else []
    cases = []

    def reach(period, day):
        count, unit = period.split()
        months, extra = units[unit.rstrip("s")]
        return add_months(day, months * int(count)) + dt.timedelta(extra * int(count))

    for new, old in pairs:
        reached = [(reach(new, day), reach(old, day)) for day in days]
        # Whoever reaches the nearer day takes more workers.
        expect = relation(any(a < b for a, b in reached), any(a > b for a, b in reached))

        def of(period):
            return {"id": "p", "version": 1, "criteria": [{"id": "c", "require": f"tenure >= {period}"}]}

        given = {"policy": of(new), "other": of(old)}
        cases.append({"name": f"{new} against {old}", "given": given, "expect": {"relation": expect}})
    return cases


def ladders():
    """Ladders of two to four steps."""
    rng = random.Random(20261124)
    cases = []
    while len(cases) < 80:
        steps = [policy(rng) for _ in range(rng.choice([2, 3, 4]))]
        rows = [[eligible(statuses(step, worker)) for step in steps] for worker in workers(steps)]
        findings = []
        for step in range(len(steps)):
            if not any(row[step] for row in rows):
                findings.append((1, "step-empty", [step]))
                continue
            if step and any(row[step] and not row[step - 1] for row in rows):
                findings.append((3, "step-overlap", [step, step - 1]))
            higher = list(range(step + 1, len(steps)))
            if higher and not any(row[step] and not any(row[step + 1 :]) for row in rows):
                findings.append((2, "step-unused", [step, *higher]))
            for below, above in itertools.product(range(step), higher):
                if any(row[below] and row[above] and not row[step] for row in rows):
                    findings.append((2, "step-gap", [step, below, above]))
                    break
        findings.sort(key=lambda finding: finding[0])
        expect = [
            {"criteria": [f"s{step}" for step in concerned], "reason": {"code": code}}
            for _, code, concerned in findings
        ]
        given = {"steps": [document(step, f"s{index}") for index, step in enumerate(steps)]}
        cases.append({"name": f"ladder {len(cases)}", "given": given, "expect": {"findings": expect}})
    return cases


def errors():
    """What cannot be compared."""
    one = document([("require", ("holds", "a"))])
    other = {**one, "facts": [{"name": "a", "type": "integer", "title": "a"}]}
    other["criteria"] = [{"id": "c", "require": "a >= 1"}]
    relation_error = {**one, "relations": [{"always": "not b or a"}]}
    return [
        {
            "name": "a fact of two types",
            "given": {"policy": one, "other": other},
            "expect": {"error": {"kind": "inconsistent"}},
        },
        {
            "name": "a relation over an unknown fact",
            "given": {"policy": relation_error, "other": one},
            "expect": {"error": {"kind": "unknown_name", "path": "relations[0].always: 1:5"}},
        },
    ]


corpus.main(
    {
        "eligibility/check.json": {"call": "eligibility.check", "source": SOURCE, "cases": check()},
        "eligibility/compare.json": {
            "call": "eligibility.compare",
            "source": SOURCE,
            "cases": compare() + errors(),
        },
        "eligibility/compare_periods.json": {
            "call": "eligibility.compare",
            "source": SOURCE,
            "cases": periods(),
        },
        "eligibility/check_ladder.json": {
            "call": "eligibility.check_ladder",
            "source": SOURCE,
            "cases": ladders(),
        },
    }
)
