//! The Fluent files, and the part of Fluent that sentences need: variables, selectors by text or by number, and
//! references to other messages. Functions, attributes and terms are refused by the tests, not ignored.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};

use super::{Argument, Lang};

type Args = BTreeMap<String, Argument>;
type Messages = BTreeMap<String, Pattern<&'static str>>;

/// Each engine owns one file per language.
const FILES: [(Lang, &[&str]); 2] = [
    (
        Lang::En,
        &[
            include_str!("en/workforce.ftl"),
            include_str!("en/eligibility.ftl"),
            include_str!("en/import.ftl"),
            include_str!("en/check.ftl"),
            include_str!("en/consent.ftl"),
            include_str!("en/consent_records.ftl"),
            include_str!("en/contact.ftl"),
            include_str!("en/propagation.ftl"),
            include_str!("en/propagation_pages.ftl"),
            include_str!("en/notice.ftl"),
            include_str!("en/fairness.ftl"),
            include_str!("en/fairness_thresholds.ftl"),
            include_str!("en/fairness_gap.ftl"),
            include_str!("en/fairness_privacy.ftl"),
            include_str!("en/fairness_report.ftl"),
            include_str!("en/pay.ftl"),
            include_str!("en/engagement.ftl"),
            include_str!("en/network.ftl"),
            include_str!("en/engagement_small.ftl"),
            include_str!("en/engagement_health.ftl"),
            include_str!("en/counterfactual.ftl"),
            include_str!("en/programme.ftl"),
        ],
    ),
    (
        Lang::Ja,
        &[
            include_str!("ja/workforce.ftl"),
            include_str!("ja/eligibility.ftl"),
            include_str!("ja/import.ftl"),
            include_str!("ja/check.ftl"),
            include_str!("ja/consent.ftl"),
            include_str!("ja/consent_records.ftl"),
            include_str!("ja/contact.ftl"),
            include_str!("ja/propagation.ftl"),
            include_str!("ja/propagation_pages.ftl"),
            include_str!("ja/notice.ftl"),
            include_str!("ja/fairness.ftl"),
            include_str!("ja/fairness_thresholds.ftl"),
            include_str!("ja/fairness_gap.ftl"),
            include_str!("ja/fairness_privacy.ftl"),
            include_str!("ja/fairness_report.ftl"),
            include_str!("ja/pay.ftl"),
            include_str!("ja/engagement.ftl"),
            include_str!("ja/network.ftl"),
            include_str!("ja/engagement_small.ftl"),
            include_str!("ja/engagement_health.ftl"),
            include_str!("ja/counterfactual.ftl"),
            include_str!("ja/programme.ftl"),
        ],
    ),
];

/// Parsed once; a constant in all but the moment it is made.
static CATALOGUES: LazyLock<[(Lang, Messages); 2]> = LazyLock::new(|| {
    FILES.map(|(lang, files)| (lang, files.iter().flat_map(|file| messages(file)).collect()))
});

fn messages(file: &'static str) -> Vec<(String, Pattern<&'static str>)> {
    // A broken entry is dropped here and reported by the tests, which parse every file strictly.
    let resource = match fluent_syntax::parser::parse(file) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let message = |entry: Entry<&'static str>| match entry {
        Entry::Message(message) => message.value.map(|value| (message.id.name.to_owned(), value)),
        _ => None,
    };
    resource.body.into_iter().filter_map(message).collect()
}

fn catalogue(lang: Lang) -> Option<&'static Messages> {
    CATALOGUES.iter().find(|(of, _)| *of == lang).map(|(_, messages)| messages)
}

/// Every code that has a sentence in `lang`.
pub fn codes(lang: Lang) -> impl Iterator<Item = &'static str> {
    catalogue(lang).into_iter().flat_map(|messages| messages.keys().map(String::as_str))
}

/// The sentence for `code`, or `None` when `lang` has none.
pub(crate) fn sentence(code: &str, args: &Args, lang: Lang) -> Option<String> {
    let mut text = String::new();
    write_message(code, args, lang, 0, &mut text)?;
    Some(text)
}

/// Messages may refer to messages; deeper than this is a loop.
const DEEPEST: u8 = 8;

fn write_message(code: &str, args: &Args, lang: Lang, depth: u8, text: &mut String) -> Option<()> {
    let pattern = catalogue(lang)?.get(code)?;
    if depth < DEEPEST {
        write_pattern(pattern, args, lang, depth, text);
    }
    Some(())
}

