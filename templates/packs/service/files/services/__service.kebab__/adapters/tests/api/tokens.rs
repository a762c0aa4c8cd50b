//! Which tokens open the API.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};

use super::*;

/// A key of Ed25519, made of one number.
fn key(number: u8) -> EncodingKey {
    let mut der = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20".to_vec();
    der.extend([number; 32]);
    EncodingKey::from_ed_der(&der)
}

fn verifier() -> Verifier {
    let mut known = Jwk::from_encoding_key(&key(1), Algorithm::EdDSA).expect("a public key");
    known.common.key_id = Some("1".to_owned());
    let keys = serde_json::to_string(&JwkSet { keys: vec![known] }).expect("JSON");
    Verifier::new(&keys, "us".to_owned(), "orders".to_owned()).expect("keys")
}

fn seconds_from_now(seconds: u64) -> u64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    (now + Duration::from_secs(seconds)).as_secs()
}

fn token(key: &EncodingKey, claims: &Value) -> String {
    let header = Header {
        kid: Some("1".to_owned()),
        ..Header::new(Algorithm::EdDSA)
    };
    encode(&header, claims, key).expect("a token")
}

async fn status(authorization: Option<String>) -> StatusCode {
    let mut place = MockPlaceOrder::new();
    place.expect_place().returning(|_| Ok(()));
    let api = api(place, MockFindOrder::new(), Some(Arc::new(verifier())));
    let mut request = post(tea());
    if let Some(value) = authorization {
        request
            .headers_mut()
            .insert(header::AUTHORIZATION, value.parse().expect("text"));
    }
    send(api, request).await.status()
}

#[tokio::test]
async fn a_token_of_the_issuer_opens() {
    let claims = json!({ "iss": "us", "aud": "orders", "exp": seconds_from_now(60) });
    let token = token(&key(1), &claims);
    assert_eq!(
        status(Some(format!("Bearer {token}"))).await,
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn nothing_else_does() {
    let later = seconds_from_now(60);
    let good = json!({ "iss": "us", "aud": "orders", "exp": later });
    let forged = token(&key(2), &good);
    let of_another = token(
        &key(1),
        &json!({ "iss": "them", "aud": "orders", "exp": later }),
    );
    let for_another = token(
        &key(1),
        &json!({ "iss": "us", "aud": "stock", "exp": later }),
    );
    let endless = token(&key(1), &json!({ "iss": "us", "aud": "orders" }));
    let expired = token(&key(1), &json!({ "iss": "us", "aud": "orders", "exp": 1 }));
    for wrong in [
        forged,
        of_another,
        for_another,
        endless,
        expired,
        String::new(),
    ] {
        let status = status(Some(format!("Bearer {wrong}"))).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{wrong}");
    }
    assert_eq!(status(None).await, StatusCode::UNAUTHORIZED);
}
