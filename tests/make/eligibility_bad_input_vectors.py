"""What a policy that cannot be used is told: the kind of the error, and the place, counted by hand in the text itself.

There is no `include` in our documents: one is an unknown field, and nothing is read from anywhere.
"""

import json

import corpus

HEAD = 'id = "p"\nversion = 1\n'


def toml(rule, field="require"):
    return f"{HEAD}[[criteria]]\nid = 'c'\n{field} = '{rule}'\n"


def tree(rule):
    return {"id": "p", "version": 1, "criteria": [{"id": "c", "require": rule}]}


def parts(*several):
    return {"$parts": list(several)}


RULE = "criteria[0].require"
ONE = "[[criteria]]\nid = 'c'\nrequire = 'grade >= 3'\n"
DEEP = 10_000

# name, policy, kind, path
ROWS = [
    ("a version as a text, in TOML", f"id = 'p'\nversion = 'one'\n{ONE}", "wrong_type", "2:11"),
    ("a version as a text, in JSON", '{"id": "p", "version": "one"', "wrong_type", "1:28"),
    ("a negative version", f"id = 'p'\nversion = -1\n{ONE}", "wrong_type", "2:11"),
    ("a version that no number holds", f"id = 'p'\nversion = 99999999999\n{ONE}", "wrong_type", "2:11"),
    ("criteria that are no list", f"{HEAD}criteria = 'none'\n", "wrong_type", "3:12"),
    ("a rule that is a number", f"{HEAD}[[criteria]]\nid = 'c'\nrequire = 3\n", "wrong_type", "5:11"),
    ("an unknown field", f"{HEAD}efective_from = 2026-04-01\n{ONE}", "wrong_type", "3:1"),
    ("an include", f"{HEAD}include = 'other.toml'\n{ONE}", "wrong_type", "3:1"),
    ("an include of itself, in JSON", '{"id": "p", "include": "p"}', "wrong_type", "1:21"),
    ("no id", f"version = 1\n{ONE}", "wrong_type", None),
    ("an empty id", f"id = ''\nversion = 1\n{ONE}", "missing", "id"),
    ("two criteria of one id", HEAD + ONE + ONE, "duplicate", "criteria[1].id"),
    ("a key given twice", f"id = 'p'\nid = 'q'\nversion = 1\n{ONE}", "syntax", "2:1"),
    ("a criterion with two rules", HEAD + ONE + "bar = 'grade = 1'\n", "missing", "criteria[0]"),
    (
        "an end before the beginning",
        f"{HEAD}effective_from = 2026-04-01\neffective_until = 2026-03-31\n{ONE}",
        "inconsistent",
        "effective_until",
    ),
    ("a first day that does not exist", f"{HEAD}effective_from = '2026-02-30'\n{ONE}", "wrong_type", "3:18"),
    (
        "a day that does not exist in a range",
        toml("start_date between 2023-02-28 and 2023-02-29"),
        "out_of_range",
        f"{RULE}: 1:35",
    ),
    ("29 February of a common year", toml("start_date = 1900-02-29"), "out_of_range", f"{RULE}: 1:14"),
    ("month 13", toml("start_date = 2024-13-01"), "out_of_range", f"{RULE}: 1:14"),
    (
        "a day that does not exist in a tree",
        tree({"compare": {"left": {"name": "start_date"}, "is": "=", "right": {"date": "2023-02-29"}}}),
        None,
        None,
    ),
    ("an unknown fact that resembles none", toml("zodiac = leo"), "unknown_name", f"{RULE}: 1:1"),
    ("an unknown fact in a tree", tree({"holds": {"name": "employd"}}), "unknown_name", RULE),
    (
        "an unknown value in a list",
        toml("separation_kind in [voluntary, resigned]"),
        "unknown_name",
        f"{RULE}: 1:32",
    ),
    (
        "an unknown value in a tree",
        tree({"in": {"of": {"name": "separation_kind"}, "values": [{"text": "x"}]}}),
        "unknown_name",
        RULE,
    ),
    ("an empty set", toml("grade in []"), "syntax", f"{RULE}: 1:11"),
    ("an empty set in a tree", tree({"in": {"of": {"name": "grade"}, "values": []}}), "out_of_range", RULE),
    (
        "nothing to have",
        tree({"has": {"of": {"name": "job_families"}, "quantifier": "any", "values": []}}),
        "out_of_range",
        RULE,
    ),
    ("no parts of an and", tree({"and": []}), "out_of_range", RULE),
    ("a value twice", toml("grade in [3, 4, 3]"), "duplicate", f"{RULE}: 1:17"),
    (
        "dates in the wrong order",
        toml("start_date between 2024-04-01 and 2020-04-01"),
        "inconsistent",
        f"{RULE}: 1:20",
    ),
    (
        "periods in the wrong order",
        toml("tenure between 12 months and 11 months"),
        "inconsistent",
        f"{RULE}: 1:16",
    ),
    ("money in the wrong order", toml("pay between 2 JPY and 1 JPY"), "inconsistent", f"{RULE}: 1:13"),
    (
        "a range in the wrong order in a tree",
        tree({"between": {"of": {"name": "grade"}, "low": {"integer": 5}, "high": {"integer": 3}}}),
        "inconsistent",
        RULE,
    ),
    ("a date where a number belongs", toml("grade = 2024-01-01"), "wrong_type", f"{RULE}: 1:9"),
    ("an order of categories", toml("separation_kind > voluntary"), "wrong_type", f"{RULE}: 1:19"),
    ("a set compared", toml("job_families = sales"), "wrong_type", None),
    ("money without a currency", toml("pay > 5000000"), "wrong_type", f"{RULE}: 1:7"),
    ("a whole number beyond 64 bits", toml("grade >= 9223372036854775808"), "out_of_range", f"{RULE}: 1:10"),
    ("a decimal of ten places", toml("grade >= 0.1234567891"), "syntax", f"{RULE}: 1:10"),
    ("a period beyond the calendar", toml("tenure >= 10000 years"), "out_of_range", f"{RULE}: 1:11"),
    ("money beyond 64 bits", toml("pay > 99999999999999999999 JPY"), "out_of_range", f"{RULE}: 1:7"),
    ("no rule at all", toml(""), "syntax", f"{RULE}: 1:1"),
    ("a text that never ends", toml('job_title = "sales'), "syntax", f"{RULE}: 1:13"),
    ("not TOML", "id = ", "syntax", "1:6"),
    ("not JSON", '{"id": ', "syntax", "1:7"),
    ("nothing", "", "wrong_type", None),
    ("a null byte", f"id = 'a\x01b'\nversion = 1\n{ONE}", "syntax", "1:8"),
    (
        "ten thousand brackets",
        {"$parts": [HEAD + "[[criteria]]\nid = 'c'\nrequire = '", ["(", DEEP], "true", [")", DEEP], "'"]},
        "too_large",
        None,
    ),
    (
        "ten thousand times not",
        {"$parts": [HEAD + "[[criteria]]\nid = 'c'\nrequire = '", ["not ", 4_000], "true'"]},
        "too_large",
        f"{RULE}: 1:257",
    ),
    (
        "a tree ten thousand deep",
        {
            "$parts": [
                '{"id": "p", "version": 1, "criteria": [{"id": "c", "require": ',
                ['{"not": ', DEEP],
                "true",
                ["}", DEEP],
                "}]}",
            ]
        },
        "too_large",
        None,
    ),
    (
        "lists ten thousand deep, in TOML",
        {"$parts": [HEAD + "criteria = ", ["[", DEEP], ["]", DEEP]]},
        "too_large",
        None,
    ),
    (
        "a rule of 17 KiB",
        {"$parts": [HEAD + "[[criteria]]\nid = 'c'\nrequire = 'grade > 1", [" or grade > 1", 1_300], "'"]},
        "too_large",
        RULE,
    ),
    (
        "a tree whose text is 17 KiB",
        {
            "$parts": [
                '{"id": "p", "version": 1, "criteria": [{"id": "c", "require": {"or": [',
                ['{"holds": {"name": "employed"}}, ', 1_450],
                '{"holds": {"name": "employed"}}]}}]}',
            ]
        },
        "too_large",
        RULE,
    ),
    (
        "a hundred thousand criteria",
        {
            "$parts": [
                '{"id": "p", "version": 1, "criteria": [{"id": "c", "require": "true"}',
                [', {"id": "c"}', 100_000],
                "]}",
            ]
        },
        "too_large",
        "criteria",
    ),
    ("ten megabytes", {"$parts": [HEAD, ["# padding\n", 1_000_000]]}, "too_large", ""),
    ("ten megabytes of JSON", {"$parts": ["{", [" ", 10_000_000], "}"]}, "too_large", ""),
]


def cases():
    made = []
    for name, policy, kind, path in ROWS:
        if kind is None:
            continue
        error = {"kind": kind} if path is None else {"kind": kind, "path": path}
        given = {"policy": policy, "worker": {"id": "w", "spells": []}, "as_of": "2026-04-01"}
        made.append({"name": name, "given": given, "expect": {"error": error}})
    currencies = toml("pay > 5000000 JPY", "review")
    given = {
        "policy": currencies,
        "worker": {"id": "w", "facts": {"pay": "60000 EUR"}},
        "as_of": "2026-04-01",
    }
    made.append(
        {"name": "pay in another currency", "given": given, "expect": {"error": {"kind": "inconsistent"}}}
    )
    return made


if __name__ == "__main__":
    json.dumps(ROWS)
    corpus.main(
        {
            "eligibility/bad_input.json": {
                "call": "eligibility.decide",
                "source": "tests/make/eligibility_bad_input_vectors.py: places counted by hand",
                "cases": cases(),
            }
        }
    )
