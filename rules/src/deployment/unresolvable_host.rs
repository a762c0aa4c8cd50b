//! A value names a host that is not there.
//!
//! ## Why
//! A name that no other entry answers to is a typing error or left over from a renaming. It shows
//! only when the first request fails.
//!
//! ## Fails
//! ```text
//! services:
//!   web: { environment: { ORDERS_URL: "http://oders:80" } }
//!   orders: { build: ./orders }
//! ```
//!
//! ## Passes
//! ```text
//! services:
//!   web: { environment: { ORDERS_URL: "http://orders:80" } }
//!   orders: { build: ./orders }
//! ```
//!
//! ## How to fix
//! Correct the name, or list what stands elsewhere in `external_services`.
//!
//! Variants: `[network]` is a host that is there, in a network that the entry does not share.
//!
//! ## Options
//! - `external_services`: globs of hosts that stand elsewhere.
//!
//! ## False positives avoided
//! Hosts with a dot that are no names of a cluster, the machine itself, `network_mode: host`, files
//! for development, templates. Without a similar name among the others the finding is a warning:
//! the host may stand in another file. Where a file of deployments could not be read, it is a hidden note.

use std::collections::{BTreeMap, BTreeSet};

use portcullis_facts::graph::system::{Deployment, EnvValue, HiddenKind, Orchestrator};

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::grounds::text_of;
use crate::host::{hosts_in, is_local};
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;
use crate::suggest::nearest;

/// The rule.
pub static RULE: Rule = Rule {
    id: "deployment/unresolvable-host",
    summary: "a value names a host that is not there",
    level: Level::Error,
    variants: &[Variant {
        name: "network",
        summary: "a host stands in a network that the entry does not share",
        level: Level::Error,
        opt_in: false,
    }],
    gated: false,
    options: &[RuleOption {
        name: "external_services",
        default: OptionDefault::List(&[]),
        doc: "globs of hosts that stand elsewhere",
    }],
    fix: Fix::Manual,
    serves: "Service Discovery",
    source: include_str!("unresolvable_host.rs"),
    check: Check::Graph(check),
};

/// Confidence with and without a name that was probably meant.
const MISTYPED: u8 = 90;
const MISSING: u8 = 70;

/// A name so long is hardly near another one by chance.
const LONG: usize = 5;

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let external = Globs::new(&options.list("external_services"));
    let all = &context.landscape().deployments;
    let mut names: Names<'_> = BTreeMap::new();
    for deployment in all {
        for host in &deployment.hosts {
            names.entry((deployment.orchestrator, host)).or_default().push(deployment);
        }
    }
    // A file of variables that several entries take is one place to mend.
    let mut told = BTreeSet::new();
    for deployment in all {
        let special = deployment.networks.iter().any(|network| network == "host");
        if deployment.development || deployment.template || special {
            continue;
        }
        for value in &deployment.env {
            let text = text_of(&value.value).unwrap_or_default();
            let hosts = hosts_in(&value.name, text);
            for host in hosts {
                let elsewhere = external.matches(host) || is_local(host) || is_public(host);
                if !elsewhere
                    && let Some(draft) = unreached(context, &names, (deployment, value), host)
                    && told.insert((value.place, host))
                {
                    report.add(draft);
                }
            }
        }
    }
}

/// Who answers to which name.
type Names<'a> = BTreeMap<(Orchestrator, &'a str), Vec<&'a Deployment>>;

/// Whether a name belongs to the internet, not to a network of containers.
fn is_public(host: &str) -> bool {
    let cluster = [".svc", ".svc.cluster.local"].iter().any(|tail| host.ends_with(tail));
    host.contains('.') && !cluster
}

