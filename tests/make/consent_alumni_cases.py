"""What is special about alumni, written by hand: papers, leaving, companions, the directory, groups taken over."""

import hmac

import consent_acts as acts
from consent_law import NOTICE


def alumni_cases():
    """What the engine holds for every alumni network, whatever the packs: written by hand."""
    at = "2026-06-01T00:00:00Z"
    yes = {
        "source": "form", "id": "yes", "subject": "w-1", "purpose": "p", "kind": "given",
        "occurred_at": "2026-03-31T10:00:00+09:00", "received_at": "2026-03-31T01:00:00Z",
        "notice": {"id": "alumni", "version": 1},
    }  # fmt: skip

    def case(name, expect, *, purpose=None, events=({},), question=None):
        return {
            "name": name,
            "given": {
                "purposes": [
                    {"id": "p", "title": "P", "legal_basis": "consent", **(purpose or {})},
                    {"id": "other", "title": "Other", "legal_basis": "consent"},
                ],
                "notices": [NOTICE],
                "events": [{**yes, **event} for event in events],
                "question": {
                    "subject": "w-1",
                    "purpose": "p",
                    "channel": "email",
                    "at": at,
                    **(question or {}),
                },
            },
            "expect": expect,
        }

    def denied(*codes):
        return {"verdict": "denied", "reasons": [{"code": code} for code in codes], "obligations": []}

    allowed = {"verdict": "allowed", "reasons": [{"code": "consent-given"}]}
    for paper in ("severance", "nda"):
        event = {"bundled_with": [paper]}
        yield case(f"a yes that came with {paper} papers", denied("consent-bundled"), events=[event])
    yield case("a yes that came with terms of use", allowed, events=[{"bundled_with": ["terms"]}])
    for state in ("active", "notice_period"):
        event = {"employment_state": state}
        marked = {
            "verdict": "allowed",
            "reasons": [{"code": "consent-given"}, {"code": "consent-given-while-employed"}],
        }
        yield case(f"a yes given in the state {state} is marked", marked, events=[event])
        yield case(
            f"a yes given in the state {state} is to be confirmed",
            denied("consent-confirm-after-leaving", "consent-given", "consent-given-while-employed"),
            purpose={"confirm_after_leaving": True},
            events=[event],
        )
    again = {
        "id": "again",
        "occurred_at": "2026-05-01T10:00:00+09:00",
        "received_at": "2026-05-01T01:00:00Z",
        "employment_state": "former",
    }
    yield case(
        "a yes after leaving confirms it",
        {"verdict": "allowed", "reasons": [{"code": "consent-given"}]},
        purpose={"confirm_after_leaving": True},
        events=[{"employment_state": "active"}, again],
    )
    for activity, code, wanted in (
        ("job_offer", "consent-rehire-not-inferred", "recruiting"),
        ("scoring", "consent-scoring-not-inferred", "scoring"),
    ):
        for of in (None, "membership"):
            yield case(
                f"no {activity} under a purpose of class {of}",
                denied(code, "consent-given"),
                purpose={"class": of} if of else {},
                question={"activity": activity},
            )
        yield case(
            f"{activity} under its own class",
            allowed,
            purpose={"class": wanted},
            question={"activity": activity},
        )
    yield case(
        "a companion's data",
        denied("consent-data-of-companion", "consent-given"),
        question={"data_of": "w-1-guest"},
    )
    yield case("one's own data", allowed, question={"data_of": "w-1"})
    yield case(
        "membership of a group elsewhere is no act",
        denied("consent-not-affirmative"),
        events=[{"method": "group_membership", "imported": True, "evidence_ref": "members.csv"}],
    )
    wrong = {"kind": "withdrawn", "bundled_with": ["nda"]}
    yield case(
        "papers with a no",
        {"error": {"kind": "inconsistent", "path": "events[0].bundled_with"}},
        events=[wrong],
    )
    yield case(
        "a country that is none",
        {"error": {"kind": "syntax", "path": "country"}},
        question={"country": "Japan"},
    )


