/// Numbers of names, looked up by their bytes.
///
/// A reader asks several times for each person, for short names that the policy's author chose: one multiplication for eight
/// bytes is enough of a hash, and names that collide are told apart by comparing them.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<String>,
    /// Numbers plus one, by hash; twice as many places as names or more, a power of two.
    places: Vec<u32>,
}

impl Names {
    /// Each name once, numbered in their order.
    pub(super) fn new(names: impl IntoIterator<Item = String>) -> Self {
        let mut seen = std::collections::BTreeSet::new();
        let names: Vec<_> = names.into_iter().filter(|name| seen.insert(name.clone())).collect();
        let count = names.len().saturating_mul(2).next_power_of_two().max(8);
        let mut places = vec![0_u32; count];
        for (number, name) in (1..).zip(&names) {
            let mut at = hash(name.as_bytes());
            while let Some(place) = place_of(at, count).and_then(|at| places.get_mut(at)) {
                if *place == 0 {
                    *place = number;
                    break;
                }
                at = at.wrapping_add(1);
            }
        }
        Self { names, places }
    }

    pub(super) fn number(&self, name: &str) -> Option<u32> {
        let mut at = hash(name.as_bytes());
        // Half of the places are free: there is an end.
        loop {
            let place = place_of(at, self.places.len()).and_then(|at| self.places.get(at))?;
            let number = place.checked_sub(1)?;
            if self.name(number)? == name {
                return Some(number);
            }
            at = at.wrapping_add(1);
        }
    }

    pub(super) fn name(&self, number: u32) -> Option<&str> {
        self.names.get(usize::try_from(number).ok()?).map(String::as_str)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
}

fn place_of(hash: u64, count: usize) -> Option<usize> {
    usize::try_from(hash & u64::try_from(count.checked_sub(1)?).ok()?).ok()
}

fn hash(bytes: &[u8]) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |so_far: u64, word: u64| {
        let product = (so_far ^ word).wrapping_mul(ODD);
        product ^ (product >> 32)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let start = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let hash = words.iter().fold(start, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let last = match (bytes.last_chunk::<8>(), rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        (Some(last), ..) => u64::from_le_bytes(*last),
        (None, Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
        }
        _ => rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    };
    mix(hash, last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_name_is_found_and_no_other(names in proptest::collection::vec(".{0,20}", 0..200), other in ".{0,20}") {
            let table = Names::new(names.iter().cloned());
            for name in &names {
                prop_assert_eq!(table.number(name).and_then(|number| table.name(number)), Some(name.as_str()));
            }
            prop_assert_eq!(table.number(&other).is_some(), names.contains(&other));
        }
    }
}
