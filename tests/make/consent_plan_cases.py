"""Plans of asking again: who, where, by when, day by day."""

import random
from datetime import UTC, datetime, timedelta

import consent_law as law
import contact_vectors as contact
from consent_notice_oracle import GRADES, PURPOSES, Rules, differences, in_use, instant, material, packs_of

PLACES = ["email", "sms", "phone", "postal", "sns", "in_app"]
OWN = {
    "id": "own", "version": 1, "title": "Own", "offset": "+09:00",
    "rules": [
        {
            "id": id_, "article": f"Rule {id_}", "text": "Own.", "regime": regime, "effective_from": "2020-01-01",
            "source": "Intranet", "checked": "primary", "dates_checked": "primary",
            "effect": {"kind": "notice_change", "changes": changes, "then": then, **more},
        }
        for id_, regime, changes, then, more in [
            ("own-ask", "aa", ["recipient_added", "item_added", "purpose_changed"], "ask_again", {"bases": ["consent"]}),
            ("own-tell", "aa", ["retention_longer", "controller_changed"], "notify", {}),
            ("own-mild", "bb", ["recipient_added", "item_added", "purpose_changed", "retention_longer"], "notify", {}),
        ]
    ] + [
        {
            "id": "own-reask", "article": "Rule own-reask", "text": "Own.", "regime": "bb",
            "effective_from": "2020-01-01", "source": "Intranet", "checked": "primary", "dates_checked": "primary",
            "effect": {"kind": "reask_not_before", "after": "6 months"},
        }
    ],
}  # fmt: skip


class Gate(contact.World):
    """The rules of contact, and an asking purpose that an objection or a restriction ends."""

    def __init__(self, given, rules):
        super().__init__({**given, "rules": rules["rules"], "pauses": rules.get("pauses", [])})
        for sent in rules.get("contacts", []):
            self.log.append({**sent, "sent": instant(sent["settled_at"])})

    def permitted(self, request, at):
        question = request["question"]
        return not any(
            event["subject"] == question["subject"]
            and event["purpose"] == question["purpose"]
            and event["kind"] in ("objected", "restricted")
            for event in self.given["events"]
        )


