"""Legal packs: for every rule one question on each side of each of its dates, and what is special about alumni.

The dates stand here a second time, typed from the account of the law that the packs rest on; the script fails where a pack
has another, and where a pack has a rule that is not here. What a rule does is evaluated a second time, naively, over the few
worlds that are asked about: one person, at most two purposes.
"""

import copy
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path

import corpus

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
    "eu-gdpr-transfer": ("2018-05-25", None),
    "eu-fr-cnil-retention": ("2018-05-25", None),
    "eu-eprivacy-consent": ("2003-10-31", None),
    "eu-eprivacy-employment": ("2003-10-31", None),
    "eu-eprivacy-newsletter": ("2025-11-13", None),
    "jp-appi-purpose": ("2022-04-01", None),
    "jp-appi-notice": ("2022-04-01", None),
    "jp-appi-third-party": ("2022-04-01", None),
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
    "in-dpdp-brd-unbundled": ("2025-06-01", None),
    "in-dpdp-consent-manager": ("2026-11-13", None),
    "in-dpdp-notice": ("2027-05-13", None),
    "in-dpdp-employment": ("2027-05-13", None),
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
    "jp-employment-security-change": ("2022-10-01", None),
    "us-ca-ccpa-change-notice": ("2023-01-01", None),
    "us-ca-ccpa-change-purpose": ("2023-03-29", None),
    "br-lgpd-change": ("2020-09-18", None),
    "in-dpdp-change": ("2027-05-13", None),
}
LOADED = {name: tomllib.loads((PACKS / f"{name}.toml").read_text(encoding="utf-8")) for name in FILES}
RULES = [(pack, rule) for pack in LOADED.values() for rule in pack["rules"]]
NOTICE = {
    "id": "alumni",
    "version": 1,
    "purposes": ["p", "other"],
    "text": {"en": "What we do with your data."},
}
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
    def __init__(self, *, purpose, events, question, packs, regimes):
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
            "notices": [NOTICE],
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
            (not rule.get("channels") or question.get("channel") in (None, *rule["channels"]))
            and (not rule.get("purposes") or purpose.get("class") in (None, *rule["purposes"]))
            and (not rule.get("activities") or question.get("activity") in (None, *rule["activities"]))
            and ("disclosure" not in rule or "recipient" in question)
            and (rule.get("disclosure") != "abroad" or abroad)
        )

    def own(self, at):
        """Verdict, reason codes, and the yes that stands or the no, before any pack."""
        past = [
            (event, moment)
            for event, moment in zip(self.events, self.at, strict=True)
            if event["purpose"] == "p" and moment <= at
        ]
        basis = self.purpose["legal_basis"]
        if not past:
            return (
                ("denied", "consent-never-asked", None)
                if basis == "consent"
                else ("allowed", "consent-basis-applies", None)
            )
        event, moment = past[-1]
        if event["kind"] == "given":
            code = "consent-given" if basis == "consent" else "consent-basis-applies"
            return "allowed", code, (event, moment)
        if event["kind"] == "objected" and basis not in ("consent", "legitimate_interest", "public_task"):
            return "review", "consent-objection-to-review", (event, moment)
        return "denied", f"consent-{event['kind']}", (event, moment)

    def expect(self, at):
        verdict, code, last = self.own(at)
        yes = last if last and last[0]["kind"] == "given" else None
        own = [{"code": code}]
        if yes and code == "consent-given" and yes[0].get("employment_state") in ("active", "notice_period"):
            own.append({"code": "consent-given-while-employed"})
        if verdict == "review":
            own.append({"code": "consent-objected"})
        found, duties, laws = [], [], list(self.laws(at))
        for pack, rule, starts in laws:
            if verdict == "denied":
                own += self.after_no(pack, rule, starts, last)
                continue
            code = self.unmet(pack, rule, starts, yes, last, at)
            if code:
                found.append(
                    (["denied", "review", "note"].index(rule.get("unmet", "denied")), code, rule["id"])
                )
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

    def unmet(self, pack, rule, starts, yes, last, at):
        effect = rule["effect"]
        kind = effect["kind"]
        claimed = self.purpose.get("exemption")
        judged = yes if yes and (rule.get("judges") != "acts" or starts <= yes[1]) else None
        if kind == "requires_consent":
            return None if yes or claimed in effect.get("unless", []) else "requires-consent"
        if kind == "forbids_exemption":
            return "forbids-exemption" if not yes and claimed in effect["exemptions"] else None
        if kind == "objection_ends":
            return "objection-ends" if last and last[0]["kind"] == "objected" else None
        if kind == "retention" and last:
            over = begin(pack, after(local_day(pack, last[1]), effect["keep_for"]))
            return "retention" if over <= at else None
        if kind == "revocation" and effect["scope"] == "all":
            noes = [
                moment
                for event, moment in zip(self.events, self.at, strict=True)
                if event["kind"] == "withdrawn"
                and event["purpose"] == "other"
                and event.get("channel") in rule["channels"]
                and starts <= moment <= at
                and (not yes or yes[1] <= moment)
            ]
            return "revocation" if noes else None
        if not judged:
            return None
        event = judged[0]
        return {
            "requires_notice_before_decision": "requires-notice-before-decision",
            "requires_confirmation_after_leaving": "requires-confirmation-after-leaving"
            if event.get("employment_state") in ("active", "notice_period")
            else None,
            "forbids_bundling": "forbids-bundling" if event.get("bundled_with") else None,
            "requires_double_opt_in": "requires-double-opt-in"
            if event.get("method") != "email_click"
            else None,
        }.get(kind)

    def after_no(self, pack, rule, starts, last):
        effect = rule["effect"]
        if not last or (rule.get("judges") == "acts" and last[1] < starts):
            return []
        day = local_day(pack, last[1])
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


