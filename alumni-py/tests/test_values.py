"""What every value has: equality, hash, pickle, copy, JSON both ways, a short repr, and no way to change it."""

import copy
import enum
import json
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import alumni as al
import polars as pl
import pytest
from alumni import _alumni
from alumni.calendar import Period, Span
from alumni.workforce import Compensation, ContactPoint, LocalCode, Money, Position, Separation

SPELL = al.Spell(
    date(2016, 4, 1),
    date(2021, 9, 30),
    grade=2,
    separation=Separation("voluntary", reason="career_change", notified_on=date(2021, 8, 1)),
    positions=[Position(date(2016, 4, 1), job_family="sales", department="東京")],
)

POLICY = al.Policy.parse("""
id = "r"
version = 1
[[criteria]]
id = "a"
require = "tenure >= 3 years"
[[criteria]]
id = "b"
review = "grade >= 3"
""")
IMPORTED = al.Policy.from_json_logic({"or": [{"var": "grade"}, {"var": "pay"}]}, id="p")
VOCABULARY = al.Vocabulary.parse("""
[[facts]]
name = "grade"
type = "integer"
title = { en = "grade", ja = "等級" }
values = [{ name = "主任", number = 3 }, { name = "係長", number = 4 }]
minimum = 1
""")
DECISION = POLICY.decide(al.Worker("w-1", spells=[SPELL]), as_of=date(2022, 1, 1))
DECISIONS = POLICY.decide_table(
    pl.DataFrame({"worker_id": ["w-1", "w-2"], "tenure": [1200, 400], "grade": [3, None]}),
    as_of=date(2022, 1, 1),
    id="worker_id",
)
OTHER_DECISIONS = POLICY.decide_table(
    pl.DataFrame({"tenure": [1200, 400], "grade": [3, None]}), as_of=date(2022, 1, 1)
)
UNDECIDED = POLICY.decide(al.Worker("w-1"), as_of=date(2022, 1, 1))
NEAREST = POLICY.nearest({"id": "w", "facts": {"tenure": 1, "grade": 3}}, as_of=date(2022, 1, 1))
NEARER = POLICY.nearest({"id": "w", "facts": {"tenure": 2000, "grade": 3}}, as_of=date(2022, 1, 1))
UNKNOWN = POLICY.nearest({"id": "w"}, as_of=date(2022, 1, 1))
LADDER = al.library.ladder("re-engagement")
CLIMBED = LADDER.decide(al.Worker("w-1", spells=[SPELL]), as_of=date(2022, 1, 1))
CASES = al.Policy.parse("""
id = "c"
version = 1
criteria = [{ id = "a", require = "grade >= 3" }, { id = "b", bar = "grade >= 9" }]
[[cases]]
name = "grade 3 is enough"
as_of = 2026-04-01
facts = { grade = 3 }
outcome = "eligible"
[[cases]]
name = "a case that does not pass, with a name that is longer than a line in a list of cases has room for"
as_of = 2026-04-01
facts = { grade = 2 }
outcome = "eligible"
""")
CASE_REPORT = CASES.run_cases()
GRADE = "id = 'p'\nversion = 1\n[[criteria]]\nid = 'a'\nrequire = 'grade >= 3'\n"
IMPLIED = al.Policy.parse(GRADE + "[[criteria]]\nid = 'b'\nrequire = 'grade >= 2'")
NEVER = al.Policy.parse(GRADE + "[[criteria]]\nid = 'b'\nrequire = 'grade <= 2'")
CHECKED = IMPLIED.check()
COMPARED = al.Policy.parse(GRADE).compare(NEVER)
STEPS = al.eligibility.check_ladder([al.Policy.parse(GRADE.replace("p", "q", 1)), IMPLIED])
BOOK = al.Book.parse("""
[[versions]]
id = "b"
version = 1
criteria = [{ id = "a", require = "grade >= 3" }, { id = "b", require = "spell_count >= 1" }]
[[versions]]
id = "b"
version = 2
effective_from = 2024-04-01
criteria = [{ id = "a", require = "grade >= 2" }]
""")
RECORDS = [BOOK.record({"id": f"w-{n}", "facts": {"grade": n}}, as_of=date(2022, 1, 1)) for n in (1, 2, 3)]
PROMOTED = BOOK.replay(RECORDS[0], worker={"id": "w-1", "facts": {"grade": 9}})
MIGRATION = BOOK.migrate(RECORDS, version=2)
DIFF = BOOK.diff(1, 2)
REPORT = al.fairness.selection({"women": (52, 24), "men": (80, 48)})
PEOPLE = pl.DataFrame({"sex": ["women", "men", "men"], "years": [1, 3, 5]})
SEARCH = al.fairness.thresholds(PEOPLE, fact="years", attribute="sex", thresholds=[2])
OTHER_SEARCH = al.fairness.thresholds(PEOPLE, fact="years", attribute="sex", thresholds=[4])
STRATA = al.fairness.strata(
    [("a", "women", 40, 8), ("a", "men", 30, 9), ("b", "women", 20, 9), ("b", "men", 25, 14)]
)
STRATIFIED = STRATA.findings[0]
SELECTED = pl.DataFrame({"sex": ["women"] * 5 + ["men"] * 5, "hired": [1, 0, 0, 0, None, 1, 1, 0, 1, 0]})
TABLE = al.fairness.selection_table(SELECTED, outcome="hired", attributes=["sex"])
LAW_144 = al.fairness.local_law_144(["sex"], cells=[(["men"], 92, 50), (["women"], 76, 34), ([None], 5, 1)])
YEN = {"minor": 6_200_000, "currency": "JPY"}
COHORT = al.fairness.OfferCohort({"limits": {"mean_gap_percent": 5}, "people": [{"pay": YEN}]})
OTHER_COHORT = al.fairness.OfferCohort({"limits": {"mean_gap_percent": 3}, "people": [{"pay": YEN}] * 2})
STAFF = [{"group": "women", "pay": YEN}, {"group": "men", "pay": YEN}]
TOTAL = {"sex": "women", "headcount": 2, "total": YEN}
SERVICE = {"tenure_months": 12, "pay": YEN}
LOGIB_WORKER = {
    "sex": "women",
    "pay": YEN,
    "years_of_training": 12,
    "years_of_service": 3,
    "years_of_earning": 9,
    "skill_level": "2",
    "professional_position": "3",
}
OTHER_REPORT = al.fairness.selection({"women": (520, 240), "men": (800, 480)}, threshold="9/10")

