//! Cells of a decision table: the unary tests of S-FEEL.

use super::super::names::{Names, Subject};
use super::super::typed::{any, negated};
use crate::calendar::Period;
use crate::eligibility::expression::{Comparison, Expression, Literal};
use crate::text::Reason;

/// What one test compares with.
enum End<'a> {
    Null,
    Literal(Literal),
    Name(&'a str),
}

/// The tests of one cell; `None` where every value passes.
pub(super) fn tests(
    cell: &str,
    subject: &Subject,
    names: &mut Names<'_>,
) -> Result<Option<Expression>, Reason> {
    let cell = cell.trim();
    if cell.is_empty() || cell == "-" {
        return Ok(None);
    }
    if let Some(inner) = function(cell, "not") {
        return Ok(Some(negated(any_of(inner, subject, names)?)));
    }
    any_of(cell, subject, names).map(Some)
}

/// Tests separated by commas, of which one must hold; plain values become one list.
fn any_of(cell: &str, subject: &Subject, names: &mut Names<'_>) -> Result<Expression, Reason> {
    let unreadable = || unreadable(cell);
    let parts = split(cell).ok_or_else(unreadable)?;
    let mut values = Vec::new();
    let mut tests = Vec::new();
    for part in parts {
        let part = part.trim();
        match end(part) {
            Some(End::Literal(literal)) => values.push(literal),
            Some(End::Null) => {
                tests.push(Expression::Known { of: subject.operand.clone(), negated: true });
            }
            Some(End::Name(name)) => {
                let other = names.subject(name)?;
                tests.push(names.facts(subject, Comparison::Equal, &other)?);
            }
            None => tests.push(test(part, subject, names)?),
        }
    }
    if !values.is_empty() {
        tests.insert(0, names.one_of(subject, &values)?);
    }
    Ok(any(tests))
}

/// A comparison or a range.
fn test(text: &str, subject: &Subject, names: &mut Names<'_>) -> Result<Expression, Reason> {
    let signs = [
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("!=", Comparison::NotEqual),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
        ("=", Comparison::Equal),
    ];
    for (sign, is) in signs {
        if let Some(rest) = text.strip_prefix(sign) {
            return compare(subject, is, rest.trim(), text, names);
        }
    }
    range(text, subject, names)
}

fn compare(
    subject: &Subject,
    is: Comparison,
    with: &str,
    whole: &str,
    names: &mut Names<'_>,
) -> Result<Expression, Reason> {
    match end(with).ok_or_else(|| unreadable(whole))? {
        End::Literal(literal) => names.test(subject, is, &literal),
        End::Name(name) => {
            let other = names.subject(name)?;
            names.facts(subject, is, &other)
        }
        End::Null => match is {
            Comparison::Equal => Ok(Expression::Known { of: subject.operand.clone(), negated: true }),
            Comparison::NotEqual => Ok(Expression::Known { of: subject.operand.clone(), negated: false }),
            _ => Err(unreadable(whole)),
        },
    }
}

/// `[3..10]`, `(3..10)`, `]3..10[`.
fn range(text: &str, subject: &Subject, names: &mut Names<'_>) -> Result<Expression, Reason> {
    let unreadable = || unreadable(text);
    let mut letters = text.chars();
    let (first, last) = (letters.next().ok_or_else(unreadable)?, letters.next_back().ok_or_else(unreadable)?);
    let from = match first {
        '[' => Comparison::AtLeast,
        '(' | ']' => Comparison::Greater,
        _ => return Err(unreadable()),
    };
    let to = match last {
        ']' => Comparison::AtMost,
        ')' | '[' => Comparison::Less,
        _ => return Err(unreadable()),
    };
    let (low, high) = letters.as_str().split_once("..").ok_or_else(unreadable)?;
    let least = compare(subject, from, low.trim(), text, names)?;
    let most = compare(subject, to, high.trim(), text, names)?;
    match (least, most) {
        (
            Expression::Compare { left, is: Comparison::AtLeast, right: low },
            Expression::Compare { is: Comparison::AtMost, right: high, .. },
        ) => names.fits(Expression::Between { of: left, negated: false, low, high }),
        (least, most) => Ok(Expression::And(vec![least, most])),
    }
}

