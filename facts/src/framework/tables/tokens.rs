//! Tokens and what verifies them.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Authentication;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &[
        "jsonwebtoken",
        "jwt-simple",
        "jwt",
        "josekit",
        "biscuit",
        "biscuit-auth",
        "pasetors",
        "paseto",
        "rusty_paseto",
        "jwt-authorizer",
        "axum-jwt-auth",
        "axum-jwks",
        "axum-keycloak-auth",
        "jwks_client",
        "alcoholic_jwt",
        "openidconnect",
        "frank_jwt",
        "actix-session",
        "tower-sessions",
        "axum-session",
        "async-session",
        "pbjson-jwt",
    ],
    capabilities: &[
        gives("decode", Authentication),
        gives("verify_token", Authentication),
        gives("VerifyWithKey", Authentication),
        gives("VerifyWithStore", Authentication),
        gives("verify_with_key", Authentication),
        gives("public::verify", Authentication),
        gives("local::decrypt", Authentication),
        gives("JwtClaims", Authentication),
        gives("JwtAuthorizer", Authentication),
        gives("KeycloakAuthLayer", Authentication),
        gives("KeycloakToken", Authentication),
        gives("id_token_verifier", Authentication),
        gives("validate", Authentication),
        gives("claims", Authentication),
        gives("Session::get", Authentication),
    ],
    ..Framework::NONE
};
