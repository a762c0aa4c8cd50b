//! What a change does to an architecture: two systems compared by the names of what is in them.
//!
//! Names, not places, say what is the same, so code that moves and lists in another order change nothing.

mod code;
mod findings;
mod json;
mod markdown;
mod moved;
mod services;
mod snapshot;
mod system;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use self::findings::{Findings, prints};
pub(crate) use self::snapshot::Snapshot;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use clap::ValueEnum;
use portcullis_facts::System;
use portcullis_facts::place::Place;
use serde::Serialize;

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

/// What kind of thing is compared; in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// `service`.
    Service,
    /// An edge that begins at a service: `from`, `to`, `by`, `what`.
    ServiceEdge,
    /// An edge between contexts: `from`, `to`, `by`, `what`.
    ContextEdge,
    /// An edge between layers, or from one to a technology: `from`, `to`, `by`, `what`.
    LayerEdge,
    /// `service`, `method`, `path`.
    Route,
    /// `name`.
    Table,
    /// `broker`, `name`.
    Topic,
    /// `key`.
    Database,
    /// `name`, `orchestrator`.
    Deployment,
    /// `deployment`, `orchestrator`, `inside`, `outside`.
    Port,
}

impl Kind {
    /// What the parts of a name of this kind are called.
    pub(crate) const fn parts(self) -> &'static [&'static str] {
        match self {
            Self::Service => &["service"],
            Self::ServiceEdge | Self::ContextEdge | Self::LayerEdge => {
                &["from", "to", "by", "what"]
            }
            Self::Route => &["service", "method", "path"],
            Self::Table => &["name"],
            Self::Topic => &["broker", "name"],
            Self::Database => &["key"],
            Self::Deployment => &["name", "orchestrator"],
            Self::Port => &["deployment", "orchestrator", "inside", "outside"],
        }
    }

    /// Things of this kind, for a heading and a count.
    pub(crate) const fn plural(self) -> &'static str {
        match self {
            Self::Service => "services",
            Self::ServiceEdge => "edges of services",
            Self::ContextEdge => "edges between contexts",
            Self::LayerEdge => "edges of layers",
            Self::Route => "routes",
            Self::Table => "tables",
            Self::Topic => "topics",
            Self::Database => "databases",
            Self::Deployment => "deployments",
            Self::Port => "ports of deployments",
        }
    }

    /// Whether things of this kind lead from one thing to another.
    pub(crate) const fn is_edge(self) -> bool {
        matches!(self, Self::ServiceEdge | Self::ContextEdge | Self::LayerEdge)
    }
}

/// What something is known by: its kind, and names in the order of [`Kind::parts`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) kind: Kind,
    pub(crate) names: Vec<String>,
}

impl Key {
    /// In words, names in backticks.
    pub(crate) fn words(&self) -> String {
        let name = |at: usize| self.names[at].as_str();
        match self.kind {
            Kind::ServiceEdge | Kind::ContextEdge | Kind::LayerEdge => {
                let what =
                    if name(3).is_empty() { String::new() } else { format!(": `{}`", name(3)) };
                format!("{}{what}", self.ends())
            }
            Kind::Route => format!("`{} {}` of `{}`", name(1), name(2), name(0)),
            Kind::Topic => format!("`{}` of {}", name(1), name(0)),
            Kind::Deployment => format!("`{}` of {}", name(0), name(1)),
            Kind::Port => {
                let outside = match name(3) {
                    "" => String::new(),
                    outside => format!(", outside {outside}"),
                };
                format!("{} of `{}` of {}{outside}", name(2), name(0), name(1))
            }
            Kind::Service | Kind::Table | Kind::Database => format!("`{}`", name(0)),
        }
    }

    /// Of an edge: between what it is, and by what, in words.
    pub(crate) fn ends(&self) -> String {
        let by = match self.names[2].as_str() {
            "code" => String::new(),
            by => format!(" by {by}"),
        };
        format!("`{}` → `{}`{by}", self.names[0], self.names[1])
    }

