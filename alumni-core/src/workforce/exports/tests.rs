//! What imports warn of, and what holds whatever the export. The facts that each system gives are in
//! `tests/vectors/workforce/import.json`.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::{RehireFlag, SeparationKind, Table, Worker};
use super::{Import, LastDay, Mapping, Overlay};
use crate::text::{Lang, codes};
use crate::{ErrorKind, Reason};

fn table(name: &str, text: &str) -> Table {
    Table::from_csv(name, text).unwrap()
}

fn import(overlay: &str, tables: &[Table]) -> Import {
    Mapping::with_overlay(serde_json::from_str(overlay).unwrap()).unwrap().import(tables).unwrap()
}

fn warning<'a>(import: &'a Import, code: &str) -> &'a Reason {
    let found = import.warnings.iter().find(|reason| reason.code() == code);
    found.unwrap_or_else(|| panic!("no {code} in {:?}", import.warnings))
}

fn warns(import: &Import) -> Vec<&str> {
    import.warnings.iter().map(Reason::code).collect()
}

#[test]
fn every_code_has_a_sentence_in_both_languages_and_every_sentence_a_use() {
    let sources = [
        include_str!("build.rs"),
        include_str!("cells.rs"),
        include_str!("fold.rs"),
        include_str!("gaps.rs"),
        include_str!("import.rs"),
        include_str!("join.rs"),
        include_str!("notes.rs"),
        include_str!("record.rs"),
    ];
    let is_code = |text: &&str| text.starts_with("import-") || text.starts_with("cannot-supply-");
    let used: BTreeSet<&str> = sources.iter().flat_map(|source| source.split('"')).filter(is_code).collect();
    assert!(used.len() > 20, "{used:?}");
    for lang in Lang::ALL {
        let written: BTreeSet<&str> = codes(lang).filter(is_code).collect();
        assert_eq!(written, used, "{lang}");
    }
}

#[test]
fn the_shipped_mappings_read_and_are_the_same_as_json() {
    for id in Mapping::SHIPPED {
        let mapping = Mapping::shipped(id).unwrap();
        assert_eq!(mapping.id(), id);
        assert!(mapping.files().any(|(_, required)| required), "{id}");
        let json = serde_json::to_string(&mapping).unwrap();
        assert_eq!(serde_json::from_str::<Mapping>(&json).unwrap(), mapping, "{id}");
    }
    assert!(Mapping::shipped("smarthhr").unwrap_err().message().contains("did you mean `smarthr`"));
}

