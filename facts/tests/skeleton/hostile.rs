//! Texts that want the stack or the day: read on a small stack, in linear time, with one problem where it got too deep.

use std::fmt::Write;

use portcullis_facts::extract::rust::facts::RustFacts;
use portcullis_facts::extract::rust::{extract, extract_with_bodies};
use portcullis_facts::problem::ProblemKind;

use crate::body_rules::assert_bodies;
use crate::valid::assert_valid;

/// More than any stack would take; a build without optimisation reads less to stay quick.
const MANY: usize = if cfg!(debug_assertions) { 20_000 } else { 100_000 };

/// Reads on a thread with the stack that Rust gives to threads.
fn read(text: String) -> RustFacts {
    // An overflow of the stack ends the process with the thread's name.
    let name = text.chars().take(30).filter(|sign| *sign != '\0').collect();
    let thread = std::thread::Builder::new().name(name).stack_size(2 << 20);
    let read = move || {
        let facts = extract(&text);
        assert_valid(&text, &facts);
        assert_bodies(&text, &extract_with_bodies(&text));
        facts
    };
    thread.spawn(read).expect("a thread").join().expect("no panic")
}

/// Text that repeats a part, in a function's body, with an item behind it.
fn in_body(part: &str) -> String {
    format!("fn f() {{ {} ; }}\nfn after() {{}}", part.repeat(MANY))
}

/// Parts that open something, or go on with something, when repeated.
const PARTS: &[&str] = &[
    "(",
    "[",
    "{",
    "<",
    "&",
    "&&",
    "!",
    "-",
    "*",
    "|",
    "||",
    "|| ",
    "|x| ",
    "#[",
    "#[a]",
    "#![",
    "Vec<",
    "Vec::<",
    "(|x| ",
    "return ",
    "break ",
    "return (",
    "if ",
    "if x {} else ",
    "match ",
    "match x { _ => ",
    "while ",
    "loop {",
    "for x in ",
    "let x = ",
    "let (",
    "let Some(",
    "let &",
    "let x @ ",
    "let box ",
    "x(",
    "x.y(",
    "x[",
    "x!(",
    "x!{",
    "x! [",
    "S { x: ",
    "async ",
    "async move ",
    "unsafe {",
    "const {",
    "move ",
    "'a: ",
    "'a: {",
    "as ",
    "x as &",
    "x as *const ",
    "x as fn(",
    "x as <",
    "<x as ",
    "dyn ",
    "impl ",
    "impl X for ",
    "for<",
    "for<'a> ",
    "where ",
    "fn g(",
    "fn g() {",
    "fn g<T: ",
    "struct S(",
    "struct S { x: ",
    "enum E { A(",
    "mod m {",
    "trait T {",
    "impl X {",
    "impl<",
    "use a::{",
    "use a::",
    "{ use a::",
    "use {",
    "type X = ",
    "const X: ",
    "static X: ",
    "macro_rules! m { (",
    "macro_rules! m { () => {",
    "$(",
    "$x",
    "#[cfg(all(",
    "#[cfg(not(",
    "#[cfg_attr(a, ",
    "#[derive(",
    "cfg_if! { if #[cfg(a)] {",
    "select! { x = ",
    "matches!(x, ",
    "extern ",
    "extern \"C\" {",
    "pub ",
    "pub(in ",
    "unsafe ",
    "default ",
    "const ",
    "x = ",
    "x + ",
    "x..",
    "..",
    "x?",
    "x.await",
    "$crate::",
    "a::b::",
    "::",
    "r#",
    "'",
    "\"",
    "'a",
    "/*",
    "//",
    "\\",
    "b'",
    "r\"",
    "1.",
    "dyn for<'a> ",
    "?",
    "~const ",
    "impl (",
    "x as (",
    "x as [",
    "box ",
    "yield ",
    "static || ",
    "async || ",
    "gen {",
    "try {",
    "let else ",
    "x::<{",
    "x::<(",
    "@",
    "=>",
    "_ => ",
];

/// What closes the delimiters that a part leaves open.
fn closers(part: &str) -> String {
    let mut open = Vec::new();
    for sign in part.chars() {
        match sign {
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            '<' => open.push('>'),
            ')' | ']' | '}' | '>' => drop(open.pop()),
            _ => {}
        }
    }
    open.iter().rev().collect()
}

