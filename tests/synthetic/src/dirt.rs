//! Realistic faults, each put where its list says.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;

use crate::files::{File, WORK_MAIL};
use crate::random::Rng;
use crate::shift_jis;

/// A kind of fault that exports really have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Fault {
    /// Dates of Japanese eras, which are read as what they are.
    EraDates,
    /// Full-width spaces around a value, which are passed over.
    FullWidthSpaces,
    /// A work address said to be the person's own.
    WorkMailAsPersonal,
    /// A column that nobody knows.
    UnknownColumn,
    /// Years of two digits.
    TwoDigitYears,
    /// A last day before the first.
    EndBeforeStart,
    /// Two spells at one time.
    OverlappingSpells,
    /// One person twice.
    DuplicateIds,
    /// A kind of separation in words of one's own.
    OwnWords,
    /// Pay in two currencies.
    MixedCurrencies,
    /// Pay without a currency.
    CurrencyMissing,
    /// Pay of somebody who is not in the export.
    UnknownWorkers,
    /// An instant without offset.
    InstantWithoutOffset,
    /// A row with too few cells.
    RaggedRow,
    /// A file in `Shift_JIS`.
    ShiftJis,
}

/// What a fault does to whoever reads the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Effect {
    /// Nothing: it is read as what was meant.
    Read,
    /// The data are wrong and nobody can tell.
    Silent,
    /// A warning about the file.
    Warning,
    /// The row cannot be used, and its worker is left out.
    Row,
    /// The file cannot be used.
    File,
}

/// A fault and where it was put.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Injected {
    /// The kind of fault.
    pub fault: &'static str,
    /// What it does.
    pub effect: Effect,
    /// The file.
    pub file: &'static str,
    /// The line, from 1, counted before any re-encoding.
    pub line: usize,
    /// The column, where one is at fault.
    pub column: Option<&'static str>,
    /// The worker, where the row has one.
    pub worker: Option<String>,
}

/// Rows in a hundred that have a fault that rows can have; at least one, at most fifty.
const PERCENT: usize = 1;

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 15] = [
        Self::EraDates,
        Self::FullWidthSpaces,
        Self::WorkMailAsPersonal,
        Self::UnknownColumn,
        Self::TwoDigitYears,
        Self::EndBeforeStart,
        Self::OverlappingSpells,
        Self::DuplicateIds,
        Self::OwnWords,
        Self::MixedCurrencies,
        Self::CurrencyMissing,
        Self::UnknownWorkers,
        Self::InstantWithoutOffset,
        Self::RaggedRow,
        Self::ShiftJis,
    ];

    /// Name, effect, file and column.
    const fn card(self) -> (&'static str, Effect, &'static str, Option<&'static str>) {
        match self {
            Self::EraDates => ("era-dates", Effect::Read, "spells.csv", Some("start_on")),
            Self::FullWidthSpaces => ("full-width-spaces", Effect::Read, "positions.csv", Some("grade")),
            Self::WorkMailAsPersonal => {
                ("work-mail-as-personal", Effect::Silent, "contacts.csv", Some("ownership"))
            }
            Self::UnknownColumn => ("unknown-column", Effect::Warning, "people.csv", None),
            Self::TwoDigitYears => ("two-digit-years", Effect::Row, "spells.csv", Some("start_on")),
            Self::EndBeforeStart => ("end-before-start", Effect::Row, "spells.csv", Some("end_on")),
            Self::OverlappingSpells => ("overlapping-spells", Effect::Row, "spells.csv", Some("start_on")),
            Self::DuplicateIds => ("duplicate-ids", Effect::Row, "people.csv", Some("worker_id")),
            Self::OwnWords => ("own-words", Effect::Row, "spells.csv", Some("separation_kind")),
            Self::MixedCurrencies => ("mixed-currencies", Effect::Row, "compensation.csv", Some("amount")),
            Self::CurrencyMissing => ("currency-missing", Effect::Row, "compensation.csv", Some("amount")),
            Self::UnknownWorkers => ("unknown-workers", Effect::Row, "compensation.csv", Some("worker_id")),
            Self::InstantWithoutOffset => {
                ("instant-without-offset", Effect::File, "consent_events.csv", Some("occurred_at"))
            }
            Self::RaggedRow => ("ragged-row", Effect::File, "contacts.csv", None),
            Self::ShiftJis => ("shift-jis", Effect::File, "positions.csv", None),
        }
    }

    /// The name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.card().0
    }

    /// What it does.
    #[must_use]
    pub const fn effect(self) -> Effect {
        self.card().1
    }

    /// The file it is put into.
    #[must_use]
    pub const fn file(self) -> &'static str {
        self.card().2
    }

    /// The fault of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.as_str() == name)
    }
}

