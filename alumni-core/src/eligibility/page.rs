//! A policy as one page for those who have no program to read a document with, such as a works council.

use super::Outcome;
use super::policy::{Criterion, Effect, Policy};
use super::resolve::FactUse;
use super::say::{fact_title, said};
use crate::text::{Cell, Lang, Page, Reason};
use crate::workforce::{Fact, FactDefinition};

fn say(code: &str, lang: Lang) -> String {
    Reason::new(code).text(lang)
}

impl Criterion {
    /// The criterion in words: its title, where it has one, and its expression said aloud.
    fn in_words(&self, policy: &Policy, lang: Lang) -> String {
        let said = said(&self.expression, policy.vocabulary());
        match &self.title {
            None => said.text(lang).to_owned(),
            Some(title) => {
                let reason =
                    Reason::new("policy-page-titled").with("title", title.clone()).with("rule", said);
                reason.text(lang)
            }
        }
    }
}

impl Policy {
    /// The policy as one page in `lang`: what it is for, since when, each criterion in words with its source, what follows
    /// from each outcome, the facts it reads and where they come from, and what it does not read.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::Lang;
    /// use alumni_core::eligibility::library;
    ///
    /// let page = library::get("five-years-or-shunin")?.page(Lang::Ja).markdown();
    /// assert!(page.starts_with("# 勤続5年以上または主任以上\n"));
    /// assert!(page.contains("| `service-or-grade` | 勤続5年以上または主任以上 |"));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    #[must_use]
    pub fn page(&self, lang: Lang) -> Page {
        let title = self.title().map_or_else(|| self.id().to_owned(), |title| title.text(lang).to_owned());
        let mut page = Page::new(lang, title);
        if let Some(purpose) = self.purpose() {
            page.text(Reason::new("policy-page-purpose").with("purpose", purpose.clone()).text(lang));
        }
        page.text(self.in_force(lang));
        if let Some(source) = self.source() {
            page.text(Reason::new("policy-page-source").with("source", source).text(lang));
        }
        self.criteria_on(&mut page, lang);
        page.heading(say("policy-page-outcomes", lang));
        let told = Outcome::ALL.map(|outcome| say(&format!("policy-page-{}", outcome.as_str()), lang));
        page.list(told.into());
        self.facts_on(&mut page, lang);
        self.unused_on(&mut page, lang);
        page.heading(say("policy-page-content", lang));
        page.text(say("policy-page-content-note", lang));
        page.table(
            vec![
                say("policy-page-id", lang),
                say("policy-page-version", lang),
                say("policy-page-hash", lang),
            ],
            vec![vec![
                Cell::Code(self.id().to_owned()),
                Cell::Text(self.version().to_string()),
                Cell::Code(self.hash().to_owned()),
            ]],
        );
        page
    }

    fn in_force(&self, lang: Lang) -> String {
        let version = i64::from(self.version());
        let reason = match self.effective() {
            (None, None) => Reason::new("policy-page-in-force-open"),
            (Some(from), None) => Reason::new("policy-page-in-force-from").with("from", from),
            (None, Some(until)) => Reason::new("policy-page-in-force-until").with("until", until),
            (Some(from), Some(until)) => {
                Reason::new("policy-page-in-force").with("from", from).with("until", until)
            }
        };
        reason.with("version", version).text(lang)
    }

    /// The criteria by what they do: what is required, what rules out, what a person looks at.
    fn criteria_on(&self, page: &mut Page, lang: Lang) {
        let has_sources = self.criteria().iter().any(|criterion| criterion.source().is_some());
        for effect in Effect::ALL {
            let criteria = self.criteria().iter().filter(|criterion| criterion.effect() == effect);
            let rows: Vec<_> = criteria
                .map(|criterion| {
                    let mut row = vec![
                        Cell::Code(criterion.id().to_owned()),
                        Cell::Text(criterion.in_words(self, lang)),
                    ];
                    if has_sources {
                        row.push(Cell::Text(criterion.source().unwrap_or_default().to_owned()));
                    }
                    row
                })
                .collect();
            if rows.is_empty() {
                continue;
            }
            page.heading(say(&format!("policy-page-{}", effect.as_str()), lang));
            let mut head = vec![say("policy-page-criterion", lang), say("policy-page-rule", lang)];
            if has_sources {
                head.push(say("policy-page-criterion-source", lang));
            }
            page.table(head, rows);
        }
    }

    /// The facts that the policy reads, and where each comes from.
    fn facts_on(&self, page: &mut Page, lang: Lang) {
        if self.facts.is_empty() {
            return;
        }
        page.heading(say("policy-page-facts", lang));
        let head = ["policy-page-fact", "policy-page-name", "policy-page-from"].map(|code| say(code, lang));
        let row = |fact: &FactUse| {
            let title = fact_title(self.vocabulary(), &fact.name, fact.parameter.as_deref());
            let from =
                if fact.name.parse::<Fact>().is_ok() { "policy-page-built-in" } else { "policy-page-own" };
            vec![
                Cell::Text(title.text(lang).to_owned()),
                Cell::Code(fact.written()),
                Cell::Text(say(from, lang)),
            ]
        };
        page.table(head.into(), self.facts.iter().map(row).collect());
    }

    /// What is not read: everything else, and above all what the vocabulary protects.
    fn unused_on(&self, page: &mut Page, lang: Lang) {
        page.heading(say("policy-page-unused", lang));
        page.text(say("policy-page-nothing-else", lang));
        let is_used = |fact: &FactDefinition| self.facts.iter().any(|used| used.name == fact.name);
        let titles = |wanted: bool| -> Vec<String> {
            let protected = self.vocabulary().iter().filter(|fact| fact.protected && is_used(fact) == wanted);
            protected.map(|fact| fact.title.text(lang).to_owned()).collect()
        };
        let (used, unused) = (titles(true), titles(false));
        if used.is_empty() {
            page.text(say("policy-page-no-protected", lang));
        } else {
            let facts = used.into_iter().collect::<crate::text::Argument>();
            page.text(Reason::new("policy-page-protected-used").with("facts", facts).text(lang));
        }
        if !unused.is_empty() {
            page.list(unused);
        }
    }
}
