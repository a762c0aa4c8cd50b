//! A service links the code of another service.
//!
//! ## Why
//! Services that are built together are released together: the types of one are in the binary of
//! the other, and a change in the first is not live until the second is deployed too.
//!
//! ## Fails
//! ```text
//! # orders/Cargo.toml
//! [dependencies]
//! auth = { path = "../auth" }
//! ```
//!
//! ## Passes
//! ```text
//! # orders/Cargo.toml
//! [dependencies]
//! auth-contract = { path = "../auth-contract" }
//! ```
//!
//! ## How to fix
//! Move what both sides need, the messages and the client, into a package of its own that holds no
//! logic of the service, and depend on that.
//!
//! Variants: `[contract-only]`, a warning, where all that is used lies in modules of the contract.
//!
//! ## Options
//! - `contract_modules`: names of the modules that make up a service's contract.
//! - `no_services`: globs of names of packages with a binary that are no services.
//!
//! ## False positives avoided
//! Dev-dependencies; packages without a binary; binaries that serve neither HTTP nor RPC nor a queue,
//! such as command lines; migrations, health checks, tests and build tools. A package that links three
//! services or more bundles them, to run them in one process.

use portcullis_facts::graph::{PackageId, Target, Technology};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::{Context, Technologies};
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::evidence::{Groups, Uses};
use crate::glob::Globs;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "decomposition/service-depends-on-service",
    summary: "a service links the code of another service",
    level: Level::Error,
    variants: &[Variant {
        name: "contract-only",
        summary: "a service links another one for its contract alone",
        level: Level::Warning,
        opt_in: false,
    }],
    gated: false,
    options: &[
        RuleOption {
            name: "contract_modules",
            default: OptionDefault::List(&["client", "proto", "api", "contract", "events"]),
            doc: "names of the modules that make up a service's contract",
        },
        RuleOption {
            name: "no_services",
            default: OptionDefault::List(&[
                "xtask",
                "*-cli",
                "*healthcheck*",
                "*migrat*",
                "*test*",
                "*bench*",
                "*simulat*",
            ]),
            doc: "globs of names of packages with a binary that are no services",
        },
    ],
    fix: Fix::Manual,
    serves: "Loose Coupling",
    source: include_str!("service_depends_on_service.rs"),
    check: Check::LinkedServices(check),
};

/// What a service offers or takes its work from.
const SERVING: Technologies =
    Technologies::of(&[Technology::HttpServer, Technology::Rpc, Technology::Broker]);

/// Confidence where the package itself serves, and where only what it links does: that may as well
/// be a tool which starts servers.
const SERVES: u8 = 95;
const LINKS_SERVER: u8 = 75;

/// A package that links so many services bundles them: it runs them all in one process, and is no
/// service beside them.
const BUNDLE: usize = 3;

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let excluded = Globs::new(&options.list("no_services"));
    let services = services(context, &excluded);
    let mut pairs = Vec::new();
    for (id, _) in context.graph.packages() {
        let Some(own) = services.get(&id) else { continue };
        let before = pairs.len();
        for (entry, place) in context.manifest(id) {
            let Some(local) = entry.local.filter(|local| *local != id) else { continue };
            if let (Some(theirs), true) = (services.get(&local), context.has_lib(local)) {
                pairs.push((id, local, place, *own.min(theirs)));
            }
        }
        if pairs.len() - before >= BUNDLE {
            pairs.truncate(before);
        }
    }
    if pairs.is_empty() {
        return;
    }
    let wanted: FxHashSet<(PackageId, PackageId)> =
        pairs.iter().map(|(from, to, ..)| (*from, *to)).collect();
    let contract = options.list("contract_modules");
    let mut uses: Groups<(PackageId, PackageId)> = Groups::new();
    let mut beyond: FxHashSet<(PackageId, PackageId)> = FxHashSet::default();
    for (number, edge) in context.edges() {
        let Some(module) = context.graph.target_module(edge.to) else { continue };
        let pair = (context.graph.package_of(edge.module), context.graph.package_of(module));
        if wanted.contains(&pair) {
            uses.add(pair, number, edge, &[]);
            if !in_contract(context, edge.to, &contract) {
                beyond.insert(pair);
            }
        }
    }
    let uses: FxHashMap<_, _> = uses.sorted().into_iter().collect();
    for (from, to, place, confidence) in pairs {
        let name = |package: PackageId| &context.graph.package(package).name;
        let (from_name, to_name) = (name(from), name(to));
        let group = uses.get(&(from, to));
        let contract_only = group.is_some() && !beyond.contains(&(from, to));
        let mut draft = Draft::new(from_name, to_name, place)
            .variant(contract_only.then_some("contract-only"))
            .package(from)
            .message(if contract_only {
                format!("`{from_name}` links service `{to_name}` for its contract")
            } else {
                format!("`{from_name}` links the code of service `{to_name}`")
            })
            .help(format!(
                "move what both need into a package of its own, such as `{to_name}-contract`, and \
                 depend on that"
            ))
            .label("listed here")
            .confidence(confidence);
        if let Some(group) = group {
            let uses = Uses::new(context, group);
            draft = draft.related(uses.first.place, "used here");
            draft.related.extend(uses.related());
        }
        for service in [from, to] {
            let at = context.graph.package(service);
            let place = portcullis_facts::place::Place { file: at.manifest, span: at.name_span };
            let mut known = context.landscape().services.iter();
            draft = match known.find(|known| known.package == service) {
                Some(known) => draft.grounds(&known.why),
                None => draft.step(
                    format!(
                        "`{}` is a service: it has a binary and serves requests or messages",
                        at.name
                    ),
                    Some(place),
                ),
            };
        }
        report.add(draft);
    }
}

