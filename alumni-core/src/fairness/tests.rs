//! Whole reports and their figures, against counts and tables that come from elsewhere.

mod bad_input;
mod category_tables;
mod enumeration;
mod fingerprints;
mod local_law_144;
mod pairs;
mod pay;
mod pay_tables;
mod privacy;
mod properties;
pub(super) mod published;
mod rates;
mod reference;
mod report;
mod reports;
mod strata;
mod strata_figures;
mod table;
mod ten_thousand;
mod unconditional;
mod wording;
