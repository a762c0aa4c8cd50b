//! Requests without a valid token end here.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use crate::inbound::token::Verifier;

pub(super) async fn require_token(
    State(verifier): State<Option<Arc<Verifier>>>,
    request: Request,
    next: Next,
) -> Response {
    let authorization = request.headers().get(header::AUTHORIZATION);
    let authorization = authorization.and_then(|value| value.to_str().ok());
    match verifier {
        Some(verifier) if !verifier.accepts(authorization) => {
            let scheme = [(header::WWW_AUTHENTICATE, "Bearer")];
            let problem = Problem::new(StatusCode::UNAUTHORIZED, "a valid token is needed");
            (scheme, problem).into_response()
        }
        _ => next.run(request).await,
    }
}
