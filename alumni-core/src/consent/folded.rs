//! Texts compared whatever their letters are made of: width, case, marks put together or apart, letters nobody sees.

use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

/// What Unicode says of each letter, as `tests/make/consent_folds.py` writes it.
const TABLE: &str = include_str!("folded.txt");

/// Where the syllables of Hangul begin and end, each a begin, a vowel and maybe an end.
const HANGUL: RangeInclusive<u32> = 0xAC00..=0xD7A3;
const VOWELS: u32 = 21;
const ENDS: u32 = 28;

static FOLDS: LazyLock<Folds> = LazyLock::new(Folds::read);

/// The ranges of the table, by letter.
struct Folds {
    folds: Vec<(RangeInclusive<u32>, Vec<char>)>,
    marks: Vec<RangeInclusive<u32>>,
}

/// What is compared of a letter with the marks that follow it, and where it stands in its text; what nobody sees stands between
/// letters, in none.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    folded: Vec<char>,
    pub(super) place: Range<usize>,
}

impl Letter {
    /// What kind of letter it is: the first of what it is compared as.
    pub(super) fn first(&self) -> char {
        self.folded.first().copied().unwrap_or_default()
    }
}

impl Folds {
    fn read() -> Self {
        let mut folds = Self { folds: Vec::new(), marks: Vec::new() };
        let code = |hex: &str| u32::from_str_radix(hex, 16).ok();
        for line in TABLE.lines().skip(1) {
            let (name, to) = line.split_once(' ').unwrap_or((line, ""));
            let (first, last) = name.split_once('-').unwrap_or((name, name));
            let (Some(first), Some(last)) = (code(first), code(last)) else { continue };
            if to == "*" {
                folds.marks.push(first..=last);
            } else {
                let to = to.split_whitespace().filter_map(|hex| char::from_u32(code(hex)?));
                folds.folds.push((first..=last, to.collect()));
            }
        }
        folds
    }

    /// Puts what `letter` is compared as behind `folded`.
    fn fold(&self, letter: char, folded: &mut Vec<char>) {
        let code = u32::from(letter);
        if HANGUL.contains(&code) {
            return folded.extend(syllable(code));
        }
        let after = self.folds.partition_point(|(of, _)| *of.start() <= code);
        let found = after.checked_sub(1).and_then(|place| self.folds.get(place));
        match found.filter(|(of, _)| of.contains(&code)) {
            // Neighbours become neighbours.
            Some((of, to)) => match to.as_slice() {
                [to] => folded
                    .extend(char::from_u32(u32::from(*to).saturating_add(code.saturating_sub(*of.start())))),
                to => folded.extend_from_slice(to),
            },
            None => folded.push(letter),
        }
    }

    fn is_mark(&self, letter: char) -> bool {
        let code = u32::from(letter);
        let after = self.marks.partition_point(|of| *of.start() <= code);
        after.checked_sub(1).and_then(|place| self.marks.get(place)).is_some_and(|of| of.contains(&code))
    }

    /// Marks in a row in one order, whichever they were written in.
    fn settle(&self, folded: &mut [char]) {
        for row in folded.chunk_by_mut(|one, next| self.is_mark(*one) && self.is_mark(*next)) {
            row.sort_unstable();
        }
    }
}

/// The parts of a syllable, by the formula of the Unicode Standard, section 3.12.
fn syllable(code: u32) -> impl Iterator<Item = char> {
    let place = code.saturating_sub(*HANGUL.start());
    let (whole, end) = (place / ENDS, place % ENDS);
    let parts = [
        Some((0x1100, whole / VOWELS)),
        Some((0x1161, whole % VOWELS)),
        Some((0x11A7, end)).filter(|_| end > 0),
    ];
    parts.into_iter().flatten().filter_map(|(base, by): (u32, u32)| char::from_u32(base.saturating_add(by)))
}

