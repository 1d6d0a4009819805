//! The state as bytes; `docs/formats/activity-bytes.md` is the same in words.

use std::collections::BTreeSet;

use super::ActivityLog;
use crate::engagement::rows::{NONE, place};
use crate::engagement::{ActorType, TargetType};

/// How the bytes begin: what they are, and the version of the form.
pub(super) const HEAD: &[u8] = b"alumni activity 1\n";

impl ActivityLog {
    /// The state as bytes: the same for the same events and accounts, on any platform.
    ///
    /// The form is described in `docs/formats/activity-bytes.md` and carries its version.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let order = self.in_order();
        let texts = self.texts();
        let mut out = Writer(Vec::with_capacity(order.len().saturating_mul(40)));
        out.0.extend_from_slice(HEAD);
        out.count(texts.sorted.len());
        for text in &texts.sorted {
            out.count(text.len());
            out.0.extend_from_slice(text.as_bytes());
        }
        out.count(self.said.len());
        for (account, person) in &self.said {
            out.number(texts.find(account));
            out.number(texts.find(person));
        }
        out.count(order.len());
        let mut last = 0;
        for number in order {
            let (row, value) = (self.rows.row(number), self.rows.value(number));
            out.signed(row.at.timestamp().wrapping_sub(last));
            last = row.at.timestamp();
            out.number(row.at.timestamp_subsec_nanos().into());
            out.number(texts.name(row.id));
            out.number(texts.kinds.get(place(row.kind)).copied().unwrap_or_default());
            out.number(texts.name(row.actor));
            out.place_of(&ActorType::ALL, row.actor_type);
            let optional = [row.target, row.thread, row.prompted_by];
            let mut flags = 0;
            for (bit, number) in [1, 2, 4].into_iter().zip(optional) {
                flags |= if number == NONE { 0 } else { bit };
            }
            flags |= if value.is_some() { 8 } else { 0 };
            flags |= if row.target_type.is_some() { 16 } else { 0 };
            out.0.push(flags);
            if let Some(of) = row.target_type {
                out.place_of(&TargetType::ALL, of);
            }
            for number in optional.into_iter().filter(|number| *number != NONE) {
                out.number(texts.name(number));
            }
            if let Some(value) = value {
                out.0.extend_from_slice(&value.to_bits().to_le_bytes());
            }
        }
        out.0
    }

    /// Every text that is written, in the order of the bytes, and the places of the names and kinds among them.
    fn texts(&self) -> Texts<'_> {
        let mut used = vec![false; self.rows.names().len()];
        let mut kinds_used = vec![false; self.rows.kinds().len()];
        let mut mark = |number: u32| {
            if let Some(used) = used.get_mut(place(number)) {
                *used = true;
            }
        };
        for row in self.rows.all() {
            [row.id, row.actor, row.target, row.thread, row.prompted_by].into_iter().for_each(&mut mark);
            if let Some(used) = kinds_used.get_mut(place(row.kind)) {
                *used = true;
            }
        }
        let is_used = |number: &u32| used.get(place(*number)) == Some(&true);
        let names = self.rows.names().in_order().into_iter().filter(is_used);
        let names: Vec<(&str, u32)> =
            names.filter_map(|number| Some((self.rows.name(number)?, number))).collect();
        let kinds = self.rows.kinds().iter().zip(&kinds_used).filter(|(_, used)| **used);
        let accounts = self.said.iter().flat_map(|(account, person)| [account.as_str(), person]);
        let others: BTreeSet<&str> = kinds.map(|(kind, _)| kind.as_str()).chain(accounts).collect();
        let mut others = others.into_iter().peekable();
        let mut texts = Texts {
            sorted: Vec::with_capacity(names.len()),
            names: vec![0; self.rows.names().len()],
            kinds: Vec::new(),
        };
        for (name, number) in names {
            while let Some(other) = others.next_if(|other| *other <= name) {
                if other != name {
                    texts.sorted.push(other);
                }
            }
            if let Some(slot) = texts.names.get_mut(place(number)) {
                *slot = u32::try_from(texts.sorted.len()).unwrap_or(NONE);
            }
            texts.sorted.push(name);
        }
        texts.sorted.extend(others);
        texts.kinds = self.rows.kinds().iter().map(|kind| texts.find(kind.as_str())).collect();
        texts
    }
}

/// The texts of a state in the order in which they are written.
struct Texts<'a> {
    sorted: Vec<&'a str>,
    /// The place of each name by its number.
    names: Vec<u32>,
    kinds: Vec<u64>,
}

impl Texts<'_> {
    fn name(&self, number: u32) -> u64 {
        self.names.get(place(number)).copied().unwrap_or_default().into()
    }

    fn find(&self, text: &str) -> u64 {
        let found = self.sorted.binary_search(&text).unwrap_or_default();
        u64::try_from(found).unwrap_or_default()
    }
}

struct Writer(Vec<u8>);

impl Writer {
    /// Seven bits to a byte, the lowest first; the highest bit says that more follow.
    fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    fn count(&mut self, count: usize) {
        self.number(u64::try_from(count).unwrap_or(u64::MAX));
    }

    /// 0, -1, 1, -2 … as 0, 1, 2, 3 …
    fn signed(&mut self, number: i64) {
        let folded = (number << 1) ^ (number >> 63);
        self.number(u64::from_le_bytes(folded.to_le_bytes()));
    }

    fn place_of<T: PartialEq>(&mut self, all: &[T], one: T) {
        let place = all.iter().position(|of| *of == one).and_then(|place| u8::try_from(place).ok());
        self.0.push(place.unwrap_or_default());
    }
}
