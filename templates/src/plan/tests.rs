//! Plans of small packs over small trees.

use std::collections::BTreeMap;

use super::*;
use crate::Given;
use crate::pack::Shelf;

fn shelf(files: &[(&str, &str)]) -> Shelf {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Shelf::default().overlaid("packs", files.collect())
}

const PACK: &str = r#"
summary = "a thing"
subject = "thing"
next = ["cargo test -p <{ thing }>"]

[[question]]
name = "thing"
kind = "name"
prompt = "What is it called?"
help = "its name"

[[question]]
name = "kinds"
kind = "multi"
flag = "out:store"
prompt = "Which?"
help = "which"
default = ["a"]
options = [{ value = "a", help = "a" }, { value = "b", help = "b" }]

[[when]]
path = "__thing.snake__/b.rs"
if = "'b' in kinds"

[[edit]]
kind = "member"
file = "Cargo.toml"
text = "<{ thing }>"

[[edit]]
kind = "line"
file = ".env"
for = "kind in kinds"
text = "KIND_<{ kind | screaming }>=1"
"#;

fn pack() -> Pack {
    let files = [
        ("thing/pack.toml", PACK),
        ("thing/files/__thing.snake__/lib.rs.j2", "struct <{ thing.pascal }>;\n"),
        ("thing/files/__thing.snake__/b.rs", "<{ untouched }>\n"),
        ("thing/files/run.j2", "#!/bin/sh\n"),
    ];
    Pack::load(&shelf(&files), "thing").unwrap()
}

fn answers(pack: &Pack, said: &[(&str, &str)]) -> Result<Answers, Error> {
    let mut given = Given::default();
    for (flag, value) in said {
        given.flag(pack, flag, value)?;
    }
    Answers::complete(pack, &given, Macros::Embedded, Value::from(()), &mut |_, _| None)
}

fn tree() -> BTreeMap<String, Vec<u8>> {
    let files = [("Cargo.toml", "[workspace]\nmembers = [\"app\"]\n"), (".env", "A=1\n")];
    files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into()
}

fn after(plan: &Plan, tree: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let mut tree = tree.clone();
    for change in &plan.changes {
        match &change.after {
            Some(after) => tree.insert(change.path.clone(), after.clone()),
            None => tree.remove(&change.path),
        };
    }
    tree
}

#[test]
fn a_plan_is_what_the_answers_make_of_the_pack() {
    let pack = pack();
    let answers = answers(&pack, &[("thing", "Big thing")]).unwrap();
    let plan = plan(&pack, &answers, &tree()).unwrap();
    let paths: Vec<&str> = plan.changes.iter().map(|change| change.path.as_str()).collect();
    assert_eq!(paths, [".env", "Cargo.toml", "big_thing/lib.rs", "run"]);
    let text =
        |index: usize| plan.changes[index].after.clone().map(|b| String::from_utf8(b).unwrap());
    assert_eq!(text(0).unwrap(), "A=1\nKIND_A=1\n");
    assert_eq!(text(1).unwrap(), "[workspace]\nmembers = [\"app\", \"big-thing\"]\n");
    assert_eq!(text(2).unwrap(), "struct BigThing;\n");
    assert!(plan.changes[3].executable && !plan.changes[2].executable);
    assert_eq!(plan.next, ["cargo test -p big-thing"]);
}

#[test]
fn a_second_run_changes_nothing() {
    let pack = pack();
    let answers = answers(&pack, &[("thing", "x"), ("out", "store:b")]).unwrap();
    let first = plan(&pack, &answers, &tree()).unwrap();
    let second = plan(&pack, &answers, &after(&first, &tree())).unwrap();
    assert_eq!(second.changes, []);
    assert_eq!(second.already, ["Cargo.toml: x", ".env: KIND_B=1"]);
}

#[test]
fn two_plans_become_one() {
    let pack = pack();
    let (a, b) = (answers(&pack, &[("thing", "a")]), answers(&pack, &[("thing", "b")]));
    let first = plan(&pack, &a.unwrap(), &tree()).unwrap();
    let planned = Planned { tree: &tree(), plan: &first };
    let both = first.clone().then(plan(&pack, &b.unwrap(), &planned).unwrap());
    let paths: Vec<&str> = both.changes.iter().map(|change| change.path.as_str()).collect();
    assert_eq!(paths, [".env", "Cargo.toml", "a/lib.rs", "b/lib.rs", "run"]);
    assert_eq!(both.changes[1].before.as_deref(), tree().get("Cargo.toml").map(Vec::as_slice));
}

#[test]
fn a_missing_place_says_what_would_have_been_put_there() {
    let pack = pack();
    let answers = answers(&pack, &[("thing", "x")]).unwrap();
    let bare = BTreeMap::from([("Cargo.toml".to_owned(), b"[package]\nname = \"a\"\n".to_vec())]);
    let error = plan(&pack, &answers, &bare).unwrap_err().to_string();
    assert_eq!(
        error,
        "cannot edit `Cargo.toml`: it is not the manifest of a workspace; nothing was written. \
         Add this by hand:\n\n    members = [\"x\"]\n"
    );
}

#[test]
fn wrong_answers_are_told_with_what_is_right() {
    let pack = pack();
    let error = |said: &[(&str, &str)]| answers(&pack, said).unwrap_err().to_string();
    assert_eq!(
        error(&[]),
        "`thing` asks “What is it called?”; say it as the NAME behind the command"
    );
    assert_eq!(
        error(&[("thing", "x"), ("out", "store:c")]),
        "`c` is none of the options of `kinds`; `--out` takes `store:a`, `store:b`"
    );
    assert_eq!(
        error(&[("out", "queue:c")]),
        "`thing` takes no `--out queue:c`; it takes `store:a`, `store:b`"
    );
    assert_eq!(
        error(&[("thing", "1x")]),
        "`1x` cannot be a name in Rust; take letters, digits and `-`, a letter first, and no word of Rust"
    );
}

#[test]
fn what_is_there_makes_a_pack_superfluous() {
    let there = "summary = \"s\"\n[[there]]\nthat = \"target.it\"\nsays = \"`<{ target.it }>` has it\"\n[[need]]\nthat = \"false\"\notherwise = \"n\"\n";
    let pack = Pack::load(&shelf(&[("it/pack.toml", there), ("it/files/a", "")]), "it").unwrap();
    let answers = |it: Option<&str>| {
        let target = crate::value(BTreeMap::from([("it", it)]));
        Answers::complete(&pack, &Given::default(), Macros::Embedded, target, &mut |_, _| None)
    };
    let found = answers(Some("src/main.rs")).unwrap();
    let plan = plan(&pack, &found, &tree()).unwrap();
    assert_eq!((plan.changes, plan.already), (vec![], vec!["`src/main.rs` has it".to_owned()]));
    assert!(matches!(answers(None), Err(Error::Need(_))));
}
