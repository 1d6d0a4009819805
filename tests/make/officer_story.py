"""Whether `tests/northstar/what-did-she-agree-to.txt` says what follows from the files beside it, by the definitions.

Nothing is written: each section of the text is worked out again, without the library, as what has to stand on each of its lines:
verdicts from `consent_oracle.World`, withdrawals and uses from `propagation_oracle.Register`, hashes, lengths and days on the
calendar from Python. Words are compared where they are names, numbers, days or verdicts.
"""

import csv
import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from consent_acts import act, instant, later, notice_hash, occurred, received
from consent_oracle import World
from propagation_oracle import Register

STORY = Path(__file__).resolve().parents[1] / "northstar"
SHE, TODAY = "w-0471", "2024-05-20T09:00:00+09:00"
TITLES = {"en": lambda title: title["en"], "ja": lambda title: title["ja"]}
CHANNELS = {"email": ("e-mail", "メール"), "phone": ("telephone", "電話")}
AUDIENCES = {
    "same_team": "former colleagues of the same team",
    "all_alumni": "all alumni",
    "recruiters": "recruiters",
    "group_companies": "group companies",
    "abroad": "anybody abroad",
}
JAPANESE = {
    "same_team": "同じ部署のアルムナイ",
    "all_alumni": "すべてのアルムナイ",
    "recruiters": "採用担当者",
    "group_companies": "グループ会社",
    "abroad": "国外の者",
}
HOW = {
    "form": "form on a screen",
    "email_click": "link in an e-mail",
    None: "",
}
FINDING = {
    "without_permission": ("used without permission", "許可なく"),
    "in_retrospect": ("not permitted as it is known now", "当時の記録では許可されていました"),
    "after_withdrawal": ("used after permission had ended", "許可の終了後である"),
}


def read(name):
    return (STORY / "officer" / name).read_text(encoding="utf-8")


def events(name):
    for row in csv.DictReader(read(name).splitlines()):
        event = {key: value for key, value in row.items() if value and not key.startswith("notice_")}
        if row.get("notice_id"):
            event["notice"] = {"id": row["notice_id"], "version": int(row["notice_version"])}
        yield event


def minute(moment):
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def japanese(moment):
    moment = moment.astimezone(UTC)
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M} UTC"


# What is asked at +09:00 is told at +09:00.
def local(moment):
    return f"{moment.astimezone(instant(TODAY).tzinfo):%Y-%m-%dT%H:%M:%S+09:00}"


def zulu(moment):
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


ledger = json.loads(read("ledger.json"))
given = {**ledger, "events": [*events("offboarding.csv"), *events("mail.csv")]}
world = World(given)
register = json.loads(read("register.json"))
directory = json.loads(read("directory.json"))
by_id = {event["id"]: event for event in given["events"]}
hers = [event for event in given["events"] if event["subject"] == SHE]


TITLE = {purpose["id"]: purpose["title"]["en"] for purpose in given["purposes"]}
FIELD = {field["id"]: field["title"]["en"] for field in directory["fields"]}


def read_as(recipient, lang="en"):
    """What people read of a recipient, which may be an audience."""
    words = AUDIENCES if lang == "en" else JAPANESE
    return words.get(recipient, recipient)


def scopes(purpose, at, known_at):
    """What is answered of a purpose: the whole, each channel, each recipient."""
    seen = [event for event in hers if event["purpose"] == purpose["id"] and occurred(event) <= at]
    seen = [event for event in seen if known_at is None or received(event) <= instant(known_at)]
    yield {}
    yield from ({"channel": channel} for channel in purpose["channels"])
    yield from (
        {"recipient": to} for to in sorted({event["recipient"] for event in seen if "recipient" in event})
    )


def answered(purpose, scope, at, known_at):
    question = {"subject": SHE, "purpose": purpose["id"], "at": at.isoformat(), "known_at": known_at, **scope}
    return world.answer(question)


