//! What does not fit together in a new version of a notice, and what could not be compared.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::super::ledger::Ledger;
use super::super::rule::Effect;
use super::{Notice, NoticeChange, NoticeDiff, NoticeDifference};
use crate::text::{Argument, Localized, Reason};

impl Ledger {
    pub(super) fn findings(&self, diff: &NoticeDiff, old: &Notice, new: &Notice) -> Vec<Reason> {
        let mut findings = Vec::new();
        let mut find = |code: &str, name: &str, names: Vec<&str>| {
            if !names.is_empty() {
                let said = |of: &str| if name == "purposes" { self.said(of) } else { part(of) };
                findings
                    .push(Reason::new(code).with(name, names.into_iter().map(said).collect::<Argument>()));
            }
        };
        let ends = diff.ends.iter().map(String::as_str);
        find("notice-material-missing", "purposes", ends.filter(|of| !new.is_material_for(of)).collect());
        let carried = new.purposes.iter().filter(|of| old.purposes.contains(of));
        let by_text = carried.filter(|of| new.is_material_for(of) && !diff.ends.contains(*of));
        let by_text: BTreeSet<_> = by_text.map(String::as_str).collect();
        find("notice-material-by-text-alone", "purposes", by_text.into_iter().collect());
        let of_text = |difference: &&NoticeDifference| difference.change == NoticeChange::TextChanged;
        let reworded = diff.differences.iter().any(|difference| of_text(&difference));
        match diff.differences.len() {
            1 if reworded => find("notice-text-alone", "version", vec![&new.version.to_string()]),
            1.. if !reworded && old.text == new.text => {
                find("notice-text-silent", "version", vec![&new.version.to_string()]);
            }
            _ => {}
        }
        let (mut same, mut other) = (Vec::new(), Vec::new());
        for (tag, text) in &new.text {
            let list = if old.text.get(tag) == Some(text) { &mut same } else { &mut other };
            list.push(tag.as_str());
        }
        if !other.is_empty() {
            find("notice-translation-unchanged", "languages", same);
        }
        let gone = old.text.keys().filter(|tag| !new.text.contains_key(*tag)).map(String::as_str);
        find("notice-translation-missing", "languages", gone.collect());
        let unsaid = |notice: &Notice| {
            [
                ("controller", notice.controller.is_none()),
                ("recipients", notice.recipients.is_none()),
                ("transfers", notice.transfers.is_none()),
                ("data_items", notice.data_items.is_none()),
                ("retention", notice.retention.is_empty()),
            ]
        };
        let both = unsaid(old).into_iter().zip(unsaid(new));
        let both = both.filter(|((_, before), (_, now))| *before && *now).map(|((name, _), _)| name);
        find("notice-not-compared", "parts", both.collect());
        findings.extend(self.incomplete(new, diff.at));
        if !self
            .packs()
            .laws()
            .any(|law| law.in_force(diff.at) && matches!(law.rule.effect, Effect::NoticeChange { .. }))
        {
            findings.push(Reason::new("notice-no-rules"));
        }
        findings
    }

    /// Transfers about which less is said than a rule in force asks for: by transfer, the first such rule.
    fn incomplete(&self, notice: &Notice, at: DateTime<Utc>) -> Vec<Reason> {
        let regimes = self.regimes_in_use();
        let laws = self.packs().laws().filter(|law| {
            law.in_force(at)
                && law.rule.effect == Effect::TransferInformation {}
                && regimes.iter().any(|regime| law.rule.governs(regime))
        });
        let mut found = Vec::new();
        for transfer in notice.transfers.iter().flatten() {
            let missing = transfer.missing();
            let abroad = |home: &[String]| !transfer.country.as_ref().is_some_and(|of| home.contains(of));
            let Some(law) = laws.clone().find(|law| abroad(&law.pack.home)).filter(|_| !missing.is_empty())
            else {
                continue;
            };
            found.push(super::difference::at(
                Reason::new("notice-transfer-incomplete")
                    .with("parts", missing.into_iter().map(part).collect::<Argument>())
                    .with("rule", law.rule.id.as_str())
                    .with("article", law.rule.article.clone()),
                transfer.country.as_deref(),
            ));
        }
        found
    }
}

/// What people read for a part of a notice; any other name is the same in every language.
fn part(name: &str) -> Argument {
    let (en, ja) = match name {
        "controller" => ("who is responsible", "管理者"),
        "recipients" => ("who receives data", "提供先"),
        "transfers" => ("where data goes", "移転先の国"),
        "data_items" => ("which data is used", "利用する項目"),
        "retention" => ("how long data is kept", "保存期間"),
        "regime" => ("how the country protects data", "当該国の個人情報保護制度"),
        "measures" => ("how the recipient protects data", "提供先が講ずる措置"),
        "unknown_because" => ("why the country is not known", "国名が特定できない理由"),
        other => return other.into(),
    };
    Argument::Phrase(Localized::new(en, ja))
}
