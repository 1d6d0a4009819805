//! When a row says something was decided: an instant, a time on the place's clock, or a day.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Timelike};

use crate::calendar;
use crate::consent::instant;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Instant(DateTime<FixedOffset>),
    /// A day, of which no time is told: midnight is what databases make of one.
    Day(DateTime<FixedOffset>),
    /// It can be read, but not be placed: nobody said by which clock.
    NoOffset,
    Unreadable,
}

/// Reads `text`, of which what has no offset of its own is by the clock of `offset`. A day is its beginning, or its end with
/// `to_the_end`.
pub(super) fn read(text: &str, offset: Option<FixedOffset>, to_the_end: bool) -> Told {
    if let Ok(instant) = instant::parse(text) {
        return Told::Instant(instant);
    }
    let plain: String = text.chars().map(calendar::half_width).collect();
    let plain = plain.trim();
    let Some((day, time, own)) = local(plain) else { return Told::Unreadable };
    let Some(offset) = own.or(offset) else { return Told::NoOffset };
    let is_day = own.is_none() && time == NaiveTime::MIN;
    let last = NaiveTime::from_hms_opt(23, 59, 59).filter(|_| is_day && to_the_end);
    let at = day.and_time(last.unwrap_or(time)).and_local_timezone(offset).single();
    match at.filter(|at| instant::check(*at).is_ok()) {
        Some(at) if is_day => Told::Day(at),
        Some(at) => Told::Instant(at),
        None => Told::Unreadable,
    }
}

/// The day, the time (midnight where there is none), and the offset that stands behind it.
fn local(text: &str) -> Option<(NaiveDate, NaiveTime, Option<FixedOffset>)> {
    if let Ok(day) = calendar::parse_date(text) {
        return Some((day, NaiveTime::MIN, None));
    }
    let parts = text.char_indices().filter_map(|(at, letter)| {
        let after = at.checked_add(letter.len_utf8())?;
        match letter {
            'T' | 't' | ' ' => Some((text.get(..at)?, text.get(after..)?)),
            '日' => Some((text.get(..after)?, text.get(after..)?)),
            _ => None,
        }
    });
    for (day, rest) in parts {
        if let Ok(day) = calendar::parse_date(day)
            && let Some((time, own)) = clock(rest.trim())
        {
            return Some((day, time, own));
        }
    }
    None
}

/// A time of day with or without an offset: `15:30`, `15:30:12.5+09:00`, `3:30 PM`, `午後3時30分`.
fn clock(text: &str) -> Option<(NaiveTime, Option<FixedOffset>)> {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return Some((time_of_day(time.trim())?, Some(FixedOffset::east_opt(0)?)));
    }
    match text.rfind(['+', '-']) {
        Some(sign) => {
            let (time, offset) = text.split_at_checked(sign)?;
            let hours_only = offset.len() == 3;
            let offset = if hours_only { format!("{offset}:00") } else { offset.to_owned() };
            Some((time_of_day(time.trim())?, Some(offset.parse().ok()?)))
        }
        None => Some((time_of_day(text)?, None)),
    }
}

fn time_of_day(text: &str) -> Option<NaiveTime> {
    let lower = text.to_ascii_lowercase();
    let halves = [("午前", false), ("午後", true), ("am", false), ("pm", true)];
    let half = halves.into_iter().find_map(|(word, is_late)| {
        let rest = lower.strip_prefix(word).or_else(|| lower.strip_suffix(word))?;
        Some((rest.trim(), is_late))
    });
    let (digits, is_late) = half.map_or((lower.as_str(), None), |(rest, is_late)| (rest, Some(is_late)));
    let time = match digits.contains('時') {
        true => {
            let written = digits.replace(['時', '分'], ":").replace('秒', "");
            let written = written.trim_end_matches(':');
            parts(written, 1)?
        }
        false => parts(digits, 2)?,
    };
    match is_late {
        None => Some(time),
        // Noon and midnight are 12 on a clock of twelve hours; 0 is the Japanese way.
        Some(late) => {
            let hour = time.hour().checked_rem(12).filter(|_| time.hour() <= 12)?;
            time.with_hour(if late { hour.checked_add(12)? } else { hour })
        }
    }
}

