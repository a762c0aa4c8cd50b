//! Documentation that is made from the code: what stands in it, and what is never touched.

use std::path::Path;

use crate::history::History;
use crate::program::{
    bless, command, copy, files_below, finish, fixtures, read, repository, write,
};

/// Where the pages of a fixture are kept.
fn kept(fixture: &str) -> std::path::PathBuf {
    repository().join("tests/pages").join(fixture)
}

fn docs(dir: &Path, more: &[&str]) -> crate::program::Run {
    finish(command(dir, [&["docs"], more].concat()))
}

#[test]
fn pages_of_fixtures_say_what_their_code_says() {
    let mut wrong = Vec::new();
    for fixture in ["system-shop", "system-events", "layer-dependency-twin"] {
        let dir = copy(fixture);
        let made = docs(dir.path(), &[]);
        assert_eq!(made.status, Some(0), "{made:?}");
        let from = dir.path().join("docs/architecture");
        let mut pages = Vec::new();
        for page in files_below(&from) {
            let path = page.strip_prefix(&from).expect("below").to_owned();
            let file = kept(fixture).join(&path);
            if bless() {
                write(&file, read(&page));
            } else if !file.exists() || read(&file) != read(&page) {
                wrong.push(file.clone());
            }
            pages.push(file);
        }
        let left = files_below(&kept(fixture)).into_iter().filter(|file| !pages.contains(file));
        wrong.extend(left);
    }
    assert!(wrong.is_empty(), "{wrong:?} differ; `BLESS=1 cargo test` rewrites them");
}

#[test]
fn pages_are_stale_when_the_architecture_changed_and_not_before() {
    let dir = copy("system-shop");
    let main = dir.path().join("services/orders/src/main.rs");
    let missing = docs(dir.path(), &["--check"]);
    assert_eq!(missing.status, Some(1), "{missing:?}");
    assert!(missing.stderr.contains("`docs/architecture/index.md` is missing"), "{missing:?}");
    assert_eq!(docs(dir.path(), &[]).status, Some(0));
    assert_eq!(docs(dir.path(), &["--check"]).status, Some(0));
    write(
        &main,
        format!("{}\n// Further down.\n", read(&main).replace("mod error;", "\n\nmod error;")),
    );
    assert_eq!(docs(dir.path(), &["--check"]).status, Some(0), "moved code changes no page");

    write(&main, read(&main).replace("\"/orders/{id}\"", "\"/orders/by-id/{id}\""));
    let stale = docs(dir.path(), &["--check"]);
    assert_eq!(stale.status, Some(1), "{stale:?}");
    assert!(
        stale.stderr.contains("docs/architecture/services/orders.md` does not say"),
        "{stale:?}"
    );
    assert!(stale.stderr.contains("run `portcullis docs` and commit"), "{stale:?}");
}

#[test]
fn what_others_wrote_stays() {
    let dir = copy("system-shop");
    let own = dir.path().join("docs/architecture/services/orders.md");
    write(&own, "# Ours\n");
    let refused = docs(dir.path(), &[]);
    assert_eq!(refused.status, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("was not made by `portcullis docs`"), "{refused:?}");
    assert_eq!(read(&own), "# Ours\n");
    assert!(!dir.path().join("docs/architecture/index.md").exists(), "nothing was written");
}

#[test]
fn purposes_and_decisions_are_those_of_people() {
    let dir = copy("system-shop");
    let at = |path: &str| dir.path().join(path);
    write(&at("services/stock/README.md"), "# Stock\n\nKnows [every](x) article.\n");
    write(&at("docs/adr/0001-one.md"), "# 1. Use *one* <b>database</b>\n\n## Status\n\nAccepted\n");
    assert_eq!(docs(dir.path(), &[]).status, Some(0));
    let index = read(&at("docs/architecture/index.md"));
    assert!(index.contains("| Knows every article. |"), "{index}");
    let decision =
        "[1. Use \\*one\\* &lt;b&gt;database&lt;/b&gt;](<../../docs/adr/0001-one.md>) | Accepted |";
    assert!(index.contains(decision), "{index}");
}

#[test]
fn no_page_holds_a_secret() {
    let secret = "tulip-harbour-42";
    assert!(read(&fixtures().join("system-shop/compose.yaml")).contains(secret));
    let dir = copy("system-shop");
    assert_eq!(docs(dir.path(), &[]).status, Some(0));
    for page in files_below(&dir.path().join("docs")) {
        assert!(!read(&page).contains(secret), "{}", page.display());
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_links_of_the_tree() {
    let history = History::of("system-shop");
    let outside = tempfile::tempdir().expect("a folder");
    let docs_dir = history.path().join("docs/architecture");
    std::fs::create_dir_all(&docs_dir).expect("a folder");
    std::os::unix::fs::symlink(outside.path(), docs_dir.join("services")).expect("a link");
    let run = history.run(&["docs"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("is a symbolic link"), "{run:?}");
    assert_eq!(outside.path().read_dir().expect("a folder").count(), 0);
}
