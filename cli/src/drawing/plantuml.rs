//! PlantUML with its C4 library, which comes with PlantUML: nothing is fetched.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Drawing, Nested};
use crate::escape;
use crate::picture::Shape;

/// Writes the picture.
pub(super) fn write(drawing: &Drawing<'_>, out: &mut dyn Write) -> io::Result<()> {
    let picture = drawing.picture;
    writeln!(out, "@startuml")?;
    writeln!(out, "!include <C4/C4_Container>")?;
    writeln!(out, "LAYOUT_LEFT_RIGHT()")?;
    writeln!(out, "title {}", plain(drawing.title))?;
    writeln!(out, "AddRelTag(\"violation\", $lineColor=\"#d1242f\", $textColor=\"#d1242f\")")?;
    writeln!(out, "AddRelTag(\"cycle\", $lineColor=\"#8250df\", $textColor=\"#8250df\")")?;
    for note in &picture.notes {
        writeln!(out, "' {}", plain(note))?;
    }
    let open =
        |group: usize| format!("Boundary(g{group}, {}) {{", quoted(&picture.groups[group].label));
    let node = |at: usize| {
        let node = &picture.nodes[at];
        let macro_name = match node.shape {
            Shape::Database => "ContainerDb",
            Shape::Topic => "ContainerQueue",
            Shape::Host | Shape::Deployment => {
                let detail = quoted(&node.detail);
                return format!("System_Ext(n{at}, {}, {detail})", quoted(&node.label));
            }
            _ => "Container",
        };
        let detail = if node.detail.is_empty() { node.shape.name() } else { &node.detail };
        format!("{macro_name}(n{at}, {}, {})", quoted(&node.label), quoted(detail))
    };
    write!(out, "{}", Nested::new(picture, &open, "}", &node).lines(0))?;
    for arrow in &picture.arrows {
        let tag = if !arrow.findings.is_empty() {
            ", $tags=\"violation\""
        } else if arrow.cycle.is_some() {
            ", $tags=\"cycle\""
        } else {
            ""
        };
        let label = quoted(&arrow.told());
        writeln!(out, "Rel(n{}, n{}, {label}{tag})", arrow.from, arrow.to)?;
    }
    writeln!(out, "@enduml")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", plain(text))
}

/// Text that is neither a command nor a mark of PlantUML's own: whatever might be one becomes a
/// reference to its character.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut last = ' ';
    for c in escape::line(text).chars() {
        // A doubled sign begins a style: `--`, `__`, `//`.
        let means_itself = c.is_alphanumeric() || c == ' ' || (",.:/_-×…".contains(c) && c != last);
        if means_itself {
            plain.push(c);
        } else {
            let _ = write!(plain, "<U+{:04X}>", u32::from(c));
        }
        last = c;
    }
    plain
}
