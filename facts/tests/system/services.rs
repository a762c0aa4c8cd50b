//! Which binaries are services.

use crate::sketch::{app, lines, manifest, system};

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
fn the_command_by_which_a_program_runs_as_a_service_counts() {
    let main = |command: &str| {
        let main = "
            enum Command { Check, NAME(Options) }
            struct Options;
            impl Options {
                async fn run(self) {
                    let client = reqwest::Client::new();
                    loop { tokio::time::sleep(PERIOD).await; work(&client).await; }
                }
            }
            async fn work(client: &reqwest::Client) {}
            #[tokio::main]
            async fn main() {
                match Cli::parse().command { Some(Command::NAME(options)) => options.run().await, _ => {} }
            }";
        lines(&app(&["tokio", "reqwest"], &main.replace("NAME", command)))
    };
    assert_eq!(main("Worker"), ["Worker app"]);
    assert_eq!(main("Watch"), [""; 0]);
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
fn a_greeting_that_is_deployed_or_asks_another_is_a_service() {
    let main = |handler: &str| {
        format!(
            "#[tokio::main]
            async fn main() {{
                let app = axum::Router::new().route(\"/\", axum::routing::get(greet));
                axum::serve(tokio::net::TcpListener::bind(\"0.0.0.0:81\").await.unwrap(), app).await.unwrap();
            }}
            async fn greet() -> String {{ {handler} }}"
        )
    };
    let compose = "services:\n  app:\n    build: .\n";
    let dockerfile =
        "FROM rust:1.90\nCOPY . .\nRUN cargo build --release\nCMD [\"target/release/app\"]\n";
    let manifest = manifest("app", &["axum", "tokio"]);
    let deployed = system(&[
        ("Cargo.toml", &manifest),
        ("src/main.rs", &main("String::new()")),
        ("compose.yaml", compose),
        ("Dockerfile", dockerfile),
    ]);
    assert_eq!(lines(&deployed), ["Http app", "GET / greet"]);
    let asks =
        "let channel = tonic::transport::Channel::from_static(\"http://stock:1\").connect().await;
        String::new()";
    let found = app(&["axum", "tokio", "tonic"], &main(asks));
    assert_eq!(lines(&found), ["Http app", "GET / greet"]);
}

#[test]
fn an_image_may_be_called_like_the_folder_of_its_package() {
    let main = "#[tokio::main]
        async fn main() {
            let app = axum::Router::new().route(\"/quotes\", axum::routing::get(list));
            axum::serve(tokio::net::TcpListener::bind(\"0.0.0.0:81\").await.unwrap(), app).await.unwrap();
        }
        async fn list() {}";
    let deployment = |image: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {image}\nspec:\n  template:\n    spec:\n\
             \x20     containers:\n        - name: {image}\n          image: shop/{image}:1\n"
        )
    };
    let runs = |folder: &str, image: &str| {
        let found = system(&[
            ("Cargo.toml", &format!("[workspace]\nmembers = [\"{folder}\"]\n")),
            (&format!("{folder}/Cargo.toml"), &manifest("quotation-app", &["axum", "tokio"])),
            (&format!("{folder}/src/main.rs"), main),
            ("k8s/quotes.yaml", &deployment(image)),
        ]);
        found.graph.landscape.services[0].deployments.len()
    };
    assert_eq!((runs("quoteservice", "quoteservice"), runs("quoteservice", "quotes")), (1, 0));
    // Many systems have one of these.
    assert_eq!(runs("backend", "backend"), 0);
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
