"""What a report's page is made of, written down a second time: tables, days, rules, fingerprints."""

import hashlib
import json
import tomllib
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]["version"]
SCREENING = {
    "en": "These are screening statistics, not legal findings. What follows from them is for people to decide.",
    "ja": "本報告書は点検のための統計であり、法的な判断ではありません。結果をどう扱うかは、担当者が判断します。",
}
EACH = {
    "en": "Screening statistic, not a legal finding.",
    "ja": "本値は点検のための統計であり、法的な判断ではありません。",
}


def compact(value, **options):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), **options)


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def day(date, lang):
    year, month, number = date.split("-")
    return date if lang == "en" else f"{year}年{int(month)}月{int(number)}日"


def wide(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def table(head, rows):
    columns = [max(3, *(wide(row[i]) for row in [head, *rows])) for i in range(len(head))]

    def line(cells):
        padded = (cell + " " * (width - wide(cell)) for cell, width in zip(cells, columns, strict=True))
        return "| " + " | ".join(padded) + " |"

    return "\n".join([line(head), line(["-" * width for width in columns]), *map(line, rows)])


def pack(name):
    return tomllib.loads((ROOT / f"alumni-core/packs/fairness/{name}.toml").read_text())


def applied(data, as_of):
    first, last = (str(data[key]) if key in data else None for key in ("effective_from", "effective_until"))
    return {
        "id": data["id"],
        "version": data["version"],
        "title": data["title"],
        "source": data["source"],
        "effective_from": first,
        "effective_until": last,
        "in_effect": None if not first else first <= as_of and (last is None or as_of <= last),
        "note": data.get("note"),
    }
