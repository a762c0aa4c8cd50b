//! The facts for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::Style;
use portcullis_facts::graph::{CrateKind, Scope};

use super::collect::{Facts, LayerSummary, ModuleFact, PackageFact};
use super::system::Shown;
use crate::escape::line;
use crate::names;
use crate::report::count;
use crate::report::locate::Location;

/// What an overview says where there is nothing to look at.
const NO_PACKAGES: &str = "no packages: no `Cargo.toml` was found here";
/// Reasons of a layer that an overview shows.
const REASONS: usize = 4;
/// Entries of a long list that an overview shows.
const FEW: usize = 10;

/// Writes the facts; an overview keeps long lists short.
pub(super) fn write(
    facts: &Facts<'_>,
    overview: bool,
    styled: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { out, overview, heading: heading(styled), any: false };
    page.surroundings(facts)?;
    if overview && facts.packages.as_ref().is_some_and(Vec::is_empty) {
        page.head(NO_PACKAGES)?;
    }
    page.packages(facts)?;
    page.layers(facts)?;
    page.modules(facts)?;
    page.items(facts)?;
    page.ports(facts)?;
    page.externals(facts)?;
    page.edges(facts)?;
    page.missing(facts)?;
    if page.any { Ok(()) } else { writeln!(page.out, "nothing matches") }
}

fn heading(styled: bool) -> Style {
    if styled { Style::new().bold() } else { Style::new() }
}

struct Page<'w> {
    out: &'w mut dyn Write,
    overview: bool,
    heading: Style,
    any: bool,
}

