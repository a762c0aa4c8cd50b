//! What `portcullis add` puts into services: into one that `new` made without its sample, and into one of
//! somebody else.

use std::path::Path;

use crate::postgres::Postgres;
use crate::service::Service;
use crate::workspace::Workspace;

/// The public key of an issuer, and a token that it made for `it` and that is good until the year 2100.
const KEYS: &str = r#"{"keys":[{"alg":"EdDSA","kid":"1","kty":"OKP","crv":"Ed25519","x":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w"}]}"#;
const TOKEN: &str = "Authorization: Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJFZERTQSIsImtpZCI6IjEifQ.eyJhdWQiOiJpdCIsImV4cCI6NDEwMjQ0NDgwMCwiaXNzIjoidXMifQ.arNl7IQJ-W81SYY6D0s1BteQj-JBlCs1RN_XbVopKjFWXizcJgNjEyRCvK5YM-UuKw9p_xM-htb-KECyyZAnBw\r\n";

#[test]
fn a_service_of_somebody_else_gets_all_of_it() {
    let till = Workspace::by_hand("till");
    let before = till.findings();
    let no_logger = ("observability/log-pipeline", "src/main.rs");
    assert!(before.iter().any(|(rule, path)| (rule.as_str(), path.as_str()) == no_logger));
    let pieces: [&[&str]; 8] = [
        &["adapter", "archive", "--tech", "paper"],
        &["circuit-breaker", "archive"],
        &["circuit-breaker", "payments"],
        &["circuit-breaker", "mail"],
        &["database", "--tech", "postgres"],
        &["tracing"],
        &["metrics"],
        &["auth"],
    ];
    for piece in pieces {
        till.add(piece);
    }
    wire_the_breaker(&till.root().join("src/main.rs"));
    let after = till.findings();
    let new: Vec<_> = after.difference(&before).collect();
    assert!(new.is_empty(), "{new:#?}");
    assert!(!after.iter().any(|(rule, _)| rule == no_logger.0), "{after:#?}");
    till.cargo(&["fmt"]);
    till.works();
    till.cargo(&["build"]);

    let data = tempfile::tempdir().expect("a folder");
    write(&data.path().join("keys.json"), KEYS);
    let database = Postgres::start();
    let url = database.url();
    let environment = [
        ("AUTH_KEYS", "keys.json"),
        ("AUTH_ISSUER", "us"),
        ("AUTH_AUDIENCE", "it"),
        ("DATABASE_URL", url.as_str()),
    ];
    let service = Service::start("till", data.path(), "ADDRESS", &environment);
    assert!(service.get("/health").starts_with("HTTP/1.1 200"), "open");
    let ready = || service.get("/health/ready");
    assert!(ready().starts_with("HTTP/1.1 200"), "{}", ready());
    database.stop();
    assert!(ready().starts_with("HTTP/1.1 503"), "{}", ready());
    database.resume();
    assert!(ready().starts_with("HTTP/1.1 200"), "{}", ready());
    let refused = service.get("/charge/1");
    assert!(refused.starts_with("HTTP/1.1 401"), "{refused}");
    assert!(refused.contains("www-authenticate: Bearer"), "{refused}");
    assert!(service.get_with("/charge/0", TOKEN).ends_with("declined"));
    for _ in 0..5 {
        let failed = service.get_with("/charge/1", TOKEN);
        assert!(failed.ends_with("the terminal is off"), "{failed}");
    }
    let left_alone = service.get_with("/charge/1", TOKEN);
    assert!(left_alone.ends_with("not called, because too many calls failed"), "{left_alone}");
    let metrics = service.get("/metrics");
    let counted = r#"http_request_duration_seconds_count{method="GET",route="/charge/{amount}",status="502"} 6"#;
    assert!(metrics.contains(counted), "{metrics}");
    let logged = service.stop();
    let opened = logged.iter().find(|line| line.contains("left alone")).expect("a warning");
    let opened: serde_json::Value = serde_json::from_str(opened).expect("JSON");
    assert_eq!(opened["span"]["path"], "/charge/1", "{opened:#}");
}

#[test]
fn a_generated_service_gets_what_it_has_not() {
    let shop = Workspace::new(&["--bare"]);
    for there in ["tracing", "metrics", "health-check"] {
        shop.has(&[there]);
    }
    shop.add(&["database"]);
    shop.add(&["auth"]);
    shop.cargo(&["fmt"]);
    shop.holds();
    shop.cargo(&["build"]);

    let data = tempfile::tempdir().expect("a folder");
    write(&data.path().join("keys.json"), KEYS);
    let environment = [
        ("ORDERS__AUTH__KEYS", "keys.json"),
        ("ORDERS__AUTH__ISSUER", "us"),
        ("ORDERS__AUTH__AUDIENCE", "it"),
    ];
    let service = Service::start("orders", data.path(), "ORDERS__HTTP__ADDRESS", &environment);
    for open in ["/health/live", "/health/ready", "/metrics"] {
        assert!(service.get(open).starts_with("HTTP/1.1 200"), "{open}");
    }
    assert!(service.get("/v1/orders").starts_with("HTTP/1.1 401"));
    assert!(service.get_with("/v1/orders", TOKEN).starts_with("HTTP/1.1 404"), "let in");
    assert!(data.path().join("orders.db").is_file());
    service.stop();
}

#[test]
fn ports_of_the_sample_are_guarded() {
    // The service of `shop.rs`, and the whole of it: other adapters, or some of its packages alone, would have
    // other features of the crates around it, which would all be built once more for that.
    let shop = Workspace::new(&[]);
    shop.add(&["circuit-breaker", "order-repository"]);
    shop.add(&["circuit-breaker", "event-publisher"]);
    shop.cargo(&["fmt"]);
    shop.holds();
}

/// What is left to whoever adds a breaker: to say which adapter it stands before.
fn wire_the_breaker(main: &Path) {
    let text = read(main);
    let wired = text
        .replace("Arc::new(Cards)", "Arc::new(GuardedPayments::new(Cards, Limits::default()))")
        .replace(
            "use till::adapters::card::Cards;\n",
            "use till::adapters::breaker::Limits;\nuse till::adapters::card::Cards;\n\
             use till::adapters::guarded_payments::GuardedPayments;\n",
        );
    assert_ne!(text, wired);
    write(main, &wired);
}

#[expect(clippy::disallowed_methods, reason = "the test edits what it is about")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a text")
}

#[expect(clippy::disallowed_methods, reason = "the test makes what the service reads")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("written");
}
