//! Python values on their way in, with errors that name the place, and the core's values on their way out.

use alumni_core::Error;
pub(crate) use alumni_core::document::from_json as from_text;
use alumni_core::document::{Objects, misread};
use alumni_core::workforce::Table;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, SubsecRound, Timelike, Utc};
use pyo3::PyClass;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::True;
use pyo3::types::{
    PyBool, PyBytes, PyDate, PyDateAccess, PyDateTime, PyDelta, PyDeltaAccess, PyFloat, PyInt, PyMapping,
    PyString, PyTimeAccess, PyTzInfo, PyTzInfoAccess,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};

use crate::exceptions::{raise, run};

/// Nested deeper than this is a loop or a mistake.
const DEEPEST: u8 = 64;

/// The name of the value's type, for errors: values themselves may be a person's facts.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "another type".to_owned(), |name| name.to_string())
}

fn wrong(value: &Bound<'_, PyAny>, expected: &str, name: &str) -> PyErr {
    raise(&Error::wrong_type(format!("expected {expected}, got {}", type_name(value))).within(name))
}

/// Reads a text; a lone surrogate has no UTF-8 form.
pub(crate) fn utf8(value: &Bound<'_, PyString>, name: &str) -> PyResult<String> {
    value.to_str().map(str::to_owned).map_err(|_| {
        let message = "expected text that has a UTF-8 form, got a lone surrogate";
        raise(&Error::syntax(message).within(name))
    })
}

/// Reads a text.
pub(crate) fn text(value: &Bound<'_, PyAny>, name: &str) -> PyResult<String> {
    match value.cast::<PyString>() {
        Ok(found) => utf8(found, name),
        Err(_) => Err(wrong(value, "a text", name)),
    }
}

/// The whole numbers of a type.
pub(crate) trait Whole {
    fn range() -> (String, String);
}

macro_rules! whole {
    ($($kind:ty),*) => {
        $(impl Whole for $kind {
            fn range() -> (String, String) {
                (Self::MIN.to_string(), Self::MAX.to_string())
            }
        })*
    };
}

whole!(u8, u16, u32, u64, usize, i32, i64);

/// Reads a whole number; `True` is not one.
pub(crate) fn integer<'py, T>(value: &Bound<'py, PyAny>, name: &str) -> PyResult<T>
where
    T: for<'a> FromPyObject<'a, 'py, Error = PyErr> + Whole,
{
    if value.is_instance_of::<PyBool>() {
        return Err(wrong(value, "a whole number", name));
    }
    value.extract::<T>().map_err(|error| {
        let py = value.py();
        if error.is_instance_of::<PyOverflowError>(py) {
            let (least, most) = T::range();
            let message = format!("expected a whole number from {least} to {most}");
            raise(&Error::out_of_range(message).within(name))
        } else if error.is_instance_of::<PyTypeError>(py) {
            wrong(value, "a whole number", name)
        } else {
            error
        }
    })
}

/// Reads a finite number; `True` is not one.
pub(crate) fn number(value: &Bound<'_, PyAny>, name: &str) -> PyResult<f64> {
    if value.is_instance_of::<PyBool>() || value.is_instance_of::<PyString>() {
        return Err(wrong(value, "a number", name));
    }
    match value.extract::<f64>() {
        Ok(found) if found.is_finite() => Ok(found),
        Ok(_) => Err(raise(&Error::out_of_range("expected a finite number").within(name))),
        Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) => {
            Err(raise(&Error::out_of_range("expected a number within the range of a float").within(name)))
        }
        Err(_) => Err(wrong(value, "a number", name)),
    }
}

/// Reads `True` or `False`, nothing else.
pub(crate) fn boolean(value: &Bound<'_, PyAny>, name: &str) -> PyResult<bool> {
    value.extract::<bool>().map_err(|_| wrong(value, "True or False", name))
}

/// Reads a `datetime.date`; a `datetime` is refused, since its day depends on a time zone.
pub(crate) fn date(value: &Bound<'_, PyAny>, name: &str) -> PyResult<NaiveDate> {
    if value.is_instance_of::<PyDateTime>() {
        let message = "expected a date, got a datetime; say which day is meant with `.date()`";
        return Err(raise(&Error::wrong_type(message).within(name)));
    }
    let found = value.cast::<PyDate>().map_err(|_| wrong(value, "a date", name))?;
    NaiveDate::from_ymd_opt(found.get_year(), found.get_month().into(), found.get_day().into())
        .ok_or_else(|| raise(&Error::out_of_range("expected a day that exists").within(name)))
}

