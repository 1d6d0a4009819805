"""Expected answers for tables of events and questions, timelines and funnels.

Each row is asked of the second reading of the rules in consent_oracle.py. A timeline asks it at the first event and again at
every instant at which its answer ends; a funnel places each person by the definitions in docs/guide/consent-tables.md.
"""

import random
from datetime import UTC, datetime, timedelta

import consent_acts as acts
import consent_cases as cases
import consent_oracle as oracle
import corpus

PEOPLE = ["w-1", "w-2", "従業員-3", "nobody"]
STAGES = ["people", "known", "asked", "agreed", "standing", "allowed"]


def network(rng):
    """Streams of three people."""
    events = []
    for subject in PEOPLE[:3]:
        for event in cases.stream(rng):
            events.append({**event, "subject": subject, "id": f"{subject}/{event['id']}"})
    rng.shuffle(events)
    return {"purposes": cases.PURPOSES[2:5:2], "notices": cases.DIRECTORY, "events": events}


def plain(question):
    return {name: value for name, value in question.items() if value is not None}


def row_of(world, question):
    found = world.answer(question)
    return {
        "verdict": found["verdict"],
        "reasons": [reason["code"] for reason in found["reasons"]],
        "evidence": found["evidence"],
        "obligations": found["obligations"],
        "valid_until": found["valid_until"],
    }


def moment(rng):
    return acts.written(
        datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=rng.choice([15, 60, 75, 120, 200, 400]))
    )


def table(rng, number):
    """Questions; every second table has the purpose and the instant for all rows."""
    given = network(rng)
    world = oracle.World(given)
    rows = [
        {
            "subject": rng.choice(PEOPLE),
            "purpose": rng.choice(["directory", "directory", "research"]),
            "channel": rng.choice([None, "email", "phone"]),
            "recipient": rng.choice([None, None, None, "group:bbq"]),
            "at": moment(rng),
            "known_at": rng.choice([None, None, moment(rng)]),
        }
        for _ in range(12)
    ]
    options = {"purpose": "directory", "at": moment(rng)} if number % 2 else {}
    asked = [plain(row | options) for row in rows]
    rows = [{name: value for name, value in row.items() if name not in options} for row in rows]
    return {
        "name": f"network {number}",
        "given": {**given, "rows": rows, "options": options},
        "expect": [row_of(world, question) for question in asked],
    }


def unusable():
    """Rows that cannot be asked are denied where that is wanted."""
    given = network(random.Random(3))
    world, at = oracle.World(given), "2024-08-01T00:00:00Z"
    rows = [
        {"subject": "w-1", "purpose": "research"},
        {"subject": "w-1", "purpose": "payroll"},
        {"subject": None, "purpose": "research"},
    ]
    denied = {
        "verdict": "denied",
        "reasons": ["consent-question-unusable"],
        "evidence": [],
        "obligations": [],
        "valid_until": None,
    }
    first = row_of(world, {**rows[0], "at": at})
    given = {**given, "rows": rows}
    yield {
        "name": "what cannot be asked is denied where that is wanted",
        "given": {**given, "options": {"at": at, "unusable": "denied"}},
        "expect": [first, denied, denied],
    }
    yield {
        "name": "an unknown purpose is an error with its row",
        "given": {**given, "options": {"at": at}},
        "expect": {"error": {"kind": "unknown_name", "path": "purpose: row 1"}},
    }
    yield {
        "name": "a subject that is missing is an error with its row",
        "given": {**given, "rows": [rows[0], rows[2]], "options": {"at": at}},
        "expect": {"error": {"kind": "missing", "path": "subject: row 1"}},
    }
    yield {
        "name": "what is a column is not given for all rows as well",
        "given": {**given, "options": {"at": at, "purpose": "research"}},
        "expect": {"error": {"kind": "duplicate", "path": "purpose"}},
    }
    yield {
        "name": "a question without an instant is none",
        "given": {**given, "options": {}},
        "expect": {"error": {"kind": "missing", "path": "at"}},
    }
    yield {
        "name": "a local time is refused, never taken for UTC",
        "given": {**given, "rows": [{**rows[0], "at": "2024-08-01T00:00:00"}], "options": {}},
        "expect": {"error": {"kind": "syntax", "path": "at: row 0"}},
    }


