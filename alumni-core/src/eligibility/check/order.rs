//! Whether numbers and days exist that satisfy comparisons with each other.
//!
//! Every comparison has the form `f(x) >= g(y) + c` with monotone `f` and `g`. Such a system has a least solution above any
//! lower bounds, and raising each side to what the others demand finds it: month ends need no special cases.

use super::shift::{Shift, days_about, days_of};

/// `f(x) >= g(y) + plus`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Rule {
    pub(super) x: usize,
    pub(super) f: Shift,
    pub(super) y: usize,
    pub(super) g: Shift,
    pub(super) plus: i128,
}

/// What is known about a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Solved,
    Impossible,
    /// The budget ran out.
    Unknown,
}

impl Rule {
    /// The rule that holds exactly when this one does not.
    pub(super) fn negated(&self) -> Self {
        Self {
            x: self.y,
            f: self.g.clone(),
            y: self.x,
            g: self.f.clone(),
            plus: 1_i128.saturating_sub(self.plus),
        }
    }

    /// The least `x` for a `y`.
    fn least(&self, y: i128) -> i128 {
        self.f.inverse(self.g.apply(y).saturating_add(self.plus))
    }

    /// The largest `y` for an `x`.
    fn largest(&self, x: i128) -> i128 {
        let above = self.f.apply(x).saturating_sub(self.plus).saturating_add(1);
        self.g.inverse(above).saturating_sub(1)
    }
}

/// Raises `low` to the least solution of `rules` at or below `high`.
pub(super) fn least(low: &mut [i128], high: &[i128], rules: &[&Rule], budget: &mut u64) -> Found {
    solve(
        low,
        rules,
        budget,
        |number, low| high.get(number).is_none_or(|high| low <= *high),
        |rule| (rule.y, rule.x),
        |rule, y| rule.least(y),
        |at, to| at < to,
    )
}

/// Lowers `high` to the greatest solution of `rules` at or above `low`.
pub(super) fn greatest(low: &[i128], high: &mut [i128], rules: &[&Rule], budget: &mut u64) -> Found {
    solve(
        high,
        rules,
        budget,
        |number, high| low.get(number).is_none_or(|low| *low <= high),
        |rule| (rule.x, rule.y),
        |rule, x| rule.largest(x),
        |at, to| at > to,
    )
}

/// Applies each rule until nothing moves: a rule takes a number `from` which it moves another, by what it `demand`s, if that is
/// `further`.
fn solve(
    at: &mut [i128],
    rules: &[&Rule],
    budget: &mut u64,
    fits: impl Fn(usize, i128) -> bool,
    ends: impl Fn(&Rule) -> (usize, usize),
    demand: impl Fn(&Rule, i128) -> i128,
    further: impl Fn(i128, i128) -> bool,
) -> Found {
    if !at.iter().enumerate().all(|(number, at)| fits(number, *at)) {
        return Found::Impossible;
    }
    // What the number that a rule starts from was when it was applied last: unless it has moved since, nothing follows.
    let mut applied: Vec<Option<i128>> = vec![None; rules.len()];
    let mut moving: Vec<&Rule> = Vec::new();
    let mut rounds = 0_usize;
    loop {
        let mut moved = false;
        moving.clear();
        for (rule, applied) in rules.iter().zip(&mut applied) {
            *budget = budget.saturating_sub(1);
            let (from, number) = ends(rule);
            let Some(start) = at.get(from).copied() else { continue };
            if *applied == Some(start) {
                continue;
            }
            *applied = Some(start);
            let to = demand(rule, start);
            let Some(slot) = at.get_mut(number).filter(|at| further(**at, to)) else { continue };
            *slot = to;
            moved = true;
            moving.push(*rule);
            if !fits(number, to) {
                return Found::Impossible;
            }
        }
        if !moved {
            return Found::Solved;
        }
        if *budget == 0 {
            return Found::Unknown;
        }
        rounds = rounds.saturating_add(1);
        // Still moving after a while: perhaps a circle, which may never come to rest. Mostly the rules that move are it, and a
        // rough count of days shows it.
        if rounds == 4 && circle(&moving, days_about) {
            return Found::Impossible;
        }
        // After every chain has been walked it is one.
        if rounds == rules.len().saturating_add(2) && (circle(rules, days_about) || circle(rules, days_of)) {
            return Found::Impossible;
        }
    }
}

/// Whether some numbers must each exceed the next, round and round, by more than nothing.
///
/// Beside the numbers stand the days that they are moved to: a number that is at least another stays so when both are moved
/// alike, whatever the calendar, and else moving adds so many days at least and at most.
fn circle(rules: &[&Rule], days_of: fn(i64) -> (i64, i64)) -> bool {
    // Scaled numbers do not keep their distance.
    let rules: Vec<&&Rule> = rules.iter().filter(|rule| !rule.f.times && !rule.g.times).collect();
    let same = Shift::default();
    let mut shifts: Vec<&Shift> = vec![&same];
    let mut numbers: Vec<usize> = Vec::new();
    for rule in &rules {
        for (number, shift) in [(rule.x, &rule.f), (rule.y, &rule.g)] {
            if !shifts.contains(&shift) {
                shifts.push(shift);
            }
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
    }
    let node = |number: usize, shift: &Shift| {
        let number = numbers.iter().position(|known| *known == number).unwrap_or_default();
        let shift = shifts.iter().position(|known| *known == shift).unwrap_or_default();
        number.saturating_mul(shifts.len()).saturating_add(shift)
    };
    let mut edges: Vec<(usize, usize, i128)> = Vec::new();
    for rule in &rules {
        edges.push((node(rule.x, &rule.f), node(rule.y, &rule.g), rule.plus));
        if rule.f == same && rule.g == same && rule.plus >= 0 {
            for shift in &shifts {
                let kept = if shift.moves.iter().all(|by| by.months == 0) { rule.plus } else { 0 };
                edges.push((node(rule.x, shift), node(rule.y, shift), kept));
            }
        }
    }
    for shift in shifts.iter().skip(1) {
        let (mut least, mut most) = (0_i128, 0_i128);
        for by in &shift.moves {
            let (short, long) = days_of(by.months);
            least = least.saturating_add(short.saturating_add(by.days).into());
            most = most.saturating_add(long.saturating_add(by.days).into());
        }
        for number in &numbers {
            let (here, there) = (node(*number, &same), node(*number, shift));
            edges.extend([(there, here, least), (here, there, most.saturating_neg())]);
        }
    }
    let nodes = numbers.len().saturating_mul(shifts.len());
    let mut at = vec![0_i128; nodes];
    for _ in 0..=nodes {
        let mut moved = false;
        for (x, y, apart) in &edges {
            let to = at.get(*y).map(|y| y.saturating_add(*apart));
            if let Some((at, to)) = at.get_mut(*x).zip(to)
                && *at < to
            {
                *at = to;
                moved = true;
            }
        }
        if !moved {
            return false;
        }
    }
    true
}
