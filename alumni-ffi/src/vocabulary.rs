//! Vocabularies: the facts that rules may ask for.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::workforce::{UnknownFact, Vocabulary};

use crate::boundary::{Kept, KeptIn, Outcome, give, guard, handle, read, read_text, release, text, texts};
use crate::error::{alumni_error, alumni_status};
use crate::text::{Reasons, Words};
use crate::workforce::alumni_worker;

/// The facts that rules may ask for: the built-in HR facts and the customer's own.
#[derive(Debug)]
pub struct alumni_vocabulary {
    pub(crate) inner: Vocabulary,
    names: Words,
    titles: Vec<KeptIn>,
    facts: Vec<Kept>,
    markdown: KeptIn,
    html: KeptIn,
    json: Kept,
}

impl From<Vocabulary> for alumni_vocabulary {
    fn from(inner: Vocabulary) -> Self {
        Self {
            names: inner.iter().map(|fact| fact.name.clone()).collect(),
            titles: inner.iter().map(|_| KeptIn::default()).collect(),
            facts: inner.iter().map(|_| Kept::default()).collect(),
            markdown: KeptIn::default(),
            html: KeptIn::default(),
            json: Kept::default(),
            inner,
        }
    }
}

/// Names in data that no fact knows, each with what was probably meant.
#[derive(Debug)]
pub struct alumni_unknown_facts {
    inner: Vec<UnknownFact>,
    names: Words,
    nearest: Vec<Kept>,
    reasons: Reasons,
    json: Kept,
}

impl From<Vec<UnknownFact>> for alumni_unknown_facts {
    fn from(inner: Vec<UnknownFact>) -> Self {
        let reasons: Vec<_> = inner.iter().map(UnknownFact::reason).collect();
        Self {
            names: inner.iter().map(|unknown| unknown.name.clone()).collect(),
            nearest: inner.iter().map(|_| Kept::default()).collect(),
            reasons: reasons.iter().collect(),
            json: Kept::default(),
            inner,
        }
    }
}

/// Gives the built-in HR facts.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_vocabulary_hr(
    vocabulary: Option<&mut MaybeUninit<*mut alumni_vocabulary>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(vocabulary, "vocabulary", || Ok(Vocabulary::hr().into())))
}

/// Reads the customer's facts in TOML, or in JSON when the document starts with a brace, and adds them to the built-in
/// ones. A mistake is named by its place: `facts[2].values[0].number`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_vocabulary_parse(
    document: *const c_char,
    vocabulary: Option<&mut MaybeUninit<*mut alumni_vocabulary>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(vocabulary, "vocabulary", || Ok(Vocabulary::parse(text(document, "document")?)?.into()))
    })
}

/// Number of facts, built-in and own.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_vocabulary_count(vocabulary: Option<&alumni_vocabulary>) -> usize {
    read(0, || Some(vocabulary?.names.count()))
}

/// The place of the fact `name`; `SIZE_MAX` when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_vocabulary_find(
    vocabulary: Option<&alumni_vocabulary>,
    name: *const c_char,
) -> usize {
    read(usize::MAX, || {
        let name = text(name, "name").ok()?;
        vocabulary?.inner.iter().position(|fact| fact.name == name)
    })
}

/// The name of the fact at `index`; facts are in the order of their names.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_vocabulary_name(
    vocabulary: Option<&alumni_vocabulary>,
    index: usize,
) -> *const c_char {
    read_text(|| vocabulary?.names.get(index))
}

/// What people call the fact at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_vocabulary_title(
    vocabulary: Option<&alumni_vocabulary>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let vocabulary = vocabulary?;
        let fact = vocabulary.inner.iter().nth(index)?;
        vocabulary.titles.get(index)?.get(lang, |lang| fact.title.text(lang).to_owned())
    })
}

