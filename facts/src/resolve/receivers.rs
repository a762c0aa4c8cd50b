//! What a method is called on: the type of a receiver, as far as annotations, signatures and fields tell it.
//!
//! This is no type inference. A variable has the type that is written, or that of what
//! it is initialised with; a call has the type that the function's signature names; smart
//! pointers, `?` and `.await` are taken off. What needs more than that stays unknown.

use super::builder::Builder;
use super::lookup::Answer;
use super::space::Namespace;
use super::unit::UnitId;
use crate::extract::rust::facts::{
    Expr, ExprId, ItemKind, PathId, PathRoot, ScopeId, Type, TypeId,
};
use crate::framework::extractors;
use crate::graph::{self, ExternalId, ItemId, Target};

/// Steps that are followed from a receiver; longer chains stay unknown.
const MOST_STEPS: u8 = 24;

/// Wrappers through which a method call reaches what they hold.
const POINTERS: [&str; 13] = [
    "Arc",
    "Rc",
    "Box",
    "Pin",
    "Ref",
    "RefMut",
    "MutexGuard",
    "RwLockReadGuard",
    "RwLockWriteGuard",
    "Cow",
    "ManuallyDrop",
    "Lazy",
    "LazyLock",
];

/// Types that hold entries of one type, one behind the other.
const LISTS: [&str; 2] = ["Vec", "VecDeque"];

/// How fields of tuple structs and variants are called.
const POSITIONS: [&str; 8] = ["0", "1", "2", "3", "4", "5", "6", "7"];

/// A type: as written in some file, or the item that it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ty {
    Written(UnitId, TypeId),
    Is(Target),
    /// The tuple that a function outside the tree returns, by its table.
    Several(ExternalId),
}