/// The finding about a host of a value, if the entry cannot reach it.
fn unreached(
    context: &Context<'_>,
    names: &Names<'_>,
    (deployment, value): (&Deployment, &EnvValue),
    host: &str,
) -> Option<Draft> {
    // `orders.shop.svc.cluster.local` and `orders` are one name.
    let short = if host.contains(".svc") { host.split('.').next().unwrap_or(host) } else { host };
    let of = |name| names.get(&(deployment.orchestrator, name)).into_iter().flatten();
    let answering: Vec<&Deployment> = of(host).chain(of(short)).copied().collect();
    let shares = |other: &&Deployment| {
        other.networks.is_empty()
            || deployment.networks.is_empty()
            || other.networks.iter().any(|network| deployment.networks.contains(network))
    };
    if answering.iter().any(shares) || answering.iter().any(|other| other.template) {
        return None;
    }
    let subject = format!("{}: {}", context.path(deployment.place), deployment.name);
    let draft = Draft::new(subject, format!("{} {host}", value.name), value.place)
        .label("this value")
        .at_most(value.confidence);
    let draft = match deployment.service {
        Some(service) => draft.about(context, service),
        None => draft,
    };
    let (name, variable) = (&deployment.name, &value.name);
    if let Some(other) = answering.first() {
        return Some(
            draft
                .variant(Some("network"))
                .message(format!("`{name}` cannot reach `{host}`: they share no network"))
                .help(format!("put `{name}` and `{host}` into one network"))
                .related(other.place, "the host is declared here")
                // What stands in two files may be joined by a network that is made elsewhere.
                .at_most(if other.place.file == deployment.place.file {
                    MISTYPED
                } else {
                    MISSING
                }),
        );
    }
    let others = names
        .iter()
        .filter(|((kind, _), all)| *kind == deployment.orchestrator && all.iter().any(shares));
    let near = nearest(short, others.map(|((_, name), _)| *name));
    // Two short names are always near each other.
    let mistyped = near.is_some() && short.len() >= LONG;
    let mut hidden = context.landscape().hidden.iter();
    Some(
        draft
            .unless(hidden.find(|hidden| hidden.kind == HiddenKind::Deployment))
            .message(format!("`{host}` in `{variable}` of `{name}` is not known"))
            .help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "correct it, or list it in `external_services`".to_owned(),
            })
            .at_most(if mistyped { MISTYPED } else { MISSING }),
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn mistyped_missing_and_separate_hosts_are_found() {
        insta::assert_snapshot!(fires(&RULE, "
            service web http
            deploy web of web env ORDERS_URL=http://ordres:80/x env SEARCH_URL=http://elastic:9200
            deploy orders
            deploy db as infra:postgres network back
            deploy stock network front env DATABASE_URL=postgres://db/stock
        "), @r"
        error deployment/unresolvable-host compose.yaml:1 (this value)
          `ordres` in `ORDERS_URL` of `web` is not known
          help: did you mean `orders`?
        warning deployment/unresolvable-host compose.yaml:1 (this value)
          `elastic` in `SEARCH_URL` of `web` is not known
          help: correct it, or list it in `external_services`
        error deployment/unresolvable-host[network] compose.yaml:4 (this value)
          `stock` cannot reach `db`: they share no network
          help: put `stock` and `db` into one network
          also compose.yaml:3: the host is declared here
        ");
    }

    #[test]
    fn a_short_name_near_another_is_not_surely_mistyped() {
        let found = fires(
            &RULE,
            "
            deploy web env DATABASE_URL=postgres://db/shop
        ",
        );
        assert!(found.starts_with("warning"), "{found}");
    }

    #[test]
    fn a_host_that_may_be_declared_where_nothing_was_read_is_no_finding() {
        let entry = "deploy web env STORE_URL=http://elastic:9200/";
        assert!(fires(&RULE, entry).starts_with("warning"));
        let hidden = fires(&RULE, &format!("{entry}\nunread `k8s/all.yaml` was not read"));
        assert!(hidden.starts_with("weak note"), "{hidden}");
    }

    #[test]
    fn known_local_outside_and_development_hosts_are_silent() {
        silent(&RULE, "
            deploy orders host orders-alias
            deploy web env A=http://orders-alias env B=http://localhost:1 env C=https://api.example.com
            deploy other network host env A=http://nowhere:1
            deploy tool dev env A=http://nowhere:1
            deploy chart k8s template env A=http://nowhere:1
            deploy api k8s env A=http://back.shop.svc.cluster.local:80
            deploy back k8s
            deploy log env LEVEL=info,sqlx=warn env B=?
        ");
    }
}