class Plan:
    def __init__(self, given):
        self.given, self.request = given, given["request"]
        self.new = self.request["notice"]
        self.at = instant(self.request["at"])
        self.effective = instant(self.new["effective_from"]) if "effective_from" in self.new else None
        self.by = instant(self.request["deadline"]) if "deadline" in self.request else self.effective
        self.eve = self.at
        if self.effective and self.effective > self.at:
            self.eve = self.effective - timedelta(microseconds=1)
        self.purposes = {purpose["id"]: purpose for purpose in given["purposes"]}
        self.old = {
            of["version"]: of
            for of in given["notices"]
            if of["version"] < self.new["version"]
            and self.request.get("from", of["version"]) == of["version"]
        }
        self.gate = Gate(given, given["contacts"])
        self.rules = Rules(packs_of(given), self.effective or self.at)

    def of(self, subject, purpose):
        """The person's events about one purpose, by time."""
        found = [e for e in self.given["events"] if (e["subject"], e["purpose"]) == (subject, purpose)]
        return sorted(found, key=lambda event: instant(event["occurred_at"]))

    def standing(self, subject, purpose, at):
        """("yes", version, ended) or a word."""
        events = [event for event in self.of(subject, purpose) if instant(event["occurred_at"]) <= at]
        if any(event["kind"] == "restricted" for event in events):
            return ("restricted",)
        decisions = [event for event in events if event["kind"] in ("given", "withdrawn", "objected")]
        if not decisions:
            return ("nothing",)
        last = decisions[-1]
        if last["kind"] != "given":
            return ("no", last)
        version = last["notice"]["version"]
        until = instant(last["valid_until"]) if "valid_until" in last else None
        replaced = [
            instant(of["effective_from"])
            for of in self.given["notices"]
            if of["version"] > version and material(of, purpose) and purpose in of["purposes"]
        ]
        ends = sorted(
            [(until, "lapsed")] * bool(until) + [(when, "replaced") for when in replaced],
            key=lambda of: of[0],
        )
        if ends and ends[0][0] <= at:
            if ends[0][1] == "lapsed":
                return ("lapsed",)
            return ("yes", version, True) if version in self.old else ("nothing",)
        if version in self.old:
            return ("yes", version, False)
        return ("answered",) if version >= self.new["version"] else ("nothing",)

    def follows(self, subject, purpose, version):
        regimes = self.given.get("regimes", {})
        own = [*regimes.get("everyone", []), *regimes.get("subjects", {}).get(subject, [])]
        own = own or in_use(self.given)
        between = [of for of in self.given["notices"] if version < of["version"] < self.new["version"]]
        found = [
            self.rules.strictest(own, each, self.purposes[purpose])[0]
            for each in differences(self.old[version], self.new, between)
            if purpose in each[-1]
        ]
        return max(found, key=GRADES.index, default="none")

    def person(self, subject):
        ask, tell, stake, member, why = set(), set(), set(), False, {}
        for purpose, of in self.purposes.items():
            yeses = [
                e
                for e in self.of(subject, purpose)
                if e["kind"] == "given" and e["notice"]["version"] in self.old
            ]
            if not yeses:
                continue
            now = self.standing(subject, purpose, self.eve)
            member |= now[0] in ("yes", "answered")
            if purpose not in self.new["purposes"] or of["legal_basis"] != "consent":
                continue
            version = now[1] if now[0] == "yes" else max(self.old)
            grade = self.follows(subject, purpose, version)
            if material(self.new, purpose):
                grade = "ask_again"
            if now[0] == "yes" and grade == "ask_again":
                ask.add(purpose)
                stake.add(purpose)
            elif now[0] == "yes" and grade == "notify":
                tell.add(purpose)
            elif now[0] != "yes" and grade != "none":
                if now[0] == "lapsed" and self.standing(subject, purpose, self.at)[0] not in (
                    "yes",
                    "answered",
                ):
                    continue
                why[purpose] = {"no": "said-no", "lapsed": "lapses-before"}.get(now[0], now[0])
        latest = max(self.old)
        for purpose in self.new["purposes"]:
            of, is_new = self.purposes[purpose], purpose not in self.old[latest]["purposes"]
            consent = of["legal_basis"] == "consent"
            if (consent and not (is_new and member)) or ("from" in self.request and not member):
                continue
            grade = "ask_again" if consent else self.follows(subject, purpose, latest)
            if grade == "none":
                continue
            now = self.standing(subject, purpose, self.eve)
            again = now[0] == "no" and consent and self.may_reask(subject, now[1])
            if now[0] in ("no", "restricted") and not again:
                why[purpose] = {"no": "said-no"}.get(now[0], now[0])
            elif not (consent and now[0] in ("yes", "answered")):
                (ask if grade == "ask_again" else tell).add(purpose)
        return ask, tell - ask, stake, {p: c for p, c in why.items() if c != "nothing"}

    def may_reask(self, subject, no):
        regimes = self.given.get("regimes", {})
        own = [*regimes.get("everyone", []), *regimes.get("subjects", {}).get(subject, [])] or in_use(
            self.given
        )
        over = law.after(law.local_day(OWN, instant(no["occurred_at"])), "6 months")
        return (
            bool(self.request.get("ask_after_no"))
            and "bb" in own
            and OWN in packs_of(self.given)
            and over <= (self.at - timedelta(hours=12)).date()
        )

    def free(self, subject, moment):
        """The first quarter of an hour, and the channel."""
        while moment < self.by:
            for channel in self.request["channels"]:
                asked = {
                    "question": {"subject": subject, "purpose": self.request["asking"], "channel": channel},
                    "sender": self.request["sender"], "message": self.request["message"],
                }  # fmt: skip
                offset = self.request.get("utc_offsets", {}).get(subject)
                if offset:
                    asked["utc_offset"] = offset
                if self.gate.permitted(asked, moment) and not self.gate.stands(asked, moment):
                    return moment, channel
            moment += contact.QUARTER
        return None

    def expect(self):
        zone = contact.offset(self.given["contacts"]["rules"].get("utc_offset", "+0000"))
        people = {}
        for subject in sorted({event["subject"] for event in self.given["events"]}):
            ask, tell, stake, why = self.person(subject)
            if ask or tell or why:
                people[subject] = {"ask": ask, "tell": tell, "stake": stake, "why": why, "slot": None}
        concerned = {subject: of for subject, of in people.items() if of["ask"] or of["tell"]}
        order = []
        for subject, of in concerned.items():
            slot = self.free(subject, self.at)
            if slot:
                order.append((not of["stake"], slot[0], subject, slot))
        used = {}
        for *_, subject, slot in sorted(order, key=lambda each: each[:3]):
            while slot:
                day = slot[0].astimezone(zone).date()
                if used.get(day, 0) < self.request.get("per_day", 10**9):
                    used[day] = used.get(day, 0) + 1
                    concerned[subject]["slot"] = (day, *slot)
                    break
                morning = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(days=1)
                slot = self.free(subject, morning)
        return self.written(people, concerned)

    def written(self, people, concerned):
        rows, days, losses = [], {}, {}
        for subject, of in people.items():
            row = {"subject": subject, "consequence": "none"}
            if of["ask"] or of["tell"]:
                row["consequence"] = "ask_again" if of["ask"] else "notify"
            for name, key in (("ask", "ask"), ("tell", "tell"), ("at_stake", "stake")):
                if of[key]:
                    row[name] = sorted(of[key])
            if of["why"]:
                row["reasons"] = {p: [{"code": f"reconsent-{code}"}] for p, code in of["why"].items()}
            if of["slot"]:
                day, at, channel = of["slot"]
                row["planned"] = {"on": str(day), "at": contact.written(at), "channel": channel}
                counts = days.setdefault((str(day), PLACES.index(channel), channel), [0, 0])
                counts[not of["ask"]] += 1
            for purpose in [*sorted(of["stake"]), *([None] if of["stake"] else [])]:
                loss = losses.setdefault(purpose, [0, 0])
                loss[0] += 1
                loss[1] += of["slot"] is None
            rows.append(row)
        ask = sum(bool(of["ask"]) for of in concerned.values())
        everybody = {event["subject"] for event in self.given["events"]}
        return {
            "by": contact.written(self.by),
            "ask": ask,
            "tell": len(concerned) - ask,
            "nothing": len(everybody) - len(concerned),
            "people": rows,
            "days": [
                {"on": day, "channel": channel, "ask": a, "tell": t}
                for (day, _, channel), (a, t) in sorted(days.items())
            ],
            "loss": self.loss(losses.get(None, [0, 0])),
            "purposes": {purpose: self.loss(loss) for purpose, loss in losses.items() if purpose},
        }

    def loss(self, counts):
        stake, least = counts
        found = {"at_stake": stake, "least": least, "most": stake}
        if "rate" in self.request:
            rate = self.request["rate"]
            found["expected"] = {
                name: least + (stake - least) * (1 - rate[of])
                for name, of in (("low", "high"), ("estimate", "estimate"), ("high", "low"))
            }
        return found


