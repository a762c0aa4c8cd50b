//! Values of calls: reads of the environment, conversions, defaults, and functions of the tree.

use super::format::literal;
use super::{Frame, MOST, Piece, Search, Value, add};
use crate::extract::rust::bodies::{Node, NodeId, NodeList};
use crate::graph::{ItemId, ItemKind, Target};
use crate::program::{At, Program};

/// Functions outside the tree that give back what they are given, by their last segment.
const CONVERSIONS: &[&str] = &[
    "Some",
    "Ok",
    "new",
    "from",
    "parse",
    "from_static",
    "from_str",
    "Borrowed",
    "Owned",
    "from_shared",
    "try_from",
    "into",
    "format",
    "identity",
    "leak",
];

/// Methods that give back what they are called on, as text.
const SAME: &[&str] = &[
    "to_string",
    "to_owned",
    "into",
    "clone",
    "as_str",
    "as_ref",
    "as_deref",
    "as_bytes",
    "trim",
    "expect",
    "unwrap",
    "ok",
    "cloned",
    "borrow",
    "deref",
    "to_lowercase",
    "parse",
    "try_into",
    "into_string",
    "leak",
    "into_boxed_str",
    "context",
    "with_context",
    "map_err",
    "ok_or",
    "ok_or_else",
    "map",
    "and_then",
    "iter",
    "into_owned",
    "as_mut",
    "unwrap_or_default",
    "to_str",
    "expose_secret",
    "await",
    "filter",
    "trim_end_matches",
    "into_bytes",
];

/// Methods whose argument stands in for what is not there.
const DEFAULTS: &[&str] =
    &["unwrap_or", "unwrap_or_else", "or", "or_else", "map_or", "map_or_else"];

impl Search<'_, '_> {
    pub(super) fn call(
        &mut self,
        at: At,
        callee: NodeId,
        arguments: NodeList,
        depth: usize,
    ) -> Vec<Value> {
        let program = self.values.program;
        let Node::Path(path) = program.unit(at.unit).bodies.node(callee) else {
            return vec![self.unknown(at)];
        };
        let target = program.path(at.unit, path);
        let text = match target {
            Some(target) => program.graph.target_path(target),
            None => program.path_text(at.unit, path),
        };
        let first = program.list(at.unit, arguments).next();
        if is_env_read(&text)
            && let Some(first) = first
        {
            let names = self.values(first, depth + 1);
            let names = names.iter().filter_map(Value::text);
            let found: Vec<Value> =
                names.map(|name| self.one(at, Piece::Env { name, default: None }, 95)).collect();
            return if found.is_empty() { vec![self.unknown(at)] } else { found };
        }
        match target {
            Some(Target::Item(item)) if program.graph.item(item).kind == ItemKind::Function => {
                let has_self = program.body_of(item).is_some_and(|body| body.has_self);
                let skip = u32::from(has_self);
                self.result(
                    at,
                    Frame { item, unit: at.unit, arguments, skip, variant: None },
                    depth,
                )
            }
            Some(Target::Item(_)) if arguments.len == 1 => self.first(at, first, depth),
            _ if CONVERSIONS.contains(&text.rsplit("::").next().unwrap_or_default())
                && arguments.len == 1 =>
            {
                self.first(at, first, depth)
            }
            _ => vec![self.unknown(at)],
        }
    }

    fn first(&mut self, at: At, first: Option<At>, depth: usize) -> Vec<Value> {
        match first {
            Some(first) => self.values(first, depth + 1),
            None => vec![self.unknown(at)],
        }
    }

    pub(super) fn method(
        &mut self,
        at: At,
        call: u32,
        receiver: NodeId,
        arguments: NodeList,
        depth: usize,
    ) -> Vec<Value> {
        let program = self.values.program;
        let name = program.method_name(at.unit, call);
        let receiver = At { unit: at.unit, node: receiver };
        let target = program.method(at.unit, call);
        if let Some(Target::Item(item)) = target
            && program.body_of(item).is_some()
        {
            if let Some(found) = self.of_variants(receiver, item, arguments, depth) {
                return found;
            }
            let frame = Frame { item, unit: at.unit, arguments, skip: 0, variant: None };
            return self.result(at, frame, depth);
        }
        if name == "to_string"
            && let Some(found) = self.shown(receiver, depth)
        {
            return found;
        }
        if DEFAULTS.contains(&name) {
            let default = program.list(at.unit, arguments).next();
            return self.with_default(receiver, default, depth);
        }
        if SAME.contains(&name) {
            return self.values(receiver, depth + 1);
        }
        if let Some(found) = self.key_read(at, name, receiver, arguments) {
            return found;
        }
        vec![self.unknown(at)]
    }

