//! The thread that reads and checks the system again whenever something changed.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use portcullis_facts::{Reader, System};

use super::Event;
use super::found::Found;
use super::place::{Encoding, Root};
use crate::baseline::Baselines;
use crate::config::{self, Config, Unsaved};
use crate::fault::{Fault, Faults};
use crate::repository::Folder;
use crate::today;

/// While somebody types, a check begins after a pause of this part of the time that the last one took.
const PAUSE: u32 = 8;
/// It never waits for longer.
const LONGEST_PAUSE: Duration = Duration::from_millis(100);
/// So many checks in a row are given up for newer texts; the next is finished, so that somebody who never
/// stops typing sees something too.
const MOST_GIVEN_UP: u32 = 4;

/// What changed.
#[derive(Debug)]
pub(super) enum Order {
    /// An open document has this text.
    Put {
        /// Where its file is.
        path: PathBuf,
        /// Counts its changes.
        version: i32,
        /// What stands in it.
        text: String,
    },
    /// A document was closed, so that its file counts.
    TakeBack(PathBuf),
    /// Files may have changed on the disk.
    LookAgain,
}

/// What came of a check.
#[derive(Debug)]
pub(super) struct Checked {
    /// What was found, or why nothing could be checked.
    pub(super) result: Result<Found, String>,
    /// How long it took.
    pub(super) took: Duration,
}

/// A system that was read.
struct Read {
    /// None if there is no configuration that makes sense.
    system: Option<System>,
    /// What is wrong with the configuration; then the one before is used.
    faults: Vec<Fault>,
    /// The versions of the open documents.
    versions: BTreeMap<String, i32>,
}

/// A system, and what is known of it.
pub(super) struct Checker {
    folder: Folder,
    root: Root,
    source: config::Source,
    weak: bool,
    encoding: Encoding,
    reader: Reader,
    /// The last configuration that made sense.
    config: Option<Config>,
    /// Texts of open documents below the root, by path, with their versions.
    open: BTreeMap<String, (i32, String)>,
    /// Those of open files that may be configuration.
    unsaved: Unsaved,
    /// How long the last check took.
    took: Duration,
}

impl Checker {
    /// A checker of `folder`, which has read nothing yet.
    pub(super) fn new(
        folder: Folder,
        source: config::Source,
        weak: bool,
        encoding: Encoding,
    ) -> Self {
        Self {
            root: Root::new(&folder),
            reader: Reader::new(&folder.given),
            folder,
            source,
            weak,
            encoding,
            config: None,
            open: BTreeMap::new(),
            unsaved: Unsaved::default(),
            took: Duration::ZERO,
        }
    }

    /// Checks for as long as there is anybody to give orders.
    pub(super) fn run(mut self, orders: &Receiver<Order>, events: &Sender<Event>) {
        let mut is_outdated = false;
        let mut given_up = 0;
        loop {
            if !is_outdated {
                let Ok(order) = orders.recv() else { return };
                self.follow(order);
                self.wait_for_pause(orders);
            }
            let start = Instant::now();
            let read = guarded(|| self.read());
            is_outdated = self.follow_all(orders);
            if is_outdated && given_up < MOST_GIVEN_UP {
                given_up += 1;
                continue;
            }
            given_up = 0;
            let checked = read.and_then(|mut read| {
                let found = guarded(|| self.check(&mut read))?;
                Ok((found, read))
            });
            let (result, read) = match checked {
                Ok((found, read)) => (Ok(found), Some(read)),
                Err(error) => {
                    self.begin_anew();
                    (Err(format!("{error:#}")), None)
                }
            };
            self.took = start.elapsed();
            let checked = Box::new(Checked { result, took: self.took });
            if events.send(Event::Checked(checked)).is_err() {
                return;
            }
            // The client has its answer; only then there is time to free a million names and edges.
            drop(read);
        }
    }

    /// Follows orders until none came for a while.
    fn wait_for_pause(&mut self, orders: &Receiver<Order>) {
        let pause = (self.took / PAUSE).min(LONGEST_PAUSE);
        // Who never pauses does not wait forever.
        let end = Instant::now() + pause * MOST_GIVEN_UP;
        while let Ok(order) = orders.recv_timeout(pause) {
            self.follow(order);
            if Instant::now() > end {
                return;
            }
        }
    }

    /// Follows the orders that wait; whether there were any.
    fn follow_all(&mut self, orders: &Receiver<Order>) -> bool {
        let waiting: Vec<Order> = orders.try_iter().collect();
        let any = !waiting.is_empty();
        for order in waiting {
            self.follow(order);
        }
        any
    }

    fn follow(&mut self, order: Order) {
        match order {
            Order::Put { path, version, text } => {
                if path.extension().is_some_and(|extension| extension == "toml") {
                    self.unsaved.put(&path, text.clone());
                }
                if let Some(path) = self.root.relative(&path) {
                    self.reader.put(&path, text.clone());
                    self.open.insert(path, (version, text));
                }
            }
            Order::TakeBack(path) => {
                self.unsaved.take_back(&path);
                if let Some(path) = self.root.relative(&path) {
                    self.reader.take_back(&path);
                    self.open.remove(&path);
                }
            }
            Order::LookAgain => self.reader.look_again(),
        }
    }

    /// Reads the configuration and the system.
    fn read(&mut self) -> Result<Read> {
        let mut faults = Vec::new();
        match self.load() {
            Ok(config) => self.config = Some(config),
            Err(error) => faults = error.downcast::<Faults>()?.0,
        }
        let config = self.config.as_ref();
        let system = config.map(|config| self.reader.read(&config.options)).transpose()?;
        let versions = self.open.iter().map(|(path, (version, _))| (path.clone(), *version));
        Ok(Read { system, faults, versions: versions.collect() })
    }

    fn load(&self) -> Result<Config> {
        let mut config = config::load_with(&self.folder, &self.source, &self.unsaved)?;
        config.settings.today = today::today();
        // As in a lint, a wrong setting is told before anything is read.
        config.checks()?;
        Ok(config)
    }

    /// Checks what was read, as a lint does.
    fn check(&self, read: &mut Read) -> Result<Found> {
        let mut found = Found::default();
        if let (Some(config), Some(system)) = (&self.config, &mut read.system) {
            config.add_to(system);
            let mut outcome = config.checks()?.check(system);
            config.rename(system, &self.folder);
            match Baselines::find(&self.folder.given, system) {
                Ok(baselines) => baselines.known().leave_out(&mut outcome),
                Err(error) => read.faults.extend(error.downcast::<Faults>()?.0),
            }
            found = Found::new(system, &outcome, self.weak, &self.root, self.encoding);
            found.config = config.file(&self.folder);
        }
        for fault in &read.faults {
            if let Some((text, _)) = &fault.at {
                let path = self.folder.way_to(Path::new(&text.path));
                found.add_fault(&path, fault, self.encoding);
            }
        }
        found.versions = std::mem::take(&mut read.versions);
        Ok(found)
    }

    /// Forgets what was read: after a panic nobody knows what it is.
    fn begin_anew(&mut self) {
        self.reader = Reader::new(&self.folder.given);
        for (path, (_, text)) in &self.open {
            self.reader.put(path, text.clone());
        }
    }
}

/// Runs `work`, and makes an error of a panic: one system that cannot be read must not end the server.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|panic| Err(anyhow!("a defect of portcullis: {}", said(panic.as_ref()))))
}

/// What a panic said.
pub(super) fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without words")
}