LEDGER = al.Ledger(
    [
        al.consent.Purpose(
            "jobs", {"en": "Jobs", "ja": "求人"}, "consent", valid_for="2 years", channels=["email"]
        ),
        al.consent.Purpose("records", "Records", "legal_obligation"),
    ],
    [
        al.consent.Notice(
            "alumni",
            1,
            ["jobs"],
            text={"en": "We may write."},
            effective_from=datetime(2020, 1, 1, tzinfo=UTC),
        )
    ],
)
GIVEN = al.consent.Event(
    "form",
    "ce_12",
    "w-1",
    "jobs",
    "given",
    occurred_at=datetime(2024, 3, 29, 10, tzinfo=timezone(timedelta(hours=9))),
    notice=("alumni", 1),
)
UNPROVEN = al.consent.Event(
    "form",
    "ce_13",
    "w-2",
    "jobs",
    "given",
    occurred_at=datetime(2024, 3, 29, tzinfo=UTC),
    notice=("other", 2),
)
EXTENDED = LEDGER.extend([GIVEN, UNPROVEN])
AT = datetime(2025, 1, 1, tzinfo=UTC)
CONTROLLER = {
    "id": "https://example.com/acme",
    "name": "Acme",
    "address": "Tokyo",
    "contact": "Office",
    "language": "ja",
    "jurisdiction": ["loc:JP"],
    "withdrawal": "https://example.com/consent",
    "processing": {
        "jobs": {
            "personal_data": [{"category": "pd:EmailAddress"}],
            "storage_locations": ["loc:JP"],
            "retention": {"kind": "temporal", "length": "P2Y"},
        }
    },
}
RECORD = LEDGER.record("w-1", "jobs", controller=CONTROLLER, id="r-1")
RECORD_OF_OTHER = LEDGER.record("w-2", "jobs", controller=CONTROLLER, id="r-3")
RECEIPT = LEDGER.receipt("w-1", ["jobs"], controller=CONTROLLER, id="r-1", at=AT)
LIST = LEDGER.import_list("subject,purpose,answer\nw-3,jobs,yes\n", source="list", received_at=AT)
YES = LEDGER.may("w-1", "jobs", channel="email", at=AT)
NO = LEDGER.may("w-3", "jobs", channel="email", at=AT)
CONTACTS = al.consent.Contacts({"id": "contact", "version": 1})
RULES = al.consent.ContactRules.parse('{"id": "contact", "version": 2}')
ASK: Any = {"channel": "email", "at": AT, "sender": "hr", "message": "m-1"}
PERMIT = LEDGER.reserve(CONTACTS, "w-1", "jobs", **ASK)
REFUSED = LEDGER.reserve(CONTACTS, "w-1", "jobs", **ASK)
COMMITTED = LEDGER.commit(CONTACTS, str(PERMIT.token), at=AT)
TWICE = LEDGER.commit(CONTACTS, str(PERMIT.token), at=AT)
NEWER = al.consent.Notice(
    "alumni",
    2,
    ["jobs"],
    text={"en": "We may write."},
    effective_from=AT,
    material=True,
    material_for=["jobs"],
    controller="Acme",
    contact="privacy@example.com",
    recipients=[{"id": "agency", "role": "third_party"}],
    transfers=[{"country": "US", "safeguard": "consent"}],
    data_items=[{"id": "email"}],
    retention={"jobs": {"kind": "temporal", "length": "P2Y"}},
    purpose_changes={"jobs": "related"},
)
NOTICE_DIFF = LEDGER.notice_diff(LEDGER.notices[0], NEWER)
PLAN_AT: Any = {"at": datetime(2024, 12, 1, tzinfo=UTC), "sender": "office", "channels": ["email"]}
PLAN = LEDGER.plan_reconsent(CONTACTS, NEWER, asking="records", message="m-2", **PLAN_AT)
SUMMARY = LEDGER.summary("jobs", channel="email", at=AT)
ANSWERS = LEDGER.may_table(pl.DataFrame({"subject": ["w-1", "w-3"]}), purpose="jobs", at=AT, id="subject")
DOWNSTREAM = {
    "id": "downstream",
    "version": 1,
    "house_deadline": {"days": 3},
    "systems": [{"id": "crm", "title": "CRM"}, {"id": "list", "title": "List"}],
}
USED = [al.consent.Use("crm", f"u-{of}", of, "w-1", "jobs", at=AT) for of in ("crm", "list")]
SENT = [al.consent.Acknowledgement("crm", f"a-{of}", "crm", "w-1", of, at=AT) for of in ("sent", "failed")]
REGISTER = al.consent.Propagation(DOWNSTREAM)
REGISTERED = REGISTER.record_uses(USED)
ENDED = al.Ledger(LEDGER.purposes, LEDGER.notices)
ENDED.extend(
    [
        al.consent.Event("form", "e-1", "w-1", "jobs", "given", occurred_at=AT, notice=("alumni", 1)),
        al.consent.Event("form", "e-2", "w-1", "jobs", "withdrawn", occurred_at=AT + timedelta(days=9)),
        al.consent.Event("form", "e-3", "w-2", "jobs", "given", occurred_at=AT, notice=("alumni", 1)),
    ]
)
DOWN = ENDED.propagation(REGISTER, at=AT + timedelta(days=10))
UNASKED = al.Ledger(LEDGER.purposes).propagation(REGISTER, at=AT)
TAKEN_BACK = ENDED.withdrawal_receipt(REGISTER, "w-1", id="r-1", at=AT + timedelta(days=10))

