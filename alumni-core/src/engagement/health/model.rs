use serde::{Deserialize, Serialize};

use super::CauseKind;
use crate::engagement::{Kind, TargetType};
use crate::text::Localized;
use crate::{Error, document};

/// When a network is alive, quiet, fading or hollow, and from when on something ails it: a document, never code.
///
/// `alumni-health`, which comes with the library, says beside each line what it means and where it comes from.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{CauseKind, HealthModel};
///
/// let mut model = HealthModel::preset("alumni-health")?;
/// let recruiting = model.causes.iter_mut().find(|cause| cause.cause == CauseKind::OverRecruiting).unwrap();
/// assert_eq!(recruiting.threshold, 0.3);
/// recruiting.threshold = 0.25;
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HealthModel {
    /// The id.
    pub id: String,
    /// The version, 1 or more.
    pub version: u32,
    /// The title.
    pub title: Localized,
    /// Where the thresholds come from.
    pub source: String,
    /// Days for causes and trends: 28 to 3,650.
    pub recent_days: u32,
    /// Days for the pace: at least `recent_days`, at most 3,650.
    pub year_days: u32,
    /// When a network is in which state.
    pub states: StateThresholds,
    /// What events are.
    pub kinds: HealthKinds,
    /// How sure findings are.
    pub certainty: CertaintyLevels,
    /// The causes to look for, in the order in which equals are ranked.
    pub causes: Vec<CauseThreshold>,
}

/// When a network is in which state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StateThresholds {
    /// Of fewer members nothing can be told.
    pub fewest_members: u64,
    /// A programme younger than that is being built up.
    pub seeding_days: u32,
    /// A request younger than that has answers to come.
    pub request_days: u32,
    /// Posts by alumni per member and year from which on a network is lively.
    pub lively_posts: f64,
    /// Share of posts without the company's prompting from which on a network runs by itself.
    pub self_running: f64,
    /// Over how many days that share is taken.
    pub self_running_days: u32,
    /// A network is hollow only if surely fewer than this share of members do anything.
    pub hollow_acted: f64,
    /// And only if surely fewer than this share answer a request.
    pub hollow_answered: f64,
    /// It fades when it fell to this share of what it was before.
    pub fading: f64,
    /// And when chance alone does that so rarely.
    pub fading_level: f64,
    /// Or when so long a silence comes so rarely at its own pace.
    pub silence_level: f64,
}

/// What events are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HealthKinds {
    /// What the company does under these kinds is about jobs or coming back.
    pub recruiting: Vec<Kind>,
    /// And so are its mailings directed at these.
    pub recruiting_targets: Vec<TargetType>,
    /// Whoever does it, these are of use to members.
    pub benefits: Vec<Kind>,
    /// And so are the company's mailings directed at these.
    pub benefit_targets: Vec<TargetType>,
    /// Opt-outs within so many days of a mailing about jobs are laid at its door.
    pub opt_out_days: u32,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CertaintyLevels {
    /// The interval that has to lie beyond a threshold for a finding to be sure.
    pub sure: f64,
    /// And for a suspicion.
    pub suspected: f64,
}

/// From when on something ails a network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CauseThreshold {
    /// What ails it.
    pub cause: CauseKind,
    /// From where on: above 0, below 1.
    pub threshold: f64,
    /// From fewer nothing can be told.
    pub least: u64,
    /// Where the threshold comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

const PRESETS: [(&str, &str); 1] = [("alumni-health", include_str!("../../../presets/health.toml"))];

impl HealthModel {
    /// Reads a model in TOML, or in JSON when the text begins with `{`.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) and [`WrongType`](crate::ErrorKind::WrongType) with line and column,
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) and [`Duplicate`](crate::ErrorKind::Duplicate) with a path such as
    /// `causes[3].threshold`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let model: Self = document::from_document(text)?;
        model.check()?;
        Ok(model)
    }

    /// The model that comes with the library: `alumni-health`.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for another name.
    pub fn preset(name: &str) -> Result<Self, Error> {
        let text = PRESETS.iter().find(|(id, _)| *id == name).map(|(_, text)| *text);
        let unknown = || Error::unknown_name(format!("expected alumni-health, got `{name}`"));
        Self::parse(text.ok_or_else(unknown)?)
    }

    /// SHA-256 of the model as compact JSON, in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        document::sha256([serde_json::to_string(self).unwrap_or_default()])
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let out = |message: &str, field: &str| Err(Error::out_of_range(message).within(field));
        if self.version == 0 {
            return out("expected 1 or more", "version");
        }
        if !(28..=3_650).contains(&self.recent_days) {
            return out("expected 28 to 3650 days", "recent_days");
        }
        if self.year_days < self.recent_days || self.year_days > 3_650 {
            return out("expected at least recent_days, at most 3650", "year_days");
        }
        let states = &self.states;
        for (name, value) in [
            ("states.lively_posts", states.lively_posts),
            ("states.self_running", states.self_running),
            ("states.hollow_acted", states.hollow_acted),
            ("states.hollow_answered", states.hollow_answered),
            ("states.fading", states.fading),
            ("states.fading_level", states.fading_level),
            ("states.silence_level", states.silence_level),
            ("certainty.sure", self.certainty.sure),
            ("certainty.suspected", self.certainty.suspected),
        ] {
            if !(value > 0.0 && value < 1.0) {
                return out("expected a number above 0 and below 1", name);
            }
        }
        if self.certainty.suspected > self.certainty.sure {
            return out("expected no more than certainty.sure", "certainty.suspected");
        }
        for (index, cause) in self.causes.iter().enumerate() {
            if !(cause.threshold > 0.0 && cause.threshold < 1.0) {
                return out("expected a number above 0 and below 1", &format!("causes[{index}].threshold"));
            }
            if self.causes.iter().take(index).any(|earlier| earlier.cause == cause.cause) {
                let message = format!("expected each cause once, got `{}` again", cause.cause.as_str());
                return Err(Error::duplicate(message).within(format!("causes[{index}].cause")));
            }
        }
        Ok(())
    }
}
