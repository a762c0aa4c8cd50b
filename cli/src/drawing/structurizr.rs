//! A workspace in Structurizr's language: one software system, what stands in it as containers.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Drawing, Nested};
use crate::escape;
use crate::picture::{Node, Picture, Shape};

/// Writes the picture.
pub(super) fn write(drawing: &Drawing<'_>, out: &mut dyn Write) -> io::Result<()> {
    let picture = drawing.picture;
    let names = names(picture);
    let is_outside = |node: &Node| matches!(node.shape, Shape::Host | Shape::Deployment);
    for note in &picture.notes {
        writeln!(out, "// {}", plain(note))?;
    }
    writeln!(out, "workspace {} {{", quoted(drawing.title))?;
    writeln!(out, "  model {{")?;
    writeln!(out, "    properties {{\n      \"structurizr.groupSeparator\" \"/\"\n    }}")?;
    for (at, node) in picture.nodes.iter().enumerate().filter(|(_, node)| is_outside(node)) {
        let (name, detail) = (quoted(&names[at]), quoted(&node.detail));
        writeln!(out, "    n{at} = softwareSystem {name} {detail} \"External\"")?;
    }
    writeln!(out, "    system = softwareSystem {} {{", quoted(drawing.title))?;
    let open = |group: usize| {
        // The separator is no part of a name.
        format!("group {} {{", quoted(&picture.groups[group].label.replace('/', "\u{2215}")))
    };
    let node = |at: usize| {
        let node = &picture.nodes[at];
        if is_outside(node) {
            return String::new();
        }
        let tag = match node.shape {
            Shape::Database => "Database",
            Shape::Topic => "Topic",
            _ => node.shape.name(),
        };
        let (name, detail) = (quoted(&names[at]), quoted(&node.detail));
        format!("n{at} = container {name} \"\" {detail} \"{tag}\"")
    };
    for line in Nested::new(picture, &open, "}", &node).lines(3).lines() {
        if !line.trim().is_empty() {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out, "    }}")?;
    for arrow in &picture.arrows {
        let tag = if !arrow.findings.is_empty() {
            " \"\" \"Violation\""
        } else if arrow.cycle.is_some() {
            " \"\" \"Cycle\""
        } else {
            ""
        };
        let label = quoted(&arrow.told());
        writeln!(out, "    n{} -> n{} {label}{tag}", arrow.from, arrow.to)?;
    }
    writeln!(out, "  }}")?;
    write!(out, "{VIEWS}")?;
    writeln!(out, "}}")
}

const VIEWS: &str = "  views {
    container system \"portcullis\" {
      include *
      autolayout lr
    }
    styles {
      element \"Database\" {
        shape Cylinder
      }
      element \"Topic\" {
        shape Pipe
      }
      element \"External\" {
        background #999999
      }
      relationship \"Violation\" {
        color #d1242f
        thickness 4
      }
      relationship \"Cycle\" {
        color #8250df
      }
    }
  }
";

/// The name of each node; Structurizr wants each only once, so one that repeats gets its number.
fn names(picture: &Picture) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let names = picture.nodes.iter().enumerate().map(|(at, node)| {
        let name = if node.label.is_empty() { "?" } else { &node.label };
        let mut name = plain(name);
        while !seen.insert(name.to_lowercase()) {
            let _ = write!(name, " #{at}");
        }
        name
    });
    names.collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", plain(text).replace('"', "\\\""))
}

/// Text in which nothing is replaced: `${…}` would be a variable of the environment, and a backslash
/// would join two lines, so both get signs that look like them.
fn plain(text: &str) -> String {
    escape::line(text).replace("${", "＄{").replace('\\', "\u{2216}")
}