def plan_world(rng):
    versions = [{
        "id": "alumni", "version": 1, "purposes": ["news", "jobs", "records"], "text": {"ja": "ご案内します。"},
        "recipients": [], "data_items": [{"id": "email"}], "controller": "Example K.K.",
        "retention": {"news": {"kind": "temporal", "length": "P2Y"}},
    }]  # fmt: skip
    changes = [
        {"recipients": [{"id": "agency", "role": "third_party", "purposes": ["jobs"]}]},
        {"data_items": [{"id": "email"}, {"id": "employer", "purposes": ["news"]}]},
        {"retention": {"news": {"kind": "temporal", "length": "P3Y"}}},
        {"controller": "Example Holdings"},
        {"purposes": ["news", "jobs", "records", "events"]},
        {"purpose_changes": {"jobs": "unrelated"}},
        {"text": {"ja": "改めてご案内します。"}},
        {"purposes": ["news", "records"], "recipients": []},
    ]
    for version in range(2, 2 + rng.randrange(1, 3)):
        new = {**versions[-1], "version": version}
        new.pop("purpose_changes", None)
        for change in rng.sample(changes, rng.randrange(1, 4)):
            new |= change
        for drop in ("material", "material_for", "effective_from"):
            new.pop(drop, None)
        for field in ("recipients", "purpose_changes"):
            if "jobs" not in new["purposes"]:
                new.pop(field, None)
        versions.append(new)
    last = versions[-1]
    begin = datetime(2026, 5, 1, tzinfo=UTC)
    at = begin + contact.QUARTER * rng.randrange(0, 96)
    effective = at + timedelta(days=rng.choice([-3, 1, 3, 6, 10]))
    effective = effective.replace(minute=0)
    last["effective_from"] = contact.written(effective)
    if rng.random() < 0.4:
        last["material"] = True
        if rng.random() < 0.5:
            last["material_for"] = [rng.choice(last["purposes"])]
    request = {
        "notice": last, "asking": "notices", "channels": rng.sample(["email", "phone", "postal"], rng.randrange(1, 3)),
        "sender": "office", "message": "notice", "at": contact.written(at),
    }  # fmt: skip
    if effective <= at or rng.random() < 0.3:
        request["deadline"] = contact.written(at + timedelta(days=rng.choice([2, 5])))
    if rng.random() < 0.2:
        request["from"] = rng.randrange(1, last["version"])
    if rng.random() < 0.4:
        request["per_day"] = rng.choice([1, 2, 3])
    if rng.random() < 0.5:
        request["rate"] = {"low": 0.25, "estimate": 0.5, "high": 0.75}
    if rng.random() < 0.5:
        request["ask_after_no"] = True
    if rng.random() < 0.3:
        request["utc_offsets"] = {"w-1": "-05:00"}
    return versions, request, at, effective


