//! Edits of files that people wrote: exactly the place that is meant, and not a byte beside it.
//!
//! An edit is a function of a text. Its effect may be there already; the place that it needs may be missing,
//! which is an error that shows what would have been put there. Whatever comes out is parsed again.

mod depth;
mod functions;
mod groups;
pub(crate) mod imports;
mod items;
mod lines;
mod manifest;
mod modules;
pub(crate) mod router;
pub(crate) mod served;
mod servers;
pub(crate) mod serving;
pub(crate) mod source;
mod tables;
#[cfg(test)]
mod tests;
mod types;
mod yaml;

pub(crate) use functions::is_fallible;

use crate::Error;
use crate::pack::EditKind;

/// One edit with its variables put in.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) kind: EditKind,
    pub(crate) text: String,
    pub(crate) table: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) within: Option<String>,
}

/// What came of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edited {
    /// It was there.
    Already,
    /// The new text.
    Text(String),
}

/// Why there is no place for an edit; one sentence.
pub(crate) type Missing = String;

/// The text of the file at `path` after the edit.
///
/// # Errors
/// [`Error::Anchor`] where the place of the edit is missing or there are several.
pub(crate) fn apply(step: &Step, path: &str, text: &str) -> Result<Edited, Error> {
    let edit = match step.kind {
        EditKind::Member => manifest::member,
        EditKind::Dependency => manifest::dependency,
        EditKind::Feature => manifest::feature,
        EditKind::Toml => tables::append,
        EditKind::Mod => modules::declare,
        EditKind::Use => imports::import,
        EditKind::Route => router::route,
        EditKind::Unroute => serving::unroute,
        EditKind::Serve => serving::serve,
        EditKind::Served => serving::served,
        EditKind::Begin => serving::begin,
        EditKind::Field => types::field,
        EditKind::Variant => types::variant,
        EditKind::Init => functions::init,
        EditKind::Statement => functions::statement,
        EditKind::Arm => functions::arm,
        EditKind::Item => items::item,
        EditKind::Yaml => yaml::entry,
        EditKind::Line => lines::line,
    };
    edit(text, step).map_err(|message| step.missing(path, message))
}

impl Step {
    /// The error of a place that is not there.
    pub(crate) fn missing(&self, path: &str, message: Missing) -> Error {
        let snippet = match (self.kind, &self.name) {
            (EditKind::Dependency | EditKind::Feature, Some(name)) => {
                format!("{name} = {}", self.text.trim())
            }
            (EditKind::Member, _) => format!("members = [\"{}\"]", self.text.trim()),
            _ => self.text.trim_end().to_owned(),
        };
        let snippet = snippet.lines().map(|line| format!("    {line}")).collect::<Vec<_>>();
        Error::Anchor { file: path.to_owned(), message, snippet: snippet.join("\n") }
    }

    /// The edit in a line.
    pub(crate) fn shown(&self) -> String {
        let lines = self.text.lines().map(str::trim);
        let first = lines.clone().find(|line| !line.is_empty() && !line.starts_with("//"));
        let text = first.unwrap_or_default();
        match (self.kind, &self.name) {
            (EditKind::Dependency | EditKind::Feature, Some(name)) => format!("{name} = {text}"),
            _ => text.to_owned(),
        }
    }

    fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    fn within(&self) -> &str {
        self.within.as_deref().unwrap_or_default()
    }
}
