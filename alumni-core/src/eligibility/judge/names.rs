/// Numbers of names, looked up by their bytes.
///
/// A reader asks several times for each person, for short names that the policy's author chose: one multiplication is enough of a
/// hash, names that collide are told apart, and up to sixteen bytes are told apart as two numbers.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<String>,
    /// By hash; twice as many places as names or more, a power of two.
    places: Vec<Place>,
}

/// A place that a name may have.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    mark: Mark,
    /// The name's number plus one; nothing where the place is free.
    number: u32,
}

/// What is compared first of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Mark {
    length: u32,
    /// Up to sixteen bytes are all in here; of longer names this is a hash.
    bytes: (u64, u64),
}

impl Mark {
    const WHOLE: usize = 16;

    #[inline]
    fn of(name: &[u8]) -> Self {
        let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
        let bytes = match (name.first_chunk::<8>(), name.last_chunk::<8>()) {
            (Some(first), Some(last)) if name.len() <= Self::WHOLE => {
                (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
            }
            (Some(_), Some(last)) => {
                let words = name.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word));
                (words.fold(0, mix), u64::from_le_bytes(*last))
            }
            _ => match (name.first_chunk::<4>(), name.last_chunk::<4>()) {
                (Some(first), Some(last)) => {
                    (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)))
                }
                _ => (name.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0),
            },
        };
        Self { length, bytes }
    }

    #[inline]
    fn hash(self) -> u64 {
        mix(self.bytes.0 ^ u64::from(self.length), self.bytes.1.rotate_left(29))
    }
}

#[inline]
fn mix(so_far: u64, word: u64) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let product = (so_far ^ word).wrapping_mul(ODD);
    product ^ (product >> 32)
}

impl Names {
    /// Each name once, numbered in their order.
    pub(super) fn new(names: impl IntoIterator<Item = String>) -> Self {
        let mut seen = std::collections::BTreeSet::new();
        let names: Vec<_> = names.into_iter().filter(|name| seen.insert(name.clone())).collect();
        let count = names.len().saturating_mul(2).next_power_of_two().max(8);
        let mut places = vec![Place::default(); count];
        for (number, name) in (1..).zip(&names) {
            let mark = Mark::of(name.as_bytes());
            let mut at = mark.hash();
            while let Some(place) = place_of(at, count).and_then(|at| places.get_mut(at)) {
                if place.number == 0 {
                    *place = Place { mark, number };
                    break;
                }
                at = at.wrapping_add(1);
            }
        }
        Self { names, places }
    }

    #[inline]
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        let mark = Mark::of(name.as_bytes());
        let mut at = mark.hash();
        // Half of the places are free: there is an end.
        loop {
            let place = place_of(at, self.places.len()).and_then(|at| self.places.get(at))?;
            let number = place.number.checked_sub(1)?;
            if place.mark == mark && (name.len() <= Mark::WHOLE || self.name(number)? == name) {
                return Some(number);
            }
            at = at.wrapping_add(1);
        }
    }

    #[inline]
    pub(super) fn name(&self, number: u32) -> Option<&str> {
        self.names.get(usize::try_from(number).ok()?).map(String::as_str)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
}

#[inline]
fn place_of(hash: u64, count: usize) -> Option<usize> {
    usize::try_from(hash & u64::try_from(count.checked_sub(1)?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_name_is_found_and_no_other(
            names in proptest::collection::vec(prop_oneof![".{0,20}", "[ab]{0,20}", "common_[ab]{0,9}_ending"], 0..200),
            other in prop_oneof![".{0,20}", "[ab]{0,20}", "common_[ab]{0,9}_ending"],
        ) {
            let table = Names::new(names.iter().cloned());
            for name in &names {
                prop_assert_eq!(table.number(name).and_then(|number| table.name(number)), Some(name.as_str()));
            }
            prop_assert_eq!(table.number(&other).is_some(), names.contains(&other));
        }
    }
}
