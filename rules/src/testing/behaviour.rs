//! Words of sketches for what code does.
//!
//! ```text
//! function orders::create sync      a function that is not `async`; others are, and need no line
//! calls orders::create -> orders::save   a call; behind it `in loop`, `in spawned`, `in blocking`,
//!                                   `in once`, `in transaction`, `in timeout`; `sure 70`;
//!                                   `| orders::other::save` for a second implementation
//! at orders::save writes TABLE      a statement; also reads; behind it `blocking`, `outbox`,
//!                                   `engine redis`, and the words of calls
//! at orders::save publishes TOPIC   behind it `confirmed`, `logged`, `dropped`
//! at orders::run consumes TOPIC     behind it `after`, `ignores`, `automatic`, `before`, `lossy`, `more`
//! at orders::pay SITE               make-pool open-connection make-client make-channel panics
//!                                   panics-on-database prints verifies pings
//! starts orders orders::main        also schedules
//! connector publishes TOPIC         also consumes
//! ```

use std::iter;

use portcullis_facts::graph::system::{
    Acknowledgement, CallId, Confirmation, Consume, Engine, Entry, EntryKind, Executor, FnCall,
    FnFlags, FnId, Function, Provenance, Publish, ServiceId, Site, SiteKind, Statement,
    StatementId, StatementKind, TableUse, Topic, TopicId,
};
use portcullis_facts::place::Place;

use super::landscape::{Words, engine};
use super::sketch::Sketch;

impl Sketch {
    /// Reads a line of this file's words.
    pub(super) fn behaviour_line(&mut self, words: &[&str], line: &str) -> bool {
        match *words {
            ["function", path, ..] => {
                let id = self.function(path);
                self.system.graph.landscape.functions[id.index()].is_async = words[2] != "sync";
            }
            ["calls", from, "->", to, ..] => {
                let from = self.function(from);
                let words = Words(&words[4..]);
                let targets = iter::once(to).chain(words.all("|"));
                let targets: Vec<FnId> = targets.map(|to| self.function(to)).collect();
                let place = self.within(from, line);
                let order = self.order();
                for to in targets {
                    self.system.graph.landscape.calls_between.push(FnCall {
                        from,
                        order,
                        to,
                        place,
                        flags: flags(words),
                        confidence: words.sure(),
                    });
                }
            }
            ["at", path, verb, ..] => self.does(path, verb, &words[3..], line),
            ["route", service, method, path, handler, ..] => {
                self.route(service, method, path, handler, Words(&words[5..]), line);
            }
            [kind @ ("starts" | "schedules"), service, path] => {
                let function = Some(self.function(path));
                let place = self.note(service, line);
                let kind = if kind == "starts" { EntryKind::Start } else { EntryKind::Schedule };
                let service = self.service_id(service);
                if kind == EntryKind::Start {
                    let functions = &self.system.graph.landscape.functions;
                    let main = function.map(|id| functions[id.index()].item);
                    self.at(service).main = main;
                }
                self.entry(Entry { service, kind, function, place });
            }
            ["connector", verb, topic] => {
                let file = self.file("connector.json");
                let place = self.write(file, line);
                let topic = self.topic(topic, place);
                let (services, why) = (Vec::new(), Provenance::sure(90));
                if verb == "publishes" {
                    self.publish(services, Some(topic), None, Confirmation::Unknown, place);
                } else {
                    self.consume(services, vec![topic], None, Words(&["after"]), place, why);
                }
            }
            _ => return false,
        }
        true
    }

    pub(super) fn entry(&mut self, entry: Entry) {
        self.system.graph.landscape.entries.push(entry);
    }

    fn order(&self) -> u32 {
        let landscape = &self.system.graph.landscape;
        (landscape.calls_between.len() + landscape.sites.len()) as u32
    }

    /// A function, which is declared where it is first named.
    pub(super) fn function(&mut self, path: &str) -> FnId {
        if !self.items.contains_key(path) {
            self.item("fn", path, None);
        }
        let item = self.items[path];
        let functions = &mut self.system.graph.landscape.functions;
        if let Some(at) = functions.iter().position(|function| function.item == item) {
            return FnId(at as u32);
        }
        let at = self.system.graph.item(item);
        let place = Place { file: at.file, span: at.name_span };
        self.system.graph.landscape.functions.push(Function {
            item,
            within: None,
            is_async: true,
            place,
        });
        FnId(self.system.graph.landscape.functions.len() as u32 - 1)
    }

    /// A line in the file of a function.
    fn within(&mut self, function: FnId, line: &str) -> Place {
        let file = self.system.graph.landscape.function(function).place.file;
        self.write(file, line)
    }

    /// The services that link the crate of a function.
    fn services_of(&self, function: FnId) -> Vec<ServiceId> {
        let graph = &self.system.graph;
        let module = graph.item(graph.landscape.function(function).item).module;
        let krate = graph.module(module).krate;
        let services = graph.landscape.services();
        services.filter(|(_, s)| s.crates.contains(&krate)).map(|(id, _)| id).collect()
    }

    fn topic(&mut self, name: &str, place: Place) -> TopicId {
        let topics = &mut self.system.graph.landscape.topics;
        let at = topics.iter().position(|topic| topic.name == name).unwrap_or_else(|| {
            topics.push(Topic { name: name.to_owned(), kind: "kafka".to_owned(), place });
            topics.len() - 1
        });
        TopicId(at as u32)
    }

