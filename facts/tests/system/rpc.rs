//! Services of protocol buffers.

use portcullis_facts::graph::system::CallTarget;

use crate::sketch::{app, lines};

#[test]
fn procedures_come_from_the_implemented_trait() {
    let system = app(
        &["tonic", "tokio", "sqlx"],
        r#"
        pub mod orders { tonic::include_proto!("shop.orders.v1"); }
        use orders::order_service_server::{OrderService, OrderServiceServer};
        pub struct Orders { pool: sqlx::PgPool }
        #[tonic::async_trait]
        impl OrderService for Orders {
            async fn place_order(&self, r: tonic::Request<()>) -> Result<tonic::Response<()>, tonic::Status> {
                sqlx::query("select 1").execute(&self.pool).await.unwrap();
                todo()
            }
        }
        fn todo() -> Result<tonic::Response<()>, tonic::Status> { Err(tonic::Status::ok("")) }
        #[tokio::main]
        async fn main() {
            let (reporter, health) = tonic_health::server::health_reporter();
            tonic::transport::Server::builder()
                .add_service(OrderServiceServer::new(Orders { pool: pool() }))
                .serve("0.0.0.0:80".parse().unwrap()).await.unwrap();
        }
        fn pool() -> sqlx::PgPool { unreachable!() }
        "#,
    );
    assert_eq!(
        lines(&system),
        ["Grpc app", "RPC /shop.orders.v1.OrderService/PlaceOrder place_order"]
    );
}

#[test]
fn a_trait_that_is_imported_by_another_name_is_implemented() {
    let system = app(
        &["tonic"],
        r#"
        pub mod pb { tonic::include_proto!("shop"); }
        mod grpc {
            use crate::pb::stock_server::Stock as StockService;
            pub struct Stock;
            #[tonic::async_trait]
            impl StockService for Stock {
                async fn take(&self, r: tonic::Request<()>) -> Result<tonic::Response<()>, tonic::Status> { never() }
            }
        }
        #[tokio::main]
        async fn main() {
            tonic::transport::Server::builder().add_service(pb::stock_server::StockServer::new(grpc::Stock))
                .serve("0.0.0.0:80".parse().unwrap()).await.unwrap();
        }
        "#,
    );
    assert_eq!(lines(&system), ["Grpc app", "RPC /shop.Stock/Take take"]);
}

#[test]
fn a_layer_around_one_service_guards_its_procedures_alone() {
    let system = app(
        &["tonic", "tonic-health", "tokio", "jsonwebtoken"],
        r#"
        pub mod pb { tonic::include_proto!("shop"); }
        use pb::stock_server::{Stock, StockServer};
        use tonic::service::{Interceptor, InterceptorLayer, LayerExt};
        struct Shelf;
        #[tonic::async_trait]
        impl Stock for Shelf {
            async fn take(&self, r: tonic::Request<pb::TakeRequest>) -> Result<tonic::Response<()>, tonic::Status> { never() }
        }
        struct Verifier;
        impl Verifier {
            fn accepts(&self, token: &str) -> bool { jsonwebtoken::decode::<()>(token, &key(), &rules()).is_ok() }
        }
        fn token_required(verifier: Verifier) -> impl Interceptor {
            move |request: tonic::Request<()>| {
                if verifier.accepts("x") { Ok(request) } else { Err(tonic::Status::unauthenticated("no")) }
            }
        }
        #[tokio::main]
        async fn main() {
            let stock = StockServer::new(Shelf).max_decoding_message_size(64);
            let stock = InterceptorLayer::new(token_required(Verifier)).named_layer(stock);
            let (reporter, health) = tonic_health::server::health_reporter();
            tonic::transport::Server::builder().add_service(stock).add_service(health)
                .serve("0.0.0.0:80".parse().unwrap()).await.unwrap();
        }
        "#,
    );
    assert_eq!(
        lines(&system),
        [
            "Grpc app",
            "RPC /grpc.health.v1.Health/Check health! Health",
            "RPC /shop.Stock/Take take [Authentication]",
        ]
    );
}

/// What a generator makes of a contract stands in no file, and hides nothing.
#[test]
fn names_of_generated_messages_and_services_lead_to_their_module() {
    let system = app(
        &["tonic"],
        r#"
        mod wire { pub mod pb { tonic::include_proto!("shop"); } }
        mod core {
            use crate::wire::pb::{TakeRequest, stock_client::StockClient};
            fn take(request: TakeRequest) -> crate::wire::pb::TakeResponse { lost::Name }
        }
        fn main() {}
        "#,
    );
    let spots: Vec<&str> =
        system.graph.blind_spots.iter().map(|spot| spot.subject.as_str()).collect();
    assert_eq!(spots, ["lost::Name"]);
    let graph = &system.graph;
    let to_messages = graph.edges.iter().filter(|edge| {
        graph.module_path(edge.module) == "app::core"
            && graph.target_path(edge.to) == "app::wire::pb"
    });
    assert_eq!(to_messages.count(), 3);
}

