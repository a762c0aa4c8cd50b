//! Layers that rest on what code does: starts a server, fills a port, stands among services.

use crate::sketch::{manifest, system};

/// The layers of all modules that have one, `path layer`.
fn layers(files: &[(&str, &str)]) -> Vec<String> {
    let system = system(files);
    let graph = &system.graph;
    let of = graph.modules().filter_map(|(id, _)| {
        let fact = graph.layer_of_module(id)?;
        Some(format!("{} {}", graph.module_path(id), graph.layer(fact).name))
    });
    of.collect()
}

#[test]
fn a_core_declares_what_others_use() {
    let manifest = manifest("client", &["reqwest"]);
    let found = |domain: &str| {
        layers(&[
            ("Cargo.toml", &manifest),
            ("src/lib.rs", "mod application;\nmod domain;\npub struct Client;\n"),
            ("src/application.rs", "impl crate::Client { pub fn applications(&self) {} }\n"),
            ("src/domain.rs", domain),
        ])
    };
    let of_network = "impl crate::Client { pub fn add(&self, by: reqwest::Client) {} }\n";
    assert_eq!(found(of_network), [] as [&str; 0]);
    let of_business = "pub struct Order { by: reqwest::Client }\n";
    let expected = ["client::application application", "client::domain core"];
    assert_eq!(found(of_business), expected);
}

#[test]
fn connections_come_in_and_go_out_without_a_hexagon() {
    let found = |third: &str| {
        let root = format!("mod core;\nmod inbound;\nmod outbound;\nmod {third};\n");
        let path = format!("src/{third}.rs");
        layers(&[
            ("Cargo.toml", &manifest("mail", &[])),
            ("src/lib.rs", &root),
            ("src/core.rs", "pub struct Session;\n"),
            ("src/inbound.rs", ""),
            ("src/outbound.rs", ""),
            (&path, "pub trait Queue {}\n"),
        ])
    };
    assert_eq!(found("queue"), [] as [&str; 0]);
    let expected = [
        "mail::core core",
        "mail::inbound adapter-in",
        "mail::outbound adapter-out",
        "mail::ports port",
    ];
    assert_eq!(found("ports"), expected);
}

#[test]
fn packages_that_come_in_and_go_out_are_a_hexagon_around_a_core_that_serves_nothing() {
    let found = |core: &str| {
        layers(&[
            ("Cargo.toml", "[workspace]\nmembers = [\"core\", \"inbound\", \"outbound\"]\n"),
            ("core/Cargo.toml", &manifest("shop-core", &["axum"])),
            ("core/src/lib.rs", core),
            ("inbound/Cargo.toml", &manifest("shop-inbound", &[])),
            ("inbound/src/lib.rs", ""),
            ("outbound/Cargo.toml", &manifest("shop-outbound", &[])),
            ("outbound/src/lib.rs", ""),
        ])
    };
    let expected = ["shop_core core", "shop_inbound adapter-in", "shop_outbound adapter-out"];
    assert_eq!(found("pub struct Order;\n"), expected);
    assert_eq!(found("pub fn route() -> axum::Router { axum::Router::new() }\n"), [] as [&str; 0]);
}

#[test]
fn a_file_called_application_that_starts_the_server_puts_all_together() {
    let manifest = manifest("shop", &["actix-web", "sqlx"]);
    let found = |application: &str| {
        layers(&[
            ("Cargo.toml", &manifest),
            ("src/lib.rs", "mod api;\nmod application;\nmod domain;\n"),
            ("src/api.rs", "pub async fn get(r: actix_web::HttpRequest) {}\n"),
            ("src/application.rs", application),
            ("src/domain.rs", "pub struct Order;\n"),
        ])
    };
    let starts = "pub async fn run(pool: sqlx::PgPool) {\n\
                  actix_web::HttpServer::new(|| actix_web::App::new()).run().await;\n}\n";
    let expected = ["shop::api adapter-in", "shop::application root", "shop::domain core"];
    assert_eq!(found(starts), expected);
    let places = "pub fn place(order: crate::domain::Order) {}\n";
    let expected = ["shop::api adapter-in", "shop::application application", "shop::domain core"];
    assert_eq!(found(places), expected);
}

