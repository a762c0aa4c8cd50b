//! `mod` lines, at the place where people would have put them.

use syn::{Item, ItemMod, Visibility};

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
pub(super) fn before_items(source: &Source<'_>, line: &str) -> Result<Edited, Missing> {
    let Some(at) = first_item(source) else {
        let text = joined(source.text, &line.replace('\n', newline(source.text)), 2);
        return Ok(Edited::Text(text));
    };
    source.with(at, &format!("{line}\n\n"))
}

/// Where the first item of a file begins, with the comment on it.
pub(super) fn first_item(source: &Source<'_>) -> Option<usize> {
    let first = source.file.items.first()?;
    let mut at = source.line_start(source.range(first).start);
    while at > 0 {
        let above = source.line_start(at - 1);
        let comment = source.text[above..at].trim();
        if !comment.starts_with("//") || comment.starts_with("//!") {
            break;
        }
        at = above;
    }
    Some(at)
}

/// A line feed where the text does not end in one.
pub(super) fn closing_newline(text: &str, end: usize) -> &'static str {
    if text[..end].ends_with('\n') { "" } else { "\n" }
}