/// Puts those of `faults` that belong into the file `name` into its text.
pub(crate) fn spoil(text: String, name: &str, faults: &[Fault], seed: u64) -> File {
    let own: Vec<Fault> = faults.iter().copied().filter(|fault| fault.file() == name).collect();
    if own.is_empty() {
        return File { bytes: text.into_bytes(), injected: Vec::new() };
    }
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect());
    let header = lines.next().unwrap_or_default();
    let mut sheet = Sheet {
        header,
        rows: lines.collect(),
        extra: Vec::new(),
        touched: BTreeSet::new(),
        injected: Vec::new(),
    };
    for fault in &own {
        let mut rng = Rng::stream(seed, fault.as_str(), 0);
        sheet.spoil(*fault, &mut rng);
    }
    sheet.rows.append(&mut sheet.extra);
    let rows = std::iter::once(&sheet.header).chain(&sheet.rows);
    let text: String = rows.map(|row| row.join(",") + "\n").collect();
    let bytes = if own.contains(&Fault::ShiftJis) { shift_jis::encode(&text) } else { text.into_bytes() };
    sheet.injected.sort_by_key(|injected| injected.line);
    File { bytes, injected: sheet.injected }
}

struct Sheet {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Rows to be added at the end, so that lines above keep their numbers.
    extra: Vec<Vec<String>>,
    /// Workers who already have a fault in this file: one each, so that each is found.
    touched: BTreeSet<String>,
    injected: Vec<Injected>,
}

impl Sheet {
    fn column(&self, name: &str) -> usize {
        self.header.iter().position(|column| column == name).unwrap_or(0)
    }

    fn note(&mut self, fault: Fault, row: usize, worker: Option<String>) {
        let (name, effect, file, column) = fault.card();
        self.injected.push(Injected { fault: name, effect, file, line: row + 2, column, worker });
    }

    fn spoil(&mut self, fault: Fault, rng: &mut Rng) {
        match fault {
            Fault::UnknownColumn => {
                self.header.push("備考".to_owned());
                for row in &mut self.rows {
                    row.push(if rng.chance(0.1) { "要確認".to_owned() } else { String::new() });
                }
                let (name, effect, file, column) = fault.card();
                self.injected.push(Injected { fault: name, effect, file, line: 1, column, worker: None });
                return;
            }
            // Re-encoded as a whole, later; the first line with Japanese is the first after the header.
            Fault::ShiftJis => return self.note(fault, 0, None),
            _ => {}
        }
        let wanted =
            if fault.effect() == Effect::File { 1 } else { (self.rows.len() * PERCENT / 100).clamp(1, 50) };
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        rng.shuffle(&mut order);
        let mut done = 0;
        for row in order {
            if done == wanted {
                break;
            }
            let key = self.rows[row][self.column("worker_id")].clone();
            if self.touched.contains(&key) || !self.spoil_row(fault, row) {
                continue;
            }
            self.touched.insert(key);
            done += 1;
        }
    }

