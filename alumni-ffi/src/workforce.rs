//! Workers and their facts.

use std::collections::BTreeMap;
use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use alumni_core::Error;
use alumni_core::workforce::{Currency, Fact, Money, Value, Worker};

use crate::boundary::{Kept, Outcome, give, guard, handle, put, read, read_text, release, text};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};

/// An amount of money in whole minor units (yen, euro cents) with its ISO 4217 code: `{5200000, "JPY"}`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct alumni_money {
    /// The amount in minor units.
    pub minor: i64,
    /// Three upper-case letters and a NUL.
    pub currency: [c_char; 4],
}

impl alumni_money {
    /// The amount, whose currency must be one.
    pub(crate) fn checked(&self, name: &'static str) -> Outcome<Money> {
        let code = self.currency.map(|letter| u8::from_ne_bytes(letter.to_ne_bytes()));
        let code = CStr::from_bytes_until_nul(&code).ok().and_then(|code| code.to_str().ok());
        let currency: Result<Currency, Error> = code.unwrap_or_default().parse();
        Ok(Money::new(self.minor, currency.map_err(|error| error.within("currency").within(name))?))
    }
}

impl From<Money> for alumni_money {
    fn from(money: Money) -> Self {
        let mut currency = [0; 4];
        for (place, letter) in currency.iter_mut().zip(money.currency().code().bytes()) {
            *place = c_char::from_ne_bytes([letter]);
        }
        Self { minor: money.minor(), currency }
    }
}

/// Reads an amount like `5200000 JPY` or `1234.5 EUR`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_money_parse(
    text: *const c_char,
    money: Option<&mut MaybeUninit<alumni_money>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        put(money, "money", || {
            let money: Money = crate::boundary::text(text, "text")?.parse()?;
            Ok(money.into())
        })
    })
}

/// A person who works or worked here, with spells, separations, rehire flag, pay and contact points.
#[derive(Debug)]
pub struct alumni_worker {
    pub(crate) inner: Worker,
    id: Kept,
    json: Kept,
}

impl From<Worker> for alumni_worker {
    fn from(inner: Worker) -> Self {
        Self { inner, id: Kept::default(), json: Kept::default() }
    }
}

/// What is known of a worker as of a day: every built-in fact that takes no parameter.
#[derive(Debug)]
pub struct alumni_facts {
    facts: Vec<Told>,
    json: Kept,
}

#[derive(Debug)]
struct Told {
    fact: Fact,
    value: Option<Value>,
    name: Kept,
    json: Kept,
}

/// Reads a worker from a JSON document, like
/// `{"id": "w-1042", "rehire_flag": "yes", "spells": [{"start": "2016-04-01", "end": "2021-09-30", "grade": 2,
/// "separation": {"kind": "voluntary"}}]}`. Spells may come in any order; they may not overlap.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_worker_from_json(
    json: *const c_char,
    worker: Option<&mut MaybeUninit<*mut alumni_worker>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(worker, "worker", || Ok(Worker::from_json(text(json, "json")?)?.into())))
}

/// The worker's id.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_worker_id(worker: Option<&alumni_worker>) -> *const c_char {
    read_text(|| {
        let worker = worker?;
        Some(worker.id.get(|| worker.inner.id().to_owned()))
    })
}

/// Number of spells.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_worker_spell_count(worker: Option<&alumni_worker>) -> usize {
    read(0, || Some(worker?.inner.spells().len()))
}

/// The whole worker as JSON, as `alumni_worker_from_json` reads it.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_worker_json(worker: Option<&alumni_worker>) -> *const c_char {
    read_text(|| worker?.json.json(&worker?.inner))
}

/// The built-in facts of a worker as of a day. The day begins before anything happens on it: a spell whose last day is
/// the day before has ended.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_worker_facts(
    worker: Option<&alumni_worker>,
    as_of: alumni_date,
    facts: Option<&mut MaybeUninit<*mut alumni_facts>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(facts, "facts", || {
            let worker = handle(worker, "worker")?;
            let as_of = as_of.checked("as_of")?;
            let told = |&fact: &Fact| Told {
                fact,
                value: fact.of(&worker.inner, None, as_of),
                name: Kept::default(),
                json: Kept::default(),
            };
            Ok(alumni_facts { facts: Fact::ALL.iter().map(told).collect(), json: Kept::default() })
        })
    })
}

/// Frees a worker; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_worker_free(worker: Option<Box<alumni_worker>>) {
    release(worker);
}

/// Number of facts, known or not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_facts_count(facts: Option<&alumni_facts>) -> usize {
    read(0, || Some(facts?.facts.len()))
}

/// The name of the fact at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_facts_name(facts: Option<&alumni_facts>, index: usize) -> *const c_char {
    read_text(|| {
        let told = facts?.facts.get(index)?;
        Some(told.name.get(|| told.fact.as_str().to_owned()))
    })
}

/// The typed value of a fact as JSON, like `{"type": "integer", "value": 2}`; NULL when it is unknown.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_facts_get(facts: Option<&alumni_facts>, name: *const c_char) -> *const c_char {
    read_text(|| {
        let name = text(name, "name").ok()?;
        let told = facts?.facts.iter().find(|told| told.fact.as_str() == name)?;
        told.json.json(told.value.as_ref()?)
    })
}

/// All facts as one JSON object by name, null where unknown.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_facts_json(facts: Option<&alumni_facts>) -> *const c_char {
    read_text(|| {
        let facts = facts?;
        let all: BTreeMap<_, _> = facts.facts.iter().map(|told| (told.fact.as_str(), &told.value)).collect();
        facts.json.json(&all)
    })
}

/// Frees facts; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_facts_free(facts: Option<Box<alumni_facts>>) {
    release(facts);
}
