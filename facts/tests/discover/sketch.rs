//! Plants small trees from sketches and draws what discovery finds in them.

use std::fmt::Write as _;
use std::path::Path;

use portcullis_facts::discover::{Discovered, Options, discover};
use tempfile::TempDir;

/// A folder with the files of `sketch`, in which `//- path` begins a file.
pub(crate) fn plant(sketch: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in sketch.split("//- ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap_or((file, ""));
        write(&folder.path().join(path.trim()), text);
    }
    folder
}

#[expect(clippy::disallowed_methods, reason = "tests plant their trees")]
fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

/// Plants `sketch`, discovers it, and compares the drawing with `expected`.
#[track_caller]
pub(crate) fn check(sketch: &str, expected: &str) {
    let folder = plant(sketch);
    check_folder(folder.path(), expected);
}

/// Discovers `folder` and compares the drawing with `expected`.
#[track_caller]
pub(crate) fn check_folder(folder: &Path, expected: &str) {
    let found = discover(folder, &Options::default()).expect("the folder is there");
    let drawn = draw(&found);
    // The folder has another name in each run.
    let name = found.root.file_name().expect("a name").to_string_lossy();
    let drawn = drawn.replace(&format!("workspace {name} at"), "workspace ROOT at");
    let expected: Vec<&str> =
        expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let lines: Vec<&str> = drawn.lines().map(str::trim).collect();
    assert!(lines == expected, "expected\n{}\n\nfound\n{drawn}", expected.join("\n"));
}

/// Everything but the files, one thing a line.
pub(crate) fn draw(found: &Discovered) -> String {
    let mut text = String::new();
    let mut line =
        |arguments: std::fmt::Arguments<'_>| writeln!(text, "{arguments}").expect("a string");
    for workspace in &found.workspaces {
        let names = |members: &[usize]| {
            members
                .iter()
                .map(|member| found.packages[*member].name.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let outside = if workspace.outside { " outside" } else { "" };
        line(format_args!(
            "workspace {} at {:?}{outside}: {} (default {})",
            workspace.name,
            workspace.dir,
            names(&workspace.members),
            names(&workspace.default_members)
        ));
    }
    for package in &found.packages {
        let publish = if package.publish { "" } else { " unpublished" };
        line(format_args!(
            "package {} at {:?} in {:?} {:?}{publish}",
            package.name, package.dir, package.workspace, package.edition
        ));
        for target in &package.targets {
            let name = if target.name == target.crate_name {
                String::new()
            } else {
                format!(" as {}", target.crate_name)
            };
            let features = target.required_features.iter().map(|feature| format!(" +{feature}"));
            line(format_args!(
                "    {:?} {}{name}: {}{}",
                target.kind,
                target.name,
                target.root,
                features.collect::<String>()
            ));
        }
        for dependency in &package.dependencies {
            let mut words = vec![dependency.extern_name.clone()];
            if dependency.package != dependency.extern_name {
                words.push(format!("= {}", dependency.package));
            }
            words.extend(dependency.target.iter().map(|target| format!("on {target}")));
            words.extend(dependency.optional.then(|| "optional".to_owned()));
            words.extend((!dependency.default_features).then(|| "bare".to_owned()));
            words.extend(dependency.features.iter().map(|feature| format!("+{feature}")));
            words.extend(
                dependency.local.map(|local| format!("-> {:?}", found.packages[local].dir)),
            );
            line(format_args!("    {:?} {}", dependency.kind, words.join(" ")));
        }
        for (feature, enables) in &package.features {
            line(format_args!("    feature {feature}: {}", enables.join(" ")));
        }
    }
    for left in &found.left_out {
        line(format_args!("left out {}: {:?}", left.manifest, left.reason));
    }
    for problem in &found.problems {
        line(format_args!("problem {} {:?}: {}", problem.path, problem.kind, problem.message));
    }
    text
}
