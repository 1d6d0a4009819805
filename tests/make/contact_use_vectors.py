"""What a reservation carries to its commit, and the uses that contacts are: stories told by hand from docs/consent-contact.md."""

import corpus

NOTICE = {"id": "n", "version": 1, "purposes": ["news", "ads"], "text": {"en": "We may write."}}
PURPOSES = [
    {"id": "news", "title": "News", "legal_basis": "consent"},
    {"id": "ads", "title": "Offers", "legal_basis": "legitimate_interest"},
]
RULES = {"id": "contact", "version": 1}
MAIL = ["jp-specified-email"]


def given(at="2026-04-01T00:00:00Z", *, id="yes", **fields):
    return {
        "source": "form", "id": id, "subject": "w-1", "purpose": "news", "kind": "given", "occurred_at": at,
        "received_at": at, "notice": {"id": "n", "version": 1}, **fields,
    }  # fmt: skip


def no(at, **fields):
    event = given(at, **{"id": "no", "kind": "withdrawn", **fields})
    del event["notice"]
    return event


class Story:
    """Steps and what is expected of each."""

    def __init__(self, name, *events, packs=None, **document):
        self.name, self.steps, self.expect, self.reserved = name, [], [], []
        self.document = {
            "purposes": PURPOSES,
            "notices": [NOTICE],
            "events": list(events),
            "rules": RULES,
            **({"packs": packs} if packs else {}),
            **document,
        }

    def reserve(self, at, verdict="allowed", *codes, not_before=None, offset=None, **fields):
        place = len(self.reserved)
        question = {"subject": "w-1", "purpose": "news", "channel": "email", "at": at, **fields}
        request = {"question": question, "sender": "crm", "message": f"m-{place}"}
        self.steps.append({"reserve": request | ({"utc_offset": offset} if offset else {})})
        self.reserved.append(question)
        self.expect.append({"verdict": verdict, "codes": list(codes), "not_before": not_before})
        return self

    def commit(self, index, at, *codes, done=None, use=False):
        """Done unless there are codes, or told otherwise. `use`: the commit says that this is a use; its id is the token, which nobody computes here."""
        self.steps.append({"commit": index, "at": at})
        question, used = self.reserved[index], None
        if use:
            used = {
                key: question[key]
                for key in ("subject", "purpose", "channel", "recipient")
                if key in question
            }
            used |= {
                "source": "crm",
                "kind": "used",
                "actor": "controller",
                "occurred_at": at,
                "received_at": at,
            }
        done = not codes if done is None else done
        self.expect.append({"done": done, "codes": list(codes), "used": used})
        return self

    def cancel(self, index, at):
        self.steps.append({"cancel": index, "at": at})
        self.expect.append({"done": True, "codes": [], "used": None})
        return self

    def resume(self, at, ended, subject="w-1"):
        self.steps.append({"resume": subject, "at": at})
        self.expect.append({"ended": ended})
        return self

    def learn(self, *events):
        self.steps.append({"learn": list(events)})
        self.expect.append({"added": len(events)})
        return self

    def keep(self, index):
        """Record the use that the step of this number gave."""
        self.steps.append({"record": index})
        self.expect.append({"added": 1})
        return self

    def case(self):
        return {"name": self.name, "given": {**self.document, "steps": self.steps}, "expect": self.expect}


def minute(number, day=2):
    return f"2026-04-{day:02}T00:{number:02}:00Z"


