//! The ids that rows came with.

use arrow_array::{Array as _, ArrayRef, Int64Array, LargeStringArray, UInt64Array, new_null_array};
use arrow_schema::DataType;
use serde::{Deserialize, Serialize};

use super::{Reader, column};
use crate::Error;
use crate::columns::Values;
use crate::text::did_you_mean;

/// What stands in the column of ids in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[expect(clippy::exhaustive_enums, reason = "ids are texts or whole numbers")]
pub enum RowId {
    /// A whole number.
    Number(i64),
    /// A whole number beyond those.
    Large(u64),
    /// A text.
    Text(String),
}

/// That `id` names one column of a table, and none of an answer.
pub(crate) fn check_id(id: &str, table: &Reader, taken: &[&str]) -> Result<(), Error> {
    let found = table.names().filter(|name| *name == id).count();
    if taken.contains(&id) {
        return Err(Error::duplicate(format!("expected a column of ids with another name than `{id}`")));
    }
    match found {
        1 => Ok(()),
        0 => {
            let hint = did_you_mean(id, table.names());
            Err(Error::unknown_name(format!("expected the name of a column, got `{id}`{hint}")))
        }
        _ => Err(Error::duplicate(format!("expected one column of the name `{id}`"))),
    }
}

/// Whether an array can hold ids.
pub(crate) fn check(array: &ArrayRef) -> Result<(), Error> {
    match column(array)?.values() {
        Values::Texts(_) | Values::Coded { .. } | Values::Integers(_) => Ok(()),
        _ => Err(Error::wrong_type(format!("expected texts or whole numbers, got {}", array.data_type()))),
    }
}

/// The id of a row; `None` where there is none.
pub(crate) fn at(array: &ArrayRef, row: usize) -> Option<RowId> {
    let column = column(array).ok()?;
    if !column.is_valid(row) {
        return None;
    }
    let text = |text: Option<&str>| text.map(|text| RowId::Text(text.to_owned()));
    match column.values() {
        Values::Integers(numbers) => {
            let number = numbers.get(row)?;
            let small = i64::try_from(number).map(RowId::Number);
            small.or_else(|_| u64::try_from(number).map(RowId::Large)).ok()
        }
        Values::Texts(texts) => text(texts.get(row).ok()?),
        Values::Coded { codes, names, names_valid } => {
            let code = usize::try_from(codes.get(row)?).ok()?;
            if names_valid.is_some_and(|valid| !valid.get(code)) {
                return None;
            }
            text(names.get(code).ok()?)
        }
        _ => None,
    }
}

/// The ids as one column again.
pub(crate) fn array(ids: &[Option<RowId>]) -> ArrayRef {
    let known = || ids.iter().flatten();
    if known().next().is_none() {
        return new_null_array(&DataType::LargeUtf8, ids.len());
    }
    if known().all(|id| matches!(id, RowId::Number(_))) {
        let number = |id: &Option<RowId>| match id {
            Some(RowId::Number(number)) => Some(*number),
            _ => None,
        };
        return std::sync::Arc::new(ids.iter().map(number).collect::<Int64Array>());
    }
    if known().all(|id| !matches!(id, RowId::Text(_))) {
        let number = |id: &Option<RowId>| match id {
            Some(RowId::Number(number)) => u64::try_from(*number).ok(),
            Some(RowId::Large(number)) => Some(*number),
            _ => None,
        };
        return std::sync::Arc::new(ids.iter().map(number).collect::<UInt64Array>());
    }
    let text = |id: &Option<RowId>| match id {
        Some(RowId::Text(text)) => Some(text.clone()),
        Some(RowId::Number(number)) => Some(number.to_string()),
        Some(RowId::Large(number)) => Some(number.to_string()),
        None => None,
    };
    std::sync::Arc::new(ids.iter().map(text).collect::<LargeStringArray>())
}
