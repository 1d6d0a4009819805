//! Where C meets Rust: one guard round every entry, arguments in, handles and texts out.
//!
//! All the unsafe code of the crate is here. C's side of the contract, which no check can see: a pointer that is not
//! NULL points to what its type says, a text ends with NUL, an array has as many items as its count says.

use std::any::Any;
use std::ffi::{CStr, CString, c_char};
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::OnceLock;

use alumni_core::table::Reader;
use alumni_core::text::{Clock, Page};
use alumni_core::{Error, Lang};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use crate::error::{alumni_error, alumni_status};
use crate::text::ALUMNI_NONE;

/// Why a call could not be answered.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input could not be used.
    Core(Error),
    /// The argument of this name is NULL and must not be.
    Null(&'static str),
    /// The argument of this name is not UTF-8 from this byte on.
    Utf8(&'static str, usize),
    /// The argument of this name is a number that its enum does not have.
    Enum(&'static str, u32),
    /// The library is at fault.
    Panic(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

pub(crate) type Outcome<T> = Result<T, Failure>;
/// Where a handle goes; [`give`] fills it.
pub(crate) type Out<'a, T> = Option<&'a mut MaybeUninit<*mut T>>;

/// Runs the body of an entry that can fail: no panic passes, a failure becomes a status and, if asked for, an error.
pub(crate) fn guard(error: Out<'_, alumni_error>, body: impl FnOnce() -> Outcome<()>) -> alumni_status {
    let outcome = catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| Err(panicked(&*panic)));
    let Err(failure) = outcome else { return crate::error::ALUMNI_STATUS_OK };
    let failed = alumni_error::from(failure);
    let status = failed.status();
    if let Some(error) = error {
        error.write(Box::into_raw(Box::new(failed)));
    }
    status
}

fn panicked(panic: &(dyn Any + Send)) -> Failure {
    let text = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
    Failure::Panic(text.unwrap_or("no message").to_owned())
}

/// Runs the body of an entry that cannot fail; `none` is returned where there is nothing to return.
pub(crate) fn read<T>(none: T, body: impl FnOnce() -> Option<T>) -> T {
    catch_unwind(AssertUnwindSafe(body)).ok().flatten().unwrap_or(none)
}

/// [`read`] for texts.
pub(crate) fn read_text<'a>(body: impl FnOnce() -> Option<&'a CStr>) -> *const c_char {
    read(ptr::null(), || body().map(CStr::as_ptr))
}

/// Takes a handle back.
pub(crate) fn release<T>(handle: Option<Box<T>>) {
    read((), || {
        drop(handle);
        None
    });
}

/// Makes a handle and gives it to the caller; `out` is NULL until all has gone well.
pub(crate) fn give<T>(out: Out<'_, T>, name: &'static str, make: impl FnOnce() -> Outcome<T>) -> Outcome<()> {
    let out = out.ok_or(Failure::Null(name))?;
    out.write(ptr::null_mut());
    let made = make()?;
    out.write(Box::into_raw(Box::new(made)));
    Ok(())
}

/// [`give`] for what is made of a table of people and of options, which are a JSON object. The table is taken whatever happens.
pub(crate) fn from_table<T>(
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    out: Out<'_, T>,
    name: &'static str,
    make: impl FnOnce(Reader, &str) -> Outcome<T>,
) -> Outcome<()> {
    let people = take_stream(people, "people");
    give(out, name, || {
        let options = text(options_json, "options_json")?;
        make(reader(people, "people")?, options)
    })
}

/// [`give`] for a handle that the caller may not want.
pub(crate) fn give_if_wanted<T>(out: Out<'_, T>, make: impl FnOnce() -> Outcome<T>) -> Outcome<()> {
    match out {
        Some(out) => give(Some(out), "out", make),
        None => make().map(drop),
    }
}

/// Writes a plain value to `out`, which is left untouched on failure.
pub(crate) fn put<T>(
    out: Option<&mut MaybeUninit<T>>,
    name: &'static str,
    make: impl FnOnce() -> Outcome<T>,
) -> Outcome<()> {
    let out = out.ok_or(Failure::Null(name))?;
    out.write(make()?);
    Ok(())
}

/// A stream that the caller hands over: it is taken, and its release callback set to NULL.
pub(crate) fn take_stream(
    stream: *mut FFI_ArrowArrayStream,
    name: &'static str,
) -> Outcome<FFI_ArrowArrayStream> {
    if stream.is_null() {
        return Err(Failure::Null(name));
    }
    // SAFETY: not NULL, and the caller promises a stream as the Arrow C stream interface has it, or a released one.
    Ok(unsafe { FFI_ArrowArrayStream::from_raw(stream) })
}

/// The table of a stream that was taken.
pub(crate) fn reader(stream: Outcome<FFI_ArrowArrayStream>, name: &'static str) -> Outcome<Reader> {
    Ok(Reader::from_stream(stream?).map_err(|error| error.within(name))?)
}

/// Makes a stream and gives it to the caller; `out` is a released one until all has gone well.
pub(crate) fn give_stream(
    out: *mut FFI_ArrowArrayStream,
    name: &'static str,
    make: impl FnOnce() -> Outcome<FFI_ArrowArrayStream>,
) -> Outcome<()> {
    if out.is_null() {
        return Err(Failure::Null(name));
    }
    // SAFETY: not NULL, and the caller promises room for a stream. What is there has no meaning and is not dropped.
    unsafe { out.write(FFI_ArrowArrayStream::empty()) };
    let made = make()?;
    // SAFETY: as above.
    unsafe { out.write(made) };
    Ok(())
}

/// A handle that must be there.
pub(crate) fn handle<'a, T>(handle: Option<&'a T>, name: &'static str) -> Outcome<&'a T> {
    handle.ok_or(Failure::Null(name))
}

/// A text that must be there.
pub(crate) fn text<'a>(text: *const c_char, name: &'static str) -> Outcome<&'a str> {
    optional_text(text, name)?.ok_or(Failure::Null(name))
}

