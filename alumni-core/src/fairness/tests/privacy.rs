//! What is published, attacked: every table of whole numbers that looks the same is searched for, by another method than the one
//! that hides.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::fairness::{
    Noise, Privacy, PublicationCell, PublicationQuestion, PublishedSelection, Reference, Standard, publish,
};
use crate::{ErrorKind, Lang};

/// Small random numbers that need no seed from outside.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn place(&mut self, limit: usize) -> usize {
        usize::try_from(self.below(u64::try_from(limit).unwrap())).unwrap()
    }
}

/// A row as a list of the finest cells it is made of.
type Parts = Vec<usize>;

/// The finest cells of a question by their categories, each with how many were not selected and how many were.
fn finest(
    question: &PublicationQuestion,
    published: &PublishedSelection,
) -> BTreeMap<Vec<Option<String>>, [u64; 2]> {
    let singles = published.tables.iter().filter(|table| table.attributes.len() == 1);
    let mut keys: Vec<Vec<Option<String>>> = vec![Vec::new()];
    for table in singles {
        let names: Vec<_> = table.rows.iter().map(|row| row.categories[0].clone()).collect();
        keys = keys
            .iter()
            .flat_map(|key| names.iter().map(|name| [&key[..], std::slice::from_ref(name)].concat()))
            .collect();
    }
    let mut cells: BTreeMap<_, _> = keys.into_iter().map(|key| (key, [0, 0])).collect();
    for cell in &question.cells {
        let counts = cells.get_mut(&cell.categories).unwrap();
        counts[0] += cell.considered - cell.selected;
        counts[1] += cell.selected;
    }
    cells
}

/// Whether there is a table of whole numbers from 0 on in which each of the rows adds up to its number. Numbers near those of
/// `truth` are tried first; `None` where the search was given up.
fn possible(
    rows: &[(Parts, u64)],
    truth: &[u64],
    accept: &dyn Fn(&[u64]) -> bool,
    most: u64,
) -> Option<bool> {
    struct Search<'a> {
        rows: &'a [(Parts, u64)],
        of: Vec<Vec<usize>>,
        truth: &'a [u64],
        accept: &'a dyn Fn(&[u64]) -> bool,
        steps: u64,
        most: u64,
    }
    fn go(
        search: &mut Search<'_>,
        cells: &mut Vec<u64>,
        left: &mut Vec<u64>,
        open: &mut Vec<usize>,
    ) -> Option<bool> {
        search.steps += 1;
        if search.steps > search.most {
            return None;
        }
        let cell = cells.len();
        if cell == search.truth.len() {
            return Some((search.accept)(cells));
        }
        let of = search.of[cell].clone();
        let most = of.iter().map(|row| left[*row]).min().unwrap_or(search.truth[cell] + 9);
        let last = of.iter().find(|row| open[**row] == 1).map(|row| left[*row]);
        let mut values: Vec<u64> = match last {
            Some(forced) => vec![forced],
            None => (0..=most).collect(),
        };
        values.retain(|value| *value <= most);
        values.sort_by_key(|value| value.abs_diff(search.truth[cell]));
        let mut given_up = false;
        for value in values {
            of.iter().for_each(|row| {
                left[*row] -= value;
                open[*row] -= 1;
            });
            cells.push(value);
            let found = if of.iter().all(|row| open[*row] > 0 || left[*row] == 0) {
                go(search, cells, left, open)
            } else {
                Some(false)
            };
            cells.pop();
            of.iter().for_each(|row| {
                left[*row] += value;
                open[*row] += 1;
            });
            match found {
                Some(true) => return Some(true),
                None => given_up = true,
                Some(false) => {}
            }
            if search.steps > search.most {
                return None;
            }
        }
        if given_up { None } else { Some(false) }
    }
    let of = (0..truth.len())
        .map(|cell| (0..rows.len()).filter(|row| rows[*row].0.contains(&cell)).collect())
        .collect();
    let mut left: Vec<u64> = rows.iter().map(|(_, sum)| *sum).collect();
    let mut open: Vec<usize> = rows.iter().map(|(parts, _)| parts.len()).collect();
    let mut search = Search { rows, of, truth, accept, steps: 0, most };
    assert!(search.rows.iter().all(|(parts, _)| !parts.is_empty()));
    go(&mut search, &mut Vec::new(), &mut left, &mut open)
}