LAW = al.Ledger(
    [al.consent.Purpose("jobs", "Jobs", "legal_obligation"), al.consent.Purpose("news", "News", "consent")],
    [al.consent.Notice("alumni", 1, ["news"], text={"en": "We may write."})],
    packs=["br-lgpd", "in-dpdp"],
    regimes={"everyone": ["br"], "subjects": {"w-1": ["in"]}},
)
PACK = LAW.packs[0]
RULE_CHANGES = al.consent.Packs.shipped().changes_between(date(2027, 1, 1), date(2027, 12, 31))
MAIL = al.Ledger([al.consent.Purpose("mail", "Mail", "contract")], packs=["us-canspam-tcpa-ccpa"])
DUTIES = MAIL.may("w-1", "mail", channel="email", at=datetime(2026, 12, 1, tzinfo=UTC)).duties
DIRECTORY = al.consent.Directory.from_dict(
    {"provided_by": "operator", "fields": [{"id": "employer", "title": "Employer", "purpose": "news"}]}
)
MATRIX = LAW.directory(DIRECTORY, "w-1", at=AT)
TAKEOVER = {
    "source": "line:tokyo",
    "purpose": "news",
    "channel": "sns",
    "notice": {"id": "alumni", "version": 1},
    "at": "2026-04-01T09:00:00+09:00",
}

MODEL = al.ScoreModel.preset("alumni")
WINDOW = Span(date(2024, 1, 1), date(2024, 7, 1))
ASKED = al.engagement.Interaction(
    "e-1", datetime(2024, 5, 1, 9, tzinfo=UTC), "post_help_request", "w-1", "alumnus", target_type="network"
)
REPLY = al.engagement.Interaction(
    "e-2", datetime(2024, 5, 2, tzinfo=UTC), "reply", "w-2", "alumnus", thread="e-1", value=0.1
)
SCORES = MODEL.score([ASKED, REPLY], as_of=date(2024, 7, 1), permitted=["w-1"])
OTHER_SCORES = MODEL.score([ASKED, REPLY], as_of=date(2024, 8, 1))
HEALTH_MODEL = al.engagement.HealthModel.preset("alumni-health")
TRAFFIC = al.engagement.traffic([ASKED, REPLY], window=WINDOW)
LOGS = [al.engagement.ActivityLog(events) for events in ([ASKED, REPLY], [REPLY])]
SCORE_CHANGES = [
    MODEL.why_between([ASKED, REPLY], person, since=date(2000, 1, 1), until=date(2030, 1, 1))
    for person in ("w-1", "w-2")
]
LEARNED = [
    MODEL.learn_half_life([], as_of=date(2026, 4, 1), options={"prior_days": days}) for days in (30, 60)
]
RANKS = [MODEL.score(events, as_of=date(2030, 1, 1)).ranks() for events in ([ASKED, REPLY], [])]
ROWS = pl.DataFrame({"actor": ["w-1"], "kind": ["reply"], "at": ["2026-03-01T00:00:00Z"]})
RFM_MODEL = al.engagement.RfmModel.preset("hughes-1994")
WINDOWED = al.engagement.WindowModel.preset("belmont-2025")
WINDOW_SCORES = [
    WINDOWED.measure(events, as_of=date(2030, 1, 1), window="all") for events in ([ASKED, REPLY], [])
]
SCORE_TABLES = [MODEL.score_table(ROWS.head(rows), as_of=date(2026, 4, 1)) for rows in (1, 0)]
SCORE_TOTALS = [MODEL.score_totals(ROWS.head(rows), as_of=date(2026, 4, 1)) for rows in (1, 0)]
PULSE = al.engagement.pulse([ASKED, REPLY], ["w-1", "w-2"], window=WINDOW)
QUIET = al.engagement.pulse([ASKED], ["w-1", "w-2", "w-3"], window=WINDOW)
AWAY = [
    al.engagement.durations(
        pl.DataFrame({"days": [1, 2, 2, last], "back": [1, 0, 1, 1], "track": ["a", "b", "a", "b"]}),
        duration="days",
        event="back",
        group="track",
    )
    for last in (3, 4)
]
COX = [
    al.engagement.cox(
        pl.DataFrame({"days": [1, 2, 3, 4, 5], "back": [1, 1, 0, 1, 1], "years": [2, 3, 1, last, 2]}),
        duration="days",
        event="back",
        covariates=["years"],
    )
    for last in (3, 4)
]
COX_PREDICTIONS = [COX[0].predict(pl.DataFrame({"years": [years]}), times=[2]) for years in (1, 2)]
CONCORDANCES = [
    al.engagement.concordance(
        pl.DataFrame({"days": [1, 2, 3], "back": [1, 1, 0], "score": [last, 2, 1]}),
        duration="days",
        event="back",
        score="score",
    )
    for last in (3, 0)
]
ACTS = pl.DataFrame({"frequency": [2, 0], "recency": [30.43, 0.0], "age": [38.86, 39.0]})
REPEAT = [al.engagement.fit_repeat(ACTS.head(rows)[-1:]) for rows in (1, 2)]
REPEAT_LAW = al.engagement.RepeatLaw("bg_nbd", [0.243, 4.414, 0.793, 2.426])
MONTHS = [Span(date(2024, 1, 1), date(2024, month, 1)) for month in (2, 3)]
GRAPHS = [
    al.engagement.tie_graph(pl.DataFrame({"from": ["abe", "kato"], "to": ["kato", other]}))
    for other in ("abe", "mori")
]
CALIBRATIONS = [
    al.engagement.calibration(
        pl.DataFrame({"any": [0.2, chance], "came": [0, 1]}), predicted="any", happened="came"
    )
    for chance in (0.8, 0.9)
]

