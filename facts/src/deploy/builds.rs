//! What a Dockerfile builds and runs, as far as it tells which package that is.

use rustc_hash::{FxHashMap, FxHashSet};

use super::interpolate::fill;
use super::tree::Tree;
use super::{image, names};
use crate::extract::dockerfile::{self, Dockerfile, Stage};
use crate::extract::yaml::Text;
use crate::place::FileId;

/// A build of an image.
#[derive(Clone, Debug, Default)]
pub struct BuildOf {
    /// The folder that is sent to it; none if it is outside the tree.
    pub context: Option<String>,
    /// The path of the Dockerfile.
    pub dockerfile: Option<String>,
    /// The Dockerfile, if it is in the tree.
    pub(super) file: Option<FileId>,
    /// Arguments that are handed to it.
    pub args: Vec<(String, String)>,
    /// Whether Cargo runs in it; also if the Dockerfile is not known.
    pub cargo: bool,
    /// The image of the last stage.
    pub base: String,
    /// `ENTRYPOINT`.
    pub entrypoint: Vec<String>,
    /// `CMD`.
    pub command: Vec<String>,
    /// Files that the last stage copies from others: name there, name here.
    pub copied: Vec<(String, String)>,
    /// `--bin`.
    pub binaries: Vec<String>,
    /// `-p`.
    pub packages: Vec<String>,
    /// `--path` and `--manifest-path`, as written.
    pub paths: Vec<String>,
    /// What is copied from the folder.
    pub sources: Vec<String>,
    /// `ENV` of the last stage.
    pub(super) env: Vec<(String, Text)>,
    /// `EXPOSE`.
    pub(super) exposes: Vec<Text>,
    /// `HEALTHCHECK`.
    pub(super) health: Option<Text>,
}

/// The build of a Dockerfile; `target` is the stage, else the last one counts.
pub(super) fn build_of(
    tree: &Tree<'_>,
    context: Option<String>,
    path: Option<String>,
    target: Option<&str>,
    args: Vec<(String, String)>,
) -> BuildOf {
    let mut build = BuildOf { context, args, cargo: true, ..BuildOf::default() };
    let found = path.as_deref().and_then(|path| tree.dockerfile(path));
    build.dockerfile = path;
    if let Some((path, file)) = found {
        build.file = tree.file(path).map(|file| file.file);
        read(file, target, &mut build);
    }
    build
}

/// The build of a Dockerfile that is written in a compose file.
pub(super) fn inline(
    text: &str,
    context: Option<String>,
    target: Option<&str>,
    args: Vec<(String, String)>,
) -> BuildOf {
    let mut build = BuildOf { context, args, ..BuildOf::default() };
    read(&dockerfile::extract(text), target, &mut build);
    build
}

