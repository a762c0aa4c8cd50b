//! A system as names and properties, to be compared with another one.

use std::collections::{BTreeMap, BTreeSet};

use portcullis_facts::System;
use portcullis_facts::place::Place;
use portcullis_rules::context::Context;
use portcullis_rules::settings::Settings;

use super::services::Names;
use super::{Key, Kind, Properties, code, system};

/// A thing that is compared.
#[derive(Debug, Default)]
pub(crate) struct Fact {
    /// What else is known of it; what cannot be seen is not there.
    pub(super) properties: Properties,
    places: BTreeSet<Place>,
}

impl Fact {
    /// Where it stands, in order.
    pub(super) fn places(&self) -> Vec<Place> {
        self.places.iter().copied().collect()
    }

    /// Adds to a property, which is then known, be it empty.
    pub(super) fn property(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = String>,
    ) {
        self.properties.entry(name).or_default().extend(values);
    }
}

/// All that is compared of a system.
#[derive(Debug, Default)]
pub(crate) struct Snapshot {
    pub(super) facts: BTreeMap<Key, Fact>,
}

impl Snapshot {
    /// What there is in `system`; services are called as in `now`, if that has them too.
    pub(crate) fn of(system: &System, settings: &Settings, now: Option<&System>) -> Self {
        let mut snapshot = Self::default();
        let names = now.map_or_else(|| Names::own(system), |now| Names::of(system, now));
        self::system::add(&mut snapshot, system, &names);
        code::add(&mut snapshot, &Context::new(system, settings), &names);
        snapshot
    }

    /// The thing of these names, which is added if it is new, with one more place.
    pub(super) fn fact(&mut self, kind: Kind, names: &[&str], place: Place) -> &mut Fact {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let fact = self.facts.entry(Key { kind, names }).or_default();
        fact.places.insert(place);
        fact
    }
}