def iso(period):
    number, unit = period.split()
    return f"P{number}{unit[0].upper()}"


def world(name, pack, rule, act):
    """The world in which `rule` shows; the person acts at `act`."""
    effect = rule["effect"]
    kind = effect["kind"]
    purpose = {"legal_basis": "consent", **({"class": rule["purposes"][0]} if rule.get("purposes") else {})}
    question = {}
    if rule.get("channels"):
        question["channel"] = rule["channels"][0]
    if rule.get("activities"):
        question["activity"] = rule["activities"][0]
    if "disclosure" in rule:
        question |= {"recipient": "partner", "country": "TH"}
    yes = {"kind": "given", "at": act, **({"recipient": "partner"} if "disclosure" in rule else {})}
    events = [yes]
    if kind == "requires_consent":
        purpose["legal_basis"], events = "legitimate_interest", []
    elif kind == "forbids_exemption":
        purpose |= {"legal_basis": "legitimate_interest", "exemption": effect["exemptions"][0]}
        events = []
    elif kind == "requires_confirmation_after_leaving":
        yes["employment_state"] = "notice_period"
    elif kind == "forbids_bundling":
        yes["bundled_with"] = ["terms"]
    elif kind == "requires_double_opt_in":
        yes["method"] = "form"
    elif kind == "objection_ends":
        purpose["legal_basis"], events = "contract", [{"kind": "objected", "at": act}]
    elif kind == "attach" and "first_contact_notice" in effect["obligations"]:
        purpose["legal_basis"], events = "legitimate_interest", []
        question["activity"] = "procedure"
    elif kind in ("withdrawal_within", "reask_not_before"):
        events = [{**yes, "at": act - timedelta(days=30)}, {"kind": "withdrawn", "at": act}]
    elif kind == "retention":
        yes["at"] = act - timedelta(days=3 * 366)
    elif kind == "revocation":
        events = [
            {**yes, "at": act - timedelta(days=30)},
            {"kind": "withdrawn", "at": act, "purpose": "other", "channel": rule["channels"][0]},
        ]
    return World(purpose=purpose, events=events, question=question, packs=[name], regimes=[rule["regime"]])


