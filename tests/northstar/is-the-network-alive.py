"""Is the network alive?"""

import json
from datetime import date
from pathlib import Path

import alumni as al

events = al.engagement.read_interactions("network/interactions.csv")
members = json.loads(Path("network/members.json").read_text(encoding="utf-8"))
health = al.engagement.health(events, members, as_of=date(2026, 4, 1))
print(health)
print(health.headline.text("ja"))
