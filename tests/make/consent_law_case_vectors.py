"""What single rules of the shipped packs find in longer stories than consent_pack_vectors.py tells.

The verdict and the rules that decide are written by hand from what the law says; the whole answer is that of consent_law.py.
"""

from datetime import datetime

import consent_law as law
import corpus


def day(text):
    return datetime.fromisoformat(f"{text}T12:00:00+00:00")


def case(name, verdict, rules, *, pack, regime, purpose, events, question, at, terms=None):
    events = [{**event, "at": day(event["at"])} for event in events]
    world = law.World(
        purpose=purpose, events=events, question=question, packs=[pack], regimes=[regime], terms=terms
    )
    expect = world.expect(day(at))
    reasons = [of for of in expect["reasons"] if "rule" in of.get("args", {})]
    found = (expect["verdict"], [of["args"]["rule"]["value"] for of in reasons])
    assert found == (verdict, rules), (name, found)
    return {"name": name, "given": world.given(day(at)), "expect": expect}


def stop_cases():
    """47 CFR 64.1200(a)(10) from 31 January 2027 on: one revocation is of all autodialled texts and calls."""
    rule = "us-tcpa-revoke-all"
    yes = {"kind": "given", "at": "2026-12-01"}
    stop = {"kind": "withdrawn", "at": "2027-02-01", "channel": "sms"}

    def about(name, verdict, *events, question=None, purpose=None, rules=(rule,)):
        return case(
            f"STOP: {name}",
            verdict,
            list(rules) if verdict != "allowed" else [],
            pack="us-canspam-tcpa-ccpa",
            regime="us",
            purpose={"legal_basis": "consent", "class": "information", **(purpose or {})},
            events=sorted(events, key=lambda event: event["at"]),
            question=question or {"channel": "phone"},
            at="2027-02-10",
        )

    yield about("by text message ends calls about the same", "denied", yes, stop)
    yield about(
        "by telephone ends text messages",
        "denied",
        yes,
        {**stop, "channel": "phone"},
        question={"channel": "sms"},
    )
    after_no = ("us-tcpa-revocation-period",)
    yield about(
        "ends the text messages themselves", "denied", yes, stop, question={"channel": "sms"}, rules=after_no
    )
    yield about("leaves letters", "allowed", yes, stop, question={"channel": "postal"})
    yield about("by e-mail leaves calls", "allowed", yes, {**stop, "channel": "email"})
    yield about("before the rule leaves calls", "allowed", yes, {**stop, "at": "2027-01-15"})
    again = {"kind": "given", "at": "2027-02-05", "channel": "phone"}
    shown = {"kind": "notice_shown", "at": "2027-02-04", "notice": law.NOTICE_REF}
    yield about("a later yes to calls counts", "allowed", yes, stop, shown, again)
    yield about("a later yes without a notice shown since does not", "denied", yes, stop, again)
    before = {**shown, "at": "2027-01-31"}
    yield about("a later yes with a notice shown before does not", "denied", yes, before, stop, again)
    imported = {**again, "imported": True, "evidence_ref": "form 7"}
    yield about("a later import does not", "denied", yes, stop, shown, imported)
    yield about(
        "without a channel ends calls",
        "denied",
        yes,
        {"kind": "withdrawn", "at": "2027-02-01", "purpose": "other"},
    )
    yield about("a later yes to letters does not", "denied", yes, stop, {**again, "channel": "postal"})
    yield about("by the company is none", "allowed", yes, {**stop, "kind": "revoked"})
    yield about("an objection by text message", "denied", yes, {**stop, "kind": "objected"})

    refused = {**stop, "kind": "refused"}
    yield about("a refusal of what had been given takes it back", "denied", yes, refused)
    yield about("a refusal without a yes takes nothing back", "allowed", {**again}, refused)
    ended = {**yes, "valid_for": "P1M"}
    back = {**again, "at": "2027-01-20"}
    yield about(
        "a refusal of what had ended takes nothing back",
        "allowed",
        {**ended, "channel": "sms"},
        back,
        refused,
    )
    of_other = {"purpose": "other"}
    other = {**yes, **of_other}
    yield about(
        "a refusal of another purpose that had been given", "denied", yes, other, {**refused, **of_other}
    )
    yield about("a refusal of another purpose that had not", "allowed", yes, {**refused, **of_other})
    yield about(
        "a refusal of another purpose on a channel it was not given on",
        "allowed",
        yes,
        {**other, "channel": "postal"},
        {**refused, **of_other},
    )
    yield about(
        "a refusal of a disclosure that had been given",
        "denied",
        yes,
        {**other, "recipient": "partner"},
        {**refused, **of_other},
    )
    yield about(
        "a refusal that names another recipient",
        "allowed",
        yes,
        {**other, "recipient": "partner"},
        {**refused, **of_other, "recipient": "agency"},
    )
    first = {**stop, "at": "2027-01-15", **of_other}
    yield about(
        "a refusal of another purpose after it was taken back",
        "allowed",
        yes,
        other,
        first,
        {**refused, **of_other},
    )


