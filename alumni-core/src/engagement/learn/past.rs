//! What a network did, by person, and how well scores as of a day tell what it did next.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::super::change::admits;
use super::super::decay::{DAY_SECONDS, remaining};
use super::super::record::{Record, start_of};
use super::{KindHalfLife, LearnOptions, Pairs};
use crate::Error;
use crate::engagement::{ActorType, Interaction, Permitted, ScoreModel};

/// The acts of everybody, in the order of ids and of time.
pub(super) struct Past<'m> {
    model: &'m ScoreModel,
    people: Vec<Vec<Act>>,
}

/// One act: when, of which kind of the model, and whether its cap lets it count.
struct Act {
    second: i64,
    kind: usize,
    counts: bool,
}

/// What was learned.
pub(super) struct Found {
    /// The half-life of kinds without one of their own.
    network: f64,
    /// The half-life of each kind of the model.
    pub(super) half_lives: Vec<f64>,
    /// The kinds, by their place, whose half-life was learned apart.
    apart: Vec<usize>,
}

/// The people who had acted before a day, and who of them acted within the period that it begins.
pub(super) struct Cut {
    second: i64,
    people: Vec<(usize, bool)>,
}

impl Cut {
    pub(super) fn acted(&self) -> u64 {
        u64::try_from(self.people.iter().filter(|(_, acted)| *acted).count()).unwrap_or(u64::MAX)
    }
}

impl<'m> Past<'m> {
    pub(super) fn new(
        model: &'m ScoreModel,
        interactions: &[Interaction],
        as_of: NaiveDate,
        options: &LearnOptions,
        permitted: Permitted<'_>,
    ) -> Result<Self, Error> {
        let record = Record::new(interactions)?;
        let end = start_of(as_of);
        // What counts nothing is no act to come back for: a mail that was opened, an opt-out.
        let weighed = model.kinds().iter().zip(0_usize..).filter(|(kind, _)| kind.weight > 0.0);
        let places: HashMap<_, _> = weighed.map(|(kind, place)| (&kind.kind, place)).collect();
        let mut by_person: BTreeMap<&str, Vec<&Interaction>> = BTreeMap::new();
        for event in record.events() {
            let counts = event.actor_type() == ActorType::Alumnus && event.at() < end;
            if counts && places.contains_key(event.kind()) && permitted.allows(event.actor()) {
                by_person.entry(event.actor()).or_default().push(event);
            }
        }
        let most = usize::try_from(options.most_people).unwrap_or(usize::MAX);
        let step = by_person.len().div_ceil(most.max(1)).max(1);
        let mut people = Vec::new();
        for mut own in by_person.into_values().step_by(step) {
            own.sort_unstable_by(|one, next| one.moment().cmp(&next.moment()));
            let mut windows = HashMap::new();
            let mut acts = Vec::with_capacity(own.len());
            for event in own {
                let Some(kind) = places.get(event.kind()).copied() else { continue };
                let counts = model.kinds().get(kind).is_some_and(|kind| admits(kind, event, &mut windows));
                acts.push(Act { second: event.at().timestamp(), kind, counts });
            }
            people.push(acts);
        }
        Ok(Self { model, people })
    }

    pub(super) fn people(&self) -> u64 {
        u64::try_from(self.people.len()).unwrap_or(u64::MAX)
    }

    /// The period of so many days from `day` on; `None` when nobody had acted before.
    pub(super) fn cut(&self, day: NaiveDate, days: u32) -> Option<Cut> {
        let second = start_of(day).timestamp();
        let until = second.saturating_add(i64::from(days).saturating_mul(86_400));
        let mut people = Vec::new();
        for (person, acts) in self.people.iter().enumerate() {
            let before = acts.partition_point(|act| act.second < second);
            if before > 0 {
                people.push((person, acts.get(before).is_some_and(|act| act.second < until)));
            }
        }
        (!people.is_empty()).then_some(Cut { second, people })
    }

    /// One half-life for every kind without one of its own in the model.
    pub(super) fn all(&self, days: f64) -> Vec<f64> {
        self.model.kinds().iter().map(|kind| kind.half_life_days.unwrap_or(days)).collect()
    }

    /// What holds as long as nothing is learned.
    pub(super) fn as_before(&self, prior: f64) -> Found {
        Found { network: prior, half_lives: self.all(prior), apart: Vec::new() }
    }

