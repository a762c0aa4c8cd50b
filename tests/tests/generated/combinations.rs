//! Every way in, every repository and every publisher: each as the only one of its kind in a service, and
//! all of them together in one.

use crate::workspace::Workspace;

/// Each way in and each publisher meets several repositories, and each other. That all the rest has no
/// finding is seen without a compiler (`tests/suite/generated.rs`).
const SERVICES: [(&str, &str, &str); 5] = [
    ("rest", "postgres", "kafka"),
    ("kafka", "sqlite", "nats"),
    ("nats", "memory", "memory"),
    ("rest", "fs", "nats"),
    ("kafka", "s3", "memory"),
];

/// One workspace of many services: what they share is built once, and adding them is tested too.
fn workspace() -> Workspace {
    let workspace = Workspace::new(&["--service", "bare", "--bare"]);
    for (inbound, repository, publisher) in SERVICES {
        let out = format!("repository:{repository},publisher:{publisher}");
        let name = format!("{inbound}-{repository}");
        workspace.add_service(&name, &["--in", inbound, "--out", &out]);
    }
    let all = |side: &str, names: &[&str]| {
        names.iter().map(|name| format!("{side}{name}")).collect::<Vec<_>>().join(",")
    };
    let repositories = all("repository:", &["sqlite", "postgres", "memory", "fs", "s3"]);
    let publishers = all("publisher:", &["memory", "kafka", "nats"]);
    let out = format!("{repositories},{publishers}");
    workspace.add_service("everything", &["--in", "rest,kafka,nats", "--out", &out]);
    workspace
}

#[test]
fn all_hold() {
    workspace().holds();
}
