"""Expected answers for half-lives that are learned from a record, by looking at every pair of people.

Scores are by engagement_oracle.py.
"""

from datetime import date, timedelta
from fractions import Fraction
from math import exp, log

import corpus
from engagement_oracle import instant, score, start_of
from engagement_vectors import Chance, event, model
from scoring_vectors import corpus_refused

SOURCE = "tests/make/half_life_vectors.py: the definitions in words, in whole numbers and fractions"


def right_pairs(rules, events, cut, days, half_life):
    """Of the pairs of one who acted in the period and one who did not, those in the right order, equal ones by half."""
    until = cut + timedelta(days=days)
    acts = {
        one["actor"]
        for one in events
        if start_of(cut.isoformat()) <= instant(one) < start_of(until.isoformat())
    }
    if half_life is None:
        last = {}
        for one in events:
            if instant(one) < start_of(cut.isoformat()):
                last[one["actor"]] = max(instant(one), last.get(one["actor"], instant(one)))
        values = last
    else:
        scores = score(rules | {"half_life_days": half_life}, events, cut.isoformat())
        values = {one["person"]: one["score"] for one in scores["people"]}
    right = of = Fraction(0)
    for one in values:
        for other in values:
            if one in acts and other not in acts:
                of += 1
                right += (
                    1
                    if values[one] > values[other]
                    else Fraction(1, 2)
                    if values[one] == values[other]
                    else 0
                )
    return right, of, len(acts & set(values))


def learned_words(held, recency, periods, half_life, apart=()):
    """A gain is a difference of two shares, in points; half of the pairs come right by tossing a coin."""

    def share(value):
        return {"type": "share", "value": {"value": float(value), "digits": 1}}

    days = {"type": "number", "value": {"value": half_life, "digits": 0}}
    words = [{"code": "half-life-learned", "args": {"days": days, "share": share(held)}}]
    if held > recency:
        gain = {"type": "number", "value": {"value": float(held - recency) * 100, "digits": 1}}
        cuts = {"type": "integer", "value": periods}
        words.append({"code": "half-life-gain", "args": {"gain": gain, "cuts": cuts}})
    else:
        args = {"share": share(held), "recency": share(recency)}
        words.append({"code": "half-life-no-gain", "args": args})
    if held <= Fraction(1, 2):
        words.append({"code": "half-life-chance", "args": {"share": share(held)}})
    for kind in apart:
        words.append({"code": "half-life-kind", "args": {"kind": {"type": "text", "value": kind}}})
    return words


