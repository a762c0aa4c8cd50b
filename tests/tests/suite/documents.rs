//! What the documents say is so: shown commands print what is shown, links lead somewhere, the
//! architecture names each folder, and the rule book is the pages of the rules. `BLESS=1` rewrites
//! what is shown, and the rule book.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use portcullis_rules::registry::RuleInfo;
use portcullis_rules::settings::Level;

use crate::program::{bless, command, files_below, finish, read, repository, tree, write};

/// The documents that people write, relative to the repository.
fn documents() -> Vec<PathBuf> {
    let root = repository();
    let mut all: Vec<PathBuf> = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        .map(|name| root.join(name))
        .into();
    all.extend(files_below(&root.join("docs")));
    all.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    all
}

fn name(path: &Path) -> String {
    let below = path.strip_prefix(repository()).expect("a file of the repository");
    below.to_string_lossy().replace('\\', "/")
}

#[test]
fn shown_commands_print_what_is_shown() {
    let mut wrong = Vec::new();
    let mut shown = 0;
    for path in documents() {
        let text = read(&path);
        let (real, commands) = with_real_output(&text);
        shown += commands;
        if real == text {
        } else if bless() {
            write(&path, real);
        } else {
            wrong.push(format!("{}:\n{}", name(&path), first_difference(&text, &real)));
        }
    }
    assert!(shown > 8, "the tour shows commands, not {shown}");
    assert!(wrong.is_empty(), "{}\n`BLESS=1 cargo test` rewrites what is shown", wrong.join("\n"));
}

/// The text with the real output behind each `$ command` of its `console` blocks, and how many
/// commands there are.
fn with_real_output(text: &str) -> (String, usize) {
    let mut real = String::new();
    let mut commands = 0;
    let mut status = None;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        real.push_str(line);
        real.push('\n');
        if line != "```console" {
            continue;
        }
        while let Some(line) = lines.next_if(|line| *line != "```") {
            let Some(typed) = line.strip_prefix("$ ") else { continue };
            commands += 1;
            let _ = writeln!(real, "{line}");
            let printed = printed(typed, &mut status);
            real.push_str(&printed);
            // A blank line between one command and the next.
            if lines.clone().take_while(|line| *line != "```").any(|line| line.starts_with("$ ")) {
                real.push('\n');
            }
        }
    }
    (real, commands)
}

/// What a command prints in the repository, with one line break at its end.
fn printed(typed: &str, status: &mut Option<i32>) -> String {
    let (typed, first) = match typed.split_once(" | head -") {
        Some((typed, count)) => (typed, count.parse().expect("a number of lines")),
        None => (typed, usize::MAX),
    };
    let words = words(typed);
    let text = match words[0].as_str() {
        "echo" => format!("{}\n", status.expect("something ran before")),
        "cat" => read(&repository().join(&words[1])),
        "portcullis" => {
            let run = finish(command(&repository(), &words[1..]));
            *status = run.status;
            String::from_utf8(run.stdout).expect("output is UTF-8") + &run.stderr
        }
        other => panic!("`{other}` cannot be shown: {typed}"),
    };
    let mut printed = String::new();
    for line in text.trim_end().lines().take(first) {
        let _ = writeln!(printed, "{line}");
    }
    printed
}

