//! A small system made by hand, for the tests of commands.

use portcullis_facts::cfg::CfgKey;
use portcullis_facts::graph::{
    BlindSpot, BlindSpotKind, Crate, CrateId, CrateKind, Edge, EdgeKind, External, ExternalId,
    Graph, Item, ItemId, ItemKind, Layer, LayerFact, LayerId, Module, ModuleId, Package, PackageId,
    Port, Role, Scope, Target, Visibility,
};
use portcullis_facts::place::{FileId, Place, Span};
use portcullis_facts::{SourceFile, System};
use portcullis_rules::finding::{Finding, Severity};

/// The only source file.
pub(crate) const SOURCE: &str = "\
mod domain {
    pub trait Orders {}
    pub struct Order;
    impl Order { fn new() {} }
    fn place(s: crate::adapters::Store) {}
}
mod adapters {
    pub struct Store(sqlx::PgPool);
    impl Store { fn new() {} }
}
";
const MANIFEST: &str = "[package]\nname = \"shop\"\n[features]\ndefault = [\"pg\"]\npg = []\n[dependencies]\nsqlx = \"0.8\"\n";

fn place(text: &str, nth: usize) -> Place {
    let (start, _) = SOURCE.match_indices(text).nth(nth).expect("the text is there");
    Place { file: FileId(1), span: Span::new(start as u32, (start + text.len()) as u32) }
}

fn module(graph: &mut Graph, name: &str, parent: Option<u32>) {
    let declared = if name == "shop" {
        Place { file: FileId(1), span: Span::default() }
    } else {
        place(name, 0)
    };
    let name = graph.names.intern(name);
    graph.modules.push(Module {
        name,
        krate: CrateId(0),
        parent: parent.map(ModuleId),
        file: FileId(1),
        declared,
        cfg: CfgKey::ALWAYS,
        scope: Scope::Production,
        in_block: false,
    });
}

fn item(graph: &mut Graph, name: &str, kind: ItemKind, module: u32, parent: Option<u32>) {
    let place = place(if name.is_empty() { "impl" } else { name }, 0);
    let name = graph.names.intern(name);
    graph.items.push(Item {
        kind,
        name,
        module: ModuleId(module),
        parent: parent.map(ItemId),
        visibility: Visibility::Public,
        cfg: CfgKey::ALWAYS,
        scope: Scope::Production,
        file: FileId(1),
        span: place.span,
        name_span: place.span,
    });
}

fn edge(graph: &mut Graph, module: u32, item: u32, to: Target, kind: EdgeKind, at: Place) {
    let named = match to {
        Target::Item(item) => Some(graph.items[item.index()].module),
        _ => None,
    };
    graph.edges.push(Edge {
        module: ModuleId(module),
        item: Some(ItemId(item)),
        to,
        named,
        kind,
        scope: Scope::Production,
        confidence: 100,
        cfg: CfgKey::ALWAYS,
        place: at,
    });
}

/// A crate `shop` with a domain that uses an adapter that uses `sqlx`.
pub(crate) fn shop() -> System {
    let file =
        |path: &str, text: &str| SourceFile { path: path.into(), text: text.to_owned().into() };
    let mut graph = Graph::default();
    let name = graph.names.intern("shop");
    graph.packages.push(Package {
        name: "shop".into(),
        dir: String::new(),
        manifest: FileId(0),
        name_span: Span::new(17, 23),
        workspace: None,
        publish: false,
        dependencies: Vec::new(),
        crates: vec![CrateId(0)],
    });
    graph.crates.push(Crate {
        name,
        package: PackageId(0),
        kind: CrateKind::Lib,
        file: FileId(1),
        root: ModuleId(0),
    });
    module(&mut graph, "shop", None);
    module(&mut graph, "domain", Some(0));
    module(&mut graph, "adapters", Some(0));
    item(&mut graph, "Orders", ItemKind::Trait, 1, None);
    item(&mut graph, "Order", ItemKind::Struct, 1, None);
    item(&mut graph, "new", ItemKind::Function, 1, Some(1));
    item(&mut graph, "place", ItemKind::Function, 1, None);
    item(&mut graph, "Store", ItemKind::Struct, 2, None);
    item(&mut graph, "new", ItemKind::Function, 2, Some(4));
    graph.externals.push(External { package: "sqlx".into(), path: "PgPool".into() });
    let (store, pool) = (Target::Item(ItemId(4)), Target::External(ExternalId(0)));
    edge(&mut graph, 1, 3, store, EdgeKind::Type, place("crate::adapters::Store", 0));
    edge(&mut graph, 2, 4, pool, EdgeKind::Type, place("sqlx::PgPool", 0));
    for (name, role) in [("core", Role::Core), ("adapter-out", Role::AdapterOut)] {
        graph.layers.push(Layer { name: name.into(), role: Some(role), declared: false });
    }
    let fact = |layer, reason: &str| {
        let reason = reason.to_owned();
        Some(LayerFact { layer: LayerId(layer), confidence: 75, reason, place: None })
    };
    graph.module_layers = vec![None, fact(0, "folder `domain`"), fact(1, "folder `adapters`")];
    graph.ports.push(Port {
        item: ItemId(0),
        direction: None,
        confidence: 80,
        reason: "a trait of the core".into(),
        implementations: Vec::new(),
        users: Vec::new(),
    });
    graph.blind_spots.push(BlindSpot {
        kind: BlindSpotKind::UnknownMacro,
        place: Some(place("mod domain", 0)),
        krate: Some(CrateId(0)),
        subject: "cfg_if!".into(),
    });
    graph.orphans.push("src/old\u{1b}.rs".into());
    System {
        root: ".".into(),
        files: vec![file("Cargo.toml", MANIFEST), file("src/lib.rs", SOURCE)],
        graph,
        problems: Vec::new(),
    }
}

/// An error that says nothing: `Finding { message, ..testing::finding() }`.
pub(crate) fn finding() -> Finding {
    Finding {
        rule: "a/b".into(),
        variant: None,
        severity: Severity::Error,
        subject: String::new(),
        evidence: String::new(),
        service: None,
        message: String::new(),
        help: String::new(),
        place: Place { file: FileId(0), span: Span::default() },
        label: String::new(),
        related: Vec::new(),
        path: Vec::new(),
        confidence: 100,
        condition: String::new(),
        remedy: None,
        fingerprint: String::new(),
    }
}