def rule_cases():
    for name in FILES:
        pack = LOADED[name]
        for rule in pack["rules"]:
            if rule["effect"]["kind"] == "notice_change":
                continue
            edges = [("begins", rule["effective_from"])]
            if "effective_until" in rule:
                edges.append(("ends", rule["effective_until"]))
            for edge, day in edges:
                start = begin(pack, day)
                acts = rule.get("judges") == "acts"
                for side, moment in (("before", start - SECOND), ("on", start)):
                    of = world(name, pack, rule, moment if acts else start - timedelta(days=10))
                    at = start + timedelta(days=20) if acts else moment
                    expect = of.expect(at)
                    if side == "before" and not acts and expect != of.expect(start):
                        expect = {**expect, "valid_until": start}
                    label = f"{rule['id']}: {side} the day it {edge}"
                    yield label, of.given(at), expect


def shown(expect):
    """Instants as UTC, which is how answers have them."""
    expect = copy.deepcopy(expect)
    if "valid_until" in expect:
        moment = expect["valid_until"]
        expect["valid_until"] = written(
            (moment - moment.utcoffset()).replace(tzinfo=datetime.fromisoformat("2020-01-01T00:00Z").tzinfo)
        )
    return expect


def differs(before, on):
    return {key: value for key, value in before.items() if key != "valid_until"} != on


def keyword_cases():
    for (name, rule_id), day in {
        ("us-canspam-tcpa-ccpa", "us-tcpa-revoke-topic"): "2025-04-11",
        ("us-canspam-tcpa-ccpa", "us-tcpa-revoke-all"): "2027-01-31",
    }.items():
        start = begin(LOADED[name], day)
        rule = next(rule for _, rule in RULES if rule["id"] == rule_id)
        earlier = {"scope": "topic", "rule": "us-tcpa-revoke-topic"} if rule_id.endswith("all") else None
        for word in rule["effect"]["keywords"]:
            for side, moment, expect in (
                ("before", start - SECOND, earlier),
                ("on", start, {"scope": rule["effect"]["scope"], "rule": rule_id}),
            ):
                given = {
                    "packs": [name],
                    "regimes": ["us"],
                    "channel": "sms",
                    "text": word.lower() + ".",
                    "at": written(moment),
                }
                yield {"name": f"{word} {side} the day {rule_id} begins", "given": given, "expect": expect}
    given = {
        "packs": FILES,
        "regimes": ["us"],
        "channel": "sms",
        "text": "Please stop by",
        "at": "2027-06-01T00:00:00Z",
    }
    yield {"name": "a sentence is read by a person", "given": given, "expect": None}
    email = {**given, "text": "STOP", "channel": "email"}
    yield {"name": "the words are for texts and calls", "given": email, "expect": None}
    japan = {**given, "text": "STOP", "regimes": ["jp"]}
    yield {"name": "the words are American law", "given": japan, "expect": None}


