//! What a route is for, from its path and the name of its handler; and paths in one form.

use crate::graph::system::{Method, RouteRole};

/// Names that say that something lives.
const HEALTH: &[&str] = &[
    "health",
    "healthz",
    "healthcheck",
    "health_check",
    "health-check",
    "healthy",
    "live",
    "livez",
    "liveness",
    "alive",
    "ping",
    "heartbeat",
    "lbheartbeat",
    "status",
    "up",
    "isalive",
    "is_alive",
    "hc",
    "healthcheckz",
    "liveliness",
    "startup",
    "startupz",
    "check_health",
    "get_health",
    "health_status",
    "server_status",
    "lb-check",
];

/// Names that say that something can take requests.
const READY: &[&str] =
    &["ready", "readyz", "readiness", "is_ready", "isready", "ready_check", "readiness_check"];

/// Names of what shows the routes to people and tools.
const DOCS: &[&str] = &[
    "swagger",
    "swagger-ui",
    "swagger_ui",
    "openapi",
    "openapi.json",
    "openapi.yaml",
    "api-docs",
    "api-doc",
    "docs",
    "redoc",
    "rapidoc",
    "scalar",
    "graphiql",
    "playground",
    "schema.graphql",
    "sdl",
    "swagger.json",
    "api.json",
    "apidoc",
];

/// Names of what is served to browsers.
const STATIC: &[&str] = &[
    "static",
    "assets",
    "public",
    "favicon.ico",
    "robots.txt",
    "css",
    "js",
    "images",
    "img",
    "dist",
    "_next",
];

/// What a route is for.
pub(super) fn role(method: Method, path: &str, handler: &str) -> RouteRole {
    if method == Method::Rpc {
        return if path.starts_with("/grpc.health.v1.") {
            RouteRole::Health
        } else {
            RouteRole::Business
        };
    }
    let segments: Vec<String> =
        path.split('/').filter(|part| !part.is_empty()).map(clean).collect();
    let named = |names: &[&str], segment: Option<&String>| {
        segment.is_some_and(|segment| names.contains(&segment.as_str()))
    };
    let last = segments.last();
    let reads = matches!(method, Method::Get | Method::Head | Method::Any);
    if reads {
        let below_health =
            segments.iter().rev().skip(1).any(|part| named(HEALTH_GROUP, Some(part)));
        let handler = handler.to_lowercase();
        let handler_says = |names: &[&str]| names.iter().any(|name| handler == *name);
        if named(READY, last)
            || below_health
                && last.is_some_and(|last| last.contains("ready") || last.contains("readiness"))
        {
            return RouteRole::Readiness;
        }
        if named(HEALTH, last) && (segments.len() < 5 && !is_nested_status(&segments))
            || below_health && segments.len() < 5
        {
            return RouteRole::Health;
        }
        if handler_says(READY) {
            return RouteRole::Readiness;
        }
        if HEALTH_HANDLERS.iter().any(|name| handler.contains(name)) && !path.contains('{') {
            return RouteRole::Health;
        }
        if last.is_some_and(|last| matches!(last.as_str(), "metrics" | "prometheus" | "metric")) {
            return RouteRole::Metrics;
        }
        if segments.iter().any(|segment| named(DOCS, Some(segment))) && segments.len() < 5
            || matches!(
                handler.as_str(),
                "graphiql" | "graphql_playground" | "playground" | "openapi" | "swagger_ui"
            )
        {
            return RouteRole::Docs;
        }
        if named(STATIC, segments.first()) {
            return RouteRole::Static;
        }
    }
    if matches!(segments[..], [ref only] if only == "{*path}" || only == "*") {
        return RouteRole::Fallback;
    }
    RouteRole::Business
}

/// Segments below which everything is about health.
const HEALTH_GROUP: &[&str] =
    &["health", "healthz", "healthcheck", "probe", "probes", "health_check", "health-check", "hc"];

/// Parts of names of handlers that answer health checks.
const HEALTH_HANDLERS: &[&str] =
    &["health_check", "healthcheck", "healthz", "liveness", "heartbeat", "health_handler", "livez"];

/// `/orders/{id}/status` is the order's.
fn is_nested_status(segments: &[String]) -> bool {
    let last = segments.last().map_or("", String::as_str);
    let mut before = segments.iter().rev().skip(1);
    if !matches!(last, "status" | "up" | "ping") {
        let is_version =
            |segment: &str| matches!(segment, "{v}" | "{ver}" | "{version}" | "{api_version}");
        return before.any(|segment| segment.starts_with('{') && !is_version(segment));
    }
    let version =
        |text: &str| text.strip_prefix('v').is_some_and(|rest| rest.parse::<u8>().is_ok());
    let general = [
        "api",
        "internal",
        "system",
        "server",
        "admin",
        "public",
        "health",
        "monitoring",
        "service",
    ];
    !before.all(|segment| general.contains(&segment.as_str()) || version(segment))
}

