//! What a file says according to syn, with a scope tracking of its own.

mod expressions;
mod items;
mod kinds;
mod names;
mod visit;

use proc_macro2::{Ident, Span, TokenStream};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Attribute, Meta, Token};

/// One fact, comparable between both sides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Record {
    /// Offset in the text.
    pub(crate) at: u32,
    /// Everything else; the first word is its kind.
    pub(crate) what: String,
}

/// The records of a file.
#[derive(Default)]
pub(crate) struct Expected {
    pub(crate) records: Vec<Record>,
    /// Ranges of which syn says nothing.
    blind: Vec<(u32, u32)>,
    /// Ranges of attributes, of which only derives are compared.
    attributes: Vec<(u32, u32)>,
    base: u32,
    /// The text that syn parses.
    text: String,
    locals: Vec<String>,
    locals_from: usize,
    generics: Vec<String>,
    generics_from: usize,
    owner: Option<u32>,
    parent: Option<u32>,
    cfg: Vec<String>,
    associated: bool,
    in_pattern: bool,
    /// Address of the attributes of the statement that is being read.
    seen: usize,
}

impl Expected {
    /// Reads a text; none if syn does not.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let file = syn::parse_file(text).ok()?;
        let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let base = bom + file.shebang.as_ref().map_or(0, String::len);
        let mut all = Self { text: text[base..].to_owned(), base: base as u32, ..Self::default() };
        all.under(&file.attrs, |r| file.items.iter().for_each(|item| r.visit_item(item)));
        file.attrs.iter().for_each(|a| all.visit_attribute(a));
        all.blind = merged(std::mem::take(&mut all.blind));
        all.attributes = merged(std::mem::take(&mut all.attributes));
        let mut records = std::mem::take(&mut all.records);
        records.retain(|record| !all.is_blind(record));
        all.records = records;
        Some(all)
    }

    /// Whether syn says nothing of this place.
    pub(crate) fn is_blind(&self, record: &Record) -> bool {
        let holds = |ranges: &[(u32, u32)]| {
            let after = ranges.partition_point(|range| range.0 <= record.at);
            after > 0 && record.at < ranges[after - 1].1
        };
        holds(&self.blind) || (holds(&self.attributes) && !record.what.starts_with("path Derive"))
    }

    fn start(&self, span: Span) -> u32 {
        let range = span.byte_range();
        let raw = self.text.get(range.start..range.start + 2) == Some("r#");
        self.base + range.start as u32 + if raw { 2 } else { 0 }
    }

    fn end(&self, span: Span) -> u32 {
        self.base + span.byte_range().end as u32
    }

    fn name(&self, ident: &Ident) -> (String, u32) {
        let text = ident.to_string();
        let start = self.start(ident.span());
        text.strip_prefix("r#").map_or((text.clone(), start), |plain| (plain.to_owned(), start))
    }

    fn blind(&mut self, start: u32, end: u32) {
        if start < end {
            self.blind.push((start, end));
        }
    }

    fn record(&mut self, at: u32, what: &str) {
        self.records.push(Record { at, what: what.trim_end().to_owned() });
    }

    fn conditions(&self) -> String {
        self.cfg.join(" & ")
    }

    fn owner(item: Option<u32>) -> String {
        item.map_or("file".to_owned(), |at| at.to_string())
    }

    /// Reads with `read` under the conditions among `attributes`.
    fn under(&mut self, attributes: &[Attribute], read: impl FnOnce(&mut Self)) {
        let outer = self.cfg.len();
        for attribute in attributes {
            if let Meta::List(list) = &attribute.meta {
                if list.path.is_ident("cfg") {
                    self.cfg.push(plain(&list.tokens));
                } else if list.path.is_ident("cfg_attr") {
                    self.conditional(&list.tokens);
                }
            }
        }
        read(self);
        self.cfg.truncate(outer);
    }

    fn conditional(&mut self, tokens: &TokenStream) {
        let parse = syn::punctuated::Punctuated::<Meta, Token![,]>::parse_terminated;
        let Ok(metas) = syn::parse::Parser::parse2(parse, tokens.clone()) else { return };
        let mut metas = metas.iter();
        let Some(predicate) = metas.next() else { return };
        for meta in metas {
            if let Meta::List(list) = meta
                && list.path.is_ident("cfg")
            {
                let predicate = plain_text(&predicate.span().source_text().unwrap_or_default());
                self.cfg.push(format!("any(not({predicate}),{})", plain(&list.tokens)));
            }
        }
    }

    fn locals(&mut self, read: impl FnOnce(&mut Self)) {
        let locals = self.locals.len();
        read(self);
        self.locals.truncate(locals);
    }
}

/// Ranges in order, those that overlap as one.
fn merged(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for (start, end) in ranges {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// Tokens without spaces, as the other side writes predicates.
fn plain(tokens: &TokenStream) -> String {
    plain_text(&tokens.to_string())
}

fn plain_text(text: &str) -> String {
    let text = text.replace(char::is_whitespace, "").replace(",)", ")");
    match text.as_str() {
        "true" => "all()".to_owned(),
        "false" => "any()".to_owned(),
        _ => text.strip_suffix(',').map_or(text.clone(), str::to_owned),
    }
}