/// The packages that are services, with the confidence that they are: those of the landscape, or, where
/// that knows none, packages that look like one.
fn services(context: &Context<'_>, excluded: &Globs) -> FxHashMap<PackageId, u8> {
    let mut services = FxHashMap::default();
    let known = &context.landscape().services;
    for service in known {
        if !excluded.matches(&context.graph.package(service.package).name) {
            services.insert(service.package, service.why.confidence);
        }
    }
    if !known.is_empty() {
        return services;
    }
    for (id, package) in context.graph.packages() {
        // A library may keep tools beside it; what runs is called like its package.
        if !context.has_main(id) || excluded.matches(&package.name) {
            continue;
        }
        let confidence = if context.package_technologies(id).intersects(SERVING) {
            SERVES
        } else if links_server(context, id) {
            LINKS_SERVER
        } else {
            continue;
        };
        services.insert(id, confidence);
    }
    services
}

/// Whether a library that `package` links serves. One that has a binary is a service of its own and
/// says nothing about who links it.
fn links_server(context: &Context<'_>, package: PackageId) -> bool {
    let mut seen = FxHashSet::from_iter([package]);
    let mut waiting = vec![package];
    while let Some(at) = waiting.pop() {
        for (entry, _) in context.manifest(at) {
            let Some(local) = entry.local.filter(|local| !context.has_bin(*local)) else {
                continue;
            };
            if context.package_technologies(local).contains(Technology::HttpServer) {
                return true;
            }
            if seen.insert(local) {
                waiting.push(local);
            }
        }
    }
    false
}

/// Whether a target lies in a module of the contract, counted from the crate's root.
fn in_contract(context: &Context<'_>, target: Target, contract: &[&str]) -> bool {
    let mut at = context.graph.target_module(target);
    while let Some(id) = at {
        let module = context.graph.module(id);
        if module.parent.is_some() && contract.contains(&context.graph.names.get(module.name)) {
            return true;
        }
        at = module.parent;
    }
    // The crate itself, as `use auth;` names it.
    matches!(target, Target::Module(module) if context.graph.module(module).parent.is_none())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const SERVICES: &str = "
        package orders lib bin
        package auth lib bin
        package auth-contract lib
        package tool-cli lib bin
        struct auth::Users
        mod auth::client
        struct auth::client::Client
        use orders -> axum::Router
        use auth -> axum::Router
        use tool_cli -> axum::Router
        dep orders -> auth-contract
        dep orders -> tool-cli
    ";

    #[test]
    fn a_service_that_links_another_is_an_error() {
        insta::assert_snapshot!(fires(&RULE, &format!("{SERVICES}
            dep orders -> auth
            use orders -> auth::client::Client
            use orders -> auth::Users
        ")), @r"
        error decomposition/service-depends-on-service orders/Cargo.toml:4 (listed here)
          `orders` links the code of service `auth`
          help: move what both need into a package of its own, such as `auth-contract`, and depend on that
          also orders/src/lib.rs:2: used here
          also orders/src/lib.rs:3: imported here
        ");
    }

    #[test]
    fn a_contract_alone_is_a_warning() {
        insta::assert_snapshot!(fires(&RULE, &format!("{SERVICES}
            dep orders -> auth
            use orders -> auth::client::Client
        ")), @r"
        warning decomposition/service-depends-on-service[contract-only] orders/Cargo.toml:4 (listed here)
          `orders` links service `auth` for its contract
          help: move what both need into a package of its own, such as `auth-contract`, and depend on that
          also orders/src/lib.rs:2: used here
        ");
    }

    #[test]
    fn what_the_landscape_says_counts_more_than_looks() {
        let looks = "
            package tool lib bin
            use tool -> axum::Router
            service orders http
            dep orders -> tool
            use orders -> tool::run
        ";
        silent(&RULE, looks);
        fires(&RULE, &format!("{looks}\nservice auth http\ndep orders -> auth"));
    }

    #[test]
    fn libraries_command_lines_and_dev_dependencies_are_silent() {
        silent(
            &RULE,
            &format!(
                "{SERVICES}
            dep orders -> auth dev
            package plain lib bin
            dep orders -> plain
            package all bin
            package stock lib bin
            use all_bin -> axum::Router
            use stock -> axum::Router
            dep all -> orders
            dep all -> auth
            dep all -> stock
        "
            ),
        );
    }
}
