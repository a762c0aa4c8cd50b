//! Which tokens are good: those that the issuer made for this service.

use std::io;
use std::path::Path;

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

    /// The same with keys from a file.
    pub fn load(keys: &Path, issuer: String, audience: String) -> io::Result<Self> {
        let named = |error: io::Error| {
            io::Error::new(error.kind(), format!("`{}`: {error}", keys.display()))
        };
        let text = std::fs::read_to_string(keys).map_err(named)?;
        Self::new(&text, issuer, audience).map_err(|error| named(error.into()))
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

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use jsonwebtoken::jwk::Jwk;
    use jsonwebtoken::{EncodingKey, Header, encode};
    use serde_json::{Value, json};

    use super::*;

    /// A key of Ed25519, made of one number.
    fn key(number: u8) -> EncodingKey {
        let mut der = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20".to_vec();
        der.extend([number; 32]);
        EncodingKey::from_ed_der(&der)
    }

    fn accepts(key: &EncodingKey, claims: &Value) -> bool {
        let mut known = Jwk::from_encoding_key(&self::key(1), Algorithm::EdDSA).expect("a key");
        known.common.key_id = Some("1".to_owned());
        let keys = serde_json::to_string(&JwkSet { keys: vec![known] }).expect("JSON");
        let verifier = Verifier::new(&keys, "us".to_owned(), "it".to_owned()).expect("keys");
        let header = Header {
            kid: Some("1".to_owned()),
            ..Header::new(Algorithm::EdDSA)
        };
        let token = encode(&header, claims, key).expect("a token");
        verifier.accepts(Some(&format!("Bearer {token}")))
    }

    #[test]
    fn tokens_of_the_issuer_for_this_service_are_good_and_no_others() {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let later = (now.expect("after 1970") + Duration::from_secs(60)).as_secs();
        let good = json!({ "iss": "us", "aud": "it", "exp": later });
        assert!(accepts(&key(1), &good));
        assert!(!accepts(&key(2), &good), "forged");
        for wrong in [
            json!({ "iss": "them", "aud": "it", "exp": later }),
            json!({ "iss": "us", "aud": "them", "exp": later }),
            json!({ "iss": "us", "aud": "it", "exp": 1 }),
            json!({ "iss": "us", "aud": "it" }),
        ] {
            assert!(!accepts(&key(1), &wrong), "{wrong}");
        }
    }
}
