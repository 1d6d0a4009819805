//! The floor: this one policy written by hand over columns, in safe Rust that the compiler vectorises.
//!
//! 64 rows at a time. Each criterion makes one byte a row; the bytes of eight criteria are one bit matrix, which is turned
//! over so that each criterion has its 64 rows in one number.

use std::hint::black_box;

use crate::answer::{Answer, ENTITIES, FAMILIES, FLAG_NO, KINDS, Outcome, explain};
use crate::measure::{each, median, timed};
use crate::people::{AS_OF, Person, Table};

/// A bit a row: two maps of the outcome and ten of the criteria that are not met.
pub struct Maps {
    pub eligible: Vec<u64>,
    pub undetermined: Vec<u64>,
    pub failed: [Vec<u64>; 10],
}

impl Maps {
    pub fn new(rows: usize) -> Self {
        let words = rows.div_ceil(64);
        Self {
            eligible: vec![0; words],
            undetermined: vec![0; words],
            failed: [(); 10].map(|()| vec![0; words]),
        }
    }

    fn answer(&self, row: usize) -> Answer {
        let bit = |words: &[u64]| words[row / 64] >> (row % 64) & 1 == 1;
        let failed = self.failed.iter().enumerate();
        let failed = failed.fold(0, |all, (at, words)| all | u16::from(bit(words)) << at);
        let outcome = match (bit(&self.eligible), bit(&self.undetermined)) {
            (true, _) => Outcome::Eligible,
            (_, true) => Outcome::Undetermined,
            _ => Outcome::Ineligible,
        };
        Answer { outcome, failed: Some(failed) }
    }
}

/// Turns 8x8 bits over: bit `k` of byte `i` becomes bit `i` of byte `k`.
#[inline(always)]
fn turn_bits(x: u64) -> u64 {
    let t = (x ^ (x >> 7)) & 0x00aa_00aa_00aa_00aa;
    let x = x ^ t ^ (t << 7);
    let t = (x ^ (x >> 14)) & 0x0000_cccc_0000_cccc;
    let x = x ^ t ^ (t << 14);
    let t = (x ^ (x >> 28)) & 0x0000_0000_f0f0_f0f0;
    x ^ t ^ (t << 28)
}

/// Bytes of 64 rows, a criterion to a bit, into one number of 64 rows for each criterion.
#[inline(always)]
fn planes(rows: &[u8; 64]) -> [u64; 8] {
    let (eights, _) = rows.as_chunks::<8>();
    let mut turned = [0_u64; 8];
    for (to, from) in turned.iter_mut().zip(eights) {
        *to = turn_bits(u64::from_le_bytes(*from));
    }
    let mut planes = [[0_u8; 8]; 8];
    for (at, word) in turned.iter().enumerate() {
        let bytes = word.to_le_bytes();
        for (plane, byte) in planes.iter_mut().zip(bytes) {
            plane[at] = byte;
        }
    }
    planes.map(u64::from_le_bytes)
}

#[inline(always)]
fn within<const N: usize>(codes: &[u8; 64], set: u32) -> [u8; 64] {
    let mut out = [0; 64];
    for (to, code) in out.iter_mut().zip(codes) {
        // One comparison for each member: no table of a byte can be looked up in a vector without more instructions.
        let mut found = 0;
        for member in 0..N as u8 {
            if set >> member & 1 == 0 {
                found |= u8::from(*code == member);
            }
        }
        *to = found;
    }
    out
}

#[inline(always)]
fn words(bits: &[u8]) -> impl Iterator<Item = u64> + '_ {
    bits.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes))
}

