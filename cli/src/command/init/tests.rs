//! Tests of the configuration that is proposed.

use portcullis_facts::graph::{CrateKind, LayerFact, LayerId, ModuleId};
use portcullis_facts::place::FileId;
use portcullis_facts::{SourceFile, System};

use super::text;
use crate::testing::shop;

/// The small system, with files of their own for its modules.
fn with_files() -> System {
    let mut system = shop();
    for (module, path) in [(1, "src/domain/mod.rs"), (2, "src/{odd}\u{7f}.rs")] {
        let file = FileId(system.files.len() as u32);
        system.files.push(SourceFile { path: path.into(), text: String::new().into() });
        system.graph.modules[module].file = file;
    }
    system
        .files
        .push(SourceFile { path: "src/{odd}\u{7f}/pg.rs".into(), text: String::new().into() });
    system.graph.crates[0].kind = CrateKind::Bin;
    system.graph.module_layers[0] = Some(LayerFact {
        layer: LayerId(1),
        confidence: 60,
        reason: "it uses\n`axum`".into(),
        place: None,
    });
    system
}

#[test]
fn the_file_says_what_was_detected_and_is_one_that_is_understood() {
    let text = text(&with_files());
    let understood = crate::config::parse(&text).expect("what is written is understood");
    assert_eq!(understood.options.layers[0].paths, ["src/domain/**"]);
    assert_eq!(understood.options.layers.len(), 1, "the other is only a guess");
    insta::assert_snapshot!(text);
}

#[test]
fn folders_of_one_name_become_one_glob() {
    let mut system = with_files();
    let second = system.graph.modules[1].clone();
    let file = FileId(system.files.len() as u32);
    system
        .files
        .push(SourceFile { path: "b/src/domain/mod.rs".into(), text: String::new().into() });
    system.graph.modules.push(portcullis_facts::graph::Module { file, ..second });
    let fact = system.graph.module_layers[1].clone();
    system.graph.module_layers.push(fact);
    assert!(system.graph.layer_of_module(ModuleId(3)).is_some());
    let text = text(&system);
    assert!(text.contains("    \"**/domain/**\", # folder `domain`\n]"), "{text}");
}

#[test]
fn nothing_detected_is_said() {
    let text = text(&System::default());
    assert!(text.contains("# No layer was detected"), "{text}");
    assert!(crate::config::parse(&text).is_ok());
}
