//! Gaps in pay.

use alumni_core::Error;
use alumni_core::fairness as core;
use alumni_core::table::Reader;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::boundary;
use crate::convert::{self, items};
use crate::document::to_dict;
use crate::exceptions::{raise, run};
use crate::names::Names as _;
use crate::text::reasons;
use crate::workforce::{Money, money};

/// A question of keyword arguments: `people` and whatever else was given.
pub(super) fn question<'py, T: serde::de::DeserializeOwned + Send>(
    name: &str,
    people: &Bound<'py, PyAny>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<T> {
    let document = PyDict::new(people.py());
    document.set_item(name, people)?;
    if let Some(options) = options {
        document.update(options.as_mapping())?;
    }
    convert::plain(document.as_any(), "")
}

/// Whether it hands over a table through Arrow.
pub(super) fn is_table(people: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(people.hasattr("__arrow_c_stream__")? || people.hasattr("__arrow_c_array__")?)
}

/// The keyword arguments as a document.
pub(super) fn document(py: Python<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
    let options = options.cloned().unwrap_or_else(|| PyDict::new(py));
    Ok(convert::json(options.as_any(), "")?.to_string())
}

/// The question of keyword arguments, its people from a table or from documents.
pub(super) fn asked<T: serde::de::DeserializeOwned + Send>(
    people: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyDict>>,
    from_table: impl FnOnce(Reader, &str) -> Result<T, Error> + Send,
) -> PyResult<T> {
    if !is_table(people)? {
        return question("people", people, options);
    }
    let options = document(people.py(), options)?;
    let table = boundary::table(people, "people")?;
    run(people.py(), || from_table(table, &options))
}

/// The answer to a question that has no options of its own, where its people stand in a table; none where they do not.
pub(super) fn from_table<T: Send>(
    people: &Bound<'_, PyAny>,
    name: &str,
    options: Option<&Bound<'_, PyDict>>,
    read: impl FnOnce(Reader, &str) -> Result<T, Error> + Send,
) -> PyResult<Option<T>> {
    if is_table(people)? {
        let (options, table) = (document(people.py(), options)?, boundary::table(people, name)?);
        return run(people.py(), || read(table, &options)).map(Some);
    }
    match options.and_then(|options| options.keys().iter().next()) {
        None => Ok(None),
        Some(option) => {
            let error = Error::unknown_name("expected no option of this name beside documents");
            Err(raise(&error.within(convert::text(&option, "options")?)))
        }
    }
}

