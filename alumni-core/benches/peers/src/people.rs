//! The made-up people. Nobody here is real.
//!
//! Person `i` is drawn from a SplitMix64 stream of its own, so that any part of any size can be made anew.

use serde::{Deserialize, Serialize};

/// The day of every decision: 2026-06-30, in days since 1970-01-01.
pub const AS_OF: i32 = 20_634;
pub const SEED: u64 = 42;

pub const KINDS: [&str; 8] = [
    "voluntary",
    "mutual",
    "involuntary_no_cause",
    "involuntary_cause",
    "end_of_term",
    "retirement",
    "transfer_out",
    "death",
];
pub const FLAGS: [&str; 5] = ["yes", "no", "upon_review", "not_answered", "absent"];
pub const ENTITIES: [&str; 12] =
    ["jp-head", "jp-sales", "jp-works", "us-west", "us-east", "de", "fr", "uk", "sg", "in", "cn", "br"];
pub const FAMILIES: [&str; 16] = [
    "sales",
    "engineering",
    "research",
    "production",
    "logistics",
    "quality",
    "finance",
    "legal",
    "people",
    "marketing",
    "support",
    "design",
    "data",
    "security",
    "procurement",
    "facilities",
];

/// One person as the policy sees them: 3 days, 5 codes, of which the kind of separation may
/// be missing, and 4 booleans.
#[derive(Clone, Debug)]
pub struct Person {
    pub start: i32,
    pub separation: i32,
    pub non_compete: i32,
    pub grade: u8,
    pub kind: Option<u8>,
    pub flag: u8,
    pub entity: u8,
    pub family: u8,
    pub no_contact: bool,
    pub property_returned: bool,
    pub nda_signed: bool,
    pub legal_hold: bool,
}

/// The record as peers read it: days as numbers, since most of them have no dates.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record<'a> {
    pub start_day: i32,
    pub separation_day: i32,
    pub non_compete_day: i32,
    pub grade: u8,
    #[serde(borrow)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separation_kind: Option<&'a str>,
    pub rehire_flag: &'a str,
    pub legal_entity: &'a str,
    pub job_family: &'a str,
    pub no_contact_agreed: bool,
    pub property_returned: bool,
    pub nda_signed: bool,
    pub legal_hold: bool,
}

struct Stream(u64);

impl Stream {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to but not including `end`, by the high half of a product.
    fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    fn per_mille(&mut self, share: u64) -> bool {
        self.below(1000) < share
    }

    fn pick<T: Copy>(&mut self, weighted: &[(u64, T)]) -> T {
        let mut at = self.below(weighted.iter().map(|(weight, _)| weight).sum());
        for (weight, value) in weighted {
            match at.checked_sub(*weight) {
                None => return *value,
                Some(rest) => at = rest,
            }
        }
        unreachable!("weights add up")
    }
}

impl Person {
    pub fn number(index: u64) -> Self {
        let mut seed = Stream(SEED);
        let mut random = Stream(seed.next() ^ index.wrapping_mul(0xd134_2543_de82_ef95));
        // The last seven years but the last day; tenures from a month to 16 years, the short ones more often.
        let separation = AS_OF - 1 - random.below(2_557) as i32;
        let tenure = 30 + random.below(6_000).min(random.below(6_000)) as i32;
        let kind = random.pick(&[
            (250, None),
            (525, Some(0)),
            (38, Some(1)),
            (45, Some(2)),
            (22, Some(3)),
            (60, Some(4)),
            (45, Some(5)),
            (11, Some(6)),
            (4, Some(7)),
        ]);
        let flag = random.pick(&[(450, 0), (100, 1), (150, 2), (50, 3), (250, 4)]);
        Self {
            start: separation - tenure,
            separation,
            non_compete: separation + random.pick(&[(500, 0), (150, 90), (150, 180), (150, 365), (50, 730)]),
            grade: 1 + random.below(8).min(random.below(8)) as u8,
            kind,
            flag,
            entity: random.below(12) as u8,
            family: random.below(16) as u8,
            no_contact: random.per_mille(30),
            property_returned: random.per_mille(950),
            nda_signed: random.per_mille(920),
            legal_hold: random.per_mille(30),
        }
    }

    pub fn record(&self) -> Record<'static> {
        Record {
            start_day: self.start,
            separation_day: self.separation,
            non_compete_day: self.non_compete,
            grade: self.grade,
            separation_kind: self.kind.map(|kind| KINDS[usize::from(kind)]),
            rehire_flag: FLAGS[usize::from(self.flag)],
            legal_entity: ENTITIES[usize::from(self.entity)],
            job_family: FAMILIES[usize::from(self.family)],
            no_contact_agreed: self.no_contact,
            property_returned: self.property_returned,
            nda_signed: self.nda_signed,
            legal_hold: self.legal_hold,
        }
    }

    pub fn json(&self) -> String {
        serde_json::to_string(&self.record()).expect("a record")
    }
}

/// The same people in columns: 3 x i32, 5 x u8, 5 bitmaps = 17.625 bytes a row.
pub struct Table {
    pub rows: usize,
    pub start: Vec<i32>,
    pub separation: Vec<i32>,
    pub non_compete: Vec<i32>,
    pub grade: Vec<u8>,
    pub kind: Vec<u8>,
    pub flag: Vec<u8>,
    pub entity: Vec<u8>,
    pub family: Vec<u8>,
    pub no_contact: Vec<u8>,
    pub property_returned: Vec<u8>,
    pub nda_signed: Vec<u8>,
    pub legal_hold: Vec<u8>,
    pub kind_valid: Vec<u8>,
}

impl Table {
    pub fn new(people: &[Person]) -> Self {
        let bits = |bit: fn(&Person) -> bool| {
            people
                .chunks(8)
                .map(|eight| {
                    eight.iter().enumerate().fold(0, |byte, (at, person)| byte | u8::from(bit(person)) << at)
                })
                .collect()
        };
        Self {
            rows: people.len(),
            start: people.iter().map(|person| person.start).collect(),
            separation: people.iter().map(|person| person.separation).collect(),
            non_compete: people.iter().map(|person| person.non_compete).collect(),
            grade: people.iter().map(|person| person.grade).collect(),
            kind: people.iter().map(|person| person.kind.unwrap_or(0)).collect(),
            flag: people.iter().map(|person| person.flag).collect(),
            entity: people.iter().map(|person| person.entity).collect(),
            family: people.iter().map(|person| person.family).collect(),
            no_contact: bits(|person| person.no_contact),
            property_returned: bits(|person| person.property_returned),
            nda_signed: bits(|person| person.nda_signed),
            legal_hold: bits(|person| person.legal_hold),
            kind_valid: bits(|person| person.kind.is_some()),
        }
    }
}
