//! `unwrap` and `expect` on what came from another process.

use rustc_hash::FxHashSet;

use super::calls::CallSite;
use super::fate::fate;
use super::links::Links;
use super::messaging::BrokerSite;
use super::names::calls_outside;
use super::parents::{Parents, nodes_of};
use crate::extract::rust::bodies::Node;
use crate::framework::lookup::means;
use crate::graph::{ItemId, Target};
use crate::program::{At, Program};

/// Functions that read what somebody else wrote; a failure of theirs is the sender's, and must not end the reader.
const DECODING: &[(&str, &str)] = &[
    ("serde_json", "from_slice"),
    ("serde_json", "from_str"),
    ("serde_json", "from_value"),
    ("serde_json", "from_reader"),
    ("prost", "Message::decode"),
    ("ciborium", "from_reader"),
    ("rmp_serde", "from_slice"),
    ("bincode", "deserialize"),
    ("apache_avro", "from_value"),
];
/// Functions that decode tokens, wherever they stand.
const TOKENS: &[(&str, &str)] = &[("jsonwebtoken", "decode"), ("jsonwebtoken", "decode_header")];

/// Methods that open a connection to a cache, by names that nobody else gives.
const CONNECTING: &[&str] = &[
    "get_multiplexed_async_connection",
    "get_multiplexed_async_std_connection",
    "get_multiplexed_tokio_connection",
    "get_connection_manager",
];

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
            let among = |list: &[(&str, &str)]| {
                list.iter().any(|(package, path)| {
                    is_crate(name.package, package) && means(name.path, path)
                })
            };
            if among(TOKENS) || (receives_messages && among(DECODING)) {
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

/// Whether a package has this name in code.
fn is_crate(package: &str, name: &str) -> bool {
    let in_code = package.bytes().map(|byte| if byte == b'-' { b'_' } else { byte });
    in_code.eq(name.bytes())
}

/// The function by which a method opens a connection, if it does.
fn connects(program: &Program<'_>, at: At) -> Option<String> {
    let Node::Method { call, .. } = program.node(at) else { return None };
    let name = program.method_name(at.unit, call);
    let own = matches!(program.method(at.unit, call), Some(Target::Item(_)));
    (!own && CONNECTING.contains(&name)).then(|| format!("redis::Client::{name}"))
}
