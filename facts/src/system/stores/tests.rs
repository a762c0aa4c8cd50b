//! What is found in small programs that use databases.

use std::fmt::Write as _;

use super::*;
use crate::program::trial::{with_main, with_program};

/// A line for each site: function, what happens, tables, executor.
fn shown(program: &Program<'_>) -> String {
    let found = stores(program, &Parents::new(program), &Links::new(program));
    let mut lines = String::new();
    for site in &found.sites {
        let name = program.graph.names.get(program.graph.item(site.item).name);
        let what = match &site.kind {
            StoreSiteKind::Statement(statement) => {
                let tables = statement.tables.iter().map(|table| {
                    let kind = format!("{:?}", table.kind).to_lowercase();
                    format!(" {kind} {}@{}", table.name, program.text(table.place))
                });
                let tables = tables.collect::<Vec<_>>().join(",");
                let flags = [
                    (statement.outbox, " outbox"),
                    (statement.blocking, " blocking"),
                    (statement.flags.contains(SqlFlags::ON_CONFLICT), " on-conflict"),
                    (statement.flags.contains(SqlFlags::SKIP_LOCKED), " skip-locked"),
                ];
                let flags: String =
                    flags.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
                format!(
                    "{:?}{tables} on {:?} {:?}{flags}",
                    statement.kind, statement.executor, statement.engine
                )
            }
            StoreSiteKind::MakePool { address, engine } => {
                let address = address.map(|at| program.text(program.place(at)));
                format!("pool {} {engine:?}", address.unwrap_or("?"))
            }
            StoreSiteKind::Configured { key, engine } => format!("pool of {key} {engine:?}"),
            StoreSiteKind::OpenConnection { address, engine } => {
                let address = address.map(|at| program.text(program.place(at)));
                format!("connection {} {engine:?}", address.unwrap_or("?"))
            }
            StoreSiteKind::Migrate { folder } => {
                format!("migrate {}", folder.as_deref().unwrap_or("?"))
            }
            StoreSiteKind::Ping => "ping".to_owned(),
        };
        let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(lines, "{name}: {} {what}", site.library);
    }
    for region in &found.transactions {
        let name = program.graph.names.get(program.graph.item(region.item).name);
        let inside =
            found.sites.iter().filter(|site| site.item == region.item && region.contains(site.at));
        let closed = region.closed_by.map_or("end", |at| program.text(program.place(at)));
        let _ = writeln!(lines, "{name}: transaction with {} until {closed}", inside.count());
    }
    lines
}

fn of_main(dependencies: &[&str], text: &str) -> String {
    let mut out = String::new();
    with_main(dependencies, text, |program| out = shown(program));
    out
}

