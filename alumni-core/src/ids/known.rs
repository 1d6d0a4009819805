use super::short::first_bytes;
use super::{Index, Name};

/// Names in the order in which they were first met, each with its place as its number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    names: Vec<Name>,
    index: Index,
}

/// So many names are looked up at a time: what is read for them stays in the nearest cache.
const BLOCK: usize = 128;

impl Known {
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(Name::text)
    }

    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        self.find_hashed(self.index.hash_text(name), name)
    }

    #[inline]
    fn find_hashed(&self, hash: u64, name: &str) -> Option<u32> {
        self.index.find(hash, |number| self.is(number, name))
    }

    #[inline]
    fn is(&self, number: u32, name: &str) -> bool {
        self.get(number).is_some_and(|known| known.bytes() == name.as_bytes())
    }

    #[inline]
    fn get(&self, number: u32) -> Option<&Name> {
        self.names.get(usize::try_from(number).ok()?)
    }

    /// Adds a name that is not known; `None` where there are 2³² - 2 of them.
    pub(crate) fn add(&mut self, name: &str) -> Option<u32> {
        self.push(self.index.hash_text(name), name)
    }

    fn push(&mut self, hash: u64, name: &str) -> Option<u32> {
        let number = u32::try_from(self.names.len()).ok().filter(|number| *number < u32::MAX)?;
        self.names.push(Name::new(name));
        self.index.insert(hash, number);
        Some(number)
    }

    /// The name of a number.
    pub(crate) fn text(&self, number: u32) -> Option<&str> {
        self.get(number).map(Name::text)
    }

    /// The number of a name, a new one where it is not known; `None` where there are 2³² - 2 of them.
    pub(crate) fn number(&mut self, name: &str) -> Option<u32> {
        self.number_hashed(self.index.hash_text(name), name)
    }

    fn number_hashed(&mut self, hash: u64, name: &str) -> Option<u32> {
        self.find_hashed(hash, name).or_else(|| self.push(hash, name))
    }

    /// Forgets the last names, so that so many are left.
    pub(crate) fn truncate(&mut self, names: usize) {
        while self.names.len() > names {
            let Some(name) = self.names.pop() else { return };
            let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            self.index.remove(self.index.hash_text(name.text()), number);
        }
    }

    /// Makes room for so many more names.
    pub(crate) fn reserve(&mut self, more: usize) {
        self.names.reserve(more);
    }

    /// Puts the number of each of `names` behind `numbers`, new ones for those that are not known, as fast as
    /// [`find_each`](Self::find_each).
    pub(crate) fn number_each(&mut self, names: &[&str], numbers: &mut Vec<Option<u32>>) {
        let mut places = [(0_u64, None); BLOCK];
        for names in names.chunks(BLOCK) {
            self.look(names, &mut places);
            for ((hash, likely), name) in places.iter().zip(names) {
                numbers.push(match likely {
                    Some(number) if self.is(*number, name) => Some(*number),
                    // It may be new in this very block.
                    _ => self.number_hashed(*hash, name),
                });
            }
        }
    }

    /// The hash of each name, and the number that is likely to be its own.
    fn look(&self, names: &[&str], places: &mut [(u64, Option<u32>); BLOCK]) {
        // Step by step for all of them waits for memory once where one after the other waits each time.
        for ((hash, _), name) in places.iter_mut().zip(names) {
            *hash = self.index.hash_text(name);
        }
        let own = || places.iter().take(names.len());
        std::hint::black_box(own().map(|(hash, _)| self.index.touch(*hash)).fold(0, |all, one| all ^ one));
        for (hash, likely) in places.iter_mut().take(names.len()) {
            *likely = self.index.first(*hash);
        }
        let touched = places.iter().take(names.len()).filter_map(|(_, likely)| self.get((*likely)?));
        std::hint::black_box(touched.map(Name::length).fold(0, |all, one| all ^ one));
    }

    /// Puts the number of each of `names` into `numbers`, `None` for those that are not known: several times as fast as one by one
    /// where the names are spread over memory.
    pub(crate) fn find_each(&self, names: &[&str], numbers: &mut Vec<Option<u32>>) {
        numbers.clear();
        let mut places = [(0_u64, None); BLOCK];
        for names in names.chunks(BLOCK) {
            self.look(names, &mut places);
            for ((hash, likely), name) in places.iter().zip(names) {
                numbers.push(match likely {
                    None => None,
                    Some(number) if self.is(*number, name) => Some(*number),
                    Some(_) => self.find_hashed(*hash, name),
                });
            }
        }
    }

    /// The numbers in the order of their names' bytes.
    pub(crate) fn in_order(&self) -> Vec<u32> {
        // Most names differ in their first bytes.
        let first = |name: &Name| first_bytes(name.bytes()).swap_bytes();
        let mut order: Vec<(u64, u32)> = self.names.iter().map(first).zip(0..).collect();
        order.sort_unstable_by(|(one_first, one), (next_first, next)| {
            let bytes = |number: &u32| self.get(*number).map(Name::bytes);
            one_first.cmp(next_first).then_with(|| bytes(one).cmp(&bytes(next)))
        });
        order.into_iter().map(|(_, number)| number).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Short and long names, of which many begin alike.
        #[test]
        fn names_have_the_places_of_their_first_mention(
            names in prop::collection::vec("(w-|従業員|alike-and-long-enough-to-be-elsewhere-)?[ab\\x00]{0,12}", 0..300),
        ) {
            let mut known = Known::default();
            let mut list: Vec<&str> = Vec::new();
            for name in &names {
                let place = list.iter().position(|one| one == name);
                prop_assert_eq!(known.find(name), place.map(|place| u32::try_from(place).unwrap()));
                if place.is_none() {
                    prop_assert_eq!(known.add(name), u32::try_from(list.len()).ok());
                    list.push(name);
                }
            }
            let asked: Vec<&str> = names.iter().map(String::as_str).chain(["nobody", ""]).collect();
            let mut found = Vec::new();
            known.find_each(&asked, &mut found);
            let expected: Vec<_> = asked.iter().map(|name| known.find(name)).collect();
            prop_assert_eq!(found, expected);
            let (mut both, mut numbers) = (Known::default(), Vec::new());
            let each: Vec<&str> = names.iter().map(String::as_str).collect();
            both.number_each(&each, &mut numbers);
            let expected: Vec<_> = names.iter().map(|name| known.find(name)).collect();
            prop_assert_eq!(numbers, expected);
            prop_assert_eq!(both.names().collect::<Vec<_>>(), list.clone());
            prop_assert!(list.iter().zip(0..).all(|(name, number)| both.text(number) == Some(*name)));
            let mut sorted = list.clone();
            sorted.sort_unstable();
            let order: Vec<_> = known.in_order().into_iter().map(|number| list[number as usize]).collect();
            prop_assert_eq!(order, sorted);
            prop_assert_eq!((known.len(), known.names().collect::<Vec<_>>()), (list.len(), list.clone()));
            let kept = list.len() / 2;
            known.truncate(kept);
            let places = |name: &&str| list.iter().position(|one| one == name).filter(|place| *place < kept);
            prop_assert!(list.iter().all(|name| known.find(name) == places(name).and_then(|place| u32::try_from(place).ok())));
        }
    }
}