    /// The half-life that does best, and where asked for that of each kind, both drawn towards what was believed before.
    pub(super) fn learn(&self, cuts: &[Cut], options: &LearnOptions, prior: f64) -> Found {
        let acted: u64 = cuts.iter().map(Cut::acted).fold(0, u64::saturating_add);
        let weight = f64::from(options.prior_weight);
        let drawn = |best: f64, data: f64, prior: f64| {
            libm::exp((data * libm::log(best) + weight * libm::log(prior)) / (data + weight))
        };
        let best = self.best(cuts, options, prior, |days| self.all(days));
        let network = best.map_or(prior, |best| drawn(best, acted as f64, prior));
        let mut half_lives = self.all(network);
        let mut apart = Vec::new();
        if options.by_kind {
            for kind in 0..half_lives.len() {
                let acted = self.acted_after(cuts, kind);
                if acted < u64::from(options.minimum) {
                    continue;
                }
                let believed = half_lives.get(kind).copied().unwrap_or(network);
                let with = |days: f64| {
                    let mut tried = half_lives.clone();
                    if let Some(slot) = tried.get_mut(kind) {
                        *slot = days;
                    }
                    tried
                };
                let Some(best) = self.best(cuts, options, believed, with) else { continue };
                if let Some(slot) = half_lives.get_mut(kind) {
                    *slot = drawn(best, acted as f64, believed);
                    apart.push(kind);
                }
            }
        }
        Found { network, half_lives, apart }
    }

    /// The half-life of the grid that puts most pairs in the right order; of equal ones that nearest to `prior`.
    fn best(
        &self,
        cuts: &[Cut],
        options: &LearnOptions,
        prior: f64,
        with: impl Fn(f64) -> Vec<f64>,
    ) -> Option<f64> {
        let far = |days: f64| libm::log(days / prior).abs();
        let mut best: Option<(f64, f64)> = None;
        for days in &options.grid {
            let Some(share) = self.pairs(cuts, &with(*days)).share() else { continue };
            let better = best.is_none_or(|(known, at)| {
                share > known || (share.to_bits() == known.to_bits() && far(*days) < far(at))
            });
            if better {
                best = Some((share, *days));
            }
        }
        best.map(|(_, days)| days)
    }

    /// How many people acted in a period after an act of this kind.
    fn acted_after(&self, cuts: &[Cut], kind: usize) -> u64 {
        let had = |cut: &Cut, person: usize| {
            let acts = self.people.get(person).map(Vec::as_slice).unwrap_or_default();
            acts.iter().any(|act| act.kind == kind && act.counts && act.second < cut.second)
        };
        let count =
            |cut: &Cut| cut.people.iter().filter(|(person, acted)| *acted && had(cut, *person)).count();
        u64::try_from(cuts.iter().map(count).sum::<usize>()).unwrap_or(u64::MAX)
    }

    pub(super) fn pairs(&self, cuts: &[Cut], half_lives: &[f64]) -> Pairs {
        let of = |cut: &Cut| {
            ordered(cut, |person| {
                let acts = self.people.get(person).map(Vec::as_slice).unwrap_or_default();
                let before = acts.iter().take_while(|act| act.second < cut.second).filter(|act| act.counts);
                let left = before.filter_map(|act| {
                    let days = half_lives.get(act.kind)?;
                    let age = u64::try_from(cut.second.saturating_sub(act.second)).ok()?;
                    let weight = self.model.kinds().get(act.kind)?.weight;
                    Some(weight * remaining(age, days * DAY_SECONDS))
                });
                left.sum()
            })
        };
        cuts.iter().map(of).fold(Pairs::default(), Pairs::plus)
    }

    /// The same for whoever acted last.
    pub(super) fn pairs_by_recency(&self, cuts: &[Cut]) -> Pairs {
        let of = |cut: &Cut| {
            ordered(cut, |person| {
                let acts = self.people.get(person).map(Vec::as_slice).unwrap_or_default();
                let before = acts.partition_point(|act| act.second < cut.second);
                let last = before.checked_sub(1).and_then(|place| acts.get(place));
                last.map_or(f64::MIN, |act| act.second as f64)
            })
        };
        cuts.iter().map(of).fold(Pairs::default(), Pairs::plus)
    }

    /// The model with these half-lives.
    pub(super) fn model(&self, found: &Found, as_of: NaiveDate) -> ScoreModel {
        self.model.with_half_lives(found.network, &found.half_lives, as_of)
    }

    /// The kinds whose half-life was learned apart.
    pub(super) fn apart(&self, found: &Found) -> Vec<KindHalfLife> {
        let kind = |place: &usize| {
            let kind = self.model.kinds().get(*place)?.kind.clone();
            Some(KindHalfLife { kind, half_life_days: *found.half_lives.get(*place)? })
        };
        found.apart.iter().filter_map(kind).collect()
    }
}

/// Of all pairs of one who acted and one who did not, those in which the former has the higher number; equal ones by half.
fn ordered(cut: &Cut, number: impl Fn(usize) -> f64) -> Pairs {
    let mut numbers: Vec<(f64, bool)> =
        cut.people.iter().map(|(person, acted)| (number(*person), *acted)).collect();
    numbers.sort_unstable_by(|one, next| one.0.total_cmp(&next.0));
    let (mut below, mut right) = (0.0, 0.0);
    for same in numbers.chunk_by(|one, next| one.0.to_bits() == next.0.to_bits()) {
        let acted = same.iter().filter(|(_, acted)| *acted).count() as f64;
        let idle = same.len() as f64 - acted;
        right += acted * (below + idle / 2.0);
        below += idle;
    }
    Pairs { right, of: below * (numbers.len() as f64 - below) }
}
