use chrono::NaiveDate;
use serde::Deserialize;

use crate::Error;
use crate::columns::{Column, Columns, UnusableValues};
use crate::eligibility::{BatchOptions, CriterionMasks, Decisions, Effect, Policy};
use crate::fairness::{Hurdles, InTheWay, PolicyGap, Standard};
use crate::text::did_you_mean;

/// Whose pass rates are compared, and what counts as passing.
///
/// # Example
///
/// ```
/// use alumni_core::programme::GapOptions;
///
/// let options = GapOptions::new("sex").conditional_passes(true);
/// assert_eq!((options.attribute(), options.counts_conditional()), ("sex", true));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapOptions {
    attribute: String,
    #[serde(default)]
    conditional_passes: bool,
    #[serde(skip)]
    batch: BatchOptions,
}

impl GapOptions {
    /// The column of groups; who is eligible passes, and the table is read with the default [`BatchOptions`].
    pub fn new(attribute: impl Into<String>) -> Self {
        Self { attribute: attribute.into(), conditional_passes: false, batch: BatchOptions::new() }
    }

    /// Reads `{"attribute": …}`, with `conditional_passes` where needed.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        crate::document::from_json(text)
    }

    /// Sets whether who is conditional passes too. Criteria that ask for a person then hold nobody back, unless it cannot be
    /// told whether any of them asks.
    #[must_use]
    pub fn conditional_passes(mut self, passes: bool) -> Self {
        self.conditional_passes = passes;
        self
    }

    /// Sets how the table is read. `eligible_on` is never found here.
    #[must_use]
    pub fn batch(mut self, options: BatchOptions) -> Self {
        self.batch = options;
        self
    }

    fn of_batch(&self) -> BatchOptions {
        self.batch.clone().eligible_on(false)
    }

    /// The column of groups.
    #[must_use]
    pub fn attribute(&self) -> &str {
        &self.attribute
    }

    /// Whether who is conditional passes too.
    #[must_use]
    pub fn counts_conditional(&self) -> bool {
        self.conditional_passes
    }
}

/// Divides the gaps between groups' pass rates under a policy among its criteria.
///
/// Everybody in the table is decided about as of the day `as_of`. Who is eligible passes, or by
/// [`conditional_passes`](GapOptions::conditional_passes) who is conditional too. Who does not is held back by each criterion that
/// is not met, that asks for a person, or that cannot be told: facts that are missing have a part of their own
/// ([`GapPart::unknown`](crate::fairness::GapPart::unknown)), so that nobody is left out. How the parts are found says
/// [`GapAttribution`](crate::fairness::GapAttribution).
///
/// # Errors
///
/// Those of [`Policy::decide_columns_with`], and of [`Standard::gap`]. With the attribute's name as path:
/// [`Missing`](crate::ErrorKind::Missing) when there is no such column, [`WrongType`](crate::ErrorKind::WrongType) when it holds neither
/// texts, whole numbers nor booleans, [`TooLarge`](crate::ErrorKind::TooLarge) for more than 10,000 groups.
///
/// # Example
///
/// ```
/// use alumni_core::columns::{Column, Columns, Integers, Texts, Values};
/// use alumni_core::eligibility::Policy;
/// use alumni_core::fairness::Standard;
/// use alumni_core::programme::{GapOptions, policy_gap};
///
/// let policy = Policy::parse(
///     "id = 'return'\nversion = 1
///     [[criteria]]\nid = 'service'\nrequire = 'since_probation >= 3'
///     [[criteria]]\nid = 'grade'\nrequire = 'grade >= 2'
///     [[facts]]\nname = 'since_probation'\ntype = 'integer'\ntitle = 'years since probation'",
/// )?;
/// let sex = Texts::Slices(&["women", "women", "women", "women", "men", "men", "men", "men"]);
/// let years = [1_i8, 2, 5, 6, 4, 5, 6, 2];
/// let grades = [1_i8, 2, 2, 3, 2, 2, 3, 2];
/// let columns = Columns::new(8)?
///     .with("sex", Column::new(Values::Texts(sex)))?
///     .with("since_probation", Column::new(Values::Integers(Integers::I8(&years))))?
///     .with("grade", Column::new(Values::Integers(Integers::I8(&grades))))?;
/// let found = policy_gap(&policy, &columns, "2026-04-01".parse()?, &GapOptions::new("sex"), &Standard::default())?;
///
/// // 2 of 4 women are eligible and 3 of 4 men. One woman fails both criteria, one woman and one man fail service alone.
/// let women = &found.report.attributions[0];
/// assert_eq!(women.gap, Some(0.25));
/// assert_eq!(women.parts.iter().map(|part| part.part).collect::<Vec<_>>(), [0.125, 0.125]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn policy_gap(
    policy: &Policy,
    columns: &Columns<'_>,
    as_of: NaiveDate,
    options: &GapOptions,
    standard: &Standard,
) -> Result<PolicyGap, Error> {
    Sums::start(policy, columns, as_of, options)?.finished(standard)
}