def objection_cases():
    """GDPR Art. 21(2)-(3): direct marketing stops once the person objects, whatever it is sent under."""
    objected = {"kind": "objected", "at": "2026-03-01", "purpose": "other"}

    def about(name, verdict, *events, activity="advertising", on="postal", kind="membership"):
        return case(
            f"objection: {name}",
            verdict,
            ["eu-gdpr-objection-advertising"] if verdict == "denied" else [],
            pack="eu-gdpr-eprivacy",
            regime="eu",
            purpose={"legal_basis": "legitimate_interest", "class": kind},
            events=sorted(events, key=lambda event: event["at"]),
            question={"channel": on, **({"activity": activity} if activity else {})},
            at="2026-06-01",
        )

    yield about("to another purpose", "denied", objected)
    yield about("on this channel", "denied", {**objected, "channel": "postal"})
    yield about("on another channel", "allowed", {**objected, "channel": "sms"})
    yield about("not to news", "allowed", objected, activity="information")
    yield about("where nobody says what is sent", "allowed", objected, activity=None)
    yield about("by the company", "allowed", {**objected, "kind": "revoked"})
    yield about("later", "allowed", {**objected, "at": "2026-07-01"})
    shown = {"kind": "notice_shown", "at": "2026-03-02", "notice": law.NOTICE_REF}
    again = {"kind": "given", "at": "2026-03-03"}
    yield about("then a yes without a notice shown since", "denied", objected, again)
    yield about("then a yes with a notice shown since", "allowed", objected, shown, again)
    yield about("a yes before", "denied", {**again, "at": "2026-02-01"}, objected)


def address_cases():
    """15 USC 7704(a)(4)(A)(iv) and (B): the address of whoever has asked for no more mail goes to nobody without a yes afterwards."""
    rule = "us-canspam-address"
    no = {"kind": "withdrawn", "at": "2026-03-01", "purpose": "other", "channel": "email"}
    yes = {"kind": "given", "at": "2026-02-01", "recipient": "partner"}

    def about(name, verdict, *events, question=None, purpose=None, rules=(rule,)):
        return case(
            f"address: {name}",
            verdict,
            list(rules) if verdict != "allowed" else [],
            pack="us-canspam-tcpa-ccpa",
            regime="us",
            purpose={"legal_basis": "consent", "class": "directory", **(purpose or {})},
            events=sorted(events, key=lambda event: event["at"]),
            question={"recipient": "partner", "country": "US"} if question is None else question,
            at="2026-06-01",
        )

    by_mail = {"channel": "email", "recipient": "partner", "country": "US"}
    yield about("a no by e-mail, and nobody says what is passed on", "review", yes, no)
    yield about("a no by e-mail, and it is passed on by e-mail", "denied", yes, no, question=by_mail)
    letters = {**by_mail, "channel": "postal"}
    yield about("a no by e-mail leaves the postal address", "allowed", yes, no, question=letters)
    yield about("a no by e-mail leaves our own use", "allowed", {**yes, "recipient": None}, no, question={})
    yield about("a no by letter", "allowed", yes, {**no, "channel": "postal"})
    anywhere = {key: value for key, value in no.items() if key != "channel"}
    yield about("a no on no channel", "review", yes, anywhere)
    for kind in ("refused", "objected"):
        yield about(f"one who {kind}", "review", yes, {**no, "kind": kind})
    yield about("a no by the company", "allowed", yes, {**no, "kind": "revoked"})
    yield about("a no to a recipient is none to mail", "allowed", yes, {**no, "recipient": "agency"})
    yield about("a purpose without a channel", "review", yes, no, purpose={"channels": []})
    shown = {"kind": "notice_shown", "at": "2026-03-02", "notice": law.NOTICE_REF}
    again = {**yes, "at": "2026-03-03"}
    yield about("then a yes without a notice shown since", "review", no, again)
    yield about("then a yes with a notice shown since", "allowed", no, shown, again)
    imported = {**again, "imported": True, "evidence_ref": "form 7"}
    yield about("then an import", "review", yes, no, shown, imported)
    mailing = {"legal_basis": "contract", "class": "information"}
    objected = {"kind": "objected", "at": "2026-03-01", "channel": "email"}
    yield about("a no to the same purpose", "denied", objected, purpose=mailing, question=by_mail)
    scored = {"legal_basis": "contract", "class": "scoring"}
    yield about(
        "a no to scores is none to mail", "review", objected, purpose=scored, question=by_mail, rules=()
    )


