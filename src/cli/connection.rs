//! The connection to Microsoft Graph: the options of every command that reads a live tenant.

use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::progress::Progress;
use crate::entra::SignInMethod;
use crate::graph::Connection;
use crate::graph::cloud::{Cloud, origin};
use crate::net::environment::Environment;

/// The heading of these options in the help.
pub(super) const HEADING: &str = "Microsoft Graph";

/// The hosts, the sign-in method, the time limit and the log of requests.
#[derive(Debug, Clone, Args)]
pub(super) struct ConnectionArgs {
    /// Use this sign-in method instead of the first available one; `scoregate auth status --help` lists the methods.
    #[arg(long, value_name = "KIND", value_enum, hide_possible_values = true, help_heading = HEADING)]
    auth: Option<SignInMethod>,

    /// The cloud: global (with GCC), usgov (GCC High), dod, or china, where Graph has no control profiles [default: global]
    #[arg(long, value_name = "CLOUD", value_parser = PossibleValuesParser::new(Cloud::NAMES), hide_possible_values = true,
        conflicts_with_all = ["graph_host", "login_host"], help_heading = HEADING)]
    cloud: Option<String>,

    /// Read from this host instead of Microsoft Graph, such as https://graph.example.com: a reverse proxy or a test server.
    #[arg(long, value_name = "URL", value_parser = origin, requires = "login_host", help_heading = HEADING)]
    graph_host: Option<String>,

    /// Sign in at this host.
    #[arg(long, value_name = "URL", value_parser = origin, requires = "graph_host", help_heading = HEADING)]
    login_host: Option<String>,

    /// The time limit for all requests together: `90s`, `2m`, `500ms`.
    #[arg(long, value_name = "TIME", value_parser = parse_timeout, default_value = "120s", help_heading = HEADING)]
    timeout: Duration,

    /// Log each request to standard error; tokens and secrets are not logged.
    #[arg(long, short, conflicts_with = "quiet", help_heading = HEADING)]
    verbose: bool,
}

impl ConnectionArgs {
    /// The connection of these options, with the identity that the environment of the process signs in.
    pub(super) fn connection(&self, progress: &Arc<Progress>) -> Connection {
        Connection::new(self.cloud(), Environment::of_process())
            .signing_in_with(self.auth)
            .within(self.timeout)
            .observed_by(Arc::clone(progress) as _)
    }

    /// The cloud, or the pair of hosts.
    pub(super) fn cloud(&self) -> Cloud {
        match (&self.graph_host, &self.login_host) {
            (Some(graph), Some(login)) => Cloud::custom(graph.clone(), login.clone()),
            // The parser accepts only known names, and hosts in pairs.
            (Some(_) | None, Some(_) | None) => {
                self.cloud.as_deref().and_then(Cloud::named).unwrap_or_else(Cloud::global)
            }
        }
    }

    /// Whether each request is logged.
    pub(super) fn verbose(&self) -> bool {
        self.verbose
    }
}

fn parse_timeout(text: &str) -> Result<Duration, String> {
    let hour = Duration::from_secs(3600);
    parse_duration(text, hour).ok_or_else(|| "write a duration of at most 1h, such as 90s, 2m or 500ms".to_owned())
}

/// A duration with its unit (`ms`, `s`, `m`, `h`, `d`): greater than 0, and at most `most`.
pub(super) fn parse_duration(text: &str, most: Duration) -> Option<Duration> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let number: u64 = text[..digits].parse().ok()?;
    let unit = match text[digits..].trim_start() {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    let time = number.checked_mul(unit).map(Duration::from_millis)?;
    Some(time).filter(|time| !time.is_zero() && *time <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit_and_an_end() {
        assert_eq!(parse_timeout("120s"), Ok(crate::graph::TIMEOUT), "the default");
        assert_eq!(parse_timeout("500 ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse_timeout("1h"), Ok(Duration::from_secs(3600)));
        for wrong in ["", "120", "0s", "2h", "-1s", "s", "1d", "99999999999999999999s"] {
            assert!(parse_timeout(wrong).is_err(), "{wrong}");
        }
    }
}
