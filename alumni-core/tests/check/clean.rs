//! A dozen clean policies, and each kind of fault planted in each of them.

use std::fmt::Write;

use alumni_core::ErrorKind;
use alumni_core::eligibility::{Outcome, Policy};

/// Rules as they are written in practice, none of which is without effect.
const CLEAN: [&str; 12] = [
    "require tenure >= 3 years",
    "require tenure >= 5 years or grade >= 3\nrequire since_separation >= 6 months\nbar separation_kind = involuntary_cause\nreview rehire_flag in [upon_review, not_answered, absent]",
    "require employment_type not in [casual, temporary_agency]\nrequire worker_type in [employee, contractor]\nbar separation_kind = death",
    "require total_tenure >= 10 years\nrequire return_count <= 2\nbar employed",
    "require since_separation between 6 months and 5 years\nrequire job_families has any [sales, engineering]",
    "bar non_compete_until is known and as_of <= non_compete_until\nrequire notice_given >= 1 month",
    "require time_in_job_family(sales) >= 2 years or time_in_job_family(finance) >= 18 months\nrequire property_returned\nrequire handover_done",
    "require pay < 12000000 JPY\nreview pay >= 10000000 JPY",
    "require start_date <= 2020-03-31\nrequire separation_date >= 2015-04-01\nrequire not employed",
    "require highest_grade >= 4\nrequire grade >= 2\nreview separation_reason in [health, caregiving, childbirth_childcare]",
    "require as_of <= separation_date + 3 years\nbar no_contact_agreed\nrequire personal_contacts has any [email, mobile]",
    "require since_separation >= 30 days\nrequire since_separation >= 1 month\nrequire spell_count <= 3\nreview separation_kind = retirement and grade >= 5",
];

fn document(rules: &str) -> String {
    let mut text = String::from("id = \"p\"\nversion = 1\n");
    for (index, rule) in rules.lines().enumerate() {
        let (effect, rule) = rule.split_once(' ').unwrap();
        writeln!(text, "[[criteria]]\nid = \"c{index}\"\n{effect} = \"{rule}\"").unwrap();
    }
    text
}

fn policy(rules: &str) -> Policy {
    Policy::parse(&document(rules)).unwrap_or_else(|error| panic!("{error}: {rules}"))
}

#[test]
fn clean_policies_are_clean() {
    for rules in CLEAN {
        let check = policy(rules).check();
        assert!(check.is_clean(), "{rules}\n{check}");
        assert_eq!(policy(rules).compare(&policy(rules)).unwrap().to_string(), "Equivalent");
    }
}

/// Faults, as what is done to the rules, and the code that must be found.
fn planted(rules: &str) -> Vec<(&'static str, String)> {
    let first = rules.lines().next().unwrap();
    let (effect, rule) = first.split_once(' ').unwrap();
    let (rest, gate) = (rules.strip_prefix(first).unwrap(), effect == "require");
    let against = if gate { "bar" } else { "require" };
    let holding = if gate { rule.to_owned() } else { format!("not ({rule})") };
    vec![
        ("criterion-implied", format!("{rules}\n{first}")),
        ("criterion-implied", format!("{rules}\n{against} not ({rule})")),
        ("policy-admits-nobody", format!("{rules}\n{against} {rule}")),
        ("criterion-never-met", format!("{rules}\nrequire grade >= 8 and grade < 8")),
        ("criterion-never-met", format!("{rules}\nbar first_start_date <= start_date")),
        ("criterion-never-fails", format!("{rules}\nrequire return_count >= 0")),
        ("criterion-never-fails", format!("{rules}\nbar spell_count < 1")),
        ("criterion-never-fails", format!("{rules}\nrequire tenure >= 0 days")),
        ("criterion-never-met", format!("{rules}\nrequire return_count < 0")),
        (
            "criterion-never-met",
            format!("{rules}\nrequire start_date + 9998 years < start_date + 9000 years"),
        ),
        ("part-never-matters", format!("{effect} ({rule}) or ({rule}){rest}")),
        ("part-never-matters", format!("{effect} ({rule}) or (department = a and department = b){rest}")),
        ("part-never-matters", format!("{effect} ({rule}) and (department = a or department != a){rest}")),
        ("part-implied", format!("{rules}\nrequire department = a or not ({holding})")),
        ("review-unreachable", format!("{rules}\nreview not ({holding})")),
        ("review-never-asks", format!("{rules}\nreview employed and since_separation >= 1 day")),
        ("review-always-asks", format!("{rules}\nreview grade >= 3 or grade < 3")),
        ("policy-nobody-eligible", format!("{rules}\nreview {holding}")),
        (
            "review-implied",
            format!("{rules}\nreview department = q\nreview department = q and legal_entity = z"),
        ),
    ]
}

#[test]
fn values_outside_the_vocabulary_are_errors_with_their_place() {
    for rules in CLEAN {
        for (fault, kind, column, found) in [
            ("require return_count >= -1", ErrorKind::OutOfRange, 17, "`-1`"),
            ("bar spell_count in [1, -2]", ErrorKind::OutOfRange, 20, "`-2`"),
            ("require separation_kind = involuntary_caus", ErrorKind::UnknownName, 19, "involuntary_cause"),
        ] {
            let policy = Policy::parse(&document(&format!("{rules}\n{fault}")));
            let error = policy.expect_err(fault);
            let (effect, index) = (fault.split_once(' ').unwrap().0, rules.lines().count());
            assert_eq!(error.kind(), kind, "{error}");
            assert_eq!(error.path(), format!("criteria[{index}].{effect}: 1:{column}"), "{error}");
            assert!(error.to_string().contains(found), "{error}");
        }
    }
}

#[test]
fn every_planted_fault_is_found() {
    for rules in CLEAN {
        for (code, faulty) in planted(rules) {
            let policy = policy(&faulty);
            let check = policy.check();
            assert!(
                check.findings().iter().any(|finding| finding.code() == code),
                "{code}:\n{faulty}\n{check}"
            );
            assert!(check.undecided().is_empty(), "{faulty}\n{check}");
            for witness in check.findings().iter().filter_map(|finding| finding.witness.as_ref()) {
                policy.decide(&witness.worker(), witness.as_of).unwrap();
            }
        }
    }
}

#[test]
fn a_tightened_policy_is_stricter_and_its_witness_shows_it() {
    for rules in CLEAN {
        let (old, new) = (policy(rules), policy(&format!("{rules}\nrequire legal_entity = sister")));
        let comparison = new.compare(&old).unwrap();
        let lost = &comparison.lost().unwrap_or_else(|| panic!("{rules}\n{comparison}")).witness;
        assert!(comparison.gained().is_none());
        assert_eq!(old.decide(&lost.worker(), lost.as_of).unwrap().outcome(), Outcome::Eligible, "{rules}");
        assert_eq!(new.decide(&lost.worker(), lost.as_of).unwrap().outcome(), Outcome::Ineligible, "{rules}");
    }
}
