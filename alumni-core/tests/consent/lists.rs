//! Lists from before there was a ledger: graded, ranked, and never a permission.

use alumni_core::ErrorKind;
use alumni_core::consent::{
    Channel, Event, EventKind, EvidenceGrade, Ledger, ListAnswer, ListOptions, ListReport, Question, Remedy,
};
use alumni_core::text::Lang;
use alumni_core::workforce::Table;
use proptest::prelude::*;

use super::{day, ledger};

fn options() -> ListOptions {
    let mut options = ListOptions::new("list", day(100));
    options.utc_offset = Some("+09:00".into());
    options
}

fn judge(ledger: &Ledger, csv: &str) -> ListReport {
    ledger.import_list(&Table::from_csv("list.csv", csv).unwrap(), &options()).unwrap()
}

const HEADER: &str = "subject,purpose,answer,occurred_at,notice_id,notice_version,method,evidence_ref\n";

#[test]
fn the_grade_of_a_row_follows_from_what_supports_it() {
    for (row, grade, remedy) in [
        ("w,jobs,yes,2024-02-01T09:00:00+09:00,n,1,form,scan 1", EvidenceGrade::Proved, Remedy::FileEvidence),
        (
            "w,jobs,同意,2024-02-01T09:00:00+09:00,n,1,form,",
            EvidenceGrade::Documented,
            Remedy::CompleteEvidence,
        ),
        ("w,jobs,○,1 Feb 2024,n,1,form,scan 1", EvidenceGrade::Asserted, Remedy::AskAgain),
        ("w,jobs,○,2024/02/01,n,1,form,scan 1", EvidenceGrade::Documented, Remedy::CompleteEvidence),
        (
            "w,jobs,yes,2024-02-01T09:00:00+09:00,n,9,form,scan 1",
            EvidenceGrade::Documented,
            Remedy::CompleteEvidence,
        ),
        ("w,jobs,yes,2024-02-01T09:00:00,n,1,form,scan 1", EvidenceGrade::Proved, Remedy::FileEvidence),
        ("w,jobs,yes,2024/2/1 9:00,n,1,form,scan 1", EvidenceGrade::Proved, Remedy::FileEvidence),
        ("w,jobs,yes,2025-02-01T09:00:00Z,n,1,form,scan 1", EvidenceGrade::Asserted, Remedy::AskAgain),
        ("w,jobs,yes,,,,,", EvidenceGrade::Asserted, Remedy::AskAgain),
        ("w,jobs,yes,2024-02-01T09:00:00Z,n,1,pre_ticked,scan 1", EvidenceGrade::Unknown, Remedy::FindGround),
        ("w,jobs,,2024-02-01T09:00:00Z,n,1,form,scan 1", EvidenceGrade::Unknown, Remedy::FindGround),
        ("w,jobs,perhaps,2024-02-01T09:00:00Z,n,1,form,scan 1", EvidenceGrade::Unknown, Remedy::ReadAnswer),
        (",jobs,yes,2024-02-01T09:00:00Z,n,1,form,scan 1", EvidenceGrade::Unknown, Remedy::FindGround),
        ("w,jobs,×,,,,,", EvidenceGrade::Asserted, Remedy::HonourNo),
        ("w,jobs,no,2024-02-01,,,,", EvidenceGrade::Documented, Remedy::HonourNo),
        ("w,jobs,no,2024-02-01T09:00:00Z,,,,ticket 7", EvidenceGrade::Proved, Remedy::HonourNo),
    ] {
        let report = judge(&ledger(), &format!("{HEADER}{row}\n"));
        assert_eq!((report.rows[0].grade, report.rows[0].remedy), (grade, remedy), "{row}");
        assert_eq!(report.grades.iter().map(|count| count.rows).sum::<usize>(), report.rows.len());
        let complete = grade == EvidenceGrade::Proved && report.rows[0].answer == ListAnswer::Yes;
        assert_eq!(report.rows[0].missing.is_empty(), complete || row.contains("ticket"), "{row}");
    }
}

