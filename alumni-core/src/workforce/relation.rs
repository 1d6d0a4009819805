use serde::{Deserialize, Serialize};

/// What always holds between facts, so that nobody has to prove a policy against workers who cannot exist.
///
/// Facts are independent of each other unless a relation says otherwise: `first_start_date <= start_date`. Relations are used
/// by the checks of policies, and never by decisions, which take data as they are.
///
/// `always` is an expression in the language of rules that is never false: while a fact in it is unknown it may be unknown.
/// Beside facts it may name the ends of elapsed time, `first_day(tenure)` and `end(tenure)` (the day after the last), and the
/// whole number after another, `next(return_count)`.
///
/// # Example
///
/// ```
/// use alumni_core::eligibility::Policy;
///
/// let policy = Policy::parse(r#"
///     id = "managers"
///     version = 1
///     [[facts]]
///     name = "manager"
///     type = "boolean"
///     title = "manager"
///     [[relations]]
///     always = "not manager or grade >= 5"
///     [[criteria]]
///     id = "level"
///     require = "manager"
///     [[criteria]]
///     id = "grade"
///     require = "grade >= 4"
/// "#)?;
/// assert_eq!(policy.check().findings()[0].code(), "criterion-implied");
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FactRelation"))]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// The expression that is never false.
    pub always: String,
}
