//! Frameworks as they were some versions ago, and generators that are no longer in fashion.

use portcullis_facts::graph::system::Method;

use crate::sketch::{app, lines, manifest, system};

#[test]
fn guards_of_actix_say_the_method() {
    let main = "use actix_web::{guard, web, App, HttpServer};
        async fn list() {} async fn create() {} async fn one() {}
        #[actix_web::main]
        async fn main() {
            HttpServer::new(|| App::new()
                .service(web::resource(\"/orders\").guard(guard::Post()).to(create))
                .service(web::resource(\"/orders\").guard(guard::Get()).to(list))
                .service(web::resource(\"/one\").get(one)))
                .bind(\"0.0.0.0:80\").unwrap().run().await;
        }";
    let found = lines(&app(&["actix-web"], main));
    assert_eq!(found, ["Http app", "GET /one one", "GET /orders list", "POST /orders create"]);
}

#[test]
fn graphql_at_the_root_is_no_greeting() {
    let main = "use actix_web::{guard, web, App, HttpServer};
        async fn graphql() {} async fn playground() {}
        #[actix_web::main]
        async fn main() {
            HttpServer::new(|| App::new()
                .service(web::resource(\"/\").guard(guard::Post()).to(graphql))
                .service(web::resource(\"/\").guard(guard::Get()).to(playground)))
                .bind(\"0.0.0.0:80\").unwrap().run().await;
        }";
    assert_eq!(lines(&app(&["actix-web"], main))[0], "Http app");
}

#[test]
fn the_client_in_actix_web_calls() {
    let main = "use actix_web::{client::Client, web, App, HttpServer};
        async fn list() -> String {
            let client = Client::default();
            client.post(\"http://stock/take\").send().await.unwrap();
            String::new()
        }
        #[actix_web::main]
        async fn main() {
            HttpServer::new(|| App::new().route(\"/orders\", web::get().to(list)))
                .bind(\"0.0.0.0:80\").unwrap().run().await;
        }";
    let found = app(&["actix-web"], main);
    let calls = found.graph.landscape.calls.iter();
    let calls: Vec<_> = calls.map(|call| (call.method, call.path.clone())).collect();
    assert_eq!(calls, [(Some(Method::Post), Some("/take".to_owned()))]);
}

#[test]
fn methods_stood_beside_handlers_in_axum() {
    let main = "use axum::{handler::{get, post}, Router};
        async fn list() {} async fn create() {}
        #[tokio::main]
        async fn main() {
            let app = Router::new().route(\"/orders\", get(list).post(create)).route(\"/x\", post(create));
            axum::Server::bind(&addr()).serve(app.into_make_service()).await;
        }";
    let found = lines(&app(&["axum", "tokio"], main));
    assert_eq!(found, ["Http app", "GET /orders list", "POST /orders create", "POST /x create"]);
}

#[test]
fn handlers_that_wait_and_handlers_that_cannot_fail_had_names_of_their_own() {
    let actix = "use actix_web::{web, App, HttpServer};
        fn list() {} fn create() {}
        fn main() {
            HttpServer::new(|| App::new().service(web::resource(\"/orders\")
                .route(web::get().to(list)).route(web::post().to_async(create))))
                .bind(\"0.0.0.0:80\").unwrap().run();
        }";
    let found = lines(&app(&["actix-web"], actix));
    assert_eq!(found, ["Http app", "GET /orders list", "POST /orders create"]);
    let hyper = "use hyper::{rt, service::service_fn_ok, Body, Response, Server};
        fn main() {
            let server = Server::bind(&addr()).serve(|| service_fn_ok(|request| {
                match (request.method(), request.uri().path()) {
                    (&hyper::Method::GET, \"/random\") => Response::new(Body::from(random())),
                    _ => Response::new(Body::empty()),
                }
            }));
            rt::run(server);
        }";
    assert_eq!(lines(&app(&["hyper"], hyper)), ["Http app", "GET /random closure"]);
}

#[test]
fn a_generated_function_makes_a_service_of_grpcio() {
    let main = "use std::sync::Arc;
        use grpcio::{Environment, RpcContext, ServerBuilder, UnarySink};
        mod shop_grpc;
        use shop_grpc::{create_stock, Stock};
        #[derive(Clone)]
        struct Shelf;
        impl Stock for Shelf {
            fn take_one(&mut self, context: RpcContext, request: Request, sink: UnarySink<Reply>) {}
        }
        fn main() {
            let mut server = ServerBuilder::new(Arc::new(Environment::new(1)))
                .register_service(create_stock(Shelf)).bind(\"0.0.0.0\", 50051).build().unwrap();
            server.start();
            std::thread::park();
        }";
    let proto = "syntax = \"proto3\"; package shop; service Stock { rpc TakeOne (R) returns (R); }";
    let manifest = manifest("app", &["grpcio"]);
    let files =
        [("Cargo.toml", manifest.as_str()), ("src/main.rs", main), ("proto/shop.proto", proto)];
    assert_eq!(lines(&system(&files)), ["Grpc app", "RPC /shop.Stock/TakeOne take_one"]);
}

#[test]
fn the_crate_grpc_serves_from_when_its_server_is_built() {
    let main = "use ring_grpc::{Ring, RingServer};
        struct Node;
        impl Ring for Node {
            fn mark(&self, o: grpc::RequestOptions, r: Empty) -> grpc::SingleResponse<Empty> { none() }
        }
        fn main() {
            let mut server = grpc::ServerBuilder::new_plain();
            server.http.set_addr(addr());
            server.add_service(RingServer::new_service_def(Node));
            let server = server.build().unwrap();
            std::thread::park();
        }";
    assert_eq!(lines(&app(&["grpc"], main)), ["Grpc app", "RPC /Ring/Mark mark"]);
}
