"""Expected answers about withdrawals downstream: which systems they concern, when they are due, and what is wrong with uses.

What the ledger says is asked of `consent_oracle.World`. Everything else is stated from docs/guide/consent-withdrawal.md: an
end is a no after which nothing was permitted again, found by asking at every instant at which anything was said; a due
instant is found by counting days one at a time.
"""

import random
from datetime import UTC, datetime, timedelta, timezone

import corpus
from consent_acts import instant, written
from consent_cases import DIRECTORY, PURPOSES, stream
from dateutil.relativedelta import relativedelta
from propagation_oracle import ORDER, PACKS, SECOND, Register, due, key, rules_of, utc, zone


def case(name, given):
    """With the findings, which the ledger without laws gives reasons for."""
    register = Register(given)
    return {"name": name, "given": given, "expect": register.report() | {"findings": register.findings()}}


def clock_case(name, given):
    """Without the findings: the laws have their own say about uses, and vectors of their own."""
    return {"name": name, "given": given, "expect": Register(given).report()}


# Random streams

SYSTEMS = [
    {"id": "mail-tool", "title": {"en": "Mail service", "ja": "配信サービス"}, "channels": ["email"]},
    {"id": "crm", "title": {"en": "CRM", "ja": "顧客管理システム"}},
    {"id": "bbq", "title": {"en": "BBQ Ltd", "ja": "株式会社BBQ"}, "recipient": "group:bbq", "country": "JP"},
    {
        "id": "list",
        "title": "Nightly list",
        "channels": ["sms", "phone"],
        "standing_purposes": ["directory"],
    },
]
HOUSE = {"days": 25, "business_days": True}
RULES = {
    "id": "downstream",
    "version": 1,
    "utc_offset": "+09:00",
    "house_deadline": HOUSE,
    "systems": SYSTEMS,
}


def record(rng, number, moments, **fields):
    at = rng.choice(moments) + timedelta(days=rng.choice([0, 0, 1, 5, 10]))
    received = at + timedelta(days=rng.choice([0, 0, 0, 3, 40]))
    source = rng.choice(["crm", "office"])
    fields = {name: value for name, value in fields.items() if value is not None}
    return {
        "source": source,
        "id": f"r{number}",
        "subject": "w-1",
        "at": utc(at),
        "received_at": utc(received),
        **fields,
    }


def random_cases(count):
    rng = random.Random(19)
    moments = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=30 * n) for n in range(8)]
    made = 0
    while made < count:
        events = stream(rng)
        days = rng.choice([60, 63, 66, 75, 93, 94, 96, 123, 124, 126, 154, 184, 200, 210, 400])
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=days)
        lately = [at - timedelta(days=rng.randint(1, 50)) for _ in range(4)]
        purposes = ["directory", "directory", "directory", "research"]
        uses = [
            record(
                rng,
                number,
                moments,
                system=rng.choice(["mail-tool", "crm", "crm", "bbq"]),
                purpose=rng.choice([*purposes * 4, "gone"]),
                channel=rng.choice([None, None, "email", "sms"]),
                recipient=rng.choice([None, None, None, None, "group:bbq"]),
            )
            for number in range(rng.randint(1, 4))
        ]
        came = [
            record(
                rng,
                number,
                [*moments, *lately],
                system=rng.choice(["mail-tool", "crm", "crm", "crm", "list", "bbq"]),
                status=rng.choice(
                    ["sent", "sent", "sent", "received", "stopped", "stopped", "erased", "failed", "failed"]
                ),
                purpose=rng.choice([None, None, "directory"]),
                channel=rng.choice([None, None, None, "email"]),
                withdrawal=rng.choice([None, None, None, None, key(rng.choice(events))]),
            )
            for number in range(rng.choice([0, 2, 5, 8, 12]))
        ]
        uses += [{**use, "received_at": "2030-01-01T00:00:00Z"} for use in uses[:1]]
        given = {
            "purposes": PURPOSES[2:5:2],
            "notices": DIRECTORY,
            "events": events,
            "register": {"rules": RULES, "uses": uses, "acknowledgements": came},
            "at": utc(at),
        }
        if known_at := rng.choice([None, None, at, at - timedelta(days=20)]):
            given["known_at"] = utc(known_at)
        each = case(f"stream {made}", given)
        # Most streams concern no system, and most others were never sent there: enough of them.
        plain = all(item["send"] == "never_sent" for item in each["expect"]["items"])
        if not plain or rng.random() < 0.04:
            made += 1
            yield each


