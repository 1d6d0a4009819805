/// What to find out about each row, and what to do with columns that do not fit the policy.
///
/// # Example
///
/// ```
/// use alumni_core::eligibility::{BatchOptions, OnMissingColumn};
///
/// let options = BatchOptions::new().eligible_on(false).on_missing_column(OnMissingColumn::Unknown);
/// assert!(!options.wants_eligible_on());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchOptions {
    eligible_on: bool,
    missing: OnMissingColumn,
    unusable: OnUnusableValue,
}

/// What a fact of the policy is for which there is no column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "refused, or not")]
pub enum OnMissingColumn {
    /// A fault of the table.
    #[default]
    Error,
    /// Unknown for everybody, and listed in [`Decisions::missing_columns`](super::Decisions::missing_columns).
    Unknown,
}

/// What a value is that its fact cannot have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "refused, or not")]
pub enum OnUnusableValue {
    /// A fault of the table.
    #[default]
    Error,
    /// Unknown, and counted in [`Decisions::unusable`](super::Decisions::unusable).
    Unknown,
}

impl Default for BatchOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl BatchOptions {
    /// With `eligible_on`; a missing column and an unusable value are errors.
    #[must_use]
    pub const fn new() -> Self {
        Self { eligible_on: true, missing: OnMissingColumn::Error, unusable: OnUnusableValue::Error }
    }

    /// Sets whether the first day on which each row becomes eligible is found.
    #[must_use]
    pub const fn eligible_on(mut self, wanted: bool) -> Self {
        self.eligible_on = wanted;
        self
    }

    /// Sets what a fact without a column is.
    #[must_use]
    pub const fn on_missing_column(mut self, choice: OnMissingColumn) -> Self {
        self.missing = choice;
        self
    }

    /// Sets what a value is that its fact cannot have.
    #[must_use]
    pub const fn on_unusable_value(mut self, choice: OnUnusableValue) -> Self {
        self.unusable = choice;
        self
    }

    /// Whether the first day on which each row becomes eligible is found.
    #[must_use]
    pub const fn wants_eligible_on(&self) -> bool {
        self.eligible_on
    }

    pub(in crate::eligibility) const fn missing_is_error(&self) -> bool {
        matches!(self.missing, OnMissingColumn::Error)
    }

    pub(in crate::eligibility) const fn unusable_is_error(&self) -> bool {
        matches!(self.unusable, OnUnusableValue::Error)
    }
}