#[test]
fn the_plan_puts_noes_first_and_then_what_lacks_least() {
    let mut ledger = ledger();
    let event =
        |id: &str, subject: &str, kind, n| Event::new("s", id, subject, "jobs", kind, day(n).fixed_offset());
    ledger
        .extend([
            event("1", "gone", EventKind::Withdrawn, 5),
            event("2", "member", EventKind::Given, 90).notice("n", 2),
        ])
        .unwrap();
    let rows = "nobody,jobs,,,,,,\nmember,jobs,yes,,,,,\nbare,jobs,yes,,,,,\nkept,jobs,yes,,,,,mail 3\n\
                gone,jobs,yes,2024-02-01T09:00:00Z,n,1,form,scan 1\nproven,jobs,yes,2024-02-01T09:00:00Z,n,1,form,scan 2\nstop,jobs,no,,,,,\n";
    let report = judge(&ledger, &format!("{HEADER}{rows}"));
    let plan: Vec<_> = report.rows.iter().map(|row| (row.subject.as_deref().unwrap(), row.remedy)).collect();
    assert_eq!(
        plan,
        [
            ("stop", Remedy::HonourNo),
            ("gone", Remedy::KeepOut),
            ("proven", Remedy::FileEvidence),
            ("kept", Remedy::AskAgain),
            ("bare", Remedy::AskAgain),
            ("nobody", Remedy::FindGround),
            ("member", Remedy::Settled),
        ]
    );
    assert_eq!(report.rows[0].line, 8);
    // Taking the list in brings nobody back, and stops whom it says to stop.
    ledger.extend(report.events).unwrap();
    let allowed = |subject: &str| {
        ledger.may(&Question::new(subject, "jobs", Channel::Email, day(110))).unwrap().is_allowed()
    };
    assert!(allowed("member"));
    assert!(!["gone", "proven", "stop", "bare"].into_iter().any(allowed));
}

#[test]
fn a_no_without_a_known_purpose_or_channel_is_a_no_to_everything() {
    let mut ledger = ledger();
    let csv = "subject,answer,purpose,channel\nw,配信停止,,\nv,no,newsleter,fax\n";
    let report = ledger.import_list(&Table::from_csv("list.csv", csv).unwrap(), &options()).unwrap();
    assert_eq!(report.events.len(), 4);
    assert!(report.events.iter().all(|event| event.channel.is_none() && event.kind == EventKind::Withdrawn));
    ledger.extend(report.events).unwrap();
    for purpose in ["jobs", "study"] {
        for subject in ["w", "v"] {
            assert!(
                !ledger.may(&Question::new(subject, purpose, Channel::Sms, day(101))).unwrap().is_allowed()
            );
        }
    }
}

#[test]
fn a_day_is_read_as_japanese_lists_write_it() {
    let days = [
        "2021年5月10日",
        "令和3年5月10日",
        "R3.5.10",
        "２０２１／５／１０",
        "20210510",
        "2021.5.10",
        "2021/05/10",
    ];
    for day in days {
        let report = judge(&ledger(), &format!("{HEADER}w,jobs,退会,{day},,,,\n"));
        assert_eq!(report.events[0].occurred_at.to_rfc3339(), "2021-05-10T23:59:59+09:00", "{day}");
    }
    // A number of days since 1900, a year of no century, a day after its era.
    for day in ["44326", "21/5/10", "平成33年5月10日"] {
        let report = judge(&ledger(), &format!("{HEADER}w,jobs,退会,{day},,,,\n"));
        assert_eq!(report.events[0].occurred_at.to_utc(), options().received_at, "{day}");
    }
}

#[test]
fn a_day_ends_late_for_a_no_and_begins_early_for_a_yes() {
    let report = judge(&ledger(), &format!("{HEADER}a,jobs,yes,2024-02-01,,,,\nb,jobs,no,2024-02-01,,,,\n"));
    let at = |subject: &str| {
        report.events.iter().find(|event| event.subject == subject).unwrap().occurred_at.to_rfc3339()
    };
    assert_eq!(
        (at("a").as_str(), at("b").as_str()),
        ("2024-02-01T00:00:00+09:00", "2024-02-01T23:59:59+09:00")
    );
}

#[test]
fn columns_and_words_of_the_list_are_named() {
    let csv = "社員番号,案内希望,備考\nw-1,済,x\nw-2,未,y\n";
    let table = Table::from_csv("list.csv", csv).unwrap();
    let read = |change: &dyn Fn(&mut ListOptions)| {
        let mut options = options();
        options.purpose = Some("jobs".into());
        options.columns =
            [("subject".into(), "社員番号".into()), ("answer".into(), "案内希望".into())].into();
        options.words = [("済".into(), ListAnswer::Yes), ("未".into(), ListAnswer::Nothing)].into();
        change(&mut options);
        ledger().import_list(&table, &options)
    };
    let report = read(&|_| {}).unwrap();
    assert_eq!(report.ignored, ["備考"]);
    assert_eq!(report.events.len(), 1);
    for (change, kind, path) in [
        (
            &(|o: &mut ListOptions| o.purpose = Some("job".into())) as &dyn Fn(&mut _),
            ErrorKind::UnknownName,
            "purpose",
        ),
        (
            &|o: &mut ListOptions| {
                o.columns.insert("answer".into(), "案内希".into());
            },
            ErrorKind::UnknownName,
            "columns.answer",
        ),
        (
            &|o: &mut ListOptions| {
                o.columns.insert("answr".into(), "案内希望".into());
            },
            ErrorKind::UnknownName,
            "columns",
        ),
        (&|o: &mut ListOptions| o.columns.clear(), ErrorKind::Missing, "list.csv: line 1"),
        (&|o: &mut ListOptions| o.utc_offset = Some("JST".into()), ErrorKind::Syntax, "utc_offset"),
    ] {
        let error = read(change).unwrap_err();
        assert_eq!((error.kind(), error.path()), (kind, path), "{error}");
    }
}

