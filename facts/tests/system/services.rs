//! Which binaries are services.

use crate::sketch::{app, lines, manifest, system};

#[test]
fn a_loop_over_messages_is_a_consumer() {
    let system = app(
        &["rdkafka", "tokio"],
        r"
        use rdkafka::consumer::StreamConsumer;
        #[tokio::main]
        async fn main() { consume(make()).await; }
        fn make() -> StreamConsumer { rdkafka::ClientConfig::new().create().unwrap() }
        async fn consume(consumer: StreamConsumer) {
            loop { let message = consumer.recv().await.unwrap(); handle(message); }
        }
        fn handle<M>(message: M) {}
        ",
    );
    assert_eq!(lines(&system), ["Consumer app"]);
}

#[test]
fn an_endless_loop_on_a_clock_is_a_worker_and_one_in_a_branch_is_a_tool() {
    let clock = r"
        #[tokio::main]
        async fn main() {
            let client = reqwest::Client::new();
            let mut clock = tokio::time::interval(PERIOD);
            loop { clock.tick().await; work(&client).await; }
        }
        async fn work(client: &reqwest::Client) {}
    ";
    assert_eq!(lines(&app(&["tokio", "reqwest"], clock)), ["Worker app"]);
    let tool = r"
        #[tokio::main]
        async fn main() {
            let client = reqwest::Client::new();
            if std::env::args().count() > 1 { loop { tokio::time::sleep(PERIOD).await; } }
        }
    ";
    assert!(lines(&app(&["tokio", "reqwest"], tool)).is_empty());
}

#[test]
fn a_probe_server_beside_a_consumer_makes_no_http_service() {
    let system = app(
        &["axum", "async-nats", "tokio", "futures"],
        r#"
        use futures::StreamExt;
        #[tokio::main]
        async fn main() {
            tokio::spawn(async move { probes().await });
            let client = async_nats::connect("nats").await.unwrap();
            let mut messages = client.subscribe("orders").await.unwrap();
            while let Some(message) = messages.next().await { drop(message); }
        }
        async fn probes() {
            let app = axum::Router::new().route("/livez", axum::routing::get(|| async { "ok" }));
            axum::serve(tokio::net::TcpListener::bind("0.0.0.0:81").await.unwrap(), app).await.unwrap();
        }
        "#,
    );
    assert_eq!(lines(&system), ["Consumer app", "GET /livez closure Health"]);
}

#[test]
fn what_passes_everything_on_is_a_gateway() {
    let system = app(
        &["actix-web", "reqwest"],
        r#"
        use actix_web::{App, HttpServer, web};
        struct Proxy;
        impl Proxy {
            async fn run(&self) {
                HttpServer::new(move || App::new().default_service(web::to(Self::pass))).bind("0.0.0.0:80").unwrap().run().await.unwrap();
            }
            async fn pass() { reqwest::Client::new().get("http://orders").send().await.unwrap(); }
        }
        #[actix_web::main]
        async fn main() { Proxy.run().await }
        "#,
    );
    assert_eq!(lines(&system), ["Gateway app", "ANY /{*path} web::to(Self::pass) Fallback"]);
}

#[test]
fn servers_of_old_are_started() {
    let system = app(
        &["actix-web", "actix-rt"],
        r#"
        use actix_web::{App, HttpServer, web};
        fn main() {
            let sys = actix_rt::System::new("app");
            let mut server = HttpServer::new(|| App::new().route("/orders", web::get().to(list)));
            server = if let Some(l) = inherited() { server.listen(l).unwrap() } else { server.bind("0.0.0.0:80").unwrap() };
            server.start();
            let _ = sys.run();
        }
        fn list() -> impl actix_web::Responder { "" }
        "#,
    );
    assert_eq!(lines(&system), ["Http app", "GET /orders list"]);
}

#[test]
fn tools_libraries_and_greetings_are_no_services() {
    let greeting = r#"
        #[tokio::main]
        async fn main() {
            let app = axum::Router::new().route("/", axum::routing::get(|| async { "hello" }));
            axum::serve(tokio::net::TcpListener::bind("0.0.0.0:81").await.unwrap(), app).await.unwrap();
        }
    "#;
    assert!(lines(&app(&["axum", "tokio"], greeting)).is_empty());
    let tool = "fn main() { let _ = reqwest::blocking::get(\"http://x\"); }";
    assert!(lines(&app(&["reqwest"], tool)).is_empty());
    let library = "pub fn router() -> axum::Router { axum::Router::new() }";
    assert!(
        lines(&system(&[("Cargo.toml", &manifest("lib", &["axum"])), ("src/lib.rs", library)]))
            .is_empty()
    );
}

#[test]
fn a_router_from_outside_hides_routes() {
    let system = app(
        &["axum", "tokio", "plugin"],
        r#"
        #[tokio::main]
        async fn main() {
            let app = axum::Router::new().route("/x", axum::routing::get(x)).merge(plugin::routes());
            axum::serve(tokio::net::TcpListener::bind("0.0.0.0:81").await.unwrap(), app).await.unwrap();
        }
        async fn x() {}
        "#,
    );
    assert_eq!(lines(&system), ["Http app", "GET /x x", "hides Routes"]);
}

#[test]
fn hostile_code_is_read_to_an_end() {
    let chain = ".route(\"/x\", axum::routing::get(f))".repeat(2_000);
    let text = format!(
        "async fn main() {{ let r = rec(axum::Router::new(){chain}); axum::serve(l, r).await; }}
        fn rec(r: axum::Router) -> axum::Router {{ rec(r.merge(rec(axum::Router::new()))) }}
        async fn f() {{}}"
    );
    assert_eq!(lines(&app(&["axum"], &text))[0], "Http app");
    let mut rings = app(
        &["axum"],
        "fn main() { let r = axum::Router::new(); let r = r.merge(r); axum::serve(l, r.nest(\"/a\", r)); }",
    );
    assert_eq!(lines(&rings).first().map(String::as_str), Some("Http app"));
    rings.graph.landscape.services.clear();
}
