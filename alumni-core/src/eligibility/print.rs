//! A tree to text, such that reading it back gives the same tree.

use std::fmt::{self, Display, Formatter, Write};

use super::expression::{Expression, Literal, Operand, Quantifier, Sign};
use super::lexer::is_bare;
use super::parse::KEYWORDS;

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Or(parts) => joined(f, parts, " or ", |part| matches!(part, Self::Or(_))),
            Self::And(parts) => joined(f, parts, " and ", |part| matches!(part, Self::Or(_) | Self::And(_))),
            Self::Not(inner) => {
                f.write_str("not ")?;
                grouped(f, inner, matches!(**inner, Self::Or(_) | Self::And(_)))
            }
            Self::Compare { left, is, right } => write!(f, "{left} {} {right}", is.as_str()),
            Self::Between { of, negated, low, high } => {
                write!(f, "{of}{} between {low} and {high}", if *negated { " not" } else { "" })
            }
            Self::In { of, negated, values } => {
                write!(f, "{of}{} in ", if *negated { " not" } else { "" })?;
                list(f, values)
            }
            Self::Has { of, quantifier, values } => match (quantifier, values.as_slice()) {
                (Quantifier::Any, [value]) => write!(f, "{of} has {value}"),
                (Quantifier::Any, values) => {
                    write!(f, "{of} has any ")?;
                    list(f, values)
                }
                (Quantifier::All, values) => {
                    write!(f, "{of} has all ")?;
                    list(f, values)
                }
            },
            Self::Known { of, negated } => write!(f, "{of} is {}known", if *negated { "not " } else { "" }),
            Self::Holds(of) => write!(f, "{of}"),
        }
    }
}

fn joined(
    f: &mut Formatter<'_>,
    parts: &[Expression],
    word: &str,
    needs_group: fn(&Expression) -> bool,
) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(word)?;
        }
        grouped(f, part, needs_group(part))?;
    }
    Ok(())
}

fn grouped(f: &mut Formatter<'_>, part: &Expression, group: bool) -> fmt::Result {
    if group { write!(f, "({part})") } else { write!(f, "{part}") }
}

fn list(f: &mut Formatter<'_>, values: &[Operand]) -> fmt::Result {
    f.write_char('[')?;
    for (index, value) in values.iter().enumerate() {
        write!(f, "{}{value}", if index > 0 { ", " } else { "" })?;
    }
    f.write_char(']')
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

impl Display for Operand {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(&name.inner),
            Self::Call { fact, parameter } => {
                write!(f, "{}(", fact.inner)?;
                if is_bare(parameter) && !KEYWORDS.contains(&parameter.as_str()) {
                    f.write_str(parameter)?;
                } else {
                    quoted(f, parameter)?;
                }
                f.write_char(')')
            }
            Self::AsOf(_) => f.write_str("as_of"),
            Self::Shift { of, sign, by } => {
                write!(f, "{of} {} {by}", if *sign == Sign::Plus { '+' } else { '-' })
            }
            Self::Literal(literal) => write!(f, "{}", literal.inner),
        }
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(number) => write!(f, "{number}"),
            // Without a point it would read back as a whole number.
            Self::Decimal(number) => {
                let text = number.to_string();
                write!(f, "{text}{}", if text.contains('.') { "" } else { ".0" })
            }
            Self::Money(money) => write!(f, "{money}"),
            Self::Date(date) => write!(f, "{date}"),
            Self::Period(period) => write!(f, "{period}"),
            Self::Text(text) => quoted(f, text),
        }
    }
}
