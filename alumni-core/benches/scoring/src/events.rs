//! Events that nobody did.

use std::io::Write as _;
use std::path::Path;

/// The start of 2026-04-01 in seconds.
pub const END: i64 = 1_775_001_600;
/// Two years before it.
const SECONDS: u64 = 731 * 86_400;
pub const WEIGHTS: [(&str, f64); 6] =
    [("post_update", 2.0), ("reply", 4.0), ("reaction", 1.0), ("event_attend", 5.0), ("click", 0.5), ("visit", 0.25)];

/// Columns of events.
pub struct Events {
    pub people: Vec<u32>,
    pub kinds: Vec<u16>,
    pub seconds: Vec<i64>,
}

struct Stream(u64);

impl Stream {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(limit)) >> 64) as u64
    }
}

impl Events {
    /// In the order of time.
    pub fn by_time(events: usize, people: usize) -> Self {
        let mut stream = Stream(20_260_401);
        let mut seconds: Vec<i64> =
            (0..events).map(|_| END - 1 - stream.below(SECONDS) as i64).collect();
        seconds.sort_unstable();
        let people = (0..events)
            .map(|_| {
                // The lesser of two draws: some are far more active than others.
                let (one, two) = (stream.below(people as u64), stream.below(people as u64));
                one.min(two) as u32
            })
            .collect();
        let kinds = (0..events).map(|_| stream.below(WEIGHTS.len() as u64) as u16).collect();
        Self { people, kinds, seconds }
    }

    /// Some of a record in no order.
    pub fn batch(seed: u64, events: usize, people: usize) -> Self {
        let mut stream = Stream(seed.wrapping_mul(0xd134_2543_de82_ef95));
        let mut batch = Self { people: Vec::new(), kinds: Vec::new(), seconds: Vec::new() };
        for _ in 0..events {
            let (one, two) = (stream.below(people as u64), stream.below(people as u64));
            batch.people.push(one.min(two) as u32);
            batch.kinds.push(stream.below(WEIGHTS.len() as u64) as u16);
            batch.seconds.push(END - 1 - stream.below(SECONDS) as i64);
        }
        batch
    }

    /// The same by person, each one's in the order of time.
    pub fn by_person(&self, people: usize) -> Self {
        let mut starts = vec![0_usize; people + 1];
        for person in &self.people {
            starts[*person as usize + 1] += 1;
        }
        for person in 0..people {
            starts[person + 1] += starts[person];
        }
        let length = self.people.len();
        let mut sorted = Self { people: vec![0; length], kinds: vec![0; length], seconds: vec![0; length] };
        for (row, person) in self.people.iter().enumerate() {
            let place = &mut starts[*person as usize];
            sorted.people[*place] = *person;
            sorted.kinds[*place] = self.kinds[row];
            sorted.seconds[*place] = self.seconds[row];
            *place += 1;
        }
        sorted
    }
}

fn column<T: Copy, const N: usize>(path: &Path, values: &[T], bytes: impl Fn(T) -> [u8; N]) -> std::io::Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    for value in values {
        file.write_all(&bytes(*value))?;
    }
    file.flush()
}

pub fn write(events: usize, people: usize, folder: &str) -> std::io::Result<()> {
    let by_time = Events::by_time(events, people);
    let by_person = by_time.by_person(people);
    for (name, events) in [("time", &by_time), ("person", &by_person)] {
        let folder = Path::new(folder).join(name);
        std::fs::create_dir_all(&folder)?;
        column(&folder.join("people.u4"), &events.people, u32::to_le_bytes)?;
        column(&folder.join("kinds.u2"), &events.kinds, u16::to_le_bytes)?;
        column(&folder.join("seconds.i8"), &events.seconds, i64::to_le_bytes)?;
    }
    Ok(())
}