def said_of(answer, lang):
    """The verdict, and the event that decided with its day."""
    here = lang == "ja"
    verdict = {"allowed": (" Allowed: ", " 可："), "denied": (" Denied: ", " 不可：")}[answer["verdict"]][
        here
    ]
    code = answer["reasons"][0]["code"]
    if not answer["evidence"]:
        return [verdict, ("never asked", "求めたことがありません")[here]]
    about = [by_id[key["id"]] for key in answer["evidence"]]
    event = next((event for event in about if event["kind"] != "notice_shown"), about[0])
    day = occurred(event).astimezone(UTC)
    day = f"{day.year}年{day.month}月{day.day}日" if here else f"{day:%Y-%m-%d}"
    if here:
        return [verdict + day, f"記録{event['id']}）"]
    if code == "consent-given":
        under = f"under notice {event['notice']['id']} version {event['notice']['version']}"
        return [verdict + f"given on {day} {under} (event {event['id']})"]
    if code == "consent-given-elsewhere":
        return [verdict + f"given on {day}, but not for this channel or recipient (event {event['id']})"]
    if code == "consent-notice-superseded":
        on, version = world.replaced(event)
        replaced = f"version {event['notice']['version']}, materially replaced by version {version}"
        return [verdict, f"{replaced} on {on.astimezone(UTC):%Y-%m-%d} (event {event['id']})"]
    stop = f"to have stopped everywhere by {day} (event {event['id']}, rule "
    rules = ["jp-appi-stop", *(["jp-mail-opt-out"] if event["purpose"] == "newsletter" else [])]
    return [
        verdict + f"{event['kind']} on {day} (event {event['id']})",
        *(f"{stop}{rule})" for rule in rules),
    ]


def agreed(at, known_at, lang, redacted=()):
    """The lines of an answer: of each purpose its answers, then the texts shown."""
    for purpose in sorted(given["purposes"], key=lambda purpose: purpose["id"]):
        for scope in scopes(purpose, at, known_at):
            label = TITLES[lang](purpose["title"])
            channel = CHANNELS.get(scope.get("channel"), ("", ""))[lang == "ja"]
            narrower = read_as(scope.get("recipient", channel), lang)
            narrower = "redacted" if narrower in redacted else narrower
            brackets = {"en": " ({})", "ja": "（{}）"}[lang]
            label += brackets.format(narrower) if narrower else ""
            yield [label, *said_of(answered(purpose, scope, at, known_at), lang)]
        shown = [event for event in hers if event["purpose"] == purpose["id"] and "notice" in event]
        shown = [event for event in shown if occurred(event) <= at]
        if shown and not redacted:
            yield shown_line(max(shown, key=world.place), lang)


def shown_line(event, lang):
    reference = event["notice"]
    notice = world.notices[reference["id"], reference["version"]]
    (language,) = notice["text"]
    parts = [notice["id"], str(notice["version"])]
    parts += [f"in {language}"] if lang == "en" else [f"[{language}]"]
    if lang == "en":
        parts += [f"{event['kind']} on {event['occurred_at']}", "the person", HOW[event["method"]]]
    else:
        parts += [event["occurred_at"], "本人", "画面上のフォーム"]
    return [*parts, event["id"], f"sha256:{notice_hash(notice)}"]


def matrix(at):
    """Every field with every audience, then the record of the provision."""
    purposes = {purpose["id"]: purpose for purpose in given["purposes"]}
    items, proof = [], set()
    for field in directory["fields"]:
        for audience, words in AUDIENCES.items():
            answer = answered(purposes[field["purpose"]], {"recipient": audience}, at, None)
            yield [f"{FIELD[field['id']]} for {words}", *said_of(answer, "en")]
            if answer["verdict"] == "allowed":
                items.append(field["id"])
                proof |= {key["id"] for key in answer["evidence"]}
    # Art. 29 with rule 19: three years.
    until = at.replace(year=at.year + 3)
    yield [
        ", ".join(FIELD[item] for item in items),
        SHE,
        "all alumni",
        minute(at),
        ", ".join(sorted(proof)),
        f"{until:%Y-%m-%d}",
    ]


