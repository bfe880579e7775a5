//! The hosts that are reached without the proxy: `NO_PROXY`.

use std::net::IpAddr;

use glob::Pattern;
use ipnet::IpNet;
use url::{Host, Url};

use crate::error::Error;
use crate::net::environment::Environment;
use crate::net::environment::either;

const VARIABLES: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// Some hosts that are reached without the proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Direct {
    hosts: Hosts,
    /// The port; any where it is `None`.
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Hosts {
    /// `*`
    All,
    /// A domain and all below it, in lower case.
    Domain(String),
    /// A name with wildcards, such as `10.*`.
    Like(Pattern),
    /// An address, or a range of them.
    Range(IpNet),
}

/// The exceptions of an environment.
///
/// # Errors
///
/// [`Error::SignIn`] where an entry is not a host, a domain or a range of addresses, and where the two spellings of the
/// variable differ.
pub(crate) fn of(environment: &Environment) -> Result<Vec<Direct>, Error> {
    let read = |name: &str, value: &str| list(value).map_err(|number| wrong(name, number));
    Ok(either(environment, VARIABLES, read)?.map(|(_, entries)| entries).unwrap_or_default())
}

fn wrong(name: &str, number: usize) -> Error {
    Error::sign_in(
        &format!("entry {number} of {name} is not a host, a domain or a range of addresses"),
        format!("write {name} as a list such as localhost,.example.com,10.0.0.0/8, without quotes and schemes"),
    )
}

/// The entries of a list, or the number of the first that cannot be used.
fn list(value: &str) -> Result<Vec<Direct>, usize> {
    let entries = value.split(|c: char| matches!(c, ',' | ';') || c.is_whitespace()).filter(|entry| !entry.is_empty());
    entries.enumerate().map(|(at, text)| entry(&text.to_lowercase()).ok_or(at + 1)).collect()
}

fn entry(text: &str) -> Option<Direct> {
    if let Some(range) = range(text) {
        return Some(Direct { hosts: Hosts::Range(range), port: None });
    }
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) => (name, Some(port.parse().ok()?)),
        None => (text, None),
    };
    let hosts = match range(name) {
        Some(range) => Hosts::Range(range),
        None => hosts(name)?,
    };
    Some(Direct { hosts, port })
}

/// `10.0.0.0/8`, `10.0.0.1`, `fd00::1`, `[fd00::1]`
fn range(text: &str) -> Option<IpNet> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| bare.parse::<IpAddr>().ok().map(IpNet::from))
}

/// `*`, `example.com`, `.example.com`, `*.example.com`, `10.*`
fn hosts(name: &str) -> Option<Hosts> {
    if name == "*" {
        return Some(Hosts::All);
    }
    let domain = name.strip_prefix("*.").or_else(|| name.strip_prefix('.')).unwrap_or(name);
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '*');
    if domain.is_empty() || !domain.chars().all(is_name) {
        return None;
    }
    if domain.contains('*') {
        return Pattern::new(name).ok().map(Hosts::Like);
    }
    // An address has the ASCII form of a name in other letters.
    match Host::parse(domain) {
        Ok(Host::Domain(domain)) => Some(Hosts::Domain(domain)),
        Ok(Host::Ipv4(_) | Host::Ipv6(_)) | Err(_) => None,
    }
}

impl Direct {
    /// Whether an address is among them.
    pub(crate) fn covers(&self, url: &Url) -> bool {
        let is_port = self.port.is_none_or(|port| url.port_or_known_default() == Some(port));
        is_port && url.host().is_some_and(|host| self.hosts.cover(&host))
    }
}

impl Hosts {
    fn cover(&self, host: &Host<&str>) -> bool {
        let (name, ip) = match host {
            Host::Domain(name) => (name.trim_end_matches('.').to_lowercase(), None),
            Host::Ipv4(ip) => (ip.to_string(), Some(IpAddr::V4(*ip))),
            Host::Ipv6(ip) => (ip.to_string(), Some(IpAddr::V6(*ip))),
        };
        match self {
            Self::All => true,
            Self::Domain(domain) => {
                name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            }
            Self::Like(pattern) => pattern.matches(&name),
            Self::Range(range) => ip.is_some_and(|ip| range.contains(&ip)),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn an_entry_covers_what_other_programs_take_it_to_cover() {
        for (value, url, expected) in [
            ("*", "https://graph.microsoft.com", true),
            ("microsoft.com", "https://graph.microsoft.com", true),
            (".MICROSOFT.com", "https://graph.microsoft.com", true),
            ("*.microsoft.com", "https://graph.microsoft.com", true),
            ("soft.com", "https://graph.microsoft.com", false),
            ("a.example, graph.microsoft.com", "https://graph.microsoft.com", true),
            ("a.example graph.microsoft.com.", "https://graph.microsoft.com", true),
            ("localhost:8443", "https://localhost:8443", true),
            ("localhost:8443", "https://localhost", false),
            ("localhost:443", "https://localhost", true),
            ("10.0.0.0/8", "https://10.1.2.3", true),
            ("10.0.0.0/8", "https://11.1.2.3", false),
            ("10.*", "https://10.1.2.3", true),
            ("bücher.example", "https://www.bücher.example", true),
            ("my_host", "https://my_host", true),
            ("127.0.0.1:8443", "https://127.0.0.1:8443", true),
            ("fd00::/8,[::1]", "https://[::1]:8443", true),
            ("[::1]:8443", "https://[::1]:8443", true),
            ("[::1]:8443", "https://[::1]", false),
        ] {
            let url = Url::parse(url).unwrap();
            assert_eq!(list(value).unwrap().iter().any(|direct| direct.covers(&url)), expected, "{value} {url}");
        }
    }

    #[test]
    fn an_entry_that_is_no_host_is_refused_by_its_number() {
        for (value, number) in [
            ("localhost,'a.example'", 2),
            ("https://a.example", 1),
            ("a|b", 1),
            ("a.example:port", 1),
            ("a, .", 2),
            ("<local>", 1),
            ("a\\b", 1),
            ("user@a.example", 1),
            ("10.0.0.0/99", 1),
        ] {
            assert_eq!(list(value).unwrap_err(), number, "{value}");
        }
        assert_eq!(list(" , ,").unwrap(), []);
    }
}
