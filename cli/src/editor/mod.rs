//! The editor server: one thread answers the client from what was found last, another finds it anew whenever
//! something changed.
//!
//! Nothing is ever written but messages: what mends a finding is an edit that the client makes.

mod actions;
mod answer;
mod checker;
mod documents;
mod found;
mod hover;
mod place;
mod server;
mod session;
mod start;
mod transport;

use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};
use std::thread;

use anyhow::{Context, Result};

use self::checker::Checked;
use self::server::{Next, Server};
use self::transport::Incoming;
use crate::config;

/// What the server is asked to do, besides what the client says.
#[derive(Debug)]
pub(crate) struct Setup {
    /// The folder to check; none for the one that the client has opened.
    pub(crate) folder: Option<PathBuf>,
    /// The configuration.
    pub(crate) source: config::Source,
    /// Whether weak findings are shown too.
    pub(crate) weak: bool,
}

/// What happens to a server.
#[derive(Debug)]
enum Event {
    /// The client said something.
    Client(Incoming),
    /// The client has gone.
    Gone,
    /// A check has ended.
    Checked(Box<Checked>),
}

/// Serves the client behind `input` and `out` until it leaves; whether it took its leave.
///
/// # Errors
/// Where no thread can be started, or nothing can be written any more.
pub(crate) fn serve(
    setup: Setup,
    input: impl BufRead + Send + 'static,
    out: &mut impl Write,
) -> Result<bool> {
    let (sender, events) = mpsc::channel();
    let client = sender.clone();
    // The thread waits for the client when the server has ended, so nobody waits for the thread.
    thread::Builder::new()
        .name("client".to_owned())
        .spawn(move || listen(input, &client))
        .context("cannot listen to the editor")?;
    let mut server = Server::new(setup, sender);
    for event in events {
        let next = match event {
            Event::Client(Incoming::Message(message)) => server.handle(message, out),
            Event::Client(Incoming::Broken(why)) => {
                transport::refuse(out, &why).map(|()| Next::GoOn)
            }
            Event::Checked(checked) => server.publish(*checked, out).map(|()| Next::GoOn),
            Event::Gone => Ok(Next::End { politely: false }),
        };
        match next {
            Ok(Next::GoOn) => {}
            Ok(Next::End { politely }) => return Ok(politely),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(false),
            Err(error) => return Err(error).context("cannot write to the editor"),
        }
    }
    Ok(false)
}

/// Passes on what the client says.
fn listen(mut input: impl BufRead, events: &Sender<Event>) {
    while let Ok(Some(incoming)) = transport::read(&mut input) {
        if events.send(Event::Client(incoming)).is_err() {
            return;
        }
    }
    let _ = events.send(Event::Gone);
}
