//! Prints the services of a system with their routes, what they have and read: `landscape FOLDER [all]`.

use std::path::Path;

use portcullis_facts::graph::system::Landscape;
use portcullis_facts::place::Place;
use portcullis_facts::{Options, System, read};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| ".".to_owned());
    let all = arguments.next().is_some();
    let start = std::time::Instant::now();
    let system = match read(Path::new(&folder), &Options::default()) {
        Ok(system) => system,
        Err(error) => return eprintln!("{error}"),
    };
    let landscape = &system.graph.landscape;
    for (id, service) in landscape.services() {
        let dir = &system.graph.package(service.package).dir;
        let confidence = service.why.confidence;
        println!(
            "service {} {:?} in `{dir}` {confidence} {}",
            service.name,
            service.kind,
            at(&system, service.place)
        );
        println!("  by {}", service.frameworks.join(", "));
        for route in landscape.routes_of(id).map(|(_, route)| route) {
            let guards: Vec<String> = route
                .guards
                .iter()
                .map(|guard| {
                    format!(
                        "{:?} {} {}",
                        guard.capability.kind, guard.capability.confidence, guard.what
                    )
                })
                .collect();
            println!(
                "  route {} {}{} -> {}{} {:?} [{}]{} {}",
                route.method.as_str(),
                route.path,
                if route.partial { "?" } else { "" },
                route.handler_name,
                if route.handler.is_none() { "!" } else { "" },
                route.role,
                guards.join(", "),
                if route.guards_hidden { " hidden" } else { "" },
                at(&system, route.place),
            );
        }
        for capability in &service.capabilities {
            let (kind, by) = (capability.kind, &capability.by);
            println!(
                "  has {kind:?} {:?} {} by {by} {}",
                capability.level,
                capability.confidence,
                at(&system, capability.place)
            );
        }
        for hidden in &service.hidden {
            println!("  hides {:?}: {}", hidden.kind, hidden.reason);
        }
    }
    if all {
        print_reads(&system, landscape);
    }
    println!(
        "{} functions, {} calls, {} sites, {} entries, {:?}",
        landscape.functions.len(),
        landscape.calls_between.len(),
        landscape.sites.len(),
        landscape.entries.len(),
        start.elapsed()
    );
}

fn print_reads(system: &System, landscape: &Landscape) {
    for read in &landscape.env_reads {
        let services: Vec<&str> =
            read.services.iter().map(|id| landscape.service(*id).name.as_str()).collect();
        println!(
            "read {}{} default {} {:?} by {} {} {}",
            read.name,
            if read.is_env { "" } else { " (key)" },
            read.has_default,
            read.default,
            services.join(", "),
            read.confidence,
            at(system, read.place)
        );
    }
}

fn at(system: &System, place: Place) -> String {
    let position = system.line_column(place);
    format!("{}:{}", system.file(place.file).path, position.line)
}
