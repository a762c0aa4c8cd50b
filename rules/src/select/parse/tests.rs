//! The parser of selectors: what it reads, what it says about the rest, and that it never fails hard.

use proptest::prelude::*;

use super::{Atom, Expr, FUNCTIONS, Filter, KEYS, KINDS, Test, parse};

#[test]
fn what_cannot_be_read_is_pointed_at() {
    let shown: Vec<String> = [
        "",
        "layr:domain",
        "rpc[method='GET']",
        "layer:domain &",
        "layer:",
        "(layer:domain",
        "layer:domain layer:x",
        "reach(crate:sqlx)",
        "item:*[knd='struct']",
        "item:*[kind]",
        "item:*[kind='struct]",
        "item:*[kind in {a b}]",
        "crate:{a,b",
    ]
    .iter()
    .map(|text| parse(text).expect_err("no selector").to_string())
    .collect();
    insta::assert_snapshot!(shown.join("\n\n"), @r"
    a selector is expected here
      
      ^ begin with a kind: `layer`, `context`, `crate`, `package`, `service`, `module`, `item`, `trait`, `derive`, `attr`, `path`, `route`, `topic`, `table`, `database`, `host`, `env`, `capability`

    there is no kind `layr`
      layr:domain
      ^^^^ did you mean `layer`?

    this version does not know things of kind `rpc` yet
      rpc[method='GET']
      ^^^ it knows `layer`, `context`, `crate`, `package`, `service`, `module`, `item`, `trait`, `derive`, `attr`, `path`, `route`, `topic`, `table`, `database`, `host`, `env`, `capability`

    a selector is expected here
      layer:domain &
                    ^ begin with a kind: `layer`, `context`, `crate`, `package`, `service`, `module`, `item`, `trait`, `derive`, `attr`, `path`, `route`, `topic`, `table`, `database`, `host`, `env`, `capability`

    a glob is expected here
      layer:
            ^ write `layer:*` for all

    `)` is expected here
      (layer:domain
                   ^

    nothing more is expected here
      layer:domain layer:x
                   ^ join selectors with `&` or `|`

    there is no function `reach`
      reach(crate:sqlx)
      ^^^^^ did you mean `reaches`?

    there is nothing of this name to filter by
      item:*[knd='struct']
             ^^^ did you mean `kind`?

    `=`, `~` or `in` is expected here
      item:*[kind]
                 ^ write `name='x'`, `name~'glob'` or `name in {a, b}`

    the quote is not closed
      item:*[kind='struct]
                  ^ close it with `'`

    `}` is expected here
      item:*[kind in {a b}]
                        ^

    this is no valid glob
      crate:{a,b
            ^^^^ unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)
    ");
}

#[test]
fn and_binds_closer_than_or() {
    let atom = |text: &str| parse(text).expect("an atom");
    assert_eq!(
        parse("layer:a | layer:b & !layer:c"),
        Ok(Expr::Any(vec![
            atom("layer:a"),
            Expr::All(vec![atom("layer:b"), Expr::Not(Box::new(atom("layer:c")))]),
        ]))
    );
}

fn glob() -> impl Strategy<Value = String> {
    "[a-z*]{1,4}(::[a-z*]{1,4}){0,2}|\\{[a-z]{1,3},[a-z]{1,3}\\}"
}

fn filter() -> impl Strategy<Value = Filter> {
    let key = prop::sample::select(KEYS).prop_map(str::to_owned);
    let test = prop_oneof![
        prop::collection::vec("[a-zA-Z0-9 _-]{0,5}", 1..3).prop_map(Test::OneOf),
        "[a-z*]{0,5}".prop_map(Test::Like),
    ];
    (key, test).prop_map(|(key, test)| Filter { key, test })
}

fn expr() -> impl Strategy<Value = Expr> {
    let kind = prop::sample::select(KINDS).prop_map(|(_, kind)| kind);
    let atom = (kind, glob(), prop::collection::vec(filter(), 0..3))
        .prop_map(|(kind, glob, filters)| Expr::Atom(Atom { kind, glob, filters }));
    atom.prop_recursive(4, 20, 3, |inner| {
        let function = prop::sample::select(FUNCTIONS).prop_map(|(_, function)| function);
        prop_oneof![
            inner.clone().prop_map(|e| Expr::Not(Box::new(e))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::All),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::Any),
            (function, inner).prop_map(|(f, e)| Expr::Call(f, Box::new(e))),
        ]
    })
}

/// A tree as text, with blanks where they may stand.
fn text(expr: &Expr) -> String {
    let joined = |parts: &[Expr], by: &str| {
        format!("({})", parts.iter().map(text).collect::<Vec<_>>().join(by))
    };
    match expr {
        Expr::Not(inner) => format!("! {}", text(inner)),
        Expr::All(parts) => joined(parts, " & "),
        Expr::Any(parts) => joined(parts, "|"),
        Expr::Call(function, inner) => {
            let (name, _) = FUNCTIONS.iter().find(|(_, f)| f == function).expect("a function");
            format!("{name}( {} )", text(inner))
        }
        Expr::Atom(atom) => {
            let (name, _) = KINDS.iter().find(|(_, kind)| *kind == atom.kind).expect("a kind");
            let filters: Vec<String> = atom.filters.iter().map(filter_text).collect();
            let filters = if filters.is_empty() {
                String::new()
            } else {
                format!("[{}]", filters.join(", "))
            };
            format!("{name}:{}{filters}", atom.glob)
        }
    }
}

fn filter_text(filter: &Filter) -> String {
    let quoted = |value: &String| format!("'{value}'");
    match &filter.test {
        Test::OneOf(values) => {
            let values: Vec<String> = values.iter().map(quoted).collect();
            format!("{} in {{{}}}", filter.key, values.join(" , "))
        }
        Test::Like(glob) => format!("{}~{}", filter.key, quoted(glob)),
    }
}

proptest! {
    #[test]
    fn a_tree_written_down_is_read_as_itself(expr in expr()) {
        let text = text(&expr);
        let read = parse(&text);
        prop_assert!(read.as_ref() == Ok(&expr), "{text}: {read:?}");
    }

    #[test]
    fn any_text_is_read_or_refused_within_its_bounds(text in "\\PC{0,40}") {
        if let Err(error) = parse(&text) {
            prop_assert!(error.span.end <= text.len() && error.span.start <= error.span.end);
            prop_assert!(text.is_char_boundary(error.span.start));
        }
    }

    #[test]
    fn selectors_with_a_letter_changed_are_read_or_refused(
        expr in expr(),
        at in any::<prop::sample::Index>(),
        letter in any::<char>(),
    ) {
        let mut letters: Vec<char> = text(&expr).chars().collect();
        let at = at.index(letters.len());
        letters[at] = letter;
        let _ = parse(&letters.into_iter().collect::<String>());
    }
}

#[test]
fn deep_nesting_is_refused() {
    assert!(parse(&format!("{}layer:a", "!".repeat(100_000))).is_err());
    assert!(parse(&"(".repeat(100_000)).is_err());
}
