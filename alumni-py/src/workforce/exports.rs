//! Exports of HR systems: how they are read, and what reading them gave.

use alumni_core::Error;
use alumni_core::workforce as core;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyMapping};

use super::worker::Worker;
use crate::convert::{self, boolean, csv, optional, quoted, text};
use crate::exceptions::{raise, run};
use crate::names::Names as _;
use crate::text::{Reason, lang, reasons};

/// Reads tables: a folder or file by its path, or files by name, each as text or as bytes.
pub(crate) fn tables(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Vec<core::Table>> {
    let files;
    let value = if value.cast::<PyMapping>().is_ok() {
        value
    } else {
        files = value.py().import("alumni._files")?.getattr("read")?.call1((value, name))?;
        &files
    };
    let read = |pair: Bound<'_, PyAny>| {
        let (file, content): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
        let file = text(&file, name)?;
        csv(&content, &file, &format!("{name}[{}]", quoted(&file)))
    };
    value.cast::<PyMapping>()?.items()?.iter().map(read).collect()
}

/// How the files and columns of an HR system's export become workers.
///
/// Examples
/// --------
/// >>> from alumni.workforce import Mapping
/// >>> crews = "社員番号,在籍状況,入社年月日,退職年月日\n1042,退職済み,平成28年4月1日,R3.9.30\n"
/// >>> found = Mapping.shipped("smarthr").read({"crews.csv": crews})
/// >>> found.workers[0].spells[0].last_day
/// datetime.date(2021, 9, 30)
#[pyclass(module = "alumni.workforce", name = "Mapping", frozen)]
#[derive(Debug)]
pub(crate) struct Mapping(core::Mapping);

#[pymethods]
impl Mapping {
    /// The shipped mapping of this id: ``canonical``, ``workday``, ``successfactors``, ``bamboohr`` or ``smarthr``.
    ///
    /// Parameters
    /// ----------
    /// id : str
    /// overlay : mapping, optional
    ///     What only the customer knows: ``grades``, ``reasons``, ``mail_domains``, ``columns``, ``values`` and so on.
    #[staticmethod]
    #[pyo3(signature = (id, *, overlay=None))]
    fn shipped(py: Python<'_>, id: &Bound<'_, PyAny>, overlay: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let id = text(id, "id")?;
        let read =
            |value: &Bound<'_, PyAny>, name: &str| convert::from_value(value, name, core::Overlay::from_json);
        let overlay = optional(overlay, "overlay", read)?;
        run(py, || {
            let mapping = core::Mapping::shipped(&id).map_err(|error| error.within("id"))?;
            match overlay {
                Some(overlay) => mapping.with(overlay),
                None => Ok(mapping),
            }
        })
        .map(Self)
    }

    /// Read a mapping document in TOML.
    #[staticmethod]
    fn parse(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        run(py, || core::Mapping::parse(&text)).map(Self)
    }

    /// Read an export.
    ///
    /// Parameters
    /// ----------
    /// files : path, or mapping of file names to text or bytes
    ///     A folder with CSV files, one file, or the files themselves.
    /// lenient : bool
    ///     Whether to go on after rows that cannot be used: their workers are left out whole and the rows listed in
    ///     ``faults``. Otherwise the first such row is an error.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     With the cell in ``path``: ``spells.csv: line 12, column 5 (end_on)``.
    #[pyo3(signature = (files, *, lenient=None))]
    fn read(
        &self,
        py: Python<'_>,
        files: &Bound<'_, PyAny>,
        lenient: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Import> {
        let lenient = optional(lenient, "lenient", boolean)?.unwrap_or_default();
        let tables = tables(files, "files")?;
        run(py, || if lenient { self.0.import_lenient(&tables) } else { self.0.import(&tables) }).map(Import)
    }

    /// What people call the system, in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title().text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        format!("<Mapping {} v{}>", quoted(self.0.id()), self.0.version())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.id(), self.0.version()))
    }
}
getters!(Mapping {
    /// The mapping's id.
    id: String = |mapping, _py| mapping.id().to_owned();
    /// The mapping's version.
    version: u32 = |mapping, _py| mapping.version();
    /// The files of the export that must be there.
    required_files: Vec<String> =
        |mapping, _py| mapping.files().filter(|(_, required)| *required).map(|(name, _)| name.to_owned()).collect();
});
document!(Mapping, core::Mapping, core::Mapping::from_json);