/// Reads an aware `datetime.datetime` as an instant; a naive one is refused.
pub(crate) fn instant(value: &Bound<'_, PyAny>, name: &str) -> PyResult<DateTime<Utc>> {
    let found = value.cast::<PyDateTime>().map_err(|_| wrong(value, "an aware datetime", name))?;
    if found.get_tzinfo().is_none() || found.call_method0("utcoffset")?.is_none() {
        let message = "expected an aware datetime, got a naive one; say which zone is meant, \
                       for example with `tzinfo=datetime.UTC`";
        return Err(raise(&Error::wrong_type(message).within(name)));
    }
    let out_of_range =
        || raise(&Error::out_of_range("expected an instant in the years 1 to 9999").within(name));
    let utc = found.call_method1("astimezone", (PyTzInfo::utc(value.py())?,)).map_err(|_| out_of_range())?;
    let utc = utc.cast::<PyDateTime>()?;
    // A `pandas.Timestamp` is a datetime with nanoseconds of its own, which a table hands over too.
    let nanos = match utc.is_exact_instance_of::<PyDateTime>() {
        true => 0,
        false => match utc.getattr_opt("nanosecond")? {
            Some(nanos) => integer::<u32>(&nanos, name)?,
            None => 0,
        },
    };
    let day = NaiveDate::from_ymd_opt(utc.get_year(), utc.get_month().into(), utc.get_day().into());
    day.and_then(|day| {
        day.and_hms_nano_opt(
            utc.get_hour().into(),
            utc.get_minute().into(),
            utc.get_second().into(),
            utc.get_microsecond().checked_mul(1_000)?.checked_add(nanos)?,
        )
    })
    .map(|time| time.and_utc())
    .ok_or_else(out_of_range)
}

/// Reads an aware `datetime.datetime` with its offset, which tells the time on the wall where it was.
pub(crate) fn local(value: &Bound<'_, PyAny>, name: &str) -> PyResult<DateTime<FixedOffset>> {
    let utc = instant(value, name)?;
    let offset = value.call_method0("utcoffset")?.cast_into::<PyDelta>()?;
    let seconds = offset.get_days().saturating_mul(86_400).saturating_add(offset.get_seconds());
    // Documents have offsets of whole minutes; what is older than standard time has none.
    let offset = FixedOffset::east_opt(if seconds % 60 == 0 { seconds } else { 0 });
    Ok(match offset {
        Some(offset) => utc.with_timezone(&offset),
        None => utc.fixed_offset(),
    })
}

