//! Decision tables by chapters 8 and 9 of DMN 1.5; what each cell means was read there, not from this library.

use super::*;
use crate::workforce::Vocabulary;

/// A table with the inputs `names`, the outputs `"yes"`, `"no"`, `"ask"`, and rows of cells of which the last is the output.
fn xml(policy: &str, names: &[&str], rows: &[&[&str]]) -> String {
    let text = |text: &str| format!("<text>{}</text>", text.replace('&', "&amp;").replace('<', "&lt;"));
    let input = |name: &&str| format!("<input><inputExpression>{}</inputExpression></input>", text(name));
    let inputs: String = names.iter().map(input).collect();
    let row = |cells: &&[&str]| {
        let (output, inputs) = cells.split_last().unwrap();
        let entry = |cell: &&str| format!("<inputEntry>{}</inputEntry>", text(cell));
        let inputs: String = inputs.iter().map(entry).collect();
        format!("<rule>{inputs}<outputEntry>{}</outputEntry></rule>", text(output))
    };
    let rules: String = rows.iter().map(row).collect();
    format!(
        r#"<?xml version="1.0"?><d:definitions xmlns:d="http://www.omg.org/spec/DMN/20180521/MODEL/"
        xmlns="http://www.omg.org/spec/DMN/20180521/MODEL/"><decision name="Return"><decisionTable hitPolicy="{policy}">
        {inputs}<output name="answer"><outputValues><text>"yes", "ask", "no"</text></outputValues></output>{rules}
        </decisionTable></decision></d:definitions>"#
    )
}

fn options() -> ImportOptions {
    ImportOptions::from_json(
        r#"{"id": "p", "outcomes": {"yes": "eligible", "ask": "conditional", "no": "ineligible"}, "names": {
            "Years of Service": {"fact": "tenure", "unit": "years"}, "Job family": "job_family", "today": "as_of"}}"#,
    )
    .unwrap()
}

fn import(xml: &str) -> Imported {
    Policy::from_dmn(xml, &options(), Vocabulary::hr()).unwrap()
}

