#!/usr/bin/env cargo
fn f<'a>(x: &'a str) {
    let chars = ['\u{1F600}', '\'', '"', '\\', '→', 'é', b'\'', b'"', 'a'];
    let range = 'a'..='z';
    let strings = ["\"a::b\"", r#"c::"d"#, c"e", b"f", br##"g"#"##, cr"h"];
    let numbers = 1..2 + 1.max(2) + x.0.1 + 0x1e+2 + 1e-5f64 + 1_000.5e+3 + 2. + 0usize+n::ONE + 1.0.floor();
    /* a /* nested */ comment: x::y */ /**/
    'outer: loop { break 'outer; }
    r#match::r#fn();
    größe::München();
    let r = r"\"; let br = br; b(r, br);
    a::b!('a', 'b');
}
