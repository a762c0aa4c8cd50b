//! Reads one system again and again, and keeps what each file gave for as long as its text stays the same.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::discover::{self, DiscoverError, Discovered};
use crate::extract::rust::facts::RustFacts;
use crate::graph::{Names, Spelling, Spellings};
use crate::problem::Problem;
use crate::read::read_found;
use crate::{Error, Options, SourceFile, System};

/// Stack of a reading thread. Reading recurses with the nesting of the code, which is
/// bounded, but generously.
const STACK: usize = 16 << 20;

/// Reads one system as often as it changes, for programs that stay.
///
/// What a reading gives depends on nothing but the files and the texts in their place, so it is what
/// [`crate::read`] gives; it only takes less time.
#[derive(Debug)]
pub struct Reader {
    root: PathBuf,
    disk: discover::Options,
    /// What stands in the folder; none if that may have changed.
    found: Option<Discovered>,
    memory: Memory,
}

impl Reader {
    /// A reader of the system below `root`, which has read nothing yet.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            disk: discover::Options::default(),
            found: None,
            memory: Memory { files: Some(FxHashMap::default()), ..Memory::default() },
        }
    }

    /// Reads `text` in place of the file at `path`, relative to the root and `/`-separated, from now on.
    pub fn put(&mut self, path: &str, text: String) {
        self.changed(path);
        self.disk.unsaved.insert(path.to_owned(), text);
    }

    /// Reads the file at `path` from the disk again.
    pub fn take_back(&mut self, path: &str) {
        self.changed(path);
        self.disk.unsaved.remove(path);
    }

    /// Looks at the whole folder again when it is read next; else only at what was put in or taken back.
    pub fn look_again(&mut self) {
        self.found = None;
    }

    fn changed(&mut self, path: &str) {
        // A manifest says which files there are.
        if path.ends_with("Cargo.toml") {
            self.found = None;
        }
        self.memory.changed.insert(path.to_owned());
    }

    /// Reads the system and resolves it into a graph.
    ///
    /// # Errors
    /// Only where the root is no readable folder; everything else becomes a [`Problem`] in the result.
    pub fn read(&mut self, options: &Options) -> Result<System, Error> {
        self.memory.all_changed = self.found.is_none();
        let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
        let system = match pool {
            Ok(pool) => pool.install(|| self.read_here(options)),
            // Without threads of our own those of the process will do.
            Err(_) => self.read_here(options),
        }?;
        self.memory.changed.clear();
        Ok(system)
    }

    /// Reads the system with the threads that are there.
    fn read_here(&mut self, options: &Options) -> Result<System, Error> {
        let found = match self.found.take() {
            Some(found) => found,
            None => discover::discover(&self.root, &self.disk).map_err(|error| {
                let reason = match error {
                    DiscoverError::Unreachable { source, .. } => source.to_string(),
                    DiscoverError::NotAFolder { .. } => {
                        "it is no folder; name the one that it stands in".to_owned()
                    }
                };
                Error::Unreachable { path: self.root.clone(), reason }
            })?,
        };
        let system = read_found(&found, options, &self.disk, &mut self.memory);
        self.found = Some(found);
        Ok(system)
    }
}

/// Reads a system a single time, so that nothing is kept.
pub(crate) fn read_once(root: &Path, options: &Options) -> Result<System, Error> {
    Reader { memory: Memory::default(), ..Reader::new(root) }.read(options)
}

/// What one file gave.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) source: SourceFile,
    pub(crate) facts: Option<RustFacts>,
    /// Whether bodies of functions were asked for; a generated file has none in either case.
    pub(crate) bodies: bool,
    /// Of the symbols of the facts.
    pub(crate) spellings: Vec<Spelling>,
    pub(crate) problems: Vec<Problem>,
}

/// What is kept from one reading to the next.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// Those of all files that were ever read: of what is typed, only the words that nobody wrote before add to it.
    pub(crate) spellings: Spellings,
    /// What the files gave, by path; none if this is the only reading.
    files: Option<FxHashMap<String, Loaded>>,
    /// Files whose text may be another one than before.
    changed: FxHashSet<String>,
    /// So it is with all.
    all_changed: bool,
}

/// What a file gave when it was read last.
#[derive(Debug)]
pub(crate) struct Known {
    loaded: Option<Loaded>,
    changed: bool,
}

impl Memory {
    /// Takes out what a file gave.
    pub(crate) fn take(&mut self, path: &str) -> Known {
        let loaded = self.files.as_mut().and_then(|files| files.remove(path));
        Known { loaded, changed: self.all_changed || self.changed.contains(path) }
    }

    /// The names of a reading, none of which anybody has asked for.
    pub(crate) fn names(&mut self) -> Names {
        match self.files {
            Some(_) => self.spellings.to_names(),
            None => std::mem::take(&mut self.spellings).into_names(),
        }
    }

    /// Keeps what the files gave, if there will be another reading, and gives the files.
    pub(crate) fn keep(&mut self, parts: Parts, others: Vec<Loaded>) -> Vec<SourceFile> {
        let Parts { files, facts, bodies, spellings, problems } = parts;
        let Some(memory) = &mut self.files else {
            // There are many, in many pieces; to drop them is as much work as a step of its own.
            facts.into_par_iter().for_each(drop);
            return files;
        };
        let rest = facts.into_iter().zip(bodies).zip(spellings).zip(problems);
        let loaded =
            files.iter().zip(rest).map(|(source, (((facts, bodies), spellings), problems))| {
                Loaded { source: source.clone(), facts, bodies, spellings, problems }
            });
        // Of files that are not wanted any more nothing is kept.
        memory.clear();
        memory.extend(loaded.chain(others).map(|file| (file.source.path.clone(), file)));
        files
    }
}

