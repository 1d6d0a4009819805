//! The ids of events that are made here: the same when the same thing comes again, and nobody's name.

use alumni_core::consent::{
    Channel, Controller, Event, EventKind, IdKey, Ledger, ListOptions, RecordImport, Takeover,
};
use alumni_core::workforce::Table;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{day, ledger};

const KEY: &str = "0f3a8c51d2e94b7796ab00c4e85d1f20";

fn takeover(more: Value) -> Takeover {
    let mut written = json!({"source": "line:osaka", "purpose": "jobs", "channel": "sns", "notice": {"id": "n", "version": 1},
        "at": "2024-03-01T09:00:00+09:00", "members": ["taro@example.com"]});
    written.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Takeover::parse(&written.to_string()).unwrap()
}

fn invited(ledger: &Ledger, more: Value) -> Vec<Event> {
    ledger.invitations(&takeover(more)).unwrap().events
}

/// As OpenSSL has it: `printf 'alumni invitation 1\n{"at":…}' | openssl dgst -sha256 (-hmac key)`.
#[test]
fn the_id_of_an_invitation_is_the_hash_of_what_it_says_and_with_a_key_the_keyed_one() {
    let id = |more| invited(&ledger(), more).remove(0).id;
    assert_eq!(id(json!({})), PLAIN);
    assert_eq!(id(json!({"at": "2024-03-01T00:00:00Z"})), PLAIN, "the same instant");
    assert_eq!(id(json!({"id_key": KEY})), KEYED);
    let header = invited(&ledger(), json!({})).remove(0).encode(&[7; 32]).erased().header;
    assert!(!header.contains("taro") && !header.contains("jobs"), "{header}");
}

const PLAIN: &str = "d5205a09618388dd9ea72bb85f1c30b1e9ac4c77f7432fdda0c118f4a622ba18";
const KEYED: &str = "9fe95d837fbd28abc1cad423719599c152270e9c232b06a838059594e40954ac";

#[test]
fn a_second_wave_is_taken_in_beside_the_first() {
    let mut ledger = ledger();
    let first = invited(&ledger, json!({"members": ["a"]}));
    assert_eq!(ledger.extend(first.clone()).unwrap().added, 1);
    assert_eq!(ledger.extend(first).unwrap().added, 0, "the same delivery");
    for more in [
        json!({"at": "2024-03-20T09:00:00+09:00", "members": ["a", "b"]}),
        json!({"at": "2024-03-20T09:00:00+09:00", "channel": "email", "members": ["a", "b"]}),
    ] {
        let events = invited(&ledger, more);
        assert_eq!(ledger.extend(events).unwrap().added, 2);
    }
}

#[test]
fn a_key_is_long_enough_and_not_shown() {
    let mut options = ListOptions::new("list", day(9));
    options.id_key = Some(IdKey::new(KEY).unwrap());
    assert!(!format!("{options:?}").contains(KEY));
    let written = serde_json::to_string(&options).unwrap();
    assert_eq!(ListOptions::from_json(&written).unwrap(), options);
    let error = ListOptions::from_json(&written.replace(KEY, "short")).unwrap_err();
    assert!(error.to_string().contains("a secret of at least 16 bytes"), "{error}");
}

#[test]
fn a_row_has_an_id_that_only_the_key_gives() {
    let table = Table::from_csv("list.csv", "subject,purpose,answer\nw-1,jobs,no\n").unwrap();
    let ids = |key: Option<&str>| {
        let mut options = ListOptions::new("list", day(9));
        options.id_key = key.map(|key| IdKey::new(key).unwrap());
        ledger().import_list(&table, &options).unwrap().events.remove(0).id
    };
    assert_eq!((ids(None), ids(Some(KEY))), (ids(None), ids(Some(KEY))));
    assert_ne!(ids(None), ids(Some(KEY)));
    assert_ne!(ids(Some(KEY)), ids(Some(&KEY.replace('0', "1"))));
}

fn controller() -> Controller {
    Controller::from_json(
        r#"{"id": "https://example.com/acme", "name": "Acme K.K.", "address": "1-1 Chiyoda, Tokyo",
            "contact": "Privacy office", "email": "privacy@example.com", "phone": "+81 3 0000 0000",
            "policy_url": "https://example.com/privacy", "language": "ja", "jurisdiction": ["loc:JP"],
            "withdrawal": "https://example.com/consent", "processing": {"jobs": {
                "broader": ["dpv:RecruitmentManagement"], "storage_locations": ["loc:JP"],
                "personal_data": [{"category": "pd:EmailAddress"}], "retention": {"kind": "temporal", "length": "P2Y"},
                "service": "Alumni network", "collection_method": "Form"}}}"#,
    )
    .unwrap()
}

/// A yes for each of the channels and recipients, all at one instant.
fn imported(scopes: &[(Option<Channel>, Option<String>)]) -> (Vec<Event>, Vec<Event>) {
    let mut ours = ledger();
    let event = |(place, (channel, recipient)): (usize, &(Option<Channel>, Option<String>))| {
        let at = day(1).fixed_offset();
        let mut event = Event::new("s", place.to_string(), "w", "jobs", EventKind::Given, at).notice("n", 1);
        (event.channel, event.recipient) = (*channel, recipient.clone());
        event
    };
    let events: Vec<_> = scopes.iter().enumerate().map(event).collect();
    ours.extend(events.clone()).unwrap();
    let record = ours.record("w", "jobs", &controller(), "a6f5", None).unwrap();
    let import = RecordImport::new("partner", day(10)).purpose("jobs", "jobs");
    (events, record.import(&import).unwrap())
}

proptest! {
    #[test]
    fn each_box_of_a_form_comes_in_as_its_own_event(
        scopes in prop::collection::btree_set((prop::sample::select(vec![None, Some(Channel::Email), Some(Channel::Sms)]), prop::option::of("[ab]")), 1..5)
    ) {
        let scopes: Vec<_> = scopes.into_iter().collect();
        let (events, imports) = imported(&scopes);
        let mut theirs = ledger();
        prop_assert_eq!(theirs.extend(imports.clone()).unwrap().added, events.len());
        prop_assert_eq!(theirs.extend(imports).unwrap().added, 0);
        let mut came: Vec<_> = theirs.events().map(|event| (event.channel, event.recipient)).collect();
        came.sort();
        prop_assert_eq!(came, scopes);
    }
}