def spread(cases):
    found = {}
    for each in cases:
        for item in each["expect"]["items"]:
            for word in (item["status"], item["send"], item["kind"], bool(item["uses_since"])):
                found[word] = found.get(word, 0) + 1
        for finding in each["expect"]["findings"]:
            found[finding["kind"]] = found.get(finding["kind"], 0) + 1
    return found


# The laws, each on both sides of its dates


def said(kind, at, **fields):
    fields = {"source": "form", "id": kind, "subject": "w-1", "purpose": "news", "kind": kind, **fields}
    return {**fields, "occurred_at": at, "received_at": fields.get("received_at", at)}


def under(packs, regimes, channel, withdrawn, at, **more):
    """A yes long before, a use since, and a withdrawal."""
    given_at = written(withdrawn - timedelta(days=40))
    rules = {
        "id": "downstream",
        "version": 1,
        "house_deadline": {"days": 30},
        "systems": [{"id": "tool", "title": "Tool"}],
        **more.pop("rules", {}),
    }
    use = {
        "source": "crm",
        "id": "u-1",
        "system": "tool",
        "subject": "w-1",
        "purpose": "news",
        **({"channel": channel} if channel else {}),
        "at": written(withdrawn - timedelta(days=10)),
        "received_at": written(withdrawn - timedelta(days=10)),
    }
    return {
        "purposes": [{"id": "news", "title": "News", "legal_basis": "consent"}],
        "notices": [{"id": "n", "version": 1, "purposes": ["news"], "text": {"en": "We may write."}}],
        "events": [
            said(
                "given", given_at, notice={"id": "n", "version": 1}, method="form", employment_state="former"
            ),
            said("withdrawn", written(withdrawn), **more.pop("event", {})),
        ],
        "packs": packs,
        "regimes": {"everyone": regimes},
        "register": {"rules": rules, "uses": [use], "acknowledgements": more.pop("came", [])},
        "at": written(at),
        **more,
    }


def stopped(at, **fields):
    at = written(at)
    record = {"source": "tool", "id": "a-1", "system": "tool", "subject": "w-1", "status": "stopped"}
    return {**record, "at": at, "received_at": at, **fields}


def law_cases():
    every = [rule for pack in sorted(path.stem for path in PACKS.glob("*.toml")) for rule in rules_of(pack)]
    for rule in every:
        offset = zone(rule["offset"])
        channel = rule.get("channels", ["email"])[-1]
        where = ([rule["pack"]], [rule["regime"]], channel)
        # A Thursday evening before a long weekend of the place, after every rule has begun.
        withdrawn = datetime(2026, 7, 2, 23, 30, tzinfo=offset)
        effect = rule["effect"]
        _, at = due(withdrawn, effect["days"], effect.get("business_days", False), offset, [])
        at = at.astimezone(UTC)
        for name, when in (("is in time at its due instant", at), ("is overdue a second later", at + SECOND)):
            yield clock_case(f"{rule['id']}: {name}", under(*where, withdrawn, when))
        later = at + timedelta(days=60)
        for name, when in (("in time", at), ("late", at + SECOND)):
            came = [stopped(when)]
            given = under(*where, withdrawn, later, came=came)
            yield clock_case(f"{rule['id']}: acknowledged {name}", given)
        begins_on = datetime.combine(rule["effective_from"], datetime.min.time(), offset)
        for name, when in (
            ("the second before it applies", begins_on - SECOND),
            ("as it begins to apply", begins_on),
        ):
            given = under(*where, when, when + timedelta(days=1))
            yield clock_case(f"{rule['id']}: withdrawn {name}", given)
        if effect.get("business_days"):
            fourth = {"regime_holidays": {rule["regime"].split("-")[0]: ["2026-07-03", "2026-07-06"]}}
            given = under(*where, withdrawn, at + SECOND, rules=fourth)
            yield clock_case(f"{rule['id']}: two holidays of the country move it", given)
            other = {"regime_holidays": {"jp": ["2026-07-03"]}, "holidays": ["2026-07-06"]}
            given = under(*where, withdrawn, at + SECOND, rules=other)
            yield clock_case(f"{rule['id']}: holidays elsewhere do not", given)