def change_cases():
    def changes(start, end, regimes=None):
        rows = []
        for pack, rule in RULES:
            if regimes and not any(
                of == rule["regime"] or of.startswith(rule["regime"] + "-") for of in regimes
            ):
                continue
            for change, day in (("begins", rule["effective_from"]), ("ends", rule.get("effective_until"))):
                if day and start <= str(day) <= end:
                    rows.append((str(day), change, pack["id"], rule["id"]))
        rows.sort(key=lambda row: row[0])
        return [dict(zip(("on", "change", "pack", "rule"), row, strict=True)) for row in rows]

    for start, end in [
        ("2027-01-30", "2027-01-30"),
        ("2027-01-31", "2027-01-31"),
        ("2026-11-21", "2027-12-31"),
        ("2025-01-01", "2025-12-31"),
        ("2028-01-01", "2020-01-01"),
        ("2000-01-01", "2030-01-01"),
    ]:
        given = {"packs": FILES, "from": start, "until": end}
        yield {
            "name": f"the rules that change from {start} until {end}",
            "given": given,
            "expect": changes(start, end),
        }
    ledger = {
        "purposes": [
            {
                "id": "jobs",
                "title": "Jobs",
                "legal_basis": "consent",
                "class": "recruiting",
                "channels": ["sms", "email"],
            },
            {
                "id": "post",
                "title": "Letters",
                "legal_basis": "consent",
                "class": "membership",
                "channels": ["postal"],
            },
        ],
        "packs": FILES,
        "regimes": {"everyone": ["us"], "subjects": {"w-1": ["in"]}},
    }
    expect = [
        {
            **row,
            "purposes": ["jobs"] if row["rule"].startswith("us") else ["jobs", "post"],
            "channels": ["sms"] if row["rule"].startswith("us") else ["email", "sms", "postal"],
        }
        for row in changes("2026-11-21", "2027-12-31", ["us", "in"])
    ]
    given = {**ledger, "from": "2026-11-21", "until": "2027-12-31"}
    yield {"name": "what a ledger's people and purposes are touched by", "given": given, "expect": expect}


def together_cases():
    """Several regimes at once, regimes that nobody named, and what cannot be used."""
    at = begin(LOADED["jp-appi"], "2026-04-01")
    packs = ["jp-specified-email", "eu-gdpr-eprivacy", "us-canspam-tcpa-ccpa"]
    question = {"channel": "email", "activity": "advertising"}
    basis = {"legal_basis": "legitimate_interest", "class": "advertising"}
    for regimes in (["us"], ["jp"], ["eu", "jp"], ["eu-fr"], ["us-ca", "eu", "jp"]):
        of = World(purpose=basis, events=[], question=question, packs=packs, regimes=regimes)
        yield {
            "name": f"under {' and '.join(regimes)} together",
            "given": of.given(at),
            "expect": of.expect(at),
        }
    of = World(
        purpose=basis, events=[], question=question, packs=packs, regimes=["eu", "jp", "us-ca", "eu-fr"]
    )
    nobody = {key: value for key, value in of.given(at).items() if key != "regimes"}
    yield {"name": "whose regimes nobody named is under all", "given": nobody, "expect": of.expect(at)}
    own = {**nobody, "regimes": {"everyone": ["us"], "subjects": {"w-1": ["jp"]}}}
    of = World(purpose=basis, events=[], question=question, packs=packs, regimes=["us", "jp"])
    yield {"name": "a subject's own regimes come on top", "given": own, "expect": of.expect(at)}
    asked = {**nobody, "regimes": {"everyone": ["us"]}, "question": {**nobody["question"], "regimes": ["jp"]}}
    yield {"name": "and so do the question's", "given": asked, "expect": of.expect(at)}
    wrong = {**asked, "question": {**nobody["question"], "regimes": ["atlantis"]}}
    error = {"error": {"kind": "unknown_name", "path": "regimes[0]"}}
    yield {"name": "a regime that no pack knows", "given": wrong, "expect": error}
    bare = {key: value for key, value in wrong.items() if key not in ("packs", "regimes")}
    yield {"name": "a regime without packs is not passed over", "given": bare, "expect": error}
    unknown = {**nobody, "packs": ["jp-appl"]}
    yield {
        "name": "a pack that is not shipped",
        "given": unknown,
        "expect": {"error": {"kind": "unknown_name", "path": "packs[0]"}},
    }
    twice = {**nobody, "packs": ["jp-appi", "jp-appi"]}
    yield {
        "name": "a pack twice",
        "given": twice,
        "expect": {"error": {"kind": "duplicate", "path": "packs[1].id"}},
    }


