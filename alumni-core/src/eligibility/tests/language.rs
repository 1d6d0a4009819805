use proptest::prelude::*;

use super::*;
use crate::calendar::Period;
use crate::workforce::Money;

fn error(rule: &str) -> (ErrorKind, String, String) {
    let error = policy(rule).unwrap_err();
    (error.kind(), error.path().to_owned(), error.message().to_owned())
}

#[test]
fn errors_point_at_the_character_and_offer_what_was_meant() {
    let at = |rule: &str, kind: ErrorKind, place: &str, says: &str| {
        let (found, path, message) = error(rule);
        assert_eq!((found, path), (kind, format!("criteria[0].require: {place}")), "{rule}: {message}");
        assert!(message.contains(says), "{rule}: {message}");
    };
    at("tenure >= 5 yaers", ErrorKind::Syntax, "1:13", "`yaers`");
    at("tenure >= 5 years and grad >= 3", ErrorKind::UnknownName, "1:23", "did you mean `grade`");
    at("separation_kind = volontary", ErrorKind::UnknownName, "1:19", "did you mean `voluntary`");
    at("separation_kind in [voluntary, mutuall]", ErrorKind::UnknownName, "1:32", "`mutual`");
    at("tenure >= 5", ErrorKind::WrongType, "1:11", "a period such as `5 years`");
    at("grade >= 5 years", ErrorKind::WrongType, "1:10", "a whole number");
    at("separation_kind >= voluntary", ErrorKind::WrongType, "1:20", "`=` or `!=`");
    at("start_date >= 2024-02-30", ErrorKind::OutOfRange, "1:15", "`2024-02-30`");
    at("grade between 5 and 3", ErrorKind::Inconsistent, "1:15", "lower end first");
    at("tenure between 5 years and 3 months", ErrorKind::Inconsistent, "1:16", "lower end first");
    at("grade in []", ErrorKind::Syntax, "1:11", "`]`");
    at("grade in [3, 3]", ErrorKind::Duplicate, "1:14", "twice");
    at("grade", ErrorKind::WrongType, "1:1", "a comparison");
    at("(grade >= 3", ErrorKind::Syntax, "1:12", "`)`");
    at("grade >= 3 grade", ErrorKind::Syntax, "1:12", "`and`, `or` or the end");
    at("job_title = \"主任", ErrorKind::Syntax, "1:13", "closing");
    at("time_in_job_family >= 1 year", ErrorKind::Syntax, "1:1", "parentheses");
    at("tenure(x) >= 1 year", ErrorKind::Syntax, "1:1", "without parentheses");
    at("as_of - 3 >= start_date", ErrorKind::Syntax, "1:9", "a period");
    at("3 >= 2", ErrorKind::WrongType, "1:6", "a fact");
    at("pay >= 5000000 yen", ErrorKind::Syntax, "1:16", "the end");
    at("grade ≥ 3", ErrorKind::Syntax, "1:7", "`≥`");
    at("勤続 >= 5 years", ErrorKind::UnknownName, "1:1", "`勤続`");
    at("grade >= 99999999999999999999", ErrorKind::OutOfRange, "1:10", "9.2e18");
    at("grade >= 9223372036854775808", ErrorKind::OutOfRange, "1:10", "9.2e18");
    at("grade >= -9223372036854775809", ErrorKind::OutOfRange, "1:10", "9.2e18");
    at("tenure >= 1 year 9999999999999999999 days", ErrorKind::OutOfRange, "1:11", "9.2e18");
    at("employed and as_of is known", ErrorKind::WrongType, "1:14", "a fact, got `as_of`");
    at("employed and as_of has any [x]", ErrorKind::WrongType, "1:14", "a fact, got `as_of`");
    at("employed and grade >= as_of", ErrorKind::WrongType, "1:23", "a whole number");
    at("employed or (as_of - 6 months) is known", ErrorKind::Syntax, "1:30", "`)`");
    at("tenure >= 5 years\n and grade > > 3", ErrorKind::Syntax, "2:14", "got `>`");
    at(&format!("{}true{}", "(".repeat(65), ")".repeat(65)), ErrorKind::TooLarge, "1:66", "64 levels");
    assert_eq!(error(&"not ".repeat(100_000)).0, ErrorKind::TooLarge);
}

