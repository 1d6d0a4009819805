//! Tables in the Arrow columnar format: in as [`Columns`](crate::columns::Columns) that copy nothing, out as streams.
//!
//! What pandas, polars, DuckDB, pyarrow and Spark hand over through the Arrow C data interface is read batch by batch as a
//! [`Reader`] gives it; [`Batch::columns`] is what the engines see. Texts (`utf8`, `large_utf8`, `utf8_view`), dictionaries of
//! texts with keys of any width, whole numbers of any width, `float32`, `float64`, `bool`, `date32`, `date64`, timestamps of
//! any unit, `decimal128`, lists of texts and `null` are read where they stand, sliced or not. One form is copied: a timestamp
//! in a time zone other than UTC becomes a column of days, which are those of its zone. Every other type is an error that
//! names the column and the type.
//!
//! No type of an Arrow library belongs to this interface. The functions that take or give one are hidden from the
//! documentation: they are for the bindings of this workspace, which hold the unsafe code that a C interface needs, and no
//! version promises them. A program in Rust that holds Arrow arrays makes `Columns` of them.

mod column;
pub(crate) mod id;
mod reader;
mod record;
mod writer;

pub(crate) use column::column;
pub use id::RowId;
pub(crate) use id::check_id;
pub(crate) use reader::counted_on;
pub use reader::{Batch, Reader};
pub use writer::{Record, Stream};

#[cfg(test)]
mod tests;
