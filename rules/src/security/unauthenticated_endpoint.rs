//! A route changes data without authentication.
//!
//! ## Why
//! Whoever reaches the port may change what is behind it. In a cluster that is every other process,
//! and one forgotten rule of the network later everybody.
//!
//! ## Fails
//! ```text
//! Router::new().route("/orders", post(create_order))
//! ```
//!
//! ## Passes
//! ```text
//! Router::new().route("/orders", post(create_order)).route_layer(from_fn(require_auth))
//! ```
//!
//! ## How to fix
//! Put a layer or an extractor that checks the token in front of it, or list the route as public.
//!
//! ## Options
//! - `public`: globs of paths that need no authentication.
//!
//! ## False positives avoided
//! Layers, scopes, extractors, interceptors, checks in the body of the handler, and the mesh. A
//! gateway in front counts if the service cannot be reached beside it. Routes by which people sign
//! up and in (`POST /users` beside a route to sign in, `RegisterUser`), tokens, webhooks that are signed. Procedures and routes of any method count only if
//! they write, procedures with names such as `GetOrder` not even then. Where layers could not be
//! seen, or a handler that changes nothing itself asks a service that checks who asks, the finding is a
//! hidden note that says so.

use std::collections::BTreeMap;

use portcullis_facts::graph::system::{
    Call, CallTarget, Capability, CapabilityKind, CapabilityLevel, HiddenKind, Method, Route,
    RouteRole, ServiceId, SiteKind,
};
use portcullis_facts::place::Place;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::grounds::plain;
use crate::request::is_business_write;
use crate::route_path::answers;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "security/unauthenticated-endpoint",
    summary: "a route changes data without authentication",
    level: Level::Warning,
    variants: &[],
    gated: false,
    options: &[RuleOption {
        name: "public",
        default: OptionDefault::List(PUBLIC),
        doc: "globs of paths that need no authentication",
    }],
    fix: Fix::Manual,
    serves: "Access Token",
    source: include_str!("unauthenticated_endpoint.rs"),
    check: Check::Graph(check),
};

/// Paths by which people come in who cannot have a token yet.
const PUBLIC: &[&str] = &[
    "**/auth/**",
    "**/oauth*",
    "**/{login,log-in,signin,sign-in,signup,sign-up,logout,log-out,signout,sign-out,authenticate}",
    "**/{token,tokens,refresh,sessions,session}",
    "**/{user,users,account,accounts,customer,customers,member,members}/register",
    "{/,/api/,/api/v[0-9]/}{register,registration}",
    "**/{forgot,reset}{-,_}password",
    "**/password{-,_,/}{forgot,reset}",
    "**/{verify,confirm}{-,_,/}{email,email-link,email_link,phone,otp,code}",
    "**/email{-,_,/}{verify,confirm,verification,confirmation}",
    "**/webhook*",
    "**/callback*",
];

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let public = Globs::new(&options.list("public"));
    let mut open: BTreeMap<(Place, Method, &str), Vec<&Route>> = BTreeMap::new();
    for route in &context.landscape().routes {
        let lets_in = route.method == Method::Rpc && lets_in(&route.path);
        let looked_at =
            route.role == RouteRole::Business && !lets_in && !public.matches(&route.path);
        if !looked_at
            || is_authenticated(context, route)
            || !mutates(context, route)
            || signs_up(context, route, &public)
        {
            continue;
        }
        open.entry((route.place, route.method, &route.path)).or_default().push(route);
    }
    // A program of several services serves what each of them serves by itself.
    for routes in open.into_values() {
        let route = routes[0];
        let services: Vec<ServiceId> = routes.iter().map(|route| route.service).collect();
        let service = context.landscape().service(route.service);
        let text = format!("`{} {}`", route.method.as_str(), plain(&route.path));
        let mut draft = Draft::new(
            &service.name,
            format!("{} {}", route.method.as_str(), route.path),
            route.place,
        )
        .about_all(context, &services)
        .message(format!("{text} changes data without authentication"))
        .help("check a token in front of it, or list its path as `public`")
        .label("served here")
        .grounds(&route.why)
        .unless(service.hides(HiddenKind::Middleware));
        if let Some(handler) = route.handler {
            let place = context.landscape().function(handler).place;
            draft = draft.also(place, "its handler");
        }
        if let Some(call) = handed_on(context, route) {
            let reason = "it hands requests on to a route that checks who asks";
            draft = draft.perhaps(reason, Some(call.place));
        }
        if route.guards_hidden {
            draft = draft.perhaps("what guards it could not be seen completely", Some(route.place));
        }
        report.add(draft);
    }
}

