//! The people: made up, the same for every engine.

pub const SEX: [&str; 3] = ["women", "men", "other"];
pub const AGE: [&str; 4] = ["under 30", "30s", "40s", "50 and over"];
pub const ORIGIN: [&str; 5] = ["A", "B", "C", "D", "E"];
pub const GROUP: [&str; 6] = ["g1", "g2", "g3", "g4", "g5", "g6"];
/// Columns of the regression besides the intercept.
pub const FACTORS: usize = 20;
/// Small tables for exact tests.
pub const TABLES: usize = 1_000;

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

    /// From 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// About normal: twelve of them added up (Irwin and Hall).
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

#[derive(Default)]
pub struct People {
    pub sex: Vec<u8>,
    pub age: Vec<u8>,
    pub origin: Vec<u8>,
    pub selected: Vec<u8>,
    pub group: Vec<u8>,
    pub tenure_months: Vec<i32>,
}

impl People {
    pub fn make(rows: usize) -> Self {
        let mut made = Self::default();
        let mut draw = SplitMix(2_026);
        for _ in 0..rows {
            let (sex, age, origin) = (draw.below(100), draw.below(4) as u8, draw.below(5) as u8);
            // 48 % women, 49 % men, 3 % other.
            let sex = if sex < 48 { 0 } else { u8::from(sex >= 97) + 1 };
            let group = draw.below(6) as u8;
            made.sex.push(sex);
            made.age.push(age);
            made.origin.push(origin);
            made.selected.push(u8::from(draw.unit() < 0.3 - 0.01 * f64::from(sex) - 0.02 * f64::from(age)));
            made.group.push(group);
            made.tenure_months.push((draw.unit() * draw.unit() * (400.0 + 20.0 * f64::from(group))) as i32);
        }
        made
    }

    pub fn write(&self, folder: &str) -> std::io::Result<()> {
        let write = |name: &str, bytes: &[u8]| std::fs::write(format!("{folder}/{name}"), bytes);
        std::fs::create_dir_all(folder)?;
        write("sex.u1", &self.sex)?;
        write("age.u1", &self.age)?;
        write("origin.u1", &self.origin)?;
        write("selected.u1", &self.selected)?;
        write("group.u1", &self.group)?;
        write(
            "tenure_months.i4",
            &self.tenure_months.iter().flat_map(|months| months.to_le_bytes()).collect::<Vec<_>>(),
        )
    }
}

/// Pay on a logarithmic scale, and what explains it: numbers and yes-or-no columns by turns.
pub struct Pay {
    pub outcome: Vec<f64>,
    pub columns: Vec<Vec<f64>>,
}

impl Pay {
    pub fn make(rows: usize) -> Self {
        let mut draw = SplitMix(7);
        let mut columns = vec![Vec::with_capacity(rows); FACTORS];
        let mut outcome = Vec::with_capacity(rows);
        for _ in 0..rows {
            let mut pay = 15.0;
            for (number, column) in columns.iter_mut().enumerate() {
                let value =
                    if number % 2 == 0 { draw.unit() } else { f64::from(u8::from(draw.below(4) == 0)) };
                pay += value * 0.01 * number as f64;
                column.push(value);
            }
            // Unequal variances, as HC3 is for.
            outcome.push(pay + draw.normal() * (0.1 + 0.1 * columns[0].last().copied().unwrap_or_default()));
        }
        Self { outcome, columns }
    }

    pub fn write(&self, folder: &str) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let bytes = |values: &[f64]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>();
        std::fs::write(format!("{folder}/outcome.f8"), bytes(&self.outcome))?;
        for (number, column) in self.columns.iter().enumerate() {
            std::fs::write(format!("{folder}/x{number:02}.f8"), bytes(column))?;
        }
        Ok(())
    }
}

/// Two groups of 5 to 40 people: considered and selected of each.
pub fn tables() -> Vec<[(u64, u64); 2]> {
    let mut draw = SplitMix(11);
    let mut group = || {
        let considered = 5 + draw.below(36);
        (considered, draw.below(considered + 1))
    };
    let mut found = Vec::with_capacity(TABLES);
    while found.len() < TABLES {
        let two = [group(), group()];
        // Where nobody or everybody is selected there is nothing to test.
        let selected = two[0].1 + two[1].1;
        if selected > 0 && selected < two[0].0 + two[1].0 {
            found.push(two);
        }
    }
    found
}

pub fn write_tables(folder: &str) -> std::io::Result<()> {
    let rows = tables().iter().map(|[a, b]| format!("{},{},{},{}\n", a.0, a.1, b.0, b.1)).collect::<String>();
    std::fs::write(format!("{folder}/tables.csv"), rows)
}