#[test]
fn statements_of_sqlx_are_found_where_they_run() {
    let text = r#"
        use sqlx::{PgPool, postgres::PgPoolOptions, Postgres, Transaction};
        const BY_ID: &str = "SELECT id FROM users WHERE id = $1";
        struct Repo { pool: PgPool }
        impl Repo {
            async fn one(&self) { sqlx::query(BY_ID).bind(1).fetch_one(&self.pool).await.unwrap(); }
            async fn made(&self) {
                let q = sqlx::query_as!(User, "INSERT INTO outbox_events (a) VALUES ($1) ON CONFLICT DO NOTHING", 1);
                q.execute(&self.pool).await?;
            }
            async fn formatted(&self, t: &str) {
                let sql = format!("SELECT * FROM {t} JOIN orders ON {}", "true");
                sqlx::query(&sql).fetch_all(&self.pool).await?;
            }
        }
        async fn pay(pool: &PgPool) {
            let mut tx = pool.begin().await?;
            sqlx::query("UPDATE accounts SET a = 1").execute(&mut *tx).await?;
            claim(&mut tx).await?;
            tx.commit().await?;
            sqlx::query("DELETE FROM carts").execute(pool).await?;
        }
        async fn claim(t: &mut Transaction<'_, Postgres>) {
            sqlx::query_scalar("SELECT id FROM jobs FOR UPDATE SKIP LOCKED").fetch_optional(&mut **t).await?;
        }
        #[tokio::main]
        async fn main() {
            let pool = PgPoolOptions::new().max_connections(5).connect(&url).await.unwrap();
            sqlx::migrate!("./db/migrations").run(&pool).await.unwrap();
            sqlx::migrate!().run(&pool).await.unwrap();
        }
    "#;
    insta::assert_snapshot!(of_main(&["sqlx", "tokio"], text), @r#"
    one: sqlx Read read users@users on Pool Postgres
    made: sqlx Write write outbox_events@outbox_events on Pool Postgres outbox on-conflict
    formatted: sqlx Read read *@format!("SELECT * FROM {t} JOIN orders ON {}", "true"), read orders@format!("SELECT * FROM {t} JOIN orders ON {}", "true") on Pool Postgres
    pay: sqlx Write write accounts@accounts on Transaction Postgres
    pay: sqlx Write write carts@carts on Pool Postgres
    claim: sqlx Read read jobs@jobs on Transaction Postgres skip-locked
    main: sqlx pool &url Postgres
    main: sqlx migrate db/migrations
    main: sqlx migrate migrations
    pay: transaction with 1 until tx.commit()
    "#);
}

#[test]
fn statements_of_diesel_that_others_run_do_not_block() {
    let text = r"
        use tokio_diesel::AsyncRunQueryDsl;
        diesel::table! { posts (id) { id -> Int4, } }
        async fn remove(pool: &Pool) {
            diesel::delete(posts::table.filter(posts::id.eq(1))).execute_async(pool).await;
        }
        fn main() {}
    ";
    let found = of_main(&["diesel", "tokio-diesel"], text);
    assert!(found.contains("write posts") && !found.contains("blocking"), "{found}");
}

#[test]
fn statements_of_diesel_are_found_by_their_tables() {
    let text = r#"
        use diesel::prelude::*;
        mod schema {
            diesel::table! { shop.posts (id) { id -> Int4, title -> Text, } }
            table! { users (id) { id -> Int4, } }
        }
        use schema::posts;
        use schema::users::dsl::*;
        fn list(conn: &mut PgConnection) { posts::table.inner_join(schema::users::table).filter(posts::id.eq(1)).load::<Post>(conn); }
        fn add(conn: &mut PgConnection) { diesel::insert_into(posts::table).values(&p).on_conflict_do_nothing().execute(conn); }
        fn change(conn: &mut PgConnection) { diesel::update(users.find(1)).set(name.eq("x")).get_result::<User>(conn); }
        fn raw(conn: &mut PgConnection) { diesel::sql_query("DELETE FROM sessions").execute(conn); }
        fn both(conn: &mut PgConnection) {
            conn.transaction::<_, Error, _>(|conn| {
                diesel::delete(posts::table).execute(conn)
            });
        }
        fn main() { let c = PgConnection::establish(&url); }
    "#;
    insta::assert_snapshot!(of_main(&["diesel"], text), @r"
    list: diesel Read read posts@posts::table, read users@schema::users::table on Connection Postgres blocking
    add: diesel Write write posts@posts::table on Connection Postgres blocking on-conflict
    change: diesel Write write users@users on Connection Postgres blocking
    raw: diesel Write write sessions@sessions on Connection Postgres blocking
    both: diesel Write write posts@posts::table on Connection Postgres blocking
    main: diesel connection &url Postgres
    both: transaction with 1 until end
    ");
}

#[test]
fn schemas_and_entities_that_tools_wrote_name_tables() {
    let manifest = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\ndiesel = \"2\"\nsea-orm = \"1\"\n";
    let schema = "// @generated automatically by Diesel CLI.\n
        diesel::table! { use diesel::sql_types::*; shop.orders (id) { id -> Int4, } }
        diesel::table! { #[sql_name = \"app_users\"] users (id) { id -> Int4, } }
        diesel::joinable!(orders -> users (id));\n";
    let entity = "//! `SeaORM` Entity, @generated by sea-orm-codegen 1.1.0\n
        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = \"cake_fillings\")]
        pub struct Model { #[sea_orm(primary_key)] pub id: i32 }\n";
    let main = "
        use diesel::prelude::*;
        use sea_orm::EntityTrait;
        mod schema;
        mod filling;
        use schema::orders as o;
        use schema::users::table as USERS;
        fn orders(conn: &mut PgConnection) { o::table.load::<Order>(conn); }
        fn users(conn: &mut PgConnection) { USERS.load::<User>(conn); }
        async fn fillings(db: &DatabaseConnection) { filling::Entity::find().all(db).await; }
        fn main() {}\n";
    let files = [
        ("Cargo.toml", manifest),
        ("src/main.rs", main),
        ("src/schema.rs", schema),
        ("src/filling.rs", entity),
    ];
    with_program(&files, |program| {
        insta::assert_snapshot!(shown(program), @r"
    orders: diesel Read read orders@o::table on Connection Postgres blocking
    users: diesel Read read app_users@USERS on Connection Postgres blocking
    fillings: sea-orm Read read cake_fillings@filling::Entity::find() on Pool Postgres
    ");
    });
}

#[test]
fn entities_and_models_of_seaorm_have_tables() {
    let manifest =
        "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nsea-orm = \"1\"\n";
    let user = r#"
        use sea_orm::entity::prelude::*;
        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "app_users", schema_name = "crm")]
        pub struct Model { #[sea_orm(primary_key)] pub id: i32 }
    "#;
    let main = r"
        mod user;
        use sea_orm::{Database, Set};
        use user::Entity as User;
        async fn list(db: &DatabaseConnection) { User::find().filter(x).all(db).await; }
        async fn add(db: &DatabaseConnection) {
            let model = user::ActiveModel { id: Set(1), ..Default::default() };
            model.insert(db).await;
        }
        async fn drop(db: &DatabaseConnection) { user::Entity::delete_by_id(1).exec(db).await; }
        async fn up(manager: &SchemaManager) {
            manager.create_table(Table::create().table(UserEvents::Table).if_not_exists().to_owned()).await
        }
        async fn main() { Database::connect(&url).await; }
    ";
    with_program(
        &[("Cargo.toml", manifest), ("src/user.rs", user), ("src/main.rs", main)],
        |program| {
            insta::assert_snapshot!(shown(program), @r"
    list: sea-orm Read read app_users@User::find() on Pool Other
    add: sea-orm Write write app_users@model.insert(db) on Pool Other
    drop: sea-orm Write write app_users@user::Entity::delete_by_id(1) on Pool Other
    up: sea-orm Define define user_events@UserEvents::Table on Unknown Other
    main: sea-orm pool &url Other
    ");
        },
    );
}

#[test]
fn other_stores_are_told_by_their_methods() {
    let text = r#"
        use mongodb::{Client, Collection, Database};
        use redis::AsyncCommands;
        struct Repo { orders: Collection<Order> }
        impl Repo {
            fn new(db: &Database) -> Self { Self { orders: db.collection("orders") } }
            async fn add(&self) { self.orders.insert_one(x).await; }
        }
        async fn direct(db: Database) { db.collection::<Item>("items").find(filter).await; }
        async fn cache(mut con: redis::aio::MultiplexedConnection) {
            con.set_ex("k", "v", 5).await;
            redis::cmd("GET").arg("k").query_async(&mut con).await;
        }
        fn old(mut client: postgres::Client) {
            let mut t = client.transaction().unwrap();
            t.execute("INSERT INTO logs VALUES ($1)", &[&1]).unwrap();
            t.commit().unwrap();
        }
        async fn main() {
            let client = Client::with_uri_str("mongodb://db").await;
            redis::Client::open("redis://cache");
        }
    "#;
    insta::assert_snapshot!(of_main(&["mongodb", "redis", "postgres"], text), @r#"
    add: mongodb Write write orders@self.orders.insert_one(x) on Unknown Mongodb
    direct: mongodb Read read items@db.collection::<Item>("items").find(filter) on Unknown Mongodb
    cache: redis Write on Unknown Redis
    cache: redis Read on Unknown Redis
    old: postgres Write write logs@logs on Transaction Postgres blocking
    main: mongodb pool "mongodb://db" Mongodb
    main: redis pool "redis://cache" Redis
    old: transaction with 1 until t.commit()
    "#);
}

#[test]
fn branches_within_branches_end() {
    let mut text = "async fn main() { let a0 = \"SELECT 1 FROM t\";".to_owned();
    for number in 1..30 {
        let before = number - 1;
        let arms = format!("1 => a{before},").repeat(40);
        let _ = write!(text, "let a{number} = match x {{ {arms} _ => f(a{before}) }};");
    }
    text.push_str("sqlx::query(a29).execute(&pool).await; sqlx::query(a1).execute(&pool).await; }");
    let found = of_main(&["sqlx"], &text);
    assert!(found.contains("Read read t"), "{found}");
    assert_eq!(found.lines().count(), 2);
}
