"""Ids of events that are made here, what lists and exports take for a person, and which events are the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import alumni as al
import polars as pl
import pytest

c = al.consent
JST = timezone(timedelta(hours=9))
KEY = "0f3a8c51d2e94b7796ab00c4e85d1f20"
AT = datetime(2026, 3, 1, tzinfo=UTC)


def ledger(*events: al.consent.Event) -> al.Ledger:
    made = al.Ledger([c.Purpose("news", "News", "consent")], [c.Notice("n", 1, ["news"], text={"en": "x"})])
    made.extend(events)
    return made


def yes(number: str, subject: str = "w", at: datetime = AT, **more: Any) -> al.consent.Event:
    return c.Event("s", number, subject, "news", "given", occurred_at=at, notice=("n", 1), **more)


def test_ids_of_others_are_redacted_in_japanese_and_in_names_of_files() -> None:
    for text in ("w-0632の紹介", "友人w-0632より", "form_w-0632_2024.pdf", "ｗ－０６３２さん"):
        export = ledger(yes("1", "w-0632"), yes("2", "w-0471", evidence_ref=text)).access("w-0471", at=AT)
        assert export.redacted == 1
        assert export.to_dict()["events"][0]["evidence_ref"].count("redacted") == 1


def test_two_boxes_of_one_form_come_in_as_two_events() -> None:
    record = ledger(yes("1", channel="email"), yes("2", channel="sms")).record(
        "w",
        "news",
        id="a6f5",
        controller={
            "id": "https://example.com/acme",
            "name": "Acme",
            "address": "Tokyo",
            "contact": "Office",
            "email": "p@example.com",
            "phone": "+81 3 0000 0000",
            "policy_url": "https://example.com/privacy",
            "language": "ja",
            "jurisdiction": ["loc:JP"],
            "withdrawal": "https://example.com/consent",
            "processing": {
                "news": {
                    "broader": ["dpv:Marketing"],
                    "storage_locations": ["loc:JP"],
                    "personal_data": [{"category": "pd:EmailAddress"}],
                    "retention": {"kind": "temporal", "length": "P2Y"},
                    "service": "News",
                    "collection_method": "Form",
                }
            },
        },
    )
    events = record.import_("p", received_at=AT, purposes={"news": "news"})
    assert ledger().extend(events).added == 2
    keyed = record.import_("p", received_at=AT, purposes={"news": "news"}, id_key=KEY)
    assert not {event.id for event in events} & {event.id for event in keyed}


def test_invitations_name_nobody_and_come_in_waves() -> None:
    group: dict[str, Any] = {
        "source": "line",
        "purpose": "news",
        "channel": "sns",
        "notice": {"id": "n", "version": 1},
    }
    asked = ledger()
    first = asked.invitations({**group, "at": AT.isoformat(), "members": ["taro@example.com"]}).events
    assert "taro" not in first[0].encode(bytes(32)).erased().header
    asked.extend(first)
    later = (AT + timedelta(days=9)).isoformat()
    second = asked.invitations(
        {**group, "at": later, "members": ["taro@example.com", "b"], "id_key": KEY}
    ).events
    assert asked.extend(second).added == 2


def test_a_list_reads_times_and_ids_of_either_width() -> None:
    known = ledger(c.Event("s", "1", "w-0471", "news", "withdrawn", occurred_at=AT))
    report = known.import_list(
        "subject,answer,occurred_at\nｗ－０４７１,yes,2021/05/10 10:00\n",
        source="old",
        received_at=AT,
        purpose="news",
        utc_offset="+09:00",
        id_key=KEY,
    )
    assert (report.rows[0]["subject"], report.rows[0]["remedy"]) == ("w-0471", "keep_out")
    assert report.events[0].occurred_at == datetime(2021, 5, 10, 10, tzinfo=JST)
    with pytest.raises(al.AlumniError, match=r"id_key: expected a secret of at least 16 bytes"):
        known.import_list("subject\nw\n", source="old", received_at=AT, id_key="short")


def test_events_are_equal_where_their_bytes_are() -> None:
    assert yes("1") != yes("1", at=AT.astimezone(JST))
    same = (
        yes("1", valid_for="12 months", bundled_with=["terms", "other"]),
        yes("1", valid_for="1 year", bundled_with=["other", "terms"]),
    )
    assert same[0] == same[1]
    assert same[0].encode(bytes(32)) == same[1].encode(bytes(32))
    assert ledger(same[0]).extend([same[1]]).added == 0


def test_nanoseconds_are_kept_at_every_door() -> None:
    at = pytest.importorskip("pandas").Timestamp("2026-03-01T00:00:00.123456789Z")
    event = c.Event("s", "1", "w", "news", "withdrawn", occurred_at=at)
    assert "00.123456789Z" in event.to_json()
    frame = pl.DataFrame({"source": ["s"], "notice_id": ["n"]})
    with pytest.raises(al.WrongTypeError, match="extend_table"):
        ledger().extend(frame)


def test_errors_name_the_argument_and_its_range() -> None:
    contacts = c.Contacts({"id": "c", "version": 1})
    with pytest.raises(al.AlumniError, match=r"^subject: "):
        ledger().reserve(contacts, " w", "news", channel="email", at=AT, sender="hr", message="m")
    with pytest.raises(al.OutOfRangeError, match="a whole number from 0 to 4294967295"):
        yes("1", valid_uses=2**40)