/// A segment without the marks around it.
fn clean(segment: &str) -> String {
    if segment.starts_with('{') {
        return segment.to_owned();
    }
    segment.trim_matches('_').trim_start_matches('-').to_lowercase()
}

/// A full path in one form: parameters as `{name}`, a rest as `{*name}`.
pub(super) fn normal(path: &str) -> String {
    let path = match path.find('?') {
        Some(at) if !path[..at].contains('{') || path[at..].starts_with("?<") => &path[..at],
        _ => path,
    };
    let mut out = String::new();
    let mut rest = path;
    // A parameter's pattern may hold slashes, so they are looked for outside braces only.
    while !rest.is_empty() {
        let mut depth = 0_usize;
        let end = rest.char_indices().find(|(_, c)| {
            match c {
                '{' | '<' => depth += 1,
                '}' | '>' => depth = depth.saturating_sub(1),
                '/' if depth == 0 => return true,
                _ => {}
            }
            false
        });
        let end = end.map_or(rest.len(), |(at, _)| at);
        let segment = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        if !segment.is_empty() {
            out.push('/');
            out.push_str(&normal_segment(segment));
        }
    }
    if out.is_empty() { "/".to_owned() } else { out }
}

fn normal_segment(segment: &str) -> String {
    if let Some(name) = segment.strip_prefix(':') {
        return format!("{{{}}}", name.trim_end_matches(['?', '*', '+']));
    }
    if let Some(name) = segment.strip_prefix('*') {
        let name = if name.is_empty() { "path" } else { name.trim_start_matches('*') };
        return format!("{{*{}}}", if name.is_empty() { "path" } else { name });
    }
    let inner = segment.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    if let Some(name) = inner {
        return match name.strip_suffix("..") {
            Some(name) => format!("{{*{name}}}"),
            None => format!("{{{}}}", name.split([':', '|']).next().unwrap_or(name)),
        };
    }
    let inner = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    if let Some(name) = inner {
        if let Some(name) = name.strip_prefix('*') {
            return format!("{{*{}}}", name.trim_start_matches('*'));
        }
        let (name, pattern) = name.split_once([':', '|']).unwrap_or((name, ""));
        let name = name.trim_end_matches('?');
        let rest = matches!(pattern, ".*" | ".+" | "**") || name.ends_with('*');
        let name = match name.trim_end_matches('*') {
            "_" | "" => "path",
            name => name,
        };
        return if rest { format!("{{*{name}}}") } else { format!("{{{name}}}") };
    }
    segment.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_all_frameworks_get_one_form() {
        for (path, normalised) in [
            ("/a/:id/*rest", "/a/{id}/{*rest}"),
            ("a/<id>/<rest..>?<q>", "/a/{id}/{*rest}"),
            ("/a/{id:\\d+}/{tail:.*}", "/a/{id}/{*tail}"),
            ("/swagger/{_:.*}", "/swagger/{*path}"),
            ("", "/"),
            ("//a//", "/a"),
        ] {
            assert_eq!(normal(path), normalised);
        }
    }

    #[test]
    fn health_hides_in_many_places_but_not_below_things() {
        for path in
            ["/health", "/api/healthz/live", "/__heartbeat__", "/healthcheck", "/health/", "/ping"]
        {
            assert_eq!(role(Method::Get, path, "x"), RouteRole::Health, "{path}");
        }
        assert_eq!(role(Method::Get, "/{version}/hc", "x"), RouteRole::Health);
        assert_eq!(role(Method::Get, "/{v}/hc/postgres", "x"), RouteRole::Health);
        assert_eq!(role(Method::Get, "/machines/{id}/live", "x"), RouteRole::Business);
        assert_eq!(role(Method::Get, "/readyz", "x"), RouteRole::Readiness);
        assert_eq!(role(Method::Get, "/health/ready", "x"), RouteRole::Readiness);
        assert_eq!(role(Method::Get, "/orders/{id}/status", "x"), RouteRole::Business);
        assert_eq!(role(Method::Get, "/auth/status", "x"), RouteRole::Business);
        assert_eq!(role(Method::Get, "/api/v1/status", "x"), RouteRole::Health);
        assert_eq!(role(Method::Post, "/health", "x"), RouteRole::Business);
        assert_eq!(role(Method::Get, "/", "health_check"), RouteRole::Health);
    }
}