#[test]
fn the_file_of_an_infrastructure_that_starts_the_server_puts_all_together() {
    let manifest = manifest("shop", &["axum", "sqlx"]);
    let found = |server: &str| {
        layers(&[
            ("Cargo.toml", &manifest),
            ("src/lib.rs", "mod application;\nmod domain;\nmod infra;\n"),
            ("src/application.rs", "pub fn place(order: crate::domain::Order) {}\n"),
            ("src/domain.rs", "pub struct Order;\n"),
            ("src/infra/mod.rs", "mod db;\nmod server;\n"),
            (
                "src/infra/db.rs",
                "pub fn pool() -> sqlx::PgPool { sqlx::PgPool::connect_lazy(\"\") }\n",
            ),
            ("src/infra/server.rs", server),
        ])
    };
    let of_server = |text: &str| found(text).into_iter().find(|line| line.contains("server"));
    let starts =
        "pub async fn run(pool: sqlx::PgPool) { axum::serve(l(), axum::Router::new()).await; }\n";
    assert_eq!(of_server(starts).as_deref(), Some("shop::infra::server root"));
    let pings = "pub async fn ping(pool: sqlx::PgPool) { sqlx::query(\"SELECT 1\"); }\n";
    assert_eq!(of_server(pings).as_deref(), Some("shop::infra::server adapter-out"));
}

#[test]
fn what_fills_a_port_beside_it_is_an_adapter_among_ports() {
    let mail = |body: &str| {
        let found = layers(&[
            ("Cargo.toml", &manifest("shop", &["lettre"])),
            ("src/lib.rs", "mod domain;\nmod ports;\n"),
            ("src/domain.rs", "pub struct Order;\n"),
            ("src/ports/mod.rs", "pub mod mail;\npub trait Mailer { fn send(&self); }\n"),
            ("src/ports/mail.rs", body),
        ]);
        found.into_iter().find(|line| line.starts_with("shop::ports::mail"))
    };
    let fills = "pub struct Smtp { by: lettre::SmtpTransport }\n\
                 impl super::Mailer for Smtp { fn send(&self) {} }\n";
    assert_eq!(mail(fills).as_deref(), Some("shop::ports::mail adapter-out"));
    let leaks = "pub enum Failed { Mail(lettre::error::Error) }\n\
                 impl From<lettre::error::Error> for Failed { fn from(_: lettre::error::Error) -> Self { never() } }\n";
    assert_eq!(mail(leaks).as_deref(), Some("shop::ports::mail port"));
}

#[test]
fn models_that_are_rows_are_no_core_beside_a_domain() {
    let found = |models: &str, domain: &str| {
        let lib = format!("mod {domain};\nmod handlers;\nmod models;\nmod usecases;\n");
        let found = layers(&[
            ("Cargo.toml", &manifest("shop", &["axum", "sqlx"])),
            ("src/lib.rs", &lib),
            (&format!("src/{domain}.rs"), "pub struct Order;\n"),
            ("src/handlers.rs", "pub async fn get(s: axum::extract::State<()>) {}\n"),
            ("src/models.rs", models),
            ("src/usecases.rs", "pub fn place() {}\n"),
        ]);
        found.into_iter().find(|line| line.starts_with("shop::models"))
    };
    let rows = "#[derive(sqlx::FromRow)]\npub struct OrderRow { id: i32 }\n";
    let core = Some("shop::models core".to_owned());
    assert_eq!(found(rows, "domain"), None);
    assert_eq!(found("pub struct Order { id: i32 }\n", "domain"), core);
    assert_eq!(found(rows, "things"), core);
}

#[test]
fn a_library_of_handlers_wires_nothing_although_it_depends_on_all() {
    let depends = |name: &str, others: &[&str]| {
        let others = others.iter().map(|other| format!("{other} = {{ path = \"../{other}\" }}\n"));
        manifest(name, &["axum"]) + &others.collect::<String>()
    };
    let all = depends("shop", &["domain", "infrastructure"]);
    let found = |file: &str, text: &str| {
        let found = layers(&[
            ("Cargo.toml", "[workspace]\nmembers = [\"shop\", \"domain\", \"infrastructure\"]\n"),
            ("domain/Cargo.toml", &manifest("domain", &[])),
            ("domain/src/lib.rs", "pub struct Order;\n"),
            ("infrastructure/Cargo.toml", &depends("infrastructure", &["domain"])),
            ("infrastructure/src/lib.rs", "pub struct Pg;\n"),
            ("shop/Cargo.toml", &all),
            (file, text),
        ]);
        found.iter().any(|line| line.starts_with("shop ") && line.ends_with(" root"))
    };
    assert!(found("shop/src/main.rs", "fn main() {}\n"));
    assert!(found("shop/src/lib.rs", "pub async fn run() { axum::serve(l(), r()).await; }\n"));
    assert!(!found("shop/src/lib.rs", "pub async fn get(s: axum::extract::State<()>) {}\n"));
}

