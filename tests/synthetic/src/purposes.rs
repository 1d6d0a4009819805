//! Purposes, and the versions of the notice that explain them.

use chrono::NaiveDate;

use crate::scenario::Scenario;

/// A purpose that members are asked about.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Purpose {
    /// The id.
    pub id: &'static str,
    /// What people call it, in English and Japanese.
    pub title: (&'static str, &'static str),
    /// How it may be used, as a list in TOML; empty for a purpose that contacts nobody.
    pub channels: &'static str,
    /// Months after which a yes lapses.
    pub months: Option<u32>,
    /// The version of the notice that first explains it.
    pub since_version: u32,
    /// Share of members who say yes when asked.
    pub yes: f64,
    /// Whether an empty box is recorded as a no.
    pub asks_outright: bool,
}

const fn purpose(
    id: &'static str,
    title: (&'static str, &'static str),
    channels: &'static str,
    months: Option<u32>,
    since_version: u32,
    yes: f64,
    asks_outright: bool,
) -> Purpose {
    Purpose { id, title, channels, months, since_version, yes, asks_outright }
}

/// The purposes; the first is membership itself.
pub const PURPOSES: [Purpose; 8] = [
    purpose(
        "membership",
        ("Membership of the network", "アルムナイネットワークへの参加"),
        r#""email", "in_app""#,
        None,
        1,
        0.6,
        true,
    ),
    purpose("newsletter", ("Newsletter", "ニュースレターの配信"), r#""email""#, Some(24), 1, 0.85, false),
    purpose(
        "job_contact",
        ("Offers of work", "求人・業務委託のご案内"),
        r#""email", "phone""#,
        Some(24),
        1,
        0.35,
        true,
    ),
    purpose(
        "event_invites",
        ("Invitations to events", "イベントのご案内"),
        r#""email", "in_app""#,
        Some(24),
        1,
        0.7,
        false,
    ),
    purpose(
        "directory_visibility",
        ("Profile visible to members", "名簿での会員への公開"),
        "",
        None,
        2,
        0.6,
        false,
    ),
    purpose("perks", ("Perks for members", "会員優待のご案内"), r#""email", "in_app""#, None, 2, 0.5, false),
    purpose(
        "publication",
        ("Interview published by the company", "インタビューの公開"),
        "",
        None,
        3,
        0.15,
        false,
    ),
    purpose("profiling_scoring", ("Measuring engagement", "交流状況の分析"), "", Some(24), 4, 0.65, true),
];

/// Versions of the notice.
pub(crate) const VERSIONS: u32 = 4;

/// The day from which a version of the notice is shown: the first before the programme opens, the others at each fifth of its
/// life.
pub(crate) fn version_from(scenario: &Scenario, version: u32) -> NaiveDate {
    let opened = scenario.opened();
    if version <= 1 {
        return opened - chrono::Days::new(60);
    }
    opened + chrono::Months::new(scenario.opened_months * (version - 1) / 5)
}

/// The version shown on `day`.
pub(crate) fn version_on(scenario: &Scenario, day: NaiveDate) -> u32 {
    (1..=VERSIONS).rev().find(|version| version_from(scenario, *version) <= day).unwrap_or(1)
}
