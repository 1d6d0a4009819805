"""Records, receipts, lists and exports as their users see them; the receipt of Kantara against its own schema."""

import copy
import json
import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import alumni as al
import pytest

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "consent"
AT = datetime(2025, 1, 1, tzinfo=UTC)
CONTROLLER: dict[str, Any] = {
    "id": "https://example.com/acme",
    "name": "Acme K.K.",
    "address": "1-1 Chiyoda, Tokyo",
    "contact": "Privacy office",
    "email": "privacy@example.com",
    "phone": "+81 3 0000 0000",
    "policy_url": "https://example.com/privacy",
    "language": "ja",
    "jurisdiction": ["loc:JP"],
    "withdrawal": "https://example.com/consent",
    "processing": {
        "jobs": {
            "broader": ["dpv:RecruitmentManagement"],
            "personal_data": [{"category": "pd:EmailAddress"}, {"category": "pd:Health", "special": True}],
            "storage_locations": ["loc:JP"],
            "retention": {"kind": "temporal", "length": "P2Y"},
            "service": "Alumni network",
            "collection_method": "off-boarding form",
        }
    },
}


def ledger(recipient: str | None = None) -> al.Ledger:
    made = al.Ledger(
        [al.consent.Purpose("jobs", "Jobs", "consent")],
        [al.consent.Notice("n", 1, ["jobs"], text={"en": "We may write."})],
    )
    given = al.consent.Event("s", "1", "w", "jobs", "given", occurred_at=AT, notice=("n", 1), method="form")
    made.extend([given])
    if recipient is not None:
        made.extend([al.consent.Event.from_dict({**given.to_dict(), "id": "2", "recipient": recipient})])
    return made


@pytest.mark.parametrize("recipient", [None, "https://example.com/ats"])
@pytest.mark.parametrize("special", [False, True])
def test_a_kantara_receipt_keeps_to_its_schema(recipient: str | None, *, special: bool) -> None:
    path = REFERENCE / "kantara" / "kantara-consent-receipt-v1_1-schema.stripped.json"
    if not path.exists():
        pytest.skip("the schema of the Kantara receipt is not at hand")
    from jsonschema import Draft4Validator  # type: ignore[import-untyped]

    schema = Draft4Validator(json.loads(path.read_text()))
    controller = copy.deepcopy(CONTROLLER)
    if not special:
        controller["processing"]["jobs"]["personal_data"].pop()
    if recipient is not None:
        controller["processing"]["jobs"]["recipients"] = [recipient]
    receipt = ledger(recipient).kantara_receipt("w", ["jobs"], controller=controller, id="k", at=AT)
    assert [error.message for error in schema.iter_errors(receipt)] == []
    assert receipt["sensitive"] == special
    # The schema would notice: the name of a third party belongs to a disclosure.
    purpose = receipt["services"][0]["purposes"][0]
    assert purpose["thirdPartyDisclosure"] == (recipient is not None) == ("thirdPartyName" in purpose)
    del receipt["policyUrl"]
    assert not schema.is_valid(receipt)


def test_a_record_reads_back_and_restores_the_events() -> None:
    record = ledger().record("w", "jobs", controller=CONTROLLER, id="r-1")
    assert al.consent.Record.from_json(record.to_json()) == record
    assert al.consent.Record.from_json(str(record)) == record
    assert pickle.loads(pickle.dumps(record)) == record
    assert record.restore() == ledger().events
    partial = al.consent.Record.read('{"@type": "dpv:ConsentRecord"}').records[0]
    assert pickle.loads(pickle.dumps(partial)) == partial
    with pytest.raises(al.MissingError, match=r"clause 6\.3\.4\.1") as caught:
        al.consent.Record.from_dict(
            {name: part for name, part in record.to_dict().items() if name != "dpv:hasNotice"}
        )
    assert caught.value.path == "dpv:hasProcess[0].dpv:hasNotice"


def test_a_missing_part_of_the_controller_is_named() -> None:
    controller = {name: part for name, part in CONTROLLER.items() if name != "withdrawal"}
    with pytest.raises(al.MissingError, match="`withdrawal_method`") as caught:
        ledger().record("w", "jobs", controller=controller, id="r-1")
    assert caught.value.path == "controller.withdrawal"
    with pytest.raises(al.AlumniError) as wrong:
        ledger().record("w", "jobs", controller={"nam": "Acme"}, id="r-1")
    assert "controller" in wrong.value.path


def test_an_imported_record_permits_under_a_known_notice_only() -> None:
    record = ledger().record("w", "jobs", controller=CONTROLLER, id="r-1")
    for notices, allowed in [(None, False), ({"n": {"id": "n", "version": 1}}, True)]:
        other = al.Ledger(ledger().purposes, ledger().notices)
        other.extend(
            record.import_("p", received_at=AT, purposes={"jobs": "jobs"}, notices=notices, subject="v")
        )
        assert other.may("v", "jobs", at=AT).is_allowed == allowed
    with pytest.raises(al.UnknownNameError):
        record.import_("p", received_at=AT, purposes={})


@pytest.mark.parametrize("salt", [bytes(31), "0" * 32, 7])
def test_a_salt_is_32_bytes(salt: Any) -> None:
    with pytest.raises(al.AlumniError) as caught:
        ledger().events[0].encode(salt)
    assert caught.value.path == "salt"


