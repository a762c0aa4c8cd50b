//! Loading: every file is read once, in parallel, and turned into facts at once.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::deploy::{self, DeployFile, DeployInput, Deployed};
use crate::depth::Depth;
use crate::discover::{self, Discovered, FileKind, ReadText};
use crate::extract::rust;
use crate::extract::rust::facts::RustFacts;
use crate::graph::Spellings;
use crate::outside::Outside;
use crate::place::FileId;
use crate::possible_services::PossibleServices;
use crate::problem::{Problem, ProblemKind};
use crate::reader::{self, Known, Loaded, Memory, Parts};
use crate::resolve::{self, Input};
use crate::room;
use crate::{Error, Options, SourceFile, System};

/// Reads the system below `root` and resolves it into a graph.
///
/// # Errors
/// Only where `root` is no readable folder; everything else becomes a [`Problem`] in the result.
pub fn read(root: &Path, options: &Options) -> Result<System, Error> {
    reader::read_once(root, options)
}

/// Reads what was found, but for what `memory` knows.
pub(crate) fn read_found(
    found: &Discovered,
    options: &Options,
    disk: &discover::Options,
    memory: &mut Memory,
) -> System {
    let outside = outside_packages(found);
    let depth = options.depth.within(found);
    let mut services = PossibleServices::of(found);
    let may_serve = !services.is_empty();
    if depth == Depth::Code {
        services.forget();
    }
    let told: FxHashSet<&str> = found.problems.iter().map(|problem| &*problem.path).collect();
    let mut wanted: Vec<Wanted<'_>> = found
        .files
        .iter()
        .filter(|file| match file.kind {
            // What is said of a manifest is shown with its line, be it one of a package or not.
            FileKind::Manifest => {
                found.packages.iter().any(|package| package.manifest == file.path)
                    || told.contains(file.path.as_str())
            }
            FileKind::Rust => {
                found.package_of(&file.path).is_some()
                    || outside.iter().any(|dir| file.path.starts_with(dir))
            }
            // Statements and contracts stand anywhere. What sqlx keeps in `.sqlx/` is left alone: each file repeats
            // the text of a macro that stands in the code, where it has a place and a function that runs it.
            FileKind::Sql | FileKind::Proto => may_serve,
            _ => false,
        })
        .map(|file| Wanted::new(memory, &file.path, file.kind))
        .collect();
    let from = Door { root: &found.root, disk, spellings: &memory.spellings };
    if !services.is_decided() {
        let repeating = from.repeating(&mut wanted, services.decided_by(), services.ticks());
        services.decide(repeating.into_iter());
    }
    let loaded: Vec<Loaded> = wanted
        .into_par_iter()
        .map(|file| {
            let bodies = services.wants_bodies_of(file.path);
            from.load(file, bodies)
        })
        .collect();
    let mut parts = Parts::of(loaded);
    let beside = Outside::of(found, |path| outside.iter().any(|dir| path.starts_with(dir)));
    load_outside(beside, &found.root, disk, memory, &mut parts);
    let by_path: FxHashMap<String, FileId> = parts
        .files
        .iter()
        .enumerate()
        .map(|(index, file)| (file.path.clone(), FileId(index as u32)))
        .collect();
    let first_deployed = parts.files.len();
    let mut others = Vec::new();
    if may_serve {
        let (relevant, irrelevant) = load_deployed(found, disk, memory);
        for file in relevant {
            parts.push(file);
        }
        others = irrelevant;
    }
    let names = memory.names();
    let input = Input {
        files: &parts.files,
        facts: &parts.facts,
        spellings: &parts.spellings,
        by_path: &by_path,
        packages: &found.packages,
        workspaces: &found.workspaces,
    };
    let deploy = || match depth {
        Depth::Code => Deployed::default(),
        Depth::LinkedServices | Depth::System => read_deployed(found, &parts, first_deployed),
    };
    let (unordered, mut more) = resolve::resolve(&input, names, options, depth, deploy);
    let mut problems = found.problems.clone();
    problems.extend(problem_of_nothing(found));
    problems.extend(parts.problems.iter().flatten().cloned());
    problems.append(&mut more);
    problems.extend(problems_of_members(&parts.files, &parts.facts, unordered.orphans()));
    let files = memory.keep(parts, others);
    let (mut graph, mut more) = unordered.complete(&files, &options.layers);
    problems.append(&mut more);
    graph.left_out.clone_from(&found.left_out);
    problems.sort();
    problems.dedup();
    System { root: found.root.clone(), files, graph, problems }
}

/// Where there is no package: whoever mistyped a path is to hear of it.
fn problem_of_nothing(found: &Discovered) -> Option<Problem> {
    found.packages.is_empty().then(|| Problem {
        path: String::new(),
        span: None,
        kind: ProblemKind::NoPackage,
        message: "there is no Cargo package in this folder, so nothing was read".to_owned(),
    })
}

