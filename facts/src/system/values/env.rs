//! What code reads from its environment: variables, and what is put into structs.

use super::Piece;
use super::calls::env_name;
use crate::extract::rust::bodies::Node;
use crate::graph::CrateId;
use crate::place::Place;
use crate::program::{At, Program};

/// A read of the environment, before it is known who runs it.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) name: String,
    pub(crate) is_env: bool,
    pub(crate) has_default: bool,
    /// It is read in a branch, so that there are runs that do not need it.
    pub(crate) in_branch: bool,
    pub(crate) default: Option<String>,
    pub(crate) place: Place,
    pub(crate) confidence: u8,
    /// The expression, if it is one.
    pub(crate) at: Option<At>,
    pub(crate) krate: CrateId,
}

/// All reads of the environment, by place.
pub(crate) fn read_env(values: &super::Values<'_, '_>) -> Vec<Read> {
    let (program, settings) = (values.program, values.settings);
    let mut reads = Vec::new();
    let calls: Vec<Vec<(At, At)>> = program.by_unit(|unit| {
        let nodes = program.nodes_of(unit);
        nodes.filter_map(|at| Some((at, env_name(program, at)?.0))).collect()
    });
    for (at, argument) in calls.into_iter().flatten() {
        let (has_default, default) = default_of(values, at);
        let in_branch = in_branch(values, at);
        for value in super::value_of(values, argument) {
            let Some(name) = value.text() else { continue };
            reads.push(Read {
                name,
                is_env: true,
                has_default,
                in_branch,
                default: default.clone(),
                place: value.place,
                confidence: 95,
                at: Some(at),
                krate: program.unit(at.unit).krate,
            });
        }
    }
    for setting in settings.fields.values().filter(|setting| setting.emitted) {
        let own = (&setting.variable, &setting.key);
        let others = setting.others.iter().map(|other| (&other.variable, &other.key));
        for (variable, key) in std::iter::once(own).chain(others) {
            let Some(name) = variable.as_ref().or(key.as_ref()) else { continue };
            reads.push(Read {
                name: name.clone(),
                is_env: variable.is_some(),
                has_default: setting.has_default,
                in_branch: false,
                default: setting.default.clone(),
                place: setting.place,
                confidence: 85,
                at: None,
                krate: setting.krate,
            });
        }
    }
    reads.sort_by(|a, b| (a.place, &a.name, a.krate).cmp(&(b.place, &b.name, b.krate)));
    reads
}

/// Whether something stands in where a variable is not there, and what.
fn default_of(values: &super::Values<'_, '_>, at: At) -> (bool, Option<String>) {
    let program = values.program;
    let mut child = at;
    for _ in 0..16 {
        let Some(parent) = values.parents.of(child) else { return (false, None) };
        match program.node(parent) {
            Node::Method { call, receiver, arguments } if receiver == child.node => {
                match program.method_name(parent.unit, call) {
                    "unwrap" | "expect" => return (false, None),
                    "ok" | "is_ok" | "is_err" | "unwrap_or_default" | "map_or" | "map_or_else"
                    | "is_ok_and" | "is_some" | "is_none" | "is_some_and" | "iter" => {
                        let deeper = default_of_chain(values, parent);
                        return (true, deeper);
                    }
                    "unwrap_or" | "unwrap_or_else" | "or" | "or_else" => {
                        let first = program.list(parent.unit, arguments).next();
                        return match first.map(|first| super::value_of(values, first)) {
                            Some(found) => match &found[..] {
                                [one] if matches!(one.pieces[..], [Piece::Text(_)]) => {
                                    (true, one.text())
                                }
                                _ => (true, None),
                            },
                            None => (true, None),
                        };
                    }
                    _ => {}
                }
            }
            Node::Match { on, .. } if on == child.node => return (true, None),
            // `matches!(env::var("X"), Ok(..))` asks whether it is there.
            Node::Macro { call, .. } => {
                let calls = &program.unit(parent.unit).facts.macro_calls;
                let path = program.path_text(parent.unit, calls[call as usize].path);
                if path.ends_with("matches") {
                    return (true, None);
                }
            }
            Node::Let { value: Some(value), otherwise, pattern } if value == child.node => {
                let conditional = values.parents.of(parent).is_some_and(|above| {
                    matches!(program.node(above), Node::If { condition, .. } if condition == parent.node)
                        || matches!(program.node(above), Node::Loop { .. } | Node::Operation(_))
                });
                // `var_os` gives an option, and one that is kept as such may be none.
                let optional = is_var_os(program, at);
                if otherwise.is_some() || conditional || optional {
                    return (true, None);
                }
                // `let url = env::var("URL"); if let Ok(url) = url { … }`
                let body = values.parents.body(program, parent);
                let mentions = body.and_then(|body| values.parents.mentions(program, body));
                let uses = mentions.map(|mentions| mentions.behind(parent, pattern));
                match &uses.unwrap_or_default()[..] {
                    [first, ..] if pattern.len == 1 => {
                        child = *first;
                        continue;
                    }
                    _ => return (false, None),
                }
            }
            Node::Try(_) => return (false, None),
            _ => {}
        }
        child = parent;
    }
    (false, None)
}

/// A branch is looked for so many expressions outwards.
const FAR: usize = 200;

/// Whether something is read in a branch of its function: of an `if`, of a `match`, or where something else is missing.
fn in_branch(values: &super::Values<'_, '_>, at: At) -> bool {
    let program = values.program;
    let mut child = at;
    for parent in values.parents.above(at).take(FAR) {
        let branches = match program.node(parent) {
            Node::If { condition, .. } => condition != child.node,
            Node::Match { on, arms } => on != child.node && arms.len > 1,
            Node::Method { call, receiver, .. } => {
                receiver != child.node
                    && matches!(
                        program.method_name(parent.unit, call),
                        "or" | "or_else"
                            | "unwrap_or"
                            | "unwrap_or_else"
                            | "map_or_else"
                            | "ok_or_else"
                    )
            }
            _ => false,
        };
        if branches {
            return true;
        }
        child = parent;
    }
    false
}

/// Whether a read of the environment is `env::var_os`.
fn is_var_os(program: &Program<'_>, at: At) -> bool {
    let Node::Call { callee, .. } = program.node(at) else { return false };
    let Node::Path(path) = program.node(At { unit: at.unit, node: callee }) else { return false };
    program.path_text(at.unit, path).ends_with("var_os")
}

/// The text that a later `unwrap_or` of the same chain gives.
fn default_of_chain(values: &super::Values<'_, '_>, at: At) -> Option<String> {
    let parent = values.parents.of(at)?;
    match values.program.node(parent) {
        Node::Method { receiver, .. } if receiver == at.node => default_of(values, at).1,
        _ => None,
    }
}
