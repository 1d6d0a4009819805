"""Expected answers about contacts: the codes of what the rules of contact say, by walking the calendar a quarter of an hour at a time.

The rules stand in docs/consent-contact.md. Nothing here computes when something ends: every quarter of an hour is asked
about on its own, and every stretch of time as long as a cap's window is counted.
"""

import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import corpus
from dateutil.relativedelta import relativedelta

QUARTER = timedelta(minutes=15)
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
PURPOSES = [
    {"id": "statement", "title": "Statement", "legal_basis": "contract"},
    {"id": "jobs", "title": "Jobs", "legal_basis": "contract"},
    {"id": "news", "title": "News", "legal_basis": "consent"},
]
NOTICE = {"id": "n", "version": 1, "purposes": ["news"], "text": {"en": "We may write."}}


def written(at):
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def offset(text):
    return datetime.strptime(text, "%z").tzinfo


def shown(zone, wanted, *, at_last=False):
    """The first or last instant at which the clock shows that, or a later time where it never does."""
    both = [wanted.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    if all(at.astimezone(zone).replace(tzinfo=None, fold=0) == wanted for at in both):
        return both[at_last]
    at = min(both)
    while at.astimezone(zone).replace(tzinfo=None, fold=0) < wanted:
        at += QUARTER
    return at


class World:
    """A log of contacts, by definition."""

    def __init__(self, given):
        self.given, self.rules = given, given["rules"]
        self.log, self.pauses = [], given.get("pauses", [])

    def permitted(self, request, at):
        """Only consent can end here: it was given until an instant, or withdrawn."""
        question = request["question"]
        if question["purpose"] != "news":
            return True
        said = [event for event in self.given["events"] if event["subject"] == question["subject"]]
        said = [event for event in said if read(event["occurred_at"]) <= at]
        if not said or said[-1]["kind"] == "withdrawn":
            return False
        until = said[-1].get("valid_until")
        return until is None or at < read(until)

    def zone(self, request):
        for said in (request, self.rules):
            if "time_zone" in said:
                return ZoneInfo(said["time_zone"])
            if "utc_offset" in said:
                return offset(said["utc_offset"])
        return UTC

    def quiet(self, request, at):
        """The ids of the quiet hours, and whether it is a holiday."""
        zone, channel = self.zone(request), request["question"]["channel"]
        here, found = at.astimezone(zone), []
        for rule in self.rules.get("quiet_hours", []):
            if channel not in rule.get("channels", [channel]):
                continue
            for back in (0, 1):
                day = here.date() - timedelta(days=back)
                if DAYS[day.weekday()] not in rule.get("weekdays", DAYS):
                    continue
                begin = shown(zone, datetime.combine(day, time.fromisoformat(rule["from"])))
                over = rule["until"] <= rule["from"]
                last = datetime.combine(day + timedelta(days=over), time.fromisoformat(rule["until"]))
                end = shown(zone, last, at_last=True)
                if begin <= at < end:
                    found.append(rule["id"])
        keeps = channel in self.rules.get("holiday_channels", [channel])
        return found, keeps and here.date().isoformat() in self.rules.get("holidays", [])

    def counted(self, contact, at):
        if contact["state"] == "sent":
            return contact["sent"]
        live = contact["state"] == "reserved" and at < contact["expires"]
        return contact["at"] if live else None

    def stands(self, request, at, own=None):
        """The codes of what stands against sending at `at`, in the order of the answer; `own` is the contact being settled."""
        question, codes = request["question"], []
        channel = question["channel"]
        mine = [contact for contact in self.log if contact["subject"] == question["subject"]]
        mine = [contact for contact in mine if contact is not own]
        same = [
            contact
            for contact in mine
            if (contact["sender"], contact["message"], contact["channel"])
            == (request["sender"], request["message"], channel)
            and self.counted(contact, at) is not None
        ]
        if same:
            if same[-1]["state"] == "sent":
                codes.append("contact-already-sent")
            else:
                codes.append("contact-reserved-already")
        for pause in self.pauses:
            if pause["subject"] != question["subject"] or channel not in pause.get("channels", [channel]):
                continue
            if read(pause["from"]) <= at and (pause.get("until") is None or at < read(pause["until"])):
                codes.append("contact-paused-until" if pause.get("until") else "contact-paused")
        quiet, holiday = self.quiet(request, at)
        codes += ["contact-quiet-hours"] * len(quiet) + ["contact-holiday"] * holiday
        for cap in self.rules.get("caps", []):
            if question["purpose"] not in cap.get("purposes", [question["purpose"]]):
                continue
            if channel not in cap.get("channels", [channel]):
                continue
            times = [
                when
                for contact in mine
                if contact["purpose"] in cap.get("purposes", [contact["purpose"]])
                and contact["channel"] in cap.get("channels", [contact["channel"]])
                and (when := self.counted(contact, at)) is not None
            ]
            if self.full(cap, times, at, self.zone(request)):
                codes.append("contact-cap-reached")
        return codes

    def full(self, cap, times, at, zone):
        """Whether some stretch as long as the window holds one more than allowed, and this one."""
        number, unit = cap["within"].split()
        length = relativedelta(**{unit.rstrip("s") + "s": int(number)})
        all_times = sorted([*times, at])
        for begin in all_times:
            end = shown(zone, begin.astimezone(zone).replace(tzinfo=None, fold=0) + length, at_last=True)
            held = [when for when in all_times if begin <= when < end]
            if at in held and len(held) > cap["at_most"]:
                return True
        return cap["at_most"] == 0

    def reserve(self, request):
        at, codes = read(request["question"]["at"]), self.stands(request, read(request["question"]["at"]))
        allowed = self.permitted(request, at)
        answer = {"verdict": "allowed" if allowed and not codes else "denied", "codes": codes}
        if answer["verdict"] == "allowed":
            hold = timedelta(minutes=self.rules.get("hold_minutes", 15))
            question = request["question"]
            self.log.append(
                {
                    **{key: question[key] for key in ("subject", "purpose", "channel")},
                    **{key: request[key] for key in ("sender", "message")},
                    "request": request,
                    "at": at,
                    "expires": at + hold,
                    "state": "reserved",
                }
            )
        else:
            self.log.append({"subject": None})
        answer["not_before"] = self.not_before(request, at) if allowed and codes else None
        return answer

    def not_before(self, request, at):
        step = at
        for _ in range(4 * 24 * 100):
            step += QUARTER
            if not self.stands(request, step):
                return written(step) if self.permitted(request, step) else None
        return None

    def settle(self, index, at, how):
        contact = self.log[index]
        if contact["subject"] is None:
            return None
        if contact["state"] != "reserved":
            code = "contact-already-sent" if contact["state"] == "sent" else "contact-cancelled"
            return {"done": False, "codes": [code]}
        if how == "commit":
            if at >= contact["expires"]:
                return {"done": False, "codes": ["contact-reservation-ended"]}
            codes = self.stands(contact["request"], at, own=contact)
            if codes or not self.permitted(contact["request"], at):
                return {"done": False, "codes": codes}
        contact["state"] = "sent" if how == "commit" else "cancelled"
        contact["sent"] = at
        return {"done": True, "codes": []}


def rules(rng):
    """Rules of which a case has some."""
    found = {"id": "contact", "version": 1, "hold_minutes": rng.choice([15, 30, 60])}
    if rng.random() < 0.6:
        found["utc_offset"] = rng.choice(["+09:00", "-05:00", "+05:30"])
    caps = [
        {
            "id": "few",
            "at_most": rng.choice([0, 1, 1, 2]),
            "within": rng.choice(["3 days", "1 week", "1 month"]),
        },
        {"id": "jobs", "at_most": 1, "within": "5 days", "purposes": ["jobs"]},
        {"id": "phone", "at_most": 1, "within": "2 weeks", "channels": ["phone", "sms"]},
    ]
    found["caps"] = [cap for cap in caps if rng.random() < 0.5]
    quiet = [
        {"id": "night", "from": "21:00", "until": "08:00"},
        {"id": "weekend", "from": "00:00", "until": "00:00", "weekdays": ["sat", "sun"]},
        {"id": "lunch", "from": "12:00", "until": "13:00", "channels": ["phone"]},
    ]
    found["quiet_hours"] = [hours for hours in quiet if rng.random() < 0.4]
    if rng.random() < 0.3:
        found["holidays"] = ["2026-01-01", "2026-01-12"]
        if rng.random() < 0.5:
            found["holiday_channels"] = ["phone", "email"]
    return found


# The clocks of each are set within weeks of the day from which a story is told.
ZONES = [
    ("America/New_York", datetime(2026, 2, 26, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 10, 20, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 3, 19, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 15, tzinfo=UTC)),
    ("Asia/Tokyo", datetime(2026, 3, 19, tzinfo=UTC)),
]


def case(rng, number, begin=datetime(2025, 12, 28, tzinfo=UTC), zone=None):
    given = {"purposes": PURPOSES, "notices": [NOTICE], "events": [], "rules": rules(rng)}
    if zone:
        given["rules"].pop("utc_offset", None)
        given["rules"]["time_zone"] = zone
        given["rules"]["quiet_hours"] = [
            {"id": "night", "from": "21:00", "until": "08:00"},
            {"id": "early", "from": "01:30", "until": "02:30", "channels": ["phone"]},
        ]
    for subject in ("w-1", "w-2"):
        if rng.random() < 0.7:
            yes = {
                "source": "form", "id": f"y-{subject}", "subject": subject, "purpose": "news", "kind": "given",
                "occurred_at": written(begin - timedelta(days=9)), "received_at": written(begin - timedelta(days=9)),
                "notice": {"id": "n", "version": 1},
            }  # fmt: skip
            if rng.random() < 0.3:
                yes["valid_until"] = written(begin + timedelta(days=rng.randrange(1, 30)))
            given["events"].append(yes)
            if rng.random() < 0.3:
                at = written(begin + QUARTER * rng.randrange(0, 3000))
                given["events"].append(
                    {**yes, "id": f"n-{subject}", "kind": "withdrawn", "occurred_at": at, "received_at": at}
                )
                for key in ("notice", "valid_until"):
                    given["events"][-1].pop(key, None)
    if rng.random() < 0.3:
        pause = {"subject": "w-1", "from": written(begin + timedelta(days=rng.randrange(0, 9)))}
        if rng.random() < 0.7:
            pause["until"] = written(begin + timedelta(days=rng.randrange(10, 30)))
        if rng.random() < 0.3:
            pause["channels"] = ["email"]
        given["pauses"] = [pause]
    world, steps, expected, at = World(given), [], [], begin
    for message in range(rng.randrange(2, 9)):
        at += QUARTER * rng.choice([0, 1, 2, 30, 97, 300, 700])
        question = {
            "subject": rng.choice(["w-1", "w-1", "w-2"]),
            "purpose": rng.choice(["statement", "jobs", "news"]),
            "channel": rng.choice(["email", "email", "phone"]),
            "at": written(at),
        }
        request = {"question": question, "sender": "hr", "message": f"m-{max(0, message - rng.randrange(2))}"}
        if rng.random() < 0.2:
            request["utc_offset"] = "+01:00"
        if steps and rng.random() < 0.3:
            again = [step["reserve"] for step in steps if "reserve" in step][-1]
            request = {**again, "question": {**again["question"], "at": written(at)}}
        steps.append({"reserve": request})
        expected.append(world.reserve(request))
        index = len(world.log) - 1
        for _ in range(rng.choice([0, 1, 1, 2])):
            how, later = rng.choice(["commit", "commit", "cancel"]), at + QUARTER * rng.choice([0, 0, 1, 3])
            if expected[-1].get("verdict") == "denied":
                break
            steps.append({how: index, "at": written(later)})
            expected.append(world.settle(index, later, how))
    return {"name": f"story {number}", "given": {**given, "steps": steps}, "expect": expected}


def files():
    rng = random.Random(7704)
    cases = [case(rng, number) for number in range(80)]
    zoned = random.Random(7705)
    cases += [
        case(zoned, f"of {zone}, {begin:%B}, {number}", begin, zone)
        for zone, begin in ZONES
        for number in range(8)
    ]
    cases[-1]["given"]["steps"][0]["reserve"]["time_zone"] = "Asia/Tokyo"
    codes = [code for each in cases for step in each["expect"] for code in step["codes"]]
    assert len(set(codes)) >= 9, sorted(set(codes))
    later = [step for each in cases for step in each["expect"] if step.get("not_before")]
    assert len(later) >= 40, len(later)
    source = "docs/consent-contact.md, worked out by tests/make/contact_vectors.py"
    return {"consent/contact.json": {"call": "consent.contact", "source": source, "cases": cases}}


if __name__ == "__main__":
    corpus.main(files())
