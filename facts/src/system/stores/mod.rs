//! What code does with databases: statements, pools and connections, transactions, migrations that are run.
//!
//! What a library's names mean stands in [`crate::framework::tables`]; here is only how expressions hang together:
//! a text that is bound, then executed; a table at the root of a chain; a transaction between two calls.

mod chain;
mod declared;
mod definitions;
mod engines;
mod entities;
mod executors;
mod meaning;
mod models;
mod statements;
#[cfg(test)]
mod tests;
mod text;
mod transactions;
mod view;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::extract::rust::bodies::NodeId;
use crate::extract::sql::SqlFlags;
use crate::framework::store::StoreCall;
use crate::graph::ItemId;
use crate::graph::system::{Engine, Executor, StatementKind};
use crate::place::{FileId, Place};
use crate::program::{At, Body, Program};
use crate::system::links::Links;
use crate::system::parents::Parents;

use engines::Engines;
use entities::Entities;
use meaning::{Found, Meaning};
use view::View;

/// All that was found, sorted by function and position.
#[derive(Debug, Default)]
pub(crate) struct Stores {
    /// Places where a database is used.
    pub(crate) sites: Vec<StoreSite>,
    /// Transactions.
    pub(crate) transactions: Vec<TransactionRegion>,
}

/// A place where a database is used.
#[derive(Clone, Debug)]
pub(crate) struct StoreSite {
    /// The function, or the constant or static whose initialiser this is.
    pub(crate) item: ItemId,
    /// The expression; of a statement the one that runs it.
    pub(crate) at: At,
    /// Where: the text of a statement, else the call.
    pub(crate) place: Place,
    /// What happens.
    pub(crate) kind: StoreSiteKind,
    /// The library: `sqlx`.
    pub(crate) library: &'static str,
    /// Confidence in hundredths.
    pub(crate) confidence: u8,
}

/// What happens at a [`StoreSite`].
#[derive(Clone, Debug)]
pub(crate) enum StoreSiteKind {
    /// A statement is run.
    Statement(Box<FoundStatement>),
    /// A pool of connections, or a client that holds one, is made.
    MakePool {
        /// The argument with the address.
        address: Option<At>,
        /// The kind of store.
        engine: Engine,
    },
    /// A pool is made of what a key of the configuration holds.
    Configured {
        /// The key.
        key: String,
        /// The kind of store.
        engine: Engine,
    },
    /// One connection is opened.
    OpenConnection {
        /// The argument with the address.
        address: Option<At>,
        /// The kind of store.
        engine: Engine,
    },
    /// Migrations are run, or taken into the program to be run.
    Migrate {
        /// Their folder, relative to the analysed folder; none where it is not known or they are code.
        folder: Option<String>,
    },
    /// A sign of life is asked for.
    Ping,
}

/// A statement.
#[derive(Clone, Debug)]
pub(crate) struct FoundStatement {
    /// What it does.
    pub(crate) kind: StatementKind,
    /// The tables that it names.
    pub(crate) tables: Vec<FoundTable>,
    /// What it is executed on.
    pub(crate) executor: Executor,
    /// The expression for that, where there is one.
    pub(crate) executor_at: Option<At>,
    /// The kind of store.
    pub(crate) engine: Engine,
    /// Whether it blocks the thread.
    pub(crate) blocking: bool,
    /// A table of it is called an outbox.
    pub(crate) outbox: bool,
    /// Further facts of its text.
    pub(crate) flags: SqlFlags,
}

/// A table that a statement names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FoundTable {
    /// Its name; `*` stands for what is not known of it.
    pub(crate) name: String,
    /// Its schema, if it is named.
    pub(crate) schema: Option<String>,
    /// How it is used.
    pub(crate) kind: StatementKind,
    /// Whether the statement makes it.
    pub(crate) creates: bool,
    /// Whether it is joined to another one.
    pub(crate) joined: bool,
    /// Its name in the text of the statement, or the expression that names it.
    pub(crate) place: Place,
    /// Confidence in hundredths.
    pub(crate) confidence: u8,
}

/// A transaction within one function.
#[derive(Clone, Debug)]
pub(crate) struct TransactionRegion {
    /// The function.
    pub(crate) item: ItemId,
    /// What begins it.
    pub(crate) begin: At,
    /// The last node that is within.
    pub(crate) end: At,
    /// What commits it or rolls it back; none where the closure's or the block's end does.
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests look at it so far"))]
    pub(crate) closed_by: Option<At>,
}