impl Page<'_> {
    fn head(&mut self, text: &str) -> io::Result<()> {
        if self.any {
            writeln!(self.out)?;
        }
        self.any = true;
        writeln!(self.out, "{}{text}{:#}", self.heading, self.heading)
    }

    /// Writes a list; an overview shows a few and says how to see the others.
    fn list(&mut self, lines: &[String], part: &str) -> io::Result<()> {
        let shown = if self.overview { lines.len().min(FEW) } else { lines.len() };
        for text in &lines[..shown] {
            writeln!(self.out, "  {text}")?;
        }
        if shown < lines.len() {
            let more = lines.len() - shown;
            writeln!(self.out, "  … {more} more: `portcullis facts {part}`")?;
        }
        Ok(())
    }

    /// Services and what is around them; with their evidence where they were asked for.
    fn surroundings(&mut self, facts: &Facts<'_>) -> io::Result<()> {
        if self.overview
            && let Some(summary) = facts.system.summary()
        {
            self.head("system")?;
            writeln!(self.out, "  {summary}")?;
        }
        for Shown { part, heading, lines } in facts.system.parts(self.overview) {
            self.head(&heading)?;
            if self.overview {
                let lines: Vec<String> = lines.into_iter().map(|(text, _)| text).collect();
                self.list(&lines, part)?;
                continue;
            }
            for (text, below) in lines {
                writeln!(self.out, "  {text}")?;
                for text in below {
                    writeln!(self.out, "    {text}")?;
                }
            }
        }
        Ok(())
    }

    fn items(&mut self, facts: &Facts<'_>) -> io::Result<()> {
        let Some(items) = facts.items.as_ref().filter(|list| !list.is_empty()) else {
            return Ok(());
        };
        self.head(&count(items.len(), "item", "items"))?;
        let shown =
            items.iter().map(|item| format!("{} at {}", line(&item.path), at(&item.location)));
        self.list(&shown.collect::<Vec<_>>(), "items")
    }

    fn packages(&mut self, facts: &Facts<'_>) -> io::Result<()> {
        let Some(packages) = facts.packages.as_ref().filter(|list| !list.is_empty()) else {
            return Ok(());
        };
        let crates = packages.iter().map(|package| package.crates.len()).sum();
        self.head(&format!(
            "{} with {}",
            count(packages.len(), "package", "packages"),
            count(crates, "crate", "crates")
        ))?;
        let lines: Vec<String> =
            packages.iter().map(|package| package_line(package, self.overview)).collect();
        self.list(&lines, "packages")
    }

    fn layers(&mut self, facts: &Facts<'_>) -> io::Result<()> {
        let Some(layers) = &facts.layers else { return Ok(()) };
        // A layer that is only provided for is no news.
        let layers: Vec<_> =
            layers.iter().filter(|layer| layer.declared || layer.modules > 0).collect();
        self.head(if layers.is_empty() { "no layers" } else { "layers" })?;
        for layer in layers {
            writeln!(self.out, "  {}", layer_line(layer))?;
            let shown = if self.overview { REASONS } else { usize::MAX };
            for (reason, number) in layer.reasons.iter().take(shown) {
                writeln!(self.out, "    {number} by {}", line(reason))?;
            }
        }
        Ok(())
    }

    fn modules(&mut self, facts: &Facts<'_>) -> io::Result<()> {
        let Some(modules) = facts.modules.as_ref().filter(|list| !list.is_empty()) else {
            return Ok(());
        };
        let layered = modules.iter().filter(|module| module.layer.is_some()).count();
        self.head(&format!(
            "{}, {layered} of them in a layer",
            count(modules.len(), "module", "modules")
        ))?;
        if self.overview {
            return writeln!(self.out, "  `portcullis facts modules` lists them");
        }
        for module in modules {
            writeln!(self.out, "  {}", module_line(module))?;
        }
        Ok(())
    }

    fn ports(&mut self, facts: &Facts<'_>) -> io::Result<()> {
        let Some(ports) = facts.ports.as_ref().filter(|list| !list.is_empty()) else {
            return Ok(());
        };
        self.head(&count(ports.len(), "port", "ports"))?;
        let lines: Vec<String> = ports
            .iter()
            .map(|port| {
                let direction = port.direction.map_or("direction unknown", names::direction);
                let implementations = match port.implementations.as_slice() {
                    [] => "nothing".to_owned(),
                    list => line(&list.join(", ")).into_owned(),
                };
                format!(
                    "{} ({direction}; {}) at {}, implemented by {implementations}, used {}",
                    line(&port.path),
                    line(port.reason),
                    at(&port.location),
                    count(port.users, "time", "times"),
                )
            })
            .collect();
        self.list(&lines, "ports")
    }

    fn externals(&mut self, facts: &Facts<'_>) -> io::Result<()> {
        let Some(externals) = facts.externals.as_ref().filter(|list| !list.is_empty()) else {
            return Ok(());
        };
        self.head(&count(externals.len(), "package from outside", "packages from outside"))?;
        let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for external in externals {
            groups.entry(external.technology).or_default().push(external);
        }
        // Those that tie code to a technology come first.
        for (technology, mut packages) in groups.into_iter().rev() {
            packages.sort_by_key(|external| std::cmp::Reverse(external.uses));
            let shown = if self.overview { packages.len().min(FEW) } else { packages.len() };
            let mut shown: Vec<String> = packages[..shown]
                .iter()
                .map(|external| format!("{} ({})", line(external.package), external.uses))
                .collect();
            if shown.len() < packages.len() {
                let more = packages.len() - shown.len();
                shown.push(format!("… {more} more: `portcullis facts externals`"));
            }
            let name = technology.map_or("other", names::technology);
            writeln!(self.out, "  {name}: {}", shown.join(", "))?;
        }
        Ok(())
    }

    fn edges(&mut self, facts: &Facts<'_>) -> io::Result<()> {
        let Some(edges) = facts.edges.as_ref().filter(|edges| !edges.is_empty()) else {
            return Ok(());
        };
        let all = edges.values().sum();
        self.head(&count(all, "edge", "edges"))?;
        let kinds: Vec<String> = edges
            .iter()
            .map(|(kind, number)| count(*number, names::edges(*kind), names::edges(*kind)))
            .collect();
        writeln!(self.out, "  {}", kinds.join(", "))
    }

    fn missing(&mut self, facts: &Facts<'_>) -> io::Result<()> {
        if let Some(problems) = facts.problems.as_ref().filter(|list| !list.is_empty()) {
            self.head(&count(problems.len(), "problem while reading", "problems while reading"))?;
            let lines: Vec<String> = problems
                .iter()
                .map(|problem| {
                    let path = if problem.path.is_empty() { "." } else { problem.path };
                    let place = problem.location.as_ref().map_or(line(path).into(), at);
                    format!("{place}: {}", line(problem.message))
                })
                .collect();
            self.list(&lines, "problems")?;
        }
        self.blind_spots(facts)?;
        if let Some(orphans) = facts.orphans.filter(|list| !list.is_empty()) {
            self.head(&count(
                orphans.len(),
                "source file that no module declares",
                "source files that no module declares",
            ))?;
            let lines: Vec<String> = orphans.iter().map(|path| line(path).into()).collect();
            self.list(&lines, "orphans")?;
        }
        if let Some(left_out) = facts.left_out.as_ref().filter(|list| !list.is_empty()) {
            self.head(&count(
                left_out.len(),
                "manifest that is no part of the system",
                "manifests that are no part of the system",
            ))?;
            let lines: Vec<String> = left_out
                .iter()
                .map(|l| format!("{}: {}", line(l.manifest), line(l.reason)))
                .collect();
            self.list(&lines, "left-out")?;
        }
        Ok(())
    }

    fn blind_spots(&mut self, facts: &Facts<'_>) -> io::Result<()> {
        let Some(spots) = facts.blind_spots.as_ref().filter(|list| !list.is_empty()) else {
            return Ok(());
        };
        self.head(&count(spots.len(), "blind spot", "blind spots"))?;
        let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for spot in spots {
            groups.entry(spot.kind).or_default().push(spot);
        }
        for (kind, spots) in groups {
            writeln!(self.out, "  {} {}", spots.len(), names::blind_spots(kind))?;
            let shown = if self.overview { 0 } else { spots.len() };
            for spot in &spots[..shown] {
                let place =
                    spot.location.as_ref().map_or_else(String::new, |l| format!(" at {}", at(l)));
                writeln!(self.out, "    {}{place}", line(spot.subject))?;
            }
        }
        if self.overview {
            writeln!(self.out, "  `portcullis facts blind-spots` lists them")?;
        }
        Ok(())
    }
}

