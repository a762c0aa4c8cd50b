//! Which binaries are services.

use portcullis_facts::graph::system::EntryKind;

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
fn examples_beside_a_system_are_no_services() {
    let main = "#[tokio::main]\nasync fn main() { axum::serve(l(), axum::Router::new()).await; }\n";
    let services = |found: &portcullis_facts::System| {
        let services = found.graph.landscape.services();
        services.map(|(_, service)| service.name.clone()).collect::<Vec<_>>()
    };
    let found = |folder: &str| {
        let workspace = format!("[workspace]\nmembers = [\"{folder}\", \"examples/echo\"]\n");
        let shop = (format!("{folder}/Cargo.toml"), format!("{folder}/src/main.rs"));
        let manifest = |name| manifest(name, &["axum", "tokio"]);
        services(&system(&[
            ("Cargo.toml", &workspace),
            (&shop.0, &manifest("shop")),
            (&shop.1, main),
            ("examples/echo/Cargo.toml", &manifest("echo")),
            ("examples/echo/src/main.rs", main),
        ]))
    };
    assert_eq!(found("shop"), ["shop"]);
    assert_eq!(found("examples/shop"), ["echo", "shop"]);
}

/// A service and a tool that link one library, with the callers of its function `status`.
fn service_and_tool(service: &str, tool: &str) -> Vec<String> {
    let main = |calls: &str| {
        format!(
            "async fn root() {{ {calls} }}\n#[tokio::main]\nasync fn main() {{\n\
             axum::serve(l(), axum::Router::new().route(\"/\", axum::routing::get(root))).await;\n}}\n"
        )
    };
    let depends = |name, others: &[&str]| {
        let others = others.iter().map(|other| format!("{other} = {{ path = \"../{other}\" }}\n"));
        manifest(name, &["axum", "tokio", "reqwest"]) + &others.collect::<String>()
    };
    let client = "pub struct Admin { client: reqwest::Client }\n\
                  impl Admin { pub async fn status(&self) { self.client.get(\"http://a/\").send().await; } }\n";
    let found = system(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"api\", \"tool\", \"admin\", \"core\"]\n"),
        ("api/Cargo.toml", &depends("api", &["admin", "core"])),
        ("api/src/main.rs", &main(service)),
        ("tool/Cargo.toml", &depends("tool", &["admin"])),
        ("tool/src/main.rs", &format!("async fn main() {{ {tool} }}")),
        ("admin/Cargo.toml", &depends("admin", &["core"])),
        ("admin/src/lib.rs", client),
        ("core/Cargo.toml", &manifest("core", &["other"])),
        (
            "core/src/lib.rs",
            "pub async fn run(handle: other::Handle) { (handle.node)().status().await; }\n",
        ),
    ]);
    let landscape = &found.graph.landscape;
    let called = landscape.calls.iter().flat_map(|call| &call.services);
    called.map(|service| landscape.service(*service).name.clone()).collect()
}

#[test]
fn what_only_a_tool_runs_is_no_services() {
    let tool = "admin::Admin::new().status().await; let a: admin::Admin = new(); a.status().await;";
    assert!(service_and_tool("", tool).is_empty());
    assert_eq!(service_and_tool("let a: admin::Admin = new(); a.status().await;", tool), ["api"]);
}

