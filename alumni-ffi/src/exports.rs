//! Tables, mappings of HR systems, and imports.

use std::collections::BTreeMap;
use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::sync::OnceLock;

use alumni_core::document;
use alumni_core::workforce::{Import, Mapping, Overlay, Table};

use crate::boundary::{
    Failure, Kept, KeptIn, Outcome, c_text, give, guard, handle, read, read_text, release, slice, text,
};
use crate::error::{alumni_error, alumni_status};
use crate::text::Reasons;
use crate::workforce::alumni_worker;

/// Named tables, such as the files of an export.
#[derive(Debug, Default)]
pub struct alumni_tables {
    pub(crate) inner: Vec<Table>,
    names: Vec<CString>,
}

/// How the export of an HR system is read: which file and column is which field, and what its values mean.
#[derive(Debug)]
pub struct alumni_mapping {
    inner: Mapping,
    id: Kept,
    title: KeptIn,
    files: Vec<(CString, bool)>,
}

/// What an export gave: workers, warnings, the facts that it cannot supply, and rows that could not be used.
#[derive(Debug)]
pub struct alumni_import {
    inner: Import,
    json: Kept,
    workers: OnceLock<Vec<alumni_worker>>,
    warnings: Reasons,
    gaps: Vec<CString>,
    gap_reasons: Reasons,
    faults: Vec<CString>,
}

impl alumni_tables {
    fn add(&mut self, table: Table) {
        self.names.push(c_text(table.name()));
        self.inner.push(table);
    }
}

impl From<Mapping> for alumni_mapping {
    fn from(inner: Mapping) -> Self {
        let files = inner.files().map(|(name, required)| (c_text(name), required)).collect();
        Self { id: Kept::default(), title: KeptIn::default(), files, inner }
    }
}

impl From<Import> for alumni_import {
    fn from(inner: Import) -> Self {
        Self {
            json: Kept::default(),
            workers: OnceLock::new(),
            warnings: inner.warnings.iter().collect(),
            gaps: inner.cannot_supply.iter().map(|gap| c_text(gap.fact.as_str())).collect(),
            gap_reasons: inner.cannot_supply.iter().map(|gap| &gap.reason).collect(),
            faults: inner.faults.iter().map(|fault| c_text(fault.to_string())).collect(),
            inner,
        }
    }
}

/// Makes a collection of tables, empty.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_tables_new(
    tables: Option<&mut MaybeUninit<*mut alumni_tables>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(tables, "tables", || Ok(alumni_tables::default())))
}

/// Makes a collection from a JSON object of CSV texts by file name: `{"people.csv": "worker_id,…\n…"}`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_tables_from_json(
    json: *const c_char,
    tables: Option<&mut MaybeUninit<*mut alumni_tables>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(tables, "tables", || tables_from_json(text(json, "json")?)))
}

/// Adds a file as CSV bytes in UTF-8, with or without a byte-order mark. `name` is the file's name, which errors repeat.
/// When the bytes cannot be used, nothing is added.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_tables_add_csv(
    tables: Option<&mut alumni_tables>,
    name: *const c_char,
    bytes: *const u8,
    length: usize,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let tables = tables.ok_or(Failure::Null("tables"))?;
        let name = text(name, "name")?;
        tables.add(Table::from_csv_bytes(name, slice(bytes, length, "bytes")?)?);
        Ok(())
    })
}

/// Number of tables.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_tables_count(tables: Option<&alumni_tables>) -> usize {
    read(0, || Some(tables?.inner.len()))
}

/// The name of the table at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_tables_name(tables: Option<&alumni_tables>, index: usize) -> *const c_char {
    read_text(|| tables?.names.get(index).map(CString::as_c_str))
}

/// Number of rows of the table at `index`, the header not counted.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_tables_row_count(tables: Option<&alumni_tables>, index: usize) -> usize {
    read(0, || Some(tables?.inner.get(index)?.len()))
}

/// Frees tables; NULL is fine. What was read from them lives on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_tables_free(tables: Option<Box<alumni_tables>>) {
    release(tables);
}

/// Reads a mapping in TOML.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_mapping_parse(
    document: *const c_char,
    mapping: Option<&mut MaybeUninit<*mut alumni_mapping>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(mapping, "mapping", || Ok(Mapping::parse(text(document, "document")?)?.into())))
}

/// A mapping that comes with the library: `canonical`, `workday`, `successfactors`, `bamboohr`, `smarthr`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_mapping_shipped(
    id: *const c_char,
    mapping: Option<&mut MaybeUninit<*mut alumni_mapping>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(mapping, "mapping", || Ok(Mapping::shipped(text(id, "id")?)?.into())))
}

/// The shipped mapping that an overlay names, with the overlay laid over it: a JSON document of the customer's grades,
/// reason codes, mail domains and own columns.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_mapping_with_overlay(
    overlay_json: *const c_char,
    mapping: Option<&mut MaybeUninit<*mut alumni_mapping>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(mapping, "mapping", || {
            let overlay: Overlay = document::from_json(text(overlay_json, "overlay_json")?)?;
            Ok(Mapping::with_overlay(overlay)?.into())
        })
    })
}

