"""Expected answers for `consent.*`: a second, naive reading of docs/consent-lifecycle.md.

It states what holds ("the last no before this yes") rather than folding events one by one, and finds `valid_until` by
asking again at every instant at which anything happens.
"""

import hashlib
import json
import random
from datetime import UTC, datetime, timedelta, timezone

import corpus

NOES = ["refused", "objected", "revoked", "withdrawn", "invalidated"]
STANDING = [
    "notice_shown",
    "requested",
    "deferred",
    "given",
    "renewed",
    *NOES,
    "unrestricted",
    "restricted",
]
ORDER = ["used", "happened", *STANDING]
TIGHTENING = (*NOES, "restricted", "used", "happened")
YESES = ("given", "renewed")
ASKING = ("notice_shown", "requested", "deferred")
USUAL = {
    "notice_shown": "controller",
    "requested": "controller",
    "revoked": "controller",
    "unrestricted": "controller",
    "used": "controller",
    "happened": "controller",
    "invalidated": "authority",
}


# Instants and lengths


def instant(text):
    return datetime.fromisoformat(text)


def written(moment):
    """RFC 3339 with no fraction or one of three or six digits, and Z for the offset zero."""
    text = moment.isoformat(timespec="seconds" if not moment.microsecond else "auto")
    if moment.microsecond and moment.microsecond % 1000 == 0:
        text = moment.isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def later(moment, period):
    """A length such as P2Y6M or P30D laid on the calendar of the moment's own offset."""
    number, months, days = "", 0, 0
    for letter in period[1:]:
        if letter.isdigit():
            number += letter
            continue
        months += int(number) * {"Y": 12, "M": 1}.get(letter, 0)
        days += int(number) * {"W": 7, "D": 1}.get(letter, 0)
        number = ""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    for day in range(moment.day, 0, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day) + timedelta(days=days)
        except ValueError:
            continue
    raise AssertionError(moment)


# Events


def actor(event):
    return event.get("actor", USUAL.get(event["kind"], "subject"))


def act(event):
    """What the event amounts to."""
    kind, by = event["kind"], actor(event)
    if kind in YESES and event.get("method") in ("pre_ticked", "silence", "dismissed", "group_membership"):
        return "deferred"
    if kind in ("withdrawn", "revoked") or (kind == "invalidated" and by != "authority"):
        return "withdrawn" if by == "subject" else "revoked"
    if kind == "unrestricted" and (by == "engine" or event.get("imported")):
        return None
    return kind


def occurred(event):
    return instant(event["occurred_at"])


def received(event):
    return instant(event["received_at"])


def begins(event):
    clock_runs_ahead = act(event) in TIGHTENING and received(event) < occurred(event)
    return received(event) if clock_runs_ahead else occurred(event)


def arrival(event):
    """The order in which what ends a yes counts."""
    return (begins(event), occurred(event), event["source"], event["id"])


