"""Cases for `engagement.health` in which things that look alike are kept apart: whom a question was put to, who could be asked, one mailing
and its recipients, introductions and the pace, what was not done and what was not recorded. Counted by hand from the written definitions."""

from datetime import timedelta

from health_oracle import AS_OF, Record, case, garwood, members, whole, wilson

OPENED = "2022-01-01"
LONG_AGO = "2020-01-01"


def day(days_ago):
    return {"type": "date", "value": (AS_OF - timedelta(days=days_ago)).isoformat()}


def answering(asked=200, answers=15):
    """Five posts a year, and a request of the office that so many answered."""
    record = Record()
    record.add(360, "visit", "w-1")
    for number, days in enumerate((350, 300, 250, 150, 60)):
        record.add(days, "post_update", f"w-{number}")
    request = record.add(asked, "post_help_request", "office", "office", target_type="network")
    for number in range(answers):
        record.add(asked - 0.5 - number / 24, "answer", f"w-{20 + number}", thread=request)
    return record


def with_question(**more):
    """And one more question, by somebody who wrote anyhow, a month ago."""
    record = answering()
    record.add(30, "post_question", "w-3", **more)
    return record


def quiet(requests, posts):
    own = [{"reason": {"code": "health-own-posts-not-recorded"}}] if posts == 6 else []
    return {
        "state": "quiet",
        "headline": {"code": "health-quiet-asked", "args": {"asked_on": day(200)}},
        "evidence": [
            {"figure": garwood(posts, 160.0)},
            {
                "figure": wilson(15, 160),
                "reason": {
                    "code": "health-answered",
                    "args": {"asked_on": day(200), "requests": whole(requests)},
                },
            },
            # Two of late, which is surely below 5 %: only the answers tell quiet from hollow.
            {"figure": wilson(2, 160)},
            *own,
            {"reason": {"code": "health-pace-undecided"}},
        ],
    }


UNHEARD = Record()
UNHEARD.add(360, "visit", "w-1")
HEARD_ONCE = UNHEARD.add(90, "post_help_request", "office", "office", target_type="network")
UNHEARD.add(89, "answer", "w-5", thread=HEARD_ONCE)
UNHEARD.add(60, "post_help_request", "office", "office", target_type="network")

TWO_OPEN = Record()
TWO_OPEN.add(360, "visit", "w-1")
for ago in (9, 2):
    TWO_OPEN.add(ago, "post_help_request", "office", "office", target_type="network")

GROWN = dict.fromkeys(members(160), LONG_AGO) | {
    f"n-{number}": (AS_OF - timedelta(days=7)).isoformat() for number in range(300)
}

LEFT = answering(asked=60)
for number in range(40, 160):
    LEFT.add(340, "opt_out", f"w-{number}")

# Twelve are written to; each mailing is twelve events.
MAILED = Record()
MAILED.add(360, "visit", "w-1")
for place in range(12):
    to = {"target": f"w-{place}", "target_type": "person"}
    for ago in (10, 40, 70, 100, 130, 160):
        MAILED.add(ago - place / 48, "company_push", "office", "office", **to)
    MAILED.add(30, "job_post", "office", "office", **to)
    # One invitation that went out in two days.
    MAILED.add(20 + place % 2, "event_invite", "office", "office", thread="party", **to)
for place in range(10):
    MAILED.add(5 + 10 * place, "post_update", f"w-{place}")
for place in range(20):
    MAILED.add(70, "event_attend", f"w-{place}", target="g-1", target_type="event")

# Forty introduce themselves at the start, and from then on there is a post every thirteen days.
BURST = Record()
for place in range(40):
    BURST.add(298 - place, "post_intro", f"w-{place}")
for place in range(18):
    BURST.add(240 - 13 * place, "post_update", f"w-{40 + place}")

# Thirty posts and then one, while forty new ones introduce themselves.
HIDDEN = Record()
for place in range(30):
    HIDDEN.add(355 - 5 * place, "post_update", f"w-{place}")
HIDDEN.add(100, "post_update", "w-3")
for place in range(40):
    HIDDEN.add(5 + 4 * place, "post_intro", f"w-{40 + place}")


def questions(*, one_reply):
    """Twenty questions in half a year that nobody answered."""
    record = Record()
    record.add(360, "visit", "w-1")
    old = record.add(301, "post_update", "w-1")
    if one_reply:
        record.add(300, "reply", "w-2", thread=old)
    for place in range(20):
        record.add(20 + 8 * place, "post_question", f"w-{place}")
    return record


# Thirty joined 91 days ago, and introduced themselves two days before.
EARLY = Record()
EARLY.add(360, "visit", "w-1")
for place in range(20):
    EARLY.add(10 + 8 * place, "post_update", f"w-{place}")
for place in range(30):
    EARLY.add(93, "post_intro", f"n-{place}")
