//! What to say where a name does not exist.

pub(crate) use portcullis_rules::suggest::nearest as closest;

/// `did you mean …?` for the candidate most like `name`, or the list of a few candidates.
pub(crate) fn hint<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<String> {
    if let Some(found) = closest(name, candidates.clone()) {
        return Some(format!("did you mean `{found}`?"));
    }
    let all: Vec<String> = candidates.into_iter().map(|name| format!("`{name}`")).collect();
    (!all.is_empty() && all.len() <= 12).then(|| format!("known are {}", all.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_names_are_listed() {
        assert_eq!(hint("x", ["alpha", "beta"]).as_deref(), Some("known are `alpha`, `beta`"));
        assert_eq!(hint("alpa", ["alpha", "beta"]).as_deref(), Some("did you mean `alpha`?"));
    }
}
