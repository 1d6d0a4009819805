use serde::{Deserialize, Serialize};

use super::super::Table;
use super::document::Document;
use super::import::{Import, read};
use super::overlay::Overlay;
use crate::Error;
use crate::text::{Localized, did_you_mean};

/// How the files and columns of an HR system's export become workers.
///
/// # Example
///
/// ```
/// use alumni_core::workforce::{Mapping, Table};
///
/// let crews = Table::from_csv("crews.csv", "社員番号,在籍状況,入社年月日,退職年月日\n1042,退職済み,平成28年4月1日,R3.9.30\n")?;
/// let import = Mapping::shipped("smarthr")?.import(&[crews])?;
/// let spell = &import.workers[0].spells()[0];
/// assert_eq!(spell.last_day(), Some("2021-09-30".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Document", into = "Document")]
pub struct Mapping(Document);

/// The shipped mappings by id.
const SHIPPED: [(&str, &str); 5] = [
    ("canonical", include_str!("../../../mappings/canonical.toml")),
    ("workday", include_str!("../../../mappings/workday.toml")),
    ("successfactors", include_str!("../../../mappings/successfactors.toml")),
    ("bamboohr", include_str!("../../../mappings/bamboohr.toml")),
    ("smarthr", include_str!("../../../mappings/smarthr.toml")),
];

impl TryFrom<Document> for Mapping {
    type Error = Error;

    fn try_from(document: Document) -> Result<Self, Error> {
        document.check()?;
        Ok(Self(document))
    }
}

impl From<Mapping> for Document {
    fn from(mapping: Mapping) -> Self {
        mapping.0
    }
}

impl Mapping {
    /// Ids of the mappings that are shipped: the house's own form first, then the four systems.
    pub const SHIPPED: [&'static str; 5] = ["canonical", "workday", "successfactors", "bamboohr", "smarthr"];

    /// Reads a mapping document in TOML.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) with line and column for text that is not such a document, and
    /// [`UnknownName`](crate::ErrorKind::UnknownName), [`Missing`](crate::ErrorKind::Missing) or
    /// [`Duplicate`](crate::ErrorKind::Duplicate) with the path `files[0].columns[3]` for one that contradicts itself.
    pub fn parse(text: &str) -> Result<Self, Error> {
        crate::document::from_toml::<Document>(text)?.try_into()
    }

    /// Reads a mapping document in JSON.
    ///
    /// # Errors
    ///
    /// Those of [`parse`](Self::parse).
    pub fn from_json(text: &str) -> Result<Self, Error> {
        crate::document::from_json::<Document>(text)?.try_into()
    }

    /// The shipped mapping of this id, one of [`SHIPPED`](Self::SHIPPED).
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for another id.
    pub fn shipped(id: &str) -> Result<Self, Error> {
        match SHIPPED.iter().find(|(name, _)| *name == id) {
            Some((_, text)) => Self::parse(text),
            None => {
                let hint = did_you_mean(id, Self::SHIPPED);
                let message = format!("expected one of {}, got `{id}`{hint}", Self::SHIPPED.join(", "));
                Err(Error::unknown_name(message))
            }
        }
    }

    /// The shipped mapping that `overlay` names, with the overlay laid over it.
    ///
    /// # Errors
    ///
    /// Those of [`shipped`](Self::shipped) with the path `mapping`, and of [`with`](Self::with).
    pub fn with_overlay(overlay: Overlay) -> Result<Self, Error> {
        let id = overlay.mapping.as_deref().unwrap_or("canonical");
        Self::shipped(id).map_err(|error| error.within("mapping"))?.with(overlay)
    }

    /// Lays `overlay` over the mapping, in place of any other that was.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) with the path `overlay.columns.…` for a column that goes to no field
    /// of the house and to no column of the mapping. What a column's values mean is checked when a table has the column.
    pub fn with(mut self, overlay: Overlay) -> Result<Self, Error> {
        self.0.overlay = overlay;
        self.0.try_into()
    }

    /// The mapping's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// The mapping's version.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.0.version
    }

    /// What people call the system.
    #[must_use]
    pub fn title(&self) -> &Localized {
        &self.0.title
    }

    /// The files of the export, and whether each is required; other spellings of a name are not listed.
    pub fn files(&self) -> impl Iterator<Item = (&str, bool)> {
        self.0.files.iter().map(|file| (file.name.as_str(), file.required))
    }

    /// Reads an export in which every row must be usable.
    ///
    /// Tables are recognised by their names, in any case and whatever folder they stand in.
    ///
    /// # Errors
    ///
    /// The first row, by table and line, that cannot be used, with the path `spells.csv: line 12, column 5 (end_on)`; and
    /// the errors of [`import_lenient`](Self::import_lenient).
    pub fn import(&self, tables: &[Table]) -> Result<Import, Error> {
        let import = read(&self.0, tables)?;
        match import.faults.first() {
            Some(fault) => Err(fault.error()),
            None => Ok(import),
        }
    }

    /// Reads an export and keeps every worker whose rows are all usable; the other rows are listed as
    /// [`faults`](Import::faults), and their workers left out whole.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for a file or column that must be there, and
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for two tables that are the same file.
    pub fn import_lenient(&self, tables: &[Table]) -> Result<Import, Error> {
        read(&self.0, tables)
    }
}
