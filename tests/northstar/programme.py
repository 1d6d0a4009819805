"""A programme in one document."""

from datetime import date
from pathlib import Path

import alumni as al

programme = al.Programme.parse(Path("programme.toml").read_text(encoding="utf-8"))
review = programme.review("exports", mapping="smarthr", as_of=date(2026, 4, 1))
print(review.text("ja"), end="")
