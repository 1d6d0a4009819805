from datetime import date
from typing import Any

import alumni as al
import pytest
from alumni.workforce import Compensation, ContactPoint, LocalCode, Money, Position, Separation

DAY = date(2021, 12, 1)


def worker(**options: Any) -> al.Worker:
    spell = al.Spell(date(2016, 4, 1), date(2021, 9, 30), grade=2, separation="voluntary")
    return al.Worker("w-1042", **{"spells": [spell], "rehire_flag": "yes", **options})


def test_facts_have_the_types_of_python() -> None:
    facts = worker(compensation=[Compensation(date(2016, 4, 1), "300000 JPY", "month")]).facts(as_of=DAY)
    assert facts["employed"] is False
    assert facts["grade"] == 2
    assert facts["start_date"] == date(2016, 4, 1)
    assert facts["tenure"] == al.calendar.Span(date(2016, 4, 1), date(2021, 10, 1))
    assert facts["separation_kind"] == "voluntary"
    assert facts["pay"] == Money(3_600_000, "JPY")
    assert facts["personal_contacts"] == []


def test_what_is_unknown_is_not_in_the_facts() -> None:
    assert "department" not in worker().facts(as_of=DAY)
    assert worker().fact("department", as_of=DAY) is None
    latest = worker(completeness="latest_only")
    assert latest.fact("total_tenure", as_of=DAY) is None
    assert latest.fact("tenure", as_of=DAY) is not None
    with pytest.raises(al.UnknownNameError):
        worker().fact("salary", as_of=DAY)


def test_a_fact_may_take_a_parameter() -> None:
    sales = Position(date(2016, 4, 1), date(2018, 3, 31), job_family="sales")
    legal = Position(date(2018, 4, 1), job_family="legal")
    spell = al.Spell(date(2016, 4, 1), date(2021, 9, 30), positions=[sales, legal])
    span = al.Worker("w", spells=[spell]).fact("time_in_job_family", "sales", as_of=DAY)
    assert isinstance(span, al.calendar.Span)
    assert span.is_at_least("2 years")


def test_a_worker_that_cannot_be_is_refused_with_the_place() -> None:
    open_spell = al.Spell(date(2018, 1, 1))
    with pytest.raises(al.InconsistentError) as caught:
        worker(spells=[al.Spell(date(2016, 4, 1), date(2021, 9, 30)), open_spell])
    assert caught.value.path == "spells[1].start"
    with pytest.raises(al.MissingError) as missing:
        al.Worker("")
    assert missing.value.path == "id"
    pay = [Compensation(date(2020, 1, 1), "1 JPY", "year"), Compensation(date(2021, 1, 1), "1 EUR", "year")]
    with pytest.raises(al.InconsistentError) as mixed:
        worker(compensation=pay)
    assert mixed.value.path == "compensation[1].amount"


def test_what_goes_in_can_be_read() -> None:
    made = worker(
        rehire_flag_origin="human",
        contacts=[
            ContactPoint("email", "a@example.com", ownership="personal"),
            {"kind": "phone", "value": "1"},
        ],
    )
    assert made.id == "w-1042"
    assert made.rehire_flag is al.RehireFlag.YES
    assert made.rehire_flag_origin == "human"
    assert [contact.kind.value for contact in made.contacts] == ["email", "phone"]
    assert made.spells[0].separation is not None
    assert made.spells[0].separation.kind is al.SeparationKind.VOLUNTARY
    assert made.is_complete


def test_a_rescinded_separation_leaves_the_spell_open() -> None:
    end = Separation("voluntary", rescinded_on=date(2021, 9, 1))
    spell = al.Spell(date(2016, 4, 1), date(2021, 9, 30), separation=end)
    assert spell.is_rescinded
    assert spell.last_day is None
    assert spell.end == date(2021, 9, 30)


def test_a_local_code_implies_no_more_than_it_fixes() -> None:
    assert LocalCode("jp_rishoku_kubun", "4D").kind == "voluntary"
    assert LocalCode("jp_rishoku_kubun", "9Z").is_unknown
    assert not LocalCode("tenant:acme", "9Z").is_unknown


def test_a_vocabulary_is_a_mapping_of_facts() -> None:
    own = al.Vocabulary.parse("""
[[facts]]
name = "weekly_hours"
type = "decimal"
title = { en = "weekly hours", ja = "週所定労働時間" }
unit = { en = "hours a week", ja = "時間／週" }
minimum = 0
maximum = 60
protected = true
""")
    fact = own["weekly_hours"]
    assert (fact.name, fact.type, fact.title("ja"), fact.unit()) == (
        "weekly_hours",
        "decimal",
        "週所定労働時間",
        "hours a week",
    )
    assert (fact.minimum, fact.maximum, fact.fixed, fact.protected, fact.parameter) == (
        0,
        60,
        False,
        True,
        False,
    )
    assert [each.name for each in own.own] == ["weekly_hours"]
    assert list(own) == sorted(own)
    assert len(own) == len(al.Vocabulary.hr()) + 1
    assert "weekly_hours" in own
    assert 3 not in own
    with pytest.raises(KeyError):
        own["nothing"]
    assert own.nearest("weekly_hour") == "weekly_hours"
    assert (
        "| `weekly_hours` | 週所定労働時間 | 小数 | 0以上60以下、単位：時間／週 |" in own.page("ja").markdown
    )
    assert str(own) == own.page("en").markdown
    assert "<code>weekly_hours</code>" in own.page("ja").html


def test_data_that_rules_cannot_ask_for_is_reported() -> None:
    hr = al.Vocabulary.hr()
    assert hr.unknown(["tenure", "time_in_job_family(sales)"]) == []
    worker = al.Worker("w", facts={"grad": 3, "tenure": 400})
    [unknown] = hr.unknown(worker)
    assert (unknown.name, unknown.nearest, unknown.reason.code) == ("grad", "grade", "fact-unknown-nearest")
    with pytest.raises(al.WrongTypeError, match="names"):
        hr.unknown("tenure")  # a text is one name, not names


def test_a_policy_carries_the_definitions_it_was_built_with() -> None:
    own = {"facts": [{"name": "vip", "type": "boolean", "title": {"en": "VIP", "ja": "要人"}}]}
    text = '{"id": "p", "version": 1, "criteria": [{"id": "c", "require": "vip"}]}'
    policy = al.Policy.parse(text, vocabulary=al.Vocabulary.from_dict(own))
    assert al.Policy.parse(text, vocabulary=own) == policy
    assert al.Policy.parse(policy.to_json()) == policy
    with pytest.raises(al.UnknownNameError):
        al.Policy.parse(text)
    with pytest.raises(al.WrongTypeError) as caught:
        al.Policy.parse(text, vocabulary={"facts": [{**own["facts"][0], "minimum": 1}]})
    assert caught.value.path == "vocabulary.facts[0].minimum"
