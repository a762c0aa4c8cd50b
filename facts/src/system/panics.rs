//! `unwrap` and `expect` on what came from another process.

use rustc_hash::FxHashSet;

use super::calls::CallSite;
use super::fate::fate;
use super::links::Links;
use super::messaging::BrokerSite;
use super::names::calls_outside;
use super::parents::{Parents, nodes_of};
use crate::extract::rust::bodies::Node;
use crate::framework::remote::{CONNECTING, decodes, decodes_tokens};
use crate::graph::{ItemId, Target};
use crate::program::{At, Program};

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
        if let Some(at) = call.fate.panics {
            found.push(PanicSite { item: call.item, at, by: call.by.clone() });
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

/// The function by which a method opens a connection, if it does.
fn connects(program: &Program<'_>, at: At) -> Option<String> {
    let Node::Method { call, .. } = program.node(at) else { return None };
    let name = program.method_name(at.unit, call);
    let own = matches!(program.method(at.unit, call), Some(Target::Item(_)));
    (!own && CONNECTING.contains(&name)).then(|| format!("redis::Client::{name}"))
}