#[test]
fn grades_remedies_and_reasons_are_said_in_both_languages() {
    let rows = "w,jobs,yes,2024-02-01,n,9,form,\nv,q,perhaps,soon,n,x,silence,\nu,jobs,yes,,n,1,dismissed,\n,jobs,no,,,,,\n";
    let report = judge(&ledger(), &format!("{HEADER}{rows}"));
    for lang in Lang::ALL {
        let mut said: Vec<String> =
            report.rows.iter().flat_map(|row| &row.missing).map(|reason| reason.text(lang)).collect();
        said.extend(EvidenceGrade::ALL.iter().map(|grade| grade.text(lang)));
        said.extend(Remedy::ALL.iter().map(|remedy| remedy.text(lang)));
        assert!(said.iter().all(|text| !text.contains("consent-") && !text.contains('$')), "{said:?}");
    }
}

proptest! {
    #[test]
    fn no_list_ever_permits_and_none_lifts_a_no(
        rows in prop::collection::vec((
            prop::sample::select(vec!["w", "v"]), prop::sample::select(vec!["yes", "no", "", "?"]),
            prop::sample::select(vec!["jobs", "x", ""]), prop::sample::select(vec!["2024-02-01T09:00:00Z", "2024-03-01", "2031-01-01", ""]),
            prop::sample::select(vec!["n,1", "n,2", "m,1", ","]), prop::sample::select(vec!["form", "silence", ""]),
        ), 0..8),
        shown in 0..90i64,
    ) {
        let mut ledger = ledger();
        let event = |id: &str, kind, n| Event::new("s", id, "w", "jobs", kind, day(n).fixed_offset()).notice("n", 1);
        ledger.extend([event("a", EventKind::Withdrawn, 0), event("b", EventKind::NoticeShown, shown)]).unwrap();
        let lines: String = rows.iter().map(|(s, a, p, at, n, m)| format!("{s},{p},{a},{at},{n},{m},scan\n")).collect();
        let report = judge(&ledger, &format!("{HEADER}{lines}"));
        prop_assert_eq!(judge(&ledger, &format!("{HEADER}{lines}")), report.clone());
        ledger.extend(report.events).unwrap();
        for subject in ["w", "v"] {
            let question = Question::new(subject, "jobs", Channel::Email, day(120));
            prop_assert!(!ledger.may(&question).unwrap().is_allowed());
        }
    }
}

/// A list without days is imported each month.
#[test]
fn a_list_that_comes_again_brings_nothing_new() {
    let csv = format!(
        "{HEADER}w,jobs,no,,,,,\nv,jobs,yes,,n,1,form,\nu,jobs,no,soon,,,,\nt,jobs,yes,2024-06-01,n,1,form,\n"
    );
    let table = Table::from_csv("list.csv", &csv).unwrap();
    let on = |n: i64| {
        let mut options = options();
        options.received_at = day(n);
        ledger().import_list(&table, &options).unwrap().events
    };
    let days = [on(100), on(40), on(400), on(100)];
    let taken = |order: &[usize]| {
        let mut ledger = ledger();
        let mut added = Vec::new();
        for place in order {
            added.push(ledger.extend(days[*place].clone()).unwrap().added);
        }
        (ledger, added)
    };
    let (first, added) = taken(&[0, 1, 2, 3]);
    assert_eq!(added, [4, 0, 0, 0]);
    for order in [[3, 2, 1, 0], [1, 0, 2, 3], [2, 0, 3, 1]] {
        assert_eq!(taken(&order).0.state_hash(), first.state_hash(), "{order:?}");
    }
    // The earliest import dates what has no day; what has one keeps it.
    for event in first.events() {
        let dated = event.subject == "t";
        let at =
            if dated { "2024-06-01T00:00:00+09:00".to_owned() } else { day(40).fixed_offset().to_rfc3339() };
        assert_eq!((event.occurred_at.to_rfc3339(), event.time_untrusted), (at, !dated), "{}", event.subject);
        assert_eq!(event.received_at, day(40));
    }
    // Who said yes since is not taken back by the old row.
    let since =
        |kind, id: &str, n| Event::new("form", id, "w", "jobs", kind, day(n).fixed_offset()).notice("n", 2);
    let (mut ledger, _) = taken(&[1]);
    ledger.extend([since(EventKind::NoticeShown, "1", 70), since(EventKind::Given, "2", 71)]).unwrap();
    let question = Question::new("w", "jobs", Channel::Email, day(401));
    assert!(ledger.may(&question).unwrap().is_allowed());
    ledger.extend(days[2].clone()).unwrap();
    assert!(ledger.may(&question).unwrap().is_allowed());
    // A delivery that fails leaves the dates as they were.
    let (mut late, _) = taken(&[2]);
    let before = late.state_hash();
    let broken = Event::new("form", "1", "w", "nothing", EventKind::Given, day(1).fixed_offset());
    late.extend(days[1].iter().cloned().chain([broken])).unwrap_err();
    assert_eq!(late.state_hash(), before);
    late.extend(days[1].clone()).unwrap();
    assert_eq!(late.state_hash(), first.state_hash());
}

