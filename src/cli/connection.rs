//! The flags of commands that read from Graph.

use std::time::Duration;

use clap::Args;
use jiff::SignedDuration;

use crate::evidence::graph::auth::AuthKind;
use crate::evidence::graph::cloud::Cloud;

/// How to reach the tenant.
#[derive(Debug, Args)]
#[command(next_help_heading = "Microsoft Graph")]
pub(super) struct ConnectionArgs {
    /// How to sign in.
    #[arg(long, value_name = "KIND")]
    auth: Option<AuthKind>,

    /// The endpoint of Graph.
    #[arg(long, value_name = "URL", default_value = "https://graph.microsoft.com")]
    graph_host: String,

    /// The endpoint that signs in.
    #[arg(long, value_name = "URL", default_value = "https://login.microsoftonline.com")]
    login_host: String,

    /// How long the whole read may take.
    #[arg(long, value_name = "TIME", default_value = "120s", value_parser = parse_duration)]
    timeout: Duration,

    /// Log each request to standard error.
    #[arg(long, short)]
    verbose: bool,
}

impl ConnectionArgs {
    /// The way to sign in that was asked for.
    pub(super) fn auth(&self) -> Option<AuthKind> {
        self.auth
    }

    /// The pair of hosts.
    pub(super) fn cloud(&self) -> Cloud {
        let name = if self.graph_host == "https://graph.microsoft.com" { "global" } else { "custom" };
        Cloud { name, graph: self.graph_host.clone(), login: self.login_host.clone() }
    }

    /// The longest that everything may take.
    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Whether each request is told of.
    pub(super) fn verbose(&self) -> bool {
        self.verbose
    }
}

fn parse_duration(text: &str) -> Result<Duration, String> {
    let duration: Option<SignedDuration> = text.parse().ok();
    duration
        .and_then(|duration| Duration::try_from(duration).ok())
        .ok_or_else(|| "write a time such as 120s".to_owned())
}