def alumni_cases():
    """What the engine holds for every alumni network, whatever the packs: written by hand."""
    at = "2026-06-01T00:00:00Z"
    yes = {
        "source": "form", "id": "yes", "subject": "w-1", "purpose": "p", "kind": "given",
        "occurred_at": "2026-03-31T10:00:00+09:00", "received_at": "2026-03-31T01:00:00Z",
        "notice": {"id": "alumni", "version": 1},
    }  # fmt: skip

    def case(name, expect, *, purpose=None, events=({},), question=None):
        return {
            "name": name,
            "given": {
                "purposes": [
                    {"id": "p", "title": "P", "legal_basis": "consent", **(purpose or {})},
                    {"id": "other", "title": "Other", "legal_basis": "consent"},
                ],
                "notices": [NOTICE],
                "events": [{**yes, **event} for event in events],
                "question": {
                    "subject": "w-1",
                    "purpose": "p",
                    "channel": "email",
                    "at": at,
                    **(question or {}),
                },
            },
            "expect": expect,
        }

    def denied(*codes):
        return {"verdict": "denied", "reasons": [{"code": code} for code in codes], "obligations": []}

    allowed = {"verdict": "allowed", "reasons": [{"code": "consent-given"}]}
    for paper in ("severance", "nda"):
        event = {"bundled_with": [paper]}
        yield case(f"a yes that came with {paper} papers", denied("consent-bundled"), events=[event])
    yield case("a yes that came with terms of use", allowed, events=[{"bundled_with": ["terms"]}])
    for state in ("active", "notice_period"):
        event = {"employment_state": state}
        marked = {
            "verdict": "allowed",
            "reasons": [{"code": "consent-given"}, {"code": "consent-given-while-employed"}],
        }
        yield case(f"a yes given in the state {state} is marked", marked, events=[event])
        yield case(
            f"a yes given in the state {state} is to be confirmed",
            denied("consent-confirm-after-leaving", "consent-given", "consent-given-while-employed"),
            purpose={"confirm_after_leaving": True},
            events=[event],
        )
    again = {"id": "again", "occurred_at": "2026-05-01T10:00:00+09:00", "employment_state": "former"}
    yield case(
        "a yes after leaving confirms it",
        {"verdict": "allowed", "reasons": [{"code": "consent-given"}]},
        purpose={"confirm_after_leaving": True},
        events=[{"employment_state": "active"}, again],
    )
    for activity, code, wanted in (
        ("job_offer", "consent-rehire-not-inferred", "recruiting"),
        ("scoring", "consent-scoring-not-inferred", "scoring"),
    ):
        for of in (None, "membership"):
            yield case(
                f"no {activity} under a purpose of class {of}",
                denied(code, "consent-given"),
                purpose={"class": of} if of else {},
                question={"activity": activity},
            )
        yield case(
            f"{activity} under its own class",
            allowed,
            purpose={"class": wanted},
            question={"activity": activity},
        )
    yield case(
        "a companion's data",
        denied("consent-data-of-companion", "consent-given"),
        question={"data_of": "w-1-guest"},
    )
    yield case("one's own data", allowed, question={"data_of": "w-1"})
    yield case(
        "membership of a group elsewhere is no act",
        denied("consent-not-affirmative"),
        events=[{"method": "group_membership", "imported": True, "evidence_ref": "members.csv"}],
    )
    wrong = {"kind": "withdrawn", "bundled_with": ["nda"]}
    yield case(
        "papers with a no",
        {"error": {"kind": "inconsistent", "path": "events[0].bundled_with"}},
        events=[wrong],
    )
    yield case(
        "a country that is none",
        {"error": {"kind": "syntax", "path": "country"}},
        question={"country": "Japan"},
    )


