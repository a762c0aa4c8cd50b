//! One small service of every framework, with its routes.

use crate::sketch::{app, lines, manifest, system};

#[test]
fn axum_routers_are_nested_and_merged_across_functions() {
    let system = app(
        &["axum", "tokio"],
        r#"
        use axum::{Router, routing::{get, post}};
        const ORDERS: &str = "/orders";
        #[tokio::main]
        async fn main() {
            let app = Router::new()
                .route("/health", get(|| async { "ok" }))
                .nest("/api", api())
                .merge(plain())
                .fallback(missing);
            let listener = tokio::net::TcpListener::bind("0.0.0.0:80").await.unwrap();
            axum::serve(listener, app).await.unwrap();
        }
        fn api() -> Router { Router::new().route(ORDERS, get(list).post(create)).route("/orders/:id", get(one)) }
        fn plain() -> Router { Router::new().route(&format!("{}/x", "/a"), post(create)) }
        async fn list() {} async fn create() {} async fn one() {} async fn missing() {}
        "#,
    );
    assert_eq!(
        lines(&system),
        [
            "Http app",
            "POST /a/x create",
            "GET /api/orders list",
            "POST /api/orders create",
            "GET /api/orders/{id} one",
            "GET /health closure Health",
            "ANY /{*path} missing Fallback",
        ]
    );
}

#[test]
fn actix_scopes_resources_and_configured_functions_add_up() {
    let system = app(
        &["actix-web"],
        r#"
        use actix_web::{App, HttpServer, get, web};
        #[get("live")]
        async fn live() -> &'static str { "ok" }
        #[get("/unused")]
        async fn unused() -> &'static str { "" }
        async fn list() {} async fn create() {} async fn other() {}
        fn routes(cfg: &mut web::ServiceConfig) {
            cfg.service(web::scope("health").service(live));
            cfg.service(web::resource("/orders").route(web::get().to(list)).route(web::post().to(create)));
        }
        #[actix_web::main]
        async fn main() -> std::io::Result<()> {
            HttpServer::new(move || App::new().configure(routes).default_service(web::to(other)))
                .bind(("0.0.0.0", 80))?.run().await
        }
        "#,
    );
    assert_eq!(
        lines(&system),
        [
            "Http app",
            "GET /health/live live Health",
            "GET /orders list",
            "POST /orders create",
            "ANY /{*path} web::to(other) Fallback",
        ]
    );
}

#[test]
fn rocket_mounts_and_launches() {
    let system = app(
        &["rocket"],
        r#"
        #[macro_use] extern crate rocket;
        #[get("/orders/<id>?<all>")]
        fn order(id: u32, all: bool) -> String { String::new() }
        #[post("/orders", data = "<order>")]
        fn create(order: String) {}
        #[get("/health")]
        fn health() {}
        fn stage() -> rocket::fairing::AdHoc {
            rocket::fairing::AdHoc::on_ignite("probes", |rocket| async { rocket.mount("/", routes![health]) })
        }
        #[launch]
        fn rocket() -> _ { rocket::build().mount("/api", routes![order, create]).attach(stage()) }
        "#,
    );
    assert_eq!(
        lines(&system),
        [
            "Http app",
            "POST /api/orders create",
            "GET /api/orders/{id} order",
            "GET /health health Health"
        ]
    );
}

