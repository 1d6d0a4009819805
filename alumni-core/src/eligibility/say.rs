//! Expressions said aloud, in English and in Japanese as HR writes it (勤続5年以上または等級3以上).

use super::expression::{Comparison, Expression, Literal, Operand, Quantifier, Sign};
use super::policy::Criterion;
use crate::calendar::Period;
use crate::text::{Argument, Lang, Localized};
use crate::workforce::{FactDefinition, FactType, Known, Value, Vocabulary};

impl Criterion {
    /// The criterion's title, or else its expression said aloud.
    pub(super) fn said(&self, vocabulary: &Vocabulary) -> Localized {
        self.title.clone().unwrap_or_else(|| said(&self.expression, vocabulary))
    }
}

/// What people call a fact, with its parameter.
pub(super) fn fact_title(vocabulary: &Vocabulary, name: &str, parameter: Option<&str>) -> Localized {
    let Some(definition) = vocabulary.get(name) else { return Localized::same(name) };
    let title = definition.title.clone();
    match parameter {
        Some(parameter) => {
            let en = if parameter.contains(' ') || reads_on(parameter) {
                format!("{} “{parameter}”", title.en)
            } else {
                format!("{} {parameter}", title.en)
            };
            Localized::new(en, format!("「{parameter}」の{}", title.ja))
        }
        None => title,
    }
}

/// A value of a fact in words: a named value by its title, a length in years, months and days.
pub(super) fn value_said(definition: Option<&FactDefinition>, value: &Value) -> Localized {
    let known = |is: &dyn Fn(&Known) -> bool| definition?.values.iter().find(|known| is(known));
    let named = |name: &String| {
        let title = known(&|known| known.name == *name).and_then(|known| known.title.clone());
        title.unwrap_or_else(|| Localized::same(name))
    };
    let each = |argument: Argument| Localized::new(argument.text(Lang::En), argument.text(Lang::Ja));
    match value {
        Value::Boolean(true) => Localized::new("yes", "該当"),
        Value::Boolean(false) => Localized::new("no", "非該当"),
        Value::Integer(number) => match known(&|known| known.number == Some(*number)) {
            Some(known) => known.title.clone().unwrap_or_else(|| Localized::same(&known.name)),
            None => each(Argument::from(*number)),
        },
        Value::Decimal(number) => Localized::same(number.to_string()),
        Value::Money(money) => {
            let ja = match money.currency().code() {
                "JPY" => format!("{}円", Argument::from(money.minor()).text(Lang::Ja)),
                _ => money.to_string(),
            };
            Localized::new(money.to_string(), ja)
        }
        Value::Date(day) => each(Argument::from(*day)),
        Value::Period(span) => each(Argument::from(span.period())),
        Value::Category(name) => named(name),
        Value::Categories(names) if names.is_empty() => Localized::new("none", "なし"),
        Value::Categories(names) => each(names.iter().map(named).collect()),
    }
}

/// The expression in words.
pub(super) fn said(expression: &Expression, vocabulary: &Vocabulary) -> Localized {
    let say = |lang| Speaker { vocabulary, lang }.expression(expression);
    Localized::new(say(Lang::En), say(Lang::Ja))
}

struct Speaker<'a> {
    vocabulary: &'a Vocabulary,
    lang: Lang,
}