def people():
    """The network of the report, the directory and the takeover."""
    notice = {"id": "alumni", "version": 1}

    def event(number, subject, purpose, kind, day, **more):
        extra = {"notice": notice} if kind in ("given", "notice_shown") else {}
        return {
            "source": "form", "id": f"e{number}", "subject": subject, "purpose": purpose, "kind": kind,
            "occurred_at": f"{day}T10:00:00+09:00", "received_at": f"{day}T01:00:00Z", **extra, **more,
        }  # fmt: skip

    return {
        "purposes": [
            {
                "id": "news",
                "title": "News",
                "legal_basis": "consent",
                "class": "information",
                "channels": ["email", "sns"],
            },
            {
                "id": "work",
                "title": "Employer",
                "legal_basis": "consent",
                "class": "directory",
                "channels": [],
            },
            {
                "id": "mail",
                "title": "Address",
                "legal_basis": "consent",
                "class": "directory",
                "channels": [],
            },
            {"id": "records", "title": "Records", "legal_basis": "legal_obligation"},
        ],
        "notices": [{**NOTICE, "purposes": ["news", "work", "mail"]}],
        "events": [
            event(1, "w-1", "news", "given", "2026-03-31", employment_state="notice_period"),
            event(2, "w-2", "news", "given", "2026-03-31", employment_state="active"),
            event(3, "w-2", "work", "given", "2026-05-01", employment_state="former", recipient="all_alumni"),
            event(4, "w-2", "news", "given", "2026-05-02", employment_state="former", channel="email"),
            event(5, "w-3", "news", "given", "2026-03-31"),
            event(6, "w-4", "news", "given", "2026-03-31", employment_state="active"),
            event(7, "w-4", "news", "withdrawn", "2026-04-10"),
            event(8, "w-5", "news", "given", "2026-03-31", employment_state="active", channel="email"),
            event(9, "w-2", "mail", "notice_shown", "2026-05-01"),
            event(10, "w-2", "mail", "given", "2026-05-01", recipient="all_alumni"),
            event(11, "w-2", "work", "notice_shown", "2026-04-30"),
            event(12, "w-2", "work", "given", "2026-05-01", recipient="abroad"),
            event(13, "w-2", "mail", "withdrawn", "2026-05-20", recipient="all_alumni"),
        ],
    }


def report_cases():
    def count(total, confirmed, unknown, at_exit):
        return {"people": total, "confirmed": confirmed, "unknown": unknown, "at_exit": at_exit}

    nothing = count(0, 0, 0, 0)
    # On 1 April four of the five said yes while employed, and w-3 when nobody knows; w-4 takes it back on the 10th.
    yield {
        "name": "after the exits of March",
        "given": {**people(), "at": "2026-04-01T00:00:00Z"},
        "expect": {
            "total": count(5, 0, 1, 4),
            "purposes": {"news": count(5, 0, 1, 4), "work": nothing, "mail": nothing},
        },
    }
    # w-2 confirmed for e-mail; what was said to a recipient is not the company's own use.
    yield {
        "name": "after one withdrew and one confirmed",
        "given": {**people(), "at": "2026-06-01T00:00:00Z"},
        "expect": {
            "total": count(4, 1, 1, 2),
            "purposes": {"news": count(4, 1, 1, 2), "work": nothing, "mail": nothing},
        },
    }
    yield {
        "name": "before anybody said anything",
        "given": {**people(), "at": "2026-01-01T00:00:00Z"},
        "expect": {"total": nothing, "purposes": {"news": nothing, "work": nothing, "mail": nothing}},
    }


AUDIENCES = ["same_team", "all_alumni", "recruiters", "group_companies", "abroad"]


