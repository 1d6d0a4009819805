//! Whole reports and their figures, against counts and tables that come from elsewhere.

mod enumeration;
mod local_law_144;
mod pairs;
mod pay;
mod privacy;
mod properties;
mod published;
mod reference;
mod report;
mod reports;
mod strata;
mod strata_figures;
mod table;
mod unconditional;
mod wording;
