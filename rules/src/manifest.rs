//! Entries of manifests that lead from one package of the tree to another, and which of them code
//! makes use of.

use portcullis_facts::graph::PackageId;
use portcullis_facts::place::Place;
use rustc_hash::FxHashSet;

use crate::context::{Context, Standing};
use crate::engine::report::Draft;

/// A package, and one that it depends on.
pub(crate) type Pair = (PackageId, PackageId);

/// An entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) pair: Pair,
    pub(crate) place: Place,
    /// Confidence in hundredths that both packages stand where they are said to.
    pub(crate) confidence: u8,
}

/// Entries between packages that belong to one layer as a whole, until a finding on code takes its
/// own along.
#[derive(Debug)]
pub(crate) struct Entries {
    waiting: Vec<Entry>,
    with_code: FxHashSet<Pair>,
}

impl Entries {
    /// The entries that `matters` of where the two packages stand.
    pub(crate) fn new(context: &Context<'_>, matters: impl Fn(Standing, Standing) -> bool) -> Self {
        let mut waiting = Vec::new();
        for (package, _) in context.graph.packages() {
            let Some(from) = context.package(package) else { continue };
            for (entry, place) in context.manifest(package) {
                let Some(local) = entry.local else { continue };
                if let Some(to) = context.package(local).filter(|to| matters(from, *to)) {
                    let confidence = from.confidence.min(to.confidence);
                    waiting.push(Entry { pair: (package, local), place, confidence });
                }
            }
        }
        Self { waiting, with_code: FxHashSet::default() }
    }

    /// Adds the entry of `pair` to the first finding on code of that pair.
    pub(crate) fn attach(&mut self, pair: Pair, draft: Draft) -> Draft {
        self.with_code.insert(pair);
        match self.waiting.iter().position(|entry| entry.pair == pair) {
            Some(at) => {
                let place = self.waiting.remove(at).place;
                draft.related(place, "the manifest lists the crate here")
            }
            None => draft,
        }
    }

    /// The entries that no finding on code took along.
    pub(crate) fn rest(self) -> impl Iterator<Item = Entry> {
        let Self { waiting, with_code } = self;
        waiting.into_iter().filter(move |entry| !with_code.contains(&entry.pair))
    }
}

/// The finding on an entry that no code makes use of.
pub(crate) fn unused_entry(context: &Context<'_>, entry: Entry) -> Draft {
    let (from, to) = entry.pair;
    let name = |package: PackageId| &context.graph.package(package).name;
    let layer = |package| context.package(package).map_or("", |s| context.layer_name(s));
    let (from_name, to_name) = (name(from), name(to));
    let (from_layer, to_layer) = (layer(from), layer(to));
    Draft::new(from_name, to_name, entry.place)
        .variant(Some("manifest"))
        .package(from)
        .message(format!(
            "package `{from_name}` ({from_layer}) lists `{to_name}` ({to_layer}), though no code uses it"
        ))
        .help(format!("remove `{to_name}` from `[dependencies]` of `{from_name}`"))
        .label("listed here")
        .confidence(entry.confidence)
}
