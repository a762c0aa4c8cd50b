//! Reads one file as text, whatever it is.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::discover::{Options, ReadText};
use crate::place::Span;
use crate::problem::{Problem, ProblemKind};

/// A replacement character has three bytes and stands for one, so the text of a
/// file of this length still has offsets that fit into `u32`.
const MOST: u64 = 1 << 30;

/// See [`crate::discover::read_text`].
pub(super) fn read_text(root: &Path, path: &str, options: &Options) -> ReadText {
    let mut problems = Vec::new();
    let text = match unsaved_or_read(root, path, options) {
        Ok(bytes) => String::from_utf8(bytes).unwrap_or_else(|error| {
            let start = error.utf8_error().valid_up_to();
            let end =
                start + error.utf8_error().error_len().unwrap_or(error.as_bytes().len() - start);
            problems.push(Problem {
                path: path.to_owned(),
                span: Some(Span::new(start as u32, end as u32)),
                kind: ProblemKind::NotUtf8,
                message: "the file is not UTF-8; other bytes were replaced".to_owned(),
            });
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        }),
        Err((kind, message)) => {
            problems.push(Problem { path: path.to_owned(), span: None, kind, message });
            String::new()
        }
    };
    ReadText { text, problems }
}

fn unsaved_or_read(
    root: &Path,
    path: &str,
    options: &Options,
) -> Result<Vec<u8>, (ProblemKind, String)> {
    let max = options.max_file_size.min(MOST);
    match options.unsaved.get(path) {
        Some(text) if text.len() as u64 > max => Err(too_large(text.len() as u64, max)),
        Some(text) => Ok(text.clone().into_bytes()),
        None => read_bytes(&root.join(path), max),
    }
}

#[expect(clippy::disallowed_methods, reason = "the door through which texts come in")]
fn read_bytes(path: &Path, max: u64) -> Result<Vec<u8>, (ProblemKind, String)> {
    // Looked at before it is opened: opening a FIFO waits for a writer.
    let meta = std::fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !meta.is_file() {
        return Err((ProblemKind::NotAFile, "this is no regular file".to_owned()));
    }
    if meta.len() > max {
        return Err(too_large(meta.len(), max));
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize + 1);
    File::open(path)
        .and_then(|file| file.take(max + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(&error))?;
    // The length is checked again on what was read: a file may grow meanwhile.
    if bytes.len() as u64 > max { Err(too_large(bytes.len() as u64, max)) } else { Ok(bytes) }
}

/// What is said of a file of which less is read at most.
pub(crate) fn problem_of_size(path: &str, len: usize, max: usize) -> Problem {
    let (kind, message) = too_large(len as u64, max as u64);
    Problem { path: path.to_owned(), span: None, kind, message }
}

pub(super) fn too_large(len: u64, max: u64) -> (ProblemKind, String) {
    (ProblemKind::TooLarge, format!("the file has {len} bytes; {max} are read at most"))
}

/// The system's words without its number, which differs between systems.
fn unreadable(error: &std::io::Error) -> (ProblemKind, String) {
    let message = match error.kind() {
        ErrorKind::NotFound => "the file does not exist",
        ErrorKind::PermissionDenied => "the file may not be read",
        _ => {
            return (ProblemKind::Unreadable, format!("the file cannot be read: {}", error.kind()));
        }
    };
    (ProblemKind::Unreadable, message.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::trial::write;

    fn read(bytes: &[u8], max_file_size: u64) -> (String, Vec<ProblemKind>) {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "f", bytes);
        let read = read_text(dir.path(), "f", &Options { max_file_size, ..Options::default() });
        (read.text, read.problems.iter().map(|problem| problem.kind).collect())
    }

    #[test]
    fn any_bytes_become_text() {
        assert_eq!(read(b"\xef\xbb\xbfa\r\n", 99), ("\u{feff}a\r\n".to_owned(), vec![]));
        assert_eq!(read(b"a\xffb", 99), ("a\u{fffd}b".to_owned(), vec![ProblemKind::NotUtf8]));
        assert_eq!(read(b"abcd", 3), (String::new(), vec![ProblemKind::TooLarge]));
        assert_eq!(read(b"", 0), (String::new(), vec![]));
    }

    #[test]
    fn what_is_unsaved_stands_in_place_of_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let unsaved = |text: &str| [("f".to_owned(), text.to_owned())].into();
        let mut options = Options { max_file_size: 3, unsaved: unsaved("new") };
        assert_eq!(read_text(dir.path(), "f", &options).text, "new");
        options.unsaved = unsaved("longer");
        let read = read_text(dir.path(), "f", &options);
        assert_eq!((read.text.as_str(), read.problems[0].kind), ("", ProblemKind::TooLarge));
    }

    #[test]
    fn what_is_no_file_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let kind = |path| read_text(dir.path(), path, &Options::default()).problems[0].kind;
        assert_eq!(kind("nothing"), ProblemKind::Unreadable);
        assert_eq!(kind("."), ProblemKind::NotAFile);
    }
}
