//! Every way in, every repository, every publisher and every way to ask another service: each as the only
//! one of its kind in a service, and all of them together in one.

use crate::workspace::Workspace;

/// Each way in and each publisher meets several repositories, and each other; each way in asks another
/// service or does not. That all the rest has no finding is seen without a compiler (`tests/suite/generated.rs`).
const SERVICES: [(&str, &str, &str, &str); 7] = [
    ("rest", "postgres", "kafka", "none"),
    ("kafka", "sqlite", "nats", "http"),
    ("nats", "memory", "memory", "http"),
    ("rest", "fs", "nats", "http"),
    ("kafka", "s3", "memory", "none"),
    ("grpc", "sqlite", "memory", "none"),
    ("grpc", "postgres", "kafka", "http"),
];

/// One workspace of many services: what they share is built once, and adding them is tested too.
fn workspace() -> Workspace {
    let workspace = Workspace::new(&["--service", "bare", "--bare"]);
    for (inbound, repository, publisher, client) in SERVICES {
        let out = format!("repository:{repository},publisher:{publisher},client:{client}");
        let name = format!("{inbound}-{repository}");
        workspace.add_service(&name, &["--in", inbound, "--out", &out]);
    }
    let all = |side: &str, names: &[&str]| {
        names.iter().map(|name| format!("{side}{name}")).collect::<Vec<_>>().join(",")
    };
    let repositories = all("repository:", &["sqlite", "postgres", "memory", "fs", "s3"]);
    let publishers = all("publisher:", &["memory", "kafka", "nats"]);
    let out = format!("{repositories},{publishers},client:http");
    workspace.add_service("everything", &["--in", "rest,grpc,kafka,nats", "--out", &out]);
    workspace
}

#[test]
fn all_hold() {
    workspace().holds();
}
