"""Who is close?"""

from datetime import date
from pathlib import Path

import alumni as al

ledger = al.Ledger.from_json(Path("ledger.json").read_text(encoding="utf-8"))
ledger.extend(al.consent.read_events("consent_events.csv"))
model = al.ScoreModel.preset("alumni")
events = al.engagement.read_interactions("interactions.csv")
scores = model.score(events, as_of=date(2026, 4, 1), consent=ledger, purpose="profiling_scoring")
print(scores.why("w-1042"))
print(scores.why("w-0471"))
