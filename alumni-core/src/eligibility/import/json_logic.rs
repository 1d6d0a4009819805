//! JSON Logic documents (jsonlogic.com) as policies.

use serde_json::Value;

use super::fold::{arithmetic, arity, coercion, compare, literal};
use super::names::{Names, Subject};
use super::typed::{all, any, constant, is_constant, negated};
use super::{ImportOptions, Imported, ImportedCriterion, Report, assembled};
use crate::eligibility::expression::{Comparison, Expression, Operand, Quantifier};
use crate::eligibility::policy::{Effect, LARGEST, Policy};
use crate::text::Reason;
use crate::workforce::{FactType, Vocabulary};
use crate::{Error, document};

/// `if` writes its condition twice; documents in which that grows beyond this are refused.
const MOST_COPIES: usize = 20_000;
/// `missing_some` over more names has too many combinations.
const MOST_NAMES: usize = 8;

impl Policy {
    /// Reads a JSON Logic rule as a policy: each member of an outermost `and` becomes a criterion, a member that begins
    /// with `!` a bar, any other rule one requirement.
    ///
    /// Carried over: `var`, `and`, `or`, `!`, `!!`, `if`, comparisons of two and three arguments, comparisons with `null`,
    /// `in` a list or a set, `missing`, `missing_some`, defaults of `var`, and arithmetic over constants. Everything else
    /// is lost and said so. JSON Logic takes a missing value for zero or false, where the policy says *unknown*: noted once
    /// for each fact. Dates are texts such as `2024-04-01`, and compare alike.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) for a text that is not JSON, [`TooLarge`](crate::ErrorKind::TooLarge) beyond
    /// 4 MiB, 128 levels or 1,000 criteria, and those of [`Vocabulary::with`] for the facts of `options`.
    ///
    /// # Source
    ///
    /// <https://jsonlogic.com/operations.html>, and json-logic-js where that page leaves a case open.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::{ImportOptions, Policy};
    /// use alumni_core::workforce::Vocabulary;
    ///
    /// let logic = r#"{"and": [
    ///     {">=": [{"var": "years"}, 5]},
    ///     {"!": {"==": [{"var": "separation_kind"}, "involuntary_cause"]}}
    /// ]}"#;
    /// let options = ImportOptions::from_json(
    ///     r#"{"id": "return", "names": {"years": {"fact": "tenure", "unit": "years"}}}"#,
    /// )?;
    /// let imported = Policy::from_json_logic(logic, &options, Vocabulary::hr())?;
    /// let policy = imported.policy().unwrap();
    /// assert_eq!(policy.criteria()[0].expression().to_string(), "tenure >= 5 years");
    /// assert_eq!(policy.criteria()[1].expression().to_string(), "separation_kind = involuntary_cause");
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn from_json_logic(
        text: &str,
        options: &ImportOptions,
        vocabulary: Vocabulary,
    ) -> Result<Imported, Error> {
        if text.len() > LARGEST {
            return Err(Error::too_large("expected a rule of at most 4 MiB"));
        }
        let rule: Value = document::from_json(text)?;
        let known = vocabulary.clone().with(options.facts.iter().cloned())?;
        let names = Names::new(options, &known);
        let mut reader = Reader { names, report: Report::default(), copied: 0 };
        let mut criteria = Vec::new();
        match operation(&rule) {
            Some(("and", members)) if !members.is_empty() => {
                let inside = |index| match rule.get("and") {
                    Some(Value::Array(_)) => format!("/and/{index}"),
                    _ => "/and".to_owned(),
                };
                for (index, member) in members.iter().enumerate() {
                    criteria.extend(reader.criterion(member, index, inside(index)));
                }
            }
            _ => criteria.extend(reader.criterion(&rule, 0, String::new())),
        }
        let Reader { names, report, .. } = reader;
        assembled(names, &vocabulary, criteria, report)
    }
}

struct Reader<'a> {
    names: Names<'a>,
    report: Report,
    copied: usize,
}

/// One side of a comparison.
enum Side {
    Fact(Subject, Option<Value>),
    Constant(Value),
    List(Vec<Value>),
}

/// The operator of a node and its arguments; one argument may stand without brackets.
fn operation(node: &Value) -> Option<(&str, &[Value])> {
    let mut members = node.as_object()?.iter();
    let (Some((operator, arguments)), None) = (members.next(), members.next()) else { return None };
    Some((operator, arguments.as_array().map_or(std::slice::from_ref(arguments), Vec::as_slice)))
}

