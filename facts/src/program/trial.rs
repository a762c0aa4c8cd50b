//! Programs of small trees that tests write, and what the program says of their names.

use rustc_hash::FxHashMap;

use super::{At, Program, UnitIndex};
use crate::SourceFile;
use crate::discover::trial::{manifest, tree};
use crate::discover::{self, FileKind};
use crate::extract::rust;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::graph::{Spelling, Spellings, Target};
use crate::place::FileId;
use crate::resolve::{self, Input};

/// Writes files, reads them all with bodies, and shows their program.
pub(crate) fn with_program(files: &[(&str, &str)], look: impl FnOnce(&Program<'_>)) {
    let dir = tree(files);
    let found = discover::discover(dir.path(), &discover::Options::default()).expect("a tree");
    let (mut sources, mut facts) = (Vec::new(), Vec::new());
    for file in &found.files {
        let text = discover::read_text(&found.root, &file.path, &discover::Options::default()).text;
        facts.push((file.kind == FileKind::Rust).then(|| rust::extract_with_bodies(&text)));
        sources.push(SourceFile { path: file.path.clone(), text: text.into() });
    }
    let by_path: FxHashMap<String, FileId> = sources
        .iter()
        .enumerate()
        .map(|(index, file)| (file.path.clone(), FileId(index as u32)))
        .collect();
    let spellings = Spellings::default();
    let spelled: Vec<Vec<Spelling>> = facts
        .iter()
        .map(|facts| spellings.of(facts.iter().flat_map(|facts| facts.symbols.iter())))
        .collect();
    let input = Input {
        files: &sources,
        facts: &facts,
        spellings: &spelled,
        by_path: &by_path,
        packages: &found.packages,
        workspaces: &found.workspaces,
    };
    resolve::look_at(&input, spellings.into_names(), look);
}

/// A package `app` with these dependencies and this `src/main.rs`.
pub(crate) fn with_main(dependencies: &[&str], text: &str, look: impl FnOnce(&Program<'_>)) {
    with_program(&[("Cargo.toml", &manifest("app", dependencies)), ("src/main.rs", text)], look);
}

/// A target as text: `package::path` of what is outside, `crate::name` of what is not.
pub(crate) fn name(program: &Program<'_>, target: Option<Target>) -> String {
    let graph = program.graph;
    match target {
        None => "?".to_owned(),
        Some(Target::External(external)) => {
            let external = &graph.externals[external.index()];
            match external.path.as_str() {
                "" => external.package.clone(),
                path => format!("{}::{path}", external.package),
            }
        }
        Some(Target::Item(item)) => {
            let item = graph.item(item);
            let own = graph.names.get(item.name);
            item.parent.map_or_else(
                || own.to_owned(),
                |parent| format!("{}::{own}", graph.names.get(graph.item(parent).name)),
            )
        }
        Some(Target::Module(module)) => graph.names.get(graph.module(module).name).to_owned(),
    }
}

/// What each path and method of the bodies means, in the order of the nodes: `text -> target`.
pub(crate) fn meanings(program: &Program<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for (index, unit) in program.units.iter().enumerate() {
        let index = UnitIndex(index as u32);
        for (node, kind) in unit.bodies.nodes.iter().enumerate() {
            match *kind {
                Node::Path(path) => {
                    let place = program.place(At { unit: index, node: NodeId(node as u32) });
                    let text = program.text(place);
                    out.push(format!("{text} -> {}", name(program, program.path(index, path))));
                }
                Node::Method { call, .. } => out.push(format!(
                    "({}).{} -> {}",
                    name(program, program.receiver(index, call)),
                    program.method_name(index, call),
                    name(program, program.method(index, call))
                )),
                _ => {}
            }
        }
    }
    out
}

#[test]
fn names_in_bodies_mean_what_they_are() {
    let text = "use reqwest::Client;\nmod store { pub struct Store; impl Store { pub fn get(&self) {} } }\n\
                use store::Store;\nconst URL: &str = \"u\";\n\
                async fn run(store: Store, client: Client) { store.get(); client.get(URL); \
                Store::default(); unknown.call(); }\n\
                fn main() { run(Store, Client::new()); }\n#[test] fn test() { run(); }";
    with_main(&["reqwest"], text, |program| {
        assert_eq!(
            meanings(program),
            [
                "(Store).get -> Store::get",
                "URL -> URL",
                "(reqwest::Client).get -> reqwest::Client::get",
                "Store::default -> Store",
                "unknown -> ?",
                "(?).call -> ?",
                "run -> run",
                "Store -> Store",
                "Client::new -> reqwest::Client::new",
            ]
        );
        let names: Vec<String> = program
            .bodies
            .iter()
            .map(|body| name(program, Some(Target::Item(body.item))))
            .collect();
        assert_eq!(names, ["Store::get", "URL", "run", "main"]);
        let run = program.body_of(program.bodies[2].item).expect("a body");
        assert!(run.is_async && !run.has_self && run.parameters == (0, 2));
        assert!(program.bodies[0].has_self);
        let url = program.body_of(program.bodies[1].item).expect("a body");
        assert_eq!(program.literal(At { unit: url.unit, node: url.node }), "u");
    });
}

#[test]
fn what_a_call_gives_is_known() {
    let text = "use axum::{Extension, Json, extract::State};\nuse sqlx::PgPool;\nuse std::sync::Arc;\n\
        struct Store { pool: PgPool, cache: tokio::sync::Mutex<Cache> }\n\
        struct Cache; impl Cache { fn put(&self) {} fn find(&self) -> Option<Cache> { None } }\n\
        impl Store { fn all(&self) -> Vec<Cache> { vec![] } }\n\
        async fn handle(State(store): State<Arc<Store>>, Extension(mut cache): Extension<Cache>) {\n\
        store.pool.begin().await.unwrap().commit();\n\
        store.cache.lock().await.put();\n\
        if let Some(found) = cache.find() { found.put(); }\n\
        let Some(other) = cache.clone().find() else { return };\n\
        match other.find() { Some(third) => third.put(), None => {} }\n\
        for each in store.all() { each.put(); }\n\
        let answer = reqwest::Client::new().get(URL).header(A).send().await?.error_for_status()?;\n\
        answer.json();\n\
        }\nfn main() {}";
    with_main(&["reqwest", "sqlx", "axum", "tokio"], text, |program| {
        let methods: Vec<String> =
            meanings(program).into_iter().filter(|line| line.starts_with('(')).collect();
        assert_eq!(
            methods,
            [
                "(sqlx::PgPool).begin -> sqlx::PgPool::begin",
                "(sqlx::Transaction).unwrap -> sqlx::Transaction::unwrap",
                "(sqlx::Transaction).commit -> sqlx::Transaction::commit",
                "(tokio::sync::Mutex).lock -> tokio::sync::Mutex::lock",
                "(Cache).put -> Cache::put",
                "(Cache).find -> Cache::find",
                "(Cache).put -> Cache::put",
                "(Cache).clone -> ?",
                "(Cache).find -> Cache::find",
                "(Cache).find -> Cache::find",
                "(Cache).put -> Cache::put",
                "(Store).all -> Store::all",
                "(Cache).put -> Cache::put",
                "(reqwest::Client).get -> reqwest::Client::get",
                "(reqwest::RequestBuilder).header -> reqwest::RequestBuilder::header",
                "(reqwest::RequestBuilder).send -> reqwest::RequestBuilder::send",
                "(reqwest::Response).error_for_status -> reqwest::Response::error_for_status",
                "(reqwest::Response).json -> reqwest::Response::json",
            ]
        );
    });
}

#[test]
fn parts_of_tuples_have_their_types() {
    let text = "
        struct Store; impl Store { fn put(&self) {} }
        fn both() -> (Store, u8) { todo!() }
        async fn main() {
            let (client, connection) = tokio_postgres::connect(URL, NoTls).await.unwrap();
            client.query(SQL);
            connection.poll();
            let (first, mut second): (u8, Store) = load();
            second.put();
            let (store, (_, rest)) = both();
            store.put(); rest.put();
        }
    ";
    with_main(&["tokio-postgres"], text, |program| {
        let methods: Vec<String> = meanings(program)
            .into_iter()
            .filter(|line| line.starts_with('(') && !line.contains("unwrap"))
            .collect();
        assert_eq!(
            methods,
            [
                "(tokio-postgres::Client).query -> tokio-postgres::Client::query",
                "(tokio-postgres::Connection).poll -> tokio-postgres::Connection::poll",
                "(Store).put -> Store::put",
                "(Store).put -> Store::put",
                "(?).put -> ?",
            ]
        );
    });
}

#[test]
fn names_of_preludes_are_those_of_their_package() {
    let text = "
        use salvo::prelude::*;
        use other::prelude::*;
        fn main() { Router::new().push(x); Strange::new(); }
    ";
    with_main(&["salvo", "other"], text, |program| {
        let found = meanings(program);
        assert!(found.contains(&"Router::new -> salvo::prelude::Router::new".into()), "{found:?}");
        assert!(found.contains(&"Strange::new -> ?".to_owned()), "{found:?}");
    });
}

#[test]
fn type_parameters_are_used_like_their_bounds() {
    let text = "trait Repo { fn save(&self); }\ntrait Clock { fn now(&self); }\n\
        struct Service<R: Send + Repo, C> where C: Clock { repo: R, clock: std::sync::Arc<C> }\n\
        impl<R: Send + Repo, C: Clock> Service<R, C> {\n\
        fn run(&self) { self.repo.save(); self.clock.now(); }\n}\n\
        fn one<R>(repo: &R) where R: Repo { repo.save() }\n\
        fn two(repo: impl Repo, other: Box<dyn Repo + Send>) { repo.save(); other.save(); }\n\
        fn odd<T: <T>::X, U: Into<U>, V: Repo + Into<V>>(t: T, u: U, v: V) { t.a(); u.b(); v.save(); }\n\
        impl<T: Clock> Repo for T { fn save(&self) { self.now() } }\nfn main() {}";
    with_main(&[], text, |program| {
        assert_eq!(
            meanings(program),
            [
                "(Repo).save -> Repo::save",
                "(Clock).now -> Clock::now",
                "(Repo).save -> Repo::save",
                "(Repo).save -> Repo::save",
                "(Repo).save -> Repo::save",
                "(?).a -> ?",
                "(?).b -> ?",
                "(Repo).save -> Repo::save",
                "(Clock).now -> Clock::now",
            ]
        );
        let blanket: Vec<bool> =
            program.graph.implementations.iter().map(|found| found.blanket).collect();
        assert_eq!(blanket, [true]);
    });
}
