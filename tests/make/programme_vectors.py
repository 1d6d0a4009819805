"""Expected values for `programme.review`: the counts of eight people, worked out by hand.

a is eligible; b becomes so in July 2026; c stayed too short; d left for cause; e is for review; of f the kind of separation is
not known; g is employed; h came back and left again. h withdrew in the very instant at which the day of the review begins in
Japan. f is in no group.

And the state of a network of 24 members, of whom twelve have posted in turn, a post a month, and twelve joined in November and have
not been heard of: by the written definitions, with Wilson's interval.
"""

import math

import corpus
from scipy import stats

PROGRAMME = """id = "small"
version = 2
title = { en = "A small programme", ja = "小さなプログラム" }
synthetic = "written by hand"
utc_offset = "+09:00"

[network]
membership = "membership"
scoring = "profiling_scoring"

[[policies]]
id = "return"
version = 1
title = { en = "Coming back", ja = "復職" }
[[policies.criteria]]
id = "service"
require = "tenure >= 3 years"
[[policies.criteria]]
id = "cooling-off"
require = "since_separation >= 6 months"
[[policies.criteria]]
id = "conduct"
bar = "separation_kind = involuntary_cause"
[[policies.criteria]]
id = "flag"
review = "rehire_flag = upon_review"

[[purposes]]
id = "membership"
title = { en = "Membership", ja = "会員登録" }
legal_basis = "consent"

[[purposes]]
id = "newsletter"
title = { en = "Newsletter", ja = "ニュースレター" }
legal_basis = "consent"
channels = ["email"]

[[purposes]]
id = "profiling_scoring"
title = { en = "Scoring", ja = "スコア算出" }
legal_basis = "consent"

[[notices]]
id = "alumni"
version = 1
purposes = ["membership", "newsletter", "profiling_scoring"]
text = { en = "We keep in touch.", ja = "連絡を続けます。" }
"""

DATA = {
    "people.csv": "worker_id,rehire_flag\na,yes\nb,yes\nc,yes\nd,yes\ne,upon_review\nf,yes\ng,yes\nh,yes\n",
    "spells.csv": "worker_id,start_on,end_on,separation_kind\n"
    "a,2015-04-01,2020-03-31,voluntary\n"
    "b,2015-04-01,2025-12-31,voluntary\n"
    "c,2019-04-01,2020-03-31,voluntary\n"
    "d,2015-04-01,2020-03-31,involuntary_cause\n"
    "e,2015-04-01,2020-03-31,voluntary\n"
    "f,2015-04-01,2020-03-31,\n"
    "g,2015-04-01,,\n"
    "h,2010-04-01,2014-03-31,voluntary\n"
    "h,2016-04-01,2022-03-31,voluntary\n",
    "contacts.csv": "worker_id,kind,value,ownership\na,email,a@example.invalid,personal\n",
    "consent_events.csv": "source,id,subject,purpose,kind,occurred_at,received_at,notice_id,notice_version,method\n"
    "form,1,a,membership,given,2020-04-10T09:00:00+09:00,2020-04-10T09:00:00+09:00,alumni,1,form\n"
    "form,2,a,newsletter,given,2020-04-10T09:00:00+09:00,2020-04-10T09:00:00+09:00,alumni,1,form\n"
    "form,3,a,profiling_scoring,given,2020-04-10T09:00:00+09:00,2020-04-10T09:00:00+09:00,alumni,1,form\n"
    "form,4,h,membership,given,2022-04-10T09:00:00+09:00,2022-04-10T09:00:00+09:00,alumni,1,form\n"
    "form,5,h,newsletter,given,2022-04-10T09:00:00+09:00,2022-04-10T09:00:00+09:00,alumni,1,form\n"
    "mail,6,h,newsletter,withdrawn,2026-04-01T00:00:00+09:00,2026-04-01T00:00:01+09:00,,,\n",
    "interactions.csv": "id,at,kind,actor,actor_type,target_type,thread\n"
    "e1,2026-02-01T10:00:00+09:00,post_question,a,alumnus,network,t1\n"
    "e2,2026-02-01T20:00:00+09:00,reply,h,alumnus,,t1\n",
    "groups.csv": "worker_id,sex\na,f\nb,f\nc,f\nd,m\ne,m\nh,m\n",
}

OUTCOMES = ["eligible", "conditional", "undetermined", "ineligible"]


def outcomes(counts):
    return [{"outcome": outcome, "people": people} for outcome, people in zip(OUTCOMES, counts, strict=True)]


def given(as_of, **changes):
    data = {name: text for name, text in {**DATA, **changes}.items() if text is not None}
    return {"programme": PROGRAMME, "data": data, "as_of": as_of}


EVERYTHING = {
    "workforce": {"people": 8, "employed": 1, "former": 7, "not_started": 0, "returned": 1},
    "policies": [{"people": 7, "outcomes": outcomes([2, 1, 1, 3]), "soon": 1}],
    "reach": [
        {"summary": {"purpose": "membership", "allowed": 2, "denied": 5}},
        {
            "summary": {"purpose": "newsletter", "channel": "email", "allowed": 1, "denied": 6},
            "with_contact": 1,
        },
        {"summary": {"purpose": "profiling_scoring", "allowed": 1, "denied": 6}},
    ],
    "fairness": [
        {
            "attribute": "sex",
            "unknown_group": 1,
            "report": {
                "groups": [
                    {"group": "f", "considered": 3, "selected": 1},
                    {"group": "m", "considered": 3, "selected": 2},
                ]
            },
        }
    ],
    "network": {
        "scored": 1,
        "not_scored": 1,
        "pulse": {"members": 2, "last_request": {"replies": {"count": 1, "of": 1}}},
        "health": {
            "as_of": "2026-04-01",
            "model": "alumni-health",
            "members": 2,
            "state": "cannot_tell",
            "needs": [{"code": "health-needs-members"}],
        },
    },
}

