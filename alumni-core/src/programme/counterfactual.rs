//! What a decision hangs on: each person's protected facts changed, and the policy asked again.

mod options;
mod tried;

pub use options::{CounterfactualOptions, TriedFact};

use chrono::NaiveDate;

use crate::Error;
use crate::columns::Columns;
use crate::eligibility::Policy;
use crate::fairness::Counterfactuals;
use tried::Sums;

/// Changes one protected fact, or one declared proxy, of everybody to each other value that it can have, and decides again.
///
/// The facts tried are those that the policy's vocabulary marks as protected, and those that `options` name. Of a fact that no
/// rule asks for nothing is tried: no decision can hang on it, and the answer says so. Else every row is decided again with each
/// value, all other facts being as they are. Without [values](CounterfactualOptions::values) of the caller's those are tried
/// that stand for all: every way the rules' comparisons can turn out is one of theirs, so that a person whose outcome no value
/// changes is one whose outcome does not hang on the fact. Where the rules compare the fact with another one this cannot be
/// promised, and the answer says that too ([`complete`](crate::fairness::CounterfactualFact::complete)).
///
/// People whose own value is not known are counted, and not changed: to learn a fact is not to have another one. What an HR system
/// derives from a fact stays as it is, but `employed`, `tenure` and `since_separation` follow from dates that are changed where
/// the table has no column for them.
///
/// # Errors
///
/// Those of [`Policy::decide_columns_with`]. With the path `facts[i].fact` [`UnknownName`](crate::ErrorKind::UnknownName) for one
/// that neither the policy nor the table knows, [`Duplicate`](crate::ErrorKind::Duplicate) for one given twice; with
/// `facts[i].values` [`Missing`](crate::ErrorKind::Missing) where the rules read it through another fact only, so that the
/// values have to be given; with `facts[i].values[j]` one that the fact cannot have. With the attribute's name as path the
/// errors of [`policy_gap`](super::policy_gap).
///
/// # Example
///
/// ```
/// use alumni_core::columns::{Column, Columns, Integers, Texts, Values};
/// use alumni_core::eligibility::Policy;
/// use alumni_core::programme::{CounterfactualOptions, counterfactuals};
/// use alumni_core::Lang;
///
/// let policy = Policy::parse(
///     "id = 'return'\nversion = 1
///     [[criteria]]\nid = 'recent'\nrequire = 'graduated >= 2010 or grade >= 3'
///     [[facts]]\nname = 'graduated'\ntype = 'integer'\ntitle = 'year of graduation'
///     [[facts]]\nname = 'sex'\ntype = 'category'\ntitle = 'sex'\nvalues = [{ name = 'f' }, { name = 'm' }]\nprotected = true",
/// )?;
/// let (graduated, grades) = ([2005_i16, 2012, 2001], [2_i8, 2, 4]);
/// let columns = Columns::new(3)?
///     .with("graduated", Column::new(Values::Integers(Integers::I16(&graduated))))?
///     .with("grade", Column::new(Values::Integers(Integers::I8(&grades))))?
///     .with("sex", Column::new(Values::Texts(Texts::Slices(&["f", "m", "f"]))))?;
/// let options = CounterfactualOptions::new().fact("graduated");
/// let found = counterfactuals(&policy, &columns, "2026-04-01".parse()?, &options)?;
/// assert_eq!(
///     found.text(Lang::En),
///     "No rule asks for sex: no decision hangs on it.\n\
///      Changing only year of graduation would change 2 of 3 decisions: 1 for the better, 1 for the worse. \
///      Criterion recent accounts for 2 of them."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn counterfactuals(
    policy: &Policy,
    columns: &Columns<'_>,
    as_of: NaiveDate,
    options: &CounterfactualOptions,
) -> Result<Counterfactuals, Error> {
    let mut sums = Sums::new(policy, columns, as_of, options)?;
    sums.add(columns)?;
    Ok(sums.finished())
}

/// The same for a table in batches, as Arrow hands it over, in memory that does not grow with the rows. Only the columns that the
/// policy asks for are read, and that of the groups; `progress` hears after each batch how many rows there were, and may end the
/// work.
///
/// # Errors
///
/// Those of [`counterfactuals`], with rows counted from the first of the table, those of
/// [`Reader::next_batch`](crate::table::Reader::next_batch), and that of `progress`.
#[cfg(feature = "table")]
pub fn counterfactuals_table<E: From<Error>>(
    policy: &Policy,
    mut table: crate::table::Reader,
    as_of: NaiveDate,
    options: &CounterfactualOptions,
    mut progress: impl FnMut(usize) -> Result<(), E>,
) -> Result<Counterfactuals, E> {
    let mut sums = Sums::new(policy, &table.empty()?.columns()?, as_of, options)?;
    let facts = policy.facts();
    table.keep(|name| options.group() == Some(name) || crate::eligibility::is_asked_for(&facts, name));
    sums.add(&table.empty()?.columns()?)?;
    while let Some(batch) = table.next_batch()? {
        sums.add(&batch.columns()?).map_err(|error| crate::table::counted_on(error, sums.rows()))?;
        progress(sums.rows())?;
    }
    Ok(sums.finished())
}
