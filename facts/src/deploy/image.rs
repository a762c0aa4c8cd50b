//! References to images: name, tag, digest.

use crate::graph::system::Image;
use crate::place::Place;

/// An image from its text, variables put in; `written` is the text as written.
pub(super) fn image(text: &str, written: &str, open: bool, place: Place) -> Image {
    let (name, digest) = text.split_once('@').map_or((text, false), |(name, _)| (name, true));
    let tag = tag_of(name);
    // What stands in braces may hold colons and slashes itself.
    let variable = written.contains('$') && {
        let cut = tag_at(written).unwrap_or(written.len());
        written[cut..].contains('$') || open && tag.is_none()
    } || tag.as_deref().is_some_and(|tag| tag.contains('$') || tag.contains("{{"))
        // What an action of a template ends in may bring the tag along.
        || tag.is_none() && name.trim_end().ends_with("}}");
    Image { text: text.to_owned(), tag, digest, variable, built: false, place }
}

/// The tag of a name.
fn tag_of(name: &str) -> Option<String> {
    tag_at(name).map(|at| name[at + 1..].to_owned()).filter(|tag| !tag.is_empty())
}

/// Where the colon before the tag stands: the last one behind the last slash, outside braces.
fn tag_at(name: &str) -> Option<usize> {
    let mut braces = 0_usize;
    let mut found = None;
    for (at, c) in name.char_indices() {
        match c {
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            '/' if braces == 0 => found = None,
            ':' if braces == 0 => found = Some(at),
            _ => {}
        }
    }
    found
}

/// The name of an image without registry's port, tag and digest.
pub(super) fn name_of(text: &str) -> &str {
    let name = text.split('@').next().unwrap_or(text);
    tag_at(name).map_or(name, |at| &name[..at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{FileId, Span};

    #[test]
    fn references_are_taken_apart() {
        let place = Place { file: FileId(0), span: Span::new(0, 0) };
        for (text, written, name, tag, digest, variable) in [
            ("postgres", "postgres", "postgres", None, false, false),
            (
                "localhost:5000/a/b:1.2",
                "localhost:5000/a/b:1.2",
                "localhost:5000/a/b",
                Some("1.2"),
                false,
                false,
            ),
            ("a@sha256:1", "a@sha256:1", "a", None, true, false),
            ("a:latest", "a:${TAG:-latest}", "a", Some("latest"), false, true),
            ("r/a:1", "${REG:-r}/a:1", "r/a", Some("1"), false, false),
            ("a:${TAG}", "a:${TAG}", "a", Some("${TAG}"), false, true),
            (
                "{{ include \"a.image\" . }}",
                "{{ include \"a.image\" . }}",
                "{{ include \"a.image\" . }}",
                None,
                false,
                true,
            ),
        ] {
            let found = image(text, written, text.contains('$'), place);
            assert_eq!(name_of(text), name, "{text}");
            assert_eq!(
                (found.tag.as_deref(), found.digest, found.variable),
                (tag, digest, variable),
                "{text}"
            );
        }
    }
}
