//! Macros as they are written in the wild, and texts that nobody would write.

use super::{Expansion, Origin, expand};

/// The text of an expansion, after a look at its pieces.
fn expanded(rules: &str, arguments: &str) -> String {
    let expansion = expand(rules, arguments).expect("an arm matches");
    check_pieces(&expansion, rules, arguments);
    expansion.text
}

/// Invariant: every piece is a run of its source, and between two is a space.
pub(super) fn check_pieces(expansion: &Expansion, rules: &str, arguments: &str) {
    let mut end = 0;
    for piece in &expansion.pieces {
        let (source, from) = match piece.origin {
            Origin::Arguments(from) => (arguments, from),
            Origin::Rules(from) => (rules, from),
        };
        let (start, len, from) = (piece.start as usize, piece.len as usize, from as usize);
        assert!(len > 0);
        assert_eq!(&expansion.text[end..start], if end == 0 { "" } else { " " });
        assert_eq!(expansion.text[start..start + len], source[from..from + len]);
        end = start + len;
    }
    assert_eq!(end, expansion.text.len());
}

fn differs(rules: &str, arguments: &str) {
    assert_eq!(expand(rules, arguments), None);
}

/// What one fragment takes, each in brackets.
fn fragments(kind: &str, follow: &str, arguments: &str) -> String {
    let rules = format!("($($x:{kind} {follow})*) => {{ $([$x])* }}");
    expanded(&rules, arguments)
}

#[test]
fn items_under_a_condition() {
    let rules = r#"($($item:item)*) => { $( #[cfg(feature = "rt")] #[cfg_attr(docsrs, doc(cfg(feature = "rt")))] $item )* }"#;
    let arguments = "
        /// Runs tasks.
        pub mod runtime;
        pub use crate::{task::JoinHandle, sync};
    ";
    assert_eq!(
        expanded(rules, arguments),
        r#"#[cfg(feature = "rt")] #[cfg_attr(docsrs, doc(cfg(feature = "rt")))] pub mod runtime; "#
            .to_owned()
            + r#"#[cfg(feature = "rt")] #[cfg_attr(docsrs, doc(cfg(feature = "rt")))] pub use crate::{task::JoinHandle, sync};"#
    );
}

#[test]
fn attribute_of_a_feature() {
    let rules = "(#![$meta:meta] $($item:item)*) => { $(#[cfg($meta)] $item)* }";
    assert_eq!(
        expanded(rules, "#![all(unix, feature = \"net\")] mod unix; fn a() {}"),
        "#[cfg( all(unix, feature = \"net\") )] mod unix; #[cfg( all(unix, feature = \"net\") )] fn a() {}"
    );
}

#[test]
fn new_type() {
    let rules = "($(#[$m:meta])* $vis:vis struct $name:ident($ty:ty);) => {
        $(#[$m])* $vis struct $name(pub $ty);
        impl From<$ty> for $name { fn from(id: $ty) -> Self { $name(id) } }
    }";
    assert_eq!(
        expanded(rules, "/// An id.\n#[derive(Debug)] pub(crate) struct OrderId(Box<[u8; 16]>);"),
        "#[ derive(Debug) ] pub(crate) struct OrderId (pub Box<[u8; 16]> ); \
         impl From< Box<[u8; 16]> > for OrderId { fn from(id: Box<[u8; 16]> ) -> Self { OrderId (id) } }"
    );
    assert!(expanded(rules, "struct A(u8);").starts_with("struct A (pub u8 );"));
}

#[test]
fn doc_comments() {
    // They are left out, and stand for attributes only where a pattern insists.
    let rules = "($(#[doc = $doc:literal])+ $name:ident $(, $more:tt)?) => { $(#[doc = $doc])+ struct $name; }";
    let text =
        expanded(rules, "/// One.\n /* no */ //// no\n /** Two. /* still */ */ a, (/// three\n)");
    assert_eq!(text, "#[doc = ] #[doc = ] struct a ;");
    assert_eq!(
        expanded("($(#[$m:meta])* $t:ident) => { $(#[$m])* }", "/// One.\n #[b] c"),
        "#[ b ]"
    );
    differs(rules, "// One.\n a");
}

