import copy
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import alumni as al
import polars as pl
import pytest
from alumni.consent import Actor, Event, Notice, Obligation, Purpose, Verdict, events_from_csv, read_events
from hypothesis import given
from hypothesis import strategies as st

TOKYO = timezone(timedelta(hours=9))
NOW = datetime(2026, 4, 1, tzinfo=UTC)
PURPOSES = [Purpose("job_contact", {"en": "Jobs", "ja": "求人のご案内"}, "consent", channels=["email"])]
NOTICES = [Notice("alumni", 3, ["job_contact"], text={"ja": "求人をご案内します。"})]
GIVEN = Event(
    "form",
    "ce_12",
    "w-0471",
    "job_contact",
    "given",
    occurred_at=datetime(2024, 3, 29, 10, tzinfo=TOKYO),
    notice=("alumni", 3),
)
WITHDRAWN = {
    "source": "mail",
    "id": "ce_88",
    "subject": "w-0471",
    "purpose": "job_contact",
    "kind": "withdrawn",
    "occurred_at": datetime(2025, 7, 1, 18, tzinfo=TOKYO),
    "received_at": datetime(2025, 7, 1, 18, tzinfo=TOKYO),
}


def ledger(*events: Any) -> al.Ledger:
    made = al.Ledger(PURPOSES, NOTICES)
    made.extend(events)
    return made


def test_an_answer_says_how_it_is_known() -> None:
    answer = ledger(GIVEN, WITHDRAWN).may("w-0471", "job_contact", channel="email", at=NOW)
    assert answer.verdict is Verdict.DENIED
    assert str(answer) == "Denied: withdrawn on 2025-07-01 (event ce_88)"
    assert "2025年7月1日" in answer.text("ja")
    assert [(key.source, key.id) for key in answer.evidence] == [("mail", "ce_88")]
    assert answer.obligations == []
    assert answer.state.decision == "withdrawn"
    assert answer.question.subject == "w-0471"


def test_what_was_known_then_is_answered_as_then() -> None:
    both = ledger(GIVEN, WITHDRAWN)
    then = datetime(2025, 1, 1, tzinfo=UTC)
    answer = both.may("w-0471", "job_contact", channel="email", at=then, known_at=then)
    assert answer.is_allowed
    assert Obligation.UNSUBSCRIBE_LINK in answer.obligations
    assert answer.valid_until is None
    assert both.may("w-0471", "job_contact", channel="email", at=then).valid_until == WITHDRAWN["occurred_at"]


def test_somebody_unheard_of_is_an_answer_and_an_unknown_purpose_is_not() -> None:
    empty = ledger()
    assert empty.may("nobody", "job_contact", at=NOW).verdict == "denied"
    with pytest.raises(al.UnknownNameError) as caught:
        empty.may("nobody", "job_contacts", at=NOW)
    assert caught.value.path == "purpose"
    assert "job_contact" in caught.value.message


@given(st.permutations([0, 1, 0, 1, 2]), st.integers(0, 5))
def test_order_repetition_and_partition_do_not_matter(order: list[int], cut: int) -> None:
    renewed = Event(
        "form",
        "ce_90",
        "w-0471",
        "job_contact",
        "given",
        occurred_at=datetime(2025, 9, 1, tzinfo=UTC),
        notice=("alumni", 3),
    )
    events: list[Any] = [GIVEN, WITHDRAWN, renewed]
    delivered = [events[place] for place in order]
    grown = al.Ledger(PURPOSES, NOTICES)
    grown.extend(delivered[:cut])
    grown.extend(delivered[cut:])
    assert grown == ledger(*events)
    assert grown.state_hash == ledger(*events).state_hash
    assert len(grown) == 3


def test_an_event_keeps_the_offset_of_its_place() -> None:
    assert GIVEN.occurred_at == datetime(2024, 3, 29, 10, tzinfo=TOKYO)
    assert GIVEN.occurred_at.utcoffset() == timedelta(hours=9)
    assert GIVEN.received_at.utcoffset() == timedelta(0)
    assert GIVEN.to_dict()["occurred_at"] == "2024-03-29T10:00:00+09:00"
    assert Event.from_dict(WITHDRAWN).occurred_at.utcoffset() == timedelta(hours=9)
    assert GIVEN.actor is Actor.SUBJECT


