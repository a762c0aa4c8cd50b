//! A Rust file as text and as a tree that knows its places in it.

use std::ops::Range;

use proc_macro2::TokenStream;
use syn::spanned::Spanned;

use super::{Edited, Missing, depth};

/// A file that is edited.
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    pub(crate) file: syn::File,
    /// What stands before the tree: a byte order mark, `#!`.
    skipped: usize,
}

impl<'a> Source<'a> {
    pub(crate) fn parse(text: &'a str) -> Result<Self, Missing> {
        let skipped = head(text);
        let file = file(&text[skipped..]).map_err(|error| format!("it does not parse: {error}"))?;
        Ok(Self { text, file, skipped })
    }

    /// Where a part of the tree stands in the text.
    pub(crate) fn range(&self, part: &impl Spanned) -> Range<usize> {
        let range = part.span().byte_range();
        range.start + self.skipped..range.end + self.skipped
    }

    /// Where a single token stands.
    pub(crate) fn token(&self, span: proc_macro2::Span) -> Range<usize> {
        let range = span.byte_range();
        range.start + self.skipped..range.end + self.skipped
    }

    /// The white space before the first thing in the line of `at`.
    pub(crate) fn indent(&self, at: usize) -> &'a str {
        let start = self.line_start(at);
        let line = &self.text[start..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Where the line of `at` starts.
    pub(crate) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Where the line of `at` ends, with its line end.
    pub(crate) fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// Whether only white space stands before `at` in its line.
    pub(crate) fn begins_line(&self, at: usize) -> bool {
        self.text[self.line_start(at)..at].trim().is_empty()
    }

    /// The text with `piece` at `at`; what does not parse is not given out.
    pub(crate) fn with(&self, at: usize, piece: &str) -> Result<Edited, Missing> {
        self.with_all(&[(at..at, piece.to_owned())])
    }

    /// The text with several pieces, in the order of their places.
    pub(crate) fn with_all(&self, pieces: &[(Range<usize>, String)]) -> Result<Edited, Missing> {
        let newline = newline(self.text);
        let mut text = String::with_capacity(self.text.len());
        let mut from = 0;
        for (range, piece) in pieces {
            text.push_str(&self.text[from..range.start]);
            text.push_str(&piece.replace("\r\n", "\n").replace('\n', newline));
            from = range.end;
        }
        text.push_str(&self.text[from..]);
        file(&text[self.skipped..])
            .map_err(|error| format!("it would not parse any more: {error}"))?;
        Ok(Edited::Text(text))
    }
}

/// Parses a file that somebody may have written to harm: a parser that recurses must not see what is nested too deep.
fn file(text: &str) -> syn::Result<syn::File> {
    let tokens: TokenStream = text.parse()?;
    if depth::is_too_deep(tokens.clone()) {
        return Err(syn::Error::new(proc_macro2::Span::call_site(), "it is nested too deep"));
    }
    syn::parse2(tokens)
}

/// How much stands before the first token: a byte order mark, and `#!` where that is no attribute.
fn head(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = &text[mark..];
    let after = rest.strip_prefix("#!").map(str::trim_start);
    if after.is_some_and(|after| !after.starts_with('[')) {
        return mark + rest.find('\n').unwrap_or(rest.len());
    }
    mark
}

/// How lines end in a text.
pub(super) fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// `text` with `added` at its end, `lines` line ends between them, and one at the end.
pub(super) fn joined(text: &str, added: &str, lines: usize) -> String {
    let newline = newline(text);
    if text.trim().is_empty() {
        return format!("{text}{added}{newline}");
    }
    let there = text.len() - text.trim_end_matches(['\r', '\n']).len();
    let there = text[text.len() - there..].matches('\n').count();
    let between = newline.repeat(lines.saturating_sub(there));
    format!("{text}{between}{added}{newline}")
}

/// `text` with every line indented, without white space at either end of the whole.
pub(super) fn indented(text: &str, indent: &str) -> String {
    let text = text.trim_matches(['\r', '\n']);
    let common = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or_default();
    let lines = text.lines().map(|line| {
        let line = line.get(common..).unwrap_or_default().trim_end();
        if line.is_empty() { String::new() } else { format!("{indent}{line}") }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Tokens without their white space, to compare what people write with what a pack writes.
pub(super) fn tokens(text: &str) -> Option<String> {
    text.parse::<proc_macro2::TokenStream>().ok().map(|tokens| tokens.to_string())
}
