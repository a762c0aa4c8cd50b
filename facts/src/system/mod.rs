//! The system around the code: what the program does, read off its resolved bodies.

mod addresses;
mod calls;
mod databases;
mod environment;
mod fate;
mod functions;
mod hosts;
mod known;
mod links;
mod messaging;
mod names;
mod origin;
mod panics;
mod parents;
mod settings;
mod surroundings;
mod values;

use crate::graph::system::Landscape;
use crate::program::Program;

/// Reads what the program does.
pub(crate) fn read(program: &Program<'_>) -> Landscape {
    debug(program);
    let known = known::Known::new(program.graph);
    let links = links::Links::new(program);
    let functions = functions::Functions::new(program, &links, &known);
    Landscape { functions: functions.list, calls_between: functions.calls, ..Landscape::default() }
}

fn debug(program: &Program<'_>) {
    if std::env::var("PDEBUG").is_err() {
        return;
    }
    let parents = parents::Parents::new(program);
    let origins = origin::Origins::new(program, &parents);
    let at = |at: crate::program::At| {
        let p = program.place(at);
        let f = &program.files[p.file.0 as usize];
        format!("{}:{}", f.path, f.text[..p.span.start as usize].matches('\n').count() + 1)
    };
    let calls = calls::read(program, &parents, &origins);
    for c in &calls.calls {
        eprintln!(
            "CALL {} {:?} url={:?} caps={:?} client={:?} hidden={:?} end={:?} awaits={} panics={:?}",
            at(c.at),
            c.method,
            c.url.map(|u| program.text(program.place(u))),
            c.capabilities.iter().map(|c| (c.kind, c.by.clone())).collect::<Vec<_>>(),
            c.client.map(at),
            c.hidden,
            c.fate.end,
            c.fate.awaits,
            c.fate.panics.map(at)
        );
    }
    for c in &calls.makes {
        eprintln!("MAKE {} {}", at(c.at), c.by);
    }
    let m = messaging::read(program, &parents, &origins);
    for c in &m.publishes {
        eprintln!(
            "PUBLISH {} topic={:?} {:?} by={}",
            at(c.at),
            c.topic.map(|u| program.text(program.place(u))),
            c.confirmation,
            c.by
        );
    }
    for c in &m.consumes {
        eprintln!(
            "CONSUME {} topic={:?} {:?} by={}",
            at(c.at),
            c.topics.iter().map(|u| program.text(program.place(*u))).collect::<Vec<_>>(),
            c.acknowledgement,
            c.by
        );
    }
    for c in &m.receives {
        eprintln!("RECEIVE {} by={}", at(c.at), c.by);
    }
    for c in &m.acknowledges {
        eprintln!("ACK {} by={}", at(c.at), c.by);
    }
    for c in &m.addresses {
        eprintln!(
            "BROKERADDR {} by={} {:?}",
            at(c.at),
            c.by,
            c.address.map(|u| program.text(program.place(u)))
        );
    }
    for c in panics::read(program, &parents, &calls.calls, &m.receives) {
        eprintln!("PANIC {} {}", at(c.at), c.by);
    }
    for c in settings::read(program, &parents) {
        eprintln!("SETTING {} {:?} {}", at(c.at), c.kind, c.name);
    }
    let mut uses: Vec<_> = calls
        .calls
        .iter()
        .filter_map(|c| Some((c.url?, crate::graph::system::AddressPurpose::Call)))
        .collect();
    uses.extend(
        m.addresses
            .iter()
            .filter_map(|c| Some((c.address?, crate::graph::system::AddressPurpose::Broker))),
    );
    for c in addresses::read(program, &parents, &origins, &uses) {
        let f = &program.files[c.place.file.0 as usize];
        eprintln!(
            "ADDR {}:{} {:?} {} default={} const={}",
            f.path,
            f.text[..c.place.span.start as usize].matches('\n').count() + 1,
            c.purpose,
            c.host,
            c.is_default,
            c.constant
        );
    }
}
