//! What is read of small systems: where work enters, where errors end, what is said of routes, calls and settings.

use crate::discover::trial::{manifest, tree};
use crate::graph::system::{CallTarget, Confirmation, EntryKind, Landscape, SettingKind, SiteKind};
use crate::place::Place;
use crate::{Options, System, read};

/// Reads a tree of these files.
fn system(files: &[(&str, &str)]) -> System {
    read(tree(files).path(), &Options::default()).expect("a tree")
}

fn one(dependencies: &[&str], main: &str) -> System {
    system(&[("Cargo.toml", &manifest("shop", dependencies)), ("src/main.rs", main)])
}

/// The line on which a place begins, without the space around it.
fn line(system: &System, place: Place) -> String {
    let text = &system.file(place.file).text;
    let number = system.line_column(place).line as usize;
    text.lines().nth(number - 1).unwrap_or_default().trim().to_owned()
}

fn lines_of(system: &System, wanted: impl Fn(&SiteKind) -> bool) -> Vec<String> {
    let sites = system.graph.landscape.sites.iter().filter(|site| wanted(&site.kind));
    sites.map(|site| line(system, site.place)).collect()
}

fn consumers(landscape: &Landscape) -> usize {
    let entries = landscape.entries.iter();
    entries.filter(|entry| matches!(entry.kind, EntryKind::Consumer(_))).count()
}

const CONSUMER: &str = r#"
use rdkafka::consumer::{Consumer, StreamConsumer};
use rdkafka::{ClientConfig, Message};

async fn consume() {
    let consumer: StreamConsumer = ClientConfig::new().set("group.id", "g").create().unwrap();
    consumer.subscribe(&["orders"]).unwrap();
    loop {
        if let Ok(message) = consumer.recv().await {
            let event: Event = serde_json::from_slice(message.payload().unwrap()).unwrap();
        }
    }
}

#[tokio::main]
async fn main() {
    tokio::spawn(consume());
}
"#;

#[test]
fn a_loop_that_receives_is_where_messages_enter() {
    let system = one(&["rdkafka", "serde_json", "tokio"], CONSUMER);
    let landscape = &system.graph.landscape;
    assert_eq!(consumers(landscape), 1);
    let entry = landscape.entries.iter().find_map(|entry| match entry.kind {
        EntryKind::Consumer(at) => Some((entry.function, at)),
        _ => None,
    });
    let (function, at) = entry.expect("a consumer");
    let topics = &landscape.consumes[at as usize].topics;
    assert_eq!(landscape.topic(topics[0]).name, "orders");
    let site = landscape.sites.iter().find(|site| site.kind == SiteKind::PanicOnRemote);
    assert_eq!(site.map(|site| site.function), function);
}

#[test]
fn a_loop_without_a_known_subscription_is_one_of_unknown_topics() {
    let main = r"
use rdkafka::consumer::StreamConsumer;

#[tokio::main]
async fn main() {
    let consumer: StreamConsumer = kit::consumer();
    loop {
        let message = consumer.recv().await;
    }
}
";
    let system = one(&["rdkafka", "kit", "tokio"], main);
    let landscape = &system.graph.landscape;
    assert_eq!(consumers(landscape), 1);
    assert!(landscape.consumes.iter().all(|consume| consume.more && consume.topics.is_empty()));
}

/// A function that publishes and hands its error on, with what calls it.
fn publisher(caller: &str) -> System {
    let main = format!(
        r#"
use rdkafka::producer::{{FutureProducer, FutureRecord}};

async fn publish(producer: &FutureProducer) -> Result<(), Error> {{
    producer.send(FutureRecord::to("orders"), WAIT).await.map_err(|(error, _)| error)?;
    Ok(())
}}

async fn create(producer: &FutureProducer) -> Result<(), Error> {{
{caller}
}}
"#
    );
    one(&["rdkafka"], &main)
}

#[test]
fn an_error_of_a_publish_is_followed_to_the_callers() {
    let of = |caller: &str| {
        let system = publisher(caller);
        let publish = &system.graph.landscape.publishes[0];
        (publish.confirmation, publish.lost_at.map(|place| line(&system, place)))
    };
    let logged = "if let Err(error) = publish(producer).await { eprintln!(\"{error}\"); } Ok(())";
    assert_eq!(of(logged), (Confirmation::Logged, Some(logged.to_owned())));
    let dropped = "let _ = publish(producer).await; Ok(())";
    assert_eq!(of(dropped), (Confirmation::Dropped, Some(dropped.to_owned())));
    assert_eq!(of("publish(producer).await"), (Confirmation::Confirmed, None));
    // The next round tries again.
    let relay = "loop { if let Err(error) = publish(producer).await { eprintln!(\"{error}\"); } }";
    assert_eq!(of(relay), (Confirmation::Confirmed, None));
}

#[test]
fn a_connection_to_a_cache_that_fails_is_a_failure_of_another_process() {
    let main = r"
async fn handler(client: Shared) {
    let mut connection = client.lock().await.get_multiplexed_async_connection().await.unwrap();
}
";
    let system = one(&["axum", "redis"], main);
    let found = lines_of(&system, |kind| *kind == SiteKind::PanicOnRemote);
    assert_eq!(found.len(), 1);
}