def timeline(rng, number):
    given = network(rng)
    world, subject = oracle.World(given), rng.choice(PEOPLE[:3])
    until = datetime(2025, 6, 1, tzinfo=UTC)
    known_at = rng.choice([None, None, datetime(2024, 5, 1, tzinfo=UTC)])
    known = [
        event
        for event in world.events.values()
        if event["subject"] == subject and (known_at is None or acts.received(event) <= known_at)
    ]
    scopes = {(e["purpose"], e.get("channel"), e.get("recipient")) for e in known}
    order = ["email", "sms", "phone", "postal", "sns", "in_app"]
    key = lambda scope: (scope[0], order.index(scope[1]) + 1 if scope[1] else 0, scope[2] or "")  # noqa: E731

    def course(purpose, channel, recipient):
        """One answer after the other, each from where the one before it ends."""
        firsts = [min(acts.occurred(e), acts.received(e)) for e in known if e["purpose"] == purpose]
        at, spans = min(firsts), []
        while at < until:
            question = plain(
                {
                    "subject": subject,
                    "purpose": purpose,
                    "channel": channel,
                    "recipient": recipient,
                    "at": acts.written(at.astimezone(UTC)),
                    "known_at": known_at and acts.written(known_at),
                }
            )
            found = world.answer(question)
            end = min(until, acts.instant(found["valid_until"])) if found["valid_until"] else until
            spans.append(
                {
                    "from": acts.written(at.astimezone(UTC)),
                    "until": acts.written(end.astimezone(UTC)),
                    "verdict": found["verdict"],
                    "state": found["state"],
                    "reason": found["reasons"][0]["code"],
                    "evidence": found["evidence"],
                }
            )
            at = end
        return spans

    def verdicts(spans):
        """From when on which verdict holds."""
        turns = zip(spans, [None, *spans], strict=False)
        return [
            (at["from"], at["verdict"]) for at, last in turns if not last or at["verdict"] != last["verdict"]
        ]

    # Where an event names a channel, the others that may be used and are answered otherwise than the whole.
    for purpose, recipient in {(of, to) for of, _, to in scopes}:
        if any(of == purpose and on for of, on, _ in scopes):
            whole = verdicts(course(purpose, None, recipient))
            scopes |= {
                (purpose, channel, recipient)
                for channel in world.purposes[purpose].get("channels", order)
                if verdicts(course(purpose, channel, recipient)) != whole
            }
    lanes = []
    for purpose, channel, recipient in sorted(scopes, key=key):
        spans = course(purpose, channel, recipient)
        events = [
            e
            for e in known
            if (e["purpose"], e.get("channel"), e.get("recipient")) == (purpose, channel, recipient)
            and acts.occurred(e) < until
        ]
        events.sort(key=lambda e: (acts.occurred(e), e["source"], e["id"]))
        marks = [
            {
                "at": acts.written(acts.occurred(e).astimezone(UTC)),
                "kind": e["kind"],
                "event": {"source": e["source"], "id": e["id"]},
            }
            for e in events
        ]
        lanes.append({"purpose": purpose, "spans": spans, "events": marks})
    return {
        "name": f"network {number}",
        "given": {
            **given,
            **plain(
                {
                    "subject": subject,
                    "until": acts.written(until),
                    "known_at": known_at and acts.written(known_at),
                }
            ),
        },
        "expect": {"subject": subject, "lanes": lanes},
    }


def stage_of(world, subject, purpose, channel, at):
    """How far a person came, and what decided."""
    question = plain({"subject": subject, "purpose": purpose, "channel": channel, "at": acts.written(at)})
    found = world.answer(question)
    reason = (found["verdict"], found["reasons"][0]["code"])
    if found["verdict"] == "allowed":
        return "allowed", reason
    theirs = [event for event in world.events.values() if event["subject"] == subject]
    here = [event for event in theirs if event["purpose"] == purpose and acts.occurred(event) <= at]
    asking = ("requested", "deferred", "refused", "given", "renewed", "withdrawn")
    if not any(event["kind"] in asking for event in here):
        return ("known" if theirs else "people"), reason

    def agrees(channel, at):
        state = world.stands(plain({"subject": subject, "purpose": purpose, "channel": channel}), at)["state"]
        return state["decision"] in acts.YESES

    yeses = [event for event in here if event["kind"] in acts.YESES]
    both = [(event, scope) for event in yeses for scope in (event.get("channel"), channel)]
    if any(agrees(scope, at) for _, scope in both):
        return "standing", reason
    if any(agrees(scope, acts.occurred(event)) for event, scope in both):
        return "agreed", reason
    return "asked", reason


