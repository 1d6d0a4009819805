use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{SeparationKind, SeparationReason};

/// A separation code of a national or a customer's own scheme, kept as it was supplied.
///
/// Known schemes are `jp_rishoku_kubun` (離職区分, 1A to 5E or the two-digit codes 11 to 55) and `ca_roe` (Record of Employment,
/// block 16). Any other scheme is carried along and implies nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LocalCode {
    scheme: String,
    code: String,
}

#[derive(Deserialize)]
struct Table {
    codes: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    scheme: String,
    code: Vec<String>,
    kind: Option<SeparationKind>,
    reason: Option<SeparationReason>,
}

/// What each code implies is data with its sources, not code.
static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    crate::document::from_toml::<Table>(include_str!("../../mappings/separation-codes.toml"))
        .map_or_else(|_| Vec::new(), |table| table.codes)
});

impl LocalCode {
    /// The code `code` of `scheme`, both as supplied.
    pub fn new(scheme: impl Into<String>, code: impl Into<String>) -> Self {
        Self { scheme: scheme.into(), code: code.into() }
    }

    /// The scheme's id.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The code as supplied.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The kind of separation that the code fixes; `None` when it leaves it open (2E is retirement or transfer).
    #[must_use]
    pub fn kind(&self) -> Option<SeparationKind> {
        self.row()?.kind
    }

    /// The reason that the code fixes; `None` when it leaves it open.
    #[must_use]
    pub fn reason(&self) -> Option<SeparationReason> {
        self.row()?.reason
    }

    /// Whether the scheme is a known one that has no such code, which is a fault of the data.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.row().is_none() && TABLE.iter().any(|row| row.scheme == self.scheme)
    }

    /// Whether the scheme is one whose codes are known.
    pub(super) fn is_of_known_scheme(&self) -> bool {
        TABLE.iter().any(|row| row.scheme == self.scheme)
    }

    /// A code as an export writes it: `４Ｄ` and `4D 正当な理由のない自己都合` are `4D`. Codes of other schemes stay as they are.
    pub(super) fn as_written(scheme: &str, text: &str) -> Self {
        let code = Self::new(scheme, text);
        if !code.is_of_known_scheme() {
            return code;
        }
        let half = |letter: char| match letter {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
                char::from_u32(u32::from(letter).wrapping_sub(0xFEE0)).unwrap_or(letter)
            }
            other => other,
        };
        let letters = text.chars().map(half).take_while(char::is_ascii_alphanumeric);
        let short: String = letters.map(|letter| letter.to_ascii_uppercase()).collect();
        if short.is_empty() { code } else { Self::new(scheme, short) }
    }

    fn row(&self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.scheme == self.scheme && row.code.contains(&self.code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_reads() {
        toml::from_str::<Table>(include_str!("../../mappings/separation-codes.toml")).unwrap();
        assert!(TABLE.len() > 20);
    }

    #[test]
    fn codes_imply_no_more_than_they_fix() {
        let kubun = |code| LocalCode::new("jp_rishoku_kubun", code);
        assert_eq!(kubun("4D").kind(), Some(SeparationKind::Voluntary));
        assert_eq!(kubun("40").kind(), kubun("45").kind());
        assert_eq!(kubun("2E").kind(), None);
        assert_eq!(kubun("3A").reason(), None);
        assert_eq!(LocalCode::new("ca_roe", "G").kind(), Some(SeparationKind::Retirement));
        assert!(kubun("9Z").is_unknown());
        assert!(!LocalCode::new("tenant:acme", "9Z").is_unknown());
    }
}
