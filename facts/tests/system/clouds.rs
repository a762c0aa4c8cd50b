//! Functions that a platform calls, as services.

use portcullis_facts::System;
use portcullis_facts::graph::system::{CapabilityKind, CapabilityLevel, Confirmation, Engine};

use crate::sketch::{app, lines};

/// Whether a platform watches the only service.
fn is_watched(system: &System) -> bool {
    let health = system.graph.landscape.services[0].capability(CapabilityKind::Health);
    health.is_some_and(|health| health.level == CapabilityLevel::Orchestrator)
}

#[test]
fn a_function_that_answers_http_is_a_service_that_its_platform_watches() {
    let now = "use lambda_http::{run, service_fn, Request};
        #[tokio::main]
        async fn main() { run(service_fn(|event: Request| take(event))).await; }
        async fn take(event: Request) {}";
    let system = app(&["lambda_http", "tokio"], now);
    assert_eq!(lines(&system), ["Http app", "ANY / closure", "hides Middleware"]);
    assert!(is_watched(&system));
    let before = "use lambda_http::{handler, Request};
        #[tokio::main]
        async fn main() { lambda_runtime::run(handler(take)).await; }
        async fn take(event: Request) {}";
    let system = app(&["lambda_http", "lambda_runtime", "tokio"], before);
    assert_eq!(lines(&system), ["Http app", "ANY / take", "hides Middleware"]);
    assert!(is_watched(&system));
}

#[test]
fn a_router_that_runs_as_a_function_keeps_its_routes() {
    let main = "use axum::{Router, routing::post};
        #[tokio::main]
        async fn main() { lambda_http::run(Router::new().route(\"/orders\", post(create))).await; }
        async fn create() {}";
    let system = app(&["axum", "lambda_http", "tokio"], main);
    assert_eq!(lines(&system), ["Http app", "POST /orders create", "hides Middleware"]);
    assert!(is_watched(&system));
}

#[test]
fn a_function_of_events_is_a_worker_that_runs_its_handler() {
    let main = "use lambda_runtime::{run, service_fn, LambdaEvent};
        use sqlx::PgPool;
        #[tokio::main]
        async fn main() {
            let pool = PgPool::connect(\"postgres://db/orders\").await.unwrap();
            run(service_fn(|event| store(&pool, event))).await;
        }
        async fn store(pool: &PgPool, event: LambdaEvent<Event>) {
            sqlx::query(\"insert into orders values (1)\").execute(pool).await;
        }";
    let system = app(&["lambda_runtime", "sqlx", "tokio"], main);
    assert_eq!(lines(&system), ["Worker app", "hides Middleware"]);
    assert!(is_watched(&system));
    let landscape = &system.graph.landscape;
    assert_eq!(landscape.tables[0].uses.len(), 1);
}

#[test]
fn queues_and_tables_of_aws_are_read() {
    let main = "use axum::{Router, routing::post};
        struct Shop { tables: aws_sdk_dynamodb::Client, queue: aws_sdk_sqs::Client }
        impl Shop {
            async fn place(&self) {
                self.tables.put_item().table_name(\"orders\").send().await.unwrap();
                self.queue.send_message().queue_url(\"http://aws/orders\").message_body(\"x\").send().await.unwrap();
            }
        }
        #[tokio::main]
        async fn main() {
            let config = aws_config::load_from_env().await;
            let shop = Shop { tables: aws_sdk_dynamodb::Client::new(&config), queue: aws_sdk_sqs::Client::new(&config) };
            axum::serve(listener(), Router::new().route(\"/orders\", post(create)).with_state(shop)).await;
        }
        async fn create(shop: axum::extract::State<Shop>) { shop.place().await; }";
    let system = app(&["aws-config", "aws-sdk-dynamodb", "aws-sdk-sqs", "axum", "tokio"], main);
    let landscape = &system.graph.landscape;
    let engines: Vec<_> = landscape.databases.iter().map(|database| database.engine).collect();
    assert_eq!(engines, [Engine::Dynamodb]);
    let tables: Vec<_> = landscape.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(tables, ["orders"]);
    let topics: Vec<_> = landscape.topics.iter().map(|topic| topic.name.as_str()).collect();
    assert_eq!(topics, ["http://aws/orders"]);
    assert_eq!(landscape.publishes[0].confirmation, Confirmation::Confirmed);
}

#[test]
fn a_loop_that_asks_a_queue_of_aws_is_a_consumer() {
    let main = "#[tokio::main]
        async fn main() {
            let client = aws_sdk_sqs::Client::new(&aws_config::load_from_env().await);
            loop {
                let found = client.receive_message().queue_url(\"http://aws/orders\").send().await.unwrap();
                handle(found);
                client.delete_message().queue_url(\"http://aws/orders\").send().await.unwrap();
            }
        }
        fn handle<M>(message: M) {}";
    let system = app(&["aws-config", "aws-sdk-sqs", "tokio"], main);
    assert_eq!(lines(&system), ["Consumer app"]);
    assert_eq!(system.graph.landscape.consumes[0].kind, "sqs");
}
