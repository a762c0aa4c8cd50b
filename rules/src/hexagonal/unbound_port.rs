//! A port has no adapter that runs in production.
//!
//! ## Why
//! A port without an adapter is a promise that nothing keeps: the system does not do what its core
//! says, or the trait is left over.
//!
//! ## Fails
//! ```text
//! pub trait Mailer { .. }
//! #[cfg(test)]
//! impl Mailer for MockMailer { .. }
//! ```
//!
//! ## Passes
//! ```text
//! pub trait Mailer { .. }
//! impl Mailer for Smtp { .. }
//! ```
//!
//! ## How to fix
//! Implement the port in an adapter and hand that in where the system is put together, or remove
//! the port.
//!
//! Variants: `[unused]` is a port that nobody but its implementations names.
//!
//! ## Options
//! - `libraries`: also look at ports of packages that no binary of the tree links.
//!
//! ## False positives avoided
//! Ports of libraries, whose users implement them elsewhere. Blanket implementations. Where a macro,
//! generated code or an unread file may hold the implementation, the finding is a hidden note that
//! says so; so it is where an attribute on the trait may write one, as those of entrait do.
//! `automock` is no adapter.

use portcullis_facts::graph::{
    BlindSpotKind, Direction, EdgeKind, ItemId, PackageId, Port, Scope, Target,
};
use portcullis_facts::place::Place;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "hexagonal/unbound-port",
    summary: "a port has no adapter that runs in production",
    level: Level::Warning,
    variants: &[Variant {
        name: "unused",
        summary: "nobody but its implementations names a port",
        level: Level::Warning,
        opt_in: false,
    }],
    gated: false,
    options: &[RuleOption {
        name: "libraries",
        default: OptionDefault::Bool(false),
        doc: "also look at ports of packages that no binary of the tree links",
    }],
    fix: Fix::Scaffolded("portcullis add adapter PORT --tech NAME"),
    serves: "Hexagonal Architecture",
    source: include_str!("unbound_port.rs"),
    check: Check::Code(check),
};

/// Packages of attributes that write no adapter for the trait on which they stand.
const HARMLESS: &[&str] =
    &["async-trait", "async-recursion", "auto_impl", "diagnostic", "mockall", "tracing"];

/// Confidence where something that could not be read may hold what is missing: too little to show.
const MAY_BE_HIDDEN: u8 = 50;

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let graph = context.graph;
    if graph.ports.is_empty() {
        return;
    }
    let linked = linked_by_binaries(context);
    let called = called_ports(context);
    let blind = Blind::of(context);
    for port in &graph.ports {
        let item = graph.item(port.item);
        let package = graph.package_of(item.module);
        let open = !options.flag("libraries") && !linked.contains(&package);
        if item.scope != Scope::Production || open {
            continue;
        }
        let implementations = port.implementations.iter();
        let all: Vec<_> = implementations.map(|at| &graph.implementations[*at as usize]).collect();
        if all.iter().any(|implementation| implementation.blanket) {
            continue;
        }
        let bound =
            all.iter().any(|i| i.scope == Scope::Production && !is_mock(context, i.for_type));
        if !bound && port.direction != Some(Direction::In) {
            let mut draft = new(context, port, package, &blind)
                .message(format!("port `{}` has no production adapter", graph.item_path(port.item)))
                .help("implement it in an adapter, or remove it");
            for implementation in all {
                let place = graph.item_place(implementation.item);
                draft = draft.related(place, "implemented here, but not for production");
            }
            report.add(draft);
        } else if bound && !called.contains(&port.item) && !is_named(context, port) {
            let path = graph.item_path(port.item);
            report.add(
                new(context, port, package, &blind)
                    .variant(Some("unused"))
                    .message(format!("port `{path}` is implemented, but nobody uses it"))
                    .help(format!("remove `{path}`, or use it where its adapter is used now")),
            );
        }
    }
}

