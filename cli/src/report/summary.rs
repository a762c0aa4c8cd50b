//! What a run comes to, in numbers.

use std::collections::BTreeMap;

use portcullis_facts::System;
use portcullis_facts::graph::BlindSpotKind;
use portcullis_facts::problem::{Problem, ProblemKind};
use portcullis_rules::finding::Severity;
use serde::Serialize;

use super::Report;

/// The numbers of a run.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
    /// Findings that are not reported because they are weak.
    pub(super) weak_hidden: usize,
    pub(super) suppressed: usize,
    /// Findings that the baseline knows, which are not reported.
    pub(super) known: usize,
    /// Findings that the revision of `--since` has too, which are not reported.
    pub(super) earlier: usize,
    pub(super) files: usize,
    pub(super) lines: usize,
    pub(super) packages: usize,
    pub(super) crates: usize,
    pub(super) modules: usize,
    pub(super) edges: usize,
    pub(super) problems: usize,
    pub(super) blind_spots: BTreeMap<BlindSpotKind, usize>,
    pub(super) orphans: usize,
    pub(super) left_out: usize,
}

impl Summary {
    /// The numbers of `report`.
    pub(super) fn of(report: &Report<'_>) -> Self {
        let graph = &report.system.graph;
        let count = |severity| report.findings().filter(|f| f.severity == severity).count();
        let mut blind_spots = BTreeMap::new();
        for spot in &graph.blind_spots {
            *blind_spots.entry(spot.kind).or_insert(0) += 1;
        }
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            weak_hidden: if report.show_weak { 0 } else { report.outcome.weak.len() },
            suppressed: report.outcome.suppressed,
            known: report.outcome.known,
            earlier: report.outcome.earlier,
            files: report.system.files.len(),
            lines: report.system.lines(),
            packages: graph.packages.len(),
            crates: graph.crates.len(),
            modules: graph.modules.len(),
            edges: graph.edges.len(),
            problems: report.system.problems.len(),
            blind_spots,
            orphans: graph.orphans.len(),
            left_out: graph.left_out.len(),
        }
    }

    /// What was found, in words.
    pub(super) fn found(&self) -> String {
        let numbers = [
            (self.errors, "error", "errors"),
            (self.warnings, "warning", "warnings"),
            (self.notes, "note", "notes"),
        ];
        let found = numbers.into_iter().filter(|(number, ..)| *number > 0);
        let found: Vec<String> =
            found.map(|(number, one, many)| count(number, one, many)).collect();
        if found.is_empty() { "no findings".to_owned() } else { found.join(", ") }
    }

    /// What was read, in words.
    pub(super) fn read(&self) -> String {
        format!(
            "{} ({}) of {}",
            count(self.files, "file", "files"),
            count(self.lines, "line", "lines"),
            count(self.packages, "package", "packages"),
        )
    }

    /// What else there is to know, in words.
    pub(super) fn besides(&self) -> Option<String> {
        let mut besides = Vec::new();
        if self.known > 0 {
            let known = count(self.known, "known finding left out", "known findings left out");
            besides.push(format!("{known} (`--no-baseline` shows them)"));
        }
        if self.earlier > 0 {
            let earlier = count(self.earlier, "finding was there", "findings were there");
            besides.push(format!("{earlier} before"));
        }
        if self.suppressed > 0 {
            besides.push(count(self.suppressed, "finding suppressed", "findings suppressed"));
        }
        if self.weak_hidden > 0 {
            let weak = count(self.weak_hidden, "weak finding hidden", "weak findings hidden");
            besides.push(format!("{weak} (`--show-weak` shows them)"));
        }
        if self.problems > 0 {
            besides.push(count(self.problems, "problem while reading", "problems while reading"));
        }
        (!besides.is_empty()).then(|| besides.join(", "))
    }
}

/// What is said if there was nothing to read in the folder `root`.
pub(crate) fn no_package(system: &System, root: &str) -> Option<String> {
    system.problems.iter().any(is_of_nothing).then(|| {
        let folder = if root == "." { "this folder" } else { &format!("`{root}`") };
        format!("there is no Cargo package in {folder}")
    })
}

/// Whether a problem says that there was nothing to read.
pub(super) fn is_of_nothing(problem: &Problem) -> bool {
    problem.kind == ProblemKind::NoPackage
}

/// `1 file`, `2 files`, with thousands set apart.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_grouped() {
        assert_eq!(super::count(1, "file", "files"), "1 file");
        assert_eq!(super::count(0, "file", "files"), "0 files");
        assert_eq!(super::count(1_234_567, "line", "lines"), "1,234,567 lines");
    }
}
