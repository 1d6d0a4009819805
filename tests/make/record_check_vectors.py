"""Expected answers for `engagement.check_interactions`: faults planted in sound rows, so that what there is to find is known.

Every form has the same rows: CSV text, a list of documents, and columns of texts. The stream of draws is seeded.
"""

import csv
import io
import random

import corpus

SOURCE = "tests/make/record_check_vectors.py: faults planted in sound rows"
COLUMNS = ["id", "at", "kind", "actor", "actor_type", "target", "target_type", "thread", "prompted_by"]
OPTIONAL = {"target", "target_type", "thread", "prompted_by"}

# What is planted, the column where it is seen, and its kind of error in each form.
TEXT = {
    "no offset": ({"at": "2024-05-01T09:00:00"}, "at", "syntax", "wrong_type"),
    "no day of the calendar": ({"at": "2024-02-30T09:00:00Z"}, "at", "syntax", "wrong_type"),
    "capitals": ({"kind": "Visit"}, "kind", "syntax", "wrong_type"),
    "a type nobody has": ({"actor_type": "boss"}, "actor_type", "unknown_name", "unknown_name"),
    "a target without type": ({"target": "ev-1"}, "target_type", "missing", "missing"),
    "a type without target": ({"target_type": "event"}, "target", "missing", "missing"),
}


def sound(place, draw):
    return {
        "id": f"e-{place}",
        "at": f"2024-05-{1 + place % 28:02}T09:00:{draw.randrange(60):02}+09:00",
        "kind": draw.choice(["visit", "reply", "event_attend", "our_own_kind"]),
        "actor": f"w-{draw.randrange(5)}",
        "actor_type": draw.choice(["alumnus", "office", "system"]),
    }


def record(seed, rows):
    """Rows, and what is wrong with which: the row, the column, the kind of error in texts and in documents."""
    draw = random.Random(seed)
    made, faults, repeated, good = [], [], 0, []
    for place in range(rows):
        row = sound(place, draw)
        what = draw.randrange(10)
        if what < 2:
            planted, column, in_text, in_json = draw.choice(list(TEXT.values()))
            row |= planted
            faults.append((place, column, in_text, in_json))
        elif what == 2 and good:
            row = dict(draw.choice(good))
            repeated += 1
        elif what == 3 and good:
            row["id"] = draw.choice(good)["id"]
            faults.append((place, "id", "duplicate", "duplicate"))
        else:
            good.append(row)
        made.append(row)
    return made, faults, repeated


def as_csv(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def answer(rows, faults, repeated, most, *, at, documents):
    found = [
        {"kind": in_json if documents else in_text, "path": at(row, column)}
        for row, column, in_text, in_json in faults[:most]
    ]
    return {"rows": len(rows), "unusable": len(faults), "repeated": repeated, "faults": found}


def cases():
    for seed, rows, most in [(1, 0, 100), (2, 1, 100), (3, 30, 100), (4, 60, 5), (5, 60, 0), (6, 300, 100)]:
        made, faults, repeated = record(seed, rows)
        name = f"{rows} rows, {len(faults)} of them not usable, {most} asked for"

        def case(form, given, name=name, made=made, faults=faults, repeated=repeated, most=most, **how):
            expected = answer(made, faults, repeated, most, **how)
            return {"name": f"{name}, as {form}", "given": given | {"most": most}, "expect": expected}

        yield case(
            "CSV",
            {"csv": as_csv(made)},
            at=lambda row, column: (
                f"interactions.csv: line {row + 2}, column {COLUMNS.index(column) + 1} ({column})"
            ),
            documents=False,
        )
        yield case(
            "documents",
            {"events": made},
            at=lambda row, column: f"events[{row}].{column}",
            documents=True,
        )
        columns = {name: [row.get(name) for row in made] for name in COLUMNS}
        yield case(
            "columns", {"columns": columns}, at=lambda row, column: f"{column}: row {row}", documents=False
        )
    yield {
        "name": "a misspelt column",
        "given": {"csv": "id,at,kind,actor,actr_type\n", "most": 100},
        "expect": {"error": {"kind": "missing", "path": "interactions.csv: line 1"}},
    }


if __name__ == "__main__":
    document = {"call": "engagement.check_interactions", "source": SOURCE, "cases": list(cases())}
    corpus.main({"engagement/check_interactions.json": document})
