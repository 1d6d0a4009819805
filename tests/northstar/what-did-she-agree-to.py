"""What had she agreed to on 14 March 2024, which text was she shown, who received what, and what of it has she taken back?"""

import json
from datetime import UTC, datetime
from pathlib import Path

import alumni as al


def read(name: str) -> str:
    return Path("officer", name).read_text(encoding="utf-8")


def headlines(page: al.text.Page) -> None:
    print(*(line for line in page.markdown.splitlines() if line.startswith("#")), sep="\n")


ledger = al.Ledger.from_json(read("ledger.json"))
ledger.extend(al.consent.read_events("officer/offboarding.csv"))
ledger.extend(al.consent.read_events("officer/mail.csv"))
register = al.consent.Propagation.from_json(read("register.json"))
she, today = "w-0471", datetime.fromisoformat("2024-05-20T09:00:00+09:00")

print("== 2024-02-10: who may see which field, and the record of the provision")
directory = al.consent.Directory.parse(read("directory.json"))
shown = ledger.directory(directory, she, at=datetime(2024, 2, 10, tzinfo=UTC))
print(shown)
register.take_provisions(directory, shown)
print("\n== 2024-02-10: may her companion's address be used?")
asked = al.consent.Question.from_json(read("companion.json"))
print(ledger.may(asked.subject, asked.purpose, channel=asked.channel, at=asked.at, data_of=asked.data_of))

print("\n== 2024-03-14 12:00: what she had agreed to, as known on 2024-03-20")
noon = datetime.fromisoformat("2024-03-14T12:00:00+09:00")
print(ledger.agreed(she, at=noon, known_at=datetime(2024, 3, 20, tzinfo=UTC)))
print("\n== 2024-03-14 12:00: what she had agreed to, as known today")
agreed = ledger.agreed(she, at=noon)
print(agreed, agreed.text("ja"), sep="\n")

print("\n== 2024-05-20: everything about her")
options = json.loads(read("access.json"))
export = ledger.access(she, at=today, fields=options["fields"], redact=options["redact"], register=register)
print(export.page("en").markdown, end="")
headlines(export.page("ja"))

print("\n== who could see what of hers since 2023")
print(
    *ledger.visible(she, since=datetime(2023, 1, 1, tzinfo=UTC), until=today, fields=options["fields"]),
    sep="\n",
)

print("\n== 2024-05-20: what is due to be deleted")
print(*ledger.retention_due(json.loads(read("retention.json")), at=today), sep="\n")

print("\n== 2024-05-20: how far withdrawals have come, and what is wrong with uses")
report = ledger.propagation(register, at=today)
print(*report.items, sep="\n")
print(report.page("ja").markdown, end="")

print("\n== 2024-05-20: what she is handed")
receipt = ledger.withdrawal_receipt(register, she, id="r-0471", at=today)
print(receipt.page("ja").markdown, end="")
headlines(receipt.page("en"))

print("\n== the record of ISO/IEC TS 27560")
print(ledger.record(**json.loads(read("record.json"))).to_json())
