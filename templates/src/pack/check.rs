//! What has to be true of a pack before it is used, whatever is answered.

use std::collections::BTreeSet;

use globset::GlobBuilder;

use super::manifest::DefaultAnswer;
use super::{EditRule, Kind, Pack};
use crate::engine::{Engine, Origin};
use crate::names::FORMS;
use crate::plan::paths;
use crate::{Error, macros};

/// Names that are always there.
const ALWAYS: [&str; 3] = ["macros", "rust_version", "target"];

/// Files that tools would take for their own while they stand in a pack.
const NEED_SUFFIX: [&str; 2] = ["Cargo.toml", ".gitignore"];

/// Checks everything that can be checked without answers.
pub(super) fn check(pack: &Pack, engine: &Engine) -> Result<(), Error> {
    let checker = Checker { pack, engine };
    let known = checker.questions_and_variables()?;
    checker.rules(&known)?;
    checker.edits(&known)?;
    checker.files(&known)
}

struct Checker<'a> {
    pack: &'a Pack,
    engine: &'a Engine,
}

/// The variables that may be used, and which of them are names.
#[derive(Clone, Default)]
struct Known {
    all: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl Checker<'_> {
    fn questions_and_variables(&self) -> Result<Known, Error> {
        let manifest = self.pack.manifest();
        let mut known = Known { all: ALWAYS.map(str::to_owned).into(), ..Known::default() };
        for question in &manifest.question {
            if let Some(condition) = &question.condition {
                self.expression(condition, &known)?;
            }
            if let Some(default) = &question.default
                && let DefaultAnswer::One(text) = default.get_ref()
            {
                self.template(&toml::Spanned::new(default.span(), text.clone()), &known)?;
            }
            let is_choice = matches!(question.kind, Kind::Choice | Kind::Multi);
            if is_choice == question.options.is_empty() {
                let name = &question.name;
                return Err(self.wrong(
                    format!("the question `{name}` has the wrong kind for its options"),
                    "`choice` and `multi` have `options`, other kinds none",
                ));
            }
            if !known.all.insert(question.name.clone()) {
                let name = &question.name;
                return Err(self.wrong(format!("`{name}` is there twice"), "rename one of them"));
            }
            if question.kind == Kind::Name {
                known.names.insert(question.name.clone());
            }
        }
        for there in &manifest.there {
            self.expression(&there.that, &known)?;
            self.template(&there.says, &known)?;
        }
        for need in &manifest.need {
            self.expression(&need.that, &known)?;
            self.template(&need.otherwise, &known)?;
        }
        for variable in &manifest.variable {
            self.expression(&variable.value, &known)?;
            known.all.insert(variable.name.clone());
        }
        if let Some(subject) = &manifest.subject
            && self.pack.subject().is_none()
        {
            let message = format!("the subject `{subject}` is no question");
            return Err(self.wrong(message, "name one of the questions"));
        }
        Ok(known)
    }

    fn rules(&self, known: &Known) -> Result<(), Error> {
        let manifest = self.pack.manifest();
        for when in &manifest.when {
            self.expression(&when.condition, known)?;
            let glob = glob(self.pack, &when.path)?;
            if !self.pack.files().any(|(path, _)| glob.is_match(path)) {
                let message = format!("`{}` matches no file of the pack", when.path.get_ref());
                let help = "globs are matched with paths below `files/`, with `.j2`";
                return Err(self.pack.wrong(&when.path, message, help));
            }
        }
        manifest.next.iter().try_for_each(|next| self.template(next, known))
    }

    fn edits(&self, known: &Known) -> Result<(), Error> {
        for edit in &self.pack.manifest().edit {
            let mut known = known.clone();
            if let Some(each) = &edit.each {
                let Some((name, list)) = edit.repetition() else {
                    let message = format!("`{}` repeats nothing", each.get_ref());
                    return Err(self.pack.wrong(each, message, "write `for = \"x in list\"`"));
                };
                let list = toml::Spanned::new(each.span(), list.to_owned());
                self.expression(&list, &known)?;
                known.all.insert(name.to_owned());
            }
            if let Some(condition) = &edit.condition {
                self.expression(condition, &known)?;
            }
            edit.templates().try_for_each(|template| self.template(template, &known))?;
            self.keys(edit)?;
        }
        Ok(())
    }

