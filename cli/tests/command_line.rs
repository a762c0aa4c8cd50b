//! The programs as a shell calls them: exit status, what is written where, what is refused.

use std::path::Path;
use std::process::{Command, Output, Stdio};

#[expect(clippy::disallowed_methods, reason = "the test runs the program it tests")]
fn program(name: &str, dir: &Path) -> Command {
    let path = match name {
        "portcullis" => env!("CARGO_BIN_EXE_portcullis"),
        _ => env!("CARGO_BIN_EXE_cargo-portcullis"),
    };
    let mut command = Command::new(path);
    command.current_dir(dir).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("CI");
    command
}

fn run(dir: &Path, args: &[&str]) -> Output {
    program("portcullis", dir).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the test makes the tree that is read")]
fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

fn small() -> tempfile::TempDir {
    let manifest = "[package]\nname = \"small\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
    tree(&[("Cargo.toml", manifest), ("src/lib.rs", "pub fn f() {}\n")])
}

#[test]
fn a_clean_system_is_clean() {
    let dir = small();
    let output = run(dir.path(), &["lint"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn what_cannot_be_run_is_said_on_standard_error() {
    let dir = tree(&[("bad/portcullis.toml", "[rule]\n"), ("config.toml", "extends = \"nope\"\n")]);
    for (args, expected) in [
        (vec!["lint", "gone"], "cannot read `gone`: "),
        (vec!["facts", "--path", "config.toml"], "name the one that it stands in"),
        (vec!["why", "x", "y"], "nothing is called `x`"),
        (vec!["lint", "--frmat", "json"], "--format"),
        (vec!["lint", "--format", "srif=x"], "a similar value exists: 'sarif'"),
        (vec!["lint", "--format", "json", "--format", "text"], "would go to standard output"),
        (vec!["lint", "--format", "json=x", "--output", "x"], "for a format without a file"),
        (vec!["lint", "--select", "hexagonl"], "did you mean `hexagonal`?"),
        (vec!["lint", "--preset", "strct"], "did you mean `strict`?"),
        (vec!["lint", "bad"], "bad/portcullis.toml:1:"),
        (vec!["lint", "--config", "config.toml"], "there is no preset `nope`"),
        (vec!["lint", "--config", "none.toml"], "cannot read `none.toml`"),
        (vec!["explain", "layer-dependancy"], "did you mean `hexagonal/layer-dependency`?"),
        (vec!["facts", "moduls"], "did you mean `modules`?"),
        (vec!["facts", "./services"], "is given as `--path ./services`"),
        (vec!["facts", "orders-api"], "as in `service:orders-api`"),
        (vec!["add", "adaptor", "X"], "did you mean `adapter`?"),
        (vec!["add", "saga", "X"], "`port`, `service`, `timeout`, `tracing`"),
        (vec!["lint", "--output", "no/such/folder/x"], "cannot write `no/such/folder/x`"),
        (vec!["report", "--output", "config.toml"], "`config.toml` is a file; name a folder"),
        (vec!["docs", "--output", "config.toml", "."], "`config.toml` is a file; name a folder"),
        (vec![], "Usage: portcullis"),
    ] {
        let output = run(dir.path(), &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {output:?}");
        assert!(output.stdout.is_empty(), "{args:?}: {output:?}");
        assert!(text(&output.stderr).contains(expected), "{args:?}: {}", text(&output.stderr));
    }
}

#[test]
fn a_manifest_that_counts_for_nothing_is_told() {
    let dir = tree(&[("Cargo.toml", "no manifest ["), ("src/lib.rs", "")]);
    let output = run(dir.path(), &["lint"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let expected = "nothing was checked: there is no Cargo package in this folder\n\
                    1 manifest is left out; `portcullis facts left-out` says why\n";
    let said = text(&output.stdout);
    assert!(said.starts_with("not read: ") && said.ends_with(expected), "{said}");
    let left_out = text(&run(dir.path(), &["facts", "left-out"]).stdout);
    assert!(left_out.contains("Cargo.toml: could not be read as a manifest"), "{left_out}");
    let problems = text(&run(dir.path(), &["facts", "problems"]).stdout);
    assert!(problems.contains("Cargo.toml:1:"), "{problems}");
}

/// Whoever mistyped a path in CI is to hear of it.
#[test]
fn a_folder_without_a_package_is_told_and_not_complete() {
    let dir = tree(&[("README.md", "# Nothing\n"), ("srv/portcullis.toml", "[rules]\n")]);
    for (folder, shown) in [(".", "this folder"), ("srv", "`srv`"), ("srv/", "`srv`")] {
        let why = format!("there is no Cargo package in {shown}");
        let lenient = run(dir.path(), &["lint", folder]);
        assert_eq!(lenient.status.code(), Some(0), "{lenient:?}");
        assert_eq!(text(&lenient.stdout), format!("nothing was checked: {why}\n"));
        let strict = run(dir.path(), &["lint", "--strict-inputs", "--quiet", folder]);
        assert_eq!(strict.status.code(), Some(3), "{strict:?}");
        let said = text(&strict.stderr);
        assert!(said.contains(&why) && said.contains("name a folder"), "{said}");
        assert!(strict.stdout.is_empty(), "{strict:?}");
    }
    let json = text(&run(dir.path(), &["lint", "--format", "json", "srv"]).stdout);
    assert!(json.contains("\"kind\": \"no-package\""), "{json}");
}

#[test]
fn a_member_that_is_no_manifest_is_told() {
    let dir = tree(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("a/src/lib.rs", ""),
        ("b/Cargo.toml", "<<<<<<< HEAD\n"),
        ("b/src/lib.rs", ""),
    ]);
    let strict = run(dir.path(), &["lint", "--strict-inputs"]);
    assert_eq!(strict.status.code(), Some(3), "{strict:?}");
    assert!(text(&strict.stdout).contains("b/Cargo.toml:1:"), "{strict:?}");
}

#[test]
fn no_config_leaves_a_bad_configuration_alone() {
    let dir = tree(&[("portcullis.toml", "[rule]\n")]);
    assert_eq!(run(dir.path(), &["lint"]).status.code(), Some(2));
    assert_eq!(run(dir.path(), &["lint", "--no-config"]).status.code(), Some(0));
}

#[test]
fn faults_of_selectors_stand_where_they_are_written() {
    let wrong = r#"
[[layer]]
name = "domain"
paths = ["src/**"]
deny = ["crate:sqlx", "crte:axum"]

[[override]]
paths = ["a/**", "b/[x"]
rules = {}
because = "so"

[[rule]]
id = "acme/one"
because = "so"
forbid = { from = "layer:domain", to = "module:x | layr:web" }

[[rule]]
id = "acme/two"
because = "so"
independent = [
    "layer:domain",
    "module:\u0061 & nothing:b",
]
"#;
    let manifest = "[package]\nname = \"small\"\n";
    let files = [("Cargo.toml", manifest), ("src/lib.rs", ""), ("portcullis.toml", wrong)];
    let output = run(tree(&files).path(), &["lint"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = text(&output.stderr);
    let marked = |place: &str| {
        let shown = said.split("--> portcullis.toml:").find_map(|one| one.strip_prefix(place));
        let marks = shown.and_then(|shown| shown.lines().find(|line| line.contains('^')));
        marks.map_or(0, |marks| marks.matches('^').count())
    };
    assert_eq!(marked("5:24\n"), "crte".len(), "{said}");
    assert_eq!(marked("8:18\n"), "\"b/[x\"".len(), "{said}");
    assert_eq!(marked("15:52\n"), "layr".len(), "{said}");
    // Behind an escape it is the value as a whole.
    assert_eq!(marked("22:5\n"), "\"module:\\u0061 & nothing:b\"".len(), "{said}");
}

#[test]
fn selectors_of_nothing_stand_where_they_are_written() {
    let empty = r#"
[[layer]]
name = "domain"
paths = ["src/**", "srv/**"]
deny = ["layer:app"]

[[context]]
name = "sales"
services = ["small", "smal"]

[[override]]
paths = ["a/**"]
rules = {}
because = "so"

[[rule]]
id = "acme/one"
because = "so"
forbid = { from = "layer:web", to = "layer:domain" }
"#;
    let manifest = "[package]\nname = \"small\"\n";
    let files = [("Cargo.toml", manifest), ("src/lib.rs", ""), ("portcullis.toml", empty)];
    let output =
        run(tree(&files).path(), &["lint", "--quiet", "--select", "config/empty-selector"]);
    let said = text(&output.stdout);
    let places: Vec<&str> = said.lines().filter_map(|line| line.split(": error").next()).collect();
    let lines = ["4:20", "5:9", "9:22", "12:10", "19:19"];
    assert_eq!(places, lines.map(|line| format!("portcullis.toml:{line}")), "{said}");
}

#[test]
fn cargo_calls_with_its_own_first_word() {
    let dir = small();
    for args in [vec!["portcullis", "lint"], vec!["lint"], vec!["portcullis", "--version"]] {
        let output = program("cargo-portcullis", dir.path()).args(&args).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {output:?}");
    }
}

#[test]
fn through_cargo_everything_is_as_without_it() {
    let dir = tree(&[("Cargo.toml", "[package]\nname = \"small\"\n"), ("src/lib.rs", "fn f(")]);
    let damaged = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/layer-dependency");
    for (args, status) in [
        (vec!["--help"], 0),
        (vec!["lint", "-h"], 0),
        (vec!["lint", damaged], 1),
        (vec!["lint", "--frmat"], 2),
        (vec!["explain", "nothing"], 2),
        (vec![], 2),
        (vec!["lint", "--strict-inputs"], 3),
    ] {
        let direct = run(dir.path(), &args);
        assert_eq!(direct.status.code(), Some(status), "{direct:?}");
        let mut through = program("cargo-portcullis", dir.path());
        assert_eq!(through.arg("portcullis").args(&args).output().unwrap(), direct, "{args:?}");
    }
}

/// The subcommand alone in a folder. It is linked, not copied, since a file that was just written may be busy.
fn alone() -> tempfile::TempDir {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let name = format!("cargo-portcullis{}", std::env::consts::EXE_SUFFIX);
    std::fs::hard_link(env!("CARGO_BIN_EXE_cargo-portcullis"), dir.path().join(name)).unwrap();
    dir
}

#[expect(clippy::disallowed_methods, reason = "the test runs the program it tests")]
fn version_of_the_lonely(dir: &Path, path: &Path) -> Output {
    let mut command = Command::new(dir.join("cargo-portcullis"));
    command.args(["portcullis", "--version"]).env("PATH", path).output().unwrap()
}

#[test]
fn where_nothing_is_beside_the_subcommand_the_path_counts() {
    let dir = alone();
    let folder = Path::new(env!("CARGO_BIN_EXE_portcullis")).parent().unwrap();
    let output = version_of_the_lonely(dir.path(), folder);
    assert_eq!(text(&output.stdout), concat!("portcullis ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn the_subcommand_says_where_the_program_comes_from() {
    let dir = alone();
    let output = version_of_the_lonely(dir.path(), dir.path());
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = text(&output.stderr);
    assert!(said.starts_with("error: cannot start `portcullis`: "), "{said}");
    assert!(said.contains("`cargo install portcullis` installs it"), "{said}");
}

#[test]
fn help_is_a_success() {
    let dir = small();
    let help = text(&run(dir.path(), &["--help"]).stdout);
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let names = commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names: Vec<&str> = names.filter(|name| !["", "help"].contains(name)).collect();
    assert!(names.len() > 15, "{names:?}");
    let each = names.iter().map(|name| vec![*name, "--help"]);
    for args in each.chain([vec!["--help"], vec!["help", "lint"], vec!["lint", "-h"]]) {
        let output = run(dir.path(), &args);
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert!(text(&output.stdout).contains("Exit status"), "{args:?}");
    }
}

#[test]
fn a_report_is_written_to_a_file_and_nothing_else_is() {
    let dir = small();
    let output = run(dir.path(), &["lint", "--format", "json", "-o", "report.json"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty());
    let mut names: Vec<_> = dir
        .path()
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["Cargo.toml", "report.json", "src"]);
}

#[test]
fn colour_follows_the_argument_and_the_environment() {
    let dir = tree(&[]);
    let styled = |color: &str, variable: &str| {
        let mut command = program("portcullis", dir.path());
        let output = command.args(["rules", "--color", color]).env(variable, "1").output().unwrap();
        text(&output.stdout).contains('\u{1b}')
    };
    assert!(!styled("auto", "X"), "a pipe is no terminal");
    assert!(styled("auto", "CLICOLOR_FORCE"));
    assert!(styled("always", "X"));
    assert!(styled("always", "NO_COLOR"), "what is typed wins");
    assert!(!styled("never", "CLICOLOR_FORCE"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let dir = tree(&[]);
    let mut child = program("portcullis", dir.path())
        .args(["explain", "layer-dependency"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn init_writes_once() {
    let dir = small();
    let printed = run(dir.path(), &["init", "--dry-run"]);
    assert!(!dir.path().join("portcullis.toml").exists());
    let written = run(dir.path(), &["init"]);
    assert_eq!(written.status.code(), Some(0), "{written:?}");
    let output = run(dir.path(), &["init"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("exists"), "{output:?}");
    let path = dir.path().join("portcullis.toml");
    #[expect(clippy::disallowed_methods, reason = "the test looks at what was written")]
    let file = std::fs::read(path).unwrap();
    assert_eq!(file, printed.stdout);
    assert_eq!(run(dir.path(), &["lint"]).status.code(), Some(0), "its own file is understood");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test looks at what was written")]
fn a_page_of_others_is_not_replaced() {
    let dir = small();
    let page = dir.path().join("public/index.html");
    let made = |more: &[&str]| run(dir.path(), &[&["report", "--output", "public"], more].concat());
    assert_eq!(made(&[]).status.code(), Some(0), "nothing is there");
    assert_eq!(made(&[]).status.code(), Some(0), "its own page is replaced");
    std::fs::write(&page, "<!doctype html>\n<p>ours</p>\n").unwrap();
    let refused = made(&[]);
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    let said = text(&refused.stderr);
    assert!(said.contains("`public/index.html` was not made by `portcullis report`"), "{said}");
    assert!(said.contains("`--output`") && said.contains("`--force`"), "{said}");
    assert!(std::fs::read_to_string(&page).unwrap().contains("<p>ours</p>"));
    assert_eq!(made(&["--force"]).status.code(), Some(0));
    assert!(!std::fs::read_to_string(&page).unwrap().contains("<p>ours</p>"));
}

#[test]
#[cfg(unix)]
fn a_page_goes_through_no_link_that_nobody_named() {
    use std::os::unix::fs::symlink;
    let (dir, other) = (small(), tree(&[("index.html", "")]));
    let link = dir.path().join("portcullis-report");
    symlink(other.path(), &link).unwrap();
    symlink(other.path(), dir.path().join("named")).unwrap();
    let refused = run(dir.path(), &["report", "--force"]);
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    let said = text(&refused.stderr);
    assert!(said.contains("`portcullis-report` is a symbolic link that leads out of"), "{said}");
    assert_eq!(run(dir.path(), &["report", "--output", "named", "--force"]).status.code(), Some(0));
    symlink("elsewhere", dir.path().join("src/index.html")).unwrap();
    let refused = run(dir.path(), &["report", "--output", "src", "--force"]);
    assert!(text(&refused.stderr).contains("through which nothing is written"), "{refused:?}");
}