fn write_pattern(pattern: &Pattern<&str>, args: &Args, lang: Lang, depth: u8, text: &mut String) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(inline) => write_inline(inline, args, lang, depth, text),
                Expression::Select { selector, variants } => {
                    if let Some(variant) = select(selector, variants, args, lang) {
                        write_pattern(&variant.value, args, lang, depth, text);
                    }
                }
            },
        }
    }
}

fn write_inline(inline: &InlineExpression<&str>, args: &Args, lang: Lang, depth: u8, text: &mut String) {
    match inline {
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
            text.push_str(value)
        }
        InlineExpression::VariableReference { id } => match args.get(id.name) {
            Some(argument) => text.push_str(&argument.text(lang)),
            None => text.extend(["{$", id.name, "}"]),
        },
        InlineExpression::MessageReference { id, attribute: None } => {
            let _ = write_message(id.name, args, lang, depth.saturating_add(1), text);
        }
        _ => {}
    }
}

fn select<'a, 't>(
    selector: &InlineExpression<&str>,
    variants: &'a [Variant<&'t str>],
    args: &Args,
    lang: Lang,
) -> Option<&'a Variant<&'t str>> {
    let keys: [String; 2] = match selector {
        InlineExpression::VariableReference { id } => match args.get(id.name) {
            Some(Argument::Integer(number)) => [number.to_string(), plural(*number, lang).to_owned()],
            Some(argument) => [argument.text(Lang::En), String::new()],
            None => Default::default(),
        },
        _ => Default::default(),
    };
    let named = |key: &String| {
        variants.iter().find(|variant| match &variant.key {
            VariantKey::Identifier { name } => name == key,
            VariantKey::NumberLiteral { value } => value == key,
        })
    };
    keys.iter().find_map(named).or_else(|| variants.iter().find(|variant| variant.default))
}

/// CLDR cardinal categories for whole numbers.
fn plural(number: i64, lang: Lang) -> &'static str {
    match lang {
        Lang::En if number == 1 => "one",
        _ => "other",
    }
}

/// Variables a pattern names, for the tests.
#[cfg(test)]
fn variables(pattern: &Pattern<&str>, found: &mut std::collections::BTreeSet<String>) {
    fn inline(expression: &InlineExpression<&str>, found: &mut std::collections::BTreeSet<String>) {
        match expression {
            InlineExpression::VariableReference { id } => {
                found.insert(id.name.to_owned());
            }
            InlineExpression::StringLiteral { .. }
            | InlineExpression::NumberLiteral { .. }
            | InlineExpression::MessageReference { attribute: None, .. } => {}
            other => panic!("the catalogue does not support {other:?}"),
        }
    }
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(expression) => inline(expression, found),
                Expression::Select { selector, variants } => {
                    inline(selector, found);
                    variants.iter().for_each(|variant| variables(&variant.value, found));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_file_is_fluent_and_every_code_has_both_languages_with_the_same_variables() {
        let mut by_lang = Vec::new();
        for (lang, files) in FILES {
            let mut codes = BTreeMap::new();
            for file in files {
                let resource = fluent_syntax::parser::parse(*file)
                    .unwrap_or_else(|(_, errors)| panic!("{lang}: {errors:?}"));
                for entry in resource.body {
                    let Entry::Message(message) = entry else { continue };
                    let mut names = BTreeSet::new();
                    variables(&message.value.expect("a message has a text"), &mut names);
                    let id = message.id.name.to_owned();
                    assert!(codes.insert(id.clone(), names).is_none(), "{id} stands twice in {lang}");
                }
            }
            by_lang.push(codes);
        }
        let (en, ja) = (&by_lang[0], &by_lang[1]);
        assert_eq!(en.keys().collect::<Vec<_>>(), ja.keys().collect::<Vec<_>>());
        for (code, names) in en {
            assert_eq!(names, &ja[code], "{code}");
        }
    }

    #[test]
    fn plurals_and_missing_arguments_are_visible() {
        let args = |n: i64| Args::from([("count".to_owned(), Argument::from(n))]);
        assert_eq!(sentence("people", &args(1), Lang::En).unwrap(), "1 person");
        assert_eq!(sentence("people", &args(1200), Lang::En).unwrap(), "1,200 people");
        assert_eq!(sentence("people", &args(3), Lang::Ja).unwrap(), "3人");
        assert_eq!(sentence("people", &Args::new(), Lang::Ja).unwrap(), "{$count}人");
        assert!(sentence("no-such-code", &Args::new(), Lang::En).is_none());
    }
}
