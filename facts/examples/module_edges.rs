//! Prints the module-to-module edges of a crate: `module_edges PATH CRATE [FEATURES]`.

use std::collections::BTreeMap;

use portcullis_facts::cfg::CfgOptions;
use portcullis_facts::graph::{EdgeKind, Target};
use portcullis_facts::{Configuration, Options, read};

fn main() {
    let mut args = std::env::args().skip(1);
    let path = args.next().expect("a path");
    let krate = args.next().expect("a crate");
    let features = args.next().unwrap_or_default();
    let mut options = CfgOptions::linux();
    options.values.extend(
        features.split(',').filter(|f| !f.is_empty()).map(|f| ("feature".to_owned(), f.to_owned())),
    );
    let options = Options {
        configuration: Some(Configuration {
            krate: krate.clone(),
            options,
            without_std: std::env::var("WITHOUT_STD").is_ok(),
        }),
        ..Options::default()
    };
    let start = std::time::Instant::now();
    let system = read(path.as_ref(), &options).expect("a folder");
    let graph = &system.graph;
    eprintln!(
        "{:.3} s, {} edges, {} items, {} blind spots, {} problems",
        start.elapsed().as_secs_f64(),
        graph.edges.len(),
        graph.items.len(),
        graph.blind_spots.len(),
        system.problems.len()
    );
    if let Ok(file) = std::env::var("BLIND") {
        let mut out = String::new();
        for spot in &graph.blind_spots {
            let place = spot
                .place
                .map(|p| format!("{}:{}", system.file(p.file).path, system.line_column(p).line))
                .unwrap_or_default();
            out += &format!("{:?}\t{}\t{place}\n", spot.kind, spot.subject);
        }
        #[expect(clippy::disallowed_methods, reason = "a measuring program")]
        std::fs::write(file, out).expect("writable");
    }
    let Some((crate_id, _)) = graph.crates().find(|(_, k)| {
        graph.names.get(k.name) == krate && k.kind == portcullis_facts::graph::CrateKind::Lib
    }) else {
        eprintln!("no such crate");
        return;
    };
    let mut rows: BTreeMap<(String, String, &str), (String, u32)> = BTreeMap::new();
    for edge in &graph.edges {
        if graph.module(edge.module).krate != crate_id
            || matches!(
                edge.kind,
                EdgeKind::Manifest
                    | EdgeKind::Alias
                    | EdgeKind::MethodCall
                    | EdgeKind::MacroBody
                    | EdgeKind::Attribute
                    | EdgeKind::Derive
            )
        {
            continue;
        }
        let mut add = |to: portcullis_facts::graph::ModuleId, how: &'static str| {
            if to != edge.module && graph.module(to).krate == crate_id {
                let at = (
                    system.file(edge.place.file).path.clone(),
                    system.line_column(edge.place).line,
                );
                let row = rows
                    .entry((graph.module_path(edge.module), graph.module_path(to), how))
                    .or_insert_with(|| at.clone());
                if at < *row {
                    *row = at;
                }
            }
        };
        let in_std = matches!(edge.to, Target::External(e) if matches!(graph.externals[e.index()].package.as_str(), "std" | "core" | "alloc"));
        if let Some(named) = edge.named.filter(|_| !in_std) {
            add(named, "named");
        }
        if let Target::Item(item) = edge.to {
            add(graph.item(item).module, "defined");
        }
    }
    for ((from, to, how), (file, line)) in rows {
        println!("{from}\t{to}\t{how}\t{file}\t{line}");
    }
}
