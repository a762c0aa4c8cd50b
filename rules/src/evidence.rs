//! Uses that make up one finding: which of them stands first, and how each is called.

use portcullis_facts::graph::{Edge, EdgeKind, ModuleId, Technology};
use portcullis_facts::place::Place;
use rustc_hash::FxHashMap;
use std::hash::Hash;

use crate::context::{Context, Standing};
use crate::engine::report::{Draft, MOST_RELATED};
use crate::finding::Related;

/// Uses by what they are uses of.
#[derive(Debug)]
pub(crate) struct Groups<K> {
    by_key: FxHashMap<K, Vec<Evidence>>,
}

/// A use, and how sure it is that it is one that matters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    /// The number of the edge.
    pub(crate) edge: u32,
    /// Confidence in hundredths, the layers' included.
    pub(crate) confidence: u8,
}

impl<K: Eq + Hash + Ord + Copy> Groups<K> {
    /// No uses.
    pub(crate) fn new() -> Self {
        Self { by_key: FxHashMap::default() }
    }

    /// Adds a use; its confidence is the least of the edge's and of `layers`.
    pub(crate) fn add(&mut self, key: K, number: u32, edge: &Edge, layers: &[Standing]) {
        let confidence =
            layers.iter().map(|s| s.confidence).fold(edge.confidence, std::cmp::Ord::min);
        self.by_key.entry(key).or_default().push(Evidence { edge: number, confidence });
    }

    /// The keys, in no order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &K> {
        self.by_key.keys()
    }

    /// All groups, in the order of their keys.
    pub(crate) fn sorted(self) -> Vec<(K, Vec<Evidence>)> {
        let mut groups: Vec<_> = self.by_key.into_iter().collect();
        groups.sort_by_key(|(key, _)| *key);
        groups
    }
}

/// The uses of one finding, the one to show first in front: unconditional before conditional,
/// sure before inferred, then as they stand in the text.
pub(crate) struct Uses<'a> {
    /// The first.
    pub(crate) first: &'a Edge,
    /// Its confidence in hundredths.
    pub(crate) confidence: u8,
    rest: Vec<&'a Edge>,
}

impl<'a> Uses<'a> {
    /// Orders `group`, which holds at least one use.
    pub(crate) fn new(context: &Context<'a>, group: &[Evidence]) -> Self {
        let edge = |evidence: &Evidence| &context.graph.edges[evidence.edge as usize];
        let mut ordered: Vec<&Evidence> = group.iter().collect();
        ordered.sort_by_key(|evidence| edge(evidence).place);
        let best = (0..ordered.len())
            .min_by_key(|at| {
                let conditional = edge(ordered[*at]).cfg != portcullis_facts::cfg::CfgKey::ALWAYS;
                (conditional, std::cmp::Reverse(ordered[*at].confidence))
            })
            .unwrap_or_default();
        let first = ordered.remove(best);
        let mut rest: Vec<&Edge> = ordered.into_iter().map(edge).collect();
        // Two names of one `use` stand on one line: one place is enough for people.
        rest.retain(|other| !same_line(context, other.place, edge(first).place));
        rest.dedup_by(|b, a| same_line(context, a.place, b.place));
        Self { first: edge(first), confidence: first.confidence, rest }
    }

    /// The condition under which the first use exists.
    pub(crate) fn condition(&self, context: &Context<'_>) -> String {
        context.graph.conditions.text(self.first.cfg)
    }

    /// The further places, each said to be what it is; past [`MOST_RELATED`] they are counted.
    pub(crate) fn related(&self) -> Vec<Related> {
        let left = self.rest.len().saturating_sub(MOST_RELATED);
        let shown = &self.rest[..self.rest.len() - left];
        let mut related: Vec<Related> = shown
            .iter()
            .map(|edge| Related { place: edge.place, label: kind_label(edge.kind).to_owned() })
            .collect();
        if let (Some(last), true) = (related.last_mut(), left > 0) {
            last.label = format!("{}; {left} further uses are not listed", last.label);
        }
        related
    }

    /// A draft at the first use, with label, further places, confidence and package.
    pub(crate) fn draft(
        &self,
        context: &Context<'_>,
        subject: String,
        evidence: String,
        message: String,
    ) -> Draft {
        let mut draft = Draft::new(subject, evidence, self.first.place)
            .package(context.graph.package_of(self.first.module))
            .message(message)
            .condition(self.condition(context))
            .label(kind_label(self.first.kind))
            .confidence(self.confidence);
        draft.related = self.related();
        draft
    }
}

/// Whether two places begin on one line.
pub(crate) fn same_line(context: &Context<'_>, a: Place, b: Place) -> bool {
    let (from, to) = (a.span.start.min(b.span.start), a.span.start.max(b.span.start));
    let between = || context.system.file(a.file).text.get(from as usize..to as usize);
    a.file == b.file && between().is_some_and(|text| !text.contains('\n'))
}

/// What a use is, for labels.
pub(crate) const fn kind_label(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Use => "imported here",
        EdgeKind::Reexport => "re-exported here",
        EdgeKind::Call => "called here",
        EdgeKind::MethodCall => "a method of it is called here",
        EdgeKind::Value => "used as a value here",
        EdgeKind::Pattern => "matched here",
        EdgeKind::Type => "named as a type here",
        EdgeKind::Bound => "named as a bound here",
        EdgeKind::Impl => "implemented here",
        EdgeKind::Derive => "derived here",
        EdgeKind::Attribute => "used as an attribute here",
        EdgeKind::Macro => "called as a macro here",
        EdgeKind::Alias => "named here by an alias",
        EdgeKind::MacroBody => "brought in by the macro that is called here",
        EdgeKind::Manifest => "listed here",
    }
}

/// What a technology is called in messages.
pub(crate) const fn technology_name(technology: Technology) -> &'static str {
    match technology {
        Technology::Database => "database",
        Technology::Broker => "message broker",
        Technology::HttpServer => "web framework",
        Technology::HttpClient => "HTTP client",
        Technology::Rpc => "remote procedure calls",
        Technology::Cloud => "cloud service",
        Technology::Mail => "mail",
        Technology::Testing => "tests",
    }
}

/// The step that says why a module stands where it stands.
pub(crate) fn layer_step(
    context: &Context<'_>,
    name: &str,
    module: ModuleId,
) -> (String, Option<Place>) {
    match context.graph.layer_of_module(module) {
        Some(fact) => (
            format!("`{name}` is in layer `{}`: {}", context.graph.layer(fact).name, fact.reason),
            fact.place,
        ),
        None => (format!("`{name}` is in no layer"), None),
    }
}
