//! Which features of a package are on, as its manifest ties them together.

use std::collections::BTreeSet;

use toml::de::DeTable;

/// `wanted`, `default` unless it is left out, and all that they switch on in the same package.
pub(super) fn enabled(manifest: &str, wanted: &[String], default: bool) -> BTreeSet<String> {
    let (document, _) = DeTable::parse_recoverable(manifest);
    let features = document.get_ref().get("features").and_then(|value| value.get_ref().as_table());
    let parts = |name: &str| -> Vec<String> {
        let list = features.and_then(|features| features.get(name)?.get_ref().as_array());
        list.into_iter().flatten().filter_map(|v| v.get_ref().as_str().map(str::to_owned)).collect()
    };
    let mut open: Vec<String> = wanted.to_vec();
    if default {
        open.push("default".to_owned());
    }
    let mut on = BTreeSet::new();
    while let Some(name) = open.pop() {
        // `dep:x` is no feature; `x/y` is one of `x`, but switches an optional `x` on too.
        if name.starts_with("dep:") || name.contains("?/") {
            continue;
        }
        let name = name.split('/').next().unwrap_or(&name).to_owned();
        let is_known = features.is_some_and(|features| features.contains_key(name.as_str()));
        if on.insert(name.clone()) && is_known {
            open.extend(parts(&name));
        }
    }
    on
}

#[cfg(test)]
mod tests {
    use super::enabled;

    #[test]
    fn features_switch_features_on() {
        let manifest = "[features]\ndefault = [\"std\"]\nfull = [\"fs\", \"dep:x\", \"net\"]\nfs = [\"blocking\"]\nnet = [\"mio/net\", \"log?/std\", \"full\"]\n";
        let on = |wanted: &[&str], default| {
            let wanted: Vec<String> = wanted.iter().map(|name| (*name).to_owned()).collect();
            enabled(manifest, &wanted, default).into_iter().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(on(&["full"], false), "blocking fs full mio net");
        assert_eq!(on(&[], true), "default std");
        assert_eq!(enabled("not toml [", &[], true).len(), 1);
    }
}
