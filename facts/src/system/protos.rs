//! The services of `.proto` files, by name: what servers implement and clients call.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::SourceFile;
use crate::discover::parent;
use crate::extract::proto;

/// The services of all `.proto` files.
#[derive(Debug, Default)]
pub(crate) struct Protos {
    by_name: FxHashMap<String, Vec<Contract>>,
    /// The services that have a procedure, by the name of the function that a generator writes for it.
    by_procedure: FxHashMap<String, Vec<String>>,
}

/// A service of a `.proto` file.
#[derive(Debug)]
pub(crate) struct Contract {
    /// The package.
    package: String,
    /// The service's name.
    name: String,
    /// The folder of the file.
    folder: String,
    /// The names of procedures, each with that of the function that a generator writes for it.
    procedures: Vec<(String, String)>,
}

impl Contract {
    /// The path by which the procedure of a generated function is called.
    pub(crate) fn path(&self, function: &str) -> Option<String> {
        let (name, _) = self.procedures.iter().find(|(_, other)| other == function)?;
        let dot = if self.package.is_empty() { "" } else { "." };
        Some(format!("/{}{dot}{}/{name}", self.package, self.name))
    }

    fn is_copy_of(&self, other: &Self) -> bool {
        self.package == other.package && self.procedures == other.procedures
    }
}

impl Protos {
    pub(crate) fn new(files: &[SourceFile]) -> Self {
        let read: Vec<Vec<Contract>> = files
            .par_iter()
            .filter(|file| file.path.rsplit_once('.').is_some_and(|(_, end)| end == "proto"))
            .map(|file| contracts(&file.path, &file.text))
            .collect();
        let mut protos = Self::default();
        for contract in read.into_iter().flatten() {
            for (_, function) in &contract.procedures {
                let services = protos.by_procedure.entry(function.clone()).or_default();
                if !services.contains(&contract.name) {
                    services.push(contract.name.clone());
                }
            }
            protos.by_name.entry(contract.name.clone()).or_default().push(contract);
        }
        protos
    }

    /// The service of a name as code in a file sees it: of several the one whose package is included, else the
    /// nearest; none where that does not tell them apart.
    pub(crate) fn find(&self, name: &str, included: &[String], file: &str) -> Option<&Contract> {
        let mut found: Vec<&Contract> = self.by_name.get(name)?.iter().collect();
        if found.iter().any(|contract| included.contains(&contract.package)) {
            found.retain(|contract| included.contains(&contract.package));
        }
        let near = |contract: &Contract| {
            let folders = contract.folder.split('/').zip(file.split('/'));
            folders.take_while(|(a, b)| a == b).count()
        };
        let nearest = found.iter().map(|contract| near(contract)).max()?;
        found.retain(|contract| near(contract) == nearest);
        let (first, others) = found.split_first()?;
        others.iter().all(|other| other.is_copy_of(first)).then_some(first)
    }

    /// The services with a procedure for which a generator writes a function of this name.
    pub(crate) fn with(&self, function: &str) -> &[String] {
        self.by_procedure.get(function).map_or(&[], Vec::as_slice)
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }
}

fn contracts(path: &str, text: &str) -> Vec<Contract> {
    let facts = proto::extract(text);
    let contract = |service: proto::ProtoService| Contract {
        package: facts.package.clone(),
        name: service.name,
        folder: parent(path).to_owned(),
        procedures: service
            .procedures
            .into_iter()
            .map(|procedure| {
                let function = snake(&procedure.name);
                (procedure.name, function)
            })
            .collect(),
    };
    facts.services.into_iter().map(contract).collect()
}

/// The name of the function that a generator writes for a procedure: `GetHTTPStatus` as `get_http_status`.
pub(crate) fn snake(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| chars[before]);
        let begins = c.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_numeric()
                    || before.is_uppercase() && chars.get(at + 1).is_some_and(|c| c.is_lowercase())
            });
        if begins && !out.ends_with('_') {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Protos, snake};
    use crate::SourceFile;

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile { path: path.to_owned(), text: text.to_owned().into() }
    }

    #[test]
    fn words_are_told_apart_as_generators_do() {
        assert_eq!(snake("PlaceOrder"), "place_order");
        assert_eq!(snake("GetHTTPStatus"), "get_http_status");
        assert_eq!(snake("ListV2Items"), "list_v2_items");
    }

    #[test]
    fn of_several_services_the_included_and_the_nearest_count() {
        let protos = Protos::new(&[
            file("a/proto/s.proto", "package shop.v1; service Stock { rpc Take(A) returns (B); }"),
            file("b/proto/s.proto", "package shop.v2; service Stock { rpc Put(A) returns (B); }"),
        ]);
        let path = |included: &[String], file: &str, function: &str| {
            protos.find("Stock", included, file).and_then(|found| found.path(function))
        };
        assert_eq!(path(&[], "a/src/main.rs", "take").as_deref(), Some("/shop.v1.Stock/Take"));
        assert_eq!(path(&[], "a/src/main.rs", "put"), None);
        let included = ["shop.v2".to_owned()];
        let put = path(&included, "a/src/main.rs", "put");
        assert_eq!(put.as_deref(), Some("/shop.v2.Stock/Put"));
        assert_eq!(path(&[], "c/src/main.rs", "take"), None);
        assert_eq!(protos.with("take"), ["Stock"]);
    }
}