#[test]
fn a_path_with_a_parameter_is_as_sure_as_its_host() {
    let caller = r#"
struct App { stock: String, client: reqwest::Client }

async fn create(app: &App, id: u32) {
    app.client.get(format!("{}/items/{}", app.stock, id)).send().await;
}

#[tokio::main]
async fn main() {
    let stock = std::env::var("STOCK").unwrap_or("http://localhost:1".to_string());
    let app = App { stock, client: reqwest::Client::new() };
    let router = axum::Router::new().route("/orders", axum::routing::post(handle));
    axum::serve(listener, router).await;
}

async fn handle() {}
"#;
    let stock = r#"
#[tokio::main]
async fn main() {
    let router = axum::Router::new().route("/items/{id}", axum::routing::patch(change));
    axum::serve(listener, router).await;
}

async fn change() {}
"#;
    let compose = "
services:
  orders:
    build: ./orders
    environment:
      STOCK: http://stock:8080
  stock:
    build: ./stock
";
    let orders = manifest("orders", &["axum", "reqwest", "tokio"]);
    let system = system(&[
        ("orders/Cargo.toml", &orders),
        ("orders/src/main.rs", caller),
        ("orders/Dockerfile", "FROM rust\nCOPY . .\n"),
        ("stock/Cargo.toml", &manifest("stock", &["axum", "tokio"])),
        ("stock/src/main.rs", stock),
        ("stock/Dockerfile", "FROM rust\nCOPY . .\n"),
        ("compose.yaml", compose),
    ]);
    let call = &system.graph.landscape.calls[0];
    let CallTarget::Service(id) = call.target else { panic!("{:?}", call.target) };
    assert_eq!(system.graph.landscape.service(id).name, "stock");
    assert_eq!(call.path.as_deref(), Some("/items/{}"));
    assert!(call.why.confidence >= 65, "{:?}", call.why);
}

#[test]
fn a_route_says_where_it_is_nested() {
    let main = r#"
#[tokio::main]
async fn main() {
    let app = axum::Router::new()
        .nest("/api", routes());
    axum::serve(listener, app).await;
}

fn routes() -> axum::Router {
    axum::Router::new().route("/orders", axum::routing::get(list))
}

async fn list() {}
"#;
    let system = one(&["axum", "tokio"], main);
    let route = &system.graph.landscape.routes[0];
    let places = route.why.steps.iter().filter_map(|step| step.place);
    let lines: Vec<String> = places.map(|place| line(&system, place)).collect();
    assert!(lines.iter().any(|line| line.contains("nest(")), "{lines:?}");
}

#[test]
fn any_origin_is_seen_at_the_end_of_a_chain() {
    let main = r"
fn cors() {
    let layer = tower_http::cors::CorsLayer::new()
        .allow_methods([GET])
        .allow_headers(tower_http::cors::Any)
        .allow_origin(tower_http::cors::Any);
}
";
    let system = one(&["tower-http"], main);
    let settings = &system.graph.landscape.settings;
    let kinds: Vec<SettingKind> = settings.iter().map(|setting| setting.kind).collect();
    assert_eq!(kinds, [SettingKind::AnyOrigin]);
}

#[test]
fn a_struct_in_a_log_shows_its_fields_and_not_its_name() {
    let main = r#"
#[derive(Debug)]
struct Claims { subject: String }
#[derive(Debug)]
struct Login { password: String }
use secrecy::SecretString;

fn login(login: Login, token: Result<Claims, Error>, secret: SecretString) {
    tracing::info!("{:?}", login);
    match token {
        Ok(access_token) => tracing::info!("{:?}", access_token),
        Err(_) => {}
    }
    tracing::info!("{:?}", secret);
    let password = hash_password(&form.password)?;
    dbg!(&password);
}
"#;
    let system = one(&["axum", "tracing", "secrecy"], main);
    let settings = &system.graph.landscape.settings;
    let names: Vec<&str> = settings.iter().map(|setting| setting.name.as_str()).collect();
    assert_eq!(names, ["password"]);
}

#[test]
fn a_group_with_a_new_name_each_time_may_lose_messages() {
    let of = |group: &str| {
        let text = CONSUMER.replace("\"g\"", group);
        let system = one(&["rdkafka", "serde_json", "tokio"], &text);
        system.graph.landscape.consumes[0].lossy
    };
    assert!(!of("\"orders\""));
    assert!(of("&format!(\"live-{}\", next_number())"));
    assert!(!of("&std::env::var(\"GROUP\").unwrap()"));
}

#[test]
fn addresses_beside_the_name_of_a_variable_are_defaults_and_nobody_is_called_everywhere() {
    let main = r#"
        fn env_or(name: &str, default: &str) -> String { std::env::var(name).unwrap_or(default.into()) }
        #[tokio::main]
        async fn main() {
            let client = reqwest::Client::new();
            client.get(env_or("STOCK_URL", "http://stock:8080")).send().await;
            client.get("http://price:8080").send().await;
            client.get("http://0.0.0.0:8080").send().await;
            client.get("http://stock:80".strip_prefix("http://other:80").unwrap()).send().await;
        }
    "#;
    let system = one(&["axum", "reqwest", "tokio"], main);
    let addresses = system.graph.landscape.addresses.iter();
    let told: Vec<_> = addresses.map(|one| (one.host.as_str(), one.is_default)).collect();
    assert_eq!(told, [("stock:8080", true), ("price:8080", false), ("stock:80", false)]);
}