    /// `config.get_string("database.url")`.
    fn key_read(
        &self,
        at: At,
        name: &str,
        receiver: At,
        arguments: NodeList,
    ) -> Option<Vec<Value>> {
        let program = self.values.program;
        if !matches!(name, "get_string" | "get_str" | "extract_inner" | "get_int" | "get_bool") {
            return None;
        }
        let _ = receiver;
        let key = literal(program, program.list(at.unit, arguments).next()?)?;
        Some(vec![self.one(at, Piece::Key(key), 80)])
    }

    fn with_default(&mut self, receiver: At, default: Option<At>, depth: usize) -> Vec<Value> {
        let mut found = self.values(receiver, depth + 1);
        let Some(default) = default else { return found };
        let defaults = self.values(default, depth + 1);
        let text = match &defaults[..] {
            [one] => one.text(),
            _ => None,
        };
        let mut alone = true;
        for value in &mut found {
            if let [Piece::Env { default, .. }] = &mut value.pieces[..] {
                if default.is_none() {
                    default.clone_from(&text);
                }
                alone = false;
            }
        }
        if alone {
            add(&mut found, defaults);
        } else if text.is_none() {
            // Another variable, or what is put together, stands in for the first one.
            let known = defaults.into_iter().filter(|value| value.pieces != [Piece::Unknown]);
            add(&mut found, known.collect());
        }
        found
    }

    /// What a function of the tree gives back for these arguments.
    pub(super) fn result(&mut self, at: At, frame: Frame, depth: usize) -> Vec<Value> {
        let program = self.values.program;
        let repeated = self.frames.iter().any(|outer| outer.item == frame.item);
        if repeated || self.frames.len() >= 6 {
            return vec![self.unknown(at)];
        }
        let items = self.bodies_of(frame.item);
        let mut found = Vec::new();
        for item in items.into_iter().take(MOST) {
            let Some(body) = program.body_of(item).copied() else { continue };
            self.frames.push(Frame { item, ..frame });
            let root = At { unit: body.unit, node: body.node };
            add(&mut found, self.values(root, depth + 1));
            for value in self.values.links.returned(item).iter().take(MOST) {
                add(&mut found, self.values(*value, depth + 1));
            }
            self.frames.pop();
        }
        if found.is_empty() { vec![self.unknown(at)] } else { found }
    }

    /// The function itself, or what implements it.
    fn bodies_of(&self, item: ItemId) -> Vec<ItemId> {
        let mut items = self.values.links.implementations(item).to_vec();
        if self.values.program.body_of(item).is_some() {
            items.insert(0, item);
        }
        items
    }
}

/// Whether a function of this name may read a variable of the environment.
pub(super) fn may_read_env(name: &str) -> bool {
    matches!(name, "var" | "var_os" | "get_or_panic" | "get_or")
}

/// Whether a function reads a variable of the environment.
pub(super) fn is_env_read(path: &str) -> bool {
    matches!(
        path,
        "std::env::var"
            | "std::env::var_os"
            | "env::var"
            | "env::var_os"
            | "dotenvy::var"
            | "dotenv::var"
            | "envmnt::get_or_panic"
            | "envmnt::get_or"
    )
}

/// The literal name of the variable that a call reads.
pub(super) fn env_name(program: &Program<'_>, at: At) -> Option<(At, String)> {
    let Node::Call { callee, arguments } = program.node(at) else { return None };
    let Node::Path(path) = program.unit(at.unit).bodies.node(callee) else { return None };
    let text = match program.path(at.unit, path) {
        Some(target @ Target::External(external)) => {
            let path = &program.graph.externals[external.index()].path;
            if !may_read_env(path.rsplit("::").next().unwrap_or_default()) {
                return None;
            }
            program.graph.target_path(target)
        }
        None if may_read_env(program.last_name(at.unit, path)) => program.path_text(at.unit, path),
        _ => return None,
    };
    if !is_env_read(&text) {
        return None;
    }
    let first = program.list(at.unit, arguments).next()?;
    Some((first, literal(program, first).unwrap_or_default()))
}