/// The whole definition of the fact at `index` as JSON: type, title, values, unit, bounds.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_vocabulary_fact_json(
    vocabulary: Option<&alumni_vocabulary>,
    index: usize,
) -> *const c_char {
    read_text(|| {
        let vocabulary = vocabulary?;
        let fact = vocabulary.inner.iter().nth(index)?;
        vocabulary.facts.get(index)?.json(fact)
    })
}

/// Every fact as a table in Markdown.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_vocabulary_markdown(
    vocabulary: Option<&alumni_vocabulary>,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let vocabulary = vocabulary?;
        vocabulary.markdown.get(lang, |lang| vocabulary.inner.page(lang).markdown())
    })
}

/// Every fact as a table, as one HTML document that needs nothing else.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_vocabulary_html(vocabulary: Option<&alumni_vocabulary>, lang: u32) -> *const c_char {
    read_text(|| {
        let vocabulary = vocabulary?;
        vocabulary.html.get(lang, |lang| vocabulary.inner.page(lang).html())
    })
}

/// The customer's part as JSON, which `alumni_vocabulary_parse` reads back.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_vocabulary_json(vocabulary: Option<&alumni_vocabulary>) -> *const c_char {
    read_text(|| {
        let vocabulary = vocabulary?;
        Some(vocabulary.json.get(|| vocabulary.inner.to_json()))
    })
}

/// Frees a vocabulary; NULL is fine. Policies built with it live on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_vocabulary_free(vocabulary: Option<Box<alumni_vocabulary>>) {
    release(vocabulary);
}

/// Those of `count` names (the columns of a table) that no fact knows, each once.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_vocabulary_unknown(
    vocabulary: Option<&alumni_vocabulary>,
    names: *const *const c_char,
    count: usize,
    unknown: Option<&mut MaybeUninit<*mut alumni_unknown_facts>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(unknown, "unknown", || {
            let vocabulary = handle(vocabulary, "vocabulary")?;
            Ok(vocabulary.inner.unknown(texts(names, count, "names")?).into())
        })
    })
}

/// The facts supplied with a worker that no fact of the vocabulary knows.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_vocabulary_unknown_of_worker(
    vocabulary: Option<&alumni_vocabulary>,
    worker: Option<&alumni_worker>,
    unknown: Option<&mut MaybeUninit<*mut alumni_unknown_facts>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(unknown, "unknown", || -> Outcome<_> {
            let (vocabulary, worker) = (handle(vocabulary, "vocabulary")?, handle(worker, "worker")?);
            Ok(vocabulary.inner.unknown_facts(&worker.inner).into())
        })
    })
}

/// Number of unknown names.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_unknown_facts_count(unknown: Option<&alumni_unknown_facts>) -> usize {
    read(0, || Some(unknown?.names.count()))
}

/// The unknown name at `index`, as the data has it.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_unknown_facts_name(
    unknown: Option<&alumni_unknown_facts>,
    index: usize,
) -> *const c_char {
    read_text(|| unknown?.names.get(index))
}

/// The fact that was probably meant by the name at `index`; NULL when none is near.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_unknown_facts_nearest(
    unknown: Option<&alumni_unknown_facts>,
    index: usize,
) -> *const c_char {
    read_text(|| {
        let unknown = unknown?;
        let nearest = unknown.inner.get(index)?.nearest.as_ref()?;
        Some(unknown.nearest.get(index)?.get(|| nearest.clone()))
    })
}

/// What is to be said about the name at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_unknown_facts_text(
    unknown: Option<&alumni_unknown_facts>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| unknown?.reasons.text(index, lang))
}

/// All of them as a JSON array.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_unknown_facts_json(unknown: Option<&alumni_unknown_facts>) -> *const c_char {
    read_text(|| {
        let unknown = unknown?;
        unknown.json.json(&unknown.inner)
    })
}

/// Frees them; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_unknown_facts_free(unknown: Option<Box<alumni_unknown_facts>>) {
    release(unknown);
}