fn read(file: &Dockerfile, target: Option<&str>, build: &mut BuildOf) {
    let (last, all) = reached(file, target);
    // The later of these count more: defaults of the file, of stages, what is handed in.
    let defaults = all.iter().rev().flat_map(|at| &file.stages[*at].args);
    let mut arguments: FxHashMap<&str, String> = FxHashMap::default();
    for (name, default) in file.args.iter().chain(defaults) {
        arguments.extend(default.clone().map(|default| (name.as_str(), default)));
    }
    let handed = build.args.clone();
    arguments.extend(handed.iter().map(|(name, value)| (name.as_str(), value.clone())));
    let argument = |name: &str| arguments.get(name).cloned();
    let put = |text: &str| fill(text, &argument).text;
    build.cargo = false;
    for at in &all {
        for run in &file.stages[*at].runs {
            let line = put(&run.text);
            build.cargo |= line.contains("cargo ");
            cargo_words(&line, build);
        }
        for copy in file.stages[*at].copies.iter().filter(|copy| copy.from.is_none()) {
            build.sources.extend(copy.sources.iter().map(|source| put(&source.text)));
        }
    }
    // From the oldest stage to the last, each of which begins where the one before ended.
    for at in last.iter().rev() {
        let stage = &file.stages[*at];
        build.base = put(&stage.from.text);
        for copy in stage.copies.iter().filter(|copy| copy.from.is_some()) {
            for source in &copy.sources {
                let from = base_name(&put(&source.text)).to_owned();
                let to = base_name(&put(&copy.target)).to_owned();
                build.copied.push((from, to));
            }
        }
        build.env.extend(stage.env.iter().map(|(name, value)| {
            (name.clone(), Text { text: put(&value.text), span: value.span })
        }));
        build.exposes.extend(
            stage.exposes.iter().map(|port| Text { text: put(&port.text), span: port.span }),
        );
        if let Some(entrypoint) = &stage.entrypoint {
            build.entrypoint = entrypoint.iter().map(|word| put(&word.text)).collect();
            build.command.clear();
        }
        if let Some(command) = &stage.command {
            build.command = command.iter().map(|word| put(&word.text)).collect();
        }
        if let Some(health) = &stage.health {
            build.health.clone_from(health);
        }
    }
    if let Some(oldest) = last.last() {
        build.base = put(&file.stages[*oldest].from.text);
    }
    // An image with the compiler is there to run it, in development.
    build.cargo |= base_name(image::name_of(&build.base)).starts_with("rust");
}

/// So many stages are followed.
const MOST_STAGES: usize = 200;

/// The last stage with those it begins from, the last first; and all that they copy from.
fn reached(file: &Dockerfile, target: Option<&str>) -> (Vec<usize>, Vec<usize>) {
    let stages = &file.stages[..file.stages.len().min(MOST_STAGES)];
    let position = |name: &str, before: usize| {
        let named =
            |stage: &Stage| stage.name.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(name));
        let number = || name.parse().ok().filter(|number: &usize| *number < before);
        stages[..before].iter().rposition(named).or_else(number)
    };
    let wanted = target.and_then(|name| position(name, stages.len()));
    let Some(mut at) = wanted.or(stages.len().checked_sub(1)) else {
        return (Vec::new(), Vec::new());
    };
    let mut chain = vec![at];
    while let Some(parent) = position(&stages[at].from.text, at) {
        chain.push(parent);
        at = parent;
    }
    let mut seen: FxHashSet<usize> = chain.iter().copied().collect();
    let mut all = chain.clone();
    let mut next = 0;
    while let Some(at) = all.get(next).copied() {
        next += 1;
        let froms = stages[at].copies.iter().filter_map(|copy| copy.from.as_deref());
        for from in froms.chain([stages[at].from.text.as_str()]) {
            if let Some(found) = position(from, at)
                && seen.insert(found)
            {
                all.push(found);
            }
        }
    }
    (chain, all)
}

/// Takes what a command line tells Cargo to build.
pub(super) fn cargo_words(line: &str, build: &mut BuildOf) {
    if !line.contains("cargo") {
        return;
    }
    // `cargo watch -x "run --bin a"` has its words within a word.
    let words: Vec<String> = dockerfile::words(line)
        .iter()
        .flat_map(|word| word.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    for (at, word) in words.iter().enumerate() {
        let (flag, value) = match word.split_once('=') {
            Some((flag, value)) => (flag, Some(value)),
            None => (word.as_str(), words.get(at + 1).map(String::as_str)),
        };
        let list = match flag {
            "--bin" => &mut build.binaries,
            "-p" | "--package" => &mut build.packages,
            "--path" | "--manifest-path" => &mut build.paths,
            _ => continue,
        };
        list.extend(value.map(|value| value.trim_end_matches([';', '&', ')']).to_owned()));
    }
}

/// The last part of a path.
pub(super) fn base_name(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or(path)
}

/// The Dockerfile of a folder, as it is written there.
pub(super) fn dockerfile_path(context: Option<&str>, written: Option<&str>) -> Option<String> {
    names::join(context?, written.unwrap_or("Dockerfile"))
}
