"""Calls about the ledger, its packs, contacts, notices and withdrawals."""

import ctypes
import json

import library

from c_calls.consent_snapshot import CHANNELS, agrees_with_a_snapshot
from c_calls.through import Handle, date, done, instant, microseconds, report, text


def ledger(given):
    """The ledger that `given` has among its arguments."""
    document = {
        part: given[part]
        for part in ("purposes", "notices", "events", "packs", "regimes", "clocks", "recipient_countries")
        if part in given
    }
    return Handle("alumni_ledger", "alumni_ledger_from_json", text(document))


def consent_may(given):
    """consent.may"""
    with (
        ledger(given) as book,
        Handle("alumni_answer", "alumni_ledger_may_json", book.pointer, text(given["question"])) as answer,
    ):
        found = answer.json()
        agrees_with_a_snapshot(book, found)
        return found


def consent_pack(given):
    """consent.pack"""
    name, argument = ("parse", given["text"]) if "text" in given else ("shipped", given["pack"])
    with Handle("alumni_pack", f"alumni_pack_{name}", argument.encode()) as pack:
        return pack.json()


def packs(given):
    """The packs that `given` has among its arguments."""
    return Handle("alumni_packs", "alumni_packs_from_json", text(given["packs"]))


def consent_revocation(given):
    """consent.revocation"""
    regimes = (ctypes.c_char_p * len(given["regimes"]))(*(regime.encode() for regime in given["regimes"]))
    arguments = (
        given["text"].encode(),
        CHANNELS.index(given["channel"]),
        regimes,
        len(regimes),
        instant(given["at"]),
    )
    with packs(given) as found:
        return report("alumni_packs_revocation", found.pointer, *arguments)


def consent_changes(given):
    """consent.changes"""
    kind, of = ("ledger", ledger(given)) if "purposes" in given else ("packs", packs(given))
    with of:
        return report(f"alumni_{kind}_changes_between", of.pointer, date(given["from"]), date(given["until"]))


def consent_at_exit(given):
    """consent.at_exit"""
    with ledger(given) as book:
        return report("alumni_ledger_at_exit", book.pointer, instant(given["at"]))


def consent_directory(given):
    """consent.directory"""
    known_at = ctypes.byref(instant(given["known_at"])) if "known_at" in given else None
    arguments = (text(given["directory"]), given["subject"].encode(), instant(given["at"]), known_at)
    with ledger(given) as book:
        return report("alumni_ledger_directory", book.pointer, *arguments)


def consent_invitations(given):
    """consent.invitations"""
    with ledger(given) as book:
        return report("alumni_ledger_invitations", book.pointer, text(given["takeover"]))


def consent_contact(given):
    """consent.contact"""
    answers, tokens = [], []
    with ledger(given) as book, Handle("alumni_contacts", "alumni_contacts_new", text(given["rules"])) as log:
        for pause in given.get("pauses", []):
            done("alumni_contacts_pause_json", log.pointer, text(pause))
        for step in given["steps"]:
            if "reserve" in step:
                ask = ("alumni_ledger_reserve_json", book.pointer, log.pointer, text(step["reserve"]))
                with Handle("alumni_permit", *ask) as permit:
                    found, token = permit.json(), permit("token")
                tokens.append(token)
                answers.append(
                    {
                        "verdict": found["verdict"],
                        "codes": contact_codes(found),
                        "not_before": found.get("not_before"),
                    }
                )
                continue
            if "learn" in step or "record" in step:
                events = step["learn"] if "learn" in step else [answers[step["record"]]["used"]]
                ask = ("alumni_ledger_extend_json", book.pointer, text(events))
                with Handle("alumni_extended", *ask) as extended:
                    answers.append({"added": extended("added")})
                continue
            at = library.Instant(microseconds(step["at"]))
            if "resume" in step:
                ended = ctypes.c_uint64()
                done("alumni_contacts_resume", log.pointer, step["resume"].encode(), at, ctypes.byref(ended))
                answers.append({"ended": ended.value})
                continue
            how = "commit" if "commit" in step else "cancel"
            token = tokens[step[how]]
            ask = ("alumni_contacts_cancel", log.pointer, token, at)
            if how == "commit":
                ask = ("alumni_ledger_commit", book.pointer, log.pointer, token, at)
            with Handle("alumni_settled", *ask) as settled:
                found, used = settled.json(), settled("used_json")
            used = json.loads(used)[0] if used else None
            answers.append({"done": found["done"], "codes": contact_codes(found), "used": used})
    return answers


def register(given):
    """The register of `given`."""
    return Handle("alumni_propagation", "alumni_propagation_from_json", text(given["register"]))


def consent_propagation(given):
    """consent.propagation"""
    known_at = ctypes.byref(instant(given["known_at"])) if "known_at" in given else None
    # The register's own errors come first in every door.
    with register(given) as log, ledger(given) as book:
        ask = ("alumni_ledger_propagation", book.pointer, log.pointer, instant(given["at"]), known_at)
        with Handle("alumni_propagation_report", *ask) as found:
            return found.json()


def consent_withdrawal_receipt(given):
    """consent.withdrawal_receipt"""
    with register(given) as log, ledger(given) as book:
        who = (given["subject"].encode(), given["id"].encode(), instant(given["at"]))
        ask = ("alumni_ledger_withdrawal_receipt", book.pointer, log.pointer, *who)
        with Handle("alumni_withdrawal_receipt", *ask) as found:
            return found.json()


def notice_diff(book, given):
    """The handle of a comparison."""
    at = ctypes.byref(instant(given["at"])) if "at" in given else None
    ask = ("alumni_ledger_notice_diff_json", book.pointer, text(given["old"]), text(given["new"]), at)
    return Handle("alumni_notice_diff", *ask)


def consent_notice_diff(given):
    """consent.notice_diff"""
    with ledger(given) as book, notice_diff(book, given) as diff:
        return diff.json()


def consent_notice_marked(given):
    """consent.notice_marked"""
    with (
        ledger(given) as book,
        notice_diff(book, given) as diff,
        Handle("alumni_notice", "alumni_notice_diff_marked", diff.pointer) as notice,
    ):
        return notice.json()


def consent_notice_contradictions(given):
    """consent.notice_contradictions"""
    with ledger(given) as book:
        return report("alumni_ledger_notice_contradictions", book.pointer, instant(given["at"]))


def consent_reconsent(given):
    """consent.reconsent"""
    with (
        ledger(given) as book,
        Handle("alumni_contacts", "alumni_contacts_from_json", text(given["contacts"])) as log,
        Handle(
            "alumni_reconsent_plan",
            "alumni_ledger_plan_reconsent_json",
            book.pointer,
            log.pointer,
            text(given["request"]),
        ) as plan,
    ):
        return plan.json()


def contact_codes(found):
    """What the rules of contact say."""
    return [reason["code"] for reason in found["reasons"] if reason["code"].startswith("contact-")]


CALLS = {
    "consent.at_exit": consent_at_exit,
    "consent.changes": consent_changes,
    "consent.contact": consent_contact,
    "consent.directory": consent_directory,
    "consent.invitations": consent_invitations,
    "consent.may": consent_may,
    "consent.notice_contradictions": consent_notice_contradictions,
    "consent.notice_diff": consent_notice_diff,
    "consent.notice_marked": consent_notice_marked,
    "consent.pack": consent_pack,
    "consent.propagation": consent_propagation,
    "consent.reconsent": consent_reconsent,
    "consent.revocation": consent_revocation,
    "consent.withdrawal_receipt": consent_withdrawal_receipt,
}
