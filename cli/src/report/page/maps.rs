//! The maps: the system, each service from inside, packages and modules, each with what makes its arrows.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use portcullis_facts::graph::CrateKind;

use super::Making;
use super::html::{Budget, excerpt, inline, place, text};
use crate::drawing::{Drawing, svg};
use crate::layout::layout;
use crate::picture::{
    Arrow, Focus, Level, MOST_NODES, Node, Picture, Shape, fold_to, of_service, pick, thin,
};
use crate::report::count;

/// Bytes of all maps from inside, and of all arrows' lines.
const ROOM_OF_SERVICES: usize = 900_000;
const ROOM_OF_MODULES: usize = 450_000;
const ROOM_OF_ARROWS: usize = 700_000;
/// Where there are more services than this, the map of each holds fewer nodes, so that more of them have one.
const FEW_SERVICES: usize = 20;
const FEW_NODES: usize = 16;
/// Places that are shown of one arrow.
const PLACES: usize = 8;

/// A map with the name by which links lead to it.
struct Map {
    id: String,
    title: String,
    html: String,
}

/// The section.
pub(super) fn section(making: &Making<'_>) -> String {
    let (system, findings) = (making.report.system, making.findings);
    let (mut links, mut room) = (Links::default(), Budget::of(ROOM_OF_ARROWS));
    // What maps lead to is drawn before them.
    let mut left = Vec::new();
    let services = services_inside(making, &mut links, &mut room, &mut left);
    let modules = modules(making, &mut links, &mut room, &mut left);
    let mut maps = Vec::new();
    if !system.graph.landscape.services.is_empty() {
        let picture = Picture::of(system, findings, Level::System);
        maps.push(draw(making, "system", "System", &picture, &links, &mut room));
    }
    maps.extend(services);
    let packages = Picture::of(system, findings, Level::Crate);
    if packages.nodes.len() > 1 {
        maps.push(draw(making, "packages", "Packages", &packages, &links, &mut room));
    }
    maps.extend(modules);
    let mut html = String::from("<section id=\"maps\"><h2>Maps</h2>");
    if maps.is_empty() {
        return html + "<p class=\"nothing\">There is nothing to draw.</p></section>";
    }
    html += &choice(&maps);
    for map in &maps {
        html += &map.html;
    }
    if !left.is_empty() {
        const LISTED: usize = 12;
        let more = count(left.len(), "map is", "maps are");
        let _ = write!(
            html,
            "<p class=\"note\">{more} left out to keep the page small; \
             <code>portcullis graph --focus</code> draws each: {} …</p>",
            text(&left[..left.len().min(LISTED)].join(", "))
        );
    }
    html + LEGEND + "</section>"
}

const LEGEND: &str = "<ul class=\"legend\"><li class=\"bad\">a finding speaks of it</li>\
    <li class=\"cycle\">part of a cycle</li><li class=\"dashed\">messages</li>\
    <li class=\"dotted\">implements, or only listed</li><li class=\"core\">core</li>\
    <li class=\"application\">application</li><li class=\"adapter-in\">adapters in</li>\
    <li class=\"adapter-out\">adapters out</li><li class=\"root\">root</li></ul>";

/// Where nodes lead to.
#[derive(Debug, Default)]
struct Links {
    services: BTreeMap<String, String>,
    /// By the key of a package's node.
    packages: BTreeMap<String, String>,
}

impl Links {
    fn of(&self, node: &Node) -> Option<String> {
        match node.shape {
            Shape::Service => {
                let name = node.key.strip_prefix("service:")?;
                Some(format!("map-{}", self.services.get(name)?))
            }
            Shape::Crate => self.packages.get(&node.label).cloned(),
            _ => None,
        }
    }
}

fn choice(maps: &[Map]) -> String {
    let mut options = String::new();
    for map in maps {
        let title = text(&map.title);
        let _ = write!(options, "<option value=\"map-{}\">{title}</option>", map.id);
    }
    format!(
        "<form class=\"filters needs-script\"><label>Map<select id=\"map\">{options}</select></label>\
         <label class=\"check\"><input type=\"checkbox\" id=\"only-bad\"> only violations and cycles\
         </label><span class=\"buttons\"><button type=\"button\" data-zoom=\"in\" \
         aria-label=\"larger\">+</button><button type=\"button\" data-zoom=\"out\" \
         aria-label=\"smaller\">−</button><button type=\"button\" data-zoom=\"fit\">fit</button></span>\
         <span class=\"tip\">drag to move, Ctrl and wheel to zoom, click an arrow or a node</span></form>"
    )
}

fn services_inside(
    making: &Making<'_>,
    links: &mut Links,
    room: &mut Budget,
    left: &mut Vec<String>,
) -> Vec<Map> {
    let mut maps = Vec::new();
    let mut all = Budget::of(ROOM_OF_SERVICES);
    let system = making.report.system;
    let landscape = &system.graph.landscape;
    let most = if landscape.services.len() > FEW_SERVICES { FEW_NODES } else { MOST_NODES };
    for (id, service) in landscape.services() {
        let (key, title) = (format!("s{}", id.0), format!("Service {}", service.name));
        // Where one does not fit, those behind it would not either, and drawing takes time.
        if !left.is_empty() {
            left.push(title);
            continue;
        }
        let picture = fold_to(&of_service(system, making.findings, id), most);
        let map = draw(making, &key, &title, &picture, links, room);
        if all.takes(&map.html) {
            links.services.insert(service.name.clone(), key);
            maps.push(map);
        } else {
            left.push(title);
        }
    }
    maps
}

