"""Expected answers for `engagement.health`: small networks in which every figure can be counted by hand, and is counted here by brute force.

Nothing of the library is used: shares with Wilson's interval, rates with Garwood's by scipy, states and causes by the written definitions.
"""

import math
from datetime import date, timedelta

import corpus
from health_apart import CASES as APART
from health_oracle import AS_OF, Record, case, garwood, members, whole, wilson
from health_told import CASES as TOLD

SOURCE = "tests/make/health_vectors.py: counted by brute force over the written definitions"


def quiet():
    """160 members, five posts a year, 15 answers to the last request, a monthly mailing, and a gathering."""
    record = Record()
    for number, days in enumerate((350, 270, 200, 120, 60)):
        record.add(days, "post_update", f"w-{number}")
    for month in range(12):
        record.add(355 - 30 * month, "company_push", "office", "office", target_type="network")
    asked = record.add(45, "post_help_request", "office", "office", target_type="network")
    for number in range(15):
        record.add(44 - number / 24, "answer", f"w-{number + 20}", thread=asked)
    for number in range(30):
        record.add(100, "event_attend", f"w-{number + 50}", target="g-1", target_type="event")
    return record


def jobs():
    """The same, and every mailing is about a job."""
    record = quiet()
    for event in record.events:
        if event["kind"] == "company_push":
            event.update(target="job", target_type="opportunity")
    return record


QUIET, JOBS = quiet(), jobs()
# 355 days of record; 182 recent days hold the mailings 175, 145, 115, 85, 55 and 25 days ago, the request, posts 120 and 60 days ago.
YEARS = 160 * 355 / 365
# Messages: six mailings and the request by the office; two posts and fifteen answers by alumni.
QUIET_EXPECT = {
    "state": "quiet",
    "members": 160,
    "headline": {"code": "health-quiet-asked"},
    "evidence": [
        {"figure": garwood(5, YEARS), "reason": {"code": "health-posts"}},
        {"figure": wilson(15, 160), "reason": {"code": "health-answered"}},
        {"figure": wilson(47, 160), "reason": {"code": "health-acted"}},
        # From 0.01 to 0.08, and a network is lively from 0.06 on.
        {"reason": {"code": "health-pace-undecided"}},
    ],
    "needs": [],
    "notes": [],
    "unknown_kinds": {},
}


def over_recruiting():
    """Six mailings and one request in the recent days; all six mailings are about jobs."""
    figure = wilson(6, 7)
    # Mailings about something else until jobs are three in ten: 6 / 0.3 = 20, and there are 7.
    return {"cause": "over_recruiting", "certainty": "sure", "figure": figure, "threshold": 0.3, "needed": 13}


FADING = Record()
for number in range(30):
    FADING.add(355 - 5 * number, "post_update", f"w-{number}")
FADING.add(100, "post_update", "w-3")


def relay(nominator, actor_type):
    """A post every eight days for half a year, then one every second day by whoever was nominated half a day before."""
    record = Record()
    for days in range(185, 360, 8):
        record.add(days, "post_update", f"w-{days % 200}")
    for days in range(180, 0, -2):
        who = f"w-{days % 200}"
        asked = record.add(
            days + 0.5, "nominate", nominator(days), actor_type, target=who, target_type="person"
        )
        record.add(days, "post_intro", who, prompted_by=asked)
    return record


def relayed_once():
    """A relay of ninety through the first half year, and all the year a post every nine days that nobody prompted."""
    record = Record()
    for days in range(3, 362, 9):
        record.add(days, "post_update", f"w-{days % 200}")
    for days in range(361, 181, -2):
        who = f"w-{days % 200}"
        asked = record.add(days + 0.5, "nominate", f"w-{(days + 2) % 200}", target=who, target_type="person")
        record.add(days, "post_intro", who, prompted_by=asked)
    return record


RELAYED_ONCE = relayed_once()

# What a member prompts is the network's own, as it is in the figure of the pulse; what the office prompts is not.
RELAY = relay(lambda days: f"w-{(days + 2) % 200}", "alumnus")
OFFICE_RELAY = relay(lambda days: "office", "office")

