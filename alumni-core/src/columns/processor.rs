use fearless_simd::Level;

/// What the processor can do.
pub(crate) fn level() -> Level {
    // To measure what can be had without finding out when the program runs: `RUSTFLAGS="--cfg alumni_portable"`.
    if cfg!(alumni_portable) { Level::baseline() } else { Level::new() }
}