def visible(until):
    """From the yes to the no that covers it, or to the end."""
    for yes in hers:
        if yes["kind"] != "given" or "recipient" not in yes:
            continue
        noes = [no for no in hers if no["kind"] == "withdrawn" and no["purpose"] == yes["purpose"]]
        noes = [occurred(no) for no in noes if no.get("recipient") in (None, yes["recipient"])]
        yield yes["recipient"], occurred(yes), min([*noes, until])


def fields_of(purpose):
    return ", ".join(json.loads(read("access.json"))["fields"][purpose])


def retention(at):
    """60 days after the no; a year after the last event, as nothing was ever permitted."""
    for subject in sorted({event["subject"] for event in given["events"]}):
        for rule in json.loads(read("retention.json")):
            about = [e for e in given["events"] if (e["subject"], e["purpose"]) == (subject, rule["purpose"])]
            question = {"subject": subject, "purpose": rule["purpose"], "at": at.isoformat()}
            if not about or world.answer(question)["verdict"] == "allowed":
                continue
            ended = [occurred(event) for event in about if act(event) == "withdrawn"]
            since = min(ended) if rule["start"] == "permission_ended" and ended else max(map(occurred, about))
            number, unit = rule["keep_for"].split()
            length = f"P{number}{unit[0].upper()}"
            due = later(since.astimezone(UTC), length)
            if due <= at:
                yield due, [subject, TITLE[rule["purpose"]], minute(due), minute(since)]


def told(at):
    """What the register has, with the provision of the directory, and what the ledger says of it."""
    provided = {
        "source": "directory",
        "id": "provided",
        "system": "site",
        "subject": SHE,
        "purpose": "directory",
        "recipient": "all_alumni",
        "items": ["employer", "name"],
        "at": "2024-02-10T00:00:00Z",
        "received_at": "2024-02-10T00:00:00Z",
    }
    with_provision = {**register, "uses": [*register["uses"], provided]}
    return Register({**given, "register": with_provision, "at": at})


def section(text, number):
    parts = re.split(r"^== .*\n", text, flags=re.M)[1:]
    return [line for line in parts[number].splitlines() if line]


def holds(name, lines, expected):
    """Each line has what is expected of it, in that order, and there are no others."""
    expected = [*expected]
    assert len(lines) == len(expected), (name, len(lines), len(expected))
    for line, parts in zip(lines, expected, strict=True):
        place = 0
        for part in parts:
            assert part in line[place:], (name, part, line)
            place = line.index(part, place) + len(part)


def table(lines, heading):
    """The rows of the table under a heading."""
    at = lines.index(heading)
    rows = []
    for line in lines[at + 1 :]:
        if line.startswith("#"):
            break
        if line.startswith("|"):
            rows.append(line)
    return rows[2:]


