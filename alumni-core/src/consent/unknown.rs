use crate::Error;
use crate::text::nearest;

/// Names this long and longer are cut in messages.
const SHOWN: usize = 60;
/// A list longer than this helps nobody.
const LISTED: usize = 14;

/// An [`UnknownName`](crate::ErrorKind::UnknownName) error for `found`, which should have been one of `known`: it says
/// which name was probably meant, or which there are.
pub(super) fn unknown<'a>(what: &str, found: &str, known: impl IntoIterator<Item = &'a str>) -> Error {
    let known: Vec<_> = known.into_iter().collect();
    let shown: String = found.chars().take(SHOWN).collect();
    Error::unknown_name(match nearest(found, known.iter().copied()) {
        Some(name) => format!("expected a known {what}, got `{shown}`; did you mean `{name}`?"),
        None if known.is_empty() => format!("expected a known {what}, got `{shown}`; there is none"),
        None => {
            let names: Vec<_> = known.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
            let more = if known.len() > LISTED { ", …" } else { "" };
            format!("expected a known {what} ({}{more}), got `{shown}`", names.join(", "))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested_only_when_it_is_near() {
        let message =
            |found: &str| unknown("purpose", found, ["job_contact", "newsletter"]).message().to_owned();
        assert!(message("newsleter").ends_with("did you mean `newsletter`?"));
        assert!(message("payroll").contains("(`job_contact`, `newsletter`), got `payroll`"));
        assert!(unknown("purpose", "x", []).message().ends_with("there is none"));
    }
}