def in_turns():
    """Two groups of twenty, of which one acts in every other fortnight and the other in those between: who acted last does not act next.
    Five people act in each."""
    days = {f"p-{person:02}": range(person // 20 * 14 + person % 7, 98, 28) for person in range(40)}
    days |= {f"q-{person}": range(7 + person, 98, 14) for person in range(5)}
    return [
        event(f"e-{person}-{day}", f"{date(2024, 1, 1) + timedelta(days=day)}T09:00:00Z", "reply", person)
        for person, own in days.items()
        for day in own
    ]


def learned():
    rules = model([{"kind": "reply", "weight": 4}], 60)
    for seed in (1, 2, None):
        chance = Chance(seed or 1)
        events = []
        for person in range(40):
            day = chance.below(150)
            stops = day + chance.below(120)
            while day < min(stops, 200):
                at = date(2024, 1, 1) + timedelta(days=day)
                events.append(
                    event(f"e-{len(events)}", f"{at}T00:{chance.below(60):02}:00Z", "reply", f"p-{person:02}")
                )
                day += 1 + chance.below(5 + person)
        as_of = date(2024, 1, 1) + timedelta(days=200)
        grid, horizon, count, weight, minimum = [7, 30, 120], 20, 4, 25, 10
        if seed is None:
            events, as_of, horizon, count = in_turns(), date(2024, 1, 1) + timedelta(days=98), 14, 5
        cuts = [as_of - timedelta(days=horizon * back) for back in range(count, 0, -1)]
        table = {
            half_life: [right_pairs(rules, events, cut, horizon, half_life) for cut in cuts]
            for half_life in [*grid, None]
        }

        def share(half_life, places, table=table):
            right = sum(table[half_life][place][0] for place in places)
            return right / sum(table[half_life][place][1] for place in places)

        def learn(places, table=table, share=share):
            acted = sum(table[grid[0]][place][2] for place in places)
            best = max(grid, key=lambda days: (share(days, places), -abs(log(days / 60))))
            return acted, exp((acted * log(best) + weight * log(60)) / (acted + weight))

        acted, half_life = learn(range(count))
        held, recency, of = Fraction(0), Fraction(0), Fraction(0)
        periods = 0
        for place in range(1, count):
            known, days = learn(range(place))
            if known >= minimum:
                right, pairs, _ = right_pairs(rules, events, cuts[place], horizon, days)
                held, of, periods = held + right, of + pairs, periods + 1
                recency += table[None][place][0]
        options = {
            "grid": grid,
            "horizon_days": horizon,
            "cuts": count,
            "prior_weight": weight,
            "minimum": minimum,
        }
        given = {"model": rules, "events": events, "as_of": as_of.isoformat(), "options": options}
        expect = {
            "half_life_days": half_life,
            "acted": acted,
            "periods": periods,
            "held_back": float(held / of),
            "recency_alone": float(recency / of),
            "by_kind": [],
            "reasons": learned_words(held / of, recency / of, periods, half_life),
            "tried": [
                {"half_life_days": float(days), "share": float(share(days, range(count)))} for days in grid
            ],
        }
        name = f"a network by chance {seed}" if seed else "a half-life that does worse than chance"
        yield {"name": name, "given": given, "expect": expect}
        if seed == 1:
            # Of two kinds one is never in the record: only the other one is learned apart, from the network's half-life, and on the same
            # acts.
            best = max(grid, key=lambda days: (share(days, range(count)), -abs(log(days / half_life))))
            own = exp((acted * log(best) + weight * log(half_life)) / (acted + weight))
            two = model([{"kind": "reaction", "weight": 1}, {"kind": "reply", "weight": 4}], 60)
            yield {
                "name": "only kinds that enough people did are learned apart",
                "given": {**given, "model": two, "options": {**options, "by_kind": True}},
                "expect": {
                    "half_life_days": half_life,
                    "by_kind": [{"kind": "reply", "half_life_days": own}],
                    "model": {
                        "half_life_days": half_life,
                        "kinds": [{"kind": "reaction"}, {"half_life_days": own}],
                    },
                },
            }
            # Whoever leaves has not come back, and a kind that counts nothing tells nothing.
            leaving = [
                event(
                    f"left-{person}", f"2024-05-{1 + person % 28:02}T12:00:00Z", "opt_out", f"p-{person:02}"
                )
                for person in range(45)
            ]
            none = model([{"kind": "reply", "weight": 4}, {"kind": "opt_out", "weight": 0}], 60)
            yield {
                "name": "acts of a kind without weight are none",
                "given": {**given, "model": none, "events": [*events, *leaving]},
                "expect": expect,
            }
            # One period alone: nothing comes before it that could be held against it, and nothing is learned.
            acted = table[grid[0]][-1][2]
            days = {"type": "number", "value": {"value": 60.0, "digits": 0}}
            args = {"days": days, "minimum": {"type": "integer", "value": 2}}
            assert acted >= 2, acted
            yield {
                "name": "what nothing was held back for is not learned",
                "given": {**given, "options": {**options, "cuts": 1, "minimum": 2}},
                "expect": {
                    "half_life_days": 60.0,
                    "acted": acted,
                    "periods": 0,
                    "held_back": None,
                    "recency_alone": None,
                    "gain": None,
                    "model": {"half_life_days": 60.0},
                    "reasons": [{"code": "half-life-not-held-back", "args": args}],
                },
            }
    given = {"model": rules, "events": [], "as_of": "2024-04-01", "options": {"grid": [30, 7]}}
    yield corpus_refused("half-lives out of order", given, "inconsistent", "grid[1]")


if __name__ == "__main__":
    cases = {
        "call": "engagement.learn_half_life",
        "source": SOURCE,
        "tolerance": 1e-9,
        "cases": list(learned()),
    }
    corpus.main({"engagement/learn_half_life.json": cases})
