//! The six forms on sketches, and what selectors select.

use crate::select::select;
use crate::settings::{ContextSetting, CustomForm, CustomRule, Level, Origin, Settings, Written};
use crate::testing::{run, show, system};

const SYSTEM: &str = "
    package orders lib bin
    package stock lib bin
    package store lib
    mod orders::domain core
    mod orders::service app
    mod orders::pg out
    mod stock::domain core
    struct orders::domain::Order
    method orders::domain::Order::total
    trait orders::domain::Orders
    struct orders::pg::PgOrders
    fn orders::service::place
    struct store::Pool
    use store -> sqlx::PgPool
    use orders::pg -> store::Pool
    use orders::pg -> orders::domain::Orders
    call orders::service::place -> orders::pg::PgOrders
    use orders::service -> orders::domain::Order
    use stock::domain -> orders::domain::Order
    derive orders::domain::Order -> serde::Serialize
    implement orders::domain::Orders for orders::pg::PgOrders
    dep orders -> store
";

fn settings(form: CustomForm) -> Settings {
    let context = |name: &str, service: &str| ContextSetting {
        name: name.to_owned(),
        services: vec![service.into()],
        ..ContextSetting::default()
    };
    Settings {
        contexts: vec![context("sales", "orders"), context("stock", "stock")],
        custom: vec![CustomRule {
            id: "acme/own".to_owned(),
            level: Level::Error,
            because: Some("ADR 3.".to_owned()),
            form,
            origin: Origin::default(),
        }],
        select: vec!["acme/own".to_owned()],
        ..Settings::default()
    }
}

fn found(form: CustomForm) -> String {
    let settings = settings(form);
    show(&system(SYSTEM), &run(SYSTEM, &settings))
}

fn forbid(from: &str, to: &str, transitive: bool) -> CustomForm {
    CustomForm::Forbid { from: from.into(), to: to.into(), transitive }
}

fn list(texts: &[&str]) -> Vec<Written> {
    texts.iter().map(|text| (*text).into()).collect()
}

