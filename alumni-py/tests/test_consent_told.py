"""Titles instead of ids, days by the clock of whoever asks, and lists that are no objects."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import alumni as al
import pytest

JST = timezone(timedelta(hours=9))
PURPOSES = [{"id": "news", "title": {"en": "News", "ja": "お知らせ"}, "legal_basis": "consent"}]
NOTICES = [{"id": "n", "version": 1, "purposes": ["news"], "text": {"ja": "お知らせを送ります。"}}]


def event(number: str, kind: str, at: str, **more: Any) -> dict[str, Any]:
    notice = {"notice": {"id": "n", "version": 1}} if kind == "given" else {}
    said = {"source": "form", "id": number, "subject": "w-1", "purpose": "news", "kind": kind}
    return {**said, "occurred_at": at, "received_at": at, **notice, **more}


def ledger(*events: dict[str, Any], **more: Any) -> al.Ledger:
    document = {"purposes": PURPOSES, "notices": NOTICES, "events": [*events], **more}
    return al.Ledger.from_json(json.dumps(document))


# The withdrawal is of 2 July in Japan and of 1 July in UTC.
WITHDRAWN = ledger(
    event("1", "given", "2026-05-23T09:00:00+09:00"), event("2", "withdrawn", "2026-07-01T23:30:00Z")
)
REGISTER = al.consent.Propagation.from_json(
    json.dumps(
        {
            "rules": {
                "id": "r",
                "version": 1,
                "house_deadline": {"days": 30},
                "systems": [{"id": "tool", "title": {"en": "Mail service", "ja": "メール配信サービス"}}],
            },
            "uses": [
                {
                    "source": "crm",
                    "id": "u-1",
                    "system": "tool",
                    "subject": "w-1",
                    "purpose": "news",
                    "at": at,
                    "received_at": at,
                }
                for at in ("2026-06-22T00:00:00Z",)
            ],
            "acknowledgements": [],
        }
    )
)
AT = datetime(2026, 7, 3, tzinfo=UTC)


class NoOffset(tzinfo):
    """A zone that has no offset without an instant, and no name."""

    def utcoffset(self, at: datetime | None, /) -> timedelta | None:
        return None

    def dst(self, at: datetime | None, /) -> timedelta | None:
        return None

    def tzname(self, at: datetime | None, /) -> str | None:
        return None


def test_answers_and_reasons_say_the_day_of_the_clock_that_is_asked_for() -> None:
    answer = WITHDRAWN.may("w-1", "news", channel="email", at=AT)
    assert "2026年7月1日" in answer.text("ja")
    assert "2026年7月2日" in answer.text("ja", utc_offset="+09:00")
    assert "2026-07-02" in answer.text(utc_offset="+09:00")
    assert "2026年7月2日" in answer.reasons[0].text("ja", utc_offset="+09:00")
    with pytest.raises(al.AlumniError) as caught:
        answer.text("ja", utc_offset="JST")
    assert caught.value.path == "utc_offset"
    with pytest.raises(al.AlumniError):
        answer.text("ja", utc_offset=9)  # type: ignore[arg-type]


def test_a_time_zone_gives_each_instant_its_own_offset() -> None:
    winter, summer = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)
    shown = ledger(
        event("1", "given", winter.isoformat(), recipient="group_companies"),
        event("2", "withdrawn", summer.isoformat(), recipient="group_companies"),
    )
    [visible] = shown.visible(
        "w-1", since=datetime(2026, 1, 1, tzinfo=UTC), until=datetime(2026, 8, 1, tzinfo=UTC)
    )
    berlin = ("2026年1月15日 13:00（+01:00）", "2026年7月15日 14:00（+02:00）")
    kolkata = ("2026年1月15日 17:30（+05:30）", "2026年7月15日 17:30（+05:30）")
    clocks: dict[str | tzinfo, tuple[str, str]] = {
        ZoneInfo("Europe/Berlin"): berlin,
        "Europe/Berlin": berlin,
        ZoneInfo("Asia/Kolkata"): kolkata,
        timezone(timedelta(hours=5, minutes=30)): kolkata,
        UTC: ("2026年1月15日 12:00 UTC", "2026年7月15日 12:00 UTC"),
    }
    for clock, (first, last) in clocks.items():
        text = visible.text("ja", utc_offset=clock)
        assert first in text and last in text
    assert "2026-01-15 07:30 -04:30" in visible.text(utc_offset=timezone(-timedelta(hours=4, minutes=30)))
    for wrong in (NoOffset(), timezone(timedelta(microseconds=1))):
        with pytest.raises(al.AlumniError) as caught:
            visible.text(utc_offset=wrong)
        assert caught.value.path == "utc_offset"


def test_a_receipt_says_the_day_of_the_clock_that_is_asked_for() -> None:
    receipt = WITHDRAWN.withdrawal_receipt(REGISTER, "w-1", id="r-1", at=AT)
    utc, japan = receipt.page("ja").markdown, receipt.page("ja", utc_offset="+09:00").markdown
    assert "2026年7月1日" in utc and "2026-07-03T00:00:00Z" in utc
    assert "2026年7月2日" in japan and "2026-07-03T09:00:00+09:00" in japan
    assert "2026年7月1日" not in japan and "00Z" not in japan


def test_a_report_says_deadlines_by_the_clock_that_is_asked_for() -> None:
    report = WITHDRAWN.propagation(REGISTER, at=AT)
    assert "8月1日 00:00 UTC" in report.items[0].text("ja")
    assert "8月1日 09:00（+09:00）" in report.items[0].text("ja", utc_offset="+09:00")
    assert "2026-08-01 09:00 +09:00" in report.items[0].text("en", utc_offset="+09:00")
    assert "UTC" not in report.page("ja", utc_offset="+09:00").markdown


def test_an_export_is_told_at_the_offset_it_is_asked_at() -> None:
    export = WITHDRAWN.access("w-1", at=datetime(2026, 7, 3, 9, tzinfo=JST))
    assert "2026年7月2日" in export.page("ja").markdown
    assert "2026年7月1日" not in export.page("ja").markdown
    assert "`news`" not in export.page("ja").markdown
    agreed = WITHDRAWN.agreed("w-1", at=datetime(2026, 7, 3, 9, tzinfo=JST))
    assert "2026年7月2日" in agreed.text("ja")
    assert "2026年7月1日" in WITHDRAWN.agreed("w-1", at=AT).text("ja")


def test_directories_say_the_titles_of_their_fields() -> None:
    directory = {
        "provided_by": "operator",
        "country": "JP",
        "fields": [{"id": "employer", "title": {"en": "Employer", "ja": "勤務先"}, "purpose": "news"}],
    }
    shown = ledger(
        event("1", "notice_shown", "2026-05-22T09:00:00+09:00", notice={"id": "n", "version": 1}),
        event("2", "given", "2026-05-23T09:00:00+09:00", recipient="group_companies"),
        packs=["jp-appi"],
        regimes={"everyone": ["jp"]},
    )
    matrix = shown.directory(directory, "w-1", at=AT)
    assert "勤務先（グループ会社）" in matrix.text("ja") and "employer" not in matrix.text("ja")
    assert "w-1の勤務先を" in matrix.text("ja")
    assert "2026年7月3日 00:00 UTC" in matrix.text("ja")
    assert "2026年7月3日 09:00（+09:00）" in matrix.text("ja", utc_offset="+09:00")
    visible = shown.visible("w-1", since=datetime(2026, 5, 1, tzinfo=UTC), until=AT)
    assert "お知らせ" in visible[0].text("ja") and "group_companies" not in visible[0].text("ja")


def test_no_list_is_read_as_an_object() -> None:
    for text in (
        '[[["p", {"en": "x", "ja": "y"}, "consent"]], [], []]',
        '{"purposes": [["p", "P", "consent"]]}',
        '{"purposes": [{"id": "p", "title": ["x", "y"], "legal_basis": "consent"}]}',
    ):
        with pytest.raises(al.AlumniError) as caught:
            al.Ledger.from_json(text)
        assert "got a list" in str(caught.value) or "title" in text, caught.value
        assert caught.value.path
    with pytest.raises(al.AlumniError):
        al.consent.Contacts(["c", 1])  # type: ignore[arg-type]
    with pytest.raises(al.AlumniError):
        al.consent.Directory.from_dict(
            {"provided_by": "operator", "fields": [["employer", "Employer", "news"]]}
        )
