//! What becomes of a delivery whose result a function hands to its callers.

use super::calls::place_of;
use super::fate::{End, fate};
use super::links::Links;
use super::messaging::PublishSite;
use super::parents::Parents;
use crate::extract::rust::bodies::Node;
use crate::extract::rust::facts::{ItemKind, Type};
use crate::graph::system::Confirmation;
use crate::graph::{ItemId, Scope};
use crate::program::Program;

/// Callers are followed so far up.
const MOST: u8 = 2;

/// Looks up from the functions that publish to where an error of theirs ends, if that is in a log or nowhere.
pub(crate) fn follow(
    program: &Program<'_>,
    parents: &Parents,
    links: &Links,
    publishes: &mut [PublishSite],
) {
    for site in publishes {
        let handed_on = site.confirmation == Confirmation::Confirmed
            && site.fate.end == End::HandedOn
            && site.fate.panics.is_none();
        if handed_on && let Some((how, place)) = lost(program, parents, links, site.item, MOST) {
            site.confirmation = how;
            site.lost_at = Some(place);
        }
    }
}

fn lost(
    program: &Program<'_>,
    parents: &Parents,
    links: &Links,
    item: ItemId,
    left: u8,
) -> Option<(Confirmation, crate::place::Place)> {
    let left = left.checked_sub(1)?;
    if !gives_result(program, links, item) {
        return None;
    }
    let is_async = program.body_of(item)?.is_async;
    for call in links.callers(item) {
        let Some(body) = parents.body(program, call) else { continue };
        // What is tried again in a loop is not lost.
        let again =
            || parents.above(call).any(|around| matches!(program.node(around), Node::Loop { .. }));
        if body.scope != Scope::Production || again() {
            continue;
        }
        let fate = fate(program, parents, body, call);
        if fate.panics.is_some() || (is_async && fate.awaits == 0) {
            continue;
        }
        let found = match fate.end {
            End::Logged => Some((Confirmation::Logged, place_of(program, call))),
            End::Dropped => Some((Confirmation::Dropped, place_of(program, call))),
            End::HandedOn => lost(program, parents, links, body.item, left),
            End::Handled => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Whether a function says that it gives a result back.
pub(crate) fn gives_result(program: &Program<'_>, links: &Links, item: ItemId) -> bool {
    let Some(body) = program.body_of(item) else { return false };
    let facts = program.unit(body.unit).facts;
    let Some(index) = links.index_of(program, body.unit, item) else { return false };
    let ItemKind::Function { signature } = facts.items[index.index()].kind else { return false };
    let Some(result) = facts.signatures[signature as usize].result else { return false };
    match &facts.types[result.index()] {
        Type::Path { path, .. } => {
            let text = program.path_text(body.unit, *path);
            text.rsplit("::").next().unwrap_or(&text).ends_with("Result")
        }
        _ => false,
    }
}
