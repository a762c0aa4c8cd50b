//! Sketches of systems in a few lines, for tests of rules.
//!
//! ```text
//! package orders lib bin            a package with its targets; `publish`, `dir=PATH` are possible
//! mod orders::domain core           a module with its layer's role: core app in out root, `core:70`
//! struct orders::domain::Order      an item: struct enum fn trait alias field method
//! use orders::domain -> sqlx::Pool  an edge: use reexport call method value type bound impl derive
//!                                   attr macro; behind it `if feature=x`, `scope test`, `sure 70`
//! dep orders -> sqlx                a manifest entry; `dev` and `optional` are possible
//! implement A::Trait for B::Type    an implementation; `scope test` and `blanket` are possible
//! port A::Trait out                 a port; `in`, `out` or nothing
//! blind orders unknown-macro x!     a blind spot of a crate
//! allow orders::domain TEXT         a comment above the next line of the module's file
//! layer orders::domain NAME         a declared layer without a role
//! ```
//! The words for services and deployments stand in `landscape.rs` and `deployed.rs`, those for what
//! code does in `behaviour.rs` and `traffic.rs`.
//! What is named and not declared is outside the tree. Each module has a file of its own, in which
//! each line that speaks of it stands, so places are real.

use portcullis_facts::cfg::CfgKey;
use portcullis_facts::extract::rust::facts::Predicate;
use portcullis_facts::graph::{
    BlindSpot, BlindSpotKind, Crate, CrateId, CrateKind, Dependency, DependencyKind, Direction,
    Directive, Edge, EdgeKind, External, ExternalId, Implementation, Item, ItemId, ItemKind, Layer,
    LayerFact, LayerId, Module, ModuleId, Package, PackageId, Port, Role, Scope, Target,
    Visibility,
};
use portcullis_facts::place::{FileId, Place, Span};
use portcullis_facts::{SourceFile, System};
use rustc_hash::FxHashMap;

/// The system that a sketch describes.
pub(crate) fn system(sketch: &str) -> System {
    let mut built = Sketch::default();
    for line in sketch.lines().map(str::trim).filter(|line| !line.is_empty()) {
        built.line(line);
    }
    built.system.graph.item_layers.sort_by_key(|(item, _)| *item);
    let landscape = &mut built.system.graph.landscape;
    landscape.calls_between.sort();
    landscape.sites.sort_by_key(|site| (site.function, site.order));
    built.system
}

#[derive(Default)]
pub(super) struct Sketch {
    pub(super) system: System,
    pub(super) crates: FxHashMap<String, CrateId>,
    pub(super) packages: FxHashMap<String, PackageId>,
    modules: FxHashMap<String, ModuleId>,
    pub(super) items: FxHashMap<String, ItemId>,
    waiting: Vec<(FileId, usize)>,
}

/// The words behind an edge or implementation.
struct Modifiers {
    scope: Scope,
    sure: u8,
    condition: Option<String>,
    words: Vec<String>,
}

impl Modifiers {
    fn read(words: &[&str]) -> Self {
        let mut read =
            Self { scope: Scope::Production, sure: 100, condition: None, words: Vec::new() };
        let mut at = 0;
        while at < words.len() {
            let value = words.get(at + 1).copied().unwrap_or_default();
            match words[at] {
                "scope" => {
                    read.scope = match value {
                        "test" => Scope::Test,
                        "generated" => Scope::Generated,
                        other => panic!("scope {other}"),
                    }
                }
                "sure" => read.sure = value.parse().expect("a number"),
                "if" => read.condition = Some(value.to_owned()),
                word => {
                    read.words.push(word.to_owned());
                    at += 1;
                    continue;
                }
            }
            at += 2;
        }
        read
    }
}

