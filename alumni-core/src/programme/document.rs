use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::Period;
use crate::consent::{Event, Ledger, Notice, Purpose};
use crate::eligibility::{Policy, PolicyDocument};
use crate::engagement::{HealthModel, ScoreModel};
use crate::fairness::Standard;
use crate::text::{Localized, did_you_mean};
use crate::workforce::{Mapping, Overlay, Vocabulary};
use crate::{Error, document};

/// A programme: its policies, purposes, notices, fairness standard, engagement and health models, and how its exports are read.
///
/// A programme that exists is valid: every policy is checked, every notice names purposes it has, every named purpose is
/// there.
#[derive(Clone, Debug)]
pub struct Programme {
    pub(super) document: Document,
    pub(super) policies: Vec<Policy>,
    pub(super) mapping: Mapping,
    pub(super) model: ScoreModel,
    pub(super) health: HealthModel,
    pub(super) offset: FixedOffset,
    /// Without events: a copy is filled for each review.
    pub(super) ledger: Ledger,
}

/// A programme as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Programme"))]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    pub(super) id: String,
    pub(super) version: u32,
    pub(super) title: Localized,
    /// How made-up data was made; printed on every review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) synthetic: Option<String>,
    /// Where the programme's days begin, such as `+09:00`; UTC when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) utc_offset: Option<String>,
    #[serde(default)]
    pub(super) export: Overlay,
    #[serde(default)]
    pub(super) network: Roster,
    pub(super) policies: Vec<PolicyDocument>,
    #[serde(default)]
    pub(super) purposes: Vec<Purpose>,
    #[serde(default)]
    pub(super) notices: Vec<Notice>,
    #[serde(default)]
    pub(super) fairness: Standard,
    #[serde(default)]
    pub(super) engagement: Engagement,
    #[serde(default)]
    pub(super) health: Thresholds,
}

/// Who belongs to the network, and over how long it is looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ProgrammeNetwork"))]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Roster {
    /// The purpose whose permission makes a former worker a member; everybody who left is one when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) membership: Option<String>,
    /// The purpose that permits scoring; nobody is scored when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scoring: Option<String>,
    /// How far back the network is looked at; 12 months when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) window: Option<Period>,
    /// The day on which the network opened; that of the first interaction when absent.
    #[serde(
        deserialize_with = "document::optional_date::deserialize",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) opened: Option<NaiveDate>,
}

