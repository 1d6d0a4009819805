//! Texts compared whatever the width and the case of their letters.

use std::ops::Range;

/// The half-width katakana and marks from U+FF61 on, in full width.
const KANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// What can have a voiced mark, and a half-voiced one.
const VOICED: &str = "カキクケコサシスセソタチツテトハヒフヘホ";
const HALF_VOICED: &str = "ハヒフヘホ";

/// A letter of a text, with where it stands: a kana and its mark in half width are one.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub(super) folded: char,
    pub(super) place: Range<usize>,
}

impl Letter {
    /// Whether they are the same but for their case.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.folded == other.folded || self.folded.to_lowercase().eq(other.folded.to_lowercase())
    }
}

/// The letters of `text`, Latin in half width and kana in full.
pub(super) fn letters(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for (at, letter) in text.char_indices() {
        let end = at.saturating_add(letter.len_utf8());
        if let Some(before) = letters.last_mut()
            && let Some(marked) = marked(before.folded, letter)
        {
            (before.folded, before.place.end) = (marked, end);
            continue;
        }
        letters.push(Letter { folded: folded(letter), place: at..end });
    }
    letters
}

/// The text in the width in which it is compared.
pub(super) fn folded_text(text: &str) -> String {
    letters(text).iter().map(|letter| letter.folded).collect()
}

/// A letter in the width in which it is compared; every hyphen is one.
pub(super) fn folded(letter: char) -> char {
    let shifted = |by: u32| char::from_u32(u32::from(letter).wrapping_sub(by)).unwrap_or(letter);
    match letter {
        '！'..='～' => shifted(0xFEE0),
        '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{FF61}'..='\u{FF9D}' => {
            let place = u32::from(letter).saturating_sub(0xFF61);
            usize::try_from(place).ok().and_then(|place| KANA.chars().nth(place)).unwrap_or(letter)
        }
        other => other,
    }
}

/// A letter in full width, where it has one.
pub(super) fn full(letter: char) -> char {
    match letter {
        '!'..='~' => char::from_u32(u32::from(letter).saturating_add(0xFEE0)).unwrap_or(letter),
        ' ' => '\u{3000}',
        other => other,
    }
}

/// A kana with the mark that follows it in half width, or as a sign of its own.
fn marked(kana: char, mark: char) -> Option<char> {
    let by = match mark {
        '\u{FF9E}' | '\u{3099}' if kana == 'ウ' => return Some('ヴ'),
        '\u{FF9E}' | '\u{3099}' if VOICED.contains(kana) => 1,
        '\u{FF9F}' | '\u{309A}' if HALF_VOICED.contains(kana) => 2,
        _ => return None,
    };
    char::from_u32(u32::from(kana).saturating_add(by))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_marks_make_no_difference() {
        let text = folded_text;
        assert_eq!(text("Ｗ－０６３２　佐藤"), "W-0632 佐藤");
        assert_eq!(text("ﾔﾏﾀﾞ ﾊﾟｰﾌﾟﾙ ｳﾞ"), "ヤマダ パープル ヴ");
        assert_eq!(letters("ﾀﾞx").iter().map(|letter| letter.place.clone()).collect::<Vec<_>>(), [0..6, 6..7]);
        assert_eq!("w-1".chars().map(full).collect::<String>(), "ｗ－１");
    }
}
