//! Functions whose failure comes from another process: they read what it wrote, or connect to it.

use super::lookup::means;

/// Functions that read what somebody else wrote; a failure of theirs is the sender's, and must not end the reader.
const DECODING: &[(&str, &str)] = &[
    ("serde_json", "from_slice"),
    ("serde_json", "from_str"),
    ("serde_json", "from_value"),
    ("serde_json", "from_reader"),
    ("prost", "Message::decode"),
    ("ciborium", "from_reader"),
    ("rmp_serde", "from_slice"),
    ("bincode", "deserialize"),
    ("apache_avro", "from_value"),
];
/// Functions that decode tokens, wherever they stand.
const TOKENS: &[(&str, &str)] = &[("jsonwebtoken", "decode"), ("jsonwebtoken", "decode_header")];

/// Methods that open a connection to a cache, by names that nobody else gives.
pub const CONNECTING: &[&str] = &[
    "get_multiplexed_async_connection",
    "get_multiplexed_async_std_connection",
    "get_multiplexed_tokio_connection",
    "get_connection_manager",
];

/// Whether a function decodes what somebody else wrote.
pub fn decodes(package: &str, path: &str) -> bool {
    is_among(DECODING, package, path)
}

/// Whether a function decodes a token.
pub fn decodes_tokens(package: &str, path: &str) -> bool {
    is_among(TOKENS, package, path)
}

fn is_among(list: &[(&str, &str)], package: &str, path: &str) -> bool {
    list.iter().any(|(name, function)| is_crate(package, name) && means(path, function))
}

/// Whether a package has this name in code.
fn is_crate(package: &str, name: &str) -> bool {
    let in_code = package.bytes().map(|byte| if byte == b'-' { b'_' } else { byte });
    in_code.eq(name.bytes())
}
