"""Expected answers for who moved from one band to another and why: scores by engagement_oracle.py, places by counting.

What each kind of event added on both days, and in words what the score, the segment and the others have to do with it.
"""

from datetime import timedelta
from fractions import Fraction

import corpus
from engagement_oracle import UNIT, instant, moment, score
from engagement_vectors import MIXED, Chance, by_chance

SOURCE = "tests/make/move_vectors.py: the definitions in words, in whole numbers and fractions"
BANDS = [{"name": "low", "from": 0.0}, {"name": "middle", "from": 0.5}, {"name": "high", "from": 0.75}]


def standing(people, segments, minimum):
    """Each person's percentile and band, or neither where the segment has too few people."""
    found = {}
    for person, own in people.items():
        group = [them for other, them in people.items() if segments.get(other) == segments.get(person)]
        if len(group) < max(minimum, 2):
            found[person] = None, None
            continue
        lower, same = sum(them < own for them in group), sum(them == own for them in group)
        percentile = Fraction(2 * lower + same - 1, 2 * (len(group) - 1))
        band = [band["name"] for band in BANDS if Fraction(band["from"]) <= percentile][-1]
        found[person] = float(percentile), band
    return found


def moves(scores, segments, minimum):
    people = [
        {
            one["person"]: {part["kind"]: round(part["contribution"] * UNIT) for part in one["parts"]}
            for one in day
        }
        for day in scores
    ]
    sums = [{person: sum(parts.values()) for person, parts in day.items()} for day in people]
    ranks = [standing(day, segments, minimum) for day in sums]
    for person in sorted(sums[0] | sums[1]):
        (old, before), (new, after) = (day.get(person, (None, None)) for day in ranks)
        if before == after:
            continue
        own = [day.get(person) for day in sums]
        parts = []
        if None not in own:
            had, has = (day[person] for day in people)
            moved = {kind: has.get(kind, 0) - had.get(kind, 0) for kind in sorted(had | has)}
            parts = [
                {"kind": kind, "before": had.get(kind, 0) / UNIT, "after": has.get(kind, 0) / UNIT}
                for kind in sorted(moved, key=lambda kind: -abs(moved[kind]))
                if moved[kind]
            ]
            codes = ["score-move"]
            codes += [
                "score-move-up" if part["after"] > part["before"] else "score-move-down" for part in parts[:3]
            ]
            if old is None or new is None:
                codes.append("score-move-segment-size")
            elif (new - old) * (own[1] - own[0]) < 0 or (new != old and own[0] == own[1]):
                codes.append("score-move-others")
        else:
            codes = ["score-move-new" if own[0] is None else "score-move-gone"]
        yield {
            "person": person,
            "from": before,
            "to": after,
            "score_before": None if own[0] is None else own[0] / UNIT,
            "score": None if own[1] is None else own[1] / UNIT,
            "percentile_before": old,
            "percentile": new,
            "parts": parts,
            "reasons": [{"code": code} for code in codes],
        }


def cases():
    for seed in range(10):
        chance = Chance(seed)
        events = sorted(by_chance(seed, 90), key=moment)
        days = sorted(instant(one).date() for one in events)
        first, until = (
            days[len(days) // chance.one_of([2, 8, 30, 60])].isoformat(),
            (days[-1] + timedelta(days=3)).isoformat(),
        )
        people = sorted({one["actor"] for one in events})
        segments = {} if seed % 2 else {person: "Tokyo" for person in people if chance.below(2)}
        minimum = chance.one_of([2, 3])
        found = [score(MIXED, events, day)["people"] for day in (first, until)]
        expect = list(moves(found, segments, minimum))
        given = {"model": MIXED, "events": events, "from": first, "until": until, "segments": segments}
        given |= {"options": {"bands": BANDS, "minimum": minimum}}
        yield {"name": f"a record by chance {seed}", "given": given, "expect": expect}
    given = {"model": MIXED, "events": [], "segments": {}, "from": "2024-02-01", "until": "2024-01-01"}
    error = {"error": {"kind": "inconsistent", "path": "before"}}
    yield {"name": "scores of a later day", "given": given | {"options": {}}, "expect": error}


if __name__ == "__main__":
    document = {"call": "engagement.score_moves", "source": SOURCE, "tolerance": 1e-11}
    corpus.main({"engagement/score_moves.json": document | {"cases": list(cases())}})
