//! What is wrong with a pack is told when it is loaded, with file, line and what to do.

use super::*;

fn load(files: &[(&str, &str)]) -> Result<Pack, Error> {
    let all = files.iter().map(|(path, text)| (format!("p/{path}"), text.as_bytes().to_vec()));
    Pack::load(&Shelf::default().overlaid("mine", all.collect()), "p")
}

fn wrong(files: &[(&str, &str)]) -> String {
    load(files).unwrap_err().to_string()
}

const QUESTION: &str = "summary = \"s\"\n[[question]]\nname = \"service\"\nkind = \"name\"\nprompt = \"?\"\nhelp = \"h\"\n";

#[test]
fn every_pack_that_is_carried_is_right() {
    let shelf = Shelf::carried();
    let names: Vec<&str> = shelf.names().into_iter().collect();
    assert!(names.contains(&"system") && names.contains(&"service"), "{names:?}");
    for name in names {
        if let Err(error) = Pack::load(&shelf, name) {
            panic!("{error}");
        }
    }
}

#[test]
fn unknown_variables_are_found_in_files_paths_and_the_manifest() {
    let error = wrong(&[("pack.toml", QUESTION), ("files/a.rs.j2", "x\n<{ servce.snake }>\n")]);
    assert!(
        error.starts_with("mine/p/files/a.rs.j2:1: the variable `servce` is unknown; "),
        "{error}"
    );
    assert!(error.contains("`service`"), "{error}");
    let error = wrong(&[("pack.toml", QUESTION), ("files/__name__/a.rs", "")]);
    assert!(error.starts_with("mine/p/files/__name__/a.rs:1: the variable `name`"), "{error}");
    let error = wrong(&[("pack.toml", QUESTION), ("files/a.j2", "<{ service.camel }>")]);
    assert!(error.contains("a name has no spelling `camel`; there are `kebab`"), "{error}");
    let edit = format!("{QUESTION}[[edit]]\nkind = \"line\"\nfile = \"x\"\ntext = \"<{{ y }}>\"\n");
    let error = wrong(&[("pack.toml", &edit)]);
    assert!(error.starts_with("mine/p/pack.toml:10: the variable `y` is unknown"), "{error}");
}

#[test]
fn manifests_carry_the_suffix() {
    for name in ["Cargo.toml", ".gitignore"] {
        let path = format!("files/a/{name}");
        let error = wrong(&[("pack.toml", QUESTION), (&path, "")]);
        assert!(error.contains(&format!("call it `{name}.j2`")), "{error}");
    }
}

#[test]
fn paths_stay_inside() {
    for path in ["files/../x", "files/a/../../../x", "files/.git/hooks/x", "files//x"] {
        let error = wrong(&[("pack.toml", QUESTION), (path, "")]);
        assert!(error.contains("paths stay below the root"), "{path}: {error}");
    }
    let error = wrong(&[("pack.toml", QUESTION), ("files/vendor/portcullis-macros/x", "")]);
    assert!(error.contains("is written by the engine"), "{error}");
}

#[test]
fn mistakes_in_the_manifest_have_their_line() {
    let error =
        wrong(&[("pack.toml", "summary = \"s\"\n[[when]]\npath = \"a/**\"\nif = \"true\"\n")]);
    assert!(error.starts_with("mine/p/pack.toml:3: `a/**` matches no file"), "{error}");
    let error = wrong(&[("pack.toml", "summary = \"s\"\n\nnoise = 1\n")]);
    assert!(error.starts_with("mine/p/pack.toml:3: unknown field `noise`"), "{error}");
    let error = wrong(&[("pack.toml", "summary = \"s\"\nsubject = \"x\"\n")]);
    assert!(error.contains("the subject `x` is no question"), "{error}");
    let edit = "summary = \"s\"\n[[edit]]\nkind = \"field\"\nfile = \"x\"\ntext = \"y: u8\"\n";
    let error = wrong(&[("pack.toml", edit)]);
    assert!(
        error.starts_with("mine/p/pack.toml:3: an edit of this kind needs `within`"),
        "{error}"
    );
    let error = wrong(&[("pack.toml", QUESTION), ("files/a.j2", "x\n<% if %>")]);
    assert!(error.starts_with("mine/p/files/a.j2:2: syntax error"), "{error}");
}

#[test]
fn a_folder_replaces_single_files() {
    let carried = Shelf::carried();
    let path = "system/files/README.md.j2";
    let over = Overlay::from([(path.to_owned(), b"mine".to_vec())]);
    let pack = Pack::load(&carried.overlaid("mine/", over), "system").unwrap();
    let readme = pack.files().find(|(path, _)| *path == "README.md.j2").unwrap();
    assert_eq!(readme.1, b"mine");
    assert_eq!(pack.place("README.md.j2"), "mine/system/files/README.md.j2");
    assert!(pack.files().count() > 3);
}

#[test]
fn a_pack_that_is_not_there_is_told_with_those_that_are() {
    let error = Pack::load(&Shelf::default(), "x").unwrap_err().to_string();
    assert_eq!(error, "there is no pack `x`; there are ");
}

#[test]
fn a_file_of_another_pack_is_taken_from_where_it_is_laid_over() {
    let share = "summary = \"s\"\n[[share]]\nfile = \"q/a/b.rs\"\npath = \"c.rs\"\n";
    let files = [("p/pack.toml", share), ("q/pack.toml", QUESTION), ("q/files/a/b.rs", "b")];
    let shelf = |files: &[(&str, &str)]| {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        Shelf::default().overlaid("mine", files.collect())
    };
    let pack = Pack::load(&shelf(&files), "p").unwrap();
    assert_eq!(pack.files().collect::<Vec<_>>(), [("c.rs", &b"b"[..])]);
    assert_eq!(pack.place("c.rs"), "mine/q/files/a/b.rs");
    let error = Pack::load(&shelf(&files[..2]), "p").unwrap_err().to_string();
    assert!(error.starts_with("mine/p/pack.toml:3: there is no file `q/a/b.rs`"), "{error}");
    let both = [&files[..], &[("p/files/c.rs", "")]].concat();
    let error = Pack::load(&shelf(&both), "p").unwrap_err().to_string();
    assert!(error.starts_with("mine/p/pack.toml:4: `c.rs` is a file of this pack"), "{error}");
}

#[test]
fn all_packs_ask_for_the_same_versions() {
    let shelf = Shelf::carried();
    let mut versions: BTreeMap<String, (String, String)> = BTreeMap::new();
    for name in shelf.names() {
        let pack = Pack::load(&shelf, name).unwrap();
        for entry in pack.text.split("'name': '").skip(1) {
            let (dependency, rest) = entry.split_once('\'').unwrap();
            // The macros have no version here.
            let Some(version) = rest.split('"').nth(1).map(str::to_owned) else { continue };
            let first = (version.clone(), name.to_owned());
            let (other, of) = versions.entry(dependency.to_owned()).or_insert(first);
            assert_eq!(version, *other, "`{dependency}` in `{name}` and in `{of}`");
        }
    }
    assert!(versions.len() > 20, "{versions:?}");
}
