"""Expected values for the policies and ladders that come with the library (`alumni-core/policies`).

Each policy is read here a second time, as a function of plain Python values written from the rule's own words and not from its
document; the day on which somebody becomes eligible is found by walking day by day. `None` is unknown.
"""

import datetime as dt
import itertools

import corpus

DAY = dt.timedelta(days=1)


def months(date, count):
    """So many months later: the same day of the target month, or its last day."""
    year, month = divmod(date.year * 12 + date.month - 1 + count, 12)
    for day in range(date.day, 0, -1):
        try:
            return dt.date(year, month + 1, day)
        except ValueError:
            pass
    raise AssertionError


def years(date, count):
    return months(date, 12 * count)


def day(text):
    return dt.date.fromisoformat(text)


def worker(start="2016-04-01", end="2021-03-31", notified=None, kind=None, reason=None, facts=None, **spell):
    """One spell; `end` is the last day employed, included, and None while employed."""
    separation = {}
    if kind:
        separation["kind"] = kind
    if reason:
        separation["reason"] = reason
    if notified:
        separation["notified_on"] = notified
    made = {"start": start, **spell}
    if end:
        made["end"] = end
    if separation:
        made["separation"] = separation
    return {"id": "w", "rehire_flag": "yes", "spells": [made], **({"facts": facts} if facts else {})}


def case(name, policy, who, as_of, outcome, **expect):
    given = {"policy": policy, "worker": who, "as_of": str(as_of)}
    version = expect.pop("version", None)
    if version:
        given["version"] = version
    return {"name": f"{policy}: {name}", "given": given, "expect": {"outcome": outcome, **expect}}


def facts(**values):
    return {"id": "w", "facts": {name: value for name, value in values.items() if value is not None}}


def service():
    """Exactly three years, five years or 主任, families ever held."""
    yield case(
        "2021-04-01 to 2024-03-31 is exactly three years",
        "three-years",
        worker("2021-04-01", "2024-03-31"),
        "2024-04-01",
        "eligible",
    )
    yield case("one day less", "three-years", worker("2021-04-01", "2024-03-30"), "2024-04-01", "ineligible")
    yield case(
        "still employed, three years are ahead",
        "three-years",
        worker("2024-02-29", None),
        "2026-01-01",
        "ineligible",
        eligible_on="2027-02-28",
    )
    for served, grade in itertools.product([4, 5, 6], [None, 2, 3, 4]):
        start = day("2015-04-01")
        end = years(start, served) - DAY
        who = worker(str(start), str(end), **({"grade": grade} if grade else {}))
        outcome = (
            "eligible" if served >= 5 or (grade or 0) >= 3 else "ineligible" if grade else "undetermined"
        )
        missing = {"missing": ["highest_grade"]} if outcome == "undetermined" else {}
        yield case(
            f"{served} years, grade {grade}", "five-years-or-shunin", who, "2026-04-01", outcome, **missing
        )
    positions = [
        {"from": "2016-04-01", "job_family": "engineer"},
        {"from": "2018-04-01", "job_family": "sales"},
    ]
    yield case(
        "engineer, then sales",
        "job-family-held",
        worker("2016-04-01", "2022-03-31", positions=positions),
        "2026-04-01",
        "eligible",
    )
    yield case(
        "sales only",
        "job-family-held",
        worker("2016-04-01", "2022-03-31", positions=positions[1:]),
        "2026-04-01",
        "ineligible",
    )


def membership():
    kinds = [
        "voluntary",
        "mutual",
        "involuntary_no_cause",
        "involuntary_cause",
        "end_of_term",
        "retirement",
        "transfer_out",
        None,
    ]
    for kind in kinds:
        yield case(f"left, {kind}", "open-membership", worker(kind=kind), "2026-04-01", "eligible")
        outcome = "undetermined" if kind is None else "ineligible" if kind == "retirement" else "eligible"
        yield case(f"left, {kind}", "excluding-retirement", worker(kind=kind), "2026-04-01", outcome)
    yield case("still employed", "open-membership", worker(end=None), "2026-04-01", "ineligible")
    for held in [
        ["employee"],
        ["seasonal"],
        ["freelance", "seasonal"],
        ["intern"],
        ["temporary_agency", "intern"],
        None,
    ]:
        outcome = (
            "undetermined"
            if held is None
            else "eligible"
            if {"employee", "seasonal", "freelance"} & set(held)
            else "ineligible"
        )
        who = facts(employed=False, worker_types=held)
        yield case(f"was {held}", "seasonal-and-freelance", who, "2026-04-01", outcome)
    for flow, outcome in [(True, "eligible"), (False, "ineligible"), (None, "undetermined")]:
        yield case(
            f"off-boarding flow {flow}",
            "sap-offboarding",
            facts(offboarding_flow=flow),
            "2026-04-01",
            outcome,
        )
    for lowest, outcome in [(3, "eligible"), (2.9, "ineligible"), (None, "undetermined"), (5, "eligible")]:
        missing = {"missing": ["lowest_recent_rating"]} if lowest is None else {}
        yield case(
            f"lowest rating {lowest}",
            "track-record",
            facts(lowest_recent_rating=lowest),
            "2026-04-01",
            outcome,
            **missing,
        )