def people():
    """The network of the report, the directory and the takeover."""
    notice = {"id": "alumni", "version": 1}

    def event(number, subject, purpose, kind, day, **more):
        extra = {"notice": notice} if kind in ("given", "notice_shown") else {}
        return {
            "source": "form", "id": f"e{number}", "subject": subject, "purpose": purpose, "kind": kind,
            "occurred_at": f"{day}T10:00:00+09:00", "received_at": f"{day}T01:00:00Z", **extra, **more,
        }  # fmt: skip

    return {
        "purposes": [
            {
                "id": "news",
                "title": "News",
                "legal_basis": "consent",
                "class": "information",
                "channels": ["email", "sns"],
            },
            {
                "id": "work",
                "title": "Employer",
                "legal_basis": "consent",
                "class": "directory",
                "channels": [],
            },
            {
                "id": "mail",
                "title": "Address",
                "legal_basis": "consent",
                "class": "directory",
                "channels": [],
            },
            {"id": "records", "title": "Records", "legal_basis": "legal_obligation"},
        ],
        "notices": [{**NOTICE, "purposes": ["news", "work", "mail"]}],
        "events": [
            event(1, "w-1", "news", "given", "2026-03-31", employment_state="notice_period"),
            event(2, "w-2", "news", "given", "2026-03-31", employment_state="active"),
            event(3, "w-2", "work", "given", "2026-05-01", employment_state="former", recipient="all_alumni"),
            event(4, "w-2", "news", "given", "2026-05-02", employment_state="former", channel="email"),
            event(5, "w-3", "news", "given", "2026-03-31"),
            event(6, "w-4", "news", "given", "2026-03-31", employment_state="active"),
            event(7, "w-4", "news", "withdrawn", "2026-04-10"),
            event(8, "w-5", "news", "given", "2026-03-31", employment_state="active", channel="email"),
            event(9, "w-2", "mail", "notice_shown", "2026-05-01"),
            event(10, "w-2", "mail", "given", "2026-05-01", recipient="all_alumni"),
            event(11, "w-2", "work", "notice_shown", "2026-04-30"),
            event(12, "w-2", "work", "given", "2026-05-01", recipient="abroad"),
            event(13, "w-2", "mail", "withdrawn", "2026-05-20", recipient="all_alumni"),
        ],
    }


def report_cases():
    def count(total, confirmed, unknown, at_exit, endless=0):
        counts = {"people": total, "confirmed": confirmed, "unknown": unknown, "at_exit": at_exit}
        return {**counts, "endless": endless}

    nothing = count(0, 0, 0, 0)
    # On 1 April four of the five said yes while employed, and w-3 when nobody knows; w-4 takes it back on the 10th.
    yield {
        "name": "after the exits of March",
        "given": {**people(), "at": "2026-04-01T00:00:00Z"},
        "expect": {
            "total": count(5, 0, 1, 4),
            "purposes": {"news": count(5, 0, 1, 4), "work": nothing, "mail": nothing},
        },
    }
    # w-2 confirmed for e-mail, and for one of the two audiences of the employer; the address was taken back.
    yield {
        "name": "after one withdrew and one confirmed",
        "given": {**people(), "at": "2026-06-01T00:00:00Z"},
        "expect": {
            "total": count(4, 1, 1, 2),
            "purposes": {"news": count(4, 1, 1, 2), "work": count(1, 1, 0, 0), "mail": nothing},
        },
    }
    # w-1 and w-3 said yes without an end and nothing else; w-2 did for e-mail, and has a yes with an end unsaid for the rest.
    endless = {
        **people(),
        "events": [
            {**event, "endless": True} if event["id"] in ("e1", "e4", "e5") else event
            for event in people()["events"]
        ],
    }
    yield {
        "name": "where some yeses have no end",
        "given": {**endless, "at": "2026-06-01T00:00:00Z"},
        "expect": {
            "total": count(4, 1, 1, 2, 2),
            "purposes": {"news": count(4, 1, 1, 2, 2), "work": count(1, 1, 0, 0), "mail": nothing},
        },
    }
    bounded = [{**of, "valid_for": "P2Y"} if of["id"] == "news" else of for of in endless["purposes"]]
    yield {
        "name": "where the purpose ends what has no end",
        "given": {**endless, "purposes": bounded, "at": "2026-06-01T00:00:00Z"},
        "expect": {
            "total": count(4, 1, 1, 2),
            "purposes": {"news": count(4, 1, 1, 2), "work": count(1, 1, 0, 0), "mail": nothing},
        },
    }
    # One said yes for two audiences and to nothing else: after leaving for one, for the other nobody knows when.
    audiences = [event for event in people()["events"] if event["purpose"] == "work"]
    yield {
        "name": "with yeses for audiences alone",
        "given": {**people(), "events": audiences, "at": "2026-06-01T00:00:00Z"},
        "expect": {
            "total": count(1, 1, 0, 0),
            "purposes": {"news": nothing, "work": count(1, 1, 0, 0), "mail": nothing},
        },
    }
    yield {
        "name": "before anybody said anything",
        "given": {**people(), "at": "2026-01-01T00:00:00Z"},
        "expect": {"total": nothing, "purposes": {"news": nothing, "work": nothing, "mail": nothing}},
    }


AUDIENCES = ["same_team", "all_alumni", "recruiters", "group_companies", "abroad"]


