//! The proxy that the environment names.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::{Host, Position, Url};

use crate::error::Error;
use crate::net::environment::Environment;
use crate::net::environment::either;
use crate::net::no_proxy::{self, Direct};

/// The variables that name the proxy, in the order in which they count. All requests use TLS, so `HTTP_PROXY` concerns none
/// of them.
const VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];

/// A proxy, and the hosts that are reached without it.
#[derive(Clone)]
pub(crate) struct Proxy {
    variable: &'static str,
    url: Url,
    direct: Vec<Direct>,
}

/// The proxy of an environment.
///
/// # Errors
///
/// [`Error::SignIn`] where the variable that counts has a value that is no address of a proxy, where its two spellings name
/// different proxies, and where the list of exceptions cannot be used.
pub(crate) fn of(environment: &Environment) -> Result<Option<Proxy>, Error> {
    for names in VARIABLES {
        let read = |name: &str, value: &str| address(value).map_err(|why| wrong(name, why));
        if let Some((variable, url)) = either(environment, names, read)? {
            return Ok(Some(Proxy { variable, url, direct: no_proxy::of(environment)? }));
        }
    }
    Ok(None)
}

fn wrong(name: &str, why: &str) -> Error {
    Error::sign_in(
        &format!("{name} is not the address of a proxy that can be used: {why}"),
        format!(
            "set {name} to an address such as http://proxy.example.com:8080, with special characters in user and password percent-encoded (`\\` as %5C, `@` as %40, `#` as %23); nothing is sent past a proxy that is set"
        ),
    )
}

/// The address that a value names, or why it names none.
fn address(value: &str) -> Result<Url, &'static str> {
    if value.contains(['"', '\'', '`']) {
        return Err("it contains quotes");
    }
    // In an address of the web a backslash stands for a slash, and `DOMAIN\user:password@proxy` would be a host named DOMAIN.
    if value.contains('\\') {
        return Err("it contains a backslash");
    }
    if value.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("it contains blanks or control characters");
    }
    let with_scheme = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    let url = Url::parse(&with_scheme).map_err(|_| "it cannot be read as an address")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("only http and https proxies are supported");
    }
    if url[Position::BeforePath..] != *"/" {
        return Err("it has a path, a query or a fragment");
    }
    let is_host = match url.host() {
        Some(Host::Domain(name)) => name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
        None => false,
    };
    if !is_host || url.port() == Some(0) {
        return Err("its host or port is not valid");
    }
    Ok(url)
}

impl Proxy {
    /// Whether an address is reached through it.
    pub(crate) fn serves(&self, url: &Url) -> bool {
        !self.direct.iter().any(|direct| direct.covers(url))
    }

    /// The proxy as the client takes it.
    pub(crate) fn for_client(&self) -> reqwest::Proxy {
        let proxy = self.clone();
        reqwest::Proxy::custom(move |url| proxy.serves(url).then(|| proxy.url.clone()))
    }

    /// Its host and port, without user and password, and the variable that names it.
    pub(crate) fn shown(&self) -> String {
        let port = self.url.port_or_known_default().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}{port} ({})", self.url.host_str().unwrap_or_default(), self.variable)
    }

    /// Its password in each form in which it could come back.
    pub(crate) fn passwords(&self) -> Vec<String> {
        let decoded = |text: &str| {
            let form = format!("x={}", text.replace('+', "%2B"));
            let decoded = url::form_urlencoded::parse(form.as_bytes()).next().map(|(_, text)| text.into_owned());
            decoded.unwrap_or_default()
        };
        let Some(written) = self.url.password() else { return Vec::new() };
        let password = decoded(written);
        let sent = STANDARD.encode(format!("{}:{password}", decoded(self.url.username())));
        vec![password, written.to_owned(), sent]
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_of_an_address_are_read() {
        for (value, host, port) in [
            ("http://proxy.example:8080", "proxy.example", 8080),
            ("HTTP://PROXY.example:8080/", "proxy.example", 8080),
            ("proxy.example:3128", "proxy.example", 3128),
            ("proxy", "proxy", 80),
            ("https://proxy.example", "proxy.example", 443),
            ("http://user:pass@10.0.0.1:3128", "10.0.0.1", 3128),
            ("http://DOM%5Cuser:p%40ss@proxy.example:3128/", "proxy.example", 3128),
            ("http://[fd00::1]:3128", "[fd00::1]", 3128),
        ] {
            let read = address(value).map(|url| (url.host_str().unwrap().to_owned(), url.port_or_known_default()));
            assert_eq!(read, Ok((host.to_owned(), Some(port))), "{value}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_proxy_is_refused() {
        for wrong in [
            "\"http://proxy.example:8080\"",
            "'proxy:8080'",
            "http://DOM\\user:pw@proxy:8080",
            "http://proxy.example :8080",
            "http://pro\nxy:8080",
            "http//proxy:8080",
            "http:/proxy:8080",
            "http:proxy:8080",
            "http://",
            "http://:8080",
            "http://proxy:99999",
            "http://proxy:0",
            "http://proxy:port",
            "http://user:p#ss@proxy:8080",
            "http://user:p/ss@proxy:8080",
            "http://proxy:8080/path",
            "http://proxy:8080?x",
            "socks5://proxy:1080",
            "ftp://proxy:21",
            "$(proxy)",
            "http://${PROXY}:8080",
            "://proxy",
        ] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn passwords_are_known_in_each_form() {
        let url = address("http://us%5Cer:p%40ss+word@proxy:8080").unwrap();
        let proxy = Proxy { variable: "HTTPS_PROXY", url, direct: Vec::new() };
        assert_eq!(proxy.passwords(), ["p@ss+word", "p%40ss+word", "dXNcZXI6cEBzcyt3b3Jk"]);
        assert_eq!(proxy.shown(), "proxy:8080 (HTTPS_PROXY)");
    }
}