def selection():
    """Evidence at most five years old, step by step."""
    as_of = day("2024-02-29")
    oldest = day("2019-02-28")  # five years before 29 February: the last day of that month
    steps = {
        "aptitude-test": "aptitude_tested_on",
        "skills-test": "skills_assessed_on",
        "first-interview": "interviewed_on",
    }
    for dates in itertools.product([oldest, oldest - DAY, None], repeat=3):
        status = {None: "unknown", oldest: "met", oldest - DAY: "unmet"}
        told = [status[date] for date in dates]
        outcome = "ineligible" if "unmet" in told else "undetermined" if "unknown" in told else "eligible"
        who = facts(**{fact: date and str(date) for fact, date in zip(steps.values(), dates, strict=True)})
        criteria = [{"id": step, "status": each} for step, each in zip(steps, told, strict=True)]
        yield case(", ".join(told), "shortened-selection", who, as_of, outcome, criteria=criteria)
    for advertised, approved in itertools.product([True, False, None], repeat=2):
        outcome = (
            "ineligible" if advertised is None else "eligible" if advertised or approved else "conditional"
        )
        who = facts(position_advertised=advertised, headcount_approved=approved)
        yield case(f"advertised {advertised}, approved {approved}", "open-positions", who, as_of, outcome)


def perk():
    blackout = [(day("2026-04-29"), day("2026-05-05")), (day("2027-04-29"), day("2027-05-05"))]
    closed = [day("2026-12-31"), day("2027-01-01")]

    def may(member, uses, companions, on):
        return (
            member
            and uses < 3
            and companions <= 3
            and on not in closed
            and not any(a <= on <= b for a, b in blackout)
        )

    days = [
        "2026-04-28",
        "2026-04-29",
        "2026-05-05",
        "2026-05-06",
        "2026-12-30",
        "2026-12-31",
        "2027-01-01",
        "2027-01-02",
    ]
    for member, uses, companions in [(True, 0, 0), (True, 2, 3), (True, 3, 0), (True, 0, 4), (False, 0, 0)]:
        for on in map(day, days):
            expect = {}
            if not may(member, uses, companions, on):
                later = next(
                    (d for d in (on + DAY * n for n in range(1, 800)) if may(member, uses, companions, d)),
                    None,
                )
                expect = {"eligible_on": str(later)} if later else {}
            outcome = "eligible" if may(member, uses, companions, on) else "ineligible"
            who = facts(member=member, uses_this_year=uses, companions=companions)
            yield case(
                f"member {member}, {uses} uses, {companions} companions, on {on}",
                "perk",
                who,
                on,
                outcome,
                **expect,
            )
    yield case(
        "nobody counted the uses",
        "perk",
        facts(member=True, companions=0),
        "2026-06-01",
        "undetermined",
        missing=["uses_this_year"],
    )