/// Decides about every row; `rows` must be a multiple of 64.
#[inline(always)]
fn kernel<const EXPLAIN: bool>(table: &Table, maps: &mut Maps) {
    let blocks = table.rows / 64;
    macro_rules! column {
        ($name:ident) => {
            table.$name.as_chunks::<64>().0.iter()
        };
    }
    let mut start = column!(start);
    let mut separation = column!(separation);
    let mut non_compete = column!(non_compete);
    let mut grade = column!(grade);
    let mut kind = column!(kind);
    let mut flag = column!(flag);
    let mut entity = column!(entity);
    let mut family = column!(family);
    let mut no_contact = words(&table.no_contact);
    let mut property = words(&table.property_returned);
    let mut nda = words(&table.nda_signed);
    let mut hold = words(&table.legal_hold);
    let mut valid = words(&table.kind_valid);
    for block in 0..blocks {
        macro_rules! next {
            ($iterator:ident) => {{
                let Some(next) = $iterator.next() else { return };
                next
            }};
        }
        let (start, separation, non_compete) = (next!(start), next!(separation), next!(non_compete));
        let (grade, flag) = (next!(grade), next!(flag));
        let kind = within::<8>(next!(kind), KINDS);
        let entity = within::<12>(next!(entity), ENTITIES);
        let family = within::<16>(next!(family), FAMILIES);
        let mut rows = [0_u8; 64];
        for row in 0..64 {
            let service = u8::from(separation[row] + 1 - start[row] < 1096) & u8::from(grade[row] < 3);
            let cooling = u8::from(AS_OF - (separation[row] + 1) < 180);
            let compete = u8::from(non_compete[row] >= AS_OF);
            let flag = u8::from(flag[row] == FLAG_NO);
            rows[row] = service
                | cooling << 1
                | kind[row] << 2
                | flag << 3
                | entity[row] << 4
                | family[row] << 5
                | compete << 6;
        }
        let valid = next!(valid);
        let papers = !next!(nda) | next!(hold);
        let contact = next!(no_contact);
        let property = !next!(property);
        let [service, cooling, kind, flag, entity, family, compete, _] = planes(&rows);
        let failed =
            [service, cooling, kind & valid, flag, entity, family, compete, contact, property, papers];
        let any = failed.iter().fold(0, |any, failed| any | failed);
        maps.eligible[block] = !any & valid;
        maps.undetermined[block] = !any & !valid;
        if EXPLAIN {
            for (to, failed) in maps.failed.iter_mut().zip(failed) {
                to[block] = failed;
            }
        }
    }
}

/// The instructions that the kernel is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    Portable,
    Avx2,
    Avx512,
}

impl Width {
    pub fn here() -> Vec<Self> {
        let mut widths = vec![Self::Portable];
        if is_x86_feature_detected!("avx2") {
            widths.push(Self::Avx2);
        }
        if is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512vl") {
            widths.push(Self::Avx512);
        }
        widths
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            Self::Avx2 => "AVX2",
            Self::Avx512 => "AVX-512",
        }
    }
}

#[target_feature(enable = "avx2,bmi1,bmi2")]
fn avx2<const EXPLAIN: bool>(table: &Table, maps: &mut Maps) {
    kernel::<EXPLAIN>(table, maps);
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,bmi1,bmi2")]
fn avx512<const EXPLAIN: bool>(table: &Table, maps: &mut Maps) {
    kernel::<EXPLAIN>(table, maps);
}

pub fn run<const EXPLAIN: bool>(width: Width, table: &Table, maps: &mut Maps) {
    match width {
        Width::Portable => kernel::<EXPLAIN>(table, maps),
        // SAFETY: `Width::here` offers only what the processor has.
        Width::Avx2 => unsafe { avx2::<EXPLAIN>(table, maps) },
        // SAFETY: as above.
        Width::Avx512 => unsafe { avx512::<EXPLAIN>(table, maps) },
    }
}

/// Measures the floor, and asserts that it is right on every row.
pub fn measure(round: usize, people: &[Person]) {
    let table = Table::new(people);
    for width in Width::here() {
        let mut maps = Maps::new(table.rows);
        run::<true>(width, &table, &mut maps);
        for (row, person) in people.iter().enumerate().take(table.rows / 64 * 64) {
            assert_eq!(maps.answer(row), explain(person), "row {row}");
        }
        let name = format!("by hand: columns, {}", width.name());
        let time = median(41, || timed(|| run::<false>(width, black_box(&table), &mut maps)).0);
        each("columns", &name, "decide", round, time, table.rows);
        let time = median(41, || timed(|| run::<true>(width, black_box(&table), &mut maps)).0);
        each("columns", &name, "explain", round, time, table.rows);
    }
}