#[test]
fn a_method_of_a_type_is_not_guessed_where_its_crate_is_not_linked() {
    let tool = "let a: admin::Admin = new(); a.status().await;";
    assert!(service_and_tool("core::run(handle()).await;", tool).is_empty());
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

#[test]
fn a_server_on_whatever_port_is_free_is_for_the_process_itself() {
    let serves = |address: &str| {
        let main = format!(
            "#[tokio::main]\nasync fn main() {{ let listener = std::net::TcpListener::bind({address}).unwrap();\n\
             axum::serve(tokio::net::TcpListener::from_std(listener).unwrap(), axum::Router::new()).await; }}\n"
        );
        app(&["axum", "tokio"], &main).graph.landscape.services.len()
    };
    for (address, number) in [
        ("\"127.0.0.1:8080\"", 1),
        ("\"127.0.0.1:0\"", 0),
        ("([127, 0, 0, 1], 8080)", 1),
        ("([127, 0, 0, 1], 0)", 0),
        ("(\"localhost\", 0)", 0),
        ("(std::net::Ipv4Addr::LOCALHOST, 0)", 0),
        ("SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0)", 0),
        ("SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 80)", 1),
    ] {
        assert_eq!(serves(address), number, "{address}");
    }
}

#[test]
fn a_subcommand_of_cargo_is_no_service() {
    let serves =
        "#[tokio::main]\nasync fn main() { axum::serve(l(), axum::Router::new()).await; }\n";
    let named = |name: &str| {
        let manifest = manifest(name, &["axum", "tokio"]);
        let system = system(&[("Cargo.toml", &manifest), ("src/main.rs", serves)]);
        system.graph.landscape.services.len()
    };
    assert_eq!((named("shop"), named("cargo-shop")), (1, 0));
}

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
fn what_migrates_for_a_service_is_not_its_deployment() {
    let main = "#[tokio::main]\nasync fn main() {\n\
                let app = axum::Router::new().route(\"/orders\", axum::routing::get(list));\n\
                axum::serve(l(), app).await;\n}\nasync fn list() {}\n";
    let compose = "services:\n  orders:\n    build: ./orders\n    depends_on:\n      \
                   orders-migrations: {condition: service_completed_successfully}\n  \
                   orders-migrations:\n    build: ./orders\n    command: [diesel, migration, run]\n";
    let found = system(&[
        ("orders/Cargo.toml", &manifest("orders", &["axum", "tokio"])),
        ("orders/src/main.rs", main),
        ("orders/Dockerfile", "FROM rust\nRUN cargo build\nCMD [\"orders\"]\n"),
        ("compose.yaml", compose),
    ]);
    let landscape = &found.graph.landscape;
    let deployed = landscape.services[0].deployments.iter();
    let names: Vec<&str> = deployed.map(|id| &*landscape.deployments[id.index()].name).collect();
    assert_eq!(names, ["orders"]);
}

#[test]
fn statements_that_nobody_is_seen_to_run_are_guessed_to_be_those_of_all_who_link_them() {
    let store = "pub async fn save(pool: sqlx::PgPool) {\n\
                 sqlx::query(\"INSERT INTO orders VALUES (1)\").execute(&pool).await;\n}\n\
                 pub async fn remove(pool: sqlx::PgPool) {\n\
                 sqlx::query(\"DELETE FROM orders\").execute(&pool).await;\n}\n";
    let main = "#[tokio::main]\nasync fn main() {\n\
                let app = axum::Router::new().route(\"/orders\", axum::routing::post(store::save));\n\
                axum::serve(l(), app).await;\n}\n";
    let linking = manifest("a", &["axum", "tokio", "sqlx"]) + "store = { path = \"../store\" }\n";
    let found = system(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\", \"store\"]\n"),
        ("store/Cargo.toml", &manifest("store", &["sqlx"])),
        ("store/src/lib.rs", store),
        ("a/Cargo.toml", &linking),
        ("a/src/main.rs", main),
        ("b/Cargo.toml", &linking.replace("\"a\"", "\"b\"")),
        ("b/src/main.rs", main),
    ]);
    let uses = found.graph.landscape.tables[0].uses.iter();
    let guessed: Vec<_> = uses.map(|used| (used.services.len(), used.is_guessed())).collect();
    assert_eq!(guessed, [(2, false), (2, true)]);
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

#[test]
fn a_loop_over_joined_subscriptions_is_a_consumer() {
    let main = |joined: &str| {
        format!(
            r#"
            #[tokio::main]
            async fn main() {{
                let client = async_nats::connect("nats://mq").await.unwrap();
                let orders = client.subscribe("orders").await.unwrap();
                let items = client.subscribe("items").await.unwrap();
                let mut all = {joined};
                while let Some(message) = all.next().await {{ work(message); }}
            }}
            fn work(message: async_nats::Message) {{}}
        "#
        )
    };
    for joined in ["futures::stream::select(orders, items)", "select_all(vec![orders, items])"] {
        let found = app(&["async-nats", "futures", "tokio"], &main(joined));
        assert_eq!(lines(&found), ["Consumer app"], "{joined}");
    }
}

#[test]
fn what_waits_beside_a_consumer_is_no_schedule() {
    let main = "use rdkafka::consumer::StreamConsumer;
        #[tokio::main]
        async fn main() {
            tokio::spawn(consume(make()));
            loop { tokio::time::sleep(Duration::from_secs(30)).await; }
        }
        fn make() -> StreamConsumer { rdkafka::ClientConfig::new().create().unwrap() }
        async fn consume(consumer: StreamConsumer) { loop { consumer.recv().await; } }";
    let found = app(&["rdkafka", "tokio"], main);
    assert_eq!(lines(&found), ["Consumer app"]);
    let entries = found.graph.landscape.entries.iter();
    assert!(!entries.clone().any(|entry| entry.kind == EntryKind::Schedule));
    let alone = "#[tokio::main]
        async fn main() { loop { tokio::time::sleep(Duration::from_secs(30)).await; } }";
    assert!(lines(&app(&["tokio"], alone)).is_empty());
}

