//! People by group and by what holds them back.

use std::collections::BTreeMap;

use super::super::selection::{MOST_GROUPS, MOST_PEOPLE, named};
use crate::columns::Column;
use crate::columns::codes::Codes;
use crate::{Error, ErrorKind};

/// How many people of each group which criteria hold back: what a gap between pass rates is attributed from.
///
/// A person passes whom no criterion holds back. A criterion holds somebody back because it is not met, or because it cannot
/// be told whether it is. What is kept is counts; group names are the caller's codes.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{Hurdles, Standard};
///
/// let mut hurdles = Hurdles::new(["service", "grade"])?;
/// // Of 10 women, service alone holds 2 back, and service and grade together 2.
/// hurdles.add(Some("women"), 6, &[], &[])?;
/// hurdles.add(Some("women"), 2, &[0], &[])?;
/// hurdles.add(Some("women"), 2, &[0, 1], &[])?;
/// hurdles.add(Some("men"), 10, &[], &[])?;
/// let report = Standard::default().gap(&hurdles)?;
/// let women = &report.attributions[0];
/// assert_eq!(women.gap, Some(0.4));
/// let parts: Vec<_> = women.parts.iter().map(|part| (part.criterion.as_str(), part.part)).collect();
/// assert_eq!(parts, [("service", 0.3), ("grade", 0.1)]);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hurdles {
    pub(super) criteria: Vec<String>,
    /// By name; those whose group is unknown under none.
    pub(super) groups: BTreeMap<Option<String>, Counts>,
    people: u64,
}

/// What is counted of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) people: u64,
    /// Whom nothing holds back.
    pub(super) passed: u64,
    /// Whom only what is not known holds back.
    pub(super) undetermined: u64,
    /// At k - 1, of those whom k criteria hold back: how many each does by not being met, then how many each does by not
    /// being known. Empty where there is nobody.
    by_number: Vec<Vec<u64>>,
}

/// Of some rows, those that one criterion holds back: masks of one bit for each row, empty for none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InTheWay<'a> {
    pub(crate) unmet: &'a [u64],
    pub(crate) unknown: &'a [u64],
}

/// Rows that are read at a time: their codes stay in the nearest memory.
const BLOCK: usize = 2_048;
/// As many as an eligibility policy may have.
const MOST_CRITERIA: usize = 1_000;

impl Hurdles {
    /// Nobody yet, under criteria of these names.
    ///
    /// # Errors
    ///
    /// With the path `criteria[i]`: [`Missing`](ErrorKind::Missing) for an empty name, [`Duplicate`](ErrorKind::Duplicate) for
    /// one given twice, [`TooLarge`](ErrorKind::TooLarge) for one of more than 1,000 bytes, or for more than 1,000 of them.
    pub fn new<N: Into<String>>(criteria: impl IntoIterator<Item = N>) -> Result<Self, Error> {
        let mut known: Vec<String> = Vec::new();
        for (index, name) in criteria.into_iter().enumerate() {
            let name = name.into();
            let checked = if index >= MOST_CRITERIA {
                Err(Error::too_large(format!("expected at most {MOST_CRITERIA} criteria")))
            } else if known.contains(&name) {
                Err(Error::duplicate(format!("expected each criterion once, got `{name}` again")))
            } else {
                named(&name)
            };
            checked.map_err(|error| error.within(format!("criteria[{index}]")))?;
            known.push(name);
        }
        Ok(Self { criteria: known, groups: BTreeMap::new(), people: 0 })
    }

    /// The names of the criteria.
    #[must_use]
    pub fn criteria(&self) -> &[String] {
        &self.criteria
    }

    /// Number of people.
    #[must_use]
    pub fn people(&self) -> u64 {
        self.people
    }

