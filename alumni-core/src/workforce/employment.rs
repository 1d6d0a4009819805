use serde::{Deserialize, Serialize};

/// What the worker is to the employer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WorkerType {
    /// Employed by the company.
    Employee,
    /// 役員: a member of the board.
    BoardMember,
    /// Works here without being employed, in a form the source does not specify.
    Contingent,
    /// 業務委託: under a contract for services.
    Contractor,
    /// An independent person hired by the task.
    Freelance,
    /// An intern.
    Intern,
    /// Employed for a season, often again and again.
    Seasonal,
    /// 受入出向: on loan from another employer.
    SecondeeIn,
    /// Unpaid.
    Volunteer,
    /// Another form that the source names.
    Other,
}

/// On what terms the worker is employed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EmploymentType {
    /// 正社員 or the like: full time, no end agreed.
    FullTime,
    /// Fewer hours.
    PartTime,
    /// 契約社員: until an agreed end.
    FixedTerm,
    /// 派遣: through an agency.
    TemporaryAgency,
    /// Called when needed.
    Casual,
    /// Through another company's service contract.
    Outsourced,
    /// Another form that the source names.
    Other,
}

names!(WorkerType {
    Employee => "employee",
    BoardMember => "board_member",
    Contingent => "contingent",
    Contractor => "contractor",
    Freelance => "freelance",
    Intern => "intern",
    Seasonal => "seasonal",
    SecondeeIn => "secondee_in",
    Volunteer => "volunteer",
    Other => "other",
});

names!(EmploymentType {
    FullTime => "full_time",
    PartTime => "part_time",
    FixedTerm => "fixed_term",
    TemporaryAgency => "temporary_agency",
    Casual => "casual",
    Outsourced => "outsourced",
    Other => "other",
});
