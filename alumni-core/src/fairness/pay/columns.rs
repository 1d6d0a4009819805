//! Who is paid what, read from tables.

mod amounts;
#[cfg(feature = "table")]
mod ask;
mod cells;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub(in crate::fairness) use self::cells::{Numbers, Wholes, number};

use self::amounts::Amounts;
use self::cells::{Factor, Flags, Names, wanted};
use super::{JapanPayTotal, PaidWorker, Peer};
use crate::Error;
use crate::columns::Columns;
use crate::fairness::{FactoredWorker, LogibWorker, OfferPeer};
use crate::workforce::Money;

/// Which columns of a table say who is paid what.
///
/// Amounts are numbers in major units (`5200000` yen, `1234.50` euro) in the one currency named by
/// [`currency`](Self::currency) or the one that the column [`currency_column`](Self::currency_column) gives each row, or texts such
/// as `1234.50 EUR`. Whole numbers, decimals, floats and texts are read; a float stands for the shortest decimal number that it
/// prints as, and one with more decimals than the currency has is an error. What is read are the same values that documents
/// hold, so that every answer is the same to the last bit.
///
/// # Example
///
/// ```
/// use alumni_core::columns::{Column, Columns, Integers, Texts, Values};
/// use alumni_core::fairness::{PayColumns, PayQuestion, uk_pay_gaps};
///
/// let sex = ["women", "men", "women", "men"];
/// let pay = [5_200_000_i64, 5_500_000, 6_100_000, 6_400_000];
/// let table = Columns::new(4)?
///     .with("sex", Column::new(Values::Texts(Texts::Slices(&sex))))?
///     .with("base_pay", Column::new(Values::Integers(Integers::I64(&pay))))?;
/// let columns = PayColumns::new("base_pay").group("sex").currency("JPY");
/// let gaps = uk_pay_gaps(&PayQuestion::new(columns.paid_workers(&table)?))?;
/// assert_eq!((gaps.focal, gaps.mean_gap.unwrap().percent), (2, 5.0));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct PayColumns {
    /// The column of pay; `pay` unless set.
    pub pay: String,
    /// The column of groups, texts, whole numbers or booleans; `group` unless set. Who has none is in neither of two groups.
    pub group: String,
    /// The column that says who left and came back, for inversions; `returner` unless set. Booleans, or 0 and 1.
    pub returner: String,
    /// The column that says who came in, for compression; `newcomer` unless set. Booleans, or 0 and 1.
    pub newcomer: String,
    /// The column of completed months of service, for inversions; `tenure_months` unless set.
    pub tenure_months: String,
    /// The column of midpoints of ranges, for compa-ratios; `midpoint` unless set.
    pub midpoint: String,
    /// The column of complementary or variable pay; nothing where none was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variable: Option<String>,
    /// The column of categories of work of equal value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The column of cells, for inversions: people of different cells are never compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// The column of ratings, for inversions: whole numbers, higher is better.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<String>,
    /// The columns of factors: numbers as they are, texts and booleans as levels. Somebody who lacks one is left out and counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<String>,
    /// The currency of every amount that does not say its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The column of currencies, one for all amounts of a row; instead of `currency`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_column: Option<String>,
    /// Whether whole numbers are minor units, as in documents; they are major units unless set.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub minor_units: bool,
}

impl Default for PayColumns {
    fn default() -> Self {
        Self::new("pay")
    }
}

/// The names of the fields, which no question about pay has.
const FIELDS: [&str; 14] = [
    "pay",
    "group",
    "returner",
    "newcomer",
    "tenure_months",
    "midpoint",
    "variable",
    "category",
    "cell",
    "rating",
    "factors",
    "currency",
    "currency_column",
    "minor_units",
];

impl PayColumns {
    /// The column of pay, the others by their usual names.
    pub fn new(pay: impl Into<String>) -> Self {
        Self {
            pay: pay.into(),
            group: "group".into(),
            returner: "returner".into(),
            newcomer: "newcomer".into(),
            tenure_months: "tenure_months".into(),
            midpoint: "midpoint".into(),
            variable: None,
            category: None,
            cell: None,
            rating: None,
            factors: Vec::new(),
            currency: None,
            currency_column: None,
            minor_units: false,
        }
    }

    /// Names the column of groups.
    #[must_use]
    pub fn group(mut self, column: impl Into<String>) -> Self {
        self.group = column.into();
        self
    }

