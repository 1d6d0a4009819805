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
