//! Services that a framework runs after an application told what there is to serve.

use crate::sketch::{app, lines, manifest, system};

#[test]
fn loco_serves_what_an_application_tells_by_its_hooks() {
    let main = "use loco_rs::{app::{AppContext, Hooks}, controller::AppRoutes};
        mod auth;
        struct App;
        #[async_trait::async_trait]
        impl Hooks for App {
            fn app_name() -> &'static str { \"shop\" }
            fn routes(_ctx: &AppContext) -> AppRoutes {
                AppRoutes::with_default_routes().add_route(auth::routes())
            }
        }
        #[tokio::main]
        async fn main() -> loco_rs::Result<()> { loco_rs::cli::main::<App, Migrator>().await }";
    let auth = "use loco_rs::prelude::*;
        async fn login() -> Result<Response> { format::empty() }
        async fn current(auth: auth::JWT) -> Result<Response> { format::empty() }
        pub fn routes() -> Routes {
            Routes::new().prefix(\"api/auth\").add(\"/login\", post(login)).add(\"/current\", get(current))
        }";
    let manifest = manifest("app", &["loco-rs", "async-trait", "tokio"]);
    let files = [("Cargo.toml", &*manifest), ("src/main.rs", main), ("src/auth.rs", auth)];
    assert_eq!(
        lines(&system(&files)),
        [
            "Http app",
            "GET /_health AppRoutes::with_default_routes()! Health",
            "GET /api/auth/current current [Authentication]",
            "POST /api/auth/login login",
        ]
    );
}

#[test]
fn shuttle_serves_what_main_gives() {
    let main = "use axum::{Router, routing::get};
        #[shuttle_runtime::main]
        async fn main() -> shuttle_axum::ShuttleAxum {
            Ok(Router::new().route(\"/orders\", get(list)).into())
        }
        async fn list() {}";
    let found = lines(&app(&["axum", "shuttle-axum", "shuttle-runtime"], main));
    assert_eq!(found, ["Http app", "GET /orders list"]);
}

#[test]
fn servers_of_volo_and_tarpc_are_services() {
    let volo = "struct Shelf;
        impl volo_gen::shop::Stock for Shelf {
            async fn take(&self, request: Take) -> Result<Taken, Error> { todo() }
        }
        #[volo::main]
        async fn main() {
            volo_gen::shop::StockServer::new(Shelf).layer_front(Timed).run(addr()).await.unwrap();
        }";
    let found = lines(&app(&["volo", "volo-thrift", "volo-gen"], volo));
    assert_eq!(found, ["Grpc app", "RPC /Stock/Take take"]);
    let tarpc = "#[tokio::main]
        async fn main() {
            let listener = tarpc::serde_transport::tcp::listen(addr(), Json::default).await.unwrap();
            listener.for_each(|connection| serve(connection)).await;
        }";
    assert_eq!(lines(&app(&["tarpc", "tokio"], tarpc)), ["Grpc app", "hides Routes"]);
    let accepting = "use tarpc::server::{BaseChannel, Channel};
        #[tokio::main]
        async fn main() {
            let listener = tokio::net::TcpListener::bind(addr()).await.unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let transport = tarpc::serde_transport::new(framed(stream), Json::default());
                tokio::spawn(BaseChannel::with_defaults(transport).execute(serve()).for_each(wait));
            }
        }";
    assert_eq!(lines(&app(&["tarpc", "tokio"], accepting)), ["Grpc app", "hides Routes"]);
}

#[test]
fn pools_of_rocket_are_those_of_its_configuration() {
    let main = "use rocket_db_pools::{sqlx::PgPool, Database};
        #[derive(Database)]
        #[database(\"orders\")]
        struct Orders(PgPool);
        #[rocket::get(\"/orders\")]
        async fn list() -> String { String::new() }
        #[rocket::launch]
        fn rocket() -> _ {
            rocket::build().attach(Orders::init()).mount(\"/\", rocket::routes![list])
        }";
    let settings = "[default.databases.orders]\nurl = \"postgres://u:p@db/orders\"\n";
    let manifest = manifest("app", &["rocket", "rocket_db_pools"]);
    let files = [("Cargo.toml", &*manifest), ("src/main.rs", main), ("Rocket.toml", settings)];
    let found = system(&files);
    assert_eq!(lines(&found), ["Http app", "GET /orders list"]);
    let databases: Vec<_> = found.graph.landscape.databases.iter().map(|at| &at.key).collect();
    assert_eq!(databases, ["postgres://db/orders"]);
}

#[test]
fn the_driver_that_a_store_is_given_says_its_engine() {
    let main = "use axum::{Router, routing::get};
        async fn list() { let rows = store().query_decode(\"select id from orders\", vec![]).await; }
        fn store() -> rbatis::RBatis { rbatis::RBatis::new() }
        #[tokio::main]
        async fn main() {
            let store = rbatis::RBatis::new();
            store.init(rbdc_pg::PgDriver {}, \"postgres://db/orders\").unwrap();
            let cache = redis::Client::open(\"redis://cache\").unwrap();
            axum::serve(listener(), Router::new().route(\"/orders\", get(list))).await;
        }";
    let found = app(&["axum", "rbatis", "rbdc-pg", "redis", "tokio"], main);
    let mut keys: Vec<_> = found.graph.landscape.databases.iter().map(|at| &*at.key).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["postgres://db/orders", "redis://cache/0"]);
}

#[test]
fn a_host_of_another_package_serves_the_router_that_it_was_given() {
    let main = |end: &str| {
        format!(
            "use axum::{{Router, routing::get}};
            use our_host::WebHostBuilder;
            async fn list() {{}}
            #[tokio::main]
            async fn main() {{
                let app = Router::new().route(\"/orders\", get(list));
                let host = WebHostBuilder::new(app, \"orders\").build();
                host.add_logger(logger()).{end}.await;
            }}"
        )
    };
    let found = |end: &str| app(&["axum", "our-host", "tokio"], &main(end));
    // It may add a health check, ask for tokens, and write a log.
    let hidden = ["hides Routes", "hides Middleware", "hides Telemetry"];
    let mut wanted = vec!["Http app", "GET /orders list"];
    wanted.extend(hidden);
    assert_eq!(lines(&found("start()")), wanted);
    assert_eq!(lines(&found("describe()")), [""; 0]);
}