#[test]
fn list_with_trailing_comma() {
    let rules = "($($from:ty => $variant:ident),+ $(,)?) => {
        $(impl From<$from> for Error { fn from(e: $from) -> Self { Self::$variant(e) } })+
    }";
    let one =
        "impl From< io::Error > for Error { fn from(e: io::Error ) -> Self { Self:: Io (e) } }";
    assert_eq!(expanded(rules, "io::Error => Io"), one);
    assert_eq!(expanded(rules, "io::Error => Io,"), one);
    assert_eq!(
        expanded(rules, "Box<dyn Any + Send> => Any, A<B, C> => D,").matches("impl").count(),
        2
    );
    differs(rules, "");
    differs(rules, "io::Error => Io,,");
}

#[test]
fn a_step_of_a_muncher() {
    let rules = "
        (@step $done:tt) => { done!$done };
        (@step ($($done:tt)*) $head:tt $($tail:tt)*) => { munch!(@step ($($done)* $head,) $($tail)*) };
        ($($all:tt)*) => { munch!(@step () $($all)*) }
    ";
    assert_eq!(expanded(rules, "a >>= (b c) 'x"), "munch!(@step () a >>= (b c) 'x )");
    assert_eq!(expanded(rules, "@step (a,) >>= (b c) 'x"), "munch!(@step ( a, >>= ,) (b c) 'x )");
    assert_eq!(expanded(rules, "@step (a, b,)"), "done! (a, b,)");
}

#[test]
fn nested_repetitions() {
    let rules = "($($name:ident { $($field:ident : $ty:ty),* $(,)? })*) => {
        $(struct $name { $($field: Option<$ty>),* })* fn all() { $($( $name.$field; )*)* }
    }";
    assert_eq!(
        expanded(rules, "A { x: u8, y: Vec<(u8, u8)>, } B {}"),
        "struct A { x : Option< u8 > , y : Option< Vec<(u8, u8)> > } struct B { } \
         fn all() { A . x ; A . y ; }"
    );
}

#[test]
fn counts_must_agree() {
    let rules = "($($a:ident)* ; $($b:ident)*) => { $($a $b)* }";
    assert_eq!(expanded(rules, "a b ; c d"), "a c b d");
    differs(rules, "a b ; c");
    differs("($($a:ident)*) => { $a }", "a b");
    differs("($a:ident) => { $($a)* }", "a");
    differs("($($a:ident)*) => { ${count($a)} }", "a b");
}

#[test]
fn macros_that_define_macros() {
    let rules = "($d:tt $name:ident) => { macro_rules! $name { ($d($d x:expr),*) => { $crate::f($d($d x),*) }; } }";
    let text = expanded(rules, "$ twice");
    assert_eq!(text, "macro_rules! twice { ( $ ( $ x:expr),*) => { $crate::f( $ ( $ x),*) }; }");
    let inner = &text["macro_rules! twice {".len()..text.len() - 1];
    assert_eq!(expanded(inner, "1 + 1, b"), "$crate::f( 1 + 1 , b )");
    // A variable that this arm does not bind belongs to the macro inside.
    assert_eq!(
        expanded("($n:ident) => { macro_rules! $n { ($x:expr) => { $x } } }", "m"),
        "macro_rules! m { ($x:expr) => { $x } }"
    );
    assert_eq!(expanded("() => { $$crate $$x }", ""), "$crate $x");
}

#[test]
fn crate_of_the_macro_is_one_token() {
    assert_eq!(expanded("($a:tt $b:tt $c:tt) => { [$a] }", "$crate::c"), "[ $crate ]");
    assert_eq!(expanded("($p:path) => { use $p; }", "$crate::c::D"), "use $crate::c::D ;");
    assert_eq!(
        expanded("($t:ty, $e:expr) => { ($t) ($e) }", "&$crate::A<B, C>, $crate::f(1)"),
        "( &$crate::A<B, C> ) ( $crate::f(1) )"
    );
}

