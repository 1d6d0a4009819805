//! One Arrow array as a borrowed column.

use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::timezone::Tz;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, ArrowTimestampType, Date32Type, Date64Type, Decimal128Type,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, Date32Array};
use arrow_buffer::BooleanBuffer;
use arrow_schema::{DataType, TimeUnit as Unit};
use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, Offset as _, TimeZone as _};

use crate::Error;
use crate::columns::{Bits, Column, Integers, Offsets, Texts, TimeUnit, Values, ZoneOffsets};

/// What a column may be, for errors.
const ACCEPTED: &str = "expected texts, dictionaries of texts, whole numbers, floats of 32 or 64 bits, booleans, dates, \
                        timestamps, decimals of 128 bits or lists of texts";
/// Names under which producers write that instants are in UTC.
const UTC: [&str; 7] = ["UTC", "utc", "Z", "+00:00", "+0000", "Etc/UTC", "GMT"];

/// The zone of a column of timestamps.
#[derive(Clone, Debug)]
pub(super) enum Zone {
    /// Its clocks are always so many seconds ahead of UTC.
    Fixed(i32),
    /// So many at each instant.
    Each(Vec<i32>),
}

/// The column that borrows `array`.
pub(crate) fn column(array: &dyn Array) -> Result<Column<'_>, Error> {
    with_validity(array, values(array)?)
}

/// The column that borrows `array`, a column of timestamps, and `zone`.
pub(super) fn zoned<'a>(array: &'a dyn Array, zone: &'a Zone) -> Result<Column<'a>, Error> {
    let offsets = match zone {
        Zone::Fixed(offset) => ZoneOffsets::Fixed(*offset),
        Zone::Each(offsets) => ZoneOffsets::Each(offsets),
    };
    let values = match values(array)? {
        Values::Instants { counts, unit } => Values::Zoned { counts, unit, offsets },
        other => other,
    };
    with_validity(array, values)
}

fn with_validity<'a>(array: &'a dyn Array, values: Values<'a>) -> Result<Column<'a>, Error> {
    let column = Column::new(values);
    Ok(match array.nulls() {
        Some(nulls) => column.valid(bits(nulls.inner())?),
        None => column,
    })
}

fn values(array: &dyn Array) -> Result<Values<'_>, Error> {
    /// The numbers of an array as one of the widths.
    macro_rules! integers {
        ($kind:ty, $width:ident) => {
            Values::Integers(Integers::$width(numbers::<$kind>(array)))
        };
    }
    /// The numbers and texts of a dictionary whose keys have one of the widths.
    macro_rules! coded {
        ($kind:ty, $width:ident) => {{
            let (codes, names) = keyed::<$kind>(array);
            let names_valid = names.nulls().map(|nulls| bits(nulls.inner())).transpose()?;
            let names = texts(names)?.ok_or_else(|| unreadable(array))?;
            Values::Coded { codes: Integers::$width(codes), names, names_valid }
        }};
    }
    Ok(match array.data_type() {
        DataType::Null => Values::Null(array.len()),
        DataType::Boolean => Values::Booleans(bits(array.as_boolean().values())?),
        DataType::Int8 => integers!(Int8Type, I8),
        DataType::Int16 => integers!(Int16Type, I16),
        DataType::Int32 => integers!(Int32Type, I32),
        DataType::Int64 => integers!(Int64Type, I64),
        DataType::UInt8 => integers!(UInt8Type, U8),
        DataType::UInt16 => integers!(UInt16Type, U16),
        DataType::UInt32 => integers!(UInt32Type, U32),
        DataType::UInt64 => integers!(UInt64Type, U64),
        DataType::Float32 => Values::Floats32(numbers::<Float32Type>(array)),
        DataType::Float64 => Values::Floats64(numbers::<Float64Type>(array)),
        DataType::Decimal128(_, scale) => {
            Values::Decimals { unscaled: numbers::<Decimal128Type>(array), scale: *scale }
        }
        DataType::Date32 => Values::Days(numbers::<Date32Type>(array)),
        DataType::Date64 => {
            Values::Instants { counts: numbers::<Date64Type>(array), unit: TimeUnit::Milliseconds }
        }
        DataType::Timestamp(unit, _) => instants(array, *unit),
        // A categorical of pandas in which there is nothing.
        DataType::Dictionary(_, names) if names.as_ref() == &DataType::Null => Values::Null(array.len()),
        DataType::Dictionary(keys, _) => match keys.as_ref() {
            DataType::Int8 => coded!(Int8Type, I8),
            DataType::Int16 => coded!(Int16Type, I16),
            DataType::Int32 => coded!(Int32Type, I32),
            DataType::Int64 => coded!(Int64Type, I64),
            DataType::UInt8 => coded!(UInt8Type, U8),
            DataType::UInt16 => coded!(UInt16Type, U16),
            DataType::UInt32 => coded!(UInt32Type, U32),
            DataType::UInt64 => coded!(UInt64Type, U64),
            _ => return Err(unreadable(array)),
        },
        DataType::List(_) => {
            let list = array.as_list::<i32>();
            lists(Offsets::I32(list.value_offsets()), list.values(), array)?
        }
        DataType::LargeList(_) => {
            let list = array.as_list::<i64>();
            lists(Offsets::I64(list.value_offsets()), list.values(), array)?
        }
        _ => Values::Texts(texts(array)?.ok_or_else(|| unreadable(array))?),
    })
}

fn unreadable(array: &dyn Array) -> Error {
    Error::wrong_type(format!("{ACCEPTED}, got {}", array.data_type()))
}