/// The files beside all packages that others take in by their path. They stand behind those others.
fn load_outside(
    mut outside: Outside<'_>,
    root: &Path,
    disk: &discover::Options,
    memory: &mut Memory,
    parts: &mut Parts,
) {
    let mut first = 0;
    while first < parts.files.len() {
        let named = outside.named(parts, first);
        first = parts.files.len();
        let wanted: Vec<(Wanted<'_>, bool)> = named
            .into_iter()
            .map(|named| (Wanted::new(memory, named.path, FileKind::Rust), named.bodies))
            .collect();
        let from = Door { root, disk, spellings: &memory.spellings };
        let loaded: Vec<Loaded> =
            wanted.into_par_iter().map(|(file, bodies)| from.load(file, bodies)).collect();
        for file in loaded {
            parts.push(file);
        }
    }
}

/// The files that may say how the system is deployed. They stand behind all others, so that the
/// numbers of those do not depend on them. With them come those that do not say it.
fn load_deployed(
    found: &Discovered,
    disk: &discover::Options,
    memory: &mut Memory,
) -> (Vec<Loaded>, Vec<Loaded>) {
    let wanted: Vec<Wanted<'_>> = found
        .files
        .iter()
        .filter(|file| deploy::is_wanted(file))
        .map(|file| Wanted::new(memory, &file.path, FileKind::Yaml))
        .collect();
    let from = Door { root: &found.root, disk, spellings: &memory.spellings };
    let load = |file| {
        let mut loaded = from.load(file, false);
        let SourceFile { path, text } = &mut loaded.source;
        if text.len() > deploy::MOST_BYTES && deploy::is_relevant(path, text) {
            loaded.problems.push(discover::problem_of_size(path, text.len(), deploy::MOST_BYTES));
            *text = Arc::default();
        }
        loaded
    };
    wanted.into_par_iter().map(load).partition(|file| {
        is_unread(&file.source, &file.problems)
            || deploy::is_relevant(&file.source.path, &file.source.text)
    })
}

/// Whether nothing of a file was read, because that could not be.
fn is_unread(file: &SourceFile, problems: &[Problem]) -> bool {
    file.text.is_empty() && !problems.is_empty()
}

/// Reads what is deployed from the files from `first` on.
fn read_deployed(found: &Discovered, parts: &Parts, first: usize) -> Deployed {
    let numbered = parts.files.iter().zip(&parts.problems).enumerate().skip(first);
    let deploy_files: Vec<DeployFile<'_>> = numbered
        .map(|(at, (file, problems))| DeployFile {
            path: &file.path,
            file: FileId(at as u32),
            text: &file.text,
            unread: is_unread(file, problems),
        })
        .collect();
    deploy::read(&DeployInput { files: &deploy_files, discovered: found })
}

/// Folders with the targets of packages, as `path = "../benches/speed.rs"` says, but in no package,
/// with a `/` at their end; of a target beside all packages, the file alone.
fn outside_packages(found: &Discovered) -> Vec<&str> {
    let targets = found.packages.iter().flat_map(|package| &package.targets);
    let roots = targets.map(|target| target.root.as_str());
    let outside = roots.filter(|root| found.package_of(root).is_none());
    outside.map(|root| root.rfind('/').map_or(root, |slash| &root[..=slash])).collect()
}

/// What could not be read in the files that are part of some crate; the others are no code of the system.
fn problems_of_members(
    files: &[SourceFile],
    facts: &[Option<RustFacts>],
    orphans: &[String],
) -> Vec<Problem> {
    let orphans: FxHashSet<&str> = orphans.iter().map(String::as_str).collect();
    let mut problems = Vec::new();
    for (file, facts) in files.iter().zip(facts) {
        for problem in facts.iter().flat_map(|facts| &facts.problems) {
            if !orphans.contains(file.path.as_str()) {
                problems.push(Problem {
                    path: file.path.clone(),
                    span: Some(problem.span),
                    kind: problem.kind,
                    message: problem.message.clone(),
                });
            }
        }
    }
    problems
}

/// A file that is to be read.
struct Wanted<'f> {
    path: &'f str,
    kind: FileKind,
    /// What it gave when it was read last.
    known: Known,
    /// Its text, if somebody has looked at it.
    read: Option<ReadText>,
}

impl<'f> Wanted<'f> {
    fn new(memory: &mut Memory, path: &'f str, kind: FileKind) -> Self {
        Self { path, kind, known: memory.take(path), read: None }
    }
}

/// Where texts come from, and their words go.
struct Door<'a> {
    root: &'a Path,
    disk: &'a discover::Options,
    spellings: &'a Spellings,
}

impl Door<'_> {
    /// Which of the files that count may work on a clock.
    fn repeating<'f>(
        &self,
        wanted: &mut [Wanted<'f>],
        counts: impl Fn(&str) -> bool + Sync,
        ticks: bool,
    ) -> Vec<&'f str> {
        let of_rust = wanted.par_iter_mut().filter(|file| file.kind == FileKind::Rust);
        let counting = of_rust.filter(|file| counts(file.path));
        let repeating = counting.filter_map(|file| {
            let repeats = if let Some(text) = file.known.unchanged_text() {
                rust::may_repeat(text, ticks)
            } else {
                let read = discover::read_text(self.root, file.path, self.disk);
                rust::may_repeat(&file.read.insert(read).text, ticks)
            };
            repeats.then_some(file.path)
        });
        repeating.collect()
    }

    /// Reads a file, if it is not known what it gives.
    fn load(&self, wanted: Wanted<'_>, bodies: bool) -> Loaded {
        let Wanted { path, kind, mut known, read } = wanted;
        if let Some(loaded) = known.of_unchanged(bodies) {
            return loaded;
        }
        room::make();
        let read = read.unwrap_or_else(|| discover::read_text(self.root, path, self.disk));
        if let Some(loaded) = known.of_text(&read.text, bodies) {
            return Loaded { problems: read.problems, ..loaded };
        }
        let extract = if bodies { rust::extract_with_bodies } else { rust::extract };
        let facts = (kind == FileKind::Rust).then(|| extract(&read.text));
        let spellings = facts.as_ref().map(|facts| self.spellings.of(facts.symbols.iter()));
        Loaded {
            source: SourceFile { path: path.to_owned(), text: read.text.into() },
            facts,
            bodies,
            spellings: spellings.unwrap_or_default(),
            problems: read.problems,
        }
    }
}