    /// Names the currency of every amount.
    #[must_use]
    pub fn currency(mut self, code: impl Into<String>) -> Self {
        self.currency = Some(code.into());
        self
    }

    /// Names the columns of factors.
    #[must_use]
    pub fn factors<N: Into<String>>(mut self, columns: impl IntoIterator<Item = N>) -> Self {
        self.factors = columns.into_iter().map(Into::into).collect();
        self
    }

    /// Reads the columns together with what else a question about pay asks, its people left out.
    pub(in crate::fairness) fn with_question<Q: DeserializeOwned>(
        text: &str,
        rows: Option<&str>,
    ) -> Result<(Self, Q), Error> {
        let (columns, mut rest) = crate::document::divided(text, &FIELDS)?;
        if let Some(rows) = rows {
            if rest.contains_key(rows) {
                let error = Error::inconsistent("expected people in the table only");
                return Err(error.within(rows));
            }
            rest.insert(rows.to_owned(), serde_json::Value::Array(Vec::new()));
        }
        Ok((crate::document::from_map(columns)?, crate::document::from_map(rest)?))
    }

    /// The rows as workers of [`uk_pay_gaps`](super::uk_pay_gaps) and [`eu_pay_gaps`](super::eu_pay_gaps).
    ///
    /// # Errors
    ///
    /// With the column as path: [`Missing`](crate::ErrorKind::Missing) for a column that is not there or a row without pay,
    /// [`WrongType`](crate::ErrorKind::WrongType) for a column of another type, [`Syntax`](crate::ErrorKind::Syntax) and
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for what is no amount; with `currency` a currency that is not named or twice.
    pub fn paid_workers(&self, columns: &Columns<'_>) -> Result<Vec<PaidWorker>, Error> {
        let pay = Amounts::new(self, columns, &self.pay)?;
        let variable = self.variable.as_deref().map(|name| Amounts::new(self, columns, name)).transpose()?;
        let group = Names::new(columns, &self.group)?;
        let category = self.category.as_deref().map(|name| Names::new(columns, name)).transpose()?;
        (0..columns.rows())
            .map(|row| {
                Ok(PaidWorker {
                    group: group.get(row).unwrap_or_default().to_owned(),
                    pay: pay.required(row)?,
                    variable: variable.as_ref().map(|variable| variable.get(row)).transpose()?.flatten(),
                    category: category.as_ref().and_then(|category| category.get(row)).map(str::to_owned),
                })
            })
            .collect()
    }

    /// The rows as workers of [`adjusted_pay_gap`](crate::fairness::adjusted_pay_gap).
    ///
    /// # Errors
    ///
    /// Those of [`paid_workers`](Self::paid_workers).
    pub fn factored_workers(&self, columns: &Columns<'_>) -> Result<Vec<FactoredWorker>, Error> {
        let pay = Amounts::new(self, columns, &self.pay)?;
        let group = Names::new(columns, &self.group)?;
        let factors = self.factors.iter().map(|name| Ok((name, Factor::new(columns, name)?)));
        let factors = factors.collect::<Result<Vec<_>, Error>>()?;
        (0..columns.rows())
            .map(|row| {
                let of =
                    |(name, factor): &(&String, Factor<'_, '_>)| Some(((*name).clone(), factor.get(row)?));
                Ok(FactoredWorker {
                    group: group.get(row).unwrap_or_default().to_owned(),
                    pay: pay.required(row)?,
                    factors: factors.iter().filter_map(of).collect(),
                })
            })
            .collect()
    }

    /// The rows as people of [`inversions`](super::inversions).
    ///
    /// # Errors
    ///
    /// Those of [`paid_workers`](Self::paid_workers), and so for service, ratings and who came back.
    pub fn peers(&self, columns: &Columns<'_>) -> Result<Vec<Peer>, Error> {
        let pay = Amounts::new(self, columns, &self.pay)?;
        let returner = Flags::new(columns, &self.returner)?;
        let tenure = Wholes::new(columns, &self.tenure_months)?;
        let rating = self.rating.as_deref().map(|name| Wholes::new(columns, name)).transpose()?;
        let cell = self.cell.as_deref().map(|name| Names::new(columns, name)).transpose()?;
        (0..columns.rows())
            .map(|row| {
                Ok(Peer {
                    cell: cell.as_ref().and_then(|cell| cell.get(row)).unwrap_or_default().to_owned(),
                    returner: returner.required(row)?,
                    tenure_months: tenure.required(row)?,
                    rating: rating.as_ref().map(|rating| rating.get(row)).transpose()?.flatten(),
                    pay: pay.required(row)?,
                })
            })
            .collect()
    }

