//! Names of attributes and of categories.

use std::collections::BTreeSet;

use super::MOST_ATTRIBUTES;
use crate::Error;
use crate::fairness::selection::named;

pub(in crate::fairness) fn attributes_of<A: Into<String>>(
    attributes: impl IntoIterator<Item = A>,
) -> Result<Vec<String>, Error> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    for (index, name) in attributes.into_iter().enumerate() {
        let name: String = name.into();
        let at = |error: Error| error.within(format!("attributes[{index}]"));
        named(&name).map_err(at)?;
        if !seen.insert(name.clone()) {
            return Err(at(Error::duplicate(format!("expected each attribute once, got `{name}` again"))));
        }
        names.push(name);
        if names.len() > MOST_ATTRIBUTES {
            break;
        }
    }
    if names.is_empty() || names.len() > MOST_ATTRIBUTES {
        return Err(Error::out_of_range("expected one to three attributes").within("attributes"));
    }
    Ok(names)
}

pub(in crate::fairness) fn categories_of<N: Into<String>>(
    categories: impl IntoIterator<Item = Option<N>>,
    wanted: usize,
) -> Result<Vec<Option<String>>, Error> {
    let categories: Vec<Option<String>> =
        categories.into_iter().take(wanted.saturating_add(1)).map(|name| name.map(Into::into)).collect();
    if categories.len() != wanted {
        let message = format!("expected {wanted} categories, one for each attribute");
        return Err(Error::inconsistent(message).within("categories"));
    }
    for (index, name) in categories.iter().enumerate() {
        if let Some(name) = name {
            named(name).map_err(|error| error.within(format!("categories[{index}]")))?;
        }
    }
    Ok(categories)
}
