//! `Shift_JIS`, for the few characters that `positions.csv` has.

/// Bytes by JIS X 0208, in the encoding of JIS X 0201 and 0208 known as `Shift_JIS`.
const CODES: [(char, [u8; 2]); 26] = [
    ('一', [0x88, 0xEA]),
    ('般', [0x94, 0xCA]),
    ('級', [0x8B, 0x89]),
    ('主', [0x8E, 0xE5]),
    ('任', [0x94, 0x43]),
    ('係', [0x8C, 0x57]),
    ('長', [0x92, 0xB7]),
    ('課', [0x89, 0xDB]),
    ('部', [0x95, 0x94]),
    ('エ', [0x83, 0x47]),
    ('ン', [0x83, 0x93]),
    ('ジ', [0x83, 0x57]),
    ('ニ', [0x83, 0x6A]),
    ('ア', [0x83, 0x41]),
    ('コ', [0x83, 0x52]),
    ('サ', [0x83, 0x54]),
    ('ル', [0x83, 0x8B]),
    ('タ', [0x83, 0x5E]),
    ('ト', [0x83, 0x67]),
    ('営', [0x89, 0x63]),
    ('業', [0x8B, 0xC6]),
    ('管', [0x8A, 0xC7]),
    ('理', [0x97, 0x9D]),
    ('門', [0x96, 0xE5]),
    ('ポ', [0x83, 0x7C]),
    ('ー', [0x81, 0x5B]),
];

/// `text` in `Shift_JIS`; what has no code here becomes a question mark.
pub(crate) fn encode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for letter in text.chars() {
        match CODES.iter().find(|(known, _)| *known == letter) {
            Some((_, code)) => bytes.extend(code),
            None => bytes.push(u8::try_from(letter).ok().filter(u8::is_ascii).unwrap_or(b'?')),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::{FAMILIES, LADDER};

    #[test]
    fn every_title_and_grade_has_its_bytes() {
        let texts = FAMILIES.iter().map(|family| family.1).chain(LADDER.iter().map(|grade| grade.0));
        for text in texts {
            assert!(!encode(text).contains(&b'?'), "{text}");
        }
        // As iconv gives it.
        assert_eq!(encode("主任,1級"), [0x8E, 0xE5, 0x94, 0x43, b',', b'1', 0x8B, 0x89]);
    }
}
