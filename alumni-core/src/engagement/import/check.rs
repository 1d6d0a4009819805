use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::super::Interaction;
use super::super::interaction::Document;
use super::COLUMNS;
use super::columns::rows;
use super::interaction;
use crate::columns::Columns;
use crate::workforce::Table;
use crate::{Error, ErrorKind, Reason, document};

/// What is wrong with a record of interactions: every row that cannot be used, not only the first.
///
/// Reading stops at the first such row. Before that, ask what there is to mend: [`check_columns`](Self::check_columns),
/// [`check_table`](Self::check_table), [`check_csv`](Self::check_csv), [`check_json`](Self::check_json), and `check_arrow` with the
/// feature `table`. A row has the first of its own faults. Two different events of one id are a fault of the later one; the same event
/// again is none, and counted.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::InteractionCheck;
///
/// let csv = "id,at,kind,actor,actor_type\n\
///            e-1,2024-05-01T09:00:00Z,visit,w-1,alumnus\n\
///            e-2,2024-05-01,visit,w-1,alumnus\n\
///            e-1,2024-05-02T09:00:00Z,visit,w-2,alumnus\n";
/// let check = InteractionCheck::check_csv(csv, 100)?;
/// let paths: Vec<_> = check.faults.iter().map(|fault| fault.path.as_str()).collect();
/// assert_eq!(paths, ["interactions.csv: line 3, column 2 (at)", "interactions.csv: line 4, column 1 (id)"]);
/// assert_eq!(check.reasons[0].to_string(), "2 of 3 rows cannot be used");
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct InteractionCheck {
    /// How many rows there are.
    pub rows: u64,
    /// How many of them cannot be used.
    pub unusable: u64,
    /// How many say what an earlier row says already.
    pub repeated: u64,
    /// The first of those that cannot be used, in the order of the record, at most as many as asked for.
    pub faults: Vec<InteractionFault>,
    /// The counts in words.
    pub reasons: Vec<Reason>,
}

/// Why a row cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct InteractionFault {
    /// What kind of error it is.
    pub kind: ErrorKind,
    /// Where it stands, as reading the record says it.
    pub path: String,
    /// What was expected.
    pub message: String,
}

impl InteractionFault {
    /// The fault as an error.
    #[must_use]
    pub fn error(&self) -> Error {
        Error::new(self.kind, self.message.clone()).within(self.path.clone())
    }
}

impl From<Error> for InteractionFault {
    fn from(error: Error) -> Self {
        Self { kind: error.kind(), path: error.path().to_owned(), message: error.message().to_owned() }
    }
}

impl InteractionCheck {
    /// Checks columns as [`interactions_from_columns`](super::interactions_from_columns) reads them, and keeps the first `most` faults.
    ///
    /// # Errors
    ///
    /// A column that is missing, unknown or of another type: then no row can be read.
    pub fn check_columns(columns: &Columns<'_>, most: usize) -> Result<Self, Error> {
        let mut checking = Checking::new(most);
        checking.batch(columns)?;
        Ok(checking.done())
    }

    /// The same for a table in batches, as Arrow hands it over.
    ///
    /// # Errors
    ///
    /// Those of [`check_columns`](Self::check_columns), and what the stream itself says.
    #[cfg(feature = "table")]
    pub fn check_arrow(mut table: crate::table::Reader, most: usize) -> Result<Self, Error> {
        table.keep_zones();
        let mut checking = Checking::new(most);
        checking.batch(&table.empty()?.columns()?)?;
        while let Some(batch) = table.next_batch()? {
            checking.batch(&batch.columns()?)?;
        }
        Ok(checking.done())
    }

    /// The same for a table of texts, as [`interactions_from_table`](super::interactions_from_table) reads it.
    ///
    /// # Errors
    ///
    /// A missing or unknown column.
    pub fn check_table(table: &Table, most: usize) -> Result<Self, Error> {
        super::known_columns(table)?;
        let mut checking = Checking::new(most);
        for row in table.rows() {
            checking.take(interaction(&row), |error| row.error(error.kind(), "id", error.message()));
        }
        Ok(checking.done())
    }

    /// The same for CSV text.
    ///
    /// # Errors
    ///
    /// Those of [`Table::from_csv`] and of [`check_table`](Self::check_table).
    pub fn check_csv(text: &str, most: usize) -> Result<Self, Error> {
        Self::check_table(&Table::from_csv("interactions.csv", text)?, most)
    }

    /// The same for a JSON list of interactions; each entry is a row.
    ///
    /// # Errors
    ///
    /// [`Syntax`](ErrorKind::Syntax) and [`WrongType`](ErrorKind::WrongType) for a text that is no JSON list.
    pub fn check_json(text: &str, most: usize) -> Result<Self, Error> {
        let entries: Vec<Box<RawValue>> = document::from_json(text)?;
        Ok(Self::check_entries(entries.iter().map(|entry| Ok(entry.get())), most))
    }

