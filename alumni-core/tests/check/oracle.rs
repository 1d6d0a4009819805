//! Every answer against the decisions about every worker that a small vocabulary allows.

use alumni_core::eligibility::{Effect, Outcome, Policy, Relation, Status, Witness, check_ladder};
use alumni_core::workforce::{Supplied, Worker};
use proptest::prelude::*;

use super::policy;

fn day() -> chrono::NaiveDate {
    "2026-04-01".parse().unwrap()
}

/// Every worker: two numbers, a boolean, a category and a set, each known or (with `unknown`) not.
fn workers(unknown: &[&str]) -> Vec<Worker> {
    let mut all = vec![Worker::new("w", []).unwrap()];
    let set = |held: &[&str]| Supplied::Texts(held.iter().map(|value| (*value).to_owned()).collect());
    let values: [(&str, Vec<Supplied>); 5] = [
        ("n", (0..=5).map(Supplied::from).collect()),
        ("m", (0..=5).map(Supplied::from).collect()),
        ("a", vec![true.into(), false.into()]),
        ("k", ["x", "y", "z"].map(Supplied::from).to_vec()),
        ("s", vec![set(&[]), set(&["x"]), set(&["y"]), set(&["x", "y"])]),
    ];
    for (name, values) in values {
        let mut next = Vec::new();
        for worker in all {
            next.extend(values.iter().map(|value| worker.clone().with_fact(name, value.clone())));
            if unknown.contains(&name) {
                next.push(worker);
            }
        }
        all = next;
    }
    all
}

fn statuses(policy: &Policy, worker: &Worker) -> (Outcome, Vec<Status>) {
    let decision = policy.decide(worker, day()).unwrap();
    (decision.outcome(), decision.criteria().iter().map(|criterion| criterion.status).collect())
}

fn shown(policy: &Policy, witness: &Witness) -> (Outcome, Vec<Status>) {
    let decision = policy.decide(&witness.worker(), witness.as_of).unwrap();
    (decision.outcome(), decision.criteria().iter().map(|criterion| criterion.status).collect())
}

fn rule() -> impl Strategy<Value = String> {
    let comparison = prop::sample::select(vec!["=", "!=", "<", "<=", ">", ">="]);
    let leaf = prop_oneof![
        3 => (prop::sample::select(vec!["n", "m"]), comparison.clone(), 0..=5).prop_map(|(fact, is, value)| format!("{fact} {is} {value}")),
        1 => comparison.prop_map(|is| format!("n {is} m")),
        1 => Just("a".to_owned()),
        1 => prop::sample::select(vec!["k = x", "k != y", "k in [x, z]", "s has x", "s has any [x, y]", "s has all [x, y]"]).prop_map(str::to_owned),
        1 => (0..=2, 2..=5).prop_map(|(low, high)| format!("m between {low} and {high}")),
        1 => prop::sample::select(vec!["n is known", "a is not known"]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" or "))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" and "))),
            inner.prop_map(|part| format!("not ({part})")),
        ]
    })
}

fn rules() -> impl Strategy<Value = String> {
    let effect = prop::sample::select(vec!["require", "require", "bar", "review"]);
    prop::collection::vec((effect, rule()), 1..5).prop_map(|rules| {
        rules.into_iter().map(|(effect, rule)| format!("{effect} {rule}")).collect::<Vec<_>>().join("\n")
    })
}

/// The facts that some rules ask `is known` of.
fn asked_known(rules: &str) -> Vec<&'static str> {
    ["n", "a"]
        .into_iter()
        .filter(|fact| {
            rules.contains(&format!("{fact} is known")) || rules.contains(&format!("{fact} is not known"))
        })
        .collect()
}

