use super::super::{Ledger, ListOptions, ListReport};
use crate::Error;
use crate::table::Reader;
use crate::workforce::Table;

impl Ledger {
    /// Judges a list that is a table rather than a file: see [`import_list`](Self::import_list).
    ///
    /// Rows are counted as lines of a file, the header being line 1. Days may be days or timestamps without a time zone that
    /// fall on midnight; timestamps in a time zone are instants.
    ///
    /// # Errors
    ///
    /// Those of [`import_list`](Self::import_list), of [`Table::from_columns`] and of [`Reader::next_batch`].
    pub fn import_list_table(&self, mut list: Reader, options: &ListOptions) -> Result<ListReport, Error> {
        list.keep_zones();
        let mut table = Table::from_columns("list", &list.empty()?.columns()?)?;
        while let Some(batch) = list.next_batch()? {
            table.append_columns(&batch.columns()?)?;
        }
        self.import_list(&table, options)
    }
}
