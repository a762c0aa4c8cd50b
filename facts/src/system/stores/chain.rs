//! From what makes a statement to the call that runs it.

use super::view::View;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::extract::sql::SqlFlags;
use crate::framework::store::{StoreCall, StoreTable};

/// Longer chains are followed so far.
const LONGEST: usize = 400;

/// Where a chain of calls leads.
pub(super) struct Chain {
    /// The call that runs the statement, or where the chain ends.
    pub(super) top: NodeId,
    /// What it is run on.
    pub(super) executor: Option<NodeId>,
    pub(super) flags: SqlFlags,
    pub(super) writes: bool,
    pub(super) joined: bool,
    /// The call on the way that names the table, with the argument that does.
    pub(super) named: Option<(NodeId, u8)>,
}

/// Follows an expression upwards to the call that runs it.
pub(super) fn chain(view: &View<'_, '_>, start: NodeId, table: &StoreTable, steps: u8) -> Chain {
    let mut found = Chain {
        top: start,
        executor: None,
        flags: SqlFlags::default(),
        writes: false,
        joined: false,
        named: None,
    };
    let (mut at, mut awaited) = (start, false);
    for _ in 0..LONGEST {
        let Some(parent) = view.parent(at) else { break };
        match view.node(parent) {
            Node::Await(_) => awaited = true,
            Node::Try(_) | Node::Reference(_) => {}
            // What was awaited has run, and unwraps what came of it.
            Node::Method { .. }
                if awaited && matches!(view.method_name(parent), Some("unwrap" | "expect")) => {}
            Node::Method { receiver, arguments, .. } => {
                let name = view.method_name(parent).unwrap_or_default();
                let call = table.method(name);
                match call {
                    Some(StoreCall::Run(position)) if receiver == at => {
                        let argument = position.and_then(|at| view.argument(parent, at));
                        // An iterator's `count()` and `all(…)` come behind the result.
                        if argument.is_some() || position.is_none() {
                            found.top = parent;
                            found.executor = argument;
                            return found;
                        }
                    }
                    Some(StoreCall::Run(_) | StoreCall::RunText(_)) if arguments.len == 1 => {
                        found.top = parent;
                        found.executor = Some(receiver);
                        return found;
                    }
                    Some(StoreCall::Table(position)) if receiver == at => {
                        found.named = Some((parent, position));
                    }
                    Some(StoreCall::OnConflict) => found.flags.insert(SqlFlags::ON_CONFLICT),
                    Some(StoreCall::SkipLocked) => found.flags.insert(SqlFlags::SKIP_LOCKED),
                    Some(StoreCall::Insert(_)) if receiver == at => {
                        found.writes = true;
                        found.flags.insert(SqlFlags::INSERTS);
                    }
                    _ if name.contains("join") => found.joined |= receiver != at,
                    _ => {}
                }
                found.top = parent;
            }
            Node::Call { .. } => {
                let path = view.path_text(parent).unwrap_or_default();
                match table.function(path.rsplit("::").next().unwrap_or_default()) {
                    Some(StoreCall::Write(_)) => found.writes = true,
                    Some(StoreCall::Insert(_)) => {
                        found.writes = true;
                        found.flags.insert(SqlFlags::INSERTS);
                    }
                    // Another function takes it over; a constructor of a variant hands it on.
                    _ if path.rsplit("::").next() == Some("Some") => {}
                    _ => return found,
                }
                found.top = parent;
            }
            // A variable that is run later.
            Node::Let { pattern, .. } if pattern.len == 1 && steps > 0 => {
                let uses = pattern.iter().next().map(|local| view.uses(local)).unwrap_or_default();
                for node in uses.iter().filter(|node| **node > parent).take(8) {
                    let further = chain(view, *node, table, steps - 1);
                    if further.executor.is_some() {
                        found.flags.insert(further.flags);
                        found.writes |= further.writes;
                        return Chain { top: further.top, executor: further.executor, ..found };
                    }
                }
                return found;
            }
            _ => return found,
        }
        at = parent;
    }
    found
}
