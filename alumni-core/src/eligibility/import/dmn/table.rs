//! The XML of a decision table: inputs, outputs and rows, with what cannot be carried over.

use roxmltree::{Document, Node, ParsingOptions};

use super::super::names::{Names, Subject};
use super::super::typed::{all, flat, negated};
use super::super::{ImportedOutcome, Report};
use super::feel;
use crate::Error;
use crate::eligibility::expression::Expression;
use crate::text::{Reason, did_you_mean};

/// More elements are refused: a table of a thousand rows and ten columns has about 50,000 nodes.
const MOST_NODES: u32 = 400_000;

/// A decision table, typed.
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    pub(super) priority: Priority,
    /// The default output, where it lets somebody pass: it applies where no row does.
    pub(super) default: Option<Row>,
    /// Whether the output has a default.
    pub(super) has_default: bool,
}

/// Which of several matching rows wins.
pub(super) enum Priority {
    /// They agree, or do not match together.
    None,
    /// The first.
    Order,
    /// The one whose output comes first in the list of output values.
    Rank,
}

#[derive(Clone)]
pub(super) struct Row {
    pub(super) index: usize,
    pub(super) when: Expression,
    pub(super) outcome: ImportedOutcome,
    /// The place of the output in the list of output values.
    pub(super) rank: usize,
    /// How many tests `when` has, about.
    pub(super) size: usize,
}

/// Reads the table that the options choose.
pub(super) fn read(xml: &str, names: &mut Names<'_>, report: &mut Report) -> Result<Table, Error> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(xml, options).map_err(|error| {
        let place = format!("{}:{}", error.pos().row, error.pos().col);
        match error {
            roxmltree::Error::NodesLimitReached => {
                Error::too_large(format!("expected at most {MOST_NODES} nodes of XML"))
            }
            roxmltree::Error::DtdDetected => {
                Error::syntax("expected a document without a document type").within(place)
            }
            // The parser's message quotes the document and repeats the place.
            _ => Error::syntax("expected well-formed XML").within(place),
        }
    })?;
    let decision = chosen(&document, names.options.decision.as_deref())?;
    let table = decision
        .children()
        .find(|child| is(*child, "decisionTable"))
        .ok_or_else(|| Error::missing("expected a decision with a decision table").within("decision"))?;
    rows(table, names, report)
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// The decision with a table that is named, or the only one.
fn chosen<'a, 'input>(document: &'a Document<'input>, name: Option<&str>) -> Result<Node<'a, 'input>, Error> {
    let has_table = |node: &Node<'a, 'input>| {
        is(*node, "decision") && node.children().any(|child| is(child, "decisionTable"))
    };
    let tables: Vec<_> = document.descendants().filter(has_table).collect();
    let title = |node: &Node<'a, 'input>| node.attribute("name").unwrap_or_default().to_owned();
    match (name, tables.as_slice()) {
        (_, []) => Err(Error::missing("expected a decision with a decision table")),
        (None, [only]) => Ok(*only),
        (None, _) => Err(Error::missing(format!(
            "expected the name of one of {} decisions in the options",
            tables.len()
        ))
        .within("decision")),
        (Some(name), _) => {
            let named = |node: &&Node<'a, 'input>| {
                node.attribute("name") == Some(name) || node.attribute("id") == Some(name)
            };
            tables.iter().find(named).copied().ok_or_else(|| {
                let titles: Vec<_> = tables.iter().map(title).collect();
                let hint = did_you_mean(name, titles.iter().map(String::as_str));
                Error::unknown_name(format!("expected the name of a decision, got `{name}`{hint}"))
                    .within("decision")
            })
        }
    }
}

/// The text of the element `name` inside `node`, without the white space around it.
fn inside(node: Node<'_, '_>, name: &str) -> Option<String> {
    node.children().find(|child| is(*child, name)).map(text)
}

/// The text of a cell: of its `text` element, or its own.
fn text(node: Node<'_, '_>) -> String {
    let holder = node.children().find(|child| is(*child, "text")).unwrap_or(node);
    let parts: String =
        holder.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect();
    parts.trim().to_owned()
}

fn rows(table: Node<'_, '_>, names: &mut Names<'_>, report: &mut Report) -> Result<Table, Error> {
    let all_of = |name: &'static str| table.children().filter(move |child| is(*child, name));
    let outputs: Vec<_> = all_of("output").collect();
    let column = column(&outputs, names.options.output.as_deref())?;
    let priority = match table.attribute("hitPolicy").unwrap_or("UNIQUE") {
        "UNIQUE" | "ANY" => Priority::None,
        "FIRST" => Priority::Order,
        "PRIORITY" => Priority::Rank,
        other => {
            let other: String = other.chars().take(40).collect();
            report.lost("decisionTable", Reason::new("imported-hit-policy").with("policy", other));
            Priority::None
        }
    };
    let ranks = outputs.get(column).and_then(|output| inside(*output, "outputValues"));
    let ranks: Vec<String> = match ranks.as_deref().map(feel::texts) {
        Some(Some(ranks)) => ranks,
        _ => Vec::new(),
    };
    let mut subjects = Vec::new();
    for (index, input) in all_of("input").enumerate() {
        subjects.push(subject(index, input, names, report));
    }
    let mut found = Vec::new();
    for (index, rule) in all_of("rule").enumerate() {
        found.extend(row(index, rule, &subjects, (column, outputs.len()), &ranks, &priority, names, report));
    }
    let default = outputs.get(column).and_then(|output| inside(*output, "defaultOutputEntry"));
    let has_default = default.as_deref().is_some_and(|text| !text.is_empty());
    let index = all_of("rule").count();
    let default = default
        .filter(|text| !text.is_empty())
        .and_then(|default| default_row(&default, &found, index, names, report));
    Ok(Table { rows: found, priority, default, has_default })
}

