//! A whole programme, made up.

use crate::conversation::{Crowd, Log};
use crate::dirt::{self, Fault};
use crate::files::{self, File};
use crate::permission::Consent;
use crate::person::Person;
use crate::random::Rng;
use crate::scenario::Scenario;
use crate::{career, documents, gathering, looking, office, participation, permission, relay, truth};

/// What was made up, before it is written.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Data {
    /// What was asked for.
    pub scenario: Scenario,
    /// The seed.
    pub seed: u64,
    /// Everybody in the export, by number.
    pub people: Vec<Person>,
    /// The consent ledger.
    pub consents: Vec<Consent>,
    /// The record of interactions.
    pub log: Log,
}

impl Data {
    /// The files of a data folder, in the order in which they are written.
    pub const FILES: [&'static str; 12] = [
        "programme.toml",
        "README.txt",
        "people.csv",
        "spells.csv",
        "positions.csv",
        "compensation.csv",
        "contacts.csv",
        "consent_events.csv",
        "interactions.csv",
        "groups.csv",
        "selections.csv",
        "truth/truth.json",
    ];

    /// Makes up `scenario` from `seed`.
    #[must_use]
    pub fn generate(scenario: &Scenario, seed: u64) -> Self {
        let (people, consents) = population(scenario, seed);
        let crowd = Crowd::new(&people);
        let mut log = Log::default();
        participation::posts(scenario, seed, &people, &crowd, &mut log);
        let introductions = relay::run(scenario, seed, &people, &crowd, &mut log);
        looking::views(scenario, seed, &people, &crowd, &introductions, &mut log);
        looking::contacts(scenario, seed, &people, &introductions, &mut log);
        gathering::requests(scenario, seed, &people, &crowd, &mut log);
        gathering::gatherings(scenario, seed, &people, &mut log);
        office::work(scenario, seed, &mut log);
        office::applications(seed, &people, &consents, &mut log);
        log.settle(scenario.window());
        Self { scenario: scenario.clone(), seed, people, consents, log }
    }

    /// The file of this name, with these faults; `None` for a name that is not among [`FILES`](Self::FILES).
    ///
    /// The file `truth/truth.json` lists the faults of every file.
    #[must_use]
    pub fn file(&self, name: &str, faults: &[Fault]) -> Option<File> {
        let clean = |text: String| File { bytes: text.into_bytes(), injected: Vec::new() };
        let csv = |table: String| dirt::spoil(table, name, faults, self.seed);
        Some(match name {
            "programme.toml" => clean(documents::programme(self)),
            "README.txt" => clean(documents::readme(self, faults)),
            "people.csv" => csv(files::people(self)),
            "spells.csv" => csv(files::spells(self)),
            "positions.csv" => csv(files::positions(self)),
            "compensation.csv" => csv(files::compensation(self)),
            "contacts.csv" => csv(files::contacts(self)),
            "consent_events.csv" => csv(files::consent_events(self)),
            "interactions.csv" => csv(files::interactions(self)),
            "groups.csv" => csv(files::groups(self)),
            "selections.csv" => csv(files::selections(self)),
            "truth/truth.json" => {
                let spoiled =
                    Self::FILES.iter().filter(|file| faults.iter().any(|fault| fault.file() == **file));
                let injected =
                    spoiled.filter_map(|file| self.file(file, faults)).flat_map(|file| file.injected);
                clean(truth::truth(self, &injected.collect::<Vec<_>>()))
            }
            _ => return None,
        })
    }

    /// The command that makes this folder.
    pub(crate) fn command(&self, faults: &[Fault]) -> String {
        let mut command = format!("generate --scenario {} --seed {}", self.scenario.name, self.seed);
        if let Some(named) = Scenario::named(self.scenario.name) {
            if named.members != self.scenario.members {
                command.push_str(&format!(" --people {}", self.scenario.members));
            }
            if named.months != self.scenario.months {
                command.push_str(&format!(" --months {}", self.scenario.months));
            }
        }
        if faults == Fault::ALL {
            command.push_str(" --dirty");
        } else if !faults.is_empty() {
            let names: Vec<_> = faults.iter().map(|fault| fault.as_str()).collect();
            command.push_str(&format!(" --dirty={}", names.join(",")));
        }
        command
    }
}

/// Hires people until there are enough members.
fn population(scenario: &Scenario, seed: u64) -> (Vec<Person>, Vec<Consent>) {
    let (from, until) = scenario.counted();
    let mut people = Vec::new();
    let mut consents = Vec::new();
    let mut members = 0;
    let mut index = 0;
    while members < scenario.members {
        index += 1;
        let Some(mut person) = career::person(scenario, seed, index) else { continue };
        if let Some(left) = person.first_left() {
            let (mut events, membership) = permission::story(scenario, seed, &person, left);
            consents.append(&mut events);
            person.membership = membership;
            members += u32::from(membership.is_some_and(|one| one.holds(from) && one.holds(until)));
        } else if !Rng::stream(seed, "export", u64::from(index)).chance(scenario.staff_share) {
            continue;
        }
        people.push(person);
    }
    (people, consents)
}
