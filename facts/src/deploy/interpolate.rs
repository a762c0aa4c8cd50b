//! Puts variables into texts of compose files and Dockerfiles: `$VAR`, `${VAR:-default}` and their like.

/// A text with variables put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filled {
    /// The text; a variable without a value stays as it is written.
    pub(super) text: String,
    /// Whether a variable without a value is in it.
    pub(super) open: bool,
}

/// Defaults in defaults are followed so deep.
const MOST_DEPTH: usize = 8;

/// A text grows to so many bytes; variables that stand for each other double with each line.
const MOST_LEN: usize = 16 << 10;

/// Puts in what `value` knows.
pub(super) fn fill(text: &str, value: &dyn Fn(&str) -> Option<String>) -> Filled {
    let mut filled = Filled { text: String::with_capacity(text.len()), open: false };
    fill_into(text, value, 0, &mut filled);
    filled
}

fn fill_into(text: &str, value: &dyn Fn(&str) -> Option<String>, depth: usize, out: &mut Filled) {
    let mut rest = text;
    while let Some(dollar) = rest.find('$') {
        out.text.push_str(&rest[..dollar]);
        let after = &rest[dollar + 1..];
        if out.text.len() > MOST_LEN || depth > MOST_DEPTH {
            out.open = true;
            return;
        }
        if let Some(next) = after.strip_prefix('$') {
            out.text.push('$');
            rest = next;
        } else if let Some(inner) = after.strip_prefix('{') {
            let Some(end) = closing(inner) else {
                out.text.push('$');
                rest = after;
                continue;
            };
            braces(&inner[..end], value, depth, out);
            rest = &inner[end + 1..];
        } else {
            let len = name_len(after);
            if len == 0 {
                out.text.push('$');
            } else {
                put(&after[..len], &rest[dollar..=dollar + len], value, out);
            }
            rest = &after[len..];
        }
    }
    out.text.push_str(rest);
}

fn put(name: &str, written: &str, value: &dyn Fn(&str) -> Option<String>, out: &mut Filled) {
    if let Some(found) = value(name) {
        out.text.push_str(&found);
    } else {
        out.open = true;
        out.text.push_str(written);
    }
}

/// What stands in braces.
fn braces(inner: &str, value: &dyn Fn(&str) -> Option<String>, depth: usize, out: &mut Filled) {
    let len = name_len(inner);
    let (name, operator) = inner.split_at(len);
    let found = value(name);
    let set = found.as_ref().is_some_and(|found| !found.is_empty());
    let (operator, strict) = match operator.strip_prefix(':') {
        Some(rest) => (rest, true),
        None => (operator, false),
    };
    let there = if strict { set } else { found.is_some() };
    match operator.split_at_checked(1) {
        Some(("-", _)) if there => out.text.push_str(&found.unwrap_or_default()),
        Some(("-", default)) => fill_into(default, value, depth + 1, out),
        Some(("+", other)) if there => fill_into(other, value, depth + 1, out),
        Some(("+", _)) => {}
        _ => put(name, &format!("${{{name}}}"), value, out),
    }
}

fn name_len(text: &str) -> usize {
    let ends = |(at, c): (usize, char)| {
        let fits =
            c == '_' || if at == 0 { c.is_ascii_alphabetic() } else { c.is_ascii_alphanumeric() };
        (!fits).then_some(at)
    };
    text.char_indices().find_map(ends).unwrap_or(text.len())
}

/// Where the brace that is open closes, others inside passed over.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, byte) in text.bytes().enumerate().take(MOST_LEN) {
        match byte {
            b'{' => open += 1,
            b'}' if open == 0 => return Some(at),
            b'}' => open -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_variables() {
        let value = |name: &str| match name {
            "A" => Some("1".to_owned()),
            "E" => Some(String::new()),
            _ => None,
        };
        for (text, expected, open) in [
            ("$A-${A}", "1-1", false),
            ("${X:-d}", "d", false),
            ("${E:-d}", "d", false),
            ("${E-d}", "", false),
            ("${X:-${Y:-${A}}}", "1", false),
            ("${X:?must be set}", "${X}", true),
            ("${A:+yes}${X:+no}", "yes", false),
            ("$$A", "$A", false),
            ("a$", "a$", false),
            ("${X", "${X", false),
            ("u:$P@h", "u:$P@h", true),
        ] {
            assert_eq!(fill(text, &value), Filled { text: expected.to_owned(), open }, "{text}");
        }
    }

    #[test]
    fn growth_is_bounded() {
        let long = "x".repeat(1 << 12);
        let value = |_: &str| Some(long.clone());
        assert!(fill(&"$A".repeat(1_000), &value).text.len() < 1 << 16);
        assert!(fill(&"${A:-".repeat(10_000), &|_| None).text.len() < 1 << 20);
    }
}
