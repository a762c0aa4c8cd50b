//! What code does: functions, calls between them, sites where something happens, and entries.

use serde::Serialize;

use super::{CallId, RouteId, ServiceId, StatementId};
use crate::graph::ItemId;
use crate::place::Place;

index!(
    /// An entry of [`super::Landscape::functions`].
    FnId
);
index!(
    /// An entry of [`super::Landscape::sites`].
    SiteId
);

/// A function with a body, or a closure or spawned block that runs apart from the function around it.
#[derive(Clone, Debug)]
pub struct Function {
    /// The function; for a closure the one around it.
    pub item: ItemId,
    /// For a closure or block the function that it stands in.
    pub within: Option<FnId>,
    /// Whether it is `async`.
    pub is_async: bool,
    /// Its name, or the start of the closure.
    pub place: Place,
}

/// A call from one function of the tree to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FnCall {
    /// The caller.
    pub from: FnId,
    /// Position among what the caller does: evaluation order, as far as the text tells it.
    pub order: u32,
    /// The callee; a call through a trait leads to each production implementation.
    pub to: FnId,
    /// Where.
    pub place: Place,
    /// In what surroundings.
    pub flags: FnFlags,
    /// Confidence in hundredths.
    pub confidence: u8,
}

/// Surroundings of a call or site, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FnFlags(pub u16);

/// Surroundings of a site; the same bits.
pub type SiteFlags = FnFlags;

impl FnFlags {
    /// In a loop or an iterator's closure.
    pub const LOOP: Self = Self(1);
    /// Within a database transaction.
    pub const TRANSACTION: Self = Self(1 << 1);
    /// On a thread where blocking is allowed: `spawn_blocking`, `web::block`, `interact`, `std::thread::spawn`.
    pub const BLOCKING_ALLOWED: Self = Self(1 << 2);
    /// In a task that the caller does not wait for: `tokio::spawn`.
    pub const SPAWNED: Self = Self(1 << 3);
    /// In a branch.
    pub const CONDITIONAL: Self = Self(1 << 4);
    /// In the initialiser of a `OnceCell`, `LazyLock` or static, so at most once a process.
    pub const ONCE: Self = Self(1 << 5);
    /// Under a time limit: `tokio::time::timeout(…)`.
    pub const TIMEOUT: Self = Self(1 << 6);
    /// Handed to what repeats it where it fails.
    pub const RETRY: Self = Self(1 << 7);
    /// In a loop that is no round through elements, such as `loop` or `for _ in 0..3`: each round may be an attempt.
    pub const ATTEMPTS: Self = Self(1 << 8);

    /// Whether all bits of `other` are set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A place where a function does something that matters to rules.
#[derive(Clone, Debug)]
pub struct Site {
    /// The function.
    pub function: FnId,
    /// Position among what the function does, comparable with [`FnCall::order`].
    pub order: u32,
    /// Where.
    pub place: Place,
    /// What.
    pub kind: SiteKind,
    /// In what surroundings.
    pub flags: SiteFlags,
    /// Confidence in hundredths.
    pub confidence: u8,
    /// The library's function: `sqlx::query`, `rdkafka::producer::FutureProducer::send`.
    pub by: String,
}

/// What happens at a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteKind {
    /// A statement is executed: an entry of [`super::Landscape::statements`].
    Statement(StatementId),
    /// A message is published: an index into [`super::Landscape::publishes`].
    Publish(u32),
    /// A consumer subscribes or a message is received: an index into [`super::Landscape::consumes`].
    Consume(u32),
    /// A message is acknowledged or its offset committed.
    Acknowledge,
    /// A call to another process: an entry of [`super::Landscape::calls`].
    Call(CallId),
    /// A pool of database connections is made.
    MakePool,
    /// A single database connection is opened.
    OpenConnection,
    /// An HTTP client is made.
    MakeHttpClient,
    /// A gRPC channel or client is connected.
    MakeChannel,
    /// A broker's producer or client is made.
    MakeProducer,
    /// `unwrap`, `expect` or `panic!` on what a call to another process, a message or a token gave.
    PanicOnRemote,
    /// `unwrap` or `expect` on what a database gave.
    PanicOnDatabase,
    /// `println!`, `eprintln!`, `dbg!`.
    Print,
    /// A secret or connection string is written to a log or printed: an index into [`super::Landscape::settings`].
    LogSecret(u32),
    /// A token or session of a request is verified.
    VerifyToken,
    /// A listener begins to serve.
    Listen,
    /// A blocking database call.
    BlockingDatabase(StatementId),
    /// A connection is asked whether it is there (`ping`, `acquire`, `is_valid`).
    Ping,
}

/// Where work enters a service.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The service.
    pub service: ServiceId,
    /// How.
    pub kind: EntryKind,
    /// The function that runs, where it is known.
    pub function: Option<FnId>,
    /// Where it is registered.
    pub place: Place,
}

/// How work enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// A route or procedure.
    Route(#[serde(skip)] RouteId),
    /// A consumer loop: an index into [`super::Landscape::consumes`].
    Consumer(#[serde(skip)] u32),
    /// A schedule or endless loop.
    Schedule,
    /// `main`.
    Start,
}