class World:
    """The documents and everything that was delivered; questions are asked of it."""

    def __init__(self, given):
        self.purposes = {purpose["id"]: purpose for purpose in given["purposes"]}
        self.notices = {(notice["id"], notice["version"]): notice for notice in given["notices"]}
        self.clocks = given.get("clocks", {})
        self.events = {}
        for event in given["events"]:
            key = (event["source"], event["id"])
            if key not in self.events or received(event) < received(self.events[key]):
                self.events[key] = event

    # Clocks

    def trusts(self, event):
        return not event.get("time_untrusted") and event["source"] not in self.clocks.get("untrusted", [])

    def surely_before(self, earlier, later):
        """Whether what takes permission away is certain to be the earlier of the two."""
        if not self.trusts(later):
            return False
        latest = occurred(earlier)
        if not self.trusts(earlier):
            latest = max(latest, received(earlier))
        if earlier["source"] != later["source"]:
            for event in (earlier, later):
                every = self.clocks.get("tolerance_seconds", 0)
                latest += timedelta(seconds=self.clocks.get("sources", {}).get(event["source"], every))
        return latest < occurred(later)

    # A yes and its notice

    def mismatch(self, event):
        reference = event["notice"]
        notice = self.notices.get((reference["id"], reference["version"]))
        if notice is None:
            return "consent-notice-unknown"
        if reference.get("hash", notice_hash(notice)).lower() != notice_hash(notice):
            return "consent-notice-changed"
        if event["purpose"] not in notice["purposes"]:
            return "consent-notice-other-purpose"
        return None

    def time_end(self, yes):
        ends = [instant(yes["valid_until"])] if "valid_until" in yes else []
        for period in (yes.get("valid_for"), self.purposes[yes["purpose"]].get("valid_for")):
            if period:
                ends.append(later(occurred(yes), period))
        return min(ends, default=None)

    def replaced(self, yes):
        """When a materially different later version takes effect, and which."""
        reference = yes.get("notice")
        if not reference:
            return None
        return min(
            (
                (instant(notice["effective_from"]), version)
                for (id_, version), notice in self.notices.items()
                if id_ == reference["id"] and version > reference["version"]
                if notice.get("material")
                and yes["purpose"] in notice["purposes"]
                and yes["purpose"] in notice.get("material_for", [yes["purpose"]])
            ),
            default=None,
        )

    def happened(self, yes, question):
        """The first happening at or after the yes that it was given until, under whatever purpose."""
        found = [
            event
            for event in self.events.values()
            if event["subject"] == yes["subject"] and act(event) == "happened"
            if event["happening"] == yes.get("valid_until_event") and not self.surely_before(event, yes)
            if self.is_known(event, question)
        ]
        return min(found, key=arrival, default=None)

    def last_use(self, yes, question):
        """The use after which a yes that is good for a number of uses has been used that often."""

        def counts(use):
            channels = {use.get("channel"), yes.get("channel")}
            return (
                act(use) == "used"
                and not self.surely_before(use, yes)
                and (None in channels or len(channels) == 1)
                and use.get("recipient") == yes.get("recipient")
            )

        uses = sorted(filter(counts, self.known(question)), key=arrival)
        n = yes.get("valid_uses")
        return uses[n - 1] if n and len(uses) >= n else None

    def ends(self, yes, question):
        """Everything that ends the yes: the instant, the rank among equal instants, the reason, the event."""
        replaced, happened = self.replaced(yes), self.happened(yes, question)
        used = self.last_use(yes, question)
        ends = [
            (self.time_end(yes), 0, "consent-expired", None),
            (replaced and replaced[0], 1, "consent-notice-superseded", None),
            (happened and begins(happened), 2, "consent-event-happened", happened),
            (used and begins(used), 3, "consent-used-up", used),
        ]
        return [end for end in ends if end[0]]

    def ended(self, yes, at, question):
        """The reason for which the yes has ended at `at`, and the event it ended with; or None."""
        ends = [end for end in self.ends(yes, question) if end[0] <= at]
        return min(ends, key=lambda end: end[:2])[2:] if ends else None

    def place(self, event):
        end = self.time_end(event) if event["kind"] in YESES else None
        nearness = -end.timestamp() if end else float("-inf")
        return (occurred(event), ORDER.index(act(event)), nearness, event["source"], event["id"])

    # What a question sees

    @staticmethod
    def is_known(event, question):
        known_at = question.get("known_at")
        return known_at is None or received(event) <= instant(known_at)

    def known(self, question):
        return [
            event
            for event in self.events.values()
            if (event["subject"], event["purpose"]) == (question["subject"], question["purpose"])
            if act(event) and self.is_known(event, question)
        ]

    @staticmethod
    def covers(event, question):
        theirs, ours = event.get("channel"), question.get("channel")
        to, for_ = event.get("recipient"), question.get("recipient")
        what = act(event)
        if what in ("used", "happened"):
            return False
        if what in YESES:
            return theirs in (None, ours) and to == for_
        if what == "unrestricted":
            return theirs in (None, ours) and to in (None, for_)
        if what in ASKING:
            return (theirs is None or ours is None or theirs == ours) and (
                to is None or for_ is None or to == for_
            )
        return (theirs is None or ours is None or theirs == ours) and to in (None, for_)

    # The answer

    def stands(self, question, at):
        """The answer at `at`, without `valid_until`."""
        purpose = self.purposes[question["purpose"]]
        known = self.known(question)
        covered = [event for event in known if self.covers(event, question)]
        seen = sorted((event for event in covered if begins(event) <= at), key=self.place)
        history = History(self, question, seen, [event for event in covered if act(event) == "invalidated"])

        decision, reasons, evidence = history.decision(at)
        asked = [event for event in seen if act(event) in ASKING]
        if decision == "undecided":
            elsewhere = [
                event
                for event in known
                if act(event) in YESES and occurred(event) <= at and not self.covers(event, question)
            ]
            if elsewhere:
                last = max(elsewhere, key=self.place)
                reasons, evidence = ["consent-given-elsewhere"], [last]
            elif asked:
                last = asked[-1]
                unclear = last["kind"] in YESES
                name = "not-affirmative" if unclear else act(last).replace("_", "-")
                reasons, evidence = [f"consent-{name}"], [last]
            else:
                reasons, evidence = ["consent-never-asked"], []

        verdict, basis = "denied", purpose["legal_basis"]
        if basis == "consent":
            verdict = "allowed" if decision in YESES else "denied"
        elif decision == "objected":
            if basis not in ("legitimate_interest", "public_task"):
                verdict, reasons = "review", ["consent-objection-to-review", *reasons]
        elif decision in NOES:
            reasons = ["consent-basis-switched", *reasons]
        else:
            verdict, reasons, evidence = "allowed", ["consent-basis-applies"], []

        liftings = [event for event in seen if act(event) == "unrestricted"]
        restrictions = [
            event
            for event in seen
            if act(event) == "restricted"
            if not any(self.surely_before(event, lifting) for lifting in liftings)
        ]
        restricted = bool(restrictions)
        if restricted:
            denies = verdict == "denied"
            reasons = ["consent-restricted", *(reasons if denies else [])]
            evidence = [restrictions[-1], *(evidence if denies else [])]
            verdict = "denied"
        channel = question.get("channel")
        if channel and channel not in purpose.get("channels", [channel]):
            verdict, reasons, evidence = "denied", ["consent-channel-not-allowed"], []
        return {
            "verdict": verdict,
            "reasons": [{"code": code} for code in reasons],
            "evidence": [{"source": event["source"], "id": event["id"]} for event in evidence],
            "obligations": obligations(channel) if verdict != "denied" else [],
            "state": {"decision": decision, "request": history.request(), "restricted": restricted},
        }

    def answer(self, question):
        at = instant(question["at"])
        now = self.stands(question, at)
        moments = set()
        for event in self.known(question):
            moments.add(begins(event))
            if event["kind"] in YESES:
                moments.update(end[0] for end in self.ends(event, question))
        flips = (moment for moment in sorted(moments) if moment > at and self.stands(question, moment) != now)
        flip = next(flips, None)
        return {**now, "valid_until": flip and written(flip.astimezone(UTC))}


