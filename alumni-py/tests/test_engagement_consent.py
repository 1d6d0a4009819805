"""A ledger says who may be scored, in every question about a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import alumni as al
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pytest

E = al.engagement
MODEL = al.ScoreModel.preset("alumni")
DAY = date(2026, 4, 1)
START = datetime(2026, 1, 1, tzinfo=UTC)
WINDOW = al.calendar.Span(date(2026, 1, 1), DAY)
PEOPLE = [f"w-{number}" for number in range(12)]
AGREED = PEOPLE[:9]
REFUSED = PEOPLE[9:]
JOINED: dict[str, date | None] = dict.fromkeys(PEOPLE, date(2025, 1, 1))
SEGMENTS: dict[str, str | None] = {
    person: "sales" if place % 2 else "plant" for place, person in enumerate(PEOPLE)
}


def did(id: str, day: float, kind: str, actor: str, **more: Any) -> al.engagement.Interaction:
    return E.Interaction(id, START + timedelta(days=day), kind, actor, more.pop("by", "alumnus"), **more)


def record(people: list[str]) -> list[al.engagement.Interaction]:
    """Posts and answers of everybody, and what is directed at them."""
    made = []
    for place, person in enumerate(people):
        other = people[(place + 1) % len(people)]
        made += [
            did(f"post-{person}", 2 + 7 * place, "post_question", person),
            did(f"event-{person}", 3 + 5 * place, "event_attend", person, value=float(place)),
            did(f"dm-{person}", 4 + 6 * place, "direct_message", person, target=other, target_type="person"),
            did(
                f"mail-{person}",
                1,
                "company_push",
                "office",
                by="office",
                target=person,
                target_type="person",
            ),
        ]
    return [*made, did("mail", 1, "company_push", "office", by="office", target_type="network")]


EVENTS = record(PEOPLE)
# The same with nothing by those who refused, and with nothing to them either.
NOT_BY = [event for event in EVENTS if event.actor not in REFUSED]
WITHOUT = [one for one in NOT_BY if not (one.target_type == "person" and one.target in REFUSED)]
# What somebody directs at whom ever is their own act in what is said of them.
OF_PEOPLE = (
    "learn_half_life",
    "why_between",
    "rfm",
    "rfm_model",
    "participation",
    "repeat_acts",
    "hold_back",
)


def ledger() -> al.Ledger:
    made = al.Ledger([al.consent.Purpose("scoring", "Scoring", "legitimate_interest")])
    told = START - timedelta(days=400)
    shown = [
        al.consent.Event("s", f"e-{one}", one, "scoring", "notice_shown", occurred_at=told) for one in AGREED
    ]
    late = datetime(2026, 6, 1, tzinfo=UTC)
    made.extend([*shown, al.consent.Event("s", "o-1", AGREED[-1], "scoring", "objected", occurred_at=late)])
    return made


def ties(events: list[al.engagement.Interaction]) -> pa.Table:
    rows = [(one.actor, one.target) for one in events if one.target_type == "person"]
    return pa.table({"from": [row[0] for row in rows], "to": [row[1] for row in rows]})


Ask = Callable[..., Any]
ASKED: dict[str, tuple[Ask, Any]] = {
    "learn_half_life": (lambda events, **by: MODEL.learn_half_life(events, as_of=DAY, **by), None),
    "why_between": (
        lambda events, **by: [
            MODEL.why_between(events, one, since=date(2026, 2, 1), until=DAY, **by) for one in AGREED
        ],
        None,
    ),
    "rfm": (lambda events, **by: E.rfm(events, window=WINDOW, **by), None),
    "rfm_model": (
        lambda events, **by: E.RfmModel.preset("hughes-1994").measure(events, window=WINDOW, **by),
        None,
    ),
    "health": (
        lambda events, **by: E.health(events, by.pop("members", JOINED), as_of=DAY, **by),
        {"members": {one: JOINED[one] for one in AGREED}},
    ),
    "pulse": (
        lambda events, **by: E.pulse(events, by.pop("members", PEOPLE), window=WINDOW, **by),
        {"members": AGREED},
    ),
    "traffic": (lambda events, **by: E.traffic(events, window=WINDOW, **by), None),
    "activity_calendar": (lambda events, **by: E.activity_calendar(events, window=WINDOW, **by), None),
    "interaction_graph": (
        lambda events, **by: E.interaction_graph(events, as_of=DAY, **by).strongest(99),
        None,
    ),
    "responsiveness": (lambda events, **by: E.responsiveness(events, window=WINDOW, **by).starts, None),
    "exchange": (lambda events, **by: E.exchange(events, window=WINDOW, **by).n_to_n, None),
    "participation": (
        lambda events, **by: E.participation(events, by.pop("segments", SEGMENTS), window=WINDOW, **by),
        {"segments": {one: SEGMENTS[one] for one in AGREED}},
    ),
    "repeat_acts": (lambda events, **by: E.repeat_acts(events, as_of=DAY, **by), None),
    "hold_back": (lambda events, **by: E.hold_back(events, as_of=DAY, horizon_days=28, **by), None),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_ledger_and_a_list_leave_out_who_has_not_agreed(name: str) -> None:
    ask, roster = ASKED[name]
    expected = ask(NOT_BY if name in OF_PEOPLE else WITHOUT, **(roster or {}))
    assert ask(EVENTS, permitted=AGREED) == expected
    assert ask(EVENTS, consent=ledger(), purpose="scoring") == expected
    assert ask(EVENTS, permitted=PEOPLE) == ask(EVENTS)
    if name not in ("learn_half_life", "why_between", "responsiveness", "exchange", "hold_back"):
        assert ask(EVENTS) != expected


@pytest.mark.parametrize("name", ASKED)
def test_a_ledger_and_a_list_together_and_a_purpose_without_a_ledger_are_refused(name: str) -> None:
    ask, _ = ASKED[name]
    with pytest.raises(al.InconsistentError) as both:
        ask(EVENTS, permitted=AGREED, consent=ledger(), purpose="scoring")
    assert both.value.path == "permitted"
    with pytest.raises(al.MissingError) as alone:
        ask(EVENTS, purpose="scoring")
    assert alone.value.path == "consent"
    with pytest.raises(al.MissingError) as nothing:
        ask(EVENTS, consent=ledger())
    assert nothing.value.path == "purpose"
    # Somebody has objected later.
    later = datetime(2026, 7, 1, tzinfo=UTC)
    found = ask(EVENTS, consent=ledger(), purpose="scoring", at=later)
    assert found == ask(EVENTS, permitted=AGREED[:-1])


def test_a_measure_of_a_window_takes_a_ledger() -> None:
    model = E.WindowModel.preset("belmont-2025")
    asked: dict[str, Any] = {"as_of": DAY, "window": "all"}
    listed = model.measure(EVENTS, permitted=AGREED, **asked)
    assert model.measure(EVENTS, consent=ledger(), purpose="scoring", **asked) == listed


def test_ties_ask_a_ledger_at_an_instant_of_its_own() -> None:
    table = ties(EVENTS)
    listed = E.tie_graph(table, permitted=AGREED)
    at = datetime(2026, 4, 1, tzinfo=UTC)
    assert E.tie_graph(table, consent=ledger(), purpose="scoring", consent_at=at) == listed
    with pytest.raises(al.MissingError) as caught:
        E.tie_graph(table, consent=ledger(), purpose="scoring")
    assert caught.value.path == "consent_at"


def test_what_the_company_is_sent_stays() -> None:
    events = [
        did("e-1", 1, "direct_message", "w-1", target="staff-1", target_type="person"),
        did("e-2", 2, "reply", "staff-1", by="staff", target="w-1", target_type="person"),
    ]
    assert E.traffic(events, window=WINDOW, permitted=["w-1"]) == E.traffic(events, window=WINDOW)
