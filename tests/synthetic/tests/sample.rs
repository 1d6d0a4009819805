//! The sample programme in `tests/data/sample` is what its seed gives.

use std::path::Path;

use alumni_synthetic::{Data, Scenario};

// To write it anew: cargo run --release --example generate -- --scenario jbs200 --seed 7 --out tests/data/sample
#[test]
fn the_sample_is_what_its_seed_gives() {
    let data = Data::generate(&Scenario::named("jbs200").unwrap(), 7);
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/sample");
    let mut bytes = 0;
    for name in Data::FILES {
        let made = data.file(name, &[]).unwrap().bytes;
        let kept = std::fs::read(sample.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        // A difference of a megabyte helps nobody: the first line that differs does.
        let line = kept
            .split(|byte| *byte == b'\n')
            .zip(made.split(|byte| *byte == b'\n'))
            .position(|(a, b)| a != b);
        assert!(made == kept, "{name} differs, first in line {:?}", line.map(|line| line + 1));
        bytes += kept.len();
    }
    assert!(bytes < 1_500_000, "the sample has {bytes} bytes");
}
