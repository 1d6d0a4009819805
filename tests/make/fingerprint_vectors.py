"""Fingerprints of what findings were made from, by `hashlib` over documents that are written here a second time."""

import hashlib
import json
import struct

import corpus


def of(document):
    """SHA-256 of the document on one line, the keys in order."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def ordered(rows):
    return sorted(
        rows, key=lambda row: json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    )


def yen(minor):
    return {"minor": minor, "currency": "JPY"}


def gaps():
    people = [
        {"group": "women", "pay": yen(5_200_000), "category": "等級5"},
        {"group": "men", "pay": yen(6_100_000), "variable": yen(600_000), "category": "等級5"},
        {"group": "women", "pay": yen(4_800_000), "variable": yen(0)},
        {"group": "others", "pay": yen(5_000_000)},
    ]
    rows = [
        {
            "category": person.get("category"),
            "group": person["group"],
            "pay": person["pay"]["minor"],
            "variable": person.get("variable", {}).get("minor") or None,
        }
        for person in people
    ]
    # Those without a category or a variable part come first.
    rows.sort(key=lambda row: (row["category"] or "", row["group"], row["pay"], row["variable"] or 0))
    expect = of({"currency": "JPY", "focal": "women", "people": rows, "reference": "men"})
    for call in ("fairness.uk_pay_gaps", "fairness.eu_pay_gaps"):
        for order, name in ((1, "as they come"), (-1, "the other way round")):
            yield f"{call}, {name}", call, {"people": people[::order]}, expect


def counted():
    totals = [
        {"sex": "men", "kind": "regular", "headcount": 40.5, "total": yen(250_000_000)},
        {"sex": "women", "kind": "regular", "headcount": 20.0, "total": yen(90_000_000)},
    ]
    yield "Japan's totals", "fairness.japan_pay_ratios", {"totals": totals[::-1]}, of(ordered(totals))
    peers = [
        {"cell": "G5", "returner": True, "tenure_months": 60, "rating": 3, "pay": yen(7_000_000)},
        {"cell": "G5", "returner": False, "tenure_months": 72, "rating": 3, "pay": yen(6_500_000)},
    ]
    rows = sorted(
        ({**peer, "pay": peer["pay"]["minor"]} for peer in peers),
        key=lambda row: (row["cell"], row["pay"]),
    )
    document = {"currency": "JPY", "margin_months": 12, "people": rows}
    asked = {"people": peers, "margin_months": 12}
    yield "pairs of a returner and a colleague", "fairness.inversions", asked, of(document)
    asked = {
        "of": "compa_ratios",
        "columns": {"pay": ["7 JPY", "4 JPY"], "midpoint": ["5 JPY", "5 JPY"]},
        "names": {"pay": "pay", "midpoint": "midpoint"},
        "options": {},
    }
    document = {"currency": "JPY", "people": [[5, 4], [5, 7]]}
    yield "midpoints and pay of a table", "fairness.pay_table", asked, of(document)
    cells = [
        {"categories": ["women", None], "people": 40, "selected": 10},
        {"categories": ["men", "40s"], "people": 60, "selected": 24},
    ]
    document = {
        "attributes": ["sex", "age"],
        "cells": [[["men", "40s"], 60, 24], [["women", None], 40, 10]],
        "kind": "selection",
        "median": None,
    }
    asked = {"attributes": ["sex", "age"], "cells": cells}
    yield "the counts of Local Law 144", "fairness.local_law_144", asked, of(document)


def fitted():
    outcome, years = [1.0, 2.5, 4.0, 4.5], [0.5, -1.0, 3.0, 2.0]
    options = {
        "confidence": 0.95,
        "degrees": "residual",
        "errors": "classical",
        "intercept": True,
    }
    head = json.dumps(
        {"columns": ["years"], "options": options, "rows": 4}, sort_keys=True, separators=(",", ":")
    )
    numbers = struct.pack("<8d", *outcome, *years)
    asked = {"outcome": outcome, "columns": [{"name": "years", "values": years}], "options": options}
    expect = hashlib.sha256(head.encode() + b"\n" + numbers).hexdigest()
    yield "a regression's numbers bit for bit", "fairness.regress", asked, expect


def offered():
    plain = {"returner": False, "tenure_months": 0}
    people = [{"pay": yen(pay), **plain} for pay in (6_000_000, 6_200_000, 6_100_000)]
    limits = {"mean_gap_percent": 5.0, "inversion_margin_months": 0}
    cohort = {"focal": "women", "limits": limits, "people": ordered(people), "reference": "men"}
    who = {"tenure_months": 60, "group": "women", "factors": {"grade": "G5"}}
    asked = {"cohort": {"limits": limits, "people": people}, "candidate": who}
    whole = of(cohort)
    yield "the room for an offer", "fairness.headroom", asked, of({"candidate": who, "cohort": whole})
    offer = {"pay": yen(6_300_000), "candidate": who, "stayers": [yen(8), yen(9)]}
    asked = {"cohort": asked["cohort"], "offer": {**offer, "stayers": offer["stayers"][::-1]}}
    yield "an offer", "fairness.check_offer", asked, of({"cohort": whole, "offer": offer})


def cases():
    for kind in (gaps, counted, fitted, offered):
        for name, call, given, expect in kind():
            yield {"name": name, "given": {"call": call, "given": given}, "expect": expect}


if __name__ == "__main__":
    corpus.main(
        {
            "fairness/fingerprint.json": {
                "call": "fairness.fingerprint",
                "source": "tests/make/fingerprint_vectors.py: hashlib of Python over documents written a second time",
                "cases": list(cases()),
            }
        }
    )
