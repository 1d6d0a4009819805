/// A name of a fact as documents write it, with its quotes and its colon: `"grade":`.
///
/// Documents of one source name their facts in one order: what comes next is compared with what came the time before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    /// The number of the name.
    pub(super) key: u32,
    pub(super) length: usize,
    bytes: [u8; Told::ROOM],
    /// Ones where a byte counts.
    mask: [u64; Told::ROOM / 8],
}

impl Told {
    const ROOM: usize = 32;

    /// `None` for a name that is too long; it is looked up each time.
    pub(super) fn new(key: u32, name: &str) -> Option<Self> {
        let length = name.len().saturating_add(3);
        let (mut bytes, mut mask) = ([0; Self::ROOM], [0; Self::ROOM]);
        bytes.get_mut(..length)?.copy_from_slice(format!("\"{name}\":").as_bytes());
        mask.get_mut(..length)?.fill(u8::MAX);
        let [a, b, c, d] = words(&mask)?;
        Some(Self { key, length, bytes, mask: [a, b, c, d] })
    }

    /// Whether a text begins with it.
    #[inline]
    pub(super) fn begins(&self, text: &[u8]) -> bool {
        let Some(text) = text.first_chunk() else {
            return text.get(..self.length) == self.bytes.get(..self.length);
        };
        let (Some(text), Some(name)) = (words(text), words(&self.bytes)) else { return false };
        let differ = |place: (u64, u64, u64)| (place.0 ^ place.1) & place.2;
        let [a, b, c, d] = text;
        let [e, f, g, h] = name;
        let [i, j, k, l] = self.mask;
        // Without a branch for each word.
        differ((a, e, i)) | differ((b, f, j)) | differ((c, g, k)) | differ((d, h, l)) == 0
    }
}

#[inline]
fn words(bytes: &[u8; Told::ROOM]) -> Option<[u64; Told::ROOM / 8]> {
    let words: &[[u8; 8]; Told::ROOM / 8] = bytes.as_chunks().0.try_into().ok()?;
    Some(words.map(u64::from_le_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_name_is_told_by_its_bytes_at_the_beginning(name in "[a-c_あ]{0,40}", other in "[a-c_あ]{0,40}", more in ".{0,40}") {
            let Some(told) = Told::new(7, &name) else {
                prop_assert!(name.len() > 29);
                return Ok(());
            };
            let written = format!("\"{name}\":");
            prop_assert_eq!((told.key, told.length), (7, written.len()));
            for text in [format!("{written}{more}"), format!("\"{other}\":{more}"), format!("\"{name}{more}"), more] {
                prop_assert_eq!(told.begins(text.as_bytes()), text.starts_with(&written), "{}", text);
            }
        }
    }
}