class History:
    """The events a question sees, in order, and what can be said of each."""

    def __init__(self, world, question, seen, invalidations):
        self.world = world
        self.question = question
        self.seen = seen
        self.invalidations = sorted(invalidations, key=world.place)

    def invalidation(self, yes):
        return next((event for event in self.invalidations if occurred(event) >= occurred(yes)), None)

    def is_no(self, i):
        event = self.seen[i]
        if act(event) in YESES:
            return self.defect(i) is None and self.invalidation(event) is not None
        return act(event) in NOES

    def is_effective(self, i):
        event = self.seen[i]
        return act(event) in YESES and self.defect(i) is None and self.invalidation(event) is None

    def last(self, holds, before):
        return next((i for i in range(before - 1, -1, -1) if holds(i)), None)

    def showing(self, i):
        """The last showing of this yes's notice since the last no before it."""
        no = self.last(self.is_no, i)
        reference = self.seen[i]["notice"]
        for event in reversed(self.seen[0 if no is None else no + 1 : i]):
            shown = event.get("notice")
            if act(event) != "notice_shown" or not shown or event.get("imported"):
                continue
            same = (shown["id"], shown["version"]) == (reference["id"], reference["version"])
            certain = self.world.trusts(event) and self.is_after_noes(event)
            if same and not self.world.mismatch(event) and certain:
                return event
        return None

    def is_after_noes(self, event):
        noes = [no for no in self.seen if act(no) in NOES and self.world.place(no) < self.world.place(event)]
        return all(self.world.surely_before(no, event) for no in noes)

    def defect(self, i):
        yes = self.seen[i]
        if actor(yes) != "subject":
            return "consent-not-by-subject"
        if not yes.get("notice"):
            return "consent-without-notice"
        if mismatch := self.world.mismatch(yes):
            return mismatch
        if {"severance", "nda"} & set(yes.get("bundled_with", [])):
            return "consent-bundled"
        if yes.get("imported") and not yes.get("evidence_ref"):
            return "consent-import-unproven"
        no, effective = self.last(self.is_no, i), self.last(self.is_effective, i)
        no_stands = no is not None and (effective is None or effective < no)
        if no_stands and yes.get("imported"):
            return "consent-import-after-no"
        if not self.is_after_noes(yes):
            return "consent-time-uncertain"
        if no_stands and not self.showing(i):
            return "consent-no-new-notice"
        return None

    def decision(self, at):
        """The decision, the codes of its reasons, and its evidence."""
        n = len(self.seen)
        yes = self.last(self.is_effective, n)
        noes = [i for i in range(n) if self.is_no(i) and (yes is None or i > yes)]
        defects = [i for i in range(n) if act(self.seen[i]) in YESES and self.defect(i)]
        if not noes and yes is None:
            if not defects:
                return "undecided", [], []
            return "unknown", [self.defect(defects[-1])], [self.seen[defects[-1]]]
        if noes:
            decision, reasons, evidence = self.strictest(noes, yes)
        else:
            decision, reasons, evidence = self.yes(yes, at)
        since = [i for i in defects if i > max([*noes, -1 if yes is None else yes])]
        if since:
            reasons = [*reasons, self.defect(since[-1])]
            evidence = [*evidence, self.seen[since[-1]]]
        return decision, reasons, evidence

    def strictest(self, noes, yes):
        found = []
        for i in noes:
            event = self.seen[i]
            name, code, evidence = act(event), f"consent-{act(event)}", [event]
            if name in YESES:
                name, code, evidence = "invalidated", "consent-invalidated", [self.invalidation(event), event]
            standing = (
                yes is not None
                and i == noes[0]
                and not self.world.ended(self.seen[yes], occurred(event), self.question)
            )
            if name == "refused" and standing:
                name, code = "withdrawn", "consent-refused-after-given"
            found.append((name, [code], evidence))
        return max(found, key=lambda no: NOES.index(no[0]))

    def yes(self, i, at):
        yes = self.seen[i]
        no, before = self.last(self.is_no, i), self.last(self.is_effective, i)
        repeats = before is not None and (no is None or before > no)
        if ended := self.world.ended(yes, at, self.question):
            reason, by = ended
            return "expired", [reason], [yes, *([by] if by else [])]
        decision = "renewed" if yes["kind"] == "renewed" and repeats else "given"
        reasons = [f"consent-{decision}"]
        if yes["kind"] == "renewed" and not repeats:
            reasons.append("consent-renewed-without-given")
        if yes.get("employment_state") in ("active", "notice_period"):
            reasons.append("consent-given-while-employed")
        if yes.get("endless") and not self.world.time_end(yes):
            reasons.append("consent-endless")
        showing = self.showing(i)
        return decision, reasons, [yes, *([showing] if showing else [])]

    def request(self):
        def counts(i):
            what = act(self.seen[i])
            return what in (*ASKING, "refused") or (what in YESES and not self.defect(i))

        i = self.last(counts, len(self.seen))
        if i is None:
            return "not_asked"
        what = act(self.seen[i])
        return what if what in ASKING else "answered"


def obligations(channel):
    addressed = {
        "email": ["unsubscribe_link", "sender_identity"],
        "sms": ["unsubscribe_link", "sender_identity"],
        "sns": ["unsubscribe_link", "sender_identity"],
        "phone": ["sender_identity"],
        "postal": ["sender_identity"],
    }
    return [*addressed.get(channel, []), "record_to_keep"]