impl Sketch {
    fn line(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if self.landscape_line(&words) || self.behaviour_line(&words, line) {
            return;
        }
        match words[0] {
            "package" => self.package(words[1], &words[2..]),
            "mod" => {
                let module = self.module(words[1]);
                if let Some(role) = words.get(2) {
                    self.layer(module, role);
                }
            }
            "layer" => {
                let module = self.module(words[1]);
                self.name_layer(module, words[2], None, 100);
            }
            "struct" | "enum" | "fn" | "trait" | "alias" | "field" | "method" | "block" => {
                self.item(words[0], words[1], words.get(2).copied());
            }
            "dep" => self.dependency(words[1], words[3], &words[4..]),
            "implement" => self.implementation(words[1], words[3], &words[4..]),
            "port" => self.port(words[1], words.get(2).copied()),
            "blind" => self.blind(words[1], words[2], words[3]),
            "allow" => {
                let module = self.modules[words[1]];
                let file = self.system.graph.module(module).file;
                let text = line.splitn(3, ' ').nth(2).expect("a text").to_owned();
                let place = self.write(file, &format!("// portcullis: {text}"));
                let directive = Directive { text, place, target: place };
                self.waiting.push((file, self.system.graph.directives.len()));
                self.system.graph.directives.push(directive);
            }
            kind => self.edge(kind, words[1], words[3], &words[4..], line),
        }
    }

    pub(super) fn file(&mut self, path: &str) -> FileId {
        if let Some(at) = self.system.files.iter().position(|file| file.path == path) {
            return FileId(at as u32);
        }
        self.system.files.push(SourceFile { path: path.to_owned(), text: String::new().into() });
        FileId(self.system.files.len() as u32 - 1)
    }

    /// Adds a line to a file; comments above it get it as their target.
    pub(super) fn write(&mut self, file: FileId, line: &str) -> Place {
        let text = &mut self.system.files[file.0 as usize].text;
        let start = text.len() as u32;
        *text = format!("{text}{line}\n").into();
        let place = Place { file, span: Span::new(start, start + line.len() as u32) };
        for (_, directive) in self.waiting.extract_if(.., |(waiting, _)| *waiting == file) {
            self.system.graph.directives[directive].target = place;
        }
        place
    }

    pub(super) fn package(&mut self, name: &str, words: &[&str]) {
        let dir = words.iter().find_map(|w| w.strip_prefix("dir=")).unwrap_or(name).to_owned();
        let manifest = self.file(&format!("{dir}/Cargo.toml"));
        let name_span = self.write(manifest, &format!("name = \"{name}\"")).span;
        let id = PackageId(self.system.graph.packages.len() as u32);
        self.system.graph.packages.push(Package {
            name: name.to_owned(),
            dir: dir.clone(),
            manifest,
            name_span,
            workspace: Some(String::new()),
            publish: words.contains(&"publish"),
            dependencies: Vec::new(),
            crates: Vec::new(),
        });
        self.packages.insert(dir.clone(), id);
        for kind in words.iter().filter(|w| ["lib", "bin"].contains(*w)) {
            let name = dir.replace(['-', '/'], "_");
            let path = if *kind == "bin" { format!("{name}_bin") } else { name.clone() };
            let file =
                self.file(&format!("{dir}/src/{}.rs", if *kind == "bin" { "main" } else { "lib" }));
            let krate = CrateId(self.system.graph.crates.len() as u32);
            let root = ModuleId(self.system.graph.modules.len() as u32);
            let name = self.system.graph.names.intern(&name);
            let kind = if *kind == "bin" { CrateKind::Bin } else { CrateKind::Lib };
            self.system.graph.crates.push(Crate { name, package: id, kind, file, root });
            self.system.graph.packages[id.index()].crates.push(krate);
            self.crates.insert(path.clone(), krate);
            self.add_module(&path, krate, None, file);
        }
    }

    fn add_module(&mut self, path: &str, krate: CrateId, parent: Option<ModuleId>, file: FileId) {
        let name = self.system.graph.names.intern(path.rsplit("::").next().unwrap_or(path));
        self.modules.insert(path.to_owned(), ModuleId(self.system.graph.modules.len() as u32));
        self.system.graph.modules.push(Module {
            name,
            krate,
            parent,
            file,
            declared: Place { file, span: Span::new(0, 0) },
            cfg: CfgKey::ALWAYS,
            scope: Scope::Production,
            in_block: false,
        });
        self.system.graph.module_layers.push(None);
    }

