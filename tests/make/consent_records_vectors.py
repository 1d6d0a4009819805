"""Expected answers for records, lists, encoded events and `agreed`, from their pages in docs/ and without the library."""

import hashlib
import json
import re
from collections import Counter
from datetime import UTC, timedelta

import consent_acts as acts
import consent_cases as cases
import consent_oracle as oracle
import corpus

RULES = "docs/formats/consent-event-bytes.md read a second time, in tests/make/consent_records_vectors.py"
GUIDE = "docs/guide/consent-records.md read a second time, in tests/make/consent_records_vectors.py"


# Encoded events


def canonical_event(event):
    full = {**event, "actor": acts.actor(event), "occurred_at": acts.written(acts.occurred(event))}
    for field in ("received_at", "valid_until"):
        if field in full:
            full[field] = acts.written(acts.instant(full[field]).astimezone(UTC))
    for field in ("imported", "endless", "time_untrusted"):
        if not full.get(field):
            full.pop(field, None)
    if "valid_for" in full:
        units = {unit: int(number) for number, unit in re.findall(r"(\d+)([YMWD])", full["valid_for"])}
        years, months = divmod(units.get("Y", 0) * 12 + units.get("M", 0), 12)
        parts = [(years, "Y"), (months, "M"), (units.get("W", 0) * 7 + units.get("D", 0), "D")]
        full["valid_for"] = "P" + "".join(f"{number}{unit}" for number, unit in parts if number)
    if full.get("bundled_with"):
        full["bundled_with"] = sorted(set(full["bundled_with"]))
    return full


def encoded(event, salt):
    payload = canonical_event(event)
    header = {name: payload.pop(name) for name in ("id", "received_at", "source")}
    text = acts.canonical(payload)
    commitment = hashlib.sha256(b"alumni event payload 1\n" + bytes.fromhex(salt) + text.encode()).hexdigest()
    header |= {"commitment": commitment, "format": "alumni-event-1"}
    return {"header": acts.canonical(header), "payload": text, "salt": salt}


def event_cases():
    salts = ["00" * 32, hashlib.sha256(b"salt").hexdigest()]
    base = {
        "source": "form",
        "id": "ce_12",
        "subject": "w-0471",
        "purpose": "newsletter",
        "kind": "given",
        "occurred_at": "2024-03-29T10:00:00+09:00",
        "received_at": "2024-03-29T10:00:02.500+09:00",
    }
    full = {
        **base,
        "channel": "email",
        "recipient": "group:BBQ",
        "valid_until": "2026-03-29T00:00:00+09:00",
        "valid_for": "P2Y6M",
        "notice": {"id": "alumni", "version": 3, "hash": "ab" * 32},
        "actor": "controller",
        "method": "paper",
        "employment_state": "notice_period",
        "evidence_ref": '棚3 "\\\n\u0001\u007f😀',
        "imported": True,
    }
    events = [
        ("the fewest fields", base),
        ("every field", full),
        ("an offset of zero is written Z", {**base, "occurred_at": "2024-03-29T10:00:00.123456+00:00"}),
        ("an actor that is the usual one is written out", {**base, "kind": "withdrawn"}),
        ("papers in another order", {**base, "bundled_with": ["terms", "other", "terms"]}),
        ("papers in order", {**base, "bundled_with": ["other", "terms"]}),
        ("twelve months", {**base, "valid_for": "P12M"}),
        ("a year", {**base, "valid_for": "P1Y"}),
        ("thirty months, two weeks and a day", {**base, "valid_for": "P30M2W1D"}),
        ("a source that is not ASCII", {**base, "source": "人事", "imported": False}),
    ]
    for name, event in events:
        for number, salt in enumerate(salts):
            expect = encoded(event, salt)
            yield {
                "name": f"{name}, salt {number}",
                "given": {"event": event, "salt": salt},
                "expect": {**expect, "hash": hashlib.sha256(expect["header"].encode()).hexdigest()},
            }


# Reading records


def repeated(text):
    """The names that stand more than once in an object, innermost objects first, and how often."""
    found = []

    def members(pairs):
        counts = Counter(name for name, _ in pairs)
        found.extend((name, count) for name, count in sorted(counts.items()) if count > 1)
        return dict(pairs)

    json.loads(text, object_pairs_hook=members)
    return found


