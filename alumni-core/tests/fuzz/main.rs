//! Replays the fuzz corpus as ordinary tests: seeds and what fuzzing once found.

mod targets;

use std::path::Path;

fn inputs(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.map(|path| (path.display().to_string(), std::fs::read(&path).expect("a file"))).collect()
}

#[test]
fn the_corpus_holds_and_so_does_each_input_cut_short() {
    for (name, target) in targets::TARGETS {
        let inputs = inputs(name);
        assert!(!inputs.is_empty(), "no corpus for {name}");
        for (path, input) in inputs {
            println!("{path}");
            target(&input);
            // Every cut of a short input, some of a long one; and each byte changed.
            let step = input.len() / 200 + 1;
            for cut in (0..input.len()).step_by(step) {
                target(&input[..cut]);
                let mut changed = input.clone();
                changed[cut] ^= 1 << (cut % 7);
                target(&changed);
            }
        }
    }
}