def plan_case(rng, number):
    versions, request, at, effective = plan_world(rng)
    # Whether the new version is on file already makes no difference but to what has ended.
    on_file = versions if rng.random() < 0.5 else versions[:-1]
    events = []

    def event(subject, purpose, kind, when, **more):
        when = contact.written(when)
        events.append({
            "source": "form", "id": f"e{len(events)}", "subject": subject, "purpose": purpose, "kind": kind,
            "occurred_at": when, "received_at": when, **more,
        })  # fmt: skip

    for person in range(rng.randrange(3, 9)):
        subject = f"w-{person}"
        for purpose in ("news", "jobs", "events"):
            explaining = [of["version"] for of in on_file if purpose in of["purposes"]]
            if not explaining or rng.random() < 0.3:
                continue
            given = at - timedelta(days=rng.randrange(300, 900))
            more = {"notice": {"id": "alumni", "version": rng.choice(explaining)}}
            if rng.random() < 0.2:
                more["valid_until"] = contact.written(
                    rng.choice([at + timedelta(hours=12), effective + timedelta(days=9)])
                )
            event(subject, purpose, "given", given, **more)
            if rng.random() < 0.2:
                again = {"notice": {"id": "alumni", "version": max(explaining)}}
                event(subject, purpose, "given", at - timedelta(days=280), **again)
            if rng.random() < 0.2:
                event(subject, purpose, "withdrawn", at - timedelta(days=rng.choice([20, 250])))
            elif rng.random() < 0.1:
                event(subject, purpose, "restricted", at - timedelta(days=20), actor="controller")
        for purpose in ("records", "notices"):
            if rng.random() < 0.12:
                event(subject, purpose, "objected", at - timedelta(days=30))
    event("w-nobody", "notices", "requested", at - timedelta(days=40))
    rules = contact.rules(rng)
    contacts = {"rules": rules}
    for place in range(rng.randrange(0, 4)):
        sent = at - contact.QUARTER * rng.randrange(1, 400)
        contacts.setdefault("contacts", []).append({
            "token": f"t{place}", "subject": f"w-{rng.randrange(0, 4)}", "purpose": "jobs",
            "channel": rng.choice(["email", "phone"]), "sender": "hr", "message": f"m{place}",
            "at": contact.written(sent), "expires_at": contact.written(sent), "state": "sent",
            "settled_at": contact.written(sent),
        })  # fmt: skip
    if rng.random() < 0.3:
        contacts["pauses"] = [{"subject": "w-1", "from": contact.written(at - timedelta(days=3))}]
    given = {
        "purposes": PURPOSES, "notices": on_file, "events": events, "packs": [OWN],
        "regimes": rng.choice([{}, {"everyone": ["aa"]}, {"everyone": ["bb"]}, {"everyone": ["bb"], "subjects": {"w-1": ["aa"], "w-2": ["aa"]}}]),
        "contacts": contacts, "request": request,
    }  # fmt: skip
    return {"name": f"plan {number}", "given": given, "expect": Plan(given).expect()}


def plan_cases():
    rng = random.Random(17)
    cases = [plan_case(rng, number) for number in range(90)]
    people = [person for case in cases for person in case["expect"]["people"]]
    reasons = {of["code"] for person in people for said in person.get("reasons", {}).values() for of in said}
    assert len(reasons) >= 4, reasons
    assert sum("planned" in person for person in people) >= 120
    assert sum(case["expect"]["loss"]["least"] > 0 for case in cases) >= 10
    assert sum(case["expect"]["tell"] > 0 for case in cases) >= 20
    yield from cases
    yield from plan_errors(cases[0]["given"])


def plan_errors(given):
    request = {**given["request"], "at": "2026-05-01T00:00:00Z", "deadline": "2026-05-02T00:00:00Z"}
    request.pop("from", None)

    def case(name, kind, path, **changes):
        changed = {key: value for key, value in {**request, **changes}.items() if value is not None}
        return {
            "name": name,
            "given": {**given, "request": changed},
            "expect": {"error": {"kind": kind, "path": path}},
        }

    notice = {
        key: value
        for key, value in request["notice"].items()
        if key not in ("effective_from", "material", "material_for")
    }
    notice["version"] = 9
    yield case("no deadline", "missing", "deadline", deadline=None, notice=notice)
    yield case("a deadline that is over", "inconsistent", "deadline", deadline="2026-05-01T00:00:00Z")
    yield case("an unknown purpose to ask under", "unknown_name", "asking", asking="notice")
    yield case("no channel", "missing", "channels", channels=[])
    yield case("no message a day", "out_of_range", "per_day", per_day=0)
    yield case("a rate above one", "out_of_range", "rate", rate={"low": 0.5, "estimate": 0.9, "high": 1.1})
    yield case("a rate out of order", "out_of_range", "rate", rate={"low": 0.5, "estimate": 0.4, "high": 0.6})
    yield case("a version that is not on file", "unknown_name", "from", **{"from": 7, "notice": notice})
    yield case("no earlier version", "missing", "notice.version", notice={**notice, "id": "other"})
    yield case("a sender without a name", "missing", "sender", sender="")
