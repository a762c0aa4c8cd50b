//! Places as the protocol has them: lines from 0, columns in the units that the client counts, files as addresses.

use std::path::{Component, Path, PathBuf};

use gen_lsp_types::{Position, PositionEncodingKind, Range, Uri};
use portcullis_facts::place::{Lines, Span};

use crate::repository::Folder;
use crate::uri::encoded;

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, as every client can.
    #[default]
    Utf16,
}

impl Encoding {
    /// The one that costs least of those that a client can.
    pub(super) fn of<'o>(mut offered: impl Iterator<Item = &'o str>) -> Self {
        if offered.any(|encoding| encoding == "utf-8") { Self::Utf8 } else { Self::Utf16 }
    }

    /// As the protocol calls it.
    pub(super) const fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn width(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
        }
    }
}

/// A text whose lines are known.
#[derive(Debug)]
pub(super) struct Text<'t> {
    body: &'t str,
    lines: Lines,
    encoding: Encoding,
}

impl<'t> Text<'t> {
    /// Finds the lines of `text`.
    pub(super) fn new(text: &'t str, encoding: Encoding) -> Self {
        Self { body: text, lines: Lines::new(text), encoding }
    }

    /// Where a byte is; one inside a character counts as its start.
    pub(super) fn position(&self, offset: u32) -> Position {
        let mut end = (offset as usize).min(self.body.len());
        while !self.body.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.lines.line(end as u32);
        let start = self.lines.range(self.body, line).start as usize;
        let before = &self.body[start..end];
        let character: usize = before.chars().map(|c| self.encoding.width(c)).sum();
        Position { line: line - 1, character: character as u32 }
    }

    /// The byte at a position; behind the end of a line it is the line's end.
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = self.lines.range(self.body, position.line.saturating_add(1));
        let mut left = position.character as usize;
        let mut offset = line.start as usize;
        for character in self.body[line.range()].chars() {
            let width = self.encoding.width(character);
            if width > left {
                break;
            }
            left -= width;
            offset += character.len_utf8();
        }
        offset
    }

    /// Where a span is; an empty one is drawn to the end of its line, so that it can be seen.
    pub(super) fn range(&self, span: Span) -> Range {
        let line = self.lines.range(self.body, self.lines.line(span.start));
        let end = if span.end > span.start { span.end } else { line.end.max(span.start) };
        Range { start: self.position(span.start), end: self.position(end) }
    }

    /// The bytes of the line in which `offset` stands, without what ends it.
    pub(super) fn line(&self, offset: usize) -> Span {
        self.lines.range(self.body, self.lines.line(offset as u32))
    }
}

/// The folder that is checked, between the addresses of the client and the paths of the system.
#[derive(Clone, Debug)]
pub(super) struct Root {
    given: PathBuf,
    real: PathBuf,
}

impl Root {
    /// Of a folder.
    pub(super) fn new(folder: &Folder) -> Self {
        Self { given: absolute(&folder.given), real: folder.real.clone() }
    }

    /// The path of a file below it, `/`-separated; none for any other file.
    pub(super) fn relative(&self, path: &Path) -> Option<String> {
        let below =
            path.strip_prefix(&self.given).or_else(|_| path.strip_prefix(&self.real)).ok()?;
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// The file at a path of the system, which may begin with `..`.
    pub(super) fn file(&self, path: &str) -> PathBuf {
        // What stands above is known from the real folder alone.
        normal(&if path.starts_with("..") { &self.real } else { &self.given }.join(path))
    }

    /// The way to a file from the folder of another one, `/`-separated; none if it is not below that.
    pub(super) fn below(&self, other: &str, path: &str) -> Option<String> {
        let (other, file) = (normal(&self.real.join(other)), normal(&self.real.join(path)));
        let below = file.strip_prefix(other.parent()?).ok()?;
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// The address of a path of the system.
    pub(super) fn uri(&self, path: &str) -> Uri {
        to_uri(&self.file(path))
    }
}

/// A path without `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

/// A path from the root of the file system; links stay.
fn absolute(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    // `.` at the end would be no part of what the client says.
    absolute.components().collect()
}

/// Whether a path is that of a Rust file.
pub(super) fn is_rust(path: &str) -> bool {
    path.rsplit('.').next() == Some("rs")
}

/// The file that an address means; none if it is no file's.
pub(super) fn to_path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    let rest = &rest[rest.find('/')?..];
    let mut bytes = Vec::with_capacity(rest.len());
    let mut parts = rest.split('%');
    bytes.extend(parts.next()?.bytes());
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend(part[2..].bytes());
    }
    let text = String::from_utf8(bytes).ok()?;
    // `/c:/x` is `c:/x` where there are drives.
    let drive = cfg!(windows) && text.get(2..3) == Some(":");
    Some(PathBuf::from(if drive { &text[1..] } else { &text }))
}