def other_cases():
    withdrawn = datetime(2026, 7, 2, 9, tzinfo=UTC)
    soon = withdrawn + timedelta(hours=1)
    both = ["eu-gdpr-eprivacy", "us-canspam-tcpa-ccpa"]
    given = under(both, ["eu", "us"], "email", withdrawn, soon)
    yield clock_case("of two regimes the stricter decides", given)
    given = under(both, ["us"], "email", withdrawn, soon)
    yield clock_case("under one regime the other's clock does not run", given)
    given = under(both, ["us-ca"], "email", withdrawn, soon)
    yield clock_case("in a part of a country the country's rules apply too", given)
    given = under(both, ["us"], "postal", withdrawn, soon)
    yield clock_case("on a channel that no rule is about the house decides", given)
    for on, of in (
        ("sms", "text message"),
        ("email", "e-mail"),
        ("postal", "letter"),
        (None, "whatever way"),
    ):
        event = {"id": "w-0", "channel": on} if on else {"id": "w-0"}
        given = under(both, ["us"], None, withdrawn, soon, event=event)
        yield clock_case(f"a use without a channel: a no by {of}", given)
    given = under(both, ["us"], None, withdrawn, soon, event={"id": "w-0", "channel": "postal"})
    second = said("withdrawn", written(withdrawn + timedelta(minutes=9)), channel="sms")
    given["events"].append(second)
    yield clock_case("a use without a channel: a no by letter, then one by text message", given)
    given = under([], [], "email", withdrawn, soon)
    yield case("without packs the house decides", {**given, "regimes": {}})
    for name, days, when in (
        ("a house deadline of business days leaves the weekend out", {"days": 2, "business_days": True}, 4),
        ("a house deadline of days counts the weekend", {"days": 2}, 4),
        ("a house deadline of no days is at once", {"days": 0}, 0),
    ):
        rules = {"house_deadline": days, "utc_offset": "+09:00", "holidays": ["2026-07-06"]}
        at = withdrawn + timedelta(days=when)
        yield case(name, {**under([], [], "email", withdrawn, at, rules=rules), "regimes": {}})

    def plain(**more):
        return {**under([], [], "email", withdrawn, withdrawn + timedelta(days=9), **more), "regimes": {}}

    yield case(
        "an acknowledgement before the withdrawal does not count", plain(came=[stopped(withdrawn - SECOND)])
    )
    yield case("an acknowledgement at the withdrawal counts", plain(came=[stopped(withdrawn)]))
    given = plain(came=[stopped(withdrawn + timedelta(days=1))])
    again = {**given["register"]["uses"][0], "id": "u-2", "at": written(withdrawn + timedelta(days=2))}
    given["register"]["uses"].append({**again, "received_at": again["at"]})
    yield case("a use after the withdrawal opens it again", given)
    given = {
        **given,
        "register": {**given["register"], "acknowledgements": [stopped(withdrawn + timedelta(days=3))]},
    }
    yield case("an acknowledgement after that use closes it", given)
    given = plain(event={"received_at": written(withdrawn + timedelta(days=5))})
    late = written(withdrawn + timedelta(days=4))
    yield case("a withdrawal that is not known yet is none", {**given, "known_at": late})
    yield case("known late, its clock has run since it was said", given)
    between = {**given["register"]["uses"][0], "at": written(withdrawn + timedelta(days=1))}
    between["received_at"] = between["at"]
    given = {**given, "register": {**given["register"], "uses": [between]}}
    yield case("a use between what was said and when it was known is found in retrospect", given)
    given = plain()
    given["events"] = [{**given["events"][0], "received_at": written(withdrawn)}]
    yield case("a use before the yes was known is found, though the yes stands", given)
    sms = plain(event={"channel": "sms"})
    yield case("a withdrawal on another channel does not reach the system", sms)
    given = plain(event={"recipient": "group:bbq"})
    yield case("a withdrawal for one recipient does not reach the controller's own tool", given)
    again = [
        said(
            "notice_shown", written(withdrawn + timedelta(days=1)), id="s2", notice={"id": "n", "version": 1}
        ),
        said("given", written(withdrawn + timedelta(days=2)), id="g2", notice={"id": "n", "version": 1}),
    ]
    given = plain()
    yield case(
        "permission that is given again needs no acknowledgement",
        {**given, "events": given["events"] + again},
    )
    ended = said("withdrawn", written(withdrawn + timedelta(days=4)), id="w2")
    given = {**given, "events": [*given["events"], *again, ended]}
    yield case("a second withdrawal runs from itself", given)
    one = [stopped(withdrawn + timedelta(days=5), withdrawal={"source": "form", "id": "withdrawn"})]
    given["register"] = {**given["register"], "acknowledgements": one}
    yield case("an acknowledgement of the first withdrawal says nothing about the second", given)
    erased = [stopped(withdrawn + timedelta(days=1), status="erased")]
    given = {**given, "register": {**given["register"], "acknowledgements": erased}}
    yield case("where the data was erased there is nothing to stop", given)
    given = plain(came=[stopped(withdrawn + SECOND, status="sent")])
    yield case("sent and not answered, it is to be sent again", given)
    failed = [
        stopped(withdrawn + SECOND, status="sent"),
        stopped(withdrawn + SECOND, status="failed", id="a-2"),
    ]
    yield case("failed, it is to be sent again", plain(came=failed))
    given = plain()
    given["events"] = given["events"][1:]
    given["events"][0] = {**given["events"][0], "kind": "refused"}
    yield case("a use that nobody was asked about is found, and the refusal reaches the system", given)


