//! What had she agreed to on 14 March 2024, which text was she shown, who received what, and what of it has she taken back?

use alumni_core::Lang;
use alumni_core::consent::{
    AccessOptions, Controller, Directory, Ledger, Propagation, Question, RetentionRule, events_from_csv,
};
use alumni_core::text::Page;
use serde::Deserialize;

#[derive(Deserialize)]
struct Asked {
    subject: String,
    purpose: String,
    id: String,
    controller: Controller,
}

/// The page's headlines.
fn headlines(page: &Page) {
    page.markdown().lines().filter(|line| line.starts_with('#')).for_each(|line| println!("{line}"));
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut ledger = Ledger::from_json(include_str!("officer/ledger.json"))?;
    ledger.extend(events_from_csv(include_str!("officer/offboarding.csv"))?)?;
    ledger.extend(events_from_csv(include_str!("officer/mail.csv"))?)?;
    let mut register = Propagation::from_json(include_str!("officer/register.json"))?;
    let (she, today) = ("w-0471", "2024-05-20T09:00:00+09:00".parse()?);

    println!("== 2024-02-10: who may see which field, and the record of the provision");
    let directory = Directory::parse(include_str!("officer/directory.json"))?;
    let shown = ledger.directory(&directory, she, "2024-02-10T00:00:00Z".parse()?, None)?;
    println!("{shown}");
    register.take_provisions(&directory, &shown)?;
    println!("\n== 2024-02-10: may her companion's address be used?");
    println!("{}", ledger.may(&Question::from_json(include_str!("officer/companion.json"))?)?);

    println!("\n== 2024-03-14 12:00: what she had agreed to, as known on 2024-03-20");
    let noon = "2024-03-14T12:00:00+09:00".parse()?;
    println!("{}", ledger.agreed(she, noon, Some("2024-03-20T00:00:00Z".parse()?))?);
    println!("\n== 2024-03-14 12:00: what she had agreed to, as known today");
    let agreed = ledger.agreed(she, noon, None)?;
    println!("{agreed}\n{}", agreed.text(Lang::Ja));

    println!("\n== 2024-05-20: everything about her");
    let options: AccessOptions = serde_json::from_str(include_str!("officer/access.json"))?;
    let export = ledger.access_with_uses(she, &options, &register)?;
    print!("{}", export.page(Lang::En).markdown());
    headlines(&export.page(Lang::Ja));

    println!("\n== who could see what of hers since 2023");
    for visible in ledger.visible(she, "2023-01-01T00:00:00Z".parse()?, today, &options.fields, None)? {
        println!("{visible}");
    }

    println!("\n== 2024-05-20: what is due to be deleted");
    let rules: Vec<RetentionRule> = serde_json::from_str(include_str!("officer/retention.json"))?;
    for due in ledger.retention_due(today, &rules)? {
        println!("{due}");
    }

    println!("\n== 2024-05-20: how far withdrawals have come, and what is wrong with uses");
    let report = ledger.propagation(&register, today, None)?;
    for item in &report.items {
        println!("{}", item.text(Lang::En));
    }
    print!("{}", report.page(Lang::Ja).markdown());

    println!("\n== 2024-05-20: what she is handed");
    let receipt = ledger.withdrawal_receipt(&register, she, "r-0471", today)?;
    print!("{}", receipt.page(Lang::Ja).markdown());
    headlines(&receipt.page(Lang::En));

    println!("\n== the record of ISO/IEC TS 27560");
    let asked: Asked = serde_json::from_str(include_str!("officer/record.json"))?;
    println!(
        "{}",
        ledger.record(&asked.subject, &asked.purpose, &asked.controller, &asked.id, None)?.to_json()
    );
    Ok(())
}
