//! What stands between requests and handlers.

use crate::sketch::{app, lines};

const HEAD: &str = r#"
    use axum::{Router, middleware::from_fn, routing::{get, post}};
    async fn list() {} async fn create() {}
    async fn authenticate(request: axum::extract::Request, next: axum::middleware::Next) -> axum::response::Response {
        check("x");
        next.run(request).await
    }
    fn check(token: &str) { jsonwebtoken::decode::<()>(token, &key(), &rules()).unwrap(); }
    fn key() {} fn rules() {}
    async fn serve(app: Router) {
        let listener = tokio::net::TcpListener::bind("0.0.0.0:80").await.unwrap();
        axum::serve(listener, app).await.unwrap();
    }
"#;

fn served(main: &str) -> Vec<String> {
    let text = format!("{HEAD}\n{main}");
    lines(&app(&["axum", "tokio", "jsonwebtoken", "tower-http"], &text))
}

#[test]
fn a_layer_covers_only_what_was_added_before() {
    let main = r#"
        #[tokio::main]
        async fn main() {
            serve(Router::new().route("/a", post(create)).route_layer(from_fn(authenticate)).route("/b", get(list))).await;
        }
    "#;
    assert_eq!(served(main), ["Http app", "POST /a create [Authentication]", "GET /b list"]);
}

#[test]
fn a_header_of_the_system_itself_that_is_compared_guards() {
    let main = |header: &str| {
        format!(
            r#"
        async fn require(request: axum::extract::Request, next: axum::middleware::Next) -> Result<axum::response::Response, Failed> {{
            let given = request.headers().get("{header}").and_then(|value| value.to_str().ok());
            if given != Some(expected()) {{ return Err(Failed::Forbidden); }}
            Ok(next.run(request).await)
        }}
        #[tokio::main]
        async fn main() {{
            serve(Router::new().route("/a", post(create)).route_layer(from_fn(require))).await;
        }}
    "#
        )
    };
    let guarded = ["Http app", "POST /a create [Authentication]"];
    assert_eq!(served(&main("x-admin-token")), guarded);
    assert_eq!(served(&main("X-Internal-Key")), guarded);
}

#[test]
fn the_signature_of_a_webhook_guards() {
    let main = r#"
        type HmacSha256 = hmac::Hmac<sha2::Sha256>;
        fn is_signed(body: &[u8], signature: &[u8]) -> bool {
            let mut mac = HmacSha256::new_from_slice(&secret()).expect("a key");
            mac.update(body);
            mac.verify_slice(signature).is_ok()
        }
        async fn hook(headers: axum::http::HeaderMap, body: axum::body::Bytes) -> Answer {
            let Some(given) = headers.get("X-Hub-Signature-256") else { return refuse() };
            if !is_signed(&body, given.as_bytes()) { return refuse(); }
            accept()
        }
        #[tokio::main]
        async fn main() { serve(Router::new().route("/hook", post(hook))).await; }
    "#;
    let text = format!("{HEAD}\n{main}");
    let found = lines(&app(&["axum", "tokio", "jsonwebtoken", "hmac", "sha2"], &text));
    assert_eq!(found, ["Http app", "POST /hook hook [Authentication]"]);
}

#[test]
fn layers_of_nested_routers_stand_inside_those_around_them() {
    let main = r#"
        #[tokio::main]
        async fn main() {
            let inner = Router::new().route("/a", post(create)).layer(from_fn(authenticate));
            serve(Router::new().nest("/x", inner).layer(tower_http::cors::CorsLayer::permissive())).await;
        }
    "#;
    assert_eq!(served(main), ["Http app", "POST /x/a create [Cors, Authentication]"]);
}

#[test]
fn values_that_a_layer_hands_on_hide_nothing() {
    let main = |layer: &str| {
        format!(
            r#"
            struct Shop;
            async fn count(request: axum::extract::Request, next: axum::middleware::Next) {{}}
            fn routes(shop: Shop, layer: Layer) -> Router {{ Router::new().route("/a", post(create)).layer({layer}) }}
            #[tokio::main]
            async fn main() {{ serve(routes(Shop, load())).await; }}
            "#
        )
    };
    for layer in [
        "axum::Extension(shop)",
        "axum::middleware::from_fn_with_state(shop, count)",
        "tower_http::add_extension::AddExtensionLayer::new(shop)",
    ] {
        assert_eq!(served(&main(layer)), ["Http app", "POST /a create"], "{layer}");
    }
    let guarded = "axum::middleware::from_fn_with_state(shop, authenticate)";
    assert_eq!(served(&main(guarded)), ["Http app", "POST /a create [Authentication]"]);
    assert!(served(&main("layer"))[1].ends_with("hidden"));
}

#[test]
fn an_extractor_that_checks_a_token_guards_its_handlers() {
    let main = r#"
        struct Caller;
        impl<S> axum::extract::FromRequestParts<S> for Caller {
            type Rejection = ();
            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ()> { check("x"); Ok(Self) }
        }
        async fn mine(caller: Caller) {}
        async fn checked() { check("y"); }
        #[tokio::main]
        async fn main() {
            serve(Router::new().route("/mine", get(mine)).route("/checked", get(checked)).route("/open", get(list))).await;
        }
    "#;
    assert_eq!(
        served(main),
        [
            "Http app",
            "GET /checked checked [Authentication]",
            "GET /mine mine [Authentication]",
            "GET /open list"
        ]
    );
}

#[test]
fn a_layer_from_outside_that_nobody_knows_hides_guards() {
    let main = r#"
        #[tokio::main]
        async fn main() {
            serve(Router::new().route("/a", post(create)).layer(unknown_crate::Layer::new())).await;
        }
    "#;
    assert_eq!(served(main), ["Http app", "POST /a create hidden", "hides Middleware"]);
}

#[test]
fn a_library_with_another_name_than_its_package_is_known() {
    let main = |library: &str| {
        format!(
            "{HEAD}
            async fn hook(body: String) {{
                {library}::Webhook::construct_event(&body, &signature(), &secret()).unwrap();
            }}
            #[tokio::main]
            async fn main() {{ serve(Router::new().route(\"/hook\", post(hook))).await; }}"
        )
    };
    let found = |library: &str| lines(&app(&["axum", "tokio", "async-stripe"], &main(library)));
    assert_eq!(found("stripe"), ["Http app", "POST /hook hook [Authentication]"]);
    assert_eq!(found("async_stripe"), ["Http app", "POST /hook hook"]);
}
