"""A judge against `decide`, its errors, and what Python expects of its values."""

import copy
import json
import pickle
from datetime import date

import alumni as al
import pytest
from alumni.eligibility import Judge, Status

POLICY = al.Policy.parse("""
id = "return"
version = 1
[[criteria]]
id = "service"
require = "tenure >= 3 years or grade >= 3"
[[criteria]]
id = "conduct"
bar = "separation_kind = involuntary_cause"
[[criteria]]
id = "pay"
review = "pay >= 5000000 JPY"
""")
AS_OF = date(2026, 4, 1)
FACTS = {
    "start_date": date(2019, 4, 1),
    "separation_date": "2022-03-30",
    "grade": 2,
    "separation_kind": "voluntary",
    "pay": al.workforce.Money.parse("5200000 JPY"),
}


@pytest.fixture
def judge() -> Judge:
    return POLICY.judge(as_of=AS_OF)


def test_it_says_what_decide_says(judge: Judge) -> None:
    for changed in (
        {},
        {"grade": 3},
        {"grade": None, "start_date": None},
        {"separation_kind": "involuntary_cause"},
    ):
        facts = {**FACTS, **changed}
        worker = al.Worker("w-1", facts=facts)
        expected = POLICY.decide(worker, as_of=AS_OF)
        ruling = judge(facts)
        assert ruling.outcome == expected.outcome
        assert ruling.statuses == {criterion.id: criterion.status for criterion in expected.criteria}
        assert judge.explain(facts, worker="w-1") == expected
        assert judge({"id": "w-1", "facts": facts}) == ruling
        text = json.dumps(worker.to_dict()["facts"])
        assert judge(text) == judge(text.encode()) == judge(f'{{"id": "w-1", "facts": {text}}}') == ruling


def test_a_ruling_names_its_criteria(judge: Judge) -> None:
    ruling = judge(FACTS)
    assert (ruling.met, ruling.unmet, ruling.review, ruling.unknown) == (
        ["conduct"],
        ["service"],
        ["pay"],
        [],
    )
    assert str(ruling) == "ineligible; unmet: service; review: pay"
    assert repr(ruling) == "<Ruling ineligible; unmet: service; review: pay>"
    assert judge({}).statuses["conduct"] == Status.UNKNOWN
    assert judge.facts == [
        "tenure",
        "grade",
        "separation_kind",
        "pay",
        "start_date",
        "separation_date",
        "employed",
    ]


@pytest.mark.parametrize(
    ("facts", "error", "path"),
    [
        ({"grade": "high"}, al.WrongTypeError, "facts.grade"),
        ({"separation_kind": "x"}, al.UnknownNameError, "facts.separation_kind"),
        ({"gradd": 3}, al.UnknownNameError, "facts"),
        ('{"grade": "high"}', al.WrongTypeError, "facts.grade: 1:11"),
        ("{", al.ParseError, "1:2"),
        (b"\xff", al.ParseError, "facts"),
        ("\ud800", al.ParseError, "facts"),
        (3, al.WrongTypeError, "facts"),
        ([], al.WrongTypeError, "facts"),
    ],
)
def test_what_cannot_be_used_is_an_error(
    judge: Judge, facts: object, error: type[al.AlumniError], path: str
) -> None:
    with pytest.raises(error) as raised:
        judge(facts)  # type: ignore[arg-type]
    assert raised.value.path == path
    assert judge(FACTS).unmet == ["service"], "the next is not touched"


def test_both_pickle_and_compare(judge: Judge) -> None:
    ruling = judge(FACTS)
    assert pickle.loads(pickle.dumps(ruling)) == copy.deepcopy(ruling) == ruling
    assert hash(pickle.loads(pickle.dumps(ruling))) == hash(ruling)
    assert ruling != judge({})
    again = pickle.loads(pickle.dumps(judge))
    assert again(FACTS) == ruling
    assert (again.policy, again.as_of) == (POLICY, AS_OF)
    assert repr(again) == "<Judge of 'return' v1 as of 2026-04-01>"
