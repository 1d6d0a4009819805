//! Every document is written as its schema says: an object, never a list of its fields in some order.

use alumni_core::{
    ErrorKind, Reason, consent, document, eligibility, engagement, fairness, programme, workforce,
};
use serde::de::DeserializeOwned;

use super::{read, root};

macro_rules! documents {
    ($($type:ty,)*) => {
        const NAMES: &[&str] = &[$(stringify!($type)),*];

        #[test]
        fn no_document_is_read_from_a_list() {
            $(refuses_lists::<$type>(stringify!($type));)*
        }
    };
}

fn refuses_lists<T: DeserializeOwned>(name: &str) {
    let lists = ["[]", "[null]", r#"["a", "b", "c"]"#, "[1, 2, 3]", "[[], [], []]", r#"[{"a": 1}]"#];
    for text in lists {
        let error =
            document::from_json::<T>(text).err().unwrap_or_else(|| panic!("{name} was read from {text}"));
        // Some say which object.
        assert_eq!(error.kind(), ErrorKind::WrongType, "{name} from {text}: {error}");
        assert!(error.message().ends_with(", got a list"), "{name} from {text}: {error}");
        // Where the list begins: nothing of it was read.
        assert!(["1:1", "1:2"].contains(&error.path()), "{name} from {text}: {error}");
    }
}

/// Every type with a published schema is on the list.
#[test]
fn no_document_is_left_out() {
    let schemas = read(&root().join("alumni-core/examples/schemas.rs"));
    let published =
        schemas.split("schema::<").skip(1).filter_map(|rest| rest.split_once(">()")).map(|(name, _)| name);
    // A period is a text, and a programme is read by `parse` alone.
    let published: Vec<_> =
        published.filter(|name| !["calendar::Period", "programme::Programme"].contains(name)).collect();
    assert!(published.len() > 150, "{published:?}");
    let names: Vec<_> = NAMES.iter().map(|name| name.replace(' ', "")).collect();
    for name in published {
        assert!(names.contains(&name.replace(' ', "")), "{name} is not among the documents");
    }
}

/// Nor is a part of one, however deep it is and of however many forms it may be.
#[test]
fn no_part_of_a_document_is_read_from_a_list() {
    let purpose = r#"{"id": "p", "title": "P", "legal_basis": "consent"}"#;
    let ledger = |text: String| consent::Ledger::from_json(&text).err();
    let rule = r#"{"id": "r", "article": "1", "text": "t", "regime": "jp", "effective_from": "2026-01-01", "source": "s",
        "checked": "primary", "dates_checked": "primary", "effect": EFFECT}"#;
    let pack = |effect: &str, title: &str| {
        let rule = rule.replace("EFFECT", effect);
        format!(r#"{{"id": "own", "version": 1, "title": {title}, "offset": "+09:00", "rules": [{rule}]}}"#)
    };
    let with_pack = |pack: String| ledger(format!(r#"{{"purposes": [{purpose}], "packs": [{pack}]}}"#));
    let good = r#"{"kind": "requires_consent"}"#;
    assert_eq!(with_pack(pack(good, r#""Own""#)), None);
    let policy = |require: &str| {
        let text =
            format!(r#"{{"id": "p", "version": 1, "criteria": [{{"id": "c", "require": {require}}}]}}"#);
        eligibility::Policy::parse(&text).err()
    };
    assert_eq!(policy(r#""tenure >= 5 years""#), None);
    let compared =
        |left: &str| policy(&format!(r#"{{"compare": {{"left": {left}, "is": "<=", "right": "as_of"}}}}"#));
    assert_eq!(compared(r#"{"shift": {"of": {"name": "separation_date"}, "sign": "+", "by": "P5Y"}}"#), None);
    let toml = |text: &str| consent::Pack::parse(text).err();
    for (what, error) in [
        ("a purpose", ledger(r#"{"purposes": [["p", "P", "consent"]]}"#.to_owned())),
        ("a ledger", ledger(r#"[[["p", {"en": "x", "ja": "y"}, "consent"]], [], []]"#.to_owned())),
        (
            "a title",
            ledger(
                r#"{"purposes": [{"id": "p", "title": ["x", "y"], "legal_basis": "consent"}]}"#.to_owned(),
            ),
        ),
        ("a pack", with_pack(r#"["own", 1, "Own", "+09:00", [], []]"#.to_owned())),
        ("the title of a pack", with_pack(pack(good, r#"["x", "y"]"#))),
        ("an effect", with_pack(pack(r#"["requires_consent", []]"#, r#""Own""#))),
        ("an effect's period", with_pack(pack(r#"["retention", "2 years"]"#, r#""Own""#))),
        (
            "an effect in TOML",
            toml(&format!(
                "id = \"own\"\nversion = 1\ntitle = \"Own\"\noffset = \"+09:00\"\n\
            [[rules]]\nid = \"r\"\narticle = \"1\"\ntext = \"t\"\nregime = \"jp\"\neffective_from = 2026-01-01\n\
            source = \"s\"\nchecked = \"primary\"\ndates_checked = \"primary\"\neffect = {}\n",
                r#"["revocation", "all", ["STOP"]]"#
            )),
        ),
        ("a log of contacts", document::from_json::<consent::Contacts>(r#"["c", 1]"#).err()),
        ("a tree", policy(r#"{"compare": [{"name": "tenure"}, ">=", {"literal": "5 years"}]}"#)),
        ("a call in a tree", compared(r#"{"call": ["time_in_job_family", "sales"]}"#)),
        ("a shift in a tree", compared(r#"{"shift": [{"name": "separation_date"}, "+", "P5Y"]}"#)),
        ("a sum of money in a tree", compared(r#"{"money": [5, "JPY"]}"#)),
        (
            "interactions",
            engagement::InteractionCheck::check_json(
                r#"[["e", "2024-05-01T09:00:00Z", "visit", "w", "alumnus"]]"#,
                9,
            )
            .and_then(|check| check.raise().map(|()| check))
            .err(),
        ),
        (
            "a model of engagement",
            programme::Programme::parse(r#"{"id": "p", "version": 1, "engagement": ["alumni"]}"#).err(),
        ),
        ("money", document::from_json::<workforce::Value>(r#"{"value": [5, "JPY"], "type": "money"}"#).err()),
        ("a reference", document::from_json::<fairness::Reference>(r#"["men"]"#).err()),
    ] {
        let error = error.unwrap_or_else(|| panic!("{what} was read from a list"));
        assert_eq!(error.kind(), ErrorKind::WrongType, "{what}: {error}");
        assert!(!error.path().is_empty(), "{what}: {error}");
    }
    // What is a list stays one.
    let lists: Vec<(String, [u8; 2])> = document::from_json(r#"[["a", [1, 2]], ["b", [3, 4]]]"#).unwrap();
    assert_eq!(lists.len(), 2);
}

documents! {
    Reason,
    alumni_core::text::Page,
    consent::AccessExport,
    consent::Acknowledgement,
    consent::Agreed,
    consent::Answer,
    consent::AnswerCounts,
    consent::AskOptions,
    consent::AtExit,
    consent::Clocks,
    consent::ContactRequest,
    consent::ContactRules,
    consent::Contacts,
    consent::Controller,
    consent::Directory,
    consent::DirectoryMatrix,
    consent::EncodedEvent,
    consent::Event,
    consent::Funnel,
    consent::Invitations,
    consent::KantaraReceipt,
    consent::ListOptions,
    consent::ListReport,
    consent::Notice,
    consent::NoticeDiff,
    consent::Pack,
    consent::Permit,
    consent::Propagation,
    consent::PropagationReport,
    consent::PropagationRules,
    consent::Purpose,
    consent::Question,
    consent::ReconsentPlan,
    consent::ReconsentRequest,
    consent::RecordImport,
    consent::RecordReading,
    consent::Regimes,
    consent::RetentionDue,
    consent::RetentionRule,
    consent::Revocation,
    consent::RuleChange,
    consent::Settled,
    consent::Summary,
    consent::Takeover,
    consent::Timeline,
    consent::Transition,
    consent::Use,
    consent::Visible,
    consent::WithdrawalReceipt,
    eligibility::Book,
    eligibility::CaseReport,
    eligibility::Check,
    eligibility::Counts,
    eligibility::Decision,
    eligibility::ImportOptions,
    eligibility::Imported,
    eligibility::Ladder,
    eligibility::LadderCheck,
    eligibility::LadderDecision,
    eligibility::Migration,
    eligibility::Nearest,
    eligibility::Policy,
    eligibility::PolicyComparison,
    eligibility::PolicyDiff,
    eligibility::Record,
    eligibility::Replay,
    eligibility::Ruling,
    eligibility::Simulation,
    eligibility::Slot,
    engagement::ActOptions,
    engagement::ActivityCalendar,
    engagement::ActivityLog,
    engagement::BandMove,
    engagement::Calibration,
    engagement::CompetingEnds,
    engagement::Concordance,
    engagement::CoxFit,
    engagement::CoxPredictions,
    engagement::CumulativeHazards,
    engagement::Durations,
    engagement::Exchange,
    engagement::Health,
    engagement::HealthModel,
    engagement::HeldBack,
    engagement::HoldBackOptions,
    engagement::Inequality,
    engagement::Interaction,
    engagement::InteractionCheck,
    engagement::InteractionGraph,
    engagement::LearnedHalfLife,
    engagement::LogRank,
    engagement::NetworkSummary,
    engagement::Participation,
    engagement::PersonMeasures,
    engagement::Pulse,
    engagement::Ranks,
    engagement::RatePower,
    engagement::RatePowerQuestion,
    engagement::RepeatActs,
    engagement::RepeatFit,
    engagement::RepeatPredictions,
    engagement::Responsiveness,
    engagement::RfmModel,
    engagement::ScoreChange,
    engagement::ScoreModel,
    engagement::ScoreTable,
    engagement::ScoreTotals,
    engagement::Scores,
    engagement::SegmentMatrix,
    engagement::SharePower,
    engagement::SharePowerQuestion,
    engagement::ShrinkQuestion,
    engagement::Shrinkage,
    engagement::Silence,
    engagement::SilenceQuestion,
    engagement::SurvivalCurves,
    engagement::Traffic,
    engagement::ValueFit,
    engagement::WeibullFits,
    engagement::WindowModel,
    engagement::WindowScores,
    fairness::AdjustedPayGap,
    fairness::AdjustedPayQuestion,
    fairness::Candidate,
    fairness::CategoryColumns,
    fairness::Compression,
    fairness::EuPayGaps,
    fairness::ExpectedImpact,
    fairness::FairnessReport,
    fairness::Headroom,
    fairness::InversionQuestion,
    fairness::Inversions,
    fairness::JapanPayRatios,
    fairness::JapanPayTotal,
    fairness::LocalLaw144,
    fairness::LogibReport,
    fairness::LogibWorker,
    fairness::Offer,
    fairness::OfferCohort,
    fairness::OfferLimits,
    fairness::OfferReport,
    fairness::PayColumns,
    fairness::PayQuestion,
    fairness::PowerOfRates,
    fairness::PowerOfRatesQuestion,
    fairness::PublicationQuestion,
    fairness::PublishedSelection,
    fairness::RateComparison,
    fairness::RateComparisonQuestion,
    fairness::Regression,
    fairness::RegressionColumns,
    fairness::RegressionQuestion,
    fairness::ReportQuestion,
    fairness::RulePack,
    fairness::SelectionReport,
    fairness::Standard,
    fairness::StrataReport,
    fairness::TableReport,
    fairness::ThresholdReport,
    programme::Counterfactuals,
    programme::GroupChange,
    programme::PolicyGap,
    programme::Review,
    workforce::Import,
    workforce::Mapping,
    workforce::Overlay,
    workforce::UnknownFact,
    workforce::Vocabulary,
    workforce::Worker,
}