#[test]
fn poem_routes_and_annotated_apis() {
    let system = app(
        &["poem", "poem-openapi"],
        r#"
        use poem::{Route, Server, get, listener::TcpListener};
        use poem_openapi::{OpenApi, OpenApiService, SecurityScheme};
        struct Api;
        #[derive(Clone, SecurityScheme)]
        enum Scheme { Bearer(Bearer) }
        #[derive(Clone)]
        struct SecurityScheming;
        #[OpenApi]
        impl Api {
            #[oai(path = "/orders", method = "post")]
            async fn create(&self) {}
            #[oai(path = "/orders", method = "put")]
            async fn change(&self, scheme: Scheme, other: SecurityScheming) {}
            #[oai(path = "/orders", method = "delete")]
            async fn remove(&self, other: SecurityScheming) {}
        }
        #[poem::handler]
        fn index() -> String { String::new() }
        #[tokio::main]
        async fn main() {
            let service = OpenApiService::new(Api, "orders", "1.0");
            let ui = service.swagger_ui();
            let spec = service.spec_endpoint_yaml();
            let app = Route::new().at("/:name", get(index)).nest("/api", service).nest("/docs", ui).nest("/spec", spec);
            Server::new(TcpListener::bind("0.0.0.0:80")).run(app).await.unwrap();
        }
        "#,
    );
    assert_eq!(
        lines(&system),
        [
            "Http app",
            "POST /api/orders create",
            "PUT /api/orders change [Authentication]",
            "DELETE /api/orders remove",
            "ANY /docs service.swagger_ui()! Docs",
            "ANY /spec service.spec_endpoint_yaml()! Docs",
            "GET /{name} index",
        ]
    );
}

#[test]
fn warp_filters_have_paths_methods_and_handlers() {
    let system = app(
        &["warp", "tokio"],
        r#"
        use warp::Filter;
        #[tokio::main]
        async fn main() {
            let list = warp::path!("orders" / u32).and(warp::get()).and_then(one);
            let create = warp::path("orders").and(warp::post()).and(warp::body::json()).and_then(create);
            warp::serve(list.or(create)).run(([0, 0, 0, 0], 80)).await;
        }
        async fn one(id: u32) -> Result<String, warp::Rejection> { Ok(String::new()) }
        async fn create(body: String) -> Result<String, warp::Rejection> { Ok(body) }
        "#,
    );
    assert_eq!(lines(&system), ["Http app", "POST /orders create", "GET /orders/{param} one"]);
}

#[test]
fn salvo_routers_are_pushed() {
    let system = app(
        &["salvo", "tokio"],
        r#"
        use salvo::prelude::*;
        #[handler] async fn list() {}
        #[handler] async fn one() {}
        #[tokio::main]
        async fn main() {
            let router = Router::with_path("orders").get(list)
                .push(Router::with_path("<id>").get(one));
            let acceptor = TcpListener::new("0.0.0.0:80").bind().await;
            Server::new(acceptor).serve(router).await;
        }
        "#,
    );
    assert_eq!(lines(&system), ["Http app", "GET /orders list", "GET /orders/{id} one"]);
}

#[test]
fn tide_adds_methods_at_paths() {
    let system = app(
        &["tide", "async-std"],
        r#"
        #[async_std::main]
        async fn main() -> tide::Result<()> {
            let mut app = tide::new();
            app.at("/orders/:id").get(one);
            app.listen("0.0.0.0:80").await?;
            Ok(())
        }
        async fn one(request: tide::Request<()>) -> tide::Result { Ok("".into()) }
        "#,
    );
    assert_eq!(lines(&system), ["Http app", "GET /orders/{id} one"]);
}

#[test]
fn hyper_handlers_match_methods_and_paths() {
    let system = app(
        &["hyper", "tokio"],
        r#"
        use hyper::{Body, Method, Request, Response, Server, service::{make_service_fn, service_fn}};
        async fn route(request: Request<Body>) -> Result<Response<Body>, hyper::Error> {
            match (request.method(), request.uri().path()) {
                (&Method::GET, "/health") => Ok(Response::new("ok".into())),
                (&Method::POST, "/orders") => Ok(create().await),
                _ => Ok(Response::new("".into())),
            }
        }
        async fn create() -> Response<Body> { Response::new("".into()) }
        #[tokio::main]
        async fn main() {
            let make = make_service_fn(|_| async { Ok::<_, hyper::Error>(service_fn(route)) });
            Server::bind(&([0, 0, 0, 0], 80).into()).serve(make).await.unwrap();
        }
        "#,
    );
    assert_eq!(lines(&system), ["Http app", "GET /health route Health", "POST /orders create"]);
}

