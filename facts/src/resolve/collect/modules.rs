//! Collects modules, and finds the files in which their bodies stand.

use std::collections::VecDeque;

use super::Wanted;
use crate::cfg::CfgKey;
use crate::discover::{child, module_files, written_in};
use crate::extract::rust::facts::{
    CfgId, Item, ItemFlags, ItemIndex, ItemKind, ScopeId, ScopeKind,
};
use crate::graph::{BlindSpot, BlindSpotKind, CrateId, Module, Target};
use crate::place::FileId;
use crate::problem::{Problem, ProblemKind};
use crate::resolve::bind::definition;
use crate::resolve::builder::Builder;
use crate::resolve::space::Namespace;
use crate::resolve::unit::UnitId;

impl Builder<'_> {
    /// Makes a module, and asks for the files with its body.
    pub(super) fn collect_module(
        &mut self,
        unit_id: UnitId,
        index: ItemIndex,
        item: &Item,
        inline: bool,
        paths: &[(CfgId, Box<str>)],
        wanted: &mut VecDeque<Wanted>,
    ) {
        let at = unit_id.0 as usize;
        let space = self.space_of(unit_id, item.scope);
        let parent = self.spaces[space.index()].module;
        let (krate, file, cfg) = {
            let unit = &self.units[at];
            (unit.krate, unit.file, unit.cfg(item.cfg))
        };
        let name = self.units[at].name(item.name);
        let rank = self.next_rank(krate, cfg);
        let scope = self.scope_of(unit_id, cfg, item.flags);
        let in_block = self.spaces[space.index()].outer.is_some();
        let mut body_file = file;
        let mut found = Vec::new();
        if !inline {
            found = self.module_files(unit_id, item, paths);
            if let Some((_, first, _)) = found.first() {
                body_file = *first;
            }
        }
        let module = self.new_module(Module {
            name,
            krate,
            parent: Some(parent),
            file: body_file,
            declared: self.place(unit_id, item.name_span),
            cfg,
            scope,
            in_block,
        });
        let seen = self.seen(item.visibility, parent);
        self.bind(space, name, Namespace::Types, definition(Target::Module(module), seen, rank));
        self.units[at].targets[index.index()] = Some(Target::Module(module));
        if inline {
            if let Some(body) = item.body {
                let own = self.module_spaces[module.index()];
                self.units[at].spaces[body.index()] = Some(own);
            }
            return;
        }
        if found.is_empty() {
            self.missing_module(unit_id, item, krate);
        }
        for (condition, file, owns_folder) in found {
            if self.is_above(unit_id, file) {
                self.problems.push(Problem {
                    path: self.input.files[self.units[at].file.0 as usize].path.clone(),
                    span: Some(item.name_span),
                    kind: ProblemKind::CyclicModules,
                    message: format!(
                        "module `{}` leads back to `{}`, which contains it",
                        self.graph.names.get(name),
                        self.input.files[file.0 as usize].path
                    ),
                });
                continue;
            }
            let within = Some(unit_id);
            wanted.push_back(Wanted { file, module, cfg: condition, scope, within, owns_folder });
        }
    }

    /// The files that may be the body of `mod name;`, each with its condition and whether it
    /// owns its folder.
    fn module_files(
        &self,
        unit_id: UnitId,
        item: &Item,
        paths: &[(CfgId, Box<str>)],
    ) -> Vec<(CfgKey, FileId, bool)> {
        let unit = &self.units[unit_id.0 as usize];
        let (dir, path_dir) = self.folders(unit_id, item.scope);
        let own = unit.cfg(item.cfg);
        let mut found = Vec::new();
        for (cfg, path) in paths {
            let condition = unit.cfg(*cfg);
            if !self.is_active(unit.krate, condition) {
                continue;
            }
            if let Some(file) = written_in(&path_dir, path).and_then(|p| self.input.by_path.get(&p))
            {
                found.push((if *cfg == item.cfg { own } else { condition }, *file, true));
            }
        }
        let always = paths.iter().any(|(cfg, _)| *cfg == item.cfg);
        if !always {
            let name = unit.facts.symbols.get(item.name);
            let files = module_files(&dir, name).into_iter();
            let mut known =
                files.filter_map(|(path, owns)| Some((*self.input.by_path.get(&path)?, owns)));
            found.extend(known.next().map(|(file, owns)| (own, file, owns)));
        }
        found
    }

    /// The folder of the files of `mod name;` in a scope, and that to which `#[path]` is relative.
    pub(crate) fn folders(&self, unit_id: UnitId, scope: ScopeId) -> (String, String) {
        let unit = &self.units[unit_id.0 as usize];
        let inline = self.inline_folders(unit_id, scope);
        // A folder outside the tree keeps a spelling under which there is no file.
        let below = |dir: String, part: &String| {
            written_in(&dir, part).unwrap_or_else(|| child(&dir, part))
        };
        let dir = inline.iter().fold(unit.dir.clone(), below);
        let path_dir = if inline.is_empty() { unit.path_dir.clone() } else { dir.clone() };
        (dir, path_dir)
    }

    /// The folders that inline modules around a scope add, outermost first.
    fn inline_folders(&self, unit_id: UnitId, scope: ScopeId) -> Vec<String> {
        let unit = &self.units[unit_id.0 as usize];
        let mut folders = Vec::new();
        let mut at = scope;
        while at.0 != 0 {
            let entry = &unit.facts.scopes[at.index()];
            if entry.kind == ScopeKind::Module
                && let Some(item) = entry.item
            {
                let item = &unit.facts.items[item.index()];
                let given = match &item.kind {
                    ItemKind::Module { paths, .. } => {
                        paths.first().map(|(_, path)| path.to_string())
                    }
                    _ => None,
                };
                folders.push(given.unwrap_or_else(|| unit.facts.symbols.get(item.name).to_owned()));
            }
            at = entry.parent;
        }
        folders.reverse();
        folders
    }

    fn missing_module(&mut self, unit_id: UnitId, item: &Item, krate: CrateId) {
        let unit = &self.units[unit_id.0 as usize];
        let name = unit.facts.symbols.get(item.name).to_owned();
        let place = self.place(unit_id, item.name_span);
        let path = self.input.files[unit.file.0 as usize].path.clone();
        // Behind a macro or an unlikely condition a missing file is nothing unusual.
        let expected =
            unit.cfg(item.cfg) == CfgKey::ALWAYS && !item.flags.contains(ItemFlags::IN_MACRO);
        if expected {
            self.problems.push(Problem {
                path,
                span: Some(item.name_span),
                kind: ProblemKind::MissingModule,
                message: format!("there is no file for module `{name}`"),
            });
        }
        self.graph.blind_spots.push(BlindSpot {
            kind: BlindSpotKind::MissingFile,
            place: Some(place),
            krate: Some(krate),
            subject: name,
        });
    }

    /// Whether a file is among those whose modules contain this unit.
    pub(super) fn is_above(&self, unit: UnitId, file: FileId) -> bool {
        let mut at = Some(unit);
        while let Some(id) = at {
            let unit = &self.units[id.0 as usize];
            if unit.file == file {
                return true;
            }
            at = unit.within;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use crate::discover::trial::{manifest, tree};
    use crate::{Options, read};

    #[test]
    fn inline_modules_lead_to_other_folders() {
        let dir = tree(&[
            ("Cargo.toml", &manifest("app", &[])),
            (
                "src/lib.rs",
                "mod a { mod b; #[path = \"../c.rs\"] mod c; }\n#[path = \"../x\"] mod d { mod e; }\n",
            ),
            ("src/a/b.rs", "mod f;"),
            ("src/a/b/f/mod.rs", "mod g;"),
            ("src/a/b/f/g.rs", ""),
            ("src/c.rs", ""),
            ("x/e.rs", ""),
        ]);
        let system = read(dir.path(), &Options::default()).expect("a system");
        assert!(system.problems.is_empty(), "{:?}", system.problems);
        let mut modules: Vec<(String, &str)> = system
            .graph
            .modules()
            .map(|(id, module)| (system.graph.module_path(id), &*system.file(module.file).path))
            .collect();
        modules.sort();
        assert_eq!(
            modules,
            [
                ("app", "src/lib.rs"),
                ("app::a", "src/lib.rs"),
                ("app::a::b", "src/a/b.rs"),
                ("app::a::b::f", "src/a/b/f/mod.rs"),
                ("app::a::b::f::g", "src/a/b/f/g.rs"),
                ("app::a::c", "src/c.rs"),
                ("app::d", "src/lib.rs"),
                ("app::d::e", "x/e.rs"),
            ]
            .map(|(module, file)| (module.to_owned(), file))
        );
    }
}
