//! Every construct of which bodies leave something.

const BASE: &str = "https://example.org";
static LIMIT: Duration = Duration::from_secs(60 * 5);
const NUMBERS: [u8; 3] = [1, 2, 3];

lazy_static! {
    static ref CLIENT: Client = Client::new();
}

async fn calls(State(state): State<App>, id: u64) -> Result<Json<User>, Error> {
    let client = state.client;
    let url = format!("{BASE}/users/{id}", id = id);
    let answer = client.get(&url).header("x", -1).send().await?.json::<User>().await?;
    let plain = id + 1 * 2;
    self.pool.begin();
    user.name = answer.name.clone();
    user.count += 1;
    count <<= f(1);
    a = b = g();
    (a, self.b, "c")[0].call((), true, b"x", 'c', r#"raw"#);
    x as u64;
    y() as u64 + 1;
    Ok(Json(answer))
}

fn control(items: Vec<Item>) -> usize {
    if items.is_empty() {
        return 0;
    } else if let Some(first) = items.first() && first.ok() {
        first.go();
    } else {
        stop();
    }
    if a { b } else { c };
    match kind {
        Kind::A | Kind::B => 1,
        Kind::C(inner) if inner.ok() => run(inner),
        Kind::D { x, y: (z, _) } => { both(x, z); }
        _ => {}
    }
    match n { 1 => 2, _ => 3 };
    for (key, value) in items.iter() {
        insert(key, value);
        continue;
    }
    while let Some(x) = next() { x.go(); }
    'outer: loop {
        let Ok(y) = try_it() else { break 'outer };
        if y { break Some(y) }
    }
    let z;
    let (p, q) = (one(), two);
    let r = unsafe { raw() };
    items.len()
}

fn closures() {
    let f = |a, (b, c): (u8, u8)| a + b;
    tokio::spawn(async move { work().await });
    items.iter().map(|x| x.name()).filter(move |y: &Y| -> bool { y.ok() });
    let g = async |x| x;
    let empty = async {};
}

fn macros() {
    println!("{} {}", first(), second);
    tracing::info!(user = %user.id, count = 3, "message");
    let v = vec![one(), two(); 3];
    json!({ "name": name(), "list": [1, other()] });
    sqlx::query!("select 1", id);
    tokio::select! {
        biased;
        message = receiver.recv() => handle(message),
        _ = shutdown(), if armed => { break; }
        else => {}
    }
    matches!(x.y(), Some(z) if z.ok());
    assert_eq!(a, b);
    include_str!("file");
    quote! { a.b() }
}

fn literals() -> App {
    let s = App { client: Client::new(), pool, count: 3, ..Default::default() };
    let u = Unit {};
    Wrapper::<{ f() }>(s)
}

struct S;

impl S {
    const C: Self = Self::new();

    fn method(&self) {
        fn inner() { deep(); }
        const ALSO: u8 = g();
        self.a.b.c();
        &mut *self.d;
        let list: [u8; { f() }] = [0; 4];
        other!(a; b() => c.d());
    }
}

trait T {
    fn without(&self);
    fn with(&self) { self.without() }
}

fn empty() {}