def retention_cases():
    """The CNIL's two years after the last contact of a candidate."""
    first = {"kind": "given", "at": "2022-01-02", "employment_state": "former"}

    def about(name, verdict, *events, at="2024-06-01", basis="consent"):
        return case(
            f"two years: {name}",
            verdict,
            ["eu-fr-cnil-retention"] if verdict == "review" else [],
            pack="eu-gdpr-eprivacy",
            regime="eu-fr",
            purpose={"legal_basis": basis, "class": "recruiting"},
            events=sorted(events, key=lambda event: event["at"]),
            question={"channel": "postal", "activity": "job_offer"},
            at=at,
        )

    def then(kind, **more):
        return {"kind": kind, "at": "2023-12-01", **more}

    yield about("over", "review", first)
    yield about("not over", "allowed", first, at="2023-12-31")
    for name, event in (
        ("a prompt that was closed is no contact", then("deferred")),
        ("a prompt is none", then("requested")),
        ("a notice shown is none", then("notice_shown", notice=law.NOTICE_REF)),
        (
            "a notice shown, by whomever, is none",
            then("notice_shown", notice=law.NOTICE_REF, actor="subject"),
        ),
        ("silence is none", then("given", method="silence")),
        ("a box ticked beforehand is none", then("given", method="pre_ticked")),
        ("an import without proof is none", then("given", imported=True)),
        ("a yes by the company is none", then("given", actor="controller")),
        ("a use is none", then("used")),
        ("a happening is none", then("happened", happening="reunion")),
    ):
        yield about(name, "review", first, event)
    for name, event in (
        ("a second yes is a contact", then("given")),
        ("so is one on another channel", then("given", channel="email")),
        ("so is a defective one", then("given", bundled_with=["nda"])),
        ("so is an import with proof", then("given", imported=True, evidence_ref="form 7")),
        ("so is a no on another channel", then("withdrawn", channel="email")),
    ):
        yield about(name, "allowed", first, event)
    interest = {"basis": "legitimate_interest"}
    shown = {"kind": "notice_shown", "at": "2022-01-02", "notice": law.NOTICE_REF}
    yield about("without any contact since the first record", "review", shown, then("requested"), **interest)
    yield about("without any contact, not over", "allowed", shown, at="2023-12-31", **interest)
    yield about(
        "a refused invitation is a contact",
        "allowed",
        {**shown, "at": "2020-01-01"},
        then("refused", channel="email"),
        **interest,
    )
    yield about("nothing on record", "allowed", **interest)


