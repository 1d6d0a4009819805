"""What an event amounts to and when it counts, and the hashes of notices, as docs/consent-lifecycle.md has them."""

import hashlib
import json
from datetime import datetime, timedelta

NOES = ["refused", "objected", "revoked", "withdrawn", "invalidated"]
STANDING = [
    "notice_shown",
    "requested",
    "deferred",
    "given",
    "renewed",
    *NOES,
    "unrestricted",
    "restricted",
]
ORDER = ["used", "happened", *STANDING]
TIGHTENING = (*NOES, "restricted", "used", "happened")
YESES = ("given", "renewed")
ASKING = ("notice_shown", "requested", "deferred")
USUAL = {
    "notice_shown": "controller",
    "requested": "controller",
    "revoked": "controller",
    "unrestricted": "controller",
    "used": "controller",
    "happened": "controller",
    "invalidated": "authority",
}


# Instants and lengths


def instant(text):
    return datetime.fromisoformat(text)


def written(moment):
    """RFC 3339 with no fraction or one of three or six digits, and Z for the offset zero."""
    text = moment.isoformat(timespec="seconds" if not moment.microsecond else "auto")
    if moment.microsecond and moment.microsecond % 1000 == 0:
        text = moment.isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def later(moment, period):
    """A length such as P2Y6M or P30D laid on the calendar of the moment's own offset."""
    number, months, days = "", 0, 0
    for letter in period[1:]:
        if letter.isdigit():
            number += letter
            continue
        months += int(number) * {"Y": 12, "M": 1}.get(letter, 0)
        days += int(number) * {"W": 7, "D": 1}.get(letter, 0)
        number = ""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    for day in range(moment.day, 0, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day) + timedelta(days=days)
        except ValueError:
            continue
    raise AssertionError(moment)


# Events


def actor(event):
    return event.get("actor", USUAL.get(event["kind"], "subject"))


def act(event):
    """What the event amounts to."""
    kind, by = event["kind"], actor(event)
    if kind in YESES and event.get("method") in ("pre_ticked", "silence", "dismissed", "group_membership"):
        return "deferred"
    if kind in ("withdrawn", "revoked") or (kind == "invalidated" and by != "authority"):
        return "withdrawn" if by == "subject" else "revoked"
    if kind == "unrestricted" and (by == "engine" or event.get("imported")):
        return None
    return kind


def occurred(event):
    return instant(event["occurred_at"])


def received(event):
    return instant(event["received_at"])


def begins(event):
    clock_runs_ahead = act(event) in TIGHTENING and received(event) < occurred(event)
    return received(event) if clock_runs_ahead else occurred(event)


def arrival(event):
    """The order in which what ends a yes counts."""
    return (begins(event), occurred(event), event["source"], event["id"])


# Hashes


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def notice_hash(notice):
    shown = {key: notice[key] for key in ("id", "version", "text")}
    for key in ("controller", "contact"):
        if key in notice:
            shown[key] = notice[key]
    if notice.get("retention"):
        shown["retention"] = notice["retention"]
    for key, name in (("recipients", "id"), ("data_items", "id"), ("transfers", "country")):
        if key in notice:
            entries = [
                {of: sorted(set(value)) if of == "purposes" else value for of, value in entry.items()}
                for entry in notice[key]
            ]
            entries = [{of: value for of, value in entry.items() if value != []} for entry in entries]
            shown[key] = sorted(entries, key=lambda entry: entry.get(name, ""))
    return sha256(canonical({**shown, "purposes": sorted(set(notice["purposes"]))}))
