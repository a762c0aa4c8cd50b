//! The hash that GitHub ties an alert to a line by, `primaryLocationLineHash`.
//!
//! The upload action computes the same and warns where a file disagrees, so
//! this follows its definition: the 100 UTF-16 units from the line's first on,
//! blanks left out and line ends made `\n`, with an end mark (65535) and zeros
//! behind the text, as digits of a number to base 37, modulo 2⁶⁴; then a count
//! of equal hashes so far in the file.

use std::collections::HashMap;

/// How many units one hash covers.
const BLOCK: usize = 100;
const BASE: u64 = 37;
/// What stands behind the text.
const END: u16 = u16::MAX;

/// The hashes of all lines of one text.
pub(super) struct LineHashes(Vec<String>);

impl LineHashes {
    /// Hashes every line of `text`.
    pub(super) fn new(text: &str) -> Self {
        let (units, starts) = units(text);
        let mut seen: HashMap<u64, usize> = HashMap::new();
        let hash = |start: usize| {
            let block = units[start..].iter().chain(std::iter::repeat(&0)).take(BLOCK);
            block.fold(0_u64, |hash, unit| hash.wrapping_mul(BASE).wrapping_add(u64::from(*unit)))
        };
        let hashes = starts.into_iter().map(|start| {
            let hash = hash(start);
            let count = seen.entry(hash).or_insert(0);
            *count += 1;
            format!("{hash:x}:{count}")
        });
        Self(hashes.collect())
    }

    /// The hash of a line, from 1.
    pub(super) fn of_line(&self, line: u32) -> &str {
        let index = (line as usize).saturating_sub(1);
        self.0.get(index).or(self.0.last()).map_or("", String::as_str)
    }
}

/// The units that count, and where in them each line starts.
fn units(text: &str) -> (Vec<u16>, Vec<usize>) {
    let (lf, cr) = (u16::from(b'\n'), u16::from(b'\r'));
    let (mut units, mut starts) = (Vec::with_capacity(text.len() + 1), Vec::new());
    let (mut line_start, mut after_cr) = (true, false);
    for unit in text.encode_utf16().chain([END]) {
        let blank = unit == u16::from(b' ') || unit == u16::from(b'\t');
        let second_half = after_cr && unit == lf;
        after_cr = unit == cr;
        if blank || second_half {
            continue;
        }
        if line_start {
            starts.push(units.len());
        }
        let unit = if unit == cr { lf } else { unit };
        line_start = unit == lf;
        units.push(unit);
    }
    (units, starts)
}

#[cfg(test)]
mod tests {
    use super::LineHashes;

    /// Expected values come from a run of the action's own algorithm.
    #[test]
    fn hashes_are_those_of_the_upload_action() {
        assert_eq!(LineHashes::new("").0, ["c129715d7a2bc9a3:1"]);
        assert_eq!(
            LineHashes::new("use a;\r\n\tuse  b;\rfn main() {}\r\n\r\n").0,
            [
                "59284ee503dfeba4:1",
                "2c173b45a735a59d:1",
                "2b5df63e96720ad5:1",
                "3c5bef55b72b93c9:1",
                "c129715d7a2bc9a3:1",
            ]
        );
        let outside_the_plane = "use a; // 😀ä\n".repeat(6);
        assert_eq!(LineHashes::new(&outside_the_plane).of_line(5), "623ad291f72a0507:1");
        let repeated = "Lorem ipsum dolor sit amet.\n".repeat(10);
        assert_eq!(LineHashes::new(&repeated).of_line(6), "a7f2ff13bc495cf2:6");
        assert_eq!(LineHashes::new(&repeated).of_line(7), "a7f2ff1481e87703:1");
    }
}
