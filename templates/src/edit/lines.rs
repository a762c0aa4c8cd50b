//! Lines at the end of files of any kind.

use super::source::{joined, newline};
use super::{Edited, Missing, Step};

/// The lines of the text, unless they stand there in this order.
#[expect(clippy::unnecessary_wraps, reason = "all edits have one signature")]
pub(super) fn line(text: &str, step: &Step) -> Result<Edited, Missing> {
    let wanted: Vec<&str> = step.text.trim().lines().map(str::trim_end).collect();
    let there: Vec<&str> = text.lines().map(str::trim_end).collect();
    if there.windows(wanted.len()).any(|lines| lines == wanted) {
        return Ok(Edited::Already);
    }
    // An empty line before them is wanted if the pack has one.
    let lines = if step.text.starts_with('\n') { 2 } else { 1 };
    Ok(Edited::Text(joined(text, &wanted.join(newline(text)), lines)))
}
