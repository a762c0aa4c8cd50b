//! The picture as SVG, laid out beforehand: no script, nothing from elsewhere.

use std::fmt::Write as _;
use std::io::{self, Write};

use portcullis_facts::graph::Role;
use portcullis_rules::finding::Severity;

use super::Drawing;
use crate::layout::{HEADING, Layout, Point, Rect, fitted, layout};
use crate::names;
use crate::picture::{Arrow, Node, Shape, thin};
use crate::report::xml::text;

/// How pictures look, alone and on a page.
pub(crate) const STYLE: &str = include_str!("picture.css");
/// Height of the line above a picture that stands alone, and of each note below.
const TITLE: i32 = 36;
const NOTE: usize = 18;

/// Writes the picture as a document of its own.
pub(super) fn write(drawing: &Drawing<'_>, out: &mut dyn Write) -> io::Result<()> {
    let picture = thin(drawing.picture);
    let drawing = &Drawing { picture: &picture, ..*drawing };
    let layout = layout(&picture);
    let notes = &picture.notes;
    let width = layout.width.max(letters(drawing.title) * 9 + 40);
    let width = notes.iter().map(|note| letters(note) * 7 + 40).fold(width, i32::max);
    let lines = (0..).step_by(NOTE).map(|y| y + layout.height + TITLE + 10);
    let height = lines.clone().nth(notes.len()).unwrap_or(0);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"picture\" width=\"{width}\" \
         height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">",
        text(drawing.title)
    )?;
    writeln!(out, "<style>\n{STYLE}</style>\n{}", heads())?;
    writeln!(out, "<rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>")?;
    writeln!(out, "<text class=\"title\" x=\"14\" y=\"24\">{}</text>", text(drawing.title))?;
    writeln!(out, "<g transform=\"translate(0 {TITLE})\">")?;
    out.write_all(content(drawing, &layout, "", &|_| None).as_bytes())?;
    writeln!(out, "</g>")?;
    for (note, y) in notes.iter().zip(lines) {
        writeln!(out, "<text class=\"note\" x=\"14\" y=\"{y}\">{}</text>", text(note))?;
    }
    writeln!(out, "</svg>")
}

/// Heads of arrows, once for all pictures of a page.
pub(crate) fn heads() -> String {
    let mut heads = String::from("<defs>");
    for class in ["", "cycle", "bad", "warning"] {
        let _ = write!(
            heads,
            "<marker id=\"head{class}\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" \
             markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" \
             orient=\"auto-start-reverse\"><path class=\"head {class}\" d=\"M0 0.5L8 4L0 7.5z\"/>\
             </marker>"
        );
    }
    heads + "</defs>"
}

/// Groups, arrows and nodes; ids begin with `prefix`. On a page, which has such a prefix, each arrow leads to
/// what makes it, and a node to where `link` says.
pub(crate) fn content(
    drawing: &Drawing<'_>,
    layout: &Layout,
    prefix: &str,
    link: &dyn Fn(&Node) -> Option<String>,
) -> String {
    let picture = drawing.picture;
    let mut svg = String::new();
    for (at, group) in picture.groups.iter().enumerate() {
        let Rect { x, y, width, height } = layout.groups[at];
        let depth = std::iter::successors(group.parent, |at| picture.groups[*at].parent).count();
        let (role, inner) = (role(group.role), if depth % 2 == 1 { " inner" } else { "" });
        let _ = writeln!(
            svg,
            "<g class=\"group{inner} {role}\" id=\"{prefix}g{at}\"><title>{}</title>\
             <rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"9\"/>\
             <rect class=\"strip\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"3\" rx=\"1.5\"/>\
             <text class=\"heading\" x=\"{}\" y=\"{}\">{}</text></g>",
            text(&group.label),
            x + 10,
            y,
            width - 20,
            x + 12,
            y + HEADING - 7,
            text(&fitted(&group.label)),
        );
    }
    // Ways share lines, so what matters is drawn over the rest.
    let mut order: Vec<usize> = (0..picture.arrows.len()).collect();
    order.sort_by_key(|at| {
        let arrow = &picture.arrows[*at];
        (drawing.gravest(&arrow.findings), arrow.cycle.is_some())
    });
    for at in order {
        let (arrow, way) = (&picture.arrows[at], &layout.arrows[at]);
        let drawn = self::arrow(drawing, arrow, at, way, prefix);
        let target = (!prefix.is_empty()).then(|| format!("{prefix}e{at}"));
        svg += &linked(drawn, target.as_deref());
    }
    for (at, node) in picture.nodes.iter().enumerate() {
        let drawn = self::node(drawing, node, at, layout.nodes[at], prefix);
        svg += &linked(drawn, link(node).as_deref());
    }
    svg
}

/// Something that leads to a part of the page.
fn linked(drawn: String, target: Option<&str>) -> String {
    match target {
        Some(target) => format!("<a href=\"#{target}\">{drawn}</a>\n"),
        None => drawn + "\n",
    }
}