def test_an_erased_event_keeps_its_hash() -> None:
    encoded = ledger().events[0].encode(bytes(range(32)))
    erased = encoded.erased()
    assert (erased.hash, erased.payload, erased.salt) == (encoded.hash, None, None)
    with pytest.raises(al.MissingError):
        erased.decode()
    changed = {**encoded.to_dict(), "payload": (encoded.payload or "").replace("given", "renewed")}
    with pytest.raises(al.InconsistentError):
        al.consent.EncodedEvent.from_dict(changed)


def test_the_officer_answers_an_access_request() -> None:
    book = ledger("https://example.com/group")
    export = book.access("w", at=AT.replace(year=2026), fields={"jobs": ["name"]})
    assert [found.fields for found in export.visible] == [["name"]]
    assert "https://example.com/group" in export.page("ja").markdown
    [found] = book.visible("w", since=AT, until=AT.replace(year=2026))
    assert found.recipient in str(found) and found.recipient in found.text("ja")
    assert pickle.loads(pickle.dumps(found)) == found
    rules = [{"purpose": "jobs", "keep_for": "1 year", "start": "last_event"}]
    assert book.retention_due(rules, at=AT.replace(year=2027)) == []
    gone = {"source": "s", "id": "9", "subject": "w", "purpose": "jobs", "kind": "withdrawn"}
    book.extend([{**gone, "occurred_at": AT, "received_at": AT}])
    [due] = book.retention_due(rules, at=AT.replace(year=2027))
    assert (due.subject, due.due_at) == ("w", datetime(2026, 1, 1, tzinfo=UTC))
    assert str(due) in (due.text("en"), due.text()) and "削除期限" in due.text("ja")
    assert pickle.loads(pickle.dumps(due)) == due
    with pytest.raises(al.DuplicateError):
        book.retention_due(rules * 2, at=AT)
    with pytest.raises(al.OutOfRangeError):
        book.visible("w", since=AT, until=AT)


def test_an_export_has_contacts_pauses_and_acknowledgements_and_redacts_what_was_received() -> None:
    at, day = AT.replace(year=2026), timedelta(days=1)
    book = al.Ledger([al.consent.Purpose("pension", "Pension", "contract")])
    book.extend([al.consent.Event("s", "1", "w-2", "pension", "notice_shown", occurred_at=at)])
    log = al.consent.Contacts({"id": "c", "version": 1})
    log.pause("w", from_=at + 5 * day)
    permit = book.reserve(
        log, "w", "pension", channel="email", at=at, sender="hr", message="m", activity="procedure"
    )
    assert permit.token
    book.commit(log, permit.token, at=at)
    systems = [{"id": "hr", "title": "HR mail", "channels": ["email"]}]
    register = al.consent.Propagation(
        {"id": "d", "version": 1, "house_deadline": {"days": 3}, "systems": systems}
    )
    register.take_contacts(log)
    assert register.uses[0].activity == "procedure"
    assert (register.uses[0].country, register.uses[0].regimes, register.uses[0].verdict) == (None, [], None)
    used = al.consent.Use(
        "crm", "u", "hr", "w", "pension", at=at, activity="procedure", items=["seen with ｗ－２"]
    )
    register.record_uses([used])
    register.record_acknowledgements(
        [al.consent.Acknowledgement("m", "k1", "hr", "w", "stopped", at=at + day)]
    )
    export = book.access("w", at=at + 9 * day, register=register, contacts=log)
    assert [came["id"] for came in export.acknowledgements] == ["k1"]
    assert [contact["state"] for contact in export.contacts] == ["sent"]
    assert len(export.pauses) == 1
    assert [use.get("items", []) for use in export.uses] == [["seen with redacted"], []]
    assert export.redacted == 1
    assert "連絡の休止" in export.page("ja").markdown
    assert al.consent.AccessExport.from_json(export.to_json()) == export
    assert book.access("w", at=at + 9 * day).pauses == []


def test_a_use_says_what_it_was_for_and_under_which_answer() -> None:
    purpose = al.consent.Purpose("membership", "Membership", "legitimate_interest", class_="membership")
    book = al.Ledger([purpose], packs=["jp-appi"])
    answer = book.may(
        "w", "membership", channel="email", at=AT, activity="job_offer", country="JP", regimes=["jp"]
    )
    used = al.consent.Use.of_answer(answer, source="crm", id="u", system="mail")
    assert (used.activity, used.country, used.regimes, used.verdict) == ("job_offer", "JP", ["jp"], "denied")
    assert al.consent.Use.from_json(used.to_json()) == used
    more: dict[str, Any] = dict(
        activity="job_offer", country="JP", regimes=["jp"], verdict="denied", channel="email"
    )
    same = al.consent.Use("crm", "u", "mail", "w", "membership", at=AT, **more)
    assert same == used
    register = al.consent.Propagation(
        {"id": "d", "version": 1, "house_deadline": {"days": 3}, "systems": [{"id": "mail", "title": "Mail"}]}
    )
    register.record_uses([used])
    [finding] = book.propagation(register, at=AT).findings
    assert finding.kind == "without_permission"
