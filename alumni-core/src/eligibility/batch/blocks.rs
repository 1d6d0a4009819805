//! A program over lanes, a block of rows at a time.

use fearless_simd::Level;

use super::super::Policy;
use super::super::expression::{Comparison, Quantifier};
use super::super::program::{Derived, Number, Program, Ranges, Reach, Rule, Test, is_near};
use super::binding::Binding;
use super::decisions::set;
use super::foresee::Foresight;
use super::kernels::{BLOCK, Lane as Compare, NONE, WORDS, Words, looked_up, may_be_far};
use super::lanes::{Category, Data, Lane, Mask, Meaning, Numbers, Runs, part, words_of};
use crate::columns::Integers;
use crate::workforce::{Fact, Value, Worker};

/// For each row of a block whether something holds, and whether it does not; neither is unknown.
#[derive(Clone, Copy)]
pub(super) struct Truth {
    pub(super) yes: Words,
    pub(super) no: Words,
}

/// A program with the lanes that it reads.
pub(super) struct Machine<'a> {
    pub(super) program: &'a Program,
    pub(super) lanes: Vec<Lane<'a>>,
    /// The facts from which others follow: first day, last day employed, employed.
    pub(super) sources: [Option<usize>; 3],
    /// For each test of categories the codes that hold.
    runs: Vec<Option<Runs>>,
    /// The built-in fact that each fact is, where it may follow from others.
    derives: Vec<Option<Fact>>,
    pub(super) foresight: Foresight<'a>,
    level: Level,
    pub(super) rows: usize,
}

/// What is asked of a block.
pub(super) struct Answers {
    pub(super) criteria: Vec<Truth>,
    /// Rows that only a worker tells.
    pub(super) left: Words,
}

fn map(a: &Words, b: &Words, f: impl Fn(u64, u64) -> u64) -> Words {
    let mut words = NONE;
    for ((to, a), b) in words.iter_mut().zip(a).zip(b) {
        *to = f(*a, *b);
    }
    words
}

pub(super) fn and(a: &Words, b: &Words) -> Words {
    map(a, b, |a, b| a & b)
}

pub(super) fn or(a: &Words, b: &Words) -> Words {
    map(a, b, |a, b| a | b)
}

pub(super) fn but(a: &Words, b: &Words) -> Words {
    map(a, b, |a, b| a & !b)
}

pub(super) fn any(words: &Words) -> bool {
    words.iter().any(|word| *word != 0)
}

/// `a` where `which` is set and `b` elsewhere.
pub(super) fn choose(which: &Words, a: &Words, b: &Words) -> Words {
    or(&and(which, a), &but(b, which))
}

impl Truth {
    const UNKNOWN: Self = Self { yes: NONE, no: NONE };

    pub(super) fn constant(holds: bool) -> Self {
        let (yes, no) = if holds { ([u64::MAX; WORDS], NONE) } else { (NONE, [u64::MAX; WORDS]) };
        Self { yes, no }
    }

    fn of(holds: &Words, known: &Words) -> Self {
        Self { yes: and(holds, known), no: but(known, holds) }
    }

    pub(super) fn known(&self) -> Words {
        or(&self.yes, &self.no)
    }
}

impl<'a> Machine<'a> {
    /// `None` when the program asks what only a worker tells.
    pub(super) fn new(
        policy: &Policy,
        program: &'a Program,
        binding: &Binding<'a>,
        rows: usize,
    ) -> Option<Self> {
        if program.is_partial() {
            return None;
        }
        let nobody = Worker::new("row", []).ok()?;
        let as_of = chrono::NaiveDate::from_epoch_days(program.as_of)?;
        let lanes = binding.facts.iter().enumerate().map(|(fact, bound)| {
            let plain = bound.name.split('(').next().unwrap_or_default();
            let names = program.names.get(fact).map(Vec::as_slice).unwrap_or_default();
            let default = match policy.facts.get(fact) {
                Some(used) => policy.vocabulary.value(&nobody, &used.name, used.parameter.as_deref(), as_of),
                None => Ok(None),
            };
            Lane::new(bound, policy.vocabulary.get(plain), names, default.ok().flatten(), rows)
        });
        let derives: Vec<_> =
            policy.facts.iter().map(|used| used.name.parse().ok().filter(follows)).collect();
        let place = |fact: Fact| binding.facts.iter().position(|bound| bound.name == fact.as_str());
        let derived = derives.iter().any(Option::is_some);
        let sources = if derived {
            [Fact::StartDate, Fact::SeparationDate, Fact::Employed].map(place)
        } else {
            [None; 3]
        };
        let mut machine = Self {
            program,
            lanes: lanes.collect(),
            sources,
            runs: Vec::new(),
            foresight: Foresight::new(program, |fact| Self::is_employed(&derives, fact)),
            derives,
            level: Level::new(),
            rows,
        };
        for (_, rule) in &program.rules {
            rule.each_test(&mut |test| machine.prepare(test));
        }
        Some(machine)
    }

