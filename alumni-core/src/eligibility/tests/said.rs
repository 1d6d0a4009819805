//! Sentences: every form of the language in both languages, and no two meanings in the same words.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::{Comparison, Expression, Literal, Operand, Quantifier, library, say};
use crate::text::{Lang, Localized};
use crate::workforce::Vocabulary;

static OWN: LazyLock<Vocabulary> = LazyLock::new(|| {
    Vocabulary::parse(
        r#"
        [[facts]]
        name = "grade"
        type = "integer"
        title = { en = "grade", ja = "等級" }
        values = [{ name = "主任", number = 3 }, { name = "係長", number = 4 }]
        [[facts]]
        name = "level"
        type = "integer"
        title = { en = "level", ja = "職層" }
        values = [{ name = "係長", number = 2 }]
        [[facts]]
        name = "uses"
        type = "integer"
        title = { en = "uses this year", ja = "今年の利用回数" }
        unit = { en = "uses", ja = "回" }
        [[facts]]
        name = "vip"
        type = "boolean"
        title = { en = "VIP", ja = "要人" }
        "#,
    )
    .unwrap()
});

fn said(rule: &str) -> (String, String) {
    let Localized { en, ja } = say::said(&Expression::parse(rule).unwrap(), &OWN);
    (en, ja)
}

#[test]
fn every_form_is_said_as_hr_writes_it() {
    for (rule, en, ja) in [
        (
            "tenure >= 5 years or grade >= 主任",
            "tenure at least 5 years or grade at least 主任",
            "勤続5年以上または主任以上",
        ),
        ("level >= 係長", "level at least 係長", "職層が係長以上"),
        ("grade between 主任 and 係長", "grade between 主任 and 係長", "等級が主任以上係長以下"),
        ("grade = 主任", "grade is 主任", "等級が主任"),
        ("grade = 3", "grade is 3", "等級がちょうど3"),
        ("uses < 3", "uses this year less than 3", "今年の利用回数3回未満"),
        ("tenure between 1 year and 2 years", "tenure between 1 year and 2 years", "勤続1年以上2年以下"),
        (
            "start_date between 2020-04-01 and 2021-03-31",
            "start date between 2020-04-01 and 2021-03-31",
            "入社日が2020年4月1日から2021年3月31日まで",
        ),
        (
            "as_of in [2026-12-31, 2027-01-01]",
            "the day of the decision is 2026-12-31 or 2027-01-01",
            "判定日が「2026年12月31日」「2027年1月1日」のいずれか",
        ),
        ("rehire_flag = not_answered", "rehire flag is “not answered”", "再雇用可否の区分が「未回答」"),
        (
            "separation_reason in [childbirth_childcare, caregiving]",
            "reason for separation is “childbirth or childcare” or caregiving",
            "離職理由が「出産・育児」「介護・看護」のいずれか",
        ),
        (
            "rehire_flag not in [no, absent]",
            "rehire flag is none of no, absent",
            "再雇用可否の区分が「不可」「記録なし」のいずれでもない",
        ),
        (
            "legal_entity = department",
            "employing company is the same as department",
            "雇用していた会社が部門と同じ",
        ),
        ("legal_entity != \"部門\"", "employing company is not 部門", "雇用していた会社が「部門」以外"),
        ("vip = false", "not (VIP)", "「要人」に該当しない"),
        ("pay is not known", "annual base pay is not known", "基本給（年額）が不明"),
        ("true", "always", "常に該当"),
        (
            "as_of >= separation_date + 6 months",
            "the day of the decision on or after 6 months after last day employed",
            "判定日が退職日の6か月後以降",
        ),
        (
            "job_families has all [sales, engineering]",
            "job families held include sales and engineering",
            "経験した職種に「sales」「engineering」のすべてを含む",
        ),
        (
            "pay between 5000000 JPY and 6000000 JPY",
            "annual base pay between 5000000 JPY and 6000000 JPY",
            "基本給（年額）が5,000,000円以上6,000,000円以下",
        ),
    ] {
        assert_eq!(said(rule), (en.to_owned(), ja.to_owned()), "{rule}");
    }
}

