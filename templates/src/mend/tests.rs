//! Time limits where they are missing: clients, requests and channels, as people write them.

use std::collections::BTreeSet;

use super::*;

/// The text with a limit on what stands at `§`, and without the mark.
fn limited(text: &str) -> Result<String, String> {
    limited_with(text, &["GithubError"])
}

fn limited_with(text: &str, made: &[&str]) -> Result<String, String> {
    let at = text.find('§').expect("the text says where");
    let text = text.replace('§', "");
    let made: BTreeSet<String> = made.iter().map(|name| (*name).to_owned()).collect();
    let edits = limit(&text, at, &Limit { seconds: 10, made: &made })?;
    apply(&text, &edits)
}

#[test]
fn a_client_is_built_with_a_limit() {
    insta::assert_snapshot!(limited("\
use std::sync::Arc;

use reqwest::Client;

impl Payments {
    fn new() -> Self {
        Self { http: §Client::new() }
    }
}
").unwrap(), @r#"
    use std::sync::Arc;
    use std::time::Duration;

    use reqwest::Client;

    impl Payments {
        fn new() -> Self {
            Self { http: Client::builder()
                .timeout(Duration::from_secs(10))
                .build()
                .expect("failed to build HTTP client") }
        }
    }
    "#);
}

#[test]
fn an_error_that_takes_it_gets_it() {
    let body = |output: &str, imports: &str| {
        let text = format!("{imports}fn f() -> {output} {{\n    let c = §Client::new();\n}}\n");
        limited(&text).unwrap()
    };
    let takes = |output: &str, imports: &str| body(output, imports).contains(".build()?;");
    assert!(takes("anyhow::Result<()>", ""));
    assert!(takes("Result<()>", "use anyhow::{Context, Result};\n"));
    assert!(takes("Result<Client, reqwest::Error>", ""));
    assert!(takes("Result<(), Box<dyn std::error::Error + Send>>", ""));
    assert!(takes("Result<(), crate::GithubError>", ""));
    assert!(!takes("Result<(), OtherError>", ""));
    assert!(!takes("Result<()>", "use crate::Result;\n"));
    assert!(!takes("Client", ""));
    let closure = "fn f() -> anyhow::Result<C> {\n    make(|| §Client::new())\n}\n";
    assert!(limited(closure).unwrap().contains(".expect("));
}

#[test]
fn statics_get_a_closure() {
    insta::assert_snapshot!(limited("\
use std::{sync::LazyLock, thread};

static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(§reqwest::Client::new);

fn f() {
    thread::spawn(work).expect(\"Cannot start\");
}
").unwrap(), @r#"
    use std::{sync::LazyLock, thread, time::Duration};

    static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .build()
        .expect("Failed to build HTTP client"));

    fn f() {
        thread::spawn(work).expect("Cannot start");
    }
    "#);
}

#[test]
fn builders_get_a_call_more() {
    insta::assert_snapshot!(limited("\
use std::time::{Duration, Instant};
fn f() -> Result<C, E> {
    let client = §ReqwestClient::builder().use_rustls_tls().build()?;
    client
}
").unwrap(), @r"
    use std::time::{Duration, Instant};
    fn f() -> Result<C, E> {
        let client = ReqwestClient::builder().use_rustls_tls().timeout(Duration::from_secs(10)).build()?;
        client
    }
    ");
    insta::assert_snapshot!(limited("\
fn f() -> C {
    §reqwest::ClientBuilder::new()
        .use_rustls_tls()
        .build()
        .unwrap()
}
").unwrap(), @r"
    fn f() -> C {
        reqwest::ClientBuilder::new()
            .use_rustls_tls()
            .timeout(std::time::Duration::from_secs(10))
            .build()
            .unwrap()
    }
    ");
}

#[test]
fn a_client_for_one_request_is_limited_on_the_request() {
    insta::assert_snapshot!(limited("\
use std::time::Instant;

async fn f(url: Url) -> Result<T, E> {
    let response = §reqwest::Client::new()
        .post(url)
        .json(&body)
        .send()
        .await?;
}
").unwrap(), @r"
    use std::time::{Duration, Instant};

    async fn f(url: Url) -> Result<T, E> {
        let response = reqwest::Client::new()
            .post(url)
            .json(&body)
            .timeout(Duration::from_secs(10))
            .send()
            .await?;
    }
    ");
    let later = "use a::b;\nfn f() {\n    let r = §Client::new().get(url);\n}\n";
    assert!(limited(later).unwrap().contains("Client::new().get(url).timeout(Duration"));
}

#[test]
fn endpoints_get_it_where_they_are_made() {
    insta::assert_snapshot!(limited("\
use tokio::time::Duration;

async fn f(host: &str) -> Result<C, E> {
    let endpoint = Endpoint::from_str(&format!(\"http://{host}\"))?;
    let channel = endpoint.§connect().await?;
    Ok(channel)
}
").unwrap(), @r#"
    use tokio::time::Duration;

    async fn f(host: &str) -> Result<C, E> {
        let endpoint = Endpoint::from_str(&format!("http://{host}"))?.timeout(Duration::from_secs(10));
        let channel = endpoint.connect().await?;
        Ok(channel)
    }
    "#);
    let chain = "use chrono::Duration;\nasync fn f() {\n    §Channel::from_static(\"http://a\")\n        .connect()\n        .await\n}\n";
    let expected = "        .timeout(std::time::Duration::from_secs(10))\n        .connect()\n";
    assert!(limited(chain).unwrap().contains(expected));
}

#[test]
fn what_no_edit_can_mend_is_said() {
    let said = |expr: &str| limited(&format!("async fn f() {{ {expr}; }}\n")).unwrap_err();
    insta::assert_snapshot!(said("§reqwest::get(url).await"), @"`reqwest::get` makes a client for this one call; use a client that has a timeout");
    insta::assert_snapshot!(said("§FooClient::connect(url).await"), @"`FooClient::connect` makes a channel of its own; make it of a `tonic::transport::Endpoint` with a timeout");
    insta::assert_snapshot!(said("pod.endpoint().§connect().await"), @"it cannot be seen where the endpoint is made");
    insta::assert_snapshot!(said("select! { x = §Client::new() => 1 }"), @"it stands in a macro, whose arguments are not read");
    insta::assert_snapshot!(said("let c: Client = §Default::default()"), @"it cannot be seen what `Default::default` makes");
}

#[test]
fn errors_are_known_by_what_makes_them() {
    let text = "
use reqwest::Error as HttpError;
enum A { #[error(\"a\")] Http(#[from] HttpError), Other }
enum B { Http(reqwest::Error) }
struct C;
impl From<reqwest::Error> for C { }
impl From<std::io::Error> for D { }
";
    let found: Vec<String> = made_from(text, "reqwest::Error").into_iter().collect();
    assert_eq!(found, ["A", "C"]);
}
