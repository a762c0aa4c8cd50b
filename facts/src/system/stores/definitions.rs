//! Tables that SeaORM's migrations define in code: `Table::create().table(Users::Table)`.

use super::text::texts_of;
use super::view::View;
use super::{Context, FoundStatement, FoundTable};
use crate::extract::rust::bodies::{Node, NodeId};
use crate::extract::sql::SqlFlags;
use crate::graph::system::{Executor, StatementKind};

/// The statements that define tables in a body, each with its confidence.
pub(super) fn definitions(
    context: &Context<'_, '_>,
    view: &View<'_, '_>,
) -> Vec<(NodeId, (FoundStatement, u8))> {
    let mut found = Vec::new();
    for node in view.nodes() {
        let Node::Method { .. } = view.node(node) else { continue };
        if view.method_name(node) != Some("table") {
            continue;
        }
        let Some(root) = root(view, node) else { continue };
        let creates = root.ends_with("Table::create");
        if !creates && !root.ends_with("Table::alter") && !root.ends_with("Table::drop") {
            continue;
        }
        let named = view
            .argument(node, 0)
            .and_then(|argument| Some((name(context, view, argument)?, argument)));
        let Some((name, argument)) = named else { continue };
        let table = FoundTable {
            name,
            schema: None,
            kind: StatementKind::Define,
            creates,
            joined: false,
            place: view.place(argument),
            confidence: 85,
        };
        let statement = FoundStatement {
            kind: StatementKind::Define,
            tables: vec![table],
            executor: Executor::Unknown,
            executor_at: None,
            engine: context.engines.usual(context, view),
            blocking: false,
            outbox: false,
            flags: SqlFlags::default(),
        };
        found.push((node, (statement, 85)));
    }
    found
}

/// The path that is called at the beginning of a chain of methods.
fn root(view: &View<'_, '_>, node: NodeId) -> Option<String> {
    let mut at = node;
    // A table with more columns than that is not told from other things.
    for _ in 0..400 {
        let Node::Method { receiver, .. } = view.node(at) else { break };
        at = view.bare(receiver);
    }
    view.path_text(at)
}

/// The table that an identifier of SeaQuery names.
fn name(context: &Context<'_, '_>, view: &View<'_, '_>, node: NodeId) -> Option<String> {
    let node = view.bare(node);
    if let Some(text) = texts_of(context, view, node).pop() {
        return Some(text.value.replace("{}", "*"));
    }
    let path = view.path_text(node)?;
    let mut segments = path.rsplit("::");
    match (segments.next()?, segments.next()) {
        ("Table", Some(name)) => Some(snake_case(name)),
        ("Entity", Some(_)) => {
            let named = context.entities.entity(context.program, view.unit, &path);
            named.map(|(named, _)| named.name)
        }
        (name, None) if name.starts_with(char::is_uppercase) => Some(snake_case(name)),
        _ => None,
    }
}

fn snake_case(name: &str) -> String {
    let mut out = String::new();
    for (at, c) in name.char_indices() {
        if c.is_uppercase() && at > 0 {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}
