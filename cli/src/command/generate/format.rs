//! Formats what is written: new files, and of what was there only files that were formatted before, so that no line
//! changes that has nothing to do with it.

use std::path::Path;

use portcullis_templates::plan::{Change, Plan, Planned};
use portcullis_templates::{Tree, macros, read};

use super::tools;

/// The edition of manifests that name none.
const FIRST_EDITION: &str = "2015";

/// Formats the Rust files of a plan for the tree at `root`; whether there is a rustfmt.
pub(super) fn format(root: &Path, plan: &mut Plan) -> bool {
    // The root itself may not be there yet, and then the folder that it will stand in counts.
    let root = &std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let tree = read::Folder(root.clone());
    let mut any = false;
    for at in 0..plan.changes.len() {
        let change = &plan.changes[at];
        let is_rust = Path::new(&change.path).extension().is_some_and(|ending| ending == "rs");
        if !is_rust || change.path.starts_with(macros::FOLDER) {
            continue;
        }
        let edition = edition(&Planned { tree: &tree, plan }, &change.path);
        let Some(formatted) = formatted(root, change, &edition) else { continue };
        any = true;
        plan.changes[at].after = Some(formatted.into_bytes());
    }
    any
}

/// How a file will stand there, formatted with the settings of its folder.
fn formatted(root: &Path, change: &Change, edition: &str) -> Option<String> {
    let path = root.join(&change.path);
    // What is new may stand in a folder that is not there yet.
    let folder = path.ancestors().skip(1).find(|folder| folder.is_dir())?;
    let text = |bytes: &Option<Vec<u8>>| bytes.clone().and_then(|b| String::from_utf8(b).ok());
    if let (Some(before), false) = (text(&change.before), change.whole)
        && tools::formatted(&before, folder, edition).as_ref() != Some(&before)
    {
        return None;
    }
    tools::formatted(&text(&change.after)?, folder, edition)
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
}