    /// Whether an edit has the keys that its kind needs.
    fn keys(&self, edit: &EditRule) -> Result<(), Error> {
        for key in edit.kind.get_ref().needs() {
            let there = match *key {
                "name" => edit.name.is_some(),
                _ => edit.within.is_some(),
            };
            if !there {
                let message = format!("an edit of this kind needs `{key}`");
                return Err(self.pack.wrong(&edit.kind, message, "see `packs/README.md`"));
            }
        }
        Ok(())
    }

    fn files(&self, known: &Known) -> Result<(), Error> {
        for (path, bytes) in self.pack.files() {
            let place = self.pack.place(path);
            let wrong = |message: String, help: &str| {
                let (file, help) = (place.to_owned(), help.to_owned());
                Error::Pack { file, line: None, message, help }
            };
            let name = path.rsplit('/').next().unwrap_or(path);
            if NEED_SUFFIX.contains(&name) {
                let message = format!("`{name}` in a pack would be taken for one of this folder");
                return Err(wrong(message, &format!("call it `{name}.j2`")));
            }
            let (parts, variables) = paths::pieces(path);
            if let Some(message) = paths::leaves(&parts) {
                return Err(wrong(message, "paths stay below the root of the workspace"));
            }
            if path.starts_with(macros::FOLDER) {
                return Err(wrong(
                    format!("`{}` is written by the engine", macros::FOLDER),
                    "take another folder",
                ));
            }
            let origin = Origin { file: place, line: 1 };
            for variable in variables {
                is_known(variable, known, origin)?;
            }
            if path.strip_suffix(".j2").is_some() {
                let Ok(text) = std::str::from_utf8(bytes) else {
                    return Err(wrong("it is not UTF-8".to_owned(), "take the suffix `.j2` away"));
                };
                are_known(&self.engine.variables(text, origin)?, known, origin)?;
            }
        }
        Ok(())
    }

    fn template(&self, text: &toml::Spanned<String>, known: &Known) -> Result<(), Error> {
        let origin = self.pack.origin(text);
        are_known(&self.engine.variables(text.get_ref(), origin)?, known, origin)
    }

    fn expression(&self, text: &toml::Spanned<String>, known: &Known) -> Result<(), Error> {
        let origin = self.pack.origin(text);
        are_known(&self.engine.variables_of_expression(text.get_ref(), origin)?, known, origin)
    }

    fn wrong(&self, message: String, help: &str) -> Error {
        let file = self.pack.place("pack.toml").to_owned();
        Error::Pack { file, line: None, message, help: help.to_owned() }
    }
}

/// A condition's glob, in which `*` stays in a folder.
pub(crate) fn glob(
    pack: &Pack,
    path: &toml::Spanned<String>,
) -> Result<globset::GlobMatcher, Error> {
    let glob = GlobBuilder::new(path.get_ref()).literal_separator(true).build();
    glob.map(|glob| glob.compile_matcher()).map_err(|error| {
        let message = format!("`{}` is no glob: {}", path.get_ref(), error.kind());
        pack.wrong(path, message, "`*` is a name, `**` any folders, `{a,b}` one of them")
    })
}

/// Whether a pack may use these variables.
fn are_known(used: &BTreeSet<String>, known: &Known, origin: Origin<'_>) -> Result<(), Error> {
    used.iter().try_for_each(|variable| is_known(variable, known, origin))
}

/// Whether a pack may use a variable, and a name in this spelling.
fn is_known(variable: &str, known: &Known, origin: Origin<'_>) -> Result<(), Error> {
    let (root, rest) = variable.split_once('.').unwrap_or((variable, ""));
    let wrong = |message: String, help: String| {
        let (file, line) = (origin.file.to_owned(), Some(origin.line));
        Err(Error::Pack { file, line, message, help })
    };
    if !known.all.contains(root) {
        let there = known.all.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
        return wrong(
            format!("the variable `{root}` is unknown"),
            format!("there are {}", there.join(", ")),
        );
    }
    if known.names.contains(root) && !rest.is_empty() && !FORMS.contains(&rest) {
        return wrong(
            format!("a name has no spelling `{rest}`"),
            format!("there are {}", FORMS.map(|form| format!("`{form}`")).join(", ")),
        );
    }
    Ok(())
}
