//! Pieces of Markdown in which text of the analysed tree means nothing but itself.

use std::fmt::Write as _;

use crate::report::markdown::{code, inline};

/// The first line of every page that is made; pages without it are not touched.
pub(super) const MARK: &str =
    "<!-- Made by `portcullis docs` from the code; what is changed here is overwritten. -->";

/// A page with its heading.
pub(super) fn page(title: &str) -> String {
    format!("{MARK}\n\n# {}\n", inline(title))
}

/// A section, if there is something in it.
pub(super) fn section(page: &mut String, title: &str, body: &str) {
    if !body.is_empty() {
        let _ = write!(page, "\n## {title}\n\n{}\n", body.trim_end());
    }
}

/// A table of unlike rows in order; empty if there are none. Cells are Markdown.
pub(super) fn table<const N: usize>(head: [&str; N], mut rows: Vec<[String; N]>) -> String {
    rows.sort();
    rows.dedup();
    if rows.is_empty() {
        return String::new();
    }
    let line = |cells: &[String; N]| format!("| {} |\n", cells.join(" | "));
    let mut table = line(&head.map(str::to_owned));
    table.push_str(&line(&head.map(|_| "---".to_owned())));
    for row in &rows {
        table.push_str(&line(row));
    }
    table
}

/// A name in a cell: a code span, in which a bar ends no cell.
pub(super) fn name(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// Names in a cell, sorted, each once.
pub(super) fn names<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut texts: Vec<&str> = texts.into_iter().collect();
    texts.sort_unstable();
    texts.dedup();
    texts.into_iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Prose.
pub(super) fn prose(text: &str) -> String {
    inline(text)
}

/// A link with a name as its text; `to` is a relative path.
pub(super) fn link(text: &str, to: &str) -> String {
    // Between angle brackets a path may hold blanks and brackets, but neither these nor line breaks.
    let plain = |c: char| c.is_alphanumeric() || "/._-~@+,=()[] ".contains(c);
    if to.chars().all(plain) {
        format!("[{}](<{to}>)", inline(text).replace('\n', " "))
    } else {
        name(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_cells() {
        assert_eq!(name("a|b`c"), "``a\\|b`c``");
        assert_eq!(link("[x](y)", "a b.md"), "[\\[x\\](y)](<a b.md>)");
        assert_eq!(link("x", "a>b.md"), "`x`", "what could end the link is none");
        let rows =
            vec![[name("b"), String::new()], [name("a"), name("c")], [name("b"), String::new()]];
        assert_eq!(
            table(["A", "B"], rows),
            "| A | B |\n| --- | --- |\n| `a` | `c` |\n| `b` |  |\n"
        );
    }
}
