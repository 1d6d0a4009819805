"""A register of uses read a second time, naively, from docs/guide/consent-withdrawal.md."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from consent_acts import NOES, begins, instant, written
from consent_oracle import World

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
        # A use that has no channel of its own has ended on those of the noes.
        channels = {channel} if channel else {event.get("channel") for event in noes}
        return ending, [pair(event) for event in noes], channels, permitted

    # The clocks

    def clock(self, subject, channels, began):
        clocks = []
        named = [*self.given.get("regimes", {}).get("everyone", [])]
        named += self.given.get("regimes", {}).get("subjects", {}).get(subject, [])
        for rule in self.laws:
            part = [of for of in named if of == rule["regime"] or of.startswith(rule["regime"] + "-")]
            other = rule.get("channels") and None not in channels and not channels & {*rule["channels"]}
            if (named and not part) or other:
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
        ending, noes, channels, permitted = ended
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
        at, clock, others = self.clock(subject, channels, began)
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
                refused = "denied" in (past["verdict"], now["verdict"])
                kind = {
                    (True, True): None,
                    (True, False): "in_retrospect",
                    (False, True): "known_later",
                    (False, False): "after_withdrawal"
                    if self.has_ended(past)
                    else "without_permission"
                    if refused
                    else "under_review",
                }[past["verdict"] == "allowed", now["verdict"] == "allowed"]
                if kind:
                    # Of two that are no permission the denial counts.
                    by_then = now["verdict"] == "review" and past["verdict"] == "denied"
                    rests = past if kind in ("known_later", "after_withdrawal") or by_then else now
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