/// The rows that give themselves away, by name.
fn exposed(question: &PublicationQuestion, published: &PublishedSelection) -> Vec<String> {
    let cells = finest(question, published);
    let keys: Vec<_> = cells.keys().cloned().collect();
    let counts: Vec<[u64; 2]> = cells.values().copied().collect();
    let place = |name: &String| question.attributes.iter().position(|other| other == name).unwrap();
    let mut rows = Vec::new();
    for table in &published.tables {
        let places: Vec<usize> = table.attributes.iter().map(place).collect();
        for row in &table.rows {
            let is_part = |key: &Vec<Option<String>>| {
                places.iter().zip(&row.categories).all(|(place, name)| key[*place] == *name)
            };
            let parts: Parts = (0..keys.len()).filter(|cell| is_part(&keys[*cell])).collect();
            rows.push((table, row, parts));
        }
    }
    let everything: Parts = (0..keys.len()).collect();
    let Some(considered) = published.considered else {
        // With the totals everything is hidden, and there may be any number of people.
        assert!(rows.iter().all(|(_, row, _)| row.considered.is_none() && row.ratio_band.is_none()));
        return Vec::new();
    };
    let mut found = Vec::new();
    for outcome in [0, 1] {
        let truth: Vec<u64> = counts.iter().map(|counts| counts[outcome]).collect();
        let of = |considered: u64, selected: u64| if outcome == 1 { selected } else { considered - selected };
        let mut known = vec![(everything.clone(), of(considered, published.selected.unwrap()))];
        known.extend(
            rows.iter()
                .filter_map(|(_, row, parts)| Some((parts.clone(), of(row.considered?, row.selected?)))),
        );
        for (_, row, parts) in rows.iter().filter(|(_, row, _)| row.considered.is_none()) {
            let sum: u64 = parts.iter().map(|cell| truth[*cell]).sum();
            // A table with this outcome's counts changed must show the same bands.
            let accept = |cells: &[u64]| {
                rows.iter().all(|(table, row, parts)| {
                    if row.ratio_band.is_none() && row.p_band.is_none() {
                        return true;
                    }
                    let now = |o: usize| {
                        parts
                            .iter()
                            .map(|cell| if o == outcome { cells[*cell] } else { counts[*cell][o] })
                            .sum::<u64>()
                    };
                    bands(table, &question.standard, [now(0), now(1)])
                        == (row.ratio_band.map(edges), row.p_band.map(edges))
                })
            };
            let values = |most: u64| {
                let is_possible = |value: u64| {
                    let asked = [&known[..], &[(parts.clone(), value)]].concat();
                    possible(&asked, &truth, &accept, most) == Some(true)
                };
                let protection = question.privacy.protection;
                let up = (1..=protection).take_while(|step| is_possible(sum + step)).count();
                let left = protection - u64::try_from(up).unwrap();
                let down = (1..=left.min(sum)).take_while(|step| is_possible(sum - step)).count();
                u64::try_from(1 + up + down).unwrap()
            };
            // What is possible is soon found; only what seems not to be is searched for to the end.
            let values = Some(values(2_000))
                .filter(|found| *found > question.privacy.protection)
                .unwrap_or_else(|| values(400_000));
            if values <= question.privacy.protection {
                found.push(format!("{:?} outcome {outcome}: {values} values", row.categories));
            }
        }
    }
    found
}

type Edges = (f64, Option<f64>);
type Bands = (Option<Edges>, Option<Edges>);

fn edges(band: crate::fairness::Band) -> Edges {
    (band.from, band.below)
}

/// The bands of a group beside the shown reference of its table: the report's own words for two groups of these counts.
fn bands(table: &crate::fairness::PublishedTable, standard: &Standard, counts: [u64; 2]) -> Bands {
    let shown =
        table.rows.iter().filter(|row| row.categories[0].is_some() && row.considered.is_some_and(|n| n > 0));
    let reference = match standard.reference() {
        Reference::Group(name) => shown.into_iter().find(|row| row.categories[0].as_ref() == Some(name)),
        _ => shown.into_iter().reduce(|best, row| {
            let (x, n, y, m) = (
                row.selected.unwrap(),
                row.considered.unwrap(),
                best.selected.unwrap(),
                best.considered.unwrap(),
            );
            if (x * m, n) > (y * n, m) { row } else { best }
        }),
    };
    let reference = reference.unwrap();
    let key = [counts, [reference.considered.unwrap(), reference.selected.unwrap()]];
    SEEN.with_borrow_mut(|seen| *seen.entry(key).or_insert_with(|| bands_of(key)))
}