fn is_authenticated(context: &Context<'_>, route: &Route) -> bool {
    let checks = |capability: &Capability| capability.kind == CapabilityKind::Authentication;
    let service = context.landscape().service(route.service);
    route.guards.iter().any(|guard| checks(&guard.capability))
        || service.capabilities.iter().filter(|capability| checks(capability)).any(|capability| {
            match capability.level {
                // What code checks it checks for some routes, and those have a guard.
                CapabilityLevel::Code | CapabilityLevel::Library => false,
                CapabilityLevel::Gateway => !is_public(context, route.service),
                _ => true,
            }
        })
        || route.handler.is_some_and(|handler| {
            let mut reached = context.reached(route.service, handler).iter();
            reached.any(|reached| context.site(reached).kind == SiteKind::VerifyToken)
        })
}

/// A call to a route of another service that checks who asks, of a handler that changes nothing by itself: a gateway
/// leaves the token to those behind it.
fn handed_on<'a>(context: &Context<'a>, route: &Route) -> Option<&'a Call> {
    let landscape = context.landscape();
    let mut guarded = None;
    for reached in context.reached(route.service, route.handler?) {
        let site = context.site(reached);
        match site.kind {
            SiteKind::Publish(_) => return None,
            SiteKind::Call(id) => {
                let call = &landscape.calls[id.index()];
                let CallTarget::Service(whom) = call.target else { continue };
                let checks = |other: &Route| {
                    other.service == whom
                        && answers(other, call)
                        && is_authenticated(context, other)
                };
                if guarded.is_none() && whom != route.service && landscape.routes.iter().any(checks)
                {
                    guarded = Some(call);
                }
            }
            _ if context.statement_at(site).is_some_and(is_business_write) => return None,
            _ => {}
        }
    }
    guarded
}

/// Whether a route is the one by which people become users: `POST /users` of a service where they sign in too.
fn signs_up(context: &Context<'_>, route: &Route, public: &Globs) -> bool {
    let last = route.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    route.method == Method::Post
        && matches!(last, "user" | "users" | "account" | "accounts")
        && context.landscape().routes.iter().any(|other| {
            let entry = ["login", "signin", "sign-in", "token", "session", "sessions"];
            let last = other.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            other.service == route.service && entry.contains(&last) && public.matches(&other.path)
        })
}

/// Whether a service can be reached beside the gateway in front of it.
fn is_public(context: &Context<'_>, service: ServiceId) -> bool {
    let mut deployments = context.landscape().deployments_of(service);
    deployments.any(|(_, at)| !at.development && at.ports.iter().any(|port| port.public))
}

/// Whether a request changes something: by its method, or because its handler writes or publishes.
fn mutates(context: &Context<'_>, route: &Route) -> bool {
    if !matches!(route.method, Method::Any | Method::Rpc) {
        return route.method.mutates();
    }
    if route.method == Method::Rpc && only_asks(&route.path) {
        return false;
    }
    route.handler.is_some_and(|handler| {
        context.reached(route.service, handler).iter().any(|reached| {
            let site = context.site(reached);
            matches!(site.kind, SiteKind::Publish(_))
                || context.statement_at(site).is_some_and(is_business_write)
        })
    })
}

/// Whether the name of a procedure is that of one by which people come in who cannot have a token yet: `SignIn`,
/// `RegisterUser`.
fn lets_in(path: &str) -> bool {
    let name = procedure(path);
    let people = ["", "User", "Account", "Customer", "Member"];
    let of_people = |word: &str| name.strip_prefix(word).is_some_and(|rest| people.contains(&rest));
    let words = ["Login", "LogIn", "Logout", "LogOut", "SignIn", "SignUp", "SignOut", "Register"];
    words.into_iter().any(of_people)
        || matches!(
            name.as_str(),
            "Authenticate"
                | "ForgotPassword"
                | "ResetPassword"
                | "RefreshToken"
                | "VerifyEmail"
                | "VerifyToken"
        )
}

/// The name of a procedure as most contracts write it: `SignIn` for `sign_in`.
fn procedure(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    name.split('_').filter_map(capital).collect()
}

