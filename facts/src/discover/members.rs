//! The `members` and `exclude` patterns of one workspace.

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::discover::manifest::WorkspaceTable;
use crate::discover::paths;
use crate::place::Span;

/// The patterns of a workspace, with paths relative to the root.
#[derive(Debug)]
pub(super) struct Members {
    /// Folders named without a pattern.
    pub(super) literal: Vec<(String, Span)>,
    pub(super) patterns: Patterns,
    exclude: Vec<String>,
}

/// Glob patterns over folders, as seen from the workspace's folder.
#[derive(Debug)]
pub(super) struct Patterns {
    set: GlobSet,
    spans: Vec<Span>,
    /// Whether one leads out of the workspace's folder.
    pub(super) upwards: bool,
}

impl Members {
    /// The patterns of the workspace in the folder `dir`.
    pub(super) fn new(root: &Path, dir: &str, table: &WorkspaceTable) -> Self {
        let (globs, literal): (Vec<_>, Vec<_>) = table
            .members
            .iter()
            .map(|member| (member.value.as_str(), member.span))
            .partition(|(member, _)| member.contains(['*', '?', '[']));
        Self {
            literal: literal
                .iter()
                .map(|(path, span)| (paths::join(root, dir, path), *span))
                .collect(),
            patterns: Patterns::new(&globs),
            exclude: table.exclude.iter().map(|path| paths::join(root, dir, path)).collect(),
        }
    }

    /// Whether `exclude` names `dir` or a folder above it; being named in `members` wins.
    pub(super) fn excludes(&self, dir: &str) -> bool {
        self.exclude.iter().any(|excluded| paths::is_below(dir, excluded))
            && !self.literal.iter().any(|(member, _)| paths::is_below(dir, member))
    }
}

impl Patterns {
    /// Patterns with Cargo's meaning: `*` stays in one folder, braces mean themselves.
    pub(super) fn new(globs: &[(&str, Span)]) -> Self {
        let mut set = GlobSetBuilder::new();
        let mut spans = Vec::new();
        for (glob, span) in globs {
            let plain = glob.replace('{', "[{]").replace('}', "[}]");
            let plain = paths::join(Path::new("/"), "", &plain);
            let built =
                GlobBuilder::new(&plain).literal_separator(true).backslash_escape(false).build();
            if let Ok(built) = built {
                set.add(built);
                spans.push(*span);
            }
        }
        let upwards = globs.iter().any(|(glob, _)| glob.contains("..") || glob.starts_with('/'));
        Self { set: set.build().unwrap_or_default(), spans, upwards }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The places of all patterns.
    pub(super) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The positions of the patterns that `dir`, as seen from the workspace, matches.
    pub(super) fn matching(&self, dir: &str) -> Vec<usize> {
        self.set.matches(dir)
    }
}
