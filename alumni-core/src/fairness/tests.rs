//! Whole reports and their figures, against counts and tables that come from elsewhere.

mod enumeration;
mod properties;
mod reference;
mod reports;
mod wording;