def read_cases():
    record = '{"@type": "dpv:ConsentRecord", %s}'
    texts = [
        ("two notices", record % '"dpv:hasNotice": "a", "dpv:hasNotice": {"@id": "b"}'),
        (
            "three purposes in a process",
            record
            % '"dpv:hasProcess": {"dpv:hasPurpose": "a", "dpv:hasPurpose": "b", "dpv:hasPurpose": ["c"]}',
        ),
        (
            "two places",
            record
            % '"dpv:hasProcess": [{"dpv:hasDuration": "P1D", "dpv:hasDuration": "P2D"}, {"dpv:hasDuration": "P1D", "dpv:hasDuration": "P1D"}]',
        ),
        ("nothing is repeated", record % '"dpv:hasPurpose": ["a", "a"]'),
    ]
    for name, text in texts:
        duplicates = [
            {
                "code": "consent-record-duplicate-key",
                "args": {
                    "name": {"type": "text", "value": found},
                    "count": {"type": "integer", "value": count},
                },
            }
            for found, count in repeated(text)
        ]
        yield {"name": name, "given": {"text": text}, "expect": {"duplicates": duplicates}}
    for name, text, error in [
        ("a trailing comma", '{"@type": "dpv:ConsentRecord",\n}', {"kind": "syntax"}),
        ("an identifier twice", record % '"@id": "a", "@id": "b"', {"kind": "duplicate", "path": "@id"}),
        ("not a record", '{"@type": "dpv:Process"}', {"kind": "wrong_type"}),
    ]:
        yield {"name": name, "given": {"text": text}, "expect": {"error": error}}


# Writing records

CONTROLLER = {
    "id": "https://example.com/acme",
    "name": "Acme K.K.",
    "address": "1-1 Chiyoda, Tokyo",
    "contact": "Privacy office",
    "language": "ja",
    "jurisdiction": ["loc:JP"],
    "withdrawal": "https://example.com/consent",
    "processing": {
        "newsletter": {
            "broader": ["dpv:CommunicationManagement"],
            "personal_data": [{"category": "pd:EmailAddress"}],
            "storage_locations": ["loc:JP"],
            "retention": {"kind": "temporal", "length": "P2Y"},
        }
    },
}
STATUS = {
    "requested": "ConsentRequested",
    "deferred": "ConsentRequestDeferred",
    "refused": "ConsentRefused",
    "given": "ConsentGiven",
    "renewed": "RenewedConsentGiven",
    "withdrawn": "ConsentWithdrawn",
    # No word of its own; only where consent is asked for, as in every record here.
    "objected": "ConsentWithdrawn",
    "revoked": "ConsentRevoked",
    "invalidated": "ConsentInvalidated",
}
BY = {"subject": "dpv:DataSubject", "authority": "dpv:Authority"}


def consent_type(event):
    if "method" in event:
        return (
            "ImpliedConsent"
            if event["method"] in ("pre_ticked", "silence", "dismissed")
            else "ExpressedConsent"
        )
    return "InformedConsent" if "notice" in event else "UninformedConsent"


def validity(world, event):
    if event["kind"] not in acts.YESES:
        return {"@type": "dpv:UntilEventDuration", "rdf:value": "a later decision"}
    end, ends = world.time_end(event), []
    if end:
        local = acts.written(end.astimezone(acts.occurred(event).tzinfo))
        ends.append({"@type": "dpv:UntilTimeDuration", "rdf:value": local})
    if "valid_until_event" in event:
        ends.append({"@type": "dpv:UntilEventDuration", "rdf:value": event["valid_until_event"]})
    if "valid_uses" in event:
        ends.append({"@type": "dpv:FixedOccurrencesDuration", "rdf:value": event["valid_uses"]})
    return {0: {"@type": "dpv:EndlessDuration"}, 1: ends[0] if ends else None}.get(len(ends), ends)