fn rules(xml: &str) -> Vec<String> {
    let imported = import(xml);
    assert_eq!(imported.lost().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    let rule = |criterion: &Criterion| {
        format!("{} {}: {}", criterion.id(), criterion.effect().as_str(), criterion.expression())
    };
    imported.policy().unwrap().criteria().iter().map(rule).collect()
}

#[test]
fn a_cell_is_a_test_of_its_input() {
    for (input, cell, expected) in [
        ("grade", ">= 3", "grade >= 3"),
        ("grade", "<3", "grade < 3"),
        ("grade", "= 3", "grade = 3"),
        ("grade", "!= 3", "grade != 3"),
        ("grade", "3", "grade = 3"),
        ("grade", "-3", "grade = -3"),
        ("grade", "1, 2,3", "grade in [1, 2, 3]"),
        ("grade", "[3..10]", "grade between 3 and 10"),
        ("grade", "(3..10]", "grade > 3 and grade <= 10"),
        ("grade", "]3..10[", "grade > 3 and grade < 10"),
        ("grade", "[3..10)", "grade >= 3 and grade < 10"),
        ("grade", "<2, (3..5], 9", "grade = 9 or grade < 2 or grade > 3 and grade <= 5"),
        ("grade", "not(1, 2)", "grade not in [1, 2]"),
        ("grade", "not(>= 3)", "not grade >= 3"),
        ("grade", "null", "grade is not known"),
        ("grade", "not(null)", "grade is known"),
        ("grade", "!= null", "grade is known"),
        ("grade", "null, 3", "grade = 3 or grade is not known"),
        ("grade", ">= .5", "grade >= 0.5"),
        ("grade", "<= grade_at_separation", "grade <= grade_at_separation"),
        ("employed", "true", "employed"),
        ("employed", "not(true)", "not employed"),
        ("Job family", r#""sales", "R, D (\"new\")""#, r#"job_family in [sales, "R, D (\"new\")"]"#),
        ("Job family", r#"not("sales")"#, "not job_family = sales"),
        ("start_date", r#"< date("2024-01-01")"#, "start_date < 2024-01-01"),
        (
            "start_date",
            r#"[@"2020-01-01"..date("2024-01-01")]"#,
            "start_date between 2020-01-01 and 2024-01-01",
        ),
        ("start_date", "<= today", "start_date <= as_of"),
        ("tenure", r#">= duration("P3Y")"#, "tenure >= 3 years"),
        ("tenure", r#"[@"P1Y6M"..@"P10Y"]"#, "tenure between 1 year 6 months and 10 years"),
        ("Years of Service", ">= 5", "tenure >= 5 years"),
        ("Years of Service", "[3..5]", "tenure >= 3 years and tenure < 6 years"),
    ] {
        let found = rules(&xml("UNIQUE", &[input], &[&[cell, "\"yes\""]]));
        assert_eq!(found, [format!("rows require: {expected}")], "{input} {cell}");
    }
}

#[test]
fn what_has_no_counterpart_is_lost_with_row_and_column() {
    for (input, cell, place, code) in [
        ("grade", "? > 3", "rules[0].inputs[1]", "unary-test"),
        ("grade", "3 +", "rules[0].inputs[1]", "unary-test"),
        ("grade", "[3..", "rules[0].inputs[1]", "unary-test"),
        ("grade", "[1, 2]", "rules[0].inputs[1]", "unary-test"),
        ("grade", "< null", "rules[0].inputs[1]", "unary-test"),
        ("grade", "\"three", "rules[0].inputs[1]", "unary-test"),
        ("grade", "\"three\"", "rules[0].inputs[1]", "types-differ"),
        ("grade", ">= level", "rules[0].inputs[1]", "unknown-fact"),
        ("grade", "[5..3]", "rules[0].inputs[1]", "does-not-fit"),
        ("tenure", ">= 3", "rules[0].inputs[1]", "period-without-unit"),
        ("tenure", r#">= duration("PT3H")"#, "rules[0].inputs[1]", "unary-test"),
        ("start_date", r#"< date("2023-02-29")"#, "rules[0].inputs[1]", "unary-test"),
        ("separation_kind", "\"resigned\"", "rules[0].inputs[1]", "does-not-fit"),
        ("level", ">= 3", "inputs[1]", "unknown-fact"),
        ("grade + 1", ">= 3", "inputs[1]", "input-expression"),
    ] {
        let imported = import(&xml("UNIQUE", &["employed", input], &[&["-", cell, "\"yes\""]]));
        assert!(imported.policy().is_none(), "{input} {cell}");
        let lost: Vec<_> =
            imported.lost().map(|remark| (remark.at.as_str(), remark.reason.code().to_owned())).collect();
        assert_eq!(lost, [(place, format!("imported-{code}"))], "{input} {cell}");
    }
    let lost = |xml: &str| -> Vec<String> {
        import(xml).lost().map(|remark| format!("{} {}", remark.at, remark.reason.code())).collect()
    };
    assert_eq!(
        lost(&xml("COLLECT", &["grade"], &[&["1", "\"yes\""]])),
        ["decisionTable imported-hit-policy"]
    );
    assert_eq!(
        lost(&xml("FIRST", &["grade"], &[&["1", "\"maybe\""]])),
        ["rules[0].outputs[0] imported-outcome"]
    );
    assert_eq!(lost(&xml("FIRST", &["grade"], &[&["\"yes\""]])), ["rules[0] imported-row-cells"]);
}

#[test]
fn hit_policies_say_which_row_wins() {
    let rows: &[&[&str]] = &[&["> 8", "\"no\""], &["> 5", "\"yes\""], &["> 2", "\"ask\""]];
    let found = |policy| {
        let policy = import(&xml(policy, &["grade"], rows));
        let policy = policy.policy().unwrap().clone();
        [9, 6, 3, 1].map(|grade| {
            let worker = Worker::new("w", []).unwrap().with_fact("grade", grade);
            policy.decide(&worker, day("2026-04-01")).unwrap().outcome()
        })
    };
    use Outcome::{Conditional, Eligible, Ineligible};
    assert_eq!(found("FIRST"), [Ineligible, Eligible, Conditional, Ineligible]);
    // The output values are listed as yes, ask, no.
    assert_eq!(found("PRIORITY"), [Eligible, Eligible, Conditional, Ineligible]);
    // Rows that overlap are against the rule of UNIQUE: noted, and decided to the stricter side.
    assert_eq!(found("UNIQUE"), [Ineligible, Conditional, Conditional, Ineligible]);
    let notes = |policy| -> Vec<String> {
        let imported = import(&xml(policy, &["grade"], rows));
        imported.notes().map(|note| note.reason.code().to_owned()).collect()
    };
    assert_eq!(notes("FIRST"), ["imported-missing-is-unknown", "imported-no-match"]);
    assert_eq!(notes("ANY"), ["imported-missing-is-unknown", "imported-overlap", "imported-no-match"]);
}

#[test]
fn documents_that_cannot_be_read_say_where() {
    let error = |xml: &str| Policy::from_dmn(xml, &options(), Vocabulary::hr()).unwrap_err();
    let kind = |xml: &str| error(xml).kind();
    assert_eq!((kind("<a>"), error("<a>\n</b>").path()), (ErrorKind::Syntax, "2:1"));
    assert_eq!(kind(""), ErrorKind::Syntax);
    assert_eq!(kind("<definitions/>"), ErrorKind::Missing);
    let bomb = r#"<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><d>&b;</d>"#;
    assert_eq!((kind(bomb), error(bomb).path()), (ErrorKind::Syntax, "1:1"));
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(kind(&deep), ErrorKind::Missing);
    assert_eq!(kind(&format!("<d>{}</d>", "<a/>".repeat(500_000))), ErrorKind::TooLarge);
    assert_eq!(kind(&" ".repeat((4 << 20) + 1)), ErrorKind::TooLarge);
    let two = xml("FIRST", &["grade"], &[&["1", "\"yes\""]])
        .replace("</decision>", "</decision><decision name=\"Other\"><decisionTable/></decision>");
    assert_eq!(kind(&two), ErrorKind::Missing);
    let named = |name: &str| {
        let mut options = options();
        options.decision = Some(name.to_owned());
        Policy::from_dmn(&two, &options, Vocabulary::hr())
    };
    assert!(named("Return").unwrap().policy().is_some());
    assert_eq!(
        named("Retrun").unwrap_err().message(),
        "expected the name of a decision, got `Retrun`; did you mean `Return`?"
    );
}

#[test]
fn large_tables_are_read_in_step_with_their_size() {
    let rows = |count: usize| -> Vec<Vec<String>> {
        (0..count)
            .map(|row| vec![row.to_string(), if row % 2 == 0 { "\"yes\"" } else { "\"no\"" }.to_owned()])
            .collect()
    };
    let table = |policy: &str, count: usize| {
        let rows = rows(count);
        let cells: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        xml(policy, &["grade"], &cells.iter().map(Vec::as_slice).collect::<Vec<_>>())
    };
    assert!(import(&table("UNIQUE", 600)).policy().is_some());
    // FIRST repeats earlier rows: refused before the work grows with the square.
    let codes = |table: &str| -> Vec<String> {
        import(table).lost().map(|remark| remark.reason.code().to_owned()).collect()
    };
    assert_eq!(codes(&table("FIRST", 20_000)), ["imported-too-large"]);
    assert_eq!(codes(&table("UNIQUE", 20_000)), ["imported-too-large"]);
}
