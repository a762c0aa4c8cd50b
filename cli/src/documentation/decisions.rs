//! Records of decisions: where they are kept, what they are called, and whether they hold.

use super::Source;
use super::markdown::{link, name, prose, table};

/// Folders in which decisions are recorded, by their names.
const FOLDERS: [&str; 8] = [
    "adr",
    "adrs",
    "decisions",
    "decision-records",
    "decision_records",
    "architecture-decisions",
    "architecture_decisions",
    "rfcs",
];

/// Whether a file in Markdown is the record of a decision.
pub(super) fn is_decision(path: &str) -> bool {
    let Some((dir, name)) = path.rsplit_once('/') else { return false };
    let name = name.to_ascii_lowercase();
    let other =
        ["readme.md", "index.md", "template.md", "0000-template.md"].contains(&name.as_str());
    let folder = dir.rsplit_once('/').map_or(dir, |(_, last)| last).to_ascii_lowercase();
    !other && FOLDERS.contains(&folder.as_str())
}

/// All decisions as a table; empty if there are none.
pub(super) fn table_of(source: &Source<'_>) -> String {
    let decisions = source.texts.iter().filter(|(path, _)| is_decision(path));
    let rows = decisions.map(|(path, text)| {
        let file = path.rsplit_once('/').map_or(path.as_str(), |(_, name)| name);
        let title = title(text).unwrap_or_else(|| file.trim_end_matches(".md").to_owned());
        let shown = match &source.up {
            Some(up) => link(&title, &format!("{up}{path}")),
            None => prose(&title),
        };
        [name(path), shown, status(text).map(|status| prose(&status)).unwrap_or_default()]
    });
    table(["Record", "Decision", "Status"], rows.collect())
}

fn title(text: &str) -> Option<String> {
    let heading = text.lines().find_map(|line| line.trim().strip_prefix("# "))?;
    Some(heading.trim().to_owned())
}

/// What stands below the heading `Status`, or behind that word.
fn status(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim);
    let plain = |text: &str| text.trim_matches(['*', ':', '-', ' ', '"', '\'']).to_owned();
    while let Some(line) = lines.next() {
        let bare = line.trim_start_matches(['#', '*', '-', ' ']);
        if !bare.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("status")) {
            continue;
        }
        let rest = plain(&bare[6..]);
        if !rest.is_empty() {
            return Some(rest);
        }
        return lines.find(|line| !line.is_empty()).map(plain);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{is_decision, status, title};

    #[test]
    fn records_are_known_by_their_folder() {
        assert!(is_decision("docs/adr/0001-use-kafka.md"));
        assert!(is_decision("orders/doc/Decisions/one.md"));
        assert!(!is_decision("docs/adr/README.md") && !is_decision("docs/adrian/x.md"));
        assert!(!is_decision("adr.md"));
    }

    #[test]
    fn titles_and_states_are_read_as_people_write_them() {
        assert_eq!(title("\n# 1. Use Kafka\n").as_deref(), Some("1. Use Kafka"));
        assert_eq!(
            status("# A\n\n## Status\n\nAccepted\n\n## Context").as_deref(),
            Some("Accepted")
        );
        assert_eq!(status("* Status: superseded\n").as_deref(), Some("superseded"));
        assert_eq!(status("---\nstatus: \"accepted\"\n---\n").as_deref(), Some("accepted"));
        assert_eq!(status("# A\n"), None);
    }
}