def told(world, given, seen):
    """The events that are decisions, and what stands as of the last of them where they do not say so.

    In these cases every yes that is told as given permitted something, and only a restriction stands in the way of one.
    """
    question = {"subject": given["subject"], "purpose": given["purpose"], "recipient": None}
    question["known_at"] = given.get("known_at")
    decisions = []
    for event in seen:
        scope = {**question, "channel": event.get("channel"), "recipient": event.get("recipient")}
        alone = oracle.World(
            {**given, "events": [of for of in seen if world.place(of) <= world.place(event)]}
        )
        stood = alone.stands(scope, acts.occurred(event))["state"]["decision"] in ("given", "renewed")
        if event["kind"] in STATUS and (event["kind"] not in acts.YESES or stood):
            decisions.append(event)
    at = max(max(acts.occurred(event), acts.received(event)) for event in seen)
    at = acts.instant(given["known_at"]) if "known_at" in given else at
    last = max(decisions, key=acts.occurred, default=None)
    derived = None
    if last and last["kind"] in acts.YESES:
        scope = {**question, "channel": last.get("channel"), "recipient": last.get("recipient")}
        if world.stands(scope, at)["state"]["restricted"]:
            derived = ("ConsentUnknown", last)
    elif any(event["kind"] in acts.YESES and event not in decisions for event in seen):
        last = [event for event in seen if event["kind"] in acts.YESES and event not in decisions][-1]
        state = world.stands({**question, "channel": None}, at)["state"]["decision"]
        word = {"withdrawn": "ConsentWithdrawn", "unknown": "ConsentUnknown"}[state]
        known = STATUS[max(decisions, key=acts.occurred)["kind"]] if decisions else None
        derived = None if word == known else (word, last)
    if derived is None:
        return decisions, []
    word, of = derived
    return decisions, [
        {
            "@type": ["dpv:" + word, "dpv:" + consent_type(of)],
            "dpv:isIndicatedAtTime": acts.written(at.astimezone(acts.occurred(of).tzinfo)),
            "dpv:isIndicatedBy": "dpv:DataController",
            "dpv:hasDuration": {"@type": "dpv:UntilEventDuration", "rdf:value": "a later decision"},
            "alumni:asOf": acts.written(at.astimezone(UTC)),
        }
    ]


def record(given):
    world = oracle.World(given)
    seen = [event for event in world.events.values() if event["subject"] == given["subject"]]
    seen = [event for event in seen if event["purpose"] == given["purpose"]]
    if "known_at" in given:
        seen = [event for event in seen if acts.received(event) <= acts.instant(given["known_at"])]
    seen.sort(key=acts.occurred)
    processing = CONTROLLER["processing"][given["purpose"]]
    decisions, derived = told(world, given, seen)
    return {
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": "https://w3id.org/dpv/schema/dpv-27560#record",
        "dct:identifier": given["id"],
        "dct:language": "ja",
        "dpv:hasDataSubject": {"dct:identifier": given["subject"]},
        "dpv:hasJurisdiction": ["loc:JP"],
        "dpv:hasConsentControl": {
            "@type": "dpv:WithdrawConsent",
            "dpv:isExercisedAt": CONTROLLER["withdrawal"],
        },
        "dpv:hasDataController": {
            "@id": CONTROLLER["id"],
            "dpv:hasName": CONTROLLER["name"],
            "dpv:hasAddress": CONTROLLER["address"],
            "dpv:hasContact": CONTROLLER["contact"],
        },
        "dpv:hasNotice": [
            {
                "dct:identifier": name,
                "schema:version": version,
                "alumni:sha256": acts.notice_hash(world.notices[name, version]),
            }
            for name, version in sorted(
                {(e["notice"]["id"], e["notice"]["version"]) for e in seen if "notice" in e}
            )
        ],
        "dpv:hasProcess": {
            "dpv:hasPurpose": {"dct:identifier": given["purpose"], "skos:broader": processing["broader"]},
            "dpv:hasLegalBasis": "https://w3id.org/dpv#Consent",
            "dpv:hasStorageCondition": [
                {"dpv:hasLocation": ["loc:JP"]},
                {"dpv:hasDuration": {"@type": "dpv:TemporalDuration", "rdf:value": "P2Y"}},
            ],
            "dpv:hasRecipient": [
                CONTROLLER["id"],
                *sorted({event["recipient"] for event in seen if "recipient" in event}),
            ],
        },
        "dpv:hasConsentStatus": [
            {
                "@type": ["dpv:" + STATUS[event["kind"]], "dpv:" + consent_type(event)],
                "dpv:isIndicatedAtTime": acts.written(acts.occurred(event)),
                "dpv:isIndicatedBy": BY.get(acts.actor(event), "dpv:DataController"),
                "dpv:hasDuration": validity(world, event),
                "alumni:event": canonical_event(event),
            }
            for event in decisions
        ]
        + derived,
        "alumni:event": [canonical_event(event) for event in seen if event not in decisions],
    }


