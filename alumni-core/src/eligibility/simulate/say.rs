use std::fmt;

use super::{CriterionMoves, MoveTable, Simulation};
use crate::eligibility::Outcome;
use crate::text::{Argument, Lang, Localized, Reason};

impl Simulation {
    /// What comes out, line by line: how many move, from what to what, because of which criterion, and each group's counts.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let moved = self.moves.moved();
        let mut reasons = vec![
            Reason::new("simulation-moved").with("moved", number(moved)).with("rows", number(self.rows)),
        ];
        for before in Outcome::ALL {
            for after in Outcome::ALL.into_iter().filter(|after| *after != before) {
                let rows = self.moves.get(before, after);
                if rows > 0 {
                    reasons.push(
                        Reason::new("simulation-move")
                            .with("before", said(before))
                            .with("after", said(after))
                            .with("rows", number(rows)),
                    );
                }
            }
        }
        let because = |code: &str, moves: &[CriterionMoves]| -> Vec<Reason> {
            let reason = |criterion: &CriterionMoves| {
                Reason::new(code)
                    .with("criterion", criterion.id.as_str())
                    .with("rows", number(criterion.rows))
                    .with("alone", number(criterion.alone))
            };
            moves.iter().map(reason).collect()
        };
        reasons.extend(because("simulation-opened", &self.opened));
        reasons.extend(because("simulation-closed", &self.closed));
        for group in &self.groups {
            let code = if group.group.is_some() { "simulation-group" } else { "simulation-group-unknown" };
            reasons.push(
                Reason::new(code)
                    .with("column", group.column.as_str())
                    .with("group", group.group.as_deref().unwrap_or_default())
                    .with("before", number(group.eligible_before))
                    .with("after", number(group.eligible_after))
                    .with("rows", number(group.rows)),
            );
        }
        reasons
    }

    /// The lines in `lang`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let lines: Vec<_> = self.reasons().iter().map(|reason| reason.text(lang)).collect();
        lines.join("\n")
    }
}

/// An outcome in both languages.
fn said(outcome: Outcome) -> Argument {
    let (en, ja) = (outcome.text(Lang::En), outcome.text(Lang::Ja));
    std::iter::once(Localized { en, ja }).collect()
}

fn number(count: usize) -> Argument {
    count.into()
}

impl fmt::Display for Simulation {
    /// The lines in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl fmt::Display for MoveTable {
    /// The table: before by lines, after by columns.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>14}", "")?;
        for after in Outcome::ALL {
            write!(f, "{:>14}", after.as_str())?;
        }
        for before in Outcome::ALL {
            write!(f, "\n{:>14}", before.as_str())?;
            for after in Outcome::ALL {
                write!(f, "{:>14}", self.get(before, after))?;
            }
        }
        Ok(())
    }
}