    /// The rows as people of an [`OfferCohort`](crate::fairness::OfferCohort). Beside pay they have what there are columns of: `group`,
    /// `returner`, `tenure_months`, `rating` and `factors` as they are named here, and `id`, `circle` (whole numbers from 0, the
    /// nearest) and `left_out` (a text where the person is left out). A column that is named otherwise than usual has to be there.
    ///
    /// # Errors
    ///
    /// Those of [`paid_workers`](Self::paid_workers), and so for each of the columns.
    pub fn offer_peers(&self, columns: &Columns<'_>) -> Result<Vec<OfferPeer>, Error> {
        let usual = Self::default();
        let is_wanted = |name: &str, usual: &str| name != usual || columns.get(name).is_some();
        let pay = Amounts::new(self, columns, &self.pay)?;
        let names =
            |name: &str, usual: &str| is_wanted(name, usual).then(|| Names::new(columns, name)).transpose();
        let wholes =
            |name: &str, usual: &str| is_wanted(name, usual).then(|| Wholes::new(columns, name)).transpose();
        let group = names(&self.group, &usual.group)?;
        let (id, left_out) = (names("id", "id")?, names("left_out", "left_out")?);
        let tenure = wholes(&self.tenure_months, &usual.tenure_months)?;
        let rating = wholes(self.rating.as_deref().unwrap_or("rating"), "rating")?;
        let circle = wholes("circle", "circle")?;
        let returner = is_wanted(&self.returner, &usual.returner)
            .then(|| Flags::new(columns, &self.returner))
            .transpose()?;
        let factors = self.factors.iter().map(|name| Ok((name, Factor::new(columns, name)?)));
        let factors = factors.collect::<Result<Vec<_>, Error>>()?;
        let named = |names: &Option<Names>, row| names.as_ref()?.get(row).map(str::to_owned);
        (0..columns.rows())
            .map(|row| {
                let of =
                    |(name, factor): &(&String, Factor<'_, '_>)| Some(((*name).clone(), factor.get(row)?));
                let mut peer = OfferPeer::new(pay.required(row)?);
                peer.group = named(&group, row);
                peer.id = named(&id, row);
                peer.left_out = named(&left_out, row);
                peer.returner = returner.as_ref().map_or(Ok(false), |flags| flags.required(row))?;
                peer.tenure_months = tenure.as_ref().map_or(Ok(0), |months| months.required(row))?;
                peer.circle = circle.as_ref().map_or(Ok(0), |places| places.required(row))?;
                peer.rating = rating.as_ref().map(|rating| rating.get(row)).transpose()?.flatten();
                peer.factors = factors.iter().filter_map(of).collect();
                Ok(peer)
            })
            .collect()
    }

    /// The rows as pay and midpoint of [`compa_ratios`](super::compa_ratios).
    ///
    /// # Errors
    ///
    /// Those of [`paid_workers`](Self::paid_workers).
    pub fn positions(&self, columns: &Columns<'_>) -> Result<Vec<(Money, Money)>, Error> {
        let pay = Amounts::new(self, columns, &self.pay)?;
        let midpoint = Amounts::new(self, columns, &self.midpoint)?;
        (0..columns.rows()).map(|row| Ok((pay.required(row)?, midpoint.required(row)?))).collect()
    }

    /// The rows as newcomers and others, in this order, of [`compression`](super::compression), each with whether it is a newcomer.
    ///
    /// # Errors
    ///
    /// Those of [`paid_workers`](Self::paid_workers), and so for who came in.
    pub fn sides(&self, columns: &Columns<'_>) -> Result<Vec<(bool, Money)>, Error> {
        let pay = Amounts::new(self, columns, &self.pay)?;
        let newcomer = Flags::new(columns, &self.newcomer)?;
        (0..columns.rows()).map(|row| Ok((newcomer.required(row)?, pay.required(row)?))).collect()
    }

