//! The events: made up, the same for every engine.

use chrono::{DateTime, Utc};

pub const PURPOSES: u8 = 10;
pub const CHANNELS: u8 = 6;
/// A yes lasts so many days.
pub const DAYS: i64 = 730;
const DAY: i64 = 86_400_000_000;

/// Kinds as the columns number them.
pub const SHOWN: u8 = 0;
pub const GIVEN: u8 = 1;
pub const RENEWED: u8 = 2;
pub const WITHDRAWN: u8 = 3;

/// When the questions are about.
pub fn now() -> DateTime<Utc> {
    "2026-06-01T00:00:00Z".parse().expect("an instant")
}

/// The earlier instant, as it was known then.
pub fn then() -> DateTime<Utc> {
    "2020-01-01T00:00:00Z".parse().expect("an instant")
}

/// Columns in the order of arrival; instants in microseconds since 1970.
#[derive(Default)]
pub struct Events {
    pub person: Vec<u32>,
    pub purpose: Vec<u8>,
    pub channel: Vec<u8>,
    pub kind: Vec<u8>,
    pub occurred: Vec<i64>,
    pub received: Vec<i64>,
    pub id: Vec<u32>,
}

/// Steele, Lea and Flood 2014.
pub struct SplitMix(pub u64);

impl SplitMix {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

/// The four pairs of purpose and channel that a person has events about; the purposes differ.
pub fn pairs(person: u32) -> [(u8, u8); 4] {
    let mut draw = SplitMix(u64::from(person).wrapping_mul(0xd134_2543_de82_ef95));
    let first = draw.below(PURPOSES.into()) as u8;
    [0, 3, 6, 9].map(|step| ((first + step) % PURPOSES, draw.below(CHANNELS.into()) as u8))
}

impl Events {
    pub fn make(people: u32) -> Self {
        let mut made = Self::default();
        let first = "2012-01-01T00:00:00Z".parse::<DateTime<Utc>>().expect("an instant").timestamp_micros();
        for person in 0..people {
            let mut draw = SplitMix(u64::from(person) ^ 42);
            for (purpose, channel) in pairs(person) {
                let mut at = first + draw.below(14 * 365 * 86_400) as i64 * 1_000_000;
                let kinds: &[u8] = match draw.below(100) {
                    0..35 => &[GIVEN, RENEWED],
                    35..60 => &[GIVEN, WITHDRAWN],
                    60..80 => &[SHOWN, GIVEN, RENEWED],
                    _ => &[GIVEN, WITHDRAWN, SHOWN, GIVEN],
                };
                for (place, kind) in kinds.iter().enumerate() {
                    // One withdrawal of five is at the instant of the yes: the stricter one stands.
                    let tie = *kind == WITHDRAWN && draw.below(5) == 0;
                    if place > 0 && !tie {
                        at += 3_600_000_000 + draw.below(400 * 86_400) as i64 * 1_000_000;
                    }
                    made.person.push(person);
                    made.purpose.push(purpose);
                    made.channel.push(channel);
                    made.kind.push(*kind);
                    made.occurred.push(at);
                    made.received.push(at + draw.below(3 * 86_400) as i64 * 1_000_000);
                    made.id.push(made.id.len() as u32);
                }
            }
        }
        made.shuffle();
        made
    }

    /// Arrival has nothing to do with the order of the acts.
    fn shuffle(&mut self) {
        let mut draw = SplitMix(7);
        for place in (1..self.len()).rev() {
            let other = draw.below(place as u64 + 1) as usize;
            self.person.swap(place, other);
            self.purpose.swap(place, other);
            self.channel.swap(place, other);
            self.kind.swap(place, other);
            self.occurred.swap(place, other);
            self.received.swap(place, other);
            self.id.swap(place, other);
        }
    }

    pub fn len(&self) -> usize {
        self.id.len()
    }

    pub fn write(&self, folder: &str) -> std::io::Result<()> {
        let longs = |values: &[i64]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>();
        let ints = |values: &[u32]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>();
        std::fs::create_dir_all(folder)?;
        let write = |name: &str, bytes: &[u8]| std::fs::write(format!("{folder}/{name}"), bytes);
        write("person.u4", &ints(&self.person))?;
        write("purpose.u1", &self.purpose)?;
        write("channel.u1", &self.channel)?;
        write("kind.u1", &self.kind)?;
        write("occurred.i8", &longs(&self.occurred))?;
        write("received.i8", &longs(&self.received))?;
        write("id.u4", &ints(&self.id))
    }

    /// The day on which a yes ends, in microseconds.
    pub fn end(occurred: i64) -> i64 {
        occurred + DAYS * DAY
    }
}
