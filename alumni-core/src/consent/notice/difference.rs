//! What one version of a notice says differently from another.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::length::{compare, length, not_said};
use super::{Notice, NoticeChange, NoticeDifference, NoticeTransfer, PurposeRelation, Safeguard};
use crate::text::{Argument, Localized, Reason};

impl Notice {
    /// What `newer` says differently, whatever follows from it: by the order of [`NoticeChange`], then by what it is about.
    ///
    /// Where a purpose is new, what belongs to it alone is part of being new and is not listed again.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{Notice, NoticeChange};
    ///
    /// let old: Notice = serde_json::from_str(
    ///     r#"{"id": "alumni", "version": 1, "purposes": ["news"], "text": {"en": "We write to you."}, "recipients": []}"#,
    /// )?;
    /// let new: Notice = serde_json::from_str(
    ///     r#"{"id": "alumni", "version": 2, "purposes": ["news"], "text": {"en": "We and our agency write to you."},
    ///         "recipients": [{"id": "agency", "role": "third_party"}]}"#,
    /// )?;
    /// let found = old.differences(&new);
    /// assert_eq!(found[0].change, NoticeChange::RecipientAdded);
    /// assert_eq!(found[1].change, NoticeChange::TextChanged);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn differences(&self, newer: &Self) -> Vec<NoticeDifference> {
        self.differences_through(&[], newer)
    }

    /// The same where versions lie between: what they declare about purposes was a change as well.
    pub(super) fn differences_through(&self, between: &[&Self], newer: &Self) -> Vec<NoticeDifference> {
        let mut comparison = Comparison::new(self, newer);
        comparison.purposes(between);
        comparison.recipients();
        comparison.transfers();
        comparison.retention();
        comparison.items();
        comparison.named();
        comparison.text();
        comparison.found
    }
}

struct Comparison<'n> {
    old: &'n Notice,
    new: &'n Notice,
    /// The purposes that both explain.
    carried: BTreeSet<&'n str>,
    found: Vec<NoticeDifference>,
}

/// The purposes by entry: those of the notice where the entry names none.
type Scopes<'n, K, E> = BTreeMap<K, (&'n E, BTreeSet<&'n str>)>;

impl<'n> Comparison<'n> {
    fn new(old: &'n Notice, new: &'n Notice) -> Self {
        let before: BTreeSet<_> = old.purposes.iter().map(String::as_str).collect();
        let carried = new.purposes.iter().map(String::as_str).filter(|purpose| before.contains(purpose));
        Self { old, new, carried: carried.collect(), found: Vec::new() }
    }

