//! Paths of generated files: their variables, and that they stay where they belong.

use minijinja::Value;

use crate::Error;
use crate::engine::{Engine, Origin};

/// A path cut into what is written and what is a variable, `__service.kebab__`; and the variables alone.
pub(crate) fn pieces(path: &str) -> (Vec<Piece<'_>>, Vec<&str>) {
    let mut pieces = Vec::new();
    let mut rest = path;
    while let Some(start) = rest.find("__") {
        let after = &rest[start + 2..];
        let end = after.find("__").filter(|end| is_variable(&after[..*end]));
        let Some(end) = end else {
            pieces.push(Piece::Text(&rest[..start + 2]));
            rest = after;
            continue;
        };
        pieces.push(Piece::Text(&rest[..start]));
        pieces.push(Piece::Variable(&after[..end]));
        rest = &after[end + 2..];
    }
    pieces.push(Piece::Text(rest));
    let variables = pieces.iter().filter_map(|piece| match piece {
        Piece::Variable(name) => Some(*name),
        Piece::Text(_) => None,
    });
    let variables = variables.collect();
    (pieces, variables)
}

/// A part of a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Text(&'a str),
    Variable(&'a str),
}

fn is_variable(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c))
}

/// Why a path with any values for its variables would leave the folder.
pub(crate) fn leaves(pieces: &[Piece<'_>]) -> Option<String> {
    let path: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text,
            Piece::Variable(_) => "x",
        })
        .collect();
    inside(&path).err()
}

/// Whether a path stays in the folder that it is relative to.
///
/// # Errors
/// Where it does not: why.
pub(crate) fn inside(path: &str) -> Result<(), String> {
    if path.starts_with('/') || path.contains(['\\', ':', '\0']) {
        return Err(format!("the path `{path}` is not relative"));
    }
    let wrong = |part: &str| part.is_empty() || part == "." || part == "..";
    if path.split('/').any(wrong) {
        return Err(format!("the path `{path}` leaves the folder that is generated into"));
    }
    let own = |part: &str| part.eq_ignore_ascii_case(".git") || part == ".portcullis";
    if path.split('/').any(own) {
        return Err(format!("the path `{path}` is in a folder that is not for packs"));
    }
    Ok(())
}

/// The path of a file with its variables put in, without `.j2`.
pub(crate) fn render(
    path: &str,
    engine: &Engine,
    context: &Value,
    place: &str,
) -> Result<String, Error> {
    let origin = Origin { file: place, line: 1 };
    let mut rendered = String::new();
    for piece in pieces(path.strip_suffix(".j2").unwrap_or(path)).0 {
        match piece {
            Piece::Text(text) => rendered.push_str(text),
            Piece::Variable(name) => {
                let template = format!("<{{ {name} }}>");
                rendered.push_str(&engine.render(&template, context, origin)?);
            }
        }
    }
    checked(rendered, place)
}

/// A path that stays inside.
pub(crate) fn checked(path: String, place: &str) -> Result<String, Error> {
    inside(&path).map_err(|message| Error::Pack {
        file: place.to_owned(),
        line: None,
        message,
        help: "paths stay below the root of the workspace".to_owned(),
    })?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_stand_between_underscores() {
        let (parts, variables) = pieces("a/__service.kebab__/__init__.rs");
        assert_eq!(variables, ["service.kebab", "init"]);
        assert_eq!(parts.len(), 5);
        assert_eq!(pieces("a__B__c").1, Vec::<&str>::new());
        assert_eq!(pieces("a__").1, Vec::<&str>::new());
    }

    #[test]
    fn no_path_leaves_its_folder() {
        let bad = ["/etc/x", "../x", "a/../../x", "a//b", "C:/x", "a\\b", "", "./a", ".git/config"];
        for path in bad {
            assert!(inside(path).is_err(), "{path}");
        }
        for path in ["a", "a/b.rs", ".github/workflows/ci.yml", "a/..b"] {
            assert!(inside(path).is_ok(), "{path}");
        }
    }
}