    /// For an edge: between what it is, and by what; all such edges are one crossing.
    fn crossing(&self) -> Option<(Kind, &[String])> {
        self.kind.is_edge().then(|| (self.kind, &self.names[..3]))
    }
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

/// What changed from one system to another, in the order of [`Kind`] and of the names.
pub(crate) fn compare(base: &Snapshot, head: &Snapshot) -> Vec<Change> {
    let (before, after) = (crossings(base), crossings(head));
    let mut changes = Vec::new();
    for (key, fact) in &head.facts {
        let Some(old) = base.facts.get(key) else {
            changes.push(Change {
                key: key.clone(),
                what: What::New,
                crossing: key.crossing().is_some_and(|crossing| !before.contains(&crossing)),
                differences: Vec::new(),
                places: fact.places(),
            });
            continue;
        };
        let differences = differences(&old.properties, &fact.properties);
        if !differences.is_empty() {
            let (key, places) = (key.clone(), fact.places());
            changes.push(Change { key, what: What::Changed, crossing: false, differences, places });
        }
    }
    for (key, fact) in base.facts.iter().filter(|(key, _)| !head.facts.contains_key(key)) {
        changes.push(Change {
            key: key.clone(),
            what: What::Gone,
            crossing: key.crossing().is_some_and(|crossing| !after.contains(&crossing)),
            differences: Vec::new(),
            places: fact.places(),
        });
    }
    known_now(&mut changes);
    changes.sort_by(|a, b| a.key.cmp(&b.key));
    changes
}

/// What stands for the address of a database that is not known.
const UNKNOWN: &str = "an address that is not known";

/// Makes one change of two edges, if a service is connected to the same kind of database and only
/// its address became known, or is known no more.
fn known_now(changes: &mut Vec<Change>) {
    let is_unknown = |change: &Change| {
        change.key.kind == Kind::ServiceEdge && change.key.names[1].ends_with(UNKNOWN)
    };
    while let Some(at) = changes.iter().position(is_unknown) {
        let unknown = changes.remove(at);
        let engine = unknown.key.names[1].split(' ').next().unwrap_or_default();
        let opposite = if unknown.what == What::New { What::Gone } else { What::New };
        let other = changes.iter_mut().find(|change| {
            let names = &change.key.names;
            change.what == opposite
                && change.key.kind == Kind::ServiceEdge
                && names[0] == unknown.key.names[0]
                && names[1].split("://").next() == Some(engine)
        });
        // Without the other one nothing can be said of it but that the service has such a database.
        let Some(other) = other else {
            changes.push(Change { key: named(&unknown.key, engine), ..unknown });
            continue;
        };
        let address = |known: bool| {
            let known = known.then(|| other.key.names[1].clone());
            BTreeSet::from([known.unwrap_or_else(|| "not known".to_owned())])
        };
        let became_known = other.what == What::New;
        other.differences = vec![Difference {
            property: "address",
            before: address(!became_known),
            after: address(became_known),
        }];
        if !became_known {
            other.places = unknown.places;
        }
        other.key = named(&other.key, engine);
        (other.what, other.crossing) = (What::Changed, false);
    }
}

/// An edge to a database that is called by its kind alone.
fn named(key: &Key, engine: &str) -> Key {
    let mut key = key.clone();
    engine.clone_into(&mut key.names[1]);
    key
}

fn crossings(snapshot: &Snapshot) -> BTreeSet<(Kind, &[String])> {
    snapshot.facts.keys().filter_map(Key::crossing).collect()
}

type Properties = BTreeMap<&'static str, BTreeSet<String>>;

fn differences(before: &Properties, after: &Properties) -> Vec<Difference> {
    let names: BTreeSet<&'static str> = before.keys().chain(after.keys()).copied().collect();
    // What one of the two systems does not tell is no difference.
    let both = names.into_iter().filter_map(|property| {
        Some((property, before.get(property)?.clone(), after.get(property)?.clone()))
    });
    both.filter(|(_, before, after)| before != after)
        .map(|(property, before, after)| Difference { property, before, after })
        .collect()
}
