//! Reviews a whole alumni programme as of a day.
//!
//! Without arguments it reviews the synthetic sample programme in `tests/data/sample`; with `--data` a folder of one's own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use alumni_core::programme::{Programme, Review};
use alumni_core::workforce::Table;
use alumni_core::{Error, Lang};

const USAGE: &str = "\
usage: review [--data DIR] [--programme FILE] [--mapping NAME] [--as-of YYYY-MM-DD]
              [--lang en|ja] [--json | --html] [--keep-going]

  --data DIR        the folder of CSV files; the synthetic sample programme when absent
  --programme FILE  the programme; else programme.toml in the folder, else the starter programme
  --mapping NAME    how the files are read: canonical, workday, successfactors, bamboohr, smarthr
  --as-of DATE      the day of the review; needed with --data
  --lang LANG       en (default) or ja
  --json, --html    print JSON or an HTML page instead of text
  --keep-going      leave out people whose rows cannot be used, and list the rows
";

/// The day after the sample's last month.
const SAMPLE_AS_OF: &str = "2026-04-01";

#[derive(Default)]
struct Options {
    data: Option<PathBuf>,
    programme: Option<PathBuf>,
    mapping: Option<String>,
    as_of: Option<String>,
    lang: Lang,
    json: bool,
    html: bool,
    keep_going: bool,
}

fn options() -> Result<Options, String> {
    let mut options = Options::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
        match name.as_str() {
            "--data" => options.data = Some(value()?.into()),
            "--programme" => options.programme = Some(value()?.into()),
            "--mapping" => options.mapping = Some(value()?),
            "--as-of" => options.as_of = Some(value()?),
            "--lang" => options.lang = value()?.parse().map_err(|error: Error| error.to_string())?,
            "--json" => options.json = true,
            "--html" => options.html = true,
            "--keep-going" => options.keep_going = true,
            "--help" | "-h" => return Err(USAGE.to_owned()),
            other => return Err(format!("unknown option {other}\n\n{USAGE}")),
        }
    }
    Ok(options)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn programme(options: &Options, folder: &Path) -> Result<Programme, String> {
    let beside = folder.join("programme.toml");
    let path = options.programme.clone().or_else(|| beside.exists().then_some(beside));
    let Some(path) = path else {
        return with_mapping(Programme::starter(), options).map_err(|error| error.to_string());
    };
    let place = path.display();
    let text = String::from_utf8(read(&path)?).map_err(|_| format!("{place}: expected UTF-8"))?;
    with_mapping(Programme::parse(&text), options).map_err(|error| format!("{place}: {error}"))
}

fn with_mapping(programme: Result<Programme, Error>, options: &Options) -> Result<Programme, Error> {
    match &options.mapping {
        None => programme,
        Some(mapping) => programme?.with_mapping(mapping),
    }
}

/// The folder's CSV files, in the order of their names.
fn tables(folder: &Path) -> Result<Vec<Table>, String> {
    let listed = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<_> = listed.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv")));
    paths.sort();
    if paths.is_empty() {
        return Err(format!("{}: expected CSV files, found none", folder.display()));
    }
    let table = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Table::from_csv_bytes(&name, &read(path)?).map_err(|error| error.to_string())
    };
    paths.iter().map(table).collect()
}

fn review(options: &Options) -> Result<Review, String> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/sample");
    let folder = options.data.clone().unwrap_or(sample);
    let as_of = match (&options.as_of, &options.data) {
        (Some(date), _) => date.as_str(),
        (None, None) => SAMPLE_AS_OF,
        (None, Some(_)) => return Err("--data needs --as-of YYYY-MM-DD: a review is of a day".to_owned()),
    };
    let as_of =
        as_of.parse().map_err(|_| format!("--as-of: expected a date like 2026-04-01, got {as_of}"))?;
    let programme = programme(options, &folder)?;
    let tables = tables(&folder)?;
    let data = if options.keep_going { programme.read_lenient(&tables) } else { programme.read(&tables) };
    // The text of the files is the largest part; the review does not need it.
    drop(tables);
    let review = data.and_then(|data| programme.review(&data, as_of));
    review.map_err(|error| error.to_string())
}

fn main() -> ExitCode {
    let options = match options() {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let page = match review(&options) {
        Ok(review) if options.json => review.to_json() + "\n",
        Ok(review) if options.html => review.html(options.lang),
        Ok(review) => review.text(options.lang),
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::FAILURE;
        }
    };
    // Somebody who reads only the first lines closes the pipe early; that is no fault.
    let _ = std::io::stdout().write_all(page.as_bytes());
    ExitCode::SUCCESS
}