thread_local! {
    /// Many tables ask for the same.
    static SEEN: RefCell<BTreeMap<[[u64; 2]; 2], Bands>> = const { RefCell::new(BTreeMap::new()) };
}

fn bands_of([[y, x], [n, m]]: [[u64; 2]; 2]) -> Bands {
    let own = Standard::default().with_reference(Reference::Group("r".into()));
    let pair = own.selection([("f", x + y, x), ("r", n, m)]).unwrap();
    let finding = &pair.findings[0];
    let within = |value: Option<f64>, edges: &[f64]| {
        let value = value?;
        let from = edges.iter().copied().filter(|edge| *edge <= value).fold(0.0, f64::max);
        Some((from, edges.iter().copied().find(|edge| *edge > value)))
    };
    if finding.impact_ratio.is_none() {
        return (None, None);
    }
    (within(finding.impact_ratio, &[0.0, 0.5, 0.8, 1.25]), within(finding.mid_p, &[0.0, 0.01, 0.05, 0.1]))
}

const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// A random table of these sizes; `most` people in a cell.
fn random(draw: &mut Draw, sizes: &[usize], most: u64, privacy: Privacy) -> PublicationQuestion {
    let mut keys: Vec<Vec<Option<String>>> = vec![Vec::new()];
    for size in sizes {
        let names: Vec<Option<String>> = (0..*size)
            .map(|place| (place > 0 || draw.below(4) > 0).then(|| NAMES[place].to_owned()))
            .collect();
        keys = keys
            .iter()
            .flat_map(|key| names.iter().map(|name| [&key[..], std::slice::from_ref(name)].concat()))
            .collect();
    }
    let cells = keys.into_iter().map(|key| {
        // Some cells are empty, some small, some large.
        let scale = [1, 3, most, most][draw.place(4)];
        let considered = draw.below(scale + 1);
        PublicationCell::new(key, considered, draw.below(considered + 1))
    });
    let cells: Vec<_> = cells.collect();
    let attributes = ["sex", "age", "site"].iter().take(sizes.len()).copied();
    PublicationQuestion::new(attributes).with_cells(cells).with_privacy(privacy)
}

/// Attacks so many random tables; how many rows were hidden, how many of them beyond what is small, and how many bands shown.
fn attacked(seed: u64, tables: u64, sizes: &[&[usize]], most: u64, privacy: Privacy) -> [u64; 3] {
    let mut draw = Draw(seed);
    let mut seen = [0; 3];
    for round in 0..tables {
        let sizes = sizes[draw.place(sizes.len())];
        let mut question = random(&mut draw, sizes, most, privacy);
        question.intersections = draw.below(4) > 0;
        let published = publish(&question).unwrap();
        let found = exposed(&question, &published);
        assert!(found.is_empty(), "round {round}: {found:?}\n{question:?}\n{published:?}");
        for row in published.tables.iter().flat_map(|table| &table.rows) {
            let (Some(considered), Some(selected)) = (row.considered, row.selected) else {
                seen[0] += 1;
                seen[2] += u64::from(row.ratio_band.is_some());
                continue;
            };
            seen[1] += 1;
            assert!(considered >= privacy.minimum_cell && selected >= privacy.minimum_outcome);
            assert!(considered - selected >= privacy.minimum_outcome);
        }
    }
    seen
}

#[test]
fn thousands_of_tables_of_one_attribute_give_nothing_away() {
    let privacy = Privacy::default().with_minimum_cell(6).with_minimum_outcome(2).with_protection(3);
    let seen = attacked(11, 1_500, &[&[2], &[3], &[4], &[5], &[6]], 30, privacy);
    assert!(seen.iter().all(|count| *count > 100), "{seen:?}");
}

