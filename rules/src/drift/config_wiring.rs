//! A variable that a service needs is set nowhere where it is deployed.
//!
//! ## Why
//! A service that misses a variable stops at its start, or at the first request that needs it. That
//! is found out in production, since every laptop has it set.
//!
//! ## Fails
//! ```text
//! let url = env::var("STOCK_URL").expect("STOCK_URL must be set");
//! // compose.yaml sets STOCK_ADDR
//! ```
//!
//! ## Passes
//! ```text
//! let url = env::var("STOCK_URL").expect("STOCK_URL must be set");
//! // compose.yaml sets STOCK_URL
//! ```
//!
//! ## How to fix
//! Set it where the service is deployed, or give it a default.
//!
//! Variants: `[unread]` is a variable that is set and that the code does not read. It is off unless
//! it is asked for, since libraries read some of their own. `[port-mismatch]` is a mapped port at
//! which the service does not listen, or only for what runs in its own container.
//!
//! ## Options
//! - `ignore`: globs of variables that are set or read by others.
//!
//! ## False positives avoided
//! Variables with a default, deployments whose environment is not known completely (templates,
//! missing env files), containers into which a `.env` or the folder of the sources, which may hold one, is mounted,
//! services that read their configuration as a whole, variables that the
//! platform sets, those of a `.env` that nobody reads, since compose itself takes some, and those that other programs are
//! given by the same line. What is read in one branch of a function, and so may not be needed, is a hidden note.
//! Of several mapped ports one that is served is enough, and ports that could not be worked out match any.

use portcullis_facts::graph::system::{
    Deployment, EnvRead, EnvSource, EnvValue, HiddenKind, Orchestrator, Recipients, ServiceId,
};

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::listening::Listening;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;
use crate::suggest::nearest;

/// The rule.
pub static RULE: Rule = Rule {
    id: "drift/config-wiring",
    summary: "a variable is read and never set",
    level: Level::Warning,
    variants: &[
        Variant {
            name: "unread",
            summary: "a variable is set and never read",
            level: Level::Off,
            opt_in: false,
        },
        Variant {
            name: "port-mismatch",
            summary: "a port is mapped at which the service does not listen",
            level: Level::Warning,
            opt_in: false,
        },
    ],
    gated: false,
    options: &[RuleOption {
        name: "ignore",
        default: OptionDefault::List(&[
            "RUST_*",
            "CARGO_*",
            "OTEL_*",
            "AWS_*",
            "SQLX_*",
            "ROCKET_*",
            "PG*",
            "HOSTNAME",
            "HOME",
            "PATH",
            "USER",
            "TMPDIR",
            "TZ",
            "LANG",
            "LC_*",
            "KUBERNETES_*",
            "POD_*",
        ]),
        doc: "globs of variables that are set or read by others",
    }],
    fix: Fix::Manual,
    serves: "Configuration",
    source: include_str!("config_wiring.rs"),
    check: Check::Graph(check),
};

/// Confidence that a variable which nobody in the code reads is left over.
const LEFT_OVER: u8 = 70;
/// Confidence where what is deployed may never come to where a variable is read: too little to show.
const IN_BRANCH: u8 = 50;

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    let ignored = Globs::new(&options.list("ignore"));
    let recipients = Recipients::of(&landscape.deployments);
    for (id, service) in context.landscape().services() {
        for (_, deployment) in landscape.deployments_of(id) {
            if !deployment.development && !deployment.template {
                mapped(context, id, deployment, report);
            }
        }
        if service.hides(HiddenKind::Configuration).is_some() {
            continue;
        }
        let reads: Vec<&EnvRead> = landscape
            .env_reads
            .iter()
            .filter(|read| read.is_env && read.services.contains(&id))
            .collect();
        for orchestrator in [Orchestrator::Compose, Orchestrator::Kubernetes] {
            let deployments: Vec<&Deployment> = landscape
                .deployments_of(id)
                .map(|(_, deployment)| deployment)
                .filter(|at| at.orchestrator == orchestrator && !at.development)
                .collect();
            let complete = deployments
                .iter()
                .all(|at| at.env_complete && !at.template && !brings_settings(at));
            if !deployments.is_empty() && complete {
                unset(context, id, &deployments, &reads, &ignored, report);
                if report.wants(Some("unread")) && !reads.is_empty() {
                    let keys = keys_of(context, id);
                    let but = (&ignored, &recipients);
                    unread(context, id, &deployments, (&reads, &keys), but, report);
                }
            }
        }
    }
}