/// `value` as a `datetime.date`.
pub(crate) fn py_date(py: Python<'_>, value: NaiveDate) -> PyResult<Bound<'_, PyAny>> {
    let part = |part: u32| u8::try_from(part).unwrap_or_default();
    Ok(PyDate::new(py, value.year(), part(value.month()), part(value.day()))?.into_any())
}

/// `value` as an aware `datetime.datetime` in UTC.
pub(crate) fn py_instant(py: Python<'_>, value: DateTime<Utc>) -> PyResult<Bound<'_, PyAny>> {
    py_local(py, value.fixed_offset())
}

/// `value` as an aware `datetime.datetime` with its own offset.
pub(crate) fn py_local(py: Python<'_>, value: DateTime<FixedOffset>) -> PyResult<Bound<'_, PyAny>> {
    let part = |part: u32| u8::try_from(part).unwrap_or_default();
    // Python counts microseconds; a leap second is shown as the last microsecond of its minute.
    let value = value.trunc_subsecs(6);
    let micro = (value.nanosecond() / 1_000).min(999_999);
    let zone = match value.offset().local_minus_utc() {
        0 => PyTzInfo::utc(py)?.to_owned(),
        seconds => PyTzInfo::fixed_offset(py, PyDelta::new(py, 0, seconds, 0, true)?)?,
    };
    let made = PyDateTime::new(
        py,
        value.year(),
        part(value.month()),
        part(value.day()),
        part(value.hour()),
        part(value.minute()),
        part(value.second()),
        micro,
        Some(&zone),
    )?;
    Ok(made.into_any())
}

/// Reads an argument that may be left out.
pub(crate) fn optional<'py, T>(
    value: Option<&Bound<'py, PyAny>>,
    name: &str,
    read: impl FnOnce(&Bound<'py, PyAny>, &str) -> PyResult<T>,
) -> PyResult<Option<T>> {
    match value {
        Some(value) if !value.is_none() => read(value, name).map(Some),
        _ => Ok(None),
    }
}

/// Whether it says that there is no value, as libraries of tables write it: `None`, not a number, pandas' `NA` and `NaT`.
pub(crate) fn is_absent(value: &Bound<'_, PyAny>) -> bool {
    value.is_none()
        || value.cast::<PyFloat>().is_ok_and(|number| number.value().is_nan())
        || value.get_type().name().is_ok_and(|name| name == "NAType" || name == "NaTType")
}

/// Reads the day somebody did something, also one that a table of pandas holds as midnight of no zone.
pub(crate) fn day_of_table(value: &Bound<'_, PyAny>, name: &str) -> PyResult<NaiveDate> {
    let Ok(found) = value.cast::<PyDateTime>() else { return date(value, name) };
    let midnight = (found.get_hour(), found.get_minute(), found.get_second(), found.get_microsecond());
    if found.get_tzinfo().is_some() || midnight != (0, 0, 0, 0) {
        return date(value, name);
    }
    date(&found.call_method0("date")?, name)
}

/// Whether it is one column of a table: it has an Arrow interface, but no columns.
pub(crate) fn is_series(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    for name in ["columns", "column_names", "schema"] {
        if value.hasattr(name)? {
            return Ok(false);
        }
    }
    let exports = value.hasattr("__arrow_c_stream__")? || value.hasattr("__arrow_c_array__")?;
    Ok(exports && (value.hasattr("to_list")? || value.hasattr("to_pylist")?))
}

/// Reads every item of an iterable, of one column of a table, or every row of a table; a text is not one, and errors name the place.
pub(crate) fn items<'py, T>(
    value: &Bound<'py, PyAny>,
    name: &str,
    mut read: impl FnMut(&Bound<'py, PyAny>, &str) -> PyResult<T>,
) -> PyResult<Vec<T>> {
    let rows;
    let value = if is_series(value)? {
        // pyarrow's hand over scalars of their own, one by one.
        rows = if value.hasattr("to_pylist")? { value.call_method0("to_pylist")? } else { value.clone() };
        &rows
    } else if value.hasattr("__arrow_c_stream__")? || value.hasattr("to_dicts")? {
        rows = value.py().import("alumni._rows")?.getattr("rows")?.call1((value,))?;
        &rows
    } else {
        value
    };
    let lone = value.is_instance_of::<PyString>()
        || value.is_instance_of::<PyBytes>()
        || value.cast::<PyMapping>().is_ok();
    let Ok(iterator) =
        value.try_iter().map_err(drop).and_then(|found| if lone { Err(()) } else { Ok(found) })
    else {
        return Err(wrong(value, "a sequence", name));
    };
    iterator.enumerate().map(|(index, item)| read(&item?, &format!("{name}[{index}]"))).collect()
}

/// Reads the CSV table of a file, given as text or as bytes.
pub(crate) fn csv(value: &Bound<'_, PyAny>, file: &str, name: &str) -> PyResult<Table> {
    let py = value.py();
    if let Ok(bytes) = value.cast::<PyBytes>() {
        let bytes = bytes.as_bytes();
        return run(py, || Table::from_csv_bytes(file, bytes));
    }
    let text = text(value, name)?;
    run(py, || Table::from_csv(file, &text))
}

/// Reads whatever has a JSON form: documents as mappings and lists, dates and aware datetimes, enums, our own objects.
pub(crate) fn json(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Value> {
    json_within(value, name, 0)
}

fn json_within(value: &Bound<'_, PyAny>, name: &str, depth: u8) -> PyResult<Value> {
    if depth > DEEPEST {
        return Err(raise(&Error::too_large("expected values nested at most 64 deep").within(name)));
    }
    let depth = depth.saturating_add(1);
    if value.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(found) = value.cast::<PyString>() {
        return utf8(found, name).map(Value::String);
    }
    if let Ok(found) = value.cast::<PyBool>() {
        return Ok(Value::Bool(found.is_true()));
    }
    if value.is_instance_of::<PyInt>() {
        return match (value.extract::<i64>(), value.extract::<u64>()) {
            (Ok(found), _) => Ok(found.into()),
            (_, Ok(found)) => Ok(found.into()),
            _ => Err(raise(&Error::out_of_range("expected a whole number of at most 64 bits").within(name))),
        };
    }
    if value.is_instance_of::<PyFloat>() {
        return Number::from_f64(value.extract()?)
            .map(Value::Number)
            .ok_or_else(|| raise(&Error::out_of_range("expected a finite number").within(name)));
    }
    if value.is_instance_of::<PyDateTime>() {
        return local(value, name)
            .map(|at| Value::String(at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)));
    }
    if value.is_instance_of::<PyDate>() {
        return date(value, name).map(|day| Value::String(day.to_string()));
    }
    if let Ok(found) = value.cast::<PyMapping>() {
        let mut map = Map::new();
        for pair in found.items()?.iter() {
            let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
            let key = match key.cast::<PyString>() {
                Ok(key) => utf8(key, name)?,
                Err(_) => return Err(wrong(&key, "names as keys", name)),
            };
            let inner = json_within(&value, &joined(name, &key), depth)?;
            map.insert(key, inner);
        }
        return Ok(Value::Object(map));
    }
    // Our own objects tell their document; others say what they are by their methods.
    if value.hasattr("to_json")? && value.get_type().module().is_ok_and(|module| is_ours(&module)) {
        let text: String = value.call_method0("to_json")?.extract()?;
        return serde_json::from_str(&text)
            .map_err(|error| raise(&Error::syntax(error.to_string()).within(name)));
    }
    if value.is_instance_of::<PyBytes>() {
        return Err(wrong(value, "text, not bytes", name));
    }
    if let Ok(iterator) = value.try_iter() {
        let items = iterator.enumerate();
        let read =
            |(index, item): (usize, PyResult<_>)| json_within(&item?, &format!("{name}[{index}]"), depth);
        return items.map(read).collect::<PyResult<Vec<_>>>().map(Value::Array);
    }
    if let Ok(found) = value.call_method0("__index__") {
        return json_within(&found, name, depth);
    }
    if value.get_type().fully_qualified_name().is_ok_and(|name| name == "decimal.Decimal") {
        return Ok(Value::String(value.str()?.to_string()));
    }
    // numpy's numbers and booleans hand over Python's.
    if let Ok(found) = value.call_method0("item") {
        return json_within(&found, name, depth);
    }
    Err(wrong(value, "a value with a JSON form", name))
}

fn is_ours(module: &Bound<'_, PyString>) -> bool {
    module.to_str().is_ok_and(|module| module == "alumni" || module.starts_with("alumni."))
}

fn joined(outer: &str, key: &str) -> String {
    if outer.is_empty() { key.to_owned() } else { format!("{outer}.{key}") }
}

/// Reads a document given as Python values; errors name the field, since nobody has seen a text with lines.
pub(crate) fn from_value<T: DeserializeOwned>(
    value: &Bound<'_, PyAny>,
    name: &str,
    from_text: impl Fn(&str) -> Result<T, Error>,
) -> PyResult<T> {
    let document = json(value, name)?;
    from_text(&document.to_string()).map_err(|error| {
        let error = if error.path().starts_with(|first: char| first.is_ascii_digit()) {
            in_field::<T>(document, &error)
        } else {
            error
        };
        raise(&if name.is_empty() { error } else { error.within(name) })
    })
}

/// Reads a document of a type that has no reader of its own; many of them fast.
pub(crate) fn plain<T: DeserializeOwned>(value: &Bound<'_, PyAny>, name: &str) -> PyResult<T> {
    told(serde_path_to_error::deserialize(Objects(json(value, name)?)), name)
}

/// The same where the fields may be given as a tuple, in their order.
pub(crate) fn row<T: DeserializeOwned>(value: &Bound<'_, PyAny>, name: &str) -> PyResult<T> {
    told(serde_path_to_error::deserialize(json(value, name)?), name)
}

fn told<T>(read: Result<T, serde_path_to_error::Error<serde_json::Error>>, name: &str) -> PyResult<T> {
    read.map_err(|error| {
        let path = error.path().to_string();
        let error = misread(&error.into_inner().to_string());
        let error = if path == "." { error } else { error.within(path) };
        raise(&if name.is_empty() { error } else { error.within(name) })
    })
}

/// The core's value in an instance of `P`, or read from a mapping.
pub(crate) fn given<P, T>(value: &Bound<'_, PyAny>, name: &str, core: impl FnOnce(&P) -> &T) -> PyResult<T>
where
    P: PyClass<Frozen = True> + Sync,
    T: DeserializeOwned + Clone,
{
    match value.cast::<P>() {
        Ok(found) => Ok(core(found.get()).clone()),
        Err(_) => plain(value, name),
    }
}

/// The error with the field it is about instead of the line and column.
fn in_field<T: DeserializeOwned>(document: Value, error: &Error) -> Error {
    let plain = Error::new(error.kind(), error.message());
    match serde_path_to_error::deserialize::<_, T>(Objects(document)) {
        Err(found) if found.path().to_string() != "." => plain.within(found.path().to_string()),
        _ => plain,
    }
}

/// `text` in quotes, for a `repr`.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.escape_debug())
}
