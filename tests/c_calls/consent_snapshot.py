"""What a snapshot of a ledger says in C, beside the full answer."""

import ctypes

from c_calls.through import Handle, instant, microseconds

CHANNELS = ["email", "sms", "phone", "postal", "sns", "in_app"]
NO_CHANNEL = 2**32 - 1
VERDICTS = ["allowed", "review", "denied"]


def agrees_with_a_snapshot(book, answer):
    """What a snapshot can be asked as well: one's own use, without an activity."""
    question = answer["question"]
    if set(question) - {"subject", "purpose", "channel", "at", "known_at"}:
        return
    known_at = ctypes.byref(instant(question["known_at"])) if "known_at" in question else None
    subject, purpose = question["subject"].encode(), question["purpose"].encode()
    channel = CHANNELS.index(question["channel"]) if "channel" in question else NO_CHANNEL
    subjects = (ctypes.c_char_p * 2)(b"nobody", subject)
    with Handle(
        "alumni_snapshot", "alumni_ledger_snapshot", book.pointer, instant(question["at"]), known_at
    ) as all_:
        asked = (("alumni_snapshot_may", (subject,), 0), ("alumni_snapshot_may_all", (subjects, 2), 1))
        for name, who, place in asked:
            with Handle("alumni_stands", name, all_.pointer, *who, purpose, channel) as stands:
                assert stands("count") == place + 1
                assert stood(stands, place) == expected_of(answer), (stood(stands, place), answer)
                with Handle("alumni_answer", "alumni_stands_answer", stands.pointer, place) as full:
                    assert full.json() == answer


def stood(stands, place):
    """What a snapshot says of the subject at a place."""
    source, id_ = (stands(f"evidence_{part}", place) for part in ("source", "id"))
    return {
        "verdict": VERDICTS[stands("verdict", place)],
        "code": stands("code", place).decode(),
        "evidence": source and {"source": source.decode(), "id": id_.decode()},
        "valid_until": stands("valid_until", place).microseconds,
        "decision": stands("decision", place).decode(),
        "request": stands("request", place).decode(),
        "restricted": bool(stands("is_restricted", place)),
    }


def expected_of(answer):
    """The same of an answer in full."""
    until = answer["valid_until"]
    return {
        "verdict": answer["verdict"],
        "code": answer["reasons"][0]["code"],
        "evidence": answer["evidence"][0] if answer["evidence"] else None,
        "valid_until": -(2**63) if until is None else microseconds(until),
        **answer["state"],
    }