    /// The rows as workers of [`logib`](crate::fairness::logib): the columns `sex`, `years_of_training`, `years_of_service`,
    /// `years_of_earning`, `skill_level` and `professional_position`, and that of pay.
    ///
    /// # Errors
    ///
    /// Those of [`paid_workers`](Self::paid_workers), and so for each of the columns.
    pub fn logib_workers(&self, columns: &Columns<'_>) -> Result<Vec<LogibWorker>, Error> {
        let pay = Amounts::new(self, columns, &self.pay)?;
        let sex = Names::new(columns, "sex")?;
        let years = |name| Numbers::new(columns, name);
        let (training, service, earning) =
            (years("years_of_training")?, years("years_of_service")?, years("years_of_earning")?);
        let (skill, position) =
            (Names::new(columns, "skill_level")?, Names::new(columns, "professional_position")?);
        (0..columns.rows())
            .map(|row| {
                Ok(LogibWorker {
                    sex: sex.word("sex", row)?.ok_or_else(|| missing("sex", row))?,
                    pay: pay.required(row)?,
                    years_of_training: training.required(row)?,
                    years_of_service: service.required(row)?,
                    years_of_earning: earning.required(row)?,
                    skill_level: skill.required("skill_level", row)?,
                    professional_position: position.required("professional_position", row)?,
                })
            })
            .collect()
    }

    /// The rows as totals of [`japan_pay_ratios`](super::japan_pay_ratios): the columns `sex` and that of pay, `kind` and `headcount`
    /// where there are such. A row is a person, or as many as its headcount says.
    ///
    /// # Errors
    ///
    /// Those of [`paid_workers`](Self::paid_workers), and so for each of the columns.
    pub fn japan_totals(&self, columns: &Columns<'_>) -> Result<Vec<JapanPayTotal>, Error> {
        let pay = Amounts::new(self, columns, &self.pay)?;
        let sex = Names::new(columns, "sex")?;
        let kind = columns.get("kind").map(|_| Names::new(columns, "kind")).transpose()?;
        let headcount = columns.get("headcount").map(|_| Numbers::new(columns, "headcount")).transpose()?;
        (0..columns.rows())
            .map(|row| {
                Ok(JapanPayTotal {
                    sex: sex.word("sex", row)?.ok_or_else(|| missing("sex", row))?,
                    kind: kind.as_ref().map(|kind| kind.word("kind", row)).transpose()?.flatten(),
                    headcount: headcount.as_ref().map_or(Ok(1.0), |headcount| headcount.required(row))?,
                    total: pay.required(row)?,
                })
            })
            .collect()
    }

    /// All rows of a table in batches as one of the functions above reads them; only the columns asked for are read.
    ///
    /// # Errors
    ///
    /// Those of `read`, with rows counted from the first of the table, and of
    /// [`Reader::next_batch`](crate::table::Reader::next_batch).
    #[cfg(feature = "table")]
    pub fn table<T>(
        &self,
        table: crate::table::Reader,
        read: impl Fn(&Self, &Columns<'_>) -> Result<Vec<T>, Error>,
    ) -> Result<Vec<T>, Error> {
        self.table_with(table, &[], read)
    }

    /// The same, where further columns are read.
    #[cfg(feature = "table")]
    pub(in crate::fairness) fn table_with<T>(
        &self,
        mut table: crate::table::Reader,
        further: &[&str],
        read: impl Fn(&Self, &Columns<'_>) -> Result<Vec<T>, Error>,
    ) -> Result<Vec<T>, Error> {
        table.keep(|name| further.contains(&name) || self.names().any(|wanted| wanted == name));
        let mut rows = read(self, &table.empty()?.columns()?)?;
        while let Some(batch) = table.next_batch()? {
            let found = read(self, &batch.columns()?);
            rows.extend(found.map_err(|error| crate::table::counted_on(error, rows.len()))?);
        }
        Ok(rows)
    }

    #[cfg(feature = "table")]
    fn names(&self) -> impl Iterator<Item = &str> {
        let usual =
            [&self.pay, &self.group, &self.returner, &self.newcomer, &self.tenure_months, &self.midpoint];
        let further = [&self.variable, &self.category, &self.cell, &self.rating, &self.currency_column];
        usual.into_iter().chain(further.into_iter().flatten()).chain(&self.factors).map(String::as_str)
    }
}

fn missing(column: &str, row: usize) -> Error {
    Error::missing("expected a value").within(format!("row {row}")).within(column)
}

/// The column that has to be there.
pub(in crate::fairness) fn column<'c, 'a>(
    columns: &'c Columns<'a>,
    name: &str,
) -> Result<&'c crate::columns::Column<'a>, Error> {
    wanted(columns, name)
}