/// A text that may be NULL.
pub(crate) fn optional_text<'a>(text: *const c_char, name: &'static str) -> Outcome<Option<&'a str>> {
    if text.is_null() {
        return Ok(None);
    }
    // SAFETY: not NULL, and the caller promises a NUL-terminated text that does not change during the call. The
    // lifetime is the caller's to choose; entries use it within the call only, the core copies what it keeps.
    let text = unsafe { CStr::from_ptr(text) };
    text.to_str().map(Some).map_err(|error| Failure::Utf8(name, error.valid_up_to()))
}

/// An array of `count` items, NULL only when there are none.
pub(crate) fn slice<'a, T>(items: *const T, count: usize, name: &'static str) -> Outcome<&'a [T]> {
    if count == 0 {
        return Ok(&[]);
    }
    if items.is_null() {
        return Err(Failure::Null(name));
    }
    if count.checked_mul(size_of::<T>()).is_none_or(|bytes| isize::try_from(bytes).is_err()) {
        return Err(Error::too_large("expected an array that fits into memory").within(name).into());
    }
    // SAFETY: not NULL, not larger than memory, and the caller promises `count` items that do not change during the
    // call. The lifetime is as for `optional_text`.
    Ok(unsafe { std::slice::from_raw_parts(items, count) })
}

/// An array of `count` texts, none of them NULL.
pub(crate) fn texts<'a>(
    items: *const *const c_char,
    count: usize,
    name: &'static str,
) -> Outcome<Vec<&'a str>> {
    slice(items, count, name)?.iter().map(|&item| text(item, name)).collect()
}

/// A member of an enum whose numbers in C count from `first` in the order of `all`.
pub(crate) fn member<T: Copy>(all: &[T], first: u32, number: u32, name: &'static str) -> Outcome<T> {
    let place = number.checked_sub(first).and_then(|place| usize::try_from(place).ok());
    place.and_then(|place| all.get(place)).copied().ok_or(Failure::Enum(name, number))
}

