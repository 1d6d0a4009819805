//! Policies that come with the library: the criteria that programmes really use, as data to start from.
//!
//! Each says in its `source` where it is from, and in its comments what an expression cannot say, such as a date that results or
//! a number of uses, which is then supplied as a fact. They are examples of rules, not advice.
//!
//! # Example
//!
//! ```
//! use alumni_core::eligibility::library;
//!
//! let policy = library::get("ohio-3362-4-96")?;
//! assert_eq!(policy.source(), Some("Ohio Admin. Code 3362-4-96"));
//! assert!(library::all().count() >= 20);
//! # Ok::<(), alumni_core::Error>(())
//! ```

use super::{Ladder, Policy};
use crate::Error;
use crate::text::did_you_mean;

/// By id; the versions of one id from the oldest to the newest.
const POLICIES: [(&str, &str); 23] = [
    ("competition-topics", include_str!("../../policies/competition-topics.toml")),
    ("confidentiality", include_str!("../../policies/confidentiality.toml")),
    ("cooling-off", include_str!("../../policies/cooling-off.toml")),
    ("excluding-retirement", include_str!("../../policies/excluding-retirement.toml")),
    ("five-years-or-shunin", include_str!("../../policies/five-years-or-shunin.toml")),
    ("georgetown-209", include_str!("../../policies/georgetown-209.toml")),
    ("job-family-held", include_str!("../../policies/job-family-held.toml")),
    ("job-return", include_str!("../../policies/job-return.1.toml")),
    ("job-return", include_str!("../../policies/job-return.2.toml")),
    ("joint-project", include_str!("../../policies/joint-project.toml")),
    ("ohio-3362-4-96", include_str!("../../policies/ohio-3362-4-96.toml")),
    ("open-membership", include_str!("../../policies/open-membership.toml")),
    ("open-positions", include_str!("../../policies/open-positions.toml")),
    ("perk", include_str!("../../policies/perk.toml")),
    ("richmond-temporary", include_str!("../../policies/richmond-temporary.toml")),
    ("sap-offboarding", include_str!("../../policies/sap-offboarding.toml")),
    ("seasonal-and-freelance", include_str!("../../policies/seasonal-and-freelance.toml")),
    ("shortened-selection", include_str!("../../policies/shortened-selection.toml")),
    ("three-years", include_str!("../../policies/three-years.toml")),
    ("track-record", include_str!("../../policies/track-record.toml")),
    ("uchicago-205-sick-leave", include_str!("../../policies/uchicago-205-sick-leave.toml")),
    ("uchicago-205-vacation", include_str!("../../policies/uchicago-205-vacation.toml")),
    ("uchicago-205", include_str!("../../policies/uchicago-205.toml")),
];

const LADDERS: [(&str, &str); 3] = [
    ("re-engagement", include_str!("../../policies/ladders/re-engagement.toml")),
    ("richmond", include_str!("../../policies/ladders/richmond.toml")),
    ("trinity", include_str!("../../policies/ladders/trinity.toml")),
];

/// Every policy, by id; the versions of one id from the oldest to the newest.
pub fn all() -> impl Iterator<Item = Policy> {
    // The tests build each of them.
    POLICIES.iter().filter_map(|(_, text)| Policy::parse(text).ok())
}

/// Every ladder, by id.
pub fn ladders() -> impl Iterator<Item = Ladder> {
    LADDERS.iter().filter_map(|(_, text)| Ladder::parse(text).ok())
}

/// The newest version of the policy `id`.
///
/// # Errors
///
/// [`UnknownName`](crate::ErrorKind::UnknownName) for an id that the library does not have, with the nearest that it has.
pub fn get(id: &str) -> Result<Policy, Error> {
    Policy::parse(text(id)?)
}

/// The document of the newest version of the policy `id`, in TOML with its comments: to copy and change.
///
/// # Errors
///
/// Those of [`get`].
pub fn text(id: &str) -> Result<&'static str, Error> {
    find(&POLICIES, id, "policy")
}

/// The versions of the policy `id`, from the oldest to the newest.
///
/// # Errors
///
/// Those of [`get`].
pub fn versions(id: &str) -> Result<Vec<Policy>, Error> {
    find(&POLICIES, id, "policy")?;
    POLICIES.iter().filter(|(known, _)| *known == id).map(|(_, text)| Policy::parse(text)).collect()
}

/// The ladder `id`.
///
/// # Errors
///
/// Those of [`get`].
pub fn ladder(id: &str) -> Result<Ladder, Error> {
    Ladder::parse(ladder_text(id)?)
}

/// The document of the ladder `id`, in TOML with its comments.
///
/// # Errors
///
/// Those of [`get`].
pub fn ladder_text(id: &str) -> Result<&'static str, Error> {
    find(&LADDERS, id, "ladder")
}

fn find(files: &'static [(&str, &str)], id: &str, what: &str) -> Result<&'static str, Error> {
    let newest = files.iter().rev().find(|(known, _)| *known == id);
    newest.map(|(_, text)| *text).ok_or_else(|| {
        let hint = did_you_mean(id, files.iter().map(|(known, _)| *known));
        Error::unknown_name(format!("expected a {what} of the library, got `{id}`{hint}"))
    })
}