# Receipts: written by hand, days by dateutil


def receipt_cases():
    withdrawn = datetime(2026, 7, 2, 9, tzinfo=timezone(timedelta(hours=9)))
    at = withdrawn + timedelta(days=2)
    given = under(["jp-appi", "jp-specified-email"], ["jp"], "email", withdrawn, at)
    given["purposes"] = [
        {
            "id": "news",
            "title": {"en": "News", "ja": "お知らせ"},
            "legal_basis": "consent",
            "class": "information",
        },
        {"id": "pension", "title": "Pension", "legal_basis": "contract", "class": "administration"},
        {"id": "jobs", "title": "Jobs", "legal_basis": "consent"},
    ]
    given["events"][1]["received_at"] = written(withdrawn + SECOND)
    given |= {"subject": "w-1", "id": "r-1"}
    given["register"]["acknowledgements"] = [
        stopped(withdrawn + timedelta(hours=1), status="sent"),
        stopped(withdrawn + timedelta(hours=2), id="a-2"),
    ]
    expect = {
        "id": "r-1",
        "subject": "w-1",
        "complete": True,
        "withdrawn": [
            {
                "purpose": "news",
                "status": "ConsentWithdrawn",
                "withdrawal": {"source": "form", "id": "withdrawn"},
                "kind": "withdrawn",
                "occurred_at": written(withdrawn),
                "received_at": utc(withdrawn + SECOND),
                "reason": {"code": "consent-withdrawn"},
                "systems": [
                    {
                        "system": "tool",
                        "channel": "email",
                        "sent_at": utc(withdrawn + timedelta(hours=1)),
                        "acknowledged_at": utc(withdrawn + timedelta(hours=2)),
                        "last_status": "stopped",
                        "status": "acknowledged_late",
                        "due_at": utc(withdrawn),
                        "by": {"code": "propagation-by-law-at-once"},
                    }
                ],
            }
        ],
        # Directive 2002/58/EC Art. 13(1) asks for consent to advertising by e-mail and SMS, and to nothing else.
        "stays": [
            {
                "purpose": "pension",
                "channels": channels,
                "legal_basis": "contract",
                "reason": {"code": "propagation-stays-basis"},
                **activities,
            }
            for channels, activities in [
                (["email", "sms"], {"activities": ["information", "procedure"]}),
                (["phone", "postal", "sns", "in_app"], {}),
            ]
        ],
    }
    yield {"name": "acknowledged, another ground goes on", "given": given, "expect": expect}

    plain = under([], [], "email", withdrawn, at, event={"channel": "email"})
    plain |= {"regimes": {}, "subject": "w-1", "id": "r-2"}
    expect = {
        "complete": False,
        "withdrawn": [
            {
                "purpose": "news",
                "channels": ["email"],
                "systems": [
                    {
                        "status": "open",
                        "due_at": "2026-08-02T00:00:00Z",
                        "by": {"code": "propagation-by-house-days"},
                    }
                ],
            }
        ],
        "stays": [
            {
                "purpose": "news",
                "channels": ["sms", "phone", "postal", "sns", "in_app"],
                "reason": {"code": "propagation-stays-consent"},
            }
        ],
        "kept": [{"purpose": "news", "reason": {"code": "propagation-kept-withdrawal"}}],
    }
    yield {"name": "on one channel alone, the others stay", "given": plain, "expect": expect}

    nobody = {**plain, "subject": "w-2", "id": "r-3"}
    expect = {"withdrawn": [], "stays": [], "kept": [], "complete": True}
    yield {"name": "somebody who took nothing back", "given": nobody, "expect": expect}

    given = under(["jp-appi"], ["jp"], "email", withdrawn, at, event={"recipient": "w-9"})
    given |= {"subject": "w-1", "id": "r-4"}
    use = {**given["register"]["uses"][0], "recipient": "w-9"}
    given["register"] = {**given["register"], "uses": [use]}
    yes = {**given["events"][0], "id": "g-9", "recipient": "w-9"}
    other = {**given["events"][0], "subject": "w-9", "id": "g-8"}
    shown = {**said("notice_shown", written(withdrawn - timedelta(days=41))), "notice": yes["notice"]}
    given["events"] = [shown, *given["events"], yes, other]
    until = instant(use["at"]).astimezone(withdrawn.tzinfo).date() + relativedelta(years=3)
    expect = {
        "withdrawn": [{"recipients": ["redacted"], "systems": [{"recipient": "redacted"}]}],
        "kept": [
            {
                "rule": "jp-appi-provision-record",
                "keep_until": until.isoformat(),
                "reason": {"code": "propagation-kept-provision-until"},
            },
            {"reason": {"code": "propagation-kept-withdrawal"}},
        ],
        "stays": [{"purpose": "news", "reason": {"code": "propagation-stays-consent"}}],
    }
    yield {
        "name": "another person is named to nobody, and the record of provision is kept",
        "given": given,
        "expect": expect,
    }

    group = {"systems": [{"id": "tool", "title": "Tool", "recipient": "group"}]}
    given = under(["jp-appi"], ["jp"], "email", withdrawn, at, rules=group) | {"subject": "w-1", "id": "r-5"}
    given_kept = [
        {"rule": "jp-appi-provision-record", "keep_until": until.isoformat()},
        {"reason": {"code": "propagation-kept-withdrawal"}},
    ]
    expect = {"withdrawn": [{"systems": [{"system": "tool", "recipient": "group"}]}], "kept": given_kept}
    name = "a use at a system of another organisation was a provision"
    yield {"name": name, "given": given, "expect": expect}

    # From the first day on which the rule asks for the record no longer, it is not told to be kept.
    over = until + timedelta(days=1)
    for day, kept in [(until - timedelta(days=1), True), (until, False), (over, False)]:
        late = datetime.combine(day, datetime.min.time(), withdrawn.tzinfo).replace(hour=9)
        expect = {"kept": given_kept if kept else given_kept[1:]}
        yield {
            "name": f"kept until {until}, as of {day}",
            "given": {**given, "at": written(late)},
            "expect": expect,
        }