/// The number in C of a member of an enum that counts from `first` in the order of `all`.
pub(crate) fn number<T: PartialEq>(all: &[T], first: u32, member: &T) -> u32 {
    let place = all.iter().position(|other| other == member).and_then(|place| u32::try_from(place).ok());
    place.and_then(|place| place.checked_add(first)).unwrap_or(ALUMNI_NONE)
}

/// A text as C reads it; an inner NUL becomes U+FFFD.
pub(crate) fn c_text(text: impl Into<String>) -> CString {
    let text = text.into();
    CString::new(text).unwrap_or_else(|error| {
        let text = String::from_utf8_lossy(&error.into_vec()).replace('\0', "\u{FFFD}");
        CString::new(text).unwrap_or_default()
    })
}

/// A text made when first asked for and kept by its handle, so that many threads may ask a `const` handle.
#[derive(Debug, Default)]
pub(crate) struct Kept(OnceLock<CString>);

impl Kept {
    pub(crate) fn get(&self, make: impl FnOnce() -> String) -> &CStr {
        self.0.get_or_init(|| c_text(make()))
    }

    /// The value's JSON.
    pub(crate) fn json(&self, value: &impl serde::Serialize) -> Option<&CStr> {
        if self.0.get().is_none() {
            let text = serde_json::to_string(value).ok()?;
            return Some(self.get(|| text));
        }
        self.0.get().map(CString::as_c_str)
    }
}

/// A [`Kept`] text in each language.
#[derive(Debug, Default)]
pub(crate) struct KeptIn([Kept; Lang::ALL.len()]);

impl KeptIn {
    /// The text in the language of this number; `None` when there is no such language.
    pub(crate) fn get(&self, lang: u32, make: impl FnOnce(Lang) -> String) -> Option<&CStr> {
        let place = usize::try_from(lang).ok()?;
        let (lang, kept) = (Lang::ALL.get(place)?, self.0.get(place)?);
        Some(kept.get(|| make(*lang)))
    }
}

type Tell = dyn Fn(Lang, Clock) -> String + Send + Sync;

/// What a value says in every language, for a handle of values of several types.
pub(crate) struct Said {
    tell: Box<Tell>,
    kept: KeptIn,
    /// The clock of its days and times; `None` where those of the value stay as they are.
    clock: Option<Clock>,
}

impl Said {
    pub(crate) fn of<T: Send + Sync + 'static>(
        value: T,
        text: impl Fn(&T, Lang) -> String + Send + Sync + 'static,
    ) -> Self {
        Self { tell: Box::new(move |lang, _| text(&value, lang)), kept: KeptIn::default(), clock: None }
    }

    /// The same where days and times are said, in UTC at first.
    pub(crate) fn at<T: Send + Sync + 'static>(
        value: T,
        text_at: impl Fn(&T, Lang, Clock) -> String + Send + Sync + 'static,
    ) -> Self {
        let tell = Box::new(move |lang, clock| text_at(&value, lang, clock));
        Self { tell, kept: KeptIn::default(), clock: Some(Clock::utc()) }
    }

    /// Has it told by a clock from now on; whether it says any times by a clock.
    pub(crate) fn tell_at(&mut self, clock: Clock) -> bool {
        if self.clock.is_some() {
            (self.kept, self.clock) = (KeptIn::default(), Some(clock));
        }
        self.clock.is_some()
    }

    /// The text in the language of this number; `None` when there is no such language.
    pub(crate) fn get(&self, lang: u32) -> Option<&CStr> {
        let clock = self.clock.unwrap_or_else(Clock::utc);
        self.kept.get(lang, |lang| (self.tell)(lang, clock))
    }
}

impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Said").field("kept", &self.kept).field("clock", &self.clock).finish_non_exhaustive()
    }
}

/// A value that people read as a page.
pub(crate) trait HasPage: serde::Serialize {
    /// Its page in `lang`.
    fn page(&self, lang: Lang) -> Page;

