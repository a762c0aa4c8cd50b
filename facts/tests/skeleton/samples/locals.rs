fn f(a: A, B { c, d: E(e), .. }: B, [g, ..]: [G; LEN]) {
    a; c; e; g; d; outside;
    let x = x;
    let x: Typed = x;
    { let inner = 1; }
    inner;
    |y| y + z;
    y;
    if let Some(n) = n { n } else { n };
    while let Some(m) = next() { m }
    m;
    match x { k @ 1..=9 => k, K => K, l => l };
    k;
    fn item() { x; }
    const C: u8 = x;
    x();
    S { x, w };
    let (Some(o) | Err(o)) = p else { o };
    o;
    let ref mut q = r;
    q;
}
