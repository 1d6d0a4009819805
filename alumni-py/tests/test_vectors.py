"""Runs the corpus `tests/vectors/**/*.json` through the public Python API.

To reach a new call, add a function to CALLS. It gets `given` and returns the answer in its JSON form.
"""

import importlib.util
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import alumni as al
import polars as pl
import pyarrow  # type: ignore[import-untyped, unused-ignore]
import pytest
import record_calls
import scoring_calls

_PATH = Path(__file__).parents[2] / "tests" / "compare.py"
_SPEC = importlib.util.spec_from_file_location("compare", _PATH)
assert _SPEC is not None and _SPEC.loader is not None
compare = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(compare)

Given = dict[str, Any]


def day(text: str) -> date:
    return date.fromisoformat(text)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def fact(value: Any) -> Any:
    """The value of a fact, as its JSON form has it."""
    match value:
        case None:
            return None
        case bool():
            return {"type": "boolean", "value": value}
        case int():
            return {"type": "integer", "value": value}
        case Decimal():
            return {"type": "decimal", "value": str(value)}
        case date():
            return {"type": "date", "value": value.isoformat()}
        case str():
            return {"type": "category", "value": value}
        case list():
            return {"type": "categories", "value": value}
        case al.workforce.Money():
            return {"type": "money", "value": value.to_dict()}
        case al.calendar.Span():
            return {"type": "period", "value": value.to_dict()}
    raise TypeError(type(value))


def facts(given: Given) -> Any:
    return facts_of(al.Worker.from_dict(given["worker"]), day(given["as_of"]))


def facts_of(worker: al.Worker, as_of: date) -> Any:
    known = worker.facts(as_of=as_of)
    return {name.value: fact(known.get(name)) for name in al.workforce.Fact}


def read(given: Given) -> Any:
    mapping = al.workforce.Mapping.shipped(given["mapping"], overlay=given.get("overlay"))
    found = mapping.read(given["files"], lenient=given.get("lenient"))
    answer = found.to_dict()
    if "as_of" in given:
        answer["facts"] = {worker.id: facts_of(worker, day(given["as_of"])) for worker in found.workers}
    return answer


def policy(document: Any, vocabulary: Any = None) -> al.Policy:
    """A policy is a document's text, or the JSON document itself."""
    if isinstance(document, str):
        return al.Policy.parse(document, vocabulary=vocabulary)
    return al.Policy.from_dict(document, vocabulary=vocabulary)


def unknown(given: Given) -> Any:
    found = al.Vocabulary.from_dict(given["vocabulary"]).unknown(given["names"])
    return [unknown.to_dict() for unknown in found]


def decide(given: Given) -> Any:
    worker = al.Worker.from_dict(given["worker"])
    asked = policy(given["policy"], given.get("vocabulary"))
    return asked.decide(worker, as_of=day(given["as_of"])).to_dict()


def judged(given: Given) -> Any:
    judge = policy(given["policy"]).judge(as_of=day(given["as_of"]))
    ruling = judge(given["row"])
    assert judge(given["row"].encode()) == ruling
    return {
        "outcome": ruling.outcome.value,
        "statuses": [status.value for status in ruling.statuses.values()],
    }


def nearest(given: Given) -> Any:
    worker, as_of = al.Worker.from_dict(given["worker"]), day(given["as_of"])
    return policy(given["policy"]).nearest(worker, as_of=as_of, limit=given["limit"]).to_dict()


def imported(found: al.eligibility.Imported, given: Given) -> Any:
    answer = found.to_dict()
    if "facts" in given and found.policy is not None:
        worker = al.Worker.from_dict({"id": "w", "facts": given["facts"]})
        answer["outcome"] = found.policy.decide(worker, as_of=day(given["as_of"])).outcome.value
    return answer


def import_json_logic(given: Given) -> Any:
    return imported(al.Policy.from_json_logic(given["rule"], **given["options"]), given)


def import_dmn(given: Given) -> Any:
    return imported(al.Policy.from_dmn(given["xml"], **given["options"]), given)


def library(given: Given) -> Any:
    versions = al.library.versions(given["policy"])
    [found] = [each for each in versions if each.version == given.get("version", versions[-1].version)]
    if "version" not in given:
        assert found == al.library.get(given["policy"])
    return found.decide(given["worker"], as_of=day(given["as_of"])).to_dict()


