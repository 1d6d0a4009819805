//! The record of those who agreed.

use std::mem::MaybeUninit;

use super::{alumni_interactions, alumni_permitted};
use crate::boundary::{Kept, give, guard, handle};
use crate::error::{alumni_error, alumni_status};

/// The record as though those who are not permitted had never been there: without what they did as alumni, and without what was directed at
/// them. For questions about a network as a whole, which take no permission: `alumni_engagement_traffic`, `alumni_engagement_pulse`,
/// `alumni_engagement_health` and `alumni_engagement_activity_calendar`; give them the members who are permitted.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_interactions_permitted(
    interactions: Option<&alumni_interactions>,
    permitted: Option<&alumni_permitted>,
    seen: Option<&mut MaybeUninit<*mut alumni_interactions>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(seen, "seen", || {
            let events = handle(interactions, "interactions")?;
            let permitted = handle(permitted, "permitted")?.as_core();
            Ok(alumni_interactions {
                inner: permitted.events(&events.inner)?.into_owned(),
                json: Kept::default(),
            })
        })
    })
}
