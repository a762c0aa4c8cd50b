//! What services read from their environment.

use portcullis_facts::graph::system::{CallTarget, DeploymentId};

use crate::sketch::{app, lines, manifest, system};

fn reads(dependencies: &[&str], main: &str) -> Vec<String> {
    // Nobody looks into the bodies of what cannot be a service.
    let system = app(&[&["axum"], dependencies].concat(), main);
    let reads = system.graph.landscape.env_reads.iter().map(|read| {
        let kind = if read.is_env { "env" } else { "key" };
        let default = match (&read.default, read.has_default) {
            (Some(default), _) => format!(" = {default}"),
            (None, true) => " optional".to_owned(),
            (None, false) => String::new(),
        };
        let branch = if read.in_branch { " in a branch" } else { "" };
        format!("{kind} {}{default}{branch}", read.name)
    });
    reads.collect()
}

#[test]
fn variables_with_and_without_defaults() {
    let main = r#"
        const KEY: &str = "API_KEY";
        fn main() {
            let a = std::env::var("A").unwrap();
            let b = std::env::var("B").unwrap_or_else(|_| "b".to_string());
            let c = std::env::var("C").ok();
            let d = match std::env::var("D") { Ok(d) => d, Err(_) => String::new() };
            if let Ok(e) = std::env::var("E") { drop(e); }
            let f: u16 = std::env::var("F").ok().and_then(|v| v.parse().ok()).unwrap_or(80);
            let h = std::env::var_os("I").map(std::path::PathBuf::from);
            let g = std::env::var(KEY).expect("it");
            load("H");
            let j = std::env::var("J");
            if let Ok(j) = j { drop(j); }
            let k = match given() { Some(k) => k, None => std::env::var("K").unwrap() };
            let l = given().unwrap_or_else(|| std::env::var("L").unwrap());
            let m = std::env::var("M");
            let m = m.unwrap();
            let _ = reqwest::Client::new();
        }
        fn load(name: &str) -> String { std::env::var(name).unwrap() }
    "#;
    assert_eq!(
        reads(&["reqwest"], main),
        [
            "env API_KEY",
            "env A",
            "env B = b",
            "env C optional",
            "env D optional",
            "env E optional",
            "env F = 80",
            "env I optional",
            "env H",
            "env J optional",
            "env K in a branch",
            "env L in a branch",
            "env M"
        ]
    );
}