def happened(id_, kind, at, **more):
    event = {
        "source": "form",
        "id": id_,
        "subject": "w-1",
        "purpose": "newsletter",
        "kind": kind,
        "occurred_at": at,
    }
    return {**event, "received_at": at, **more}


EVENTS = [
    happened("1", "notice_shown", "2024-02-01T09:00:00+09:00", notice=cases.V1),
    happened("2", "given", "2024-02-29T10:00:00+09:00", notice=cases.V1, method="form", channel="email"),
    happened("3", "given", "2024-03-01T10:00:00+09:00", notice=cases.V1, recipient="group:BBQ"),
    happened("4", "withdrawn", "2024-03-10T00:00:00Z", received_at="2024-04-10T00:00:00Z"),
]


OBJECTED = happened("5", "objected", "2024-03-20T00:00:00Z")
RESTRICTED = happened("6", "restricted", "2024-03-21T00:00:00Z")
AGAIN = happened("7", "given", "2024-05-01T10:00:00+09:00", notice=cases.V1, method="form")
SEVERANCE = happened("8", "given", "2024-05-01T10:00:00+09:00", notice=cases.V1, bundled_with=["severance"])


def record_cases():
    base = {
        "purposes": cases.PURPOSES,
        "notices": cases.NOTICES,
        "controller": CONTROLLER,
        "subject": "w-1",
        "purpose": "newsletter",
        "id": "a6f58318",
    }
    for name, given in [
        ("given, and withdrawn late", {**base, "events": EVENTS}),
        (
            "as known before the withdrawal arrived",
            {**base, "events": EVENTS, "known_at": "2024-04-01T00:00:00Z"},
        ),
        ("another order of delivery", {**base, "events": EVENTS[::-1]}),
        ("objected to what was agreed to", {**base, "events": [*EVENTS[:3], OBJECTED]}),
        ("restricted, which is no status of consent", {**base, "events": [*EVENTS[:3], RESTRICTED]}),
        (
            "a yes after a no, without a new notice, is not told as given",
            {**base, "events": [*EVENTS, AGAIN]},
        ),
        ("nothing but a yes among severance papers", {**base, "events": [EVENTS[0], SEVERANCE]}),
    ]:
        yield {"name": name, "given": given, "expect": record(given)}
    research = {**CONTROLLER, "processing": {"research": CONTROLLER["processing"]["newsletter"]}}
    objected = [{**OBJECTED, "purpose": "research"}]
    yield {
        "name": "an objection where no consent is asked for is no record of consent",
        "given": {**base, "purpose": "research", "controller": research, "events": objected},
        "expect": {"error": {"kind": "missing", "path": "events"}},
    }
    for part, path in [("address", "controller.address"), ("withdrawal", "controller.withdrawal")]:
        lacking = {name: value for name, value in CONTROLLER.items() if name != part}
        given = {**base, "events": EVENTS, "controller": lacking}
        error = {"kind": "missing", "path": path}
        yield {"name": f"without the controller's {part}", "given": given, "expect": {"error": error}}
    nothing = {**base, "events": EVENTS[:1]}
    yield {
        "name": "shown and never asked",
        "given": nothing,
        "expect": {"error": {"kind": "missing", "path": "events"}},
    }


# Lists