#[test]
fn thousands_of_tables_of_two_attributes_give_nothing_away() {
    let privacy = Privacy::default().with_minimum_cell(4).with_minimum_outcome(1).with_protection(2);
    let seen = attacked(12, 2_000, &[&[2, 2], &[2, 3], &[3, 3]], 16, privacy);
    assert!(seen[0] > 500 && seen[1] > 500 && seen[2] > 20, "{seen:?}");
}

#[test]
fn hundreds_of_tables_of_three_attributes_give_nothing_away() {
    let privacy = Privacy::default().with_minimum_cell(4).with_minimum_outcome(0).with_protection(2);
    let seen = attacked(13, 800, &[&[2, 2, 2]], 24, privacy);
    assert!(seen[0] > 500 && seen[1] > 500, "{seen:?}");
}

#[test]
fn the_attack_finds_what_hiding_small_groups_alone_gives_away() {
    let question = three();
    let mut published = publish(&question).unwrap();
    assert!(exposed(&question, &published).is_empty());
    // The women shown again: the totals less the others are the small group.
    let women = published.tables[0]
        .rows
        .iter_mut()
        .find(|row| row.categories[0].as_deref() == Some("women"))
        .unwrap();
    (women.considered, women.selected) = (Some(52), Some(24));
    assert_eq!(exposed(&question, &published).len(), 2);
}

fn three() -> PublicationQuestion {
    PublicationQuestion::new(["sex"]).with_cells([
        PublicationCell::new([Some("women")], 52, 24),
        PublicationCell::new([Some("men")], 80, 48),
        PublicationCell::new([Some("other")], 4, 1),
    ])
}

fn shown(published: &PublishedSelection, table: usize) -> Vec<String> {
    let rows = published.tables[table].rows.iter().filter(|row| row.considered.is_some());
    rows.map(|row| row.name(Lang::En)).collect()
}

#[test]
fn the_fewest_people_are_hidden_beside_a_small_group() {
    let published = publish(&three()).unwrap();
    assert_eq!(shown(&published, 0), ["men"]);
    assert_eq!((published.considered, published.selected), (Some(136), Some(73)));
    assert!(published.tables[0].report.is_none());
    // Without small groups all are shown.
    let all = publish(&three().with_privacy(Privacy::default().with_minimum_cell(4).with_minimum_outcome(1)))
        .unwrap();
    assert_eq!(shown(&all, 0), ["men", "other", "women"]);
    assert!(all.reasons.is_empty() && all.tables[0].report.as_ref().unwrap().findings.len() == 2);
}

#[test]
fn what_a_hidden_row_is_divided_into_is_hidden_too() {
    let cell = |sex, age, n, x| PublicationCell::new([Some(sex), Some(age)], n, x);
    let question = PublicationQuestion::new(["sex", "age"]).with_cells([
        cell("women", "20s", 40, 20),
        cell("women", "40s", 40, 20),
        cell("men", "20s", 40, 20),
        cell("men", "40s", 40, 20),
        cell("other", "20s", 3, 1),
        cell("other", "40s", 40, 20),
    ]);
    let published = publish(&question).unwrap();
    // Only combinations are small: a rectangle of them is hidden, and every sum is shown.
    assert_eq!(shown(&published, 0).len() + shown(&published, 1).len(), 5);
    assert_eq!(shown(&published, 2).len(), 2);
    assert!(exposed(&question, &published).is_empty());
    let singles = publish(&question.with_intersections(false)).unwrap();
    assert_eq!((singles.tables.len(), singles.reasons.len()), (2, 0));
}

#[test]
fn where_nothing_can_be_shown_the_totals_are_hidden_too() {
    let two = PublicationQuestion::new(["sex"])
        .with_cells([PublicationCell::new([Some("women")], 4, 1), PublicationCell::new([Some("men")], 5, 1)]);
    let published = publish(&two).unwrap();
    assert_eq!((published.considered, published.selected), (None, None));
    assert_eq!(published.verdict, crate::fairness::Verdict::Insufficient);
    let text = published.text(Lang::En);
    assert!(text.contains("Not shown, to protect small groups: men, women."), "{text}");
    assert!(!text.contains('4'), "{text}");
}

