//! Who may call the API: whoever has a token of the issuer that is made for this service.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::de::IgnoredAny;

use super::problem::Problem;

/// Only signatures that the service can check and could not have made itself.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];

pub struct Verifier {
    keys: JwkSet,
    issuer: String,
    audience: String,
}

impl Verifier {
    /// Takes the issuer's public keys, as it serves them (a JSON Web Key Set).
    pub fn new(keys: &str, issuer: String, audience: String) -> Result<Self, serde_json::Error> {
        Ok(Self {
            keys: serde_json::from_str(keys)?,
            issuer,
            audience,
        })
    }

    fn accepts(&self, token: &str) -> bool {
        let Ok(header) = decode_header(token) else {
            return false;
        };
        let key = header.kid.and_then(|id| self.keys.find(&id));
        let Some(Ok(key)) = key.map(DecodingKey::from_jwk) else {
            return false;
        };
        if !ALGORITHMS.contains(&header.alg) {
            return false;
        }
        let mut wanted = Validation::new(header.alg);
        wanted.set_issuer(&[&self.issuer]);
        wanted.set_audience(&[&self.audience]);
        wanted.set_required_spec_claims(&["exp", "iss", "aud"]);
        wanted.validate_nbf = true;
        decode::<IgnoredAny>(token, &key, &wanted).is_ok()
    }
}

pub(super) async fn require_token(
    State(verifier): State<Option<Arc<Verifier>>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let Some(verifier) = verifier else {
        return Ok(next.run(request).await);
    };
    let token = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    if token.is_some_and(|token| verifier.accepts(token)) {
        Ok(next.run(request).await)
    } else {
        Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "a valid token is needed",
        ))
    }
}