/// `15:30:12.5`: at least so many parts, minutes and seconds of two digits where there are colons only.
fn parts(text: &str, least: usize) -> Option<NaiveTime> {
    let (whole, fraction) =
        text.split_once(['.', ',']).map_or((text, None), |(whole, part)| (whole, Some(part)));
    let fields: Vec<&str> = whole.split(':').map(str::trim).collect();
    let number = |field: &&str| {
        let is_plain = (1..=2).contains(&field.len()) && field.bytes().all(|byte| byte.is_ascii_digit());
        field.parse::<u32>().ok().filter(|_| is_plain)
    };
    let later = fields.iter().skip(1);
    if fields.len() < least || (least > 1 && later.clone().any(|field| field.len() != 2)) {
        return None;
    }
    let numbers: Vec<u32> = fields.iter().map(number).collect::<Option<_>>()?;
    let (hour, minute, second) = match numbers.as_slice() {
        [hour] => (*hour, 0, 0),
        [hour, minute] => (*hour, *minute, 0),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return None,
    };
    let nanos = match fraction {
        None => 0,
        Some(part) => {
            let is_plain = fields.len() == 3 && (1..=9).contains(&part.len());
            let digits =
                Some(part).filter(|part| is_plain && part.bytes().all(|byte| byte.is_ascii_digit()))?;
            format!("{digits:0<9}").parse().ok()?
        }
    };
    NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn japan() -> Option<FixedOffset> {
        FixedOffset::east_opt(9 * 3600)
    }

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn times_are_read_as_lists_write_them() {
        for (text, expected) in [
            ("2021/05/10 10:00", "2021-05-10T10:00:00+09:00"),
            ("2021-05-10T15:30+09:00", "2021-05-10T15:30:00+09:00"),
            ("2021-05-10T15:30Z", "2021-05-10T15:30:00Z"),
            ("2021-05-10 15:30:12.5+0530", "2021-05-10T15:30:12.5+05:30"),
            ("2021-05-10T15:30:12-05", "2021-05-10T15:30:12-05:00"),
            ("2021-05-10T10:00:00", "2021-05-10T10:00:00+09:00"),
            ("２０２１／５／１０　９：０５", "2021-05-10T09:05:00+09:00"),
            ("令和3年5月10日 午後3時30分", "2021-05-10T15:30:00+09:00"),
            ("2021年5月10日15時", "2021-05-10T15:00:00+09:00"),
            ("2021/5/10 12:30 AM", "2021-05-10T00:30:00+09:00"),
            ("2021/5/10 午後0:30", "2021-05-10T12:30:00+09:00"),
        ] {
            assert_eq!(read(text, japan(), true), Told::Instant(at(expected)), "{text}");
        }
        for text in ["2021/05/10", "2021-05-10 00:00:00", "R3.5.10", "2021-05-10T00:00"] {
            assert_eq!(read(text, japan(), false), Told::Day(at("2021-05-10T00:00:00+09:00")), "{text}");
            assert_eq!(read(text, japan(), true), Told::Day(at("2021-05-10T23:59:59+09:00")), "{text}");
            assert_eq!(read(text, None, true), Told::NoOffset, "{text}");
        }
        assert_eq!(read("2021/05/10 10:00", None, true), Told::NoOffset);
        for text in [
            "",
            "soon",
            "2021/05/10 25:00",
            "2021/05/10 10",
            "2021/05/10 10:5",
            "2021/13/10 10:00",
            "10:00",
            "2021/05/10 10:00:60",
            "2021/05/10 13:00 PM",
            "2021/05/10 10:00 +9",
            "2021/05/10 10:00.5",
        ] {
            assert_eq!(read(text, japan(), true), Told::Unreadable, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "[0-9T :.+午後時分日年月/Z-]{0,24}") {
            let _ = read(&text, japan(), true);
        }

        #[test]
        fn every_minute_is_read(day in 1_u32..=28, hour in 0_u32..24, minute in 0_u32..60) {
            let told = read(&format!("2021/2/{day} {hour}:{minute:02}"), japan(), false);
            let written = at(&format!("2021-02-{day:02}T{hour:02}:{minute:02}:00+09:00"));
            let midnight = (hour, minute) == (0, 0);
            prop_assert_eq!(told, if midnight { Told::Day(written) } else { Told::Instant(written) });
        }
    }
}
