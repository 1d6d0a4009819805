//! Ids as numbers.

use std::collections::HashMap;
use std::sync::Arc;

/// Every id once.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    list: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32, foldhash::fast::FixedState>,
}

/// Instead of a number: no id.
pub(super) const NONE: u32 = u32::MAX;

impl Names {
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    pub(super) fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.find(name) {
            return number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(NONE);
        let name: Arc<str> = name.into();
        self.list.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }

    pub(super) fn optional(&mut self, name: Option<&str>) -> u32 {
        name.map_or(NONE, |name| self.number(name))
    }

    pub(super) fn get(&self, number: u32) -> Option<&str> {
        self.list.get(usize::try_from(number).ok()?).map(AsRef::as_ref)
    }
}
