//! Writes the JSON Schemas of the public documents and answers, made from the types.
//!
//! ```sh
//! cargo run -p alumni-core --features schema --example schemas -- docs/schemas
//! cargo run -p alumni-core --features schema --example schemas -- --check docs/schemas
//! ```
//!
//! With `--check` nothing is written, and a file that is missing, left over or not as the types give it is an error.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use alumni_core::{Reason, calendar, consent, eligibility, engagement, fairness, programme, workforce};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;

/// One file for each document that people write and each answer that they get.
fn schemas() -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("consent-access", schema::<consent::AccessExport>()),
        ("consent-agreed", schema::<consent::Agreed>()),
        ("consent-encoded-event", schema::<consent::EncodedEvent>()),
        ("consent-list-options", schema::<consent::ListOptions>()),
        ("consent-list-report", schema::<consent::ListReport>()),
        ("consent-retention-due", schema::<consent::RetentionDue>()),
        ("consent-retention-rule", schema::<consent::RetentionRule>()),
        ("consent-visible", schema::<consent::Visible>()),
        ("consent-answer", schema::<consent::Answer>()),
        ("consent-contact-request", schema::<consent::ContactRequest>()),
        ("consent-contact-rules", schema::<consent::ContactRules>()),
        ("consent-contacts", schema::<consent::Contacts>()),
        ("consent-acknowledgement", schema::<consent::Acknowledgement>()),
        ("consent-permit", schema::<consent::Permit>()),
        ("consent-propagation", schema::<consent::Propagation>()),
        ("consent-propagation-report", schema::<consent::PropagationReport>()),
        ("consent-propagation-rules", schema::<consent::PropagationRules>()),
        ("consent-use", schema::<consent::Use>()),
        ("consent-withdrawal-receipt", schema::<consent::WithdrawalReceipt>()),
        ("consent-settled", schema::<consent::Settled>()),
        ("consent-notice-diff", schema::<consent::NoticeDiff>()),
        ("consent-reconsent-plan", schema::<consent::ReconsentPlan>()),
        ("consent-reconsent-request", schema::<consent::ReconsentRequest>()),
        ("consent-controller", schema::<consent::Controller>()),
        ("consent-record-import", schema::<consent::RecordImport>()),
        ("consent-record-reading", schema::<consent::RecordReading>()),
        ("kantara-receipt", schema::<consent::KantaraReceipt>()),
        ("consent-answer-counts", schema::<consent::AnswerCounts>()),
        ("consent-ask-options", schema::<consent::AskOptions>()),
        ("consent-funnel", schema::<consent::Funnel>()),
        ("consent-timeline", schema::<consent::Timeline>()),
        ("consent-at-exit", schema::<consent::AtExit>()),
        ("consent-directory", schema::<consent::Directory>()),
        ("consent-directory-matrix", schema::<consent::DirectoryMatrix>()),
        ("consent-invitations", schema::<consent::Invitations>()),
        ("consent-pack", schema::<consent::Pack>()),
        ("consent-regimes", schema::<consent::Regimes>()),
        ("consent-clocks", schema::<consent::Clocks>()),
        ("consent-transition", schema::<consent::Transition>()),
        ("consent-revocation", schema::<consent::Revocation>()),
        ("consent-rule-change", schema::<consent::RuleChange>()),
        ("consent-takeover", schema::<consent::Takeover>()),
        ("consent-event", schema::<consent::Event>()),
        ("consent-question", schema::<consent::Question>()),
        ("consent-summary", schema::<consent::Summary>()),
        ("check", schema::<eligibility::Check>()),
        ("decision", schema::<eligibility::Decision>()),
        ("ladder-check", schema::<eligibility::LadderCheck>()),
        ("policy-comparison", schema::<eligibility::PolicyComparison>()),
        ("engagement-activity-log", schema::<engagement::ActivityLog>()),
        ("engagement-calibration", schema::<engagement::Calibration>()),
        ("engagement-concordance", schema::<engagement::Concordance>()),
        ("engagement-cox", schema::<engagement::CoxFit>()),
        ("engagement-cox-predictions", schema::<engagement::CoxPredictions>()),
        ("engagement-durations", schema::<engagement::Durations>()),
        ("engagement-exchange", schema::<engagement::Exchange>()),
        ("engagement-graph", schema::<engagement::InteractionGraph>()),
        ("engagement-hazards", schema::<engagement::CumulativeHazards>()),
        ("engagement-incidences", schema::<engagement::CompetingEnds>()),
        ("engagement-inequality", schema::<engagement::Inequality>()),
        ("engagement-interaction", schema::<engagement::Interaction>()),
        ("engagement-log-rank", schema::<engagement::LogRank>()),
        ("engagement-network-summary", schema::<engagement::NetworkSummary>()),
        ("engagement-person-measures", schema::<engagement::PersonMeasures>()),
        ("engagement-pulse", schema::<engagement::Pulse>()),
        ("engagement-repeat-fit", schema::<engagement::RepeatFit>()),
        ("engagement-repeat-predictions", schema::<engagement::RepeatPredictions>()),
        ("engagement-responsiveness", schema::<engagement::Responsiveness>()),
        ("engagement-learned-half-life", schema::<engagement::LearnedHalfLife>()),
        ("engagement-ranks", schema::<engagement::Ranks>()),
        ("engagement-band-move", schema::<engagement::BandMove>()),
        ("engagement-score-change", schema::<engagement::ScoreChange>()),
        ("engagement-score-table", schema::<engagement::ScoreTable>()),
        ("engagement-score-totals", schema::<engagement::ScoreTotals>()),
        ("engagement-health", schema::<engagement::Health>()),
        ("engagement-health-model", schema::<engagement::HealthModel>()),
        ("engagement-rate-power", schema::<engagement::RatePower>()),
        ("engagement-rate-power-question", schema::<engagement::RatePowerQuestion>()),
        ("engagement-share-power", schema::<engagement::SharePower>()),
        ("engagement-share-power-question", schema::<engagement::SharePowerQuestion>()),
        ("engagement-shrink-question", schema::<engagement::ShrinkQuestion>()),
        ("engagement-shrinkage", schema::<engagement::Shrinkage>()),
        ("engagement-act-options", schema::<engagement::ActOptions>()),
        ("engagement-activity-calendar", schema::<engagement::ActivityCalendar>()),
        ("engagement-held-back", schema::<engagement::HeldBack>()),
        ("engagement-hold-back-options", schema::<engagement::HoldBackOptions>()),
        ("engagement-participation", schema::<engagement::Participation>()),
        ("engagement-repeat-acts", schema::<engagement::RepeatActs>()),
        ("engagement-interaction-check", schema::<engagement::InteractionCheck>()),
        ("engagement-silence", schema::<engagement::Silence>()),
        ("engagement-silence-question", schema::<engagement::SilenceQuestion>()),
        ("engagement-scores", schema::<engagement::Scores>()),
        ("engagement-segments", schema::<engagement::SegmentMatrix>()),
        ("engagement-survival-curves", schema::<engagement::SurvivalCurves>()),
        ("engagement-traffic", schema::<engagement::Traffic>()),
        ("engagement-value-fit", schema::<engagement::ValueFit>()),
        ("engagement-weibull", schema::<engagement::WeibullFits>()),
        ("export-overlay", schema::<workforce::Overlay>()),
        ("import", schema::<workforce::Import>()),
        ("mapping", schema::<workforce::Mapping>()),
        ("fairness-adjusted-pay-gap", schema::<fairness::AdjustedPayGap>()),
        ("fairness-adjusted-pay-question", schema::<fairness::AdjustedPayQuestion>()),
        ("fairness-candidate", schema::<fairness::Candidate>()),
        ("fairness-compression", schema::<fairness::Compression>()),
        ("fairness-eu-pay-gaps", schema::<fairness::EuPayGaps>()),
        ("fairness-headroom", schema::<fairness::Headroom>()),
        ("fairness-inversion-question", schema::<fairness::InversionQuestion>()),
        ("fairness-inversions", schema::<fairness::Inversions>()),
        ("fairness-japan-pay-ratios", schema::<fairness::JapanPayRatios>()),
        ("fairness-japan-pay-total", schema::<fairness::JapanPayTotal>()),
        ("fairness-logib-report", schema::<fairness::LogibReport>()),
        ("fairness-logib-worker", schema::<fairness::LogibWorker>()),
        ("fairness-offer", schema::<fairness::Offer>()),
        ("fairness-offer-limits", schema::<fairness::OfferLimits>()),
        ("fairness-category-columns", schema::<fairness::CategoryColumns>()),
        ("fairness-pay-columns", schema::<fairness::PayColumns>()),
        ("fairness-regression-columns", schema::<fairness::RegressionColumns>()),
        ("fairness-offer-cohort", schema::<fairness::OfferCohort>()),
        ("fairness-offer-report", schema::<fairness::OfferReport>()),
        ("fairness-pay-question", schema::<fairness::PayQuestion>()),
        ("fairness-publication-question", schema::<fairness::PublicationQuestion>()),
        ("fairness-published-selection", schema::<fairness::PublishedSelection>()),
        ("fairness-power-of-rates", schema::<fairness::PowerOfRates>()),
        ("fairness-power-of-rates-question", schema::<fairness::PowerOfRatesQuestion>()),
        ("fairness-rate-comparison", schema::<fairness::RateComparison>()),
        ("fairness-rate-comparison-question", schema::<fairness::RateComparisonQuestion>()),
        ("fairness-regression", schema::<fairness::Regression>()),
        ("fairness-regression-question", schema::<fairness::RegressionQuestion>()),
        ("fairness-report", schema::<fairness::FairnessReport>()),
        ("fairness-report-question", schema::<fairness::ReportQuestion>()),
        ("fairness-rule-pack", schema::<fairness::RulePack>()),
        ("fairness-selection", schema::<fairness::SelectionReport>()),
        ("fairness-standard", schema::<fairness::Standard>()),
        ("fairness-thresholds", schema::<fairness::ThresholdReport>()),
        ("fairness-strata", schema::<fairness::StrataReport>()),
        ("fairness-table", schema::<fairness::TableReport>()),
        ("fairness-local-law-144", schema::<fairness::LocalLaw144>()),
        ("eligibility-book", schema::<eligibility::Book>()),
        ("eligibility-case-report", schema::<eligibility::CaseReport>()),
        ("eligibility-diff", schema::<eligibility::PolicyDiff>()),
        ("eligibility-migration", schema::<eligibility::Migration>()),
        ("eligibility-record", schema::<eligibility::Record>()),
        ("eligibility-replay", schema::<eligibility::Replay>()),
        ("eligibility-counts", schema::<eligibility::Counts>()),
        ("eligibility-simulation", schema::<eligibility::Simulation>()),
        ("counterfactuals", schema::<programme::Counterfactuals>()),
        ("fairness-expected-impact", schema::<fairness::ExpectedImpact>()),
        ("policy-gap", schema::<programme::PolicyGap>()),
        ("group-change", schema::<programme::GroupChange>()),
        ("eligibility-nearest", schema::<eligibility::Nearest>()),
        ("ladder", schema::<eligibility::Ladder>()),
        ("ladder-decision", schema::<eligibility::LadderDecision>()),
        ("slot", schema::<eligibility::Slot>()),
        ("ruling", schema::<eligibility::Ruling>()),
        ("notice", schema::<consent::Notice>()),
        ("page", schema::<alumni_core::text::Page>()),
        ("period", schema::<calendar::Period>()),
        ("policy", schema::<eligibility::Policy>()),
        ("purpose", schema::<consent::Purpose>()),
        ("reason", schema::<Reason>()),
        ("rule-import", schema::<eligibility::Imported>()),
        ("rule-import-options", schema::<eligibility::ImportOptions>()),
        ("engagement-rfm-model", schema::<engagement::RfmModel>()),
        ("engagement-window-model", schema::<engagement::WindowModel>()),
        ("engagement-window-scores", schema::<engagement::WindowScores>()),
        ("score-model", schema::<engagement::ScoreModel>()),
        ("programme", schema::<programme::Programme>()),
        ("review", schema::<programme::Review>()),
        ("vocabulary", schema::<workforce::Vocabulary>()),
        ("unknown-fact", schema::<workforce::UnknownFact>()),
        ("worker", schema::<workforce::Worker>()),
    ])
}