/// The output column that decides.
fn column(outputs: &[Node<'_, '_>], name: Option<&str>) -> Result<usize, Error> {
    let at = |error: Error| error.within("output");
    match (name, outputs) {
        (None, [_]) => Ok(0),
        (None, _) => Err(at(Error::missing(format!(
            "expected the name of one of {} output columns in the options",
            outputs.len()
        )))),
        (Some(name), _) => {
            let named = |output: &Node<'_, '_>| {
                ["name", "label", "id"].iter().any(|attribute| output.attribute(*attribute) == Some(name))
            };
            outputs.iter().position(named).ok_or_else(|| {
                at(Error::unknown_name(format!("expected the name of an output column, got `{name}`")))
            })
        }
    }
}

fn subject(index: usize, input: Node<'_, '_>, names: &mut Names<'_>, report: &mut Report) -> Option<Subject> {
    let at = format!("inputs[{index}]");
    let name = inside(input, "inputExpression").unwrap_or_default();
    // Cells of a column whose input is not known are not reported again.
    match names.subject(&name) {
        Ok(subject) => {
            report.note(&at, "imported-missing-is-unknown", &subject.written());
            if subject.unit.is_some() {
                report.note(&at, "imported-completed-units", &subject.written());
            }
            Some(subject)
        }
        Err(reason) => {
            let is_name = name.chars().all(|letter| letter.is_alphanumeric() || "_ -".contains(letter));
            let short: String = name.chars().take(80).collect();
            let reason =
                if is_name { reason } else { Reason::new("imported-input-expression").with("text", short) };
            report.lost(&at, reason);
            None
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "what the columns are, and where remarks go")]
fn row(
    index: usize,
    rule: Node<'_, '_>,
    subjects: &[Option<Subject>],
    (column, outputs): (usize, usize),
    ranks: &[String],
    priority: &Priority,
    names: &mut Names<'_>,
    report: &mut Report,
) -> Option<Row> {
    let at = format!("rules[{index}]");
    let inputs: Vec<_> = rule.children().filter(|child| is(*child, "inputEntry")).collect();
    let entries: Vec<_> = rule.children().filter(|child| is(*child, "outputEntry")).collect();
    if inputs.len() != subjects.len() || entries.len() != outputs {
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let reason = Reason::new("imported-row-cells")
            .with("found", count(inputs.len().saturating_add(entries.len())))
            .with("expected", count(subjects.len().saturating_add(outputs)));
        report.lost(&at, reason);
        return None;
    }
    let mut tests = Vec::new();
    let mut whole = true;
    for (cell, (entry, subject)) in inputs.iter().zip(subjects).enumerate() {
        let Some(subject) = subject else {
            whole = false;
            continue;
        };
        match feel::tests(&text(*entry), subject, names) {
            Ok(test) => tests.extend(test),
            Err(reason) => {
                report.lost(&format!("{at}.inputs[{cell}]"), reason);
                whole = false;
            }
        }
    }
    let output = entries.get(column).map(|entry| text(*entry)).unwrap_or_default();
    let outcome = outcome(&output, &format!("{at}.outputs[{column}]"), names, report)?;
    let value = feel::value(&output);
    let rank = ranks.iter().position(|rank| *rank == value);
    if matches!(priority, Priority::Rank) && rank.is_none() {
        let reason =
            Reason::new("imported-priority").with("value", value.chars().take(40).collect::<String>());
        report.lost(&format!("{at}.outputs[{column}]"), reason);
        return None;
    }
    let size = tests.len().max(1);
    whole.then(|| Row { index, when: flat(tests), outcome, rank: rank.unwrap_or_default(), size })
}

/// What an output cell means.
fn outcome(text: &str, at: &str, names: &mut Names<'_>, report: &mut Report) -> Option<ImportedOutcome> {
    let value = feel::value(text);
    let outcome = names.options.outcomes.get(&value).copied();
    if outcome.is_none() {
        let value: String = value.chars().take(40).collect();
        report.lost(at, Reason::new("imported-outcome").with("value", value));
    }
    outcome
}

/// The default output as a last row: where no other matches.
fn default_row(
    text: &str,
    rows: &[Row],
    index: usize,
    names: &mut Names<'_>,
    report: &mut Report,
) -> Option<Row> {
    let outcome = outcome(text, "outputs.defaultOutputEntry", names, report)?;
    // Where nothing else passes, the policy says ineligible anyway.
    if outcome == ImportedOutcome::Ineligible {
        return None;
    }
    let none: Vec<_> = rows.iter().map(|row| negated(row.when.clone())).collect();
    let size = rows.iter().map(|row| row.size).fold(1, usize::saturating_add);
    Some(Row { index, when: all(none), outcome, rank: usize::MAX, size })
}