# Hashes


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def notice_hash(notice):
    shown = {key: notice[key] for key in ("id", "version", "text")}
    for key in ("controller", "contact"):
        if key in notice:
            shown[key] = notice[key]
    if notice.get("retention"):
        shown["retention"] = notice["retention"]
    for key, name in (("recipients", "id"), ("data_items", "id"), ("transfers", "country")):
        if key in notice:
            entries = [
                {of: sorted(set(value)) if of == "purposes" else value for of, value in entry.items()}
                for entry in notice[key]
            ]
            entries = [{of: value for of, value in entry.items() if value != []} for entry in entries]
            shown[key] = sorted(entries, key=lambda entry: entry.get(name, ""))
    return sha256(canonical({**shown, "purposes": sorted(set(notice["purposes"]))}))


def state_hash(given):
    lines = ["alumni consent events 1"]
    for _, event in sorted(World(given).events.items()):
        full = {**event, "actor": actor(event), "occurred_at": written(occurred(event))}
        for field in ("received_at", "valid_until"):
            if field in full:
                full[field] = written(instant(full[field]).astimezone(UTC))
        for field in ("imported", "endless", "time_untrusted"):
            if not full.get(field):
                full.pop(field, None)
        lines.append(canonical(full))
    return sha256("".join(line + "\n" for line in lines))


# Cases written by hand

NOTICES = [
    {
        "id": "alumni",
        "version": 1,
        "purposes": ["newsletter", "job_contact", "directory"],
        "text": {"en": "We may write to you.", "ja": "ご連絡を差し上げます。"},
    },
    {
        "id": "alumni",
        "version": 2,
        "purposes": ["newsletter", "directory"],
        "text": {"en": "We may write to you, with partners."},
        "effective_from": "2024-09-01T00:00:00Z",
        "material": True,
    },
    {
        "id": "events",
        "version": 7,
        "purposes": ["newsletter", "scoring"],
        "text": {"ja": "行事のご案内"},
    },
]
PURPOSES = [
    {"id": "newsletter", "title": "Newsletter", "legal_basis": "consent", "valid_for": "P2Y"},
    {"id": "job_contact", "title": "Jobs", "legal_basis": "consent", "channels": ["email", "phone"]},
    {"id": "directory", "title": "Directory", "legal_basis": "consent"},
    {"id": "scoring", "title": "Scoring", "legal_basis": "consent", "channels": []},
    {"id": "research", "title": "Research", "legal_basis": "legitimate_interest"},
    {"id": "survey", "title": "Survey", "legal_basis": "public_task"},
    {"id": "pension", "title": "Pension", "legal_basis": "legal_obligation"},
]
V1 = {"id": "alumni", "version": 1}
V2 = {"id": "alumni", "version": 2}


def day(text):
    return text if "T" in text else text + "T09:00:00+09:00"


def ev(id_, kind, on, received=None, **fields):
    """An event; yeses and showings rest on version 1 unless they say otherwise."""
    if kind in (*YESES, "notice_shown"):
        fields.setdefault("notice", V1)
    fields = {key: value for key, value in fields.items() if value is not None}
    return {
        "source": fields.pop("source", "form"),
        "id": id_,
        "subject": "w-1",
        "purpose": fields.pop("purpose", "job_contact"),
        "kind": kind,
        "occurred_at": day(on),
        "received_at": day(received or on),
        **fields,
    }


def ask(at, known_at=None, purpose="job_contact", channel="email", recipient=None):
    question = {
        "subject": "w-1",
        "purpose": purpose,
        "channel": channel,
        "recipient": recipient,
        "at": day(at),
    }
    question["known_at"] = known_at and day(known_at)
    return {key: value for key, value in question.items() if value is not None}


def case(name, events, question, verdict, *codes):
    """The verdict and codes are written by hand and hold against the oracle, which adds the rest."""
    given = {"purposes": PURPOSES, "notices": NOTICES, "events": events, "question": question}
    expect = World(given).answer(question)
    assert expect["verdict"] == verdict, (name, expect)
    assert [reason["code"] for reason in expect["reasons"]] == [f"consent-{code}" for code in codes], (
        name,
        expect,
    )
    return {"name": name, "given": given, "expect": expect}


YES = ev("e1", "given", "2024-04-01")
NO = ev("e2", "withdrawn", "2024-06-01")
SHOWN = ev("e3", "notice_shown", "2024-07-01")
AGAIN = ev("e4", "given", "2024-07-02")
LATER = "2024-08-01"


def imported(id_, on, **fields):
    return ev(id_, "given", on, imported=True, **fields)