FILES = {
    "people.csv": "worker_id,rehire_flag\nw-1,yes\nw-2,no\n",
    "spells.csv": (
        "worker_id,start_on,end_on,separation_kind\n"
        "w-1,2016-04-01,2021-09-30,voluntary\nw-2,2016-04-01,2018-09-30,\n"
    ),
    "consent_events.csv": (
        "source,id,subject,purpose,kind,occurred_at,received_at,notice_id,notice_version\n"
        "form,1,w-1,newsletter,given,2022-04-01T00:00:00Z,2022-04-01T00:00:00Z,alumni,1\n"
    ),
    "interactions.csv": "id,at,kind,actor,actor_type\ne-1,2026-03-01T09:00:00Z,reply,w-1,alumnus\n",
    "groups.csv": "worker_id,sex\nw-1,f\nw-2,m\n",
}
PROGRAMME = al.Programme.parse(
    """
id = "p"
version = 1
title = "P"
[[policies]]
id = "return"
version = 1
[[policies.criteria]]
id = "kind"
require = "separation_kind = voluntary"
[[policies.criteria]]
id = "length"
require = "tenure >= 9 years or grade >= 3"
[[purposes]]
id = "newsletter"
title = "Newsletter"
legal_basis = "consent"
[[purposes]]
id = "records"
title = "Records"
legal_basis = "legal_obligation"
[[notices]]
id = "alumni"
version = 1
purposes = ["newsletter"]
text = { en = "We may write." }
"""
)
REVIEW = PROGRAMME.review(FILES, as_of=date(2026, 4, 1))
LENIENT = {**FILES, "spells.csv": FILES["spells.csv"] + "w-3,soon,,\nw-4,later,,\n"}
FAULTY = PROGRAMME.review(LENIENT, as_of=date(2026, 4, 2), lenient=True)
MAPPING = al.workforce.Mapping.shipped("canonical")
IMPORT = MAPPING.read({name: FILES[name] for name in ("people.csv", "spells.csv")})


def changed(value: Any, **fields: Any) -> Any:
    return type(value).from_dict({**value.to_dict(), **fields})


# Each value with another of its class that differs.
CLIMBED_TABLES = [
    al.library.ladder("richmond").decide_table(
        pl.DataFrame({"start_date": [date(2016, 4, 1)], "separation_date": [date(2020, month, 30)]}),
        as_of=date(2020, 5, 31),
        missing="unknown",
    )
    for month in (3, 4)
]
PEOPLE = pl.DataFrame({"tenure": [1200, 400], "grade": [3, None], "site": ["a", "b"]})
SIMULATION, OTHER_SIMULATION = (
    POLICY.simulate(POLICY, PEOPLE[:rows], as_of=date(2022, 1, 1), groups=["site"]) for rows in (2, 1)
)
CHANGES = [
    al.programme.group_changes(SIMULATION.to_dict() | {"groups": [*SIMULATION.groups[:1], last]})
    for last in (SIMULATION.groups[1], SIMULATION.groups[1] | {"rows": 9})
]

GAPS = [
    al.programme.policy_gap(POLICY, PEOPLE[:rows], attribute="site", as_of=date(2022, 1, 1))
    for rows in (2, 1)
]

HANGING = [
    al.programme.counterfactuals(POLICY, PEOPLE[:rows], as_of=date(2022, 1, 1), facts=["grade"])
    for rows in (2, 1)
]
RATES = [al.fairness.compare_rates({"a": (4, 3), "b": (4, selected)}) for selected in (1, 2)]
PLANNED = [al.fairness.power_of_rates(0.5, second_rate=rate, power=0.9) for rate in (0.75, 0.7)]
IMPACT = [
    al.fairness.expected_impact(difference, selection_rate=0.5, group_share=0.5) for difference in (0.1, 0.2)
]

