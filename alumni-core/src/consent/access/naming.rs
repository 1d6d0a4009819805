//! Where in a text somebody's id may stand: Japanese puts no space around one, and names of files put other marks.

use crate::consent::folded::{Letter, letters};

/// A stretch of more letters than this is taken for an id only where marks stand on both sides of it.
const LONGEST: usize = 64;

/// Marks that stand around ids.
const APART: &str = ",;:/()[]{}\"'=&?|#<>!*、。・「」";

/// What is put behind the name of a person.
const TITLES: [&str; 7] = ["さん", "さま", "様", "氏", "君", "くん", "殿"];

/// `text` with every stretch that `is_other` says is somebody else's id replaced by `with`, the longest first. One that `is_own`
/// stays, with whatever it holds.
pub(super) fn replaced(
    text: &str,
    with: &str,
    is_own: impl Fn(&str) -> bool,
    is_other: impl Fn(&str) -> bool,
) -> String {
    let all = letters(text);
    let mut written = String::with_capacity(text.len());
    let (mut at, mut copied) = (0, 0);
    while let Some(first) = all.get(at) {
        let found = ends(&all, at).into_iter().find_map(|end| {
            let last = all.get(end.checked_sub(1)?)?;
            let id = text.get(first.place.start..last.place.end)?;
            if is_own(id) {
                return Some((end, last.place.end, id));
            }
            (stands(&all, at, end) && is_other(id)).then_some((end, last.place.end, with))
        });
        match found {
            Some((end, upto, put)) => {
                written.push_str(text.get(copied..first.place.start).unwrap_or_default());
                written.push_str(put);
                (at, copied) = (end, upto);
            }
            None => at = at.saturating_add(1),
        }
    }
    written.push_str(text.get(copied..).unwrap_or_default());
    written
}

/// Where an id that begins at `at` may end, the furthest first; none where no id can begin.
fn ends(all: &[Letter], at: usize) -> Vec<usize> {
    let letter = |place: usize| all.get(place).map(|letter| letter.first());
    let is_apart = |place: usize| letter(place).is_none_or(apart);
    if is_apart(at) || !(at == 0 || between(letter(at.saturating_sub(1)), letter(at))) {
        return Vec::new();
    }
    let word = (at..=all.len()).find(|end| is_apart(*end)).unwrap_or(all.len());
    let furthest = at.saturating_add(LONGEST).min(all.len());
    let is_end = |end: &usize| {
        let last = end.saturating_sub(1);
        !is_apart(last) && between(letter(last), letter(*end))
    };
    let near = (at.saturating_add(1)..=furthest).rev().filter(is_end);
    Some(word).filter(|word| *word > furthest).into_iter().chain(near).collect()
}

/// Whether what stands there can be an id: a number of up to four digits, one letter or two are one only by themselves or before
/// a title such as さん, and digits of a date or a time are none.
fn stands(all: &[Letter], start: usize, end: usize) -> bool {
    let letter = |place: Option<usize>| place.and_then(|place| all.get(place)).map(|letter| letter.first());
    let mut found = all.iter().skip(start).take(end.saturating_sub(start)).map(|letter| letter.first());
    let length = end.saturating_sub(start);
    let is_number = found.clone().all(|letter| letter.is_ascii_digit());
    let is_short = length == 1 || (length == 2 && found.all(|letter| letter.is_ascii_alphabetic()));
    if !(is_short || is_number && length <= 4) {
        return true;
    }
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let joins = |letter: Option<char>| letter.is_some_and(|letter| "/:".contains(letter));
    let (before, after) = (start.checked_sub(1), Some(end));
    let further = |place: Option<usize>| place.and_then(|place| place.checked_add(1));
    let dated = (joins(letter(before)) && is_digit(letter(start.checked_sub(2))))
        || (joins(letter(after)) && is_digit(letter(further(after))));
    let rest: String = all.iter().skip(end).take(2).map(|letter| letter.first()).collect();
    let titled = TITLES.iter().any(|title| rest.starts_with(title));
    letter(before).is_none_or(apart) && (titled || letter(after).is_none_or(apart)) && !(is_number && dated)
}