def ladder(given: Given) -> Any:
    asked = given["ladder"]
    found = al.library.ladder(asked) if isinstance(asked, str) else al.Ladder.from_dict(asked)
    decision = found.decide(given["worker"], as_of=day(given["as_of"]))
    steps = {"highest": decision.highest, "next": decision.next}
    return decision.to_dict() | {name: step and step.id for name, step in steps.items()}


def book(document: Any) -> al.Book:
    return al.Book.from_dict(document)


def in_force(given: Given) -> Any:
    found = book(given["book"])
    as_of = found.day_of(instant(given["at"])) if "at" in given else day(given["as_of"])
    version = found.in_force(as_of)
    return {"day": iso(as_of), "version": None if version is None else version.version}


def decide_at(given: Given) -> Any:
    return book(given["book"]).decide_at(given["worker"], at=instant(given["at"])).to_dict()


def replay(given: Given) -> Any:
    record = book(given["recorded"]).record(given["worker"], as_of=day(given["as_of"]))
    stored = al.eligibility.Record.from_json(record.to_json())
    return book(given["book"]).replay(stored, worker=given.get("now")).to_dict()


def migrate(given: Given) -> Any:
    found = book(given["book"])
    records = [found.record(worker, as_of=day(given["as_of"])) for worker in given["workers"]]
    return found.migrate(records, version=given["version"]).to_dict()


def thresholds(given: Given) -> Any:
    asked = {name: value for name, value in given.items() if name not in ("columns", "options")}
    options = dict(given["options"])
    inference = options.pop("inference", None)
    if inference:
        options["split_seed"] = inference["split"]["seed"]
    # A column without a value has no type of its own.
    table = pl.DataFrame(
        given["columns"],
        schema_overrides=None if given["columns"]["sex"] else {"sex": pl.String, "tenure": pl.Int64},
    )
    return with_table("thresholds", al.fairness.thresholds(table, **options, **asked))


def columns(given: Given) -> pl.DataFrame:
    """A table; a column without a value has no type of its own."""
    empty = {name: pl.String for name, values in given["columns"].items() if set(values) <= {None}}
    return pl.DataFrame(given["columns"], schema_overrides=empty, strict=False)


def counted(given: Given) -> Any:
    found = al.engagement.durations(columns(given), **given["columns_are"])
    return found.only(given["only"]) if "only" in given else found


def returning(name: str) -> Callable[[Given], Any]:
    return lambda given: getattr(counted(given), name)(**given.get("options", {})).to_dict()


def curves(name: str, lists: str) -> Callable[[Given], Any]:
    """The same, and the points as a table."""

    def call(given: Given) -> Any:
        found = getattr(counted(given), name)(**given.get("options", {}))
        of = [{key: part[key] for key in ("group", "end") if key in part} for part in found.to_dict()[lists]]
        points = [part["points"] for part in found.to_dict()[lists]]
        rows = [{**names, **point} for names, each in zip(of, points, strict=True) for point in each]
        assert pl.DataFrame(found).to_dicts() == rows
        return found.to_dict()

    return call


def roster(members: Any) -> Any:
    """Ids, or ids with the day each joined."""
    if isinstance(members, list):
        return members
    return {who: None if day is None else date.fromisoformat(day) for who, day in members.items()}


def shrink(given: Given) -> Any:
    """The law is in the function's name."""
    of = {"share": al.engagement.shrink_shares, "rate": al.engagement.shrink_rates}[given["law"]]
    return of(**{name: value for name, value in given.items() if name != "law"}).to_dict()


def cox(given: Given) -> Any:
    return al.engagement.cox(columns(given), **given["options"]).to_dict()


def cox_predict(given: Given) -> Any:
    fit = al.engagement.cox(columns(given), **given["options"])
    told = fit.predict(columns({"columns": given["rows"]}), times=given["times"])
    table = pl.DataFrame(told)
    assert table["log_hazard"].to_list() == told.log_hazard
    assert [table[f"survival_{time:g}"].to_list() for time in told.times] == told.survival
    return told.to_dict()


def predict(given: Given) -> Any:
    law = al.engagement.RepeatLaw(**given["law"])
    names = ("frequency", "recency", "age")
    told = law.predict(*(given[name] for name in names), horizon=given["horizon"])
    table = law.predict_table(pl.DataFrame({name: [given[name]] for name in names}), horizon=given["horizon"])
    assert pl.DataFrame(table).to_dicts() == [told]
    return told


