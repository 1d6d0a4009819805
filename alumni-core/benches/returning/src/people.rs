//! The people: made up, the same for every engine.

use std::f64::consts::TAU;

/// What may hasten or delay the end: two yes-or-no columns and three numbers.
pub const COVARIATES: usize = 5;
const EFFECTS: [f64; COVARIATES] = [0.4, -0.3, 0.25, -0.15, 0.05];

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

    /// Above 0 and up to 1.
    pub fn unit(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    fn exponential(&mut self) -> f64 {
        -self.unit().ln()
    }

    /// Box and Muller 1958.
    fn normal(&mut self) -> f64 {
        (2.0 * self.exponential()).sqrt() * (TAU * self.unit()).cos()
    }

    /// Marsaglia and Tsang 2000; a shape below 1 by one step more.
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * self.unit().powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        loop {
            let x = self.normal();
            let v = (1.0 + x / (9.0 * d).sqrt()).powi(3);
            if v > 0.0 && self.unit().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }
}

/// Days until the end, or until the person was last seen.
#[derive(Default)]
pub struct Away {
    pub days: Vec<i32>,
    pub ended: Vec<u8>,
    pub covariates: Vec<Vec<f64>>,
}

impl Away {
    pub fn make(rows: usize) -> Self {
        let mut made = Self { covariates: vec![Vec::with_capacity(rows); COVARIATES], ..Self::default() };
        let mut draw = SplitMix(3);
        for _ in 0..rows {
            let mut log = 0.0;
            for (number, column) in made.covariates.iter_mut().enumerate() {
                let value = if number < 2 { f64::from(u8::from(draw.unit() < 0.4)) } else { draw.normal() };
                log += EFFECTS[number] * value;
                column.push(value);
            }
            // The hazard falls, as that of return does.
            let end = 900.0 * (draw.exponential() * f64::exp(-log)).powf(1.0 / 0.7);
            let seen = 1.0 + 1_460.0 * draw.unit();
            made.ended.push(u8::from(end <= seen));
            made.days.push(end.min(seen).ceil() as i32);
        }
        made
    }
}

/// Acts beyond the first, the day of the last, and how many days the person was watched.
#[derive(Default)]
pub struct Acts {
    pub frequency: Vec<f64>,
    pub recency: Vec<f64>,
    pub age: Vec<f64>,
}

impl Acts {
    /// By the story of the BG/NBD model with r 0.8, alpha 30 days, a 0.8, b 2.5.
    pub fn make(rows: usize) -> Self {
        let mut made = Self::default();
        let mut draw = SplitMix(5);
        for _ in 0..rows {
            let pace = draw.gamma(0.8) / 30.0;
            let (a, b) = (draw.gamma(0.8), draw.gamma(2.5));
            let stops = a / (a + b);
            let age = (26.0 + 52.0 * draw.unit()).floor() * 7.0;
            let (mut acts, mut now, mut last) = (0.0, 0.0, 0.0);
            loop {
                now += draw.exponential() / pace;
                if now > age {
                    break;
                }
                (acts, last) = (acts + 1.0, now);
                if draw.unit() < stops {
                    break;
                }
            }
            made.frequency.push(acts);
            // Weeks, begun ones counted: many people share a story.
            made.recency.push((last / 7.0).ceil());
            made.age.push(age / 7.0);
        }
        made
    }
}

fn doubles(values: &[f64]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

pub fn write(rows: usize, folder: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let write = |name: &str, bytes: &[u8]| std::fs::write(format!("{folder}/{name}"), bytes);
    let away = Away::make(rows);
    write("days.i4", &away.days.iter().flat_map(|days| days.to_le_bytes()).collect::<Vec<_>>())?;
    write("ended.u1", &away.ended)?;
    for (number, column) in away.covariates.iter().enumerate() {
        write(&format!("x{number}.f8"), &doubles(column))?;
    }
    let acts = Acts::make(rows);
    write("frequency.f8", &doubles(&acts.frequency))?;
    write("recency.f8", &doubles(&acts.recency))?;
    write("age.f8", &doubles(&acts.age))
}
