//! Which services run a function.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::system::{FnId, Landscape, ServiceId, UNREACHED};
use crate::graph::{CrateId, CrateKind, ItemId, ItemKind, PackageId, Scope};
use crate::place::{FileId, Place};
use crate::program::Program;
use crate::system::grouped::Grouped;

/// Which services run which functions.
///
/// A service runs all of its own package, and of the other crates that it links what its entries
/// reach. What nobody is seen to reach belongs to all who link it; what only binaries that are no services are
/// seen to reach, such as the tool by which people administer one, belongs to none.
pub(crate) struct Owners {
    /// Services by the crates that they link.
    linking: FxHashMap<CrateId, Vec<ServiceId>>,
    /// Services by their packages.
    own: FxHashMap<PackageId, Vec<ServiceId>>,
    /// Services by the items that they reach.
    reaching: Grouped<ServiceId>,
    /// Services by the items that they reach from where they are entered.
    entered: Grouped<ServiceId>,
    /// The items that other binaries reach.
    tools: FxHashSet<ItemId>,
    crates: Vec<(CrateId, PackageId)>,
    /// Crates by the files of their modules.
    files: FxHashMap<FileId, Vec<CrateId>>,
}

impl Owners {
    /// Walks the calls from all entries once for each service.
    pub(crate) fn new(program: &Program<'_>, landscape: &Landscape) -> Self {
        let mut linking: FxHashMap<CrateId, Vec<ServiceId>> = FxHashMap::default();
        let mut own: FxHashMap<PackageId, Vec<ServiceId>> = FxHashMap::default();
        for (id, service) in landscape.services() {
            for krate in &service.crates {
                linking.entry(*krate).or_default().push(id);
            }
            own.entry(service.package).or_default().push(id);
        }
        let mut from: FxHashMap<FnId, Vec<FnId>> = FxHashMap::default();
        for call in &landscape.calls_between {
            from.entry(call.from).or_default().push(call.to);
        }
        // A closure that is handed on runs where the function around it runs.
        for (index, function) in landscape.functions.iter().enumerate() {
            if let Some(within) = function.within {
                from.entry(within).or_default().push(FnId(index as u32));
            }
        }
        let mut of_packages: FxHashMap<PackageId, Vec<FnId>> = FxHashMap::default();
        for (index, function) in (0_u32..).zip(&landscape.functions) {
            let module = program.graph.item(function.item).module;
            let package = program.graph.package_of(module);
            of_packages.entry(package).or_default().push(FnId(index));
        }
        let mut reaching: Vec<(ItemId, ServiceId)> = Vec::new();
        let mut entered: Vec<(ItemId, ServiceId)> = Vec::new();
        for (id, service) in landscape.services() {
            let mut seen = vec![false; landscape.functions.len()];
            let mut waiting: Vec<FnId> = landscape
                .entries
                .iter()
                .filter(|entry| entry.service == id)
                .filter_map(|entry| entry.function)
                .collect();
            follow(&from, &mut waiting, &mut seen);
            add(landscape, id, &seen, &mut entered);
            // All of the own package counts as reached, but for its other binaries: handlers that are found
            // by attributes or macros too.
            let own = of_packages.get(&service.package).into_iter().flatten();
            waiting.extend(own.filter(|function| {
                let module = program.graph.item(landscape.function(**function).item).module;
                service.crates.contains(&program.graph.module(module).krate)
            }));
            follow(&from, &mut waiting, &mut seen);
            add(landscape, id, &seen, &mut reaching);
        }
        let mut seen = vec![false; landscape.functions.len()];
        let mut waiting = tools(program, landscape);
        follow(&from, &mut waiting, &mut seen);
        let tools = landscape.functions.iter().zip(&seen).filter(|(_, seen)| **seen);
        let tools = tools.map(|(function, _)| function.item).collect();
        let reaching = Grouped::new(program.graph.items.len(), &reaching);
        let entered = Grouped::new(program.graph.items.len(), &entered);
        let crates = program.graph.crates().map(|(id, krate)| (id, krate.package)).collect();
        let mut files: FxHashMap<FileId, Vec<CrateId>> = FxHashMap::default();
        for module in &program.graph.modules {
            let crates = files.entry(module.file).or_default();
            if !crates.contains(&module.krate) {
                crates.push(module.krate);
            }
        }
        Self { linking, own, reaching, entered, tools, crates, files }
    }

