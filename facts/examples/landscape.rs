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
    others(&system);
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
        print_work(&system, landscape);
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

/// What they call and consume, and where work enters them.
fn print_work(system: &System, landscape: &Landscape) {
    for call in &landscape.calls {
        println!(
            "call {:?} {:?} {:?} of {:?} {} {}",
            call.method,
            call.target,
            call.path,
            call.services,
            call.why.confidence,
            at(system, call.place)
        );
    }
    for consume in &landscape.consumes {
        println!(
            "consume {:?} more {} by {:?} {}",
            consume.topics,
            consume.more,
            consume.services,
            at(system, consume.place)
        );
    }
    for entry in &landscape.entries {
        println!("entry {:?} of {:?} {}", entry.kind, entry.service, at(system, entry.place));
    }
}

fn at(system: &System, place: Place) -> String {
    let position = system.line_column(place);
    format!("{}:{}", system.file(place.file).path, position.line)
}

/// Databases, tables, brokers, calls and deployments.
fn others(system: &System) {
    let landscape = &system.graph.landscape;
    let name = |id: portcullis_facts::graph::system::ServiceId| landscape.service(id).name.clone();
    for service in &landscape.services {
        println!("listeners {} {:?}", service.name, service.listeners);
    }
    for setting in &landscape.settings {
        println!(
            "setting {:?} {} dev={} {}",
            setting.kind,
            setting.name,
            setting.development,
            at(system, setting.place)
        );
    }
    for connection in &landscape.connections {
        println!(
            "connection {} -> {} by {:?} {} {}",
            name(connection.service),
            landscape.database(connection.database).key,
            connection.variable,
            connection.why.confidence,
            at(system, connection.place)
        );
    }
    for table in &landscape.tables {
        let creations: Vec<String> = table
            .creations
            .iter()
            .map(|c| {
                format!(
                    "{:?} {}",
                    c.services.iter().map(|s| name(*s)).collect::<Vec<_>>(),
                    at(system, c.place)
                )
            })
            .collect();
        let uses: Vec<String> = table
            .uses
            .iter()
            .map(|u| {
                format!(
                    "{:?} {:?} {}",
                    u.services.iter().map(|s| name(*s)).collect::<Vec<_>>(),
                    u.kind,
                    at(system, u.place)
                )
            })
            .collect();
        println!("table {} created {creations:?} used {uses:?}", table.name);
    }
    for broker in &landscape.brokers {
        println!(
            "broker {} {} {:?} {:?}",
            broker.kind, broker.address, broker.publishers, broker.consumers
        );
    }
    for call in &landscape.calls {
        let services: Vec<String> = call.services.iter().map(|s| name(*s)).collect();
        println!(
            "call {services:?} {:?} {:?} {:?} {}",
            call.method,
            call.target,
            call.path,
            at(system, call.place)
        );
    }
    for deployment in &landscape.deployments {
        println!(
            "deployment {} {:?} {:?} service={:?} package={:?} {}",
            deployment.name,
            deployment.role,
            deployment.technology,
            deployment.service.map(name),
            deployment.package,
            at(system, deployment.place)
        );
    }
}
