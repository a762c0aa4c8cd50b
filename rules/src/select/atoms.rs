//! Atoms of selectors, `kind:glob[filters]`: which things have such a name and pass the filters.

use std::cell::OnceCell;

use globset::GlobMatcher;
use portcullis_facts::graph::{
    EdgeKind, ExternalId, ItemId, ItemKind, ModuleId, PackageId, Target, Visibility,
};

use rustc_hash::FxHashSet;

use super::eval::{Evaluator, Position, selected};
use super::parse::{Atom, Filter, Kind, Test};
use super::{Set, Universe};
use crate::glob::Globs;
use crate::names::{path_glob, role_name};

/// A glob, for names and for paths.
pub(super) struct Pattern<'a> {
    glob: &'a str,
    name: Globs,
    /// Read when somebody asks: to build it costs more than to ask a small system for thousands of names.
    path: OnceCell<Option<GlobMatcher>>,
    /// Whether it is written as a path: then a name alone is not enough.
    is_path: bool,
}

impl<'a> Pattern<'a> {
    fn new(glob: &'a str) -> Self {
        let (name, path) = (Globs::new(&[glob]), OnceCell::new());
        Self { glob, name, path, is_path: glob.contains("::") }
    }

    pub(super) fn name(&self, name: &str) -> bool {
        self.name.matches(name)
    }

    /// Whether it matches a `::`-separated path, or the last name of it.
    fn path(&self, path: &str) -> bool {
        let last = path.rsplit("::").next().unwrap_or(path);
        // What has neither a separator nor `**` matches one name at most.
        let spans = || self.is_path || self.glob.contains("**") || self.glob.contains('/');
        (!self.is_path && self.name(last)) || (spans() && self.file(&path.replace("::", "/")))
    }

    fn file(&self, path: &str) -> bool {
        let glob = self.path.get_or_init(|| path_glob(self.glob).ok());
        glob.as_ref().is_some_and(|glob| glob.is_match(path))
    }
}

/// Things of one kind, by number.
pub(super) type Found = Vec<(Universe, usize)>;

impl Evaluator<'_, '_> {
    /// What an atom selects.
    pub(super) fn atom(&self, atom: &Atom, position: Position) -> Set {
        let pattern = Pattern::new(&atom.glob);
        let found = match atom.kind {
            Kind::Layer => self.layers(&pattern),
            Kind::Context => self.contexts(&pattern),
            Kind::Service => self.services(&pattern),
            Kind::Package | Kind::Crate => self.packages(atom.kind, &pattern),
            Kind::Module | Kind::Path => self.modules(atom.kind, &pattern),
            Kind::Item | Kind::Trait => self.items(atom.kind, &pattern),
            Kind::Derive => self.uses(EdgeKind::Derive, &pattern, position),
            Kind::Attribute => self.uses(EdgeKind::Attribute, &pattern, position),
            Kind::Route
            | Kind::Topic
            | Kind::Table
            | Kind::Database
            | Kind::Host
            | Kind::Env
            | Kind::Capability => self.surroundings(atom.kind, &pattern),
        };
        let mut set = self.empty();
        for (universe, at) in found {
            if atom.filters.iter().all(|filter| self.passes(universe, at, filter)) {
                self.add(&mut set, universe, at);
                // `topic:* & service:orders` means the topics that it uses; what uses `orders` is not
                // what uses its topics.
                if universe == Universe::Service && position == Position::Subject {
                    self.touch(&mut set, at);
                }
            }
        }
        set
    }

    fn layers(&self, pattern: &Pattern<'_>) -> Found {
        let layers = self.context.graph.layers.iter().enumerate();
        let named = layers.filter(|(_, layer)| {
            pattern.name(&layer.name)
                || layer.role.is_some_and(|role| pattern.name(role_name(role)))
        });
        named.map(|(at, _)| (Universe::Layer, at)).collect()
    }

    fn contexts(&self, pattern: &Pattern<'_>) -> Found {
        let contexts = self.context.settings.contexts.iter().enumerate();
        let named = contexts.filter(|(_, context)| pattern.name(&context.name));
        named.map(|(at, _)| (Universe::Context, at)).collect()
    }

    /// Packages, and for `crate` those outside the tree too; a crate's name may be written with
    /// either `-` or `_`.
    fn packages(&self, kind: Kind, pattern: &Pattern<'_>) -> Found {
        let graph = self.context.graph;
        let named = |name: &str| {
            pattern.name(name) || (kind == Kind::Crate && pattern.name(&name.replace('-', "_")))
        };
        let packages = graph.packages().filter(|(_, package)| named(&package.name));
        let mut found: Found = packages.map(|(id, _)| (Universe::Package, id.index())).collect();
        if kind == Kind::Crate {
            let outside = graph.externals.iter().enumerate();
            let outside = outside.filter(|(_, external)| named(&external.package));
            found.extend(outside.map(|(at, _)| (Universe::External, at)));
        }
        found
    }

    /// Services by their name or their package's; where the system has none that was found, packages
    /// with a binary stand for them.
    fn services(&self, pattern: &Pattern<'_>) -> Found {
        let graph = self.context.graph;
        if graph.landscape.services.is_empty() {
            let packages = graph.packages().filter(|(id, _)| self.context.has_bin(*id));
            let named = packages.filter(|(_, package)| pattern.name(&package.name));
            return named.map(|(id, _)| (Universe::Package, id.index())).collect();
        }
        let named = graph.landscape.services().filter(|(_, service)| {
            pattern.name(&service.name) || pattern.name(&graph.package(service.package).name)
        });
        named.map(|(id, _)| (Universe::Service, id.index())).collect()
    }