# Thirty posts, one in six days, and three gatherings attended: the record begins 175 days ago, and the programme opened years before.
JOINING = Record()
for number in range(30):
    JOINING.add(1 + 6 * number, "post_update", f"w-{number}")
for number in range(3):
    JOINING.add(1 + number, "event_attend", f"w-{number}", target="g-1", target_type="event")


def member_years(joined, within):
    """Everybody counts from the day they joined to the day before `as_of`, within so many days."""
    begins = AS_OF - timedelta(days=within)
    days = [range((AS_OF - max(begins, date.fromisoformat(day))).days) for day in joined.values()]
    return sum(len(own) for own in days) / 365


# Twice the pace, were the programme as old as its record.
RECORD_BEGINS = {"code": "health-record-begins"}
OLD = dict.fromkeys(members(200), "2020-01-01")
YOUNG = dict.fromkeys(members(200), "2024-03-22")
# Forty have long been members; eighty join on the day itself and eighty a year later.
COMING = {
    who: ["2020-01-01", AS_OF.isoformat(), "2025-04-01"][(place >= 40) + (place >= 120)]
    for place, who in enumerate(members(200))
}


def rings(sizes, introductions=()):
    """Groups of these sizes in which everybody wrote to the next one; each introduction is a message from one group to another."""
    record = Record()
    record.add(400, "visit", "w-0")
    begins = [sum(sizes[:place]) for place in range(len(sizes))]
    for begin, size in zip(begins, sizes, strict=True):
        for place in range(size):
            whom = f"w-{begin + (place + 1) % size}"
            record.add(30 + place, "direct_message", f"w-{begin + place}", target=whom, target_type="person")
    for one, other in introductions:
        record.add(3, "direct_message", f"w-{begins[one]}", target=f"w-{begins[other]}", target_type="person")
    return record


def introductions_needed(sizes, threshold):
    """The fewest pairs of groups to be joined until the second largest is within the threshold: every way of joining is tried."""
    of, ways = sum(sizes), {tuple(sorted(sizes))}
    for needed in range(len(sizes)):
        if any(len(way) < 2 or way[-2] / of <= threshold for way in ways):
            return needed
        ways = {
            tuple(sorted([*(way[k] for k in range(len(way)) if k not in (i, j)), way[i] + way[j]]))
            for way in ways
            for i in range(len(way))
            for j in range(i)
        }
    raise AssertionError(sizes)


def split(sizes, certainty):
    needed, figure = introductions_needed(sizes, 0.25), wilson(sorted(sizes)[-2], sum(sizes))
    clear = {"code": "health-clear-split", "args": {"needed": whole(needed), "groups": whole(needed + 1)}}
    reasons = [{"code": "health-split"}, clear]
    if certainty == "suspected":
        reasons.append({"code": "health-suspected"})
    return {
        "cause": "split",
        "certainty": certainty,
        "figure": figure,
        "threshold": 0.25,
        "needed": needed,
        "reasons": reasons,
    }


def mailings(days_ago, opt_outs):
    """Mailings about jobs, and people who opt out, each so many days ago."""
    record = Record()
    record.add(400, "post_update", "w-1")
    for days in days_ago:
        record.add(days, "company_push", "office", "office", target=f"job-{days}", target_type="opportunity")
    for days in opt_outs:
        record.add(days, "opt_out", "w-2")
    # So that there is something in it for members.
    for number in range(9):
        record.add(20, "event_attend", f"w-{number}", target="g-1", target_type="event")
    return record


