//! Statements of handlers that name no function of a database's package.
//!
//! `Order::find().all(db)` and `orders.limit(10).load(conn)` are methods of what the tree derives or a macro makes, so
//! there is no use of a package to see: what is asked is known as a statement only.

use std::collections::BTreeMap;

use portcullis_facts::cfg::CfgKey;
use portcullis_facts::graph::system::Statement;
use portcullis_facts::graph::{Edge, EdgeKind, Scope, Target};
use portcullis_facts::place::Place;

use crate::context::Context;
use crate::engine::report::{Draft, MOST_RELATED};

/// All statements in the order of the text, each as the use of the function around it that it is.
pub(crate) fn statements<'a>(context: &Context<'a>) -> Vec<(Edge, &'a Statement)> {
    let landscape = context.landscape();
    let found = landscape.sites.iter().filter_map(|site| {
        let statement = context.statement_at(site)?;
        let item = landscape.function(site.function).item;
        let edge = Edge {
            module: context.graph.item(item).module,
            item: Some(item),
            to: Target::Item(item),
            named: None,
            kind: EdgeKind::MethodCall,
            scope: Scope::Production,
            confidence: statement.confidence,
            cfg: CfgKey::ALWAYS,
            place: statement.place,
        };
        Some((edge, statement))
    });
    let mut found: Vec<(Edge, &Statement)> = found.collect();
    found.sort_by_key(|(edge, _)| edge.place);
    found
}

/// Statements by what they are statements of.
pub(crate) type Asked<'a, K> = BTreeMap<K, Vec<(Edge, &'a Statement)>>;

/// A draft at the first of some statements in the text, with the others as further places.
pub(crate) fn draft(
    context: &Context<'_>,
    statements: &[(Edge, &Statement)],
    subject: String,
    evidence: String,
    message: String,
) -> Draft {
    let (first, _) = &statements[0];
    let sure = statements.iter().map(|(edge, _)| edge.confidence).max().unwrap_or_default();
    let mut places: Vec<Place> = statements[1..].iter().map(|(edge, _)| edge.place).collect();
    places.sort_unstable();
    places.dedup();
    let draft = Draft::new(subject, evidence, first.place)
        .package(context.graph.package_of(first.module))
        .message(message)
        .label(ASKED)
        .confidence(sure);
    places.into_iter().take(MOST_RELATED).fold(draft, |draft, place| draft.also(place, ASKED))
}

/// What is said of a statement.
const ASKED: &str = "the database is asked here";
