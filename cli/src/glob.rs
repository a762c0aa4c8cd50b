//! Matches names against `*`, `?` and `{a,b}`; in time that hostile patterns cannot blow up.

/// Alternatives of one pattern that are tried; more match nothing.
const MOST: usize = 256;

/// Whether `name` is one of those that `pattern` means; `*` means any text.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    let patterns = alternatives(pattern);
    patterns.iter().any(|pattern| matches_plain(&pattern.chars().collect::<Vec<_>>(), &name))
}

/// The pattern with every choice of its braces.
fn alternatives(pattern: &str) -> Vec<String> {
    let mut open = vec![pattern.to_owned()];
    let mut done = Vec::new();
    while let Some(pattern) = open.pop() {
        let parts = pattern.split_once('{').and_then(|(before, rest)| {
            rest.split_once('}').map(|(choices, after)| (before, choices, after))
        });
        match parts {
            Some((before, choices, after)) if open.len() + done.len() < MOST => {
                open.extend(choices.split(',').map(|choice| format!("{before}{choice}{after}")));
            }
            Some(_) => return Vec::new(),
            None => done.push(pattern),
        }
    }
    done
}

/// Without braces: on a mismatch the last `*` takes one character more.
fn matches_plain(pattern: &[char], name: &[char]) -> bool {
    let (mut at, mut position) = (0, 0);
    let mut star = None;
    while position < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, position));
                at += 1;
            }
            Some(&wanted) if wanted == '?' || wanted == name[position] => {
                at += 1;
                position += 1;
            }
            _ => {
                let Some((star_at, taken)) = star else { return false };
                star = Some((star_at, taken + 1));
                at = star_at + 1;
                position = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|rest| *rest == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn wildcards_match_names() {
        assert!(matches("orders::*::Order", "orders::domain::Order"));
        assert!(matches("a?c*", "abc") && matches("*", "") && matches("**", "x"));
        assert!(matches("{a,b}{x,y}", "by") && !matches("{a,b}", "c"));
        assert!(!matches("a*b", "abc") && !matches("", "a") && !matches("a", ""));
        assert!(matches("{", "{"), "a brace that is never closed is a brace");
    }

    #[test]
    fn hostile_patterns_end() {
        assert!(!matches(&"*a".repeat(2_000), &format!("{}b", "a".repeat(2_000))));
        assert!(!matches(&"{a,b}".repeat(2_000), "a"));
    }
}
