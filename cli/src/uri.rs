//! Paths as parts of URIs.

use std::fmt::Write as _;

/// A path as a relative URI, or as the path of one: whatever is not unreserved is escaped, the slashes stay.
pub(crate) fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    #[test]
    fn paths_become_uris() {
        assert_eq!(super::encoded("a b/ä:%.rs"), "a%20b/%C3%A4%3A%25.rs");
    }
}