    fn module(&mut self, path: &str) -> ModuleId {
        if let Some(&id) = self.modules.get(path) {
            return id;
        }
        let (parent, name) = path.rsplit_once("::").unwrap_or_else(|| panic!("no package {path}"));
        let parent = self.module(parent);
        let krate = self.system.graph.module(parent).krate;
        let above = &self.system.file(self.system.graph.module(parent).file).path;
        let folder = above
            .strip_suffix("/lib.rs")
            .or_else(|| above.strip_suffix("/main.rs"))
            .or_else(|| above.strip_suffix(".rs"))
            .expect("a Rust file");
        let file = self.file(&format!("{folder}/{name}.rs"));
        self.add_module(path, krate, Some(parent), file);
        self.modules[path]
    }

    fn layer(&mut self, module: ModuleId, text: &str) {
        let (role, sure) = text.split_once(':').unwrap_or((text, "100"));
        let (name, role) = match role {
            "core" => ("core", Role::Core),
            "app" => ("application", Role::Application),
            "in" => ("adapter-in", Role::AdapterIn),
            "out" => ("adapter-out", Role::AdapterOut),
            "root" => ("root", Role::Root),
            other => panic!("role {other}"),
        };
        self.name_layer(module, name, Some(role), sure.parse().expect("a number"));
    }

    fn name_layer(&mut self, module: ModuleId, name: &str, role: Option<Role>, confidence: u8) {
        let layers = &mut self.system.graph.layers;
        let at = layers.iter().position(|layer| layer.name == name).unwrap_or_else(|| {
            layers.push(Layer { name: name.to_owned(), role, declared: role.is_none() });
            layers.len() - 1
        });
        self.system.graph.module_layers[module.index()] = Some(LayerFact {
            layer: LayerId(at as u16),
            confidence,
            reason: "it is sketched so".to_owned(),
            place: None,
        });
    }

    pub(super) fn item(&mut self, kind: &str, path: &str, role: Option<&str>) {
        let (above, name) = path.rsplit_once("::").expect("a path");
        let parent = self.items.get(above).copied();
        let module = match parent {
            Some(parent) => self.system.graph.item(parent).module,
            None => self.module(above),
        };
        let file = self.system.graph.module(module).file;
        let place = self.write(file, &format!("{kind} {name}"));
        let kind = match kind {
            "struct" => ItemKind::Struct,
            "enum" => ItemKind::Enum,
            "trait" => ItemKind::Trait,
            "alias" => ItemKind::TypeAlias,
            "field" => ItemKind::Field,
            "block" => ItemKind::Impl,
            _ => ItemKind::Function,
        };
        let id = ItemId(self.system.graph.items.len() as u32);
        let name = self.system.graph.names.intern(name);
        self.system.graph.items.push(Item {
            kind,
            name,
            module,
            parent,
            visibility: Visibility::Public,
            cfg: CfgKey::ALWAYS,
            scope: Scope::Production,
            file,
            span: place.span,
            name_span: place.span,
        });
        self.items.insert(path.to_owned(), id);
        if let Some(role) = role {
            self.layer(module, role);
            let fact = self.system.graph.module_layers[module.index()].take().expect("just set");
            self.system.graph.item_layers.push((id, fact));
        }
    }

    fn target(&mut self, path: &str) -> Target {
        if let Some(&item) = self.items.get(path) {
            return Target::Item(item);
        }
        if let Some(&module) = self.modules.get(path) {
            return Target::Module(module);
        }
        let (package, path) = path.split_once("::").unwrap_or((path, ""));
        let external = External { package: package.to_owned(), path: path.to_owned() };
        let externals = &mut self.system.graph.externals;
        let at = externals.iter().position(|e| *e == external).unwrap_or_else(|| {
            externals.push(external);
            externals.len() - 1
        });
        Target::External(ExternalId(at as u32))
    }

