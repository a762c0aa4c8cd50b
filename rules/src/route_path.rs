//! Paths of routes: whether they carry a version, and whether a call's path fits one.

use portcullis_facts::graph::system::{Call, Method, Route};

/// Whether a segment of a path, or of a package of procedures, names a version: `v1`, `v2beta1`, a
/// parameter for it.
pub(crate) fn is_versioned(path: &str) -> bool {
    path.split(['/', '.']).any(|part| {
        let numbered = part.strip_prefix(['v', 'V']).is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit())
                && rest.chars().all(|c| c.is_ascii_alphanumeric())
        });
        numbered || matches!(part, "{v}" | "{ver}" | "{version}" | "{api_version}")
    })
}

/// Whether a call's path, its parameters as `{}`, may be one of a route.
pub(crate) fn fits(call: &str, route: &str) -> bool {
    let mut call = segments(call);
    for part in segments(route) {
        if part.starts_with("{*") || part == "*" {
            return true;
        }
        let open = |part: &str| part.contains('{');
        match call.next() {
            // What is put in behind a text, `/api/v1{}`, may go on with any path.
            Some(own) if own.len() > 2 && own.ends_with("{}") && call.clone().next().is_none() => {
                return part.starts_with(&own[..own.len() - 2]) || open(part);
            }
            Some(own) if own == part || open(part) || open(own) => {}
            _ => return false,
        }
    }
    call.next().is_none()
}

/// Whether a route answers a call to the service that serves it, as far as method and path are known.
pub(crate) fn answers(route: &Route, call: &Call) -> bool {
    let method = match (route.method, call.method) {
        (Method::Any, _) | (_, None | Some(Method::Any)) | (Method::Get, Some(Method::Head)) => {
            true
        }
        (own, Some(asked)) => own == asked,
    };
    method && call.path.as_deref().is_none_or(|path| fits(path, &route.path))
}

fn segments(path: &str) -> impl Iterator<Item = &str> + Clone {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{fits, is_versioned};

    #[test]
    fn versions_are_segments() {
        for path in
            ["/api/v1/orders", "/v2beta1/x", "/{api_version}/x", "/{v}/x", "/shop.v1.Orders/Get"]
        {
            assert!(is_versioned(path), "{path}");
        }
        for path in ["/orders", "/vip/x", "/videos/v", "/shop.Orders/Get", "/{version_id}"] {
            assert!(!is_versioned(path), "{path}");
        }
    }

    #[test]
    fn parameters_and_rests_fit() {
        assert!(fits("/orders/{}", "/orders/{id}"));
        assert!(fits("/orders/1?full=true", "/orders/{id}/"));
        assert!(fits("/files/a/b", "/files/{*path}"));
        assert!(fits("/api/v1{}", "/api/v1/orders/{id}"));
        assert!(fits("/orders{}", "/orders"));
        assert!(!fits("/api/v1{}", "/api/v2/orders"));
        assert!(!fits("/order/1", "/orders/{id}"));
        assert!(!fits("/orders", "/orders/{id}"));
        assert!(!fits("/orders/1/2", "/orders/{id}"));
    }
}