def main():
    text = (STORY / "what-did-she-agree-to.txt").read_text(encoding="utf-8")
    today, noon = instant(TODAY), instant("2024-03-14T12:00:00+09:00")
    shown_at = datetime(2024, 2, 10, tzinfo=UTC)
    holds("directory", section(text, 0), matrix(shown_at))
    holds("companion", section(text, 1), [["Denied", "somebody else"]])
    holds("then", section(text, 2), agreed(noon, "2024-03-20T00:00:00Z", "en"))
    holds("now", section(text, 3), [*agreed(noon, None, "en"), *agreed(noon, None, "ja")])
    # The late no turns the newsletter round, and nothing else.
    before, after = section(text, 2), section(text, 3)[: len(section(text, 2))]
    changed = [line.split(":")[0] for line, other in zip(before, after, strict=True) if line != other]
    assert changed == ["Newsletter", "Newsletter (e-mail)"], changed

    export = section(text, 4)
    known = zulu(today)
    subjects = {event["subject"] for event in given["events"]} - {SHE}
    holds("access: agreed", table(export, "## What you agreed to"), agreed(today, known, "en", subjects))
    order = sorted(hers, key=lambda event: (event["purpose"], world.place(event)))
    redacted = 0
    rows = []
    for event in order:
        by = "the company" if event["actor"] == "controller" else "the person"
        to = event.get("recipient", "")
        proof = event.get("evidence_ref", "")
        plain = proof
        for other in [*subjects, *json.loads(read("access.json"))["redact"]]:
            plain = plain.replace(other, "redacted")
        redacted += (to in subjects) + (plain != proof)
        to = "redacted" if to in subjects else read_as(to)
        kind = event["kind"].replace("_", " ")
        rows.append(
            [
                event["occurred_at"],
                TITLE[event["purpose"]],
                kind,
                f"{by}, {HOW[event['method']]}",
                to,
                local(received(event)),
                plain,
                f"{event['source']} {event['id']}",
            ]
        )
    holds("access: events", table(export, "## Every event"), rows)
    head = [[f"`{SHE}`"], [f"| {TODAY} |"], [f"| {redacted} |"]]
    holds("access: head", table(export, "# What is recorded about your consent"), head)
    last = max(
        (event for event in hers if event["purpose"] == "directory" and "notice" in event), key=world.place
    )
    notice = world.notices["alumni-ja", 3]["text"]["ja"]
    shown = export[export.index("## The texts you were shown") + 1 : export.index("## Every event")]
    holds("access: notices", shown, [shown_line(last, "en"), [f"- ja: {notice}"]])
    others = [*subjects, *json.loads(read("access.json"))["redact"]]
    assert not [word for word in others if word in "\n".join(export)], "somebody else is named"
    rows = [
        [
            "redacted" if to in subjects else read_as(to),
            TITLE["directory"],
            fields_of("directory"),
            local(since),
            local(until),
        ]
        for to, since, until in visible(today)
    ]
    holds("access: visible", table(export, "## Who could see what"), rows)
    seen = told(TODAY)
    kinds = {finding["use"]["id"]: FINDING[finding["kind"]][0] for finding in seen.findings()}
    systems = {system["id"]: system for system in register["rules"]["systems"]}
    uses = sorted((use for use in seen.uses if use["subject"] == SHE), key=lambda use: instant(use["at"]))
    rows = [
        [
            local(instant(use["at"])),
            systems[use["system"]]["title"]["en"],
            read_as(systems[use["system"]].get("recipient", "")),
            TITLE[use["purpose"]],
            ", ".join(use.get("items", [])),
            kinds.get(use["id"], "yes"),
            f"{use['source']} {'' if use['source'] == 'directory' else use['id']}",
        ]
        for use in uses
    ]
    holds("access: uses", table(export, "## Who received what"), rows)
    assert kinds["u-2"] == "used without permission"

    rows = [
        [read_as(to), fields_of("directory"), TITLE["directory"], minute(since), minute(until)]
        for to, since, until in visible(today)
    ]
    holds("visible", section(text, 5), rows)
    holds("retention", section(text, 6), [line for _, line in sorted(retention(today))])

    report = seen.report()
    lines = section(text, 7)
    said = []
    for item in report["items"]:
        name = systems[item["system"]]["title"]["en"]
        due = minute(instant(item["deadline"]["due_at"]))
        rule = item["deadline"]["rule"]
        reached = item["acknowledged_at"] and minute(instant(item["acknowledged_at"]))
        said.append([name, *([reached] if reached else []), due, rule])
    holds("items", lines[: len(said)], said)
    words = {"overdue": "でした", "open": "停止完了報告の期限は"}
    rows = [
        [item["subject"], item["purpose"], systems[item["system"]]["title"]["ja"]]
        + ([words["open"]] if item["status"] == "open" else [])
        + [japanese(instant(item["deadline"]["due_at"]))]
        + ([words["overdue"]] if item["status"] == "overdue" else [])
        + [item["deadline"]["rule"], "未連絡"]
        for item in report["items"]
        if not item["acknowledged_at"]
    ]
    holds("report: open", table(lines, "## 伝達が完了していないもの"), rows)
    rows = [
        [system, *(f"| {counts[status]}" for status in ["overdue", "due_soon", "open", "acknowledged_late"])]
        for system, counts in sorted(report["systems"].items())
    ]
    holds("report: systems", table(lines, "## 連携先別"), rows)
    holds(
        "report: counts",
        [line for line in lines if line.startswith(("| 連携先に関わる", "| うち"))],
        [[f"| {report['withdrawals']} "], [f"| {report['unpropagated']} "], [report["oldest"]]],
    )
    rows = [
        [
            SHE,
            finding["use"]["id"],
            systems[finding["system"]]["title"]["ja"],
            japanese(instant(finding["at"])),
            FINDING[finding["kind"]][1],
        ]
        for finding in sorted(seen.findings(), key=lambda finding: finding["at"])
    ]
    holds("report: findings", table(lines, "## 利用記録に関する指摘"), rows)

    receipt = section(text, 8)
    ended = [item for item in report["items"] if item["subject"] == SHE]
    ended.sort(key=lambda item: item["purpose"])
    purposes = {purpose["id"]: purpose["title"]["ja"] for purpose in given["purposes"]}
    rows = [[purposes[i["purpose"]], "撤回", by_id[i["withdrawal"]["id"]]["occurred_at"]] for i in ended]
    holds("receipt: ended", table(receipt, "## 終了した利用"), rows)
    sent = {
        of["purpose"]: zulu(instant(of["at"]))
        for of in register["acknowledgements"]
        if of["status"] == "sent"
    }
    rows = [
        [
            purposes[i["purpose"]],
            sent.get(i["purpose"], "未連絡"),
            i["acknowledged_at"] or "報告待ち",
            i["deadline"]["due_at"],
            i["deadline"]["rule"],
        ]
        for i in ended
    ]
    holds("receipt: systems", table(receipt, "## 通知先"), rows)
    # The last mailing and a provision: rule 4 asks for a month, Art. 29 and the act on e-mail advertising for three years.
    mailed = max(instant(use["at"]) for use in uses if use["purpose"] == "newsletter")
    year, month = mailed.astimezone(instant(TODAY).tzinfo).year, mailed.month
    assert later(mailed.astimezone(instant(TODAY).tzinfo), "P1M") <= today, "rule 4 asks for nothing any more"
    assert "施行規則" not in "".join(receipt)
    kept = [["アルムナイ名簿", "第29条", "2027年2月10日"], ["アルムナイ名簿", "お申出に従うため"]]
    kept += [["ニュースレター", "第3条第2項", "期間の定めなし"]]
    kept += [
        ["ニュースレター", "特定商取引法", f"{year + 3}年{month}月{mailed.day}日"],
        ["ニュースレター", "お申出に従うため"],
    ]
    holds("receipt: kept", table(receipt, "## 保存する記録"), kept)

    (line,) = section(text, 9)
    record, asked = json.loads(line), json.loads(read("record.json"))
    states = record["dpv:hasConsentStatus"]
    given_at, withdrawn_at = by_id["ce_88"]["occurred_at"], by_id["m_310"]["occurred_at"]
    assert record["@type"] == "dpv:ConsentRecord" and record["dct:identifier"] == asked["id"]
    assert record["dct:conformsTo"] == "https://w3id.org/dpv/schema/dpv-27560#record"
    assert record["dpv:hasDataSubject"] == {"dct:identifier": SHE}
    assert [state["@type"][0] for state in states] == ["dpv:ConsentGiven", "dpv:ConsentWithdrawn"]
    assert [state["dpv:isIndicatedAtTime"] for state in states] == [given_at, withdrawn_at]
    until = later(instant(given_at), "P2Y").isoformat()
    assert states[0]["dpv:hasDuration"] == {"@type": "dpv:UntilTimeDuration", "rdf:value": until}
    assert states[1]["alumni:event"]["received_at"] == zulu(received(by_id["m_310"]))
    (notice,) = record["dpv:hasNotice"]
    version = world.notices["alumni-ja", 3]
    canonical = {key: version[key] for key in ("id", "purposes", "text", "version")}
    canonical["purposes"] = sorted(canonical["purposes"])
    written = json.dumps(canonical, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert notice["alumni:sha256"] == hashlib.sha256(written.encode()).hexdigest() == notice_hash(version)
    assert today - occurred(by_id["m_310"]) > timedelta(days=60)
    print("what-did-she-agree-to.txt says what follows from its files")


if __name__ == "__main__":
    main()