fn arrow(drawing: &Drawing<'_>, arrow: &Arrow, at: usize, way: &[Point], prefix: &str) -> String {
    let picture = drawing.picture;
    let path = path(way);
    let head = match (drawing.gravest(&arrow.findings), arrow.cycle) {
        (Some(Severity::Error), _) => "bad",
        (Some(_), _) => "warning",
        (None, Some(_)) => "cycle",
        (None, None) => "",
    };
    let class = if head == "warning" { "bad warning" } else { head };
    let told = format!(
        "{} {} {} ({})",
        picture.nodes[arrow.from].label,
        arrow.kind.verb(),
        picture.nodes[arrow.to].label,
        arrow.told(),
    );
    let count = match (arrow.count, middle(way)) {
        (2.., Some(Point { x, y })) => {
            format!("<text class=\"count\" x=\"{x}\" y=\"{}\">{}</text>", y - 3, arrow.count)
        }
        _ => String::new(),
    };
    format!(
        "<g class=\"arrow {} {class}\" id=\"{prefix}a{at}\" data-from=\"{prefix}n{}\" \
         data-to=\"{prefix}n{}\"><title>{}</title>\
         <path class=\"way\" d=\"{path}\" marker-end=\"url(#head{head})\"/>{count}</g>",
        arrow.kind.name(),
        arrow.from,
        arrow.to,
        text(&told),
    )
}

/// Level lines, and curves that begin and end level.
fn path(way: &[Point]) -> String {
    let mut path = String::new();
    let mut before: Option<Point> = None;
    for &point in way {
        let _ = match before {
            None => write!(path, "M{} {}", point.x, point.y),
            Some(last) if last.y == point.y => write!(path, "H{}", point.x),
            Some(last) => {
                let middle = i32::midpoint(last.x, point.x);
                write!(path, "C{middle} {} {middle} {} {} {}", last.y, point.y, point.x, point.y)
            }
        };
        before = Some(point);
    }
    path
}

/// The middle of the last long piece of a way: before it, several ways may be one line.
fn middle(way: &[Point]) -> Option<Point> {
    const LONG: i32 = 24;
    let mut pairs = way.windows(2).map(|pair| (pair[0], pair[1]));
    let (a, b) = pairs.rfind(|(a, b)| (b.x - a.x).abs() > LONG)?;
    Some(Point { x: i32::midpoint(a.x, b.x), y: i32::midpoint(a.y, b.y) })
}

fn node(drawing: &Drawing<'_>, node: &Node, at: usize, area: Rect, prefix: &str) -> String {
    let Rect { x, y, width, height } = area;
    let (right, bottom, centre) = (x + width, y + height, x + width / 2);
    let rect = |class: &str, rx: i32| {
        format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{rx}\"/>"
        )
    };
    let body = match node.shape {
        Shape::Service => {
            let middle = y + height / 2;
            let (in_left, in_right) = (x + 12, right - 12);
            format!(
                "<path class=\"body\" d=\"M{x} {middle}L{in_left} {y}H{in_right}L{right} {middle}\
                 L{in_right} {bottom}H{in_left}z\"/>"
            )
        }
        Shape::Database => {
            let (top, low) = (y + 5, bottom - 5);
            let rx = width / 2;
            format!(
                "<path class=\"body\" d=\"M{x} {top}A{rx} 5 0 0 1 {right} {top}V{low}\
                 A{rx} 5 0 0 1 {x} {low}zM{x} {top}A{rx} 5 0 0 0 {right} {top}\"/>"
            )
        }
        Shape::Topic | Shape::Routes => rect("body", height / 2),
        Shape::Port => rect("body", 10),
        Shape::Folded => {
            let (x, y) = (x + 4, y + 4);
            format!(
                "<rect class=\"stacked\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" \
                 rx=\"4\"/>{}",
                rect("body", 4)
            )
        }
        Shape::Deployment | Shape::Host | Shape::Module | Shape::Crate => rect("body", 4),
    };
    let label = |class: &str, words: &str, y: i32| {
        format!(
            "<text class=\"{class}\" x=\"{centre}\" y=\"{y}\" text-anchor=\"middle\">{}</text>",
            text(&fitted(words))
        )
    };
    let lines = if node.detail.is_empty() {
        label("label", &node.label, y + 19)
    } else {
        // The lid of a drum takes some room.
        let y = if node.shape == Shape::Database { y + 6 } else { y };
        label("label", &node.label, y + 18) + &label("detail", &node.detail, y + 34)
    };
    let badge = match (drawing.gravest(&node.findings), node.findings.len()) {
        (Some(severity), count) => {
            let shown = if count > 99 { "99+".to_owned() } else { count.to_string() };
            let reach = if shown.len() > 1 { 10 } else { 8 };
            format!(
                "<g class=\"badge {}\"><circle cx=\"{right}\" cy=\"{y}\" r=\"{reach}\"/>\
                 <text x=\"{right}\" y=\"{}\">{shown}</text></g>",
                names::severity(severity),
                y + 4
            )
        }
        (None, _) => String::new(),
    };
    format!(
        "<g class=\"node {} {}\" id=\"{prefix}n{at}\"><title>{}</title>{body}\
         <rect class=\"strip\" x=\"{x}\" y=\"{y}\" width=\"4\" height=\"{height}\" rx=\"2\"/>{lines}{badge}</g>",
        node.shape.name(),
        role(node.role),
        text(&node.told()),
    )
}

/// The class of a role.
fn role(role: Option<Role>) -> &'static str {
    role.map_or("", names::role)
}

fn letters(text: &str) -> i32 {
    text.chars().take(400).map(|_| 1).sum()
}
