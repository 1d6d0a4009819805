use std::str::Utf8Error;

use crate::Error;

/// Says where `bytes` stop being UTF-8, and which encoding they are likely to be in.
pub(super) fn diagnose(bytes: &[u8], invalid: &Utf8Error, name: &str) -> Error {
    let good = bytes.get(..invalid.valid_up_to()).unwrap_or_default();
    let rest = bytes.get(invalid.valid_up_to()..).unwrap_or_default();
    // What is before the fault is UTF-8 by definition of the fault.
    let good = std::str::from_utf8(good).unwrap_or_default();
    let line = good.matches('\n').count().saturating_add(1);
    let last = good.rsplit('\n').next().unwrap_or_default();
    let character = last.chars().filter(|letter| *letter != '\u{feff}').count().saturating_add(1);
    let cause = match (bytes, rest) {
        ([0xFF, 0xFE, ..] | [0xFE, 0xFF, ..], _) => "got what looks like UTF-16; save it as CSV in UTF-8",
        _ if invalid.error_len().is_none() => "got a file that ends within a character; was it cut off?",
        // Lead bytes of two-byte characters; in Western encodings these are control characters and curly quotes.
        (_, [0x81..=0x9F, 0x40..=0x7E | 0x80..=0xFC, ..]) | (_, [0xE0..=0xFC, 0x80..=0xFC, ..]) => {
            "got what looks like Shift_JIS (CP932); save it as CSV in UTF-8"
        }
        // Half-width katakana come in runs, and the other encoding has both bytes of a character up here.
        (_, [0xA1..=0xDF, 0xA1..=0xFE, ..]) => {
            "got what looks like Shift_JIS (CP932) or EUC-JP; save it as CSV in UTF-8"
        }
        _ => "got what looks like a Western single-byte encoding (Windows-1252); save it as CSV in UTF-8",
    };
    Error::syntax(format!("expected UTF-8, {cause}"))
        .within(format!("{name}: line {line}, character {character}"))
}
