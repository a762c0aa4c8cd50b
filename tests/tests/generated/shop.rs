//! `portcullis new shop`, as a new user has it: from the first command to the first answer.

use std::time::Instant;

use crate::service::Service;
use crate::workspace::Workspace;

const ADDRESS: &str = "ORDERS__HTTP__ADDRESS";
const ORDER: &str = r#"{"sku":"TEA-1","quantity":2}"#;

#[test]
fn it_answers_and_its_tests_pass() {
    let begun = Instant::now();
    let workspace = Workspace::new(&[]);
    workspace.cargo(&["build"]);
    let data = tempfile::tempdir().expect("a folder");
    let service = Service::start("orders", data.path(), ADDRESS, &[]);
    let placed = service.ask(&format!(
        "POST /v1/orders HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{ORDER}",
        ORDER.len()
    ));
    println!("from `new` to the first answer: {:.0?}", begun.elapsed());
    assert!(placed.starts_with("HTTP/1.1 201"), "{placed}");
    let location = placed.lines().find_map(|line| line.strip_prefix("location: "));
    let location = location.expect("a place").to_owned();
    drop(service);

    let service = Service::start("orders", data.path(), ADDRESS, &[]);
    let found = service.get(&location);
    assert!(found.starts_with("HTTP/1.1 200") && found.contains("TEA-1"), "{found}");
    assert!(service.get("/health/ready").starts_with("HTTP/1.1 200"));
    drop(service);
    workspace.cargo(&["fmt", "--check"]);
    workspace.holds();
}