VISIBLE = al.consent.Visible.from_dict(
    {
        "purpose": "jobs",
        "recipient": "all_alumni",
        "fields": ["name"],
        "since": "2026-01-01T00:00:00Z",
        "until": "2026-02-01T00:00:00Z",
        "evidence": [{"source": "form", "id": "1"}],
    }
)
DUE = al.consent.RetentionDue.from_dict(
    {"subject": "w-1", "purpose": "jobs", "since": "2025-01-01T00:00:00Z", "due_at": "2026-01-01T00:00:00Z"}
)
SNAPSHOT = LEDGER.snapshot(AT, known_at=AT)
VALUES: list[tuple[Any, Any]] = [
    (DECISIONS, OTHER_DECISIONS),
    (SIMULATION, OTHER_SIMULATION),
    (CLIMBED_TABLES[0], CLIMBED_TABLES[1]),
    (CHANGES[0][0], CHANGES[1][0]),
    (GAPS[0], GAPS[1]),
    (HANGING[0], HANGING[1]),
    (IMPACT[0], IMPACT[1]),
    (RATES[0], RATES[1]),
    (PLANNED[0], PLANNED[1]),
    (DECISIONS[0], DECISIONS[1]),
    (Period(years=1, months=6), Period(months=18)),
    (Span(date(2016, 4, 1), date(2019, 4, 1)), Span(date(2016, 4, 1), date(2019, 4, 2))),
    (
        al.Reason.from_dict({"code": "x", "args": {"a": {"type": "integer", "value": 1}}}),
        al.Reason.from_dict({"code": "x"}),
    ),
    (Money(1234, "EUR"), Money(1234, "USD")),
    (
        Compensation(date(2021, 4, 1), "320000 JPY", "month", range_midpoint="300000 JPY"),
        Compensation(date(2021, 4, 1), "320000 JPY", "month"),
    ),
    (LocalCode("jp_rishoku_kubun", "4D"), LocalCode("jp_rishoku_kubun", "5E")),
    (Separation("voluntary", regretted=True), Separation("voluntary")),
    (Position(date(2016, 4, 1), grade=3), Position(date(2016, 4, 1))),
    (SPELL, al.Spell(date(2016, 4, 1), date(2021, 9, 30))),
    (ContactPoint("email", "a@example.com"), ContactPoint("email", "b@example.com")),
    (
        al.Worker("w-1", spells=[SPELL], rehire_flag="yes", facts={"score": 0.5}),
        al.Worker("w-1", spells=[SPELL]),
    ),
    (POLICY, al.Policy.from_dict({**POLICY.to_dict(), "version": 2})),
    (POLICY.criteria[0], POLICY.criteria[1]),
    (IMPORTED, al.Policy.from_json_logic("true", id="p")),
    (IMPORTED.remarks[0], IMPORTED.remarks[1]),
    (VOCABULARY, al.Vocabulary.hr()),
    (VOCABULARY["grade"], VOCABULARY["tenure"]),
    (VOCABULARY["grade"].values[0], VOCABULARY["grade"].values[1]),
    (VOCABULARY.unknown(["grad"])[0], VOCABULARY.unknown(["shoe_size"])[0]),
    (POLICY.page("ja"), POLICY.page("en")),
    (CHECKED, NEVER.check()),
    (CHECKED.findings[0], NEVER.check().findings[0]),
    (COMPARED, NEVER.compare(NEVER)),
    (COMPARED.gained, al.Policy.parse(GRADE.replace("3", "4")).compare(NEVER).gained),
    (STEPS, al.eligibility.check_ladder([NEVER])),
    (LADDER, al.library.ladder("trinity")),
    (CLIMBED, LADDER.decide(al.Worker("w-1"), as_of=date(2022, 1, 1))),
    (CLIMBED.steps[0], CLIMBED.steps[1]),
    (DECISION, UNDECIDED),
    (DECISION.criteria[0], UNDECIDED.criteria[0]),
    (DECISION.facts[0], UNDECIDED.facts[0]),
    (POLICY.reference, al.Policy.from_dict({**POLICY.to_dict(), "version": 2}).reference),
    (NEAREST, NEARER),
    (NEARER.ways[0], UNKNOWN.ways[0]),
    (NEARER.ways[0].changes[0], UNKNOWN.ways[0].changes[0]),
    (CASES.cases[0], CASES.cases[1]),
    (CASE_REPORT, POLICY.run_cases()),
    (CASE_REPORT.cases[0], CASE_REPORT.cases[1]),
    (CASE_REPORT.coverage[0], CASE_REPORT.coverage[1]),
    (CASE_REPORT.unnoticed[0], CASE_REPORT.unnoticed[1]),
    (BOOK, al.Book.from_dict({**BOOK.to_dict(), "utc_offset": "+09:00"})),
    (RECORDS[0], RECORDS[0].without_worker()),
    (BOOK.replay(RECORDS[0]), PROMOTED),
    (DIFF, BOOK.diff(2, 1)),
    (DIFF.criteria[0], DIFF.criteria[1]),
    (MIGRATION, BOOK.migrate(RECORDS, version=1)),
    (MIGRATION.moved[0], MIGRATION.moved[1]),
    (REPORT, OTHER_REPORT),
    (REPORT.standard, OTHER_REPORT.standard),
    (REPORT.groups[0], REPORT.groups[1]),
    (REPORT.findings[0], OTHER_REPORT.findings[0]),
    (REPORT.findings[0].interval, OTHER_REPORT.findings[0].interval),
    (REPORT.findings[0].flips, OTHER_REPORT.findings[0].flips),
    (SEARCH, OTHER_SEARCH),
    (STRATA, changed(STRATA, comparisons=7)),
    (STRATIFIED, changed(STRATIFIED, group="x")),
    (STRATIFIED.strata[0], STRATIFIED.strata[1]),
    (STRATIFIED.odds_ratio, STRATIFIED.rate_ratio),
    (STRATIFIED.tarone, STRATIFIED.cochran_mantel_haenszel),
    (STRATIFIED.exact, changed(STRATIFIED.exact, p=0.5)),
    (TABLE, changed(TABLE, rows=9)),
    (TABLE.attributes[0], changed(TABLE.attributes[0], attributes=["x"])),
    (LAW_144, changed(LAW_144, people=9)),
    (
        al.fairness.publish(["sex"], [(["women"], 52, 24), (["men"], 80, 48)]),
        al.fairness.publish(["sex"], [(["women"], 52, 24), (["men"], 80, 48), (["other"], 4, 1)]),
    ),
    (
        al.fairness.report({"offers": REPORT}, as_of=date(2026, 3, 31)),
        al.fairness.report({"offers": OTHER_REPORT}, as_of=date(2026, 3, 31)),
    ),
    (al.fairness.RulePack.shipped("four-fifths"), al.fairness.RulePack.shipped("ch-logib-1")),
    (LAW_144.tables[0], changed(LAW_144.tables[0], unknown=9)),
    (LAW_144.tables[0].rows[0], LAW_144.tables[0].rows[1]),
    (REPORT.findings[0].tests, OTHER_REPORT.findings[0].tests),
    (REPORT.findings[0].effects, OTHER_REPORT.findings[0].effects),
    (REPORT.findings[0].shortfalls, OTHER_REPORT.findings[0].shortfalls),
    (
        al.fairness.UnknownRange.from_dict({"lowest": 0.5, "highest": 1.5}),
        al.fairness.UnknownRange.from_dict({"lowest": 0.5, "highest": None}),
    ),
    (al.fairness.compa_ratios([("45 EUR", "50 EUR")]), al.fairness.compa_ratios([])),
    (al.fairness.uk_pay_gaps(STAFF), al.fairness.uk_pay_gaps([])),
    (al.fairness.eu_pay_gaps(STAFF), al.fairness.eu_pay_gaps([])),
    (
        al.fairness.japan_pay_ratios([TOTAL, {**TOTAL, "sex": "men"}]),
        al.fairness.japan_pay_ratios([{**TOTAL, "headcount": 3}, {**TOTAL, "sex": "men"}]),
    ),
    (al.fairness.compression(["3 EUR"], ["2 EUR"]), al.fairness.compression(["3 EUR"] * 2, ["2 EUR"])),
    (al.fairness.inversions([SERVICE]), al.fairness.inversions([{**SERVICE, "returner": True}])),
    (
        al.fairness.regress([1, 2, 4], {"a": [0, 0, 1]}),
        al.fairness.regress([1, 2, 4, 5], {"a": [0, 0, 1, 1]}),
    ),
    (
        al.fairness.adjusted_pay_gap([]),
        al.fairness.adjusted_pay_gap([{**one, "factors": {}} for one in STAFF]),
    ),
    (al.fairness.logib([]), al.fairness.logib([LOGIB_WORKER])),
    (COHORT, OTHER_COHORT),
    (COHORT.headroom(), OTHER_COHORT.headroom()),
    (al.fairness.Limits(gap=0.05), al.fairness.Limits(mean_gap_percent=5)),
    (COHORT.check({"pay": YEN}), OTHER_COHORT.check({"pay": YEN})),
    (LEDGER.purposes[0], LEDGER.purposes[1]),
    (LEDGER.notices[0], al.consent.Notice("alumni", 2, ["jobs"], text={"en": "We may write."})),
    (GIVEN, UNPROVEN),
    (GIVEN.key, UNPROVEN.key),
    (GIVEN.notice, UNPROVEN.notice),
    (LEDGER, al.Ledger(LEDGER.purposes)),
    (EXTENDED, al.Ledger(LEDGER.purposes).extend([])),
    (PACK, LAW.packs[1]),
    (PACK.rules[0], PACK.rules[1]),
    (al.consent.Packs([PACK]), al.consent.Packs.shipped()),
    (RULE_CHANGES[0], RULE_CHANGES[1]),
    (DUTIES[0], DUTIES[1]),
    (LEDGER.at_exit(at=AT), LAW.at_exit(at=AT)),
    (LEDGER.at_exit(at=AT).total, LAW.at_exit(at=AT).total),
    (DIRECTORY, al.consent.Directory.from_dict({"provided_by": "subject", "fields": []})),
    (MATRIX, LAW.directory(DIRECTORY, "w-2", at=AT)),
    (
        LAW.invitations({**TAKEOVER, "members": ["w-1"]}),
        LAW.invitations({**TAKEOVER, "members": ["w-2"]}),
    ),
    (LAW, LEDGER),
    (YES, NO),
    (YES.question, NO.question),
    (YES.state, NO.state),
    (RULES, CONTACTS.rules),
    (CONTACTS, al.consent.Contacts(RULES)),
    (CONTACTS.contacts[0], changed(CONTACTS.contacts[0], message="m-2", token="t")),
    (PERMIT, REFUSED),
    (COMMITTED, TWICE),
    (REGISTER.rules, al.consent.PropagationRules.from_dict({**DOWNSTREAM, "version": 2})),
    (REGISTER, al.consent.Propagation(DOWNSTREAM)),
    (USED[0], USED[1]),
    (SENT[0], SENT[1]),
    (REGISTERED, REGISTER.record_uses(USED)),
    (DOWN, ENDED.propagation(REGISTER, at=AT)),
    (DOWN.items[0], DOWN.items[1]),
    (DOWN.items[0].deadline, changed(DOWN.items[0].deadline, days=7)),
    (UNASKED.findings[0], UNASKED.findings[1]),
    (TAKEN_BACK, ENDED.withdrawal_receipt(REGISTER, "w-2", id="r-1", at=AT)),
    (NOTICE_DIFF, LEDGER.notice_diff(LEDGER.notices[0], NEWER, at=datetime(2026, 1, 1, tzinfo=UTC))),
    (NOTICE_DIFF.differences[0], NOTICE_DIFF.differences[1]),
    (PLAN, changed(PLAN, ask=7)),
    (SUMMARY, LEDGER.summary("jobs", at=AT, among=[])),
    (ANSWERS, LEDGER.may_table(pl.DataFrame({"subject": ["w-1", "w-3"]}), purpose="jobs", at=AT)),
    (ANSWERS[0], ANSWERS[1]),
    (LEDGER.event_table(), LAW.event_table()),
    (LEDGER.timeline("w-1", until=AT), LEDGER.timeline("w-2", until=AT)),
    (LEDGER.funnel("jobs", at=AT), LEDGER.funnel("jobs", at=AT, among=[])),
    (SUMMARY.reasons[0], SUMMARY.reasons[1]),
    (RECORD, RECORD_OF_OTHER),
    (al.consent.Record.read(RECORD.to_json()), al.consent.Record.read(RECORD_OF_OTHER.to_json())),
    (RECEIPT, LEDGER.receipt("w-1", ["jobs"], controller=CONTROLLER, id="r-2", at=AT)),
    (GIVEN.encode(bytes(32)), GIVEN.encode(bytes([1] * 32)).erased()),
    (LIST, LEDGER.import_list("subject,answer\n", source="list", received_at=AT)),
    (LEDGER.agreed("w-1", at=AT), LEDGER.agreed("w-2", at=AT)),
    (LEDGER.access("w-1", at=AT), LEDGER.access("w-2", at=AT)),
    (VISIBLE, changed(VISIBLE, recipient="recruiters")),
    (DUE, changed(DUE, subject="w-2")),
    (SNAPSHOT, LEDGER.snapshot(datetime(2020, 1, 1, tzinfo=UTC))),
    (SNAPSHOT.everybody("jobs"), SNAPSHOT.everybody("jobs", channel="email")),
    (SNAPSHOT.may("w-1", "jobs"), SNAPSHOT.may("w-2", "jobs", channel="email")),
    (ASKED, REPLY),
    (MODEL, al.ScoreModel.preset("orbit-2020")),
    (SCORES, OTHER_SCORES),
    (SCORES.people[0], OTHER_SCORES.people[0]),
    (SCORES.people[0].parts[0], OTHER_SCORES.people[0].parts[0]),
    (SCORES.not_scored[0], al.engagement.NotScored.from_dict({"person": "w-9", "reason": {"code": "x"}})),
    (SCORES.tally, OTHER_SCORES.tally),
    (LOGS[0], LOGS[1]),
    (SCORE_CHANGES[0], SCORE_CHANGES[1]),
    (LEARNED[0], LEARNED[1]),
    (RANKS[0], RANKS[1]),
    (SCORE_TABLES[0], SCORE_TABLES[1]),
    (SCORE_TOTALS[0], SCORE_TOTALS[1]),
    (al.engagement.rfm([ASKED, REPLY], window=WINDOW), al.engagement.rfm([REPLY], window=WINDOW)),
    (RFM_MODEL, al.engagement.RfmModel.from_dict({**RFM_MODEL.to_dict(), "version": 2})),
    (WINDOWED, al.engagement.WindowModel.from_dict({**WINDOWED.to_dict(), "version": 2})),
    (WINDOW_SCORES[0], WINDOW_SCORES[1]),
    (TRAFFIC, al.engagement.traffic([ASKED], window=WINDOW)),
    (AWAY[0], AWAY[1]),
    (AWAY[0].kaplan_meier(), AWAY[1].kaplan_meier()),
    (AWAY[0].kaplan_meier().curves[0], AWAY[0].kaplan_meier().curves[1]),
    (AWAY[0].nelson_aalen(), AWAY[1].nelson_aalen()),
    (AWAY[0].weibull(), AWAY[1].weibull()),
    (COX[0], COX[1]),
    (COX_PREDICTIONS[0], COX_PREDICTIONS[1]),
    (CONCORDANCES[0], CONCORDANCES[1]),
    (REPEAT[0], REPEAT[1]),
    (REPEAT_LAW, al.engagement.RepeatLaw("bg_nbd", [0.5, 4.414, 0.793, 2.426])),
    (
        REPEAT_LAW.predict_table(ACTS, horizon=39),
        REPEAT_LAW.predict_table(ACTS, horizon=3),
    ),
    (
        al.engagement.fit_value(pl.DataFrame({"frequency": [0], "value": [0.0]})),
        al.engagement.fit_value(pl.DataFrame({"frequency": [1, 1], "value": [2.0, 2.0]})),
    ),
    (CALIBRATIONS[0], CALIBRATIONS[1]),
    (GRAPHS[0], GRAPHS[1]),
    (GRAPHS[0].summary(), GRAPHS[1].summary()),
    (GRAPHS[0].measures(), GRAPHS[1].measures()),
    (
        GRAPHS[0].between({"abe": "sales"}, minimum_cell=1),
        GRAPHS[0].between({"abe": "plant"}, minimum_cell=1),
    ),
    (
        al.engagement.inequality([1, 2, 0], silent_members="counted"),
        al.engagement.inequality([1, 2, 0], silent_members="left_out"),
    ),
    (al.engagement.responsiveness([], window=MONTHS[0]), al.engagement.responsiveness([], window=MONTHS[1])),
    (al.engagement.exchange([], window=MONTHS[0]), al.engagement.exchange([], window=MONTHS[1])),
    (AWAY[0].aalen_johansen(), AWAY[1].aalen_johansen()),
    (
        AWAY[0].log_rank(),
        al.engagement.Durations.from_dict(
            {
                "ends": ["1"],
                "groups": [
                    {"group": name, "exits": [{"time": time, "open": 0, "ended": [1]}]}
                    for name, time in [("a", 1.0), ("b", 2.0)]
                ],
            }
        ).log_rank(),
    ),
    (
        al.engagement.health([ASKED], ["w-1"], as_of=date(2024, 6, 1)),
        al.engagement.health([], ["w-1"], as_of=date(2024, 6, 1)),
    ),
    (HEALTH_MODEL, changed(HEALTH_MODEL, version=2)),
    (al.engagement.shrink_shares([]), al.engagement.shrink_rates([])),
    (al.engagement.check_interactions([]), al.engagement.check_interactions([{}])),
    (al.engagement.Proportion(1, 2), al.engagement.Proportion(1, 3)),
    (al.engagement.Rate(1, 365), al.engagement.Rate(2, 365)),
    (
        al.engagement.repeat_acts([ASKED], as_of=date(2024, 6, 1)),
        al.engagement.repeat_acts([], as_of=date(2024, 6, 1)),
    ),
    (
        al.engagement.hold_back([], as_of=date(2024, 6, 1), horizon_days=90),
        al.engagement.hold_back([], as_of=date(2024, 6, 1), horizon_days=30),
    ),
    (
        al.engagement.participation([], {}, window=WINDOW),
        al.engagement.participation([], {}, window=WINDOW, minimum_cell=3),
    ),
    (
        al.engagement.activity_calendar([ASKED], window=WINDOW),
        al.engagement.activity_calendar([], window=WINDOW),
    ),
    (al.engagement.silence(1, 14, silent_days=28), al.engagement.silence(1, 14, silent_days=42)),
    (al.engagement.rate_power(0.5, weeks=12), al.engagement.rate_power(0.5, weeks=26)),
    (al.engagement.share_power(140, share=0.2), al.engagement.share_power(160, share=0.2)),
    (TRAFFIC.alumni_to_alumni, TRAFFIC.company_to_alumni),
    (PULSE, QUIET),
    (PULSE.last_request, QUIET.last_request),
    (PULSE.acted, QUIET.acted),
    (MAPPING, al.workforce.Mapping.shipped("smarthr")),
    (IMPORT, changed(IMPORT, workers=[])),
    (IMPORT.cannot_supply[0], changed(IMPORT.cannot_supply[0], workers=7)),
    (FAULTY.faults[0], FAULTY.faults[1]),
    (PROGRAMME, PROGRAMME.with_mapping("smarthr")),
    (al.Programme.starter(), PROGRAMME),
    (REVIEW, FAULTY),
    (REVIEW.programme, changed(REVIEW.programme, version=2)),
    (REVIEW.workforce, changed(REVIEW.workforce, people=7)),
    (REVIEW.decisions[0], REVIEW.decisions[1]),
    (REVIEW.policies[0], changed(REVIEW.policies[0], people=7)),
    (REVIEW.policies[0].outcomes[0], REVIEW.policies[0].outcomes[1]),
    (REVIEW.policies[0].criteria[0], REVIEW.policies[0].criteria[1]),
    (REVIEW.policies[0].missing[0], changed(REVIEW.policies[0].missing[0], people=7)),
    (REVIEW.reach[0], REVIEW.reach[1]),
    (REVIEW.fairness[0], changed(REVIEW.fairness[0], attribute="age")),
    (
        al.programme.PayComparison.from_dict(
            {"returners": al.fairness.compa_ratios([]), "stayers": al.fairness.compa_ratios([])}
        ),
        al.programme.PayComparison.from_dict(
            {
                "returners": al.fairness.compa_ratios([]),
                "stayers": al.fairness.compa_ratios([("45 EUR", "50 EUR")]),
            }
        ),
    ),
    (REVIEW.network, changed(REVIEW.network, scored=7)),
    (
        al.programme.Closest.from_dict({"person": "w-1", "score": "3.1", "why": "reply +3.1"}),
        al.programme.Closest.from_dict({"person": "w-2", "score": "3.1", "why": "reply +3.1"}),
    ),
    (PULSE.posts, al.engagement.pulse([], [], window=WINDOW).posts),
]

