//! Imports: within a group that is there, beside those of the same crate, or as a group of their own.

use std::collections::BTreeSet;
use std::ops::Range;

use syn::{File, Item, ItemUse, UseTree, Visibility};

use super::groups;
use super::modules::{before_items, closing_newline, first_item};
use super::source::Source;
use super::{Edited, Missing, Step};

/// An import, as far as the names are not imported yet.
pub(super) fn import(text: &str, step: &Step) -> Result<Edited, Missing> {
    let wanted: ItemUse =
        syn::parse_str(&step.text).map_err(|error| format!("the pack has no `use`: {error}"))?;
    let leaves = leaves(&wanted.tree);
    let source = Source::parse(text)?;
    let there = imported(&source.file);
    let missing: Vec<&String> = leaves.iter().filter(|leaf| !there.contains(*leaf)).collect();
    let Some(first) = missing.first() else { return Ok(Edited::Already) };
    // Each name that joins a group moves what stands behind it, so it is read again for the next.
    let mut joined = text.to_owned();
    let mut alone: Vec<&String> = Vec::new();
    for leaf in &missing {
        let source = Source::parse(&joined)?;
        let is_plain = matches!(wanted.vis, Visibility::Inherited);
        match groups::join(&source, leaf).filter(|_| is_plain) {
            Some(pieces) => {
                let Edited::Text(text) = source.with_all(&pieces)? else { continue };
                joined = text;
            }
            None => alone.push(leaf),
        }
    }
    if alone.is_empty() {
        return Ok(Edited::Text(joined));
    }
    let line = if alone.len() == leaves.len() {
        step.text.trim().to_owned()
    } else {
        alone.iter().map(|leaf| format!("use {leaf};")).collect::<Vec<_>>().join("\n")
    };
    let source = Source::parse(&joined)?;
    match line_at(&source, &line, first) {
        Some((at, piece)) => source.with(at, &piece),
        None => before_items(&source, &line),
    }
}

/// What makes a file that has any items import `path`; nothing where it does already.
pub(crate) fn pieces(source: &Source<'_>, path: &str) -> Vec<(Range<usize>, String)> {
    if imported(&source.file).contains(path) {
        return Vec::new();
    }
    if let Some(pieces) = groups::join(source, path) {
        return pieces;
    }
    let line = format!("use {path};");
    let (at, piece) = line_at(source, &line, path)
        .unwrap_or_else(|| (first_item(source).unwrap_or_default(), format!("{line}\n\n")));
    vec![(at..at, piece)]
}

/// All paths that a file imports.
pub(crate) fn imported(file: &File) -> BTreeSet<String> {
    uses(file).iter().flat_map(|item| leaves(&item.tree)).collect()
}

/// The imports of a file, those of its inner modules left out.
pub(super) fn uses(file: &File) -> Vec<&ItemUse> {
    let items = file.items.iter();
    items.filter_map(|item| if let Item::Use(item) = item { Some(item) } else { None }).collect()
}

/// Where a line that imports `path` goes, with the line feeds around it; none in a file without imports and modules.
fn line_at(source: &Source<'_>, line: &str, path: &str) -> Option<(usize, String)> {
    let text = source.text;
    let uses = uses(&source.file);
    let (own, rank) = (root(path), rank(path));
    let of = |item: &&&ItemUse| leaves(&item.tree).first().cloned().unwrap_or_default();
    // Beside imports from the same crate, in their order; else as a group of its own.
    let alike: Vec<_> = uses.iter().filter(|item| root(&of(item)) == own).collect();
    let group = if alike.is_empty() {
        uses.iter().filter(|item| self::rank(&of(item)) == rank).collect()
    } else {
        alike
    };
    if let Some(first) = group.first() {
        let before = group.iter().rev().find(|item| of(item).as_str() < path);
        if let Some(item) = before {
            let end = source.line_end(source.range(**item).end);
            return Some((end, format!("{}{line}\n", closing_newline(text, end))));
        }
        let start = source.line_start(source.range(**first).start);
        return Some((start, format!("{line}\n")));
    }
    if let Some(later) = uses.iter().find(|item| self::rank(&of(item)) > rank) {
        let start = source.line_start(source.range(*later).start);
        return Some((start, format!("{line}\n\n")));
    }
    let last = uses.last().map(|item| source.range(*item).end).or_else(|| {
        let last = source.file.items.iter().rev().find(|item| match item {
            Item::Mod(item) => item.content.is_none() && item.attrs.is_empty(),
            _ => false,
        });
        last.map(|item| source.range(item).end)
    });
    let end = source.line_end(last?);
    let blank = if text[end..].trim().is_empty() { "" } else { "\n" };
    let before = if text[end..].starts_with(['\n', '\r']) { "" } else { blank };
    Some((end, format!("{}\n{line}\n{before}", closing_newline(text, end))))
}

/// The crate that a path starts with.
pub(super) fn root(path: &str) -> &str {
    path.split("::").next().unwrap_or(path)
}

/// In which order groups of imports stand: the standard library, other crates, this crate.
pub(crate) fn rank(path: &str) -> u8 {
    match root(path) {
        "std" | "core" | "alloc" => 0,
        "crate" | "super" | "self" => 2,
        _ => 1,
    }
}

/// All paths that an import names.
pub(super) fn leaves(tree: &UseTree) -> Vec<String> {
    match tree {
        UseTree::Path(path) => {
            let rest = leaves(&path.tree);
            rest.into_iter()
                .map(|rest| match rest.as_str() {
                    "self" => path.ident.to_string(),
                    rest => format!("{}::{rest}", path.ident),
                })
                .collect()
        }
        UseTree::Name(name) => vec![name.ident.to_string()],
        UseTree::Rename(rename) => vec![format!("{} as {}", rename.ident, rename.rename)],
        UseTree::Glob(_) => vec!["*".to_owned()],
        UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
    }
}