/// The same for a table in batches, as Arrow hands it over, in memory that does not grow with the rows. Only the columns that the
/// policy asks for are read, and that of the groups; `progress` hears after each batch how many rows there were, and may end the
/// work.
///
/// # Errors
///
/// Those of [`policy_gap`], with rows counted from the first of the table, those of
/// [`Reader::next_batch`](crate::table::Reader::next_batch), and that of `progress`.
#[cfg(feature = "table")]
pub fn policy_gap_table<E: From<Error>>(
    policy: &Policy,
    mut table: crate::table::Reader,
    as_of: NaiveDate,
    options: &GapOptions,
    standard: &Standard,
    mut progress: impl FnMut(usize) -> Result<(), E>,
) -> Result<PolicyGap, E> {
    let facts = policy.facts();
    table.keep(|name| name == options.attribute || crate::eligibility::is_asked_for(&facts, name));
    let mut sums = Sums::start(policy, &table.empty()?.columns()?, as_of, options)?;
    while let Some(batch) = table.next_batch()? {
        sums.add(policy, &batch.columns()?).map_err(|error| crate::table::counted_on(error, sums.rows))?;
        progress(sums.rows)?;
    }
    Ok(sums.finished(standard)?)
}

/// What is kept of a table.
struct Sums<'a> {
    options: &'a GapOptions,
    decisions: Decisions,
    hurdles: Hurdles,
    unusable: Vec<UnusableValues>,
    rows: usize,
}

impl<'a> Sums<'a> {
    /// The first rows of a table, or all of them.
    fn start(
        policy: &Policy,
        columns: &Columns<'_>,
        as_of: NaiveDate,
        options: &'a GapOptions,
    ) -> Result<Self, Error> {
        let decisions = policy.decide_columns_with(columns, as_of, &options.of_batch())?;
        let hurdles = Hurdles::new(decisions.criteria().iter().map(CriterionMasks::id))?;
        let mut sums = Self { options, decisions, hurdles, unusable: Vec::new(), rows: 0 };
        sums.count(columns)?;
        Ok(sums)
    }

    /// The next rows.
    #[cfg(feature = "table")]
    fn add(&mut self, policy: &Policy, columns: &Columns<'_>) -> Result<(), Error> {
        let as_of = self.decisions.as_of();
        policy.decide_columns_into(columns, as_of, &self.options.of_batch(), &mut self.decisions)?;
        self.count(columns)
    }

    /// Counts the rows that were decided about last.
    fn count(&mut self, columns: &Columns<'_>) -> Result<(), Error> {
        let attribute = self.options.attribute.as_str();
        let groups = groups(columns, attribute)?;
        let criteria = self.decisions.criteria();
        let passes =
            |masks: &CriterionMasks| self.options.conditional_passes && masks.effect() == Effect::Review;
        let untold: Vec<_> = criteria
            .iter()
            .map(|masks| if passes(masks) { untold(criteria, masks) } else { Vec::new() })
            .collect();
        let ways: Vec<_> = criteria
            .iter()
            .zip(&untold)
            .map(|(masks, untold)| match masks.effect() {
                Effect::Review if passes(masks) => InTheWay { unmet: &[], unknown: untold },
                Effect::Review => InTheWay { unmet: masks.review(), unknown: masks.unknown() },
                Effect::Require | Effect::Bar => InTheWay { unmet: masks.unmet(), unknown: masks.unknown() },
            })
            .collect();
        self.hurdles.add_rows(groups, &ways).map_err(|error| error.within(attribute))?;
        UnusableValues::append(&mut self.unusable, self.decisions.unusable().to_vec(), self.rows);
        self.rows = self.rows.saturating_add(columns.rows());
        Ok(())
    }

    fn finished(self, standard: &Standard) -> Result<PolicyGap, Error> {
        Ok(PolicyGap {
            policy: self.decisions.policy().clone(),
            as_of: self.decisions.as_of(),
            attribute: self.options.attribute.clone(),
            conditional_passes: self.options.conditional_passes,
            rows: u64::try_from(self.rows).unwrap_or(u64::MAX),
            report: standard.gap(&self.hurdles)?,
            missing_columns: self.decisions.missing_columns().to_vec(),
            unusable: self.unusable,
        })
    }
}

/// The column of groups.
pub(super) fn groups<'c, 'a>(columns: &'c Columns<'a>, attribute: &str) -> Result<&'c Column<'a>, Error> {
    columns.get(attribute).ok_or_else(|| {
        let hint = did_you_mean(attribute, columns.iter().map(|(name, _)| name));
        Error::missing(format!("expected a column of groups `{attribute}`{hint}")).within(attribute)
    })
}

/// The rows of which a criterion that may ask for a person cannot be told, and for which no other one asks.
fn untold(criteria: &[CriterionMasks], masks: &CriterionMasks) -> Vec<u64> {
    let asks = |place: usize| {
        let review = |masks: &CriterionMasks| masks.review().get(place).copied().unwrap_or_default();
        criteria.iter().fold(0, |all, masks| all | review(masks))
    };
    masks.unknown().iter().enumerate().map(|(place, unknown)| unknown & !asks(place)).collect()
}
