//! What a service is for, in the words of those who wrote it: its README, or the docs of its crate.

use portcullis_facts::graph::system::Service;

use super::Source;

/// A purpose longer than this is cut, in characters.
const LONGEST: usize = 400;

/// Whether a file of this path introduces what stands in its folder.
pub(super) fn is_readme(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.eq_ignore_ascii_case("readme.md")
}

/// The purpose of a service, if somebody wrote it down.
pub(super) fn of(source: &Source<'_>, service: &Service) -> Option<String> {
    let graph = &source.system.graph;
    let dir = &graph.package(service.package).dir;
    let readme = source.texts.iter().find(|(path, _)| {
        is_readme(path) && path.rsplit_once('/').map_or("", |(dir, _)| dir) == dir
    });
    // The README of a whole workspace introduces no single service of it.
    let alone = graph.landscape.services.iter().filter(|one| one.package == service.package);
    let own = readme.filter(|_| !dir.is_empty() || graph.packages.len() == 1);
    let own = own.filter(|_| alone.count() == 1).and_then(|(_, text)| first_paragraph(text));
    own.or_else(|| {
        let text = &source.system.file(graph.krate(service.krate).file).text;
        first_paragraph(&crate_docs(text))
    })
}

/// The `//!` lines at the top of a file.
fn crate_docs(text: &str) -> String {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let lines = lines.skip_while(|line| line.is_empty());
    let docs = lines.map_while(|line| line.strip_prefix("//!"));
    docs.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// The first paragraph of prose: neither heading, list, table, image, markup nor code.
fn first_paragraph(text: &str) -> Option<String> {
    let mut paragraph = String::new();
    let mut in_code = false;
    for line in text.lines().map(str::trim) {
        let is_fence = line.starts_with("```") || line.starts_with("~~~");
        in_code ^= is_fence;
        let other = ["#", "- ", "* ", "|", "<", "![", "[!", ">", "===", "---", "1."];
        let is_prose = !is_fence
            && !in_code
            && !line.is_empty()
            && !other.iter().any(|one| line.starts_with(one));
        if is_prose {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
        } else if !paragraph.is_empty() {
            // A line below which a rule stands is a heading.
            if !line.starts_with("===") && !line.starts_with("---") {
                break;
            }
            paragraph.clear();
        }
    }
    let text = without_links(&paragraph).replace("**", "");
    if text.is_empty() {
        return None;
    }
    let cut = text.char_indices().nth(LONGEST).map(|(at, _)| at);
    Some(cut.map_or(text.clone(), |at| format!("{}…", text[..at].trim_end())))
}

/// `[text](address)` as `text`.
fn without_links(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at);
        let (Some(open), Some(close)) = (before.rfind('['), after.find(')')) else {
            break;
        };
        shown.push_str(&before[..open]);
        shown.push_str(&before[open + 1..]);
        rest = &after[close + 1..];
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::{crate_docs, first_paragraph};

    #[test]
    fn the_first_prose_is_the_purpose() {
        let readme = "# Orders\n\n[![CI](a)](b)\n<img src=x>\n\nTakes **orders** of\n[customers](x).\n\nMore.\n";
        assert_eq!(first_paragraph(readme).as_deref(), Some("Takes orders of customers."));
        assert_eq!(
            first_paragraph("Orders\n======\n\n```sh\nrun\n```\nSays it."),
            Some("Says it.".into())
        );
        assert_eq!(first_paragraph("# Only\n- a list\n"), None);
        assert_eq!(first_paragraph(&"ä".repeat(500)).map(|text| text.chars().count()), Some(401));
    }

    #[test]
    fn docs_of_a_crate_are_its_first_lines() {
        assert_eq!(
            crate_docs("\n//! Takes orders.\n//! Really.\n\nfn main() {}\n//! no"),
            "Takes orders.\nReally."
        );
    }
}