fn new(context: &Context<'_>, port: &Port, package: PackageId, blind: &Blind) -> Draft {
    let path = context.graph.item_path(port.item);
    let place = context.graph.item_place(port.item);
    let draft = Draft::new(&path, "port", place)
        .package(package)
        .label("declared here")
        .step(format!("`{path}` is a port: {}", port.reason), None);
    // What sees the port can implement it, so what is hidden there may be the adapter.
    let sees = |at: PackageId| at == package || depends(context, at, package);
    let hidden = blind.packages.iter().filter(|(at, _)| sees(**at));
    let hidden = hidden.min_by_key(|(at, _)| **at).map(|(_, what)| (what, None));
    let written = blind.attributes.get(&port.item).map(|(what, place)| (what, Some(*place)));
    match written.or(hidden) {
        Some((what, at)) => {
            draft.confidence(MAY_BE_HIDDEN).step(format!("{what} may hold what is missing"), at)
        }
        None => draft.confidence(port.confidence),
    }
}

fn depends(context: &Context<'_>, from: PackageId, to: PackageId) -> bool {
    context.manifest(from).any(|(entry, _)| entry.local == Some(to))
}

fn is_mock(context: &Context<'_>, for_type: Option<Target>) -> bool {
    matches!(for_type, Some(Target::Item(item)) if {
        context.graph.names.get(context.graph.item(item).name).starts_with("Mock")
    })
}

/// Whether code for production names a port. Who imports it without implementing it calls its functions.
fn is_named(context: &Context<'_>, port: &Port) -> bool {
    let graph = context.graph;
    let implements = |module| {
        let mut all = port.implementations.iter().map(|at| &graph.implementations[*at as usize]);
        all.any(|implementation| graph.item(implementation.item).module == module)
    };
    port.users.iter().map(|at| &graph.edges[*at as usize]).any(|edge| {
        let uses = match edge.kind {
            EdgeKind::Reexport => false,
            EdgeKind::Use => !implements(edge.module),
            _ => true,
        };
        uses && context.counts(edge)
    })
}

/// The ports whose methods or types code for production names.
fn called_ports(context: &Context<'_>) -> FxHashSet<ItemId> {
    let ports: FxHashSet<ItemId> = context.graph.ports.iter().map(|port| port.item).collect();
    let mut called = FxHashSet::default();
    for (_, edge) in context.edges() {
        if let Target::Item(item) = edge.to
            && let Some(parent) = context.graph.item(item).parent
            && ports.contains(&parent)
            && edge.item.map(|item| context.outermost(item)) != Some(parent)
        {
            called.insert(parent);
        }
    }
    called
}

/// The packages that a binary of the tree links, their own packages included.
fn linked_by_binaries(context: &Context<'_>) -> FxHashSet<PackageId> {
    let packages = context.graph.packages().map(|(id, _)| id);
    let mut waiting: Vec<PackageId> = packages.filter(|id| context.has_bin(*id)).collect();
    let mut linked: FxHashSet<PackageId> = waiting.iter().copied().collect();
    while let Some(package) = waiting.pop() {
        for (entry, _) in context.manifest(package) {
            if let Some(local) = entry.local.filter(|local| linked.insert(*local)) {
                waiting.push(local);
            }
        }
    }
    linked
}

/// What could not be seen and may hold implementations, in words.
struct Blind {
    packages: FxHashMap<PackageId, String>,
    /// By the port on which an attribute stands.
    attributes: FxHashMap<ItemId, (String, Place)>,
}

