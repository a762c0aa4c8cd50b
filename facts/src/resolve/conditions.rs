//! Conditions of code: what it is there for, how likely it is, and whether it is read at all.

use super::builder::Builder;
use super::unit::UnitId;
use crate::cfg::{CfgKey, Holds};
use crate::extract::rust::facts::{Cfg, ItemFlags, ItemIndex, Predicate};
use crate::graph::{CrateId, Scope};

impl Builder<'_> {
    /// What code under a condition is there for.
    pub(crate) fn scope_of(&self, unit: UnitId, cfg: CfgKey, flags: ItemFlags) -> Scope {
        let scope = self.units[unit.0 as usize].scope;
        let in_tests = flags.contains(ItemFlags::TEST) || self.graph.conditions.only_in_tests(cfg);
        match scope {
            Scope::Production | Scope::Generated if in_tests => Scope::Test,
            Scope::Production if flags.contains(ItemFlags::GENERATED) => Scope::Generated,
            scope => scope,
        }
    }

    /// What code in an item is there for.
    pub(crate) fn scope_at(&self, unit: UnitId, item: Option<ItemIndex>, cfg: CfgKey) -> Scope {
        let own = self.scope_of(unit, cfg, ItemFlags::default());
        match item.and_then(|item| self.item_of(unit, item)) {
            Some(item) => own.max(self.graph.item(item).scope),
            None => own,
        }
    }

    /// The same as [`Self::rank`], remembered for the next item, which most often has the same condition.
    pub(crate) fn next_rank(&mut self, krate: CrateId, cfg: CfgKey) -> u8 {
        if (krate, cfg) != (self.last_rank.0, self.last_rank.1) {
            self.last_rank = (krate, cfg, self.rank(krate, cfg));
        }
        self.last_rank.2
    }

    /// How likely a condition holds in a crate: 2 yes, 1 perhaps, 0 no.
    pub(crate) fn rank(&self, krate: CrateId, cfg: CfgKey) -> u8 {
        if cfg == CfgKey::ALWAYS {
            return 2;
        }
        match self.graph.conditions.holds(cfg, &self.crate_infos[krate.index()].likely) {
            Holds::Yes => 2,
            Holds::Unknown => 1,
            Holds::No => 0,
        }
    }

    /// Whether code under a condition is to be read at all.
    pub(crate) fn is_active(&self, krate: CrateId, cfg: CfgKey) -> bool {
        match &self.crate_infos[krate.index()].given {
            Some(given) if cfg != CfgKey::ALWAYS => {
                self.graph.conditions.holds(cfg, given) != Holds::No
            }
            _ => true,
        }
    }

    /// The joined conditions of a file.
    pub(crate) fn join_cfgs(&mut self, outer: CfgKey, cfgs: &[Cfg]) -> Vec<CfgKey> {
        let mut keys: Vec<CfgKey> = Vec::with_capacity(cfgs.len());
        for (index, cfg) in cfgs.iter().enumerate() {
            let parent = if index == 0 { outer } else { keys[cfg.parent.index()] };
            let key = if cfg.predicate == Predicate::True {
                parent
            } else {
                self.graph.conditions.and(parent, &cfg.predicate)
            };
            keys.push(key);
        }
        if keys.is_empty() {
            keys.push(outer);
        }
        keys
    }
}
