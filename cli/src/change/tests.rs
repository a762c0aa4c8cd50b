//! Tests of the comparison.

use portcullis_facts::place::{FileId, Place, Span};

use super::{Kind, Snapshot, What, compare};

/// A system with these edges of services: from, to, by, what.
fn edges(edges: &[[&str; 4]]) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (at, edge) in edges.iter().enumerate() {
        snapshot.fact(Kind::ServiceEdge, edge, place(at as u32));
    }
    snapshot
}

fn place(line: u32) -> Place {
    Place { file: FileId(0), span: Span::new(line, line + 1) }
}

fn changes(before: &Snapshot, after: &Snapshot) -> Vec<String> {
    let changes = compare(before, after).into_iter().map(|change| {
        let crossing = if change.crossing { ", crossing" } else { "" };
        let differences: Vec<String> = change
            .differences
            .iter()
            .map(|one| format!(" {}: {:?} to {:?}", one.property, one.before, one.after))
            .collect();
        format!("{:?} {}{crossing}{}", change.what, change.key.words(), differences.concat())
    });
    changes.collect()
}

#[test]
fn an_edge_is_a_crossing_if_there_was_none_of_its_kind() {
    let before = edges(&[["a", "b", "http", "GET /x"]]);
    let after = edges(&[
        ["a", "b", "http", "GET /y"],
        ["a", "b", "message", "orders"],
        ["b", "a", "http", "GET /z"],
    ]);
    assert_eq!(
        changes(&before, &after),
        [
            "Gone `a` → `b` by http: `GET /x`",
            "New `a` → `b` by http: `GET /y`",
            "New `a` → `b` by message: `orders`, crossing",
            "New `b` → `a` by http: `GET /z`, crossing",
        ]
    );
    assert_eq!(
        changes(&after, &before)[2..],
        [
            "Gone `a` → `b` by message: `orders`, crossing",
            "Gone `b` → `a` by http: `GET /z`, crossing",
        ]
    );
    assert_eq!(changes(&after, &after), [""; 0]);
}

#[test]
fn a_database_whose_address_became_known_is_the_same() {
    let unknown = ["a", "postgres at an address that is not known", "connection", ""];
    let known = ["a", "postgres://db/shop", "connection", ""];
    let other = ["a", "redis://cache/0", "connection", ""];
    let (unknown, known) = (edges(&[unknown]), edges(&[known]));
    let told = [
        "Changed `a` → `postgres` by connection address: {\"not known\"} to {\"postgres://db/shop\"}",
    ];
    assert_eq!(changes(&unknown, &known), told);
    let back = &compare(&known, &unknown)[0];
    assert_eq!((back.what, back.differences[0].after.contains("not known")), (What::Changed, true));
    assert_eq!(
        changes(&unknown, &edges(&[other])),
        [
            "Gone `a` → `postgres` by connection, crossing",
            "New `a` → `redis://cache/0` by connection, crossing",
        ]
    );
}

#[test]
fn what_one_of_two_systems_does_not_tell_is_no_difference() {
    let route = |guards: Option<&str>| {
        let mut snapshot = Snapshot::default();
        let fact = snapshot.fact(Kind::Route, &["a", "GET", "/x"], place(0));
        if let Some(guards) = guards {
            fact.property("guards", guards.split_whitespace().map(str::to_owned));
        }
        snapshot
    };
    assert_eq!(changes(&route(None), &route(Some("authentication"))), [""; 0]);
    assert_eq!(
        changes(&route(Some("authentication")), &route(Some(""))),
        ["Changed `GET /x` of `a` guards: {\"authentication\"} to {}"]
    );
}
