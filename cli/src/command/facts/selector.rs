//! Which facts to show.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use portcullis_facts::System;
use portcullis_rules::select::{self, Selected};
use portcullis_rules::settings::Settings;

use crate::{glob, suggest};

/// The parts by name.
pub(super) const PARTS: [&str; 27] = [
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
    "services",
    "deployments",
    "routes",
    "calls",
    "hosts",
    "databases",
    "connections",
    "tables",
    "brokers",
    "topics",
    "publishes",
    "consumes",
    "env",
    "capabilities",
    "entries",
    "sites",
];
/// Kinds whose patterns stand for more than what is called so: `layer:core` for the modules of the core.
const KINDS: [&str; 6] = ["package", "crate", "module", "path", "layer", "port"];
/// What only selectors of the language of custom rules hold.
const JOINED: [char; 8] = ['&', '|', '!', '(', ')', '[', ']', ' '];

/// A choice of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Selector {
    /// Everything, in short.
    Overview,
    /// One part, whole.
    Part(&'static str),
    /// What matches a pattern.
    Pattern(&'static str, String),
    /// What a selector of the language of custom rules selects; not looked up yet.
    Query(String),
    /// These things.
    Chosen(BTreeSet<Selected>),
}

/// The part whose things a text selects by their kind, in the singular or plural: `call:*`.
fn of_one_kind(text: &str) -> Option<&'static str> {
    let (kind, _) = text.split_once(':')?;
    let names = |part: &&&str| **part == kind || part.strip_suffix('s') == Some(kind);
    PARTS.iter().find(names).copied()
}

impl Selector {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Where there is no such part or kind.
    pub(super) fn parse(text: Option<&str>) -> Result<Self> {
        let Some(text) = text else { return Ok(Self::Overview) };
        if text.contains(JOINED) {
            return Ok(Self::Query(text.to_owned()));
        }
        if let Some((kind, pattern)) = text.split_once(':')
            && !pattern.starts_with(':')
        {
            let known = KINDS.iter().find(|known| **known == kind);
            return Ok(match known {
                Some(kind) => Self::Pattern(kind, pattern.to_owned()),
                None => Self::Query(text.to_owned()),
            });
        }
        if let Some(part) = PARTS.iter().find(|known| **known == text) {
            // A crate is shown within its package.
            return Ok(Self::Part(if *part == "crates" { "packages" } else { part }));
        }
        // Nothing else has a separator without a colon.
        let hint = if text == "." || text.contains(['/', '\\']) {
            format!("a folder to read is given as `--path {text}`")
        } else {
            suggest::hint(text, PARTS).unwrap_or_else(|| {
                format!(
                    "`portcullis facts --help` lists what there is, and what has a name is asked for with its kind, \
                     as in `service:{text}`"
                )
            })
        };
        bail!("there are no facts called `{text}`; {hint}");
    }

    /// Looks up what a selector selects of `system`.
    ///
    /// # Errors
    /// Where it is none.
    pub(super) fn look_up(self, system: &System, settings: &Settings) -> Result<Self> {
        let Self::Query(text) = &self else { return Ok(self) };
        match select::select(system, settings, text) {
            Ok(found) => {
                let things = found.into_iter().flat_map(|thing| shown(thing, system, settings));
                Ok(Self::Chosen(things.collect()))
            }
            Err(error) => {
                if let Some(part) = of_one_kind(text) {
                    bail!(
                        "`{text}` is no selector: {part} are not selected one by one; `portcullis facts {part}` \
                         shows all of them"
                    )
                }
                let help = error.help.map(|help| format!("; {help}")).unwrap_or_default();
                bail!("`{text}` is no selector: {}{help}", error.message)
            }
        }
    }

    /// Whether a thing is among those that were chosen, if things were chosen one by one.
    pub(super) fn chooses(&self, thing: Selected) -> Option<bool> {
        match self {
            Self::Chosen(chosen) => Some(chosen.contains(&thing)),
            _ => None,
        }
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
            Self::Query(_) => false,
            Self::Chosen(chosen) => chosen.iter().any(|thing| self::part(*thing) == part),
        }
    }

    /// Whether something of a kind, known by these names, is meant.
    pub(super) fn takes(&self, kind: &str, names: &[&str]) -> bool {
        match self {
            Self::Pattern(wanted, pattern) if *wanted == kind => {
                names.iter().any(|name| glob::matches(pattern, name))
            }
            Self::Pattern(..) | Self::Query(_) | Self::Chosen(_) => false,
            _ => true,
        }
    }
}

/// What is shown of a thing: itself, or the packages of a context, which has no facts of its own.
fn shown(thing: Selected, system: &System, settings: &Settings) -> Vec<Selected> {
    let Selected::Context(at) = thing else { return vec![thing] };
    let context = settings.contexts.get(at as usize);
    let listed = |name: &str| context.is_some_and(|context| context.holds(name));
    let packages = system.graph.packages().filter(|(_, package)| listed(&package.name));
    packages.map(|(id, _)| Selected::Package(id)).collect()
}

/// The part in which a thing is shown.
const fn part(thing: Selected) -> &'static str {
    match thing {
        Selected::Layer(_) => "layers",
        Selected::Service(_) => "services",
        Selected::Package(_) | Selected::Context(_) => "packages",
        Selected::Module(_) => "modules",
        Selected::Item(_) => "items",
        Selected::External(_) => "externals",
        Selected::Route(_) => "routes",
        Selected::Topic(_) => "topics",
        Selected::Table(_) => "tables",
        Selected::Database(_) => "databases",
        Selected::Host(_) => "hosts",
        Selected::Env(_) => "env",
        Selected::Capability(_) => "capabilities",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Selector, Settings};

    #[test]
    fn what_is_typed_is_understood_or_refused() {
        assert_eq!(Selector::parse(None).unwrap(), Selector::Overview);
        assert_eq!(Selector::parse(Some("crates")).unwrap(), Selector::Part("packages"));
        let pattern = Selector::parse(Some("module:orders::*")).unwrap();
        assert!(pattern.shows("modules") && !pattern.shows("ports"));
        assert!(pattern.takes("module", &["orders::domain"]) && !pattern.takes("path", &["x"]));
        let error = Selector::parse(Some("moduls")).unwrap_err().to_string();
        assert!(error.contains("did you mean `modules`?"), "{error}");
        let error = Selector::parse(Some("services/orders")).unwrap_err().to_string();
        assert!(
            error.ends_with("a folder to read is given as `--path services/orders`"),
            "{error}"
        );
        let error = Selector::parse(Some("elephants")).unwrap_err().to_string();
        assert!(error.contains("`portcullis facts --help` lists what there is"), "{error}");
        let system = portcullis_facts::System::default();
        let found =
            |text| Selector::parse(Some(text)).unwrap().look_up(&system, &Settings::default());
        let error = found("leyer:x").unwrap_err().to_string();
        assert!(error.contains("did you mean `layer`?"), "{error}");
        assert_eq!(found("route:* & service:orders").unwrap(), Selector::Chosen(BTreeSet::new()));
    }
}
