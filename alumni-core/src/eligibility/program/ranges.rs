use super::super::expression::Comparison;

/// Numbers as ranges that ascend and do not touch, ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::eligibility) struct Ranges<T>(pub(in crate::eligibility) Vec<(T, T)>);

/// Whole numbers of one width.
pub(in crate::eligibility) trait Number: Copy + Ord {
    const LEAST: Self;
    const MOST: Self;
    fn before(self) -> Option<Self>;
    fn after(self) -> Option<Self>;
}

macro_rules! number {
    ($($type:ty),*) => { $(
        impl Number for $type {
            const LEAST: Self = Self::MIN;
            const MOST: Self = Self::MAX;
            fn before(self) -> Option<Self> { self.checked_sub(1) }
            fn after(self) -> Option<Self> { self.checked_add(1) }
        }
    )* };
}
number!(i32, i64, i128);

impl<T: Number> Ranges<T> {
    /// The numbers that compare so with `than`.
    pub(in crate::eligibility) fn comparing(is: Comparison, than: T) -> Self {
        let below = than.before().map(|end| (T::LEAST, end));
        let above = than.after().map(|start| (start, T::MOST));
        let (below, at, above) = match is {
            Comparison::Equal => (None, Some((than, than)), None),
            Comparison::NotEqual => (below, None, above),
            Comparison::Less => (below, None, None),
            Comparison::AtMost => (None, Some((T::LEAST, than)), None),
            Comparison::Greater => (None, None, above),
            Comparison::AtLeast => (None, Some((than, T::MOST)), None),
        };
        Self([below, at, above].into_iter().flatten().collect())
    }

    /// The numbers whose image under a function that never descends compares so with something, when `first` is the least
    /// number whose image is not below it and `past` the least whose image is above it.
    pub(in crate::eligibility) fn between(is: Comparison, first: Option<T>, past: Option<T>) -> Self {
        // `None`: no number's image gets there.
        let until = |end: Option<T>| match end {
            Some(end) => end.before().map(|end| (T::LEAST, end)),
            None => Some((T::LEAST, T::MOST)),
        };
        let from = |start: Option<T>| start.map(|start| (start, T::MOST));
        let (low, high) = match is {
            Comparison::Equal => {
                let end = match past {
                    Some(past) => past.before(),
                    None => Some(T::MOST),
                };
                (first.zip(end).filter(|(start, end)| start <= end), None)
            }
            Comparison::NotEqual => (until(first), from(past)),
            Comparison::Less => (until(first), None),
            Comparison::AtMost => (until(past), None),
            Comparison::Greater => (from(past), None),
            Comparison::AtLeast => (from(first), None),
        };
        Self([low, high].into_iter().flatten().collect())
    }

    pub(in crate::eligibility) fn holds(&self, number: T) -> bool {
        self.0.iter().any(|(low, high)| *low <= number && number <= *high)
    }
}
