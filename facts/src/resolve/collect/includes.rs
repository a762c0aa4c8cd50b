//! Collects what `include!` takes in.

use std::collections::VecDeque;

use super::Wanted;
use crate::discover::written_in;
use crate::extract::rust::facts::Include;
use crate::graph::{BlindSpot, BlindSpotKind};
use crate::problem::{Problem, ProblemKind};
use crate::resolve::builder::Builder;
use crate::resolve::unit::UnitId;

impl Builder<'_> {
    /// Asks for the file that a call of `include!` names, if it is code.
    pub(super) fn collect_include(
        &mut self,
        unit_id: UnitId,
        include: &Include,
        wanted: &mut VecDeque<Wanted>,
    ) {
        let unit = &self.units[unit_id.0 as usize];
        let cfg = unit.cfg(include.cfg);
        let (krate, scope, path_dir, file) =
            (unit.krate, unit.scope, unit.path_dir.clone(), unit.file);
        if unit.is_hidden(include.scope) || !self.is_active(krate, cfg) {
            return;
        }
        let found = include
            .path
            .as_deref()
            .and_then(|path| written_in(&path_dir, path))
            .and_then(|path| self.input.by_path.get(&path).copied());
        let space = self.space_of(unit_id, include.scope);
        match found {
            Some(found) if include.items && !self.is_above(unit_id, found) => {
                let module = self.spaces[space.index()].module;
                wanted.push_back(Wanted {
                    file: found,
                    module,
                    cfg,
                    scope,
                    within: Some(unit_id),
                    owns_folder: true,
                });
            }
            Some(found) if include.items => self.problems.push(Problem {
                path: self.input.files[file.0 as usize].path.clone(),
                span: Some(include.span),
                kind: ProblemKind::CyclicModules,
                message: format!("`{}` includes itself", self.input.files[found.0 as usize].path),
            }),
            Some(_) => {}
            None => {
                let kind = if include.path.is_some() {
                    BlindSpotKind::MissingFile
                } else {
                    BlindSpotKind::GeneratedCode
                };
                let subject =
                    include.path.as_deref().unwrap_or("code that a build script writes").to_owned();
                let place = Some(self.place(unit_id, include.span));
                self.graph.blind_spots.push(BlindSpot { kind, place, krate: Some(krate), subject });
            }
        }
    }
}
