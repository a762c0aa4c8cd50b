//! Prints what is deployed in a tree, to compare it with the files by eye.

use std::path::Path;

use portcullis_facts::graph::system::{Deployment, Known};
use portcullis_facts::{Options, System};

fn main() {
    let all = std::env::args().any(|argument| argument == "--env");
    for root in std::env::args().skip(1).filter(|argument| argument != "--env") {
        println!("== {root}");
        match portcullis_facts::read(Path::new(&root), &Options::default()) {
            Ok(system) => print(&system, all),
            Err(error) => println!("{error}"),
        }
    }
}

fn print(system: &System, all: bool) {
    let landscape = &system.graph.landscape;
    for deployment in &landscape.deployments {
        print_deployment(system, deployment, all);
    }
    for setting in &landscape.settings {
        let file = system.file(setting.place.file);
        let line = system.line_column(setting.place).line;
        let development = if setting.development { " dev" } else { "" };
        println!("  {:?} {}{development} {}:{line}", setting.kind, setting.name, file.path);
    }
    for hidden in &landscape.hidden {
        println!("  hidden: {}", hidden.reason);
    }
    let known =
        |path: &str| [".yaml", ".yml", "ockerfile", ".env"].iter().any(|end| path.contains(end));
    for problem in system.problems.iter().filter(|problem| known(&problem.path)) {
        println!("  problem: {}: {}", problem.path, problem.message);
    }
    println!("  {} secrets", landscape.secrets.len());
}

fn print_deployment(system: &System, deployment: &Deployment, all: bool) {
    let at = system.line_column(deployment.place);
    let package = deployment.package.map(|id| &system.graph.packages[id.index()]);
    let flags = [
        (deployment.development, "dev"),
        (deployment.template, "template"),
        (deployment.autoscaled, "autoscaled"),
        (deployment.singleton, "singleton"),
        (deployment.operated, "operated"),
        (!deployment.env_complete, "env?"),
    ];
    let flags: Vec<&str> = flags.iter().filter(|(set, _)| *set).map(|(_, name)| *name).collect();
    println!(
        "  {} {:?} {} {} {}:{}",
        deployment.name,
        deployment.role,
        deployment.technology,
        flags.join(","),
        system.file(deployment.place.file).path,
        at.line
    );
    if let Some(package) = package {
        let why = &deployment.package_why;
        let steps: Vec<&str> = why.steps.iter().map(|step| step.text.as_str()).collect();
        let binary = deployment.binary.as_deref().unwrap_or("?");
        println!("    = {} {binary} .{} {}", package.dir, why.confidence, steps.join(", "));
    }
    if let Some(image) = &deployment.image {
        println!(
            "    image {} tag {:?} digest {} variable {} built {}",
            image.text, image.tag, image.digest, image.variable, image.built
        );
    }
    let ports: Vec<String> = deployment
        .ports
        .iter()
        .map(|port| {
            let public = if port.public { "!" } else { "" };
            format!(
                "{}:{}{public}",
                port.host.map_or("-".to_owned(), |port| port.to_string()),
                port.container
            )
        })
        .collect();
    let probes: Vec<String> = deployment
        .probes
        .iter()
        .map(|probe| format!("{:?} {:?} {:?}", probe.kind, probe.path, probe.port))
        .collect();
    println!(
        "    ports {} | probes {} | replicas {:?} | hosts {} | in {}",
        ports.join(" "),
        probes.join(", "),
        deployment.replicas.map(|(count, _)| count),
        deployment.hosts.join(" "),
        deployment.networks.join(" ")
    );
    if all {
        for value in &deployment.env {
            let shown = match &value.value {
                Known::Text(text) => format!("{text:?}"),
                Known::Secret => "(secret)".to_owned(),
                Known::Reference(text) => format!("ref {text}"),
                Known::Unknown => "?".to_owned(),
            };
            println!("      {}={shown} .{} {:?}", value.name, value.confidence, value.source);
        }
        println!("      $ {}", deployment.command.join(" "));
        println!("      mounts {:?}", deployment.mounts);
    }
}