/// One value: a literal, `null`, or the name of another fact.
fn end(text: &str) -> Option<End<'_>> {
    if text == "null" {
        return Some(End::Null);
    }
    if let Some(literal) = literal(text) {
        return Some(End::Literal(literal));
    }
    let is_name = text.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && text.chars().all(|letter| letter.is_alphanumeric() || "_ .".contains(letter));
    is_name.then_some(End::Name(text))
}

fn literal(text: &str) -> Option<Literal> {
    if let Some(text) = string(text) {
        return Some(Literal::Text(text));
    }
    match text {
        "true" => return Some(Literal::Boolean(true)),
        "false" => return Some(Literal::Boolean(false)),
        _ => {}
    }
    if let Some(inside) = function(text, "date") {
        return string(inside)?.parse().ok().map(Literal::Date);
    }
    if let Some(inside) = function(text, "duration") {
        return duration(&string(inside)?);
    }
    if let Some(at) = text.strip_prefix('@') {
        let at = string(at)?;
        return at.parse().ok().map(Literal::Date).or_else(|| duration(&at));
    }
    if text.starts_with(|first: char| first.is_ascii_digit() || "-.".contains(first)) {
        // FEEL writes .5 for 0.5.
        let whole = match text.strip_prefix('-') {
            Some(rest) if rest.starts_with('.') => format!("-0{rest}"),
            _ if text.starts_with('.') => format!("0{text}"),
            _ => text.to_owned(),
        };
        return match whole.parse() {
            Ok(number) => Some(Literal::Integer(number)),
            Err(_) => whole.parse().ok().map(Literal::Decimal),
        };
    }
    None
}

/// `P3Y`, `P1Y6M`, `P30D`; durations with hours are no periods.
fn duration(text: &str) -> Option<Literal> {
    let period: Period = text.parse().ok().filter(|_| text.starts_with('P'))?;
    Some(Literal::Period(period))
}

/// The text of a quoted string.
fn string(text: &str) -> Option<String> {
    let inside = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut found = String::new();
    let mut letters = inside.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => return None,
            '\\' => match letters.next()? {
                quoted @ ('"' | '\\') => found.push(quoted),
                _ => return None,
            },
            other => found.push(other),
        }
    }
    // A backslash before the last quote leaves nothing to close the text.
    Some(found)
}

/// What stands in the parentheses of `name(…)`.
fn function<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let inside = text.strip_prefix(name)?.trim_start().strip_prefix('(')?.strip_suffix(')')?;
    // One pair: `not(1) or not(2)` is something else.
    let mut depth = 0_usize;
    for letter in outside_texts(inside) {
        match letter {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    Some(inside.trim())
}

/// The letters that do not stand in a quoted string.
fn outside_texts(text: &str) -> impl Iterator<Item = char> + '_ {
    let (mut quoted, mut escaped) = (false, false);
    text.chars().filter(move |letter| {
        let was = quoted;
        match letter {
            '"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = quoted && *letter == '\\' && !escaped;
        !was && !quoted
    })
}

/// Parts between commas that stand in no text, no parentheses and no range, whose ends may be open: `(3..10]`, `]3..10[`.
fn split(text: &str) -> Option<Vec<&str>> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let (mut quoted, mut escaped, mut begins) = (false, false, true);
    for (at, letter) in text.char_indices() {
        match letter {
            '"' if !escaped => quoted = !quoted,
            _ if quoted => {}
            '[' | ']' if begins => depth = 1,
            '[' | ']' => depth = depth.saturating_sub(1),
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(text.get(start..at)?);
                start = at.saturating_add(1);
            }
            _ => {}
        }
        escaped = quoted && letter == '\\' && !escaped;
        begins = letter.is_whitespace() && begins || letter == ',' && depth == 0 && !quoted;
    }
    parts.push(text.get(start..)?);
    Some(parts)
}

/// The value of an output cell as the options name it: without quotes.
pub(super) fn value(cell: &str) -> String {
    string(cell.trim()).unwrap_or_else(|| cell.trim().to_owned())
}

/// The texts of a list of output values.
pub(super) fn texts(cell: &str) -> Option<Vec<String>> {
    split(cell).map(|parts| parts.into_iter().map(value).collect())
}

fn unreadable(text: &str) -> Reason {
    Reason::new("imported-unary-test").with("text", text.chars().take(80).collect::<String>())
}
