//! Completions of shells and man pages: committed, and made again by `BLESS=1 cargo test`.

use std::collections::BTreeMap;
use std::path::Path;

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;

use crate::arguments::Arguments;

const NAME: &str = "portcullis";

/// All files, by path below `cli/`.
fn files() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for shell in Shell::value_variants() {
        let mut text = Vec::new();
        clap_complete::generate(*shell, &mut Arguments::command(), NAME, &mut text);
        let name = clap_complete::Generator::file_name(shell, NAME);
        files.insert(format!("completions/{name}"), text);
    }
    let mut command = Arguments::command();
    command.build();
    let mut page = |name: &str, command: &clap::Command| {
        let mut text = Vec::new();
        clap_mangen::Man::new(command.clone()).render(&mut text).unwrap();
        files.insert(format!("man/{name}.1"), text);
    };
    page(NAME, &command);
    for one in command.get_subcommands().filter(|one| one.get_name() != "help") {
        page(&format!("{NAME}-{}", one.get_name()), one);
    }
    files
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test compares with committed files")]
fn completions_and_man_pages_are_those_of_the_arguments() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = files();
    let bless = std::env::var_os("BLESS").is_some_and(|value| !value.is_empty());
    let mut wrong = Vec::new();
    for (name, text) in &files {
        let path = root.join(name);
        if bless {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
        }
        if std::fs::read(&path).ok().as_ref() != Some(text) {
            wrong.push(name.clone());
        }
    }
    for folder in ["completions", "man"] {
        for entry in root.join(folder).read_dir().into_iter().flatten() {
            let name = format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy());
            if !files.contains_key(&name) {
                wrong.push(format!("{name}, which no command has"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}\n`BLESS=1 cargo test -p portcullis` writes them");
}

#[test]
fn completions_know_commands_and_formats() {
    let files = files();
    for name in ["completions/portcullis.bash", "completions/_portcullis"] {
        let text = String::from_utf8(files[name].clone()).unwrap();
        for word in ["lint", "baseline", "--accept-new", "checkstyle"] {
            assert!(text.contains(word), "{name} does not know {word}");
        }
    }
    let page = String::from_utf8(files["man/portcullis-lint.1"].clone()).unwrap();
    assert!(page.contains("portcullis\\-lint") && page.contains("no\\-baseline"), "{page}");
}
