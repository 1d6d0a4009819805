"""Legal packs: for every rule one question on each side of each of its dates, and what is special about alumni.

The script fails where a pack has another date than consent_law.py, and where a pack has a rule that is not there.
"""

import copy
from datetime import datetime, timedelta

import corpus
from consent_alumni_cases import alumni_cases, directory_cases, report_cases, takeover_cases
from consent_law import DATES, FILES, LOADED, RULES, SECOND, World, begin, check_dates, written


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
    events, terms = [yes], {}
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
    elif kind == "objection_ends" and effect.get("any_no"):
        purpose["legal_basis"] = "legitimate_interest"
        events = [{"kind": "withdrawn", "at": act, "purpose": "other"}]
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
    elif kind == "recipient_information":
        terms = {"recipients": []}
    packs, regimes = [name], [rule["regime"]]
    return World(purpose=purpose, events=events, question=question, packs=packs, regimes=regimes, terms=terms)


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
    for text in (
        "OPTOUT",
        "opt-out",
        "Opt  out!",
        "ＳＴＯＰ",
        "ｏｐｔ　ｏｕｔ。",
        "UNSUBSCRIBE\n",
        "s.t.o.p",
    ):
        expect = {"scope": "all", "rule": "us-tcpa-revoke-all"}
        yield {
            "name": f"{text.strip()} as it may be typed",
            "given": {**given, "text": text},
            "expect": expect,
        }
    for text in ("", "...", "stop it", "nonstop", "the end"):
        yield {"name": f"`{text}` is none of the words", "given": {**given, "text": text}, "expect": None}
    for regimes, kind, path in (
        (["xx"], "unknown_name", "regimes[0]"),
        (["us", "atlantis"], "unknown_name", "regimes[1]"),
        (["US"], "syntax", "regimes[0]"),
    ):
        error = {"error": {"kind": kind, "path": path}}
        wrong = {**given, "text": "STOP", "regimes": regimes}
        yield {"name": f"a regime that no pack knows: {', '.join(regimes)}", "given": wrong, "expect": error}
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
            error("unknown_name"),
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
        (
            "any no ends that an address is passed on, and nobody says on which channel",
            own + rule + 'disclosure = "any"\neffect = { kind = "objection_ends", any_no = true }\n',
            error("missing", "rules[0].channels"),
        ),
        (
            "any no ends that an address is passed on, and the rule is not about that",
            own + rule + 'channels = ["email"]\neffect = { kind = "objection_ends", any_no = true }\n',
            error("missing", "rules[0].disclosure"),
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