def test_all_events_go_in_or_none() -> None:
    grown = ledger(GIVEN)
    with pytest.raises(al.UnknownNameError) as caught:
        grown.extend([WITHDRAWN, {**WITHDRAWN, "id": "ce_89", "purpose": "nothing"}])
    assert caught.value.path == "events[1].purpose"
    assert grown == ledger(GIVEN)
    with pytest.raises(al.InconsistentError):
        grown.extend([{**GIVEN.to_dict(), "subject": "w-1"}])


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("occurred_at", datetime(2025, 7, 1), "wrong_type"),
        ("occurred_at", "2025-07-01T18:00:00", "wrong_type"),
        ("occurred_at", date(2025, 7, 1), "wrong_type"),
        ("kind", "expired", "unknown_name"),
        ("imported", "yes", "wrong_type"),
        ("subject", "\ud800", "syntax"),
        ("subject", float("nan"), "out_of_range"),
        ("channel", "pigeon", "unknown_name"),
    ],
)
def test_a_wrong_event_names_its_place(field: str, value: Any, kind: str) -> None:
    with pytest.raises(al.AlumniError) as caught:
        ledger(GIVEN, {**WITHDRAWN, field: value})
    assert (caught.value.kind, caught.value.path) == (kind, f"events[1].{field}")


@pytest.mark.parametrize(
    "at", [None, datetime(2026, 4, 1), date(2026, 4, 1), "2026-04-01T00:00:00Z", 0], ids=repr
)
def test_a_question_needs_an_aware_instant(at: Any) -> None:
    for call in (
        lambda: ledger().may("w", "job_contact", at=at),
        lambda: ledger().state("w", "job_contact", at=at),
        lambda: ledger().summary("job_contact", at=at),
        lambda: ledger().permitted("job_contact", at=at),
    ):
        with pytest.raises(al.WrongTypeError) as caught:
            call()
        assert caught.value.path == "at"


def test_documents_that_contradict_themselves_are_refused_with_the_place() -> None:
    with pytest.raises(al.DuplicateError) as duplicate:
        al.Ledger([*PURPOSES, *PURPOSES])
    assert duplicate.value.path == "purposes[1].id"
    with pytest.raises(al.UnknownNameError) as unknown:
        al.Ledger(PURPOSES, [Notice("n", 1, ["other"], text={"en": "x"})])
    assert unknown.value.path == "notices[0].purposes[0]"
    with pytest.raises(al.WrongTypeError) as wrong:
        al.Ledger([{"id": "x"}])
    assert wrong.value.path == "purposes[0]"


def test_a_yes_ends_with_a_happening_or_its_last_use() -> None:
    def event(id: str, kind: str, day: int, **fields: Any) -> Event:
        at = datetime(2024, 4, day, tzinfo=UTC)
        return Event("s", id, "w-9", "job_contact", kind, occurred_at=at, **fields)

    yes = event("1", "given", 1, notice=("alumni", 3), valid_until_event="contract_ended", valid_uses=2)
    assert (yes.valid_until_event, yes.valid_uses, yes.endless) == ("contract_ended", 2, False)
    assert yes.happening is None
    assert Event.from_json(yes.to_json()) == yes
    for ends, code in [
        ([event("2", "used", 2), event("3", "used", 3)], "consent-used-up"),
        ([event("4", "happened", 4, happening="contract_ended")], "consent-event-happened"),
    ]:
        answer = ledger(yes, *ends).may("w-9", "job_contact", channel="email", at=NOW)
        assert (answer.reasons[0].code, answer.state.decision) == (code, "expired")
    endless = event("5", "given", 5, notice=("alumni", 3), endless=True)
    answer = ledger(endless).may("w-9", "job_contact", channel="email", at=NOW)
    assert [reason.code for reason in answer.reasons] == ["consent-given", "consent-endless"]