fn schema<T: JsonSchema>() -> String {
    let schema = SchemaGenerator::new(SchemaSettings::draft2020_12()).into_root_schema_for::<T>();
    let mut schema = serde_json::to_value(schema).expect("a schema is JSON");
    tell_readers_of_json(&mut schema);
    // Another crate in the same build may make maps keep their order.
    schema.sort_all_objects();
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}

/// Descriptions are the types' documentation: keeps what concerns the format, and leaves out what concerns Rust.
fn tell_readers_of_json(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(text) if key == "description" => *text = plain(text),
                    _ => tell_readers_of_json(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tell_readers_of_json),
        _ => {}
    }
}

/// The prose before the first heading, one line to a paragraph, without examples, links reduced to their words.
fn plain(text: &str) -> String {
    let prose = text.split("\n\n# ").next().unwrap_or_default();
    let paragraphs = prose.split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
    let mut in_code = false;
    let told = paragraphs.filter(|paragraph| {
        let starts_in_code = in_code;
        // A block that is opened and closed within the paragraph leaves the state as it was.
        in_code ^= paragraph.matches("```").count() % 2 == 1;
        !starts_in_code && !paragraph.starts_with("```")
    });
    told.map(|paragraph| without_links(&paragraph)).collect::<Vec<_>>().join("\n\n")
}

