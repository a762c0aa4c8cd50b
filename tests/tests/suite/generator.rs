//! `new`, `add` and `undo` as a person uses them; what they generate is compiled in `tests/generated`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::foreign::FOREIGN;
use crate::program::{Run, command, files_below, finish, read, tree, write};

/// Runs the program in `dir`; nothing is compiled.
pub(crate) fn run(dir: &Path, arguments: &[&str]) -> Run {
    let mut command = command(dir, arguments);
    command.stdin(Stdio::null());
    finish(command)
}

#[track_caller]
pub(crate) fn succeeds(dir: &Path, arguments: &[&str]) -> String {
    let run = run(dir, arguments);
    assert_eq!(run.status, Some(0), "{arguments:?}: {}", run.stderr);
    String::from_utf8(run.stdout).expect("UTF-8")
}

#[track_caller]
pub(crate) fn fails(dir: &Path, arguments: &[&str]) -> String {
    let run = run(dir, arguments);
    assert_eq!(run.status, Some(2), "{arguments:?}");
    run.stderr
}

/// All files below a folder, without the journal, and without what the compiler leaves.
pub(crate) fn files(dir: &Path) -> BTreeMap<String, String> {
    let below =
        |path: &Path| path.strip_prefix(dir).expect("below").to_string_lossy().replace('\\', "/");
    let kept = |path: &String| {
        !path.contains(".portcullis/") && !path.contains(".git/") && !path.starts_with("target/")
    };
    let paths = files_below(dir).into_iter().map(|path| (below(&path), path));
    paths.filter(|(below, _)| kept(below)).map(|(below, path)| (below, read(&path))).collect()
}

/// Whether this machine has a rustfmt.
#[expect(clippy::disallowed_methods, reason = "the test asks what the program would find")]
fn has_rustfmt() -> bool {
    let mut rustfmt = std::process::Command::new("rustfmt");
    rustfmt.arg("--version").output().is_ok_and(|output| output.status.success())
}

#[test]
fn a_system_is_made_without_a_question_and_taken_back() {
    let dir = tree(&[]);
    let said = succeeds(dir.path(), &["new", "shop", "--no-verify"]);
    assert!(said.starts_with("new shop in shop: "), "{said}");
    // Where there is a rustfmt, it is used without the proof too.
    let is_there = said.contains("it was formatted, and neither compiled nor linted");
    assert_eq!(is_there, has_rustfmt(), "{said}");
    assert!(said.contains("\nnext:\n  cd shop\n"), "{said}");
    let made = files(dir.path());
    assert!(made["shop/Cargo.toml"].contains("\"services/orders/core\""));
    assert!(made.contains_key("shop/vendor/portcullis-macros/src/lib.rs"));
    let said = fails(dir.path(), &["new", "shop", "--no-verify"]);
    assert!(said.contains("`shop` is there already"), "{said}");
    assert_eq!(files(dir.path()), made);
    succeeds(dir.path(), &["undo", "shop"]);
    assert!(!dir.path().join("shop").exists());
}

#[test]
fn a_dry_run_shows_what_the_run_writes() {
    let dir = tree(&[]);
    let shown = succeeds(dir.path(), &["new", "shop", "--no-verify", "--dry-run"]);
    assert_eq!(files(dir.path()).len(), 0);
    succeeds(dir.path(), &["new", "shop", "--no-verify"]);
    for path in files(&dir.path().join("shop")).keys() {
        let is_carried = path.starts_with("vendor/");
        assert!(is_carried || shown.contains(&format!("+++ b/{path}\n")), "{path} is not shown");
    }
}

#[test]
fn wrong_answers_say_what_is_right() {
    let dir = tree(&[]);
    let said = fails(dir.path(), &["new"]);
    assert!(said.contains("NAME"), "{said}");
    let said = fails(dir.path(), &["new", "shop", "--in", "carrier-pigeon"]);
    assert!(said.contains("`rest`"), "{said}");
    let said = fails(dir.path(), &["new", "shop", "--out", "repository:stone"]);
    assert!(said.contains("`repository:sqlite`"), "{said}");
    let said = fails(dir.path(), &["new", "shop", "--answer", "colour=red"]);
    assert!(said.contains("nothing asks for `colour`"), "{said}");
    let said = fails(dir.path(), &["new", "../shop"]);
    assert!(said.contains("cannot be a name"), "{said}");
    assert_eq!(files(dir.path()).len(), 0);
}