#[test]
fn no_hidden_number_stands_in_anything_that_is_published() {
    // The 4,321 are hidden for the sake of the 3.
    let question = PublicationQuestion::new(["sex"]).with_cells([
        PublicationCell::new([Some("women")], 4_321, 1_987),
        PublicationCell::new([Some("men")], 98_765, 56_789),
        PublicationCell::new([Some("other")], 3, 1),
        PublicationCell::new([None::<String>], 20_011, 10_007),
    ]);
    let published = publish(&question).unwrap();
    assert_eq!(shown(&published, 0), ["men", "not known"]);
    let json = serde_json::to_string(&published).unwrap();
    let debug = format!("{published:?}");
    for text in [&json, &debug, &published.text(Lang::En), &published.text(Lang::Ja)] {
        for number in ["4321", "4,321", "1987", "1,987", "2334", "0.4598", "46.0%"] {
            assert!(!text.contains(number), "{number} in {text}");
        }
    }
    assert_eq!(serde_json::from_str::<PublishedSelection>(&json).unwrap(), published);
}

#[test]
fn noise_is_the_seed_s_and_totals_are_the_sums_of_their_parts() {
    let noisy = |seed| {
        publish(&three().with_privacy(
            Privacy::default().with_minimum_cell(0).with_minimum_outcome(0).with_noise(Noise::new(0.5, seed)),
        ))
        .unwrap()
    };
    let published = noisy(7);
    assert_eq!(published, noisy(7));
    assert_ne!(published.tables, noisy(8).tables);
    let rows = &published.tables[0].rows;
    assert_eq!(rows.iter().map(|row| row.considered.unwrap()).sum::<u64>(), published.considered.unwrap());
    assert_eq!(rows.iter().map(|row| row.selected.unwrap()).sum::<u64>(), published.selected.unwrap());
    assert_eq!(published.reasons[0].code(), "privacy-noise");
    assert!(!serde_json::to_string(&published).unwrap().contains("seed"));
    // The mean size of two-sided geometric noise is 2a/(1-a^2) with a = exp(-epsilon): 1.9 for 0.5.
    let mut sizes = 0.0;
    for seed in 0..400 {
        let rows = &noisy(seed * 7_919 + 1).tables[0].rows;
        let men = rows.iter().find(|row| row.categories[0].as_deref() == Some("men")).unwrap();
        sizes += men.selected.unwrap().abs_diff(48) as f64;
    }
    let a = (-0.5_f64).exp();
    assert!((sizes / 400.0 - 2.0 * a / (1.0 - a * a)).abs() < 0.25, "{}", sizes / 400.0);
}

#[test]
fn what_cannot_be_published_is_refused_with_its_place() {
    let refused = |question: &PublicationQuestion| {
        let error = publish(question).unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    let none = PublicationQuestion::new(["sex"]);
    assert_eq!(refused(&none), (ErrorKind::Missing, "cells".into()));
    let many = PublicationQuestion::new(["a", "b", "c", "d"]);
    assert_eq!(refused(&many), (ErrorKind::OutOfRange, "attributes".into()));
    let more = three().with_cells([PublicationCell::new([Some("x")], 3, 4)]);
    assert_eq!(refused(&more), (ErrorKind::Inconsistent, "cells[3].selected".into()));
    let two = three().with_cells([PublicationCell::new([Some("x"), Some("y")], 3, 1)]);
    assert_eq!(refused(&two), (ErrorKind::Inconsistent, "cells[3].categories".into()));
    let zero = three().with_privacy(Privacy::default().with_protection(0));
    assert_eq!(refused(&zero), (ErrorKind::OutOfRange, "privacy.protection".into()));
    let loud = three().with_privacy(Privacy::default().with_noise(Noise::new(f64::NAN, 1)));
    assert_eq!(refused(&loud), (ErrorKind::OutOfRange, "privacy.noise.epsilon".into()));
    let other = three().with_standard(Standard::default().with_reference(Reference::Group("nobody".into())));
    assert_eq!(refused(&other), (ErrorKind::UnknownName, "standard.reference".into()));
    let wide = (0..1_001).map(|name| PublicationCell::new([Some(name.to_string())], 1, 1));
    assert_eq!(refused(&none.with_cells(wide)), (ErrorKind::TooLarge, "cells".into()));
}
