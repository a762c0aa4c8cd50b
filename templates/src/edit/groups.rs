//! Groups of imports, as `use std::{net::SocketAddr, time::Duration}`, and names that join them.

use std::ops::Range;

use syn::{ItemUse, UseGroup, UseTree, Visibility};

use super::imports::{leaves, root, uses};
use super::source::Source;

/// Where a path could join an import, behind so many of its segments.
struct Spot<'a> {
    depth: usize,
    place: At<'a>,
}

enum At<'a> {
    /// Among others in braces.
    Group(&'a UseGroup),
    /// Beside a single name, with new braces around both.
    Name(&'a UseTree),
}

/// What puts `path` into an import that shares its beginning, the one that shares most; nothing where the file
/// writes a line for each name.
pub(super) fn join(source: &Source<'_>, path: &str) -> Option<Vec<(Range<usize>, String)>> {
    let segments: Vec<&str> = path.split("::").collect();
    let plain = uses(&source.file).into_iter().filter(|item| {
        item.attrs.is_empty()
            && item.leading_colon.is_none()
            && matches!(item.vis, Visibility::Inherited)
    });
    let plain: Vec<&ItemUse> = plain.collect();
    let spots = plain.iter().filter_map(|item| spot(&item.tree, &segments, 0));
    let best = spots.fold(None, |best: Option<Spot<'_>>, spot| match best {
        Some(best) if best.depth >= spot.depth => Some(best),
        _ => Some(spot),
    })?;
    let rest = segments[best.depth..].join("::");
    match best.place {
        At::Group(group) => into(source, group, &rest),
        At::Name(_) if is_apart(root(path)) || has_lines(&plain) => None,
        At::Name(name) => {
            let range = source.range(name);
            let before = key(&rest) < key(&source.text[range.clone()]);
            let (start, end) = if before {
                (format!("{{{rest}, "), "}".to_owned())
            } else {
                ("{".to_owned(), format!(", {rest}}}"))
            };
            Some(vec![(range.start..range.start, start), (range.end..range.end, end)])
        }
    }
}

fn spot<'a>(tree: &'a UseTree, path: &[&str], depth: usize) -> Option<Spot<'a>> {
    match tree {
        UseTree::Path(part) if part.ident == path[depth] && depth + 1 < path.len() => {
            spot(&part.tree, path, depth + 1)
        }
        UseTree::Group(group) if depth > 0 => {
            let parts = group.items.iter().filter_map(|item| spot(item, path, depth));
            let deeper = parts.filter(|part| part.depth > depth).max_by_key(|part| part.depth);
            Some(deeper.unwrap_or(Spot { depth, place: At::Group(group) }))
        }
        UseTree::Name(_) | UseTree::Rename(_) if depth > 0 && depth + 1 == path.len() => {
            Some(Spot { depth, place: At::Name(tree) })
        }
        _ => None,
    }
}

/// Whether parts of a crate have so little to do with each other that people write a line for each.
fn is_apart(root: &str) -> bool {
    ["crate", "super", "self"].contains(&root)
}

/// Whether a file has two lines where one with braces would do.
fn has_lines(uses: &[&ItemUse]) -> bool {
    let single = uses.iter().filter_map(|item| match leaves(&item.tree).as_slice() {
        [one] => one.rsplit_once("::").map(|(module, _)| module.to_owned()),
        _ => None,
    });
    let mut modules: Vec<String> = single.filter(|module| !is_apart(module)).collect();
    modules.sort_unstable();
    modules.windows(2).any(|pair| pair[0] == pair[1])
}

/// Puts a name into braces, in the order and the lines of those that are there.
fn into(source: &Source<'_>, group: &UseGroup, name: &str) -> Option<Vec<(Range<usize>, String)>> {
    let ranges: Vec<Range<usize>> = group.items.iter().map(|item| source.range(item)).collect();
    let last = ranges.last()?.clone();
    let names: Vec<&str> = ranges.iter().map(|range| &source.text[range.clone()]).collect();
    let lines = source.begins_line(last.start);
    if let Some(range) = position(&names, name).and_then(|later| ranges.get(later)) {
        let between = if lines && source.begins_line(range.start) {
            format!("\n{}", source.indent(range.start))
        } else {
            " ".to_owned()
        };
        return Some(vec![(range.start..range.start, format!("{name},{between}"))]);
    }
    let indent = source.indent(last.start);
    let comma = group.items.trailing_punct();
    let (at, piece) = match (comma, lines) {
        (false, false) => (last.end, format!(", {name}")),
        (false, true) => (last.end, format!(",\n{indent}{name}")),
        (true, _) => {
            let at = last.end + source.text[last.end..].find(',')? + 1;
            let piece = if lines { format!("\n{indent}{name},") } else { format!(" {name}") };
            (at, piece)
        }
    };
    Some(vec![(at..at, piece)])
}

/// Before which of several names another one stands, where their order says so. Which of small and large letters
/// come first depends on the edition.
fn position(names: &[&str], name: &str) -> Option<usize> {
    let large_first = |name: &str| {
        let (is_other, is_large, _) = key(name);
        (is_other, !is_large, name.to_owned())
    };
    let small = names.is_sorted_by_key(|name| key(name));
    let small = small.then(|| names.iter().position(|there| key(name) < key(there)));
    let large = names.is_sorted_by_key(|name| large_first(name));
    let large =
        large.then(|| names.iter().position(|there| large_first(name) < large_first(there)));
    match (small, large) {
        (Some(small), Some(large)) if small != large => None,
        (small, large) => small.or(large).flatten(),
    }
}

/// In which order names stand in braces: `self`, what begins small, the rest.
fn key(name: &str) -> (bool, bool, &str) {
    (name != "self", name.starts_with(char::is_uppercase), name)
}
