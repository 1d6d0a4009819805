//! Random policies over the whole grammar.

use chrono::NaiveDate;

/// `SplitMix64` (Steele, Lea and Flood 2014): small, and the same everywhere.
pub(in crate::eligibility::tests) struct Draw(u64);

impl Draw {
    pub(in crate::eligibility::tests) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(in crate::eligibility::tests) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(in crate::eligibility::tests) fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(most).unwrap()).unwrap()
    }

    pub(in crate::eligibility::tests) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub(in crate::eligibility::tests) fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// A day in which month ends and leap days are frequent.
pub(in crate::eligibility::tests) fn day(draw: &mut Draw) -> NaiveDate {
    let year = 2012 + i32::try_from(draw.below(15)).unwrap();
    if draw.one_in(3) {
        let month = u32::try_from(1 + draw.below(12)).unwrap();
        let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
        return if draw.one_in(2) { first.pred_opt().unwrap() } else { first };
    }
    NaiveDate::from_yo_opt(year, u32::try_from(1 + draw.below(365)).unwrap()).unwrap()
}

const FACTS: &str = r#"
[[facts]]
name = "nda"
type = "boolean"
title = "NDA"
[[facts]]
name = "fte"
type = "decimal"
title = "FTE"
[[facts]]
name = "bonus"
type = "money"
title = "bonus"
[[facts]]
name = "score"
type = "integer"
title = "score"
values = [{ name = "low", number = 1 }, { name = "high", number = 9 }]
[[facts]]
name = "waited"
type = "period"
title = "waited"
[[facts]]
name = "region"
type = "category"
title = "region"
values = [{ name = "north" }, { name = "south" }, { name = "east" }]
[[facts]]
name = "skills"
type = "categories"
title = "skills"
values = [{ name = "sql" }, { name = "rust" }, { name = "law" }]
"#;

pub(in crate::eligibility::tests) const DATES: [&str; 4] =
    ["start_date", "separation_date", "non_compete_until", "first_start_date"];
const PERIODS: [&str; 7] = [
    "tenure",
    "since_separation",
    "total_tenure",
    "waited",
    "time_in_job_family(sales)",
    "tenure",
    "since_separation",
];
const BOOLEANS: [&str; 3] = ["nda", "employed", "handover_done"];
const OPEN: [&str; 2] = ["legal_entity", "department"];

/// A policy of one to five criteria.
pub(in crate::eligibility::tests) fn policy(draw: &mut Draw) -> String {
    let mut text = format!("id = \"p\"\nversion = 1\n{FACTS}");
    for criterion in 0..=draw.below(5) {
        let effect = draw.of(&["require", "require", "bar", "review"]);
        let rule = rule(draw, 3);
        text.push_str(&format!("[[criteria]]\nid = \"c{criterion}\"\n{effect} = '''{rule}'''\n"));
    }
    text
}

fn rule(draw: &mut Draw, depth: usize) -> String {
    match draw.below(if depth == 0 { 1 } else { 5 }) {
        1 => format!("({}) and ({})", rule(draw, depth - 1), rule(draw, depth - 1)),
        2 => format!("({}) or ({})", rule(draw, depth - 1), rule(draw, depth - 1)),
        3 if draw.one_in(2) => format!("not ({})", rule(draw, depth - 1)),
        _ => test(draw),
    }
}

fn period(draw: &mut Draw) -> String {
    let count = draw.below(40);
    match draw.below(6) {
        0 => format!("{} years", count / 6),
        1 => format!("{count} months"),
        2 => format!("{} days", count * 30),
        3 => format!("{} years {} months", count / 9, count % 12),
        4 => format!("{count} weeks"),
        _ => format!("{} months {} days", count / 3, count % 7),
    }
}

fn is(draw: &mut Draw) -> &'static str {
    draw.of(&[">=", ">=", "<", "<=", ">", "=", "!="])
}