def written_cases():
    yield case("nothing is recorded", [], ask(LATER), "denied", "never-asked")
    yield case("a yes permits", [YES], ask(LATER), "allowed", "given")
    yield case("before the yes nothing is permitted", [YES], ask("2024-03-01"), "denied", "never-asked")
    yield case("a yes permits from its own instant on", [YES], ask("2024-04-01"), "allowed", "given")
    yield case("a withdrawal ends it", [YES, NO], ask(LATER), "denied", "withdrawn")
    yield case(
        "a withdrawal counts from its own instant", [YES, NO], ask("2024-06-01"), "denied", "withdrawn"
    )
    yield case("before the withdrawal it is permitted", [YES, NO], ask("2024-05-31"), "allowed", "given")
    yield case("order of delivery does not matter", [NO, YES], ask(LATER), "denied", "withdrawn")
    yield case("a second delivery changes nothing", [YES, NO, NO, YES], ask(LATER), "denied", "withdrawn")
    at_once = [ev("a", "withdrawn", "2024-04-01"), ev("b", "given", "2024-04-01")]
    yield case("at one instant the no stands", at_once, ask(LATER), "denied", "withdrawn")
    ends = [ev("a", "given", "2024-04-01"), ev("b", "given", "2024-04-01", valid_for="P1M")]
    yield case("of two yeses at one instant the shorter counts", ends, ask(LATER), "denied", "expired")

    asked = [YES, ev("e2", "requested", "2024-06-01"), ev("e3", "deferred", "2024-06-02")]
    yield case("1: asking again and being put off takes nothing away", asked, ask(LATER), "allowed", "given")
    refused = [YES, ev("e2", "refused", "2024-06-01")]
    yield case(
        "2: a refusal after a yes is a withdrawal", refused, ask(LATER), "denied", "refused-after-given"
    )
    lapsed = [ev("e1", "given", "2024-04-01", valid_for="P1M"), ev("e2", "refused", "2024-06-01")]
    yield case(
        "2: a refusal after a yes that has ended is a refusal", lapsed, ask(LATER), "denied", "refused"
    )
    yield case(
        "3: a yes after a no needs a notice shown",
        [YES, NO, AGAIN],
        ask(LATER),
        "denied",
        "withdrawn",
        "no-new-notice",
    )
    yield case(
        "3: a yes after a no and a notice shown permits",
        [YES, NO, SHOWN, AGAIN],
        ask(LATER),
        "allowed",
        "given",
    )
    early = [YES, ev("e0", "notice_shown", "2024-05-01"), NO, AGAIN]
    yield case(
        "3: a notice shown before the no does not help",
        early,
        ask(LATER),
        "denied",
        "withdrawn",
        "no-new-notice",
    )
    other = [YES, NO, ev("e3", "notice_shown", "2024-07-01", notice={"id": "events", "version": 7}), AGAIN]
    yield case("3: another notice does not help", other, ask(LATER), "denied", "withdrawn", "no-new-notice")
    replay = [YES, NO, SHOWN, ev("crm-9", "given", "2024-04-01", "2024-07-20", source="crm")]
    yield case("3: a replay of the older yes is the older yes", replay, ask(LATER), "denied", "withdrawn")
    list_ = [YES, NO, SHOWN, imported("l1", "2024-07-10", evidence_ref="scan 4")]
    yield case("3: an import never lifts a no", list_, ask(LATER), "denied", "withdrawn", "import-after-no")
    short = [ev("e1", "given", "2024-04-01", valid_for="P3M")]
    yield case("4: a yes has ended at its end", short, ask("2024-07-01"), "denied", "expired")
    yield case("4: a yes stands to its end", short, ask("2024-07-01T08:59:59+09:00"), "allowed", "given")
    after = [*short, ev("e2", "withdrawn", "2024-06-01")]
    yield case("4: an end does not overwrite a withdrawal", after, ask(LATER), "denied", "withdrawn")
    void = [YES, ev("e2", "invalidated", "2024-07-15", source="dpo")]
    yield case("5: an invalidation reaches back", void, ask("2024-05-01"), "denied", "invalidated")
    yield case(
        "5: as known before, it was permitted", void, ask("2024-05-01", "2024-05-01"), "allowed", "given"
    )
    yield case(
        "5: before the yes there is nothing to reach", void, ask("2024-03-01"), "denied", "never-asked"
    )
    anew = [*void, ev("e5", "notice_shown", "2024-07-16"), ev("e6", "given", "2024-07-17")]
    yield case("5: a yes after the invalidation permits", anew, ask(LATER), "allowed", "given")
    twice = [YES, ev("e7", "given", "2024-05-01"), ev("e2", "invalidated", "2024-07-15", source="dpo")]
    yield case(
        "5: of several yeses found invalid the first is named", twice, ask(LATER), "denied", "invalidated"
    )
    yield case(
        "6: a list without proof is unknown",
        [imported("l1", "2024-04-01")],
        ask(LATER),
        "denied",
        "import-unproven",
    )
    proven = [imported("l1", "2024-04-01", evidence_ref="scan 4")]
    yield case("6: an import with proof permits", proven, ask(LATER), "allowed", "given")
    renewed = [ev("e1", "renewed", "2024-04-01")]
    yield case(
        "7: renewed without a yes counts as given",
        renewed,
        ask(LATER),
        "allowed",
        "given",
        "renewed-without-given",
    )
    yield case(
        "7: renewed after a yes", [YES, ev("e2", "renewed", "2024-05-01")], ask(LATER), "allowed", "renewed"
    )
    clerk = [YES, ev("e2", "withdrawn", "2024-06-01", actor="controller")]
    yield case("8: a withdrawal by somebody else is a revocation", clerk, ask(LATER), "denied", "revoked")
    own = [YES, ev("e2", "revoked", "2024-06-01", actor="subject")]
    yield case("8: a revocation by the subject is a withdrawal", own, ask(LATER), "denied", "withdrawn")
    doubt = [YES, ev("e2", "invalidated", "2024-06-01", actor="controller")]
    yield case("8: only an authority reaches back", doubt, ask("2024-05-01"), "allowed", "given")
    by_hr = [ev("e1", "given", "2024-04-01", actor="controller")]
    yield case("8: a yes by somebody else is none", by_hr, ask(LATER), "denied", "not-by-subject")

    yield case(
        "a yes without notice",
        [ev("e1", "given", "2024-04-01", notice=None)],
        ask(LATER),
        "denied",
        "without-notice",
    )
    gone = [ev("e1", "given", "2024-04-01", notice={"id": "alumni", "version": 9})]
    yield case("a yes under a notice that is not on file", gone, ask(LATER), "denied", "notice-unknown")
    changed = [ev("e1", "given", "2024-04-01", notice={**V1, "hash": "00" * 32})]
    yield case("a yes under another text", changed, ask(LATER), "denied", "notice-changed")
    same = [ev("e1", "given", "2024-04-01", notice={**V1, "hash": notice_hash(NOTICES[0])})]
    yield case("a yes under the text on file", same, ask(LATER), "allowed", "given")
    narrow = [ev("e1", "given", "2024-04-01", notice={"id": "events", "version": 7})]
    yield case(
        "a yes under a notice about other purposes", narrow, ask(LATER), "denied", "notice-other-purpose"
    )
    ticked = [ev("e1", "given", "2024-04-01", method="pre_ticked")]
    yield case("a box ticked beforehand decides nothing", ticked, ask(LATER), "denied", "not-affirmative")
    worked = [ev("e1", "given", "2024-04-01", employment_state="notice_period")]
    yield case("given while employed", worked, ask(LATER), "allowed", "given", "given-while-employed")
    better = [YES, ev("e2", "given", "2024-06-01", notice=None)]
    yield case(
        "a defective yes does not harm the one that stands",
        better,
        ask(LATER),
        "allowed",
        "given",
        "without-notice",
    )
    yield case("asked", [ev("e1", "requested", "2024-04-01")], ask(LATER), "denied", "requested")
    yield case("shown", [SHOWN], ask(LATER), "denied", "notice-shown")
    put_off = [ev("e1", "requested", "2024-04-01"), ev("e2", "deferred", "2024-04-02")]
    yield case("put off", put_off, ask(LATER), "denied", "deferred")

    letter = [ev("e1", "given", "2024-04-01", purpose="directory", channel="postal")]
    where = {"purpose": "directory"}
    yield case("a yes for one channel", letter, ask(LATER, **where, channel="postal"), "allowed", "given")
    yield case("is none for another", letter, ask(LATER, **where), "denied", "given-elsewhere")
    yield case(
        "nor for the purpose as a whole",
        letter,
        ask(LATER, **where, channel=None),
        "denied",
        "given-elsewhere",
    )
    whole = [ev("e1", "given", "2024-04-01", **where)]
    yield case(
        "a yes for all channels is one for the whole",
        whole,
        ask(LATER, **where, channel=None),
        "allowed",
        "given",
    )
    one_no = [*whole, ev("e2", "withdrawn", "2024-06-01", **where, channel="sms")]
    yield case("a no on one channel leaves the others", one_no, ask(LATER, **where), "allowed", "given")
    yield case("but not the whole", one_no, ask(LATER, **where, channel=None), "denied", "withdrawn")
    to = {**where, "recipient": "group:bbq"}
    yield case("a yes to own use permits no disclosure", whole, ask(LATER, **to), "denied", "given-elsewhere")
    share = [ev("e1", "given", "2024-04-01", **to)]
    yield case("a yes to disclosure permits it", share, ask(LATER, **to), "allowed", "given")
    yield case("and no own use", share, ask(LATER, **where), "denied", "given-elsewhere")
    stop = [*share, ev("e2", "withdrawn", "2024-06-01", **where)]
    yield case("a withdrawal of all ends disclosure", stop, ask(LATER, **to), "denied", "withdrawn")
    yield case(
        "a channel the purpose does not have",
        [YES],
        ask(LATER, channel="sms"),
        "denied",
        "channel-not-allowed",
    )
    score = [ev("e1", "given", "2024-04-01", purpose="scoring", notice={"id": "events", "version": 7})]
    yield case(
        "a purpose without channels", score, ask(LATER, purpose="scoring", channel=None), "allowed", "given"
    )

    news = {"purpose": "newsletter"}
    jst = [ev("e1", "given", "2022-11-15T00:00:00+09:00", **news)]
    yield case(
        "24 months end at midnight of the place", jst, ask("2024-08-31T14:59:59Z", **news), "allowed", "given"
    )
    yield case(
        "a material new version ends a yes under the old one",
        jst,
        ask("2024-09-01T00:00:00Z", **news),
        "denied",
        "notice-superseded",
    )
    two = [ev("e1", "given", "2022-11-15T00:00:00+09:00", **news, notice={"id": "events", "version": 7})]
    yield case("one second before the end", two, ask("2024-11-14T14:59:59Z", **news), "allowed", "given")
    yield case("at the end", two, ask("2024-11-14T15:00:00Z", **news), "denied", "expired")
    leap = [ev("e1", "given", "2024-02-29", **news, notice=V2, valid_for="P1Y")]
    yield case(
        "a year from 29 February ends on 28 February",
        leap,
        ask("2025-02-28T00:00:00Z", **news),
        "denied",
        "expired",
    )
    old = [ev("e1", "given", "2024-10-01", **news)]
    yield case(
        "a yes under a version already replaced",
        old,
        ask("2024-11-01", **news),
        "denied",
        "notice-superseded",
    )
    dropped = ask("2024-10-01")
    yield case("a new version about other purposes replaces nothing", [YES], dropped, "allowed", "given")

    late = [YES, ev("e2", "withdrawn", "2024-06-01", "2024-07-15")]
    yield case(
        "a withdrawal that arrives late counts from its act", late, ask("2024-06-10"), "denied", "withdrawn"
    )
    yield case("as known before its arrival", late, ask("2024-06-10", "2024-06-10"), "allowed", "given")
    fast = [YES, ev("e2", "withdrawn", "2024-06-01T00:10:00Z", "2024-06-01T00:00:00Z")]
    yield case(
        "a no from a fast clock counts from its arrival",
        fast,
        ask("2024-06-01T00:05:00Z"),
        "denied",
        "withdrawn",
    )
    eager = [ev("e1", "given", "2024-06-01T00:10:00Z", "2024-06-01T00:00:00Z")]
    yield case(
        "a yes from a fast clock does not", eager, ask("2024-06-01T00:05:00Z"), "denied", "never-asked"
    )

    hold = [YES, ev("e2", "restricted", "2024-06-01")]
    yield case("a restriction denies", hold, ask(LATER), "denied", "restricted")
    lifted = [*hold, ev("e3", "unrestricted", "2024-06-10")]
    yield case("a lifted restriction does not", lifted, ask(LATER), "allowed", "given")
    robot = [*hold, ev("e3", "unrestricted", "2024-06-10", actor="engine")]
    yield case("a program lifts nothing", robot, ask(LATER), "denied", "restricted")
    both = [*hold, NO | {"id": "e5"}]
    yield case("a restriction and a no", both, ask(LATER), "denied", "restricted", "withdrawn")

    for purpose, basis in [
        ("research", "legitimate interest"),
        ("survey", "public task"),
        ("pension", "legal obligation"),
    ]:
        on = {"purpose": purpose}
        yield case(f"{basis}: nothing is recorded", [], ask(LATER, **on), "allowed", "basis-applies")
        objected = [ev("e1", "objected", "2024-04-01", **on)]
        if purpose == "pension":
            yield case(
                f"{basis}: objected", objected, ask(LATER, **on), "review", "objection-to-review", "objected"
            )
        else:
            yield case(f"{basis}: objected", objected, ask(LATER, **on), "denied", "objected")
        no = [ev("e1", "withdrawn", "2024-04-01", **on)]
        yield case(f"{basis}: a no to consent", no, ask(LATER, **on), "denied", "basis-switched", "withdrawn")
        hold = [ev("e1", "restricted", "2024-04-01", **on)]
        yield case(f"{basis}: restricted", hold, ask(LATER, **on), "denied", "restricted")
    objected = [YES, ev("e2", "objected", "2024-06-01")]
    yield case("consent: objected", objected, ask(LATER), "denied", "objected")
    order = [
        YES,
        ev("e2", "revoked", "2024-06-01"),
        ev("e3", "withdrawn", "2024-06-05"),
        ev("e4", "refused", "2024-06-07"),
    ]
    yield case("of several noes the strictest is named", order, ask(LATER), "denied", "withdrawn")