    /// The same for entries that came one by one: each the JSON text of an interaction, or an error with its path that says why it has
    /// none.
    pub fn check_entries<T: AsRef<str>>(
        entries: impl IntoIterator<Item = Result<T, Error>>,
        most: usize,
    ) -> Self {
        let mut checking = Checking::new(most);
        for (index, entry) in entries.into_iter().enumerate() {
            let place = |error: Error| error.within(format!("events[{index}]"));
            let event = entry.and_then(|entry| {
                let entry = entry.as_ref();
                let event = document::json::<Document>(entry)
                    .map_err(|error| at_field(&error.to_string(), entry))
                    .and_then(Interaction::try_from);
                event.map_err(place)
            });
            checking.take(event, |error| place(error.within("id")));
        }
        checking.done()
    }

    /// The first fault as an error that says how many there are.
    ///
    /// # Errors
    ///
    /// The first fault, where there is one.
    pub fn raise(&self) -> Result<(), Error> {
        let Some(first) = self.faults.first() else {
            return if self.unusable == 0 { Ok(()) } else { Err(Error::inconsistent(self.heading())) };
        };
        let message = match self.unusable {
            0 | 1 => first.message.clone(),
            _ => format!("{} ({})", first.message, self.heading()),
        };
        Err(Error::new(first.kind, message).within(first.path.clone()))
    }

    fn heading(&self) -> String {
        self.reasons.first().map(ToString::to_string).unwrap_or_default()
    }
}

/// What is wrong with the form of an entry, at the first field that would be wrong in a sound one too.
fn at_field(message: &str, entry: &str) -> Error {
    // The line and column would be those of the entry.
    let error = document::misread(message.rsplit_once(" at line ").map_or(message, |(said, _)| said));
    let given: Map<String, Value> = serde_json::from_str(entry).unwrap_or_default();
    let sound = serde_json::json!({
        "id": "e", "at": "2024-05-01T09:00:00Z", "kind": "visit", "actor": "w", "actor_type": "alumnus",
    });
    let wrong = COLUMNS.into_iter().find(|name| {
        let mut tried = sound.clone();
        let Some((given, tried)) = given.get(*name).zip(tried.as_object_mut()) else { return false };
        tried.insert((*name).to_owned(), given.clone());
        document::object::<_, Document>(Value::Object(tried.clone())).is_err()
    });
    match wrong {
        // The message may begin with the field's name, which the path has already.
        Some(name) => {
            let message = error.message();
            let message = message.strip_prefix(&format!("{name}: ")).unwrap_or(message).to_owned();
            Error::new(error.kind(), message).within(name)
        }
        None => error,
    }
}

/// What was seen so far.
struct Checking {
    most: usize,
    found: InteractionCheck,
    /// What the event of an id says. Texts would take ten times the memory; whoever writes a record cannot choose 128 bits that
    /// collide, because the hashes begin at random.
    seen: HashMap<u128, u128>,
    hashes: [RandomState; 2],
}

impl Checking {
    fn new(most: usize) -> Self {
        let found =
            InteractionCheck { rows: 0, unusable: 0, repeated: 0, faults: Vec::new(), reasons: Vec::new() };
        Self { most, found, seen: HashMap::new(), hashes: [RandomState::new(), RandomState::new()] }
    }

    fn batch(&mut self, columns: &Columns<'_>) -> Result<(), Error> {
        let before = self.found.rows;
        for (row, event) in (before..).zip(rows(columns, usize::try_from(before).unwrap_or(usize::MAX))?) {
            self.take(event, |error| error.within(format!("id: row {row}")));
        }
        Ok(())
    }

    /// Takes the next row; `at_id` says where its id stands.
    fn take(&mut self, event: Result<Interaction, Error>, at_id: impl FnOnce(Error) -> Error) {
        self.found.rows = self.found.rows.saturating_add(1);
        let fault = match event {
            Err(error) => error,
            Ok(event) => {
                let id = self.hash(event.id());
                let said = (event.at(), event.kind(), event.actor(), event.actor_type(), event.target());
                let about = (event.target_type(), event.thread(), event.prompted_by());
                // A negative zero is zero.
                let content = self.hash((said, about, event.value().map(|value| (value + 0.0).to_bits())));
                match self.seen.insert(id, content) {
                    None => return,
                    Some(earlier) if earlier == content => {
                        self.found.repeated = self.found.repeated.saturating_add(1);
                        return;
                    }
                    Some(earlier) => {
                        // The first event of an id is the one that later ones are compared with.
                        self.seen.insert(id, earlier);
                        let message =
                            format!("expected one event of an id, got another one of `{}`", event.id());
                        at_id(Error::duplicate(message))
                    }
                }
            }
        };
        self.found.unusable = self.found.unusable.saturating_add(1);
        if self.found.faults.len() < self.most {
            self.found.faults.push(fault.into());
        }
    }

    fn hash(&self, of: impl Hash) -> u128 {
        let [high, low] = self.hashes.each_ref().map(|state| u128::from(state.hash_one(&of)));
        high << 64 | low
    }

    fn done(self) -> InteractionCheck {
        let mut found = self.found;
        let counted = |code, count| Reason::new(code).with("count", count).with("rows", found.rows);
        let mut reasons = vec![match found.unusable {
            0 => Reason::new("interactions-usable").with("rows", found.rows),
            unusable => counted("interactions-unusable", unusable),
        }];
        if found.repeated > 0 {
            reasons.push(counted("interactions-repeated", found.repeated));
        }
        found.reasons = reasons;
        found
    }
}