    /// Adds people of one group, or of none that is known, whom the same criteria hold back: by their places, those not met
    /// and those not known.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a place without a criterion, [`Duplicate`](ErrorKind::Duplicate) for one given
    /// twice, [`Missing`](ErrorKind::Missing) for a group without a name, [`TooLarge`](ErrorKind::TooLarge) for more than
    /// 10,000 groups, a name of more than 1,000 bytes, or more than 10^18 people in all.
    pub fn add(
        &mut self,
        group: Option<&str>,
        people: u64,
        unmet: &[usize],
        unknown: &[usize],
    ) -> Result<(), Error> {
        if let Some(group) = group {
            named(group).map_err(|error| error.within("group"))?;
        }
        let mut places: Vec<usize> = unmet.iter().chain(unknown).copied().collect();
        places.sort_unstable();
        let field = |place: &usize| if unmet.contains(place) { "unmet" } else { "unknown" };
        if let Some(place) = places.iter().find(|place| **place >= self.criteria.len()) {
            let message =
                format!("expected the place of one of {} criteria, got {place}", self.criteria.len());
            return Err(Error::out_of_range(message).within(field(place)));
        }
        if let Some((place, _)) = places.iter().zip(places.iter().skip(1)).find(|(one, next)| one == next) {
            let error = Error::duplicate(format!("expected each criterion once, got {place} again"));
            return Err(error.within(field(place)));
        }
        let known = self.groups.contains_key(&group.map(str::to_owned));
        if !known && self.groups.len() >= MOST_GROUPS {
            return Err(Error::too_large("expected at most 10000 groups").within("group"));
        }
        self.count(people)?;
        let criteria = self.criteria.len();
        let counts = self.groups.entry(group.map(str::to_owned)).or_default();
        counts.people = counts.people.saturating_add(people);
        if places.is_empty() {
            counts.passed = counts.passed.saturating_add(people);
        }
        if unmet.is_empty() && !unknown.is_empty() {
            counts.undetermined = counts.undetermined.saturating_add(people);
        }
        let unknown = unknown.iter().map(|place| place.saturating_add(criteria));
        for slot in unmet.iter().copied().chain(unknown) {
            counts.hold(places.len(), slot, criteria, people);
        }
        Ok(())
    }

    /// Adds the rows of a table, whose groups stand in a column; one mask for each criterion.
    pub(crate) fn add_rows(&mut self, groups: &Column<'_>, ways: &[InTheWay<'_>]) -> Result<(), Error> {
        let rows = groups.len();
        self.count(u64::try_from(rows).unwrap_or(u64::MAX))?;
        let criteria = self.criteria.len();
        let mut codes = Codes::new(groups)?;
        let mut counted: Vec<Counts> = Vec::new();
        let mut block = vec![0_u32; BLOCK];
        let mut first = 0;
        while first < rows {
            block.truncate(rows.saturating_sub(first));
            codes.read(first, &mut block)?;
            if codes.count() > MOST_GROUPS.saturating_add(1) {
                return Err(Error::too_large("expected at most 10000 groups"));
            }
            counted.resize_with(codes.count(), Counts::default);
            for (word, codes) in (first / 64..).zip(block.chunks(64)) {
                count_word(&mut counted, codes, ways, word, criteria);
            }
            first = first.saturating_add(block.len());
        }
        let names = std::iter::once(None).chain(codes.names().into_iter().map(Some));
        for (name, counts) in names.zip(counted).filter(|(_, counts)| counts.people > 0) {
            self.groups.entry(name).or_default().add(&counts);
        }
        if self.groups.keys().flatten().count() > MOST_GROUPS {
            return Err(Error::too_large("expected at most 10000 groups"));
        }
        Ok(())
    }

    fn count(&mut self, people: u64) -> Result<(), Error> {
        let people = self.people.saturating_add(people);
        if people > MOST_PEOPLE {
            return Err(
                Error::new(ErrorKind::TooLarge, "expected at most 10^18 people in all").within("people")
            );
        }
        self.people = people;
        Ok(())
    }
}