def mean_value(given: Given) -> Any:
    fit = {"people": 0, "convergence": {"reached": True, "steps": 0, "decrement": 0.0}, "parameters": []}
    found = al.engagement.ValueFit.from_dict({**fit, "law": given["law"]})
    return found.mean(given["frequency"], given["value"])


def pay(name: str) -> Callable[[Given], Any]:
    return lambda given: getattr(al.fairness, name)(**given).to_dict()


def fairness_report(given: Given) -> Any:
    findings = []
    for entry in given["findings"]:
        row = dict(entry)
        if call := row.pop("call", None):
            engine, _, name = call.rpartition(".")
            kind = {
                "check_offer": "offer",
                "publish": "published_selection",
                "regress": "regression",
                "compare_rates": "rate_comparison",
            }
            found = CALLS[f"{engine or 'fairness'}.{name}"](row.pop("given"))
            row["finding"] = {kind.get(name, name): found}
        findings.append(row)
    rest = {name: given[name] for name in ("title", "rules") if name in given}
    report = al.fairness.report(findings, as_of=day(given["as_of"]), **rest)
    return {
        "report": report.to_dict(),
        "sha256": al.fairness.input_hash(report.to_json()),
        "markdown": {lang: report.to_markdown(lang) for lang in ("en", "ja")},
        "html": {lang: report.to_html(lang) for lang in ("en", "ja")},
    }


def publish(given: Given) -> Any:
    rest = dict(given)
    privacy = rest.pop("privacy", {})
    return with_table("publish", al.fairness.publish(**rest, **privacy))


def fairness_input_hash(given: Given) -> Any:
    key = given["key"].encode() if "key" in given else None
    return al.fairness.input_hash(given["document"], key=key)


def pay_table(given: Given) -> Any:
    frame = pyarrow.table(given["columns"])
    names = dict(given["names"])
    if given["of"] == "regress":
        found = al.fairness.regress(names["outcome"], names["columns"], frame=frame, **given["options"])
        return found.to_dict()
    if given["of"] == "headroom":
        cohort = al.fairness.OfferCohort(frame, **names, **given["options"])
        same = al.fairness.offer(given["candidate"], frame, **names, **given["options"])
        assert cohort.headroom(given["candidate"]) == same
        return same.to_dict()
    if given["of"] in ("local_law_144", "publish"):
        options = dict(given["options"])
        options |= options.pop("privacy", {})
        return with_table(given["of"], getattr(al.fairness, given["of"])(table=frame, **names, **options))
    return getattr(al.fairness, given["of"])(frame, **names, **given["options"]).to_dict()


def with_table(kind: str, found: Any) -> Any:
    """What was found, when its table says the same."""
    assert found.to_arrow().to_pylist() == compare.rows_out(kind, found.to_dict())
    return found.to_dict()


def selection_table(given: Given) -> Any:
    report = al.fairness.selection_table(pyarrow.table(given["columns"]), **given["options"])
    answer = report.to_dict()
    tables = (*answer["attributes"], *answer["intersections"])
    findings = [finding for one in tables if one["report"] for finding in one["report"]["findings"]]
    for row, finding in zip(report.to_arrow().to_pylist(), findings, strict=True):
        del row["attributes"]
        ends = {end: (finding["interval"] or {}).get(end) for end in ("lower", "upper")}
        assert row == {name: (finding | ends).get(name) for name in row}
    return answer


def regress(given: Given) -> Any:
    columns = [(column["name"], column["values"]) for column in given["columns"]]
    return al.fairness.regress(given["outcome"], columns, **given.get("options", {})).to_dict()


def offer(given: Given) -> Any:
    cohort = al.fairness.OfferCohort(given["cohort"])
    if "candidate" in given:
        return cohort.headroom(given["candidate"]).to_dict()
    return cohort.check(given["offer"]).to_dict()


def offer_text(given: Given) -> Any:
    report = al.fairness.OfferCohort(given["cohort"]).check(given["offer"])
    told = {lang: report.text(lang) for lang in ("en", "ja")}
    return told | {f"{lang}_without_amounts": report.text_without_amounts(lang) for lang in told}


def selection_text(given: Given) -> Any:
    report = al.fairness.selection(given["groups"])
    return {lang: report.text(lang) for lang in ("en", "ja")}


def money(given: Given) -> list[al.workforce.Money]:
    return [al.workforce.Money(**amount) for amount in given.values()]


