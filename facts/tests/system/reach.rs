//! Calls between functions, and what is reached through them.

use portcullis_facts::graph::system::{FnFlags, FnId, Landscape, ReachOptions};

use crate::sketch::app;

fn prints(main: &str) -> Vec<String> {
    let text = format!("{main}\n fn keep() {{ let _ = reqwest::Client::new(); }}");
    let system = app(&["axum", "reqwest", "tokio"], &text);
    let landscape: &Landscape = &system.graph.landscape;
    let start = landscape.functions.iter().position(|function| {
        system.graph.names.get(system.graph.item(function.item).name) == "main"
    });
    let start = FnId(start.expect("a main") as u32);
    let named = [
        (FnFlags::LOOP, "loop"),
        (FnFlags::CONDITIONAL, "conditional"),
        (FnFlags::SPAWNED, "spawned"),
        (FnFlags::BLOCKING_ALLOWED, "blocking"),
        (FnFlags::ONCE, "once"),
        (FnFlags::TIMEOUT, "timeout"),
        (FnFlags::RETRY, "retry"),
        (FnFlags::ATTEMPTS, "attempts"),
    ];
    let reached = landscape.reach(start, &ReachOptions::default());
    let lines = reached.iter().map(|reached| {
        let site = landscape.site(reached.site);
        let text = &system.file(site.place.file).text[site.place.span.range()];
        let mut line = text.split('"').nth(1).unwrap_or_default().to_owned();
        for (flag, name) in named {
            if reached.flags.contains(flag) {
                line = format!("{line} {name}");
            }
        }
        format!("{line} {}", reached.path.len())
    });
    lines.collect()
}

#[test]
fn a_limit_around_a_call_is_one_of_what_is_called() {
    let main = r#"
        struct Stock;
        impl Stock { async fn fetch(&self) { println!("fetched"); } }
        async fn load(stock: &Stock) { println!("loaded"); }
        async fn limit() -> u8 { println!("limit"); 1 }
        async fn main() {
            let stock = Stock;
            tokio::time::timeout(limit().await, load(&stock)).await;
            tokio::time::timeout(LIMIT, stock.fetch()).await;
        }
    "#;
    assert_eq!(prints(main), ["limit 1", "loaded timeout 1", "fetched timeout 1"]);
}

#[test]
fn attempts_are_told_from_rounds_through_elements() {
    let main = r#"
        fn main() {
            for order in orders { println!("each"); }
            for _ in 0..3 { println!("counted"); }
            for number in (1..=MOST).rev() { println!("backwards"); }
            loop { println!("endless"); break; }
            while open() { println!("while"); }
            call_with_backoff(|| println!("handed"));
        }
    "#;
    let expected = [
        "each loop 0",
        "counted loop attempts 0",
        "backwards loop attempts 0",
        "endless loop attempts 0",
        "while loop attempts 0",
        "handed retry 0",
    ];
    assert_eq!(prints(main), expected);
}

#[test]
fn what_a_type_has_from_a_trait_is_run() {
    let main = r#"
        trait Server {
            fn name(&self) -> String;
            fn start(&self) { println!("start"); self.name(); }
            fn stop(&self) { println!("stop"); }
        }
        struct Queries;
        impl Server for Queries { fn name(&self) -> String { println!("queries"); String::new() } }
        struct Orders;
        impl Server for Orders {
            fn name(&self) -> String { println!("orders"); String::new() }
            fn start(&self) { println!("own"); }
        }
        fn main() { let queries = Queries; queries.start(); Orders.start(); }
    "#;
    assert_eq!(prints(main), ["start 1", "own 1", "queries 2", "orders 2"]);
}

#[test]
fn surroundings_come_with_the_way() {
    let main = r#"
        fn main() {
            println!("a");
            if true { b(); }
            for x in xs { c(); }
            tokio::spawn(async move { d(); });
            vec![1].iter().for_each(|x| e());
            tokio::task::spawn_blocking(|| f());
        }
        fn b() { println!("b"); }
        fn c() { println!("c"); }
        fn d() { println!("d"); }
        fn e() { println!("e"); }
        fn f() { println!("f"); }
    "#;
    assert_eq!(
        prints(main),
        ["a 0", "b conditional 1", "c loop 1", "e loop 1", "f blocking 1", "d spawned 2"]
    );
}

#[test]
fn traits_lead_to_every_implementation_and_values_to_their_functions() {
    let main = r#"
        trait Port { fn go(&self); }
        struct One; struct Two;
        impl Port for One { fn go(&self) { println!("one"); } }
        impl Port for Two { fn go(&self) { println!("two"); } }
        fn main() { run(&One); [1].iter().map(step).count(); }
        fn run(port: &dyn Port) { port.go(); }
        fn step(x: &u8) { println!("step"); }
    "#;
    assert_eq!(prints(main), ["step loop 1", "one 2", "two 2"]);
}

#[test]
fn types_that_a_macro_makes_of_a_port_lead_there_too() {
    let main = r#"
        mod ports {
            #[portcullis_macros::port(out, dyn)]
            pub trait Port { fn go(&self) -> Result<(), String>; }
        }
        use ports::{AnyPort, Port};
        struct One;
        impl Port for One { fn go(&self) -> Result<(), String> { println!("one"); Ok(()) } }
        struct State { port: AnyPort }
        fn main() { run(State { port: AnyPort::new(One) }); }
        fn run(state: State) { state.port.go(); }
    "#;
    assert_eq!(prints(main), ["one 2"]);
}

#[test]
fn closures_run_where_the_function_that_takes_them_has_them_run() {
    let main = r#"
        struct Pool;
        impl Pool {
            async fn run(&self, f: impl FnOnce()) { tokio::task::block_in_place(f) }
            async fn each(&self, f: impl FnOnce()) { f() }
        }
        async fn apart(f: impl FnOnce()) { tokio::task::spawn_blocking(f).await; }
        macro_rules! with { ($body:expr) => { run(move || $body) } }
        fn late() { println!("d"); }
        fn main() {
            with!(late());
            let pool = Pool;
            pool.run(|| println!("a"));
            pool.each(|| println!("b"));
            apart(|| println!("c"));
        }
    "#;
    assert_eq!(prints(main), ["a blocking 0", "b 0", "c blocking 0", "d blocking 1"]);
}

#[test]
fn what_a_pattern_takes_out_of_a_variant_has_its_type() {
    let main = r#"
        enum Command { Serve(Serve), Tool { tool: Tool }, Pair(u8, Tool) }
        struct Serve; struct Tool;
        impl Serve { fn execute(&self) { println!("serve"); } }
        impl Tool { fn execute(&self) { println!("tool"); } }
        fn main() {
            match command() {
                Command::Serve(it) => it.execute(),
                _ => {}
            }
        }
        fn command() -> Command { other(); todo!() }
        fn other() { if let Command::Pair(_, mut it) = next() { it.execute(); } }
    "#;
    assert_eq!(prints(main), ["serve 1", "tool conditional 3"]);
}

#[test]
fn recursion_ends() {
    assert_eq!(
        prints("fn main() { a(); } fn a() { b(); println!(\"a\"); } fn b() { a(); }"),
        ["a 1"]
    );
}
