//! `scoregate auth`: tests the sign-in.

mod status;

use std::fmt::Write;
use std::sync::Arc;

use clap::{Args, Subcommand, ValueEnum};

use self::status::{Outcome, Status};
use super::connection::ConnectionArgs;
use super::live;
use super::progress::Progress;
use super::standard_output::to_stdout;
use crate::entra::{SignIn, TokenSource};
use crate::error::Error;
use crate::exit::Exit;
use crate::graph::cloud::Cloud;
use crate::graph::permission::{self, Need, Permission};
use crate::net::client;
use crate::net::environment::Environment;
use crate::text::{json_safe, log_plain};

/// The commands for sign-in.
#[derive(Debug, Subcommand)]
pub(super) enum AuthCommand {
    Status(StatusArgs),
}

/// Sign in and report the method, the identity, and whether the token may read Secure Score. The token is not shown.
#[derive(Debug, Args)]
#[command(after_long_help = METHODS)]
pub(super) struct StatusArgs {
    /// The output format.
    #[arg(long, short, value_name = "FORMAT", value_enum, default_value = "human")]
    output: Style,

    #[command(flatten)]
    connection: ConnectionArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    /// Text.
    Human,
    /// JSON for programs.
    Json,
}

const METHODS: &str = "\
Sign-in methods (KIND), in order of precedence. The first available method is used. One that is
configured only in part is an error, so that no other identity signs in.

  token
      SCOREGATE_TOKEN, or SCOREGATE_TOKEN_FILE
  client-certificate
      AZURE_CLIENT_CERTIFICATE_PATH (PEM, or PKCS#12 with AZURE_CLIENT_CERTIFICATE_PASSWORD),
      AZURE_TENANT_ID, AZURE_CLIENT_ID
  client-secret
      AZURE_CLIENT_SECRET, or AZURE_CLIENT_SECRET_FILE; AZURE_TENANT_ID, AZURE_CLIENT_ID
  github-oidc
      in a job of GitHub Actions with `permissions: id-token: write`;
      AZURE_TENANT_ID, AZURE_CLIENT_ID
  azure-pipelines
      in a task with a service connection, such as AzureCLI@2; SYSTEM_ACCESSTOKEN
      (AZURESUBSCRIPTION_SERVICE_CONNECTION_ID, _TENANT_ID and _CLIENT_ID are set by the task)
  workload-identity
      AZURE_FEDERATED_TOKEN_FILE, AZURE_TENANT_ID, AZURE_CLIENT_ID
  managed-identity
      IDENTITY_ENDPOINT and IDENTITY_HEADER, as Azure sets them; on a virtual machine only with
      --auth managed-identity; AZURE_CLIENT_ID names a user-assigned identity
  azure-cli
      `az` on PATH, and no AZURE_CLIENT_ID

Exit codes: 0 a token with the required permission was obtained, 2 usage, 5 it was not, 6 output.";

pub(super) fn run(command: &AuthCommand) -> Result<Exit, Error> {
    match command {
        AuthCommand::Status(args) => status(args),
    }
}

fn status(args: &StatusArgs) -> Result<Exit, Error> {
    let cloud = args.connection.cloud();
    let sign_in = sign_in(&args.connection, &cloud);
    let sign_in = match sign_in {
        Ok(sign_in) => sign_in,
        Err(error) => {
            if args.output == Style::Json {
                print(&json_safe(&format!("{:#}\n", status::without_a_method(&cloud, &error))))?;
            }
            return Err(error);
        }
    };
    let (outcome, failure) = match live::wait(sign_in.token()) {
        Ok(token) => {
            let permission = Permission::of(&token, &cloud, &Need::SCORES);
            (Outcome::Token { expires: token.expires(), claims: token.claims(), permission }, None)
        }
        Err(error) => (Outcome::Failure(error.to_string()), Some(error)),
    };
    let status = Status { chosen: sign_in.choice(), cloud: &cloud, outcome };
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = match args.output {
        Style::Human => status.human(&mut text),
        Style::Json => writeln!(text, "{:#}", status.json()),
    };
    print(&if args.output == Style::Json { json_safe(&text) } else { log_plain(&text) })?;
    failure.map_or_else(|| Ok(status.exit()), Err)
}

/// The sign-in that would be used.
fn sign_in(args: &ConnectionArgs, cloud: &Cloud) -> Result<SignIn, Error> {
    let client = client::client(&Environment::of_process())?;
    let connection = args.connection(&Arc::new(Progress::new(args.verbose())));
    connection.sign_in(permission::resource(cloud), client)
}

fn print(text: &str) -> Result<(), Error> {
    to_stdout(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::METHODS;
    use crate::entra::SignInMethod;

    #[test]
    fn the_help_lists_the_methods_in_their_order() {
        let listed: Vec<&str> = METHODS.lines().filter_map(|line| line.strip_prefix("  ")).collect();
        let listed: Vec<&str> = listed.into_iter().filter(|line| !line.starts_with(' ')).collect();
        assert_eq!(listed, SignInMethod::ALL.map(SignInMethod::name));
    }
}