#[test]
fn a_router_that_hyper_gives_its_requests_to_is_what_is_served() {
    let main = |service: &str| {
        format!(
            r#"
        use axum::{{Router, extract::Request, routing::get}};
        use hyper::body::Incoming;
        use hyper_util::{{rt::{{TokioExecutor, TokioIo}}, server::conn::auto}};
        async fn health() {{}}
        #[tokio::main]
        async fn main() {{
            let app = Router::new().route("/health", get(health));
            {service}
        }}
        async fn handle(mut app: axum::routing::IntoMakeService<Router>, socket: tokio::net::TcpStream) {{
            let service = tower::MakeService::<(), hyper::Request<Incoming>>::make_service(&mut app, ());
            let service = service.await.unwrap();
            let service = hyper::service::service_fn(move |request: Request<Incoming>| service.clone().call(request));
            auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await.unwrap();
        }}
        "#
        )
    };
    let packages = ["axum", "hyper", "hyper-util", "tokio", "tower"];
    let beside = r#"
            let listener = tokio::net::TcpListener::bind("0.0.0.0:80").await.unwrap();
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                let service = app.clone();
                tokio::spawn(async move {
                    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
                        service.clone().call(request)
                    });
                    let builder = auto::Builder::new(TokioExecutor::new());
                    builder.serve_connection_with_upgrades(TokioIo::new(socket), service).await.unwrap();
                });
            }"#;
    let handed = r#"
            let listener = tokio::net::TcpListener::bind("0.0.0.0:80").await.unwrap();
            let (socket, _) = listener.accept().await.unwrap();
            tokio::spawn(handle(app.into_make_service(), socket));"#;
    for service in [beside, handed] {
        let system = app(&packages, &main(service));
        assert_eq!(lines(&system), ["Http app", "GET /health health Health"]);
    }
}

#[test]
fn a_router_is_made_by_a_conversion_of_the_tree() {
    let system = app(
        &["axum", "tokio"],
        r#"
        use axum::{Router, routing::get};
        struct Api { port: u16 }
        impl From<&Api> for Router {
            fn from(api: &Api) -> Self { Router::new().route("/health", get(health)) }
        }
        async fn health() {}
        #[tokio::main]
        async fn main() {
            let router = Router::from(&Api { port: 80 }).into_make_service();
            axum::serve(listener().await, router).await.unwrap();
        }
        "#,
    );
    assert_eq!(lines(&system), ["Http app", "GET /health health Health"]);
}