#[test]
fn every_type_and_form_is_in_the_language() {
    for rule in [
        "employed",
        "not employed",
        "employed = false",
        "true",
        "tenure >= 1 year 6 months",
        "2 weeks <= notice_given",
        "tenure not between 1 year and 2 years",
        "tenure > 0 days",
        "grade between 2 and 4",
        "grade in [2, 3]",
        "grade not in [1]",
        "return_count = 0",
        "-1 < grade",
        "pay >= 5_000_000 JPY",
        "pay < 60000.50 EUR",
        "separation_date <= as_of - 6 months",
        "start_date + 3 years <= as_of",
        "as_of between 2026-04-01 and 2026-09-30",
        "separation_kind != involuntary_cause",
        "job_title = \"主任\"",
        "job_title = 主任",
        "legal_entity = department",
        "job_families has sales",
        "job_families has any [sales, \"R&D\"]",
        "job_families has all [sales, engineering]",
        "time_in_job_family(\"R&D\") >= 2 years",
        "pay is known",
        "pay is not known",
        "employed or (tenure >= 3 years and not (grade < 2 or return_count > 1))",
    ] {
        let expression = Expression::parse(rule).unwrap_or_else(|error| panic!("{rule}: {error}"));
        assert_eq!(Expression::parse(&expression.to_string()).unwrap(), expression, "{rule}");
        policy(rule).unwrap_or_else(|error| panic!("{rule}: {error}"));
    }
}

#[test]
fn rules_are_said_as_people_say_them() {
    let said = |rule: &str| {
        let said = say::said(&Expression::parse(rule).unwrap(), &crate::workforce::Vocabulary::hr());
        (said.en, said.ja)
    };
    for (rule, en, ja) in [
        (
            "tenure >= 5 years or grade >= 3",
            "tenure at least 5 years or grade at least 3",
            "勤続5年以上または等級3以上",
        ),
        ("since_separation >= 6 months", "time since separation at least 6 months", "離職後6か月以上"),
        (
            "rehire_flag in [upon_review, absent]",
            "rehire flag is upon review or absent",
            "再雇用可否の区分が「要確認」「記録なし」のいずれか",
        ),
        (
            "separation_kind != involuntary_cause",
            "kind of separation is not involuntary for cause",
            "離職の種類が「懲戒解雇等」以外",
        ),
        ("job_families has \"営業\"", "job families held include 営業", "経験した職種に「営業」を含む"),
        (
            "time_in_job_family(営業) >= 2 years",
            "time in the job family 営業 at least 2 years",
            "「営業」の経験期間2年以上",
        ),
        ("start_date < 2020-04-01", "start date before 2020-04-01", "入社日が2020年4月1日より前"),
        ("pay <= 5000000 JPY", "annual base pay at most 5000000 JPY", "基本給（年額）が5,000,000円以下"),
        ("not employed", "not (currently employed)", "「在籍中」に該当しない"),
        (
            "separation_date <= as_of - 1 year",
            "last day employed on or before 1 year before the day of the decision",
            "退職日が判定日の1年前以前",
        ),
        (
            "employed and (grade < 2 or grade > 4)",
            "currently employed and (grade less than 2 or grade more than 4)",
            "在籍中かつ（等級2未満または等級4超）",
        ),
    ] {
        assert_eq!(said(rule), (en.to_owned(), ja.to_owned()), "{rule}");
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![Just("tenure".to_owned()), Just("主任".to_owned()), "[a-z_][a-z0-9_]{0,6}"]
        .prop_filter("a word of the language", |word| !parse::KEYWORDS.contains(&word.as_str()))
}

fn period() -> impl Strategy<Value = Period> {
    (0_u32..30, 0_u32..30, 0_u32..30, 0_u32..400).prop_map(|(y, m, w, d)| Period::new(y, m, w, d).unwrap())
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        any::<i32>().prop_map(|number| Literal::Integer(number.into())),
        (any::<i32>(), 0_u32..1_000_000)
            .prop_map(|(a, b)| Literal::Decimal(format!("{a}.{b:06}").parse().unwrap())),
        any::<i32>().prop_map(|minor| Literal::Money(Money::new(minor.into(), "EUR".parse().unwrap()))),
        (0_i32..30_000).prop_map(|days| Literal::Date(chrono::NaiveDate::from_epoch_days(days).unwrap())),
        period().prop_map(Literal::Period),
        ".{0,8}".prop_map(Literal::Text),
    ]
}