def error_cases():
    def wrong(name, kind, path, question=None, events=(), purposes=PURPOSES, notices=NOTICES):
        given = {
            "purposes": purposes,
            "notices": notices,
            "events": [*events],
            "question": question or ask(LATER),
        }
        return {"name": name, "given": given, "expect": {"error": {"kind": kind, "path": path}}}

    yield wrong(
        "an unknown purpose in a question", "unknown_name", "purpose", ask(LATER, purpose="job_contract")
    )
    yield wrong(
        "an unknown purpose in an event",
        "unknown_name",
        "events[1].purpose",
        events=[YES, NO | {"purpose": "jobs"}],
    )
    yield wrong("an event that changed", "inconsistent", "events[1]", events=[YES, YES | {"subject": "w-2"}])
    yield wrong(
        "a purpose twice", "duplicate", "purposes[1].id", purposes=[PURPOSES[0], PURPOSES[0]], notices=[]
    )
    changed = {**NOTICES[0], "text": {"en": "We will write to you."}}
    yield wrong("a notice that changed", "inconsistent", "notices[3]", notices=[*NOTICES, changed])
    astray = {**NOTICES[0], "version": 4, "purposes": ["newsletter", "perks"]}
    yield wrong(
        "a notice about an unknown purpose", "unknown_name", "notices[0].purposes[1]", notices=[astray]
    )
    until = YES | {"valid_until": "2024-03-01T00:00:00Z"}
    yield wrong("an end before the beginning", "inconsistent", "events[0].valid_until", events=[until])
    yield wrong("an event without id", "missing", "events[0].id", events=[YES | {"id": ""}])
    undated = {key: value for key, value in NOTICES[1].items() if key != "effective_from"}
    yield wrong(
        "a material notice that never takes effect", "missing", "notices[0].effective_from", notices=[undated]
    )
    endless = {**PURPOSES[4], "valid_for": "P1Y"}
    yield wrong(
        "a length without consent", "inconsistent", "purposes[0].valid_for", purposes=[endless], notices=[]
    )