def directory_cases():
    directory = {
        "fields": [
            {"id": "employer", "title": {"en": "Employer", "ja": "勤務先"}, "purpose": "work"},
            {"id": "address", "title": {"en": "Address", "ja": "メールアドレス"}, "purpose": "mail"},
        ],
        "provided_by": "operator",
        "country": "JP",
    }
    given = {
        **people(), "packs": ["jp-appi"], "regimes": {"everyone": ["jp"]}, "directory": directory,
        "subject": "w-2", "at": "2026-05-10T00:00:00Z",
    }  # fmt: skip
    seen = {("employer", "all_alumni"), ("employer", "abroad"), ("address", "all_alumni")}

    def cells(seen):
        return [
            {
                "field": field,
                "audience": audience,
                "verdict": "allowed" if (field, audience) in seen else "denied",
            }
            for field in ("employer", "address")
            for audience in AUDIENCES
        ]

    def record(audience, items, events):
        keys = [{"source": "form", "id": id} for id in sorted(events)]
        return {
            "subject": "w-2", "recipient": audience, "items": items, "consent": keys,
            "rules": ["jp-appi-provision-record"], "keep_until": "2029-05-10",
        }  # fmt: skip

    # APPI 29: recipient, person, items, the fact of consent (the yes, and the showing of its notice); three years.
    records = [
        record("all_alumni", ["employer", "address"], ["e3", "e11", "e9", "e10"]),
        record("abroad", ["employer"], ["e11", "e12"]),
    ]
    yield {
        "name": "each field for each audience",
        "given": given,
        "expect": {"cells": cells(seen), "provisions": records},
    }
    later = {**given, "at": "2026-06-01T00:00:00Z"}
    kept = [
        {**record("all_alumni", ["employer"], ["e3", "e11"]), "keep_until": "2029-06-01"},
        {**records[1], "keep_until": "2029-06-01"},
    ]
    expect = {"cells": cells(seen - {("address", "all_alumni")}), "provisions": kept}
    yield {"name": "after one field was taken back", "given": later, "expect": expect}
    known = {**later, "known_at": "2026-05-10T00:00:00Z"}
    expect = {"cells": cells(seen)}
    yield {"name": "as it was known before", "given": known, "expect": expect}
    own = {**given, "directory": {**directory, "provided_by": "subject"}}
    yield {
        "name": "what a person posts needs no record",
        "given": own,
        "expect": {"cells": cells(seen), "provisions": []},
    }
    twice = {**given, "directory": {**directory, "fields": [directory["fields"][0]] * 2}}
    yield {
        "name": "a field twice",
        "given": twice,
        "expect": {"error": {"kind": "duplicate", "path": "fields[1].id"}},
    }


def takeover_cases():
    takeover = {
        "source": "line:tokyo", "purpose": "news", "channel": "sns", "notice": {"id": "alumni", "version": 1},
        "at": "2026-06-01T09:00:00+09:00", "members": ["w-1", "w-4", "w-8", "w-9"],
    }  # fmt: skip

    def request(member):
        return {
            "source": "line:tokyo", "id": f"invitation/news/{member}", "subject": member, "purpose": "news",
            "kind": "requested", "actor": "controller", "channel": "sns", "notice": {"id": "alumni", "version": 1},
            "occurred_at": "2026-06-01T09:00:00+09:00", "received_at": "2026-06-01T00:00:00Z",
        }  # fmt: skip

    expect = {
        "events": [request("w-8"), request("w-9")],
        # w-1 said yes for every channel; w-4 took it back.
        "left_out": [
            {
                "subject": "w-1",
                "reasons": [{"code": "consent-given"}, {"code": "consent-given-while-employed"}],
            },
            {"subject": "w-4", "reasons": [{"code": "consent-withdrawn"}]},
        ],
    }
    yield {
        "name": "a group becomes invitations",
        "given": {**people(), "takeover": takeover},
        "expect": expect,
    }
    unknown = {**takeover, "notice": {"id": "alumni", "version": 2}}
    error = {"error": {"kind": "unknown_name", "path": "notice"}}
    yield {
        "name": "with a notice that is not on file",
        "given": {**people(), "takeover": unknown},
        "expect": error,
    }
    unknown = {**takeover, "purpose": "newz"}
    error = {"error": {"kind": "unknown_name", "path": "purpose"}}
    yield {
        "name": "for a purpose that is not known",
        "given": {**people(), "takeover": unknown},
        "expect": error,
    }


