//! Selection rates from tables of people, and the tables of New York City's Local Law 144.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::fairness::{LocalLaw144, TableOptions, TableReport, Verdict};
use alumni_core::table::Reader;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use super::alumni_standard;
use crate::boundary::{
    Kept, KeptIn, from_table, give, give_stream, guard, handle, number, read, read_text, release,
    take_stream, text,
};
use crate::error::{alumni_error, alumni_status};
use crate::text::ALUMNI_NONE;

/// What a table of people says about their selection. It holds counts and no row of anybody.
#[derive(Debug)]
pub struct alumni_table_report {
    inner: TableReport,
    text: KeptIn,
    json: Kept,
}

/// Compares the selection rates of the people in a table, one row each, by a standard.
///
/// The table is read batch by batch, in memory that does not grow with the rows, and is taken whatever becomes of the call.
/// `options` is a document in JSON or TOML: `outcome` (the column of booleans or of 0 and 1), `attributes` (the columns of
/// groups), and maybe `stratum` (a column), `intersections` (a boolean) and `references` (attribute to group).
#[unsafe(no_mangle)]
pub extern "C" fn alumni_standard_selection_stream(
    standard: Option<&alumni_standard>,
    table: *mut FFI_ArrowArrayStream,
    options: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_table_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give(report, "report", || {
            let standard = handle(standard, "standard")?;
            let table = table?;
            let options =
                TableOptions::parse(text(options, "options")?).map_err(|error| error.within("options"))?;
            let table = Reader::from_stream(table).map_err(|error| error.within("table"))?;
            let inner = standard.inner.selection_table(table, &options)?;
            Ok(alumni_table_report { inner, text: KeptIn::default(), json: Kept::default() })
        })
    })
}

/// The highest verdict of all comparisons: an `ALUMNI_FAIRNESS_VERDICT_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_table_report_verdict(report: Option<&alumni_table_report>) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Verdict::ALL, 0, &report?.inner.verdict)))
}

/// Number of rows of the table.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_table_report_rows(report: Option<&alumni_table_report>) -> u64 {
    read(0, || Some(report?.inner.rows))
}

/// How many of them have no outcome, and take part in nothing.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_table_report_undecided(report: Option<&alumni_table_report>) -> u64 {
    read(0, || Some(report?.inner.undecided))
}

/// Every comparison in sentences, each under the names of its attributes, and what is to be known about them all.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_table_report_text(report: Option<&alumni_table_report>, lang: u32) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.text.get(lang, |lang| report.inner.text(lang))
    })
}

/// The whole report as JSON: every attribute, every intersection, every attribute within strata.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_table_report_json(report: Option<&alumni_table_report>) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.json.json(&report.inner)
    })
}

/// The findings of every attribute, then of every combination, as a table: `attributes` (`sex`, or `sex × age`), then the columns of
/// `alumni_selection_report_stream`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_table_report_stream(
    report: Option<&alumni_table_report>,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give_stream(out, "out", || Ok(handle(report, "report")?.inner.stream()?.export())))
}

/// Frees a report; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_table_report_free(report: Option<Box<alumni_table_report>>) {
    release(report);
}

/// The tables that New York City's Local Law 144 wants published of an automated tool.
#[derive(Debug)]
pub struct alumni_local_law_144 {
    inner: LocalLaw144,
    markdown: KeptIn,
    json: Kept,
}

/// Makes the tables from a document in JSON or TOML: `attributes` (one to three names), and either `cells`, each with
/// `categories` (one for each attribute, null where unknown), `people` and `selected`, or `people`, each with `categories`
/// and `score`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_local_law_144_parse(
    document: *const c_char,
    tables: Option<&mut MaybeUninit<*mut alumni_local_law_144>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(tables, "tables", || {
            let inner = LocalLaw144::parse(text(document, "document")?)?;
            Ok(alumni_local_law_144 { inner, markdown: KeptIn::default(), json: Kept::default() })
        })
    })
}

/// Makes the tables from the rows of a table, which is taken whatever becomes of the call. `options_json` names the columns:
/// `attributes` (one to three), and `outcome` (a row is a person, selected or not), `score` (a row is a person with a score), or
/// `considered` together with `selected` (a row is a cell: so many people, of them so many selected).
#[unsafe(no_mangle)]
pub extern "C" fn alumni_local_law_144_from_stream(
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    tables: Option<&mut MaybeUninit<*mut alumni_local_law_144>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        from_table(people, options_json, tables, "tables", |people, options| {
            let inner = LocalLaw144::from_table(people, options)?;
            Ok(alumni_local_law_144 { inner, markdown: KeptIn::default(), json: Kept::default() })
        })
    })
}

/// The rows of every table as one table: `attributes`, `category`, `people`, `selected`, `rate`, `impact_ratio`, `lower`, `upper`
/// and `left_out`; the last row of each is of those whose category is not known.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_local_law_144_stream(
    tables: Option<&alumni_local_law_144>,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give_stream(out, "out", || Ok(handle(tables, "tables")?.inner.stream()?.export())))
}

/// The tables as Markdown, ready to be published.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_local_law_144_markdown(
    tables: Option<&alumni_local_law_144>,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let tables = tables?;
        tables.markdown.get(lang, |lang| tables.inner.markdown(lang))
    })
}

/// The tables as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_local_law_144_json(tables: Option<&alumni_local_law_144>) -> *const c_char {
    read_text(|| {
        let tables = tables?;
        tables.json.json(&tables.inner)
    })
}

/// Frees tables; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_local_law_144_free(tables: Option<Box<alumni_local_law_144>>) {
    release(tables);
}
