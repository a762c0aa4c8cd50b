//! Bodies: what is left of each construct, and that nothing else changes where they are asked for.

use std::fmt::Write;

use portcullis_facts::extract::rust::bodies::{Bodies, LocalRange, Node, NodeId};
use portcullis_facts::extract::rust::facts::{PathId, RustFacts, Symbol};
use portcullis_facts::extract::rust::{extract, extract_with_bodies};

use crate::body_rules::assert_bodies;
use crate::samples::SAMPLES;
use crate::valid::assert_valid;

const TEXT: &str = include_str!("samples/bodies.rs");

#[test]
fn bodies_of_a_sample() {
    let facts = extract_with_bodies(TEXT);
    assert_valid(TEXT, &facts);
    insta::with_settings!({ snapshot_path => "samples", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("bodies", dump(TEXT, &facts));
    });
}

/// Reads a text both ways; bodies must be well formed and change nothing else.
pub(crate) fn assert_same_with_bodies(text: &str) {
    let plain = extract(text);
    assert!(plain.bodies.is_none(), "nobody asked for bodies");
    let mut with = extract_with_bodies(text);
    assert_bodies(text, &with);
    with.bodies = None;
    // Labels that are no names otherwise come behind all other symbols.
    let symbols = with.symbols.iter().take(plain.symbols.len());
    assert!(symbols.eq(plain.symbols.iter()), "the symbols are the same");
    with.symbols = plain.symbols.clone();
    assert!(with == plain, "bodies change nothing else: {text:?}");
}

#[test]
fn bodies_change_nothing_else() {
    for (_, text) in SAMPLES {
        assert_same_with_bodies(text);
    }
    assert_same_with_bodies(TEXT);
}

#[test]
fn tests_and_generated_files_have_none() {
    let roots = |text: &str| {
        let facts = extract_with_bodies(text);
        let bodies = facts.bodies.as_deref().map_or(&[][..], |bodies| &bodies.roots[..]);
        bodies
            .iter()
            .map(|root| facts.symbols.get(facts.items[root.item.index()].name).to_owned())
            .collect::<Vec<_>>()
    };
    let text = "fn a() { f() }\n#[test] fn b() { f() }\n#[cfg(test)] mod tests { fn c() { f() } }\n\
                #[cfg(all(unix, test))] fn d() { f() }\n#[cfg(any(unix, test))] fn e() { f() }";
    assert_eq!(roots(text), ["a", "e"]);
    assert!(roots("// @generated\nfn a() { f() }").is_empty());
    let stub = "pub struct A;\n/// Generated client implementations.\npub mod b { fn a() { f() } }";
    assert!(roots(stub).is_empty());
    let nested =
        "fn a() { fn b() { const C: u8 = f(); } struct S; impl S { fn d() {} } g(b) }\nfn e() {}";
    assert_eq!(roots(nested), ["a", "b", "C", "d", "e"]);
}

#[test]
fn what_is_of_no_interest_takes_no_room() {
    let text =
        format!("fn f(a: u32) -> u32 {{ let mut b = 1; {} b }}", "b = a + b * 2;".repeat(100));
    let facts = extract_with_bodies(&text);
    let bodies = facts.bodies.as_deref().expect("bodies");
    assert!(bodies.nodes.len() <= 2, "{:?}", bodies.nodes);
}

struct Dump<'f> {
    text: &'f str,
    facts: &'f RustFacts,
    bodies: &'f Bodies,
    out: String,
}

/// Each body as an indented tree: number, kind, text.
fn dump(text: &str, facts: &RustFacts) -> String {
    let Some(bodies) = facts.bodies.as_deref() else { return String::new() };
    let mut dump = Dump { text, facts, bodies, out: String::new() };
    for root in &bodies.roots {
        let name = facts.symbols.get(facts.items[root.item.index()].name);
        let _ = writeln!(dump.out, "{name} from {}", root.first.0);
        dump.node(root.node, 1);
    }
    dump.out
}

impl Dump<'_> {
    fn node(&mut self, id: NodeId, depth: usize) {
        let text = self.text[self.bodies.span(id).range()].split_whitespace().collect::<Vec<_>>();
        let text: String = text.join(" ").chars().take(50).collect();
        let what = self.what(self.bodies.node(id));
        let indent = "  ".repeat(depth);
        let _ = writeln!(self.out, "{indent}{} {what} `{text}`", id.0);
        let mut parts = Vec::new();
        self.bodies.each_part(self.bodies.node(id), |part| parts.push(part));
        for part in parts {
            self.node(part, depth + 1);
        }
    }

    fn what(&self, node: Node) -> String {
        match node {
            Node::Local(local) => format!("Local {}", local.0),
            Node::Path(path) => format!("Path {}", self.path(path)),
            Node::Call { .. } => "Call".to_owned(),
            Node::Method { call, .. } => {
                format!("Method {}", self.symbol(self.facts.method_calls[call as usize].name))
            }
            Node::Macro { call, .. } => {
                format!("Macro {}", self.path(self.facts.macro_calls[call as usize].path))
            }
            Node::Struct { path, .. } => format!("Struct {}", self.path(path)),
            Node::Named { name, .. } => format!("Named {}", self.symbol(name)),
            Node::Field { name, .. } => format!("Field {}", self.symbol(name)),
            Node::Closure { parameters, .. } => format!("Closure {}", self.locals(parameters)),
            Node::Block { kind, has_value, .. } => {
                format!("Block {kind:?}{}", if has_value { " with value" } else { "" })
            }
            Node::Let { pattern, value, otherwise } => format!(
                "Let {}{}{}",
                self.locals(pattern),
                if value.is_some() { " =" } else { "" },
                if otherwise.is_some() { " else" } else { "" }
            ),
            Node::If { otherwise, .. } => {
                format!("If{}", if otherwise.is_some() { " else" } else { "" })
            }
            Node::Arm { pattern, guard, pattern_span, .. } => format!(
                "Arm {}{} of `{}`",
                self.locals(pattern),
                if guard.is_some() { " if" } else { "" },
                &self.text[pattern_span.range()]
            ),
            Node::Loop { kind, pattern, .. } => format!("Loop {kind:?} {}", self.locals(pattern)),
            Node::Jump { kind, .. } => format!("Jump {kind:?}"),
            Node::Bool(value) => format!("Bool {value}"),
            other => {
                let name = format!("{other:?}");
                name.split(['(', ' ']).next().unwrap_or_default().to_owned()
            }
        }
    }

    fn symbol(&self, symbol: Symbol) -> &str {
        self.facts.symbols.get(symbol)
    }

    fn path(&self, path: PathId) -> String {
        let path = &self.facts.paths[path.index()];
        self.text[path.span.range()].to_owned()
    }

    fn locals(&self, range: LocalRange) -> String {
        let names = range.iter().map(|local| {
            format!("{}:{}", self.symbol(self.facts.locals[local.index()].name), local.0)
        });
        format!("[{}]", names.collect::<Vec<_>>().join(" "))
    }
}
