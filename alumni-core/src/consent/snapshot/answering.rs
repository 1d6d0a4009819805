//! A table of questions through a snapshot.

use super::cell::{Kind, NEVER};
use super::looking::{BLOCK, Looking};
use super::rows::Rows;
use super::{Asking, Questions, Snapshot, Stand, place};
use crate::Error;
use crate::columns::Columns;
use crate::columns::cells::at_row;
use crate::consent::batch::{Answers, AskOptions, QuestionColumns, UnusableQuestion, only_brief};
use crate::consent::purpose::check_id;

impl Snapshot {
    /// Answers a table of questions: [`may`](Self::may) for every row, as brief [`Answers`].
    ///
    /// The columns are `subject`, which must be there, and `purpose` and `channel`, each of which `options` may have for all rows
    /// instead. Many subjects are looked up at a time. What the snapshot has no state for is folded when it is asked: so with packs,
    /// whose rules may look at all events, where none is about the purpose.
    ///
    /// # Errors
    ///
    /// Those of [`Ledger::may_columns`](crate::consent::Ledger::may_columns), and
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for another part of a question in `options`: a snapshot is about one instant,
    /// one's own use and no activity.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::columns::{Column, Columns, Texts, Values};
    /// use alumni_core::consent::{AskOptions, Event, EventKind, Ledger};
    ///
    /// let mut ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "newsletter", "title": "Newsletter", "legal_basis": "consent"}]}"#,
    /// )?;
    /// let at = "2025-07-01T18:00:00Z".parse()?;
    /// ledger.extend([Event::new("mail", "ce_88", "w-1", "newsletter", EventKind::Withdrawn, at)])?;
    /// let snapshot = ledger.snapshot("2026-04-01T00:00:00Z".parse()?, None);
    /// let options = AskOptions::from_json(r#"{"purpose": "newsletter", "channel": "email"}"#)?;
    /// let subjects = Column::new(Values::Texts(Texts::Slices(&["w-1", "w-2"])));
    /// let answers = snapshot.may_columns(&Columns::new(2)?.with("subject", subjects)?, &options)?;
    /// assert_eq!(answers.row(0).unwrap().reasons(), ["consent-withdrawn"]);
    /// assert_eq!(answers.counts().to_string(), "2 rows: Allowed 0, Review 0, Denied 2\n  Denied: never asked 1\n  Denied: withdrawn 1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn may_columns(&self, columns: &Columns<'_>, options: &AskOptions) -> Result<Answers, Error> {
        self.ask(columns, options, None)
    }

    /// The same beside a column `id` that is no part of the questions.
    pub(in crate::consent) fn ask(
        &self,
        columns: &Columns<'_>,
        options: &AskOptions,
        id: Option<&str>,
    ) -> Result<Answers, Error> {
        let columns = only_brief(columns, options, id)?;
        let options = self.asked(options);
        let questions = QuestionColumns::new(&columns, &self.ledger, &options, None)?;
        let mut answering = Answering::new(self, columns.rows(), options.evidence);
        let mut names = Vec::with_capacity(BLOCK);
        for row in 0..columns.rows() {
            match questions.brief(row) {
                Ok(asked) => names.push((asked.subject, answering.rows(asked.purpose, asked.channel))),
                Err(error) => {
                    answering.answer(&mut names);
                    answering.unusable(row, &error);
                }
            }
            if names.len() == BLOCK {
                answering.answer(&mut names);
            }
            if options.unusable == UnusableQuestion::Error
                && let Some(error) = answering.first_unusable.take()
            {
                return Err(error);
            }
        }
        answering.answer(&mut names);
        if options.unusable == UnusableQuestion::Error
            && let Some(error) = answering.first_unusable.take()
        {
            return Err(error);
        }
        Ok(answering.answers)
    }

    /// What is asked, with the snapshot's instants.
    pub(in crate::consent) fn asked(&self, options: &AskOptions) -> AskOptions {
        AskOptions { at: Some(self.at), known_at: self.known_at, ..options.clone() }
    }
}

/// The answers so far.
struct Answering<'s> {
    snapshot: &'s Snapshot,
    looking: Looking<'s>,
    answers: Answers,
    /// Why the first row that could not be asked could not.
    first_unusable: Option<Error>,
    /// What the rows may say, each once, and as the answers have it once a row says it.
    kinds: Vec<Kind>,
    told: Vec<Option<(u8, u32)>>,
    /// What was asked so far, by its number among the questions.
    rows: Vec<Option<Rows>>,
}

impl<'s> Answering<'s> {
    fn new(snapshot: &'s Snapshot, rows: usize, evidence: bool) -> Self {
        Self {
            snapshot,
            looking: Looking::new(&snapshot.blocks),
            answers: Answers::brief(rows, evidence),
            first_unusable: None,
            kinds: snapshot.said.kinds.all().to_vec(),
            told: Vec::new(),
            rows: vec![None; snapshot.questions.0.len()],
        }
    }

    /// The number of a question.
    #[inline]
    fn rows(&mut self, purpose: usize, channel: Option<crate::consent::Channel>) -> usize {
        let purpose = u16::try_from(purpose).unwrap_or(u16::MAX);
        let number = Questions::place(purpose, place(channel));
        if let Some(rows) = self.rows.get_mut(number)
            && rows.is_none()
        {
            let allowed = self.snapshot.allowed.get(usize::from(purpose)).copied().unwrap_or_default();
            let asking = Asking { purpose, channel, is_allowed: allowed >> place(channel) & 1 == 1 };
            *rows = Some(Rows::new(self.snapshot, asking, &mut self.kinds));
        }
        number
    }

    /// Adds a row that could not be asked.
    #[cold]
    fn unusable(&mut self, row: usize, error: &Error) {
        unusable(&mut self.answers, &mut self.first_unusable, row, error);
    }

    /// Answers a few rows and takes them away.
    fn answer(&mut self, names: &mut Vec<(&str, usize)>) {
        let Self { snapshot, looking, answers, first_unusable, kinds, told, rows } = self;
        told.resize(kinds.len(), None);
        looking.look(names, |name, question, found| {
            let Some(rows) = rows.get(question).and_then(Option::as_ref) else {
                answers.push_unusable();
                return;
            };
            // No event is about a name that is none: only a name that was not found may be one.
            if found.is_none()
                && let Err(error) = check_id(name)
            {
                let row = answers.rows();
                unusable(answers, first_unusable, row, &at_row(&error, "subject", row));
                return;
            }
            let row = rows.row(found);
            let number = found.map(|found| found.number);
            match told.get_mut(row.kind()).zip(kinds.get(row.kind())) {
                Some((told, kind)) => {
                    let told = *told.get_or_insert_with(|| answers.told(kind.verdict, kind.code));
                    answers.push_brief(told, row.until_micros(), || snapshot.event(number?, row.evidence()));
                }
                None => fold(&snapshot.fold(name, number, rows.asking()), answers),
            }
        });
        names.clear();
    }
}

#[cold]
#[inline(never)]
fn unusable(answers: &mut Answers, first: &mut Option<Error>, row: usize, error: &Error) {
    answers.push_unusable();
    answers.count_unusable(row, error);
    first.get_or_insert_with(|| error.clone());
}

#[cold]
#[inline(never)]
fn fold(stand: &Stand<'_>, answers: &mut Answers) {
    let told = answers.told(stand.verdict(), stand.code());
    let until = stand.valid_until().map_or(NEVER.parts().0, |until| until.timestamp_micros());
    answers.push_brief(told, until, || stand.evidence());
}
