//! The loop over the events where nothing is out of the ordinary: one half-life, no caps, no bands, few kinds, the last eleven years.
//!
//! What vectors are good for is done for a block at a time; then each event's powers are looked up.

use fearless_simd::{Simd, dispatch};

use super::super::decay::Powers;
use super::ScoreSums;
use super::kernel::{BLOCK, Block, Faded, index, rounded};
use crate::columns::level;

/// A model of more kinds is not handled here; a power of two.
pub(super) const FEW: usize = 64;

/// Sums that lie within so many of each other are near enough to be added to one by one: they stay in a cache. Those that lie farther
/// apart are waited for, and a loop that does nothing else waits for many of them at a time.
const NEAR: u32 = 8_192;

/// What vectors made of the events of a block.
pub(super) struct Parts {
    days: [u32; BLOCK],
    within: [u32; BLOCK],
    places: [u32; BLOCK],
}

impl Parts {
    pub(super) const fn new() -> Self {
        Self { days: [0; BLOCK], within: [0; BLOCK], places: [0; BLOCK] }
    }
}

/// What was met: the least and the greatest person, the last kind, the greatest age, and bits of which the upper half is not zero where
/// an event lies after the end or too far back.
#[derive(Default)]
struct Seen {
    least: u32,
    most: u32,
    kind: u16,
    age: u32,
    bits: u64,
}

impl ScoreSums {
    /// Adds a block, or says that it is not one for this.
    pub(super) fn quick(&mut self, block: Block<'_>, faded: &mut Faded) -> bool {
        let weights = &self.weights;
        let plain = weights.bands.is_empty() && weights.are_roundable && self.windows.is_empty();
        let ([table], true) = (self.tables.as_slice(), plain) else { return false };
        let (kinds, Ok(_)) = (weights.width, u32::try_from(self.units.len())) else { return false };
        let Some(width) = u32::try_from(self.width()).ok().filter(|_| kinds <= FEW) else { return false };
        let (last, kept) = (self.end.wrapping_sub(1), self.kept());
        let seen = dispatch!(level(), simd => look(simd, block, last, (width, kept), &mut faded.parts));
        if seen.bits >> 31 != 0
            || seen.age >= table.recent_until()
            || index(seen.most) >= self.people.len()
            || usize::from(seen.kind) >= kinds
        {
            return false;
        }
        let (powers, few) = (table.powers(), &weights.few);
        let near = seen.most.saturating_sub(seen.least).saturating_mul(width) < NEAR;
        let over = if near {
            add_near(&mut self.units, block.kinds, &faded.parts, few, powers)
        } else {
            fade(block.kinds, &faded.parts, few, powers, &mut faded.units);
            let added = faded.units.get(..block.kinds.len()).unwrap_or(&faded.units);
            add_far(&mut self.units, &faded.parts.places, added)
        };
        for place in over {
            self.carry(place);
        }
        let counted = u64::try_from(block.people.len()).unwrap_or(u64::MAX);
        self.tally.counted = self.tally.counted.saturating_add(counted);
        true
    }
}

/// Takes a block apart. It is one for vectors: no row depends on another.
#[inline(always)]
fn look<S: Simd>(_: S, block: Block<'_>, last: i64, (width, kept): (u32, u16), parts: &mut Parts) -> Seen {
    let mut seen = Seen { least: u32::MAX, ..Seen::default() };
    let ages = parts.days.iter_mut().zip(&mut parts.within);
    for ((second, begun), (days, within)) in block.seconds.iter().zip(block.begun).zip(ages) {
        // Of what comes later the highest bit is set.
        let since = last.wrapping_sub(*second).cast_unsigned();
        seen.bits |= since;
        #[expect(clippy::cast_possible_truncation, reason = "what does not fit is seen by its bits")]
        let age = (since as u32).wrapping_add(1).wrapping_sub((*begun).into());
        seen.age = seen.age.max(age);
        *days = age / 86_400;
        *within = age % 86_400;
    }
    for ((person, kind), place) in block.people.iter().zip(block.kinds).zip(&mut parts.places) {
        seen.least = seen.least.min(*person);
        seen.most = seen.most.max(*person);
        seen.kind = seen.kind.max(*kind);
        *place = person.wrapping_mul(width).wrapping_add(u32::from(*kind & kept));
    }
    seen
}

/// What the events of a block add.
#[inline(never)]
fn fade(kinds: &[u16], parts: &Parts, few: &[f64; FEW], powers: Powers<'_>, to: &mut [u64; BLOCK]) {
    for (((to, days), within), kind) in to.iter_mut().zip(&parts.days).zip(&parts.within).zip(kinds) {
        *to = units(few, powers, *days, *within, *kind);
    }
}

/// The places of sums that ran over, once for each time.
type Over = Vec<usize>;

/// Adds what is reckoned already. A function of its own with as few steps as can be, so that as many events as can be are under way at
/// a time: four without a look at the end, and each added to memory at once.
#[inline(never)]
fn add_far(sums: &mut [u64], places: &[u32; BLOCK], added: &[u64]) -> Over {
    let mut over = Vec::new();
    let places = places.get(..added.len()).unwrap_or(places);
    let ((places, last_places), (added, last_added)) = (places.as_chunks::<4>(), added.as_chunks::<4>());
    for (places, added) in places.iter().zip(added) {
        for (place, units) in places.iter().zip(added) {
            add(sums, *place, *units, &mut over);
        }
    }
    for (place, units) in last_places.iter().zip(last_added) {
        add(sums, *place, *units, &mut over);
    }
    over
}

/// Reckons and adds at once.
#[inline(never)]
fn add_near(sums: &mut [u64], kinds: &[u16], parts: &Parts, few: &[f64; FEW], powers: Powers<'_>) -> Over {
    let mut over = Vec::new();
    for (((place, days), within), kind) in parts.places.iter().zip(&parts.days).zip(&parts.within).zip(kinds)
    {
        add(sums, *place, units(few, powers, *days, *within, *kind), &mut over);
    }
    over
}

#[inline(always)]
fn add(sums: &mut [u64], place: u32, units: u64, over: &mut Over) {
    let Some(slot) = sums.get_mut(index(place)) else { return };
    let (sum, ran_over) = slot.overflowing_add(units);
    *slot = sum;
    if ran_over {
        keep(over, place);
    }
}

#[cold]
#[inline(never)]
fn keep(over: &mut Over, place: u32) {
    over.push(index(place));
}

#[inline(always)]
fn units(few: &[f64; FEW], powers: Powers<'_>, days: u32, within: u32, kind: u16) -> u64 {
    let scaled = few.get(usize::from(kind) & (FEW - 1)).copied().unwrap_or_default();
    rounded(scaled * powers.of(days, within))
}
