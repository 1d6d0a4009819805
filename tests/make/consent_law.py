"""The legal packs evaluated a second time, naively, over small worlds: one person, at most two purposes.

The dates stand here a second time, typed from the account of the law that the packs rest on.
"""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path

import consent_acts as acts
import consent_oracle as oracle

PACKS = Path(__file__).resolve().parents[2] / "alumni-core" / "packs"
FILES = [
    "eu-gdpr-eprivacy",
    "jp-appi",
    "jp-employment-security",
    "jp-specified-email",
    "us-canspam-tcpa-ccpa",
    "br-lgpd",
    "in-dpdp",
]
# First day, and the first day on which it no longer applies.
DATES = {
    "eu-gdpr-record": ("2018-05-25", None),
    "eu-gdpr-bundling": ("2018-05-25", None),
    "eu-gdpr-withdrawal": ("2018-05-25", None),
    "eu-gdpr-imbalance": ("2018-05-25", None),
    "eu-gdpr-first-contact": ("2018-05-25", None),
    "eu-gdpr-objection": ("2018-05-25", None),
    "eu-gdpr-objection-advertising": ("2018-05-25", None),
    "eu-gdpr-recipient": ("2018-05-25", None),
    "eu-gdpr-transfer": ("2018-05-25", None),
    "eu-fr-cnil-retention": ("2018-05-25", None),
    "eu-eprivacy-consent": ("2003-10-31", None),
    "eu-eprivacy-employment": ("2003-10-31", None),
    "eu-eprivacy-newsletter": ("2025-11-13", None),
    "jp-appi-purpose": ("2022-04-01", None),
    "jp-appi-notice": ("2022-04-01", None),
    "jp-appi-third-party": ("2022-04-01", None),
    "jp-appi-recipient": ("2022-04-01", None),
    "jp-appi-foreign": ("2022-04-01", None),
    "jp-appi-provision-record": ("2022-04-01", None),
    "jp-appi-stop": ("2022-04-01", None),
    "jp-employment-security-purpose": ("2022-10-01", None),
    "jp-employment-security-free": ("2022-10-01", None),
    "jp-employment-security-job-information": ("2022-10-01", None),
    "jp-mail-opt-in": ("2008-12-01", None),
    "jp-mail-former-employee": ("2008-12-01", None),
    "jp-mail-proof": ("2008-12-01", None),
    "jp-mail-proof-period": ("2008-12-01", None),
    "jp-mail-opt-out": ("2008-12-01", None),
    "jp-mail-display": ("2008-12-01", None),
    "jp-mail-double-opt-in": ("2008-12-01", None),
    "jp-tokusho-proof": ("2008-12-01", None),
    "us-canspam-opt-out": ("2004-01-01", None),
    "us-canspam-address": ("2004-01-01", None),
    "us-canspam-display": ("2004-01-01", None),
    "us-canspam-employment": ("2004-01-01", None),
    "us-tcpa-consent": ("2013-10-16", None),
    "us-tcpa-revocation-period": ("2025-04-11", None),
    "us-tcpa-revoke-topic": ("2025-04-11", "2027-01-31"),
    "us-tcpa-revoke-all": ("2027-01-31", None),
    "us-ca-ccpa-notice": ("2023-01-01", None),
    "us-ca-ccpa-opt-out": ("2023-01-01", None),
    "us-ca-ccpa-reask": ("2023-01-01", None),
    "us-ca-ccpa-records": ("2023-01-01", None),
    "br-lgpd-highlighted": ("2020-09-18", None),
    "br-lgpd-proof": ("2020-09-18", None),
    "br-lgpd-revocation": ("2020-09-18", None),
    "br-lgpd-recipient": ("2020-09-18", None),
    "in-dpdp-brd-unbundled": ("2025-06-01", None),
    "in-dpdp-consent-manager": ("2026-11-13", None),
    "in-dpdp-notice": ("2027-05-13", None),
    "in-dpdp-employment": ("2027-05-13", None),
    "in-dpdp-withdrawal": ("2027-05-13", None),
    # What follows from a changed notice: consent_notice_vectors.py asks about each side of these.
    "eu-gdpr-change-purpose": ("2018-05-25", None),
    "eu-gdpr-change-recipient": ("2018-05-25", None),
    "eu-gdpr-change-data": ("2018-05-25", None),
    "eu-gdpr-change-country": ("2018-05-25", None),
    "eu-gdpr-change-further": ("2018-05-25", None),
    "eu-gdpr-change-informed": ("2018-05-25", None),
    "jp-appi-change-unrelated": ("2022-04-01", None),
    "jp-appi-change-related": ("2022-04-01", None),
    "jp-appi-change-recipient": ("2022-04-01", None),
    "jp-appi-change-country": ("2022-04-01", None),
    "jp-appi-change-controller": ("2022-04-01", None),
    "jp-employment-security-change": ("2022-10-01", None),
    "us-ca-ccpa-change-notice": ("2023-01-01", None),
    "us-ca-ccpa-change-purpose": ("2023-03-29", None),
    "us-ca-ccpa-change-controller": ("2023-01-01", None),
    "us-ca-ccpa-change-recipient": ("2023-01-01", None),
    "br-lgpd-change": ("2020-09-18", None),
    "br-lgpd-change-recipient": ("2020-09-18", None),
    "in-dpdp-change": ("2027-05-13", None),
    "in-dpdp-change-controller": ("2027-05-13", None),
}
LOADED = {name: tomllib.loads((PACKS / f"{name}.toml").read_text(encoding="utf-8")) for name in FILES}
RULES = [(pack, rule) for pack in LOADED.values() for rule in pack["rules"]]
NOTICE = {
    "id": "alumni",
    "version": 1,
    "purposes": ["p", "other"],
    "text": {"en": "What we do with your data."},
}
NOTICE_REF = {"id": NOTICE["id"], "version": NOTICE["version"]}
SECOND = timedelta(seconds=1)


