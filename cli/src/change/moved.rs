//! Files that have another path, and modules that have another name: the same text, or nearly.

use std::collections::{BTreeMap, HashMap, HashSet};

use portcullis_facts::System;
use portcullis_facts::graph::ModuleId;

/// How much of the lines of a file must be in another one to be it, in hundredths; git takes half.
const ALIKE: usize = 60;
/// Files that are compared with each other by their lines, on either side.
const MOST: usize = 400;

/// What is called otherwise in one of two systems.
#[derive(Debug, Default)]
pub(super) struct Renames {
    /// Paths of modules before and after, the longest first.
    modules: Vec<(String, String)>,
    /// Paths of files before and after.
    files: HashMap<String, String>,
}

impl Renames {
    /// The modules of which the path changed.
    pub(super) fn between(before: &System, after: &System) -> Self {
        let (old, new) = (modules(before), modules(after));
        let files = files(before, after);
        let mut renames = Vec::new();
        for (path, was) in &old {
            let now = files.get(path).copied().unwrap_or(path);
            if let Some(is) = new.get(now).filter(|is| *is != was) {
                renames.push((was.clone(), is.clone()));
            }
        }
        renames.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        let files = files.into_iter().map(|(was, is)| (was.to_owned(), is.to_owned()));
        Self { modules: renames, files: files.collect() }
    }

    /// Where a file of before is now, if it is still there.
    pub(super) fn file<'a>(&'a self, path: &'a str) -> &'a str {
        self.files.get(path).map_or(path, String::as_str)
    }

    /// `text` with the names of before as they are now.
    pub(super) fn apply(&self, text: &str) -> String {
        let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let mut shown = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            let (name, more) = rest.split_at(end);
            shown.push_str(&self.rename(name));
            let next = more.find(is_name).unwrap_or(more.len());
            shown.push_str(&more[..next]);
            rest = &more[next..];
        }
        shown
    }

    fn rename(&self, name: &str) -> String {
        for (was, is) in &self.modules {
            if let Some(rest) = name.strip_prefix(was.as_str())
                && (rest.is_empty() || rest.starts_with("::"))
            {
                return format!("{is}{rest}");
            }
        }
        name.to_owned()
    }
}

/// The outermost module of each file; of one that is in several crates, the first.
fn modules(system: &System) -> BTreeMap<&str, String> {
    let graph = &system.graph;
    let mut modules: BTreeMap<&str, String> = BTreeMap::new();
    for at in 0..graph.modules.len() {
        let id = ModuleId(at as u32);
        let path = system.file(graph.module_file(id)).path.as_str();
        modules.entry(path).or_insert_with(|| graph.module_path(id));
    }
    modules
}

/// The files of before that have another path now.
fn files<'a>(before: &'a System, after: &'a System) -> HashMap<&'a str, &'a str> {
    let paths = |system: &'a System| -> HashSet<&'a str> {
        system.files.iter().map(|file| file.path.as_str()).collect()
    };
    let (old, new) = (paths(before), paths(after));
    let only = |system: &'a System, other: &HashSet<&str>| -> Vec<(&'a str, &'a str)> {
        let files = system
            .files
            .iter()
            .filter(|file| !file.text.trim().is_empty() && !other.contains(file.path.as_str()));
        files.map(|file| (file.path.as_str(), &file.text[..])).take(MOST).collect()
    };
    let (gone, mut come) = (only(before, &new), only(after, &old));
    let mut pairs = HashMap::new();
    for (path, text) in gone {
        // Small files are often the same; then the parts of their paths that are the same decide.
        let alike = come.iter().enumerate().map(|(at, (new, other))| {
            (likeness(text, other), shared(path, new), std::cmp::Reverse(at))
        });
        let best = alike.max().filter(|(likeness, ..)| *likeness >= ALIKE);
        if let Some((.., std::cmp::Reverse(at))) = best {
            pairs.insert(path, come.remove(at).0);
        }
    }
    pairs
}

/// How many names two paths have in common.
fn shared(a: &str, b: &str) -> usize {
    let names: HashSet<&str> = a.split('/').collect();
    b.split('/').filter(|name| names.contains(name)).count()
}

/// The part of the lines of the longer text that the other one has too, in hundredths.
fn likeness(a: &str, b: &str) -> usize {
    if a == b {
        return 100;
    }
    let lines = |text: &'_ str| text.lines().filter(|line| !line.trim().is_empty()).count();
    let longer = lines(a).max(lines(b)).max(1);
    if lines(a).min(lines(b)) * 100 / longer < ALIKE {
        return 0;
    }
    let mut left: HashMap<&str, usize> = HashMap::new();
    for line in a.lines().map(str::trim).filter(|line| !line.is_empty()) {
        *left.entry(line).or_default() += 1;
    }
    let mut same = 0;
    for line in b.lines().map(str::trim) {
        if let Some(count) = left.get_mut(line).filter(|count| **count > 0) {
            *count -= 1;
            same += 1;
        }
    }
    // What is not the same to the letter is less than what is.
    (same * 100 / longer).min(99)
}

#[cfg(test)]
mod tests {
    use super::{Renames, likeness};

    #[test]
    fn names_are_replaced_as_a_whole() {
        let rename = |was: &str, is: &str| (was.to_owned(), is.to_owned());
        let modules = vec![rename("shop::db::pg", "shop::pg"), rename("shop::db", "shop::store")];
        let renames = Renames { modules, ..Renames::default() };
        let shown = renames.apply("shop::db::pg::Pool, `shop::db::Row` shop::dbx ä");
        assert_eq!(shown, "shop::pg::Pool, `shop::store::Row` shop::dbx ä");
    }

    #[test]
    fn likeness_is_that_of_lines() {
        assert_eq!(likeness("a\nb\n", "a\nb\n"), 100);
        assert_eq!(likeness("a\nb\nc\n", "a\n\n  b\nx\n"), 66);
        assert_eq!(likeness("a", "b"), 0);
        assert_eq!(likeness("a\nb\nc", "a"), 0);
    }
}
