//! The files, each read once: Dockerfiles, env files, and the variables of folders.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use super::builds::{self, BuildOf};
use super::interpolate::{Filled, fill};
use super::names::{self, is_development, is_example};
use super::secrets::Context;
use super::{DeployFile, EnvFile, Out};
use crate::extract::dockerfile::{self, Dockerfile};
use crate::extract::env_file;
use crate::extract::yaml::Fault;
use crate::graph::system::{EnvSource, EnvValue};
use crate::place::Place;
use crate::problem::{Problem, ProblemKind};

/// Files by path.
pub(super) struct Tree<'a> {
    /// All, by path.
    pub(super) files: &'a [DeployFile<'a>],
    dockerfiles: FxHashMap<&'a str, Dockerfile>,
    env_files: Vec<EnvFile>,
    variables: FxHashMap<&'a str, Variables>,
}

/// The variables of a folder's env files, for compose files beside them.
#[derive(Debug, Default)]
pub(super) struct Variables {
    set: FxHashMap<String, String>,
    /// Set only in an example.
    shown: FxHashMap<String, String>,
}

impl Variables {
    /// Puts variables into a text; also how sure the result is, in hundredths.
    pub(super) fn fill(&self, text: &str) -> (Filled, u8) {
        if !text.contains('$') {
            return (Filled { text: text.to_owned(), open: false }, 95);
        }
        // User and password say nothing about where an address leads, so they do not make it less sure.
        if let Some((scheme, rest)) = text.split_once("://")
            && let Some((user, behind)) = rest.rsplit_once('@')
            && user.contains('$')
        {
            let (_, confidence) = self.fill(&format!("{scheme}://{behind}"));
            let filled = self.fill_all(text).0;
            return (filled, confidence);
        }
        self.fill_all(text)
    }

    fn fill_all(&self, text: &str) -> (Filled, u8) {
        let set = fill(text, &|name| self.set.get(name).cloned());
        if !set.open || self.shown.is_empty() {
            return (set, 90);
        }
        let used = Cell::new(false);
        let shown = fill(text, &|name| {
            self.set.get(name).cloned().or_else(|| {
                let found = self.shown.get(name).cloned();
                used.set(used.get() || found.is_some());
                found
            })
        });
        (shown, if used.get() { 20 } else { 90 })
    }

    /// The value of a variable that is set.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.set.get(name).map(String::as_str)
    }
}

impl<'a> Tree<'a> {
    /// Reads the files that others are joined with.
    pub(super) fn new(files: &'a [DeployFile<'a>], out: &mut Out) -> Self {
        let mut tree = Self {
            files,
            dockerfiles: FxHashMap::default(),
            env_files: Vec::new(),
            variables: FxHashMap::default(),
        };
        for file in files {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            let lower = name.to_lowercase();
            if lower.contains("dockerfile") || lower.contains("containerfile") {
                let read = dockerfile::extract(file.text);
                if let Some(fault) = &read.fault {
                    problem(file, fault, out);
                }
                tree.dockerfiles.insert(file.path, read);
            } else if name.starts_with(".env") || name.rsplit('.').next() == Some("env") {
                tree.env_file(file, out);
            }
        }
        tree
    }

    fn env_file(&mut self, file: &DeployFile<'a>, out: &mut Out) {
        let example = is_example(file.path);
        let context = Context { file: file.file, development: is_development(file.path), example };
        let mut known: FxHashMap<String, String> = FxHashMap::default();
        let mut variables = Vec::new();
        for variable in env_file::extract(file.text) {
            let filled = if variable.raw {
                Filled { text: variable.value.text.clone(), open: false }
            } else {
                fill(&variable.value.text, &|name| known.get(name).cloned())
            };
            let name = variable.name.text;
            let value =
                out.secrets.value(&name, &filled.text, &variable.value, filled.open, context);
            known.insert(name.clone(), filled.text);
            variables.push(EnvValue {
                name,
                value,
                source: EnvSource::File,
                place: Place { file: file.file, span: variable.value.span },
                confidence: if example { 20 } else { 90 },
            });
        }
        let name = file.path.rsplit('/').next().unwrap_or_default();
        if name == ".env" || name.starts_with(".env") && example || name == ".env.override" {
            let folder = self.variables.entry(names::parent(file.path)).or_default();
            let values = if example { &mut folder.shown } else { &mut folder.set };
            // Sorted by path, so `.env.override` comes after `.env`.
            values.extend(known);
        }
        self.env_files.push(EnvFile {
            path: file.path.to_owned(),
            file: file.file,
            development: context.development,
            example,
            variables,
        });
    }

    /// A file.
    pub(super) fn file(&self, path: &str) -> Option<&'a DeployFile<'a>> {
        let at = self.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        Some(&self.files[at])
    }

    /// A Dockerfile.
    pub(super) fn dockerfile(&self, path: &str) -> Option<(&'a str, &Dockerfile)> {
        self.dockerfiles.get_key_value(path).map(|(path, file)| (*path, file))
    }

    /// An env file.
    pub(super) fn env_file_at(&self, path: &str) -> Option<&EnvFile> {
        self.env_files.iter().find(|file| file.path == path)
    }

    /// The variables of a folder.
    pub(super) fn variables(&self, dir: &str) -> Option<&Variables> {
        self.variables.get(dir)
    }

    /// What each Dockerfile builds.
    pub(super) fn builds(&self) -> Vec<BuildOf> {
        let paths = self.files.iter().filter(|file| self.dockerfiles.contains_key(file.path));
        paths
            .map(|file| {
                let context = Some(names::parent(file.path).to_owned());
                builds::build_of(self, context, Some(file.path.to_owned()), None, Vec::new())
            })
            .collect()
    }

    /// The env files, by path.
    pub(super) fn into_env_files(self) -> Vec<EnvFile> {
        self.env_files
    }
}

/// Notes what could not be read of a file.
pub(super) fn problem(file: &DeployFile<'_>, fault: &Fault, out: &mut Out) {
    out.problems.push(Problem {
        path: file.path.to_owned(),
        span: Some(fault.span),
        kind: ProblemKind::Syntax,
        message: fault.message.clone(),
    });
}

/// As [`problem`], of a file that declares what is deployed: it may declare more than was read.
pub(super) fn broken(file: &DeployFile<'_>, fault: &Fault, out: &mut Out) {
    problem(file, fault, out);
    out.hide(file);
}
