//! What must hold for any record of engagement.

use alumni_core::calendar::Span;
use alumni_core::engagement::{
    ActivityLog, HoldBackOptions, InteractionCheck, LearnOptions, Permitted, RankOptions, ScoreModel,
    activity_calendar, hold_back, interactions_from_json, participation,
};
use chrono::NaiveDate;
use serde_json::Value;

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
        let Some(written) = text(data) else { return };
        let (read, check) = (interactions_from_json(written), InteractionCheck::check_json(written, 3));
        let Ok(events) = read else {
            assert!(
                check.is_ok_and(|check| check.unusable > 0)
                    || serde_json::from_str::<Vec<Value>>(written).is_err()
            );
            return;
        };
        let mut log = ActivityLog::new();
        let sound = log.add(&events).is_ok();
        assert_eq!(check.map(|check| check.unusable == 0), Ok(sound), "{written}");
        if !sound {
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
    let window = Span::new(day(2024), day(2026)).expect("two years");
    activity_calendar(&events, window).expect("a calendar");
    participation(&events, &Default::default(), window, 1, Permitted::Everyone).expect("shares");
    hold_back(&events, &HoldBackOptions::new(day(2026), 90), Permitted::Everyone).expect("a fit, or none");
    let people: Vec<_> = log.alumni().into_iter().map(str::to_owned).collect();
    for person in people.iter().take(3) {
        let change =
            model.why_between(&events, person, day(2025), day(2026), Permitted::Everyone).expect("a change");
        if let Some((before, after)) = change.before.zip(change.after) {
            assert_eq!(after - before, change.entered + change.faded);
        }
        let score = scores.get(person).map(|score| score.score);
        assert_eq!(change.after, score);
        let mut without = log.clone();
        without.erase(person);
        assert!(!without.alumni().contains(person.as_str()));
    }
}
