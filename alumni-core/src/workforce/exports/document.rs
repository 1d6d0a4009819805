use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::{
    Completeness, ContactKind, EmploymentType, FlagOrigin, Ownership, PayPeriod, RehireFlag, SeparationKind,
    SeparationReason, WorkerType,
};
use super::field::{Field, Target};
use super::overlay::Overlay;
use crate::Error;
use crate::text::Localized;

/// A mapping as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub(super) id: String,
    pub(super) version: u32,
    pub(super) title: Localized,
    /// Where the names and meanings come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) sources: Vec<String>,
    /// Whether the files hold every spell or only the latest.
    #[serde(default)]
    pub(super) history: Completeness,
    /// Texts that stand for an empty cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) empty: Vec<String>,
    /// Whether a grade may be given as its rank.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) ranks: bool,
    pub(super) files: Vec<File>,
    /// Tables of values: what the export writes to what the house calls it; `""` is known to say nothing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) values: BTreeMap<String, BTreeMap<String, String>>,
    /// What the customer adds.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) overlay: Overlay,
}

/// A file of the export.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) also: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) required: bool,
    /// One row for each worker: a second is a duplicate.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) one_row_each: bool,
    /// Whether the worker must stand in an earlier file.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) known_worker: bool,
    /// A worker with a row here has every spell here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) completes: bool,
    /// Of several rows about the same spell or position, the one that is highest here counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) order: Option<String>,
    /// What a row about a spell does that an earlier file has already given.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) known_spell: KnownSpell,
    /// Whether the positions given are all or only the latest.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) positions: Completeness,
    /// Positions outside every spell are reported and left out, where the system is known to have them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) loose_positions: bool,
    /// Whether columns called `fact.…` are facts of the customer's own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) facts: bool,
    /// The period of amounts without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) period: Option<PayPeriod>,
    pub(super) columns: Vec<Column>,
    /// Columns that are known and not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) unused: Vec<String>,
    /// Rows to pass over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) skip: Vec<Skip>,
    /// What a combination of cells says about a separation; the first that holds and says something counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) rules: Vec<Rule>,
}

/// What a row does whose spell is already known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(super) enum KnownSpell {
    /// It adds a spell of its own; overlaps are found later.
    #[default]
    Separate,
    /// It adds what the earlier one does not say.
    Add,
    /// The earlier one stands.
    Keep,
}

/// A column and where it goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Column {
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) also: Vec<String>,
    pub(super) field: Target,
    /// Whether the file must have it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) required: bool,
    /// Whether every row must have a value.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) filled: bool,
    /// The table of its values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) values: Option<String>,
    /// The scheme of its codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) scheme: Option<String>,
    /// With this column the export holds every spell.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) completes: bool,
}

/// Rows to pass over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Skip {
    pub(super) when: BTreeMap<String, Vec<String>>,
    /// Whether to report them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) warn: bool,
}

/// What cells say together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) when: BTreeMap<String, Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<SeparationKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<SeparationReason>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Document {
    /// Checks what serde cannot: that names refer to something, and that value tables end in names of the house.
    pub(super) fn check(&self) -> Result<(), Error> {
        let mut names = BTreeSet::new();
        for (index, file) in self.files.iter().enumerate() {
            let at = |error: Error| error.within(format!("files[{index}]"));
            if !names.insert(file.name.to_lowercase()) {
                let message = format!("expected one file `{}`", file.name);
                return Err(at(Error::duplicate(message).within("name")));
            }
            self.check_file(file).map_err(at)?;
        }
        for (own, target) in &self.overlay.columns {
            let known = self.files.iter().flat_map(|file| &file.columns).any(|column| column.name == *target);
            if !known {
                Target::try_from(target.clone())
                    .map_err(|error| error.within(own.clone()).within("columns").within("overlay"))?;
            }
        }
        Ok(())
    }

    fn check_file(&self, file: &File) -> Result<(), Error> {
        let keys = [Field::WorkerId, Field::SpellId];
        if !file.columns.iter().any(|column| keys.iter().any(|key| column.field.is(*key))) {
            return Err(Error::missing("expected a column for `worker.id` or `spell.id`").within("columns"));
        }
        for (index, column) in file.columns.iter().enumerate() {
            let at = |error: Error| error.within(format!("columns[{index}]"));
            let Some(name) = &column.values else { continue };
            let table = self.values.get(name).ok_or_else(|| {
                at(Error::unknown_name(format!("expected a table `[values.{name}]`")).within("values"))
            })?;
            for (written, value) in table {
                check_value(&column.field, value)
                    .map_err(|error| error.within(written.clone()).within(name.clone()).within("values"))?;
            }
        }
        let mentioned =
            file.skip.iter().map(|skip| &skip.when).chain(file.rules.iter().map(|rule| &rule.when));
        for column in mentioned.flat_map(BTreeMap::keys).chain(&file.order) {
            let known =
                file.columns.iter().any(|known| known.name == *column) || file.unused.contains(column);
            if !known {
                return Err(Error::unknown_name(format!("expected a column of the file, got `{column}`")));
            }
        }
        Ok(())
    }
}

/// Whether `value` is what a column for `target` can hold.
pub(super) fn check_value(target: &Target, value: &str) -> Result<(), Error> {
    let Target::Field(field) = target else { return Ok(()) };
    if value.is_empty() {
        return Ok(());
    }
    match field {
        Field::RehireFlag => value.parse::<RehireFlag>().map(drop),
        Field::FlagOrigin => value.parse::<FlagOrigin>().map(drop),
        Field::WorkerType => value.parse::<WorkerType>().map(drop),
        Field::EmploymentType => value.parse::<EmploymentType>().map(drop),
        Field::Kind => value.parse::<SeparationKind>().map(drop),
        Field::Reason => value.parse::<SeparationReason>().map(drop),
        Field::Period => value.parse::<PayPeriod>().map(drop),
        Field::ContactKind => value.parse::<ContactKind>().map(drop),
        Field::Ownership => value.parse::<Ownership>().map(drop),
        Field::Status if !["employed", "ended"].contains(&value) => {
            Err(Error::unknown_name(format!("expected `employed` or `ended`, got `{value}`")))
        }
        Field::Ended
        | Field::Void
        | Field::Regretted
        | Field::NoContactAgreed
        | Field::PropertyReturned
        | Field::HandoverDone
            if !["true", "false"].contains(&value) =>
        {
            Err(Error::unknown_name(format!("expected `true` or `false`, got `{value}`")))
        }
        _ => Ok(()),
    }
}
