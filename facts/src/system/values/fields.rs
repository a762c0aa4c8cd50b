//! Values of fields: what struct literals set, and what a configuration brings.

use super::{Piece, Search, Value, add};
use crate::extract::rust::bodies::Node;
use crate::graph::{ItemId, ItemKind, Target};
use crate::program::{At, Program};
use crate::system::links::Links;
use crate::system::parts::named_type;

impl Search<'_, '_> {
    pub(super) fn field(&mut self, at: At, base: At, name: &str, depth: usize) -> Vec<Value> {
        // `config.replica.url`: the field before tells which of several it is.
        let program = self.values.program;
        let mut base = base;
        while let Node::Reference(inner) = program.node(base) {
            base.node = inner;
        }
        let held_by = match program.node(base) {
            Node::Field { name, .. } => Some(program.symbol(at.unit, name)),
            _ => None,
        };
        match self.type_of(base, 0) {
            Some(of) => self.field_of(at, of, name, held_by, depth),
            None => self.field_by_name(at, name, held_by, depth),
        }
    }

    fn field_of(
        &mut self,
        at: At,
        of: ItemId,
        name: &str,
        held_by: Option<&str>,
        depth: usize,
    ) -> Vec<Value> {
        let pieces = self.values.settings.field(of, name, held_by);
        let found = match pieces[..] {
            [] | [Piece::Key(_), ..] => self.given(of, name, depth),
            _ => Vec::new(),
        };
        // What code reads from the environment itself, no file brings.
        let is_read = |piece: &Piece| matches!(piece, Piece::Env { .. });
        let read = found.iter().any(|value| value.pieces.iter().any(is_read));
        if !pieces.is_empty() && !read {
            return pieces.into_iter().map(|piece| self.one(at, piece, 85)).collect();
        }
        if found.is_empty() { vec![self.unknown(at)] } else { found }
    }

    /// What struct literals give a field.
    fn given(&mut self, of: ItemId, name: &str, depth: usize) -> Vec<Value> {
        let links = self.values.links;
        let mut found = Vec::new();
        for value in links.field_values(Target::Item(of), name).iter().take(super::MOST) {
            // What a struct literal is given is looked at without the arguments of the calls so far.
            let frames = std::mem::take(&mut self.frames);
            add(&mut found, self.values(*value, depth + 1));
            self.frames = frames;
        }
        found
    }

    /// A field of a value whose type is not known, where only one setting of the tree has that name.
    fn field_by_name(
        &mut self,
        at: At,
        name: &str,
        held_by: Option<&str>,
        depth: usize,
    ) -> Vec<Value> {
        match self.values.settings.only(name) {
            Some(of) => {
                let mut found = self.field_of(at, of, name, held_by, depth);
                for value in &mut found {
                    value.confidence = value.confidence.min(65);
                }
                found
            }
            None => vec![self.unknown(at)],
        }
    }

    /// The struct that an expression is, as far as its form tells.
    fn type_of(&self, at: At, depth: usize) -> Option<ItemId> {
        if depth > 16 {
            return None;
        }
        let program = self.values.program;
        let below = |node| At { unit: at.unit, node };
        match program.node(at) {
            Node::SelfValue => {
                let links = self.values.links;
                links.self_type(program, links.body_around(at)?)
            }
            Node::Local(local) => match self.values.links.initialiser(at.unit, local) {
                Some(value) => {
                    self.type_of(value, depth + 1).or_else(|| annotated(program, at, local))
                }
                None => annotated(program, at, local),
            },
            Node::Reference(part) | Node::Try(part) | Node::Await(part) => {
                self.type_of(below(part), depth + 1)
            }
            Node::Struct { path, .. } => match program.path(at.unit, path)? {
                Target::Item(item) => Some(item),
                _ => None,
            },
            Node::Field { base, name } => {
                let of = self.type_of(below(base), depth + 1)?;
                self.values.settings.type_of_field(of, program.symbol(at.unit, name))
            }
            Node::Method { call, receiver, .. } => {
                let name = program.method_name(at.unit, call);
                match program.method(at.unit, call) {
                    Some(Target::Item(item)) => declared_type(program, self.values.links, item),
                    _ if matches!(
                        name,
                        "clone" | "unwrap" | "expect" | "as_ref" | "context" | "lock" | "read"
                    ) =>
                    {
                        self.type_of(below(receiver), depth + 1)
                    }
                    _ => None,
                }
            }
            Node::Call { callee, .. } => {
                let Node::Path(path) = program.node(below(callee)) else { return None };
                match program.path(at.unit, path)? {
                    Target::Item(item) if program.graph.item(item).kind == ItemKind::Function => {
                        declared_type(program, self.values.links, item)
                    }
                    Target::Item(item) => Some(item),
                    _ => None,
                }
            }
            Node::Path(path) => match program.path(at.unit, path)? {
                Target::Item(item) => declared_type(program, self.values.links, item),
                _ => None,
            },
            _ => None,
        }
    }
}

fn annotated(
    program: &Program<'_>,
    at: At,
    local: crate::extract::rust::facts::LocalId,
) -> Option<ItemId> {
    let ty = program.unit(at.unit).facts.locals[local.index()].ty?;
    match named_type(program, at.unit, ty)? {
        Target::Item(item) => Some(item),
        _ => None,
    }
}

/// The struct that a function gives back, or that a constant or static is.
fn declared_type(program: &Program<'_>, links: &Links, item: ItemId) -> Option<ItemId> {
    use crate::extract::rust::facts::ItemKind as Kind;
    let body = program.body_of(item)?;
    let facts = program.unit(body.unit).facts;
    let index = links.index_of(program, body.unit, item)?;
    let ty = match facts.items[index.index()].kind {
        Kind::Function { signature } => facts.signatures[signature as usize].result?,
        Kind::Const { ty: Some(ty) } | Kind::Static { ty: Some(ty) } => ty,
        _ => return None,
    };
    match named_type(program, body.unit, ty)? {
        Target::Item(item) => Some(item),
        _ => None,
    }
}

impl super::Settings {
    /// Pieces for a field that a configuration brings: several where its struct is held by several fields, and it is
    /// not known by which.
    fn field(&self, of: ItemId, name: &str, held_by: Option<&str>) -> Vec<Piece> {
        let Some(setting) = self.fields.get(&(of, name.to_owned())) else { return Vec::new() };
        let piece = |variable: &Option<String>, key: &Option<String>| match (variable, key) {
            (Some(variable), _) => {
                Some(Piece::Env { name: variable.clone(), default: setting.default.clone() })
            }
            (None, Some(key)) => Some(Piece::Key(key.clone())),
            (None, None) => None,
        };
        let own = (setting.held_by.as_deref(), piece(&setting.variable, &setting.key));
        let others = setting.others.iter();
        let others =
            others.map(|other| (other.held_by.as_deref(), piece(&other.variable, &other.key)));
        let all: Vec<_> = std::iter::once(own).chain(others).collect();
        let held = held_by.is_some() && all.iter().any(|(by, _)| *by == held_by);
        let meant = all.into_iter().filter(|(by, _)| !held || *by == held_by);
        meant.filter_map(|(_, piece)| piece).collect()
    }
}
