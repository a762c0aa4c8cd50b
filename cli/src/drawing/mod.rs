//! Writes pictures: each format is a function of a picture into a writer.
//!
//! All text of the analysed tree goes through `escape` and then through the escapes of the format, so
//! that a name can be no command, neither to a terminal nor to what draws the picture.

mod dot;
mod json;
mod mermaid;
mod plantuml;
mod structurizr;
pub(crate) mod svg;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use clap::ValueEnum;
use portcullis_facts::System;
use portcullis_rules::finding::{Finding, Severity};

use crate::picture::Picture;

/// The formats of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PictureFormat {
    /// SVG, laid out by Portcullis; follows the viewer's light or dark theme
    #[default]
    Svg,
    /// Mermaid, which GitHub and GitLab draw in Markdown
    Mermaid,
    /// DOT, for Graphviz
    Dot,
    /// PlantUML with the C4 library
    PlantumlC4,
    /// A workspace in Structurizr's language
    Structurizr,
    /// For programs: nodes, groups and arrows with their evidence
    Json,
}

/// A picture that is to be written, with what it was made from.
pub(crate) struct Drawing<'a> {
    pub(crate) system: &'a System,
    pub(crate) findings: &'a [Finding],
    pub(crate) picture: &'a Picture,
    /// What stands above it.
    pub(crate) title: &'a str,
}

/// Writes a picture.
///
/// # Errors
/// Where the writer fails.
pub(crate) fn write(
    format: PictureFormat,
    drawing: &Drawing<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        PictureFormat::Svg => svg::write(drawing, out),
        PictureFormat::Mermaid => mermaid::write(drawing, out),
        PictureFormat::Dot => dot::write(drawing, out),
        PictureFormat::PlantumlC4 => plantuml::write(drawing, out),
        PictureFormat::Structurizr => structurizr::write(drawing, out),
        PictureFormat::Json => json::write(drawing, out),
    }
}

impl Drawing<'_> {
    /// The gravest of some findings.
    pub(crate) fn gravest(&self, findings: &[u32]) -> Option<Severity> {
        findings.iter().map(|number| self.findings[*number as usize].severity).max()
    }
}

/// The numbers of the items of each group, and of the picture itself at the end.
fn contents(picture: &Picture) -> Vec<Content> {
    let root = picture.groups.len();
    let mut contents = vec![Content::default(); root + 1];
    for (at, group) in picture.groups.iter().enumerate() {
        contents[group.parent.unwrap_or(root)].groups.push(at);
    }
    for (at, node) in picture.nodes.iter().enumerate() {
        contents[node.group.unwrap_or(root)].nodes.push(at);
    }
    contents
}

/// What stands in a group.
#[derive(Clone, Debug, Default)]
struct Content {
    groups: Vec<usize>,
    nodes: Vec<usize>,
}

/// Writes the lines of groups and nodes that stand in each other, indented.
struct Nested<'a> {
    picture: &'a Picture,
    contents: Vec<Content>,
    /// The line that opens a group, and the one that closes it.
    open: &'a dyn Fn(usize) -> String,
    close: &'a str,
    node: &'a dyn Fn(usize) -> String,
}

impl<'a> Nested<'a> {
    fn new(
        picture: &'a Picture,
        open: &'a dyn Fn(usize) -> String,
        close: &'a str,
        node: &'a dyn Fn(usize) -> String,
    ) -> Self {
        Self { picture, contents: contents(picture), open, close, node }
    }

    /// All lines, from `depth` on.
    fn lines(&self, depth: usize) -> String {
        let mut lines = String::new();
        self.of(self.picture.groups.len(), depth, &mut lines);
        lines
    }

    /// Groups stand in each other at most a dozen deep.
    fn of(&self, container: usize, depth: usize, lines: &mut String) {
        let indent = "  ".repeat(depth);
        for group in &self.contents[container].groups {
            lines.extend([&indent, &*(self.open)(*group), "\n"]);
            self.of(*group, depth + 1, lines);
            lines.extend([&indent, self.close, "\n"]);
        }
        for node in &self.contents[container].nodes {
            lines.extend([&indent, &*(self.node)(*node), "\n"]);
        }
    }
}
