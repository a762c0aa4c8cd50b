//! A duration, as a file writes it.

use std::ops::Range;

use crate::edit::imports::{self, imported};
use crate::edit::source::Source;

const PATH: &str = "std::time::Duration";

/// So many seconds as code, and what it needs to be imported.
pub(super) fn seconds(
    source: &Source<'_>,
    seconds: u64,
    is_inner: bool,
) -> (String, Vec<(Range<usize>, String)>) {
    let written = |name: &str| format!("{name}::from_secs({seconds})");
    let there = imported(&source.file);
    let is = |path: &str| !is_inner && there.contains(path);
    // The one of tokio is that of the standard library.
    if is(PATH) || is("core::time::Duration") || is("tokio::time::Duration") {
        return (written("Duration"), Vec::new());
    }
    if is("std::time") {
        return (written("time::Duration"), Vec::new());
    }
    let is_taken = there
        .iter()
        .any(|path| path.rsplit("::").next() == Some("Duration") || path.ends_with(" as Duration"));
    let is_spelled_out = source.text.contains(PATH);
    if is_inner || is_taken || is_spelled_out || there.is_empty() {
        return (written(PATH), Vec::new());
    }
    (written("Duration"), imports::pieces(source, PATH))
}
