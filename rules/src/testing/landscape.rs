//! Words of sketches for services and for what is around them.
//!
//! ```text
//! service orders http               a service with its package, library and binary; also grpc gateway
//!                                   consumer worker; behind it `sure 70`, `links PACKAGE`, `of PACKAGE`
//! has orders health                 a capability of a service; behind it `by NAME`, `level mesh`
//! hides orders routes REASON        what could not be seen of it
//! unread REASON                     what is deployed and could not be read
//! listens orders 8080               a port; behind it `var PORT`, `loopback`
//! reads-env orders NAME             a variable; behind it `default VALUE`, `optional`, `key` for a key
//! setting orders secret NAME        also development-secret any-origin any-origin-with-credentials
//!                                   logged-secret; behind it `dev`, `sure 70`
//! address orders call http://x      an address in code; also database broker listen origin telemetry
//!                                   redirect other; behind it `default`, `constant`
//! connects orders postgres://a/b    a connection; behind it `var NAME`, `sure 70`, `read-only`, `told FILE` by
//!                                   a file of settings of one line
//! creates orders TABLE              a migration; `nobody creates TABLE` if it is not known who runs it
//! ```

use portcullis_facts::graph::system::{
    Address, AddressPurpose, Capability, CapabilityKind, CapabilityLevel, Connection, Database,
    DatabaseId, Engine, EnvRead, Hidden, HiddenKind, Listener, Provenance, Service, ServiceId,
    ServiceKind, Setting, SettingKind, Table, TableCreation, TableId,
};
use portcullis_facts::place::Place;

use super::sketch::Sketch;