fn at(location: &Location<'_>) -> String {
    format!("{}:{}:{}", line(location.path), location.line, location.column)
}

/// A package with its crates; in short, those that are only built to check it are counted.
fn package_line(package: &PackageFact<'_>, short: bool) -> String {
    let mut counted: BTreeMap<CrateKind, usize> = BTreeMap::new();
    let mut crates: Vec<String> = Vec::new();
    for krate in &package.crates {
        let is_shipped =
            matches!(krate.kind, CrateKind::Lib | CrateKind::ProcMacro | CrateKind::Bin);
        if is_shipped || !short {
            crates.push(format!("{} {}", names::krate(krate.kind), line(krate.name)));
        } else {
            *counted.entry(krate.kind).or_default() += 1;
        }
    }
    for (kind, number) in counted {
        let one = names::krate(kind);
        let many = if one == "bench" { "benches".to_owned() } else { format!("{one}s") };
        crates.push(count(number, one, &many));
    }
    let dir = if package.dir.is_empty() { "." } else { package.dir };
    format!("{} ({}): {}", line(package.name), line(dir), crates.join(", "))
}

fn layer_line(layer: &LayerSummary<'_>) -> String {
    let role = match layer.role {
        Some(role) if names::role(role) != layer.name => format!(", {}", names::role(role)),
        _ => String::new(),
    };
    let origin = if layer.declared { "declared" } else { "detected" };
    format!("{} ({origin}{role}): {}", line(layer.name), count(layer.modules, "module", "modules"))
}

fn module_line(module: &ModuleFact<'_>) -> String {
    let mut text = line(&module.path).into_owned();
    // Writing to a text cannot fail.
    if let (Some(layer), Some(reason)) = (module.layer, module.reason) {
        let _ = write!(text, " is {} by {}", line(layer), line(reason));
    }
    if !module.condition.is_empty() {
        let _ = write!(text, ", where {}", line(&module.condition));
    }
    match module.scope {
        Scope::Production => text,
        scope => format!("{text}, {}", names::scope(scope)),
    }
}