fn date(draw: &mut Draw, depth: usize) -> String {
    match draw.below(if depth == 0 { 4 } else { 6 }) {
        0 => "as_of".into(),
        1 => day(draw).to_string(),
        2 | 3 => draw.of(&DATES).into(),
        4 => format!("{} + {}", date(draw, depth - 1), period(draw)),
        _ => format!("{} - {}", date(draw, depth - 1), period(draw)),
    }
}

fn values(draw: &mut Draw, choices: &[&str]) -> String {
    let mut chosen: Vec<_> = choices.iter().filter(|_| draw.one_in(2)).copied().collect();
    if chosen.is_empty() {
        chosen.push(draw.of(choices));
    }
    chosen.join(", ")
}

fn test(draw: &mut Draw) -> String {
    let not = draw.of(&["", "", "not "]);
    match draw.below(22) {
        0..=3 => format!("{} {} {}", draw.of(&PERIODS), is(draw), period(draw)),
        4 => format!(
            "{} {not}between {} days and {} months",
            draw.of(&PERIODS),
            draw.below(40),
            2 + draw.below(40)
        ),
        5 | 6 => match (date(draw, 2), date(draw, 2)) {
            (left, right) if is_fixed(&left) && is_fixed(&right) => {
                format!("start_date {} {right}", is(draw))
            }
            (left, right) => format!("{left} {} {right}", is(draw)),
        },
        7 => format!("{} {not}in [2015-01-31, 2016-02-29, 2020-04-01]", draw.of(&DATES)),
        8 => format!("as_of between {} and 2040-01-01", day(draw)),
        9 => draw.of(&BOOLEANS).into(),
        10 => {
            format!("{} {} {}", draw.of(&BOOLEANS), draw.of(&["=", "!="]), draw.of(&["true", "false", "nda"]))
        }
        11 => format!("grade {} {}", is(draw), draw.below(6)),
        12 => format!("score {} {}", is(draw), draw.of(&["low", "high", "grade", "fte", "0.5"])),
        13 => format!("grade {not}in [1, {}, 5]", 2 + draw.below(3)),
        14 => format!("fte {} {}", is(draw), draw.of(&["0.5", "1", "0.75", "grade", "-3"])),
        15 => format!(
            "{} {} {}",
            draw.of(&["pay", "bonus"]),
            is(draw),
            draw.of(&["5000 JPY", "4000000 JPY", "bonus", "pay"])
        ),
        16 => format!(
            "separation_kind {not}in [{}]",
            values(draw, &["voluntary", "retirement", "mutual", "involuntary_cause"])
        ),
        17 => format!(
            "{} {} {}",
            draw.of(&OPEN),
            draw.of(&["=", "!="]),
            draw.of(&["\"Acme\"", "\"日本\"", "legal_entity", "department"])
        ),
        18 => format!("region {} {}", draw.of(&["=", "!="]), draw.of(&["north", "south"])),
        19 => {
            let (fact, choices): (_, &[&str]) = match draw.below(3) {
                0 => ("skills", &["sql", "rust", "law"]),
                1 => ("personal_contacts", &["email", "phone"]),
                _ => ("job_families", &["sales", "law"]),
            };
            match draw.below(3) {
                0 => format!("{fact} has {}", draw.of(choices)),
                1 => format!("{fact} has any [{}]", values(draw, choices)),
                _ => format!("{fact} has all [{}]", values(draw, choices)),
            }
        }
        20 => {
            let fact = draw.of(&[
                "tenure",
                "employed",
                "pay",
                "skills",
                "rehire_flag",
                "fte",
                "start_date",
                "department",
            ]);
            format!("{fact} is {not}known")
        }
        _ => format!("rehire_flag {not}in [{}]", values(draw, &["yes", "no", "absent"])),
    }
}

/// Whether a date is written out, without fact or `as_of`: two of them cannot be compared.
fn is_fixed(date: &str) -> bool {
    !date.contains('_')
}
