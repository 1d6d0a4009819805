"""Where recipients are, said by the ledger, by the question or by nobody: what may be done, who could see what, what is due.

Every answer is that of consent_law.py with the country in the question. Who could see is asked at every instant at which anything
changes; of what is due nobody says where the recipient is in each country that any pack or notice names, one after the other.
"""

import itertools
from datetime import UTC, datetime, timedelta

import consent_law as law
import corpus

SHOWN, GIVEN, NO = (datetime(2026, month, 1, 12, tzinfo=UTC) for month in (2, 3, 5))
SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 8, 1, tzinfo=UTC)
ASKED = datetime(2026, 7, 1, tzinfo=UTC)
RECIPIENT = "all_alumni"
NAMED = [{"id": RECIPIENT, "role": "third_party"}]
HOMES = {"jp": ("jp-appi", "JP"), "eu": ("eu-gdpr-eprivacy", "FR"), "br": ("br-lgpd", "BR")}
FIELDS = {"p": ["employer"]}


class Story:
    """Somebody who said yes to a recipient, and perhaps no afterwards; `known` is what the ledger knows of where recipients are."""

    def __init__(self, regime, *, transfers, known=None, no=False, days=None):
        self.regime, self.transfers, self.known = regime, transfers, known or {}
        self.events = [
            {"kind": "notice_shown", "at": SHOWN, "notice": law.NOTICE_REF},
            {"kind": "given", "at": GIVEN, "recipient": RECIPIENT, "employment_state": "former"},
        ]
        if no:
            self.events.append({"kind": "withdrawn", "at": NO})
        self.purpose = {"legal_basis": "consent", "class": "directory", "channels": []}
        self.days = days
        if days:
            self.purpose["valid_for"] = f"P{days}D"

    def world(self, recipient, country):
        question = {}
        if recipient:
            question["recipient"] = recipient
            country = country or self.known.get(recipient)
            if country:
                question["country"] = country
        terms = {"recipients": NAMED, "transfers": [{"country": to} for to in self.transfers]}
        pack, _ = HOMES[self.regime]
        return law.World(
            purpose=self.purpose,
            events=self.events,
            question=question,
            packs=[pack],
            regimes=[self.regime],
            terms=terms,
        )

    def given(self):
        document = self.world(None, None).given(ASKED)
        del document["question"]
        return {**document, **({"recipient_countries": self.known} if self.known else {})}

    def spans(self, recipient, country, since, until):
        """The verdicts between two instants with their beginnings."""
        world = self.world(recipient, country)
        changes = {since, *(event["at"] for event in self.events)}
        changes |= {GIVEN + timedelta(days=self.days)} if self.days else set()
        for pack in (law.LOADED[name] for name in world.packs):
            for rule in pack["rules"]:
                days = (rule["effective_from"], rule.get("effective_until"))
                changes |= {law.begin(pack, day) for day in days if day}
        changes = sorted(change for change in changes if since <= change < until)
        return [(change, world.expect(change)["verdict"]) for change in changes]

    def visible(self):
        found = []
        spans = self.spans(RECIPIENT, None, SINCE, UNTIL)
        ends = [begin for begin, _ in spans[1:]] + [UNTIL]
        for (begin, verdict), end in zip(spans, ends, strict=True):
            if verdict != "allowed":
                continue
            if found and found[-1][1] == begin:
                found[-1][1] = end
            else:
                found.append([begin, end])
        base = {"purpose": "p", "recipient": RECIPIENT, "fields": FIELDS["p"]}
        return [{**base, "since": law.written(begin), "until": law.written(end)} for begin, end in found]

    def due(self, start, days):
        """Nothing while it is permitted anywhere where the recipient may be."""
        named = {home for pack, _ in HOMES.values() for home in law.LOADED[pack]["home"]} | {
            *self.transfers,
            "ZZ",
        }
        anywhere = [None] if RECIPIENT in self.known else [None, *sorted(named)]
        asked = [(None, None)] + [(RECIPIENT, country) for country in anywhere]
        first, last = self.events[0]["at"], self.events[-1]["at"]
        ended = []
        for recipient, country in asked:
            spans = self.spans(recipient, country, first, ASKED + timedelta(microseconds=1))
            if spans[-1][1] != "denied":
                return []
            ended += [
                at
                for (_, before), (at, after) in itertools.pairwise(spans)
                if before != "denied" and after == "denied"
            ]
        since = max(ended, default=last) if start == "permission_ended" else last
        due = since + timedelta(days=days)
        if due > ASKED:
            return []
        return [{"subject": "w-1", "purpose": "p", "since": law.written(since), "due_at": law.written(due)}]