def funnel(rng, number):
    given = network(rng)
    world = oracle.World(given)
    purpose = rng.choice(["directory", "directory", "research"])
    channel = rng.choice([None, "email", "sms"])
    at = acts.instant(moment(rng))
    by_consent = world.purposes[purpose]["legal_basis"] == "consent"
    stages = STAGES if by_consent else ["people", "allowed"]
    ended = [stage_of(world, subject, purpose, channel, at) for subject in PEOPLE]
    steps = []
    for place, stage in enumerate(stages):
        reached = [end for end in ended if STAGES.index(end[0]) >= STAGES.index(stage)]
        lost = {}
        if place:
            before = STAGES.index(stages[place - 1])
            for last, reason in ended:
                if before <= STAGES.index(last) < STAGES.index(stage):
                    lost[reason] = lost.get(reason, 0) + 1
        verdicts = ["allowed", "review", "denied"]
        ranked = sorted(lost.items(), key=lambda one: (-one[1], verdicts.index(one[0][0]), one[0][1]))
        steps.append(
            {
                "stage": stage,
                "people": len(reached),
                "lost": [{"verdict": v, "code": code, "count": n} for (v, code), n in ranked],
            }
        )
    asked = plain({"purpose": purpose, "channel": channel, "at": acts.written(at)})
    return {
        "name": f"network {number}",
        "given": {**given, **asked, "among": PEOPLE},
        "expect": {"purpose": purpose, "steps": steps},
    }


def taken_in(rng, number):
    """Events as rows of a table; the state's hash afterwards."""
    given = network(rng)
    rows = []
    for event in given["events"]:
        notice = event.get("notice") or {}
        row = {name: value for name, value in event.items() if name != "notice"}
        row |= {f"notice_{part}": value for part, value in notice.items()}
        if "bundled_with" in row:
            row["bundled_with"] = " ".join(row["bundled_with"])
        rows.append(row)
    return {
        "name": f"network {number}",
        "given": {"purposes": given["purposes"], "notices": given["notices"], "rows": rows},
        "expect": {"added": len(rows), "state_hash": oracle.state_hash(given)},
    }


def refused():
    row = {
        "source": "form",
        "id": "1",
        "subject": "w-1",
        "purpose": "directory",
        "kind": "given",
        "occurred_at": "2024-01-01T09:00:00+09:00",
        "received_at": "2024-01-01T09:00:00+09:00",
    }
    documents = {"purposes": cases.PURPOSES[2:5:2], "notices": cases.DIRECTORY}

    def case(name, rows, kind, path):
        return {
            "name": name,
            "given": {**documents, "rows": rows},
            "expect": {"error": {"kind": kind, "path": path}},
        }

    second = {**row, "id": "2"}
    yield case("a word that is none", [row, {**second, "kind": "agreed"}], "unknown_name", "kind: row 1")
    yield case("expiry is never recorded", [{**row, "kind": "expired"}], "unknown_name", "kind: row 0")
    yield case(
        "a purpose nobody knows", [row, {**second, "purpose": "payroll"}], "unknown_name", "purpose: row 1"
    )
    yield case(
        "a local time",
        [row, {**second, "occurred_at": "2024-01-01T09:00:00"}],
        "syntax",
        "occurred_at: row 1",
    )
    yield case("a subject that is missing", [row, {**second, "subject": None}], "missing", "subject: row 1")
    yield case("one id for two things", [row, {**row, "kind": "withdrawn"}], "inconsistent", "row 1")
    yield case("a version without a notice", [{**row, "notice_version": 1}], "missing", "notice_id: row 0")
    yield case("a column that events do not have", [{**row, "chanel": "email"}], "unknown_name", "")
    yield case(
        "a column that must be there", [{k: v for k, v in row.items() if k != "kind"}], "missing", "kind"
    )


def files():
    rng = random.Random(60079)
    source = "docs/consent-lifecycle.md and docs/guide/consent-tables.md, worked out by tests/make/consent_table_vectors.py"
    calls = {
        "may_table": [*(table(rng, number) for number in range(12)), *unusable()],
        "timeline": [timeline(rng, number) for number in range(12)],
        "funnel": [funnel(rng, number) for number in range(16)],
        "extend_table": [*(taken_in(rng, number) for number in range(6)), *refused()],
    }
    stages = {step["stage"] for case in calls["funnel"] for step in case["expect"]["steps"] if step["lost"]}
    assert stages == set(STAGES[1:]), stages
    return {
        f"consent/{name}.json": {"call": f"consent.{name}", "source": source, "cases": cases}
        for name, cases in calls.items()
    }


if __name__ == "__main__":
    corpus.main(files())