/// The JSON Pointer of an argument.
fn argument(at: &str, operator: &str, node: &Value, index: usize) -> String {
    let operator_key = operator.replace('~', "~0").replace('/', "~1");
    match node.get(operator) {
        Some(Value::Array(_)) => format!("{at}/{operator_key}/{index}"),
        _ => format!("{at}/{operator_key}"),
    }
}

const fn comparison(operator: &str) -> Option<Comparison> {
    Some(match operator.as_bytes() {
        b"<" => Comparison::Less,
        b"<=" => Comparison::AtMost,
        b">" => Comparison::Greater,
        b">=" => Comparison::AtLeast,
        b"==" | b"===" => Comparison::Equal,
        b"!=" | b"!==" => Comparison::NotEqual,
        _ => return None,
    })
}

impl Reader<'_> {
    fn criterion(&mut self, node: &Value, index: usize, at: String) -> Option<ImportedCriterion> {
        let (effect, expression) = match operation(node) {
            Some(("!", [inner]))
                if !matches!(operation(inner), Some(("missing" | "missing_some" | "!", _))) =>
            {
                (Effect::Bar, self.condition(inner, &argument(&at, "!", node, 0))?)
            }
            _ => (Effect::Require, self.condition(node, &at)?),
        };
        Some(ImportedCriterion { id: format!("rule-{}", index.saturating_add(1)), effect, expression, at })
    }

    fn lost<T>(&mut self, at: &str, reason: Reason) -> Option<T> {
        self.report.lost(at, reason);
        None
    }

    fn kept<T>(&mut self, at: &str, result: Result<T, Reason>) -> Option<T> {
        result.map_err(|reason| self.report.lost(at, reason)).ok()
    }

    /// A node where JSON Logic asks whether it is truthy.
    fn condition(&mut self, node: &Value, at: &str) -> Option<Expression> {
        let Some((operator, arguments)) = operation(node) else {
            return match node {
                Value::Bool(value) => Some(constant(*value)),
                Value::Object(_) => self.lost(at, Reason::new("imported-not-an-operation")),
                _ => self.lost(at, Reason::new("imported-truthiness").with("what", "-")),
            };
        };
        if let Some(is) = comparison(operator) {
            return self.comparison(node, operator, is, arguments, at);
        }
        match operator {
            "and" | "or" => {
                // Every part is read, so that the report is whole.
                let parts: Vec<_> = (0..)
                    .zip(arguments)
                    .map(|(index, part)| self.condition(part, &argument(at, operator, node, index)))
                    .collect();
                if parts.is_empty() {
                    return self.lost(at, arity(operator, 0));
                }
                let parts = parts.into_iter().collect::<Option<Vec<_>>>()?;
                Some(if operator == "and" { all(parts) } else { any(parts) })
            }
            "!" | "!!" => {
                let [inner] = arguments else { return self.lost(at, arity(operator, arguments.len())) };
                let inner = self.condition(inner, &argument(at, operator, node, 0))?;
                Some(if operator == "!" { contrary(inner) } else { inner })
            }
            "if" | "?:" => self.choice(node, operator, arguments, at),
            "var" => self.truthy(arguments, at),
            "in" => self.member(node, arguments, at),
            "missing" => {
                let names = self.names(arguments, at)?;
                Some(any(names.into_iter().map(unknown).collect()))
            }
            "missing_some" => self.missing_some(arguments, at),
            _ => self.unsupported(operator, arguments, at),
        }
    }

    /// A fact by itself: only a boolean says the same in both languages.
    fn truthy(&mut self, arguments: &[Value], at: &str) -> Option<Expression> {
        let (subject, default) = self.variable(arguments, at)?;
        if subject.kind != FactType::Boolean {
            return self.lost(at, Reason::new("imported-truthiness").with("what", subject.written()));
        }
        let holds = Expression::Holds(subject.operand.clone());
        match default {
            None => {
                self.missing_is_unknown(&subject, at);
                Some(holds)
            }
            Some(Value::Bool(value)) => Some(or_default(&subject, holds, value)),
            Some(_) => self.lost(at, Reason::new("imported-truthiness").with("what", subject.written())),
        }
    }

    fn missing_is_unknown(&mut self, subject: &Subject, at: &str) {
        if matches!(subject.operand, Operand::AsOf(_)) {
            return;
        }
        self.report.note(at, "imported-missing-is-unknown", &subject.written());
        if subject.unit.is_some() {
            self.report.note(at, "imported-completed-units", &subject.written());
        }
    }

    fn comparison(
        &mut self,
        node: &Value,
        operator: &str,
        is: Comparison,
        arguments: &[Value],
        at: &str,
    ) -> Option<Expression> {
        match arguments {
            [left, right] => self.pair(operator, is, (left, right), at),
            // Between: only `<` and `<=` have three arguments.
            [low, of, high] if matches!(is, Comparison::Less | Comparison::AtMost) => {
                let least = self.pair(operator, is, (low, of), &argument(at, operator, node, 0));
                let most = self.pair(operator, is, (of, high), &argument(at, operator, node, 2));
                match (least?, most?) {
                    (
                        Expression::Compare { left, is: Comparison::AtLeast, right: low },
                        Expression::Compare { left: again, is: Comparison::AtMost, right: high },
                    ) if left == again => {
                        let range = Expression::Between { of: left, negated: false, low, high };
                        let fits = self.names.fits(range);
                        self.kept(at, fits)
                    }
                    (least, most) => Some(all(vec![least, most])),
                }
            }
            _ => self.lost(at, arity(operator, arguments.len())),
        }
    }

    fn pair(
        &mut self,
        operator: &str,
        is: Comparison,
        (left, right): (&Value, &Value),
        at: &str,
    ) -> Option<Expression> {
        match (self.side(left, at), self.side(right, at)) {
            (Some(Side::Fact(subject, default)), Some(Side::Constant(value))) => {
                self.against(operator, &subject, default, is, &value, at)
            }
            (Some(Side::Constant(value)), Some(Side::Fact(subject, default))) => {
                self.against(operator, &subject, default, is.mirrored(), &value, at)
            }
            (Some(Side::Constant(left)), Some(Side::Constant(right))) => {
                let holds = compare(operator, is, &left, &right);
                self.kept(at, holds).map(constant)
            }
            (Some(Side::Fact(left, None)), Some(Side::Fact(right, None))) => {
                let facts = self.names.facts(&left, is, &right);
                let expression = self.kept(at, facts)?;
                self.missing_is_unknown(&left, at);
                self.missing_is_unknown(&right, at);
                Some(expression)
            }
            (Some(Side::Fact(..)), Some(Side::Fact(..))) => self.lost(at, Reason::new("imported-default")),
            (Some(_), Some(_)) => self.lost(at, coercion(operator)),
            // What was lost is told already.
            _ => None,
        }
    }

    fn against(
        &mut self,
        operator: &str,
        subject: &Subject,
        default: Option<Value>,
        is: Comparison,
        value: &Value,
        at: &str,
    ) -> Option<Expression> {
        if value.is_null() {
            return match (is, default) {
                (Comparison::Equal, None) => Some(unknown(subject.operand.clone())),
                (Comparison::NotEqual, None) => Some(negated(unknown(subject.operand.clone()))),
                _ => self.lost(at, coercion(operator)),
            };
        }
        let test = literal(value).and_then(|literal| self.names.test(subject, is, &literal));
        let test = self.kept(at, test)?;
        match default {
            None => {
                self.missing_is_unknown(subject, at);
                Some(test)
            }
            Some(default) => {
                let holds = compare(operator, is, &default, value);
                let holds = self.kept(at, holds)?;
                Some(or_default(subject, test, holds))
            }
        }
    }

    /// A value: a fact, a constant, or a list of constants.
    fn side(&mut self, node: &Value, at: &str) -> Option<Side> {
        match node {
            Value::Object(_) => {}
            Value::Array(values) => {
                let values: Option<Vec<_>> = values.iter().map(|value| self.constant(value, at)).collect();
                return values.map(Side::List);
            }
            value => return Some(Side::Constant(value.clone())),
        }
        match operation(node) {
            Some(("var", arguments)) => {
                self.variable(arguments, at).map(|(subject, default)| Side::Fact(subject, default))
            }
            Some((operator @ ("+" | "-" | "*" | "/" | "%" | "min" | "max"), arguments)) => {
                self.folded(operator, arguments, at).map(Side::Constant)
            }
            Some(("if" | "?:", _)) => self.lost(at, Reason::new("imported-conditional-value")),
            Some((operator, arguments)) => self.unsupported(operator, arguments, at),
            None => self.lost(at, Reason::new("imported-not-an-operation")),
        }
    }

    fn folded(&mut self, operator: &str, arguments: &[Value], at: &str) -> Option<Value> {
        if arguments.iter().any(asks_for_facts) {
            return self.lost(at, Reason::new("imported-arithmetic-on-facts").with("operator", operator));
        }
        let values: Option<Vec<_>> = arguments.iter().map(|value| self.constant(value, at)).collect();
        let folded = arithmetic(operator, &values?);
        self.kept(at, folded)
    }

    fn constant(&mut self, node: &Value, at: &str) -> Option<Value> {
        match self.side(node, at)? {
            Side::Constant(value) => Some(value),
            Side::Fact(..) | Side::List(_) => self.lost(at, Reason::new("imported-not-constant")),
        }
    }

    fn variable(&mut self, arguments: &[Value], at: &str) -> Option<(Subject, Option<Value>)> {
        let (name, default) = match arguments {
            [Value::String(name)] => (name, None),
            [Value::String(name), default] => (name, Some(default)),
            _ => return self.lost(at, Reason::new("imported-no-name")),
        };
        let subject = self.names.subject(name);
        let subject = self.kept(at, subject)?;
        let default = match default {
            // What is not there is null without a default, too.
            None | Some(Value::Null) => None,
            Some(value) => Some(self.constant(value, at)?),
        };
        Some((subject, default))
    }

    /// `in`: a fact in a list of constants, or a constant in a fact that is a set.
    fn member(&mut self, node: &Value, arguments: &[Value], at: &str) -> Option<Expression> {
        let [needle, haystack] = arguments else { return self.lost(at, arity("in", arguments.len())) };
        let needle = self.side(needle, &argument(at, "in", node, 0));
        let haystack = self.side(haystack, &argument(at, "in", node, 1));
        match (needle?, haystack?) {
            (Side::Fact(subject, None), Side::List(values)) => {
                let known: Result<Vec<_>, _> =
                    values.iter().filter(|value| !value.is_null()).map(literal).collect();
                let known = self.kept(at, known)?;
                if known.is_empty() && values.is_empty() {
                    return Some(constant(false));
                }
                let mut parts = Vec::new();
                if !known.is_empty() {
                    let test = self.names.one_of(&subject, &known);
                    parts.push(self.kept(at, test)?);
                }
                if values.iter().any(Value::is_null) {
                    parts.push(unknown(subject.operand.clone()));
                } else {
                    self.missing_is_unknown(&subject, at);
                }
                Some(any(parts))
            }
            (Side::Constant(Value::String(text)), Side::Fact(subject, None))
                if subject.kind == FactType::Categories =>
            {
                let has = Expression::Has {
                    of: subject.operand.clone(),
                    quantifier: Quantifier::Any,
                    values: vec![self.names.word(&text)],
                };
                let fits = self.names.fits(has);
                let has = self.kept(at, fits)?;
                self.missing_is_unknown(&subject, at);
                Some(has)
            }
            (Side::Constant(needle), Side::List(values)) => Some(constant(values.contains(&needle))),
            (Side::Fact(_, Some(_)), _) | (_, Side::Fact(_, Some(_))) => {
                self.lost(at, Reason::new("imported-default"))
            }
            (_, Side::Constant(Value::String(_)) | Side::Fact(..)) => {
                self.lost(at, Reason::new("imported-substring"))
            }
            _ => self.lost(at, coercion("in")),
        }
    }

    /// The facts that `missing` names.
    fn names(&mut self, arguments: &[Value], at: &str) -> Option<Vec<Operand>> {
        // A first argument that is a list stands for all.
        let arguments = match arguments {
            [Value::Array(names), ..] => names.as_slice(),
            names => names,
        };
        let mut operands = Vec::new();
        for name in arguments {
            let Value::String(name) = name else { return self.lost(at, Reason::new("imported-no-name")) };
            let subject = self.names.subject(name);
            let subject = self.kept(at, subject)?;
            if matches!(subject.operand, Operand::AsOf(_)) {
                return self.lost(at, Reason::new("imported-no-name"));
            }
            if subject.kind == FactType::Category {
                self.report.note(at, "imported-empty-is-missing", &subject.written());
            }
            operands.push(subject.operand);
        }
        Some(operands)
    }

    /// Fewer than so many of the facts are known, and so at least one is not.
    fn missing_some(&mut self, arguments: &[Value], at: &str) -> Option<Expression> {
        let [Value::Number(count), Value::Array(names)] = arguments else {
            return self.lost(at, arity("missing_some", arguments.len()));
        };
        let Some(count) = count.as_u64().and_then(|count| usize::try_from(count).ok()) else {
            return self.lost(at, coercion("missing_some"));
        };
        let names = self.names(names, at)?;
        if count >= names.len() {
            return Some(any(names.into_iter().map(unknown).collect()));
        }
        if names.len() > MOST_NAMES && count > 1 {
            return self.lost(at, Reason::new("imported-missing-some").with("most", 8_i64));
        }
        Some(contrary(at_least(count, &names)))
    }

    /// `if` as a condition: each test with its value, or the next.
    fn choice(&mut self, node: &Value, operator: &str, arguments: &[Value], at: &str) -> Option<Expression> {
        if arguments.is_empty() {
            return self.lost(at, arity(operator, 0));
        }
        let parts: Vec<_> = (0..)
            .zip(arguments)
            .map(|(index, part)| match part {
                // As a value `null` is as false as any.
                Value::Null => Some(constant(false)),
                _ => self.condition(part, &argument(at, operator, node, index)),
            })
            .collect();
        let mut parts = parts.into_iter().collect::<Option<Vec<_>>>()?;
        // Without a last value, nothing is null.
        let mut otherwise = if parts.len() % 2 == 1 { parts.pop()? } else { constant(false) };
        while let (Some(value), Some(test)) = (parts.pop(), parts.pop()) {
            otherwise = self.either(test, value, otherwise, at)?;
        }
        Some(otherwise)
    }

    fn either(
        &mut self,
        test: Expression,
        value: Expression,
        otherwise: Expression,
        at: &str,
    ) -> Option<Expression> {
        if is_constant(&value, true) && is_constant(&otherwise, false) {
            return Some(test);
        }
        if is_constant(&value, false) && is_constant(&otherwise, true) {
            return Some(contrary(test));
        }
        if is_constant(&value, true) {
            return Some(any(vec![test, otherwise]));
        }
        if is_constant(&otherwise, false) {
            return Some(all(vec![test, value]));
        }
        if is_constant(&value, false) {
            return Some(all(vec![contrary(test), otherwise]));
        }
        if is_constant(&otherwise, true) {
            return Some(any(vec![contrary(test), value]));
        }
        self.copied = self.copied.saturating_add(size(&test));
        if self.copied > MOST_COPIES {
            return self.lost(at, Reason::new("imported-too-large").with("bytes", 16_384_i64));
        }
        let not = contrary(test.clone());
        Some(any(vec![all(vec![test, value]), all(vec![not, otherwise])]))
    }

    fn unsupported<T>(&mut self, operator: &str, arguments: &[Value], at: &str) -> Option<T> {
        let code = match operator {
            "+" | "-" | "*" | "/" | "%" | "min" | "max" if arguments.iter().any(asks_for_facts) => {
                "imported-arithmetic-on-facts"
            }
            "+" | "-" | "*" | "/" | "%" | "min" | "max" => "imported-truthiness-of-number",
            _ => "imported-operator",
        };
        let operator: String = operator.chars().take(40).collect();
        self.lost(at, Reason::new(code).with("operator", operator))
    }
}

