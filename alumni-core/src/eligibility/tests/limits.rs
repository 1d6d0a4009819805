//! Documents that are too large, too deep or too long are refused with what was expected.

use std::fmt::Write as _;

use super::super::Policy;
use super::error_of;
use crate::ErrorKind;

#[test]
fn sizes_have_limits_and_errors_name_them() {
    assert_eq!(error_of(&"#".repeat(10 << 20)), (ErrorKind::TooLarge, String::new()));
    let mut many = String::from(r#"{"id":"p","version":1,"criteria":["#);
    for index in 0..100_000 {
        write!(many, r#"{}{{"id":"c{index}","require":"true"}}"#, if index > 0 { "," } else { "" }).unwrap();
    }
    many.push_str("]}");
    assert_eq!(error_of(&many), (ErrorKind::TooLarge, "criteria".into()));
}

#[test]
fn depth_has_a_limit_in_every_form() {
    let text = format!("{}employed{}", "(".repeat(7_000), ")".repeat(7_000));
    let toml = format!("id = \"p\"\nversion = 1\n[[criteria]]\nid = \"c\"\nrequire = \"{text}\"");
    assert_eq!(error_of(&toml), (ErrorKind::TooLarge, "criteria[0].require: 1:66".into()));
    for depth in [100, 10_000] {
        let tree = format!(
            "{}{{\"holds\":{{\"name\":\"employed\"}}}}{}",
            "{\"not\":".repeat(depth),
            "}".repeat(depth)
        );
        let json = format!(r#"{{"id":"p","version":1,"criteria":[{{"id":"c","require":{tree}}}]}}"#);
        let (kind, _) = error_of(&json);
        // Beyond what the reader of JSON takes, it is no document.
        assert!(matches!(kind, ErrorKind::TooLarge | ErrorKind::Syntax | ErrorKind::WrongType), "{kind:?}");
    }
}

#[test]
fn a_list_of_values_is_as_long_as_a_rule_may_be() {
    let values =
        |count: usize| (0..count).map(|value| format!(r#"{{"integer":{value}}}"#)).collect::<Vec<_>>();
    let json = |values: &[String]| {
        format!(
            r#"{{"id":"p","version":1,"criteria":[{{"id":"c","require":{{"in":{{"of":{{"name":"grade"}},"values":[{}]}}}}}}]}}"#,
            values.join(",")
        )
    };
    assert!(Policy::parse(&json(&values(2_000))).is_ok());
    let twice = [values(2_000), vec![r#"{"integer":7}"#.to_owned()]].concat();
    assert_eq!(error_of(&json(&twice)), (ErrorKind::Duplicate, "criteria[0].require".into()));
    assert_eq!(error_of(&json(&values(100_000))), (ErrorKind::TooLarge, "criteria[0].require".into()));
}

#[test]
fn amounts_in_one_comparison_are_in_one_currency_and_days_can_be_listed() {
    let rule = |rule: &str| {
        error_of(&format!("id = \"p\"\nversion = 1\n[[criteria]]\nid = \"c\"\nrequire = \"{rule}\""))
    };
    let at = |place: &str| format!("criteria[0].require: {place}");
    assert_eq!(rule("pay between 5 USD and 6 JPY"), (ErrorKind::Inconsistent, at("1:23")));
    assert_eq!(rule("pay in [5 USD, 6 USD, 6 JPY]"), (ErrorKind::Inconsistent, at("1:23")));
    assert_eq!(rule("as_of in [2026-12-31, 2026-12-31]"), (ErrorKind::Duplicate, at("1:23")));
    assert_eq!(rule("as_of in [2026-12-31, soon]"), (ErrorKind::WrongType, at("1:23")));
    assert_eq!(rule("as_of in [5]"), (ErrorKind::WrongType, at("1:11")));
    assert_eq!(rule("as_of - 1 year in [2026-02-30]"), (ErrorKind::OutOfRange, at("1:20")));
    assert_eq!(rule("grade in [start_date + 1 day]"), (ErrorKind::Syntax, at("1:11")));
}
