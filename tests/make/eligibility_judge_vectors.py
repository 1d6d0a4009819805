"""Expected rulings on rows of facts in JSON text.

The answers are those that `eligibility_missing_vectors.py` reads off its policy, and Kleene's tables from there; here the facts
come as text, in the forms that JSON allows: bare or with an id, in another order, spaced, with escapes. The place of a value
that cannot be used is where the script wrote it. The documents that are not JSON, or not facts, are read off RFC 8259.
"""

import json

import corpus
import eligibility_missing_vectors as missing

FORMS = {
    "bare": lambda facts: json.dumps(facts, ensure_ascii=False),
    "close": lambda facts: json.dumps(facts, separators=(",", ":")),
    "in another order, spaced": lambda facts: json.dumps(dict(reversed(facts.items())), indent=2),
    "with an id": lambda facts: json.dumps({"id": "w-1", "facts": facts}),
    "facts first": lambda facts: json.dumps({"facts": facts, "id": "人"}),
    "names with escapes": lambda facts: json.dumps(facts).replace("g", "\\u0067"),
}


def case(name, policy, row, as_of, expect):
    return {"name": name, "given": {"policy": policy, "row": row, "as_of": as_of}, "expect": expect}


def place(row, fact):
    """Line and column of the value of a fact, by its name in the text."""
    name = f'"{fact}"'
    start = row.index(name) + len(name)
    start += len(row[start:]) - len(row[start:].lstrip(": \n"))
    before = row[:start]
    return f"{before.count(chr(10)) + 1}:{len(before) - (before.rfind(chr(10)) + 1) + 1}"


def rulings():
    cases = []
    for number, known in enumerate(missing.missing() + missing.kleene()):
        given, expect = known["given"], known["expect"]
        statuses = [criterion["status"] for criterion in expect["criteria"]]
        forms = list(FORMS)
        for form in dict.fromkeys((forms[number % len(FORMS)], forms[(number * 5 + 2) % len(FORMS)])):
            row = FORMS[form](given["worker"]["facts"])
            answer = {"statuses": statuses, **({"outcome": expect["outcome"]} if "outcome" in expect else {})}
            cases.append(case(f"{known['name']}, {form}", given["policy"], row, given["as_of"], answer))
    return cases


def unusable():
    cases = []
    for known in missing.mistyped():
        given, expect = known["given"], known["expect"]
        row = json.dumps(given["worker"]["facts"])
        if "error" in expect:
            path = expect["error"]["path"]
            fact = path.removeprefix("facts.")
            expect = {"error": {**expect["error"], "path": f"{path}: {place(row, fact)}"}}
        else:
            expect = {"outcome": expect["outcome"]} if "outcome" in expect else None
        if expect:
            cases.append(case(known["name"], given["policy"], row, given["as_of"], expect))
    documents = [
        ("not an object", "[]", "wrong_type", "1:1"),
        ("no end", '{"grade": 3', "syntax", "1:12"),
        ("a comma at the end", '{"grade": 3,}', "syntax", "1:13"),
        ("no comma", '{"grade": 3 "legal_hold": true}', "syntax", "1:13"),
        ("a leading zero", '{"grade": 03}', "syntax", "facts.grade: 1:11"),
        ("a plus", '{"grade": +3}', "syntax", "facts.grade: 1:11"),
        ("no such word", '{"legal_hold": True}', "syntax", "facts.legal_hold: 1:16"),
        ("half a letter", '{"legal_entity": "\\ud83d"}', "syntax", "facts.legal_entity: 1:19"),
        ("two documents", "{}{}", "syntax", "1:3"),
        ("twice", '{"grade": 3, "grade": 3}', "duplicate", "facts: 1:14"),
        ("unknown", '{\n  "grade": 3,\n  "gradd": 3\n}', "unknown_name", "facts: 3:3"),
        ("more than facts", '{"id": "w", "spells": []}', "unknown_name", "1:13"),
        ("an id that is no text", '{"id": 7, "facts": {}}', "wrong_type", "id: 1:8"),
        ("too large a number", '{"grade": 1e400}', "out_of_range", "facts.grade: 1:11"),
    ]
    for name, row, kind, path in documents:
        cases.append(case(name, missing.POLICY, row, missing.AS_OF, {"error": {"kind": kind, "path": path}}))
    return cases


def document(source, cases):
    return {"call": "eligibility.judge", "source": source, "cases": cases}


if __name__ == "__main__":
    script = "tests/make/eligibility_judge_vectors.py"
    corpus.main(
        {
            "eligibility/judge.json": document(
                f"{script}: the answers of tests/make/eligibility_missing_vectors.py, in every form",
                rulings(),
            ),
            "eligibility/judge_errors.json": document(
                f"{script}: RFC 8259, and read off the vocabulary", unusable()
            ),
        }
    )
