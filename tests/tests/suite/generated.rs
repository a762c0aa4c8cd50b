//! What `portcullis new` writes, as the linter sees it: no rule finds anything, whatever was chosen.
//! `tests/tests/generated/` builds and runs it.

use crate::program::{command, finish, lint};

/// Finds nothing in what is made with these arguments.
fn is_clean(arguments: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let fixed = ["new", "shop", "--yes", "--no-verify"];
    let run = finish(command(folder.path(), fixed.iter().chain(arguments)));
    assert_eq!(run.status, Some(0), "{arguments:?}: {}", run.stderr);
    let report = lint(&folder.path().join("shop"));
    assert!(report.findings.is_empty(), "{arguments:?}: {:#?}", report.findings);
}

const INBOUND: [&str; 4] = ["rest", "grpc", "kafka", "nats"];

#[test]
fn the_default_is_clean() {
    is_clean(&[]);
}

#[test]
fn without_the_sample_it_is_clean() {
    is_clean(&["--bare"]);
}

#[test]
fn each_way_in_is_clean_with_each_way_out() {
    for inbound in INBOUND {
        for repository in ["sqlite", "postgres", "memory", "fs", "s3"] {
            for publisher in ["memory", "kafka", "nats"] {
                let out = format!("repository:{repository},publisher:{publisher}");
                is_clean(&["--in", inbound, "--out", &out]);
            }
        }
    }
}

#[test]
fn each_way_in_is_clean_where_another_service_is_asked() {
    for inbound in INBOUND {
        is_clean(&["--in", inbound, "--out", "client:http"]);
    }
}

#[test]
fn all_ways_in_are_clean_together() {
    is_clean(&["--in", &INBOUND.join(","), "--out", "client:http"]);
}