    /// Finds out once for all blocks what a test asks of a lane.
    fn prepare(&mut self, test: &Test) {
        match test {
            Test::OneOf { fact, names, .. } => {
                let named = |category: Category| matches!(category, Category::Named(name) if names.contains(&usize::from(name)));
                let runs = match self.lane(*fact).map(|lane| &lane.data) {
                    Some(Data::Codes(_, meaning)) => Some(Runs::new(&meaning.of, named)),
                    _ => None,
                };
                // Tests of categories are numbered in this order.
                self.runs.push(runs);
            }
            Test::Money { fact, currency, .. } => {
                let rows = self.rows;
                let Some(lane) = self.lanes.get_mut(*fact) else { return };
                if matches!(&lane.data, Data::Money(_, held) if held != currency) {
                    lane.left.resize(rows.div_ceil(64), 0);
                    (0..rows)
                        .filter(|row| lane.known.get(*row))
                        .for_each(|row| set(&mut lane.left, row, true));
                }
            }
            _ => {}
        }
    }

    /// The rows of a block.
    pub(super) fn live(&self, block: usize) -> Words {
        let mut words = NONE;
        let mut left = self.rows.saturating_sub(block.saturating_mul(BLOCK));
        for word in &mut words {
            *word = match left {
                0 => 0,
                1..64 => 1_u64.wrapping_shl(u32::try_from(left).unwrap_or(0)).wrapping_sub(1),
                _ => u64::MAX,
            };
            left = left.saturating_sub(64);
        }
        words
    }

    /// Every criterion's rule over a block.
    pub(super) fn block(&self, block: usize, answers: &mut Answers) -> Block {
        let block = Block { number: block, employment: self.employment(block) };
        answers.criteria.clear();
        answers.criteria.extend(self.program.rules.iter().map(|(_, rule)| self.truth(rule, &block)));
        answers.left = self.left(block.number);
        block
    }

    /// Rows that only a worker tells: values that are not plainly usable, and dates at the ends of the calendar.
    fn left(&self, block: usize) -> Words {
        let mut left = NONE;
        for lane in &self.lanes {
            if !lane.left.is_empty() {
                left = or(&left, &words_of(&lane.left, block));
            }
            match &lane.data {
                Data::Days(days) if may_be_far(part(days, block)) => {
                    let mut far = NONE;
                    for (row, _) in part(days, block).iter().enumerate().filter(|(_, day)| !is_near(**day)) {
                        set(&mut far, row, true);
                    }
                    left = or(&left, &and(&far, &lane.known.block(block)));
                }
                Data::Codes(codes, meaning) => {
                    if let Some(refused) = self.codes(codes, &meaning.refused, block) {
                        left = or(&left, &and(&refused, &lane.known.block(block)));
                    }
                }
                _ => {}
            }
        }
        and(&left, &self.live(block))
    }

    pub(super) fn truth(&self, rule: &Rule, block: &Block) -> Truth {
        match rule {
            Rule::Test(test) => self.test(test, block),
            Rule::Not(inner) => {
                let Truth { yes, no } = self.truth(inner, block);
                Truth { yes: no, no: yes }
            }
            Rule::All(parts) => parts.iter().fold(Truth::constant(true), |all, part| {
                let one = self.truth(part, block);
                Truth { yes: and(&all.yes, &one.yes), no: or(&all.no, &one.no) }
            }),
            Rule::Any(parts) => parts.iter().fold(Truth::constant(false), |any, part| {
                let one = self.truth(part, block);
                Truth { yes: or(&any.yes, &one.yes), no: and(&any.no, &one.no) }
            }),
        }
    }