/// Whether a node reads data.
fn asks_for_facts(node: &Value) -> bool {
    match node {
        Value::Object(members) => members.iter().any(|(operator, inside)| {
            matches!(operator.as_str(), "var" | "missing" | "missing_some") || asks_for_facts(inside)
        }),
        Value::Array(values) => values.iter().any(asks_for_facts),
        _ => false,
    }
}

fn unknown(of: Operand) -> Expression {
    Expression::Known { of, negated: true }
}

/// The contrary; of a list of *known* and *unknown*, member by member.
fn contrary(expression: Expression) -> Expression {
    let flat = |parts: &[Expression]| parts.iter().all(|part| matches!(part, Expression::Known { .. }));
    match expression {
        Expression::Or(parts) if flat(&parts) => all(parts.into_iter().map(negated).collect()),
        Expression::And(parts) if flat(&parts) => any(parts.into_iter().map(negated).collect()),
        other => negated(other),
    }
}

/// At least `count` of the facts are known.
fn at_least(count: usize, names: &[Operand]) -> Expression {
    let known = |of: &Operand| negated(unknown(of.clone()));
    match (count, names) {
        (0, _) => constant(true),
        (1, _) => any(names.iter().map(known).collect()),
        (_, _) if count == names.len() => all(names.iter().map(known).collect()),
        (_, [first, rest @ ..]) if count < names.len() => {
            any(vec![all(vec![known(first), at_least(count.saturating_sub(1), rest)]), at_least(count, rest)])
        }
        _ => constant(false),
    }
}

/// The test where the fact is known, and what the default says where it is not.
fn or_default(subject: &Subject, test: Expression, default: bool) -> Expression {
    let missing = unknown(subject.operand.clone());
    if default { any(vec![missing, test]) } else { all(vec![negated(missing), test]) }
}

fn size(expression: &Expression) -> usize {
    match expression {
        Expression::And(parts) | Expression::Or(parts) => {
            parts.iter().map(size).fold(1, usize::saturating_add)
        }
        Expression::Not(inner) => size(inner).saturating_add(1),
        Expression::In { values, .. } | Expression::Has { values, .. } => values.len().saturating_add(1),
        _ => 1,
    }
}
