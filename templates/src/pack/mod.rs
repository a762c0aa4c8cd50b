//! A pack: what it asks, what it generates, and which files it edits.

mod check;
mod files;
mod manifest;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::Error;
use crate::engine::{Engine, Origin};
pub(crate) use check::glob;
pub use files::{Overlay, Shelf};
pub use manifest::{Choice, Kind, Question};
pub(crate) use manifest::{DefaultAnswer, EditKind, EditRule, Manifest};

/// A pack that was read and checked.
#[derive(Debug)]
pub struct Pack {
    name: String,
    manifest: Manifest,
    /// The text of `pack.toml`, for the lines of errors.
    text: String,
    /// What is generated: path below `files/` and bytes.
    files: BTreeMap<String, Vec<u8>>,
    /// Which of the files were laid over, by the name that errors show.
    places: BTreeMap<String, String>,
}

impl Pack {
    /// What stands after `portcullis add`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it makes, in a line.
    pub fn summary(&self) -> &str {
        &self.manifest.summary
    }

    /// What it asks, in order.
    pub fn questions(&self) -> &[Question] {
        &self.manifest.question
    }

    /// The question that the NAME on the command line answers.
    pub fn subject(&self) -> Option<&Question> {
        let subject = self.manifest.subject.as_deref()?;
        self.questions().iter().find(|question| question.name == subject)
    }

    /// What is known of the pack by `name` on a shelf.
    ///
    /// # Errors
    /// Where there is none, or it is wrong: each with file, line and what to do.
    pub fn load(shelf: &Shelf, name: &str) -> Result<Self, Error> {
        let found = shelf.pack(name)?;
        let place = |path: &str| {
            found.get(path).map_or_else(|| format!("{name}/{path}"), |file| file.place.clone())
        };
        let (file, text) = (place("pack.toml"), found.get("pack.toml"));
        let bytes = text.map(|file| file.bytes.clone()).unwrap_or_default();
        let text = String::from_utf8(bytes).map_err(|_| Error::Pack {
            file: file.clone(),
            line: None,
            message: "it is not UTF-8".to_owned(),
            help: "save it as UTF-8".to_owned(),
        })?;
        let manifest = Manifest::read(&file, &text)?;
        let generated = || found.iter().filter_map(|(p, f)| Some((p.strip_prefix("files/")?, f)));
        let mut pack = Self {
            name: name.to_owned(),
            manifest,
            text,
            files: generated().map(|(path, file)| (path.to_owned(), file.bytes.clone())).collect(),
            places: generated()
                .map(|(path, file)| (path.to_owned(), file.place.clone()))
                .chain([("pack.toml".to_owned(), file)])
                .collect(),
        };
        pack.take_shared(shelf)?;
        check::check(&pack, &Engine::new())?;
        Ok(pack)
    }

    /// Takes in the files of other packs that this one names.
    fn take_shared(&mut self, all: &Shelf) -> Result<(), Error> {
        let mut taken = Vec::new();
        for share in &self.manifest.share {
            let (source, path) = (share.file.get_ref(), share.path.get_ref());
            let file = source.split_once('/').and_then(|(from, file)| all.file(from, file));
            let Some(file) = file else {
                let message = format!("there is no file `{source}`");
                let help = "name the pack, `/`, and the path below its `files/`";
                return Err(self.wrong(&share.file, message, help));
            };
            if self.files.contains_key(path) {
                let message = format!("`{path}` is a file of this pack already");
                return Err(self.wrong(&share.path, message, "take one of the two away"));
            }
            if source.strip_suffix(".j2").is_some() != path.strip_suffix(".j2").is_some() {
                let message = format!("`{path}` is not of the same kind as `{source}`");
                return Err(self.wrong(
                    &share.path,
                    message,
                    "both have the suffix `.j2`, or none",
                ));
            }
            taken.push((path.clone(), file.clone()));
        }
        for (path, file) in taken {
            self.places.insert(path.clone(), file.place);
            self.files.insert(path, file.bytes);
        }
        Ok(())
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The files below `files/`.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// How errors name a file.
    pub(crate) fn place<'a>(&'a self, path: &'a str) -> &'a str {
        self.places.get(path).map_or(path, String::as_str)
    }

    /// Where a text of `pack.toml` stands.
    pub(crate) fn origin<T>(&self, text: &toml::Spanned<T>) -> Origin<'_> {
        let before = &self.text[..text.span().start.min(self.text.len())];
        // What stands in three quotation marks begins in the line after them.
        let opened = self.text[before.len()..].starts_with(['\'', '"'])
            && self.text[before.len()..].lines().next().is_some_and(|line| line.len() == 3);
        let line = before.matches('\n').count() + 1 + usize::from(opened);
        Origin { file: self.place("pack.toml"), line }
    }

    /// What is wrong with a text of `pack.toml`.
    pub(crate) fn wrong<T>(&self, at: &toml::Spanned<T>, message: String, help: &str) -> Error {
        let Origin { file, line } = self.origin(at);
        Error::Pack { file: file.to_owned(), line: Some(line), message, help: help.to_owned() }
    }
}