#[test]
fn names() {
    assert_eq!(expanded("($r#type:ident) => { $type r#fn }", "r#async"), "r#async r#fn");
    differs("($x:ident) => {}", "_");
    assert_eq!(fragments("ident", "", "a self r#b"), "[ a ] [ self ] [ r#b ]");
    assert_eq!(fragments("lifetime", "", "'a 'static"), "[ 'a ] [ 'static ]");
    assert_eq!(
        fragments("literal", "", "1 -2.5 'c' b\"x\" true"),
        "[ 1 ] [ -2.5 ] [ 'c' ] [ b\"x\" ] [ true ]"
    );
    assert_eq!(fragments("vis", "fn", "pub fn fn pub(in a::b) fn"), "[ pub ] [ ] [ pub(in a::b) ]");
    assert_eq!(
        fragments("meta", "", "test cfg(a, b) path = \"x\""),
        "[ test ] [ cfg(a, b) ] [ path = \"x\" ]"
    );
    assert_eq!(fragments("block", "", "{} {a; b}"), "[ {} ] [ {a; b} ]");
}

#[test]
fn types_and_paths() {
    let types = "u8, &'a mut [u8], *const T, Vec<Vec<u8>>, fn(A, B) -> C, unsafe extern \"C\" fn(), \
        Box<dyn Fn(A) -> B + Send>, dyn A + 'b, impl for<'a> Fn(&'a A) -> B + ?Sized, (A, B), !, _, \
        <A<B, C> as D>::E<F>, ::a::B, vec![a, b], &&T, Foo<{ A > B }, C>, impl A + use<'a, T>";
    let taken = fragments("ty", ",", &format!("{types},"));
    let list: Vec<_> = taken.split(" ] [ ").collect();
    assert_eq!(list.len(), 18, "{list:#?}");
    assert_eq!(list[13..16].join(" | "), "::a::B | vec![a, b] | &&T");
    assert_eq!(list[12], "<A<B, C> as D>::E<F>");
    assert_eq!(expanded("($t:ty { $($x:tt)* }) => { $t }", "A<B> { c }"), "A<B>");
    assert_eq!(expanded("(<$t:ty>) => { $t }", "<A<B>>"), "A<B>");
    assert_eq!(
        fragments("path", ";", "a::B<C, D>::E; Fn(A) -> B; crate::x;"),
        "[ a::B<C, D>::E ] [ Fn(A) -> B ] [ crate::x ]"
    );
}

#[test]
fn expressions() {
    let expressions = [
        "a + b",
        "f::<A, B>(c)",
        "x as HashMap<A, B> | y",
        "|a, b: A<B, C>| a || b",
        "move || -> Result<A, B> { c }",
        "S { a, b }.c?",
        "if a < b { c } else { d }",
        "match x { A | B => c, _ => d }",
        "<A as B<C, D>>::E",
        "return",
        "a..",
        "..=b",
        "-1",
        "&mut vec![a, b][..]",
        "async move { a }",
        "x.0 < y.1 && z > *w",
        "a <<= b >> c",
        "'a: loop { break 'a b }",
        "#[inline] |_| ()",
        "for<'a> |x: &'a A| x",
        "unsafe { a }",
        "(a, b)",
        "a || |b, c| b",
        "if let Some(a) | Other(a) = b { a } else { c }",
        "for (i, ref x @ A { .. }) in y { z }",
        "&raw const a",
        "'a' as u8 - b'b'",
        "while let Some::<A>(mut x) = y.next() && z { }",
        "if a {} else if b {} else { match c {} }.d",
        "a = b += c",
        "crate::m!(a)(b)",
        "const { a }",
        "let_ << 1",
    ];
    for expression in expressions {
        let rules = "($a:expr, $b:expr) => { $a; $b }";
        assert_eq!(
            expanded(rules, &format!("{expression}, {expression}")),
            format!("{expression} ; {expression}")
        );
    }
    differs("($e:expr) => {}", "let a = b");
    // What goes no further leaves the rest to the pattern, so the next arm may fit.
    for rest in ["a: b", "a b", "1 2", "f(a) g", "{ a } 'b", "a = b => c", "a $ b", "a.b #[c]"] {
        assert_eq!(expanded("($e:expr) => { 1 }; ($($t:tt)*) => { 2 }", rest), "2");
        assert_eq!(expanded("($e:pat) => { 1 }; ($($t:tt)*) => { 2 }", rest), "2");
    }
}