fn operand() -> impl Strategy<Value = Operand> {
    let base = prop_oneof![
        word().prop_map(|word| Operand::Name(word.into())),
        literal().prop_map(|literal| Operand::Literal(literal.into())),
        (word(), ".{0,6}").prop_map(|(word, parameter)| Operand::Call { fact: word.into(), parameter }),
        Just(Operand::AsOf(AsOf::default())),
    ];
    (base, prop::option::of((prop::bool::ANY, period()))).prop_map(|(of, shift)| match shift {
        // A period cannot be moved by a period: `1 year + 1 year` has no meaning.
        Some((plus, by)) if !matches!(of, Operand::Literal(_)) => {
            Operand::Shift { of: Box::new(of), sign: if plus { Sign::Plus } else { Sign::Minus }, by }
        }
        _ => of,
    })
}

fn value() -> impl Strategy<Value = Operand> {
    prop_oneof![
        word().prop_map(|word| Operand::Name(word.into())),
        literal().prop_map(|literal| Operand::Literal(literal.into()))
    ]
}

fn expression() -> impl Strategy<Value = Expression> {
    let test = prop_oneof![
        (operand(), prop::sample::select(Comparison::ALL.to_vec()), operand())
            .prop_map(|(left, is, right)| Expression::Compare { left, is, right }),
        (operand(), prop::bool::ANY, operand(), operand())
            .prop_map(|(of, negated, low, high)| Expression::Between { of, negated, low, high }),
        (operand(), prop::bool::ANY, prop::collection::vec(value(), 1..4))
            .prop_map(|(of, negated, values)| Expression::In { of, negated, values }),
        (operand(), prop::bool::ANY, prop::collection::vec(value(), 1..4)).prop_map(|(of, all, values)| {
            Expression::Has { of, quantifier: if all { Quantifier::All } else { Quantifier::Any }, values }
        }),
        (operand(), prop::bool::ANY).prop_map(|(of, negated)| Expression::Known { of, negated }),
        word().prop_map(|word| Expression::Holds(Operand::Name(word.into()))),
        prop::bool::ANY.prop_map(|value| Expression::Holds(Operand::Literal(Literal::Boolean(value).into()))),
    ];
    test.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expression::Or),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expression::And),
            inner.prop_map(|inner| Expression::Not(Box::new(inner))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_to_the_same_tree(expression in expression()) {
        let text = expression.to_string();
        prop_assert_eq!(Expression::parse(&text).map_err(|error| format!("{text}: {error}")), Ok(expression.clone()));
        let json = serde_json::to_string(&expression).unwrap();
        prop_assert_eq!(serde_json::from_str::<Expression>(&json).unwrap(), expression);
    }

    #[test]
    fn any_text_is_read_or_refused_without_a_panic(text in ".{0,80}", rule in "[a-z0-9_ ()\\[\\],<>=!\"+-]{0,60}") {
        let _ = Expression::parse(&text);
        let _ = policy(&rule);
        let _ = Policy::parse(&text);
    }
}