def confidentiality():
    """Every cell of the matrix, as a table; R is for those who see a redacted text."""
    table = {
        "public": {"anyone": "yes", "alumni": "yes", "staff": "yes"},
        "alumni": {"anyone": "no", "alumni": "yes", "staff": "yes"},
        "internal": {"anyone": "no", "alumni": "redacted", "staff": "yes"},
        "confidential": {"anyone": "no", "alumni": "no", "staff": "no"},
    }
    for kind, audience, employer, redacted in itertools.product(
        table, ["anyone", "alumni", "staff"], ["none", "unrelated", "partner", "competitor"], [True, False]
    ):
        cell = table[kind][audience]
        shared = cell == "yes" or (cell == "redacted" and redacted)
        outcome = "eligible" if shared else "ineligible"
        if shared and cell == "redacted" and employer == "competitor":
            outcome = "conditional"
        who = facts(information_class=kind, audience=audience, present_employer=employer, redacted=redacted)
        yield case(
            f"{kind} to {audience}, employer {employer}, redacted {redacted}",
            "confidentiality",
            who,
            "2026-04-01",
            outcome,
        )
    for on, outcome in [("2026-03-31", "ineligible"), ("2026-04-01", "eligible")]:
        who = facts(
            information_class="public", audience="anyone", present_employer="none", embargo_until="2026-04-01"
        )
        yield case(
            f"embargo until 2026-04-01, on {on}",
            "confidentiality",
            who,
            on,
            outcome,
            **({"eligible_on": "2026-04-01"} if outcome == "ineligible" else {}),
        )
    barred = {"pricing", "bids", "supplier_terms", "customers"}
    for topics, present in itertools.product(
        [["pricing"], ["technology", "bids"], ["market_trends"], ["careers", "technology"], ["customers"]],
        [0, 1, 2, 5],
    ):
        outcome = "ineligible" if barred & set(topics) and present >= 2 else "eligible"
        yield case(
            f"{' and '.join(topics)}, {present} competitors",
            "competition-topics",
            facts(topics=topics, competitors_present=present),
            "2026-04-01",
            outcome,
        )
    for kind, nda, contract in itertools.product(
        ["public", "alumni", "internal", "confidential"], [True, False, None], [True, False]
    ):
        needs = kind in ("internal", "confidential")
        stops = (needs and nda is False) or not contract
        outcome = "ineligible" if stops else "undetermined" if needs and nda is None else "eligible"
        yield case(
            f"{kind}, NDA {nda}, contract {contract}",
            "joint-project",
            facts(project_class=kind, nda_signed=nda, contract_signed=contract),
            "2026-04-01",
            outcome,
        )


def ohio(end, notice, cause, on):
    """Six months after two weeks' notice, twelve without; for cause twenty-four, and then with two approvals."""
    if cause:
        return "conditional" if on >= months(end, 24) else "ineligible"
    return "eligible" if on >= months(end, 6 if notice >= 14 else 12) else "ineligible"


def gaps():
    for end, notice, cause in itertools.product(
        ["2024-01-31", "2023-08-31", "2024-02-29"], [0, 13, 14, 30], [False, True]
    ):
        end = day(end)
        kind = "involuntary_cause" if cause else "voluntary"
        own = {"good_standing": True, "satisfactory_last_three_years": True}
        who = worker("2016-04-01", str(end), notified=str(end - DAY * notice), kind=kind, facts=own)
        turn = next(
            d for d in (end + DAY * n for n in range(1, 900)) if ohio(end, notice, cause, d) != "ineligible"
        )
        for on in [turn - DAY, turn]:
            outcome = ohio(end, notice, cause, on)
            expect = {"eligible_on": str(turn)} if outcome == "ineligible" and not cause else {}
            yield case(
                f"left {end}, {notice} days' notice, cause {cause}, on {on}",
                "ohio-3362-4-96",
                who,
                on,
                outcome,
                **expect,
            )
            # The library's own cooling-off has the same gaps, and a person looks at a dismissal.
            ours = "ineligible" if cause and on < months(end, 24) else outcome
            yield case(
                f"left {end}, {notice} days' notice, cause {cause}, on {on}",
                "cooling-off",
                {**who, "facts": {}},
                on,
                ours,
            )
    published = [("2024-01-31", "2024-01-17", "2024-07-31"), ("2024-01-31", "2024-01-18", "2025-01-31")]
    for end, notified, on in published:
        own = {"good_standing": True, "satisfactory_last_three_years": True}
        yield case(
            f"notice on {notified}: from {on}",
            "ohio-3362-4-96",
            worker(end=end, notified=notified, kind="voluntary", facts=own),
            "2024-02-01",
            "ineligible",
            eligible_on=on,
        )
    both = {"approved_by_vice_president": True, "approved_by_president": True}
    for approvals, outcome in [
        ({}, "conditional"),
        ({"approved_by_president": True}, "conditional"),
        (both, "eligible"),
    ]:
        who = worker(
            end="2024-01-31",
            notified="2024-01-31",
            kind="involuntary_cause",
            facts={"satisfactory_last_three_years": True, **approvals},
        )
        yield case(f"for cause, {len(approvals)} approvals", "ohio-3362-4-96", who, "2026-01-31", outcome)
    for standing, satisfactory, outcome in [
        (False, True, "ineligible"),
        (True, False, "conditional"),
        (None, True, "undetermined"),
    ]:
        own = {"satisfactory_last_three_years": satisfactory} | (
            {} if standing is None else {"good_standing": standing}
        )
        who = worker(end="2024-01-31", notified="2024-01-01", kind="voluntary", facts=own)
        yield case(
            f"standing {standing}, satisfactory {satisfactory}", "ohio-3362-4-96", who, "2026-01-31", outcome
        )
    third = {
        "id": "w",
        "spells": [
            {
                "start": f"{year}-01-01",
                "end": f"{year}-12-31",
                "separation": {"kind": "voluntary", "notified_on": f"{year}-11-01"},
            }
            for year in (2014, 2016, 2018)
        ],
    }
    yield case("a third return", "cooling-off", third, "2024-01-01", "conditional")
    yield case(
        "a second return", "cooling-off", {"id": "w", "spells": third["spells"][:2]}, "2024-01-01", "eligible"
    )