def carried():
    """What the reservation was asked with, the commit asks with."""
    to = given(recipient="partner")
    yield (
        Story("a yes to disclosure permits the message that discloses", to)
        .reserve(minute(0), recipient="partner")
        .commit(0, minute(1))
    )
    yield (
        Story("the disclosure is taken back in between", given(), given(id="to", recipient="partner"))
        .reserve(minute(0), recipient="partner")
        .learn(no(minute(1), recipient="partner"))
        .commit(0, minute(2), done=False)
    )
    yield (
        Story("another disclosure is taken back in between", to)
        .reserve(minute(0), recipient="partner")
        .learn(no(minute(1), recipient="agency"))
        .commit(0, minute(2))
    )
    ads = {"purpose": "ads"}
    yield (
        Story("an activity to which a rule does not apply", packs=MAIL, regimes={"everyone": ["jp"]})
        .reserve(minute(0), **ads, activity="procedure")
        .commit(0, minute(1))
        .reserve(minute(2), "denied", **ads)
    )
    # Act No. 26 of 2002 as amended asks for consent since 1 December 2008.
    eve = {**ads, "activity": "advertising"}
    yield (
        Story(
            "a rule of the question's own regime begins in between",
            packs=[*MAIL, "br-lgpd"],
            regimes={"everyone": ["br"]},
        )
        .reserve("2008-11-30T14:59:00Z", **eve, regimes=["jp"])
        .commit(0, "2008-11-30T15:00:00Z", done=False)
    )
    yield (
        Story("the same without that regime", packs=[*MAIL, "br-lgpd"], regimes={"everyone": ["br"]})
        .reserve("2008-11-30T14:59:00Z", **eve)
        .commit(0, "2008-11-30T15:00:00Z")
    )
    abroad = {
        "id": "own", "version": 1, "title": "Own", "offset": "+00:00", "home": ["JP"], "rules": [{
            "id": "own-abroad", "article": "Rule 1", "text": "Nothing goes abroad.", "regime": "jp",
            "effective_from": "2020-01-01", "source": "Intranet", "checked": "primary", "dates_checked": "primary",
            "disclosure": "abroad", "effect": {"kind": "requires_consent"},
        }],
    }  # fmt: skip
    where = {**ads, "recipient": "partner"}
    yield (
        Story("a country to which a rule does not apply", packs=[abroad], regimes={"everyone": ["jp"]})
        .reserve(minute(0), **where, country="JP")
        .commit(0, minute(1))
        .reserve(minute(2), "denied", **where, country="TH")
        .reserve(minute(3), "denied", **where)
    )


def uses():
    """A contact is a use of a yes that is good for a number of them."""
    yield (
        Story("a yes without a number of uses has none to record", given())
        .reserve(minute(0))
        .commit(0, minute(1))
    )
    yield (
        Story("a basis without a yes has none to record")
        .reserve(minute(0), purpose="ads")
        .commit(0, minute(1))
    )
    twice = given(valid_uses=2)
    yield (
        Story("a yes for two messages, each recorded", twice)
        .reserve(minute(0))
        .commit(0, minute(1), use=True)
        .keep(1)
        .reserve(minute(2))
        .commit(1, minute(3), use=True)
        .keep(4)
        .reserve(minute(4), "denied")
    )
    yield (
        Story("and where nobody records them", twice)
        .reserve(minute(0))
        .commit(0, minute(1), use=True)
        .reserve(minute(2))
        .commit(1, minute(3), use=True)
        .reserve(minute(4), "denied", "contact-uses-taken")
    )
    yield (
        Story("a use of another system counts beside them", twice, no(minute(1), id="u", kind="used"))
        .reserve(minute(2))
        .commit(0, minute(3), use=True)
        .reserve(minute(4), "denied", "contact-uses-taken")
        .keep(1)
        .reserve(minute(5), "denied")
    )
    once = given(valid_uses=1)
    yield (
        Story("two cannot hold one use", once)
        .reserve(minute(0))
        .reserve(minute(1), "denied", "contact-uses-taken", not_before=minute(15))
        .cancel(0, minute(2))
        .reserve(minute(3))
        .commit(2, minute(4), use=True)
    )
    yield (
        Story("a reservation that ended holds none", once)
        .reserve(minute(0))
        .reserve(minute(15))
        .commit(1, minute(16), use=True)
    )
    yield (
        Story("a use in between leaves none for the commit", once)
        .reserve(minute(0))
        .learn(no(minute(1), id="u", kind="used"))
        .commit(0, minute(2), done=False)
    )
    yield (
        Story("a new yes is good for its own uses", once)
        .reserve(minute(0))
        .commit(0, minute(1), use=True)
        .reserve(minute(2), "denied", "contact-uses-taken")
        .learn(given(minute(3), id="again", valid_uses=1))
        .reserve(minute(4))
        .commit(2, minute(5), use=True)
    )
    yield (
        Story(
            "a yes on one channel is used on that",
            given(channel="email", valid_uses=1),
            given(id="s", channel="sms"),
        )
        .reserve(minute(0), channel="sms")
        .commit(0, minute(1))
        .reserve(minute(2))
        .commit(1, minute(3), use=True)
    )
    yield (
        Story("a yes for every channel is used on any", once)
        .reserve(minute(0), channel="sms")
        .commit(0, minute(1), use=True)
        .reserve(minute(2), "denied", "contact-uses-taken")
    )
    yield (
        Story("own use is no disclosure", once, given(id="to", recipient="partner", valid_uses=1))
        .reserve(minute(0), recipient="partner")
        .commit(0, minute(1), use=True)
        .reserve(minute(2))
        .commit(1, minute(3), use=True)
        .reserve(minute(4), "denied", "contact-uses-taken", recipient="partner")
    )


