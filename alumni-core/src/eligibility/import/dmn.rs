//! Decision tables of DMN 1.1 to 1.5 as policies.

mod feel;
mod table;

use self::table::{Priority, Row, Table};
use super::names::Names;
use super::typed::{any, flat, negated};
use super::{ImportOptions, Imported, ImportedCriterion, ImportedOutcome, Report, assembled};
use crate::Error;
use crate::eligibility::policy::{Effect, LARGEST, Policy};
use crate::text::Reason;
use crate::workforce::Vocabulary;

/// FIRST and PRIORITY write earlier rows into later ones; tables in which that grows beyond this are refused.
const MOST_COPIES: usize = 20_000;

impl Policy {
    /// Reads a decision table as a policy: the rows that say eligible or conditional become one requirement, each row that
    /// says ineligible a bar of its own, and the rows that say conditional a review.
    ///
    /// The hit policies UNIQUE, ANY, FIRST and PRIORITY are carried over; the cells may hold comparisons, ranges, lists,
    /// `not(…)`, `null`, `-`, `date("…")` and `duration("…")`. A table has no result where no row matches: the policy then
    /// says ineligible, which is noted. `options.outcomes` says what each output value means; `options.decision` which
    /// table is meant where there are several, `options.output` which column.
    ///
    /// # Errors
    ///
    /// With the line and column, [`Syntax`](crate::ErrorKind::Syntax) for a text that is not XML or has a document type (and
    /// so might have entities); [`Missing`](crate::ErrorKind::Missing) for a document without a decision table, or with
    /// several of which none is chosen; [`TooLarge`](crate::ErrorKind::TooLarge) beyond 4 MiB.
    ///
    /// # Source
    ///
    /// OMG, Decision Model and Notation 1.5, chapters 8 and 9 (S-FEEL).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::{ImportOptions, ImportedOutcome, Policy};
    /// use alumni_core::workforce::Vocabulary;
    ///
    /// let table = r#"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/">
    ///   <decision name="Return"><decisionTable hitPolicy="FIRST">
    ///     <input><inputExpression><text>tenure</text></inputExpression></input>
    ///     <input><inputExpression><text>grade</text></inputExpression></input>
    ///     <output name="answer"/>
    ///     <rule><inputEntry><text>&gt;= duration("P5Y")</text></inputEntry><inputEntry><text>-</text></inputEntry>
    ///       <outputEntry><text>"welcome"</text></outputEntry></rule>
    ///     <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>[3..10]</text></inputEntry>
    ///       <outputEntry><text>"welcome"</text></outputEntry></rule>
    ///   </decisionTable></decision>
    /// </definitions>"#;
    /// let options = ImportOptions::new("return").with_outcome("welcome", ImportedOutcome::Eligible);
    /// let imported = Policy::from_dmn(table, &options, Vocabulary::hr())?;
    /// let policy = imported.policy().unwrap();
    /// assert_eq!(policy.criteria()[0].expression().to_string(), "tenure >= 5 years or grade between 3 and 10");
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn from_dmn(xml: &str, options: &ImportOptions, vocabulary: Vocabulary) -> Result<Imported, Error> {
        if xml.len() > LARGEST {
            return Err(Error::too_large("expected a document of at most 4 MiB"));
        }
        let known = vocabulary.clone().with(options.facts.iter().cloned())?;
        let mut names = Names::new(options, &known);
        let mut report = Report::default();
        let table = table::read(xml, &mut names, &mut report)?;
        let criteria = criteria(table, &mut report);
        assembled(names, &vocabulary, criteria, report)
    }
}

/// The criteria that say what the table says.
fn criteria(table: Table, report: &mut Report) -> Vec<ImportedCriterion> {
    let Table { rows, priority, default, has_default } = table;
    let outcomes: std::collections::BTreeSet<_> = rows.iter().map(|row| row.outcome).collect();
    if matches!(priority, Priority::None) && outcomes.len() > 1 {
        report.note("decisionTable", "imported-overlap", "-");
    }
    let Some(mut rows) = exclusive(rows, &priority, report) else { return Vec::new() };
    if !has_default {
        report.note("decisionTable", "imported-no-match", "-");
    }
    rows.extend(default);
    let of = |outcome| rows.iter().filter(move |row| row.outcome == outcome);
    let conditional: Vec<_> = of(ImportedOutcome::Conditional).collect();
    let passing: Vec<_> = of(ImportedOutcome::Eligible).chain(conditional.iter().copied()).collect();
    let at =
        |rows: &[&Row]| rows.iter().map(|row| format!("rules[{}]", row.index)).collect::<Vec<_>>().join(" ");
    let mut made = vec![ImportedCriterion {
        id: "rows".to_owned(),
        effect: Effect::Require,
        expression: any(passing.iter().map(|row| row.when.clone()).collect()),
        at: at(&passing),
    }];
    if !conditional.is_empty() {
        made.push(ImportedCriterion {
            id: "review".to_owned(),
            effect: Effect::Review,
            expression: any(conditional.iter().map(|row| row.when.clone()).collect()),
            at: at(&conditional),
        });
    }
    made.extend(of(ImportedOutcome::Ineligible).map(|row| ImportedCriterion {
        id: format!("row-{}", row.index.saturating_add(1)),
        effect: Effect::Bar,
        expression: row.when.clone(),
        at: at(&[row]),
    }));
    made
}

/// Rows of which those with different outcomes do not apply together, by the table's hit policy.
fn exclusive(rows: Vec<Row>, priority: &Priority, report: &mut Report) -> Option<Vec<Row>> {
    if matches!(priority, Priority::None) {
        return Some(rows);
    }
    let key = |row: &Row| if matches!(priority, Priority::Order) { row.index } else { row.rank };
    let mut sorted: Vec<_> = rows.iter().collect();
    sorted.sort_by_key(|row| key(row));
    let mut others = Vec::new();
    for outcome in [ImportedOutcome::Eligible, ImportedOutcome::Conditional, ImportedOutcome::Ineligible] {
        others
            .push((outcome, sorted.iter().copied().filter(|row| row.outcome != outcome).collect::<Vec<_>>()));
    }
    let mut copied = 0_usize;
    let mut found = Vec::new();
    for row in &rows {
        let mut parts = vec![row.when.clone()];
        let others = others.iter().find(|(outcome, _)| *outcome == row.outcome);
        // Every step adds to what is copied, so that the limit holds the work as well.
        for other in
            others.into_iter().flat_map(|(_, others)| others).take_while(|other| key(other) < key(row))
        {
            copied = copied.saturating_add(other.size);
            if copied > MOST_COPIES {
                let reason = Reason::new("imported-too-large").with("bytes", 16_384_i64);
                report.lost("decisionTable", reason);
                return None;
            }
            parts.push(negated(other.when.clone()));
        }
        found.push(Row { when: flat(parts), ..row.clone() });
    }
    Some(found)
}