impl Speaker<'_> {
    fn pick<'t>(&self, en: &'t str, ja: &'t str) -> &'t str {
        match self.lang {
            Lang::En => en,
            Lang::Ja => ja,
        }
    }

    fn expression(&self, expression: &Expression) -> String {
        match expression {
            Expression::Or(parts) => self.joined(parts, self.pick(" or ", "または")),
            Expression::And(parts) => self.joined(parts, self.pick(" and ", "かつ")),
            Expression::Not(inner) => self.denied(&self.expression(inner)),
            Expression::Compare { left, is, right } => self.compare(left, *is, right),
            Expression::Between { of, negated, low, high } => {
                let runs_in = self.runs_into(of, low) && self.runs_into(of, high);
                let (subject, low, high) =
                    (self.operand(of), self.measured(of, low), self.measured(of, high));
                let said = match (self.lang, self.kind(of)) {
                    (Lang::En, _) => format!("{subject} between {low} and {high}"),
                    (Lang::Ja, Some(FactType::Date)) => format!("{subject}が{low}から{high}まで"),
                    (Lang::Ja, _) if runs_in => format!("{subject}{low}以上{high}以下"),
                    (Lang::Ja, _) => format!("{subject}が{low}以上{high}以下"),
                };
                if *negated { self.denied(&said) } else { said }
            }
            Expression::In { of, negated, values } => {
                let subject = self.operand(of);
                let values: Vec<_> = values.iter().map(|value| self.marked(&self.value(of, value))).collect();
                let one = values.len() == 1;
                match (self.lang, negated) {
                    (Lang::En, false) => format!("{subject} is {}", values.join(" or ")),
                    (Lang::En, true) if one => format!("{subject} is not {}", values.concat()),
                    (Lang::En, true) => format!("{subject} is none of {}", values.join(", ")),
                    (Lang::Ja, false) if one => format!("{subject}が{}", values.concat()),
                    (Lang::Ja, true) if one => format!("{subject}が{}以外", values.concat()),
                    (Lang::Ja, false) => format!("{subject}が{}のいずれか", values.concat()),
                    (Lang::Ja, true) => format!("{subject}が{}のいずれでもない", values.concat()),
                }
            }
            Expression::Has { of, quantifier, values } => {
                let subject = self.operand(of);
                let values: Vec<_> = values.iter().map(|value| self.marked(&self.value(of, value))).collect();
                match (self.lang, quantifier) {
                    (Lang::En, Quantifier::Any) => format!("{subject} include {}", values.join(" or ")),
                    (Lang::En, Quantifier::All) => format!("{subject} include {}", values.join(" and ")),
                    (Lang::Ja, Quantifier::Any) if values.len() == 1 => {
                        format!("{subject}に{}を含む", values.concat())
                    }
                    (Lang::Ja, Quantifier::Any) => format!("{subject}に{}のいずれかを含む", values.concat()),
                    (Lang::Ja, Quantifier::All) => format!("{subject}に{}のすべてを含む", values.concat()),
                }
            }
            Expression::Known { of, negated } => {
                let subject = self.operand(of);
                match negated {
                    false => format!("{subject}{}", self.pick(" is known", "が判明している")),
                    true => format!("{subject}{}", self.pick(" is not known", "が不明")),
                }
            }
            Expression::Holds(Operand::Literal(literal)) => match literal.inner {
                Literal::Boolean(true) => self.pick("always", "常に該当").to_owned(),
                _ => self.pick("never", "常に非該当").to_owned(),
            },
            Expression::Holds(of) => self.operand(of),
        }
    }

    fn joined(&self, parts: &[Expression], word: &str) -> String {
        let part = |part: &Expression| {
            let said = self.expression(part);
            match (part, self.lang) {
                (Expression::Or(_) | Expression::And(_), Lang::En) => format!("({said})"),
                (Expression::Or(_) | Expression::And(_), Lang::Ja) => format!("（{said}）"),
                _ => said,
            }
        };
        parts.iter().map(part).collect::<Vec<_>>().join(word)
    }

    fn denied(&self, said: &str) -> String {
        match self.lang {
            Lang::En => format!("not ({said})"),
            Lang::Ja => format!("「{said}」に該当しない"),
        }
    }

    fn compare(&self, left: &Operand, is: Comparison, right: &Operand) -> String {
        // The fact comes first, whichever way it was written.
        let (left, is, right) = if self.kind(left).is_none() && self.kind(right).is_some() {
            (right, is.mirrored(), left)
        } else {
            (left, is, right)
        };
        let (subject, value) = (self.operand(left), self.measured(left, right));
        let kind = self.kind(left);
        // Two facts: 「雇用していた会社」 is not the value of that name.
        if let (Comparison::Equal | Comparison::NotEqual, Some(_), None) =
            (is, self.fact(right), shifted(right))
        {
            let same = is == Comparison::Equal;
            return match self.lang {
                Lang::En if same => format!("{subject} is the same as {value}"),
                Lang::En => format!("{subject} is not the same as {value}"),
                Lang::Ja if same => format!("{subject}が{value}と同じ"),
                Lang::Ja => format!("{subject}が{value}と異なる"),
            };
        }
        if let (Some(FactType::Boolean), Operand::Literal(literal)) = (kind, right) {
            let wanted = (literal.inner == Literal::Boolean(true)) == (is == Comparison::Equal);
            return if wanted { subject } else { self.denied(&subject) };
        }
        let category = matches!(kind, Some(FactType::Category));
        match self.lang {
            Lang::En => format!("{subject} {} {}", english(is, kind), self.marked(&value)),
            Lang::Ja => match is {
                Comparison::Equal if category => format!("{subject}が{}", self.marked(&value)),
                Comparison::NotEqual if category => format!("{subject}が{}以外", self.marked(&value)),
                Comparison::NotEqual => format!("{subject}が{value}以外"),
                Comparison::Equal if self.runs_into(left, right) => format!("{subject}がちょうど{value}"),
                Comparison::Equal => format!("{subject}が{value}"),
                // 主任以上: the name says which fact it is, where no other fact has it.
                _ if self.names_its_fact(left, right) => format!("{value}{}", japanese(is, kind)),
                // 勤続5年以上, 等級3以上: the fact runs into its value; names, dates and amounts want a particle.
                _ if self.runs_into(left, right) => format!("{subject}{value}{}", japanese(is, kind)),
                _ => format!("{subject}が{value}{}", japanese(is, kind)),
            },
        }
    }

    /// Whether a fact and a number or period are written without a particle between them.
    fn runs_into(&self, of: &Operand, value: &Operand) -> bool {
        matches!(value, Operand::Literal(literal) if matches!(literal.inner, Literal::Integer(_) | Literal::Period(_)))
            && matches!(self.kind(of), Some(FactType::Period | FactType::Integer))
    }

    /// Whether a named number belongs to this fact alone.
    fn names_its_fact(&self, of: &Operand, value: &Operand) -> bool {
        let named = self.kind(of) == Some(FactType::Integer) && self.fact(value).is_none();
        let is_word = match value {
            Operand::Name(_) => true,
            Operand::Literal(literal) => matches!(literal.inner, Literal::Text(_)),
            _ => false,
        };
        let said = self.value(of, value);
        let has = |fact: &&FactDefinition| {
            let title = |known: &Known| {
                known.title.as_ref().map_or(known.name.as_str(), |title| title.text(self.lang)) == said
            };
            fact.title.text(self.lang) == said || fact.values.iter().any(title)
        };
        named && is_word && self.vocabulary.iter().filter(has).count() == 1
    }

    /// A value with its unit, as Japanese writes it (3回); English says the unit with the fact.
    fn measured(&self, of: &Operand, value: &Operand) -> String {
        let said = self.value(of, value);
        let Operand::Literal(literal) = value else { return said };
        if self.lang == Lang::En || !matches!(literal.inner, Literal::Integer(_) | Literal::Decimal(_)) {
            return said;
        }
        let unit = fact_name(of).and_then(|name| self.vocabulary.get(name)?.unit.as_ref());
        unit.map_or(said.clone(), |unit| format!("{said}{}", unit.text(self.lang)))
    }

    /// A value in the words of the fact it belongs to.
    fn value(&self, of: &Operand, value: &Operand) -> String {
        let word = match value {
            Operand::Name(name) if self.vocabulary.get(&name.inner).is_none() => &name.inner,
            Operand::Literal(literal) => match &literal.inner {
                Literal::Text(text) => text,
                _ => return self.operand(value),
            },
            _ => return self.operand(value),
        };
        let known = fact_name(of).and_then(|name| self.vocabulary.get(name));
        let title =
            known.and_then(|fact| fact.values.iter().find(|known| known.name == *word)?.title.as_ref());
        title.map_or_else(|| word.clone(), |title| title.text(self.lang).to_owned())
    }

    /// A value as a value: 「可」; in English in quotation marks where its words could be read as part of the sentence.
    fn marked(&self, value: &str) -> String {
        match self.lang {
            Lang::En if reads_on(value) => format!("“{value}”"),
            Lang::En => value.to_owned(),
            Lang::Ja => format!("「{value}」"),
        }
    }

    fn operand(&self, operand: &Operand) -> String {
        match operand {
            Operand::Name(name) => fact_title(self.vocabulary, &name.inner, None).text(self.lang).to_owned(),
            Operand::Call { fact, parameter } => {
                fact_title(self.vocabulary, &fact.inner, Some(parameter)).text(self.lang).to_owned()
            }
            Operand::AsOf(_) => self.pick("the day of the decision", "判定日").to_owned(),
            Operand::Shift { of, sign, by } => {
                let (of, by) = (self.operand(of), Argument::from(*by).text(self.lang));
                match (self.lang, sign) {
                    (Lang::En, Sign::Plus) => format!("{by} after {of}"),
                    (Lang::En, Sign::Minus) => format!("{by} before {of}"),
                    (Lang::Ja, Sign::Plus) => format!("{of}の{by}後"),
                    (Lang::Ja, Sign::Minus) => format!("{of}の{by}前"),
                }
            }
            Operand::Literal(literal) => match &literal.inner {
                Literal::Period(period) => self.period(*period),
                Literal::Date(date) => Argument::from(*date).text(self.lang),
                Literal::Integer(number) => Argument::from(*number).text(self.lang),
                Literal::Boolean(true) => self.pick("yes", "該当").to_owned(),
                Literal::Boolean(false) => self.pick("no", "非該当").to_owned(),
                Literal::Money(money) => self.money(money),
                other => other.to_string(),
            },
        }
    }

    fn period(&self, period: Period) -> String {
        Argument::from(period).text(self.lang)
    }

    fn money(&self, money: &crate::workforce::Money) -> String {
        if self.lang == Lang::Ja && money.currency().code() == "JPY" {
            return format!("{}円", Argument::from(money.minor()).text(self.lang));
        }
        money.to_string()
    }

    /// The definition of the fact that an operand is.
    fn fact(&self, operand: &Operand) -> Option<&FactDefinition> {
        self.vocabulary.get(fact_name(operand)?)
    }

    fn kind(&self, operand: &Operand) -> Option<FactType> {
        match operand {
            Operand::AsOf(_) | Operand::Shift { .. } => Some(FactType::Date),
            _ => self.vocabulary.get(fact_name(operand)?).map(|fact| fact.kind),
        }
    }
}