#[test]
fn where_nothing_changes_nothing_is_compiled() {
    // Without a rustfmt it is not known that what is rendered is what is there.
    if !has_rustfmt() {
        return;
    }
    let dir = tree(&[]);
    succeeds(dir.path(), &["new", "shop", "--no-verify"]);
    let mut again = command(&dir.path().join("shop"), ["add", "service", "orders"]);
    again.stdin(Stdio::null()).env("CARGO", "no-such-cargo");
    let again = finish(again);
    assert_eq!(again.status, Some(0), "{}", again.stderr);
    let said = String::from_utf8(again.stdout).expect("UTF-8");
    assert!(said.starts_with("add service orders: everything is there already\n"), "{said}");
}

#[test]
fn pieces_are_added_once_and_taken_back() {
    let dir = tree(&[]);
    succeeds(dir.path(), &["new", "shop", "--no-verify"]);
    let shop = dir.path().join("shop");
    let before = files(&shop);
    let pieces: [&[&str]; 6] = [
        &["add", "port", "payments"],
        &["add", "adapter", "Payments", "--tech", "http"],
        &["add", "adapter", "order-repository", "--tech", "redis"],
        &["add", "use-case", "cancel-order"],
        &["add", "event", "order-cancelled"],
        &["add", "service", "billing"],
    ];
    for piece in pieces {
        let mut piece = piece.to_vec();
        piece.push("--no-verify");
        succeeds(&shop, &piece);
        let after = files(&shop);
        let said = succeeds(&shop, &piece);
        assert!(said.contains("everything is there already"), "{piece:?}: {said}");
        assert_eq!(files(&shop), after, "{piece:?} again");
    }
    let after = files(&shop);
    let core = "services/orders/core/src";
    assert!(after[&format!("{core}/ports/outbound.rs")].contains("pub trait Payments {}"));
    let adapter = &after["services/orders/adapters/src/outbound/redis_order_repository.rs"];
    let signature =
        "async fn insert(&self, order: &Order, event: &OrderPlaced) -> Result<(), InsertError> {";
    assert!(adapter.contains(signature), "{adapter}");
    assert!(
        adapter.contains("use orders_core::domain::{Order, OrderId, OrderPlaced};"),
        "{adapter}"
    );
    let case = &after[&format!("{core}/use_cases/cancel_order.rs")];
    assert!(case.contains("use crate::ports::CancelOrder;"), "{case}");
    assert!(after[&format!("{core}/domain/order.rs")].contains("name = \"order.cancelled\""));
    assert!(after.contains_key("services/billing/core/Cargo.toml"));
    for _ in pieces {
        succeeds(&shop, &["undo"]);
    }
    assert_eq!(files(&shop), before);
}

#[test]
fn what_was_edited_since_is_not_taken_back() {
    let dir = tree(&[]);
    succeeds(dir.path(), &["new", "shop", "--no-verify"]);
    let shop = dir.path().join("shop");
    succeeds(&shop, &["add", "port", "payments", "--no-verify"]);
    let ports = shop.join("services/orders/core/src/ports/outbound.rs");
    write(&ports, read(&ports) + "// mine\n");
    let before = files(&shop);
    let said = fails(&shop, &["undo"]);
    assert!(said.contains("changed since: services/orders/core/src/ports/outbound.rs"), "{said}");
    assert_eq!(files(&shop), before);
}

#[test]
fn a_folder_of_templates_replaces_files_and_adds_packs() {
    let pack = "summary = \"a note\"\nsubject = \"note\"\n[[question]]\nname = \"note\"\nkind = \"name\"\nprompt = \"?\"\nhelp = \"h\"\n";
    let mut all = FOREIGN.to_vec();
    all.extend([
        ("packs/note/pack.toml", pack),
        ("packs/note/files/__note.snake__.md.j2", "<{ note.title }>\n"),
        (
            "packs/health-check/files/__target.router.beside.dir__/__module__.rs.j2",
            "// /health ours\n",
        ),
    ]);
    let dir = tree(&all);
    let arguments = ["--templates", "packs", "--no-verify"];
    succeeds(dir.path(), &[&["add", "note", "read-me"], &arguments[..]].concat());
    assert_eq!(files(dir.path())["read_me.md"], "Read me\n");
    succeeds(dir.path(), &[&["add", "health-check"], &arguments[..]].concat());
    assert_eq!(files(dir.path())["src/health.rs"], "// /health ours\n");
    write(&dir.path().join("packs/note/files/Cargo.toml"), String::new());
    let said = fails(dir.path(), &[&["add", "note", "x"], &arguments[..]].concat());
    assert!(said.contains("packs/note/files/Cargo.toml: "), "{said}");
    assert!(said.contains("call it `Cargo.toml.j2`"), "{said}");
}