#[test]
fn a_channel_leads_to_the_service_at_its_address_or_the_only_one_that_serves_it() {
    use crate::sketch::{manifest, system};
    let stock = r#"
        pub mod pb { tonic::include_proto!("shop"); }
        struct Shelf;
        #[tonic::async_trait]
        impl pb::stock_server::Stock for Shelf {
            async fn take(&self, r: tonic::Request<()>) -> Result<tonic::Response<()>, tonic::Status> { never() }
        }
        #[tokio::main]
        async fn main() {
            tonic::transport::Server::builder().add_service(pb::stock_server::StockServer::new(Shelf))
                .serve("0.0.0.0:50051".parse().unwrap()).await.unwrap();
        }
    "#;
    let orders = r#"
        pub mod pb { tonic::include_proto!("shop"); }
        use pb::stock_client::StockClient;
        async fn order() { let mut client = StockClient::connect(load().stock).await.unwrap(); }
        async fn check() { let mut client = StockClient::connect("http://stock:50051/").await.unwrap(); }
        #[tokio::main]
        async fn main() {
            let app = axum::Router::new().route("/orders", axum::routing::post(order))
                .route("/checks", axum::routing::post(check));
            axum::serve(l(), app).await;
        }
    "#;
    let compose = "
services:
  stock:
    build: { context: ., dockerfile: stock/Dockerfile }
";
    let found = system(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"orders\", \"stock\"]\n"),
        ("orders/Cargo.toml", &manifest("orders", &["axum", "tonic", "tokio"])),
        ("orders/src/main.rs", orders),
        ("stock/Cargo.toml", &manifest("stock", &["tonic", "tokio"])),
        ("stock/src/main.rs", stock),
        ("stock/Dockerfile", "FROM rust\nCMD [\"stock\"]\n"),
        ("compose.yaml", compose),
    ]);
    let landscape = &found.graph.landscape;
    let calls = landscape.calls.iter().map(|call| format!("{:?} {:?}", call.target, call.path));
    let (stock, _) = landscape.services().find(|(_, service)| service.name == "stock").unwrap();
    let wanted = format!("Service({stock:?}) None");
    assert_eq!(calls.collect::<Vec<_>>(), [wanted.clone(), wanted]);
}

#[test]
fn a_registered_health_service_is_health() {
    let system = app(
        &["tonic", "tonic-health", "tokio"],
        r#"
        #[tokio::main]
        async fn main() {
            let (mut reporter, health) = tonic_health::server::health_reporter();
            tonic::transport::Server::builder().add_service(health)
                .serve_with_shutdown("0.0.0.0:80".parse().unwrap(), async {}).await.unwrap();
        }
        "#,
    );
    assert_eq!(lines(&system), ["Grpc app", "RPC /grpc.health.v1.Health/Check health! Health"]);
}

#[test]
fn calls_of_procedures_meet_what_is_served_by_their_contract() {
    use crate::sketch::{manifest, system};
    let stock = r#"
        pub mod pb { include!(concat!(env!("OUT_DIR"), "/generated.rs")); }
        struct Shelf;
        #[tonic::async_trait]
        impl pb::stock_server::Stock for Shelf {
            async fn take_sku(&self, r: tonic::Request<()>) -> Result<tonic::Response<()>, tonic::Status> { never() }
        }
        #[tokio::main]
        async fn main() {
            tonic::transport::Server::builder().add_service(pb::stock_server::StockServer::new(Shelf))
                .serve("0.0.0.0:50051".parse().unwrap()).await.unwrap();
        }
    "#;
    let orders = r#"
        pub mod pb { tonic::include_proto!("shop"); }
        use pb::stock_client::StockClient;
        struct App { stock: StockClient<tonic::transport::Channel> }
        async fn order() {
            let mut client = StockClient::connect("http://stock:50051").await.unwrap();
            client.take_sku(request()).await.unwrap();
        }
        async fn count(app: axum::extract::State<App>) {
            tokio::time::timeout(LIMIT, load(app).stock.count_items(request())).await;
        }
        #[tokio::main]
        async fn main() {
            let app = axum::Router::new().route("/orders", axum::routing::post(order))
                .route("/counts", axum::routing::get(count));
            axum::serve(l(), app).await;
        }
    "#;
    let old = "package shop; service Stock { rpc TakeSKU(A) returns (B); }";
    let new = "package shop; service Stock { rpc TakeSKU(A) returns (B); rpc CountItems(A) returns (B); }";
    let found = system(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"orders\", \"stock\"]\n"),
        ("orders/Cargo.toml", &manifest("orders", &["axum", "tonic", "tokio"])),
        ("orders/src/main.rs", orders),
        ("orders/proto/stock.proto", new),
        ("stock/Cargo.toml", &manifest("stock", &["tonic", "tokio"])),
        ("stock/src/main.rs", stock),
        ("stock/proto/stock.proto", old),
        ("stock/Dockerfile", "FROM rust\nCMD [\"stock\"]\n"),
        (
            "compose.yaml",
            "services:\n  stock:\n    build: { context: ., dockerfile: stock/Dockerfile }\n",
        ),
    ]);
    assert_eq!(
        lines(&found),
        [
            "Http orders",
            "GET /counts count",
            "POST /orders order",
            "Grpc stock",
            "RPC /shop.Stock/TakeSKU take_sku",
        ]
    );
    let landscape = &found.graph.landscape;
    let calls = landscape.calls.iter().map(|call| {
        let limits = call.capabilities.len();
        format!("{:?} {} {limits}", call.target, call.path.as_deref().unwrap_or("-"))
    });
    assert_eq!(
        calls.collect::<Vec<_>>(),
        [
            "Service(ServiceId(1)) - 0",
            "Service(ServiceId(1)) /shop.Stock/TakeSKU 0",
            "Service(ServiceId(1)) /shop.Stock/CountItems 1",
        ]
    );
}

