from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import alumni as al
import pytest
from alumni.programme import Programme, Review

PROGRAMME = """
id = "p"
version = 1
title = { en = "Programme", ja = "プログラム" }
utc_offset = "+09:00"

[network]
scoring = "scoring"

[[policies]]
id = "return"
version = 1
[[policies.criteria]]
id = "kind"
require = "separation_kind = voluntary"

[[purposes]]
id = "newsletter"
title = { en = "Newsletter", ja = "ニュースレター" }
legal_basis = "consent"
channels = ["email"]

[[purposes]]
id = "scoring"
title = { en = "Scoring", ja = "スコアの算出" }
legal_basis = "consent"

[[notices]]
id = "alumni"
version = 1
purposes = ["newsletter", "scoring"]
text = { en = "We may write." }
"""
AS_OF = date(2026, 4, 1)
FILES = {
    "people.csv": "worker_id,rehire_flag\nw-1,yes\nw-2,no\n",
    "spells.csv": (
        "worker_id,start_on,end_on,separation_kind\n"
        "w-1,2016-04-01,2021-09-30,voluntary\nw-2,2016-04-01,2018-09-30,involuntary_cause\n"
    ),
    "consent_events.csv": (
        "source,id,subject,purpose,kind,occurred_at,received_at,notice_id,notice_version\n"
        "form,1,w-1,newsletter,given,2022-04-01T00:00:00Z,2022-04-01T00:00:00Z,alumni,1\n"
        "form,2,w-1,scoring,given,2022-04-01T00:00:00Z,2022-04-01T00:00:00Z,alumni,1\n"
    ),
    "interactions.csv": (
        "id,at,kind,actor,actor_type\n"
        "e-1,2026-03-01T09:00:00Z,reply,w-1,alumnus\ne-2,2026-03-01T10:00:00Z,reply,w-2,alumnus\n"
    ),
    "groups.csv": "worker_id,sex\nw-1,f\nw-2,m\n",
}


def review(**options: Any) -> Review:
    return Programme.parse(PROGRAMME).review(FILES, as_of=AS_OF, **options)


def test_a_review_holds_what_every_engine_found() -> None:
    found = review()
    assert (found.workforce.people, found.workforce.former) == (2, 2)
    [policy] = found.policies
    assert {count.outcome.value: count.people for count in policy.outcomes} == {
        "eligible": 1,
        "conditional": 0,
        "undetermined": 0,
        "ineligible": 1,
    }
    newsletter = next(reach for reach in found.reach if reach.summary.purpose == "newsletter")
    assert (newsletter.summary.allowed, newsletter.title("ja")) == (1, "ニュースレター")
    assert found.network is not None
    assert (found.network.scored, found.network.not_scored) == (1, 1)
    assert [finding.attribute for finding in found.fairness] == ["sex"]
    assert {explained.decision.worker for explained in found.decisions} == {"w-1", "w-2"}
    assert found.faults == []
    assert "プログラム" in found.text("ja")


