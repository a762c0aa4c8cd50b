//! Files beside all packages that code takes in by their path: `#[path = "../x.rs"]`, `include!("../x.rs")`.
//!
//! Which files these are is only known when those that name them were read, so they are read after the others, and
//! then those that they name in turn. Modules in inline modules are not looked for, as nobody writes them there.

use rustc_hash::FxHashMap;

use crate::discover::{Discovered, FileKind, folder_of_modules, module_files, parent, written_in};
use crate::extract::rust::facts::{ItemKind, RustFacts, ScopeId};
use crate::reader::Parts;

/// Files that stand in no package.
pub(crate) struct Outside<'d> {
    /// By path.
    files: FxHashMap<&'d str, State>,
}

/// What is known of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nobody has named it so far.
    Unread,
    /// It was named; what it declares stands beside it, or else in the folder of its name.
    Read { owns_folder: bool },
}

/// A file that is to be read.
pub(crate) struct Named<'d> {
    pub(crate) path: &'d str,
    /// Whether bodies of functions are wanted of the file that names it.
    pub(crate) bodies: bool,
}

impl<'d> Outside<'d> {
    /// Those that are not read anyway.
    pub(crate) fn of(found: &'d Discovered, is_read: impl Fn(&str) -> bool) -> Self {
        let outside = found.files.iter().filter(|file| {
            file.kind == FileKind::Rust
                && found.package_of(&file.path).is_none()
                && !is_read(&file.path)
        });
        Self { files: outside.map(|file| (file.path.as_str(), State::Unread)).collect() }
    }

    /// The files that those from number `first` on take in, each once; sorted by path.
    pub(crate) fn named(&mut self, parts: &Parts, first: usize) -> Vec<Named<'d>> {
        let mut named = Vec::new();
        if self.files.is_empty() {
            return named;
        }
        let read = parts.files.iter().zip(&parts.facts).zip(&parts.bodies).skip(first);
        for ((file, facts), bodies) in read {
            let Some(facts) = facts else { continue };
            for (path, owns_folder) in self.taken_in(&file.path, facts) {
                let Some((path, state)) = self.files.get_key_value(path.as_str()) else { continue };
                if *state == State::Unread {
                    let path = *path;
                    self.files.insert(path, State::Read { owns_folder });
                    named.push(Named { path, bodies: *bodies });
                }
            }
        }
        named.sort_by_key(|named| named.path);
        named
    }

    /// The paths that a file may take in, and whether what they declare stands beside them.
    fn taken_in(&self, path: &str, facts: &RustFacts) -> Vec<(String, bool)> {
        let dir = parent(path);
        let mut taken = Vec::new();
        for include in &facts.includes {
            taken.extend(
                include.path.as_deref().and_then(|path| written_in(dir, path)).map(|p| (p, true)),
            );
        }
        for item in facts.items.iter().filter(|item| item.scope == ScopeId(0)) {
            let ItemKind::Module { inline: false, paths } = &item.kind else { continue };
            for (_, path) in paths {
                taken.extend(written_in(dir, path).map(|path| (path, true)));
            }
            // What packages declare without a path stands in them.
            if let (true, Some(State::Read { owns_folder })) =
                (paths.is_empty(), self.files.get(path))
            {
                let folder = folder_of_modules(path, *owns_folder);
                taken.extend(module_files(&folder, facts.symbols.get(item.name)));
            }
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use crate::discover::trial::tree;
    use crate::{Options, read};

    const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n";

    #[test]
    fn files_beside_all_packages_are_read_where_code_names_them() {
        let dir = tree(&[
            ("app/Cargo.toml", MANIFEST),
            (
                "app/src/main.rs",
                "#[path = \"../../shared/money.rs\"]\nmod money;\ninclude!(\"../../tables.rs\");\nfn main() {}\n",
            ),
            ("shared/money.rs", "mod rates;\nmod rounding;\n"),
            ("shared/rates.rs", "mod daily;\n"),
            ("shared/rates/daily.rs", "pub fn today() {}\n"),
            ("shared/rounding/mod.rs", "mod half;\n"),
            ("shared/rounding/half.rs", ""),
            ("shared/unnamed.rs", "fn nobody() {}\n"),
            ("tables.rs", "pub const RATES: u8 = 1;\n"),
        ]);
        let system = read(dir.path(), &Options::default()).expect("a system");
        let mut modules: Vec<String> =
            system.graph.modules().map(|(id, _)| system.graph.module_path(id)).collect();
        modules.sort();
        assert_eq!(
            modules,
            [
                "app",
                "app::money",
                "app::money::rates",
                "app::money::rates::daily",
                "app::money::rounding",
                "app::money::rounding::half"
            ]
        );
        assert!(system.problems.is_empty(), "{:?}", system.problems);
        assert!(!system.files.iter().any(|file| file.path == "shared/unnamed.rs"));
        assert!(system.graph.items().any(|(_, item)| system.graph.names.get(item.name) == "RATES"));
    }
}