#[test]
fn of_the_addresses_that_one_function_makes_channels_to_the_serving_one_counts() {
    assert_eq!(called_by("channel(\"http://stock:50051\")"), ["/shop.Stock/Take of stock"]);
}

#[test]
fn at_a_port_of_this_machine_a_procedure_is_served_by_who_serves_it() {
    assert_eq!(called_by("channel(\"http://localhost:9000\")"), ["/shop.Stock/Take of stock"]);
    assert_eq!(called_by("channel(\"http://price:50051\")"), ["/shop.Stock/Take of price"]);
}

/// What a service calls over a channel that is made so. Two others serve a service of procedures each; `price` is
/// published at port 9000.
fn called_by(channel: &str) -> Vec<String> {
    use crate::sketch::{manifest, system};
    let server = |name: &str, take: &str| {
        format!(
            r#"
            pub mod pb {{ tonic::include_proto!("shop"); }}
            struct Own;
            #[tonic::async_trait]
            impl pb::{}_server::{name} for Own {{
                async fn {take}(&self, r: tonic::Request<()>) -> Result<tonic::Response<()>, tonic::Status> {{ never() }}
            }}
            #[tokio::main]
            async fn main() {{
                tonic::transport::Server::builder().add_service(pb::{}_server::{name}Server::new(Own))
                    .serve("0.0.0.0:50051".parse().unwrap()).await.unwrap();
            }}
            "#,
            name.to_lowercase(),
            name.to_lowercase()
        )
    };
    let orders = r#"
        pub mod pb { tonic::include_proto!("shop"); }
        use pb::{stock_client::StockClient, price_client::PriceClient};
        async fn channel(address: &'static str) -> tonic::transport::Channel {
            tonic::transport::Endpoint::from_static(address).connect().await.unwrap()
        }
        async fn order() {
            let prices = channel("http://price:50051");
            let mut client = StockClient::new(CHANNEL.await);
            client.take(request()).await.unwrap();
        }
        #[tokio::main]
        async fn main() {
            axum::serve(l(), axum::Router::new().route("/orders", axum::routing::post(order))).await;
        }
    "#;
    let proto = "package shop; service Stock { rpc Take(A) returns (B); } service Price { rpc Tell(A) returns (B); }";
    let found = system(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"orders\", \"stock\", \"price\"]\n"),
        ("orders/Cargo.toml", &manifest("orders", &["axum", "tonic", "tokio"])),
        ("orders/src/main.rs", &orders.replace("CHANNEL", channel)),
        ("proto/shop.proto", proto),
        ("stock/Cargo.toml", &manifest("stock", &["tonic", "tokio"])),
        ("stock/src/main.rs", &server("Stock", "take")),
        ("price/Cargo.toml", &manifest("price", &["tonic", "tokio"])),
        ("price/src/main.rs", &server("Price", "tell")),
        (
            "compose.yaml",
            "services:\n  stock:\n    build: ./stock\n  price:\n    build: ./price\n    ports: [\"9000:50051\"]\n",
        ),
    ]);
    let landscape = &found.graph.landscape;
    let calls = landscape.calls.iter().filter_map(|call| {
        let CallTarget::Service(target) = call.target else { return None };
        Some(format!("{} of {}", call.path.as_deref()?, landscape.service(target).name))
    });
    calls.collect()
}
