//! Trees that would hang, recurse or fail: discovery ends, and says what it did not see.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;

use portcullis_facts::discover::{Discovered, Options, discover};
use portcullis_facts::problem::ProblemKind;
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert_eq, proptest};

use crate::sketch::{check_folder, draw, plant};

fn found(folder: &Path) -> Discovered {
    discover(folder, &Options::default()).expect("the folder is there")
}

fn problems(found: &Discovered) -> Vec<(&str, ProblemKind)> {
    found.problems.iter().map(|problem| (problem.path.as_str(), problem.kind)).collect()
}

#[test]
fn links_are_followed_once_and_inside() {
    let elsewhere = plant("//- secret.rs\nfn secret() {}\n//- more/x.rs\n");
    let folder = plant(
        "//- a/src/lib.rs\n//- a/Cargo.toml\npackage = { name = \"a\" }\n//- b/x.rs\n//- pipe.txt\n",
    );
    let at = |path: &str| folder.path().join(path);
    symlink("../a/src", at("b/src")).unwrap();
    symlink("..", at("a/up")).unwrap();
    symlink("self.rs", at("self.rs")).unwrap();
    symlink("gone.rs", at("dangling.rs")).unwrap();
    symlink(elsewhere.path().join("secret.rs"), at("secret.rs")).unwrap();
    symlink(elsewhere.path().join("more"), at("more")).unwrap();
    symlink("../a", at("b/a")).unwrap();
    symlink("../b", at("a/b")).unwrap();
    symlink("b/x.rs", at("y.rs")).unwrap();
    let found = found(folder.path());
    let paths: Vec<_> =
        found.files.iter().map(|file| (file.path.as_str(), file.link_to.as_deref())).collect();
    assert_eq!(
        paths,
        [
            ("a/Cargo.toml", None),
            ("a/b/x.rs", Some("b/x.rs")),
            ("a/src/lib.rs", None),
            ("b/a/Cargo.toml", Some("a/Cargo.toml")),
            ("b/a/src/lib.rs", Some("a/src/lib.rs")),
            ("b/src/lib.rs", Some("a/src/lib.rs")),
            ("b/x.rs", None),
            ("y.rs", Some("b/x.rs")),
        ]
    );
    assert_eq!(
        problems(&found),
        [
            ("a/up", ProblemKind::LinkLoop),
            ("dangling.rs", ProblemKind::Unreadable),
            ("secret.rs", ProblemKind::Unreadable),
            ("self.rs", ProblemKind::LinkLoop),
        ]
    );
    assert_eq!(found.packages.len(), 1, "a package behind a link is no second one");
}

#[test]
fn what_is_no_file_is_never_opened() {
    let folder = plant("//- a.rs\n//- sub/b.rs\n");
    let at = |path: &str| folder.path().join(path);
    let _socket = UnixListener::bind(at("socket.rs")).unwrap();
    // A socket as an ignore file stands for a FIFO too, whose opening would wait.
    let _ignore = UnixListener::bind(at("sub/.gitignore")).unwrap();
    symlink("/dev/zero", at("Cargo.toml")).unwrap();
    let found = found(folder.path());
    assert_eq!(
        found.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(),
        ["a.rs", "sub/b.rs"]
    );
    assert_eq!(
        problems(&found),
        [
            ("Cargo.toml", ProblemKind::Unreadable),
            ("socket.rs", ProblemKind::NotAFile),
            ("sub/.gitignore", ProblemKind::NotAFile),
        ]
    );
}

/// A sparse file: the length is all that matters.
fn large(path: &Path) {
    let file = std::fs::File::options().write(true).create(true).truncate(false).open(path);
    file.and_then(|file| file.set_len(2 << 30)).unwrap();
}