    fn test(&self, test: &Test, at: &Block) -> Truth {
        let block = at.number;
        match test {
            Test::Day { now, .. } => Truth::constant(*now),
            Test::Other => Truth::UNKNOWN,
            Test::Known(fact) => Truth::of(&self.known(*fact, at), &[u64::MAX; WORDS]),
            Test::Holds(fact) => self.holds(*fact, at),
            Test::Whole { fact, ranges } => self.supplied_whole(*fact, ranges, block),
            Test::Decimal { fact, ranges } => match self.lane(*fact) {
                Some(Lane { data: Data::Decimals(numbers), known, .. }) => Truth::of(
                    &each(part(numbers, block), |number| ranges.holds(*number)),
                    &known.block(block),
                ),
                _ => Truth::UNKNOWN,
            },
            Test::Money { fact, ranges, .. } => match self.lane(*fact) {
                Some(Lane { data: Data::Money(numbers, _), known, .. }) => {
                    Truth::of(&self.ranges(part(numbers, block), ranges), &known.block(block))
                }
                _ => Truth::UNKNOWN,
            },
            Test::Days { fact, ranges, .. } => match self.days(*fact, block) {
                Some((days, known)) => Truth::of(&self.ranges(days, ranges), &known.block(block)),
                None => Truth::UNKNOWN,
            },
            Test::Dates { left: (left, by), is, right: (right, other) } => {
                let (Some((a, a_known)), Some((b, b_known))) =
                    (self.days(*left, block), self.days(*right, block))
                else {
                    return Truth::UNKNOWN;
                };
                let holds = if by.is_empty() && other.is_empty() {
                    i32::comparing(self.level, a, *is, b)
                } else {
                    let mut words = NONE;
                    for (row, (a, b)) in a.iter().zip(b).enumerate() {
                        // Rows in which a date leaves the calendar are left.
                        let order = by.of(*a).zip(other.of(*b)).map(|(a, b)| a.cmp(&b));
                        set(&mut words, row, order.is_some_and(|order| is.holds(order)));
                    }
                    words
                };
                Truth::of(&holds, &and(&a_known.block(block), &b_known.block(block)))
            }
            Test::OneOf { fact, names, place } => self.one_of(*fact, names, *place, block),
            Test::Has { fact, quantifier, names } => self.has(*fact, *quantifier, *names, block),
            Test::Length { fact, supplied, is, reach, derived } => {
                let supplied = self.supplied_whole(*fact, supplied, block);
                let (Some(derived), Some(employment)) = (derived, &at.employment) else { return supplied };
                let derived = self.length(derived, *is, reach, employment, block);
                let known = supplied.known();
                Truth {
                    yes: choose(&known, &supplied.yes, &derived.yes),
                    no: choose(&known, &supplied.no, &derived.no),
                }
            }
        }
    }

    fn supplied_whole(&self, fact: usize, ranges: &Ranges<i64>, block: usize) -> Truth {
        match self.lane(fact) {
            Some(Lane { data: Data::Whole(numbers), known, .. }) => {
                Truth::of(&self.whole(numbers, ranges, block), &known.block(block))
            }
            _ => Truth::UNKNOWN,
        }
    }