def pack_cases():
    for name in FILES:
        pack = LOADED[name]
        expect = {
            "id": name,
            "rules": [{"id": rule["id"], "checked": rule["checked"]} for rule in pack["rules"]],
        }
        yield {"name": f"{name} comes with the library", "given": {"pack": name}, "expect": expect}
    own = 'id = "own"\nversion = 1\ntitle = "Own"\noffset = "+09:00"\n'
    rule = (
        '[[rules]]\nid = "own-1"\narticle = "Rule 1"\ntext = "Ask first."\nregime = "jp"\neffective_from = 2026-04-01\n'
        'source = "Intranet"\nchecked = "primary"\ndates_checked = "primary"\n'
    )
    good = own + rule + 'effect = { kind = "requires_consent" }\n'
    yield {
        "name": "a customer's own",
        "given": {"text": good},
        "expect": {"id": "own", "rules": [{"id": "own-1", "checked": "primary"}]},
    }

    def error(kind, path=None):
        return {"error": {"kind": kind, **({"path": path} if path else {})}}

    for name, text, expect in (
        (
            "an effect that the engine does not have",
            own + rule + 'effect = { kind = "requires_prayer" }\n',
            error("wrong_type"),
        ),
        ("an offset that is none", good.replace("+09:00", "Tokyo"), error("syntax", "offset")),
        ("a regime in capitals", good.replace('"jp"', '"JP"'), error("syntax", "rules[0].regime")),
        (
            "an end before the beginning",
            good.replace("effect =", "effective_until = 2026-04-01\neffect ="),
            error("inconsistent", "rules[0].effective_until"),
        ),
        (
            "no rule at all in an exemption",
            own + rule + 'effect = { kind = "forbids_exemption", exemptions = [] }\n',
            error("missing", "rules[0].effect"),
        ),
        (
            "a length of nothing",
            own + rule + 'effect = { kind = "retention", keep_for = "0 days" }\n',
            error("out_of_range", "rules[0].effect"),
        ),
        ("a rule without a source", good.replace('"Intranet"', '" "'), error("missing", "rules[0].source")),
        ("a misspelt field", good.replace("regime =", "regimes ="), error("wrong_type")),
        ("no TOML", good.replace("[[rules]]", "[[rules"), error("syntax")),
    ):
        yield {"name": name, "given": {"text": text}, "expect": expect}


if __name__ == "__main__":
    check_dates()
    cases = list(rule_cases())
    sides = iter(cases)
    for (name, _, before), (_, _, on) in zip(sides, sides, strict=True):
        # What STOP ends is asked apart; that rule's topic scope is what the ledger does anyway.
        assert differs(before, on) or "revoke-topic" in name, name
    of_uses = [until for id_, (_, until) in DATES.items() if "-change" not in id_]
    assert len(cases) == 2 * sum(1 + bool(until) for until in of_uses)
    rules = [{"name": name, "given": given, "expect": shown(expect)} for name, given, expect in cases]
    script = "tests/make/consent_pack_vectors.py"

    def document(call, cases):
        return {"call": call, "source": script, "cases": list(cases)}

    corpus.main(
        {
            "consent/pack_rules.json": document("consent.may", rules),
            "consent/pack_together.json": document("consent.may", together_cases()),
            "consent/alumni.json": document("consent.may", alumni_cases()),
            "consent/packs.json": document("consent.pack", pack_cases()),
            "consent/revocation.json": document("consent.revocation", keyword_cases()),
            "consent/changes.json": document("consent.changes", change_cases()),
            "consent/at_exit.json": document("consent.at_exit", report_cases()),
            "consent/directory.json": document("consent.directory", directory_cases()),
            "consent/invitations.json": document("consent.invitations", takeover_cases()),
        }
    )