/// `[words](target)` and `` [`name`] `` as the words alone.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        plain.push_str(before);
        let Some((words, after)) = link.split_once(']') else { break };
        let target = after.strip_prefix('(').and_then(|target| target.split_once(')'));
        rest = target.map_or(after, |(_, after)| after);
        let is_link = target.is_some() || words.starts_with('`');
        let (open, close) = if is_link { ("", "") } else { ("[", "]") };
        plain.extend([open, words, close]);
    }
    plain + rest
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (check, folder) = match arguments.as_slice() {
        [flag, folder] if flag == "--check" => (true, Path::new(folder)),
        [folder] if !folder.starts_with('-') => (false, Path::new(folder)),
        _ => return Err("expected [--check] FOLDER".into()),
    };
    let schemas = schemas();
    let mut wrong = Vec::new();
    for (name, text) in &schemas {
        let path = folder.join(format!("{name}.json"));
        if !check {
            std::fs::create_dir_all(folder)?;
            std::fs::write(path, text)?;
        } else if std::fs::read_to_string(path).ok().as_ref() != Some(text) {
            wrong.push(format!("{name}.json is missing or not as the types give it"));
        }
    }
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.strip_suffix(".json").is_some_and(|name| schemas.contains_key(name)) {
            wrong.push(format!("{name} belongs to no type"));
        }
    }
    if wrong.is_empty() {
        println!("{} schemas", schemas.len());
        return Ok(());
    }
    Err(format!("{} (write them anew with this program, without --check)", wrong.join("; ")).into())
}
