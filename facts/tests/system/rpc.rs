//! Services of protocol buffers.

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
