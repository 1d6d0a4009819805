//! Scores of tables of any size, as tables.

use std::collections::BTreeMap;
use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::engagement::{
    NotScored, Permitted, ScoreModel, ScoreSums, ScoreTable, ScoreTotals, Tally, TotalSums,
    interactions_from_arrow, tenure_years_from_json,
};
use alumni_core::table::{Reader, Stream};
use alumni_core::{Error, Reason};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use chrono::NaiveDate;
use serde::Serialize;

use super::scoring::{alumni_score_report, report};
use super::{alumni_permitted, alumni_score_model};
use crate::boundary::{Outcome, give, give_stream, guard, handle, optional_text, reader, take_stream};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};

/// Scores everybody in a table of any size: the scores of `alumni_score_model_score` to the last bit, without recency. The table has
/// `actor`, `kind`, `at` (in a time zone) and, where others than alumni are in it, `actor_type`; every row is an event. Where the model
/// caps a kind, the events of a person and capped kind come in the order of time. `tenure_years_json` maps ids to completed years, as
/// for `alumni_score_model_score_by_tenure`; NULL where nobody's are known. `table` is taken whatever becomes of the call; `out` gets
/// the columns `person`, `score`, the points of each kind of the model and, where a band of tenure counts for anybody,
/// `tenure_factor`. `report` may be NULL; it gets where every event went, and who was not scored.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_score_stream(
    model: Option<&alumni_score_model>,
    table: *mut FFI_ArrowArrayStream,
    as_of: alumni_date,
    permitted: Option<&alumni_permitted>,
    tenure_years_json: *const c_char,
    out: *mut FFI_ArrowArrayStream,
    report: Option<&mut MaybeUninit<*mut alumni_score_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let asked = Asked { model, as_of, permitted, tenure_years_json };
        score_stream(asked, table, out, report, |asked, table| {
            let mut sums = ScoreSums::by_tenure(asked.model, asked.as_of, asked.years);
            sums.add_table(table, asked.permitted)?;
            Ok(sums.finish())
        })
    })
}

/// Scores everybody in a table as `alumni_score_model_score_stream` does, without what each kind adds: the same scores to the last bit, and 8
/// bytes and the id for each person, however many kinds the model has. `out` gets the columns `person`, `score` and, where a band of tenure
/// counts for anybody, `tenure_factor`; it can be given to `alumni_engagement_ranks_stream`. `table` is taken whatever becomes of the call.
/// `tenure_years_json` and `report` are as there.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_score_totals_stream(
    model: Option<&alumni_score_model>,
    table: *mut FFI_ArrowArrayStream,
    as_of: alumni_date,
    permitted: Option<&alumni_permitted>,
    tenure_years_json: *const c_char,
    out: *mut FFI_ArrowArrayStream,
    report: Option<&mut MaybeUninit<*mut alumni_score_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let asked = Asked { model, as_of, permitted, tenure_years_json };
        score_stream(asked, table, out, report, |asked, table| {
            let mut sums = TotalSums::by_tenure(asked.model, asked.as_of, asked.years);
            sums.add_table(table, asked.permitted)?;
            Ok(sums.finish())
        })
    })
}

/// Scores everybody in a table as `alumni_score_model_score_stream` does, with the column `recency_days`: the days since the last two-way
/// contact, as in `alumni_scores`. That hangs on threads and targets: the table has the columns of `alumni_interactions_from_stream`, all
/// events are held in memory, and an event that stands twice counts once.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_score_recency_stream(
    model: Option<&alumni_score_model>,
    table: *mut FFI_ArrowArrayStream,
    as_of: alumni_date,
    permitted: Option<&alumni_permitted>,
    tenure_years_json: *const c_char,
    out: *mut FFI_ArrowArrayStream,
    report: Option<&mut MaybeUninit<*mut alumni_score_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let asked = Asked { model, as_of, permitted, tenure_years_json };
        score_stream(asked, table, out, report, |Checked { model, as_of, permitted, years }, table| {
            let events = interactions_from_arrow(table)?;
            model.score_by_tenure(&events, as_of, permitted, &years)?.table(model)
        })
    })
}

/// How a table is to be scored.
struct Asked<'a> {
    model: Option<&'a alumni_score_model>,
    as_of: alumni_date,
    permitted: Option<&'a alumni_permitted>,
    tenure_years_json: *const c_char,
}

/// The same, checked.
struct Checked<'a> {
    model: &'a ScoreModel,
    as_of: NaiveDate,
    permitted: Permitted<'a>,
    years: BTreeMap<String, u32>,
}

impl<'a> Asked<'a> {
    fn checked(self) -> Outcome<Checked<'a>> {
        let (model, as_of) = (&handle(self.model, "model")?.inner, self.as_of.checked("as_of")?);
        let permitted = handle(self.permitted, "permitted")?.as_core();
        let years = optional_text(self.tenure_years_json, "tenure_years_json")?.map(tenure_years_from_json);
        Ok(Checked { model, as_of, permitted, years: years.transpose()?.unwrap_or_default() })
    }
}

/// Takes a table, scores it by `score`, and gives the rows and, where it is asked for, what is said beside them.
fn score_stream<'a, T: Scored>(
    asked: Asked<'a>,
    table: *mut FFI_ArrowArrayStream,
    out: *mut FFI_ArrowArrayStream,
    report: Option<&mut MaybeUninit<*mut alumni_score_report>>,
    score: impl FnOnce(Checked<'a>, Reader) -> Result<T, Error>,
) -> Outcome<()> {
    let table = take_stream(table, "table");
    give_stream(out, "out", || {
        let asked = asked.checked()?;
        let scored = score(asked, reader(table, "table")?)?;
        let stream = scored.rows()?.export();
        if report.is_some() {
            give(report, "report", || scored.about().report())?;
        }
        Ok(stream)
    })
}

/// Scores column by column, and what they say beside their rows.
trait Scored {
    fn rows(&self) -> Result<Stream, Error>;
    fn about(&self) -> About<'_>;
}

/// What a table of scores says beside its rows.
#[derive(Serialize)]
struct About<'a> {
    model: &'a str,
    version: u32,
    hash: &'a str,
    as_of: NaiveDate,
    not_scored: &'a [NotScored],
    tally: &'a Tally,
    reasons: &'a [Reason],
}

macro_rules! scored {
    ($scores:ty) => {
        impl Scored for $scores {
            fn rows(&self) -> Result<Stream, Error> {
                self.stream()
            }

            fn about(&self) -> About<'_> {
                About {
                    model: &self.model,
                    version: self.version,
                    hash: &self.hash,
                    as_of: self.as_of,
                    not_scored: &self.not_scored,
                    tally: &self.tally,
                    reasons: &self.reasons,
                }
            }
        }
    };
}
scored!(ScoreTable);
scored!(ScoreTotals);

impl About<'_> {
    fn report(&self) -> Outcome<alumni_score_report> {
        let lines: Vec<_> = self.reasons.iter().map(ToString::to_string).collect();
        report(self, lines.join("\n"))
    }
}