#[test]
fn arguments_and_configurations_name_their_variables() {
    let clap = r#"
        #[derive(clap::Parser)]
        struct Args {
            #[arg(long, env = "DATABASE_URL")] database_url: String,
            #[arg(long, env, default_value = "80")] port: u16,
            #[arg(long)] verbose: bool,
        }
        fn main() { let _ = reqwest::Client::new(); }
    "#;
    assert_eq!(reads(&["clap", "reqwest"], clap), ["env DATABASE_URL", "env PORT = 80"]);
    let by_constants = r#"
        /// Where the shop is = its address.
        const ADDRESS: &str = "SHOP_ADDRESS";
        const PORT: &str = "80";
        #[derive(clap::Parser)]
        struct Args {
            #[arg(long, env = ADDRESS)] address: String,
            #[arg(long, env = "PORT", default_value = PORT)] port: u16,
            #[arg(long, env = other::NAME)] other: String,
        }
        fn main() { let _ = reqwest::Client::new(); }
    "#;
    assert_eq!(reads(&["clap", "reqwest"], by_constants), ["env SHOP_ADDRESS", "env PORT = 80"]);
    let envconfig = r#"
        #[derive(envconfig::Envconfig)]
        struct Config {
            #[envconfig(from = "DB_URL")] database: String,
            #[envconfig(default = "80")] port: u16,
        }
        fn main() { let _ = reqwest::Client::new(); }
    "#;
    assert_eq!(reads(&["envconfig", "reqwest"], envconfig), ["env DB_URL", "env PORT = 80"]);
    let confique = r#"
        #[derive(confique::Config)]
        struct Conf {
            #[config(env = "DB_URL")] database: String,
            #[config(env = "PORT", default = 8080)] port: u16,
            #[config(default = "info")] level: String,
        }
        fn main() { let _ = reqwest::Client::new(); }
    "#;
    assert_eq!(reads(&["confique", "reqwest"], confique), ["env DB_URL", "env PORT optional"]);
    let config = r#"
        #[derive(serde::Deserialize)]
        struct Settings { database: Database, #[serde(default)] port: u16 }
        #[derive(serde::Deserialize)]
        struct Database { url: String }
        fn main() {
            let settings: Settings = config::Config::builder()
                .add_source(config::Environment::with_prefix("APP").separator("__"))
                .build().unwrap().try_deserialize().unwrap();
            let _ = reqwest::Client::new();
        }
    "#;
    assert_eq!(
        reads(&["config", "serde", "reqwest"], config),
        ["env APP__PORT optional", "env APP__DATABASE__URL"]
    );
}

#[test]
fn a_layer_in_the_program_is_a_default() {
    let main = |defaults: &str| {
        format!(
            r#"
        #[derive(serde::Deserialize)]
        struct Config {{ port: u16 }}
        fn main() {{
            let config: Config = figment::Figment::from({defaults})
                .merge(figment::providers::Env::prefixed("APP_")).extract().unwrap();
            let _ = reqwest::Client::new();
        }}
    "#
        )
    };
    let dependencies = ["figment", "serde", "reqwest"];
    let built_in = main(r#"figment::providers::Toml::string(include_str!("config.toml"))"#);
    assert_eq!(reads(&dependencies, &built_in), ["env APP_PORT optional"]);
    let file = main(r#"figment::providers::Toml::file("config.toml")"#);
    assert_eq!(reads(&dependencies, &file), ["env APP_PORT optional"]);
}

#[test]
fn defaults_of_builders_files_and_flattened_parts_are_known() {
    let main = |source: &str| {
        format!(
            r#"
            #[derive(serde::Deserialize)]
            struct Settings {{ #[serde(flatten)] shared: Shared, cache: Cache }}
            #[derive(serde::Deserialize)]
            struct Shared {{ level: String }}
            #[derive(serde::Deserialize)]
            struct Cache {{ size: u32 }}
            fn main() {{
                let settings: Settings = config::Config::builder()
                    .set_default("cache.size", 10).unwrap()
                    {source}
                    .add_source(config::Environment::with_prefix("APP").separator("__"))
                    .build().unwrap().try_deserialize().unwrap();
                let _ = reqwest::Client::new();
            }}
            "#
        )
    };
    let dependencies = ["config", "serde", "reqwest"];
    assert_eq!(
        reads(&dependencies, &main("")),
        ["env APP__LEVEL", "env APP__CACHE__SIZE optional"]
    );
    let file = r#".add_source(config::File::with_name("settings"))"#;
    assert_eq!(
        reads(&dependencies, &main(file)),
        ["env APP__LEVEL optional", "env APP__CACHE__SIZE optional"]
    );
}

#[test]
fn paths_are_put_together_from_constants_and_arguments() {
    let main = r#"
        const VERSION: &str = "v1";
        fn main() {
            let prefix = "/api".to_string() + "/" + VERSION;
            let app = axum::Router::new().nest(&prefix, part("orders")).nest(concat!("/x", "/y"), part("lines"));
            axum::serve(listener, app);
        }
        fn part(name: &str) -> axum::Router {
            axum::Router::new().route(&format!("/only/{version}", version = VERSION), axum::routing::get(list))
        }
        async fn list() {}
    "#;
    assert_eq!(
        lines(&app(&["axum"], main)),
        ["Http app", "GET /api/v1/only/v1 list", "GET /x/y/only/v1 list"]
    );
}

#[test]
fn a_struct_that_several_fields_hold_is_read_under_each() {
    let main = r#"
        #[derive(serde::Deserialize)]
        struct Db { url: String }
        #[derive(serde::Deserialize)]
        struct Settings { primary: Db, replica: Db }
        async fn list() {}
        #[tokio::main]
        async fn main() {
            let settings: Settings = config::Config::builder()
                .add_source(config::Environment::with_prefix("APP").separator("__"))
                .build().unwrap().try_deserialize().unwrap();
            let pool = sqlx::PgPool::connect(&settings.replica.url).await.unwrap();
            axum::serve(l(), axum::Router::new().route("/", axum::routing::get(list))).await;
        }
    "#;
    let dependencies = ["config", "serde", "sqlx", "axum", "tokio"];
    let found = reads(&dependencies, main);
    assert_eq!(found, ["env APP__PRIMARY__URL", "env APP__REPLICA__URL"]);
    let system = app(&dependencies, main);
    let connections = system.graph.landscape.connections.iter();
    let variables: Vec<_> = connections.filter_map(|found| found.variable.as_deref()).collect();
    assert_eq!(variables, ["APP__REPLICA__URL"]);
}

#[test]
fn a_struct_that_figment_loads_holds_addresses() {
    let main = r#"
        use figment::{Figment, providers::{Env, Format, Toml}};
        #[derive(serde::Deserialize)]
        struct Settings { database_url: String, stock: Stock }
        #[derive(serde::Deserialize)]
        struct Stock { url: String }
        #[tokio::main]
        async fn main() {
            let figment = Figment::new().merge(Toml::file("App.toml"));
            let settings: Settings =
                figment.merge(Env::prefixed("SHOP_").split("__")).extract().unwrap();
            let pool = sqlx::PgPool::connect(&settings.database_url).await.unwrap();
            let client = reqwest::Client::new();
            client.get(format!("{}/items", settings.stock.url)).send().await.unwrap();
            axum::serve(listener(), axum::Router::new()).await;
        }
    "#;
    let dependencies = ["axum", "tokio", "sqlx", "reqwest", "figment", "serde"];
    let compose = "services:\n  app:\n    build: .\n    environment:\n      \
                   SHOP_DATABASE_URL: postgres://db/shop\n      SHOP_STOCK__URL: http://stock:80\n  \
                   db: { image: \"postgres:16\" }\n  stock: { image: \"stock:1\" }\n";
    let found = system(&[
        ("Cargo.toml", &manifest("app", &dependencies)),
        ("src/main.rs", main),
        ("Dockerfile", "FROM rust\nRUN cargo build\nCMD [\"app\"]\n"),
        ("compose.yaml", compose),
    ]);
    let landscape = &found.graph.landscape;
    let variables = landscape.connections.iter().map(|connection| connection.variable.as_deref());
    assert_eq!(variables.collect::<Vec<_>>(), [Some("SHOP_DATABASE_URL")]);
    assert_eq!(landscape.databases[0].key, "postgres://db/shop");
    let calls = landscape.calls.iter().map(|call| (call.target.clone(), call.path.as_deref()));
    let stock = landscape.deployments.iter().position(|at| at.name == "stock").expect("a stock");
    let stock = CallTarget::Deployment(DeploymentId(stock as u32));
    assert_eq!(calls.collect::<Vec<_>>(), [(stock, Some("/items"))]);
}

#[test]
fn files_of_any_format_that_figment_reads_are_defaults() {
    let main = |file: &str| {
        format!(
            "use figment::{{Figment, providers::{{Env, Format, {file}}}}};
            #[derive(serde::Deserialize)]
            struct AppConfig {{ environment: String }}
            fn load() -> AppConfig {{
                Figment::new().merge({file}::file(\"config/default\")).merge(Env::prefixed(\"APP_\")).extract().unwrap()
            }}
            fn main() {{ let _ = (load(), reqwest::Client::new()); }}"
        )
    };
    for file in ["Toml", "Yaml", "Json"] {
        let found = reads(&["figment", "serde", "reqwest"], &main(file));
        assert_eq!(found, ["env APP_ENVIRONMENT optional"], "{file}");
    }
}

#[test]
fn a_function_that_reads_any_variable_is_asked_for_one() {
    let main = r#"
        #[derive(serde::Deserialize)]
        struct ShopConfig { level: String, bind: String, database_url: String }
        impl ShopConfig {
            fn load() -> Result<Self, Failed> {
                let level = required("LEVEL")?;
                let bind = required("BIND")?;
                let database_url = required("SHOP_DATABASE")?;
                Ok(Self { level, bind, database_url })
            }
        }
        fn required(name: &str) -> Result<String, Failed> { std::env::var(name).context("missing") }
        #[tokio::main]
        async fn main() {
            let config = ShopConfig::load().unwrap();
            let pool = sqlx::PgPool::connect(&config.database_url).await.unwrap();
            let listener = tokio::net::TcpListener::bind(&config.bind).await.unwrap();
            axum::serve(listener, axum::Router::new()).await;
        }
    "#;
    let found = app(&["axum", "tokio", "sqlx", "serde"], main);
    let landscape = &found.graph.landscape;
    let variables = landscape.connections.iter().map(|connection| connection.variable.as_deref());
    assert_eq!(variables.collect::<Vec<_>>(), [Some("SHOP_DATABASE")]);
    let listeners = landscape.services[0].listeners.iter();
    let variables: Vec<_> = listeners.map(|listener| listener.variable.as_deref()).collect();
    assert_eq!(variables, [Some("BIND")]);
}

#[test]
fn prefixes_come_later_in_other_letters_or_from_elsewhere() {
    let settings = |source: &str| {
        let main = format!(
            "static PREFIX: &str = \"shop\";
            #[derive(serde::Deserialize)]
            struct Settings {{ level: String }}
            fn main() {{
                let settings: Settings =
                    config::Config::builder().add_source({source}).build().unwrap().try_deserialize().unwrap();
            }}"
        );
        reads(&["config", "serde"], &main)
    };
    let later = "config::Environment::default().separator(\"__\").prefix(\"APP\")";
    assert_eq!(settings(later), ["env APP__LEVEL"]);
    let upper = "config::Environment::with_prefix(&PREFIX.to_uppercase())";
    assert_eq!(settings(upper), ["env SHOP_LEVEL"]);
    let elsewhere = "config::Environment::with_prefix(&other::prefix())";
    assert_eq!(settings(elsewhere), ["key level"]);
}

#[test]
fn variants_stand_for_the_texts_that_they_are_matched_to() {
    let main = "use axum::{Router, routing::get};
        enum Path { Live, Orders }
        impl Path {
            fn as_str(&self) -> &'static str {
                match *self { Path::Live => \"/live\", Path::Orders => \"/orders\" }
            }
        }
        enum Topic { Placed, Paid }
        impl std::fmt::Display for Topic {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    Self::Placed => write!(f, \"orders.placed\"),
                    Self::Paid => write!(f, \"orders.paid\"),
                }
            }
        }
        async fn publish(producer: &rdkafka::producer::FutureProducer, topic: Topic) {
            let name = topic.to_string();
            producer.send(rdkafka::producer::FutureRecord::to(&name), WAIT).await;
        }
        async fn live() {}
        async fn orders() { publish(&producer(), Topic::Placed).await; }
        #[tokio::main]
        async fn main() {
            let app = Router::new()
                .route(Path::Live.as_str(), get(live))
                .route(Path::Orders.as_str(), get(orders));
            axum::serve(listener(), app).await;
        }";
    let found = app(&["axum", "rdkafka", "tokio"], main);
    assert_eq!(lines(&found), ["Http app", "GET /live live Health", "GET /orders orders"]);
    let topics: Vec<_> = found.graph.landscape.topics.iter().map(|topic| &topic.name).collect();
    assert_eq!(topics, ["orders.placed"]);
}

#[test]
fn what_an_answer_holds_is_not_asked_over_http() {
    let main = "#[tokio::main]
        async fn main() {
            let app = axum::Router::new().route(\"/x\", axum::routing::get(x));
            axum::serve(listener(), app).await;
        }
        async fn x() {
            let found = reqwest::Client::new().get(\"http://stock/a\").send().await.unwrap();
            let kind = found.headers().get(\"content-type\");
            let body = found.json().await.unwrap();
            let count = body.get(\"count\");
        }";
    let found = app(&["axum", "reqwest", "tokio"], main);
    let paths: Vec<_> = found.graph.landscape.calls.iter().map(|call| &call.path).collect();
    assert_eq!(paths, [&Some("/a".to_owned())]);
}

#[test]
fn where_a_request_is_sent_is_told_from_where_it_begins() {
    let found = app(
        &["axum", "reqwest", "tokio"],
        r#"
        async fn main() {
            let client = reqwest::Client::new();
            let request = client.post("http://stock/items").body(BODY);
            let answer = request.send().await.unwrap();
            answer.text().await.unwrap();
            handed(client.get("http://stock/items"));
            let app = axum::Router::new();
            axum::serve(listener, app).await.unwrap();
        }"#,
    );
    let text = |place: portcullis_facts::place::Place| {
        let text = &found.file(place.file).text;
        text[place.span.range()].to_owned()
    };
    let calls = found.graph.landscape.calls.iter();
    let calls: Vec<_> = calls.map(|call| (text(call.place), call.sent.map(text))).collect();
    let sent = |begins: &str, sent: Option<&str>| (begins.to_owned(), sent.map(str::to_owned));
    assert_eq!(calls, [sent("post", Some("send")), sent("get", None)]);
}

#[test]
fn parts_of_an_address_come_from_one_profile() {
    let main = r#"
        #[derive(serde::Deserialize)]
        struct Db { host: String, name: String }
        #[derive(serde::Deserialize)]
        struct Settings { db: Db }
        impl Db { fn url(&self) -> String { format!("postgres://{}:5432/{}", self.host, self.name) } }
        #[tokio::main]
        async fn main() {
            let settings: Settings = config::Config::builder()
                .add_source(config::File::with_name(&format!("config/{}", profile())))
                .build().unwrap().try_deserialize().unwrap();
            let pool = sqlx::PgPool::connect(&settings.db.url()).await.unwrap();
            axum::serve(l(), axum::Router::new()).await;
        }
    "#;
    let system = system(&[
        ("Cargo.toml", &manifest("app", &["config", "serde", "sqlx", "axum", "tokio"])),
        ("src/main.rs", main),
        ("config/local.toml", "[db]\nhost = \"db.local\"\nname = \"shop_local\"\n"),
        ("config/stage.toml", "[db]\nhost = \"db.stage\"\nname = \"shop_stage\"\n"),
    ]);
    let keys: Vec<&str> =
        system.graph.landscape.databases.iter().map(|database| database.key.as_str()).collect();
    assert_eq!(keys, ["postgres://db.local/shop_local", "postgres://db.stage/shop_stage"]);
}

#[test]
fn a_variable_that_is_handed_on_without_an_end_is_read() {
    let steps: Vec<String> =
        (1..50_000).map(|number| format!("let v{number} = v{};", number - 1)).collect();
    let main = format!(
        "fn main() {{\nlet v0 = std::env::var(\"A\");\n{}\nlet _ = reqwest::Client::new();\n}}",
        steps.join("\n")
    );
    assert_eq!(reads(&["reqwest"], &main), ["env A"]);
}