def test_events_come_from_files() -> None:
    header = "source,id,subject,purpose,kind,occurred_at,received_at"
    row = "mail,ce_88,w-0471,job_contact,withdrawn,2025-07-01T18:00:00+09:00,2025-07-01T18:00:00+09:00"
    assert events_from_csv(f"{header}\n{row}\n") == [Event.from_dict(WITHDRAWN)]
    ended = (
        "hr,h1,w-0471,newsletter,happened,2025-07-01T18:00:00+09:00,2025-07-01T18:00:00+09:00,contract_ended"
    )
    assert events_from_csv(f"{header},happening\n{ended}\n")[0].happening == "contract_ended"
    with pytest.raises(al.AlumniError) as caught:
        events_from_csv(f"{header}\n{row}\n{row.replace('withdrawn', 'gone')}\n".encode(), name="mine.csv")
    assert caught.value.path == "mine.csv: line 3, column 5 (kind)"


def test_a_file_that_is_not_utf8_says_where(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_bytes("source,id,subject\n氏名,1,2\n".encode("cp932"))
    with pytest.raises(al.ParseError) as caught:
        read_events(file)
    assert caught.value.path.startswith("events.csv: line 2")


def test_events_come_from_tables() -> None:
    rows = [GIVEN.to_dict(), Event.from_dict(WITHDRAWN).to_dict()]
    polars = pytest.importorskip("polars")
    assert ledger_of(polars.DataFrame(rows)) == ledger(GIVEN, WITHDRAWN)
    pandas = pytest.importorskip("pandas")
    assert ledger_of(pandas.DataFrame(rows)) == ledger(GIVEN, WITHDRAWN)
    frame = pandas.DataFrame(rows)
    frame["occurred_at"] = pandas.to_datetime(frame["occurred_at"], utc=True).dt.tz_convert("Asia/Tokyo")
    assert ledger_of(frame) == ledger(GIVEN, WITHDRAWN)
    frame["occurred_at"] = frame["occurred_at"].dt.tz_localize(None)
    with pytest.raises(al.WrongTypeError, match="naive"):
        ledger_of(frame)


def ledger_of(table: Any) -> al.Ledger:
    made = al.Ledger(PURPOSES, NOTICES)
    assert made.extend(table).added == 2
    return made


def test_a_copy_grows_on_its_own() -> None:
    one = ledger(GIVEN)
    for other in (copy.copy(one), copy.deepcopy(one)):
        other.extend([WITHDRAWN])
        assert len(other) == 2
        assert len(one) == 1


def test_a_summary_counts_what_blocks() -> None:
    found = ledger(GIVEN, WITHDRAWN).summary("job_contact", channel="email", at=NOW, among=["w-0471", "w-1"])
    assert (found.subjects, found.allowed, found.review, found.denied) == (2, 0, 0, 2)
    assert sorted(reason.count for reason in found.reasons) == [1, 1]
    assert all(reason.text("ja") for reason in found.reasons)
    assert ledger(GIVEN).permitted("job_contact", at=NOW) in (["w-0471"], [])


def test_html_of_an_answer_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    html = ledger(GIVEN).may(evil, "job_contact", at=NOW)._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_snapshot_keeps_the_ledger_as_it_was() -> None:
    ledger = al.Ledger(PURPOSES, NOTICES)
    ledger.extend([GIVEN])
    snapshot = ledger.snapshot(NOW)
    ledger.extend([WITHDRAWN])
    assert snapshot.may("w-0471", "job_contact", channel="email").is_allowed
    assert not ledger.snapshot(NOW).may("w-0471", "job_contact", channel="email").is_allowed
    assert (len(snapshot.ledger), len(ledger), snapshot.at, snapshot.known_at) == (1, 2, NOW, None)
    assert snapshot.bytes >= 32 * snapshot.states > 0
    earlier = ledger.snapshot(NOW, known_at=datetime(2025, 1, 1, tzinfo=UTC))
    stand = earlier.may("w-0471", "job_contact", channel="email")
    assert (stand.verdict, stand.code) == (Verdict.ALLOWED, "consent-given")
    assert str(stand) == str(stand.answer()) and "同意" in stand.text("ja")


def test_a_snapshot_answers_many_in_their_order() -> None:
    ledger = al.Ledger(PURPOSES, NOTICES)
    ledger.extend([GIVEN, WITHDRAWN])
    snapshot = ledger.snapshot(NOW)
    people = ["w-0471", "w-9", "w-0471", "w-10"] * 100
    stands = snapshot.may_all(iter(people), "job_contact")
    assert [stand.subject for stand in stands] == people
    assert stands == [snapshot.may(who, "job_contact") for who in people]
    assert snapshot.may_all([], "job_contact") == []
    with pytest.raises(al.UnknownNameError):
        snapshot.may_all(people, "job_contract")
    with pytest.raises(al.AlumniError):
        snapshot.may("w-0471", "job_contact", channel="telegraph")
    with pytest.raises(al.AlumniError):
        ledger.snapshot(datetime(2026, 4, 1))


def test_a_snapshot_tells_of_everybody() -> None:
    ledger = al.Ledger(PURPOSES, NOTICES)
    assert len(ledger.snapshot(NOW).everybody("job_contact")) == 0
    ledger.extend([GIVEN, WITHDRAWN])
    snapshot = ledger.snapshot(NOW)
    everybody = snapshot.everybody("job_contact", channel="email")
    assert (everybody.purpose, everybody.channel, everybody.snapshot) == (
        "job_contact",
        al.consent.Channel.EMAIL,
        snapshot,
    )
    assert list(everybody) == snapshot.may_all(everybody.subjects(), "job_contact", channel="email")
    table = everybody.to_polars()
    assert table.columns == ["subject", "verdict", "reason", "evidence", "valid_until"]
    assert table["evidence"].to_list() == [
        [{"source": stand.evidence.source, "id": stand.evidence.id}] if stand.evidence else []
        for stand in everybody
    ]
    assert "evidence" not in snapshot.everybody("job_contact", evidence=False).to_polars().columns
    allowed = table.filter(table["verdict"] == "allowed")["subject"].to_list()
    assert everybody.subjects(al.consent.Verdict.ALLOWED) == allowed
    assert len(everybody) == everybody.counts()["rows"] == len(everybody.subjects())
    assert everybody.text("ja").startswith(f"{len(everybody)}行：")
    with pytest.raises(al.UnknownNameError):
        snapshot.everybody("job_contract")
    with pytest.raises(al.UnknownNameError):
        everybody.subjects("perhaps")


def test_a_snapshot_answers_a_table() -> None:
    ledger = al.Ledger(PURPOSES, NOTICES)
    ledger.extend([GIVEN, WITHDRAWN])
    snapshot = ledger.snapshot(NOW)
    people = ["w-0471", "nobody", "w-0472"] * 200
    channels = ["email", None, "sms", "email"] * 150
    frame = pl.DataFrame({"subject": people, "channel": channels})
    heard: list[object] = []
    answers = snapshot.may_table(frame, purpose="job_contact", id="subject", progress=heard.append)
    assert (answers.is_brief, answers.id, len(answers), heard[-1]) == (True, "subject", 600, 600)
    whole = ledger.may_table(frame, purpose="job_contact", at=NOW, id="subject")
    assert not whole.is_brief
    assert answers.options == whole.options
    assert answers.counts() == whole.counts()
    for row, full in zip(answers, whole, strict=True):
        assert (row.id, row.verdict, row.valid_until) == (full.id, full.verdict, full.valid_until)
        assert (row.reasons, row.evidence, row.obligations) == (full.reasons[:1], full.evidence[:1], [])
    table = answers.to_polars()
    assert table.columns == ["subject", "verdict", "reason", "evidence", "valid_until"]
    of_all = whole.to_polars()
    for column in ("subject", "verdict", "reason", "valid_until"):
        assert table[column].to_list() == of_all[column].to_list()
    short = snapshot.may_table(frame, purpose="job_contact", evidence=False)
    assert short.to_polars().columns == ["verdict", "reason", "valid_until"]
    assert pickle.loads(pickle.dumps(answers)) == answers
    assert al.consent.Answers.from_json(answers.to_json()) == answers
    assert len(snapshot.may_table(frame.clear(), purpose="job_contact")) == 0


def test_a_snapshot_is_asked_no_more_than_it_answers() -> None:
    snapshot = al.Ledger(PURPOSES, NOTICES).snapshot(NOW)
    people = pl.DataFrame({"subject": ["w-1", "w-2"]})
    with pytest.raises(al.UnknownNameError, match="`subject`, `purpose`, `channel`"):
        snapshot.may_table(people.with_columns(at=pl.lit("2026-04-01T00:00:00Z")), purpose="job_contact")
    with pytest.raises(al.MissingError):
        snapshot.may_table(people)
    with pytest.raises(al.DuplicateError):
        snapshot.may_table(people.with_columns(purpose=pl.lit("job_contact")), purpose="job_contact")
    unknown = people.with_columns(purpose=pl.Series(["job_contact", "job_contract"]))
    with pytest.raises(al.UnknownNameError) as raised:
        snapshot.may_table(unknown)
    assert raised.value.path == "purpose: row 1"
    answers = snapshot.may_table(unknown, faults="denied")
    assert [row.reasons for row in answers] == [["consent-never-asked"], ["consent-question-unusable"]]
    assert [(fault["column"], fault["count"]) for fault in answers.unusable] == [("purpose", 1)]


def test_shipped_packs_are_named_by_their_place() -> None:
    ledger = al.Ledger(PURPOSES, NOTICES, packs=["jp", "eu", "in-dpdp"])
    ids = {pack.id for pack in ledger.packs}
    assert ids == {"jp-appi", "jp-employment-security", "jp-specified-email", "eu-gdpr-eprivacy", "in-dpdp"}
    with pytest.raises(al.UnknownNameError, match=r"packs\[1\]: expected a known shipped pack .*`jp-appi`"):
        al.Ledger(PURPOSES, NOTICES, packs=["jp", "zz"])


def test_days_the_wrong_way_round_are_an_error() -> None:
    packs = al.consent.Packs.shipped()
    with pytest.raises(al.InconsistentError, match=r"^end: "):
        packs.changes_between(date(2027, 5, 13), date(2026, 11, 13))


def test_quiet_hours_follow_the_clock_of_a_time_zone() -> None:
    ledger = al.Ledger([Purpose("statement", "Statement", "contract")])
    quiet = {"id": "night", "from": "21:00", "until": "08:00"}
    contacts = al.consent.Contacts(
        {"id": "c", "version": 1, "time_zone": "Europe/Berlin", "quiet_hours": [quiet]}
    )

    def free(at: datetime, **clock: str) -> datetime | None:
        asked = ledger.may_contact(
            contacts, "w-1", "statement", channel="email", at=at, sender="hr", message="m", **clock
        )
        return asked.not_before

    # Clocks in the European Union go from 2 to 3 on 29 March 2026, in New York on 8 March.
    assert free(datetime(2026, 3, 28, 3, tzinfo=UTC)) == datetime(2026, 3, 28, 7, tzinfo=UTC)
    assert free(datetime(2026, 3, 29, 3, tzinfo=UTC)) == datetime(2026, 3, 29, 6, tzinfo=UTC)
    new_york = {"time_zone": "America/New_York"}
    assert free(datetime(2026, 3, 28, 3, tzinfo=UTC), **new_york) == datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert free(datetime(2026, 3, 28, 3, tzinfo=UTC), utc_offset="-05:00") == datetime(
        2026, 3, 28, 13, tzinfo=UTC
    )
    with pytest.raises(al.UnknownNameError, match="did you mean `Europe/Berlin`"):
        free(NOW, time_zone="Europe/Berlim")
    with pytest.raises(al.InconsistentError, match="got both"):
        free(NOW, time_zone="Europe/Berlin", utc_offset="+01:00")


def test_messages_about_documents_name_no_types_of_programs() -> None:
    with pytest.raises(al.WrongTypeError, match="expected a whole number from 0 to 4294967295, got `-1`"):
        al.consent.Contacts({"id": "c", "version": 1, "hold_minutes": -1})
    ledger = al.Ledger(PURPOSES, NOTICES)
    with pytest.raises(al.WrongTypeError) as found:
        ledger.extend([5])
    assert "struct" not in str(found.value)
