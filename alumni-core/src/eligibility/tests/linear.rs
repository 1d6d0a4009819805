//! Reading a rule is linear in its length: work is counted, not time.

use std::fmt::Write as _;

use super::super::expression::Expression;
use super::super::{Policy, work};

/// At most so many units of work for each byte: each character is looked at and copied a few times, each token looked at in
/// each of the places that could take it.
const PER_BYTE: u64 = 15;

/// Ways to make a rule long. Each is asked for twice the size and four times the size.
fn shapes(size: usize) -> Vec<(&'static str, String)> {
    let repeat = |part: &str, by: &str| vec![part; size].join(by);
    let numbers = (0..size).map(|number| number.to_string()).collect::<Vec<_>>().join(", ");
    let deep = size.min(64);
    vec![
        ("and", repeat("a", " and ")),
        ("or", repeat("a", " or ")),
        ("and in or", repeat("a and b", " or ")),
        ("not in and", repeat("not a", " and ")),
        ("comparisons", repeat("a >= 1", " and ")),
        ("ranges", repeat("a not between 1 and 2", " and ")),
        ("groups", repeat("((a))", " or ")),
        ("a list", format!("a in [{numbers}]")),
        ("lists", repeat("a has any [x, y, z]", " or ")),
        ("texts in a list", format!("a in [{}]", repeat("\"x\"", ", "))),
        ("a long name", "a".repeat(size)),
        ("a long name in letters of four bytes", "𠮷".repeat(size)),
        ("long names", repeat("abcdefghijklmnopqrstuvwxyz_0123456789", " and ")),
        ("a long parameter", format!("a(\"{}\")", "x".repeat(size))),
        ("escapes", format!("a = \"{}\"", "\\\\".repeat(size))),
        ("a long number", format!("a = {}", "9".repeat(size))),
        ("a long fraction", format!("a = 0.{}", "9".repeat(size))),
        ("underscores", format!("a = 1{}", "_1".repeat(size))),
        ("almost dates", repeat("a = 2024_01_01", " and ")),
        ("dates", repeat("a = 2024-01-01", " and ")),
        ("money", repeat("a = 1.5 JPY", " and ")),
        ("a long period", format!("a >= {}", repeat("1 day", " "))),
        ("periods", repeat("a >= 1 year 2 months 3 days", " and ")),
        ("white space", format!("a{}and b", " ".repeat(size))),
        ("lines", repeat("a", "\n and \n")),
        ("nothing but signs", repeat(">=", "")),
        ("minus", format!("a = {}1", "-".repeat(size))),
        ("sums", format!("a{} <= as_of", " + 1 day".repeat(deep))),
        ("nesting", format!("{}a{}", "(".repeat(deep), ")".repeat(deep))),
        ("too deep", format!("{}a{}", "(".repeat(size), ")".repeat(size))),
        ("too many nots", format!("{}a", "not ".repeat(size))),
        ("unclosed", "(".repeat(size)),
        ("an unclosed text", format!("a = \"{}", "x".repeat(size))),
        ("an error at the end", format!("{} and", repeat("a", " and "))),
    ]
}

#[test]
fn rules_are_read_in_linear_work() {
    for size in [1, 10, 64, 65, 100, 200, 400, 800] {
        for (shape, text) in shapes(size) {
            let (_, work) = work::of(|| Expression::parse(&text));
            let length = text.len() as u64;
            assert!(work >= length.min(16 << 10) / 8 || length > 16 << 10, "{shape}: nothing was counted");
            assert!(work <= PER_BYTE * length + 100, "{shape} of {length} bytes: {work} units");
        }
    }
}

#[test]
fn twice_the_text_is_at_most_twice_the_work() {
    for (at, (shape, short)) in shapes(100).into_iter().enumerate() {
        let long = shapes(400).swap_remove(at).1;
        let [short_work, long_work] = [&short, &long].map(|text| work::of(|| Expression::parse(text)).1);
        let growth = (long.len() as f64) / (short.len() as f64);
        // Numbers in a longer list have more digits; nothing else may grow faster than the text.
        assert!(
            (long_work as f64) <= 1.25 * growth * (short_work as f64) + 100.0,
            "{shape}: {short_work} to {long_work}"
        );
    }
}

#[test]
fn many_criteria_are_read_in_linear_work() {
    let document = |count: usize| {
        let mut text = String::from("id = \"p\"\nversion = 1\n");
        for index in 0..count {
            writeln!(
                text,
                "[[criteria]]\nid = \"c{index}\"\nrequire = \"grade >= 3 or tenure >= {index} days\""
            )
            .unwrap();
        }
        text
    };
    let works = [250, 500, 1_000].map(|count| {
        let text = document(count);
        let (policy, work) = work::of(|| Policy::parse(&text));
        assert_eq!(policy.unwrap().criteria().len(), count);
        assert!(work <= PER_BYTE * text.len() as u64, "{count} criteria: {work} units");
        work
    });
    assert!(works[1] * 10 <= works[0] * 21 && works[2] * 10 <= works[1] * 21, "{works:?}");
}
