use super::Bits;
use crate::Error;

/// The values of one column, and which of them are there.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    values: Values<'a>,
    valid: Option<Bits<'a>>,
}

/// Values in one of the forms in which tables hold them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Values<'a> {
    /// Nothing: so many rows of unknown.
    Null(usize),
    /// True or false.
    Booleans(Bits<'a>),
    /// Whole numbers.
    Integers(Integers<'a>),
    /// Numbers; NaN is an error, not unknown.
    Floats32(&'a [f32]),
    /// Numbers; NaN is an error, not unknown.
    Floats64(&'a [f64]),
    /// Decimal numbers as unscaled integers: 125 at scale 2 is 1.25.
    Decimals {
        /// The unscaled numbers.
        unscaled: &'a [i128],
        /// Digits after the point; negative moves it to the right.
        scale: i8,
    },
    /// Days since 1970-01-01.
    Days(&'a [i32]),
    /// Instants since 1970-01-01, without a time zone or in UTC; a fact of the type date is their day.
    Instants {
        /// The count of units.
        counts: &'a [i64],
        /// The unit.
        unit: TimeUnit,
    },
    /// Instants since 1970-01-01 in UTC, each with the offset of the place where it was told; a fact of the type date is their
    /// day there.
    Zoned {
        /// The count of units.
        counts: &'a [i64],
        /// The unit.
        unit: TimeUnit,
        /// The offsets.
        offsets: ZoneOffsets<'a>,
    },
    /// Texts.
    Texts(Texts<'a>),
    /// Texts by number: each row holds the number of its text.
    Coded {
        /// The number of each row's text, from 0.
        codes: Integers<'a>,
        /// The texts.
        names: Texts<'a>,
        /// Which of the texts are there.
        names_valid: Option<Bits<'a>>,
    },
    /// Lists: row `i` holds the items from `offsets[i]` up to `offsets[i + 1]`.
    Lists {
        /// One more than there are rows.
        offsets: Offsets<'a>,
        /// The items of all rows.
        items: Box<Column<'a>>,
    },
}

/// Whole numbers of one width.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, clippy::exhaustive_enums, reason = "these are the widths there are")]
pub enum Integers<'a> {
    I8(&'a [i8]),
    I16(&'a [i16]),
    I32(&'a [i32]),
    I64(&'a [i64]),
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
    U64(&'a [u64]),
}

/// How far the clocks of a place are ahead of UTC, in seconds.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_enums, reason = "a place keeps one offset or it does not")]
pub enum ZoneOffsets<'a> {
    /// The same for every row.
    Fixed(i32),
    /// One for each row.
    Each(&'a [i32]),
}

/// Where each item of a column of texts or lists begins; the last is where the last one ends.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, clippy::exhaustive_enums, reason = "these are the widths there are")]
pub enum Offsets<'a> {
    I32(&'a [i32]),
    I64(&'a [i64]),
}

/// Texts in one of the Arrow layouts.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Texts<'a> {
    /// All texts one after another, with where each begins.
    Offset {
        /// One more than there are texts.
        offsets: Offsets<'a>,
        /// UTF-8.
        bytes: &'a [u8],
    },
    /// Views of 16 bytes: short texts inside, long ones as a place in a buffer.
    View {
        /// The views.
        views: &'a [[u8; 16]],
        /// The buffers that they point into.
        buffers: Vec<&'a [u8]>,
    },
    /// Slices.
    Slices(&'a [&'a str]),
}

/// The unit of an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, clippy::exhaustive_enums, reason = "these are the units there are")]
pub enum TimeUnit {
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,
}

impl<'a> Column<'a> {
    /// A column in which every value is there.
    #[must_use]
    pub fn new(values: Values<'a>) -> Self {
        Self { values, valid: None }
    }

    /// Says which values are there; the others are unknown.
    #[must_use]
    pub fn valid(mut self, valid: Bits<'a>) -> Self {
        self.valid = Some(valid);
        self
    }

    /// The values; where a row is not there, what stands in its place has no meaning.
    #[must_use]
    pub fn values(&self) -> &Values<'a> {
        &self.values
    }

    /// Which values are there; `None` when all are.
    #[must_use]
    pub fn validity(&self) -> Option<Bits<'a>> {
        self.valid
    }

    /// Whether the value of a row is there.
    #[must_use]
    pub fn is_valid(&self, row: usize) -> bool {
        !matches!(self.values, Values::Null(_)) && self.valid.is_none_or(|valid| valid.get(row))
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.values {
            Values::Null(rows) => *rows,
            Values::Booleans(bits) => bits.len(),
            Values::Integers(integers) | Values::Coded { codes: integers, .. } => integers.len(),
            Values::Floats32(numbers) => numbers.len(),
            Values::Floats64(numbers) => numbers.len(),
            Values::Decimals { unscaled, .. } => unscaled.len(),
            Values::Days(days) => days.len(),
            Values::Instants { counts, .. } | Values::Zoned { counts, .. } => counts.len(),
            Values::Texts(texts) => texts.len(),
            Values::Lists { offsets, .. } => offsets.len(),
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn check(&self, rows: usize) -> Result<(), Error> {
        let lengths = [Some(self.len()), self.valid.map(Bits::len)];
        if let Some(other) = lengths.into_iter().flatten().find(|length| *length != rows) {
            return Err(Error::inconsistent(format!("expected {rows} rows, got {other}")));
        }
        match &self.values {
            Values::Zoned { offsets: ZoneOffsets::Each(offsets), .. } if offsets.len() != rows => {
                Err(Error::inconsistent(format!("expected {rows} offsets, got {}", offsets.len())))
            }
            Values::Texts(texts) => texts.check(),
            Values::Coded { names, names_valid, .. } => {
                if names_valid.is_some_and(|valid| valid.len() != names.len()) {
                    return Err(Error::inconsistent("expected one bit for each text"));
                }
                names.check()
            }
            Values::Lists { offsets, items } => {
                offsets.check(items.len())?;
                items.check(items.len())
            }
            _ => Ok(()),
        }
    }
}

impl ZoneOffsets<'_> {
    /// The offset of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<i32> {
        match self {
            Self::Fixed(offset) => Some(*offset),
            Self::Each(offsets) => offsets.get(row).copied(),
        }
    }
}

impl TimeUnit {
    /// How many there are in a second.
    #[must_use]
    pub const fn per_second(self) -> i64 {
        match self {
            Self::Seconds => 1,
            Self::Milliseconds => 1_000,
            Self::Microseconds => 1_000_000,
            Self::Nanoseconds => 1_000_000_000,
        }
    }
}

impl Integers<'_> {
    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::I8(numbers) => numbers.len(),
            Self::I16(numbers) => numbers.len(),
            Self::I32(numbers) => numbers.len(),
            Self::I64(numbers) => numbers.len(),
            Self::U8(numbers) => numbers.len(),
            Self::U16(numbers) => numbers.len(),
            Self::U32(numbers) => numbers.len(),
            Self::U64(numbers) => numbers.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<i128> {
        Some(match self {
            Self::I8(numbers) => (*numbers.get(row)?).into(),
            Self::I16(numbers) => (*numbers.get(row)?).into(),
            Self::I32(numbers) => (*numbers.get(row)?).into(),
            Self::I64(numbers) => (*numbers.get(row)?).into(),
            Self::U8(numbers) => (*numbers.get(row)?).into(),
            Self::U16(numbers) => (*numbers.get(row)?).into(),
            Self::U32(numbers) => (*numbers.get(row)?).into(),
            Self::U64(numbers) => (*numbers.get(row)?).into(),
        })
    }
}

impl Offsets<'_> {
    /// How many items they delimit.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::I32(offsets) => offsets.len(),
            Self::I64(offsets) => offsets.len(),
        }
        .saturating_sub(1)
    }

    /// Whether they delimit none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where an item begins and ends.
    #[must_use]
    pub fn get(&self, item: usize) -> Option<std::ops::Range<usize>> {
        let next = item.checked_add(1)?;
        let (from, until) = match self {
            Self::I32(offsets) => (i64::from(*offsets.get(item)?), i64::from(*offsets.get(next)?)),
            Self::I64(offsets) => (*offsets.get(item)?, *offsets.get(next)?),
        };
        Some(usize::try_from(from).ok()?..usize::try_from(until).ok()?)
    }

    fn check(&self, most: usize) -> Result<(), Error> {
        let mut last = 0;
        for item in 0..self.len() {
            match self.get(item) {
                Some(range) if range.start >= last && range.start <= range.end && range.end <= most => {
                    last = range.start;
                }
                _ => {
                    return Err(Error::inconsistent(format!(
                        "expected offsets that ascend to at most {most}, at item {item}"
                    )));
                }
            }
        }
        Ok(())
    }
}

impl<'a> Texts<'a> {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Offset { offsets, .. } => offsets.len(),
            Self::View { views, .. } => views.len(),
            Self::Slices(texts) => texts.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of a text; UTF-8 where the value is there.
    #[must_use]
    pub fn bytes(&self, item: usize) -> Option<&[u8]> {
        match self {
            Self::Offset { offsets, bytes } => bytes.get(offsets.get(item)?),
            Self::Slices(texts) => Some(texts.get(item)?.as_bytes()),
            Self::View { views, buffers } => {
                let view = views.get(item)?;
                // Four numbers: length, the first four bytes, buffer and place; a short text is inside, after its length.
                let (parts, _) = view.as_chunks::<4>();
                let part = |index: usize| usize::try_from(u32::from_le_bytes(*parts.get(index)?)).ok();
                let length = part(0)?;
                if length > 12 {
                    let start = part(3)?;
                    return buffers.get(part(2)?)?.get(start..start.checked_add(length)?);
                }
                view.get(4..length.checked_add(4)?)
            }
        }
    }

    /// A text.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) for bytes that are not UTF-8, with the number of the text.
    pub fn get(&self, item: usize) -> Result<Option<&str>, Error> {
        self.bytes(item)
            .map(|bytes| {
                std::str::from_utf8(bytes)
                    .map_err(|_| Error::syntax(format!("expected UTF-8 in text {item}")))
            })
            .transpose()
    }

    fn check(&self) -> Result<(), Error> {
        match self {
            Self::Offset { offsets, bytes } => offsets.check(bytes.len()),
            Self::View { .. } | Self::Slices(_) => Ok(()),
        }
    }
}
