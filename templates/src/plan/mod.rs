//! What a pack changes: a function of the pack, the answers and the tree.

pub(crate) mod paths;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use minijinja::Value;

use crate::edit::{self, Edited, Step};
use crate::engine::{Engine, Origin};
use crate::macros::{self, Macros};
use crate::pack::{self, EditRule};
use crate::{Answers, Error, Pack, Tree};

/// What will be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What the journal calls it: `add health-check`.
    pub operation: String,
    /// Files that change, sorted by path.
    pub changes: Vec<Change>,
    /// What is there already.
    pub already: Vec<String>,
    /// Commands that are proposed afterwards.
    pub next: Vec<String>,
}

/// What becomes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path below the root, `/`-separated.
    pub path: String,
    /// How it was; none for a new file.
    pub before: Option<Vec<u8>>,
    /// How it will be; none if it goes.
    pub after: Option<Vec<u8>>,
    /// Whether it is a program.
    pub executable: bool,
    /// Whether the whole file comes from the pack, so that what is there would be lost.
    pub whole: bool,
}

impl Change {
    /// Whether a file that is there would be replaced.
    pub fn replaces(&self) -> bool {
        self.whole && self.before.is_some()
    }
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// This operation and then `later`, which was planned over [`Planned`], as one.
    #[must_use]
    pub fn then(self, later: Self) -> Self {
        let mut changes: BTreeMap<String, Change> =
            self.changes.into_iter().map(|change| (change.path.clone(), change)).collect();
        for change in later.changes {
            let first = changes.get(&change.path);
            let (before, whole) = first
                .map_or((change.before, change.whole), |first| (first.before.clone(), first.whole));
            changes.insert(change.path.clone(), Change { before, whole, ..change });
        }
        let mut plan = Self {
            operation: self.operation,
            changes: changes.into_values().collect(),
            already: self.already.into_iter().chain(later.already).collect(),
            next: self.next.into_iter().chain(later.next).collect(),
        };
        plan.settle();
        plan
    }

    /// Leaves out what would not change.
    pub fn settle(&mut self) {
        self.changes.retain(|change| change.before != change.after);
    }
}

/// A tree as it will be after a plan.
#[derive(Clone, Copy)]
pub struct Planned<'a> {
    /// What it is now.
    pub tree: &'a dyn Tree,
    /// What becomes of it.
    pub plan: &'a Plan,
}

impl Tree for Planned<'_> {
    fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        let change = self.plan.changes.iter().find(|change| change.path == path);
        change.map_or_else(|| self.tree.bytes(path), |change| change.after.clone())
    }
}

/// What `pack` changes in `tree`, with these answers.
///
/// # Errors
/// Where a template cannot be rendered, or the place of an edit is missing.
pub fn plan(pack: &Pack, answers: &Answers, tree: &dyn Tree) -> Result<Plan, Error> {
    if !answers.there().is_empty() {
        let (operation, already) = (pack.name().to_owned(), answers.there().to_vec());
        return Ok(Plan { operation, already, ..Plan::default() });
    }
    let mut planner = Planner {
        pack,
        answers,
        tree,
        engine: Engine::new(),
        context: answers.context(),
        files: BTreeMap::new(),
        already: Vec::new(),
    };
    planner.generate()?;
    planner.edits()?;
    planner.carry_macros();
    let next = planner.next()?;
    let mut plan = Plan {
        operation: pack.name().to_owned(),
        changes: planner.files.into_values().collect(),
        already: planner.already,
        next,
    };
    plan.settle();
    Ok(plan)
}

struct Planner<'a> {
    pack: &'a Pack,
    answers: &'a Answers,
    tree: &'a dyn Tree,
    engine: Engine,
    context: Value,
    files: BTreeMap<String, Change>,
    already: Vec<String>,
}