/// The address of a file.
pub(super) fn to_uri(path: &Path) -> Uri {
    let text = path.to_string_lossy().replace('\\', if cfg!(windows) { "/" } else { "\\" });
    let scheme = if text.starts_with('/') { "file://" } else { "file:///" };
    Uri(format!("{scheme}{}", encoded(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_as_the_client_counts_them() {
        let text = "a\n\u{e4}\u{1f980}x\r\n";
        for (encoding, x) in [(Encoding::Utf8, 6), (Encoding::Utf16, 3)] {
            let text = Text::new(text, encoding);
            let position = Position { line: 1, character: x };
            assert_eq!(text.position(8), position);
            assert_eq!(text.offset(position), 8);
            assert_eq!(
                text.position(6),
                Position { character: x - encoding.width('\u{1f980}') as u32, ..position }
            );
            assert_eq!(
                text.offset(Position { line: 1, character: 99 }),
                9,
                "before what ends the line"
            );
            assert_eq!(text.offset(Position { line: 99, character: 0 }), 11);
            assert_eq!(text.offset(Position { line: u32::MAX, character: u32::MAX }), 11);
        }
        assert_eq!(
            Text::new(text, Encoding::Utf16).offset(Position { line: 1, character: 2 }),
            4,
            "inside a character"
        );
        let empty = Text::new("ab\n", Encoding::Utf8).range(Span::new(0, 0));
        assert_eq!(empty.end, Position { line: 0, character: 2 });
    }

    #[test]
    fn addresses_and_paths_are_the_same_files() {
        for path in ["/a b/\u{e4}%/x.rs", "/", "/a/[b]/#?.rs"] {
            assert_eq!(to_path(&to_uri(Path::new(path))).as_deref(), Some(Path::new(path)));
        }
        let uri = |text: &str| to_path(&Uri(text.to_owned()));
        assert_eq!(to_uri(Path::new("/a b.rs")).0, "file:///a%20b.rs");
        assert_eq!(uri("file://host/a").as_deref(), Some(Path::new("/a")));
        for text in [
            "untitled:1",
            "file://",
            "file:///%",
            "file:///%zz",
            "file:///%ff",
            "\u{e4}",
            "file:///%\u{e4}",
        ] {
            assert_eq!(uri(text), None, "{text}");
        }
    }

    #[test]
    fn paths_lead_from_the_root_and_back() {
        let root = Root { given: "/link".into(), real: "/a/b".into() };
        assert_eq!(root.relative(Path::new("/link/src/x.rs")).as_deref(), Some("src/x.rs"));
        assert_eq!(root.relative(Path::new("/a/b/x.rs")).as_deref(), Some("x.rs"));
        assert_eq!(root.relative(Path::new("/a/x.rs")), None);
        assert_eq!(root.uri("src/x.rs").0, "file:///link/src/x.rs");
        assert_eq!(root.uri("../portcullis.toml").0, "file:///a/portcullis.toml");
        let below = |other| root.below(other, "deploy/x.yaml");
        assert_eq!(below("portcullis.toml").as_deref(), Some("deploy/x.yaml"));
        assert_eq!(below("../portcullis.toml").as_deref(), Some("b/deploy/x.yaml"));
        assert_eq!(below("ci/portcullis.toml"), None);
    }
}
