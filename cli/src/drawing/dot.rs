//! DOT: every text is quoted, so that none is a keyword, an attribute or an escape.

use std::io::{self, Write};

use super::{Drawing, Nested};
use crate::escape;
use crate::picture::{ArrowKind, Shape};

/// Writes the picture.
pub(super) fn write(drawing: &Drawing<'_>, out: &mut dyn Write) -> io::Result<()> {
    let picture = drawing.picture;
    for note in &picture.notes {
        writeln!(out, "// {}", escape::line(note))?;
    }
    writeln!(out, "digraph {} {{", quoted(drawing.title))?;
    writeln!(out, "  label={}; labelloc=t; rankdir=LR; compound=true;", quoted(drawing.title))?;
    writeln!(out, "  node [shape=box, fontname=monospace, fontsize=10];")?;
    writeln!(out, "  edge [fontname=monospace, fontsize=9];")?;
    let open = |group: usize| {
        let label = quoted(&picture.groups[group].label);
        format!("subgraph cluster_{group} {{ label={label};")
    };
    let node = |at: usize| {
        let node = &picture.nodes[at];
        let mut lines = vec![node.label.as_str()];
        lines.extend(Some(node.detail.as_str()).filter(|detail| !detail.is_empty()));
        let colour = if node.findings.is_empty() { "" } else { ", color=\"#d1242f\"" };
        format!("n{at} [label={}, {}{colour}];", lines_quoted(&lines), shape(node.shape))
    };
    write!(out, "{}", Nested::new(picture, &open, "}", &node).lines(1))?;
    for arrow in &picture.arrows {
        let mut attributes = format!("label={}", quoted(&arrow.told()));
        if !arrow.findings.is_empty() {
            attributes += ", color=\"#d1242f\", fontcolor=\"#d1242f\", penwidth=2";
        } else if arrow.cycle.is_some() {
            attributes += ", color=\"#8250df\", penwidth=2";
        }
        attributes += match arrow.kind {
            ArrowKind::Publish | ArrowKind::Consume => ", style=dashed",
            ArrowKind::Implement | ArrowKind::Dependency => ", style=dotted",
            ArrowKind::Call | ArrowKind::Connection | ArrowKind::Use => "",
        };
        writeln!(out, "  n{} -> n{} [{attributes}];", arrow.from, arrow.to)?;
    }
    writeln!(out, "}}")
}

const fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Service => "shape=hexagon, style=filled, fillcolor=\"#dbeafe\"",
        Shape::Database => "shape=cylinder, style=filled, fillcolor=\"#e6f4ea\"",
        Shape::Topic => "shape=cds, style=filled, fillcolor=\"#fdf0d5\"",
        Shape::Host | Shape::Deployment | Shape::Routes => "style=dashed",
        Shape::Port => "style=rounded",
        Shape::Folded => "shape=box3d",
        Shape::Module | Shape::Crate => "shape=box",
    }
}

/// A text in quotes, on one line.
fn quoted(text: &str) -> String {
    lines_quoted(&[text])
}

/// Several lines in one pair of quotes.
fn lines_quoted(lines: &[&str]) -> String {
    let lines: Vec<String> = lines
        .iter()
        .map(|line| escape::line(line).replace('\\', "\\\\").replace('"', "\\\""))
        .collect();
    format!("\"{}\"", lines.join("\\n"))
}
