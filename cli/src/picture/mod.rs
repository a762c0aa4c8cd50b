//! Pictures of a system: nodes, groups and arrows with what they rest on, whatever they are drawn with.
//!
//! A picture is made from the graph and the findings, then changed step by step: what was asked for is
//! picked, what is too much is folded, cycles are marked. Each step is a function from a picture to
//! a picture, and says in the notes what it took away.

mod code;
mod cycles;
mod fold;
mod maker;
mod marks;
mod pick;
mod service;
#[cfg(test)]
pub(crate) mod sketches;
mod system;
#[cfg(test)]
mod tests;
mod thin;

pub(crate) use self::fold::{fold, fold_to};
pub(crate) use self::pick::{Focus, keep_violations, pick};
pub(crate) use self::service::of as of_service;
pub(crate) use self::thin::thin;

use std::borrow::Cow;

use clap::ValueEnum;
use portcullis_facts::System;
use portcullis_facts::graph::Role;
use portcullis_facts::place::Place;
use portcullis_rules::finding::Finding;

use crate::report::count;

/// As many nodes as a person can look at in one picture.
pub(crate) const MOST_NODES: usize = 150;
/// Places that are kept of one arrow; all are counted.
pub(crate) const MOST_EVIDENCE: usize = 24;

/// What the nodes of a picture are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    /// Services, and the databases, topics and hosts around them
    System,
    /// The layers of each service with their modules and ports
    Service,
    /// Packages and their dependencies
    Crate,
    /// Modules and their uses
    Module,
}

impl Level {
    /// As the command line calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Service => "service",
            Self::Crate => "crate",
            Self::Module => "module",
        }
    }
}

/// A picture of a system.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) level: Level,
    pub(crate) nodes: Vec<Node>,
    /// A group stands behind the one that holds it.
    pub(crate) groups: Vec<Group>,
    /// At most one from each node to each other.
    pub(crate) arrows: Vec<Arrow>,
    /// What is not shown, in words.
    pub(crate) notes: Vec<String>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    Service,
    /// Deployed, but no service of the tree.
    Deployment,
    Database,
    Topic,
    /// A host outside.
    Host,
    /// The routes of a service together.
    Routes,
    Port,
    Module,
    Crate,
    /// Several nodes of a group, folded into one.
    Folded,
}

impl Shape {
    /// In words, for programs and for legends.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Deployment => "deployment",
            Self::Database => "database",
            Self::Topic => "topic",
            Self::Host => "host",
            Self::Routes => "routes",
            Self::Port => "port",
            Self::Module => "module",
            Self::Crate => "crate",
            Self::Folded => "folded",
        }
    }
}

/// A node.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// What it is and its full name: `service:orders`. No two nodes share one.
    pub(crate) key: String,
    /// What stands in it.
    pub(crate) label: String,
    /// What else is said of it, in a word or two.
    pub(crate) detail: String,
    pub(crate) shape: Shape,
    pub(crate) group: Option<usize>,
    /// The role of its layer.
    pub(crate) role: Option<Role>,
    /// Where it is declared.
    pub(crate) place: Option<Place>,
    /// Findings on it: indices into those of the run.
    pub(crate) findings: Vec<u32>,
    /// How many nodes were folded into it.
    pub(crate) holds: usize,
    /// Its column among what stands beside it, where the meaning gives one.
    pub(crate) column: Option<u32>,
}

/// Nodes that belong together.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// As of a node; no two groups share one.
    pub(crate) key: String,
    pub(crate) label: String,
    pub(crate) parent: Option<usize>,
    pub(crate) role: Option<Role>,
    /// As of a node.
    pub(crate) column: Option<u32>,
    /// It is shown as a group although it holds one thing only.
    pub(crate) fixed: bool,
}

/// What an arrow says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ArrowKind {
    /// A call between processes.
    Call,
    Connection,
    Publish,
    Consume,
    /// A use of a name.
    Use,
    /// An implementation of a port.
    Implement,
    /// An entry of a manifest that no use is known of.
    Dependency,
}

impl ArrowKind {
    /// In words, for programs and for legends.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Connection => "connection",
            Self::Publish => "publish",
            Self::Consume => "consume",
            Self::Use => "use",
            Self::Implement => "implement",
            Self::Dependency => "dependency",
        }
    }

    /// What the first end does to the second.
    pub(crate) const fn verb(self) -> &'static str {
        match self {
            Self::Call => "calls",
            Self::Connection => "connects to",
            Self::Publish => "publishes to",
            Self::Consume => "is consumed by",
            Self::Use => "uses",
            Self::Implement => "implements",
            Self::Dependency => "depends on",
        }
    }
}

/// An arrow from one node to another.
#[derive(Clone, Debug)]
pub(crate) struct Arrow {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) kind: ArrowKind,
    /// How many uses, calls or statements it stands for.
    pub(crate) count: usize,
    /// The first of them, in the order of their places.
    pub(crate) evidence: Vec<Evidence>,
    /// Findings that speak of it: indices into those of the run.
    pub(crate) findings: Vec<u32>,
    /// One end holds the other, so that it is no sign of a cycle.
    pub(crate) nested: bool,
    /// It is a part of a cycle: the number of that.
    pub(crate) cycle: Option<u32>,
}

/// A place at which an arrow can be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Evidence {
    pub(crate) place: Place,
    /// What stands there: `imports`, `GET /orders/{}`.
    pub(crate) text: Cow<'static, str>,
    /// A finding speaks of it.
    pub(crate) marked: bool,
}

impl Node {
    /// In words, for who points at it and for who cannot see it.
    pub(crate) fn told(&self) -> String {
        let name = self.key.split_once(':').map_or(self.key.as_str(), |(_, name)| name);
        let mut told = vec![format!("{} {name}", self.shape.name())];
        told.extend((!self.detail.is_empty()).then(|| self.detail.clone()));
        let findings = self.findings.len();
        told.extend((findings > 0).then(|| count(findings, "finding", "findings")));
        told.join(", ")
    }
}

impl Arrow {
    /// In a few words: `call ×4, 1 finding`.
    pub(crate) fn told(&self) -> String {
        let kind = self.kind.name();
        let several = self.count > 1;
        let mut told =
            vec![if several { format!("{kind} ×{}", self.count) } else { kind.to_owned() }];
        let findings = self.findings.len();
        told.extend((findings > 0).then(|| count(findings, "finding", "findings")));
        told.extend(self.cycle.map(|_| "in a cycle".to_owned()));
        told.join(", ")
    }
}

impl Picture {
    /// A picture of all that there is, nothing folded.
    pub(crate) fn of(system: &System, findings: &[Finding], level: Level) -> Self {
        match level {
            Level::System => system::picture(system, findings),
            Level::Service => service::all(system, findings),
            Level::Crate => code::crates(system, findings),
            Level::Module => code::modules(system, findings),
        }
    }

    /// How many cycles are marked.
    pub(crate) fn cycles(&self) -> usize {
        self.arrows.iter().filter_map(|arrow| arrow.cycle).max().map_or(0, |last| last as usize + 1)
    }

    /// Its groups and notes, without nodes and arrows.
    fn without_nodes(&self) -> Self {
        let (groups, notes) = (self.groups.clone(), self.notes.clone());
        Self { level: self.level, nodes: Vec::new(), groups, arrows: Vec::new(), notes }
    }

    /// Marks the cycles anew.
    #[must_use]
    pub(crate) fn with_cycles(mut self) -> Self {
        cycles::mark(&mut self);
        self
    }
}
