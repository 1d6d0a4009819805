"""Where recipients are: said once, known to whatever asks."""

import copy
import pickle
from datetime import UTC, datetime

import alumni as al
import pytest

SHOWN, ASKED = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)


def ledger(**countries: str) -> al.Ledger:
    made = al.Ledger(
        [al.consent.Purpose("work", "Employer", "consent", class_="directory", channels=[])],
        [
            al.consent.Notice(
                "n",
                1,
                ["work"],
                text={"en": "Other alumni see your employer."},
                recipients=[{"id": "all_alumni", "role": "third_party"}],
                transfers=[],
            )
        ],
        packs=["jp-appi"],
        regimes=["jp"],
        recipient_countries=countries,
    )
    made.extend(
        [
            al.consent.Event("f", "1", "w", "work", "notice_shown", occurred_at=SHOWN, notice=("n", 1)),
            al.consent.Event(
                "f",
                "2",
                "w",
                "work",
                "given",
                occurred_at=SHOWN,
                notice=("n", 1),
                recipient="all_alumni",
                employment_state="former",
            ),
        ]
    )
    return made


def test_whatever_asks_about_a_recipient_knows_where_it_is() -> None:
    here, unknown = ledger(all_alumni="JP"), ledger()
    assert here.may("w", "work", recipient="all_alumni", at=ASKED).verdict == "allowed"
    assert unknown.may("w", "work", recipient="all_alumni", at=ASKED).verdict == "denied"
    assert here.may("w", "work", recipient="all_alumni", at=ASKED, country="TH").verdict == "denied"
    assert len(here.visible("w", since=SHOWN, until=ASKED)) == 1
    assert unknown.visible("w", since=SHOWN, until=ASKED) == []


def test_nothing_is_due_for_want_of_a_country() -> None:
    rules = [{"purpose": "work", "keep_for": "1 day", "start": "permission_ended"}]
    assert ledger().retention_due(rules, at=ASKED) == []
    assert ledger(all_alumni="JP").retention_due(rules, at=ASKED) == []
    assert [due.subject for due in ledger(all_alumni="TH").retention_due(rules, at=ASKED)] == ["w"]


def test_it_is_a_part_of_the_ledger() -> None:
    here = ledger(all_alumni="JP", partner="US")
    assert here.recipient_countries == {"all_alumni": "JP", "partner": "US"}
    assert here.to_dict()["recipient_countries"] == here.recipient_countries
    assert "recipient_countries" not in ledger().to_dict()
    for same in (al.Ledger.from_json(here.to_json()), copy.deepcopy(here), pickle.loads(pickle.dumps(here))):
        assert same == here
        assert same.recipient_countries == here.recipient_countries
    assert here != ledger()
    assert here.state_hash == ledger().state_hash


def test_a_country_is_two_capital_letters() -> None:
    with pytest.raises(al.AlumniError) as raised:
        ledger(all_alumni="Japan")
    assert raised.value.path == "recipient_countries.all_alumni"