/// The words of a command, as a shell would take them; quotes are single ones.
fn words(typed: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in typed.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn first_difference(shown: &str, real: &str) -> String {
    let mut pairs = shown.lines().zip(real.lines()).enumerate();
    match pairs.find(|(_, (shown, real))| shown != real) {
        Some((at, (shown, real))) => {
            format!("  line {}\n  - {shown}\n  + {real}", at + 1)
        }
        None => "  the end differs".to_owned(),
    }
}

#[test]
fn shown_configurations_are_understood() {
    let dir = tree(&[("Cargo.toml", "[package]\nname = \"a\"\n"), ("src/lib.rs", "")]);
    let mut shown = 0;
    for path in documents() {
        let text = read(&path);
        for block in text.split("```toml portcullis\n").skip(1) {
            let block = block.split("```").next().unwrap_or_default();
            shown += 1;
            write(&dir.path().join("portcullis.toml"), block);
            let run = finish(command(dir.path(), ["lint", "--exit-zero"]));
            assert_eq!(run.status, Some(0), "{}:\n{block}\n{}", name(&path), run.stderr);
        }
    }
    assert!(shown > 2, "configurations are shown, not {shown}");
}

#[test]
fn links_lead_somewhere() {
    let mut dead = Vec::new();
    for path in documents() {
        let text = read(&path);
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for target in targets {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.starts_with("https://") {
                continue;
            }
            if !path.parent().expect("a folder").join(file).exists() {
                dead.push(format!("{}: {target}", name(&path)));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn the_architecture_names_each_folder_and_nothing_that_is_not_there() {
    let text = read(&repository().join("ARCHITECTURE.md"));
    let quoted: BTreeSet<&str> = text.split('`').skip(1).step_by(2).collect();
    let mut folders = BTreeSet::new();
    for room in ["facts/src", "macros/src", "rules/src", "templates/src", "cli/src"] {
        for file in files_below(&repository().join(room)) {
            let folder = name(file.parent().expect("a folder"));
            if !folder.ends_with("/snapshots") {
                folders.insert(format!("{folder}/"));
            }
        }
    }
    let missing: Vec<_> =
        folders.iter().filter(|folder| !quoted.contains(folder.as_str())).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md does not name {missing:#?}");

    let rooms =
        ["facts/", "macros/", "rules/", "templates/", "cli/", "tests/", "docs/", "benches/"];
    let gone: Vec<_> = quoted
        .iter()
        .filter(|at| rooms.iter().any(|room| at.starts_with(room)))
        .filter(|at| !at.contains(['*', ' ']) && !repository().join(at).exists())
        .collect();
    assert!(gone.is_empty(), "ARCHITECTURE.md names what is not there: {gone:#?}");
}

#[test]
fn tests_that_documents_name_are_there() {
    let mut sources = String::new();
    for room in [
        "facts",
        "macros",
        "rules",
        "templates/src",
        "templates/tests",
        "cli",
        "tests/tests",
        "tests/src",
    ] {
        for file in files_below(&repository().join(room)) {
            if file.extension().is_some_and(|extension| extension == "rs") {
                sources.push_str(&read(&file));
            }
        }
    }
    let text = read(&repository().join("ARCHITECTURE.md"));
    let quoted = text.split('`').skip(1).step_by(2);
    let tests = quoted.filter(|name| {
        name.matches('_').count() >= 3
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    });
    let mut named = 0;
    for test in tests {
        named += 1;
        assert!(sources.contains(&format!("fn {test}(")), "there is no test `{test}`");
    }
    assert!(named > 5, "invariants are named with their tests");
}

/// The rule book: a page a rule, and the list of them, by path below `docs/rules`.
fn rule_book() -> BTreeMap<String, String> {
    let mut book = BTreeMap::new();
    let mut index = String::from(
        "# The rules\n\nThe same pages as `portcullis explain RULE` shows; `BLESS=1 cargo test` makes \
         them from the\nfirst lines of each rule's file. `portcullis.toml` sets a level by \
         the rule's name, or by the name\nof a variant: `\"hexagonal/unbound-port[unused]\" = \"off\"`.\n",
    );
    let mut category = "";
    for rule in portcullis_rules::catalogue() {
        if rule.category != category {
            category = rule.category;
            let _ = write!(index, "\n## {category}\n\n| rule | level | finds |\n|---|---|---|\n");
        }
        let path = format!("{}.md", rule.id);
        let level = level(rule.level);
        let _ = writeln!(index, "| [`{0}`]({path}) | {level} | {1} |", rule.id, rule.summary);
        for variant in &rule.variants {
            let level = if variant.opt_in { "off" } else { self::level(variant.level) };
            let _ = writeln!(
                index,
                "| `{}[{}]` | {level} | {} |",
                rule.id, variant.name, variant.summary
            );
        }
        book.insert(path, page(&rule));
    }
    book.insert("README.md".to_owned(), index);
    book
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Note => "note",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

fn page(rule: &RuleInfo) -> String {
    let mut page = portcullis_rules::explain(rule.id).expect("a rule has a page");
    let _ = write!(page, "\n## Level\n{}", level(rule.level));
    for variant in &rule.variants {
        let level = if variant.opt_in { "off" } else { self::level(variant.level) };
        let _ = write!(page, "; `[{}]` {level}", variant.name);
    }
    page.push_str(".\n");
    page
}

#[test]
fn the_rule_book_is_the_pages_of_the_rules() {
    let folder = repository().join("docs/rules");
    let book = rule_book();
    if bless() {
        for (path, text) in &book {
            write(&folder.join(path), text);
        }
    }
    let there: BTreeMap<String, String> = files_below(&folder)
        .iter()
        .map(|file| (name(file).replacen("docs/rules/", "", 1), read(file)))
        .collect();
    let wrong: Vec<&String> = book
        .keys()
        .chain(there.keys())
        .filter(|path| book.get(*path) != there.get(*path))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?} of docs/rules; `BLESS=1 cargo test` writes the book");
}
