//! Statements: what makes them, and where the chain of calls runs them.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::chain::chain;
use super::entities::{Named, collections};
use super::executors::executor;
use super::meaning::{Found, of_entities};
use super::text::{Text, of_file, texts_of};
use super::view::View;
use super::{Context, FoundStatement, FoundTable, StoreSite, StoreSiteKind};
use crate::discover::written_in;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::extract::sql::{Change, Dialect, SqlFlags, looks_like_sql, sql};
use crate::framework::store::{StoreCall, TableNames};
use crate::graph::system::{Engine, Executor, StatementKind};
use crate::place::Place;
use crate::program::Body;

/// A statement that is being put together.
struct Draft {
    statement: FoundStatement,
    place: Place,
    library: &'static str,
    confidence: u8,
}

/// Reads the statements of one body.
pub(super) struct Reader<'r, 'p, 'a> {
    pub(super) context: &'r Context<'p, 'a>,
    pub(super) view: &'r View<'p, 'a>,
    drafts: BTreeMap<NodeId, Draft>,
    /// Calls that run statements found already.
    run: FxHashSet<NodeId>,
}

/// The statements of a body.
pub(super) fn statements(
    context: &Context<'_, '_>,
    body: &Body,
    view: &View<'_, '_>,
    calls: &[(NodeId, Found)],
) -> Vec<StoreSite> {
    let mut reader = Reader { context, view, drafts: BTreeMap::new(), run: FxHashSet::default() };
    // Tables that are items of the tree are named by what no table of a framework knows.
    let used = context.meaning.used(context.program, view.unit);
    let others = context.entities.know_diesel() || of_entities(used).is_some();
    let mut calls = calls.iter().peekable();
    if others {
        for node in view.nodes() {
            match calls.next_if(|(call, _)| *call == node) {
                Some((_, found)) => reader.read_call(node, found),
                None => reader.read(node),
            }
        }
    }
    for (node, found) in calls {
        reader.read_call(*node, found);
    }
    let mut drafts = reader.drafts;
    for (node, draft) in super::definitions::definitions(context, view) {
        drafts.entry(node).or_insert(Draft {
            statement: draft.0,
            place: view.place(node),
            library: "sea-orm",
            confidence: draft.1,
        });
    }
    let site = |(top, draft): (NodeId, Draft)| StoreSite {
        item: body.item,
        at: view.at(top),
        place: draft.place,
        kind: StoreSiteKind::Statement(Box::new(draft.statement)),
        library: draft.library,
        confidence: draft.confidence,
    };
    drafts.into_iter().map(site).collect()
}

