//! `portcullis why`: the shortest path of uses between two parts of a system.

mod ends;
mod search;
mod system;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

use annotate_snippets::{Element, Level};
use anyhow::Result;
use clap::Args;
use portcullis_facts::System;
use portcullis_facts::graph::{Edge, Target};
use portcullis_facts::place::Place;
use serde::Serialize;
use serde_json::json;

use self::search::Precision;
use self::system::Link;
use super::TextOrJson;
use crate::arguments::Loudness;
use crate::config;
use crate::escape;
use crate::fault::{Fault, Faults};
use crate::report::excerpt::{self, Mark, Source};
use crate::report::locate::{Location, Locator};
use crate::report::masks::without_passwords;
use crate::report::{count, json, text};
use crate::{Exit, names, output};

/// Show how one part of a system gets to another
///
/// The shortest path of uses or connections, each with its place. FROM and TO are items or modules by the end of
/// their path (`Order`, `domain::order`), crates of the system or from outside (`sqlx`,
/// `crate:sqlx`), layers (`layer:core`), or services, databases, tables, brokers and topics
/// (`orders`, `postgres://main/shop`, `topic:order.created`). Between two of the last the path is one of
/// calls, connections and messages.
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
  portcullis why orders postgres://main/shop   who says that the service uses the database
  portcullis why orders stock               by which call or topic one service reaches another

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
        let locator = Locator::new(&system);
        let styled = output::stdout_is_styled();
        if let Some(chain) = self.chain(&system)? {
            output::write(None, |out| match self.format {
                TextOrJson::Json => self.write_chain_json(&locator, &system, &chain, out),
                TextOrJson::Text => self.write_chain(&locator, &system, &chain, styled, out),
            })?;
            return Ok(if chain.is_empty() { Exit::Findings } else { Exit::Clean });
        }
        let (from, to) = self.ends(&system)?;
        let found = search::shortest(&system.graph, &from, &to, self.tests);
        let exit = if found.is_some() { Exit::Clean } else { Exit::Findings };
        output::write(None, |out| match self.format {
            TextOrJson::Json => self.write_json(&system, found.as_ref(), out),
            TextOrJson::Text => self.write_text(&system, found.as_ref(), styled, out),
        })?;
        Ok(exit)
    }

    /// The chain around the code, if both ends are there: empty if there is none; none if an end is
    /// code, or if it could be and only code leads there.
    fn chain<'g>(&self, system: &'g System) -> Result<Option<Vec<Link<'g>>>, Faults> {
        let graph = &system.graph;
        let (from, to) = (system::resolve(graph, &self.from), system::resolve(graph, &self.to));
        let mut faults = Vec::new();
        for (text, nodes) in [(&self.from, &from), (&self.to, &to)] {
            if nodes.is_empty() && system::is_meant(text) {
                let help = system::nearest(graph, text).map_or_else(
                    || "`portcullis facts` lists what there is".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("nothing around the code is called `{text}`");
                faults.push(Fault { message, help: Some(help), at: None });
            }
        }
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        if from.is_empty() || to.is_empty() {
            return Ok(None);
        }
        let chain = system::consumed(graph, &from, &to)
            .or_else(|| system::shortest(graph, &from, &to))
            .filter(|chain| !chain.is_empty());
        // One service may still use the code of another.
        let is_code = |text: &str| ends::resolve(graph, text).is_ok();
        if chain.is_none() && is_code(&self.from) && is_code(&self.to) {
            return Ok(None);
        }
        Ok(Some(chain.unwrap_or_default()))
    }

    fn write_chain_json(
        &self,
        locator: &Locator<'_>,
        system: &System,
        chain: &[Link<'_>],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let landscape = &system.graph.landscape;
        let step = |link: &Link<'_>| {
            let steps = link.why.map(|why| why.steps.as_slice()).unwrap_or_default();
            let steps: Vec<_> = steps
                .iter()
                .map(|reason| {
                    let location = reason.place.map(|place| locator.location(place));
                    json!({ "text": without_passwords(&reason.text), "location": location })
                })
                .collect();
            json!({
                "from": link.from.name(landscape),
                "to": link.to.name(landscape),
                "kind": link.kind,
                "location": locator.location(link.place),
                "confidence": link.why.map(|why| f64::from(why.confidence) / 100.0),
                "steps": steps,
            })
        };
        let path: Vec<_> = chain.iter().map(step).collect();
        let answer = json!({
            "version": 1, "from": self.from, "to": self.to, "by_module": false, "path": path,
        });
        json::document_to(&answer, out)
    }

    fn write_chain(
        &self,
        locator: &Locator<'_>,
        system: &System,
        chain: &[Link<'_>],
        styled: bool,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let ends = format!("`{}` to `{}`", escape::line(&self.from), escape::line(&self.to));
        if chain.is_empty() {
            return writeln!(out, "no call, connection or message leads from {ends}");
        }
        writeln!(out, "from {ends} in {}", count(chain.len(), "step", "steps"))?;
        let renderer = text::renderer(styled);
        let name = |node: system::Node| node.name(&system.graph.landscape);
        for (number, link) in chain.iter().enumerate() {
            let step = format!("`{}` {} `{}`", name(link.from), link.verb, name(link.to));
            let title = Level::NOTE
                .with_name((number + 1).to_string())
                .primary_title(escape::line(&step).into_owned());
            let mut group = title.elements(shown(locator, link.place));
            for reason in link.why.map(|why| why.steps.as_slice()).unwrap_or_default() {
                let place = reason.place.map(|place| format!(" ({})", locator.short(place)));
                let text = without_passwords(&reason.text);
                let note = format!("{}{}", escape::line(&text), place.unwrap_or_default());
                group = group.element(Level::NOTE.message(note));
            }
            writeln!(out, "\n{}", renderer.render(&[group]))?;
        }
        Ok(())
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
            let mut group = title.elements(shown(&locator, edge.place));
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

/// The lines at a place.
fn shown(locator: &Locator<'_>, place: Place) -> Vec<Element<'static>> {
    let lines = locator.lines(place.file);
    let (path, text) = (locator.path(place.file), locator.text(place.file));
    let source = Source { path, text, lines: &lines, masks: locator.masks(place.file) };
    excerpt::elements(&source, vec![Mark { span: place.span, label: "", primary: true }])
}

/// Where an edge begins, as text.
fn start(system: &System, edge: &Edge) -> String {
    match edge.item {
        Some(item) => system.graph.item_path(item),
        None => system.graph.module_path(edge.module),
    }
}