    fn edge(&mut self, kind: &str, from: &str, to: &str, words: &[&str], line: &str) {
        let kind = match kind {
            "use" => EdgeKind::Use,
            "reexport" => EdgeKind::Reexport,
            "call" => EdgeKind::Call,
            "method-call" => EdgeKind::MethodCall,
            "value" => EdgeKind::Value,
            "type" => EdgeKind::Type,
            "bound" => EdgeKind::Bound,
            "impl" => EdgeKind::Impl,
            "derive" => EdgeKind::Derive,
            "attr" => EdgeKind::Attribute,
            "macro" => EdgeKind::Macro,
            other => panic!("edge {other}"),
        };
        let item = self.items.get(from).copied();
        let module = item.map_or_else(
            || *self.modules.get(from).unwrap_or_else(|| panic!("no module {from}")),
            |item| self.system.graph.item(item).module,
        );
        let to = self.target(to);
        let read = Modifiers::read(words);
        let cfg = read.condition.map_or(CfgKey::ALWAYS, |condition| {
            let predicate = match condition.split_once('=') {
                Some((key, value)) => Predicate::Equals(key.into(), value.into()),
                None => Predicate::Flag(condition.as_str().into()),
            };
            self.system.graph.conditions.and(CfgKey::ALWAYS, &predicate)
        });
        let file = self.system.graph.module(module).file;
        let place = self.write(file, line);
        self.system.graph.edges.push(Edge {
            module,
            item,
            to,
            named: None,
            kind,
            scope: read.scope,
            confidence: read.sure,
            cfg,
            place,
        });
    }

    fn dependency(&mut self, from: &str, to: &str, words: &[&str]) {
        let id = *self.packages.get(from).unwrap_or_else(|| panic!("no package {from}"));
        let local = self.packages.get(to).copied();
        let manifest = self.system.graph.package(id).manifest;
        let span = self.write(manifest, &format!("{to} = \"1\"")).span;
        self.system.graph.packages[id.index()].dependencies.push(Dependency {
            extern_name: to.replace('-', "_"),
            package: to.to_owned(),
            local,
            kind: if words.contains(&"dev") { DependencyKind::Dev } else { DependencyKind::Normal },
            optional: words.contains(&"optional"),
            target: None,
            span,
        });
    }

    fn implementation(&mut self, of_trait: &str, for_type: &str, words: &[&str]) {
        let of_trait = self.target(of_trait);
        let read = Modifiers::read(words);
        let blanket = read.words.iter().any(|word| word == "blanket");
        let for_type = (!blanket).then(|| self.target(for_type));
        let ((Some(Target::Item(item)), _) | (_, Target::Item(item))) = (for_type, of_trait) else {
            panic!("an implementation needs an item of the tree");
        };
        let at = self.system.graph.implementations.len() as u32;
        self.system.graph.implementations.push(Implementation {
            item,
            of_trait,
            for_type,
            blanket,
            scope: read.scope,
        });
        for port in &mut self.system.graph.ports {
            if Target::Item(port.item) == of_trait {
                port.implementations.push(at);
            }
        }
    }

    fn port(&mut self, path: &str, direction: Option<&str>) {
        let item = self.items[path];
        let graph = &mut self.system.graph;
        let users =
            graph.edges.iter().enumerate().filter(|(_, edge)| edge.to == Target::Item(item));
        graph.ports.push(Port {
            item,
            direction: match direction {
                Some("in") => Some(Direction::In),
                Some("out") => Some(Direction::Out),
                _ => None,
            },
            confidence: 95,
            reason: "it is sketched so".to_owned(),
            implementations: Vec::new(),
            users: users.map(|(at, _)| at as u32).collect(),
        });
    }

    fn blind(&mut self, krate: &str, kind: &str, subject: &str) {
        let kind = match kind {
            "unresolved-name" => BlindSpotKind::UnresolvedName,
            "missing-file" => BlindSpotKind::MissingFile,
            "unknown-macro" => BlindSpotKind::UnknownMacro,
            "generated-code" => BlindSpotKind::GeneratedCode,
            other => panic!("blind spot {other}"),
        };
        let krate = self.crates[krate];
        self.system.graph.blind_spots.push(BlindSpot {
            kind,
            place: None,
            krate: Some(krate),
            subject: subject.to_owned(),
        });
    }
}
