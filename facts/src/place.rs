//! Where a fact stands: a file, a byte range, and the line and column that people read.

use serde::Serialize;

/// A file of the analysed tree; an index into [`crate::System::files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A half-open range of bytes, `start..end`, in the text of one file.
///
/// Files of 4 GiB and more are refused when they are read, so `u32` is enough.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// Byte offset of the first byte.
    pub start: u32,
    /// Byte offset one past the last byte.
    pub end: u32,
}

impl Span {
    /// A range of bytes.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The range as `usize`, for slicing.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A span in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub span: Span,
}

/// A position as people count it: both from 1, the column in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
}

/// Line starts of one text, so that many offsets can be turned into lines cheaply.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    /// Indexes `text`; a line ends at `\n`.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        starts.extend(ends.map(|end| end as u32 + 1));
        Self { starts }
    }

    /// The line, from 1, in which `offset` stands.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32
    }

    /// The byte range of `line` (from 1) in `text`, without its line ending.
    ///
    /// A line past the end is empty.
    pub fn range(&self, text: &str, line: u32) -> Span {
        let index = line.saturating_sub(1) as usize;
        let Some(&start) = self.starts.get(index) else {
            return Span::new(text.len() as u32, text.len() as u32);
        };
        let end = self.starts.get(index + 1).map_or(text.len(), |next| *next as usize - 1);
        let body = text[start as usize..end].trim_end_matches('\r');
        Span::new(start, start + body.len() as u32)
    }

    /// Line and column of `offset` in `text`; an offset inside a character counts as its start.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        LineColumn { line, column: text[start..end].chars().count() as u32 + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "a\näöx\r\n";
        let lines = Lines::new(text);
        assert_eq!(lines.line_column(text, 6), LineColumn { line: 2, column: 3 });
        assert_eq!(&text[lines.range(text, 2).range()], "äöx");
        assert_eq!(
            lines.line_column(text, 3),
            LineColumn { line: 2, column: 1 },
            "inside a character"
        );
        assert_eq!(lines.range(text, 9), Span::new(9, 9));
    }
}
