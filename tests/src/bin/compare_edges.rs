//! Compares the edges between the modules of a crate as two resolvers see them.
//!
//! ```text
//! portcullis facts --edges-of CRATE --path FOLDER > found.tsv
//! cargo run -p portcullis-tests --bin compare_edges -- reference.tsv found.tsv [--show N]
//! ```
//!
//! Both files have the columns `from_module`, `to_module`, `how`, `first_file` and `first_line`,
//! separated by tabs; `how` is `named`, `defined` or `defined+named`, and each of the two is compared
//! by itself (`docs/resolution.md`). Printed are recall, precision and the edges that only one
//! side has: `-` for those that were not found, `+` for those that the reference does not have.

use std::collections::BTreeMap;
use std::process::ExitCode;

const USAGE: &str = "usage: compare_edges REFERENCE.tsv FOUND.tsv [--show N]";
const KINDS: [&str; 2] = ["named", "defined"];

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut most = usize::MAX;
    if let Some(at) = arguments.iter().position(|argument| argument == "--show") {
        most = arguments.get(at + 1).and_then(|n| n.parse().ok()).unwrap_or(most);
        arguments.drain(at..arguments.len().min(at + 2));
    }
    let [reference, found] = arguments.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match (Edges::read(reference), Edges::read(found)) {
        (Ok(reference), Ok(found)) => {
            for kind in KINDS {
                println!("{}", compare(kind, &reference, &found, most));
            }
            ExitCode::SUCCESS
        }
        (reference, found) => {
            for error in [reference.err(), found.err()].into_iter().flatten() {
                eprintln!("{error}");
            }
            ExitCode::from(2)
        }
    }
}

/// Edges with where they are seen first.
#[derive(Debug, Default)]
struct Edges(BTreeMap<(String, String), Edge>);

#[derive(Debug)]
struct Edge {
    how: String,
    place: String,
}

impl Edges {
    fn read(path: &str) -> Result<Self, String> {
        #[expect(clippy::disallowed_methods, reason = "the program compares two files")]
        let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        Self::parse(&text).map_err(|line| format!("{path}: line {line} has no five columns"))
    }

    fn parse(text: &str) -> Result<Self, usize> {
        let mut edges = Self::default();
        for (at, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with("from_module\t") {
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            let [from, to, how, file, number] = columns.as_slice() else { return Err(at + 1) };
            let place = format!("{file}:{number}");
            edges.0.insert(
                ((*from).to_owned(), (*to).to_owned()),
                Edge { how: (*how).to_owned(), place },
            );
        }
        Ok(edges)
    }

    /// The edges of one kind.
    fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a (String, String), &'a Edge)> {
        self.0.iter().filter(move |(_, edge)| edge.how.split('+').any(|how| how == kind))
    }

    fn has(&self, kind: &str, ends: &(String, String)) -> bool {
        self.0.get(ends).is_some_and(|edge| edge.how.split('+').any(|how| how == kind))
    }
}

/// What the comparison of one kind of edges says.
fn compare(kind: &str, reference: &Edges, found: &Edges, most: usize) -> String {
    let (all, seen) = (reference.of(kind).count(), found.of(kind).count());
    let only = |one: &Edges, other: &Edges, sign: &str| -> Vec<String> {
        one.of(kind)
            .filter(|(ends, _)| !other.has(kind, ends))
            .map(|(ends, edge)| format!("  {sign} {} -> {} ({})", ends.0, ends.1, edge.place))
            .collect()
    };
    let missed = only(reference, found, "-");
    let more = only(found, reference, "+");
    // Counts of edges are far below what `f64` holds exactly.
    #[expect(clippy::cast_precision_loss, reason = "a share for people, of small counts")]
    let share = |of: usize| if of == 0 { 1.0 } else { (all - missed.len()) as f64 / of as f64 };
    let mut lines = vec![format!(
        "{kind}: {all} in the reference, {seen} found, recall {:.4}, precision {:.4}, {} missed, {} more",
        share(all),
        share(seen),
        missed.len(),
        more.len(),
    )];
    lines.extend(missed.into_iter().take(most));
    lines.extend(more.into_iter().take(most));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Edges, compare};

    #[test]
    fn each_kind_is_compared_by_itself() {
        let reference = Edges::parse(
            "from_module\tto_module\thow\tfirst_file\tfirst_line\n\
             c\tc::a\tdefined+named\tsrc/lib.rs\t1\nc::a\tc\tnamed\tsrc/a.rs\t2\n",
        );
        let found =
            Edges::parse("c\tc::a\tnamed\tsrc/lib.rs\t1\nc::a\tc::b\tdefined\tsrc/a.rs\t3\n");
        let (reference, found) = (reference.unwrap(), found.unwrap());
        assert_eq!(
            compare("named", &reference, &found, 9),
            "named: 2 in the reference, 1 found, recall 0.5000, precision 1.0000, 1 missed, 0 more\n  \
             - c::a -> c (src/a.rs:2)"
        );
        assert_eq!(
            compare("defined", &reference, &found, 9),
            "defined: 1 in the reference, 1 found, recall 0.0000, precision 0.0000, 1 missed, 1 more\n  \
             - c -> c::a (src/lib.rs:1)\n  + c::a -> c::b (src/a.rs:3)"
        );
    }

    #[test]
    fn other_files_are_refused() {
        assert_eq!(Edges::parse("a b\n").unwrap_err(), 1);
    }
}
