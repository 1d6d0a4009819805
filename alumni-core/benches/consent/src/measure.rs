//! Time, and one line of JSON for each measurement.

use std::time::Duration;

/// Processor time of this thread so far: other jobs of the machine do not count.
pub fn thread_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid place for the answer.
    let status = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    assert_eq!(status, 0, "the thread's clock");
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

pub fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let start = thread_time();
    let answer = std::hint::black_box(run());
    (thread_time() - start, answer)
}

/// The middle of several durations of the same work.
pub fn median(times: usize, mut run: impl FnMut() -> Duration) -> Duration {
    let mut all: Vec<_> = (0..times).map(|_| run()).collect();
    all.sort_unstable();
    all[times / 2]
}

/// Prints one measurement: `value` in `unit`, in one group of the table.
pub fn line(group: &str, engine: &str, mode: &str, round: usize, unit: &str, value: f64) {
    let line = serde_json::json!({
        "group": group, "engine": engine, "mode": mode, "round": round, "unit": unit, "value": value,
    });
    println!("{line}");
}

/// Prints nanoseconds for each of `count` things.
pub fn each(group: &str, engine: &str, mode: &str, round: usize, time: Duration, count: usize) {
    line(group, engine, mode, round, "ns", time.as_nanos() as f64 / count as f64);
}