#[test]
fn a_loop_around_what_receives_is_one_of_messages() {
    let queue = "use redis::AsyncCommands;
        struct Queue { client: redis::Client }
        impl Queue {
            async fn connection(&self) -> redis::RedisResult<redis::aio::MultiplexedConnection> {
                self.client.get_multiplexed_async_connection().await
            }
            async fn pop(&self, name: &str) -> Option<String> {
                let mut connection = self.connection().await.ok()?;
                connection.brpop(name, 1.0).await.ok()
            }
            async fn next_order(&self) -> Option<String> { self.pop(\"orders\").await }
        }
        #[tokio::main]
        async fn main() {
            let queue = Queue { client: redis::Client::open(\"redis://cache\").unwrap() };
            loop {
                tokio::select! { order = queue.next_order() => handle(order) }
            }
        }
        fn handle(order: Option<String>) {}";
    assert_eq!(lines(&app(&["redis", "tokio"], queue)), ["Consumer app"]);
    let pubsub = "use futures_util::StreamExt;
        #[tokio::main]
        async fn main() {
            let client = redis::Client::open(\"redis://cache\").unwrap();
            let mut pubsub = client.get_async_pubsub().await.unwrap();
            pubsub.subscribe(\"orders\").await.unwrap();
            let mut messages = pubsub.on_message();
            while let Some(message) = messages.next().await { handle(message); }
        }
        fn handle<M>(message: M) {}";
    assert_eq!(lines(&app(&["redis", "tokio", "futures-util"], pubsub)), ["Consumer app"]);
    let cache = "#[tokio::main]
        async fn main() {
            let mut connection = redis::Client::open(\"redis://cache\").unwrap().get_connection().unwrap();
            while let Some(key) = connection.get(\"next\").unwrap() { println!(\"{key}\"); }
        }";
    assert!(lines(&app(&["redis", "tokio"], cache)).is_empty());
}

#[test]
fn consumers_that_are_iterated_receive_without_an_end() {
    let main = "use amiquip::{Connection, ConsumerOptions, QueueDeclareOptions};
        fn main() {
            let mut connection = Connection::insecure_open(\"amqp://rabbit\").unwrap();
            let channel = connection.open_channel(None).unwrap();
            let queue = channel.queue_declare(\"orders\", QueueDeclareOptions::default()).unwrap();
            let consumer = queue.consume(ConsumerOptions::default()).unwrap();
            for message in consumer.receiver().iter() { handle(message); }
        }
        fn handle<M>(message: M) {}";
    assert_eq!(lines(&app(&["amiquip"], main)), ["Consumer app"]);
}

#[test]
fn tasks_in_a_list_run_what_implements_them() {
    let main = "trait Task { fn start(self: Box<Self>); }
        struct Api;
        impl Task for Api {
            fn start(self: Box<Self>) { tokio::spawn(serve()); }
        }
        async fn serve() { axum::serve(listener(), axum::Router::new().route(\"/x\", axum::routing::get(x))).await; }
        async fn x() {}
        struct Named { name: String, task: Box<dyn Task> }
        struct Manager { tasks: Vec<Named> }
        impl Manager {
            fn run(self) { all(self.tasks); }
        }
        fn all(tasks: Vec<Named>) { tasks.into_iter().for_each(|named| named.task.start()); }
        #[tokio::main]
        async fn main() {
            let manager = Manager { tasks: vec![Named { name: name(), task: Box::new(Api) }] };
            manager.run();
        }";
    assert_eq!(lines(&app(&["axum", "tokio"], main)), ["Http app", "GET /x x"]);
}

#[test]
fn websockets_on_accepted_connections_are_served() {
    let main = "#[tokio::main]
        async fn main() {
            let listener = tokio::net::TcpListener::bind(\"0.0.0.0:80\").await.unwrap();
            while let Ok((stream, peer)) = listener.accept().await { tokio::spawn(client(stream)); }
        }
        async fn client(stream: tokio::net::TcpStream) {
            let socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        }";
    assert_eq!(lines(&app(&["tokio-tungstenite", "tokio"], main)), ["Http app", "hides Routes"]);
}