    /// The same with days and times as a clock shows them.
    fn page_at(&self, lang: Lang, _: Clock) -> Page {
        self.page(lang)
    }
}

/// The clock at an offset such as `+09:00`, or of a time zone.
pub(crate) fn utc_offset(text: *const c_char) -> Outcome<Clock> {
    Ok(self::text(text, "utc_offset")?.parse().map_err(|error: Error| error.within("utc_offset"))?)
}

/// A value with its JSON and its page, each written when first asked for.
#[derive(Debug)]
pub(crate) struct Paged<T> {
    pub(crate) value: T,
    json: Kept,
    markdown: KeptIn,
    html: KeptIn,
    clock: Option<Clock>,
}

impl<T: HasPage> Paged<T> {
    pub(crate) fn new(value: T) -> Self {
        Self {
            value,
            json: Kept::default(),
            markdown: KeptIn::default(),
            html: KeptIn::default(),
            clock: None,
        }
    }

    /// Has the page told by a clock from now on.
    pub(crate) fn tell_at(&mut self, clock: Clock) {
        (self.markdown, self.html) = Default::default();
        self.clock = Some(clock);
    }

    fn page(&self, lang: Lang) -> Page {
        match self.clock {
            Some(clock) => self.value.page_at(lang, clock),
            None => self.value.page(lang),
        }
    }

    pub(crate) fn json(&self) -> Option<&CStr> {
        self.json.json(&self.value)
    }

    pub(crate) fn markdown(&self, lang: u32) -> Option<&CStr> {
        self.markdown.get(lang, |lang| self.page(lang).markdown())
    }

    pub(crate) fn html(&self, lang: u32) -> Option<&CStr> {
        self.html.get(lang, |lang| self.page(lang).html())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::*;

    #[test]
    fn a_panic_becomes_a_status_with_its_message() {
        let mut error = MaybeUninit::uninit();
        let status = guard(Some(&mut error), || panic!("the roof is {}", "leaking"));
        assert_eq!(status, ALUMNI_STATUS_PANIC);
        // SAFETY: a failure writes the error, which the guard has boxed.
        let error = unsafe { Box::from_raw(error.assume_init()) };
        let message = alumni_error_message(Some(&error));
        // SAFETY: the text belongs to the error, which lives.
        assert!(unsafe { CStr::from_ptr(message) }.to_str().unwrap().contains("the roof is leaking"));
        assert_eq!(guard(None, || panic!("nobody asks")), ALUMNI_STATUS_PANIC);
        assert_eq!(read(7, || panic!("also here")), 7);
    }

    #[test]
    fn an_inner_nul_does_not_cut_a_text() {
        assert_eq!(c_text("a\0b").as_c_str(), c"a\u{FFFD}b");
        assert_eq!(c_text("").as_c_str(), c"");
    }

    #[test]
    fn an_array_larger_than_memory_is_refused_before_it_is_read() {
        let one = 1_u64;
        assert!(matches!(slice(&raw const one, usize::MAX, "x"), Err(Failure::Core(_))));
        assert!(matches!(slice(ptr::null::<u64>(), 1, "x"), Err(Failure::Null("x"))));
        assert!(slice(ptr::null::<u64>(), 0, "x").unwrap().is_empty());
    }

    #[test]
    fn a_failure_leaves_null_in_a_handle_and_a_value_untouched() {
        let mut handle = MaybeUninit::new(ptr::dangling_mut::<u8>());
        assert!(give(Some(&mut handle), "x", || Err(Failure::Null("y"))).is_err());
        // SAFETY: it was initialised above.
        assert!(unsafe { handle.assume_init() }.is_null());
        let mut value = MaybeUninit::new(5);
        assert!(put(Some(&mut value), "x", || Err(Failure::Null("y"))).is_err());
        // SAFETY: it was initialised above.
        assert_eq!(unsafe { value.assume_init() }, 5);
    }
}