def restored(end, kind, served, on):
    """Sick leave: thirty days resigned; laid off six months under a year of service, else a year."""
    if kind == "voluntary":
        return on <= end + DAY * 30
    return on <= (years(end, 1) if served >= 1 else months(end, 6))


def universities():
    for kind, reason, in_lieu, notified, outcome in [
        ("voluntary", None, False, "2021-03-01", "eligible"),
        ("voluntary", None, False, "2021-03-31", "ineligible"),
        ("voluntary", None, False, None, "undetermined"),
        ("voluntary", None, True, "2021-03-01", "ineligible"),
        ("involuntary_cause", None, False, None, "ineligible"),
        ("voluntary", "misconduct", False, "2021-03-01", "ineligible"),
        ("involuntary_no_cause", "redundancy", False, None, "eligible"),
    ]:
        who = worker(
            kind=kind, reason=reason or "pay", notified=notified, facts={"resigned_in_lieu": in_lieu}
        )
        yield case(
            f"{kind}, {reason}, in lieu {in_lieu}, notice {notified}",
            "uchicago-205",
            who,
            "2022-01-01",
            outcome,
        )
    yield case(
        "laid off 2023-05-01 within a year, back 2023-11-02: not restored",
        "uchicago-205-sick-leave",
        worker("2022-09-01", "2023-05-01", kind="involuntary_no_cause"),
        "2023-11-02",
        "ineligible",
    )
    for kind, served in itertools.product(["voluntary", "involuntary_no_cause"], [0, 1]):
        end = day("2023-05-01")
        who = worker("2022-09-01" if served == 0 else "2020-09-01", str(end), kind=kind)
        last = max(d for d in (end + DAY * n for n in range(1, 500)) if restored(end, kind, served, d))
        for on, outcome in [(last, "eligible"), (last + DAY, "ineligible")]:
            yield case(f"{kind}, {served} years, back {on}", "uchicago-205-sick-leave", who, on, outcome)
        last = end + DAY * 30 if kind == "voluntary" else years(end, 1)
        for on, outcome in [(last, "eligible"), (last + DAY, "ineligible")]:
            yield case(f"{kind}, {served} years, back {on}", "uchicago-205-vacation", who, on, outcome)
    yield case(
        "three years, back after half a year",
        "georgetown-209",
        worker("2018-01-01", "2021-01-01"),
        "2021-07-01",
        "eligible",
    )
    for start, end, on, outcome in [
        ("2018-01-01", "2019-12-31", "2020-12-31", "eligible"),
        ("2018-01-01", "2019-12-31", "2021-01-01", "ineligible"),
        ("2018-01-01", "2019-12-30", "2020-06-01", "ineligible"),
    ]:
        yield case(f"{start} to {end}, back {on}", "georgetown-209", worker(start, end), on, outcome)
    second = [{"start": "2015-01-01", "end": "2018-12-31"}, {"start": "2019-06-01", "end": "2021-05-30"}]
    yield case(
        "the second spell is a day short of two years",
        "georgetown-209",
        {"id": "w", "spells": second},
        "2021-07-01",
        "ineligible",
    )
    for on, outcome in [("2021-09-29", "ineligible"), ("2021-09-30", "eligible")]:
        yield case(f"back {on}", "richmond-temporary", worker(end="2021-03-31"), on, outcome)


