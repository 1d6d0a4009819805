"""Expected answers about withdrawals downstream: which systems they concern, when they are due, and what is wrong with uses.

What the ledger says is asked of `consent_oracle.World`. Everything else is stated from docs/guide/consent-withdrawal.md: an
end is a no after which nothing was permitted again, found by asking at every instant at which anything was said; a due
instant is found by counting days one at a time.
"""

import random
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import corpus
from consent_oracle import DIRECTORY, NOES, PURPOSES, World, begins, instant, stream, written
from dateutil.relativedelta import relativedelta

PACKS = Path(__file__).resolve().parents[2] / "alumni-core" / "packs"
ENDING = ["restricted", *NOES]
DONE = ("stopped", "erased")
SECOND = timedelta(seconds=1)
ORDER = ["overdue", "due_soon", "open", "acknowledged_late", "acknowledged"]
CHANNELS = ["email", "sms", "phone", "postal", "sns", "in_app"]


def utc(moment):
    return written(moment.astimezone(UTC))


def zone(text):
    return datetime.strptime(text, "%z").tzinfo


def key(record):
    return {"source": record["source"], "id": record["id"]}


def pair(record):
    return (record["source"], record["id"])


# The law


def rules_of(pack):
    """The rules of a pack that give a withdrawal a length."""
    document = tomllib.loads((PACKS / f"{pack}.toml").read_text(encoding="utf-8"))
    for rule in document["rules"]:
        if rule["effect"]["kind"] == "withdrawal_within":
            yield {"pack": pack, "offset": document["offset"], **rule}


def due(began, days, business, offset, holidays):
    """The last day and the last instant in time, a day at a time."""
    day = began.astimezone(offset).date()
    if days == 0:
        return day, began
    while days:
        day += timedelta(days=1)
        if not business or (day.weekday() < 5 and day.isoformat() not in holidays):
            days -= 1
    return day, datetime.combine(day + timedelta(days=1), datetime.min.time(), offset)


