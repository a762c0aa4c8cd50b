//! Ports in the short syntax of compose: `127.0.0.1:8080:80`, ranges among them.

/// So many ports of one range are kept.
const MOST: u16 = 64;

/// A port: outside, inside, whether other machines reach it.
pub(super) type Port = (Option<u16>, u16, bool);

/// The ports that a text publishes.
pub(super) fn parse(text: &str) -> Vec<Port> {
    let text = text.split('/').next().unwrap_or(text).trim();
    let (text, ip) = match text.strip_prefix('[').and_then(|rest| rest.split_once("]:")) {
        Some((ip, rest)) => (rest, Some(ip)),
        None => (text, None),
    };
    let mut parts = text.rsplit(':');
    let Some(container) = parts.next().and_then(range) else { return Vec::new() };
    let host = parts.next().filter(|host| !host.is_empty());
    let ip = ip.or_else(|| parts.next());
    let public = !ip.is_some_and(|ip| ip.starts_with("127.") || matches!(ip, "localhost" | "::1"));
    let host_range = host.and_then(range);
    let count = container.1.saturating_sub(container.0).min(MOST - 1);
    (0..=count)
        .map(|at| {
            let outside = host_range.and_then(|(first, last)| {
                // One port of several is chosen at start.
                let one = last - first == container.1 - container.0;
                one.then(|| first.checked_add(at)).flatten()
            });
            (outside, container.0.saturating_add(at), public)
        })
        .collect()
}

/// `80` or `80-90`.
fn range(text: &str) -> Option<(u16, u16)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let first: u16 = first.trim().parse().ok()?;
    let last: u16 = last.trim().parse().ok()?;
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_ports() {
        assert_eq!(parse("80"), [(None, 80, true)]);
        assert_eq!(parse("8080:80/tcp"), [(Some(8080), 80, true)]);
        assert_eq!(parse("127.0.0.1:8080:80"), [(Some(8080), 80, false)]);
        assert_eq!(parse("[::1]:8080:80"), [(Some(8080), 80, false)]);
        assert_eq!(parse("127.0.0.1::80"), [(None, 80, false)]);
        assert_eq!(parse("8000-8001:80-81"), [(Some(8000), 80, true), (Some(8001), 81, true)]);
        assert_eq!(parse("8000-8010:80"), [(None, 80, true)]);
        assert_eq!(parse("1-65535").len(), 64);
        assert!(parse("${PORT}").is_empty());
    }
}
