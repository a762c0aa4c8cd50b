//! What was probably meant by a name that does not exist.

/// The candidate most like `name`, if one is like it at all.
pub(crate) fn closest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let allowed = (name.chars().count() / 3).max(1);
    let begun = |candidate: &str| name.len() > 2 && candidate.starts_with(name);
    candidates
        .into_iter()
        .map(|candidate| {
            // The last part of a rule's id is what people remember.
            let tail = candidate.rsplit('/').next().unwrap_or(candidate);
            let slips = distance(name, candidate).min(distance(name, tail));
            (if begun(candidate) || begun(tail) { slips.min(1) } else { slips }, candidate)
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

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

/// Edit distance in which neighbours that changed places count once; case and `-`/`_` do not count.
fn distance(a: &str, b: &str) -> usize {
    let letters = |text: &str| -> Vec<char> {
        text.chars().map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect()
    };
    let (a, b) = (letters(a), letters(b));
    // Names are short; what is not is like nothing.
    if a.len() > 100 || b.len() > 100 {
        return usize::MAX;
    }
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut best =
                (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_understood() {
        let rules = ["hexagonal/layer-dependency", "hexagonal/unbound-port"];
        assert_eq!(closest("hexagonal/layer-dependancy", rules), Some(rules[0]));
        assert_eq!(closest("unbound_prot", rules), Some(rules[1]));
        assert_eq!(closest("shared-database", rules), None);
        assert_eq!(closest("", ["a"]), Some("a"));
        assert_eq!(closest("warn", ["off", "warning"]), Some("warning"));
        assert_eq!(distance("ca", "ac"), 1);
    }

    #[test]
    fn few_names_are_listed() {
        assert_eq!(hint("x", ["alpha", "beta"]).as_deref(), Some("known are `alpha`, `beta`"));
    }
}