/// What files gave, each part in a list by [`FileId`](crate::place::FileId), as resolution wants it.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) files: Vec<SourceFile>,
    pub(crate) facts: Vec<Option<RustFacts>>,
    pub(crate) bodies: Vec<bool>,
    pub(crate) spellings: Vec<Vec<Spelling>>,
    pub(crate) problems: Vec<Vec<Problem>>,
}

impl Parts {
    /// The parts of files that are numbered in their order.
    pub(crate) fn of(loaded: Vec<Loaded>) -> Self {
        let mut parts = Self {
            files: Vec::with_capacity(loaded.len()),
            facts: Vec::with_capacity(loaded.len()),
            bodies: Vec::with_capacity(loaded.len()),
            spellings: Vec::with_capacity(loaded.len()),
            problems: Vec::with_capacity(loaded.len()),
        };
        for file in loaded {
            parts.push(file);
        }
        parts
    }

    /// Adds a file behind all others.
    pub(crate) fn push(&mut self, file: Loaded) {
        self.files.push(file.source);
        self.facts.push(file.facts);
        self.bodies.push(file.bodies);
        self.spellings.push(file.spellings);
        self.problems.push(file.problems);
    }
}

impl Known {
    /// What the file gave, if it gives that still without being looked at.
    pub(crate) fn of_unchanged(&mut self, bodies: bool) -> Option<Loaded> {
        let unchanged = !self.changed;
        self.loaded.take_if(|loaded| unchanged && loaded.bodies == bodies)
    }

    /// The text of the file, if it is still what it was.
    pub(crate) fn unchanged_text(&self) -> Option<&str> {
        let loaded = self.loaded.as_ref().filter(|_| !self.changed)?;
        Some(&loaded.source.text)
    }

    /// What a file with this text gave.
    pub(crate) fn of_text(self, text: &str, bodies: bool) -> Option<Loaded> {
        self.loaded.filter(|loaded| *loaded.source.text == *text && loaded.bodies == bodies)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Reader;
    use crate::discover::trial::{tree, write};
    use crate::{Options, System, read};

    fn shop() -> tempfile::TempDir {
        let manifest = "[package]\nname = \"shop\"\n[dependencies]\naxum = \"0.8\"\n";
        tree(&[
            ("Cargo.toml", manifest),
            ("src/main.rs", "mod domain;\nmod pg;\nfn main() { domain::place() }\n"),
            ("src/domain.rs", "pub fn place() {}\n"),
            ("src/pg.rs", "pub struct Pool;\n"),
            ("compose.yaml", "services:\n  shop:\n    image: shop\n"),
        ])
    }

    /// All that a system says, the numbers of its names too.
    fn told(system: &System) -> String {
        let graph = &system.graph;
        let names: Vec<&str> = (0..graph.names.count())
            .map(|n| graph.names.get(crate::graph::Name(n as u32)))
            .collect();
        format!(
            "{names:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            graph.modules,
            graph.items,
            graph.edges,
            graph.landscape,
            graph.orphans,
            system.files,
            system.problems
        )
    }

    fn again(reader: &mut Reader) -> String {
        told(&reader.read(&Options::default()).expect("a system"))
    }

    fn anew(root: &Path) -> String {
        told(&read(root, &Options::default()).expect("a system"))
    }

    const USES: &str = "pub fn place() { crate::pg::Pool; }\n";

    #[test]
    fn what_is_read_again_is_what_is_read_anew() {
        let dir = shop();
        let mut reader = Reader::new(dir.path());
        let first = again(&mut reader);
        assert_eq!(first, anew(dir.path()));
        reader.put("src/domain.rs", USES.to_owned());
        let changed = again(&mut reader);
        assert_ne!(changed, first, "nobody saved it, and it is seen");
        assert_eq!(again(&mut reader), changed, "and stays so");
        reader.take_back("src/domain.rs");
        assert_eq!(again(&mut reader), first);
        write(dir.path(), "src/domain.rs", USES);
        assert_eq!(again(&mut reader), first, "nobody said that the disk changed");
        reader.look_again();
        assert_eq!(again(&mut reader), changed);
        assert_eq!(changed, anew(dir.path()));
    }

    #[test]
    fn files_come_and_go() {
        let dir = shop();
        let mut reader = Reader::new(dir.path());
        again(&mut reader);
        let main = "mod domain;\nmod mail;\nfn main() { mail::send() }\n";
        write(dir.path(), "src/mail.rs", "pub fn send() {}\n");
        reader.put("src/main.rs", main.to_owned());
        reader.look_again();
        let with_mail = again(&mut reader);
        write(dir.path(), "src/main.rs", main);
        assert_eq!(with_mail, anew(dir.path()));
        std::fs::remove_file(dir.path().join("src/mail.rs")).expect("a file");
        reader.look_again();
        assert_eq!(again(&mut reader), anew(dir.path()));
    }

    #[test]
    fn a_manifest_counts_before_it_is_saved() {
        let dir = shop();
        let mut reader = Reader::new(dir.path());
        again(&mut reader);
        let manifest = "[package]\nname = \"store\"\n";
        reader.put("Cargo.toml", manifest.to_owned());
        let renamed = again(&mut reader);
        write(dir.path(), "Cargo.toml", manifest);
        assert_eq!(renamed, anew(dir.path()));
    }
}
