//! Where the body of `mod name;` may stand, by the rules of the language.

use crate::discover::paths;

/// The folder in which what the file `path` declares is looked for: that of a crate root, a `mod.rs`
/// or a file that `#[path]` names is their own, any other file has a folder of its name.
pub(crate) fn folder_of_modules(path: &str, owns_folder: bool) -> String {
    let dir = paths::parent(path);
    match paths::name(path).strip_suffix(".rs").filter(|_| !owns_folder) {
        Some(own) => paths::child(dir, own),
        None => dir.to_owned(),
    }
}

/// The files in which the module `name` of a folder may stand, the likelier one first, and whether
/// each owns its folder.
pub(crate) fn module_files(dir: &str, name: &str) -> [(String, bool); 2] {
    [
        (paths::child(dir, &format!("{name}.rs")), false),
        (paths::child(dir, &format!("{name}/mod.rs")), true),
    ]
}