#[test]
fn patterns_and_statements() {
    let arms = "($($p:pat => $e:expr),*) => { $([$p] [$e])* }";
    assert_eq!(
        expanded(arms, "A | B { c, .. } => d, 1..=2 => e, <A as B<C, D>>::F => g"),
        "[ A | B { c, .. } ] [ d ] [ 1..=2 ] [ e ] [ <A as B<C, D>>::F ] [ g ]"
    );
    assert_eq!(expanded("($($p:pat)|+) => { $([$p])* }", "A | B"), "[ A ] [ B ]");
    assert_eq!(expanded("($p:pat if $e:expr) => { [$p] }", "A(x) if x > 1"), "[ A(x) ]");
    assert_eq!(
        fragments("stmt", ";", "let a: A<B, C> = |d, e| f; g::<A, B>(); let x; h!{};"),
        "[ let a: A<B, C> = |d, e| f ] [ g::<A, B>() ] [ let x ] [ h!{} ]"
    );
}

#[test]
fn items_of_all_kinds() {
    let items = [
        "#[a] pub(crate) fn f<const N: usize>() -> A<{ N }> where B: C { d }",
        "pub struct A;",
        "struct B(u8) where C: D;",
        "enum E { F, G }",
        "unsafe impl<T> Send for H<{ 1 }> {}",
        "default unsafe extern \"C\" fn g() {}",
        "extern \"C\" { fn h(); }",
        "extern crate alloc;",
        "const X: [u8; 2] = { [1, 2] };",
        "const fn i() {}",
        "static mut Y: u8 = 1;",
        "pub use a::{b, c};",
        "type T<A> = B;",
        "mod m { mod n; }",
        "trait U: V {}",
        "union W { a: u8 }",
        "macro_rules! n { () => {} }",
        "a::b!(c);",
        "d! { e }",
        "macro x($a:expr) { $a }",
        "const _: () = ();",
        "pub(in a) auto trait Z {}",
    ];
    let taken = fragments("item", "", &items.join("\n"));
    let expected: Vec<_> = items.iter().map(|item| format!("[ {item} ]")).collect();
    assert_eq!(taken, expected.join(" "));
    differs("($i:item) => {}", "a + b");
}

#[test]
fn arms_in_order() {
    let rules =
        "(struct) => { 1 }; ($i:ident) => { 2 }; ($l:literal) => { 3 }; [$($t:tt)*] => ( 4 );";
    for (arguments, arm) in [("struct", "1"), ("a", "2"), ("-1", "3"), ("a b", "4"), ("", "4")] {
        assert_eq!(expanded(rules, arguments), arm);
    }
    // Having begun a fragment, the compiler does not go back.
    differs("($e:expr) => { 1 }; (a b) => { 2 }; ($i:item) => { 3 }; (+) => { 4 }", "+");
    // Two ways fit, and it does not look ahead.
    differs("($($a:ident)* $b:ident) => {}", "a b");
    // The rules of a `macro`, with commas.
    assert_eq!(expanded("(a) => { 1 }, (b) => { 2 }", "b"), "2");
}

#[test]
fn separators_and_signs() {
    assert_eq!(expanded("($($a:ident)&&*) => { $($a)||* }", "a && b"), "a || b");
    assert_eq!(expanded("($($a:ident)::+) => { $($a)=>* }", "a::b::c"), "a => b => c");
    differs("($a:ident && $b:ident) => {}", "a & & b");
    assert_eq!(expanded("($a:ident $op:tt $b:ident) => { $op }", "a<<=b"), "<<=");
    assert_eq!(expanded("($(a)? b $(c $x:ident)?) => { $($x)? }", "b c d"), "d");
    assert_eq!(expanded("(#$a:tt $(=> $b:expr)?) => { $a $($b)? }", "#[a] => b"), "[a] b");
}
