from datetime import date, datetime
from typing import Any

import alumni as al
import pytest
from alumni.eligibility import CriterionResult, Effect, Outcome, Policy, Status
from hypothesis import given
from hypothesis import strategies as st

POLICY = """
id = "return-track"
version = 3
effective_from = 2026-04-01
title = { en = "Return track", ja = "復職トラック" }

[[criteria]]
id = "service"
require = "tenure >= 5 years or grade >= 3"
source = "HR-12 s.3"

[[criteria]]
id = "cooling-off"
require = "since_separation >= 6 months"

[[criteria]]
id = "conduct"
bar = "separation_kind = involuntary_cause"

[[criteria]]
id = "flag"
review = "rehire_flag in [upon_review, not_answered, absent]"
"""


def worker(**options: Any) -> al.Worker:
    spell = al.Spell(date(2016, 4, 1), date(2021, 9, 30), grade=2, separation="voluntary")
    return al.Worker("w-1042", **{"spells": [spell], "rehire_flag": "yes", **options})


def test_a_decision_explains_itself_in_both_languages() -> None:
    decision = Policy.parse(POLICY).decide(worker(), as_of=date(2021, 12, 1))
    assert decision.outcome is Outcome.INELIGIBLE
    assert decision.eligible_on == date(2022, 4, 1)
    assert str(decision) == decision.text("en") == "Ineligible; eligible on 2022-04-01"
    assert "2022年4月1日" in decision.text(al.Lang.JA)
    [reason] = decision.reasons
    assert reason.args["date"] == date(2022, 4, 1)
    assert reason.text("ja") == "離職後6か月以上（2022年4月1日に満たします）"
    assert decision.policy == Policy.parse(POLICY).reference
    assert {used.fact for used in decision.facts} == set(Policy.parse(POLICY).facts)


def test_all_four_outcomes_are_answers() -> None:
    policy = Policy.parse(POLICY)
    later = date(2022, 4, 1)
    assert policy.decide(worker(), as_of=later).outcome == "eligible"
    assert policy.decide(worker(rehire_flag="absent"), as_of=later).outcome == "conditional"
    unknown = al.Spell(date(2016, 4, 1), date(2021, 9, 30))
    undetermined = policy.decide(worker(spells=[unknown]), as_of=later)
    assert undetermined.outcome is Outcome.UNDETERMINED
    assert undetermined.missing == ["separation_kind"]
    assert policy.decide(worker(), as_of=date(2021, 12, 1)).outcome == "ineligible"


def test_criteria_stand_in_the_order_of_the_policy() -> None:
    policy = Policy.parse(POLICY)
    decision = policy.decide(worker(), as_of=date(2021, 12, 1))
    assert [criterion.id for criterion in decision.criteria] == [
        criterion.id for criterion in policy.criteria
    ]
    service, cooling, *_ = decision.criteria
    assert isinstance(service, CriterionResult)
    assert (service.status, service.effect, service.source) == (Status.MET, Effect.REQUIRE, "HR-12 s.3")
    assert (cooling.status, cooling.met_on) == (Status.UNMET, date(2022, 4, 1))


def test_a_policy_is_equal_to_the_same_policy_written_otherwise() -> None:
    policy = Policy.parse(POLICY)
    spaced = Policy.parse(POLICY.replace(" >= ", "   >=  "))
    assert policy == spaced
    assert hash(policy) == hash(spaced)
    assert policy.hash == spaced.hash
    assert policy != Policy.parse(POLICY.replace("version = 3", "version = 4"))
    assert Policy.from_dict(policy.to_dict()) == policy
    assert (policy.title(), policy.title("ja")) == ("Return track", "復職トラック")
    assert (policy.effective_from, policy.effective_until) == (date(2026, 4, 1), None)


@pytest.mark.parametrize(
    ("rule", "kind", "path"),
    [
        ("tenur >= 5 years", al.UnknownNameError, "criteria[0].require: 1:1"),
        ("tenure >= 5", al.WrongTypeError, "criteria[0].require: 1:11"),
        ("tenure >= 5 years or", al.ParseError, "criteria[0].require: 1:21"),
    ],
)
def test_an_error_points_at_the_character(rule: str, kind: type[al.AlumniError], path: str) -> None:
    with pytest.raises(kind) as caught:
        Policy.parse(f'id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nrequire = "{rule}"')
    assert caught.value.path == path
    with pytest.raises(kind) as caught:
        Policy.from_dict({"id": "r", "version": 1, "criteria": [{"id": "c", "require": rule}]})
    assert caught.value.path == path


def test_a_document_that_is_wrong_in_form_names_the_field() -> None:
    with pytest.raises(al.WrongTypeError) as caught:
        Policy.from_dict({"id": "r", "version": "one", "criteria": []})
    assert caught.value.path == "version"


def test_a_worker_may_be_a_document() -> None:
    policy = Policy.parse(POLICY)
    assert policy.decide(worker().to_dict(), as_of=date(2022, 4, 1)) == policy.decide(
        worker(), as_of=date(2022, 4, 1)
    )
    with pytest.raises(al.WrongTypeError) as caught:
        policy.decide({"id": "w", "spells": [{"start": 5}]}, as_of=date(2022, 4, 1))
    assert caught.value.path.startswith("worker.spells[0].start")


