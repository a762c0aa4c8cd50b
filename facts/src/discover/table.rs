//! Reads values of a TOML table, and notes those that are of another kind than expected.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::place::Span;
use crate::problem::{Problem, ProblemKind};

/// Reads tables of one manifest.
pub(super) struct Reader<'a> {
    path: &'a str,
    pub(super) problems: Vec<Problem>,
}

/// A string with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) value: String,
    pub(super) span: Span,
}

impl<'a> Reader<'a> {
    pub(super) fn new(path: &'a str) -> Self {
        Self { path, problems: Vec::new() }
    }

    /// Notes a problem at `range`.
    pub(super) fn problem(&mut self, range: Range<usize>, message: String) {
        let span = Some(span(range));
        self.problems.push(Problem {
            path: self.path.to_owned(),
            span,
            kind: ProblemKind::Manifest,
            message,
        });
    }

    fn expected(&mut self, value: &Spanned<DeValue<'_>>, key: &str, what: &str) {
        let found = value.get_ref().type_str();
        // A value that the parser could not read is there as an empty string;
        // what is wrong with it has been said.
        if !value.span().is_empty() {
            self.problem(value.span(), format!("expected {what} for `{key}`, found {found}"));
        }
    }

    pub(super) fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<Text> {
        let value = table.get(key)?;
        if let Some(text) = value.get_ref().as_str() {
            return Some(Text { value: text.to_owned(), span: span(value.span()) });
        }
        self.expected(value, key, "a string");
        None
    }

    pub(super) fn string(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        self.text(table, key).map(|text| text.value)
    }

    pub(super) fn boolean(&mut self, table: &DeTable<'_>, key: &str) -> Option<bool> {
        let value = table.get(key)?;
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.expected(value, key, "`true` or `false`");
        }
        found
    }

    pub(super) fn table<'t, 'i>(
        &mut self,
        table: &'t DeTable<'i>,
        key: &str,
    ) -> Option<&'t DeTable<'i>> {
        let value = table.get(key)?;
        let found = value.get_ref().as_table();
        if found.is_none() {
            self.expected(value, key, "a table");
        }
        found
    }

    /// An array of strings; a single string counts as one.
    pub(super) fn texts(&mut self, table: &DeTable<'_>, key: &str) -> Option<Vec<Text>> {
        let value = table.get(key)?;
        let text = |value: &Spanned<DeValue<'_>>| {
            let text = value.get_ref().as_str()?;
            Some(Text { value: text.to_owned(), span: span(value.span()) })
        };
        if let Some(single) = text(value) {
            return (!single.span.range().is_empty()).then(|| vec![single]);
        }
        let Some(array) = value.get_ref().as_array() else {
            self.expected(value, key, "an array of strings");
            return None;
        };
        let mut texts = Vec::with_capacity(array.len());
        for element in array {
            match text(element) {
                Some(text) => texts.push(text),
                None => self.expected(element, key, "an array of strings"),
            }
        }
        Some(texts)
    }

    pub(super) fn strings(&mut self, table: &DeTable<'_>, key: &str) -> Option<Vec<String>> {
        Some(self.texts(table, key)?.into_iter().map(|text| text.value).collect())
    }
}

/// The key of the two that the table has: the new spelling, else the old one.
pub(super) fn spelling<'k>(table: &DeTable<'_>, new: &'k str, old: &'k str) -> &'k str {
    if table.contains_key(new) || !table.contains_key(old) { new } else { old }
}

/// A range of bytes; a manifest has less than 4 GiB.
pub(super) fn span(range: Range<usize>) -> Span {
    Span::new(range.start as u32, range.end as u32)
}

/// The bytes from the first to the last of `value`, whose table may go on below its header.
pub(super) fn extent(value: &Spanned<DeValue<'_>>) -> Span {
    let mut whole = span(value.span());
    if let Some(table) = value.get_ref().as_table() {
        for (key, value) in table {
            whole = join(join(whole, span(key.span())), extent(value));
        }
    }
    whole
}

/// The bytes from the first to the last of both.
pub(super) fn join(a: Span, b: Span) -> Span {
    Span::new(a.start.min(b.start), a.end.max(b.end))
}
