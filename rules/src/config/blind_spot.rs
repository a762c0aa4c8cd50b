//! What could not be seen of a package, in one line.
//!
//! ## Why
//! A linter that silently sees nothing is worse than none. What could not be followed may hold a
//! violation, or what another rule misses.
//!
//! ## Fails
//! ```text
//! include!(concat!(env!("OUT_DIR"), "/api.rs"));
//! api::Client::new()
//! ```
//!
//! ## Passes
//! ```text
//! mod api;
//! api::Client::new()
//! ```
//!
//! ## How to fix
//! Nothing must be done: this is a note, and never fails a run by itself. `portcullis facts` lists the
//! places. Where they matter, prefer code that stands in the tree.
//!
//! ## Options
//! - `at_least`: names and macros that could not be followed are told from so many in a package on;
//!   the summary of a run counts them all. Code that is generated, missing or unreadable is always told.
//! - `ignore`: kinds that are not counted, such as `unknown-receiver`.
//!
//! ## False positives avoided
//! One finding a package with counts by kind, not one a place.

use std::collections::BTreeMap;

use portcullis_facts::graph::{BlindSpot, BlindSpotKind, PackageId};
use portcullis_facts::place::Place;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "config/blind-spot",
    summary: "what could not be seen of a package",
    level: Level::Note,
    variants: &[],
    gated: false,
    options: &[
        RuleOption {
            name: "at_least",
            default: OptionDefault::Integer(25),
            doc: "names that could not be followed are told from so many in a package on",
        },
        RuleOption {
            name: "ignore",
            default: OptionDefault::List(&[]),
            doc: "kinds that are not counted, such as `unknown-receiver`",
        },
    ],
    fix: Fix::Manual,
    serves: "Documentation",
    source: include_str!("blind_spot.rs"),
    check: Check::Code(check),
};

/// How many places a finding shows.
const SHOWN: usize = 5;

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let ignored = options.list("ignore");
    let least = usize::try_from(options.number("at_least")).unwrap_or_default();
    let mut spots: BTreeMap<PackageId, BTreeMap<BlindSpotKind, Vec<&BlindSpot>>> = BTreeMap::new();
    for spot in &context.graph.blind_spots {
        if let Some(krate) = spot.krate
            && !ignored.contains(&names(spot.kind).0)
        {
            let package = spots.entry(context.graph.krate(krate).package).or_default();
            package.entry(spot.kind).or_default().push(spot);
        }
    }
    for (id, kinds) in spots {
        let package = context.graph.package(id);
        let count: usize = kinds.values().map(Vec::len).sum();
        if count < least && !kinds.keys().any(|kind| hides_files(*kind)) {
            continue;
        }
        let parts: Vec<String> = kinds
            .iter()
            .map(|(kind, list)| {
                let (_, one, many) = names(*kind);
                format!("{} {}", list.len(), if list.len() == 1 { one } else { many })
            })
            .collect();
        let places = if count == 1 { "1 place" } else { &format!("{count} places") };
        let place = Place { file: package.manifest, span: package.name_span };
        let mut draft = Draft::new(&package.name, "blind spots", place)
            .package(id)
            .message(format!(
                "{places} of `{}` could not be followed: {}",
                package.name,
                parts.join(", ")
            ))
            .help("`portcullis facts` lists them; rules cannot say that something is missing there")
            .label("this package");
        let known = kinds.values().flatten().filter_map(|spot| Some((spot, spot.place?)));
        for (spot, place) in known.take(SHOWN) {
            draft =
                draft.related(place, format!("{}: `{}`", names(spot.kind).1, plain(&spot.subject)));
        }
        report.add(draft);
    }
}

/// Whether a kind hides whole files, and not only what a name means.
const fn hides_files(kind: BlindSpotKind) -> bool {
    matches!(
        kind,
        BlindSpotKind::GeneratedCode | BlindSpotKind::MissingFile | BlindSpotKind::Unreadable
    )
}

/// A subject as it can stand in backticks.
fn plain(subject: &str) -> String {
    subject.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'")
}

/// A kind as options name it, and in words for one and for many.
const fn names(kind: BlindSpotKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        BlindSpotKind::UnresolvedName => ("unresolved-name", "unresolved name", "unresolved names"),
        BlindSpotKind::ExternalGlob => (
            "external-glob",
            "name that a glob import of another crate may bring",
            "names that glob imports of other crates may bring",
        ),
        BlindSpotKind::GeneratedCode => {
            ("generated-code", "name in generated code", "names in generated code")
        }
        BlindSpotKind::UnknownMacro => ("unknown-macro", "unknown macro", "unknown macros"),
        BlindSpotKind::MissingFile => ("missing-file", "missing file", "missing files"),
        BlindSpotKind::UnknownReceiver => (
            "unknown-receiver",
            "method call on a value of unknown type",
            "method calls on values of unknown type",
        ),
        BlindSpotKind::Unreadable => ("unreadable", "unreadable region", "unreadable regions"),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn the_holes_of_a_package_are_one_note() {
        insta::assert_snapshot!(fires(&RULE, "
            package shop lib
            blind shop unknown-macro routes!
            blind shop unknown-macro tables!
            blind shop unresolved-name thing
            blind shop missing-file gone
        "), @r"
        note config/blind-spot shop/Cargo.toml:1 (this package)
          4 places of `shop` could not be followed: 1 unresolved name, 2 unknown macros, 1 missing file
          help: `portcullis facts` lists them; rules cannot say that something is missing there
        ");
    }

    #[test]
    fn few_names_are_left_to_the_summary() {
        let names = |number: usize| {
            format!("package shop lib{}", "\nblind shop unresolved-name thing".repeat(number))
        };
        silent(&RULE, &names(24));
        let found = fires(&RULE, &names(25));
        assert!(found.contains("25 places of `shop`"), "{found}");
    }

    #[test]
    fn a_package_that_was_seen_in_full_is_silent() {
        silent(&RULE, "package shop lib");
    }
}
