"""Calls about records, receipts, lists and hashes of consent."""

import hashlib

from c_calls.consent import ledger, register
from c_calls.through import Handle, report, request, text


def consent_state_hash(given):
    """consent.state_hash"""
    with ledger(given) as book:
        return book("state_hash").decode()


def consent_encode(given):
    """consent.encode"""
    salt = given["salt"].encode()
    with Handle("alumni_consent_document", "alumni_event_encode_json", text(given["event"]), salt) as found:
        answer = found.json()
    return answer | {"hash": hashlib.sha256(answer["header"].encode()).hexdigest()}


def consent_read_record(given):
    """consent.read_record"""
    with Handle("alumni_consent_document", "alumni_consent_record_read", text(given["text"])) as found:
        return found.json()


def consent_record(given):
    """consent.record"""
    asked = request(given, "subject", "purpose", "controller", "id", "known_at")
    with (
        ledger(given) as book,
        Handle("alumni_consent_document", "alumni_ledger_record_json", book.pointer, asked) as found,
    ):
        return found.json()


def consent_import_list(given):
    """consent.import_list"""
    list_csv, options = text(given["csv"]), text(given["options"])
    with (
        ledger(given) as book,
        Handle(
            "alumni_consent_document", "alumni_ledger_import_list_csv", book.pointer, list_csv, options
        ) as found,
    ):
        return found.json()


def consent_transitions(given):
    """consent.transitions"""
    return report("alumni_consent_transitions")


def consent_agreed(given):
    """consent.agreed"""
    asked = request(given, "subject", "at", "known_at")
    with (
        ledger(given) as book,
        Handle("alumni_consent_document", "alumni_ledger_agreed_json", book.pointer, asked) as found,
    ):
        return found.json()


def consent_access(given):
    """consent.access"""
    asked = (given["subject"].encode(), text(given["options"]))
    with ledger(given) as book:
        if "register" not in given:
            with Handle("alumni_access_export", "alumni_ledger_access", book.pointer, *asked) as found:
                return found.json()
        with register(given) as log:
            ask = ("alumni_ledger_access_with", book.pointer, log.pointer, None, *asked)
            with Handle("alumni_access_export", *ask) as found:
                return found.json()


def consent_notice_hash(given):
    """consent.notice_hash"""
    with Handle("alumni_notice", "alumni_notice_from_json", text(given["notice"])) as notice:
        return notice("hash").decode()


CALLS = {
    "consent.access": consent_access,
    "consent.agreed": consent_agreed,
    "consent.encode": consent_encode,
    "consent.import_list": consent_import_list,
    "consent.notice_hash": consent_notice_hash,
    "consent.read_record": consent_read_record,
    "consent.record": consent_record,
    "consent.state_hash": consent_state_hash,
    "consent.transitions": consent_transitions,
}
