//! The published cases that lie outside the project; each test skips visibly where they are absent.

use serde_json::Value;

pub(in crate::fairness) struct Case(pub(super) Value);

impl Case {
    pub(in crate::fairness) fn read(id: &str) -> Option<Self> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reference/fairness");
        match std::fs::read_to_string(format!("{folder}/{id}.json")) {
            Ok(text) => Some(Self(serde_json::from_str(&text).unwrap())),
            Err(_) => {
                println!("skipped: the reference case {id} is not here");
                None
            }
        }
    }

    pub(in crate::fairness) fn inputs(&self, path: &str) -> &Value {
        let value = self.0["inputs"].pointer(path).unwrap_or(&Value::Null);
        assert!(!value.is_null(), "{path}");
        value
    }

    pub(super) fn count(&self, path: &str) -> u64 {
        self.inputs(path).as_u64().unwrap()
    }

    /// The value as published and at full precision, each within its tolerance.
    pub(in crate::fairness) fn check(&self, name: &str, found: f64) {
        let key = name.split('/').next().unwrap();
        let tolerance = match &self.0["tolerance_abs"] {
            Value::Object(each) => each.get(key).or(each.get("*")).and_then(Value::as_f64).unwrap(),
            one => one.as_f64().unwrap(),
        };
        for (column, tolerance) in
            [("expected", tolerance), ("verified_full_precision", 1e-9_f64.min(tolerance))]
        {
            let expected = self.0[column].pointer(&format!("/{name}")).and_then(Value::as_f64).unwrap();
            assert!(
                (found - expected).abs() <= tolerance * expected.abs().max(1.0),
                "{name}: expected {expected}, got {found}"
            );
        }
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.0["expected"][name].as_bool().unwrap()
    }
}