EARLY_MEMBERS = dict.fromkeys(members(200), LONG_AGO) | {f"n-{place}": "2024-01-01" for place in range(30)}

CANNOT = {"certainty": "cannot_tell"}


def clear(cause, figure):
    return {"cause": cause, "certainty": "clear", "figure": figure}


CASES = [
    case("who answers when asked is quiet", answering(), members(160), quiet(1, 5), opened=OPENED),
    case(
        "a question to one person asks nobody else",
        with_question(target="w-2", target_type="person"),
        members(160),
        quiet(1, 6),
        opened=OPENED,
    ),
    case(
        "nor does one in a thread that something else began",
        with_question(thread="e-1"),
        members(160),
        quiet(1, 6),
        opened=OPENED,
    ),
    case(
        "a question that nobody answers does not undo the request that fifteen answered",
        with_question(),
        members(160),
        quiet(2, 6),
        opened=OPENED,
    ),
    case(
        "hollow where hardly anybody answered even the best answered request",
        UNHEARD,
        members(160),
        {
            "state": "hollow",
            "headline": {"code": "health-hollow-asked", "args": {"asked_on": day(90), "count": whole(1)}},
            "evidence": [{}, {"figure": wilson(1, 160)}, {"figure": wilson(1, 160)}],
        },
        opened=OPENED,
    ),
    case(
        "of two young requests the older one tells first",
        TWO_OPEN,
        members(160),
        {
            "state": "cannot_tell",
            "needs": [{"code": "health-needs-answers", "args": {"open": whole(9), "more": whole(5)}}],
        },
        opened=OPENED,
    ),
    case(
        "who joined after a request was not asked",
        answering(),
        GROWN,
        {
            "state": "quiet",
            "headline": {"code": "health-quiet-asked"},
            "evidence": [{}, {"figure": wilson(15, 160)}, {"figure": wilson(2, 460)}, {}],
        },
        opened=OPENED,
    ),
    case(
        "nor was who had opted out before it",
        LEFT,
        members(160),
        {
            "state": "quiet",
            "headline": {"code": "health-quiet-asked"},
            # Forty were left, and two of late posted beside the fifteen.
            "evidence": [{}, {"figure": wilson(15, 40)}, {"figure": wilson(17, 160)}, {}],
        },
        opened=OPENED,
    ),
    case(
        "mailings with an event for each recipient are eight, not ninety-six",
        MAILED,
        members(30),
        {
            "causes": [],
            "others": [
                clear("one_way", wilson(10, 18)),
                clear("over_recruiting", wilson(1, 8)),
                clear("no_member_benefit", garwood(21, 30 * 182 / 365)),
                clear("group_only", wilson(0, 20)),
                *[CANNOT] * 6,
            ],
        },
        opened=OPENED,
    ),
    case(
        "introductions at the start are no pace to fall from",
        BURST,
        members(80),
        {"state": "self_running", "headline": {"code": "health-lively"}},
        opened=(AS_OF - timedelta(days=300)).isoformat(),
    ),
    case(
        "nor do introductions hide that posts fell",
        HIDDEN,
        members(80),
        {
            "state": "fading",
            "evidence": [
                {"reason": {"code": "health-posts-fell", "args": {"before": whole(30), "after": whole(1)}}},
                {},
                {},
                {},
            ],
        },
        opened=OPENED,
    ),
    case(
        "where no answer is on record nobody can tell whether questions were answered",
        questions(one_reply=False),
        members(40),
        {
            "evidence": [
                {"figure": garwood(21, 40.0)},
                {"figure": wilson(0, 39)},
                {"reason": {"code": "health-answers-not-recorded"}},
                {"figure": wilson(20, 40)},
                {},
            ],
            "causes": [],
            "others": [
                clear("one_way", wilson(20, 20)),
                clear("group_only", wilson(0, 20)),
                *[CANNOT] * 5,
                {
                    "cause": "unanswered",
                    "certainty": "cannot_tell",
                    "figure": wilson(0, 0),
                    "reasons": [{"code": "health-not-recorded"}],
                },
                *[CANNOT] * 2,
            ],
        },
        opened=OPENED,
    ),
    case(
        "one reply on record shows that answers are recorded",
        questions(one_reply=True),
        members(40),
        # 0.4 of twenty.
        {"causes": [{"cause": "unanswered", "certainty": "sure", "figure": wilson(0, 20), "needed": 8}]},
        opened=OPENED,
    ),
    case(
        "what newcomers did before joining is not what the others do",
        EARLY,
        EARLY_MEMBERS,
        {
            "causes": [
                {
                    "cause": "silent_newcomers",
                    "certainty": "suspected",
                    "figure": wilson(0, 30),
                    # Half of the 20 of 200 who did something.
                    "threshold": 0.05,
                    "needed": 2,
                }
            ],
            "notes": [{"code": "health-before-joining", "args": {"count": whole(30)}}],
        },
        opened=OPENED,
    ),
]
