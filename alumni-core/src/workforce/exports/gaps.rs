//! What an export cannot tell: worked out from the mapping, so that it cannot disagree with what is read.

use super::super::{Fact, LocalCode, Vocabulary, Worker};
use super::document::Document;
use super::field::Field;
use super::import::CannotSupply;
use super::plan::Plan;
use crate::text::{Argument, Reason};

/// The facts that `plans` do not tell of all `workers`, in the order of the facts.
pub(super) fn of(document: &Document, plans: &[Plan<'_>], workers: &[Worker]) -> Vec<CannotSupply> {
    let gap = |fact: &Fact| {
        let reason = missing_field(document, plans, *fact)
            .map(|reason| (reason, workers.len()))
            .or_else(|| history(*fact, workers))?;
        let title = Vocabulary::hr().get(fact.as_str()).map(|definition| definition.title.clone());
        let (reason, concerned) = reason;
        Some(CannotSupply {
            fact: fact.as_str().to_owned(),
            reason: reason.with("fact", Argument::Phrase(title.unwrap_or_default())),
            workers: u64::try_from(concerned).unwrap_or(u64::MAX),
        })
    };
    Fact::ALL.iter().filter_map(gap).collect()
}

/// The fields of which a fact needs one; empty for facts that every export has.
fn needs(fact: Fact) -> &'static [Field] {
    match fact {
        Fact::SeparationKind => &[Field::Kind, Field::LocalCode],
        Fact::SeparationReason => &[Field::Reason, Field::LocalCode],
        Fact::SeparationCode => &[Field::LocalCode],
        Fact::SeparationRegretted => &[Field::Regretted],
        Fact::NoticeGiven => &[Field::NotifiedOn],
        Fact::NonCompeteUntil => &[Field::NonCompeteUntil],
        Fact::NoContactAgreed => &[Field::NoContactAgreed],
        Fact::PropertyReturned => &[Field::PropertyReturned],
        Fact::HandoverDone => &[Field::HandoverDone],
        Fact::RehireFlag => &[Field::RehireFlag],
        Fact::RehireFlagOrigin => &[Field::FlagOrigin, Field::RehireFlag],
        Fact::Grade | Fact::GradeAtSeparation | Fact::HighestGrade => {
            &[Field::SpellGrade, Field::PositionGrade]
        }
        Fact::WorkerType => &[Field::WorkerType],
        Fact::EmploymentType => &[Field::EmploymentType],
        Fact::LegalEntity => &[Field::LegalEntity],
        Fact::JobFamily | Fact::JobFamilies | Fact::TimeInJobFamily => &[Field::JobFamily],
        Fact::Department | Fact::Departments | Fact::TimeInDepartment => &[Field::Department],
        Fact::JobTitle => &[Field::JobTitle],
        Fact::Pay => &[Field::Amount],
        Fact::PersonalContacts => &[
            Field::ContactValue,
            Field::Email,
            Field::PersonalEmail,
            Field::Mobile,
            Field::Phone,
            Field::Postal,
            Field::Sns,
        ],
        _ => &[],
    }
}

fn missing_field(document: &Document, plans: &[Plan<'_>], fact: Fact) -> Option<Reason> {
    let needed = needs(fact);
    if needed.is_empty() {
        return None;
    }
    let given = |field: &Field| plans.iter().any(|plan| plan.has(*field));
    let has_rules = |rules: fn(&super::document::Rule) -> bool| {
        plans.iter().any(|plan| plan.file.rules.iter().any(rules))
    };
    let supplied = match fact {
        Fact::SeparationKind => given(&Field::Kind) || has_rules(|rule| rule.kind.is_some()),
        Fact::SeparationReason => given(&Field::Reason) || has_rules(|rule| rule.reason.is_some()),
        _ => needed.iter().any(given),
    };
    if supplied {
        return None;
    }
    if needed.iter().any(given) {
        // There are codes; whether they say anything depends on their scheme and on the customer.
        let scheme = |plan: &Plan<'_>| {
            let codes = plan.entries.iter().filter(|entry| entry.target.is(Field::LocalCode));
            let known = |scheme: &Option<String>| {
                scheme.as_deref().is_some_and(|scheme| LocalCode::new(scheme, "").is_of_known_scheme())
            };
            codes.into_iter().any(|entry| known(&entry.scheme)) || plan.has(Field::LocalScheme)
        };
        let readable = plans.iter().any(scheme) || !document.overlay.reasons.is_empty();
        return (!readable).then(|| Reason::new("cannot-supply-needs-reasons"));
    }
    let of_file = |file: &super::document::File| {
        let columns = file.columns.iter().filter(|column| needed.iter().any(|field| column.field.is(*field)));
        columns.map(|column| format!("{}: {}", file.name, column.name)).collect::<Vec<_>>()
    };
    let columns: Vec<_> = document.files.iter().flat_map(of_file).collect();
    Some(if columns.is_empty() {
        Reason::new("cannot-supply-no-field").with("system", Argument::Phrase(document.title.clone()))
    } else {
        Reason::new("cannot-supply-not-exported").with("columns", columns.into_iter().collect::<Argument>())
    })
}

/// Facts that add up over spells or positions, where some workers have only the latest.
fn history(fact: Fact, workers: &[Worker]) -> Option<(Reason, usize)> {
    let spells =
        matches!(fact, Fact::FirstStartDate | Fact::TotalTenure | Fact::SpellCount | Fact::ReturnCount);
    let positions = matches!(
        fact,
        Fact::HighestGrade
            | Fact::JobFamilies
            | Fact::Departments
            | Fact::TimeInJobFamily
            | Fact::TimeInDepartment
    );
    if !spells && !positions {
        return None;
    }
    let latest_position = |worker: &Worker| worker.spells().iter().any(|spell| spell.latest_position_only);
    let only_latest = workers.iter().filter(|worker| !worker.is_complete());
    let concerned = match positions {
        true => workers.iter().filter(|worker| !worker.is_complete() || latest_position(worker)).count(),
        false => only_latest.count(),
    };
    let code = if positions { "cannot-supply-latest-position" } else { "cannot-supply-latest-spell" };
    (concerned > 0)
        .then(|| (Reason::new(code).with("count", concerned).with("total", workers.len()), concerned))
}
