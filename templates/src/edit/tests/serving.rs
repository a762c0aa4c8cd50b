//! What is served, and what stands around it.

use super::super::{served, serving};
use super::*;

const MAIN: &str = "#[tokio::main]\nasync fn main() -> Result<(), Box<dyn Error>> {\n    let app = routes::app();\n    axum::serve(listener, app).await?;\n    Ok(())\n}\n";

#[test]
fn what_is_served_gets_layers_and_routes() {
    let layer = within(EditKind::Serve, "main", ".layer(a())");
    let expected = MAIN.replace("listener, app", "listener, app.layer(a())");
    assert_eq!(edited(&layer, MAIN), expected);
    let connected = MAIN.replace(", app)", ", app.into_make_service())");
    let expected = MAIN.replace(", app)", ", app.layer(a()).into_make_service())");
    assert_eq!(edited(&layer, &connected), expected);
    let layered = MAIN.replace(", app)", ", app.layer(x).merge(b()).layer(y).layer(z))");
    let mut inner = within(EditKind::Serve, "main", ".layer(a())");
    inner.name = Some("innermost".to_owned());
    let expected = layered.replace(".merge(b())", ".merge(b()).layer(a())");
    assert_eq!(edited(&inner, &layered), expected);
    let field = MAIN.replace(", app)", ", self.router)");
    let expected = MAIN.replace(", app)", ", self.router.layer(a()))");
    assert_eq!(edited(&layer, &field), expected);
    let lines = MAIN.replace(", app)", ", app\n        .merge(b())\n)");
    let both = within(EditKind::Serve, "main", ".merge(c())\n.layer(a())");
    let expected = lines.replace("b())", "b())\n        .merge(c())\n        .layer(a())");
    assert_eq!(edited(&both, &lines), expected);
    let closed = MAIN.replace(", app)", ", if a { b } else { c })");
    assert!(missing(&layer, &closed).contains("no router by name"));
    assert!(missing(&layer, "fn main() {}").contains("`main` 0 times"));
}

#[test]
fn what_serves_is_ended_and_begun() {
    let graceful = within(EditKind::Served, "main", ".with_graceful_shutdown(stop())");
    let expected = MAIN.replace("app).await", "app).with_graceful_shutdown(stop()).await");
    assert_eq!(edited(&graceful, MAIN), expected);
    let begin = within(EditKind::Begin, "main", "let _log = log::start()?;");
    let expected = MAIN.replace("{\n    let app", "{\n    let _log = log::start()?;\n    let app");
    assert_eq!(edited(&begin, MAIN), expected);
    let mut pool = within(EditKind::Statement, "main", "let pool = open().await?;");
    pool.name = Some("axum::serve".to_owned());
    let expected = MAIN.replace("    axum::", "    let pool = open().await?;\n    axum::");
    assert_eq!(edited(&pool, MAIN), expected);
    let served = serving::functions(MAIN);
    assert!(served.len() == 1 && served[0].is_fallible && !served[0].is_graceful, "{served:?}");
    let run = "async fn run(c: Config) { axum::serve(l, r).with_graceful_shutdown(s).await; }";
    let parameters = vec![("c".to_owned(), "Config".to_owned())];
    let expected = serving::Served {
        function: "run".to_owned(),
        is_fallible: false,
        is_graceful: true,
        parameters,
    };
    assert_eq!(serving::functions(run), [expected]);
}

#[test]
fn servers_of_others_show_their_router_and_are_not_edited() {
    for server in [
        "async fn main() { other::serve(l, Router::new()).await; }",
        "async fn main() { bind(a).serve(Router::new().into_make_service()).await; }",
    ] {
        assert_eq!(serving::functions(server), []);
        assert_eq!(served::served(server), [served::Origin::Chain("main".to_owned())], "{server}");
    }
    let nested = "fn outer() { async fn main() { axum::serve(l, Router::new()).await; } }";
    let names = serving::functions(nested).into_iter().map(|served| served.function);
    assert_eq!(names.collect::<Vec<_>>(), ["main"]);
}

#[test]
fn a_route_with_an_answer_that_is_always_the_same_gives_way() {
    let unroute = named(EditKind::Unroute, "/ready", "");
    let text = "fn a() -> Router {\n    Router::new()\n        .route(\"/live\", get(|| async { OK }))\n        .route(\"/ready\", get(|| async { OK }))\n}\n";
    let expected = "fn a() -> Router {\n    Router::new()\n        .route(\"/live\", get(|| async { OK }))\n}\n";
    assert_eq!(edited(&unroute, text), expected);
    let asks = text.replace("\"/ready\", get(|| async { OK })", "\"/ready\", get(ready)");
    assert!(missing(&unroute, &asks).contains("asks something"));
}