    /// Puts the fault into a row where it fits.
    fn spoil_row(&mut self, fault: Fault, row: usize) -> bool {
        let worker = self.rows[row][self.column("worker_id")].clone();
        let column = fault.card().3.map_or(0, |column| self.column(column));
        let cell = self.rows[row][column].clone();
        let day = |name: &str| self.rows[row][self.column(name)].parse::<NaiveDate>().ok();
        let mut extra_row = None;
        match fault {
            Fault::EraDates => match era(&cell) {
                Some(written) => self.rows[row][column] = written,
                None => return false,
            },
            Fault::FullWidthSpaces => self.rows[row][column] = format!("\u{3000}{cell}\u{3000}"),
            Fault::WorkMailAsPersonal if cell != "work" => return false,
            Fault::WorkMailAsPersonal => {
                debug_assert!(self.rows[row].iter().any(|cell| cell.ends_with(WORK_MAIL)));
                "personal".clone_into(&mut self.rows[row][column]);
            }
            // 2016-04-01 as 16/04/01.
            Fault::TwoDigitYears => self.rows[row][column] = cell[2..].replace('-', "/"),
            Fault::EndBeforeStart => match day("start_on") {
                Some(start) if !cell.is_empty() => {
                    self.rows[row][column] = (start - Days::new(1)).to_string()
                }
                _ => return false,
            },
            Fault::OverlappingSpells => {
                let (Some(start), Some(end)) = (day("start_on"), day("end_on")) else { return false };
                let again =
                    self.rows.iter().filter(|other| other[self.column("worker_id")] == worker).count() > 1;
                if again || end - start < chrono::TimeDelta::days(60) {
                    return false;
                }
                let mut other = self.rows[row].clone();
                let (spell, start_on, end_on) =
                    (self.column("spell_id"), self.column("start_on"), self.column("end_on"));
                other[spell].push('b');
                other[start_on] = (end - Days::new(30)).to_string();
                other[end_on] = (end + Days::new(30)).to_string();
                extra_row = Some(other);
            }
            Fault::DuplicateIds => extra_row = Some(self.rows[row].clone()),
            Fault::OwnWords if cell != "voluntary" => return false,
            Fault::OwnWords => "自己都合".clone_into(&mut self.rows[row][column]),
            Fault::MixedCurrencies => {
                // The second amount of a worker: the first says what the currency is.
                let (id, currency) = (self.column("worker_id"), self.column("currency"));
                let worker_at =
                    |place: Option<usize>| place.and_then(|place| self.rows.get(place)).map(|row| &row[id]);
                let second = worker_at(row.checked_sub(1)) == Some(&worker)
                    && worker_at(row.checked_sub(2)) != Some(&worker);
                if !second {
                    return false;
                }
                "USD".clone_into(&mut self.rows[row][currency]);
            }
            Fault::CurrencyMissing => {
                let currency = self.column("currency");
                self.rows[row][currency].clear();
            }
            Fault::UnknownWorkers => {
                let mut other = self.rows[row].clone();
                other[column] = worker.replace("w-", "x-");
                extra_row = Some(other);
            }
            Fault::InstantWithoutOffset => match cell.strip_suffix("+09:00") {
                Some(local) => self.rows[row][column] = local.to_owned(),
                None => return false,
            },
            Fault::RaggedRow => drop(self.rows[row].pop()),
            Fault::UnknownColumn | Fault::ShiftJis => return false,
        }
        let line = match extra_row {
            None => row,
            Some(extra) => {
                self.extra.push(extra);
                self.rows.len() + self.extra.len() - 1
            }
        };
        let worker = match fault {
            Fault::InstantWithoutOffset => None,
            Fault::UnknownWorkers => Some(worker.replace("w-", "x-")),
            _ => Some(worker),
        };
        self.note(fault, line, worker);
        true
    }
}

/// A day of Heisei or Reiwa, alternately in full and in short.
fn era(iso: &str) -> Option<String> {
    let day: NaiveDate = iso.parse().ok()?;
    let reiwa = NaiveDate::from_ymd_opt(2019, 5, 1)?;
    let heisei = NaiveDate::from_ymd_opt(1989, 1, 8)?;
    let (name, letter, before) = if day >= reiwa {
        ("令和", 'R', 2018)
    } else if day >= heisei {
        ("平成", 'H', 1988)
    } else {
        return None;
    };
    let (year, month, day_of_month) = (day.year() - before, day.month(), day.day());
    Some(match year {
        1 => format!("{name}元年{month}月{day_of_month}日"),
        _ if day_of_month % 2 == 0 => format!("{name}{year}年{month}月{day_of_month}日"),
        _ => format!("{letter}{year}.{month}.{day_of_month}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // 平成31年4月30日 was the last day of Heisei, 令和元年5月1日 the first of Reiwa.
    #[test]
    fn days_are_written_in_their_era() {
        assert_eq!(era("2019-04-30").as_deref(), Some("平成31年4月30日"));
        assert_eq!(era("2019-05-01").as_deref(), Some("令和元年5月1日"));
        assert_eq!(era("2015-04-01").as_deref(), Some("H27.4.1"));
        assert_eq!(era("1988-12-31"), None);
    }

    #[test]
    fn names_of_faults_are_unique() {
        for fault in Fault::ALL {
            assert_eq!(Fault::named(fault.as_str()), Some(fault));
        }
    }
}
