"""Values are shared between threads, and long work lets other threads run."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import alumni as al


def test_many_threads_share_one_worker() -> None:
    worker = al.Worker("w", spells=[al.Spell(date(2016, 4, 1), date(2021, 9, 30), grade=2)])
    days = [date(2016, 1, 1) + timedelta(days=7 * n) for n in range(400)]
    alone = [worker.facts(as_of=day) for day in days]
    with ThreadPoolExecutor(8) as pool:
        for together in pool.map(lambda _: [worker.facts(as_of=day) for day in days], range(8)):
            assert together == alone


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
