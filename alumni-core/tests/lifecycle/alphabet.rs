//! The events that sets are made of, and what the rules say of a set: stated over the whole set, not folded event by event.

use alumni_core::consent::{
    Actor, Channel, Event, EventKind, Ledger, LegalBasis, Method, Notice, Paper, Purpose,
};
use alumni_core::text::Localized;
use chrono::{DateTime, TimeDelta, Utc};

/// Hour `n`.
pub(super) fn hour(n: i64) -> DateTime<Utc> {
    "2024-01-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(n)
}

pub(super) fn ledger() -> Ledger {
    Ledger::new(
        [Purpose::new("jobs", Localized::same("Jobs"), LegalBasis::Consent)],
        [Notice::new("n", 1, ["jobs"]).text("en", "We write about jobs.")],
    )
    .unwrap()
}

/// The notice on file, and one that is not.
const ON_FILE: u32 = 1;
const UNKNOWN: u32 = 3;

type Change<'a> = &'a dyn Fn(&mut Event);

/// Every event of the alphabet at each of two instants, in the order of the instants.
pub(super) fn alphabet() -> Vec<Event> {
    use EventKind::{
        Deferred, Given, Happened, Invalidated, NoticeShown, Objected, Refused, Renewed, Requested,
        Restricted, Revoked, Unrestricted, Used, Withdrawn,
    };
    let mut all: Vec<Event> = Vec::new();
    for at in [1, 2] {
        let mut add = |kind, notice: Option<u32>, change: Change<'_>| {
            let id = format!("e{}", all.len());
            let mut event = Event::new("s", id, "w", "jobs", kind, hour(at).fixed_offset());
            if let Some(version) = notice {
                event = event.notice("n", version);
            }
            change(&mut event);
            all.push(event);
        };
        let plain = |_: &mut Event| {};
        let imported = |event: &mut Event| event.imported = true;
        let proven = |event: &mut Event| {
            (event.imported, event.evidence_ref) = (true, Some("scan".to_owned()));
        };
        let email = |event: &mut Event| event.channel = Some(Channel::Email);
        let by_controller = |event: &mut Event| event.actor = Actor::Controller;
        let changes: [Change<'_>; 3] = [&plain, &imported, &email];
        for change in changes {
            add(NoticeShown, Some(ON_FILE), change);
        }
        add(NoticeShown, Some(UNKNOWN), &|_| {});
        add(Requested, None, &|_| {});
        add(Deferred, None, &|_| {});
        let changes: [Change<'_>; 5] = [&plain, &email, &imported, &proven, &by_controller];
        for change in changes {
            add(Given, Some(ON_FILE), change);
        }
        add(Given, None, &|_| {});
        add(Given, Some(UNKNOWN), &|_| {});
        add(Given, Some(ON_FILE), &|event| event.method = Some(Method::Silence));
        add(Given, Some(ON_FILE), &|event| event.bundled_with = vec![Paper::Severance]);
        add(Given, Some(ON_FILE), &|event| event.time_untrusted = true);
        add(Given, Some(ON_FILE), &|event| event.valid_uses = Some(1));
        add(Given, Some(ON_FILE), &|event| event.valid_until_event = Some("left".to_owned()));
        add(Renewed, Some(ON_FILE), &|_| {});
        add(Renewed, Some(ON_FILE), &proven);
        add(Refused, None, &|_| {});
        let changes: [Change<'_>; 4] = [&plain, &email, &by_controller, &imported];
        for change in changes {
            add(Withdrawn, None, change);
        }
        add(Revoked, None, &|_| {});
        add(Invalidated, None, &|_| {});
        add(Invalidated, None, &by_controller);
        add(Objected, None, &|_| {});
        add(Restricted, None, &|_| {});
        add(Unrestricted, None, &|_| {});
        add(Unrestricted, None, &|event| event.actor = Actor::Engine);
        add(Used, None, &|_| {});
        add(Happened, None, &|event| event.happening = Some("left".to_owned()));
    }
    all
}

/// What a step of a path is, where it may bring permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// An affirmative act of the subject under the notice on file.
    Act,
    /// The notice on file, shown.
    Showing,
    /// The lifting of a restriction by a person.
    Lifting,
    /// A no, or a restriction, or what ends a yes.
    Tightening,
    /// Anything else.
    Other,
}

pub(super) fn role(event: &Event) -> Role {
    use EventKind::{
        Given, Happened, Invalidated, NoticeShown, Objected, Refused, Renewed, Restricted, Revoked,
        Unrestricted, Used, Withdrawn,
    };
    let on_file = event.notice.as_ref().is_some_and(|notice| notice.version == ON_FILE);
    match event.kind {
        Given | Renewed => {
            let acted = event.actor == Actor::Subject && event.method.is_none_or(Method::is_affirmative);
            let proven = !event.imported || event.evidence_ref.is_some();
            let free = event.bundled_with.is_empty();
            if acted && proven && free && on_file { Role::Act } else { Role::Other }
        }
        NoticeShown if on_file && !event.imported => Role::Showing,
        Unrestricted if event.actor != Actor::Engine => Role::Lifting,
        Refused | Withdrawn | Revoked | Invalidated | Objected | Restricted | Used | Happened => {
            Role::Tightening
        }
        _ => Role::Other,
    }
}

fn is_no(event: &Event) -> bool {
    use EventKind::{Invalidated, Objected, Refused, Revoked, Withdrawn};
    matches!(event.kind, Refused | Withdrawn | Revoked | Invalidated | Objected)
}

/// Whether the rules leave room for permission on `channel` at `at`: some act of the subject stands against everything in the
/// set. A ledger that permits without one is wrong.
pub(super) fn may_be_permitted(set: &[&Event], channel: Option<Channel>, at: DateTime<Utc>) -> bool {
    let begun = |event: &&&Event| event.occurred_at <= at;
    let touches = |event: &Event| channel.is_none() || event.channel.is_none() || event.channel == channel;
    let is_part = |event: &Event| event.channel.is_none() || event.channel == channel;
    let restricted = set.iter().filter(begun).any(|no| {
        let lifts = |event: &&Event| {
            role(event) == Role::Lifting && no.occurred_at < event.occurred_at && event.occurred_at <= at
        };
        no.kind == EventKind::Restricted && !set.iter().any(lifts)
    });
    let stands = |act: &Event| {
        let invalid = |event: &&Event| {
            event.kind == EventKind::Invalidated
                && event.actor == Actor::Authority
                && event.occurred_at >= act.occurred_at
        };
        let used = set.iter().filter(begun).any(|event| {
            event.kind == EventKind::Used && event.occurred_at >= act.occurred_at && act.valid_uses == Some(1)
        });
        let left = set.iter().filter(begun).any(|event| {
            event.kind == EventKind::Happened
                && event.occurred_at >= act.occurred_at
                && act.valid_until_event == event.happening
        });
        // Of the noes before it each must have been lifted by an act of the subject's own, which it may be itself.
        let lifted = |no: &Event| {
            set.iter().filter(|own| role(own) == Role::Act && is_part(own)).any(|own| {
                let shown = set.iter().any(|event| {
                    role(event) == Role::Showing
                        && touches(event)
                        && no.occurred_at < event.occurred_at
                        && event.occurred_at <= own.occurred_at
                });
                let own_time = !own.imported && !own.time_untrusted && own.occurred_at <= act.occurred_at;
                own_time && no.occurred_at < own.occurred_at && shown
            })
        };
        let mut noes = set.iter().filter(begun).filter(|event| is_no(event) && touches(event));
        let after = noes.all(|no| !act.time_untrusted && lifted(no));
        !used && !left && !set.iter().any(invalid) && after
    };
    let mut acts = set.iter().filter(begun).filter(|event| role(event) == Role::Act && is_part(event));
    !restricted && acts.any(|act| stands(act))
}

/// Whether the set has a no that has begun at `at` and touches `channel`.
pub(super) fn has_no(set: &[&Event], channel: Option<Channel>, at: DateTime<Utc>) -> bool {
    set.iter().any(|event| {
        let touches = channel.is_none() || event.channel.is_none() || event.channel == channel;
        is_no(event) && touches && event.occurred_at <= at
    })
}
