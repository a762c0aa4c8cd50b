//! `portcullis lsp` as an editor has it: the protocol over a pipe, texts that nobody has saved, and edits that
//! are made as they are offered.

mod client;

use serde_json::{Value, json};

use self::client::Client;
use crate::program::{copy, read, repository, tree, write};

const MANIFEST: &str = "[package]\nname = \"shop\"\n";
const LIB: &str = "pub mod adapters;\npub mod domain;\n";
const ADAPTERS: &str = "pub mod pg;\n";
const PG: &str = "pub struct PgOrders;\n";
const DOMAIN: &str = "src/domain.rs";
const RULE: &str = "hexagonal/layer-dependency";
/// Emoji before what is found: two units of UTF-16, four bytes.
const USES: &str = "// \u{e4}\nfn f() { let _ = \"\u{1f980}\"; crate::adapters::pg::PgOrders; }\n";
const CLEAN: &str = "fn f() { let _ = \"\u{1f980}\"; }\n";

/// A core that uses nothing, and an adapter.
fn shop() -> tempfile::TempDir {
    tree(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", LIB),
        (DOMAIN, CLEAN),
        ("src/adapters/mod.rs", ADAPTERS),
        ("src/adapters/pg.rs", PG),
    ])
}

#[test]
fn findings_come_and_go_while_somebody_types() {
    let dir = shop();
    let mut client = Client::new(dir.path());
    client.open(DOMAIN, CLEAN);
    client.change(DOMAIN, None, USES);
    let found = client.wait_for(DOMAIN, RULE);
    assert_eq!((&found["severity"], &found["source"]), (&json!(1), &json!("portcullis")));
    let text = found["message"].as_str().expect("a text");
    assert!(
        text.contains("uses `shop::adapters::pg::PgOrders`") && text.contains("\nhelp: "),
        "{text}"
    );
    // The statement is taken out, as one types.
    let range = json!({
        "start": { "line": 1, "character": 23 }, "end": { "line": 1, "character": 53 },
    });
    client.change(DOMAIN, Some(&range), "");
    client.wait_without(DOMAIN, RULE);
    client.change(DOMAIN, None, USES);
    client.wait_for(DOMAIN, RULE);
    // What is not saved goes with the document.
    client
        .notify("textDocument/didClose", json!({ "textDocument": { "uri": client.uri(DOMAIN) } }));
    client.wait_without(DOMAIN, RULE);
    assert_eq!(read(&dir.path().join(DOMAIN)), CLEAN, "a server writes nothing");
    assert_eq!(client.leave(true), Some(0));
}

#[test]
fn columns_are_counted_as_the_client_counts_them() {
    let dir = shop();
    let counted = |capabilities: &Value, encoding: &str| {
        let mut client = Client::silent(dir.path(), &["--stdio"]);
        let answer = client.initialize(capabilities);
        assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
        client.open(DOMAIN, USES);
        let range = client.wait_for(DOMAIN, RULE)["range"].take();
        (range["start"]["character"].clone(), range["end"]["character"].clone())
    };
    assert_eq!(counted(&json!({}), "utf-16"), (json!(23), json!(52)));
    let both = json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } });
    assert_eq!(counted(&both, "utf-8"), (json!(25), json!(54)));
}