@pytest.mark.parametrize("as_of", [None, datetime(2022, 4, 1), "2022-04-01", 5], ids=repr)
def test_a_decision_needs_a_day(as_of: Any) -> None:
    with pytest.raises(al.WrongTypeError) as caught:
        Policy.parse(POLICY).decide(worker(), as_of=as_of)
    assert caught.value.path == "as_of"


def test_a_fact_of_the_customers_own_is_checked_when_it_is_asked_for() -> None:
    policy = Policy.from_dict(
        {
            "id": "r",
            "version": 1,
            "facts": [{"name": "rating", "type": "integer", "title": "last rating"}],
            "criteria": [{"id": "c", "require": "rating >= 3"}],
        }
    )
    assert policy.decide(worker(facts={"rating": 4}), as_of=date(2022, 1, 1)).outcome == "eligible"
    assert policy.decide(worker(), as_of=date(2022, 1, 1)).missing == ["rating"]
    with pytest.raises(al.WrongTypeError) as caught:
        policy.decide(worker(facts={"rating": "good"}), as_of=date(2022, 1, 1))
    assert caught.value.path == "facts.rating"


@given(st.dates(date(2016, 4, 1), date(2030, 1, 1)))
def test_the_foreseen_day_is_the_first_eligible_one(as_of: date) -> None:
    policy = Policy.parse(POLICY)
    on = policy.decide(worker(), as_of=as_of).eligible_on
    if on is not None:
        assert on > as_of
        assert policy.decide(worker(), as_of=on).outcome is Outcome.ELIGIBLE


def test_html_of_a_decision_is_escaped() -> None:
    evil = "<script>alert('x')</script>"
    policy = Policy.from_dict(
        {"id": evil, "version": 1, "criteria": [{"id": evil, "require": "grade >= 3", "source": evil}]}
    )
    decision = policy.decide(
        al.Worker(evil, spells=[al.Spell(date(2016, 4, 1), grade=1)]), as_of=date(2020, 1, 1)
    )
    for html in (policy._repr_html_(), decision._repr_html_()):
        assert "<script" not in html
        assert "&lt;script&gt;" in html
        assert "http" not in html


def test_a_ladder_says_how_far_and_what_stands_before_the_next_step() -> None:
    ladder = al.Ladder.parse(
        """
id = "return"
version = 2
title = { en = "Return", ja = "復帰" }
[[steps]]
id = "network"
library = "open-membership"
[[steps]]
id = "rehire"
[steps.policy]
id = "rehire"
version = 1
title = { en = "rehire", ja = "再雇用" }
criteria = [{ id = "vip", require = "vip" }, { id = "gap", require = "since_separation >= 6 months" }]
""",
        vocabulary={"facts": [{"name": "vip", "type": "boolean", "title": {"en": "VIP", "ja": "要人"}}]},
    )
    assert (ladder.id, ladder.version, ladder.title("ja"), ladder.source, ladder.ordered) == (
        "return",
        2,
        "復帰",
        None,
        True,
    )
    assert ladder.steps == ["network", "rehire"]
    assert ladder.facts == ["employed", "vip", "since_separation"]
    assert ladder.policy("network") == al.library.get("open-membership")
    with pytest.raises(al.UnknownNameError):
        ladder.policy("guest")
    # A ladder carries its policies, and they the definitions they use.
    assert al.Ladder.parse(ladder.to_json()) == ladder
    worker = al.Worker("w", spells=[al.Spell(date(2016, 4, 1), date(2021, 9, 30))], facts={"vip": True})
    decision = ladder.decide(worker, as_of=date(2021, 12, 1))
    assert decision.highest is not None and decision.next is not None
    assert (decision.highest.id, decision.next.id) == ("network", "rehire")
    assert decision.next.decision.eligible_on == date(2022, 4, 1)
    assert decision.text("ja") == (
        "「全退職者を対象とする会員資格」まで可。次の段階「再雇用」は対象外（2022年4月1日から対象）"
    )
    assert decision.is_settled
    assert ladder.reference.hash == ladder.hash == decision.ladder.hash
    later = ladder.decide(worker, as_of=date(2022, 4, 1))
    assert later.next is None
    assert str(later) == "Up to rehire, the highest step"


def test_a_set_has_no_highest_step() -> None:
    steps = [{"id": each, "library": each} for each in ("open-membership", "three-years")]
    both = al.Ladder.from_dict({"id": "s", "version": 1, "ordered": False, "steps": steps})
    worker = al.Worker("w", spells=[al.Spell(date(2020, 4, 1), date(2021, 9, 30))])
    decision = both.decide(worker, as_of=date(2022, 4, 1))
    assert (decision.highest, decision.next, [step.id for step in decision.open]) == (
        None,
        None,
        ["open-membership"],
    )
    assert str(decision) == "Eligible for: Open membership"


def test_the_library_lists_what_it_has() -> None:
    policies = al.library.all()
    assert len(policies) >= 20
    assert all(policy.title("ja") and policy.purpose("ja") and policy.source for policy in policies)
    with pytest.raises(al.UnknownNameError, match="did you mean `three-years`"):
        al.library.get("three-year")
    assert al.library.text("perk").startswith("#")


def test_a_policy_prints_as_a_page() -> None:
    page = al.library.get("ohio-3362-4-96").page("ja")
    assert page.lang == "ja"
    assert str(page) == page.markdown
    assert page.title in page.html
    assert al.library.get("ohio-3362-4-96").hash in page.markdown
    assert "srcdoc" in page._repr_html_()
