//! Mends code where it stands: edits of a text, as small as somebody would make them by hand.

mod around;
mod duration;
mod errors;
mod limit;
#[cfg(test)]
mod tests;
mod trial;

use std::ops::Range;

pub use errors::made_from;
pub use limit::{Limit, limit, limits};

use crate::edit::Edited;
use crate::edit::source::Source;

/// Another text for a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that it stands for; none where something is only added.
    pub range: Range<usize>,
    /// What will stand there.
    pub text: String,
}

/// A text after edits, which are in the order of their places and do not overlap.
///
/// # Errors
/// Where the text is no Rust, or would be none any more; one sentence.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, String> {
    let pieces: Vec<(Range<usize>, String)> =
        edits.iter().map(|edit| (edit.range.clone(), edit.text.clone())).collect();
    match Source::parse(text)?.with_all(&pieces)? {
        Edited::Text(after) => Ok(after),
        Edited::Already => Ok(text.to_owned()),
    }
}