    /// Those of some services that can have given what a shared function is given: who link the crate in which it
    /// stands, or all if none does.
    pub(crate) fn giving(&self, place: Place, services: &[ServiceId]) -> Vec<ServiceId> {
        let crates = self.files.get(&place.file).map_or(&[][..], Vec::as_slice);
        let linking = |service| {
            crates
                .iter()
                .any(|krate| self.linking.get(krate).is_some_and(|all| all.contains(service)))
        };
        let giving: Vec<ServiceId> =
            services.iter().filter(|service| linking(service)).copied().collect();
        if giving.is_empty() { services.to_vec() } else { giving }
    }

    /// The services that run a function, constant or static, and how sure that is, in hundredths.
    pub(crate) fn of(&self, program: &Program<'_>, item: ItemId) -> (Vec<ServiceId>, u8) {
        let krate = program.graph.module(program.graph.item(item).module).krate;
        let package = self.crates[krate.index()].1;
        let linking = self.linking.get(&krate).map_or(&[][..], Vec::as_slice);
        // Of a package with several services each has its own binary and what it links of the rest.
        if let Some(own) = self.own.get(&package) {
            let own: Vec<ServiceId> =
                own.iter().filter(|service| linking.contains(service)).copied().collect();
            if own.len() == 1 {
                // A service may offer others the client by which they call it.
                let entered = self.entered.of(item);
                if !entered.is_empty() && !entered.contains(&own[0]) {
                    return (entered.to_vec(), 95);
                }
                return (own, 100);
            }
        }
        let reaching = self.reaching.of(item).iter().filter(|service| linking.contains(service));
        let reaching: Vec<ServiceId> = reaching.copied().collect();
        if !reaching.is_empty() {
            return (reaching, 95);
        }
        if self.tools.contains(&item) {
            return (Vec::new(), 95);
        }
        (linking.to_vec(), UNREACHED)
    }
}

/// The functions with which binaries start that are no services.
fn tools(program: &Program<'_>, landscape: &Landscape) -> Vec<FnId> {
    let graph = program.graph;
    let services: FxHashSet<CrateId> =
        landscape.services().map(|(_, service)| service.krate).collect();
    let starts = (0_u32..).zip(&landscape.functions).filter(|(_, function)| {
        let item = graph.item(function.item);
        let module = graph.module(item.module);
        let krate = graph.krate(module.krate);
        function.within.is_none()
            && krate.kind == CrateKind::Bin
            && krate.root == item.module
            && item.kind == ItemKind::Function
            && item.parent.is_none()
            && item.scope == Scope::Production
            && !services.contains(&module.krate)
            && graph.names.get(item.name) == "main"
    });
    starts.map(|(index, _)| FnId(index)).collect()
}

/// Walks the calls from the functions that wait.
fn follow(from: &FxHashMap<FnId, Vec<FnId>>, waiting: &mut Vec<FnId>, seen: &mut [bool]) {
    while let Some(function) = waiting.pop() {
        if !std::mem::replace(&mut seen[function.index()], true) {
            waiting.extend(from.get(&function).into_iter().flatten());
        }
    }
}

/// Notes a service for the items whose functions it was seen to reach.
fn add(
    landscape: &Landscape,
    service: ServiceId,
    seen: &[bool],
    services: &mut Vec<(ItemId, ServiceId)>,
) {
    // Functions are sorted by item.
    let seen = landscape.functions.iter().zip(seen).filter(|(_, seen)| **seen);
    let mut items: Vec<ItemId> = seen.map(|(function, _)| function.item).collect();
    items.dedup();
    services.extend(items.into_iter().map(|item| (item, service)));
}
