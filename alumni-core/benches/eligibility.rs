//! Ten criteria over a generated population: nanoseconds a row, by one thread. `cargo bench -p alumni-core --bench eligibility`
//!
//! With `RUSTFLAGS="--cfg alumni_portable"` it measures what can be had without finding out what the processor can do.
//!
//! The population is drawn by `SplitMix64` (Steele, Lea and Flood 2014) from the seed 42: three columns of days, five of
//! codes with a dictionary, five of bits, 17.6 bytes a row. Times are medians of 21 passes over all rows, of this thread's own
//! running time where the system tells it.

use std::time::Instant;

use alumni_core::columns::{Bits, Column, Columns, Integers, Texts, Values};
use alumni_core::eligibility::{BatchOptions, Policy};

const POLICY: &str = r#"
id = "bench"
version = 1
facts = [
  { name = "nda_signed", type = "boolean", title = "NDA signed" },
  { name = "legal_hold", type = "boolean", title = "legal hold" },
  { name = "country", type = "category", title = "country" },
  { name = "performance", type = "category", title = "performance" },
  { name = "level", type = "category", title = "level" },
]
[[criteria]]
id = "service"
require = "tenure >= 3 years or level in [l6, l7, l8]"
[[criteria]]
id = "cooling-off"
require = "since_separation >= 6 months"
[[criteria]]
id = "recent"
require = "since_separation <= 10 years"
[[criteria]]
id = "kind"
bar = "separation_kind in [involuntary_cause, death]"
[[criteria]]
id = "flag"
require = "rehire_flag = yes"
[[criteria]]
id = "country"
require = "country in [c0, c1, c2, c3, c4, c5]"
[[criteria]]
id = "performance"
require = "performance not in [p0]"
[[criteria]]
id = "nda"
require = "nda_signed"
[[criteria]]
id = "hold"
bar = "legal_hold or no_contact_agreed"
[[criteria]]
id = "handover"
require = "handover_done and property_returned and (non_compete_until < as_of)"
"#;

struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }
}

struct Population {
    rows: usize,
    days: [Vec<i32>; 3],
    codes: [Vec<u8>; 5],
    bits: [Vec<u8>; 5],
}

fn population(rows: usize) -> Population {
    let mut draw = Draw(42);
    let mut small = |most: u64| u8::try_from(draw.below(most)).unwrap();
    let code =
        |most: u64, small: &mut dyn FnMut(u64) -> u8| (0..rows).map(|_| small(most)).collect::<Vec<_>>();
    // Most people left for a usual reason and have a yes.
    let kinds = (0..rows).map(|_| if small(10) == 0 { small(5) } else { 0 }).collect();
    let flags = (0..rows).map(|_| if small(8) == 0 { small(4) } else { 0 }).collect();
    let codes = [kinds, flags, code(8, &mut small), code(5, &mut small), code(8, &mut small)];
    let mut draw = Draw(43);
    let mut days = [const { Vec::new() }; 3];
    let mut bits = [const { Vec::new() }; 5];
    for _ in 0..rows {
        let start = 9_000 + i32::try_from(draw.below(9_000)).unwrap();
        let end = start + i32::try_from(draw.below(5_000)).unwrap();
        let values = [start, end.min(20_900), 18_000 + i32::try_from(draw.below(2_700)).unwrap()];
        for (column, value) in days.iter_mut().zip(values) {
            column.push(value);
        }
    }
    for (column, rare) in bits.iter_mut().zip([false, true, true, false, false]) {
        // Signed, returned, handed over by nine of ten; held and refused by one of sixteen.
        column.extend((0..rows.div_ceil(8)).map(|_| {
            let byte = (0..8).fold(0_u8, |byte, _| byte << 1 | u8::from(draw.below(16) == 0));
            if rare { byte } else { !byte }
        }));
    }
    Population { rows, days, codes, bits }
}