/// The words behind the first ones.
#[derive(Clone, Copy)]
pub(super) struct Words<'a>(pub(super) &'a [&'a str]);

impl<'a> Words<'a> {
    /// Whether a word is among them.
    pub(super) fn flag(self, word: &str) -> bool {
        self.0.contains(&word)
    }

    /// What stands behind each occurrence of a word.
    pub(super) fn all(self, word: &'a str) -> impl Iterator<Item = &'a str> {
        let pairs = self.0.windows(2).filter(move |pair| pair[0] == word);
        pairs.map(|pair| pair[1])
    }

    /// What stands behind a word.
    pub(super) fn after(self, word: &'a str) -> Option<&'a str> {
        self.all(word).next()
    }

    /// The confidence; 95 where nothing is said.
    pub(super) fn sure(self) -> u8 {
        self.after("sure").map_or(95, |text| text.parse().expect("a number"))
    }
}

impl Sketch {
    /// Reads a line of this file's words.
    pub(super) fn landscape_line(&mut self, words: &[&str]) -> bool {
        let rest = Words(words.get(3..).unwrap_or_default());
        match *words {
            ["service", name, kind, ..] => self.service(name, kind, rest),
            ["has", name, kind, ..] => {
                let place = self.note(name, &words.join(" "));
                let capability = capability(kind, rest, place);
                let service = self.service_id(name);
                self.at(service).capabilities.push(capability);
            }
            ["unread", ..] => {
                let reason = words[1..].join(" ");
                let hidden = Hidden { kind: HiddenKind::Deployment, place: None, reason };
                self.system.graph.landscape.hidden.push(hidden);
            }
            ["hides", name, kind, ..] => {
                let service = self.service_id(name);
                let hidden =
                    Hidden { kind: hidden(kind), place: None, reason: words[3..].join(" ") };
                self.at(service).hidden.push(hidden);
            }
            ["listens", name, port, ..] => {
                let place = self.note(name, &words.join(" "));
                let service = self.service_id(name);
                self.at(service).listeners.push(Listener {
                    port: port.parse().ok(),
                    variable: rest.after("var").map(str::to_owned),
                    loopback: rest.flag("loopback"),
                    place,
                    confidence: rest.sure(),
                });
            }
            ["deploy", name, ..] => self.deployment(name, Words(&words[2..]), &words.join(" ")),
            ["reads-env", name, variable, ..] => {
                let place = self.note(name, &words.join(" "));
                let services = vec![self.service_id(name)];
                let default = rest.after("default").map(str::to_owned);
                self.system.graph.landscape.env_reads.push(EnvRead {
                    services,
                    name: variable.to_owned(),
                    is_env: !rest.flag("key"),
                    has_default: default.is_some() || rest.flag("optional"),
                    in_branch: rest.flag("in-branch"),
                    default,
                    place,
                    confidence: rest.sure(),
                });
            }
            ["setting", name, kind, variable, ..] => {
                let place = self.note(name, &words.join(" "));
                let services =
                    if rest.flag("unserved") { Vec::new() } else { vec![self.service_id(name)] };
                self.system.graph.landscape.settings.push(Setting {
                    services,
                    kind: setting(kind),
                    name: variable.to_owned(),
                    place,
                    development: rest.flag("dev"),
                    confidence: rest.sure(),
                });
            }
            ["address", name, purpose, host, ..] => {
                let place = self.note(name, &words.join(" "));
                let services = vec![self.service_id(name)];
                self.system.graph.landscape.addresses.push(Address {
                    services,
                    purpose: address_purpose(purpose),
                    host: host.to_owned(),
                    is_default: rest.flag("default"),
                    constant: rest.flag("constant"),
                    place,
                    confidence: rest.sure(),
                });
            }
            ["connects", name, key, ..] => self.connection(name, key, rest, &words.join(" ")),
            [name, "creates", table, ..] | ["creates", name, table, ..] => {
                let file = self.file(&format!("{name}/migrations/1.sql"));
                let place = self.write(file, &format!("CREATE TABLE {table}"));
                let services = if name == "nobody" { vec![] } else { vec![self.service_id(name)] };
                let table = self.table(table);
                let why = Provenance::sure(rest.sure());
                self.system.graph.landscape.tables[table.index()].creations.push(TableCreation {
                    services,
                    place,
                    why,
                });
            }
            _ => return false,
        }
        true
    }

    pub(super) fn service_id(&self, name: &str) -> ServiceId {
        let at = self.system.graph.landscape.services.iter().position(|s| s.name == name);
        ServiceId(at.unwrap_or_else(|| panic!("no service {name}")) as u32)
    }

    pub(super) fn at(&mut self, id: ServiceId) -> &mut Service {
        &mut self.system.graph.landscape.services[id.index()]
    }

    /// A line in the `main.rs` of a service.
    pub(super) fn note(&mut self, service: &str, line: &str) -> Place {
        let id = self.service_id(service);
        let krate = self.at(id).krate;
        let file = self.system.graph.krate(krate).file;
        self.write(file, line)
    }

    fn service(&mut self, name: &str, kind: &str, words: Words<'_>) {
        if !self.packages.contains_key(name) {
            self.package(name, &["lib", "bin"]);
        }
        let path = name.replace('-', "_");
        let krate = self.crates[&format!("{path}_bin")];
        let mut crates = vec![krate, self.crates[&path]];
        crates.extend(words.all("links").map(|other| self.crates[&other.replace('-', "_")]));
        let file = self.system.graph.krate(krate).file;
        let place = self.write(file, &format!("service {name}"));
        self.system.graph.landscape.services.push(Service {
            name: name.to_owned(),
            kind: match kind {
                "http" => ServiceKind::Http,
                "grpc" => ServiceKind::Grpc,
                "gateway" => ServiceKind::Gateway,
                "consumer" => ServiceKind::Consumer,
                "worker" => ServiceKind::Worker,
                other => panic!("service {other}"),
            },
            package: self.packages[words.after("of").unwrap_or(name)],
            krate,
            crates,
            main: None,
            place,
            listeners: Vec::new(),
            deployments: Vec::new(),
            frameworks: Vec::new(),
            capabilities: Vec::new(),
            hidden: Vec::new(),
            why: Provenance::sure(words.sure()).then(
                format!("`{name}` is sketched as a service"),
                Some(place),
                100,
            ),
        });
    }

    fn connection(&mut self, name: &str, key: &str, words: Words<'_>, line: &str) {
        let noted = self.note(name, line);
        let place = words.after("told").map_or(noted, |path| {
            let file = self.file(path);
            let mut known = self.system.graph.landscape.connections.iter().map(|other| other.place);
            known.find(|place| place.file == file).unwrap_or_else(|| self.write(file, line))
        });
        let service = self.service_id(name);
        let landscape = &mut self.system.graph.landscape;
        let at = landscape.databases.iter().position(|d| d.key == key).unwrap_or_else(|| {
            let mut parts = key.split(['/']).skip(2).map(str::to_owned);
            landscape.databases.push(Database {
                key: key.to_owned(),
                engine: engine(key.split(':').next().unwrap_or_default()),
                cluster: parts.next(),
                name: parts.next(),
                schema: parts.next(),
                place,
            });
            landscape.databases.len() - 1
        });
        landscape.connections.push(Connection {
            service,
            database: DatabaseId(at as u32),
            place,
            variable: words.after("var").map(str::to_owned),
            read_only: words.flag("read-only"),
            why: Provenance::sure(words.sure()),
        });
    }

    pub(super) fn table(&mut self, name: &str) -> TableId {
        let tables = &mut self.system.graph.landscape.tables;
        let at = tables.iter().position(|table| table.name == name).unwrap_or_else(|| {
            tables.push(Table {
                name: name.to_owned(),
                schema: None,
                creations: Vec::new(),
                uses: Vec::new(),
            });
            tables.len() - 1
        });
        TableId(at as u32)
    }
}

pub(super) fn engine(text: &str) -> Engine {
    match text {
        "postgres" => Engine::Postgres,
        "mysql" => Engine::Mysql,
        "mongodb" => Engine::Mongodb,
        "redis" => Engine::Redis,
        "memcached" => Engine::Memcached,
        "other" => Engine::Other,
        other => panic!("engine {other}"),
    }
}

pub(super) fn capability(kind: &str, words: Words<'_>, place: Place) -> Capability {
    let kind = match kind {
        "timeout" => CapabilityKind::Timeout,
        "retry" => CapabilityKind::Retry,
        "circuit-breaker" => CapabilityKind::CircuitBreaker,
        "authentication" => CapabilityKind::Authentication,
        "logging" => CapabilityKind::Logging,
        "log-file" => CapabilityKind::LogFile,
        "tracing" => CapabilityKind::Tracing,
        "trace-export" => CapabilityKind::TraceExport,
        "metrics" => CapabilityKind::Metrics,
        "health" => CapabilityKind::Health,
        other => panic!("capability {other}"),
    };
    let level = match words.after("level") {
        None | Some("code") => CapabilityLevel::Code,
        Some("library") => CapabilityLevel::Library,
        Some("gateway") => CapabilityLevel::Gateway,
        Some("mesh") => CapabilityLevel::Mesh,
        Some(other) => panic!("level {other}"),
    };
    let by = words.after("by").unwrap_or("a layer").to_owned();
    Capability { kind, level, place, confidence: words.sure(), by }
}

fn hidden(kind: &str) -> HiddenKind {
    match kind {
        "routes" => HiddenKind::Routes,
        "middleware" => HiddenKind::Middleware,
        "telemetry" => HiddenKind::Telemetry,
        "deployment" => HiddenKind::Deployment,
        "configuration" => HiddenKind::Configuration,
        "topics" => HiddenKind::Topics,
        other => panic!("hides {other}"),
    }
}

fn setting(kind: &str) -> SettingKind {
    match kind {
        "secret" => SettingKind::Secret,
        "development-secret" => SettingKind::DevelopmentSecret,
        "any-origin" => SettingKind::AnyOrigin,
        "any-origin-with-credentials" => SettingKind::AnyOriginWithCredentials,
        "logged-secret" => SettingKind::LoggedSecret,
        "printed-secret" => SettingKind::PrintedSecret,
        other => panic!("setting {other}"),
    }
}

fn address_purpose(kind: &str) -> AddressPurpose {
    match kind {
        "call" => AddressPurpose::Call,
        "database" => AddressPurpose::Database,
        "broker" => AddressPurpose::Broker,
        "listen" => AddressPurpose::Listen,
        "origin" => AddressPurpose::Origin,
        "telemetry" => AddressPurpose::Telemetry,
        "redirect" => AddressPurpose::Redirect,
        "other" => AddressPurpose::Other,
        other => panic!("address {other}"),
    }
}