/// What two trees that mean the same by the documented normalisations have in common.
fn normal(expression: &Expression) -> Expression {
    let word = |operand: &Operand| match operand {
        Operand::Literal(literal) => match &literal.inner {
            Literal::Text(text) => Operand::Name(text.clone().into()),
            _ => operand.clone(),
        },
        _ => operand.clone(),
    };
    match expression {
        Expression::Or(parts) => Expression::Or(parts.iter().map(normal).collect()),
        Expression::And(parts) => Expression::And(parts.iter().map(normal).collect()),
        Expression::Not(inner) => Expression::Not(Box::new(normal(inner))),
        Expression::Compare { left, is, right } => {
            let is_fact = |operand: &Operand| match operand {
                Operand::Literal(_) => false,
                Operand::Name(name) => OWN.get(&name.inner).is_some(),
                _ => true,
            };
            let (left, is, right) =
                if is_fact(left) { (left, *is, right) } else { (right, is.mirrored(), left) };
            if let Operand::Literal(literal) = right
                && let Literal::Boolean(value) = literal.inner
            {
                let holds = Expression::Holds(left.clone());
                let wanted = value == (is == Comparison::Equal);
                return if wanted { holds } else { Expression::Not(Box::new(holds)) };
            }
            Expression::Compare { left: left.clone(), is, right: word(right) }
        }
        Expression::Between { of, negated, low, high } => {
            let (of, low, high) = (of.clone(), word(low), word(high));
            let between = Expression::Between { of, negated: false, low, high };
            if *negated { Expression::Not(Box::new(between)) } else { between }
        }
        Expression::In { of, negated, values } => match values.as_slice() {
            // One value is that value.
            [value] => {
                let is = if *negated { Comparison::NotEqual } else { Comparison::Equal };
                Expression::Compare { left: of.clone(), is, right: word(value) }
            }
            values => {
                let values = values.iter().map(word).collect();
                Expression::In { of: of.clone(), negated: *negated, values }
            }
        },
        Expression::Has { of, quantifier, values } => {
            let quantifier = if values.len() == 1 { Quantifier::Any } else { *quantifier };
            Expression::Has { of: of.clone(), quantifier, values: values.iter().map(word).collect() }
        }
        Expression::Known { .. } | Expression::Holds(_) => expression.clone(),
    }
}

/// One test of each form, and neighbours that differ in one thing.
const TESTS: &[&str] = &[
    "employed",
    "vip",
    "vip = true",
    "vip != true",
    "vip = false",
    "true",
    "false",
    "vip = employed",
    "vip != employed",
    "employed is known",
    "vip is known",
    "vip is not known",
    "pay is known",
    "tenure >= 5 years",
    "5 years <= tenure",
    "tenure > 5 years",
    "tenure < 5 years",
    "tenure <= 5 years",
    "tenure = 5 years",
    "tenure != 5 years",
    "tenure >= 60 months",
    "total_tenure >= 5 years",
    "tenure between 1 year and 5 years",
    "tenure not between 1 year and 5 years",
    "grade >= 3",
    "grade >= 主任",
    "grade >= \"主任\"",
    "grade > 主任",
    "grade >= 係長",
    "level >= 係長",
    "level >= 2",
    "grade = 3",
    "grade = 主任",
    "grade != 主任",
    "grade between 主任 and 係長",
    "grade between 3 and 4",
    "grade in [3, 4]",
    "grade not in [3, 4]",
    "uses >= 3",
    "uses < 3",
    "grade >= level",
    "grade = level",
    "rehire_flag = not_answered",
    "rehire_flag != not_answered",
    "rehire_flag in [not_answered]",
    "rehire_flag in [yes, no]",
    "rehire_flag not in [yes, no]",
    "rehire_flag in [no, yes]",
    "rehire_flag in [yes, no, absent]",
    "separation_reason = childbirth_childcare",
    "separation_reason in [childbirth_childcare, caregiving]",
    "separation_reason in [caregiving, childbirth_childcare]",
    "job_title = \"known\"",
    "job_title = \"not known\"",
    "job_title = \"課長 or above\"",
    "job_title in [課長, above]",
    "job_title = \"部門\"",
    "department = \"課長\"",
    "legal_entity = department",
    "legal_entity != department",
    "legal_entity = \"部門\"",
    "legal_entity = \"department\"",
    "job_families has sales",
    "job_families has all [sales]",
    "job_families has any [sales, law]",
    "job_families has all [sales, law]",
    "job_families has \"sales or law\"",
    "job_families has \"sales and law\"",
    "time_in_job_family(sales) >= 2 years",
    "time_in_job_family(law) >= 2 years",
    "time_in_department(sales) >= 2 years",
    "start_date >= 2020-04-01",
    "start_date > 2020-04-01",
    "start_date = 2020-04-01",
    "start_date < separation_date",
    "start_date between 2020-04-01 and 2021-04-01",
    "as_of in [2020-04-01, 2021-04-01]",
    "start_date in [2020-04-01, 2021-04-01]",
    "separation_date <= as_of - 6 months",
    "as_of >= separation_date + 6 months",
    "separation_date + 6 months <= as_of",
    "separation_date <= as_of + 6 months",
    "separation_date <= as_of - 1 year - 6 months",
    "separation_date = as_of",
    "pay >= 5000000 JPY",
    "pay >= 5000000 USD",
    "pay between 1 JPY and 2 JPY",
    "-1 < grade",
];