impl Blind {
    fn of(context: &Context<'_>) -> Self {
        let graph = context.graph;
        let mut packages = FxHashMap::default();
        for spot in &graph.blind_spots {
            let what = match spot.kind {
                BlindSpotKind::UnknownMacro => "macro",
                BlindSpotKind::GeneratedCode => "generated code",
                BlindSpotKind::MissingFile | BlindSpotKind::Unreadable => "file",
                _ => continue,
            };
            if let Some(krate) = spot.krate {
                let package = graph.krate(krate).package;
                packages.entry(package).or_insert_with(|| format!("{what} `{}`", spot.subject));
            }
        }
        let ports: FxHashSet<ItemId> = graph.ports.iter().map(|port| port.item).collect();
        let mut attributes = FxHashMap::default();
        for (_, edge) in context.edges() {
            if edge.kind == EdgeKind::Attribute
                && let Some(item) = edge.item.filter(|item| ports.contains(item))
                && let Target::External(external) = edge.to
                && !HARMLESS.contains(&context.outside_name(context.outside_package(external)))
            {
                let what = format!("attribute `{}`", graph.target_path(edge.to));
                attributes.entry(item).or_insert((what, edge.place));
            }
        }
        Self { packages, attributes }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const PORT: &str = "
        package shop lib bin
        mod shop::domain core
        mod shop::outbound out
        trait shop::domain::Mailer
        struct shop::outbound::Smtp
        struct shop::domain::MockMailer
        fn shop::domain::notify
    ";

    #[test]
    fn a_port_with_doubles_alone_is_unbound() {
        insta::assert_snapshot!(fires(&RULE, &format!("{PORT}
            bound shop::domain::notify -> shop::domain::Mailer
            port shop::domain::Mailer out
            implement shop::domain::Mailer for shop::domain::MockMailer scope test
        ")), @r"
        warning hexagonal/unbound-port shop/src/domain.rs:1 (declared here)
          port `shop::domain::Mailer` has no production adapter
          help: implement it in an adapter, or remove it
          also shop/src/domain.rs:2: implemented here, but not for production
        ");
    }

    #[test]
    fn a_port_that_only_its_adapter_names_is_unused() {
        insta::assert_snapshot!(fires(&RULE, &format!("{PORT}
            use shop::outbound -> shop::domain::Mailer
            port shop::domain::Mailer out
            implement shop::domain::Mailer for shop::outbound::Smtp
        ")), @r"
        warning hexagonal/unbound-port[unused] shop/src/domain.rs:1 (declared here)
          port `shop::domain::Mailer` is implemented, but nobody uses it
          help: remove `shop::domain::Mailer`, or use it where its adapter is used now
        ");
    }

    #[test]
    fn who_imports_a_port_and_does_not_implement_it_uses_it() {
        silent(
            &RULE,
            &format!(
                "{PORT}
            use shop::outbound -> shop::domain::Mailer
            mod shop::http in
            use shop::http -> shop::domain::Mailer
            port shop::domain::Mailer out
            implement shop::domain::Mailer for shop::outbound::Smtp
        "
            ),
        );
    }

    #[test]
    fn what_cannot_be_seen_makes_it_weak() {
        let found = fires(
            &RULE,
            &format!(
                "{PORT}
            port shop::domain::Mailer out
            blind shop unknown-macro adapters!
        "
            ),
        );
        assert!(found.starts_with("weak note"), "{found}");
    }

    #[test]
    fn an_attribute_that_may_write_an_adapter_makes_it_weak() {
        let of = |attribute: &str| {
            let of = format!("attr shop::domain::Mailer -> {attribute}");
            fires(&RULE, &format!("{PORT}\nport shop::domain::Mailer out\n{of}"))
        };
        let written = of("entrait::entrait");
        assert!(written.starts_with("weak note"), "{written}");
        let plain = of("mockall::automock");
        assert!(plain.starts_with("warning"), "{plain}");
    }

    #[test]
    fn bound_ports_blanket_implementations_and_libraries_are_silent() {
        silent(
            &RULE,
            &format!(
                "{PORT}
            bound shop::domain::notify -> shop::domain::Mailer
            port shop::domain::Mailer out
            implement shop::domain::Mailer for shop::outbound::Smtp
        "
            ),
        );
        silent(
            &RULE,
            &format!(
                "{PORT}
            port shop::domain::Mailer out
            implement shop::domain::Mailer for T blanket
        "
            ),
        );
        silent(
            &RULE,
            &format!(
                "{}
            port shop::domain::Mailer out
        ",
                PORT.replace("lib bin", "lib publish")
            ),
        );
    }
}
