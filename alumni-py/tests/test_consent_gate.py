"""The gate has no way round it, and what looks over all channels and recipients sees them all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import alumni as al
import pytest
from alumni import consent as c

NEWS = c.Purpose("news", "News", "consent")
SURVEY = c.Purpose("survey", "Survey", "legitimate_interest")
NOTICE = c.Notice("n", 1, ["news"], text={"en": "We write monthly."})


def month(number: int) -> datetime:
    """The first of a month."""
    return datetime(2026, number, 1, tzinfo=UTC)


def event(id_: str, kind: str, on: int, purpose: str = "news", **more: Any) -> c.Event:
    """What w said at the beginning of a month; yeses rest on the notice."""
    if kind in ("given", "notice_shown"):
        more.setdefault("notice", ("n", 1))
    return c.Event("s", id_, "w", purpose, kind, occurred_at=month(on), **more)


def ledger(*events: c.Event, purposes: tuple[c.Purpose, ...] = (NEWS, SURVEY)) -> al.Ledger:
    """A ledger of both purposes with these events."""
    made = al.Ledger(list(purposes), [NOTICE])
    made.extend(list(events))
    return made


def stopped_sms() -> al.Ledger:
    """Somebody agreed to everything and then stopped text messages only."""
    return ledger(event("1", "given", 1), event("2", "withdrawn", 2, channel="sms"))


def test_a_showing_on_one_channel_proves_nothing_for_all() -> None:
    """After a no, a text shown on one channel lets a new yes count there and nowhere else."""
    shown = event("3", "notice_shown", 3, channel="sms")
    told = ledger(event("1", "given", 1), event("2", "withdrawn", 2), shown, event("4", "given", 4))
    verdicts = {on: told.may("w", "news", channel=on, at=month(5)).verdict for on in (None, "email", "sms")}
    assert verdicts == {None: c.Verdict.DENIED, "email": c.Verdict.DENIED, "sms": c.Verdict.ALLOWED}
    assert told.permitted("news", at=month(5)) == []


def test_the_end_of_a_yes_to_one_channel_counts_for_the_whole() -> None:
    """Where the yes to one channel has ended, not every channel has one."""
    told = ledger(event("1", "given", 1), event("2", "given", 2, channel="sms", valid_until=month(4)))
    assert told.may("w", "news", at=month(3)).valid_until == month(4)
    assert told.may("w", "news", at=month(5)).verdict is c.Verdict.DENIED
    assert told.may("w", "news", channel="email", at=month(5)).verdict is c.Verdict.ALLOWED


@pytest.mark.parametrize("slip", ["w ", " w", "w\n", "w\u3000", ""])
def test_a_slip_is_no_stranger(slip: str) -> None:
    """A space too many is no way past an objection."""
    told = ledger(event("1", "objected", 1, "survey"))
    snapshot = told.snapshot(at=month(2))
    asked: list[Callable[[], object]] = [
        lambda: told.may(slip, "survey", at=month(2)),
        lambda: told.may("w", "survey", recipient=slip, at=month(2)),
        lambda: told.state(slip, "survey", at=month(2)),
        lambda: told.agreed(slip, at=month(2)),
        lambda: told.access(slip, at=month(2)),
        lambda: told.timeline(slip, until=month(2)),
        lambda: told.summary("survey", at=month(2), among=[slip]),
        lambda: told.permitted("survey", at=month(2), among=[slip]),
        lambda: told.funnel("survey", at=month(2), among=[slip]),
        lambda: snapshot.may(slip, "survey"),
        lambda: snapshot.may_all(["w", slip], "survey"),
    ]
    for ask in asked:
        with pytest.raises(al.AlumniError, match="expected an id"):
            ask()


def test_nothing_is_due_while_a_channel_is_allowed() -> None:
    """A no on one channel leaves the others, for retention, the timeline and what was agreed to."""
    told = stopped_sms()
    rules = [{"purpose": "news", "keep_for": "1 month", "start": "permission_ended"}]
    assert told.retention_due(rules, at=month(10)) == []
    lanes = told.timeline("w", until=month(10)).lanes
    on_email = next(lane for lane in lanes if lane.get("channel") == "email")
    assert [span["verdict"] for span in on_email["spans"]] == ["allowed"]
    assert "News (e-mail): Allowed" in told.agreed("w", at=month(10)).text()


def test_who_stopped_one_channel_is_asked_again() -> None:
    """The plan counts the consent that a new version ends on the other channels."""
    asking = c.Purpose("ask", "Ask", "legal_obligation", class_="administration")
    told = ledger(*stopped_sms().events, purposes=(NEWS, SURVEY, asking))
    new = c.Notice("n", 2, ["news"], text={"en": "More."}, material=True, effective_from=month(6))
    rules = c.Contacts({"id": "c", "version": 1})
    plan = told.plan_reconsent(
        rules, new, asking="ask", channels=["email"], sender="s", message="m", at=month(3)
    )
    assert (plan.ask, plan.loss["at_stake"]) == (1, 1)


def test_a_yes_for_an_audience_rests_on_consent_too() -> None:
    """The report on consent at exit looks at recipients."""
    yes = event("1", "given", 1, recipient="all_alumni", employment_state="active")
    total = ledger(yes).at_exit(at=month(3)).total
    assert (total.people, total.at_exit) == (1, 1)


def test_the_objection_that_decides_is_named() -> None:
    """The sentence names the event, and does not say that nothing stands against it."""
    purposes = [
        c.Purpose("news", "N", "legitimate_interest", class_="information"),
        c.Purpose("ads", "A", "legitimate_interest", class_="advertising"),
    ]
    told = al.Ledger(purposes, packs=["eu"], regimes=["eu"])
    told.extend([c.Event("s", "obj-1", "w", "ads", "objected", occurred_at=month(2))])
    answer = told.may("w", "news", channel="postal", at=month(3), activity="advertising")
    assert answer.verdict is c.Verdict.DENIED
    assert "obj-1" in str(answer)
    assert "for this purpose" in str(answer)
    assert told.may("w", "news", channel="postal", at=month(3)).verdict is c.Verdict.ALLOWED


def test_somebody_named_twice_is_one_person() -> None:
    """Counts are of people."""
    told = ledger(event("1", "given", 1))
    among = ["w", "w", "v"]
    summary = told.summary("news", at=month(2), among=among)
    assert (summary.subjects, summary.allowed) == (2, 1)
    assert told.funnel("news", at=month(2), among=among).steps[0]["people"] == 2
