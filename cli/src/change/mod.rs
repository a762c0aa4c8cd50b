//! What a change does to an architecture: two systems compared by the names of what is in them.
//!
//! Names, not places, say what is the same, so code that moves and lists in another order change nothing.

mod code;
mod compare;
mod findings;
mod json;
mod key;
mod markdown;
mod moved;
mod services;
mod snapshot;
mod system;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use self::compare::compare;
pub(crate) use self::findings::{Findings, prints};
pub(crate) use self::snapshot::Snapshot;

use std::collections::BTreeSet;
use std::io::{self, Write};

use clap::ValueEnum;
use portcullis_facts::System;
use portcullis_facts::place::Place;
use serde::Serialize;

use self::compare::{Properties, UNKNOWN};
use self::key::{Key, Kind};

/// The forms of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: a line a change, with its place
    #[default]
    Text,
    /// For programs: one document, described in `docs/json.md`
    Json,
    /// Markdown for comments of pull requests and summaries of jobs
    Markdown,
}

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum What {
    New,
    Gone,
    Changed,
}

/// One change.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) key: Key,
    pub(crate) what: What,
    /// For an edge: the first one between the two by this way, or the last one.
    pub(crate) crossing: bool,
    /// What is different, where a thing is in both systems.
    pub(crate) differences: Vec<Difference>,
    /// Where that stands: in the system of before for what is gone, else in that of now.
    pub(crate) places: Vec<Place>,
}

/// A property with its values in both systems.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Difference {
    pub(crate) property: &'static str,
    pub(crate) before: BTreeSet<String>,
    pub(crate) after: BTreeSet<String>,
}

/// One of two states that are compared.
#[derive(Clone, Copy)]
pub(crate) struct State<'a> {
    /// The revision as somebody named it; none for the work tree.
    pub(crate) revision: Option<&'a str>,
    /// The number of its commit.
    pub(crate) commit: Option<&'a str>,
    pub(crate) system: &'a System,
}

impl State<'_> {
    /// For people.
    pub(crate) fn name(&self) -> String {
        match (self.revision, self.commit) {
            (Some(name), Some(commit)) if !commit.starts_with(name) => {
                format!("{name} ({})", &commit[..commit.len().min(10)])
            }
            (_, Some(commit)) => commit[..commit.len().min(10)].to_owned(),
            _ => "the work tree".to_owned(),
        }
    }
}

/// A finished comparison.
pub(crate) struct Comparison<'a> {
    pub(crate) base: State<'a>,
    pub(crate) head: State<'a>,
    pub(crate) changes: Vec<Change>,
    pub(crate) findings: Findings<'a>,
    /// Where the analysed folder stands in its repository.
    pub(crate) prefix: &'a str,
}

/// Writes a comparison.
///
/// # Errors
/// Where the writer fails.
pub(crate) fn write(
    format: Format,
    comparison: &Comparison<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Text => text::write(comparison, out),
        Format::Json => json::write(comparison, out),
        Format::Markdown => markdown::write(comparison, out),
    }
}