def people(given: Given) -> pl.DataFrame:
    """The `rows` as a frame with the columns that any row has."""
    kinds = {
        "start_date": pl.String,
        "separation_date": pl.String,
        "grade": pl.Int16,
        "separation_kind": pl.Categorical,
        "rehire_flag": pl.String,
        "site": pl.Categorical,
        "sex": pl.String,
    }
    rows = given["rows"]
    schema = {name: kind for name, kind in kinds.items() if not rows or any(name in row for row in rows)}
    days = pl.selectors.by_name("start_date", "separation_date", require_all=False)
    return pl.DataFrame(rows, schema=schema).with_columns(days.str.to_date())


def ladder_table(given: Given) -> Any:
    found = al.Ladder.from_dict(given["ladder"]).decide_table(people(given), as_of=day(given["as_of"]))
    steps = {step: found.step(step) for step in found.steps}
    rows = range(len(found))
    outcomes = [{step: decisions[row].outcome.value for step, decisions in steps.items()} for row in rows]
    days = [{step: iso(decisions[row].eligible_on) for step, decisions in steps.items()} for row in rows]
    table = pl.DataFrame(found)
    assert table["highest"].to_list() == found.highest
    assert table["outcome"].to_list() == outcomes
    assert [{step: iso(found) for step, found in row.items()} for row in table["eligible_on"]] == days
    counts = found.counts()
    assert counts.pop(None) == found.highest.count(None)
    return {
        "highest": found.highest,
        "next": found.next,
        "counts": list(counts.values()),
        "outcomes": outcomes,
        "eligible_on": days,
    }


def simulated(given: Given) -> al.eligibility.Simulation:
    before, after = policy(given["before"]), policy(given["after"])
    return before.simulate(after, people(given), as_of=day(given["as_of"]), groups=given["groups"])


def group_changes(given: Given) -> Any:
    return [change.to_dict() for change in al.programme.group_changes(simulated(given))]


def policy_gap(given: Given) -> Any:
    standard = al.fairness.Standard.default().to_dict() | given.get("standard", {})
    options = {name: given[name] for name in ("attribute", "conditional_passes") if name in given}
    return al.programme.policy_gap(
        policy(given["policy"]), people(given), as_of=day(given["as_of"]), standard=standard, **options
    ).to_dict()


def counterfactuals(given: Given) -> Any:
    tried = given["facts"]
    names = [fact["fact"] for fact in tried]
    has_values = any("values" in fact for fact in tried)
    facts = {fact["fact"]: fact.get("values") for fact in tried} if has_values else names
    options = {name: given[name] for name in ("attribute", "minimum_cell") if name in given}
    return al.programme.counterfactuals(
        policy(given["policy"]), people(given), as_of=day(given["as_of"]), facts=facts, **options
    ).to_dict()


def decide_table(given: Given) -> Any:
    decisions = al.Policy.from_dict(given["policy"]).decide_table(people(given), as_of=day(given["as_of"]))
    return {
        "outcomes": [row.outcome.value for row in decisions],
        "eligible_on": [iso(row.eligible_on) for row in decisions],
        "statuses": [{name: found.value for name, found in row.statuses.items()} for row in decisions],
    }


def ledger(given: Given) -> al.Ledger:
    made = al.Ledger(
        given["purposes"],
        given.get("notices", []),
        packs=given.get("packs"),
        regimes=given.get("regimes"),
        clocks=given.get("clocks"),
        recipient_countries=given.get("recipient_countries"),
    )
    made.extend(given.get("events", []))
    return made


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows as a table in which every name that occurs is a column."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pl.DataFrame([{name: row.get(name) for name in names} for row in rows], infer_schema_length=None)


def may_table(given: Given) -> Any:
    options = dict(given["options"])
    options["faults"] = options.pop("unusable", None)
    for name in ("at", "known_at"):
        if name in options:
            options[name] = instant(options[name])
    answers = ledger(given).may_table(frame(given["rows"]), **options)
    found = []
    exported = pl.DataFrame(answers).to_dicts()
    for row, out in zip(answers, exported, strict=True):
        told = row.to_dict()
        assert out["verdict"] == told["verdict"]
        assert out["reasons"] == told["reasons"]
        assert out["reason"] == told["reasons"][0]
        assert out["obligations"] == told["obligations"]
        assert out["evidence"] == told["evidence"]
        assert out["valid_until"] == row.valid_until
        found.append(told)
    return found


