//! By hand: what these machines allow for floats that are summed in whatever order they come, without checking a row.

use crate::events::{END, Events, WEIGHTS};
use crate::measure::{each, line, median, timed};

const HALF_LIFE: f64 = 90.0 * 86_400.0;
/// A power of a day and one within it are looked up and multiplied.
const STEP: i64 = 86_400;

struct Powers {
    days: Vec<f64>,
    seconds: Vec<f64>,
}

impl Powers {
    fn new() -> Self {
        let power = |seconds: i64| (-(seconds as f64) / HALF_LIFE).exp2();
        Self {
            days: (0..732).map(|day| power(day * STEP)).collect(),
            seconds: (0..STEP).map(power).collect(),
        }
    }

    #[inline]
    fn of(&self, at: i64) -> f64 {
        let ago = (END - at) as usize;
        self.days[ago / STEP as usize] * self.seconds[ago % STEP as usize]
    }
}

pub fn measure(rows: usize, people: usize, round: usize) {
    let by_time = Events::by_time(rows, people);
    let by_person = by_time.by_person(people);
    let powers = Powers::new();
    for (group, events) in [("by person", &by_person), ("in the order of time", &by_time)] {
        let columns = || events.people.iter().zip(&events.kinds).zip(&events.seconds);
        let time = median(3, || {
            timed(|| columns().fold(0, |all, ((person, kind), at)| all ^ i64::from(*person) ^ i64::from(*kind) ^ *at)).0
        });
        each(group, "by hand: reading the columns", "", round, time, rows);
        for (engine, kinds) in [("by hand: one sum of floats", 1), ("by hand: a sum for each kind", WEIGHTS.len())] {
            let mut total = 0.0;
            let time = median(3, || {
                let mut sums = vec![1.0; people * kinds];
                sums.fill(0.0);
                let (time, ()) = timed(|| {
                    for ((person, kind), at) in columns() {
                        let part = if kinds == 1 { 0 } else { usize::from(*kind) };
                        sums[*person as usize * kinds + part] += WEIGHTS[usize::from(*kind)].1 * powers.of(*at);
                    }
                });
                total = sums.iter().sum::<f64>();
                time
            });
            each(group, engine, "", round, time, rows);
            line("sum of all scores", engine, group, round, "", total);
        }
    }
}
