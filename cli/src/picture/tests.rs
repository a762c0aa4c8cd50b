//! Tests on a small system made by hand.

use portcullis_facts::System;
use portcullis_facts::graph::{Edge, EdgeKind, ItemId, ModuleId, Target};
use portcullis_facts::place::Span;
use portcullis_rules::finding::Finding;

use super::sketches::sketch;
use super::{Focus, Level, Picture, fold, fold_to, pick, thin};
use crate::testing;

/// A finding on the use of an adapter by the core.
fn finding(system: &System) -> Finding {
    Finding {
        rule: "hexagonal/layer-dependency".into(),
        subject: "shop::domain".into(),
        message: "the core uses an adapter".into(),
        place: system.graph.edges[0].place,
        fingerprint: "f".into(),
        ..testing::finding()
    }
}

fn shop() -> (System, Vec<Finding>) {
    let mut system = testing::shop();
    // The function in which the adapter is used.
    let place = system.graph.edges[0].place.span;
    system.graph.items[3].span = Span::new(place.start - 14, place.end + 4);
    let findings = vec![finding(&system)];
    (system, findings)
}

fn names(picture: &Picture) -> Vec<&str> {
    picture.nodes.iter().map(|node| node.label.as_str()).collect()
}

#[test]
fn modules_have_uses_with_findings_and_evidence() {
    let (system, findings) = shop();
    let picture = Picture::of(&system, &findings, Level::Module);
    let keys: Vec<&str> = picture.nodes.iter().map(|node| node.key.as_str()).collect();
    let all = ["shop", "shop::adapters", "shop::domain"];
    assert_eq!(keys, all.map(|name| format!("module:{name}#library")));
    let [arrow] = picture.arrows.as_slice() else { panic!("{:?}", picture.arrows) };
    assert_eq!((arrow.from, arrow.to, arrow.count, arrow.cycle), (2, 1, 1, None));
    assert_eq!(arrow.findings, [0]);
    assert_eq!(arrow.evidence[0].text, "names the type");
    assert_eq!(arrow.evidence[0].place, system.graph.edges[0].place);
    assert_eq!(
        picture.nodes[2].findings,
        [0],
        "it stands in the domain, not in the file's first module"
    );
}

#[test]
fn uses_both_ways_are_a_cycle_and_those_of_nested_modules_are_none() {
    let (mut system, findings) = shop();
    let mut edge = system.graph.edges[0];
    (edge.module, edge.item) = (system.graph.items[4].module, Some(ItemId(4)));
    edge.to = Target::Item(ItemId(1));
    edge.kind = EdgeKind::Type;
    system.graph.edges.push(edge);
    let picture = Picture::of(&system, &findings, Level::Module);
    assert_eq!(picture.cycles(), 1);
    assert!(picture.arrows.iter().all(|arrow| arrow.cycle == Some(0)));
    // The domain uses the crate's root, which uses the domain.
    let (mut system, findings) = shop();
    let (root, domain) = (ModuleId(0), system.graph.edges[0].module);
    for (from, to) in [(domain, root), (root, domain)] {
        let edge = Edge { module: from, item: None, to: Target::Module(to), ..edge };
        system.graph.edges.push(edge);
    }
    let picture = Picture::of(&system, &findings, Level::Module);
    assert_eq!(picture.cycles(), 0, "{:?}", picture.arrows);
}

#[test]
fn a_focus_shows_what_is_around_it() {
    let all = ["x/a", "x/b", "y/c", "y/d", "e"];
    let picture = sketch(&all, &[("x/a", "x/b"), ("x/b", "y/c"), ("y/c", "y/d"), ("y/d", "e")]);
    let around = |name, depth| {
        let picture = pick(&picture, &Focus { name, depth }).unwrap();
        names(&picture).join(" ")
    };
    assert_eq!(around("b", 0), "b");
    assert_eq!(around("b", 1), "a b c");
    assert_eq!(around("x", 0), "a b", "a group means what stands in it");
}

#[test]
fn what_is_unknown_is_refused_with_what_was_probably_meant() {
    let picture = sketch(&["orders", "stock", "gateway"], &[("orders", "stock")]);
    let help = pick(&picture, &Focus { name: "order", depth: 1 }).unwrap_err();
    assert_eq!(help.as_deref(), Some("did you mean `orders`?"));
    assert_eq!(fold(&picture, &["x".into()]).unwrap_err(), ["x"]);
}

#[test]
fn folded_groups_keep_their_arrows() {
    let picture = sketch(
        &["x/a", "x/b", "x/in/c", "x/in/d", "y"],
        &[("x/a", "y"), ("x/b", "y"), ("x/in/c", "x/in/d"), ("x/in/d", "x/a"), ("y", "x/in/c")],
    );
    let folded = fold(&picture, &["x".into()]).unwrap();
    assert_eq!(names(&folded), ["x", "y"]);
    assert_eq!(folded.nodes[0].holds, 4);
    let arrows: Vec<_> = folded.arrows.iter().map(|a| (a.from, a.to, a.count, a.cycle)).collect();
    assert_eq!(arrows, [(0, 1, 2, Some(0)), (1, 0, 1, Some(0))]);
    // The innermost group is enough for four nodes.
    let folded = fold_to(&picture, 4);
    assert_eq!(names(&folded), ["a", "b", "x/in", "y"]);
    assert_eq!(
        folded.notes,
        ["1 group is folded into one node each, because there are 5 nodes: `x/in`"]
    );
    assert_eq!(names(&fold_to(&picture, 5)).len(), 5);
}

#[test]
fn a_thin_picture_leaves_out_only_what_longer_ways_say() {
    let names: Vec<String> = (0..30).map(|at| format!("n{at:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut arrows = Vec::new();
    for from in 0..names.len() {
        arrows.extend((from + 1..names.len()).map(|to| (names[from], names[to])));
    }
    let mut picture = sketch(&names, &arrows);
    picture.arrows[5].findings.push(0);
    let thin = thin(&picture);
    assert_eq!(thin.arrows.len(), 29 + 1, "the chain, and what a finding speaks of");
    assert_eq!(
        thin.notes,
        ["405 of 435 arrows are not drawn, because longer ways lead from one end to the other"]
    );
}