/// A package without dependencies, and packs that add to it well, wrongly and against its layers.
const PROVED: &[(&str, &str)] = &[
    ("Cargo.toml", "[package]\nname = \"inn\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
    ("src/lib.rs", "pub mod adapters;\npub mod domain;\n"),
    ("src/adapters.rs", "pub struct Keys;\n"),
    ("src/domain.rs", "pub struct Room;\npub   struct   Bed;\n"),
    (
        "portcullis.toml",
        "[[layer]]\nname = \"core\"\npaths = [\"src/domain/**\", \"src/domain.rs\"]\n\n[[layer]]\nname = \"adapter-out\"\npaths = [\"src/adapters.rs\"]\n",
    ),
    (
        "packs/good/pack.toml",
        "summary = \"s\"\n[[edit]]\nkind = \"mod\"\nfile = \"src/domain.rs\"\ntext = \"pub mod guest;\"\n",
    ),
    ("packs/good/files/src/domain/guest.rs", "pub struct   Guest ( pub u8 , ) ;\n"),
    (
        "packs/broken/pack.toml",
        "summary = \"s\"\n[[edit]]\nkind = \"mod\"\nfile = \"src/domain.rs\"\ntext = \"pub mod guest;\"\n",
    ),
    ("packs/broken/files/src/domain/guest.rs", "pub struct Guest(pub Missing);\n"),
    (
        "packs/leaking/pack.toml",
        "summary = \"s\"\n[[edit]]\nkind = \"mod\"\nfile = \"src/domain.rs\"\ntext = \"pub mod guest;\"\n",
    ),
    ("packs/leaking/files/src/domain/guest.rs", "pub struct Guest(pub crate::adapters::Keys);\n"),
];

#[test]
fn what_is_written_was_formatted_compiled_and_linted_before() {
    let dir = tree(PROVED);
    let before = files(dir.path());
    let add = |pack: &str| run(dir.path(), &["add", pack, "--templates", "packs"]);

    let broken = add("broken");
    assert_eq!(broken.status, Some(2), "{broken:?}");
    assert!(broken.stderr.contains("does not compile"), "{}", broken.stderr);
    assert!(broken.stderr.contains("Missing"), "{}", broken.stderr);
    let leaking = add("leaking");
    assert_eq!(leaking.status, Some(2), "{leaking:?}");
    assert!(leaking.stderr.contains("[hexagonal/layer-dependency]"), "{}", leaking.stderr);
    assert_eq!(files(dir.path()), before, "nothing was written");
    let names = dir.path().parent().expect("a folder").read_dir().expect("a list");
    let own = dir.path().file_name().expect("a name").to_string_lossy().into_owned();
    let left = names.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let left: Vec<_> = left.filter(|name| name.contains(&own) && *name != own).collect();
    assert!(left.is_empty(), "{left:?} was left behind");

    let good = add("good");
    assert_eq!(good.status, Some(0), "{good:?}");
    let said = String::from_utf8_lossy(&good.stdout);
    assert!(said.contains("compiled and linted before"), "{said}");
    let now = files(dir.path());
    // What was not formatted before is only added to.
    assert_eq!(now["src/domain.rs"], format!("pub mod guest;\n\n{}", before["src/domain.rs"]));
    if said.contains("it was formatted") {
        assert_eq!(now["src/domain/guest.rs"], "pub struct Guest(pub u8);\n");
    }
}

#[test]
#[cfg(unix)]
fn a_run_that_is_killed_is_taken_back_by_the_next() {
    for milliseconds in [1, 5, 20, 60, 120, 240] {
        let dir = tree(&[]);
        let mut run = command(dir.path(), ["new", "shop", "--no-verify"]);
        let mut child = run
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be started");
        // Not a wait for something to happen: the moment at which it is killed.
        thread::sleep(Duration::from_millis(milliseconds));
        let _ = child.kill();
        let _ = child.wait();
        let shop = dir.path().join("shop");
        let is_done = shop.join(".portcullis/done/0001").exists();
        let said = finish(command(dir.path(), ["undo", "shop"]));
        assert_eq!(said.status, Some(if is_done { 0 } else { 2 }), "{milliseconds}: {said:?}");
        assert_eq!(files(dir.path()), BTreeMap::new(), "killed after {milliseconds} ms");
    }
}