impl Planner<'_> {
    /// Renders the files of the pack for which all conditions hold.
    fn generate(&mut self) -> Result<(), Error> {
        let mut conditions = Vec::new();
        for when in &self.pack.manifest().when {
            let origin = self.pack.origin(&when.condition);
            let holds = self.engine.evaluate(when.condition.get_ref(), &self.context, origin)?;
            conditions.push((pack::glob(self.pack, &when.path)?, holds.is_true()));
        }
        for (source, bytes) in self.pack.files() {
            if conditions.iter().any(|(glob, holds)| !holds && glob.is_match(source)) {
                continue;
            }
            let place = self.pack.place(source);
            let path = paths::render(source, &self.engine, &self.context, place)?;
            let origin = Origin { file: place, line: 1 };
            let after = match std::str::from_utf8(bytes) {
                Ok(text) if source.strip_suffix(".j2").is_some() => {
                    self.engine.render(text, &self.context, origin)?.into_bytes()
                }
                _ => bytes.to_vec(),
            };
            let executable = after.starts_with(b"#!") && !after.starts_with(b"#![");
            let (before, after) = (self.tree.bytes(&path), Some(after));
            let change = Change { path: path.clone(), before, after, executable, whole: true };
            self.files.insert(path, change);
        }
        Ok(())
    }

    fn edits(&mut self) -> Result<(), Error> {
        for rule in &self.pack.manifest().edit {
            match (rule.repetition(), &rule.each) {
                (Some((name, list)), Some(each)) => {
                    let origin = self.pack.origin(each);
                    let list = self.engine.evaluate(list, &self.context, origin)?;
                    for value in list.try_iter().map_err(|error| {
                        self.pack.wrong(each, error.to_string(), "repeat over a list")
                    })? {
                        self.edit(rule, &self.answers.with(name, value))?;
                    }
                }
                _ => self.edit(rule, &self.context.clone())?,
            }
        }
        Ok(())
    }

    fn edit(&mut self, rule: &EditRule, context: &Value) -> Result<(), Error> {
        if let Some(condition) = &rule.condition {
            let origin = self.pack.origin(condition);
            if !self.engine.evaluate(condition.get_ref(), context, origin)?.is_true() {
                return Ok(());
            }
        }
        let render = |text: &toml::Spanned<String>| {
            self.engine.render(text.get_ref(), context, self.pack.origin(text))
        };
        let optional = |text: &Option<toml::Spanned<String>>| text.as_ref().map(render).transpose();
        let path = paths::checked(render(&rule.file)?, self.pack.place("pack.toml"))?;
        let step = Step {
            kind: *rule.kind.get_ref(),
            text: render(&rule.text)?,
            table: optional(&rule.table)?,
            name: optional(&rule.name)?,
            within: optional(&rule.within)?,
        };
        let before = self.tree.bytes(&path);
        let generated = self.files.get(&path).and_then(|change| change.after.as_ref());
        let current = generated.or(before.as_ref());
        let Some(current) = current.cloned().map(String::from_utf8) else {
            return Err(step.missing(&path, "there is no such file".to_owned()));
        };
        let Ok(current) = current else {
            return Err(step.missing(&path, "it is not UTF-8".to_owned()));
        };
        match edit::apply(&step, &path, &current)? {
            // What this plan put there itself was not there before.
            Edited::Already if self.was_there(&step, &path, before.as_ref()) => {
                self.already.push(format!("{path}: {}", step.shown()));
            }
            Edited::Already => {}
            Edited::Text(text) => {
                let change = self.files.entry(path.clone()).or_insert_with(|| Change {
                    path,
                    before,
                    after: None,
                    executable: false,
                    whole: false,
                });
                change.after = Some(text.into_bytes());
            }
        }
        Ok(())
    }

    /// Whether an edit would have found its effect in the tree as it is.
    fn was_there(&self, step: &Step, path: &str, before: Option<&Vec<u8>>) -> bool {
        let before = before.and_then(|bytes| std::str::from_utf8(bytes).ok());
        !self.files.contains_key(path)
            || before
                .is_some_and(|text| matches!(edit::apply(step, path, text), Ok(Edited::Already)))
    }

    /// Writes the source of the macros where a manifest names its folder.
    fn carry_macros(&mut self) {
        let there = self.tree.bytes(&format!("{}Cargo.toml", macros::FOLDER)).is_some();
        if there || *self.answers.macros() != Macros::Embedded {
            return;
        }
        let folder = macros::FOLDER.trim_end_matches('/').as_bytes();
        let names = |text: &Vec<u8>| text.windows(folder.len()).any(|part| part == folder);
        let manifests = self.files.values().filter(|change| change.path.ends_with("Cargo.toml"));
        if !manifests.filter_map(|change| change.after.as_ref()).any(names) {
            return;
        }
        for (path, text) in macros::source() {
            let path = format!("{}{path}", macros::FOLDER);
            let (after, before) = (Some(text.as_bytes().to_vec()), self.tree.bytes(&path));
            let change =
                Change { path: path.clone(), before, after, executable: false, whole: true };
            self.files.insert(path, change);
        }
    }

    fn next(&self) -> Result<Vec<String>, Error> {
        let lines =
            self.pack.manifest().next.iter().map(|next| {
                self.engine.render(next.get_ref(), &self.context, self.pack.origin(next))
            });
        let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
        Ok(lines.into_iter().filter(|line| !line.trim().is_empty()).collect())
    }
}
