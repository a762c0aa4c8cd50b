//! What findings on the landscape have in common: whose they are, why they hold, how one gets there.

use portcullis_facts::graph::PackageId;
use portcullis_facts::graph::system::{
    Call, CallTarget, FnId, Hidden, HiddenKind, Known, Landscape, Provenance, Service, ServiceId,
};
use portcullis_facts::place::Place;

use crate::context::Context;
use crate::engine::report::{Draft, MOST_RELATED};

/// Confidence where something that could not be seen may hold what is missing: too little to show.
const MAY_BE_HIDDEN: u8 = 50;

impl<'a> Context<'a> {
    /// The landscape.
    pub fn landscape(&self) -> &'a Landscape {
        &self.graph.landscape
    }

    /// The service that a package is, or the package's own name if it is none or several.
    pub(crate) fn owner(&self, package: PackageId) -> String {
        let mut services =
            self.landscape().services.iter().filter(|service| service.package == package);
        match (services.next(), services.next()) {
            (Some(service), None) => service.name.clone(),
            _ => self.graph.package(package).name.clone(),
        }
    }

    /// The package whose folder a place stands in, the innermost.
    pub(crate) fn package_at(&self, place: Place) -> Option<PackageId> {
        let path = self.path(place);
        let within = |dir: &str| {
            dir.is_empty() || path.strip_prefix(dir).is_some_and(|rest| rest.starts_with('/'))
        };
        let around = self.graph.packages().filter(|(_, package)| within(&package.dir));
        around.max_by_key(|(_, package)| package.dir.len()).map(|(id, _)| id)
    }

    /// The path of a function; of a closure that of the function around it.
    pub(crate) fn function_path(&self, function: FnId) -> String {
        self.graph.item_path(self.landscape().function(function).item)
    }

    /// The name of a function for messages.
    pub(crate) fn function_name(&self, function: FnId) -> String {
        let at = self.landscape().function(function);
        let name = self.graph.names.get(self.graph.item(at.item).name);
        if at.within.is_some() { format!("a closure in `{name}`") } else { format!("`{name}`") }
    }

    /// Whom a call reaches, in words.
    pub(crate) fn called(&self, call: &Call) -> String {
        let landscape = self.landscape();
        match &call.target {
            CallTarget::Service(id) => format!("`{}`", landscape.service(*id).name),
            CallTarget::Deployment(id) => format!("`{}`", landscape.deployment(*id).name),
            CallTarget::Host(host) => format!("`{}`", plain(host)),
            CallTarget::Unknown => "another process".to_owned(),
        }
    }

    /// Where a service starts: its `main`, if it is known.
    pub(crate) fn start_of(&self, service: &Service) -> Place {
        service.main.map_or(service.place, |main| self.graph.item_place(main))
    }

    /// Names of services in backticks, as a sentence lists them.
    pub(crate) fn services_text(&self, services: &[ServiceId]) -> String {
        let name = |id: &ServiceId| format!("`{}`", self.landscape().service(*id).name);
        listed(&services.iter().map(name).collect::<Vec<_>>())
    }
}

/// A name of the analysed system as it can stand in backticks.
pub(crate) fn plain(name: &str) -> String {
    name.replace('`', "'")
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A known text of a file's value.
pub(crate) fn text_of(value: &Known) -> Option<&str> {
    match value {
        Known::Text(text) => Some(text),
        Known::Secret | Known::Reference(_) | Known::Unknown => None,
    }
}

/// The first of some kinds of things that could not be seen of a service.
pub(crate) fn hidden<'s>(service: &'s Service, kinds: &[HiddenKind]) -> Option<&'s Hidden> {
    kinds.iter().find_map(|kind| service.hides(*kind))
}

impl Draft {
    /// Counts it to a service.
    #[must_use]
    pub(crate) fn about(self, context: &Context<'_>, service: ServiceId) -> Self {
        let service = context.landscape().service(service);
        self.package(service.package).service(&service.name)
    }

    /// Counts it to the only service among `services`, otherwise to the package around its place.
    #[must_use]
    pub(crate) fn about_all(self, context: &Context<'_>, services: &[ServiceId]) -> Self {
        if let [service] = services {
            return self.about(context, *service);
        }
        match context.package_at(self.place) {
            Some(package) => self.package(package),
            None => self,
        }
    }

    /// Adds the steps of a derivation, and is no surer than it.
    #[must_use]
    pub(crate) fn grounds(mut self, why: &Provenance) -> Self {
        for reason in &why.steps {
            self = self.step(&reason.text, reason.place);
        }
        self.at_most(why.confidence)
    }

    /// Is no surer than this.
    #[must_use]
    pub(crate) fn at_most(self, confidence: u8) -> Self {
        let least = self.confidence.min(confidence);
        self.confidence(least)
    }

    /// Adds the calls that lead somewhere, as steps and as further places.
    #[must_use]
    pub(crate) fn along(mut self, context: &Context<'_>, path: &[u32]) -> Self {
        for number in path {
            let call = &context.landscape().calls_between[*number as usize];
            let (from, to) = (context.function_name(call.from), context.function_name(call.to));
            self = self.step(format!("{from} calls {to}"), Some(call.place));
            let known = self.related.iter().any(|related| related.place == call.place);
            if !known && call.place != self.place {
                self = self.also(call.place, format!("{to} is called here"));
            }
        }
        self
    }

    /// Adds a further place, if there is still room for one.
    #[must_use]
    pub(crate) fn also(self, place: Place, label: impl Into<String>) -> Self {
        if self.related.len() < MOST_RELATED { self.related(place, label) } else { self }
    }

    /// Becomes a hidden note if something that could not be seen may hold what is said to be missing.
    #[must_use]
    pub(crate) fn unless(self, hidden: Option<&Hidden>) -> Self {
        match hidden {
            Some(hidden) => self.perhaps(&hidden.reason, hidden.place),
            None => self,
        }
    }

    /// Becomes a hidden note for this reason.
    #[must_use]
    pub(crate) fn perhaps(self, reason: &str, place: Option<Place>) -> Self {
        self.step(format!("it may be there all the same: {reason}"), place).at_most(MAY_BE_HIDDEN)
    }
}
