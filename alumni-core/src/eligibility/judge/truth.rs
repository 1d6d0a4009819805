//! Whether a rule holds, told without branches: for what holds of a person cannot be foreseen.

use std::cmp::Ordering;

use super::super::expression::Comparison;

/// Whether what is asked for holds, or what is not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn(u64);

impl Turn {
    pub(super) const NONE: Self = Self(0);

    pub(super) fn opposite(self) -> Self {
        Self(self.0 ^ Truth::HOLDS ^ Truth::FAILS)
    }

    #[inline]
    pub(super) fn truth(self, fails: bool) -> Truth {
        Truth(u64::from(fails).wrapping_add(Truth::HOLDS) ^ self.0)
    }
}

/// The keys that satisfy a comparison: a range, or all keys but it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    first: i64,
    /// How many keys follow the first.
    more: u64,
    inside: Turn,
}

impl Range {
    pub(super) fn of(is: Comparison, than: i64) -> Self {
        let inside = Turn::NONE;
        let outside = Turn::NONE.opposite();
        let (first, last, inside) = match is {
            Comparison::Equal => (than, than, inside),
            Comparison::NotEqual => (than, than, outside),
            Comparison::AtLeast => (than, i64::MAX, inside),
            Comparison::Less => (than, i64::MAX, outside),
            Comparison::AtMost => (i64::MIN, than, inside),
            Comparison::Greater => (i64::MIN, than, outside),
        };
        Self { first, more: last.abs_diff(first), inside }
    }

    pub(super) fn opposite(self) -> Self {
        Self { inside: self.inside.opposite(), ..self }
    }

    /// Of an order: less, equal and greater as a number below, at and above zero.
    pub(super) fn of_order(is: Comparison) -> Self {
        Self::of(is, 0)
    }

    #[inline]
    pub(super) fn truth_of_order(self, order: Ordering) -> Truth {
        self.truth(i64::from(order as i8))
    }

    #[inline]
    pub(super) fn truth(self, key: i64) -> Truth {
        self.inside.truth(key.wrapping_sub(self.first).cast_unsigned() > self.more)
    }
}

/// Whether a rule holds, or does not, or neither is known; and whether amounts in two currencies met.
#[derive(Clone, Copy)]
pub(super) struct Truth(u64);

impl Truth {
    const HOLDS: u64 = 1;
    const FAILS: u64 = 2;
    const MIXED: u64 = 4;
    pub(super) const UNKNOWN: Self = Self(0);
    /// Amounts in two currencies.
    pub(super) const TWO_CURRENCIES: Self = Self(Self::MIXED);

    #[inline]
    pub(super) fn of(holds: bool) -> Self {
        Self(Self::FAILS.wrapping_sub(holds.into()))
    }

    /// The same, or unknown.
    #[inline]
    pub(super) fn if_known(self, known: bool) -> Self {
        if known { self } else { Self::UNKNOWN }
    }

    #[inline]
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0 & Self::HOLDS | (self.0 | other.0) & (Self::FAILS | Self::MIXED))
    }

    #[inline]
    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 & other.0 & Self::FAILS | (self.0 | other.0) & (Self::HOLDS | Self::MIXED))
    }

    pub(super) fn not(self) -> Self {
        let turned = (self.0 & Self::HOLDS) << 1 | (self.0 & Self::FAILS) >> 1;
        Self(turned | self.0 & Self::MIXED)
    }

    /// What either says.
    #[inline]
    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the rule holds, as a bit.
    #[inline]
    pub(super) fn holds(self) -> u64 {
        self.0 & Self::HOLDS
    }

    /// Whether it does not, as a bit; neither is not known.
    #[inline]
    pub(super) fn fails(self) -> u64 {
        self.0 >> 1 & 1
    }

    pub(super) fn is_mixed(self) -> bool {
        self.0 & Self::MIXED != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_the_keys_of_its_comparison() {
        let keys = [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX];
        for is in Comparison::ALL {
            for than in keys {
                for key in keys {
                    let holds = is.holds(key.cmp(&than));
                    let of = |truth: Truth| (truth.holds() == 1, truth.fails() == 1);
                    let told = of(Range::of(is, than).truth(key));
                    assert_eq!(told, (holds, !holds), "{key} {} {than}", is.as_str());
                    let told = of(Range::of(is, than).opposite().truth(key));
                    assert_eq!(told, (!holds, holds), "not {key} {} {than}", is.as_str());
                    let told = of(Range::of_order(is).truth_of_order(key.cmp(&than)));
                    assert_eq!(told, (holds, !holds), "{key} {} {than}", is.as_str());
                }
            }
        }
    }
}