def opt_outs(days_ago, left):
    """Days and opt-outs up to 14 days after a mailing, and the others, of the 182 days before the day; day k is the one that begins k
    days ago. Everything happens at its beginning."""
    laid = {day for day in range(1, 183) if any(sent - 14 < day <= sent for sent in days_ago)}
    inside = [day for day in left if day in laid]

    def per_year(count, days):
        return {"type": "number", "value": {"value": count * 365 / days, "digits": 1}}

    args = {
        "count": whole(len(inside)),
        "days": whole(14),
        "covered": whole(len(laid)),
        "per_year": per_year(len(inside), len(laid)),
    }
    if len(laid) == 182:
        return {"code": "health-opt-outs-alone", "args": args}
    args |= {
        "others": whole(len(left) - len(inside)),
        "other_days": whole(182 - len(laid)),
        "otherwise": per_year(len(left) - len(inside), 182 - len(laid)),
    }
    return {"code": "health-opt-outs", "args": args}


def too_many_jobs(days_ago, left):
    """All that the company sent is about jobs; what was sent before the 182 days counts only for the opt-outs after it."""
    sent = len([days for days in days_ago if days <= 182])
    return {
        "cause": "over_recruiting",
        "figure": wilson(sent, sent),
        "reasons": [
            {"code": "health-over-recruiting"},
            {"code": "health-clear-over-recruiting"},
            opt_outs(days_ago, left),
        ],
    }


DAILY, MONTHLY = list(range(1, 220)), [190, 160, 130, 100, 70, 40]
LEFT = [181, 159, 146, 145, 90, 65, 30]

HOLLOW = Record()
HOLLOW.add(700, "post_update", "w-1")
HOLLOW.add(60, "post_help_request", "office", "office", target_type="network")

UNASKED = Record()
UNASKED.add(700, "post_update", "w-1")

SEEDING = Record()
SEEDING.add(40, "post_intro", "w-1")

STRANGE = Record()
STRANGE.add(40, "post_intro", "w-1")
STRANGE.add(30, "something-new", "w-2")
STRANGE.add(-3, "post_update", "w-2")
STRANGE.events.append(STRANGE.events[0])

