//! Tokens to a tree, by recursive descent.

use super::expression::{AsOf, Comparison, Expression, Literal, Operand, Place, Quantifier, Sign};
use super::lexer::{Token, tokens, too_large};
use super::work;
use crate::Error;
use crate::calendar::Period;
use crate::workforce::Money;

/// Longer expressions are refused.
pub(super) const LONGEST: usize = 16 << 10;
/// Deeper nesting is refused, in text and in JSON alike.
pub(super) const DEEPEST: usize = 64;
/// Words of the language.
pub(super) const KEYWORDS: [&str; 13] =
    ["and", "or", "not", "in", "is", "between", "has", "any", "all", "known", "true", "false", "as_of"];

impl Expression {
    /// Reads the text form.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax), [`OutOfRange`](crate::ErrorKind::OutOfRange) or
    /// [`TooLarge`](crate::ErrorKind::TooLarge), with the path `line:column` in characters from 1.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::Expression;
    ///
    /// let expression = Expression::parse("tenure >= 5 years  or (grade>=3)")?;
    /// assert_eq!(expression.to_string(), "tenure >= 5 years or grade >= 3");
    /// let error = Expression::parse("tenure >= or").unwrap_err();
    /// assert_eq!(error.path(), "1:11");
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.len() > LONGEST {
            return Err(Error::too_large(format!("expected an expression of at most {LONGEST} bytes")));
        }
        let place = |(error, offset): (Error, usize)| error.within(line_and_column(text, offset));
        let tokens = tokens(text).map_err(place)?;
        let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
        parser.whole().map_err(place)
    }
}

/// `line:column` of a byte offset, in characters from 1.
pub(super) fn line_and_column(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count().saturating_add(1);
    let column = before.chars().rev().take_while(|letter| *letter != '\n').count().saturating_add(1);
    format!("{line}:{column}")
}

type Parsed<T> = Result<T, (Error, usize)>;