/// The United Kingdom's gender pay gap figures from everyone's hourly pay and bonus.
///
/// Parameters
/// ----------
/// people : list of mapping, or table
///     Each with ``group``, ``pay`` and maybe ``variable`` and ``category``; or whatever hands over an Arrow table, one row for
///     each person.
/// **options
///     ``focal`` and ``reference``: the codes of the groups, ``women`` and ``men`` unless set. With a table also its columns:
///     ``group`` and ``pay`` unless named otherwise, ``variable`` and ``category`` where named; and ``currency`` (a code) or
///     ``currency_column``. Amounts are numbers in major units, minor ones with ``minor_units=True``, or texts such as
///     ``1234.50 EUR``.
///
/// Raises
/// ------
/// AlumniError
///     For two currencies or a negative amount, with the place in ``path`` (``people[3].pay``).
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> pounds = lambda minor: {"minor": minor, "currency": "GBP"}
/// >>> people = [{"group": "women", "pay": pounds(1800)}, {"group": "men", "pay": pounds(2000)}]
/// >>> al.fairness.uk_pay_gaps(people).mean_gap
/// {'share': 0.1, 'percent': 10.0}
#[pyfunction]
#[pyo3(signature = (people, **options))]
pub(super) fn uk_pay_gaps(
    people: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<UkPayGaps> {
    let question = asked(people, options, core::PayQuestion::from_table)?;
    run(people.py(), || core::uk_pay_gaps(&question)).map(UkPayGaps)
}

/// The indicators of the European Union's pay transparency directive, and the categories that reach its line of 5 %.
///
/// Parameters and errors are those of `uk_pay_gaps`.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> euros = lambda minor: {"minor": minor, "currency": "EUR"}
/// >>> people = [{"group": "women", "pay": euros(9500), "category": "G5"},
/// ...           {"group": "men", "pay": euros(10000), "category": "G5"}]
/// >>> al.fairness.eu_pay_gaps(people)
/// <EuPayGaps of 1 and 1: review>
#[pyfunction]
#[pyo3(signature = (people, **options))]
pub(super) fn eu_pay_gaps(
    people: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<EuPayGaps> {
    let question = asked(people, options, core::PayQuestion::from_table)?;
    run(people.py(), || core::eu_pay_gaps(&question)).map(EuPayGaps)
}

/// Japan's 男女の賃金の差異 from the totals of each sex and kind of employment.
///
/// Parameters
/// ----------
/// totals : list of mapping, or table
///     Each with ``sex``, ``headcount``, ``total`` and maybe ``kind``; or a table with ``sex`` and ``pay`` (of the year) and maybe ``kind``
///     and ``headcount``, in which a row is a person, or as many as its headcount says.
/// **options
///     With a table ``pay``, ``currency`` and the others of `uk_pay_gaps` that say what amounts are in.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> yen = lambda minor: {"minor": minor, "currency": "JPY"}
/// >>> al.fairness.japan_pay_ratios([{"sex": "women", "headcount": 21510135, "total": yen(67479137000000)},
/// ...                               {"sex": "men", "headcount": 29266000, "total": yen(164867744000000)}]).all_percent
/// 55.7
#[pyfunction]
#[pyo3(signature = (totals, **options))]
pub(super) fn japan_pay_ratios(
    totals: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<JapanPayRatios> {
    if let Some(ratios) = from_table(totals, "totals", options, core::JapanPayRatios::from_table)? {
        return Ok(JapanPayRatios(ratios));
    }
    let rows: Vec<core::JapanPayTotal> = convert::plain(totals, "totals")?;
    run(totals.py(), || core::japan_pay_ratios(&rows)).map(JapanPayRatios)
}

/// The median pay of those who come in over that of those who are there.
///
/// Parameters
/// ----------
/// newcomers, incumbents : iterable of Money or str
///     Or, as the only one, a table of both, which the column ``newcomer`` tells apart.
/// **options
///     With a table its columns as in `uk_pay_gaps`: ``pay`` and ``newcomer`` unless named otherwise.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.compression(["6300000 JPY"], ["6000000 JPY"]).index
/// 1.05
#[pyfunction]
#[pyo3(signature = (newcomers, incumbents=None, **options))]
pub(super) fn compression(
    py: Python<'_>,
    newcomers: &Bound<'_, PyAny>,
    incumbents: Option<&Bound<'_, PyAny>>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<Compression> {
    let Some(incumbents) = incumbents else {
        let options = document(py, options)?;
        let table = boundary::table(newcomers, "newcomers")?;
        return run(py, || core::Compression::from_table(table, &options)).map(Compression);
    };
    unasked(options)?;
    let (newcomers, incumbents) =
        (items(newcomers, "newcomers", money)?, items(incumbents, "incumbents", money)?);
    run(py, || core::compression(&newcomers, &incumbents)).map(Compression)
}

/// Columns are named for tables only.
pub(super) fn unasked(options: Option<&Bound<'_, PyDict>>) -> PyResult<()> {
    match options.and_then(|options| options.keys().iter().next()) {
        None => Ok(()),
        Some(name) => {
            let error = Error::inconsistent("expected options with a table only");
            Err(raise(&error.within(convert::text(&name, "options")?)))
        }
    }
}

/// Counts pairs of a returner and a colleague of more service and no lower rating who is paid less.
///
/// Parameters
/// ----------
/// people : list of mapping, or table
///     Each with ``tenure_months``, ``pay`` and maybe ``cell``, ``returner``, ``rating``; or a table.
/// **options
///     ``margin_months``: how much more service makes a pair; 0 unless set. With a table also its columns as in `uk_pay_gaps`:
///     ``pay``, ``returner`` and ``tenure_months`` unless named otherwise, ``cell`` and ``rating`` where named.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> yen = lambda minor: {"minor": minor, "currency": "JPY"}
/// >>> al.fairness.inversions([{"tenure_months": 60, "pay": yen(70), "returner": True},
/// ...                         {"tenure_months": 72, "pay": yen(65)}])
/// <Inversions 1 of 1>
#[pyfunction]
#[pyo3(signature = (people, **options))]
pub(super) fn inversions(
    people: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<Inversions> {
    let question = asked(people, options, core::InversionQuestion::from_table)?;
    run(people.py(), || core::inversions(&question)).map(Inversions)
}

/// The six figures of the United Kingdom's gender pay gap reporting.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.uk_pay_gaps([])
/// <UkPayGaps of 0 and 0>
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct UkPayGaps(pub(super) core::UkPayGaps);

#[pymethods]
impl UkPayGaps {
    fn __repr__(&self) -> String {
        format!("<UkPayGaps of {} and {}>", self.0.focal, self.0.reference)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.focal, self.0.reference))
    }
}
getters!(UkPayGaps {
    /// How many of the group looked at.
    focal: u64 = |found, _py| found.focal;
    /// How many of the group it is compared with.
    reference: u64 = |found, _py| found.reference;
    /// How many are in neither.
    others: u64 = |found, _py| found.others;
    /// Of mean pay: ``share`` and ``percent``, or ``None``.
    mean_gap: Bound<'py, PyAny> = |found, py| to_dict(py, &found.mean_gap)?;
    /// Of median pay.
    median_gap: Bound<'py, PyAny> = |found, py| to_dict(py, &found.median_gap)?;
    /// Of the mean bonus among those who received one.
    mean_bonus_gap: Bound<'py, PyAny> = |found, py| to_dict(py, &found.mean_bonus_gap)?;
    /// Of the median bonus among those.
    median_bonus_gap: Bound<'py, PyAny> = |found, py| to_dict(py, &found.median_bonus_gap)?;
    /// The share that received a bonus.
    focal_bonus_percent: Option<f64> = |found, _py| found.focal_bonus_percent;
    /// The share of the reference that did.
    reference_bonus_percent: Option<f64> = |found, _py| found.reference_bonus_percent;
    /// The four quarters of pay.
    quartiles: Bound<'py, PyAny> = |found, py| to_dict(py, &found.quartiles)?;
});
document!(UkPayGaps, core::UkPayGaps);

/// The indicators of the European Union's pay transparency directive.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.eu_pay_gaps([]).verdict
/// <Verdict.NOT_ESTIMABLE: 'not_estimable'>
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct EuPayGaps(pub(super) core::EuPayGaps);

#[pymethods]
impl EuPayGaps {
    fn __repr__(&self) -> String {
        format!("<EuPayGaps of {} and {}: {}>", self.0.focal, self.0.reference, self.0.verdict.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.focal, self.0.reference))
    }
}
getters!(EuPayGaps {
    /// What it asks of its reader.
    verdict: Bound<'py, PyAny> = |found, py| found.verdict.member(py)?;
    /// Why.
    reasons: Bound<'py, pyo3::types::PyList> = |found, py| reasons(py, &found.reasons)?;
    /// How many of the group looked at.
    focal: u64 = |found, _py| found.focal;
    /// How many of the group it is compared with.
    reference: u64 = |found, _py| found.reference;
    /// How many are in neither.
    others: u64 = |found, _py| found.others;
    /// How many of the two have no category.
    uncategorised: u64 = |found, _py| found.uncategorised;
    /// (a) Of mean pay.
    mean_gap: Bound<'py, PyAny> = |found, py| to_dict(py, &found.mean_gap)?;
    /// (b) Of mean variable pay among those who receive some.
    variable_mean_gap: Bound<'py, PyAny> = |found, py| to_dict(py, &found.variable_mean_gap)?;
    /// The same among everyone.
    variable_mean_gap_everyone: Bound<'py, PyAny> = |found, py| to_dict(py, &found.variable_mean_gap_everyone)?;
    /// (c) Of median pay.
    median_gap: Bound<'py, PyAny> = |found, py| to_dict(py, &found.median_gap)?;
    /// (d) Of median variable pay among those who receive some.
    variable_median_gap: Bound<'py, PyAny> = |found, py| to_dict(py, &found.variable_median_gap)?;
    /// (e) The shares that receive variable pay.
    receiving: Bound<'py, PyAny> = |found, py| to_dict(py, &found.receiving)?;
    /// (f) The four quarters of pay.
    quartiles: Bound<'py, PyAny> = |found, py| to_dict(py, &found.quartiles)?;
    /// (g) The categories by name.
    categories: Bound<'py, PyAny> = |found, py| to_dict(py, &found.categories)?;
});
said!(EuPayGaps, "The finding in sentences, in ``lang``.");
document!(EuPayGaps, core::EuPayGaps);

/// 男女の賃金の差異 in per cent.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.japan_pay_ratios([])
/// <JapanPayRatios None>
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct JapanPayRatios(pub(super) core::JapanPayRatios);

#[pymethods]
impl JapanPayRatios {
    fn __repr__(&self) -> String {
        match self.0.all_percent {
            Some(percent) => format!("<JapanPayRatios {percent}>"),
            None => "<JapanPayRatios None>".to_owned(),
        }
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.all_percent.map(f64::to_bits))
    }
}
getters!(JapanPayRatios {
    /// All workers (全労働者).
    all_percent: Option<f64> = |found, _py| found.all_percent;
    /// Regular workers (正規雇用労働者).
    regular_percent: Option<f64> = |found, _py| found.regular_percent;
    /// Non-regular workers (非正規雇用労働者).
    non_regular_percent: Option<f64> = |found, _py| found.non_regular_percent;
    /// Women's average annual pay in all, halves of a minor unit rounded up; ``None`` when there are none. So are the others.
    women_average: Option<Money> = |found, _py| found.women_average.map(Money);
    /// Men's.
    men_average: Option<Money> = |found, _py| found.men_average.map(Money);
    /// Everybody's.
    all_average: Option<Money> = |found, _py| found.all_average.map(Money);
});
document!(JapanPayRatios, core::JapanPayRatios);