def dated():
    """The scheme dropped the test of the reason."""
    for version, reason, kind, outcome in [
        (1, "caregiving", "voluntary", "eligible"),
        (1, "better_offer", "voluntary", "ineligible"),
        (1, None, "voluntary", "undetermined"),
        (2, "better_offer", "voluntary", "eligible"),
        (2, None, "voluntary", "eligible"),
        (2, "misconduct", "involuntary_cause", "ineligible"),
        (None, "better_offer", "voluntary", "eligible"),
    ]:
        who = worker(kind=kind, reason=reason)
        yield case(f"version {version}, {reason}", "job-return", who, "2024-04-01", outcome, version=version)


def ladder(name, which, who, as_of, **outcomes):
    """The highest step is the last that is eligible; the document has no field for it, the steps do."""
    steps = [{"id": step, "decision": {"outcome": outcome}} for step, outcome in outcomes.items()]
    eligible = [step for step, outcome in outcomes.items() if outcome == "eligible"]
    order = list(outcomes)
    above = order[order.index(eligible[-1]) + 1 :] if eligible else order
    expect = {
        "highest": eligible[-1] if eligible else None,
        "next": above[0] if above else None,
        "steps": steps,
    }
    return {"name": name, "given": {"ladder": which, "worker": who, "as_of": str(as_of)}, "expect": expect}


def ladders():
    def towards(who, on, total, kind, allowed, since):
        served3, served5 = total >= 3, total >= 5
        fired = kind == "involuntary_cause"
        contract = "eligible" if served3 and not fired else "ineligible"
        side = (
            contract
            if contract == "ineligible"
            else {True: "eligible", False: "ineligible", None: "undetermined"}[allowed]
        )
        if contract == "eligible" and allowed is False:
            side = "ineligible"
        rehire = "eligible" if served5 and not fired and since >= 6 else "ineligible"
        name = f"{total} years, {kind}, side jobs {allowed}, after {since} months"
        return ladder(
            name,
            "re-engagement",
            who,
            on,
            network="eligible",
            guest="eligible",
            contract=contract,
            side_job=side,
            rehire=rehire,
        )

    for total, kind, allowed, since in itertools.product(
        [2, 3, 5], ["voluntary", "involuntary_cause"], [True, False, None], [5, 6]
    ):
        start = day("2015-04-01")
        end = years(start, total) - DAY
        own = {} if allowed is None else {"side_jobs_allowed": allowed}
        who = worker(str(start), str(end), kind=kind, facts=own)
        yield towards(who, months(end + DAY, since), total, kind, allowed, since)
    end = day("2024-01-31")
    for gap in [1, 59, 60, 61, 300]:
        on = end + DAY * gap
        yield ladder(
            f"richmond, back after {gap} days",
            "richmond",
            worker("2020-01-01", str(end)),
            on,
            **{
                "prior-service": "eligible" if on <= months(end, 12) else "ineligible",
                "original-date": "eligible" if gap <= 60 else "ineligible",
            },
        )
    for on in [day("2025-01-31"), day("2025-02-01")]:
        yield ladder(
            f"richmond, back {on}",
            "richmond",
            worker("2020-01-01", str(end)),
            on,
            **{
                "prior-service": "eligible" if on <= months(end, 12) else "ineligible",
                "original-date": "ineligible",
            },
        )
    for start, on in itertools.product(
        ["2023-02-01", "2023-02-02"], ["2024-04-30", "2024-05-01", "2029-01-31", "2029-02-01"]
    ):
        served, back = start == "2023-02-01", day(on)
        yield ladder(
            f"trinity, since {start}, back {on}",
            "trinity",
            worker(start, str(end)),
            on,
            **{
                "adjusted-date": "eligible" if served and back <= years(end, 5) else "ineligible",
                "original-date": "eligible" if served and back <= months(end, 3) else "ineligible",
            },
        )


SOURCE = "tests/make/library_vectors.py; the rules as quoted in the policies' `source`"
POLICIES = [service, membership, selection, perk, confidentiality, gaps, universities, dated]
corpus.main(
    {
        "eligibility/library.json": {
            "call": "eligibility.library",
            "source": SOURCE,
            "cases": [each for make in POLICIES for each in make()],
        },
        "eligibility/ladders.json": {
            "call": "eligibility.ladder",
            "source": SOURCE,
            "cases": list(ladders()),
        },
    }
)
