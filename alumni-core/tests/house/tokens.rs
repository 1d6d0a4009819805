//! Rust source as words and punctuation, without comments and strings: enough to find every path, also inside macros,
//! where a syntax tree would not look. A string that is a path, as in `#[serde(with = "crate::x")]`, counts as one.

/// One token and the line it stands on, counted from 1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token<'a> {
    pub(crate) text: &'a str,
    pub(crate) line: usize,
}

/// The tokens of `source`: identifiers, numbers, `::` as one token, any other punctuation one character at a time.
pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => block_comment(rest),
            '"' => {
                let length = string(rest);
                let text = rest[..length].trim_matches('"');
                if text.starts_with("crate::") || text.starts_with("super::") {
                    found.extend(tokens(text).into_iter().map(|token| Token { line, ..token }));
                }
                length
            }
            '\'' => quote(rest),
            _ if first.is_alphanumeric() || first == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                match (&rest[..end], rest[end..].chars().next()) {
                    ("r" | "br" | "cr", Some('"' | '#')) => match raw_string(&rest[end..]) {
                        Some(length) => end + length,
                        // `r#name` is the name.
                        None => end + 1,
                    },
                    ("b" | "c", Some('"')) => end + string(&rest[end..]),
                    ("b", Some('\'')) => end + quote(&rest[end..]),
                    (text, _) => {
                        found.push(Token { text, line });
                        end
                    }
                }
            }
            _ if rest.starts_with("::") => {
                found.push(Token { text: "::", line });
                2
            }
            _ => {
                if !first.is_whitespace() {
                    found.push(Token { text: &rest[..first.len_utf8()], line });
                }
                first.len_utf8()
            }
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    found
}

/// Block comments nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// `#*"…"#*`, or `None` when no string follows.
fn raw_string(text: &str) -> Option<usize> {
    let hashes = text.len() - text.trim_start_matches('#').len();
    let body = text[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", &text[..hashes]);
    Some(body.find(&end).map_or(text.len(), |at| hashes + 1 + at + end.len()))
}

/// A character literal as a whole; of a lifetime or label only the quote, so that its name follows as a word.
fn quote(text: &str) -> usize {
    let mut letters = text.char_indices().skip(1);
    match letters.next() {
        Some((_, '\\')) => {
            letters.next();
            letters.find(|(_, letter)| *letter == '\'').map_or(text.len(), |(at, _)| at + 1)
        }
        Some((at, letter)) if text[at + letter.len_utf8()..].starts_with('\'') => at + letter.len_utf8() + 1,
        _ => 1,
    }
}

#[test]
fn comments_strings_and_lifetimes_hold_no_paths() {
    let source = r##"
        // crate::a /* crate::b
        /* crate::c /* nested */ crate::d */
        /// crate::e
        fn f<'a>(x: &'a str) { g("see crate::h \" crate::i", r#"crate::j"#, b"crate::k", '"', '\'', b'\\', 'é'); l::m }
    "##;
    let words: Vec<_> = tokens(source).into_iter().map(|token| token.text).collect();
    assert!(!words.contains(&"crate"), "{words:?}");
    assert_eq!(words[words.len() - 4..], ["l", "::", "m", "}"]);
}

#[test]
fn a_string_that_is_a_path_counts() {
    let found = tokens("\n#[serde(with = \"crate::a\")]");
    let words: Vec<_> = found.iter().map(|token| token.text).collect();
    assert_eq!(words[words.len() - 5..], ["crate", "::", "a", ")", "]"]);
    assert_eq!(found[found.len() - 3].line, 2);
}

#[test]
fn tokens_know_their_line() {
    let found = tokens("a\n/* \n */ b \"\n\" c");
    assert_eq!(found.iter().map(|token| token.line).collect::<Vec<_>>(), [1, 3, 4]);
}