#[test]
fn a_time_says_no_less_than_its_day() {
    let mut known = ledger();
    let yes = Event::new("form", "1", "w", "jobs", EventKind::Given, day(50).fixed_offset()).notice("n", 1);
    let shown =
        Event::new("form", "0", "w", "jobs", EventKind::NoticeShown, day(49).fixed_offset()).notice("n", 1);
    known.extend([shown, yes]).unwrap();
    for when in [
        "2023/05/10",
        "2023/05/10 10:00",
        "2023-05-10T10:00+09:00",
        "2023-05-10T10:00:00",
        "令和5年5月10日 午前10時",
    ] {
        let mut ledger = known.clone();
        ledger.extend(judge(&known, &format!("{HEADER}w,jobs,no,{when},,,,\n")).events).unwrap();
        let question = Question::new("w", "jobs", Channel::Email, day(59));
        assert!(ledger.may(&question).unwrap().is_allowed(), "{when}: the later yes stands");
    }
}

#[test]
fn what_an_instant_lacks_is_said() {
    let told = |options: &ListOptions, answer: &str, when: &str| {
        let csv = format!("{HEADER}w,jobs,{answer},{when},,,,\n");
        let report = ledger().import_list(&Table::from_csv("list.csv", &csv).unwrap(), options).unwrap();
        let codes = report.rows[0].missing.iter().map(|reason| reason.code().to_owned());
        let lacks =
            |code: &&String| ["no-offset", "future", "unusable"].iter().any(|one| code.ends_with(one));
        (codes.filter(|code| lacks(&code)).collect::<Vec<_>>(), report.text(Lang::Ja))
    };
    let nowhere = ListOptions::new("list", day(100));
    for when in ["2023/05/10", "2023/05/10 10:00"] {
        let (codes, text) = told(&nowhere, "no", when);
        assert_eq!(codes, ["consent-list-no-offset"], "{when}");
        assert!(text.contains("所在地の時差も指定されていません"), "{text}");
    }
    assert_eq!(told(&nowhere, "no", "2023-05-10T10:00+09:00").0, [""; 0]);
    assert_eq!(told(&options(), "yes", "2030/01/01").0, ["consent-list-future"]);
    assert_eq!(told(&options(), "yes", "soon").0, ["consent-list-unusable"]);
}

#[test]
fn an_id_in_the_other_width_is_the_persons_own() {
    let mut known = ledger();
    let event = |id: &str, subject: &str, kind| {
        Event::new("form", id, subject, "jobs", kind, day(1).fixed_offset()).notice("n", 1)
    };
    known.extend([event("1", "w-0471", EventKind::Withdrawn), event("2", "ﾀﾅｶ", EventKind::Given)]).unwrap();
    let report = judge(&known, &format!("{HEADER}ｗ－０４７１,jobs,yes,,,,,\n"));
    let row = &report.rows[0];
    assert_eq!((row.subject.as_deref(), row.remedy), (Some("w-0471"), Remedy::KeepOut));
    let told = report.to_string();
    assert!(
        told.contains("the id is written ｗ－０４７１, and was taken for w-0471, which is on record"),
        "{told}"
    );
    let report = judge(&known, &format!("{HEADER}タナカ,jobs,no,2024-03-01,,,,\n"));
    assert_eq!(report.events[0].subject, "ﾀﾅｶ");
    // Another case is another id, and of two that differ by width alone nobody is guessed.
    assert_eq!(judge(&known, &format!("{HEADER}W-0471,jobs,yes,,,,,\n")).rows[0].remedy, Remedy::AskAgain);
    known.extend([event("3", "ｗ-0471", EventKind::Given)]).unwrap();
    let report = judge(&known, &format!("{HEADER}ｗ－０４７１,jobs,yes,,,,,\n"));
    assert_eq!((report.rows[0].subject.as_deref(), report.events.len()), (None, 0));
    assert!(report.text(Lang::Ja).contains("特定できません"));
    assert_eq!(judge(&known, &format!("{HEADER}w-0471,jobs,yes,,,,,\n")).rows[0].remedy, Remedy::KeepOut);
}
