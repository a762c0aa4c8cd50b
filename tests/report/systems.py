"""Writes two systems into a folder: one with hostile names, and one with 200 services and 5,000 modules."""

import sys
from pathlib import Path

WORK = Path(sys.argv[1])


def write(path, text):
    path = WORK / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def package(folder, name, more=""):
    write(f"{folder}/Cargo.toml", f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "2024"\n'
          f'[dependencies]\naxum = "0.8"\nreqwest = "0.12"\nsqlx = "0.8"\ntokio = "1"\n{more}')


def service(calls, port, mods=""):
    lines = "\n".join(
        f'    let _ = reqwest::get("{url}").await;' for url in calls)
    return f"""{mods}
use axum::{{Router, routing::get}};

async fn index() -> &'static str {{
{lines}
    "ok"
}}

#[tokio::main]
async fn main() {{
    let app = Router::new().route("/things", get(index));
    let listener = tokio::net::TcpListener::bind("0.0.0.0:{port}").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}}
"""


SCRIPT = "<script>owned=1<" + "script>"
SHOUT = "\"'><img src=x onerror=owned=1>]]>--><svg onload=owned=1>"


def hostile():
    folder = f"hostile/{SCRIPT}&amp;"
    package(folder, "evil", "\n[dependencies.missing]\npath = 'nowhere'\n")
    calls = ["javascript:alert(1)", f"http://{SCRIPT}/x", "http://a/\\\"'><svg onload=owned=1>",
             "http://u:hunter2@evil.example/x"]
    write(f"{folder}/src/main.rs", service(calls, 8080, "mod domain;"))
    write(f"{folder}/src/domain.rs",
          f"// {SHOUT}\nuse sqlx::PgPool; // </pre></script>{SCRIPT}\n"
          f"pub struct T(PgPool);\npub fn f(q: &str) {{ let _ = \"{SCRIPT}\"; missing::x(q) }}\n")
    write("hostile/compose.yaml",
          "services:\n  evil:\n    build: '" + f"./{SCRIPT}&amp;" + "'\n    environment:\n"
          f"      DATABASE_URL: \"postgres://u:hunter2@{SCRIPT}/javascript:alert(1)\"\n"
          f"      \"{SCRIPT}\": x\n")


def large():
    members = []
    for at in range(200):
        name = f"service-{at:03}"
        members.append(f'"services/{name}"')
        package(f"large/services/{name}", name)
        modules = [f"m{number}" for number in range(24)]
        calls = [f"http://service-{(at * 7 + step) % 200:03}:8080/things" for step in (1, 13, 40)]
        write(f"large/services/{name}/src/main.rs",
              service(calls, 8080, "\n".join(f"mod {module};" for module in modules)))
        for number, module in enumerate(modules):
            uses = [f"crate::m{(number * 5 + step) % 24}" for step in (1, 2, 7)]
            body = "".join(f"    {use}::call();\n" for use in uses if not use.endswith(f"::{module}"))
            write(f"large/services/{name}/src/{module}.rs", f"pub fn call() {{\n{body}}}\n")
    write("large/Cargo.toml", f"[workspace]\nresolver = \"3\"\nmembers = [{', '.join(members)}]\n")
    compose = "".join(
        f"  service-{at:03}:\n    build: ./services/service-{at:03}\n" for at in range(200))
    write("large/compose.yaml", f"services:\n{compose}")


hostile()
large()