# Random streams on a small grid of instants, so that everything collides with everything


def stream(rng):
    moments = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=30 * n) for n in range(8)]
    offsets = [UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-5, minutes=-30))]
    events = []
    for number in range(rng.randint(2, 8)):
        kind = rng.choice([*STANDING, *["notice_shown"] * 5, *["given"] * 10, *["renewed"] * 4])
        at = rng.choice(moments)
        received = at + timedelta(days=rng.choice([0, 0, 0, 10, 45, 100, -10]))
        fields = {"purpose": rng.choice(["directory", "directory", "directory", "research"])}
        if kind in (*YESES, "notice_shown"):
            versions = [*[V1] * 12, V2, {"id": "alumni", "version": 9}, {**V1, "hash": "ab" * 32}, None]
            fields["notice"] = rng.choice(versions)
        if kind in YESES:
            fields["valid_for"] = rng.choice([None, None, None, "P1M", "P90D", "P1Y"])
            if rng.random() < 0.15:
                fields["valid_until"] = written(at + timedelta(days=rng.choice([20, 60, 61])))
            fields["method"] = rng.choice([None, None, "form", "paper", "api", "silence"])
            fields["employment_state"] = rng.choice([None, None, "active", "former"])
        if rng.random() < 0.1:
            fields["actor"] = rng.choice(["subject", "controller", "authority", "engine"])
        if rng.random() < 0.1:
            fields |= {"imported": True, "evidence_ref": rng.choice([None, "scan"])}
        fields["channel"] = rng.choice([None, None, None, None, "email", "sms"])
        fields["recipient"] = rng.choice([None, None, None, None, None, "group:bbq"])
        source = rng.choice(["crm", "form"])
        events.append(
            ev(
                f"e{number}",
                kind,
                written(at.astimezone(rng.choice(offsets))),
                written(received),
                source=source,
                **fields,
            )
        )
    return events


