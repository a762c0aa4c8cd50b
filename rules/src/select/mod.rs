//! Selectors: what custom rules and `portcullis facts` speak of, as in
//! `item:** & layer:domain & !implements(trait:Debug)`.

mod atoms;
mod eval;
mod parse;
pub(crate) mod set;
mod surroundings;

use portcullis_facts::System;
use portcullis_facts::graph::system::{DatabaseId, RouteId, ServiceId, TableId, TopicId};
use portcullis_facts::graph::{ItemId, LayerId, ModuleId, PackageId, Target};

use crate::context::Context;
use crate::settings::Settings;
pub(crate) use eval::{Evaluator, Position};
use parse::{Atom, Expr, Kind};
pub(crate) use set::{Set, Universe};

/// A selector that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    expr: Expr,
}

impl Selector {
    /// Reads a selector.
    ///
    /// # Errors
    /// Where `text` is none, with the place and what was probably meant.
    pub fn new(text: &str) -> Result<Self, SelectorError> {
        parse::parse(text).map(|expr| Self { expr })
    }

    /// Whether all that it selects is around the code, so that no use in code begins or ends there.
    pub(crate) fn is_around(&self) -> bool {
        fn around(expr: &Expr) -> bool {
            match expr {
                Expr::Atom(Atom { kind, .. }) => matches!(
                    kind,
                    Kind::Route
                        | Kind::Topic
                        | Kind::Table
                        | Kind::Database
                        | Kind::Host
                        | Kind::Env
                        | Kind::Capability
                ),
                Expr::All(parts) => parts.iter().any(around),
                Expr::Any(parts) => parts.iter().all(around),
                Expr::Not(_) | Expr::Call(..) => false,
            }
        }
        around(&self.expr)
    }

    /// Whether it is no fault of it to select nothing: it speaks only of crates, items, derives,
    /// attributes, hosts and variables, which may be forbidden before anybody uses them.
    pub(crate) fn may_be_absent(&self) -> bool {
        fn absent(expr: &Expr) -> bool {
            match expr {
                Expr::Atom(Atom { kind, .. }) => matches!(
                    kind,
                    Kind::Crate
                        | Kind::Item
                        | Kind::Trait
                        | Kind::Derive
                        | Kind::Attribute
                        | Kind::Host
                        | Kind::Env
                ),
                Expr::All(parts) | Expr::Any(parts) => parts.iter().all(absent),
                Expr::Not(inner) | Expr::Call(_, inner) => absent(inner),
            }
        }
        absent(&self.expr)
    }
}

/// Bytes of a selector's text, half open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A text that is no selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectorError {
    /// The text.
    pub selector: String,
    /// One sentence, lower case, no full stop.
    pub message: String,
    /// What was probably meant, or what to write.
    pub help: Option<String>,
    /// The part of the text that it is about.
    pub span: Span,
}

impl std::error::Error for SelectorError {}

impl std::fmt::Display for SelectorError {
    /// The message, and below it the text with carets under the part that it is about.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let before = self.selector[..self.span.start].chars().count();
        let wide = self.selector[self.span.start..self.span.end].chars().count().max(1);
        writeln!(f, "{}", self.message)?;
        writeln!(f, "  {}", self.selector)?;
        write!(f, "  {}{}", " ".repeat(before), "^".repeat(wide))?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, " {help}"))
    }
}

/// A thing that a selector selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Selected {
    /// A layer.
    Layer(LayerId),
    /// A context: its number in the settings.
    Context(u32),
    /// A service.
    Service(ServiceId),
    /// A package.
    Package(PackageId),
    /// A module.
    Module(ModuleId),
    /// An item.
    Item(ItemId),
    /// An item of a crate outside the tree, or such a crate.
    External(portcullis_facts::graph::ExternalId),
    /// A route.
    Route(RouteId),
    /// A topic.
    Topic(TopicId),
    /// A table.
    Table(TableId),
    /// A database.
    Database(DatabaseId),
    /// A host: the number of an address, or behind those the number of a call.
    Host(u32),
    /// A read of a variable of the environment or of a key: its number.
    Env(u32),
    /// A capability: its number, counted over all services.
    Capability(u32),
}

impl Selected {
    /// Whether it is counted where it lies, not where it is used: what is part of something, and what
    /// a service has around it.
    pub(crate) const fn lies_within(self) -> bool {
        self.is_shared()
            || matches!(
                self,
                Self::Module(_) | Self::Item(_) | Self::Route(_) | Self::Capability(_)
            )
    }

    /// Whether services use it that do not hold it.
    const fn is_shared(self) -> bool {
        matches!(
            self,
            Self::Topic(_) | Self::Table(_) | Self::Database(_) | Self::Host(_) | Self::Env(_)
        )
    }

    /// What it is called.
    pub fn name(self, system: &System, settings: &Settings) -> String {
        let graph = &system.graph;
        match self {
            Self::Layer(id) => graph.layers[usize::from(id.0)].name.clone(),
            Self::Context(at) => settings.contexts[at as usize].name.clone(),
            Self::Package(id) => graph.package(id).name.clone(),
            Self::Module(id) => graph.module_path(id),
            Self::Item(id) => graph.item_path(id),
            Self::External(id) => graph.target_path(Target::External(id)),
            _ => surroundings::name(&graph.landscape, self),
        }
    }
}

/// What `selector` selects of `system`, in the order of the graph: the largest things that are
/// selected as a whole, without their parts.
///
/// # Errors
/// Where `selector` is none.
pub fn select(
    system: &System,
    settings: &Settings,
    selector: &str,
) -> Result<Vec<Selected>, SelectorError> {
    let selector = Selector::new(selector)?;
    let context = Context::new(system, settings);
    let evaluator = Evaluator::new(&context);
    let set = |expr: &Expr| evaluator.set(&Selector { expr: expr.clone() }, Position::Subject);
    let mut found = evaluator.largest(&set(&selector.expr));
    if let Expr::Any(parts) = &selector.expr {
        // Who asks for a service or a database wants to see both, though the one uses the other.
        let parts = parts.iter().flat_map(|part| evaluator.largest(&set(part)));
        let shared: Vec<Selected> = parts.filter(|thing| thing.is_shared()).collect();
        found.extend(shared);
        found.sort_unstable();
        found.dedup();
    }
    Ok(found)
}
