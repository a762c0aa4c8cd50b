//! `portcullis why`: the shortest path of uses between two parts of a system.

mod ends;
mod search;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

use annotate_snippets::Level;
use anyhow::Result;
use clap::Args;
use portcullis_facts::System;
use portcullis_facts::graph::{Edge, Target};
use serde::Serialize;

use self::search::Precision;
use super::TextOrJson;
use crate::arguments::Loudness;
use crate::config;
use crate::escape;
use crate::fault::{Fault, Faults};
use crate::report::excerpt::{self, Mark, Source};
use crate::report::locate::{Location, Locator};
use crate::report::{count, json, text};
use crate::{Exit, names, output};

/// Show how one part of a system gets to another
///
/// The shortest path of uses, each with its place. FROM and TO are items or modules by the end of
/// their path (`Order`, `domain::order`), crates of the system or from outside (`sqlx`,
/// `crate:sqlx`), or layers (`layer:core`).
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Why {
    /// Where the path begins
    from: String,
    /// Where it ends
    to: String,
    /// The folder to read
    #[arg(short, long, value_name = "PATH", default_value = ".")]
    path: PathBuf,
    /// Follow tests, examples, benches and build scripts too
    #[arg(long)]
    tests: bool,
    /// The form of the output
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
    #[command(flatten)]
    config: config::Source,
}

const EXAMPLES: &str = "\
Examples:
  portcullis why layer:core sqlx            does the core know the database driver, and how
  portcullis why orders billing             how one crate gets to another
  portcullis why PlaceOrder PgOrders        how a use case gets to an adapter

Exit status: 0 there is a path, 1 there is none, 2 could not run";

/// A path, as JSON shows it.
#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    from: &'a str,
    to: &'a str,
    /// Whether a step may begin elsewhere in the module in which the one before ended.
    by_module: bool,
    path: Vec<Hop<'a>>,
}

#[derive(Serialize)]
struct Hop<'a> {
    from: String,
    to: String,
    kind: portcullis_facts::graph::EdgeKind,
    condition: String,
    location: Location<'a>,
}

impl Why {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        let system = super::read(&self.path, &self.config, None, loudness)?;
        let (from, to) = self.ends(&system)?;
        let found = search::shortest(&system.graph, &from, &to, self.tests);
        let exit = if found.is_some() { Exit::Clean } else { Exit::Findings };
        let styled = output::stdout_is_styled();
        output::write(None, |out| match self.format {
            TextOrJson::Json => self.write_json(&system, found.as_ref(), out),
            TextOrJson::Text => self.write_text(&system, found.as_ref(), styled, out),
        })?;
        Ok(exit)
    }

    /// What both ends mean; what is unclear about either is told at once.
    fn ends(&self, system: &System) -> Result<(BTreeSet<Target>, BTreeSet<Target>), Faults> {
        let mut faults = Vec::new();
        let mut end = |text: &str| {
            ends::resolve(&system.graph, text).unwrap_or_else(|unclear| {
                faults.push(Fault { message: unclear.message, help: unclear.help, at: None });
                BTreeSet::new()
            })
        };
        let both = (end(&self.from), end(&self.to));
        if faults.is_empty() { Ok(both) } else { Err(Faults(faults)) }
    }

    fn write_json(
        &self,
        system: &System,
        found: Option<&(Precision, Vec<&Edge>)>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let locator = Locator::new(system);
        let hop = |edge: &&Edge| Hop {
            from: start(system, edge),
            to: system.graph.target_path(edge.to),
            kind: edge.kind,
            condition: system.graph.conditions.text(edge.cfg),
            location: locator.location(edge.place),
        };
        let answer = Answer {
            version: 1,
            from: &self.from,
            to: &self.to,
            by_module: found.is_some_and(|(precision, _)| *precision == Precision::Modules),
            path: found.map(|(_, path)| path.iter().map(hop).collect()).unwrap_or_default(),
        };
        json::document_to(&answer, out)
    }

    fn write_text(
        &self,
        system: &System,
        found: Option<&(Precision, Vec<&Edge>)>,
        styled: bool,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let ends = format!("`{}` to `{}`", escape::line(&self.from), escape::line(&self.to));
        let Some((precision, path)) = found else {
            return writeln!(out, "no path leads from {ends}");
        };
        writeln!(out, "from {ends} in {}", count(path.len(), "step", "steps"))?;
        if *precision == Precision::Modules {
            writeln!(
                out,
                "no path leads from item to item; this one may go on elsewhere in the same module"
            )?;
        }
        let locator = Locator::new(system);
        let renderer = text::renderer(styled);
        for (number, edge) in path.iter().enumerate() {
            let (start, end) = (start(system, edge), system.graph.target_path(edge.to));
            let step = format!("`{start}` {} `{end}`", names::edge(edge.kind));
            let title = Level::NOTE
                .with_name((number + 1).to_string())
                .primary_title(escape::line(&step).into_owned());
            let file = edge.place.file;
            let lines = locator.lines(file);
            let (path, text) = (locator.path(file), locator.text(file));
            let source = Source { path, text, lines: &lines, masks: locator.masks(file) };
            let mark = Mark { span: edge.place.span, label: "", primary: true };
            let mut group = title.elements(excerpt::elements(&source, vec![mark]));
            let condition = system.graph.conditions.text(edge.cfg);
            if !condition.is_empty() {
                let note = format!("only where `{}` holds", escape::line(&condition));
                group = group.element(Level::NOTE.message(note));
            }
            writeln!(out, "\n{}", renderer.render(&[group]))?;
        }
        Ok(())
    }
}

/// Where an edge begins, as text.
fn start(system: &System, edge: &Edge) -> String {
    match edge.item {
        Some(item) => system.graph.item_path(item),
        None => system.graph.module_path(edge.module),
    }
}
