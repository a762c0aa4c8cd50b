//! Entries of manifests that matter to layers, and which of them code makes use of: those that lead
//! from one package of the tree to another, and those that list a technology.

use portcullis_facts::framework::technology;
use portcullis_facts::graph::{PackageId, Role, Technology};
use portcullis_facts::place::Place;
use rustc_hash::FxHashSet;

use crate::context::{Context, Standing};
use crate::engine::report::Draft;
use crate::evidence::technology_name;

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

    /// Notes that code makes use of an entry, though no finding says so.
    pub(crate) fn use_of(&mut self, pair: Pair) {
        self.with_code.insert(pair);
    }

    /// The entries that no code makes use of, as far as was noted.
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
            "package `{from_name}` ({from_layer}) lists `{to_name}` ({to_layer}), though nothing in production uses it"
        ))
        .help(format!("remove `{to_name}` from `[dependencies]` of `{from_name}`, or move it to `[dev-dependencies]`"))
        .label("listed here")
        .confidence(entry.confidence)
}

/// An entry of a manifest that lists a technology for a package of the core or the application.
pub(crate) struct Technical<'a> {
    pub(crate) package: PackageId,
    pub(crate) name: &'a str,
    technology: Technology,
    place: Place,
    confidence: u8,
}

/// The entries, until a finding on code takes its one along.
pub(crate) struct TechnicalEntries<'a> {
    entries: Vec<Technical<'a>>,
    used: FxHashSet<(PackageId, &'a str)>,
}

impl<'a> TechnicalEntries<'a> {
    /// The entries, but for packages in `allow`; `used` are those that findings on code speak of.
    pub(crate) fn new(
        context: &Context<'a>,
        allow: &[&str],
        used: FxHashSet<(PackageId, &'a str)>,
    ) -> Self {
        let mut entries = Vec::new();
        for (package, _) in context.graph.packages() {
            let Some(standing) = context.package(package) else { continue };
            if !matches!(standing.role, Some(Role::Core | Role::Application)) {
                continue;
            }
            for (entry, place) in context.manifest(package) {
                let name = entry.package.as_str();
                let technology = technology(name).filter(|_| entry.local.is_none());
                // Everything links the core; elsewhere doubles among the dependencies cost little, and one behind a
                // feature is what the tests of others ask for.
                let matters = |t: &Technology| {
                    *t != Technology::Testing
                        || standing.role == Some(Role::Core) && !entry.optional
                };
                if let Some(technology) =
                    technology.filter(matters).filter(|_| !allow.contains(&name))
                {
                    let confidence = standing.confidence;
                    entries.push(Technical { package, name, technology, place, confidence });
                }
            }
        }
        Self { entries, used }
    }

    /// The place of the entry, the first time it is asked for.
    pub(crate) fn take(&mut self, package: PackageId, name: &str) -> Option<Place> {
        let of_both = |entry: &Technical<'_>| entry.package == package && entry.name == name;
        let at = self.entries.iter().position(of_both)?;
        Some(self.entries.remove(at).place)
    }

    /// The entries that no code uses, and those of test doubles.
    pub(crate) fn rest(self) -> impl Iterator<Item = Technical<'a>> {
        let Self { entries, used } = self;
        entries.into_iter().filter(move |entry| !used.contains(&(entry.package, entry.name)))
    }
}

impl Technical<'_> {
    /// The finding on it.
    pub(crate) fn draft(&self, context: &Context<'_>) -> Draft {
        let package = &context.graph.package(self.package).name;
        let layer = context.package(self.package).map_or("core", |s| context.layer_name(s));
        let name = self.name;
        let testing = self.technology == Technology::Testing;
        let (variant, message, help) = if testing {
            (
                "testing",
                format!(
                    "package `{package}` ({layer}) lists `{name}`, which is for tests, as a dependency of production"
                ),
                format!(
                    "move `{name}` to `[dev-dependencies]`, and what names it below `cfg(test)`"
                ),
            )
        } else {
            (
                "manifest",
                format!(
                    "package `{package}` ({layer}) lists `{name}` ({}), though nothing in production uses it",
                    technology_name(self.technology)
                ),
                format!(
                    "remove `{name}` from `[dependencies]` of `{package}`, or move it to `[dev-dependencies]`"
                ),
            )
        };
        Draft::new(package, name, self.place)
            .variant(Some(variant))
            .package(self.package)
            .message(message)
            .help(help)
            .label("listed here")
            .confidence(self.confidence)
    }
}