#[test]
fn routers_that_take_a_path_with_its_handler() {
    let handlers = "async fn list() {} async fn create() {} async fn health() {}";
    let routerify = format!(
        r#"
        use hyper::{{Body, Server}};
        use routerify::{{Router, RouterBuilder, RouterService}};
        {handlers}
        fn base() -> RouterBuilder<Body, Error> {{ Router::builder().get("/health", health) }}
        #[tokio::main]
        async fn main() {{
            let orders = Router::builder().post("/orders", create).build().unwrap();
            let router = base().scope("/v1", orders).get("/orders/:id", |request| list(request)).build().unwrap();
            let service = RouterService::new(router).unwrap();
            Server::bind(&([0, 0, 0, 0], 80).into()).serve(service).await.unwrap();
        }}
        "#
    );
    let viz = format!(
        r#"
        use viz::{{Router, get, serve}};
        {handlers}
        #[tokio::main]
        async fn main() {{
            let orders = Router::new().post("/orders", create);
            let app = Router::new().get("/health", health).nest("/v1", orders).route("/orders/:id", get(list));
            serve(tokio::net::TcpListener::bind("0.0.0.0:80").await.unwrap(), app).await.unwrap();
        }}
        "#
    );
    for (packages, main) in
        [(["hyper", "routerify", "tokio"], routerify), (["viz", "tokio", "serde"], viz)]
    {
        let found = lines(&app(&packages, &main));
        assert_eq!(found[..2], ["Http app", "GET /health health Health"], "{main}");
        assert!(found.contains(&"POST /v1/orders create".to_owned()), "{found:?}");
        assert!(found.iter().any(|line| line.starts_with("GET /orders/{id} ")), "{found:?}");
        assert_eq!(found.len(), 4);
    }
    let trillium = format!(
        r#"
        {handlers}
        fn main() {{
            trillium_tokio::run((
                trillium_logger::Logger::new(),
                trillium_router::Router::new().get("/health", health).post("/orders", create),
            ));
        }}
        "#
    );
    let system = app(&["trillium-tokio", "trillium-router", "trillium-logger"], &trillium);
    assert_eq!(lines(&system), ["Http app", "GET /health health Health", "POST /orders create"]);
    let iron = format!(
        r#"
        use iron::prelude::*;
        {handlers}
        fn main() {{
            let mut router = router::Router::new();
            router.get("/health", health, "health");
            router.post("/orders", create, "create");
            Iron::new(Chain::new(router)).http("0.0.0.0:80").unwrap();
        }}
        "#
    );
    let system = app(&["iron", "router"], &iron);
    assert_eq!(lines(&system), ["Http app", "GET /health health Health", "POST /orders create"]);
    let nickel = format!(
        r#"
        use nickel::{{Nickel, router}};
        {handlers}
        fn main() {{
            let mut server = Nickel::new();
            server.post("/orders", create);
            server.utilize(router! {{ get "/health" => |_request, _response| {{ "well" }} }});
            server.listen("0.0.0.0:80").unwrap();
        }}
        "#
    );
    // What the macro makes of its text is not known.
    let system = app(&["nickel"], &nickel);
    assert_eq!(lines(&system), ["Http app", "POST /orders create", "hides Routes"]);
}

#[test]
fn ntex_reads_like_actix() {
    let system = app(
        &["ntex"],
        r#"
        use ntex::web;
        #[web::get("/orders")]
        async fn list() -> String { String::new() }
        #[ntex::main]
        async fn main() -> std::io::Result<()> {
            web::HttpServer::new(|| web::App::new().service(web::scope("/api").service(list))).bind("0.0.0.0:80")?.run().await
        }
        "#,
    );
    assert_eq!(lines(&system), ["Http app", "GET /api/orders list"]);
}

#[test]
fn dropshot_registers_endpoints() {
    let system = app(
        &["dropshot", "tokio"],
        r#"
        use dropshot::{ApiDescription, HttpServerStarter, endpoint};
        #[endpoint { method = PUT, path = "/orders/{id}" }]
        async fn put_order() {}
        #[tokio::main]
        async fn main() {
            let mut api = ApiDescription::new();
            api.register(put_order).unwrap();
            HttpServerStarter::new(&config(), api, (), &log()).unwrap().start().await.unwrap();
        }
        fn config() {} fn log() {}
        "#,
    );
    assert_eq!(lines(&system), ["Http app", "PUT /orders/{id} put_order"]);
}

#[test]
fn documented_routers_take_paths_from_attributes() {
    let system = app(
        &["axum", "utoipa", "utoipa-axum", "tokio"],
        r#"
        use utoipa_axum::{router::OpenApiRouter, routes};
        #[utoipa::path(get, path = "/orders", responses((status = 200)))]
        async fn list() {}
        #[utoipa::path(post, path = "/orders", responses((status = 201)))]
        async fn create() {}
        #[tokio::main]
        async fn main() {
            let (router, api) = OpenApiRouter::new().routes(routes!(list, create)).split_for_parts();
            let listener = tokio::net::TcpListener::bind("0.0.0.0:80").await.unwrap();
            axum::serve(listener, router.into_make_service()).await.unwrap();
        }
        "#,
    );
    assert_eq!(lines(&system), ["Http app", "GET /orders list", "POST /orders create"]);
}