/// The engagement model: one that comes with the library, or one of the customer's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ProgrammeEngagement"))]
#[serde(untagged, expecting = "expected { preset = \"alumni\" } or a whole model")]
pub(crate) enum Engagement {
    Preset(#[serde(deserialize_with = "document::object")] Preset),
    Own(#[serde(deserialize_with = "document::object")] Box<ScoreModel>),
}

/// When the network is in which state and what ails it: the model that comes with the library, or one of the customer's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ProgrammeHealth"))]
#[serde(untagged, expecting = "expected { preset = \"alumni-health\" } or a whole model")]
pub(crate) enum Thresholds {
    Preset(#[serde(deserialize_with = "document::object")] Preset),
    Own(#[serde(deserialize_with = "document::object")] Box<HealthModel>),
}

impl Default for Thresholds {
    fn default() -> Self {
        Self::Preset(Preset { preset: "alumni-health".into() })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ProgrammePreset"))]
#[serde(deny_unknown_fields)]
pub(crate) struct Preset {
    preset: String,
}

impl Default for Engagement {
    fn default() -> Self {
        Self::Preset(Preset { preset: "alumni".into() })
    }
}

impl Programme {
    /// Reads a programme in TOML, or in JSON when the text begins with `{`.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) or [`WrongType`](crate::ErrorKind::WrongType) with line and column for the
    /// document as a whole; else what is wrong with a part, with its path: `policies[1].criteria[0].require: 1:14`,
    /// `purposes[2].id`, `export.mapping`, `network.scoring`, `utc_offset`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let document: Document = document::from_document(text)?;
        if document.id.is_empty() {
            return Err(Error::missing("expected an id").within("id"));
        }
        let mut policies: Vec<Policy> = Vec::new();
        for (index, written) in document.policies.iter().enumerate() {
            let at = |error: Error| error.within(format!("policies[{index}]"));
            let policy = Policy::build(written.clone(), Vocabulary::hr()).map_err(at)?;
            if policies.iter().any(|other| other.id() == policy.id()) {
                return Err(at(
                    Error::duplicate(format!("expected one policy of the id `{}`", policy.id())).within("id")
                ));
            }
            policies.push(policy);
        }
        let ledger = Ledger::new(document.purposes.clone(), document.notices.clone())?;
        for (field, purpose) in
            [("membership", &document.network.membership), ("scoring", &document.network.scoring)]
        {
            if let Some(id) =
                purpose.as_ref().filter(|id| !document.purposes.iter().any(|purpose| purpose.id == **id))
            {
                let known = document.purposes.iter().map(|purpose| purpose.id.as_str());
                let hint = did_you_mean(id, known);
                let message = format!("expected one of the programme's purposes, got `{id}`{hint}");
                return Err(Error::unknown_name(message).within(field).within("network"));
            }
        }
        let model = match &document.engagement {
            Engagement::Preset(Preset { preset }) => {
                ScoreModel::preset(preset).map_err(|error| error.within("preset").within("engagement"))?
            }
            Engagement::Own(model) => (**model).clone(),
        };
        let health = match &document.health {
            Thresholds::Preset(Preset { preset }) => {
                HealthModel::preset(preset).map_err(|error| error.within("preset").within("health"))?
            }
            Thresholds::Own(model) => {
                model.check().map_err(|error| error.within("health"))?;
                (**model).clone()
            }
        };
        let offset = match &document.utc_offset {
            None => FixedOffset::east_opt(0),
            Some(text) => text.parse().ok(),
        };
        let offset = offset
            .ok_or_else(|| Error::syntax("expected an offset such as `+09:00`").within("utc_offset"))?;
        let mapping =
            Mapping::with_overlay(document.export.clone()).map_err(|error| error.within("export"))?;
        Ok(Self { document, policies, mapping, model, health, offset, ledger })
    }

    /// The programme that comes with the library, for a first look at data of one's own.
    ///
    /// # Errors
    ///
    /// None: the shipped document is tested.
    pub fn starter() -> Result<Self, Error> {
        Self::parse(include_str!("../../presets/starter-programme.toml"))
    }

    /// The same programme, reading exports by the shipped mapping `id`: `workday`, `successfactors`, `bamboohr`, `smarthr`
    /// or `canonical`.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for another id.
    pub fn with_mapping(mut self, id: &str) -> Result<Self, Error> {
        self.document.export.mapping = Some(id.to_owned());
        self.mapping = Mapping::with_overlay(self.document.export.clone())?;
        Ok(self)
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.document.id
    }

    /// The version.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.document.version
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &Localized {
        &self.document.title
    }

    /// How its data was made up, when it is.
    #[must_use]
    pub fn synthetic(&self) -> Option<&str> {
        self.document.synthetic.as_deref()
    }

    /// The eligibility policies, in the document's order.
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The purposes, in the document's order.
    #[must_use]
    pub fn purposes(&self) -> &[Purpose] {
        &self.document.purposes
    }

    /// The fairness standard.
    #[must_use]
    pub fn standard(&self) -> &Standard {
        &self.document.fairness
    }

    /// The engagement model.
    #[must_use]
    pub fn model(&self) -> &ScoreModel {
        &self.model
    }

    /// When the network is in which state, and what ails it.
    #[must_use]
    pub fn health_model(&self) -> &HealthModel {
        &self.health
    }

    /// How exports are read.
    #[must_use]
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// A ledger of the programme's purposes and notices that holds `events`.
    ///
    /// # Errors
    ///
    /// Those of [`Ledger::extend`].
    pub fn ledger(&self, events: impl IntoIterator<Item = Event>) -> Result<Ledger, Error> {
        let mut ledger = self.ledger.clone();
        ledger.extend(events)?;
        Ok(ledger)
    }

    /// The instant at which the day `as_of` begins where the programme is.
    #[must_use]
    pub fn start_of(&self, as_of: NaiveDate) -> DateTime<Utc> {
        let midnight = as_of.and_time(NaiveTime::MIN);
        midnight
            .and_local_timezone(self.offset)
            .earliest()
            .map_or_else(|| midnight.and_utc(), |at| at.to_utc())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Programme {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Programme".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Document::json_schema(generator)
    }
}
