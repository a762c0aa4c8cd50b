//! The program carries the crate `portcullis-macros` as it is in this repository.

use std::fs;
use std::path::Path;

use portcullis_templates::macros::{MARK, source};
use toml_edit::{DocumentMut, Item, Table, value};

/// The files of the crate that its users need, as `macros.bundle` holds them.
fn bundle(macros: &Path) -> String {
    let mut files = vec![
        ("Cargo.toml".to_owned(), manifest(macros)),
        ("README.md".to_owned(), text(&macros.join("README.md"))),
        ("rustfmt.toml".to_owned(), text(&macros.join("../rustfmt.toml"))),
    ];
    let mut open = vec![macros.join("src")];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() && name != "snapshots" {
                open.push(path);
            } else if path.is_file() && name != "tests.rs" {
                let below = path.strip_prefix(macros).unwrap().to_str().unwrap();
                files.push((below.replace('\\', "/"), without_tests(&text(&path))));
            }
        }
    }
    files.sort();
    let parts = files.iter().flat_map(|(path, text)| [MARK, path, "\n", text.trim_end(), "\n"]);
    parts.collect()
}

/// A file without the line that takes its tests in, which stay here.
fn without_tests(text: &str) -> String {
    text.replace("#[cfg(test)]\nmod tests;\n", "")
}

/// The manifest as it can stand in any workspace: nothing inherited, nothing for tests.
fn manifest(macros: &Path) -> String {
    let mut manifest: DocumentMut = text(&macros.join("Cargo.toml")).parse().unwrap();
    let house: DocumentMut = text(&macros.join("../Cargo.toml")).parse().unwrap();
    for part in ["lints", "test", "dev-dependencies"] {
        manifest.remove(part);
    }
    let inherits = |item: &Item| item.get("workspace").is_some();
    let package = manifest["package"].as_table_mut().unwrap();
    inherit(package, &house["workspace"]["package"], &inherits);
    let dependencies = manifest["dependencies"].as_table_mut().unwrap();
    inherit(dependencies, &house["workspace"]["dependencies"], &inherits);
    manifest["package"]["publish"] = value(false);
    manifest.to_string()
}

/// Puts what the workspace says in the place of `workspace = true`; features come from both.
fn inherit(table: &mut Table, house: &Item, inherits: &dyn Fn(&Item) -> bool) {
    for (name, item) in table.iter_mut() {
        if !inherits(item) {
            continue;
        }
        let own = item.get("features").cloned();
        let mut whole = house[name.get()].clone();
        if let Some(own) = own {
            if let Some(version) = whole.as_str().map(str::to_owned) {
                let mut entry = toml_edit::InlineTable::new();
                entry.insert("version", version.into());
                whole = value(entry);
            }
            whole["features"] = own;
        }
        *item = whole;
    }
}

#[expect(clippy::disallowed_methods, reason = "the test compares files of the repository")]
fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the file is written where that is asked for")]
fn the_program_carries_the_macros_as_they_are() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let wanted = bundle(&here.join("../macros"));
    let file = here.join("macros.bundle");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, &wanted).unwrap();
    }
    assert!(text(&file) == wanted, "BLESS=1 rewrites templates/macros.bundle");
    let carried = source().map(|(path, text)| format!("{MARK}{path}\n{text}"));
    let carried = carried.collect::<Vec<_>>().join("\n");
    assert!(carried.trim_end() == wanted.trim_end() || std::env::var_os("BLESS").is_some());
}