impl Builder<'_> {
    /// The type that a method is called on, and what the method is, as far as that can be told: a
    /// function of the tree, or a method of a type outside.
    pub(crate) fn method(&self, unit: UnitId, call: u32) -> (Option<Target>, Option<Target>) {
        let entry = &self.units[unit.0 as usize];
        let call = &entry.facts.method_calls[call as usize];
        let receiver = self
            .type_of(unit, call.scope, call.receiver, MOST_STEPS)
            .and_then(|receiver| self.receiver_target(receiver));
        let name = entry.name(call.name);
        (receiver, receiver.and_then(|target| self.method_of(target, name)))
    }

    fn method_of(&self, target: Target, name: graph::Name) -> Option<Target> {
        match target {
            Target::Item(item) => {
                let part = self.part(item, name, Namespace::Values)?;
                match part {
                    Target::Item(found)
                        if self.graph.item(found).kind != graph::ItemKind::Function =>
                    {
                        None
                    }
                    part => Some(part),
                }
            }
            Target::External(external) if !self.is_sysroot(external) => {
                Some(Target::External(self.externals.get(Some(external), name)))
            }
            _ => None,
        }
    }

    /// The type of a field of a struct or variant.
    fn type_of_field(&self, item: ItemId, name: graph::Name) -> Option<Ty> {
        let field = self.members.find(item, name)?;
        let (unit, index) = self.origins[field.index()];
        match self.units[unit.0 as usize].facts.items[index as usize].kind {
            ItemKind::Field { ty } => Some(Ty::Written(unit, ty)),
            _ => None,
        }
    }

    fn type_of(&self, unit: UnitId, scope: ScopeId, expr: ExprId, steps: u8) -> Option<Ty> {
        let steps = steps.checked_sub(1)?;
        let entry = &self.units[unit.0 as usize];
        match *entry.facts.exprs.get(expr.index())? {
            Expr::Local(local) => {
                let local = entry.facts.locals.get(local.index())?;
                match (local.ty, local.value) {
                    (Some(ty), _)
                        if !matches!(entry.facts.types.get(ty.index()), Some(Type::Other)) =>
                    {
                        Some(Ty::Written(unit, ty))
                    }
                    (_, Some(value)) => self.type_of(unit, scope, value, steps),
                    _ => None,
                }
            }
            Expr::SelfValue => self.self_type(unit, scope).map(Ty::Is),
            Expr::Path(path) => self.value_type(unit, path),
            Expr::Literal(path) => {
                self.path_target(unit, path).map(|target| Ty::Is(self.type_item(target)))
            }
            Expr::Call(callee) => match *entry.facts.exprs.get(callee.index())? {
                Expr::Path(path) => self.result_of_path(unit, path),
                _ => None,
            },
            Expr::Method(index) => {
                let call = entry.facts.method_calls.get(index as usize)?;
                let receiver = self.type_of(unit, call.scope, call.receiver, steps)?;
                self.result_of_method(receiver, entry.name(call.name))
            }
            Expr::Field(base, name) => {
                let base = self.type_of(unit, scope, base, steps)?;
                let Target::Item(item) = self.receiver_target(base)? else {
                    return None;
                };
                self.type_of_field(item, entry.name(name))
            }
            Expr::Content(path, position) => {
                let Target::Item(item) = self.path_target(unit, path)? else {
                    return None;
                };
                let position = POSITIONS.get(usize::from(position))?;
                self.type_of_field(item, self.graph.names.find(position)?)
            }
            Expr::Await(inner) => self.type_of(unit, scope, inner, steps),
            Expr::Try(inner) => {
                // What is matched may be borrowed: `if let Some(client) = &self.client`.
                let inner = self.without_pointers(self.type_of(unit, scope, inner, steps)?);
                Some(self.without(inner, &["Result", "Option", "LocalResult", "Poll"]))
            }
            Expr::Index(inner) => {
                let inner = self.type_of(unit, scope, inner, steps)?;
                Some(self.without(inner, &LISTS))
            }
            Expr::Each(inner) => {
                let inner = self.type_of(unit, scope, inner, steps)?;
                self.entry_of(inner)
            }
            Expr::Part(inner, position) => {
                let inner = self.type_of(unit, scope, inner, steps)?;
                self.part_of_tuple(inner, position)
            }
            Expr::Cast(ty) => Some(Ty::Written(unit, ty)),
            Expr::Unknown => None,
        }
    }

    /// What a list holds; none of what is no list.
    fn entry_of(&self, list: Ty) -> Option<Ty> {
        let list = self.without_pointers(list);
        let entry = self.without(list, &LISTS);
        match (list, entry) {
            (Ty::Written(_, outer), Ty::Written(_, inner)) if outer != inner => Some(entry),
            _ => None,
        }
    }

    /// The part of a tuple at a position.
    fn part_of_tuple(&self, ty: Ty, position: u8) -> Option<Ty> {
        match ty {
            Ty::Several(function) => self.returned_part(function, position),
            Ty::Written(unit, id) => {
                let facts = &self.units[unit.0 as usize].facts;
                let Some(Type::Tuple(parts)) = facts.types.get(id.index()) else { return None };
                let part = facts.type_lists[parts.range()].get(usize::from(position))?;
                Some(Ty::Written(unit, *part))
            }
            Ty::Is(_) => None,
        }
    }

    /// What a method of this name gives when it is called on this.
    fn result_of_method(&self, receiver: Ty, name: graph::Name) -> Option<Ty> {
        let target = self.receiver_target(receiver);
        let called = self.graph.names.get(name);
        match target.and_then(|target| self.method_of(target, name)) {
            Some(Target::Item(function)) => self.result_of(function, target),
            Some(Target::External(external)) => {
                // What a library's method returns is most often of that library too.
                let root = || Ty::Is(Target::External(self.externals.root(external)));
                self.returned_by_name(external)
                    .or_else(|| self.passed_on(receiver, called))
                    .or_else(|| self.returned(external))
                    .or_else(|| Some(root()))
            }
            Some(Target::Module(_)) => None,
            None => self.passed_on(receiver, called),
        }
    }

    /// What a pointer or extractor holds; other types as they are, also those of the tree with such a name.
    fn pointed_at(&self, ty: Ty) -> Ty {
        let inner = self.without(ty, &POINTERS);
        let extracted = self.without(ty, &extractors::STATE);
        let (Ty::Written(unit, id), Ty::Written(_, content)) = (ty, extracted) else {
            return inner;
        };
        let outside = || !matches!(self.type_target(unit, id), Some(Target::Item(_)));
        if content != id && outside() { extracted } else { inner }
    }

    /// A type with references and pointers taken off.
    pub(super) fn without_pointers(&self, ty: Ty) -> Ty {
        let mut at = ty;
        for _ in 0..8 {
            let Ty::Written(unit, id) = at else {
                break;
            };
            let facts = &self.units[unit.0 as usize].facts;
            at = match facts.types.get(id.index()) {
                Some(Type::Reference(inner)) => Ty::Written(unit, *inner),
                _ => match self.pointed_at(at) {
                    Ty::Written(_, same) if same == id => break,
                    inner => inner,
                },
            };
        }
        at
    }

    /// What a wrapper of one of these names holds; other types as they are.
    pub(super) fn without(&self, ty: Ty, wrappers: &[&str]) -> Ty {
        let Ty::Written(unit, id) = ty else {
            return ty;
        };
        let facts = &self.units[unit.0 as usize].facts;
        match facts.types.get(id.index()) {
            Some(Type::Path { path, arguments }) if arguments.len > 0 => {
                let last = facts.segments[facts.paths[path.index()].segments.range()].last();
                let wraps =
                    last.is_some_and(|segment| wrappers.contains(&facts.symbols.get(segment.name)));
                match facts.type_lists.get(arguments.start as usize) {
                    Some(inner) if wraps => Ty::Written(unit, *inner),
                    _ => ty,
                }
            }
            Some(Type::Slice(inner)) => Ty::Written(unit, *inner),
            _ => ty,
        }
    }

    /// The item of a receiver's type, pointers taken off.
    fn receiver_target(&self, ty: Ty) -> Option<Target> {
        let mut at = ty;
        for _ in 0..8 {
            let Ty::Written(unit, id) = at else {
                break;
            };
            let facts = &self.units[unit.0 as usize].facts;
            at = match facts.types.get(id.index())? {
                Type::Reference(inner) => Ty::Written(unit, *inner),
                Type::Path { .. } => match self.pointed_at(at) {
                    Ty::Written(_, same) if same == id => {
                        let target = self.type_target(unit, id)?;
                        match self.written_for(target) {
                            Some(meant) => meant,
                            None => return Some(self.resolved_alias(target)),
                        }
                    }
                    inner => inner,
                },
                _ => return self.type_target(unit, id).map(|target| self.resolved_alias(target)),
            };
        }
        match at {
            Ty::Is(target) => Some(self.resolved_alias(target)),
            Ty::Written(unit, id) => self.type_target(unit, id),
            Ty::Several(_) => None,
        }
    }

    /// What an alias without parameters stands for as it is written, which may be behind a pointer:
    /// `type Shared = Arc<dyn Port>`.
    fn written_for(&self, target: Target) -> Option<Ty> {
        let Target::Item(alias) = target else { return None };
        if !self.aliases.contains_key(&alias) {
            return None;
        }
        let (unit, index) = self.origins[alias.index()];
        match self.units[unit.0 as usize].facts.items[index as usize].kind {
            ItemKind::TypeAlias { ty: Some(ty) } => Some(Ty::Written(unit, ty)),
            _ => None,
        }
    }

    /// The type of a constant, a static or a unit struct.
    fn value_type(&self, unit: UnitId, path: PathId) -> Option<Ty> {
        let Answer::Found(found) = self.look_up_path(unit, path, Namespace::Values) else {
            return None;
        };
        let Target::Item(item) = found.target else {
            return None;
        };
        let (unit, index) = self.origins[item.index()];
        match self.units[unit.0 as usize].facts.items[index as usize].kind {
            ItemKind::Const { ty: Some(ty) } | ItemKind::Static { ty: Some(ty) } => {
                Some(Ty::Written(unit, ty))
            }
            ItemKind::UnitStruct | ItemKind::Variant { .. } => {
                Some(Ty::Is(self.type_item(found.target)))
            }
            _ => None,
        }
    }

    /// What a call of this path returns.
    fn result_of_path(&self, unit: UnitId, path: PathId) -> Option<Ty> {
        match self.look_up_path(unit, path, Namespace::Values) {
            Answer::Found(found) => match found.target {
                Target::Item(item) => self.result_of(item, self.type_before_last(unit, path)),
                Target::External(external) => self.result_of_external(external),
                Target::Module(_) => None,
            },
            Answer::Glob(Some(external)) => self.result_of_external(external),
            // A constructor that a derive gives.
            Answer::Partly(found) => Some(Ty::Is(found.target)),
            _ => None,
        }
    }

    /// What a call of a function outside the tree returns.
    fn result_of_external(&self, function: ExternalId) -> Option<Ty> {
        if self.is_sysroot(function) {
            return None;
        }
        if let Some(returned) = self.returned(function) {
            return Some(returned);
        }
        // `Type::make(…)` gives a `Type`, as constructors do.
        let parent = self.externals.parent(function)?;
        let named = self.graph.names.get(self.externals.name(parent));
        let is_type = named.starts_with(|c: char| c.is_uppercase());
        is_type.then_some(Ty::Is(Target::External(parent)))
    }

    /// The type whose associated function a path names.
    fn type_before_last(&self, unit: UnitId, path: PathId) -> Option<Target> {
        let entry = &self.units[unit.0 as usize];
        let path = &entry.facts.paths[path.index()];
        if path.segments.len < 2 && path.root != PathRoot::SelfType {
            return None;
        }
        self.prefix(unit, path)
    }

    /// What a function of the tree returns; `Self` is `of`.
    fn result_of(&self, function: ItemId, of: Option<Target>) -> Option<Ty> {
        let (unit, index) = self.origins[function.index()];
        let facts = &self.units[unit.0 as usize].facts;
        match facts.items[index as usize].kind {
            ItemKind::Function { signature } => {
                let result = facts.signatures.get(signature as usize)?.result?;
                let held =
                    self.without(Ty::Written(unit, result), &["Result", "Option", "Box", "Arc"]);
                if let Ty::Written(_, id) = held
                    && let Some(Type::Path { path, .. }) = facts.types.get(id.index())
                    && facts.paths[path.index()].root == PathRoot::SelfType
                    && facts.paths[path.index()].segments.len == 0
                {
                    return of.map(Ty::Is);
                }
                Some(Ty::Written(unit, result))
            }
            ItemKind::TupleStruct | ItemKind::Variant { .. } => {
                Some(Ty::Is(self.type_item(Target::Item(function))))
            }
            _ => None,
        }
    }

    /// The enum of a variant; other targets as they are.
    fn type_item(&self, target: Target) -> Target {
        match target {
            Target::Item(item) if self.graph.item(item).kind == graph::ItemKind::Variant => {
                self.graph.item(item).parent.map_or(target, Target::Item)
            }
            _ => target,
        }
    }
}
