//! Loading: every file is read once, in parallel, and turned into facts at once.

use std::path::Path;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::deploy::{self, DeployFile, DeployInput, Deployed};
use crate::discover::{self, Discovered, FileKind};
use crate::extract::rust;
use crate::extract::rust::facts::RustFacts;
use crate::graph::{Spelling, Spellings};
use crate::place::FileId;
use crate::possible_services::PossibleServices;
use crate::problem::Problem;
use crate::resolve::{self, Input};
use crate::room;
use crate::{Error, Options, SourceFile, System};

/// Stack of a reading thread. Reading recurses with the nesting of the code, which is
/// bounded, but generously.
const STACK: usize = 16 << 20;

/// What one file gave.
struct Loaded {
    source: SourceFile,
    facts: Option<RustFacts>,
    /// Of the symbols of the facts.
    spellings: Vec<Spelling>,
    problems: Vec<Problem>,
}

/// Reads the system below `root` and resolves it into a graph.
///
/// # Errors
/// Only where `root` is no readable folder; everything else becomes a [`Problem`] in the result.
pub fn read(root: &Path, options: &Options) -> Result<System, Error> {
    let found = discover::discover(root, &discover::Options::default())
        .map_err(|error| Error::Unreachable { path: root.to_owned(), reason: error.to_string() })?;
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
    let system = match pool {
        Ok(pool) => pool.install(|| read_found(found, options)),
        // Without threads of our own those of the process will do.
        Err(_) => read_found(found, options),
    };
    Ok(system)
}

fn read_found(mut found: Discovered, options: &Options) -> System {
    let outside = outside_packages(&found);
    let services = PossibleServices::of(&found);
    let may_serve = !services.is_empty();
    let wanted: Vec<(&str, FileKind)> = found
        .files
        .iter()
        .filter(|file| match file.kind {
            FileKind::Manifest => {
                found.packages.iter().any(|package| package.manifest == file.path)
            }
            FileKind::Rust => {
                found.package_of(&file.path).is_some()
                    || outside.iter().any(|dir| file.path.starts_with(dir))
            }
            // Statements and contracts stand anywhere; queries that were checked in a folder of their own.
            FileKind::Sql | FileKind::Proto => may_serve,
            FileKind::Json => may_serve && file.path.contains(".sqlx/"),
            _ => false,
        })
        .map(|file| (file.path.as_str(), file.kind))
        .collect();
    let spellings = Spellings::default();
    let loaded: Vec<Loaded> = wanted
        .par_iter()
        .map(|(path, kind)| {
            load(&found.root, path, *kind, services.wants_bodies_of(path), &spellings)
        })
        .collect();
    let mut files = Vec::with_capacity(loaded.len());
    let mut facts = Vec::with_capacity(loaded.len());
    let mut spelled = Vec::with_capacity(loaded.len());
    let mut problems = std::mem::take(&mut found.problems);
    for mut file in loaded {
        files.push(file.source);
        facts.push(file.facts);
        spelled.push(file.spellings);
        problems.append(&mut file.problems);
    }
    let by_path: FxHashMap<String, FileId> = files
        .iter()
        .enumerate()
        .map(|(index, file)| (file.path.clone(), FileId(index as u32)))
        .collect();
    let first_deployed = files.len();
    if may_serve {
        for mut file in load_deployed(&found, &spellings) {
            files.push(file.source);
            facts.push(None);
            spelled.push(Vec::new());
            problems.append(&mut file.problems);
        }
    }
    let input = Input {
        files: &files,
        facts: &facts,
        spellings: &spelled,
        by_path: &by_path,
        packages: &found.packages,
        workspaces: &found.workspaces,
    };
    let deploy = || read_deployed(&found, &files, first_deployed);
    let (unordered, mut more) = resolve::resolve(&input, spellings.into_names(), options, deploy);
    drop(spelled);
    problems.append(&mut more);
    problems.extend(problems_of_members(&files, &facts, unordered.orphans()));
    facts.into_par_iter().for_each(drop);
    let (mut graph, mut more) = unordered.complete(&files, &options.layers);
    problems.append(&mut more);
    graph.left_out = found.left_out;
    problems.sort();
    problems.dedup();
    System { root: found.root, files, graph, problems }
}

/// The files that may say how the system is deployed. They stand behind all others, so that the
/// numbers of those do not depend on them.
fn load_deployed(found: &Discovered, spellings: &Spellings) -> Vec<Loaded> {
    let wanted: Vec<&str> = found
        .files
        .iter()
        .filter(|file| deploy::is_wanted(file))
        .map(|file| file.path.as_str())
        .collect();
    wanted
        .par_iter()
        .map(|path| load(&found.root, path, FileKind::Yaml, false, spellings))
        .filter(|file| deploy::is_relevant(&file.source.path, &file.source.text))
        .collect()
}

/// Reads what is deployed from the files from `first` on.
fn read_deployed(found: &Discovered, files: &[SourceFile], first: usize) -> Deployed {
    let numbered = files.iter().enumerate().skip(first);
    let deploy_files: Vec<DeployFile<'_>> = numbered
        .map(|(at, file)| DeployFile {
            path: &file.path,
            file: FileId(at as u32),
            text: &file.text,
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

fn load(root: &Path, path: &str, kind: FileKind, bodies: bool, spellings: &Spellings) -> Loaded {
    room::make();
    let read = discover::read_text(root, path, &discover::Options::default());
    let extract = if bodies { rust::extract_with_bodies } else { rust::extract };
    let facts = (kind == FileKind::Rust).then(|| extract(&read.text));
    let spellings = facts.as_ref().map(|facts| spellings.of(facts.symbols.iter()));
    Loaded {
        source: SourceFile { path: path.to_owned(), text: read.text },
        facts,
        spellings: spellings.unwrap_or_default(),
        problems: read.problems,
    }
}
