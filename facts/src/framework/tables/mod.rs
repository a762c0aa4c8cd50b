//! The tables, one file a framework or family of them.

mod actix_cors;
mod actix_governor;
mod actix_httpauth;
mod actix_server;
mod actix_web;
mod aide;
mod amiquip;
mod amqprs;
mod async_graphql;
mod async_nats;
mod awc;
mod aws;
mod axum;
mod axum_health;
mod diesel;
mod dropshot;
mod grpc;
mod hexser;
mod hyper;
mod juniper;
mod kafka;
mod lambda;
mod lapin;
mod libsql;
mod loco;
mod log4rs;
mod loggers;
mod metric_exporters;
mod mongodb;
mod mysql;
mod ntex;
mod opentelemetry;
mod other_stores;
mod path_routers;
mod poem;
mod pools;
mod portcullis_macros;
mod postgres;
mod pulsar;
mod rdkafka;
mod redis;
mod reqwest;
mod resilience;
mod rocket;
mod rocket_cors;
mod rocket_pools;
mod rskafka;
mod rusqlite;
mod salvo;
mod schedulers;
mod sea_orm;
mod sea_streamer;
mod shuttle;
mod signatures;
mod sqlx;
mod tide;
mod tokens;
mod tonic;
mod tonic_health;
mod tonic_reflection;
mod tonic_web;
mod tower;
mod tower_governor;
mod tower_http;
mod trace_exporters;
mod trace_layers;
mod tracing;
mod tracing_actix_web;
mod tracing_appender;
mod tungstenite;
mod ureq;
mod utoipa;
mod utoipa_axum;
mod volo;
mod warp;

use super::table::Framework;

/// All tables, by the name of their file.
pub static FRAMEWORKS: &[Framework] = &[
    actix_cors::TABLE,
    actix_governor::TABLE,
    actix_httpauth::TABLE,
    actix_server::TABLE,
    actix_web::TABLE,
    aide::TABLE,
    amiquip::TABLE,
    amqprs::TABLE,
    async_graphql::TABLE,
    async_nats::TABLE,
    awc::AWC,
    awc::IN_ACTIX_WEB,
    aws::SQS,
    aws::SNS,
    aws::DYNAMODB,
    axum::TABLE,
    axum_health::TABLE,
    diesel::DIESEL,
    diesel::DIESEL_ASYNC,
    diesel::DIESEL_BESIDE,
    dropshot::TABLE,
    grpc::GRPCIO,
    grpc::GRPC,
    hexser::TABLE,
    hyper::TABLE,
    juniper::TABLE,
    kafka::TABLE,
    lambda::HTTP,
    lambda::EVENTS,
    lambda::ADAPTED,
    lapin::TABLE,
    libsql::TABLE,
    loco::TABLE,
    log4rs::TABLE,
    loggers::TABLE,
    metric_exporters::TABLE,
    mongodb::MONGODB,
    mysql::MYSQL_ASYNC,
    mysql::MYSQL,
    mysql::RBATIS,
    ntex::TABLE,
    opentelemetry::TABLE,
    other_stores::REFINERY,
    other_stores::SCYLLA,
    other_stores::CLICKHOUSE,
    other_stores::ELASTICSEARCH,
    other_stores::SURREALDB,
    path_routers::ROUTERIFY,
    path_routers::VIZ,
    path_routers::TRILLIUM,
    path_routers::NICKEL,
    path_routers::IRON,
    poem::TABLE,
    pools::DEADPOOL_POSTGRES,
    pools::BB8_POSTGRES,
    pools::POOLS_OF_DIESEL,
    pools::GENERIC,
    pools::R2D2_MONGODB,
    pools::POSTGRES_ES,
    pools::MYSQL_ES,
    pools::MEMCACHE,
    portcullis_macros::TABLE,
    postgres::TOKIO_POSTGRES,
    postgres::POSTGRES,
    pulsar::TABLE,
    rdkafka::TABLE,
    redis::REDIS,
    redis::FRED,
    reqwest::TABLE,
    resilience::RETRIES,
    resilience::REQWEST_RETRY,
    resilience::BREAKERS,
    resilience::TOWER_RESILIENCE,
    rocket::TABLE,
    rocket_cors::TABLE,
    rocket_pools::TABLE,
    rskafka::TABLE,
    rusqlite::RUSQLITE,
    rusqlite::TOKIO_RUSQLITE,
    salvo::TABLE,
    schedulers::TABLE,
    sea_orm::SEA_ORM,
    sea_streamer::TABLE,
    shuttle::TABLE,
    signatures::TABLE,
    sqlx::SQLX,
    tide::TABLE,
    tokens::TABLE,
    tonic::TABLE,
    tonic_health::TABLE,
    tonic_reflection::TABLE,
    tonic_web::TABLE,
    tower::TABLE,
    tower_governor::TABLE,
    tower_http::TABLE,
    trace_exporters::TABLE,
    trace_layers::TABLE,
    tracing::TABLE,
    tracing_actix_web::TABLE,
    tracing_appender::TABLE,
    tungstenite::TABLE,
    ureq::TABLE,
    utoipa::TABLE,
    utoipa_axum::TABLE,
    volo::VOLO,
    volo::TARPC,
    warp::TABLE,
];
