"""Expected answers to access requests: which events, which uses and what is wrong with them, and what is nobody else's business.

What the ledger says is asked of `consent_oracle.World`, what is wrong with a use of `propagation_oracle.Register`.
"""

import itertools
import json

import corpus
import officer_story as story
from consent_acts import instant, received, written
from consent_oracle import World
from propagation_oracle import Register, key, utc
from propagation_vectors import random_cases

KINDS = [
    "after_withdrawal",
    "without_permission",
    "under_review",
    "in_retrospect",
    "known_later",
    "unknown_purpose",
]


def access(given):
    """Without laws: they have vectors of their own."""
    options, subject = given["options"], given["subject"]
    at = instant(options["at"])
    world = World(given)
    others = {event["subject"] for event in world.events.values()} - {subject}
    texts = {*others, *options.get("redact", [])}
    count = 0

    def plain(text):
        nonlocal count
        found = text
        for other in texts:
            found = found.replace(other, "redacted")
        count += found != text
        return found

    events = []
    seen = [event for event in world.events.values() if event["subject"] == subject and received(event) <= at]
    for event in sorted(seen, key=lambda event: (event["purpose"], world.place(event))):
        told = key(event)
        for field in ("recipient", "evidence_ref", "happening", "valid_until_event"):
            if field in event:
                told[field] = plain(event[field])
        events.append(told)
    expect = {"agreed": {"subject": subject, "at": options["at"]}, "events": events}
    if "register" in given:
        register = Register({**given, "at": written(at), "known_at": utc(at)})
        found = {}
        for finding in register.findings():
            found.setdefault((finding["use"]["source"], finding["use"]["id"]), set()).add(finding["kind"])
        uses = [use for use in register.uses if use["subject"] == subject]
        uses.sort(key=lambda use: (instant(use["at"]), use["source"], use["id"]))
        told = []
        for use in uses:
            kinds = found.get((use["source"], use["id"]), set())
            system = register.systems[use["system"]]
            to = use.get("recipient", system.get("recipient"))
            told.append(
                {
                    "use": key(use),
                    "at": utc(instant(use["at"])),
                    "system": use["system"],
                    "purpose": use["purpose"],
                    "finding": min(kinds, key=KINDS.index, default=None),
                    **({"recipient": plain(to)} if to else {}),
                }
            )
        if told:
            expect["uses"] = told
        came = [of for of in register.came if of["subject"] == subject]
        came.sort(key=lambda of: (instant(of["at"]), of["source"], of["id"]))
        if came:
            expect["acknowledgements"] = [{**key(of), "status": of["status"]} for of in came]
    return {**expect, "redacted": count}


def cases():
    ledger = {name: story.given[name] for name in ("purposes", "notices", "events")}
    options = json.loads(story.read("access.json"))
    base = {**ledger, "register": story.register, "subject": story.SHE, "options": options}
    friend = {"source": "crm", "id": "u-9", "system": "site", "subject": story.SHE, "purpose": "directory"}
    friend |= {"recipient": "w-0632", "at": "2024-03-01T00:00:00Z", "received_at": "2024-03-01T00:00:00Z"}
    to_friend = {**story.register, "uses": [*story.register["uses"], friend]}
    introduced = {
        "source": "form",
        "id": "ce_90",
        "subject": story.SHE,
        "purpose": "directory",
        "kind": "given",
    }
    introduced |= {"occurred_at": "2024-03-02T09:00:00+09:00", "received_at": "2024-03-02T00:00:00Z"}
    introduced |= {"evidence_ref": "友人w-0632より、form_w-0632_2024.pdf、w-0632さん"}
    early = {**options, "at": "2024-03-20T09:00:00+09:00"}
    for name, given in [
        ("everything about her, with who received it", base),
        ("without a register there are no uses", {k: v for k, v in base.items() if k != "register"}),
        ("what came later was not known", {**base, "options": early}),
        ("another person is named to nobody, also as one who received", {**base, "register": to_friend}),
        (
            "ids of others in Japanese and in names of files",
            {**base, "events": [*base["events"], introduced]},
        ),
        ("somebody who took her newsletter back", {**base, "subject": "w-0903"}),
        ("somebody nobody has heard of", {**base, "subject": "w-9999"}),
    ]:
        yield {"name": name, "given": given, "expect": access(given)}
    plain = (case for case in random_cases(60) if "known_at" not in case["given"])
    for case in itertools.islice(plain, 24):
        given = {k: v for k, v in case["given"].items() if k != "at"}
        given |= {"subject": "w-1", "options": {"at": case["given"]["at"]}}
        yield {"name": case["name"], "given": given, "expect": access(given)}


def files():
    made = [*cases()]
    kinds = [use["finding"] for case in made for use in case["expect"].get("uses", [])]
    assert all(kinds.count(kind) >= 1 for kind in [*KINDS, None] if kind != "under_review"), kinds
    source = "docs/guide/consent-records.md, worked out by tests/make/consent_access_vectors.py"
    return {"consent/access.json": {"call": "consent.access", "source": source, "cases": made}}


if __name__ == "__main__":
    corpus.main(files())