def test_files_come_from_a_folder_as_text_or_as_bytes(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a table")
    programme = Programme.parse(PROGRAMME)
    expected = review()
    assert programme.review(tmp_path, as_of=AS_OF) == expected
    assert programme.review(str(tmp_path), as_of=AS_OF) == expected
    assert programme.review({name: text.encode() for name, text in FILES.items()}, as_of=AS_OF) == expected
    assert programme.review(programme.read(tmp_path), as_of=AS_OF) == expected


def test_a_broken_row_names_file_line_and_column() -> None:
    broken = {**FILES, "spells.csv": FILES["spells.csv"] + "w-3,soon,,\n"}
    programme = Programme.parse(PROGRAMME)
    with pytest.raises(al.ParseError) as caught:
        programme.review(broken, as_of=AS_OF)
    assert caught.value.path == "spells.csv: line 4, column 2 (start_on)"
    found = programme.review(broken, as_of=AS_OF, lenient=True)
    [fault] = found.faults
    assert (fault.line, fault.column, fault.kind) == (4, "start_on", "syntax")
    error = fault.error()
    assert (type(error), str(error)) == (al.ParseError, str(fault))
    assert found.workforce.people == 2


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    programme = Programme.parse(PROGRAMME)
    with pytest.raises(FileNotFoundError):
        programme.review(tmp_path / "nothing", as_of=AS_OF)
    with pytest.raises(al.MissingError, match="CSV"):
        programme.review(tmp_path, as_of=AS_OF)
    wrong: list[Any] = [None, 5, [], b"x"]
    for value in wrong:
        with pytest.raises(al.WrongTypeError):
            programme.review(value, as_of=AS_OF)
    with pytest.raises(al.WrongTypeError) as caught:
        programme.read({"people.csv": 5})  # type: ignore[arg-type]
    assert caught.value.path == "files['people.csv']"
    with pytest.raises(al.ParseError) as encoding:
        programme.read({"people.csv": "worker_id\n氏名\n".encode("cp932")})
    assert encoding.value.path.startswith("people.csv: line 2")
    with pytest.raises(al.UnknownNameError) as mapping:
        programme.review(FILES, mapping="workdey", as_of=AS_OF)
    assert mapping.value.path == "mapping"
    assert "workday" in mapping.value.message


def test_a_review_is_saved_in_the_form_its_name_asks_for(tmp_path: Path) -> None:
    found = review()
    for name, text in [
        ("review.html", found.html("ja")),
        ("review.txt", found.text("ja")),
        ("review.json", found.to_json()),
    ]:
        found.save(tmp_path / name, lang="ja")
        assert (tmp_path / name).read_bytes() == text.encode()
    assert Review.from_json((tmp_path / "review.json").read_text(encoding="utf-8")) == found
    assert found.html("ja").startswith("<!DOCTYPE html>")
    with pytest.raises(al.UnknownNameError) as caught:
        found.save(tmp_path / "review.pdf")
    assert caught.value.path == "path"
    with pytest.raises(al.UnknownNameError) as lang:
        found.save(tmp_path / "review.html", lang="fr")
    assert lang.value.path == "lang"


@pytest.mark.parametrize("as_of", [None, datetime(2026, 4, 1), "2026-04-01"], ids=repr)
def test_a_review_needs_a_day(as_of: Any) -> None:
    with pytest.raises(al.WrongTypeError) as caught:
        Programme.parse(PROGRAMME).review(FILES, as_of=as_of)
    assert caught.value.path == "as_of"


def test_a_programme_gives_its_parts() -> None:
    programme = Programme.parse(PROGRAMME)
    assert (programme.id, programme.version, programme.title("ja")) == ("p", 1, "プログラム")
    assert [policy.id for policy in programme.policies] == ["return"]
    assert [purpose.id for purpose in programme.purposes] == ["newsletter", "scoring"]
    assert (programme.standard.id, programme.model.id, programme.mapping) == (
        "four-fifths",
        "alumni",
        "canonical",
    )
    assert programme.with_mapping("smarthr").mapping == "smarthr"
    assert programme.start_of(as_of=AS_OF) == datetime(2026, 3, 31, 15, tzinfo=UTC)
    data = programme.read(FILES)
    ledger = programme.ledger(data.events)
    assert [score.person for score in programme.scores(data, ledger, as_of=AS_OF).people] == ["w-1"]
    scores = programme.model.score(data.interactions, as_of=AS_OF, consent=ledger, purpose="scoring")
    assert [one.person for one in scores.not_scored] == ["w-2"]


@pytest.mark.parametrize(
    ("change", "kind", "path"),
    [
        (("voluntary", "voluntry"), "unknown_name", "policies[0].criteria[0].require: 1:19"),
        (('scoring = "scoring"', 'scoring = "scorng"'), "unknown_name", "network.scoring"),
        (("+09:00", "Tokyo"), "syntax", "utc_offset"),
    ],
)
def test_a_programme_that_cannot_be_says_where(change: tuple[str, str], kind: str, path: str) -> None:
    with pytest.raises(al.AlumniError) as caught:
        Programme.parse(PROGRAMME.replace(*change))
    assert (caught.value.kind, caught.value.path) == (kind, path)


def test_consent_decides_who_is_scored_and_needs_its_purpose() -> None:
    programme = Programme.parse(PROGRAMME)
    data = programme.read(FILES)
    ledger = programme.ledger(data.events)
    model = programme.model
    with pytest.raises(al.MissingError) as purpose:
        model.score(data.interactions, as_of=AS_OF, consent=ledger)
    assert purpose.value.path == "purpose"
    with pytest.raises(al.MissingError) as consent:
        model.score(data.interactions, as_of=AS_OF, purpose="scoring")
    assert consent.value.path == "consent"
    with pytest.raises(al.InconsistentError) as both:
        model.score(data.interactions, as_of=AS_OF, consent=ledger, purpose="scoring", permitted=[])
    assert both.value.path == "permitted"
    with pytest.raises(al.WrongTypeError) as wrong:
        model.score(data.interactions, as_of=AS_OF, consent=[], purpose="scoring")  # type: ignore[arg-type]
    assert wrong.value.path == "consent"
    before = model.score(
        data.interactions, as_of=AS_OF, consent=ledger, purpose="scoring", at=datetime(2022, 1, 1, tzinfo=UTC)
    )
    assert before.people == []


def test_html_of_a_review_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    files = {name: text.replace("w-1", evil) for name, text in FILES.items()}
    found = Programme.parse(PROGRAMME).review(files, as_of=AS_OF)
    assert "<script" not in found.html()
    assert "&lt;script&gt;" in found.html()
    assert "<script" not in found._repr_html_()
    assert found._repr_html_().startswith("<iframe srcdoc=")