class Register:
    """The register and the ledger beside it; the question is asked of both."""

    def __init__(self, given):
        self.given, self.world = given, World(given)
        self.rules = given["register"]["rules"]
        self.at = instant(given["at"])
        self.known_at = given.get("known_at")
        self.systems = {system["id"]: system for system in self.rules["systems"]}
        self.uses = self.once("uses")
        self.came = self.once("acknowledgements")
        self.laws = [rule for pack in given.get("packs", []) for rule in rules_of(pack)]

    def once(self, what):
        """Each record once, with its earliest reception, if it was known and has happened."""
        found = {}
        for record in self.given["register"].get(what, []):
            before = found.get(pair(record), record)
            found[pair(record)] = min(before, record, key=lambda of: instant(of["received_at"]))
        cut = self.known_at and instant(self.known_at)
        return [
            record
            for _, record in sorted(found.items())
            if instant(record["at"]) <= self.at and (cut is None or instant(record["received_at"]) <= cut)
        ]

    # What the ledger says

    def answer(self, scope, at, known_at):
        subject, purpose, channel, recipient = scope
        question = {"subject": subject, "purpose": purpose, "channel": channel, "recipient": recipient}
        return self.world.stands({**question, "known_at": known_at}, at)

    def has_ended(self, answer):
        state = answer["state"]
        return answer["verdict"] == "denied" and (state["decision"] in NOES or state["restricted"])

    def ended(self, scope):
        """The noes after which nothing was permitted again, and whether anything was before them."""
        subject, purpose, channel, recipient = scope
        question = {"subject": subject, "purpose": purpose, "channel": channel, "recipient": recipient}
        known = self.world.known({**question, "known_at": self.known_at})
        moments = sorted({begins(event) for event in known if begins(event) <= self.at})
        asked = {at: self.answer(scope, at, self.known_at) for at in [*moments, self.at]}
        noes = []
        for event in known:
            if (
                event["kind"] not in ENDING
                or begins(event) > self.at
                or not self.world.covers(event, question)
            ):
                continue
            since = [at for at in asked if begins(event) <= at]
            if all(self.has_ended(asked[at]) for at in since):
                noes.append(event)
        if not noes:
            return None
        # A run may begin before its first no, where a yes was voided.
        run = self.at
        for at in reversed(moments):
            if not self.has_ended(asked[at]):
                break
            run = at
        earlier = [at for at in moments if at < run]
        before = [asked[at] for at in earlier]
        before.append(self.answer(scope, moments[0] - timedelta(microseconds=1), self.known_at))
        permitted = any(answer["verdict"] != "denied" for answer in before)
        first = min(begins(event) for event in noes)
        at_first = [event for event in noes if begins(event) == first]
        strictest = max(ENDING.index(event["kind"]) for event in at_first)
        ending = min((event for event in at_first if ENDING.index(event["kind"]) == strictest), key=pair)
        return ending, [pair(event) for event in noes], permitted

    # The clocks

    def clock(self, subject, channel, began):
        clocks = []
        named = [*self.given.get("regimes", {}).get("everyone", [])]
        named += self.given.get("regimes", {}).get("subjects", {}).get(subject, [])
        for rule in self.laws:
            part = [of for of in named if of == rule["regime"] or of.startswith(rule["regime"] + "-")]
            if (named and not part) or (rule.get("channels") and channel and channel not in rule["channels"]):
                continue
            offset = zone(rule["offset"])
            begin = lambda day: datetime.combine(day, datetime.min.time(), offset)  # noqa: E731
            until = rule.get("effective_until")
            if began < begin(rule["effective_from"]) or (until and began >= begin(until)):
                continue
            holidays = {*self.rules.get("holidays", [])}
            for regime, days in self.rules.get("regime_holidays", {}).items():
                if rule["regime"] == regime or rule["regime"].startswith(regime + "-"):
                    holidays |= {*days}
            effect = rule["effect"]
            on, at = due(began, effect["days"], effect.get("business_days", False), offset, holidays)
            clocks.append((at, rule["id"], on, rule))
        if not clocks:
            house = self.rules["house_deadline"]
            offset = zone(self.rules.get("utc_offset", "+0000"))
            on, at = due(
                began,
                house["days"],
                house.get("business_days", False),
                offset,
                self.rules.get("holidays", []),
            )
            return at, {"rule": None, "due_on": on.isoformat(), "due_at": utc(at), "days": house["days"]}, []
        clocks.sort(key=lambda clock: clock[:2])
        at, id_, on, rule = clocks[0]
        clock = {
            "rule": id_,
            "pack": rule["pack"],
            "regime": rule["regime"],
            "article": rule["article"],
            "due_on": on.isoformat(),
            "due_at": utc(at),
            "days": rule["effect"]["days"],
        }
        return at, clock, [id_ for _, id_, _, _ in clocks[1:]]

    # The items

    def edges(self):
        """Every scope in which a system has somebody's data, with the uses that brought it there."""
        found = {}
        for use in self.uses:
            system = self.systems[use["system"]]
            channels = [use["channel"]] if "channel" in use else system.get("channels", [None])
            for channel in channels:
                recipient = use.get("recipient", system.get("recipient"))
                scope = (use["subject"], use["purpose"], channel, recipient)
                found.setdefault((system["id"], scope), []).append(use)
        subjects = {event["subject"] for event in self.given["events"]}
        for system in self.systems.values():
            for purpose in system.get("standing_purposes", []):
                for subject in subjects:
                    for channel in system.get("channels", [None]):
                        scope = (subject, purpose, channel, system.get("recipient"))
                        found.setdefault((system["id"], scope), [])
        return found

    def item(self, system, scope, uses):
        subject, purpose, channel, recipient = scope
        if purpose not in self.world.purposes or (ended := self.ended(scope)) is None:
            return None
        ending, noes, permitted = ended
        began = begins(ending)
        came = [
            of
            for of in self.came
            if (of["system"], of["subject"]) == (system, subject)
            and of.get("purpose", purpose) == purpose
            and ("channel" not in of or of["channel"] == channel)
        ]
        before = [use for use in uses if instant(use["at"]) < began]
        since = [use for use in uses if instant(use["at"]) >= began]
        erased = any(
            of["status"] == "erased"
            and instant(of["at"]) < began
            and all(instant(use["at"]) <= instant(of["at"]) for use in before)
            for of in came
        )
        standing = purpose in self.systems[system].get("standing_purposes", []) and permitted
        if not standing and not since and (not before or erased):
            return None
        about = [
            of
            for of in came
            if instant(of["at"]) >= began and ("withdrawal" not in of or pair(of["withdrawal"]) in noes)
        ]
        last_use = max((instant(use["at"]) for use in since), default=began)
        done = [of for of in about if of["status"] in DONE and instant(of["at"]) >= last_use]
        at, clock, others = self.clock(subject, channel, began)
        item = {
            "subject": subject,
            "purpose": purpose,
            "system": system,
            "withdrawal": key(ending),
            "kind": ending["kind"],
            "began_at": utc(began),
            "deadline": clock,
            "uses": len(before),
            "times_sent": sum(of["status"] == "sent" for of in about),
        }
        item |= {"channel": channel, "recipient": recipient, "acknowledged_at": None, "send": None}
        item["other_deadlines"] = [{"rule": rule} for rule in others]
        item["uses_since"] = [{"source": source, "id": id_} for source, id_ in sorted(map(pair, since))]
        if done:
            reached = min(instant(of["at"]) for of in done)
            item["acknowledged_at"] = utc(reached)
            item["status"] = "acknowledged" if reached <= at else "acknowledged_late"
        else:
            soon = timedelta(days=self.rules.get("due_soon_days", 3))
            item["status"] = "overdue" if self.at > at else "due_soon" if at - self.at <= soon else "open"
            item["send"] = self.send(about, since)
        order = (ORDER.index(item["status"]), at, subject, purpose, system)
        channel = -1 if channel is None else CHANNELS.index(channel)
        return (*order, channel, recipient or ""), item

    def send(self, about, since):
        """Why it is to be sent now."""
        sent = [instant(of["at"]) for of in about if of["status"] == "sent"]
        if not sent:
            return "never_sent"
        if any(instant(use["at"]) > max(sent) for use in since):
            return "used_since"
        if any(instant(of["at"]) >= max(sent) for of in about if of["status"] == "failed"):
            return "failed"
        heard = max(instant(of["at"]) for of in about if of["status"] not in DONE)
        waits = timedelta(hours=self.rules.get("resend_after_hours", 24))
        return "unanswered" if self.at - heard >= waits else None

    # The findings

    def findings(self):
        found = []
        for use in self.uses:
            system = self.systems[use["system"]]
            channels = [use["channel"]] if "channel" in use else system.get("channels", [None])
            at = instant(use["at"])
            if use["purpose"] not in self.world.purposes:
                found.append((at, pair(use), -1, {"kind": "unknown_purpose", "use": key(use)}))
                continue
            then = at if self.known_at is None else min(at, instant(self.known_at))
            for channel in channels:
                scope = (
                    use["subject"],
                    use["purpose"],
                    channel,
                    use.get("recipient", system.get("recipient")),
                )
                past, now = self.answer(scope, at, utc(then)), self.answer(scope, at, self.known_at)
                denied = (past["verdict"] == "denied", now["verdict"] == "denied")
                kind = {
                    (False, False): None,
                    (False, True): "in_retrospect",
                    (True, False): "known_later",
                    (True, True): "after_withdrawal" if self.has_ended(past) else "without_permission",
                }[denied]
                if kind:
                    rests = past if kind in ("known_later", "after_withdrawal") else now
                    finding = {"kind": kind, "use": key(use), "system": system["id"], "at": utc(at)}
                    finding |= {"channel": channel, "evidence": rests["evidence"]}
                    place = -1 if channel is None else CHANNELS.index(channel)
                    found.append((at, pair(use), place, finding))
        return [finding for *_, finding in sorted(found, key=lambda of: of[:3])]

    def report(self):
        items = [
            item for (system, scope), uses in self.edges().items() if (item := self.item(system, scope, uses))
        ]
        items = [item for _, item in sorted(items, key=lambda item: item[0])]
        waiting = [item for item in items if not item["status"].startswith("acknowledged")]
        of = lambda items: len({(item["subject"], *item["withdrawal"].values()) for item in items})  # noqa: E731
        counts = {
            id_: {
                status: sum((item["system"], item["status"]) == (id_, status) for item in items)
                for status in ORDER
            }
            for id_ in self.systems
        }
        report = {
            "withdrawals": of(items),
            "unpropagated": of(waiting),
            "systems": counts,
            "items": items,
        }
        report["oldest"] = min((item["began_at"] for item in waiting), default=None)
        return report


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
        "channel": channel,
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
        "stays": [
            {"purpose": "pension", "legal_basis": "contract", "reason": {"code": "propagation-stays-basis"}}
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
    expect = {
        "withdrawn": [{"systems": [{"system": "tool", "recipient": "group"}]}],
        "kept": [
            {"rule": "jp-appi-provision-record", "keep_until": until.isoformat()},
            {"reason": {"code": "propagation-kept-withdrawal"}},
        ],
    }
    name = "a use at a system of another organisation was a provision"
    yield {"name": name, "given": given, "expect": expect}


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
