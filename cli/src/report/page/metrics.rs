//! Measures of packages and services, as tables and as small plots.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use portcullis_facts::graph::system::{CallTarget, ServiceId};
use portcullis_facts::graph::{
    CrateKind, DependencyKind, EdgeKind, Graph, ItemKind, PackageId, Scope, Visibility,
};

use super::Making;
use super::html::text;

/// What Robert C. Martin measures of a package; shares in hundredths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Package {
    pub(super) name: String,
    /// How many packages of the system depend on it, and on how many it depends.
    pub(super) fan_in: usize,
    pub(super) fan_out: usize,
    /// Traits among its public types and traits; none if it has none of either.
    pub(super) abstractness: Option<usize>,
}

impl Package {
    /// The share of dependencies that lead out; none if there are none.
    pub(super) fn instability(&self) -> Option<usize> {
        (self.fan_out * 100).checked_div(self.fan_in + self.fan_out)
    }

    /// How far it is from the line on which what is stable is abstract.
    pub(super) fn distance(&self) -> Option<usize> {
        Some((self.abstractness? + self.instability()?).abs_diff(100))
    }
}

/// All packages of the system that have a library or a binary.
pub(super) fn packages(graph: &Graph) -> Vec<Package> {
    let mut uses: BTreeSet<(PackageId, PackageId)> = BTreeSet::new();
    for (id, package) in graph.packages() {
        let entries = package.dependencies.iter();
        let local = entries.filter(|entry| entry.kind == DependencyKind::Normal);
        uses.extend(local.filter_map(|entry| entry.local).map(|to| (id, to)));
    }
    for edge in graph.production_edges().filter(|edge| edge.kind != EdgeKind::Manifest) {
        if let Some(to) = graph.target_module(edge.to) {
            uses.insert((graph.package_of(edge.module), graph.package_of(to)));
        }
    }
    uses.retain(|(from, to)| from != to);
    let mut kinds = vec![(0, 0); graph.packages.len()];
    for item in &graph.items {
        let is_public = item.visibility == Visibility::Public && item.scope == Scope::Production;
        let (traits, types) = &mut kinds[graph.package_of(item.module).0 as usize];
        match item.kind {
            ItemKind::Trait if is_public => *traits += 1,
            ItemKind::Struct | ItemKind::Enum | ItemKind::Union if is_public => *types += 1,
            _ => {}
        }
    }
    let runs = |id: PackageId| {
        let kinds = [CrateKind::Lib, CrateKind::Bin, CrateKind::ProcMacro];
        graph.package(id).crates.iter().any(|krate| kinds.contains(&graph.krate(*krate).kind))
    };
    let of = |id: PackageId| {
        let (traits, types) = kinds[id.0 as usize];
        Package {
            name: graph.package(id).name.clone(),
            fan_in: uses.iter().filter(|(_, to)| *to == id).count(),
            fan_out: uses.range((id, PackageId(0))..=(id, PackageId(u32::MAX))).count(),
            abstractness: (traits * 100_usize).checked_div(traits + types),
        }
    };
    graph.packages().map(|(id, _)| id).filter(|id| runs(*id)).map(of).collect()
}

/// Who calls whom among services, and how long the longest chain of calls is that one starts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Calls {
    pub(super) fan_in: usize,
    pub(super) fan_out: usize,
    /// None where the chain comes back to a service in it.
    pub(super) depth: Option<usize>,
}

/// The calls of all services, in their order.
pub(super) fn calls(graph: &Graph) -> Vec<Calls> {
    let landscape = &graph.landscape;
    let mut next: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); landscape.services.len()];
    for call in &landscape.calls {
        let CallTarget::Service(ServiceId(to)) = call.target else { continue };
        for from in call.services.iter().filter(|from| from.0 != to) {
            next[from.0 as usize].insert(to as usize);
        }
    }
    // From the ends of chains to their beginnings; what is never reached is in a cycle or leads to one.
    let mut depth: Vec<Option<usize>> = vec![None; next.len()];
    for _ in 0..next.len() {
        let before = depth.clone();
        for (at, called) in next.iter().enumerate() {
            let deepest = called.iter().map(|to| before[*to]).collect::<Option<Vec<_>>>();
            depth[at] = deepest.map(|all| all.into_iter().map(|one| one + 1).max().unwrap_or(0));
        }
        if before == depth {
            break;
        }
    }
    let fan_in = |at: usize| next.iter().filter(|called| called.contains(&at)).count();
    (0..next.len())
        .map(|at| Calls { fan_in: fan_in(at), fan_out: next[at].len(), depth: depth[at] })
        .collect()
}