/// Counts at most 64 rows, whose bits stand in one word of each mask.
fn count_word(counted: &mut [Counts], codes: &[u32], ways: &[InTheWay<'_>], word: usize, criteria: usize) {
    let of = |mask: &[u64]| mask.get(word).copied().unwrap_or(0);
    let unmet = ways.iter().fold(0, |all, way| all | of(way.unmet));
    let unknown = ways.iter().fold(0, |all, way| all | of(way.unknown));
    let code =
        |place: usize| codes.get(place).and_then(|code| usize::try_from(*code).ok()).unwrap_or_default();
    for (row, code) in codes.iter().enumerate() {
        let Some(counts) = usize::try_from(*code).ok().and_then(|code| counted.get_mut(code)) else {
            continue;
        };
        counts.people = counts.people.saturating_add(1);
        counts.passed = counts.passed.saturating_add(!(unmet | unknown) >> row & 1);
        counts.undetermined = counts.undetermined.saturating_add((unknown & !unmet) >> row & 1);
    }
    if unmet | unknown == 0 {
        return;
    }
    let mut held = [0_usize; 64];
    for way in ways {
        for row in places(of(way.unmet) | of(way.unknown)) {
            if let Some(held) = held.get_mut(row) {
                *held = held.saturating_add(1);
            }
        }
    }
    for (criterion, way) in ways.iter().enumerate() {
        for (slot, mask) in [(criterion, way.unmet), (criterion.saturating_add(criteria), way.unknown)] {
            for row in places(of(mask)) {
                if let (Some(counts), Some(held)) = (counted.get_mut(code(row)), held.get(row)) {
                    counts.hold(*held, slot, criteria, 1);
                }
            }
        }
    }
}

/// The places of the bits that are set, ascending.
fn places(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (word != 0).then(|| usize::try_from(word.trailing_zeros()).unwrap_or(0))?;
        word &= word.wrapping_sub(1);
        Some(place)
    })
}

impl Counts {
    /// Counts people whom `number` criteria hold back, the one at `slot` among them.
    fn hold(&mut self, number: usize, slot: usize, criteria: usize, people: u64) {
        if self.by_number.len() < number {
            self.by_number.resize_with(number, Vec::new);
        }
        let Some(slots) = self.by_number.get_mut(number.saturating_sub(1)) else { return };
        if slots.is_empty() {
            slots.resize(criteria.saturating_mul(2), 0);
        }
        if let Some(count) = slots.get_mut(slot) {
            *count = count.saturating_add(people);
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.people = self.people.saturating_add(other.people);
        self.passed = self.passed.saturating_add(other.passed);
        self.undetermined = self.undetermined.saturating_add(other.undetermined);
        if self.by_number.len() < other.by_number.len() {
            self.by_number.resize_with(other.by_number.len(), Vec::new);
        }
        for (slots, others) in self.by_number.iter_mut().zip(&other.by_number) {
            if slots.is_empty() {
                slots.resize(others.len(), 0);
            }
            slots.iter_mut().zip(others).for_each(|(sum, count)| *sum = sum.saturating_add(*count));
        }
    }

    /// What is left without a part of it.
    pub(super) fn without(&self, part: &Self) -> Self {
        let mut rest = self.clone();
        rest.people = rest.people.saturating_sub(part.people);
        rest.passed = rest.passed.saturating_sub(part.passed);
        rest.undetermined = rest.undetermined.saturating_sub(part.undetermined);
        for (slots, others) in rest.by_number.iter_mut().zip(&part.by_number) {
            slots.iter_mut().zip(others).for_each(|(sum, count)| *sum = sum.saturating_sub(*count));
        }
        rest
    }

    /// Everybody whom the criterion of a slot holds back, each divided by how many criteria hold them back.
    pub(super) fn burden(&self, slot: usize) -> f64 {
        let counts = self.by_number.iter().map(|slots| slots.get(slot).copied().unwrap_or_default());
        counts.zip(1_u32..).map(|(count, number)| count as f64 / f64::from(number)).sum()
    }

    /// How many the criterion of a slot holds back alone.
    pub(super) fn alone(&self, slot: usize) -> u64 {
        self.by_number.first().and_then(|slots| slots.get(slot)).copied().unwrap_or_default()
    }

    /// Everything that was counted, in an order of its own.
    pub(super) fn input(&self) -> impl serde::Serialize + '_ {
        (self.people, self.passed, self.undetermined, &self.by_number)
    }
}