impl TransactionRegion {
    /// Whether a node of the function is within.
    pub(crate) fn contains(&self, at: At) -> bool {
        at.unit == self.begin.unit && (self.begin.node..=self.end.node).contains(&at.node)
    }
}

/// What is asked while bodies are read.
struct Context<'p, 'a> {
    program: &'p Program<'a>,
    parents: &'p Parents,
    links: &'p Links,
    meaning: Meaning,
    entities: Entities,
    engines: Engines,
    by_path: FxHashMap<&'a str, FileId>,
}

/// The table of pools that hold whatever their manager makes.
const GENERIC_POOL: &str = "r2d2";

/// Finds what the program does with databases.
pub(crate) fn stores(program: &Program<'_>, parents: &Parents, links: &Links) -> Stores {
    let mut context = Context {
        program,
        parents,
        links,
        meaning: Meaning::new(program),
        entities: Entities::new(program),
        engines: Engines::new(program),
        by_path: program
            .files
            .iter()
            .enumerate()
            .map(|(at, file)| (file.path.as_str(), FileId(at as u32)))
            .collect(),
    };
    entities::read_fields(&mut context);
    let concerned = program.by_unit(|unit| context.meaning.concerns(program, unit));
    let bodies = program.bodies.par_iter().filter(|body| concerned[body.unit.0 as usize]);
    let found: Vec<Stores> = bodies.filter_map(|body| read_body(&context, body)).collect();
    let mut stores = Stores::default();
    for mut found in found {
        stores.sites.append(&mut found.sites);
        stores.transactions.append(&mut found.transactions);
    }
    for (item, at, folder) in context.meaning.embedded_among_items(&context) {
        let place = program.place(at);
        let kind = StoreSiteKind::Migrate { folder };
        stores.sites.push(StoreSite { item, at, place, kind, library: "refinery", confidence: 90 });
    }
    stores.sites.extend(declared::declared(&context));
    stores.sites.sort_by_key(|site| (site.item, site.at));
    stores.transactions.sort_by_key(|region| (region.item, region.begin));
    stores
}

/// What one body does; nothing if no name in it has to do with databases.
fn read_body(context: &Context<'_, '_>, body: &Body) -> Option<Stores> {
    let view = View::new(context, body);
    let calls: Vec<(NodeId, Found)> = view
        .nodes()
        .filter_map(|node| Some((node, context.meaning.of(context.program, view.at(node))?)))
        .collect();
    let mut stores = Stores::default();
    for (node, found) in &calls {
        read_call(context, body, &view, *node, found, &mut stores);
    }
    // The pool around a manager is no second one: its address and engine stand in the manager.
    let is_pool = |site: &StoreSite| matches!(site.kind, StoreSiteKind::MakePool { .. });
    if stores.sites.iter().any(|site| is_pool(site) && site.library != GENERIC_POOL) {
        stores.sites.retain(|site| !is_pool(site) || site.library != GENERIC_POOL);
    }
    stores.sites.extend(statements::statements(context, body, &view, &calls));
    (!stores.sites.is_empty() || !stores.transactions.is_empty()).then_some(stores)
}

/// What a call does that is no statement.
fn read_call(
    context: &Context<'_, '_>,
    body: &Body,
    view: &View<'_, '_>,
    node: NodeId,
    found: &Found,
    stores: &mut Stores,
) {
    let mut site = |kind| {
        stores.sites.push(StoreSite {
            item: body.item,
            at: view.at(node),
            place: view.place(node),
            kind,
            library: found.library,
            confidence: found.confidence,
        });
    };
    let engine = || context.engines.of(context, view, node, found.table.engine);
    let address = |position: Option<u8>| {
        position.and_then(|at| view.argument(node, at)).map(|node| view.at(node))
    };
    match found.call {
        StoreCall::Pool(position) => {
            site(StoreSiteKind::MakePool { address: address(position), engine: engine() });
        }
        StoreCall::Connection(position) => {
            site(StoreSiteKind::OpenConnection { address: address(position), engine: engine() });
        }
        StoreCall::Migrate(position) => {
            let folder = meaning::folder(context, view, node, position, found.table);
            site(StoreSiteKind::Migrate { folder });
        }
        StoreCall::Ping => site(StoreSiteKind::Ping),
        StoreCall::Begin | StoreCall::Transaction(_) => {
            stores.transactions.extend(transactions::region(context, body, view, node, found));
        }
        _ => {}
    }
}