    fn modules(&self, kind: Kind, pattern: &Pattern<'_>) -> Found {
        let graph = self.context.graph;
        let files: Vec<bool> = match kind {
            Kind::Path => self.context.system.files.iter().map(|f| pattern.file(&f.path)).collect(),
            _ => Vec::new(),
        };
        let modules = graph.modules().filter(|(id, module)| match kind {
            Kind::Path => files.get(module.file.0 as usize).copied().unwrap_or_default(),
            _ => pattern.path(&graph.module_path(*id)),
        });
        modules.map(|(id, _)| (Universe::Module, id.index())).collect()
    }

    /// Items, and what is outside the tree under such a path.
    fn items(&self, kind: Kind, pattern: &Pattern<'_>) -> Found {
        let graph = self.context.graph;
        let items = graph.items().filter(|(id, item)| {
            let kind = kind == Kind::Item || item.kind == ItemKind::Trait;
            kind && pattern.path(&graph.item_path(*id))
        });
        let mut found: Found = items.map(|(id, _)| (Universe::Item, id.index())).collect();
        let traits = if kind == Kind::Trait { Some(self.outside_traits()) } else { None };
        let externals = (0..graph.externals.len()).filter(|at| {
            traits.as_ref().is_none_or(|traits| traits.contains(at))
                && pattern.path(&graph.target_path(Target::External(ExternalId(*at as u32))))
        });
        found.extend(externals.map(|at| (Universe::External, at)));
        found
    }

    /// What outside the tree is known to be a trait, since it is implemented, derived or a bound.
    fn outside_traits(&self) -> FxHashSet<usize> {
        let graph = self.context.graph;
        let used = graph.edges.iter().filter(|edge| {
            matches!(edge.kind, EdgeKind::Bound | EdgeKind::Derive | EdgeKind::Impl)
        });
        let targets = used.map(|edge| edge.to);
        let targets = targets.chain(graph.implementations.iter().map(|i| i.of_trait));
        let outside = |target| match target {
            Target::External(id) => Some(id.index()),
            _ => None,
        };
        targets.filter_map(outside).collect()
    }

    /// Who derives or carries what matches, or that itself.
    fn uses(&self, kind: EdgeKind, pattern: &Pattern<'_>, position: Position) -> Found {
        let graph = self.context.graph;
        let edges = graph.edges.iter().filter(|edge| edge.kind == kind);
        let edges = edges.filter(|edge| pattern.path(&graph.target_path(edge.to)));
        let thing = |edge: &portcullis_facts::graph::Edge| match (position, edge.item, edge.to) {
            (Position::Subject, Some(item), _) | (Position::Target, _, Target::Item(item)) => {
                Some((Universe::Item, item.index()))
            }
            (Position::Target, _, Target::External(id)) => Some((Universe::External, id.index())),
            _ => None,
        };
        edges.filter_map(thing).collect()
    }

    fn passes(&self, universe: Universe, at: usize, filter: &Filter) -> bool {
        let mut found = match universe {
            Universe::Service
            | Universe::Route
            | Universe::Topic
            | Universe::Table
            | Universe::Database
            | Universe::Host
            | Universe::Env
            | Universe::Capability => self.surrounding_values(universe, at, &filter.key),
            _ => self.value(universe, at, &filter.key).into_iter().collect(),
        }
        .into_iter();
        match &filter.test {
            Test::OneOf(values) => found.any(|value| values.contains(&value)),
            Test::Like(glob) => {
                let glob = Globs::new(&[glob]);
                found.any(|value| glob.matches(&value))
            }
        }
    }

    /// What a thing is under a key; none where things of its kind have nothing of the sort.
    fn value(&self, universe: Universe, at: usize, key: &str) -> Option<String> {
        let graph = self.context.graph;
        let (item, module, package) = match universe {
            Universe::Item => {
                let id = ItemId(at as u32);
                let module = graph.item(id).module;
                (Some(id), Some(module), Some(graph.package_of(module)))
            }
            Universe::Module => {
                let id = ModuleId(at as u32);
                (None, Some(id), Some(graph.package_of(id)))
            }
            Universe::Package => (None, None, Some(PackageId(at as u32))),
            _ => (None, None, None),
        };
        let standing = || match (item, module) {
            (Some(item), _) => self.context.item(item),
            (None, Some(module)) => self.context.module(module),
            _ => package.and_then(|package| self.context.package(package)),
        };
        match key {
            "name" => {
                let path = selected(universe, at).name(self.context.system, self.context.settings);
                path.rsplit("::").next().map(str::to_owned)
            }
            "kind" => item.map(|id| kind_name(graph.item(id).kind).to_owned()),
            "visibility" => item.map(|id| {
                let public = graph.item(id).visibility == Visibility::Public;
                if public { "public" } else { "private" }.to_owned()
            }),
            "layer" => standing().map(|s| self.context.layer_name(s).to_owned()),
            "role" => standing().and_then(|s| s.role).map(|r| role_name(r).to_owned()),
            "package" => package.map(|id| graph.package(id).name.clone()),
            "module" => module.map(|id| graph.module_path(id)),
            "path" => match module {
                Some(id) => Some(self.context.system.file(graph.module(id).file).path.clone()),
                None => package.map(|id| graph.package(id).dir.clone()),
            },
            _ => None,
        }
    }
}

/// The name of a kind of item: the keyword that declares it.
const fn kind_name(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Function => "fn",
        ItemKind::Struct => "struct",
        ItemKind::Union => "union",
        ItemKind::Enum => "enum",
        ItemKind::Variant => "variant",
        ItemKind::Field => "field",
        ItemKind::Trait => "trait",
        ItemKind::TypeAlias => "type",
        ItemKind::Const => "const",
        ItemKind::Static => "static",
        ItemKind::Macro => "macro",
        ItemKind::Impl => "impl",
    }
}