def check_dates():
    found = {
        rule["id"]: (
            str(rule["effective_from"]),
            str(rule["effective_until"]) if "effective_until" in rule else None,
        )
        for _, rule in RULES
    }
    assert found == DATES, set(found.items()) ^ set(DATES.items())


def begin(pack, day):
    """The instant at which a day begins where the pack applies."""
    return datetime.fromisoformat(f"{day}T00:00:00{pack['offset']}")


def local_day(pack, moment):
    return moment.astimezone(begin(pack, "2020-01-01").tzinfo).date()


def written(moment):
    return moment.isoformat().replace("+00:00", "Z")


def months_later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def after(day, period):
    number, unit = period.split()
    return months_later(day, int(number) * {"month": 1, "months": 1, "year": 12, "years": 12}[unit])


def business_day(day, count):
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


# One person's world: `purpose`, `events` about it (a yes and a no at most) and about another, and the question.


class World:
    def __init__(self, *, purpose, events, question, packs, regimes, terms=None):
        self.notice = {**NOTICE, **(terms or {})}
        self.purpose = {"id": "p", "title": "P", **purpose}
        self.events = [
            {
                "source": "form",
                "id": f"e{place}",
                "subject": "w-1",
                "purpose": event.get("purpose", "p"),
                "received_at": written(event["at"]),
                "occurred_at": written(event["at"]),
                **({"notice": {"id": "alumni", "version": 1}} if event["kind"] == "given" else {}),
                **{key: value for key, value in event.items() if key not in ("at", "purpose")},
            }
            for place, event in enumerate(events)
        ]
        self.at = [event["at"] for event in events]
        self.question = question
        self.packs = packs
        self.regimes = regimes

    def given(self, at):
        return {
            "purposes": [self.purpose, {"id": "other", "title": "Other", "legal_basis": "consent"}],
            "notices": [self.notice],
            "events": self.events,
            "packs": self.packs,
            "regimes": {"everyone": self.regimes},
            "question": {"subject": "w-1", "purpose": "p", **self.question, "at": written(at)},
        }

    def laws(self, at):
        for name in self.packs:
            pack = LOADED[name]
            for rule in pack["rules"]:
                governed = any(
                    of == rule["regime"] or of.startswith(rule["regime"] + "-") for of in self.regimes
                )
                starts, ends = begin(pack, rule["effective_from"]), rule.get("effective_until")
                if (
                    governed
                    and starts <= at
                    and not (ends and begin(pack, ends) <= at)
                    and self.about(pack, rule)
                ):
                    yield pack, rule, starts

    def about(self, pack, rule):
        question, purpose = self.question, self.purpose
        abroad = question.get("country") not in pack["home"]
        return (
            self.on_channel(rule)
            and (not rule.get("purposes") or purpose.get("class") in (None, *rule["purposes"]))
            and (not rule.get("activities") or question.get("activity") in (None, *rule["activities"]))
            and ("disclosure" not in rule or "recipient" in question)
            and (rule.get("disclosure") != "abroad" or abroad)
        )

    def on_channel(self, rule):
        on, used = rule.get("channels"), self.purpose.get("channels")
        if not on or "channel" in self.question:
            return not on or self.question["channel"] in on
        # An address may be passed on for a purpose that writes to nobody.
        return used is None or bool({*used} & {*on}) or bool(rule["effect"].get("any_no"))

    def own(self, at):
        """The answer before any pack; the yes that stands, and the no, with their instants."""
        given = self.given(at)
        world = oracle.World(given)
        history = world.history(given["question"], at)
        decision, _, evidence = history.decision(at)
        last = [(event, acts.occurred(event)) for event in evidence[:1]]
        answer = world.stands(given["question"], at)
        if decision in acts.YESES:
            return answer, last[0], None
        return answer, None, last[0] if decision in acts.NOES else None

    def expect(self, at):
        answer, yes, no = self.own(at)
        verdict, own = answer["verdict"], answer["reasons"]
        found, duties, laws = [], [], list(self.laws(at))
        for pack, rule, starts in laws:
            if verdict == "denied":
                own += self.after_no(pack, rule, starts, no)
                continue
            code = self.unmet(pack, rule, starts, yes, no, at)
            if code:
                level = ["denied", "review", "note"].index(rule.get("unmet", "denied"))
                # A class of recipients is for a person to judge, and whether an address is part of what nobody itemised.
                level = max(level, 1) if code in ("recipient-unnamed", "address-unsaid") else level
                found.append((level, code, rule["id"]))
            duties += self.duties(rule, at, yes)
        found.sort(key=lambda each: each[0])

        def reason(each):
            return {"code": f"consent-law-{each[1]}", "args": {"rule": {"type": "text", "value": each[2]}}}

        if any(level == 0 for level, *_ in found):
            verdict = "denied"
        elif any(level == 1 for level, *_ in found):
            verdict = "review"
        reasons = (
            [reason(each) for each in found if each[0] < 2]
            + own
            + [reason(each) for each in found if each[0] == 2]
        )
        expect = {"verdict": verdict, "reasons": reasons}
        if verdict != "denied" and duties:
            expect["duties"] = duties
        return expect

    def unmet(self, pack, rule, starts, yes, no, at):
        effect = rule["effect"]
        kind = effect["kind"]
        claimed = self.purpose.get("exemption")
        judged = yes if yes and (rule.get("judges") != "acts" or starts <= yes[1]) else None
        if kind == "requires_consent":
            return None if yes or claimed in effect.get("unless", []) else "requires-consent"
        if kind == "forbids_exemption":
            return "forbids-exemption" if not yes and claimed in effect["exemptions"] else None
        if kind == "objection_ends" and effect.get("any_no"):
            if not self.opted_out(rule, at):
                return None
            return "address" if "channel" in self.question else "address-unsaid"
        if kind == "objection_ends":
            if no and no[0]["kind"] == "objected":
                return "objection-ends"
            return "objection-ends" if self.objected_elsewhere(rule, at) else None
        if kind == "transfer_information":
            return "transfer-untold" if judged and not self.told_of_transfer(judged[0], at) else None
        if kind == "recipient_information":
            return self.untold_of_recipient(judged[0]) if judged else None
        if kind == "retention":
            past = [
                (event, moment)
                for event, moment in zip(self.events, self.at, strict=True)
                if event["purpose"] == "p" and moment <= at
            ]
            if not past:
                return None
            collected = past[0][1]
            since = max((moment for event, moment in past if is_contact(event)), default=collected)
            return (
                "retention" if begin(pack, after(local_day(pack, since), effect["keep_for"])) <= at else None
            )
        if kind == "revocation" and effect["scope"] == "all":
            noes = [
                event
                for event, moment in zip(self.events, self.at, strict=True)
                if event.get("channel") in (None, *rule["channels"])
                and self.takes_back(event, at)
                and starts <= moment <= at
            ]
            return "revocation" if noes and not self.overcome(noes, at) else None
        if not judged:
            return None
        event = judged[0]
        return {
            "requires_notice_before_decision": None
            if self.was_shown(*judged)
            else "requires-notice-before-decision",
            "requires_confirmation_after_leaving": "requires-confirmation-after-leaving"
            if event.get("employment_state") in ("active", "notice_period")
            else None,
            "forbids_bundling": "forbids-bundling" if event.get("bundled_with") else None,
            "requires_double_opt_in": "requires-double-opt-in"
            if event.get("method") != "email_click"
            else None,
        }.get(kind)

    def objected_elsewhere(self, rule, at):
        """An objection to what another purpose of these classes is for, where the question may be about the same."""
        classes = rule["effect"].get("said_under")
        if not classes:
            return False
        question, of = self.given(at)["question"], {each["id"]: each for each in self.given(at)["purposes"]}
        asked, on = question.get("activity"), question.get("channel")
        if asked is None and self.purpose.get("class") not in (None, *rule["activities"]):
            return False
        noes = [
            event
            for event, moment in zip(self.events, self.at, strict=True)
            if acts.act(event) == "objected"
            and acts.actor(event) == "subject"
            and event["purpose"] != "p"
            and of[event["purpose"]].get("class") in (None, *classes)
            and (on is None or event.get("channel") in (None, on))
            and moment <= at
        ]
        return bool(noes) and not self.overcome(noes, at)

    def opted_out(self, rule, at):
        """A request by the person to get no more messages on a channel of the rule, for whatever purpose of the classes."""
        of = {each["id"]: each for each in self.given(at)["purposes"]}
        noes = []
        for event, moment in zip(self.events, self.at, strict=True):
            purpose = of[event["purpose"]]
            on = [event["channel"]] if "channel" in event else purpose.get("channels", rule["channels"])
            if (
                moment <= at
                and acts.actor(event) == "subject"
                and acts.act(event) in ("withdrawn", "objected", "refused")
                and "recipient" not in event
                and {*on} & {*rule["channels"]}
                and purpose.get("class") in (None, *rule["effect"]["said_under"])
            ):
                noes.append(event)
        return bool(noes) and not self.overcome(noes, at)

    def overcome(self, noes, at):
        """Whether a yes to the purpose stands if all of that had been said about it."""
        given = self.given(at)
        kept = ("source", "subject", "kind", "occurred_at", "received_at", "actor")
        said = [
            {**{key: no[key] for key in kept if key in no}, "id": f"{no['id']} again", "purpose": "p"}
            for no in noes
        ]
        world = oracle.World({**given, "events": given["events"] + said})
        return world.history(given["question"], at).decision(at)[0] in acts.YESES

    def told_of_transfer(self, yes, at):
        """Whether its notice names the country, as far as it says where data goes; one that is not known is not named."""
        notices = self.given(at)["notices"]
        notice = next(
            each
            for each in notices
            if (each["id"], each["version"]) == (yes["notice"]["id"], yes["notice"]["version"])
        )
        if notice.get("transfers") is None:
            return True
        country = self.given(at)["question"].get("country")
        told = [to for to in notice["transfers"] if "p" in to.get("purposes", ["p"])]
        return any(country is None or to.get("country") in (None, country) for to in told)

    def was_shown(self, yes, since):
        """Whether the text that the yes names had been shown before it."""
        return any(
            event["kind"] == "notice_shown"
            and event["purpose"] == "p"
            and event.get("notice") == yes["notice"]
            and all(event.get(part) in (None, self.question.get(part)) for part in ("channel", "recipient"))
            and moment < since
            for event, moment in zip(self.events, self.at, strict=True)
        )

    def untold_of_recipient(self, yes):
        """What its notice says of the recipient, as far as it says who receives data."""
        assert yes["notice"]["id"] == self.notice["id"], yes
        if self.notice.get("recipients") is None:
            return None
        named = {to["id"] for to in self.notice["recipients"] if "p" in (to.get("purposes") or ["p"])}
        if self.question["recipient"] in named:
            return None
        return "recipient-unnamed" if named else "recipient-untold"

    def takes_back(self, event, at):
        """Whether the person takes back consent with it; a refusal does where consent was given to what is refused."""
        if acts.actor(event) != "subject" or acts.act(event) != "refused":
            return acts.actor(event) == "subject" and acts.act(event) in ("withdrawn", "objected")
        given = self.given(at)
        upto = {**given, "events": [of for of in self.events if acts.occurred(of) <= acts.occurred(event)]}
        for recipient in {event.get("recipient"), *(of.get("recipient") for of in self.events)}:
            if event.get("recipient") not in (None, recipient):
                continue
            about = {"subject": "w-1", "purpose": event["purpose"], "channel": event["channel"]}
            about["recipient"] = recipient
            _, codes, evidence = oracle.World(upto).history(about, at).decision(at)
            if codes[:1] == ["consent-refused-after-given"] and evidence[0]["id"] == event["id"]:
                return True
        return False

    def after_no(self, pack, rule, starts, no):
        effect = rule["effect"]
        if not no or (rule.get("judges") == "acts" and no[1] < starts):
            return []
        day = local_day(pack, no[1])
        if effect["kind"] == "withdrawal_within":
            days = effect["days"]
            on = business_day(day, days) if effect.get("business_days") else day + timedelta(days=days)
            code = "consent-law-stop-by"
        elif effect["kind"] == "reask_not_before":
            on, code = after(day, effect["after"]), "consent-law-reask-not-before"
        else:
            return []
        args = {"on": {"type": "date", "value": str(on)}, "rule": {"type": "text", "value": rule["id"]}}
        return [{"code": code, "args": args}]

    def duties(self, rule, at, yes):
        effect = rule["effect"]
        kind = effect["kind"]
        duty = {"rule": rule["id"]}
        if kind == "attach":
            # A yes names the notice that the person has seen.
            told = any(
                event.get("notice") and moment <= at
                for event, moment in zip(self.events, self.at, strict=True)
            )
            return [
                {**duty, "obligation": obligation}
                for obligation in effect["obligations"]
                if obligation != "first_contact_notice" or not told
            ]
        if kind == "record_to_keep" and not yes:
            return []
        if kind == "record_to_keep":
            length = effect.get("keep_for")
            extra = {"keep_for": iso(length)} if length else {}
            return [{**duty, "obligation": "record_to_keep", "keep_from": effect["from"], **extra}]
        if kind == "provision_record":
            return [{**duty, "obligation": "provision_record", "keep_for": iso(effect["keep_for"])}]
        return [{**duty, "obligation": "transfer_information"}] if kind == "transfer_information" else []


def is_contact(event):
    """Whether the person did something: opening, closing or leaving unanswered is nothing (the CNIL on opening an e-mail; the
    Data Privacy Vocabulary on a deferral), and what nobody can prove is not known to have been done."""
    passive = ("notice_shown", "requested", "deferred", "used", "happened", None)
    return (
        acts.actor(event) == "subject"
        and acts.act(event) not in passive
        and event.get("method") not in ("pre_ticked", "silence", "dismissed", "group_membership")
        and not (event.get("imported") and not event.get("evidence_ref"))
    )


def iso(period):
    number, unit = period.split()
    return f"P{number}{unit[0].upper()}"