    fn add<'p>(
        &mut self,
        change: NoticeChange,
        item: Option<&str>,
        purposes: impl IntoIterator<Item = &'p str>,
        say: impl FnOnce(Reason) -> Reason,
    ) -> Option<&mut NoticeDifference> {
        let purposes: BTreeSet<String> = purposes.into_iter().map(str::to_owned).collect();
        if purposes.is_empty() {
            return None;
        }
        let named = purposes.iter().map(|purpose| Argument::from(purpose.as_str())).collect();
        let reason = change.reason().with("purposes", Argument::List(named));
        let reason = item.into_iter().fold(reason, |reason, item| reason.with("item", item));
        self.found.push(NoticeDifference {
            change,
            item: item.map(str::to_owned),
            purposes,
            role: None,
            safeguard: None,
            safeguard_before: None,
            reason: say(reason),
            rulings: Vec::new(),
        });
        self.found.last_mut()
    }

    fn all(&self) -> Vec<&'n str> {
        self.carried.iter().copied().collect()
    }

    fn purposes(&mut self, between: &[&Notice]) {
        let mut found = BTreeSet::new();
        let sorted: BTreeSet<&'n str> = self.new.purposes.iter().map(String::as_str).collect();
        for purpose in sorted {
            let chain = between.iter().copied().chain([self.new]);
            let declared = chain.filter_map(|notice| notice.purpose_changes.get(purpose)).max();
            let carried = self.carried.contains(purpose);
            match declared {
                Some(PurposeRelation::Related) => found.insert((NoticeChange::PurposeRelated, purpose)),
                _ if !carried => found.insert((NoticeChange::PurposeAdded, purpose)),
                Some(_) => found.insert((NoticeChange::PurposeChanged, purpose)),
                None => false,
            };
        }
        let gone = self.old.purposes.iter().map(String::as_str);
        let gone = gone.filter(|purpose| !self.carried.contains(purpose));
        found.extend(gone.map(|purpose| (NoticeChange::PurposeRemoved, purpose)));
        for (change, purpose) in found {
            self.add(change, Some(purpose), [purpose], |reason| reason);
        }
    }

    fn recipients(&mut self) {
        let (Some(new), old) = (&self.new.recipients, &self.old.recipients) else {
            return self.unsaid(NoticeChange::RecipientsUnsaid, self.old.recipients.is_some());
        };
        let old = self.scopes(old.iter().flatten().map(|of| (of.id.as_str(), of, &of.purposes)));
        let new = self.scopes(new.iter().map(|of| (of.id.as_str(), of, &of.purposes)));
        let title = |title: &Option<Localized>, id: &str| title_of(title.as_ref(), id);
        for (id, purposes) in more(&new, &old) {
            let Some((of, _)) = new.get(id) else { continue };
            let named = title(&of.title, id);
            let role = |reason: Reason| reason.with("title", named).with("role", of.role.said());
            if let Some(found) = self.add(NoticeChange::RecipientAdded, Some(id), purposes, role) {
                found.role = Some(of.role);
            }
        }
        for (id, (of, purposes)) in &new {
            let Some((before, earlier)) = old.get(id).filter(|(before, _)| before.role != of.role) else {
                continue;
            };
            let named = title(&of.title, id);
            let both = purposes.intersection(earlier).copied();
            let roles = |reason: Reason| {
                reason.with("title", named).with("from", before.role.said()).with("to", of.role.said())
            };
            if let Some(found) = self.add(NoticeChange::RecipientRole, Some(id), both, roles) {
                found.role = Some(of.role);
            }
        }
        for (id, purposes) in more(&old, &new) {
            let named = old.get(id).map(|(of, _)| title(&of.title, id));
            let named = |reason: Reason| reason.with("title", named.unwrap_or_else(|| id.into()));
            self.add(NoticeChange::RecipientRemoved, Some(id), purposes, named);
        }
    }

    fn transfers(&mut self) {
        let (Some(new), old) = (&self.new.transfers, &self.old.transfers) else {
            return self.unsaid(NoticeChange::TransfersUnsaid, self.old.transfers.is_some());
        };
        let key = |of: &'n NoticeTransfer| (of.country.as_deref(), of, &of.purposes);
        let old = self.scopes(old.iter().flatten().map(key));
        let new = self.scopes(new.iter().map(key));
        for (country, purposes) in more(&new, &old) {
            let Some((of, _)) = new.get(&country) else { continue };
            let say = |reason| protected(at(reason, country), of);
            if let Some(found) = self.add(NoticeChange::TransferAdded, country, purposes, say) {
                found.safeguard = of.safeguard;
            }
        }
        for (country, (of, purposes)) in &new {
            let other =
                |before: &&NoticeTransfer| before.said() != of.said() || before.safeguard != of.safeguard;
            let Some((before, earlier)) = old.get(country).filter(|(before, _)| other(before)) else {
                continue;
            };
            let both = purposes.intersection(earlier).copied();
            let say = |reason| protected(at(reason, *country), of);
            if let Some(found) = self.add(NoticeChange::TransferChanged, *country, both, say) {
                (found.safeguard_before, found.safeguard) = (before.safeguard, of.safeguard);
            }
        }
        for (country, purposes) in more(&old, &new) {
            self.add(NoticeChange::TransferRemoved, country, purposes, |reason| at(reason, country));
        }
    }

    fn items(&mut self) {
        let (Some(new), old) = (&self.new.data_items, &self.old.data_items) else {
            return self.unsaid(NoticeChange::ItemsUnsaid, self.old.data_items.is_some());
        };
        let old = self.scopes(old.iter().flatten().map(|of| (of.id.as_str(), of, &of.purposes)));
        let new = self.scopes(new.iter().map(|of| (of.id.as_str(), of, &of.purposes)));
        for (change, more, of) in [
            (NoticeChange::ItemAdded, more(&new, &old), &new),
            (NoticeChange::ItemRemoved, more(&old, &new), &old),
        ] {
            for (id, purposes) in more {
                let title = of.get(id).and_then(|(item, _)| item.title.as_ref());
                self.add(change, Some(id), purposes, |reason| reason.with("title", title_of(title, id)));
            }
        }
    }

    fn retention(&mut self) {
        let mut found = BTreeSet::new();
        for purpose in &self.carried {
            let (old, new) = (self.old.retention.get(*purpose), self.new.retention.get(*purpose));
            let change = match (old, new) {
                (None, None) => continue,
                (Some(old), Some(new)) => match compare(old, new) {
                    Some(Ordering::Equal) => continue,
                    Some(Ordering::Less) => NoticeChange::RetentionLonger,
                    Some(Ordering::Greater) => NoticeChange::RetentionShorter,
                    None => NoticeChange::RetentionChanged,
                },
                _ => NoticeChange::RetentionChanged,
            };
            found.insert((change, *purpose));
        }
        for (change, purpose) in found {
            let (old, new) = (self.old.retention.get(purpose), self.new.retention.get(purpose));
            let say = |reason: Reason| reason.with("from", length(old)).with("to", length(new));
            self.add(change, Some(purpose), [purpose], say);
        }
    }

    fn named(&mut self) {
        for (change, old, new) in [
            (NoticeChange::ControllerChanged, &self.old.controller, &self.new.controller),
            (NoticeChange::ContactChanged, &self.old.contact, &self.new.contact),
        ] {
            let unsaid = || Argument::Phrase(not_said());
            let text = |text: &Option<String>| text.as_deref().map_or_else(unsaid, Argument::from);
            let say = |reason: Reason| reason.with("from", text(old)).with("to", text(new));
            if old != new {
                self.add(change, None, self.all(), say);
            }
        }
    }

    fn text(&mut self) {
        let languages: BTreeSet<_> = self.old.text.keys().chain(self.new.text.keys()).collect();
        let differ = languages.into_iter().filter(|tag| self.old.text.get(*tag) != self.new.text.get(*tag));
        let differ: Vec<_> = differ.map(String::as_str).collect();
        if !differ.is_empty() {
            self.add(NoticeChange::TextChanged, Some(&differ.join(", ")), self.all(), |reason| reason);
        }
    }

    fn unsaid(&mut self, change: NoticeChange, was_said: bool) {
        if was_said {
            self.add(change, None, self.all(), |reason| reason);
        }
    }

    fn scopes<K: Ord, E>(
        &self,
        entries: impl Iterator<Item = (K, &'n E, &'n BTreeSet<String>)>,
    ) -> Scopes<'n, K, E> {
        let scope = |named: &'n BTreeSet<String>| match named.is_empty() {
            true => self.carried.clone(),
            false => named.iter().map(String::as_str).filter(|of| self.carried.contains(of)).collect(),
        };
        entries.map(|(key, entry, named)| (key, (entry, scope(named)))).collect()
    }
}

/// What `these` have and `those` have not: by entry, for which purposes.
fn more<'n, K: Ord + Copy, E>(
    these: &Scopes<'n, K, E>,
    those: &Scopes<'n, K, E>,
) -> Vec<(K, BTreeSet<&'n str>)> {
    let nothing = BTreeSet::new();
    let missing = these.iter().map(|(key, (_, purposes))| {
        let there = those.get(key).map_or(&nothing, |(_, purposes)| purposes);
        (*key, purposes.difference(there).copied().collect())
    });
    missing.filter(|(_, purposes): &(K, BTreeSet<_>)| !purposes.is_empty()).collect()
}

fn title_of(title: Option<&Localized>, id: &str) -> Argument {
    title.map_or_else(|| id.into(), |title| Argument::Phrase(title.clone()))
}

pub(super) fn at(reason: Reason, country: Option<&str>) -> Reason {
    let unknown = || Argument::Phrase(Localized::new("a country that is not known", "特定できない外国"));
    reason.with("country", country.map_or_else(unknown, Argument::from))
}

fn protected(reason: Reason, of: &NoticeTransfer) -> Reason {
    reason.with("safeguard", of.safeguard.map_or_else(not_said, Safeguard::said))
}
