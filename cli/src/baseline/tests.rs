//! Lists are read as they are written, and what is broken in one is told with its place.

use portcullis_rules::engine::baseline::Baseline;

use super::read::parse;
use super::write::render;
use crate::fault::{Faults, Text};

fn read(text: &str) -> Result<Baseline, String> {
    let text = Text { path: super::NAME.to_owned(), text: text.to_owned() };
    let parsed = parse(text).map(|(baseline, _)| baseline);
    parsed.map_err(|faults| Faults(faults).render(false))
}

fn baseline() -> Baseline {
    let mut baseline = Baseline::default();
    for (rule, digit, text) in [
        ("hexagonal/layer-dependency[manifest]", "b", "names \"a\\b\" \u{1b}[31m"),
        ("hexagonal/layer-dependency", "f", "later"),
        ("hexagonal/layer-dependency", "0", "first"),
    ] {
        baseline.add(rule.to_owned(), digit.repeat(32), text.to_owned());
    }
    baseline
}

#[test]
fn a_line_is_a_finding() {
    let text = render(&baseline(), "../..");
    insta::assert_snapshot!(text);
    assert_eq!(read(&text), Ok(baseline()));
    assert_eq!(read(&render(&Baseline::default(), ".")), Ok(Baseline::default()));
}

#[test]
fn a_line_that_stands_twice_is_one_finding() {
    let text = render(&baseline(), ".");
    let line = text.lines().find(|line| line.ends_with("first\",")).unwrap();
    assert_eq!(read(&text.replace(line, &format!("{line}\n{line}"))), Ok(baseline()));
}

#[test]
fn broken_lists_are_told_with_their_places() {
    let many = format!("version = 1\nfindings.a = [{}]\n", "\"x\",".repeat(30));
    let broken = [
        "",
        "version = 2\nfinding = 1\n",
        "version = 1\n[findings]\na = 1\nb = [\"0123\", 7]\n",
        "version = 1\n[findings]\na = [\n<<<<<<< ours\n",
        "version = 1\n[findings]\na = []\na = []\n",
    ];
    let mut said: Vec<String> = broken.iter().map(|text| read(text).unwrap_err()).collect();
    let many = read(&many).unwrap_err();
    assert_eq!(many.matches("this is no finding").count(), 10);
    assert!(many.contains("and 20 more of these"), "{many}");
    said.push(String::new());
    insta::assert_snapshot!(said.join("\n----\n"));
}
