"""Is the network alive, and what ails it?"""

import json
from datetime import date
from pathlib import Path

import alumni as al

events = al.engagement.read_interactions("network/interactions.csv")
members = json.loads(Path("network/members.json").read_text(encoding="utf-8"))
health = al.engagement.health(events, members, as_of=date(2026, 4, 1))
for reason in health.reasons:
    print(reason.text("en"), reason.text("ja"), sep="\n")