def extend_table(given: Given) -> Any:
    book = ledger(given)
    extended = book.extend_table(frame(given["rows"]))
    again = ledger(given)
    again.extend_table(book.event_table())
    assert again.state_hash == book.state_hash
    return {"added": extended.added, "state_hash": book.state_hash}


def timeline(given: Given) -> Any:
    known_at = instant(given["known_at"]) if "known_at" in given else None
    until = instant(given["until"])
    return ledger(given).timeline(given["subject"], until=until, known_at=known_at).to_dict()


def visible(given: Given) -> Any:
    found = ledger(given).visible(
        given["subject"], since=instant(given["since"]), until=instant(given["until"]), fields=given["fields"]
    )
    return [seen.to_dict() for seen in found]


def funnel(given: Given) -> Any:
    found = ledger(given).funnel(
        given["purpose"],
        channel=given.get("channel"),
        at=instant(given["at"]),
        among=given["among"],
    )
    return found.to_dict()


def contact(given: Given) -> Any:
    book, log = ledger(given), al.consent.Contacts(given["rules"])
    for pause in given.get("pauses", []):
        until = pause.get("until")
        log.pause(
            pause["subject"],
            from_=instant(pause["from"]),
            until=until and instant(until),
            channels=pause.get("channels"),
        )
    tokens: list[Any] = []
    answers: list[Any] = []
    for step in given["steps"]:
        if request := step.get("reserve"):
            question = {**request["question"], "at": instant(request["question"]["at"])}
            rest = {
                name: request[name]
                for name in ("sender", "message", "utc_offset", "time_zone")
                if name in request
            }
            permit = book.reserve(log, **question, **rest)
            tokens.append(permit.token)
            before = permit.not_before
            answers.append(
                {
                    "verdict": permit.verdict.value,
                    "codes": codes(permit.reasons),
                    "not_before": before and before.strftime("%Y-%m-%dT%H:%M:%SZ"),
                }
            )
            continue
        if "learn" in step or "record" in step:
            events = step["learn"] if "learn" in step else [answers[step["record"]]["used"]]
            answers.append({"added": book.extend(map(al.consent.Event.from_dict, events)).added})
            continue
        at = instant(step["at"])
        if "resume" in step:
            answers.append({"ended": log.resume(step["resume"], at=at)})
            continue
        if "commit" in step:
            settled = book.commit(log, tokens[step["commit"]], at=at)
        else:
            settled = log.cancel(tokens[step["cancel"]], at=at)
        used = settled.used and settled.used.to_dict()
        answers.append({"done": settled.done, "codes": codes(settled.reasons), "used": used})
    return answers


def codes(reasons: list[al.Reason]) -> list[str]:
    return [reason.code for reason in reasons if reason.code.startswith("contact-")]


def propagation(given: Given) -> Any:
    register = al.consent.Propagation.from_json(json.dumps(given["register"]))
    known_at = instant(given["known_at"]) if "known_at" in given else None
    return ledger(given).propagation(register, at=instant(given["at"]), known_at=known_at).to_dict()


def withdrawal_receipt(given: Given) -> Any:
    register = al.consent.Propagation.from_json(json.dumps(given["register"]))
    at = instant(given["at"])
    return ledger(given).withdrawal_receipt(register, given["subject"], id=given["id"], at=at).to_dict()


def notice_diff(given: Given) -> al.consent.NoticeDiff:
    at = given.get("at")
    return ledger(given).notice_diff(given["old"], given["new"], at=at and instant(at))


def reconsent(given: Given) -> Any:
    log = al.consent.Contacts.from_json(json.dumps(given["contacts"]))
    request = dict(given["request"])
    for name in ("at", "deadline"):
        if name in request:
            request[name] = instant(request[name])
    if "from" in request:
        request["from_version"] = request.pop("from")
    try:
        return ledger(given).plan_reconsent(log, request.pop("notice"), **request).to_dict()
    except al.AlumniError as error:
        assert error.kind is not None
        # The argument has a name of its own here, since `from` is none in Python.
        path = "from" if error.path == "from_version" else error.path
        raise compare.CoreError(error.kind.value, path, error.message) from error


def may(given: Given) -> Any:
    question = dict(given["question"])
    for name in ("at", "known_at"):
        if name in question:
            question[name] = instant(question[name])
    book = ledger(given)
    answer = book.may(question.pop("subject"), question.pop("purpose"), **question)
    agrees_with_a_snapshot(book, answer)
    return answer.to_dict()


