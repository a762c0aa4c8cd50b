//! How a name in code is found in the tables.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::marks::MarkEntry;
use super::table::Framework;
use super::tables::FRAMEWORKS;
use crate::graph::system::CapabilityKind;

/// The tables that speak of each package: they are asked about every name outside the tree.
static BY_PACKAGE: LazyLock<FxHashMap<&str, Vec<&Framework>>> = LazyLock::new(|| {
    let mut tables: FxHashMap<&str, Vec<&Framework>> = FxHashMap::default();
    for table in FRAMEWORKS {
        for package in table.packages {
            tables.entry(package).or_default().push(table);
        }
    }
    tables
});

/// The tables that speak of a package.
pub fn frameworks(package: &str) -> impl Iterator<Item = &'static Framework> + use<> {
    BY_PACKAGE.get(package).into_iter().flatten().copied()
}

/// A section of the tables that speak of a package, with the name of the library.
pub fn section<T>(
    package: &str,
    of: impl Fn(&'static Framework) -> Option<&'static T>,
) -> Option<(&'static T, &'static str)> {
    frameworks(package).find_map(|table| Some((of(table)?, table.packages[0])))
}

/// What the use of a name below a package gives.
pub fn gives(package: &str, path: &str) -> impl Iterator<Item = CapabilityKind> {
    let entries = frameworks(package).flat_map(|table| table.capabilities);
    entries.filter(move |entry| entry.is_in(path)).map(|entry| entry.kind)
}

/// Whether a macro of this name takes in what was generated from a `.proto` file.
pub fn includes_contract(name: &str) -> bool {
    FRAMEWORKS.iter().any(|framework| framework.includes.contains(&name))
}

/// Whether a macro of this name declares a module, as `table!` of diesel does.
pub fn declares_module(name: &str) -> bool {
    FRAMEWORKS.iter().any(|framework| framework.declares.contains(&name))
}

/// Macros that mark items, by name, each with the table in which it stands.
type Marks = FxHashMap<&'static str, Vec<(&'static Framework, &'static MarkEntry)>>;

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let mut marks = Marks::default();
    for table in FRAMEWORKS {
        for entry in table.marks {
            for name in entry.names {
                marks.entry(name).or_default().push((table, entry));
            }
        }
    }
    marks
});

/// The macros of this name that mark items, whichever package has them.
pub fn marks(name: &str) -> impl Iterator<Item = &'static MarkEntry> + use<> {
    MARKS.get(name).into_iter().flatten().map(|(_, entry)| *entry)
}

/// The macro of this name in a package, if it marks items.
pub fn mark(package: &str, name: &str) -> Option<&'static MarkEntry> {
    let found = MARKS.get(name)?.iter().find(|(table, _)| table.packages.contains(&package));
    found.map(|(_, entry)| *entry)
}

/// The names that tables use of each package, without what stands below them.
static NAMES: LazyLock<FxHashMap<&str, FxHashSet<&str>>> = LazyLock::new(|| {
    let mut names: FxHashMap<&str, FxHashSet<&str>> = FxHashMap::default();
    for table in FRAMEWORKS {
        for package in table.packages {
            let known = names.entry(package).or_default();
            for path in table.paths() {
                known.extend(path.split("::").find(|name| !name.starts_with(char::is_lowercase)));
                known.extend(path.split("::").next());
            }
        }
    }
    names
});

/// Whether the tables of a package speak of something of this name.
pub fn names(package: &str, name: &str) -> bool {
    NAMES.get(package).is_some_and(|names| names.contains(name))
}

/// Whether a path below a package is the one that a table means.
///
/// Tables name the type and what is called on it, as in `Client::get`; code may name it through any module or
/// re-export, as in `blocking::Client::get`. So the table's path is the end of the other, and what stands before it are
/// modules: `get` does not mean `Client::get`.
pub fn means(path: &str, entry: &str) -> bool {
    let Some(before) = path.strip_suffix(entry) else {
        return false;
    };
    let Some(before) = before.strip_suffix("::") else {
        return before.is_empty();
    };
    let last = before.rsplit("::").next().unwrap_or(before);
    !last.starts_with(|c: char| c.is_uppercase())
}

/// The entry of a list whose path is meant.
pub fn entry<'t, T>(list: &'t [T], path: &str, of: impl Fn(&T) -> &str) -> Option<&'t T> {
    list.iter().find(|candidate| means(path, of(candidate)))
}

#[cfg(test)]
mod tests {
    use super::{includes_contract, mark, marks, means};
    use crate::framework::marks::Mark;
    use crate::graph::Direction;

    #[test]
    fn modules_may_stand_before_an_entry_and_types_may_not() {
        assert!(means("Client::get", "Client::get"));
        assert!(means("blocking::Client::get", "Client::get"));
        assert!(!means("MyClient::get", "Client::get"));
        assert!(means("get", "get") && means("blocking::get", "get"));
        assert!(!means("Client::get", "get"));
    }

    #[test]
    fn macros_that_take_in_contracts_stand_in_tables() {
        assert!(includes_contract("include_proto"));
        assert!(!includes_contract("include") && !includes_contract("include_str"));
    }

    #[test]
    fn marks_are_found_by_package_and_name() {
        let port = mark("portcullis-macros", "port").expect("a mark");
        assert_eq!(port.mark.with("out, dyn"), Mark::Port(Some(Direction::Out)));
        let made: Vec<String> = port.made("Orders", "out, dyn, tower").collect();
        assert_eq!(made, ["AnyOrders", "OrdersRequest", "OrdersService", "OrdersStack"]);
        assert!(mark("hexser", "port").is_none() && mark("serde", "Entity").is_none());
        assert_eq!(
            (marks("port").count(), marks("HexPort").count(), marks("Debug").count()),
            (1, 1, 0)
        );
        let repository = mark("hexser", "HexRepository").expect("a mark");
        assert_eq!(repository.mark.with("in"), Mark::Port(Some(Direction::Out)));
    }
}