struct Parser<'a> {
    tokens: &'a [(Token, usize)],
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        work::add(1);
        self.tokens.get(self.at).map_or(&Token::End, |(token, _)| token)
    }

    fn offset(&self) -> usize {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(0, |(_, offset)| *offset)
    }

    fn next(&mut self) -> Token {
        let token = self.copied();
        self.at = self.at.saturating_add(1);
        token
    }

    /// A copy of the next token.
    fn copied(&self) -> Token {
        let token = self.peek();
        if let Token::Word(text) | Token::Text(text) = token {
            work::add(text.len());
        }
        token.clone()
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Token::Word(found) if found == word)
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        if found {
            self.next();
        }
        found
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Token::Sign(found) if *found == sign);
        if found {
            self.next();
        }
        found
    }

    fn expected<T>(&self, what: &str) -> Parsed<T> {
        Err((Error::syntax(format!("expected {what}, got {}", self.peek().described())), self.offset()))
    }

    fn expect_sign(&mut self, sign: &str) -> Parsed<()> {
        if self.take_sign(sign) { Ok(()) } else { self.expected(&format!("`{sign}`")) }
    }

    fn whole(&mut self) -> Parsed<Expression> {
        let expression = self.or()?;
        if *self.peek() == Token::End { Ok(expression) } else { self.expected("`and`, `or` or the end") }
    }

    fn or(&mut self) -> Parsed<Expression> {
        self.chain("or", Self::and, Expression::Or)
    }

    fn and(&mut self) -> Parsed<Expression> {
        self.chain("and", Self::not, Expression::And)
    }

    fn chain(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Parsed<Expression>,
        joined: fn(Vec<Expression>) -> Expression,
    ) -> Parsed<Expression> {
        let first = part(self)?;
        if !self.is_word(word) {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.take_word(word) {
            parts.push(part(self)?);
        }
        Ok(joined(parts))
    }

    fn not(&mut self) -> Parsed<Expression> {
        if self.is_word("not") {
            self.deeper()?;
            self.next();
            let inner = self.not()?;
            self.depth = self.depth.saturating_sub(1);
            return Ok(Expression::Not(Box::new(inner)));
        }
        self.test()
    }

    fn deeper(&mut self) -> Parsed<()> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEEPEST {
            return Err((
                Error::too_large(format!("expected at most {DEEPEST} levels of nesting")),
                self.offset(),
            ));
        }
        Ok(())
    }

    fn test(&mut self) -> Parsed<Expression> {
        if self.take_sign("(") {
            self.deeper()?;
            let inner = self.or()?;
            self.expect_sign(")")?;
            self.depth = self.depth.saturating_sub(1);
            return Ok(inner);
        }
        let of = self.operand()?;
        if let Some(is) = self.comparison() {
            self.next();
            return Ok(Expression::Compare { left: of, is, right: self.operand()? });
        }
        if self.take_word("is") {
            let negated = self.take_word("not");
            if self.take_word("known") {
                return Ok(Expression::Known { of, negated });
            }
            return self.expected("`known`");
        }
        if self.take_word("has") {
            let quantifier = if self.take_word("all") {
                Quantifier::All
            } else {
                // `has x` is `has any [x]`.
                if !self.take_word("any") && !matches!(self.peek(), Token::Sign("[")) {
                    return Ok(Expression::Has {
                        of,
                        quantifier: Quantifier::Any,
                        values: vec![self.value()?],
                    });
                }
                Quantifier::Any
            };
            return Ok(Expression::Has { of, quantifier, values: self.values()? });
        }
        let negated = self.take_word("not");
        if self.take_word("in") {
            return Ok(Expression::In { of, negated, values: self.values()? });
        }
        if self.take_word("between") {
            let low = self.operand()?;
            if !self.take_word("and") {
                return self.expected("`and`");
            }
            return Ok(Expression::Between { of, negated, low, high: self.operand()? });
        }
        if negated {
            return self.expected("`in` or `between`");
        }
        match &of {
            Operand::Name(_)
            | Operand::Call { .. }
            | Operand::Literal(Place { inner: Literal::Boolean(_), .. }) => Ok(Expression::Holds(of)),
            _ => self.expected("a comparison"),
        }
    }

    fn comparison(&self) -> Option<Comparison> {
        let Token::Sign(sign) = self.peek() else { return None };
        Comparison::ALL.into_iter().find(|comparison| comparison.as_str() == *sign)
    }

    fn values(&mut self) -> Parsed<Vec<Operand>> {
        self.expect_sign("[")?;
        let mut values = Vec::new();
        loop {
            values.push(self.value()?);
            if !self.take_sign(",") {
                break;
            }
        }
        self.expect_sign("]")?;
        Ok(values)
    }

    fn value(&mut self) -> Parsed<Operand> {
        let start = self.offset();
        match self.operand()? {
            value @ (Operand::Name(_) | Operand::Literal(_)) => Ok(value),
            other => Err((Error::syntax(format!("expected a value, got `{other}`")), start)),
        }
    }

    fn operand(&mut self) -> Parsed<Operand> {
        let mut of = self.primary()?;
        let outside = self.depth;
        loop {
            let sign = match self.peek() {
                Token::Sign("+") => Sign::Plus,
                Token::Sign("-") => Sign::Minus,
                _ => {
                    self.depth = outside;
                    return Ok(of);
                }
            };
            self.next();
            let at = self.offset();
            match self.primary()? {
                Operand::Literal(Place { inner: Literal::Period(by), .. }) => {
                    self.deeper()?;
                    of = Operand::Shift { of: Box::new(of), sign, by };
                }
                _ => return Err((Error::syntax("expected a period such as `6 months`"), at)),
            }
        }
    }

    fn primary(&mut self) -> Parsed<Operand> {
        let offset = self.offset();
        let literal = |inner| Operand::Literal(Place { inner, offset });
        let negative = self.take_sign("-");
        match self.copied() {
            Token::Integer(number) => {
                self.next();
                self.measured(number, negative, offset)
            }
            Token::Decimal(number) => {
                self.next();
                let text = if negative { format!("-{number}") } else { number.to_string() };
                if let Some(currency) = self.currency() {
                    let money = Money::parse_major(&text, currency).map_err(|error| (error, offset))?;
                    return Ok(literal(Literal::Money(money)));
                }
                Ok(literal(Literal::Decimal(text.parse().map_err(|error| (error, offset))?)))
            }
            _ if negative => self.expected("a number"),
            Token::Date(date) => {
                self.next();
                Ok(literal(Literal::Date(date)))
            }
            Token::Text(text) => {
                self.next();
                Ok(literal(Literal::Text(text)))
            }
            Token::Word(word) => self.word(word, offset),
            _ => self.expected("a fact or a value"),
        }
    }

    fn word(&mut self, word: String, offset: usize) -> Parsed<Operand> {
        match word.as_str() {
            "true" | "false" => {
                self.next();
                return Ok(Operand::Literal(Place { inner: Literal::Boolean(word == "true"), offset }));
            }
            "as_of" => {
                self.next();
                return Ok(Operand::AsOf(AsOf { offset }));
            }
            keyword if KEYWORDS.contains(&keyword) => return self.expected("a fact or a value"),
            _ => self.next(),
        };
        let inner = Place { inner: word, offset };
        if !self.take_sign("(") {
            return Ok(Operand::Name(inner));
        }
        let parameter = match self.next() {
            Token::Word(word) => word,
            Token::Text(text) => text,
            _ => {
                self.at = self.at.saturating_sub(1);
                return self.expected("a value");
            }
        };
        self.expect_sign(")")?;
        Ok(Operand::Call { fact: inner, parameter })
    }

    /// A whole number, with the unit or the currency that may follow it.
    fn measured(&mut self, number: u64, negative: bool, offset: usize) -> Parsed<Operand> {
        let literal = |inner| Ok(Operand::Literal(Place { inner, offset }));
        if let Some(currency) = self.currency() {
            let text = if negative { format!("-{number}") } else { number.to_string() };
            let money = Money::parse_major(&text, currency).map_err(|error| (error, offset))?;
            return literal(Literal::Money(money));
        }
        let signed = if negative { 0_i64.checked_sub_unsigned(number) } else { i64::try_from(number).ok() };
        let number = signed.ok_or_else(|| (too_large(), offset))?;
        let mut period = String::new();
        let mut count = number;
        while let Token::Word(unit) = self.peek() {
            if !matches!(
                unit.as_str(),
                "year" | "years" | "month" | "months" | "week" | "weeks" | "day" | "days"
            ) {
                break;
            }
            // Copied with its number, and read at the end.
            work::add(64);
            period.push_str(&format!("{count} {unit} "));
            self.next();
            match (self.peek(), self.tokens.get(self.at.saturating_add(1))) {
                (Token::Integer(next), Some((Token::Word(unit), _))) if is_unit(unit) => {
                    count = i64::try_from(*next).map_err(|_| (too_large(), offset))?;
                    self.next();
                }
                _ => break,
            }
        }
        if period.is_empty() {
            return literal(Literal::Integer(number));
        }
        let period: Period = period.parse().map_err(|error| (error, offset))?;
        literal(Literal::Period(period))
    }

    fn currency(&mut self) -> Option<crate::workforce::Currency> {
        let Token::Word(word) = self.peek() else { return None };
        let currency = word.parse().ok()?;
        self.next();
        Some(currency)
    }
}

fn is_unit(word: &str) -> bool {
    matches!(word, "year" | "years" | "month" | "months" | "week" | "weeks" | "day" | "days")
}
