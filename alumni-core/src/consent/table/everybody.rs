use super::super::snapshot::Everybody;
use super::answered::{AT_A_TIME, record};
use crate::Error;
use crate::table::{Record, Stream};

impl Everybody<'_> {
    /// The people as a table that goes out.
    ///
    /// The columns are `subject`, `verdict` (the stable names), `reason` (the code that decided), `evidence` (source and id of the
    /// first event that it rests on, none where there is none; left out where it is not asked for, which saves most of the time), and
    /// `valid_until` (microseconds in UTC, rounded down).
    ///
    /// # Errors
    ///
    /// None that are known.
    pub fn stream(&self, evidence: bool) -> Result<Stream, Error> {
        let answers = self.answers(evidence);
        let mut names = self.names();
        let mut make = |from: usize, to: usize| {
            let rows = to.saturating_sub(from);
            let to_record = Record::new(rows).texts("subject", names.by_ref().take(rows));
            record(to_record, &answers, from..to)
        };
        let shape = make(0, 0)?;
        let starts = (0..answers.rows()).step_by(AT_A_TIME);
        let records = starts.map(|from| make(from, answers.rows().min(from.saturating_add(AT_A_TIME))));
        let mut records = records.collect::<Result<Vec<_>, _>>()?.into_iter();
        Ok(Stream::new(&shape, [], move || Ok(records.next())))
    }
}