/// What `text` is compared as; nothing for a text of which nothing can be seen.
pub(super) fn key(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = Vec::with_capacity(text.len());
    text.chars().for_each(|letter| FOLDS.fold(letter, &mut folded));
    FOLDS.settle(&mut folded);
    folded.into_iter().collect()
}

/// The letters of `text`. Put together, what they are compared as is the text's [`key`].
pub(super) fn letters(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for (at, letter) in text.char_indices() {
        let end = at.saturating_add(letter.len_utf8());
        let mut folded = Vec::new();
        FOLDS.fold(letter, &mut folded);
        let Some(first) = folded.first() else { continue };
        match letters.last_mut().filter(|_| FOLDS.is_mark(*first)) {
            Some(before) => {
                before.folded.append(&mut folded);
                before.place.end = end;
            }
            None => letters.push(Letter { folded, place: at..end }),
        }
    }
    letters.iter_mut().for_each(|letter| FOLDS.settle(&mut letter.folded));
    letters
}

/// How many of `letters` from the first on are compared as `key`; `None` where they begin otherwise, or it ends within a letter.
pub(super) fn begins(letters: &[Letter], key: &str) -> Option<usize> {
    let mut rest = key.chars();
    for (place, letter) in letters.iter().enumerate() {
        if rest.as_str().is_empty() {
            return Some(place);
        }
        if !letter.folded.iter().all(|folded| rest.next() == Some(*folded)) {
            return None;
        }
    }
    rest.as_str().is_empty().then_some(letters.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_that_look_alike_are_one() {
        for (one, other) in [
            ("Ｗ－０６３２　佐藤", "w-0632 佐藤"),
            ("ﾔﾏﾀﾞ ﾊﾟｰﾌﾟﾙ ｳﾞ", "ヤマダ パープル ヴ"),
            ("か\u{3099}んは\u{3099}ろう", "がんばろう"),
            ("J.MU\u{308}LLER", "j.müller"),
            ("Straße", "STRASSE"),
            ("ΣΟΦΊΑΣ", "σοφίας"),
            ("\u{feff}w\u{200b}-0632\u{ad}", "w-0632"),
            ("葛\u{e0100}城", "葛城"),
            ("w‐1 w–1 w—1 w−1", "w-1 w-1 w-1 w-1"),
            ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", "한글"),
            ("a\u{323}\u{307}", "a\u{307}\u{323}"),
            ("㈱①ﬁ", "(株)1fi"),
        ] {
            assert_eq!(key(one), key(other), "{one}");
        }
        for (one, other) in [("Müller", "Muller"), ("か", "が"), ("ハ", "パ"), ("田邊", "田辺"), ("ア", "あ")]
        {
            assert_ne!(key(one), key(other), "{one}");
        }
    }

    #[test]
    fn letters_know_where_they_stand() {
        let places = |text| letters(text).into_iter().map(|letter| letter.place).collect::<Vec<_>>();
        assert_eq!(places("ﾀﾞx"), [0..6, 6..7]);
        assert_eq!(places("u\u{308}\u{200b}x\u{200b}"), [0..3, 6..7], "what nobody sees is no letter");
        assert_eq!(begins(&letters("Müll"), &key("mu\u{308}")), Some(2));
        assert_eq!(begins(&letters("Müll"), "mu"), None, "not within a letter");
        assert_eq!(begins(&letters("m"), "mu"), None);
    }

    proptest! {
        #[test]
        fn letters_put_together_are_the_key(text in "(.|[A-Zａ-ｚｦ-ﾟが-ほ\u{300}-\u{36f}\u{200b}가-힣]){0,20}") {
            let all = letters(&text);
            let together: String = all.iter().flat_map(|letter| &letter.folded).collect();
            prop_assert_eq!(&together, &key(&text));
            prop_assert_eq!(&key(&together), &together, "a key is its own key");
            prop_assert_eq!(begins(&all, &together), Some(all.len()));
        }
    }
}