fn numbers<T: ArrowPrimitiveType>(array: &dyn Array) -> &[T::Native] {
    array.as_primitive::<T>().values()
}

fn keyed<T: ArrowDictionaryKeyType>(array: &dyn Array) -> (&[T::Native], &dyn Array) {
    let array = array.as_dictionary::<T>();
    (array.keys().values(), array.values())
}

fn bits(bits: &BooleanBuffer) -> Result<Bits<'_>, Error> {
    Bits::new(bits.values(), bits.offset(), bits.len())
}

fn instants(array: &dyn Array, unit: Unit) -> Values<'_> {
    let (counts, unit) = match unit {
        Unit::Second => (numbers::<TimestampSecondType>(array), TimeUnit::Seconds),
        Unit::Millisecond => (numbers::<TimestampMillisecondType>(array), TimeUnit::Milliseconds),
        Unit::Microsecond => (numbers::<TimestampMicrosecondType>(array), TimeUnit::Microseconds),
        Unit::Nanosecond => (numbers::<TimestampNanosecondType>(array), TimeUnit::Nanoseconds),
    };
    Values::Instants { counts, unit }
}

/// The texts of an array; `None` when it holds something else.
fn texts(array: &dyn Array) -> Result<Option<Texts<'_>>, Error> {
    Ok(Some(match array.data_type() {
        DataType::Utf8 => {
            let array = array.as_string::<i32>();
            Texts::Offset { offsets: Offsets::I32(array.value_offsets()), bytes: array.value_data() }
        }
        DataType::LargeUtf8 => {
            let array = array.as_string::<i64>();
            Texts::Offset { offsets: Offsets::I64(array.value_offsets()), bytes: array.value_data() }
        }
        DataType::Utf8View => {
            let array = array.as_string_view();
            // A view is 16 bytes, and the buffer begins and ends with the array.
            let (views, _) = array.views().inner().as_slice().as_chunks::<16>();
            let views = views
                .get(..array.len())
                .ok_or_else(|| Error::inconsistent("expected a view for every row"))?;
            Texts::View {
                views,
                buffers: array.data_buffers().iter().map(|buffer| buffer.as_slice()).collect(),
            }
        }
        _ => return Ok(None),
    }))
}

fn lists<'a>(offsets: Offsets<'a>, items: &'a ArrayRef, array: &dyn Array) -> Result<Values<'a>, Error> {
    let items = column(items).map_err(|_| unreadable(array))?;
    match items.values() {
        Values::Texts(_) | Values::Coded { .. } | Values::Null(_) => {
            Ok(Values::Lists { offsets, items: Box::new(items) })
        }
        _ => Err(unreadable(array)),
    }
}

/// The zone of an array of timestamps; `None` when it has none or holds something else.
///
/// Documents have offsets of whole minutes; what is older than standard time is told in UTC.
pub(super) fn zone(array: &dyn Array) -> Result<Option<Zone>, Error> {
    let DataType::Timestamp(unit, Some(name)) = array.data_type() else { return Ok(None) };
    if UTC.contains(&name.as_ref()) {
        return Ok(Some(Zone::Fixed(0)));
    }
    if let Ok(offset) = name.parse::<FixedOffset>() {
        return Ok(Some(Zone::Fixed(offset.local_minus_utc())));
    }
    let zone = known(name)?;
    let Values::Instants { counts, unit } = instants(array, *unit) else { return Ok(None) };
    let offset = |count: &i64| {
        let instant = DateTime::from_timestamp(count.div_euclid(unit.per_second()), 0)?;
        let offset = zone.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc();
        (offset % 60 == 0).then_some(offset)
    };
    Ok(Some(Zone::Each(counts.iter().map(|count| offset(count).unwrap_or(0)).collect())))
}

fn known(zone: &str) -> Result<Tz, Error> {
    zone.parse().map_err(|_| Error::unknown_name(format!("expected a known time zone, got `{zone}`")))
}

/// The array itself, or the days in its zone of a timestamp whose zone is not UTC.
pub(super) fn in_its_zone(array: ArrayRef) -> Result<ArrayRef, Error> {
    let DataType::Timestamp(unit, Some(zone)) = array.data_type() else { return Ok(array) };
    if UTC.contains(&zone.as_ref()) {
        return Ok(array);
    }
    let zone = known(zone)?;
    let days = match unit {
        Unit::Second => days::<TimestampSecondType>(&array, zone, 1, 1_000_000_000),
        Unit::Millisecond => days::<TimestampMillisecondType>(&array, zone, 1_000, 1_000_000),
        Unit::Microsecond => days::<TimestampMicrosecondType>(&array, zone, 1_000_000, 1_000),
        Unit::Nanosecond => days::<TimestampNanosecondType>(&array, zone, 1_000_000_000, 1),
    }?;
    Ok(Arc::new(days))
}

/// The day of each instant in `zone`; so many units are a second, and a unit is so many nanoseconds.
fn days<T: ArrowTimestampType>(
    array: &ArrayRef,
    zone: Tz,
    units: i64,
    nanoseconds: u32,
) -> Result<Date32Array, Error> {
    let array = array.as_primitive::<T>();
    let epoch = NaiveDate::default().num_days_from_ce();
    let day = |count: i64| {
        let part = u32::try_from(count.rem_euclid(units)).ok()?.checked_mul(nanoseconds)?;
        let instant = DateTime::from_timestamp(count.div_euclid(units), part)?;
        Some(instant.with_timezone(&zone).date_naive().num_days_from_ce().wrapping_sub(epoch))
    };
    array.try_unary(|count| {
        day(count).ok_or_else(|| Error::out_of_range("expected instants in the years 1 to 9999"))
    })
}