#[test]
fn a_finding_says_why_and_leads_to_its_other_end() {
    let dir = shop();
    let mut client = Client::new(dir.path());
    client.open(DOMAIN, USES);
    let found = client.wait_for(DOMAIN, RULE);
    let at = &found["range"]["start"];
    let hover = client.at("textDocument/hover", DOMAIN, at);
    let said = hover["contents"]["value"].as_str().expect("a text");
    assert_eq!(
        (&hover["contents"]["kind"], &hover["range"]),
        (&json!("markdown"), &found["range"])
    );
    for part in [
        "**hexagonal/layer-dependency**: ",
        "1. `shop::domain` is in layer",
        "## Why",
        "## How to fix",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let end = client.at("textDocument/definition", DOMAIN, at);
    assert_eq!(end["uri"], client.uri("src/adapters/pg.rs"));
    assert_eq!(end["range"]["start"], json!({ "line": 0, "character": 11 }));
    // And back.
    let back = client.at("textDocument/references", "src/adapters/pg.rs", &end["range"]["start"]);
    assert_eq!(back, json!([{ "uri": client.uri(DOMAIN), "range": found["range"] }]));
    let beside = json!({ "line": 0, "character": 0 });
    for method in ["textDocument/hover", "textDocument/definition", "textDocument/references"] {
        assert_eq!(client.at(method, DOMAIN, &beside), Value::Null, "{method}");
    }
    assert_eq!(client.at("textDocument/hover", "src/nothing.rs", &beside), Value::Null);
}

#[test]
fn what_is_allowed_with_a_reason_is_no_longer_shown() {
    // Behind code, above a statement, where a line begins in a text, and where it begins with a bracket.
    let ways = [
        USES.to_owned(),
        "use crate::adapters::pg::PgOrders;\n".to_owned(),
        "pub fn f() {\n    call(\n        r\"\n \", crate::adapters::pg::PgOrders);\n}\n"
            .to_owned(),
        "pub fn f() {\n    call(|| {\n    }, crate::adapters::pg::PgOrders);\n}\n".to_owned(),
    ];
    let dir = shop();
    let mut client = Client::new(dir.path());
    client.open(DOMAIN, CLEAN);
    for text in ways {
        for whole_file in [false, true] {
            client.change(DOMAIN, None, &text);
            let found = client.wait_for(DOMAIN, RULE);
            let actions = client.actions(DOMAIN, &found);
            let wanted =
                format!("Allow `{RULE}` {}", if whole_file { "in this file" } else { "here" });
            let titled =
                |action: &&Value| action["title"].as_str().is_some_and(|t| t.starts_with(&wanted));
            let action =
                actions.iter().find(titled).unwrap_or_else(|| panic!("{wanted}: {actions:?}"));
            assert_eq!((&action["kind"], &action["diagnostics"][0]), (&json!("quickfix"), &found));
            client.apply(DOMAIN, &action.clone());
            client.wait_without(DOMAIN, RULE);
            assert_eq!(client.rules(DOMAIN), [""; 0], "it is used, and has a reason: {text}");
        }
    }
}

#[test]
fn suppressions_are_mended() {
    let dir = copy("bad-suppression");
    let mut client = Client::new(dir.path());
    for (file, variant, title) in [
        ("src/domain/unused.rs", "unused", "Remove the suppression"),
        ("src/domain/expired.rs", "expired", "Remove the suppression"),
        ("src/domain/reasonless.rs", "no-reason", "Give a reason"),
    ] {
        let rule = format!("config/bad-suppression[{variant}]");
        client.open(file, &read(&dir.path().join(file)));
        let found = client.wait_for(file, &rule);
        // There is something to be done once what is open is what was checked.
        let mut actions = client.actions(file, &found);
        while actions.is_empty() {
            actions = client.actions(file, &found);
        }
        assert_eq!(actions[0]["title"], title);
        client.apply(file, &actions[0]);
        client.wait_without(file, &rule);
    }
    let left = "src/domain/reasonless.rs";
    client.wait_without(left, RULE);
    assert_eq!(client.rules("src/domain/expired.rs"), [RULE], "only the comment is gone");
}

#[test]
fn a_timeout_is_set_where_the_client_is_made() {
    let main = "src/main.rs";
    let text = "use axum::Router;\n\nasync fn main() {\n    let client = reqwest::Client::new();\n    client.get(\"http://hats/all\").send().await;\n    axum::serve(listener(), Router::new()).await;\n}\n";
    let dependencies = "[dependencies]\naxum = \"0.8\"\nreqwest = \"0.12\"\n";
    let dir = tree(&[("Cargo.toml", &format!("{MANIFEST}{dependencies}")), (main, text)]);
    let mut client = Client::new(dir.path());
    client.open(main, text);
    let found = client.wait_for(main, "resilience/no-timeout");
    let mut actions = client.actions(main, &found);
    while actions.is_empty() {
        actions = client.actions(main, &found);
    }
    assert_eq!(actions[0]["title"], "Set a timeout of 10 s");
    assert_eq!((&actions[0]["isPreferred"], actions.len()), (&json!(true), 3));
    client.apply(main, &actions[0]);
    client.wait_without(main, "resilience/no-timeout");
}

#[test]
fn a_rule_is_set_off_where_no_comment_can() {
    let dir = copy("layer-dependency");
    let config = "portcullis.toml";
    write(&dir.path().join(config), "extends = \"recommended\"");
    let manifest = "crates/application/Cargo.toml";
    let rule = "hexagonal/layer-dependency[manifest]";
    let mut client = Client::new(dir.path());
    client.wait_for(manifest, rule);
    client.open(config, "extends = \"recommended\"");
    client.open(manifest, &format!("# \u{1f980}\n{}", read(&dir.path().join(manifest))));
    client.until("it moves", |client| {
        client.shown(manifest).iter().any(|shown| shown["range"]["start"]["line"] == 10)
    });
    let found = client.wait_for(manifest, rule);
    let actions = client.actions(manifest, &found);
    assert_eq!(actions.len(), 1, "{actions:?}");
    client.apply(config, &actions[0]);
    client.wait_without(manifest, rule);
    assert_eq!(client.shown(config), &[] as &[Value], "the configuration makes sense");
}

#[test]
fn the_configuration_counts_before_it_is_saved_and_its_faults_stand_in_it() {
    let dir = shop();
    write(&dir.path().join("portcullis.toml"), "");
    let mut client = Client::new(dir.path());
    client.open(DOMAIN, USES);
    client.wait_for(DOMAIN, RULE);
    client.open("portcullis.toml", &format!("[rules]\n\"{RULE}\" = \"of\"\n"));
    client.until("a fault", |client| !client.shown("portcullis.toml").is_empty());
    let fault = client.shown("portcullis.toml")[0].clone();
    let said = fault["message"].as_str().expect("a text");
    assert!(
        said.contains("there is no level `of`") && said.contains("did you mean `off`?"),
        "{said}"
    );
    assert_eq!(fault["range"]["start"], json!({ "line": 1, "character": 31 }));
    assert_eq!(client.rules(DOMAIN), [RULE], "the settings before still hold");
    client.change("portcullis.toml", None, &format!("[rules]\n\"{RULE}\" = \"off\"\n"));
    client.wait_without(DOMAIN, RULE);
    client.until("no fault", |client| client.shown("portcullis.toml").is_empty());
    // A setting that only the rules can judge.
    client.change("portcullis.toml", None, "[rules]\n\"hexagonal/nothing\" = \"off\"\n");
    client.until("a fault", |client| !client.shown("portcullis.toml").is_empty());
}

#[test]
fn files_that_are_not_open_count_as_they_are_on_the_disk() {
    let dir = shop();
    let watches =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::with(dir.path(), &watches);
    client.until("the server wants to know of changes", |client| {
        client.told.iter().any(|told| told["method"] == "client/registerCapability")
    });
    write(&dir.path().join(DOMAIN), USES);
    let change = |client: &Client, path: &str, kind| json!({ "changes": [{ "uri": client.uri(path), "type": kind }] });
    let changed = change(&client, DOMAIN, 2);
    client.notify("workspace/didChangeWatchedFiles", changed);
    client.wait_for(DOMAIN, RULE);
    // A list of known findings appears.
    let listed = crate::program::finish(crate::program::command(dir.path(), ["baseline"]));
    assert_eq!(listed.status, Some(0), "{listed:?}");
    let created = change(&client, "portcullis-baseline.toml", 1);
    client.notify("workspace/didChangeWatchedFiles", created);
    client.wait_without(DOMAIN, RULE);
    write(&dir.path().join("portcullis-baseline.toml"), "version = 1\nfinding = 1\n");
    let changed = change(&client, "portcullis-baseline.toml", 2);
    client.notify("workspace/didChangeWatchedFiles", changed);
    client.wait_for(DOMAIN, RULE);
    assert_eq!(
        client.shown("portcullis-baseline.toml").len(),
        1,
        "what is wrong with it stands in it"
    );
}

#[test]
fn what_is_no_message_does_no_harm() {
    let dir = shop();
    let mut client = Client::new(dir.path());
    client.open(DOMAIN, USES);
    client.wait_for(DOMAIN, RULE);
    for bytes in [
        "Content-Length: 2\r\n\r\n{]".to_owned(),
        "nonsense\r\n\r\n".to_owned(),
        "Content-Length: 17\r\n\r\n{\"jsonrpc\":\"2.0\"}".to_owned(),
        format!("Content-Length: 1000000\r\n\r\n{}", "[".repeat(1_000_000)),
    ] {
        let before = client.told.len();
        client.send_bytes(bytes.as_bytes());
        client.until("an error", |client| client.told.len() > before);
        let told = client.told.last().expect("something was told");
        assert_eq!((&told["id"], &told["error"]["code"]), (&Value::Null, &json!(-32700)), "{told}");
    }
    let code = |answer: Value| answer["error"]["code"].clone();
    assert_eq!(code(client.ask("textDocument/rename", json!({}))), json!(-32601));
    assert_eq!(code(client.ask("textDocument/hover", json!([1]))), json!(-32602));
    assert_eq!(code(client.ask("initialize", json!({}))), json!(-32600));
    // What is told wrongly is not done.
    let before = client.told.len();
    client.notify("textDocument/didChange", json!({ "textDocument": 1 }));
    client.until("a complaint", |client| client.told.len() > before);
    client.notify("textDocument/didChange", {
        let document = json!({ "uri": "untitled:x", "version": 1 });
        json!({ "textDocument": document, "contentChanges": [{ "text": "x" }] })
    });
    let far = json!({
        "start": { "line": 4_294_967_295_u32, "character": 4_294_967_295_u32 },
        "end": { "line": 0, "character": 0 },
    });
    client.change(DOMAIN, Some(&far), "\0\u{202e}");
    client.notify("no/such/thing", json!({ "a": [{}] }));
    client.change(DOMAIN, None, CLEAN);
    client.wait_without(DOMAIN, RULE);
    assert_eq!(client.leave(true), Some(0));
}

#[test]
fn a_conversation_has_a_beginning_and_an_end() {
    let dir = shop();
    let mut client = Client::silent(dir.path(), &[]);
    let early = client.ask("textDocument/hover", json!({}));
    assert_eq!(early["error"]["code"], json!(-32002));
    client.notify("textDocument/didOpen", json!({}));
    let answer = client.initialize(&json!({ "general": { "positionEncodings": "all of them" } }));
    assert_eq!(answer["serverInfo"]["name"], "portcullis");
    client.request("shutdown", Value::Null);
    assert_eq!(client.ask("textDocument/hover", json!({}))["error"]["code"], json!(-32600));
    client.notify("exit", Value::Null);
    assert_eq!(client.leave(false), Some(0));
    assert_eq!(Client::new(dir.path()).leave(false), Some(1), "it left without a word");
    // A folder that is given counts more than what the client has opened.
    let elsewhere = tree(&[]);
    let folder = dir.path().to_str().expect("UTF-8");
    let mut client = Client::silent(elsewhere.path(), &[folder]);
    client.initialize(&json!({}));
    client.until("it says what it checks", |client| {
        let said =
            |told: &Value| told["params"]["message"].as_str().unwrap_or_default().contains(folder);
        client.told.iter().any(said)
    });
    let mut client = Client::silent(elsewhere.path(), &["nowhere"]);
    client.initialize(&json!({}));
    client.until("it says that there is no such folder", |client| {
        client.told.iter().any(|told| told["method"] == "window/showMessage")
    });
}

#[test]
fn this_repository_is_checked() {
    let mut client = Client::new(&repository());
    client.until("a first check", |client| {
        client.told.iter().any(|told| told["method"] == "window/logMessage")
    });
    assert_eq!(client.leave(true), Some(0));
}