/// The operand, where it is a date moved by a period.
fn shifted(operand: &Operand) -> Option<&Operand> {
    matches!(operand, Operand::Shift { .. }).then_some(operand)
}

/// Whether the words of a value could be read as words of the sentence around it: *not answered*, *childbirth or childcare*.
fn reads_on(value: &str) -> bool {
    let joins = [" or ", " and ", ",", "(", ")", "“", "”"];
    joins.iter().any(|word| value.contains(word))
        || value.starts_with("not ")
        || value.starts_with("none of ")
        || value.starts_with("the same as ")
        || matches!(value, "" | "known")
}

fn fact_name(operand: &Operand) -> Option<&str> {
    match operand {
        Operand::Name(name) | Operand::Call { fact: name, .. } => Some(&name.inner),
        _ => None,
    }
}

fn english(is: Comparison, kind: Option<FactType>) -> &'static str {
    let date = kind == Some(FactType::Date);
    match is {
        Comparison::Equal => "is",
        Comparison::NotEqual => "is not",
        Comparison::Less if date => "before",
        Comparison::AtMost if date => "on or before",
        Comparison::Greater if date => "after",
        Comparison::AtLeast if date => "on or after",
        Comparison::Less => "less than",
        Comparison::AtMost => "at most",
        Comparison::Greater => "more than",
        Comparison::AtLeast => "at least",
    }
}

fn japanese(is: Comparison, kind: Option<FactType>) -> &'static str {
    let date = kind == Some(FactType::Date);
    match is {
        Comparison::Equal => "",
        Comparison::NotEqual => "以外",
        Comparison::Less if date => "より前",
        Comparison::AtMost if date => "以前",
        Comparison::Greater if date => "より後",
        Comparison::AtLeast if date => "以降",
        Comparison::Less => "未満",
        Comparison::AtMost => "以下",
        Comparison::Greater => "超",
        Comparison::AtLeast => "以上",
    }
}
