//! Every row of a table of questions through the ledger.

use super::super::answer::Verdict;
use super::super::ledger::Ledger;
use super::super::question::Question;
use super::answers::{Answers, UNUSABLE};
use super::options::{AskOptions, UnusableQuestion};
use super::questions::{Asked, QuestionColumns};
use crate::Error;
use crate::columns::Columns;
use crate::columns::cells::at_row;

impl Ledger {
    /// Answers a table of questions: [`may`](Self::may) for every row.
    ///
    /// The columns are the fields of [`Question`]: `subject`, which must be there, and `purpose`, `at`, `channel`,
    /// `recipient`, `known_at`, `activity`, `country`, `data_of` and `regimes`, each of which `options` may have for all rows
    /// instead. `purpose` and `at` must be in one of the two. A row without a value asks as a question without it.
    ///
    /// # Errors
    ///
    /// A column that is missing, unknown, of another type or also in `options`, with its name as the path. A row that cannot
    /// be asked, with column and row (`purpose: row 12`), unless `options` has [`UnusableQuestion::Denied`].
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::columns::{Column, Columns, Texts, Values};
    /// use alumni_core::consent::{AskOptions, Ledger, Verdict};
    ///
    /// let ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "newsletter", "title": "Newsletter", "legal_basis": "consent"}],
    ///         "notices": [{"id": "n", "version": 1, "purposes": ["newsletter"], "text": {"en": "A letter every month."}}],
    ///         "events": [{"source": "form", "id": "1", "subject": "w-1", "purpose": "newsletter", "kind": "given",
    ///             "notice": {"id": "n", "version": 1}, "occurred_at": "2024-01-01T00:00:00Z", "received_at": "2024-01-01T00:00:00Z"}]}"#,
    /// )?;
    /// let options = AskOptions::from_json(r#"{"purpose": "newsletter", "at": "2026-04-01T00:00:00Z"}"#)?;
    /// let subjects = Column::new(Values::Texts(Texts::Slices(&["w-1", "w-2"])));
    /// let answers = ledger.may_columns(&Columns::new(2)?.with("subject", subjects)?, &options)?;
    /// assert_eq!(answers.verdict(0), Some(Verdict::Allowed));
    /// assert_eq!(answers.row(1).unwrap().reasons(), ["consent-never-asked"]);
    /// assert_eq!(answers.counts().to_string(), "2 rows: Allowed 1, Review 0, Denied 1\n  Allowed: given 1\n  Denied: never asked 1");
    /// # Ok::<(), alumni_core::Error>(())
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
        let questions = QuestionColumns::new(columns, self, options, id)?;
        let mut answers = Answers::none(options.evidence);
        // Used again and again: a row needs no memory of its own.
        let question = Question::new("", "", None, chrono::DateTime::UNIX_EPOCH);
        let mut scratch = Scratch { question, codes: Vec::new() };
        for row in 0..columns.rows() {
            let answered = questions
                .asked(row)
                .and_then(|asked| answer_row(self, &questions, &asked, row, &mut scratch, &mut answers));
            if let Err(error) = answered {
                if options.unusable == UnusableQuestion::Error {
                    return Err(error);
                }
                answers.push(Verdict::Denied, &[UNUSABLE], std::iter::empty(), &[], None);
                answers.count_unusable(row, &error);
            }
        }
        Ok(answers)
    }
}

/// What each row is written into.
struct Scratch {
    question: Question,
    codes: Vec<&'static str>,
}

/// Asks one row; nothing is added to `to` where it cannot be asked.
fn answer_row(
    ledger: &Ledger,
    questions: &QuestionColumns<'_>,
    asked: &Asked<'_>,
    row: usize,
    scratch: &mut Scratch,
    to: &mut Answers,
) -> Result<(), Error> {
    let Scratch { question, codes } = scratch;
    write(questions, asked, question);
    let ruling = ledger.rule(question).map_err(|error| {
        // A field, or a place in the list of regimes.
        let column = error.path().split('[').next().unwrap_or_default();
        at_row(&error, column, row)
    })?;
    codes.clear();
    codes.extend(ruling.codes());
    to.push(ruling.verdict(), codes, ruling.evidence(), &ruling.obligations(), ruling.valid_until());
    Ok(())
}

fn write(questions: &QuestionColumns<'_>, asked: &Asked<'_>, to: &mut Question) {
    set(&mut to.subject, asked.subject);
    set(&mut to.purpose, questions.purposes.get(asked.purpose).copied().unwrap_or_default());
    to.channel = asked.channel;
    set_or_none(&mut to.recipient, asked.recipient);
    (to.at, to.known_at, to.activity) = (asked.at, asked.known_at, asked.activity);
    set_or_none(&mut to.country, asked.country);
    set_or_none(&mut to.data_of, asked.data_of);
    to.regimes.clear();
    to.regimes.extend(asked.regimes.iter().map(|regime| (*regime).to_owned()));
}

fn set(to: &mut String, text: &str) {
    to.clear();
    to.push_str(text);
}

fn set_or_none(to: &mut Option<String>, text: Option<&str>) {
    match (to.as_mut(), text) {
        (Some(to), Some(text)) => set(to, text),
        (_, text) => *to = text.map(str::to_owned),
    }
}
