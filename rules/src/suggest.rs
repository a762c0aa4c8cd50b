//! What was probably meant by a name that does not exist.

/// The candidate that is closest to `name`, if one is close enough to be meant: a third of the
/// letters may be wrong. For `category/name` the name alone counts too.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).max(2);
    candidates
        .into_iter()
        .map(|candidate| {
            let tail = candidate.rsplit('/').next().unwrap_or(candidate);
            (distance(name, candidate).min(distance(name, tail)), candidate)
        })
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// `did you mean …?`, or `otherwise` where nothing is close.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    nearest(name, candidates)
        .map_or_else(|| otherwise.to_owned(), |found| format!("did you mean `{found}`?"))
}

/// How many letters must be added, left out or replaced to get from `a` to `b` (Levenshtein);
/// neither case nor `-` for `_` counts.
fn distance(a: &str, b: &str) -> usize {
    let letter = |c: char| if c == '_' { '-' } else { c.to_ascii_lowercase() };
    let b: Vec<char> = b.chars().map(letter).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().map(letter).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn a_slip_is_found_and_another_word_is_not() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "ab"), 2);
        assert_eq!(distance("same_Rank", "same-rank"), 0);
        assert_eq!(nearest("hexagnal", ["hexagonal", "config"]), Some("hexagonal"));
        assert_eq!(nearest("blind-spt", ["config/blind-spot"]), Some("config/blind-spot"));
        assert_eq!(nearest("weather", ["hexagonal", "config"]), None);
    }
}
