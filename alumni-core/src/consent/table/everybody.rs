use super::super::answer::Verdict;
use super::super::snapshot::{Everybody, Stand};
use crate::Error;
use crate::table::{Record, Stream};

/// So many rows stand in a batch.
const AT_A_TIME: usize = 1 << 16;

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
        let counts = self.counts();
        // The same names for every batch.
        let codes: Vec<&str> = counts.reasons.iter().map(|reason| reason.code.as_str()).collect();
        let mut sources = evidence.then(Vec::new);
        let shape = record(&[], &codes, sources.as_mut())?;
        let mut stands = self.iter();
        let mut records = Vec::with_capacity(self.len().div_ceil(AT_A_TIME));
        loop {
            let some: Vec<_> = stands.by_ref().take(AT_A_TIME).collect();
            if some.is_empty() {
                break;
            }
            records.push(record(&some, &codes, sources.as_mut())?);
        }
        let mut records = records.into_iter();
        Ok(Stream::new(&shape, [], move || Ok(records.next())))
    }
}

fn record<'s>(
    stands: &[Stand<'s>],
    codes: &[&str],
    sources: Option<&mut Vec<&'s str>>,
) -> Result<Record, Error> {
    let verdicts: Vec<_> = Verdict::ALL.iter().map(|verdict| verdict.as_str()).collect();
    let verdict = |stand: &Stand<'_>| {
        let place = Verdict::ALL.iter().position(|known| *known == stand.verdict());
        place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
    };
    let code = |stand: &Stand<'_>| {
        let place = codes.iter().position(|code| *code == stand.code());
        place.and_then(|place| u32::try_from(place).ok())
    };
    let record = Record::new(stands.len())
        .texts("subject", stands.iter().map(Stand::subject))
        .coded("verdict", &verdicts, stands.iter().map(verdict).collect())?
        .named("reason", codes.iter().copied(), stands.iter().map(code))?;
    let record = match sources {
        Some(sources) => evidence(record, stands, sources)?,
        None => record,
    };
    let micros = |stand: &Stand<'_>| stand.valid_until().map(|until| until.timestamp_micros());
    Ok(record.microseconds("valid_until", stands.iter().map(micros)))
}

/// Adds the events; `sources` are those of the batches before, and get those of this one.
fn evidence<'s>(record: Record, stands: &[Stand<'s>], sources: &mut Vec<&'s str>) -> Result<Record, Error> {
    let events: Vec<_> = stands.iter().map(Stand::evidence).collect();
    let lengths = events.iter().map(|event| usize::from(event.is_some()));
    let all = || events.iter().flatten();
    let mut codes = Vec::new();
    for (source, _) in all() {
        let place = sources.iter().position(|known| known == source).unwrap_or_else(|| {
            sources.push(source);
            sources.len().saturating_sub(1)
        });
        codes.push(u32::try_from(place).ok());
    }
    let items = Record::new(codes.len())
        .named("source", sources.iter().copied(), codes.into_iter())?
        .texts("id", all().map(|(_, id)| *id));
    record.lists("evidence", lengths, items)
}
