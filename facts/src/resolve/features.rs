//! Which features a set of features switches on.

use std::collections::BTreeSet;

use crate::discover::Package;

/// All features of `package` that `roots` switch on, themselves included; optional
/// dependencies that are switched on count by their implicit feature.
pub(crate) fn closure(package: &Package, roots: &[String]) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut work: Vec<&str> = roots.iter().map(String::as_str).collect();
    while let Some(feature) = work.pop() {
        // `dep:name` switches a dependency on without a feature; `name/feature` and
        // `name?/feature` are features of another package, the first of which switches it on.
        let (name, own) = match feature.split_once('/') {
            Some((dependency, _)) if !dependency.ends_with('?') => (dependency, false),
            Some(_) => continue,
            None => (feature, true),
        };
        if name.starts_with("dep:") || (!own && !package.features.contains_key(name)) {
            continue;
        }
        if found.insert(name.to_owned())
            && let Some(enabled) = package.features.get(name)
        {
            work.extend(enabled.iter().map(String::as_str));
        }
    }
    found.into_iter().collect()
}
