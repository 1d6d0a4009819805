"""The documents and events that cases are made of, and random streams of events."""

from datetime import UTC, datetime, timedelta, timezone

from consent_acts import STANDING, YESES, written
from consent_oracle import World

NOTICES = [
    {
        "id": "alumni",
        "version": 1,
        "purposes": ["newsletter", "job_contact", "directory"],
        "text": {"en": "We may write to you.", "ja": "ご連絡を差し上げます。"},
    },
    {
        "id": "alumni",
        "version": 2,
        "purposes": ["newsletter", "directory"],
        "text": {"en": "We may write to you, with partners."},
        "effective_from": "2024-09-01T00:00:00Z",
        "material": True,
    },
    {
        "id": "events",
        "version": 7,
        "purposes": ["newsletter", "scoring"],
        "text": {"ja": "行事のご案内"},
    },
]
PURPOSES = [
    {"id": "newsletter", "title": "Newsletter", "legal_basis": "consent", "valid_for": "P2Y"},
    {"id": "job_contact", "title": "Jobs", "legal_basis": "consent", "channels": ["email", "phone"]},
    {"id": "directory", "title": "Directory", "legal_basis": "consent"},
    {"id": "scoring", "title": "Scoring", "legal_basis": "consent", "channels": []},
    {"id": "research", "title": "Research", "legal_basis": "legitimate_interest"},
    {"id": "survey", "title": "Survey", "legal_basis": "public_task"},
    {"id": "pension", "title": "Pension", "legal_basis": "legal_obligation"},
]
V1 = {"id": "alumni", "version": 1}
V2 = {"id": "alumni", "version": 2}


def day(text):
    return text if "T" in text else text + "T09:00:00+09:00"


def ev(id_, kind, on, received=None, **fields):
    """An event; yeses and showings rest on version 1 unless they say otherwise."""
    if kind in (*YESES, "notice_shown"):
        fields.setdefault("notice", V1)
    fields = {key: value for key, value in fields.items() if value is not None}
    return {
        "source": fields.pop("source", "form"),
        "id": id_,
        "subject": "w-1",
        "purpose": fields.pop("purpose", "job_contact"),
        "kind": kind,
        "occurred_at": day(on),
        "received_at": day(received or on),
        **fields,
    }


def ask(at, known_at=None, purpose="job_contact", channel="email", recipient=None):
    question = {
        "subject": "w-1",
        "purpose": purpose,
        "channel": channel,
        "recipient": recipient,
        "at": day(at),
    }
    question["known_at"] = known_at and day(known_at)
    return {key: value for key, value in question.items() if value is not None}


def case(name, events, question, verdict, *codes):
    """The verdict and codes are written by hand and hold against the oracle, which adds the rest."""
    given = {"purposes": PURPOSES, "notices": NOTICES, "events": events, "question": question}
    expect = World(given).answer(question)
    assert expect["verdict"] == verdict, (name, expect)
    assert [reason["code"] for reason in expect["reasons"]] == [f"consent-{code}" for code in codes], (
        name,
        expect,
    )
    return {"name": name, "given": given, "expect": expect}


YES = ev("e1", "given", "2024-04-01")
NO = ev("e2", "withdrawn", "2024-06-01")
SHOWN = ev("e3", "notice_shown", "2024-07-01")
AGAIN = ev("e4", "given", "2024-07-02")
LATER = "2024-08-01"


def imported(id_, on, **fields):
    return ev(id_, "given", on, imported=True, **fields)


# Random streams on a small grid of instants, so that everything collides with everything


def stream(rng):
    moments = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=30 * n) for n in range(8)]
    offsets = [UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-5, minutes=-30))]
    events = []
    for number in range(rng.randint(2, 8)):
        kind = rng.choice([*STANDING, *["notice_shown"] * 5, *["given"] * 10, *["renewed"] * 4])
        at = rng.choice(moments)
        received = at + timedelta(days=rng.choice([0, 0, 0, 10, 45, 100, -10]))
        fields = {"purpose": rng.choice(["directory", "directory", "directory", "research"])}
        if kind in (*YESES, "notice_shown"):
            versions = [*[V1] * 12, V2, {"id": "alumni", "version": 9}, {**V1, "hash": "ab" * 32}, None]
            fields["notice"] = rng.choice(versions)
        if kind in YESES:
            fields["valid_for"] = rng.choice([None, None, None, "P1M", "P90D", "P1Y"])
            if rng.random() < 0.15:
                fields["valid_until"] = written(at + timedelta(days=rng.choice([20, 60, 61])))
            fields["method"] = rng.choice([None, None, "form", "paper", "api", "silence"])
            fields["employment_state"] = rng.choice([None, None, "active", "former"])
        if rng.random() < 0.1:
            fields["actor"] = rng.choice(["subject", "controller", "authority", "engine"])
        if rng.random() < 0.1:
            fields |= {"imported": True, "evidence_ref": rng.choice([None, "scan"])}
        fields["channel"] = rng.choice([None, None, None, None, "email", "sms"])
        fields["recipient"] = rng.choice([None, None, None, None, None, "group:bbq"])
        source = rng.choice(["crm", "form"])
        events.append(
            ev(
                f"e{number}",
                kind,
                written(at.astimezone(rng.choice(offsets))),
                written(received),
                source=source,
                **fields,
            )
        )
    return events


DIRECTORY = [{**NOTICES[0], "purposes": ["directory", "research"]}, {**NOTICES[1], "purposes": ["directory"]}]


def spread(cases):
    """What the random cases reach: too even a spread would test little."""
    counts = {}
    for each in cases:
        for reason in each["expect"]["reasons"]:
            counts[reason["code"]] = counts.get(reason["code"], 0) + 1
    return counts