/// The section.
pub(super) fn section(making: &Making<'_>) -> String {
    let graph = &making.report.system.graph;
    let mut html = String::from("<section id=\"metrics\"><h2>Metrics</h2>");
    if !graph.landscape.services.is_empty() {
        html += &services(graph);
    }
    let packages = packages(graph);
    if packages.is_empty() {
        return html + "<p class=\"nothing\">There are no packages.</p></section>";
    }
    html += "<h3>Packages</h3><p>Instability is the share of dependencies that lead out, abstractness \
        that of traits among public types. What much depends on should be abstract: the distance is how far \
        a package is from the line on which the two add up to 1.</p><div class=\"columns\">";
    html += &plot(&packages);
    html += "<div class=\"scroll\"><table class=\"sortable\"><thead><tr><th>Package</th>\
        <th>Fan-in</th><th>Fan-out</th><th>Instability</th><th>Abstractness</th><th>Distance</th></tr>\
        </thead><tbody>";
    for package in &packages {
        let _ = write!(
            html,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            text(&package.name),
            package.fan_in,
            package.fan_out,
            share(package.instability()),
            share(package.abstractness),
            share(package.distance()),
        );
    }
    html + "</tbody></table></div></div></section>"
}

fn services(graph: &Graph) -> String {
    let calls = calls(graph);
    let most = calls.iter().flat_map(|one| [one.fan_in, one.fan_out]).max().unwrap_or(0).max(1);
    let bar = |count: usize| {
        format!(
            "<td data-value=\"{count}\"><svg class=\"bar\" width=\"90\" height=\"10\" \
             aria-hidden=\"true\"><rect width=\"{}\" height=\"10\" rx=\"2\"/></svg> {count}</td>",
            count * 90 / most
        )
    };
    let mut html = String::from(
        "<h3>Services</h3><p>Calls that one service waits for: how many services call it, how many it \
         calls, and how long the longest chain of calls is that begins with it.</p>\
         <div class=\"scroll\"><table class=\"sortable\"><thead><tr><th>Service</th><th>Fan-in</th>\
         <th>Fan-out</th><th>Depth of calls</th></tr></thead><tbody>",
    );
    for (service, calls) in graph.landscape.services.iter().zip(&calls) {
        let depth = match calls.depth {
            Some(depth) => bar(depth),
            None => "<td data-value=\"9999\" class=\"bad\">leads into a cycle</td>".to_owned(),
        };
        let _ = write!(
            html,
            "<tr><th scope=\"row\">{}</th>{}{}{depth}</tr>",
            text(&service.name),
            bar(calls.fan_in),
            bar(calls.fan_out),
        );
    }
    html + "</tbody></table></div>"
}

fn share(hundredths: Option<usize>) -> String {
    hundredths.map_or_else(|| "–".to_owned(), |n| format!("{}.{:02}", n / 100, n % 100))
}

/// Instability to the right, abstractness upwards, and the line between.
fn plot(packages: &[Package]) -> String {
    const SIZE: usize = 260;
    const EDGE: usize = 34;
    let x = |share: usize| EDGE + share * SIZE / 100;
    let y = |share: usize| EDGE / 2 + SIZE - share * SIZE / 100;
    let (whole, low) = (SIZE + EDGE + EDGE / 2, y(0));
    let mut svg = format!(
        "<svg class=\"plot\" width=\"{whole}\" height=\"{whole}\" viewBox=\"0 0 {whole} {whole}\" \
         role=\"img\" aria-label=\"packages by instability and abstractness\"><path class=\"axis\" \
         d=\"M{} {}V{low}H{}\"/><path class=\"ideal\" d=\"M{} {}L{} {low}\"/>",
        x(0),
        y(100),
        x(100),
        x(0),
        y(100),
        x(100),
    );
    for package in packages {
        let (Some(instability), Some(abstractness)) = (package.instability(), package.abstractness)
        else {
            continue;
        };
        let far =
            if package.distance().is_some_and(|far| far >= 70) { " class=\"far\"" } else { "" };
        let _ = write!(
            svg,
            "<circle{far} cx=\"{}\" cy=\"{}\" r=\"4\"><title>{}: instability {}, abstractness {}\
             </title></circle>",
            x(instability),
            y(abstractness),
            text(&package.name),
            share(Some(instability)),
            share(Some(abstractness)),
        );
    }
    let _ = write!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">instability</text>\
         <text transform=\"translate(14 {}) rotate(-90)\" text-anchor=\"middle\">abstractness</text></svg>",
        x(50),
        low + 22,
        y(50),
    );
    svg
}

#[cfg(test)]
mod tests {
    use super::Package;

    #[test]
    fn the_distance_is_that_from_the_line() {
        let package = |fan_in, fan_out, abstractness| Package {
            name: String::new(),
            fan_in,
            fan_out,
            abstractness,
        };
        assert_eq!(package(3, 1, Some(75)).distance(), Some(0));
        assert_eq!(package(3, 0, Some(0)).distance(), Some(100));
        assert_eq!(package(0, 3, Some(100)).distance(), Some(100));
        assert_eq!(package(0, 0, Some(50)).distance(), None);
        assert_eq!(package(1, 3, None).instability(), Some(75));
    }
}