    pub(super) fn lane(&self, fact: usize) -> Option<&Lane<'a>> {
        self.lanes.get(fact)
    }

    pub(super) fn days(&self, fact: usize, block: usize) -> Option<(&[i32], &Mask<'a>)> {
        match self.lane(fact)? {
            Lane { data: Data::Days(days), known, .. } => Some((part(days, block), known)),
            _ => None,
        }
    }

    fn ranges<T: Compare + Number>(&self, numbers: &[T], ranges: &Ranges<T>) -> Words {
        match ranges.0.as_slice() {
            [(low, high)] => T::within(self.level, numbers, *low, *high),
            ranges => ranges
                .iter()
                .fold(NONE, |all, (low, high)| or(&all, &T::within(self.level, numbers, *low, *high))),
        }
    }

    fn whole(&self, numbers: &Numbers<'_>, ranges: &Ranges<i64>, block: usize) -> Words {
        macro_rules! narrow {
            ($numbers:expr, $type:ty) => {{
                let mut words = NONE;
                for (low, high) in &ranges.0 {
                    // A bound that the width cannot hold does not bind, or nothing lies within.
                    let (least, most) = (i64::from(<$type>::MIN), i64::from(<$type>::MAX));
                    let (low, high) = ((*low).max(least), (*high).min(most));
                    if let (true, Ok(low), Ok(high)) =
                        (low <= high, <$type>::try_from(low), <$type>::try_from(high))
                    {
                        words = or(
                            &words,
                            &<$type as Compare>::within(self.level, part($numbers, block), low, high),
                        );
                    }
                }
                words
            }};
        }
        match numbers {
            Numbers::Own(numbers) => self.ranges(part(numbers, block), ranges),
            Numbers::Borrowed(Integers::I64(numbers)) => self.ranges(part(numbers, block), ranges),
            Numbers::Borrowed(Integers::I8(numbers)) => narrow!(numbers, i8),
            Numbers::Borrowed(Integers::I16(numbers)) => narrow!(numbers, i16),
            Numbers::Borrowed(Integers::I32(numbers)) => narrow!(numbers, i32),
            Numbers::Borrowed(Integers::U8(numbers)) => narrow!(numbers, u8),
            Numbers::Borrowed(Integers::U16(numbers)) => narrow!(numbers, u16),
            Numbers::Borrowed(Integers::U32(numbers)) => narrow!(numbers, u32),
            // Lanes of this width are made of their own.
            Numbers::Borrowed(Integers::U64(_)) => NONE,
        }
    }

    /// The rows whose code is one of those; `None` when no code is.
    fn codes(&self, codes: &[u8], of: &Runs, block: usize) -> Option<Words> {
        let codes = part(codes, block);
        match of.runs.as_slice() {
            [] => None,
            [(low, high)] => Some(u8::within(self.level, codes, *low, *high)),
            runs if runs.len() <= 12 => Some(
                runs.iter()
                    .fold(NONE, |all, (low, high)| or(&all, &u8::within(self.level, codes, *low, *high))),
            ),
            _ => Some(looked_up(codes, &of.table)),
        }
    }

    fn one_of(&self, fact: usize, names: &[usize], place: usize, block: usize) -> Truth {
        let Some(lane) = self.lane(fact) else { return Truth::UNKNOWN };
        let truth = match &lane.data {
            Data::Codes(codes, meaning) => {
                let runs = self.runs.get(place).and_then(Option::as_ref);
                let holds = runs.and_then(|runs| self.codes(codes, runs, block)).unwrap_or(NONE);
                Truth::of(&holds, &self.known_codes(lane, codes, meaning, block))
            }
            _ => Truth::UNKNOWN,
        };
        let Some(Value::Category(default)) = &lane.default else { return truth };
        let known =
            self.program.names.get(fact).and_then(|known| known.iter().position(|name| name == default));
        let holds = Truth::constant(known.is_some_and(|name| names.contains(&name)));
        let known = truth.known();
        Truth { yes: choose(&known, &truth.yes, &holds.yes), no: choose(&known, &truth.no, &holds.no) }
    }

    fn known_codes(&self, lane: &Lane<'a>, codes: &[u8], meaning: &Meaning, block: usize) -> Words {
        let known = lane.known.block(block);
        match self.codes(codes, &meaning.absent, block) {
            Some(absent) => but(&known, &absent),
            None => known,
        }
    }

    fn has(&self, fact: usize, quantifier: Quantifier, names: u64, block: usize) -> Truth {
        let holds = |set: u64| match quantifier {
            Quantifier::Any => set & names != 0,
            Quantifier::All => set & names == names,
        };
        let Some(lane) = self.lane(fact) else { return Truth::UNKNOWN };
        let truth = match &lane.data {
            Data::Sets(sets) => {
                Truth::of(&each(part(sets, block), |set| holds(*set)), &lane.known.block(block))
            }
            _ => Truth::UNKNOWN,
        };
        match &lane.default {
            // A fact that is never unknown is the empty set where there is no value; nothing is in it.
            Some(Value::Categories(_)) => {
                let known = truth.known();
                Truth { yes: truth.yes, no: or(&truth.no, &but(&[u64::MAX; WORDS], &known)) }
            }
            _ => truth,
        }
    }

    fn known(&self, fact: usize, at: &Block) -> Words {
        let Some(lane) = self.lane(fact) else { return NONE };
        if lane.default.is_some() {
            return [u64::MAX; WORDS];
        }
        let supplied = match &lane.data {
            Data::Nothing => NONE,
            Data::Codes(codes, meaning) => self.known_codes(lane, codes, meaning, at.number),
            _ => lane.known.block(at.number),
        };
        let derived = match (self.derives.get(fact), &at.employment) {
            (Some(Some(Fact::Employed)), Some(employment)) => employment.is.known(),
            (Some(Some(Fact::Tenure)), Some(employment)) => {
                and(&employment.start_known, &employment.until_known())
            }
            (Some(Some(Fact::SinceSeparation)), Some(employment)) => employment.until_known(),
            _ => NONE,
        };
        or(&supplied, &derived)
    }

    fn holds(&self, fact: usize, at: &Block) -> Truth {
        match (self.derives.get(fact), &at.employment) {
            (Some(Some(Fact::Employed)), Some(employment)) => employment.is,
            _ => self.supplied_boolean(fact, at.number),
        }
    }

    fn supplied_boolean(&self, fact: usize, block: usize) -> Truth {
        match self.lane(fact) {
            Some(Lane { data: Data::Booleans(holds), known, .. }) => {
                Truth::of(&holds.block(block), &known.block(block))
            }
            _ => Truth::UNKNOWN,
        }
    }

    /// Who is employed, by what is supplied or else by the dates; `None` when no rule asks.
    pub(super) fn employment(&self, block: usize) -> Option<Employment> {
        if self.derives.iter().all(Option::is_none) {
            return None;
        }
        let [start, end, employed] = self.sources;
        let days = |fact: Option<usize>| fact.and_then(|fact| self.days(fact, block));
        let known = |days: &Option<(&[i32], &Mask<'a>)>| days.map_or(NONE, |(_, known)| known.block(block));
        let (start, end) = (days(start), days(end));
        let (start_known, end_known) = (known(&start), known(&end));
        let supplied = employed.map_or(Truth::UNKNOWN, |fact| self.supplied_boolean(fact, block));
        let back = match (start, end) {
            (Some((start, _)), Some((end, _))) => {
                let later = i32::comparing(self.level, start, Comparison::Greater, end);
                and(&later, &and(&start_known, &end_known))
            }
            _ => NONE,
        };
        let running = end.map_or(NONE, |(end, _)| i32::within(self.level, end, self.program.as_of, i32::MAX));
        let by_dates = Truth::of(&or(&running, &back), &end_known);
        let given = supplied.known();
        let is = Truth {
            yes: choose(&given, &supplied.yes, &by_dates.yes),
            no: choose(&given, &supplied.no, &by_dates.no),
        };
        // Until when does not depend on the last day: by what is supplied, or because somebody came back.
        let open = choose(&given, &supplied.yes, &back);
        Some(Employment { start_known, end_known, is, open, supplied: given })
    }

    fn length(
        &self,
        derived: &Derived,
        is: Comparison,
        reach: &Reach,
        employment: &Employment,
        block: usize,
    ) -> Truth {
        let [start, end, _] = self.sources;
        let known = employment.until_known();
        let end = end.and_then(|fact| self.days(fact, block)).map(|(end, _)| end);
        match derived {
            Derived::SinceSeparation(ranges) => {
                let ended = end.map_or(NONE, |end| self.ranges(end, ranges));
                // No time has passed for those who are employed, less than any period.
                let none = Truth::constant(is.holds(std::cmp::Ordering::Less)).yes;
                Truth::of(&choose(&employment.is.yes, &none, &ended), &known)
            }
            Derived::Tenure(ranges) => {
                let Some((start, start_known)) = start.and_then(|fact| self.days(fact, block)) else {
                    return Truth::UNKNOWN;
                };
                let known = and(&known, &start_known.block(block));
                let ended = end.map_or(NONE, |end| self.served(start, end, is, reach));
                let holds = if any(&employment.open) {
                    choose(&employment.open, &self.ranges(start, ranges), &ended)
                } else {
                    ended
                };
                Truth::of(&holds, &known)
            }
        }
    }

    /// Whether the day after the last day employed, or `as_of` before it, compares so with the day that `reach` reaches.
    fn served(&self, start: &[i32], end: &[i32], is: Comparison, reach: &Reach) -> Words {
        let mut until = [0; BLOCK];
        for (to, end) in until.iter_mut().zip(end) {
            *to = end.wrapping_add(1).min(self.program.as_of);
        }
        let mut reached = [0; BLOCK];
        reach.all(start, &mut reached);
        let part = until.get(..start.len()).unwrap_or_default();
        i32::comparing(self.level, part, is, reached.get(..start.len()).unwrap_or_default())
    }
}

/// The facts that may follow from dates.
fn follows(fact: &Fact) -> bool {
    matches!(fact, Fact::Employed | Fact::Tenure | Fact::SinceSeparation)
}

/// A block, with who is employed in it.
pub(super) struct Block {
    pub(super) number: usize,
    pub(super) employment: Option<Employment>,
}

pub(super) struct Employment {
    pub(super) start_known: Words,
    pub(super) end_known: Words,
    /// Who is employed.
    pub(super) is: Truth,
    /// Who is employed whatever the last day was.
    pub(super) open: Words,
    /// For whom it is supplied whether they are employed.
    pub(super) supplied: Words,
}

impl Employment {
    /// For whom it is known until when they were employed.
    pub(super) fn until_known(&self) -> Words {
        or(&self.is.yes, &and(&self.is.no, &self.end_known))
    }
}

fn each<T>(numbers: &[T], holds: impl Fn(&T) -> bool) -> Words {
    let mut words = NONE;
    for (word, numbers) in words.iter_mut().zip(numbers.chunks(64)) {
        *word = numbers
            .iter()
            .zip(0_u32..)
            .fold(0, |word, (number, at)| word | u64::from(holds(number)).wrapping_shl(at));
    }
    words
}
