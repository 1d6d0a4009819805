"""Values are shared between threads, and long work lets other threads run."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import alumni as al


def test_many_threads_share_one_worker() -> None:
    worker = al.Worker("w", spells=[al.Spell(date(2016, 4, 1), date(2021, 9, 30), grade=2)])
    days = [date(2016, 1, 1) + timedelta(days=7 * n) for n in range(400)]
    alone = [worker.facts(as_of=day) for day in days]
    with ThreadPoolExecutor(8) as pool:
        for together in pool.map(lambda _: [worker.facts(as_of=day) for day in days], range(8)):
            assert together == alone


def test_many_threads_share_one_policy() -> None:
    policy = al.Policy.parse(
        'id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nrequire = "since_separation >= 6 months"'
    )
    worker = al.Worker("w", spells=[al.Spell(date(2016, 4, 1), date(2021, 9, 30))])
    days = [date(2021, 9, 1) + timedelta(days=n) for n in range(300)]
    alone = [policy.decide(worker, as_of=day) for day in days]
    with ThreadPoolExecutor(8) as pool:
        for together in pool.map(lambda _: [policy.decide(worker, as_of=day) for day in days], range(8)):
            assert together == alone


def test_a_ledger_answers_while_it_grows() -> None:
    ledger = al.Ledger(
        [al.consent.Purpose("p", "P", "consent")],
        [al.consent.Notice("n", 1, ["p"], text={"en": "We may write."})],
    )
    at = datetime(2026, 4, 1, tzinfo=UTC)

    def grow(source: int) -> None:
        for n in range(100):
            event = al.consent.Event(
                f"s{source}",
                f"e{n}",
                f"w-{n}",
                "p",
                "given",
                occurred_at=datetime(2024, 1, 1, tzinfo=UTC),
                notice=("n", 1),
            )
            ledger.extend([event])

    def ask(_: int) -> int:
        return sum(ledger.may(f"w-{n}", "p", at=at).is_allowed for n in range(100))

    with ThreadPoolExecutor(8) as pool:
        grown = [pool.submit(grow, source) for source in range(4)]
        asked = [pool.submit(ask, n) for n in range(20)]
        assert all(0 <= future.result() <= 100 for future in asked)
        for future in grown:
            future.result()
    assert len(ledger) == 400
    assert ask(0) == 100


def test_reading_a_large_document_lets_other_threads_run() -> None:
    # Counts what another thread gets done meanwhile, rather than timing anything.
    spells = [
        {"start": (date(1950, 1, 1) + timedelta(days=n)).isoformat(), "legal_entity": f"e{n}"}
        for n in range(20_000)
    ]
    text = al.Worker.from_dict({"id": "w", "spells": spells}).to_json()
    turns = 0
    stop = threading.Event()

    def count() -> None:
        nonlocal turns
        while not stop.is_set():
            turns += 1

    thread = threading.Thread(target=count)
    thread.start()
    try:
        before = turns
        for _ in range(20):
            al.Worker.from_json(text)
        during = turns - before
    finally:
        stop.set()
        thread.join()
    assert during > 1_000