def held_back():
    """The rules of contact are asked again at the commit; the reservation does not stand in its own way."""
    night = {"id": "night", "from": "21:00", "until": "08:00"}
    quiet = {**RULES, "quiet_hours": [night]}
    statement = {"purpose": "ads"}
    yield (
        Story("quiet hours begin in between", rules=quiet)
        .reserve("2026-04-02T20:50:00Z", **statement)
        .commit(0, "2026-04-02T20:59:59Z")
        .reserve("2026-04-03T20:50:00Z", **statement)
        .commit(1, "2026-04-03T21:00:00Z", "contact-quiet-hours")
        .commit(1, "2026-04-03T21:04:59Z", "contact-quiet-hours")
        .commit(1, "2026-04-03T21:05:00Z", "contact-reservation-ended")
    )
    short = {**RULES, "hold_minutes": 60, "quiet_hours": [{"id": "noon", "from": "12:00", "until": "12:30"}]}
    yield (
        Story("what was held back is sent when they are over", rules=short)
        .reserve("2026-04-02T11:50:00Z", **statement)
        .commit(0, "2026-04-02T12:29:59Z", "contact-quiet-hours")
        .commit(0, "2026-04-02T12:30:00Z")
        .commit(0, "2026-04-02T12:31:00Z", "contact-already-sent")
    )
    yield (
        Story("the hours are those of the offset of the request", rules={**quiet, "utc_offset": "+09:00"})
        .reserve("2026-04-02T19:50:00Z", offset="+01:00", **statement)
        .commit(0, "2026-04-02T19:59:59Z")
        .reserve("2026-04-03T19:50:00Z", offset="+01:00", **statement)
        .commit(1, "2026-04-03T20:00:00Z", "contact-quiet-hours")
    )
    yield (
        Story("a holiday begins in between", rules={**RULES, "holidays": ["2026-04-29"]})
        .reserve("2026-04-28T23:50:00Z", **statement)
        .commit(0, "2026-04-29T00:00:00Z", "contact-holiday")
    )
    until = {"subject": "w-1", "from": minute(5), "until": minute(10)}
    yield (
        Story("a pause begins in between, and ends", pauses=[until])
        .reserve(minute(0), **statement)
        .commit(0, minute(5), "contact-paused-until")
        .commit(0, minute(10))
    )
    yield (
        Story("a pause on another channel", pauses=[{**until, "channels": ["sms"]}])
        .reserve(minute(0), **statement)
        .commit(0, minute(5))
    )
    yield (
        Story("a pause begins and the yes is taken back", given(), pauses=[until])
        .reserve(minute(0))
        .learn(no(minute(4)))
        .commit(0, minute(5), "contact-paused-until")
        .commit(0, minute(10), done=False)
    )
    once = {**RULES, "caps": [{"id": "weekly", "at_most": 1, "within": "1 week"}]}
    yield (
        Story("the last place is that of who holds it", rules=once)
        .reserve(minute(0), **statement)
        .reserve(minute(1), "denied", "contact-cap-reached", not_before=minute(15), **statement)
        .commit(0, minute(2))
    )


