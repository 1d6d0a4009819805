use chrono::{Datelike, NaiveDate};

use crate::Error;

/// Name, letter, first day, and the year before year one.
type Era = (&'static str, char, (i32, u32, u32), i32);

/// First days of the Japanese eras that an employment record can still hold, latest first.
///
/// Source: 元号法 (Act No. 43 of 1979) and the cabinet orders on each change; 明治 from the adoption of the Gregorian
/// calendar (太政官布告第337号, 1 January 1873 = 明治6年1月1日).
const ERAS: [Era; 5] = [
    ("令和", 'R', (2019, 5, 1), 2018),
    ("平成", 'H', (1989, 1, 8), 1988),
    ("昭和", 'S', (1926, 12, 25), 1925),
    ("大正", 'T', (1912, 7, 30), 1911),
    ("明治", 'M', (1873, 1, 1), 1867),
];

/// Reads a date as HR systems write it: ISO 8601 or Japanese, Western year or era year.
///
/// Accepted, with full-width or half-width digits and with spaces between the parts: `2015-04-01`, `2015-4-1`,
/// `2015/4/1`, `2015.4.1`, `20150401`, `2015年4月1日`, `平成27年4月1日`, `平成元年…`, `H27.4.1`, `H27/4/1`, and any of
/// these followed by a midnight (`T00:00:00`, ` 00:00:00`). Two-digit years without an era are refused: nobody can tell
/// which century they mean.
///
/// # Errors
///
/// [`Syntax`](crate::ErrorKind::Syntax) for another form, [`OutOfRange`](crate::ErrorKind::OutOfRange) for a day that
/// does not exist or that lies outside its era (平成31年5月1日 was 令和元年).
///
/// # Example
///
/// ```
/// use alumni_core::calendar::parse_date;
///
/// assert_eq!(parse_date("平成27年4月1日")?, parse_date("2015-04-01")?);
/// assert_eq!(parse_date("H27.4.1")?, parse_date("2015/4/1")?);
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn parse_date(text: &str) -> Result<NaiveDate, Error> {
    let plain: String = text.chars().map(half_width).collect();
    let plain = without_midnight(plain.trim());
    let (era, rest) = split_era(plain);
    let (year, month, day) = parts(rest).ok_or_else(|| expected(text))?;
    let Some((name, _, first, offset)) = era else {
        if year < 1000 {
            return Err(expected(text));
        }
        return date(year, month, day);
    };
    if year == 0 {
        return Err(expected(text));
    }
    let found = date(year.saturating_add(*offset), month, day)?;
    let next = ERAS.iter().map(|era| era.2).filter(|start| start > first).min();
    let inside =
        ymd(*first).is_some_and(|start| start <= found) && next.and_then(ymd).is_none_or(|end| found < end);
    if inside { Ok(found) } else { Err(Error::out_of_range(format!("expected a day of the era {name}"))) }
}

fn ymd((year, month, day): (i32, u32, u32)) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

fn date(year: i32, month: u32, day: u32) -> Result<NaiveDate, Error> {
    ymd((year, month, day))
        .filter(|date| date.year() <= 9999)
        .ok_or_else(|| Error::out_of_range("expected a day that exists"))
}

fn expected(found: &str) -> Error {
    let found: String = found.chars().take(24).collect();
    Error::syntax(format!("expected a date like `2015-04-01` or `平成27年4月1日`, got `{found}`"))
}

/// ASCII for its full-width form, and every other letter as it is.
pub(crate) fn half_width(letter: char) -> char {
    match letter {
        // The full-width forms stand at a fixed distance from ASCII.
        '！'..='～' => char::from_u32(u32::from(letter).wrapping_sub(0xFEE0)).unwrap_or(letter),
        '　' => ' ',
        other => other,
    }
}

fn without_midnight(text: &str) -> &str {
    ["T00:00:00Z", "T00:00:00", " 00:00:00"]
        .into_iter()
        .find_map(|tail| text.strip_suffix(tail))
        .unwrap_or(text)
}

fn split_era(text: &str) -> (Option<&'static Era>, &str) {
    for era in &ERAS {
        if let Some(rest) = text.strip_prefix(era.0) {
            return (Some(era), rest);
        }
        if let Some(rest) = text.strip_prefix([era.1, era.1.to_ascii_lowercase()]) {
            return (Some(era), rest);
        }
    }
    (None, text)
}

/// Year, month and day, by whatever separates them; `元` is year one.
fn parts(text: &str) -> Option<(i32, u32, u32)> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: u32 = text.parse().ok()?;
        return Some((i32::try_from(number / 10_000).ok()?, number / 100 % 100, number % 100));
    }
    for [after_year, after_month, after_day] in
        [["年", "月", "日"], ["-", "-", ""], ["/", "/", ""], [".", ".", ""]]
    {
        if let Some((year, rest)) = text.split_once(after_year) {
            let (month, rest) = rest.split_once(after_month)?;
            let day = rest.strip_suffix(after_day)?;
            let year = if year.trim() == "元" { 1 } else { i32::try_from(number(year)?).ok()? };
            return Some((year, number(month)?, number(day)?));
        }
    }
    None
}

fn number(digits: &str) -> Option<u32> {
    let digits = digits.trim();
    // `parse` alone would take a sign.
    if digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accepted_form_is_the_same_day() {
        for text in [
            "2015-04-01",
            "2015-4-1",
            "2015/4/1",
            "2015.4.1",
            "20150401",
            "2015年4月1日",
            "平成27年4月1日",
            "平成 27 年 4 月 1 日",
            "H27.4.1",
            "h27/4/1",
            "Ｈ２７．４．１",
            "2015-04-01T00:00:00",
            "2015-04-01 00:00:00",
            " 2015-04-01 ",
        ] {
            assert_eq!(parse_date(text).unwrap(), NaiveDate::from_ymd_opt(2015, 4, 1).unwrap(), "{text}");
        }
    }

    #[test]
    fn eras_begin_and_end_on_their_day() {
        for (text, iso) in [
            ("昭和64年1月7日", "1989-01-07"),
            ("平成元年1月8日", "1989-01-08"),
            ("平成31年4月30日", "2019-04-30"),
            ("令和元年5月1日", "2019-05-01"),
            ("R1.5.1", "2019-05-01"),
            ("大正15年12月24日", "1926-12-24"),
        ] {
            assert_eq!(parse_date(text).unwrap(), iso.parse().unwrap(), "{text}");
        }
        for text in ["平成31年5月1日", "昭和64年1月8日", "平成元年1月7日", "令和元年4月30日"]
        {
            assert_eq!(parse_date(text).unwrap_err().kind(), crate::ErrorKind::OutOfRange, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "",
            "soon",
            "15/4/1",
            "27年4月1日",
            "2015-04",
            "2015-02-29",
            "2015-13-01",
            "2015-04-01T12:00:00",
            "平成０年1月1日",
            "H27-4",
            "+2015-04-01",
            "2015--4-1",
            "99999-01-01",
            "2015年4月1日x",
        ] {
            assert!(parse_date(text).is_err(), "{text}");
        }
    }
}
