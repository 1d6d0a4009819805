//! Whole reviews. The expected counts were worked out by hand from the eight people below.

use super::*;
use crate::ErrorKind;
use crate::text::Lang;
use crate::workforce::Table;

const PROGRAMME: &str = r#"
id = "small"
version = 2
title = { en = "A small programme", ja = "小さなプログラム" }
synthetic = "written by hand"
utc_offset = "+09:00"

[network]
membership = "membership"
scoring = "profiling_scoring"

[[policies]]
id = "return"
version = 1
title = { en = "Coming back", ja = "復職" }
[[policies.criteria]]
id = "service"
require = "tenure >= 3 years"
[[policies.criteria]]
id = "cooling-off"
require = "since_separation >= 6 months"
[[policies.criteria]]
id = "conduct"
bar = "separation_kind = involuntary_cause"
[[policies.criteria]]
id = "flag"
review = "rehire_flag = upon_review"

[[purposes]]
id = "membership"
title = { en = "Membership", ja = "会員登録" }
legal_basis = "consent"

[[purposes]]
id = "newsletter"
title = { en = "Newsletter", ja = "ニュースレター" }
legal_basis = "consent"
channels = ["email"]

[[purposes]]
id = "profiling_scoring"
title = { en = "Scoring", ja = "スコア算出" }
legal_basis = "consent"

[[notices]]
id = "alumni"
version = 1
purposes = ["membership", "newsletter", "profiling_scoring"]
text = { en = "We keep in touch.", ja = "連絡を続けます。" }
"#;

/// a: eligible; b: eligible in 2026-07; c: too short; d: for cause; e: for review; f: kind unknown; g: employed; h: came back and left.
const PEOPLE: &str =
    "worker_id,rehire_flag\na,yes\nb,yes\nc,yes\nd,yes\ne,upon_review\nf,yes\ng,yes\nh,yes\n";
const SPELLS: &str = "worker_id,start_on,end_on,separation_kind\n\
    a,2015-04-01,2020-03-31,voluntary\n\
    b,2015-04-01,2025-12-31,voluntary\n\
    c,2019-04-01,2020-03-31,voluntary\n\
    d,2015-04-01,2020-03-31,involuntary_cause\n\
    e,2015-04-01,2020-03-31,voluntary\n\
    f,2015-04-01,2020-03-31,\n\
    g,2015-04-01,,\n\
    h,2010-04-01,2014-03-31,voluntary\n\
    h,2016-04-01,2022-03-31,voluntary\n";
const CONTACTS: &str = "worker_id,kind,value,ownership\na,email,a@example.invalid,personal\n";
const CONSENT: &str = "source,id,subject,purpose,kind,occurred_at,received_at,notice_id,notice_version,method\n\
    form,1,a,membership,given,2020-04-10T09:00:00+09:00,2020-04-10T09:00:00+09:00,alumni,1,form\n\
    form,2,a,newsletter,given,2020-04-10T09:00:00+09:00,2020-04-10T09:00:00+09:00,alumni,1,form\n\
    form,3,a,profiling_scoring,given,2020-04-10T09:00:00+09:00,2020-04-10T09:00:00+09:00,alumni,1,form\n\
    form,4,h,membership,given,2022-04-10T09:00:00+09:00,2022-04-10T09:00:00+09:00,alumni,1,form\n\
    form,5,h,newsletter,given,2022-04-10T09:00:00+09:00,2022-04-10T09:00:00+09:00,alumni,1,form\n\
    mail,6,h,newsletter,withdrawn,2026-04-01T00:00:00+09:00,2026-04-01T00:00:01+09:00,,,\n";
const INTERACTIONS: &str = "id,at,kind,actor,actor_type,target_type,thread\n\
    e1,2026-02-01T10:00:00+09:00,post_question,a,alumnus,network,t1\n\
    e2,2026-02-01T20:00:00+09:00,reply,h,alumnus,,t1\n";

fn tables(rows: &[(&str, &str)]) -> Vec<Table> {
    rows.iter().map(|(name, text)| Table::from_csv(name, text).unwrap()).collect()
}

fn all() -> Vec<(&'static str, &'static str)> {
    vec![
        ("people.csv", PEOPLE),
        ("spells.csv", SPELLS),
        ("contacts.csv", CONTACTS),
        ("consent_events.csv", CONSENT),
        ("interactions.csv", INTERACTIONS),
        ("groups.csv", "worker_id,sex\na,f\nb,f\nc,f\nd,m\ne,m\nh,m\n"),
    ]
}

fn review(rows: &[(&str, &str)], as_of: &str) -> Review {
    let programme = Programme::parse(PROGRAMME).unwrap();
    let data = programme.read(&tables(rows)).unwrap();
    programme.review(&data, as_of.parse().unwrap()).unwrap()
}

