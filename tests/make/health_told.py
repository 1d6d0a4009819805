"""Cases for `engagement.health` in which what is said has to be what holds: counted by hand from the written definitions."""

from health_oracle import AS_OF, Record, case, garwood, members, whole, wilson

OPENED = "2022-01-01"
NETWORK = {"target_type": "network"}


def visited():
    """Somebody looked in nearly a year ago."""
    record = Record()
    record.add(360, "visit", "w-1")
    return record


def attended(record, count=20):
    for number in range(count):
        record.add(70, "event_attend", f"w-{number}", target="g-1", target_type="event")
    return record


def sent(*kinds, **more):
    """So many of each kind, by the office, all within the half year."""
    record = visited()
    for kind, count in kinds:
        for number in range(count):
            record.add(1 + number * 180 / count, kind, "office", "office", **(more.get(kind, NETWORK)))
    return attended(record)


def found(cause, certainty, figure, **more):
    return {"cause": cause, "certainty": certainty, "figure": figure, **more}


MIXED = sent(("job_post", 10), ("event_invite", 40), ("perk_offer", 30), ("career_advice", 10))
ONLY_REHIRE = sent(("rehire_push", 40))
OPPORTUNITY = {"target": "job", "target_type": "opportunity"}
WRITTEN = sent(("direct_message", 10), ("company_push", 30), direct_message=OPPORTUNITY)

# Half a day before the day, and nothing else in the years since the programme opened.
ONE_POST = Record()
ONE_POST.add(0.5, "post_question", "w-0")
ONE_OF_TEN = visited()
ONE_OF_TEN.add(100, "post_update", "w-0")


def two_posts(prompts_recorded):
    record = visited()
    pushed = record.add(350, "company_push", "office", "office", **NETWORK)
    record.add(349, "click", "w-3", **({"prompted_by": pushed} if prompts_recorded else {}))
    record.add(70, "post_update", "w-4")
    record.add(40, "post_update", "w-5")
    for number in (6, 7):
        record.add(30, "event_attend", f"w-{number}", target="g-1", target_type="event")
    return record


UNHEARD = visited()
UNHEARD.add(90, "post_question", "w-0")

YOUNG_REQUEST = visited()
ASKED = YOUNG_REQUEST.add(5, "post_help_request", "office", "office", **NETWORK)
for place in range(20):
    YOUNG_REQUEST.add(4, "answer", f"w-{place}", thread=ASKED)

WAITING = visited()
WAITING.add(5, "post_help_request", "office", "office", **NETWORK)

OLD_REQUEST = Record()
ASKED_LONG_AGO = OLD_REQUEST.add(400, "post_help_request", "office", "office", **NETWORK)
for place in range(30):
    OLD_REQUEST.add(399, "answer", f"w-{place}", thread=ASKED_LONG_AGO)
attended(OLD_REQUEST)

SILENT = Record()
for place in range(26):
    SILENT.add(70.5 + 14 * place, "post_update", f"w-{place * 7 % 140}")
# Of two half years, 364 days, the last 70 without a post.
BEFORE = len([place for place in range(26) if 70.5 + 14 * place <= 364])
SILENCE = {
    "code": "silence-alarm",
    "args": {
        "count": whole(BEFORE),
        "days": whole(364 - 70),
        "silent": whole(70),
        "p": {"type": "number", "value": {"value": ((364 - 70) / 364) ** BEFORE, "digits": 3}},
    },
}
assert 0.01 < SILENCE["args"]["p"]["value"]["value"] < 0.05

ALONE = visited()
for place in range(55):
    ALONE.add(340 - 6 * place, "post_update", "w-5")
LATELY = len([place for place in range(55) if 340 - 6 * place <= 182])


def opted_out(count):
    record = visited()
    for number in range(count):
        record.add(40, "opt_out", f"w-{number}")
    return record


NO_REQUEST = {
    "code": "health-quiet",
    "args": {"request_days": whole(14), "year_days": whole(365)},
}
HUNDRED = 100 * 365 / 365