/// What random texts found once: each left a fact that named what had been taken back.
#[test]
fn what_was_taken_back_is_named_nowhere() {
    for text in ["{'Σ<¡<&🩠: ", "x::<&y: z>", "fn f(x: A<&B = C>) {}", "type T = A<(B, C): D>;"]
    {
        read(text.to_owned());
    }
}

#[test]
fn nothing_uses_up_the_stack() {
    for part in PARTS {
        read(in_body(part));
        read(format!("fn f() {{ {}x{} ; }}", part.repeat(MANY), closers(part).repeat(MANY)));
        read(format!("type T = {}x{};", part.repeat(MANY), closers(part).repeat(MANY)));
        read(part.repeat(MANY));
        read(format!("struct S {{ x: {} }} fn after() {{}}", part.repeat(MANY)));
        read(format!(
            "macro_rules! m {{ () => {{ {} }} }} m! {{ {} }}",
            part.repeat(1000),
            part.repeat(1000)
        ));
    }
}

#[test]
fn what_comes_behind_the_depth_is_read() {
    for (open, close) in
        [("(", ")"), ("[", "]"), ("{", "}"), ("x(", ")"), ("if x {", "}"), ("vec![", "]")]
    {
        let nested = format!("{}1{}", open.repeat(MANY), close.repeat(MANY));
        let facts =
            read(format!("fn f() {{ {nested}; }}\nfn g() {{ {nested}; }}\nfn after() {{}}"));
        let names: Vec<_> = facts.items.iter().map(|item| facts.symbols.get(item.name)).collect();
        assert_eq!(names, ["f", "g", "after"], "{open}");
        let kinds: Vec<_> = facts.problems.iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, [ProblemKind::NestedTooDeep; 2], "one for each region: {open}");
    }
}

#[test]
fn what_people_nest_is_not_too_deep() {
    let nested = |open: &str, close: &str| format!("{}x{}", open.repeat(25), close.repeat(25));
    for (open, close) in [
        ("f(", ")"),
        ("[", "]"),
        ("{ ", " }"),
        ("if x { ", " }"),
        ("match x { y => ", " }"),
        ("json!({ \"a\": ", " })"),
    ] {
        let facts = read(format!("fn f() {{ {} }}", nested(open, close)));
        assert_eq!(facts.problems, [], "{open}");
    }
    let chain = "if x { 1 } else ".repeat(5000);
    assert_eq!(read(format!("fn f() {{ {chain} {{ 2 }} }}")).problems, []);
    let sum = "1 + ".repeat(50_000);
    assert_eq!(read(format!("fn f() {{ {sum} 2 }}")).problems, []);
}

#[test]
fn time_is_linear() {
    let size = if cfg!(debug_assertions) { 1 << 18 } else { 10 << 20 };
    let variables = |n: usize| {
        let mut text = String::new();
        for i in 0..n {
            let _ = write!(text, "let v{i} = 1; v{i}; w{i};");
        }
        text
    };
    let texts = [
        "(".repeat(10 << 20),
        "&".repeat(size),
        ")".repeat(size),
        "const ".repeat(size / 6),
        "extern ".repeat(size / 7),
        "async ".repeat(size / 6),
        "#[a]".repeat(size / 4),
        "impl<".repeat(size / 5),
        "fn f<T".repeat(size / 6),
        "a<b ".repeat(size / 4),
        "r##".repeat(size / 3),
        format!("fn f() {{ {} }}", "x: &".repeat(size / 4)),
        format!("fn f({})", "&".repeat(size)),
        format!("fn f() {{ {} }}", variables(size / 32)),
        format!("cfg_if! {{ {} }}", "if #[cfg(a)] { fn f() {} } else ".repeat(size / 32)),
        format!("fn f() {{ {} }}", "fn g() { f(x) } ".repeat(size / 16)),
        format!("fn f() {{ f({}) }}", "f(\"x\").g(), ".repeat(size / 12)),
        format!("fn f() {{ x{} }}", ".f(\"x\")".repeat(size / 7)),
        format!("fn f() {{ x{} }}", " = y".repeat(size / 4)),
        format!("fn f() {{ if a() {{}} {} }}", "else if b() { c(); }".repeat(size / 20)),
        format!("use a::{{{}}};", "b::{c, d}, ".repeat(size / 11)),
        format!("type T = {};", "Vec<".repeat(size / 4)),
        format!("// portcullis: x\n{}", "// portcullis: y\nlet x = 1\n".repeat(size / 27)),
    ];
    for text in texts {
        // A reader that were not linear would not come back from these in the time of a test run.
        read(text);
    }
}