def agrees_with_a_snapshot(book: al.Ledger, answer: al.consent.Answer) -> None:
    """What a snapshot can be asked as well: one's own use, without an activity."""
    asked = answer.question
    if asked.recipient or asked.activity or asked.country or asked.data_of or asked.regimes:
        return
    snapshot = book.snapshot(asked.at, known_at=asked.known_at)
    alone = snapshot.may(asked.subject, asked.purpose, channel=asked.channel)
    first = answer.evidence[0] if answer.evidence else None
    for stand in (
        alone,
        *snapshot.may_all(["nobody", asked.subject], asked.purpose, channel=asked.channel)[1:],
    ):
        assert (stand.verdict, stand.code) == (answer.verdict, answer.reasons[0].code)
        assert (stand.evidence, stand.valid_until, stand.state) == (first, answer.valid_until, answer.state)
        assert stand.answer() == answer
    frame = pl.DataFrame({"subject": ["nobody", asked.subject]})
    row = snapshot.may_table(frame, purpose=asked.purpose, channel=asked.channel)[1]
    assert (row.verdict, row.reasons) == (answer.verdict, [answer.reasons[0].code])
    assert (row.evidence, row.valid_until) == ([first] if first else [], answer.valid_until)
    everybody = snapshot.everybody(asked.purpose, channel=asked.channel)
    assert sorted(everybody.subjects()) == sorted(book.subjects)
    assert [stand for stand in everybody if stand.subject == asked.subject] in ([alone], [])


def pack(given: Given) -> Any:
    found = (
        al.consent.Pack.parse(given["text"]) if "text" in given else al.consent.Pack.shipped(given["pack"])
    )
    return found.to_dict()


def revocation(given: Given) -> Any:
    packs = al.consent.Packs(given["packs"])
    return packs.revocation(
        given["text"], channel=given["channel"], regimes=given["regimes"], at=instant(given["at"])
    )


def changes(given: Given) -> Any:
    of = ledger(given) if "purposes" in given else al.consent.Packs(given["packs"])
    return [change.to_dict() for change in of.changes_between(day(given["from"]), day(given["until"]))]


def directory(given: Given) -> Any:
    known_at = instant(given["known_at"]) if "known_at" in given else None
    found = ledger(given).directory(
        given["directory"], given["subject"], at=instant(given["at"]), known_at=known_at
    )
    return found.to_dict()


def encode(given: Given) -> Any:
    encoded = al.consent.Event.from_dict(given["event"]).encode(bytes.fromhex(given["salt"]))
    return encoded.to_dict() | {"hash": encoded.hash}


def read_record(given: Given) -> Any:
    return al.consent.Record.read(given["text"]).to_dict()


def known_at(given: Given) -> datetime | None:
    return instant(given["known_at"]) if "known_at" in given else None


def record(given: Given) -> Any:
    named = {"controller": given["controller"], "id": given["id"], "known_at": known_at(given)}
    return ledger(given).record(given["subject"], given["purpose"], **named).to_dict()


def import_list(given: Given) -> Any:
    options = given["options"] | {"received_at": instant(given["options"]["received_at"])}
    return ledger(given).import_list(given["csv"], **options).to_dict()


def agreed(given: Given) -> Any:
    return ledger(given).agreed(given["subject"], at=instant(given["at"]), known_at=known_at(given)).to_dict()


def access(given: Given) -> Any:
    register = given.get("register")
    if register is not None:
        register = al.consent.Propagation.from_json(json.dumps(register))
    options = {**given["options"], "at": instant(given["options"]["at"])}
    return ledger(given).access(given["subject"], register=register, **options).to_dict()


def ties(given: Given) -> al.engagement.InteractionGraph:
    """The graph of the ties of a vector."""
    rows = given["ties"]
    table = pl.DataFrame(
        {
            "from": [row[0] for row in rows],
            "to": [row[1] for row in rows],
            "weight": [float(row[2]) for row in rows],
        }
    )
    return al.engagement.tie_graph(table, weight="weight", both_ways=given["both_ways"])


def window(given: Given) -> al.calendar.Span:
    return al.calendar.Span(day(given["from"]), day(given["until"]))


def review(given: Given) -> Any:
    programme = al.Programme.parse(given["programme"])
    return programme.review(given["data"], as_of=day(given["as_of"])).to_dict()


