//! Documents in JSON and TOML, read with errors that name the line and column.

use serde::de::DeserializeOwned;

use crate::{Error, ErrorKind};

/// Documents larger than this are refused before they are read.
const LARGEST: usize = 64 << 20;

/// Reads a JSON document; errors name the line and column, like `3:14: …`.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    if text.len() > LARGEST {
        return Err(Error::too_large("expected a document of at most 64 MiB"));
    }
    serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        // serde_json appends the place that the path already names.
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        let kind = if error.is_data() { ErrorKind::WrongType } else { ErrorKind::Syntax };
        Error::new(kind, message).within(format!("{}:{}", error.line(), error.column()))
    })
}

/// Reads a TOML document; errors name the line and column, like `3:14: …`.
pub(crate) fn from_toml<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    if text.len() > LARGEST {
        return Err(Error::too_large("expected a document of at most 64 MiB"));
    }
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.chars().rev().take_while(|letter| *letter != '\n').count().saturating_add(1);
        Error::syntax(error.message().replace('\n', " ")).within(format!("{line}:{column}"))
    })
}
