//! May we do this, to this person, now, and how do we know?
//!
//! A [`Ledger`] is made from [`Purpose`]s and [`Notice`]s and grows by [`Event`]s: in any order, from any source, as often
//! as they are delivered. [`Ledger::may`] answers a [`Question`] about one subject, purpose, channel and recipient, at an
//! instant, as it is known today or was known at an earlier instant.
//!
//! The rules in one breath; `docs/consent-lifecycle.md` has them in full, with the reasons:
//!
//! 1. **Nothing is permission but an act of the person** that names a notice this ledger knows, unchanged. Everything
//!    else (a list without proof, a box ticked by somebody else, silence) is recorded and permits nothing.
//! 2. **Time of the act decides, not time of arrival**; at equal instants the stricter act stands.
//! 3. **The decision and the request are two states.** Asking again, and being ignored, takes nothing away; a refusal of
//!    what was given before takes it away.
//! 4. **Expiry is derived** when a question is asked. Nobody records it and no job has to run.
//! 5. **After a no** (refused, objected, revoked, withdrawn, invalidated) only a new act of the person permits again, bound
//!    to a notice shown after the no. Imports never do.
//! 6. **An invalidation reaches back**: what it voids was never permission, except as it was known before it arrived.
//!
//! # Example
//!
//! ```
//! use alumni_core::consent::{Channel, Event, EventKind, Ledger, LegalBasis, Notice, Purpose, Question};
//! use alumni_core::text::Localized;
//!
//! let mut ledger = Ledger::new(
//!     [Purpose::new("job_contact", Localized::new("Jobs", "求人のご案内"), LegalBasis::Consent)],
//!     [Notice::new("alumni", 1, ["job_contact"]).text("en", "We may write to you about open positions.")],
//! )?;
//! ledger.extend([
//!     Event::new("form", "ce_12", "w-0471", "job_contact", EventKind::Given, "2024-03-29T10:00:00+09:00".parse()?)
//!         .notice("alumni", 1),
//!     Event::new("mail", "ce_88", "w-0471", "job_contact", EventKind::Withdrawn, "2025-07-01T18:00:00+09:00".parse()?),
//! ])?;
//! let now = "2026-04-01T00:00:00Z".parse()?;
//! let answer = ledger.may(&Question::new("w-0471", "job_contact", Channel::Email, now))?;
//! assert_eq!(answer.to_string(), "Denied: withdrawn on 2025-07-01 (event ce_88)");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod access;
mod act;
mod agreed;
mod answer;
mod asked;
mod at_exit;
mod batch;
mod canonical;
mod class;
mod clocks;
mod contact;
mod directory;
mod documents;
mod encoding;
mod event;
mod fold;
mod folded;
mod funnel;
mod governed;
mod instant;
mod kind;
mod law;
mod ledger;
mod lifecycle;
mod list;
mod made;
mod notice;
mod others;
mod pack;
mod packs;
mod propagation;
mod purpose;
mod purposes;
mod question;
mod reasons;
mod reconsent;
mod record;
mod retention;
mod rows;
mod rule;
mod ruling;
mod snapshot;
mod state;
mod store;
mod summary;
#[cfg(feature = "table")]
mod table;
mod takeover;
mod timeline;
mod titles;
mod told;
mod unknown;
mod visible;
mod whereabouts;
mod width;
mod words;

pub use access::{AccessExport, AccessOptions, AccessUse};
pub use agreed::{Agreed, AgreedPurpose, ShownNotice};
pub use answer::{Answer, Duty, Obligation, Verdict};
pub use at_exit::{AtExit, AtExitCount};
pub use batch::{AnswerCounts, AnswerRow, Answers, AskOptions, UnusableQuestion, events_from_columns};
pub use class::{Activity, Exemption, Paper, PurposeClass};
pub use clocks::Clocks;
pub use contact::{
    Contact, ContactCap, ContactRequest, ContactRules, ContactState, Contacts, Pause, Permit, QuietHours,
    Settled,
};
pub use directory::{
    Audience, Directory, DirectoryCell, DirectoryField, DirectoryMatrix, ProvidedBy, ProvisionRecord,
};
pub use documents::events_from_json;
pub use encoding::EncodedEvent;
pub use event::{Event, EventKey};
pub use funnel::{Funnel, FunnelStage, FunnelStep};
pub use kind::{Actor, Channel, EmploymentState, EventKind, Method};
pub use ledger::{Extended, Ledger};
pub use lifecycle::{LifecyclePart, LifecycleStep, Transition};
pub use list::{
    EvidenceGrade, GradeCount, ListAnswer, ListOptions, ListReport, ListRow, Remedy, RemedyCount,
};
pub use made::IdKey;
pub use notice::{
    Notice, NoticeChange, NoticeConsequence, NoticeDiff, NoticeDifference, NoticeItem, NoticeRecipient,
    NoticeRef, NoticeRuling, NoticeTransfer, PurposeRelation, RecipientRole, Safeguard,
};
pub use pack::Pack;
pub use packs::{Packs, Regimes, Revocation, RuleChange, RuleChangeKind};
pub use propagation::{
    Acknowledgement, AcknowledgementStatus, Deadline, HouseDeadline, InformedSystem, KeptRecord, Propagation,
    PropagationCount, PropagationItem, PropagationReport, PropagationRules, PropagationStatus, Recorded,
    Sending, StandingPurpose, System, Use, UseFinding, UseFindingKind, WithdrawalReceipt, WithdrawnPurpose,
};
pub use purpose::{LegalBasis, Purpose};
pub use question::Question;
pub use reconsent::{
    ReconsentChannel, ReconsentDay, ReconsentLoss, ReconsentPerson, ReconsentPlan, ReconsentRange,
    ReconsentRate, ReconsentRequest, ReconsentSlot,
};
pub use record::{
    Controller, KantaraController, KantaraPurpose, KantaraReceipt, KantaraService, PersonalData, Processing,
    Receipt, Record, RecordDuration, RecordEvent, RecordImport, RecordReading,
};
pub use retention::{RetentionDue, RetentionRule, RetentionStart};
pub use rows::{events_from_csv, events_from_table};
pub use rule::{Checked, Disclosure, Effect, Judges, KeepFrom, RevocationScope, Rule, Unmet};
pub use ruling::Ruling;
pub use snapshot::{Everybody, Snapshot, Stand};
pub use state::{DecisionState, RequestState, State, Status};
pub use summary::{ReasonCount, Summary};
#[cfg(feature = "table")]
pub use table::{AnsweredTable, Asking, EventTable};
pub use takeover::{Invitations, LeftOut, Takeover};
pub use timeline::{Timeline, TimelineEvent, TimelineLane, TimelineSpan};
pub use visible::Visible;
