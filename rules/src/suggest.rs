//! What was probably meant by a name that does not exist.

/// The candidate that is most like `name`, if one is like it at all: a third of the letters may be wrong, but not all, or
/// the rest may be missing. For `category/name` the name alone counts too, because people remember that.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = name.chars().count();
    let limit = (letters / 3).max(1).min(letters.saturating_sub(1));
    let begun = |candidate: &str| name.len() > 2 && candidate.starts_with(name);
    candidates
        .into_iter()
        .map(|candidate| {
            let tail = candidate.rsplit('/').next().unwrap_or(candidate);
            let slips = distance(name, candidate).min(distance(name, tail));
            (if begun(candidate) || begun(tail) { slips.min(1) } else { slips }, candidate)
        })
        .filter(|(slips, _)| *slips <= limit)
        .min_by_key(|(slips, _)| *slips)
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

/// How many letters must be added, left out or replaced to get from `a` to `b`; neighbours that changed places count
/// once, and neither case nor `-` for `_` counts.
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
    use super::{distance, nearest};

    #[test]
    fn a_slip_is_found_and_another_word_is_not() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "ab"), 2);
        assert_eq!(distance("same_Rank", "same-rank"), 0);
        assert_eq!(distance("ca", "ac"), 1);
        let rules = ["hexagonal/layer-dependency", "hexagonal/unbound-port", "config/blind-spot"];
        assert_eq!(nearest("hexagnal", ["hexagonal", "config"]), Some("hexagonal"));
        assert_eq!(nearest("hexagonal/layer-dependancy", rules), Some(rules[0]));
        assert_eq!(nearest("unbound_prot", rules), Some(rules[1]));
        assert_eq!(nearest("blind-spt", rules), Some(rules[2]));
        assert_eq!(nearest("warn", ["off", "warning"]), Some("warning"));
        assert_eq!(nearest("weather", ["hexagonal", "config"]), None);
        assert_eq!(nearest("shared-database", rules), None);
    }

    #[test]
    fn a_letter_is_like_no_other() {
        assert_eq!(nearest("a", ["0", "db"]), None);
        assert_eq!(nearest("", ["a"]), None);
        assert_eq!(nearest("bd", ["0", "bx"]), Some("bx"));
    }
}
