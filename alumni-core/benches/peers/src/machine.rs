//! How fast this machine reads memory, on one thread: the limit of everything that goes over columns once.

use std::hint::black_box;

use crate::floor::Width;
use crate::measure::{line, median, timed};

#[inline(always)]
fn sum(numbers: &[u64]) -> u64 {
    // Eight sums at a time, so that additions do not wait for one another.
    let (eights, rest) = numbers.as_chunks::<64>();
    let mut sums = [0_u64; 64];
    for eight in eights {
        for (sum, number) in sums.iter_mut().zip(eight) {
            *sum = sum.wrapping_add(*number);
        }
    }
    sums.iter().chain(rest).fold(0, |all, number| all.wrapping_add(*number))
}

#[target_feature(enable = "avx2")]
fn sum_avx2(numbers: &[u64]) -> u64 {
    sum(numbers)
}

#[target_feature(enable = "avx512f")]
fn sum_avx512(numbers: &[u64]) -> u64 {
    sum(numbers)
}

fn best_sum(numbers: &[u64]) -> u64 {
    match Width::here().last() {
        // SAFETY: `Width::here` offers only what the processor has.
        Some(Width::Avx512) => unsafe { sum_avx512(numbers) },
        // SAFETY: as above.
        Some(Width::Avx2) => unsafe { sum_avx2(numbers) },
        _ => sum(numbers),
    }
}

/// Reads 1 MiB, 16 MiB and 1 GiB over and over.
pub fn bandwidth(round: usize) {
    for (name, bytes, times) in
        [("1 MiB", 1 << 20, 201), ("17.6 MB, as a million people", 17_625_000, 41), ("1 GiB", 1 << 30, 5)]
    {
        let numbers: Vec<u64> = (0..bytes as u64 / 8).collect();
        let time = median(times, || timed(|| best_sum(black_box(&numbers))).0);
        line("machine", "stream read, 1 thread", name, round, "GB/s", bytes as f64 / time.as_nanos() as f64);
    }
}
