"""May we write to him, and how do we know?"""

from datetime import UTC, datetime
from pathlib import Path

import alumni as al

ledger = al.Ledger.from_json(Path("ledger.json").read_text(encoding="utf-8"))
ledger.extend(al.consent.read_events("consent_events.csv"))
now, then = datetime(2026, 4, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC)
print(ledger.may("w-0471", "job_contact", channel="email", at=now))
answer = ledger.may("w-0471", "newsletter", channel="email", at=then, known_at=then)
print(answer)
for event in answer.evidence:
    print(event.id)