def directory_cases():
    directory = {
        "fields": [
            {"id": "employer", "title": {"en": "Employer", "ja": "勤務先"}, "purpose": "work"},
            {"id": "address", "title": {"en": "Address", "ja": "メールアドレス"}, "purpose": "mail"},
        ],
        "provided_by": "operator",
        "country": "JP",
    }
    given = {
        **people(), "packs": ["jp-appi"], "regimes": {"everyone": ["jp"]}, "directory": directory,
        "subject": "w-2", "at": "2026-05-10T00:00:00Z",
    }  # fmt: skip
    seen = {("employer", "all_alumni"), ("employer", "abroad"), ("address", "all_alumni")}

    def cells(seen):
        return [
            {
                "field": field,
                "audience": audience,
                "verdict": "allowed" if (field, audience) in seen else "denied",
            }
            for field in ("employer", "address")
            for audience in AUDIENCES
        ]

    def record(audience, items, events):
        keys = [{"source": "form", "id": id} for id in sorted(events)]
        return {
            "subject": "w-2", "recipient": audience, "items": items, "consent": keys,
            "rules": ["jp-appi-provision-record"], "keep_until": "2029-05-10",
        }  # fmt: skip

    # APPI 29: recipient, person, items, the fact of consent (the yes, and the showing of its notice); three years.
    records = [
        record("all_alumni", ["employer", "address"], ["e3", "e11", "e9", "e10"]),
        record("abroad", ["employer"], ["e11", "e12"]),
    ]
    yield {
        "name": "each field for each audience",
        "given": given,
        "expect": {"cells": cells(seen), "provisions": records},
    }
    later = {**given, "at": "2026-06-01T00:00:00Z"}
    kept = [
        {**record("all_alumni", ["employer"], ["e3", "e11"]), "keep_until": "2029-06-01"},
        {**records[1], "keep_until": "2029-06-01"},
    ]
    expect = {"cells": cells(seen - {("address", "all_alumni")}), "provisions": kept}
    yield {"name": "after one field was taken back", "given": later, "expect": expect}
    known = {**later, "known_at": "2026-05-10T00:00:00Z"}
    expect = {"cells": cells(seen)}
    yield {"name": "as it was known before", "given": known, "expect": expect}
    own = {**given, "directory": {**directory, "provided_by": "subject"}}
    yield {
        "name": "what a person posts needs no record",
        "given": own,
        "expect": {"cells": cells(seen), "provisions": []},
    }
    twice = {**given, "directory": {**directory, "fields": [directory["fields"][0]] * 2}}
    yield {
        "name": "a field twice",
        "given": twice,
        "expect": {"error": {"kind": "duplicate", "path": "fields[1].id"}},
    }


def takeover_cases():
    takeover = {
        "source": "line:tokyo", "purpose": "news", "channel": "sns", "notice": {"id": "alumni", "version": 1},
        "at": "2026-06-01T09:00:00+09:00", "members": ["w-1", "w-4", "w-8", "w-9"],
    }  # fmt: skip

    def invited(member, more):
        """As docs/formats/consent-event-bytes.md has it."""
        content = {
            "subject": member,
            **{name: takeover[name] for name in ("purpose", "channel", "notice")},
            "at": "2026-06-01T00:00:00Z",
            **more,
        }
        return acts.sha256("alumni invitation 1\n" + acts.canonical(content))

    def request(member):
        return {
            "source": "line:tokyo", "id": invited(member, {}), "subject": member, "purpose": "news",
            "kind": "requested", "actor": "controller", "channel": "sns", "notice": {"id": "alumni", "version": 1},
            "occurred_at": "2026-06-01T09:00:00+09:00", "received_at": "2026-06-01T00:00:00Z",
        }  # fmt: skip

    expect = {
        "events": [request("w-8"), request("w-9")],
        # w-1 said yes for every channel; w-4 took it back.
        "left_out": [
            {
                "subject": "w-1",
                "reasons": [{"code": "consent-given"}, {"code": "consent-given-while-employed"}],
            },
            {"subject": "w-4", "reasons": [{"code": "consent-withdrawn"}]},
        ],
    }
    yield {
        "name": "a group becomes invitations",
        "given": {**people(), "takeover": takeover},
        "expect": expect,
    }
    again = {**takeover, "at": "2026-06-20T09:00:00+09:00", "members": ["w-8"]}
    second = request("w-8") | {"id": invited("w-8", {"at": "2026-06-20T00:00:00Z"})}
    second |= {"occurred_at": again["at"], "received_at": "2026-06-20T00:00:00Z"}
    yield {
        "name": "a second wave has ids of its own",
        "given": {**people(), "takeover": again},
        "expect": {"events": [second], "left_out": []},
    }
    key = "0f3a8c51d2e94b7796ab00c4e85d1f20"
    keyed = {"subject": "w-8", "purpose": "news", "channel": "sns", "notice": takeover["notice"]}
    keyed = "alumni invitation 1\n" + acts.canonical({**keyed, "at": "2026-06-01T00:00:00Z"})
    keyed = {**request("w-8"), "id": hmac.new(key.encode(), keyed.encode(), "sha256").hexdigest()}
    yield {
        "name": "with a key nobody else can try an id back to a person",
        "given": {**people(), "takeover": {**takeover, "members": ["w-8"], "id_key": key}},
        "expect": {"events": [keyed], "left_out": []},
    }
    unknown = {**takeover, "notice": {"id": "alumni", "version": 2}}
    error = {"error": {"kind": "unknown_name", "path": "notice"}}
    yield {
        "name": "with a notice that is not on file",
        "given": {**people(), "takeover": unknown},
        "expect": error,
    }
    unknown = {**takeover, "purpose": "newz"}
    error = {"error": {"kind": "unknown_name", "path": "purpose"}}
    yield {
        "name": "for a purpose that is not known",
        "given": {**people(), "takeover": unknown},
        "expect": error,
    }