/// The mapping with an overlay laid over it, in place of any other that was. A new handle; the given one stays as it is.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_mapping_with(
    mapping: Option<&alumni_mapping>,
    overlay_json: *const c_char,
    changed: Option<&mut MaybeUninit<*mut alumni_mapping>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(changed, "changed", || {
            let mapping = handle(mapping, "mapping")?.inner.clone();
            let overlay: Overlay = document::from_json(text(overlay_json, "overlay_json")?)?;
            Ok(mapping.with(overlay)?.into())
        })
    })
}

/// The mapping's id.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_mapping_id(mapping: Option<&alumni_mapping>) -> *const c_char {
    read_text(|| {
        let mapping = mapping?;
        Some(mapping.id.get(|| mapping.inner.id().to_owned()))
    })
}

/// The mapping's version.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_mapping_version(mapping: Option<&alumni_mapping>) -> u32 {
    read(0, || Some(mapping?.inner.version()))
}

/// What people call the system.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_mapping_title(mapping: Option<&alumni_mapping>, lang: u32) -> *const c_char {
    read_text(|| {
        let mapping = mapping?;
        mapping.title.get(lang, |lang| mapping.inner.title().text(lang).to_owned())
    })
}

/// Number of files that the export may have.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_mapping_file_count(mapping: Option<&alumni_mapping>) -> usize {
    read(0, || Some(mapping?.files.len()))
}

/// The name of the file at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_mapping_file_name(mapping: Option<&alumni_mapping>, index: usize) -> *const c_char {
    read_text(|| mapping?.files.get(index).map(|(name, _)| name.as_c_str()))
}

/// Whether the file at `index` must be there: 1, or 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_mapping_file_is_required(mapping: Option<&alumni_mapping>, index: usize) -> u32 {
    read(0, || Some(u32::from(mapping?.files.get(index)?.1)))
}

/// Reads an export in which every row must be usable. Tables are recognised by their names.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_mapping_import(
    mapping: Option<&alumni_mapping>,
    tables: Option<&alumni_tables>,
    import: Option<&mut MaybeUninit<*mut alumni_import>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(import, "import", || {
            Ok(handle(mapping, "mapping")?.inner.import(&handle(tables, "tables")?.inner)?.into())
        })
    })
}

/// Reads an export and keeps every worker whose rows are all usable; the other rows are listed as faults, and their
/// workers left out whole.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_mapping_import_lenient(
    mapping: Option<&alumni_mapping>,
    tables: Option<&alumni_tables>,
    import: Option<&mut MaybeUninit<*mut alumni_import>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(import, "import", || {
            Ok(handle(mapping, "mapping")?.inner.import_lenient(&handle(tables, "tables")?.inner)?.into())
        })
    })
}

/// Frees a mapping; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_mapping_free(mapping: Option<Box<alumni_mapping>>) {
    release(mapping);
}

/// Number of workers, by id.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_import_worker_count(import: Option<&alumni_import>) -> usize {
    read(0, || Some(import?.inner.workers.len()))
}

/// The worker at `index`, who belongs to the import: not to be freed, and gone with it.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_import_worker(
    import: Option<&alumni_import>,
    index: usize,
) -> Option<&alumni_worker> {
    read(None, || {
        let import = import?;
        let made = || import.inner.workers.iter().cloned().map(alumni_worker::from).collect();
        Some(import.workers.get_or_init(made).get(index))
    })
}

/// Number of things that look wrong without being unusable.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_import_warning_count(import: Option<&alumni_import>) -> usize {
    read(0, || Some(import?.warnings.count()))
}

/// The stable code of such a thing.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_import_warning_code(import: Option<&alumni_import>, index: usize) -> *const c_char {
    read_text(|| import?.warnings.code(index))
}

/// The sentence of such a thing.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_import_warning_text(
    import: Option<&alumni_import>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| import?.warnings.text(index, lang))
}

/// Number of facts that this export does not tell of all workers.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_import_cannot_supply_count(import: Option<&alumni_import>) -> usize {
    read(0, || Some(import?.gaps.len()))
}

/// The name of such a fact in rules.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_import_cannot_supply(import: Option<&alumni_import>, index: usize) -> *const c_char {
    read_text(|| import?.gaps.get(index).map(CString::as_c_str))
}

/// Why, and what would supply it.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_import_cannot_supply_text(
    import: Option<&alumni_import>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| import?.gap_reasons.text(index, lang))
}

/// Number of rows that could not be used.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_import_fault_count(import: Option<&alumni_import>) -> usize {
    read(0, || Some(import?.faults.len()))
}

/// What is wrong with such a row and where, like `spells.csv: line 12, column 5 (end_on): expected …`. English.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_import_fault_text(import: Option<&alumni_import>, index: usize) -> *const c_char {
    read_text(|| import?.faults.get(index).map(CString::as_c_str))
}

/// The whole import as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_import_json(import: Option<&alumni_import>) -> *const c_char {
    read_text(|| {
        let import = import?;
        import.json.json(&import.inner)
    })
}

/// Frees an import; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_import_free(import: Option<Box<alumni_import>>) {
    release(import);
}

/// Tables from their JSON form, in the order of their names.
pub(crate) fn tables_from_json(json: &str) -> Outcome<alumni_tables> {
    let files: BTreeMap<String, String> = document::from_json(json)?;
    let mut tables = alumni_tables::default();
    for (name, csv) in &files {
        tables.add(Table::from_csv(name, csv)?);
    }
    Ok(tables)
}
