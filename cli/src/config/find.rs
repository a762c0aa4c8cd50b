//! Finds the configuration of a folder and follows what it extends.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use portcullis_facts::place::Span;
use toml::de::DeTable;

use super::keys::{FILE, presets};
use super::parts::Parts;
use super::read::{Reader, span};
use super::{convert, preset};
use crate::fault::{Fault, Text};
use crate::repository::Folder;
use crate::{input, suggest};

/// The name of the file.
pub(crate) const NAME: &str = "portcullis.toml";
/// A configuration of more bytes is none.
const LARGEST: u64 = 4 << 20;

/// The nearest configuration, if there is one.
pub(super) fn nearest(folder: &Folder) -> Option<PathBuf> {
    folder.upwards().map(|dir| dir.join(NAME)).find(|path| path.exists())
}

/// Texts that stand in place of files: what an editor has not saved yet.
#[derive(Debug, Default)]
pub(crate) struct Unsaved(BTreeMap<PathBuf, String>);

impl Unsaved {
    /// Puts a text in place of a file.
    pub(crate) fn put(&mut self, path: &Path, text: String) {
        self.0.insert(real(path), text);
    }

    /// Lets the file count again.
    pub(crate) fn take_back(&mut self, path: &Path) {
        self.0.remove(&real(path));
    }
}

/// A path without links, if it leads somewhere.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// A configuration file and all that it extends.
#[derive(Debug)]
pub(super) struct Files<'u> {
    unsaved: &'u Unsaved,
    /// In whose repository what is extended has to stand; none if a person named a file elsewhere.
    folder: Option<&'u Folder>,
    /// In the order in which they were read: the file itself first.
    pub(super) texts: Vec<Arc<Text>>,
    /// Everything that is wrong in them.
    pub(super) faults: Vec<Fault>,
    /// The files that are being read, to see a circle.
    open: Vec<PathBuf>,
}

impl<'u> Files<'u> {
    /// Nothing read yet.
    pub(super) fn new(unsaved: &'u Unsaved, folder: Option<&'u Folder>) -> Self {
        Self { unsaved, folder, texts: Vec::new(), faults: Vec::new(), open: Vec::new() }
    }

    /// Reads a file, bases first.
    ///
    /// # Errors
    /// Where it cannot be read; what is wrong in it is noted in `faults`.
    pub(super) fn read(&mut self, path: &Path) -> Result<Parts> {
        let shown = input::shown(path);
        let text = match self.unsaved.0.get(&real(path)) {
            Some(text) => text.clone(),
            None => input::text(path, LARGEST).with_context(|| format!("cannot read `{shown}`"))?,
        };
        Ok(self.parse(path, Text { path: shown, text }))
    }

    /// Reads the text of a file, bases first.
    pub(super) fn parse(&mut self, path: &Path, text: Text) -> Parts {
        let text = Arc::new(text);
        self.texts.push(Arc::clone(&text));
        self.open.push(real(path));
        let (document, errors) = DeTable::parse_recoverable(&text.text);
        let mut reader = Reader { text: Arc::clone(&text), faults: Vec::new() };
        // What comes after the first error of the syntax follows from it more often than not.
        let first = errors.iter().min_by_key(|error| error.span().map(|span| span.start));
        if let Some(error) = first {
            let at = error.span().unwrap_or_default();
            let at = Span::new(at.start as u32, at.end as u32);
            reader.fault(at, error.message().to_lowercase(), None);
        }
        if !errors.is_empty() {
            self.faults.append(&mut reader.faults);
            self.open.pop();
            return Parts::default();
        }
        let table = document.get_ref();
        reader.check(table, FILE, Span::default());
        let parts = convert::parts(table, &mut reader);
        let mut all = Parts::default();
        for (name, at) in extended(table) {
            self.extend(&mut all, path, &name, at, &mut reader);
        }
        all.extend(parts);
        reader.faults.sort_by_key(|fault| fault.at.as_ref().map(|(_, span)| *span));
        self.faults.append(&mut reader.faults);
        self.open.pop();
        all
    }

    /// Lays a preset or another file into `all`.
    fn extend(&mut self, all: &mut Parts, path: &Path, name: &str, at: Span, reader: &mut Reader) {
        let is_file = name.contains('/') || Path::new(name).extension().is_some();
        if !is_file {
            if let Some(preset) = preset(name) {
                all.presets.push(preset);
            } else {
                let help = suggest::hint(name, presets());
                reader.fault(at, format!("there is no preset `{name}`"), help);
            }
            return;
        }
        let base = path.parent().unwrap_or(Path::new("")).join(name);
        let real = real(&base);
        if Path::new(name).is_absolute() {
            let help = Some("write it relative to this file".to_owned());
            reader.fault(at, format!("`{name}` is not a relative path"), help);
        } else if self.open.contains(&real) {
            reader.fault(at, format!("`{name}` extends this file, which extends it"), None);
        } else if self.folder.is_some_and(|folder| !folder.holds(&base)) {
            let help = "copy it to a place beside this file, or extend it in a file elsewhere that `--config` names";
            reader.fault(
                at,
                format!("`{name}` leads out of the repository"),
                Some(help.to_owned()),
            );
        } else {
            match self.read(&base) {
                Ok(parts) => all.extend(parts),
                Err(error) => reader.fault(at, format!("{error:#}"), None),
            }
        }
    }
}

/// The entries of `extends`, with their places.
fn extended(table: &DeTable<'_>) -> Vec<(String, Span)> {
    let Some(value) = table.get("extends") else { return Vec::new() };
    let values = value.get_ref().as_array().map_or_else(|| vec![value], |l| l.iter().collect());
    let texts =
        values.into_iter().filter_map(|v| Some((v.get_ref().as_str()?.to_owned(), span(v))));
    texts.collect()
}
