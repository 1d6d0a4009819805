"""May she come back?"""

from datetime import date
from pathlib import Path

import alumni as al

policy = al.Policy.parse(Path("return-track.toml").read_text(encoding="utf-8"))
worker = al.Worker(
    "w-1042",
    rehire_flag="yes",
    spells=[al.Spell(date(2016, 4, 1), date(2021, 9, 30), grade=2, separation="voluntary")],
)
decision = policy.decide(worker, as_of=date(2021, 12, 1))
print(decision)
for reason in decision.reasons:
    print(reason.text("ja"))
