//! Globs of a configuration, seen from the analysed folder.
//!
//! A configuration's globs are relative to its own folder. Where a folder
//! below it is analysed, `services/orders/src/**` means `src/**` there.

use crate::glob;

/// `glob` as the folder at `prefix` below the configuration sees it; none if nothing there can match.
pub(super) fn rebase(glob: &str, prefix: &str) -> Option<String> {
    if prefix.is_empty() || glob.starts_with("crate:") {
        return Some(glob.to_owned());
    }
    let (negation, path) = glob.strip_prefix('!').map_or(("", glob), |rest| ("!", rest));
    let path = path.strip_prefix("./").unwrap_or(path);
    let mut parts: Vec<&str> = path.split('/').collect();
    for folder in prefix.split('/') {
        match parts.first().copied() {
            // The rest matches at any depth, so also here.
            Some("**") => break,
            // What names a folder above means all that is in it.
            None => return Some(format!("{negation}**")),
            Some(part) if glob::matches(part, folder) => {
                parts.remove(0);
            }
            Some(_) => return None,
        }
    }
    let rest = if parts.is_empty() { "**".to_owned() } else { parts.join("/") };
    Some(format!("{negation}{rest}"))
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
