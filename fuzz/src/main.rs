//! One libFuzzer program for every target: `ALUMNI_FUZZ` names it. The targets themselves stand beside the ordinary tests,
//! which replay the corpus.
#![no_main]

#[path = "../../alumni-core/tests/fuzz/targets.rs"]
mod targets;

use std::sync::LazyLock;

static TARGET: LazyLock<targets::Target> = LazyLock::new(|| {
    let name = std::env::var("ALUMNI_FUZZ").expect("ALUMNI_FUZZ names a target");
    let found = targets::TARGETS.iter().find(|(target, _)| *target == name);
    found.expect("ALUMNI_FUZZ is one of the targets").1
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| TARGET(data));
