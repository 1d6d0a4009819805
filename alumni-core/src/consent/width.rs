//! Texts compared whatever the width of their letters.

/// The half-width katakana and marks from U+FF61 on, in full width.
const KANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// What can have a voiced mark, and a half-voiced one.
const VOICED: &str = "カキクケコサシスセソタチツテトハヒフヘホ";
const HALF_VOICED: &str = "ハヒフヘホ";

/// The text in the width in which it is compared, Latin in half width and kana in full: a kana and its mark in half width are one.
pub(super) fn folded_text(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        match written.chars().next_back().and_then(|before| marked(before, letter)) {
            Some(marked) => {
                written.pop();
                written.push(marked);
            }
            None => written.push(folded(letter)),
        }
    }
    written
}

/// A letter in the width in which it is compared; every hyphen is one.
fn folded(letter: char) -> char {
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
    fn width_and_marks_make_no_difference() {
        let text = folded_text;
        assert_eq!(text("Ｗ－０６３２　佐藤"), "W-0632 佐藤");
        assert_eq!(text("ﾔﾏﾀﾞ ﾊﾟｰﾌﾟﾙ ｳﾞ"), "ヤマダ パープル ヴ");
    }
}