impl Reader<'_, '_, '_> {
    /// Reads what no table knows.
    fn read(&mut self, node: NodeId) {
        if let Node::Path(_) = self.view.node(node) {
            self.read_path(node);
        } else {
            self.read_active_model(node);
        }
    }

    pub(super) fn read_call(&mut self, node: NodeId, found: &Found) {
        match found.call {
            StoreCall::Text(position) => {
                let texts = self.texts(node, position);
                self.made(node, found, &texts);
            }
            StoreCall::File(position) => {
                let files = self.texts(node, position);
                let program = self.context.program;
                let package = program.graph.krate(program.unit(self.view.unit).krate).package;
                let dir = &program.graph.package(package).dir;
                let paths = files.iter().filter_map(|file| written_in(dir, &file.value));
                let texts: Vec<Text> =
                    paths.filter_map(|path| of_file(self.context, &path)).collect();
                self.made(node, found, &texts);
            }
            StoreCall::RunText(position) => self.run_text(node, position, found),
            StoreCall::Run(Some(position)) if !self.run.contains(&node) => {
                // `pool.execute("…")`: the text is where else the executor is.
                let texts = self.texts(node, position);
                if texts.iter().any(|text| looks_like_sql(&text.value)) {
                    self.run_text(node, position, found);
                }
            }
            StoreCall::Read(_) if found.table.tables == TableNames::Schema => {}
            StoreCall::Read(position) => self.by_method(node, position, StatementKind::Read, found),
            StoreCall::Write(position) | StoreCall::Insert(position) => {
                self.by_method(node, position, StatementKind::Write, found);
            }
            _ => {}
        }
    }

    /// The texts of the argument at `position`; of a macro those of the first that is a text.
    fn texts(&self, node: NodeId, position: u8) -> Vec<Text> {
        if let Node::Macro { .. } = self.view.node(node) {
            let arguments = self.view.arguments(node).iter();
            let mut texts = arguments.map(|node| texts_of(self.context, self.view, *node));
            return texts.find(|texts| !texts.is_empty()).unwrap_or_default();
        }
        let argument = self.view.argument(node, position);
        argument.map(|node| texts_of(self.context, self.view, node)).unwrap_or_default()
    }

    /// A statement that is made here, and run where the chain ends.
    fn made(&mut self, node: NodeId, found: &Found, texts: &[Text]) {
        let chained = chain(self.view, node, found.table, 3);
        self.run.insert(chained.top);
        let mut draft = self.draft(node, found, chained.executor);
        draft.statement.flags.insert(chained.flags);
        self.put_texts(&mut draft, texts, found);
        self.add(chained.top, draft);
    }

    fn run_text(&mut self, node: NodeId, position: u8, found: &Found) {
        let texts = self.texts(node, position);
        let Node::Method { receiver, .. } = self.view.node(node) else { return };
        if texts.is_empty() {
            return;
        }
        let mut draft = self.draft(node, found, Some(receiver));
        self.put_texts(&mut draft, &texts, found);
        self.add(node, draft);
    }

    /// A statement that a method is, on a table that is named elsewhere.
    fn by_method(
        &mut self,
        node: NodeId,
        position: Option<u8>,
        kind: StatementKind,
        found: &Found,
    ) {
        let chained = chain(self.view, node, found.table, 3);
        self.run.insert(chained.top);
        let mut executor = chained.executor;
        let mut tables: Vec<(Named, Place, u8)> = Vec::new();
        let place = self.view.place(node);
        match found.table.tables {
            TableNames::Entities => {
                let Some(path) = self.entity_path(node) else { return };
                let (program, unit) = (self.context.program, self.view.unit);
                let named = self.context.entities.entity(program, unit, &path);
                tables.extend(named.map(|(named, confidence)| (named, place, confidence)));
                // `model.insert(db)` runs at once.
                if let Node::Method { .. } = self.view.node(node) {
                    executor = self.view.argument(node, 0);
                }
            }
            TableNames::Collections => {
                if let Node::Method { receiver, .. } = self.view.node(node) {
                    executor = Some(receiver);
                    tables.extend(self.collections_of(receiver, place));
                }
            }
            TableNames::Schema => {}
            TableNames::Texts => {
                if let Node::Method { receiver, .. } = self.view.node(node) {
                    executor = executor.or(Some(receiver));
                }
                let named = position.map(|at| (node, at)).or(chained.named);
                tables.extend(named.into_iter().flat_map(|(node, at)| self.named_by(node, at)));
            }
        }
        let mut draft = self.draft(node, found, executor);
        draft.statement.kind = kind;
        draft.statement.flags.insert(chained.flags);
        if matches!(found.call, StoreCall::Insert(_)) {
            draft.statement.flags.insert(SqlFlags::INSERTS);
        }
        for (named, place, confidence) in tables {
            put_table(&mut draft, &named, kind, place, confidence.min(found.confidence));
        }
        self.add(chained.top, draft);
    }

    /// The collections that a receiver was made with; where that is not seen, the only one of the crate.
    fn collections_of(&self, receiver: NodeId, place: Place) -> Vec<(Named, Place, u8)> {
        let table = |name: String, confidence| (Named { name, schema: None }, place, confidence);
        let names = collections(self.context, self.view, receiver, 6);
        if names.is_empty() {
            let krate = self.context.program.unit(self.view.unit).krate;
            let only = self.context.entities.only_collection(krate);
            return only.map(|name| table(name.to_owned(), 60)).into_iter().collect();
        }
        names.into_iter().map(|name| table(name, 85)).collect()
    }

    /// A table that an argument names by a text: `client.insert("orders")`, `IndexParts::Index("orders")`.
    fn named_by(&self, node: NodeId, position: u8) -> Vec<(Named, Place, u8)> {
        let Some(argument) = self.view.argument(node, position) else { return Vec::new() };
        let texts = texts_of(self.context, self.view, argument);
        let named = texts.into_iter().map(|text| {
            let confidence = if text.exact { 90 } else { 60 };
            (Named { name: text.value.replace("{}", "*"), schema: None }, text.place, confidence)
        });
        named.collect()
    }

    /// A table of diesel, somewhere in an expression.
    fn read_path(&mut self, node: NodeId) {
        let Some(path) = self.view.path_text(node) else { return };
        let (program, unit) = (self.context.program, self.view.unit);
        let named = self.context.entities.diesel_table(program, unit, &path);
        let Some(named) = named.cloned() else { return };
        let used = self.context.meaning.used(self.context.program, self.view.unit);
        let known = used.iter().rfind(|(_, table)| table.tables == TableNames::Schema);
        let Some((library, table)) = known else { return };
        let chained = chain(self.view, node, table, 3);
        // A name alone is a value that is handed on, and no statement.
        if chained.top == node {
            return;
        }
        let found = Found { call: StoreCall::Read(None), table, library, confidence: 90 };
        let kind = if chained.writes { StatementKind::Write } else { StatementKind::Read };
        let mut draft = self.draft(node, &found, chained.executor);
        draft.place = self.view.place(chained.top);
        draft.statement.kind = kind;
        draft.statement.flags.insert(chained.flags);
        put_table(&mut draft, &named, kind, self.view.place(node), 90);
        if let Some(table) = draft.statement.tables.last_mut() {
            table.joined = chained.joined;
        }
        self.run.insert(chained.top);
        self.add(chained.top, draft);
    }

    fn draft(&self, node: NodeId, found: &Found, on: Option<NodeId>) -> Draft {
        let engine = match found.table.engine {
            Engine::Other => self.context.engines.usual(self.context, self.view),
            engine => engine,
        };
        let on = on.filter(|_| engine != Engine::Redis);
        let used = self.context.meaning.used(self.context.program, self.view.unit);
        let is_unblocked = used.iter().any(|(_, table)| table.unblocks.contains(&found.library));
        Draft {
            statement: FoundStatement {
                kind: StatementKind::Other,
                tables: Vec::new(),
                executor: on.map_or(Executor::Unknown, |node| executor(self.view, node)),
                executor_at: on.map(|node| self.view.at(node)),
                engine,
                blocking: found.table.blocking && !is_unblocked,
                outbox: false,
                flags: SqlFlags::default(),
            },
            place: self.view.place(node),
            library: found.library,
            confidence: found.confidence,
        }
    }

    fn put_texts(&self, draft: &mut Draft, texts: &[Text], found: &Found) {
        let dialect = match draft.statement.engine {
            Engine::Mysql => Dialect::Mysql,
            _ => found.table.dialect,
        };
        if let Some(first) = texts.first() {
            draft.place = first.place;
        }
        if draft.statement.engine == Engine::Redis {
            let reads = texts.iter().all(|text| is_reading_command(&text.value));
            let kind = if reads { StatementKind::Read } else { StatementKind::Write };
            draft.statement.kind = kind;
            return;
        }
        for text in texts {
            for statement in sql(&text.value, dialect) {
                let kind = &mut draft.statement.kind;
                if *kind == StatementKind::Other || statement.kind == StatementKind::Write {
                    *kind = statement.kind;
                }
                draft.statement.flags.insert(statement.flags);
                let created: FxHashSet<_> = statement
                    .changes
                    .iter()
                    .filter_map(|change| match change {
                        Change::Create(table) if !table.temporary => Some(table.table.span),
                        _ => None,
                    })
                    .collect();
                for table in statement.tables {
                    let confidence = match (text.exact, table.name.contains('*')) {
                        (true, _) => 95,
                        (false, false) => 80,
                        (false, true) => 50,
                    };
                    draft.statement.tables.push(FoundTable {
                        creates: created.contains(&table.span),
                        place: text.part(self.context, table.span),
                        confidence: confidence.min(found.confidence),
                        name: table.name,
                        schema: table.schema,
                        kind: table.kind,
                        joined: table.joined,
                    });
                }
            }
        }
    }

    /// Adds a draft; what is run at one place is one statement.
    fn add(&mut self, top: NodeId, mut draft: Draft) {
        draft.statement.outbox = draft.statement.tables.iter().any(|table| is_outbox(&table.name));
        let Some(known) = self.drafts.get_mut(&top) else {
            self.drafts.insert(top, draft);
            return;
        };
        let (into, from) = (&mut known.statement, draft.statement);
        if into.kind == StatementKind::Other || from.kind == StatementKind::Write {
            into.kind = from.kind;
        }
        for table in from.tables {
            if !into.tables.contains(&table) {
                into.tables.push(table);
            }
        }
        into.flags.insert(from.flags);
        into.outbox |= from.outbox;
        if into.executor == Executor::Unknown {
            into.executor = from.executor;
            into.executor_at = from.executor_at.or(into.executor_at);
        }
    }
}

fn put_table(draft: &mut Draft, named: &Named, kind: StatementKind, place: Place, confidence: u8) {
    draft.statement.tables.push(FoundTable {
        name: named.name.clone(),
        schema: named.schema.clone(),
        kind,
        creates: false,
        joined: false,
        place,
        confidence,
    });
}

/// Whether a command of Redis only reads.
fn is_reading_command(command: &str) -> bool {
    let command = command.to_ascii_uppercase();
    let reads = ["EXISTS", "INFO", "KEYS", "PING", "SCAN", "STRLEN", "TTL", "TYPE", "XRANGE"];
    let word = command.split_whitespace().next().unwrap_or_default();
    reads.contains(&word)
        || (word.ends_with("GET") || word.ends_with("GETALL") || word.ends_with("RANGE"))
        || word.ends_with("MEMBERS")
        || word.ends_with("CARD")
}

/// Whether a table is called an outbox.
pub(super) fn is_outbox(name: &str) -> bool {
    name.to_ascii_lowercase().contains("outbox")
}