LIST = [
    # line, subject, answer, occurred_at, notice id and version, method, evidence, grade, remedy
    (2, "a", "yes", "2024-02-01T09:00:00+09:00", "alumni", 1, "form", "scan 1", "proved", "file_evidence"),
    (3, "b", "はい", "2024-02-01T09:00:00+09:00", "alumni", 1, "form", "", "documented", "complete_evidence"),
    (4, "c", "○", "2024-02-01", "", "", "", "scan 2", "documented", "complete_evidence"),
    (5, "d", "yes", "", "alumni", 1, "", "", "asserted", "ask_again"),
    (6, "e", "yes", "2024-02-01T09:00:00+09:00", "alumni", 1, "pre_ticked", "scan", "unknown", "find_ground"),
    (7, "f", "", "", "", "", "", "", "unknown", "find_ground"),
    (8, "g", "配信停止", "2024-02-01", "", "", "", "", "documented", "honour_no"),
    (9, "w-1", "yes", "2024-02-01T09:00:00+09:00", "alumni", 1, "form", "scan", "proved", "keep_out"),
]
URGENT = [
    "honour_no",
    "keep_out",
    "read_answer",
    "file_evidence",
    "complete_evidence",
    "ask_again",
    "find_ground",
    "settled",
]


SAID = {
    # What a person who reads Japanese and English takes each answer for; None where they would ask.
    "no": [
        "不同意", "退会", "希望しません", "no thanks", "ｘ", "×", "不要", "辞退", "停止", "解除", "ＮＯ", "No.", "同意しません", "０",
        "承諾しない", "配信停止。",
    ],
    "yes": ["同意します", "ＹＥＳ", "１", "希望します", "承諾"],
    None: ["x", "保留", "?", "同意します？", "要確認", "-"],
    "": [""],
}  # fmt: skip


def lacks(row):
    """How much a row of nothing but an answer lacks: an answer has a day and proof, and a yes its act and notice, to show; a row
    without an answer lacks that."""
    return {"honour_no": 2, "read_answer": 1}.get(row["remedy"], 4 if row["grade"] == "asserted" else 1)


def words_case():
    """Everybody here has a yes on record, so what says yes or nothing asks for nothing; every no counts."""
    told = {"no": ("asserted", "honour_no"), None: ("unknown", "read_answer")}
    told |= {"yes": ("asserted", "settled"), "": ("unknown", "settled")}
    answers = [(word, told[meant]) for meant, words in SAID.items() for word in words]
    answers = [(f"p-{place}", *answer) for place, answer in enumerate(answers, 2)]
    notice = {"id": "n", "version": 1, "purposes": ["newsletter"], "text": {"en": "We may write to you."}}
    when = "2024-02-01T00:00:00Z"
    yes = {
        "source": "form",
        "purpose": "newsletter",
        "kind": "given",
        "occurred_at": when,
        "received_at": when,
    }
    yes |= {"notice": {"id": "n", "version": 1}}
    rows = [
        {"line": line, "subject": subject, "grade": grade, "remedy": remedy, "purpose": "newsletter"}
        for line, (subject, _, (grade, remedy)) in enumerate(answers, 2)
    ]
    return {
        "name": "an answer is what a reader takes it for, and one that nobody can read is never settled",
        "given": {
            "purposes": [{"id": "newsletter", "title": "Newsletter", "legal_basis": "consent"}],
            "notices": [notice],
            "events": [{**yes, "id": subject, "subject": subject} for subject, *_ in answers],
            "csv": "subject,answer\n" + "".join(f"{subject},{word}\n" for subject, word, _ in answers),
            "options": {"source": "list", "received_at": "2024-06-01T00:00:00Z", "purpose": "newsletter"},
        },
        "expect": {
            "remedies": [
                {"remedy": remedy, "rows": sum(row["remedy"] == remedy for row in rows)} for remedy in URGENT
            ],
            "grades": [
                {"grade": grade, "rows": sum(row["grade"] == grade for row in rows)}
                for grade in ("proved", "documented", "asserted", "unknown")
            ],
            "rows": sorted(rows, key=lambda row: (URGENT.index(row["remedy"]), lacks(row), row["line"])),
        },
    }


