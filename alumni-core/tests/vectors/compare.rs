//! Compares an expectation with an answer: every key expected must be there, other keys are free.

use serde_json::Value;

/// Where `found` does not hold what `expect` asks for, one sentence each.
///
/// Objects: every expected key, recursively. Arrays: equal length, element by element. Numbers: within `tolerance`,
/// absolute up to 1 and relative beyond. Anything else: equal.
pub(crate) fn differences(expect: &Value, found: &Value, tolerance: f64) -> Vec<String> {
    let mut wrong = Vec::new();
    walk(expect, found, tolerance, "answer", &mut wrong);
    wrong
}

fn walk(expect: &Value, found: &Value, tolerance: f64, path: &str, wrong: &mut Vec<String>) {
    match (expect, found) {
        (Value::Object(expect), Value::Object(found)) => {
            for (key, value) in expect {
                match found.get(key) {
                    Some(found) => walk(value, found, tolerance, &format!("{path}.{key}"), wrong),
                    None => {
                        let keys: Vec<_> = found.keys().map(String::as_str).collect();
                        let keys = keys.join(", ");
                        wrong.push(format!(
                            "{path}.{key}: expected {value}, got no such key (there are: {keys})"
                        ));
                    }
                }
            }
        }
        (Value::Array(expect), Value::Array(found)) if expect.len() == found.len() => {
            for (place, (expect, found)) in expect.iter().zip(found).enumerate() {
                walk(expect, found, tolerance, &format!("{path}[{place}]"), wrong);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            wrong.push(format!("{path}: expected {} elements, got {}: {found}", a.len(), b.len()));
        }
        (Value::Number(a), Value::Number(b)) if a == b || near(a, b, tolerance) => {}
        _ if expect == found => {}
        _ => wrong.push(format!("{path}: expected {expect}, got {found}")),
    }
}

fn near(expect: &serde_json::Number, found: &serde_json::Number, tolerance: f64) -> bool {
    // Whole numbers are equal or not: a tolerance is for measures.
    if expect.is_i64() && found.is_i64() || expect.is_u64() && found.is_u64() {
        return false;
    }
    match (expect.as_f64(), found.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= tolerance * a.abs().max(1.0),
        _ => false,
    }
}

#[test]
fn an_expectation_is_a_part_of_the_answer() {
    let found = serde_json::json!({"a": 1, "b": {"c": [1.0, {"d": null, "e": "f"}]}});
    for held in [r#"{}"#, r#"{"a": 1}"#, r#"{"a": 1.0}"#, r#"{"b": {"c": [1, {"d": null}]}}"#] {
        let expect = serde_json::from_str(held).unwrap();
        assert_eq!(differences(&expect, &found, 1e-12), Vec::<String>::new(), "{held}");
    }
    for (broken, place) in [
        (r#"{"a": 2}"#, "answer.a: expected 2, got 1"),
        (r#"{"a": true}"#, "answer.a: expected true, got 1"),
        (r#"{"z": 1}"#, "answer.z: expected 1, got no such key (there are: a, b)"),
        (r#"{"b": {"c": [1.0]}}"#, "answer.b.c: expected 1 elements, got 2"),
        (r#"{"b": {"c": [1.1, {}]}}"#, "answer.b.c[0]: expected 1.1, got 1.0"),
        (r#"{"b": {"c": [1.0, {"d": 0}]}}"#, "answer.b.c[1].d: expected 0, got null"),
    ] {
        let wrong = differences(&serde_json::from_str(broken).unwrap(), &found, 1e-12);
        assert_eq!(wrong.len(), 1, "{broken}");
        assert!(wrong[0].starts_with(place), "{wrong:?}");
    }
}

#[test]
fn tolerance_is_absolute_for_small_numbers_and_relative_for_large_ones() {
    let close = |a: f64, b: f64| differences(&a.into(), &b.into(), 1e-6).is_empty();
    assert!(close(0.5, 0.500_000_9) && !close(0.5, 0.500_002));
    assert!(close(5e6, 5_000_004.0) && !close(5e6, 5_000_006.0));
    assert!(!differences(&7.into(), &8.into(), 10.0).is_empty());
}
