//! Loops that receive messages, as entries: there a message enters a service as a request enters it at a route.

use super::super::loops::Endless;
use super::Join;
use crate::framework::lookup::section;
use crate::graph::system::{
    Acknowledgement, Consume, Entry, EntryKind, Landscape, Provenance, ServiceId,
};

/// Adds an entry for each loop of each service, tied to the subscription that it works on.
pub(super) fn add(
    join: &Join<'_, '_>,
    receiving: &[(ServiceId, Endless)],
    landscape: &mut Landscape,
) {
    for (service, endless) in receiving {
        let place = join.program.place(endless.at);
        let index = subscription(join, *service, endless, landscape).unwrap_or_else(|| {
            let index = landscape.consumes.len() as u32;
            landscape.consumes.push(Consume {
                services: vec![*service],
                kind: kind_of(endless).to_owned(),
                topics: Vec::new(),
                more: true,
                function: Some(endless.function),
                acknowledgement: Acknowledgement::Unknown,
                acknowledged_at: None,
                lossy: false,
                answers: false,
                library: endless.package.clone().unwrap_or_default(),
                place,
                why: Provenance::sure(60).then("the topics are not known", Some(place), 60),
            });
            index
        });
        landscape.entries.push(Entry {
            service: *service,
            kind: EntryKind::Consumer(index),
            function: Some(endless.function),
            place,
        });
    }
}

/// The kind of broker from which a loop receives.
fn kind_of(endless: &Endless) -> &'static str {
    let package = endless.package.as_deref().unwrap_or_default();
    section(package, |framework| framework.broker.as_ref()).map_or("", |(table, _)| table.kind)
}

/// The nearest subscription of a service: in the function with the loop, in its type or module, by the same library.
fn subscription(
    join: &Join<'_, '_>,
    service: ServiceId,
    endless: &Endless,
    landscape: &Landscape,
) -> Option<u32> {
    let graph = join.program.graph;
    let own = landscape.function(endless.function).item;
    let near = |consume: &Consume| {
        if !consume.services.contains(&service) {
            return 0;
        }
        let Some(function) = consume.function else { return 0 };
        let item = landscape.function(function).item;
        let (here, there) = (graph.item(own), graph.item(item));
        let library = endless.package.as_deref() == Some(consume.library.as_str());
        match () {
            () if function == endless.function => 5,
            () if item == own => 4,
            () if here.parent.is_some() && here.parent == there.parent => 3,
            () if here.module == there.module => 2,
            () => u8::from(library),
        }
    };
    let found = (0u32..).zip(&landscape.consumes).map(|(index, consume)| (near(consume), index));
    // Of equally near ones the first.
    let best = found.max_by_key(|(near, index)| (*near, std::cmp::Reverse(*index)))?;
    (best.0 > 0).then_some(best.1)
}