#[test]
fn forbid_reports_single_uses_and_whole_ways() {
    assert_eq!(found(forbid("layer:application", "crate:sqlx", false)), "");
    insta::assert_snapshot!(found(forbid("layer:application", "module:pg", false)), @r"
    error acme/own orders/src/service.rs:2 (called here)
      `orders::service` uses `orders::pg::PgOrders`, which `acme/own` forbids
      help: `acme/own` says why: ADR 3
    ");
    insta::assert_snapshot!(found(forbid("layer:application", "crate:sqlx", true)), @r"
    error acme/own orders/src/service.rs:2 (called here)
      `orders::service` leads to `sqlx::PgPool` by `orders::pg`, `store`, which `acme/own` forbids
      help: `acme/own` says why: ADR 3
      also orders/src/pg.rs:2: `orders::pg` uses `store::Pool` here
      also store/src/lib.rs:2: `store` uses `sqlx::PgPool` here
    ");
    insta::assert_snapshot!(found(forbid("layer:core", "derive:Serialize", false)), @r"
    error acme/own orders/src/domain.rs:4 (derived here)
      `orders::domain` uses `serde::Serialize`, which `acme/own` forbids
      help: `acme/own` says why: ADR 3
    ");
}

#[test]
fn allow_only_independent_and_layers_report_uses() {
    let only = CustomForm::AllowOnly { from: "package:store".into(), to: "item:PgOrders".into() };
    insta::assert_snapshot!(found(only), @r"
    error acme/own orders/src/service.rs:2 (called here)
      `orders::service` uses `orders::pg::PgOrders`, which only `package:store` may
      help: `acme/own` says why: ADR 3
    ");
    let independent = CustomForm::Independent(list(&["context:sales", "context:stock"]));
    insta::assert_snapshot!(found(independent), @r"
    error acme/own stock/src/domain.rs:1 (imported here)
      `stock::domain` uses `orders::domain::Order`, though `context:stock` and `context:sales` are to be independent
      help: `acme/own` says why: ADR 3
    ");
    let layers = CustomForm::Layers(list(&["module:pg", "layer:application", "layer:core"]));
    insta::assert_snapshot!(found(layers), @r"
    error acme/own orders/src/service.rs:2 (called here)
      `orders::service` uses `orders::pg::PgOrders`, though `module:pg` stands above `layer:application`
      help: `acme/own` says why: ADR 3
    ");
}

#[test]
fn required_and_limit_report_things() {
    let required = CustomForm::Required {
        subject: "item:*[kind='struct'] & package:orders".into(),
        has: "implements(trait:Orders) | has(derive:Serialize)".into(),
    };
    assert_eq!(found(required), "", "both structs have one of the two");
    let required = CustomForm::Required { subject: "service:*".into(), has: "has(trait:*)".into() };
    insta::assert_snapshot!(found(required), @r"
    error acme/own stock/Cargo.toml:1 (this one)
      `stock` lacks `has(trait:*)`
      help: `acme/own` says why: ADR 3
    ");
    let limit = |subject: &str, count: &str, max| {
        found(CustomForm::Limit { subject: subject.into(), count: count.into(), max })
    };
    assert_eq!(limit("package:*", "package:*", 1), "");
    insta::assert_snapshot!(limit("package:*", "package:*", 0), @r"
    error acme/own orders/Cargo.toml:1 (this one)
      `orders` has 1 of `package:*`, and 0 are allowed
      help: `acme/own` says why: ADR 3
    error acme/own stock/Cargo.toml:1 (this one)
      `stock` has 1 of `package:*`, and 0 are allowed
      help: `acme/own` says why: ADR 3
    ");
    insta::assert_snapshot!(limit("module:domain", "item:**", 1), @r"
    error acme/own orders/src/domain.rs:1 (this one)
      `orders::domain` has 3 of `item:**`, and 1 are allowed
      help: `acme/own` says why: ADR 3
    ");
}

#[test]
fn selectors_select_the_largest_things() {
    let system = system(SYSTEM);
    let settings = settings(CustomForm::Independent(Vec::new()));
    let names = |text: &str| {
        let found = select(&system, &settings, text).expect("a selector");
        let names: Vec<String> = found.iter().map(|t| t.name(&system, &settings)).collect();
        format!("{text} = {}", names.join(" "))
    };
    let shown: Vec<String> = [
        "layer:c*",
        "context:sales",
        "crate:sqlx",
        "crate:store",
        "service:*",
        "module:domain",
        "module:orders::*",
        "module:*[layer=core, package='orders']",
        "item:Order",
        "item:orders::**[kind in {struct, trait}]",
        "item:**[name~'Pg*']",
        "trait:*",
        "path:**/pg.rs",
        "item:* & layer:core & !package:stock & !item:Orders",
        "package:* & depends(crate:sqlx)",
        "package:* & reaches(crate:sqlx)",
        "module:** & reaches(crate:sqlx)",
        "package:* & has(trait:Orders)",
        "item:*[kind=struct] & implements(trait:Orders)",
        "derive:Serialize",
        "package:stock | module:pg",
    ]
    .iter()
    .map(|text| names(text))
    .collect();
    insta::assert_snapshot!(shown.join("\n"), @r"
    layer:c* = core
    context:sales = sales
    crate:sqlx = sqlx::PgPool
    crate:store = store
    service:* = orders stock
    module:domain = orders::domain stock::domain
    module:orders::* = orders::domain orders::service orders::pg
    module:*[layer=core, package='orders'] = orders::domain
    item:Order = orders::domain::Order
    item:orders::**[kind in {struct, trait}] = orders::domain::Order orders::domain::Orders orders::pg::PgOrders
    item:**[name~'Pg*'] = orders::pg::PgOrders sqlx::PgPool
    trait:* = orders::domain::Orders serde::Serialize
    path:**/pg.rs = orders::pg
    item:* & layer:core & !package:stock & !item:Orders = orders::domain::Order
    package:* & depends(crate:sqlx) = store
    package:* & reaches(crate:sqlx) = orders store
    module:** & reaches(crate:sqlx) = store orders::service orders::pg
    package:* & has(trait:Orders) = orders
    item:*[kind=struct] & implements(trait:Orders) = orders::pg::PgOrders
    derive:Serialize = orders::domain::Order
    package:stock | module:pg = stock orders::pg
    ");
}

#[test]
fn what_no_use_in_code_can_reach_is_a_setting_that_cannot_be_meant() {
    let mut settings = settings(forbid("service:orders", "database:* & service:stock", false));
    settings.select.clear();
    let errors = crate::check(&system(LANDSCAPE), &settings).expect_err("not to be meant");
    let text = |e: &crate::SettingError| format!("{e} | {}", e.help.as_deref().unwrap_or_default());
    assert_eq!(
        errors.iter().map(text).collect::<Vec<_>>(),
        ["`database:* & service:stock` selects nothing that code uses or that uses code | \
          `required` and `limit` take it, as in `has = \"database:* & service:stock\"`"]
    );
}

#[test]
fn services_are_required_to_have_and_limited_in_what_is_around_them() {
    let found = |form| {
        let system = system(LANDSCAPE);
        let settings = settings(form);
        show(&system, &run(LANDSCAPE, &settings))
    };
    let required =
        CustomForm::Required { subject: "service:*".into(), has: "capability:tracing".into() };
    insta::assert_snapshot!(found(required), @r"
    error acme/own stock/src/main.rs:1 (this one)
      `stock` lacks `capability:tracing`
      help: `acme/own` says why: ADR 3
    ");
    let limit =
        CustomForm::Limit { subject: "service:*".into(), count: "database:*".into(), max: 1 };
    insta::assert_snapshot!(found(limit), @r"
    error acme/own stock/src/main.rs:1 (this one)
      `stock` has 2 of `database:*`, and 1 are allowed
      help: `acme/own` says why: ADR 3
    ");
}

#[test]
fn what_is_no_selector_is_a_setting_that_cannot_be_meant() {
    let mut settings = settings(forbid("layr:core", "rpc:x", false));
    settings.custom[0].id = "own".to_owned();
    settings.select.clear();
    let errors = crate::check(&system(SYSTEM), &settings).expect_err("not to be meant");
    let text = |e: &crate::SettingError| format!("{e} | {}", e.help.as_deref().unwrap_or_default());
    insta::assert_snapshot!(errors.iter().map(text).collect::<Vec<_>>().join("\n"), @r"
    `own` cannot name a rule | name it after its owner and what it finds, as in `acme/domain-no-sqlx`
    `layr:core` is no selector: there is no kind `layr`, at `layr` | did you mean `layer`?
    `rpc:x` is no selector: this version does not know things of kind `rpc` yet, at `rpc` | it knows `layer`, `context`, `crate`, `package`, `service`, `module`, `item`, `trait`, `derive`, `attr`, `path`, `route`, `topic`, `table`, `database`, `host`, `env`, `capability`
    ");
}

/// Two services with what is around them.
const LANDSCAPE: &str = "
    package tool bin
    service orders http
    service stock grpc
    fn orders::create
    fn orders::sell
    route orders POST /orders/{id} orders::create
    route orders GET /health orders::create health
    has orders tracing
    connects orders postgres://main/shop
    connects stock postgres://main/shop
    connects stock redis://cache/0
    reads-env orders DATABASE_URL
    address orders call http://billing:8080
    at orders::sell requests POST stock /items
";

#[test]
fn selectors_select_what_is_around_services() {
    let system = system(LANDSCAPE);
    let settings = settings(CustomForm::Independent(Vec::new()));
    let names = |text: &str| {
        let found = select(&system, &settings, text).expect("a selector");
        let names: Vec<String> = found.iter().map(|t| t.name(&system, &settings)).collect();
        format!("{text} = {}", names.join(", "))
    };
    let shown: Vec<String> = [
        "service:*",
        "service:*[kind=grpc]",
        "route:*",
        "route:/orders/{id}",
        "route:*[method in {POST, PUT}] & service:orders",
        "route:*[role=health]",
        "database:*",
        "database:* & service:orders",
        "database:*[engine=redis]",
        "service:* & depends(database:shop)",
        "service:* & depends(service:stock)",
        "service:* & has(capability:tracing)",
        "service:* & !has(route:/health)",
        "service:stock | database:shop",
        "env:DATABASE_*",
        "host:*",
        "capability:*",
        "package:tool",
    ]
    .iter()
    .map(|text| names(text))
    .collect();
    insta::assert_snapshot!(shown.join("\n"), @r"
    service:* = orders, stock
    service:*[kind=grpc] = stock
    route:* = POST /orders/{id}, GET /health
    route:/orders/{id} = POST /orders/{id}
    route:*[method in {POST, PUT}] & service:orders = POST /orders/{id}
    route:*[role=health] = GET /health
    database:* = postgres://main/shop, redis://cache/0
    database:* & service:orders = postgres://main/shop
    database:*[engine=redis] = redis://cache/0
    service:* & depends(database:shop) = orders, stock
    service:* & depends(service:stock) = orders
    service:* & has(capability:tracing) = orders
    service:* & !has(route:/health) = stock
    service:stock | database:shop = stock, postgres://main/shop
    env:DATABASE_* = DATABASE_URL
    host:* = http://billing
    capability:* = tracing of orders
    package:tool = tool
    ");
}

#[test]
fn among_thousands_of_selectors_the_right_two_are_found() {
    let many: Vec<String> = (0..4_000).map(|number| format!("crate:no-{number}")).collect();
    let texts: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(found(forbid(&texts.join(" | "), "module:pg", false)), "");
    let layers = [&["module:pg"], texts.as_slice(), &["layer:application"]].concat();
    let layers = found(CustomForm::Layers(list(&layers)));
    assert!(layers.contains("`module:pg` stands above `layer:application`"), "{layers}");
}