#[test]
fn files_that_steer_the_walk_are_not_read_whatever_their_size() {
    let folder = plant("//- sub/b.rs\n");
    let at = |path: &str| folder.path().join(path);
    large(&at("sub/.gitignore"));
    large(&at(".ignore"));
    large(&at("Cargo.toml"));
    let inside = found(folder.path());
    assert_eq!(
        problems(&inside),
        [
            (".ignore", ProblemKind::TooLarge),
            ("Cargo.toml", ProblemKind::TooLarge),
            ("sub/.gitignore", ProblemKind::TooLarge),
        ]
    );
    // From below, what stands above is not read either.
    std::fs::create_dir_all(at(".git")).unwrap();
    assert_eq!(problems(&found(&at("sub"))), [(".gitignore", ProblemKind::TooLarge)]);
}

#[test]
fn unreadable_folders_are_said() {
    let folder = plant("//- a.rs\n//- shut/b.rs\n");
    let shut = folder.path().join("shut");
    let allow = |mode| std::fs::set_permissions(&shut, PermissionsExt::from_mode(mode)).unwrap();
    allow(0o000);
    // Who may read everything, as root may, cannot see this.
    if std::fs::read_dir(&shut).is_err() {
        assert_eq!(problems(&found(folder.path())), [("shut", ProblemKind::Unreadable)]);
    }
    allow(0o755);
}

#[test]
fn a_link_as_root_and_a_missing_root() {
    let folder = plant("//- real/Cargo.toml\npackage = { name = \"a\" }\n");
    symlink("real", folder.path().join("link")).unwrap();
    check_folder(&folder.path().join("link"), "package a at \"\" in None E2015 unpublished");
    assert!(discover(&folder.path().join("none"), &Options::default()).is_err());
    assert!(discover(&folder.path().join("real/Cargo.toml"), &Options::default()).is_err());
}

/// Pieces of manifests, sound and unsound, that name each other's folders.
fn piece() -> impl Strategy<Value = String> {
    let dir = prop::sample::select(vec![
        "a", "b", "a/tests", "a/b", "../a", "..", ".", "*", "**", "[", "{{x}}",
    ]);
    let shape = prop::sample::select(vec![
        "[package]\nname = \"p\"\n",
        "[package]\nworkspace = \"@\"\nname = \"p\"\n",
        "[workspace]\nmembers = [\"@\"]\n",
        "[workspace]\nexclude = [\"@\"]\nmembers = [\"*\", \"@\"]\n",
        "[dependencies]\nd = { path = \"@\" }\ne.workspace = true\n",
        "[workspace.dependencies]\ne = { path = \"@\" }\n",
        "[patch.crates-io]\nd = { path = \"@\" }\n",
        "[[bin]]\nname = \"x\"\npath = \"@\"\n",
        "[lib]\npath = \"@\"\n",
        "[package\n",
        "= @\n",
        "features = 1\n",
        "[target.\"@\".dependencies]\nx = [\"@\"]\n",
        "build = true\n\u{0}",
    ]);
    (shape, dir).prop_map(|(shape, dir)| shape.replace('@', dir))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_tree_is_read_and_read_alike_twice(
        manifests in prop::collection::btree_map(
            prop::sample::select(vec!["", "a/", "b/", "a/tests/", "a/b/", "a/b/c/"]),
            prop::collection::vec(piece(), 0..4),
            0..6,
        ),
        links in prop::collection::vec((any::<bool>(), 0..4_usize, 0..4_usize), 0..3),
    ) {
        let mut sketch = "//- a/b/c/src/lib.rs\n//- b/src/main.rs\n".to_owned();
        for (dir, pieces) in &manifests {
            sketch.extend(["//- ", dir, "Cargo.toml\n", &pieces.concat()]);
        }
        let folder = plant(&sketch);
        let dirs = ["a", "b", "a/b", "a/b/c"];
        for (up, from, to) in links {
            let link = folder.path().join(dirs[from]).join("link");
            let to = if up { folder.path().to_owned() } else { folder.path().join(dirs[to]) };
            // A link of that name may be there already.
            drop(symlink(to, link));
        }
        let once = found(folder.path());
        let twice = found(folder.path());
        prop_assert_eq!(draw(&once), draw(&twice));
        prop_assert_eq!(&once.files, &twice.files);
        for package in &once.packages {
            prop_assert_eq!(once.package_of(&package.manifest), once.package_at(&package.dir));
        }
    }
}
