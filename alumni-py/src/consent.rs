//! Purposes, notices, the ledger and its answers, as in the core's `consent`.

mod access;
mod alumni;
mod answer;
mod contact;
mod encoding;
mod event;
mod everybody;
mod funnel;
mod ledger;
mod lifecycle;
mod list;
mod notices;
mod packs;
mod propagation;
mod purpose;
mod record;
mod snapshot;
mod tables;
mod timeline;

use alumni_core::consent::{
    AcknowledgementStatus, Activity, Actor, Audience, Channel, Checked, ContactState, DecisionState,
    EmploymentState, EventKind, Exemption, FunnelStage, KeepFrom, LegalBasis, Method, NoticeChange,
    NoticeConsequence, Obligation, Paper, PropagationStatus, PurposeClass, RequestState, RuleChangeKind,
    Sending, Status, UseFindingKind, Verdict,
};
use pyo3::prelude::*;

use crate::names::Names;

pub(crate) use answer::{Answer, Summary};
pub(crate) use event::{Event, event};
pub(crate) use ledger::Ledger;
pub(crate) use purpose::Purpose;

names!(EventKind in "alumni.consent", "What happened, in the words of the Data Privacy Vocabulary where it has one.");
names!(Actor in "alumni.consent", "Who expressed it: not the clerk who typed it in.");
names!(Channel in "alumni.consent", "By what means somebody is contacted.");
names!(ContactState in "alumni.consent", "Where a contact stands.");
names!(Method in "alumni.consent", "How it was expressed.");
names!(EmploymentState in "alumni.consent", "The subject's employment when it was expressed.");
names!(LegalBasis in "alumni.consent", "The legal ground for processing: the six of GDPR Art. 6(1).");
names!(Verdict as ConsentVerdict in "alumni.consent", "May we?");
names!(Obligation in "alumni.consent", "What to do when making use of the permission.");
names!(DecisionState in "alumni.consent", "What the person, or somebody with power over it, last decided.");
names!(RequestState in "alumni.consent", "Where asking stands, apart from any decision.");
names!(Status as ConsentStatus in "alumni.consent", "The consent statuses of the Data Privacy Vocabulary 2.3.");

names!(PurposeClass in "alumni.consent", "What a purpose is for, in the classes that legal packs tell apart.");
names!(Activity in "alumni.consent", "What would be done now.");
names!(Paper in "alumni.consent", "The papers that a yes was asked for together with.");
names!(Exemption in "alumni.consent", "The exemption from prior consent that a purpose claims.");
names!(Checked in "alumni.consent", "How a statement about the law was checked.");
names!(RuleChangeKind in "alumni.consent", "What happens to a rule on a day.");
names!(KeepFrom in "alumni.consent", "From when on a record is kept.");
names!(AcknowledgementStatus in "alumni.consent", "How far a withdrawal has come at a system.");
names!(PropagationStatus in "alumni.consent", "Where a withdrawal stands at one system.");
names!(Sending in "alumni.consent", "Why a withdrawal is to be sent to a system now.");
names!(UseFindingKind in "alumni.consent", "What is wrong with a use, by the ledger.");
names!(NoticeChange in "alumni.consent", "What can differ between two versions of a notice.");
names!(NoticeConsequence in "alumni.consent", "What follows from a difference between two versions of a notice.");
names!(FunnelStage in "alumni.consent", "How far somebody has come on the way to being reached.");
names!(Audience in "alumni.consent", "Who looks at a directory.");

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    EventKind::add(module)?;
    Actor::add(module)?;
    Channel::add(module)?;
    ContactState::add(module)?;
    Method::add(module)?;
    EmploymentState::add(module)?;
    LegalBasis::add(module)?;
    <Verdict as Names>::add(module)?;
    Obligation::add(module)?;
    DecisionState::add(module)?;
    RequestState::add(module)?;
    Status::add(module)?;
    PurposeClass::add(module)?;
    Activity::add(module)?;
    Paper::add(module)?;
    Exemption::add(module)?;
    Checked::add(module)?;
    RuleChangeKind::add(module)?;
    KeepFrom::add(module)?;
    NoticeChange::add(module)?;
    NoticeConsequence::add(module)?;
    Audience::add(module)?;
    AcknowledgementStatus::add(module)?;
    PropagationStatus::add(module)?;
    Sending::add(module)?;
    UseFindingKind::add(module)?;
    module.add_class::<propagation::PropagationRules>()?;
    module.add_class::<propagation::Propagation>()?;
    module.add_class::<propagation::Use>()?;
    module.add_class::<propagation::Acknowledgement>()?;
    module.add_class::<propagation::Recorded>()?;
    module.add_class::<propagation::Deadline>()?;
    module.add_class::<propagation::PropagationItem>()?;
    module.add_class::<propagation::UseFinding>()?;
    module.add_class::<propagation::PropagationReport>()?;
    module.add_class::<propagation::WithdrawalReceipt>()?;
    FunnelStage::add(module)?;
    module.add_class::<packs::Pack>()?;
    module.add_class::<packs::Packs>()?;
    module.add_class::<packs::Rule>()?;
    module.add_class::<packs::RuleChange>()?;
    module.add_class::<packs::Duty>()?;
    module.add_class::<alumni::AtExit>()?;
    module.add_class::<alumni::AtExitCount>()?;
    module.add_class::<alumni::Directory>()?;
    module.add_class::<alumni::DirectoryMatrix>()?;
    module.add_class::<alumni::Invitations>()?;
    module.add_class::<Purpose>()?;
    module.add_class::<purpose::Notice>()?;
    module.add_class::<Event>()?;
    module.add_class::<event::EventKey>()?;
    module.add_class::<event::NoticeRef>()?;
    module.add_class::<Ledger>()?;
    module.add_class::<ledger::Extended>()?;
    module.add_class::<Answer>()?;
    module.add_class::<answer::Question>()?;
    module.add_class::<answer::State>()?;
    module.add_class::<Summary>()?;
    module.add_class::<contact::ContactRules>()?;
    module.add_class::<contact::Contacts>()?;
    module.add_class::<contact::Contact>()?;
    module.add_class::<contact::Permit>()?;
    module.add_class::<contact::Settled>()?;
    module.add_class::<notices::NoticeDiff>()?;
    module.add_class::<notices::NoticeDifference>()?;
    module.add_class::<notices::ReconsentPlan>()?;
    module.add_class::<answer::ReasonCount>()?;
    module.add_class::<tables::EventTable>()?;
    module.add_class::<tables::Answers>()?;
    module.add_class::<tables::AnswerRow>()?;
    module.add_class::<snapshot::Snapshot>()?;
    module.add_class::<snapshot::Stand>()?;
    module.add_class::<everybody::Everybody>()?;
    module.add_class::<timeline::Timeline>()?;
    module.add_class::<funnel::Funnel>()?;
    // Eligibility has a record, too.
    module.add("ConsentRecord", module.py().get_type::<record::Record>())?;
    module.add_class::<record::RecordReading>()?;
    module.add_class::<record::Receipt>()?;
    module.add_class::<encoding::EncodedEvent>()?;
    module.add_class::<list::ListReport>()?;
    module.add_class::<access::Agreed>()?;
    module.add_class::<access::AccessExport>()?;
    module.add_class::<access::Visible>()?;
    module.add_class::<access::RetentionDue>()?;
    module.add("transitions", wrap_pyfunction!(lifecycle::transitions, module)?)?;
    module.add("events_from_csv", wrap_pyfunction!(event::events_from_csv, module)?)
}
