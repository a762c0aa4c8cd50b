//! The tables, one file a framework.

mod actix_cors;
mod actix_governor;
mod actix_httpauth;
mod actix_server;
mod actix_web;
mod aide;
mod async_graphql;
mod axum;
mod axum_health;
mod dropshot;
mod hyper;
mod juniper;
mod lambda_http;
mod log4rs;
mod loggers;
mod metric_exporters;
mod ntex;
mod opentelemetry;
mod poem;
mod reqwest;
mod rocket;
mod salvo;
mod schedulers;
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
mod utoipa;
mod utoipa_axum;
mod warp;

use super::table::Framework;

/// All tables, by the name of their file.
pub const FRAMEWORKS: &[Framework] = &[
    actix_cors::TABLE,
    actix_governor::TABLE,
    actix_httpauth::TABLE,
    actix_server::TABLE,
    actix_web::TABLE,
    aide::TABLE,
    async_graphql::TABLE,
    axum::TABLE,
    axum_health::TABLE,
    dropshot::TABLE,
    hyper::TABLE,
    juniper::TABLE,
    lambda_http::TABLE,
    log4rs::TABLE,
    loggers::TABLE,
    metric_exporters::TABLE,
    ntex::TABLE,
    opentelemetry::TABLE,
    poem::TABLE,
    reqwest::TABLE,
    rocket::TABLE,
    salvo::TABLE,
    schedulers::TABLE,
    sqlx::TABLE,
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
    utoipa::TABLE,
    utoipa_axum::TABLE,
    warp::TABLE,
];
