//! What no program can be faster than by much: the same states in a table by hand, which trusts 64 bits of hash instead of reading
//! names, knows no reasons and checks nothing; and how long the machine takes to read what depends on what was read before.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hasher as _};
use std::hint::black_box;
use std::time::Duration;

use foldhash::quality::RandomState;

use crate::events::{self, Events, GIVEN, RENEWED, SHOWN, SplitMix};
use crate::measure::{each, line, timed};
use crate::ours::{ASKED, asked, name, one_of_everybody};

/// Eight bytes a name and sixteen a state, found by two reads.
struct Table {
    seeds: RandomState,
    /// The upper half of the hash of a name, and where the states of that person begin.
    slots: Vec<(u32, u32)>,
    /// Purpose, channel, whether it is a yes, and how many the person has; the lower half of the hash; until when.
    states: Vec<(u32, u32, i64)>,
}

impl Table {
    fn new(people: u32) -> Self {
        let made = Events::make(people);
        let now = events::now().timestamp_micros();
        let mut last = HashMap::new();
        for row in (0..made.len()).filter(|row| made.kind[*row] != SHOWN && made.occurred[*row] <= now) {
            let key = (made.person[row], made.purpose[row], made.channel[row]);
            let said = (made.occurred[row], made.kind[row]);
            last.entry(key).and_modify(|last| *last = said.max(*last)).or_insert(said);
        }
        let mut last: Vec<_> = last.into_iter().collect();
        last.sort_unstable();
        let mut table = Self {
            seeds: RandomState::default(),
            slots: vec![(0, u32::MAX); people.next_power_of_two() as usize * 2],
            states: Vec::new(),
        };
        for of_person in last.chunk_by(|a, b| a.0.0 == b.0.0) {
            let (hash, low) = table.hash(&name(of_person[0].0.0));
            let mut place = table.home(hash);
            while table.slots[place].1 != u32::MAX {
                place = (place + 1) % table.slots.len();
            }
            table.slots[place] = (hash, table.states.len() as u32);
            for ((_, purpose, channel), (occurred, kind)) in of_person {
                let is_yes = u32::from(*kind == GIVEN || *kind == RENEWED);
                let what = u32::from(*purpose)
                    | u32::from(*channel) << 8
                    | is_yes << 16
                    | (of_person.len() as u32) << 24;
                table.states.push((what, low, Events::end(*occurred)));
            }
        }
        table
    }

    fn hash(&self, name: &str) -> (u32, u32) {
        let mut hasher = self.seeds.build_hasher();
        hasher.write(name.as_bytes());
        let hash = hasher.finish();
        ((hash >> 32) as u32, hash as u32)
    }

    fn home(&self, hash: u32) -> usize {
        (u64::from(hash) << self.slots.len().ilog2() >> 32) as usize
    }

    fn find(&self, hash: u32, is: impl Fn(usize) -> bool) -> Option<usize> {
        let mut place = self.home(hash);
        loop {
            let (found, start) = self.slots[place];
            if start == u32::MAX {
                return None;
            }
            if found == hash && is(start as usize) {
                return Some(start as usize);
            }
            place = (place + 1) % self.slots.len();
        }
    }

    /// Where the states of the name with this hash begin, with a place that is nearly certain to be it.
    fn start(&self, (hash, low): (u32, u32), likely: Option<usize>) -> Option<usize> {
        let is = |start: usize| self.states[start].1 == low;
        likely.filter(|start| is(*start)).or_else(|| self.find(hash, is))
    }

    fn is_allowed(&self, start: Option<usize>, purpose: u8, channel: u8, now: i64) -> bool {
        let Some(start) = start else { return false };
        let count = (self.states[start].0 >> 24) as usize;
        let wanted = u32::from(purpose) | u32::from(channel) << 8;
        let found = self.states[start..start + count].iter().find(|(what, ..)| what & 0xffff == wanted);
        found.is_some_and(|(what, _, until)| what >> 16 & 1 == 1 && *until > now)
    }
}

pub fn measure(people: u32, round: usize) {
    let table = Table::new(people);
    let now = events::now().timestamp_micros();
    let questions: Vec<_> = asked(people).map(|(person, of, on)| (name(person), of, on)).collect();
    let (time, yes) = timed(|| {
        let asked = questions.iter().map(|(name, of, on)| (table.start(table.hash(name), None), of, on));
        asked.filter(|(start, of, on)| table.is_allowed(*start, **of, **on, now)).count()
    });
    each("question", "by hand, trusting hashes", "", round, time, ASKED);
    line("yes", "by hand, trusting hashes", "", round, "", yes as f64);

    for (mode, names) in one_of_everybody(people) {
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let (time, yes) = timed(|| batch(&table, &names, now));
            black_box(yes);
            best = best.min(time);
        }
        line("batch of everybody", "by hand, trusting hashes", mode, round, "ms", best.as_secs_f64() * 1e3);
    }
    for megabytes in [16, 128] {
        let what = format!("a read that waits for the one before, in {megabytes} MB");
        each("machine", "the machine", &what, round, chase(megabytes << 20), CHASED);
    }
}

/// As the library does it: step by step for some at a time.
fn batch(table: &Table, names: &[String], now: i64) -> usize {
    let mut yes = 0;
    for names in names.chunks(128) {
        let mut starts = [((0, 0), None); 128];
        for (to, name) in starts.iter_mut().zip(names) {
            to.0 = table.hash(name);
        }
        black_box(starts.iter().map(|(hash, _)| table.slots[table.home(hash.0)].1).fold(0, |a, b| a ^ b));
        for to in starts.iter_mut().take(names.len()) {
            to.1 = table.find(to.0.0, |_| true);
        }
        let touched = starts.iter().filter_map(|(_, start)| *start).map(|start| table.states[start].0);
        black_box(touched.fold(0, |a, b| a ^ b));
        let found = starts.iter().take(names.len()).map(|(hash, likely)| table.start(*hash, *likely));
        yes += found.filter(|start| table.is_allowed(*start, 3, 0, now)).count();
    }
    yes
}

const CHASED: usize = 2_000_000;

/// Goes from place to place in memory of so many bytes, a line each, in no order.
fn chase(bytes: usize) -> Duration {
    let lines = bytes / 64;
    let mut draw = SplitMix(7);
    // One circle through all lines (Sattolo).
    let mut next: Vec<u32> = (0..lines as u32).collect();
    for place in (1..lines).rev() {
        next.swap(place, draw.below(place as u64) as usize);
    }
    let mut memory = vec![0_u32; lines * 16];
    for (place, next) in next.iter().enumerate() {
        memory[place * 16] = next * 16;
    }
    let (time, end) = timed(|| (0..CHASED).fold(0_usize, |at, _| memory[at] as usize));
    black_box(end);
    time
}
