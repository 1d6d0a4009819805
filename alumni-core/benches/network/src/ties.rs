//! The ties: made up, the same for every engine.

use std::io::Write as _;

/// Ties for each person.
const EACH: usize = 10;

/// Steele, Lea and Flood 2014.
struct SplitMix(u64);

impl SplitMix {
    /// From 0 on, below 1.
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// From whom and to whom: one tie in ten to the next person, the others between two at random of whom some are met far more often.
pub fn make(people: usize) -> (Vec<u32>, Vec<u32>) {
    let mut draw = SplitMix(42);
    // Hubs stand anywhere: an odd factor moves them about.
    let somebody = |draw: &mut SplitMix| {
        let skewed = (people as f64 * draw.unit().powf(1.5)) as usize;
        (skewed * 7_919 % people) as u32
    };
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for tie in 0..people * EACH {
        let (one, other) = if tie < people {
            (tie as u32, ((tie + 1) % people) as u32)
        } else {
            (somebody(&mut draw), somebody(&mut draw))
        };
        from.push(one);
        to.push(other);
    }
    (from, to)
}

pub fn write(people: usize, folder: &str) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder)?;
    let (from, to) = make(people);
    for (name, column) in [("from", from), ("to", to)] {
        let mut file = std::io::BufWriter::new(std::fs::File::create(format!("{folder}/{name}.u4"))?);
        for number in column {
            file.write_all(&number.to_le_bytes())?;
        }
    }
    Ok(())
}
