//! The parts of the facts about the system, for people.

use super::Surroundings;
use super::lines::{
    broker, call, connection, database, deployment, entry, env, host, message, owned, route,
    service, site, table, topic,
};
use crate::report::count;

/// One part as text.
pub(in crate::command::facts) struct Shown {
    pub(in crate::command::facts) part: &'static str,
    pub(in crate::command::facts) heading: String,
    /// Lines with what is shown below each when it was asked for.
    pub(in crate::command::facts) lines: Vec<(String, Vec<String>)>,
}

impl Surroundings<'_> {
    /// All in one line, if there is anything.
    pub(in crate::command::facts) fn summary(&self) -> Option<String> {
        let number = |list: Option<usize>, one: &str, many: &str| {
            list.filter(|number| *number > 0).map(|number| count(number, one, many))
        };
        let connections =
            self.databases.as_ref().map(|list| list.iter().map(|d| d.connections.len()).sum());
        let sites = self.site_counts.as_ref().map(|counts| counts.values().sum());
        let parts = [
            number(len(self.services.as_ref()), "service", "services"),
            number(len(self.deployments.as_ref()), "deployment", "deployments"),
            number(len(self.routes.as_ref()), "route", "routes"),
            number(len(self.calls.as_ref()), "call", "calls"),
            number(len(self.databases.as_ref()), "database", "databases"),
            number(connections, "connection", "connections"),
            number(len(self.tables.as_ref()), "table", "tables"),
            number(len(self.brokers.as_ref()), "broker", "brokers"),
            number(len(self.topics.as_ref()), "topic", "topics"),
            number(len(self.publishes.as_ref()), "publish", "publishes"),
            number(len(self.consumes.as_ref()), "consume", "consumes"),
            number(len(self.env.as_ref()), "variable or key read", "variables and keys read"),
            number(len(self.entries.as_ref()), "entry", "entries"),
            number(sites, "site", "sites"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// The parts that an overview shows, or all that were asked for.
    pub(in crate::command::facts) fn parts(&self, overview: bool) -> Vec<Shown> {
        let mut parts = Vec::new();
        add(&mut parts, "services", ["service", "services"], self.services.as_ref(), service);
        add(&mut parts, "databases", ["database", "databases"], self.databases.as_ref(), database);
        add(&mut parts, "brokers", ["broker", "brokers"], self.brokers.as_ref(), broker);
        add(&mut parts, "topics", ["topic", "topics"], self.topics.as_ref(), topic);
        if overview {
            return parts;
        }
        let names = ["deployment", "deployments"];
        add(&mut parts, "deployments", names, self.deployments.as_ref(), deployment);
        add(&mut parts, "routes", ["route", "routes"], self.routes.as_ref(), route);
        add(&mut parts, "calls", ["call", "calls"], self.calls.as_ref(), call);
        add(&mut parts, "hosts", ["host", "hosts"], self.hosts.as_ref(), host);
        let names = ["connection", "connections"];
        add(&mut parts, "connections", names, self.connections.as_ref(), connection);
        add(&mut parts, "tables", ["table", "tables"], self.tables.as_ref(), table);
        add(&mut parts, "publishes", ["publish", "publishes"], self.publishes.as_ref(), message);
        add(&mut parts, "consumes", ["consume", "consumes"], self.consumes.as_ref(), message);
        let names = ["read of a variable or key", "reads of variables and keys"];
        add(&mut parts, "env", names, self.env.as_ref(), env);
        let names = ["capability", "capabilities"];
        add(&mut parts, "capabilities", names, self.capabilities.as_ref(), owned);
        add(&mut parts, "entries", ["entry", "entries"], self.entries.as_ref(), entry);
        add(&mut parts, "sites", ["site", "sites"], self.sites.as_ref(), site);
        parts
    }
}

fn len<T>(list: Option<&Vec<T>>) -> Option<usize> {
    list.map(Vec::len)
}

fn add<T>(
    parts: &mut Vec<Shown>,
    part: &'static str,
    [one, many]: [&str; 2],
    list: Option<&Vec<T>>,
    show: fn(&T) -> (String, Vec<String>),
) {
    if let Some(list) = list.filter(|list| !list.is_empty()) {
        let heading = count(list.len(), one, many);
        parts.push(Shown { part, heading, lines: list.iter().map(show).collect() });
    }
}