/// What an export gave.
///
/// Examples
/// --------
/// >>> from alumni.workforce import Mapping
/// >>> found = Mapping.shipped("canonical").read({
/// ...     "people.csv": "worker_id\nw-1\n",
/// ...     "spells.csv": "worker_id,start_on,end_on\nw-1,2016-04-01,soon\n",
/// ... }, lenient=True)
/// >>> found.workers, found.faults[0].path
/// ([], 'spells.csv: line 2, column 3 (end_on)')
#[pyclass(module = "alumni.workforce", frozen)]
#[derive(Debug)]
pub(crate) struct Import(pub(crate) core::Import);

#[pymethods]
impl Import {
    fn __repr__(&self) -> String {
        format!("<Import {} workers, {} faults>", self.0.workers.len(), self.0.faults.len())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.workers.len(), self.0.faults.len()))
    }
}
getters!(Import {
    /// The workers, by id.
    workers: Vec<Worker> = |import, _py| import.workers.iter().cloned().map(Worker).collect();
    /// What looks wrong without being unusable.
    warnings: Bound<'py, PyList> = |import, py| reasons(py, &import.warnings)?;
    /// The facts that this export does not tell of all workers.
    cannot_supply: Vec<CannotSupply> = |import, _py| import.cannot_supply.iter().cloned().map(CannotSupply).collect();
    /// The rows that could not be used, by table and line.
    faults: Vec<Fault> = |import, _py| import.faults.iter().cloned().map(Fault).collect();
});
document!(Import, core::Import);

/// A fact that an export does not tell.
///
/// Examples
/// --------
/// >>> from alumni.workforce import Mapping
/// >>> found = Mapping.shipped("smarthr").read({"crews.csv": "社員番号,入社年月日,退職年月日\n1042,H28.4.1,R3.9.30\n"})
/// >>> "separation_kind" in {one.fact for one in found.cannot_supply}
/// True
#[pyclass(module = "alumni.workforce", frozen)]
#[derive(Debug)]
pub(crate) struct CannotSupply(pub(crate) core::CannotSupply);

#[pymethods]
impl CannotSupply {
    fn __repr__(&self) -> String {
        format!("<CannotSupply {} of {}>", self.0.fact, self.0.workers)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.fact, self.0.workers))
    }
}
getters!(CannotSupply {
    /// The fact's name in rules.
    fact: String = |one, _py| one.fact.clone();
    /// Why, and what would supply it.
    reason: Reason = |one, _py| Reason(one.reason.clone());
    /// Of how many of the workers it is not told.
    workers: u64 = |one, _py| one.workers;
});
document!(CannotSupply, core::CannotSupply);

/// A row that could not be used.
///
/// Examples
/// --------
/// >>> from alumni.workforce import Mapping
/// >>> found = Mapping.shipped("canonical").read({
/// ...     "people.csv": "worker_id\nw-1\n",
/// ...     "spells.csv": "worker_id,start_on,end_on\nw-1,2016-04-01,soon\n",
/// ... }, lenient=True)
/// >>> fault = found.faults[0]
/// >>> fault.line, fault.column, fault.field, fault.worker, fault.kind.value
/// (2, 'end_on', 'spell.end', 'w-1', 'syntax')
#[pyclass(module = "alumni.workforce", frozen)]
#[derive(Debug)]
pub(crate) struct Fault(pub(crate) core::Fault);

#[pymethods]
impl Fault {
    /// The fault as the exception that strict reading would have raised.
    fn error(&self) -> PyErr {
        let error: Error = self.0.error();
        raise(&error)
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<Fault {}>", self.0.path)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.path, &self.0.message))
    }
}
getters!(Fault {
    /// The table's name.
    file: String = |fault, _py| fault.file.clone();
    /// The line, from 1; the header is line 1.
    line: u32 = |fault, _py| fault.line;
    /// The column as the table calls it, where one is at fault.
    column: Option<String> = |fault, _py| fault.column.clone();
    /// The field that the column is, such as ``spell.end``.
    field: Option<String> = |fault, _py| fault.field.clone();
    /// The worker, who is left out whole; ``None`` where the row does not say.
    worker: Option<String> = |fault, _py| fault.worker.clone();
    /// What kind of error it is.
    kind: Bound<'py, PyAny> = |fault, py| fault.kind.member(py)?;
    /// Where it stands, such as ``spells.csv: line 12, column 5 (end_on)``.
    path: String = |fault, _py| fault.path.clone();
    /// What was expected.
    message: String = |fault, _py| fault.message.clone();
});
document!(Fault, core::Fault);
