//! The paths a source file names that start at the crate's root, with `super` and `self` resolved.

use super::tokens::{Token, tokens};

/// A path from the crate's root, such as `["calendar", "Period"]`, and the line that names it.
///
/// A glob ends in `*`; a bare `crate` (as in `use crate as house`) is empty.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

/// Every path in `source` that starts with `crate`, `super` or `self`; `module` is the file's own path from the root.
pub(crate) fn paths(source: &str, module: &[String]) -> Vec<Named> {
    let mut reader = Reader {
        tokens: tokens(source),
        at: 0,
        module: module.to_vec(),
        open: Vec::new(),
        found: Vec::new(),
    };
    reader.read();
    reader.found
}

struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    /// The module that the current token stands in.
    module: Vec<String>,
    /// For every open brace, whether it opened a module.
    open: Vec<bool>,
    found: Vec<Named>,
}

impl Reader<'_> {
    fn word(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", |token| token.text)
    }

    fn read(&mut self) {
        while self.at < self.tokens.len() {
            match self.word(0) {
                "mod" if self.word(2) == "{" => {
                    let name = self.word(1).to_owned();
                    self.module.push(name);
                    self.open.push(true);
                    self.at += 3;
                }
                "{" => {
                    self.open.push(false);
                    self.at += 1;
                }
                "}" => {
                    if self.open.pop() == Some(true) {
                        self.module.pop();
                    }
                    self.at += 1;
                }
                // `pub(crate)`, `pub(in …)` and `pub(super)` name who may see, not what is used.
                "pub" if self.word(1) == "(" => {
                    while !matches!(self.word(0), ")" | "") {
                        self.at += 1;
                    }
                }
                "use" => {
                    self.at += 1;
                    self.tree(None);
                }
                "crate" | "super" => self.tree(None),
                // `self` is a module only as the head of a path; elsewhere it is the receiver.
                "self" if self.word(1) == "::" => self.tree(None),
                _ => self.at += 1,
            }
        }
    }

    /// Reads one path or use tree. `base` is what stands before it: resolved, or `None` at the head of a path.
    fn tree(&mut self, base: Option<Vec<String>>) {
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        let mut path = base;
        // Outside crates and children of this module do not start at the root: read them, but name nothing.
        let mut foreign = false;
        loop {
            match self.word(0) {
                "{" => {
                    self.at += 1;
                    while !matches!(self.word(0), "}" | "") {
                        if foreign {
                            self.skip_tree()
                        } else {
                            self.tree(path.clone())
                        }
                        if self.word(0) == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                "::" if path.is_none() => foreign = true,
                "crate" => path = Some(Vec::new()),
                "super" => {
                    let mut above = path.take().unwrap_or_else(|| self.module.clone());
                    above.pop();
                    path = Some(above);
                }
                "self" => path = Some(path.take().unwrap_or_else(|| self.module.clone())),
                "*" => path.get_or_insert_default().push("*".into()),
                name => match &mut path {
                    Some(path) => path.push(name.to_owned()),
                    // In the root itself a child module needs no `crate::` before it.
                    None if self.module.is_empty() => path = Some(vec![name.to_owned()]),
                    None => foreign = true,
                },
            }
            self.at += 1;
            if self.word(0) != "::" || matches!(self.word(1), "<" | "") {
                break;
            }
            self.at += 1;
        }
        if let (Some(path), false) = (path, foreign) {
            self.found.push(Named { path, line });
        }
        // The new name in `use a as b`.
        if self.word(0) == "as" {
            self.at += 2;
        }
    }

    fn skip_tree(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.word(0) {
                "" => return,
                "{" => depth += 1,
                "}" | "," if depth == 0 => return,
                "}" => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
    }
}

fn found(source: &str, module: &[&str]) -> Vec<String> {
    let module: Vec<_> = module.iter().map(|&name| name.to_owned()).collect();
    paths(source, &module).into_iter().map(|named| named.path.join("::")).collect()
}

#[test]
fn use_trees_are_read_to_their_leaves() {
    assert_eq!(
        found("use crate::{a::{b, c::D as E}, f::*, g::{self, h}}; use crate::i;", &["x"]),
        ["a::b", "a::c::D", "f::*", "g", "g::h", "i"]
    );
}

#[test]
fn inline_paths_are_read_also_in_macros_and_types() {
    assert_eq!(
        found("fn f(x: crate::a::B<crate::c::D>) { g!(h, $crate::i::j::<u8>(crate::k)); }", &["x"]),
        ["a::B", "c::D", "i::j", "k"]
    );
}

#[test]
fn super_and_self_are_resolved_from_where_they_stand() {
    assert_eq!(found("use super::{a, super::b};", &["x", "y"]), ["x::a", "b"]);
    assert_eq!(
        found("mod tests { use super::*; mod in_ner { use super::super::a; } } use super::c;", &["x"]),
        ["x::*", "x::a", "c"]
    );
    assert_eq!(found("use self::a::b; fn f(&self) { self.c(); self::d() }", &["x"]), ["x::a::b", "x::d"]);
}

#[test]
fn other_crates_and_visibilities_are_not_paths_of_ours() {
    assert_eq!(
        found(
            "pub(crate) fn a() {} pub(in crate::b) struct C; use std::{fmt, io::{self, Read}}; use ::d::e;",
            &["x"]
        ),
        Vec::<String>::new()
    );
}

#[test]
fn in_the_root_a_child_module_is_named_without_crate() {
    assert_eq!(found("pub use error::{Error, ErrorKind}; mod a;", &[]), ["error::Error", "error::ErrorKind"]);
}

#[test]
fn the_root_under_another_name_is_seen() {
    assert_eq!(found("use crate as house; use crate::*; use crate::{self as home};", &["x"]), ["", "*", ""]);
}