    fn publish(
        &mut self,
        services: Vec<ServiceId>,
        topic: Option<TopicId>,
        function: Option<FnId>,
        confirmation: Confirmation,
        place: Place,
    ) -> u32 {
        self.system.graph.landscape.publishes.push(Publish {
            services,
            kind: "kafka".to_owned(),
            topic,
            function,
            confirmation,
            lost_at: None,
            library: "rdkafka".to_owned(),
            place,
            why: Provenance::sure(95),
        });
        self.system.graph.landscape.publishes.len() as u32 - 1
    }

    fn consume(
        &mut self,
        services: Vec<ServiceId>,
        topics: Vec<TopicId>,
        function: Option<FnId>,
        words: Words<'_>,
        place: Place,
        why: Provenance,
    ) -> u32 {
        let acknowledgement = if words.flag("after") {
            Acknowledgement::AfterSuccess
        } else if words.flag("ignores") {
            Acknowledgement::IgnoresFailure
        } else if words.flag("automatic") {
            Acknowledgement::Automatic
        } else if words.flag("before") {
            Acknowledgement::BeforeProcessing
        } else {
            Acknowledgement::Unknown
        };
        self.system.graph.landscape.consumes.push(Consume {
            services,
            kind: "kafka".to_owned(),
            topics,
            more: words.flag("more"),
            function,
            acknowledgement,
            acknowledged_at: None,
            lossy: words.flag("lossy"),
            answers: words.flag("answers"),
            library: "rdkafka".to_owned(),
            place,
            why,
        });
        self.system.graph.landscape.consumes.len() as u32 - 1
    }

    fn does(&mut self, path: &str, verb: &str, rest: &[&str], line: &str) {
        let function = self.function(path);
        let place = self.within(function, line);
        let services = self.services_of(function);
        let words = Words(rest);
        let first = rest.first().copied().unwrap_or_default();
        let kind = match verb {
            "reads" => self.statement(first, StatementKind::Read, &services, words, place),
            "writes" => self.statement(first, StatementKind::Write, &services, words, place),
            "publishes" => {
                let confirmation = match rest.get(1) {
                    Some(&"confirmed") => Confirmation::Confirmed,
                    Some(&"logged") => Confirmation::Logged,
                    Some(&"dropped") => Confirmation::Dropped,
                    _ => Confirmation::Unknown,
                };
                let topic = (first != "?").then(|| self.topic(first, place));
                let at = self.publish(services, topic, Some(function), confirmation, place);
                SiteKind::Publish(at)
            }
            "consumes" => {
                let topics = vec![self.topic(first, place)];
                let service = services[0];
                let why = Provenance::sure(words.sure());
                let at = self.consume(services, topics, Some(function), words, place, why);
                let kind = EntryKind::Consumer(at);
                self.entry(Entry { service, kind, function: Some(function), place });
                SiteKind::Consume(at)
            }
            "requests" => {
                let at = CallId(self.system.graph.landscape.calls.len() as u32);
                let call = self.call(function, services, rest, place);
                self.system.graph.landscape.calls.push(call);
                SiteKind::Call(at)
            }
            "make-pool" => SiteKind::MakePool,
            "open-connection" => SiteKind::OpenConnection,
            "make-client" => SiteKind::MakeHttpClient,
            "make-channel" => SiteKind::MakeChannel,
            "panics" => SiteKind::PanicOnRemote,
            "panics-on-database" => SiteKind::PanicOnDatabase,
            "prints" => SiteKind::Print,
            "verifies" => SiteKind::VerifyToken,
            "pings" => SiteKind::Ping,
            other => panic!("site {other}"),
        };
        let site = Site {
            function,
            order: self.order(),
            place,
            kind,
            flags: flags(words),
            confidence: words.sure(),
            by: words.after("by").unwrap_or("library::call").to_owned(),
        };
        self.system.graph.landscape.sites.push(site);
    }

    fn statement(
        &mut self,
        table: &str,
        kind: StatementKind,
        services: &[ServiceId],
        words: Words<'_>,
        place: Place,
    ) -> SiteKind {
        let table = self.table(table);
        let landscape = &mut self.system.graph.landscape;
        let id = StatementId(landscape.statements.len() as u32);
        landscape.statements.push(Statement {
            kind,
            tables: vec![(table, kind)],
            executor: Executor::Unknown,
            engine: words.after("engine").map_or(Engine::Postgres, engine),
            library: "sqlx".to_owned(),
            blocking: words.flag("blocking"),
            place,
            confidence: words.sure(),
            outbox: words.flag("outbox"),
        });
        landscape.tables[table.index()].uses.push(TableUse {
            services: services.to_vec(),
            statement: id,
            kind,
            place,
            confidence: words.sure(),
        });
        if words.flag("blocking") {
            SiteKind::BlockingDatabase(id)
        } else {
            SiteKind::Statement(id)
        }
    }
}

fn flags(words: Words<'_>) -> FnFlags {
    words.all("in").fold(FnFlags::default(), |flags, word| {
        flags.with(match word {
            "loop" => FnFlags::LOOP,
            "transaction" => FnFlags::TRANSACTION,
            "blocking" => FnFlags::BLOCKING_ALLOWED,
            "spawned" => FnFlags::SPAWNED,
            "once" => FnFlags::ONCE,
            "timeout" => FnFlags::TIMEOUT,
            "retry" => FnFlags::RETRY,
            "attempts" => FnFlags::LOOP.with(FnFlags::ATTEMPTS),
            other => panic!("in {other}"),
        })
    })
}