CASES = [
    case(
        "five posts a year, and 15 of 160 answered: quiet, not hollow",
        QUIET,
        members(160),
        {**QUIET_EXPECT, "causes": []},
    ),
    case(
        "the same with nothing but jobs", JOBS, members(160), {**QUIET_EXPECT, "causes": [over_recruiting()]}
    ),
    case(
        "thirty posts in one half year and one in the next",
        FADING,
        members(60),
        {"state": "fading", "evidence": [{"reason": {"code": "health-posts-fell"}}, {}, {}, {}]},
    ),
    case(
        "a relay that members pass on among themselves runs by itself",
        RELAY,
        members(200),
        {"state": "self_running", "causes": []},
        opened="2022-01-01",
    ),
    case(
        "a relay that has ended, among posts as steady as before, is no fall",
        RELAYED_ONCE,
        members(200),
        {"state": "self_running"},
        opened="2022-01-01",
    ),
    case(
        "the same relay passed on by the office: the members' own posts fell to nothing",
        OFFICE_RELAY,
        members(200),
        {"state": "fading", "evidence": [{"reason": {"code": "health-posts-fell"}}, {}, {}, {}, {}]},
        opened="2022-01-01",
    ),
    case(
        "three gatherings attended in 100 member-years are too few",
        JOINING,
        OLD,
        {
            "members": 200,
            "evidence": [{"figure": garwood(30, member_years(OLD, 365))}, {"figure": wilson(30, 200)}, {}],
            "causes": [
                {
                    "cause": "no_member_benefit",
                    "certainty": "sure",
                    "figure": garwood(3, member_years(OLD, 182)),
                    "needed": math.ceil(0.1 * member_years(OLD, 182) - 3),
                }
            ],
            "notes": [RECORD_BEGINS],
        },
        opened="2022-01-01",
    ),
    case(
        "the same of people who joined ten days ago are many: they count from the day they joined",
        JOINING,
        YOUNG,
        {
            "members": 200,
            "evidence": [{"figure": garwood(30, 200 * 10 / 365)}, {"figure": wilson(30, 200)}, {}],
            "causes": [],
            "notes": [{"code": "health-before-joining"}],
        },
        opened="2022-01-01",
    ),
    case(
        "whoever joins on the day or later is no member yet",
        JOINING,
        COMING,
        {
            "members": 40,
            "state": "self_running",
            "evidence": [{"figure": garwood(30, 40.0)}, {"figure": wilson(30, 40)}, {}],
            "causes": [],
            "notes": [
                {"code": "health-not-yet-members", "args": {"count": {"type": "integer", "value": 160}}},
                RECORD_BEGINS,
            ],
        },
        opened="2022-01-01",
    ),
    case(
        "a programme that opens on the day is being built up",
        JOINING,
        OLD,
        {"state": "seeding"},
        opened=AS_OF.isoformat(),
    ),
    case(
        "a programme that opens after the day",
        JOINING,
        OLD,
        {"error": {"kind": "inconsistent", "path": "opened"}},
        opened="2024-04-02",
    ),
    *(
        case(name, rings(sizes, joined), members(90), {"causes": causes})
        for name, sizes, joined, causes in [
            ("three groups take two introductions", [30, 30, 30], [], [split([30, 30, 30], "suspected")]),
            ("and after one of them one more", [30, 30, 30], [(0, 1)], [split([60, 30], "suspected")]),
            ("and after both none", [30, 30, 30], [(0, 1), (1, 2)], []),
            ("two groups take one introduction", [45, 45], [], [split([45, 45], "sure")]),
            (
                "small groups beside them may stay as they are",
                [38, 38, 7, 7],
                [],
                [split([38, 38, 7, 7], "sure")],
            ),
        ]
    ),
    *(
        case(
            name,
            mailings(sent, LEFT),
            members(60),
            {"causes": [*first, too_many_jobs(sent, LEFT)]},
        )
        for name, sent, first in [
            (
                "mailings about jobs day by day leave no other time to compare opt-outs with",
                DAILY,
                [{"cause": "one_way"}],
            ),
            ("mailings about jobs month by month: opt-outs and days of both times", MONTHLY, []),
        ]
    ),
    case(
        "nobody acts and nobody answers",
        HOLLOW,
        members(140),
        {
            "state": "hollow",
            "evidence": [
                {"figure": garwood(0, 140.0)},
                {"figure": wilson(0, 140)},
                {"reason": {"code": "health-answers-not-recorded"}},
                {"figure": wilson(0, 140)},
            ],
        },
    ),
    case(
        "nobody acts and nobody was asked",
        UNASKED,
        members(140),
        {"state": "cannot_tell", "needs": [{"code": "health-needs-request"}]},
    ),
    case("a programme of forty days", SEEDING, members(30), {"state": "seeding"}),
    case(
        "the same record of a programme that opened years ago: one post a year of thirty members",
        SEEDING,
        members(30),
        {"state": "quiet"},
        opened="2020-04-01",
    ),
    case(
        "what is strange in a record is noted",
        STRANGE,
        members(30),
        {
            "state": "seeding",
            "notes": [
                {"code": "health-repeated-events"},
                {"code": "health-after-as-of"},
                {"code": "health-unknown-kind"},
            ],
            "unknown_kinds": {"something-new": 1},
        },
    ),
    case(
        "nothing at all",
        Record(),
        [],
        {
            "state": "cannot_tell",
            "members": 0,
            "needs": [{"code": "health-needs-members"}, {"code": "health-needs-record"}],
            "causes": [],
        },
    ),
    case(
        "one member, listed twice",
        SEEDING,
        ["w-1", "w-1"],
        {"state": "cannot_tell", "members": 1, "notes": [{"code": "health-repeated-members"}]},
    ),
]

CONTRADICTION = Record()
CONTRADICTION.add(40, "post_intro", "w-1")
CONTRADICTION.events.append({**CONTRADICTION.events[0], "actor": "w-2"})
CASES.append(
    case(
        "one id with two contents",
        CONTRADICTION,
        members(30),
        {"error": {"kind": "duplicate", "path": "events[1].id"}},
    )
)

CASES += [*TOLD, *APART]

corpus.main(
    {
        "engagement/health.json": {
            "call": "engagement.health",
            "source": SOURCE,
            "tolerance": 1e-11,
            "cases": CASES,
        }
    }
)
