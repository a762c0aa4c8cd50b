//! Tests of all formats over a picture whose names are hostile to each of them.

use clap::ValueEnum;
use portcullis_facts::System;
use portcullis_rules::finding::Finding;

use super::{Drawing, PictureFormat, write};
use crate::escape;
use crate::picture::sketches::sketch;
use crate::picture::{Picture, Shape};
use crate::report::xml::read;
use crate::testing;

/// Names that mean something to one format or another.
const HOSTILE: [&str; 10] = [
    "<script>alert(1)</script>",
    "a\"]; n0 -> n1 [label=\"x",
    "end",
    "\\\" }\n!include /etc/passwd\n",
    "%date() ${HOME} $tags !$x",
    "]]> --> &amp; &#60;",
    "javascript:alert(1)",
    "%%{init: {'theme':'x'}}%%",
    "\u{1b}[31m\u{202e}evil\u{200b}",
    "#quot; `tick` **bold** --strike-- //italic//",
];

fn hostile() -> Picture {
    let names: Vec<String> =
        HOSTILE.iter().map(|name| format!("g/{}", name.replace('/', "∕"))).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut arrows: Vec<(&str, &str)> = names.windows(2).map(|pair| (pair[0], pair[1])).collect();
    arrows.push((names[9], names[7]));
    let mut picture = sketch(&names, &arrows);
    for (at, node) in picture.nodes.iter_mut().enumerate() {
        HOSTILE[at].clone_into(&mut node.label);
        HOSTILE[9 - at].clone_into(&mut node.detail);
        node.shape =
            [Shape::Service, Shape::Database, Shape::Topic, Shape::Host, Shape::Port][at % 5];
    }
    HOSTILE[0].clone_into(&mut picture.groups[0].label);
    picture.arrows[0].findings.push(0);
    picture.nodes[1].findings.push(0);
    picture.notes.push(HOSTILE[7].to_owned());
    picture.notes.push(HOSTILE[3].to_owned());
    picture
}

fn finding() -> Finding {
    Finding { message: HOSTILE[0].into(), fingerprint: "0".repeat(32), ..testing::finding() }
}

fn drawn(format: PictureFormat, picture: &Picture, title: &str) -> String {
    let (system, findings) = (System::default(), [finding()]);
    let drawing = Drawing { system: &system, findings: &findings, picture, title };
    let mut out = Vec::new();
    write(format, &drawing, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_format_is_as_committed_and_safe_to_show() {
    let picture = hostile();
    for format in PictureFormat::value_variants() {
        let shown = drawn(*format, &picture, HOSTILE[3]);
        let name = format.to_possible_value().unwrap().get_name().to_owned();
        let harmful = shown.chars().find(|c| *c != '\n' && escape::replacement(*c).is_some());
        assert_eq!(harmful, None, "{name}");
        insta::assert_snapshot!(name, shown);
    }
}

#[test]
fn every_format_draws_nothing() {
    for format in PictureFormat::value_variants() {
        assert!(drawn(*format, &sketch(&[], &[]), "").ends_with('\n'));
    }
}

#[test]
fn svg_is_well_formed_and_holds_names_as_text() {
    let shown = drawn(PictureFormat::Svg, &hostile(), HOSTILE[0]);
    let svg = read::document(&shown);
    assert_eq!(svg.name, "svg");
    assert_eq!(svg.get("aria-label"), HOSTILE[0]);
    assert_eq!(shown.matches("<script").count(), 0);
}

#[test]
fn what_stands_on_a_line_of_its_own_is_no_command() {
    let picture = hostile();
    let plantuml = drawn(PictureFormat::PlantumlC4, &picture, HOSTILE[3]);
    assert_eq!(plantuml.matches("!include").count(), 1, "{plantuml}");
    assert_eq!(plantuml.matches('%').count(), 0, "{plantuml}");
    let mermaid = drawn(PictureFormat::Mermaid, &picture, HOSTILE[3]);
    assert_eq!(mermaid.matches("%%{").count(), 0, "{mermaid}");
    let structurizr = drawn(PictureFormat::Structurizr, &picture, HOSTILE[3]);
    assert_eq!(structurizr.matches("${").count(), 0, "{structurizr}");
}

/// Every node with every other one: more than can be drawn, and nothing to fold.
fn dense(nodes: usize, name: &str) -> Picture {
    let names: Vec<String> = (0..nodes).map(|at| format!("{name}{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let pairs = names.iter().flat_map(|a| names.iter().map(move |b| (*a, *b)));
    sketch(&names, &pairs.filter(|(a, b)| a < b).collect::<Vec<_>>())
}

#[test]
fn mermaid_gets_no_more_than_it_draws() {
    let edges = |text: &str| text.matches("-->").count();
    let mut picture = dense(40, "n");
    picture.arrows[700].findings.push(0);
    let shown = drawn(PictureFormat::Mermaid, &picture, "");
    assert!(edges(&shown) <= 500, "{}", edges(&shown));
    assert!(shown.contains("1 finding"), "what a finding speaks of stays");
    let note =
        "%% 280 arrows of 780 arrows are left out, the lightest, because Mermaid draws no more\n";
    assert!(shown.starts_with(note), "{}", &shown[..200]);
    let long = drawn(PictureFormat::Mermaid, &dense(300, &"ä".repeat(200)), "");
    assert!(long.chars().count() <= 50_000, "{}", long.chars().count());
    let small = drawn(PictureFormat::Mermaid, &dense(20, "n"), "");
    assert_eq!((edges(&small), small.starts_with("flowchart LR\n")), (190, true));
}

#[test]
fn mermaid_is_folded_before_it_is_cut() {
    let names: Vec<String> = (0..60).map(|at| format!("g{}/n{at}", at % 6)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let pairs = names.iter().flat_map(|a| names.iter().map(move |b| (*a, *b)));
    let picture = sketch(&names, &pairs.filter(|(a, b)| a < b).collect::<Vec<_>>());
    let shown = drawn(PictureFormat::Mermaid, &picture, "");
    assert!(shown.contains("groups are folded into one node each"), "{shown}");
    assert!(shown.matches("-->").count() <= 500 && !shown.contains("left out"));
}
