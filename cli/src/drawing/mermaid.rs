//! Mermaid, within what it draws at all: 500 edges and 50,000 characters.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Drawing, Nested};
use crate::escape;
use crate::picture::{Arrow, ArrowKind, Picture, Shape, fold_to};
use crate::report::count;

/// What Mermaid takes; no configuration of a document can raise either.
const MOST_EDGES: usize = 500;
const MOST_CHARACTERS: usize = 50_000;
/// What is kept free for a note on what is left out.
const NOTE: usize = 200;

/// Writes the picture, folded and cut as far as Mermaid demands; comments say how.
pub(super) fn write(drawing: &Drawing<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(fitting(drawing).as_bytes())
}

fn fitting(drawing: &Drawing<'_>) -> String {
    let mut picture = drawing.picture.clone();
    loop {
        let text = text(&picture);
        if picture.arrows.len() <= MOST_EDGES && text.chars().count() <= MOST_CHARACTERS {
            return text;
        }
        let nodes = picture.nodes.len();
        // Each time anew from the notes of the picture itself.
        picture.notes.clone_from(&drawing.picture.notes);
        let mut folded = fold_to(&picture, nodes * 3 / 4);
        if folded.nodes.len() == nodes {
            return cut(picture);
        }
        folded.notes.push(format!(
            "Mermaid draws at most {MOST_EDGES} edges and {MOST_CHARACTERS} characters"
        ));
        picture = folded;
    }
}

/// Where there is nothing left to fold: the arrows of most weight, those with findings before all others.
fn cut(mut picture: Picture) -> String {
    let all = picture.arrows.len();
    let rank = |arrow: &Arrow| (!arrow.findings.is_empty(), arrow.cycle.is_some(), arrow.count);
    picture.arrows.sort_by_key(|arrow| std::cmp::Reverse(rank(arrow)));
    let mut most = all.min(MOST_EDGES);
    loop {
        picture.arrows.truncate(most);
        let mut touched = vec![false; picture.nodes.len()];
        for arrow in &picture.arrows {
            (touched[arrow.from], touched[arrow.to]) = (true, true);
        }
        let mut shown = picture.clone();
        if most == 0 {
            // Nodes alone are too many as well.
            shown.nodes.clear();
            shown.groups.clear();
        }
        let note = format!(
            "{} of {} are left out, the lightest, because Mermaid draws no more",
            count(all - most, "arrow", "arrows"),
            count(all, "arrow", "arrows"),
        );
        shown.notes.push(note);
        let text = text(&shown);
        if text.chars().count() + NOTE <= MOST_CHARACTERS || most == 0 {
            return text;
        }
        most = most * 3 / 4;
    }
}

fn text(picture: &Picture) -> String {
    let mut text = String::new();
    for note in &picture.notes {
        let _ = writeln!(text, "%% {}", comment(note));
    }
    text += "flowchart LR\n";
    let open =
        |group: usize| format!("subgraph g{group}[{}]", quoted(&picture.groups[group].label));
    let node = |at: usize| {
        let node = &picture.nodes[at];
        let mut label = node.label.clone();
        if !node.detail.is_empty() {
            let _ = write!(label, " ({})", node.detail);
        }
        let (begin, end) = brackets(node.shape);
        let class = if node.findings.is_empty() { "" } else { ":::found" };
        format!("n{at}{begin}{}{end}{class}", quoted(&label))
    };
    text += &Nested::new(picture, &open, "end", &node).lines(1);
    let (mut bad, mut cycles) = (Vec::new(), Vec::new());
    for (at, arrow) in picture.arrows.iter().enumerate() {
        let line = match arrow.kind {
            ArrowKind::Call | ArrowKind::Connection | ArrowKind::Use => "-->",
            _ => "-.->",
        };
        let label = quoted(&arrow.told());
        let _ = writeln!(text, "  n{} {line}|{label}| n{}", arrow.from, arrow.to);
        if !arrow.findings.is_empty() {
            bad.push(at.to_string());
        } else if arrow.cycle.is_some() {
            cycles.push(at.to_string());
        }
    }
    for (arrows, style) in [(bad, "stroke:#d1242f,stroke-width:3px"), (cycles, "stroke:#8250df")] {
        if !arrows.is_empty() {
            let _ = writeln!(text, "  linkStyle {} {style}", arrows.join(","));
        }
    }
    if picture.nodes.iter().any(|node| !node.findings.is_empty()) {
        text += "  classDef found stroke:#d1242f,stroke-width:2px\n";
    }
    text
}

/// What stands around the label of a node.
const fn brackets(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::Service => ("{{", "}}"),
        Shape::Database => ("[(", ")]"),
        Shape::Topic => ("([", "])"),
        Shape::Host | Shape::Deployment | Shape::Routes => ("[/", "/]"),
        Shape::Port => ("(", ")"),
        Shape::Folded => ("[[", "]]"),
        Shape::Module | Shape::Crate => ("[", "]"),
    }
}

/// A label in quotes; letters, digits and a few signs stand for themselves, the rest as references.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in escape::line(text).chars() {
        match c {
            c if c.is_alphanumeric() || " _-./:,+×".contains(c) => quoted.push(c),
            c => {
                let _ = write!(quoted, "#{};", u32::from(c));
            }
        }
    }
    quoted.push('"');
    quoted
}

/// A text behind `%%`; what begins with a brace would be a directive.
fn comment(text: &str) -> String {
    escape::line(text).replace(['{', '}', '%'], " ")
}
