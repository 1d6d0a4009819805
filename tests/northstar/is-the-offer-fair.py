"""Is an offer of 7,000,000 yen to somebody who left in 2020 fair to those who stayed, and what could be offered instead?"""

import json
from pathlib import Path

import alumni as al


def read(name: str) -> str:
    return Path("offer", name).read_text(encoding="utf-8")


cohort = al.fairness.OfferCohort.parse(read("cohort.json"))
offer = json.loads(read("offer.json"))

print("== before an offer: the room that the limits leave, and which limit binds")
room = cohort.headroom(offer["candidate"])
print(room.to_json())

print("\n== the offer, for those who may see pay")
report = cohort.check(offer)
print(report, report.to_json(), sep="\n")
print("\n== for everybody else")
print(report.text_without_amounts(), report.text_without_amounts("ja"), sep="\n")

print("\n== what may be offered instead")
instead = json.loads(read("instead.json"))
assert instead["pay"] == room.highest
print(cohort.check(instead).text_without_amounts())

print("\n== decided otherwise, and on record")
print(cohort.check(json.loads(read("overridden.json"))).text_without_amounts())

print("\n== four colleagues in the same job, so those beside it too")
small = al.fairness.OfferCohort.parse(read("small.json"))
print(small.check(offer).text_without_amounts("ja"))
