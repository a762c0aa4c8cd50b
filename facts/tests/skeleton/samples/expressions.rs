fn f(pool: &Pool, items: Vec<Item>) {
    let client = Client::builder().timeout(limits::TIMEOUT).build()?;
    let row = sqlx::query_as::<_, row::Row>("x").fetch_one(pool).await?;
    let shared = &self.state.pool;
    let Some(first) = items.first() else { return Err(Error::Empty) };
    let cast = x as types::Wide;
    for item in items.iter().map(Item::id) {
        store.save(item);
    }
    match (row, first) {
        (Row::A(x), None) if x.ok() => {}
        (Row::B { y, .. }, Some(CONST)) => y.go(),
        (Row::C | Row::D, MIN..=limits::MAX) => { z() }
        _ => S { a, b: other::B, ..Default::default() },
    }
    if let Some(a) = b && let Ok(c) = a.d() { c.e() } else if f < g {}
    unsafe { raw() }
    (h)(1);
    <T as Trait>::call();
    <Vec<u8>>::new();
    while i < n.len() {}
    for i in 0.. {
        i.step();
    }
    async move { spawn(task).await };
    let closure = |x: Typed, (y, z)| -> Out { x.run(y) };
    a <<= 1 << b;
    x.0.1.deep();
    println!("{}", format::of(row));
}