impl Population {
    fn columns(&self) -> Columns<'_> {
        let days = ["start_date", "separation_date", "non_compete_until"];
        let codes: [(&str, &[&str]); 5] = [
            ("separation_kind", &["voluntary", "retirement", "end_of_term", "involuntary_cause", "death"]),
            ("rehire_flag", &["yes", "no", "upon_review", "absent"]),
            ("country", &["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"]),
            ("performance", &["p0", "p1", "p2", "p3", "p4"]),
            ("level", &["l1", "l2", "l3", "l4", "l5", "l6", "l7", "l8"]),
        ];
        let bits = ["nda_signed", "legal_hold", "no_contact_agreed", "handover_done", "property_returned"];
        let mut columns = Columns::new(self.rows).unwrap();
        for (name, values) in days.iter().zip(&self.days) {
            columns = columns.with(name, Column::new(Values::Days(values))).unwrap();
        }
        for ((name, names), values) in codes.iter().zip(&self.codes) {
            let codes = Integers::U8(values);
            let coded = Values::Coded { codes, names: Texts::Slices(names), names_valid: None };
            columns = columns.with(name, Column::new(coded)).unwrap();
        }
        for (name, values) in bits.iter().zip(&self.bits) {
            let values = Values::Booleans(Bits::new(values, 0, self.rows).unwrap());
            columns = columns.with(name, Column::new(values)).unwrap();
        }
        columns
    }
}

/// Nanoseconds that this thread has run, where Linux tells; else by the clock. Other work on the machine counts less so.
fn run_so_far(start: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
    told.unwrap_or_else(|| start.elapsed().as_secs_f64() * 1e9)
}

/// The median time of a pass in nanoseconds a row.
fn measured(rows: usize, mut pass: impl FnMut()) -> f64 {
    let started = Instant::now();
    let mut times: Vec<_> = (0..21)
        .map(|_| {
            let before = run_so_far(started);
            pass();
            run_so_far(started) - before
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[10] / f64::from(u32::try_from(rows).unwrap())
}

fn main() {
    let as_of = "2026-06-30".parse().unwrap();
    let start = Instant::now();
    let policy = Policy::parse(POLICY).unwrap();
    let width = if cfg!(alumni_portable) { "portable" } else { "the best of this processor" };
    println!("instructions: {width}");
    println!("policy read in {:.3} ms", start.elapsed().as_secs_f64() * 1e3);
    let stricter =
        Policy::parse(&POLICY.replace("3 years", "5 years").replace("6 months", "1 year")).unwrap();
    for rows in [100_000, 1_000_000] {
        let population = population(rows);
        let columns = population.columns();
        let masks = BatchOptions::new().eligible_on(false);
        let all = BatchOptions::new();
        let mut decisions = policy.decide_columns_with(&columns, as_of, &all).unwrap();
        println!("{}", decisions.counts().to_string().lines().next().unwrap_or_default());
        let waiting: usize =
            decisions.eligible_on().unwrap().1.iter().map(|word| word.count_ones() as usize).sum();
        let mut again = |options: &BatchOptions| {
            measured(rows, || policy.decide_columns_into(&columns, as_of, options, &mut decisions).unwrap())
        };
        let (with_days, fast) = (again(&all), again(&masks));
        let new = measured(rows, || drop(policy.decide_columns_with(&columns, as_of, &masks).unwrap()));
        println!("{rows} rows: outcome and masks in new memory {new:.2} ns a row");
        println!("{rows} rows: outcome and masks {fast:.2} ns a row, {:.1} GB/s read", 17.625 / fast);
        println!(
            "{rows} rows: with eligible_on {with_days:.2} ns a row ({waiting} wait), {:.2} ms more",
            (with_days - fast) * f64::from(u32::try_from(rows).unwrap()) / 1e6
        );
        let moves = measured(rows, || drop(policy.simulate(&stricter, &columns, as_of).unwrap()));
        println!("{rows} rows: two policies compared {moves:.2} ns a row");
    }
}