#[test]
fn aide_routers_document_themselves() {
    let system = app(
        &["axum", "aide", "tokio"],
        r#"
        use aide::axum::{ApiRouter, routing::{get_with, post}};
        #[tokio::main]
        async fn main() {
            let router = ApiRouter::new().api_route("/orders", get_with(list, |op| op).post(create));
            let listener = tokio::net::TcpListener::bind("0.0.0.0:80").await.unwrap();
            axum::serve(listener, router).await.unwrap();
        }
        async fn list() {} async fn create() {}
        "#,
    );
    assert_eq!(lines(&system), ["Http app", "GET /orders list", "POST /orders create"]);
}

#[test]
fn a_router_in_a_field_is_served_by_a_method_of_another_crate() {
    let library = r#"
        pub struct Server { router: axum::Router }
        impl Server {
            pub fn new() -> Result<Self, ()> {
                let router = axum::Router::new().nest("/api", routes::<u8>());
                Ok(Self { router })
            }
            pub async fn run(self, listener: tokio::net::TcpListener) {
                axum::serve(listener, self.router).await.unwrap();
            }
        }
        fn routes<T>() -> axum::Router { axum::Router::new().route("/x", axum::routing::post(handle::<T>)) }
        async fn handle<T>() {}
    "#;
    let main = r#"
        #[tokio::main]
        async fn main() -> Result<(), ()> {
            let server = server::Server::new()?;
            server.run(tokio::net::TcpListener::bind("0.0.0.0:80").await.unwrap()).await;
            Ok(())
        }
    "#;
    let system = system(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"app\", \"server\"]\n"),
        ("app/Cargo.toml", &(manifest("app", &["tokio"]) + "server = { path = \"../server\" }\n")),
        ("app/src/main.rs", main),
        ("server/Cargo.toml", &manifest("server", &["axum", "tokio"])),
        ("server/src/lib.rs", library),
    ]);
    assert_eq!(lines(&system), ["Http app", "POST /api/x handle"]);
}

#[test]
fn hyper_handlers_compare_paths_in_other_ways() {
    let system = app(
        &["hyper", "hyper-util", "tokio", "http-body-util"],
        r#"
        use hyper::{Method, Request, Response, body::Incoming, service::Service};
        #[derive(Clone)]
        struct Shop;
        impl Service<Request<Incoming>> for Shop {
            type Response = Response<String>;
            type Error = hyper::Error;
            type Future = Fut;
            fn call(&self, request: Request<Incoming>) -> Fut {
                if request.uri().path() == "/healthz" { return ready(); }
                if request.method() == Method::DELETE && request.uri().path() == "/cache" { clear() } else { ready() };
                match request.uri().path() {
                    "/orders" => match *request.method() {
                        Method::GET => list(),
                        Method::POST => place(request),
                        _ => missing(),
                    },
                    "/metrics" | "/stats" => numbers(),
                    _ => missing(),
                }
            }
        }
        fn clear() -> Fut { todo!() } fn numbers() -> Fut { todo!() }
        #[tokio::main]
        async fn main() {
            let listener = tokio::net::TcpListener::bind("0.0.0.0:80").await.unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(async move {
                    hyper::server::conn::http1::Builder::new()
                        .serve_connection(hyper_util::rt::TokioIo::new(stream), Shop).await.unwrap();
                });
            }
        }
        "#,
    );
    assert_eq!(
        lines(&system),
        [
            "Http app",
            "DELETE /cache clear",
            "ANY /healthz call Health",
            "ANY /metrics numbers Metrics",
            "GET /orders call",
            "POST /orders call",
            "ANY /stats numbers",
        ]
    );
}

