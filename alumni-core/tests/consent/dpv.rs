//! The Data Privacy Vocabulary: its lifecycle is a part of ours, and its statuses map both ways.

use std::collections::BTreeSet;

use alumni_core::consent::{Channel, Event, EventKind, Ledger, LegalBasis, Question, Status};

use super::{day, ledger};

/// A file of the vocabulary, or `None`, said aloud, where the reference material is not at hand.
pub(crate) fn reference(name: &str) -> Option<String> {
    let path = format!("{}/../../shared/reference/consent/dpv/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: {name} of the Data Privacy Vocabulary is not at hand");
    }
    text
}

/// The event that enters a state of the diagram on day `n`; `Expired` is entered by time.
fn entering(node: &str, n: i64) -> Option<Event> {
    let kind = match node {
        "NoticeShown" => EventKind::NoticeShown,
        "Requested" => EventKind::Requested,
        "Given" => EventKind::Given,
        "Refused" => EventKind::Refused,
        "Withdrawn" => EventKind::Withdrawn,
        "Invalidated" => EventKind::Invalidated,
        "Halted" => EventKind::Revoked,
        "Expired" => return None,
        other => panic!("the diagram has a new state, {other}"),
    };
    let mut event = Event::new("s", format!("e{n}"), "w", "jobs", kind, day(n).fixed_offset()).notice("n", 1);
    if kind == EventKind::Given {
        event.valid_until = Some(day(20));
    }
    Some(event)
}

/// The state of the diagram that the ledger is in on day `n`: the last entered of decision and request.
fn node(ledger: &Ledger, n: i64, asked: bool) -> String {
    let state = ledger.state("w", "jobs", None, day(n), None).unwrap();
    let word = if asked { state.request.as_str() } else { state.decision.as_str() };
    match word {
        "notice_shown" => "NoticeShown",
        "requested" => "Requested",
        "given" => "Given",
        "refused" => "Refused",
        "withdrawn" => "Withdrawn",
        "invalidated" => "Invalidated",
        "revoked" => "Halted",
        "expired" => "Expired",
        other => other,
    }
    .to_owned()
}

/// How the diagram reaches each state.
fn route(node: &str) -> Vec<&'static str> {
    let asked = ["NoticeShown", "Requested"];
    match node {
        "[*]" => vec![],
        "NoticeShown" => vec!["NoticeShown"],
        "Requested" => asked.to_vec(),
        "Given" => [&asked[..], &["Given"]].concat(),
        "Refused" => [&asked[..], &["Refused"]].concat(),
        other => panic!("the diagram leaves {other}, which was an end"),
    }
}

#[test]
fn every_edge_of_the_official_lifecycle_is_a_transition_of_ours() {
    let Some(diagram) = reference("dpv-2.3-consent_lifecycle.plantuml") else { return };
    let mut walked = 0;
    for line in diagram.lines().filter(|line| !line.trim_start().starts_with('\'')) {
        let Some((from, to)) = line.split_once("-->") else { continue };
        let (from, to) = (from.trim(), to.split(':').next().unwrap().trim());
        if to == "[*]" {
            // The end of the lifecycle: from there only a new instance begins.
            continue;
        }
        let mut ledger = ledger();
        let route = route(from);
        let steps: Vec<_> = (0..).zip(&route).filter_map(|(n, step)| entering(step, n)).collect();
        ledger.extend(steps).unwrap();
        let asked = ["NoticeShown", "Requested"].contains(&to);
        let arrived = match entering(to, 10) {
            Some(event) => {
                ledger.extend([event]).unwrap();
                node(&ledger, 11, asked)
            }
            None => node(&ledger, 30, asked),
        };
        assert_eq!(arrived, to, "{line}");
        walked += 1;
    }
    assert_eq!(walked, 10);
}

#[test]
fn the_ends_of_the_lifecycle_are_left_by_a_new_instance_only() {
    for end in ["Withdrawn", "Invalidated", "Halted"] {
        let mut ledger = ledger();
        let steps = ["NoticeShown", "Requested", "Given", end, "Given"];
        ledger.extend((0..).zip(steps).filter_map(|(n, step)| entering(step, n))).unwrap();
        let question = Question::new("w", "jobs", Channel::Email, day(15));
        assert!(!ledger.may(&question).unwrap().is_allowed(), "{end}");
        ledger.extend([entering("NoticeShown", 6).unwrap(), entering("Given", 7).unwrap()]).unwrap();
        assert!(ledger.may(&question).unwrap().is_allowed(), "{end}");
    }
}

#[test]
fn every_consent_status_maps_to_its_iri_and_back() {
    for status in Status::ALL {
        assert_eq!(Status::from_iri(&status.iri()).unwrap(), *status);
        assert_eq!(Status::from_iri(&format!("dpv:{status}")).unwrap(), *status);
    }
    // One state, three names in the official material.
    for alias in ["ConsentRevoked", "dpv:ConsentTerminated", "Halted"] {
        assert_eq!(Status::from_iri(alias).unwrap(), Status::Revoked);
    }
    assert!(Status::from_iri("dpv:ConsentGivem").unwrap_err().message().contains("`ConsentGiven`"));

    let Some(table) = reference("dpv-2.3-consent_status.csv") else { return };
    let mut official = BTreeSet::new();
    // The broader concepts are no statuses of their own.
    for line in table.lines().skip(1).filter(|line| !line.contains("https://w3id.org/dpv#Status\"")) {
        let fields: Vec<_> = line.split("\",\"").collect();
        let broader = line.contains("ValidForProcessing\"") || line.contains("InvalidForProcessing\"");
        if fields[0].trim_matches('"').starts_with("ConsentStatus") || !broader {
            continue;
        }
        let status = Status::from_iri(fields[2]).unwrap();
        assert_eq!(status.iri(), fields[2]);
        assert_eq!(status.is_valid_for_processing(), line.contains("#ConsentStatusValidForProcessing\""));
        official.insert(status);
    }
    assert_eq!(official, Status::ALL.iter().copied().collect());
}

#[test]
fn the_terms_of_events_and_legal_bases_stand_in_the_vocabulary() {
    let tables = [
        "dpv-2.3-consent_status.csv",
        "dpv-2.3-notice.csv",
        "dpv-2.3-legal_basis_status.csv",
        "dpv-2.3-legal_basis.csv",
    ];
    let Some(tables) = tables.map(reference).into_iter().collect::<Option<String>>() else { return };
    let iris = EventKind::ALL.iter().filter_map(|kind| kind.iri());
    for iri in iris.chain(LegalBasis::ALL.iter().map(|basis| basis.iri())) {
        assert!(tables.contains(&format!("\"{iri}\"")), "{iri}");
    }
}