/// Whether a mount brings a file of settings, or a folder in which there may be one that is not committed.
fn brings_settings(deployment: &Deployment) -> bool {
    deployment.mounts.iter().any(|(host, container)| {
        let is_settings = |path: &str| {
            let name = path.rsplit('/').next().unwrap_or(path);
            name.starts_with(".env") || name.rsplit('.').next() == Some("env")
        };
        let is_folder = matches!(host.trim_end_matches('/'), "." | ".." | "$PWD" | "${PWD}");
        is_folder || is_settings(host) || is_settings(container)
    })
}

/// Ports that a deployment maps although the service listens at none of them.
fn mapped(context: &Context<'_>, id: ServiceId, deployment: &Deployment, report: &mut Report) {
    let service = context.landscape().service(id);
    let Some(listening) = Listening::of(service, deployment) else { return };
    // One port that is served is enough: others may be those of metrics and debuggers.
    let served = deployment.ports.iter().any(|port| listening.has(port.container));
    if served && !listening.is_inside() {
        return;
    }
    for port in &deployment.ports {
        let draft = listening.draft(service, deployment, "the mapping", port.container, port.place);
        report.add(draft.variant(Some("port-mismatch")).about(context, id));
    }
}

fn unset(
    context: &Context<'_>,
    id: ServiceId,
    deployments: &[&Deployment],
    reads: &[&EnvRead],
    ignored: &Globs,
    report: &mut Report,
) {
    let service = &context.landscape().service(id).name;
    let set = || deployments.iter().flat_map(|at| at.env.iter().map(|value| value.name.as_str()));
    for read in reads {
        let name = read.name.as_str();
        // A variable may be read twice, once with a default.
        let spared = reads.iter().any(|other| other.name == name && other.has_default);
        if spared || ignored.matches(name) || set().any(|other| other == name) {
            continue;
        }
        let near =
            nearest(name, set().filter(|other| reads.iter().all(|read| read.name != *other)));
        let mut draft = Draft::new(service, name, read.place)
            .about(context, id)
            .message(format!("`{service}` needs `{name}`, which is not set where it is deployed"))
            .help(match near {
                Some(near) => format!("set `{name}`; `{near}` is set and never read"),
                None => format!("set `{name}` there, or give it a default"),
            })
            .label("read here, without a default")
            .related(deployments[0].place, "deployed here without it")
            .confidence(read.confidence);
        if read.in_branch {
            let reason = "it is read in a branch, so it may not be needed there";
            draft = draft.step(reason, Some(read.place)).at_most(IN_BRANCH);
        }
        report.add(draft);
    }
}