values = pytest.mark.parametrize(("value", "other"), VALUES, ids=lambda value: type(value).__name__)


def test_every_class_is_tried() -> None:
    tried = {type(value) for value, _ in VALUES}
    classes = {of for of in vars(_alumni).values() if isinstance(of, type) and not issubclass(of, enum.Enum)}
    # What was read from files has no document of its own; a judge and its rulings are tried in test_judge.py.
    assert classes - {al.programme.Data, al.eligibility.Judge, al.eligibility.Ruling} == tried


@values
def test_equal_is_equal(value: Any, other: Any) -> None:
    assert value == copy.deepcopy(value)
    assert value != other
    assert value != "something else"
    assert (value == 5) is False


@values
def test_copies_are_equal(value: Any, other: Any) -> None:
    del other
    for made in (copy.copy(value), copy.deepcopy(value), copy.deepcopy([value])[0]):
        assert made == value
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        made = pickle.loads(pickle.dumps(value, protocol))
        assert made == value
        assert type(made) is type(value)


@values
def test_equal_values_share_a_hash(value: Any, other: Any) -> None:
    if type(value).__hash__ is None:
        with pytest.raises(TypeError):
            hash(value)
        return
    assert hash(value) == hash(pickle.loads(pickle.dumps(value)))
    assert len({value, pickle.loads(pickle.dumps(value)), other}) == 2


