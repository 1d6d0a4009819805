//! Checks of whole policies, against decisions about every possible worker.

mod clean;
mod oracle;
mod relations;

use alumni_core::eligibility::{Policy, Relation};

/// A policy of rules: `require …`, `bar …` or `review …`, one a line; facts `n` and `m` (integers from 0 to 5), `a` and `b`
/// (booleans), `k` (one of x, y, z) and `s` (a set of them).
fn policy(rules: &str) -> Policy {
    let mut text = String::from("id = \"p\"\nversion = 1\n");
    for name in ["n", "m"] {
        text += &format!(
            "[[facts]]\nname = \"{name}\"\ntype = \"integer\"\ntitle = \"{name}\"\nminimum = 0\nmaximum = 5\n"
        );
    }
    for name in ["a", "b"] {
        text += &format!("[[facts]]\nname = \"{name}\"\ntype = \"boolean\"\ntitle = \"{name}\"\n");
    }
    for (name, kind) in [("k", "category"), ("s", "categories")] {
        text += &format!(
            "[[facts]]\nname = \"{name}\"\ntype = \"{kind}\"\ntitle = \"{name}\"\nvalues = [{{ name = \"x\" }}, {{ name = \"y\" }}, {{ name = \"z\" }}]\n"
        );
    }
    for (index, rule) in rules.trim().lines().enumerate() {
        let (effect, rule) = rule.trim().split_once(' ').unwrap();
        text += &format!("[[criteria]]\nid = \"c{index}\"\n{effect} = \"{rule}\"\n");
    }
    Policy::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What a check of some rules found: each code with its criteria.
fn found(rules: &str) -> Vec<String> {
    let check = policy(rules).check();
    assert!(check.undecided().is_empty(), "{check}");
    check
        .findings()
        .iter()
        .map(|finding| format!("{} {}", finding.code(), finding.criteria.join(" ")))
        .collect()
}

#[test]
fn each_fault_is_found() {
    assert_eq!(found("require n >= 2\nrequire a\nbar k = x"), [""; 0]);
    assert_eq!(found("require n >= 3 and n < 2"), ["criterion-never-met c0", "policy-admits-nobody c0"]);
    assert_eq!(found("require n >= 0"), ["criterion-never-fails c0"]);
    assert_eq!(
        found("require n >= 3\nrequire n < 3 or false"),
        ["policy-admits-nobody c0 c1", "part-never-matters c1"]
    );
    assert_eq!(found("require n >= 3\nrequire n >= 2"), ["criterion-implied c1 c0"]);
    assert_eq!(found("require n >= 2\nrequire n >= 3"), ["criterion-implied c0 c1"]);
    assert_eq!(found("require a or n >= 3\nbar n < 1\nreview n < 1"), ["review-unreachable c2 c1"]);
    assert_eq!(found("require tenure >= 3 years or tenure >= 5 years"), ["part-never-matters c0"]);
    assert_eq!(found("require tenure >= 12 months\nrequire tenure >= 1 year"), ["criterion-implied c1 c0"]);
    assert_eq!(found("require tenure >= 30 days\nrequire tenure >= 1 month"), [""; 0]);
    assert_eq!(found("require tenure >= 27 days\nrequire tenure >= 1 month"), ["criterion-implied c0 c1"]);
    assert_eq!(found("require n > 5"), ["criterion-never-met c0", "policy-admits-nobody c0"]);
    assert_eq!(found("bar n < 0"), ["criterion-never-fails c0"]);
    assert_eq!(found("require tenure >= 0 days"), ["criterion-never-fails c0"]);
    assert_eq!(
        found("require start_date + 9000 years <= separation_date - 1000 years"),
        ["criterion-never-met c0", "policy-admits-nobody c0"]
    );
    assert_eq!(found("review k in [x, y, z]"), ["review-always-asks c0", "policy-nobody-eligible c0"]);
    assert_eq!(found("require start_date <= as_of"), ["criterion-never-fails c0"]);
    assert_eq!(
        found("require employed\nrequire since_separation >= 6 months"),
        ["policy-admits-nobody c0 c1"]
    );
    // On the day after the last one nobody is employed, and no day has passed.
    assert_eq!(found("require not employed\nrequire since_separation >= 1 day"), ["criterion-implied c0 c1"]);
    assert_eq!(found("require highest_grade >= 3\nrequire grade >= 3"), ["criterion-implied c0 c1"]);
    assert_eq!(
        found("require total_tenure >= 3 years\nrequire tenure >= 3 years"),
        ["criterion-implied c0 c1"]
    );
    assert_eq!(found("require spell_count >= 2\nbar return_count = 0"), ["criterion-implied c1 c0"]);
}

#[test]
fn comparisons_say_who_is_gained_and_lost() {
    let say = |new: &str, old: &str| policy(new).compare(&policy(old)).unwrap().to_string();
    assert_eq!(
        say("require tenure >= 3 years or n >= 3", "require tenure >= 5 years or n >= 3"),
        "Looser; witness: tenure 3 years, n 0"
    );
    assert_eq!(say("require n >= 3", "require n >= 2"), "Stricter; witness: n 2");
    assert_eq!(say("require n >= 3", "bar n < 3"), "Equivalent");
    assert_eq!(
        say("require n >= 3\nrequire a", "require n >= 2\nrequire b"),
        "Incomparable; gained: b: no; lost: n 2, a: no"
    );
}

#[test]
fn a_worker_must_be_possible_under_both_vocabularies() {
    let policy = |bounds: &str, rule: &str| {
        let facts = format!("[[facts]]\nname = \"n\"\ntype = \"integer\"\ntitle = \"n\"\n{bounds}");
        let text =
            format!("id = \"p\"\nversion = 1\n{facts}\n[[criteria]]\nid = \"c\"\nrequire = \"{rule}\"");
        Policy::parse(&text).unwrap()
    };
    let relation = |new: &Policy, old: &Policy| new.compare(old).unwrap().relation();
    let (wide, narrow) = (policy("maximum = 9", "n <= 4"), policy("maximum = 3", "n <= 3"));
    assert_eq!(relation(&wide, &narrow), Relation::Equivalent);
    assert_eq!(relation(&narrow, &wide), Relation::Equivalent);
    let (low, high) = (policy("maximum = 3", "n >= 1"), policy("minimum = 5", "n >= 6"));
    // Nobody has such a number, but one may be unknown: of no worker can anything be said.
    assert_eq!(relation(&low, &high), Relation::Equivalent);
    assert_eq!(relation(&policy("maximum = 3", "n >= 1"), &policy("", "n >= 2")), Relation::Looser);
}

#[test]
fn month_ends_are_no_special_case() {
    let check = policy("require tenure >= 30 days\nrequire tenure >= 1 month").check();
    assert!(check.is_clean(), "{check}");
}