def random_cases(count):
    rng = random.Random(27560)
    for number in range(count):
        events = stream(rng)
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(
            days=rng.choice([15, 60, 75, 120, 200, 210, 240, 400])
        )
        known_at = rng.choice([None, None, None, at, at + timedelta(days=30)])
        question = ask(
            written(at),
            known_at and written(known_at),
            purpose=rng.choice(["directory", "directory", "directory", "research"]),
            channel=rng.choice([None, "email", "email", "phone"]),
            recipient=rng.choice([None, None, None, None, None, "group:bbq"]),
        )
        given = {"purposes": PURPOSES[2:5:2], "notices": DIRECTORY, "events": events, "question": question}
        yield {"name": f"stream {number}", "given": given, "expect": World(given).answer(question)}


DIRECTORY = [{**NOTICES[0], "purposes": ["directory", "research"]}, {**NOTICES[1], "purposes": ["directory"]}]
RULES = "docs/consent-lifecycle.md, worked out by tests/make/consent_oracle.py"


def spread(cases):
    """What the random cases reach: too even a spread would test little."""
    counts = {}
    for each in cases:
        for reason in each["expect"]["reasons"]:
            counts[reason["code"]] = counts.get(reason["code"], 0) + 1
    return counts


def files():
    rng = random.Random(9162)
    streams = [*random_cases(220)]
    assert len(spread(streams)) >= 24, spread(streams)
    hashes = []
    for number in range(12):
        given = {"purposes": PURPOSES[2:5:2], "notices": DIRECTORY, "events": stream(rng)}
        again = [dict(event, received_at="2030-01-01T00:00:00Z") for event in given["events"][:2]]
        fraction = ev("f1", "requested", "2024-01-01T00:00:00.500+09:00", purpose="research", source="日本")
        given["events"] = [fraction, *again, *given["events"]] if number % 2 else given["events"]
        hashes.append({"name": f"stream {number}", "given": given, "expect": state_hash(given)})
    nothing = {"purposes": PURPOSES, "notices": NOTICES, "events": []}
    hashes.append({"name": "no events", "given": nothing, "expect": state_hash(nothing)})
    quoted = {**NOTICES[0], "text": {"ja": '「可」\r\n\t"/\\\u0001\u007f😀', "en": "é é"}}
    twice = {**NOTICES[0], "purposes": ["job_contact", "directory", "newsletter", "directory"]}
    notices = [*zip(("version 1", "version 2", "Japanese alone"), NOTICES, strict=True)]
    notices += [("letters that need care", quoted), ("purposes in another order, one twice", twice)]
    terms = {
        **NOTICES[0],
        "controller": "Example K.K.",
        "contact": "privacy@example.com",
        "recipients": [
            {"id": "vendor", "role": "processor", "title": {"en": "Vendor", "ja": "委託先"}},
            {"id": "agency", "role": "third_party", "purposes": list(reversed(NOTICES[0]["purposes"]))},
        ],
        "transfers": [
            {
                "country": "US",
                "safeguard": "consent",
                "regime": {"en": "No general law.", "ja": "包括的な法律なし"},
            },
            {"unknown_because": {"en": "Not chosen yet.", "ja": "未定"}},
            {"country": "DE", "safeguard": "adequacy"},
        ],
        "data_items": [{"id": "employer"}, {"id": "email"}],
        "retention": {NOTICES[0]["purposes"][0]: {"kind": "temporal", "length": "P2Y"}},
    }
    notices += [
        ("in terms", terms),
        ("with nobody to receive anything", {**NOTICES[0], "recipients": [], "transfers": [], "data_items": []}),
        ("what nobody is shown", {**NOTICES[0], "effective_from": "2026-01-01T00:00:00Z", "material": True,
                                  "material_for": NOTICES[0]["purposes"][:1],
                                  "purpose_changes": {NOTICES[0]["purposes"][0]: "related"}}),
    ]  # fmt: skip
    return {
        "consent/rules.json": {"call": "consent.may", "source": RULES, "cases": [*written_cases()]},
        "consent/streams.json": {"call": "consent.may", "source": RULES, "cases": streams},
        "consent/errors.json": {"call": "consent.may", "source": RULES, "cases": [*error_cases()]},
        "consent/state_hash.json": {"call": "consent.state_hash", "source": RULES, "cases": hashes},
        "consent/notice_hash.json": {
            "call": "consent.notice_hash",
            "source": "Python's json and hashlib, in tests/make/consent_oracle.py",
            "cases": [
                {"name": name, "given": {"notice": notice}, "expect": notice_hash(notice)}
                for name, notice in notices
            ],
        },
    }


if __name__ == "__main__":
    corpus.main(files())