@values
def test_json_reads_back(value: Any, other: Any) -> None:
    del other
    if isinstance(value, al.eligibility.Criterion | al.Programme | al.consent.Packs):
        return  # A part of its policy; documents that are read and not written.
    if isinstance(value, al.consent.Snapshot | al.consent.Stand | al.consent.Everybody):
        return  # Made of a ledger, which is written.
    if isinstance(value, Period):
        assert Period.parse(str(value)) == value
        assert Period.parse(value.to_iso8601()) == value
        return
    assert json.loads(value.to_json()) == value.to_dict()
    assert type(value).from_json(value.to_json()) == value
    if not isinstance(
        value, al.Ledger | al.consent.Contacts | al.consent.Propagation | al.engagement.ActivityLog
    ):
        assert type(value).from_dict(value.to_dict()) == value


@values
def test_a_repr_is_short_and_html_is_whole(value: Any, other: Any) -> None:
    del other
    assert len(repr(value)) <= 100
    assert "\n" not in repr(value)
    assert "example.com" not in repr(value)
    assert str(value)
    if hasattr(value, "_repr_html_"):
        html = value._repr_html_()
        assert html.count("<div") == html.count("</div>")
        assert "<script" not in html


@values
def test_nothing_can_be_changed_or_inherited(value: Any, other: Any) -> None:
    del other
    name = next(name for name in dir(value) if not name.startswith("_"))
    with pytest.raises(AttributeError):
        setattr(value, name, None)
    with pytest.raises(AttributeError):
        value.something_new = 1
    with pytest.raises(TypeError):
        type("Sub", (type(value),), {})


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(al.WrongTypeError, match="unknown field `stars`"):
        al.Worker.from_dict({"id": "w", "stars": 5})


def test_enums_are_their_stable_names() -> None:
    for of in vars(_alumni).values():
        if not isinstance(of, type) or not issubclass(of, enum.Enum):
            continue
        assert issubclass(of, enum.StrEnum)
        assert of.__doc__
        for member in of:
            assert member == member.value
            assert f"{member}" == member.value
            assert member.name == member.name.upper()
            if of is not al.consent.Status:  # The words of the Data Privacy Vocabulary.
                assert member.name == member.value.upper()
            assert pickle.loads(pickle.dumps(member)) is member