#[test]
fn a_mapping_that_contradicts_itself_is_refused_where_it_does() {
    let head = "id = \"x\"\nversion = 1\ntitle = \"x\"\n[[files]]\nname = \"a.csv\"\n";
    let columns = |columns: &str| Mapping::parse(&format!("{head}columns = [{columns}]\n")).unwrap_err();
    assert_eq!(columns("").path(), "files[0].columns");
    let key = r#"{ name = "id", field = "worker.id" }"#;
    let error = columns(&format!(r#"{key}, {{ name = "s", field = "spell.starts" }}"#));
    assert!(error.message().contains("did you mean `spell.start`"), "{error}");
    let error =
        columns(&format!(r#"{key}, {{ name = "f", field = "worker.rehire_flag", values = "flag" }}"#));
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownName, "files[0].columns[1].values"));
    let values = format!(
        "{head}columns = [{key}, {{ name = \"f\", field = \"worker.rehire_flag\", values = \"flag\" }}]\n[values.flag]\nja = \"oui\"\n"
    );
    assert_eq!(Mapping::parse(&values).unwrap_err().path(), "files[0].values.flag.ja");
    let overlay: Overlay = serde_json::from_str(r#"{"columns": {"x": "worker.rehire"}}"#).unwrap();
    assert_eq!(Mapping::with_overlay(overlay).unwrap_err().path(), "overlay.columns.x");
}

const WORKDAY: &str = "Worker_ID,Original_Hire_Date,Hire_Date,Termination_Date,Terminated,Termination_Involuntary,Retired,Primary_Termination_Reason,Hire_Rescinded,Eligible_for_Hire,Eligible_for_Rehire_on_Latest_Termination,compensation_grade_id,Email_Address_Work,Favourite_Colour\n";

#[test]
fn what_looks_wrong_in_a_workday_export_is_said() {
    let text = format!(
        "{WORKDAY}\
         1,2016-04-01,2016-04-01,2021-09-30,1,0,0,R-1,0,No,Yes,G9,1@corp.example,red\n\
         2,2010-04-01,2016-04-01,2021-09-30,1,1,0,R-1,0,Perhaps,,,,\n\
         3,2021-10-01,2021-10-01,,0,0,0,,1,,,,,\n\
         4,2016-04-01,2016-04-01,,1,0,1,,0,,,,,\n\
         5,2017-04-01,2016-04-01,,0,0,0,,0,,,,,\n"
    );
    let import = import(
        r#"{"mapping": "workday", "grades": {"G1": 1}}"#,
        &[table("exports/Workers.CSV", &text), table("notes.csv", "a\n")],
    );
    assert_eq!(
        warns(&import),
        [
            "import-columns-unknown",
            "import-file-unknown",
            "import-first-start-differs",
            "import-flags-disagree",
            "import-grade-unmapped",
            "import-hire-rescinded",
            "import-latest-only",
            "import-left-without-day",
            "import-reason-unmapped",
            "import-value-unknown",
            "import-work-contact-only",
        ]
    );
    let text = |code: &str| warning(&import, code).text(Lang::En);
    assert!(text("import-columns-unknown").contains("Favourite_Colour"));
    assert!(text("import-flags-disagree").contains("1 person: 1."));
    assert!(text("import-first-start-differs").contains("2 people: 2, 5."));
    assert!(
        text("import-reason-unmapped")
            .contains("R-1 means is not given (2 times; first at exports/Workers.CSV: line 2")
    );
    assert!(text("import-value-unknown").contains("Perhaps means in the column Eligible_for_Hire"));
    let flags: Vec<_> = import.workers.iter().map(|worker| worker.flag().0).collect();
    use RehireFlag::{Absent, UponReview};
    assert_eq!(flags, [UponReview, UponReview, Absent, Absent, Absent]);
    let complete: Vec<_> = import.workers.iter().map(Worker::is_complete).collect();
    assert_eq!(complete, [true, false, true, true, false]);
    // Whose decision it was is known of the first and the retired, not whether there was cause of the second.
    let kind = |index: usize| import.workers[index].spells()[0].separation.as_ref().unwrap().kind();
    assert_eq!(kind(0), Some(SeparationKind::Voluntary));
    assert_eq!(kind(1), None);
    assert_eq!(kind(3), Some(SeparationKind::Retirement));
    assert!(import.workers[2].spells().is_empty());
}

fn flags(yes: usize, no: usize) -> Import {
    let people: Vec<String> =
        (0..yes).map(|n| format!("y{n},yes\n")).chain((0..no).map(|n| format!("n{n},no\n"))).collect();
    let spells: String = people
        .iter()
        .map(|row| format!("{},2016-04-01,2020-03-31\n", row.split(',').next().unwrap()))
        .collect();
    let people = format!("worker_id,rehire_flag\n{}", people.concat());
    import(
        "{}",
        &[table("people.csv", &people), table("spells.csv", &format!("worker_id,start_on,end_on\n{spells}"))],
    )
}

#[test]
fn a_flag_that_ninety_nine_in_a_hundred_have_alike_is_reported_with_its_share() {
    let constant = flags(198, 2);
    let reason = warning(&constant, "import-flag-constant");
    assert_eq!(
        reason.text(Lang::Ja).split("。").next().unwrap(),
        "再雇用可否の99.0%（退職者200人のうち198人）が同じ値「yes」です"
    );
    for (yes, no) in [(197, 3), (98, 2), (29, 0)] {
        assert_eq!(warns(&flags(yes, no)), [""; 0], "{yes} and {no}");
    }
    assert_eq!(warns(&flags(30, 0)), ["import-flag-constant"]);
}

#[test]
fn a_smarthr_returner_is_one_person_only_when_a_column_says_so() {
    let head = "社員番号,姓(ヨミガナ),名(ヨミガナ),生年月日,在籍状況,入社年月日,退職年月日,離職区分";
    let rows =
        ["1,スズキ,ユキ,S62.2.3,退職済み,H22.4.1,H26.3.31,9Z", "2,スズキ,ユキ,1987/2/3,在職中,H28.10.1,,"];
    let apart = import(
        r#"{"mapping": "smarthr"}"#,
        &[table("crews.csv", &format!("{head}\n{}\n{}\n", rows[0], rows[1]))],
    );
    assert_eq!(warns(&apart), ["import-code-unknown", "import-latest-only", "import-may-be-one-person"]);
    assert_eq!(apart.workers.len(), 2);
    let joined = format!("{head},旧社員番号\n{},\n{},1\n", rows[0], rows[1]);
    let joined = import(r#"{"mapping": "smarthr"}"#, &[table("crews.csv", &joined)]);
    assert_eq!(warns(&joined), ["import-code-unknown"]);
    let [worker] = joined.workers.as_slice() else { panic!("{joined:?}") };
    assert_eq!((worker.id(), worker.spells().len(), worker.is_complete()), ("2", 2, true));
    let lost = format!("{head},旧社員番号\n{},7\n", rows[1]);
    let lost = import(r#"{"mapping": "smarthr"}"#, &[table("crews.csv", &lost)]);
    assert_eq!(warns(&lost), ["import-former-unknown", "import-latest-only"]);
}

#[test]
fn the_customers_own_columns_values_and_dates_are_laid_over_the_mapping() {
    let overlay = r#"{"mapping": "smarthr", "columns": {"再雇用可否": "worker.rehire_flag", "副業": "fact.side_job", "番号": "社員番号",
        "役職": "spell.grade"}, "values": {"再雇用可否": {"可": "yes", "要確認": "upon_review"}}, "grades": {"主任": 3},
        "dates": "day_first"}"#;
    let text = "番号,入社年月日,退職年月日,再雇用可否,副業,役職\n1,01/04/2016,30.9.2021,要確認,true,主任\n";
    let overlay = overlay.replace("社員番号", "emp_code");
    let import = import(&overlay, &[table("従業員リスト.csv", text)]);
    let worker = &import.workers[0];
    assert_eq!(worker.flag().0, RehireFlag::UponReview);
    assert_eq!(
        serde_json::to_value(worker.supplied()).unwrap(),
        serde_json::json!({"side_job": {"cell": "true"}})
    );
    let spell = &worker.spells()[0];
    assert_eq!((spell.grade, spell.start().to_string().as_str()), (Some(3), "2016-04-01"));
    assert_eq!(spell.last_day().unwrap().to_string(), "2021-09-30");
}

#[test]
fn bamboohr_status_rows_fold_into_spells_and_without_them_only_the_latest_is_known() {
    let employees =
        table("employees.csv", "id,hireDate,originalHireDate,terminationDate\n1,2016-10-01,2010-04-01,\n");
    let status = "employeeId,date,employmentStatus,terminationTypeId,terminationRehireId\n\
        1,2016-10-01,Full-Time,,\n1,2014-04-01,Terminated,Resignation (Voluntary),Upon review\n1,2010-04-01,Full-Time,,\n";
    let overlay = Overlay {
        mapping: Some("bamboohr".into()),
        last_day: Some(LastDay::DayBefore),
        ..Overlay::default()
    };
    let mapping = Mapping::with_overlay(overlay).unwrap();
    let whole = mapping.import(&[employees.clone(), table("employmentStatus.csv", status)]).unwrap();
    let worker = &whole.workers[0];
    assert_eq!(worker.spells()[0].last_day().unwrap().to_string(), "2014-03-31");
    assert_eq!((worker.spells().len(), worker.flag().0), (2, RehireFlag::UponReview));
    assert!(worker.is_complete() && whole.warnings.is_empty(), "{whole:?}");
    let latest = mapping.import(std::slice::from_ref(&employees)).unwrap();
    assert_eq!((latest.workers[0].spells().len(), latest.workers[0].is_complete()), (1, false));
    let broken = table("employmentStatus.csv", "employeeId,date,employmentStatus\n1,2014-03-31,Terminated\n");
    let error = mapping.import(&[employees, broken]).unwrap_err();
    assert_eq!(error.path(), "employmentStatus.csv: line 2, column 2 (date)");
}

#[test]
fn an_export_says_what_it_cannot_tell_and_where_that_would_be() {
    let crews = "社員番号,入社年月日,退職年月日,退職事由\n1,2016-04-01,2021-09-30,引っ越し\n";
    let import = import(r#"{"mapping": "smarthr"}"#, &[table("crews.csv", crews)]);
    let why = |fact: &str| {
        let gap = import.cannot_supply.iter().find(|gap| gap.fact == fact);
        gap.map(|gap| gap.reason.text(Lang::Ja)).unwrap_or_default()
    };
    assert_eq!(why("tenure"), "");
    assert_eq!(
        why("separation_kind"),
        "離職の種類：自社独自のコードは出力されていますが、その意味が指定されていません。"
    );
    assert!(why("grade").contains("crews.csv: grade"), "{}", why("grade"));
    assert!(why("pay").contains("SmartHRには該当する項目がありません"), "{}", why("pay"));
    assert!(why("total_tenure").contains("1人のうち1人"), "{}", why("total_tenure"));
    // A free text is counted and never quoted.
    let text = warning(&import, "import-reason-free-text").text(Lang::En);
    assert!(!text.contains("引っ越し"), "{text}");
    let json = serde_json::to_string(&import).unwrap();
    assert_eq!(serde_json::from_str::<Import>(&json).unwrap(), import);
}

fn rows() -> impl Strategy<Value = Vec<(u8, u8, u8, u8)>> {
    prop::collection::vec((0_u8..6, 0_u8..9, 4_u8..12, 0_u8..4), 0..20)
}

fn canonical(rows: &[(u8, u8, u8, u8)]) -> [Table; 2] {
    let people: BTreeSet<u8> = rows.iter().map(|row| row.0).collect();
    let people: String = people.iter().map(|id| format!("w{id}\n")).collect();
    let spell = |(id, start, end, entity): &(u8, u8, u8, u8)| {
        format!("w{id},{},{},e{entity}\n", 1990 + u32::from(*start), 1990 + u32::from(*end))
    };
    let spells: String = rows.iter().map(spell).collect();
    let days = spells
        .lines()
        .map(|line| {
            let cells: Vec<_> = line.split(',').collect();
            format!("{},{}-04-01,{}-03-31,{}\n", cells[0], cells[1], cells[2], cells[3])
        })
        .collect::<String>();
    [
        table("people.csv", &format!("worker_id\n{people}")),
        table("spells.csv", &format!("worker_id,start_on,end_on,legal_entity\n{days}")),
    ]
}

proptest! {
    #[test]
    fn the_order_of_rows_and_files_does_not_matter(rows in rows(), seed: u64) {
        let mapping = Mapping::shipped("canonical").unwrap();
        let straight = mapping.import_lenient(&canonical(&rows)).unwrap();
        let mut mixed = rows;
        let length = mixed.len().max(1);
        for index in 0..mixed.len() {
            mixed.swap(index, usize::try_from(seed.rotate_left(u32::try_from(index).unwrap()) % 97).unwrap() % length);
        }
        let [people, spells] = canonical(&mixed);
        let other = mapping.import_lenient(&[spells, people]).unwrap();
        prop_assert_eq!(&straight.workers, &other.workers);
        prop_assert_eq!(straight.cannot_supply, other.cannot_supply);
    }

    #[test]
    fn nobody_is_dropped_in_silence(rows in rows()) {
        let mapping = Mapping::shipped("canonical").unwrap();
        let tables = canonical(&rows);
        let import = mapping.import_lenient(&tables).unwrap();
        let people: BTreeSet<String> = rows.iter().map(|row| format!("w{}", row.0)).collect();
        let kept = import.workers.iter().map(|worker| worker.id().to_owned());
        let faulty = import.faults.iter().map(|fault| fault.worker.clone().unwrap());
        prop_assert_eq!(kept.chain(faulty).collect::<BTreeSet<_>>(), people);
        match mapping.import(&tables) {
            Ok(strict) => prop_assert_eq!(&strict, &import),
            Err(error) => prop_assert_eq!(&error, &import.faults[0].error()),
        }
        for worker in &import.workers {
            let given = rows.iter().filter(|row| format!("w{}", row.0) == worker.id()).count();
            prop_assert_eq!(worker.spells().len(), given);
        }
    }

    #[test]
    fn no_cell_makes_an_import_panic(cells in prop::collection::vec("[ -~年月日平成]{0,12}|2016-04-01|9999-12-31|1", 14), id in 0..5_usize) {
        let cells: Vec<_> = cells.iter().map(|cell| cell.replace('"', "'")).collect();
        let row = cells.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
        let workers = table("workers.csv", &format!("{WORKDAY}{row}\n"));
        let crews = table("crews.csv", &format!("社員番号,入社年月日,退職年月日,在籍状況,雇用形態,等級,役職,部署,職種,メールアドレス,退職事由,離職区分,旧社員番号,生年月日\n{row}\n"));
        let mapping = Mapping::shipped(Mapping::SHIPPED[id]).unwrap();
        if let Ok(import) = mapping.import_lenient(&[workers, crews]) {
            prop_assert!(import.workers.len() + import.faults.len() <= 1);
        }
    }
}

#[test]
fn completeness_is_what_the_row_says_before_anything_else() {
    let people = table("people.csv", "worker_id,completeness\n1,latest_only\n2,complete\n3,\n");
    let spells =
        table("spells.csv", "worker_id,start_on,end_on\n1,2016-04-01,\n2,2016-04-01,\n3,2016-04-01,\n");
    let import = import("{}", &[people, spells]);
    let complete: Vec<_> = import.workers.iter().map(Worker::is_complete).collect();
    assert_eq!(complete, [false, true, true]);
}