/// A map of the modules of each crate that has several, those with findings first.
fn modules(
    making: &Making<'_>,
    links: &mut Links,
    room: &mut Budget,
    left: &mut Vec<String>,
) -> Vec<Map> {
    const FEW: usize = 2;
    let graph = &making.report.system.graph;
    let whole = Picture::of(making.report.system, making.findings, Level::Module);
    // How many modules each crate has, and how many findings stand in them.
    let mut sizes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for node in &whole.nodes {
        let path = node.key.trim_start_matches("module:");
        let name = path.split([':', '#']).next().unwrap_or(path);
        let (modules, found) = sizes.entry(name).or_default();
        *modules += 1;
        *found += node.findings.len();
    }
    let mut crates: Vec<(usize, String, String)> = Vec::new();
    for krate in &graph.crates {
        if matches!(krate.kind, CrateKind::Lib | CrateKind::Bin | CrateKind::ProcMacro) {
            let (name, package) = (graph.names.get(krate.name), &graph.package(krate.package).name);
            let (modules, found) = sizes.get(name).copied().unwrap_or_default();
            if modules > FEW {
                crates.push((found, name.to_owned(), package.clone()));
            }
        }
    }
    crates.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
    crates.dedup_by(|b, a| a.1 == b.1);
    let (mut all, mut is_full) = (Budget::of(ROOM_OF_MODULES), false);
    let mut maps = Vec::new();
    for (number, (_, name, package)) in crates.iter().enumerate() {
        let pattern = format!("{{{name},{name}::*}}");
        let (key, title) = (format!("m{number}"), format!("Modules of {name}"));
        if is_full {
            left.push(title);
            continue;
        }
        let Ok(picture) = pick(&whole, &Focus { name: &pattern, depth: 0 }) else { continue };
        let map = draw(making, &key, &title, &picture, links, room);
        if all.takes(&map.html) {
            links.packages.insert(package.clone(), format!("map-{key}"));
            maps.push(map);
        } else {
            is_full = true;
            left.push(title);
        }
    }
    maps
}

fn draw(
    making: &Making<'_>,
    id: &str,
    title: &str,
    picture: &Picture,
    links: &Links,
    room: &mut Budget,
) -> Map {
    let picture = thin(&fold_to(picture, MOST_NODES));
    let layout = layout(&picture);
    let (system, findings) = (making.report.system, making.findings);
    let drawing = Drawing { system, findings, picture: &picture, title };
    let prefix = format!("{id}-");
    let link = |node: &Node| links.of(node);
    let content = svg::content(&drawing, &layout, &prefix, &link);
    let (width, height) = (layout.width, layout.height);
    let mut html = format!(
        "<figure class=\"map\" id=\"map-{id}\"><figcaption><h3>{}</h3> <span class=\"meta\">{}, {}\
         {}</span></figcaption><div class=\"frame\"><svg class=\"picture\" width=\"{width}\" \
         height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"{}\">\n\
         {content}</svg></div>",
        text(title),
        count(picture.nodes.len(), "node", "nodes"),
        count(picture.arrows.len(), "arrow", "arrows"),
        match picture.cycles() {
            0 => String::new(),
            cycles => format!(", {}", count(cycles, "cycle", "cycles")),
        },
        text(title),
    );
    for note in &picture.notes {
        let _ = write!(html, "<p class=\"note\">{}</p>", inline(note));
    }
    let _ = write!(html, "<details class=\"arrows\"><summary>What makes the arrows</summary><div>");
    let mut order: Vec<usize> = (0..picture.arrows.len()).collect();
    order.sort_by_key(|at| picture.arrows[*at].findings.is_empty());
    for at in order {
        let whole = arrow(making, &picture, at, &prefix, true);
        if room.takes(&whole) {
            html += &whole;
        } else {
            html += &arrow(making, &picture, at, &prefix, false);
        }
    }
    html += "</div></details></figure>\n";
    Map { id: id.to_owned(), title: title.to_owned(), html }
}

/// What makes an arrow: the places, and the findings that speak of it.
fn arrow(
    making: &Making<'_>,
    picture: &Picture,
    at: usize,
    prefix: &str,
    with_places: bool,
) -> String {
    let arrow: &Arrow = &picture.arrows[at];
    let mut html = format!(
        "<div class=\"arrow-of\" id=\"{prefix}e{at}\"><p><code>{}</code> {} <code>{}</code> \
         <span class=\"meta\">{}</span></p>",
        text(&picture.nodes[arrow.from].label),
        arrow.kind.verb(),
        text(&picture.nodes[arrow.to].label),
        arrow.told(),
    );
    for number in &arrow.findings {
        let finding = &making.findings[*number as usize];
        let _ = write!(
            html,
            "<p class=\"of-finding\"><a href=\"#f{number}\">{}</a></p>",
            inline(&finding.message)
        );
    }
    if with_places {
        html += "<ul>";
        for evidence in arrow.evidence.iter().take(PLACES) {
            let _ = write!(
                html,
                "<li>{} {}{}</li>",
                inline(&evidence.text),
                place(making.locator, evidence.place),
                excerpt(making.locator, evidence.place, 0),
            );
        }
        html += "</ul>";
        let shown = arrow.evidence.len().min(PLACES);
        if arrow.count > shown {
            let _ = write!(html, "<p class=\"meta\">and {} more</p>", arrow.count - shown);
        }
    }
    html + "</div>\n"
}
