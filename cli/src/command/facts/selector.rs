//! Which facts to show.

use anyhow::{Result, bail};

use crate::{glob, suggest};

/// The parts by name.
pub(super) const PARTS: [&str; 11] = [
    "packages",
    "crates",
    "layers",
    "modules",
    "ports",
    "externals",
    "edges",
    "problems",
    "blind-spots",
    "orphans",
    "left-out",
];
const KINDS: [&str; 6] = ["package", "crate", "module", "path", "layer", "port"];

/// A choice of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Selector {
    /// Everything, in short.
    Overview,
    /// One part, whole.
    Part(&'static str),
    /// What matches a pattern.
    Pattern(&'static str, String),
}

impl Selector {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Where there is no such part or kind.
    pub(super) fn parse(text: Option<&str>) -> Result<Self> {
        let Some(text) = text else { return Ok(Self::Overview) };
        if let Some((kind, pattern)) = text.split_once(':')
            && !pattern.starts_with(':')
        {
            if let Some(kind) = KINDS.iter().find(|known| **known == kind) {
                return Ok(Self::Pattern(kind, pattern.to_owned()));
            }
            let hint = suggest::hint(kind, KINDS).unwrap_or_default();
            bail!("there are no facts of the kind `{kind}`; {hint}");
        }
        if let Some(part) = PARTS.iter().find(|known| **known == text) {
            // A crate is shown within its package.
            return Ok(Self::Part(if *part == "crates" { "packages" } else { part }));
        }
        let hint = suggest::hint(text, PARTS).unwrap_or_default();
        bail!("there are no facts called `{text}`; {hint}");
    }

    /// Whether a part is shown at all.
    pub(super) fn shows(&self, part: &str) -> bool {
        match self {
            Self::Overview => true,
            Self::Part(shown) => *shown == part,
            Self::Pattern(kind, _) => match *kind {
                "package" => part == "packages",
                "crate" => part == "packages" || part == "externals",
                "port" => part == "ports",
                _ => part == "modules",
            },
        }
    }

    /// Whether something of a kind, known by these names, is meant.
    pub(super) fn takes(&self, kind: &str, names: &[&str]) -> bool {
        match self {
            Self::Pattern(wanted, pattern) if *wanted == kind => {
                names.iter().any(|name| glob::matches(pattern, name))
            }
            Self::Pattern(..) => false,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Selector;

    #[test]
    fn what_is_typed_is_understood_or_refused() {
        assert_eq!(Selector::parse(None).unwrap(), Selector::Overview);
        assert_eq!(Selector::parse(Some("crates")).unwrap(), Selector::Part("packages"));
        let pattern = Selector::parse(Some("module:orders::*")).unwrap();
        assert!(pattern.shows("modules") && !pattern.shows("ports"));
        assert!(pattern.takes("module", &["orders::domain"]) && !pattern.takes("path", &["x"]));
        let error = Selector::parse(Some("moduls")).unwrap_err().to_string();
        assert!(error.contains("did you mean `modules`?"), "{error}");
        let error = Selector::parse(Some("leyer:x")).unwrap_err().to_string();
        assert!(error.contains("did you mean `layer`?"), "{error}");
    }
}