def marketing_cases():
    """GDPR Art. 21(2)-(3), and the soft opt-in of Directive 2002/58/EC Art. 13(2) after CJEU C-654/23."""

    def about(
        name,
        verdict,
        rules,
        *,
        basis,
        of,
        activity=None,
        events=(),
        at="2026-06-01",
        channel="email",
        **purpose,
    ):
        return case(
            name,
            verdict,
            rules,
            pack="eu-gdpr-eprivacy",
            regime="eu",
            purpose={"legal_basis": basis, "class": of, **purpose},
            events=list(events),
            question={"channel": channel, **({"activity": activity} if activity else {})},
            at=at,
        )

    objected = [{"kind": "objected", "at": "2026-01-10"}]
    rule = "eu-gdpr-objection-advertising"
    for of in ("membership", "scoring", "administration", "directory"):
        told = {"basis": "contract", "of": of, "events": objected, "channel": "postal"}
        yield about(
            f"advertising under {of} after an objection", "denied", [rule], activity="advertising", **told
        )
        yield about(f"a procedure under {of} after an objection", "review", [], activity="procedure", **told)
        yield about(f"{of} after an objection, for whatever", "denied", [rule], **told)
    claimed = {"basis": "legitimate_interest", "of": "information", "activity": "information"}
    newsletter = "eu-eprivacy-newsletter"
    yield about("a newsletter that claims a sale", "review", [newsletter], **claimed, exemption="sale")
    yield about("a newsletter that claims none", "review", [newsletter], **claimed)
    yield about(
        "a newsletter before the judgment", "allowed", [], **claimed, exemption="sale", at="2025-11-12"
    )
    yield about("a newsletter by letter", "allowed", [], **claimed, exemption="sale", channel="postal")


def recipient_cases():
    """APPI Art. 27(1), GDPR Art. 13(1)(e), LGPD Art. 9 V: a yes reaches whom the person was told of, by name or by class."""
    partner = {"id": "partner", "role": "third_party"}
    group = {"id": "group_companies", "role": "joint"}
    of_other = {**partner, "purposes": ["other"]}
    none, named = ("denied", True), ("allowed", False)
    for pack, regime, country, rule in (
        ("jp-appi", "jp", "JP", "jp-appi-recipient"),
        ("eu-gdpr-eprivacy", "eu", "FR", "eu-gdpr-recipient"),
        ("br-lgpd", "br", "BR", "br-lgpd-recipient"),
    ):

        def about(name, verdict, recipients, recipient="partner", basis="consent"):
            of = {"kind": "given", "at": "2026-03-01", **({"recipient": recipient} if recipient else {})}
            shown = {"kind": "notice_shown", "at": "2026-02-01", "notice": law.NOTICE_REF}
            return case(
                f"recipients, {regime}: {name}",
                verdict[0],
                [rule] if verdict[1] else [],
                pack=pack,
                regime=regime,
                purpose={"legal_basis": basis, "class": "directory"},
                events=[shown, of],
                question={"recipient": recipient, "country": country} if recipient else {},
                at="2026-06-01",
                terms={} if recipients is None else {"recipients": recipients},
            )

        yield about("the notice says that nobody receives data", none, [])
        yield about("the notice names others", ("review", True), [group])
        yield about("the notice names it for another purpose alone", none, [of_other])
        yield about(
            "the notice names it for another purpose, and others", ("review", True), [of_other, group]
        )
        yield about("the notice names it among others", named, [group, partner])
        yield about("the notice names it for this purpose", named, [{**partner, "purposes": ["p"]}])
        yield about("the notice names its class, and so does the yes", named, [group], "group_companies")
        yield about("the notice writes it otherwise", ("review", True), [{**partner, "id": "Partner"}])
        yield about("the notice does not say", named, None)
        yield about("our own use", named, [], None)


def cases():
    yield from recipient_cases()
    yield from stop_cases()
    yield from address_cases()
    yield from objection_cases()
    yield from retention_cases()
    yield from marketing_cases()


if __name__ == "__main__":
    source = "tests/make/consent_law_case_vectors.py"
    corpus.main({"consent/law_cases.json": {"call": "consent.may", "source": source, "cases": [*cases()]}})
