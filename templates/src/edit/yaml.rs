//! Entries of YAML files in block style, line by line, so that comments and quotation marks survive.

use std::ops::Range;

use super::source::{indented, newline};
use super::{Edited, Missing, Step};

/// The lines of the text at the end of the block that `within` leads to; what is missing of the way is added.
///
/// `services.orders.environment` leads through mappings, `containers#orders` to the item of a list with that name.
pub(super) fn entry(text: &str, step: &Step) -> Result<Edited, Missing> {
    let lines: Vec<&str> = text.lines().collect();
    let parts: Vec<&str> = step.within().split('.').collect();
    let mut missed = format!("there is no `{}`", parts.first().unwrap_or(&""));
    for document in documents(&lines) {
        match at(&lines, document, &parts) {
            Ok(place) => {
                let added = step.text.trim_matches('\n');
                return Ok(place.with(text, &lines, &place.written(&lines, added)));
            }
            Err(message) => missed = message,
        }
    }
    Err(missed)
}

/// Where entries go, and the keys above them that are not there.
struct Place<'a> {
    block: Block,
    absent: &'a [&'a str],
}

/// The lines of a block, and how far its entries are indented.
#[derive(Clone)]
struct Block {
    lines: Range<usize>,
    indent: usize,
}

impl Place<'_> {
    /// An entry as the block has its entries: compose takes lists for `environment` and `depends_on` too.
    fn written(&self, lines: &[&str], added: &str) -> String {
        let first = lines[self.block.lines.clone()].iter().find(|line| !is_blank(line));
        let is_list =
            self.absent.is_empty() && first.is_some_and(|line| line.trim_start().starts_with("- "));
        match added.split_once(": ") {
            Some((key, value)) if is_list && !added.starts_with("- ") => {
                let is_more = value.starts_with('{');
                if is_more { format!("- {key}") } else { format!("- {key}={value}") }
            }
            _ => added.to_owned(),
        }
    }

    fn with(&self, text: &str, lines: &[&str], added: &str) -> Edited {
        let first = key(added.trim_start().lines().next().unwrap_or_default());
        let mut there = lines[self.block.lines.clone()].iter();
        let is_there = |line: &&str| indent(line) == self.block.indent && key(line.trim()) == first;
        if self.absent.is_empty() && there.any(is_there) {
            return Edited::Already;
        }
        let mut new: Vec<String> = Vec::new();
        for (depth, part) in self.absent.iter().enumerate() {
            new.push(format!("{}{part}:", " ".repeat(self.block.indent + 2 * depth)));
        }
        let depth = self.block.indent + 2 * self.absent.len();
        // Whole sections stand apart.
        let is_section = self.block.indent == 0 || (depth == 2 && added.contains('\n'));
        if is_section && !self.block.lines.is_empty() {
            new.insert(0, String::new());
        }
        new.extend(indented(added, &" ".repeat(depth)).lines().map(str::to_owned));
        let end = last(lines, &self.block.lines);
        let all = lines[..end].iter().copied().chain(new.iter().map(String::as_str));
        let all: Vec<&str> = all.chain(lines[end..].iter().copied()).collect();
        let newline = newline(text);
        Edited::Text(all.join(newline) + newline)
    }
}

/// The place for entries at a path in a document.
fn at<'a>(
    lines: &[&str],
    document: Range<usize>,
    parts: &'a [&'a str],
) -> Result<Place<'a>, Missing> {
    let mut block = Block { lines: document, indent: 0 };
    for (index, part) in parts.iter().enumerate() {
        let (name, item) = part.split_once('#').map_or((*part, None), |(a, b)| (a, Some(b)));
        let found = block.lines.clone().find(|at| {
            indent(lines[*at]) == block.indent && key(lines[*at].trim()) == format!("{name}:")
        });
        let Some(found) = found else {
            let absent = &parts[index..];
            // Whole entries of a file may be new; the way to others has to begin somewhere.
            let is_mapping = (index > 0 || parts.len() == 1) && item.is_none();
            return if is_mapping && !absent.iter().any(|part| part.contains('#')) {
                Ok(Place { block, absent })
            } else {
                Err(format!("there is no `{name}`"))
            };
        };
        let value = lines[found].trim().trim_start_matches(&format!("{name}:")).trim();
        if !(value.is_empty() || value.starts_with('#')) {
            return Err(format!("`{name}` is written in one line"));
        }
        block = below(lines, found, block.lines.end);
        if let Some(item) = item {
            block = named(lines, &block, item)
                .ok_or_else(|| format!("`{name}` has no item `{item}`"))?;
        }
    }
    Ok(Place { block, absent: &[] })
}

/// The block below a key, which for a list may be indented as far as the key.
fn below(lines: &[&str], key: usize, end: usize) -> Block {
    let own = indent(lines[key]);
    let belongs = |line: &str| {
        let is_item = line.trim_start().starts_with("- ") && indent(line) == own;
        is_blank(line) || indent(line) > own || is_item
    };
    let until = (key + 1..end).find(|at| !belongs(lines[*at])).unwrap_or(end);
    let first = lines[key + 1..until].iter().find(|line| !is_blank(line));
    Block { lines: key + 1..until, indent: first.map_or(own + 2, |line| indent(line)) }
}

/// The item of a list that has a name; the only one, in a document that has it.
fn named(lines: &[&str], list: &Block, name: &str) -> Option<Block> {
    let is_start =
        |at: &usize| indent(lines[*at]) == list.indent && lines[*at].trim().starts_with("- ");
    let starts: Vec<usize> = list.lines.clone().filter(is_start).collect();
    let ends = starts.iter().skip(1).copied().chain([list.lines.end]);
    let mut items = starts.iter().copied().zip(ends);
    let called = |line: &str| {
        let value = line.trim().trim_start_matches("- ").strip_prefix("name:");
        value.is_some_and(|value| value.trim().trim_matches(['"', '\'']) == name)
    };
    let found = items.find(|(start, end)| {
        let own = |line: &&&str| indent(line) == list.indent || indent(line) == list.indent + 2;
        lines[*start..*end].iter().filter(own).any(|line| called(line))
    });
    let above = lines[..list.lines.start].iter().rev().take_while(|line| line.trim_end() != "---");
    let only = || match starts.as_slice() {
        [start] if above.clone().any(|line| called(line)) => Some((*start, list.lines.end)),
        _ => None,
    };
    let (start, end) = found.or_else(only)?;
    Some(Block { lines: start..end, indent: list.indent + 2 })
}

/// The documents of a file.
fn documents(lines: &[&str]) -> Vec<Range<usize>> {
    let mut documents = Vec::new();
    let mut start = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.trim_end() == "---" {
            documents.push(start..at);
            start = at + 1;
        }
    }
    documents.push(start..lines.len());
    documents
}

/// Behind the last line of a block that is neither empty nor a comment.
fn last(lines: &[&str], block: &Range<usize>) -> usize {
    block.clone().rev().find(|at| !is_blank(lines[*at])).map_or(block.start, |at| at + 1)
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty() || line.trim_start().starts_with('#')
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// What makes an entry the same as another: its key, or of an item of a list its whole first line.
fn key(line: &str) -> String {
    if line.starts_with("- ") {
        return line.trim_end().to_owned();
    }
    line.split_once(':').map_or_else(|| line.trim_end().to_owned(), |(key, _)| format!("{key}:"))
}