# On 1 July b has waited long enough, and h has withdrawn.
LATER = {
    "policies": [{"people": 7, "outcomes": outcomes([3, 1, 1, 2]), "soon": 0}],
    "workforce": {"people": 8, "employed": 1, "former": 7},
}

OLD, NEW = [f"o-{number:02}" for number in range(12)], [f"n-{number:02}" for number in range(12)]


def network():
    """Everybody left in 2020 and agreed when they joined; each old member posts in a month of their own."""
    joined = {**dict.fromkeys(OLD, "2024-05-01"), **dict.fromkeys(NEW, "2025-11-10")}
    given = [
        f"form,{who},{who},membership,given,{day}T09:00:00Z,{day}T09:00:00Z,alumni,1,form"
        for who, day in joined.items()
    ]
    months = [f"2025-{month:02}" for month in range(4, 13)] + [f"2026-{month:02}" for month in range(1, 4)]
    posts = [
        f"p-{who},{month}-15T09:00:00Z,post_update,{who},alumnus,network,"
        for who, month in zip(OLD, months, strict=True)
    ]
    head = "source,id,subject,purpose,kind,occurred_at,received_at,notice_id,notice_version,method"
    return {
        "people.csv": "\n".join(["worker_id", *joined, ""]),
        "spells.csv": "\n".join(
            ["worker_id,start_on,end_on", *(f"{who},2015-04-01,2020-03-31" for who in joined), ""]
        ),
        "contacts.csv": None,
        "groups.csv": None,
        "consent_events.csv": "\n".join([head, *given, ""]),
        "interactions.csv": "\n".join(["id,at,kind,actor,actor_type,target_type,thread", *posts, ""]),
    }


def wilson(count, of):
    z = stats.norm.ppf(0.975)
    middle, square = count / of + z * z / of / 2, z * z / of
    reach = z * math.sqrt(count / of * (1 - count / of) / of + square / (4 * of))
    lower = 0.0 if count == 0 else (middle - reach) / (1 + square)
    upper = (middle + reach) / (1 + square)
    return {
        "unit": "share",
        "count": count,
        "of": float(of),
        "value": count / of,
        "lower": lower,
        "upper": upper,
    }


# Six of the twelve old members posted in the recent half year: half of that share is the threshold of 0.25, and the whole
# interval of 0 of 12 lies below it.
SILENT = {
    "cause": "silent_newcomers",
    "certainty": "sure",
    "figure": wilson(0, 12),
    "threshold": 0.25,
    "needed": 3,
}
ALIVE = {
    "network": {
        "health": {
            "members": 24,
            "state": "self_running",
            "causes": [SILENT],
            "needs": [],
        }
    }
}
YOUNG = {"network": {"health": {"members": 24, "state": "seeding"}}}


def changed(old, new):
    """The network of 24 in a programme that says something else."""
    case = given("2026-04-01", **network())
    assert old in case["programme"]
    return {**case, "programme": case["programme"].replace(old, new, 1)}


SCORING = 'scoring = "profiling_scoring"\n'

CASES = [
    {"name": "every part counts what it should", "given": given("2026-04-01"), "expect": EVERYTHING},
    {"name": "waiting makes one more eligible", "given": given("2026-07-01"), "expect": LATER},
    {
        "name": "a broken date names file, line and column",
        "given": given("2026-04-01", **{"spells.csv": "worker_id,start_on,end_on\na,2015-04-01,soon\n"}),
        "expect": {"error": {"kind": "syntax", "path": "spells.csv: line 2, column 3 (end_on)"}},
    },
    {
        "name": "a worker with two groups is refused",
        "given": given("2026-04-01", **{"groups.csv": "worker_id,sex\na,f\na,m\n"}),
        "expect": {"error": {"kind": "duplicate", "path": "groups.csv: line 3, column 1 (worker_id)"}},
    },
    {
        "name": "without consent events nobody is scored",
        "given": given("2026-04-01", **{"consent_events.csv": None}),
        "expect": {"reach": [], "network": {"scored": 0}},
    },
    {
        "name": "the network runs by itself, and newcomers seem to be silent",
        "given": given("2026-04-01", **network()),
        "expect": ALIVE,
    },
    {
        "name": "a programme that has just opened is being built up, whatever the record holds",
        "given": changed(SCORING, SCORING + "opened = 2026-01-01\n"),
        "expect": YOUNG,
    },
    {
        "name": "a health model that does not come with the library",
        "given": changed("[network]", '[health]\npreset = "other"\n\n[network]'),
        "expect": {"error": {"kind": "unknown_name", "path": "health.preset"}},
    },
]

if __name__ == "__main__":
    corpus.main(
        {
            "programme/review.json": {
                "call": "programme.review",
                "source": "tests/make/programme_vectors.py: counted by hand over eight people",
                "cases": CASES,
            },
        }
    )
