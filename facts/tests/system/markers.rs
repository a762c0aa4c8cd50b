//! What marks in the code say beside what configuration says.

use portcullis_facts::graph::{LayerDefinition, Role};
use portcullis_facts::{Options, read};

use crate::sketch::manifest;

#[test]
#[expect(clippy::disallowed_methods, reason = "a test writes what it reads")]
fn a_marked_item_stays_in_a_configured_layer_of_its_role() {
    let code = "
        mod storage {
            #[derive(portcullis_macros::Adapter)]
            #[adapter(direction = out)]
            pub struct Files;
        }
        fn main() {}
    ";
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(dir.path().join("src")).expect("a folder");
    std::fs::write(dir.path().join("Cargo.toml"), manifest("app", &["portcullis-macros"]))
        .expect("a file");
    std::fs::write(dir.path().join("src/main.rs"), code).expect("a file");
    let layer = |role| {
        let storage = LayerDefinition {
            name: "storage".to_owned(),
            role: Some(role),
            paths: vec!["src/**".to_owned()],
        };
        let options = Options { layers: vec![storage], ..Options::default() };
        let graph = read(dir.path(), &options).expect("a system").graph;
        let marked = graph.items().find(|(_, item)| graph.names.get(item.name) == "Files");
        let (id, _) = marked.expect("the adapter");
        let fact = graph.layer_of_item(id).expect("a layer");
        graph.layer(fact).name.clone()
    };
    assert_eq!(layer(Role::AdapterOut), "storage");
    assert_eq!(layer(Role::Core), "adapter-out");
}