#[test]
fn two_meanings_are_never_said_alike() {
    let tests: Vec<Expression> = TESTS.iter().map(|rule| Expression::parse(rule).unwrap()).collect();
    let mut trees = tests.clone();
    trees.extend(tests.iter().map(|test| Expression::Not(Box::new(test.clone()))));
    for join in [Expression::And, Expression::Or] {
        for (index, left) in tests.iter().enumerate() {
            for right in tests.iter().skip(index % 3).step_by(3) {
                let pair = join(vec![left.clone(), right.clone()]);
                trees.push(Expression::Not(Box::new(pair.clone())));
                trees.push(pair.clone());
                // Every way of bracketing three.
                let third = tests[(index * 7) % tests.len()].clone();
                for outer in [Expression::And, Expression::Or] {
                    trees.push(outer(vec![pair.clone(), third.clone()]));
                    trees.push(outer(vec![third.clone(), pair.clone()]));
                    trees.push(outer(vec![left.clone(), right.clone(), third.clone()]));
                    let denied = Expression::Not(Box::new(pair.clone()));
                    trees.push(outer(vec![denied, third.clone()]));
                }
            }
        }
    }
    let mut by_sentence: [HashMap<String, Expression>; 2] = Default::default();
    for tree in &trees {
        let sentence = say::said(tree, &OWN);
        for (lang, known) in Lang::ALL.into_iter().zip(&mut by_sentence) {
            let meant = normal(tree);
            let said = sentence.text(lang).to_owned();
            let before = known.entry(said.clone()).or_insert_with(|| meant.clone());
            assert_eq!(*before, meant, "{lang}: {said}");
        }
    }
    assert!(trees.len() > 20_000 && by_sentence[0].len() > 10_000);
}

#[test]
fn the_pages_of_the_library_read_as_documents() {
    for policy in library::all() {
        for lang in Lang::ALL {
            let page = policy.page(lang).markdown();
            assert!(page.contains(policy.hash()), "{}", policy.id());
            assert!(!page.contains("{$") && !page.contains("policy-page"), "{page}");
            for criterion in policy.criteria() {
                assert!(page.contains(&format!("| `{}` |", criterion.id())), "{page}");
            }
            for fact in policy.facts() {
                assert!(page.contains(&format!("| `{fact}` |")), "{page}");
            }
        }
    }
    let page = library::get("ohio-3362-4-96").unwrap().page(Lang::Ja).markdown();
    assert!(page.contains("目的：再雇用の可否と時期"), "{page}");
    assert!(page.contains("出典：Ohio Admin. Code 3362-4-96"), "{page}");
    assert!(page.contains("第1版（適用期間の定めなし）"), "{page}");
    let dated = library::versions("job-return").unwrap();
    assert!(
        dated[0]
            .page(Lang::En)
            .markdown()
            .contains("Version 1, in force from 2019-04-01 until 2024-03-31, both days included.")
    );
    assert!(dated[1].page(Lang::Ja).markdown().contains("第2版（2024年4月1日から適用）"));
}

#[test]
fn a_page_says_when_protected_facts_are_read() {
    let vocabulary = Vocabulary::parse(
        "[[facts]]\nname = \"age_band\"\ntype = \"category\"\ntitle = { en = \"age band\", ja = \"年齢層\" }\nprotected = true",
    )
    .unwrap();
    let text = r#"{"id": "p", "version": 1, "criteria": [{"id": "c", "require": "age_band = young"}]}"#;
    let page = super::super::Policy::parse_with(text, vocabulary).unwrap().page(Lang::Ja).markdown();
    assert!(page.contains("保護すべき属性として指定された情報を使っています：年齢層。"), "{page}");
}

#[test]
fn the_library_holds_every_file_and_every_file_builds() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let files = |folder: &std::path::Path| {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.extension().is_some_and(|end| end == "toml")).count()
    };
    assert_eq!(library::all().count(), files(&folder));
    assert_eq!(library::ladders().count(), files(&folder.join("ladders")));
    for policy in library::all() {
        let id = policy.id().to_owned();
        assert!(policy.title().is_some() && policy.purpose().is_some() && policy.source().is_some(), "{id}");
        let newest = library::get(&id).unwrap();
        assert!(newest.version() >= policy.version());
        assert!(library::versions(&id).unwrap().contains(&policy));
    }
    for ladder in library::ladders() {
        assert_eq!(library::ladder(ladder.id()).unwrap(), ladder);
        assert_eq!(super::super::Ladder::parse(&ladder.to_json()).unwrap(), ladder);
    }
    let error = library::get("five-years").unwrap_err();
    assert!(error.to_string().contains("expected a policy of the library"), "{error}");
}