#[test]
fn every_part_counts_what_it_should() {
    let review = review(&all(), "2026-04-01");
    let people = review.workforce;
    assert_eq!((people.people, people.employed, people.former, people.returned), (8, 1, 7, 1));
    let policy = &review.policies[0];
    let outcomes: Vec<_> = policy.outcomes.iter().map(|count| count.people).collect();
    // a and h; e; f; b, c and d.
    assert_eq!((policy.people, outcomes), (7, vec![2, 1, 1, 3]));
    assert_eq!(policy.soon, 1);
    let unmet: Vec<_> = policy.criteria.iter().map(|count| (count.id.as_str(), count.unmet)).collect();
    assert_eq!(unmet, [("service", 1), ("cooling-off", 1), ("conduct", 1), ("flag", 0)]);
    assert_eq!(policy.missing[0].fact, "separation_kind");
    let newsletter = review.reach.iter().find(|reach| reach.summary.purpose == "newsletter").unwrap();
    // a; h withdrew in the very instant at which the day begins in Japan.
    assert_eq!(
        (newsletter.summary.allowed, newsletter.summary.denied, newsletter.with_contact),
        (1, 6, Some(1))
    );
    let network = review.network.as_ref().unwrap();
    // a and h are members; only a may be scored.
    assert_eq!((network.pulse.members, network.scored, network.not_scored), (2, 1, 1));
    assert_eq!(
        network.pulse.last_request.as_ref().map(|request| (request.replies.count, request.replies.of)),
        Some((1, 1))
    );
    let finding = &review.fairness[0];
    // f: a of a, b, c; m: e (conditional) and h of d, e, h; f is in no group.
    let counts: Vec<_> =
        finding.report.groups.iter().map(|group| (group.considered, group.selected)).collect();
    assert_eq!((counts, finding.unknown_group), (vec![(3, 1), (3, 2)], 1));
    assert_eq!(review.decisions.len(), 5);
    assert_eq!(review.decisions[0].may.len(), 3);
}

#[test]
fn the_same_data_in_another_order_gives_the_same_review() {
    let mut reversed = all();
    reversed.reverse();
    let backwards: String = {
        let (head, rows) = SPELLS.split_once('\n').unwrap();
        let mut rows: Vec<_> = rows.lines().collect();
        rows.reverse();
        format!("{head}\n{}\n", rows.join("\n"))
    };
    reversed.retain(|(name, _)| *name != "spells.csv");
    reversed.push(("spells.csv", &backwards));
    assert_eq!(review(&all(), "2026-04-01").to_json(), review(&reversed, "2026-04-01").to_json());
}

#[test]
fn a_review_reads_back_and_prints_in_both_languages() {
    let review = review(&all(), "2026-04-01");
    assert_eq!(serde_json::from_str::<Review>(&review.to_json()).unwrap(), review);
    let (en, ja) = (review.text(Lang::En), review.text(Lang::Ja));
    assert!(en.contains("Synthetic data"), "{en}");
    for page in [&en, &ja] {
        // A code without a sentence, or a sentence without its argument, would stand out.
        assert!(!page.contains("review-") && !page.contains("{$"), "{page}");
    }
    assert!(ja.contains("復職（return、第1版）：退職者7人"), "{ja}");
    let html = review.html(Lang::Ja);
    assert!(
        html.starts_with("<!DOCTYPE html>") && html.contains("<html lang=\"ja\">") && !html.contains("http"),
        "{html}"
    );
}

#[test]
fn what_is_not_given_is_said_not_guessed() {
    let bare = review(&[("people.csv", PEOPLE), ("spells.csv", SPELLS)], "2026-04-01");
    let codes: Vec<_> = bare.warnings.iter().map(crate::Reason::code).collect();
    for code in ["review-no-consent-events", "review-no-interactions", "review-no-groups"] {
        assert!(codes.contains(&code), "{codes:?}");
    }
    assert!(bare.reach.is_empty() && bare.network.is_none() && bare.fairness.is_empty());
    // Without consent events nobody is scored, even with interactions.
    let unscored = review(
        &[("people.csv", PEOPLE), ("spells.csv", SPELLS), ("interactions.csv", INTERACTIONS)],
        "2026-04-01",
    );
    assert_eq!(unscored.network.unwrap().scored, 0);
}

#[test]
fn toggling_a_refusers_events_changes_nothing_but_aggregates() {
    let without: String =
        INTERACTIONS.lines().filter(|line| !line.starts_with("e2")).map(|line| format!("{line}\n")).collect();
    let mut rows = all();
    rows.retain(|(name, _)| *name != "interactions.csv");
    rows.push(("interactions.csv", &without));
    let (with, without) = (review(&all(), "2026-04-01"), review(&rows, "2026-04-01"));
    let closest = |review: &Review| review.network.as_ref().unwrap().closest.clone();
    assert_eq!(closest(&with), closest(&without));
}

#[test]
fn documents_and_tables_say_where_they_are_wrong() {
    let path = |text: &str| {
        let error = Programme::parse(text).unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    let broken = PROGRAMME.replace("tenure >= 3 years", "tenur >= 3 years");
    assert_eq!(path(&broken), (ErrorKind::UnknownName, "policies[0].criteria[0].require: 1:1".into()));
    assert_eq!(
        path(&PROGRAMME.replace("scoring = \"prof", "scoring = \"pof")),
        (ErrorKind::UnknownName, "network.scoring".into())
    );
    assert_eq!(path(&PROGRAMME.replace("+09:00", "JST")), (ErrorKind::Syntax, "utc_offset".into()));
    assert_eq!(path(&format!("{PROGRAMME}\n[engagement]\npreset = \"alumny\"")).1, "engagement.preset");
    assert_eq!(path(&format!("{PROGRAMME}\n[export]\nmapping = \"peoplesoft\"")).1, "export.mapping");
    let programme = Programme::parse(PROGRAMME).unwrap();
    let read = |name: &str, text: &str| {
        let mut rows = all();
        rows.retain(|(other, _)| *other != name);
        rows.push((name, text));
        programme.read(&tables(&rows)).unwrap_err().path().to_owned()
    };
    assert_eq!(
        read("spells.csv", "worker_id,start_on,end_on\na,2015-04-01,soon\n"),
        "spells.csv: line 2, column 3 (end_on)"
    );
    assert_eq!(read("groups.csv", "worker_id,sex\na,f\na,m\n"), "groups.csv: line 3, column 1 (worker_id)");
    assert_eq!(
        read("selections.csv", "worker_id,selected\na,perhaps\n"),
        "selections.csv: line 2, column 2 (selected)"
    );
}

#[test]
fn the_starter_programme_is_valid() {
    Programme::starter().unwrap();
}
