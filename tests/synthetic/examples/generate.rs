//! Makes up the data folder of an alumni programme.
//!
//! ```sh
//! cargo run --release --example generate -- --scenario jbs200 --seed 7 --out DIR
//! ```

use std::path::PathBuf;
use std::process::ExitCode;

use alumni_synthetic::{Data, Fault, Scenario};

const USAGE: &str = "\
usage: generate --scenario NAME --seed NUMBER --out DIR [--people N] [--months M] [--dirty[=FAULT,FAULT]]

  --scenario NAME   jbs200, maruhan140, maker160, finance200, sme_fairness180 or consulting250k
  --seed NUMBER     0 to 18446744073709551615; the same seed gives the same bytes
  --out DIR         the folder, which is made if need be; files in it are replaced
  --people N        another number of members
  --months M        another length of the record of interactions
  --dirty[=FAULTS]  with realistic faults, all or those named; truth/truth.json lists where they are
";

struct Options {
    scenario: Scenario,
    seed: u64,
    out: PathBuf,
    faults: Vec<Fault>,
}

fn options() -> Result<Options, String> {
    let (mut scenario, mut seed, mut out) = (None, None, None);
    let (mut people, mut months, mut faults) = (None, None, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
        let number =
            |text: String| text.parse::<u32>().map_err(|_| format!("{name}: expected a number, got {text}"));
        match name.as_str() {
            "--scenario" => {
                let text = value()?;
                let known =
                    || format!("--scenario: expected one of {}, got {text}", Scenario::NAMES.join(", "));
                scenario = Some(Scenario::named(&text).ok_or_else(known)?);
            }
            "--seed" => {
                let text = value()?;
                seed = Some(text.parse().map_err(|_| format!("--seed: expected a number, got {text}"))?);
            }
            "--out" => out = Some(PathBuf::from(value()?)),
            "--people" => people = Some(number(value()?)?),
            "--months" => months = Some(number(value()?)?),
            "--dirty" => faults = Fault::ALL.to_vec(),
            "--help" | "-h" => return Err(USAGE.to_owned()),
            other => {
                let list = other
                    .strip_prefix("--dirty=")
                    .ok_or_else(|| format!("unknown option {other}\n\n{USAGE}"))?;
                let named = |name: &str| Fault::named(name).ok_or_else(|| unknown_fault(name));
                faults = list.split(',').map(named).collect::<Result<_, _>>()?;
            }
        }
    }
    let missing = |name: &str| format!("{name} is missing\n\n{USAGE}");
    let mut scenario: Scenario = scenario.ok_or_else(|| missing("--scenario"))?;
    if let Some(people) = people.filter(|people| *people > 0) {
        scenario = scenario.with_members(people);
    }
    if let Some(months) = months.filter(|months| (1..=120).contains(months)) {
        scenario = scenario.with_months(months);
    } else if months.is_some() {
        return Err("--months: expected 1 to 120".to_owned());
    }
    let seed = seed.ok_or_else(|| missing("--seed"))?;
    Ok(Options { scenario, seed, out: out.ok_or_else(|| missing("--out"))?, faults })
}

fn unknown_fault(name: &str) -> String {
    let names: Vec<_> = Fault::ALL.iter().map(|fault| fault.as_str()).collect();
    format!("--dirty: expected some of {}, got {name}", names.join(", "))
}

fn write(options: &Options) -> Result<(), String> {
    let data = Data::generate(&options.scenario, options.seed);
    for name in Data::FILES {
        let Some(file) = data.file(name, &options.faults) else { continue };
        let path = options.out.join(name);
        let folder = path.parent().unwrap_or(&options.out);
        std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        std::fs::write(&path, &file.bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let members = data.people.iter().filter(|person| person.membership.is_some()).count();
    println!(
        "synthetic: {} people, {members} of them members at some time, {} consent events, {} interactions, in {}",
        data.people.len(),
        data.consents.len(),
        data.log.interactions.len(),
        options.out.display()
    );
    Ok(())
}

fn main() -> ExitCode {
    match options().and_then(|options| write(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}
