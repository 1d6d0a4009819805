//! An atom or its negation.

/// Twice the atom's number, one more when it is negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::eligibility::check) struct Literal(u32);

impl Literal {
    /// What always holds: the first atom.
    pub(in crate::eligibility::check) const TRUE: Self = Self(0);
    pub(in crate::eligibility::check) const FALSE: Self = Self(1);

    pub(in crate::eligibility::check) fn of(atom: usize) -> Self {
        Self(u32::try_from(atom.saturating_mul(2)).unwrap_or(u32::MAX))
    }

    pub(in crate::eligibility::check) const fn not(self) -> Self {
        Self(self.0 ^ 1)
    }

    pub(in crate::eligibility::check) const fn atom(self) -> usize {
        (self.0 >> 1) as usize
    }

    pub(super) const fn is_negated(self) -> bool {
        self.0 & 1 == 1
    }

    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }

    /// 1, -1 or 0: true, false or open, by the truth of the atoms.
    pub(in crate::eligibility::check) fn value_in(self, atoms: &[i8]) -> i8 {
        let value = atoms.get(self.atom()).copied().unwrap_or_default();
        if self.is_negated() { value.saturating_neg() } else { value }
    }
}
