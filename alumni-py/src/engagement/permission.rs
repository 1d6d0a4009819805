use std::collections::BTreeSet;

use alumni_core::Error;
use alumni_core::engagement as core;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use pyo3::prelude::*;

use crate::consent::Ledger;
use crate::convert::{self, instant, items, optional, text};
use crate::exceptions::raise;

/// Those who may be scored, or everybody.
pub(super) struct Permission(Option<BTreeSet<String>>);

impl Permission {
    pub(super) fn as_core(&self) -> core::Permitted<'_> {
        self.0.as_ref().map_or(core::Permitted::Everyone, core::Permitted::Only)
    }
}

fn permission(permitted: Option<&Bound<'_, PyAny>>) -> PyResult<Permission> {
    let listed = optional(permitted, "permitted", |value, name| items(value, name, text))?;
    Ok(Permission(listed.map(|people| people.into_iter().collect())))
}

/// Those who may be scored, as a list or a ledger says it.
pub(super) struct Allowed {
    listed: Permission,
    ledger: Option<Asked>,
}

/// A ledger, and what it is asked.
struct Asked {
    ledger: Py<Ledger>,
    purpose: String,
    at: DateTime<Utc>,
}

impl Allowed {
    pub(super) fn new(
        permitted: Option<&Bound<'_, PyAny>>,
        consent: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        at: Option<&Bound<'_, PyAny>>,
        as_of: NaiveDate,
    ) -> PyResult<Self> {
        Self::at_once(permitted, consent, purpose, ("at", at), Some(as_of))
    }

    /// The same where the argument of the instant has another name, and the day need not be known.
    pub(super) fn at_once(
        permitted: Option<&Bound<'_, PyAny>>,
        consent: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        (named, at): (&str, Option<&Bound<'_, PyAny>>),
        as_of: Option<NaiveDate>,
    ) -> PyResult<Self> {
        let listed = permission(permitted)?;
        let ledger = optional(consent, "consent", |value, name| match value.cast::<Ledger>() {
            Ok(found) => Ok(found.clone().unbind()),
            Err(_) => {
                let message = format!("expected a Ledger, got {}", convert::type_name(value));
                Err(raise(&Error::wrong_type(message).within(name)))
            }
        })?;
        let purpose = optional(purpose, "purpose", text)?;
        let at = optional(at, named, instant)?;
        let refused = |error: Error, place: &str| Err(raise(&error.within(place)));
        let Some(ledger) = ledger else {
            if purpose.is_some() || at.is_some() {
                let message = format!("expected a ledger beside `purpose` and `{named}`");
                return refused(Error::missing(message), "consent");
            }
            return Ok(Self { listed, ledger: None });
        };
        if listed.0.is_some() {
            let message = "expected either a ledger or the list of those who may be scored";
            return refused(Error::inconsistent(message), "permitted");
        }
        let Some(purpose) = purpose else {
            return refused(Error::missing("expected the purpose that permits scoring"), "purpose");
        };
        let Some(at) = at.or_else(|| as_of.map(|day| day.and_time(NaiveTime::MIN).and_utc())) else {
            return refused(Error::missing("expected the instant at which the ledger is asked"), named);
        };
        Ok(Self { listed, ledger: Some(Asked { ledger, purpose, at }) })
    }

    /// Does `work` with those who may be scored; a ledger is asked now.
    pub(super) fn with<T>(&self, work: impl FnOnce(core::Permitted<'_>) -> T) -> Result<T, Error> {
        let Some(Asked { ledger, purpose, at }) = &self.ledger else {
            return Ok(work(self.listed.as_core()));
        };
        let people = ledger.get().read().permitted(purpose, *at)?.into_iter().map(str::to_owned).collect();
        Ok(work(core::Permitted::Only(&people)))
    }
}
