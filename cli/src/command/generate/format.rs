//! Formats what is written: new files, and of what was there only files that were formatted before, so that no line
//! changes that has nothing to do with it.

use std::path::Path;

use portcullis_templates::plan::{Change, Plan, Planned};
use portcullis_templates::{Tree, macros, read};

use super::tools::{Formatted, Formatter};
use crate::escape;

/// The edition of manifests that name none.
const FIRST_EDITION: &str = "2015";

/// What came of formatting.
#[derive(Debug, Default)]
pub(super) struct Formatting {
    /// Whether a file was formatted.
    pub(super) any: bool,
    /// Files for which it took too long, and which stay as they were made.
    late: Vec<String>,
}

impl Formatting {
    /// What somebody should know of it, if something.
    pub(super) fn complaint(&self) -> Option<String> {
        if self.late.is_empty() {
            return None;
        }
        let paths: Vec<_> =
            self.late.iter().map(|path| format!("`{}`", escape::line(path))).collect();
        Some(format!(
            "warning: rustfmt did not end in time for {}, so what changes there is not formatted; closures \
             deep in each other's arguments take it forever: give them names, or put `#[rustfmt::skip]` on the \
             function",
            paths.join(", ")
        ))
    }
}

/// Formats the Rust files of a plan for the tree at `root`.
pub(super) fn format(root: &Path, plan: &mut Plan) -> Formatting {
    format_with(&mut Formatter::default(), root, plan)
}

fn format_with(formatter: &mut Formatter, root: &Path, plan: &mut Plan) -> Formatting {
    // The root itself may not be there yet, and then the folder that it will stand in counts.
    let root = &std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let tree = read::Folder(root.clone());
    let mut formatting = Formatting::default();
    for at in 0..plan.changes.len() {
        let change = &plan.changes[at];
        let is_rust = Path::new(&change.path).extension().is_some_and(|ending| ending == "rs");
        if !is_rust || change.path.starts_with(macros::FOLDER) {
            continue;
        }
        let edition = edition(&Planned { tree: &tree, plan }, &change.path);
        match formatted(formatter, root, change, &edition) {
            Formatted::Text(text) => {
                formatting.any = true;
                plan.changes[at].after = Some(text.into_bytes());
            }
            Formatted::Not => {}
            Formatted::Late => formatting.late.push(change.path.clone()),
        }
    }
    formatting
}

/// How a file will stand there, formatted with the settings of its folder.
fn formatted(formatter: &mut Formatter, root: &Path, change: &Change, edition: &str) -> Formatted {
    let path = root.join(&change.path);
    // What is new may stand in a folder that is not there yet.
    let Some(folder) = path.ancestors().skip(1).find(|folder| folder.is_dir()) else {
        return Formatted::Not;
    };
    let text = |bytes: &Option<Vec<u8>>| bytes.clone().and_then(|b| String::from_utf8(b).ok());
    if let (Some(before), false) = (text(&change.before), change.whole) {
        match formatter.format(&before, folder, edition) {
            Formatted::Text(text) if text == before => {}
            Formatted::Late => return Formatted::Late,
            Formatted::Text(_) | Formatted::Not => return Formatted::Not,
        }
    }
    match text(&change.after) {
        Some(after) => formatter.format(&after, folder, edition),
        None => Formatted::Not,
    }
}

/// The edition of the package that a file belongs to, as its manifest says it or inherits it.
fn edition(tree: &dyn Tree, path: &str) -> String {
    let manifests = Path::new(path).ancestors().skip(1).filter_map(|folder| {
        let bytes = tree.bytes(&folder.join("Cargo.toml").to_string_lossy())?;
        toml::from_str::<toml::Table>(str::from_utf8(&bytes).ok()?).ok()
    });
    let mut inherits = false;
    for manifest in manifests {
        if let (false, Some(package)) = (inherits, manifest.get("package")) {
            match package.get("edition") {
                Some(toml::Value::String(edition)) => return edition.clone(),
                Some(_) => inherits = true,
                None => break,
            }
        }
        let shared = || manifest.get("workspace")?.get("package")?.get("edition")?.as_str();
        if let (true, Some(edition)) = (inherits, shared()) {
            return edition.to_owned();
        }
    }
    FIRST_EDITION.to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    struct Manifests(BTreeMap<&'static str, &'static str>);

    impl Tree for Manifests {
        fn bytes(&self, path: &str) -> Option<Vec<u8>> {
            self.0.get(path).map(|text| text.as_bytes().to_vec())
        }
    }

    #[test]
    fn the_edition_is_that_of_the_package() {
        let tree = Manifests(BTreeMap::from([
            ("Cargo.toml", "[workspace.package]\nedition = \"2021\"\n"),
            ("a/Cargo.toml", "[package]\nname = \"a\"\nedition.workspace = true\n"),
            ("b/Cargo.toml", "[package]\nname = \"b\"\nedition = \"2018\"\n"),
            ("c/Cargo.toml", "[package]\nname = \"c\"\n"),
        ]));
        let of = |path: &str| edition(&tree, path);
        assert_eq!(
            [of("a/src/lib.rs"), of("b/src/x/y.rs"), of("c/src/lib.rs"), of("z.rs")],
            ["2021", "2018", "2015", "2015"]
        );
    }

    #[test]
    fn what_takes_too_long_stays_as_it_was_made() {
        let dir = tempfile::tempdir().unwrap();
        let after = b"fn  f() {}\n".to_vec();
        let change = Change {
            path: "src/lib.rs".to_owned(),
            before: None,
            after: Some(after.clone()),
            executable: false,
            whole: true,
        };
        let mut plan = Plan { changes: vec![change], ..Plan::default() };
        let formatting = format_with(&mut Formatter::impatient(), dir.path(), &mut plan);
        assert!(!formatting.any);
        assert_eq!(plan.changes[0].after, Some(after));
        // Where there is no rustfmt, nothing takes long.
        if format(dir.path(), &mut plan).any {
            assert_eq!(formatting.late, ["src/lib.rs"]);
            insta::assert_snapshot!(formatting.complaint().unwrap(), @"warning: rustfmt did not end in time for `src/lib.rs`, so what changes there is not formatted; closures deep in each other's arguments take it forever: give them names, or put `#[rustfmt::skip]` on the function");
        }
    }
}