def error_cases():
    given = under([], [], "email", datetime(2026, 7, 2, tzinfo=UTC), datetime(2026, 7, 3, tzinfo=UTC))
    use, rules = given["register"]["uses"][0], given["register"]["rules"]

    def wrong(name, kind, path, **register):
        error = {"kind": kind, "path": path} if path else {"kind": kind}
        register = {**given["register"], **register}
        return {"name": name, "given": {**given, "register": register}, "expect": {"error": error}}

    yield wrong("an unknown system", "unknown_name", "uses[0].system", uses=[{**use, "system": "toll"}])
    changed = [use, {**use, "purpose": "jobs"}]
    yield wrong("a record changed under its id", "inconsistent", "uses[1]", uses=changed)
    came = [stopped(datetime(2026, 7, 2, tzinfo=UTC), id="")]
    yield wrong("a record without an id", "missing", "acknowledgements[0].id", acknowledgements=came)
    yield wrong("a time without an offset", "wrong_type", None, uses=[{**use, "at": "2026-07-01T00:00:00"}])
    twice = {**rules, "systems": rules["systems"] * 2}
    yield wrong("a system named twice", "duplicate", "rules.systems[1]", rules=twice)
    none = [{"id": "tool", "title": "Tool", "channels": []}]
    yield wrong(
        "a system that serves no channel",
        "missing",
        "rules.systems[0].channels",
        rules={**rules, "systems": none},
    )
    standing = [{"id": "tool", "title": "Tool", "standing_purposes": ["newz"]}]
    path = "rules.systems[0].standing_purposes.purpose"
    yield wrong(
        "a standing purpose that is unknown", "unknown_name", path, rules={**rules, "systems": standing}
    )


def files():
    streams = [*random_cases(130)]
    found = spread(streams)
    assert all(
        found.get(word, 0) >= 5 for word in [*ORDER, "never_sent", "used_since", "failed", "unanswered", True]
    ), found
    kinds = ["after_withdrawal", "without_permission", "in_retrospect", "known_later", "unknown_purpose"]
    assert all(found.get(word, 0) >= 3 for word in kinds), found
    source = "docs/guide/consent-withdrawal.md, worked out by tests/make/propagation_vectors.py"
    packs = f"{source}; the lengths are those of alumni-core/packs"
    call = "consent.propagation"
    return {
        "consent/propagation.json": {"call": call, "source": source, "cases": [*other_cases(), *streams]},
        "consent/propagation_laws.json": {"call": call, "source": packs, "cases": [*law_cases()]},
        "consent/propagation_errors.json": {"call": call, "source": source, "cases": [*error_cases()]},
        "consent/withdrawal_receipt.json": {
            "call": "consent.withdrawal_receipt",
            "source": source,
            "cases": [*receipt_cases()],
        },
    }


if __name__ == "__main__":
    corpus.main(files())