/// The keys of a service's configuration, letters and digits alone.
fn keys_of(context: &Context<'_>, id: ServiceId) -> Vec<String> {
    let reads = context.landscape().env_reads.iter();
    let keys = reads.filter(|read| !read.is_env && read.services.contains(&id));
    keys.map(|read| plain(&read.name)).collect()
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether a variable fills one of these keys behind a prefix that is not known.
fn fills(name: &str, keys: &[String]) -> bool {
    let name = plain(name);
    keys.iter().any(|key| name.ends_with(key.as_str()))
}

fn unread(
    context: &Context<'_>,
    id: ServiceId,
    deployments: &[&Deployment],
    (reads, keys): (&[&EnvRead], &[String]),
    (ignored, recipients): (&Globs, &Recipients),
    report: &mut Report,
) {
    let landscape = context.landscape();
    let service = &landscape.service(id).name;
    // A `ConfigMap` of all, of which each reads a part.
    let is_own = |at| landscape.deployment(at).service == Some(id);
    let is_common = |value: &EnvValue| recipients.others(value.place, is_own);
    for deployment in deployments {
        for value in deployment.env.iter().filter(|value| value.source != EnvSource::Image) {
            let name = value.name.as_str();
            // Compose itself reads the variables of `.env`, and several programs share it.
            let shared = value.source == EnvSource::File && context.is_dotenv(value.place);
            let is_read = || reads.iter().any(|read| read.name == name) || fills(name, keys);
            if shared || ignored.matches(name) || is_read() || is_common(value) {
                continue;
            }
            report.add(
                Draft::new(service, name, value.place)
                    .variant(Some("unread"))
                    .about(context, id)
                    .message(format!("`{name}` is set, but `{service}` does not read it"))
                    .help(format!("remove `{name}`, or read it"))
                    .label("set here")
                    .confidence(LEFT_OVER),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn unset_and_unread_variables_are_found() {
        insta::assert_snapshot!(fires(&RULE, "
            service web http
            reads-env web STOCK_URL
            reads-env web API_KEY
            deploy web of web env STOCK_URI=http://stock
        "), @r"
        warning drift/config-wiring[unread] compose.yaml:1 (set here)
          `STOCK_URI` is set, but `web` does not read it
          help: remove `STOCK_URI`, or read it
        warning drift/config-wiring web/src/main.rs:2 (read here, without a default)
          `web` needs `STOCK_URL`, which is not set where it is deployed
          help: set `STOCK_URL`; `STOCK_URI` is set and never read
          also compose.yaml:1: deployed here without it
        warning drift/config-wiring web/src/main.rs:3 (read here, without a default)
          `web` needs `API_KEY`, which is not set where it is deployed
          help: set `API_KEY` there, or give it a default
          also compose.yaml:1: deployed here without it
        ");
    }

    #[test]
    fn what_is_read_in_a_branch_may_not_be_needed() {
        let found = fires(
            &RULE,
            "
            service web http
            reads-env web QUEUE_URL in-branch
            deploy web of web env PORT=80
        ",
        );
        assert!(found.contains("weak note drift/config-wiring web/src/main.rs:2"), "{found}");
    }

    #[test]
    fn defaults_unknown_environments_and_the_platform_are_silent() {
        silent(
            &RULE,
            "
            service web http
            reads-env web PORT default 8080
            reads-env web LEVEL optional
            reads-env web RUST_LOG
            reads-env web STOCK_URL
            deploy web of web env STOCK_URL=http://stock
            deploy web of web dev
            deploy web of web k8s partial-env
            deploy web of web env STOCK_URL=http://stock env-file WEB_TAG=1
        ",
        );
        silent(
            &RULE,
            "
            service web http
            reads-env web STOCK_URL
            hides web configuration it is read as a whole
            deploy web of web env A=b
        ",
        );
        for mount in [".:/app", "./docker.env:/app/.env"] {
            silent(
                &RULE,
                &format!(
                    "
            service web http
            reads-env web STOCK_URL
            deploy web of web env A=b mount {mount}
        "
                ),
            );
        }
        assert!(
            !fires(
                &RULE,
                "
            service web http
            reads-env web STOCK_URL
            deploy web of web mount ./data:/data
        "
            )
            .is_empty()
        );
    }

    #[test]
    fn a_variable_that_may_fill_a_key_is_read() {
        let sketch = |variable: &str| {
            let reads = "reads-env web LEVEL optional\nreads-env web cache.size key";
            format!("service web http\n{reads}\ndeploy web of web env {variable}=1")
        };
        silent(&RULE, &sketch("SHOP_CACHE__SIZE"));
        assert!(fires(&RULE, &sketch("SHOP_CACHE__TTL")).contains("`SHOP_CACHE__TTL` is set"));
    }

    #[test]
    fn mapped_ports_at_which_nobody_listens_are_found() {
        insta::assert_snapshot!(fires(&RULE, "
            service orders http
            listens orders 8082 var PORT
            deploy orders of orders port 80:8080 env PORT=8083
        "), @r"
        warning drift/config-wiring[port-mismatch] compose.yaml:1 (this port)
          the mapping of `orders` asks port `8080`, but `orders` listens on `8083`
          help: let it listen on `8080`, or ask the port on which it listens
          also compose.yaml:1: port `8083` comes from here
        ");
        insta::assert_snapshot!(fires(&RULE, "
            service orders http
            listens orders 8080 loopback
            deploy orders of orders port 80:8080
        "), @r"
        warning drift/config-wiring[port-mismatch] compose.yaml:1 (this port)
          the mapping of `orders` asks port `8080`, but `orders` listens on `127.0.0.1:8080`
          help: let it listen on `0.0.0.0:8080`
          also orders/src/main.rs:2: port `8080` comes from here
        ");
    }

    #[test]
    fn ports_that_may_fit_are_silent() {
        for fits in [
            "listens orders 8080\ndeploy orders of orders port 80:8080 port 9090:9090",
            "listens orders ?\ndeploy orders of orders port 80:8080",
            "listens orders 8081 var PORT\ndeploy orders of orders port 80:8080 env PORT=?",
            "listens orders 8081 var PORT\ndeploy orders of orders port 80:8080 partial-env",
        ] {
            silent(&RULE, &format!("service orders http\n{fits}"));
        }
    }
}
