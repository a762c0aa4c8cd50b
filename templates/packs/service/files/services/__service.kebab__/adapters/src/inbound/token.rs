//! Who may call: whoever has a token of the issuer that is made for this service.

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::de::IgnoredAny;

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

    /// Takes what the caller sent as `authorization`.
    pub(super) fn accepts(&self, authorization: Option<&str>) -> bool {
        authorization
            .and_then(|value| value.strip_prefix("Bearer "))
            .is_some_and(|token| self.is_valid(token))
    }

    fn is_valid(&self, token: &str) -> bool {
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
