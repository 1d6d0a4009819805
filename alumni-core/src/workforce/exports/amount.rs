//! Amounts as exports write them.

use super::super::{Currency, Money};
use crate::Error;

/// `5200000`, `5,200,000` or `5200000.00 JPY`; a currency in the cell goes before the one that is `given` beside it.
pub(super) fn money(text: &str, given: Option<Currency>) -> Result<Money, Error> {
    let (number, currency) = match text.rsplit_once(' ') {
        Some((number, code)) => (number.trim(), Some(code.parse()?)),
        None => (text, given),
    };
    let currency = currency.ok_or_else(|| {
        Error::missing(
            "expected the currency of the amount: in the cell, in a column of its own, or in the overlay",
        )
    })?;
    Money::parse_major(&ungrouped(number), currency)
}

/// Takes out commas where they separate thousands; elsewhere they stay and the number is refused.
fn ungrouped(number: &str) -> String {
    let whole = number.split('.').next().unwrap_or_default();
    let mut groups = whole.trim_start_matches('-').split(',');
    let first = groups.next().unwrap_or_default();
    if (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3) {
        number.replace(',', "")
    } else {
        number.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_exports_write_them() {
        let yen = Some("JPY".parse().unwrap());
        for (text, printed) in [
            ("5200000", Some("5200000 JPY")),
            ("5,200,000", Some("5200000 JPY")),
            ("5200000.00", Some("5200000 JPY")),
            ("5200.50 USD", Some("5200.50 USD")),
            ("-1,000", Some("-1000 JPY")),
            ("5,20,000", None),
            ("5.200,00", None),
            ("520 万円", None),
        ] {
            assert_eq!(money(text, yen).ok().map(|money| money.to_string()).as_deref(), printed, "{text}");
        }
        assert_eq!(money("5200000", None).unwrap_err().kind(), crate::ErrorKind::Missing);
    }
}