/// How the pay of people who come in stands to that of those who are there.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.compression([], [])
/// <Compression of 0 beside 0>
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct Compression(pub(super) core::Compression);

#[pymethods]
impl Compression {
    fn __repr__(&self) -> String {
        format!("<Compression of {} beside {}>", self.0.newcomers, self.0.incumbents)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.newcomers, self.0.incumbents))
    }
}
getters!(Compression {
    /// How many came in.
    newcomers: u64 = |found, _py| found.newcomers;
    /// How many are there.
    incumbents: u64 = |found, _py| found.incumbents;
    /// The median of the first over that of the second.
    index: Option<f64> = |found, _py| found.index;
});
document!(Compression, core::Compression);

/// How many pairs of a returner and a colleague are the wrong way round.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.inversions([])
/// <Inversions 0 of 0>
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct Inversions(pub(super) core::Inversions);

#[pymethods]
impl Inversions {
    fn __repr__(&self) -> String {
        format!("<Inversions {} of {}>", self.0.inverted_pairs, self.0.eligible_pairs)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.inverted_pairs, self.0.eligible_pairs))
    }
}
getters!(Inversions {
    /// How many returners.
    returners: u64 = |found, _py| found.returners;
    /// How many incumbents.
    incumbents: u64 = |found, _py| found.incumbents;
    /// How many were left out for want of a rating.
    unrated: u64 = |found, _py| found.unrated;
    /// Pairs that are compared.
    eligible_pairs: u64 = |found, _py| found.eligible_pairs;
    /// Those in which the returner is paid more.
    inverted_pairs: u64 = |found, _py| found.inverted_pairs;
    /// The second over the first.
    rate: Option<f64> = |found, _py| found.rate;
    /// How many incumbents are paid less than such a returner.
    incumbents_affected: u64 = |found, _py| found.incumbents_affected;
});
document!(Inversions, core::Inversions);
getters!(UkPayGaps {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
getters!(EuPayGaps {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
getters!(JapanPayRatios {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
getters!(Compression {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
getters!(Inversions {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
said!(UkPayGaps, "The figures in sentences, in ``lang``.");
said!(JapanPayRatios, "The figures in sentences, in ``lang``.");
said!(Compression, "The figures in sentences, in ``lang``.");
said!(Inversions, "The figures in sentences, in ``lang``.");
