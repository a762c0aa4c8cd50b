//! `unwrap` and `expect` on what came from another process.

use rustc_hash::FxHashSet;

use super::calls::CallSite;
use super::delivery::gives_result;
use super::fate::{End, Fate, fate};
use super::links::Links;
use super::messaging::BrokerSite;
use super::names::calls_outside;
use super::parents::{Parents, nodes_of};
use crate::extract::rust::bodies::Node;
use crate::framework::remote::{CONNECTING, decodes, decodes_tokens};
use crate::graph::{ItemId, Scope, Target};
use crate::program::{At, Program};

/// Callers are followed so far up.
const MOST_LEVELS: u8 = 2;
/// So many callers of one function are looked at: what everybody calls is no part of one request's path.
const MOST_CALLERS: usize = 64;

/// A panic on what came from another process.
#[derive(Clone, Debug)]
pub(crate) struct PanicSite {
    /// The function.
    pub(crate) item: ItemId,
    /// The `unwrap` or `expect`.
    pub(crate) at: At,
    /// What it is called on: `reqwest::Client::get`.
    pub(crate) by: String,
}

/// Finds them.
pub(crate) fn read(
    program: &Program<'_>,
    parents: &Parents,
    links: &Links,
    calls: &[CallSite],
    receives: &[BrokerSite],
) -> Vec<PanicSite> {
    let mut found: Vec<PanicSite> = Vec::new();
    for call in calls {
        for (item, at) in of_failure(program, parents, links, call.item, &call.fate) {
            found.push(PanicSite { item, at, by: call.by.clone() });
        }
    }
    // Few files call a method of such a name.
    let connecting = program.by_unit(|unit| {
        let mut names = program.unit(unit).facts.symbols.iter();
        names.any(|name| CONNECTING.contains(&name))
    });
    let receiving: FxHashSet<ItemId> = receives.iter().map(|site| site.item).collect();
    for body in &program.bodies {
        let receives_messages = receiving.contains(&body.item);
        let mut panics = |at: At, by: String| {
            if let Some(at) = fate(program, parents, body, at).panics {
                found.push(PanicSite { item: body.item, at, by });
            }
        };
        for (at, name) in calls_outside(program, links, body) {
            if decodes_tokens(name.package, name.path)
                || (receives_messages && decodes(name.package, name.path))
            {
                panics(at, name.text());
            }
        }
        if connecting[body.unit.0 as usize] {
            for at in nodes_of(body) {
                if let Some(by) = connects(program, at) {
                    panics(at, by);
                }
            }
        }
    }
    found.sort_by_key(|site| (site.item, site.at));
    found.dedup_by_key(|site| site.at);
    found
}

/// Where a failure that a function gets ends in a panic: there, or in those to whom it is handed on; each with the
/// function.
pub(crate) fn of_failure(
    program: &Program<'_>,
    parents: &Parents,
    links: &Links,
    item: ItemId,
    fate: &Fate,
) -> Vec<(ItemId, At)> {
    let mut found = Vec::new();
    panics_of(program, parents, links, item, fate, MOST_LEVELS, &mut found);
    found
}

fn panics_of(
    program: &Program<'_>,
    parents: &Parents,
    links: &Links,
    item: ItemId,
    fate: &Fate,
    left: u8,
    found: &mut Vec<(ItemId, At)>,
) {
    if let Some(at) = fate.panics {
        found.push((item, at));
        return;
    }
    let is_async = program.body_of(item).is_some_and(|body| body.is_async);
    if left == 0 || fate.end != End::HandedOn || !gives_result(program, links, item) {
        return;
    }
    for call in links.callers(item).take(MOST_CALLERS) {
        let Some(body) = parents.body(program, call) else { continue };
        let next = super::fate::fate(program, parents, body, call);
        if body.scope == Scope::Production && (next.awaits > 0 || !is_async) {
            panics_of(program, parents, links, body.item, &next, left - 1, found);
        }
    }
}

/// The function by which a method opens a connection, if it does.
fn connects(program: &Program<'_>, at: At) -> Option<String> {
    let Node::Method { call, .. } = program.node(at) else { return None };
    let name = program.method_name(at.unit, call);
    let own = matches!(program.method(at.unit, call), Some(Target::Item(_)));
    (!own && CONNECTING.contains(&name)).then(|| format!("redis::Client::{name}"))
}
