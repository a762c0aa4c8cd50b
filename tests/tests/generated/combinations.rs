//! Every way in with every repository and every publisher, by pairs.

use crate::workspace::Workspace;

const INBOUND: [&str; 3] = ["rest", "kafka", "nats"];
const REPOSITORIES: [&str; 5] = ["sqlite", "postgres", "memory", "fs", "s3"];
const PUBLISHERS: [&str; 3] = ["memory", "kafka", "nats"];

/// One workspace of many services: what they share is built once, and adding them is tested too.
fn workspace() -> Workspace {
    let workspace = Workspace::new(&["--service", "bare", "--bare"]);
    for (at, inbound) in INBOUND.iter().enumerate() {
        for (place, repository) in REPOSITORIES.iter().enumerate() {
            // Shifted by one for each row and column, a publisher meets everything too.
            let publisher = PUBLISHERS[(at + place) % PUBLISHERS.len()];
            let out = format!("repository:{repository},publisher:{publisher}");
            let name = format!("{inbound}-{repository}");
            workspace.add_service(&name, &["--in", inbound, "--out", &out]);
        }
    }
    let all = |side: &str, names: &[&str]| {
        names.iter().map(|name| format!("{side}{name}")).collect::<Vec<_>>().join(",")
    };
    let out = format!("{},{}", all("repository:", &REPOSITORIES), all("publisher:", &PUBLISHERS));
    workspace.add_service("everything", &["--in", &all("", &INBOUND), "--out", &out]);
    workspace
}

#[test]
fn all_hold() {
    workspace().holds();
}