fn apart(letter: char) -> bool {
    letter.is_whitespace() || APART.contains(letter)
}

/// Whether one id can end before, and another begin after: not within a word or a number.
fn between(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before.map(script), after.map(script)) else { return true };
    before != after || before == Script::Free
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Letters that are written with spaces, and digits.
    Spaced,
    Hiragana,
    Katakana,
    /// Marks, and letters of which each may begin a word, as kanji.
    Free,
}

fn script(letter: char) -> Script {
    match letter {
        '\u{3041}'..='\u{309F}' => Script::Hiragana,
        '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' => Script::Katakana,
        '\u{E00}'.. => Script::Free,
        letter if letter.is_alphanumeric() => Script::Spaced,
        _ => Script::Free,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::consent::folded::key;

    fn told(text: &str, own: &str, others: &[&str]) -> String {
        let is = |id: &str, known: &str| key(id) == key(known);
        replaced(text, "_", |id| is(id, own), |id| others.iter().any(|other| is(id, other)))
    }

    #[test]
    fn ids_are_found_where_japanese_and_file_names_put_them() {
        for (text, expected) in [
            ("w-0632の紹介", "_の紹介"),
            ("w-0632さん", "_さん"),
            ("友人w-0632より", "友人_より"),
            ("ｗ－０６３２の紹介", "_の紹介"),
            ("w-0632.pdf", "_.pdf"),
            ("form_w-0632_2024", "form___2024"),
            ("mailto:w-0632@example.com", "mailto:_@example.com"),
            ("w-06321, w-063", "w-06321, w-063"),
            ("xw-0632", "xw-0632"),
            ("山田の友人、山田花子", "_の友人、_花子"),
            ("\u{200b}W-06\u{200b}32\u{200b}の紹介", "\u{200b}_\u{200b}の紹介"),
            ("MU\u{308}LLERさん、Müllers、mu\u{308}ller.pdf", "_さん、Müllers、_.pdf"),
            ("か\u{3099}んばろう-7の紹介", "_の紹介"),
            ("あか\u{3099}んばろう-7", "あか\u{3099}んばろう-7"),
        ] {
            assert_eq!(
                told(text, "w-0471", &["w-0632", "w-06", "山田", "Müller", "がんばろう-7"]),
                expected,
                "{text}"
            );
        }
        assert_eq!(told("w-06320とw-06と", "w-1", &["w-0632", "w-06"]), "w-06320と_と");
        assert_eq!(told("w-0471-2とw-0471", "w-0471-2", &["w-0471"]), "w-0471-2と_", "her own id");
    }

    #[test]
    fn what_is_short_is_an_id_only_by_itself() {
        let others = ["1", "2024", "a", "林"];
        for text in ["2024-01-01", "2024/1/1", "10:1", "1日", "e-a", "山林", "A社", "第1号", "v1"] {
            assert_eq!(told(text, "w", &others), text);
        }
        assert_eq!(told("by 1, a（林）1さん", "w", &others), "by _, _（_）_さん");
        assert_eq!(told("12345678の紹介 2024/12345678.pdf", "w", &["12345678"]), "_の紹介 2024/_.pdf");
    }

    proptest! {
        #[test]
        fn no_id_is_left_between_other_letters(before in "(|[あ-んー、。_./@ ]{1,5})", after in "(|[あ-んー、。_./@ ]{1,5})", id in "[a-z]-[0-9]{3,6}") {
            let text = format!("{before}{id}{after}");
            prop_assert!(!told(&text, "own", &[&id]).contains(&id), "{text}");
        }

        #[test]
        fn nothing_is_lost_where_nobody_is_named(text in ".{0,40}") {
            prop_assert_eq!(told(&text, "own", &[]), text);
        }
    }
}
