use serde::{Deserialize, Serialize};

use super::answer::phrase;
use super::words::words;
use crate::Error;
use crate::text::Lang;

words! {
    /// What the person, or somebody with power over it, last decided.
    DecisionState, "decision state" {
        /// No decision.
        Undecided = "undecided",
        /// A yes was recorded that proves nothing.
        Unknown = "unknown",
        /// A yes stands.
        Given = "given",
        /// A repeated yes stands.
        Renewed = "renewed",
        /// A yes was given and has ended, by time or because its notice was materially replaced. Derived, never recorded.
        Expired = "expired",
        /// The person said no.
        Refused = "refused",
        /// The person objected.
        Objected = "objected",
        /// Somebody else ended it.
        Revoked = "revoked",
        /// The person took the yes back, or refused what had been given.
        Withdrawn = "withdrawn",
        /// It was found never to have been valid.
        Invalidated = "invalidated",
    }
}

impl DecisionState {
    /// The words people read.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        phrase(&format!("consent-decision-{self}"), lang)
    }

    /// Whether it is a no, after which only a new act of the person, bound to a notice shown after it, permits again.
    #[must_use]
    pub const fn is_no(self) -> bool {
        matches!(self, Self::Refused | Self::Objected | Self::Revoked | Self::Withdrawn | Self::Invalidated)
    }
}

words! {
    /// Where asking stands, apart from any decision.
    RequestState, "request state" {
        /// Nobody asked.
        NotAsked = "not_asked",
        /// A notice was shown.
        NoticeShown = "notice_shown",
        /// A request waits for a decision.
        Requested = "requested",
        /// The last request was put off.
        Deferred = "deferred",
        /// The last request was decided.
        Answered = "answered",
    }
}

/// Where one subject stands with one purpose, channel and recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct State {
    /// The decision.
    pub decision: DecisionState,
    /// The request.
    pub request: RequestState,
    /// Whether use is restricted, whatever was decided.
    pub restricted: bool,
}

impl State {
    /// The one status that the Data Privacy Vocabulary has for both states.
    #[must_use]
    pub const fn status(self) -> Status {
        match (self.decision, self.request) {
            (DecisionState::Given, _) => Status::Given,
            (DecisionState::Renewed, _) => Status::RenewedGiven,
            (DecisionState::Expired, _) => Status::Expired,
            (DecisionState::Refused, _) => Status::Refused,
            (DecisionState::Objected | DecisionState::Withdrawn, _) => Status::Withdrawn,
            (DecisionState::Revoked, _) => Status::Revoked,
            (DecisionState::Invalidated, _) => Status::Invalidated,
            (DecisionState::Undecided, RequestState::Requested) => Status::Requested,
            (DecisionState::Undecided, RequestState::Deferred) => Status::RequestDeferred,
            (DecisionState::Undecided | DecisionState::Unknown, _) => Status::Unknown,
        }
    }
}

words! {
    /// The consent statuses of the Data Privacy Vocabulary 2.3, also used by ISO/IEC TS 27560 records.
    ///
    /// # Source
    ///
    /// `consent_status.csv` of DPV 2.3. Its guide to ISO/IEC TS 27560 says `ConsentTerminated` and its lifecycle diagram
    /// `Halted` for what the vocabulary calls `ConsentRevoked`; both are read, the vocabulary's term is written.
    Status, "consent status" {
        /// Not available, not trusted or known to be wrong.
        Unknown = "ConsentUnknown",
        /// Asked, no decision yet.
        Requested = "ConsentRequested",
        /// Asked and put off.
        RequestDeferred = "ConsentRequestDeferred",
        /// Refused.
        Refused = "ConsentRefused",
        /// Given.
        Given = "ConsentGiven",
        /// Given again.
        RenewedGiven = "RenewedConsentGiven",
        /// Lapsed.
        Expired = "ConsentExpired",
        /// Taken back by the subject.
        Withdrawn = "ConsentWithdrawn",
        /// Ended by somebody else.
        Revoked = "ConsentRevoked",
        /// Found invalid.
        Invalidated = "ConsentInvalidated",
    }
}

const DPV: &str = "https://w3id.org/dpv#";

impl Status {
    /// The status's IRI.
    #[must_use]
    pub fn iri(self) -> String {
        format!("{DPV}{self}")
    }

    /// Reads an IRI, a prefixed name such as `dpv:ConsentGiven`, or the bare term.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for any other term.
    pub fn from_iri(iri: &str) -> Result<Self, Error> {
        let term = iri.strip_prefix(DPV).or_else(|| iri.strip_prefix("dpv:")).unwrap_or(iri);
        match term {
            "ConsentTerminated" | "ConsentHalted" | "Halted" => Ok(Self::Revoked),
            _ => term.parse(),
        }
    }

    /// Whether the vocabulary counts the status as valid for processing.
    #[must_use]
    pub const fn is_valid_for_processing(self) -> bool {
        matches!(self, Self::Given | Self::RenewedGiven)
    }
}
