//! Transactions within one function: from what begins them to what ends them.

use super::meaning::Found;
use super::view::View;
use super::{Context, TransactionRegion};
use crate::extract::rust::bodies::{Node, NodeId};
use crate::extract::rust::facts::LocalId;
use crate::framework::store::StoreCall;
use crate::program::Body;

/// So far behind its begin the end of a transaction is looked for.
const MOST_NODES: u32 = 10_000;

/// The transaction that a node begins.
pub(super) fn region(
    context: &Context<'_, '_>,
    body: &Body,
    view: &View<'_, '_>,
    node: NodeId,
    found: &Found,
) -> Option<TransactionRegion> {
    let region = |begin: NodeId, end: NodeId, closed_by: Option<NodeId>| TransactionRegion {
        item: body.item,
        begin: view.at(begin),
        end: view.at(end),
        closed_by: closed_by.map(|node| view.at(node)),
    };
    if let StoreCall::Transaction(position) = found.call {
        let closure = view.argument(node, position)?;
        return Some(region(view.start(closure), closure, None));
    }
    // diesel-async: `conn.build_transaction().run(|conn| …)`.
    let mut at = node;
    while let Some(parent) = view.parent(at) {
        match view.node(parent) {
            Node::Await(_) | Node::Try(_) | Node::Reference(_) => at = parent,
            Node::Method { receiver, .. } if receiver == at => {
                if view.method_name(parent) == Some("run")
                    && let Some(closure) = view.argument(parent, 0)
                {
                    return Some(region(view.start(closure), closure, None));
                }
                at = parent;
            }
            _ => break,
        }
    }
    let block = enclosing_block(view, node).unwrap_or(body.node);
    let Some(local) = bound(view, at) else {
        // Sessions begin a transaction without giving it a name, and others store it.
        let end = closing(context, view, node, block, None);
        return Some(region(node, end.unwrap_or(block), end));
    };
    let end = closing(context, view, node, block, Some(local));
    Some(region(node, end.unwrap_or(block), end))
}

/// The variable that an expression is bound to by `let`.
fn bound(view: &View<'_, '_>, node: NodeId) -> Option<LocalId> {
    let parent = view.parent(node)?;
    match view.node(parent) {
        Node::Let { pattern, .. } if pattern.len == 1 => pattern.iter().next(),
        // `match pool.begin().await { Ok(tx) => tx, Err(e) => return … }`.
        Node::Match { on, .. } if on == node => bound(view, parent),
        _ => None,
    }
}

fn enclosing_block(view: &View<'_, '_>, node: NodeId) -> Option<NodeId> {
    let mut at = node;
    while let Some(parent) = view.parent(at) {
        if matches!(view.node(parent), Node::Block { .. } | Node::Closure { .. }) {
            return Some(parent);
        }
        at = parent;
    }
    None
}

/// The last call behind `node` and within `block` that commits or rolls back; of `local`, if that is given.
fn closing(
    context: &Context<'_, '_>,
    view: &View<'_, '_>,
    node: NodeId,
    block: NodeId,
    local: Option<LocalId>,
) -> Option<NodeId> {
    let mut last = None;
    for number in node.0 + 1..=block.0.min(node.0.saturating_add(MOST_NODES)) {
        let at = NodeId(number);
        let Node::Method { receiver, .. } = view.node(at) else { continue };
        let name = view.method_name(at).unwrap_or_default();
        let closes = matches!(
            context.meaning.of(context.program, view.at(at)).map(|found| found.call),
            Some(StoreCall::Commit | StoreCall::Rollback)
        ) || matches!(name, "commit" | "rollback");
        let on = match view.node(view.bare(receiver)) {
            Node::Local(on) => Some(on),
            _ => None,
        };
        // A rollback on a path of its own does not end what follows elsewhere; a commit comes last.
        if closes && (local.is_none() || on.is_none() || on == local) {
            last = Some(at);
        }
    }
    last
}
