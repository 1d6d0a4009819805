//! Everybody's score on one day.

use std::ffi::{CStr, c_char};
use std::sync::OnceLock;

use alumni_core::engagement::{Score, Scores};

use crate::boundary::{Kept, read, read_text, release, text};
use crate::text::{Reasons, Words};

/// Everybody's score on one day.
#[derive(Debug)]
pub struct alumni_scores {
    pub(super) inner: Scores,
    text: Kept,
    json: Kept,
    reasons: Reasons,
    /// As many as people; made for those that C asks about.
    people: Vec<OnceLock<Box<Person>>>,
    not_scored: Words,
    not_scored_reasons: Reasons,
    /// For people that the record does not hold.
    nobody: Kept,
}

/// The texts of one person's score.
#[derive(Debug)]
struct Person {
    id: Kept,
    why: Kept,
    kinds: Words,
    reasons: Reasons,
}

impl From<Scores> for alumni_scores {
    fn from(inner: Scores) -> Self {
        Self {
            text: Kept::default(),
            json: Kept::default(),
            reasons: inner.reasons.iter().collect(),
            people: inner.people.iter().map(|_| OnceLock::new()).collect(),
            not_scored: inner.not_scored.iter().map(|one| one.person.clone()).collect(),
            not_scored_reasons: inner.not_scored.iter().map(|one| &one.reason).collect(),
            nobody: Kept::default(),
            inner,
        }
    }
}

impl alumni_scores {
    fn person(&self, index: usize) -> Option<(&Score, &Person)> {
        let score = self.inner.people.get(index)?;
        let made = || {
            Box::new(Person {
                id: Kept::default(),
                why: Kept::default(),
                kinds: score.parts.iter().map(|part| part.kind.to_string()).collect(),
                reasons: score.reasons().iter().collect(),
            })
        };
        Some((score, self.people.get(index)?.get_or_init(made)))
    }

    fn place(&self, person: &str) -> Option<usize> {
        self.inner.people.binary_search_by(|score| score.person.as_str().cmp(person)).ok()
    }

    fn why(&self, person: &str) -> Option<&CStr> {
        let kept = match self.place(person) {
            Some(index) => &self.person(index)?.1.why,
            None => &self.nobody,
        };
        Some(kept.get(|| self.inner.why(person)))
    }
}

/// Number of people scored, in the order of their ids.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_count(scores: Option<&alumni_scores>) -> usize {
    read(0, || Some(scores?.people.len()))
}

/// The place of a person among those scored; `SIZE_MAX` when they are not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_find(scores: Option<&alumni_scores>, person: *const c_char) -> usize {
    read(usize::MAX, || scores?.place(text(person, "person").ok()?))
}

/// The id of the person at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_person(scores: Option<&alumni_scores>, index: usize) -> *const c_char {
    read_text(|| {
        let (score, person) = scores?.person(index)?;
        Some(person.id.get(|| score.person.clone()))
    })
}

/// The score of the person at `index`, in points: exactly the sum of the parts up to 8,192 points.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_person_score(scores: Option<&alumni_scores>, index: usize) -> f64 {
    read(f64::NAN, || Some(scores?.inner.people.get(index)?.score.value()))
}

/// Days since the person's last two-way contact; -1 when the record holds none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_person_recency_days(scores: Option<&alumni_scores>, index: usize) -> i64 {
    read(-1, || scores?.inner.people.get(index)?.recency_days)
}

/// Number of kinds of events that the score is the sum of.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_person_part_count(scores: Option<&alumni_scores>, index: usize) -> usize {
    read(0, || Some(scores?.inner.people.get(index)?.parts.len()))
}

/// The kind of such a part, strongest first.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_person_part_kind(
    scores: Option<&alumni_scores>,
    index: usize,
    part: usize,
) -> *const c_char {
    read_text(|| scores?.person(index)?.1.kinds.get(part))
}

/// What the part adds to the score, in points.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_person_part_contribution(
    scores: Option<&alumni_scores>,
    index: usize,
    part: usize,
) -> f64 {
    read(f64::NAN, || Some(scores?.inner.people.get(index)?.parts.get(part)?.contribution.value()))
}

/// How many events of that kind count.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_person_part_events(
    scores: Option<&alumni_scores>,
    index: usize,
    part: usize,
) -> u64 {
    read(0, || Some(scores?.inner.people.get(index)?.parts.get(part)?.events))
}

/// Number of reasons for the score of the person at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_person_reason_count(scores: Option<&alumni_scores>, index: usize) -> usize {
    read(0, || Some(scores?.person(index)?.1.reasons.count()))
}

/// The stable code of such a reason.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_person_reason_code(
    scores: Option<&alumni_scores>,
    index: usize,
    reason: usize,
) -> *const c_char {
    read_text(|| scores?.person(index)?.1.reasons.code(reason))
}

/// The sentence of such a reason.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_person_reason_text(
    scores: Option<&alumni_scores>,
    index: usize,
    reason: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| scores?.person(index)?.1.reasons.text(reason, lang))
}

/// Why a person has their score, strongest part first, like `event_attend +3.1, post_help_request +2.4`; for a person
/// without one, why not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_why(scores: Option<&alumni_scores>, person: *const c_char) -> *const c_char {
    read_text(|| scores?.why(text(person, "person").ok()?))
}

/// Number of people who acted and were not scored. That is no score of zero.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_not_scored_count(scores: Option<&alumni_scores>) -> usize {
    read(0, || Some(scores?.not_scored.count()))
}

/// The id of such a person.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_not_scored_person(
    scores: Option<&alumni_scores>,
    index: usize,
) -> *const c_char {
    read_text(|| scores?.not_scored.get(index))
}

/// The stable code of the reason why not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_not_scored_reason_code(
    scores: Option<&alumni_scores>,
    index: usize,
) -> *const c_char {
    read_text(|| scores?.not_scored_reasons.code(index))
}

/// The sentence of that reason.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_not_scored_reason_text(
    scores: Option<&alumni_scores>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| scores?.not_scored_reasons.text(index, lang))
}

/// Number of things that a reader of the scores should know about the record.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_reason_count(scores: Option<&alumni_scores>) -> usize {
    read(0, || Some(scores?.reasons.count()))
}

/// The stable code of such a thing.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_reason_code(scores: Option<&alumni_scores>, index: usize) -> *const c_char {
    read_text(|| scores?.reasons.code(index))
}

/// The sentence of such a thing.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_reason_text(
    scores: Option<&alumni_scores>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| scores?.reasons.text(index, lang))
}

/// The ten highest scores as a table, in English.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_text(scores: Option<&alumni_scores>) -> *const c_char {
    read_text(|| {
        let scores = scores?;
        Some(scores.text.get(|| scores.inner.to_string()))
    })
}

/// All scores as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_json(scores: Option<&alumni_scores>) -> *const c_char {
    read_text(|| {
        let scores = scores?;
        scores.json.json(&scores.inner)
    })
}

/// Frees scores; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_free(scores: Option<Box<alumni_scores>>) {
    release(scores);
}
