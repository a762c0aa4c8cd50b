//! Addresses that are written in keywords, as PostgreSQL's own library reads them: `host=db user=app dbname=shop`.

/// Keywords of which one says where the database is.
const WHERE: &[&str] = &["host", "hostaddr"];

/// What keywords say of where a database is, without user and password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Keywords<'t> {
    /// The host, or the first of several.
    pub(crate) host: &'t str,
    /// The port.
    pub(crate) port: Option<&'t str>,
    /// The database: without a name of its own, it is called like the user.
    pub(crate) database: &'t str,
}

/// Reads a text in keywords; none if it is no such text.
pub(crate) fn read(text: &str) -> Option<Keywords<'_>> {
    let pairs = pairs(text)?;
    let of = |names: &[&str]| {
        let pair = pairs.iter().find(|(name, _)| names.contains(name));
        pair.map(|(_, value)| value.trim_matches('\''))
    };
    let first = |text: &'_ str| text.find(',').unwrap_or(text.len());
    let host = of(WHERE)?;
    let port = of(&["port"]);
    Some(Keywords {
        host: &host[..first(host)],
        port: port.map(|port| &port[..first(port)]),
        database: of(&["dbname"]).or_else(|| of(&["user"])).unwrap_or_default(),
    })
}

/// The text without what is not known (`{}`), where that does not say which database it is.
pub(crate) fn without_user(text: &str) -> Option<String> {
    let pairs = pairs(text)?;
    let unknown = |value: &str| value.contains("{}");
    let matters = |name: &str| WHERE.contains(&name) || matches!(name, "port" | "dbname");
    if pairs.iter().any(|(name, value)| matters(name) && unknown(value)) {
        return None;
    }
    let kept = pairs.iter().filter(|(_, value)| !unknown(value));
    let kept: Vec<String> = kept.map(|(name, value)| format!("{name}={value}")).collect();
    Some(kept.join(" "))
}

/// The keywords with their values, if a host is among them and nothing else stands there.
fn pairs(text: &str) -> Option<Vec<(&str, &str)>> {
    if !text.contains("host") || text.contains("://") {
        return None;
    }
    let pairs: Option<Vec<(&str, &str)>> =
        text.split_whitespace().map(|pair| pair.split_once('=')).collect();
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    pairs.filter(|pairs| {
        pairs.len() > 1
            && pairs.iter().all(|(name, _)| is_name(name))
            && pairs.iter().any(|(name, _)| WHERE.contains(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_say_where_a_database_is() {
        let text = "host=db,replica port=5433 user=app password='a b' dbname=shop";
        assert_eq!(read(text), None, "a value with a space is not read in part");
        let text = "host=db,replica port=5433 user=app password=pw dbname='shop'";
        let found = read(text).expect("keywords");
        assert_eq!((found.host, found.port, found.database), ("db", Some("5433"), "shop"));
        assert_eq!(read("host=db user=app").map(|found| found.database), Some("app"));
        for other in ["host=db", "the host = db", "user=app dbname=shop", "postgres://db?host=/run"]
        {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn users_and_passwords_may_be_unknown() {
        assert_eq!(
            without_user("host=db user={} password={} dbname=shop").as_deref(),
            Some("host=db dbname=shop")
        );
        assert_eq!(without_user("host={} user=app password=pw"), None);
        assert_eq!(without_user("postgres://{}@db"), None);
    }
}
