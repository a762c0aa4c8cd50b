//! Globs of a configuration, seen from the analysed folder.
//!
//! A configuration's globs are relative to its own folder. Where a folder
//! below it is analysed, `services/orders/src/**` means `src/**` there.

/// `glob` as the folder at `prefix` below the configuration sees it; none if nothing there can match.
pub(super) fn rebase(glob: &str, prefix: &str) -> Option<String> {
    if prefix.is_empty() || glob.starts_with("crate:") {
        return Some(glob.to_owned());
    }
    let (negation, glob) = glob.strip_prefix('!').map_or(("", glob), |rest| ("!", rest));
    let glob = glob.strip_prefix("./").unwrap_or(glob);
    let mut parts: Vec<&str> = glob.split('/').collect();
    for folder in prefix.split('/') {
        match parts.first().copied() {
            // The rest matches at any depth, so also here.
            Some("**") => break,
            // What names a folder above means all that is in it.
            None => return Some(format!("{negation}**")),
            Some(part) if matches(part, folder) => {
                parts.remove(0);
            }
            Some(_) => return None,
        }
    }
    let rest = if parts.is_empty() { "**".to_owned() } else { parts.join("/") };
    Some(format!("{negation}{rest}"))
}

/// Whether one part of a glob matches one name: `*`, `?`, `{a,b}`.
fn matches(part: &str, name: &str) -> bool {
    if let Some((before, rest)) = part.split_once('{')
        && let Some((choices, after)) = rest.split_once('}')
    {
        return choices.split(',').any(|choice| matches(&format!("{before}{choice}{after}"), name));
    }
    let mut letters = part.chars();
    match letters.next() {
        None => name.is_empty(),
        Some('*') => {
            let rest = letters.as_str();
            let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.any(|at| matches(rest, &name[at..]))
        }
        Some(wanted) => {
            let mut names = name.chars();
            let first = names.next();
            (wanted == '?' && first.is_some() || first == Some(wanted))
                && matches(letters.as_str(), names.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rebase;

    #[test]
    fn globs_are_seen_from_below() {
        let seen = |glob| rebase(glob, "services/orders");
        assert_eq!(seen("services/orders/src/domain/**").as_deref(), Some("src/domain/**"));
        assert_eq!(seen("./services/*/src/**").as_deref(), Some("src/**"));
        assert_eq!(seen("services/{orders,billing}/src").as_deref(), Some("src"));
        assert_eq!(seen("**/domain/**").as_deref(), Some("**/domain/**"));
        assert_eq!(seen("services/**/domain/**").as_deref(), Some("**/domain/**"));
        assert_eq!(seen("!services/**").as_deref(), Some("!**"));
        assert_eq!(seen("services").as_deref(), Some("**"));
        assert_eq!(seen("services/orders").as_deref(), Some("**"));
        assert_eq!(seen("services/o?d*s/x").as_deref(), Some("x"));
        assert_eq!(seen("crate:orders-*").as_deref(), Some("crate:orders-*"));
        assert_eq!(seen("services/billing/src/**"), None);
        assert_eq!(seen("src/**"), None);
        assert_eq!(rebase("src/**", "").as_deref(), Some("src/**"));
    }
}
