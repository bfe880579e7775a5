//! The options of the address, of TLS and of the limits.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use clap::Args;
use url::{Host, Url};

use super::access::AccessArgs;
use crate::error::Error;
use crate::graph::Cloud;
use crate::net::small_file;
use crate::serve::{Access, Limits, Names, Settings, Tls};

/// The heading of these options in the help.
const HEADING: &str = "Server";

/// The address, TLS, the names and the limits.
#[derive(Debug, Args)]
pub(super) struct AddressArgs {
    /// Listen on this address. Another than a loopback address needs authentication, TLS or --behind-proxy, and --allow-host. Port 0
    /// takes a free one, which is printed.
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = parse_address, default_value = "127.0.0.1:8080", help_heading = HEADING)]
    listen: SocketAddr,

    /// Serve HTTPS with this certificate: a PEM file with the chain, the certificate of the server first. A new one takes a restart.
    #[arg(long, value_name = "FILE", requires = "tls_key", help_heading = HEADING)]
    tls_cert: Option<PathBuf>,

    /// The private key of the certificate, a PEM file.
    #[arg(long, value_name = "FILE", requires = "tls_cert", help_heading = HEADING)]
    tls_key: Option<PathBuf>,

    /// A proxy in front of the server terminates TLS and forwards the requests of others.
    #[arg(long, conflicts_with = "tls_cert", help_heading = HEADING)]
    behind_proxy: bool,

    /// Accept requests for this host name, without a port; can be repeated. On a loopback address its names are accepted too.
    #[arg(long, value_name = "NAME", value_parser = parse_host, help_heading = HEADING)]
    allow_host: Vec<String>,

    /// Accept requests of pages of this origin, such as https://portal.example.com; can be repeated.
    #[arg(long, value_name = "ORIGIN", value_parser = parse_origin, help_heading = HEADING)]
    allow_origin: Vec<Url>,

    /// The most requests per second of one address, sustained; a burst may have twice as many. Behind a proxy all callers share one
    /// address.
    #[arg(long, value_name = "NUMBER", value_parser = parse_rate, default_value_t = Limits::default().rate, help_heading = HEADING)]
    rate_limit: NonZeroU32,
}

impl AddressArgs {
    /// The settings of the server.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where a file cannot be used, and where others could reach the server without protection.
    pub(super) fn settings(&self, access: &AccessArgs, cloud: &Cloud) -> Result<Settings, Error> {
        let settings = Settings {
            address: self.listen,
            access: access.access(cloud)?,
            tls: self.tls()?,
            behind_proxy: self.behind_proxy,
            names: Names::new(&self.allow_host, &self.allow_origin, self.listen.ip().is_loopback()),
            limits: Limits { rate: self.rate_limit, connections: connections(), ..Limits::default() },
        };
        if settings.is_exposed() {
            self.require_protection(&settings)?;
        }
        Ok(settings)
    }

    fn require_protection(&self, settings: &Settings) -> Result<(), Error> {
        let missing = [
            (
                matches!(settings.access, Access::Open),
                "authentication: --api-key-file, SCOREGATE_API_KEY or --entra-tenant",
            ),
            (settings.tls.is_none() && !self.behind_proxy, "TLS: --tls-cert and --tls-key, or --behind-proxy"),
            (self.allow_host.is_empty(), "the name that callers use: --allow-host"),
        ];
        let missing: Vec<&str> = missing.iter().filter(|(is_missing, _)| *is_missing).map(|(_, what)| *what).collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Error::Usage {
            message: format!(
                "others can reach the server on {}, and this is missing: {}",
                self.listen,
                missing.join("; ")
            ),
            help: "add what is missing, or listen on 127.0.0.1 without --behind-proxy".into(),
        })
    }

    fn tls(&self) -> Result<Option<Tls>, Error> {
        let (Some(chain), Some(key)) = (&self.tls_cert, &self.tls_key) else { return Ok(None) };
        let unusable = |message: String| Error::Usage {
            message: format!("TLS cannot be set up: {message}"),
            help: "name PEM files with --tls-cert and --tls-key".into(),
        };
        let read = |path: &Path| {
            let name = path.to_string_lossy();
            small_file::bytes(&name, small_file::SECRET_BYTES)
                .map_err(|fault| unusable(format!("{}: {fault}", crate::text::line(&name))))
        };
        Tls::of_pem(&read(chain)?, &read(key)?).map(Some).map_err(unusable)
    }
}

/// The most connections: half of the files that the process may open, so that reading evidence has some left.
fn connections() -> usize {
    let usual = Limits::default().connections;
    #[cfg(unix)]
    let most = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    #[cfg(not(unix))]
    let most: Option<u64> = None;
    most.and_then(|files| usize::try_from(files / 2).ok()).map_or(usual, |half| half.min(usual))
}

fn parse_address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "write an address in numbers with a port, such as 127.0.0.1:8080 (this machine alone), 0.0.0.0:8080 or [::1]:8080".to_owned())
}

fn parse_rate(text: &str) -> Result<NonZeroU32, String> {
    text.parse().map_err(|_| "write a whole number of at least 1".to_owned())
}

/// The name as requests write it: in ASCII, and in lower case.
fn parse_host(text: &str) -> Result<String, String> {
    let host = Host::parse(text).ok().filter(|_| !text.contains('*'));
    let wrong = || "write a name such as gate.example.com, without https://, a port or *".to_owned();
    host.map(|host| host.to_string()).ok_or_else(wrong)
}

fn parse_origin(text: &str) -> Result<Url, String> {
    Url::parse(text)
        .ok()
        .filter(|url| ["http", "https"].contains(&url.scheme()) && url.path() == "/" && url.query().is_none())
        .ok_or_else(|| "write an origin such as https://portal.example.com".to_owned())
}
