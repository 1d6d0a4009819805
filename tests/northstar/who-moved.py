"""Is the record sound, where does everybody stand, and why did somebody move?"""

import json
from datetime import date
from pathlib import Path

import alumni as al

record = Path("analyst/interactions.csv").read_text(encoding="utf-8")
print(al.engagement.check_interactions_csv(record))
events = al.engagement.interactions_from_csv(record)
segments = json.loads(Path("analyst/segments.json").read_text(encoding="utf-8"))
model = al.ScoreModel.preset("alumni")
print(model.score(events, as_of=date(2026, 4, 1)).ranks(segments))
print(model.why_between(events, "w-07", since=date(2026, 1, 1), until=date(2026, 4, 1)))
