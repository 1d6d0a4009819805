"""Expected answers for `consent.*`: a second, naive reading of docs/consent-lifecycle.md.

It states what holds ("the last no before this yes") rather than folding events one by one, and finds `valid_until` by
asking again at every instant at which anything happens.
"""

from datetime import UTC, timedelta

from consent_acts import (
    ASKING,
    NOES,
    ORDER,
    YESES,
    act,
    actor,
    arrival,
    begins,
    canonical,
    instant,
    later,
    notice_hash,
    occurred,
    received,
    sha256,
    written,
)

CHANNELS = "email sms phone postal sns in_app".split()


def undated(event):
    ends = ("valid_until", "valid_for", "valid_until_event", "valid_uses")
    return event.get("imported") and event.get("time_untrusted") and not any(end in event for end in ends)


class World:
    """The documents and everything that was delivered; questions are asked of it."""

    def __init__(self, given):
        self.purposes = {purpose["id"]: purpose for purpose in given["purposes"]}
        self.notices = {(notice["id"], notice["version"]): notice for notice in given["notices"]}
        self.clocks = given.get("clocks", {})
        self.events = {}
        for event in given["events"]:
            key = (event["source"], event["id"])
            again = [*([self.events[key]] if key in self.events else []), event]
            first = min(again, key=received)
            # What does not know when it happened is dated by its deliveries: by the earliest.
            dated = min(again, key=lambda each: (occurred(each), occurred(each).utcoffset()))
            self.events[key] = {**first, "occurred_at": dated["occurred_at"]} if undated(event) else first

    # Clocks

    def trusts(self, event):
        return not event.get("time_untrusted") and event["source"] not in self.clocks.get("untrusted", [])

    def tolerance(self, event):
        every = self.clocks.get("tolerance_seconds", 0)
        return self.clocks.get("sources", {}).get(event["source"], every)

    def surely_before(self, earlier, later):
        """Whether what takes permission away is certain to be the earlier of the two."""
        if not self.trusts(later):
            return False
        latest = occurred(earlier)
        if not self.trusts(earlier):
            latest = max(latest, received(earlier))
        if earlier["source"] != later["source"]:
            latest += timedelta(seconds=self.tolerance(earlier) + self.tolerance(later))
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

    def history(self, question, at):
        covered = [event for event in self.known(question) if self.covers(event, question)]
        seen = sorted((event for event in covered if begins(event) <= at), key=self.place)
        return History(self, question, seen, [event for event in covered if act(event) == "invalidated"])

    # The answer

    def stands(self, question, at):
        """The answer at `at`, without `valid_until`."""
        purpose = self.purposes[question["purpose"]]
        known = self.known(question)
        history = self.history(question, at)
        seen = history.seen

        decision, reasons, evidence = history.decision(at)
        if decision in YESES and not question.get("channel"):
            # A later yes to one channel stands there in the place of the one to all of them, and may have ended.
            to_all = self.place(evidence[0])
            narrower = {
                event["channel"]
                for event in known
                if act(event) in YESES and event.get("channel") and begins(event) <= at
                if event.get("recipient") == question.get("recipient") and self.place(event) > to_all
            }
            for channel in filter(narrower.__contains__, CHANNELS):
                on_channel = self.history({**question, "channel": channel}, at).decision(at)
                if on_channel[0] not in YESES:
                    decision, reasons, evidence = on_channel
                    break
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
            if any(
                event.get(part) not in (None, self.question.get(part)) for part in ("channel", "recipient")
            ):
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
        if occurred(yes) - received(yes) > timedelta(days=1, seconds=self.world.tolerance(yes)):
            return "consent-dated-ahead"
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