/// Whether the name of a procedure promises an answer and nothing else; what it writes on the way is
/// then a cache or a count.
fn only_asks(path: &str) -> bool {
    let name = procedure(path);
    let words = ["Get", "List", "Lookup", "Find", "Search", "Query", "Count", "Read", "Fetch"];
    words.iter().filter_map(|word| name.strip_prefix(word)).any(|rest| {
        // `Getaway` begins with another word.
        rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_uppercase())
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn a_route_without_a_guard_is_found() {
        insta::assert_snapshot!(fires(&RULE, "
            service orders http
            route orders POST /orders orders::create
            route orders POST /api/v1/clients/register orders::register_client
            route orders RPC /shop.Orders/Save orders::save
            at orders::save writes orders
        "), @r"
        warning security/unauthenticated-endpoint orders/src/main.rs:2 (served here)
          `POST /orders` changes data without authentication
          help: check a token in front of it, or list its path as `public`
          also orders/src/lib.rs:1: its handler
        warning security/unauthenticated-endpoint orders/src/main.rs:3 (served here)
          `POST /api/v1/clients/register` changes data without authentication
          help: check a token in front of it, or list its path as `public`
          also orders/src/lib.rs:2: its handler
        warning security/unauthenticated-endpoint orders/src/main.rs:4 (served here)
          `RPC /shop.Orders/Save` changes data without authentication
          help: check a token in front of it, or list its path as `public`
          also orders/src/lib.rs:3: its handler
        ");
    }

    #[test]
    fn a_gateway_does_not_guard_what_is_reached_beside_it() {
        let orders = "
            service orders http
            has orders authentication level gateway
            route orders POST /orders orders::create
        ";
        silent(&RULE, orders);
        fires(&RULE, &format!("{orders}\ndeploy orders of orders port 8080:8080"));
    }

    #[test]
    fn what_cannot_be_seen_makes_it_weak() {
        for route in [
            "route orders POST /orders orders::create guards-hidden",
            "route orders POST /orders orders::create\nhides orders middleware layers of a kit",
        ] {
            let found = fires(&RULE, &format!("service orders http\n{route}"));
            assert!(found.starts_with("weak note"), "{found}");
        }
    }

    #[test]
    fn what_is_handed_on_to_who_checks_is_weak() {
        let gateway = "
            service gate http
            service orders http
            route gate POST /api/orders gate::create
            route orders POST /orders orders::create guard authentication
            at gate::create requests ? orders /orders
        ";
        let found = fires(&RULE, gateway);
        assert!(found.starts_with("weak note"), "{found}");
        for own in ["at gate::create writes orders", "at gate::create publishes order.created"] {
            let found = fires(&RULE, &format!("{gateway}\n{own}"));
            assert!(found.starts_with("warning"), "{found}");
        }
    }

    #[test]
    fn guards_checks_public_paths_and_reads_are_silent() {
        silent(
            &RULE,
            "
            service orders http
            route orders POST /orders orders::create guard authentication
            route orders PUT /orders orders::update
            calls orders::update -> orders::require
            at orders::require verifies
            route orders GET /orders orders::list
            route orders RPC /shop.Orders/List orders::list
            route orders RPC /shop.Orders/GetOrder orders::get
            route orders RPC /shop.Users/SignIn orders::list
            route orders RPC /shop.Users/RegisterUser orders::get
            route orders RPC /shop.Users/refresh_token orders::get
            route orders RPC /shop.Users/get_one orders::get
            route orders POST /api/verify/email_link orders::get
            route orders POST /password_reset orders::get
            at orders::get writes views
            route orders POST /api/v1/auth/register orders::register
            route orders POST /api/user/register orders::register
            route orders POST /api/v1/register orders::register
            route orders POST /register orders::register
            route orders POST /signup orders::signup
            route orders POST /webhooks/stripe orders::hook
            route orders POST /healthz orders::health health
            route orders POST /api/users orders::create_user
            route orders POST /api/users/login orders::sign_in
        ",
        );
        silent(
            &RULE,
            "
            service orders http
            has orders authentication level mesh
            route orders POST /orders orders::create
        ",
        );
    }

    #[test]
    fn the_guard_of_another_route_is_none() {
        let found = fires(
            &RULE,
            "
            service orders http
            has orders authentication
            route orders POST /orders orders::create guard authentication
            route orders POST /echo orders::echo
        ",
        );
        assert!(found.contains("`POST /echo`") && !found.contains("`POST /orders`"), "{found}");
    }
}