def list_cases():
    head = "subject,answer,occurred_at,notice_id,notice_version,method,evidence_ref"
    text = "\n".join([head, *(",".join(map(str, row[1:8])) for row in LIST)]) + "\n"
    options = {
        "source": "list",
        "received_at": "2024-06-01T00:00:00Z",
        "utc_offset": "+09:00",
        "purpose": "newsletter",
    }
    base = {
        "purposes": cases.PURPOSES,
        "notices": cases.NOTICES,
        "events": EVENTS,
        "csv": text,
        "options": options,
    }
    counted = Counter(row[9] for row in LIST)
    expect = {
        "remedies": [{"remedy": remedy, "rows": counted[remedy]} for remedy in URGENT],
        "grades": [
            {"grade": grade, "rows": sum(row[8] == grade for row in LIST)}
            for grade in ("proved", "documented", "asserted", "unknown")
        ],
        "rows": [
            {"line": row[0], "subject": row[1], "grade": row[8], "remedy": row[9], "purpose": "newsletter"}
            for row in sorted(LIST, key=lambda row: (URGENT.index(row[9]), row[0]))
        ],
    }
    yield {"name": "every grade and remedy", "given": base, "expect": expect}
    yield words_case()
    nobody = {**base, "csv": "name,answer\na,yes\n"}
    yield {
        "name": "no subjects",
        "given": nobody,
        "expect": {"error": {"kind": "missing", "path": "list.csv: line 1"}},
    }
    other = {**base, "options": {**options, "columns": {"answer": "consent"}}}
    error = {"kind": "unknown_name", "path": "columns.answer"}
    yield {"name": "a column that the list has not", "given": other, "expect": {"error": error}}


# What somebody had agreed to


def agreed(given):
    world = oracle.World(given)
    at = acts.instant(given["at"])
    purposes = []
    for purpose in sorted(world.purposes):
        seen = [event for event in world.events.values() if event["purpose"] == purpose]
        seen = [
            event for event in seen if event["subject"] == given["subject"] and acts.occurred(event) <= at
        ]
        if "known_at" in given:
            seen = [event for event in seen if acts.received(event) <= acts.instant(given["known_at"])]
        question = {"subject": given["subject"], "purpose": purpose, "at": given["at"]}
        question |= {"known_at": given["known_at"]} if "known_at" in given else {}
        answer = world.answer(question)
        last = {}
        for event in sorted(seen, key=world.place):
            if "notice" in event:
                last[event["notice"]["id"], event["notice"]["version"]] = event
        purposes.append(
            {
                "purpose": purpose,
                "state": answer["state"],
                "shown": [
                    {
                        "id": name,
                        "version": version,
                        "hash": acts.notice_hash(world.notices[name, version]),
                        "text": world.notices[name, version]["text"],
                        "event": {"source": event["source"], "id": event["id"]},
                        "kind": event["kind"],
                        "actor": acts.actor(event),
                        **({"method": event["method"]} if "method" in event else {}),
                        "at": acts.written(acts.occurred(event)),
                    }
                    for (name, version), event in sorted(last.items(), key=lambda item: item[0])
                ],
            }
        )
    return {"subject": given["subject"], "purposes": purposes}


def agreed_cases():
    base = {"purposes": cases.PURPOSES, "notices": cases.NOTICES, "events": EVENTS, "subject": "w-1"}
    noon = acts.instant("2024-03-14T12:00:00+09:00")
    for name, more in [
        ("at noon in Tokyo on 14 March 2024", {"at": noon.isoformat()}),
        ("as it was known then", {"at": noon.isoformat(), "known_at": acts.written(noon.astimezone(UTC))}),
        ("before anything", {"at": (noon - timedelta(days=400)).isoformat()}),
        ("somebody nobody has heard of", {"at": noon.isoformat(), "subject": "w-9"}),
    ]:
        given = {**base, **more}
        yield {"name": name, "given": given, "expect": agreed(given)}


def files():
    calls = [
        ("encode", "encoded_events", RULES, event_cases),
        (
            "read_record",
            "record_reading",
            "Python's json, in tests/make/consent_records_vectors.py",
            read_cases,
        ),
        ("record", "records", GUIDE, record_cases),
        ("import_list", "lists", GUIDE, list_cases),
        ("agreed", "agreed", GUIDE, agreed_cases),
    ]
    return {
        f"consent/{name}.json": {"call": f"consent.{call}", "source": source, "cases": [*cases()]}
        for call, name, source, cases in calls
    }


if __name__ == "__main__":
    corpus.main(files())
