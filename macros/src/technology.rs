//! Which crates tie a signature to a technology, and where a signature names one of them.

use proc_macro2::{Ident, TokenStream, TokenTree};

/// Crates by the name that code gives them, sorted. Value types, serialisation, errors, logging and
/// runtimes are not here, because a domain may use them.
const CRATES: [&str; 57] = [
    "actix_http",
    "actix_web",
    "apalis",
    "async_graphql",
    "async_nats",
    "async_stripe",
    "awc",
    "axum",
    "axum_core",
    "axum_extra",
    "bb8",
    "bollard",
    "cassandra_cpp",
    "clickhouse",
    "clap",
    "deadpool",
    "deadpool_postgres",
    "diesel",
    "diesel_async",
    "elasticsearch",
    "etcd_client",
    "fred",
    "hickory_resolver",
    "http",
    "http_body",
    "hyper",
    "hyper_util",
    "kafka",
    "kube",
    "lapin",
    "lettre",
    "memcache",
    "mongodb",
    "mysql_async",
    "nats",
    "neo4rs",
    "opensearch",
    "poem",
    "postgres",
    "pulsar",
    "r2d2",
    "rdkafka",
    "redis",
    "reqwest",
    "rocket",
    "rskafka",
    "rumqttc",
    "rusqlite",
    "salvo",
    "scylla",
    "sea_orm",
    "sqlx",
    "tide",
    "tokio_postgres",
    "tonic",
    "ureq",
    "warp",
];

/// Beginnings of the names of whole families of such crates.
const FAMILIES: [&str; 6] =
    ["aws_sdk_", "aws_config", "azure_", "google_cloud_", "sea_query", "tower_http"];

fn is_technology(name: &str) -> bool {
    CRATES.contains(&name) || FAMILIES.iter().any(|family| name.starts_with(family))
}

/// A path in a signature that begins with a crate of some technology.
pub(crate) struct Leak {
    /// The name of the crate, where it stands.
    pub(crate) at: Ident,
    /// The whole path, `::`-separated.
    pub(crate) path: String,
}

/// The leaks in some tokens, in the order of the text. Only paths of two segments and more count: a
/// name alone was brought into scope by a `use`, and that is what the linter looks at.
pub(crate) fn leaks(tokens: TokenStream) -> Vec<Leak> {
    let mut found = Vec::new();
    collect(tokens, &mut found);
    found
}

fn collect(tokens: TokenStream, found: &mut Vec<Leak>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Group(group) => collect(group.stream(), found),
            TokenTree::Ident(first) => {
                let mut path = first.to_string();
                while let Some(next) = segment_after(&tokens, at) {
                    path.push_str("::");
                    path.push_str(&next.to_string());
                    at += 3;
                }
                if path.contains("::") && is_technology(&first.to_string()) {
                    found.push(Leak { at: first.clone(), path });
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The name behind `::` at a position, if that is what stands there.
fn segment_after(tokens: &[TokenTree], at: usize) -> Option<&Ident> {
    let colon =
        |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == ':');
    match tokens.get(at + 2) {
        Some(TokenTree::Ident(next)) if colon(at) && colon(at + 1) => Some(next),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{CRATES, leaks};

    #[test]
    fn the_table_is_sorted_and_without_repetition() {
        let mut sorted = CRATES.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), CRATES.len());
    }

    #[test]
    fn a_path_leaks_by_its_first_segment() {
        let leak = |text: &str| -> Vec<String> {
            leaks(text.parse().expect("tokens")).into_iter().map(|leak| leak.path).collect()
        };
        assert_eq!(leak("Result<Vec<sqlx::Row>, ::http::Error>"), ["sqlx::Row", "http::Error"]);
        assert_eq!(leak("(aws_sdk_s3::Client, [redis::aio::Pool; 2])").len(), 2);
        assert!(leak("crate::http::Request").is_empty(), "a module of one's own");
        assert!(leak("Order, http, postgres").is_empty(), "names alone");
    }
}
