"""Expected values for `engagement.network_measures`, `…network_summary`, `…responsiveness`, `…inequality` and `…exchange`.

Everything is by definition, on matrices and lists of all pairs: PageRank by solving its equation in fractions, betweenness by
counting walks, cores by peeling, the Lorenz curve by adding up. Replies are looked for pair by pair among messages that name what
they answer.
"""

import math
import random
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import corpus

KARATE = "../../alumni-core/src/engagement/network/tests/karate.txt"


def weights_of(ties, both_ways):
    people = sorted({end for row in ties for end in row[:2]}, key=str.encode)
    place = {person: at for at, person in enumerate(people)}
    matrix = [[Fraction(0)] * len(people) for _ in people]
    for source, target, weight in ties:
        if source != target:
            matrix[place[source]][place[target]] += Fraction(weight)
            if both_ways:
                matrix[place[target]][place[source]] += Fraction(weight)
    return people, matrix


def solve(rows, right):
    """Gauss and Jordan, in fractions."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(rows, right, strict=True)]
    for column in range(size):
        pivot = next(row for row in range(column, size) if rows[row][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        scale = rows[column][column]
        rows[column] = [value / scale for value in rows[column]]
        for row in range(size):
            if row != column and rows[row][column]:
                factor = rows[row][column]
                rows[row] = [one - factor * other for one, other in zip(rows[row], rows[column], strict=True)]
    return [row[-1] for row in rows]


def page_rank(matrix, damping=Fraction(85, 100)):
    size = len(matrix)
    rows = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    for source, given in enumerate(matrix):
        total = sum(given)
        for target in range(size):
            share = given[target] / total if total else Fraction(1, size)
            rows[target][source] -= damping * share
    return solve(rows, [(1 - damping) / size] * size)


def cores(near):
    size = len(near)
    found = [0] * size
    for core in range(1, size):
        left = set(range(size))
        while gone := {one for one in left if len(near[one] & left) < core}:
            left -= gone
        for one in left:
            found[one] = core
    return found


def betweenness(near):
    size = len(near)
    distance, count = [{} for _ in near], [{} for _ in near]
    for start in range(size):
        walks, length = {start: 1}, 0
        while length < size:
            for end, number in walks.items():
                if end not in distance[start]:
                    distance[start][end], count[start][end] = length, number
            following = {}
            for end, number in walks.items():
                for other in near[end]:
                    following[other] = following.get(other, 0) + number
            walks, length = following, length + 1
    found = [Fraction(0)] * size
    for source in range(size):
        for target in range(source + 1, size):
            for middle in set(distance[source]) - {source, target}:
                whole, first = distance[source].get(target), distance[source][middle]
                second = distance[middle].get(target)
                if whole is not None and second is not None and first + second == whole:
                    paths = Fraction(count[source][middle] * count[middle][target], count[source][target])
                    found[middle] += paths
    return found


def components(near):
    size = len(near)
    groups = []
    for start in range(size):
        if not any(start in group for group in groups):
            group, waiting = set(), [start]
            while waiting:
                one = waiting.pop()
                if one not in group:
                    group.add(one)
                    waiting.extend(near[one])
            groups.append(group)
    groups.sort(key=lambda group: (-len(group), min(group)))
    return groups


def gini(values):
    values = sorted(values)
    size, total = len(values), sum(values)
    return (
        Fraction(sum(abs(one - other) for one in values for other in values)) / (2 * size * total)
        if total
        else None
    )


def spread(values, silent_members):
    counted = sorted(Fraction(value) for value in values if value or silent_members == "counted")
    total = sum(counted)
    found = {
        "people": len(counted),
        "silent": sum(not value for value in values),
        "total": float(total),
        "gini": None,
        "absence_factor": None,
        "lorenz": [],
    }
    if total:
        falling = counted[::-1]
        found["gini"] = float(gini(counted))
        found["absence_factor"] = next(k for k in range(1, len(falling) + 1) if 2 * sum(falling[:k]) >= total)
        for name, part in (("top_hundredth", 100), ("top_tenth", 10)):
            people = -(-len(falling) // part)
            found[name] = {"people": people, "share": float(sum(falling[:people]) / total)}
        assert len(counted) <= 100, "the curve of more people is cut at hundredths"
        found["lorenz"] = [
            {"people": k / len(counted), "amount": float(sum(counted[:k]) / total)}
            for k in range(len(counted) + 1)
        ]
    return found


def measures(ties, both_ways):
    people, matrix = weights_of(ties, both_ways)
    size = range(len(people))
    both = [[matrix[i][j] + matrix[j][i] for j in size] for i in size]
    near = [{j for j in size if both[i][j]} for i in size]
    groups = components(near)

    def constraint(i):
        p = [[both[a][b] / sum(both[a]) if both[a][b] else Fraction(0) for b in size] for a in size]
        return sum((p[i][j] + sum(p[i][q] * p[q][j] for q in near[i] if q != j)) ** 2 for j in near[i])

    def effective_size(i):
        total = sum(both[i])
        return sum(
            1 - sum(both[i][q] / total * both[j][q] / max(both[j]) for q in near[i] if q != j)
            for j in near[i]
        )

    def clustering(i):
        pairs = [(j, q) for j in near[i] for q in near[i] if j < q]
        return Fraction(sum(q in near[j] for j, q in pairs), len(pairs)) if pairs else Fraction(0)

    numbers = lambda values: [float(value) for value in values]  # noqa: E731
    return {
        "person": people,
        "given": numbers(sum(row) for row in matrix),
        "received": numbers(sum(row[j] for row in matrix) for j in size),
        "ties_out": [sum(bool(weight) for weight in row) for row in matrix],
        "ties_in": [sum(bool(row[j]) for row in matrix) for j in size],
        "two_way": [sum(bool(matrix[i][j] and matrix[j][i]) for j in size) for i in size],
        "component": [next(at for at, group in enumerate(groups) if i in group) for i in size],
        "core": cores(near),
        "page_rank": numbers(page_rank(matrix)),
        "betweenness": numbers(betweenness(near)),
        "constraint": [float(constraint(i)) if near[i] else None for i in size],
        "effective_size": [float(effective_size(i)) if near[i] else None for i in size],
        "clustering": numbers(map(clustering, size)),
    }


def summary(ties, both_ways, silent_members="counted", minimum=5):
    people, matrix = weights_of(ties, both_ways)
    size = len(people)
    found = measures(ties, both_ways)
    ends = [(i, j) for i in range(size) for j in range(size) if matrix[i][j]]
    returned = sum((j, i) in ends for i, j in ends)
    pairs = len(ends) - returned // 2
    isolated = sum(not (out or into) for out, into in zip(found["ties_out"], found["ties_in"], strict=True))
    made = {
        "people": size,
        "isolated": isolated,
        "ties": len(ends),
        "pairs": pairs,
        "two_way_pairs": returned // 2,
        "density": None,
        "components": None,
        "given": None,
    }
    if size - isolated >= minimum:
        least = sum(min(matrix[i][j], matrix[j][i]) for i, j in ends)
        total = sum(map(sum, matrix))
        numbers = [found["component"].count(group) for group in range(max(found["component"]) + 1)]
        small = [number for number in numbers if number < minimum]
        core = found["core"]
        deep = [sum(own >= k for own in core) for k in range(1, size)]
        closed = [(row, value) for row, value in zip(found["clustering"], core, strict=True)]
        made |= {
            "density": len(ends) / (size * (size - 1)),
            "pair_density": 2 * pairs / (size * (size - 1)),
            "reciprocity": returned / len(ends),
            "weighted_reciprocity": float(least / total),
            "largest_component": numbers[0] / size,
            "components": {
                "sizes": [number for number in numbers if number >= minimum],
                "smaller": len(small),
                "people_in_smaller": sum(small),
            },
            "cores": [number for number in deep if number >= minimum],
            "clustering": sum(value for value, _ in closed) / size,
            "given": spread([float(value) for value in found["given"]], silent_members),
            "received": spread([float(value) for value in found["received"]], silent_members),
        }
    return made


def random_ties(draw, people, rows):
    return [
        [f"w-{draw.randrange(people)}", f"w-{draw.randrange(people)}", draw.choice([0.25, 0.5, 1, 1, 2, 3])]
        for _ in range(rows)
    ]


BEGIN = datetime(2024, 5, 1, tzinfo=UTC)
HOURS = (12.0, 24.0, 168.0)


def event(number, hour, kind, actor, **rest):
    at = (BEGIN + timedelta(hours=hour)).strftime("%Y-%m-%dT%H:%M:%SZ")
    actor_type = "office" if actor == "office" else "alumnus"
    return {"id": f"e-{number:03}", "at": at, "kind": kind, "actor": actor, "actor_type": actor_type, **rest}


def kaplan_meier(waits, hours):
    """The share answered within so many hours, and the median."""

    def survival(time):
        left = Fraction(1)
        for one in sorted({wait for wait, answered in waits if answered and wait <= time}):
            at_risk = sum(wait >= one for wait, _ in waits)
            ended = sum(wait == one and answered for wait, answered in waits)
            left *= Fraction(at_risk - ended, at_risk)
        return left

    last = max((wait for wait, _ in waits), default=None)
    told = [
        None if last is None or (hour > last and survival(last) > 0) else float(1 - survival(hour))
        for hour in hours
    ]
    ends = sorted({wait for wait, answered in waits if answered})
    return told, next((end for end in ends if survival(end) <= Fraction(1, 2)), None)


def within_band(waits, hours, share):
    """Wilson's interval at 95 % for as many as would have Greenwood's error; for those of which it is known where there is none."""
    if share is None:
        return None, None
    error = Fraction(0)
    for one in sorted({wait for wait, answered, _ in waits if answered and wait <= hours}):
        at_risk = sum(wait >= one for wait, _, _ in waits)
        ended = sum(wait == one and answered for wait, answered, _ in waits)
        if ended < at_risk:
            error += Fraction(ended, at_risk * (at_risk - ended))
    if 0.0 < share < 1.0:
        # Of the share still waiting the squared error is S² times the sum, and p (1 - p) over it the number.
        number = float(Fraction(share) / (1 - Fraction(share)) / error)
    else:
        number = sum(old >= hours or (answered and wait <= hours) for wait, answered, old in waits)
    if not number:
        return None, None
    z = 1.959963984540054
    # The ends are the shares whose own test just refuses this one: the roots of (p - x)² = z² x (1 - x) / n.
    a, b, c = 1 + z * z / number, 2 * share + z * z / number, share * share
    root = math.sqrt(max(b * b - 4 * a * c, 0.0))
    return max((b - root) / (2 * a), 0.0), min((b + root) / (2 * a), 1.0)


def reply_times(waits):
    shares, median = kaplan_meier([(wait, answered) for wait, answered, _ in waits], HOURS)
    found = {
        "asked": len(waits),
        "answered": {"count": sum(answered for _, answered, _ in waits), "of": len(waits)},
        "within": [
            {
                "hours": hours,
                "share": share,
                "lower": within_band(waits, hours, share)[0],
                "upper": within_band(waits, hours, share)[1],
                "matured": {
                    "count": sum(answered and wait <= hours for wait, answered, old in waits if old >= hours),
                    "of": sum(old >= hours for _, _, old in waits),
                },
            }
            for hours, share in zip(HOURS, shares, strict=True)
        ],
        "median_hours": {"time": median} if waits else None,
    }
    return found


def replies(draw, count, days):
    """Questions, some answered by their content, and direct messages; nothing else, so that who answers whom is plain."""
    end = 24 * days
    events, starts, newcomers, others, unanswered = [], [], [], [], []
    spoken = set()
    made = sorted(draw.randrange(end - 1) for _ in range(count))
    asked = []
    for number, hour in enumerate(made):
        who = f"w-{draw.randrange(12)}"
        if number % 3 and asked:
            to = draw.choice(asked)
            events.append(
                event(number, hour, "reply", who, target=f"e-{to['number']:03}", target_type="content")
            )
            if to["who"] != who and to["reply"] is None:
                to["reply"] = hour
        else:
            events.append(event(number, hour, "post_question", who))
            asked.append(
                {"number": number, "hour": hour, "who": who, "reply": None, "new": who not in spoken}
            )
        spoken.add(who)
    for one in asked:
        reply = one["reply"]
        wait = (end if reply is None else reply) - one["hour"], reply is not None, end - one["hour"]
        starts.append(wait)
        (newcomers if one["new"] else others).append(wait)
        if reply is None:
            unanswered.append({"event": f"e-{one['number']:03}", "by": one["who"], "newcomer": one["new"]})
    draw.shuffle(events)
    window = {"from": "2024-05-01", "until": (BEGIN + timedelta(days=days)).strftime("%Y-%m-%d")}
    expect = {
        "starts": reply_times(starts),
        "newcomers": reply_times(newcomers),
        "others": reply_times(others),
        "unanswered": unanswered,
        "turns": {"asked": 0},
    }
    return {"given": {"events": events, **window}, "expect": expect}


def turns(draw, count, days):
    end = 24 * days
    hours = sorted(draw.sample(range(end - 1), count))
    events, open_turns, waits = [], {}, []
    for number, hour in enumerate(hours):
        source, target = draw.sample(["w-1", "w-2", "w-3", "w-4"], 2)
        events.append(event(number, hour, "direct_message", source, target=target, target_type="person"))
        pair = frozenset((source, target))
        whose, since = open_turns.get(pair, (None, None))
        if whose != source:
            if whose is not None:
                waits.append((hour - since, True, end - since))
            open_turns[pair] = (source, hour)
    waits += [(end - since, False, end - since) for _, since in open_turns.values()]
    window = {"from": "2024-05-01", "until": (BEGIN + timedelta(days=days)).strftime("%Y-%m-%d")}
    return {
        "given": {"events": events, **window},
        "expect": {"turns": reply_times(waits), "starts": {"asked": 0}},
    }


def main():
    source = "tests/make/network_vectors.py, by definition on matrices and lists"
    draw = random.Random(20241121)
    karate = [
        [*line.split(), 1] for line in (corpus.VECTORS / KARATE).read_text(encoding="utf-8").splitlines()
    ]
    cases = {
        "the karate club of Zachary 1977": (karate, True),
        "a closed triad, whose people are constrained by more than one": (
            [["a", "b", 1], ["b", "c", 1], ["c", "a", 1]],
            False,
        ),
        "five people and six pairs, as in the worked example of Orbit": (
            [["a", "b", 1], ["a", "c", 1], ["a", "d", 1], ["b", "c", 1], ["c", "e", 1], ["d", "e", 1]],
            False,
        ),
        "ties to oneself make nobody close": ([["a", "a", 1], ["a", "b", 1], ["c", "c", 2]], False),
    }
    for number in range(12):
        cases[f"random ties {number}"] = (
            random_ties(draw, draw.randrange(4, 12), draw.randrange(3, 40)),
            False,
        )
    exact = {"page_rank": {"tolerance": 1e-15}, "betweenness": {"pivots": 1000}}
    measured, summed = [], []
    for name, (ties, both_ways) in cases.items():
        given = {"ties": ties, "both_ways": both_ways}
        expect = measures(ties, both_ways)
        measured.append({"name": name, "given": {**given, "options": exact}, "expect": expect})
        silent = "left_out" if len(summed) % 2 else "counted"
        options = {"silent_members": silent}
        summed.append(
            {"name": name, "given": {**given, "options": options}, "expect": summary(ties, both_ways, silent)}
        )
    bad = [
        ("a negative weight", {"ties": [["a", "b", -1]]}, {"kind": "out_of_range", "path": "weight"}),
        (
            "a damping of one",
            {"ties": [["a", "b", 1]], "options": {"page_rank": {"damping": 1}}},
            {"kind": "out_of_range", "path": "page_rank.damping"},
        ),
    ]
    measured += [
        {"name": name, "given": {"both_ways": False, **given}, "expect": {"error": error}}
        for name, given, error in bad
    ]
    unequal = [
        {
            "name": "the worked example of CHAOSS",
            "source": "chaoss/wg-risk, contributor-absence-factor.md",
            "given": {"amounts": [1000, 202, 90, 33, 332, 343, 42, 433], "silent_members": "counted"},
            "expect": {"absence_factor": 2},
        },
    ]
    for number in range(8):
        amounts = [draw.choice([0, 0, 1, 2, 5, 40]) for _ in range(draw.randrange(1, 40))]
        silent = ("counted", "left_out")[number % 2]
        unequal.append(
            {
                "name": f"random amounts {number}",
                "given": {"amounts": amounts, "silent_members": silent},
                "expect": spread(amounts, silent),
            }
        )
    unequal.append(
        {
            "name": "a negative amount",
            "given": {"amounts": [1, -1], "silent_members": "counted"},
            "expect": {"error": {"kind": "out_of_range", "path": "amounts[1]"}},
        }
    )
    answered = [{"name": f"questions {n}", **replies(draw, 6 + 5 * n, 20 + n)} for n in range(8)]
    answered += [{"name": f"direct messages {n}", **turns(draw, 5 + 6 * n, 15 + n)} for n in range(6)]
    # By hand: a question, and three answers to it by a clock that runs behind.
    early = [
        event(1, 1, "reply", "w-1", target="e-009", target_type="content"),
        event(2, 2, "reply", "w-2", thread="e-009"),
        event(3, 3, "reply", "office", thread="e-009"),
        event(9, 9, "post_question", "w-9"),
        event(10, 10, "reply", "w-9", thread="e-009"),
    ]
    answered.append(
        {
            "name": "answers dated before their question",
            "given": {"events": early, "from": "2024-05-01", "until": "2024-05-31"},
            "expect": {
                "starts": {"asked": 1, "answered": {"count": 0, "of": 1}},
                "before_question": 3,
                "without_root": 0,
            },
        }
    )
    spoken = [
        {
            "name": "one of each",
            "given": {
                "events": [
                    event(1, 1, "company_push", "office", target_type="network"),
                    event(2, 2, "post_update", "w-1"),
                    event(3, 3, "reply", "w-2", thread="e-002"),
                    event(4, 4, "reply", "office", thread="e-002"),
                    event(5, 5, "direct_message", "w-3", target="office", target_type="person"),
                ],
                "from": "2024-05-01",
                "until": "2024-06-01",
            },
            "source": "counted by hand",
            "expect": {
                "n_to_n": {"count": 2, "share": 0.4},
                "company": {"count": 2, "share": 0.4},
                "broadcast": {"count": 1, "share": 0.2},
                "replies": 2,
                "replies_among_alumni": {"count": 1, "share": 0.5},
                "organic": None,
            },
        }
    ]
    files = {
        "network_measures": (measured, 1e-11),
        "network_summary": (summed, 1e-12),
        "inequality": (unequal, 1e-12),
        "responsiveness": (answered, 1e-12),
        "exchange": (spoken, 1e-12),
    }
    corpus.main(
        {
            f"engagement/{name}.json": {
                "call": f"engagement.{name}",
                "source": source,
                "tolerance": tolerance,
                "cases": cases,
            }
            for name, (cases, tolerance) in files.items()
        }
    )


main()