CASES = [
    case(
        "jobs, invitations, perks and advice by the office are all sent: jobs are one in nine",
        MIXED,
        members(100),
        {
            # Nothing of it is a message by an alumnus.
            "causes": [found("one_way", "sure", wilson(0, 90))],
            "others": [
                found("over_recruiting", "clear", wilson(10, 90)),
                found("no_member_benefit", "clear", garwood(100, 100 * 182 / 365)),
                found("group_only", "clear", wilson(0, 20)),
                *[{"certainty": "cannot_tell"}] * 6,
            ],
            "notes": [],
            "unknown_kinds": {},
        },
        opened=OPENED,
    ),
    case(
        "forty calls to come back and nothing else",
        ONLY_REHIRE,
        members(100),
        {
            "causes": [
                found("one_way", "sure", wilson(0, 40)),
                # 40 / 0.3 = 133.3: 134, and there are 40.
                found("over_recruiting", "sure", wilson(40, 40), needed=94),
            ],
        },
        opened=OPENED,
    ),
    case(
        "a message of the office about an opening is one thing sent, and about jobs",
        WRITTEN,
        members(100),
        {
            "causes": [found("one_way", "sure", wilson(0, 40))],
            "others": [found("over_recruiting", "clear", wilson(10, 40)), *[{}] * 8],
        },
        opened=OPENED,
    ),
    case(
        "one post in the years since the programme opened is no lively network",
        ONE_POST,
        members(100),
        {
            "state": "quiet",
            "headline": {"code": "health-quiet", "args": {"posts": whole(1)}},
            # From 0.0003 to 0.056: surely below 0.06.
            "evidence": [{"figure": garwood(1, HUNDRED)}, {"figure": wilson(1, 100)}],
            "notes": [
                {
                    "code": "health-record-begins",
                    "args": {
                        "first": {"type": "date", "value": "2024-03-31"},
                        # One day of a hundred members.
                        "value": {"type": "number", "value": {"value": 3.65, "digits": 2}},
                    },
                }
            ],
        },
        opened=OPENED,
    ),
    case(
        "one post a year of ten members may be chance: 0.1, from 0.003 to 0.56",
        ONE_OF_TEN,
        members(10),
        {
            "state": "quiet",
            "evidence": [
                {"figure": garwood(1, 10.0)},
                {"figure": wilson(1, 10)},
                {
                    "reason": {
                        "code": "health-pace-undecided",
                        "args": {
                            "threshold": {"type": "number", "value": {"value": 0.06, "digits": 2}},
                        },
                    }
                },
            ],
        },
        opened=OPENED,
    ),
    case(
        "a young programme counts what there was, and no pace",
        ONE_POST,
        members(100),
        {
            "state": "seeding",
            "headline": {"code": "health-seeding", "args": {"made": whole(1), "days": whole(1)}},
        },
    ),
    case(
        "two posts of the members' own accord are not the office's doing",
        two_posts(prompts_recorded=True),
        members(12),
        {
            "state": "self_running",
            "headline": {"code": "health-self-running"},
            "evidence": [
                {"figure": garwood(2, 12.0)},
                {"figure": wilson(4, 12)},
                {"reason": {"code": "health-pace-undecided"}},
                {"figure": wilson(2, 2), "reason": {"code": "health-own-posts"}},
            ],
        },
        opened=OPENED,
    ),
    case(
        "two posts of which the record does not say what prompted them count as the members' own",
        two_posts(prompts_recorded=False),
        members(12),
        {
            "state": "self_running",
            "headline": {"code": "health-lively"},
            "evidence": [{}, {}, {}, {"reason": {"code": "health-own-posts-not-recorded"}}],
        },
        opened=OPENED,
    ),
    case(
        "a question that nobody answered is no sign of a network that is not hollow",
        UNHEARD,
        members(100),
        {
            "state": "quiet",
            "headline": {
                "code": "health-quiet-answers",
                "args": {"posts": whole(1), "answered": whole(0), "asked": whole(99), "count": whole(1)},
            },
            "evidence": [
                {},
                {"figure": wilson(0, 99)},
                {"reason": {"code": "health-answers-not-recorded"}},
                {"figure": wilson(1, 100)},
            ],
        },
        opened=OPENED,
    ),
    case(
        "a request of five days with twenty answers is not yet one to tell from",
        YOUNG_REQUEST,
        members(100),
        {"state": "quiet", "headline": NO_REQUEST},
        opened=OPENED,
    ),
    case(
        "nor is one of more than a year ago",
        OLD_REQUEST,
        members(100),
        {"state": "quiet", "headline": NO_REQUEST},
        opened=OPENED,
    ),
    case(
        "who was asked five days ago has nine days left, and need not be asked again",
        WAITING,
        members(140),
        {
            "state": "cannot_tell",
            "needs": [{"code": "health-needs-answers", "args": {"open": whole(5), "more": whole(9)}}],
        },
        opened=OPENED,
    ),
    case(
        "seventy days of silence are told before they make a state",
        SILENT,
        members(140),
        {
            "state": "self_running",
            "evidence": [{}, {}, {"reason": {"code": "health-own-posts-not-recorded"}}, {"reason": SILENCE}],
        },
        opened=OPENED,
    ),
    case(
        "one member writes all the posts",
        ALONE,
        members(100),
        {
            "state": "self_running",
            "causes": [
                found(
                    "one_hub",
                    "sure",
                    wilson(LATELY, LATELY),
                    needed=LATELY,
                    reasons=[
                        {"code": "health-one-hub-posts"},
                        {"code": "health-clear-one-hub-posts", "args": {"needed": whole(LATELY)}},
                    ],
                )
            ],
        },
        opened=OPENED,
    ),
    case(
        "nobody is left who may be asked",
        opted_out(100),
        members(100),
        {
            "state": "hollow",
            "headline": {"code": "health-hollow-left"},
            "evidence": [
                {"figure": garwood(0, 100.0)},
                {"figure": wilson(0, 100)},
                {"figure": wilson(100, 100), "reason": {"code": "health-opted-out"}},
            ],
            "needs": [],
        },
        opened=OPENED,
    ),
    case(
        "five are left who may be asked",
        opted_out(95),
        members(100),
        {
            "state": "cannot_tell",
            "needs": [
                {
                    "code": "health-needs-request-left",
                    "args": {"members": whole(5), "opted_out": whole(95), "days": whole(14)},
                }
            ],
        },
        opened=OPENED,
    ),
]
assert AS_OF.isoformat() == "2024-04-01"
