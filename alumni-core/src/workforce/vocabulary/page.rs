//! A vocabulary as a table for people.

use std::collections::BTreeSet;

use super::{FactDefinition, FactType, Vocabulary};
use crate::text::{Cell, Lang, Page, Reason};

fn say(code: &str, lang: Lang) -> String {
    Reason::new(code).text(lang)
}

impl FactType {
    /// The type as people say it in `lang`.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        say(&format!("fact-type-{}", self.as_str()), lang)
    }
}

impl Vocabulary {
    /// Every fact in tables, the customer's own first, by name: what people call it, its type, its values or bounds, and
    /// what holds for it.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::Lang;
    /// use alumni_core::workforce::Vocabulary;
    ///
    /// let page = Vocabulary::hr().page(Lang::En);
    /// assert!(page.markdown().contains("| `employed` | currently employed | yes or no |"));
    /// ```
    #[must_use]
    pub fn page(&self, lang: Lang) -> Page {
        let mut page = Page::new(lang, say("vocabulary-title", lang));
        page.text(say("vocabulary-intro", lang));
        let head = ["name", "title", "type", "values", "notes"];
        let head = head.map(|column| say(&format!("vocabulary-column-{column}"), lang));
        let own: BTreeSet<&str> = self.own().map(|fact| fact.name.as_str()).collect();
        for (code, is_own) in [("vocabulary-own", true), ("vocabulary-built-in", false)] {
            let facts = self.iter().filter(|fact| own.contains(fact.name.as_str()) == is_own);
            let rows: Vec<_> = facts.map(|fact| row(fact, lang)).collect();
            if !rows.is_empty() {
                page.heading(say(code, lang));
                page.table(head.clone().into(), rows);
            }
        }
        page
    }
}

fn row(fact: &FactDefinition, lang: Lang) -> Vec<Cell> {
    let name = if fact.parameter { format!("{}(…)", fact.name) } else { fact.name.clone() };
    vec![
        Cell::Code(name),
        Cell::Text(fact.title.text(lang).to_owned()),
        Cell::Text(fact.kind.text(lang)),
        Cell::Text(values(fact, lang)),
        Cell::Text(notes(fact, lang)),
    ]
}

/// What the fact can be: bounds with their unit, then values by name.
fn values(fact: &FactDefinition, lang: Lang) -> String {
    let bounds = match (fact.minimum, fact.maximum) {
        (None, None) => None,
        (Some(from), None) => Some(Reason::new("fact-bounds-from").with("minimum", from)),
        (None, Some(to)) => Some(Reason::new("fact-bounds-to").with("maximum", to)),
        (Some(from), Some(to)) => Some(Reason::new("fact-bounds").with("minimum", from).with("maximum", to)),
    };
    let unit = fact.unit.as_ref().map(|unit| Reason::new("fact-unit").with("unit", unit.clone()).text(lang));
    let named = fact.values.iter().map(|value| {
        let reason = match (&value.title, value.number) {
            (Some(title), _) => Reason::new("fact-value").with("title", title.clone()),
            (None, Some(number)) => Reason::new("fact-value").with("title", number.to_string()),
            (None, None) => return value.name.clone(),
        };
        reason.with("name", value.name.as_str()).text(lang)
    });
    let parts = bounds.map(|bounds| bounds.text(lang)).into_iter().chain(unit).chain(named);
    parts.collect::<Vec<_>>().join(match lang {
        Lang::En => "; ",
        Lang::Ja => "、",
    })
}

fn notes(fact: &FactDefinition, lang: Lang) -> String {
    let notes = [("fact-fixed", fact.fixed), ("fact-protected", fact.protected)];
    let notes = notes.into_iter().filter(|(_, holds)| *holds).map(|(code, _)| say(code, lang));
    notes.collect::<Vec<_>>().join(match lang {
        Lang::En => "; ",
        Lang::Ja => "、",
    })
}
