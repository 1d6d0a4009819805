"""Expected answers for what is made of scores: changes, ranks, recency with frequency, tables, points in windows.

Scores are by engagement_oracle.py.
"""

import tomllib
from datetime import timedelta
from fractions import Fraction

import corpus
from engagement_oracle import (
    PRESETS,
    UNIT,
    instant,
    measured_within,
    modified,
    moment,
    score,
    score_by_tenure,
    start_of,
)
from engagement_vectors import MIXED, Chance, by_chance, event, model

SOURCE = "tests/make/scoring_vectors.py: the definitions in words, in whole numbers and fractions"


def corpus_refused(name, given, kind, path):
    return {"name": name, "given": given, "expect": {"error": {"kind": kind, "path": path}}}


def units(parts, name="contribution"):
    return {part["kind"]: round(part[name] * UNIT) for part in parts}


LISTED = 100


def faded(rules, events, person, first, until):
    """What each earlier event lost: the score of the events up to it less that of the events before it, on both days."""
    own = {one["id"]: one for one in events if one["actor"] == person and one["actor_type"] == "alumnus"}
    old = sorted((one for one in own.values() if instant(one) < start_of(first)), key=moment)

    def points(count, day):
        people = score(rules, old[:count], day)["people"]
        return round(people[0]["score"] * UNIT) if people else 0

    lost = []
    for place, one in enumerate(old):
        had, has = (points(place + 1, day) - points(place, day) for day in (first, until))
        if has < had:
            lost.append((has - had, moment(one), one, had, has))
    lost.sort(key=lambda row: row[:2])
    listed = [
        {
            "event": one["id"],
            "kind": one["kind"],
            "at": instant(one).isoformat().replace("+00:00", "Z"),
            "before": had / UNIT,
            "after": has / UNIT,
        }
        for _, _, one, had, has in lost[:LISTED]
    ]
    rest = {
        "events": len(lost[LISTED:]),
        "before": sum(row[3] for row in lost[LISTED:]) / UNIT,
        "after": sum(row[4] for row in lost[LISTED:]) / UNIT,
    }
    return {"faded_events": listed, "faded_rest": rest}


def change(rules, events, person, first, until):
    """Both scores by the oracle; what came in is what the score has that the earlier events do not give it."""
    before = score(rules, events, first)
    after = score(rules, events, until)
    old = [one for one in events if instant(one) < start_of(first)]
    faded_to = score(rules, old, until)

    def own(scores):
        found = [one for one in scores["people"] if one["person"] == person]
        return units(found[0]["parts"]) if found else {}

    had, has, kept = own(before), own(after), own(faded_to)
    parts = [
        {
            "kind": kind,
            "before": had.get(kind, 0) / UNIT,
            "after": has[kind] / UNIT,
            "entered": (has[kind] - kept.get(kind, 0)) / UNIT,
            "faded": (kept.get(kind, 0) - had.get(kind, 0)) / UNIT,
        }
        for kind in sorted(has, key=lambda kind: (-abs(has[kind] - had.get(kind, 0)), kind))
    ]
    since = sorted(
        (
            one
            for one in {one["id"]: one for one in events}.values()
            if one["actor"] == person
            and one["actor_type"] == "alumnus"
            and start_of(first) <= instant(one) < start_of(until)
        ),
        key=moment,
    )
    return {
        "before": sum(had.values()) / UNIT,
        "after": sum(has.values()) / UNIT,
        "entered": sum(round(part["entered"] * UNIT) for part in parts) / UNIT,
        "faded": sum(round(part["faded"] * UNIT) for part in parts) / UNIT,
        "parts": parts,
        "events": [{"event": one["id"], "kind": one["kind"]} for one in since],
        **faded(rules, events, person, first, until),
    }


