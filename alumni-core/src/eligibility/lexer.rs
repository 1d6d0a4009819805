//! Text to tokens, in one pass.

use chrono::NaiveDate;

use super::work;
use crate::Error;
use crate::workforce::Decimal;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A bare word: keyword, fact or value.
    Word(String),
    /// A value in quotes.
    Text(String),
    /// Without its sign, so that the least number there is can be read.
    Integer(u64),
    Decimal(Decimal),
    Date(NaiveDate),
    /// An operator or a bracket.
    Sign(&'static str),
    End,
}

impl Token {
    /// How the token is named in an error.
    pub(super) fn described(&self) -> String {
        match self {
            Self::Word(word) => format!("`{word}`"),
            Self::Text(text) => format!("`\"{text}\"`"),
            Self::Integer(number) => format!("`{number}`"),
            Self::Decimal(number) => format!("`{number}`"),
            Self::Date(date) => format!("`{date}`"),
            Self::Sign(sign) => format!("`{sign}`"),
            Self::End => "the end".to_owned(),
        }
    }
}

/// Longer first, so that `<=` is not read as `<`.
const SIGNS: [&str; 14] = ["<=", ">=", "!=", "==", "<", ">", "=", "(", ")", "[", "]", ",", "+", "-"];

/// Tokens with their byte offsets; the last is [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, usize)>, (Error, usize)> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        let before = rest.len();
        rest = rest.trim_start();
        work::add(before.saturating_sub(rest.len()).saturating_add(1));
        let offset = text.len().saturating_sub(rest.len());
        let Some(first) = rest.chars().next() else {
            tokens.push((Token::End, offset));
            return Ok(tokens);
        };
        let (token, length) = if first == '"' {
            quoted(rest).map_err(|error| (error, offset))?
        } else if first.is_ascii_digit() {
            number(rest).map_err(|error| (error, offset))?
        } else if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            (Token::Sign(if sign == "==" { "=" } else { sign }), sign.len())
        } else if starts_word(first) {
            let length = rest.find(|letter| !continues_word(letter)).unwrap_or(rest.len());
            work::add(length);
            (Token::Word(rest.get(..length).unwrap_or_default().to_owned()), length)
        } else {
            return Err((
                Error::syntax(format!("expected a fact, a value or an operator, got `{first}`")),
                offset,
            ));
        };
        tokens.push((token, offset));
        rest = rest.get(length..).unwrap_or_default();
    }
}

fn starts_word(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_'
}

fn continues_word(letter: char) -> bool {
    work::add(1);
    letter.is_alphanumeric() || letter == '_'
}

/// Whether a value can stand without quotes.
pub(super) fn is_bare(text: &str) -> bool {
    text.starts_with(starts_word) && text.chars().all(continues_word)
}

fn quoted(rest: &str) -> Result<(Token, usize), Error> {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        work::add(1);
        match letter {
            '"' => return Ok((Token::Text(text), at.saturating_add(1))),
            '\\' => match letters.next() {
                Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                _ => return Err(Error::syntax("expected `\\\"` or `\\\\` after a backslash")),
            },
            other => text.push(other),
        }
    }
    Err(Error::syntax("expected a closing `\"`"))
}

fn number(rest: &str) -> Result<(Token, usize), Error> {
    if let Some(date) = rest.get(..10).filter(|text| is_date(text)) {
        // `2024-02-30` is a date that does not exist, not a subtraction.
        let token = date.parse().map(Token::Date);
        return token
            .map(|token| (token, 10))
            .map_err(|_| Error::out_of_range(format!("expected a day that exists, got `{date}`")));
    }
    let length = rest
        .find(|letter: char| {
            work::add(1);
            !letter.is_ascii_digit() && letter != '_' && letter != '.'
        })
        .unwrap_or(rest.len());
    let text = rest.get(..length).unwrap_or_default();
    // Looked through for what stands between digits, and read.
    work::add(length.saturating_mul(3));
    let digits = text.replace('_', "");
    if rest.get(length..).is_some_and(|after| after.starts_with(starts_word))
        || text.ends_with(['_', '.'])
        || text.contains("__")
    {
        return Err(Error::syntax(format!("expected a number followed by a space, got `{text}`")));
    }
    if digits.contains('.') {
        return digits.parse().map(|number| (Token::Decimal(number), length));
    }
    let number = digits.parse().map_err(|_| too_large())?;
    Ok((Token::Integer(number), length))
}

pub(super) fn too_large() -> Error {
    Error::out_of_range("expected a number below 9.2e18")
}

fn is_date(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| {
        work::add(1);
        if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() }
    })
}
