//! Texts that nobody would write: each comes to an end, and none to a panic.

use proptest::prelude::{ProptestConfig, Strategy, any, prop, proptest};

use super::expand;
use super::tests::check_pieces;

fn fails(rules: &str, arguments: &str) {
    assert_eq!(expand(rules, arguments), None);
}

#[test]
fn hostile_texts_end_soon() {
    let many = "a ".repeat(50_000);
    // An empty run may be repeated for ever.
    fails("($($($x:tt)*)*) => {}", &many);
    fails("($($v:vis)*) => {}", "+");
    fails(&"($e:expr; x) => {};".repeat(1000), &many);
    fails(&format!("({}) => {{}}", "$(".repeat(100) + "a" + &")*".repeat(100)), "a");
    fails("($($x:tt)*) => { $($x $x $x $x $x $x $x $x $x $x $x $x $x $x)* }", &many);
    fails(&format!("({}) => {{}}", "$(a)? ".repeat(2000)), &"a ".repeat(2000));
    fails("($t:ty) => {}", &"A<".repeat(50_000));
    assert!(expand("($t:ty) => { $t }", &format!("{}A", "&".repeat(50_000))).is_some());
    for broken in [
        "",
        "(",
        "($x",
        "($x) => {}",
        "($x:nothing) => {}",
        "(a) =>",
        "(a) {}",
        "$",
        "($($x:tt)) => {}",
    ] {
        fails(broken, "a");
    }
    fails("(a) => { $( b ) }", "a");
    fails("($($x:tt)*) => { $($x)* }", "( ]");
}

/// Texts of signs that mean something to a macro.
fn texts() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "$x:tt", "$y:expr", "$z:ident", "$v:vis", "$t:ty", "$p:pat", "$i:item", "$s:stmt",
        "$m:meta", "$x", "$y", "$z", "$(", ")*", "),+", ")?", "(", ")", "{", "}", "[", "]", "<",
        ">", "::", "->", "=>", ",", ";", "#", "!", "|", "&", "=", "..", "$", "a", "r#b", "fn",
        "struct", "pub", "let", "as", "'a", "1", "\"s\"", "é", "$crate", "/* c */", "/** d */",
        "const", "for", "use",
    ]);
    Strategy::prop_map(prop::collection::vec((words, any::<bool>()), 0..24), |words| {
        words.into_iter().flat_map(|(word, space)| [word, if space { " " } else { "" }]).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn never_panics_and_pieces_are_runs(pattern in texts(), body in texts(), arguments in texts()) {
        for rules in [format!("({pattern}) => {{{body}}}"), format!("($($x:tt)*) => {{{body}}}"), format!("({pattern}) => {{$x $y $z}}"), pattern] {
            if let Some(expansion) = expand(&rules, &arguments) {
                check_pieces(&expansion, &rules, &arguments);
            }
        }
    }

    #[test]
    fn all_tokens_come_back(arguments in texts()) {
        let rules = "($($x:tt)*) => {$($x)*}";
        if let Some(expansion) = expand(rules, &arguments) {
            let again = expand(rules, &expansion.text).expect("it was read once");
            assert_eq!(again.text, expansion.text);
        }
    }
}