def changes():
    for seed in range(8):
        events = by_chance(seed, 40)
        days = sorted(instant(one).date() for one in events)
        first, until = days[len(days) // 2].isoformat(), (days[-1] + timedelta(days=3)).isoformat()
        for person in sorted({one["actor"] for one in events if one["actor_type"] == "alumnus"})[:2]:
            given = {"model": MIXED, "events": events, "person": person, "from": first, "until": until}
            expect = change(MIXED, events, person, first, until)
            yield {"name": f"{person} in the record by chance {seed}", "given": given, "expect": expect}
    chance = Chance(11)
    days = [(start_of("2024-01-01") + timedelta(hours=6 * chance.below(360))) for _ in range(180)]
    events = [
        event(f"e-{place}", f"{day:%Y-%m-%dT%H:%M:%SZ}", chance.one_of(["reply", "answer", "visit"]), "p-0")
        for place, day in enumerate(days)
    ]
    rules = model([{"kind": "reply", "weight": 2}, {"kind": "answer", "weight": 4, "half_life_days": 30}])
    for name, asked in (("with caps", MIXED), ("more of them than are listed", rules)):
        given = {"model": asked, "events": events, "person": "p-0"}
        given |= {"from": "2024-04-01", "until": "2024-05-01"}
        expect = change(asked, events, "p-0", "2024-04-01", "2024-05-01")
        yield {"name": f"many events that fade, {name}", "given": given, "expect": expect}
    # Who is not scored has no score, which is not a score of 0.
    one = [event("e-0", "2024-03-01T00:00:00Z", "reply", "p-0")]
    for name, events, permitted, code in [
        ("not permitted", one, ["p-1"], "score-not-permitted"),
        ("of an empty record", [], None, "score-no-events"),
        ("before the first event", [one[0] | {"at": "2024-03-09T00:00:00Z"}], None, "score-no-events"),
    ]:
        given = {
            "model": MIXED,
            "events": events,
            "person": "p-0",
            "from": "2024-03-02",
            "until": "2024-03-09",
        }
        if permitted is not None:
            given["permitted"] = permitted
        expect = {"before": None, "after": None, "parts": [], "events": [], "reasons": [{"code": code}]}
        yield {"name": f"somebody {name}", "given": given, "expect": expect}
    given = {"model": MIXED, "events": [], "person": "p-0", "from": "2024-01-02", "until": "2024-01-01"}
    yield corpus_refused("days out of order", given, "out_of_range", "until")


def ranks():
    for seed, minimum in ((1, 2), (2, 5), (3, 20)):
        chance = Chance(seed)
        events = [
            event(f"e-{number}", "2024-03-01T00:00:00Z", "reply", f"p-{chance.below(24):02}")
            for number in range(60)
        ]
        rules = model([{"kind": "reply", "weight": 2}])
        people = sorted({one["actor"] for one in events})
        segments = {person: chance.one_of(["Tokyo", "大阪"]) for person in people if chance.below(4)}
        bands = [{"name": "low", "from": 0.0}, {"name": "high", "from": 0.75}]
        counts = {person: sum(one["actor"] == person for one in events) for person in people}
        expect = []
        for person in people:
            segment = segments.get(person)
            group = [other for other in people if segments.get(other) == segment]
            row = {"person": person, "segment": segment, "percentile": None, "band": None}
            if len(group) >= minimum:
                lower = sum(counts[other] < counts[person] for other in group)
                same = sum(counts[other] == counts[person] for other in group)
                percentile = Fraction(2 * lower + same - 1, 2 * (len(group) - 1))
                row["percentile"] = float(percentile)
                row["band"] = "high" if percentile >= Fraction(3, 4) else "low"
            expect.append(row)
        given = {"model": rules, "events": events, "as_of": "2024-04-01", "segments": segments}
        given |= {"options": {"bands": bands, "minimum": minimum}}
        yield {"name": f"segments by chance {seed}", "given": given, "expect": {"people": expect}}
    options = {"bands": [{"name": "low", "from": 0.1}]}
    given = {"model": "alumni", "events": [], "as_of": "2024-04-01", "segments": {}, "options": options}
    yield corpus_refused("bands that do not begin at 0", given, "out_of_range", "bands[0].from")


def fifths(events, first, until, groups=5, kinds=None):
    own = {}
    for one in {one["id"]: one for one in events}.values():
        inside = start_of(first.isoformat()) <= instant(one) < start_of(until.isoformat())
        if one["actor_type"] == "alumnus" and inside and (kinds is None or one["kind"] in kinds):
            own.setdefault(one["actor"], []).append(one)
    rows = {
        person: {
            "recency_days": (until - max(instant(one).date() for one in acts)).days,
            "frequency": len(acts),
            "value": sum(one.get("value", 0) for one in acts),
        }
        for person, acts in own.items()
    }
    expect = []
    for person, row in sorted(rows.items()):

        def group(key, row=row):
            return 1 + groups * sum(key(other) < key(row) for other in rows.values()) // len(rows)

        r, f = group(lambda one: -one["recency_days"]), group(lambda one: one["frequency"])
        m = group(lambda one: one["value"])
        expect.append({"person": person, **row, "r": r, "f": f, "m": m, "score": 100 * r + 10 * f + m})
    return expect


def rfms():
    hughes = tomllib.loads((PRESETS / "hughes-1994.toml").read_text(encoding="utf-8"))
    thirds = {"id": "x", "version": 1, "title": "x", "source": "x", "groups": 3}
    for seed in (1, 2):
        events = by_chance(seed, 60)
        chance = Chance(seed)
        events = [one | {"value": chance.below(9) / 2} if chance.below(2) else one for one in events]
        days = sorted(instant(one).date() for one in events)
        first, until = days[len(days) // 4], days[-1] + timedelta(days=2)
        given = {"events": events, "from": first.isoformat(), "until": until.isoformat()}
        yield {"name": f"a record by chance {seed}", "given": given, "expect": fifths(events, first, until)}
        given = given | {"model": "hughes-1994"}
        expect = fifths(events, first, until, hughes["groups"], hughes["kinds"])
        yield {"name": f"the preset on a record by chance {seed}", "given": given, "expect": expect}
        for rules in (thirds, thirds | {"groups": 9, "kinds": ["reply", "visit"]}):
            expect = fifths(events, first, until, rules["groups"], rules.get("kinds"))
            name = f"{rules['groups']} groups of a record by chance {seed}"
            yield {"name": name, "given": given | {"model": rules}, "expect": expect}
    given = {"events": [], "from": "2024-01-01", "until": "2024-02-01"}
    for name, more, kind, path in (
        ("one group", {"groups": 1}, "out_of_range", "groups"),
        ("ten groups", {"groups": 10}, "out_of_range", "groups"),
        ("no kinds", {"kinds": []}, "missing", "kinds"),
        ("a kind twice", {"kinds": ["reply", "reply"]}, "duplicate", "kinds[1]"),
        ("no version", {"version": 0}, "out_of_range", "version"),
    ):
        yield corpus_refused(name, given | {"model": thirds | more}, kind, path)


def tables():
    plain = MIXED | {"kinds": [{k: v for k, v in kind.items() if k != "cap"} for kind in MIXED["kinds"]]}
    for seed in range(4):
        events = by_chance(seed, 40)
        unique = list({one["id"]: one for one in events}.values())
        days = sorted(instant(one).date() for one in events)
        for rules, name in ((plain, "without caps"), (MIXED, "with caps, in the order of time")):
            rows = sorted(unique, key=moment) if rules is MIXED else unique
            as_of = (days[len(days) * 3 // 4]).isoformat()
            permitted = ["p-0", "p-2", "p-3"] if seed % 2 else None
            scores = score(rules, rows, as_of, permitted)
            expect = {
                "people": [one["person"] for one in scores["people"]],
                "scores": [one["score"] for one in scores["people"]],
                "not_scored": scores["not_scored"],
                "tally": scores["tally"],
            }
            given = {"model": rules, "events": rows, "as_of": as_of}
            given |= {} if permitted is None else {"permitted": permitted}
            yield {"name": f"by chance {seed} {name}", "given": given, "expect": expect}
    for seed in range(4, 8):
        rows = sorted({one["id"]: one for one in by_chance(seed, 40)}.values(), key=moment)
        chance = Chance(seed)
        years = (
            {f"p-{number}": chance.below(24) for number in range(5) if chance.below(4)} if seed < 7 else {}
        )
        as_of = sorted(instant(one).date() for one in rows)[30].isoformat()
        scores = score_by_tenure(FACTORS, rows, as_of, None, years)
        factors = [one.get("tenure_factor") for one in scores["people"]]
        expect = {
            "people": [one["person"] for one in scores["people"]],
            "scores": [one["score"] for one in scores["people"]],
            "tally": scores["tally"],
        }
        expect |= {} if factors == [None] * len(factors) else {"tenure_factors": factors}
        given = {"model": FACTORS, "events": rows, "as_of": as_of, "tenure_years": years}
        yield {"name": f"by tenure and chance {seed}", "given": given, "expect": expect}


FACTORS = MIXED | {
    "id": "ours",
    "purposes": [
        {"purpose": "referral", "kinds": {"reply": 2.5, "visit": 0}, "source": "a steering group"},
        {"purpose": "復職", "kinds": {"answer": 0.3, "direct_message": 1.1}},
    ],
    "tenure": [
        {"from_years": 1, "factor": 0.7},
        {"from_years": 5, "factor": 1.2, "source": "a steering group"},
        {"from_years": 20, "factor": 0},
    ],
}


def weights(rules):
    kinds = [{"kind": kind["kind"], "weight": kind["weight"]} for kind in rules["kinds"]]
    return {"id": rules["id"], "source": rules["source"], "kinds": kinds}


def models():
    for purpose in (None, "referral", "復職"):
        for years in (None, 0, 1, 4, 5, 19, 20, 4_294_967_295):
            given = {"model": FACTORS} | ({} if purpose is None else {"purpose": purpose})
            given |= {} if years is None else {"years": years}
            name = f"for {purpose or 'no purpose'} and {'any tenure' if years is None else f'{years} years'}"
            yield {"name": name, "given": given, "expect": weights(modified(FACTORS, purpose, years))}
    given = {"model": MIXED, "years": 5}
    yield {"name": "without bands", "given": given, "expect": weights(modified(MIXED, None, 5))}
    for name, more, kind, path in (
        (
            "a factor below 0",
            {"purposes": [{"purpose": "x", "kinds": {"reply": -1}}]},
            "out_of_range",
            "purposes[0].kinds.reply",
        ),
        (
            "an unknown kind",
            {"purposes": [{"purpose": "x", "kinds": {"karaoke": 1}}]},
            "unknown_name",
            "purposes[0].kinds.karaoke",
        ),
        (
            "bands that fall",
            {"tenure": [{"from_years": 5, "factor": 1}, {"from_years": 4, "factor": 1}]},
            "inconsistent",
            "tenure[1].from_years",
        ),
        (
            "too large a factor",
            {"tenure": [{"from_years": 5, "factor": 1001}]},
            "out_of_range",
            "tenure[0].factor",
        ),
    ):
        yield corpus_refused(name, {"model": MIXED | more, "years": 5}, kind, path)
    yield corpus_refused("an unknown purpose", {"model": FACTORS, "purpose": "x"}, "unknown_name", "purpose")


def by_tenure():
    for seed in range(6):
        events = by_chance(seed, 40)
        chance = Chance(seed)
        years = {f"p-{number}": chance.below(24) for number in range(5) if chance.below(4)}
        as_of = sorted(instant(one).date() for one in events)[30].isoformat()
        permitted = ["p-0", "p-2", "p-3"] if seed % 2 else None
        purpose = "referral" if seed % 3 else None
        rules = modified(FACTORS, purpose)
        given = {"model": FACTORS, "events": events, "as_of": as_of, "tenure_years": years}
        given |= {} if permitted is None else {"permitted": permitted}
        given |= {} if purpose is None else {"purpose": purpose}
        expect = {"model": rules["id"]} | score_by_tenure(rules, events, as_of, permitted, years)
        yield {"name": f"a record by chance {seed}", "given": given, "expect": expect}


LEAGUE = {
    "id": "league",
    "version": 1,
    "title": "league",
    "source": "a steering group",
    "windows": [
        {"name": "quarter", "length": "3 months"},
        {"name": "a fortnight", "length": "14 days"},
        {"name": "all"},
    ],
    "kinds": [
        {"kind": "post_question", "points": 3},
        {"kind": "answer", "points": 2.5, "cap": 3},
        {"kind": "reply", "points": 2.5},
        {"kind": "reaction", "points": 0},
        {"kind": "visit", "points": 1, "cap": 1},
    ],
}


def windows():
    belmont = tomllib.loads((PRESETS / "belmont-2025.toml").read_text(encoding="utf-8"))
    # The source's own example: 12 points from 6 activities.
    acts = [event(f"e-{n}", "2024-03-01T00:00:00Z", "event_attend", "p-1") for n in range(3)]
    acts += [event(f"c-{n}", "2024-03-01T00:00:00Z", "visit", "p-1") for n in range(3)]
    given = {"model": "belmont-2025", "events": acts, "as_of": "2024-04-01", "window": "6-months"}
    expect = {"people": [{"score": 12.0, "count": 6, "distance": 18.973665961010276, "rank": 1}]}
    yield {"name": "12 points from 6 activities, as published", "given": given, "expect": expect}
    # What is beyond a cap is left out of the points and of the count.
    acts = [event(f"c-{n}", "2024-03-01T00:00:00Z", "click", "p-1") for n in range(9)]
    acts += [event(f"r-{n}", "2024-03-01T00:00:00Z", "event_rsvp", "p-1") for n in range(4)]
    given = given | {"events": acts}
    expect = measured_within(belmont, acts, "2024-04-01", "6-months")
    assert (expect["people"][0]["score"], expect["people"][0]["count"]) == (7, 7)
    yield {"name": "more clicks and RSVPs than count", "given": given, "expect": expect}
    for seed in range(6):
        events = by_chance(seed, 50)
        as_of = ["2024-03-31", "2024-04-01", "2024-02-29"][seed % 3]
        permitted = ["p-0", "p-2", "p-3"] if seed % 2 else None
        given = {"events": events, "as_of": as_of} | ({} if permitted is None else {"permitted": permitted})
        for rules, named in ((belmont, "belmont-2025"), (LEAGUE, LEAGUE)):
            for window in rules["windows"]:
                name = f"by chance {seed}, {rules['id']}, {window['name']}"
                asked = {"model": named, "window": window["name"]} | given
                expect = measured_within(rules, events, as_of, window["name"], permitted)
                yield {"name": name, "given": asked, "expect": expect}
    nobody = {"events": [], "as_of": "2024-04-01", "window": "all"}
    for name, more, kind, path in (
        ("a window of another name", {"window": "week"}, "unknown_name", "window"),
        ("points below 0", {"kinds": [{"kind": "reply", "points": -1}]}, "out_of_range", "kinds[0].points"),
        ("a cap of 0", {"kinds": [{"kind": "reply", "points": 1, "cap": 0}]}, "out_of_range", "kinds[0].cap"),
        ("a kind twice", {"kinds": [{"kind": "reply", "points": 1}] * 2}, "duplicate", "kinds[1].kind"),
        ("a window twice", {"windows": [{"name": "all"}] * 2}, "duplicate", "windows[1].name"),
        (
            "a window of no length",
            {"windows": [{"name": "x", "length": "0 days"}]},
            "out_of_range",
            "windows[0].length",
        ),
        ("no windows", {"windows": []}, "missing", "windows"),
        ("too large a factor", {"distance": {"score": 1001, "count": 1}}, "out_of_range", "distance.score"),
    ):
        given = (
            {"model": LEAGUE}
            | nobody
            | ({"window": "week"} if "window" in more else {"model": LEAGUE | more})
        )
        yield corpus_refused(name, given, kind, path)


def document(call, cases, tolerance):
    return {"call": call, "source": SOURCE, "tolerance": tolerance, "cases": list(cases)}


if __name__ == "__main__":
    corpus.main(
        {
            "engagement/score_change.json": document("engagement.score_change", changes(), 1e-11),
            "engagement/ranks.json": document("engagement.ranks", ranks(), 1e-12),
            "engagement/rfm.json": document("engagement.rfm", rfms(), 1e-12),
            "engagement/score_table.json": document("engagement.score_table", tables(), 1e-11),
            "engagement/score_model.json": document("engagement.score_model", models(), 0.0),
            "engagement/score_by_tenure.json": document("engagement.score_by_tenure", by_tenure(), 1e-11),
            "engagement/window_scores.json": document("engagement.window_scores", windows(), 1e-12),
        }
    )
