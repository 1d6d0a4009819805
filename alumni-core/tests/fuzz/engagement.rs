//! What must hold for any record of engagement.

use alumni_core::engagement::{
    ActivityLog, LearnOptions, Permitted, RankOptions, ScoreModel, interactions_from_json,
};
use chrono::NaiveDate;

use super::text;

/// Bytes that are read are written again as they were; what the log says of them is the same from its documents. The first byte
/// says whether the rest are bytes of a log or a list of interactions.
pub(super) fn activity(data: &[u8]) {
    let Some((form, data)) = data.split_first() else { return };
    let log = if form & 1 == 0 {
        let Ok(log) = ActivityLog::from_bytes(data) else { return };
        assert_eq!(log.to_bytes(), data, "bytes have one form");
        log
    } else {
        let Some(Ok(events)) = text(data).map(interactions_from_json) else { return };
        let mut log = ActivityLog::new();
        if log.add(&events).is_err() {
            return;
        }
        assert_eq!(ActivityLog::from_bytes(&log.to_bytes()).as_ref(), Ok(&log));
        log
    };
    let json = serde_json::to_string(&log).expect("a log is JSON");
    assert_eq!(ActivityLog::from_json(&json).as_ref(), Ok(&log), "{json}");

    let model = ScoreModel::preset("alumni").expect("the preset");
    let day = |year| NaiveDate::from_ymd_opt(year, 4, 1).expect("a day");
    let events = log.interactions();
    let scores = log.score(&model, day(2026), Permitted::Everyone).expect("a log has no event twice");
    drop(scores.ranks(&Default::default(), &RankOptions::default()));
    let options = LearnOptions::from_json(r#"{"minimum": 1}"#).expect("options");
    model.learn_half_life(&events, day(2026), &options, Permitted::Everyone).expect("half-lives");
    let people: Vec<_> = log.alumni().into_iter().map(str::to_owned).collect();
    for person in people.iter().take(3) {
        let change =
            model.why_between(&events, person, day(2025), day(2026), Permitted::Everyone).expect("a change");
        assert_eq!(change.after - change.before, change.entered + change.faded);
        let score = scores.get(person).map(|score| score.score);
        assert_eq!(change.after, score.unwrap_or_default());
        let mut without = log.clone();
        without.erase(person);
        assert!(!without.alumni().contains(person.as_str()));
    }
}