def resumed():
    """A person who asked for a pause wants to hear again."""
    ads = {"purpose": "ads"}
    open_ended = {"subject": "w-1", "from": minute(0)}
    yield (
        Story("a pause without an end is ended", pauses=[open_ended])
        .reserve(minute(5), "denied", "contact-paused", **ads)
        .resume(minute(10), 1)
        .reserve(minute(9), "denied", "contact-paused-until", not_before=minute(10), **ads)
        .reserve(minute(10), **ads)
        .commit(2, minute(11))
        .resume(minute(12), 0)
    )
    yield (
        Story("a pause is ended before its time", pauses=[{**open_ended, "until": minute(0, 20)}])
        .reserve(minute(5), "denied", "contact-paused-until", not_before=minute(0, 20), **ads)
        .resume(minute(10), 1)
        .reserve(minute(10), **ads)
    )
    yield (
        Story("a pause is ended in the instant in which it begins", pauses=[open_ended])
        .resume(minute(0), 1)
        .reserve(minute(0), **ads)
    )
    yield (
        Story("nothing is ended of what is over, has not begun, or is another's",
              pauses=[{**open_ended, "until": minute(5)}, {**open_ended, "from": minute(20)},
                      {**open_ended, "subject": "w-2"}])
        .resume(minute(5), 0)
        .reserve(minute(6), **ads)
        .reserve(minute(20), "denied", "contact-paused", **ads)
        .reserve(minute(6), "denied", "contact-paused", subject="w-2", **ads)
    )  # fmt: skip
    yield (
        Story("every pause that holds is ended, on whatever channel",
              pauses=[open_ended, {**open_ended, "channels": ["sms"]}])
        .reserve(minute(1), "denied", "contact-paused", "contact-paused", channel="sms", **ads)
        .resume(minute(2), 2)
        .reserve(minute(2), channel="sms", **ads)
    )  # fmt: skip
    yield (
        Story(
            "a message that is held waits for the end of the pause",
            pauses=[{**open_ended, "from": minute(5)}],
        )
        .reserve(minute(4), **ads)
        .commit(0, minute(6), "contact-paused")
        .resume(minute(7), 1)
        .commit(0, minute(7))
    )


def unknown_purposes():
    """A cap on a purpose that the ledger does not know is found where the two meet."""
    for name, purposes, place in [
        ("a cap on a purpose of another case", ["Ads"], 0),
        ("a cap on a known purpose and an unknown one", ["ads", "adds"], 1),
    ]:
        cap = {"id": "c", "at_most": 1, "within": "1 week", "purposes": purposes}
        story = Story(name, rules={**RULES, "caps": [cap]}).reserve(minute(0), purpose="ads").case()
        error = {"kind": "unknown_name", "path": f"contacts.rules.caps[0].purposes[{place}]"}
        yield {**story, "expect": {"error": error}}


if __name__ == "__main__":
    source = "docs/consent-contact.md, told by hand in tests/make/contact_use_vectors.py"
    told = (*carried(), *uses(), *held_back(), *resumed())
    cases = [*(story.case() for story in told), *unknown_purposes()]
    corpus.main({"consent/contact_uses.json": {"call": "consent.contact", "source": source, "cases": cases}})