#[test]
fn documents_of_an_interface_below_an_infrastructure_belong_to_who_serves_it() {
    let infra = |docs: &str| {
        let found = layers(&[
            ("Cargo.toml", &manifest("shop", &["axum", "utoipa", "sqlx"])),
            ("src/lib.rs", "mod application;\nmod domain;\nmod infra;\n"),
            ("src/application.rs", "pub fn place(order: crate::domain::Order) {}\n"),
            ("src/domain.rs", "pub struct Order;\n"),
            ("src/infra/mod.rs", "mod docs;\n"),
            ("src/infra/docs.rs", docs),
        ]);
        found.into_iter().find(|line| line.contains("docs")).unwrap_or_default()
    };
    let all = "#[derive(utoipa::OpenApi)]\npub struct ApiDoc;\n";
    assert_eq!(infra(all), "shop::infra::docs adapter-in");
    let part = "#[derive(utoipa::ToSchema)]\npub struct Row;\n";
    assert_eq!(infra(part), "shop::infra::docs adapter-out");
}

#[test]
fn types_beside_the_wiring_put_nothing_together() {
    let depends = |name: &str, others: &[&str]| {
        let others = others.iter().map(|other| format!("{other} = {{ path = \"../{other}\" }}\n"));
        manifest(name, &["axum"]) + &others.collect::<String>()
    };
    let found = layers(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"shop\", \"domain\", \"infrastructure\"]\n"),
        ("domain/Cargo.toml", &manifest("domain", &[])),
        ("domain/src/lib.rs", "pub struct Order;\n"),
        ("infrastructure/Cargo.toml", &depends("infrastructure", &["domain"])),
        ("infrastructure/src/lib.rs", "pub struct Pg;\n"),
        ("shop/Cargo.toml", &depends("shop", &["domain", "infrastructure"])),
        ("shop/src/main.rs", "mod dto;\nmod wiring;\nmod handlers;\nfn main() {}\n"),
        ("shop/src/dto.rs", "pub struct OrderDto { pub id: u64 }\n"),
        (
            "shop/src/wiring.rs",
            "pub mod router;\npub fn all() -> infrastructure::Pg { infrastructure::Pg }\n",
        ),
        ("shop/src/wiring/router.rs", "pub fn router() -> axum::Router { axum::Router::new() }\n"),
        ("shop/src/handlers.rs", "pub async fn get(s: axum::extract::State<()>) {}\n"),
    ]);
    let shop: Vec<&str> =
        found.iter().map(String::as_str).filter(|line| line.starts_with("shop::")).collect();
    assert_eq!(
        shop,
        ["shop::wiring root", "shop::handlers adapter-in", "shop::wiring::router root"]
    );
}

#[test]
fn clients_among_services_without_a_domain_have_no_layer() {
    let found = layers(&[
        ("Cargo.toml", &manifest("shop", &["axum", "rdkafka", "sqlx"])),
        ("src/lib.rs", "mod routes;\nmod services;\nmod repositories;\n"),
        ("src/routes.rs", "pub async fn get(s: axum::extract::State<()>) {}\n"),
        ("src/services/mod.rs", "mod kafka_client;\nmod orders;\n"),
        ("src/services/kafka_client.rs", "pub struct Kafka(rdkafka::ClientConfig);\n"),
        ("src/services/orders.rs", "pub fn place() {}\n"),
        ("src/repositories.rs", "pub struct Orders(sqlx::PgPool);\n"),
    ]);
    let of = |name: &str| found.iter().find(|line| line.contains(name)).map(String::as_str);
    assert_eq!(of("kafka_client"), None);
    assert_eq!(of("services::orders"), Some("shop::services::orders application"));
}