fn relation(gained: bool, lost: bool) -> Relation {
    match (gained, lost) {
        (false, false) => Relation::Equivalent,
        (false, true) => Relation::Stricter,
        (true, false) => Relation::Looser,
        (true, true) => Relation::Incomparable,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn findings_are_what_every_worker_shows(rules in rules()) {
        let policy = policy(&rules);
        let check = policy.check();
        prop_assert!(check.undecided().is_empty(), "{}", check);
        let all: Vec<_> = workers(&asked_known(&rules)).iter().map(|worker| statuses(&policy, worker)).collect();
        let place = |id: &String| policy.criteria().iter().position(|criterion| criterion.id() == id).unwrap();
        let with = |code: &str| -> Vec<Vec<usize>> {
            let found = check.findings().iter().filter(|finding| finding.code() == code);
            found.map(|finding| finding.criteria.iter().map(place).collect()).collect()
        };
        let effect = |index: usize| policy.criteria()[index].effect();
        let mut never = Vec::new();
        for index in 0..policy.criteria().len() {
            let struck = if effect(index) == Effect::Review { Status::Review } else { Status::Unmet };
            let met = all.iter().any(|(_, statuses)| statuses[index] == Status::Met);
            let fails = all.iter().any(|(_, statuses)| statuses[index] == struck);
            let (never_met, never_fails) = match effect(index) {
                Effect::Review => ("review-always-asks", "review-never-asks"),
                _ => ("criterion-never-met", "criterion-never-fails"),
            };
            prop_assert_eq!(with(never_met).contains(&vec![index]), !met, "{} {}", index, check);
            prop_assert_eq!(with(never_fails).contains(&vec![index]), met && !fails, "{} {}", index, check);
            if !met || !fails {
                never.push(index);
            }
        }
        let gates: Vec<_> = (0..policy.criteria().len()).filter(|index| effect(*index) != Effect::Review).collect();
        let passes = |statuses: &[Status], of: &[usize]| of.iter().all(|index| statuses[*index] == Status::Met);
        let hopeless = !all.iter().any(|(_, statuses)| passes(statuses, &gates));
        prop_assert_eq!(!with("policy-admits-nobody").is_empty(), hopeless, "{}", check);
        let eligible = all.iter().any(|(outcome, _)| *outcome == Outcome::Eligible);
        prop_assert_eq!(!with("policy-nobody-eligible").is_empty(), !hopeless && !eligible, "{}", check);
        // What is said to imply does, and what is left cannot be left out.
        let implied = with("criterion-implied");
        for found in &implied {
            for (_, statuses) in &all {
                prop_assert!(statuses[found[0]] == Status::Met || !passes(statuses, &found[1..]), "{}", check);
            }
        }
        let kept: Vec<_> = gates.iter().copied().filter(|gate| implied.iter().all(|found| found[0] != *gate)).collect();
        for gate in kept.iter().filter(|gate| !hopeless && !never.contains(gate)) {
            let others: Vec<_> = kept.iter().copied().filter(|other| other != gate).collect();
            prop_assert!(all.iter().any(|(_, statuses)| statuses[*gate] != Status::Met && passes(statuses, &others)), "{} {}", gate, check);
        }
        let unreachable = with("review-unreachable");
        for review in (0..policy.criteria().len()).filter(|index| effect(*index) == Effect::Review && !hopeless && !never.contains(index)) {
            let reached = all.iter().any(|(_, statuses)| statuses[review] == Status::Review && passes(statuses, &gates));
            prop_assert_eq!(unreachable.iter().any(|found| found[0] == review), !reached, "{}", check);
        }
        for finding in check.findings() {
            let Some(witness) = &finding.witness else { continue };
            let (outcome, statuses) = shown(&policy, witness);
            match finding.code() {
                "criterion-never-met" => prop_assert_eq!(statuses[place(&finding.criteria[0])], Status::Unmet),
                "review-always-asks" => prop_assert_eq!(statuses[place(&finding.criteria[0])], Status::Review),
                "policy-nobody-eligible" => prop_assert_eq!(outcome, Outcome::Conditional),
                "review-unreachable" => {
                    prop_assert_eq!(outcome, Outcome::Ineligible);
                    prop_assert_eq!(statuses[place(&finding.criteria[0])], Status::Review);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn comparisons_are_what_every_worker_shows(new in rules(), old in rules()) {
        let both = format!("{new}\n{old}");
        let (new, old) = (policy(&new), policy(&old));
        let comparison = new.compare(&old).unwrap();
        let admitted = |outcome: Outcome| outcome != Outcome::Ineligible;
        let outcomes = |unknown: &[&str]| -> Vec<(Outcome, Outcome)> {
            workers(unknown).iter().map(|worker| (statuses(&new, worker).0, statuses(&old, worker).0)).collect()
        };
        let relate = |pairs: &[(Outcome, Outcome)], takes: &dyn Fn(Outcome) -> bool| {
            relation(
                pairs.iter().any(|(new, old)| takes(*new) && !takes(*old)),
                pairs.iter().any(|(new, old)| !takes(*new) && takes(*old)),
            )
        };
        let known = outcomes(&asked_known(&both));
        prop_assert_eq!(comparison.relation(), relate(&known, &|outcome| outcome == Outcome::Eligible));
        prop_assert_eq!(comparison.admitted(), relate(&known, &admitted));
        let any = outcomes(&["n", "m", "a", "k", "s"]);
        prop_assert_eq!(comparison.incomplete(), relate(&any, &|outcome| outcome == Outcome::Eligible));
        for (difference, taking, refusing) in [(comparison.gained(), &new, &old), (comparison.lost(), &old, &new)] {
            let Some(difference) = difference else { continue };
            prop_assert_eq!(shown(taking, &difference.witness).0, Outcome::Eligible);
            let (outcome, statuses) = shown(refusing, &difference.witness);
            prop_assert_ne!(outcome, Outcome::Eligible);
            let inside = refusing.criteria().iter().zip(&statuses).filter(|(_, status)| **status != Status::Met);
            let inside: Vec<_> = inside.map(|(criterion, _)| criterion.id().to_owned()).collect();
            prop_assert_eq!(&difference.criteria, &inside);
        }
    }

    #[test]
    fn ladders_are_what_every_worker_shows(rules in prop::collection::vec(rules(), 1..4)) {
        let all = rules.join("\n");
        let steps: Vec<Policy> = rules.iter().enumerate().map(|(index, rules)| {
            Policy::parse(&policy(rules).to_json().replace("\"id\":\"p\"", &format!("\"id\":\"step{index}\""))).unwrap()
        }).collect();
        let check = check_ladder(&steps.iter().collect::<Vec<_>>()).unwrap();
        let table: Vec<Vec<bool>> = workers(&asked_known(&all)).iter().map(|worker| {
            steps.iter().map(|step| statuses(step, worker).0 == Outcome::Eligible).collect()
        }).collect();
        let has = |code: &str, step: usize| {
            check.findings().iter().any(|finding| finding.code() == code && finding.criteria[0] == format!("step{step}"))
        };
        prop_assert!(check.undecided().is_empty());
        prop_assert_eq!(check.left_out().is_some(), table.iter().any(|row| row.iter().all(|takes| !takes)));
        for step in 0..steps.len() {
            let any = |test: &dyn Fn(&[bool]) -> bool| table.iter().any(|row| test(row));
            let empty = !any(&|row| row[step]);
            prop_assert_eq!(has("step-empty", step), empty);
            prop_assert_eq!(has("step-overlap", step), !empty && step > 0 && any(&|row| row[step] && !row[step - 1]));
            let last = step + 1 == steps.len();
            prop_assert_eq!(has("step-unused", step), !empty && !last && !any(&|row| row[step] && !row[step + 1..].contains(&true)));
            let gap = any(&|row| !row[step] && row[..step].contains(&true) && row[step + 1..].contains(&true));
            prop_assert_eq!(has("step-gap", step), !empty && gap);
        }
    }
}