CALLS: dict[str, Callable[[Given], Any]] = {
    "calendar.add": lambda given: iso(al.calendar.add(day(given["date"]), given["period"])),
    "calendar.subtract": lambda given: iso(al.calendar.subtract(day(given["date"]), given["period"])),
    "calendar.completed_months": lambda given: al.calendar.completed_months(
        day(given["from"]), day(given["until"])
    ),
    "calendar.completed_years": lambda given: al.calendar.completed_years(
        day(given["from"]), day(given["until"])
    ),
    "calendar.days_between": lambda given: al.calendar.days_between(day(given["from"]), day(given["until"])),
    "calendar.parse_date": lambda given: iso(al.calendar.parse_date(given["text"])),
    "workforce.facts": facts,
    "workforce.import": read,
    "eligibility.judge": judged,
    "eligibility.check": lambda given: policy(given["policy"]).check().to_dict(),
    "eligibility.check_ladder": lambda given: al.eligibility.check_ladder(
        [policy(step) for step in given["steps"]]
    ).to_dict(),
    "eligibility.compare": lambda given: policy(given["policy"]).compare(policy(given["other"])).to_dict(),
    "workforce.unknown": unknown,
    "eligibility.decide": decide,
    "eligibility.import_dmn": import_dmn,
    "eligibility.import_json_logic": import_json_logic,
    "eligibility.nearest": nearest,
    "eligibility.ladder": ladder,
    "eligibility.library": library,
    "eligibility.decide_table": decide_table,
    "eligibility.ladder_table": ladder_table,
    "eligibility.simulate": lambda given: simulated(given).to_dict(),
    "eligibility.run_cases": lambda given: policy(given["policy"]).run_cases().to_dict(),
    "eligibility.in_force": in_force,
    "eligibility.decide_at": decide_at,
    "eligibility.replay": replay,
    "eligibility.migrate": migrate,
    "eligibility.diff": lambda given: book(given["book"]).diff(given["before"], given["after"]).to_dict(),
    "consent.at_exit": lambda given: ledger(given).at_exit(at=instant(given["at"])).to_dict(),
    "consent.changes": changes,
    "consent.directory": directory,
    "consent.invitations": lambda given: ledger(given).invitations(given["takeover"]).to_dict(),
    "consent.contact": contact,
    "consent.propagation": propagation,
    "consent.withdrawal_receipt": withdrawal_receipt,
    "consent.notice_diff": lambda given: notice_diff(given).to_dict(),
    "consent.notice_marked": lambda given: notice_diff(given).marked(given["new"]).to_dict(),
    "consent.notice_contradictions": lambda given: [
        diff.to_dict() for diff in ledger(given).notice_contradictions(at=instant(given["at"]))
    ],
    "consent.reconsent": reconsent,
    "consent.may": may,
    "consent.may_table": may_table,
    "consent.extend_table": extend_table,
    "consent.timeline": timeline,
    "consent.visible": visible,
    "consent.retention_due": lambda given: [
        due.to_dict() for due in ledger(given).retention_due(given["rules"], at=instant(given["at"]))
    ],
    "consent.funnel": funnel,
    "consent.pack": pack,
    "consent.revocation": revocation,
    "consent.agreed": agreed,
    "consent.access": access,
    "consent.transitions": lambda given: al.consent.transitions(),
    "consent.encode": encode,
    "consent.import_list": import_list,
    "consent.read_record": read_record,
    "consent.record": record,
    "consent.notice_hash": lambda given: al.consent.Notice.from_dict(given["notice"]).hash,
    "consent.state_hash": lambda given: ledger(given).state_hash,
    **record_calls.CALLS,
    **scoring_calls.CALLS,
    "engagement.traffic": lambda given: al.engagement.traffic(
        given["events"], window=window(given)
    ).to_dict(),
    "engagement.pulse": lambda given: al.engagement.pulse(
        given["events"], given["members"], window=window(given)
    ).to_dict(),
    "engagement.interactions": lambda given: [
        event.to_dict() for event in al.engagement.interactions_from_csv(given["csv"])
    ],
    "engagement.cox": cox,
    "engagement.cox_predict": cox_predict,
    "engagement.concordance": lambda given: al.engagement.concordance(
        columns(given), **given["options"]
    ).to_dict(),
    "engagement.network_measures": lambda given: ties(given).measures(**given.get("options", {})).to_dict(),
    "engagement.network_summary": lambda given: ties(given).summary(**given.get("options", {})).to_dict(),
    "engagement.inequality": lambda given: al.engagement.inequality(**given).to_dict(),
    "engagement.responsiveness": lambda given: al.engagement.responsiveness(
        given["events"], window=window(given), **given.get("options", {})
    ).to_dict(),
    "engagement.exchange": lambda given: al.engagement.exchange(
        given["events"], window=window(given)
    ).to_dict(),
    "engagement.health": lambda given: al.engagement.health(
        given["events"],
        roster(given["members"]),
        as_of=date.fromisoformat(given["as_of"]),
        opened=date.fromisoformat(given["opened"]) if "opened" in given else None,
    ).to_dict(),
    "engagement.shrink": shrink,
    "engagement.silence": lambda given: al.engagement.silence(**given).to_dict(),
    "engagement.rate_power": lambda given: al.engagement.rate_power(**given).to_dict(),
    "engagement.share_power": lambda given: al.engagement.share_power(**given).to_dict(),
    "engagement.fit_repeat": lambda given: al.engagement.fit_repeat(
        columns(given), model=given["model"], **given.get("options", {})
    ).to_dict(),
    "engagement.fit_value": lambda given: al.engagement.fit_value(
        columns(given), **given.get("options", {})
    ).to_dict(),
    "engagement.calibration": lambda given: al.engagement.calibration(
        columns(given), **given["options"]
    ).to_dict(),
    "engagement.predict": predict,
    "engagement.mean_value": mean_value,
    "engagement.durations": lambda given: counted(given).to_dict(),
    "engagement.kaplan_meier": curves("kaplan_meier", "curves"),
    "engagement.nelson_aalen": curves("nelson_aalen", "hazards"),
    "engagement.aalen_johansen": curves("aalen_johansen", "incidences"),
    **{f"engagement.{name}": returning(name) for name in ("log_rank", "weibull")},
    "programme.review": review,
    "programme.group_changes": group_changes,
    "programme.policy_gap": policy_gap,
    "programme.counterfactuals": counterfactuals,
    "fairness.expected_impact": lambda given: al.fairness.expected_impact(**given).to_dict(),
    "fairness.compare_rates": lambda given: al.fairness.compare_rates(**given).to_dict(),
    "fairness.power_of_rates": lambda given: al.fairness.power_of_rates(**given).to_dict(),
    "fairness.adjust_p_values": lambda given: al.fairness.adjust_p_values(given["p"]),
    "fairness.thresholds": thresholds,
    "fairness.report": fairness_report,
    "fairness.publish": publish,
    "fairness.input_hash": fairness_input_hash,
    **{
        f"fairness.{name}": pay(name)
        for name in (
            *("uk_pay_gaps", "eu_pay_gaps", "japan_pay_ratios", "compression"),
            *("inversions", "adjusted_pay_gap", "logib"),
        )
    },
    "fairness.regress": regress,
    "fairness.pay_table": pay_table,
    "fairness.selection_table": selection_table,
    "fairness.headroom": offer,
    "fairness.check_offer": offer,
    "fairness.offer_text": offer_text,
    "fairness.selection_text": selection_text,
    "fairness.fingerprint": lambda given: CALLS[given["call"]](given["given"])["input_hash"],
    "fairness.selection": lambda given: al.fairness.selection(**given).to_dict(),
    "fairness.strata": lambda given: with_table("strata", al.fairness.strata(**given)),
    "fairness.local_law_144": lambda given: with_table("local_law_144", al.fairness.local_law_144(**given)),
    "fairness.compa_ratio": lambda given: al.fairness.compa_ratio(*money(given)),
    "fairness.range_penetration": lambda given: al.fairness.range_penetration(*money(given)),
}


def answer(call: str, given: Given) -> Any:
    try:
        return CALLS[call](given)
    except al.AlumniError as error:
        assert error.kind is not None
        raise compare.CoreError(error.kind.value, error.path, error.message) from error


@pytest.mark.parametrize(
    ("name", "file"), list(compare.files()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_python_gives_the_answers_of_the_corpus(name: str, file: dict[str, Any]) -> None:
    assert file["call"] in CALLS, f"{name}: this door does not know the call {file['call']}"
    wrong = compare.failures(name, file, answer)
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_comparison_does_what_it_says() -> None:
    import doctest

    assert doctest.testmod(compare).failed == 0
