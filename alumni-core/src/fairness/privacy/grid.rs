//! Counts by category of every attribute and outcome, and their sums over attributes.

/// A set of attributes, one bit each.
pub(super) type Set = usize;

/// A category of each attribute; those of attributes outside a set are 0 and have no meaning.
pub(super) type Places = Vec<usize>;

/// Not selected and selected.
pub(super) const OUTCOMES: [usize; 2] = [0, 1];

/// The counts of every combination of categories.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// How many categories each attribute has.
    sizes: Vec<usize>,
    /// Not selected and selected, by combination.
    cells: Vec<[u64; 2]>,
}

/// Whether an attribute is in a set.
pub(super) fn has(set: Set, attribute: usize) -> bool {
    set.checked_shr(u32::try_from(attribute).unwrap_or(u32::MAX)).unwrap_or(0) & 1 == 1
}

/// The sets within a set, itself included, small ones first.
pub(super) fn within(set: Set) -> Vec<Set> {
    let mut found: Vec<Set> = (0..=set).filter(|part| part & !set == 0).collect();
    found.sort_by_key(|part| (part.count_ones(), *part));
    found
}

impl Grid {
    pub(super) fn new(sizes: Vec<usize>) -> Self {
        let cells = sizes.iter().fold(1_usize, |all, size| all.saturating_mul(*size));
        Self { sizes, cells: vec![[0; 2]; cells] }
    }

    /// All attributes.
    pub(super) fn all(&self) -> Set {
        (0..self.sizes.len()).fold(0, |set, attribute| set | self.one(attribute))
    }

    /// The set of one attribute.
    pub(super) fn one(&self, attribute: usize) -> Set {
        1_usize.checked_shl(u32::try_from(attribute).unwrap_or(u32::MAX)).unwrap_or(0)
    }

    pub(super) fn add(&mut self, places: &[usize], counts: [u64; 2]) {
        let index = self.index(self.all(), places);
        if let Some(cell) = self.cells.get_mut(index) {
            for (sum, count) in cell.iter_mut().zip(counts) {
                *sum = sum.saturating_add(count);
            }
        }
    }

    /// Every count, to be changed.
    pub(super) fn cells_mut(&mut self) -> impl Iterator<Item = &mut u64> {
        self.cells.iter_mut().flatten()
    }

    /// One count of a combination.
    pub(super) fn cell(&self, places: &[usize], outcome: usize) -> u64 {
        let cell = self.cells.get(self.index(self.all(), places));
        cell.and_then(|cell| cell.get(outcome)).copied().unwrap_or_default()
    }

    /// The number of a row among those of a set.
    pub(super) fn index(&self, set: Set, places: &[usize]) -> usize {
        let counted = self.sizes.iter().zip(places).enumerate().filter(|(attribute, _)| has(set, *attribute));
        counted.fold(0_usize, |index, (_, (size, place))| index.saturating_mul(*size).saturating_add(*place))
    }

    /// The rows of a set in the order of their numbers.
    pub(super) fn rows(&self, set: Set) -> Vec<Places> {
        self.varied(set, &vec![0; self.sizes.len()])
    }

    /// `places` with every category of the attributes of a set.
    pub(super) fn varied(&self, set: Set, places: &[usize]) -> Vec<Places> {
        let mut found = vec![places.to_vec()];
        for (attribute, size) in self.sizes.iter().enumerate().filter(|(attribute, _)| has(set, *attribute)) {
            let with =
                |places: &Places| (0..*size).map(|place| put(places, attribute, place)).collect::<Vec<_>>();
            found = found.iter().flat_map(with).collect();
        }
        found
    }

    /// `places` with every *other* category of each attribute of a set.
    pub(super) fn others(&self, set: Set, places: &[usize]) -> Vec<Places> {
        let differs = |found: &Places| {
            found
                .iter()
                .zip(places)
                .enumerate()
                .all(|(attribute, (one, other))| !has(set, attribute) || one != other)
        };
        self.varied(set, places).into_iter().filter(differs).collect()
    }

    /// The counts of a row of a set, over all categories of the other attributes.
    pub(super) fn sum(&self, set: Set, places: &[usize]) -> [u64; 2] {
        let rest = self.all() & !set;
        OUTCOMES.map(|outcome| {
            let cells = self.varied(rest, places);
            cells.iter().fold(0_u64, |sum, cell| sum.saturating_add(self.cell(cell, outcome)))
        })
    }
}

fn put(places: &[usize], attribute: usize, place: usize) -> Places {
    let mut places = places.to_vec();
    if let Some(value) = places.get_mut(attribute) {
        *value = place;
    }
    places
}

/// The places in which the attributes of a set are those of `places`, and the others 0.
pub(super) fn only(set: Set, places: &[usize]) -> Places {
    places.iter().enumerate().map(|(attribute, place)| if has(set, attribute) { *place } else { 0 }).collect()
}

/// The places between two rows: for each part of a set those of `to`, the rest of `from`, and whether the part is even.
pub(super) fn corners(set: Set, from: &[usize], to: &[usize]) -> Vec<(Places, bool)> {
    let corner = |part: Set| {
        let pairs = from.iter().zip(to).enumerate();
        let places = pairs.map(|(attribute, (from, to))| if has(part, attribute) { *to } else { *from });
        (places.collect(), part.count_ones().is_multiple_of(2))
    };
    within(set).into_iter().map(corner).collect()
}
