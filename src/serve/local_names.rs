//! The names that a request may use for this server, so that a page of another site cannot reach it by a name of its own
//! (DNS rebinding).

use std::net::Ipv6Addr;

use url::Url;

/// The names of the server, and the origins of pages that may use it.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The names of hosts, in lower case and without a port.
    hosts: Vec<String>,
    /// The origins, as [`url::Origin`] writes them.
    origins: Vec<String>,
    /// Whether the names of the loopback address are allowed.
    is_local: bool,
}

impl Names {
    /// The names of a server; `is_local` adds those of the loopback address.
    #[must_use]
    pub fn new(hosts: &[String], origins: &[Url], is_local: bool) -> Self {
        Self {
            hosts: hosts.iter().map(|host| host.to_lowercase()).collect(),
            origins: origins.iter().map(|origin| origin.origin().ascii_serialization()).collect(),
            is_local,
        }
    }

    /// Whether a `Host` names this server, on any port.
    pub(super) fn is_host(&self, host: &str) -> bool {
        let Some(name) = without_port(host) else { return false };
        let name = name.to_ascii_lowercase();
        self.hosts.contains(&name) || (self.is_local && is_loopback(&name))
    }

    /// Whether pages of an `Origin` may use this server.
    pub(super) fn is_origin(&self, origin: &str) -> bool {
        let Ok(url) = Url::parse(origin) else { return false };
        let is_web = ["http", "https"].contains(&url.scheme());
        let is_own = self.is_local && url.host_str().is_some_and(is_loopback);
        is_web && (is_own || self.origins.contains(&url.origin().ascii_serialization()))
    }
}

fn is_loopback(name: &str) -> bool {
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost"
        || address.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || address.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
}

/// The name of a host without the port; none where the text is no name with an optional port.
fn without_port(host: &str) -> Option<&str> {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let end = rest.find(']')? + 2;
            (host.get(..end)?, host.get(end..)?)
        }
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let digits = port.strip_prefix(':').unwrap_or(port);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok();
    let is_port = port.is_empty() || is_number;
    (is_port && !name.is_empty()).then_some(name)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_the_loopback_address_has_local_names_alone() {
        let names = Names::new(&[], &[], true);
        for host in ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "127.9.9.9"] {
            assert!(names.is_host(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "localhost:x",
            "localhost:+80",
            "localhost:1:2",
            "[::1",
        ] {
            assert!(!names.is_host(host), "{host}");
        }
        assert!(names.is_origin("http://localhost:6274") && names.is_origin("https://127.0.0.1"));
        for origin in ["null", "http://evil.example", "file://localhost", "http://localhost.evil.example", ""] {
            assert!(!names.is_origin(origin), "{origin}");
        }
    }

    #[test]
    fn another_server_has_the_names_that_it_is_given() {
        let origins = [Url::parse("https://portal.example:8443/x").unwrap()];
        let names = Names::new(&["Gate.Example".to_owned()], &origins, false);
        assert!(names.is_host("gate.example") && names.is_host("gate.example:443"));
        assert!(!names.is_host("localhost") && !names.is_host("127.0.0.1"));
        assert!(names.is_origin("https://portal.example:8443"));
        assert!(!names.is_origin("https://portal.example") && !names.is_origin("http://localhost"));
    }
}
