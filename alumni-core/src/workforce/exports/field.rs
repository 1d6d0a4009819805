use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::text::did_you_mean;

macro_rules! fields {
    ($($variant:ident => $name:literal),* $(,)?) => {
        /// A field of the house that a column can fill.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Field { $($variant),* }

        impl Field {
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant),*];

            pub(super) const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

fields! {
    WorkerId => "worker.id",
    FormerId => "worker.former_id",
    SamePerson => "worker.same_person",
    RehireFlag => "worker.rehire_flag",
    FlagOrigin => "worker.rehire_flag_origin",
    Completeness => "worker.completeness",
    FirstStart => "worker.first_start",
    LatestStart => "worker.latest_start",
    LatestEnd => "worker.latest_end",
    SpellId => "spell.id",
    Start => "spell.start",
    End => "spell.end",
    Ended => "spell.ended",
    Void => "spell.void",
    Status => "spell.status",
    StatusOn => "spell.status_on",
    LegalEntity => "spell.legal_entity",
    WorkerType => "spell.worker_type",
    EmploymentType => "spell.employment_type",
    SpellGrade => "spell.grade",
    Kind => "separation.kind",
    Reason => "separation.reason",
    LocalCode => "separation.local_code",
    LocalScheme => "separation.local_scheme",
    NotifiedOn => "separation.notified_on",
    Regretted => "separation.regretted",
    NonCompeteUntil => "separation.non_compete_until",
    NoContactAgreed => "separation.no_contact_agreed",
    PropertyReturned => "separation.property_returned",
    HandoverDone => "separation.handover_done",
    RescindedOn => "separation.rescinded_on",
    PositionFrom => "position.from",
    PositionTo => "position.to",
    JobTitle => "position.job_title",
    JobFamily => "position.job_family",
    Department => "position.department",
    PositionGrade => "position.grade",
    PayFrom => "compensation.from",
    PayComponent => "compensation.component",
    Amount => "compensation.amount",
    Currency => "compensation.currency",
    Period => "compensation.period",
    RangeMinimum => "compensation.range_minimum",
    RangeMidpoint => "compensation.range_midpoint",
    RangeMaximum => "compensation.range_maximum",
    ContactKind => "contact.kind",
    ContactValue => "contact.value",
    Ownership => "contact.ownership",
    ConfirmedOn => "contact.confirmed_on",
    BouncedOn => "contact.bounced_on",
    Email => "contact.email",
    PersonalEmail => "contact.email.personal",
    WorkEmail => "contact.email.work",
    Mobile => "contact.mobile",
    Phone => "contact.phone",
    Postal => "contact.postal",
    Sns => "contact.sns",
}

/// Where a column goes: a field of the house, or a fact of the customer's own (`fact.side_job`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) enum Target {
    Field(Field),
    Fact(String),
}

impl Target {
    pub(super) fn is(&self, field: Field) -> bool {
        *self == Self::Field(field)
    }
}

impl TryFrom<String> for Target {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        if let Some(fact) = text.strip_prefix("fact.").filter(|fact| !fact.is_empty()) {
            return Ok(Self::Fact(fact.to_owned()));
        }
        let names = || Field::ALL.iter().map(|field| field.as_str());
        Field::ALL.iter().copied().find(|field| field.as_str() == text).map(Self::Field).ok_or_else(|| {
            let hint = did_you_mean(&text, names());
            Error::unknown_name(format!(
                "expected a field such as `spell.start` or `fact.name`, got `{text}`{hint}"
            ))
        })
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        target.to_string()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => f.write_str(field.as_str()),
            Self::Fact(fact) => write!(f, "fact.{fact}"),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Target {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ExportField".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let names: Vec<_> = Field::ALL.iter().map(|field| field.as_str()).collect();
        schemars::json_schema!({ "anyOf": [{ "enum": names }, { "type": "string", "pattern": "^fact\\..+" }] })
    }
}
