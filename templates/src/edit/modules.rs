//! `mod` lines and imports, at the place where people would have put them.

use std::collections::BTreeSet;

use syn::{Item, ItemMod, ItemUse, UseTree, Visibility};

use super::source::{Source, joined, newline};
use super::{Edited, Missing, Step};

/// A `mod` line, with its documentation.
pub(super) fn declare(text: &str, step: &Step) -> Result<Edited, Missing> {
    let wanted: ItemMod = syn::parse_str(&step.text)
        .map_err(|error| format!("the pack has no `mod` line: {error}"))?;
    let source = Source::parse(text)?;
    let line = step.text.trim();
    let mods: Vec<&ItemMod> = source
        .file
        .items
        .iter()
        .filter_map(|item| if let Item::Mod(item) = item { Some(item) } else { None })
        .collect();
    if mods.iter().any(|item| item.ident == wanted.ident) {
        return Ok(Edited::Already);
    }
    let lines: Vec<&ItemMod> = mods.into_iter().filter(|item| item.content.is_none()).collect();
    let groups = groups(&source, &lines);
    let is_public = |item: &ItemMod| matches!(item.vis, Visibility::Public(_));
    let alike =
        |group: &&Vec<&ItemMod>| group.iter().any(|item| is_public(item) == is_public(&wanted));
    let Some(group) = groups.iter().find(alike).or(groups.last()) else {
        return before_items(&source, line);
    };
    let sorted = group.iter().map(|item| item.ident.to_string()).is_sorted();
    let before = group.iter().take_while(|item| !sorted || item.ident < wanted.ident).last();
    if let Some(item) = before {
        let end = source.line_end(source.range(*item).end);
        return source.with(end, &format!("{}{line}\n", closing_newline(text, end)));
    }
    let first = source.range(group[0]).start;
    source.with(source.line_start(first), &format!("{line}\n"))
}

/// `mod` lines that stand together, as rustfmt sorts them.
fn groups<'a>(source: &Source<'_>, lines: &[&'a ItemMod]) -> Vec<Vec<&'a ItemMod>> {
    let mut groups: Vec<Vec<&ItemMod>> = Vec::new();
    let mut end = 0;
    for item in lines {
        let range = source.range(*item);
        let between = &source.text[end..range.start];
        let apart =
            groups.is_empty() || between.matches('\n').count() > 1 || !between.trim().is_empty();
        end = range.end;
        match groups.last_mut() {
            Some(group) if !apart => group.push(item),
            _ => groups.push(vec![item]),
        }
    }
    groups
}

/// Puts a line in front of the first item and of the comment on it.
fn before_items(source: &Source<'_>, line: &str) -> Result<Edited, Missing> {
    let Some(first) = source.file.items.first() else {
        let text = joined(source.text, &line.replace('\n', newline(source.text)), 2);
        return Ok(Edited::Text(text));
    };
    let mut at = source.line_start(source.range(first).start);
    while at > 0 {
        let above = source.line_start(at - 1);
        let comment = source.text[above..at].trim();
        if !comment.starts_with("//") || comment.starts_with("//!") {
            break;
        }
        at = above;
    }
    source.with(at, &format!("{line}\n\n"))
}

/// A line feed where the text does not end in one.
fn closing_newline(text: &str, end: usize) -> &'static str {
    if text[..end].ends_with('\n') { "" } else { "\n" }
}

/// An import, as far as the names are not imported yet.
pub(super) fn import(text: &str, step: &Step) -> Result<Edited, Missing> {
    let wanted: ItemUse =
        syn::parse_str(&step.text).map_err(|error| format!("the pack has no `use`: {error}"))?;
    let source = Source::parse(text)?;
    let uses: Vec<&ItemUse> = source
        .file
        .items
        .iter()
        .filter_map(|item| if let Item::Use(item) = item { Some(item) } else { None })
        .collect();
    let there: BTreeSet<String> = uses.iter().flat_map(|item| leaves(&item.tree)).collect();
    let leaves = leaves(&wanted.tree);
    let missing: Vec<&String> = leaves.iter().filter(|leaf| !there.contains(*leaf)).collect();
    if missing.is_empty() {
        return Ok(Edited::Already);
    }
    let line = if missing.len() == leaves.len() {
        step.text.trim().to_owned()
    } else {
        let lines = missing.iter().map(|leaf| format!("use {leaf};"));
        lines.collect::<Vec<_>>().join("\n")
    };
    let path = &leaves[0];
    let (own, rank) = (root(path), rank(path));
    let of = |item: &&&ItemUse| self::leaves(&item.tree).first().cloned().unwrap_or_default();
    // Beside imports from the same crate, in their order; else as a group of its own.
    let alike: Vec<_> = uses.iter().filter(|item| root(&of(item)) == own).collect();
    let group = if alike.is_empty() {
        uses.iter().filter(|item| self::rank(&of(item)) == rank).collect()
    } else {
        alike
    };
    if let Some(first) = group.first() {
        let before = group.iter().rev().find(|item| of(item) < *path);
        if let Some(item) = before {
            let end = source.line_end(source.range(**item).end);
            return source.with(end, &format!("{}{line}\n", closing_newline(text, end)));
        }
        let start = source.line_start(source.range(**first).start);
        return source.with(start, &format!("{line}\n"));
    }
    if let Some(later) = uses.iter().find(|item| self::rank(&of(item)) > rank) {
        let start = source.line_start(source.range(*later).start);
        return source.with(start, &format!("{line}\n\n"));
    }
    let last = uses.last().map(|item| source.range(*item).end).or_else(|| {
        let last = source.file.items.iter().rev().find(|item| match item {
            Item::Mod(item) => item.content.is_none() && item.attrs.is_empty(),
            _ => false,
        });
        last.map(|item| source.range(item).end)
    });
    let Some(end) = last else { return before_items(&source, &line) };
    let end = source.line_end(end);
    let blank = if text[end..].trim().is_empty() { "" } else { "\n" };
    let before = if text[end..].starts_with(['\n', '\r']) { "" } else { blank };
    source.with(end, &format!("{}\n{line}\n{before}", closing_newline(text, end)))
}

/// The crate that a path starts with.
fn root(path: &str) -> &str {
    path.split("::").next().unwrap_or(path)
}

/// In which order groups of imports stand: the standard library, other crates, this crate.
fn rank(path: &str) -> u8 {
    match root(path) {
        "std" | "core" | "alloc" => 0,
        "crate" | "super" | "self" => 2,
        _ => 1,
    }
}

/// All paths that an import names.
fn leaves(tree: &UseTree) -> Vec<String> {
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
