//! Methods, paths and names in texts.

use crate::graph::system::Method;

/// The methods that stand in a text: `MethodFilter::GET.or(MethodFilter::POST)`.
pub(super) fn methods_in(text: &str) -> Vec<Method> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let methods: Vec<Method> = words.filter_map(method_named).collect();
    if methods.is_empty() { vec![Method::Any] } else { methods }
}

/// The method of a name, in any case.
pub(super) fn method_named(name: &str) -> Option<Method> {
    let all = [
        Method::Get,
        Method::Head,
        Method::Options,
        Method::Post,
        Method::Put,
        Method::Patch,
        Method::Delete,
    ];
    all.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(name))
}

/// The segments of `"users" / u32 / ..`.
pub(super) fn segments(text: &str) -> String {
    let mut path = String::new();
    for segment in text.split('/') {
        let segment = segment.trim();
        match segment.strip_prefix('"') {
            Some(text) => {
                path.push('/');
                path.push_str(text.trim_end_matches('"'));
            }
            None if segment.is_empty() || segment == ".." => {}
            None => path.push_str("/{param}"),
        }
    }
    path
}

/// One path behind another.
pub(super) fn join(a: &str, b: &str) -> String {
    match (a.trim_end_matches('/'), b.trim_start_matches('/')) {
        ("", "") if b.is_empty() => a.to_owned(),
        (a, "") => a.to_owned(),
        (a, b) => format!("{a}/{b}"),
    }
}

/// The beginning of a text, on one line.
pub(super) fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 60 {
        return line;
    }
    let cut: String = line.chars().take(57).collect();
    cut + "..."
}
