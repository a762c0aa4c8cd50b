//! A system of 100 crates: contexts, each of which is cut into domain, application, adapter and service.

use std::path::Path;

const CONTEXTS: usize = 25;
const PARTS: [&str; 4] = ["domain", "application", "postgres", "server"];
/// What each part depends on besides the parts before it.
const OUTSIDE: [&str; 4] = ["", "", "sqlx = \"0.8\"\n", "axum = \"0.8\"\ntokio = \"1\"\n"];
/// Modules of each crate.
const MODULES: usize = 8;
/// Types of each module.
const TYPES: usize = 12;

/// Writes it into a folder.
pub(crate) fn write(root: &Path) {
    let mut members = Vec::new();
    for context in 0..CONTEXTS {
        for (layer, part) in PARTS.iter().enumerate() {
            let name = format!("c{context}-{part}");
            package(&root.join(&name), context, layer);
            members.push(format!("\"{name}\""));
        }
    }
    let members = members.join(", ");
    file(
        &root.join("Cargo.toml"),
        &format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n"),
    );
}

fn package(dir: &Path, context: usize, layer: usize) {
    let part = PARTS[layer];
    let below = PARTS[..layer].iter();
    let below =
        below.map(|part| format!("c{context}-{part} = {{ path = \"../c{context}-{part}\" }}"));
    let below: Vec<String> = below.collect();
    let manifest = format!(
        "[package]\nname = \"c{context}-{part}\"\nedition = \"2024\"\n[dependencies]\n{}\n{}",
        below.join("\n"),
        OUTSIDE[layer],
    );
    file(&dir.join("Cargo.toml"), &manifest);
    let modules: Vec<String> = (0..MODULES).map(|n| format!("pub mod m{n};")).collect();
    let modules = modules.join("\n");
    if part == "server" {
        file(&dir.join("src/main.rs"), &format!("{modules}\n{}", serve()));
    } else {
        file(&dir.join("src/lib.rs"), &modules);
    }
    let below = layer.checked_sub(1).map(|below| format!("c{context}_{}", PARTS[below]));
    for number in 0..MODULES {
        let text = module(number, below.as_deref(), part);
        file(&dir.join(format!("src/m{number}.rs")), &text);
    }
}

/// The `main` of a service with a route for each module.
fn serve() -> String {
    let routes: Vec<String> = (0..MODULES)
        .map(|n| format!("        .route(\"/m{n}\", axum::routing::get(m{n}::handle))"))
        .collect();
    format!(
        "#[tokio::main]
async fn main() {{
    let app = axum::Router::new()
{};
    let listener = tokio::net::TcpListener::bind(\"0.0.0.0:80\").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}}
",
        routes.join("\n")
    )
}

/// A module that uses its neighbour, and what stands a layer below.
fn module(number: usize, below: Option<&str>, part: &str) -> String {
    let next = (number + 1) % MODULES;
    let mut parts = vec![format!("use crate::m{next};")];
    if let Some(below) = below {
        parts.push(format!("use {below}::m{number}::T0 as Below;"));
    }
    parts.extend((0..TYPES).map(|kind| {
        format!(
            "
#[derive(Debug, Clone)]
pub struct T{kind} {{
    pub id: u64,
    pub name: String,
}}

impl T{kind} {{
    pub fn new(id: u64, name: &str) -> Self {{
        Self {{ id, name: name.to_owned() }}
    }}

    pub fn other(&self) -> Option<m{next}::T{kind}> {{
        let found = m{next}::T{kind}::new(self.id + 1, &self.name);
        if found.name.is_empty() {{ None }} else {{ Some(found) }}
    }}
}}"
        )
    }));
    parts.push(last(part).to_owned());
    parts.join("\n")
}

/// What a module of a part has besides its types.
fn last(part: &str) -> &'static str {
    match part {
        "application" => "\npub fn wrap(below: Below) -> u64 {\n    below.id\n}\n",
        "postgres" => {
            "
pub async fn find(pool: &sqlx::PgPool, id: i64) -> Option<Below> {
    let query = sqlx::query(\"select id, name from things where id = $1\").bind(id);
    query.fetch_optional(pool).await.ok().flatten().map(|_| Below::new(1, \"x\"))
}
"
        }
        "server" => {
            "
pub async fn handle() -> &'static str {
    std::any::type_name::<Below>()
}
"
        }
        _ => "",
    }
}

#[expect(clippy::disallowed_methods, reason = "the system that is measured is made here")]
fn file(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}