def may_cases():
    for regime, (_, home) in HOMES.items():
        for known, said, transfers in itertools.product(
            (None, home, "TH"), (None, home, "TH", "US"), ([], ["TH"])
        ):
            story = Story(regime, transfers=transfers, known=known and {RECIPIENT: known, "partner": "US"})
            question = {"recipient": RECIPIENT, **({"country": said} if said else {})}
            yield {
                "name": f"{regime}: the ledger knows {known}, the question says {said}, the notice {transfers}",
                "given": {
                    **story.given(),
                    "question": {"subject": "w-1", "purpose": "p", **question, "at": "2026-04-01T00:00:00Z"},
                },
                "expect": story.world(RECIPIENT, said).expect(datetime(2026, 4, 1, tzinfo=UTC)),
            }
    story = Story("jp", transfers=[])
    question = {"subject": "w-1", "purpose": "p", "at": "2026-04-01T00:00:00Z"}
    for name, known, kind, path in (
        ("a country in a word", {RECIPIENT: "Japan"}, "syntax", f"recipient_countries.{RECIPIENT}"),
        ("a country in small letters", {RECIPIENT: "jp"}, "syntax", f"recipient_countries.{RECIPIENT}"),
        ("a country that is empty", {RECIPIENT: ""}, "syntax", f"recipient_countries.{RECIPIENT}"),
        ("a recipient without a name", {"": "JP"}, "missing", "recipient_countries"),
        ("a recipient with a space behind it", {"partner ": "JP"}, "syntax", "recipient_countries"),
    ):
        given = {**story.given(), "recipient_countries": known, "question": question}
        yield {"name": name, "given": given, "expect": {"error": {"kind": kind, "path": path}}}


def stories():
    for regime, (_, home) in HOMES.items():
        for known, transfers, (end, how) in itertools.product(
            (None, home, "TH"),
            ([], ["TH"]),
            (("a yes", {}), ("then a no", {"no": True}), ("a yes for 60 days", {"days": 60})),
        ):
            name = f"{regime}: the ledger knows {known}, the notice names {transfers}, {end}"
            yield name, Story(regime, transfers=transfers, known=known and {RECIPIENT: known}, **how)


def visible_cases():
    asked = {"subject": "w-1", "since": law.written(SINCE), "until": law.written(UNTIL), "fields": FIELDS}
    for name, story in stories():
        yield {"name": name, "given": {**story.given(), **asked}, "expect": story.visible()}


def retention_cases():
    for name, story in stories():
        for start, days in (("permission_ended", 30), ("last_event", 30), ("permission_ended", 100)):
            rules = [{"purpose": "p", "keep_for": f"P{days}D", "start": start}]
            yield {
                "name": f"{name}, {days} days from {start}",
                "given": {**story.given(), "rules": rules, "at": law.written(ASKED)},
                "expect": story.due(start, days),
            }


def files():
    source = "tests/make/consent_whereabouts_vectors.py"
    kinds = {"recipient_countries": ("may", may_cases), "visible": ("visible", visible_cases)}
    kinds["retention_due"] = ("retention_due", retention_cases)
    made = {f"consent/{name}.json": (call, [*cases()]) for name, (call, cases) in kinds.items()}
    for _, cases in made.values():
        found = [bool(case["expect"]) for case in cases]
        assert all(found) or {True, False} == {*found}
    return {
        name: {"call": f"consent.{call}", "source": source, "cases": cases}
        for name, (call, cases) in made.items()
    }


if __name__ == "__main__":
    corpus.main(files())
