//! What a notice may not say.

use std::collections::{BTreeMap, BTreeSet};

use super::super::pack::check_country;
use super::super::purpose::{Purpose, check_id};
use super::super::unknown::unknown;
use super::Notice;
use crate::Error;

impl Notice {
    /// That it contradicts neither itself nor the purposes of a ledger; the path says where.
    pub(in crate::consent) fn check(&self, purposes: &BTreeMap<String, Purpose>) -> Result<(), Error> {
        check_id(&self.id).map_err(|error| error.within("id"))?;
        for (place, purpose) in self.purposes.iter().enumerate() {
            if !purposes.contains_key(purpose) {
                let error = unknown("purpose", purpose, purposes.keys().map(String::as_str));
                return Err(error.within(format!("purposes[{place}]")));
            }
        }
        if self.text.values().all(|text| text.trim().is_empty()) {
            return Err(
                Error::missing("expected the text of the notice in at least one language").within("text")
            );
        }
        if self.material && self.effective_from.is_none() {
            return Err(Error::missing("expected the instant from which a material change is in effect")
                .within("effective_from"));
        }
        if !self.material && !self.material_for.is_empty() {
            let error = Error::inconsistent("expected `material_for` only in a version that is `material`");
            return Err(error.within("material_for"));
        }
        for (field, named) in [
            ("material_for", self.material_for.iter().collect::<Vec<_>>()),
            ("retention", self.retention.keys().collect()),
            ("purpose_changes", self.purpose_changes.keys().collect()),
        ] {
            self.explains(named).map_err(|error| error.within(field))?;
        }
        for (purpose, kept) in &self.retention {
            kept.check().map_err(|error| error.within(purpose.as_str()).within("retention"))?;
        }
        for (field, text) in [("controller", &self.controller), ("contact", &self.contact)] {
            if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
                return Err(Error::missing("expected a text").within(field));
            }
        }
        self.check_entries()
    }

    fn check_entries(&self) -> Result<(), Error> {
        let recipients = self.recipients.iter().flatten().map(|of| (Some(&of.id), &of.purposes));
        self.check_list("recipients", "id", recipients, check_id)?;
        let items = self.data_items.iter().flatten().map(|of| (Some(&of.id), &of.purposes));
        self.check_list("data_items", "id", items, check_id)?;
        let transfers = self.transfers.iter().flatten().map(|of| (of.country.as_ref(), &of.purposes));
        self.check_list("transfers", "country", transfers, check_country)?;
        for (place, transfer) in self.transfers.iter().flatten().enumerate() {
            if transfer.country.is_some() && transfer.unknown_because.is_some() {
                let error = Error::inconsistent("expected `unknown_because` only without a country");
                return Err(error.within("unknown_because").within(format!("transfers[{place}]")));
            }
        }
        Ok(())
    }

    /// Every name once and well formed, with purposes of this notice.
    fn check_list<'a>(
        &self,
        list: &str,
        field: &str,
        entries: impl Iterator<Item = (Option<&'a String>, &'a BTreeSet<String>)>,
        check: impl Fn(&str) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut seen = BTreeSet::new();
        for (place, (name, purposes)) in entries.enumerate() {
            let path = format!("{list}[{place}]");
            if let Some(name) = name {
                check(name).map_err(|error| error.within(field).within(path.as_str()))?;
            }
            if !seen.insert(name) {
                let error = Error::duplicate("expected each entry once");
                return Err(error.within(field).within(path));
            }
            self.explains(purposes).map_err(|error| error.within("purposes").within(path))?;
        }
        Ok(())
    }

    fn explains<'a>(&self, named: impl IntoIterator<Item = &'a String>) -> Result<(), Error> {
        let other = named.into_iter().find(|purpose| !self.purposes.contains(purpose));
        other.map_or(Ok(()), |other| {
            Err(unknown("purpose of this notice", other, self.purposes.iter().map(String::as_str)))
        })
    }
}