#[test]
fn a_store_is_known_by_its_table_alone() {
    let system = app(
        &["libsql", "axum", "tokio"],
        r#"
        async fn list() {
            let conn = database().await.connect().unwrap();
            let rows = conn.query("SELECT id FROM orders", ()).await.unwrap();
        }
        async fn database() -> libsql::Database {
            libsql::Builder::new_remote("libsql://orders.example.org".to_owned(), token()).build().await.unwrap()
        }
        #[tokio::main]
        async fn main() {
            axum::serve(l(), axum::Router::new().route("/orders", axum::routing::get(list))).await;
        }
        "#,
    );
    let landscape = &system.graph.landscape;
    let tables: Vec<&str> = landscape.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(tables, ["orders"]);
    let [database] = &landscape.databases[..] else { panic!("{:?}", landscape.databases) };
    assert_eq!(database.engine, portcullis_facts::graph::system::Engine::Sqlite);
    assert_eq!(landscape.connections.len(), 1);
}

#[test]
fn names_below_tables_of_diesel_lead_to_their_schema() {
    let schema = "// @generated automatically by Diesel CLI.\n\
                  diesel::table! { users (id) { id -> Int4, name -> Text, } }\n";
    let main = "
        mod schema;
        use diesel::prelude::*;
        use schema::users;
        fn all(c: &mut PgConnection) { users::table.load::<User>(c); }
        fn named(c: &mut PgConnection) {
            use crate::schema::users::dsl::*;
            users.filter(name.eq(\"a\")).first::<User>(c);
        }
        fn removed(c: &mut PgConnection) {
            diesel::delete(schema::users::table).execute(c);
        }
        fn main() {}
    ";
    let found = system(&[
        ("Cargo.toml", &manifest("app", &["diesel"])),
        ("src/main.rs", main),
        ("src/schema.rs", schema),
    ]);
    assert!(found.graph.blind_spots.is_empty(), "{:?}", found.graph.blind_spots);
}

#[test]
fn handlers_that_an_attribute_makes_public_are_imported() {
    let lib = "pub mod routes {
        #[actix_web::get(\"/news\")]
        async fn get_news() -> String { String::new() }
    }";
    let main = "use news::routes::get_news;
        #[actix_web::main]
        async fn main() {
            actix_web::HttpServer::new(|| actix_web::App::new().service(get_news))
                .bind(\"[::1]:80\").unwrap().run().await;
        }";
    let found = system(&[
        ("Cargo.toml", &manifest("news", &["actix-web"])),
        ("src/lib.rs", lib),
        ("src/main.rs", main),
    ]);
    assert_eq!(lines(&found), ["Http news", "GET /news get_news"]);
}

#[test]
fn servers_listen_where_their_methods_are_told() {
    let listens = |dependencies: &[&str], main: &str| {
        let found = app(dependencies, main);
        let landscape = &found.graph.landscape;
        let listeners = landscape.services[0].listeners.iter();
        let hosts = landscape.addresses.iter().map(|address| address.host.clone());
        let listeners = listeners.map(|at| (at.port, at.loopback)).collect::<Vec<_>>();
        (listeners, hosts.collect::<Vec<_>>())
    };
    let warp = "use warp::Filter;
        #[tokio::main]
        async fn main() {
            let orders = warp::path!(\"orders\" / String).map(|id| load(id));
            warp::serve(orders).run(([127, 0, 0, 1], 3030)).await;
        }
        fn load(id: String) -> String { id }";
    let found = listens(&["warp", "tokio"], warp);
    assert_eq!(found, (vec![(Some(3030), true)], Vec::new()));
    let tonic = "mod pb { tonic::include_proto!(\"shop\"); }
        struct Stock;
        #[tonic::async_trait]
        impl pb::stock_server::Stock for Stock {
            async fn take(&self, r: tonic::Request<()>) -> Result<tonic::Response<()>, tonic::Status> { todo() }
        }
        #[tokio::main]
        async fn main() -> Result<(), Failed> {
            let addr = \"[::1]:50051\".parse()?;
            tonic::transport::Server::builder()
                .layer(trace())
                .add_service(pb::stock_server::StockServer::new(Stock))
                .serve(addr).await?;
            Ok(())
        }";
    let found = listens(&["tonic", "tokio"], tonic);
    assert_eq!(found, (vec![(Some(50051), true)], vec!["[::1]:50051".to_owned()]));
}
