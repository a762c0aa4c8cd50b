//! Two systems compared, name by name.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Difference, Key, Kind, Snapshot, What};

/// What changed from one system to another, in the order of [`Kind`] and of the names.
pub(crate) fn compare(base: &Snapshot, head: &Snapshot) -> Vec<Change> {
    let (before, after) = (crossings(base), crossings(head));
    let mut changes = Vec::new();
    for (key, fact) in &head.facts {
        let Some(old) = base.facts.get(key) else {
            changes.push(Change {
                key: key.clone(),
                what: What::New,
                crossing: key.crossing().is_some_and(|crossing| !before.contains(&crossing)),
                differences: Vec::new(),
                places: fact.places(),
            });
            continue;
        };
        let differences = differences(&old.properties, &fact.properties);
        if !differences.is_empty() {
            let (key, places) = (key.clone(), fact.places());
            changes.push(Change { key, what: What::Changed, crossing: false, differences, places });
        }
    }
    for (key, fact) in base.facts.iter().filter(|(key, _)| !head.facts.contains_key(key)) {
        changes.push(Change {
            key: key.clone(),
            what: What::Gone,
            crossing: key.crossing().is_some_and(|crossing| !after.contains(&crossing)),
            differences: Vec::new(),
            places: fact.places(),
        });
    }
    known_now(&mut changes);
    changes.sort_by(|a, b| a.key.cmp(&b.key));
    changes
}

/// What stands for the address of a database that is not known.
pub(super) const UNKNOWN: &str = "an address that is not known";

/// Makes one change of two edges, if a service is connected to the same kind of database and only
/// its address became known, or is known no more.
fn known_now(changes: &mut Vec<Change>) {
    let is_unknown = |change: &Change| {
        change.key.kind == Kind::ServiceEdge && change.key.names[1].ends_with(UNKNOWN)
    };
    while let Some(at) = changes.iter().position(is_unknown) {
        let unknown = changes.remove(at);
        let engine = unknown.key.names[1].split(' ').next().unwrap_or_default();
        let opposite = if unknown.what == What::New { What::Gone } else { What::New };
        let other = changes.iter_mut().find(|change| {
            let names = &change.key.names;
            change.what == opposite
                && change.key.kind == Kind::ServiceEdge
                && names[0] == unknown.key.names[0]
                && names[1].split("://").next() == Some(engine)
        });
        // Without the other one nothing can be said of it but that the service has such a database.
        let Some(other) = other else {
            changes.push(Change { key: named(&unknown.key, engine), ..unknown });
            continue;
        };
        let address = |known: bool| {
            let known = known.then(|| other.key.names[1].clone());
            BTreeSet::from([known.unwrap_or_else(|| "not known".to_owned())])
        };
        let became_known = other.what == What::New;
        other.differences = vec![Difference {
            property: "address",
            before: address(!became_known),
            after: address(became_known),
        }];
        if !became_known {
            other.places = unknown.places;
        }
        other.key = named(&other.key, engine);
        (other.what, other.crossing) = (What::Changed, false);
    }
}

/// An edge to a database that is called by its kind alone.
fn named(key: &Key, engine: &str) -> Key {
    let mut key = key.clone();
    engine.clone_into(&mut key.names[1]);
    key
}

fn crossings(snapshot: &Snapshot) -> BTreeSet<(Kind, &[String])> {
    snapshot.facts.keys().filter_map(Key::crossing).collect()
}

pub(super) type Properties = BTreeMap<&'static str, BTreeSet<String>>;

fn differences(before: &Properties, after: &Properties) -> Vec<Difference> {
    let names: BTreeSet<&'static str> = before.keys().chain(after.keys()).copied().collect();
    // What one of the two systems does not tell is no difference.
    let both = names.into_iter().filter_map(|property| {
        Some((property, before.get(property)?.clone(), after.get(property)?.clone()))
    });
    both.filter(|(_, before, after)| before != after)
        .map(|(property, before, after)| Difference { property, before, after })
        .collect()
}
